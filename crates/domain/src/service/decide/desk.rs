//! What is decided at the desk by whoever is signed in: it happens now and by them (ours), and some of it by nobody who asked
//! for it or reported it.

use super::{Context, Standing};
use crate::{
    Code, Refusal, Ticket,
    acknowledgement::Answer,
    person::Role,
    service::{act::Act, step::Step},
};

/// Whether a step is taken here and now: whatever else is typed has happened elsewhere and may be entered late.
const fn here(step: Step) -> bool {
    by_person(step) || matches!(step, Step::AskExtension)
}

/// Whether it is also the decision of whoever is signed in. An extension may be asked for in somebody's name: the crew's.
const fn by_person(step: Step) -> bool {
    matches!(
        step,
        Step::ApproveExtension
            | Step::RefuseExtension
            | Step::VerifyHours
            | Step::CloseViolation
            | Step::Cancel
            | Step::Merge
            | Step::DecideEvent
            | Step::Close
    )
}

/// Whether an act happens when it is typed, and never before: a decision at the desk, a signature on the screen.
#[must_use]
pub fn happens_now(act: &Act) -> bool {
    let on_screen = matches!(
        act,
        Act::Acknowledge(Answer::OnScreen { .. }, _) | Act::Correct(Answer::OnScreen { .. }, ..)
    );
    on_screen || here(act.step())
}

/// Time and person of a step.
///
/// # Errors
/// `decided_here` at `happened_at` or `performed_by`.
pub(super) fn check(act: &Act, context: &Context) -> Result<(), Refusal> {
    if happens_now(act) {
        now(act.step(), context)?;
    }
    check_step(act.step(), context)
}

/// The same of a step whose contents do not matter.
///
/// # Errors
/// `decided_here` at `happened_at` or `performed_by`.
pub(super) fn check_step(step: Step, context: &Context) -> Result<(), Refusal> {
    if here(step) {
        now(step, context)?;
    }
    if by_person(step) && context.performed_by != context.person.name {
        return Err(Refusal::at(Code::DecidedHere, "performed_by").with("step_zh", step.zh()));
    }
    Ok(())
}

fn now(step: Step, context: &Context) -> Result<(), Refusal> {
    if context.happened_at == context.now {
        return Ok(());
    }
    Err(Refusal::at(Code::DecidedHere, "happened_at").with("step_zh", step.zh()))
}

/// Whether this person can take a step that the table of moves allows and their roles may: nobody decides on what is their own
/// (4.1, 4.3), and who is not of 生调部 asks for a valve before they write down whom it sends (4.3⑷).
#[must_use]
pub fn can_take(step: Step, ticket: &Ticket, person: &Standing) -> bool {
    let asked = || ticket.valves.iter().any(crate::ticket::ValveTask::unnamed);
    match step {
        Step::OrderValve => person.roles.contains(&Role::Dispatcher) || asked(),
        _ => for_office(step, ticket, person).is_ok(),
    }
}

/// Whether this person decides in the place of 总工办: a manager, where nobody else of 总工办 has an account in use (4.1, 4.3).
/// `false` for any step that is not 总工办's to decide.
///
/// # Errors
/// `extension_own_request`, `hours_own_report` for whoever asked or reported; `office_decides` as long as somebody of 总工办 can.
pub(super) fn for_office(step: Step, ticket: &Ticket, person: &Standing) -> Result<bool, Refusal> {
    let code = match step {
        Step::ApproveExtension | Step::RefuseExtension => Code::ExtensionOwnRequest,
        Step::VerifyHours => Code::HoursOwnReport,
        _ => return Ok(false),
    };
    let concerned = |id: i64, name: &str| match step {
        Step::VerifyHours => reported(ticket, id, name),
        _ => asked(ticket, id, name),
    };
    if concerned(person.id, person.name) {
        return Err(Refusal::new(code));
    }
    if person.roles.contains(&Role::Engineer) {
        return Ok(false);
    }
    if person.office.iter().any(|(id, name)| !concerned(*id, name)) {
        return Err(Refusal::new(Code::OfficeDecides).with("step_zh", step.zh()));
    }
    Ok(true)
}

/// Whether somebody asked for the extension that waits.
fn asked(ticket: &Ticket, id: i64, name: &str) -> bool {
    let pending = ticket.pending_extension();
    pending.is_some_and(|asked| asked.recorded_by == id || asked.asked_by == name)
}

/// Whether somebody reported the hours, by typing them, in whose name they were typed or as one of the crew.
fn reported(ticket: &Ticket, id: i64, name: &str) -> bool {
    let Some(work) = &ticket.work else { return false };
    let mut workers = work.details.workers.iter();
    work.recorded_by == id || work.by == name || workers.any(|worker| worker.name == name)
}
