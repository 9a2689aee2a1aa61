//! 日报: a day's figures and tickets as PDF.

use chrono::NaiveDate;
use domain::{
    Code, Moment, Refusal, Ticket, TicketRow,
    report::day::{day_report, period},
    row::ServiceRow,
    service::ServiceKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call,
    wire::{self, FileOut, Holds},
};

/// A day's report.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDaily {
    /// `YYYY-MM-DD`.
    pub day: String,
}

/// The report of a day as PDF.
///
/// # Errors
/// `bad_date`, `time_in_future` at `day`.
pub fn daily(call: &Call, ask: ReportDaily) -> Result<FileOut, Refusal> {
    let day = parse(&ask.day, call)?;
    let before = period(day.pred_opt().unwrap_or(day), call.now);
    let here = period(day, call.now);
    let (rows, settings, kind) = call.read(|tx| {
        let rows = lived(tx, before.from, here.to)?;
        Ok((rows, tx.settings()?.1, call.desk.data_kind(tx)?.zh()))
    })?;
    let told: Vec<Ticket> = call.read(|tx| {
        let some = rows
            .iter()
            .filter(|row| row.extensions > 0 || !row.violations.is_empty());
        some.map(|row| tx.ticket(row.id)).collect()
    })?;
    let (rows, told) = (call.viewer.show(rows)?, call.viewer.show(told)?);
    let report = day_report(day, call.now, &rows);
    let held = |row: &TicketRow| match &row.more {
        Some(ServiceRow::Community { held_at, .. }) => here.had(row.planned_at) || here.had(*held_at),
        _ => false,
    };
    let outage = |row: &TicketRow| {
        row.service == ServiceKind::EmergencyWater && row.ended_at.is_none_or(|end| end >= here.from)
    };
    let input = paper::daily::Input {
        report: &report,
        received: &rows.only(|row| here.has(row.received_at)),
        events: &rows.only(held),
        outages: &rows.only(outage),
        told: &told,
        settings: &settings,
        not_original: kind.as_deref(),
    };
    let rendered = paper::render(&paper::daily::sheet(&input));
    Ok(wire::pdf(
        format!("日报-{day}.pdf"),
        &rendered,
        Holds::shown(&rows),
    ))
}

fn parse(text: &str, call: &Call) -> Result<NaiveDate, Refusal> {
    let bad = || Refusal::at(Code::BadDate, "day").with("value", text);
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| bad())?;
    if text.len() != 10 || Moment::start_of(day) < domain::moment::EARLIEST {
        return Err(bad());
    }
    if day > call.now.date() {
        return Err(Refusal::at(Code::TimeInFuture, "day").with("now", call.now.0));
    }
    Ok(day)
}

/// Every ticket that counted or was open in a span of time, in the order of their ids.
pub(crate) fn lived(tx: &Tx, from: Moment, to: Moment) -> Result<Vec<TicketRow>, Refusal> {
    let mut rows = tx.rows_counting(from, to)?;
    // What waits for nothing any more may count nowhere, and is open all the same.
    rows.extend(tx.board(u32::MAX)?.into_iter().filter(|row| row.received_at < to));
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}
