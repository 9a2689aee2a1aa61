//! What the company may set: its name, limits the policy leaves open, its crews.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Refusal,
    acknowledgement::AcknowledgementTemplates,
    check,
    snippet::{self, Snippet},
};

/// Longest path of a folder, in characters: Windows' own bound.
const FOLDER: usize = 260;

/// All settings. Numbers that the policy fixes are the defaults; whoever changes them changes them for
/// tickets raised from then on only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The company as printed on every page.
    pub company: String,
    /// The hotline (4.1).
    pub hotline: String,
    pub brand: String,
    pub motto: String,
    /// Limits of the clocks.
    pub limits: ClockLimits,
    /// From how much on an outage is one for water trucks (6.1).
    #[serde(default = "OutageThresholds::built_in")]
    pub thresholds: OutageThresholds,
    /// What customers confirm by signing.
    #[serde(default = "AcknowledgementTemplates::built_in")]
    pub templates: AcknowledgementTemplates,
    /// Whether pressure and timing of handwriting are kept; somebody's own way to write is personal, so not unless
    /// the company wants it.
    #[serde(default)]
    pub keep_pen: bool,
    /// Crews that can be given work.
    pub crews: Vec<Crew>,
    /// Residential communities offered while typing.
    pub communities: Vec<String>,
    /// 常用语.
    #[serde(default = "snippet::built_in_snippets")]
    pub snippets: Vec<Snippet>,
    /// Minutes without a key press until the desk locks; 1 to 240.
    #[ts(type = "number")]
    pub idle_lock_minutes: i64,
    /// How many calls that reach nobody are enough to close; 1 to 10.
    #[ts(type = "number")]
    pub follow_up_attempts: i64,
    /// Address of the time-stamp authority (RFC 3161) that exported acknowledgements are stamped by; empty for none.
    #[serde(default)]
    pub timestamp_url: String,
    /// Whether the company puts its electronic seal on exported acknowledgements itself: they then have an empty field for
    /// it, and one signature may follow ours.
    #[serde(default)]
    pub company_seals: bool,
    /// After how many years without a change a finished ticket's personal content may be taken out (个人信息保护法 19, 47);
    /// 3 to 30. Claims end after three years (民法典 188).
    #[serde(default = "default_retention_years")]
    #[ts(type = "number")]
    pub retention_years: i64,
    /// Whether the report of the month that is over makes itself.
    #[serde(default = "default_true")]
    pub report_auto: bool,
    /// The folder it is put into; empty for the one of the computer's user.
    #[serde(default)]
    pub report_folder: String,
    /// Whether phones and addresses stand whole in it; nobody knows who opens the folder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub report_whole: bool,
}

/// Limits in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockLimits {
    /// From report to hand-over (4.3⑴): 10.
    #[ts(type = "number")]
    pub hand_over: i64,
    /// Target from form to arrival (4.3⑵): 15.
    #[ts(type = "number")]
    pub arrival_target: i64,
    /// Limit from form to arrival (4.3⑵): 30.
    #[ts(type = "number")]
    pub arrival: i64,
    /// From report to repair and reply (4.3): 1440.
    #[ts(type = "number")]
    pub total: i64,
    /// From the order to shut a valve to arrival (4.3⑷; ours): 30.
    #[ts(type = "number")]
    pub valve: i64,
    /// A step typed later than this after it happened is marked 补录 (ours): 30.
    #[ts(type = "number")]
    pub late_entry: i64,
    /// From a reminder's form to the customer's being told (1.2 及时; ours): 1440.
    #[serde(default = "one_day")]
    #[ts(type = "number")]
    pub tell: i64,
    /// From the application to the inspection team's arrival (2.3; ours): 1440.
    #[serde(default = "one_day")]
    #[ts(type = "number")]
    pub leak_visit: i64,
    /// From the application to the answer about the leak (2.4 及时; ours): 4320.
    #[serde(default = "three_days")]
    #[ts(type = "number")]
    pub leak_reply: i64,
    /// From the request to the sample (3; ours): 1440.
    #[serde(default = "one_day")]
    #[ts(type = "number")]
    pub sampling: i64,
    /// From the sample to the laboratory's receipt (3; ours): 360.
    #[serde(default = "six_hours")]
    #[ts(type = "number")]
    pub lab_receipt: i64,
    /// From the request to the answer about the water (3 及时; ours): 4320.
    #[serde(default = "three_days")]
    #[ts(type = "number")]
    pub water_reply: i64,
    /// From a customer's wish for an event to the decision (5.2⑵; ours): 4320.
    #[serde(default = "three_days")]
    #[ts(type = "number")]
    pub decide_event: i64,
    /// From the outage's record to the company's authorisation (6.1; ours): 60.
    #[serde(default = "one_hour")]
    #[ts(type = "number")]
    pub authorise: i64,
    /// From the authorisation to the first truck (6.1; ours): 120.
    #[serde(default = "two_hours")]
    #[ts(type = "number")]
    pub first_trip: i64,
}

