//! The moves of a repair: one table, read by one engine, printed as a golden text a manager can approve.

use crate::{
    Code, Refusal, Ticket,
    ticket::{
        Stage::{
            self, Assigned, Cancelled, Closed, HandedOver, Merged, OnSite, PassedOn, Repaired, Replied,
            Reported,
        },
        ValveTask,
    },
};

crate::words! {
    /// A step somebody can take on a repair.
    Step {
        Arrange "arrange" = "登记安排",
        HandOver "hand_over" = "转派生调部",
        Assign "assign" = "派工",
        Arrive "arrive" = "到场",
        Finish "finish" = "维修完成",
        Acknowledge "acknowledge" = "签字确认",
        Reply "reply" = "回复",
        VerifyHours "verify_hours" = "工时核定",
        FollowUp "follow_up" = "回访",
        Close "close" = "办结",
        Appoint "appoint" = "预约",
        Reassign "reassign" = "改派",
        Return "return" = "退单",
        AskExtension "ask_extension" = "申请延时",
        ApproveExtension "approve_extension" = "批准延时",
        RefuseExtension "refuse_extension" = "不批准延时",
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
        CloseViolation "close_violation" = "违规处理",
    }
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The ticket stays where it is.
    Stay,
    /// To this stage.
    Stage(Stage),
    /// To 待到场 if an arrangement names the crew (4.3⑶), else to 待派工.
    AfterHandOver,
}

/// What must hold before a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// 4.3⑶: outside working hours an arrangement first.
    Arrangement,
    /// 4.3⑶: an arrangement of this kind only outside working hours.
    OffHours,
    /// 4.3⑵: the form was not raised in working hours.
    FormOffHours,
    /// 4: not before the meter.
    NotBeforeMeter,
    /// No undecided extension.
    NoExtension,
    /// An undecided extension.
    Extension,
    /// A signature, or a refusal with its witness.
    Acknowledged,
    /// None of these yet.
    NotAcknowledged,
    /// 4.1: hours verified.
    HoursVerified,
    /// A call that reached the customer, or enough that did not.
    FollowedUp,
    /// A violation record that is open.
    Violation,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// The step.
    pub step: Step,
    /// Stages it can be taken from.
    pub from: &'static [Stage],
    /// Where it leads.
    pub to: To,
    /// What must hold.
    pub needs: &'static [Need],
    /// The clause it implements; "ours" where the policy is silent.
    pub clause: &'static str,
}

const OPEN: &[Stage] = &[Reported, HandedOver, Assigned, OnSite, Repaired, Replied];
const UNREPAIRED: &[Stage] = &[Reported, HandedOver, Assigned, OnSite];
const UNREPLIED: &[Stage] = &[Reported, HandedOver, Assigned, OnSite, Repaired];

const fn row(
    step: Step,
    from: &'static [Stage],
    to: To,
    needs: &'static [Need],
    clause: &'static str,
) -> Move {
    Move {
        step,
        from,
        to,
        needs,
        clause,
    }
}

