//! Normal forms: one each of letters, names, numbers, phones and addresses, so that two spellings of the same are the same.
//! What is stored keeps what was typed; masking, search, likeness and import compare by these.

pub mod address;
pub mod phone;

use unicode_normalization::UnicodeNormalization as _;

/// A letter as it is compared, and the bytes of the text it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FoldedLetter {
    pub(crate) is: char,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// What nobody sees: marks of direction and of width, variants, joints.
#[must_use]
pub const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// One spelling of signs that look alike.
fn fold_character(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        c if c.is_whitespace() => ' ',
        c if is_common(c) => c,
        c => decimal_digit(c).unwrap_or(c),
    }
}

/// The zeros of other scripts' digits that compatibility does not fold; nine more follow each (Unicode, general category Nd).
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136,
    0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
    0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
];
/// The ones of digits in circles and of 苏州码子, which have no zero before them.
const ONES: &[u32] = &[0x24f5, 0x2776, 0x2780, 0x278a, 0x3021];

/// The value of a digit of another script: ١, ५, ๓, ❶, 〡.
fn decimal_digit(c: char) -> Option<char> {
    let above = |first: &u32| u32::from(c).checked_sub(*first);
    let value = ZEROS
        .iter()
        .find_map(|zero| above(zero).filter(|value| *value < 10));
    let value = value.or_else(|| {
        ONES.iter()
            .find_map(|one| above(one).filter(|value| *value < 9).map(|value| value + 1))
    });
    char::from_digit(value?, 10)
}

/// Chinese characters of everyday texts and ASCII stand for themselves.
const fn is_common(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The letters of a text: compatibility forms folded (full width, radicals), small, without what nobody sees.
pub(crate) fn read_letters(text: &str) -> Vec<FoldedLetter> {
    let mut out = Vec::with_capacity(text.len());
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        if is_common(c) {
            let is = fold_character(c).to_ascii_lowercase();
            out.push(FoldedLetter { is, from, to });
        } else if !is_unseen(c) {
            let folded = std::iter::once(c)
                .nfkc()
                .map(|c| fold_character(c).to_ascii_lowercase());
            out.extend(folded.map(|is| FoldedLetter { is, from, to }));
        }
    }
    out
}

/// A text with its letters folded, large and small ones kept apart; line ends stay.
#[must_use]
pub fn fold_text(text: &str) -> String {
    let sign = |c: char| if c.is_control() { c } else { fold_character(c) };
    if text.chars().all(is_common) {
        return text.chars().map(sign).collect();
    }
    text.nfkc().filter(|c| !is_unseen(*c)).map(sign).collect()
}

/// A text as it is compared; letters with an accent of their own are one letter.
#[must_use]
pub fn normalise_text(text: &str) -> String {
    fold_text(text).to_ascii_lowercase()
}

/// A name: without the dots and spaces inside, which everybody sets otherwise.
#[must_use]
pub fn normalise_name(text: &str) -> String {
    normalise_text(text)
        .chars()
        .filter(|c| !is_dot(*c) && *c != ' ')
        .collect()
}

/// The dots between the parts of a name, in every keyboard's spelling.
pub(crate) const fn is_dot(c: char) -> bool {
    matches!(
        c,
        '\u{b7}'
            | '\u{2022}'
            | '\u{2027}'
            | '\u{22c5}'
            | '\u{25cf}'
            | '\u{30fb}'
            | '\u{ff65}'
            | '\u{387}'
            | '\u{2219}'
    )
}

/// A number of a ticket, an account or a meter: capital letters and digits, without spaces.
#[must_use]
pub fn normalise_number(text: &str) -> String {
    normalise_text(text)
        .chars()
        .filter(|c| *c != ' ')
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A text as it is searched: what stands for the same building is spelled alike, and dots of names are gone.
#[must_use]
pub fn normalise_search_text(text: &str) -> String {
    let plain = normalise_text(text);
    if plain.chars().any(|c| is_dot(c) || address::is_sign(c)) {
        address::normalise_buildings(&plain)
    } else {
        plain
    }
}

/// The value of a Chinese digit; none for 十, which is no digit of a number that is read out.
pub(crate) const fn chinese_digit(c: char) -> Option<char> {
    Some(match c {
        '〇' | '零' | '○' | '◯' => '0',
        '一' | '幺' | '壹' | '壱' => '1',
        '二' | '贰' | '貳' | '弐' => '2',
        '三' | '叁' | '參' | '叄' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' | '陸' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        for (text, form) in [
            ("ＷＸ２６", "wx26"),
            ("演示\u{a0}花园\u{3000}３号", "演示 花园 3号"),
            ("⼀⼆", "一二"),
            ("0533－5270300", "0533-5270300"),
            ("0533—5270300", "0533-5270300"),
            ("\u{200e}13800000000\u{200b}", "13800000000"),
            ("葛\u{e0100}城", "葛城"),
            ("Jose\u{301}", "josé"),
            ("José", "josé"),
            ("١٣٨ ५ ๓", "138 5 3"),
            ("❶➂⓷〨\u{1e953}", "13383"),
        ] {
            assert_eq!(normalise_text(text), form, "{text}");
        }
        assert_eq!(normalise_name("买买提·艾力"), normalise_name("买买提 • 艾力"));
        assert_eq!(normalise_name("买买提・艾力"), "买买提艾力");
        assert_eq!(normalise_number("wx 2611230017"), "WX2611230017");
    }

    #[test]
    fn letters_know_their_place() {
        let text = "甲１\u{200b}b";
        let read = read_letters(text);
        let told: Vec<(char, &str)> = read
            .iter()
            .map(|it| (it.is, text.get(it.from..it.to).unwrap()))
            .collect();
        assert_eq!(told, [('甲', "甲"), ('1', "１"), ('b', "b")]);
    }

    #[test]
    fn what_is_sought_is_spelled_as_what_is_kept() {
        for text in ["5#楼", "5 # 楼", "5幢", "5 栋", "５号楼", "五号楼", "5栋楼"] {
            assert_eq!(normalise_search_text(text), "5号楼", "{text}");
        }
        assert_eq!(normalise_search_text("阿·布"), "阿布");
        assert_eq!(normalise_search_text("三里屯 12-3"), "三里屯 12-3");
        assert_eq!(normalise_search_text("十二单元"), "12单元");
    }
}
