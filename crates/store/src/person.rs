//! Accounts, with their password hashes and failed attempts.

use domain::{Moment, Refusal, person::Person};
use rusqlite::{OptionalExtension, Row, params};

use crate::{
    Tx,
    error::{damaged, refusal},
};

/// An account.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// Who.
    pub person: Person,
    /// PHC string of the password's hash.
    pub password: String,
    /// Wrong passwords in a row.
    pub failures: i64,
    /// When the last one was.
    pub last_failure: Option<Moment>,
}

const COLUMNS: &str = "id, name, roles, active, password, failures, last_failure";

type Raw = (i64, String, String, bool, String, i64, Option<i64>);

fn raw(row: &Row) -> rusqlite::Result<Raw> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
    ))
}

fn read((id, name, roles, active, password, failures, last_failure): Raw) -> Result<PersonRow, Refusal> {
    let roles = serde_json::from_str(&roles).map_err(|error| damaged(format!("person {id}: {error}")))?;
    let person = Person {
        id,
        name,
        roles,
        active,
    };
    Ok(PersonRow {
        person,
        password,
        failures,
        last_failure: last_failure.map(Moment),
    })
}

impl Tx<'_> {
    /// Everybody, in the order they were added.
    ///
    /// # Errors
    /// Those of the file.
    pub fn people(&self) -> Result<Vec<PersonRow>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM person ORDER BY id"))
            .map_err(refusal)?;
        let rows = statement.query_map([], raw).map_err(refusal)?;
        rows.map(|row| read(row.map_err(refusal)?)).collect()
    }

    /// One account.
    ///
    /// # Errors
    /// Those of the file.
    pub fn person(&self, id: i64) -> Result<Option<PersonRow>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"))
            .map_err(refusal)?;
        statement
            .query_row([id], raw)
            .optional()
            .map_err(refusal)?
            .map(read)
            .transpose()
    }

    /// The account of a name.
    ///
    /// # Errors
    /// Those of the file.
    pub fn person_by_name(&self, name: &str) -> Result<Option<PersonRow>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE name = ?1"))
            .map_err(refusal)?;
        statement
            .query_row([name], raw)
            .optional()
            .map_err(refusal)?
            .map(read)
            .transpose()
    }

    /// Whether anybody was ever added, by the journal: the table may have been emptied.
    ///
    /// # Errors
    /// Those of the file.
    pub fn anybody_added(&self) -> Result<bool, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM journal WHERE stream > 'person/' AND stream < 'person0')",
            )
            .map_err(refusal)?;
        statement.query_row([], |row| row.get(0)).map_err(refusal)
    }

    /// The id of the next account.
    ///
    /// # Errors
    /// Those of the file.
    pub fn next_person_id(&self) -> Result<i64, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM person")
            .map_err(refusal)?;
        statement.query_row([], |row| row.get(0)).map_err(refusal)
    }

    pub(crate) fn add_person(&self, id: i64, name: &str, roles: &str, password: &str) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("INSERT INTO person (id, version, name, roles, active, password, failures) VALUES (?1, 1, ?2, ?3, 1, ?4, 0)")
            .map_err(refusal)?;
        statement
            .execute(params![id, name, roles, password])
            .map_err(refusal)
            .map(|_| ())
    }

    pub(crate) fn change_person(
        &self,
        id: i64,
        version: i64,
        roles: &str,
        active: bool,
    ) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("UPDATE person SET version = ?2, roles = ?3, active = ?4 WHERE id = ?1")
            .map_err(refusal)?;
        statement
            .execute(params![id, version, roles, active])
            .map_err(refusal)
            .map(|_| ())
    }

    pub(crate) fn set_password(&self, id: i64, version: i64, password: &str) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("UPDATE person SET version = ?2, password = ?3, failures = 0, last_failure = NULL WHERE id = ?1")
            .map_err(refusal)?;
        statement
            .execute(params![id, version, password])
            .map_err(refusal)
            .map(|_| ())
    }

    pub(crate) fn signed_in(&self, id: i64, version: i64) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("UPDATE person SET version = ?2, failures = 0, last_failure = NULL WHERE id = ?1")
            .map_err(refusal)?;
        statement
            .execute(params![id, version])
            .map_err(refusal)
            .map(|_| ())
    }

    pub(crate) fn sign_in_failed(&self, id: i64, version: i64, at: Moment) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "UPDATE person SET version = ?2, failures = failures + 1, last_failure = ?3 WHERE id = ?1",
            )
            .map_err(refusal)?;
        statement
            .execute(params![id, version, at.0])
            .map_err(refusal)
            .map(|_| ())
    }
}
