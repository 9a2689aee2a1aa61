//! Whole values by name: settings, calendar, the standard of drinking water, and whether the file holds demo data. They are
//! read from the journal; the table is made for whoever looks into the file, and compared.

use domain::{Refusal, calendar::WorkingCalendar, settings::Settings, standard::WaterStandard};
use rusqlite::params;

use crate::{Tx, error::sqlite_refusal, governing::VersionedValue};

impl Tx<'_> {
    pub(crate) fn put_setting(&self, name: &str, version: i64, value: &str) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("REPLACE INTO setting (name, version, value) VALUES (?1, ?2, ?3)")
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![name, version, value])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    /// The settings and their version; the shipped ones, version 0, until somebody changes them.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_settings(&self) -> Result<(i64, Settings), Refusal> {
        Ok(value_or_built_in(
            &self.governing_state()?.settings,
            Settings::built_in,
        ))
    }

    /// Minutes until the desk locks. Every call asks for it, and for nothing else of the settings.
    ///
    /// # Errors
    /// Those of the file.
    pub fn idle_lock_minutes(&self) -> Result<i64, Refusal> {
        let governing = self.governing_state()?;
        let settings = governing
            .settings
            .as_ref()
            .map(|(_, settings)| settings.idle_lock_minutes);
        Ok(settings.unwrap_or_else(|| Settings::built_in().idle_lock_minutes))
    }

    /// The calendar, the same way.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_calendar(&self) -> Result<(i64, WorkingCalendar), Refusal> {
        Ok(value_or_built_in(
            &self.governing_state()?.calendar,
            WorkingCalendar::built_in,
        ))
    }

    /// The standard of drinking water, the same way.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_standard(&self) -> Result<(i64, WaterStandard), Refusal> {
        Ok(value_or_built_in(
            &self.governing_state()?.standard,
            WaterStandard::built_in,
        ))
    }

    /// Whether the file is founded, and if so as demo.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_founding(&self) -> Result<Option<bool>, Refusal> {
        Ok(self.governing_state()?.demo.map(|(_, demo)| demo))
    }
}

fn value_or_built_in<T: Clone>(value: &VersionedValue<T>, shipped: impl FnOnce() -> T) -> (i64, T) {
    value.as_ref().map_or_else(
        || (0, shipped()),
        |(version, value)| (*version, (**value).clone()),
    )
}
