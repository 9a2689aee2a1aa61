//! Reports: of a month and of longer spans, their closing, what is made by itself, their templates.

pub mod closing;
pub mod due;
pub mod logo;
pub mod report;
pub mod template;
