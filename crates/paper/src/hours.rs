//! 工时核定表: hours claimed and verified, ticket by ticket, with a sum for each crew and places to sign (4.1). What is not
//! verified yet stands apart and in no sum of verified hours.

use std::collections::BTreeMap;

use domain::{
    Moment, Ticket, month_closing::ClosingInfo, personal::VisibleValue, report::value, settings::Settings,
    timeline::FOR_OFFICE,
};

use pdf::{
    PdfDocument,
    flow::{Flow, TableColumn, TableRow, TextAlign, table_column},
    sheet::{DocumentPage, Ink},
};

use crate::{
    form::{EMPTY, or_empty, write_signature_lines},
    office::{begin_office_page, shorten_text},
};

/// A ticket of the sheet.
pub struct HoursReportLine {
    /// The ticket as it was counted.
    pub ticket: VisibleValue<Ticket>,
    /// Whether its hours were verified in the month.
    pub verified: bool,
}

/// What the sheet is made from.
pub struct HoursReportInput<'a> {
    /// `2026年11月`.
    pub month: &'a str,
    /// The crew it is about; all if none.
    pub crew: Option<&'a str>,
    /// The tickets, in the order of their ids.
    pub lines: &'a [HoursReportLine],
    /// If the month is closed.
    pub closed: Option<&'a ClosingInfo>,
    /// The company.
    pub settings: &'a Settings,
    /// When it is printed.
    pub now: Moment,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// The sheet, on its side.
#[must_use]
pub fn lay_out_hours_report(input: &HoursReportInput) -> PdfDocument {
    let about = format!(
        "{}　{}　{}",
        input.month,
        input.crew.unwrap_or("全部班组"),
        describe_counted_at(input)
    );
    let mut flow = begin_office_page(DocumentPage::a4_landscape(), input.settings, "工时核定表", &about);
    let (verified, waiting): (Vec<&HoursReportLine>, Vec<&HoursReportLine>) =
        input.lines.iter().partition(|line| line.verified);
    flow.begin_chapter("已核定");
    if verified.is_empty() {
        flow.write_paragraph(10.0, Ink::Black, "本月没有核定工时。");
    } else {
        write_hours_by_crew(&mut flow, &verified);
    }
    flow.begin_chapter("待核定（不计入核定工时）");
    if waiting.is_empty() {
        flow.write_paragraph(10.0, Ink::Black, "没有待核定的工时。");
    } else {
        write_hours_table(&mut flow, &waiting);
    }
    write_office_verification(&mut flow, &verified);
    flow.add_gap(2.0);
    flow.write_paragraph(
        8.5,
        Ink::Grey,
        "已核定：当月由总工办核定的工时。待核定：当月维修完成、尚未核定的申报工时（制度 4.1）。口径与月度服务报告相同。服务全程免费，工时只用于内部核定。",
    );
    write_signature_lines(&mut flow, &["班组", "总工办", "审核", "日期"]);
    flow.finish_with_footers(
        &format!("工时核定表 {}", input.month),
        &input.settings.company,
        input.now,
        input.not_original,
    )
}

/// Which of them a manager verified in the place of 总工办.
fn write_office_verification(flow: &mut Flow, lines: &[&HoursReportLine]) {
    let by_manager = lines.iter().filter(|line| {
        let hours = line.ticket.hours.as_ref();
        hours.is_some_and(|hours| hours.details.for_office)
    });
    let numbers: Vec<&str> = by_manager.map(|line| line.ticket.number.as_str()).collect();
    if !numbers.is_empty() {
        let said = format!("{}：{FOR_OFFICE}。", numbers.join("、"));
        flow.write_paragraph(8.5, Ink::Black, &said);
    }
}

fn describe_counted_at(input: &HoursReportInput) -> String {
    match input.closed {
        Some(closed) => format!("{} 封账时的记录", closed.at.date_time_text()),
        None => format!("截至 {} 的记录", input.now.date_time_text()),
    }
}

