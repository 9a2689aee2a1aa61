//! The rows of one table of places, read strictly: a row that readers may take in two ways is none.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, Stream};

use crate::{
    lexer::{Budget, ByteSource, Lexer},
    reader::{ENTRIES, OBJECTS, ObjectPlace, ParsedPdf, parse_big_endian, read_offset},
};

/// Where each object of a revision is.
pub(crate) type XrefRows = BTreeMap<u32, ObjectPlace>;

/// The most bytes that may come out of a stream of objects.
const INFLATED: usize = 4 * 1024 * 1024;

/// A table of lines, each of twenty bytes, and where its trailer begins.
pub(crate) fn parse_xref_lines(bytes: &[u8], at: usize) -> Option<(XrefRows, usize)> {
    let mut rest = skip_line_end(bytes.get(at..)?.strip_prefix(b"xref")?)?;
    let mut rows = XrefRows::new();
    loop {
        if let Some(behind) = rest.strip_prefix(b"trailer") {
            return Some((rows, bytes.len() - behind.len()));
        }
        let (first, behind) = parse_digits(rest)?;
        let (count, behind) = parse_digits(behind.strip_prefix(b" ")?)?;
        rest = skip_line_end(behind)?;
        for number in first..first.checked_add(count)? {
            let (line, behind) = rest.split_at_checked(20)?;
            rest = behind;
            let (at, behind) = parse_digits(line)?;
            let (generation, behind) = parse_digits(behind.strip_prefix(b" ")?)?;
            let kind = match behind {
                b" n\r\n" | b" n \n" | b" n \r" => ObjectPlace::At(at, u16::try_from(generation).ok()?),
                b" f\r\n" | b" f \n" | b" f \r" => ObjectPlace::Free,
                _ => return None,
            };
            // Ten digits, a space, five digits.
            if line.get(10) != Some(&b' ') || behind.len() != 4 {
                return None;
            }
            insert_xref_row(&mut rows, number, kind)?;
        }
    }
}

fn insert_xref_row(rows: &mut XrefRows, number: usize, place: ObjectPlace) -> Option<()> {
    let number = u32::try_from(number).ok()?;
    (rows.insert(number, place).is_none() && rows.len() <= ENTRIES).then_some(())
}

fn parse_digits(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let long = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = bytes.split_at_checked(long)?;
    Some((std::str::from_utf8(number).ok()?.parse().ok()?, rest))
}

fn skip_line_end(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    while let Some(behind) = rest.strip_prefix(b" ") {
        rest = behind;
    }
    match rest {
        [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// A table in a stream.
pub(crate) fn parse_xref_stream(stream: &Stream, most: usize) -> Option<XrefRows> {
    let numbers = |name: &[u8]| -> Option<Vec<usize>> {
        let all = stream.dict.get(name).ok()?.as_array().ok()?.iter();
        all.map(|it| usize::try_from(it.as_i64().ok()?).ok()).collect()
    };
    let widths = numbers(b"W")?;
    let [kind @ 0..=1, first @ 1..=8, second @ 0..=8] = *widths.as_slice() else {
        return None;
    };
    let content = inflate_strictly(stream, most)?;
    let mut all = content.chunks_exact(kind + first + second);
    let index = if stream.dict.has(b"Index") {
        numbers(b"Index")?
    } else {
        vec![0, read_offset(&stream.dict, b"Size")?]
    };
    let (spans, odd) = index.as_chunks::<2>();
    let mut rows = XrefRows::new();
    for [start, count] in spans {
        for number in *start..start.checked_add(*count)? {
            let (one, rest) = all.next()?.split_at_checked(kind)?;
            let (two, three) = rest.split_at_checked(first)?;
            let (two, three) = (parse_big_endian(two)?, parse_big_endian(three)?);
            let place = match one {
                [0] => ObjectPlace::Free,
                [] | [1] => ObjectPlace::At(two, u16::try_from(three).ok()?),
                [2] => ObjectPlace::In(u32::try_from(two).ok()?, three),
                _ => return None,
            };
            insert_xref_row(&mut rows, number, place)?;
        }
    }
    (odd.is_empty() && all.next().is_none() && all.remainder().is_empty()).then_some(rows)
}

/// The numbers of the objects that a stream holds, all of which can be read.
pub(crate) fn list_packed_objects(stream: &Stream, now: &ParsedPdf) -> Option<Vec<u32>> {
    let content = inflate_strictly(stream, INFLATED)?;
    let first = read_offset(&stream.dict, b"First")?;
    let many = read_offset(&stream.dict, b"N")?;
    let head = content.get(..first)?;
    let budget = Budget::new(0, 2 * head.len() + 64, OBJECTS);
    let mut lexer = Lexer::new(head, 0, ByteSource::Stream, &budget);
    let mut all = Vec::new();
    while let (Some(number), Some(_)) = (lexer.read_number::<u32>(), lexer.read_number::<usize>()) {
        all.push(number);
    }
    let ends = head.get(lexer.at..)?.trim_ascii().is_empty();
    let plain = !stream.dict.has(b"Extends") && lexer.comments == 0;
    let each = all
        .iter()
        .all(|number| now.document.objects.contains_key(&(*number, 0)));
    (ends && plain && each && all.len() == many).then_some(all)
}

/// What comes out of a stream that is written plainly, or compressed in the one way every reader knows.
fn inflate_strictly(stream: &Stream, most: usize) -> Option<Vec<u8>> {
    let known = match stream.dict.get(b"Filter") {
        Err(_) => true,
        Ok(Object::Array(all)) => matches!(all.as_slice(), [Object::Name(one)] if one == b"FlateDecode"),
        Ok(one) => one.as_name().is_ok_and(|one| one == b"FlateDecode"),
    };
    let told = |all: &Dictionary| {
        let names = [
            b"Predictor".as_slice(),
            b"Columns",
            b"Colors",
            b"BitsPerComponent",
        ];
        all.iter()
            .all(|(name, it)| names.contains(&name.as_slice()) && it.as_i64().is_ok())
    };
    let told = match stream.dict.get(b"DecodeParms") {
        Err(_) => true,
        Ok(one) => one.as_dict().is_ok_and(told),
    };
    let content = (known && told).then(|| stream.get_plain_content_with_limit(most));
    content?.ok()
}
