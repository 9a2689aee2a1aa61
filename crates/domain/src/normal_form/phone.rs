//! Phones: one form of every spelling, and where in a text they stand.

use std::ops::Range;

use super::{Letter, chinese_digit, read};

/// Longest extension, in digits.
const EXTENSION: usize = 5;

/// The digits of a phone alone, without the country's code: `13800000000`, `05335270300`. What has an extension keeps it behind a
/// stroke. Empty where there are no digits.
#[must_use]
pub fn form(text: &str) -> String {
    let letters = read(text).into_iter().map(|letter| letter.is);
    let letters: Vec<char> = letters.filter(|c| *c != ' ').collect();
    if let Some((number, _)) = landline(&letters) {
        let mut parts = number.splitn(3, '-');
        let own: String = parts.by_ref().take(2).collect();
        return parts
            .next()
            .map_or(own.clone(), |extension| format!("{own}-{extension}"));
    }
    let digits: String = letters.iter().filter(|c| c.is_ascii_digit()).collect();
    without_country(&digits).to_owned()
}

fn without_country(digits: &str) -> &str {
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
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (form(one), form(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let of_town = |long: &str, short: &str| {
        (7..=8).contains(&short.len())
            && short.chars().all(|c| c.is_ascii_digit())
            && area(long).is_some_and(|area| long.get(area..) == Some(short))
    };
    one == other || of_town(&one, &other) || of_town(&other, &one)
}

/// How many digits of a landline are its area.
fn area(digits: &str) -> Option<usize> {
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
pub fn ways(digits: &str) -> Vec<String> {
    let own = area(digits).and_then(|area| digits.get(area..));
    std::iter::once(digits).chain(own).map(str::to_owned).collect()
}

/// A phone in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes in the text, with the country's code and an extension.
    pub place: Range<usize>,
    /// Its form.
    pub digits: String,
}

/// A run of digits in the letters of a text.
struct Group {
    from: usize,
    to: usize,
}

/// Every run of digits in a text that reads like a phone, in whatever spelling: with spaces, strokes, dots, in full width, in
/// Chinese digits. Rather one too many: it is for leaving out.
#[must_use]
pub fn in_text(text: &str) -> Vec<Found> {
    // Most texts have no seven digits of either kind.
    let many = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).take(7).count() == 7;
    let arabic = many(|c| c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric()));
    let chinese = many(|c| chinese_digit(c).is_some());
    if !arabic && !chinese {
        return Vec::new();
    }
    let letters = read(text);
    let mut found = Vec::new();
    if arabic {
        scan(&letters, &|c| c.is_ascii_digit().then_some(c), &mut found);
    }
    if chinese {
        scan(&letters, &chinese_digit, &mut found);
    }
    found.sort_by_key(|found| found.place.start);
    found
}

