//! What painting a page comes to: forms that draw forms that draw pictures, each many times, are a few letters in the file.

use std::collections::{HashMap, HashSet};

use domain::{Code, Refusal};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    super::budget::{Budget, content_too_large_refusal},
    is_picture, measure_picture, unpack_layer,
};

/// Work for one page: bytes of what is drawn, and points of what is shown, as often as they are.
const WORK: u64 = 400_000_000;

/// Points of a picture that stands within what is drawn. Programs that do so mean small ones.
const INLINE: u64 = 10_000_000;

/// How far the head of such a picture may reach, in bytes.
const HEAD: usize = 1_000;

/// What each stream is: how long, and how often it draws something.
#[derive(Default)]
pub(super) struct PaintingWork {
    seen: HashMap<ObjectId, (u64, u64)>,
}

impl PaintingWork {
    /// Looks at what a stream holds.
    pub(super) fn count_stream(
        &mut self,
        id: ObjectId,
        plain: &[u8],
        total: &mut Budget,
    ) -> Result<(), Refusal> {
        let draws = find_tokens(plain, b"Do").count();
        let size = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        self.seen.insert(id, (size(plain.len()), size(draws)));
        for begin in find_tokens(plain, b"BI") {
            check_inline(plain.get(begin + 2..).unwrap_or_default(), total)?;
        }
        Ok(())
    }

    /// Whether each page can be painted.
    pub(super) fn check_page_work(&self, document: &Document) -> Result<(), Refusal> {
        let mut known = HashMap::new();
        for page in document.page_iter() {
            let Ok(dict) = document.get_dictionary(page) else {
                continue;
            };
            let contents: Vec<ObjectId> = document.get_page_contents(page);
            let most = self.measure_largest(document, dict, &mut known, &mut HashSet::new());
            let work = contents.iter().map(|id| {
                let (long, draws) = self.seen.get(id).copied().unwrap_or_default();
                long.saturating_add(draws.saturating_mul(most))
            });
            if work.fold(0, u64::saturating_add) > WORK {
                return Err(content_too_large_refusal("file"));
            }
        }
        Ok(())
    }

    /// The most that one of the things takes which a page or a form can draw.
    fn measure_largest(
        &self,
        document: &Document,
        dict: &Dictionary,
        known: &mut HashMap<ObjectId, u64>,
        open: &mut HashSet<ObjectId>,
    ) -> u64 {
        let mut most = 0;
        for id in list_drawn_objects(document, dict) {
            most = most.max(self.measure_object(document, id, known, open));
        }
        most
    }

    fn measure_object(
        &self,
        document: &Document,
        id: ObjectId,
        known: &mut HashMap<ObjectId, u64>,
        open: &mut HashSet<ObjectId>,
    ) -> u64 {
        if let Some(work) = known.get(&id) {
            return *work;
        }
        let Some(Object::Stream(stream)) = document.objects.get(&id) else {
            return 0;
        };
        // One that draws itself never ends.
        if !open.insert(id) {
            return u64::MAX;
        }
        let work = if is_picture(document, &stream.dict) {
            let (width, height) = measure_picture(document, stream);
            width.saturating_mul(height)
        } else {
            let (long, draws) = self.seen.get(&id).copied().unwrap_or_default();
            let most = if draws == 0 {
                0
            } else {
                self.measure_largest(document, &stream.dict, known, open)
            };
            long.saturating_add(draws.saturating_mul(most))
        };
        open.remove(&id);
        known.insert(id, work);
        work
    }
}

/// What a page or a form can draw; a form without a list of its own uses the page's, so all there are count.
fn list_drawn_objects(document: &Document, dict: &Dictionary) -> Vec<ObjectId> {
    let inside = |dict: &Dictionary, name: &[u8]| {
        let object = dict.get(name).ok()?;
        document.dereference(object).ok()?.1.as_dict().ok().cloned()
    };
    let listed =
        find_inherited_resources(document, dict).and_then(|resources| inside(&resources, b"XObject"));
    let ids = |list: Dictionary| {
        list.iter()
            .filter_map(|(_, one)| document.dereference(one).ok()?.0)
            .collect()
    };
    listed.map_or_else(
        || {
            let streams = document.objects.iter().filter(|(_, one)| one.as_stream().is_ok());
            streams.map(|(id, _)| *id).collect()
        },
        ids,
    )
}

/// The resources of a page or of those above it.
fn find_inherited_resources(document: &Document, dict: &Dictionary) -> Option<Dictionary> {
    let mut at = dict;
    for _ in 0..32 {
        if let Ok(object) = at.get(b"Resources") {
            return document.dereference(object).ok()?.1.as_dict().ok().cloned();
        }
        at = document
            .dereference(at.get(b"Parent").ok()?)
            .ok()?
            .1
            .as_dict()
            .ok()?;
    }
    None
}

