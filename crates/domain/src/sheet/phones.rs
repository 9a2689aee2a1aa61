//! Phone numbers as they stand in what people write: 张先生 13800000000，座机010-12345678.

use crate::check;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
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

/// Full-width letters, digits and signs as the plain ones.
#[must_use]
pub fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '–' => '-',
        _ => c,
    };
    text.chars().map(one).collect()
}

/// A cell that is there for phones.
#[must_use]
pub fn in_phones(text: &str) -> Spoken {
    let text = plain(text);
    let mut spoken = Spoken::default();
    let mut rest = Vec::new();
    for piece in text.split(BETWEEN) {
        let (found, left) = find(piece, true);
        if found.is_empty() {
            let piece = piece.trim();
            if check::phone("phones", piece).is_ok() {
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
    spoken.rest = said(&rest);
    spoken
}

/// A cell that is there for something else: only what can hardly be anything but a phone.
#[must_use]
pub fn in_text(text: &str) -> Spoken {
    let (phones, _) = find(&plain(text), false);
    if phones.is_empty() {
        return Spoken {
            rest: text.to_owned(),
            ..Spoken::default()
        };
    }
    let mut rest = Vec::new();
    for piece in plain(text).split(BETWEEN) {
        rest.push(find(piece, false).1);
    }
    Spoken {
        phones,
        rest: said(&rest),
        bad: false,
    }
}

/// What is left, without labels and without brackets around nothing.
fn said(pieces: &[String]) -> String {
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
fn find(text: &str, local: bool) -> (Vec<String>, String) {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut at = 0;
    let mut after_digit = false;
    while let Some(c) = chars.get(at).copied() {
        let from = chars.get(at..).unwrap_or_default();
        let hit = if after_digit { None } else { number(from, local) };
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

/// The number a text begins with, and how many characters it takes.
fn number(text: &[char], local: bool) -> Option<(String, usize)> {
    mobile(text)
        .or_else(|| landline(text))
        .or_else(|| service(text))
        .or_else(|| if local { short(text) } else { None })
}

/// Takes digits in groups, with at most one sign between two groups, and nothing that goes on after them.
fn groups(text: &[char], sizes: &[usize]) -> Option<(String, usize)> {
    let (mut digits, mut at) = (String::new(), 0);
    for (place, size) in sizes.iter().enumerate() {
        if place > 0 && matches!(text.get(at), Some('-' | ' ')) {
            at += 1;
        }
        let group = text.get(at..at + size)?;
        if !group.iter().all(char::is_ascii_digit) {
            return None;
        }
        digits.extend(group);
        at += size;
    }
    (!text.get(at).is_some_and(char::is_ascii_digit)).then_some((digits, at))
}

fn mobile(text: &[char]) -> Option<(String, usize)> {
    let prefix = ["+86", "0086"].iter().find_map(|prefix| {
        let length = prefix.len();
        let begins = text.get(..length)?.iter().copied().eq(prefix.chars());
        begins.then(|| length + usize::from(matches!(text.get(length), Some('-' | ' '))))
    });
    let skip = prefix.unwrap_or(0);
    let (digits, length) = groups(text.get(skip..)?, &[3, 4, 4])?;
    digits.starts_with('1').then_some((digits, skip + length))
}

/// `010-12345678`, `(0533)5270300`, with an extension behind a stroke or 转.
fn landline(text: &[char]) -> Option<(String, usize)> {
    let open = usize::from(text.first() == Some(&'('));
    let from = text.get(open..)?;
    if from.first() != Some(&'0') {
        return None;
    }
    let (area, own, length) = [(3, 8), (4, 7), (4, 8)].iter().find_map(|(area, own)| {
        let code = from.get(..*area)?;
        let mut at = *area;
        if open == 1 {
            if from.get(at) != Some(&')') {
                return None;
            }
            at += 1;
        }
        if matches!(from.get(at), Some('-' | ' ')) {
            at += 1;
        }
        let (digits, taken) = groups(from.get(at..)?, &[*own])?;
        let code: String = code.iter().collect();
        // 010 and 02x are the codes of three digits.
        let short = code == "010" || code.starts_with("02");
        let right =
            code.chars().all(|c| c.is_ascii_digit()) && short == (*area == 3) && !digits.starts_with('0');
        right.then_some((code, digits, at + taken))
    })?;
    let mut length = open + length;
    let mut number = format!("{area}-{own}");
    if matches!(text.get(length), Some('-' | '转')) {
        let extension: String = text
            .get(length + 1..)?
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        if (1..=5).contains(&extension.len()) {
            length += 1 + extension.len();
            number = format!("{number}-{extension}");
        }
    }
    Some((number, length))
}

/// 400 and 800.
fn service(text: &[char]) -> Option<(String, usize)> {
    let (digits, length) = groups(text, &[3, 3, 4]).or_else(|| groups(text, &[3, 4, 3]))?;
    let right = digits.starts_with("400") || digits.starts_with("800");
    right.then_some((digits, length))
}

/// A number of the town: seven or eight digits, and no day such as 20260315.
fn short(text: &[char]) -> Option<(String, usize)> {
    let (digits, length) = groups(text, &[8])
        .or_else(|| groups(text, &[4, 4]))
        .or_else(|| groups(text, &[7]))
        .or_else(|| groups(text, &[3, 4]))?;
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let day = digits.len() == 8
        && part(0, 4).is_some_and(|year| (1900..2100).contains(&year))
        && part(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && part(6, 8).is_some_and(|day| (1..=31).contains(&day));
    let right = !digits.starts_with(['0', '1']) && !day;
    right.then_some((digits, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phones(text: &str) -> (Vec<String>, String, bool) {
        let Spoken { phones, rest, bad } = in_phones(text);
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
            let spoken = in_phones(text);
            // An identity number has few enough digits to pass for a phone: the bounds are those of every form.
            assert!(spoken.bad || spoken.phones == [text], "{text}: {spoken:?}");
        }
        assert_eq!(phones("张先生"), (vec![], "张先生".to_owned(), false));
    }

    #[test]
    fn phones_inside_another_text() {
        let spoken = in_text("张先生 13800000000，座机010-12345678");
        assert_eq!(spoken.phones, ["13800000000", "010-12345678"]);
        assert_eq!(spoken.rest, "张先生");
        for text in ["演示花园 3 号楼", "某某公司（20260315）", "用户5270300"] {
            assert_eq!(
                in_text(text),
                Spoken {
                    rest: text.to_owned(),
                    ..Spoken::default()
                }
            );
        }
    }
}
