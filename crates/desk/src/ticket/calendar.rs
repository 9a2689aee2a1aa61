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
    CalendarKind {
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

/// Something in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct CalendarEntry {
    /// What.
    pub what: CalendarKind,
    /// When.
    pub at: Moment,
    /// The ticket.
    pub ticket: TicketRow,
}

/// What happens on these days.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct CalendarEntries {
    /// In the order of their times.
    pub entries: Vec<CalendarEntry>,
}

/// What was agreed for these days.
///
/// # Errors
/// `bad_time` at `from`, `to`; `out_of_range` at `to`.
pub fn calendar(call: &Call, ask: TicketCalendar) -> Result<CalendarEntries, Refusal> {
    check::moment("from", ask.from)?;
    check::moment("to", ask.to)?;
    check::range("to", ask.to.since(ask.from).div_euclid(24 * HOUR), 0, DAYS)?;
    let (appointed, planned) =
        call.read(|tx| Ok((tx.appointed(ask.from, ask.to)?, tx.planned(ask.from, ask.to)?)))?;
    let entry = |what, at: fn(&TicketRow) -> Option<Moment>| {
        move |ticket: TicketRow| at(&ticket).map(|at| CalendarEntry { what, at, ticket })
    };
    let mut entries: Vec<CalendarEntry> = appointed
        .into_iter()
        .filter_map(entry(CalendarKind::Appointment, |row| row.appointed_at))
        .chain(
            planned
                .into_iter()
                .filter_map(entry(CalendarKind::Event, |row| row.planned_at)),
        )
        .collect();
    entries.sort_by_key(|entry| (entry.at, entry.ticket.id));
    Ok(CalendarEntries { entries })
}
