//! The ticket 工单: what is known after its facts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod fold;
pub use fold::list_withdrawn_versions;
mod texts;

use crate::{
    Code, Moment, Refusal,
    acknowledgement::AcknowledgementRecord,
    attachment::Attachment,
    calendar::HoursKind,
    check,
    clock::LateMark,
    customer::AddressArea,
    moment::MINUTE,
    service::{
        ServiceIntake, ServiceKind, community, emergency_water, leak_detection, reminder, repair, step,
        water_quality,
    },
    settings::{ClockLimits, OutageThresholds},
};

/// A hand-over typed more than so many minutes after it happened is 补录 (ours).
const HAND_OVER_ENTRY: i64 = 10;

crate::words! {
    /// 环节.
    Stage {
        ToDecide "to_decide" = "待研判",
        ToSchedule "to_schedule" = "待排期",
        ToTell "to_tell" = "待告知",
        ToAuthorise "to_authorise" = "待授权",
        Reported "reported" = "待转派",
        HandedOver "handed_over" = "待派工",
        Assigned "assigned" = "待到场",
        OnSite "on_site" = "维修中",
        Searching "searching" = "检漏中",
        UnderStudy "under_study" = "研究中",
        Sampled "sampled" = "待送检",
        AtLab "at_lab" = "检测中",
        Planned "planned" = "待举办",
        Delivering "delivering" = "送水中",
        Told "told" = "待签字",
        Held "held" = "待社区签字",
        ToReply "to_reply" = "待回复",
        ToClose "to_close" = "待办结",
        Closed "closed" = "已办结",
        PassedOn "passed_on" = "已转表前",
        Cancelled "cancelled" = "已作废",
        Merged "merged" = "已并单",
    }
}

impl Stage {
    /// Whether anything is still to be done.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Self::Closed | Self::PassedOn | Self::Cancelled | Self::Merged
        )
    }
}

crate::words! {
    /// Who received the report first, and how (4.1, 4.3⑵ 接到用户电话).
    Channel {
        Hotline "hotline" = "服务热线",
        Department "department" = "其他部门转来",
        Employee "employee" = "员工接报",
        Crew "crew" = "维修队直接接报",
    }
}

/// What is written down when a report is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketIntake {
    /// When the report was received: the 10 minutes and the 24 hours begin here.
    pub received_at: Moment,
    /// When the form was raised (OA表单发起时间): the arrival clock begins here, and this instant decides
    /// whether it is inside working hours. Empty means now.
    #[serde(default)]
    pub raised_at: Option<Moment>,
    /// By which way.
    pub channel: Channel,
    /// 首接人, by name. Empty means whoever types it.
    #[serde(default)]
    pub first_receiver: String,
    /// The household, if it is known here.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub customer: Option<i64>,
    /// 户号.
    #[serde(default)]
    pub account_number: String,
    /// Who reports.
    pub name: String,
    /// Phone to call back.
    pub phone: String,
    pub address: String,
    #[serde(default)]
    pub community: String,
    /// Urban or not.
    pub area: AddressArea,
    /// Number in another system (OA, 12345).
    #[serde(default)]
    pub external_number: String,
    /// What the service asks.
    pub asked: ServiceIntake,
}

impl TicketIntake {
    /// Bounds of every field but the times.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text`, `bad_phone` with the field.
    pub fn check_ticket_intake(&self) -> Result<(), Refusal> {
        check::check_optional_text("first_receiver", &self.first_receiver, check::NAME)?;
        check::check_optional_text("account_number", &self.account_number, 30)?;
        self.check_customer()?;
        check::check_optional_text("external_number", &self.external_number, 40)?;
        self.asked.check_service_intake()
    }

    /// Who and where, as the service needs it: a household that asks for something leaves name, phone and
    /// address (2.3); a reminder may know no phone; an event has a community, an outage a place.
    fn check_customer(&self) -> Result<(), Refusal> {
        let household = matches!(
            self.asked.service_kind(),
            ServiceKind::Repair | ServiceKind::LeakDetection | ServiceKind::WaterQuality
        );
        let event = self.asked.service_kind() == ServiceKind::Community;
        if household || self.asked.service_kind() == ServiceKind::Reminder {
            check::check_text("name", &self.name, check::NAME)?;
        } else {
            check::check_optional_text("name", &self.name, check::NAME)?;
        }
        if household || !self.phone.is_empty() {
            check::check_phone("phone", &self.phone)?;
        }
        if event {
            check::check_optional_text("address", &self.address, check::LINE)?;
            check::check_text("community", &self.community, check::NAME)
        } else {
            check::check_text("address", &self.address, check::LINE)?;
            check::check_optional_text("community", &self.community, check::NAME)
        }
    }

