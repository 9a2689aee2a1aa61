//! What stands behind a seal, read as strictly as the strictest reader. Readers that find a table of places odd look for
//! objects by themselves, wherever they stand, and the last one of a number counts: so a revision is regular only where its
//! table is beyond doubt, and where no byte is anything but what the table names.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, Stream};

use crate::{
    lexer::{Budget, ByteSource, Lexer, is_regular, is_space},
    reader::{ENTRIES, OBJECTS, ObjectPlace, ParsedPdf, find_startxref, read_offset},
    rows::{self, XrefRows},
};

/// The most bytes from the word that names the place of the table to the end of the file: readers look no further back.
const END: usize = 128;

/// The longest comment between objects.
const COMMENT: usize = 200;

/// Readers do not agree what to do with much more numbers than there are objects.
const SPARE_NUMBERS: i64 = 10_000;

/// What the trailer of a revision may say.
const TRAILER: [&[u8]; 11] = [
    b"Size",
    b"Root",
    b"Prev",
    b"Info",
    b"ID",
    b"Type",
    b"W",
    b"Index",
    b"Length",
    b"Filter",
    b"DecodeParms",
];

/// Whether all that stands behind the first `length` bytes is one revision, and nothing in it can be read in two ways.
pub(crate) fn is_regular_revision(bytes: &[u8], length: usize, sealed: &ParsedPdf, now: &ParsedPdf) -> bool {
    let budget = Budget::new(4 * bytes.len().saturating_sub(length) + 64 * 1024, 0, OBJECTS);
    let tail = AppendedRevision {
        bytes,
        length,
        sealed,
        now,
        budget: &budget,
    };
    let read = || {
        let parts = tail.read_parts()?;
        let table = tail.find_xref_table(&parts)?;
        Some(
            tail.has_no_other_words(&parts)
                && tail.is_continuation(&table)
                && tail.is_complete_table(&parts, &table),
        )
    };
    read().unwrap_or(false)
}

struct AppendedRevision<'a> {
    bytes: &'a [u8],
    length: usize,
    sealed: &'a ParsedPdf,
    now: &'a ParsedPdf,
    budget: &'a Budget,
}

/// An object of the revision.
struct RevisionObject {
    at: usize,
    generation: u16,
    object: Object,
}

/// All that the revision consists of.
#[derive(Default)]
struct RevisionParts {
    objects: BTreeMap<u32, RevisionObject>,
    /// A table of lines: its place, and the trailer behind it.
    lines: Option<(usize, XrefRows, Dictionary)>,
    /// Where the table is, as the end of the file says.
    start: usize,
}

/// The table of the revision.
struct XrefTable {
    rows: XrefRows,
    trailer: Dictionary,
    /// The number of the stream that it stands in.
    own: Option<u32>,
}

