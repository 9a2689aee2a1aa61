//! From marks to a PDF. The only file that names printpdf.
//!
//! What printpdf leaves undone is mended on the document it makes: the version, the identifier (from the content,
//! so that equal data makes equal bytes), no claim to PDF/X, the panel of bookmarks open.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Color, FontId, FontMetrics, Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint, Mm, Op,
    PaintMode, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing,
    Pt, Rgb, TextItem, WindingOrder, font::PdfFont,
};

use crate::{
    font::{CODE_SIZE, Font, advance, code, face},
    sheet::{Ink, Mark, Page, Sheet},
    text::POINT,
};

/// A PDF, and what could not be drawn as itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters no shipped font has; each is shown as its code in a frame.
    pub missing: Vec<char>,
}

/// Makes the PDF of a document.
#[must_use]
pub fn render(sheet: &Sheet) -> Rendered {
    let mut document = PdfDocument::new(&sheet.title);
    document.metadata.info.author.clone_from(&sheet.author);
    document.metadata.info.creator = "延伸服务台".to_owned();
    document.metadata.info.producer = "延伸服务台".to_owned();
    let used = used(sheet);
    for bold in [false, true] {
        if let Some(font) = embedded(
            used.drawn.iter().filter(|(_, is)| *is == bold).map(|(c, _)| *c),
            bold,
        ) {
            document.resources.fonts.map.insert(id(bold), PdfFont::new(font));
        }
    }
    for (index, page) in sheet.pages.iter().enumerate() {
        for chapter in &page.bookmarks {
            document.add_bookmark(chapter, index + 1);
        }
        document.pages.push(drawn(page));
    }
    let options = PdfSaveOptions {
        subset_fonts: false,
        ..PdfSaveOptions::default()
    };
    let bytes = mended(document.to_lopdf_document(&options, &mut Vec::new()), sheet);
    Rendered {
        bytes,
        missing: used.missing.into_iter().collect(),
    }
}

struct Used {
    /// Characters and the font that draws them (bold or not).
    drawn: BTreeSet<(char, bool)>,
    missing: BTreeSet<char>,
}

fn used(sheet: &Sheet) -> Used {
    let mut used = Used {
        drawn: BTreeSet::new(),
        missing: BTreeSet::new(),
    };
    for mark in sheet.pages.iter().flat_map(|page| &page.marks) {
        let Mark::Text { text, bold, .. } = mark else {
            continue;
        };
        for c in text.chars() {
            match face(c, *bold) {
                Some(bold) => {
                    used.drawn.insert((c, bold));
                }
                None => {
                    used.missing.insert(c);
                    used.drawn.extend(code(c).chars().map(|digit| (digit, false)));
                }
            }
        }
    }
    used
}

fn id(bold: bool) -> FontId {
    FontId(if bold { "FB".to_owned() } else { "FR".to_owned() })
}

/// The shipped font with only these characters.
fn embedded(characters: impl Iterator<Item = char>, bold: bool) -> Option<ParsedFont> {
    let font = Font::of(bold);
    let mut mapper = subsetter::GlyphRemapper::new();
    let (mut glyphs, mut widths) = (BTreeMap::new(), BTreeMap::new());
    for c in characters {
        let (glyph, advance) = font.glyph(c)?;
        let new = mapper.remap(glyph);
        glyphs.insert(u32::from(c), new);
        widths.insert(new, advance);
    }
    if glyphs.is_empty() {
        return None;
    }
    let bytes = subsetter::subset(font.bytes, 0, &mapper).ok()?;
    let name = if bold {
        "NotoSansSC-Bold"
    } else {
        "NotoSansSC-Regular"
    };
    let metrics = FontMetrics {
        ascent: 1160,
        descent: -288,
    };
    Some(ParsedFont::with_glyph_data(
        bytes,
        0,
        Some(name.to_owned()),
        glyphs,
        widths,
        1000,
        metrics,
    ))
}

