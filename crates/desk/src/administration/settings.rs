//! Settings and calendar: whole values, changed under the version somebody saw.

use domain::{Code, Fact, Refusal, calendar::WorkingCalendar, personal::Viewer, settings::Settings};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, due,
    trust::append_versioned_fact,
    wire::{ChangeReply, Nothing},
};

/// The settings with their version.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SettingsView {
    /// How often they have been changed.
    #[ts(type = "number")]
    pub version: i64,
    pub settings: Settings,
}

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
    pub calendar: WorkingCalendar,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarChange {
    /// The version the caller saw.
    #[ts(type = "number")]
    pub version: i64,
    /// The calendar from now on; tickets raised before keep their verdict.
    pub calendar: WorkingCalendar,
}

/// The settings.
///
/// # Errors
/// Those of reading the file.
pub fn get_settings(call: &Call, _: Nothing) -> Result<SettingsView, Refusal> {
    let (version, settings) = call.read_tx(|tx| tx.read_settings())?;
    Ok(SettingsView { version, settings })
}

/// Changes the settings.
///
/// # Errors
/// Their bounds; `folder_not_writable` at `report_folder`; `stale_version`.
pub fn change_settings(call: &Call, mut ask: SettingsChange) -> Result<ChangeReply<SettingsView>, Refusal> {
    let before = call.read_tx(|tx| tx.read_settings())?.1;
    ask.settings.templates = ask.settings.templates.count_versions(&before.templates);
    ask.settings.check_settings()?;
    // Who sees no phones and addresses does not have them put into a file.
    if ask.settings.report_whole != before.report_whole && call.viewer == Viewer::Masked {
        return Err(
            Refusal::at_field(Code::NotPermitted, "report_whole").with_arg("command", "settings_change")
        );
    }
    // Only a new folder: one that cannot be written any more must not stand in the way of other settings.
    if ask.settings.report_folder != before.report_folder {
        due::check_writable_folder(&ask.settings.report_folder)?;
    }
    let fact = Fact::Settings(Box::new(ask.settings.clone()));
    let version = append_versioned_fact(call, "settings", ask.version, fact)?;
    let value = SettingsView {
        version,
        settings: ask.settings,
    };
    Ok(ChangeReply {
        value,
        changed: vec!["settings".to_owned()],
    })
}

/// The calendar.
///
/// # Errors
/// Those of reading the file.
pub fn get_calendar(call: &Call, _: Nothing) -> Result<CalendarView, Refusal> {
    let (version, calendar) = call.read_tx(|tx| tx.read_calendar())?;
    Ok(CalendarView { version, calendar })
}

/// Changes the calendar.
///
/// # Errors
/// `bad_calendar`, `stale_version`.
pub fn change_calendar(call: &Call, ask: CalendarChange) -> Result<ChangeReply<CalendarView>, Refusal> {
    ask.calendar.check_calendar()?;
    let fact = Fact::Calendar(Box::new(ask.calendar.clone()));
    let version = append_versioned_fact(call, "calendar", ask.version, fact)?;
    let value = CalendarView {
        version,
        calendar: ask.calendar,
    };
    Ok(ChangeReply {
        value,
        changed: vec!["calendar".to_owned()],
    })
}
