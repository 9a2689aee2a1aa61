//! Reading a PDF that somebody brings: every revision of it, within bounds.
//!
//! lopdf reads a file by its whole table, each object as often as the table names it and each stream as long as it
//! inflates, so that a small file can cost any time and memory. Here reading has a budget, and an object must be where the
//! table says and be the one that it says.

use std::{cell::RefCell, collections::BTreeMap};

use domain::attachment;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::lexer::{Budget, ByteSource, Lexer};

/// The most objects, small ones inside others counted: pages of a form take some thousands.
pub(crate) const OBJECTS: usize = 400_000;

/// The most bytes that may come out of everything that is compressed and has to be read.
const INFLATED: usize = 32 * 1024 * 1024;

/// The most entries in the tables of places.
pub(crate) const ENTRIES: usize = 200_000;

const REVISIONS: usize = 500;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfReadError {
    /// No PDF, one whose tables are broken, or one under a password.
    NoPdf,
    /// More than a file of an office is: more bytes, more objects, or more that comes out of it.
    TooLarge,
}

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectPlace {
    Free,
    /// At a byte, with its generation.
    At(usize, u16),
    /// In a stream of objects, as which of them.
    In(u32, usize),
}

/// A PDF that was read.
pub(crate) struct ParsedPdf {
    /// Its objects as the newest revision has them.
    pub(crate) document: Document,
    pub(crate) places: BTreeMap<u32, ObjectPlace>,
}

/// Reads a PDF that a stranger may have made; of each object the newest revision. Nothing is decrypted.
///
/// # Errors
/// See [`PdfReadError`].
pub fn read_pdf(bytes: &[u8]) -> Result<Document, PdfReadError> {
    // Some programs put lines before the beginning, from which they count.
    let before = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let start = before.windows(5).position(|part| part == b"%PDF-");
    let bytes = start.and_then(|start| bytes.get(start..)).unwrap_or(bytes);
    read_pdf_with_places(bytes).map(|pdf| pdf.document)
}

/// The same, with the place of each object, of a file that begins where it says.
pub(crate) fn read_pdf_with_places(bytes: &[u8]) -> Result<ParsedPdf, PdfReadError> {
    if bytes.len() > attachment::LARGEST {
        return Err(PdfReadError::TooLarge);
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(PdfReadError::NoPdf);
    }
    let reader = PdfReader {
        bytes,
        // A number is looked at up to three times, because a reference may begin with it.
        budget: Budget::new(4 * bytes.len() + 64 * 1024, INFLATED, OBJECTS),
        places: RefCell::default(),
    };
    let read = reader.read_document();
    if reader.budget.is_spent() {
        return Err(PdfReadError::TooLarge);
    }
    let document = read.ok_or(PdfReadError::NoPdf)?;
    Ok(ParsedPdf {
        document,
        places: reader.places.into_inner(),
    })
}

struct PdfReader<'a> {
    bytes: &'a [u8],
    budget: Budget,
    places: RefCell<BTreeMap<u32, ObjectPlace>>,
}

