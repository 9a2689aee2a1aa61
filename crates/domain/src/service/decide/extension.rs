//! Extensions: asked for, approved, refused (4.3).

use super::super::step::{
    ExtensionApproval, ExtensionRejection, ExtensionRequest, NoteInput, ReasonInput, StepKind,
};
use super::{DecidedFacts, StepContext, check_later_than, desk};
use crate::{Code, Refusal, Ticket, check, clock, fact::TicketFact as F};

pub(super) fn ask_extension(
    ticket: &Ticket,
    details: &ExtensionRequest,
    context: &StepContext,
) -> DecidedFacts {
    check::check_moment("until", details.until)?;
    check::check_text("reason", &details.reason, check::TEXT)?;
    let limit = clock::total_limit(ticket).unwrap_or(ticket.open.received_at);
    if details.until <= limit {
        return Err(Refusal::at_field(Code::ExtensionNotLater, "until").with_arg("limit", limit.0));
    }
    check_later_than("until", details.until, context.happened_at)?;
    Ok(vec![F::ExtensionAsked(details.clone())])
}

pub(super) fn approve_extension(ticket: &Ticket, details: &NoteInput, context: &StepContext) -> DecidedFacts {
    check::check_optional_text("note", &details.note, check::TEXT)?;
    Ok(vec![F::ExtensionApproved(ExtensionApproval {
        note: details.note.clone(),
        for_office: desk::resolve_for_office(StepKind::ApproveExtension, ticket, &context.person)?,
    })])
}

pub(super) fn refuse_extension(
    ticket: &Ticket,
    details: &ReasonInput,
    context: &StepContext,
) -> DecidedFacts {
    check::check_text("reason", &details.reason, check::TEXT)?;
    Ok(vec![F::ExtensionRefused(ExtensionRejection {
        reason: details.reason.clone(),
        for_office: desk::resolve_for_office(StepKind::RefuseExtension, ticket, &context.person)?,
    })])
}
