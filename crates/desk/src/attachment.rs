//! Photos and papers on tickets. The bytes stand in the store under their hash, the fact names the hash.

use domain::{
    Code, Refusal,
    attachment::{Attachment, Media, tell},
    hash,
    service::act::Act,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, mask,
    ticket::{At, TicketView, take},
    wire::{self, Changed, FileOut, Holds, StepRequest},
};

/// A file to attach.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub base64: String,
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

/// Attaches a file: JPEG, PNG or PDF by its content, at most 10 MB.
///
/// # Errors
/// `bad_media`, `file_too_large`, `required`, and those of a step.
pub fn attach(call: &Call, ask: StepRequest<File>) -> Result<Changed<TicketView>, Refusal> {
    let (at, given) = At::of(ask);
    let bytes = wire::bytes("file", &given.base64)?;
    let media = tell(&bytes)?;
    let thumbnail = if media == Media::Pdf {
        None
    } else {
        Some(shrink(&bytes)?)
    };
    let sha256 = hash::sha256(&[&bytes]);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let file = Attachment {
        sha256: sha256.clone(),
        name: given.name,
        media,
        size,
    };
    take(call, &at, &Act::Attach(file), |tx| {
        tx.put_blob(&sha256, &bytes, thumbnail.as_deref())
    })
}

/// A small picture, turned the way the camera was held.
pub(crate) fn shrink(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let small = decoded(bytes)?.thumbnail(THUMBNAIL, THUMBNAIL).to_rgb8();
    let mut out = std::io::Cursor::new(Vec::new());
    let bad = |_| Refusal::at(Code::BadMedia, "file");
    small.write_to(&mut out, image::ImageFormat::Jpeg).map_err(bad)?;
    Ok(out.into_inner())
}

/// A picture, turned the way the camera was held; none so large that it would take the memory of the desk.
pub(crate) fn decoded(bytes: &[u8]) -> Result<image::DynamicImage, Refusal> {
    use image::ImageDecoder as _;
    let bad = |_| Refusal::at(Code::BadMedia, "file");
    let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| Refusal::at(Code::BadMedia, "file"))?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(512 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(bad)?;
    let orientation = decoder.orientation().map_err(bad)?;
    let mut picture = image::DynamicImage::from_decoder(decoder).map_err(bad)?;
    picture.apply_orientation(orientation);
    Ok(picture)
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
        Ok((ticket.clone(), file.name.clone(), media, bytes))
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
