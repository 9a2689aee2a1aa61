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
pub(crate) enum From {
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
    pub(crate) const fn inflated(&self) -> usize {
        self.inflated.get()
    }

    /// Pays for bytes; none if there are not so many left.
    pub(crate) fn bytes(&self, from: From, many: usize) -> Option<()> {
        let purse = match from {
            From::File => &self.file,
            From::Stream => &self.inflated,
        };
        self.pay(purse, many)
    }

    fn object(&self) -> Option<()> {
        self.pay(&self.objects, 1)
    }

    /// Says that something was too much.
    pub(crate) fn spend(&self) -> Option<()> {
        self.spent.set(true);
        None
    }

    fn pay(&self, purse: &Cell<usize>, many: usize) -> Option<()> {
        let Some(left) = purse.get().checked_sub(many) else {
            return self.spend();
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
    from: From,
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
    pub(crate) const fn new(bytes: &'a [u8], at: usize, from: From, budget: &'a Budget) -> Self {
        Self {
            bytes,
            at,
            from,
            budget,
            comments: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.budget.bytes(self.from, 1)?;
        self.at += 1;
        Some(byte)
    }

    /// Past spaces and comments.
    pub(crate) fn skip(&mut self) -> Option<()> {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                self.comments += 1;
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.next()?;
                }
            } else if is_space(byte) {
                self.next()?;
            } else {
                break;
            }
        }
        Some(())
    }

    /// A word of regular letters; may be empty.
    pub(crate) fn word(&mut self) -> Option<&'a [u8]> {
        let from = self.at;
        while self.peek().is_some_and(is_regular) {
            self.next()?;
        }
        self.bytes.get(from..self.at)
    }

    /// Past a word, if it stands here.
    pub(crate) fn take(&mut self, word: &[u8]) -> Option<()> {
        self.skip()?;
        let here = self.bytes.get(self.at..)?.starts_with(word);
        if !here {
            return None;
        }
        self.budget.bytes(self.from, word.len())?;
        self.at += word.len();
        Some(())
    }

    /// A whole number without a sign.
    pub(crate) fn number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.skip()?;
        let word = self.word()?;
        if !word.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(word).ok()?.parse().ok()
    }

    /// The object here; none if it is none, or too much.
    pub(crate) fn object(&mut self) -> Option<Object> {
        self.deep(0)
    }

    fn deep(&mut self, depth: usize) -> Option<Object> {
        if depth > DEEPEST {
            return None;
        }
        self.budget.object()?;
        self.skip()?;
        match self.peek()? {
            b'/' => self.name().map(Object::Name),
            b'(' => self
                .literal()
                .map(|text| Object::String(text, StringFormat::Literal)),
            b'[' => self.array(depth),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.dictionary(depth).map(Object::Dictionary)
            }
            b'<' => self
                .hexadecimal()
                .map(|text| Object::String(text, StringFormat::Hexadecimal)),
            _ => self.plain(),
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.next()?;
        let word = self.word()?;
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

    fn literal(&mut self) -> Option<Vec<u8>> {
        self.next()?;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        loop {
            match self.next()? {
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
                b'\\' => self.escaped(&mut text)?,
                byte => text.push(byte),
            }
        }
    }

    fn escaped(&mut self, text: &mut Vec<u8>) -> Option<()> {
        match self.next()? {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            // A line that goes on.
            b'\n' => {}
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.next()?;
                }
            }
            digit @ b'0'..=b'7' => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else {
                        break;
                    };
                    self.next()?;
                    value = value * 8 + u32::from(digit - b'0');
                }
                text.push(u8::try_from(value & 0xff).unwrap_or_default());
            }
            byte => text.push(byte),
        }
        Some(())
    }

    fn hexadecimal(&mut self) -> Option<Vec<u8>> {
        self.next()?;
        let (mut text, mut half) = (Vec::new(), None);
        loop {
            let byte = self.next()?;
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

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.next()?;
        let mut all = Vec::new();
        loop {
            self.skip()?;
            if self.peek()? == b']' {
                self.next()?;
                return Some(Object::Array(all));
            }
            all.push(self.deep(depth + 1)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        self.take(b"<<")?;
        let mut all = Dictionary::new();
        loop {
            self.skip()?;
            if self.peek()? == b'>' {
                self.take(b">>")?;
                return Some(all);
            }
            if self.peek()? != b'/' {
                return None;
            }
            self.budget.object()?;
            let name = self.name()?;
            let value = self.deep(depth + 1)?;
            // Readers do not agree which of two counts.
            if all.has(&name) {
                return None;
            }
            all.set(name, value);
        }
    }

    /// A number, a reference, or a word that is a value.
    fn plain(&mut self) -> Option<Object> {
        let word = std::str::from_utf8(self.word()?).ok()?;
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
        Some(self.reference(number).unwrap_or(Object::Integer(number)))
    }

    /// `12 0 R`, of which the first number was read; stays where it is if it is none.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let number = u32::try_from(number).ok()?;
        let before = self.at;
        let mut read = || {
            let generation: u16 = self.number()?;
            self.skip()?;
            (self.word()? == b"R").then_some(Object::Reference((number, generation)))
        };
        let found = read();
        if found.is_none() {
            self.at = before;
        }
        found
    }
}
