//! Signing a PDF: PAdES B-B (ETSI EN 319 142-1) as one more revision at its end, with the record attached inside. The
//! signature certifies (ISO 32000-1, 12.8.2.2): it says that nothing may follow, or one signature in the company's field.

use std::cell::Cell;

use domain::{Moment, Refusal, hash};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

use crate::{PdfSigner, cms, file_problem};

/// Bytes kept for an authority's stamp, which takes a few thousand.
const STAMP: usize = 12_288;

/// How many bytes longer a signature may be than another one of its kind. No stamp of a stranger has room in them.
const SPARE: usize = 16;

/// A number as long as any place in a file may become.
const WIDE: i64 = 9_999_999_999;

/// The name the record has inside the PDF.
pub(crate) const RECORD: &str = "record.json";

/// What the field of the seal is called.
pub(crate) const FIELD: &str = "签字封存";

/// What the field is called that a company fills in which seals papers itself.
pub(crate) const COMPANY: &str = "公司签章";

/// Where a field stands: page from 0; left, bottom, right, top in points.
pub type FieldPlace = (usize, [f32; 4]);

/// From a signature to an authority's stamp on it.
pub type TimestampSource<'a> = dyn Fn(&[u8]) -> Option<Vec<u8>> + 'a;

/// What a PDF is signed with.
#[derive(Clone, Copy)]
pub struct SealOptions<'a> {
    /// Whose key.
    pub signer: &'a PdfSigner,
    /// Who signs, as readers show it: the company.
    pub name: &'a str,
    pub reason: &'a str,
    pub at: Moment,
    /// The record, attached inside.
    pub record: &'a [u8],
    /// Where the handwriting stands.
    pub field: Option<FieldPlace>,
    /// Where the company seals the paper itself, if it does: a field of its own, left empty.
    pub company: Option<FieldPlace>,
    /// Gets an authority's stamp for the signature; one that cannot be had is left out.
    pub stamped: Option<&'a TimestampSource<'a>>,
}

/// Signs a PDF. The bytes before stay as they are.
///
/// # Errors
/// `file_problem` if the file is no PDF of this program.
pub fn seal_pdf(pdf: Vec<u8>, with: &SealOptions) -> Result<Vec<u8>, Refusal> {
    let Some(stamping) = with.stamped else {
        return append_seal_revision(pdf, with, None).map(|(bytes, _)| bytes);
    };
    let (bytes, stamped) = append_seal_revision(pdf.clone(), with, Some(stamping))?;
    if stamped {
        return Ok(bytes);
    }
    // Room for a stamp that nobody filled is room for a stranger's.
    append_seal_revision(pdf, with, None).map(|(bytes, _)| bytes)
}

/// The signed file, and whether it bears a stamp.
fn append_seal_revision(
    pdf: Vec<u8>,
    with: &SealOptions,
    stamping: Option<&TimestampSource>,
) -> Result<(Vec<u8>, bool), Refusal> {
    let before = pdf.len();
    let room = measure_signature_room(with.signer, stamping.is_some())?;
    let old = Document::load_mem(&pdf).map_err(file_problem)?;
    let catalog = old
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(file_problem)?;
    let pages: Vec<_> = old.page_iter().collect();
    let mut new = IncrementalDocument::create_from(pdf, old);
    new.opt_clone_object_to_new_document(catalog)
        .map_err(file_problem)?;
    let signature = new
        .new_document
        .add_object(build_signature_dictionary(with, room));
    let own = with.field.unwrap_or((0, [0.0; 4]));
    let mut fields = vec![add_field(&mut new, &pages, own, &seal_field(with, signature))?];
    if let Some(place) = with.company {
        fields.push(add_field(&mut new, &pages, place, &company_field())?);
    }
    tag_fields(&mut new, catalog, &fields)?;
    let document = &mut new.new_document;
    let file = document.add_object(build_record_stream(with));
    let named = document.add_object(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal(RECORD), "UF" => encode_text_string(RECORD),
        "Desc" => encode_text_string("签字记录（规范 JSON）"), "AFRelationship" => "Data",
        "EF" => dictionary! { "F" => file, "UF" => file },
    });
    let all: Vec<Object> = fields.iter().map(|(field, _)| (*field).into()).collect();
    let root = dictionary_mut(document, catalog)?;
    root.set("AcroForm", dictionary! { "Fields" => all, "SigFlags" => 3 });
    root.set("Perms", dictionary! { "DocMDP" => signature });
    root.set("AF", vec![named.into()]);
    root.set(
        "Names",
        dictionary! { "EmbeddedFiles" => dictionary! {
            "Names" => vec![Object::string_literal(RECORD), named.into()],
        } },
    );
    let mut bytes = Vec::new();
    new.save_to(&mut bytes).map_err(file_problem)?;
    fill_in_signature(bytes, before, room, with, stamping)
}

