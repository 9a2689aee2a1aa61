//! The pages both Rust programs draw: the same marks at the same places.

use domain::Moment;
use paper::{
    Sheet,
    flow::{Align, Flow, column},
    sheet::{Ink, Mark, Page},
    structure::Tag,
    text::wrap,
};
use serde::Deserialize;

/// What is printed.
#[derive(Deserialize)]
pub struct Data {
    pub title: String,
    pub company: String,
    pub columns: Vec<(String, f64)>,
    pub rows: Vec<Vec<String>>,
    pub fields: Vec<(String, String)>,
    pub note: String,
}

/// The arguments: data, where to write, `report` or `form`, and whether with tags.
pub fn arguments() -> (Data, String, bool, bool) {
    let all: Vec<String> = std::env::args().skip(1).collect();
    let data = std::fs::read(&all[0]).unwrap();
    let tagged = all[3] == "tagged";
    (
        serde_json::from_slice(&data).unwrap(),
        all[1].clone(),
        all[2] == "report",
        tagged,
    )
}

/// The pages.
pub fn sheet(data: &Data, report: bool) -> Sheet {
    if report { table(data) } else { form(data) }
}

fn table(data: &Data) -> Sheet {
    let mut flow = Flow::new(Page::a4(), 18.0);
    flow.chapter(&data.title);
    let columns: Vec<_> = data
        .columns
        .iter()
        .map(|(head, width)| column(head, *width, Align::Left))
        .collect();
    flow.table(&columns, 7.5, &data.rows);
    let mut sheet = flow.finish(&data.title, &data.company, Moment(1_790_000_000_000), false);
    for page in &mut sheet.pages {
        page.marks.push(Mark::Text {
            x: 18.0,
            y: 12.0,
            size: 8.0,
            bold: false,
            ink: Ink::Grey,
            text: data.title.clone(),
        });
    }
    sheet
}

fn form(data: &Data) -> Sheet {
    let mut flow = Flow::new(Page::a4(), 18.0);
    flow.chapter(&data.title);
    for (label, value) in &data.fields {
        let lines = wrap(value, 10.0, false, 138.0);
        flow.tagged(Tag::Paragraph, |flow| {
            let (left, mut y) = (flow.left, flow.y + 5.0);
            flow.text_at(left, y, 10.0, false, Ink::Grey, Align::Left, label);
            for line in &lines {
                flow.text_at(left + 36.0, y, 10.0, false, Ink::Black, Align::Left, line);
                y += 5.3;
            }
            flow.y = y - 3.0;
        });
        let (from, to) = ((flow.left, flow.y), (flow.right, flow.y));
        flow.mark(Mark::Line {
            from,
            to,
            width: 0.1,
            ink: Ink::Line,
            dashed: false,
        });
    }
    flow.gap(3.0);
    flow.paragraph(10.0, Ink::Black, &data.note);
    flow.finish(&data.title, &data.company, Moment(1_790_000_000_000), false)
}
