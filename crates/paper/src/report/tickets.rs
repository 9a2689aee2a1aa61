//! The month's tickets, and which of them each figure counts: so that a figure on paper can be followed by list number.

use std::fmt::Write as _;

use domain::{
    Moment, TicketRow,
    report::{DEFINITIONS, Period, Report, Section, Unit, contribution, definition::Definition},
    service::repair::Fault,
};

use super::Input;
use crate::{
    flow::{Align, Column, Flow, column},
    form::or_empty,
    sheet::{Ink, Page},
};

/// Every ticket that counts in the month or was received in it, service by service: the order of the list numbers.
pub(super) fn listed<'a>(input: &Input<'a>) -> Vec<&'a TicketRow> {
    let period = period(input.report);
    let counts = |row: &&TicketRow| {
        period.has(row.received_at) || DEFINITIONS.iter().any(|it| (it.counts)(row, &period).is_some())
    };
    let mut rows: Vec<&TicketRow> = input.rows.iter().filter(counts).collect();
    rows.sort_by_key(|row| (row.service, row.received_at, row.id));
    rows
}

const fn period(report: &Report) -> Period {
    Period {
        from: report.from,
        to: report.to,
        now: report.counted_at,
    }
}

/// The tickets of all services, on pages that lie on their side.
pub(super) fn detail(flow: &mut Flow, input: &Input, rows: &[&TicketRow]) {
    if input.report.kind != domain::report::SpanKind::Month {
        flow.chapter(Section::Detail.zh());
        return flow.paragraph(10.0, Ink::Black, "工单明细见各月的月度服务报告。");
    }
    if rows.is_empty() {
        flow.chapter(Section::Detail.zh());
        return flow.paragraph(10.0, Ink::Grey, "本月没有受理工单。");
    }
    flow.turn(Page::landscape());
    flow.chapter(Section::Detail.zh());
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
    flow.paragraph(9.0, Ink::Grey, &told);
    flow.gap(1.5);
    let columns: [Column; 11] = [
        column("序号", 12.0, Align::Right),
        column("工单", 23.0, Align::Left),
        column("接报", 19.0, Align::Left),
        column("用户", 20.0, Align::Left),
        column("地址", 50.0, Align::Left),
        column("服务与事项", 43.0, Align::Left),
        column("班组", 21.0, Align::Left),
        column("转派", 19.0, Align::Left),
        column("到场", 19.0, Align::Left),
        column("回复", 19.0, Align::Left),
        column("环节", 16.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .zip(1..)
        .map(|(row, number)| cells(row, number).to_vec())
        .collect();
    flow.table(&columns, 7.5, &rows);
}

/// The tickets of a day, on an upright page.
pub(crate) fn day_list(flow: &mut Flow, rows: &[TicketRow]) {
    let columns: [Column; 7] = [
        column("工单", 23.0, Align::Left),
        column("接报", 19.0, Align::Left),
        column("用户", 18.0, Align::Left),
        column("地址", 40.0, Align::Left),
        column("服务与事项", 38.0, Align::Left),
        column("班组", 20.0, Align::Left),
        column("环节", 16.0, Align::Left),
    ];
    let row = |row: &TicketRow| {
        let [_, number, received, name, place, subject, crew, .., stage] = cells(row, 0);
        vec![number, received, name, place, subject, crew, stage]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    flow.table(&columns, 7.5, &rows);
}

fn cells(row: &TicketRow, number: usize) -> [String; 11] {
    let at = |at: Option<Moment>| or_empty(&at.map(day_and_time).unwrap_or_default()).to_owned();
    [
        number.to_string(),
        row.number.clone(),
        day_and_time(row.received_at),
        or_empty(&row.name).to_owned(),
        place(row).to_owned(),
        subject(row),
        or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
        at(row.handed_over_at),
        at(row.arrived_at),
        at(row.replied_at),
        row.stage.zh().to_owned(),
    ]
}

/// Where a ticket is, or which community it is about.
pub(crate) fn place(row: &TicketRow) -> &str {
    if row.address.is_empty() {
        &row.community
    } else {
        &row.address
    }
}

/// `10-24 09:30`: the year stands on the page already.
fn day_and_time(at: Moment) -> String {
    at.text().chars().skip(5).collect()
}

/// How much of what it is about the table shows, in characters.
const SUBJECT: usize = 30;

/// The service and what it is about; where it was opened from.
fn subject(row: &TicketRow) -> String {
    let about = row
        .fault
        .map_or_else(|| cut(&row.summary), |fault| Fault::zh(fault).to_owned());
    let from = row
        .opened_from_service
        .map(|service| format!("（由{}转来）", service.zh()))
        .unwrap_or_default();
    format!("{}：{about}{from}", row.service.zh())
}

fn cut(text: &str) -> String {
    if text.chars().count() <= SUBJECT {
        return text.to_owned();
    }
    let start: String = text.chars().take(SUBJECT).collect();
    format!("{start}…")
}

/// Which tickets each figure counts, by list number; where the list is left out, by the tickets' own numbers.
pub(super) fn behind(flow: &mut Flow, input: &Input, rows: &[&TicketRow]) {
    flow.chapter(Section::Behind.zh());
    if input.report.kind != domain::report::SpanKind::Month {
        return flow.paragraph(10.0, Ink::Black, "指标与工单的对照见各月的月度服务报告。");
    }
    let by_number = input.sections.contains(&Section::Detail);
    let told = if by_number {
        "数字为“工单明细”中的序号；“1–5”为 1 至 5。比率分列计入分子的和只计入分母的工单，两者合计为分母。"
    } else {
        "数字为工单编号。比率分列计入分子的和只计入分母的工单，两者合计为分母。"
    };
    flow.paragraph(9.0, Ink::Grey, told);
    flow.gap(1.5);
    let period = period(input.report);
    let columns = [
        column("指标", 34.0, Align::Left),
        column("计入", 18.0, Align::Left),
        column("张数", 12.0, Align::Right),
        column("工单", 110.0, Align::Left),
    ];
    let mut lines = Vec::new();
    for definition in DEFINITIONS {
        for (what, places) in counted(definition, rows, &period) {
            let names = if by_number {
                ranges(&places)
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
    flow.table(&columns, 7.5, &lines);
    flow.gap(3.0);
}

/// The places, from 1, of the tickets a figure counts; of a rate those that reached it and those that did not.
fn counted(definition: &Definition, rows: &[&TicketRow], period: &Period) -> Vec<(&'static str, Vec<usize>)> {
    let mut reached = Vec::new();
    let mut missed = Vec::new();
    for (place, row) in (1..).zip(rows) {
        match contribution(definition.code, row, period) {
            None => {}
            Some(adds) if definition.unit == Unit::Rate && adds.numerator < adds.denominator => {
                missed.push(place);
            }
            Some(_) => reached.push(place),
        }
    }
    if definition.unit != Unit::Rate {
        return vec![("计入", reached)];
    }
    vec![("分子", reached), ("仅分母", missed)]
}

/// `1–5、8、10–12`.
fn ranges(places: &[usize]) -> String {
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
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[3]), "3");
        assert_eq!(ranges(&[1, 2, 4, 5, 6, 9]), "1、2、4–6、9");
    }
}