/// Bytes kept for the signature: what one of this signer takes, and a stamp if there is to be one.
fn measure_signature_room(signer: &PdfSigner, stamped: bool) -> Result<usize, Refusal> {
    let trial = cms::sign_digest(&[0; 32], signer, &|_| None)?.len();
    Ok(trial + if stamped { STAMP } else { SPARE })
}

/// An object of the revision that is being written.
fn dictionary_mut(document: &mut Document, id: ObjectId) -> Result<&mut Dictionary, Refusal> {
    document
        .get_object_mut(id)
        .and_then(Object::as_dict_mut)
        .map_err(file_problem)
}

/// The field of the seal: printed, and locked in its place.
fn seal_field(with: &SealOptions, signature: ObjectId) -> Dictionary {
    dictionary! {
        "T" => encode_text_string(FIELD), "TU" => encode_text_string(&format!("{FIELD}：{}", with.name)), "V" => signature, "F" => 132,
    }
}

/// The company's field: printed; whoever fills it in may show the seal there.
fn company_field() -> Dictionary {
    dictionary! { "T" => encode_text_string(COMPANY), "TU" => encode_text_string("公司签章处"), "F" => 4 }
}

/// Puts a field on a page; the field and the page.
fn add_field(
    new: &mut IncrementalDocument,
    pages: &[ObjectId],
    (page, place): FieldPlace,
    with: &Dictionary,
) -> Result<(ObjectId, ObjectId), Refusal> {
    let page = *pages.get(page).ok_or_else(|| file_problem("no such page"))?;
    new.opt_clone_object_to_new_document(page).map_err(file_problem)?;
    let document = &mut new.new_document;
    let look = document.add_object(build_empty_appearance(place));
    let mut widget = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "P" => page,
        "Rect" => place.iter().map(|side| Object::Real(*side)).collect::<Vec<_>>(),
        "AP" => dictionary! { "N" => look },
    };
    widget.extend(with);
    let widget = document.add_object(widget);
    let on = dictionary_mut(document, page)?;
    let mut annotations = on
        .get(b"Annots")
        .and_then(Object::as_array)
        .cloned()
        .unwrap_or_default();
    annotations.push(widget.into());
    on.set("Annots", annotations);
    Ok((widget, page))
}

/// Gives each field a part of its own among the document's tags (ISO 14289-1, 7.18.4); a document without tags stays so.
fn tag_fields(
    new: &mut IncrementalDocument,
    catalog: ObjectId,
    fields: &[(ObjectId, ObjectId)],
) -> Result<(), Refusal> {
    let tree = dictionary_mut(&mut new.new_document, catalog)?.get(b"StructTreeRoot");
    let Ok(tree) = tree.and_then(Object::as_reference) else {
        return Ok(());
    };
    new.opt_clone_object_to_new_document(tree).map_err(file_problem)?;
    let root = dictionary_mut(&mut new.new_document, tree)?;
    let whole = root
        .get(b"K")
        .and_then(Object::as_reference)
        .map_err(file_problem)?;
    let next = root
        .get(b"ParentTreeNextKey")
        .and_then(Object::as_i64)
        .map_err(file_problem)?;
    new.opt_clone_object_to_new_document(whole)
        .map_err(file_problem)?;
    let document = &mut new.new_document;
    let (mut parts, mut of) = (Vec::new(), Vec::new());
    for (key, (field, page)) in (next..).zip(fields) {
        let held = dictionary! { "Type" => "OBJR", "Obj" => *field, "Pg" => *page };
        let part =
            document.add_object(dictionary! { "S" => "Form", "P" => whole, "Pg" => *page, "K" => held });
        dictionary_mut(document, *field)?.set("StructParent", key);
        parts.push(Object::from(part));
        of.extend([Object::from(key), part.into()]);
    }
    let end = next + i64::try_from(fields.len()).unwrap_or_default();
    let root = dictionary_mut(document, tree)?;
    root.set("ParentTreeNextKey", end);
    let numbers = root.get_mut(b"ParentTree").and_then(Object::as_dict_mut);
    let numbers = numbers
        .and_then(|it| it.get_mut(b"Nums"))
        .and_then(Object::as_array_mut);
    numbers.map_err(file_problem)?.extend(of);
    let whole = dictionary_mut(document, whole)?
        .get_mut(b"K")
        .and_then(Object::as_array_mut);
    whole.map_err(file_problem)?.extend(parts);
    Ok(())
}

