//! The service report of a month or a longer span: cover, and the sections somebody chose, in their order.

use std::sync::Arc;

use domain::{
    TicketRow,
    personal::VisibleValue,
    report::{FigureLine, Report, ReportSection, SpanKind},
    service::ServiceKind,
    settings::Settings,
};

use pdf::{
    PdfDocument, Picture,
    flow::{Flow, TextAlign},
    sheet::{DocumentPage, Ink},
};

use crate::{
    form::{or_empty, write_signature_lines},
    qr,
};

mod cover;
mod lists;
mod tables;
mod tickets;

pub(crate) use lists::build_overdue_row;
pub(crate) use tickets::{ticket_place, write_day_list};

/// What the report is made from.
#[derive(Clone, Copy)]
pub struct ReportInput<'a> {
    /// The figures.
    pub report: &'a Report,
    /// The tickets that count in the month; of a longer span none.
    pub rows: &'a VisibleValue<Vec<TicketRow>>,
    /// What goes in, in this order.
    pub sections: &'a [ReportSection],
    /// The company.
    pub settings: &'a Settings,
    /// The company's own logo; the program's mark stands in its place if there is none.
    pub logo: Option<&'a Arc<Picture>>,
    /// The newest place in the journal, to find a changed or an older file by later; empty in a copy, whose places are not the original's.
    pub anchor: &'a str,
    /// The installation's key, by the id on its sheet; empty before there is one.
    pub key: &'a str,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// `月度服务报告`; compared with a chosen span `月度服务报告（对比）`.
fn format_report_name(report: &Report) -> String {
    let kind = report.kind.zh();
    match report.before.called.as_str() {
        "对比" => format!("{kind}服务报告（对比）"),
        _ => format!("{kind}服务报告"),
    }
}

#[must_use]
pub fn lay_out_report(input: &ReportInput) -> PdfDocument {
    let report = input.report;
    let mut flow = Flow::new(DocumentPage::a4_portrait(), 18.0);
    cover::draw_cover(&mut flow, input);
    flow.begin_page();
    let by_list = [ReportSection::Detail, ReportSection::Behind];
    let listed = if by_list.iter().any(|section| input.sections.contains(section)) {
        tickets::list_report_tickets(input)
    } else {
        Vec::new()
    };
    for section in input.sections {
        if *section != ReportSection::Detail {
            flow.switch_page_shape(DocumentPage::a4_portrait());
        }
        write_report_section(&mut flow, input, &listed, *section);
    }
    // Whatever was left out: without the place in the journal nobody could find a changed or an older file by this report.
    if !input.sections.contains(&ReportSection::Signing) {
        flow.switch_page_shape(DocumentPage::a4_portrait());
        print_anchor(&mut flow, input);
    }
    let title = format!("{} {}", format_report_name(report), report.zh);
    flow.finish_with_footers(
        &title,
        &input.settings.company,
        report.counted_at,
        input.not_original,
    )
}

fn write_report_section(flow: &mut Flow, input: &ReportInput, listed: &[&TicketRow], section: ReportSection) {
    let report = input.report;
    match section {
        ReportSection::Summary => write_report_summary(flow, report),
        ReportSection::Overall => write_overall_figures(flow, report),
        ReportSection::Trend => tables::write_trend(flow, report),
        ReportSection::Charts => {
            // Head and first chart stay together.
            flow.ensure_height(70.0);
            flow.begin_chapter(ReportSection::Charts.zh());
            tables::draw_report_charts(flow, report);
        }
        ReportSection::Overdue => lists::write_overdue_list(flow, report),
        ReportSection::Extended => lists::write_extended_list(flow, report),
        ReportSection::Violations => lists::write_violation_list(flow, report),
        ReportSection::Detail => tickets::write_ticket_list(flow, input, listed),
        ReportSection::Behind => tickets::write_figure_tickets(flow, input, listed),
        ReportSection::Definitions => tables::write_definitions(flow, report),
        ReportSection::Signing => write_report_signing(flow, input),
        ReportSection::Reminder
        | ReportSection::LeakDetection
        | ReportSection::WaterQuality
        | ReportSection::Repair
        | ReportSection::Community
        | ReportSection::EmergencyWater => {
            if let Some(service) = section.chapter_service() {
                write_service_chapter(flow, report, service);
            }
        }
    }
}