    /// Whether the address is where somebody lives; an event and an outage are where everybody is.
    #[must_use]
    pub const fn is_at_home(&self) -> bool {
        !self.asked.service_kind().is_public()
    }

    /// When the form was raised; the report's time until `decide` has filled it in.
    #[must_use]
    pub fn form_raised_at(&self) -> Moment {
        self.raised_at.unwrap_or(self.received_at)
    }
}

/// What was in force when the form was raised. A later edit of calendar or limits never reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketTerms {
    /// Where the raising lay in the calendar.
    pub hours: HoursKind,
    /// Where the report lay; a call in hours whose form is not escapes the 30 minutes, and is counted.
    pub received_hours: HoursKind,
    /// Limits in minutes.
    pub limits: ClockLimits,
    /// From how much on an outage is one for water trucks (6.1).
    #[serde(default = "OutageThresholds::built_in")]
    pub thresholds: OutageThresholds,
}

impl TicketTerms {
    /// Raised inside working hours (4.3⑵).
    #[must_use]
    pub fn is_in_hours(&self) -> bool {
        self.hours == HoursKind::Working
    }
}

/// Something with the time it happened and who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RecordedStep<T> {
    /// When it happened.
    pub at: Moment,
    pub by: String,
    /// When it was typed.
    pub recorded_at: Moment,
    /// Id of the person who typed it.
    #[ts(type = "number")]
    pub recorded_by: i64,
    pub details: T,
}

/// Another ticket that this one was opened from, or that was opened from it (1.3, 5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketLink {
    /// Its id.
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    pub service: ServiceKind,
}

/// What only the ticket's service knows. A repair's own steps stand on the ticket itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TicketCase {
    /// 提醒服务.
    Reminder(reminder::ReminderCase),
    /// 义务检漏.
    LeakDetection(Box<leak_detection::LeakDetectionCase>),
    /// 水质化验.
    WaterQuality(water_quality::WaterQualityCase),
    /// 义务维修.
    Repair,
    /// 服务进社区.
    Community(community::CommunityCase),
    /// 应急送水.
    EmergencyWater(emergency_water::OutageCase),
}

impl TicketCase {
    /// Of a report as its line in the journal says, and the stage it begins at.
    #[must_use]
    pub(crate) fn open_case(open: &TicketIntake, entry: &crate::JournalEntry) -> (Self, Stage) {
        match &open.asked {
            ServiceIntake::Reminder(_) => (Self::Reminder(reminder::ReminderCase::default()), Stage::ToTell),
            ServiceIntake::LeakDetection(_) => (Self::LeakDetection(Box::default()), Stage::HandedOver),
            ServiceIntake::WaterQuality(_) => (
                Self::WaterQuality(water_quality::WaterQualityCase::default()),
                Stage::Reported,
            ),
            ServiceIntake::Repair(_) => (Self::Repair, Stage::Reported),
            ServiceIntake::Community(asked) => {
                let stage = match asked.origin {
                    // The plan fixes date and place (5.2⑴); what a customer asks for is decided on first (5.2⑵);
                    // what staff suggest only wants its day (5.2⑶).
                    community::EventOrigin::AnnualPlan => Stage::Planned,
                    community::EventOrigin::CustomerRequest => Stage::ToDecide,
                    community::EventOrigin::StaffSuggestion => Stage::ToSchedule,
                };
                let mut case = community::CommunityCase::default();
                if let (Stage::Planned, Some(at)) = (stage, asked.planned_at) {
                    case.schedules.push(RecordedStep {
                        at: open.received_at,
                        by: entry.performed_by.clone(),
                        recorded_at: entry.recorded_at,
                        recorded_by: entry.recorded_by,
                        details: community::EventSchedule {
                            at,
                            place: asked.place.clone(),
                            ..community::EventSchedule::default()
                        },
                    });
                }
                (Self::Community(case), stage)
            }
            ServiceIntake::EmergencyWater(asked) => (
                Self::EmergencyWater(emergency_water::OutageCase::from_intake(asked)),
                Stage::ToAuthorise,
            ),
        }
    }

    /// The customer's answer, the last, where the service asks for it (1.3).
    #[must_use]
    pub fn last_consent(&self) -> Option<&RecordedStep<step::Consent>> {
        match self {
            Self::Reminder(case) => case.consent.as_ref(),
            Self::LeakDetection(case) => case.consent.as_ref(),
            _ => None,
        }
    }

