//! What the desk knows: nouns, the facts that are said of them, and the values both are made of.
//!
//! Outside of this room each module is known by its own name alone: `domain::ticket`.

pub mod acknowledgement;
pub mod attachment;
pub mod calendar;
pub mod certificate;
pub mod check;
pub mod confirmation;
pub mod customer;
pub mod erasure;
pub mod fact;
pub mod figure;
pub mod file_name;
pub mod hash;
pub mod key;
pub mod list;
pub mod logo;
pub mod moment;
pub mod month_closing;
pub mod normal_form;
pub mod old_ticket;
pub mod person;
pub mod refusal;
pub mod report_section;
pub mod settings;
pub mod sheet;
pub mod snippet;
pub mod standard;
pub mod ticket;
