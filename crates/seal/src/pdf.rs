//! Signing a PDF: PAdES B-B (ETSI EN 319 142-1) as one more revision at its end, with the record attached inside.

use domain::{Moment, Refusal, hash};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, Stream, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

use crate::{Signer, cms, problem};

/// Bytes kept for the signature beside its certificates; one of this kind takes about 900, one with a stamp a few thousand.
const ROOM: usize = 4_096;
const STAMPED_ROOM: usize = 16_384;

/// A number as long as any place in a file may become.
const WIDE: i64 = 9_999_999_999;

/// The name the record has inside the PDF.
pub(crate) const RECORD: &str = "record.json";

/// From a signature to an authority's stamp on it.
pub type Stamping<'a> = dyn Fn(&[u8]) -> Option<Vec<u8>> + 'a;

/// What a PDF is signed with.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    /// Whose key.
    pub signer: &'a Signer,
    /// Who signs, as readers show it: the company.
    pub name: &'a str,
    /// What for.
    pub reason: &'a str,
    /// When.
    pub at: Moment,
    /// The record, attached inside.
    pub record: &'a [u8],
    /// Where the handwriting stands: page from 0; left, bottom, right, top in points.
    pub field: Option<(usize, [f32; 4])>,
    /// Gets an authority's stamp for the signature; one that cannot be had is left out.
    pub stamped: Option<&'a Stamping<'a>>,
}

impl Sealing<'_> {
    fn room(&self) -> usize {
        let more: usize = self.signer.certificates().iter().skip(1).map(Vec::len).sum();
        let room = if self.stamped.is_some() {
            STAMPED_ROOM
        } else {
            ROOM
        };
        room + more
    }
}

/// Signs a PDF. The bytes before stay as they are.
///
/// # Errors
/// `file_problem` if the file is no PDF of this program.
pub fn seal(pdf: Vec<u8>, with: &Sealing) -> Result<Vec<u8>, Refusal> {
    let before = pdf.len();
    let old = Document::load_mem(&pdf).map_err(problem)?;
    let catalog = old
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(problem)?;
    let pages: Vec<_> = old.page_iter().collect();
    let (page, place) = with.field.unwrap_or((0, [0.0; 4]));
    let page = *pages.get(page).ok_or_else(|| problem("no such page"))?;
    let mut new = IncrementalDocument::create_from(pdf, old);
    new.opt_clone_object_to_new_document(catalog).map_err(problem)?;
    new.opt_clone_object_to_new_document(page).map_err(problem)?;
    let document = &mut new.new_document;

    let signature = document.add_object(signature(with));
    let look = document.add_object(appearance(place));
    let widget = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
        "T" => text("签字封存"), "V" => signature, "P" => page,
        // Printed, and locked in its place.
        "F" => 132,
        "Rect" => place.iter().map(|side| Object::Real(*side)).collect::<Vec<_>>(),
        "AP" => dictionary! { "N" => look },
    });
    let file = document.add_object(attached(with));
    let named = document.add_object(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal(RECORD), "UF" => text(RECORD),
        "Desc" => text("签字记录（规范 JSON）"), "AFRelationship" => "Data",
        "EF" => dictionary! { "F" => file, "UF" => file },
    });

    let page = document
        .get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .map_err(problem)?;
    let mut annotations = page
        .get(b"Annots")
        .and_then(Object::as_array)
        .cloned()
        .unwrap_or_default();
    annotations.push(widget.into());
    page.set("Annots", annotations);
    let root = document
        .get_object_mut(catalog)
        .and_then(Object::as_dict_mut)
        .map_err(problem)?;
    root.set(
        "AcroForm",
        dictionary! { "Fields" => vec![widget.into()], "SigFlags" => 3 },
    );
    root.set("AF", vec![named.into()]);
    root.set(
        "Names",
        dictionary! { "EmbeddedFiles" => dictionary! {
            "Names" => vec![Object::string_literal(RECORD), named.into()],
        } },
    );
    let mut bytes = Vec::new();
    new.save_to(&mut bytes).map_err(problem)?;
    filled(bytes, before, with)
}

/// The signature's dictionary, with room for what is only known once everything is written.
fn signature(with: &Sealing) -> Dictionary {
    let at = with.at.local().format("D:%Y%m%d%H%M%S+08'00'").to_string();
    dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), WIDE.into(), WIDE.into(), WIDE.into()],
        "Contents" => Object::String(vec![0; with.room()], StringFormat::Hexadecimal),
        "M" => Object::string_literal(at), "Name" => text(with.name), "Reason" => text(with.reason),
    }
}

/// Nothing of its own: the handwriting is part of the page, and the field lies over it.
fn appearance([left, bottom, right, top]: [f32; 4]) -> Stream {
    let size = [0.0, 0.0, right - left, top - bottom];
    Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => size.iter().map(|side| Object::Real(*side)).collect::<Vec<_>>(),
        },
        Vec::new(),
    )
}

fn attached(with: &Sealing) -> Stream {
    let size = i64::try_from(with.record.len()).unwrap_or(i64::MAX);
    Stream::new(
        dictionary! {
            "Type" => "EmbeddedFile", "Subtype" => "application/json",
            "Params" => dictionary! { "Size" => size },
        },
        with.record.to_vec(),
    )
}

/// A text string in UTF-16, as PDF holds anything beyond Latin letters.
fn text(text: &str) -> Object {
    let bytes = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes);
    Object::String(bytes.collect(), StringFormat::Hexadecimal)
}

/// Fills in which bytes are signed, and the signature over them.
fn filled(mut bytes: Vec<u8>, before: usize, with: &Sealing) -> Result<Vec<u8>, Refusal> {
    let room = with.room();
    let empty = format!("<{}>", "0".repeat(2 * room));
    let start = find(&bytes, before, empty.as_bytes())?;
    let end = start + empty.len();
    let wide = format!("[0 {WIDE} {WIDE} {WIDE}]");
    let range = find(&bytes, before, wide.as_bytes())?;
    let mut filled = format!("[0 {start} {end} {}]", bytes.len() - end);
    // Spaces between a value and the next name mean nothing.
    while filled.len() < wide.len() {
        filled.push(' ');
    }
    put(&mut bytes, range, filled.as_bytes())?;
    let digest = digest(&bytes, start, end).ok_or_else(|| problem("no room"))?;
    let none = |_: &[u8]| None;
    let stamped = with.stamped.unwrap_or(&none);
    let signed = cms::sign(&digest, with.signer, stamped)?;
    if signed.len() > room {
        return Err(problem("the signature does not fit"));
    }
    let hex = hash::hex(&signed);
    put(&mut bytes, start + 1, hex.as_bytes())?;
    Ok(bytes)
}

/// SHA-256 of everything but the bytes from `start` to `end`.
pub(crate) fn digest(bytes: &[u8], start: usize, end: usize) -> Option<Vec<u8>> {
    let mut digest = Sha256::new();
    digest.update(bytes.get(..start)?);
    digest.update(bytes.get(end..)?);
    Some(digest.finalize().to_vec())
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Result<usize, Refusal> {
    bytes
        .get(from..)
        .and_then(|tail| tail.windows(what.len()).position(|window| window == what))
        .map(|place| place + from)
        .ok_or_else(|| problem("the signature has no place"))
}

fn put(bytes: &mut [u8], at: usize, what: &[u8]) -> Result<(), Refusal> {
    let place = bytes
        .get_mut(at..at + what.len())
        .ok_or_else(|| problem("no room"))?;
    place.copy_from_slice(what);
    Ok(())
}
