//! The tables and charts of 月度服务报告.

use domain::{
    TicketRow,
    clock::ClockKind,
    moment::{Month, duration_zh},
    report::{Breakdown, FigureLine, MonthReport, Overdue, Unit},
    service::{ServiceKind, repair::Fault},
};

use crate::{
    chart,
    flow::{Align, Column, Flow, column},
    form::or_empty,
    sheet::Ink,
};

/// How the breakdown of repairs by fault is called.
const FAULTS: &str = "维修故障类型";

/// Figures with what they are made of, 环比 and 同比.
pub(crate) fn figures(flow: &mut Flow, lines: &[&FigureLine]) {
    let columns = [
        column("项目", 58.0, Align::Left),
        column("本月", 24.0, Align::Right),
        column("分子 ÷ 分母", 28.0, Align::Right),
        column("环比", 32.0, Align::Right),
        column("同比", 32.0, Align::Right),
    ];
    let row = |line: &&FigureLine| {
        vec![
            line.zh.clone(),
            line.text.clone(),
            parts(line),
            line.against_before.clone(),
            line.against_last_year.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    flow.table(&columns, 9.0, &rows);
}

/// The name of a table, with room for its first rows.
fn heading(flow: &mut Flow, text: &str) {
    flow.need(30.0);
    flow.text_at(flow.left, flow.y + 4.0, 9.5, true, Ink::Black, Align::Left, text);
    flow.gap(7.0);
}

/// 补报: what was typed after earlier months had been closed.
pub(crate) fn late(flow: &mut Flow, report: &MonthReport) {
    if report.late.is_empty() {
        return;
    }
    heading(flow, "补报（以前月份封账以后补录的）");
    let columns = [
        column("月份", 30.0, Align::Left),
        column("项目", 64.0, Align::Left),
        column("已报", 40.0, Align::Right),
        column("补报后", 40.0, Align::Right),
    ];
    let zh = |month: &str| Month::parse(month).map_or_else(|| month.to_owned(), Month::zh);
    let rows: Vec<Vec<String>> = report
        .late
        .iter()
        .flat_map(|late| late.figures.iter().map(move |figure| (late, figure)))
        .map(|(late, figure)| {
            vec![
                zh(&late.month),
                figure.zh.clone(),
                figure.was_text.clone(),
                figure.is_text.clone(),
            ]
        })
        .collect();
    flow.table(&columns, 9.0, &rows);
    flow.gap(4.0);
}

fn parts(line: &FigureLine) -> String {
    match line.unit {
        Unit::Rate => format!("{} ÷ {}", line.is.numerator, line.is.denominator),
        Unit::MeanMinutes => format!("{} 件", line.is.denominator),
        Unit::Litres => format!("{} 升", line.is.numerator),
        Unit::Count | Unit::Minutes => String::new(),
    }
}

/// Tickets by day, and by everything but the fault, which belongs to the repairs.
pub(crate) fn charts(flow: &mut Flow, report: &MonthReport) {
    let some = |breakdown: &&Breakdown| !breakdown.counts.is_empty();
    if !report.breakdowns.iter().any(|it| some(&it)) {
        return flow.paragraph(10.0, Ink::Grey, "本月没有受理工单。");
    }
    let days: Vec<(String, i64)> = report
        .days
        .iter()
        .map(|day| (day.day.to_string(), day.received))
        .collect();
    chart::bars(flow, "每日工单（件，含关联工单）", &days, 42.0);
    for breakdown in report.breakdowns.iter().filter(some) {
        if breakdown.zh != FAULTS {
            ranking(flow, breakdown);
        }
    }
}

/// Repairs by kind of fault.
pub(crate) fn faults(flow: &mut Flow, report: &MonthReport) {
    let those = report.breakdowns.iter();
    for breakdown in those.filter(|breakdown| breakdown.zh == FAULTS && !breakdown.counts.is_empty()) {
        ranking(flow, breakdown);
    }
}

fn ranking(flow: &mut Flow, breakdown: &Breakdown) {
    let counts: Vec<(String, i64)> = breakdown
        .counts
        .iter()
        .map(|count| (count.label.clone(), count.count))
        .collect();
    chart::ranking(flow, &format!("按{}（件）", breakdown.zh), &counts, 10);
}

/// Hours by crew; nothing where none were verified, which the figures above say.
pub(crate) fn hours(flow: &mut Flow, report: &MonthReport) {
    if report.hours.is_empty() {
        return;
    }
    heading(flow, "班组工时");
    let columns = [
        column("班组", 70.0, Align::Left),
        column("核定件数", 34.0, Align::Right),
        column("申报工时", 35.0, Align::Right),
        column("核定工时", 35.0, Align::Right),
    ];
    let hours = |minutes: i64| format!("{}.{} 小时", minutes / 60, minutes % 60 * 10 / 60);
    let rows: Vec<Vec<String>> = report
        .hours
        .iter()
        .map(|crew| {
            vec![
                crew.crew.clone(),
                crew.cases.to_string(),
                hours(crew.claimed),
                hours(crew.verified),
            ]
        })
        .collect();
    flow.table(&columns, 9.0, &rows);
    flow.gap(3.0);
}

/// Every limit that was missed, of every service.
pub(crate) fn overdue(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("超时清单");
    if report.overdue.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "本月没有超时。");
    }
    flow.paragraph(
        9.0,
        Ink::Grey,
        &format!(
            "本月到期而未按时完成的时限共 {} 项：{}。",
            report.overdue.len(),
            by_clock(&report.overdue)
        ),
    );
    flow.gap(1.5);
    let columns = [
        column("工单", 27.0, Align::Left),
        column("时限", 19.0, Align::Left),
        column("到期", 27.0, Align::Left),
        column("完成", 27.0, Align::Left),
        column("超时", 22.0, Align::Right),
        column("班组", 24.0, Align::Left),
        column("超时原因", 28.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = report
        .overdue
        .iter()
        .map(|one| {
            vec![
                one.number.clone(),
                short(one.clock).to_owned(),
                one.limit.text(),
                one.ended_at
                    .map_or_else(|| "未完成".to_owned(), domain::Moment::text),
                duration_zh(one.late),
                or_empty(one.crew.as_deref().unwrap_or_default()).to_owned(),
                or_empty(&one.reason).to_owned(),
            ]
        })
        .collect();
    flow.table(&columns, 8.0, &rows);
}

/// `到场` of `到场时限`.
fn short(clock: ClockKind) -> &'static str {
    clock.zh().trim_end_matches("时限")
}

/// `到场 3 项、回复 1 项`.
fn by_clock(overdue: &[Overdue]) -> String {
    let count = |kind: ClockKind| overdue.iter().filter(|one| one.clock == kind).count();
    let some = ClockKind::ALL.iter().filter(|kind| count(**kind) > 0);
    let parts: Vec<String> = some
        .map(|kind| format!("{} {} 项", short(*kind), count(*kind)))
        .collect();
    parts.join("、")
}

/// The month's tickets of all services.
pub(crate) fn detail(flow: &mut Flow, rows: &[TicketRow]) {
    flow.chapter("工单明细");
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Grey, "本月没有受理工单。");
    }
    let columns: [Column; 7] = [
        column("工单", 22.0, Align::Left),
        column("接报", 25.0, Align::Left),
        column("用户", 17.0, Align::Left),
        column("地址", 38.0, Align::Left),
        column("服务与事项", 38.0, Align::Left),
        column("班组", 19.0, Align::Left),
        column("环节", 15.0, Align::Left),
    ];
    let row = |row: &TicketRow| {
        let place = if row.address.is_empty() {
            &row.community
        } else {
            &row.address
        };
        vec![
            row.number.clone(),
            row.received_at.text(),
            or_empty(&row.name).to_owned(),
            place.clone(),
            subject(row),
            or_empty(row.crew.as_deref().unwrap_or_default()).to_owned(),
            row.stage.zh().to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    flow.table(&columns, 7.5, &rows);
}

/// How much of what it is about the table shows, in characters.
const SUBJECT: usize = 26;

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

/// What every figure means, by service.
pub(crate) fn definitions(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("数字说明");
    let services = ServiceKind::ALL.iter().copied().map(Some);
    for service in std::iter::once(None).chain(services) {
        flow.need(16.0);
        flow.gap(1.5);
        let title = service.map_or("总体", ServiceKind::zh);
        flow.text_at(
            flow.left,
            flow.y + 4.0,
            8.5,
            true,
            Ink::Accent,
            Align::Left,
            title,
        );
        flow.gap(5.5);
        for line in report.figures.iter().filter(|line| line.service == service) {
            flow.paragraph(8.0, Ink::Black, &format!("{}：{}", line.zh, line.definition));
        }
    }
    flow.gap(2.0);
    flow.paragraph(
        8.0,
        Ink::Black,
        "时间按北京时间计算；月份按 1 日零时至月末最后一刻划分。恰在时限的时刻算按时，晚一毫秒即为超时。",
    );
    flow.gap(3.0);
}
