//! What a sealed PDF proves: its revisions, what came after the seal, the company's own signature.

pub(crate) mod after;
pub(crate) mod company;
pub(crate) mod compare;
pub(crate) mod look;
