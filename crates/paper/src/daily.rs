//! 日报: a day's figures against the day before, what was late and why, extensions, violations, events and outages, and the day's
//! tickets.

use domain::{
    Moment, Ticket, TicketRow,
    personal::Shown,
    report::{
        Unit,
        day::{DayLine, DayReport},
    },
    row::ServiceRow,
    settings::Settings,
};

use crate::{
    Sheet,
    flow::{Align, Flow, column},
    form::{EMPTY, signatures},
    office::begin,
    report::{day_list, missed},
    sheet::{Ink, Page},
};

/// What the report is made from.
pub struct Input<'a> {
    /// The figures.
    pub report: &'a DayReport,
    /// The day's tickets.
    pub received: &'a Shown<Vec<TicketRow>>,
    /// Events planned for the day or held on it.
    pub events: &'a Shown<Vec<TicketRow>>,
    /// Outages that were not over.
    pub outages: &'a Shown<Vec<TicketRow>>,
    /// Tickets with extensions or violations, whenever they were.
    pub told: &'a Shown<Vec<Ticket>>,
    /// The company.
    pub settings: &'a Settings,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// The report.
#[must_use]
pub fn sheet(input: &Input) -> Sheet {
    let report = input.report;
    let day = report.day.format("%Y年%-m月%-d日").to_string();
    let state = if report.complete() {
        format!("制表 {}", report.period.now.text())
    } else {
        format!("当日尚未结束，截至 {}", report.period.now.text())
    };
    let mut flow = begin(
        Page::a4(),
        input.settings,
        "服务日报",
        &format!("{day}　{}　{state}", weekday(report)),
    );
    flow.chapter("当日情况");
    figures(&mut flow, &report.lines);
    overdue(&mut flow, report);
    extensions(&mut flow, input);
    violations(&mut flow, input);
    events(&mut flow, input);
    outages(&mut flow, input);
    flow.chapter("工单明细");
    if input.received.is_empty() {
        flow.paragraph(10.0, Ink::Black, "当日没有受理工单。");
    } else {
        day_list(&mut flow, input.received);
    }
    flow.gap(2.0);
    signatures(&mut flow, &["制表", "审核", "日期"]);
    let title = format!("服务日报 {day}");
    flow.finish(
        &title,
        &input.settings.company,
        report.period.now,
        input.not_original,
    )
}

fn weekday(report: &DayReport) -> &'static str {
    match report.day.format("%u").to_string().as_str() {
        "1" => "星期一",
        "2" => "星期二",
        "3" => "星期三",
        "4" => "星期四",
        "5" => "星期五",
        "6" => "星期六",
        _ => "星期日",
    }
}

fn figures(flow: &mut Flow, lines: &[DayLine]) {
    let columns = [
        column("项目", 66.0, Align::Left),
        column("当日", 28.0, Align::Right),
        column("分子 ÷ 分母", 26.0, Align::Right),
        column("前一日", 26.0, Align::Right),
        column("与前一日相比", 28.0, Align::Right),
    ];
    // What neither day has anything of needs no line, but for the few everybody looks for.
    let some =
        |line: &&DayLine| line.unit == Unit::Count || line.is.denominator > 0 || line.before.denominator > 0;
    let rows: Vec<Vec<String>> = lines
        .iter()
        .filter(some)
        .map(|line| {
            vec![
                line.zh.to_owned(),
                line.text(),
                parts(line),
                line.before_text(),
                line.change(),
            ]
        })
        .collect();
    flow.table(&columns, 9.0, &rows);
    flow.gap(2.0);
    flow.paragraph(
        8.0,
        Ink::Grey,
        "各项数字的口径与月度服务报告相同，统计时段为一天；两日均无数据的比率不列出。期末在办：当日结束（或制表）时尚未办结的工单。",
    );
    flow.gap(2.0);
}

/// What a rate or a mean is made of.
pub(crate) fn parts(line: &DayLine) -> String {
    match line.unit {
        Unit::Rate | Unit::MeanMinutes if line.is.denominator == 0 => String::new(),
        Unit::Rate => format!("{} ÷ {}", line.is.numerator, line.is.denominator),
        Unit::MeanMinutes => format!("{} 件", line.is.denominator),
        Unit::Litres | Unit::Count | Unit::Minutes => String::new(),
    }
}