fn drawn(page: &Page) -> PdfPage {
    let mut ops = Vec::new();
    for mark in &page.marks {
        draw(mark, page.height, &mut ops);
    }
    PdfPage::new(mm(page.width), mm(page.height), ops)
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "printpdf counts in f32; a page is a few hundred millimetres"
)]
const fn mm(value: f64) -> Mm {
    Mm(value as f32)
}

/// Points, rounded to hundredths: shorter streams, and the same on every machine.
#[allow(clippy::cast_possible_truncation, reason = "as above")]
fn pt(value: f64) -> Pt {
    Pt(((value / POINT * 100.0).round() / 100.0) as f32)
}

fn point(at: (f64, f64), height: f64) -> Point {
    Point {
        x: pt(at.0),
        y: pt(height - at.1),
    }
}

fn color(ink: Ink) -> Color {
    let (r, g, b) = match ink {
        Ink::Black => (0.10, 0.11, 0.13),
        Ink::Grey => (0.42, 0.45, 0.49),
        Ink::Line => (0.74, 0.77, 0.80),
        Ink::Pale => (0.93, 0.95, 0.97),
        Ink::Accent => (0.05, 0.33, 0.55),
        Ink::Soft => (0.66, 0.78, 0.88),
        Ink::White => (1.0, 1.0, 1.0),
    };
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}

fn draw(mark: &Mark, height: f64, ops: &mut Vec<Op>) {
    match mark {
        Mark::Text {
            x,
            y,
            size,
            bold,
            ink,
            text,
        } => draw_text(*x, *y, *size, *bold, *ink, text, height, ops),
        Mark::Line {
            from,
            to,
            width,
            ink,
            dashed,
        } => {
            ops.push(Op::SaveGraphicsState);
            if *dashed {
                let dash = LineDashPattern {
                    offset: 0.0,
                    pattern: [3.0, 2.0].into_iter().collect(),
                };
                ops.push(Op::SetLineDashPattern { dash });
            }
            stroke(&[*from, *to], *width, *ink, height, ops);
            ops.push(Op::RestoreGraphicsState);
        }
        Mark::Fill { at, size, ink } => fill(*at, *size, *ink, height, ops),
        Mark::Area { points, ink } => area(points, *ink, height, ops),
        Mark::Stroke { points, width, ink } => {
            ops.push(Op::SaveGraphicsState);
            ops.push(Op::SetLineCapStyle {
                cap: LineCapStyle::Round,
            });
            ops.push(Op::SetLineJoinStyle {
                join: LineJoinStyle::Round,
            });
            stroke(points, *width, *ink, height, ops);
            ops.push(Op::RestoreGraphicsState);
        }
    }
}

fn stroke(points: &[(f64, f64)], width: f64, ink: Ink, height: f64, ops: &mut Vec<Op>) {
    ops.push(Op::SetOutlineColor { col: color(ink) });
    ops.push(Op::SetOutlineThickness { pt: pt(width) });
    let points = points
        .iter()
        .map(|at| LinePoint {
            p: point(*at, height),
            bezier: false,
        })
        .collect();
    ops.push(Op::DrawLine {
        line: Line {
            points,
            is_closed: false,
        },
    });
}

fn fill(at: (f64, f64), size: (f64, f64), ink: Ink, height: f64, ops: &mut Vec<Op>) {
    let corners = [
        at,
        (at.0 + size.0, at.1),
        (at.0 + size.0, at.1 + size.1),
        (at.0, at.1 + size.1),
    ];
    area(&corners, ink, height, ops);
}

fn area(corners: &[(f64, f64)], ink: Ink, height: f64, ops: &mut Vec<Op>) {
    let points = corners
        .iter()
        .map(|at| LinePoint {
            p: point(*at, height),
            bezier: false,
        })
        .collect();
    ops.push(Op::SetFillColor { col: color(ink) });
    let rings = vec![PolygonRing { points }];
    ops.push(Op::DrawPolygon {
        polygon: Polygon {
            rings,
            mode: PaintMode::Fill,
            winding_order: WindingOrder::NonZero,
        },
    });
}

