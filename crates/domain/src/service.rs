//! The six services. Each is a noun with its own words, moves and clocks; this one knows the repair.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub mod repair;

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
pub enum Asked {
    /// 义务维修.
    Repair(repair::Asked),
}

impl Asked {
    /// Which service it is.
    #[must_use]
    pub const fn kind(&self) -> ServiceKind {
        match self {
            Self::Repair(_) => ServiceKind::Repair,
        }
    }

    /// The two letters a ticket number begins with.
    #[must_use]
    pub const fn prefix(&self) -> &'static str {
        match self {
            Self::Repair(_) => "WX",
        }
    }

    /// What is wrong, in one line for lists.
    #[must_use]
    pub fn summary(&self) -> String {
        match self {
            Self::Repair(asked) => format!("{}：{}", asked.fault.zh(), asked.situation),
        }
    }
}
