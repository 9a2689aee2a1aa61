//! What waits for whom, asked of the file: the same as [`Todo::waits`] says of a row.

use domain::{Refusal, TicketRow, todo::TodoKind};

use super::list::build_base_select;
use crate::{Tx, error::sqlite_refusal};

/// Work that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TodoQuery {
    pub todo: TodoKind,
    /// Not what this person asked for or reported: they cannot decide on it.
    pub not_of: Option<ConcernedPerson>,
    /// Only what each of these asked for or reported: none of them can decide on it.
    pub of_all: Vec<ConcernedPerson>,
}

/// Somebody who may have asked for something or reported it, by typing it or by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernedPerson {
    pub id: i64,
    pub name: String,
}

impl From<TodoKind> for TodoQuery {
    fn from(todo: TodoKind) -> Self {
        Self {
            todo,
            not_of: None,
            of_all: Vec::new(),
        }
    }
}

impl ConcernedPerson {
    /// The condition a ticket meets whose extension this person asked for, or whose hours they reported; none for other work.
    fn build_concern_condition(&self, todo: TodoKind) -> Option<String> {
        let (by, names) = match todo {
            TodoKind::ApproveExtension => ("extension_by", "extension_names"),
            TodoKind::VerifyHours => ("claimed_by", "claimed_names"),
            _ => return None,
        };
        // As it stands in a list of names; a text always has a JSON text.
        let name = serde_json::to_string(&self.name).unwrap_or_default();
        let name = name.replace('\'', "''");
        Some(format!("({by} = {} OR instr({names}, '{name}') > 0)", self.id))
    }
}

/// Calls that reach nobody and are enough to close.
const ATTEMPTS: &str =
    "coalesce((SELECT value ->> 'follow_up_attempts' FROM setting WHERE name = 'settings'), 3)";

/// The condition a ticket meets that waits for it. A journey holds each against [`Todo::waits`].
pub(super) fn build_todo_condition(todo: TodoKind) -> String {
    let says = |todo: TodoKind| format!("instr(todos, '\"{}\"') > 0", todo.code());
    let call = format!("({} AND calls < {ATTEMPTS})", says(TodoKind::FollowUp));
    match todo {
        // Also of tickets that are over.
        TodoKind::Violation => "(violations_open > 0)".to_owned(),
        TodoKind::FollowUp => format!("(ticket.open = 1 AND {call})"),
        TodoKind::Close => format!("(ticket.open = 1 AND {} AND NOT {call})", says(todo)),
        _ => format!("(ticket.open = 1 AND {})", says(todo)),
    }
}

fn build_query_condition(wait: &TodoQuery) -> String {
    let of = |person: &ConcernedPerson| person.build_concern_condition(wait.todo);
    let not = wait.not_of.iter().filter_map(of).map(|of| format!("NOT {of}"));
    let conditions: Vec<String> = [build_todo_condition(wait.todo)]
        .into_iter()
        .chain(not)
        .chain(wait.of_all.iter().filter_map(of))
        .collect();
    format!("({})", conditions.join(" AND "))
}

impl Tx<'_> {
    /// How many tickets wait for each, in this order, and how many open ones wait for any.
    ///
    /// # Errors
    /// Those of the file.
    pub fn todo_counts(&self, all: &[TodoQuery]) -> Result<(Vec<i64>, i64), Refusal> {
        if all.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let sums: Vec<String> = all
            .iter()
            .map(|wait| format!("total({})", build_query_condition(wait)))
            .collect();
        let text = format!(
            "SELECT {}, total({}) FROM ticket WHERE open = 1",
            sums.join(", "),
            build_any_condition(all)
        );
        let mut statement = self.db.prepare_cached(&text).map_err(sqlite_refusal)?;
        let mut counts: Vec<i64> = statement
            .query_row([], |row| {
                (0..=all.len())
                    .map(|place| row.get::<_, f64>(place).map(to_integer))
                    .collect()
            })
            .map_err(sqlite_refusal)?;
        let open = counts.pop().unwrap_or_default();
        if let Some(violations) = all.iter().position(|wait| wait.todo == TodoKind::Violation) {
            // Also those of tickets that are over.
            let mut statement = self
                .db
                .prepare_cached("SELECT count(*) FROM ticket WHERE violations_open > 0")
                .map_err(sqlite_refusal)?;
            let count = statement
                .query_row([], |row| row.get(0))
                .map_err(sqlite_refusal)?;
            if let Some(place) = counts.get_mut(violations) {
                *place = count;
            }
        }
        Ok((counts, open))
    }

    /// Open tickets that wait for one of these: soonest limit first, then those without one, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_waiting_tickets(&self, all: &[TodoQuery], limit: u32) -> Result<Vec<TicketRow>, Refusal> {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let mut due = build_base_select("ticket", "ticket.next_limit, ticket.id");
        due.conditions
            .extend(["next_limit IS NOT NULL".to_owned(), build_any_condition(all)]);
        let mut rows = self.select_rows(&due, limit)?;
        let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
        let mut rest = build_base_select("ticket", "ticket.id");
        rest.conditions.extend([
            "open = 1 AND next_limit IS NULL".to_owned(),
            build_any_condition(all),
        ]);
        rows.extend(self.select_rows(&rest, left)?);
        Ok(rows)
    }
}

fn build_any_condition(all: &[TodoQuery]) -> String {
    let conditions: Vec<String> = all.iter().map(build_query_condition).collect();
    format!("({})", conditions.join(" OR "))
}

#[allow(clippy::cast_possible_truncation, reason = "a sum of ones")]
const fn to_integer(sum: f64) -> i64 {
    sum as i64
}
