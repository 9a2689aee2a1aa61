//! The steps people take, one word for each, and the contents that several services share.
//!
//! What only one service knows stands in its own file; which step is possible where, in its table of moves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Moment, Refusal, check};

crate::words! {
    /// A step somebody can take on a ticket.
    StepKind {
        Arrange "arrange" = "登记安排",
        HandOver "hand_over" = "转派生调部",
        Assign "assign" = "派工",
        SendTeam "send_team" = "安排检漏",
        SendSampler "send_sampler" = "安排取样",
        Arrive "arrive" = "到场",
        Finish "finish" = "维修完成",
        Search "search" = "检漏结果",
        Escalate "escalate" = "上报研究",
        Conclude "conclude" = "研究结论",
        Tell "tell" = "告知用户",
        Sample "sample" = "取样",
        PassSample "pass_sample" = "样品交接",
        ReceiveSample "receive_sample" = "收样",
        RejectSample "reject_sample" = "退样重取",
        EnterResults "enter_results" = "检测结果",
        DecideEvent "decide_event" = "研判",
        ScheduleEvent "schedule_event" = "排定活动",
        MoveEvent "move_event" = "活动改期",
        HoldEvent "hold_event" = "活动登记",
        Authorise "authorise" = "授权送水",
        MakeTrip "make_trip" = "送水车次",
        CheckSafety "check_safety" = "安全检查",
        ChangeOutage "change_outage" = "停水变更",
        EndOutage "end_outage" = "恢复供水",
        Acknowledge "acknowledge" = "签字确认",
        Correct "correct" = "更正签字",
        Reply "reply" = "回复",
        ReplySearch "reply_search" = "回复检漏结果",
        ReplyResults "reply_results" = "回复检测结果",
        Consent "consent" = "征求同意",
        OpenLinked "open_linked" = "转开关联工单",
        VerifyHours "verify_hours" = "工时核定",
        FollowUp "follow_up" = "回访",
        Close "close" = "办结",
        Appoint "appoint" = "预约",
        Reassign "reassign" = "改派",
        Return "return" = "退单",
        AskExtension "ask_extension" = "申请延时",
        ApproveExtension "approve_extension" = "批准延时",
        RefuseExtension "refuse_extension" = "不批准延时",
        AskValve "ask_valve" = "要求关阀",
        OrderValve "order_valve" = "安排关阀",
        ValveArrive "valve_arrive" = "关阀人员到场",
        ValveShut "valve_shut" = "阀门已关",
        ValveDrop "valve_drop" = "取消关阀",
        Urge "urge" = "催办",
        Supervise "supervise" = "督办",
        PassOn "pass_on" = "转表前维修",
        Merge "merge" = "并入原单",
        Cancel "cancel" = "作废",
        Note "note" = "备注",
        Attach "attach" = "添加附件",
        RecordViolation "record_violation" = "登记违规",
        CloseViolation "close_violation" = "违规处理",
    }
}

/// 转派 to 生调部 (4.1, 4.3⑴).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Who took it at 生调部.
    pub taken_by: String,
    /// Anything to say with it.
    #[serde(default)]
    pub note: String,
}

/// 派工 by 总工办 (4.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    pub crew: String,
    /// Who goes, by name; may be left to the crew.
    #[serde(default)]
    pub goes: String,
    /// Why another crew, when it is 改派; an instruction otherwise.
    #[serde(default)]
    pub note: String,
}

/// 预约 (4.3⑵ 另行协商时间).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appointment {
    /// When the crew is to be there.
    pub at: Moment,
    /// Why another time.
    pub reason: String,
    /// Who agreed on the customer's side.
    pub agreed_with: String,
}

crate::words! {
    /// How the reply reached the customer.
    ReplyWay {
        Phone "phone" = "电话",
        OnSite "on_site" = "当面",
        Message "message" = "短信",
    }
}

/// 回复表单 (4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerReply {
    /// What the customer was told.
    pub text: String,
    pub told: String,
    pub by: ReplyWay,
}

crate::words! {
    /// What a follow-up call brought.
    FollowUpOutcome {
        Satisfied "satisfied" = "满意",
        Dissatisfied "dissatisfied" = "不满意",
        NotReached "not_reached" = "未接通",
    }
}

/// 回访, with the question of conduct (2.5, 5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What it brought.
    pub outcome: FollowUpOutcome,
    /// Whether anybody took, asked for or bargained for anything (吃拿卡要); asked whenever somebody answered.
    #[serde(default)]
    pub misconduct: Option<bool>,
    /// What the customer said.
    #[serde(default)]
    pub words: String,
}

/// 延时申请 (4.3).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRequest {
    /// The limit asked for.
    pub until: Moment,
    pub reason: String,
}

/// 催办: the customer asks again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsInput {
    /// What was said.
    pub words: String,
}

/// A step that needs a reason: return, cancel, pass on, refuse.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonInput {
    pub reason: String,
}

/// A step that says all by itself, with room for a word.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteInput {
    /// Anything to add.
    #[serde(default)]
    pub note: String,
}

/// An extension that was approved, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionApproval {
    /// Anything to add.
    #[serde(default)]
    pub note: String,
    /// By a manager, because nobody else of 总工办 had an account then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_office: bool,
}

/// An extension that was refused, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRejection {
    pub reason: String,
    /// By a manager, because nobody else of 总工办 had an account then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_office: bool,
}

crate::words! {
    /// How consent was given (1.3).
    ConsentWay {
        Oral "oral" = "口头",
        Signed "signed" = "签字",
        Phone "phone" = "电话",
    }
}

/// 征求同意 (1.3): whether the company may take it further, in the customer's own decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The answer.
    pub agreed: bool,
    /// Who answered.
    pub given_by: String,
    pub way: ConsentWay,
    /// In the customer's words.
    #[serde(default)]
    pub words: String,
}

impl Consent {
    /// Bounds.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_text` with the field.
    pub fn check_consent(&self) -> Result<(), Refusal> {
        check::check_text("given_by", &self.given_by, check::NAME)?;
        check::check_optional_text("words", &self.words, check::TEXT)
    }
}
