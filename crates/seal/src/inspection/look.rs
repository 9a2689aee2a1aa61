//! Looking at a PDF somebody brings: is it sealed, is the seal whole, by which certificate, which record lies inside, and
//! what was put behind it.

use domain::hash;
use lopdf::{Dictionary, Document, Object};

use crate::{
    after::{self, PostSealUpdate},
    cms::{self, VerifiedSignature},
    lexer::{Budget, ByteSource, Lexer},
    pdf,
    reader::{self, ParsedPdf, PdfReadError},
    timestamp::Timestamp,
};

/// The most places of a seal that are looked at; a file of this program has one.
const SEALS: usize = 4;

const RECORD: usize = 8 * 1024 * 1024;

/// What is wrong with a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealDefect {
    /// Sealed bytes were changed.
    Changed,
    /// The seal itself is damaged.
    Damaged,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspection {
    /// More than a file of this program can be, or more comes out of it.
    TooLarge,
    /// No PDF, or one nobody can read any more.
    Unreadable,
    /// A PDF without a seal.
    Unsigned,
    /// A seal that does not hold; with the record inside, if it can still be read.
    Broken(SealDefect, Option<Vec<u8>>),
    /// A seal that holds, from the first byte to its end.
    Sealed(Box<ValidSeal>),
}

/// A seal that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidSeal {
    /// The certificate (DER).
    pub certificate: Vec<u8>,
    /// Those of the authorities above it, as they lie beside it. The signature does not cover them.
    pub authorities: Vec<Vec<u8>>,
    /// What an authority says of the time. Whether it is to be believed, its certificate decides.
    pub stamp: Option<Timestamp>,
    pub record: Option<Vec<u8>>,
    /// How many bytes are sealed, from the first on.
    pub length: usize,
    /// What stands behind them.
    pub after: PostSealUpdate,
}

impl Inspection {
    /// The seal, where nothing stands behind it.
    #[must_use]
    pub fn whole_file_seal(&self) -> Option<&ValidSeal> {
        match self {
            Self::Sealed(sealed) if sealed.after == PostSealUpdate::Nothing => Some(sealed),
            _ => None,
        }
    }
}

/// Looks at a file.
#[must_use]
pub fn inspect_pdf(bytes: &[u8]) -> Inspection {
    let Some((sealed, pdf, signature)) = find_seal(bytes) else {
        return inspect_unsealed(bytes);
    };
    let record = read_attached_record(&pdf.document);
    match verify_seal(sealed, &signature) {
        Err(broken) => Inspection::Broken(broken, record),
        Ok(signed) => Inspection::Sealed(Box::new(ValidSeal {
            certificate: signed.certificate,
            authorities: signed.authorities,
            stamp: signed.stamp,
            record,
            length: sealed.len(),
            after: after::inspect_after_seal(bytes, sealed.len(), &pdf, read_docmdp_permission(&signature)),
        })),
    }
}

/// A file in which no seal ends anywhere.
fn inspect_unsealed(bytes: &[u8]) -> Inspection {
    match reader::read_pdf_with_places(bytes) {
        Err(PdfReadError::TooLarge) => Inspection::TooLarge,
        Err(PdfReadError::NoPdf) => Inspection::Unreadable,
        Ok(ParsedPdf { document, .. }) => match find_seal_dictionary(&document) {
            None => Inspection::Unsigned,
            Some(_) => Inspection::Broken(SealDefect::Damaged, read_attached_record(&document)),
        },
    }
}

/// The revision that ends with the seal, and the seal's dictionary: the first there is, because nothing this program signs
/// has another one before it.
fn find_seal(bytes: &[u8]) -> Option<(&[u8], ParsedPdf, Dictionary)> {
    let mut ends: Vec<[usize; 3]> = find_byte_ranges(bytes);
    ends.sort_unstable_by_key(|[_, end, rest]| end + rest);
    ends.dedup();
    ends.into_iter().take(SEALS).find_map(|range| {
        let [_, end, rest] = range;
        let sealed = bytes.get(..end + rest)?;
        let pdf = reader::read_pdf_with_places(sealed).ok()?;
        let signature = find_seal_dictionary(&pdf.document)?.clone();
        (read_byte_range(&signature)? == range).then_some((sealed, pdf, signature))
    })
}

