//! The company's own logo: what may be brought. It stands in the journal as a file does, whole, under its hash.

use crate::{
    Code, Refusal,
    attachment::{MediaType, detect_media_type},
    check,
};

/// The largest file taken, in bytes (512 KB).
pub const LARGEST: usize = 512 * 1024;

/// Fewest and most points across and down: enough for the cover at 600 to the inch, and no more than a desk can hold.
pub const POINTS: (i64, i64) = (16, 2_000);

/// What the bytes are: a picture whose colours a screen shows as they are.
///
/// # Errors
/// `required`, `file_too_large`, `bad_media` (`what` is `logo`), `cmyk_picture`, all at `file`.
pub fn check_logo_bytes(bytes: &[u8]) -> Result<MediaType, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::at_field(Code::FileTooLarge, "file")
            .with_arg("most", LARGEST)
            .with_arg("is", bytes.len()));
    }
    match detect_media_type(bytes) {
        Ok(MediaType::Jpeg) if count_jpeg_colours(bytes) == Some(4) => {
            Err(Refusal::at_field(Code::CmykPicture, "file"))
        }
        Ok(media @ (MediaType::Jpeg | MediaType::Png)) => Ok(media),
        Err(refusal) if refusal.code != Code::BadMedia => Err(refusal),
        _ => Err(bad_picture_refusal()),
    }
}

/// What is refused as no picture.
#[must_use]
pub fn bad_picture_refusal() -> Refusal {
    Refusal::at_field(Code::BadMedia, "file").with_arg("what", "logo")
}

/// Whether a picture is of a size that can be printed.
///
/// # Errors
/// `out_of_range` (`what` is `picture`) at `file`.
pub fn check_logo_size(width: u32, height: u32) -> Result<(), Refusal> {
    for side in [width, height] {
        check::check_range("file", i64::from(side), POINTS.0, POINTS.1)
            .map_err(|refusal| refusal.with_arg("what", "picture"))?;
    }
    Ok(())
}

/// How many colours a JPEG is mixed of: one for grey, three for a screen, four for a press. None where it does not say.
fn count_jpeg_colours(jpeg: &[u8]) -> Option<u8> {
    let mut rest = jpeg.get(2..)?;
    loop {
        match *rest {
            [0xFF, 0xFF, ..] => rest = rest.get(1..)?,
            // The frame: length, depth, height, width, then how many.
            [
                0xFF,
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                count,
                ..,
            ] => {
                return Some(count);
            }
            [0xFF, 0x01 | 0xD0..=0xD9, ..] => rest = rest.get(2..)?,
            [0xFF, _, high, low, ..] => {
                rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Head, a comment, and a frame of so many colours.
    fn jpeg(colours: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xFE, 0, 4, b'a', b'b', 0xFF];
        bytes.extend([0xFF, 0xC2, 0, 17, 8, 0, 10, 0, 20, colours, 1, 0x11, 0]);
        bytes
    }

    fn refused(bytes: &[u8]) -> Code {
        check_logo_bytes(bytes).unwrap_err().code
    }

    #[test]
    fn pictures_of_a_screen_are_taken() {
        assert_eq!(
            check_logo_bytes(b"\x89PNG\r\n\x1a\nrest").unwrap(),
            MediaType::Png
        );
        assert_eq!(check_logo_bytes(&jpeg(1)).unwrap(), MediaType::Jpeg);
        assert_eq!(check_logo_bytes(&jpeg(3)).unwrap(), MediaType::Jpeg);
        assert_eq!(refused(&jpeg(4)), Code::CmykPicture);
    }

    #[test]
    fn other_files_are_refused() {
        assert_eq!(refused(b""), Code::Required);
        assert_eq!(refused(b"%PDF-1.7"), Code::BadMedia);
        assert_eq!(refused(b"GIF89a"), Code::BadMedia);
        let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
        large.resize(LARGEST, 0);
        assert!(check_logo_bytes(&large).is_ok());
        large.push(0);
        assert_eq!(refused(&large), Code::FileTooLarge);
    }

    #[test]
    fn sizes_have_bounds() {
        assert!(check_logo_size(16, 2_000).is_ok());
        for (width, height) in [(15, 100), (100, 15), (2_001, 100), (100, 2_001)] {
            let refusal = check_logo_size(width, height).unwrap_err();
            assert_eq!(
                (refusal.code, refusal.field.as_deref()),
                (Code::OutOfRange, Some("file"))
            );
        }
    }
}
