//! The month's tickets as CSV: UTF-8 with a byte order mark, so that spreadsheets read the Chinese right.

use domain::{Code, Refusal};

use crate::{
    WorkbookInput,
    detail::{DetailCell, build_detail_cells, list_detail_heads, list_received_tickets},
};

/// The tickets received in the month.
///
/// # Errors
/// `file_problem`, which no report causes.
pub fn build_tickets_csv(input: &WorkbookInput) -> Result<Vec<u8>, Refusal> {
    let problem =
        |error: &dyn std::fmt::Display| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string());
    let mut out = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(list_detail_heads())
        .map_err(|error| problem(&error))?;
    for row in list_received_tickets(input) {
        let texts = build_detail_cells(row).map(|cell| match cell {
            DetailCell::Text(text) => escape_formula(text),
            DetailCell::At(at) => at.map(domain::Moment::date_time_text).unwrap_or_default(),
        });
        out.write_record(&texts).map_err(|error| problem(&error))?;
    }
    out.into_inner().map_err(|error| problem(&error))
}

/// A text that a spreadsheet would take for a formula is marked as text, the way spreadsheets do themselves.
fn escape_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
