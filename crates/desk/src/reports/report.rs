//! The month and longer spans: figures, the tickets behind them, the printed report.

mod files;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Code, Moment, Refusal, TicketRow,
    moment::Month,
    personal::VisibleValue,
    report::{
        CountingPeriod, Figure, FigureCode, FigureTrend, FigureUnit, Report, ReportComparison, ReportSection,
        ReportSpan, ReportTally, SpanKind, TrendPoint, add_known_figures, compute_contribution,
        count_figures as count, to_known_figures, zero_figures,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{Call, closing, wire::Nothing};
pub use files::{ReportExport, export_report_csv, export_report_workbook, print_monthly_report};

pub mod day;
pub mod hours;

/// How many months a trend shows: a year and the same month before it.
const TREND: usize = 13;

/// The figures whose trend a report shows.
const TRENDS: [FigureCode; 5] = [
    FigureCode::Received,
    FigureCode::HandOverRate,
    FigureCode::ArrivalRate,
    FigureCode::CloseRate,
    FigureCode::SatisfactionRate,
];

/// The months that can be reported.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReportMonths {
    /// `YYYY-MM`, newest first; this month always stands in it.
    pub months: Vec<String>,
}

/// The figures of a span.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportFigures {
    /// `2026-10`, `2026-Q3`, `2026-H1` or `2026`.
    pub span: String,
    /// A span to compare with, of any length; the one before and last year's if there is none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub against: Option<String>,
}

/// The thirteen months up to the end of a span.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportTrend {
    /// As in [`ReportFigures`].
    pub span: String,
}

/// The tickets behind a figure.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportTickets {
    /// As in [`ReportFigures`].
    pub span: String,
    pub figure: FigureCode,
    /// Only those that lower it (the denominator without the numerator).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub missed: bool,
}

/// The report as a printed file.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportMonthly {
    /// As in [`ReportFigures`].
    pub span: String,
    /// As in [`ReportFigures`].
    #[serde(default)]
    #[ts(optional = nullable)]
    pub against: Option<String>,
    /// What goes in, in this order.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub sections: Option<Vec<ReportSection>>,
    /// The name of a template that says so; everything goes in if neither is given.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub template: Option<String>,
}

impl ReportMonthly {
    /// All of a span.
    pub(crate) const fn of(span: String) -> Self {
        Self {
            span,
            against: None,
            sections: None,
            template: None,
        }
    }
}

/// The months that can be reported.
///
/// # Errors
/// Those of reading the file.
pub fn list_report_months(call: &Call, _: Nothing) -> Result<ReportMonths, Refusal> {
    let span = call.read_tx(|tx| tx.read_received_span())?;
    let last = Month::from_moment(call.now);
    let first = span.map_or(last, |(first, _)| Month::from_moment(first).min(last));
    let months = std::iter::successors(Some(last), |month| {
        (*month > first).then(|| month.previous_month())
    });
    Ok(ReportMonths {
        months: months.map(|month| month.to_string()).collect(),
    })
}

/// A month that has begun.
pub(crate) fn parse_begun_month(text: &str, call: &Call) -> Result<Month, Refusal> {
    let month = Month::parse(text).ok_or_else(|| Refusal::at_field(Code::BadMonth, "month"))?;
    check_span_begun(month.into(), "month", call).map(|_| month)
}

fn parse_begun_span(text: &str, field: &str, call: &Call) -> Result<ReportSpan, Refusal> {
    let span = ReportSpan::parse(text).ok_or_else(|| Refusal::at_field(Code::BadMonth, field))?;
    check_span_begun(span, field, call)
}

fn check_span_begun(span: ReportSpan, field: &str, call: &Call) -> Result<ReportSpan, Refusal> {
    if span.span_bounds().0 > call.now {
        return Err(Refusal::at_field(Code::TimeInFuture, field).with_arg("now", call.now.0));
    }
    Ok(span)
}

/// What a call asks to be reported.
#[derive(Clone, Copy)]
pub(crate) struct ReportScope {
    pub(crate) span: ReportSpan,
    against: Option<ReportSpan>,
    /// Whether the thirteen months are wanted, which have to be counted as well.
    trend: bool,
}

impl ReportScope {
    /// What it is compared with.
    fn compared_span(&self) -> ReportSpan {
        self.against.unwrap_or_else(|| self.span.previous_span())
    }

    /// And with the same span of the year before, unless that is the same.
    fn last_year(&self) -> Option<ReportSpan> {
        (self.against.is_none() && self.span.span_kind() != SpanKind::Year).then(|| self.span.last_year())
    }

    fn trend_end(&self, now: Moment) -> Month {
        self.span.last_month().min(Month::from_moment(now))
    }

