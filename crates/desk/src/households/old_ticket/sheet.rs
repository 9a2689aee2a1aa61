//! Old tickets from the office's sheet: a dry run that names every bad row, then all that is good in one transaction; the same
//! sheet twice changes nothing, and what is there already is never changed.

use domain::{
    Fact, Refusal, check,
    customer::Customer,
    fact::OldTicketFact,
    normal_form::{self, address, phone},
    old_ticket::{OldTicket, column::HEADS, line::OldTicketLine},
    personal::Viewer,
    sheet::{
        SheetField,
        line::{SheetLineFault, SheetLineProblem, SheetLineReader},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{OLD_TICKETS, Tx};
use ts_rs::TS;

use crate::{
    Call,
    sheet::{
        SheetFile,
        look::{self, SheetHead, SheetLook, SheetPreview},
        read::{self, MergedSheet, ParsedSheet, RowOutcome, SheetChecked, SheetRecord, SheetSource},
    },
    wire::{self, ChangeReply, OutputFile},
};

/// Households that are looked at for one phone or one name: more of them are nobody's.
const ALIKE: u32 = 50;

/// A sheet of old tickets, and how it is to be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicketSheet {
    /// The file: xlsx, xls, ods or csv.
    pub file: SheetFile,
    /// Which of its sheets, from 0.
    #[ts(type = "number")]
    pub sheet: i64,
    /// Where the heads stand.
    pub head: SheetHead,
    /// What each column says, in their order; one must be 旧编号, one 受理时间.
    pub columns: Vec<Option<SheetField>>,
    /// The ledger it is; an old number stands in it once.
    pub ledger: String,
    /// Whether phones that stand inside another text are taken.
    pub phones_inside: bool,
}

/// A sheet to import.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicketSheetImport {
    pub sheet: OldTicketSheet,
    /// Whether bad rows are left out; else nothing is written as long as there is one.
    pub leave_bad: bool,
}

/// What a sheet brings, or has brought.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct OldTicketSheetChecked {
    /// What every sheet is told of; none is ever changed.
    #[serde(flatten)]
    pub sheet: SheetChecked,
    /// New ones that are put to a household.
    #[ts(type = "number")]
    pub known: i64,
    /// New ones that are older than personal content is kept: the next 到期清除 takes it out.
    #[ts(type = "number")]
    pub over: i64,
}

impl SheetRecord for OldTicketLine {
    const KEY: SheetField = SheetField::OldNumber;

    fn key_text(&self) -> &str {
        &self.ticket.number
    }

    fn embedded_phones(&self) -> Option<&(String, Vec<String>)> {
        self.inside.as_ref()
    }
}

/// Looks into a file of old tickets.
///
/// # Errors
/// As [`look::look`].
pub fn preview_old_ticket_sheet(call: &Call, ask: SheetLook) -> Result<SheetPreview, Refusal> {
    look::preview_sheet(call, ask, HEADS)
}

/// Says what a sheet would bring; nothing is written.
///
/// # Errors
/// As [`import`].
pub fn check_old_ticket_sheet(call: &Call, ask: OldTicketSheet) -> Result<OldTicketSheetChecked, Refusal> {
    let read = read_old_ticket_sheet(call, &ask)?;
    let (merged, new) = call.read_tx(|tx| merge_old_ticket_sheet(call, tx, &read))?;
    call.read_tx(|tx| summarize_old_ticket_sheet(call, tx, merged.told, &new))
}

/// Takes the good rows of a sheet, all of them or none.
///
/// # Errors
/// As [`Read::of`]; `required`, `too_long` at `ledger`. What is wrong with a row stands in its line.
pub fn import_old_ticket_sheet(
    call: &Call,
    ask: OldTicketSheetImport,
) -> Result<ChangeReply<OldTicketSheetChecked>, Refusal> {
    let OldTicketSheetImport {
        sheet: ask,
        leave_bad,
    } = ask;
    let read = read_old_ticket_sheet(call, &ask)?;
    let told = call.write_tx(|tx| {
        let (merged, new) = merge_old_ticket_sheet(call, tx, &read)?;
        let mut told = summarize_old_ticket_sheet(call, tx, merged.told, &new)?;
        told.sheet.written = told.sheet.bad == 0 || leave_bad;
        if told.sheet.written {
            append_old_tickets(call, tx, new)?;
        }
        Ok(told)
    })?;
    let changed = if told.sheet.written && told.sheet.added > 0 {
        vec!["old_ticket".to_owned()]
    } else {
        Vec::new()
    };
    Ok(ChangeReply { value: told, changed })
}

/// The bad rows of a sheet as a sheet of their own, each with its reason.
///
/// # Errors
/// As [`import`].
pub fn export_rejected_old_tickets(call: &Call, ask: OldTicketSheet) -> Result<OutputFile, Refusal> {
    let read = read_old_ticket_sheet(call, &ask)?;
    let (merged, _) = call.read_tx(|tx| merge_old_ticket_sheet(call, tx, &read))?;
    read.export_rejected_rows(call, &merged, "旧工单", &ask.file)
}

