//! From marks to a PDF. The only file that names printpdf.
//!
//! printpdf makes the document: fonts, properties, bookmarks, pages. What it cannot say, or not briefly, is written
//! here and beside it: the pages' content (`content.rs`), the file itself (`file.rs`).

use std::collections::BTreeMap;

use flate2::Compression;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{
    FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument as PrintpdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, Pt, TextItem, font::PdfFont,
};

use crate::{
    archive::{MAKER, add_pdfa_metadata, complete_font_descriptor},
    content::build_page_content,
    file::{PdfFile, compress_stream},
    font::ShippedFont,
    glyphs::{DocumentGlyphs, FontGlyphs},
    parallel, picture,
    sheet::{DocumentPage, PdfDocument},
    tree::{StructureTree, add_catalog_tags},
};

/// A PDF, and what could not be drawn as itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedPdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters no shipped font has; each is shown as its code in a frame.
    pub missing: Vec<char>,
}

/// Makes the PDF of a document.
#[must_use]
pub fn render_pdf(sheet: &PdfDocument) -> RenderedPdf {
    let glyphs = DocumentGlyphs::from_document(sheet);
    let mut document = build_document(sheet, &glyphs);
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let parts = fill_pages(&mut document, &pages, sheet, &glyphs);
    correct_info_dictionary(&mut document, sheet);
    complete_fonts(&mut document);
    add_pdfa_metadata(&mut document, sheet);
    complete_catalog(&mut document, sheet);
    let tree = StructureTree::new(&sheet.structure, &pages, &parts, document.max_id + 1);
    RenderedPdf {
        bytes: serialize_document(document, sheet.is_tagged().then_some(&tree)),
        missing: glyphs.missing.into_iter().collect(),
    }
}

/// The document as printpdf makes it, its pages still empty.
fn build_document(sheet: &PdfDocument, glyphs: &DocumentGlyphs) -> Document {
    let mut document = PrintpdfDocument::new(&sheet.title);
    document.metadata.info.author.clone_from(&sheet.author);
    document.metadata.info.creator = MAKER.to_owned();
    document.metadata.info.producer = MAKER.to_owned();
    let mut shown = Vec::new();
    for bold in [false, true] {
        let chosen = glyphs.font_glyphs(bold);
        if let Some(font) = embed_font(chosen, bold) {
            document
                .resources
                .fonts
                .map
                .insert(build_font_id(bold), PdfFont::new(font));
            shown.extend(show_all_glyphs(chosen, bold));
        }
    }
    for (index, page) in sheet.pages.iter().enumerate() {
        for chapter in &page.bookmarks {
            document.add_bookmark(chapter, index + 1);
        }
        // printpdf describes those glyphs of a font that it finds on pages.
        let ops = std::mem::take(&mut shown);
        document
            .pages
            .push(PdfPage::new(to_mm(page.width), to_mm(page.height), ops));
    }
    let options = PdfSaveOptions {
        subset_fonts: false,
        ..PdfSaveOptions::default()
    };
    document.to_lopdf_document(&options, &mut Vec::new())
}

fn build_font_id(bold: bool) -> FontId {
    FontId(if bold { "FB".to_owned() } else { "FR".to_owned() })
}

