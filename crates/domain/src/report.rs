//! The figures of a month or a longer span: one table of definitions read by one function.
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
    personal::Shown,
    service::ServiceKind,
};

pub mod breakdown;
pub mod cases;
pub mod day;
pub mod definition;
pub mod overdue;
pub mod section;
pub mod span;
mod summary;

pub use breakdown::{Breakdown, Count, CrewHours, Tally};
pub use cases::{Extended, ViolationLine};
pub use definition::{DEFINITIONS, FigureCode, Unit};
pub use overdue::Overdue;
pub use section::{ReportTemplate, Section};
pub use span::{Span, SpanKind};

use definition::Definition;

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

/// A report: the figures of a span with what they are compared with, and the lists and counts beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Report {
    /// `2026-11`, `2026-Q3`, `2026-H1`, `2026`.
    pub span: String,
    /// How long that is.
    pub kind: SpanKind,
    /// `2026年11月`.
    pub zh: String,
    /// `本月`.
    pub this_zh: String,
    /// First instant.
    pub from: Moment,
    /// First instant after.
    pub to: Moment,
    /// When it was counted.
    pub counted_at: Moment,
    /// Whether the span was over then.
    pub complete: bool,
    /// What the figures are compared with first: the span before, unless another one was chosen.
    pub before: Compared,
    /// The same span last year, where that is another one.
    pub last_year: Option<Compared>,
    /// The report in a few sentences, made from its figures.
    pub summary: Vec<String>,
    /// Key figures, in the order of [`DEFINITIONS`].
    pub figures: Vec<FigureLine>,
    /// Reports received, counted by channel, area, crew, fault, community, stage.
    pub breakdowns: Vec<Breakdown>,
    /// Reports received by day of the month, in longer spans by month.
    pub course: Vec<Count>,
    /// Reports received by weekday (Monday first) and hour of the day.
    #[ts(type = "number[][]")]
    pub heat: Vec<Vec<i64>>,
    /// What became of the reports received.
    pub outcomes: Vec<Count>,
    /// Figures over thirteen months; empty unless asked for.
    pub trend: Vec<Trend>,
    /// Work hours by crew.
    pub hours: Vec<CrewHours>,
    /// Limits missed in the span.
    pub overdue: Vec<Overdue>,
    /// Cases received in the span for which an extension was asked.
    pub extended: Vec<Extended>,
    /// Violations reported in the span.
    pub violations: Vec<ViolationLine>,
    /// If it is a closed month: its figures stay.
    pub closed: Option<Closed>,
    /// Of a longer span: its months that are over and not closed, `2026年9月`.
    pub open_months: Vec<String>,
    /// 补报 of months that were closed earlier.
    pub late: Vec<LateMonth>,
}

/// A span that figures are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Compared {
    /// Which: `2026-10`.
    pub span: String,
    /// `2026年10月`.
    pub zh: String,
    /// What the comparison is called: `环比`, `同比`, `对比`.
    pub called: String,
    /// `上月`, `去年同月`, of a chosen one `2025年10月`.
    pub short: String,
}

/// A figure over the months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Trend {
    /// Which.
    pub code: FigureCode,
    /// Its name.
    pub zh: String,
    /// Its unit.
    pub unit: Unit,
    /// Its months, oldest first.
    pub points: Vec<TrendPoint>,
}

/// A figure of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TrendPoint {
    /// `2026-11`.
    pub month: String,
    /// The figure.
    pub is: Figure,
}

impl FigureLine {
    fn new(definition: &Definition, is: Figure, before: Figure, last_year: Figure) -> Self {
        let mut line = Self {
            code: definition.code,
            service: definition.code.service(),
            zh: definition.code.zh().to_owned(),
            unit: definition.unit,
            definition: definition.zh.to_owned(),
            is,
            before,
            last_year,
            text: String::new(),
            against_before: String::new(),
            against_last_year: String::new(),
        };
        line.put(is, before, last_year);
        line
    }

    /// Puts other figures in, and their texts.
    pub fn put(&mut self, is: Figure, before: Figure, last_year: Figure) {
        self.text = is.text(self.unit);
        self.against_before = change_text(self.unit, is, before);
        self.against_last_year = change_text(self.unit, is, last_year);
        (self.is, self.before, self.last_year) = (is, before, last_year);
    }
}

/// Figures in the order of [`DEFINITIONS`], of nothing.
#[must_use]
pub fn nothing() -> Vec<Figure> {
    vec![Figure::default(); DEFINITIONS.len()]
}

/// Every figure over rows, in the order of [`DEFINITIONS`].
#[must_use]
pub fn figures(rows: &[TicketRow], period: &Period) -> Vec<Figure> {
    DEFINITIONS
        .iter()
        .map(|definition| sum(definition, rows, period))
        .collect()
}

