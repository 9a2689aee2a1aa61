//! The moves of the services: a table for each, read by one engine, printed as a golden text a manager can
//! approve.

use super::{
    ServiceKind, community, emergency_water, leak_detection, reminder, repair, step::StepKind, water_quality,
};
use crate::{
    Code, Refusal, Ticket,
    ticket::{
        Stage::{self, Assigned, HandedOver, OnSite, ToReply, ToSchedule, UnderStudy},
        TicketCase, ValveTask,
    },
};

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveTarget {
    /// The ticket stays where it is.
    Stay,
    Stage(Stage),
    /// To 待到场 if an arrangement names the crew (4.3⑶), else to 待派工.
    AfterHandOver,
    /// To 待到场 if it was handed over already (4.3⑶), else nowhere.
    AfterArrangement,
    /// To 研究中 if the finding is undetermined (2.4), else to 待回复.
    AfterSearch,
    /// To 待排期 if the event is necessary (5.2⑵), else to 待回复: a no is answered too.
    AfterDecision,
}

/// What holds now beside the ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveContext {
    /// Calls that reach nobody and are enough to close.
    pub attempts: i64,
    /// Whether it is working hours.
    pub in_hours: bool,
}

/// What must hold before a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveNeed {
    /// 4.3⑶: outside working hours an arrangement first.
    Arrangement,
    /// 4.3⑶: an arrangement of this kind only for a form raised outside working hours, or where nobody of 总工办 is there
    /// to send a crew, or another one.
    OffHours,
    /// 4.3⑵: the form was not raised in working hours.
    FormOffHours,
    /// 4: not before the meter.
    NotBeforeMeter,
    NoExtension,
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
    /// 1.3: the customer has been asked, where the company must do something.
    ConsentAnswered,
    /// 1.3: the customer agrees that the company takes it further.
    ConsentGiven,
    /// 1.3: what the customer agreed to has been opened.
    LinkOpened,
    /// 2.4: a leak was found.
    LeakFound,
    /// 2.4: something definite is known, or the departments have concluded.
    Answerable,
    /// 2.4: reported to the company for study.
    Escalated,
    /// 3: a sample has been taken.
    SampleTaken,
    /// 3: the laboratory has received the sample.
    SampleReceived,
    /// 3: the customer who was there has signed, or refused with a witness.
    SampleSigned,
    /// 6.1: the company has authorised the trucks.
    Authorised,
    /// 6.2: safety was checked on site.
    SafetyChecked,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    pub step: StepKind,
    /// Stages it can be taken from.
    pub from: &'static [Stage],
    /// Where it leads.
    pub to: MoveTarget,
    /// What must hold.
    pub needs: &'static [MoveNeed],
    /// The clause it implements; "ours" where the policy is silent.
    pub clause: &'static str,
}

/// A row.
pub(super) const fn define_move(
    step: StepKind,
    from: &'static [Stage],
    to: MoveTarget,
    needs: &'static [MoveNeed],
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

/// The table of a service.
#[must_use]
pub const fn list_moves(service: ServiceKind) -> &'static [Move] {
    match service {
        ServiceKind::Reminder => reminder::MOVES,
        ServiceKind::LeakDetection => leak_detection::MOVES,
        ServiceKind::WaterQuality => water_quality::MOVES,
        ServiceKind::Repair => repair::MOVES,
        ServiceKind::Community => community::MOVES,
        ServiceKind::EmergencyWater => emergency_water::MOVES,
    }
}

/// The steps stage and needs allow now, in the table's order; which of them a person may take is the
/// permission table's to say.
#[must_use]
pub fn list_possible_steps(ticket: &Ticket, now: MoveContext) -> Vec<StepKind> {
    let allowed = |row: &&Move| check_move(row, ticket, now).is_ok() && has_object(row.step, ticket);
    let rows = list_moves(ticket.open.asked.service_kind()).iter();
    rows.filter(allowed).map(|row| row.step).collect()
}

/// Steps of a valve task are offered only while a task waits for them, the signature only when there is
/// something to confirm.
fn has_object(step: StepKind, ticket: &Ticket) -> bool {
    let some = |test: fn(&ValveTask) -> bool| ticket.valves.iter().any(|task| task.is_open() && test(task));
    match step {
        StepKind::ValveArrive => some(|task| task.arrived_at.is_none() && !task.is_unnamed()),
        StepKind::ValveShut => some(|task| task.arrived_at.is_some()),
        StepKind::ValveDrop => some(|_| true),
        StepKind::Acknowledge | StepKind::Correct => crate::acknowledgement::is_confirmable(ticket),
        _ => true,
    }
}