/// The report in words.
fn write_report_summary(flow: &mut Flow, report: &Report) {
    flow.begin_chapter(ReportSection::Summary.zh());
    for text in &report.summary {
        flow.write_paragraph(10.5, Ink::Black, text);
        flow.add_gap(1.5);
    }
    flow.add_gap(2.0);
}

/// All services together.
fn write_overall_figures(flow: &mut Flow, report: &Report) {
    flow.begin_chapter(ReportSection::Overall.zh());
    tables::write_figure_table(flow, report, &select_service_figures(report, None));
    flow.add_gap(2.0);
    for note in [
        describe_comparison(report).as_str(),
        "关联工单：由提醒、检漏、社区活动转开的工单，与来源工单各在自己的服务类别中计一件；受理事项只计来源，不重复计数。",
    ] {
        flow.write_paragraph(8.0, Ink::Grey, note);
    }
    flow.add_gap(3.0);
    tables::write_late_entries(flow, report);
}

/// What the comparisons mean.
fn describe_comparison(report: &Report) -> String {
    let before = &report.before;
    let first = match (before.called.as_str(), report.kind) {
        ("对比", _) | (_, SpanKind::Year) => format!("{}：与{}相比", before.called, before.zh),
        _ => format!("{}：与{}（{}）相比", before.called, before.short, before.zh),
    };
    let second = report.last_year.as_ref().map_or_else(String::new, |it| {
        format!("；{}：与{}（{}）相比", it.called, it.short, it.zh)
    });
    format!("{first}{second}。比率的变化以百分点计。分母为零时记“无数据”。")
}

/// What belongs to one service.
fn write_service_chapter(flow: &mut Flow, report: &Report, service: ServiceKind) {
    let lines = select_service_figures(report, Some(service));
    #[allow(clippy::cast_precision_loss, reason = "a service has a few figures")]
    let tall = lines.len() as f64 * 6.4 + 22.0;
    // A short chapter stays on one page.
    flow.ensure_height(tall);
    flow.begin_chapter(service.zh());
    tables::write_figure_table(flow, report, &lines);
    flow.add_gap(3.0);
    if service == ServiceKind::Repair {
        tables::draw_fault_ranking(flow, report);
        tables::write_crew_hours(flow, report);
    }
}

/// The figures that belong to a service, or to all of them.
fn select_service_figures(report: &Report, service: Option<ServiceKind>) -> Vec<&FigureLine> {
    let lines = report.figures.iter();
    lines.filter(|line| line.service == service).collect()
}

fn write_report_signing(flow: &mut Flow, input: &ReportInput) {
    flow.ensure_height(90.0);
    flow.begin_chapter(ReportSection::Signing.zh());
    flow.write_paragraph(
        9.0,
        Ink::Grey,
        "以上数字由工单记录计算得出，每项数字均可追溯到工单。",
    );
    write_signature_lines(flow, &["制表", "审核", "日期"]);
    flow.add_gap(4.0);
    flow.write_paragraph(9.0, Ink::Grey, "（公章）");
    flow.add_gap(8.0);
    print_anchor(flow, input);
}

/// The newest place in the journal and the key, for whoever compares them later.
fn print_anchor(flow: &mut Flow, input: &ReportInput) {
    let anchor = input.anchor;
    if anchor.is_empty() {
        flow.write_paragraph(
            9.0,
            Ink::Black,
            "数据副本的报告不印记录锚点：核对时请以原数据的月报为准。",
        );
        return;
    }
    flow.ensure_height(26.0);
    let (left, top) = (flow.left, flow.y);
    flow.draw_figure("记录锚点的二维码", |flow| {
        for mark in qr::build_qr_marks(anchor, (left, top), 18.0) {
            flow.draw_mark(mark);
        }
    });
    let lines = [
        (4.0, true, format!("记录锚点　{anchor}")),
        (8.8, true, format!("封存密钥编号　{}", or_empty(input.key))),
        (
            13.6,
            false,
            "锚点由制表时的全部记录计算得出。请妥善保管本页：日后如有记录被改动、删除，".to_owned(),
        ),
        (
            18.4,
            false,
            "或数据恢复到更早的备份，凭锚点即可查出（“签字记录”中的“查验”）。".to_owned(),
        ),
    ];
    for (down, bold, text) in lines {
        let ink = if bold { Ink::Black } else { Ink::Grey };
        flow.draw_text(left + 22.0, top + down, 9.0, bold, ink, TextAlign::Left, &text);
    }
    flow.add_gap(20.0);
}
