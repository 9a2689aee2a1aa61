//! How sheets look and print.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// The row of the column heads; the title stands above it.
pub(crate) const HEAD: u32 = 2;

/// A column: its head and how wide it is, in characters.
pub(crate) type ColumnLayout<'a> = (&'a str, f64);

pub(crate) fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xEC_F1_F6))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// A number shown in a way of its own.
pub(crate) fn number_format(shown: &str) -> Format {
    Format::new().set_num_format(shown)
}

/// Instants as Excel holds them: days since 1899-12-30, local time.
pub(crate) fn instant_format() -> Format {
    number_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left)
}

/// Title, heads, what stays on the screen, how it prints: A4 landscape, as wide as the page, the heads on every page.
pub(crate) fn begin_sheet(
    sheet: &mut Worksheet,
    title: &str,
    name: &str,
    columns: &[ColumnLayout],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let large = Format::new().set_bold().set_font_size(14.0);
    sheet.write_string_with_format(0, 0, title, &large)?;
    let head = head_format();
    for (place, (text, wide)) in (0_u16..).zip(columns) {
        sheet.set_column_width(place, *wide)?;
        sheet.write_string_with_format(HEAD, place, *text, &head)?;
    }
    if !columns.is_empty() {
        sheet.set_row_height(HEAD, 20)?;
        sheet.set_freeze_panes(HEAD + 1, 0)?;
        sheet.set_repeat_rows(HEAD, HEAD)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&R第 &P 页 共 &N 页");
    Ok(())
}

/// Filters over the rows behind the heads.
pub(crate) fn add_filters(sheet: &mut Worksheet, columns: usize, rows: usize) -> Result<(), XlsxError> {
    let (last_row, last_column) = (
        to_row_count(rows),
        u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX),
    );
    if rows > 0 {
        sheet.autofilter(HEAD, 0, HEAD + last_row, last_column)?;
    }
    Ok(())
}

/// A count as a place in a sheet; no month has more rows than a sheet.
pub(crate) fn to_row_count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
