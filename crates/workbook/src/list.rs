//! 工单列表 as a workbook: what a list shows, in its columns.

use domain::{Moment, Refusal, TicketRow, list::ListColumn, personal::Shown};
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use crate::{
    detail::days,
    problem,
    style::{HEAD, begin, filters, instant, number},
};

/// What a ticket says in a column.
enum Cell {
    Text(String),
    At(Option<Moment>),
    Count(i64),
    Hours(i64),
}

/// How wide a column is, in characters.
const fn wide(column: ListColumn) -> f64 {
    match column {
        ListColumn::Number => 15.0,
        ListColumn::Name | ListColumn::AccountNumber | ListColumn::Acknowledged | ListColumn::FollowUp => {
            12.0
        }
        ListColumn::Phone
        | ListColumn::Crew
        | ListColumn::Channel
        | ListColumn::FirstReceiver
        | ListColumn::Fault => 14.0,
        ListColumn::Community => 18.0,
        ListColumn::Address | ListColumn::Summary => 36.0,
        ListColumn::ReceivedAt
        | ListColumn::RaisedAt
        | ListColumn::Due
        | ListColumn::HandedOverAt
        | ListColumn::AppointedAt
        | ListColumn::ArrivedAt
        | ListColumn::RepairedAt
        | ListColumn::RepliedAt
        | ListColumn::TotalLimit
        | ListColumn::EndedAt => 17.0,
        _ => 10.0,
    }
}

fn cell(column: ListColumn, row: &TicketRow) -> Cell {
    let text = |text: &str| Cell::Text(text.to_owned());
    match column {
        ListColumn::Number => text(&row.number),
        ListColumn::Service => text(row.service.zh()),
        ListColumn::Stage => text(row.stage.zh()),
        ListColumn::Channel => text(row.channel.zh()),
        ListColumn::FirstReceiver => text(&row.first_receiver),
        ListColumn::Area => text(row.area.zh()),
        ListColumn::Fault => text(row.fault.map_or("", domain::service::repair::Fault::zh)),
        ListColumn::ReceivedAt => Cell::At(Some(row.received_at)),
        ListColumn::RaisedAt => Cell::At(Some(row.raised_at)),
        ListColumn::Name => text(&row.name),
        ListColumn::Phone => text(&row.phone),
        ListColumn::AccountNumber => text(&row.account_number),
        ListColumn::Community => text(&row.community),
        ListColumn::Address => text(&row.address),
        ListColumn::Summary => text(&row.summary),
        ListColumn::Crew => text(row.crew.as_deref().unwrap_or_default()),
        ListColumn::Due => Cell::At(row.next_limit),
        ListColumn::HandedOverAt => Cell::At(row.handed_over_at),
        ListColumn::AppointedAt => Cell::At(row.appointed_at),
        ListColumn::ArrivedAt => Cell::At(row.arrived_at),
        ListColumn::RepairedAt => Cell::At(row.repaired_at),
        ListColumn::RepliedAt => Cell::At(row.replied_at),
        ListColumn::TotalLimit => Cell::At(row.total_limit),
        ListColumn::Extensions => Cell::Count(row.extensions),
        ListColumn::Returns => Cell::Count(row.returns),
        ListColumn::Urges => Cell::Count(row.urges),
        ListColumn::Supervisions => Cell::Count(row.supervisions),
        ListColumn::Acknowledged => text(row.acknowledged.map_or("", domain::acknowledgement::Way::zh)),
        ListColumn::FollowUp => text(
            row.follow_up
                .map_or("", domain::service::step::FollowUpOutcome::zh),
        ),
        ListColumn::Hours => Cell::Hours(row.verified_minutes.unwrap_or(row.claimed_minutes)),
        ListColumn::Violations => Cell::Count(i64::try_from(row.violations.len()).unwrap_or(i64::MAX)),
        ListColumn::EndedAt => Cell::At(row.ended_at),
    }
}

/// The tickets of a list in these columns, as XLSX. `title` stands above them. `told` hears how many rows stand in the file, and ends
/// the work by refusing.
///
/// # Errors
/// What `told` refuses; `file_problem`, which no list causes.
pub fn list(
    title: &str,
    company: &str,
    columns: &[ListColumn],
    rows: &Shown<Vec<TicketRow>>,
    told: &mut dyn FnMut(usize) -> Result<(), Refusal>,
) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(title).set_company(company));
    let heads: Vec<(&str, f64)> = columns
        .iter()
        .map(|column| (column.zh(), wide(*column)))
        .collect();
    let sheet = book.add_worksheet();
    begin(sheet, title, "工单列表", &heads).map_err(|error| problem(&error))?;
    let (at, hours) = (instant(), number("0.0"));
    for (stand, (line, row)) in (1..).zip((HEAD + 1..).zip(rows.iter())) {
        for (place, column) in (0_u16..).zip(columns) {
            put(sheet, (line, place), cell(*column, row), &at, &hours).map_err(|error| problem(&error))?;
        }
        told(stand)?;
    }
    filters(sheet, columns.len(), rows.len()).map_err(|error| problem(&error))?;
    book.save_to_buffer().map_err(|error| problem(&error))
}

fn put(
    sheet: &mut Worksheet,
    (line, place): (u32, u16),
    cell: Cell,
    at: &Format,
    hours: &Format,
) -> Result<(), XlsxError> {
    match cell {
        // Always text, whatever it begins with.
        Cell::Text(text) => sheet.write_string(line, place, text)?,
        Cell::At(Some(moment)) => sheet.write_number_with_format(line, place, days(moment), at)?,
        Cell::At(None) => return Ok(()),
        #[allow(clippy::cast_precision_loss, reason = "a count of a ticket's steps")]
        Cell::Count(count) => sheet.write_number(line, place, count as f64)?,
        #[allow(clippy::cast_precision_loss, reason = "minutes of one ticket's work")]
        Cell::Hours(minutes) => sheet.write_number_with_format(line, place, minutes as f64 / 60.0, hours)?,
    };
    Ok(())
}
