//! The rules of the desk: what may happen, when it is due, what counts.
//!
//! Deliberately absent: clocks (time is an argument), files, SQL, async, randomness, the network. Whatever
//! needs one of these belongs to a floor above.

#[macro_use]
mod words;

mod model;
pub mod report;
mod rules;
pub mod service;

pub use model::{
    acknowledgement, attachment, calendar, certificate, check, confirmation, customer, erasure, fact, figure,
    file_name, hash, key, list, logo, moment, month_closing, normal_form, old_ticket, person, refusal,
    report_section, settings, sheet, snippet, standard, ticket,
};
pub use report::closing;
pub use rules::{clock, permission, personal, row, timeline, todo};

pub use fact::{Fact, JournalEntry};
pub use moment::Moment;
pub use refusal::{Code, Refusal};
pub use row::TicketRow;
pub use ticket::Ticket;

/// Compares a text with its golden file; `UPDATE_GOLDEN=1` writes the file instead. The path is relative to
/// this crate.
#[cfg(test)]
pub(crate) fn assert_golden(path: &str, is: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, is).unwrap();
    }
    let expected = std::fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert_eq!(
        is, expected,
        "{path} differs; if the change is wanted, UPDATE_GOLDEN=1"
    );
}
