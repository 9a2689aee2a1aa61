//! Photos and papers on a ticket. What a file is, is told by its content, never by its name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Refusal};

/// The largest file taken, in bytes (10 MB).
pub const LARGEST: usize = 10 * 1024 * 1024;

crate::words! {
    /// A kind of file.
    Media {
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
    /// The name it came with.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Size in bytes.
    #[ts(type = "number")]
    pub size: i64,
}

/// What the bytes are, by their first ones.
///
/// # Errors
/// `required` (empty), `file_too_large`, `bad_media`.
pub fn tell(bytes: &[u8]) -> Result<Media, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::at(Code::Required, "file"));
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::at(Code::FileTooLarge, "file")
            .with("most", LARGEST)
            .with("is", bytes.len()));
    }
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok(Media::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Media::Png),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Media::Pdf),
        _ => Err(Refusal::at(Code::BadMedia, "file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_content() {
        assert_eq!(tell(b"\xFF\xD8\xFF\xE0rest").unwrap(), Media::Jpeg);
        assert_eq!(tell(b"\x89PNG\r\n\x1a\nrest").unwrap(), Media::Png);
        assert_eq!(tell(b"%PDF-1.7").unwrap(), Media::Pdf);
        assert_eq!(tell(b"MZ...").unwrap_err().code, Code::BadMedia);
        assert_eq!(tell(b"").unwrap_err().code, Code::Required);
        let mut large = vec![0; LARGEST + 1];
        large[..3].copy_from_slice(b"\xFF\xD8\xFF");
        assert_eq!(tell(&large).unwrap_err().code, Code::FileTooLarge);
        assert_eq!(tell(&large[..LARGEST]).unwrap(), Media::Jpeg);
    }
}
