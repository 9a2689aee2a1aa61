//! A ticket's forms as PDF.

use std::cell::Cell;

use domain::{
    Refusal, Ticket, acknowledgement::AcknowledgementRecord, personal::VisibleValue, settings::Settings,
    ticket::TicketCase,
};
use schemars::JsonSchema;
use seal::PdfSigner;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    certificate::{self, ExportSigner},
    key,
    mask::{self, RevealPermit},
    timestamp,
    wire::{self, OutputFile, PrivacyCheck},
};

domain::words! {
    /// Which form.
    FormKind {
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
pub fn list_printable_forms(ticket: &Ticket) -> Vec<FormKind> {
    if ticket.erased_at.is_some() {
        return Vec::new();
    }
    let own = match &ticket.case {
        TicketCase::Repair => Some(FormKind::WorkOrder),
        TicketCase::Reminder(_) => Some(FormKind::ReminderNotice),
        TicketCase::LeakDetection(case) => (!case.searches.is_empty()).then_some(FormKind::LeakResult),
        TicketCase::WaterQuality(case) => case.current_results().map(|_| FormKind::WaterReport),
        TicketCase::Community(case) => case.current_schedule().map(|_| FormKind::EventRecord),
        TicketCase::EmergencyWater(case) => case.authorisation.as_ref().map(|_| FormKind::DeliveryRecord),
    };
    let order = matches!(
        ticket.case,
        TicketCase::LeakDetection(_) | TicketCase::WaterQuality(_)
    );
    [
        order.then_some(FormKind::WorkOrder),
        own,
        paper::left_notice::can_have_left_notice(ticket).then_some(FormKind::LeftNotice),
        (!ticket.extensions.is_empty()).then_some(FormKind::ExtensionApproval),
        ticket.reply.as_ref().map(|_| FormKind::Reply),
        ticket.acknowledgement.as_ref().map(|_| FormKind::Acknowledgement),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketPrint {
    #[ts(type = "number")]
    pub ticket: i64,
    pub page: FormKind,
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
pub fn print_form(call: &Call, ask: TicketPrint) -> Result<OutputFile, Refusal> {
    render_form(call, ask).map(|(file, _)| file)
}

/// The same, and that it was seen.
pub(crate) fn render_form(call: &Call, ask: TicketPrint) -> Result<(OutputFile, RevealPermit), Refusal> {
    let (ticket, settings, kind, ticket_mark) = call.read_tx(|tx| {
        Ok((
            tx.read_ticket(ask.ticket)?,
            tx.read_settings()?.1,
            call.desk.data_kind(tx)?.zh(),
            tx.ticket_mark(ask.ticket)?,
        ))
    })?;
    if ticket.erased_at.is_some() {
        return Err(Refusal::new(domain::Code::Erased));
    }
    let there = list_printable_forms(&ticket).contains(&ask.page);
    let ticket = VisibleValue::from_whole(ticket);
    let with = paper::Form {
        ticket: &ticket,
        settings: &settings,
        ticket_mark: &ticket_mark,
        now: call.now,
        not_original: kind.as_deref(),
    };
    let record = find_acknowledgement_record(&ticket, ask.record.as_deref())?;
    let sheet = there.then(|| lay_out_form(ask.page, &with, record)).flatten();
    let sheet = sheet.ok_or_else(|| ticket.wrong_stage(&format!("打印{}", ask.page.zh())))?;
    // On paper everything stands whole.
    let seen = mask::permit_reveal(call, &[&ticket])?;
    let mut rendered = paper::render_pdf(&sheet);
    let mut missed = MissingSealParts::default();
    if let (FormKind::Acknowledgement, Some(record)) = (ask.page, record) {
        (rendered.bytes, missed) = seal_acknowledgement(call, rendered.bytes, &sheet, record, &settings)?;
    }
    let number = match (ask.page, record) {
        (FormKind::Acknowledgement, Some(record)) => &record.number,
        _ => &ticket.number,
    };
    let name = format!("{}-{number}.pdf", ask.page.zh());
    let file = wire::make_pdf_file(name, &rendered, PrivacyCheck::from_permit(&seen))
        .with_missing_seal_parts(missed.stamp, missed.certificate);
    Ok((file, seen))
}

/// A record of the ticket: the newest, or the one of this number, which may have been corrected since.
pub(crate) fn find_acknowledgement_record<'a>(
    ticket: &'a Ticket,
    number: Option<&str>,
) -> Result<Option<&'a AcknowledgementRecord>, Refusal> {
    let Some(number) = number else {
        return Ok(ticket.acknowledgement.as_ref());
    };
    let mut all = ticket.corrected.iter().chain(&ticket.acknowledgement);
    let missing = || Refusal::at_field(domain::Code::NotFound, "record").with_arg("what", "record");
    all.find(|record| record.number == number)
        .map(Some)
        .ok_or_else(missing)
}

/// What a file should have and does not, because it could not be had.
#[derive(Clone, Copy, Default)]
struct MissingSealParts {
    stamp: bool,
    certificate: bool,
}

/// The acknowledgement's PDF proves itself: signed, with its record inside.
fn seal_acknowledgement(
    call: &Call,
    pdf: Vec<u8>,
    sheet: &paper::PdfDocument,
    record: &AcknowledgementRecord,
    settings: &Settings,
) -> Result<(Vec<u8>, MissingSealParts), Refusal> {
    call.read_tx(|tx| tx.check_sealed(record))?;
    let stamp = wire::system_stamp(call.now);
    let (secret, certificate) = key::ensure_key_outside_transaction(call, &stamp)?;
    let (signer, uncertified) = match certificate::current_signer(call)? {
        ExportSigner::Company(signer) => (*signer, false),
        ExportSigner::Installation(instead) => {
            (PdfSigner::from_installation_key(&secret, certificate)?, instead)
        }
    };
    let json = domain::hash::to_canonical_json(record)
        .map_err(|error| Refusal::new(domain::Code::FileProblem).with_arg("detail", error.to_string()))?;
    let url = settings.timestamp_url.as_str();
    let missed = Cell::new(false);
    let stamped =
        |signature: &[u8]| match timestamp::request_trusted_stamp(call, url, signature, record.signed_at) {
            Ok(stamp) => Some(stamp),
            Err(refusal) => {
                tracing::warn!("no time stamp: {refusal}");
                missed.set(true);
                None
            }
        };
    let with = seal::SealOptions {
        signer: &signer,
        name: &settings.company,
        reason: &format!("{} {}", record.content.kind.zh(), record.number),
        at: call.now,
        record: json.as_bytes(),
        field: sheet.find_handwriting(),
        company: sheet.company,
        stamped: (!url.is_empty()).then_some(&stamped),
    };
    let sealed = seal::seal_pdf(pdf, &with)?;
    let missed = MissingSealParts {
        stamp: missed.get(),
        certificate: uncertified,
    };
    Ok((sealed, missed))
}

/// The form, if the ticket holds what stands on it.
pub(super) fn lay_out_form(
    page: FormKind,
    with: &paper::Form,
    record: Option<&AcknowledgementRecord>,
) -> Option<paper::PdfDocument> {
    let ticket = with.ticket;
    match page {
        FormKind::WorkOrder => Some(paper::work_order::lay_out_work_order(with)),
        FormKind::ReminderNotice => paper::reminder_notice::lay_out_reminder_notice(with),
        FormKind::LeftNotice => paper::left_notice::lay_out_left_notice(with),
        FormKind::ExtensionApproval => paper::extension_approval::lay_out_extension_approval(with),
        FormKind::LeakResult => paper::leak_result::lay_out_leak_result(with),
        FormKind::WaterReport => paper::water_report::lay_out_water_report(with),
        FormKind::EventRecord => paper::event_record::lay_out_event_record(with),
        FormKind::DeliveryRecord => paper::delivery_record::lay_out_delivery_record(with),
        FormKind::Reply => {
            let reply = ticket.reply.as_ref()?;
            Some(paper::reply::lay_out_reply(with, reply))
        }
        FormKind::Acknowledgement => Some(paper::acknowledgement::lay_out_acknowledgement(with, record?)),
    }
}
