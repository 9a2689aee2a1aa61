//! The month for other programs: a workbook (XLSX) whose figures are formulas that can be followed to the tickets behind
//! them, and the tickets as CSV.
//!
//! Deliberately absent: which rows count (domain), storage, phones.

mod csv;
mod detail;
mod figures;
mod list;
mod rejected;
mod style;

pub use crate::{csv::build_tickets_csv, list::build_list_xlsx, rejected::build_rejected_xlsx};

use domain::{
    Code, Refusal, TicketRow,
    personal::VisibleValue,
    report::{CountingPeriod, Report},
};
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

/// What the workbook is made from.
#[derive(Clone, Copy)]
pub struct WorkbookInput<'a> {
    /// The figures.
    pub report: &'a Report,
    /// The months of the span; tickets received in them stand in the detail sheet.
    pub months: &'a [MonthRows],
    pub company: &'a str,
    /// What the data are where they are not the original ones, such as 演示数据; every sheet says so.
    pub not_original: Option<&'a str>,
}

/// The tickets that may count in a month.
pub struct MonthRows {
    /// The month, and when it was counted.
    pub period: CountingPeriod,
    pub rows: VisibleValue<Vec<TicketRow>>,
}

/// What follows a title over data that are not the original ones.
#[must_use]
pub fn no_proof_suffix(not_original: Option<&str>) -> String {
    not_original.map_or_else(String::new, |what| format!("（{what}，不作为凭证）"))
}

/// Rows a sheet has room for: 1,048,576 without the lines above a table.
const ROOM: usize = 1_048_000;

impl WorkbookInput<'_> {
    /// What stands above every sheet.
    fn sheet_title(&self, sheet: &str) -> String {
        let no_proof = no_proof_suffix(self.not_original);
        format!(
            "{}　{}{}服务报告　{sheet}{no_proof}",
            self.company,
            self.report.zh,
            self.report.kind.zh()
        )
    }
}

/// How often [`xlsx`] tells that it has come further: once for each sheet, and for the file.
pub const STEPS: usize = 6;

/// The workbook; `step` is told of each part that is done, and ends the work by refusing.
///
/// # Errors
/// What `step` refuses; `file_too_large` where a sheet has no room for what the tickets add; `file_problem`, which no report causes.
pub fn build_report_xlsx(
    input: &WorkbookInput,
    step: &mut dyn FnMut() -> Result<(), Refusal>,
) -> Result<Vec<u8>, Refusal> {
    let behind = figures::list_contributions(input);
    if behind.len() > ROOM {
        return Err(Refusal::at_field(Code::FileTooLarge, "span"));
    }
    let mut book = Workbook::new();
    let properties = DocProperties::new()
        .set_title(input.sheet_title("").trim_end())
        .set_company(input.company);
    book.set_properties(&properties);
    let sheets: [&SheetWriter; STEPS - 1] = [
        &|sheet| figures::write_summary_sheet(sheet, input, &behind),
        &|sheet| figures::write_counts_sheet(sheet, input),
        &|sheet| detail::write_overdue_sheet(sheet, input),
        &|sheet| detail::write_tickets_sheet(sheet, input),
        &|sheet| figures::write_basis_sheet(sheet, input, &behind),
    ];
    for fill in sheets {
        fill(book.add_worksheet()).map_err(|error| xlsx_refusal(&error))?;
        step()?;
    }
    let bytes = book.save_to_buffer().map_err(|error| xlsx_refusal(&error))?;
    step()?;
    Ok(bytes)
}

type SheetWriter<'a> = dyn Fn(&mut Worksheet) -> Result<(), XlsxError> + 'a;

fn xlsx_refusal(error: &XlsxError) -> Refusal {
    Refusal::new(Code::FileProblem).with_arg("detail", error.to_string())
}