fn scan(letters: &[Letter], digit: &dyn Fn(char) -> Option<char>, found: &mut Vec<Found>) {
    let groups = runs(letters, digit);
    let mut at = 0;
    while at < groups.len() {
        let hit = (at..groups.len())
            .take_while(|last| *last == at || joins(letters, &groups, *last))
            .take(14)
            .find_map(|last| read_groups(letters, digit, groups.get(at..=last)?).map(|hit| (last, hit)));
        match hit {
            Some((last, hit)) => {
                found.push(hit);
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

fn runs(letters: &[Letter], digit: &dyn Fn(char) -> Option<char>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        if digit(letter.is).is_none() {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.to == at => group.to = at + 1,
            _ => groups.push(Group { from: at, to: at + 1 }),
        }
    }
    groups
}

/// Whether a group may belong to the one before it.
fn joins(letters: &[Letter], groups: &[Group], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| groups.get(before));
    let (Some(before), Some(group)) = (before, groups.get(at)) else {
        return false;
    };
    let between = letters.get(before.to..group.from).unwrap_or_default();
    between.len() <= 3 && between.iter().all(|letter| " -.()·_".contains(letter.is))
}

/// What some groups are together, if they are a phone.
fn read_groups(letters: &[Letter], digit: &dyn Fn(char) -> Option<char>, groups: &[Group]) -> Option<Found> {
    let (first, last) = (groups.first()?, groups.last()?);
    let sizes: Vec<usize> = groups.iter().map(|group| group.to - group.from).collect();
    let mut digits: String = groups
        .iter()
        .filter_map(|group| letters.get(group.from..group.to))
        .flatten()
        .filter_map(|letter| digit(letter.is))
        .collect();
    digits = without_country(&digits).to_owned();
    if !is_phone(&digits, &sizes) || in_word(letters, first.from, last.to, &digits) {
        return None;
    }
    let from = match first.from.checked_sub(1).and_then(|before| letters.get(before)) {
        Some(before) if before.is == '+' => before.from,
        _ => letters.get(first.from)?.from,
    };
    let to = extended(letters, last.to).unwrap_or(last.to);
    Some(Found {
        place: from..letters.get(to.checked_sub(1)?)?.to,
        digits,
    })
}

/// Whether digits read like a phone; `sizes` of the groups they stand in.
fn is_phone(digits: &str, sizes: &[usize]) -> bool {
    match digits.len() {
        11 if digits.starts_with('1') => true,
        10..=12 if digits.starts_with('0') => !digits.starts_with("00"),
        10 => digits.starts_with("400") || digits.starts_with("800"),
        7 | 8 => matches!(sizes, [_] | [3 | 4, 4]) && !digits.starts_with(['0', '1']) && !is_day(digits),
        _ => false,
    }
}

/// Whether they are part of a word that is no phone: a ticket's number, a hash.
fn in_word(letters: &[Letter], from: usize, to: usize, digits: &str) -> bool {
    let word = |letter: &&Letter| letter.is.is_ascii_alphanumeric();
    let before = letters
        .get(..from)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(word);
    let after = letters.get(to..).unwrap_or_default().iter().take_while(word);
    let around: Vec<char> = before.chain(after).map(|letter| letter.is).collect();
    let mobile = digits.len() == 11 && digits.starts_with('1');
    // A mobile's number stands out of short words (tel138…), but not out of a code of many letters.
    !around.is_empty() && (!mobile || around.len() > 7)
}

/// Where an extension behind a phone ends: `转 8001`.
fn extended(letters: &[Letter], at: usize) -> Option<usize> {
    let behind = letters.get(at..)?;
    let blank = |letters: &[Letter]| letters.iter().take_while(|letter| letter.is == ' ').count();
    let mark = blank(behind);
    if behind.get(mark)?.is != '转' {
        return None;
    }
    let number = mark + 1 + blank(behind.get(mark + 1..)?);
    let digits = behind
        .get(number..)?
        .iter()
        .take_while(|letter| letter.is.is_ascii_digit())
        .count();
    (1..=EXTENSION).contains(&digits).then_some(at + number + digits)
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
pub(crate) fn number(text: &[char], local: bool) -> Option<(String, usize)> {
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
            assert_eq!(form(text), digits, "{text}");
        }
        assert!(same("5270300", "0533-5270300") && same("010 1234 5678", "12345678"));
        assert!(!same("5270300", "0533-5270301") && !same("", "") && !same("0000000", "13800000000"));
        assert_eq!(ways("05335270300"), ["05335270300", "5270300"]);
        assert_eq!(ways("13800000000"), ["13800000000"]);
    }

    fn found(text: &str) -> Vec<(&str, String)> {
        in_text(text)
            .into_iter()
            .map(|found| (text.get(found.place.clone()).unwrap(), found.digits))
            .collect()
    }

    #[test]
    fn phones_stand_in_texts_in_every_spelling() {
        for (text, phone) in [
            ("打13987654321找我", "13987654321"),
            ("打139-8765-4321找我", "139-8765-4321"),
            ("打 139 8765 4321 或别的", "139 8765 4321"),
            ("１３９－８７６５－４３２１", "１３９－８７６５－４３２１"),
            ("1 3 9 8 7 6 5 4 3 2 1", "1 3 9 8 7 6 5 4 3 2 1"),
            ("139.8765.4321 90 分钟", "139.8765.4321"),
            ("电话一三九八七六五四三二一，", "一三九八七六五四三二一"),
            ("幺三九八七六五四三二幺", "幺三九八七六五四三二幺"),
            ("+86 13987654321", "+86 13987654321"),
            ("0086-13987654321", "0086-13987654321"),
            ("8613987654321", "8613987654321"),
            ("tel13987654321", "13987654321"),
            ("139\u{200b}8765\u{200b}4321", "139\u{200b}8765\u{200b}4321"),
            ("(0533) 5271239 转 8001", "0533) 5271239 转 8001"),
            ("0533-5271239", "0533-5271239"),
            ("座机5271239", "5271239"),
            ("座机 527 1239", "527 1239"),
            ("客服 400 618 0001", "400 618 0001"),
        ] {
            let told = found(text);
            assert_eq!(told.len(), 1, "{text}: {told:?}");
            assert_eq!(told[0].0, phone, "{text}");
        }
        assert_eq!(found("13800000000 13900000000").len(), 2);
        assert_eq!(found("13800000000/5271239、0533-5271230").len(), 3);
    }

    #[test]
    fn what_is_no_phone() {
        for text in [
            "WX2611230017",
            "WX26112300171",
            "编号 2611230017",
            "2026-11-24 10:00",
            "20261124",
            "20261124-100012",
            "龙泉花园 7 号楼 3 单元 902 室",
            "12-3-1101",
            "第 3 次，共 120 分钟",
            "M9000123",
            "1380000",
            "ab13987654321cd0123456789",
            "本期 1304，上期 1280",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
