//! A ticket's forms as PDF.

use std::cell::Cell;

use domain::{Refusal, Ticket, acknowledgement::Record, personal::Shown, settings::Settings, ticket::Case};
use schemars::JsonSchema;
use seal::Signer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    certificate::{self, Signs},
    key,
    mask::{self, Seen},
    timestamp,
    wire::{self, FileOut, Holds},
};

domain::words! {
    /// Which form.
    Page {
        WorkOrder "work_order" = "派工单",
        ReminderNotice "reminder_notice" = "提醒通知单",
        LeftNotice "left_notice" = "留置通知",
        LeakResult "leak_result" = "检漏结果单",
        WaterReport "water_report" = "水质检测报告单",
        EventRecord "event_record" = "活动记录表",
        DeliveryRecord "delivery_record" = "送水记录",
        ExtensionApproval "extension_approval" = "延时审批单",
        Reply "reply" = "回复单",
        Acknowledgement "acknowledgement" = "用户签字确认单",
    }
}

/// The forms that can be printed of a ticket now.
#[must_use]
pub fn pages(ticket: &Ticket) -> Vec<Page> {
    if ticket.erased_at.is_some() {
        return Vec::new();
    }
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
        paper::left_notice::possible(ticket).then_some(Page::LeftNotice),
        (!ticket.extensions.is_empty()).then_some(Page::ExtensionApproval),
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
    /// Of acknowledgements the one of this number; the newest if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub record: Option<String>,
}

/// A form as PDF.
///
/// # Errors
/// `not_found`; `erased`; `wrong_stage` for a form the ticket does not have, or not yet (see [`pages`]); of an acknowledgement
/// those of the key that signs it.
pub fn print(call: &Call, ask: Print) -> Result<FileOut, Refusal> {
    printed(call, ask).map(|(file, _)| file)
}

/// The same, and that it was seen.
pub(crate) fn printed(call: &Call, ask: Print) -> Result<(FileOut, Seen), Refusal> {
    let (ticket, settings, kind, ticket_mark) = call.read(|tx| {
        Ok((
            tx.ticket(ask.ticket)?,
            tx.settings()?.1,
            call.desk.data_kind(tx)?.zh(),
            tx.ticket_mark(ask.ticket)?,
        ))
    })?;
    if ticket.erased_at.is_some() {
        return Err(Refusal::new(domain::Code::Erased));
    }
    let there = pages(&ticket).contains(&ask.page);
    let ticket = Shown::whole(ticket);
    let with = paper::Form {
        ticket: &ticket,
        settings: &settings,
        ticket_mark: &ticket_mark,
        now: call.now,
        not_original: kind.as_deref(),
    };
    let record = record(&ticket, ask.record.as_deref())?;
    let sheet = there.then(|| sheet(ask.page, &with, record)).flatten();
    let sheet = sheet.ok_or_else(|| ticket.wrong_stage(&format!("打印{}", ask.page.zh())))?;
    // On paper everything stands whole.
    let seen = mask::seen(call, &[&ticket])?;
    let mut rendered = paper::render(&sheet);
    let mut missed = Missed::default();
    if let (Page::Acknowledgement, Some(record)) = (ask.page, record) {
        (rendered.bytes, missed) = sealed(call, rendered.bytes, &sheet, record, &settings)?;
    }
    let number = match (ask.page, record) {
        (Page::Acknowledgement, Some(record)) => &record.number,
        _ => &ticket.number,
    };
    let name = format!("{}-{number}.pdf", ask.page.zh());
    let file = wire::pdf(name, &rendered, Holds::whole(&seen)).sealed(missed.stamp, missed.certificate);
    Ok((file, seen))
}

/// A record of the ticket: the newest, or the one of this number, which may have been corrected since.
pub(crate) fn record<'a>(ticket: &'a Ticket, number: Option<&str>) -> Result<Option<&'a Record>, Refusal> {
    let Some(number) = number else {
        return Ok(ticket.acknowledgement.as_ref());
    };
    let mut all = ticket.corrected.iter().chain(&ticket.acknowledgement);
    let missing = || Refusal::at(domain::Code::NotFound, "record").with("what", "record");
    all.find(|record| record.number == number)
        .map(Some)
        .ok_or_else(missing)
}

/// What a file should have and does not, because it could not be had.
#[derive(Clone, Copy, Default)]
struct Missed {
    stamp: bool,
    certificate: bool,
}

/// The acknowledgement's PDF proves itself: signed, with its record inside.
fn sealed(
    call: &Call,
    pdf: Vec<u8>,
    sheet: &paper::Sheet,
    record: &Record,
    settings: &Settings,
) -> Result<(Vec<u8>, Missed), Refusal> {
    call.read(|tx| tx.check_sealed(record))?;
    let stamp = wire::system(call.now);
    let (secret, certificate) = key::ready_beside(call, &stamp)?;
    let (signer, uncertified) = match certificate::signs(call)? {
        Signs::Company(signer) => (*signer, false),
        Signs::Installation(instead) => (Signer::installation(&secret, certificate)?, instead),
    };
    let json = domain::hash::canonical(record)
        .map_err(|error| Refusal::new(domain::Code::FileProblem).with("detail", error.to_string()))?;
    let url = settings.timestamp_url.as_str();
    let missed = Cell::new(false);
    let stamped = |signature: &[u8]| match timestamp::believed(call, url, signature, record.signed_at) {
        Ok(stamp) => Some(stamp),
        Err(refusal) => {
            tracing::warn!("no time stamp: {refusal}");
            missed.set(true);
            None
        }
    };
    let with = seal::Sealing {
        signer: &signer,
        name: &settings.company,
        reason: &format!("{} {}", record.content.kind.zh(), record.number),
        at: call.now,
        record: json.as_bytes(),
        field: sheet.handwriting(),
        company: sheet.company,
        stamped: (!url.is_empty()).then_some(&stamped),
    };
    let sealed = seal::seal(pdf, &with)?;
    let missed = Missed {
        stamp: missed.get(),
        certificate: uncertified,
    };
    Ok((sealed, missed))
}

/// The form, if the ticket holds what stands on it.
pub(super) fn sheet(page: Page, with: &paper::Form, record: Option<&Record>) -> Option<paper::Sheet> {
    let ticket = with.ticket;
    match page {
        Page::WorkOrder => Some(paper::work_order::sheet(with)),
        Page::ReminderNotice => paper::reminder_notice::of(with),
        Page::LeftNotice => paper::left_notice::of(with),
        Page::ExtensionApproval => paper::extension_approval::of(with),
        Page::LeakResult => paper::leak_result::of(with),
        Page::WaterReport => paper::water_report::of(with),
        Page::EventRecord => paper::event_record::of(with),
        Page::DeliveryRecord => paper::delivery_record::of(with),
        Page::Reply => {
            let reply = ticket.reply.as_ref()?;
            Some(paper::reply::sheet(with, reply))
        }
        Page::Acknowledgement => Some(paper::acknowledgement::sheet(with, record?)),
    }
}
