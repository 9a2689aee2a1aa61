//! Reading a PDF that somebody brings: every revision of it, within bounds.
//!
//! lopdf reads a file by its whole table, each object as often as the table names it and each stream as long as it
//! inflates, so that a small file can cost any time and memory. Here reading has a budget, and an object must be where the
//! table says and be the one that it says.

use std::{cell::RefCell, collections::BTreeMap};

use domain::attachment;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::lexer::{Budget, From, Lexer};

/// The most objects, small ones inside others counted: pages of a form take some thousands.
pub(crate) const OBJECTS: usize = 400_000;

/// The most bytes that may come out of everything that is compressed and has to be read.
const INFLATED: usize = 32 * 1024 * 1024;

/// The most entries in the tables of places.
pub(crate) const ENTRIES: usize = 200_000;

/// The most revisions.
const REVISIONS: usize = 500;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// No PDF, one whose tables are broken, or one under a password.
    NoPdf,
    /// More than a file of an office is: more bytes, more objects, or more that comes out of it.
    TooLarge,
}

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Free,
    /// At a byte, with its generation.
    At(usize, u16),
    /// In a stream of objects, as which of them.
    In(u32, usize),
}

/// A PDF that was read.
pub(crate) struct Pdf {
    /// Its objects as the newest revision has them.
    pub(crate) document: Document,
    /// Where each is.
    pub(crate) places: BTreeMap<u32, Place>,
}

/// Reads a PDF that a stranger may have made; of each object the newest revision. Nothing is decrypted.
///
/// # Errors
/// See [`Unread`].
pub fn read_pdf(bytes: &[u8]) -> Result<Document, Unread> {
    // Some programs put lines before the beginning, from which they count.
    let before = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let start = before.windows(5).position(|part| part == b"%PDF-");
    let bytes = start.and_then(|start| bytes.get(start..)).unwrap_or(bytes);
    read(bytes).map(|pdf| pdf.document)
}

/// The same, with the place of each object, of a file that begins where it says.
pub(crate) fn read(bytes: &[u8]) -> Result<Pdf, Unread> {
    if bytes.len() > attachment::LARGEST {
        return Err(Unread::TooLarge);
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(Unread::NoPdf);
    }
    let reader = Reader {
        bytes,
        // A number is looked at up to three times, because a reference may begin with it.
        budget: Budget::new(4 * bytes.len() + 64 * 1024, INFLATED, OBJECTS),
        places: RefCell::default(),
    };
    let read = reader.whole();
    if reader.budget.is_spent() {
        return Err(Unread::TooLarge);
    }
    let document = read.ok_or(Unread::NoPdf)?;
    Ok(Pdf {
        document,
        places: reader.places.into_inner(),
    })
}

struct Reader<'a> {
    bytes: &'a [u8],
    budget: Budget,
    places: RefCell<BTreeMap<u32, Place>>,
}

