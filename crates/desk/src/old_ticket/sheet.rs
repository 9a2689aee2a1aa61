//! Old tickets from the office's sheet: a dry run that names every bad row, then all that is good in one transaction; the same
//! sheet twice changes nothing, and what is there already is never changed.

use domain::{
    Fact, Refusal, check,
    customer::Customer,
    fact::OldTicketFact,
    normal_form::{self, address, phone},
    old_ticket::{OldTicket, column::HEADS, line::OldLine},
    personal::Viewer,
    sheet::{
        SheetField,
        line::{LineFault, LineProblem, Reading},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{OLD_TICKETS, Tx};
use ts_rs::TS;

use crate::{
    Call,
    attachment::File,
    erasure,
    sheet::{
        look::{self, SheetHead, SheetLook, SheetSeen},
        read::{self, Asked, Brings, Merged, Read, Said, SheetChecked},
    },
    wire::{Changed, FileOut},
};

/// Households that are looked at for one phone or one name: more of them are nobody's.
const ALIKE: u32 = 50;

/// A sheet of old tickets, and how it is to be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicketSheet {
    /// The file: xlsx, xls, ods or csv.
    pub file: File,
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
    /// The sheet.
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

impl Said for OldLine {
    const KEY: SheetField = SheetField::OldNumber;

    fn key(&self) -> &str {
        &self.ticket.number
    }

    fn inside(&self) -> Option<&(String, Vec<String>)> {
        self.inside.as_ref()
    }
}

/// Looks into a file of old tickets.
///
/// # Errors
/// As [`look::look`].
pub fn look(call: &Call, ask: SheetLook) -> Result<SheetSeen, Refusal> {
    look::look(call, ask, HEADS)
}

/// Says what a sheet would bring; nothing is written.
///
/// # Errors
/// As [`import`].
pub fn check(call: &Call, ask: OldTicketSheet) -> Result<OldTicketSheetChecked, Refusal> {
    let read = read(call, &ask)?;
    let (merged, new) = call.read(|tx| merge(call, tx, &read))?;
    call.read(|tx| told(call, tx, merged.told, &new))
}

/// Takes the good rows of a sheet, all of them or none.
///
/// # Errors
/// As [`Read::of`]; `required`, `too_long` at `ledger`. What is wrong with a row stands in its line.
pub fn import(call: &Call, ask: OldTicketSheetImport) -> Result<Changed<OldTicketSheetChecked>, Refusal> {
    let OldTicketSheetImport {
        sheet: ask,
        leave_bad,
    } = ask;
    let read = read(call, &ask)?;
    let told = call.write(|tx| {
        let (merged, new) = merge(call, tx, &read)?;
        let mut told = told(call, tx, merged.told, &new)?;
        told.sheet.written = told.sheet.bad == 0 || leave_bad;
        if told.sheet.written {
            keep(call, tx, new)?;
        }
        Ok(told)
    })?;
    let changed = if told.sheet.written && told.sheet.added > 0 {
        vec!["old_ticket".to_owned()]
    } else {
        Vec::new()
    };
    Ok(Changed { value: told, changed })
}

/// The bad rows of a sheet as a sheet of their own, each with its reason.
///
/// # Errors
/// As [`import`].
pub fn rejected(call: &Call, ask: OldTicketSheet) -> Result<FileOut, Refusal> {
    let read = read(call, &ask)?;
    let (merged, _) = call.read(|tx| merge(call, tx, &read))?;
    read.rejected(call, &merged, "旧工单", &ask.file)
}

fn read(call: &Call, ask: &OldTicketSheet) -> Result<Read<OldLine>, Refusal> {
    check::text("ledger", &ask.ledger, check::NAME)?;
    let asked = Asked {
        file: &ask.file,
        sheet: ask.sheet,
        head: ask.head,
        columns: &ask.columns,
        known: HEADS,
        needed: &[SheetField::OldNumber, SheetField::ReportedAt],
    };
    let reading = Reading {
        columns: &ask.columns,
        inside: ask.phones_inside,
    };
    let ledger = ask.ledger.trim();
    Read::of(call, &asked, |cells| {
        OldLine::read(&reading, cells, ledger, call.now)
    })
}

fn merge(call: &Call, tx: &Tx, read: &Read<OldLine>) -> Result<(Merged, Vec<OldTicket>), Refusal> {
    let mut new = Vec::new();
    let merged = read.merge(call, |_, line| {
        let ticket = &line.ticket;
        let fault = |fault| {
            Ok(Err(LineProblem::new(
                SheetField::OldNumber,
                fault,
                &ticket.number,
            )))
        };
        match tx.old_ticket_of(&ticket.ledger, &ticket.number)? {
            Some(known) if known.erased => return fault(LineFault::Gone),
            Some(known) if known.ticket.says(ticket) => return Ok(Ok(Brings::Same)),
            Some(_) => return fault(LineFault::Differs),
            None => {}
        }
        new.push(OldTicket {
            customer: household(tx, ticket)?,
            ..ticket.clone()
        });
        Ok(Ok(Brings::New))
    })?;
    Ok((merged, new))
}

fn told(
    call: &Call,
    tx: &Tx,
    sheet: SheetChecked,
    new: &[OldTicket],
) -> Result<OldTicketSheetChecked, Refusal> {
    let before = erasure::before(call.now, tx.settings()?.1.retention_years);
    let known = new.iter().filter(|ticket| ticket.customer.is_some());
    let over = new
        .iter()
        .filter(|ticket| ticket.is_personal() && ticket.ended_at() < before);
    Ok(OldTicketSheetChecked {
        sheet,
        known: look::number(known.count()),
        over: look::number(over.count()),
    })
}

/// The household an old ticket is put to, if there is no doubt. An account number says it alone; else it is the only one with
/// one of the phones, or the only one of that name at that address.
fn household(tx: &Tx, ticket: &OldTicket) -> Result<Option<i64>, Refusal> {
    if !ticket.account_number.is_empty() {
        let known = tx.customer_by_account(&ticket.account_number)?;
        return Ok(known.map(|known| known.id));
    }
    let mut found = Vec::new();
    for phone in &ticket.phones {
        let alike = tx.customers(phone, Viewer::Whole, ALIKE)?;
        found.extend(
            alike
                .into_iter()
                .filter(|one| one.household.phones.iter().any(|known| phone::same(known, phone))),
        );
    }
    if let Some(one) = only(&found) {
        return Ok(Some(one));
    }
    if ticket.name.is_empty() || ticket.address.is_empty() {
        return Ok(None);
    }
    let (name, address) = (normal_form::name(&ticket.name), address::form(&ticket.address));
    // Whatever counts a building in one spelling and another, its numbers are the same.
    let words = format!("{} {}", ticket.name, address.replace('-', " "));
    let mut found = tx.customers(&words, Viewer::Whole, ALIKE)?;
    found.retain(|one| {
        normal_form::name(&one.household.name) == name && address::form(&one.household.address) == address
    });
    Ok(only(&found))
}

/// The household, if all are the same one.
fn only(found: &[Customer]) -> Option<i64> {
    let first = found.first()?.id;
    found.iter().all(|one| one.id == first).then_some(first)
}

fn keep(call: &Call, tx: &Tx, new: Vec<OldTicket>) -> Result<(), Refusal> {
    let stamp = call.stamp()?;
    read::keep(call, new, |batch| {
        let filed = |ticket| Fact::OldTicket(OldTicketFact::Filed(Box::new(ticket)));
        let facts = batch.into_iter().map(filed).collect();
        tx.append(OLD_TICKETS, None, facts, &stamp).map(|_| ())
    })
}
