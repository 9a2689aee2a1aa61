//! Paper forms that come back signed: each page of what was scanned or photographed is matched to its ticket by the code
//! printed on it, made straight and cut out, and waits in the tray until somebody puts it on the ticket.
//!
//! Deliberately absent: reading what somebody wrote by hand.

use domain::{
    Code, Fact, Moment, Refusal, Ticket,
    acknowledgement::{AcknowledgementAnswer, CustomerSigner},
    attachment::{Attachment, MediaType, clean_attachment_name, detect_media_type},
    fact::ScanFact,
    hash,
    service::act::StepInput,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{EntryStamp, Scan, Tx};
use ts_rs::TS;

use crate::{
    Call,
    attachment::{self, UploadedFile},
    limit::budget::Budget,
    mask,
    ticket::{StepTarget, TicketView, take_steps},
    wire::{self, ChangeReply, Nothing, OutputFile, PrivacyCheck, StepRequest},
};

/// Scans or photos that came back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanAdd {
    /// JPEG, PNG, or a PDF of scanned pages.
    pub file: UploadedFile,
}

/// A page of the tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanRef {
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
    pub signer: CustomerSigner,
}

/// The ticket a page belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScanTicket {
    /// Its id.
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    /// The customer.
    pub name: String,
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
    pub name: String,
    /// What its code says; empty if it has none that can be read.
    pub code: String,
    /// The ticket, if there is one of this number.
    pub ticket: Option<ScanTicket>,
    /// Whether the ticket of this number is another one now: the page was printed before data were restored, or in a copy.
    pub is_other_ticket: bool,
    /// Who put it there.
    pub by: String,
    pub at: Moment,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScanTray {
    /// What waits, oldest first.
    pub rows: Vec<ScanRow>,
    /// Pages of the file just added whose picture is of a kind that cannot be read.
    pub unread: Vec<u32>,
}

/// The most pages of one file.
const MOST: usize = 200;

/// What the pages of one file may take, in bytes: they are put into the tray together.
const KEPT: u64 = 100 * 1024 * 1024;

/// A page as it will lie in the tray.
struct ScannedPage {
    file: Attachment,
    bytes: Vec<u8>,
    thumbnail: Vec<u8>,
    code: String,
}

/// Reads the pages of a file, turns them upright and puts them into the tray.
///
/// # Errors
/// `bad_media`, `file_too_large`, `picture_too_large`, `content_too_large`, `required` at `file`; `out_of_range` at `file` for more than 200 pages.
pub fn add_scan(call: &Call, ask: ScanAdd) -> Result<ChangeReply<ScanTray>, Refusal> {
    let bytes = ask.file.base64.decode_bytes("file")?;
    let mut taken = ScanReader::new(&ask.file.name);
    if detect_media_type(&bytes)? == MediaType::Pdf {
        page::for_each_page(&bytes, MOST, |picture| taken.read_next_page(picture, true))?;
        taken.name_single_page();
    } else {
        taken.read_next_page(Some(bytes), false)?;
    }
    let ScanReader { read, unread, .. } = taken;
    if read.is_empty() {
        return Err(Refusal::at_field(Code::BadMedia, "file"));
    }
    let stamp = call.caller_stamp()?;
    let rows = call.write_tx(|tx| {
        for (version, page) in (tx.scan_version()?..).zip(read) {
            tx.put_blob(&page.file.sha256, &page.bytes, Some(&page.thumbnail))?;
            let fact = Fact::Scan(ScanFact::Kept {
                id: version + 1,
                file: page.file,
                code: page.code,
            });
            tx.append_facts(STREAM, Some(version), vec![fact], &stamp)?;
        }
        read_scan_rows(tx)
    })?;
    Ok(reply_with_tray(rows, unread))
}

/// The pages of a file, as they are read.
struct ScanReader<'a> {
    stem: &'a str,
    read: Vec<ScannedPage>,
    unread: Vec<u32>,
    /// The number of the last one.
    last: u32,
    room: Budget,
}

impl<'a> ScanReader<'a> {
    fn new(name: &'a str) -> Self {
        Self {
            stem: name.rsplit_once('.').map_or(name, |(stem, _)| stem),
            read: Vec::new(),
            unread: Vec::new(),
            last: 0,
            room: Budget::new(KEPT),
        }
    }

    /// Reads the next page.
    fn read_next_page(&mut self, picture: Option<Vec<u8>>, several: bool) -> Result<(), Refusal> {
        self.last += 1;
        let stem = if several {
            format!("{}-{}", self.stem, self.last)
        } else {
            self.stem.to_owned()
        };
        let page = match picture {
            Some(bytes) => read_page(&stem, &bytes)?,
            None => None,
        };
        match page {
            Some(page) => {
                self.room.take_size(page.bytes.len())?;
                self.read.push(page);
            }
            None => self.unread.push(self.last),
        }
        Ok(())
    }

    /// The only page of a file has no number.
    fn name_single_page(&mut self) {
        if let (1, [page]) = (self.last, self.read.as_mut_slice()) {
            let end = if page.file.media == MediaType::Png {
                "png"
            } else {
                "jpg"
            };
            page.file.name = clean_attachment_name(&format!("{}.{end}", self.stem), page.file.media);
        }
    }
}

