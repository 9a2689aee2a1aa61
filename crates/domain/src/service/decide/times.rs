//! When a step may have happened: not before the step that it follows.

use super::super::{act::StepInput, step::FollowedEvent};
use crate::{
    Moment, Ticket,
    ticket::{Stage, TicketCase},
};

/// When the step it follows happened: the main line follows its last step (the hand-over its arrangement as
/// well), a decision its request, a valve step its order; everything else only the report.
pub(super) fn previous_step_at(ticket: &Ticket, act: &StepInput) -> Moment {
    match act.step_kind().followed_event() {
        FollowedEvent::LastStep => ticket.last_step_at,
        FollowedEvent::Report => ticket.open.received_at,
        FollowedEvent::OwnRule => own_previous_step_at(ticket, act),
    }
}

fn own_previous_step_at(ticket: &Ticket, act: &StepInput) -> Moment {
    let task = |number: u32| {
        let task = ticket.valves.iter().find(|task| task.task == number);
        task.map_or(ticket.open.received_at, |task| {
            task.arrived_at.or(task.named_at).unwrap_or(task.ordered_at)
        })
    };
    match act {
        // 4.3⑶: the arrangement comes before the hand-over, not only in the order of typing.
        StepInput::HandOver(_) => ticket
            .arrangement
            .as_ref()
            .map_or(ticket.last_step_at, |made| made.at.max(ticket.last_step_at)),
        StepInput::ApproveExtension(_) | StepInput::RefuseExtension(_) => ticket
            .pending_extension()
            .map_or(ticket.open.received_at, |extension| extension.asked_at),
        StepInput::ValveArrive(step) | StepInput::ValveShut(step) | StepInput::ValveDrop(step) => {
            task(step.task)
        }
        StepInput::OrderValve(order) => order.task.map_or(ticket.open.received_at, task),
        // An arrangement that sends a crew follows what sent the last one, or sent it back.
        StepInput::Arrange(_) if ticket.stage != Stage::Reported => ticket.last_step_at,
        StepInput::Arrange(_) => ticket.open.received_at,
        StepInput::Acknowledge(..) => confirmed_at(ticket),
        StepInput::Correct(..) => ticket
            .acknowledgement
            .as_ref()
            .map_or(ticket.last_step_at, |record| {
                record.signed_at.max(confirmed_at(ticket))
            }),
        StepInput::VerifyHours(_) => ticket.work.as_ref().map_or(ticket.last_step_at, |work| work.at),
        StepInput::FollowUp(_) => ticket
            .reply
            .as_ref()
            .map_or(ticket.last_step_at, |reply| reply.at),
        StepInput::Close(_) => last_step_before_close(ticket),
        StepInput::CloseViolation(_) => ticket
            .open_violation()
            .map_or(ticket.open.received_at, |violation| violation.reported_at),
        _ => previous_case_step_at(ticket, act).unwrap_or(ticket.last_step_at),
    }
}

/// When what a step of one service follows happened, where that is not the last step.
pub(super) fn previous_case_step_at(ticket: &Ticket, act: &StepInput) -> Option<Moment> {
    match (act, &ticket.case) {
        (StepInput::Consent(_), TicketCase::Reminder(case)) => {
            case.telling.as_ref().map(|telling| telling.at)
        }
        (StepInput::Consent(_), TicketCase::LeakDetection(_)) => Some(confirmed_at(ticket)),
        (
            StepInput::PassSample(_) | StepInput::ReceiveSample(_) | StepInput::RejectSample(_),
            TicketCase::WaterQuality(case),
        ) => case
            .custody
            .last()
            .map(|holding| holding.from.max(ticket.last_step_at)),
        (StepInput::MakeTrip(_) | StepInput::CheckSafety(_), TicketCase::EmergencyWater(case)) => {
            case.authorisation.as_ref().map(|authorisation| authorisation.at)
        }
        (StepInput::EndOutage(_), TicketCase::EmergencyWater(case)) => {
            Some(ticket.last_step_at.max(case.started_at))
        }
        _ => None,
    }
}

/// When what the customer confirms had happened.
pub(super) fn confirmed_at(ticket: &Ticket) -> Moment {
    let at = match &ticket.case {
        TicketCase::Repair => ticket.work.as_ref().map(|work| work.at),
        TicketCase::Reminder(case) => case.telling.as_ref().map(|telling| telling.at),
        TicketCase::LeakDetection(case) => {
            let concluded = case.conclusion.as_ref().map(|conclusion| conclusion.at);
            concluded.or_else(|| case.searches.last().map(|search| search.at))
        }
        TicketCase::WaterQuality(case) => case.sampling.as_ref().map(|sampling| sampling.at),
        TicketCase::Community(case) => case.held.as_ref().map(|held| held.details.ended_at),
        TicketCase::EmergencyWater(case) => case.last_stop_at(),
    };
    at.unwrap_or(ticket.last_step_at)
}

/// Closing follows the signature, the verified hours and the last call, whichever came last.
pub(super) fn last_step_before_close(ticket: &Ticket) -> Moment {
    [
        ticket.acknowledgement.as_ref().map(|record| record.signed_at),
        ticket.hours.as_ref().map(|hours| hours.at),
        ticket.follow_ups.iter().map(|call| call.at).max(),
        last_case_step_at(&ticket.case),
    ]
    .into_iter()
    .flatten()
    .fold(ticket.last_step_at, Moment::max)
}

pub(super) fn last_case_step_at(case: &TicketCase) -> Option<Moment> {
    match case {
        TicketCase::EmergencyWater(case) => {
            let checks = case.checks.iter().map(|check| check.at);
            checks.chain(case.last_stop_at()).max()
        }
        _ => case.last_consent().map(|consent| consent.at),
    }
}
