//! Pictures of a few kilobytes and a few hundred million points.

use super::papers::zeros;
use super::{given, refused};

const ALL: [&str; 2] = ["ticket_attach", "scan_add"];

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(data);
    chunk.extend(sum.sum().to_be_bytes());
    chunk
}

/// A black PNG: bits of each part of a point, and its kind (2: three parts, 6: four).
pub(crate) fn png(width: u32, height: u32, bits: u8, kind: u8) -> Vec<u8> {
    with(width, height, bits, kind, &[])
}

fn with(width: u32, height: u32, bits: u8, kind: u8, beside: &[u8]) -> Vec<u8> {
    let mut head = width.to_be_bytes().to_vec();
    head.extend(height.to_be_bytes());
    head.extend([bits, kind, 0, 0, 0]);
    let parts = if kind == 6 { 4 } else { 3 };
    let row = 1 + u64::from(width) * parts * u64::from(bits) / 8;
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &head));
    bytes.extend(beside);
    bytes.extend(chunk(b"IDAT", &zeros(row * u64::from(height))));
    bytes.extend(chunk(b"IEND", &[]));
    bytes
}

/// The head of a JPEG, and one scan without anything in it.
fn jpeg(marker: u8, width: u16, height: u16) -> Vec<u8> {
    let whole = image::RgbImage::new(16, 16);
    let mut bytes = std::io::Cursor::new(Vec::new());
    whole.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let mut bytes = bytes.into_inner();
    let at = bytes.windows(2).position(|it| it == [0xFF, 0xC0]).unwrap();
    bytes[at + 1] = marker;
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn pngs_of_four_hundred_million_points() {
    refused("picture_too_large", &ALL, "八位.png", &png(20_000, 20_000, 8, 2));
    refused(
        "picture_too_large",
        &ALL,
        "十六位.png",
        &png(20_000, 20_000, 16, 6),
    );
    let small = png(20_000, 60, 8, 2);
    refused("out_of_range", &["logo_change"], "标志.png", &small);
}

#[test]
fn jpegs_that_say_they_are_large() {
    refused("picture_too_large", &ALL, "大.jpg", &jpeg(0xC0, 65_500, 65_500));
    // Few enough points, but all of its numbers are kept until the last scan.
    refused("picture_too_large", &ALL, "逐行.jpg", &jpeg(0xC2, 7_500, 7_500));
    refused(
        "out_of_range",
        &["logo_change"],
        "标志.jpg",
        &jpeg(0xC0, 65_500, 65_500),
    );
}

/// A profile and a text that unpack to a gigabyte, on a picture of one point: nobody unpacks them.
#[test]
fn what_stands_beside_the_points_is_left_packed() {
    let mut profile = b"a\0\0".to_vec();
    profile.extend(zeros(1 << 30));
    let text = [b"Comment\0\0".as_slice(), &zeros(1 << 30)].concat();
    let long = [b"Comment\0\x01\0\0\0".as_slice(), &zeros(1 << 30)].concat();
    for (kind, data) in [(b"iCCP", &profile), (b"zTXt", &text), (b"iTXt", &long)] {
        let beside = chunk(kind, data);
        let bytes = with(1, 1, 8, 2, &beside);
        for command in ALL {
            assert_eq!(given(command, "旁边.png", &bytes), "taken", "{command} {kind:?}");
        }
    }
}

/// Sixteen bits a colour take twice the room, and once more while they become eight.
#[test]
fn pictures_of_deep_colours() {
    refused(
        "picture_too_large",
        &["scan_add", "ticket_attach"],
        "深色.png",
        &png(4900, 4900, 16, 6),
    );
    assert_eq!(given("scan_add", "深色.png", &png(2400, 1600, 16, 6)), "taken");
}
