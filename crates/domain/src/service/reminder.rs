//! 提醒服务 (policy 1): what staff found on their rounds, and how the customer was told.
//!
//! Deliberately absent: any clock for the signature; the policy asks for it, not for its hour.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::step::{Consent, ReplyWay};
use crate::{Code, Refusal, check, ticket::RecordedStep};

mod moves;

pub use moves::{MOVES, WAY};

crate::words! {
    /// Why the customer is reminded (1.2).
    ReminderReason {
        Abnormal "abnormal" = "用水量异常",
        SuspectedLeak "suspected_leak" = "漏水疑点",
        Hazard "hazard" = "供水安全隐患",
        Other "other" = "其他",
    }
}

crate::words! {
    /// Who found it (1.2).
    ReminderFinder {
        MeterReading "meter_reading" = "抄表收费人员",
        Inspection "inspection" = "稽查队员",
        OtherStaff "other_staff" = "其他工作人员",
    }
}

/// The largest reading of a meter, in cubic metres.
const LARGEST: i64 = 99_999_999;

/// Readings of the meter, in whole cubic metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeterReadings {
    #[ts(type = "number")]
    pub last: i64,
    /// This one; not lower than the last.
    #[ts(type = "number")]
    pub this: i64,
    /// What the household usually uses in such a period.
    #[ts(type = "number")]
    pub usual: i64,
}

impl MeterReadings {
    /// What was used, in cubic metres.
    #[must_use]
    pub const fn used_volume(&self) -> i64 {
        self.this - self.last
    }

    /// How much more (or less, below zero) than usual was used, in whole per cent rounded half up; none where
    /// nothing is usual.
    #[must_use]
    pub const fn change_percent(&self) -> Option<i64> {
        if self.usual == 0 {
            return None;
        }
        let more = (self.used_volume() - self.usual) * 200 + self.usual;
        Some(more.div_euclid(self.usual * 2))
    }

    /// `+140%`, or `无数据`.
    #[must_use]
    pub fn change_text(&self) -> String {
        self.change_percent().map_or_else(
            || "无数据".to_owned(),
            |change| format!("{}{change}%", if change > 0 { "+" } else { "" }),
        )
    }

    /// Bounds.
    ///
    /// # Errors
    /// `out_of_range` with the field.
    pub fn check_readings(&self) -> Result<(), Refusal> {
        check::check_range("asked.readings.last", self.last, 0, LARGEST)?;
        check::check_range("asked.readings.this", self.this, self.last, LARGEST)?;
        check::check_range("asked.readings.usual", self.usual, 0, LARGEST)
    }
}

/// What staff write down when they raise a reminder (1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderIntake {
    pub reason: ReminderReason,
    /// Which staff found it.
    pub found_by: ReminderFinder,
    /// Who found it, by name.
    pub finder: String,
    /// What was found.
    pub situation: String,
    /// Meter readings; needed when the consumption is abnormal.
    #[serde(default)]
    pub readings: Option<MeterReadings>,
}

impl ReminderIntake {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `out_of_range` with the field.
    pub fn check_reminder_intake(&self) -> Result<(), Refusal> {
        check::check_text("asked.finder", &self.finder, check::NAME)?;
        check::check_text("asked.situation", &self.situation, check::TEXT)?;
        match &self.readings {
            Some(readings) => readings.check_readings(),
            None if self.reason == ReminderReason::Abnormal => {
                Err(Refusal::at_field(Code::Required, "asked.readings.this"))
            }
            None => Ok(()),
        }
    }
}

/// 告知用户 (1.2 及时向用户提醒说明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderTelling {
    pub told: String,
    pub by: ReplyWay,
    pub explained: String,
    /// What the customer was advised to do.
    #[serde(default)]
    pub advice: String,
    /// Whether the company must do something about it (1.3 需要公司解决).
    pub company_needed: bool,
}

impl ReminderTelling {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_telling(&self) -> Result<(), Refusal> {
        check::check_text("told", &self.told, check::NAME)?;
        check::check_text("explained", &self.explained, check::TEXT)?;
        check::check_optional_text("advice", &self.advice, check::TEXT)
    }
}

/// What a reminder knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct ReminderCase {
    /// 告知.
    pub telling: Option<RecordedStep<ReminderTelling>>,
    /// The customer's answer, the last.
    pub consent: Option<RecordedStep<Consent>>,
}

impl ReminderCase {
    /// Whether the company must do something.
    #[must_use]
    pub fn company_needed(&self) -> bool {
        self.telling
            .as_ref()
            .is_some_and(|telling| telling.details.company_needed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(last: i64, this: i64, usual: i64) -> MeterReadings {
        MeterReadings { last, this, usual }
    }

    /// Clause 1.2: 用水量异常.
    #[test]
    fn the_change_is_computed_from_the_readings() {
        assert_eq!(readings(100, 124, 10).change_percent(), Some(140));
        assert_eq!(readings(100, 105, 10).change_percent(), Some(-50));
        assert_eq!(
            readings(100, 103, 8).change_percent(),
            Some(-62),
            "-62.5 rounds half up"
        );
        assert_eq!(readings(100, 101, 0).change_text(), "无数据");
        assert_eq!(readings(100, 110, 10).change_text(), "0%");
    }

    /// Clause 1.2: a meter does not run backwards.
    #[test]
    fn a_meter_does_not_run_backwards() {
        let refusal = readings(100, 99, 10).check_readings().unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::OutOfRange, Some("asked.readings.this"))
        );
    }
}
