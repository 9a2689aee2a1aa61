//! PDF files whose streams, pictures or forms come to gigabytes.

use std::io::Write;

use super::{given, refused};

/// So many zeros, packed; made of one packed piece again and again, since packing them all would take the time they are to take.
pub(crate) fn zeros(size: u64) -> Vec<u8> {
    const PIECE: u64 = 1 << 20;
    let piece = |size: u64| {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder
            .write_all(&vec![0; usize::try_from(size).unwrap()])
            .unwrap();
        // Ends at a whole byte, with more to come.
        encoder.flush().unwrap();
        encoder.get_ref().clone()
    };
    let whole = piece(PIECE);
    let mut packed = vec![0x78, 0xDA];
    for _ in 0..size / PIECE {
        packed.extend(&whole);
    }
    packed.extend(piece(size % PIECE));
    packed.extend([0x03, 0x00]);
    // The sum of zeros: one, and how many there were.
    let sum = u32::try_from(size % 65_521).unwrap() << 16 | 1;
    packed.extend(sum.to_be_bytes());
    packed
}

/// A file of these objects, from 1; the first is the catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let list = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{list}\n%%EOF").bytes());
    bytes
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<<{dict}/Length {}>>\nstream\n", content.len()).into_bytes();
    bytes.extend(content);
    bytes.extend(b"\nendstream");
    bytes
}

/// One page that shows `X`, and whatever else.
fn page(content: Vec<u8>, shown: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
            .to_vec(),
        content,
        shown,
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

fn shows() -> Vec<u8> {
    stream("", b"q 595 0 0 842 0 0 cm /X Do Q")
}

const GREY: &str = "/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width 8/Height 8";
const BOTH: [&str; 2] = ["proof_check", "scan_add"];
const LARGE: &str = "content_too_large";

#[test]
fn streams_of_three_gigabytes() {
    let three = zeros(3 << 30);
    let objects = stream("/Type/ObjStm/N 9/First 9/Filter/FlateDecode", &three);
    refused(
        LARGE,
        &BOTH,
        "对象流.pdf",
        &page(shows(), stream(GREY, &[0; 64]), &[objects]),
    );
    let content = stream("/Filter/FlateDecode", &three);
    refused(
        LARGE,
        &BOTH,
        "内容流.pdf",
        &page(content, stream(GREY, &[0; 64]), &[]),
    );
    let picture = stream(&format!("{GREY}/Filter/FlateDecode"), &three);
    refused(LARGE, &BOTH, "图片流.pdf", &page(shows(), picture, &[]));
    // Where the list of objects is a stream itself.
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let at = bytes.len();
    bytes.extend(b"1 0 obj\n");
    bytes.extend(stream(
        "/Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter/FlateDecode",
        &three,
    ));
    bytes.extend(format!("\nendobj\nstartxref\n{at}\n%%EOF").bytes());
    refused(LARGE, &BOTH, "索引流.pdf", &bytes);
}

/// A few hundred bytes that are three gigabytes, packed twice.
#[test]
fn what_is_packed_twice() {
    let mut twice = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    twice.write_all(&zeros(3 << 30)).unwrap();
    let twice = twice.finish().unwrap();
    for filters in ["[/FlateDecode/FlateDecode]", "[/Fl/Fl]", "6 0 R"] {
        let named = b"[/FlateDecode /Fl#61teDecode]".to_vec();
        let content = stream(&format!("/Filter {filters}"), &twice);
        let bytes = page(content, stream(GREY, &[0; 64]), &[named]);
        refused(LARGE, &["scan_add"], "两层.pdf", &bytes);
    }
    let content = stream("/Filter[/FlateDecode/FlateDecode]", &twice);
    refused(
        LARGE,
        &["proof_check"],
        "两层.pdf",
        &page(content, stream(GREY, &[0; 64]), &[]),
    );
}

#[test]
fn pictures_of_billions_of_points() {
    let sized = "/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/Width 60000/Height 60000";
    let kinds = [
        "/BitsPerComponent 1/Filter/FlateDecode",
        "/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>",
        "/BitsPerComponent 8/Filter/JBIG2Decode",
        "/BitsPerComponent 8/Filter/RunLengthDecode",
        "/BitsPerComponent 8",
    ];
    for kind in kinds {
        let picture = stream(&format!("{sized}{kind}"), &zeros(1 << 20));
        refused(
            "picture_too_large",
            &["scan_add"],
            "大图.pdf",
            &page(shows(), picture, &[]),
        );
    }
    // Small by its own word, large by that of its rows.
    let fax = format!("{GREY}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2000000000/Rows 8>>");
    refused(
        "picture_too_large",
        &["scan_add"],
        "传真.pdf",
        &page(shows(), stream(&fax, &[0xFF; 999]), &[]),
    );
    let fine = [
        &[0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0][..],
        &[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60],
    ]
    .concat();
    let fine = stream(&format!("{GREY}/Filter/JPXDecode"), &fine);
    refused(
        "picture_too_large",
        &["scan_add"],
        "细图.pdf",
        &page(shows(), fine, &[]),
    );
    let inline = stream("", b"BI /W 60000 /H 60000 /IM true ID x EI");
    refused(
        "picture_too_large",
        &["scan_add"],
        "内嵌.pdf",
        &page(inline, stream(GREY, &[0; 64]), &[]),
    );
}

/// Ten forms, each of which draws the next one ten times.
#[test]
fn forms_that_draw_forms() {
    let form = |next: usize| {
        let dict = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>");
        stream(&dict, &b"/X Do ".repeat(10))
    };
    let forms: Vec<Vec<u8>> = (7..16).map(form).collect();
    let last = stream(GREY, &[0; 64]);
    let bytes = page(shows(), form(6), &[forms, vec![last]].concat());
    refused(LARGE, &["scan_add"], "套图.pdf", &bytes);
    let itself = page(shows(), form(5), &[]);
    refused(LARGE, &["scan_add"], "自套.pdf", &itself);
}

/// One small photo with nine megabytes of remarks, on each of two hundred pages.
#[test]
fn one_photo_on_every_page() {
    let mut photo = std::io::Cursor::new(Vec::new());
    let encoder = image::codecs::jpeg::JpegEncoder::new(&mut photo);
    image::RgbImage::new(16, 16).write_with_encoder(encoder).unwrap();
    let whole = photo.into_inner();
    let remark = [&[0xFF, 0xFE, 0xFF, 0xFF][..], &[b'a'; 0xFFFD]].concat();
    let photo = [&whole[..2], &remark.repeat(144), &whole[2..]].concat();
    let kids: String = (4..204).map(|number| format!("{number} 0 R ")).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count 200>>").into_bytes(),
        stream(
            "/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Width 16/Height 16/Filter/DCTDecode",
            &photo,
        ),
    ];
    let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 3 0 R>>>>>>";
    objects.extend(std::iter::repeat_n(page.to_vec(), 200));
    refused(LARGE, &["scan_add"], "重复.pdf", &pdf(&objects));
}

