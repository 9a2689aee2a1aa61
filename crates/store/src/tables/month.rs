//! The rows that a month is closed by, made anew from the journal: a row of the table may have been edited, left out or invented
//! by anybody who opens the file, and the figures of a closed month stay.

use std::collections::BTreeSet;

use domain::{Moment, Refusal, Ticket, TicketRow};
use rusqlite::{OptionalExtension, params, types::Value};

use crate::{
    Tx, compare,
    error::sqlite_refusal,
    ticket::{SearchTerms, written_values},
    verify::broken_line_refusal,
};

/// What is known of earlier tickets, so that not all of them have to be told again.
#[derive(Debug, Clone, Default)]
pub struct EarlierTickets {
    /// Tickets that may count although no line was written about them since.
    pub tickets: Vec<i64>,
    /// Since when lines are looked at.
    pub since: Option<Moment>,
}

/// Told how many tickets of how many are done; what it refuses ends the work.
type MendProgress<'a> = &'a mut dyn FnMut(i64, i64) -> Result<(), Refusal>;

impl Tx<'_> {
    /// Whether an index of the tickets leaves some out, or finds what is not there: a month is counted by it.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ticket_indexes_differ(&self) -> Result<bool, Refusal> {
        Ok(compare::find_index_fault(self.db, &["ticket"])?.is_some())
    }

    /// Makes the indexes of the tickets anew.
    ///
    /// # Errors
    /// Those of the file.
    pub fn make_ticket_indexes(&self) -> Result<(), Refusal> {
        self.db.execute_batch("REINDEX ticket").map_err(sqlite_refusal)
    }

    /// Tickets that may count in a span of time and whose row is not what the journal says, in the order of their ids.
    ///
    /// # Errors
    /// What `each` refuses; `damaged` if the journal cannot be read; those of the file.
    pub fn tickets_to_mend(
        &self,
        (from, to): (Moment, Moment),
        known: &EarlierTickets,
        each: MendProgress,
    ) -> Result<Vec<i64>, Refusal> {
        let mut tickets: BTreeSet<i64> = known.tickets.iter().copied().collect();
        tickets.extend(self.list_tickets_written_since(known.since)?);
        let counting = self.versions_counting(from, to)?;
        tickets.extend(counting.into_iter().map(|row| row.id));
        // A ticket may be gone with all its lines: those of the span are looked at from its beginning on.
        let begun = self.find_first_line_since(from)?;
        let first = self.find_first_ticket_line(&tickets)?;
        if let Some(first) = first.into_iter().chain(begun).min() {
            self.check_chain_from(first)?;
        }
        let of = i64::try_from(tickets.len()).unwrap_or(i64::MAX);
        let mut wrong = Vec::new();
        for (done, id) in (0_i64..).zip(tickets) {
            if done % 500 == 0 {
                each(done, of)?;
            }
            wrong.extend(self.wrong_rows(&[id])?);
        }
        Ok(wrong)
    }

    /// The first line that was recorded at a time or later. The times of lines never run back, so that it is found by halving.
    fn find_first_line_since(&self, since: Moment) -> Result<Option<i64>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT seq, recorded_at FROM journal WHERE seq >= ?1 ORDER BY seq LIMIT 1")
            .map_err(sqlite_refusal)?;
        let (mut low, mut high) = (1, self.last_seq()?.saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            let found: Option<(i64, i64)> = statement
                .query_row([middle], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
                .map_err(sqlite_refusal)?;
            match found {
                Some((seq, recorded)) if recorded < since.0 => low = seq.saturating_add(1),
                _ => high = middle,
            }
        }
        Ok((low <= self.last_seq()?).then_some(low))
    }

    /// The first line that was written about any of these tickets.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_first_ticket_line<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a i64>,
    ) -> Result<Option<i64>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT seq FROM journal WHERE stream = ?1 AND version = 1")
            .map_err(sqlite_refusal)?;
        let mut first: Option<i64> = None;
        for id in ids {
            let found: Option<i64> = statement
                .query_row([format!("ticket/{id}")], |row| row.get(0))
                .optional()
                .map_err(sqlite_refusal)?;
            first = first.into_iter().chain(found).min();
        }
        Ok(first)
    }

    /// Those of these tickets whose row is not what the journal says.
    pub(crate) fn wrong_rows(&self, ids: &[i64]) -> Result<Vec<i64>, Refusal> {
        let mut wrong = Vec::new();
        for id in ids {
            self.check_ticket_lines(*id)?;
            let told = self.find_ticket_row_after(*id, i64::MAX)?;
            if self.row_values(*id)? != told.as_ref().map(written_values) {
                wrong.push(*id);
            }
        }
        Ok(wrong)
    }

    /// Makes the rows of these tickets anew; the numbers of those that were otherwise, or should not have been there.
    ///
    /// # Errors
    /// `damaged` if the journal cannot be read; those of the file.
    pub fn mend_tickets(&self, ids: &[i64]) -> Result<Vec<String>, Refusal> {
        let mut delete = self
            .db
            .prepare_cached("DELETE FROM ticket WHERE id = ?1 RETURNING number")
            .map_err(sqlite_refusal)?;
        // All of them go before one is written: they may have each other's numbers.
        let mut were: Vec<(i64, Option<String>)> = Vec::with_capacity(ids.len());
        for id in ids {
            let was = delete.query_row([id], |row| row.get(0)).optional();
            were.push((*id, was.map_err(sqlite_refusal)?));
        }
        let mut mended = Vec::new();
        for (id, was) in &were {
            self.delete_words(*id)?;
            let entries = self.read_stream_entries(&format!("ticket/{id}"))?;
            if entries.is_empty() {
                mended.extend(was.clone());
                continue;
            }
            let row = TicketRow::from_ticket(&Ticket::replay_entries(&entries)?);
            self.put_ticket(&row)?;
            self.put_words(*id, &entries, SearchTerms::New)?;
            mended.push(row.number);
        }
        mended.sort_unstable();
        Ok(mended)
    }

    fn delete_words(&self, id: i64) -> Result<(), Refusal> {
        self.db
            .prepare_cached("DELETE FROM ticket_search WHERE rowid = ?1")
            .and_then(|mut statement| statement.execute([Value::Integer(id)]))
            .map(|_| ())
            .map_err(sqlite_refusal)
    }

    /// The tickets about which lines were written since a moment; without one, all. The lines themselves are looked through: a doctored
    /// index may leave some out.
    fn list_tickets_written_since(&self, since: Option<Moment>) -> Result<BTreeSet<i64>, Refusal> {
        let first = since.map_or(Ok(1), |since| self.find_first_seq_since(since))?;
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT stream, count(*), max(seq) FROM journal NOT INDEXED
                 WHERE seq >= ?1 AND substr(stream, 1, 7) = 'ticket/' GROUP BY stream",
            )
            .map_err(sqlite_refusal)?;
        let mut found = self
            .db
            .prepare_cached("SELECT count(*) FROM journal WHERE stream = ?1 AND version > 0 AND seq >= ?2")
            .map_err(sqlite_refusal)?;
        let mut rows = statement.query([first]).map_err(sqlite_refusal)?;
        let mut ids = BTreeSet::new();
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let stream: String = row.get(0).map_err(sqlite_refusal)?;
            let count: i64 = row.get(1).map_err(sqlite_refusal)?;
            let indexed: i64 = found
                .query_row(params![stream, first], |row| row.get(0))
                .map_err(sqlite_refusal)?;
            if indexed != count {
                let newest = row.get(2).map_err(sqlite_refusal)?;
                return Err(broken_line_refusal(newest, "an index leaves out a line"));
            }
            ids.extend(stream.split_once('/').and_then(|(_, id)| id.parse::<i64>().ok()));
        }
        Ok(ids)
    }

    /// The first line recorded at a moment or later; the place behind the last one if there is none. The journal never runs back,
    /// so that the place is found by halving.
    fn find_first_seq_since(&self, at: Moment) -> Result<i64, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT recorded_at FROM journal WHERE seq = ?1")
            .map_err(sqlite_refusal)?;
        let (mut low, mut high) = (1, self.last_seq()?.saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            let recorded: i64 = statement
                .query_row([middle], |row| row.get(0))
                .map_err(sqlite_refusal)?;
            if recorded < at.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// The streams of the journal whose names begin so, in their order.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_streams(&self, begins: &str) -> Result<Vec<String>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT DISTINCT stream FROM journal WHERE stream >= ?1 AND substr(stream, 1, length(?1)) = ?1 AND stream < ?2 ORDER BY stream")
            .map_err(sqlite_refusal)?;
        let end = format!("{begins}\u{10ffff}");
        let rows = statement
            .query_map(params![begins, end], |row| row.get(0))
            .map_err(sqlite_refusal)?;
        rows.map(|row| row.map_err(sqlite_refusal)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::{note, store};

    #[test]
    fn the_first_line_of_a_time_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("desk.db"));
        let first = |at: i64| store.read_tx(|tx| tx.find_first_seq_since(Moment(at))).unwrap();
        assert_eq!(first(5), 1, "nothing yet");
        for at in [10, 20, 20, 20, 30] {
            note(&store, at);
        }
        assert_eq!([5, 10, 11, 20, 21, 30, 31].map(first), [1, 1, 2, 2, 5, 5, 6]);
        assert_eq!(store.read_tx(|tx| tx.list_streams("sett")).unwrap(), ["settings"]);
        assert!(store.read_tx(|tx| tx.list_streams("month/")).unwrap().is_empty());
    }
}