fn read_page(stem: &str, bytes: &[u8]) -> Result<Option<ScannedPage>, Refusal> {
    let Some((code, bytes, media)) = page::straighten_page(bytes)? else {
        return Ok(None);
    };
    // The stem may hold a dot, which begins no ending: the right one is put after it.
    let end = if media == MediaType::Png { "png" } else { "jpg" };
    let file = Attachment {
        sha256: hash::sha256_hex(&[&bytes]),
        name: clean_attachment_name(&format!("{stem}.{end}"), media),
        media,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    let thumbnail = attachment::make_thumbnail(&bytes).ok();
    Ok(thumbnail.map(|thumbnail| ScannedPage {
        file,
        bytes,
        thumbnail,
        code,
    }))
}

mod page;

/// The stream of the journal the tray stands in.
const STREAM: &str = "scan";

fn reply_with_tray(rows: Vec<ScanRow>, unread: Vec<u32>) -> ChangeReply<ScanTray> {
    ChangeReply {
        value: ScanTray { rows, unread },
        changed: vec!["scan".to_owned()],
    }
}

/// The tray.
///
/// # Errors
/// Those of reading the file.
pub fn list_scans(call: &Call, _: Nothing) -> Result<ScanTray, Refusal> {
    Ok(ScanTray {
        rows: call.read_tx(read_scan_rows)?,
        unread: Vec::new(),
    })
}

/// The picture of a page.
///
/// # Errors
/// `not_found`.
pub fn get_scan(call: &Call, ask: ScanRef) -> Result<OutputFile, Refusal> {
    call.read_tx(|tx| {
        let scan = tx.read_scan(ask.scan)?;
        let (bytes, _) = tx.read_blob(&scan.file.sha256)?;
        let media = attachment::mime_type(scan.file.media);
        Ok(wire::make_output_file(
            scan.file.name,
            media,
            &bytes,
            PrivacyCheck::from_permit(&mask::permit_unmasked_viewer(call)?),
        ))
    })
}

/// Throws a page away; the journal keeps that it was there.
///
/// # Errors
/// `not_found`.
pub fn remove_scan(call: &Call, ask: ScanRef) -> Result<ChangeReply<ScanTray>, Refusal> {
    let stamp = call.caller_stamp()?;
    let rows = call.write_tx(|tx| {
        append_scan_removal(tx, ask.scan, "", &stamp)?;
        read_scan_rows(tx)
    })?;
    Ok(reply_with_tray(rows, Vec::new()))
}

fn append_scan_removal(tx: &Tx, scan: i64, number: &str, stamp: &EntryStamp) -> Result<(), Refusal> {
    tx.read_scan(scan)?;
    let fact = Fact::Scan(ScanFact::Gone {
        id: scan,
        number: number.to_owned(),
    });
    tx.append_facts(STREAM, Some(tx.scan_version()?), vec![fact], stamp)
        .map(|_| ())
}

/// Puts a page on a ticket and records the signature on it: both, or nothing.
///
/// # Errors
/// Those of attaching and of signing; `not_found` at `details.scan`.
pub fn place_scan(call: &Call, ask: StepRequest<ScanPlace>) -> Result<ChangeReply<TicketView>, Refusal> {
    let (at, given) = StepTarget::split_request(ask);
    let (scan, number) = call.read_tx(|tx| Ok((tx.read_scan(given.scan)?, tx.ticket_number(at.ticket)?)))?;
    let attach = StepInput::Attach(scan.file.clone());
    let answer = AcknowledgementAnswer::Paper {
        signer: given.signer,
        scan: scan.file.sha256,
    };
    let sign = StepInput::Acknowledge(answer, given.place);
    let stamp = call.caller_stamp()?;
    let mut done = take_steps(call, &at, &[&attach, &sign], |tx| {
        append_scan_removal(tx, given.scan, &number.unwrap_or_default(), &stamp)
    })?;
    done.changed.push("scan".to_owned());
    Ok(done)
}

fn read_scan_rows(tx: &Tx) -> Result<Vec<ScanRow>, Refusal> {
    let row = |scan: Scan| {
        let (ticket, is_other_ticket) = match find_code_ticket(tx, &scan.code)? {
            CodeTicket::Found(ticket) => (Some(ticket), false),
            CodeTicket::Other => (None, true),
            CodeTicket::None => (None, false),
        };
        Ok(ScanRow {
            scan: scan.id,
            name: scan.file.name,
            ticket,
            is_other_ticket,
            code: scan.code,
            by: scan.by,
            at: scan.at,
        })
    };
    tx.list_scans()?.into_iter().map(row).collect()
}

/// Which ticket a page's code names.
enum CodeTicket {
    Found(ScanTicket),
    /// One that is not the ticket which bears its number now.
    Other,
    None,
}

/// The ticket whose number, or whose acknowledgement's, the code says.
fn find_code_ticket(tx: &Tx, code: &str) -> Result<CodeTicket, Refusal> {
    // Pages of earlier versions have no mark.
    let (number, mark) = code
        .split_once('/')
        .map_or((code, None), |(number, mark)| (number, Some(mark)));
    let number = number.strip_prefix("QZ").unwrap_or(number);
    let number = number.split_once('-').map_or(number, |(number, _)| number);
    let Some(id) = tx.ticket_by_number(number)? else {
        return Ok(CodeTicket::None);
    };
    if mark.is_some_and(|mark| tx.ticket_mark(id).is_ok_and(|is| is != mark)) {
        return Ok(CodeTicket::Other);
    }
    let ticket: Ticket = tx.read_ticket(id)?;
    let waits = ticket.acknowledgement.is_none() && domain::acknowledgement::is_confirmable(&ticket);
    Ok(CodeTicket::Found(ScanTicket {
        ticket: id,
        number: ticket.number,
        name: ticket.open.name,
        address: ticket.open.address,
        waits,
    }))
}
