//! The overdue list: every limit that was missed and lay in the month, with the reason on record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CountingPeriod;
use crate::{Moment, TicketRow, clock::ClockKind, ticket::Channel};

/// A limit that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OverdueLimit {
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    pub clock: ClockKind,
    /// The limit in force.
    pub limit: Moment,
    /// When it was done after all; not yet if empty.
    pub ended_at: Option<Moment>,
    /// How late, in milliseconds, so far if it is not done.
    #[ts(type = "number")]
    pub late: i64,
    /// The crew, or the team that was sent to the valve.
    pub crew: Option<String>,
    pub address: String,
    /// The reason on record, empty if there is none.
    pub reason: String,
}

/// Missed limits of every service, in the order of their limits.
pub(super) fn list_overdue_limits(rows: &[TicketRow], period: &CountingPeriod) -> Vec<OverdueLimit> {
    let mut missed: Vec<OverdueLimit> = rows
        .iter()
        .flat_map(|row| list_missed_limits(row, period))
        .collect();
    missed.sort_by_key(|one| (one.limit, one.ticket));
    missed
}

/// A limit as the row holds it.
struct RowLimit<'a> {
    clock: ClockKind,
    crew: Option<&'a str>,
    limit: Moment,
    /// When what it waits for happened.
    ended_at: Option<Moment>,
    /// When nobody waited for it any more.
    given_up_at: Option<Moment>,
    /// The limit that was missed before it was moved.
    missed: Option<Moment>,
}

fn list_missed_limits(row: &TicketRow, period: &CountingPeriod) -> Vec<OverdueLimit> {
    let one = |clock, limit, ended_at, missed| RowLimit {
        clock,
        crew: row.crew.as_deref(),
        limit,
        ended_at,
        given_up_at: row.ended_at,
        missed,
    };
    let hand_over = row
        .hand_over_limit
        .filter(|_| row.channel == Channel::Hotline)
        .map(|limit| one(ClockKind::HandOver, limit, row.handed_over_at, None));
    let arrival = row
        .arrival_limit
        .map(|limit| one(ClockKind::Arrival, limit, row.arrived_at, row.arrival_missed));
    // The other services' answers stand among their own clocks.
    let total = row
        .total_limit
        .filter(|_| row.clocks.is_empty())
        .map(|limit| one(ClockKind::Total, limit, row.finished_at, row.total_missed));
    let others = row
        .clocks
        .iter()
        .map(|clock| one(clock.kind, clock.limit, clock.ended_at, clock.missed));
    let valves = row.valves.iter().map(|task| RowLimit {
        crew: Some(task.crew.as_str()).filter(|crew| !crew.is_empty()),
        given_up_at: task.dropped_at.or(row.ended_at),
        ..one(ClockKind::Valve, task.limit, task.arrived_at, None)
    });
    [hand_over, arrival, total]
        .into_iter()
        .flatten()
        .chain(valves)
        .chain(others)
        .filter_map(|limit| to_overdue_limit(row, period, &limit))
        .collect()
}

fn to_overdue_limit(row: &TicketRow, period: &CountingPeriod, limit: &RowLimit) -> Option<OverdueLimit> {
    let end = limit.ended_at.or(limit.given_up_at).unwrap_or(period.now);
    let extended = matches!(limit.clock, ClockKind::Total | ClockKind::Answer);
    // What was missed before it was moved was missed then, whatever was agreed or approved afterwards.
    let due = limit.missed.unwrap_or(limit.limit);
    (period.has_moment(due) && (limit.missed.is_some() || end > due)).then(|| OverdueLimit {
        ticket: row.id,
        number: row.number.clone(),
        clock: limit.clock,
        limit: due,
        ended_at: limit.ended_at,
        late: end.milliseconds_since(due).max(0),
        crew: limit.crew.map(str::to_owned),
        address: row.address.clone(),
        reason: if extended {
            row.extension_reason.clone()
        } else {
            String::new()
        },
    })
}

/// `到场 3 项、回复 1 项`.
#[must_use]
pub fn count_by_clock(overdue: &[OverdueLimit]) -> String {
    let count = |kind: ClockKind| overdue.iter().filter(|one| one.clock == kind).count();
    let some = ClockKind::ALL.iter().filter(|kind| count(**kind) > 0);
    let parts: Vec<String> = some
        .map(|kind| format!("{} {} 项", short_clock_name(*kind), count(*kind)))
        .collect();
    parts.join("、")
}

/// `到场` of `到场时限`.
#[must_use]
pub fn short_clock_name(clock: ClockKind) -> &'static str {
    clock.zh().trim_end_matches("时限")
}