/// The shipped font with only these characters.
fn embed_font(chosen: &FontGlyphs, bold: bool) -> Option<ParsedFont> {
    let font = ShippedFont::for_weight(bold);
    let mut mapper = subsetter::GlyphRemapper::new();
    let (mut glyphs, mut widths) = (BTreeMap::new(), BTreeMap::new());
    for c in &chosen.characters {
        let (glyph, advance) = font.find_glyph(*c)?;
        let new = mapper.remap(glyph);
        glyphs.insert(u32::from(*c), new);
        widths.insert(new, advance);
    }
    if glyphs.is_empty() {
        return None;
    }
    let bytes = subsetter::subset(font.bytes, 0, &mapper).ok()?;
    // Six letters before the name say that it is a part of the font.
    let name = if bold {
        "SUBSET+NotoSansSC-Bold"
    } else {
        "SUBSET+NotoSansSC-Regular"
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

fn show_all_glyphs(chosen: &FontGlyphs, bold: bool) -> [Op; 2] {
    [
        Op::SetFont {
            font: PdfFontHandle::External(build_font_id(bold)),
            size: Pt(10.0),
        },
        Op::ShowText {
            items: vec![TextItem::Text(chosen.characters.iter().collect())],
        },
    ]
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "printpdf counts in f32; a page is a few hundred millimetres"
)]
const fn to_mm(value: f64) -> Mm {
    Mm(value as f32)
}

/// Draws the pages; gives the parts their marked content belongs to. All of them share the fonts and pictures, which
/// is all they need of resources.
fn fill_pages(
    document: &mut Document,
    ids: &[ObjectId],
    sheet: &PdfDocument,
    glyphs: &DocumentGlyphs,
) -> Vec<Vec<u32>> {
    let mut shared = None;
    let mut all = Vec::new();
    for (number, (id, (content, parts))) in (0_i64..).zip(ids.iter().zip(draw_pages(sheet, glyphs))) {
        let Ok(old) = document.get_object(*id).and_then(Object::as_dict) else {
            continue;
        };
        let part = |name: &[u8]| old.get(name).and_then(Object::as_reference).ok();
        let (Some(resources), Some(contents), Some(parent)) =
            (part(b"Resources"), part(b"Contents"), part(b"Parent"))
        else {
            continue;
        };
        let box_ = old.get(b"MediaBox").cloned().unwrap_or(Object::Null);
        let shared = *shared.get_or_insert(resources);
        if resources == shared {
            remove_empty_resources(document, resources);
            add_pictures(document, resources, sheet);
        } else {
            document.objects.remove(&resources);
        }
        document.objects.insert(contents, content.into());
        let mut new = dictionary! {
            "Type" => "Page", "Parent" => parent, "MediaBox" => box_, "Resources" => shared,
            "Contents" => contents,
        };
        if sheet.is_tagged() {
            new.set("StructParents", number);
            // Whoever moves with the tabulator goes in the order of the parts.
            new.set("Tabs", "S");
        }
        document.objects.insert(*id, new.into());
        all.push(parts);
    }
    all
}

/// The content of every page, compressed at once (that of a long report is many times as long), and the parts it
/// belongs to. Pages need nothing of each other: all the machine's processors draw them.
fn draw_pages(sheet: &PdfDocument, glyphs: &DocumentGlyphs) -> Vec<(Stream, Vec<u32>)> {
    let pictures = picture::collect_pictures(sheet);
    let one = |page: &DocumentPage| {
        let (content, parts) = build_page_content(page, glyphs, &pictures, sheet.is_tagged());
        (
            // The middle level: a month's report has hundreds of pages, and somebody waits for them.
            compress_stream(Dictionary::new(), &content, Compression::new(6)),
            parts,
        )
    };
    parallel::map_in_parallel(&sheet.pages, FEW, one)
}

/// Pages for which it is not worth to begin a thread.
const FEW: usize = 8;

/// Takes the empty lists out of a page's resources.
fn remove_empty_resources(document: &mut Document, resources: ObjectId) {
    let mut gone = Vec::new();
    if let Ok(dict) = document.get_object_mut(resources).and_then(Object::as_dict_mut) {
        for list in [b"XObject".as_slice(), b"ExtGState", b"Shading"] {
            gone.extend(dict.remove(list).and_then(|list| list.as_reference().ok()));
        }
    }
    for list in gone {
        document.objects.remove(&list);
    }
}

/// Puts the pictures of the document, each once, where its pages find them.
fn add_pictures(document: &mut Document, resources: ObjectId, sheet: &PdfDocument) {
    let all = picture::collect_pictures(sheet);
    if all.is_empty() {
        return;
    }
    let mut list = Dictionary::new();
    for (place, picture) in all.into_iter().enumerate() {
        let id = document.add_object(picture.to_image_stream());
        list.set(picture::picture_name(place), id);
    }
    if let Ok(dict) = document.get_object_mut(resources).and_then(Object::as_dict_mut) {
        dict.set("XObject", list);
    }
}

/// Mends the properties: no claim to PDF/X, the time of making.
fn correct_info_dictionary(document: &mut Document, sheet: &PdfDocument) {
    if let Some(info) = read_trailer_reference(document, b"Info")
        && let Ok(info) = document.get_object_mut(info).and_then(Object::as_dict_mut)
    {
        for empty in [
            b"GTS_PDFXVersion".as_slice(),
            b"Identifier",
            b"Subject",
            b"Keywords",
        ] {
            info.remove(empty);
        }
        let offset = sheet.made_at.format("%:z").to_string().replace(':', "'");
        let made = format!("D:{}{offset}'", sheet.made_at.format("%Y%m%d%H%M%S"));
        for key in ["CreationDate", "ModDate"] {
            info.set(key, Object::string_literal(made.as_str()));
        }
    }
}

/// Completes what is said of the fonts.
fn complete_fonts(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Ok(dict) = object.as_dict_mut()
            && dict.has_type(b"FontDescriptor")
        {
            complete_font_descriptor(dict);
        }
    }
}

fn complete_catalog(document: &mut Document, sheet: &PdfDocument) {
    let next = document.max_id + 1;
    let outlined = sheet.pages.iter().any(|page| !page.bookmarks.is_empty());
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        if outlined {
            // printpdf writes it as a text, which opens no panel.
            catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
        } else {
            catalog.remove(b"PageMode");
        }
        if sheet.is_tagged() {
            add_catalog_tags(catalog, next);
        }
    }
}

fn read_trailer_reference(document: &Document, name: &[u8]) -> Option<ObjectId> {
    document.trailer.get(name).and_then(Object::as_reference).ok()
}

fn serialize_document(mut document: Document, tree: Option<&StructureTree>) -> Vec<u8> {
    // printpdf names both; an empty file would fail every check behind it.
    let (Some(root), Some(info)) = (
        read_trailer_reference(&document, b"Root"),
        read_trailer_reference(&document, b"Info"),
    ) else {
        return Vec::new();
    };
    let mut file = PdfFile::new(tree.map_or(document.max_id + 1, StructureTree::next_free_number));
    file.write_document(&mut document);
    if let Some(tree) = tree {
        tree.write_tree(&mut file);
    }
    file.finish_file(root, info)
}
