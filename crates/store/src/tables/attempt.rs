//! Wrong passwords in a row, by the number of a name (`domain::person::attempt_number`). They are no facts: whoever types names
//! that nobody has would fill the journal for ever.

use domain::{Moment, Refusal, person::FailedAttempts};
use rusqlite::{OptionalExtension, params};

use crate::{Tx, error::sqlite_refusal};

impl Tx<'_> {
    /// The attempts that failed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn failed_attempts(&self, name: i64) -> Result<Option<FailedAttempts>, Refusal> {
        self.db
            .prepare_cached("SELECT count, last FROM attempt WHERE name = ?1")
            .and_then(|mut statement| {
                let read = |row: &rusqlite::Row| {
                    Ok(FailedAttempts {
                        count: row.get(0)?,
                        last: Moment(row.get(1)?),
                    })
                };
                statement.query_row([name], read).optional()
            })
            .map_err(sqlite_refusal)
    }

    /// Keeps the attempts that failed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn put_failed_attempts(&self, name: i64, failed: FailedAttempts) -> Result<(), Refusal> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO attempt (name, count, last) VALUES (?1, ?2, ?3)")
            .and_then(|mut statement| statement.execute(params![name, failed.count, failed.last.0]))
            .map(|_| ())
            .map_err(sqlite_refusal)
    }

    /// Lets go of the attempts that failed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn forget_failed_attempts(&self, name: i64) -> Result<(), Refusal> {
        self.db
            .prepare_cached("DELETE FROM attempt WHERE name = ?1")
            .and_then(|mut statement| statement.execute([name]))
            .map(|_| ())
            .map_err(sqlite_refusal)
    }
}
