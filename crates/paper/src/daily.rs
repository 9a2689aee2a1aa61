//! 日报: a day's figures against the day before, what was late and why, extensions, violations, events and outages, and the day's
//! tickets.

use domain::{
    Moment, Ticket, TicketRow,
    personal::VisibleValue,
    report::{
        FigureUnit,
        day::{DayLine, DayReport},
    },
    row::ServiceRow,
    settings::Settings,
};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign, table_column},
    sheet::{DocumentPage, Ink},
};

use crate::{
    form::{EMPTY, write_signature_lines},
    office::begin_office_page,
    report::{build_overdue_row, write_day_list},
};

/// What the report is made from.
pub struct DailyReportInput<'a> {
    /// The figures.
    pub report: &'a DayReport,
    /// The day's tickets.
    pub received: &'a VisibleValue<Vec<TicketRow>>,
    /// Events planned for the day or held on it.
    pub events: &'a VisibleValue<Vec<TicketRow>>,
    /// Outages that were not over.
    pub outages: &'a VisibleValue<Vec<TicketRow>>,
    /// Tickets with extensions or violations, whenever they were.
    pub told: &'a VisibleValue<Vec<Ticket>>,
    /// The company.
    pub settings: &'a Settings,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

#[must_use]
pub fn lay_out_daily_report(input: &DailyReportInput) -> PdfDocument {
    let report = input.report;
    let day = report.day.format("%Y年%-m月%-d日").to_string();
    let state = if report.is_complete() {
        format!("制表 {}", report.period.now.date_time_text())
    } else {
        format!("当日尚未结束，截至 {}", report.period.now.date_time_text())
    };
    let mut flow = begin_office_page(
        DocumentPage::a4_portrait(),
        input.settings,
        "服务日报",
        &format!("{day}　{}　{state}", format_weekday(report)),
    );
    flow.begin_chapter("当日情况");
    write_day_figures(&mut flow, &report.lines);
    write_day_overdue(&mut flow, report);
    write_day_extensions(&mut flow, input);
    write_day_violations(&mut flow, input);
    write_day_events(&mut flow, input);
    write_day_outages(&mut flow, input);
    flow.begin_chapter("工单明细");
    if input.received.is_empty() {
        flow.write_paragraph(10.0, Ink::Black, "当日没有受理工单。");
    } else {
        write_day_list(&mut flow, input.received);
    }
    flow.add_gap(2.0);
    write_signature_lines(&mut flow, &["制表", "审核", "日期"]);
    let title = format!("服务日报 {day}");
    flow.finish_with_footers(
        &title,
        &input.settings.company,
        report.period.now,
        input.not_original,
    )
}

fn format_weekday(report: &DayReport) -> &'static str {
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

fn write_day_figures(flow: &mut Flow, lines: &[DayLine]) {
    let columns = [
        table_column("项目", 66.0, TextAlign::Left),
        table_column("当日", 28.0, TextAlign::Right),
        table_column("分子 ÷ 分母", 26.0, TextAlign::Right),
        table_column("前一日", 26.0, TextAlign::Right),
        table_column("与前一日相比", 28.0, TextAlign::Right),
    ];
    // What neither day has anything of needs no line, but for the few everybody looks for.
    let some = |line: &&DayLine| {
        line.unit == FigureUnit::Count || line.is.denominator > 0 || line.before.denominator > 0
    };
    let rows: Vec<Vec<String>> = lines
        .iter()
        .filter(some)
        .map(|line| {
            vec![
                line.zh.to_owned(),
                line.value_text(),
                describe_day_fraction(line),
                line.before_text(),
                line.against_before_text(),
            ]
        })
        .collect();
    flow.write_table(&columns, 9.0, &rows);
    flow.add_gap(2.0);
    flow.write_paragraph(
        8.0,
        Ink::Grey,
        "各项数字的口径与月度服务报告相同，统计时段为一天；两日均无数据的比率不列出。期末在办：当日结束（或制表）时尚未办结的工单。",
    );
    flow.add_gap(2.0);
}

/// What a rate or a mean is made of.
pub(crate) fn describe_day_fraction(line: &DayLine) -> String {
    match line.unit {
        FigureUnit::Rate | FigureUnit::MeanMinutes if line.is.denominator == 0 => String::new(),
        FigureUnit::Rate => format!("{} ÷ {}", line.is.numerator, line.is.denominator),
        FigureUnit::MeanMinutes => format!("{} 件", line.is.denominator),
        FigureUnit::Litres | FigureUnit::Count | FigureUnit::Minutes => String::new(),
    }
}