const fn default_retention_years() -> i64 {
    5
}

const fn default_true() -> bool {
    true
}

const fn one_hour() -> i64 {
    60
}

const fn two_hours() -> i64 {
    120
}

const fn six_hours() -> i64 {
    360
}

const fn one_day() -> i64 {
    1440
}

const fn three_days() -> i64 {
    4320
}

/// From how much on an outage is one for water trucks (6.1; ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutageThresholds {
    /// 停水时间长: hours without water, an hour begun counts: 24.
    #[ts(type = "number")]
    pub hours: i64,
    /// 停水面积大: households without water: 500.
    #[ts(type = "number")]
    pub households: i64,
    /// 居民用户集中: households of one community without water: 200.
    #[ts(type = "number")]
    pub dense: i64,
}

impl OutageThresholds {
    /// As shipped; also what was in force before they could be set.
    #[must_use]
    pub const fn built_in() -> Self {
        Self {
            hours: 24,
            households: 500,
            dense: 200,
        }
    }

    fn check_thresholds(&self) -> Result<(), Refusal> {
        check::check_range("thresholds.hours", self.hours, 1, 720)?;
        check::check_range("thresholds.households", self.households, 1, 1_000_000)?;
        check::check_range("thresholds.dense", self.dense, 1, 100_000)
    }
}

/// A crew, 班组.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crew {
    pub name: String,
    /// The department it belongs to.
    pub department: Department,
    /// Its people.
    pub members: Vec<String>,
    /// Whether it can be given new work.
    pub active: bool,
}

crate::words! {
    /// A department named in the policy.
    Department {
        ServiceCentre "service_centre" = "客服中心",
        Dispatch "dispatch" = "生调部",
        Engineering "engineering" = "总工办",
        Inspection "inspection" = "稽查队",
        IndoorRepair "indoor_repair" = "室内维修队",
        Laboratory "laboratory" = "水质检测中心",
        MeterReading "meter_reading" = "抄表收费",
        Other "other" = "其他部门",
    }
}

impl Department {
    /// `客服中心、稽查队`.
    #[must_use]
    pub fn join_names(all: &[Self]) -> String {
        let words: Vec<&str> = all.iter().map(|department| department.zh()).collect();
        words.join("、")
    }
}

impl Settings {
    /// The company of the policy, with its numbers.
    #[must_use]
    pub fn built_in() -> Self {
        let crew = |name: &str, department| Crew {
            name: name.to_owned(),
            department,
            members: vec![],
            active: true,
        };
        Self {
            company: "淄博星辰供水有限公司".to_owned(),
            hotline: "5270300".to_owned(),
            brand: "情润般阳".to_owned(),
            motto: "辛苦我一个、幸福千万家".to_owned(),
            limits: ClockLimits {
                hand_over: 10,
                arrival_target: 15,
                arrival: 30,
                total: 1440,
                valve: 30,
                late_entry: 30,
                tell: one_day(),
                leak_visit: one_day(),
                leak_reply: three_days(),
                sampling: one_day(),
                lab_receipt: six_hours(),
                water_reply: three_days(),
                decide_event: three_days(),
                authorise: one_hour(),
                first_trip: two_hours(),
            },
            thresholds: OutageThresholds::built_in(),
            templates: AcknowledgementTemplates::built_in(),
            keep_pen: false,
            crews: vec![
                crew("室内维修一班", Department::IndoorRepair),
                crew("室内维修二班", Department::IndoorRepair),
                crew("稽查一班", Department::Inspection),
            ],
            communities: vec![],
            snippets: snippet::built_in_snippets(),
            idle_lock_minutes: 15,
            follow_up_attempts: 3,
            timestamp_url: String::new(),
            company_seals: false,
            retention_years: default_retention_years(),
            report_auto: default_true(),
            report_folder: String::new(),
            report_whole: false,
        }
    }

