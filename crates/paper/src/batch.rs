//! Many forms in one document: each with the page numbers and the foot it has alone, a bookmark where it begins, and a last page
//! that names what could not be printed.

use domain::{Moment, settings::Settings};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign, table_column},
    sheet::{DocumentPage, Ink, PageMark},
    text::clip_text,
};

use crate::{Form, work_order_half};

/// A form as it is printed alone, or two on one page.
pub struct BatchPart {
    /// The ticket's number and the form's name, for the bookmark; of two forms both.
    pub titles: Vec<String>,
    /// The form.
    pub sheet: PdfDocument,
    /// Whether every page says that it is a copy without the signature of the file printed alone.
    pub copy: bool,
}

/// A ticket that does not have the form.
pub struct TicketWithoutForm {
    pub number: String,
    pub service: String,
    pub stage: String,
    pub why: String,
}

/// What a batch is made from.
pub struct BatchInput<'a> {
    /// What the document is called.
    pub title: &'a str,
    /// Forms in their order.
    pub parts: Vec<BatchPart>,
    /// Tickets that do not have the form, so that nothing is lost silently.
    pub without: &'a [TicketWithoutForm],
    /// The company.
    pub settings: &'a Settings,
    /// When it is printed.
    pub now: Moment,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// What a copy says at its head.
const COPY: &str = "副本：本页没有电子签名，仅供查阅；作为凭证的，请在工单中单独打印。";

#[must_use]
pub fn lay_out_batch(input: BatchInput) -> PdfDocument {
    let mut all = Flow::new(DocumentPage::a4_portrait(), 18.0).finish_without_footers(
        input.title,
        &input.settings.company,
        input.now,
    );
    all.pages.clear();
    for mut part in input.parts {
        if let Some(page) = part.sheet.pages.first_mut() {
            page.bookmarks.splice(0..0, part.titles);
        }
        if part.copy {
            part.sheet.pages.iter_mut().for_each(mark_as_copy);
        }
        all.append_document(part.sheet);
    }
    if !input.without.is_empty() {
        all.append_document(lay_out_unprinted_list(
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
pub fn build_half_order_part(forms: &[Form]) -> BatchPart {
    let titles = forms.iter().map(|form| format!("{} 派工单", form.ticket.number));
    BatchPart {
        titles: titles.collect(),
        sheet: work_order_half::lay_out_half_orders(forms),
        copy: false,
    }
}

/// Stands beside what the page says, like its foot.
fn mark_as_copy(page: &mut DocumentPage) {
    let text = clip_text(COPY, 8.0, true, 150.0);
    let mark = PageMark::Text {
        x: 18.0,
        y: 13.5,
        size: 8.0,
        bold: true,
        ink: Ink::Black,
        text,
    };
    page.add_mark(mark, None);
}

fn lay_out_unprinted_list(
    title: &str,
    rows: &[TicketWithoutForm],
    settings: &Settings,
    (now, not_original): (Moment, Option<&str>),
) -> PdfDocument {
    let mut flow = Flow::new(DocumentPage::a4_portrait(), 18.0);
    flow.begin_chapter("以下工单没有该表单");
    flow.write_paragraph(9.5, Ink::Black, &format!("共 {} 张，没有打印。", rows.len()));
    flow.add_gap(2.0);
    let columns = [
        table_column("工单", 40.0, TextAlign::Left),
        table_column("服务", 32.0, TextAlign::Left),
        table_column("环节", 34.0, TextAlign::Left),
        table_column("原因", 68.0, TextAlign::Left),
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
    flow.write_table(&columns, 9.0, &rows);
    flow.finish_with_footers(
        &format!("{title}（未打印）"),
        &settings.company,
        now,
        not_original,
    )
}
