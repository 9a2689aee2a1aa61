//! Rows of the office's own sheet that could not be taken, each with its reason, to be corrected and brought again.

use domain::{Code, Refusal};
use rust_xlsxwriter::{Color, DocProperties, Format, Workbook, XlsxError};

use crate::style::{HEAD, add_filters, begin_sheet};

/// The head of the column that is added. One of that name that is there already says why a row was left out before.
const REASON: &str = "原因";
/// How wide a column is, in characters.
const WIDE: f64 = 18.0;
const REASON_WIDE: f64 = 48.0;

/// Rows with their heads and reasons as XLSX, every cell as text: an account number keeps its zeros. `title` stands above them.
///
/// # Errors
/// `file_problem`, which no sheet causes that could be read.
pub fn build_rejected_xlsx(
    title: &str,
    company: &str,
    heads: &[String],
    rows: &[(&[String], String)],
) -> Result<Vec<u8>, Refusal> {
    write_rejected_rows(title, company, heads, rows)
        .map_err(|error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string()))
}

fn write_rejected_rows(
    title: &str,
    company: &str,
    heads: &[String],
    rows: &[(&[String], String)],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_company(company));
    let kept: Vec<(usize, &str)> = heads
        .iter()
        .map(String::as_str)
        .enumerate()
        .filter(|(_, head)| *head != REASON)
        .collect();
    let mut columns: Vec<(&str, f64)> = kept.iter().map(|(_, head)| (*head, WIDE)).collect();
    columns.push((REASON, REASON_WIDE));
    let sheet = book.add_worksheet();
    begin_sheet(sheet, title, "未导入的行", &columns)?;
    let (text, red) = (
        Format::new().set_num_format("@"),
        Format::new().set_font_color(Color::RGB(0xA8_07_1A)),
    );
    for (line, (cells, reason)) in (HEAD + 1..).zip(rows) {
        let mut place = 0_u16;
        for (column, _) in &kept {
            if let Some(cell) = cells.get(*column).filter(|cell| !cell.is_empty()) {
                sheet.write_string_with_format(line, place, cell, &text)?;
            }
            place += 1;
        }
        sheet.write_string_with_format(line, place, reason, &red)?;
    }
    add_filters(sheet, columns.len(), rows.len())?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_reason_is_added_and_an_old_one_goes() {
        let heads = ["户号", "原因", "户名"].map(str::to_owned);
        let cells = ["0012", "从前的原因", "=甲"].map(str::to_owned);
        let bytes =
            build_rejected_xlsx("题", "公司", &heads, &[(&cells, "详细地址：没有填写".to_owned())]).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range("未导入的行").unwrap();
        let row = |row: u32| -> Vec<String> {
            (0..3)
                .map(|column| sheet.get_value((row, column)).unwrap_or(&Data::Empty).to_string())
                .collect()
        };
        assert_eq!(row(2), ["户号", "户名", "原因"]);
        assert_eq!(row(3), ["0012", "=甲", "详细地址：没有填写"]);
    }
}
