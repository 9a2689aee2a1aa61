//! What waits for whom: every kind of work a ticket may wait for, the steps that settle it, and the roles it is the work of. A
//! screen's order of things, no permission; those are in `permission.rs`, and a test holds each role against them.
//!
//! A ticket waits for nothing whose step its table of moves would refuse.

use crate::{
    Ticket, TicketRow,
    person::Role::{self, Agent, Dispatcher, Engineer, Inspector, Lab, Manager, Repairer},
    service::{
        ServiceKind::{LeakDetection, Repair, WaterQuality},
        moves::{self, MoveContext, MoveNeed},
        step::StepKind,
    },
    ticket::Stage,
};

crate::words! {
    /// What a ticket waits for, in the order a workbench offers it.
    TodoKind {
        HandOver "hand_over" = "待转派",
        OrderValve "order_valve" = "待安排关阀",
        Authorise "authorise" = "送水待授权",
        ApproveExtension "approve_extension" = "延时待审批",
        Violation "violation" = "违规待处理",
        Assign "assign" = "待派工",
        Arrange "arrange" = "待安排班组",
        SendTeam "send_team" = "待派检漏",
        SendSampler "send_sampler" = "待派采样",
        Visit "visit" = "待到场维修",
        Finish "finish" = "维修待完工",
        Search "search" = "待检漏",
        Sample "sample" = "待采样",
        PassSample "pass_sample" = "样品待送检",
        EnterResults "enter_results" = "待填检测结果",
        Escalate "escalate" = "待上报研究",
        Conclude "conclude" = "待出研究结论",
        Tell "tell" = "待告知用户",
        Sign "sign" = "待用户签字",
        SignRepair "sign_repair" = "维修待签字",
        Deliver "deliver" = "送水进行中",
        CheckSafety "check_safety" = "待现场安全检查",
        Reply "reply" = "待回复用户",
        VerifyHours "verify_hours" = "工时待核定",
        Consent "consent" = "待征求用户意见",
        OpenLinked "open_linked" = "待转开关联工单",
        FollowUp "follow_up" = "待回访",
        Close "close" = "待办结",
        DecideEvent "decide_event" = "活动待研判",
        Schedule "schedule" = "活动待排期",
        Hold "hold" = "活动待举办",
        SignEvent "sign_event" = "活动待社区签字",
    }
}

