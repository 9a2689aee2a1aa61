//! A ticket's forms as PDF.

use domain::{Code, Refusal, Ticket, ticket::Case};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    wire::{self, FileOut},
};

domain::words! {
    /// Which form.
    Page {
        WorkOrder "work_order" = "派工单",
        ReminderNotice "reminder_notice" = "提醒通知单",
        LeakResult "leak_result" = "检漏结果单",
        WaterReport "water_report" = "水质检测报告单",
        EventRecord "event_record" = "活动记录表",
        DeliveryRecord "delivery_record" = "送水记录",
        Reply "reply" = "回复单",
        Acknowledgement "acknowledgement" = "用户签字确认单",
    }
}

/// The forms that can be printed of a ticket now.
#[must_use]
pub fn pages(ticket: &Ticket) -> Vec<Page> {
    let own = match &ticket.case {
        Case::Repair => Some(Page::WorkOrder),
        Case::Reminder(_) => Some(Page::ReminderNotice),
        Case::LeakDetection(case) => (!case.searches.is_empty()).then_some(Page::LeakResult),
        Case::WaterQuality(case) => case.result().map(|_| Page::WaterReport),
        Case::Community(case) => case.schedule().map(|_| Page::EventRecord),
        Case::EmergencyWater(case) => case.authorisation.as_ref().map(|_| Page::DeliveryRecord),
    };
    let order = matches!(ticket.case, Case::LeakDetection(_) | Case::WaterQuality(_));
    [
        order.then_some(Page::WorkOrder),
        own,
        ticket.reply.as_ref().map(|_| Page::Reply),
        ticket.acknowledgement.as_ref().map(|_| Page::Acknowledgement),
    ]
    .into_iter()
    .flatten()
    .collect()
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
        // The other services' forms follow.
        Page::ReminderNotice
        | Page::LeakResult
        | Page::WaterReport
        | Page::EventRecord
        | Page::DeliveryRecord => return Err(Refusal::new(Code::BadRequest)),
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
