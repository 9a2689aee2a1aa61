//! The objects of a PDF (ISO 32000-1, 7.3), read under a budget: what a file says of itself may make a reader work and
//! hold a thousand times what the file is long, and this one stops before.

use std::cell::Cell;

use lopdf::{Dictionary, Object, StringFormat};

/// How deep objects may lie in each other.
const DEEPEST: usize = 60;

/// What reading a file may still cost.
pub(crate) struct Budget {
    file: Cell<usize>,
    inflated: Cell<usize>,
    objects: Cell<usize>,
    spent: Cell<bool>,
}

/// Whose bytes are read.
#[derive(Clone, Copy)]
pub(crate) enum ByteSource {
    /// Those of the file.
    File,
    /// Those that came out of a stream.
    Stream,
}

impl Budget {
    pub(crate) const fn new(file: usize, inflated: usize, objects: usize) -> Self {
        Self {
            file: Cell::new(file),
            inflated: Cell::new(inflated),
            objects: Cell::new(objects),
            spent: Cell::new(false),
        }
    }

    /// Whether something was too much.
    pub(crate) const fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// How many bytes may still come out of streams.
    pub(crate) const fn inflated_bytes_left(&self) -> usize {
        self.inflated.get()
    }

    /// Pays for bytes; none if there are not so many left.
    pub(crate) fn spend_bytes(&self, from: ByteSource, many: usize) -> Option<()> {
        let purse = match from {
            ByteSource::File => &self.file,
            ByteSource::Stream => &self.inflated,
        };
        self.spend_from(purse, many)
    }

    fn spend_object(&self) -> Option<()> {
        self.spend_from(&self.objects, 1)
    }

    /// Says that something was too much.
    pub(crate) fn mark_spent(&self) -> Option<()> {
        self.spent.set(true);
        None
    }

    fn spend_from(&self, purse: &Cell<usize>, many: usize) -> Option<()> {
        let Some(left) = purse.get().checked_sub(many) else {
            return self.mark_spent();
        };
        purse.set(left);
        Some(())
    }
}

/// Reads objects from a place on.
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    /// The place of the next byte.
    pub(crate) at: usize,
    from: ByteSource,
    budget: &'a Budget,
    /// How many comments were skipped.
    pub(crate) comments: usize,
}

pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

pub(crate) const fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

impl<'a> Lexer<'a> {
    pub(crate) const fn new(bytes: &'a [u8], at: usize, from: ByteSource, budget: &'a Budget) -> Self {
        Self {
            bytes,
            at,
            from,
            budget,
            comments: 0,
        }
    }

    fn peek_byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next_byte(&mut self) -> Option<u8> {
        let byte = self.peek_byte()?;
        self.budget.spend_bytes(self.from, 1)?;
        self.at += 1;
        Some(byte)
    }

    /// Past spaces and comments.
    pub(crate) fn skip_space(&mut self) -> Option<()> {
        while let Some(byte) = self.peek_byte() {
            if byte == b'%' {
                self.comments += 1;
                while self
                    .peek_byte()
                    .is_some_and(|byte| byte != b'\n' && byte != b'\r')
                {
                    self.next_byte()?;
                }
            } else if is_space(byte) {
                self.next_byte()?;
            } else {
                break;
            }
        }
        Some(())
    }

