//! The rules of the desk: what may happen, when it is due, what counts.
//!
//! Deliberately absent: clocks (time is an argument), files, SQL, async, randomness, the network. Whatever
//! needs one of these belongs to a floor above.

#[macro_use]
mod words;

pub mod acknowledgement;
pub mod attachment;
pub mod calendar;
pub mod certificate;
pub mod check;
pub mod clock;
pub mod closing;
pub mod confirmation;
pub mod customer;
pub mod erasure;
pub mod fact;
pub mod file_name;
pub mod hash;
pub mod key;
pub mod list;
pub mod logo;
pub mod moment;
pub mod normal_form;
pub mod old_ticket;
pub mod permission;
pub mod person;
pub mod personal;
pub mod refusal;
pub mod report;
pub mod row;
pub mod service;
pub mod settings;
pub mod sheet;
pub mod snippet;
pub mod standard;
pub mod ticket;
pub mod timeline;
pub mod todo;

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
