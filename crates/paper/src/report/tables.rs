//! The tables of figures and counts, with their charts.

use domain::{
    moment::Month,
    report::{Breakdown, FigureLine, Report, Section, SpanKind, Trend, TrendPoint, Unit, text_of, value},
    service::ServiceKind,
};

use crate::{
    chart,
    flow::{Align, Flow, column},
    form::EMPTY,
    sheet::Ink,
};

/// How the breakdown of repairs by fault is called.
const FAULTS: &str = "维修故障类型";

/// Figures with what they are made of and what they are compared with.
pub(super) fn figures(flow: &mut Flow, report: &Report, lines: &[&FigureLine]) {
    let before = &report.before;
    let mut columns = vec![
        column("项目", 46.0, Align::Left),
        column(&report.this_zh, 19.0, Align::Right),
        column("分子 ÷ 分母", 22.0, Align::Right),
    ];
    if let Some(last_year) = &report.last_year {
        columns.extend([
            column(&before.short, 19.0, Align::Right),
            column(&before.called, 24.5, Align::Right),
            column(&last_year.short, 19.0, Align::Right),
            column(&last_year.called, 24.5, Align::Right),
        ]);
    } else {
        columns.extend([
            column(&before.short, 43.0, Align::Right),
            column(&before.called, 44.0, Align::Right),
        ]);
    }
    let row = |line: &&FigureLine| {
        let mut cells = vec![
            line.zh.clone(),
            line.text.clone(),
            parts(line),
            text_of(line.before, line.unit),
            line.against_before.clone(),
        ];
        if report.last_year.is_some() {
            cells.extend([text_of(line.last_year, line.unit), line.against_last_year.clone()]);
        }
        cells
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    flow.table(&columns, 8.0, &rows);
}

/// The name of a table, with room for its first rows.
fn heading(flow: &mut Flow, text: &str) {
    flow.need(30.0);
    flow.text_at(flow.left, flow.y + 4.0, 9.5, true, Ink::Black, Align::Left, text);
    flow.gap(7.0);
}

/// 补报: what was typed after earlier months had been closed.
pub(super) fn late(flow: &mut Flow, report: &Report) {
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

/// Thirteen months: the number received, the rates, and both as a table.
pub(super) fn trend(flow: &mut Flow, report: &Report) {
    // Head and first chart stay together.
    flow.need(90.0);
    flow.chapter(Section::Trend.zh());
    let Some(first) = report.trend.first() else {
        return flow.paragraph(10.0, Ink::Grey, "没有可以比较的月份。");
    };
    let months: Vec<String> = first.points.iter().map(|point| short(&point.month)).collect();
    let (rates, counts): (Vec<&Trend>, Vec<&Trend>) =
        report.trend.iter().partition(|it| it.unit == Unit::Rate);
    for (title, those, percent) in [("件数", counts, false), ("比率（%）", rates, true)] {
        let lines: Vec<chart::Series> = those.iter().map(|trend| series(trend)).collect();
        chart::lines(flow, title, &months, &lines, percent);
    }
    let mut columns = vec![column("项目", 31.0, Align::Left)];
    columns.extend(months.iter().map(|month| column(month, 11.0, Align::Right)));
    let rows: Vec<Vec<String>> = report
        .trend
        .iter()
        .map(|trend| {
            let cell = |point: &TrendPoint| match point.is.filter(|is| is.value(trend.unit).is_some()) {
                None => EMPTY.to_owned(),
                Some(is) => is.text(trend.unit).trim_end_matches('%').to_owned(),
            };
            let unit = if trend.unit == Unit::Rate { "（%）" } else { "" };
            let mut cells = vec![format!("{}{unit}", trend.zh)];
            cells.extend(trend.points.iter().map(cell));
            cells
        })
        .collect();
    flow.table(&columns, 7.5, &rows);
    flow.gap(2.0);
    flow.paragraph(
        8.0,
        Ink::Grey,
        "已封账的月份按封账时的数字，其余月份按统计时的记录。“—”为无数据，折线在该月断开。",
    );
    flow.gap(3.0);
}

/// `25-10` of `2025-10`.
fn short(month: &str) -> String {
    month.chars().skip(2).collect()
}

fn series(trend: &Trend) -> chart::Series {
    let value = |value: i64| {
        #[allow(
            clippy::cast_precision_loss,
            reason = "no month counts to nine thousand million million"
        )]
        let value = value as f64;
        if trend.unit == Unit::Rate {
            value / 10.0
        } else {
            value
        }
    };
    chart::Series {
        name: trend.zh.clone(),
        values: trend
            .points
            .iter()
            .map(|point| point.is?.value(trend.unit).map(value))
            .collect(),
    }
}

/// Tickets by day or month, by weekday and hour, what became of them, and by everything but the fault, which belongs to the
/// repairs.
pub(super) fn charts(flow: &mut Flow, report: &Report) {
    let some = |breakdown: &&Breakdown| !breakdown.counts.is_empty();
    if !report.breakdowns.iter().any(|it| some(&it)) {
        return flow.paragraph(10.0, Ink::Grey, &format!("{}没有受理工单。", report.this_zh));
    }
    let course: Vec<(String, i64)> = report
        .course
        .iter()
        .map(|it| (it.label.clone(), it.count))
        .collect();
    let title = match report.kind {
        SpanKind::Month => "每日工单（件，含关联工单）",
        _ => "每月工单（件，含关联工单）",
    };
    chart::bars(flow, title, &course, 42.0);
    chart::heat(flow, "接报时间：星期与钟点（件）", &report.heat);
    let outcomes: Vec<(String, i64)> = report
        .outcomes
        .iter()
        .map(|it| (it.label.clone(), it.count))
        .collect();
    chart::ring(flow, "办理结果（截至统计时间）", &outcomes);
    for breakdown in report.breakdowns.iter().filter(some) {
        if breakdown.zh != FAULTS {
            ranking(flow, breakdown);
        }
    }
}

/// Repairs by kind of fault.
pub(super) fn faults(flow: &mut Flow, report: &Report) {
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
pub(super) fn hours(flow: &mut Flow, report: &Report) {
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
    let rows: Vec<Vec<String>> = report
        .hours
        .iter()
        .map(|crew| {
            vec![
                crew.crew.clone(),
                crew.cases.to_string(),
                value::hours(crew.claimed),
                value::hours(crew.verified),
            ]
        })
        .collect();
    flow.table(&columns, 9.0, &rows);
    flow.gap(3.0);
}

/// What every figure means, by service.
pub(super) fn definitions(flow: &mut Flow, report: &Report) {
    flow.chapter(Section::Definitions.zh());
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
    if report.kind != SpanKind::Month {
        flow.paragraph(
            8.0,
            Ink::Black,
            "以上说明中的“当月”，在本报告中为报告期内的各月；各月数字相加即为报告期的数字，已封账的月份按封账时的数字。",
        );
    }
    flow.gap(3.0);
}
