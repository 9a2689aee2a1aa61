//! Lists of tickets, the workbench, what may be the same report.

use domain::{Moment, Refusal, TicketRow, check, ticket::Stage, todo::Todo};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Listed, TicketQuery};
use ts_rs::TS;

use crate::{Call, wire::Nothing};

/// Days within which a report from the same household or phone may be the same one.
const DUPLICATE_DAYS: i64 = 7;
/// Rows of the workbench.
const BOARD: u32 = 60;

/// What may be the same report.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Duplicates {
    /// Phone.
    pub phone: String,
    /// 户号.
    pub account_number: String,
    /// Address.
    pub address: String,
}

/// How many tickets are at a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
}

/// The workbench: what runs out next, and how much is where.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Board {
    /// Open tickets, soonest limit first; at most 60.
    pub rows: Vec<TicketRow>,
    /// How many tickets are at each open stage, in the order of the work; those without any too.
    pub counts: Vec<StageCount>,
    /// The work of who looks, by their roles, and how many tickets wait for it.
    pub todo: Vec<TodoCount>,
    /// Open tickets that wait for any of it, in the order of the rows; at most 60.
    pub mine: Vec<TicketRow>,
    /// How many those are altogether.
    #[ts(type = "number")]
    pub mine_total: i64,
    /// When this was read.
    pub now: Moment,
}

/// How many tickets wait for something.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TodoCount {
    /// For what.
    pub todo: Todo,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
}

/// A page of tickets.
///
/// # Errors
/// `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list(call: &Call, ask: TicketQuery) -> Result<Listed<TicketRow>, Refusal> {
    check::optional("text", ask.text.as_deref().unwrap_or_default(), check::LINE)?;
    call.read(|tx| tx.tickets(&ask, call.now))
}

/// The workbench.
///
/// # Errors
/// Those of reading the file.
pub fn board(call: &Call, _: Nothing) -> Result<Board, Refusal> {
    let roles = &call.person()?.roles;
    let own = |todo: &Todo| todo.roles().iter().any(|role| roles.contains(role));
    let all: Vec<Todo> = Todo::ALL.iter().copied().filter(own).collect();
    call.read(|tx| {
        let found = tx.stage_counts()?;
        let count = |stage: &Stage| {
            found
                .iter()
                .find(|(is, _)| is == stage)
                .map_or(0, |(_, count)| *count)
        };
        let counts = Stage::ALL
            .iter()
            .filter(|stage| stage.open())
            .map(|stage| StageCount {
                stage: *stage,
                count: count(stage),
            })
            .collect();
        let (waiting, mine_total) = tx.todo_counts(&all)?;
        let todo = all
            .iter()
            .zip(waiting)
            .map(|(todo, count)| TodoCount { todo: *todo, count });
        Ok(Board {
            rows: tx.board(BOARD)?,
            counts,
            todo: todo.collect(),
            mine: tx.waiting(&all, BOARD)?,
            mine_total,
            now: call.now,
        })
    })
}

/// Reports of the last seven days from the same household, phone or address.
///
/// # Errors
/// Those of reading the file.
pub fn duplicates(call: &Call, ask: Duplicates) -> Result<Vec<TicketRow>, Refusal> {
    let since = call.now.plus_minutes(-DUPLICATE_DAYS * 24 * 60);
    call.read(|tx| tx.duplicates(&ask.phone, &ask.account_number, &ask.address, since))
}
