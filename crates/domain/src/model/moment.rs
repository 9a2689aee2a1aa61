//! Instants. Stored as UTC milliseconds, shown and judged in Asia/Shanghai.
//!
//! Deliberately absent: reading a clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::{Asia::Shanghai, Tz};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(transparent)]
pub struct Moment(#[ts(type = "number")] pub i64);

/// Milliseconds in a minute.
pub const MINUTE: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// The earliest instant the program takes: 2000-01-01 in Shanghai. An old paper ticket may be entered late,
/// but a year 0026 is a slip of the fingers.
pub const EARLIEST: Moment = Moment(946_656_000_000);
/// The instant no record may reach: 2200-01-01 in Shanghai.
pub const LATEST: Moment = Moment(7_258_089_600_000);

impl From<Moment> for DateTime<chrono::FixedOffset> {
    /// In Shanghai.
    fn from(at: Moment) -> Self {
        at.to_local().fixed_offset()
    }
}

impl Moment {
    /// The instant `minutes` later.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE)))
    }

    /// Whole and part minutes from `earlier` to here, in milliseconds.
    #[must_use]
    pub const fn milliseconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same instant on a clock in Shanghai.
    #[must_use]
    pub fn to_local(self) -> DateTime<Tz> {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        utc.with_timezone(&Shanghai)
    }

    /// The day in Shanghai.
    #[must_use]
    pub fn local_date(self) -> NaiveDate {
        self.to_local().date_naive()
    }

    /// Milliseconds since local midnight.
    #[must_use]
    pub fn time_of_day(self) -> i64 {
        let local = self.to_local();
        i64::from(local.num_seconds_from_midnight()) * 1000 + i64::from(local.nanosecond() / 1_000_000)
    }

    /// The instant a local wall clock shows `local`. Shanghai has had no clock changes since 1991, so this is
    /// unique for every instant the program takes; before that the earlier one is meant.
    #[must_use]
    pub fn from_local(local: NaiveDateTime) -> Self {
        Self(
            Shanghai
                .from_local_datetime(&local)
                .earliest()
                .map_or_else(|| local.and_utc().timestamp_millis(), |at| at.timestamp_millis()),
        )
    }

    /// Local midnight at the beginning of `date`.
    #[must_use]
    pub fn start_of_day(date: NaiveDate) -> Self {
        Self::from_local(date.and_time(chrono::NaiveTime::MIN))
    }

    /// `2026-11-23 02:10`, local.
    #[must_use]
    pub fn date_time_text(self) -> String {
        self.to_local().format("%Y-%m-%d %H:%M").to_string()
    }

    /// Parses RFC 3339 (`2026-11-23T02:10:00+08:00`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| Self(at.timestamp_millis()))
    }
}

/// A calendar month in Shanghai, on the wire as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// Parses `YYYY-MM`; years 2000 to 2199.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((2000..2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month an instant lies in, local time.
    #[must_use]
    pub fn from_moment(at: Moment) -> Self {
        let date = at.local_date();
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Its place in the year, from 1.
    #[must_use]
    pub const fn month_number(self) -> u32 {
        self.month
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// From the first instant of the month up to, and without, the first of the next.
    #[must_use]
    pub fn month_bounds(self) -> (Moment, Moment) {
        (
            Moment::start_of_day(self.first_day()),
            Moment::start_of_day(self.next_month().first_day()),
        )
    }

    #[must_use]
    pub const fn next_month(self) -> Self {
        if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                year: self.year,
                month: self.month + 1,
            }
        }
    }

    /// The month before (环比).
    #[must_use]
    pub const fn previous_month(self) -> Self {
        if self.month == 1 {
            Self {
                year: self.year - 1,
                month: 12,
            }
        } else {
            Self {
                year: self.year,
                month: self.month - 1,
            }
        }
    }

    /// The same month a year earlier (同比).
    #[must_use]
    pub const fn last_year(self) -> Self {
        Self {
            year: self.year - 1,
            month: self.month,
        }
    }

    /// `2026年11月`.
    #[must_use]
    pub fn zh(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A length of time as people say it: `8 分钟`, `1 小时 5 分钟`, `2 天 3 小时`. Milliseconds in; parts of a
/// minute are cut off.
#[must_use]
pub fn duration_zh(milliseconds: i64) -> String {
    let minutes = milliseconds.max(0) / MINUTE;
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let parts = [(days, "天"), (hours, "小时"), (rest, "分钟")];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .take(2)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if said.is_empty() {
        "不到 1 分钟".to_owned()
    } else {
        said.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_shanghai_midnight() {
        let (from, to) = Month::parse("2026-11").unwrap().month_bounds();
        assert_eq!(from.date_time_text(), "2026-11-01 00:00");
        assert_eq!(to.date_time_text(), "2026-12-01 00:00");
        assert_eq!(Month::from_moment(Moment(to.0 - 1)).to_string(), "2026-11");
        assert_eq!(Month::from_moment(to).to_string(), "2026-12");
    }

    #[test]
    fn months_that_are_none() {
        for text in [
            "2026-13", "2026-00", "26-11", "2026-1", "2026/11", "", "abcd-ef", "1999-12", "+026-11",
        ] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
        assert_eq!(
            Month::parse("2026-01").unwrap().previous_month().to_string(),
            "2025-12"
        );
        assert_eq!(
            Month::parse("2026-12").unwrap().next_month().to_string(),
            "2027-01"
        );
    }

    #[test]
    fn durations_as_people_say_them() {
        assert_eq!(duration_zh(8 * MINUTE + 59_999), "8 分钟");
        assert_eq!(duration_zh(65 * MINUTE), "1 小时 5 分钟");
        assert_eq!(duration_zh(2 * DAY + 3 * HOUR + MINUTE), "2 天 3 小时");
        assert_eq!(duration_zh(59_999), "不到 1 分钟");
    }
}