fn write_day_overdue(flow: &mut Flow, report: &DayReport) {
    flow.begin_chapter("超时");
    if report.overdue.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "当日到期的时限没有超时。");
    }
    let columns = [
        table_column("工单", 28.0, TextAlign::Left),
        table_column("时限", 20.0, TextAlign::Left),
        table_column("到期", 27.0, TextAlign::Left),
        table_column("完成", 27.0, TextAlign::Left),
        table_column("超时", 22.0, TextAlign::Right),
        table_column("班组", 24.0, TextAlign::Left),
        table_column("超时原因", 26.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = report.overdue.iter().map(build_overdue_row).collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// Asked for or decided on the day (4.3).
fn write_day_extensions(flow: &mut Flow, input: &DailyReportInput) {
    let period = &input.report.period;
    let mut rows = Vec::new();
    for ticket in input.told.iter() {
        for it in &ticket.extensions {
            let decided = it.decision.as_ref();
            if !period.has_moment(it.asked_at) && !period.has_optional_moment(decided.map(|it| it.at)) {
                continue;
            }
            let result = match decided {
                None => "待审批".to_owned(),
                Some(it) if it.approved => format!("批准（{}）", it.by),
                Some(it) => format!("不批准（{}）", it.by),
            };
            rows.push(vec![
                ticket.number.clone(),
                format!("{}\n{}", it.asked_by, it.asked_at.date_time_text()),
                it.request.until.date_time_text(),
                it.request.reason.clone(),
                result,
            ]);
        }
    }
    flow.begin_chapter("延时");
    if rows.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "当日没有延时申请和审批。");
    }
    let columns = [
        table_column("工单", 28.0, TextAlign::Left),
        table_column("申请", 30.0, TextAlign::Left),
        table_column("申请延至", 28.0, TextAlign::Left),
        table_column("原因", 56.0, TextAlign::Left),
        table_column("审批", 32.0, TextAlign::Left),
    ];
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// Reported on the day (2.5, 5.3).
fn write_day_violations(flow: &mut Flow, input: &DailyReportInput) {
    let period = &input.report.period;
    let mut rows = Vec::new();
    for ticket in input.told.iter() {
        for it in ticket
            .violations
            .iter()
            .filter(|it| period.has_moment(it.reported_at))
        {
            let state = match it.closed_at {
                Some(_) if it.finding.is_empty() => "已处理".to_owned(),
                Some(_) => it.finding.clone(),
                None => "待处理".to_owned(),
            };
            rows.push(vec![
                ticket.number.clone(),
                it.reported_at.date_time_text(),
                it.words.clone(),
                state,
            ]);
        }
    }
    flow.begin_chapter("违规记录");
    if rows.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, "当日没有登记违规。");
    }
    let columns = [
        table_column("工单", 28.0, TextAlign::Left),
        table_column("登记时间", 30.0, TextAlign::Left),
        table_column("情况", 66.0, TextAlign::Left),
        table_column("处理", 50.0, TextAlign::Left),
    ];
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

fn write_day_events(flow: &mut Flow, input: &DailyReportInput) {
    if input.events.is_empty() {
        return;
    }
    flow.begin_chapter("社区活动");
    let columns = [
        table_column("工单", 28.0, TextAlign::Left),
        table_column("活动时间", 30.0, TextAlign::Left),
        table_column("社区、地点", 50.0, TextAlign::Left),
        table_column("内容", 36.0, TextAlign::Left),
        table_column("环节", 16.0, TextAlign::Left),
        table_column("人次", 14.0, TextAlign::Right),
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
            row.planned_at
                .map_or_else(|| EMPTY.to_owned(), Moment::date_time_text),
            format!("{} {}", row.community, row.address).trim().to_owned(),
            row.summary.clone(),
            row.stage.zh().to_owned(),
            residents,
        ]
    };
    let rows: Vec<Vec<String>> = input.events.iter().map(row).collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}

/// Outages that were not over, with the day's trips (6.1, 6.2).
fn write_day_outages(flow: &mut Flow, input: &DailyReportInput) {
    if input.outages.is_empty() {
        return;
    }
    flow.begin_chapter("停水与送水");
    let columns = [
        table_column("工单", 28.0, TextAlign::Left),
        table_column("停水地点", 46.0, TextAlign::Left),
        table_column("停水户数", 18.0, TextAlign::Right),
        table_column("已送到", 16.0, TextAlign::Right),
        table_column("当日车次", 18.0, TextAlign::Right),
        table_column("当日水量（升）", 26.0, TextAlign::Right),
        table_column("环节", 22.0, TextAlign::Left),
    ];
    let row = |row: &TicketRow| {
        let numbers = match &row.more {
            Some(ServiceRow::EmergencyWater {
                households,
                reached,
                trips,
                ..
            }) => {
                let today = || {
                    trips
                        .iter()
                        .filter(|trip| input.report.period.has_moment(trip.at))
                };
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
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(2.0);
}
