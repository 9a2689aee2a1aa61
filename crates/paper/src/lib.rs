//! The pages of the company: forms, records and reports, laid out as data that the crate `pdf` makes a file of.
//!
//! Deliberately absent: clocks, files, any amount of money; how a PDF is written.

pub mod acknowledgement;
pub mod batch;
pub mod chart;
pub mod daily;
pub mod delivery_record;
mod delivery_trips;
pub mod event_record;
pub mod extension_approval;
pub mod form;
pub mod hours;
pub mod key_sheet;
pub mod leak_result;
pub mod left_notice;
mod office;
mod qr;
pub mod reminder_notice;
pub mod reply;
pub mod report;
mod sections;
pub mod shift;
pub mod water_report;
pub mod work_order;
pub mod work_order_half;

pub use form::Form;
pub use pdf::{PdfDocument, Picture, RenderedPdf, render_pdf, text};
