//! 义务检漏 (policy 2): what is asked in detail, what was searched and found, what the departments concluded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    repair::MeterSide,
    step::{Consent, ReplyWay},
};
use crate::{Code, Refusal, check, settings::Department, ticket::RecordedStep};

mod moves;

pub use moves::{MOVES, WAY};

crate::words! {
    /// On which ground the customer applies (2.1).
    LeakGround {
        Doubt "doubt" = "对用水有疑问",
        LeakSeen "leak_seen" = "发现漏损点",
    }
}

crate::words! {
    /// Whether the meter turns with every tap shut (2.3 详细问明).
    MeterTurns {
        Turns "turns" = "仍在转动",
        Still "still" = "不转动",
        Unknown "unknown" = "用户说不清",
    }
}

crate::words! {
    /// What kind of building it is.
    BuildingKind {
        Flat "flat" = "多层住宅",
        Tower "tower" = "高层住宅",
        House "house" = "平房或院落",
        Shop "shop" = "商铺",
        Institution "institution" = "单位",
    }
}

/// What is asked when a leak is to be looked for (2.3 详细问明用户情况).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeakDetectionIntake {
    pub ground: LeakGround,
    /// In the customer's words.
    pub situation: String,
    pub since: String,
    /// Whether the meter turns with every tap shut.
    pub meter_turns: MeterTurns,
    /// Damp places, sounds; empty if there are none.
    #[serde(default)]
    pub signs: String,
    pub building: BuildingKind,
}

impl LeakDetectionIntake {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_leak_detection_intake(&self) -> Result<(), Refusal> {
        check::check_text("asked.situation", &self.situation, check::TEXT)?;
        check::check_text("asked.since", &self.since, check::LINE)?;
        check::check_optional_text("asked.signs", &self.signs, check::LINE)
    }
}

crate::words! {
    /// How a leak is looked for.
    SearchMethod {
        Meter "meter" = "观察水表",
        Listening "listening" = "听音",
        Sections "sections" = "分段关阀",
        Pressure "pressure" = "打压试验",
        Correlator "correlator" = "相关仪",
        Thermal "thermal" = "红外热像",
        Gas "gas" = "示踪气体",
        Sight "sight" = "目视检查",
    }
}

crate::words! {
    /// What the search brought (2.4).
    LeakFinding {
        Found "found" = "已找到漏点",
        NotFound "not_found" = "确定无法找出",
        Undetermined "undetermined" = "暂时无法答复",
    }
}

/// 检漏结果, reported by the inspection team (2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeakSearch {
    pub methods: Vec<SearchMethod>,
    /// Where it was looked for.
    pub place: String,
    /// What it brought.
    pub finding: LeakFinding,
    /// Found: where the leak is and why. Undetermined: the technical reason. Not found: what was ruled out.
    pub cause: String,
    /// Found: on which side of the meter.
    #[serde(default)]
    pub meter_side: Option<MeterSide>,
    /// Not found: who is certain of it.
    #[serde(default)]
    pub determined_by: String,
    /// Who searched, by name.
    pub searchers: Vec<String>,
}

impl LeakSearch {
    /// `听音、分段关阀`.
    #[must_use]
    pub fn methods_zh(&self) -> String {
        let words: Vec<&str> = self.methods.iter().map(|method| method.zh()).collect();
        words.join("、")
    }

    /// Bounds, and what each finding needs.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check_search(&self) -> Result<(), Refusal> {
        check::check_count("methods", self.methods.len(), 1, SearchMethod::ALL.len())?;
        check::check_text("place", &self.place, check::LINE)?;
        check::check_text("cause", &self.cause, check::TEXT)?;
        check::check_optional_text("determined_by", &self.determined_by, check::NAME)?;
        check::check_count("searchers", self.searchers.len(), 1, 20)?;
        for name in &self.searchers {
            check::check_text("searchers", name, check::NAME)?;
        }
        match self.finding {
            LeakFinding::Found if self.meter_side.is_none() => {
                Err(Refusal::at_field(Code::Required, "meter_side"))
            }
            LeakFinding::NotFound => check::check_text("determined_by", &self.determined_by, check::NAME),
            _ => Ok(()),
        }
    }
}

