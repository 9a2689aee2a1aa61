//! The cover: the span, and each service at a glance.

use domain::{
    report::{FigureCode, Report},
    service::ServiceKind,
};

use super::{ReportInput, format_report_name};
use pdf::{
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
    text::{clip_text, measure_text},
};

pub(crate) fn draw_cover(flow: &mut Flow, input: &ReportInput) {
    let (report, settings) = (input.report, input.settings);
    if let Some(page) = flow.pages.last_mut() {
        page.bookmarks.push("封面".to_owned());
    }
    flow.draw_mark(PageMark::Fill {
        at: (0.0, 0.0),
        size: (210.0, 6.0),
        ink: Ink::Accent,
    });
    let beside = 18.0 + draw_logo(flow, input) + 4.0;
    for (y, size, bold, ink, text) in [
        (29.5, 13.0, true, Ink::Black, &settings.company),
        (36.0, 9.5, false, Ink::Grey, &settings.brand),
    ] {
        // Beside a wide logo a long name is written smaller.
        let size = size * (1.0_f64).min((flow.right - beside) / measure_text(text, size, bold).max(1.0));
        flow.draw_text(beside, y, size, bold, ink, TextAlign::Left, text);
    }
    flow.draw_text(18.0, 76.0, 34.0, true, Ink::Black, TextAlign::Left, "延伸服务");
    flow.draw_text(
        18.0,
        93.0,
        34.0,
        true,
        Ink::Black,
        TextAlign::Left,
        &format_report_name(report),
    );
    flow.draw_mark(PageMark::Fill {
        at: (18.0, 101.0),
        size: (30.0, 1.6),
        ink: Ink::Accent,
    });
    flow.draw_text(
        18.0,
        115.0,
        18.0,
        false,
        Ink::Accent,
        TextAlign::Left,
        &describe_span(report),
    );
    let state = describe_closing_state(report);
    flow.draw_text(
        18.0,
        124.0,
        10.5,
        false,
        Ink::Grey,
        TextAlign::Left,
        &format!("{state}　统计时间 {}", report.counted_at.date_time_text()),
    );
    draw_highlights(flow, report);
    draw_service_cards(flow, report);
    flow.draw_text(
        18.0,
        262.0,
        10.5,
        true,
        Ink::Accent,
        TextAlign::Left,
        &format!("{}　{}", settings.brand, settings.motto),
    );
    flow.draw_text(
        18.0,
        269.0,
        9.5,
        false,
        Ink::Grey,
        TextAlign::Left,
        &format!("24 小时服务热线 {}　全程免费服务", settings.hotline),
    );
}

/// The span, and the one it is compared with if somebody chose it.
fn describe_span(report: &Report) -> String {
    match report.before.called.as_str() {
        "对比" => format!("{}，与{}对比", report.zh, report.before.zh),
        _ => report.zh.clone(),
    }
}

/// Whether the figures can still change.
fn describe_closing_state(report: &Report) -> String {
    let open = report.open_months.len();
    match (&report.closed, report.complete) {
        (Some(closed), _) => format!("已封账（{}）", closed.by),
        (None, false) => format!("{}尚未结束，数据截至统计时间", report.this_zh),
        (None, true) if report.kind == domain::report::SpanKind::Month => {
            "未封账，数据截至统计时间".to_owned()
        }
        (None, true) if open == 0 => "各月均已封账".to_owned(),
        (None, true) => format!("其中 {open} 个月未封账，数据截至统计时间"),
    }
}

/// Where the logo stands, and the room it has, mm.
const LOGO: ((f64, f64), (f64, f64)) = ((18.0, 22.0), (56.0, 17.0));

/// The company's logo in the middle of its room's height, or the program's mark; gives how wide it is.
fn draw_logo(flow: &mut Flow, input: &ReportInput) -> f64 {
    let (at, room) = LOGO;
    let Some(picture) = input.logo else {
        flow.draw_figure("标志：水滴", |flow| draw_program_mark(flow, at, room.1));
        return room.1;
    };
    let size = picture.fit_into_box(room);
    flow.draw_figure(&format!("{}标志", input.settings.company), |flow| {
        flow.draw_mark(PageMark::Picture {
            at: (at.0, at.1 + (room.1 - size.1) / 2.0),
            size,
            picture: picture.clone(),
        });
    });
    size.0
}