impl PdfReader<'_> {
    fn read_document(&self) -> Option<Document> {
        let mut document = Document::new();
        document.trailer = self.read_xref_tables()?;
        if document.trailer.has(b"Encrypt") {
            return None;
        }
        let places = self.places.borrow();
        let mut inside: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
        for (number, place) in &*places {
            match place {
                ObjectPlace::Free => {}
                ObjectPlace::At(at, generation) => {
                    let id = (*number, *generation);
                    if let Some(object) = self.read_object_at(*at, id, &places) {
                        document.objects.insert(id, object);
                    }
                }
                ObjectPlace::In(stream, index) => inside.entry(*stream).or_default().push((*index, *number)),
            }
            if self.budget.is_spent() {
                return None;
            }
        }
        for (stream, wanted) in inside {
            let found = document
                .objects
                .get(&(stream, 0))
                .map(|it| self.read_packed_objects(it, &wanted));
            document.objects.extend(found.flatten().unwrap_or_default());
            if self.budget.is_spent() {
                return None;
            }
        }
        document.max_id = places.keys().next_back().copied().unwrap_or_default();
        Some(document)
    }

    /// The tables of all revisions, the newest first; the newest trailer.
    fn read_xref_tables(&self) -> Option<Dictionary> {
        let mut next = Some(find_startxref(self.bytes)?);
        let (mut seen, mut newest) = (Vec::new(), None);
        while let Some(at) = next.filter(|at| !seen.contains(at)) {
            if seen.len() >= REVISIONS {
                self.budget.mark_spent()?;
            }
            seen.push(at);
            let trailer = self.read_xref_table(at)?;
            next = read_offset(&trailer, b"Prev");
            newest.get_or_insert(trailer);
        }
        newest
    }

    fn read_xref_table(&self, at: usize) -> Option<Dictionary> {
        let mut lexer = Lexer::new(self.bytes, at, ByteSource::File, &self.budget);
        if lexer.take_word(b"xref").is_some() {
            let (lines, trailer) = self.read_xref_lines(&mut lexer)?;
            // A file for old and new readers hides objects from the old ones, as if they were free.
            if let Some(beside) = read_offset(&trailer, b"XRefStm").filter(|beside| *beside != at) {
                self.read_xref_stream(beside)?;
            }
            for (number, place) in lines {
                self.add_place(number, place)?;
            }
            return Some(trailer);
        }
        self.read_xref_stream(at)
    }

    fn read_xref_stream(&self, at: usize) -> Option<Dictionary> {
        let mut lexer = Lexer::new(self.bytes, at, ByteSource::File, &self.budget);
        let number = lexer.read_number()?;
        let object = self.read_object_at(at, (number, lexer.read_number()?), &BTreeMap::new())?;
        let Object::Stream(stream) = object else {
            return None;
        };
        self.read_xref_stream_rows(&stream)?;
        Some(stream.dict)
    }

    fn add_place(&self, number: u32, place: ObjectPlace) -> Option<()> {
        let mut places = self.places.borrow_mut();
        places.entry(number).or_insert(place);
        if places.len() > ENTRIES {
            return self.budget.mark_spent();
        }
        Some(())
    }

    /// A table of lines, and the trailer behind it.
    fn read_xref_lines(&self, lexer: &mut Lexer) -> Option<(Vec<(u32, ObjectPlace)>, Dictionary)> {
        let mut all = Vec::new();
        loop {
            if lexer.take_word(b"trailer").is_some() {
                let Object::Dictionary(trailer) = lexer.read_object()? else {
                    return None;
                };
                return Some((all, trailer));
            }
            let (first, count): (u32, u32) = (lexer.read_number()?, lexer.read_number()?);
            for number in first..first.checked_add(count)? {
                let (at, generation) = (lexer.read_number()?, lexer.read_number()?);
                lexer.skip_space()?;
                match lexer.read_word()? {
                    b"n" => all.push((number, ObjectPlace::At(at, generation))),
                    b"f" => all.push((number, ObjectPlace::Free)),
                    _ => return None,
                }
            }
        }
    }

    /// A table in a stream.
    fn read_xref_stream_rows(&self, stream: &Stream) -> Option<()> {
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
        let content = self.inflate_stream(stream)?;
        let mut rows = content.chunks_exact(long);
        let index = numbers(b"Index").or_else(|| Some(vec![0, read_offset(&stream.dict, b"Size")?]))?;
        for span in index.chunks_exact(2) {
            let [start, count] = *span else { return None };
            for number in start..start.checked_add(count)? {
                let row = rows.next()?;
                let (one, rest) = row.split_at_checked(kind)?;
                let (two, three) = rest.split_at_checked(first)?;
                let place = match (
                    if kind == 0 { 1 } else { parse_big_endian(one)? },
                    parse_big_endian(two)?,
                    parse_big_endian(three)?,
                ) {
                    (0, ..) => ObjectPlace::Free,
                    (1, at, generation) => ObjectPlace::At(at, u16::try_from(generation).ok()?),
                    (2, stream, index) => ObjectPlace::In(u32::try_from(stream).ok()?, index),
                    _ => continue,
                };
                self.add_place(u32::try_from(number).ok()?, place)?;
            }
        }
        Some(())
    }

    /// The object at a byte, if it is this one.
    fn read_object_at(&self, at: usize, id: ObjectId, places: &BTreeMap<u32, ObjectPlace>) -> Option<Object> {
        let mut lexer = Lexer::new(self.bytes, at, ByteSource::File, &self.budget);
        if (lexer.read_number()?, lexer.read_number()?) != id {
            return None;
        }
        lexer.take_word(b"obj")?;
        let object = lexer.read_object()?;
        let Object::Dictionary(dict) = object else {
            return Some(object);
        };
        if lexer.take_word(b"stream").is_none() {
            return Some(Object::Dictionary(dict));
        }
        let mut from = lexer.at;
        from += match self.bytes.get(from..from + 2)? {
            b"\r\n" => 2,
            [b'\n' | b'\r', _] => 1,
            _ => return None,
        };
        let content = self.bytes.get(from..self.find_stream_end(from, &dict, places)?)?;
        self.budget.spend_bytes(ByteSource::File, content.len())?;
        Some(Object::Stream(Stream {
            dict,
            content: content.to_vec(),
            allows_compression: false,
            start_position: None,
        }))
    }

    /// Where a stream ends: where its length says, or else before the next word that ends one.
    fn find_stream_end(
        &self,
        from: usize,
        dict: &Dictionary,
        places: &BTreeMap<u32, ObjectPlace>,
    ) -> Option<usize> {
        let long = match dict.get(b"Length").ok()? {
            Object::Integer(long) => Some(*long),
            Object::Reference((number, _)) => match places.get(number) {
                Some(ObjectPlace::At(at, _)) => {
                    let mut lexer = Lexer::new(self.bytes, *at, ByteSource::File, &self.budget);
                    let _: (u32, u16) = (lexer.read_number()?, lexer.read_number()?);
                    lexer.take_word(b"obj")?;
                    lexer.read_number()
                }
                _ => None,
            },
            _ => None,
        };
        let end = long.and_then(|long| from.checked_add(usize::try_from(long).ok()?));
        let ends = |at: &usize| {
            Lexer::new(self.bytes, *at, ByteSource::File, &self.budget)
                .take_word(b"endstream")
                .is_some()
        };
        if let Some(end) = end.filter(ends) {
            return Some(end);
        }
        let word = b"endstream";
        let rest = self.bytes.get(from..)?;
        let found = rest.windows(word.len()).position(|part| part == word);
        self.budget
            .spend_bytes(ByteSource::File, found.unwrap_or(rest.len()))?;
        Some(from + found?)
    }

    /// What comes out of a stream.
    fn inflate_stream(&self, stream: &Stream) -> Option<Vec<u8>> {
        let most = self.budget.inflated_bytes_left();
        match stream.get_plain_content_with_limit(most) {
            Ok(content) => self
                .budget
                .spend_bytes(ByteSource::Stream, content.len())
                .map(|()| content),
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                self.budget.mark_spent()?;
                None
            }
            Err(_) => None,
        }
    }

    /// The objects of a stream that the tables look for there, each as which of them it is named.
    fn read_packed_objects(
        &self,
        stream: &Object,
        wanted: &[(usize, u32)],
    ) -> Option<Vec<(ObjectId, Object)>> {
        let stream = stream.as_stream().ok().filter(|it| it.dict.has_type(b"ObjStm"))?;
        let content = self.inflate_stream(stream)?;
        let first = read_offset(&stream.dict, b"First")?;
        let mut heads = Lexer::new(content.get(..first)?, 0, ByteSource::Stream, &self.budget);
        let mut all: Vec<(u32, usize)> = Vec::new();
        while let (Some(number), Some(at)) = (heads.read_number(), heads.read_number()) {
            all.push((number, at));
        }
        let mut found = Vec::new();
        for (index, number) in wanted {
            let Some((_, at)) = all.get(*index).filter(|(named, _)| named == number) else {
                continue;
            };
            let mut lexer = Lexer::new(
                &content,
                first.checked_add(*at)?,
                ByteSource::Stream,
                &self.budget,
            );
            if let Some(object) = lexer.read_object() {
                found.push(((*number, 0), object));
            }
        }
        Some(found)
    }
}

/// Where the newest table is.
pub(crate) fn find_startxref(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(1024);
    let tail = bytes.get(from..)?;
    let word = b"startxref";
    let at = tail.windows(word.len()).rposition(|part| part == word)?;
    let budget = Budget::new(1024, 0, 0);
    Lexer::new(tail, at + word.len(), ByteSource::File, &budget).read_number()
}

/// A place or a length that a dictionary names.
pub(crate) fn read_offset(dict: &Dictionary, name: &[u8]) -> Option<usize> {
    usize::try_from(dict.get(name).ok()?.as_i64().ok()?).ok()
}

/// A number in bytes, the highest first; none if it is more than any place.
pub(crate) fn parse_big_endian(bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0_usize, |sum, byte| {
        sum.checked_mul(256)?.checked_add(usize::from(*byte))
    })
}
