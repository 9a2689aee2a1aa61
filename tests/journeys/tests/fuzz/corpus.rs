//! What is changed: files as an office, a scanner and this program make them.

use std::io::{Cursor, Read, Write};

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use rust_xlsxwriter::{Format, Workbook};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Edit, Seed, changed};

const TEXT: &str = "某公司城区用户档案,,\n户号,户名,联系电话\n90000001,甲,\"12000000001\n12000000002\"\n90000002,乙,12000000003\n";

/// Changed as it stands.
fn plain(bytes: Vec<u8>, edits: &[Edit], _: usize) -> Vec<u8> {
    changed(bytes, edits)
}

/// One entry of a ZIP is changed and packed again: a sum that does not fit would hide it from whoever reads it.
fn within(bytes: Vec<u8>, edits: &[Edit], place: usize) -> Vec<u8> {
    if place.is_multiple_of(5) {
        return changed(bytes, edits);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = place % archive.len();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, stored).unwrap();
        let content = if place == chosen {
            changed(content, edits)
        } else {
            content
        };
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The sums of a PNG are mended after it was changed.
fn summed(bytes: Vec<u8>, edits: &[Edit], _: usize) -> Vec<u8> {
    let mut bytes = changed(bytes, edits);
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 4) {
        let long = usize::try_from(u32::from_be_bytes(head.try_into().unwrap())).unwrap();
        let Some(said) = bytes.get(at + 4..at + 8 + long) else {
            break;
        };
        let mut sum = flate2::Crc::new();
        sum.update(said);
        let sum = sum.sum().to_be_bytes();
        if let Some(place) = bytes.get_mut(at + 8 + long..at + 12 + long) {
            place.copy_from_slice(&sum);
        }
        at += 12 + long;
    }
    bytes
}

fn office(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/office");
    std::fs::read(folder.join(name)).unwrap()
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .merge_range(0, 0, 0, 2, "某公司城区用户档案", &Format::new())
        .unwrap();
    for (row, line) in (1..).zip([["户号", "户名", "联系电话"], ["90000001", "甲", "12000000001"]]) {
        for (column, cell) in (0..).zip(line) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    sheet.write(3, 0, 46_096.5).unwrap();
    book.save_to_buffer().unwrap()
}

pub(crate) fn sheets() -> Vec<Seed> {
    let (gbk, _, _) = encoding_rs::GBK.encode(TEXT);
    let wide = TEXT.encode_utf16().flat_map(u16::to_le_bytes);
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(wide).collect();
    vec![
        ("用户.xlsx".to_owned(), xlsx(), within),
        ("用户.ods".to_owned(), office("customers.ods"), within),
        ("用户.xls".to_owned(), office("customers.xls"), plain),
        ("用户.csv".to_owned(), TEXT.as_bytes().to_vec(), plain),
        ("国标.csv".to_owned(), gbk.into_owned(), plain),
        ("宽.csv".to_owned(), wide, plain),
    ]
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let page = GrayImage::from_fn(240, 340, |x, y| {
        Luma([if (x / 8 + y / 8) % 3 == 0 { 30 } else { 250 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    let page = DynamicImage::from(page).to_rgb8();
    page.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Pages as scanners write them: one photo; strips packed in several ways.
fn scanned() -> Vec<u8> {
    let photo = picture(ImageFormat::Jpeg);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&vec![90; 240 * 340]).unwrap();
    let packed = packed.finish().unwrap();
    let stream = |dict: &str, content: &[u8]| {
        let head = format!("<<{dict}/Length {}>>\nstream\n", content.len());
        [head.as_bytes(), content, b"\nendstream"].concat()
    };
    let image = "/Type/XObject/Subtype/Image/Width 240/Height 340/BitsPerComponent 8";
    let page = |content: u8, picture: u8| {
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 120 170]/Contents {content} 0 R/Resources<</XObject<</X {picture} 0 R>>>>>>")
            .into_bytes()
    };
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>".to_vec(),
        page(6, 7),
        page(6, 8),
        page(6, 9),
        stream(
            "",
            b"q 120 0 0 170 0 0 cm /X Do Q BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI",
        ),
        stream(&format!("{image}/ColorSpace/DeviceRGB/Filter/DCTDecode"), &photo),
        stream(
            &format!(
                "{image}/ColorSpace/DeviceGray/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 240>>"
            ),
            &packed,
        ),
        stream(
            &format!("{image}/ColorSpace/DeviceGray/Filter/RunLengthDecode"),
            &[129, 200].repeat(700),
        ),
    ];
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut list = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        list += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let at = bytes.len();
    bytes.extend(
        format!(
            "{list}trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF",
            objects.len() + 1
        )
        .bytes(),
    );
    bytes
}

pub(crate) fn scans() -> Vec<Seed> {
    vec![
        ("扫描.png".to_owned(), picture(ImageFormat::Png), summed),
        ("扫描.jpg".to_owned(), picture(ImageFormat::Jpeg), plain),
        ("扫描.pdf".to_owned(), scanned(), plain),
        ("扫描二.pdf".to_owned(), scanned(), plain),
    ]
}
