//! Bounds on what people type. One place, so that a name is a name on every form.

use crate::{Code, Moment, Refusal, moment};

/// Longest name of a person, in characters. GB 18030-2022 systems must take at least 25 Chinese characters.
pub const NAME: usize = 50;
/// Longest single line (address, place, crew), in characters.
pub const LINE: usize = 200;
/// Longest text (situation, note), in characters.
pub const TEXT: usize = 4_000;

/// A text that must be there: trimmed, 1 to `most` characters, no control characters but line breaks.
///
/// # Errors
/// `required`, `too_long`, `bad_text`.
pub fn check_text(field: &str, value: &str, most: usize) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        return Err(Refusal::at_field(Code::Required, field));
    }
    check_optional_text(field, value, most)
}

/// A text that may be empty.
///
/// # Errors
/// `too_long`, `bad_text`.
pub fn check_optional_text(field: &str, value: &str, most: usize) -> Result<(), Refusal> {
    let is = value.chars().count();
    if is > most {
        return Err(Refusal::at_field(Code::TooLong, field)
            .with_arg("most", most)
            .with_arg("is", is));
    }
    if value
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t')
    {
        return Err(Refusal::at_field(Code::BadText, field));
    }
    Ok(())
}

/// A phone number as people write it: digits with `+ - ( )` and spaces, 5 to 20 digits. (5 takes the short
/// numbers of government hotlines.)
///
/// # Errors
/// `required`, `bad_phone`.
pub fn check_phone(field: &str, value: &str) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        return Err(Refusal::at_field(Code::Required, field));
    }
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let clean = value.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
    if clean && (5..=20).contains(&digits) && value.chars().count() <= 30 {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::BadPhone, field))
    }
}

/// An instant between 2000 and 2199.
///
/// # Errors
/// `bad_time`.
pub fn check_moment(field: &str, at: Moment) -> Result<(), Refusal> {
    if (moment::EARLIEST..moment::LATEST).contains(&at) {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::BadTime, field))
    }
}

/// An instant that has passed, and not before the step it follows.
///
/// # Errors
/// `bad_time`, `time_in_future`, `time_before_previous`.
pub fn check_happened_at(field: &str, at: Moment, previous: Moment, now: Moment) -> Result<(), Refusal> {
    check_moment(field, at)?;
    if at > now {
        return Err(Refusal::at_field(Code::TimeInFuture, field).with_arg("now", now.0));
    }
    if at < previous {
        return Err(Refusal::at_field(Code::TimeBeforePrevious, field).with_arg("previous", previous.0));
    }
    Ok(())
}

/// A whole number within bounds.
///
/// # Errors
/// `out_of_range`.
pub fn check_range(field: &str, value: i64, least: i64, most: i64) -> Result<(), Refusal> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::OutOfRange, field)
            .with_arg("least", least)
            .with_arg("most", most))
    }
}

/// How many things a list may hold.
///
/// # Errors
/// `required` for an empty list that must not be, `out_of_range`.
pub fn check_count(field: &str, is: usize, least: usize, most: usize) -> Result<(), Refusal> {
    if is == 0 && least > 0 {
        return Err(Refusal::at_field(Code::Required, field));
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    check_range(field, number(is), number(least), number(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(check_text("name", "  ", NAME).unwrap_err().code, Code::Required);
        assert_eq!(
            check_text("name", &"龘".repeat(51), NAME).unwrap_err().code,
            Code::TooLong
        );
        assert_eq!(
            check_text("name", "张\u{0}三", NAME).unwrap_err().code,
            Code::BadText
        );
        assert!(check_text("name", &"𫍯".repeat(50), NAME).is_ok());
        assert!(check_optional_text("note", "", TEXT).is_ok());
    }

    #[test]
    fn phones() {
        for good in [
            "13800000000",
            "0533-5270300",
            "(0533) 5270300",
            "+86 138 0000 0000",
            "12345",
        ] {
            assert!(check_phone("phone", good).is_ok(), "{good}");
        }
        for bad in [
            "1380000abcd",
            "1234",
            "一三八零零零零零零零零",
            "1".repeat(21).as_str(),
            "13800000000;",
        ] {
            assert_eq!(
                check_phone("phone", bad).unwrap_err().code,
                Code::BadPhone,
                "{bad}"
            );
        }
    }
}
