//! Photos and papers on tickets. The bytes stand in the store under their hash, the fact names the hash.

use domain::{
    Code, Refusal,
    attachment::{Attachment, MediaType, clean_attachment_name, detect_media_type},
    check, hash,
    service::act::StepInput,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    limit::{self, base64::Base64, picture},
    mask,
    ticket::{StepTarget, TicketView, take_step},
    wire::{self, ChangeReply, OutputFile, PrivacyCheck, StepRequest},
};

/// A file to attach.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadedFile {
    pub name: String,
    /// Its bytes, at most 10 MB.
    pub base64: Base64,
}

/// A file to read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachmentGet {
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
pub fn attach_file(call: &Call, ask: StepRequest<UploadedFile>) -> Result<ChangeReply<TicketView>, Refusal> {
    let (at, given) = StepTarget::split_request(ask);
    let bytes = given.base64.decode_bytes("file")?;
    let media = detect_media_type(&bytes)?;
    check::check_text("name", &given.name, check::LINE)?;
    let thumbnail = if media == MediaType::Pdf {
        check_pages(&bytes)?;
        None
    } else {
        Some(make_thumbnail(&bytes)?)
    };
    let sha256 = hash::sha256_hex(&[&bytes]);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let file = Attachment {
        sha256: sha256.clone(),
        name: clean_attachment_name(&given.name, media),
        media,
        size,
    };
    take_step(call, &at, &StepInput::Attach(file), |tx| {
        tx.put_blob(&sha256, &bytes, thumbnail.as_deref())
    })
}

/// Whether it can be read as a PDF with a page: its first letters alone make none.
fn check_pages(pdf: &[u8]) -> Result<(), Refusal> {
    limit::pdf::check_pdf(pdf)?;
    let pages = || hayro::hayro_syntax::Pdf::new(pdf.to_vec()).map_or(0, |pdf| pdf.pages().len());
    // A reader that gives up on a broken file has not read it.
    match std::panic::catch_unwind(pages) {
        Ok(1..) => Ok(()),
        _ => Err(Refusal::at_field(Code::BadMedia, "file")),
    }
}

/// A small picture, turned the way the camera was held.
pub(crate) fn make_thumbnail(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let small = picture::decode_picture(bytes)?
        .thumbnail(THUMBNAIL, THUMBNAIL)
        .to_rgb8();
    let mut out = std::io::Cursor::new(Vec::new());
    let bad = |_| Refusal::at_field(Code::BadMedia, "file");
    small.write_to(&mut out, image::ImageFormat::Jpeg).map_err(bad)?;
    Ok(out.into_inner())
}

/// Reads a file of a ticket. A photo or a scanned form says what printing the form says, so whoever is shown less leaves a line: for
/// the small pictures of a ticket once while signed in.
///
/// # Errors
/// `erased`; `not_found` if the ticket has no such file, or a PDF's thumbnail is asked for.
pub fn get_attachment(call: &Call, ask: AttachmentGet) -> Result<OutputFile, Refusal> {
    let missing = || Refusal::at_field(Code::NotFound, "sha256").with_arg("what", "attachment");
    let (ticket, name, media, bytes) = call.read_tx(|tx| {
        let ticket = tx.read_ticket(ask.ticket)?;
        let file = ticket
            .attachments
            .iter()
            .find(|file| file.sha256 == ask.sha256)
            .ok_or_else(missing)?;
        if ticket.erased_at.is_some() {
            return Err(Refusal::new(Code::Erased));
        }
        let (bytes, thumbnail) = tx.read_blob(&ask.sha256)?;
        let (bytes, media) = if ask.thumbnail {
            (thumbnail.ok_or_else(missing)?, "image/jpeg")
        } else {
            (bytes, mime_type(file.media))
        };
        let name = clean_attachment_name(&file.name, file.media);
        Ok((ticket.clone(), name, media, bytes))
    })?;
    let seen = if ask.thumbnail {
        mask::permit_thumbnail(call, &ticket)?
    } else {
        mask::permit_reveal(call, &[&ticket])?
    };
    Ok(wire::make_output_file(
        name,
        media,
        &bytes,
        PrivacyCheck::from_permit(&seen),
    ))
}

pub(crate) const fn mime_type(media: MediaType) -> &'static str {
    match media {
        MediaType::Jpeg => "image/jpeg",
        MediaType::Png => "image/png",
        MediaType::Pdf => "application/pdf",
    }
}