    /// The months that are counted for it, each once.
    fn counted_months(&self, now: Moment) -> BTreeSet<Month> {
        let begun = self
            .span
            .list_months()
            .into_iter()
            .filter(|month| month.month_bounds().0 <= now);
        let mut months: BTreeSet<Month> = begun.chain(self.compared_span().list_months()).collect();
        months.extend(self.last_year().into_iter().flat_map(ReportSpan::list_months));
        if self.trend {
            months.extend(trend_months(self.trend_end(now)));
        }
        months
    }
}

/// The thirteen months up to the last one, in their order.
fn trend_months(last: Month) -> Vec<Month> {
    let mut months: Vec<Month> = std::iter::successors(Some(last), |month| Some(month.previous_month()))
        .take(TREND)
        .collect();
    months.reverse();
    months
}

impl From<Month> for ReportScope {
    fn from(month: Month) -> Self {
        Self {
            span: month.into(),
            against: None,
            trend: false,
        }
    }
}

fn parse_report_scope(text: &str, against: Option<&str>, call: &Call) -> Result<ReportScope, Refusal> {
    Ok(ReportScope {
        span: parse_begun_span(text, "span", call)?,
        against: against
            .map(|text| parse_begun_span(text, "against", call))
            .transpose()?,
        trend: false,
    })
}

/// The tickets that count in a month, of a closed one as they stood then.
pub(crate) struct MonthTickets {
    pub(crate) rows: VisibleValue<Vec<TicketRow>>,
    pub(crate) period: CountingPeriod,
    shut: Option<closing::ClosedMonth>,
}

fn read_month_tickets(
    tx: &Tx,
    call: &Call,
    month: Month,
    shut: Option<closing::ClosedMonth>,
) -> Result<MonthTickets, Refusal> {
    let (from, to) = month.month_bounds();
    let middle = Moment(i64::midpoint(from.0, to.0));
    let (mut rows, late) = call.read_in_parallel(
        tx,
        |tx| tx.rows_counting_until(from..middle, to),
        |tx| tx.rows_counting_until(middle.., to),
    )?;
    rows.extend(late);
    rows.sort_unstable_by_key(|row| row.id);
    Ok(match shut {
        Some(shut) => MonthTickets {
            rows: call.viewer.show_value(shut.read_closed_rows(tx, rows)?)?,
            period: CountingPeriod::from_month(month, shut.closed.at),
            shut: Some(shut),
        },
        None => MonthTickets {
            rows: call.viewer.show_value(rows)?,
            period: CountingPeriod::from_month(month, call.now),
            shut: None,
        },
    })
}

/// Counts months, each once.
struct MonthCounter<'a> {
    tx: &'a Tx<'a>,
    call: &'a Call<'a>,
    shut: closing::ClosedMonthCache,
    known: BTreeMap<Month, Vec<Option<Figure>>>,
}

impl<'a> MonthCounter<'a> {
    const fn new(tx: &'a Tx<'a>, call: &'a Call<'a>, shut: closing::ClosedMonthCache) -> Self {
        Self {
            tx,
            call,
            shut,
            known: BTreeMap::new(),
        }
    }

    /// A month's figures; what is closed need not be counted again, and knows no figure that is younger than its closing.
    fn count_month_figures(&mut self, month: Month) -> Result<Vec<Option<Figure>>, Refusal> {
        if let Some(known) = self.known.get(&month) {
            return Ok(known.clone());
        }
        let figures = match self.shut.read_cached_month(self.tx, month)? {
            Some(shut) => shut.closing.reported_figures(),
            None => {
                let (from, to) = month.month_bounds();
                to_known_figures(count(
                    &self.tx.rows_counting(from, to)?,
                    &CountingPeriod::from_month(month, self.call.now),
                ))
            }
        };
        self.known.insert(month, figures.clone());
        self.call.work.finish_part()?;
        Ok(figures)
    }

    fn count_span_figures(&mut self, span: ReportSpan) -> Result<Vec<Option<Figure>>, Refusal> {
        let mut sum = to_known_figures(zero_figures());
        for month in span.list_months() {
            add_known_figures(&mut sum, &self.count_month_figures(month)?);
        }
        Ok(sum)
    }

    /// The thirteen months up to the last one.
    fn count_trend(&mut self, last: Month) -> Result<Vec<FigureTrend>, Refusal> {
        let mut all = Vec::new();
        for month in trend_months(last) {
            all.push((month, self.count_month_figures(month)?));
        }
        let place = |code| domain::report::DEFINITIONS.iter().position(|it| it.code == code);
        let of = |code: FigureCode| {
            let place = place(code)?;
            let points = all.iter().map(|(month, figures)| TrendPoint {
                month: month.to_string(),
                is: figures.get(place).copied().flatten(),
            });
            Some(FigureTrend {
                code,
                zh: code.zh().to_owned(),
                unit: domain::report::DEFINITIONS
                    .get(place)
                    .map_or(FigureUnit::Count, |it| it.unit),
                points: points.collect(),
            })
        };
        Ok(TRENDS.into_iter().filter_map(of).collect())
    }
}

