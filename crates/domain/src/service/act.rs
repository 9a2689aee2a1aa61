//! A step with its contents, as somebody takes it.

use super::{
    community::{EventDecision, Held, Schedule},
    emergency_water::{Authorisation, OutageChange, SafetyCheck, Trip},
    leak_detection::{Conclusion, Escalation, Search, SearchReply},
    reminder::Telling,
    repair::{Arrangement, ValveOrder, ValveRequest, ValveStep, VerifiedHours, Work},
    step::{
        Appointment, Assignment, Because, Consent, ExtensionRequest, FollowUp, HandOver, Plain, Reply, Step,
        Urge,
    },
    water_quality::{Entering, Passing, Receipt, Sampling},
};
use crate::{acknowledgement::Answer, attachment::Attachment};

/// A step with its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
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
    Arrive(Plain),
    /// 维修完成.
    Finish(Work),
    /// 签字 or 拒签, at a place.
    Acknowledge(Answer, String),
    /// A new answer in the place of one that was wrong: where, and why.
    Correct(Answer, String, String),
    /// 回复.
    Reply(Reply),
    /// 工时核定.
    VerifyHours(VerifiedHours),
    /// 回访.
    FollowUp(FollowUp),
    /// 办结.
    Close(Plain),
    /// 退单.
    Return(Because),
    /// 催办.
    Urge(Urge),
    /// 督办.
    Supervise(Urge),
    /// 申请延时.
    AskExtension(ExtensionRequest),
    /// 批准延时.
    ApproveExtension(Plain),
    /// 不批准延时.
    RefuseExtension(Because),
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
    PassOn(Because),
    /// 作废.
    Cancel(Because),
    /// 备注.
    Note(Plain),
    /// 附件.
    Attach(Attachment),
    /// 登记违规.
    RecordViolation(Urge),
    /// 违规处理.
    CloseViolation(Because),
    /// 告知用户.
    Tell(Telling),
    /// 征求同意.
    Consent(Consent),
    /// 安排检漏.
    SendTeam(Assignment),
    /// 检漏结果.
    Search(Search),
    /// 上报研究.
    Escalate(Escalation),
    /// 研究结论.
    Conclude(Conclusion),
    /// 回复检漏结果.
    ReplySearch(SearchReply),
    /// 安排取样.
    SendSampler(Assignment),
    /// 取样.
    Sample(Sampling),
    /// 样品交接.
    PassSample(Passing),
    /// 收样.
    ReceiveSample(Receipt),
    /// 退样重取.
    RejectSample(Because),
    /// 检测结果.
    EnterResults(Entering),
    /// 回复检测结果.
    ReplyResults(Reply),
    /// 研判.
    DecideEvent(EventDecision),
    /// 排定活动.
    ScheduleEvent(Schedule),
    /// 活动改期.
    MoveEvent(Schedule),
    /// 活动登记.
    HoldEvent(Held),
    /// 授权送水.
    Authorise(Authorisation),
    /// 送水车次.
    MakeTrip(Trip),
    /// 安全检查.
    CheckSafety(SafetyCheck),
    /// 停水变更.
    ChangeOutage(OutageChange),
    /// 恢复供水.
    EndOutage(Plain),
}

impl Act {
    /// The row of the table it belongs to.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Arrange(_) => Step::Arrange,
            Self::HandOver(_) => Step::HandOver,
            Self::Assign(_) => Step::Assign,
            Self::Reassign(_) => Step::Reassign,
            Self::Appoint(_) => Step::Appoint,
            Self::Arrive(_) => Step::Arrive,
            Self::Finish(_) => Step::Finish,
            Self::Acknowledge(..) => Step::Acknowledge,
            Self::Correct(..) => Step::Correct,
            Self::Reply(_) => Step::Reply,
            Self::VerifyHours(_) => Step::VerifyHours,
            Self::FollowUp(_) => Step::FollowUp,
            Self::Close(_) => Step::Close,
            Self::Return(_) => Step::Return,
            Self::Urge(_) => Step::Urge,
            Self::Supervise(_) => Step::Supervise,
            Self::AskExtension(_) => Step::AskExtension,
            Self::ApproveExtension(_) => Step::ApproveExtension,
            Self::RefuseExtension(_) => Step::RefuseExtension,
            Self::AskValve(_) => Step::AskValve,
            Self::OrderValve(_) => Step::OrderValve,
            Self::ValveArrive(_) => Step::ValveArrive,
            Self::ValveShut(_) => Step::ValveShut,
            Self::ValveDrop(_) => Step::ValveDrop,
            Self::PassOn(_) => Step::PassOn,
            Self::Cancel(_) => Step::Cancel,
            Self::Note(_) => Step::Note,
            Self::Attach(_) => Step::Attach,
            Self::RecordViolation(_) => Step::RecordViolation,
            Self::CloseViolation(_) => Step::CloseViolation,
            Self::Tell(_) => Step::Tell,
            Self::Consent(_) => Step::Consent,
            Self::SendTeam(_) => Step::SendTeam,
            Self::Search(_) => Step::Search,
            Self::Escalate(_) => Step::Escalate,
            Self::Conclude(_) => Step::Conclude,
            Self::ReplySearch(_) => Step::ReplySearch,
            Self::SendSampler(_) => Step::SendSampler,
            Self::Sample(_) => Step::Sample,
            Self::PassSample(_) => Step::PassSample,
            Self::ReceiveSample(_) => Step::ReceiveSample,
            Self::RejectSample(_) => Step::RejectSample,
            Self::EnterResults(_) => Step::EnterResults,
            Self::ReplyResults(_) => Step::ReplyResults,
            Self::DecideEvent(_) => Step::DecideEvent,
            Self::ScheduleEvent(_) => Step::ScheduleEvent,
            Self::MoveEvent(_) => Step::MoveEvent,
            Self::HoldEvent(_) => Step::HoldEvent,
            Self::Authorise(_) => Step::Authorise,
            Self::MakeTrip(_) => Step::MakeTrip,
            Self::CheckSafety(_) => Step::CheckSafety,
            Self::ChangeOutage(_) => Step::ChangeOutage,
            Self::EndOutage(_) => Step::EndOutage,
        }
    }
}