/// Everything that looks like the range of a signature up to an end of the file as it once was: start, end, length of the
/// rest.
fn find_byte_ranges(bytes: &[u8]) -> Vec<[usize; 3]> {
    let name = b"/ByteRange";
    let found = bytes.windows(name.len()).enumerate();
    let found = found.filter(|(_, part)| part == name).filter_map(|(at, _)| {
        let budget = Budget::new(200, 0, 8);
        let array = Lexer::new(bytes, at + name.len(), ByteSource::File, &budget).read_object()?;
        let range = parse_byte_range(&array)?;
        let [start, end, rest] = range;
        let whole = bytes.get(..end.checked_add(rest)?)?;
        let gap = bytes.get(start..end)?;
        let last = whole.get(whole.len().saturating_sub(8)..)?;
        let ends = last.trim_ascii_end().ends_with(b"%%EOF") && at < whole.len();
        (ends && gap.starts_with(b"<") && gap.ends_with(b">")).then_some(range)
    });
    found.collect()
}

/// `[0 start end rest]`.
fn parse_byte_range(array: &Object) -> Option<[usize; 3]> {
    let all = array.as_array().ok()?.iter();
    let all: Vec<usize> = all
        .map(|it| usize::try_from(it.as_i64().ok()?).ok())
        .collect::<Option<_>>()?;
    match *all.as_slice() {
        [0, start, end, rest] => Some([start, end, rest]),
        _ => None,
    }
}

pub(crate) fn read_byte_range(signature: &Dictionary) -> Option<[usize; 3]> {
    parse_byte_range(signature.get(b"ByteRange").ok()?)
}

/// What may be done to the file after it was certified (DocMDP); none where it is not.
fn read_docmdp_permission(signature: &Dictionary) -> Option<i64> {
    let all = signature.get(b"Reference").ok()?.as_array().ok()?;
    all.iter().find_map(|it| {
        let reference = it.as_dict().ok()?;
        let method = reference.get(b"TransformMethod").ok()?.as_name().ok()?;
        let wanted = method == b"DocMDP";
        let of = reference.get(b"TransformParams").ok()?.as_dict().ok()?;
        wanted.then(|| of.get(b"P").ok()?.as_i64().ok()).flatten()
    })
}

/// The fields of the document's form.
pub(crate) fn list_form_fields(document: &Document) -> Vec<&Dictionary> {
    let all = || {
        let form = resolve_dictionary(document, document.catalog().ok()?, b"AcroForm")?;
        let fields = document
            .dereference(form.get(b"Fields").ok()?)
            .ok()?
            .1
            .as_array()
            .ok()?;
        let field = |it| document.dereference(it).ok()?.1.as_dict().ok();
        Some(fields.iter().filter_map(field).collect())
    };
    all().unwrap_or_default()
}

/// What a field is called.
pub(crate) fn read_field_name(field: &Dictionary) -> String {
    let name = field
        .get(b"T")
        .ok()
        .and_then(|name| lopdf::decode_text_string(name).ok());
    name.unwrap_or_default()
}

/// The dictionary of the seal: of the field of its name, or of the only one where the name is gone.
fn find_seal_dictionary(document: &Document) -> Option<&Dictionary> {
    let fields = list_form_fields(document);
    let named = fields.iter().find(|field| read_field_name(field) == pdf::FIELD);
    let field = match (named, fields.as_slice()) {
        (Some(named), _) => named,
        (None, [only]) => only,
        _ => return None,
    };
    resolve_dictionary(document, field, b"V")
}

