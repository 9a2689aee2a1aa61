//! Cases a report names one by one: extensions asked for (4.3), violations (2.5, 5.3).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CountingPeriod;
use crate::{Moment, TicketRow};

/// A case for which an extension was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ExtendedCase {
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    /// The limit as it began.
    pub first: Option<Moment>,
    /// The limit in force.
    pub limit: Option<Moment>,
    /// How often it was asked.
    #[ts(type = "number")]
    pub asked: i64,
    /// How often it was approved.
    #[ts(type = "number")]
    pub approved: i64,
    /// Whether the first limit had passed before.
    pub broken: bool,
    /// When the case was finished; not yet if empty.
    pub finished_at: Option<Moment>,
    pub crew: Option<String>,
    pub address: String,
    /// The reason given last.
    pub reason: String,
}

/// A violation that was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ViolationLine {
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    /// When it was reported.
    pub at: Moment,
    /// The crew that had the ticket.
    pub crew: Option<String>,
    pub address: String,
    /// Whether the ticket still has one that no manager has closed.
    pub open: bool,
}

/// In the order they were received.
pub(super) fn list_extended_cases(rows: &[TicketRow], period: &CountingPeriod) -> Vec<ExtendedCase> {
    let those = rows
        .iter()
        .filter(|row| row.extensions > 0 && period.has_moment(row.received_at));
    let mut cases: Vec<&TicketRow> = those.collect();
    cases.sort_by_key(|row| (row.received_at, row.id));
    let case = |row: &TicketRow| ExtendedCase {
        ticket: row.id,
        number: row.number.clone(),
        first: row.first_limit,
        limit: row.total_limit,
        asked: row.extensions,
        approved: row.extended,
        broken: row.broken,
        finished_at: row.finished_at,
        crew: row.crew.clone(),
        address: row.address.clone(),
        reason: row.extension_reason.clone(),
    };
    cases.into_iter().map(case).collect()
}

/// In the order they were reported.
pub(super) fn list_violations(rows: &[TicketRow], period: &CountingPeriod) -> Vec<ViolationLine> {
    let of = |row: &TicketRow| -> Vec<ViolationLine> {
        let here = row.violations.iter().filter(|at| period.has_moment(**at));
        here.map(|at| ViolationLine {
            ticket: row.id,
            number: row.number.clone(),
            at: *at,
            crew: row.crew.clone(),
            address: row.address.clone(),
            open: row.violations_open > 0,
        })
        .collect()
    };
    let mut all: Vec<ViolationLine> = rows.iter().flat_map(of).collect();
    all.sort_by_key(|one| (one.at, one.ticket));
    all
}
