//! 月度服务报告: cover, key figures with 环比 and 同比, charts, overdue list, hours, detail table, definitions.

use domain::{
    TicketRow,
    moment::duration_zh,
    report::{Breakdown, FigureCode, FigureLine, MonthReport, Unit},
    settings::Settings,
};

use crate::{
    Sheet, chart,
    flow::{Align, Column, Flow, column},
    form::signatures,
    sheet::{Ink, Mark, Page},
    text::wrap,
};

/// What the report is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The figures.
    pub report: &'a MonthReport,
    /// The reports received in the month, for the detail table.
    pub detail: &'a [TicketRow],
    /// The company.
    pub settings: &'a Settings,
    /// Whether every page must say 演示数据.
    pub demo: bool,
}

/// The report.
#[must_use]
pub fn sheet(input: &Input) -> Sheet {
    let mut flow = Flow::new(Page::a4(), 18.0);
    cover(&mut flow, input);
    flow.page();
    figures(&mut flow, input.report);
    charts(&mut flow, input.report);
    hours(&mut flow, input.report);
    overdue(&mut flow, input.report);
    detail(&mut flow, input.detail);
    definitions(&mut flow, input.report);
    flow.chapter("签署");
    flow.paragraph(
        9.0,
        Ink::Grey,
        "以上数字由工单记录计算得出，每项数字均可追溯到工单。",
    );
    signatures(&mut flow, &["制表", "审核", "日期"]);
    flow.gap(4.0);
    flow.paragraph(9.0, Ink::Grey, "（公章）");
    let title = format!("月度服务报告 {}", input.report.month_zh);
    flow.finish(
        &title,
        &input.settings.company,
        input.report.counted_at,
        input.demo,
    )
}

fn cover(flow: &mut Flow, input: &Input) {
    let (report, settings) = (input.report, input.settings);
    if let Some(page) = flow.pages.last_mut() {
        page.bookmarks.push("封面".to_owned());
    }
    flow.mark(Mark::Fill {
        at: (0.0, 0.0),
        size: (210.0, 6.0),
        ink: Ink::Accent,
    });
    flow.text_at(18.0, 34.0, 13.0, false, Ink::Grey, Align::Left, &settings.company);
    flow.text_at(18.0, 76.0, 34.0, true, Ink::Black, Align::Left, "延伸服务");
    flow.text_at(18.0, 93.0, 34.0, true, Ink::Black, Align::Left, "月度服务报告");
    flow.mark(Mark::Fill {
        at: (18.0, 101.0),
        size: (30.0, 1.6),
        ink: Ink::Accent,
    });
    flow.text_at(
        18.0,
        115.0,
        18.0,
        false,
        Ink::Accent,
        Align::Left,
        &report.month_zh,
    );
    let state = if report.complete {
        "本月数据"
    } else {
        "本月尚未结束，数据截至统计时间"
    };
    flow.text_at(
        18.0,
        124.0,
        10.5,
        false,
        Ink::Grey,
        Align::Left,
        &format!("{state}　统计时间 {}", report.counted_at.text()),
    );
    highlights(flow, report);
    flow.text_at(
        18.0,
        262.0,
        10.5,
        true,
        Ink::Accent,
        Align::Left,
        &format!("{}　{}", settings.brand, settings.motto),
    );
    flow.text_at(
        18.0,
        269.0,
        9.5,
        false,
        Ink::Grey,
        Align::Left,
        &format!("24 小时服务热线 {}　全程免费服务", settings.hotline),
    );
}

/// Six figures in large type.
fn highlights(flow: &mut Flow, report: &MonthReport) {
    use FigureCode as F;
    let chosen = [
        F::Received,
        F::HandOverRate,
        F::ArrivalRate,
        F::CloseRate,
        F::SatisfactionRate,
        F::SignRate,
    ];
    let lines = chosen
        .iter()
        .filter_map(|code| report.figures.iter().find(|line| line.code == *code));
    let (mut x, mut y) = (18.0, 146.0);
    for (index, line) in lines.enumerate() {
        if index == 3 {
            (x, y) = (18.0, 196.0);
        }
        flow.mark(Mark::Fill {
            at: (x, y),
            size: (55.0, 42.0),
            ink: Ink::Pale,
        });
        flow.mark(Mark::Fill {
            at: (x, y),
            size: (1.2, 42.0),
            ink: Ink::Accent,
        });
        for (row, text) in wrap(&line.zh, 9.5, false, 47.0).iter().take(2).enumerate() {
            let down = if row == 0 { 7.5 } else { 12.0 };
            flow.text_at(x + 5.0, y + down, 9.5, false, Ink::Grey, Align::Left, text);
        }
        flow.text_at(x + 5.0, y + 25.0, 22.0, true, Ink::Black, Align::Left, &line.text);
        flow.text_at(
            x + 5.0,
            y + 32.5,
            8.0,
            false,
            Ink::Grey,
            Align::Left,
            &format!("环比 {}", line.against_before),
        );
        flow.text_at(
            x + 5.0,
            y + 37.5,
            8.0,
            false,
            Ink::Grey,
            Align::Left,
            &format!("同比 {}", line.against_last_year),
        );
        x += 59.5;
    }
}

