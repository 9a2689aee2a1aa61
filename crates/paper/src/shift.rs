//! 交接班记录: what came in, what is overdue, what is open with what runs out next, what was promised, violations nobody has dealt
//! with, and room for what is said by word of mouth.

use domain::{
    Moment, Ticket, TicketRow,
    moment::duration_zh,
    personal::VisibleValue,
    report::{CountingPeriod, day::DayLine},
    settings::Settings,
};

use pdf::{
    PdfDocument,
    flow::{Flow, TableRow, TextAlign, table_column},
    sheet::{DocumentPage, Ink},
};

use crate::{
    daily::describe_day_fraction,
    form::{EMPTY, or_empty, write_signature_lines},
    office::{begin_office_page, draw_writing_lines, shorten_text},
    report,
};

/// What the record is made from.
pub struct ShiftReportInput<'a> {
    /// The shift, seen when it is printed.
    pub period: &'a CountingPeriod,
    /// Its figures.
    pub lines: &'a [DayLine],
    /// What came in.
    pub received: &'a VisibleValue<Vec<TicketRow>>,
    /// What is open, soonest limit first, then what waits for none.
    pub open: &'a VisibleValue<Vec<(TicketRow, Ticket)>>,
    /// Tickets with violations nobody has dealt with.
    pub violations: &'a VisibleValue<Vec<Ticket>>,
    /// What the next shift is to know.
    pub note: &'a str,
    /// The company.
    pub settings: &'a Settings,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// The record.
#[must_use]
pub fn lay_out_shift_report(input: &ShiftReportInput) -> PdfDocument {
    let period = input.period;
    let about = format!(
        "班次 {} 至 {}　打印 {}",
        period.from.date_time_text(),
        period.to.date_time_text(),
        period.now.date_time_text()
    );
    let mut flow = begin_office_page(DocumentPage::a4_portrait(), input.settings, "交接班记录", &about);
    write_shift_figures(&mut flow, input.lines);
    write_shift_overdue(&mut flow, input);
    write_appointments_and_approvals(&mut flow, input);
    write_open_violations(&mut flow, input.violations);
    write_open_tickets(&mut flow, input);
    write_received_tickets(&mut flow, input.received);
    write_handover_notes(&mut flow, input.note);
    write_signature_lines(&mut flow, &["交班人", "接班人", "交接时间"]);
    flow.add_gap(1.0);
    flow.write_paragraph(
        8.0,
        Ink::Grey,
        "在办、超时和约定为打印时的情况，以系统中的工单为准。",
    );
    let title = format!("交接班记录 {}", period.to.date_time_text());
    flow.finish_with_footers(&title, &input.settings.company, period.now, input.not_original)
}

fn write_shift_figures(flow: &mut Flow, all: &[DayLine]) {
    flow.begin_chapter("本班情况");
    let columns = [
        table_column("项目", 54.0, TextAlign::Left),
        table_column("本班", 33.0, TextAlign::Left),
        table_column("项目", 54.0, TextAlign::Left),
        table_column("本班", 33.0, TextAlign::Left),
    ];
    let cells = |line: Option<&DayLine>| {
        let Some(line) = line else {
            return [String::new(), String::new()];
        };
        let made = describe_day_fraction(line);
        let text = if made.is_empty() {
            line.value_text()
        } else {
            format!("{}（{made}）", line.value_text())
        };
        [line.zh.to_owned(), text]
    };
    let rows: Vec<Vec<String>> = all
        .chunks(2)
        .map(|two| [cells(two.first()), cells(two.get(1))].concat())
        .collect();
    flow.write_table(&columns, 9.0, &rows);
    flow.add_gap(2.0);
}

/// Where a ticket is, or which community it is about.
fn format_ticket_place(row: &TicketRow) -> String {
    or_empty(report::ticket_place(row)).to_owned()
}

fn describe_service_and_stage(row: &TicketRow) -> String {
    format!("{} {}", row.service.zh(), row.stage.zh())
}

/// What has run out and still waits, the longest first.
fn write_shift_overdue(flow: &mut Flow, input: &ShiftReportInput) {
    let now = input.period.now;
    flow.begin_chapter("已超时、尚未完成");
    let rows: Vec<TableRow> = input
        .open
        .iter()
        .filter_map(|(row, _)| {
            let (limit, clock) = row.next_limit.filter(|at| *at < now).zip(row.next_clock)?;
            Some(TableRow::with_cells(vec![
                row.number.clone(),
                describe_service_and_stage(row),
                format_ticket_place(row),
                or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
                format!("{}\n{}", clock.zh(), limit.date_time_text()),
                format!("已超 {}", duration_zh(now.milliseconds_since(limit))),
                or_empty(&row.extension_reason).to_owned(),
            ]))
        })
        .collect();
    if rows.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "没有超时未完成的工单。");
    }
    let columns = [
        table_column("工单", 27.0, TextAlign::Left),
        table_column("服务、环节", 27.0, TextAlign::Left),
        table_column("地点", 36.0, TextAlign::Left),
        table_column("班组", 20.0, TextAlign::Left),
        table_column("时限", 27.0, TextAlign::Left),
        table_column("超时", 18.0, TextAlign::Left),
        table_column("延时原因", 19.0, TextAlign::Left),
    ];
    flow.write_styled_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// Appointments and arrangements ahead, extensions that wait for a decision.
