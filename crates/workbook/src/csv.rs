//! The month's tickets as CSV: UTF-8 with a byte order mark, so that spreadsheets read the Chinese right.

use domain::{Code, Refusal};

use crate::{
    Input,
    detail::{Cell, cells, heads, received},
};

/// The tickets received in the month.
///
/// # Errors
/// `file_problem`, which no report causes.
pub fn csv(input: &Input) -> Result<Vec<u8>, Refusal> {
    let problem =
        |error: &dyn std::fmt::Display| Refusal::new(Code::FileProblem).with("detail", error.to_string());
    let mut out = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(heads()).map_err(|error| problem(&error))?;
    for row in received(input) {
        let texts = cells(row).map(|cell| match cell {
            Cell::Text(text) => plain(text),
            Cell::At(at) => at.map(domain::Moment::text).unwrap_or_default(),
        });
        out.write_record(&texts).map_err(|error| problem(&error))?;
    }
    out.into_inner().map_err(|error| problem(&error))
}

/// A text that a spreadsheet would take for a formula is marked as text, the way spreadsheets do themselves.
fn plain(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