pub(crate) fn resolve_dictionary<'a>(
    document: &'a Document,
    outer: &'a Dictionary,
    name: &[u8],
) -> Option<&'a Dictionary> {
    document.dereference(outer.get(name).ok()?).ok()?.1.as_dict().ok()
}

/// The signature of a PDF, taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedSeal {
    /// Signed are the bytes before this place,
    pub start: usize,
    /// and from this one on.
    pub end: usize,
    /// The signature (CMS, DER).
    pub cms: Vec<u8>,
}

/// Takes the seal of a PDF out, for whoever checks it with other tools; none if there is none over the whole file.
#[must_use]
pub fn extract_seal(bytes: &[u8]) -> Option<ExtractedSeal> {
    let (sealed, _, signature) = find_seal(bytes)?;
    (sealed.len() == bytes.len())
        .then(|| extract_signature(bytes, &signature).ok())
        .flatten()
}

/// Who sealed these bytes, all of them.
fn verify_seal(bytes: &[u8], signature: &Dictionary) -> Result<VerifiedSignature, SealDefect> {
    let ExtractedSeal { start, end, cms } = extract_signature(bytes, signature)?;
    let digest = pdf::digest_outside_gap(bytes, start, end).ok_or(SealDefect::Damaged)?;
    let signed = cms::verify_own_signature(&cms, &digest).ok_or(SealDefect::Changed)?;
    // Since files are certified there is one way only to write the same signature; before, half of them had the other one.
    if read_docmdp_permission(signature).is_some() && signed.high {
        return Err(SealDefect::Damaged);
    }
    Ok(signed)
}

fn extract_signature(bytes: &[u8], signature: &Dictionary) -> Result<ExtractedSeal, SealDefect> {
    let [start, end, _] = read_byte_range(signature).ok_or(SealDefect::Damaged)?;
    // What is not signed must be the signature, and nothing else.
    let hex = bytes
        .get(start..end)
        .and_then(|gap| gap.strip_prefix(b"<")?.strip_suffix(b">"))
        .ok_or(SealDefect::Damaged)?;
    let cms = hash::decode_hex(hex)
        .and_then(trim_padding)
        .ok_or(SealDefect::Damaged)?;
    Ok(ExtractedSeal { start, end, cms })
}

/// The bytes of a signature without the zeros behind it, which may be nothing but zeros.
pub(crate) fn trim_padding(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    // A sequence says how long it is, in one to four bytes after its tag.
    let long = match bytes.get(1..5)? {
        [0x83, high, middle, low] => {
            (usize::from(*high) * 256 + usize::from(*middle)) * 256 + usize::from(*low) + 5
        }
        [0x82, high, low, ..] => usize::from(*high) * 256 + usize::from(*low) + 4,
        [0x81, long, ..] => usize::from(*long) + 3,
        _ => return None,
    };
    if bytes.get(long..)?.iter().any(|byte| *byte != 0) {
        return None;
    }
    bytes.truncate(long);
    Some(bytes)
}

/// The record attached inside.
fn read_attached_record(document: &Document) -> Option<Vec<u8>> {
    let names = resolve_dictionary(document, document.catalog().ok()?, b"Names")?;
    let files = resolve_dictionary(document, names, b"EmbeddedFiles")?;
    let files = document
        .dereference(files.get(b"Names").ok()?)
        .ok()?
        .1
        .as_array()
        .ok()?;
    let place = files
        .iter()
        .position(|name| name.as_str().is_ok_and(|name| name == pdf::RECORD.as_bytes()))?;
    let named = document
        .dereference(files.get(place + 1)?)
        .ok()?
        .1
        .as_dict()
        .ok()?;
    let file = resolve_dictionary(document, named, b"EF")?.get(b"F").ok()?;
    let stream = document.dereference(file).ok()?.1.as_stream().ok()?;
    stream.get_plain_content_with_limit(RECORD).ok()
}
