//! A step with its contents, as somebody takes it.

use super::{
    community::{EventDecision, EventSchedule, HeldEvent},
    emergency_water::{DeliveryAuthorisation, DeliveryTrip, OutageChange, SafetyCheck},
    leak_detection::{Escalation, LeakSearch, SearchReply, StudyConclusion},
    reminder::ReminderTelling,
    repair::{Arrangement, RepairWork, ValveOrder, ValveRequest, ValveStep, VerifiedHours},
    step::{
        Appointment, Assignment, Consent, CustomerReply, ExtensionRequest, FollowUp, HandOver, NoteInput,
        ReasonInput, StepKind, WordsInput,
    },
    water_quality::{ResultsInput, SampleReceipt, SampleTransfer, Sampling},
};
use crate::{acknowledgement::AcknowledgementAnswer, attachment::Attachment};

/// A step with its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepInput {
    /// 登记安排.
    Arrange(Arrangement),
    /// 转派.
    HandOver(HandOver),
    /// 派工.
    Assign(Assignment),
    /// 改派.
    Reassign(Assignment),
    /// 预约.
    Appoint(Appointment),
    /// 到场.
    Arrive(NoteInput),
    /// 维修完成.
    Finish(RepairWork),
    /// 签字 or 拒签, at a place.
    Acknowledge(AcknowledgementAnswer, String),
    /// A new answer in the place of one that was wrong: where, and why.
    Correct(AcknowledgementAnswer, String, String),
    /// 回复.
    Reply(CustomerReply),
    /// 工时核定.
    VerifyHours(VerifiedHours),
    /// 回访.
    FollowUp(FollowUp),
    /// 办结.
    Close(NoteInput),
    /// 退单.
    Return(ReasonInput),
    /// 催办.
    Urge(WordsInput),
    /// 督办.
    Supervise(WordsInput),
    /// 申请延时.
    AskExtension(ExtensionRequest),
    /// 批准延时.
    ApproveExtension(NoteInput),
    /// 不批准延时.
    RefuseExtension(ReasonInput),
    /// 要求关阀.
    AskValve(ValveRequest),
    /// 安排关阀.
    OrderValve(ValveOrder),
    /// 关阀人员到场.
    ValveArrive(ValveStep),
    /// 阀门已关.
    ValveShut(ValveStep),
    /// 取消关阀.
    ValveDrop(ValveStep),
    /// 转表前维修.
    PassOn(ReasonInput),
    /// 作废.
    Cancel(ReasonInput),
    /// 备注.
    Note(NoteInput),
    /// 附件.
    Attach(Attachment),
    /// 登记违规.
    RecordViolation(WordsInput),
    /// 违规处理.
    CloseViolation(ReasonInput),
    /// 告知用户.
    Tell(ReminderTelling),
    /// 征求同意.
    Consent(Consent),
    /// 安排检漏.
    SendTeam(Assignment),
    /// 检漏结果.
    Search(LeakSearch),
    /// 上报研究.
    Escalate(Escalation),
    /// 研究结论.
    Conclude(StudyConclusion),
    /// 回复检漏结果.
    ReplySearch(SearchReply),
    /// 安排取样.
    SendSampler(Assignment),
    /// 取样.
    Sample(Sampling),
    /// 样品交接.
    PassSample(SampleTransfer),
    /// 收样.
    ReceiveSample(SampleReceipt),
    /// 退样重取.
    RejectSample(ReasonInput),
    /// 检测结果.
    EnterResults(ResultsInput),
    /// 回复检测结果.
    ReplyResults(CustomerReply),
    /// 研判.
    DecideEvent(EventDecision),
    /// 排定活动.
    ScheduleEvent(EventSchedule),
    /// 活动改期.
    MoveEvent(EventSchedule),
    /// 活动登记.
    HoldEvent(HeldEvent),
    /// 授权送水.
    Authorise(DeliveryAuthorisation),
    /// 送水车次.
    MakeTrip(DeliveryTrip),
    /// 安全检查.
    CheckSafety(SafetyCheck),
    /// 停水变更.
    ChangeOutage(OutageChange),
    /// 恢复供水.
    EndOutage(NoteInput),
}

impl StepInput {
    /// The row of the table it belongs to.
    #[must_use]
    pub const fn step_kind(&self) -> StepKind {
        match self {
            Self::Arrange(_) => StepKind::Arrange,
            Self::HandOver(_) => StepKind::HandOver,
            Self::Assign(_) => StepKind::Assign,
            Self::Reassign(_) => StepKind::Reassign,
            Self::Appoint(_) => StepKind::Appoint,
            Self::Arrive(_) => StepKind::Arrive,
            Self::Finish(_) => StepKind::Finish,
            Self::Acknowledge(..) => StepKind::Acknowledge,
            Self::Correct(..) => StepKind::Correct,
            Self::Reply(_) => StepKind::Reply,
            Self::VerifyHours(_) => StepKind::VerifyHours,
            Self::FollowUp(_) => StepKind::FollowUp,
            Self::Close(_) => StepKind::Close,
            Self::Return(_) => StepKind::Return,
            Self::Urge(_) => StepKind::Urge,
            Self::Supervise(_) => StepKind::Supervise,
            Self::AskExtension(_) => StepKind::AskExtension,
            Self::ApproveExtension(_) => StepKind::ApproveExtension,
            Self::RefuseExtension(_) => StepKind::RefuseExtension,
            Self::AskValve(_) => StepKind::AskValve,
            Self::OrderValve(_) => StepKind::OrderValve,
            Self::ValveArrive(_) => StepKind::ValveArrive,
            Self::ValveShut(_) => StepKind::ValveShut,
            Self::ValveDrop(_) => StepKind::ValveDrop,
            Self::PassOn(_) => StepKind::PassOn,
            Self::Cancel(_) => StepKind::Cancel,
            Self::Note(_) => StepKind::Note,
            Self::Attach(_) => StepKind::Attach,
            Self::RecordViolation(_) => StepKind::RecordViolation,
            Self::CloseViolation(_) => StepKind::CloseViolation,
            Self::Tell(_) => StepKind::Tell,
            Self::Consent(_) => StepKind::Consent,
            Self::SendTeam(_) => StepKind::SendTeam,
            Self::Search(_) => StepKind::Search,
            Self::Escalate(_) => StepKind::Escalate,
            Self::Conclude(_) => StepKind::Conclude,
            Self::ReplySearch(_) => StepKind::ReplySearch,
            Self::SendSampler(_) => StepKind::SendSampler,
            Self::Sample(_) => StepKind::Sample,
            Self::PassSample(_) => StepKind::PassSample,
            Self::ReceiveSample(_) => StepKind::ReceiveSample,
            Self::RejectSample(_) => StepKind::RejectSample,
            Self::EnterResults(_) => StepKind::EnterResults,
            Self::ReplyResults(_) => StepKind::ReplyResults,
            Self::DecideEvent(_) => StepKind::DecideEvent,
            Self::ScheduleEvent(_) => StepKind::ScheduleEvent,
            Self::MoveEvent(_) => StepKind::MoveEvent,
            Self::HoldEvent(_) => StepKind::HoldEvent,
            Self::Authorise(_) => StepKind::Authorise,
            Self::MakeTrip(_) => StepKind::MakeTrip,
            Self::CheckSafety(_) => StepKind::CheckSafety,
            Self::ChangeOutage(_) => StepKind::ChangeOutage,
            Self::EndOutage(_) => StepKind::EndOutage,
        }
    }
}
