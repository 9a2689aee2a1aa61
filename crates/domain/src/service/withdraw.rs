//! 撤回: a slip of the hand is taken back within a minute, by whoever made it (ours). Nothing is deleted: a fact names the step, and the
//! ticket is told without it.
//!
//! Deliberately absent: steps that reach beyond the ticket or were put before a customer: a signature, a linked or merged ticket, a file,
//! a violation. Those have ways of their own to be mended.

use super::{decide::StepContext, step::StepKind};
use crate::{Code, Fact, JournalEntry, Moment, Refusal, Ticket, fact::TicketFact, moment::MINUTE, timeline};

/// How long after it was typed (ours).
const WITHIN: i64 = MINUTE;

/// Whether this kind of step can be taken back.
fn can_be_withdrawn(fact: &TicketFact) -> bool {
    fact.step_kind().is_some_and(StepKind::is_withdrawable)
}

/// Until when this person can take back the last step of a ticket, if at all.
#[must_use]
pub fn withdrawable_until(last: &JournalEntry, person: i64) -> Option<Moment> {
    let Fact::Ticket(fact) = &last.fact else {
        return None;
    };
    (can_be_withdrawn(fact) && last.recorded_by == person).then(|| Moment(last.recorded_at.0 + WITHIN))
}

/// Takes back the last step of a ticket.
///
/// # Errors
/// `cannot_withdraw` with `why`: `step` (this kind of step), `person` (somebody else typed it), `time` (more than a minute ago).
pub fn withdraw_step(
    ticket: &Ticket,
    last: &JournalEntry,
    context: &StepContext,
) -> Result<TicketFact, Refusal> {
    let refused = |why: &str| Refusal::new(Code::CannotWithdraw).with_arg("why", why);
    let Fact::Ticket(fact) = &last.fact else {
        return Err(refused("step"));
    };
    if last.version != ticket.version || !can_be_withdrawn(fact) {
        return Err(refused("step"));
    }
    match withdrawable_until(last, context.person.id) {
        None => Err(refused("person")),
        Some(until) if context.now > until => Err(refused("time")),
        Some(_) => Ok(TicketFact::Withdrawn {
            version: last.version,
            title: timeline::fact_title(fact).to_owned(),
        }),
    }
}