    /// The crew of this name, if it can be given work.
    #[must_use]
    pub fn find_active_crew(&self, name: &str) -> Option<&Crew> {
        self.crews.iter().find(|crew| crew.active && crew.name == name)
    }

    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range`, `name_taken` (two crews of one name), each with its field.
    pub fn check_settings(&self) -> Result<(), Refusal> {
        check::check_text("company", &self.company, check::NAME)?;
        check::check_text("hotline", &self.hotline, 20)?;
        check::check_optional_text("brand", &self.brand, check::NAME)?;
        check::check_optional_text("motto", &self.motto, check::NAME)?;
        self.limits.check_limits()?;
        self.thresholds.check_thresholds()?;
        self.templates.check_template_texts()?;
        check::check_range("idle_lock_minutes", self.idle_lock_minutes, 1, 240)?;
        check::check_range("follow_up_attempts", self.follow_up_attempts, 1, 10)?;
        if !self.timestamp_url.is_empty() {
            check_url("timestamp_url", &self.timestamp_url)?;
        }
        check::check_range("retention_years", self.retention_years, 3, 30)?;
        check::check_optional_text("report_folder", &self.report_folder, FOLDER)?;
        check::check_range(
            "communities",
            i64::try_from(self.communities.len()).unwrap_or(i64::MAX),
            0,
            5_000,
        )?;
        for community in &self.communities {
            check::check_text("communities", community, check::NAME)?;
        }
        snippet::check_snippets(&self.snippets)?;
        for (index, crew) in self.crews.iter().enumerate() {
            check::check_text("crews", &crew.name, check::NAME)?;
            for member in &crew.members {
                check::check_text("crews", member, check::NAME)?;
            }
            if self.crews.iter().take(index).any(|other| other.name == crew.name) {
                return Err(Refusal::at_field(Code::NameTaken, "crews"));
            }
        }
        Ok(())
    }
}

/// An address of the web.
///
/// # Errors
/// `bad_url`, `too_long`, `required`.
pub fn check_url(field: &str, url: &str) -> Result<(), Refusal> {
    check::check_text(field, url, check::LINE)?;
    let rest = ["http://", "https://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    if host.is_empty() || url.contains(char::is_whitespace) {
        return Err(Refusal::at_field(Code::BadUrl, field));
    }
    Ok(())
}

impl ClockLimits {
    fn check_limits(&self) -> Result<(), Refusal> {
        check::check_range("limits.hand_over", self.hand_over, 1, 1440)?;
        check::check_range("limits.arrival_target", self.arrival_target, 1, self.arrival)?;
        check::check_range("limits.arrival", self.arrival, 1, 1440)?;
        check::check_range("limits.total", self.total, 60, 30 * 1440)?;
        check::check_range("limits.valve", self.valve, 1, 1440)?;
        check::check_range("limits.late_entry", self.late_entry, 1, 1440)?;
        for (field, limit) in [
            ("limits.tell", self.tell),
            ("limits.leak_visit", self.leak_visit),
            ("limits.leak_reply", self.leak_reply),
            ("limits.sampling", self.sampling),
            ("limits.lab_receipt", self.lab_receipt),
            ("limits.water_reply", self.water_reply),
            ("limits.decide_event", self.decide_event),
            ("limits.authorise", self.authorise),
            ("limits.first_trip", self.first_trip),
        ] {
            check::check_range(field, limit, 1, 30 * 1440)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings that were written down before reports made themselves.
    #[test]
    fn older_settings_make_the_report_too() {
        let mut older = serde_json::to_value(Settings::built_in()).unwrap();
        let fields = older.as_object_mut().unwrap();
        assert!(fields.remove("report_auto").is_some() && fields.remove("report_folder").is_some());
        assert_eq!(
            serde_json::from_value::<Settings>(older).unwrap(),
            Settings::built_in()
        );
    }
}
