//! Steps by which crews are named and sent, valves included.

use super::super::{
    repair::{Arrangement, ValveOrder, ValveStep},
    step::{Appointment, Assignment, HandOver},
};
use super::{DecidedFacts, StepContext, check_later_than, check_other_person};
use crate::{
    Code, Refusal, Ticket, check,
    fact::{TicketFact, TicketFact as F},
    person::Role,
    settings::Department,
    ticket::ValveTask,
};

pub(super) fn check_crew(name: &str, context: &StepContext) -> Result<(), Refusal> {
    check::check_text("crew", name, check::NAME)?;
    let known = context.settings.find_active_crew(name).map(|_| ());
    known.ok_or_else(|| Refusal::at_field(Code::UnknownCrew, "crew").with_arg("crew", name))
}

pub(super) fn arrange_crew(details: &Arrangement, context: &StepContext) -> DecidedFacts {
    check_crew(&details.crew, context)?;
    check::check_text("goes", &details.goes, check::NAME)?;
    check_later_than("planned_at", details.planned_at, context.happened_at)?;
    check::check_text("told", &details.told, check::TEXT)?;
    Ok(vec![F::Arranged(details.clone())])
}

pub(super) fn hand_over(details: &HandOver) -> DecidedFacts {
    check::check_text("taken_by", &details.taken_by, check::NAME)?;
    check::check_optional_text("note", &details.note, check::TEXT)?;
    Ok(vec![F::HandedOver(details.clone())])
}

pub(super) fn check_assignment(details: &Assignment, context: &StepContext) -> Result<(), Refusal> {
    check_crew(&details.crew, context)?;
    check::check_optional_text("goes", &details.goes, check::NAME)?;
    check::check_optional_text("note", &details.note, check::TEXT)
}

/// 稽查队 looks for leaks (2.3) and takes samples (3); no other crew is sent.
pub(super) fn check_inspection_assignment(
    details: &Assignment,
    context: &StepContext,
) -> Result<(), Refusal> {
    check_assignment(details, context)?;
    check_inspection_crew(&details.crew, context)
}

/// 稽查队 shuts valves too (4.3⑷).
pub(super) fn check_inspection_crew(name: &str, context: &StepContext) -> Result<(), Refusal> {
    check_crew(name, context)?;
    let known = context.settings.find_active_crew(name);
    let department = known.map_or(Department::Other, |crew| crew.department);
    if department == Department::Inspection {
        return Ok(());
    }
    Err(Refusal::at_field(Code::WrongCrew, "crew")
        .with_arg("crew", name)
        .with_arg("department_zh", department.zh()))
}

pub(super) fn reassign_crew(details: &Assignment, context: &StepContext) -> DecidedFacts {
    check_assignment(details, context)?;
    check::check_text("note", &details.note, check::TEXT)?;
    Ok(vec![F::Reassigned(details.clone())])
}

pub(super) fn appoint_visit(details: &Appointment, context: &StepContext) -> DecidedFacts {
    check_later_than("at", details.at, context.happened_at)?;
    check::check_text("reason", &details.reason, check::TEXT)?;
    check::check_text("agreed_with", &details.agreed_with, check::NAME)?;
    Ok(vec![F::Appointed(details.clone())])
}

/// 4.3⑷: 生调部 names the team. Where nobody of 生调部 types it, the line says who of them did so by telephone.
pub(super) fn order_valve(ticket: &Ticket, details: &ValveOrder, context: &StepContext) -> DecidedFacts {
    check_inspection_crew(&details.crew, context)?;
    let mut order = details.clone();
    if let Some(number) = order.task {
        let mut tasks = ticket.valves.iter();
        let task = tasks
            .find(|task| task.task == number && task.is_unnamed())
            .ok_or_else(|| Refusal::at_field(Code::NoValveTask, "task"))?;
        if order.place.trim().is_empty() {
            order.place.clone_from(&task.order.place);
        }
    }
    check::check_text("place", &order.place, check::LINE)?;
    let dispatcher = context.person.roles.contains(&Role::Dispatcher);
    if !dispatcher && order.task.is_none() {
        return Err(Refusal::at_field(Code::ValveNotAsked, "task"));
    }
    let bound = if dispatcher {
        check::check_optional_text
    } else {
        check::check_text
    };
    bound("named_by", &order.named_by, check::NAME)?;
    check_other_person(context, Role::Dispatcher, "named_by", &order.named_by)?;
    Ok(vec![F::ValveOrdered(order)])
}

pub(super) fn take_valve_step(
    ticket: &Ticket,
    step: &ValveStep,
    waits: fn(&ValveTask) -> bool,
    fact: fn(ValveStep) -> TicketFact,
) -> DecidedFacts {
    check::check_optional_text("note", &step.note, check::TEXT)?;
    let task = ticket
        .valves
        .iter()
        .find(|task| task.task == step.task && task.is_open() && waits(task));
    let task = task.ok_or_else(|| Refusal::at_field(Code::NoValveTask, "task"))?;
    let fact = fact(step.clone());
    // Nobody can be there whom nobody has sent.
    if task.is_unnamed() && matches!(fact, F::ValveArrived(_)) {
        return Err(Refusal::at_field(Code::ValveUnnamed, "task"));
    }
    Ok(vec![fact])
}

pub(super) fn end_valve_task(
    ticket: &Ticket,
    step: &ValveStep,
    waits: fn(&ValveTask) -> bool,
    fact: fn(ValveStep) -> TicketFact,
) -> DecidedFacts {
    check::check_text("note", &step.note, check::TEXT)?;
    take_valve_step(ticket, step, waits, fact)
}
