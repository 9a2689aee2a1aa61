//! What was recorded, and the proof that it is as it was recorded.

pub mod journal;
pub mod proof;
