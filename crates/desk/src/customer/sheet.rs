//! Households from the office's sheet: a dry run that names every bad row, then all that is good in one transaction; the same
//! sheet twice changes nothing. What is left out can be saved as a sheet, corrected and brought again.

use domain::{
    Fact, Refusal,
    customer::{Area, Customer, Household, column::CustomerColumn, line::LineProblem},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use super::{
    STREAM,
    look::{SheetHead, number},
    merge::Read,
};
use crate::{
    Call,
    attachment::File,
    wire::{self, Changed, FileOut},
};

/// Households in one fact: so long nobody waits who stops it.
const BATCH: usize = 1_000;
/// As much of a file's name as the journal keeps.
const NAME: usize = 150;

/// A sheet of households, and how it is to be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSheet {
    /// The file: xlsx, xls, ods or csv.
    pub file: File,
    /// Which of its sheets, from 0.
    #[ts(type = "number")]
    pub sheet: i64,
    /// Where the heads stand.
    pub head: SheetHead,
    /// What each column says, in their order; one must be 户号.
    pub columns: Vec<Option<CustomerColumn>>,
    /// Where new households lie whose row does not say it.
    pub area: Area,
    /// Whether phones that stand inside another text are taken.
    pub phones_inside: bool,
    /// Whether households that are known already and say something else now are changed.
    pub update: bool,
}

/// A sheet to import.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSheetImport {
    /// The sheet.
    pub sheet: CustomerSheet,
    /// Whether bad rows are left out; else nothing is written as long as there is one.
    pub leave_bad: bool,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct BadLine {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// What stands in it.
    pub text: String,
    /// Why not.
    pub problem: LineProblem,
}

/// A household that is known and says something else in the sheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ChangedLine {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// As it is known.
    pub before: Household,
    /// As the sheet has it.
    pub after: Household,
}

/// Phones that stand inside another text.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct PhonesLine {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// The text.
    pub text: String,
    /// The phones.
    pub phones: Vec<String>,
}

/// What a sheet brings, or has brought.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct CustomerSheetChecked {
    /// Rows with anything in them.
    #[ts(type = "number")]
    pub rows: i64,
    /// New households.
    #[ts(type = "number")]
    pub added: i64,
    /// Known ones that say something else; they are changed if that is wanted.
    #[ts(type = "number")]
    pub changed: i64,
    /// Known ones that say the same.
    #[ts(type = "number")]
    pub unchanged: i64,
    /// Bad rows.
    #[ts(type = "number")]
    pub bad: i64,
    /// Rows with phones inside another text.
    #[ts(type = "number")]
    pub inside: i64,
    /// The first 1,000 bad rows.
    pub bad_lines: Vec<BadLine>,
    /// The first 200 changes.
    pub changes: Vec<ChangedLine>,
    /// The first 200 texts with phones inside.
    pub found: Vec<PhonesLine>,
    /// Whether it was written.
    pub written: bool,
}

/// Says what a sheet would bring; nothing is written.
///
/// # Errors
/// As [`import`].
pub fn check(call: &Call, ask: CustomerSheet) -> Result<CustomerSheetChecked, Refusal> {
    let read = Read::of(call, &ask)?;
    Ok(call.read(|tx| read.merge(call, tx, &ask))?.told)
}

/// Takes the good rows of a sheet, all of them or none.
///
/// # Errors
/// `required`, `bad_sheet` at `file`; `bad_sheet` at `sheet`; `out_of_range` at `file`, `head.row`, `head.rows`; `required` at
/// `columns` if none is 户号; `stopped`. What is wrong with a row stands in its line.
pub fn import(call: &Call, ask: CustomerSheetImport) -> Result<Changed<CustomerSheetChecked>, Refusal> {
    let CustomerSheetImport { sheet, leave_bad } = ask;
    let read = Read::of(call, &sheet)?;
    let told = call.write(|tx| {
        let merged = read.merge(call, tx, &sheet)?;
        let mut told = merged.told;
        if told.bad > 0 && !leave_bad {
            return Ok(told);
        }
        told.written = true;
        keep(call, tx, merged.customers, &sheet.file.name)?;
        Ok(told)
    })?;
    let changed = if told.written && told.added + told.changed > 0 {
        vec!["customer".to_owned()]
    } else {
        Vec::new()
    };
    Ok(Changed { value: told, changed })
}

/// The bad rows of a sheet as a sheet of their own, each with its reason.
///
/// # Errors
/// As [`import`].
pub fn rejected(call: &Call, ask: CustomerSheet) -> Result<FileOut, Refusal> {
    let read = Read::of(call, &ask)?;
    let bad = call.read(|tx| read.merge(call, tx, &ask))?.bad;
    let rows: Vec<(&[String], String)> = bad
        .iter()
        .filter_map(|(place, problem)| Some((read.table.rows.get(*place)?.as_slice(), problem.zh())))
        .collect();
    let (company, demo) = call.read(|tx| Ok((tx.settings()?.1.company, tx.founded()?.unwrap_or(false))))?;
    let day = call.now.date().format("%Y-%m-%d");
    let title = format!(
        "未导入的用户档案　{}{}",
        ask.file.name,
        if demo { "（演示数据）" } else { "" }
    );
    let bytes = workbook::rejected(&title, &company, &read.heads, &rows)?;
    Ok(wire::file(
        format!("未导入的用户档案-{day}.xlsx"),
        wire::XLSX,
        &bytes,
    ))
}

/// Writes them, some at once, so that it can be stopped: the transaction is undone as a whole.
fn keep(call: &Call, tx: &Tx, customers: Vec<Customer>, file: &str) -> Result<(), Refusal> {
    let of = number(customers.len());
    let name: String = file.chars().filter(|c| !c.is_control()).take(NAME).collect();
    let stamp = call.stamp()?;
    let mut customers = customers.into_iter();
    let mut done = 0;
    loop {
        let batch: Vec<Customer> = customers.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        done += number(batch.len());
        let fact = Fact::Customers {
            customers: batch,
            source: format!("导入 {name}"),
        };
        tx.append(STREAM, None, vec![fact], &stamp)?;
        call.work.at(of * 2 + done, of * 3)?;
    }
}
