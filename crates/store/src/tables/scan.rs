//! The tray: signed paper that came back and has not been put on a ticket yet.

use domain::{Code, JournalEntry, Moment, Refusal, attachment::Attachment, fact::ScanFact};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::{
    Tx,
    error::{damaged_refusal, sqlite_refusal},
};

/// A page in the tray.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    pub id: i64,
    /// The page.
    pub file: Attachment,
    /// What its code says.
    pub code: String,
    /// Who put it there.
    pub by: String,
    pub at: Moment,
}

impl Tx<'_> {
    pub(crate) fn project_scan(&self, entry: &JournalEntry, fact: &ScanFact) -> Result<(), Refusal> {
        match fact {
            ScanFact::Kept { id, file, code } => {
                let value = tray_value(entry, *id, file, code)?;
                self.db
                    .prepare_cached("INSERT INTO scan (id, value) VALUES (?1, ?2)")
                    .and_then(|mut statement| statement.execute(params![id, value]))
            }
            ScanFact::Gone { id, .. } => self
                .db
                .prepare_cached("DELETE FROM scan WHERE id = ?1")
                .and_then(|mut statement| statement.execute([id])),
            ScanFact::Erased(_) => Ok(0),
        }
        .map_err(sqlite_refusal)
        .map(|_| ())
    }

    /// The tray, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_scans(&self) -> Result<Vec<Scan>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT value FROM scan ORDER BY id")
            .map_err(sqlite_refusal)?;
        let rows = statement
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(sqlite_refusal)?;
        rows.map(|row| parse_scan(&row.map_err(sqlite_refusal)?))
            .collect()
    }

    /// A page of the tray.
    ///
    /// # Errors
    /// `not_found` at `scan`; those of the file.
    pub fn read_scan(&self, id: i64) -> Result<Scan, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT value FROM scan WHERE id = ?1")
            .map_err(sqlite_refusal)?;
        let found: Option<String> = statement
            .query_row([id], |row| row.get(0))
            .optional()
            .map_err(sqlite_refusal)?;
        let missing = || Refusal::at_field(Code::NotFound, "scan").with_arg("what", "scan");
        parse_scan(&found.ok_or_else(missing)?)
    }

    /// The version of the tray's stream, from which the next page takes its id.
    ///
    /// # Errors
    /// Those of the file.
    pub fn scan_version(&self) -> Result<i64, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT coalesce(max(version), 0) FROM journal WHERE stream = 'scan'")
            .map_err(sqlite_refusal)?;
        statement.query_row([], |row| row.get(0)).map_err(sqlite_refusal)
    }
}

/// What stands in the table for a page of the tray.
pub(crate) fn tray_value(
    entry: &JournalEntry,
    id: i64,
    file: &Attachment,
    code: &str,
) -> Result<String, Refusal> {
    let scan = Scan {
        id,
        file: file.clone(),
        code: code.to_owned(),
        by: entry.recorder.clone(),
        at: entry.recorded_at,
    };
    serde_json::to_string(&scan).map_err(|error| damaged_refusal(error.to_string()))
}

fn parse_scan(text: &str) -> Result<Scan, Refusal> {
    serde_json::from_str(text).map_err(|error| damaged_refusal(format!("scan: {error}")))
}
