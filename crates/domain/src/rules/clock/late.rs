//! Steps that were recorded late, after a limit had passed: whatever such a step makes of the clock, the clock says so (ours).
//!
//! A step that ends a clock is looked at where the clock is made; here stands what holds of every step, also of one that moves a limit,
//! begins a clock anew or waives it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Clock, ClockKind, ClockState, list_unmarked_clocks};
use crate::{JournalEntry, Ticket};

/// A clock that a step recorded late has made to look as if its limit had not been missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct LateMark {
    pub kind: ClockKind,
    /// Number of the valve task.
    pub task: Option<u32>,
}

impl LateMark {
    const fn from_clock(clock: &Clock) -> Self {
        Self {
            kind: clock.kind,
            task: clock.task,
        }
    }
}

/// Whether this is a limit that was missed.
const fn is_missed(state: ClockState) -> bool {
    matches!(state, ClockState::Breached | ClockState::Late)
}

/// The clocks that were missed when this line was typed, and for which it is typed late.
#[must_use]
pub fn list_missed_before_entry(ticket: &Ticket, entry: &JournalEntry) -> Vec<LateMark> {
    // Most lines are typed as they happen: no clock is looked at for them.
    if !Ticket::is_late_hand_over(entry.happened_at, entry.recorded_at) && !ticket.is_entered_late(entry) {
        return Vec::new();
    }
    let late = |clock: &Clock| match clock.kind {
        ClockKind::HandOver => Ticket::is_late_hand_over(entry.happened_at, entry.recorded_at),
        _ => ticket.is_entered_late(entry),
    };
    let clocks = list_unmarked_clocks(ticket, entry.recorded_at).into_iter();
    clocks
        .filter(|clock| is_missed(clock.state) && late(clock))
        .map(|clock| LateMark::from_clock(&clock))
        .collect()
}

/// Those of them that this line has made to look as if they had been kept.
#[must_use]
pub fn list_new_late_marks(ticket: &Ticket, before: &[LateMark], entry: &JournalEntry) -> Vec<LateMark> {
    if before.is_empty() {
        return Vec::new();
    }
    let clocks = list_unmarked_clocks(ticket, entry.recorded_at).into_iter();
    clocks
        .filter(|clock| !is_missed(clock.state))
        .map(|clock| LateMark::from_clock(&clock))
        .filter(|mark| before.contains(mark) && !ticket.late_marks.contains(mark))
        .collect()
}

/// The state of a clock with its mark, if it bears one.
pub(super) fn apply_late_mark(ticket: &Ticket, clock: &Clock) -> ClockState {
    match clock.state {
        state if !ticket.late_marks.contains(&LateMark::from_clock(clock)) => state,
        ClockState::Running => ClockState::RunningEnteredLate,
        ClockState::Met => ClockState::MetEnteredLate,
        ClockState::Waived => ClockState::WaivedEnteredLate,
        state => state,
    }
}
