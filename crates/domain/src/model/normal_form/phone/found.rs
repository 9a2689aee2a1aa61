//! Where phones stand in a text.
//!
//! Digits are those of ASCII, of full width and Chinese ones, mixed as they come; between two of them may stand some signs and blanks.
//! A run of one sort of digit is a group: a phone begins and ends with a group, so that the inside of a longer number is none.

use std::ops::Range;

use super::{EXTENSION, area_code_length, is_day, strip_country_code};
use crate::normal_form::{FoldedLetter, chinese_digit, read_letters};

/// A phone in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneMatch {
    /// Its bytes in the text, with the country's code and an extension.
    pub place: Range<usize>,
    /// Its form.
    pub digits: String,
}

/// The value of a digit of any sort; 两 and 么 are read out as well, 洞 and 拐 by radio.
const fn read_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '两' | '兩' => Some('2'),
        '么' => Some('1'),
        '参' => Some('3'),
        '洞' => Some('0'),
        '拐' => Some('7'),
        '勾' => Some('9'),
        c => chinese_digit(c),
    }
}

/// So many signs and blanks may stand between two groups: two ellipses and the blanks around them.
const BETWEEN: usize = 8;
/// So many groups a phone has at most: each digit by itself, with the country's code.
const GROUPS: usize = 16;

/// A run of one sort of digit in the letters of a text.
struct DigitGroup {
    from: usize,
    to: usize,
    digits: String,
    /// The signs before it, up to the group before; none if a letter stands there or too much.
    joint: Option<String>,
}

impl DigitGroup {
    const fn digit_count(&self) -> usize {
        self.to - self.from
    }
}

/// Every run of digits in a text that reads like a phone, in whatever spelling, by its beginning; two may share a part. Rather one too
/// many: it is for leaving out.
#[must_use]
pub fn find_phones(text: &str) -> Vec<PhoneMatch> {
    // Most texts have no seven digits.
    let may = |c: &char| read_digit(*c).is_some() || (!c.is_ascii() && c.is_numeric());
    if text.chars().filter(may).take(7).count() < 7 {
        return Vec::new();
    }
    let letters = read_letters(text);
    let groups = group_digits(&letters);
    let mut found = find_phone_windows(&letters, &groups, is_phone);
    for number in find_phone_windows(&letters, &groups, is_local_number) {
        let apart = |other: &PhoneMatch| {
            other.place.end <= number.place.start || number.place.end <= other.place.start
        };
        if found.iter().all(apart) {
            found.push(number);
        }
    }
    found.sort_by_key(|found| found.place.start);
    found
}

/// Where phones that are known stand in a text, whatever stands between their digits.
#[must_use]
pub fn find_known_phones(text: &str, own: &[String]) -> Vec<PhoneMatch> {
    let shortest = own.iter().map(String::len).min().unwrap_or(usize::MAX);
    let may = |c: &char| read_digit(*c).is_some() || (!c.is_ascii() && c.is_numeric());
    if text.chars().filter(may).take(shortest).count() < shortest {
        return Vec::new();
    }
    let letters = read_letters(text);
    let digits: Vec<(usize, char)> = letters
        .iter()
        .enumerate()
        .filter_map(|(at, letter)| Some((at, read_digit(letter.is)?)))
        .collect();
    let near = |pair: &[(usize, char)]| matches!(pair, [(one, _), (other, _)] if other - one <= BETWEEN + 1);
    let mut found = Vec::new();
    for phone in own {
        let size = phone.len();
        let wanted = |run: &&[(usize, char)]| {
            run.iter().map(|(_, digit)| *digit).eq(phone.chars()) && run.windows(2).all(near)
        };
        for run in digits.windows(size.max(1)).filter(wanted) {
            let (Some((from, _)), Some((to, _))) = (run.first(), run.last()) else {
                continue;
            };
            if let (Some(first), Some(last)) = (letters.get(*from), letters.get(*to)) {
                found.push(PhoneMatch {
                    place: first.from..last.to,
                    digits: phone.clone(),
                });
            }
        }
    }
    found
}

