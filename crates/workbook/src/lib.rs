//! The month for other programs: a workbook (XLSX) whose figures are formulas that can be followed to the tickets behind
//! them, and the tickets as CSV.
//!
//! Deliberately absent: which rows count (domain), storage, phones.

mod csv;
mod detail;
mod figures;
mod style;

pub use crate::csv::csv;

use domain::{
    Code, Refusal, TicketRow,
    report::{MonthReport, Period},
};
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

/// What the workbook is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The figures.
    pub report: &'a MonthReport,
    /// Every ticket that may count in the month; those received in it stand in the detail sheet.
    pub rows: &'a [TicketRow],
    /// The company's name.
    pub company: &'a str,
    /// Whether every sheet must say 演示数据.
    pub demo: bool,
}

impl Input<'_> {
    fn period(&self) -> Period {
        Period {
            from: self.report.from,
            to: self.report.to,
            now: self.report.counted_at,
        }
    }

    /// What stands above every sheet.
    fn title(&self, sheet: &str) -> String {
        let demo = if self.demo {
            "（演示数据，不作为凭证）"
        } else {
            ""
        };
        format!(
            "{}　{}月度服务报告　{sheet}{demo}",
            self.company, self.report.month_zh
        )
    }
}

/// The workbook.
///
/// # Errors
/// `file_problem`, which no report causes.
pub fn xlsx(input: &Input) -> Result<Vec<u8>, Refusal> {
    made(input).map_err(|error| Refusal::new(Code::FileProblem).with("detail", error.to_string()))
}

fn made(input: &Input) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new()
        .set_title(input.title("").trim_end())
        .set_company(input.company);
    book.set_properties(&properties);
    let behind = figures::behind(input);
    figures::summary(book.add_worksheet(), input, &behind)?;
    figures::counts(book.add_worksheet(), input)?;
    detail::overdue(book.add_worksheet(), input)?;
    detail::tickets(book.add_worksheet(), input)?;
    figures::basis(book.add_worksheet(), input, &behind)?;
    book.save_to_buffer()
}
