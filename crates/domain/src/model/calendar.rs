//! Working hours: timetables of summer and winter, public holidays and the moved working days (调休).
//!
//! A calendar is data. The bureau of the State Council publishes each year's days in the November before;
//! nothing here guesses a year that has not been entered. Whether a form was raised in working hours is
//! decided once, when it is raised, and kept in the ticket (`ticket::Terms`): a later edit never changes it.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Moment, Refusal, moment::MINUTE};

/// An interval of a day, from `from` up to and without `to`, in minutes after local midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingInterval {
    /// First minute that belongs to it.
    pub from: u16,
    /// First minute that no longer does; at most 1440.
    pub to: u16,
}

/// The hours that count from a day on, until a later timetable takes over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    /// First day it counts, `YYYY-MM-DD`.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub effective_from: NaiveDate,
    /// First day of summer, as month × 100 + day (501 = 1 May).
    pub summer_from: u16,
    /// Last day of summer, the same way (930 = 30 September).
    pub summer_to: u16,
    /// Hours in summer, in order, without overlap.
    pub summer: Vec<WorkingInterval>,
    /// Hours in winter.
    pub winter: Vec<WorkingInterval>,
    /// Working weekdays, 1 = Monday to 7 = Sunday.
    pub weekdays: Vec<u8>,
}

/// One year's public holidays and moved working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    pub year: i32,
    /// Days off that would otherwise be worked, or weekend days inside a holiday.
    #[ts(type = "string[]")]
    #[schemars(with = "Vec<String>")]
    pub off: BTreeSet<NaiveDate>,
    /// Weekend days that are worked (调休).
    #[ts(type = "string[]")]
    #[schemars(with = "Vec<String>")]
    pub working: BTreeSet<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingCalendar {
    /// Timetables in the order of their first day.
    pub timetables: Vec<Timetable>,
    pub years: Vec<CalendarYear>,
}

/// Why a moment lies inside or outside working hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoursKind {
    /// Inside.
    Working,
    /// A working day, but before, between or after the intervals.
    OffDuty,
    /// A weekend day that is not moved.
    Weekend,
    Holiday,
}

impl HoursKind {
    /// The words beside a clock.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Working => "工作时间",
            Self::OffDuty => "非工作时间",
            Self::Weekend => "休息日",
            Self::Holiday => "法定节假日",
        }
    }
}

impl WorkingCalendar {
    /// The company's calendar as shipped: 2025 and 2026 by the State Council's notices.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            timetables: vec![Timetable::built_in()],
            years: vec![year_2025(), year_2026()],
        }
    }

    /// Where a moment lies. A millisecond at an interval's end belongs outside it: a form raised at
    /// 17:29:59.999 is in hours, at 17:30:00.000 it is not.
    #[must_use]
    pub fn classify_moment(&self, at: Moment) -> HoursKind {
        let date = at.local_date();
        let Some(table) = self.find_timetable(date) else {
            return HoursKind::OffDuty;
        };
        let year = self.years.iter().find(|year| year.year == date.year());
        if year.is_some_and(|year| year.off.contains(&date)) {
            return HoursKind::Holiday;
        }
        let moved = year.is_some_and(|year| year.working.contains(&date));
        if !moved && !table.is_working_weekday(date.weekday()) {
            return HoursKind::Weekend;
        }
        let minute = at.time_of_day() / MINUTE;
        let inside = table
            .season_intervals(date)
            .iter()
            .any(|i| (i64::from(i.from)..i64::from(i.to)).contains(&minute));
        if inside {
            HoursKind::Working
        } else {
            HoursKind::OffDuty
        }
    }

    /// The hours of a day, empty when it is not worked.
    #[must_use]
    pub fn working_intervals(&self, date: NaiveDate) -> Vec<WorkingInterval> {
        let noon = Moment::from_local(date.and_time(chrono::NaiveTime::MIN));
        match (self.classify_moment(noon), self.find_timetable(date)) {
            (HoursKind::Working | HoursKind::OffDuty, Some(table)) => table.season_intervals(date).to_vec(),
            _ => Vec::new(),
        }
    }

    /// Whether the days of a year have been entered. The program asks for the next year from December on.
    #[must_use]
    pub fn has_year(&self, year: i32) -> bool {
        self.years.iter().any(|known| known.year == year)
    }

    fn find_timetable(&self, date: NaiveDate) -> Option<&Timetable> {
        self.timetables
            .iter()
            .rev()
            .find(|table| table.effective_from <= date)
    }

    /// Bounds and order.
    ///
    /// # Errors
    /// `bad_calendar` with the field.
    pub fn check_calendar(&self) -> Result<(), Refusal> {
        if self.timetables.is_empty()
            || !self
                .timetables
                .is_sorted_by(|a, b| a.effective_from < b.effective_from)
        {
            return Err(Refusal::at_field(Code::BadCalendar, "timetables"));
        }
        for table in &self.timetables {
            table.check_timetable()?;
        }
        let mut seen = BTreeSet::new();
        for year in &self.years {
            let own = year
                .off
                .iter()
                .chain(&year.working)
                .all(|date| date.year() == year.year);
            if !own || !year.off.is_disjoint(&year.working) || !seen.insert(year.year) {
                return Err(Refusal::at_field(Code::BadCalendar, "years").with_arg("year", year.year));
            }
        }
        Ok(())
    }
}

