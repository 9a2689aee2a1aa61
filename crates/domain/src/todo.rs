//! What waits for whom: every kind of work a ticket may wait for, and the roles it is the work of. A screen's order of
//! things, no permission; those are in `permission.rs`.

use crate::{
    TicketRow,
    person::Role::{self, Agent, Dispatcher, Engineer, Inspector, Lab, Manager, Repairer},
    service::{ServiceKind, step::FollowUpOutcome},
    ticket::Stage,
};

crate::words! {
    /// What a ticket waits for, in the order a workbench offers it.
    Todo {
        HandOver "hand_over" = "待转派",
        Authorise "authorise" = "送水待授权",
        ApproveExtension "approve_extension" = "延时待审批",
        Violation "violation" = "违规待处理",
        Assign "assign" = "待派工",
        SendTeam "send_team" = "待派检漏",
        SendSampler "send_sampler" = "待派采样",
        Visit "visit" = "待到场维修",
        Finish "finish" = "维修待完工",
        Search "search" = "待检漏",
        Sample "sample" = "待采样",
        PassSample "pass_sample" = "样品待送检",
        EnterResults "enter_results" = "待填检测结果",
        Conclude "conclude" = "待出研究结论",
        Tell "tell" = "待告知用户",
        Sign "sign" = "待用户签字",
        Deliver "deliver" = "送水进行中",
        Reply "reply" = "待回复用户",
        VerifyHours "verify_hours" = "工时待核定",
        FollowUp "follow_up" = "待回访",
        Close "close" = "待办结",
        DecideEvent "decide_event" = "活动待研判",
        Schedule "schedule" = "活动待排期",
        Hold "hold" = "活动待举办",
        SignEvent "sign_event" = "活动待社区签字",
    }
}

impl Todo {
    /// Whose work it is.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::HandOver | Self::FollowUp | Self::Close | Self::Schedule => &[Agent, Manager],
            Self::Authorise | Self::Violation | Self::DecideEvent => &[Manager],
            Self::ApproveExtension | Self::Conclude => &[Engineer, Manager],
            Self::Assign => &[Engineer, Dispatcher],
            Self::SendTeam | Self::Reply | Self::Hold | Self::SignEvent => &[Agent],
            Self::SendSampler => &[Dispatcher],
            Self::Visit | Self::Finish => &[Repairer],
            Self::Search | Self::Sample => &[Inspector],
            Self::PassSample => &[Inspector, Dispatcher, Lab],
            Self::EnterResults => &[Lab],
            Self::Tell | Self::Sign => &[Agent, Inspector],
            Self::Deliver => &[Agent, Dispatcher, Manager],
            Self::VerifyHours => &[Engineer],
        }
    }

    /// Whether it is the work of somebody with these roles.
    #[must_use]
    pub fn is_of(self, roles: &[Role]) -> bool {
        self.roles().iter().any(|role| roles.contains(role))
    }

    /// Whether a ticket waits for it. Only a violation outlives the end of its ticket (5.3).
    #[must_use]
    pub fn waits(self, row: &TicketRow) -> bool {
        use ServiceKind::{LeakDetection, Repair, WaterQuality};
        let at = |stage: Stage| row.stage == stage;
        let of = |stage: Stage, service: ServiceKind| row.stage == stage && row.service == service;
        match self {
            Self::HandOver => at(Stage::Reported),
            Self::Authorise => at(Stage::ToAuthorise),
            Self::ApproveExtension => row.stage.open() && row.extension_pending,
            Self::Violation => row.violations_open > 0,
            Self::Assign => of(Stage::HandedOver, Repair),
            Self::SendTeam => of(Stage::HandedOver, LeakDetection),
            Self::SendSampler => of(Stage::HandedOver, WaterQuality),
            Self::Visit => of(Stage::Assigned, Repair),
            Self::Finish => at(Stage::OnSite),
            Self::Search => of(Stage::Assigned, LeakDetection) || at(Stage::Searching),
            Self::Sample => of(Stage::Assigned, WaterQuality),
            Self::PassSample => at(Stage::Sampled),
            Self::EnterResults => at(Stage::AtLab),
            Self::Conclude => at(Stage::UnderStudy),
            Self::Tell => at(Stage::ToTell),
            Self::Sign => at(Stage::Told),
            Self::Deliver => at(Stage::Delivering),
            Self::Reply => at(Stage::ToReply),
            Self::VerifyHours => {
                row.service == Repair
                    && matches!(row.stage, Stage::ToReply | Stage::ToClose)
                    && row.verified_minutes.is_none()
            }
            Self::FollowUp => at(Stage::ToClose) && !reached(row),
            Self::Close => at(Stage::ToClose) && reached(row),
            Self::DecideEvent => at(Stage::ToDecide),
            Self::Schedule => at(Stage::ToSchedule),
            Self::Hold => at(Stage::Planned),
            Self::SignEvent => at(Stage::Held),
        }
    }
}

/// Whether a follow-up call has reached somebody.
fn reached(row: &TicketRow) -> bool {
    row.follow_up
        .is_some_and(|outcome| outcome != FollowUpOutcome::NotReached)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_of_work_waits_for_somebody() {
        for role in Role::ALL {
            let works = !matches!(role, Role::Admin | Role::Auditor);
            let any = Todo::ALL.iter().any(|todo| todo.roles().contains(role));
            assert_eq!(any, works, "{}", role.zh());
        }
    }
}
