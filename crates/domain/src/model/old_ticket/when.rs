//! When something was, as people and spreadsheets write it: 2023/5/6 8:30, 2023年5月6日 8时30分, 45052.354.

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::{Moment, sheet::phones::fold_cell_text};

/// The moment a cell tells; at midnight where it tells the day alone.
pub(super) fn parse_cell_time(cell: &str) -> Option<Moment> {
    let cell = fold_cell_text(cell);
    let text = cell.trim();
    if text.contains('T')
        && let Some(at) = Moment::parse(text)
    {
        return Some(at);
    }
    let local = parse_serial_date(text).or_else(|| parse_written_date(text))?;
    Some(Moment::from_local(local))
}

/// A day of the office's program that was not shown as one: days since the end of 1899, the time as a part of a day.
fn parse_serial_date(text: &str) -> Option<NaiveDateTime> {
    let (days, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    // Five digits: 1927 to 2173.
    if days.len() != 5 || !digits(days) || !digits(part) {
        return None;
    }
    let part: f64 = format!("0.{part}").parse().ok()?;
    #[allow(clippy::cast_possible_truncation, reason = "a day has 1,440 minutes")]
    let minutes = (part * 1440.0).round() as i64;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.parse().ok()?))?;
    day.and_time(NaiveTime::MIN)
        .checked_add_signed(Duration::minutes(minutes))
}

/// Year, month, day, and a time if there is one, whatever stands between them.
fn parse_written_date(text: &str) -> Option<NaiveDateTime> {
    let afternoon = ["下午", "晚上", "PM", "pm"]
        .iter()
        .any(|word| text.contains(word));
    let morning = ["上午", "早上", "AM", "am"]
        .iter()
        .any(|word| text.contains(word));
    let mut rest = text.to_owned();
    for word in ["下午", "晚上", "上午", "早上", "PM", "pm", "AM", "am"] {
        rest = rest.replace(word, " ");
    }
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || "年月日号时点分秒-/.:T".contains(c);
    if !rest.chars().all(known) {
        return None;
    }
    let mut numbers: Vec<&str> = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    // 20230506
    let first = *numbers.first()?;
    if let (8, Some(year), Some(month), Some(day)) =
        (first.len(), first.get(..4), first.get(4..6), first.get(6..))
    {
        numbers.splice(..1, [year, month, day]);
    }
    let mut parts = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        let fits = if place == 0 {
            number.len() == 4
        } else {
            number.len() <= 2
        };
        // Parts of a second are no more than a sign of a program.
        if place < 6 {
            parts.push(if fits {
                number.parse::<u32>().ok()?
            } else {
                return None;
            });
        }
    }
    let at = |place: usize| parts.get(place).copied();
    let day = NaiveDate::from_ymd_opt(i32::try_from(at(0)?).ok()?, at(1)?, at(2)?)?;
    let hour = match at(3) {
        Some(hour) if afternoon && (1..12).contains(&hour) => hour + 12,
        Some(12) if morning => 0,
        other => other.unwrap_or(0),
    };
    let time = NaiveTime::from_hms_opt(hour, at(4).unwrap_or(0), at(5).unwrap_or(0))?;
    Some(day.and_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_and_spreadsheets_write_it() {
        for (text, expected) in [
            ("2023-05-06 08:30", "2023-05-06 08:30"),
            ("2023-05-06", "2023-05-06 00:00"),
            ("2023-05-06T08:30:15", "2023-05-06 08:30"),
            ("2023-05-06T08:30:15.123", "2023-05-06 08:30"),
            ("2023-05-06T00:30:00Z", "2023-05-06 08:30"),
            ("2023-05-06T08:30:00+08:00", "2023-05-06 08:30"),
            ("2023/5/6 8:30", "2023-05-06 08:30"),
            ("2023/5/6 8:30:59", "2023-05-06 08:30"),
            ("2023.5.6", "2023-05-06 00:00"),
            ("２０２３年５月６日", "2023-05-06 00:00"),
            ("2023年5月6日 8时30分", "2023-05-06 08:30"),
            ("2023年5月6日8点", "2023-05-06 08:00"),
            ("2023年5月6日　8：30", "2023-05-06 08:30"),
            ("2023/5/6 下午 2:30", "2023-05-06 14:30"),
            ("2023/5/6 上午 12:05", "2023-05-06 00:05"),
            ("2023/5/6 2:30 PM", "2023-05-06 14:30"),
            ("20230506", "2023-05-06 00:00"),
            ("20230506 08:30", "2023-05-06 08:30"),
            ("45052", "2023-05-06 00:00"),
            ("45052.354166667", "2023-05-06 08:30"),
            ("45052.99999", "2023-05-07 00:00"),
        ] {
            assert_eq!(
                parse_cell_time(text).map(Moment::date_time_text).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_tells_no_day() {
        for text in [
            "",
            "昨天",
            "5月6日",
            "23/5/6",
            "2023-13-01",
            "2023-02-29",
            "2023-05-06 25:00",
            "2023-05-06 张三",
            "08:30",
            "138000000",
            "13800000000",
            "1234",
        ] {
            assert_eq!(parse_cell_time(text), None, "{text}");
        }
    }
}
