//! 服务进社区 (policy 5): an event from its origin to the community's signature.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Moment, Refusal, check, settings::Department, ticket::RecordedStep};

mod moves;

pub use moves::{MOVES, WAY};

crate::words! {
    /// Where an event comes from (5.2).
    EventOrigin {
        AnnualPlan "annual_plan" = "年度计划",
        CustomerRequest "customer_request" = "用户要求",
        StaffSuggestion "staff_suggestion" = "员工建议",
    }
}

/// What is written down when an event is planned, asked for or suggested (5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommunityIntake {
    /// Where it comes from.
    pub origin: EventOrigin,
    /// What it is about.
    pub topic: String,
    /// Why it is asked for or suggested; the plan's own words otherwise.
    #[serde(default)]
    pub situation: String,
    /// When it is to be held; the annual plan fixes it (5.2⑴ 定时).
    #[serde(default)]
    pub planned_at: Option<Moment>,
    /// Where; the annual plan fixes it (5.2⑴ 定点).
    #[serde(default)]
    pub place: String,
    /// Who asked for it or suggested it.
    #[serde(default)]
    pub suggested_by: String,
}

impl CommunityIntake {
    /// Bounds, and what each origin needs.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `bad_time` with the field.
    pub fn check_community_intake(&self) -> Result<(), Refusal> {
        check::check_text("asked.topic", &self.topic, check::LINE)?;
        check::check_optional_text("asked.situation", &self.situation, check::TEXT)?;
        check::check_optional_text("asked.place", &self.place, check::LINE)?;
        check::check_optional_text("asked.suggested_by", &self.suggested_by, check::NAME)?;
        if let Some(at) = self.planned_at {
            check::check_moment("asked.planned_at", at)?;
        }
        if self.origin != EventOrigin::AnnualPlan {
            check::check_text("asked.situation", &self.situation, check::TEXT)?;
            return check::check_text("asked.suggested_by", &self.suggested_by, check::NAME);
        }
        check::check_text("asked.place", &self.place, check::LINE)?;
        let at = self.planned_at.map(|_| ());
        at.ok_or_else(|| Refusal::at_field(Code::Required, "asked.planned_at"))
    }
}

/// 研判 (5.2⑵ 有必要): whether the event is necessary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventDecision {
    /// Whether it is.
    pub necessary: bool,
    pub reason: String,
}

