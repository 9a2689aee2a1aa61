//! Tickets of the six services: steps, records, attachments, signed paper, the plan of events.

pub mod acknowledgement;
pub mod attachment;
pub mod plan;
pub mod scan;
pub mod ticket;
