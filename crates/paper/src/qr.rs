//! QR codes as filled squares.

use qrcode::{EcLevel, QrCode};

use pdf::sheet::{Ink, PageMark};

/// Marks of a code of `side` millimetres with its top left corner at `at`. A text too long for a code makes
/// none.
pub(crate) fn build_qr_marks(text: &str, at: (f64, f64), side: f64) -> Vec<PageMark> {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M) else {
        return Vec::new();
    };
    let width = code.width();
    #[allow(clippy::cast_precision_loss, reason = "a code is at most 177 modules wide")]
    let module = side / width as f64;
    let colors = code.to_colors();
    let mut marks = Vec::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row
                .iter()
                .skip(x)
                .take_while(|color| **color == qrcode::Color::Dark)
                .count();
            if run > 0 {
                #[allow(clippy::cast_precision_loss, reason = "as above")]
                let (left, top, long) = (x as f64 * module, y as f64 * module, run as f64 * module);
                // A hair taller, so that no white line shows between rows.
                let size = (long, module + 0.01);
                marks.push(PageMark::Fill {
                    at: (at.0 + left, at.1 + top),
                    size,
                    ink: Ink::Black,
                });
            }
            x += run + 1;
        }
    }
    marks
}
