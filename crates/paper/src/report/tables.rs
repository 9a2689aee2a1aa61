//! The tables of figures and counts, with their charts.

use domain::{
    moment::Month,
    report::{
        Breakdown, FigureLine, FigureTrend, FigureUnit, Report, ReportSection, SpanKind, TrendPoint,
        format_figure, value,
    },
    service::ServiceKind,
};

use pdf::{
    flow::{Flow, TextAlign, table_column},
    sheet::Ink,
};

use crate::{chart, form::EMPTY};

/// How the breakdown of repairs by fault is called.
const FAULTS: &str = "维修故障类型";

/// Figures with what they are made of and what they are compared with.
pub(super) fn write_figure_table(flow: &mut Flow, report: &Report, lines: &[&FigureLine]) {
    let before = &report.before;
    let mut columns = vec![
        table_column("项目", 46.0, TextAlign::Left),
        table_column(&report.this_zh, 19.0, TextAlign::Right),
        table_column("分子 ÷ 分母", 22.0, TextAlign::Right),
    ];
    if let Some(last_year) = &report.last_year {
        columns.extend([
            table_column(&before.short, 19.0, TextAlign::Right),
            table_column(&before.called, 24.5, TextAlign::Right),
            table_column(&last_year.short, 19.0, TextAlign::Right),
            table_column(&last_year.called, 24.5, TextAlign::Right),
        ]);
    } else {
        columns.extend([
            table_column(&before.short, 43.0, TextAlign::Right),
            table_column(&before.called, 44.0, TextAlign::Right),
        ]);
    }
    let row = |line: &&FigureLine| {
        let mut cells = vec![
            line.zh.clone(),
            line.text.clone(),
            describe_figure_fraction(line),
            format_figure(line.before, line.unit),
            line.against_before.clone(),
        ];
        if report.last_year.is_some() {
            cells.extend([
                format_figure(line.last_year, line.unit),
                line.against_last_year.clone(),
            ]);
        }
        cells
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    flow.write_table(&columns, 8.0, &rows);
}

/// The name of a table, with room for its first rows.
fn write_table_heading(flow: &mut Flow, text: &str) {
    flow.ensure_height(30.0);
    flow.draw_text(
        flow.left,
        flow.y + 4.0,
        9.5,
        true,
        Ink::Black,
        TextAlign::Left,
        text,
    );
    flow.add_gap(7.0);
}

/// 补报: what was typed after earlier months had been closed.
pub(super) fn write_late_entries(flow: &mut Flow, report: &Report) {
    if report.late.is_empty() {
        return;
    }
    write_table_heading(flow, "补报（以前月份封账以后补录的）");
    let columns = [
        table_column("月份", 30.0, TextAlign::Left),
        table_column("项目", 64.0, TextAlign::Left),
        table_column("已报", 40.0, TextAlign::Right),
        table_column("补报后", 40.0, TextAlign::Right),
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
    flow.write_table(&columns, 9.0, &rows);
    flow.add_gap(4.0);
}

fn describe_figure_fraction(line: &FigureLine) -> String {
    match line.unit {
        FigureUnit::Rate => format!("{} ÷ {}", line.is.numerator, line.is.denominator),
        FigureUnit::MeanMinutes => format!("{} 件", line.is.denominator),
        FigureUnit::Litres => format!("{} 升", line.is.numerator),
        FigureUnit::Count | FigureUnit::Minutes => String::new(),
    }
}

/// Thirteen months: the number received, the rates, and both as a table.
pub(super) fn write_trend(flow: &mut Flow, report: &Report) {
    // Head and first chart stay together.
    flow.ensure_height(90.0);
    flow.begin_chapter(ReportSection::Trend.zh());
    let Some(first) = report.trend.first() else {
        return flow.write_paragraph(10.0, Ink::Grey, "没有可以比较的月份。");
    };
    let months: Vec<String> = first
        .points
        .iter()
        .map(|point| shorten_month(&point.month))
        .collect();
    let (rates, counts): (Vec<&FigureTrend>, Vec<&FigureTrend>) =
        report.trend.iter().partition(|it| it.unit == FigureUnit::Rate);
    for (title, those, percent) in [("件数", counts, false), ("比率（%）", rates, true)] {
        let lines: Vec<chart::ChartSeries> = those.iter().map(|trend| build_series(trend)).collect();
        chart::draw_line_chart(flow, title, &months, &lines, percent);
    }
    let mut columns = vec![table_column("项目", 31.0, TextAlign::Left)];
    columns.extend(
        months
            .iter()
            .map(|month| table_column(month, 11.0, TextAlign::Right)),
    );
    let rows: Vec<Vec<String>> = report
        .trend
        .iter()
        .map(|trend| {
            let cell = |point: &TrendPoint| match point.is.filter(|is| is.rounded_value(trend.unit).is_some())
            {
                None => EMPTY.to_owned(),
                Some(is) => is.format_value(trend.unit).trim_end_matches('%').to_owned(),
            };
            let unit = if trend.unit == FigureUnit::Rate {
                "（%）"
            } else {
                ""
            };
            let mut cells = vec![format!("{}{unit}", trend.zh)];
            cells.extend(trend.points.iter().map(cell));
            cells
        })
        .collect();
    flow.write_table(&columns, 7.5, &rows);
    flow.add_gap(2.0);
    flow.write_paragraph(
        8.0,
        Ink::Grey,
        "已封账的月份按封账时的数字，其余月份按统计时的记录。“—”为无数据，折线在该月断开。",
    );
    flow.add_gap(3.0);
}

/// `25-10` of `2025-10`.
fn shorten_month(month: &str) -> String {
    month.chars().skip(2).collect()
}

fn build_series(trend: &FigureTrend) -> chart::ChartSeries {
    let value = |value: i64| {
        #[allow(
            clippy::cast_precision_loss,
            reason = "no month counts to nine thousand million million"
        )]
        let value = value as f64;
        if trend.unit == FigureUnit::Rate {
            value / 10.0
        } else {
            value
        }
    };
    chart::ChartSeries {
        name: trend.zh.clone(),
        values: trend
            .points
            .iter()
            .map(|point| point.is?.rounded_value(trend.unit).map(value))
            .collect(),
    }
}

