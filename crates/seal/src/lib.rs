//! The cryptography of acknowledgements: the certificate, the signature inside a PDF, and what each of them proves.
//!
//! Deliberately absent: files, keys at rest, the chain of records. What is signed with Ed25519 is decided in `domain`.

mod above;
mod after;
mod certificate;
mod check;
mod cms;
mod company;
mod compare;
mod lexer;
mod look;
mod pdf;
mod reader;
mod rows;
mod signer;
mod tables;
mod tail;
pub mod timestamp;

pub use after::{Added, After, Signature};
pub use certificate::certificate;
pub use look::{Broken, Look, Parts, Sealed, look, parts};
pub use pdf::{FieldPlace, Sealing, Stamping, seal};
pub use reader::{Unread, read_pdf};
pub use signer::{Opened, Said, Signer, opened, said};
pub use tables::has_bounded_tables;

use domain::{Code, Refusal};

/// A failure no input should cause.
fn problem(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::FileProblem).with("detail", error.to_string())
}