impl TodoKind {
    /// Whose work it is.
    #[must_use]
    pub const fn responsible_roles(self) -> &'static [Role] {
        match self {
            Self::HandOver
            | Self::FollowUp
            | Self::Close
            | Self::Schedule
            | Self::SendTeam
            | Self::OpenLinked => &[Agent, Manager],
            Self::OrderValve => &[Dispatcher, Agent],
            // 4.3⑶: at night 总工办 is not there to assign.
            Self::Arrange => &[Agent, Dispatcher],
            // 6.1: given by telephone, and written down by whoever is on duty.
            Self::Authorise => &[Manager, Dispatcher, Agent],
            Self::Violation | Self::DecideEvent => &[Manager],
            Self::Conclude => &[Engineer, Manager],
            Self::ApproveExtension | Self::Assign | Self::VerifyHours => &[Engineer],
            Self::Reply | Self::Hold | Self::SignEvent => &[Agent],
            Self::SendSampler => &[Dispatcher],
            Self::Visit | Self::Finish => &[Repairer],
            Self::Search | Self::Sample => &[Inspector],
            Self::PassSample => &[Inspector, Dispatcher, Lab],
            Self::EnterResults => &[Lab],
            Self::Tell | Self::Sign => &[Agent, Inspector],
            Self::SignRepair => &[Agent, Repairer],
            Self::Escalate | Self::Consent => &[Agent, Inspector, Manager],
            Self::Deliver | Self::CheckSafety => &[Agent, Dispatcher, Manager],
        }
    }

    /// The steps that settle it, one of which can be taken.
    #[must_use]
    pub const fn settling_steps(self) -> &'static [StepKind] {
        match self {
            Self::HandOver => &[StepKind::HandOver, StepKind::Arrange, StepKind::PassOn],
            Self::OrderValve => &[StepKind::OrderValve],
            Self::Authorise => &[StepKind::Authorise],
            Self::ApproveExtension => &[StepKind::ApproveExtension, StepKind::RefuseExtension],
            Self::Violation => &[StepKind::CloseViolation],
            Self::Assign => &[StepKind::Assign],
            Self::Arrange => &[StepKind::Arrange],
            Self::SendTeam => &[StepKind::SendTeam],
            Self::SendSampler => &[StepKind::SendSampler],
            Self::Visit => &[StepKind::Arrive],
            Self::Finish => &[StepKind::Finish],
            Self::Search => &[StepKind::Arrive, StepKind::Search],
            Self::Sample => &[StepKind::Sample],
            Self::PassSample => &[StepKind::PassSample, StepKind::ReceiveSample],
            Self::EnterResults => &[StepKind::EnterResults],
            Self::Escalate => &[StepKind::Escalate],
            Self::Conclude => &[StepKind::Conclude],
            Self::Tell => &[StepKind::Tell],
            Self::Sign | Self::SignRepair | Self::SignEvent => &[StepKind::Acknowledge],
            Self::Deliver => &[StepKind::MakeTrip, StepKind::EndOutage],
            Self::CheckSafety => &[StepKind::CheckSafety],
            Self::Reply => &[StepKind::Reply, StepKind::ReplySearch, StepKind::ReplyResults],
            Self::VerifyHours => &[StepKind::VerifyHours],
            Self::Consent => &[StepKind::Consent],
            Self::OpenLinked => &[StepKind::OpenLinked],
            Self::FollowUp => &[StepKind::FollowUp],
            Self::Close => &[StepKind::Close],
            Self::DecideEvent => &[StepKind::DecideEvent],
            Self::Schedule => &[StepKind::ScheduleEvent],
            Self::Hold => &[StepKind::HoldEvent],
        }
    }

    /// Whether it is the work of somebody with these roles.
    #[must_use]
    pub fn is_of_roles(self, roles: &[Role]) -> bool {
        self.responsible_roles().iter().any(|role| roles.contains(role))
    }

    /// What a ticket waits for, however many calls have reached nobody: whether those were enough to close, the settings say
    /// ([`Todo::waits`]).
    #[must_use]
    pub fn list_for_ticket(ticket: &Ticket) -> Vec<Self> {
        let (by_day, at_night) = (
            moves::list_possible_steps(ticket, ENOUGH),
            moves::list_possible_steps(ticket, ENOUGH_AT_NIGHT),
        );
        let can = |todo: &Self| {
            let possible = if todo.is_only_at_night() {
                &at_night
            } else {
                &by_day
            };
            todo.settling_steps().iter().any(|step| possible.contains(step))
        };
        let all = Self::ALL.iter().copied();
        all.filter(|todo| todo.is_due(ticket) && can(todo)).collect()
    }

    /// Whether it waits only as long as nobody of 总工办 is there.
    #[must_use]
    pub const fn is_only_at_night(self) -> bool {
        matches!(self, Self::Arrange)
    }

    /// Whether it is the decision of 总工办 alone, and never of whoever asked for it or reported it (4.1, 4.3).
    #[must_use]
    pub const fn is_decided_by_others(self) -> bool {
        matches!(self, Self::ApproveExtension | Self::VerifyHours)
    }

    /// Whether a ticket waits for it now. Only a violation outlives the end of its ticket (5.3).
    #[must_use]
    pub fn is_waiting(self, row: &TicketRow, now: MoveContext) -> bool {
        if self.is_only_at_night() && now.in_hours {
            return false;
        }
        let calls = row.todos.contains(&Self::FollowUp) && row.calls < now.attempts;
        match self {
            Self::FollowUp => calls,
            Self::Close => row.todos.contains(&Self::Close) && !calls,
            _ => row.todos.contains(&self),
        }
    }

    /// Whether it is its turn, as far as the ticket itself says.
    fn is_due(self, ticket: &Ticket) -> bool {
        let at = |stage: Stage| ticket.stage == stage;
        let service = ticket.open.asked.service_kind();
        let lacks = |need: MoveNeed| at(Stage::ToClose) && is_close_blocked_by(ticket, need);
        match self {
            Self::HandOver => at(Stage::Reported),
            Self::OrderValve => ticket.valves.iter().any(crate::ticket::ValveTask::is_unnamed),
            Self::Authorise => at(Stage::ToAuthorise),
            Self::ApproveExtension => ticket.pending_extension().is_some(),
            Self::Violation => ticket.open_violation().is_some(),
            Self::Assign | Self::Arrange => at(Stage::HandedOver) && service == Repair,
            Self::SendTeam => at(Stage::HandedOver) && service == LeakDetection,
            Self::SendSampler => at(Stage::HandedOver) && service == WaterQuality,
            Self::Visit => at(Stage::Assigned) && service == Repair,
            Self::Finish => at(Stage::OnSite),
            Self::Search => at(Stage::Assigned) && service == LeakDetection || at(Stage::Searching),
            Self::Sample => at(Stage::Assigned) && service == WaterQuality,
            Self::PassSample => at(Stage::Sampled),
            Self::EnterResults => at(Stage::AtLab),
            Self::Escalate => {
                at(Stage::UnderStudy) && !moves::is_need_met(MoveNeed::Escalated, ticket, ENOUGH)
            }
            Self::Conclude => at(Stage::UnderStudy),
            Self::Tell => at(Stage::ToTell),
            Self::Sign => at(Stage::Told) || lacks(MoveNeed::SampleSigned),
            Self::SignRepair => lacks(MoveNeed::Acknowledged),
            Self::Deliver => at(Stage::Delivering),
            Self::CheckSafety => lacks(MoveNeed::SafetyChecked),
            Self::Reply => at(Stage::ToReply),
            Self::VerifyHours => {
                service == Repair
                    && matches!(ticket.stage, Stage::ToReply | Stage::ToClose)
                    && ticket.hours.is_none()
            }
            Self::Consent => lacks(MoveNeed::ConsentAnswered),
            Self::OpenLinked => lacks(MoveNeed::LinkOpened),
            Self::FollowUp => {
                at(Stage::ToClose) && has_follow_up_need(ticket) && !ticket.has_reached_customer()
            }
            Self::Close => at(Stage::ToClose),
            Self::DecideEvent => at(Stage::ToDecide),
            Self::Schedule => at(Stage::ToSchedule),
            Self::Hold => at(Stage::Planned),
            Self::SignEvent => at(Stage::Held),
        }
    }
}

