//! 义务维修 (policy 4): what is asked, what each step holds.
//!
//! Deliberately absent: any amount of money (全程零收费).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Moment, Refusal, check};

mod moves;

pub use moves::{MOVES, WAY};

crate::words! {
    /// Which side of the meter the fault lies on (4).
    MeterSide {
        After "after" = "表后",
        Before "before" = "表前",
        Unknown "unknown" = "待现场判断",
    }
}

crate::words! {
    /// What is broken.
    RepairFault {
        Burst "burst" = "管道爆裂",
        Leak "leak" = "管道漏水",
        Fitting "fitting" = "龙头阀门损坏",
        NoWater "no_water" = "户内无水",
        LowPressure "low_pressure" = "水压偏低",
        Toilet "toilet" = "洁具漏水",
        Other "other" = "其他",
    }
}

/// What is asked when a repair is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairIntake {
    /// 表前 or 表后.
    pub meter_side: MeterSide,
    pub fault: RepairFault,
    /// In the customer's words (4.3⑶ 详细了解报修信息).
    pub situation: String,
    /// Whether the customer can shut the valve; unasked = null.
    #[serde(default)]
    pub valve_shuts: Option<bool>,
    /// Whether neighbours are affected; unasked = null.
    #[serde(default)]
    pub neighbours_affected: Option<bool>,
    /// Whether the customer was told that materials are theirs to supply (4.2).
    #[serde(default)]
    pub materials_told: bool,
}

impl RepairIntake {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` at `asked.situation`.
    pub fn check_repair_intake(&self) -> Result<(), Refusal> {
        check::check_text("asked.situation", &self.situation, check::TEXT)
    }
}

/// The arrangement made outside working hours (4.3⑶).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrangement {
    pub crew: String,
    /// Who goes, by name.
    pub goes: String,
    /// When they will be there.
    pub planned_at: Moment,
    /// What the customer was told.
    pub told: String,
}

/// Hours of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkerHours {
    pub name: String,
    /// Minutes worked; 1 to 1440.
    #[ts(type = "number")]
    pub minutes: i64,
}

/// A material, supplied by the customer. There is no field for a price and there will be none (4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairMaterial {
    pub name: String,
    /// How much, with its unit: `2 个`, `1.5 米`.
    pub quantity: String,
}

impl RepairMaterial {
    /// `DN20 截止阀 2 个`.
    #[must_use]
    pub fn zh(&self) -> String {
        format!("{} {}", self.name, self.quantity)
    }
}

/// What was found and done on site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairWork {
    pub found: String,
    pub done: String,
    /// Who worked how long.
    pub workers: Vec<WorkerHours>,
    /// Materials, 用户自备.
    #[serde(default)]
    pub materials: Vec<RepairMaterial>,
}

impl RepairWork {
    /// Minutes claimed by all workers together.
    #[must_use]
    pub fn total_minutes(&self) -> i64 {
        self.workers.iter().map(|worker| worker.minutes).sum()
    }

    /// The materials, or that none were used.
    #[must_use]
    pub fn materials_zh(&self) -> String {
        if self.materials.is_empty() {
            return "未使用材料".to_owned();
        }
        let words: Vec<String> = self.materials.iter().map(RepairMaterial::zh).collect();
        words.join("；")
    }

    #[must_use]
    pub fn staff_names(&self) -> String {
        self.workers
            .iter()
            .map(|worker| worker.name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    }

    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check_repair_work(&self) -> Result<(), Refusal> {
        check::check_text("found", &self.found, check::TEXT)?;
        check::check_text("done", &self.done, check::TEXT)?;
        if self.workers.is_empty() {
            return Err(Refusal::at_field(Code::Required, "workers"));
        }
        check::check_range(
            "workers",
            i64::try_from(self.workers.len()).unwrap_or(i64::MAX),
            1,
            30,
        )?;
        for worker in &self.workers {
            check::check_text("workers", &worker.name, check::NAME)?;
            check::check_range("workers", worker.minutes, 1, 1440)?;
        }
        check::check_range(
            "materials",
            i64::try_from(self.materials.len()).unwrap_or(i64::MAX),
            0,
            50,
        )?;
        for material in &self.materials {
            check::check_text("materials", &material.name, check::NAME)?;
            check::check_text("materials", &material.quantity, 20)?;
        }
        Ok(())
    }
}

/// 工时核定 (4.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifiedHours {
    /// Minutes that count.
    #[ts(type = "number")]
    pub minutes: i64,
    /// Why they differ from the claimed ones; empty if they do not.
    #[serde(default)]
    pub reason: String,
    /// By a manager, because nobody else of 总工办 had an account then; the program says so, nobody types it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub for_office: bool,
}

/// 要求关阀 (4.3⑷): a valve has to be shut, which 生调部 is to see to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValveRequest {
    /// Which valve, where.
    pub place: String,
}

/// 关阀止漏 (4.3⑷): the order to an inspection team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValveOrder {
    /// Team sent.
    pub crew: String,
    /// Which valve, where; of one that was asked for, empty stands for what was said then.
    #[serde(default)]
    pub place: String,
    /// Number of the task that was asked for; none where the team is sent without anybody's asking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub task: Option<u32>,
    /// Who of 生调部 named the team by telephone, where nobody of 生调部 types this.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub named_by: String,
}

/// A step of valve task `task`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValveStep {
    /// Number of the task on this ticket, from 1.
    pub task: u32,
    /// What was done; needed when the valve is shut or the task given up.
    #[serde(default)]
    pub note: String,
}
