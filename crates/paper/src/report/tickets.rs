//! The month's tickets, and which of them each figure counts: so that a figure on paper can be followed by list number.

use std::fmt::Write as _;

use domain::{
    Moment, TicketRow,
    report::{
        CountingPeriod, DEFINITIONS, FigureUnit, Report, ReportSection, compute_contribution,
        definition::FigureDefinition,
    },
    service::repair::RepairFault,
};

use super::ReportInput;
use pdf::{
    flow::{Flow, TableColumn, TextAlign, table_column},
    sheet::{DocumentPage, Ink},
};

use crate::form::or_empty;

/// Every ticket that counts in the month or was received in it, service by service: the order of the list numbers.
pub(super) fn list_report_tickets<'a>(input: &ReportInput<'a>) -> Vec<&'a TicketRow> {
    let period = build_report_period(input.report);
    let counts = |row: &&TicketRow| {
        period.has_moment(row.received_at) || DEFINITIONS.iter().any(|it| (it.counts)(row, &period).is_some())
    };
    let mut rows: Vec<&TicketRow> = input.rows.iter().filter(counts).collect();
    rows.sort_by_key(|row| (row.service, row.received_at, row.id));
    rows
}

const fn build_report_period(report: &Report) -> CountingPeriod {
    CountingPeriod {
        from: report.from,
        to: report.to,
        now: report.counted_at,
    }
}

