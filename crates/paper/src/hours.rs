//! 工时核定表: hours claimed and verified, ticket by ticket, with a sum for each crew and places to sign (4.1). What is not
//! verified yet stands apart and in no sum of verified hours.

use std::collections::BTreeMap;

use domain::{
    Moment, Ticket, closing::Closed, personal::Shown, report::value, settings::Settings, timeline::FOR_OFFICE,
};

use crate::{
    Sheet,
    flow::{Align, Column, Flow, Row, column},
    form::{EMPTY, or_empty, signatures},
    office::{begin, brief},
    sheet::{Ink, Page},
};

/// A ticket of the sheet.
pub struct Line {
    /// The ticket as it was counted.
    pub ticket: Shown<Ticket>,
    /// Whether its hours were verified in the month.
    pub verified: bool,
}

/// What the sheet is made from.
pub struct Input<'a> {
    /// `2026年11月`.
    pub month: &'a str,
    /// The crew it is about; all if none.
    pub crew: Option<&'a str>,
    /// The tickets, in the order of their ids.
    pub lines: &'a [Line],
    /// If the month is closed.
    pub closed: Option<&'a Closed>,
    /// The company.
    pub settings: &'a Settings,
    /// When it is printed.
    pub now: Moment,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// The sheet, on its side.
#[must_use]
pub fn sheet(input: &Input) -> Sheet {
    let about = format!(
        "{}　{}　{}",
        input.month,
        input.crew.unwrap_or("全部班组"),
        counted(input)
    );
    let mut flow = begin(Page::landscape(), input.settings, "工时核定表", &about);
    let (verified, waiting): (Vec<&Line>, Vec<&Line>) = input.lines.iter().partition(|line| line.verified);
    flow.chapter("已核定");
    if verified.is_empty() {
        flow.paragraph(10.0, Ink::Black, "本月没有核定工时。");
    } else {
        by_crew(&mut flow, &verified);
    }
    flow.chapter("待核定（不计入核定工时）");
    if waiting.is_empty() {
        flow.paragraph(10.0, Ink::Black, "没有待核定的工时。");
    } else {
        table(&mut flow, &waiting);
    }
    for_office(&mut flow, &verified);
    flow.gap(2.0);
    flow.paragraph(
        8.5,
        Ink::Grey,
        "已核定：当月由总工办核定的工时。待核定：当月维修完成、尚未核定的申报工时（制度 4.1）。口径与月度服务报告相同。服务全程免费，工时只用于内部核定。",
    );
    signatures(&mut flow, &["班组", "总工办", "审核", "日期"]);
    flow.finish(
        &format!("工时核定表 {}", input.month),
        &input.settings.company,
        input.now,
        input.not_original,
    )
}

/// Which of them a manager verified in the place of 总工办.
fn for_office(flow: &mut Flow, lines: &[&Line]) {
    let by_manager = lines.iter().filter(|line| {
        let hours = line.ticket.hours.as_ref();
        hours.is_some_and(|hours| hours.details.for_office)
    });
    let numbers: Vec<&str> = by_manager.map(|line| line.ticket.number.as_str()).collect();
    if !numbers.is_empty() {
        let said = format!("{}：{FOR_OFFICE}。", numbers.join("、"));
        flow.paragraph(8.5, Ink::Black, &said);
    }
}

fn counted(input: &Input) -> String {
    match input.closed {
        Some(closed) => format!("{} 封账时的记录", closed.at.text()),
        None => format!("截至 {} 的记录", input.now.text()),
    }
}

/// A table for each crew with its sum, and the sum of all.
fn by_crew(flow: &mut Flow, lines: &[&Line]) {
    let mut crews: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        let crew = line.ticket.crew().unwrap_or("未填写班组");
        crews.entry(crew).or_default().push(line);
    }
    for (crew, lines) in &crews {
        flow.need(30.0);
        flow.text_at(flow.left, flow.y + 4.0, 10.5, true, Ink::Black, Align::Left, crew);
        flow.gap(6.5);
        table(flow, lines);
        flow.gap(3.0);
    }
    if crews.len() > 1 {
        let rows = [Row::strong(sum("合计", lines), true)];
        flow.rows(&columns(), 8.5, &rows);
        flow.gap(3.0);
    }
}

fn columns() -> [Column; 8] {
    [
        column("工单", 28.0, Align::Left),
        column("地址", 46.0, Align::Left),
        column("完成工作", 58.0, Align::Left),
        column("参加人员（分钟）", 39.0, Align::Left),
        column("申报（分钟）", 21.0, Align::Right),
        column("核定（分钟）", 21.0, Align::Right),
        column("核定人、时间", 27.0, Align::Left),
        column("核定说明", 21.0, Align::Left),
    ]
}

fn table(flow: &mut Flow, lines: &[&Line]) {
    let mut rows: Vec<Row> = lines.iter().map(|line| Row::plain(row(&line.ticket))).collect();
    rows.push(Row::strong(sum("小计", lines), true));
    flow.rows(&columns(), 8.5, &rows);
}

fn row(ticket: &Ticket) -> Vec<String> {
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
        brief(or_empty(work.map_or("", |work| &work.done))),
        or_empty(&people.unwrap_or_default()).to_owned(),
        work.map_or(0, domain::service::repair::Work::minutes).to_string(),
        hours.map_or_else(|| EMPTY.to_owned(), |it| it.details.minutes.to_string()),
        hours.map_or_else(String::new, |it| format!("{}\n{}", it.by, it.at.text())),
        hours.map_or_else(String::new, |it| it.details.reason.clone()),
    ]
}

/// Minutes, and hours as the month's report prints them.
fn sum(label: &str, lines: &[&Line]) -> Vec<String> {
    let of = |minutes: fn(&Ticket) -> i64| -> i64 { lines.iter().map(|line| minutes(&line.ticket)).sum() };
    let claimed = of(|ticket| ticket.work.as_ref().map_or(0, |work| work.details.minutes()));
    let verified = of(|ticket| ticket.hours.as_ref().map_or(0, |hours| hours.details.minutes));
    let both = |minutes: i64| format!("{minutes}\n{}", value::hours(minutes));
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