fn group_digits(letters: &[FoldedLetter]) -> Vec<DigitGroup> {
    let mut groups: Vec<DigitGroup> = Vec::new();
    let mut ascii = false;
    for (at, letter) in letters.iter().enumerate() {
        let Some(digit) = read_digit(letter.is) else {
            continue;
        };
        let same = letter.is.is_ascii() == ascii;
        ascii = letter.is.is_ascii();
        match groups.last_mut() {
            Some(group) if group.to == at && same => {
                group.to = at + 1;
                group.digits.push(digit);
            }
            last => {
                let joint = last.and_then(|before| read_joint(letters.get(before.to..at)?));
                groups.push(DigitGroup {
                    from: at,
                    to: at + 1,
                    digits: digit.to_string(),
                    joint,
                });
            }
        }
    }
    groups
}

/// What stands between two groups, if they may belong to each other.
fn read_joint(between: &[FoldedLetter]) -> Option<String> {
    // Strokes that Unicode takes for letters.
    let sign = |c: char| !c.is_alphanumeric() || matches!(c, 'ー' | '丨');
    let joins = between.len() <= BETWEEN && between.iter().all(|letter| sign(letter.is));
    joins.then(|| between.iter().map(|letter| letter.is).collect())
}

/// Every run of groups that reads like a phone and is no part of another one.
fn find_phone_windows(
    letters: &[FoldedLetter],
    groups: &[DigitGroup],
    is: fn(&str, &GroupWindow) -> bool,
) -> Vec<PhoneMatch> {
    let mut found: Vec<(Range<usize>, PhoneMatch)> = Vec::new();
    for at in 0..groups.len() {
        let from = groups.get(at..).unwrap_or_default();
        let joined = 1 + from
            .iter()
            .skip(1)
            .take(GROUPS - 1)
            .take_while(|group| group.joint.is_some())
            .count();
        let mut digits = String::new();
        let mut longest = None;
        for last in 0..joined {
            let Some(group) = from.get(last) else { break };
            digits.push_str(&group.digits);
            // The longest phone, its area with another zero, the country's code.
            if digits.len() > 15 {
                break;
            }
            let window = GroupWindow(from.get(..=last).unwrap_or_default());
            let own = strip_trunk_zero(strip_country_code(&digits), &window);
            let goes_on = || longest.is_none() || window.is_continuation();
            if is(own, &window) && !is_in_word(letters, &window, own) && goes_on() {
                longest = Some((last, own.to_owned()));
            }
        }
        let Some((last, digits)) = longest else { continue };
        // It ends inside one that begins before it: that one has it all.
        if found.last().is_some_and(|(range, _)| at + last < range.end) {
            continue;
        }
        if let Some(place) = locate_phone(letters, from.get(..=last).unwrap_or_default()) {
            found.push((at..at + last + 1, PhoneMatch { place, digits }));
        }
    }
    found.into_iter().map(|(_, found)| found).collect()
}

/// The zero before a mobile that is called from far away.
fn strip_trunk_zero<'a>(digits: &'a str, window: &GroupWindow) -> &'a str {
    let within = window.is_typical() || window.0.first().is_some_and(|group| group.digit_count() > 1);
    digits
        .strip_prefix('0')
        .filter(|rest| within && rest.len() == 11 && rest.starts_with('1') && !rest.starts_with("10"))
        .unwrap_or(digits)
}

fn locate_phone(letters: &[FoldedLetter], groups: &[DigitGroup]) -> Option<Range<usize>> {
    let (first, last) = (groups.first()?, groups.last()?);
    let from = match first.from.checked_sub(1).and_then(|before| letters.get(before)) {
        Some(before) if before.is == '+' => before.from,
        _ => letters.get(first.from)?.from,
    };
    let to = find_extension_end(letters, last.to).unwrap_or(last.to);
    Some(from..letters.get(to.checked_sub(1)?)?.to)
}

/// Groups that may be a phone together.
struct GroupWindow<'a>(&'a [DigitGroup]);

/// Signs that stand inside one number.
const NARROW: &str = " -.()·_";
/// Signs that stand between two things as often as inside a number.
const LIST: &str = "、,;。";

