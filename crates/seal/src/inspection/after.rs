//! What stands behind the seal of a file. A company that seals papers itself has a field for that; one signature in it is
//! all that may follow. Everything else is told by what it does.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::{
    CertificateInfo,
    company::CompanyRevision,
    compare::{has_same_entries, has_same_title, is_equivalent},
    look::{list_form_fields, read_field_name, resolve_dictionary},
    pdf::FIELD,
    reader::{ObjectPlace, ParsedPdf, read_pdf_with_places},
    tail::is_regular_revision,
};

/// What stands behind a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostSealUpdate {
    Nothing,
    /// One signature in the company's own field.
    Signature(Box<CompanySignature>),
    /// Something else.
    Added(Vec<PostSealChange>),
}

/// A signature in the company's field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanySignature {
    /// The certificate it was made by (DER), and what it says; none where the signature is of a kind that is not checked here.
    pub by: Option<(Vec<u8>, CertificateInfo)>,
}

/// Something that was put behind a seal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PostSealChange {
    /// So many bytes that are no revision, or none that can be read.
    Bytes(usize),
    /// A signature in this field.
    Signature(String),
    /// A signature in the company's field that does not hold.
    BrokenSignature,
    /// Pages were added, taken out or put in another order.
    Pages,
    /// What stands on a page was changed.
    Content,
    /// Notes, links or fields lie on a page that were not there.
    Notes,
    /// The attached record, or another attached file.
    Attachments,
    /// The seal's own field.
    Seal,
    /// Title, author and the like.
    Properties,
    /// So many objects that none of the others names.
    Objects(usize),
    /// A revision that other readers may take in another way than this one does.
    Irregular,
}

/// What stands behind the first `length` bytes, which are sealed and were read. `certified`: what the seal allows.
pub(crate) fn inspect_after_seal(
    bytes: &[u8],
    length: usize,
    sealed: &ParsedPdf,
    certified: Option<i64>,
) -> PostSealUpdate {
    if bytes.len() == length {
        return PostSealUpdate::Nothing;
    }
    let many = bytes.len() - length;
    let Ok(now) = read_pdf_with_places(bytes) else {
        return PostSealUpdate::Added(vec![PostSealChange::Bytes(many)]);
    };
    let change = RevisionDiff::compare_revisions(sealed, &now);
    if change.places.is_empty() {
        return PostSealUpdate::Added(vec![PostSealChange::Bytes(many)]);
    }
    let regular = is_regular_revision(bytes, length, sealed, &now);
    let company = CompanyRevision {
        then: change.then,
        now: change.now,
        changed: &change.changed,
    };
    if certified == Some(2) && regular && company.has_added_only_signature() {
        return match company.verify_company_signature(bytes, length) {
            Some(signature) => PostSealUpdate::Signature(Box::new(signature)),
            None => PostSealUpdate::Added(vec![PostSealChange::BrokenSignature]),
        };
    }
    let mut all = change.list_changes();
    if certified == Some(2) && regular && company.has_filled_only_field() {
        all.push(PostSealChange::Objects(change.places.len()));
    }
    // Of several revisions each is read by itself.
    let one = bytes
        .get(length..)
        .map(|tail| tail.windows(9).filter(|part| part == b"startxref").count());
    if one == Some(1) && !regular {
        all.push(PostSealChange::Irregular);
    }
    PostSealUpdate::Added(all)
}

/// The sealed revision and the newest one.
struct RevisionDiff<'a> {
    then: &'a Document,
    now: &'a Document,
    /// Where objects stand that stood elsewhere, or were not there.
    places: BTreeMap<u32, ObjectPlace>,
    /// Objects of the sealed revision that are others now, or gone.
    changed: BTreeSet<u32>,
    moved: bool,
}

impl<'a> RevisionDiff<'a> {
    fn compare_revisions(sealed: &'a ParsedPdf, now: &'a ParsedPdf) -> Self {
        let places: BTreeMap<u32, ObjectPlace> = now
            .places
            .iter()
            .filter(|(number, place)| sealed.places.get(number) != Some(place))
            .map(|(number, place)| (*number, *place))
            .collect();
        let (then, new) = (&sealed.document, &now.document);
        // An object of another generation is another one: some readers take it, some take neither.
        let is_changed = |(number, place): &(&u32, &ObjectPlace)| {
            let generation = match place {
                ObjectPlace::At(_, generation) => *generation,
                ObjectPlace::In(..) | ObjectPlace::Free => 0,
            };
            let id = (**number, generation);
            !is_equivalent(then.objects.get(&id), new.objects.get(&id))
        };
        let changed = sealed.places.iter().filter(is_changed);
        Self {
            changed: changed.map(|(number, _)| *number).collect(),
            moved: then.trailer.get(b"Root").ok() != new.trailer.get(b"Root").ok(),
            then,
            now: new,
            places,
        }
    }

