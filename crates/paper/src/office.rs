//! What the office's own sheets share, which belong to no ticket: their head, lines to write on, the beginning of a long text.

use domain::settings::Settings;

use crate::{
    flow::{Align, Flow},
    sheet::{Ink, Mark, Page},
};

/// Begins a page with the company, the sheet's name and what it is about.
pub(crate) fn begin(page: Page, settings: &Settings, title: &str, about: &str) -> Flow {
    let mut flow = Flow::new(page, 18.0);
    let (left, right) = (flow.left, flow.right);
    let company = format!("{}　·　{}", settings.company, settings.brand);
    flow.text_at(left, 20.0, 9.5, false, Ink::Grey, Align::Left, &company);
    flow.text_at(left, 31.0, 20.0, true, Ink::Black, Align::Left, title);
    flow.y = 33.5;
    flow.paragraph(10.5, Ink::Grey, about);
    flow.gap(0.8);
    flow.mark(Mark::Line {
        from: (left, flow.y),
        to: (right, flow.y),
        width: 0.6,
        ink: Ink::Accent,
        dashed: false,
    });
    flow.gap(4.0);
    flow
}

/// Empty lines to write on.
pub(crate) fn lines(flow: &mut Flow, count: usize) {
    for _ in 0..count {
        flow.need(9.0);
        flow.gap(8.5);
        flow.mark(Mark::Line {
            from: (flow.left, flow.y),
            to: (flow.right, flow.y),
            width: 0.15,
            ink: Ink::Line,
            dashed: false,
        });
    }
    flow.gap(2.0);
}

/// The beginning of a long text: the ticket holds the rest.
pub(crate) fn brief(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}…")
}
