//! The month's figures, as `domain.md` defines them: one table of definitions read by one function.
//!
//! A row adds to a figure what its definition says: a numerator and a denominator. So every figure can be
//! followed to its tickets, and one whose denominator is zero says 无数据, never 0 % or 100 %.
//! Deliberately absent: texts of the page (paper), storage.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Moment, TicketRow,
    closing::{Closed, Closing, LateMonth},
    moment::{MINUTE, Month},
    service::ServiceKind,
};

pub mod breakdown;
pub mod day;
pub mod definition;
pub mod overdue;

pub use breakdown::{Breakdown, Count, CrewHours, DayCount};
pub use definition::{DEFINITIONS, FigureCode, Unit};
pub use overdue::Overdue;

/// A span of time counted at a moment: from `from` up to and without `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First instant.
    pub from: Moment,
    /// First instant after.
    pub to: Moment,
    /// When it is counted; limits that lie later are not due yet.
    pub now: Moment,
}

impl Period {
    /// A month counted at `now`.
    #[must_use]
    pub fn of(month: Month, now: Moment) -> Self {
        let (from, to) = month.span();
        Self { from, to, now }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn has(&self, at: Moment) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// Whether something happened, and in it.
    #[must_use]
    pub fn had(&self, at: Option<Moment>) -> bool {
        at.is_some_and(|at| self.has(at))
    }
}

/// A figure: what was counted, and out of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Figure {
    /// Sum of the rows' numerators.
    #[ts(type = "number")]
    pub numerator: i64,
    /// Sum of the rows' denominators.
    #[ts(type = "number")]
    pub denominator: i64,
}

impl Figure {
    /// The value in the unit's smallest step (a count, minutes, or a thousandth of a rate), rounded half up;
    /// none where nothing can be divided.
    #[must_use]
    pub fn value(&self, unit: Unit) -> Option<i64> {
        let divided = |scale: i64| {
            (self.denominator > 0)
                .then(|| (self.numerator * scale * 2 + self.denominator) / (self.denominator * 2))
        };
        match unit {
            Unit::Count | Unit::Minutes | Unit::Litres => Some(self.numerator),
            Unit::Rate => divided(1000),
            Unit::MeanMinutes => divided(1),
        }
    }

    /// As printed: `128`, `96.3%`, `无数据`.
    #[must_use]
    pub fn text(&self, unit: Unit) -> String {
        let Some(value) = self.value(unit) else {
            return "无数据".to_owned();
        };
        match unit {
            Unit::Count => value.to_string(),
            Unit::Rate => permille(value),
            Unit::MeanMinutes => format!("{value} 分钟"),
            Unit::Minutes => format!("{}.{} 小时", value / 60, value % 60 * 10 / 60),
            Unit::Litres => format!("{}.{} 吨", value / 1000, value % 1000 / 100),
        }
    }
}

/// `96.3%`.
fn permille(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{}%", value.abs() / 10, value.abs() % 10)
}

/// How a figure moved against an earlier one: counts in per cent of the earlier, rates in percentage points.
#[must_use]
pub fn change_text(unit: Unit, is: Figure, was: Figure) -> String {
    let (Some(now), Some(then)) = (is.value(unit), was.value(unit)) else {
        return "无数据".to_owned();
    };
    let sign = |value: i64| if value > 0 { "+" } else { "" };
    match unit {
        Unit::Rate => {
            let points = now - then;
            let body = permille(points);
            format!("{}{} 个百分点", sign(points), body.trim_end_matches('%'))
        }
        _ if then == 0 => "无可比".to_owned(),
        _ => {
            let change = (now - then) * 1000 / then;
            format!("{}{}", sign(change), permille(change))
        }
    }
}

/// A figure with the month before (环比) and the same month last year (同比).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FigureLine {
    /// Which.
    pub code: FigureCode,
    /// The service it belongs to; none counts all of them.
    pub service: Option<ServiceKind>,
    /// Its name.
    pub zh: String,
    /// Its unit.
    pub unit: Unit,
    /// How it is defined, with the clause.
    pub definition: String,
    /// This month.
    pub is: Figure,
    /// The month before.
    pub before: Figure,
    /// The same month last year.
    pub last_year: Figure,
    /// This month as printed.
    pub text: String,
    /// 环比 as printed.
    pub against_before: String,
    /// 同比 as printed.
    pub against_last_year: String,
}

/// The month's report, without its detail table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct MonthReport {
    /// `2026-11`.
    pub month: String,
    /// `2026年11月`.
    pub month_zh: String,
    /// First instant.
    pub from: Moment,
    /// First instant after.
    pub to: Moment,
    /// When it was counted.
    pub counted_at: Moment,
    /// Whether the month was over then.
    pub complete: bool,
    /// Key figures, in the order of [`DEFINITIONS`].
    pub figures: Vec<FigureLine>,
    /// Reports received, counted by channel, area, crew, fault, community, stage.
    pub breakdowns: Vec<Breakdown>,
    /// Reports per day of the month.
    pub days: Vec<DayCount>,
    /// Work hours by crew.
    pub hours: Vec<CrewHours>,
    /// Limits missed in the month.
    pub overdue: Vec<Overdue>,
    /// If it is closed: its figures stay.
    pub closed: Option<Closed>,
    /// 补报 of months that were closed earlier.
    pub late: Vec<LateMonth>,
}

