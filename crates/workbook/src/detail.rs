//! The month's tickets, and the limits that were missed.

use domain::{Moment, TicketRow, moment::duration_zh};
use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::{
    WorkbookInput,
    style::{ColumnLayout, HEAD, add_filters, begin_sheet, instant_format},
};

const TICKETS: [ColumnLayout<'_>; 18] = [
    ("工单", 15.0),
    ("服务类别", 11.0),
    ("环节", 10.0),
    ("接报渠道", 13.0),
    ("接报时间", 17.0),
    ("发起表单", 17.0),
    ("用户", 12.0),
    ("户号", 12.0),
    ("区域", 8.0),
    ("小区", 16.0),
    ("地址", 34.0),
    ("事项", 34.0),
    ("班组", 14.0),
    ("转派", 17.0),
    ("到场", 17.0),
    ("维修完成", 17.0),
    ("回复", 17.0),
    ("了结", 17.0),
];

/// What a ticket says in each column: a text, or an instant.
pub(crate) enum DetailCell {
    Text(String),
    At(Option<Moment>),
}

/// The heads of the detail, as the sheet and the CSV have them.
pub(crate) fn list_detail_heads() -> impl Iterator<Item = &'static str> {
    TICKETS.iter().map(|(head, _)| *head)
}

/// A ticket in the columns of the detail.
pub(crate) fn build_detail_cells(row: &TicketRow) -> [DetailCell; TICKETS.len()] {
    let text = |text: &str| DetailCell::Text(text.to_owned());
    let about = match row.fault {
        Some(fault) => fault.zh(),
        None => row.summary.as_str(),
    };
    [
        text(&row.number),
        text(row.service.zh()),
        text(row.stage.zh()),
        text(row.channel.zh()),
        DetailCell::At(Some(row.received_at)),
        DetailCell::At(Some(row.raised_at)),
        text(&row.name),
        text(&row.account_number),
        text(row.area.zh()),
        text(&row.community),
        text(&row.address),
        text(about),
        text(row.crew.as_deref().unwrap_or_default()),
        DetailCell::At(row.handed_over_at),
        DetailCell::At(row.arrived_at),
        DetailCell::At(row.repaired_at),
        DetailCell::At(row.replied_at),
        DetailCell::At(row.ended_at),
    ]
}

/// The tickets received in the span.
pub(crate) fn list_received_tickets<'a>(input: &WorkbookInput<'a>) -> impl Iterator<Item = &'a TicketRow> {
    let of = |month: &'a crate::MonthRows| {
        month
            .rows
            .iter()
            .filter(|row| month.period.has_moment(row.received_at))
    };
    input.months.iter().flat_map(of)
}

pub(crate) fn write_tickets_sheet(sheet: &mut Worksheet, input: &WorkbookInput) -> Result<(), XlsxError> {
    begin_sheet(sheet, &input.sheet_title("工单明细"), "工单明细", &TICKETS)?;
    let at = instant_format();
    let mut rows = 0;
    for (line, row) in (HEAD + 1..).zip(list_received_tickets(input)) {
        rows += 1;
        for (column, cell) in (0_u16..).zip(build_detail_cells(row)) {
            match cell {
                // Always text, whatever it begins with.
                DetailCell::Text(text) => sheet.write_string(line, column, text)?,
                DetailCell::At(Some(moment)) => {
                    sheet.write_number_with_format(line, column, to_spreadsheet_days(moment), &at)?
                }
                DetailCell::At(None) => continue,
            };
        }
    }
    add_filters(sheet, TICKETS.len(), rows)
}

const OVERDUE: [ColumnLayout<'_>; 8] = [
    ("工单", 15.0),
    ("时限", 14.0),
    ("到期", 17.0),
    ("完成", 17.0),
    ("超时", 18.0),
    ("班组", 14.0),
    ("地址", 40.0),
    ("超时原因", 40.0),
];

pub(crate) fn write_overdue_sheet(sheet: &mut Worksheet, input: &WorkbookInput) -> Result<(), XlsxError> {
    begin_sheet(sheet, &input.sheet_title("超时清单"), "超时清单", &OVERDUE)?;
    let at = instant_format();
    let missed = &input.report.overdue;
    for (line, one) in (HEAD + 1..).zip(missed) {
        sheet.write_string(line, 0, &one.number)?;
        sheet.write_string(line, 1, one.clock.zh())?;
        sheet.write_number_with_format(line, 2, to_spreadsheet_days(one.limit), &at)?;
        match one.ended_at {
            Some(ended) => sheet.write_number_with_format(line, 3, to_spreadsheet_days(ended), &at)?,
            None => sheet.write_string(line, 3, "未完成")?,
        };
        sheet.write_string(line, 4, duration_zh(one.late))?;
        sheet.write_string(line, 5, one.crew.as_deref().unwrap_or_default())?;
        sheet.write_string(line, 6, &one.address)?;
        sheet.write_string(line, 7, &one.reason)?;
    }
    add_filters(sheet, OVERDUE.len(), missed.len())?;
    if missed.is_empty() {
        sheet.write_string(HEAD + 1, 0, format!("{}没有超时。", input.report.this_zh))?;
    }
    Ok(())
}

/// Days since 1899-12-30 in local time, as spreadsheets count.
pub(crate) fn to_spreadsheet_days(at: Moment) -> f64 {
    const EIGHT_HOURS: i64 = 8 * 3_600_000;
    const DAY: f64 = 86_400_000.0;
    const EPOCH: f64 = 25_569.0;
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double for 285,000 years"
    )]
    let milliseconds = (at.0 + EIGHT_HOURS) as f64;
    EPOCH + milliseconds / DAY
}