impl GroupWindow<'_> {
    fn group_sizes(&self) -> Vec<usize> {
        self.0.iter().map(DigitGroup::digit_count).collect()
    }

    fn group_joints(&self) -> impl Iterator<Item = &str> {
        self.0.iter().skip(1).filter_map(|group| group.joint.as_deref())
    }

    /// Only what everybody writes inside a number, and little of it.
    fn is_narrow(&self) -> bool {
        self.group_joints()
            .all(|joint| joint.chars().count() <= 3 && joint.chars().all(|c| NARROW.contains(c)))
    }

    /// The groups are as long as those of phones, or each digit stands by itself.
    fn is_typical(&self) -> bool {
        self.0.iter().all(|group| group.digit_count() >= 3)
            || self.0.iter().all(|group| group.digit_count() == 1)
    }

    /// The same sign stands everywhere.
    fn is_even(&self) -> bool {
        let mut joints = self.group_joints();
        let first = joints.next();
        joints.all(|joint| Some(joint) == first)
    }

    /// Whether the last digit stands as those before it do: behind a number that is whole already, another one says something else.
    fn is_continuation(&self) -> bool {
        let mut last = self.0.iter().rev();
        match (last.next(), last.next()) {
            (Some(last), Some(before)) => {
                before.digit_count() == 1 || last.digit_count() > 1 || last.joint.as_deref() == Some("")
            }
            _ => true,
        }
    }

    fn is_list(&self) -> bool {
        self.group_joints()
            .any(|joint| joint.contains(|c| LIST.contains(c)))
    }

    /// Whether a day, a time or a decimal stands in it: then it is several figures side by side.
    fn has_figure(&self) -> bool {
        let number = |group: &DigitGroup| group.digits.parse::<u32>().unwrap_or(u32::MAX);
        let short = |group: &DigitGroup| group.digit_count() <= 2;
        // Chains of groups with the same one sign between.
        let mut chains: Vec<(Option<&str>, Vec<&DigitGroup>)> = Vec::new();
        for (at, group) in self.0.iter().enumerate() {
            let sign = group
                .joint
                .as_deref()
                .filter(|sign| at > 0 && [":", "-", "/", "."].contains(sign));
            match chains.last_mut() {
                Some((of, chain)) if sign.is_some() && (of.is_none() || *of == sign) => {
                    *of = sign;
                    chain.push(group);
                }
                _ => chains.push((None, vec![group])),
            }
        }
        chains.iter().any(|(sign, chain)| match (sign, chain.as_slice()) {
            (Some(":"), [hour, rest @ ..]) => {
                rest.len() <= 2
                    && short(hour)
                    && number(hour) < 25
                    && rest
                        .iter()
                        .all(|part| part.digit_count() == 2 && number(part) < 60)
            }
            (Some("-" | "/"), [month, day]) => {
                short(month)
                    && short(day)
                    && (1..=12).contains(&number(month))
                    && (1..=31).contains(&number(day))
            }
            (Some("-" | "/" | "."), [year, month, day]) => {
                (1900..2100).contains(&number(year)) && short(month) && number(month) <= 12 && short(day)
            }
            (Some("."), [_, _]) => true,
            _ => false,
        })
    }
}

/// Whether groups read like a mobile, a phone with its area, or a service's.
fn is_phone(digits: &str, window: &GroupWindow) -> bool {
    let (narrow, typical) = (window.is_narrow(), window.is_typical());
    match digits.len() {
        11 if digits.starts_with('1') => {
            let small = window.0.iter().all(|group| group.digit_count() <= 2);
            let begins = !digits.starts_with("10") && !digits.starts_with("11");
            let is_list = small && window.is_list();
            let plain = !is_list && (window.is_even() || !window.has_figure());
            typical || (begins && (narrow || plain))
        }
        10..=12 if digits.starts_with('0') => {
            !digits.starts_with("00")
                && (window.0.len() == 1
                    || typical
                    || (narrow || (window.is_even() && !window.is_list()))
                        && (window.is_even() || !window.has_figure()))
        }
        10 => (digits.starts_with("400") || digits.starts_with("800")) && (narrow || typical),
        _ => false,
    }
}