fn overdue(flow: &mut Flow, report: &DayReport) {
    flow.chapter("超时");
    if report.overdue.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "当日到期的时限没有超时。");
    }
    let columns = [
        column("工单", 28.0, Align::Left),
        column("时限", 20.0, Align::Left),
        column("到期", 27.0, Align::Left),
        column("完成", 27.0, Align::Left),
        column("超时", 22.0, Align::Right),
        column("班组", 24.0, Align::Left),
        column("超时原因", 26.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = report.overdue.iter().map(missed).collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// Asked for or decided on the day (4.3).
fn extensions(flow: &mut Flow, input: &Input) {
    let period = &input.report.period;
    let mut rows = Vec::new();
    for ticket in input.told.iter() {
        for it in &ticket.extensions {
            let decided = it.decision.as_ref();
            if !period.has(it.asked_at) && !period.had(decided.map(|it| it.at)) {
                continue;
            }
            let result = match decided {
                None => "待审批".to_owned(),
                Some(it) if it.approved => format!("批准（{}）", it.by),
                Some(it) => format!("不批准（{}）", it.by),
            };
            rows.push(vec![
                ticket.number.clone(),
                format!("{}\n{}", it.asked_by, it.asked_at.text()),
                it.request.until.text(),
                it.request.reason.clone(),
                result,
            ]);
        }
    }
    flow.chapter("延时");
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "当日没有延时申请和审批。");
    }
    let columns = [
        column("工单", 28.0, Align::Left),
        column("申请", 30.0, Align::Left),
        column("申请延至", 28.0, Align::Left),
        column("原因", 56.0, Align::Left),
        column("审批", 32.0, Align::Left),
    ];
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// Reported on the day (2.5, 5.3).
fn violations(flow: &mut Flow, input: &Input) {
    let period = &input.report.period;
    let mut rows = Vec::new();
    for ticket in input.told.iter() {
        for it in ticket.violations.iter().filter(|it| period.has(it.reported_at)) {
            let state = match it.closed_at {
                Some(_) if it.finding.is_empty() => "已处理".to_owned(),
                Some(_) => it.finding.clone(),
                None => "待处理".to_owned(),
            };
            rows.push(vec![
                ticket.number.clone(),
                it.reported_at.text(),
                it.words.clone(),
                state,
            ]);
        }
    }
    flow.chapter("违规记录");
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "当日没有登记违规。");
    }
    let columns = [
        column("工单", 28.0, Align::Left),
        column("登记时间", 30.0, Align::Left),
        column("情况", 66.0, Align::Left),
        column("处理", 50.0, Align::Left),
    ];
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

fn events(flow: &mut Flow, input: &Input) {
    if input.events.is_empty() {
        return;
    }
    flow.chapter("社区活动");
    let columns = [
        column("工单", 28.0, Align::Left),
        column("活动时间", 30.0, Align::Left),
        column("社区、地点", 50.0, Align::Left),
        column("内容", 36.0, Align::Left),
        column("环节", 16.0, Align::Left),
        column("人次", 14.0, Align::Right),
    ];
    let row = |row: &TicketRow| {
        let residents = match &row.more {
            Some(ServiceRow::Community {
                held_at: Some(_),
                residents,
                ..
            }) => residents.to_string(),
            _ => EMPTY.to_owned(),
        };
        vec![
            row.number.clone(),
            row.planned_at.map_or_else(|| EMPTY.to_owned(), Moment::text),
            format!("{} {}", row.community, row.address).trim().to_owned(),
            row.summary.clone(),
            row.stage.zh().to_owned(),
            residents,
        ]
    };
    let rows: Vec<Vec<String>> = input.events.iter().map(row).collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}

/// Outages that were not over, with the day's trips (6.1, 6.2).
fn outages(flow: &mut Flow, input: &Input) {
    if input.outages.is_empty() {
        return;
    }
    flow.chapter("停水与送水");
    let columns = [
        column("工单", 28.0, Align::Left),
        column("停水地点", 46.0, Align::Left),
        column("停水户数", 18.0, Align::Right),
        column("已送到", 16.0, Align::Right),
        column("当日车次", 18.0, Align::Right),
        column("当日水量（升）", 26.0, Align::Right),
        column("环节", 22.0, Align::Left),
    ];
    let row = |row: &TicketRow| {
        let numbers = match &row.more {
            Some(ServiceRow::EmergencyWater {
                households,
                reached,
                trips,
                ..
            }) => {
                let today = || trips.iter().filter(|trip| input.report.period.has(trip.at));
                let litres: i64 = today().map(|trip| trip.litres).sum();
                [
                    households.to_string(),
                    reached.to_string(),
                    today().count().to_string(),
                    litres.to_string(),
                ]
            }
            _ => [EMPTY; 4].map(str::to_owned),
        };
        let mut cells = vec![row.number.clone(), row.address.clone()];
        cells.extend(numbers);
        cells.push(row.stage.zh().to_owned());
        cells
    };
    let rows: Vec<Vec<String>> = input.outages.iter().map(row).collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(2.0);
}
