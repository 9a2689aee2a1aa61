//! The month and longer spans: figures, the tickets behind them, the printed report.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Code, Moment, Refusal, TicketRow,
    moment::Month,
    personal::Shown,
    report::{
        Against, Figure, FigureCode, Period, Report, Section, Span, SpanKind, Tally, Trend, TrendPoint, Unit,
        add_known, contribution, figures as count, known, nothing, section,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call, closing,
    data_kind::DataKind,
    key, logo, proof, template,
    wire::{self, FileOut, Holds, Nothing},
};

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
pub struct Months {
    /// `YYYY-MM`, newest first; this month always stands in it.
    pub months: Vec<String>,
}

/// The figures of a span.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figures {
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
    /// As in [`Figures`].
    pub span: String,
}

/// The tickets behind a figure.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tickets {
    /// As in [`Figures`].
    pub span: String,
    /// Which figure.
    pub figure: FigureCode,
    /// Only those that lower it (the denominator without the numerator).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub missed: bool,
}

/// The report as a printed file.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Monthly {
    /// As in [`Figures`].
    pub span: String,
    /// As in [`Figures`].
    #[serde(default)]
    #[ts(optional = nullable)]
    pub against: Option<String>,
    /// What goes in, in this order.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub sections: Option<Vec<Section>>,
    /// The name of a template that says so; everything goes in if neither is given.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub template: Option<String>,
}

impl Monthly {
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
pub fn months(call: &Call, _: Nothing) -> Result<Months, Refusal> {
    let span = call.read(|tx| tx.months())?;
    let last = Month::of(call.now);
    let first = span.map_or(last, |(first, _)| Month::of(first).min(last));
    let months = std::iter::successors(Some(last), |month| (*month > first).then(|| month.before()));
    Ok(Months {
        months: months.map(|month| month.to_string()).collect(),
    })
}

/// A month that has begun.
pub(crate) fn month(text: &str, call: &Call) -> Result<Month, Refusal> {
    let month = Month::parse(text).ok_or_else(|| Refusal::at(Code::BadMonth, "month"))?;
    begun(month.into(), "month", call).map(|_| month)
}

fn span(text: &str, field: &str, call: &Call) -> Result<Span, Refusal> {
    let span = Span::parse(text).ok_or_else(|| Refusal::at(Code::BadMonth, field))?;
    begun(span, field, call)
}

fn begun(span: Span, field: &str, call: &Call) -> Result<Span, Refusal> {
    if span.ends().0 > call.now {
        return Err(Refusal::at(Code::TimeInFuture, field).with("now", call.now.0));
    }
    Ok(span)
}

/// What a call asks to be reported.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) span: Span,
    against: Option<Span>,
    /// Whether the thirteen months are wanted, which have to be counted as well.
    trend: bool,
}

impl Asked {
    /// What it is compared with.
    fn before(&self) -> Span {
        self.against.unwrap_or_else(|| self.span.before())
    }

    /// And with the same span of the year before, unless that is the same.
    fn last_year(&self) -> Option<Span> {
        (self.against.is_none() && self.span.kind() != SpanKind::Year).then(|| self.span.last_year())
    }

    fn trend_until(&self, now: Moment) -> Month {
        self.span.last().min(Month::of(now))
    }

    /// The months that are counted for it, each once.
    fn counts(&self, now: Moment) -> BTreeSet<Month> {
        let begun = self
            .span
            .months()
            .into_iter()
            .filter(|month| month.span().0 <= now);
        let mut months: BTreeSet<Month> = begun.chain(self.before().months()).collect();
        months.extend(self.last_year().into_iter().flat_map(Span::months));
        if self.trend {
            months.extend(trend_months(self.trend_until(now)));
        }
        months
    }
}

/// The thirteen months up to the last one, in their order.
fn trend_months(last: Month) -> Vec<Month> {
    let mut months: Vec<Month> = std::iter::successors(Some(last), |month| Some(month.before()))
        .take(TREND)
        .collect();
    months.reverse();
    months
}

impl From<Month> for Asked {
    fn from(month: Month) -> Self {
        Self {
            span: month.into(),
            against: None,
            trend: false,
        }
    }
}

