//! 旧工单: one row each, found by number and by household. No list of tickets and no figure reads them.

use domain::{Code, Fact, JournalEntry, Moment, Refusal, fact::OldTicketFact, hash, old_ticket::OldTicket};
use rusqlite::{Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ErasureOrder, Tx,
    error::{damaged_refusal, sqlite_refusal},
    journal::{StoredLine, columns},
    page::bad_cursor,
};

/// The stream of all old tickets.
pub const OLD_TICKETS: &str = "old_ticket";

/// An old ticket in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct OldTicketRow {
    /// Its id: the line of the journal that brought it.
    #[ts(type = "number")]
    pub id: i64,
    /// What it says.
    pub ticket: OldTicket,
    /// Whether what was personal in it is gone.
    pub erased: bool,
}

/// What is read of a row.
const ROW: &str = "id, value, EXISTS (SELECT 1 FROM erased WHERE line = old_ticket.id)";

fn read_old_ticket_row(row: &Row) -> rusqlite::Result<(i64, String, bool)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn parse_old_ticket((id, value, erased): (i64, String, bool)) -> Result<OldTicketRow, Refusal> {
    let ticket =
        serde_json::from_str(&value).map_err(|error| damaged_refusal(format!("old ticket {id}: {error}")))?;
    Ok(OldTicketRow { id, ticket, erased })
}

impl Tx<'_> {
    pub(crate) fn project_old_ticket(
        &self,
        entry: &JournalEntry,
        fact: &OldTicketFact,
    ) -> Result<(), Refusal> {
        match fact {
            OldTicketFact::Filed(ticket) => self.put_old_ticket(entry.seq, ticket),
            OldTicketFact::Erased(_) => Ok(()),
        }
    }

    fn put_old_ticket(&self, id: i64, ticket: &OldTicket) -> Result<(), Refusal> {
        let value = hash::to_canonical_json(ticket).map_err(|error| damaged_refusal(error.to_string()))?;
        let mut put = self
            .db
            .prepare_cached(
                "REPLACE INTO old_ticket (id, ledger, number, customer, account_number, reported_at, ended_at, value)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )
            .map_err(sqlite_refusal)?;
        put.execute(params![
            id,
            ticket.ledger,
            ticket.number,
            ticket.customer,
            ticket.account_number,
            ticket.reported_at.0,
            ticket.is_personal().then(|| ticket.ended_at().0),
            value
        ])
        .map_err(sqlite_refusal)
        .map(|_| ())
    }

    /// By what only one can have.
    fn find_old_ticket_where(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Option<OldTicketRow>, Refusal> {
        Ok(self.list_old_tickets_where(condition, values)?.pop())
    }

    fn list_old_tickets_where(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<OldTicketRow>, Refusal> {
        let text = format!("SELECT {ROW} FROM old_ticket WHERE {condition}");
        let mut statement = self.db.prepare_cached(&text).map_err(sqlite_refusal)?;
        let rows = statement
            .query_map(values, read_old_ticket_row)
            .map_err(sqlite_refusal)?;
        rows.map(|row| parse_old_ticket(row.map_err(sqlite_refusal)?))
            .collect()
    }

    /// One old ticket.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn read_old_ticket(&self, id: i64) -> Result<OldTicketRow, Refusal> {
        let missing = || Refusal::at_field(Code::NotFound, "old_ticket").with_arg("what", "ticket");
        self.find_old_ticket_where("id = ?1", [id])?.ok_or_else(missing)
    }

    /// The old ticket of a number in a ledger.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_old_ticket(&self, ledger: &str, number: &str) -> Result<Option<OldTicketRow>, Refusal> {
        self.find_old_ticket_where("number = ?1 AND ledger = ?2", [number, ledger])
    }

    /// Old tickets whose number begins so, in the order of their numbers.
    ///
    /// # Errors
    /// Those of the file.
    pub fn old_tickets_numbered(&self, begin: &str, limit: u32) -> Result<Vec<OldTicketRow>, Refusal> {
        // Nothing that begins so stands behind the highest character there is.
        let end = format!("{begin}{}", char::MAX);
        self.list_old_tickets_where(
            "number >= ?1 AND number < ?2 ORDER BY number, ledger LIMIT ?3",
            params![begin, end, limit],
        )
    }

    /// Old tickets of a household, newest first: those put to it, and those with its account number that were put to nobody.
    ///
    /// # Errors
    /// `bad_request` at `after`; those of the file.
    pub fn list_old_tickets(
        &self,
        customer: i64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<OldTicketRow>, Refusal> {
        let (at, id) = after.map_or(Ok((i64::MAX, i64::MAX)), parse_cursor)?;
        self.list_old_tickets_where(
            "id IN (
                 SELECT id FROM old_ticket WHERE customer = ?1
                 UNION ALL
                 SELECT id FROM old_ticket WHERE customer IS NULL
                     AND account_number = (SELECT account_number FROM customer WHERE id = ?1))
             AND (reported_at, id) < (?2, ?3)
             ORDER BY reported_at DESC, id DESC LIMIT ?4",
            params![customer, at, id, limit],
        )
    }

    /// How many were over before a moment and have something personal in them still, and when the oldest of them was.
    ///
    /// # Errors
    /// Those of the file.
    pub fn count_erasable_old_tickets(&self, before: Moment) -> Result<(i64, Option<Moment>), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT count(*), min(ended_at) FROM old_ticket WHERE ended_at < ?1")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([before.0], |row| {
                Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(Moment)))
            })
            .map_err(sqlite_refusal)
    }

    /// Takes the personal content out of the first of them; how many, and the words their customers were known by.
    ///
    /// # Errors
    /// As [`Tx::erase_ticket`].
    pub fn erase_old_tickets(
        &self,
        before: Moment,
        most: i64,
        how: &ErasureOrder,
    ) -> Result<(usize, Vec<String>), Refusal> {
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal
              WHERE seq IN (SELECT id FROM old_ticket WHERE ended_at < ?1 ORDER BY ended_at, id LIMIT ?2) ORDER BY seq"
        );
        let lines = {
            let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
            let lines = statement
                .query_map([before.0, most], StoredLine::from_row)
                .map_err(sqlite_refusal)?;
            lines
                .map(|line| line.map_err(sqlite_refusal))
                .collect::<Result<Vec<StoredLine>, Refusal>>()?
        };
        if lines.is_empty() {
            return Ok((0, Vec::new()));
        }
        let left = self.erase_lines(OLD_TICKETS, lines, Vec::new(), how, |erasure| {
            Fact::OldTicket(OldTicketFact::Erased(erasure))
        })?;
        for entry in &left.entries {
            if let Fact::OldTicket(fact) = &entry.fact {
                self.project_old_ticket(entry, fact)?;
            }
        }
        Ok((left.entries.len(), left.words))
    }
}

impl OldTicketRow {
    /// Where a page that ends with it ends.
    #[must_use]
    pub fn to_cursor(&self) -> String {
        format!("{}.{}", self.ticket.reported_at.0, self.id)
    }
}

fn parse_cursor(after: &str) -> Result<(i64, i64), Refusal> {
    let (at, id) = after.split_once('.').ok_or_else(bad_cursor)?;
    Ok((
        at.parse().map_err(|_| bad_cursor())?,
        id.parse().map_err(|_| bad_cursor())?,
    ))
}
