//! 用户签字确认单: shown whole, then signed or refused.

use domain::{
    Code, Refusal,
    acknowledgement::{AcknowledgementAnswer, AcknowledgementContent, AcknowledgementRecord, build_content},
    check,
    personal::Viewer,
    service::{act::StepInput, step::StepKind},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{AcknowledgementList, AcknowledgementRow, AnswerCount, ListPage};
use ts_rs::TS;

use crate::{
    Call,
    ticket::{TicketView, take_requested_step},
    wire::{ChangeReply, StepRequest},
};

/// What the customer will be shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementDraft {
    #[ts(type = "number")]
    pub ticket: i64,
    /// Where it will be signed.
    pub place: String,
}

/// The customer's answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementSign {
    pub place: String,
    /// Signed or refused.
    pub answer: AcknowledgementAnswer,
}

/// A new answer in the place of one that was wrong.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementCorrect {
    pub place: String,
    /// Signed or refused.
    pub answer: AcknowledgementAnswer,
    /// What was wrong with the one before.
    pub why: String,
}

/// The record of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementGet {
    #[ts(type = "number")]
    pub ticket: i64,
}

/// The content as it would be frozen now.
///
/// # Errors
/// `wrong_stage` before the work is done, `required` without a place, `not_found`.
pub fn draft_acknowledgement(
    call: &Call,
    ask: AcknowledgementDraft,
) -> Result<AcknowledgementContent, Refusal> {
    check::check_text("place", &ask.place, check::LINE)?;
    let (ticket, settings) = call.read_tx(|tx| Ok((tx.read_ticket(ask.ticket)?, tx.read_settings()?.1)))?;
    build_content(&ticket, &ask.place, &settings.templates)
        .ok_or_else(|| ticket.wrong_stage(StepKind::Acknowledge.zh()))
}

/// Signs or records the refusal.
///
/// # Errors
/// Those of a step; `too_little_ink`, `already_acknowledged`.
pub fn sign_acknowledgement(
    call: &Call,
    ask: StepRequest<AcknowledgementSign>,
) -> Result<ChangeReply<TicketView>, Refusal> {
    take_requested_step(call, ask, |details| {
        StepInput::Acknowledge(details.answer, details.place)
    })
}

/// Signs anew in the place of a record that was wrong; that one stays, and the new one names it.
///
/// # Errors
/// Those of a step; `required` at `why`, `not_acknowledged`.
pub fn correct_acknowledgement(
    call: &Call,
    ask: StepRequest<AcknowledgementCorrect>,
) -> Result<ChangeReply<TicketView>, Refusal> {
    take_requested_step(call, ask, |details| {
        StepInput::Correct(details.answer, details.place, details.why)
    })
}

/// A page of records, newest first.
///
/// # Errors
/// `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list_acknowledgements(
    call: &Call,
    ask: AcknowledgementList,
) -> Result<ListPage<AcknowledgementRow>, Refusal> {
    call.read_tx(|tx| {
        let listed = tx.list_acknowledgements(&ask)?;
        if call.viewer == Viewer::Masked {
            // A reason is a free text: what must not stand in it is what the ticket says.
            listed
                .rows
                .iter()
                .try_for_each(|row| tx.find_ticket_row(row.ticket).map(drop))?;
        }
        Ok(listed)
    })
}

/// The record of a ticket.
///
/// # Errors
/// `not_found`, `not_acknowledged`.
pub fn get_acknowledgement(call: &Call, ask: AcknowledgementGet) -> Result<AcknowledgementRecord, Refusal> {
    let ticket = call.read_tx(|tx| tx.read_ticket(ask.ticket))?;
    ticket
        .acknowledgement
        .ok_or_else(|| Refusal::new(Code::NotAcknowledged))
}

/// The month to count.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementCount {
    /// `2026-11`.
    pub month: String,
}

/// How a month's acknowledgements were answered, and why they were refused or left.
///
/// # Errors
/// `bad_month`, `time_in_future` at `month`.
pub fn count_acknowledgements(call: &Call, ask: AcknowledgementCount) -> Result<Vec<AnswerCount>, Refusal> {
    let (from, to) = crate::report::parse_begun_month(&ask.month, call)?.month_bounds();
    call.read_tx(|tx| {
        if call.viewer == Viewer::Masked {
            let tickets = tx.acknowledged_with_reasons(from, to)?;
            tickets
                .into_iter()
                .try_for_each(|id| tx.find_ticket_row(id).map(drop))?;
        }
        tx.acknowledgement_counts(from, to)
    })
}