fn asked(text: &str, against: Option<&str>, call: &Call) -> Result<Asked, Refusal> {
    Ok(Asked {
        span: span(text, "span", call)?,
        against: against.map(|text| span(text, "against", call)).transpose()?,
        trend: false,
    })
}

/// The tickets that count in a month, of a closed one as they stood then.
pub(crate) struct Counting {
    pub(crate) rows: Shown<Vec<TicketRow>>,
    pub(crate) period: Period,
    shut: Option<closing::Shut>,
}

fn counting(tx: &Tx, call: &Call, month: Month, shut: Option<closing::Shut>) -> Result<Counting, Refusal> {
    let (from, to) = month.span();
    let middle = Moment(i64::midpoint(from.0, to.0));
    let (mut rows, late) = call.both(
        tx,
        |tx| tx.rows_counting_until(from..middle, to),
        |tx| tx.rows_counting_until(middle.., to),
    )?;
    rows.extend(late);
    rows.sort_unstable_by_key(|row| row.id);
    Ok(match shut {
        Some(shut) => Counting {
            rows: call.viewer.show(shut.rows(tx, rows)?)?,
            period: Period::of(month, shut.closed.at),
            shut: Some(shut),
        },
        None => Counting {
            rows: call.viewer.show(rows)?,
            period: Period::of(month, call.now),
            shut: None,
        },
    })
}

/// Counts months, each once.
struct Counter<'a> {
    tx: &'a Tx<'a>,
    call: &'a Call<'a>,
    shut: closing::Known,
    known: BTreeMap<Month, Vec<Option<Figure>>>,
}

impl<'a> Counter<'a> {
    const fn new(tx: &'a Tx<'a>, call: &'a Call<'a>, shut: closing::Known) -> Self {
        Self {
            tx,
            call,
            shut,
            known: BTreeMap::new(),
        }
    }

    /// A month's figures; what is closed need not be counted again, and knows no figure that is younger than its closing.
    fn month(&mut self, month: Month) -> Result<Vec<Option<Figure>>, Refusal> {
        if let Some(known) = self.known.get(&month) {
            return Ok(known.clone());
        }
        let figures = match self.shut.of(self.tx, month)? {
            Some(shut) => shut.closing.figures(),
            None => {
                let (from, to) = month.span();
                known(count(
                    &self.tx.rows_counting(from, to)?,
                    &Period::of(month, self.call.now),
                ))
            }
        };
        self.known.insert(month, figures.clone());
        self.call.work.step()?;
        Ok(figures)
    }

    fn span(&mut self, span: Span) -> Result<Vec<Option<Figure>>, Refusal> {
        let mut sum = known(nothing());
        for month in span.months() {
            add_known(&mut sum, &self.month(month)?);
        }
        Ok(sum)
    }

    /// The thirteen months up to the last one.
    fn trend(&mut self, last: Month) -> Result<Vec<Trend>, Refusal> {
        let mut all = Vec::new();
        for month in trend_months(last) {
            all.push((month, self.month(month)?));
        }
        let place = |code| domain::report::DEFINITIONS.iter().position(|it| it.code == code);
        let of = |code: FigureCode| {
            let place = place(code)?;
            let points = all.iter().map(|(month, figures)| TrendPoint {
                month: month.to_string(),
                is: figures.get(place).copied().flatten(),
            });
            Some(Trend {
                code,
                zh: code.zh().to_owned(),
                unit: domain::report::DEFINITIONS
                    .get(place)
                    .map_or(Unit::Count, |it| it.unit),
                points: points.collect(),
            })
        };
        Ok(TRENDS.into_iter().filter_map(of).collect())
    }
}

/// The report of a span; `each` gets the tickets of every month before they are let go.
pub(crate) fn counted(
    tx: &Tx,
    call: &Call,
    asked: Asked,
    each: impl FnMut(Counting),
) -> Result<Report, Refusal> {
    let span = asked.span;
    let mut known = closing::Known::default();
    let closed = match span.month() {
        Some(month) => known.of(tx, month)?.is_some(),
        None => false,
    };
    let counter = Counter::new(tx, call, known);
    let mut report = if closed {
        own(counter, asked, each)?
    } else {
        let told_in = span.month().unwrap_or_else(|| span.last().next());
        // A look over all tickets of the closed months, which takes as long as a month's own figures.
        let (mut report, late) = call.both(
            tx,
            |_| own(counter, asked, each),
            |tx| closing::late(tx, told_in, call),
        )?;
        report.late = late;
        report
    };
    report.tell();
    Ok(report)
}

