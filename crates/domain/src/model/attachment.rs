//! Photos and papers on a ticket. What a file is, is told by its content, never by its name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Refusal, check, file_name};

/// The largest file taken, in bytes (10 MB).
pub const LARGEST: usize = 10 * 1024 * 1024;

crate::words! {
    /// A kind of file.
    MediaType {
        Jpeg "jpeg" = "照片（JPEG）",
        Png "png" = "图片（PNG）",
        Pdf "pdf" = "文件（PDF）",
    }
}

/// A file on a ticket; its bytes stand in the store under their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// The name it came with, made clean.
    pub name: String,
    pub media: MediaType,
    /// Size in bytes.
    #[ts(type = "number")]
    pub size: i64,
}

impl MediaType {
    /// How the name of such a file may end; the first where it ends otherwise.
    #[must_use]
    pub const fn file_extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Pdf => &["pdf"],
        }
    }
}

/// The name under which a file of this kind is kept and given out, whatever name it came with: the system opens a file by the ending of
/// its name, so that has to say what the bytes are.
#[must_use]
pub fn clean_attachment_name(name: &str, media: MediaType) -> String {
    let all: Vec<&str> = MediaType::ALL
        .iter()
        .flat_map(|media| media.file_extensions())
        .copied()
        .collect();
    file_name::set_extension(name, media.file_extensions(), &all)
}

/// Bounds of a file's name; it is one that [`clean_attachment_name`] would leave as it is.
///
/// # Errors
/// `required`, `too_long`, `bad_text` at `name`.
pub fn check_attachment_name(file: &Attachment) -> Result<(), Refusal> {
    check::check_text("name", &file.name, check::LINE)?;
    if file.name == clean_attachment_name(&file.name, file.media) {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::BadText, "name"))
    }
}

/// What the bytes are, by their first ones.
///
/// # Errors
/// `required` (empty), `file_too_large`, `bad_media`.
pub fn detect_media_type(bytes: &[u8]) -> Result<MediaType, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::at_field(Code::Required, "file"));
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::at_field(Code::FileTooLarge, "file")
            .with_arg("most", LARGEST)
            .with_arg("is", bytes.len()));
    }
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok(MediaType::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(MediaType::Png),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(MediaType::Pdf),
        _ => Err(Refusal::at_field(Code::BadMedia, "file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_the_bytes_are() {
        assert_eq!(clean_attachment_name("报告.bat", MediaType::Pdf), "报告.bat.pdf");
        assert_eq!(clean_attachment_name("照片.PDF", MediaType::Pdf), "照片.PDF");
        assert_eq!(clean_attachment_name("照片.pdf", MediaType::Jpeg), "照片.jpg");
        assert_eq!(
            clean_attachment_name("..\\..\\x\u{202E}gpj.exe", MediaType::Png),
            "_.._xgpj.exe.png"
        );
    }

    #[test]
    fn told_by_content() {
        assert_eq!(
            detect_media_type(b"\xFF\xD8\xFF\xE0rest").unwrap(),
            MediaType::Jpeg
        );
        assert_eq!(
            detect_media_type(b"\x89PNG\r\n\x1a\nrest").unwrap(),
            MediaType::Png
        );
        assert_eq!(detect_media_type(b"%PDF-1.7").unwrap(), MediaType::Pdf);
        assert_eq!(detect_media_type(b"MZ...").unwrap_err().code, Code::BadMedia);
        assert_eq!(detect_media_type(b"").unwrap_err().code, Code::Required);
        let mut large = vec![0; LARGEST + 1];
        large[..3].copy_from_slice(b"\xFF\xD8\xFF");
        assert_eq!(detect_media_type(&large).unwrap_err().code, Code::FileTooLarge);
        assert_eq!(detect_media_type(&large[..LARGEST]).unwrap(), MediaType::Jpeg);
    }
}