fn figures(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("主要数字");
    let columns = [
        column("项目", 56.0, Align::Left),
        column("本月", 26.0, Align::Right),
        column("分子 ÷ 分母", 28.0, Align::Right),
        column("环比", 32.0, Align::Right),
        column("同比", 32.0, Align::Right),
    ];
    let row = |line: &FigureLine| {
        vec![
            line.zh.clone(),
            line.text.clone(),
            parts(line),
            line.against_before.clone(),
            line.against_last_year.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = report.figures.iter().map(row).collect();
    flow.table(&columns, 9.0, &rows);
    flow.gap(2.0);
    flow.paragraph(
        8.0,
        Ink::Grey,
        "环比：与上月相比；同比：与去年同月相比。比率的变化以百分点计。分母为零时记“无数据”。",
    );
}

fn parts(line: &FigureLine) -> String {
    match line.unit {
        Unit::Rate => format!("{} ÷ {}", line.is.numerator, line.is.denominator),
        Unit::MeanMinutes => format!("{} 件", line.is.denominator),
        Unit::Count | Unit::Minutes | Unit::Litres => String::new(),
    }
}

fn charts(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("分布");
    let days: Vec<(String, i64)> = report
        .days
        .iter()
        .map(|day| (day.day.to_string(), day.received))
        .collect();
    chart::bars(flow, "每日受理（件）", &days, 42.0);
    for breakdown in &report.breakdowns {
        if breakdown.counts.is_empty() || breakdown.zh == "服务类别" {
            continue;
        }
        chart::ranking(flow, &format!("按{}（件）", breakdown.zh), &pairs(breakdown), 10);
    }
    if report
        .breakdowns
        .iter()
        .all(|breakdown| breakdown.counts.is_empty())
    {
        flow.paragraph(10.0, Ink::Grey, "本月没有受理工单。");
    }
}

fn pairs(breakdown: &Breakdown) -> Vec<(String, i64)> {
    breakdown
        .counts
        .iter()
        .map(|count| (count.label.clone(), count.count))
        .collect()
}

fn hours(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("工时");
    if report.hours.is_empty() {
        return flow.paragraph(10.0, Ink::Grey, "本月没有核定工时。");
    }
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
}

fn overdue(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("超时清单");
    if report.overdue.is_empty() {
        return flow.paragraph(10.0, Ink::Black, "本月没有超时。");
    }
    flow.paragraph(
        9.0,
        Ink::Grey,
        &format!("本月到期而未按时完成的时限共 {} 项。", report.overdue.len()),
    );
    flow.gap(1.5);
    let columns = [
        column("工单", 27.0, Align::Left),
        column("时限", 18.0, Align::Left),
        column("到期", 27.0, Align::Left),
        column("完成", 27.0, Align::Left),
        column("超时", 22.0, Align::Right),
        column("班组", 24.0, Align::Left),
        column("原因", 29.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = report
        .overdue
        .iter()
        .map(|one| {
            vec![
                one.number.clone(),
                one.clock.zh().trim_end_matches("时限").to_owned(),
                one.limit.text(),
                one.ended_at
                    .map_or_else(|| "未完成".to_owned(), domain::Moment::text),
                duration_zh(one.late),
                one.crew.clone().unwrap_or_default(),
                one.reason.clone(),
            ]
        })
        .collect();
    flow.table(&columns, 8.0, &rows);
}

fn detail(flow: &mut Flow, rows: &[TicketRow]) {
    flow.chapter("工单明细");
    if rows.is_empty() {
        return flow.paragraph(10.0, Ink::Grey, "本月没有受理工单。");
    }
    let columns: [Column; 7] = [
        column("工单", 22.0, Align::Left),
        column("接报", 25.0, Align::Left),
        column("用户", 17.0, Align::Left),
        column("地址", 54.0, Align::Left),
        column("故障", 20.0, Align::Left),
        column("班组", 22.0, Align::Left),
        column("环节", 14.0, Align::Left),
    ];
    let row = |row: &TicketRow| {
        vec![
            row.number.clone(),
            row.received_at.text(),
            row.name.clone(),
            row.address.clone(),
            row.fault
                .map_or_else(|| row.service.zh(), domain::service::repair::Fault::zh)
                .to_owned(),
            row.crew.clone().unwrap_or_default(),
            row.stage.zh().to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    flow.table(&columns, 7.5, &rows);
}

fn definitions(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("数字说明");
    for line in &report.figures {
        flow.paragraph(8.0, Ink::Black, &format!("{}：{}", line.zh, line.definition));
    }
    flow.gap(1.0);
    flow.paragraph(
        8.0,
        Ink::Black,
        "时间按北京时间计算；月份按 1 日零时至月末最后一刻划分。恰在时限的时刻算按时，晚一毫秒即为超时。",
    );
    flow.gap(3.0);
}
