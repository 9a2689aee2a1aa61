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
    moment::{MINUTE, Month},
    month_closing::{ClosingInfo, LateMonth, MonthClosing},
    personal::VisibleValue,
    service::ServiceKind,
};

pub mod breakdown;
pub mod cases;
pub mod closing;
pub mod day;
pub mod definition;
pub mod overdue;
pub mod span;
mod summary;
pub mod value;

pub use crate::{
    figure::{Figure, FigureCode, FigureUnit},
    report_section::{ReportSection, ReportTemplate},
};
pub use breakdown::{Breakdown, CrewHours, LabelledCount, ReportTally};
pub use cases::{ExtendedCase, ViolationLine};
pub use definition::DEFINITIONS;
pub use overdue::OverdueLimit;
pub use span::{ReportSpan, SpanKind};
pub use value::{FigureChange, change_text, compute_change, format_figure};

use definition::FigureDefinition;

/// A span of time counted at a moment: from `from` up to and without `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountingPeriod {
    /// First instant.
    pub from: Moment,
    /// First instant after.
    pub to: Moment,
    /// When it is counted; limits that lie later are not due yet.
    pub now: Moment,
}

impl CountingPeriod {
    /// A month counted at `now`.
    #[must_use]
    pub fn from_month(month: Month, now: Moment) -> Self {
        let (from, to) = month.month_bounds();
        Self { from, to, now }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn has_moment(&self, at: Moment) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// Whether something happened, and in it.
    #[must_use]
    pub fn has_optional_moment(&self, at: Option<Moment>) -> bool {
        at.is_some_and(|at| self.has_moment(at))
    }
}

/// A figure with the month before (环比) and the same month last year (同比).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct FigureLine {
    pub code: FigureCode,
    /// The service it belongs to; none counts all of them.
    pub service: Option<ServiceKind>,
    /// Its name.
    pub zh: String,
    pub unit: FigureUnit,
    /// How it is defined, with the clause.
    pub definition: String,
    /// This month.
    pub is: Figure,
    /// The month before; none where its closing does not know the figure.
    pub before: Option<Figure>,
    /// The same month last year, likewise.
    pub last_year: Option<Figure>,
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
    pub before: ComparedSpan,
    /// The same span last year, where that is another one.
    pub last_year: Option<ComparedSpan>,
    /// The report in a few sentences, made from its figures.
    pub summary: Vec<String>,
    /// Key figures, in the order of [`DEFINITIONS`].
    pub figures: Vec<FigureLine>,
    /// Reports received, counted by channel, area, crew, fault, community, stage.
    pub breakdowns: Vec<Breakdown>,
    /// Reports received by day of the month, in longer spans by month.
    pub course: Vec<LabelledCount>,
    /// Reports received by weekday (Monday first) and hour of the day.
    #[ts(type = "number[][]")]
    pub heat: Vec<Vec<i64>>,
    /// What became of the reports received.
    pub outcomes: Vec<LabelledCount>,
    /// Figures over thirteen months; empty unless asked for.
    pub trend: Vec<FigureTrend>,
    /// Work hours by crew.
    pub hours: Vec<CrewHours>,
    /// Limits missed in the span.
    pub overdue: Vec<OverdueLimit>,
    /// Cases received in the span for which an extension was asked.
    pub extended: Vec<ExtendedCase>,
    /// Violations reported in the span.
    pub violations: Vec<ViolationLine>,
    /// If it is a closed month: its figures stay.
    pub closed: Option<ClosingInfo>,
    /// Of a longer span: its months that are over and not closed, `2026年9月`.
    pub open_months: Vec<String>,
    /// 补报 of months that were closed earlier.
    pub late: Vec<LateMonth>,
    /// If it is a closed month: numbers of the tickets whose data in the table were not what the journal says, and were made anew
    /// before it was closed.
    pub mended: Vec<String>,
}

/// A span that figures are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ComparedSpan {
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
pub struct FigureTrend {
    pub code: FigureCode,
    /// Its name.
    pub zh: String,
    pub unit: FigureUnit,
    /// Its months, oldest first.
    pub points: Vec<TrendPoint>,
}

/// A figure of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TrendPoint {
    /// `2026-11`.
    pub month: String,
    /// The figure; none where the month was closed before the program knew it.
    pub is: Option<Figure>,
}

