//! Tables of places that stand in streams (ISO 32000-1, 7.5.8), looked at before another reader sees a file: one whose rows take no bytes
//! can say that it has any number of them, and a reader would count to its end.

use lopdf::{Dictionary, Object};

use crate::{
    lexer::{Budget, ByteSource, Lexer, is_regular, is_space},
    reader::OBJECTS,
};

/// The most bytes of one part of a row, and the fewest of a whole row: its place takes one, what it is another.
const WIDEST: i64 = 8;
const NARROWEST: i64 = 2;

/// Whether every object of a file that may be such a table has rows of some bytes. Objects are looked for wherever they stand.
#[must_use]
pub fn has_bounded_tables(bytes: &[u8]) -> bool {
    let budget = Budget::new(
        bytes.len().saturating_mul(4).saturating_add(64 * 1024),
        0,
        OBJECTS,
    );
    let mut at = 0;
    while let Some(found) = find_word(bytes.get(at..).unwrap_or_default(), b"obj") {
        at += found + 3;
        let before = (at > 3).then(|| bytes.get(at - 4)).flatten();
        if !before.is_some_and(|byte| is_space(*byte) || byte.is_ascii_digit()) {
            continue;
        }
        let mut lexer = Lexer::new(bytes, at, ByteSource::File, &budget);
        let bounded = match lexer.read_object() {
            Some(Object::Dictionary(dictionary)) => is_bounded(&dictionary),
            Some(_) => true,
            // Read in some other way it may be one all the same.
            None => {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = find_word(rest, b"endobj").unwrap_or(rest.len());
                !budget.is_spent() && !has_widths_list(rest.get(..end).unwrap_or_default())
            }
        };
        if !bounded {
            return false;
        }
    }
    true
}

fn find_word(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|part| part == word)
}

fn is_bounded(dictionary: &Dictionary) -> bool {
    if !dictionary.has(b"Size") {
        return true;
    }
    let widths = dictionary.get(b"W").and_then(Object::as_array);
    let widths: Vec<i64> = widths
        .map(|all| all.iter().filter_map(|it| it.as_i64().ok()).collect())
        .unwrap_or_default();
    let Some(parts) = widths.get(..3) else {
        return true;
    };
    parts.iter().all(|width| *width <= WIDEST) && parts.iter().sum::<i64>() >= NARROWEST
}

/// Whether a list stands somewhere under the name of a table's widths, however the name is written.
fn has_widths_list(bytes: &[u8]) -> bool {
    let names = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    names.map(|(at, _)| at + 1).any(|from| {
        let rest = bytes.get(from..).unwrap_or_default();
        let long = rest.iter().take_while(|byte| is_regular(**byte)).count();
        let name = rest.get(..long).unwrap_or_default();
        let mut behind = rest.get(long..).unwrap_or_default();
        loop {
            match behind {
                [byte, more @ ..] if is_space(*byte) => behind = more,
                [b'%', ..] => {
                    let line = behind.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                    behind = line.and_then(|at| behind.get(at..)).unwrap_or_default();
                }
                _ => break,
            }
        }
        matches!(name, b"W" | b"#57") && behind.first() == Some(&b'[')
    })
}

#[cfg(test)]
mod tests {
    use super::has_bounded_tables;

    fn file(dictionary: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<<{dictionary}>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n")
            .into_bytes()
    }

    #[test]
    fn rows_of_no_bytes_and_of_any_are_found_however_they_are_written() {
        for dictionary in [
            "/Type/XRef/Size 2147483647/W[0 0 0]/Index[0 2147483647]/Length 0",
            "/Size 9/W [ 0 0\n0 ]",
            "/Size 9/#57[0 0 0]",
            "/Size 9/W%a\n[1 0 0]",
            "/Size 9/W[1 9223372036854775807 2]",
            "/Size 9/W[1 2 1]/W[0 0 0]",
            "/Size 9/Size 8/#57 % \n [0 0 0]",
        ] {
            assert!(!has_bounded_tables(&file(dictionary)), "{dictionary}");
        }
    }

    #[test]
    fn plain_tables_and_the_widths_of_letters_are_none_of_them() {
        for dictionary in [
            "/Type/XRef/Size 76/W[1 8 2]/Index[0 1]/Length 49",
            "/Size 9/W[1 2 0]",
            "/Subtype/CIDFontType2/W[1[500 600]]",
            "/Subtype/CIDFontType2/W[0 0 0]",
            "/Subtype/CIDFontType2/W[1 95 500]",
            "/Width 100/Size 3",
        ] {
            assert!(has_bounded_tables(&file(dictionary)), "{dictionary}");
        }
    }
}
