//! Pictures that somebody brings: what they take in memory is asked of their first bytes, and only then are they decoded.

use std::io::Cursor;

use domain::{Code, Refusal};
use image::{ColorType, DynamicImage, ImageDecoder, ImageReader, Limits};

/// What decoding a picture may take, in bytes: a photo of 66 million points, an A4 page at 700 dots to the inch.
pub const MOST: u64 = 200_000_000;

/// What a decoder may take for what stands beside the points (colour profile, texts, a row or two).
const BESIDE: u64 = 16 * 1024 * 1024;

/// Bytes of a point in colour. A grey one counts as much, because pages are cut out in colour.
const COLOUR: u64 = 3;

/// Bytes of a point in the copy of a picture whose colours took more than a byte.
const DEEP_COPY: u64 = 4;

fn no_picture_refusal() -> Refusal {
    Refusal::at_field(Code::BadMedia, "file")
}

/// Reads the head of a picture, and no more.
fn read_picture_head(bytes: &[u8]) -> Result<impl ImageDecoder, Refusal> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| no_picture_refusal())?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(BESIDE);
    reader.limits(limits);
    reader.into_decoder().map_err(|_| no_picture_refusal())
}

/// Whether a picture can be decoded within bounds.
///
/// # Errors
/// `bad_media` for what is no picture, `picture_too_large` (with `width`, `height`), both at `file`.
pub fn check_points(bytes: &[u8]) -> Result<(), Refusal> {
    check_decoded_size(&read_picture_head(bytes)?, bytes)
}

/// Width and height.
///
/// # Errors
/// `bad_media` at `file` for what is no picture.
pub fn read_picture_size(bytes: &[u8]) -> Result<(u32, u32), Refusal> {
    read_picture_head(bytes).map(|decoder| decoder.dimensions())
}

/// Whether a colour takes more than a byte: such a picture is kept in bytes, and both take room for a while.
fn is_deep(color: ColorType) -> bool {
    color.bytes_per_pixel() > color.channel_count()
}

fn check_decoded_size(decoder: &impl ImageDecoder, bytes: &[u8]) -> Result<(), Refusal> {
    let (width, height) = decoder.dimensions();
    let color = decoder.color_type();
    let copied = if is_deep(color) { DEEP_COPY } else { 0 };
    let point = u64::from(color.bytes_per_pixel()).max(COLOUR) + copied;
    let points = u64::from(width).saturating_mul(u64::from(height));
    let taken = points
        .saturating_mul(point)
        .saturating_add(count_coefficients(bytes));
    if taken > MOST {
        return Err(Refusal::at_field(Code::PictureTooLarge, "file")
            .with_arg("width", width)
            .with_arg("height", height));
    }
    Ok(())
}

/// A picture, turned the way the camera was held; none so large that it would take the memory of the desk.
///
/// # Errors
/// As [`check_points`].
pub fn decode_picture(bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let bad = |_| no_picture_refusal();
    let mut decoder = read_picture_head(bytes)?;
    check_decoded_size(&decoder, bytes)?;
    let orientation = decoder.orientation().map_err(bad)?;
    let deep = is_deep(decoder.color_type());
    let mut picture = DynamicImage::from_decoder(decoder).map_err(bad)?;
    if deep {
        picture = DynamicImage::ImageRgba8(picture.into_rgba8());
    }
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// What a JPEG takes besides its points: one that comes in several scans is kept as two bytes for each coefficient until the last
/// scan is read. None for one that comes row by row, and for other pictures.
fn count_coefficients(bytes: &[u8]) -> u64 {
    let Some(mut rest) = bytes.strip_prefix(&[0xFF, 0xD8]) else {
        return 0;
    };
    let mut most = 0;
    let mut frame = None;
    while let Some((marker, segment, after)) = next_segment(rest) {
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                frame = JpegFrame::parse_frame(marker, segment);
            }
            0xDA => {
                let parts = segment.first().copied().unwrap_or_default();
                let held = frame.as_ref().filter(|it| it.progressive || parts < it.parts);
                most = most.max(held.map_or(0, |it| it.coefficients.saturating_mul(2)));
                return most;
            }
            _ => {}
        }
        rest = after;
    }
    // No scan was found: nothing is decoded that this could not count, but counted it is.
    frame.map_or(most, |it| most.max(it.coefficients.saturating_mul(2)))
}

