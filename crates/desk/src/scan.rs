//! Paper forms that come back signed: each page of what was scanned or photographed is matched to its ticket by the code
//! printed on it, made straight and cut out, and waits in the tray until somebody puts it on the ticket.
//!
//! Deliberately absent: reading what somebody wrote by hand.

use domain::{
    Code, Fact, Moment, Refusal, Ticket,
    acknowledgement::{Answer, Signer},
    attachment::{Attachment, Media, tell},
    check,
    fact::ScanFact,
    hash,
    service::act::Act,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Scan, Stamp, Tx};
use ts_rs::TS;

use crate::{
    Call,
    attachment::{self, File},
    mask,
    ticket::{At, TicketView, take_all},
    wire::{self, Changed, FileOut, Holds, Nothing, StepRequest},
};

/// Scans or photos that came back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanAdd {
    /// JPEG, PNG, or a PDF of scanned pages.
    pub file: File,
}

/// A page of the tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanOf {
    /// Its id.
    #[ts(type = "number")]
    pub scan: i64,
}

/// Puts a page on its ticket as the signed form.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanPlace {
    /// The page.
    #[ts(type = "number")]
    pub scan: i64,
    /// Where it was signed.
    pub place: String,
    /// Who signed.
    pub signer: Signer,
}

/// The ticket a page belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScanTicket {
    /// Its id.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its number.
    pub number: String,
    /// The customer.
    pub name: String,
    /// Where.
    pub address: String,
    /// Whether it waits for this signature.
    pub waits: bool,
}

/// A page that waits in the tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScanRow {
    /// Its id.
    #[ts(type = "number")]
    pub scan: i64,
    /// Its name.
    pub name: String,
    /// What its code says; empty if it has none that can be read.
    pub code: String,
    /// The ticket, if there is one of this number.
    pub ticket: Option<ScanTicket>,
    /// Who put it there.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Tray {
    /// What waits, oldest first.
    pub rows: Vec<ScanRow>,
    /// Pages of the file just added whose picture is of a kind that cannot be read.
    pub unread: Vec<u32>,
}

/// The most pages of one file.
const MOST: usize = 200;

/// A page as it will lie in the tray.
struct Page {
    file: Attachment,
    bytes: Vec<u8>,
    thumbnail: Vec<u8>,
    code: String,
}

/// Reads the pages of a file, turns them upright and puts them into the tray.
///
/// # Errors
/// `bad_media`, `file_too_large`, `required` at `file`; `out_of_range` at `file` for more than 200 pages.
pub fn add(call: &Call, ask: ScanAdd) -> Result<Changed<Tray>, Refusal> {
    let bytes = wire::bytes("file", &ask.file.base64)?;
    let media = tell(&bytes)?;
    let pictures = if media == Media::Pdf {
        page::pages(&bytes, MOST + 1)?
    } else {
        vec![Some(bytes)]
    };
    check::count("file", pictures.len(), 1, MOST)?;
    let several = pictures.len() > 1;
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for (number, picture) in (1..).zip(pictures) {
        let stem = ask
            .file
            .name
            .rsplit_once('.')
            .map_or(ask.file.name.as_str(), |(stem, _)| stem);
        let stem = if several {
            format!("{stem}-{number}")
        } else {
            stem.to_owned()
        };
        match picture.and_then(|bytes| read_page(&stem, &bytes)) {
            Some(page) => read.push(page),
            None => unread.push(number),
        }
    }
    if read.is_empty() {
        return Err(Refusal::at(Code::BadMedia, "file"));
    }
    let stamp = call.stamp()?;
    let rows = call.write(|tx| {
        for (version, page) in (tx.scan_version()?..).zip(read) {
            tx.put_blob(&page.file.sha256, &page.bytes, Some(&page.thumbnail))?;
            let fact = Fact::Scan(ScanFact::Kept {
                id: version + 1,
                file: page.file,
                code: page.code,
            });
            tx.append(STREAM, Some(version), vec![fact], &stamp)?;
        }
        rows(tx)
    })?;
    Ok(tray(rows, unread))
}

