//! 月度服务报告: cover, the figures of all services together and of each one with 环比 and 同比, charts, overdue
//! list, detail table, definitions.

use domain::{
    TicketRow,
    report::{FigureLine, MonthReport},
    service::ServiceKind,
    settings::Settings,
};

use crate::{
    Sheet,
    flow::{Align, Flow},
    form::signatures,
    monthly_cover::cover,
    monthly_tables::{charts, definitions, detail, faults, figures, hours, late, overdue},
    qr,
    sheet::{Ink, Page},
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
    /// The newest place in the journal, to find a changed or an older file by later.
    pub anchor: &'a str,
    /// Whether every page must say 演示数据.
    pub demo: bool,
}

/// The report.
#[must_use]
pub fn sheet(input: &Input) -> Sheet {
    let report = input.report;
    let mut flow = Flow::new(Page::a4(), 18.0);
    cover(&mut flow, input);
    flow.page();
    overview(&mut flow, report);
    for service in ServiceKind::ALL {
        chapter(&mut flow, report, *service);
    }
    overdue(&mut flow, report);
    detail(&mut flow, input.detail);
    definitions(&mut flow, report);
    signed(&mut flow, input.anchor);
    let title = format!("月度服务报告 {}", report.month_zh);
    flow.finish(&title, &input.settings.company, report.counted_at, input.demo)
}

/// All services together.
fn overview(flow: &mut Flow, report: &MonthReport) {
    flow.chapter("总体");
    figures(flow, &of(report, None));
    flow.gap(2.0);
    for note in [
        "环比：与上月相比；同比：与去年同月相比。比率的变化以百分点计。分母为零时记“无数据”。",
        "关联工单：由提醒、检漏、社区活动转开的工单，与来源工单各在自己的服务类别中计一件；受理事项只计来源，不重复计数。",
    ] {
        flow.paragraph(8.0, Ink::Grey, note);
    }
    flow.gap(3.0);
    late(flow, report);
    charts(flow, report);
}

/// What belongs to one service.
fn chapter(flow: &mut Flow, report: &MonthReport, service: ServiceKind) {
    let lines = of(report, Some(service));
    #[allow(clippy::cast_precision_loss, reason = "a service has a few figures")]
    let tall = lines.len() as f64 * 6.4 + 22.0;
    // A short chapter stays on one page.
    flow.need(tall);
    flow.chapter(service.zh());
    figures(flow, &lines);
    flow.gap(3.0);
    if service == ServiceKind::Repair {
        faults(flow, report);
        hours(flow, report);
    }
}

/// The figures that belong to a service, or to all of them.
fn of(report: &MonthReport, service: Option<ServiceKind>) -> Vec<&FigureLine> {
    let lines = report.figures.iter();
    lines.filter(|line| line.service == service).collect()
}

fn signed(flow: &mut Flow, anchor: &str) {
    flow.need(90.0);
    flow.chapter("签署");
    flow.paragraph(
        9.0,
        Ink::Grey,
        "以上数字由工单记录计算得出，每项数字均可追溯到工单。",
    );
    signatures(flow, &["制表", "审核", "日期"]);
    flow.gap(4.0);
    flow.paragraph(9.0, Ink::Grey, "（公章）");
    flow.gap(8.0);
    let (left, top) = (flow.left, flow.y);
    flow.figure(&format!("二维码：{anchor}"), |flow| {
        for mark in qr::marks(anchor, (left, top), 18.0) {
            flow.mark(mark);
        }
    });
    let lines = [
        (4.0, true, format!("记录锚点　{anchor}")),
        (
            9.5,
            false,
            "锚点由制表时的全部记录计算得出。请妥善保管本页：日后如有记录被改动、删除，".to_owned(),
        ),
        (
            14.5,
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
