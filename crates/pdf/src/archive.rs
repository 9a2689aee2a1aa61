//! What makes a PDF one for the archive (PDF/A, ISO 19005): properties as XMP, and which colours are meant.
//!
//! 2u where nothing is attached, 3u where the record is: only part 3 allows attachments of any kind. That the rest
//! holds (fonts inside and readable, no encryption, an identifier) is `pdf.rs` and `file.rs`. No judgement of a
//! validator stands behind the claim.

use chrono::{DateTime, FixedOffset};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use crate::sheet::PdfDocument;

/// What printpdf and XMP name as the maker.
pub(crate) const MAKER: &str = "延伸服务台";

/// Says in the document that it is for the archive.
pub(crate) fn add_pdfa_metadata(document: &mut Document, sheet: &PdfDocument) {
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Not compressed: found by programs that know nothing of PDF.
    let xmp = Stream::new(dict, build_xmp(sheet).into_bytes()).with_compression(false);
    let xmp = document.add_object(xmp);
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, build_icc_profile()));
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "DestOutputProfile" => profile,
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB"),
    };
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Metadata", xmp);
        catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    }
}

/// The properties again, as XMP; they must say what the others say.
fn build_xmp(sheet: &PdfDocument) -> String {
    let part = if sheet.attached { 3 } else { 2 };
    let made = format_xmp_time(sheet.made_at);
    let (title, author, maker) = (
        escape_xml(&sheet.title),
        escape_xml(&sheet.author),
        escape_xml(MAKER),
    );
    format!(
        r#"<?xpacket begin="{}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{maker}</xmp:CreatorTool><xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
<pdf:Producer>{maker}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        '\u{FEFF}'
    )
}

fn format_xmp_time(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn escape_xml(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}

/// A profile (ICC, version 2.1) of the colours of sRGB (IEC 61966-2-1): three primaries and a curve, made from the
/// standard's numbers.
fn build_icc_profile() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", encode_icc_description("sRGB")),
        (b"cprt", encode_icc_text("No copyright.")),
        (b"wtpt", encode_icc_xyz([0.9505, 1.0, 1.0891])),
        (b"rXYZ", encode_icc_xyz([0.436_07, 0.222_49, 0.013_92])),
        (b"gXYZ", encode_icc_xyz([0.385_15, 0.716_87, 0.097_08])),
        (b"bXYZ", encode_icc_xyz([0.143_07, 0.060_61, 0.714_1])),
        (b"rTRC", encode_icc_curve()),
        (b"gTRC", Vec::new()),
        (b"bTRC", Vec::new()),
    ];
    let mut table = encode_icc_number(tags.len());
    let mut body = Vec::new();
    let begin = 128 + 4 + 12 * tags.len();
    let mut last = (0, 0);
    for (name, data) in tags {
        // All three primaries have the same curve.
        if !data.is_empty() {
            last = (begin + body.len(), data.len());
            body.extend(data);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        table.extend(name);
        table.extend(encode_icc_number(last.0));
        table.extend(encode_icc_number(last.1));
    }
    let mut profile = encode_icc_number(begin + body.len());
    profile.extend([0; 4]);
    profile.extend([2, 0x10, 0, 0]);
    profile.extend(b"mntrRGB XYZ ");
    // Made on: the day the standard was published.
    for part in [1999_u16, 10, 18, 0, 0, 0] {
        profile.extend(part.to_be_bytes());
    }
    profile.extend(b"acsp");
    profile.resize(68, 0);
    // What it is seen by: D50, as every profile.
    profile.extend(encode_icc_xyz([0.9642, 1.0, 0.8249]).get(8..).unwrap_or_default());
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(body);
    profile
}

fn encode_icc_number(number: usize) -> Vec<u8> {
    u32::try_from(number).unwrap_or_default().to_be_bytes().to_vec()
}

fn encode_icc_text(text: &str) -> Vec<u8> {
    let mut data = b"text\0\0\0\0".to_vec();
    data.extend(text.as_bytes());
    data.push(0);
    data
}

/// A name in Latin letters; those in other scripts and for old systems are empty.
fn encode_icc_description(text: &str) -> Vec<u8> {
    let mut data = b"desc\0\0\0\0".to_vec();
    data.extend(encode_icc_number(text.len() + 1));
    data.extend(text.as_bytes());
    data.push(0);
    data.extend([0; 4 + 4 + 2 + 1 + 67]);
    data
}

fn encode_icc_xyz(values: [f64; 3]) -> Vec<u8> {
    let mut data = b"XYZ \0\0\0\0".to_vec();
    for value in values {
        data.extend(to_fixed_point(value, 65_536.0).to_be_bytes());
    }
    data
}

/// The curve of sRGB at 256 places.
fn encode_icc_curve() -> Vec<u8> {
    const PLACES: u16 = 256;
    let mut data = b"curv\0\0\0\0".to_vec();
    data.extend(u32::from(PLACES).to_be_bytes());
    for place in 0..PLACES {
        let shown = f64::from(place) / f64::from(PLACES - 1);
        let light = if shown <= 0.04045 {
            shown / 12.92
        } else {
            ((shown + 0.055) / 1.055).powf(2.4)
        };
        let [_, _, high, low] = to_fixed_point(light, 65_535.0).to_be_bytes();
        data.extend([high, low]);
    }
    data
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "colours lie between nothing and a little more than one"
)]
fn to_fixed_point(value: f64, one: f64) -> u32 {
    (value * one).round() as u32
}

/// Makes the description of a font complete where printpdf leaves it empty: what the shipped fonts say of
/// themselves.
pub(crate) fn complete_font_descriptor(font: &mut Dictionary) {
    font.set(
        "FontBBox",
        vec![(-1013).into(), (-1048).into(), 2928.into(), 1808.into()],
    );
    font.set("CapHeight", 733);
}