fn read_page(stem: &str, bytes: &[u8]) -> Option<Page> {
    let (code, bytes, media) = page::straight(bytes)?;
    let end = if media == Media::Png { "png" } else { "jpg" };
    let file = Attachment {
        sha256: hash::sha256(&[&bytes]),
        name: format!("{stem}.{end}"),
        media,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    let thumbnail = attachment::shrink(&bytes).ok()?;
    Some(Page {
        file,
        bytes,
        thumbnail,
        code,
    })
}

mod page;

/// The stream of the journal the tray stands in.
const STREAM: &str = "scan";

fn tray(rows: Vec<ScanRow>, unread: Vec<u32>) -> Changed<Tray> {
    Changed {
        value: Tray { rows, unread },
        changed: vec!["scan".to_owned()],
    }
}

/// The tray.
///
/// # Errors
/// Those of reading the file.
pub fn list(call: &Call, _: Nothing) -> Result<Tray, Refusal> {
    Ok(Tray {
        rows: call.read(rows)?,
        unread: Vec::new(),
    })
}

/// The picture of a page.
///
/// # Errors
/// `not_found`.
pub fn get(call: &Call, ask: ScanOf) -> Result<FileOut, Refusal> {
    call.read(|tx| {
        let scan = tx.scan(ask.scan)?;
        let (bytes, _) = tx.blob(&scan.file.sha256)?;
        let media = attachment::mime(scan.file.media);
        Ok(wire::file(
            scan.file.name,
            media,
            &bytes,
            Holds::whole(&mask::works_with_them(call)?),
        ))
    })
}

/// Throws a page away; the journal keeps that it was there.
///
/// # Errors
/// `not_found`.
pub fn remove(call: &Call, ask: ScanOf) -> Result<Changed<Tray>, Refusal> {
    let stamp = call.stamp()?;
    let rows = call.write(|tx| {
        gone(tx, ask.scan, "", &stamp)?;
        rows(tx)
    })?;
    Ok(tray(rows, Vec::new()))
}

fn gone(tx: &Tx, scan: i64, number: &str, stamp: &Stamp) -> Result<(), Refusal> {
    tx.scan(scan)?;
    let fact = Fact::Scan(ScanFact::Gone {
        id: scan,
        number: number.to_owned(),
    });
    tx.append(STREAM, Some(tx.scan_version()?), vec![fact], stamp)
        .map(|_| ())
}

/// Puts a page on a ticket and records the signature on it: both, or nothing.
///
/// # Errors
/// Those of attaching and of signing; `not_found` at `details.scan`.
pub fn place(call: &Call, ask: StepRequest<ScanPlace>) -> Result<Changed<TicketView>, Refusal> {
    let (at, given) = At::of(ask);
    let (scan, number) = call.read(|tx| Ok((tx.scan(given.scan)?, tx.ticket_number(at.ticket)?)))?;
    let attach = Act::Attach(scan.file.clone());
    let answer = Answer::Paper {
        signer: given.signer,
        scan: scan.file.sha256,
    };
    let sign = Act::Acknowledge(answer, given.place);
    let stamp = call.stamp()?;
    let mut done = take_all(call, &at, &[&attach, &sign], |tx| {
        gone(tx, given.scan, &number.unwrap_or_default(), &stamp)
    })?;
    done.changed.push("scan".to_owned());
    Ok(done)
}

fn rows(tx: &Tx) -> Result<Vec<ScanRow>, Refusal> {
    let row = |scan: Scan| {
        Ok(ScanRow {
            scan: scan.id,
            name: scan.file.name,
            ticket: ticket(tx, &scan.code)?,
            code: scan.code,
            by: scan.by,
            at: scan.at,
        })
    };
    tx.scans()?.into_iter().map(row).collect()
}

/// The ticket whose number, or whose acknowledgement's, the code says.
fn ticket(tx: &Tx, code: &str) -> Result<Option<ScanTicket>, Refusal> {
    let number = code.strip_prefix("QZ").unwrap_or(code);
    let number = number.split_once('-').map_or(number, |(number, _)| number);
    let Some(id) = tx.ticket_by_number(number)? else {
        return Ok(None);
    };
    let ticket: Ticket = tx.ticket(id)?;
    let waits = ticket.acknowledgement.is_none() && domain::acknowledgement::confirmable(&ticket);
    Ok(Some(ScanTicket {
        ticket: id,
        number: ticket.number,
        name: ticket.open.name,
        address: ticket.open.address,
        waits,
    }))
}
