//! What is decided at the desk by whoever is signed in: it happens now and by them (ours), and some of it by nobody who asked
//! for it or reported it.

use super::{StepContext, StepRecorder};
use crate::{
    Code, Refusal, Ticket,
    acknowledgement::AcknowledgementAnswer,
    person::Role,
    service::{
        act::StepInput,
        step::{StepKind, StepTime},
    },
};

/// Whether an act happens when it is typed, and never before: a decision at the desk, a signature on the screen.
#[must_use]
pub fn is_immediate_input(act: &StepInput) -> bool {
    let on_screen = matches!(
        act,
        StepInput::Acknowledge(AcknowledgementAnswer::OnScreen { .. }, _)
            | StepInput::Correct(AcknowledgementAnswer::OnScreen { .. }, ..)
    );
    on_screen || act.step_kind().step_time() != StepTime::EnteredLater
}

/// Time and person of a step.
///
/// # Errors
/// `decided_here` at `happened_at` or `performed_by`.
pub(super) fn check_step_input(act: &StepInput, context: &StepContext) -> Result<(), Refusal> {
    if is_immediate_input(act) {
        check_happens_now(act.step_kind(), context)?;
    }
    check_step(act.step_kind(), context)
}

/// The same of a step whose contents do not matter.
///
/// # Errors
/// `decided_here` at `happened_at` or `performed_by`.
pub(super) fn check_step(step: StepKind, context: &StepContext) -> Result<(), Refusal> {
    if step.step_time() != StepTime::EnteredLater {
        check_happens_now(step, context)?;
    }
    if step.step_time() == StepTime::OwnDecision && context.performed_by != context.person.name {
        return Err(Refusal::at_field(Code::DecidedHere, "performed_by").with_arg("step_zh", step.zh()));
    }
    Ok(())
}

fn check_happens_now(step: StepKind, context: &StepContext) -> Result<(), Refusal> {
    if context.happened_at == context.now {
        return Ok(());
    }
    Err(Refusal::at_field(Code::DecidedHere, "happened_at").with_arg("step_zh", step.zh()))
}

/// Whether this person can take a step that the table of moves allows and their roles may: nobody decides on what is their own
/// (4.1, 4.3), and who is not of 生调部 asks for a valve before they write down whom it sends (4.3⑷).
#[must_use]
pub fn can_take(step: StepKind, ticket: &Ticket, person: &StepRecorder) -> bool {
    let asked = || ticket.valves.iter().any(crate::ticket::ValveTask::is_unnamed);
    match step {
        StepKind::OrderValve => person.roles.contains(&Role::Dispatcher) || asked(),
        _ => resolve_for_office(step, ticket, person).is_ok(),
    }
}

/// Whether this person decides in the place of 总工办: a manager, where nobody else of 总工办 has an account in use (4.1, 4.3).
/// `false` for any step that is not 总工办's to decide.
///
/// # Errors
/// `extension_own_request`, `hours_own_report` for whoever asked or reported; `office_decides` as long as somebody of 总工办 can.
pub(super) fn resolve_for_office(
    step: StepKind,
    ticket: &Ticket,
    person: &StepRecorder,
) -> Result<bool, Refusal> {
    let code = match step {
        StepKind::ApproveExtension | StepKind::RefuseExtension => Code::ExtensionOwnRequest,
        StepKind::VerifyHours => Code::HoursOwnReport,
        _ => return Ok(false),
    };
    let concerned = |id: i64, name: &str| match step {
        StepKind::VerifyHours => has_reported_hours(ticket, id, name),
        _ => has_asked_extension(ticket, id, name),
    };
    if concerned(person.id, person.name) {
        return Err(Refusal::new(code));
    }
    if person.roles.contains(&Role::Engineer) {
        return Ok(false);
    }
    if person.office.iter().any(|(id, name)| !concerned(*id, name)) {
        return Err(Refusal::new(Code::OfficeDecides).with_arg("step_zh", step.zh()));
    }
    Ok(true)
}

/// Whether somebody asked for the extension that waits.
fn has_asked_extension(ticket: &Ticket, id: i64, name: &str) -> bool {
    let pending = ticket.pending_extension();
    pending.is_some_and(|asked| asked.recorded_by == id || asked.asked_by == name)
}

/// Whether somebody reported the hours, by typing them, in whose name they were typed or as one of the crew.
fn has_reported_hours(ticket: &Ticket, id: i64, name: &str) -> bool {
    let Some(work) = &ticket.work else { return false };
    let mut workers = work.details.workers.iter();
    work.recorded_by == id || work.by == name || workers.any(|worker| worker.name == name)
}