/// Every move of a repair, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(Step::Arrange, &[Reported], To::Stay, &[Need::OffHours], "4.3⑶"),
    row(
        Step::HandOver,
        &[Reported],
        To::AfterHandOver,
        &[Need::NotBeforeMeter, Need::Arrangement],
        "4.1 4.3⑴ 4.3⑶",
    ),
    row(Step::Assign, &[HandedOver], To::Stage(Assigned), &[], "4.1"),
    row(Step::Arrive, &[Assigned], To::Stage(OnSite), &[], "4.3⑵"),
    row(Step::Finish, &[OnSite], To::Stage(Repaired), &[], "4.2 4.3"),
    row(
        Step::Acknowledge,
        &[Repaired, Replied],
        To::Stay,
        &[Need::NotAcknowledged],
        "ours",
    ),
    row(Step::Reply, &[Repaired], To::Stage(Replied), &[], "4.3"),
    row(Step::VerifyHours, &[Repaired, Replied], To::Stay, &[], "4.1"),
    row(Step::FollowUp, &[Replied], To::Stay, &[], "2.5 5.3"),
    row(
        Step::Close,
        &[Replied],
        To::Stage(Closed),
        &[Need::Acknowledged, Need::HoursVerified, Need::FollowedUp],
        "4.1 4.3",
    ),
    row(
        Step::Appoint,
        &[Reported, HandedOver, Assigned],
        To::Stay,
        &[],
        "4.3⑵",
    ),
    row(
        Step::Reassign,
        &[Assigned, OnSite],
        To::Stage(Assigned),
        &[],
        "4.1",
    ),
    row(
        Step::Return,
        &[Assigned, OnSite],
        To::Stage(HandedOver),
        &[Need::FormOffHours],
        "4.3⑵",
    ),
    row(
        Step::AskExtension,
        UNREPLIED,
        To::Stay,
        &[Need::NoExtension],
        "4.3",
    ),
    row(
        Step::ApproveExtension,
        UNREPLIED,
        To::Stay,
        &[Need::Extension],
        "4.3",
    ),
    row(Step::RefuseExtension, OPEN, To::Stay, &[Need::Extension], "4.3"),
    row(Step::OrderValve, UNREPAIRED, To::Stay, &[], "4.3⑷"),
    row(Step::ValveArrive, OPEN, To::Stay, &[], "4.3⑷"),
    row(Step::ValveShut, OPEN, To::Stay, &[], "4.3⑷"),
    row(Step::ValveDrop, OPEN, To::Stay, &[], "4.3⑷"),
    row(Step::Urge, OPEN, To::Stay, &[], "ours"),
    row(Step::Supervise, OPEN, To::Stay, &[], "4.1"),
    row(Step::PassOn, UNREPAIRED, To::Stage(PassedOn), &[], "4"),
    row(Step::Merge, UNREPAIRED, To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, UNREPAIRED, To::Stage(Cancelled), &[], "ours"),
    row(Step::Note, Stage::ALL, To::Stay, &[], "ours"),
    row(Step::Attach, Stage::ALL, To::Stay, &[], "ours"),
    row(
        Step::CloseViolation,
        Stage::ALL,
        To::Stay,
        &[Need::Violation],
        "2.5 5.3",
    ),
];

/// The steps stage and needs allow now, in the table's order; which of them a person may take is the
/// permission table's to say. `attempts`: calls that reach nobody and are enough to close.
#[must_use]
pub fn possible(ticket: &Ticket, attempts: i64) -> Vec<Step> {
    let allowed = |row: &&Move| check(row, ticket, attempts).is_ok() && has_object(row.step, ticket);
    MOVES.iter().filter(allowed).map(|row| row.step).collect()
}

/// Steps of a valve task are offered only while a task waits for them.
fn has_object(step: Step, ticket: &Ticket) -> bool {
    let some = |test: fn(&ValveTask) -> bool| ticket.valves.iter().any(|task| task.open() && test(task));
    match step {
        Step::ValveArrive => some(|task| task.arrived_at.is_none()),
        Step::ValveShut => some(|task| task.arrived_at.is_some()),
        Step::ValveDrop => some(|_| true),
        _ => true,
    }
}

/// The row of a step, if its stage and needs hold.
///
/// # Errors
/// `wrong_stage`, or the code of the first need that does not hold.
pub fn allowed(step: Step, ticket: &Ticket, attempts: i64) -> Result<&'static Move, Refusal> {
    let row = MOVES
        .iter()
        .find(|row| row.step == step)
        .ok_or_else(|| Refusal::new(Code::BadRequest))?;
    check(row, ticket, attempts).map(|()| row)
}

