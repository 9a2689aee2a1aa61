//! What holds for every service: limits, permissions, who may see what, what is to be done next, how a fact reads.
//!
//! Outside of this room each module is known by its own name alone: `domain::clock`.

pub mod clock;
pub mod permission;
pub mod personal;
pub mod row;
pub mod timeline;
pub mod todo;
