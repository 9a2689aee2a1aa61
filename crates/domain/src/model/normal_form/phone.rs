//! Phones: one form of every spelling, and where in a text they stand.

mod found;

pub use found::{PhoneMatch, find_known_phones, find_phones};

use super::read_letters;

/// Longest extension, in digits.
const EXTENSION: usize = 5;

/// The digits of a phone alone, without the country's code: `13800000000`, `05335270300`. What has an extension keeps it behind a
/// stroke. Empty where there are no digits.
#[must_use]
pub fn normalise_phone(text: &str) -> String {
    let letters = read_letters(text).into_iter().map(|letter| letter.is);
    let letters: Vec<char> = letters.filter(|c| *c != ' ').collect();
    if let Some((number, _)) = read_landline(&letters) {
        let mut parts = number.splitn(3, '-');
        let own: String = parts.by_ref().take(2).collect();
        return parts
            .next()
            .map_or(own.clone(), |extension| format!("{own}-{extension}"));
    }
    let digits: String = letters.iter().filter(|c| c.is_ascii_digit()).collect();
    strip_country_code(&digits).to_owned()
}

fn strip_country_code(digits: &str) -> &str {
    ["0086", "86"]
        .iter()
        .find_map(|code| {
            digits
                .strip_prefix(code)
                .filter(|rest| rest.len() == 11 && rest.starts_with('1'))
        })
        .unwrap_or(digits)
}

/// Whether two phones are the same; one of the town may stand with its area or without.
#[must_use]
pub fn is_same_phone(one: &str, other: &str) -> bool {
    let (one, other) = (normalise_phone(one), normalise_phone(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let of_town = |long: &str, short: &str| {
        (7..=8).contains(&short.len())
            && short.chars().all(|c| c.is_ascii_digit())
            && area_code_length(long).is_some_and(|area| long.get(area..) == Some(short))
    };
    one == other || of_town(&one, &other) || of_town(&other, &one)
}

/// How many digits of a landline are its area.
fn area_code_length(digits: &str) -> Option<usize> {
    if !digits.starts_with('0') {
        return None;
    }
    let own = digits.split('-').next().unwrap_or_default();
    let area = if own.starts_with("010") || own.starts_with("02") {
        3
    } else {
        4
    };
    (area + 7..=area + 8).contains(&own.len()).then_some(area)
}

/// What a phone may be searched by: its digits, and those without the area.
#[must_use]
pub fn list_searchable_digits(digits: &str) -> Vec<String> {
    let own = area_code_length(digits).and_then(|area| digits.get(area..));
    std::iter::once(digits).chain(own).map(str::to_owned).collect()
}

/// A day such as 20260315.
fn is_day(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    digits.len() == 8
        && part(0, 4).is_some_and(|year| (1900..2100).contains(&year))
        && part(4, 6).is_some_and(|month| (1..=12).contains(&month))
        && part(6, 8).is_some_and(|day| (1..=31).contains(&day))
}

/// The number a text begins with, as an import writes it down, and how many characters it takes. `local`: also numbers of seven or
/// eight digits.
pub(crate) fn read_phone(text: &[char], local: bool) -> Option<(String, usize)> {
    read_mobile(text)
        .or_else(|| read_landline(text))
        .or_else(|| read_service_number(text))
        .or_else(|| if local { read_local_number(text) } else { None })
}

/// Takes digits in groups, with at most one sign between two groups, and nothing that goes on after them.
fn read_digit_groups(text: &[char], sizes: &[usize]) -> Option<(String, usize)> {
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

fn read_mobile(text: &[char]) -> Option<(String, usize)> {
    let prefix = ["+86", "0086"].iter().find_map(|prefix| {
        let length = prefix.len();
        let begins = text.get(..length)?.iter().copied().eq(prefix.chars());
        begins.then(|| length + usize::from(matches!(text.get(length), Some('-' | ' '))))
    });
    let skip = prefix.unwrap_or(0);
    let (digits, length) = read_digit_groups(text.get(skip..)?, &[3, 4, 4])?;
    digits.starts_with('1').then_some((digits, skip + length))
}

/// `010-12345678`, `(0533)5270300`, with an extension behind a stroke or 转.
fn read_landline(text: &[char]) -> Option<(String, usize)> {
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
        let (digits, taken) = read_digit_groups(from.get(at..)?, &[*own])?;
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
fn read_service_number(text: &[char]) -> Option<(String, usize)> {
    let (digits, length) =
        read_digit_groups(text, &[3, 3, 4]).or_else(|| read_digit_groups(text, &[3, 4, 3]))?;
    let right = digits.starts_with("400") || digits.starts_with("800");
    right.then_some((digits, length))
}

/// A number of the town: seven or eight digits, and no day such as 20260315.
fn read_local_number(text: &[char]) -> Option<(String, usize)> {
    let (digits, length) = read_digit_groups(text, &[8])
        .or_else(|| read_digit_groups(text, &[4, 4]))
        .or_else(|| read_digit_groups(text, &[7]))
        .or_else(|| read_digit_groups(text, &[3, 4]))?;
    let right = !digits.starts_with(['0', '1']) && !is_day(&digits);
    right.then_some((digits, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_of_every_spelling() {
        for (text, digits) in [
            ("13800000000", "13800000000"),
            ("138-0000-0000", "13800000000"),
            ("+86 138 0000 0000", "13800000000"),
            ("0086-13800000000", "13800000000"),
            ("１３８００００００００", "13800000000"),
            ("0533-5270300", "05335270300"),
            ("(0533) 5270300", "05335270300"),
            ("（0533）5270300", "05335270300"),
            ("0533-5270300-12", "05335270300-12"),
            ("(0533) 5270300 转 12", "05335270300-12"),
            ("010-12345678", "01012345678"),
            ("400-600-0000", "4006000000"),
            ("5270300", "5270300"),
            ("12345", "12345"),
            ("", ""),
        ] {
            assert_eq!(normalise_phone(text), digits, "{text}");
        }
        assert!(is_same_phone("5270300", "0533-5270300") && is_same_phone("010 1234 5678", "12345678"));
        assert!(
            !is_same_phone("5270300", "0533-5270301")
                && !is_same_phone("", "")
                && !is_same_phone("0000000", "13800000000")
        );
        assert_eq!(list_searchable_digits("05335270300"), ["05335270300", "5270300"]);
        assert_eq!(list_searchable_digits("13800000000"), ["13800000000"]);
    }
}