/// 上报研究 (2.4 必须汇报公司).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// To whom it was reported.
    pub reported_to: String,
    /// The departments that are to study it.
    pub departments: Vec<Department>,
    /// What they are asked.
    pub question: String,
}

impl Escalation {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check_escalation(&self) -> Result<(), Refusal> {
        check::check_text("reported_to", &self.reported_to, check::NAME)?;
        check::check_count("departments", self.departments.len(), 1, Department::ALL.len())?;
        check::check_text("question", &self.question, check::TEXT)
    }
}

/// 研究结论 (2.4 组织各部门研究后进行处理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudyConclusion {
    /// The departments that studied it.
    pub departments: Vec<Department>,
    /// What was studied.
    pub study: String,
    /// What came of it, and what is to be done.
    pub conclusion: String,
    /// What it makes of the finding; `undetermined` stays possible, the conclusion then says what follows.
    pub finding: LeakFinding,
    pub decided_by: String,
}

impl StudyConclusion {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check_conclusion(&self) -> Result<(), Refusal> {
        check::check_count("departments", self.departments.len(), 1, Department::ALL.len())?;
        check::check_text("study", &self.study, check::TEXT)?;
        check::check_text("conclusion", &self.conclusion, check::TEXT)?;
        check::check_text("decided_by", &self.decided_by, check::NAME)
    }
}

/// 回复检漏结果 (2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchReply {
    /// What the customer was told.
    pub text: String,
    pub told: String,
    pub by: ReplyWay,
    /// Not found: how it was explained (多向用户解释).
    #[serde(default)]
    pub explanation: String,
    /// Not found: the advice given (积极帮助出主意想办法).
    #[serde(default)]
    pub advice: String,
}

impl SearchReply {
    /// Bounds; explanation and advice where nothing was found.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_search_reply(&self, finding: LeakFinding) -> Result<(), Refusal> {
        check::check_text("text", &self.text, check::TEXT)?;
        check::check_text("told", &self.told, check::NAME)?;
        if finding == LeakFinding::Found {
            check::check_optional_text("explanation", &self.explanation, check::TEXT)?;
            return check::check_optional_text("advice", &self.advice, check::TEXT);
        }
        check::check_text("explanation", &self.explanation, check::TEXT)?;
        check::check_text("advice", &self.advice, check::TEXT)
    }
}

/// What a leak detection knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct LeakDetectionCase {
    /// Searches, in their order.
    pub searches: Vec<RecordedStep<LeakSearch>>,
    /// 上报研究 of the last search.
    pub escalation: Option<RecordedStep<Escalation>>,
    /// 研究结论 of the last search.
    pub conclusion: Option<RecordedStep<StudyConclusion>>,
    /// 回复, with explanation and advice.
    pub reply: Option<RecordedStep<SearchReply>>,
    /// The customer's answer, the last.
    pub consent: Option<RecordedStep<Consent>>,
}

impl LeakDetectionCase {
    /// What is known: the conclusion's finding, else the last search's.
    #[must_use]
    pub fn current_finding(&self) -> Option<LeakFinding> {
        let concluded = self
            .conclusion
            .as_ref()
            .map(|conclusion| conclusion.details.finding);
        concluded.or_else(|| self.searches.last().map(|search| search.details.finding))
    }

    /// Whether the customer may be answered (2.4): something definite was found, or the departments have
    /// concluded.
    #[must_use]
    pub fn is_answerable(&self) -> bool {
        self.conclusion.is_some()
            || matches!(
                self.current_finding(),
                Some(LeakFinding::Found | LeakFinding::NotFound)
            )
    }
}