/// The signature's dictionary, with room for what is only known once everything is written.
fn build_signature_dictionary(with: &SealOptions, room: usize) -> Dictionary {
    let allowed = if with.company.is_some() { 2 } else { 1 };
    let certified = dictionary! {
        "Type" => "SigRef", "TransformMethod" => "DocMDP",
        "TransformParams" => dictionary! { "Type" => "TransformParams", "P" => allowed, "V" => "1.2" },
    };
    let at = with.at.to_local().format("D:%Y%m%d%H%M%S+08'00'").to_string();
    dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), WIDE.into(), WIDE.into(), WIDE.into()],
        "Contents" => Object::String(vec![0; room], StringFormat::Hexadecimal),
        "M" => Object::string_literal(at), "Name" => encode_text_string(with.name), "Reason" => encode_text_string(with.reason),
        "Reference" => vec![certified.into()],
    }
}

/// Nothing of its own: the handwriting is part of the page, and the field lies over it.
fn build_empty_appearance([left, bottom, right, top]: [f32; 4]) -> Stream {
    let size = [0.0, 0.0, right - left, top - bottom];
    Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => size.iter().map(|side| Object::Real(*side)).collect::<Vec<_>>(),
        },
        Vec::new(),
    )
}

fn build_record_stream(with: &SealOptions) -> Stream {
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
fn encode_text_string(text: &str) -> Object {
    let bytes = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_be_bytes);
    Object::String(bytes.collect(), StringFormat::Hexadecimal)
}

/// Fills in which bytes are signed, and the signature over them.
fn fill_in_signature(
    mut bytes: Vec<u8>,
    before: usize,
    room: usize,
    with: &SealOptions,
    stamping: Option<&TimestampSource>,
) -> Result<(Vec<u8>, bool), Refusal> {
    let empty = format!("<{}>", "0".repeat(2 * room));
    let start = find_bytes(&bytes, before, empty.as_bytes())?;
    let end = start + empty.len();
    let wide = format!("[0 {WIDE} {WIDE} {WIDE}]");
    let range = find_bytes(&bytes, before, wide.as_bytes())?;
    let mut filled = format!("[0 {start} {end} {}]", bytes.len() - end);
    // Spaces between a value and the next name mean nothing.
    while filled.len() < wide.len() {
        filled.push(' ');
    }
    overwrite_bytes(&mut bytes, range, filled.as_bytes())?;
    let digest = digest_outside_gap(&bytes, start, end).ok_or_else(|| file_problem("no room"))?;
    let stamped = Cell::new(false);
    let stamp = |signature: &[u8]| {
        // One that is too large is none.
        let stamp = stamping?(signature).filter(|stamp| stamp.len() + SPARE * 4 < STAMP);
        stamped.set(stamp.is_some());
        stamp
    };
    let signed = cms::sign_digest(&digest, with.signer, &stamp)?;
    if signed.len() > room {
        return Err(file_problem("the signature does not fit"));
    }
    let hex = hash::encode_hex(&signed);
    overwrite_bytes(&mut bytes, start + 1, hex.as_bytes())?;
    Ok((bytes, stamped.get()))
}

/// SHA-256 of everything but the bytes from `start` to `end`.
pub(crate) fn digest_outside_gap(bytes: &[u8], start: usize, end: usize) -> Option<Vec<u8>> {
    let mut digest = Sha256::new();
    digest.update(bytes.get(..start)?);
    digest.update(bytes.get(end..)?);
    Some(digest.finalize().to_vec())
}

fn find_bytes(bytes: &[u8], from: usize, what: &[u8]) -> Result<usize, Refusal> {
    bytes
        .get(from..)
        .and_then(|tail| tail.windows(what.len()).position(|window| window == what))
        .map(|place| place + from)
        .ok_or_else(|| file_problem("the signature has no place"))
}

fn overwrite_bytes(bytes: &mut [u8], at: usize, what: &[u8]) -> Result<(), Refusal> {
    let place = bytes
        .get_mut(at..at + what.len())
        .ok_or_else(|| file_problem("no room"))?;
    place.copy_from_slice(what);
    Ok(())
}
