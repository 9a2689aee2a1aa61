//! 工时核定表: a month's hours, crew by crew, to be signed (4.1).

use domain::{
    Code, Refusal, Ticket, TicketRow, check,
    personal::Viewer,
    report::{CountingPeriod, FigureCode, compute_contribution},
};
use paper::hours::HoursReportLine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use super::{MonthTickets, parse_begun_month, read_month_tickets};
use crate::{
    Call, closing,
    wire::{self, OutputFile, PrivacyCheck},
};

/// A month's hours.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportHours {
    /// `YYYY-MM`.
    pub month: String,
    /// Of one crew; of all if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub crew: Option<String>,
}

/// The hours of a month as PDF: what the figures 核定工时 and 待核定工时 count, ticket by ticket. Of a closed month the
/// tickets are as they stood then.
///
/// # Errors
/// `bad_month`, `time_in_future`; `unknown_crew` at `crew`.
pub fn print_hours_report(call: &Call, ask: ReportHours) -> Result<OutputFile, Refusal> {
    let month = parse_begun_month(&ask.month, call)?;
    let crew = ask.crew.as_deref().map(str::trim).filter(|crew| !crew.is_empty());
    check::check_optional_text("crew", crew.unwrap_or_default(), check::NAME)?;
    let (lines, settings, kind, closed) = call.read_tx(|tx| {
        let MonthTickets { rows, period, shut } =
            read_month_tickets(tx, call, month, closing::read_closed_month(tx, month)?)?;
        let mut lines = Vec::new();
        for row in rows
            .iter()
            .filter(|row| crew.is_none() || row.crew.as_deref() == crew)
        {
            lines.extend(build_hours_line(tx, row, &period, call.viewer)?);
        }
        let kind = call.desk.data_kind(tx)?.zh();
        Ok((lines, tx.read_settings()?.1, kind, shut.map(|shut| shut.closed)))
    })?;
    if let Some(crew) = crew {
        let known = settings.crews.iter().any(|one| one.name == crew);
        if lines.is_empty() && !known {
            return Err(Refusal::at_field(Code::UnknownCrew, "crew").with_arg("crew", crew));
        }
    }
    let input = paper::hours::HoursReportInput {
        month: &month.zh(),
        crew,
        lines: &lines,
        closed: closed.as_ref(),
        settings: &settings,
        now: call.now,
        not_original: kind.as_deref(),
    };
    let rendered = paper::render_pdf(&paper::hours::lay_out_hours_report(&input));
    let of = crew.map(|crew| format!("-{crew}")).unwrap_or_default();
    let holds = lines
        .first()
        .map_or_else(PrivacyCheck::without_personal_data, |line| {
            PrivacyCheck::from_visible(&line.ticket)
        });
    Ok(wire::make_pdf_file(
        format!("工时核定表-{month}{of}.pdf"),
        &rendered,
        holds,
    ))
}

/// What a ticket brings to the sheet, as it stood when its row was counted.
fn build_hours_line(
    tx: &Tx,
    row: &TicketRow,
    period: &CountingPeriod,
    viewer: Viewer,
) -> Result<Option<HoursReportLine>, Refusal> {
    let counts = |code| compute_contribution(code, row, period).is_some();
    let verified = counts(FigureCode::WorkHours);
    if !verified && !counts(FigureCode::UnverifiedHours) {
        return Ok(None);
    }
    let mut entries = tx.ticket_entries(row.id)?;
    entries.retain(|entry| entry.version <= row.version);
    let ticket = viewer.show_value(Ticket::replay_entries(&entries)?)?;
    Ok(Some(HoursReportLine { ticket, verified }))
}
