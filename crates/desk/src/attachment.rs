//! Photos and papers on tickets. The bytes stand in the store under their hash, the fact names the hash.

use domain::{
    Code, Refusal,
    attachment::{Attachment, Media, clean_name, tell},
    check, hash,
    service::act::Act,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    limit::{self, base64::Base64, picture},
    mask,
    ticket::{At, TicketView, take},
    wire::{self, Changed, FileOut, Holds, StepRequest},
};

/// A file to attach.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes, at most 10 MB.
    pub base64: Base64,
}

/// A file to read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "AttachmentGet")]
#[schemars(rename = "AttachmentGet")]
pub struct Get {
    /// Ticket it is on.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its hash.
    pub sha256: String,
    /// Only the thumbnail (JPEG, at most 320 pixels wide or high).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub thumbnail: bool,
}

/// Longest side of a thumbnail, in pixels.
const THUMBNAIL: u32 = 320;

/// Attaches a file: JPEG, PNG or PDF by its content, at most 10 MB. Its name is made clean, and ends as its content says.
///
/// # Errors
/// `bad_media`, `file_too_large`, `picture_too_large`, `required`, and those of a step.
pub fn attach(call: &Call, ask: StepRequest<File>) -> Result<Changed<TicketView>, Refusal> {
    let (at, given) = At::of(ask);
    let bytes = given.base64.bytes("file")?;
    let media = tell(&bytes)?;
    check::text("name", &given.name, check::LINE)?;
    let thumbnail = if media == Media::Pdf {
        check_pages(&bytes)?;
        None
    } else {
        Some(shrink(&bytes)?)
    };
    let sha256 = hash::sha256(&[&bytes]);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let file = Attachment {
        sha256: sha256.clone(),
        name: clean_name(&given.name, media),
        media,
        size,
    };
    take(call, &at, &Act::Attach(file), |tx| {
        tx.put_blob(&sha256, &bytes, thumbnail.as_deref())
    })
}

/// Whether it can be read as a PDF with a page: its first letters alone make none.
fn check_pages(pdf: &[u8]) -> Result<(), Refusal> {
    limit::pdf::check(pdf)?;
    let pages = || hayro::hayro_syntax::Pdf::new(pdf.to_vec()).map_or(0, |pdf| pdf.pages().len());
    // A reader that gives up on a broken file has not read it.
    match std::panic::catch_unwind(pages) {
        Ok(1..) => Ok(()),
        _ => Err(Refusal::at(Code::BadMedia, "file")),
    }
}

/// A small picture, turned the way the camera was held.
pub(crate) fn shrink(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let small = picture::decoded(bytes)?.thumbnail(THUMBNAIL, THUMBNAIL).to_rgb8();
    let mut out = std::io::Cursor::new(Vec::new());
    let bad = |_| Refusal::at(Code::BadMedia, "file");
    small.write_to(&mut out, image::ImageFormat::Jpeg).map_err(bad)?;
    Ok(out.into_inner())
}

/// Reads a file of a ticket. A photo or a scanned form says what printing the form says, so whoever is shown less leaves a line: for
/// the small pictures of a ticket once while signed in.
///
/// # Errors
/// `erased`; `not_found` if the ticket has no such file, or a PDF's thumbnail is asked for.
pub fn get(call: &Call, ask: Get) -> Result<FileOut, Refusal> {
    let missing = || Refusal::at(Code::NotFound, "sha256").with("what", "attachment");
    let (ticket, name, media, bytes) = call.read(|tx| {
        let ticket = tx.ticket(ask.ticket)?;
        let file = ticket
            .attachments
            .iter()
            .find(|file| file.sha256 == ask.sha256)
            .ok_or_else(missing)?;
        if ticket.erased_at.is_some() {
            return Err(Refusal::new(Code::Erased));
        }
        let (bytes, thumbnail) = tx.blob(&ask.sha256)?;
        let (bytes, media) = if ask.thumbnail {
            (thumbnail.ok_or_else(missing)?, "image/jpeg")
        } else {
            (bytes, mime(file.media))
        };
        let name = clean_name(&file.name, file.media);
        Ok((ticket.clone(), name, media, bytes))
    })?;
    let seen = if ask.thumbnail {
        mask::seen_small(call, &ticket)?
    } else {
        mask::seen(call, &[&ticket])?
    };
    Ok(wire::file(name, media, &bytes, Holds::whole(&seen)))
}

pub(crate) const fn mime(media: Media) -> &'static str {
    match media {
        Media::Jpeg => "image/jpeg",
        Media::Png => "image/png",
        Media::Pdf => "application/pdf",
    }
}