/// A text, cut where the font changes; a character no font has becomes its code in a frame.
#[allow(
    clippy::too_many_arguments,
    reason = "the fields of one mark, taken apart once"
)]
fn draw_text(x: f64, y: f64, size: f64, bold: bool, ink: Ink, text: &str, height: f64, ops: &mut Vec<Op>) {
    let mut left = x;
    let mut run = String::new();
    let mut run_face = bold;
    let mut run_left = x;
    for c in text.chars() {
        let width = advance(c, bold) / 1000.0 * size * POINT;
        let is = face(c, bold);
        if is != Some(run_face) || is.is_none() {
            show(&mut run, (run_left, y), size, run_face, ink, height, ops);
            run_left = left;
            run_face = is.unwrap_or(bold);
        }
        match is {
            Some(_) => run.push(c),
            None => {
                frame(c, (left, y), width, size, ink, height, ops);
                run_left = left + width;
            }
        }
        left += width;
    }
    show(&mut run, (run_left, y), size, run_face, ink, height, ops);
}

fn show(run: &mut String, at: (f64, f64), size: f64, bold: bool, ink: Ink, height: f64, ops: &mut Vec<Op>) {
    if run.is_empty() {
        return;
    }
    #[allow(clippy::cast_possible_truncation, reason = "a size of a few points")]
    let size = Pt(size as f32);
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFont {
        font: PdfFontHandle::External(id(bold)),
        size,
    });
    ops.push(Op::SetTextCursor {
        pos: point(at, height),
    });
    ops.push(Op::SetFillColor { col: color(ink) });
    ops.push(Op::ShowText {
        items: vec![TextItem::Text(std::mem::take(run))],
    });
    ops.push(Op::EndTextSection);
}

fn frame(c: char, at: (f64, f64), width: f64, size: f64, ink: Ink, height: f64, ops: &mut Vec<Op>) {
    let em = size * POINT;
    let (left, right) = (at.0 + em * 0.03, at.0 + width - em * 0.03);
    let (top, bottom) = (at.1 - em * 0.72, at.1 + em * 0.12);
    let corners = [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ];
    ops.push(Op::SaveGraphicsState);
    stroke(&corners, 0.12, ink, height, ops);
    ops.push(Op::RestoreGraphicsState);
    show(
        &mut code(c),
        (at.0 + em * 0.08, at.1 - em * 0.1),
        size * CODE_SIZE,
        false,
        ink,
        height,
        ops,
    );
}

/// Mends what printpdf leaves undone, and writes.
fn mended(mut document: lopdf::Document, sheet: &Sheet) -> Vec<u8> {
    use lopdf::{Object, StringFormat};
    document.version = "1.7".to_owned();
    let digest = domain::hash::sha256(&[sheet.golden().as_bytes()]);
    let half = domain::hash::unhex(digest.as_bytes().get(..32).unwrap_or_default()).unwrap_or_default();
    let name = Object::String(half, StringFormat::Hexadecimal);
    document
        .trailer
        .set("ID", Object::Array(vec![name.clone(), name]));
    if let Ok(info) = document.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = document.get_object_mut(info).and_then(Object::as_dict_mut)
    {
        info.remove(b"GTS_PDFXVersion");
        let made = sheet.made_at.local().format("D:%Y%m%d%H%M%S+08'00'").to_string();
        for key in ["CreationDate", "ModDate"] {
            info.set(key, Object::string_literal(made.as_str()));
        }
    }
    let outlined = sheet.pages.iter().any(|page| !page.bookmarks.is_empty());
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        if outlined {
            catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
        } else {
            catalog.remove(b"PageMode");
        }
    }
    document.compress();
    let mut bytes = Vec::new();
    // Writing into memory cannot fail; an empty file would fail every check behind it.
    if document.save_modern(&mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}
