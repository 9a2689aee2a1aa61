//! 公司标志: the company's own logo on the cover of its reports; a whole value, changed under the version somebody saw.

use std::sync::Arc;

use domain::{
    Fact, Refusal,
    attachment::{Attachment, clean_attachment_name},
    check, hash,
    logo::{bad_picture_refusal, check_logo_bytes, check_logo_size},
};
use paper::Picture;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call,
    attachment::{self, UploadedFile},
    limit,
    wire::{self, ChangeReply, Nothing, OutputFile, PrivacyCheck},
};

/// The stream it stands in.
const STREAM: &str = "logo";

/// Most points across or down that go into a report: more than 500 to the inch on its cover.
const PRINTED: u32 = 1_200;

/// The logo with its version.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct LogoView {
    /// How often it has been changed.
    #[ts(type = "number")]
    pub version: i64,
    /// The picture as it was brought; none is the program's mark.
    pub file: Option<OutputFile>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogoChange {
    /// The version the caller saw.
    #[ts(type = "number")]
    pub version: i64,
    /// PNG or JPEG of at most 512 KB, 16 to 2,000 points across and down, no CMYK; none for the program's mark.
    pub file: Option<UploadedFile>,
}

fn read_logo(tx: &Tx) -> Result<(i64, Option<Attachment>), Refusal> {
    let last = tx.believed_stream(STREAM)?.pop();
    let read = last.and_then(|entry| match entry.fact {
        Fact::Logo(file) => Some((entry.version, file)),
        _ => None,
    });
    Ok(read.unwrap_or_default())
}

fn build_logo_view(tx: &Tx) -> Result<LogoView, Refusal> {
    let (version, file) = read_logo(tx)?;
    let out = |file: Attachment| {
        let bytes = tx.read_blob(&file.sha256)?.0;
        let media = attachment::mime_type(file.media);
        Ok(wire::make_output_file(
            file.name,
            media,
            &bytes,
            PrivacyCheck::without_personal_data(),
        ))
    };
    Ok(LogoView {
        version,
        file: file.map(out).transpose()?,
    })
}

/// The logo.
///
/// # Errors
/// Those of reading the file.
pub fn get_logo(call: &Call, _: Nothing) -> Result<LogoView, Refusal> {
    call.read_tx(build_logo_view)
}

/// Changes the logo, or takes it away.
///
/// # Errors
/// `required`, `bad_request`, `file_too_large`, `bad_media`, `cmyk_picture`, `out_of_range` at `file`; `required`,
/// `too_long` at `file.name`; `stale_version`.
pub fn change_logo(call: &Call, ask: LogoChange) -> Result<ChangeReply<LogoView>, Refusal> {
    let given = ask.file.map(prepare_logo).transpose()?;
    let value = call.write_tx(|tx| {
        if let Some((file, bytes)) = &given {
            tx.put_blob(&file.sha256, bytes, None)?;
        }
        let fact = Fact::Logo(given.as_ref().map(|(file, _)| file.clone()));
        Refusal::check_version(ask.version, read_logo(tx)?.0)?;
        tx.append_facts(STREAM, None, vec![fact], &call.caller_stamp()?)?;
        build_logo_view(tx)
    })?;
    Ok(ChangeReply {
        value,
        changed: vec!["logo".to_owned()],
    })
}

/// A picture that can be printed, and its bytes.
fn prepare_logo(given: UploadedFile) -> Result<(Attachment, Vec<u8>), Refusal> {
    check::check_text("file.name", &given.name, check::LINE)?;
    let bytes = given.base64.decode_bytes("file")?;
    let media = check_logo_bytes(&bytes)?;
    // Before it is unpacked, which may take much more memory than the file.
    let (width, height) = limit::picture::read_picture_size(&bytes).map_err(|_| bad_picture_refusal())?;
    check_logo_size(width, height)?;
    flatten_logo(&bytes)?;
    let file = Attachment {
        sha256: hash::sha256_hex(&[&bytes]),
        name: clean_attachment_name(&given.name, media),
        media,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    Ok((file, bytes))
}

/// The logo as it goes into a report.
pub(crate) fn read_report_logo(tx: &Tx) -> Result<Option<Arc<Picture>>, Refusal> {
    let Some(file) = read_logo(tx)?.1 else {
        return Ok(None);
    };
    flatten_logo(&tx.read_blob(&file.sha256)?.0).map(|picture| Some(Arc::new(picture)))
}

/// On white paper nothing shines through: transparent points are mixed with white.
fn flatten_logo(bytes: &[u8]) -> Result<Picture, Refusal> {
    let brought = limit::picture::decode_picture(bytes)
        .map_err(|_| bad_picture_refusal())?
        .to_rgba8();
    let (width, height) = brought.dimensions();
    let mut rgb = Vec::with_capacity(brought.len() / 4 * 3);
    for image::Rgba([red, green, blue, alpha]) in brought.pixels() {
        rgb.extend([red, green, blue].map(|colour| blend_with_white(*colour, *alpha)));
    }
    let flat = image::RgbImage::from_raw(width, height, rgb).ok_or_else(bad_picture_refusal)?;
    let flat = image::DynamicImage::from(flat);
    let flat = if width.max(height) > PRINTED {
        flat.resize(PRINTED, PRINTED, image::imageops::FilterType::CatmullRom)
    } else {
        flat
    };
    Picture::new(flat.width(), flat.height(), flat.into_rgb8().into_raw()).ok_or_else(bad_picture_refusal)
}

fn blend_with_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u32::from(colour), u32::from(alpha));
    let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_transparent_is_white_on_paper() {
        assert_eq!(blend_with_white(0, 0), 255);
        assert_eq!(blend_with_white(0, 255), 0);
        assert_eq!(blend_with_white(200, 255), 200);
        assert_eq!(blend_with_white(0, 128), 127);
    }
}