impl FigureLine {
    fn new(
        definition: &FigureDefinition,
        is: Figure,
        before: Option<Figure>,
        last_year: Option<Figure>,
    ) -> Self {
        let mut line = Self {
            code: definition.code,
            service: definition.code.service_kind(),
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
        line.set_figures(is, before, last_year);
        line
    }

    /// Puts other figures in, and their texts.
    pub fn set_figures(&mut self, is: Figure, before: Option<Figure>, last_year: Option<Figure>) {
        self.text = is.format_value(self.unit);
        self.against_before = change_text(self.unit, is, before);
        self.against_last_year = change_text(self.unit, is, last_year);
        (self.is, self.before, self.last_year) = (is, before, last_year);
    }
}

/// Figures in the order of [`DEFINITIONS`], of nothing.
#[must_use]
pub fn zero_figures() -> Vec<Figure> {
    vec![Figure::default(); DEFINITIONS.len()]
}

/// Every figure over rows, in the order of [`DEFINITIONS`].
#[must_use]
pub fn count_figures(rows: &[TicketRow], period: &CountingPeriod) -> Vec<Figure> {
    DEFINITIONS
        .iter()
        .map(|definition| sum_figure(definition, rows, period))
        .collect()
}

/// Figures that are known, all of them.
#[must_use]
pub fn to_known_figures(figures: Vec<Figure>) -> Vec<Option<Figure>> {
    figures.into_iter().map(Some).collect()
}

/// Adds the figures of another month; a figure that one of the months does not know is not known of all.
pub fn add_known_figures(sum: &mut [Option<Figure>], other: &[Option<Figure>]) {
    for (sum, one) in sum.iter_mut().zip(other) {
        *sum = sum.zip(*one).map(|(sum, one)| Figure {
            numerator: sum.numerator + one.numerator,
            denominator: sum.denominator + one.denominator,
        });
    }
}

/// Adds the figures of another month.
pub fn add_figures(sum: &mut [Figure], other: &[Figure]) {
    for (sum, one) in sum.iter_mut().zip(other) {
        sum.numerator += one.numerator;
        sum.denominator += one.denominator;
    }
}

/// What a report is made from beside its months.
pub struct ReportComparison {
    /// What the figures are compared with.
    pub span: ReportSpan,
    /// Whether it was chosen, and is not simply the span before.
    pub chosen: bool,
    /// Its figures, as far as they are known.
    pub figures: Vec<Option<Figure>>,
    /// Those of the same span last year, where they are compared too.
    pub last_year: Option<Vec<Option<Figure>>>,
}

impl Report {
    /// The report of a span from the tallies of its months, in order.
    #[must_use]
    pub fn new(
        span: ReportSpan,
        now: Moment,
        months: Vec<(Month, ReportTally)>,
        against: ReportComparison,
    ) -> Self {
        let (from, to) = span.span_bounds();
        let by_month: Vec<LabelledCount> = months
            .iter()
            .map(|(month, tally)| LabelledCount {
                label: format!("{}月", month.month_number()),
                count: tally.course.iter().map(|day| day.count).sum(),
            })
            .collect();
        let mut whole = ReportTally::default();
        for (_, tally) in months {
            whole.add_month(tally);
        }
        let last_year = against.last_year.as_deref();
        let line = |(place, definition): (usize, &FigureDefinition)| {
            let is = whole.figures.get(place).copied().unwrap_or_default();
            let of = |figures: &[Option<Figure>]| figures.get(place).copied().flatten();
            let year_ago = last_year.and_then(of);
            FigureLine::new(definition, is, of(&against.figures), year_ago)
        };
        let compared = |span: ReportSpan, called: &str, short: &str| ComparedSpan {
            span: span.to_string(),
            zh: span.zh(),
            called: called.to_owned(),
            short: short.to_owned(),
        };
        let (before_zh, year_ago_zh) = span.earlier_zh();
        let before = match (against.chosen, span.span_kind()) {
            (true, _) => compared(against.span, "对比", &against.span.zh()),
            (false, SpanKind::Year) => compared(against.span, "同比", before_zh),
            (false, _) => compared(against.span, "环比", before_zh),
        };
        let mut report = Self {
            span: span.to_string(),
            kind: span.span_kind(),
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
            course: if span.single_month().is_some() {
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
            mended: Vec::new(),
        };
        report.refresh_summary();
        report
    }

    /// A closed month keeps its figures, whatever a later version of this program would count; and those it was compared with,
    /// unless it is compared with something else now.
    pub fn apply_closing(&mut self, closing: &MonthClosing, closed: ClosingInfo, compares: bool) {
        for line in &mut self.figures {
            if let Some(kept) = closing.figures.iter().find(|kept| kept.code == line.code) {
                if compares {
                    // An older program kept nothing at all as 0 where the month it compared with did not know the figure.
                    let told = |was: Option<Figure>, known: Option<Figure>| {
                        was.filter(|was| known.is_some() || *was != Figure::default())
                    };
                    let (before, last_year) = (
                        told(kept.before, line.before),
                        told(kept.last_year, line.last_year),
                    );
                    line.set_figures(kept.is, before, last_year);
                } else {
                    line.set_figures(kept.is, line.before, line.last_year);
                }
            }
        }
        self.closed = Some(closed);
        self.late.clone_from(&closing.late);
        self.mended.clone_from(&closing.mended);
        self.refresh_summary();
    }

    /// Makes the sentences anew: they stand on everything else.
    pub fn refresh_summary(&mut self) {
        self.summary = summary::build_summary(self);
    }

    #[must_use]
    pub fn find_figure(&self, code: FigureCode) -> Option<&FigureLine> {
        self.figures.iter().find(|line| line.code == code)
    }
}

/// What a row adds to a figure, if anything.
#[must_use]
pub fn compute_contribution(code: FigureCode, row: &TicketRow, period: &CountingPeriod) -> Option<Figure> {
    let definition = DEFINITIONS.iter().find(|definition| definition.code == code)?;
    (definition.counts)(row, period)
}

/// One figure over rows.
#[must_use]
pub fn count_figure(code: FigureCode, rows: &[TicketRow], period: &CountingPeriod) -> Figure {
    let definition = DEFINITIONS.iter().find(|definition| definition.code == code);
    definition.map_or_else(Figure::default, |definition| sum_figure(definition, rows, period))
}

fn sum_figure(definition: &FigureDefinition, rows: &[TicketRow], period: &CountingPeriod) -> Figure {
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
    let against = ReportComparison {
        span: month.previous_month().into(),
        chosen: false,
        figures: to_known_figures(count_figures(
            before,
            &CountingPeriod::from_month(month.previous_month(), now),
        )),
        last_year: Some(to_known_figures(count_figures(
            last_year,
            &CountingPeriod::from_month(month.last_year(), now),
        ))),
    };
    let tally = ReportTally::from_rows(
        &VisibleValue::from_whole(rows.to_vec()),
        &CountingPeriod::from_month(month, now),
    );
    Report::new(month.into(), now, vec![(month, tally)], against)
}

/// Whole minutes between two instants.
fn minutes_between(later: Moment, earlier: Moment) -> i64 {
    later.milliseconds_since(earlier) / MINUTE
}
