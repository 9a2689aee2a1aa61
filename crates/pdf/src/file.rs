//! Writes a document as a file: small objects together in compressed streams, and so the table of their places.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use sha2::{Digest as _, Sha256};

use crate::parallel;

/// Objects in one stream: enough that what they have in common is written once.
const TOGETHER: usize = 1_000;

/// Where an object is.
#[derive(Clone, Copy)]
enum XrefEntry {
    Free,
    /// At a byte.
    At(usize),
    /// In a stream, as which of its objects.
    In(u32, u16),
}

/// A file that grows.
pub(crate) struct PdfFile {
    out: Vec<u8>,
    /// By the number of the object.
    places: Vec<XrefEntry>,
    next: u32,
    /// The objects of the stream that is being filled: number and place.
    inside: Vec<(u32, usize)>,
    body: Vec<u8>,
    /// Streams of objects that are full and not compressed yet.
    full: Vec<FullObjectStream>,
}

/// Its number, its entries, its content.
type FullObjectStream = (u32, Dictionary, Vec<u8>);

/// Streams compressed at one time: the processors share them, and no more than these wait in memory.
const AT_ONCE: usize = 16;

impl PdfFile {
    /// Begins a file whose objects all have numbers below `next`.
    pub(crate) fn new(next: u32) -> Self {
        let mut out = b"%PDF-1.7\n".to_vec();
        // Says to whoever moves files that these are no lines of text.
        out.extend([b'%', 0xE2, 0xE3, 0xCF, 0xD3, b'\n']);
        Self {
            out,
            places: Vec::new(),
            next,
            inside: Vec::new(),
            body: Vec::new(),
            full: Vec::new(),
        }
    }

    /// Writes all objects of a document.
    pub(crate) fn write_document(&mut self, document: &mut Document) {
        for ((number, _), object) in std::mem::take(&mut document.objects) {
            match object {
                Object::Stream(stream) => self.write_stream(number, stream),
                object => {
                    self.write_object(number, |body| serialize_object(body, &object));
                }
            }
        }
    }

    /// Writes an object that is no stream.
    pub(crate) fn write_object(&mut self, number: u32, body: impl FnOnce(&mut Vec<u8>)) {
        self.inside.push((number, self.body.len()));
        body(&mut self.body);
        self.body.push(b'\n');
        if self.inside.len() >= TOGETHER {
            self.close_object_stream();
        }
        if self.full.len() >= AT_ONCE {
            self.write_full_streams();
        }
    }

    /// Writes a stream as it is, or compressed if it is not yet.
    pub(crate) fn write_stream(&mut self, number: u32, mut stream: Stream) {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            stream = compress_stream(stream.dict, &stream.content, Compression::best());
        }
        let content = stream.content;
        stream.dict.set("Length", to_pdf_integer(content.len()));
        self.set_xref_entry(number, XrefEntry::At(self.out.len()));
        self.out.extend(format!("{number} 0 obj\n").as_bytes());
        serialize_dictionary(&mut self.out, &stream.dict);
        self.out.extend(b"stream\n");
        self.out.extend(content);
        self.out.extend(b"\nendstream\nendobj\n");
    }

    /// Ends the stream of objects that is being filled.
    fn close_object_stream(&mut self) {
        if self.inside.is_empty() {
            return;
        }
        let stream = self.next;
        self.next += 1;
        let mut content = Vec::new();
        let inside = std::mem::take(&mut self.inside);
        for (index, (number, at)) in (0..).zip(&inside) {
            content.extend(format!("{number} {at} ").as_bytes());
            self.set_xref_entry(*number, XrefEntry::In(stream, index));
        }
        let (count, first) = (to_pdf_integer(inside.len()), to_pdf_integer(content.len()));
        let dict = dictionary! { "Type" => "ObjStm", "N" => count, "First" => first };
        content.append(&mut self.body);
        self.full.push((stream, dict, content));
    }

    /// Writes the streams that are full.
    fn write_full_streams(&mut self) {
        let full = std::mem::take(&mut self.full);
        // Objects are much alike: to look longer for what they have in common takes four times as long and finds
        // next to nothing.
        let one = |(number, dict, content): &FullObjectStream| {
            (
                *number,
                compress_stream(dict.clone(), content, Compression::new(5)),
            )
        };
        for (number, stream) in parallel::map_in_parallel(&full, 1, one) {
            self.write_stream(number, stream);
        }
    }

    fn set_xref_entry(&mut self, number: u32, place: XrefEntry) {
        let at = number as usize;
        if self.places.len() <= at {
            self.places.resize(at + 1, XrefEntry::Free);
        }
        if let Some(free) = self.places.get_mut(at) {
            *free = place;
        }
    }

    /// Ends the file. Its identifier comes from its content, so that equal data makes equal bytes.
    pub(crate) fn finish_file(mut self, root: ObjectId, info: ObjectId) -> Vec<u8> {
        self.close_object_stream();
        self.write_full_streams();
        let digest = Sha256::digest(&self.out);
        let half = digest.get(..16).unwrap_or_default().to_vec();
        let name = Object::String(half, StringFormat::Hexadecimal);
        let start = self.out.len();
        self.set_xref_entry(self.next, XrefEntry::At(start));
        let dict = dictionary! {
            "Type" => "XRef", "Size" => i64::from(self.next) + 1, "Root" => root, "Info" => info,
            "ID" => vec![name.clone(), name],
            "W" => vec![1.into(), 4.into(), 2.into()],
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => 7 },
        };
        let table = Stream::new(dict, encode_xref_table(&self.places));
        self.write_stream(self.next, table);
        self.out.extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.out
    }
}