    /// What follows, by what it does.
    fn list_changes(&self) -> Vec<PostSealChange> {
        let mut all = BTreeSet::new();
        let fields = list_form_fields(self.now);
        for field in fields.iter().filter(|field| field.has(b"V")) {
            let name = read_field_name(field);
            let before = self::list_form_fields(self.then);
            let known = before
                .iter()
                .any(|it| read_field_name(it) == name && it.get(b"V").ok() == field.get(b"V").ok());
            if !known {
                all.insert(PostSealChange::Signature(name));
            }
        }
        all.extend(self.list_page_changes());
        let catalog = |document: &'a Document| document.catalog().ok();
        let touched = |ids: BTreeSet<u32>| !self.changed.is_disjoint(&ids);
        let reached = |name: &[u8]| {
            let of = |document: &'a Document| catalog(document).and_then(|it| it.get(name).ok());
            let ids = of(self.then).map(|it| find_reachable_objects(self.then, it));
            !is_equivalent(of(self.then), of(self.now)) || ids.is_some_and(touched)
        };
        if reached(b"Names") || reached(b"AF") {
            all.insert(PostSealChange::Attachments);
        }
        if self.moved || reached(b"Metadata") || !has_same_title(self.then, self.now) {
            all.insert(PostSealChange::Properties);
        }
        let seal = |document: &'a Document| {
            self::list_form_fields(document)
                .into_iter()
                .find(|it| read_field_name(it) == FIELD)
        };
        let value =
            |document: &'a Document| seal(document).and_then(|it| resolve_dictionary(document, it, b"V"));
        if value(self.then) != value(self.now) {
            all.insert(PostSealChange::Seal);
        }
        if all.is_empty() {
            all.insert(PostSealChange::Objects(self.places.len()));
        }
        all.into_iter().collect()
    }

    fn list_page_changes(&self) -> Vec<PostSealChange> {
        let pages: Vec<ObjectId> = self.then.page_iter().collect();
        let mut all = Vec::new();
        if self.now.page_iter().take(pages.len() + 1).collect::<Vec<_>>() != pages {
            all.push(PostSealChange::Pages);
        }
        for id in pages {
            let page = |document: &'a Document| document.get_dictionary(id).ok();
            let (Some(then), Some(now)) = (page(self.then), page(self.now)) else {
                continue;
            };
            let mut plain = then.clone();
            plain.remove(b"Annots");
            plain.remove(b"Parent");
            let below = find_reachable_objects(self.then, &Object::Dictionary(plain));
            let signed = list_form_fields(self.now)
                .iter()
                .filter(|field| field.has(b"V"))
                .count();
            let (before, behind) = (
                list_page_annotations(self.then, then),
                list_page_annotations(self.now, now),
            );
            if !has_same_entries(then, now, &[b"Annots", b"Parent"]) || !below.is_disjoint(&self.changed) {
                all.push(PostSealChange::Content);
            }
            let gone = before.iter().any(|note| !behind.contains(note));
            if gone || behind.len() > before.len() + signed.saturating_sub(1) {
                all.push(PostSealChange::Notes);
            }
        }
        all
    }
}

/// What lies on a page.
fn list_page_annotations<'a>(document: &'a Document, page: &'a Dictionary) -> Vec<&'a Object> {
    let all = page
        .get(b"Annots")
        .ok()
        .and_then(|it| document.dereference(it).ok());
    let all = all.and_then(|(_, it)| it.as_array().ok());
    all.into_iter().flatten().collect()
}

/// The numbers of all objects that one leads to.
pub(crate) fn find_reachable_objects(document: &Document, from: &Object) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(object) = waiting.pop() {
        match object {
            Object::Reference(id) if found.insert(id.0) => waiting.extend(document.objects.get(id)),
            Object::Array(all) => waiting.extend(all),
            Object::Dictionary(all) => waiting.extend(all.iter().map(|(_, it)| it)),
            Object::Stream(stream) => waiting.extend(stream.dict.iter().map(|(_, it)| it)),
            _ => {}
        }
    }
    found
}
