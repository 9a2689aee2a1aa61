//! The cover of 月度服务报告: the month, and each service at a glance.

use domain::{
    report::{FigureCode, FigureLine, MonthReport},
    service::ServiceKind,
};

use crate::{
    flow::{Align, Flow},
    monthly::Input,
    sheet::{Ink, Mark},
    text::{clip, width},
};

pub(crate) fn cover(flow: &mut Flow, input: &Input) {
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
    let state = match (&report.closed, report.complete) {
        (Some(closed), _) => format!("已封账（{}）", closed.by),
        (None, true) => "未封账，数据截至统计时间".to_owned(),
        (None, false) => "本月尚未结束，数据截至统计时间".to_owned(),
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
    services(flow, report);
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

/// Three figures of all services in large type.
fn highlights(flow: &mut Flow, report: &MonthReport) {
    use FigureCode as F;
    let mut x = 18.0;
    for code in [F::Received, F::SatisfactionRate, F::SignRate] {
        let Some(line) = figure(report, code) else {
            continue;
        };
        card(flow, (x, 140.0), 38.0);
        let mut write = |down: f64, size: f64, bold: bool, ink: Ink, text: &str| {
            flow.text_at(x + 5.0, 140.0 + down, size, bold, ink, Align::Left, text);
        };
        write(7.5, 9.5, false, Ink::Grey, &line.zh);
        write(20.5, 22.0, true, Ink::Black, &line.text);
        write(
            28.5,
            8.0,
            false,
            Ink::Grey,
            &format!("环比 {}", line.against_before),
        );
        write(
            33.5,
            8.0,
            false,
            Ink::Grey,
            &format!("同比 {}", line.against_last_year),
        );
        x += 59.5;
    }
}

/// How many tickets a service had, and the figure it is judged by.
const fn judged_by(service: ServiceKind) -> (FigureCode, FigureCode) {
    use FigureCode as F;
    match service {
        ServiceKind::Reminder => (F::Reminders, F::TellRate),
        ServiceKind::LeakDetection => (F::LeakDetections, F::FoundRate),
        ServiceKind::WaterQuality => (F::WaterTests, F::PassRate),
        ServiceKind::Repair => (F::Repairs, F::CloseRate),
        ServiceKind::Community => (F::Events, F::HeldRate),
        ServiceKind::EmergencyWater => (F::Outages, F::CoverageRate),
    }
}

/// Every service with its number of tickets and one rate.
fn services(flow: &mut Flow, report: &MonthReport) {
    for (index, service) in ServiceKind::ALL.iter().enumerate() {
        let (column, row) = (index % 3, index / 3);
        #[allow(clippy::cast_precision_loss, reason = "three columns, two rows")]
        let (x, y) = (18.0 + column as f64 * 59.5, 184.0 + row as f64 * 32.0);
        let (count, rate) = judged_by(*service);
        let (Some(count), Some(rate)) = (figure(report, count), figure(report, rate)) else {
            continue;
        };
        card(flow, (x, y), 28.0);
        let mut write = |right: f64, down: f64, size: f64, bold: bool, ink: Ink, text: &str| {
            flow.text_at(x + right, y + down, size, bold, ink, Align::Left, text);
        };
        write(5.0, 7.0, 9.5, true, Ink::Accent, service.zh());
        write(5.0, 17.0, 16.0, true, Ink::Black, &count.text);
        let unit = 6.5 + width(&count.text, 16.0, true);
        write(unit, 17.0, 9.0, false, Ink::Grey, "件");
        let text = clip(&format!("{} {}", rate.zh, rate.text), 8.0, false, 48.0);
        write(5.0, 23.5, 8.0, false, Ink::Grey, &text);
    }
}

fn figure(report: &MonthReport, code: FigureCode) -> Option<&FigureLine> {
    report.figures.iter().find(|line| line.code == code)
}

fn card(flow: &mut Flow, at: (f64, f64), high: f64) {
    for (wide, ink) in [(55.0, Ink::Pale), (1.2, Ink::Accent)] {
        flow.mark(Mark::Fill {
            at,
            size: (wide, high),
            ink,
        });
    }
}
