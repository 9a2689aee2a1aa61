//! Whether two objects say the same, and what a document says of itself.

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::look::resolve_dictionary;

/// Whether two objects are the same but for some entries.
pub(crate) fn is_same_except(then: Option<&Object>, now: Option<&Object>, but: &[&[u8]]) -> bool {
    match (then, now) {
        (Some(Object::Dictionary(then)), Some(Object::Dictionary(now))) => has_same_entries(then, now, but),
        (then, now) => is_equivalent(then, now),
    }
}

pub(crate) fn has_same_entries(then: &Dictionary, now: &Dictionary, but: &[&[u8]]) -> bool {
    let names = then.iter().chain(now.iter()).map(|(name, _)| name);
    let mut rest = names.filter(|name| !but.contains(&name.as_slice()));
    rest.all(|name| is_equivalent(then.get(name).ok(), now.get(name).ok()))
}

/// Whether two objects say the same, however they are written: each program has its own way of writing texts and numbers.
pub(crate) fn is_equivalent(then: Option<&Object>, now: Option<&Object>) -> bool {
    let (Some(then), Some(now)) = (then, now) else {
        return then == now;
    };
    match (then, now) {
        (Object::String(then, _), Object::String(now, _)) => then == now,
        (Object::Dictionary(then), Object::Dictionary(now)) => has_same_entries(then, now, &[]),
        (Object::Array(then), Object::Array(now)) => {
            then.len() == now.len()
                && then
                    .iter()
                    .zip(now)
                    .all(|(then, now)| is_equivalent(Some(then), Some(now)))
        }
        (Object::Stream(then), Object::Stream(now)) => {
            then.content == now.content && has_same_entries(&then.dict, &now.dict, &[])
        }
        (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
            let number = |it: &Object| it.as_float().unwrap_or(f32::NAN);
            let whole = matches!((then, now), (Object::Integer(_), Object::Integer(_)));
            then == now || !whole && (number(then) - number(now)).abs() < 0.001
        }
        (then, now) => then == now,
    }
}

/// The object of a number.
pub(crate) fn find_object(document: &Document, number: u32) -> Option<&Object> {
    let mut all = document.objects.range((number, 0)..=(number, u16::MAX));
    all.next().map(|(_, object)| object)
}

/// The objects that say something of the file and are not shown on its pages.
pub(crate) fn list_property_objects(document: &Document) -> Vec<ObjectId> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference);
    let metadata = document
        .catalog()
        .and_then(|it| it.get(b"Metadata"))
        .and_then(Object::as_reference);
    [info, metadata].into_iter().flatten().collect()
}

/// What readers show above the page. Other properties (when and by what program it was written) may follow.
pub(crate) fn has_same_title(then: &Document, now: &Document) -> bool {
    let told = |document: &Document| {
        let info = resolve_dictionary(document, &document.trailer, b"Info");
        [b"Title".as_slice(), b"Author", b"Subject", b"Keywords"]
            .map(|name| info.and_then(|info| info.get(name).ok()).map(text_of))
    };
    told(then) == told(now) && read_metadata_titles(then) == read_metadata_titles(now)
}

fn text_of(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

/// The titles and authors of the metadata, as they stand there.
fn read_metadata_titles(document: &Document) -> Vec<String> {
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