/// Whether a need holds.
#[must_use]
pub fn is_need_met(need: MoveNeed, ticket: &Ticket, now: MoveContext) -> bool {
    need.check_need(ticket, now).is_ok()
}

/// The row of a step, if its stage and needs hold.
///
/// # Errors
/// `wrong_service` for a step of another service; `wrong_stage`, or the code of the first need that does not
/// hold.
pub fn find_allowed_move(
    step: StepKind,
    ticket: &Ticket,
    now: MoveContext,
) -> Result<&'static Move, Refusal> {
    let service = ticket.open.asked.service_kind();
    let row = list_moves(service).iter().find(|row| row.step == step);
    let row = row.ok_or_else(|| {
        Refusal::new(Code::WrongService)
            .with_arg("service_zh", service.zh())
            .with_arg("step_zh", step.zh())
    })?;
    check_move(row, ticket, now).map(|()| row)
}

fn check_move(row: &Move, ticket: &Ticket, now: MoveContext) -> Result<(), Refusal> {
    if ticket.erased_at.is_some() {
        return Err(Refusal::new(Code::Erased));
    }
    if !row.from.contains(&ticket.stage) {
        return Err(ticket.wrong_stage(row.step.zh()));
    }
    row.needs.iter().try_for_each(|need| need.check_need(ticket, now))
}

/// Before the hand-over the form decides; after it, whether 总工办 is there to send a crew.
fn is_off_hours(ticket: &Ticket, now: MoveContext) -> bool {
    match ticket.stage {
        HandedOver | Assigned | OnSite => !now.in_hours,
        _ => !ticket.terms.is_in_hours(),
    }
}

impl MoveNeed {
    fn check_need(self, ticket: &Ticket, now: MoveContext) -> Result<(), Refusal> {
        let (holds, code) = match self {
            Self::Arrangement => (
                ticket.terms.is_in_hours() || ticket.arrangement.is_some(),
                Code::ArrangementMissing,
            ),
            Self::OffHours => (is_off_hours(ticket, now), Code::ArrangementInHours),
            Self::FormOffHours => (!ticket.terms.is_in_hours(), Code::ReturnInHours),
            Self::NotBeforeMeter => (!ticket.is_before_meter(), Code::BeforeTheMeter),
            Self::NoExtension => (ticket.pending_extension().is_none(), Code::ExtensionPending),
            Self::Extension => (ticket.pending_extension().is_some(), Code::NoExtensionPending),
            Self::Acknowledged => (ticket.acknowledgement.is_some(), Code::NotAcknowledged),
            Self::NotAcknowledged => (ticket.acknowledgement.is_none(), Code::AlreadyAcknowledged),
            Self::HoursVerified => (ticket.hours.is_some(), Code::HoursNotVerified),
            Self::FollowedUp => (ticket.is_followed_up(now.attempts), Code::NotFollowedUp),
            Self::Violation => (ticket.open_violation().is_some(), Code::NoViolation),
            _ => self.evaluate_case_need(ticket),
        };
        match (holds, self) {
            (true, _) => Ok(()),
            (false, Self::FollowedUp) => Err(Refusal::new(code).with_arg("attempts", now.attempts)),
            (false, _) => Err(Refusal::new(code)),
        }
    }