impl Reader<'_> {
    fn whole(&self) -> Option<Document> {
        let mut document = Document::new();
        document.trailer = self.tables()?;
        if document.trailer.has(b"Encrypt") {
            return None;
        }
        let places = self.places.borrow();
        let mut inside: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
        for (number, place) in &*places {
            match place {
                Place::Free => {}
                Place::At(at, generation) => {
                    let id = (*number, *generation);
                    if let Some(object) = self.object(*at, id, &places) {
                        document.objects.insert(id, object);
                    }
                }
                Place::In(stream, index) => inside.entry(*stream).or_default().push((*index, *number)),
            }
            if self.budget.is_spent() {
                return None;
            }
        }
        for (stream, wanted) in inside {
            let found = document
                .objects
                .get(&(stream, 0))
                .map(|it| self.inside(it, &wanted));
            document.objects.extend(found.flatten().unwrap_or_default());
            if self.budget.is_spent() {
                return None;
            }
        }
        document.max_id = places.keys().next_back().copied().unwrap_or_default();
        Some(document)
    }

    /// The tables of all revisions, the newest first; the newest trailer.
    fn tables(&self) -> Option<Dictionary> {
        let mut next = Some(start(self.bytes)?);
        let (mut seen, mut newest) = (Vec::new(), None);
        while let Some(at) = next.filter(|at| !seen.contains(at)) {
            if seen.len() >= REVISIONS {
                self.budget.spend()?;
            }
            seen.push(at);
            let trailer = self.table(at)?;
            next = place(&trailer, b"Prev");
            newest.get_or_insert(trailer);
        }
        newest
    }

    fn table(&self, at: usize) -> Option<Dictionary> {
        let mut lexer = Lexer::new(self.bytes, at, From::File, &self.budget);
        if lexer.take(b"xref").is_some() {
            let (lines, trailer) = self.lines(&mut lexer)?;
            // A file for old and new readers hides objects from the old ones, as if they were free.
            if let Some(beside) = place(&trailer, b"XRefStm").filter(|beside| *beside != at) {
                self.stream_table(beside)?;
            }
            for (number, place) in lines {
                self.place(number, place)?;
            }
            return Some(trailer);
        }
        self.stream_table(at)
    }

    fn stream_table(&self, at: usize) -> Option<Dictionary> {
        let mut lexer = Lexer::new(self.bytes, at, From::File, &self.budget);
        let number = lexer.number()?;
        let object = self.object(at, (number, lexer.number()?), &BTreeMap::new())?;
        let Object::Stream(stream) = object else {
            return None;
        };
        self.rows(&stream)?;
        Some(stream.dict)
    }

    fn place(&self, number: u32, place: Place) -> Option<()> {
        let mut places = self.places.borrow_mut();
        places.entry(number).or_insert(place);
        if places.len() > ENTRIES {
            return self.budget.spend();
        }
        Some(())
    }

    /// A table of lines, and the trailer behind it.
    fn lines(&self, lexer: &mut Lexer) -> Option<(Vec<(u32, Place)>, Dictionary)> {
        let mut all = Vec::new();
        loop {
            if lexer.take(b"trailer").is_some() {
                let Object::Dictionary(trailer) = lexer.object()? else {
                    return None;
                };
                return Some((all, trailer));
            }
            let (first, count): (u32, u32) = (lexer.number()?, lexer.number()?);
            for number in first..first.checked_add(count)? {
                let (at, generation) = (lexer.number()?, lexer.number()?);
                lexer.skip()?;
                match lexer.word()? {
                    b"n" => all.push((number, Place::At(at, generation))),
                    b"f" => all.push((number, Place::Free)),
                    _ => return None,
                }
            }
        }
    }

    /// A table in a stream.
    fn rows(&self, stream: &Stream) -> Option<()> {
        let numbers = |name: &[u8]| -> Option<Vec<usize>> {
            let all = stream.dict.get(name).ok()?.as_array().ok()?.iter();
            all.map(|it| usize::try_from(it.as_i64().ok()?).ok()).collect()
        };
        let widths = numbers(b"W")?;
        let [kind, first, second] = *widths.as_slice() else {
            return None;
        };
        let long = [kind, first, second]
            .iter()
            .try_fold(0_usize, |sum, it| sum.checked_add(*it))?;
        if long == 0 || long > 24 {
            return None;
        }
        let content = self.content(stream)?;
        let mut rows = content.chunks_exact(long);
        let index = numbers(b"Index").or_else(|| Some(vec![0, place(&stream.dict, b"Size")?]))?;
        for span in index.chunks_exact(2) {
            let [start, count] = *span else { return None };
            for number in start..start.checked_add(count)? {
                let row = rows.next()?;
                let (one, rest) = row.split_at_checked(kind)?;
                let (two, three) = rest.split_at_checked(first)?;
                let place = match (
                    if kind == 0 { 1 } else { value(one)? },
                    value(two)?,
                    value(three)?,
                ) {
                    (0, ..) => Place::Free,
                    (1, at, generation) => Place::At(at, u16::try_from(generation).ok()?),
                    (2, stream, index) => Place::In(u32::try_from(stream).ok()?, index),
                    _ => continue,
                };
                self.place(u32::try_from(number).ok()?, place)?;
            }
        }
        Some(())
    }

    /// The object at a byte, if it is this one.
    fn object(&self, at: usize, id: ObjectId, places: &BTreeMap<u32, Place>) -> Option<Object> {
        let mut lexer = Lexer::new(self.bytes, at, From::File, &self.budget);
        if (lexer.number()?, lexer.number()?) != id {
            return None;
        }
        lexer.take(b"obj")?;
        let object = lexer.object()?;
        let Object::Dictionary(dict) = object else {
            return Some(object);
        };
        if lexer.take(b"stream").is_none() {
            return Some(Object::Dictionary(dict));
        }
        let mut from = lexer.at;
        from += match self.bytes.get(from..from + 2)? {
            b"\r\n" => 2,
            [b'\n' | b'\r', _] => 1,
            _ => return None,
        };
        let content = self.bytes.get(from..self.end(from, &dict, places)?)?;
        self.budget.bytes(From::File, content.len())?;
        Some(Object::Stream(Stream {
            dict,
            content: content.to_vec(),
            allows_compression: false,
            start_position: None,
        }))
    }

    /// Where a stream ends: where its length says, or else before the next word that ends one.
    fn end(&self, from: usize, dict: &Dictionary, places: &BTreeMap<u32, Place>) -> Option<usize> {
        let long = match dict.get(b"Length").ok()? {
            Object::Integer(long) => Some(*long),
            Object::Reference((number, _)) => match places.get(number) {
                Some(Place::At(at, _)) => {
                    let mut lexer = Lexer::new(self.bytes, *at, From::File, &self.budget);
                    let _: (u32, u16) = (lexer.number()?, lexer.number()?);
                    lexer.take(b"obj")?;
                    lexer.number()
                }
                _ => None,
            },
            _ => None,
        };
        let end = long.and_then(|long| from.checked_add(usize::try_from(long).ok()?));
        let ends = |at: &usize| {
            Lexer::new(self.bytes, *at, From::File, &self.budget)
                .take(b"endstream")
                .is_some()
        };
        if let Some(end) = end.filter(ends) {
            return Some(end);
        }
        let word = b"endstream";
        let rest = self.bytes.get(from..)?;
        let found = rest.windows(word.len()).position(|part| part == word);
        self.budget.bytes(From::File, found.unwrap_or(rest.len()))?;
        Some(from + found?)
    }

    /// What comes out of a stream.
    fn content(&self, stream: &Stream) -> Option<Vec<u8>> {
        let most = self.budget.inflated();
        match stream.get_plain_content_with_limit(most) {
            Ok(content) => self.budget.bytes(From::Stream, content.len()).map(|()| content),
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                self.budget.spend()?;
                None
            }
            Err(_) => None,
        }
    }

    /// The objects of a stream that the tables look for there, each as which of them it is named.
    fn inside(&self, stream: &Object, wanted: &[(usize, u32)]) -> Option<Vec<(ObjectId, Object)>> {
        let stream = stream.as_stream().ok().filter(|it| it.dict.has_type(b"ObjStm"))?;
        let content = self.content(stream)?;
        let first = place(&stream.dict, b"First")?;
        let mut heads = Lexer::new(content.get(..first)?, 0, From::Stream, &self.budget);
        let mut all: Vec<(u32, usize)> = Vec::new();
        while let (Some(number), Some(at)) = (heads.number(), heads.number()) {
            all.push((number, at));
        }
        let mut found = Vec::new();
        for (index, number) in wanted {
            let Some((_, at)) = all.get(*index).filter(|(named, _)| named == number) else {
                continue;
            };
            let mut lexer = Lexer::new(&content, first.checked_add(*at)?, From::Stream, &self.budget);
            if let Some(object) = lexer.object() {
                found.push(((*number, 0), object));
            }
        }
        Some(found)
    }
}

/// Where the newest table is.
pub(crate) fn start(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(1024);
    let tail = bytes.get(from..)?;
    let word = b"startxref";
    let at = tail.windows(word.len()).rposition(|part| part == word)?;
    let budget = Budget::new(1024, 0, 0);
    Lexer::new(tail, at + word.len(), From::File, &budget).number()
}

/// A place or a length that a dictionary names.
pub(crate) fn place(dict: &Dictionary, name: &[u8]) -> Option<usize> {
    usize::try_from(dict.get(name).ok()?.as_i64().ok()?).ok()
}

/// A number in bytes, the highest first; none if it is more than any place.
pub(crate) fn value(bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0_usize, |sum, byte| {
        sum.checked_mul(256)?.checked_add(usize::from(*byte))
    })
}