fn check(row: &Move, ticket: &Ticket, attempts: i64) -> Result<(), Refusal> {
    if !row.from.contains(&ticket.stage) {
        return Err(Refusal::new(Code::WrongStage)
            .with("stage", ticket.stage.code())
            .with("stage_zh", ticket.stage.zh())
            .with("step_zh", row.step.zh()));
    }
    row.needs.iter().try_for_each(|need| need.check(ticket, attempts))
}

impl Need {
    fn check(self, ticket: &Ticket, attempts: i64) -> Result<(), Refusal> {
        let (holds, code) = match self {
            Self::Arrangement => (
                ticket.terms.in_hours() || ticket.arrangement.is_some(),
                Code::ArrangementMissing,
            ),
            Self::OffHours => (!ticket.terms.in_hours(), Code::ArrangementInHours),
            Self::FormOffHours => (!ticket.terms.in_hours(), Code::ReturnInHours),
            Self::NotBeforeMeter => (!ticket.before_the_meter(), Code::BeforeTheMeter),
            Self::NoExtension => (ticket.pending_extension().is_none(), Code::ExtensionPending),
            Self::Extension => (ticket.pending_extension().is_some(), Code::NoExtensionPending),
            Self::Acknowledged => (ticket.acknowledgement.is_some(), Code::NotAcknowledged),
            Self::NotAcknowledged => (ticket.acknowledgement.is_none(), Code::AlreadyAcknowledged),
            Self::HoursVerified => (ticket.hours.is_some(), Code::HoursNotVerified),
            Self::FollowedUp => (ticket.followed_up(attempts), Code::NotFollowedUp),
            Self::Violation => (ticket.open_violation().is_some(), Code::NoViolation),
        };
        match (holds, self) {
            (true, _) => Ok(()),
            (false, Self::FollowedUp) => Err(Refusal::new(code).with("attempts", attempts)),
            (false, _) => Err(Refusal::new(code)),
        }
    }

    /// What it demands, for the printed table.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Arrangement => "非工作时间发起的表单，须先登记安排",
            Self::OffHours => "仅限非工作时间发起的表单",
            Self::FormOffHours => "工作时间发起的表单不得退单",
            Self::NotBeforeMeter => "表前问题不属本服务",
            Self::NoExtension => "没有待批的延时申请",
            Self::Extension => "有待批的延时申请",
            Self::Acknowledged => "已签字，或已登记拒签及见证人",
            Self::NotAcknowledged => "尚未签字确认",
            Self::HoursVerified => "工时已核定",
            Self::FollowedUp => "已回访（接通，或未接通达到规定次数）",
            Self::Violation => "有未处理的违规记录",
        }
    }
}

/// The table as a manager reads it.
#[must_use]
pub fn printed() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("义务维修：环节与步骤\n");
    for row in MOVES {
        let from = if row.from.len() == Stage::ALL.len() {
            "任何环节".to_owned()
        } else {
            row.from
                .iter()
                .map(|stage| stage.zh())
                .collect::<Vec<_>>()
                .join("、")
        };
        let to = match row.to {
            To::Stay => "环节不变".to_owned(),
            To::Stage(stage) => format!("转入：{}", stage.zh()),
            To::AfterHandOver => format!("转入：{}；已登记安排的转入：{}", HandedOver.zh(), Assigned.zh()),
        };
        let clause = if row.clause == "ours" {
            "本公司设定"
        } else {
            row.clause
        };
        let _ = writeln!(text, "\n{}（{clause}）\n  可在：{from}\n  {to}", row.step.zh());
        for need in row.needs {
            let _ = writeln!(text, "  须：{}", need.zh());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_one_row() {
        for step in Step::ALL {
            assert_eq!(
                MOVES.iter().filter(|row| row.step == *step).count(),
                1,
                "{}",
                step.code()
            );
        }
    }

    #[test]
    fn the_table_reads_as_approved() {
        crate::golden("src/service/repair/moves.txt", &printed());
    }
}
