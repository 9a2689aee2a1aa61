//! 交接班记录: what came in, what is overdue, what is open with what runs out next, what was promised, violations nobody has dealt
//! with, and room for what is said by word of mouth.

use domain::{
    Moment, Ticket, TicketRow,
    moment::duration_zh,
    personal::Shown,
    report::{Period, day::DayLine},
    settings::Settings,
};

use crate::{
    Sheet,
    daily::parts,
    flow::{Align, Flow, Row, column},
    form::{EMPTY, or_empty, signatures},
    office::{begin, brief, lines},
    report,
    sheet::{Ink, Page},
};

/// What the record is made from.
pub struct Input<'a> {
    /// The shift, seen when it is printed.
    pub period: &'a Period,
    /// Its figures.
    pub lines: &'a [DayLine],
    /// What came in.
    pub received: &'a Shown<Vec<TicketRow>>,
    /// What is open, soonest limit first, then what waits for none.
    pub open: &'a Shown<Vec<(TicketRow, Ticket)>>,
    /// Tickets with violations nobody has dealt with.
    pub violations: &'a Shown<Vec<Ticket>>,
    /// What the next shift is to know.
    pub note: &'a str,
    /// The company.
    pub settings: &'a Settings,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// The record.
#[must_use]
pub fn sheet(input: &Input) -> Sheet {
    let period = input.period;
    let about = format!(
        "班次 {} 至 {}　打印 {}",
        period.from.text(),
        period.to.text(),
        period.now.text()
    );
    let mut flow = begin(Page::a4(), input.settings, "交接班记录", &about);
    figures(&mut flow, input.lines);
    overdue(&mut flow, input);
    promised(&mut flow, input);
    violations(&mut flow, input.violations);
    open(&mut flow, input);
    received(&mut flow, input.received);
    noted(&mut flow, input.note);
    signatures(&mut flow, &["交班人", "接班人", "交接时间"]);
    flow.gap(1.0);
    flow.paragraph(
        8.0,
        Ink::Grey,
        "在办、超时和约定为打印时的情况，以系统中的工单为准。",
    );
    let title = format!("交接班记录 {}", period.to.text());
    flow.finish(&title, &input.settings.company, period.now, input.not_original)
}

fn figures(flow: &mut Flow, all: &[DayLine]) {
    flow.chapter("本班情况");
    let columns = [
        column("项目", 54.0, Align::Left),
        column("本班", 33.0, Align::Left),
        column("项目", 54.0, Align::Left),
        column("本班", 33.0, Align::Left),
    ];
    let cells = |line: Option<&DayLine>| {
        let Some(line) = line else {
            return [String::new(), String::new()];
        };
        let made = parts(line);
        let text = if made.is_empty() {
            line.text()
        } else {
            format!("{}（{made}）", line.text())
        };
        [line.zh.to_owned(), text]
    };
    let rows: Vec<Vec<String>> = all
        .chunks(2)
        .map(|two| [cells(two.first()), cells(two.get(1))].concat())
        .collect();
    flow.table(&columns, 9.0, &rows);
    flow.gap(2.0);
}

/// Where a ticket is, or which community it is about.
fn place(row: &TicketRow) -> String {
    or_empty(report::place(row)).to_owned()
}

fn about(row: &TicketRow) -> String {
    format!("{} {}", row.service.zh(), row.stage.zh())
}

