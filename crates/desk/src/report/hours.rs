//! 工时核定表: a month's hours, crew by crew, to be signed (4.1).

use domain::{
    Code, Refusal, Ticket, TicketRow, check,
    personal::Viewer,
    report::{FigureCode, Period, contribution},
};
use paper::hours::Line;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use super::{Counting, counting, month};
use crate::{
    Call, closing,
    wire::{self, FileOut, Holds},
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
pub fn hours(call: &Call, ask: ReportHours) -> Result<FileOut, Refusal> {
    let month = month(&ask.month, call)?;
    let crew = ask.crew.as_deref().map(str::trim).filter(|crew| !crew.is_empty());
    check::optional("crew", crew.unwrap_or_default(), check::NAME)?;
    let (lines, settings, kind, closed) = call.read(|tx| {
        let Counting { rows, period, shut } = counting(tx, call, month, closing::of(tx, month)?)?;
        let mut lines = Vec::new();
        for row in rows
            .iter()
            .filter(|row| crew.is_none() || row.crew.as_deref() == crew)
        {
            lines.extend(line(tx, row, &period, call.viewer)?);
        }
        let kind = call.desk.data_kind(tx)?.zh();
        Ok((lines, tx.settings()?.1, kind, shut.map(|shut| shut.closed)))
    })?;
    if let Some(crew) = crew {
        let known = settings.crews.iter().any(|one| one.name == crew);
        if lines.is_empty() && !known {
            return Err(Refusal::at(Code::UnknownCrew, "crew").with("crew", crew));
        }
    }
    let input = paper::hours::Input {
        month: &month.zh(),
        crew,
        lines: &lines,
        closed: closed.as_ref(),
        settings: &settings,
        now: call.now,
        not_original: kind.as_deref(),
    };
    let rendered = paper::render(&paper::hours::sheet(&input));
    let of = crew.map(|crew| format!("-{crew}")).unwrap_or_default();
    let holds = lines
        .first()
        .map_or_else(Holds::nobody, |line| Holds::shown(&line.ticket));
    Ok(wire::pdf(format!("工时核定表-{month}{of}.pdf"), &rendered, holds))
}

/// What a ticket brings to the sheet, as it stood when its row was counted.
fn line(tx: &Tx, row: &TicketRow, period: &Period, viewer: Viewer) -> Result<Option<Line>, Refusal> {
    let counts = |code| contribution(code, row, period).is_some();
    let verified = counts(FigureCode::WorkHours);
    if !verified && !counts(FigureCode::UnverifiedHours) {
        return Ok(None);
    }
    let mut entries = tx.ticket_entries(row.id)?;
    entries.retain(|entry| entry.version <= row.version);
    let ticket = viewer.show(Ticket::replay(&entries)?)?;
    Ok(Some(Line { ticket, verified }))
}
