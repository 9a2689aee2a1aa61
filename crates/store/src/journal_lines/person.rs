//! Accounts, with their password hashes. They are read from the journal; the table is made for whoever
//! looks into the file, and compared.

use domain::{
    Moment, Refusal,
    person::{Person, Role},
};
use rusqlite::params;

use crate::{Tx, error::sqlite_refusal, governing::Account, journal::next_number};

/// An account.
#[derive(Debug, Clone)]
pub struct PersonRow {
    pub person: Person,
    /// PHC string of the password's hash.
    pub password: String,
}

impl PersonRow {
    /// Whether this is an administrator who may sign in.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.person.active && self.person.roles.contains(&Role::Admin)
    }
}

impl From<&Account> for PersonRow {
    fn from(account: &Account) -> Self {
        Self {
            person: account.person.clone(),
            password: account.password.clone(),
        }
    }
}

impl Tx<'_> {
    /// Everybody, in the order they were added.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_people(&self) -> Result<Vec<PersonRow>, Refusal> {
        Ok(self
            .governing_state()?
            .people
            .values()
            .map(PersonRow::from)
            .collect())
    }

    /// One account.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_person(&self, id: i64) -> Result<Option<PersonRow>, Refusal> {
        Ok(self.governing_state()?.people.get(&id).map(PersonRow::from))
    }

    /// Who somebody is now, without what only a sign-in needs.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_current_person(&self, id: i64) -> Result<Option<Person>, Refusal> {
        Ok(self
            .governing_state()?
            .people
            .get(&id)
            .map(|account| account.person.clone()))
    }

    /// The account of a name.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_person_by_name(&self, name: &str) -> Result<Option<PersonRow>, Refusal> {
        Ok(self.governing_state()?.find_by_name(name).map(PersonRow::from))
    }

    /// Whether any line speaks of a person, by the journal: the table may have been emptied. Each row is looked at: by a doctored index
    /// they could be hidden.
    ///
    /// # Errors
    /// Those of the file.
    pub fn has_any_person(&self) -> Result<bool, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM journal NOT INDEXED WHERE stream > 'person/' AND stream < 'person0')",
            )
            .map_err(sqlite_refusal)?;
        statement.query_row([], |row| row.get(0)).map_err(sqlite_refusal)
    }

    /// The id of the next account.
    ///
    /// # Errors
    /// Those of the file.
    pub fn next_person_id(&self) -> Result<i64, Refusal> {
        let governing = self.governing_state()?;
        let mut id = next_number(governing.people.last_key_value().map_or(0, |(id, _)| *id))?;
        // A line that nobody believes may have taken the place.
        while self.stream_version(&format!("person/{id}"))? > 0 {
            id = next_number(id)?;
        }
        Ok(id)
    }

    pub(crate) fn add_person(&self, id: i64, name: &str, roles: &str, password: &str) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("INSERT INTO person (id, version, name, roles, active, password, failures) VALUES (?1, 1, ?2, ?3, 1, ?4, 0)")
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![id, name, roles, password])
            .map_err(sqlite_refusal)
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
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![id, version, roles, active])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    pub(crate) fn set_password(&self, id: i64, version: i64, password: &str) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("UPDATE person SET version = ?2, password = ?3, failures = 0, last_failure = NULL WHERE id = ?1")
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![id, version, password])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    pub(crate) fn record_sign_in(&self, id: i64, version: i64) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("UPDATE person SET version = ?2, failures = 0, last_failure = NULL WHERE id = ?1")
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![id, version])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    pub(crate) fn record_failed_sign_in(&self, id: i64, version: i64, at: Moment) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "UPDATE person SET version = ?2, failures = failures + 1, last_failure = ?3 WHERE id = ?1",
            )
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![id, version, at.0])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }
}
