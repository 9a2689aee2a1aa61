//! What a person's screens keep for them: drafts, columns, views. No fact: nothing is decided or counted by it, and it may
//! go at any time.

use domain::{Moment, Refusal};
use rusqlite::params;

use crate::{Tx, error::sqlite_refusal};

impl Tx<'_> {
    /// What is kept for a person, by name.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_user_data(&self, person: i64) -> Result<Vec<(String, String)>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT name, value FROM kept WHERE person = ?1 ORDER BY name")
            .map_err(sqlite_refusal)?;
        let rows = statement
            .query_map([person], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(sqlite_refusal)?;
        rows.map(|row| row.map_err(sqlite_refusal)).collect()
    }

    /// All that is kept, by person and name.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_all_user_data(&self) -> Result<Vec<(i64, String, String)>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT person, name, value FROM kept ORDER BY person, name")
            .map_err(sqlite_refusal)?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(sqlite_refusal)?;
        rows.map(|row| row.map_err(sqlite_refusal)).collect()
    }

    /// Keeps another value under a name, which stays as old as it was.
    ///
    /// # Errors
    /// Those of the file.
    pub fn replace_user_data(&self, person: i64, name: &str, value: &str) -> Result<(), Refusal> {
        self.db
            .prepare_cached("UPDATE kept SET value = ?3 WHERE person = ?1 AND name = ?2")
            .and_then(|mut statement| statement.execute(params![person, name, value]))
            .map(|_| ())
            .map_err(sqlite_refusal)
    }

    /// Whether there are values whose names begin so and that are older.
    ///
    /// # Errors
    /// Those of the file.
    pub fn has_older_user_data(&self, begins: &str, before: Moment) -> Result<bool, Refusal> {
        self.db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM kept WHERE substr(name, 1, length(?1)) = ?1 AND at < ?2)",
            )
            .and_then(|mut statement| statement.query_row(params![begins, before.0], |row| row.get(0)))
            .map_err(sqlite_refusal)
    }

    /// Keeps a value for a person, or nothing more under this name.
    ///
    /// # Errors
    /// Those of the file.
    pub fn put_user_data(
        &self,
        person: i64,
        name: &str,
        value: Option<&str>,
        now: Moment,
    ) -> Result<(), Refusal> {
        let done = match value {
            Some(value) => self
                .db
                .prepare_cached(
                    "INSERT INTO kept (person, name, value, at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (person, name) DO UPDATE SET value = excluded.value, at = excluded.at",
                )
                .and_then(|mut statement| statement.execute(params![person, name, value, now.0])),
            None => self
                .db
                .prepare_cached("DELETE FROM kept WHERE person = ?1 AND name = ?2")
                .and_then(|mut statement| statement.execute(params![person, name])),
        };
        done.map(|_| ()).map_err(sqlite_refusal)
    }

    /// Lets go of everybody's values whose names begin so and that are older.
    ///
    /// # Errors
    /// Those of the file.
    pub fn delete_older_user_data(&self, begins: &str, before: Moment) -> Result<(), Refusal> {
        self.db
            .prepare_cached("DELETE FROM kept WHERE substr(name, 1, length(?1)) = ?1 AND at < ?2")
            .and_then(|mut statement| statement.execute(params![begins, before.0]))
            .map(|_| ())
            .map_err(sqlite_refusal)
    }
}