/// A table for each crew with its sum, and the sum of all.
fn write_hours_by_crew(flow: &mut Flow, lines: &[&HoursReportLine]) {
    let mut crews: BTreeMap<&str, Vec<&HoursReportLine>> = BTreeMap::new();
    for line in lines {
        let crew = line.ticket.crew_name().unwrap_or("未填写班组");
        crews.entry(crew).or_default().push(line);
    }
    for (crew, lines) in &crews {
        flow.ensure_height(30.0);
        flow.draw_text(
            flow.left,
            flow.y + 4.0,
            10.5,
            true,
            Ink::Black,
            TextAlign::Left,
            crew,
        );
        flow.add_gap(6.5);
        write_hours_table(flow, lines);
        flow.add_gap(3.0);
    }
    if crews.len() > 1 {
        let rows = [TableRow::with_emphasis(build_hours_sum("合计", lines), true)];
        flow.write_styled_table(&build_hours_columns(), 8.5, &rows);
        flow.add_gap(3.0);
    }
}

fn build_hours_columns() -> [TableColumn; 8] {
    [
        table_column("工单", 28.0, TextAlign::Left),
        table_column("地址", 46.0, TextAlign::Left),
        table_column("完成工作", 58.0, TextAlign::Left),
        table_column("参加人员（分钟）", 39.0, TextAlign::Left),
        table_column("申报（分钟）", 21.0, TextAlign::Right),
        table_column("核定（分钟）", 21.0, TextAlign::Right),
        table_column("核定人、时间", 27.0, TextAlign::Left),
        table_column("核定说明", 21.0, TextAlign::Left),
    ]
}

fn write_hours_table(flow: &mut Flow, lines: &[&HoursReportLine]) {
    let mut rows: Vec<TableRow> = lines
        .iter()
        .map(|line| TableRow::with_cells(build_hours_row(&line.ticket)))
        .collect();
    rows.push(TableRow::with_emphasis(build_hours_sum("小计", lines), true));
    flow.write_styled_table(&build_hours_columns(), 8.5, &rows);
}

fn build_hours_row(ticket: &Ticket) -> Vec<String> {
    let work = ticket.work.as_ref().map(|work| &work.details);
    let people = work.map(|work| {
        let each = work.workers.iter();
        let each: Vec<String> = each.map(|it| format!("{} {}", it.name, it.minutes)).collect();
        each.join("、")
    });
    let hours = ticket.hours.as_ref();
    vec![
        ticket.number.clone(),
        or_empty(&ticket.open.address).to_owned(),
        shorten_text(or_empty(work.map_or("", |work| &work.done))),
        or_empty(&people.unwrap_or_default()).to_owned(),
        work.map_or(0, domain::service::repair::RepairWork::total_minutes)
            .to_string(),
        hours.map_or_else(|| EMPTY.to_owned(), |it| it.details.minutes.to_string()),
        hours.map_or_else(String::new, |it| format!("{}\n{}", it.by, it.at.date_time_text())),
        hours.map_or_else(String::new, |it| it.details.reason.clone()),
    ]
}

/// Minutes, and hours as the month's report prints them.
fn build_hours_sum(label: &str, lines: &[&HoursReportLine]) -> Vec<String> {
    let of = |minutes: fn(&Ticket) -> i64| -> i64 { lines.iter().map(|line| minutes(&line.ticket)).sum() };
    let claimed = of(|ticket| {
        ticket
            .work
            .as_ref()
            .map_or(0, |work| work.details.total_minutes())
    });
    let verified = of(|ticket| ticket.hours.as_ref().map_or(0, |hours| hours.details.minutes));
    let both = |minutes: i64| format!("{minutes}\n{}", value::format_hours(minutes));
    let open = lines.iter().any(|line| !line.verified);
    vec![
        label.to_owned(),
        format!("{} 张工单", lines.len()),
        String::new(),
        String::new(),
        both(claimed),
        if open { EMPTY.to_owned() } else { both(verified) },
        String::new(),
        String::new(),
    ]
}
