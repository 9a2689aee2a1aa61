//! What stands behind the seal of a file. A company that seals papers itself has a field for that; one signature in it is
//! all that may follow. Everything else is told by what it does.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::{
    Said,
    company::Company,
    compare::{alike, has_same_title, same_dictionaries},
    look::{called, fields, inside},
    pdf::FIELD,
    reader::{Pdf, Place, read},
    tail::is_regular_revision,
};

/// What stands behind a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Nothing.
    Nothing,
    /// One signature in the company's own field.
    Signature(Box<Signature>),
    /// Something else.
    Added(Vec<Added>),
}

/// A signature in the company's field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The certificate it was made by (DER), and what it says; none where the signature is of a kind that is not checked here.
    pub by: Option<(Vec<u8>, Said)>,
}

/// Something that was put behind a seal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Added {
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
pub(crate) fn after(bytes: &[u8], length: usize, sealed: &Pdf, certified: Option<i64>) -> After {
    if bytes.len() == length {
        return After::Nothing;
    }
    let many = bytes.len() - length;
    let Ok(now) = read(bytes) else {
        return After::Added(vec![Added::Bytes(many)]);
    };
    let change = Change::of(sealed, &now);
    if change.places.is_empty() {
        return After::Added(vec![Added::Bytes(many)]);
    }
    let regular = is_regular_revision(bytes, length, sealed, &now);
    let company = Company {
        then: change.then,
        now: change.now,
        changed: &change.changed,
    };
    if certified == Some(2) && regular && company.adds_only_a_signature() {
        return match company.signature(bytes, length) {
            Some(signature) => After::Signature(Box::new(signature)),
            None => After::Added(vec![Added::BrokenSignature]),
        };
    }
    let mut all = change.named();
    if certified == Some(2) && regular && company.fills_its_field() {
        all.push(Added::Objects(change.places.len()));
    }
    // Of several revisions each is read by itself.
    let one = bytes
        .get(length..)
        .map(|tail| tail.windows(9).filter(|part| part == b"startxref").count());
    if one == Some(1) && !regular {
        all.push(Added::Irregular);
    }
    After::Added(all)
}

/// The sealed revision and the newest one.
struct Change<'a> {
    then: &'a Document,
    now: &'a Document,
    /// Where objects stand that stood elsewhere, or were not there.
    places: BTreeMap<u32, Place>,
    /// Objects of the sealed revision that are others now, or gone.
    changed: BTreeSet<u32>,
    moved: bool,
}

impl<'a> Change<'a> {
    fn of(sealed: &'a Pdf, now: &'a Pdf) -> Self {
        let places: BTreeMap<u32, Place> = now
            .places
            .iter()
            .filter(|(number, place)| sealed.places.get(number) != Some(place))
            .map(|(number, place)| (*number, *place))
            .collect();
        let (then, new) = (&sealed.document, &now.document);
        // An object of another generation is another one: some readers take it, some take neither.
        let is_changed = |(number, place): &(&u32, &Place)| {
            let generation = match place {
                Place::At(_, generation) => *generation,
                Place::In(..) | Place::Free => 0,
            };
            let id = (**number, generation);
            !alike(then.objects.get(&id), new.objects.get(&id))
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
    fn named(&self) -> Vec<Added> {
        let mut all = BTreeSet::new();
        let fields = fields(self.now);
        for field in fields.iter().filter(|field| field.has(b"V")) {
            let name = called(field);
            let before = self::fields(self.then);
            let known = before
                .iter()
                .any(|it| called(it) == name && it.get(b"V").ok() == field.get(b"V").ok());
            if !known {
                all.insert(Added::Signature(name));
            }
        }
        all.extend(self.of_pages());
        let catalog = |document: &'a Document| document.catalog().ok();
        let touched = |ids: BTreeSet<u32>| !self.changed.is_disjoint(&ids);
        let reached = |name: &[u8]| {
            let of = |document: &'a Document| catalog(document).and_then(|it| it.get(name).ok());
            let ids = of(self.then).map(|it| reachable(self.then, it));
            !alike(of(self.then), of(self.now)) || ids.is_some_and(touched)
        };
        if reached(b"Names") || reached(b"AF") {
            all.insert(Added::Attachments);
        }
        if self.moved || reached(b"Metadata") || !has_same_title(self.then, self.now) {
            all.insert(Added::Properties);
        }
        let seal = |document: &'a Document| self::fields(document).into_iter().find(|it| called(it) == FIELD);
        let value = |document: &'a Document| seal(document).and_then(|it| inside(document, it, b"V"));
        if value(self.then) != value(self.now) {
            all.insert(Added::Seal);
        }
        if all.is_empty() {
            all.insert(Added::Objects(self.places.len()));
        }
        all.into_iter().collect()
    }

    fn of_pages(&self) -> Vec<Added> {
        let pages: Vec<ObjectId> = self.then.page_iter().collect();
        let mut all = Vec::new();
        if self.now.page_iter().take(pages.len() + 1).collect::<Vec<_>>() != pages {
            all.push(Added::Pages);
        }
        for id in pages {
            let page = |document: &'a Document| document.get_dictionary(id).ok();
            let (Some(then), Some(now)) = (page(self.then), page(self.now)) else {
                continue;
            };
            let mut plain = then.clone();
            plain.remove(b"Annots");
            plain.remove(b"Parent");
            let below = reachable(self.then, &Object::Dictionary(plain));
            let signed = fields(self.now).iter().filter(|field| field.has(b"V")).count();
            let (before, behind) = (notes(self.then, then), notes(self.now, now));
            if !same_dictionaries(then, now, &[b"Annots", b"Parent"]) || !below.is_disjoint(&self.changed) {
                all.push(Added::Content);
            }
            let gone = before.iter().any(|note| !behind.contains(note));
            if gone || behind.len() > before.len() + signed.saturating_sub(1) {
                all.push(Added::Notes);
            }
        }
        all
    }
}

/// What lies on a page.
fn notes<'a>(document: &'a Document, page: &'a Dictionary) -> Vec<&'a Object> {
    let all = page
        .get(b"Annots")
        .ok()
        .and_then(|it| document.dereference(it).ok());
    let all = all.and_then(|(_, it)| it.as_array().ok());
    all.into_iter().flatten().collect()
}

/// The numbers of all objects that one leads to.
pub(crate) fn reachable(document: &Document, from: &Object) -> BTreeSet<u32> {
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
