//! Phone numbers as they stand in what people write: 张先生 13800000000，座机010-12345678.

use crate::{
    check,
    normal_form::{self, phone::read_phone},
};

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellPhones {
    /// The phones, in their order.
    pub phones: Vec<String>,
    /// What else stands there: `张先生`.
    pub rest: String,
    /// A piece that is meant for a phone and is none.
    pub bad: bool,
}

/// What stands between two numbers, or between a number and a name.
const BETWEEN: &[char] = &[',', ';', '、', '/', '|', '\n', '\r', '\t', '。', ':'];
/// What only says that a phone follows, or that there is none.
const LABELS: &[&str] = &[
    "电话",
    "手机",
    "座机",
    "联系电话",
    "手机号",
    "固话",
    "固定电话",
    "移动电话",
    "号码",
    "宅电",
    "家",
    "办公",
    "无",
    "没有",
    "暂无",
    "-",
    "--",
    "—",
    "——",
];

/// Letters, digits and signs of every width and spelling as the plain ones.
#[must_use]
pub fn fold_cell_text(text: &str) -> String {
    normal_form::fold_text(text)
}

/// A cell that is there for phones.
#[must_use]
pub fn split_phone_cell(text: &str) -> CellPhones {
    let text = fold_cell_text(text);
    let mut spoken = CellPhones::default();
    let mut rest = Vec::new();
    for piece in text.split(BETWEEN) {
        let (found, left) = extract_phones(piece, true);
        if found.is_empty() {
            let piece = piece.trim();
            if check::check_phone("phones", piece).is_ok() {
                spoken.phones.push(piece.to_owned());
                continue;
            }
            spoken.bad |= piece.chars().any(|c| c.is_ascii_digit());
        } else {
            spoken.phones.extend(found);
            spoken.bad |= left.chars().filter(char::is_ascii_digit).count() > 4;
        }
        rest.push(left);
    }
    spoken.rest = join_rest(&rest);
    spoken
}

/// A cell that is there for something else: only what can hardly be anything but a phone.
#[must_use]
pub fn split_text_cell(text: &str) -> CellPhones {
    let (phones, _) = extract_phones(&fold_cell_text(text), false);
    if phones.is_empty() {
        return CellPhones {
            rest: text.to_owned(),
            ..CellPhones::default()
        };
    }
    let mut rest = Vec::new();
    for piece in fold_cell_text(text).split(BETWEEN) {
        rest.push(extract_phones(piece, false).1);
    }
    CellPhones {
        phones,
        rest: join_rest(&rest),
        bad: false,
    }
}

/// What is left, without labels and without brackets around nothing.
fn join_rest(pieces: &[String]) -> String {
    let clean = |piece: &String| {
        piece
            .split(|c: char| c.is_whitespace() || "()".contains(c))
            .filter(|word| !word.is_empty() && !LABELS.contains(word))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let all: Vec<String> = pieces
        .iter()
        .map(clean)
        .filter(|piece| !piece.is_empty())
        .collect();
    all.join(" ")
}

/// Numbers in a text, and the text without them. `local`: also numbers of seven or eight digits.
fn extract_phones(text: &str, local: bool) -> (Vec<String>, String) {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut at = 0;
    let mut after_digit = false;
    while let Some(c) = chars.get(at).copied() {
        let from = chars.get(at..).unwrap_or_default();
        let hit = if after_digit {
            None
        } else {
            read_phone(from, local)
        };
        if let Some((number, length)) = hit {
            found.push(number);
            rest.push(' ');
            at += length;
            after_digit = false;
        } else {
            after_digit = c.is_ascii_digit();
            rest.push(c);
            at += 1;
        }
    }
    (found, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phones(text: &str) -> (Vec<String>, String, bool) {
        let CellPhones { phones, rest, bad } = split_phone_cell(text);
        (phones, rest, bad)
    }

    #[test]
    fn a_cell_of_phones() {
        for (text, expected, rest) in [
            ("13800000000", vec!["13800000000"], ""),
            ("０５３３－５２７０３００", vec!["0533-5270300"], ""),
            ("138 0000 0000", vec!["13800000000"], ""),
            ("+86 138-0000-0000", vec!["13800000000"], ""),
            (
                "13800000000、13900000000；5270300",
                vec!["13800000000", "13900000000", "5270300"],
                "",
            ),
            ("13800000000 13900000000", vec!["13800000000", "13900000000"], ""),
            ("(0533)5270300转12", vec!["0533-5270300-12"], ""),
            ("05335270300", vec!["0533-5270300"], ""),
            ("400-600-0000", vec!["4006000000"], ""),
            ("12345", vec!["12345"], ""),
            (
                "张先生 13800000000，座机010-12345678",
                vec!["13800000000", "010-12345678"],
                "张先生",
            ),
            ("手机：13800000000（儿子）", vec!["13800000000"], "儿子"),
            ("13800000000\n李女士", vec!["13800000000"], "李女士"),
            ("无", vec![], ""),
            ("—", vec![], ""),
            ("", vec![], ""),
        ] {
            let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(phones(text), (expected, rest.to_owned(), false), "{text}");
        }
    }

    #[test]
    fn what_is_no_phone() {
        for text in [
            "1380000",
            "1234",
            "138000000001",
            "370303199001011234",
            "13800000000/1234",
        ] {
            let spoken = split_phone_cell(text);
            // An identity number has few enough digits to pass for a phone: the bounds are those of every form.
            assert!(spoken.bad || spoken.phones == [text], "{text}: {spoken:?}");
        }
        assert_eq!(phones("张先生"), (vec![], "张先生".to_owned(), false));
    }

    #[test]
    fn phones_inside_another_text() {
        let spoken = split_text_cell("张先生 13800000000，座机010-12345678");
        assert_eq!(spoken.phones, ["13800000000", "010-12345678"]);
        assert_eq!(spoken.rest, "张先生");
        for text in ["演示花园 3 号楼", "某某公司（20260315）", "用户5270300"] {
            assert_eq!(
                split_text_cell(text),
                CellPhones {
                    rest: text.to_owned(),
                    ..CellPhones::default()
                }
            );
        }
    }
}