impl AppendedRevision<'_> {
    /// Everything, one after the other, up to the last byte.
    fn read_parts(&self) -> Option<RevisionParts> {
        let mut parts = RevisionParts::default();
        let mut at = self.length;
        loop {
            at = self.skip_gap(at)?;
            let mut lexer = Lexer::new(self.bytes, at, ByteSource::File, self.budget);
            match self.bytes.get(at)? {
                b'0'..=b'9' => {
                    let (number, part) = self.read_revision_object(&mut lexer)?;
                    if parts.objects.insert(number, part).is_some() {
                        return None;
                    }
                }
                b'x' if parts.lines.is_none() => {
                    let rows;
                    (rows, lexer.at) = rows::parse_xref_lines(self.bytes, at)?;
                    let Object::Dictionary(trailer) = lexer.read_object()? else {
                        return None;
                    };
                    parts.lines = Some((at, rows, trailer));
                }
                b's' => {
                    parts.start = self.read_file_end(at)?;
                    return Some(parts);
                }
                _ => return None,
            }
            if lexer.comments > 0 {
                return None;
            }
            at = lexer.at;
        }
    }

    /// Past spaces and short comments: some programs say who they are, or begin as if it were a new file.
    fn skip_gap(&self, mut at: usize) -> Option<usize> {
        loop {
            match *self.bytes.get(at)? {
                byte if is_space(byte) => at += 1,
                b'%' => {
                    let rest = self.bytes.get(at..)?;
                    let long = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
                    let plain = rest.get(..long)?.iter().all(|byte| *byte >= b' ');
                    if !plain || long > COMMENT {
                        return None;
                    }
                    at += long;
                }
                _ => return Some(at),
            }
        }
    }

    fn read_revision_object(&self, lexer: &mut Lexer) -> Option<(u32, RevisionObject)> {
        let at = lexer.at;
        let (number, generation) = (lexer.read_number()?, lexer.read_number()?);
        self.take_whole_word(lexer, b"obj")?;
        let mut object = lexer.read_object()?;
        if let (Object::Dictionary(dict), Some(())) = (&object, self.take_whole_word(lexer, b"stream")) {
            object = self.read_exact_stream(lexer, dict.clone())?;
        }
        self.take_whole_word(lexer, b"endobj")?;
        Some((
            number,
            RevisionObject {
                at,
                generation,
                object,
            },
        ))
    }

    /// A word that ends where it should.
    fn take_whole_word(&self, lexer: &mut Lexer, word: &[u8]) -> Option<()> {
        lexer.take_word(word)?;
        let next = self.bytes.get(lexer.at)?;
        (!is_regular(*next)).then_some(())
    }

    /// A stream exactly as long as it says.
    fn read_exact_stream(&self, lexer: &mut Lexer, dict: Dictionary) -> Option<Object> {
        let from = lexer.at
            + match self.bytes.get(lexer.at..)? {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => return None,
            };
        let long = match dict.get(b"Length").ok()? {
            Object::Reference(id) => self.now.document.objects.get(id)?.as_i64().ok()?,
            long => long.as_i64().ok()?,
        };
        let end = from.checked_add(usize::try_from(long).ok()?)?;
        let content = self.bytes.get(from..end)?.to_vec();
        lexer.at = end;
        self.take_whole_word(lexer, b"endstream")?;
        Some(Object::Stream(Stream {
            dict,
            content,
            allows_compression: false,
            start_position: None,
        }))
    }

    /// Where the table is, if nothing stands behind that but the mark of the end.
    fn read_file_end(&self, at: usize) -> Option<usize> {
        if self.bytes.len() - at > END {
            return None;
        }
        let mut lexer = Lexer::new(self.bytes, at, ByteSource::File, self.budget);
        self.take_whole_word(&mut lexer, b"startxref")?;
        let start = lexer.read_number()?;
        let rest = self.bytes.get(lexer.at..)?.trim_ascii().strip_prefix(b"%%EOF")?;
        (rest.is_empty() && lexer.comments == 0).then_some(start)
    }

    /// The table, where the end of the file says.
    fn find_xref_table(&self, parts: &RevisionParts) -> Option<XrefTable> {
        if let Some((at, rows, trailer)) = &parts.lines {
            return (*at == parts.start).then(|| XrefTable {
                rows: rows.clone(),
                trailer: trailer.clone(),
                own: None,
            });
        }
        let (number, part) = parts.objects.iter().find(|(_, part)| part.at == parts.start)?;
        let stream = part.object.as_stream().ok()?;
        (part.generation == 0 && !self.sealed.places.contains_key(number)).then_some(())?;
        Some(XrefTable {
            rows: rows::parse_xref_stream(stream, 24 * ENTRIES)?,
            trailer: stream.dict.clone(),
            own: Some(*number),
        })
    }

    /// Whether no word that a searching reader takes for a part stands where none is: in a text, a stream, a comment.
    fn has_no_other_words(&self, parts: &RevisionParts) -> bool {
        let tail = self.bytes.get(self.length..).unwrap_or_default();
        let count = |word: &[u8]| tail.windows(word.len()).filter(|part| *part == word).count();
        let objects = parts.objects.len();
        let streams = parts.objects.values();
        let streams = streams.filter(|part| part.object.as_stream().is_ok()).count();
        let lines = usize::from(parts.lines.is_some());
        let head = |part: &&[u8]| matches!(part, [before, b'o', b'b', b'j'] if is_space(*before) || before.is_ascii_digit());
        tail.windows(4).filter(head).count() == objects
            && count(b"endobj") == objects
            && count(b"endstream") == streams
            && count(b"trailer") == lines
            && count(b"xref") == 1 + lines
            && count(b"startxref") == 1
            && count(b"%%EOF") == 1
    }

    /// Whether the table goes on from that of the sealed revision, and says how many numbers there are.
    fn is_continuation(&self, table: &XrefTable) -> bool {
        let sealed = &self.sealed.document.trailer;
        let trailer = &table.trailer;
        let before = self.bytes.get(..self.length).and_then(find_startxref);
        let known = trailer.iter().all(|(name, _)| TRAILER.contains(&name.as_slice()));
        let numbers = self.now.places.keys().next_back().copied().max(table.own);
        let least = i64::from(numbers.unwrap_or_default()) + 1;
        let size = |of: &Dictionary| of.get(b"Size").and_then(Object::as_i64).unwrap_or_default();
        let right = size(trailer) >= least.max(size(sealed)) && size(trailer) <= least + SPARE_NUMBERS;
        known
            && right
            && before.is_some()
            && read_offset(trailer, b"Prev") == before
            && sealed.get(b"Root").ok() == trailer.get(b"Root").ok()
    }

    /// Whether the table names every object, and nothing else.
    fn is_complete_table(&self, parts: &RevisionParts, table: &XrefTable) -> bool {
        let mut inside: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, part) in &parts.objects {
            let own = table.own == Some(*number);
            let named = table.rows.get(number) == Some(&ObjectPlace::At(part.at, part.generation));
            if !(named || own && !table.rows.contains_key(number))
                || !self.is_harmless_object(*number, &part.object, own)
            {
                return false;
            }
            if let Ok(stream) = part.object.as_stream()
                && stream.dict.has_type(b"ObjStm")
            {
                let Some(all) = rows::list_packed_objects(stream, self.now) else {
                    return false;
                };
                inside.insert(*number, all);
            }
        }
        let held: usize = inside.values().map(Vec::len).sum();
        let mut found = 0;
        let each = table.rows.iter().all(|(number, place)| match place {
            ObjectPlace::Free => *number == 0,
            ObjectPlace::At(_, generation) => {
                parts.objects.contains_key(number) && self.expected_generation(*number) == Some(*generation)
            }
            ObjectPlace::In(stream, index) => {
                found += 1;
                inside.get(stream).and_then(|all| all.get(*index)) == Some(number)
                    && self.expected_generation(*number) == Some(0)
                    && self.now.document.objects.contains_key(&(*number, 0))
            }
        });
        each && found == held
    }

    /// The generation that an object of this number has; none where there may be none.
    fn expected_generation(&self, number: u32) -> Option<u16> {
        match self.sealed.places.get(&number) {
            None | Some(ObjectPlace::In(..)) => Some(0),
            Some(ObjectPlace::At(_, generation)) => Some(*generation),
            Some(ObjectPlace::Free) => None,
        }
    }

    /// Whether an object is none that a searching reader takes for another table or the beginning of another document.
    fn is_harmless_object(&self, number: u32, object: &Object, own: bool) -> bool {
        let dict = match object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &stream.dict,
            _ => return true,
        };
        let is_new = !self.sealed.places.contains_key(&number);
        let start = [b"Catalog".as_slice(), b"Pages", b"Page"];
        !(is_new && start.into_iter().any(|kind| dict.has_type(kind)))
            && dict.has_type(b"XRef") == own
            && !dict.has(b"Linearized")
    }
}
