//! Households from the office's sheet: a dry run that names every bad row, then all that is good in one transaction; the same
//! sheet twice changes nothing. What is left out can be saved as a sheet, corrected and brought again.

use domain::{
    Fact, Refusal,
    customer::{AddressArea, Customer, Household, column::HEADS, line::CustomerLine},
    sheet::{SheetField, line::SheetLineReader},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use super::STREAM;
use crate::{
    Call,
    sheet::{
        SheetFile,
        look::{self, SheetHead, SheetLook, SheetPreview},
        read::{self, MergedSheet, ParsedSheet, RowOutcome, SheetChecked, SheetRecord, SheetSource, TOLD},
    },
    wire::{ChangeReply, OutputFile},
};

/// As much of a file's name as the journal keeps.
const NAME: usize = 150;

/// A sheet of households, and how it is to be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSheet {
    /// The file: xlsx, xls, ods or csv.
    pub file: SheetFile,
    /// Which of its sheets, from 0.
    #[ts(type = "number")]
    pub sheet: i64,
    /// Where the heads stand.
    pub head: SheetHead,
    /// What each column says, in their order; one must be 户号.
    pub columns: Vec<Option<SheetField>>,
    /// Where new households lie whose row does not say it.
    pub area: AddressArea,
    /// Whether phones that stand inside another text are taken.
    pub phones_inside: bool,
    /// Whether households that are known already and say something else now are changed.
    pub update: bool,
}

/// A sheet to import.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSheetImport {
    pub sheet: CustomerSheet,
    /// Whether bad rows are left out; else nothing is written as long as there is one.
    pub leave_bad: bool,
}

/// A household that is known and says something else in the sheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ChangedCustomer {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// As it is known.
    pub before: Household,
    /// As the sheet has it.
    pub after: Household,
}

/// What a sheet brings, or has brought.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct CustomerSheetChecked {
    /// What every sheet is told of.
    #[serde(flatten)]
    pub sheet: SheetChecked,
    /// The first 200 changes.
    pub changes: Vec<ChangedCustomer>,
}

impl SheetRecord for CustomerLine {
    const KEY: SheetField = SheetField::AccountNumber;

    fn key_text(&self) -> &str {
        &self.account_number
    }

    fn embedded_phones(&self) -> Option<&(String, Vec<String>)> {
        self.named.inside.as_ref()
    }
}

/// Looks into a file of households.
///
/// # Errors
/// As [`look::look`].
pub fn preview_customer_sheet(call: &Call, ask: SheetLook) -> Result<SheetPreview, Refusal> {
    look::preview_sheet(call, ask, HEADS)
}

/// Says what a sheet would bring; nothing is written.
///
/// # Errors
/// As [`import`].
pub fn check_customer_sheet(call: &Call, ask: CustomerSheet) -> Result<CustomerSheetChecked, Refusal> {
    let read = read_customer_sheet(call, &ask)?;
    let (merged, changes, _) = call.read_tx(|tx| merge_customer_sheet(call, tx, &read, &ask))?;
    Ok(CustomerSheetChecked {
        sheet: merged.told,
        changes,
    })
}

/// Takes the good rows of a sheet, all of them or none.
///
/// # Errors
/// As [`Read::of`]. What is wrong with a row stands in its line.
pub fn import_customer_sheet(
    call: &Call,
    ask: CustomerSheetImport,
) -> Result<ChangeReply<CustomerSheetChecked>, Refusal> {
    let CustomerSheetImport {
        sheet: ask,
        leave_bad,
    } = ask;
    let read = read_customer_sheet(call, &ask)?;
    let told = call.write_tx(|tx| {
        let (merged, changes, customers) = merge_customer_sheet(call, tx, &read, &ask)?;
        let mut sheet = merged.told;
        sheet.written = sheet.bad == 0 || leave_bad;
        if sheet.written {
            append_sheet_customers(call, tx, customers, &ask.file.name)?;
        }
        Ok(CustomerSheetChecked { sheet, changes })
    })?;
    let changed = if told.sheet.written && told.sheet.added + told.sheet.changed > 0 {
        vec!["customer".to_owned()]
    } else {
        Vec::new()
    };
    Ok(ChangeReply { value: told, changed })
}

/// The bad rows of a sheet as a sheet of their own, each with its reason.
///
/// # Errors
/// As [`import`].
pub fn export_rejected_customers(call: &Call, ask: CustomerSheet) -> Result<OutputFile, Refusal> {
    let read = read_customer_sheet(call, &ask)?;
    let (merged, ..) = call.read_tx(|tx| merge_customer_sheet(call, tx, &read, &ask))?;
    read.export_rejected_rows(call, &merged, "用户档案", &ask.file)
}

fn read_customer_sheet(call: &Call, ask: &CustomerSheet) -> Result<ParsedSheet<CustomerLine>, Refusal> {
    let asked = SheetSource {
        file: &ask.file,
        sheet: ask.sheet,
        head: ask.head,
        columns: &ask.columns,
        known: HEADS,
        needed: &[SheetField::AccountNumber],
    };
    let reading = SheetLineReader {
        columns: &ask.columns,
        inside: ask.phones_inside,
    };
    ParsedSheet::read_sheet(call, &asked, |cells| CustomerLine::from_cells(&reading, cells))
}

/// What is told, what would change, and the households to write.
type MergedCustomers = (MergedSheet, Vec<ChangedCustomer>, Vec<Customer>);

fn merge_customer_sheet(
    call: &Call,
    tx: &Tx,
    read: &ParsedSheet<CustomerLine>,
    ask: &CustomerSheet,
) -> Result<MergedCustomers, Refusal> {
    let mut next = tx.next_customer_id()?;
    let (mut changes, mut customers) = (Vec::new(), Vec::new());
    let merged = read.merge_rows(call, |row, line| {
        let known = tx.customer_by_account(&line.account_number)?;
        let after = match line.build_household(known.as_ref().map(|known| &known.household), ask.area) {
            Ok(after) => after,
            Err(problem) => return Ok(Err(problem)),
        };
        let Some(Customer {
            id,
            household: before,
        }) = known
        else {
            customers.push(Customer {
                id: next,
                household: after,
            });
            next += 1;
            return Ok(Ok(RowOutcome::New));
        };
        if before == after {
            return Ok(Ok(RowOutcome::Same));
        }
        if changes.len() < TOLD {
            changes.push(ChangedCustomer {
                row,
                before,
                after: after.clone(),
            });
        }
        if ask.update {
            customers.push(Customer { id, household: after });
        }
        Ok(Ok(RowOutcome::Other))
    })?;
    Ok((merged, changes, customers))
}

fn append_sheet_customers(call: &Call, tx: &Tx, customers: Vec<Customer>, file: &str) -> Result<(), Refusal> {
    let name: String = file.chars().filter(|c| !c.is_control()).take(NAME).collect();
    let stamp = call.caller_stamp()?;
    read::write_in_batches(call, customers, |customers| {
        let fact = Fact::Customers {
            customers,
            source: format!("导入 {name}"),
        };
        tx.append_facts(STREAM, None, vec![fact], &stamp).map(|_| ())
    })
}