/// What has run out and still waits, the longest first.
fn overdue(flow: &mut Flow, input: &Input) {
    let now = input.period.now;
    flow.chapter("已超时、尚未完成");
    let rows: Vec<Row> = input
        .open
        .iter()
        .filter_map(|(row, _)| {
            let (limit, clock) = row.next_limit.filter(|at| *at < now).zip(row.next_clock)?;
            Some(Row::plain(vec![
                row.number.clone(),
                about(row),
                place(row),
                or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
                format!("{}\n{}", clock.zh(), limit.text()),
                format!("已超 {}", duration_zh(now.since(limit))),
                or_empty(&row.extension_reason).to_owned(),
            ]))
        })
        .collect();
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "没有超时未完成的工单。");
    }
    let columns = [
        column("工单", 27.0, Align::Left),
        column("服务、环节", 27.0, Align::Left),
        column("地点", 36.0, Align::Left),
        column("班组", 20.0, Align::Left),
        column("时限", 27.0, Align::Left),
        column("超时", 18.0, Align::Left),
        column("延时原因", 19.0, Align::Left),
    ];
    flow.rows(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// Appointments and arrangements ahead, extensions that wait for a decision.
fn promised(flow: &mut Flow, input: &Input) {
    let now = input.period.now;
    let mut all: Vec<(Moment, Vec<String>)> = Vec::new();
    let mut add = |at: Moment, row: &TicketRow, kind: &str, what: String| {
        all.push((
            at,
            vec![at.text(), row.number.clone(), place(row), kind.to_owned(), what],
        ));
    };
    for (row, ticket) in input.open.iter() {
        let waits = ticket.arrived_at.is_none();
        if let Some(it) = ticket
            .appointment
            .as_ref()
            .filter(|it| waits && it.details.at >= now)
        {
            let what = format!("与 {} 约定：{}", it.details.agreed_with, it.details.reason);
            add(it.details.at, row, "预约到场", what);
        }
        if let Some(it) = ticket
            .arrangement
            .as_ref()
            .filter(|it| waits && it.details.planned_at >= now)
        {
            let what = format!("{} {}：{}", it.details.crew, it.details.goes, it.details.told);
            add(it.details.planned_at, row, "非工作时间安排", what);
        }
        if let Some(it) = ticket.pending_extension() {
            let what = format!("{} 申请：{}", it.asked_by, it.request.reason);
            add(it.request.until, row, "延时待审批", what);
        }
    }
    all.sort_by_key(|(at, _)| *at);
    flow.chapter("已约定与待审批");
    if all.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "没有待履行的约定和待审批的延时。");
    }
    let columns = [
        column("时间", 28.0, Align::Left),
        column("工单", 27.0, Align::Left),
        column("地点", 43.0, Align::Left),
        column("事项", 24.0, Align::Left),
        column("内容", 52.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = all.into_iter().map(|(_, cells)| cells).collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// 2.5, 5.3: only a manager closes them.
fn violations(flow: &mut Flow, tickets: &[Ticket]) {
    if tickets.is_empty() {
        return;
    }
    flow.chapter("待处理的违规记录");
    let columns = [
        column("工单", 30.0, Align::Left),
        column("登记时间", 32.0, Align::Left),
        column("情况", 112.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = tickets
        .iter()
        .flat_map(|ticket| {
            let open = ticket.violations.iter().filter(|it| it.closed_at.is_none());
            open.map(|it| vec![ticket.number.clone(), it.reported_at.text(), it.words.clone()])
        })
        .collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// Everything that is open and not overdue, with what runs out next.
fn open(flow: &mut Flow, input: &Input) {
    let now = input.period.now;
    flow.chapter("在办工单（先到期的在前）");
    let rows: Vec<Vec<String>> = input
        .open
        .iter()
        .filter(|(row, _)| row.next_limit.is_none_or(|at| at >= now))
        .map(|(row, _)| {
            let next = row.next_limit.zip(row.next_clock);
            let limit = next.map_or_else(
                || EMPTY.to_owned(),
                |(at, clock)| format!("{}\n{}", clock.zh(), at.text()),
            );
            let left = next.map_or_else(
                || "没有计时".to_owned(),
                |(at, _)| format!("还有 {}", duration_zh(at.since(now))),
            );
            vec![
                row.number.clone(),
                about(row),
                or_empty(&row.name).to_owned(),
                place(row),
                or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
                limit,
                left,
            ]
        })
        .collect();
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "没有其他在办工单。");
    }
    let columns = [
        column("工单", 27.0, Align::Left),
        column("服务、环节", 27.0, Align::Left),
        column("用户", 18.0, Align::Left),
        column("地点", 35.0, Align::Left),
        column("班组", 20.0, Align::Left),
        column("最近到期", 27.0, Align::Left),
        column("剩余", 20.0, Align::Left),
    ];
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

fn received(flow: &mut Flow, rows: &[TicketRow]) {
    flow.chapter("本班接到的工单");
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "本班没有接到工单。");
    }
    let columns = [
        column("工单", 27.0, Align::Left),
        column("接报", 27.0, Align::Left),
        column("服务、环节", 27.0, Align::Left),
        column("用户", 18.0, Align::Left),
        column("地点", 35.0, Align::Left),
        column("内容", 40.0, Align::Left),
    ];
    let row = |row: &TicketRow| {
        vec![
            row.number.clone(),
            row.received_at.text(),
            about(row),
            or_empty(&row.name).to_owned(),
            place(row),
            brief(&row.summary),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// What was typed, and lines for what is said by word of mouth.
fn noted(flow: &mut Flow, note: &str) {
    flow.chapter("交班事项");
    if !note.is_empty() {
        flow.paragraph(10.0, Ink::Black, note);
        flow.gap(1.0);
    }
    lines(flow, if note.is_empty() { 5 } else { 3 });
}