/// The report of a span without what it tells of others.
fn own(mut counter: Counter, asked: Asked, mut each: impl FnMut(Counting)) -> Result<Report, Refusal> {
    let Counter { tx, call, .. } = counter;
    let span = asked.span;
    call.work.expect(asked.counts(call.now).len());
    let (mut tallies, mut shut, mut open) = (Vec::new(), None, Vec::new());
    let begun = span
        .months()
        .into_iter()
        .filter(|month| month.span().0 <= call.now);
    for month in begun {
        let counting = counting(tx, call, month, counter.shut.of(tx, month)?.cloned())?;
        let mut tally = Tally::of(&counting.rows, &counting.period);
        match &counting.shut {
            Some(shut) => tally.figures = shut.closing.figures_or(&tally.figures),
            None if month.span().1 <= call.now => open.push(month.zh()),
            None => {}
        }
        let own = counting.shut.as_ref();
        let own = own.map_or_else(|| known(tally.figures.clone()), |shut| shut.closing.figures());
        counter.known.insert(month, own);
        tallies.push((month, tally));
        call.work.step()?;
        if span.month().is_some() {
            shut = counting
                .shut
                .as_ref()
                .map(|shut| (shut.closing.clone(), shut.closed.clone()));
        }
        each(counting);
    }
    let against = Against {
        span: asked.before(),
        chosen: asked.against.is_some(),
        figures: counter.span(asked.before())?,
        last_year: asked.last_year().map(|span| counter.span(span)).transpose()?,
    };
    let counted_at = shut.as_ref().map_or(call.now, |(_, closed)| closed.at);
    let mut report = Report::new(span, counted_at, tallies, against);
    if asked.trend {
        report.trend = counter.trend(asked.trend_until(call.now))?;
    }
    match shut {
        Some((closing, closed)) => report.close(&closing, closed, asked.against.is_none()),
        None if span.month().is_none() => report.open_months = open,
        None => {}
    }
    Ok(report)
}

/// The figures of a span.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span` or `against`; `stopped`.
pub fn figures(call: &Call, ask: Figures) -> Result<Report, Refusal> {
    let asked = asked(&ask.span, ask.against.as_deref(), call)?;
    call.read(|tx| counted(tx, call, asked, |_| ()))
}

/// The lines of the thirteen months up to the end of a span, without its figures: what a screen draws beside them.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`.
pub fn trend(call: &Call, ask: ReportTrend) -> Result<Vec<Trend>, Refusal> {
    let last = span(&ask.span, "span", call)?.last().min(Month::of(call.now));
    call.read(|tx| Counter::new(tx, call, closing::Known::default()).trend(last))
}

/// The tickets behind a figure.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`.
pub fn tickets(call: &Call, ask: Tickets) -> Result<Vec<TicketRow>, Refusal> {
    let span = span(&ask.span, "span", call)?;
    // A ticket that counts in several months of a span stands once, as it was last.
    let mut behind: BTreeMap<i64, TicketRow> = BTreeMap::new();
    for month in span.months() {
        let counting = call.read(|tx| counting(tx, call, month, closing::of(tx, month)?))?;
        let counts = |row: &TicketRow| {
            contribution(ask.figure, row, &counting.period)
                .is_some_and(|adds| !ask.missed || adds.numerator < adds.denominator)
        };
        let rows = counting.rows.into_inner().into_iter();
        behind.extend(rows.filter(counts).map(|row| (row.id, row)));
    }
    Ok(behind.into_values().collect())
}

/// The report as PDF.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span` or `against`; those of the sections; `not_found` at `template`; `stopped`.
pub fn monthly(call: &Call, ask: Monthly) -> Result<FileOut, Refusal> {
    let asked = asked(&ask.span, ask.against.as_deref(), call)?;
    let sections = match (ask.sections, &ask.template) {
        (Some(sections), _) => sections,
        (None, Some(name)) => template::named(call, name)?,
        (None, None) => Section::ALL.to_vec(),
    };
    section::check_sections(&sections)?;
    let (rendered, zh, holds) = printed(call, asked, &sections)?;
    Ok(wire::pdf(format!("{zh}.pdf"), &rendered, holds))
}

