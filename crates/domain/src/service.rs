//! The six services. Each is a noun with its own words, contents, moves and clocks; what they share stands in
//! `step`, the engine of their moves in `moves`, what a step leads to in `decide`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Refusal;

pub mod act;
pub mod community;
pub mod decide;
pub mod emergency_water;
pub mod leak_detection;
pub mod moves;
pub mod reminder;
pub mod repair;
pub mod step;
mod step_table;
pub mod water_quality;
pub mod way;
pub mod withdraw;

crate::words! {
    /// 服务类别.
    ServiceKind {
        Reminder "reminder" = "提醒服务",
        LeakDetection "leak_detection" = "义务检漏",
        WaterQuality "water_quality" = "水质化验",
        Repair "repair" = "义务维修",
        Community "community" = "服务进社区",
        EmergencyWater "emergency_water" = "应急送水",
    }
}

/// What each service asks when it is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServiceIntake {
    /// 提醒服务.
    Reminder(reminder::ReminderIntake),
    /// 义务检漏.
    LeakDetection(leak_detection::LeakDetectionIntake),
    /// 水质化验.
    WaterQuality(water_quality::WaterQualityIntake),
    /// 义务维修.
    Repair(repair::RepairIntake),
    /// 服务进社区.
    Community(community::CommunityIntake),
    /// 应急送水.
    EmergencyWater(emergency_water::OutageIntake),
}

impl ServiceIntake {
    /// Which service it is.
    #[must_use]
    pub const fn service_kind(&self) -> ServiceKind {
        match self {
            Self::Reminder(_) => ServiceKind::Reminder,
            Self::LeakDetection(_) => ServiceKind::LeakDetection,
            Self::WaterQuality(_) => ServiceKind::WaterQuality,
            Self::Repair(_) => ServiceKind::Repair,
            Self::Community(_) => ServiceKind::Community,
            Self::EmergencyWater(_) => ServiceKind::EmergencyWater,
        }
    }

    /// Bounds.
    ///
    /// # Errors
    /// Those of the service's questions, at `asked.<field>`.
    pub fn check_service_intake(&self) -> Result<(), Refusal> {
        match self {
            Self::Reminder(asked) => asked.check_reminder_intake(),
            Self::LeakDetection(asked) => asked.check_leak_detection_intake(),
            Self::WaterQuality(asked) => asked.check_water_quality_intake(),
            Self::Repair(asked) => asked.check_repair_intake(),
            Self::Community(asked) => asked.check_community_intake(),
            Self::EmergencyWater(asked) => asked.check_outage_intake(),
        }
    }

    /// What it is about, in one line for lists.
    #[must_use]
    pub fn summary_line(&self) -> String {
        match self {
            Self::Reminder(asked) => format!("{}：{}", asked.reason.zh(), asked.situation),
            Self::LeakDetection(asked) => format!("{}：{}", asked.ground.zh(), asked.situation),
            Self::WaterQuality(asked) => format!("{}：{}", asked.symptoms_zh(), asked.situation),
            Self::Repair(asked) => format!("{}：{}", asked.fault.zh(), asked.situation),
            Self::Community(asked) => format!("{}：{}", asked.origin.zh(), asked.topic),
            Self::EmergencyWater(asked) => format!("停水 {} 户：{}", asked.household_count(), asked.cause),
        }
    }
}

impl ServiceKind {
    /// Whether it happens to everybody there, and not where somebody lives.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Community | Self::EmergencyWater)
    }

    /// The two letters a ticket number begins with.
    #[must_use]
    pub const fn number_prefix(self) -> &'static str {
        match self {
            Self::Reminder => "TX",
            Self::LeakDetection => "JL",
            Self::WaterQuality => "SZ",
            Self::Repair => "WX",
            Self::Community => "SQ",
            Self::EmergencyWater => "SS",
        }
    }
}
