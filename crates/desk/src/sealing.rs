//! Keys, certificates, and what is known of the file outside of it.

pub mod authority;
pub mod certificate;
pub(crate) mod data_kind;
pub mod key;
pub mod timestamp;
pub mod trust;
pub mod witness;