/// The next marker, its segment without the length, and what follows.
fn next_segment(mut rest: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    loop {
        match *rest {
            // Fill bytes, and markers that have no segment.
            [0xFF, 0xFF, ..] => rest = rest.get(1..)?,
            [0xFF, 0x00 | 0x01 | 0xD0..=0xD9, ..] => rest = rest.get(2..)?,
            [0xFF, marker, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([high, low]));
                return Some((marker, rest.get(4..2 + length)?, rest.get(2 + length..)?));
            }
            [_, _, ..] => rest = rest.get(1..)?,
            _ => return None,
        }
    }
}

struct JpegFrame {
    progressive: bool,
    parts: u8,
    /// Of all its parts together.
    coefficients: u64,
}

impl JpegFrame {
    fn parse_frame(marker: u8, segment: &[u8]) -> Option<Self> {
        let [
            _,
            height_high,
            height_low,
            width_high,
            width_low,
            parts,
            sampling @ ..,
        ] = segment
        else {
            return None;
        };
        let height = u64::from(u16::from_be_bytes([*height_high, *height_low]));
        let width = u64::from(u16::from_be_bytes([*width_high, *width_low]));
        let sampling: Vec<(u64, u64)> = sampling
            .chunks_exact(3)
            .filter_map(|part| part.get(1))
            .map(|both| (u64::from(both >> 4).max(1), u64::from(both & 15).max(1)))
            .collect();
        let across = sampling.iter().map(|it| it.0).max()?;
        let down = sampling.iter().map(|it| it.1).max()?;
        let part = |(x, y): &(u64, u64)| (width * x).div_ceil(across) * (height * y).div_ceil(down);
        Some(Self {
            progressive: matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE),
            parts: *parts,
            coefficients: sampling.iter().map(part).sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG that says so much of itself and then ends.
    fn head(marker: u8, (width, height): (u16, u16), scan: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xFE, 0, 4, b'a', b'b'];
        bytes.extend([0xFF, marker, 0, 17, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        bytes.extend([0xFF, 0xDA, 0, 6 + 2 * scan, scan]);
        bytes.extend((0..scan).flat_map(|part| [part + 1, 0]));
        bytes.extend([0, 63, 0, 0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn what_comes_in_scans_takes_more() {
        assert_eq!(count_coefficients(&head(0xC0, (1_000, 500), 3)), 0, "row by row");
        // A point has its brightness, and four points share two colours.
        assert_eq!(
            count_coefficients(&head(0xC2, (1_000, 500), 3)),
            1_000 * 500 * 3 / 2 * 2
        );
        assert_eq!(
            count_coefficients(&head(0xC0, (1_000, 500), 1)),
            1_000 * 500 * 3 / 2 * 2
        );
        assert_eq!(count_coefficients(b"\x89PNG\r\n\x1a\n"), 0);
        assert_eq!(count_coefficients(&[0xFF, 0xD8]), 0);
    }

    #[test]
    fn too_many_points_are_refused_by_the_first_bytes() {
        let refusal = check_points(&head(0xC0, (20_000, 20_000), 3)).unwrap_err();
        assert_eq!(refusal.code, Code::PictureTooLarge);
        assert_eq!(
            (&refusal.args["width"], &refusal.args["height"]),
            (&20_000.into(), &20_000.into())
        );
        check_points(&head(0xC0, (8_000, 8_000), 3)).unwrap();
        assert_eq!(
            check_points(&head(0xC2, (8_000, 8_000), 3)).unwrap_err().code,
            Code::PictureTooLarge
        );
        assert_eq!(check_points(b"GIF89a and more").unwrap_err().code, Code::BadMedia);
    }
}