impl Timetable {
    fn built_in() -> Self {
        let at = |from, to| WorkingInterval { from, to };
        Self {
            effective_from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default(),
            summer_from: 501,
            summer_to: 930,
            summer: vec![at(510, 720), at(840, 1080)],
            winter: vec![at(510, 720), at(810, 1050)],
            weekdays: vec![1, 2, 3, 4, 5],
        }
    }

    fn is_working_weekday(&self, day: Weekday) -> bool {
        u8::try_from(day.number_from_monday()).is_ok_and(|day| self.weekdays.contains(&day))
    }

    fn season_intervals(&self, date: NaiveDate) -> &[WorkingInterval] {
        let day = date.month() * 100 + date.day();
        let summer = (u32::from(self.summer_from)..=u32::from(self.summer_to)).contains(&day);
        if summer { &self.summer } else { &self.winter }
    }

    fn check_timetable(&self) -> Result<(), Refusal> {
        let ordered = |intervals: &[WorkingInterval]| {
            intervals.iter().all(|i| i.from < i.to && i.to <= 1440)
                && intervals.is_sorted_by(|a, b| a.to <= b.from)
                && !intervals.is_empty()
        };
        let day =
            |day: u16| NaiveDate::from_ymd_opt(2024, u32::from(day / 100), u32::from(day % 100)).is_some();
        let weekdays = !self.weekdays.is_empty() && self.weekdays.iter().all(|day| (1..=7).contains(day));
        let sound = ordered(&self.summer) && ordered(&self.winter) && weekdays;
        if sound && day(self.summer_from) && day(self.summer_to) && self.summer_from <= self.summer_to {
            Ok(())
        } else {
            Err(Refusal::at_field(Code::BadCalendar, "timetables"))
        }
    }
}

type HolidayRanges = &'static [(u32, std::ops::RangeInclusive<u32>)];

fn build_calendar_year(year: i32, off: HolidayRanges, working: &[(u32, u32)]) -> CalendarYear {
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    CalendarYear {
        year,
        off: off
            .iter()
            .flat_map(|(month, days)| days.clone().filter_map(|day| date(*month, day)))
            .collect(),
        working: working
            .iter()
            .filter_map(|(month, day)| date(*month, *day))
            .collect(),
    }
}