/// The report of a span; `each` gets the tickets of every month before they are let go.
pub(crate) fn build_report(
    tx: &Tx,
    call: &Call,
    asked: ReportScope,
    each: impl FnMut(MonthTickets),
) -> Result<Report, Refusal> {
    let span = asked.span;
    let mut known = closing::ClosedMonthCache::default();
    let closed = match span.single_month() {
        Some(month) => known.read_cached_month(tx, month)?.is_some(),
        None => false,
    };
    let counter = MonthCounter::new(tx, call, known);
    let mut report = if closed {
        build_own_report(counter, asked, each)?
    } else {
        let told_in = span
            .single_month()
            .unwrap_or_else(|| span.last_month().next_month());
        // A look over all tickets of the closed months, which takes as long as a month's own figures.
        let (mut report, late) = call.read_in_parallel(
            tx,
            |_| build_own_report(counter, asked, each),
            |tx| closing::collect_late_months(tx, told_in, call),
        )?;
        report.late = late;
        report
    };
    report.refresh_summary();
    Ok(report)
}

/// The report of a span without what it tells of others.
fn build_own_report(
    mut counter: MonthCounter,
    asked: ReportScope,
    mut each: impl FnMut(MonthTickets),
) -> Result<Report, Refusal> {
    let MonthCounter { tx, call, .. } = counter;
    let span = asked.span;
    call.work.add_total(asked.counted_months(call.now).len());
    let (mut tallies, mut shut, mut open) = (Vec::new(), None, Vec::new());
    let begun = span
        .list_months()
        .into_iter()
        .filter(|month| month.month_bounds().0 <= call.now);
    for month in begun {
        let counting = read_month_tickets(
            tx,
            call,
            month,
            counter.shut.read_cached_month(tx, month)?.cloned(),
        )?;
        let mut tally = ReportTally::from_rows(&counting.rows, &counting.period);
        match &counting.shut {
            Some(shut) => tally.figures = shut.closing.reported_figures_or(&tally.figures),
            None if month.month_bounds().1 <= call.now => open.push(month.zh()),
            None => {}
        }
        let own = counting.shut.as_ref();
        let own = own.map_or_else(
            || to_known_figures(tally.figures.clone()),
            |shut| shut.closing.reported_figures(),
        );
        counter.known.insert(month, own);
        tallies.push((month, tally));
        call.work.finish_part()?;
        if span.single_month().is_some() {
            shut = counting
                .shut
                .as_ref()
                .map(|shut| (shut.closing.clone(), shut.closed.clone()));
        }
        each(counting);
    }
    let against = ReportComparison {
        span: asked.compared_span(),
        chosen: asked.against.is_some(),
        figures: counter.count_span_figures(asked.compared_span())?,
        last_year: asked
            .last_year()
            .map(|span| counter.count_span_figures(span))
            .transpose()?,
    };
    let counted_at = shut.as_ref().map_or(call.now, |(_, closed)| closed.at);
    let mut report = Report::new(span, counted_at, tallies, against);
    if asked.trend {
        report.trend = counter.count_trend(asked.trend_end(call.now))?;
    }
    match shut {
        Some((closing, closed)) => report.apply_closing(&closing, closed, asked.against.is_none()),
        None if span.single_month().is_none() => report.open_months = open,
        None => {}
    }
    Ok(report)
}

/// The figures of a span.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span` or `against`; `stopped`.
pub fn get_report_figures(call: &Call, ask: ReportFigures) -> Result<Report, Refusal> {
    let asked = parse_report_scope(&ask.span, ask.against.as_deref(), call)?;
    call.read_tx(|tx| build_report(tx, call, asked, |_| ()))
}

/// The lines of the thirteen months up to the end of a span, without its figures: what a screen draws beside them.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`.
pub fn get_report_trend(call: &Call, ask: ReportTrend) -> Result<Vec<FigureTrend>, Refusal> {
    let last = parse_begun_span(&ask.span, "span", call)?
        .last_month()
        .min(Month::from_moment(call.now));
    call.read_tx(|tx| MonthCounter::new(tx, call, closing::ClosedMonthCache::default()).count_trend(last))
}

/// The tickets behind a figure.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`.
pub fn list_figure_tickets(call: &Call, ask: ReportTickets) -> Result<Vec<TicketRow>, Refusal> {
    let span = parse_begun_span(&ask.span, "span", call)?;
    // A ticket that counts in several months of a span stands once, as it was last.
    let mut behind: BTreeMap<i64, TicketRow> = BTreeMap::new();
    for month in span.list_months() {
        let counting =
            call.read_tx(|tx| read_month_tickets(tx, call, month, closing::read_closed_month(tx, month)?))?;
        let counts = |row: &TicketRow| {
            compute_contribution(ask.figure, row, &counting.period)
                .is_some_and(|adds| !ask.missed || adds.numerator < adds.denominator)
        };
        let rows = counting.rows.into_inner().into_iter();
        behind.extend(rows.filter(counts).map(|row| (row.id, row)));
    }
    Ok(behind.into_values().collect())
}
