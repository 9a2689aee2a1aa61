//! Figures of a day, or of a shift, by the definitions of the month: nothing is counted a second way. What only a day asks for,
//! how much is open when it ends and how much was closed, is counted here.

use chrono::{Days, NaiveDate};

use super::{DEFINITIONS, Figure, FigureCode as F, Overdue, Period, Unit, change_text, figure, overdue};
use crate::{Moment, TicketRow, personal::Shown, ticket::Stage};

/// The figures of a day, in their order.
const DAY: &[F] = &[
    F::Received,
    F::Linked,
    F::Reminders,
    F::LeakDetections,
    F::WaterTests,
    F::Repairs,
    F::Events,
    F::Outages,
    F::HandOverRate,
    F::HandOverOthers,
    F::ArrivalRate,
    F::ArrivalTarget,
    F::VisitRate,
    F::SamplingRate,
    F::ValveRate,
    F::CloseRate,
    F::LeakAnswerRate,
    F::WaterAnswerRate,
    F::SignRate,
    F::SatisfactionRate,
    F::WorkHours,
    F::PassedOn,
    F::Cancelled,
    F::Trips,
    F::Volume,
    F::HouseholdsServed,
    F::Violations,
];

/// A figure with the same of the day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// Its name.
    pub zh: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// The day's.
    pub is: Figure,
    /// The day before.
    pub before: Figure,
}

impl DayLine {
    /// As printed.
    #[must_use]
    pub fn text(&self) -> String {
        self.is.text(self.unit)
    }

    /// The day before, as printed.
    #[must_use]
    pub fn before_text(&self) -> String {
        self.before.text(self.unit)
    }

    /// How it moved against the day before, as printed.
    #[must_use]
    pub fn change(&self) -> String {
        if self.unit == Unit::Count && self.is.numerator == self.before.numerator {
            return "持平".to_owned();
        }
        change_text(self.unit, self.is, self.before)
    }
}

/// The report of a day, without its tables of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayReport {
    /// The day.
    pub day: NaiveDate,
    /// From its first instant to the first of the next, counted now.
    pub period: Period,
    /// Figures.
    pub lines: Vec<DayLine>,
    /// Limits missed on the day.
    pub overdue: Vec<Overdue>,
}

impl DayReport {
    /// Whether the day was over when it was counted.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.period.now >= self.period.to
    }
}

/// A day in Shanghai, counted at `now`.
#[must_use]
pub fn period(day: NaiveDate, now: Moment) -> Period {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    Period {
        from: Moment::start_of(day),
        to: Moment::start_of(next),
        now,
    }
}

/// The report of a day from the tickets that counted or were open in it or on the day before.
#[must_use]
pub fn day_report(day: NaiveDate, now: Moment, rows: &Shown<Vec<TicketRow>>) -> DayReport {
    let before = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let (here, earlier) = (period(day, now), period(before, now));
    let mut lines = lines(DAY, rows, &here, &earlier);
    lines.extend(own(rows, &here, &earlier));
    DayReport {
        day,
        period: here,
        lines,
        overdue: overdue::overdue(rows, &here),
    }
}

/// Figures of a shift: what came in, was handed over, arrived and was closed in it.
#[must_use]
pub fn shift_lines(rows: &[TicketRow], period: &Period) -> Vec<DayLine> {
    const SHIFT: &[F] = &[
        F::Received,
        F::Linked,
        F::HandOverRate,
        F::ArrivalRate,
        F::ValveRate,
        F::CloseRate,
        F::Violations,
    ];
    let mut lines = lines(SHIFT, rows, period, period);
    lines.extend(own(rows, period, period));
    lines
}

fn lines(codes: &[F], rows: &[TicketRow], here: &Period, earlier: &Period) -> Vec<DayLine> {
    let line = |code: &F| {
        let definition = DEFINITIONS.iter().find(|definition| definition.code == *code)?;
        Some(DayLine {
            zh: code.zh(),
            unit: definition.unit,
            is: figure(*code, rows, here),
            before: figure(*code, rows, earlier),
        })
    };
    codes.iter().filter_map(line).collect()
}

/// What only a day asks for.
fn own(rows: &[TicketRow], here: &Period, earlier: &Period) -> [DayLine; 2] {
    let line = |zh, count: fn(&[TicketRow], &Period) -> usize| {
        let figure = |period| {
            let count = i64::try_from(count(rows, period)).unwrap_or(i64::MAX);
            Figure {
                numerator: count,
                denominator: count,
            }
        };
        DayLine {
            zh,
            unit: Unit::Count,
            is: figure(here),
            before: figure(earlier),
        }
    };
    [line("办结工单", closed), line("期末在办工单", open)]
}

fn closed(rows: &[TicketRow], period: &Period) -> usize {
    let closed = |row: &&TicketRow| row.stage == Stage::Closed && period.had(row.ended_at);
    rows.iter().filter(closed).count()
}

/// What was open at the end of the period, or is now if that lies ahead.
fn open(rows: &[TicketRow], period: &Period) -> usize {
    let end = period.to.min(Moment(period.now.0.saturating_add(1)));
    rows.iter().filter(|row| open_at(row, end)).count()
}

/// Whether a ticket had been received and not ended just before an instant.
#[must_use]
pub fn open_at(row: &TicketRow, at: Moment) -> bool {
    row.received_at < at && row.ended_at.is_none_or(|end| end >= at)
}
