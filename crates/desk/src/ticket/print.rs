//! A ticket's forms as PDF.

use domain::{Code, Refusal, Ticket};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    wire::{self, FileOut},
};

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// 派工单.
    WorkOrder,
    /// 用户签字确认单.
    Acknowledgement,
    /// 回复单.
    Reply,
}

/// Prints a form.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// Of which ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Which form.
    pub page: Page,
}

/// A form as PDF.
///
/// # Errors
/// `not_found`; `not_acknowledged` for the acknowledgement before there is one; `wrong_stage` for the reply
/// before there is one.
pub fn print(call: &Call, ask: Print) -> Result<FileOut, Refusal> {
    let (ticket, settings, demo) = call.read(|tx| {
        Ok((
            tx.ticket(ask.ticket)?,
            tx.settings()?.1,
            tx.founded()?.unwrap_or(false),
        ))
    })?;
    let with = paper::Form {
        ticket: &ticket,
        settings: &settings,
        now: call.now,
        demo,
    };
    let (zh, sheet) = match ask.page {
        Page::WorkOrder => ("派工单", paper::work_order::sheet(&with)),
        Page::Acknowledgement => {
            let record = ticket
                .acknowledgement
                .as_ref()
                .ok_or_else(|| Refusal::new(Code::NotAcknowledged))?;
            ("用户签字确认单", paper::acknowledgement::sheet(&with, record))
        }
        Page::Reply => {
            let reply = ticket.reply.as_ref().ok_or_else(|| not_replied(&ticket))?;
            ("回复单", paper::reply::sheet(&with, reply))
        }
    };
    Ok(wire::pdf(
        format!("{zh}-{}.pdf", ticket.number),
        &paper::render(&sheet),
    ))
}

fn not_replied(ticket: &Ticket) -> Refusal {
    Refusal::new(Code::WrongStage)
        .with("stage", ticket.stage.code())
        .with("stage_zh", ticket.stage.zh())
        .with("step_zh", "打印回复单")
}
