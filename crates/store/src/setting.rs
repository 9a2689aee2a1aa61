//! Whole values by name: settings, calendar, the standard of drinking water, and whether the file holds demo data.

use domain::{Refusal, calendar::Calendar, settings::Settings, standard::Standard};
use rusqlite::{OptionalExtension, params};
use serde::de::DeserializeOwned;

use crate::{
    Tx,
    error::{damaged, refusal},
};

impl Tx<'_> {
    pub(crate) fn put_setting(&self, name: &str, version: i64, value: &str) -> Result<(), Refusal> {
        *self.settings.borrow_mut() = None;
        let mut statement = self
            .db
            .prepare_cached("REPLACE INTO setting (name, version, value) VALUES (?1, ?2, ?3)")
            .map_err(refusal)?;
        statement
            .execute(params![name, version, value])
            .map_err(refusal)
            .map(|_| ())
    }

    fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<(i64, T)>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT version, value FROM setting WHERE name = ?1")
            .map_err(refusal)?;
        let row: Option<(i64, String)> = statement
            .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(refusal)?;
        let Some((version, text)) = row else {
            return Ok(None);
        };
        let value =
            serde_json::from_str(&text).map_err(|error| damaged(format!("setting {name}: {error}")))?;
        Ok(Some((version, value)))
    }

    /// The settings and their version; the shipped ones, version 0, until somebody changes them.
    ///
    /// # Errors
    /// Those of the file.
    pub fn settings(&self) -> Result<(i64, Settings), Refusal> {
        if let Some(read) = &*self.settings.borrow() {
            return Ok(read.clone());
        }
        let read = self
            .setting("settings")?
            .unwrap_or_else(|| (0, Settings::shipped()));
        *self.settings.borrow_mut() = Some(read.clone());
        Ok(read)
    }

    /// Minutes until the desk locks. Every call asks for it, and for nothing else of the settings.
    ///
    /// # Errors
    /// Those of the file.
    pub fn idle_lock_minutes(&self) -> Result<i64, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT value ->> 'idle_lock_minutes' FROM setting WHERE name = 'settings'")
            .map_err(refusal)?;
        let minutes = statement
            .query_row([], |row| row.get(0))
            .optional()
            .map_err(refusal)?;
        Ok(minutes.unwrap_or_else(|| Settings::shipped().idle_lock_minutes))
    }

    /// The calendar, the same way.
    ///
    /// # Errors
    /// Those of the file.
    pub fn calendar(&self) -> Result<(i64, Calendar), Refusal> {
        Ok(self
            .setting("calendar")?
            .unwrap_or_else(|| (0, Calendar::shipped())))
    }

    /// The standard of drinking water, the same way.
    ///
    /// # Errors
    /// Those of the file.
    pub fn standard(&self) -> Result<(i64, Standard), Refusal> {
        Ok(self
            .setting("standard")?
            .unwrap_or_else(|| (0, Standard::shipped())))
    }

    /// Whether the file is founded, and if so as demo.
    ///
    /// # Errors
    /// Those of the file.
    pub fn founded(&self) -> Result<Option<bool>, Refusal> {
        Ok(self.setting("file")?.map(|(_, demo)| demo))
    }
}