    /// A word of regular letters; may be empty.
    pub(crate) fn read_word(&mut self) -> Option<&'a [u8]> {
        let from = self.at;
        while self.peek_byte().is_some_and(is_regular) {
            self.next_byte()?;
        }
        self.bytes.get(from..self.at)
    }

    /// Past a word, if it stands here.
    pub(crate) fn take_word(&mut self, word: &[u8]) -> Option<()> {
        self.skip_space()?;
        let here = self.bytes.get(self.at..)?.starts_with(word);
        if !here {
            return None;
        }
        self.budget.spend_bytes(self.from, word.len())?;
        self.at += word.len();
        Some(())
    }

    /// A whole number without a sign.
    pub(crate) fn read_number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.skip_space()?;
        let word = self.read_word()?;
        if !word.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(word).ok()?.parse().ok()
    }

    /// The object here; none if it is none, or too much.
    pub(crate) fn read_object(&mut self) -> Option<Object> {
        self.read_nested_object(0)
    }

    fn read_nested_object(&mut self, depth: usize) -> Option<Object> {
        if depth > DEEPEST {
            return None;
        }
        self.budget.spend_object()?;
        self.skip_space()?;
        match self.peek_byte()? {
            b'/' => self.read_name().map(Object::Name),
            b'(' => self
                .read_literal_string()
                .map(|text| Object::String(text, StringFormat::Literal)),
            b'[' => self.read_array(depth),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.read_dictionary(depth).map(Object::Dictionary)
            }
            b'<' => self
                .read_hex_string()
                .map(|text| Object::String(text, StringFormat::Hexadecimal)),
            _ => self.read_bare_value(),
        }
    }

    fn read_name(&mut self) -> Option<Vec<u8>> {
        self.next_byte()?;
        let word = self.read_word()?;
        let mut name = Vec::with_capacity(word.len());
        let mut rest = word;
        while let Some((first, more)) = rest.split_first() {
            let coded = (*first == b'#').then(|| more.get(..2)).flatten();
            let coded = coded
                .and_then(|pair| std::str::from_utf8(pair).ok())
                .and_then(|pair| u8::from_str_radix(pair, 16).ok());
            name.push(coded.unwrap_or(*first));
            rest = if coded.is_some() {
                more.get(2..).unwrap_or_default()
            } else {
                more
            };
        }
        Some(name)
    }

    fn read_literal_string(&mut self) -> Option<Vec<u8>> {
        self.next_byte()?;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        loop {
            match self.next_byte()? {
                b'(' => {
                    open += 1;
                    text.push(b'(');
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(text);
                    }
                    text.push(b')');
                }
                b'\\' => self.read_escape(&mut text)?,
                byte => text.push(byte),
            }
        }
    }

    fn read_escape(&mut self, text: &mut Vec<u8>) -> Option<()> {
        match self.next_byte()? {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            // A line that goes on.
            b'\n' => {}
            b'\r' => {
                if self.peek_byte() == Some(b'\n') {
                    self.next_byte()?;
                }
            }
            digit @ b'0'..=b'7' => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek_byte() else {
                        break;
                    };
                    self.next_byte()?;
                    value = value * 8 + u32::from(digit - b'0');
                }
                text.push(u8::try_from(value & 0xff).unwrap_or_default());
            }
            byte => text.push(byte),
        }
        Some(())
    }

    fn read_hex_string(&mut self) -> Option<Vec<u8>> {
        self.next_byte()?;
        let (mut text, mut half) = (Vec::new(), None);
        loop {
            let byte = self.next_byte()?;
            let digit = match byte {
                b'>' => break,
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                byte if is_space(byte) => continue,
                _ => return None,
            };
            match half.take() {
                None => half = Some(digit),
                Some(high) => text.push(high * 16 + digit),
            }
        }
        if let Some(high) = half {
            text.push(high * 16);
        }
        Some(text)
    }

    fn read_array(&mut self, depth: usize) -> Option<Object> {
        self.next_byte()?;
        let mut all = Vec::new();
        loop {
            self.skip_space()?;
            if self.peek_byte()? == b']' {
                self.next_byte()?;
                return Some(Object::Array(all));
            }
            all.push(self.read_nested_object(depth + 1)?);
        }
    }

    fn read_dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.take_word(b"<<")?;
        let mut all = Dictionary::new();
        loop {
            self.skip_space()?;
            if self.peek_byte()? == b'>' {
                self.take_word(b">>")?;
                return Some(all);
            }
            if self.peek_byte()? != b'/' {
                return None;
            }
            self.budget.spend_object()?;
            let name = self.read_name()?;
            let value = self.read_nested_object(depth + 1)?;
            // Readers do not agree which of two counts.
            if all.has(&name) {
                return None;
            }
            all.set(name, value);
        }
    }

    /// A number, a reference, or a word that is a value.
    fn read_bare_value(&mut self) -> Option<Object> {
        let word = std::str::from_utf8(self.read_word()?).ok()?;
        match word {
            "true" => return Some(Object::Boolean(true)),
            "false" => return Some(Object::Boolean(false)),
            "null" => return Some(Object::Null),
            _ => {}
        }
        let Ok(number) = word.parse::<i64>() else {
            let real = word
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
            return real.then(|| word.parse().ok().map(Object::Real)).flatten();
        };
        Some(self.read_reference(number).unwrap_or(Object::Integer(number)))
    }

    /// `12 0 R`, of which the first number was read; stays where it is if it is none.
    fn read_reference(&mut self, number: i64) -> Option<Object> {
        let number = u32::try_from(number).ok()?;
        let before = self.at;
        let mut read = || {
            let generation: u16 = self.read_number()?;
            self.skip_space()?;
            (self.read_word()? == b"R").then_some(Object::Reference((number, generation)))
        };
        let found = read();
        if found.is_none() {
            self.at = before;
        }
        found
    }
}
