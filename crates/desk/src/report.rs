//! The month: figures, the tickets behind them, the printed report.

use domain::{
    Code, Refusal, TicketRow,
    moment::Month,
    report::{FigureCode, MonthReport, Period, contribution, month_report},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call, closing, proof,
    wire::{self, FileOut, Nothing},
};

pub mod day;
pub mod hours;

/// The months that can be reported.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Months {
    /// `YYYY-MM`, newest first; this month always stands in it.
    pub months: Vec<String>,
}

/// The figures of a month.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// `YYYY-MM`.
    pub month: String,
}

/// The tickets behind a figure.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tickets {
    /// `YYYY-MM`.
    pub month: String,
    /// Which figure.
    pub figure: FigureCode,
    /// Only those that lower it (the denominator without the numerator).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub missed: bool,
}

/// The report as a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Monthly {
    /// `YYYY-MM`.
    pub month: String,
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

pub(crate) fn parse(month: &str, call: &Call) -> Result<Month, Refusal> {
    let month = Month::parse(month).ok_or_else(|| Refusal::at(Code::BadMonth, "month"))?;
    if month > Month::of(call.now) {
        return Err(Refusal::at(Code::TimeInFuture, "month").with("now", call.now.0));
    }
    Ok(month)
}

fn rows(tx: &Tx, month: Month) -> Result<Vec<TicketRow>, Refusal> {
    let (from, to) = month.span();
    tx.rows_counting(from, to)
}

/// The tickets that count in a month; of a closed one as they stood then.
fn counting(tx: &Tx, month: Month) -> Result<(Vec<TicketRow>, Option<closing::Shut>), Refusal> {
    let here = rows(tx, month)?;
    match closing::of(tx, month)? {
        Some(shut) => Ok((shut.rows(tx, here)?, Some(shut))),
        None => Ok((here, None)),
    }
}

/// The report of a month and the tickets that count in it.
pub(crate) fn counted(tx: &Tx, call: &Call, month: Month) -> Result<(MonthReport, Vec<TicketRow>), Refusal> {
    let (here, shut) = counting(tx, month)?;
    if let Some(shut) = shut {
        let report = month_report(month, shut.closed.at, &here, &[], &[]);
        return Ok((report.as_closed(&shut.closing, shut.closed), here));
    }
    let (before, last_year) = (
        closing::of(tx, month.before())?,
        closing::of(tx, month.last_year())?,
    );
    // What is closed need not be counted again.
    let unless = |closed: &Option<closing::Shut>, month| match closed {
        Some(_) => Ok(Vec::new()),
        None => rows(tx, month),
    };
    let (earlier, year_ago) = (
        unless(&before, month.before())?,
        unless(&last_year, month.last_year())?,
    );
    let mut report = month_report(month, call.now, &here, &earlier, &year_ago);
    report.against(
        before.as_ref().map(|it| &it.closing),
        last_year.as_ref().map(|it| &it.closing),
    );
    report.late = closing::late(tx, month, call)?;
    Ok((report, here))
}

/// The figures of a month.
///
/// # Errors
/// `bad_month`, `time_in_future`.
pub fn figures(call: &Call, ask: Figures) -> Result<MonthReport, Refusal> {
    let month = parse(&ask.month, call)?;
    Ok(call.read(|tx| counted(tx, call, month))?.0)
}

/// The tickets behind a figure.
///
/// # Errors
/// `bad_month`, `time_in_future`.
pub fn tickets(call: &Call, ask: Tickets) -> Result<Vec<TicketRow>, Refusal> {
    let month = parse(&ask.month, call)?;
    let (rows, shut) = call.read(|tx| counting(tx, month))?;
    let period = Period::of(month, shut.map_or(call.now, |shut| shut.closed.at));
    let behind = |row: &TicketRow| {
        contribution(ask.figure, row, &period)
            .is_some_and(|adds| !ask.missed || adds.numerator < adds.denominator)
    };
    Ok(rows.into_iter().filter(behind).collect())
}

/// The report as PDF.
///
/// # Errors
/// `bad_month`, `time_in_future`.
pub fn monthly(call: &Call, ask: Monthly) -> Result<FileOut, Refusal> {
    let month = parse(&ask.month, call)?;
    let (report, rows) = call.read(|tx| counted(tx, call, month))?;
    let (settings, demo, anchor) = call.read(|tx| {
        let demo = tx.founded()?.unwrap_or(false);
        Ok((tx.settings()?.1, demo, proof::anchor(tx)?))
    })?;
    let (from, to) = month.span();
    let detail: Vec<TicketRow> = rows
        .into_iter()
        .filter(|row| (from..to).contains(&row.received_at))
        .collect();
    let input = paper::monthly::Input {
        report: &report,
        detail: &detail,
        settings: &settings,
        anchor: &anchor,
        demo,
    };
    let rendered = paper::render(&paper::monthly::sheet(&input));
    Ok(wire::pdf(format!("月度服务报告-{month}.pdf"), &rendered))
}

/// The report as a workbook (XLSX) whose figures are formulas over what each ticket adds.
///
/// # Errors
/// `bad_month`, `time_in_future`.
pub fn workbook(call: &Call, ask: Monthly) -> Result<FileOut, Refusal> {
    exported(call, &ask, |month, input| {
        let bytes = workbook::xlsx(input)?;
        let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Ok(wire::file(format!("月度服务报告-{month}.xlsx"), media, &bytes))
    })
}

/// The month's tickets as CSV (UTF-8 with a byte order mark).
///
/// # Errors
/// `bad_month`, `time_in_future`.
pub fn csv(call: &Call, ask: Monthly) -> Result<FileOut, Refusal> {
    exported(call, &ask, |month, input| {
        let bytes = workbook::csv(input)?;
        Ok(wire::file(format!("工单明细-{month}.csv"), "text/csv", &bytes))
    })
}

fn exported(
    call: &Call,
    ask: &Monthly,
    make: impl FnOnce(Month, &workbook::Input) -> Result<FileOut, Refusal>,
) -> Result<FileOut, Refusal> {
    let month = parse(&ask.month, call)?;
    let (report, rows) = call.read(|tx| counted(tx, call, month))?;
    let (company, demo) = call.read(|tx| Ok((tx.settings()?.1.company, tx.founded()?.unwrap_or(false))))?;
    let input = workbook::Input {
        report: &report,
        rows: &rows,
        company: &company,
        demo,
    };
    make(month, &input)
}