/// Takes away what no scanned page has and what costs without bounds: patterns, letters that are drawings, groups and masks of
/// drawings. Masks of pictures stay.
pub(super) fn strip_costly_objects(object: &mut Object) {
    match object {
        Object::Stream(stream) => {
            if stream.dict.has(b"PatternType")
                || stream.dict.has(b"ShadingType")
                || stream.dict.has(b"FunctionType")
            {
                stream.set_plain_content(Vec::new());
            }
            stream.dict.remove(b"Group");
            for (_, value) in stream.dict.iter_mut() {
                strip_costly_objects(value);
            }
        }
        Object::Dictionary(dict) => {
            for name in ["CharProcs", "Group", "SMask", "Pattern", "Shading"] {
                dict.remove(name.as_bytes());
            }
            for (_, value) in dict.iter_mut() {
                strip_costly_objects(value);
            }
        }
        Object::Array(all) => all.iter_mut().for_each(strip_costly_objects),
        _ => {}
    }
}

fn is_word_end(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| byte.is_ascii_whitespace() || *byte == 0 || b"/[]<>()%".contains(byte))
}

/// Where a word of two letters stands.
fn find_tokens<'a>(plain: &'a [u8], word: &'a [u8; 2]) -> impl Iterator<Item = usize> + 'a {
    let places = plain.windows(2).enumerate().filter(move |(_, it)| it == word);
    places.map(|(at, _)| at).filter(|at| {
        is_word_end(at.checked_sub(1).and_then(|before| plain.get(before))) && is_word_end(plain.get(at + 2))
    })
}

/// A picture within what is drawn: few points, and packed once at most.
fn check_inline(rest: &[u8], total: &mut Budget) -> Result<(), Refusal> {
    let head = rest.get(..HEAD).unwrap_or(rest);
    let Some(end) = find_tokens(head, b"ID").next() else {
        return Ok(());
    };
    let words: Vec<&[u8]> = head
        .get(..end)
        .unwrap_or_default()
        .split(|byte| byte.is_ascii_whitespace() || b"/[]<>".contains(byte))
        .filter(|word| !word.is_empty())
        .collect();
    let said = |long: &[u8], short: &[u8]| {
        let named = words
            .windows(2)
            .filter(|pair| pair.first().is_some_and(|it| *it == long || *it == short));
        let numbers = named.filter_map(|pair| std::str::from_utf8(pair.get(1)?).ok()?.parse::<u64>().ok());
        numbers.max().unwrap_or(0)
    };
    let (width, height) = (said(b"Width", b"W"), said(b"Height", b"H"));
    if width.saturating_mul(height) > INLINE || said(b"Columns", b"Columns").saturating_mul(height) > INLINE {
        return Err(Refusal::at_field(Code::PictureTooLarge, "file")
            .with_arg("width", width)
            .with_arg("height", height));
    }
    let layers: Vec<&[u8]> = words
        .iter()
        .map(|word| super::long_filter_name(word))
        .filter(|name| name.len() > 6 && name.ends_with(b"Decode"))
        .collect();
    match layers.as_slice() {
        [] | [b"DCTDecode" | b"CCITTFaxDecode"] => Ok(()),
        [one @ (b"FlateDecode" | b"LZWDecode")] => {
            let packed = rest.get(end + 3..).unwrap_or_default().to_vec();
            unpack_layer(one, None, packed, total).map(|_| ())
        }
        _ => Err(content_too_large_refusal("file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand_alone() {
        let found = |text: &[u8]| find_tokens(text, b"Do").count();
        assert_eq!(found(b"/A Do\nq /B Do Q/C Do"), 3);
        assert_eq!(found(b"Dot /Door xDo Do"), 1);
    }

    fn inline(text: &[u8]) -> Option<Code> {
        let mut total = Budget::new(1_000_000);
        check_inline(text, &mut total).err().map(|refusal| refusal.code)
    }

    #[test]
    fn pictures_within_what_is_drawn_are_small() {
        assert_eq!(inline(b" /W 100 /H 100 /BPC 8 /CS /G ID xxxx EI"), None);
        assert_eq!(
            inline(b"/W 60000/H 60000/IM true ID x EI"),
            Some(Code::PictureTooLarge)
        );
        assert_eq!(
            inline(b"/W 1/H 60000/F/CCF/DP<</Columns 60000>> ID x EI"),
            Some(Code::PictureTooLarge)
        );
        assert_eq!(inline(b"/W 1/H 1/F[/Fl/Fl] ID x EI"), Some(Code::ContentTooLarge));
        assert_eq!(inline(b" something else"), None);
    }
}
