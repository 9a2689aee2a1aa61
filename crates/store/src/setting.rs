//! Whole values by name: settings, calendar, the standard of drinking water, and whether the file holds demo data. They are
//! read from the journal; the table is made for whoever looks into the file, and compared.

use domain::{Refusal, calendar::Calendar, settings::Settings, standard::Standard};
use rusqlite::params;

use crate::{Tx, error::refusal, governing::Versioned};

impl Tx<'_> {
    pub(crate) fn put_setting(&self, name: &str, version: i64, value: &str) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("REPLACE INTO setting (name, version, value) VALUES (?1, ?2, ?3)")
            .map_err(refusal)?;
        statement
            .execute(params![name, version, value])
            .map_err(refusal)
            .map(|_| ())
    }

    /// The settings and their version; the shipped ones, version 0, until somebody changes them.
    ///
    /// # Errors
    /// Those of the file.
    pub fn settings(&self) -> Result<(i64, Settings), Refusal> {
        Ok(read(&self.governing()?.settings, Settings::shipped))
    }

    /// Minutes until the desk locks. Every call asks for it, and for nothing else of the settings.
    ///
    /// # Errors
    /// Those of the file.
    pub fn idle_lock_minutes(&self) -> Result<i64, Refusal> {
        let governing = self.governing()?;
        let settings = governing
            .settings
            .as_ref()
            .map(|(_, settings)| settings.idle_lock_minutes);
        Ok(settings.unwrap_or_else(|| Settings::shipped().idle_lock_minutes))
    }

    /// The calendar, the same way.
    ///
    /// # Errors
    /// Those of the file.
    pub fn calendar(&self) -> Result<(i64, Calendar), Refusal> {
        Ok(read(&self.governing()?.calendar, Calendar::shipped))
    }

    /// The standard of drinking water, the same way.
    ///
    /// # Errors
    /// Those of the file.
    pub fn standard(&self) -> Result<(i64, Standard), Refusal> {
        Ok(read(&self.governing()?.standard, Standard::shipped))
    }

    /// Whether the file is founded, and if so as demo.
    ///
    /// # Errors
    /// Those of the file.
    pub fn founded(&self) -> Result<Option<bool>, Refusal> {
        Ok(self.governing()?.demo.map(|(_, demo)| demo))
    }
}

fn read<T: Clone>(value: &Versioned<T>, shipped: impl FnOnce() -> T) -> (i64, T) {
    value.as_ref().map_or_else(
        || (0, shipped()),
        |(version, value)| (*version, (**value).clone()),
    )
}
