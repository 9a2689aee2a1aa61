//! What waits for whom, asked of the file: the same as [`Todo::waits`] says of a row.

use domain::{Refusal, TicketRow, todo::Todo};

use super::list::base;
use crate::{Tx, error::refusal};

/// The condition a ticket meets that waits for it. A journey holds each against [`Todo::waits`].
pub(super) const fn condition(todo: Todo) -> &'static str {
    match todo {
        Todo::HandOver => "(open = 1 AND stage = 'reported')",
        Todo::Authorise => "(open = 1 AND stage = 'to_authorise')",
        Todo::ApproveExtension => "(open = 1 AND extension_pending = 1)",
        Todo::Violation => "(violations_open > 0)",
        Todo::Assign => "(open = 1 AND stage = 'handed_over' AND service = 'repair')",
        Todo::SendTeam => "(open = 1 AND stage = 'handed_over' AND service = 'leak_detection')",
        Todo::SendSampler => "(open = 1 AND stage = 'handed_over' AND service = 'water_quality')",
        Todo::Visit => "(open = 1 AND stage = 'assigned' AND service = 'repair')",
        Todo::Finish => "(open = 1 AND stage = 'on_site')",
        Todo::Search => {
            "(open = 1 AND (stage = 'searching' OR stage = 'assigned' AND service = 'leak_detection'))"
        }
        Todo::Sample => "(open = 1 AND stage = 'assigned' AND service = 'water_quality')",
        Todo::PassSample => "(open = 1 AND stage = 'sampled')",
        Todo::EnterResults => "(open = 1 AND stage = 'at_lab')",
        Todo::Conclude => "(open = 1 AND stage = 'under_study')",
        Todo::Tell => "(open = 1 AND stage = 'to_tell')",
        Todo::Sign => "(open = 1 AND stage = 'told')",
        Todo::Deliver => "(open = 1 AND stage = 'delivering')",
        Todo::Reply => "(open = 1 AND stage = 'to_reply')",
        Todo::VerifyHours => {
            "(open = 1 AND stage IN ('to_reply', 'to_close') AND service = 'repair' AND verified_minutes IS NULL)"
        }
        Todo::FollowUp => {
            "(open = 1 AND stage = 'to_close' AND coalesce(follow_up, 'not_reached') = 'not_reached')"
        }
        Todo::Close => {
            "(open = 1 AND stage = 'to_close' AND coalesce(follow_up, 'not_reached') <> 'not_reached')"
        }
        Todo::DecideEvent => "(open = 1 AND stage = 'to_decide')",
        Todo::Schedule => "(open = 1 AND stage = 'to_schedule')",
        Todo::Hold => "(open = 1 AND stage = 'planned')",
        Todo::SignEvent => "(open = 1 AND stage = 'held')",
    }
}

impl Tx<'_> {
    /// How many tickets wait for each, in this order, and how many open ones wait for any.
    ///
    /// # Errors
    /// Those of the file.
    pub fn todo_counts(&self, all: &[Todo]) -> Result<(Vec<i64>, i64), Refusal> {
        if all.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let sums: Vec<String> = all
            .iter()
            .map(|todo| format!("total({})", condition(*todo)))
            .collect();
        let text = format!(
            "SELECT {}, total({}) FROM ticket WHERE open = 1",
            sums.join(", "),
            any(all)
        );
        let mut statement = self.db.prepare_cached(&text).map_err(refusal)?;
        let mut counts: Vec<i64> = statement
            .query_row([], |row| {
                (0..=all.len())
                    .map(|place| row.get::<_, f64>(place).map(whole))
                    .collect()
            })
            .map_err(refusal)?;
        let open = counts.pop().unwrap_or_default();
        if let Some(violations) = all.iter().position(|todo| *todo == Todo::Violation) {
            // Also those of tickets that are over.
            let mut statement = self
                .db
                .prepare_cached("SELECT count(*) FROM ticket WHERE violations_open > 0")
                .map_err(refusal)?;
            let count = statement.query_row([], |row| row.get(0)).map_err(refusal)?;
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
    pub fn waiting(&self, all: &[Todo], limit: u32) -> Result<Vec<TicketRow>, Refusal> {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let mut due = base("ticket", "ticket.next_limit, ticket.id");
        due.conditions
            .extend(["next_limit IS NOT NULL".to_owned(), any(all)]);
        let mut rows = self.rows(&due, limit)?;
        let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
        let mut rest = base("ticket", "ticket.id");
        rest.conditions
            .extend(["open = 1 AND next_limit IS NULL".to_owned(), any(all)]);
        rows.extend(self.rows(&rest, left)?);
        Ok(rows)
    }
}

fn any(all: &[Todo]) -> String {
    let conditions: Vec<&str> = all.iter().map(|todo| condition(*todo)).collect();
    format!("({})", conditions.join(" OR "))
}

#[allow(clippy::cast_possible_truncation, reason = "a sum of ones")]
const fn whole(sum: f64) -> i64 {
    sum as i64
}