/// Adds the figures of another month.
pub fn add(sum: &mut [Figure], other: &[Figure]) {
    for (sum, one) in sum.iter_mut().zip(other) {
        sum.numerator += one.numerator;
        sum.denominator += one.denominator;
    }
}

/// What a report is made from beside its months.
pub struct Against {
    /// What the figures are compared with.
    pub span: Span,
    /// Whether it was chosen, and is not simply the span before.
    pub chosen: bool,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Those of the same span last year, where they are compared too.
    pub last_year: Option<Vec<Figure>>,
}

impl Report {
    /// The report of a span from the tallies of its months, in order.
    #[must_use]
    pub fn new(span: Span, now: Moment, months: Vec<(Month, Tally)>, against: Against) -> Self {
        let (from, to) = span.ends();
        let by_month: Vec<Count> = months
            .iter()
            .map(|(month, tally)| Count {
                label: format!("{}月", month.number()),
                count: tally.course.iter().map(|day| day.count).sum(),
            })
            .collect();
        let mut whole = Tally::default();
        for (_, tally) in months {
            whole.add(tally);
        }
        let last_year = against.last_year.as_deref();
        let line = |(place, definition): (usize, &Definition)| {
            let of = |figures: &[Figure]| figures.get(place).copied().unwrap_or_default();
            let year_ago = last_year.map(of).unwrap_or_default();
            FigureLine::new(definition, of(&whole.figures), of(&against.figures), year_ago)
        };
        let compared = |span: Span, called: &str, short: &str| Compared {
            span: span.to_string(),
            zh: span.zh(),
            called: called.to_owned(),
            short: short.to_owned(),
        };
        let (before_zh, year_ago_zh) = span.earlier_zh();
        let before = match (against.chosen, span.kind()) {
            (true, _) => compared(against.span, "对比", &against.span.zh()),
            (false, SpanKind::Year) => compared(against.span, "同比", before_zh),
            (false, _) => compared(against.span, "环比", before_zh),
        };
        let mut report = Self {
            span: span.to_string(),
            kind: span.kind(),
            zh: span.zh(),
            this_zh: span.this_zh().to_owned(),
            from,
            to,
            counted_at: now,
            complete: now >= to,
            before,
            last_year: last_year.map(|_| compared(span.last_year(), "同比", year_ago_zh)),
            summary: Vec::new(),
            figures: DEFINITIONS.iter().enumerate().map(line).collect(),
            breakdowns: whole.breakdowns,
            course: if span.month().is_some() {
                whole.course
            } else {
                by_month
            },
            heat: whole.heat,
            outcomes: whole.outcomes,
            trend: Vec::new(),
            hours: whole.hours,
            overdue: whole.overdue,
            extended: whole.extended,
            violations: whole.violations,
            closed: None,
            open_months: Vec::new(),
            late: Vec::new(),
        };
        report.tell();
        report
    }

    /// A closed month keeps its figures, whatever a later version of this program would count; and those it was compared with,
    /// unless it is compared with something else now.
    pub fn close(&mut self, closing: &Closing, closed: Closed, compares: bool) {
        for line in &mut self.figures {
            if let Some(kept) = closing.figures.iter().find(|kept| kept.code == line.code) {
                if compares {
                    line.put(kept.is, kept.before, kept.last_year);
                } else {
                    line.put(kept.is, line.before, line.last_year);
                }
            }
        }
        self.closed = Some(closed);
        self.late.clone_from(&closing.late);
        self.tell();
    }

    /// Makes the sentences anew: they stand on everything else.
    pub fn tell(&mut self) {
        self.summary = summary::summary(self);
    }

    /// One figure.
    #[must_use]
    pub fn figure(&self, code: FigureCode) -> Option<&FigureLine> {
        self.figures.iter().find(|line| line.code == code)
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
    let definition = DEFINITIONS.iter().find(|definition| definition.code == code);
    definition.map_or_else(Figure::default, |definition| sum(definition, rows, period))
}

fn sum(definition: &Definition, rows: &[TicketRow], period: &Period) -> Figure {
    rows.iter()
        .filter_map(|row| (definition.counts)(row, period))
        .fold(Figure::default(), |sum, one| Figure {
            numerator: sum.numerator + one.numerator,
            denominator: sum.denominator + one.denominator,
        })
}

/// The report of a month from the rows that count in it, in the month before and in the same month last year, shown whole.
#[must_use]
pub fn month_report(
    month: Month,
    now: Moment,
    rows: &[TicketRow],
    before: &[TicketRow],
    last_year: &[TicketRow],
) -> Report {
    let against = Against {
        span: month.before().into(),
        chosen: false,
        figures: figures(before, &Period::of(month.before(), now)),
        last_year: Some(figures(last_year, &Period::of(month.last_year(), now))),
    };
    let tally = Tally::of(&Shown::whole(rows.to_vec()), &Period::of(month, now));
    Report::new(month.into(), now, vec![(month, tally)], against)
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