    /// What only one service's case can answer.
    fn evaluate_case_need(self, ticket: &Ticket) -> (bool, Code) {
        let case = &ticket.case;
        match (self, case) {
            (Self::ConsentAnswered, TicketCase::Reminder(case)) => (
                !case.company_needed() || case.consent.is_some(),
                Code::ConsentUnanswered,
            ),
            (Self::ConsentGiven, _) => (case.has_agreed(), Code::ConsentMissing),
            (Self::LinkOpened, _) => (!case.has_agreed() || !ticket.links.is_empty(), Code::LinkMissing),
            (Self::LeakFound, TicketCase::LeakDetection(case)) => (
                case.current_finding() == Some(leak_detection::LeakFinding::Found),
                Code::LeakNotFound,
            ),
            (Self::Answerable, TicketCase::LeakDetection(case)) => (case.is_answerable(), Code::NotConcluded),
            (Self::Escalated, TicketCase::LeakDetection(case)) => {
                (case.escalation.is_some(), Code::NotEscalated)
            }
            (Self::SampleTaken, TicketCase::WaterQuality(case)) => (case.sampling.is_some(), Code::NoSample),
            (Self::SampleReceived, TicketCase::WaterQuality(case)) => {
                (case.receipt.is_some(), Code::SampleNotReceived)
            }
            (Self::SampleSigned, TicketCase::WaterQuality(case)) => {
                let present = |sampling: &crate::ticket::RecordedStep<water_quality::Sampling>| {
                    sampling.details.customer_present
                };
                let needed = case.sampling.as_ref().is_some_and(present);
                (!needed || ticket.acknowledgement.is_some(), Code::NotAcknowledged)
            }
            (Self::Authorised, TicketCase::EmergencyWater(case)) => {
                (case.authorisation.is_some(), Code::NotAuthorised)
            }
            (Self::SafetyChecked, TicketCase::EmergencyWater(case)) => {
                (!case.checks.is_empty(), Code::SafetyNotChecked)
            }
            // A need of another service stands in no table of this one; a test holds it.
            _ => (false, Code::WrongService),
        }
    }

    /// What it demands, for the printed table.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Arrangement => "非工作时间发起的表单，须先登记安排",
            Self::OffHours => "转派前仅限非工作时间发起的表单；转派后仅限非工作时间",
            Self::FormOffHours => "工作时间发起的表单不得退单",
            Self::NotBeforeMeter => "表前问题不属本服务",
            Self::NoExtension => "没有待批的延时申请",
            Self::Extension => "有待批的延时申请",
            Self::Acknowledged => "已签字，或已登记拒签及见证人",
            Self::NotAcknowledged => "尚未签字确认",
            Self::HoursVerified => "工时已核定",
            Self::FollowedUp => "已回访（接通，或未接通达到规定次数）",
            Self::Violation => "有未处理的违规记录",
            Self::ConsentAnswered => "需公司处理的，已征求用户意见",
            Self::ConsentGiven => "用户同意",
            Self::LinkOpened => "用户同意处理的，已转开关联工单",
            Self::LeakFound => "已找到漏点",
            Self::Answerable => "结果明确，或已上报研究并有结论",
            Self::Escalated => "已上报研究",
            Self::SampleTaken => "已取样",
            Self::SampleReceived => "水质检测中心已收样",
            Self::SampleSigned => "取样时用户在场的，已签字或已登记拒签及见证人",
            Self::Authorised => "公司已授权",
            Self::SafetyChecked => "已登记现场安全检查",
        }
    }
}

/// The table as a manager reads it.
#[must_use]
pub fn format_moves(service: ServiceKind) -> String {
    use std::fmt::Write as _;
    let mut text = format!("{}：环节与步骤\n", service.zh());
    for row in list_moves(service) {
        let names = |stages: &[Stage]| {
            let names: Vec<&str> = stages.iter().map(|stage| stage.zh()).collect();
            names.join("、")
        };
        let from = if row.from.len() == Stage::ALL.len() {
            "任何环节".to_owned()
        } else {
            names(row.from)
        };
        let two = |stage: Stage, when: &str, other: Stage| {
            format!("转入：{}；{when}的转入：{}", stage.zh(), other.zh())
        };
        let to = match row.to {
            MoveTarget::Stay => "环节不变".to_owned(),
            MoveTarget::Stage(stage) => format!("转入：{}", stage.zh()),
            MoveTarget::AfterArrangement => format!("环节不变；已转派的转入：{}", Assigned.zh()),
            MoveTarget::AfterHandOver => two(HandedOver, "已登记安排", Assigned),
            MoveTarget::AfterSearch => two(ToReply, "暂时无法答复", UnderStudy),
            MoveTarget::AfterDecision => two(ToSchedule, "不必举办", ToReply),
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_step_has_two_rows_in_a_table_and_every_step_has_one_somewhere() {
        let mut all = BTreeSet::new();
        for service in ServiceKind::ALL {
            let mut seen = BTreeSet::new();
            for row in list_moves(*service) {
                assert!(seen.insert(row.step), "{} {}", service.code(), row.step.code());
            }
            all.extend(seen);
        }
        assert_eq!(all.len(), StepKind::ALL.len());
    }

    #[test]
    fn the_tables_read_as_approved() {
        for service in ServiceKind::ALL {
            let path = format!("src/service/{}/moves.txt", service.code());
            crate::assert_golden(&path, &format_moves(*service));
        }
    }
}
