//! The field that a company fills in which seals papers itself: what may change with it, and the signature in it.

use std::collections::BTreeSet;

use domain::hash;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::{
    CompanySignature,
    after::find_reachable_objects,
    cms,
    compare::{find_object, has_same_entries, has_same_title, is_same_except, list_property_objects},
    look::{read_byte_range, read_field_name, resolve_dictionary},
    pdf::COMPANY,
    signer::read_certificate_info,
};

/// What a field may say that was printed: also that nobody moves it or fills it in again (ISO 32000-1, 12.5.3).
const LOCKED: i64 = 0x80 | 0x200;

/// What the dictionary of a signature may say.
const SIGNATURE: [&[u8]; 16] = [
    b"Type",
    b"Filter",
    b"SubFilter",
    b"Contents",
    b"ByteRange",
    b"M",
    b"Name",
    b"Location",
    b"Reason",
    b"ContactInfo",
    b"Prop_Build",
    b"Prop_AuthTime",
    b"Prop_AuthType",
    b"Cert",
    b"Reference",
    b"R",
];

/// What nothing that a field shows may say: another file, another page, a script, a place in the tree of a page.
const ELSEWHERE: [&[u8]; 9] = [
    b"Ref",
    b"OPI",
    b"PS",
    b"Subtype2",
    b"StructParent",
    b"StructParents",
    b"AF",
    b"Alternates",
    b"JS",
];

/// The sealed revision and a regular one behind it.
pub(crate) struct CompanyRevision<'a> {
    pub(crate) then: &'a Document,
    pub(crate) now: &'a Document,
    /// Objects of the sealed revision that are others now, or gone.
    pub(crate) changed: &'a BTreeSet<u32>,
}

impl<'a> CompanyRevision<'a> {
    /// Whether nothing of the sealed revision is another but the company's field, which is filled in.
    pub(crate) fn has_added_only_signature(&self) -> bool {
        self.has_filled_only_field() && self.has_no_stray_objects() && self.has_no_outside_references()
    }

    /// The same, whatever rides along in new objects.
    pub(crate) fn has_filled_only_field(&self) -> bool {
        self.is_filled() && self.is_otherwise_the_same() && has_same_title(self.then, self.now)
    }

    /// Whether every new object is named by another: a file may ride along in one that nobody names.
    fn has_no_stray_objects(&self) -> bool {
        let named = find_reachable_objects(self.now, &Object::Dictionary(self.now.trailer.clone()));
        self.now.objects.iter().all(|((number, _), object)| {
            let holds_others = object
                .as_stream()
                .is_ok_and(|it| it.dict.has_type(b"XRef") || it.dict.has_type(b"ObjStm"));
            find_object(self.then, *number).is_some() || named.contains(number) || holds_others
        })
    }

    /// Whether the signature says nothing but what signatures say, and what the field shows is all there.
    fn has_no_outside_references(&self) -> bool {
        let Some((_, field)) = find_company_field(self.now) else {
            return false;
        };
        let plain = resolve_dictionary(self.now, field, b"V").is_some_and(|signature| {
            signature
                .iter()
                .all(|(name, _)| SIGNATURE.contains(&name.as_slice()))
        });
        let shown = [b"AP".as_slice(), b"MK"]
            .into_iter()
            .filter_map(|name| field.get(name).ok());
        let here = shown.clone().all(is_self_contained);
        let below = shown.flat_map(|it| find_reachable_objects(self.now, it));
        plain
            && here
            && below
                .into_iter()
                .all(|number| find_object(self.now, number).is_some_and(is_self_contained))
    }

    /// Whether the company's field was empty, and holds a signature now.
    fn is_filled(&self) -> bool {
        let (Some((_, then)), Some((_, now))) = (find_company_field(self.then), find_company_field(self.now))
        else {
            return false;
        };
        let flags = |of: &Dictionary| of.get(b"F").and_then(Object::as_i64).unwrap_or_default();
        let same_flags =
            flags(then) | LOCKED == flags(now) | LOCKED && flags(now) & flags(then) == flags(then);
        !then.has(b"V")
            && resolve_dictionary(self.now, now, b"V").is_some()
            && same_flags
            && self.has_clipped_appearance(now)
    }

