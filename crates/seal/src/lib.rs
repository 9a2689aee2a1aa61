//! The cryptography of acknowledgements: the certificate, the signature inside a PDF, and what each of them proves.
//!
//! Deliberately absent: files, keys at rest, the chain of records. What is signed with Ed25519 is decided in `domain`.

mod inspection;
mod pdf_syntax;
mod signature;

use inspection::{after, company, compare, look};
use pdf_syntax::{lexer, reader, rows, tables, tail};
pub use signature::timestamp;
use signature::{above, certificate, check, cms, pdf, signer};

pub use after::{CompanySignature, PostSealChange, PostSealUpdate};
pub use certificate::create_installation_certificate;
pub use look::{ExtractedSeal, Inspection, SealDefect, ValidSeal, extract_seal, inspect_pdf};
pub use pdf::{FieldPlace, SealOptions, TimestampSource, seal_pdf};
pub use reader::{PdfReadError, read_pdf};
pub use signer::{CertificateInfo, PdfSigner, Pkcs12Contents, open_pkcs12, read_certificate_info};
pub use tables::has_bounded_tables;

use domain::{Code, Refusal};

/// A failure no input should cause.
fn file_problem(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::FileProblem).with_arg("detail", error.to_string())
}