/// 2026 by the State Council's notice of 2025-11-04.
fn year_2026() -> CalendarYear {
    build_calendar_year(
        2026,
        &[
            (1, 1..=3),
            (2, 15..=23),
            (4, 4..=6),
            (5, 1..=5),
            (6, 19..=21),
            (9, 25..=27),
            (10, 1..=7),
        ],
        &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    )
}

/// 2025, for tickets entered late and for 同比.
fn year_2025() -> CalendarYear {
    build_calendar_year(
        2025,
        &[
            (1, 1..=1),
            (1, 28..=31),
            (2, 1..=4),
            (4, 4..=6),
            (5, 1..=5),
            (5, 31..=31),
            (6, 1..=2),
            (10, 1..=8),
        ],
        &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(&format!("{text}+08:00")).unwrap()
    }

    fn hours(text: &str) -> HoursKind {
        WorkingCalendar::built_in().classify_moment(at(text))
    }

    /// Clause 4.3⑵: edges of a winter day.
    #[test]
    fn edges_of_a_winter_day() {
        assert_eq!(hours("2026-11-23T08:29:59.999"), HoursKind::OffDuty);
        assert_eq!(hours("2026-11-23T08:30:00"), HoursKind::Working);
        assert_eq!(hours("2026-11-23T11:59:59.999"), HoursKind::Working);
        assert_eq!(hours("2026-11-23T12:00:00"), HoursKind::OffDuty);
        assert_eq!(hours("2026-11-23T13:30:00"), HoursKind::Working);
        assert_eq!(hours("2026-11-23T17:29:59.999"), HoursKind::Working);
        assert_eq!(hours("2026-11-23T17:30:00"), HoursKind::OffDuty);
    }

    /// Clause 4.3⑵: summer begins in may and ends with september.
    #[test]
    fn summer_begins_in_may_and_ends_with_september() {
        assert_eq!(hours("2026-04-30T17:45:00"), HoursKind::OffDuty);
        assert_eq!(hours("2026-05-06T17:45:00"), HoursKind::Working);
        assert_eq!(hours("2026-09-30T17:45:00"), HoursKind::Working);
        assert_eq!(hours("2026-10-08T17:45:00"), HoursKind::OffDuty);
    }

    /// Clauses 4.3⑵, 4.3⑶: holidays and moved days of 2026.
    #[test]
    fn holidays_and_moved_days_of_2026() {
        for day in [
            "01-01", "01-03", "02-15", "02-23", "04-06", "05-05", "06-19", "09-25", "10-07",
        ] {
            assert_eq!(
                hours(&format!("2026-{day}T10:00:00")),
                HoursKind::Holiday,
                "{day}"
            );
        }
        for day in ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"] {
            assert_eq!(
                hours(&format!("2026-{day}T10:00:00")),
                HoursKind::Working,
                "{day}"
            );
        }
        assert_eq!(hours("2026-11-22T10:00:00"), HoursKind::Weekend);
        let days: usize = WorkingCalendar::built_in()
            .years
            .iter()
            .map(|y| y.off.len())
            .sum();
        assert_eq!(days, 28 + 33);
    }

    #[test]
    fn an_unknown_year_is_not_guessed() {
        let calendar = WorkingCalendar::built_in();
        assert!(!calendar.has_year(2027));
        assert_eq!(
            hours("2027-01-01T10:00:00"),
            HoursKind::Working,
            "a Friday, until the notice is entered"
        );
    }

    #[test]
    fn bad_calendars() {
        let mut crossed = WorkingCalendar::built_in();
        crossed.timetables[0].winter = vec![
            WorkingInterval { from: 510, to: 820 },
            WorkingInterval { from: 810, to: 1050 },
        ];
        assert_eq!(crossed.check_calendar().unwrap_err().code, Code::BadCalendar);
        let mut twice = WorkingCalendar::built_in();
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        twice.years[1].working.insert(day);
        assert_eq!(
            twice.check_calendar().unwrap_err().field.as_deref(),
            Some("years")
        );
        assert!(WorkingCalendar::built_in().check_calendar().is_ok());
    }
}
