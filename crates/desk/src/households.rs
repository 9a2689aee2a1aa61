//! Households, tickets of earlier systems, and the sheets both are imported from.

pub mod customer;
pub mod old_ticket;
pub mod sheet;