/// Whether groups read like a number of the town.
fn is_local_number(digits: &str, window: &GroupWindow) -> bool {
    if !matches!(digits.len(), 7 | 8) || digits.starts_with(['0', '1']) || is_day(digits) {
        return false;
    }
    let narrow = window.is_narrow();
    match window.group_sizes().as_slice() {
        [_] => true,
        [4, 4] => narrow && !is_year_range(window),
        [4, 3] => narrow && !has_leading_year(window),
        [3, 4] => narrow || !window.is_list(),
        // Two by two, or each by itself, in one way all along: a list of figures is written otherwise.
        sizes => {
            let pairs = matches!(sizes, [2, 2, 2, 1 | 2] | [3, 2, 2]);
            let single = sizes.iter().all(|size| *size == 1) && !is_counted_up(digits);
            (pairs || single)
                && window.is_even()
                && window.group_joints().all(|joint| [" ", "-", ""].contains(&joint))
        }
    }
}

fn is_year(group: &DigitGroup) -> bool {
    let year = group.digits.parse();
    year.is_ok_and(|year: u32| (1900..2100).contains(&year))
}

/// 2025-2026.
fn is_year_range(window: &GroupWindow) -> bool {
    window.0.iter().all(is_year)
}

/// 2025 123.
fn has_leading_year(window: &GroupWindow) -> bool {
    window.0.first().is_some_and(is_year)
}

/// 2 3 4 5 6 7 8: buildings, not a phone.
fn is_counted_up(digits: &str) -> bool {
    digits
        .as_bytes()
        .windows(2)
        .all(|pair| matches!(pair, [one, other] if one < other))
}

/// Letters that stand before a phone and say so.
const CUES: &[&str] = &[
    "tel",
    "telephone",
    "telno",
    "lianxi",
    "lianxidianhua",
    "lxdh",
    "phone",
    "mobile",
    "mob",
    "call",
    "ph",
    "fax",
    "dianhua",
    "dh",
    "zuoji",
    "zj",
    "shouji",
    "sj",
];

/// Whether they are part of a word that is no phone: a ticket's number, a meter's, a hash.
fn is_in_word(letters: &[FoldedLetter], window: &GroupWindow, digits: &str) -> bool {
    let (Some(first), Some(last)) = (window.0.first(), window.0.last()) else {
        return false;
    };
    let word = |letter: &&FoldedLetter| letter.is.is_ascii_alphanumeric();
    let before = letters.get(..first.from).unwrap_or_default();
    let mut before: Vec<char> = before
        .iter()
        .rev()
        .take_while(word)
        .map(|letter| letter.is)
        .collect();
    before.reverse();
    let after = letters.get(last.to..).unwrap_or_default();
    let after: Vec<char> = after.iter().take_while(word).map(|letter| letter.is).collect();
    if before.is_empty() && after.is_empty() {
        return false;
    }
    let mobile = digits.len() == 11 && digits.starts_with('1');
    let begins: String = before.iter().collect();
    let said = after.is_empty() && CUES.contains(&begins.as_str());
    // Letters before it protect no phone; those of a hash are all of its sixteen.
    let around = || before.iter().chain(&after);
    let hash = around().count() + last.to - first.from >= HASH
        && around().all(char::is_ascii_hexdigit)
        && around().any(char::is_ascii_alphabetic);
    let letters_only = after.is_empty() && before.len() >= 2 && before.iter().all(char::is_ascii_alphabetic);
    let of_area = digits.starts_with('0') && area_code_length(digits).is_some();
    if mobile {
        hash
    } else {
        !(said || (of_area && letters_only))
    }
}

/// So many letters and digits of sixteen kinds are a hash.
const HASH: usize = 24;

/// Where an extension behind a phone ends: `转 8001`.
fn find_extension_end(letters: &[FoldedLetter], at: usize) -> Option<usize> {
    let behind = letters.get(at..)?;
    let blank = |letters: &[FoldedLetter]| letters.iter().take_while(|letter| letter.is == ' ').count();
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

#[cfg(test)]
mod tests;