/// An array of five million numbers, and one object that two hundred thousand places name.
#[test]
fn words_without_end() {
    let numbers = [b"[".to_vec(), b"0 ".repeat(5_000_000), b"]".to_vec()].concat();
    refused(
        LARGE,
        &BOTH,
        "数字.pdf",
        &page(shows(), stream(GREY, &[0; 64]), &[numbers]),
    );
    let nested = b"[".repeat(1_000_000);
    assert_eq!(
        given(
            "proof_check",
            "括号.pdf",
            &page(shows(), stream(GREY, &[0; 64]), &[nested])
        ),
        "taken"
    );
}

/// Two thousand kilometres of paper, and paper that is only as long as any is.
#[test]
fn pages_that_say_they_are_large() {
    let sized = |wide: u64, high: u64| {
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Contents 4 0 R>>").into_bytes(),
            stream("", b"0 0 100 100 re f"),
        ])
    };
    for (wide, high) in [(2_000_000, 2_000_000), (595, 20_000), (14_401, 100)] {
        refused("picture_too_large", &["scan_add"], "大页.pdf", &sized(wide, high));
    }
    for (wide, high) in [(14_400, 14_400), (595, 842)] {
        assert_eq!(given("scan_add", "页.pdf", &sized(wide, high)), "taken", "{wide}");
    }
}

/// A hundred thousand small functions in one shading.
#[test]
fn dictionaries_without_end() {
    const MANY: usize = 100_000;
    let functions = "<</FunctionType 2/Domain[0 1]/N 1>> ".repeat(MANY);
    let (bounds, encode) = ("0.5 ".repeat(MANY - 1), "0 1 ".repeat(MANY));
    let shading = format!(
        "<</ShadingType 1/ColorSpace/DeviceRGB/Function<</FunctionType 3/Domain[0 1]/Functions[{functions}]/Bounds[{bounds}]/Encode[{encode}]>>>>"
    );
    refused(
        LARGE,
        &BOTH,
        "函数.pdf",
        &page(shows(), stream(GREY, &[0; 64]), &[shading.into_bytes()]),
    );
    // As many as are just taken are no more than the process has room for.
    let fewer = "<</FunctionType 2/Domain[0 1]/N 1>> ".repeat(44_000);
    let fewer = page(
        shows(),
        stream(GREY, &[0; 64]),
        &[format!("[{fewer}]").into_bytes()],
    );
    for command in BOTH {
        assert_eq!(given(command, "函数.pdf", &fewer), "taken", "{command}");
    }
}

/// More than ten megabytes of anything.
#[test]
fn files_that_are_too_long() {
    let mut long = b"%PDF-1.7 ".to_vec();
    long.resize(10 * 1024 * 1024 + 1, b' ');
    refused("file_too_large", &["ticket_attach", "scan_add"], "长.pdf", &long);
    assert_eq!(given("proof_check", "长.pdf", &long), "file_too_large base64");
    let mut text = b"a,b\n".to_vec();
    text.resize(32 * 1024 * 1024 + 1, b' ');
    refused(
        "file_too_large",
        &["customer_sheet_look", "community_import"],
        "长.csv",
        &text,
    );
}

/// A table of places whose rows take no bytes says that it has two thousand million of them.
#[test]
fn tables_without_end() {
    let file = |dictionary: &str| {
        format!("%PDF-1.7\n1 0 obj\n<</Type/XRef/Root 2 0 R{dictionary}/Length 0>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n")
            .into_bytes()
    };
    for dictionary in [
        "/Size 2147483647/W[0 0 0]/Index[0 2147483647]",
        "/Size 9/#57[1 9223372036854775807 2]",
        "/Size 9/W[1 2 1]/W[9223372036854775807 1 1]",
    ] {
        refused(
            "content_too_large",
            &["scan_add", "ticket_attach"],
            "表.pdf",
            &file(dictionary),
        );
    }
}
