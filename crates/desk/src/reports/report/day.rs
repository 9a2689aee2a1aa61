//! 日报: a day's figures and tickets as PDF.

use chrono::NaiveDate;
use domain::{
    Code, Moment, Refusal, Ticket, TicketRow,
    report::day::{day_period, day_report},
    row::ServiceRow,
    service::ServiceKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call,
    wire::{self, OutputFile, PrivacyCheck},
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
pub fn print_daily_report(call: &Call, ask: ReportDaily) -> Result<OutputFile, Refusal> {
    let day = parse_report_day(&ask.day, call)?;
    let before = day_period(day.pred_opt().unwrap_or(day), call.now);
    let here = day_period(day, call.now);
    let (rows, settings, kind) = call.read_tx(|tx| {
        let rows = read_active_tickets(tx, before.from, here.to)?;
        Ok((rows, tx.read_settings()?.1, call.desk.data_kind(tx)?.zh()))
    })?;
    let told: Vec<Ticket> = call.read_tx(|tx| {
        let some = rows
            .iter()
            .filter(|row| row.extensions > 0 || !row.violations.is_empty());
        some.map(|row| tx.read_ticket(row.id)).collect()
    })?;
    let (rows, told) = (call.viewer.show_value(rows)?, call.viewer.show_value(told)?);
    let report = day_report(day, call.now, &rows);
    let held = |row: &TicketRow| match &row.more {
        Some(ServiceRow::Community { held_at, .. }) => {
            here.has_optional_moment(row.planned_at) || here.has_optional_moment(*held_at)
        }
        _ => false,
    };
    let outage = |row: &TicketRow| {
        row.service == ServiceKind::EmergencyWater && row.ended_at.is_none_or(|end| end >= here.from)
    };
    let input = paper::daily::DailyReportInput {
        report: &report,
        received: &rows.filter_values(|row| here.has_moment(row.received_at)),
        events: &rows.filter_values(held),
        outages: &rows.filter_values(outage),
        told: &told,
        settings: &settings,
        not_original: kind.as_deref(),
    };
    let rendered = paper::render_pdf(&paper::daily::lay_out_daily_report(&input));
    Ok(wire::make_pdf_file(
        format!("日报-{day}.pdf"),
        &rendered,
        PrivacyCheck::from_visible(&rows),
    ))
}

fn parse_report_day(text: &str, call: &Call) -> Result<NaiveDate, Refusal> {
    let bad = || Refusal::at_field(Code::BadDate, "day").with_arg("value", text);
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| bad())?;
    if text.len() != 10 || Moment::start_of_day(day) < domain::moment::EARLIEST {
        return Err(bad());
    }
    if day > call.now.local_date() {
        return Err(Refusal::at_field(Code::TimeInFuture, "day").with_arg("now", call.now.0));
    }
    Ok(day)
}

/// Every ticket that counted or was open in a span of time, in the order of their ids.
pub(crate) fn read_active_tickets(tx: &Tx, from: Moment, to: Moment) -> Result<Vec<TicketRow>, Refusal> {
    let mut rows = tx.rows_counting(from, to)?;
    // What waits for nothing any more may count nowhere, and is open all the same.
    rows.extend(
        tx.list_workbench_tickets(u32::MAX)?
            .into_iter()
            .filter(|row| row.received_at < to),
    );
    rows.sort_by_key(|row| row.id);
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}
