//! Looking at a PDF somebody brings: is it signed, is it whole, by which certificate, and which record lies inside.

use domain::hash;
use lopdf::{Dictionary, Document, Object};

use crate::{
    cms::{self, Signed},
    pdf,
    timestamp::Stamp,
};

/// What is wrong with a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Signed bytes were changed.
    Changed,
    /// Something was added behind what was signed.
    Added,
    /// The signature itself is damaged.
    Damaged,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// No PDF, or one nobody can read any more.
    Unreadable,
    /// A PDF without a signature.
    Unsigned,
    /// A signature that does not hold; with the record inside, if it can still be read.
    Broken(Broken, Option<Vec<u8>>),
    /// Signed from the first byte to the last.
    Whole {
        /// The certificate (DER).
        certificate: Vec<u8>,
        /// Those of the authorities above it, as they lie beside it. The signature does not cover them.
        authorities: Vec<Vec<u8>>,
        /// What an authority says of the time.
        stamp: Option<Stamp>,
        /// The record inside.
        record: Option<Vec<u8>>,
    },
}

/// Looks at a file.
#[must_use]
pub fn look(bytes: &[u8]) -> Look {
    let Ok(document) = Document::load_mem(bytes) else {
        return Look::Unreadable;
    };
    let record = record(&document);
    let Some(signature) = signature(&document) else {
        return Look::Unsigned;
    };
    match signed(bytes, &signature) {
        Ok(signed) => Look::Whole {
            certificate: signed.certificate,
            authorities: signed.authorities,
            stamp: signed.stamp,
            record,
        },
        Err(broken) => Look::Broken(broken, record),
    }
}

/// The dictionary of the only signature; a second one is not of this program.
fn signature(document: &Document) -> Option<Dictionary> {
    let form = inside(document, document.catalog().ok()?, b"AcroForm")?;
    let fields = document
        .dereference(form.get(b"Fields").ok()?)
        .ok()?
        .1
        .as_array()
        .ok()?;
    let [field] = fields.as_slice() else {
        return None;
    };
    let field = document.dereference(field).ok()?.1.as_dict().ok()?;
    inside(document, field, b"V").cloned()
}

fn inside<'a>(document: &'a Document, outer: &'a Dictionary, name: &[u8]) -> Option<&'a Dictionary> {
    document.dereference(outer.get(name).ok()?).ok()?.1.as_dict().ok()
}

/// The signature of a PDF, taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Signed are the bytes before this place,
    pub start: usize,
    /// and from this one on.
    pub end: usize,
    /// The signature (CMS, DER).
    pub cms: Vec<u8>,
}

/// Takes the signature of a PDF out, for whoever checks it with other tools; none if there is none over the whole file.
#[must_use]
pub fn parts(bytes: &[u8]) -> Option<Parts> {
    let document = Document::load_mem(bytes).ok()?;
    taken_out(bytes, &signature(&document)?).ok()
}

/// Who signed the whole file.
fn signed(bytes: &[u8], signature: &Dictionary) -> Result<Signed, Broken> {
    let Parts { start, end, cms } = taken_out(bytes, signature)?;
    let digest = pdf::digest(bytes, start, end).ok_or(Broken::Damaged)?;
    cms::signed_by(&cms, &digest).ok_or(Broken::Changed)
}

fn taken_out(bytes: &[u8], signature: &Dictionary) -> Result<Parts, Broken> {
    let range = signature
        .get(b"ByteRange")
        .and_then(Object::as_array)
        .map_err(|_| Broken::Damaged)?;
    let numbers: Vec<usize> = range
        .iter()
        .filter_map(|number| usize::try_from(number.as_i64().ok()?).ok())
        .collect();
    let [0, start, end, rest] = *numbers.as_slice() else {
        return Err(Broken::Damaged);
    };
    let whole = end.checked_add(rest).ok_or(Broken::Damaged)?;
    if whole != bytes.len() {
        // Less was signed than is there, or more.
        return Err(if whole < bytes.len() {
            Broken::Added
        } else {
            Broken::Damaged
        });
    }
    // What is not signed must be the signature, and nothing else.
    let hex = bytes
        .get(start..end)
        .and_then(|gap| gap.strip_prefix(b"<")?.strip_suffix(b">"))
        .ok_or(Broken::Damaged)?;
    let cms = trimmed(hex).ok_or(Broken::Damaged)?;
    Ok(Parts { start, end, cms })
}

/// The bytes of the signature without the zeros behind it, which may be nothing but zeros.
fn trimmed(hex: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = hash::unhex(hex)?;
    // A sequence says how long it is, in one to four bytes after its tag.
    let long = match bytes.get(1..6)? {
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
fn record(document: &Document) -> Option<Vec<u8>> {
    let names = inside(document, document.catalog().ok()?, b"Names")?;
    let files = inside(document, names, b"EmbeddedFiles")?;
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
    let file = inside(document, named, b"EF")?.get(b"F").ok()?;
    let stream = document.dereference(file).ok()?.1.as_stream().ok()?;
    Some(
        stream
            .get_plain_content()
            .unwrap_or_else(|_| stream.content.clone()),
    )
}
