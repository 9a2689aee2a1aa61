//! The service report of a month or a longer span: cover, and the sections somebody chose, in their order.

use std::sync::Arc;

use domain::{
    TicketRow,
    personal::Shown,
    report::{FigureLine, Report, Section, SpanKind},
    service::ServiceKind,
    settings::Settings,
};

use crate::{
    Picture, Sheet,
    flow::{Align, Flow},
    form::{or_empty, signatures},
    qr,
    sheet::{Ink, Page},
};

mod cover;
mod lists;
mod tables;
mod tickets;

pub(crate) use lists::missed;
pub(crate) use tickets::{day_list, place};

/// What the report is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The figures.
    pub report: &'a Report,
    /// The tickets that count in the month; of a longer span none.
    pub rows: &'a Shown<Vec<TicketRow>>,
    /// What goes in, in this order.
    pub sections: &'a [Section],
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
fn name(report: &Report) -> String {
    let kind = report.kind.zh();
    match report.before.called.as_str() {
        "对比" => format!("{kind}服务报告（对比）"),
        _ => format!("{kind}服务报告"),
    }
}

/// The report.
#[must_use]
pub fn sheet(input: &Input) -> Sheet {
    let report = input.report;
    let mut flow = Flow::new(Page::a4(), 18.0);
    cover::cover(&mut flow, input);
    flow.page();
    let by_list = [Section::Detail, Section::Behind];
    let listed = if by_list.iter().any(|section| input.sections.contains(section)) {
        tickets::listed(input)
    } else {
        Vec::new()
    };
    for section in input.sections {
        if *section != Section::Detail {
            flow.turn(Page::a4());
        }
        put(&mut flow, input, &listed, *section);
    }
    // Whatever was left out: without the place in the journal nobody could find a changed or an older file by this report.
    if !input.sections.contains(&Section::Signing) {
        flow.turn(Page::a4());
        print_anchor(&mut flow, input);
    }
    let title = format!("{} {}", name(report), report.zh);
    flow.finish(
        &title,
        &input.settings.company,
        report.counted_at,
        input.not_original,
    )
}

fn put(flow: &mut Flow, input: &Input, listed: &[&TicketRow], section: Section) {
    let report = input.report;
    match section {
        Section::Summary => summary(flow, report),
        Section::Overall => overall(flow, report),
        Section::Trend => tables::trend(flow, report),
        Section::Charts => {
            // Head and first chart stay together.
            flow.need(70.0);
            flow.chapter(Section::Charts.zh());
            tables::charts(flow, report);
        }
        Section::Overdue => lists::overdue(flow, report),
        Section::Extended => lists::extended(flow, report),
        Section::Violations => lists::violations(flow, report),
        Section::Detail => tickets::detail(flow, input, listed),
        Section::Behind => tickets::behind(flow, input, listed),
        Section::Definitions => tables::definitions(flow, report),
        Section::Signing => signed(flow, input),
        Section::Reminder
        | Section::LeakDetection
        | Section::WaterQuality
        | Section::Repair
        | Section::Community
        | Section::EmergencyWater => {
            if let Some(service) = section.service() {
                chapter(flow, report, service);
            }
        }
    }
}

/// The report in words.
fn summary(flow: &mut Flow, report: &Report) {
    flow.chapter(Section::Summary.zh());
    for text in &report.summary {
        flow.paragraph(10.5, Ink::Black, text);
        flow.gap(1.5);
    }
    flow.gap(2.0);
}

/// All services together.
fn overall(flow: &mut Flow, report: &Report) {
    flow.chapter(Section::Overall.zh());
    tables::figures(flow, report, &of(report, None));
    flow.gap(2.0);
    for note in [
        compared(report).as_str(),
        "关联工单：由提醒、检漏、社区活动转开的工单，与来源工单各在自己的服务类别中计一件；受理事项只计来源，不重复计数。",
    ] {
        flow.paragraph(8.0, Ink::Grey, note);
    }
    flow.gap(3.0);
    tables::late(flow, report);
}

/// What the comparisons mean.
fn compared(report: &Report) -> String {
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
fn chapter(flow: &mut Flow, report: &Report, service: ServiceKind) {
    let lines = of(report, Some(service));
    #[allow(clippy::cast_precision_loss, reason = "a service has a few figures")]
    let tall = lines.len() as f64 * 6.4 + 22.0;
    // A short chapter stays on one page.
    flow.need(tall);
    flow.chapter(service.zh());
    tables::figures(flow, report, &lines);
    flow.gap(3.0);
    if service == ServiceKind::Repair {
        tables::faults(flow, report);
        tables::hours(flow, report);
    }
}

/// The figures that belong to a service, or to all of them.
fn of(report: &Report, service: Option<ServiceKind>) -> Vec<&FigureLine> {
    let lines = report.figures.iter();
    lines.filter(|line| line.service == service).collect()
}

fn signed(flow: &mut Flow, input: &Input) {
    flow.need(90.0);
    flow.chapter(Section::Signing.zh());
    flow.paragraph(
        9.0,
        Ink::Grey,
        "以上数字由工单记录计算得出，每项数字均可追溯到工单。",
    );
    signatures(flow, &["制表", "审核", "日期"]);
    flow.gap(4.0);
    flow.paragraph(9.0, Ink::Grey, "（公章）");
    flow.gap(8.0);
    print_anchor(flow, input);
}

/// The newest place in the journal and the key, for whoever compares them later.
fn print_anchor(flow: &mut Flow, input: &Input) {
    let anchor = input.anchor;
    if anchor.is_empty() {
        flow.paragraph(
            9.0,
            Ink::Black,
            "数据副本的报告不印记录锚点：核对时请以原数据的月报为准。",
        );
        return;
    }
    flow.need(26.0);
    let (left, top) = (flow.left, flow.y);
    flow.figure("记录锚点的二维码", |flow| {
        for mark in qr::marks(anchor, (left, top), 18.0) {
            flow.mark(mark);
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
        flow.text_at(left + 22.0, top + down, 9.0, bold, ink, Align::Left, &text);
    }
    flow.gap(20.0);
}
