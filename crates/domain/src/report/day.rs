//! Figures of a day, or of a shift, by the definitions of the month: nothing is counted a second way. What only a day asks for,
//! how much is open when it ends and how much was closed, is counted here.

use chrono::{Days, NaiveDate};

use super::{
    CountingPeriod, DEFINITIONS, Figure, FigureCode as F, FigureUnit, OverdueLimit, change_text,
    count_figure, overdue,
};
use crate::{Moment, TicketRow, personal::VisibleValue, ticket::Stage};

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
    pub unit: FigureUnit,
    /// The day's.
    pub is: Figure,
    /// The day before.
    pub before: Figure,
}

impl DayLine {
    /// As printed.
    #[must_use]
    pub fn value_text(&self) -> String {
        self.is.format_value(self.unit)
    }

    /// The day before, as printed.
    #[must_use]
    pub fn before_text(&self) -> String {
        self.before.format_value(self.unit)
    }

    /// How it moved against the day before, as printed.
    #[must_use]
    pub fn against_before_text(&self) -> String {
        if self.unit == FigureUnit::Count && self.is.numerator == self.before.numerator {
            return "持平".to_owned();
        }
        change_text(self.unit, self.is, Some(self.before))
    }
}

/// The report of a day, without its tables of tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayReport {
    /// The day.
    pub day: NaiveDate,
    /// From its first instant to the first of the next, counted now.
    pub period: CountingPeriod,
    /// Figures.
    pub lines: Vec<DayLine>,
    /// Limits missed on the day.
    pub overdue: Vec<OverdueLimit>,
}

impl DayReport {
    /// Whether the day was over when it was counted.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.period.now >= self.period.to
    }
}

/// A day in Shanghai, counted at `now`.
#[must_use]
pub fn day_period(day: NaiveDate, now: Moment) -> CountingPeriod {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    CountingPeriod {
        from: Moment::start_of_day(day),
        to: Moment::start_of_day(next),
        now,
    }
}

/// The report of a day from the tickets that counted or were open in it or on the day before.
#[must_use]
pub fn day_report(day: NaiveDate, now: Moment, rows: &VisibleValue<Vec<TicketRow>>) -> DayReport {
    let before = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let (here, earlier) = (day_period(day, now), day_period(before, now));
    let mut lines = build_day_lines(DAY, rows, &here, &earlier);
    lines.extend(build_ticket_count_lines(rows, &here, &earlier));
    DayReport {
        day,
        period: here,
        lines,
        overdue: overdue::list_overdue_limits(rows, &here),
    }
}

/// Figures of a shift: what came in, was handed over, arrived and was closed in it.
#[must_use]
pub fn shift_lines(rows: &[TicketRow], period: &CountingPeriod) -> Vec<DayLine> {
    const SHIFT: &[F] = &[
        F::Received,
        F::Linked,
        F::HandOverRate,
        F::ArrivalRate,
        F::ValveRate,
        F::CloseRate,
        F::Violations,
    ];
    let mut lines = build_day_lines(SHIFT, rows, period, period);
    lines.extend(build_ticket_count_lines(rows, period, period));
    lines
}

fn build_day_lines(
    codes: &[F],
    rows: &[TicketRow],
    here: &CountingPeriod,
    earlier: &CountingPeriod,
) -> Vec<DayLine> {
    let line = |code: &F| {
        let definition = DEFINITIONS.iter().find(|definition| definition.code == *code)?;
        Some(DayLine {
            zh: code.zh(),
            unit: definition.unit,
            is: count_figure(*code, rows, here),
            before: count_figure(*code, rows, earlier),
        })
    };
    codes.iter().filter_map(line).collect()
}

/// What only a day asks for.
fn build_ticket_count_lines(
    rows: &[TicketRow],
    here: &CountingPeriod,
    earlier: &CountingPeriod,
) -> [DayLine; 2] {
    let line = |zh, count: fn(&[TicketRow], &CountingPeriod) -> usize| {
        let figure = |period| {
            let count = i64::try_from(count(rows, period)).unwrap_or(i64::MAX);
            Figure {
                numerator: count,
                denominator: count,
            }
        };
        DayLine {
            zh,
            unit: FigureUnit::Count,
            is: figure(here),
            before: figure(earlier),
        }
    };
    [line("办结工单", count_closed), line("期末在办工单", count_open)]
}

fn count_closed(rows: &[TicketRow], period: &CountingPeriod) -> usize {
    let closed = |row: &&TicketRow| row.stage == Stage::Closed && period.has_optional_moment(row.ended_at);
    rows.iter().filter(closed).count()
}

/// What was open at the end of the period, or is now if that lies ahead.
fn count_open(rows: &[TicketRow], period: &CountingPeriod) -> usize {
    let end = period.to.min(Moment(period.now.0.saturating_add(1)));
    rows.iter().filter(|row| is_open_at(row, end)).count()
}

/// Whether a ticket had been received and not ended just before an instant.
#[must_use]
pub fn is_open_at(row: &TicketRow, at: Moment) -> bool {
    row.received_at < at && row.ended_at.is_none_or(|end| end >= at)
}
