//! The overdue list: every limit that was missed and lay in the month, with the reason on record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Period;
use crate::{
    Moment, TicketRow,
    clock::ClockKind,
    ticket::{Channel, Stage},
};

/// A limit that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Overdue {
    /// The ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its number.
    pub number: String,
    /// Which clock.
    pub clock: ClockKind,
    /// The limit in force.
    pub limit: Moment,
    /// When it was done after all; not yet if empty.
    pub ended_at: Option<Moment>,
    /// How late, in milliseconds, so far if it is not done.
    #[ts(type = "number")]
    pub late: i64,
    /// The crew.
    pub crew: Option<String>,
    /// Where.
    pub address: String,
    /// The reason on record, empty if there is none.
    pub reason: String,
}

/// Missed limits of hand-over, arrival and the whole case, in the order of their limits.
pub(super) fn overdue(rows: &[TicketRow], period: &Period) -> Vec<Overdue> {
    let mut missed: Vec<Overdue> = rows.iter().flat_map(|row| of(row, period)).collect();
    missed.sort_by_key(|one| (one.limit, one.ticket));
    missed
}

fn of(row: &TicketRow, period: &Period) -> Vec<Overdue> {
    let hotline = row.channel == Channel::Hotline;
    let clocks = [
        hotline.then_some((
            ClockKind::HandOver,
            row.hand_over_limit,
            row.handed_over_at,
            false,
        )),
        row.arrival_limit
            .map(|limit| (ClockKind::Arrival, limit, row.arrived_at, row.appointed_late)),
        Some((ClockKind::Total, row.total_limit, row.finished_at, row.broken)),
    ];
    clocks
        .into_iter()
        .flatten()
        .filter_map(|(clock, limit, ended, broken)| missed(row, period, clock, limit, ended, broken))
        .collect()
}

fn missed(
    row: &TicketRow,
    period: &Period,
    clock: ClockKind,
    limit: Moment,
    ended_at: Option<Moment>,
    broken: bool,
) -> Option<Overdue> {
    let otherwise = matches!(row.stage, Stage::PassedOn | Stage::Cancelled | Stage::Merged);
    let stopped = ended_at.or(row.ended_at.filter(|_| otherwise));
    let end = stopped.unwrap_or(period.now);
    let due = if clock == ClockKind::Total && broken {
        row.first_limit
    } else {
        limit
    };
    (period.has(due) && (broken || end > limit)).then(|| Overdue {
        ticket: row.id,
        number: row.number.clone(),
        clock,
        limit: due,
        ended_at,
        late: end.since(due).max(0),
        crew: row.crew.clone(),
        address: row.address.clone(),
        reason: if clock == ClockKind::Total {
            row.extension_reason.clone()
        } else {
            String::new()
        },
    })
}
