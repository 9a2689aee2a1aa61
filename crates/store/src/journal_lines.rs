//! The journal: its lines, their chain and signatures, what governs by them, and what checks them.

pub(crate) mod chain;
pub(crate) mod compare;
pub(crate) mod erase;
pub(crate) mod governing;
pub(crate) mod journal;
pub(crate) mod person;
pub(crate) mod setting;
pub(crate) mod signature;
pub(crate) mod verify;