    /// Whether the customer agreed that the company takes it further (1.3).
    #[must_use]
    pub fn has_agreed(&self) -> bool {
        self.last_consent().is_some_and(|consent| consent.details.agreed)
    }
}

/// An extension: asked, then approved or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Extension {
    /// When it was asked.
    pub asked_at: Moment,
    pub asked_by: String,
    /// Id of the person who typed the request; who asked cannot approve.
    #[ts(type = "number")]
    pub recorded_by: i64,
    /// What was asked.
    pub request: step::ExtensionRequest,
    /// Whether it was asked after the limit had passed (逾期申请).
    pub asked_late: bool,
    pub decision: Option<ExtensionDecision>,
}

/// What became of an extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ExtensionDecision {
    pub approved: bool,
    pub at: Moment,
    pub by: String,
    pub note: String,
    /// Decided by a manager, because nobody else of 总工办 had an account then.
    #[serde(default)]
    pub for_office: bool,
}

/// A valve task 关阀止漏 (4.3⑷), linked to its repair by standing in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ValveTask {
    /// Number on this ticket, from 1.
    pub task: u32,
    /// When it was asked for, or the team was sent without anybody's asking: its clock begins here.
    pub ordered_at: Moment,
    pub ordered_by: String,
    /// Team and place; no team as long as 生调部 has named none.
    pub order: repair::ValveOrder,
    /// When the team was named.
    pub named_at: Option<Moment>,
    /// When the team was there.
    pub arrived_at: Option<Moment>,
    /// When its being there was typed.
    pub arrival_recorded_at: Option<Moment>,
    /// When the valve was shut.
    pub shut_at: Option<Moment>,
    /// When it was given up.
    pub dropped_at: Option<Moment>,
    /// What was said at the end.
    pub note: String,
}

impl ValveTask {
    /// Neither shut nor given up.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.shut_at.is_none() && self.dropped_at.is_none()
    }

    /// Whether it waits for 生调部 to name a team.
    #[must_use]
    pub const fn is_unnamed(&self) -> bool {
        self.is_open() && self.named_at.is_none()
    }
}

/// A violation record 违规记录 (2.5, 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Violation {
    /// When it was reported.
    pub reported_at: Moment,
    /// What was said.
    pub words: String,
    /// When a manager closed it.
    pub closed_at: Option<Moment>,
    /// What was found.
    pub finding: String,
}

/// The ticket so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Ticket {
    /// Id in this file.
    #[ts(type = "number")]
    pub id: i64,
    /// Number that is read to the customer.
    pub number: String,
    /// How many facts it has; expected by the next command.
    #[ts(type = "number")]
    pub version: i64,
    /// 环节.
    pub stage: Stage,
    /// The report.
    pub open: TicketIntake,
    /// What was in force.
    pub terms: TicketTerms,
    /// Who typed the report, by name.
    pub opened_by: String,
    /// When the last step of the main line happened; the next cannot be earlier.
    pub last_step_at: Moment,
    /// When anything was last recorded.
    pub changed_at: Moment,
    /// 安排.
    pub arrangement: Option<RecordedStep<repair::Arrangement>>,
    /// 转派.
    pub handed_over: Option<RecordedStep<step::HandOver>>,
    /// 派工, the last.
    pub assignment: Option<RecordedStep<step::Assignment>>,
    /// 预约, the last.
    pub appointment: Option<RecordedStep<step::Appointment>>,
    /// Whether an appointment was made only after the limit it replaces had passed.
    pub appointed_late: bool,
    /// That limit, the first of them.
    pub missed_visit: Option<Moment>,
    /// First arrival.
    pub arrived_at: Option<Moment>,
    /// When the first arrival was typed.
    pub arrival_recorded_at: Option<Moment>,
    pub work: Option<RecordedStep<repair::RepairWork>>,
    /// 用户签字确认单.
    pub acknowledgement: Option<AcknowledgementRecord>,
    /// Records that a later one stands in the place of, oldest first.
    #[serde(default)]
    pub corrected: Vec<AcknowledgementRecord>,
    /// 回复.
    pub reply: Option<RecordedStep<step::CustomerReply>>,
    /// 工时核定.
    pub hours: Option<RecordedStep<repair::VerifiedHours>>,
    /// 回访.
    pub follow_ups: Vec<RecordedStep<step::FollowUp>>,
    /// 延时.
    pub extensions: Vec<Extension>,
    /// 关阀.
    pub valves: Vec<ValveTask>,
    /// 违规.
    pub violations: Vec<Violation>,
    /// 退单.
    pub returns: Vec<RecordedStep<step::ReasonInput>>,
    /// 催办.
    pub urges: Vec<RecordedStep<step::WordsInput>>,
    /// 督办.
    pub supervisions: Vec<RecordedStep<step::WordsInput>>,
    /// 附件.
    pub attachments: Vec<Attachment>,
    /// Why and when it ended, if it ended other than by 办结.
    pub ended: Option<RecordedStep<step::ReasonInput>>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// When its personal content was taken out (到期清除).
    #[serde(default)]
    pub erased_at: Option<Moment>,
    /// The original it was merged into.
    #[ts(type = "number | null")]
    pub merged_into: Option<i64>,
    /// Duplicates merged into it.
    #[ts(type = "number[]")]
    pub duplicates: Vec<i64>,
    /// The ticket it was opened from.
    pub opened_from: Option<TicketLink>,
    /// Tickets opened from it.
    pub links: Vec<TicketLink>,
    /// Clocks that only a step recorded late keeps from being missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<LateMark>>")]
    pub late_marks: Vec<LateMark>,
    /// What only its service knows.
    pub case: TicketCase,
}

