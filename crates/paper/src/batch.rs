//! Many forms in one document: each with the page numbers and the foot it has alone, a bookmark where it begins, and a last page
//! that names what could not be printed.

use domain::{Moment, settings::Settings};

use crate::{
    Form, Sheet,
    flow::{Align, Flow, column},
    sheet::{Ink, Mark, Page},
    text::clip,
    work_order_half,
};

/// A form as it is printed alone, or two on one page.
pub struct Part {
    /// The ticket's number and the form's name, for the bookmark; of two forms both.
    pub titles: Vec<String>,
    /// The form.
    pub sheet: Sheet,
    /// Whether every page says that it is a copy without the signature of the file printed alone.
    pub copy: bool,
}

/// A ticket that does not have the form.
pub struct Without {
    /// Its number.
    pub number: String,
    /// Its service.
    pub service: String,
    /// Its stage.
    pub stage: String,
    /// Why, in words.
    pub why: String,
}

/// What a batch is made from.
pub struct Input<'a> {
    /// What the document is called.
    pub title: &'a str,
    /// Forms in their order.
    pub parts: Vec<Part>,
    /// Tickets that do not have the form, so that nothing is lost silently.
    pub without: &'a [Without],
    /// The company.
    pub settings: &'a Settings,
    /// When it is printed.
    pub now: Moment,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// What a copy says at its head.
const COPY: &str = "副本：本页没有电子签名，仅供查阅；作为凭证的，请在工单中单独打印。";

/// The document.
#[must_use]
pub fn sheet(input: Input) -> Sheet {
    let mut all = Flow::new(Page::a4(), 18.0).bare(input.title, &input.settings.company, input.now);
    all.pages.clear();
    for mut part in input.parts {
        if let Some(page) = part.sheet.pages.first_mut() {
            page.bookmarks.splice(0..0, part.titles);
        }
        if part.copy {
            part.sheet.pages.iter_mut().for_each(copy);
        }
        all.append(part.sheet);
    }
    if !input.without.is_empty() {
        all.append(without(
            input.title,
            input.without,
            input.settings,
            (input.now, input.not_original),
        ));
    }
    all
}

/// 派工单 of one or two tickets on one page.
#[must_use]
pub fn halves(forms: &[Form]) -> Part {
    let titles = forms.iter().map(|form| format!("{} 派工单", form.ticket.number));
    Part {
        titles: titles.collect(),
        sheet: work_order_half::sheet(forms),
        copy: false,
    }
}

/// Stands beside what the page says, like its foot.
fn copy(page: &mut Page) {
    let text = clip(COPY, 8.0, true, 150.0);
    let mark = Mark::Text {
        x: 18.0,
        y: 13.5,
        size: 8.0,
        bold: true,
        ink: Ink::Black,
        text,
    };
    page.put(mark, None);
}

fn without(
    title: &str,
    rows: &[Without],
    settings: &Settings,
    (now, not_original): (Moment, Option<&str>),
) -> Sheet {
    let mut flow = Flow::new(Page::a4(), 18.0);
    flow.chapter("以下工单没有该表单");
    flow.paragraph(9.5, Ink::Black, &format!("共 {} 张，没有打印。", rows.len()));
    flow.gap(2.0);
    let columns = [
        column("工单", 40.0, Align::Left),
        column("服务", 32.0, Align::Left),
        column("环节", 34.0, Align::Left),
        column("原因", 68.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|it| {
            vec![
                it.number.clone(),
                it.service.clone(),
                it.stage.clone(),
                it.why.clone(),
            ]
        })
        .collect();
    flow.table(&columns, 9.0, &rows);
    flow.finish(
        &format!("{title}（未打印）"),
        &settings.company,
        now,
        not_original,
    )
}
