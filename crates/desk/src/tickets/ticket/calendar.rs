//! 日程: times agreed with customers and community events of some days.

use domain::{Moment, Refusal, TicketRow, check, moment::HOUR};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Call;

/// Days of one look, at most: a month with the weeks at its ends, and an hour a clock may be set by.
const DAYS: i64 = 62;

domain::words! {
    /// What happens then.
    AgendaKind {
        Appointment "appointment" = "预约上门",
        Event "event" = "社区活动",
    }
}

/// Which days.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketCalendar {
    /// From then on.
    pub from: Moment,
    /// Until before then, at most 62 days later.
    pub to: Moment,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct AgendaEntry {
    pub what: AgendaKind,
    pub at: Moment,
    pub ticket: TicketRow,
}

/// What happens on these days.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct AgendaEntries {
    /// In the order of their times.
    pub entries: Vec<AgendaEntry>,
}

/// What was agreed for these days.
///
/// # Errors
/// `bad_time` at `from`, `to`; `out_of_range` at `to`.
pub fn list_agenda(call: &Call, ask: TicketCalendar) -> Result<AgendaEntries, Refusal> {
    check::check_moment("from", ask.from)?;
    check::check_moment("to", ask.to)?;
    check::check_range(
        "to",
        ask.to.milliseconds_since(ask.from).div_euclid(24 * HOUR),
        0,
        DAYS,
    )?;
    let (appointed, planned) = call.read_tx(|tx| {
        Ok((
            tx.list_appointed_tickets(ask.from, ask.to)?,
            tx.list_planned_events(ask.from, ask.to)?,
        ))
    })?;
    let entry = |what, at: fn(&TicketRow) -> Option<Moment>| {
        move |ticket: TicketRow| at(&ticket).map(|at| AgendaEntry { what, at, ticket })
    };
    let mut entries: Vec<AgendaEntry> = appointed
        .into_iter()
        .filter_map(entry(AgendaKind::Appointment, |row| row.appointed_at))
        .chain(
            planned
                .into_iter()
                .filter_map(entry(AgendaKind::Event, |row| row.planned_at)),
        )
        .collect();
    entries.sort_by_key(|entry| (entry.at, entry.ticket.id));
    Ok(AgendaEntries { entries })
}