fn write_appointments_and_approvals(flow: &mut Flow, input: &ShiftReportInput) {
    let now = input.period.now;
    let mut all: Vec<(Moment, Vec<String>)> = Vec::new();
    let mut add = |at: Moment, row: &TicketRow, kind: &str, what: String| {
        all.push((
            at,
            vec![
                at.date_time_text(),
                row.number.clone(),
                format_ticket_place(row),
                kind.to_owned(),
                what,
            ],
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
    flow.begin_chapter("已约定与待审批");
    if all.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "没有待履行的约定和待审批的延时。");
    }
    let columns = [
        table_column("时间", 28.0, TextAlign::Left),
        table_column("工单", 27.0, TextAlign::Left),
        table_column("地点", 43.0, TextAlign::Left),
        table_column("事项", 24.0, TextAlign::Left),
        table_column("内容", 52.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = all.into_iter().map(|(_, cells)| cells).collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// 2.5, 5.3: only a manager closes them.
fn write_open_violations(flow: &mut Flow, tickets: &[Ticket]) {
    if tickets.is_empty() {
        return;
    }
    flow.begin_chapter("待处理的违规记录");
    let columns = [
        table_column("工单", 30.0, TextAlign::Left),
        table_column("登记时间", 32.0, TextAlign::Left),
        table_column("情况", 112.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = tickets
        .iter()
        .flat_map(|ticket| {
            let open = ticket.violations.iter().filter(|it| it.closed_at.is_none());
            open.map(|it| {
                vec![
                    ticket.number.clone(),
                    it.reported_at.date_time_text(),
                    it.words.clone(),
                ]
            })
        })
        .collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// Everything that is open and not overdue, with what runs out next.
fn write_open_tickets(flow: &mut Flow, input: &ShiftReportInput) {
    let now = input.period.now;
    flow.begin_chapter("在办工单（先到期的在前）");
    let rows: Vec<Vec<String>> = input
        .open
        .iter()
        .filter(|(row, _)| row.next_limit.is_none_or(|at| at >= now))
        .map(|(row, _)| {
            let next = row.next_limit.zip(row.next_clock);
            let limit = next.map_or_else(
                || EMPTY.to_owned(),
                |(at, clock)| format!("{}\n{}", clock.zh(), at.date_time_text()),
            );
            let left = next.map_or_else(
                || "没有计时".to_owned(),
                |(at, _)| format!("还有 {}", duration_zh(at.milliseconds_since(now))),
            );
            vec![
                row.number.clone(),
                describe_service_and_stage(row),
                or_empty(&row.name).to_owned(),
                format_ticket_place(row),
                or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
                limit,
                left,
            ]
        })
        .collect();
    if rows.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "没有其他在办工单。");
    }
    let columns = [
        table_column("工单", 27.0, TextAlign::Left),
        table_column("服务、环节", 27.0, TextAlign::Left),
        table_column("用户", 18.0, TextAlign::Left),
        table_column("地点", 35.0, TextAlign::Left),
        table_column("班组", 20.0, TextAlign::Left),
        table_column("最近到期", 27.0, TextAlign::Left),
        table_column("剩余", 20.0, TextAlign::Left),
    ];
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

fn write_received_tickets(flow: &mut Flow, rows: &[TicketRow]) {
    flow.begin_chapter("本班接到的工单");
    if rows.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "本班没有接到工单。");
    }
    let columns = [
        table_column("工单", 27.0, TextAlign::Left),
        table_column("接报", 27.0, TextAlign::Left),
        table_column("服务、环节", 27.0, TextAlign::Left),
        table_column("用户", 18.0, TextAlign::Left),
        table_column("地点", 35.0, TextAlign::Left),
        table_column("内容", 40.0, TextAlign::Left),
    ];
    let row = |row: &TicketRow| {
        vec![
            row.number.clone(),
            row.received_at.date_time_text(),
            describe_service_and_stage(row),
            or_empty(&row.name).to_owned(),
            format_ticket_place(row),
            shorten_text(&row.summary),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// What was typed, and lines for what is said by word of mouth.
fn write_handover_notes(flow: &mut Flow, note: &str) {
    flow.begin_chapter("交班事项");
    if !note.is_empty() {
        flow.write_paragraph(10.0, Ink::Black, note);
        flow.add_gap(1.0);
    }
    draw_writing_lines(flow, if note.is_empty() { 5 } else { 3 });
}