    /// Whether what the field shows has an edge, at which readers cut it off.
    fn has_clipped_appearance(&self, field: &'a Dictionary) -> bool {
        let Ok(looks) = field.get(b"AP") else {
            return true;
        };
        let looks = self
            .now
            .dereference(looks)
            .ok()
            .and_then(|(_, it)| it.as_dict().ok());
        let stream = |it: &'a Object| self.now.dereference(it).ok()?.1.as_stream().ok();
        let numbers = |of: &Stream, name: &[u8]| -> Option<Vec<f32>> {
            of.dict
                .get(name)
                .ok()?
                .as_array()
                .ok()?
                .iter()
                .map(|it| it.as_float().ok())
                .collect()
        };
        let is_cut = |look: &Stream| {
            let wide = matches!(numbers(look, b"BBox").as_deref(), Some([left, bottom, right, top])
                if (right - left).abs() > 0.001 && (top - bottom).abs() > 0.001);
            let turned = matches!(numbers(look, b"Matrix").as_deref(), Some([a, b, c, d, _, _])
                if (a * d - b * c).abs() > 0.000_001);
            wide && (turned || !look.dict.has(b"Matrix")) && !look.dict.has(b"F")
        };
        looks.is_some_and(|looks| looks.iter().all(|(_, it)| stream(it).is_some_and(is_cut)))
    }

    fn is_otherwise_the_same(&self) -> bool {
        let field = find_company_field(self.then).map(|(id, _)| id.0);
        let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
        let root = root(self.then).map(|id| id.0);
        let form = self
            .then
            .catalog()
            .ok()
            .and_then(|it| it.get(b"AcroForm").ok()?.as_reference().ok());
        let properties = list_property_objects(self.then);
        self.changed.iter().all(|number| {
            let is = |known: Option<u32>| known == Some(*number);
            let same = |but: &[&[u8]]| {
                is_same_except(
                    find_object(self.then, *number),
                    find_object(self.now, *number),
                    but,
                )
            };
            if is(field) {
                same(&[b"V", b"AP", b"MK", b"F"])
            } else if is(root) {
                same(&[b"AcroForm", b"Extensions"]) && self.is_the_same_form()
            } else if is(form.map(|id| id.0)) {
                self.is_the_same_form()
            } else {
                properties.iter().any(|id| id.0 == *number)
            }
        })
    }

    fn is_the_same_form(&self) -> bool {
        let form =
            |document: &'a Document| resolve_dictionary(document, document.catalog().ok()?, b"AcroForm");
        let (Some(then), Some(now)) = (form(self.then), form(self.now)) else {
            return false;
        };
        has_same_entries(then, now, &[b"SigFlags", b"DR"])
    }

    /// The signature in the company's field; none if it does not hold, or not over the whole file.
    pub(crate) fn verify_company_signature(&self, bytes: &[u8], length: usize) -> Option<CompanySignature> {
        let (_, field) = find_company_field(self.now)?;
        let signature = resolve_dictionary(self.now, field, b"V")?;
        let [start, end, rest] = read_byte_range(signature)?;
        if start < length || end.checked_add(rest)? != bytes.len() {
            return None;
        }
        let gap = bytes.get(start..end)?.strip_prefix(b"<")?.strip_suffix(b">")?;
        let cms = hash::decode_hex(gap.to_ascii_lowercase().as_slice())?;
        if signature.get(b"Contents").and_then(Object::as_str).ok()? != cms.as_slice() {
            return None;
        }
        let signed = [bytes.get(..start)?, bytes.get(end..)?];
        match cms::verify_foreign_signature(&cms, &signed) {
            cms::ForeignSignature::Unknown => Some(CompanySignature { by: None }),
            cms::ForeignSignature::Broken => None,
            cms::ForeignSignature::Holds(certificate) => {
                let said = read_certificate_info(&certificate)?;
                Some(CompanySignature {
                    by: Some((certificate, said)),
                })
            }
        }
    }
}

/// Whether an object, and all that stands within it, leads to nothing elsewhere.
fn is_self_contained(object: &Object) -> bool {
    let dictionary = |all: &Dictionary| {
        all.iter()
            .all(|(name, it)| !ELSEWHERE.contains(&name.as_slice()) && is_self_contained(it))
    };
    match object {
        Object::Array(all) => all.iter().all(is_self_contained),
        Object::Dictionary(all) => dictionary(all),
        Object::Stream(stream) => dictionary(&stream.dict) && !stream.dict.has_type(b"EmbeddedFile"),
        _ => true,
    }
}

/// The company's field and its place.
fn find_company_field(document: &Document) -> Option<(ObjectId, &Dictionary)> {
    let form = resolve_dictionary(document, document.catalog().ok()?, b"AcroForm")?;
    let all = document
        .dereference(form.get(b"Fields").ok()?)
        .ok()?
        .1
        .as_array()
        .ok()?;
    all.iter().find_map(|it| {
        let (id, field) = document.dereference(it).ok()?;
        let field = field.as_dict().ok()?;
        (read_field_name(field) == COMPANY).then_some((id?, field))
    })
}
