//! 工单列表 as a workbook: what a list shows, in its columns.

use domain::{Moment, Refusal, TicketRow, list::TicketColumn, personal::VisibleValue};
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use crate::{
    detail::to_spreadsheet_days,
    style::{HEAD, add_filters, begin_sheet, instant_format, number_format},
    xlsx_refusal,
};

/// What a ticket says in a column.
enum ListCell {
    Text(String),
    At(Option<Moment>),
    Count(i64),
    Hours(i64),
}

/// How wide a column is, in characters.
const fn column_width(column: TicketColumn) -> f64 {
    match column {
        TicketColumn::Number => 15.0,
        TicketColumn::Name
        | TicketColumn::AccountNumber
        | TicketColumn::Acknowledged
        | TicketColumn::FollowUp => 12.0,
        TicketColumn::Phone
        | TicketColumn::Crew
        | TicketColumn::Channel
        | TicketColumn::FirstReceiver
        | TicketColumn::Fault => 14.0,
        TicketColumn::Community => 18.0,
        TicketColumn::Address | TicketColumn::Summary => 36.0,
        TicketColumn::ReceivedAt
        | TicketColumn::RaisedAt
        | TicketColumn::Due
        | TicketColumn::HandedOverAt
        | TicketColumn::AppointedAt
        | TicketColumn::ArrivedAt
        | TicketColumn::RepairedAt
        | TicketColumn::RepliedAt
        | TicketColumn::TotalLimit
        | TicketColumn::EndedAt => 17.0,
        _ => 10.0,
    }
}

fn build_list_cell(column: TicketColumn, row: &TicketRow) -> ListCell {
    let text = |text: &str| ListCell::Text(text.to_owned());
    match column {
        TicketColumn::Number => text(&row.number),
        TicketColumn::Service => text(row.service.zh()),
        TicketColumn::Stage => text(row.stage.zh()),
        TicketColumn::Channel => text(row.channel.zh()),
        TicketColumn::FirstReceiver => text(&row.first_receiver),
        TicketColumn::Area => text(row.area.zh()),
        TicketColumn::Fault => text(row.fault.map_or("", domain::service::repair::RepairFault::zh)),
        TicketColumn::ReceivedAt => ListCell::At(Some(row.received_at)),
        TicketColumn::RaisedAt => ListCell::At(Some(row.raised_at)),
        TicketColumn::Name => text(&row.name),
        TicketColumn::Phone => text(&row.phone),
        TicketColumn::AccountNumber => text(&row.account_number),
        TicketColumn::Community => text(&row.community),
        TicketColumn::Address => text(&row.address),
        TicketColumn::Summary => text(&row.summary),
        TicketColumn::Crew => text(row.crew.as_deref().unwrap_or_default()),
        TicketColumn::Due => ListCell::At(row.next_limit),
        TicketColumn::HandedOverAt => ListCell::At(row.handed_over_at),
        TicketColumn::AppointedAt => ListCell::At(row.appointed_at),
        TicketColumn::ArrivedAt => ListCell::At(row.arrived_at),
        TicketColumn::RepairedAt => ListCell::At(row.repaired_at),
        TicketColumn::RepliedAt => ListCell::At(row.replied_at),
        TicketColumn::TotalLimit => ListCell::At(row.total_limit),
        TicketColumn::Extensions => ListCell::Count(row.extensions),
        TicketColumn::Returns => ListCell::Count(row.returns),
        TicketColumn::Urges => ListCell::Count(row.urges),
        TicketColumn::Supervisions => ListCell::Count(row.supervisions),
        TicketColumn::Acknowledged => text(
            row.acknowledged
                .map_or("", domain::acknowledgement::AnswerKind::zh),
        ),
        TicketColumn::FollowUp => text(
            row.follow_up
                .map_or("", domain::service::step::FollowUpOutcome::zh),
        ),
        TicketColumn::Hours => ListCell::Hours(row.verified_minutes.unwrap_or(row.claimed_minutes)),
        TicketColumn::Violations => ListCell::Count(i64::try_from(row.violations.len()).unwrap_or(i64::MAX)),
        TicketColumn::EndedAt => ListCell::At(row.ended_at),
    }
}

/// The tickets of a list in these columns, as XLSX. `title` stands above them. `told` hears how many rows stand in the file, and ends
/// the work by refusing.
///
/// # Errors
/// What `told` refuses; `file_problem`, which no list causes.
pub fn build_list_xlsx(
    title: &str,
    company: &str,
    columns: &[TicketColumn],
    rows: &VisibleValue<Vec<TicketRow>>,
    told: &mut dyn FnMut(usize) -> Result<(), Refusal>,
) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_company(company));
    let heads: Vec<(&str, f64)> = columns
        .iter()
        .map(|column| (column.zh(), column_width(*column)))
        .collect();
    let sheet = book.add_worksheet();
    begin_sheet(sheet, title, "工单列表", &heads).map_err(|error| xlsx_refusal(&error))?;
    let (at, hours) = (instant_format(), number_format("0.0"));
    for (stand, (line, row)) in (1..).zip((HEAD + 1..).zip(rows.iter())) {
        for (place, column) in (0_u16..).zip(columns) {
            write_list_cell(sheet, (line, place), build_list_cell(*column, row), &at, &hours)
                .map_err(|error| xlsx_refusal(&error))?;
        }
        told(stand)?;
    }
    add_filters(sheet, columns.len(), rows.len()).map_err(|error| xlsx_refusal(&error))?;
    book.save_to_buffer().map_err(|error| xlsx_refusal(&error))
}

fn write_list_cell(
    sheet: &mut Worksheet,
    (line, place): (u32, u16),
    cell: ListCell,
    at: &Format,
    hours: &Format,
) -> Result<(), XlsxError> {
    match cell {
        // Always text, whatever it begins with.
        ListCell::Text(text) => sheet.write_string(line, place, text)?,
        ListCell::At(Some(moment)) => {
            sheet.write_number_with_format(line, place, to_spreadsheet_days(moment), at)?
        }
        ListCell::At(None) => return Ok(()),
        #[allow(clippy::cast_precision_loss, reason = "a count of a ticket's steps")]
        ListCell::Count(count) => sheet.write_number(line, place, count as f64)?,
        #[allow(clippy::cast_precision_loss, reason = "minutes of one ticket's work")]
        ListCell::Hours(minutes) => {
            sheet.write_number_with_format(line, place, minutes as f64 / 60.0, hours)?
        }
    };
    Ok(())
}