impl FigureLine {
    /// Puts other figures in, and their texts.
    pub fn put(&mut self, is: Figure, before: Figure, last_year: Figure) {
        self.text = is.text(self.unit);
        self.against_before = change_text(self.unit, is, before);
        self.against_last_year = change_text(self.unit, is, last_year);
        (self.is, self.before, self.last_year) = (is, before, last_year);
    }
}

impl MonthReport {
    /// The report of a closed month: counted from its tickets as they stood then, with the figures it keeps, whatever a later
    /// version of this program would count.
    #[must_use]
    pub fn as_closed(mut self, closing: &Closing, closed: Closed) -> Self {
        for line in &mut self.figures {
            if let Some(kept) = closing.figures.iter().find(|kept| kept.code == line.code) {
                line.put(kept.is, kept.before, kept.last_year);
            }
        }
        self.closed = Some(closed);
        self.late.clone_from(&closing.late);
        self
    }

    /// Compares with what closed months keep, and not with what they would count now.
    pub fn against(&mut self, before: Option<&Closing>, last_year: Option<&Closing>) {
        for line in &mut self.figures {
            let kept = |closing: Option<&Closing>, counted| {
                let kept = closing.and_then(|it| it.figures.iter().find(|kept| kept.code == line.code));
                kept.map_or(counted, |kept| kept.is)
            };
            let (before, last_year) = (kept(before, line.before), kept(last_year, line.last_year));
            line.put(line.is, before, last_year);
        }
    }
}

/// What a row adds to a figure, if anything.
#[must_use]
pub fn contribution(code: FigureCode, row: &TicketRow, period: &Period) -> Option<Figure> {
    let definition = DEFINITIONS.iter().find(|definition| definition.code == code)?;
    (definition.counts)(row, period)
}

/// One figure over rows.
#[must_use]
pub fn figure(code: FigureCode, rows: &[TicketRow], period: &Period) -> Figure {
    rows.iter()
        .filter_map(|row| contribution(code, row, period))
        .fold(Figure::default(), |sum, one| Figure {
            numerator: sum.numerator + one.numerator,
            denominator: sum.denominator + one.denominator,
        })
}

/// The report of a month from the rows that count in it, in the month before and in the same month last year.
#[must_use]
pub fn month_report(
    month: Month,
    now: Moment,
    rows: &[TicketRow],
    before: &[TicketRow],
    last_year: &[TicketRow],
) -> MonthReport {
    let period = Period::of(month, now);
    let (earlier, year_ago) = (
        Period::of(month.before(), now),
        Period::of(month.last_year(), now),
    );
    let line = |definition: &definition::Definition| {
        let is = figure(definition.code, rows, &period);
        let was = figure(definition.code, before, &earlier);
        let then = figure(definition.code, last_year, &year_ago);
        FigureLine {
            code: definition.code,
            service: definition.code.service(),
            zh: definition.code.zh().to_owned(),
            unit: definition.unit,
            definition: definition.zh.to_owned(),
            is,
            before: was,
            last_year: then,
            text: is.text(definition.unit),
            against_before: change_text(definition.unit, is, was),
            against_last_year: change_text(definition.unit, is, then),
        }
    };
    MonthReport {
        month: month.to_string(),
        month_zh: month.zh(),
        from: period.from,
        to: period.to,
        counted_at: now,
        complete: now >= period.to,
        figures: DEFINITIONS.iter().map(line).collect(),
        breakdowns: breakdown::breakdowns(rows, &period),
        days: breakdown::days(rows, &period),
        hours: breakdown::hours(rows, &period),
        overdue: overdue::overdue(rows, &period),
        closed: None,
        late: Vec::new(),
    }
}

/// Whole minutes between two instants.
fn minutes(later: Moment, earlier: Moment) -> i64 {
    later.since(earlier) / MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_divide_is_no_figure() {
        let none = Figure::default();
        assert_eq!(none.text(Unit::Rate), "无数据");
        assert_eq!(none.text(Unit::MeanMinutes), "无数据");
        assert_eq!(none.text(Unit::Count), "0");
        assert_eq!(
            change_text(
                Unit::Rate,
                Figure {
                    numerator: 1,
                    denominator: 2
                },
                none
            ),
            "无数据"
        );
        assert_eq!(
            change_text(
                Unit::Count,
                Figure {
                    numerator: 3,
                    denominator: 0
                },
                none
            ),
            "无可比"
        );
    }

    #[test]
    fn rates_round_half_up_to_a_tenth() {
        let rate = |numerator, denominator| {
            Figure {
                numerator,
                denominator,
            }
            .text(Unit::Rate)
        };
        assert_eq!(rate(1, 3), "33.3%");
        assert_eq!(rate(2, 3), "66.7%");
        assert_eq!(rate(1999, 2000), "100.0%");
        assert_eq!(rate(3, 3), "100.0%");
        assert_eq!(
            Figure {
                numerator: 95,
                denominator: 0
            }
            .text(Unit::Minutes),
            "1.5 小时"
        );
    }

    #[test]
    fn changes() {
        let figure = |numerator, denominator| Figure {
            numerator,
            denominator,
        };
        assert_eq!(change_text(Unit::Count, figure(90, 0), figure(120, 0)), "-25.0%");
        assert_eq!(
            change_text(Unit::Rate, figure(9, 10), figure(8, 10)),
            "+10.0 个百分点"
        );
    }
}