/// The program's mark: a drop of water with a tick, on a square with round corners.
fn draw_program_mark(flow: &mut Flow, at: (f64, f64), size: f64) {
    let place = |x: f64, y: f64| (at.0 + x / 256.0 * size, at.1 + y / 256.0 * size);
    let mut square = Vec::new();
    for (x, y, from) in [
        (52.0, 52.0, 180.0),
        (204.0, 52.0, 270.0),
        (204.0, 204.0, 0.0),
        (52.0, 204.0, 90.0),
    ] {
        for step in 0..=9_u8 {
            let angle = (from + f64::from(step) * 10.0_f64).to_radians();
            square.push(place(x + 52.0 * angle.cos(), y + 52.0 * angle.sin()));
        }
    }
    flow.draw_mark(PageMark::Area {
        points: square,
        ink: Ink::Accent,
    });
    // The round belly from right to left, then up both flanks to the tip.
    let mut drop: Vec<(f64, f64)> = (0..=18_u8)
        .map(|step| (f64::from(step) * 10.0).to_radians())
        .map(|angle: f64| place(128.0 + 60.0 * angle.cos(), 144.0 + 60.0 * angle.sin()))
        .collect();
    let flank = |t: f64, side: f64| {
        let (a, b) = (1.0 - t, t);
        let along = |p: [f64; 4]| {
            a * a * a * p[0] + 3.0 * a * a * b * p[1] + 3.0 * a * b * b * p[2] + b * b * b * p[3]
        };
        let x = along([60.0, 60.0, 34.0, 0.0]);
        place(128.0 + side * x, along([144.0, 111.0, 78.0, 34.0]))
    };
    drop.extend((1..=8_u8).map(|step| flank(f64::from(step) / 8.0, -1.0)));
    drop.extend((0..8_u8).rev().map(|step| flank(f64::from(step) / 8.0, 1.0)));
    flow.draw_mark(PageMark::Area {
        points: drop,
        ink: Ink::White,
    });
    for (from, to) in [((98.0, 140.0), (121.0, 164.0)), ((121.0, 164.0), (161.0, 118.0))] {
        flow.draw_mark(PageMark::Line {
            from: place(from.0, from.1),
            to: place(to.0, to.1),
            width: 17.0 / 256.0 * size,
            ink: Ink::Accent,
            dashed: false,
        });
    }
}

/// Three figures of all services in large type.
fn draw_highlights(flow: &mut Flow, report: &Report) {
    use FigureCode as F;
    let mut x = 18.0;
    for code in [F::Received, F::SatisfactionRate, F::SignRate] {
        let Some(line) = report.find_figure(code) else {
            continue;
        };
        draw_card(flow, (x, 140.0), 38.0);
        let mut write = |down: f64, size: f64, bold: bool, ink: Ink, text: &str| {
            flow.draw_text(x + 5.0, 140.0 + down, size, bold, ink, TextAlign::Left, text);
        };
        write(7.5, 9.5, false, Ink::Grey, &line.zh);
        write(20.5, 22.0, true, Ink::Black, &line.text);
        write(
            28.5,
            8.0,
            false,
            Ink::Grey,
            &format!("{} {}", report.before.called, line.against_before),
        );
        if let Some(compared) = &report.last_year {
            let text = format!("{} {}", compared.called, line.against_last_year);
            write(33.5, 8.0, false, Ink::Grey, &text);
        }
        x += 59.5;
    }
}

/// How many tickets a service had, and the figure it is judged by.
const fn cover_figure_codes(service: ServiceKind) -> (FigureCode, FigureCode) {
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
fn draw_service_cards(flow: &mut Flow, report: &Report) {
    for (index, service) in ServiceKind::ALL.iter().enumerate() {
        let (column, row) = (index % 3, index / 3);
        #[allow(clippy::cast_precision_loss, reason = "three columns, two rows")]
        let (x, y) = (18.0 + column as f64 * 59.5, 184.0 + row as f64 * 32.0);
        let (count, rate) = cover_figure_codes(*service);
        let (Some(count), Some(rate)) = (report.find_figure(count), report.find_figure(rate)) else {
            continue;
        };
        draw_card(flow, (x, y), 28.0);
        let mut write = |right: f64, down: f64, size: f64, bold: bool, ink: Ink, text: &str| {
            flow.draw_text(x + right, y + down, size, bold, ink, TextAlign::Left, text);
        };
        write(5.0, 7.0, 9.5, true, Ink::Accent, service.zh());
        write(5.0, 17.0, 16.0, true, Ink::Black, &count.text);
        let unit = 6.5 + measure_text(&count.text, 16.0, true);
        write(unit, 17.0, 9.0, false, Ink::Grey, "件");
        let text = clip_text(&format!("{} {}", rate.zh, rate.text), 8.0, false, 48.0);
        write(5.0, 23.5, 8.0, false, Ink::Grey, &text);
    }
}

fn draw_card(flow: &mut Flow, at: (f64, f64), high: f64) {
    for (wide, ink) in [(55.0, Ink::Pale), (1.2, Ink::Accent)] {
        flow.draw_mark(PageMark::Fill {
            at,
            size: (wide, high),
            ink,
        });
    }
}