/// Every call reaches somebody, and somebody of 总工办 is there: what is left is the ticket's own.
const ENOUGH: MoveContext = MoveContext {
    attempts: 0,
    in_hours: true,
};

/// The same while nobody of 总工办 is there.
const ENOUGH_AT_NIGHT: MoveContext = MoveContext {
    in_hours: false,
    ..ENOUGH
};

/// Whether the ticket cannot be closed because of this.
fn is_close_blocked_by(ticket: &Ticket, need: MoveNeed) -> bool {
    closing_needs(ticket).contains(&need) && !moves::is_need_met(need, ticket, ENOUGH)
}

/// What must hold before a ticket is closed.
fn closing_needs(ticket: &Ticket) -> &'static [MoveNeed] {
    let mut rows = moves::list_moves(ticket.open.asked.service_kind()).iter();
    let close = rows.find(|row| row.step == StepKind::Close);
    close.map_or(&[], |row| row.needs)
}

/// Whether a ticket of this service is closed only after a call (2.5).
fn has_follow_up_need(ticket: &Ticket) -> bool {
    closing_needs(ticket).contains(&MoveNeed::FollowedUp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{permission, service::ServiceKind};

    #[test]
    fn every_stage_of_work_waits_for_somebody() {
        for role in Role::ALL {
            let works = !matches!(role, Role::Admin | Role::Auditor);
            let any = TodoKind::ALL
                .iter()
                .any(|todo| todo.responsible_roles().contains(role));
            assert_eq!(any, works, "{}", role.zh());
        }
    }

    /// What is put before somebody as their work is a step they may take: every one of a service that has it.
    #[test]
    fn a_role_is_shown_no_work_it_may_not_do() {
        for todo in TodoKind::ALL {
            for role in todo.responsible_roles() {
                let may = |step: &StepKind| permission::may_call(*role, step.command_name());
                assert!(
                    todo.settling_steps().iter().any(may),
                    "{} {}",
                    todo.zh(),
                    role.zh()
                );
            }
            let somewhere = |step: &StepKind| {
                let mut all = ServiceKind::ALL
                    .iter()
                    .flat_map(|service| moves::list_moves(*service));
                all.any(|row| row.step == *step)
            };
            assert!(todo.settling_steps().iter().all(somewhere), "{}", todo.zh());
        }
    }
}
