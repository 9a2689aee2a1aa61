//! The way of a case from report to end: the steps it consists of, which are done and which come next.

use super::{
    ServiceKind, community, emergency_water, leak_detection, reminder, repair, step::StepKind, water_quality,
};
use crate::{
    Ticket,
    ticket::{Stage, TicketCase},
};

/// The way of a service; of its steps that may be taken now the first is what comes next.
#[must_use]
pub const fn list_way_steps(service: ServiceKind) -> &'static [StepKind] {
    match service {
        ServiceKind::Reminder => reminder::WAY,
        ServiceKind::LeakDetection => leak_detection::WAY,
        ServiceKind::WaterQuality => water_quality::WAY,
        ServiceKind::Repair => repair::WAY,
        ServiceKind::Community => community::WAY,
        ServiceKind::EmergencyWater => emergency_water::WAY,
    }
}

/// What comes next of the steps that may be taken, in the order of the way.
#[must_use]
pub fn list_next_steps(ticket: &Ticket, possible: &[StepKind]) -> Vec<StepKind> {
    let done = list_done_steps(ticket);
    let way = list_way_steps(ticket.open.asked.service_kind()).iter().copied();
    way.filter(|step| possible.contains(step) && !done.contains(step))
        .collect()
}

/// What of the way is done and may only be done again, although its stage is not over.
#[must_use]
pub fn list_done_steps(ticket: &Ticket) -> Vec<StepKind> {
    let way = list_way_steps(ticket.open.asked.service_kind()).iter().copied();
    way.filter(|step| is_step_done(*step, ticket)).collect()
}

fn is_step_done(step: StepKind, ticket: &Ticket) -> bool {
    match step {
        // Made before the hand-over it waits for that; after it, it has been made where a crew is on its way (4.3⑶).
        StepKind::Arrange => {
            ticket.assignment.is_some() || (ticket.stage == Stage::Reported && ticket.arrangement.is_some())
        }
        StepKind::SendTeam | StepKind::SendSampler => ticket.assignment.is_some(),
        StepKind::VerifyHours => ticket.hours.is_some(),
        StepKind::FollowUp => ticket.has_reached_customer(),
        StepKind::OpenLinked => !ticket.links.is_empty(),
        _ => is_case_step_done(step, &ticket.case),
    }
}

fn is_case_step_done(step: StepKind, case: &TicketCase) -> bool {
    match (step, case) {
        (StepKind::Consent, TicketCase::Reminder(case)) => {
            // Where the company has nothing to do, no consent is asked for (1.3).
            let telling = case.telling.as_ref();
            case.consent.is_some() || telling.is_some_and(|telling| !telling.details.company_needed)
        }
        (StepKind::Consent, TicketCase::LeakDetection(case)) => case.consent.is_some(),
        (StepKind::Escalate, TicketCase::LeakDetection(case)) => case.escalation.is_some(),
        (StepKind::PassSample, TicketCase::WaterQuality(case)) => {
            let taken = case.sampling.as_ref().map(|sampling| sampling.at);
            let since = case.custody.iter().filter(|holding| Some(holding.from) >= taken);
            since.count() > 1
        }
        (StepKind::EnterResults, TicketCase::WaterQuality(case)) => !case.results.is_empty(),
        (StepKind::MakeTrip, TicketCase::EmergencyWater(case)) => case.unreached_places().is_empty(),
        (StepKind::CheckSafety, TicketCase::EmergencyWater(case)) => !case.checks.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::moves::list_moves;

    #[test]
    fn every_step_of_a_way_is_a_move_of_its_service_and_ends_in_close() {
        for service in ServiceKind::ALL {
            let way = list_way_steps(*service);
            for step in way {
                let mut rows = list_moves(*service).iter();
                assert!(
                    rows.any(|row| row.step == *step),
                    "{} {}",
                    service.code(),
                    step.code()
                );
                assert!(!step.is_exit(), "{}", step.code());
            }
            assert_eq!(way.last(), Some(&StepKind::Close), "{}", service.code());
        }
    }
}
