//! The same pages by krilla: the marks as they stand, glyphs given, no tags.

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    text::{Font, GlyphId, KrillaGlyph},
};
use pdf::{
    sheet::{Ink, PageMark},
    text::POINT,
};

struct Face {
    font: Font,
    glyphs: ttf_parser::Face<'static>,
}

fn face(name: &str) -> Face {
    let bytes: &'static [u8] = std::fs::read(name).unwrap().leak();
    Face {
        font: Font::new(bytes.to_vec().into(), 0).unwrap(),
        glyphs: ttf_parser::Face::parse(bytes, 0).unwrap(),
    }
}

fn color(ink: Ink) -> rgb::Color {
    let (r, g, b) = match ink {
        Ink::Black => (26, 28, 33),
        Ink::Grey => (107, 115, 125),
        Ink::Line => (189, 196, 204),
        Ink::Pale => (237, 242, 247),
        Ink::Accent => (13, 84, 140),
        Ink::Soft => (168, 199, 224),
        Ink::White => (255, 255, 255),
    };
    rgb::Color::new(r, g, b)
}

fn pt(mm: f64) -> f32 {
    (mm / POINT) as f32
}

fn fill(ink: Ink) -> Option<Fill> {
    Some(Fill {
        paint: color(ink).into(),
        ..Fill::default()
    })
}

fn main() {
    let (data, out, report, _) = peers::arguments();
    let sheet = peers::sheet(&data, report);
    let fonts = std::env::var("PEERS_FONTS").unwrap();
    let faces = [
        face(&format!("{fonts}/NotoSansSC_400Regular.ttf")),
        face(&format!("{fonts}/NotoSansSC_700Bold.ttf")),
    ];
    let mut document = Document::new_with(SerializeSettings {
        enable_tagging: false,
        ..SerializeSettings::default()
    });
    document.set_metadata(Metadata::new().title(sheet.title.clone()));
    for page in &sheet.pages {
        let settings = PageSettings::from_wh(pt(page.width), pt(page.height)).unwrap();
        let mut drawn = document.start_page_with(settings);
        let mut surface = drawn.surface();
        for mark in &page.marks {
            match mark {
                PageMark::Picture { .. } => unreachable!("the documents that are compared have none"),
                PageMark::Text {
                    x,
                    y,
                    size,
                    bold,
                    ink,
                    text,
                } => {
                    let face = &faces[usize::from(*bold)];
                    let glyphs: Vec<KrillaGlyph> = text
                        .char_indices()
                        .map(|(at, c)| {
                            let glyph = face.glyphs.glyph_index(c).unwrap();
                            let advance = face.glyphs.glyph_hor_advance(glyph).unwrap();
                            KrillaGlyph::new(
                                GlyphId::new(glyph.0.into()),
                                f32::from(advance) / 1000.0,
                                0.0,
                                0.0,
                                0.0,
                                at..at + c.len_utf8(),
                                None,
                            )
                        })
                        .collect();
                    surface.set_stroke(None);
                    surface.set_fill(fill(*ink));
                    let at = Point::from_xy(pt(*x), pt(*y));
                    surface.draw_glyphs(at, &glyphs, face.font.clone(), text, *size as f32, false);
                }
                PageMark::Fill { at, size, ink } => {
                    let mut path = PathBuilder::new();
                    let rect = Rect::from_xywh(pt(at.0), pt(at.1), pt(size.0), pt(size.1));
                    path.push_rect(rect.unwrap());
                    surface.set_stroke(None);
                    surface.set_fill(fill(*ink));
                    surface.draw_path(&path.finish().unwrap());
                }
                PageMark::Line {
                    from, to, width, ink, ..
                } => {
                    let mut path = PathBuilder::new();
                    path.move_to(pt(from.0), pt(from.1));
                    path.line_to(pt(to.0), pt(to.1));
                    surface.set_fill(None);
                    surface.set_stroke(Some(Stroke {
                        paint: color(*ink).into(),
                        width: pt(*width),
                        ..Stroke::default()
                    }));
                    surface.draw_path(&path.finish().unwrap());
                }
                // No chart and no handwriting stands on these pages.
                PageMark::Area { .. } | PageMark::Stroke { .. } => {}
            }
        }
        surface.finish();
        drawn.finish();
    }
    std::fs::write(out, document.finish().unwrap()).unwrap();
}
