//! Making signatures and reading them: certificates, CMS (RFC 5652), time stamps (RFC 3161), the signed field of a PDF.

pub(crate) mod above;
pub(crate) mod certificate;
pub(crate) mod check;
pub(crate) mod cms;
pub(crate) mod pdf;
pub(crate) mod signer;
pub mod timestamp;
