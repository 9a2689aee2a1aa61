//! The tables that are made of the journal, and those beside it: rows of tickets, households, records, and what screens save.

pub(crate) mod acknowledgement;
pub(crate) mod attempt;
pub(crate) mod blob;
pub(crate) mod column;
pub(crate) mod customer;
pub(crate) mod kept;
pub(crate) mod month;
pub(crate) mod old_ticket;
pub mod page;
pub(crate) mod project;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod ticket;
