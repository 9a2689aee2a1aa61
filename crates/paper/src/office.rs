//! What the office's own sheets share, which belong to no ticket: their head, lines to write on, the beginning of a long text.

use domain::settings::Settings;

use pdf::{
    flow::{Flow, TextAlign},
    sheet::{DocumentPage, Ink, PageMark},
};

/// Begins a page with the company, the sheet's name and what it is about.
pub(crate) fn begin_office_page(page: DocumentPage, settings: &Settings, title: &str, about: &str) -> Flow {
    let mut flow = Flow::new(page, 18.0);
    let (left, right) = (flow.left, flow.right);
    let company = format!("{}　·　{}", settings.company, settings.brand);
    flow.draw_text(left, 20.0, 9.5, false, Ink::Grey, TextAlign::Left, &company);
    flow.draw_text(left, 31.0, 20.0, true, Ink::Black, TextAlign::Left, title);
    flow.y = 33.5;
    flow.write_paragraph(10.5, Ink::Grey, about);
    flow.add_gap(0.8);
    flow.draw_mark(PageMark::Line {
        from: (left, flow.y),
        to: (right, flow.y),
        width: 0.6,
        ink: Ink::Accent,
        dashed: false,
    });
    flow.add_gap(4.0);
    flow
}

/// Empty lines to write on.
pub(crate) fn draw_writing_lines(flow: &mut Flow, count: usize) {
    for _ in 0..count {
        flow.ensure_height(9.0);
        flow.add_gap(8.5);
        flow.draw_mark(PageMark::Line {
            from: (flow.left, flow.y),
            to: (flow.right, flow.y),
            width: 0.15,
            ink: Ink::Line,
            dashed: false,
        });
    }
    flow.add_gap(2.0);
}

/// The beginning of a long text: the ticket holds the rest.
pub(crate) fn shorten_text(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}…")
}
