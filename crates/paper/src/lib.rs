//! Pages: figures and facts in, PDF bytes out. Layout is data ([`Sheet`]); one file (`pdf.rs`) names printpdf.
//!
//! The same data always makes the same bytes. Deliberately absent: clocks, files, any amount of money.

pub mod acknowledgement;
mod archive;
pub mod batch;
pub mod chart;
mod content;
pub mod daily;
pub mod delivery_record;
mod delivery_trips;
pub mod event_record;
pub mod extension_approval;
mod file;
pub mod flow;
pub mod font;
pub mod form;
mod glyphs;
pub mod hours;
pub mod key_sheet;
pub mod leak_result;
pub mod left_notice;
mod office;
mod parallel;
mod pdf;
mod picture;
mod qr;
pub mod reminder_notice;
pub mod reply;
pub mod report;
mod sections;
pub mod sheet;
pub mod shift;
pub mod structure;
pub mod text;
mod tree;
pub mod water_report;
pub mod work_order;
pub mod work_order_half;

pub use form::Form;
pub use pdf::{RenderedPdf, render_pdf};
pub use picture::Picture;
pub use sheet::PdfDocument;