/// The printed report and how its file is called.
pub(crate) fn printed(
    call: &Call,
    asked: Asked,
    sections: &[Section],
) -> Result<(paper::Rendered, String, Holds), Refusal> {
    let asked = Asked {
        trend: sections.contains(&Section::Trend),
        ..asked
    };
    // The tickets of a longer span stand in the reports of its months.
    let keeps = asked.span.month().is_some()
        && (sections.contains(&Section::Detail) || sections.contains(&Section::Behind));
    // Laying out, and writing.
    call.work.expect(2);
    let mut rows = call.viewer.show(Vec::new())?;
    let (report, settings, logo, kind, anchor, key) = call.read(|tx| {
        let report = counted(tx, call, asked, |month| {
            if keeps {
                rows = month.rows;
            }
        })?;
        let kind = call.desk.data_kind(tx)?;
        // A place of a copy is none of the original's, which would seem to be changed.
        let anchor = match kind {
            DataKind::Copy(_) => String::new(),
            DataKind::Original | DataKind::Demo => proof::anchor(tx)?,
        };
        Ok((
            report,
            tx.settings()?.1,
            logo::printed(tx)?,
            kind.zh(),
            anchor,
            key::printed_id(tx)?,
        ))
    })?;
    let input = paper::report::Input {
        report: &report,
        rows: &rows,
        sections,
        settings: &settings,
        logo: logo.as_ref(),
        anchor: &anchor,
        key: &key,
        not_original: kind.as_deref(),
    };
    let sheet = paper::report::sheet(&input);
    call.work.step()?;
    let rendered = paper::render(&sheet);
    call.work.step()?;
    Ok((rendered, name(&report), Holds::shown(&rows)))
}

/// `月度服务报告-2026-10`, `季度服务报告-2026-Q3`, `月度服务报告-2026-10-对比-2025-10`.
fn name(report: &Report) -> String {
    let kind = report.kind.zh();
    match report.before.called.as_str() {
        "对比" => format!("{kind}服务报告-{}-对比-{}", report.span, report.before.span),
        _ => format!("{kind}服务报告-{}", report.span),
    }
}

/// The report for other programs.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// As in [`Figures`].
    pub span: String,
}

/// The report as a workbook (XLSX) whose figures are formulas over what each ticket adds.
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`; `stopped`; `file_too_large` where a spreadsheet has no room for so many tickets.
pub fn workbook(call: &Call, ask: Export) -> Result<FileOut, Refusal> {
    call.work.expect(workbook::STEPS);
    exported(call, &ask, |report, input| {
        let bytes = workbook::xlsx(input, &mut || call.work.step())?;
        let name = format!("{}.xlsx", name(report));
        Ok(wire::file(name, wire::XLSX, &bytes, held(input)))
    })
}

/// The tickets as CSV (UTF-8 with a byte order mark).
///
/// # Errors
/// `bad_month`, `time_in_future` at `span`.
pub fn csv(call: &Call, ask: Export) -> Result<FileOut, Refusal> {
    exported(call, &ask, |report, input| {
        let bytes = workbook::csv(input)?;
        Ok(wire::file(
            format!("工单明细-{}.csv", report.span),
            "text/csv",
            &bytes,
            held(input),
        ))
    })
}

/// What is in a file that is made from these months.
fn held(input: &workbook::Input) -> Holds {
    let mut months = input.months.iter();
    months
        .next()
        .map_or_else(Holds::nobody, |month| Holds::shown(&month.rows))
}

fn exported(
    call: &Call,
    ask: &Export,
    make: impl FnOnce(&Report, &workbook::Input) -> Result<FileOut, Refusal>,
) -> Result<FileOut, Refusal> {
    let asked = asked(&ask.span, None, call)?;
    let mut months = Vec::new();
    let report = call.read(|tx| {
        counted(tx, call, asked, |month| {
            months.push(workbook::Month {
                period: month.period,
                rows: month.rows,
            });
        })
    })?;
    let (company, kind) = call.read(|tx| Ok((tx.settings()?.1.company, call.desk.data_kind(tx)?.zh())))?;
    let input = workbook::Input {
        report: &report,
        months: &months,
        company: &company,
        not_original: kind.as_deref(),
    };
    make(&report, &input)
}
