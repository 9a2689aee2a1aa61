//! Settings and calendar: whole values, changed under the version somebody saw.

use domain::{Code, Fact, Refusal, calendar::Calendar, personal::Viewer, settings::Settings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, due,
    wire::{Changed, Nothing},
};

/// The settings with their version.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SettingsView {
    /// How often they have been changed.
    #[ts(type = "number")]
    pub version: i64,
    /// The settings.
    pub settings: Settings,
}

/// New settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// The version the caller saw.
    #[ts(type = "number")]
    pub version: i64,
    /// The settings from now on.
    pub settings: Settings,
}

/// The calendar with its version.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct CalendarView {
    /// How often it has been changed.
    #[ts(type = "number")]
    pub version: i64,
    /// The calendar.
    pub calendar: Calendar,
}

/// A new calendar.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarChange {
    /// The version the caller saw.
    #[ts(type = "number")]
    pub version: i64,
    /// The calendar from now on; tickets raised before keep their verdict.
    pub calendar: Calendar,
}

/// The settings.
///
/// # Errors
/// Those of reading the file.
pub fn get(call: &Call, _: Nothing) -> Result<SettingsView, Refusal> {
    let (version, settings) = call.read(|tx| tx.settings())?;
    Ok(SettingsView { version, settings })
}

/// Changes the settings.
///
/// # Errors
/// Their bounds; `folder_not_writable` at `report_folder`; `stale_version`.
pub fn change(call: &Call, mut ask: SettingsChange) -> Result<Changed<SettingsView>, Refusal> {
    let before = call.read(|tx| tx.settings())?.1;
    ask.settings.templates = ask.settings.templates.counted(&before.templates);
    ask.settings.check()?;
    // Who sees no phones and addresses does not have them put into a file.
    if ask.settings.report_whole != before.report_whole && call.viewer == Viewer::Masked {
        return Err(Refusal::at(Code::NotPermitted, "report_whole").with("command", "settings_change"));
    }
    // Only a new folder: one that cannot be written any more must not stand in the way of other settings.
    if ask.settings.report_folder != before.report_folder {
        due::usable(&ask.settings.report_folder)?;
    }
    let fact = Fact::Settings(Box::new(ask.settings.clone()));
    let version = put(call, "settings", ask.version, fact)?;
    let value = SettingsView {
        version,
        settings: ask.settings,
    };
    Ok(Changed {
        value,
        changed: vec!["settings".to_owned()],
    })
}

/// The calendar.
///
/// # Errors
/// Those of reading the file.
pub fn calendar_get(call: &Call, _: Nothing) -> Result<CalendarView, Refusal> {
    let (version, calendar) = call.read(|tx| tx.calendar())?;
    Ok(CalendarView { version, calendar })
}

/// Changes the calendar.
///
/// # Errors
/// `bad_calendar`, `stale_version`.
pub fn calendar_change(call: &Call, ask: CalendarChange) -> Result<Changed<CalendarView>, Refusal> {
    ask.calendar.check()?;
    let fact = Fact::Calendar(Box::new(ask.calendar.clone()));
    let version = put(call, "calendar", ask.version, fact)?;
    let value = CalendarView {
        version,
        calendar: ask.calendar,
    };
    Ok(Changed {
        value,
        changed: vec!["calendar".to_owned()],
    })
}

/// Writes a whole value under the version somebody saw.
pub(crate) fn put(call: &Call, stream: &str, version: i64, fact: Fact) -> Result<i64, Refusal> {
    let secret = if fact.gives_power() {
        call.desk.power_key()?
    } else {
        None
    };
    let entries = call.write(|tx| {
        // By what counts, not by how many lines there are: one of another kind must not keep everybody out.
        let is = match stream {
            "settings" => tx.settings()?.0,
            "calendar" => tx.calendar()?.0,
            "standard" => tx.standard()?.0,
            _ => tx
                .believed_stream(stream)?
                .last()
                .map_or(0, |entry| entry.version),
        };
        Refusal::check_version(version, is)?;
        call.append_power(tx, stream, None, fact, secret.as_ref())
    })?;
    entries
        .last()
        .map(|entry| entry.version)
        .ok_or_else(|| Refusal::new(Code::BadRequest))
}