impl EventDecision {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` at `reason`.
    pub fn check_event_decision(&self) -> Result<(), Refusal> {
        check::check_text("reason", &self.reason, check::TEXT)
    }
}

/// 排定活动, and 改期.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventSchedule {
    pub at: Moment,
    pub place: String,
    /// Who was agreed with on the community's side.
    #[serde(default)]
    pub agreed_with: String,
    /// Why it is moved.
    #[serde(default)]
    pub reason: String,
}

impl EventSchedule {
    /// Bounds; a reason where an event is moved.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `bad_time` with the field.
    pub fn check_schedule(&self, moved: bool) -> Result<(), Refusal> {
        check::check_moment("at", self.at)?;
        check::check_text("place", &self.place, check::LINE)?;
        check::check_optional_text("agreed_with", &self.agreed_with, check::NAME)?;
        if moved {
            check::check_text("reason", &self.reason, check::TEXT)
        } else {
            check::check_optional_text("reason", &self.reason, check::TEXT)
        }
    }
}

/// Somebody of the team 便民服务队, drawn from a department (5.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamMember {
    pub name: String,
    pub department: Department,
}

crate::words! {
    /// A service given at an event.
    EventServiceKind {
        Advice "advice" = "用水咨询",
        Repair "repair" = "义务维修",
        LeakCheck "leak_check" = "义务检漏",
        WaterTest "water_test" = "水质检测",
        MeterCheck "meter_check" = "水表检查",
        Publicity "publicity" = "节水宣传",
        Business "business" = "业务办理",
        Visit "visit" = "上门走访",
        Other "other" = "其他服务",
    }
}

/// How often a service was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventServiceCount {
    pub service: EventServiceKind,
    /// How often; 1 to 9,999.
    #[ts(type = "number")]
    pub times: i64,
}

crate::words! {
    /// A rule of conduct on site (5.3).
    ConductRule {
        Knock "knock" = "敲门轻重适度",
        Manners "manners" = "言行文明",
        Clean "clean" = "注意清洁卫生",
        HandsOff "hands_off" = "不乱看乱动",
        NoDrink "no_drink" = "不在用户家喝水、吸烟",
        NoTaking "no_taking" = "不吃拿卡要",
        NoConditions "no_conditions" = "不向用户提任何条件",
        NoPrying "no_prying" = "不随便留意用户家人或物品",
        NoFalsehood "no_falsehood" = "不弄虚作假",
        NoPressure "no_pressure" = "不刁难要挟用户",
    }
}

/// The answer to a rule of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConductCheck {
    pub rule: ConductRule,
    /// Whether it was kept.
    pub kept: bool,
    /// What happened where it was not.
    #[serde(default)]
    pub note: String,
}

impl ConductCheck {
    /// `敲门轻重适度：居民反映敲门过重`.
    #[must_use]
    pub fn zh(&self) -> String {
        format!("{}：{}", self.rule.zh(), self.note)
    }
}

/// 活动登记: the event as it was held (5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldEvent {
    pub ended_at: Moment,
    pub place: String,
    pub team: Vec<TeamMember>,
    /// Residents served; 0 to 100,000.
    #[ts(type = "number")]
    pub residents: i64,
    pub services: Vec<EventServiceCount>,
    /// The checklist: every rule once.
    pub checklist: Vec<ConductCheck>,
    /// What residents said, problems met.
    #[serde(default)]
    pub problems: String,
}

impl HeldEvent {
    /// Bounds; every rule of conduct answered once, one that was not kept with what happened.
    ///
    /// # Errors
    /// `required`, `too_long`, `out_of_range`, `checklist_incomplete` with the field.
    pub fn check_held_event(&self) -> Result<(), Refusal> {
        check::check_text("place", &self.place, check::LINE)?;
        check::check_count("team", self.team.len(), 1, 100)?;
        for member in &self.team {
            check::check_text("team", &member.name, check::NAME)?;
        }
        check::check_range("residents", self.residents, 0, 100_000)?;
        check::check_count("services", self.services.len(), 1, 30)?;
        for given in &self.services {
            check::check_range("services", given.times, 1, 9_999)?;
        }
        for rule in ConductRule::ALL {
            if self.checklist.iter().filter(|line| line.rule == *rule).count() != 1 {
                return Err(
                    Refusal::at_field(Code::ChecklistIncomplete, "checklist").with_arg("rule", rule.zh())
                );
            }
        }
        for line in &self.checklist {
            if line.kept {
                check::check_optional_text("checklist", &line.note, check::LINE)?;
            } else {
                check::check_text("checklist", &line.note, check::LINE)?;
            }
        }
        check::check_optional_text("problems", &self.problems, check::TEXT)
    }

    /// `用水咨询 20 次、水质检测 3 次`.
    #[must_use]
    pub fn services_zh(&self) -> String {
        let services = self.services.iter();
        let words = services.map(|given| format!("{} {} 次", given.service.zh(), given.times));
        words.collect::<Vec<_>>().join("、")
    }

    /// `姓名（部门）、…`.
    #[must_use]
    pub fn team_zh(&self) -> String {
        let team = self.team.iter();
        let words = team.map(|member| format!("{}（{}）", member.name, member.department.zh()));
        words.collect::<Vec<_>>().join("、")
    }

    /// The rules that were not kept: each is a violation record (5.3).
    pub fn broken_rules(&self) -> impl Iterator<Item = &ConductCheck> {
        self.checklist.iter().filter(|line| !line.kept)
    }
}

/// What an event knows beside what every ticket knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct CommunityCase {
    /// 研判.
    pub decision: Option<RecordedStep<EventDecision>>,
    /// When and where, every time it was set; the last is in force.
    pub schedules: Vec<RecordedStep<EventSchedule>>,
    /// 活动登记.
    pub held: Option<RecordedStep<HeldEvent>>,
}

impl CommunityCase {
    /// When and where in force.
    #[must_use]
    pub fn current_schedule(&self) -> Option<&EventSchedule> {
        self.schedules.last().map(|schedule| &schedule.details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An event at which every rule was kept.
    fn held() -> HeldEvent {
        HeldEvent {
            ended_at: Moment(1_800_000_000_000),
            place: "示例小区广场".to_owned(),
            team: vec![TeamMember {
                name: "客服甲".to_owned(),
                department: Department::ServiceCentre,
            }],
            residents: 30,
            services: vec![EventServiceCount {
                service: EventServiceKind::Advice,
                times: 20,
            }],
            checklist: ConductRule::ALL
                .iter()
                .map(|rule| ConductCheck {
                    rule: *rule,
                    kept: true,
                    note: String::new(),
                })
                .collect(),
            problems: String::new(),
        }
    }

    /// Clause 5.3: every rule is answered.
    #[test]
    fn a_checklist_leaves_no_rule_out() {
        assert!(held().check_held_event().is_ok());
        let mut short = held();
        short.checklist.pop();
        assert_eq!(
            short.check_held_event().unwrap_err().code,
            Code::ChecklistIncomplete
        );
        let mut twice = held();
        twice.checklist.extend(twice.checklist.first().cloned());
        assert_eq!(
            twice.check_held_event().unwrap_err().code,
            Code::ChecklistIncomplete
        );
    }

    /// Clause 5.3: a rule that was not kept says what happened.
    #[test]
    fn a_broken_rule_needs_words() {
        let mut broken = held();
        broken.checklist.first_mut().unwrap().kept = false;
        assert_eq!(
            broken.check_held_event().unwrap_err().field.as_deref(),
            Some("checklist")
        );
        broken.checklist.first_mut().unwrap().note = "居民反映敲门过重".to_owned();
        assert!(broken.check_held_event().is_ok());
        assert_eq!(broken.broken_rules().count(), 1);
    }
}
