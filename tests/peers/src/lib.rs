//! The pages both Rust programs draw: the same marks at the same places.

use domain::Moment;
use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign, table_column},
    sheet::{DocumentPage, Ink, PageMark},
    structure::StructureTag,
    text::wrap_text,
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
pub fn sheet(data: &Data, report: bool) -> PdfDocument {
    if report { table(data) } else { form(data) }
}

fn table(data: &Data) -> PdfDocument {
    let mut flow = Flow::new(DocumentPage::a4_portrait(), 18.0);
    flow.begin_chapter(&data.title);
    let columns: Vec<_> = data
        .columns
        .iter()
        .map(|(head, width)| table_column(head, *width, TextAlign::Left))
        .collect();
    flow.write_table(&columns, 7.5, &data.rows);
    let mut sheet = flow.finish_with_footers(&data.title, &data.company, Moment(1_790_000_000_000), None);
    for page in &mut sheet.pages {
        page.marks.push(PageMark::Text {
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

fn form(data: &Data) -> PdfDocument {
    let mut flow = Flow::new(DocumentPage::a4_portrait(), 18.0);
    flow.begin_chapter(&data.title);
    for (label, value) in &data.fields {
        let lines = wrap_text(value, 10.0, false, 138.0);
        flow.write_tagged(StructureTag::Paragraph, |flow| {
            let (left, mut y) = (flow.left, flow.y + 5.0);
            flow.draw_text(left, y, 10.0, false, Ink::Grey, TextAlign::Left, label);
            for line in &lines {
                flow.draw_text(left + 36.0, y, 10.0, false, Ink::Black, TextAlign::Left, line);
                y += 5.3;
            }
            flow.y = y - 3.0;
        });
        let (from, to) = ((flow.left, flow.y), (flow.right, flow.y));
        flow.draw_mark(PageMark::Line {
            from,
            to,
            width: 0.1,
            ink: Ink::Line,
            dashed: false,
        });
    }
    flow.add_gap(3.0);
    flow.write_paragraph(10.0, Ink::Black, &data.note);
    flow.finish_with_footers(&data.title, &data.company, Moment(1_790_000_000_000), None)
}
