//! What stands behind the seal of a file. A company that seals papers itself has a field for that; one signature in it is
//! all that may follow. Everything else is told by what it does.

use std::collections::{BTreeMap, BTreeSet};

use domain::hash;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::{
    Said, cms,
    look::{called, fields, inside, range_of},
    pdf::{COMPANY, FIELD},
    reader::{Pdf, Place, read},
    signer::said,
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
    if certified == Some(2) && change.adds_only_a_signature(bytes, length) {
        return match change.company_signature(bytes) {
            Some(signature) => After::Signature(Box::new(signature)),
            None => After::Added(vec![Added::BrokenSignature]),
        };
    }
    After::Added(change.named())
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
        let was = |number: u32| find(then, number);
        let changed = sealed.places.keys().copied();
        Self {
            changed: changed
                .filter(|number| !alike(was(*number), find(new, *number)))
                .collect(),
            moved: then.trailer.get(b"Root").ok() != new.trailer.get(b"Root").ok(),
            then,
            now: new,
            places,
        }
    }

    /// Whether one revision follows, and nothing of the sealed one is another but the company's field, which is filled in.
    fn adds_only_a_signature(&self, bytes: &[u8], length: usize) -> bool {
        let tail = bytes.get(length..).unwrap_or_default();
        let count = |word: &[u8]| tail.windows(word.len()).filter(|part| *part == word).count();
        let one =
            count(b"startxref") == 1 && count(b"%%EOF") == 1 && tail.trim_ascii_end().ends_with(b"%%EOF");
        one && !self.moved && self.stands_behind(length) && self.is_filled() && self.is_otherwise_the_same()
    }

    /// Whether what is new stands behind the seal, where the table says.
    fn stands_behind(&self, length: usize) -> bool {
        self.places.iter().all(|(number, place)| {
            let behind = |place: &Place| matches!(place, Place::At(at, _) if *at >= length);
            match place {
                Place::Free => find(self.then, *number).is_none(),
                Place::At(..) => behind(place) && find(self.now, *number).is_some(),
                Place::In(stream, _) => {
                    self.places.get(stream).is_some_and(behind) && find(self.now, *number).is_some()
                }
            }
        })
    }

    /// Whether the company's field was empty, and holds a signature now.
    fn is_filled(&self) -> bool {
        let empty = company(self.then).is_some_and(|(_, field)| !field.has(b"V"));
        empty && company(self.now).is_some_and(|(_, field)| inside(self.now, field, b"V").is_some())
    }

    fn is_otherwise_the_same(&self) -> bool {
        let field = company(self.then).map(|(id, _)| id.0);
        let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
        let root = root(self.then).map(|id| id.0);
        let form = self
            .then
            .catalog()
            .ok()
            .and_then(|it| it.get(b"AcroForm").ok()?.as_reference().ok());
        let properties = properties(self.then);
        self.changed.iter().all(|number| {
            let is = |known: Option<u32>| known == Some(*number);
            let same = |but: &[&[u8]]| same(find(self.then, *number), find(self.now, *number), but);
            if is(field) {
                same(&[b"V", b"AP", b"MK"])
            } else if is(root) {
                same(&[b"AcroForm", b"Extensions"]) && self.is_the_same_form()
            } else if is(form.map(|id| id.0)) {
                self.is_the_same_form()
            } else {
                properties.iter().any(|id| id.0 == *number)
            }
        }) && self.has_the_same_title()
    }

    fn is_the_same_form(&self) -> bool {
        let form = |document: &'a Document| inside(document, document.catalog().ok()?, b"AcroForm");
        let (Some(then), Some(now)) = (form(self.then), form(self.now)) else {
            return false;
        };
        same_dictionaries(then, now, &[b"SigFlags", b"DR"])
    }

    /// What readers show above the page. Other properties (when and by what program it was written) may follow.
    fn has_the_same_title(&self) -> bool {
        let told = |document: &'a Document| {
            let info = inside(document, &document.trailer, b"Info");
            [b"Title".as_slice(), b"Author", b"Subject", b"Keywords"]
                .map(|name| info.and_then(|info| info.get(name).ok()).map(text_of))
        };
        told(self.then) == told(self.now) && titles(self.then) == titles(self.now)
    }

    /// The signature in the company's field; none if it does not hold, or not over the whole file.
    fn company_signature(&self, bytes: &[u8]) -> Option<Signature> {
        let (_, field) = company(self.now)?;
        let signature = inside(self.now, field, b"V")?;
        let [start, end, rest] = range_of(signature)?;
        if end.checked_add(rest)? != bytes.len() {
            return None;
        }
        let gap = bytes.get(start..end)?.strip_prefix(b"<")?.strip_suffix(b">")?;
        let cms = hash::unhex(gap.to_ascii_lowercase().as_slice())?;
        if signature.get(b"Contents").and_then(Object::as_str).ok()? != cms.as_slice() {
            return None;
        }
        let signed = [bytes.get(..start)?, bytes.get(end..)?];
        match cms::foreign(&cms, &signed) {
            cms::Foreign::Unknown => Some(Signature { by: None }),
            cms::Foreign::Broken => None,
            cms::Foreign::Holds(certificate) => {
                let said = said(&certificate)?;
                Some(Signature {
                    by: Some((certificate, said)),
                })
            }
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
        if self.moved || reached(b"Metadata") || !self.has_the_same_title() {
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

/// The object of a number.
fn find(document: &Document, number: u32) -> Option<&Object> {
    let mut all = document.objects.range((number, 0)..=(number, u16::MAX));
    all.next().map(|(_, object)| object)
}

/// The company's field and its place.
fn company(document: &Document) -> Option<(ObjectId, &Dictionary)> {
    let form = inside(document, document.catalog().ok()?, b"AcroForm")?;
    let all = document
        .dereference(form.get(b"Fields").ok()?)
        .ok()?
        .1
        .as_array()
        .ok()?;
    all.iter().find_map(|it| {
        let (id, field) = document.dereference(it).ok()?;
        let field = field.as_dict().ok()?;
        (called(field) == COMPANY).then_some((id?, field))
    })
}

/// Whether two objects are the same but for some entries.
fn same(then: Option<&Object>, now: Option<&Object>, but: &[&[u8]]) -> bool {
    match (then, now) {
        (Some(Object::Dictionary(then)), Some(Object::Dictionary(now))) => same_dictionaries(then, now, but),
        (then, now) => alike(then, now),
    }
}

fn same_dictionaries(then: &Dictionary, now: &Dictionary, but: &[&[u8]]) -> bool {
    let names = then.iter().chain(now.iter()).map(|(name, _)| name);
    let mut rest = names.filter(|name| !but.contains(&name.as_slice()));
    rest.all(|name| alike(then.get(name).ok(), now.get(name).ok()))
}

/// Whether two objects say the same, however they are written: each program has its own way of writing texts and numbers.
fn alike(then: Option<&Object>, now: Option<&Object>) -> bool {
    let (Some(then), Some(now)) = (then, now) else {
        return then == now;
    };
    match (then, now) {
        (Object::String(then, _), Object::String(now, _)) => then == now,
        (Object::Dictionary(then), Object::Dictionary(now)) => same_dictionaries(then, now, &[]),
        (Object::Array(then), Object::Array(now)) => {
            then.len() == now.len()
                && then
                    .iter()
                    .zip(now)
                    .all(|(then, now)| alike(Some(then), Some(now)))
        }
        (Object::Stream(then), Object::Stream(now)) => {
            then.content == now.content && same_dictionaries(&then.dict, &now.dict, &[])
        }
        (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
            let number = |it: &Object| it.as_float().unwrap_or(f32::NAN);
            then == now || (number(then) - number(now)).abs() < 0.001
        }
        (then, now) => then == now,
    }
}

/// The objects that say something of the file and are not shown on its pages.
fn properties(document: &Document) -> Vec<ObjectId> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference);
    let metadata = document
        .catalog()
        .and_then(|it| it.get(b"Metadata"))
        .and_then(Object::as_reference);
    [info, metadata].into_iter().flatten().collect()
}

fn text_of(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

/// The titles and authors of the metadata, as they stand there.
fn titles(document: &Document) -> Vec<String> {
    let stream = || {
        let stream = document.catalog().ok()?.get(b"Metadata").ok()?;
        document.dereference(stream).ok()?.1.as_stream().ok()
    };
    let text = stream().and_then(|it| it.get_plain_content_with_limit(1024 * 1024).ok());
    let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
    let between = |name: &str| {
        let mut parts = text.split(name);
        parts.next();
        let part = parts.next().unwrap_or_default();
        // The letters alone: programs order and space their tags each in their own way.
        let words = part.split('<').filter_map(|tag| tag.split_once('>'));
        words.map(|(_, words)| words.trim()).collect::<String>()
    };
    ["dc:title", "dc:creator", "dc:description"].map(between).to_vec()
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
fn reachable(document: &Document, from: &Object) -> BTreeSet<u32> {
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