pub(crate) fn compress_stream(mut dict: Dictionary, content: &[u8], level: Compression) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::new(), level);
    // Writing into memory cannot fail.
    let packed = encoder.write_all(content).and_then(|()| encoder.finish());
    let Ok(packed) = packed else {
        return Stream::new(dict, content.to_vec());
    };
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, packed)
}

/// The table of places: each row as its difference from the one above, which compresses to almost nothing.
fn encode_xref_table(places: &[XrefEntry]) -> Vec<u8> {
    let mut above = [0_u8; 7];
    let mut out = Vec::with_capacity(places.len() * 8);
    for place in places {
        let (kind, first, second) = match *place {
            XrefEntry::Free => (0, 0, u16::MAX),
            XrefEntry::At(byte) => (1, u32::try_from(byte).unwrap_or_default(), 0),
            XrefEntry::In(stream, index) => (2, stream, index),
        };
        let ([a, b, c, d], [e, f]) = (first.to_be_bytes(), second.to_be_bytes());
        let row = [kind, a, b, c, d, e, f];
        out.push(2);
        out.extend(
            row.iter()
                .zip(above)
                .map(|(byte, above)| byte.wrapping_sub(above)),
        );
        above = row;
    }
    out
}

fn to_pdf_integer(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn serialize_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend(value.to_string().as_bytes()),
        Object::Real(value) => out.extend(value.to_string().as_bytes()),
        Object::Name(name) => self::serialize_name(out, name),
        Object::String(text, _) => serialize_string(out, text),
        Object::Array(all) => {
            out.push(b'[');
            for (index, object) in all.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                serialize_object(out, object);
            }
            out.push(b']');
        }
        Object::Dictionary(dict) => serialize_dictionary(out, dict),
        // A stream stands by itself.
        Object::Stream(stream) => serialize_dictionary(out, &stream.dict),
        Object::Reference((number, _)) => out.extend(format!("{number} 0 R").as_bytes()),
    }
}

fn serialize_dictionary(out: &mut Vec<u8>, dict: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dict {
        serialize_name(out, key);
        out.push(b' ');
        serialize_object(out, value);
    }
    out.extend(b">>");
}

fn serialize_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").as_bytes());
        }
    }
}

/// A text of a PDF.
pub(crate) fn serialize_string(out: &mut Vec<u8>, text: &[u8]) {
    if text
        .iter()
        .all(|byte| byte.is_ascii_graphic() && !b"()\\".contains(byte))
    {
        out.push(b'(');
        out.extend(text);
        out.push(b')');
    } else {
        out.push(b'<');
        for byte in text {
            out.extend(format!("{byte:02x}").as_bytes());
        }
        out.push(b'>');
    }
}
