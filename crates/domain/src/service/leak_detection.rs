//! 义务检漏 (policy 2): what is asked in detail, what was searched and found, what the departments concluded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    repair::MeterSide,
    step::{Consent, ReplyWay},
};
use crate::{Code, Refusal, check, settings::Department, ticket::Done};

mod moves;

pub use moves::MOVES;

crate::words! {
    /// On which ground the customer applies (2.1).
    Ground {
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
    Building {
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
#[ts(rename = "LeakAsked")]
#[schemars(rename = "LeakAsked")]
pub struct Asked {
    /// Ground.
    pub ground: Ground,
    /// In the customer's words.
    pub situation: String,
    /// Since when.
    pub since: String,
    /// Whether the meter turns with every tap shut.
    pub meter_turns: MeterTurns,
    /// Damp places, sounds; empty if there are none.
    #[serde(default)]
    pub signs: String,
    /// Kind of building.
    pub building: Building,
}

impl Asked {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check::text("asked.situation", &self.situation, check::TEXT)?;
        check::text("asked.since", &self.since, check::LINE)?;
        check::optional("asked.signs", &self.signs, check::LINE)
    }
}

crate::words! {
    /// How a leak is looked for.
    Method {
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
    Finding {
        Found "found" = "已找到漏点",
        NotFound "not_found" = "确定无法找出",
        Undetermined "undetermined" = "暂时无法答复",
    }
}

/// 检漏结果, reported by the inspection team (2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Methods used.
    pub methods: Vec<Method>,
    /// Where it was looked for.
    pub place: String,
    /// What it brought.
    pub finding: Finding,
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

impl Search {
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
    pub fn check(&self) -> Result<(), Refusal> {
        check::count("methods", self.methods.len(), 1, Method::ALL.len())?;
        check::text("place", &self.place, check::LINE)?;
        check::text("cause", &self.cause, check::TEXT)?;
        check::optional("determined_by", &self.determined_by, check::NAME)?;
        check::count("searchers", self.searchers.len(), 1, 20)?;
        for name in &self.searchers {
            check::text("searchers", name, check::NAME)?;
        }
        match self.finding {
            Finding::Found if self.meter_side.is_none() => Err(Refusal::at(Code::Required, "meter_side")),
            Finding::NotFound => check::text("determined_by", &self.determined_by, check::NAME),
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
    pub fn check(&self) -> Result<(), Refusal> {
        check::text("reported_to", &self.reported_to, check::NAME)?;
        check::count("departments", self.departments.len(), 1, Department::ALL.len())?;
        check::text("question", &self.question, check::TEXT)
    }
}

/// 研究结论 (2.4 组织各部门研究后进行处理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {
    /// The departments that studied it.
    pub departments: Vec<Department>,
    /// What was studied.
    pub study: String,
    /// What came of it, and what is to be done.
    pub conclusion: String,
    /// What it makes of the finding; `undetermined` stays possible, the conclusion then says what follows.
    pub finding: Finding,
    /// Who decided.
    pub decided_by: String,
}

impl Conclusion {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        check::count("departments", self.departments.len(), 1, Department::ALL.len())?;
        check::text("study", &self.study, check::TEXT)?;
        check::text("conclusion", &self.conclusion, check::TEXT)?;
        check::text("decided_by", &self.decided_by, check::NAME)
    }
}

/// 回复检漏结果 (2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchReply {
    /// What the customer was told.
    pub text: String,
    /// To whom.
    pub told: String,
    /// How.
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
    pub fn check(&self, finding: Finding) -> Result<(), Refusal> {
        check::text("text", &self.text, check::TEXT)?;
        check::text("told", &self.told, check::NAME)?;
        if finding == Finding::Found {
            check::optional("explanation", &self.explanation, check::TEXT)?;
            return check::optional("advice", &self.advice, check::TEXT);
        }
        check::text("explanation", &self.explanation, check::TEXT)?;
        check::text("advice", &self.advice, check::TEXT)
    }
}

/// What a leak detection knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[ts(rename = "LeakCase")]
#[schemars(rename = "LeakCase")]
pub struct Case {
    /// Searches, in their order.
    pub searches: Vec<Done<Search>>,
    /// 上报研究 of the last search.
    pub escalation: Option<Done<Escalation>>,
    /// 研究结论 of the last search.
    pub conclusion: Option<Done<Conclusion>>,
    /// 回复, with explanation and advice.
    pub reply: Option<Done<SearchReply>>,
    /// The customer's answer, the last.
    pub consent: Option<Done<Consent>>,
}

impl Case {
    /// What is known: the conclusion's finding, else the last search's.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        let concluded = self
            .conclusion
            .as_ref()
            .map(|conclusion| conclusion.details.finding);
        concluded.or_else(|| self.searches.last().map(|search| search.details.finding))
    }

    /// Whether the customer may be answered (2.4): something definite was found, or the departments have
    /// concluded.
    #[must_use]
    pub fn answerable(&self) -> bool {
        self.conclusion.is_some() || matches!(self.finding(), Some(Finding::Found | Finding::NotFound))
    }
}