fn read_old_ticket_sheet(call: &Call, ask: &OldTicketSheet) -> Result<ParsedSheet<OldTicketLine>, Refusal> {
    check::check_text("ledger", &ask.ledger, check::NAME)?;
    let asked = SheetSource {
        file: &ask.file,
        sheet: ask.sheet,
        head: ask.head,
        columns: &ask.columns,
        known: HEADS,
        needed: &[SheetField::OldNumber, SheetField::ReportedAt],
    };
    let reading = SheetLineReader {
        columns: &ask.columns,
        inside: ask.phones_inside,
    };
    let ledger = ask.ledger.trim();
    ParsedSheet::read_sheet(call, &asked, |cells| {
        OldTicketLine::from_cells(&reading, cells, ledger, call.now)
    })
}

fn merge_old_ticket_sheet(
    call: &Call,
    tx: &Tx,
    read: &ParsedSheet<OldTicketLine>,
) -> Result<(MergedSheet, Vec<OldTicket>), Refusal> {
    let mut new = Vec::new();
    let merged = read.merge_rows(call, |_, line| {
        let ticket = &line.ticket;
        let fault = |fault| {
            Ok(Err(SheetLineProblem::new(
                SheetField::OldNumber,
                fault,
                &ticket.number,
            )))
        };
        match tx.find_old_ticket(&ticket.ledger, &ticket.number)? {
            Some(known) if known.erased => return fault(SheetLineFault::Gone),
            Some(known) if known.ticket.has_same_content(ticket) => return Ok(Ok(RowOutcome::Same)),
            Some(_) => return fault(SheetLineFault::Differs),
            None => {}
        }
        new.push(OldTicket {
            customer: match_household(tx, ticket)?,
            ..ticket.clone()
        });
        Ok(Ok(RowOutcome::New))
    })?;
    Ok((merged, new))
}

fn summarize_old_ticket_sheet(
    call: &Call,
    tx: &Tx,
    sheet: SheetChecked,
    new: &[OldTicket],
) -> Result<OldTicketSheetChecked, Refusal> {
    let before = domain::erasure::retention_cutoff(call.now, tx.read_settings()?.1.retention_years);
    let known = new.iter().filter(|ticket| ticket.customer.is_some());
    let over = new
        .iter()
        .filter(|ticket| ticket.is_personal() && ticket.ended_at() < before);
    Ok(OldTicketSheetChecked {
        sheet,
        known: wire::to_wire_number(known.count()),
        over: wire::to_wire_number(over.count()),
    })
}

/// The household an old ticket is put to, if there is no doubt. An account number says it alone; else it is the only one with
/// one of the phones, or the only one of that name at that address.
fn match_household(tx: &Tx, ticket: &OldTicket) -> Result<Option<i64>, Refusal> {
    if !ticket.account_number.is_empty() {
        let known = tx.customer_by_account(&ticket.account_number)?;
        return Ok(known.map(|known| known.id));
    }
    let mut found = Vec::new();
    for phone in &ticket.phones {
        let alike = tx.find_customers(phone, Viewer::Whole, ALIKE)?;
        found.extend(alike.into_iter().filter(|one| {
            one.household
                .phones
                .iter()
                .any(|known| phone::is_same_phone(known, phone))
        }));
    }
    if let Some(one) = find_single_household(&found) {
        return Ok(Some(one));
    }
    if ticket.name.is_empty() || ticket.address.is_empty() {
        return Ok(None);
    }
    let (name, address) = (
        normal_form::normalise_name(&ticket.name),
        address::normalise_address(&ticket.address),
    );
    // Whatever counts a building in one spelling and another, its numbers are the same.
    let words = format!("{} {}", ticket.name, address.replace('-', " "));
    let mut found = tx.find_customers(&words, Viewer::Whole, ALIKE)?;
    found.retain(|one| {
        normal_form::normalise_name(&one.household.name) == name
            && address::normalise_address(&one.household.address) == address
    });
    Ok(find_single_household(&found))
}

/// The household, if all are the same one.
fn find_single_household(found: &[Customer]) -> Option<i64> {
    let first = found.first()?.id;
    found.iter().all(|one| one.id == first).then_some(first)
}

fn append_old_tickets(call: &Call, tx: &Tx, new: Vec<OldTicket>) -> Result<(), Refusal> {
    let stamp = call.caller_stamp()?;
    read::write_in_batches(call, new, |batch| {
        let filed = |ticket| Fact::OldTicket(OldTicketFact::Filed(Box::new(ticket)));
        let facts = batch.into_iter().map(filed).collect();
        tx.append_facts(OLD_TICKETS, None, facts, &stamp).map(|_| ())
    })
}
