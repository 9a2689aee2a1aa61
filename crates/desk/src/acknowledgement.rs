//! 用户签字确认单: shown whole, then signed or refused.

use domain::{
    Code, Refusal,
    acknowledgement::{Answer, Content, Record, content},
    check,
    personal::Viewer,
    service::{act::Act, step::Step},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{AckCount, AckQuery, AckRow, Listed};
use ts_rs::TS;

use crate::{
    Call,
    ticket::{TicketView, step},
    wire::{Changed, StepRequest},
};

/// What the customer will be shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Where it will be signed.
    pub place: String,
}

/// The customer's answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Where.
    pub place: String,
    /// Signed or refused.
    pub answer: Answer,
}

/// A new answer in the place of one that was wrong.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    /// Where.
    pub place: String,
    /// Signed or refused.
    pub answer: Answer,
    /// What was wrong with the one before.
    pub why: String,
}

/// The record of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "AcknowledgementGet")]
#[schemars(rename = "AcknowledgementGet")]
pub struct Get {
    /// Ticket.
    #[ts(type = "number")]
    pub ticket: i64,
}

/// The content as it would be frozen now.
///
/// # Errors
/// `wrong_stage` before the work is done, `required` without a place, `not_found`.
pub fn draft(call: &Call, ask: Draft) -> Result<Content, Refusal> {
    check::text("place", &ask.place, check::LINE)?;
    let (ticket, settings) = call.read(|tx| Ok((tx.ticket(ask.ticket)?, tx.settings()?.1)))?;
    content(&ticket, &ask.place, &settings.templates)
        .ok_or_else(|| ticket.wrong_stage(Step::Acknowledge.zh()))
}

/// Signs or records the refusal.
///
/// # Errors
/// Those of a step; `too_little_ink`, `already_acknowledged`.
pub fn sign(call: &Call, ask: StepRequest<Sign>) -> Result<Changed<TicketView>, Refusal> {
    step(call, ask, |details| {
        Act::Acknowledge(details.answer, details.place)
    })
}

/// Signs anew in the place of a record that was wrong; that one stays, and the new one names it.
///
/// # Errors
/// Those of a step; `required` at `why`, `not_acknowledged`.
pub fn correct(call: &Call, ask: StepRequest<Correct>) -> Result<Changed<TicketView>, Refusal> {
    step(call, ask, |details| {
        Act::Correct(details.answer, details.place, details.why)
    })
}

/// A page of records, newest first.
///
/// # Errors
/// `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list(call: &Call, ask: AckQuery) -> Result<Listed<AckRow>, Refusal> {
    call.read(|tx| {
        let listed = tx.acknowledgements(&ask)?;
        if call.viewer == Viewer::Masked {
            // A reason is a free text: what must not stand in it is what the ticket says.
            listed
                .rows
                .iter()
                .try_for_each(|row| tx.row(row.ticket).map(drop))?;
        }
        Ok(listed)
    })
}

/// The record of a ticket.
///
/// # Errors
/// `not_found`, `not_acknowledged`.
pub fn get(call: &Call, ask: Get) -> Result<Record, Refusal> {
    let ticket = call.read(|tx| tx.ticket(ask.ticket))?;
    ticket
        .acknowledgement
        .ok_or_else(|| Refusal::new(Code::NotAcknowledged))
}

/// The month to count.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "AcknowledgementCount")]
#[schemars(rename = "AcknowledgementCount")]
pub struct Count {
    /// `2026-11`.
    pub month: String,
}

/// How a month's acknowledgements were answered, and why they were refused or left.
///
/// # Errors
/// `bad_month`, `time_in_future` at `month`.
pub fn count(call: &Call, ask: Count) -> Result<Vec<AckCount>, Refusal> {
    let (from, to) = crate::report::month(&ask.month, call)?.span();
    call.read(|tx| {
        if call.viewer == Viewer::Masked {
            let tickets = tx.acknowledged_with_reasons(from, to)?;
            tickets.into_iter().try_for_each(|id| tx.row(id).map(drop))?;
        }
        tx.acknowledgement_counts(from, to)
    })
}