impl Ticket {
    /// The refusal of what is not possible at this stage.
    #[must_use]
    pub fn wrong_stage(&self, step_zh: &str) -> Refusal {
        Refusal::new(Code::WrongStage)
            .with_arg("stage", self.stage.code())
            .with_arg("stage_zh", self.stage.zh())
            .with_arg("step_zh", step_zh)
    }

    /// The extension that waits for a decision.
    #[must_use]
    pub fn pending_extension(&self) -> Option<&Extension> {
        self.extensions
            .iter()
            .find(|extension| extension.decision.is_none())
    }

    /// The violation that waits for a manager.
    #[must_use]
    pub fn open_violation(&self) -> Option<&Violation> {
        self.violations
            .iter()
            .find(|violation| violation.closed_at.is_none())
    }

    /// Whether the fault is known to lie before the meter (4).
    #[must_use]
    pub fn is_before_meter(&self) -> bool {
        matches!(&self.open.asked, ServiceIntake::Repair(asked) if asked.meter_side == repair::MeterSide::Before)
    }

    /// Whether a follow-up call has reached somebody.
    #[must_use]
    pub fn has_reached_customer(&self) -> bool {
        let mut calls = self.follow_ups.iter();
        calls.any(|call| call.details.outcome != step::FollowUpOutcome::NotReached)
    }

    /// Whether a call reached the customer, or `attempts` did not.
    #[must_use]
    pub fn is_followed_up(&self, attempts: i64) -> bool {
        self.has_reached_customer()
            || i64::try_from(self.follow_ups.len()).is_ok_and(|calls| calls >= attempts)
    }

    /// The crew that has the work.
    #[must_use]
    pub fn crew_name(&self) -> Option<&str> {
        self.assignment
            .as_ref()
            .map(|assignment| assignment.details.crew.as_str())
    }

    /// Whether a step typed at `recorded_at` counts as 补录 on this ticket.
    #[must_use]
    pub const fn is_late_entry(&self, happened_at: Moment, recorded_at: Moment) -> bool {
        recorded_at.milliseconds_since(happened_at) > self.terms.limits.late_entry * MINUTE
    }

    /// The same of a hand-over: ten minutes are all that it has (4.3⑴).
    #[must_use]
    pub const fn is_late_hand_over(happened_at: Moment, recorded_at: Moment) -> bool {
        recorded_at.milliseconds_since(happened_at) > HAND_OVER_ENTRY * MINUTE
    }

    /// Whether a line of this ticket is 补录.
    #[must_use]
    pub fn is_entered_late(&self, entry: &crate::JournalEntry) -> bool {
        use crate::fact::{Fact, TicketFact};
        match &entry.fact {
            // The duplicate joined when it was merged.
            Fact::Ticket(TicketFact::DuplicateJoined { .. }) => false,
            Fact::Ticket(TicketFact::HandedOver(_)) => {
                Self::is_late_hand_over(entry.happened_at, entry.recorded_at)
                    || self.is_late_entry(entry.happened_at, entry.recorded_at)
            }
            _ => self.is_late_entry(entry.happened_at, entry.recorded_at),
        }
    }
}
