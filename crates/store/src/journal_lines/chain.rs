//! The chain alone, up to a line: whoever compares a printed place with a stored hash must know that the hash is that of its line.

use domain::{Refusal, acknowledgement::genesis_hash};

use crate::{
    Store,
    error::sqlite_refusal,
    journal::{StoredLine, columns},
    signature::PowerKeys,
    verify::{EntryIntegrity, broken_line_refusal, check_entry_integrity},
};

/// After so many lines it is told again.
const TELL: i64 = 1_000;

impl Store {
    /// Computes every line's hash again up to a line. A break counts as one unless an administrator had gone on with it before that line.
    /// `each` hears how many are done, and ends the check by refusing.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`: the first broken place; what `each` refuses.
    pub fn check_chain(
        &self,
        until: i64,
        each: &mut dyn FnMut(i64) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let db = self.open_reader()?;
        let keys = PowerKeys::read_from_journal(&db, &self.outside_trust())?;
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq <= ?1 ORDER BY seq"
        );
        let mut statement = db.prepare(text).map_err(sqlite_refusal)?;
        let mut rows = statement.query([until]).map_err(sqlite_refusal)?;
        let mut previous = genesis_hash();
        let (mut done, mut last_seq) = (0, 0);
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let line = StoredLine::from_row(row)
                .map_err(|_| broken_line_refusal(last_seq + 1, "a line cannot be read"))?;
            done += 1;
            let is_next = line.seq == last_seq + 1;
            let is_whole = line.previous == previous
                && check_entry_integrity(&db, &keys, &line)? != EntryIntegrity::Changed;
            if !(is_next && is_whole || keys.is_accepted(&db, &previous, &line, until)?) {
                return Err(if is_next {
                    broken_line_refusal(line.seq, "a line was changed")
                } else {
                    broken_line_refusal(last_seq + 1, "a line is missing")
                });
            }
            last_seq = line.seq;
            previous = line.hash;
            if done % TELL == 0 {
                each(done)?;
            }
        }
        Ok(())
    }
}