/// The tickets of all services, on pages that lie on their side.
pub(super) fn write_ticket_list(flow: &mut Flow, input: &ReportInput, rows: &[&TicketRow]) {
    if input.report.kind != domain::report::SpanKind::Month {
        flow.begin_chapter(ReportSection::Detail.zh());
        return flow.write_paragraph(10.0, Ink::Black, "工单明细见各月的月度服务报告。");
    }
    if rows.is_empty() {
        flow.begin_chapter(ReportSection::Detail.zh());
        return flow.write_paragraph(10.0, Ink::Grey, "本月没有受理工单。");
    }
    flow.switch_page_shape(DocumentPage::a4_landscape());
    flow.begin_chapter(ReportSection::Detail.zh());
    let carried = rows
        .iter()
        .filter(|row| row.received_at < input.report.from)
        .count();
    let told = match carried {
        0 => format!("共 {} 张。", rows.len()),
        some => format!(
            "共 {} 张，其中 {some} 张为以前月份受理、本月仍有指标计入的工单。",
            rows.len()
        ),
    };
    flow.write_paragraph(9.0, Ink::Grey, &told);
    flow.add_gap(1.5);
    let columns: [TableColumn; 11] = [
        table_column("序号", 12.0, TextAlign::Right),
        table_column("工单", 23.0, TextAlign::Left),
        table_column("接报", 19.0, TextAlign::Left),
        table_column("用户", 20.0, TextAlign::Left),
        table_column("地址", 50.0, TextAlign::Left),
        table_column("服务与事项", 43.0, TextAlign::Left),
        table_column("班组", 21.0, TextAlign::Left),
        table_column("转派", 19.0, TextAlign::Left),
        table_column("到场", 19.0, TextAlign::Left),
        table_column("回复", 19.0, TextAlign::Left),
        table_column("环节", 16.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .zip(1..)
        .map(|(row, number)| build_ticket_cells(row, number).to_vec())
        .collect();
    flow.write_table(&columns, 7.5, &rows);
}

/// The tickets of a day, on an upright page.
pub(crate) fn write_day_list(flow: &mut Flow, rows: &[TicketRow]) {
    let columns: [TableColumn; 7] = [
        table_column("工单", 23.0, TextAlign::Left),
        table_column("接报", 19.0, TextAlign::Left),
        table_column("用户", 18.0, TextAlign::Left),
        table_column("地址", 40.0, TextAlign::Left),
        table_column("服务与事项", 38.0, TextAlign::Left),
        table_column("班组", 20.0, TextAlign::Left),
        table_column("环节", 16.0, TextAlign::Left),
    ];
    let row = |row: &TicketRow| {
        let [_, number, received, name, place, subject, crew, .., stage] = build_ticket_cells(row, 0);
        vec![number, received, name, place, subject, crew, stage]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    flow.write_table(&columns, 7.5, &rows);
}

fn build_ticket_cells(row: &TicketRow, number: usize) -> [String; 11] {
    let at = |at: Option<Moment>| or_empty(&at.map(format_day_and_time).unwrap_or_default()).to_owned();
    [
        number.to_string(),
        row.number.clone(),
        format_day_and_time(row.received_at),
        or_empty(&row.name).to_owned(),
        ticket_place(row).to_owned(),
        describe_subject(row),
        or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
        at(row.handed_over_at),
        at(row.arrived_at),
        at(row.replied_at),
        row.stage.zh().to_owned(),
    ]
}

/// Where a ticket is, or which community it is about.
pub(crate) fn ticket_place(row: &TicketRow) -> &str {
    if row.address.is_empty() {
        &row.community
    } else {
        &row.address
    }
}

/// `10-24 09:30`: the year stands on the page already.
fn format_day_and_time(at: Moment) -> String {
    at.date_time_text().chars().skip(5).collect()
}

/// How much of what it is about the table shows, in characters.
const SUBJECT: usize = 30;

/// The service and what it is about; where it was opened from.
fn describe_subject(row: &TicketRow) -> String {
    let about = row.fault.map_or_else(
        || cut_subject(&row.summary),
        |fault| RepairFault::zh(fault).to_owned(),
    );
    let from = row
        .opened_from_service
        .map(|service| format!("（由{}转来）", service.zh()))
        .unwrap_or_default();
    format!("{}：{about}{from}", row.service.zh())
}

fn cut_subject(text: &str) -> String {
    if text.chars().count() <= SUBJECT {
        return text.to_owned();
    }
    let start: String = text.chars().take(SUBJECT).collect();
    format!("{start}…")
}

/// Which tickets each figure counts, by list number; where the list is left out, by the tickets' own numbers.
pub(super) fn write_figure_tickets(flow: &mut Flow, input: &ReportInput, rows: &[&TicketRow]) {
    flow.begin_chapter(ReportSection::Behind.zh());
    if input.report.kind != domain::report::SpanKind::Month {
        return flow.write_paragraph(10.0, Ink::Black, "指标与工单的对照见各月的月度服务报告。");
    }
    let by_number = input.sections.contains(&ReportSection::Detail);
    let told = if by_number {
        "数字为“工单明细”中的序号；“1–5”为 1 至 5。比率分列计入分子的和只计入分母的工单，两者合计为分母。"
    } else {
        "数字为工单编号。比率分列计入分子的和只计入分母的工单，两者合计为分母。"
    };
    flow.write_paragraph(9.0, Ink::Grey, told);
    flow.add_gap(1.5);
    let period = build_report_period(input.report);
    let columns = [
        table_column("指标", 34.0, TextAlign::Left),
        table_column("计入", 18.0, TextAlign::Left),
        table_column("张数", 12.0, TextAlign::Right),
        table_column("工单", 110.0, TextAlign::Left),
    ];
    let mut lines = Vec::new();
    for definition in DEFINITIONS {
        for (what, places) in collect_counted_places(definition, rows, &period) {
            let names = if by_number {
                format_ranges(&places)
            } else {
                let numbers = places.iter().filter_map(|place| rows.get(place - 1));
                let numbers: Vec<&str> = numbers.map(|row| row.number.as_str()).collect();
                numbers.join("、")
            };
            lines.push(vec![
                definition.code.zh().to_owned(),
                what.to_owned(),
                places.len().to_string(),
                or_empty(&names).to_owned(),
            ]);
        }
    }
    flow.write_table(&columns, 7.5, &lines);
    flow.add_gap(3.0);
}

/// The places, from 1, of the tickets a figure counts; of a rate those that reached it and those that did not.
fn collect_counted_places(
    definition: &FigureDefinition,
    rows: &[&TicketRow],
    period: &CountingPeriod,
) -> Vec<(&'static str, Vec<usize>)> {
    let mut reached = Vec::new();
    let mut missed = Vec::new();
    for (place, row) in (1..).zip(rows) {
        match compute_contribution(definition.code, row, period) {
            None => {}
            Some(adds) if definition.unit == FigureUnit::Rate && adds.numerator < adds.denominator => {
                missed.push(place);
            }
            Some(_) => reached.push(place),
        }
    }
    if definition.unit != FigureUnit::Rate {
        return vec![("计入", reached)];
    }
    vec![("分子", reached), ("仅分母", missed)]
}

/// `1–5、8、10–12`.
fn format_ranges(places: &[usize]) -> String {
    let mut text = String::new();
    let mut rest = places.iter().copied().peekable();
    while let Some(first) = rest.next() {
        let mut last = first;
        while let Some(next) = rest.next_if(|next| *next == last + 1) {
            last = next;
        }
        if !text.is_empty() {
            text.push('、');
        }
        // Writing into a text cannot fail.
        let _ = match last - first {
            0 => write!(text, "{first}"),
            1 => write!(text, "{first}、{last}"),
            _ => write!(text, "{first}–{last}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_as_ranges() {
        assert_eq!(format_ranges(&[]), "");
        assert_eq!(format_ranges(&[3]), "3");
        assert_eq!(format_ranges(&[1, 2, 4, 5, 6, 9]), "1、2、4–6、9");
    }
}
