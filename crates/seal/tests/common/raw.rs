//! A revision written byte by byte, with a signature in the company's field: whatever a stranger may write, not only what a
//! library does.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::collections::BTreeMap;

use lopdf::{Document, Object};

use super::foreign::{field, filled};

/// What stands behind a sealed file.
pub struct Raw {
    pub sealed: Vec<u8>,
    /// Further objects: number, generation, content.
    pub objects: Vec<(u32, u16, Vec<u8>)>,
    /// Bytes before and behind the objects that no table names.
    pub before: Vec<u8>,
    pub behind: Vec<u8>,
    /// Bytes after the end of the file.
    pub end: Vec<u8>,
    /// Whether the table is one of lines.
    pub lines: bool,
    /// What the table says of the number of objects; nothing if it says nothing.
    pub size: Option<i64>,
    /// The table before this one.
    pub prev: usize,
    /// More words in the trailer.
    pub trailer: String,
    /// Rows that are not those of the objects: number, place, generation.
    pub rows: Vec<(u32, usize, u16)>,
    /// Objects in streams of objects, for a table in a stream: number, stream, as which of them.
    pub held: Vec<(u32, usize, u16)>,
    /// What the widget says, besides that it is filled in.
    pub widget: (String, String),
    /// The signature; made by OpenSSL if there is none.
    pub signature: Option<Vec<u8>>,
}

/// The content of an object of a file.
pub fn content(pdf: &[u8], number: u32) -> Vec<u8> {
    let head = format!("\n{number} 0 obj\n");
    let at = pdf
        .windows(head.len())
        .rposition(|part| part == head.as_bytes())
        .unwrap()
        + head.len();
    let long = pdf[at..].windows(6).position(|part| part == b"endobj").unwrap();
    pdf[at..at + long].trim_ascii().to_vec()
}

/// The number of the first page's content.
pub fn page_content(pdf: &[u8]) -> u32 {
    let document = Document::load_mem(pdf).unwrap();
    let page = document.page_iter().next().unwrap();
    document.get_page_contents(page)[0].0
}

impl Raw {
    pub fn new(sealed: Vec<u8>) -> Self {
        let word = b"startxref\n";
        let at = sealed.windows(word.len()).rposition(|part| part == word).unwrap() + word.len();
        let prev = String::from_utf8_lossy(&sealed[at..]);
        Self {
            objects: Vec::new(),
            before: Vec::new(),
            behind: Vec::new(),
            end: Vec::new(),
            lines: false,
            size: Some(90),
            prev: prev.lines().next().unwrap().parse().unwrap(),
            trailer: String::new(),
            rows: Vec::new(),
            held: Vec::new(),
            widget: (String::new(), String::new()),
            signature: None,
            sealed,
        }
    }

    pub fn written(&self) -> Vec<u8> {
        let document = Document::load_mem(&self.sealed).unwrap();
        let widget = field(&document, "公司签章").0;
        let root = document
            .trailer
            .get(b"Root")
            .and_then(Object::as_reference)
            .unwrap()
            .0;
        let info = document
            .trailer
            .get(b"Info")
            .and_then(Object::as_reference)
            .unwrap()
            .0;
        let text = String::from_utf8(content(&self.sealed, widget)).unwrap();
        let text = text.replacen(
            &self.widget.0,
            &self.widget.1,
            usize::from(!self.widget.0.is_empty()),
        );
        let text = format!("{}/V 85 0 R>>", text.strip_suffix(">>").unwrap());
        let wide = 9_999_999_999_i64;
        let value = format!(
            "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 {wide} {wide} {wide}]/Contents<{}>>>",
            "0".repeat(12_000)
        );
        let mut objects = vec![(widget, 0, text.into_bytes()), (85, 0, value.into_bytes())];
        objects.extend(self.objects.iter().cloned());
        let mut out = [&self.sealed[..], b"\n", &self.before].concat();
        let mut rows = BTreeMap::new();
        for (number, generation, content) in &objects {
            rows.insert(*number, (out.len(), *generation));
            out.extend(format!("{number} {generation} obj\n").bytes());
            out.extend(content);
            out.extend(b"\nendobj\n");
        }
        out.extend(&self.behind);
        let start = out.len();
        if !self.lines {
            rows.insert(86, (start, 0));
        }
        rows.extend(
            self.rows
                .iter()
                .map(|(number, at, generation)| (*number, (*at, *generation))),
        );
        let size = self.size.map_or_else(String::new, |size| format!("/Size {size}"));
        let trailer = format!(
            "{size}/Root {root} 0 R/Info {info} 0 R/Prev {}{}",
            self.prev, self.trailer
        );
        if self.lines {
            out.extend(b"xref\n");
            for (number, (at, generation)) in &rows {
                out.extend(format!("{number} 1\n{at:010} {generation:05} n \n").bytes());
            }
            out.extend(format!("trailer\n<<{trailer}>>\n").bytes());
        } else {
            rows.extend(
                self.held
                    .iter()
                    .map(|(number, stream, index)| (*number, (*stream, *index))),
            );
            let held = |number: &u32| self.held.iter().any(|(held, ..)| held == number);
            let index: String = rows.keys().map(|number| format!("{number} 1 ")).collect();
            let each = rows.iter().flat_map(|(number, (at, generation))| {
                let at = u32::try_from(*at).unwrap().to_be_bytes();
                [&[1 + u8::from(held(number))], &at[..], &generation.to_be_bytes()].concat()
            });
            let each: Vec<u8> = each.collect();
            let long = each.len();
            out.extend(
                format!("86 0 obj\n<</Type/XRef{trailer}/W[1 4 2]/Index[{index}]/Length {long}>>stream\n")
                    .bytes(),
            );
            out.extend(each);
            out.extend(b"\nendstream\nendobj\n");
        }
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out.extend(&self.end);
        filled(out, self.sealed.len(), self.signature.as_deref())
    }
}
