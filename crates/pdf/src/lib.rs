//! Pages as data in, bytes of a tagged and archival PDF out (ISO 32000, PDF/A, PDF/UA). One file (`render.rs`) names printpdf.
//!
//! The same data always makes the same bytes. Deliberately absent: what is printed (tickets, forms, reports: the crate `paper`), clocks, files.

mod archive;
mod content;
mod file;
pub mod flow;
pub mod font;
mod glyphs;
mod parallel;
mod picture;
mod render;
pub mod sheet;
pub mod structure;
pub mod text;
mod tree;

pub use picture::Picture;
pub use render::{RenderedPdf, render_pdf};
pub use sheet::PdfDocument;