/// Tickets by day or month, by weekday and hour, what became of them, and by everything but the fault, which belongs to the
/// repairs.
pub(super) fn draw_report_charts(flow: &mut Flow, report: &Report) {
    let some = |breakdown: &&Breakdown| !breakdown.counts.is_empty();
    if !report.breakdowns.iter().any(|it| some(&it)) {
        return flow.write_paragraph(10.0, Ink::Grey, &format!("{}没有受理工单。", report.this_zh));
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
    chart::draw_bar_chart(flow, title, &course, 42.0);
    chart::draw_heat_map(flow, "接报时间：星期与钟点（件）", &report.heat);
    let outcomes: Vec<(String, i64)> = report
        .outcomes
        .iter()
        .map(|it| (it.label.clone(), it.count))
        .collect();
    chart::draw_ring_chart(flow, "办理结果（截至统计时间）", &outcomes);
    for breakdown in report.breakdowns.iter().filter(some) {
        if breakdown.zh != FAULTS {
            draw_breakdown_ranking(flow, breakdown);
        }
    }
}

/// Repairs by kind of fault.
pub(super) fn draw_fault_ranking(flow: &mut Flow, report: &Report) {
    let those = report.breakdowns.iter();
    for breakdown in those.filter(|breakdown| breakdown.zh == FAULTS && !breakdown.counts.is_empty()) {
        draw_breakdown_ranking(flow, breakdown);
    }
}

fn draw_breakdown_ranking(flow: &mut Flow, breakdown: &Breakdown) {
    let counts: Vec<(String, i64)> = breakdown
        .counts
        .iter()
        .map(|count| (count.label.clone(), count.count))
        .collect();
    chart::draw_ranking_chart(flow, &format!("按{}（件）", breakdown.zh), &counts, 10);
}

/// Hours by crew; nothing where none were verified, which the figures above say.
pub(super) fn write_crew_hours(flow: &mut Flow, report: &Report) {
    if report.hours.is_empty() {
        return;
    }
    write_table_heading(flow, "班组工时");
    let columns = [
        table_column("班组", 70.0, TextAlign::Left),
        table_column("核定件数", 34.0, TextAlign::Right),
        table_column("申报工时", 35.0, TextAlign::Right),
        table_column("核定工时", 35.0, TextAlign::Right),
    ];
    let rows: Vec<Vec<String>> = report
        .hours
        .iter()
        .map(|crew| {
            vec![
                crew.crew.clone(),
                crew.cases.to_string(),
                value::format_hours(crew.claimed),
                value::format_hours(crew.verified),
            ]
        })
        .collect();
    flow.write_table(&columns, 9.0, &rows);
    flow.add_gap(3.0);
}

/// What every figure means, by service.
pub(super) fn write_definitions(flow: &mut Flow, report: &Report) {
    flow.begin_chapter(ReportSection::Definitions.zh());
    let services = ServiceKind::ALL.iter().copied().map(Some);
    for service in std::iter::once(None).chain(services) {
        flow.ensure_height(16.0);
        flow.add_gap(1.5);
        let title = service.map_or("总体", ServiceKind::zh);
        flow.draw_text(
            flow.left,
            flow.y + 4.0,
            8.5,
            true,
            Ink::Accent,
            TextAlign::Left,
            title,
        );
        flow.add_gap(5.5);
        for line in report.figures.iter().filter(|line| line.service == service) {
            flow.write_paragraph(8.0, Ink::Black, &format!("{}：{}", line.zh, line.definition));
        }
    }
    flow.add_gap(2.0);
    flow.write_paragraph(
        8.0,
        Ink::Black,
        "时间按北京时间计算；月份按 1 日零时至月末最后一刻划分。恰在时限的时刻算按时，晚一毫秒即为超时。",
    );
    if report.kind != SpanKind::Month {
        flow.write_paragraph(
            8.0,
            Ink::Black,
            "以上说明中的“当月”，在本报告中为报告期内的各月；各月数字相加即为报告期的数字，已封账的月份按封账时的数字。",
        );
    }
    flow.add_gap(3.0);
}
