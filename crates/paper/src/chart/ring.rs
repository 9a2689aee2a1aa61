//! A ring of shares; every part is named with its number beside it, so that it is read without colour.

use domain::report::{Figure, FigureUnit};

use pdf::{
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
};

const OUTER: f64 = 17.0;
const INNER: f64 = 10.0;
const INKS: [Ink; 5] = [Ink::Accent, Ink::Soft, Ink::Grey, Ink::Line, Ink::Black];

/// The ring, with its total in the middle.
pub fn draw_ring_chart(flow: &mut Flow, title: &str, parts: &[(String, i64)]) {
    let total: i64 = parts.iter().map(|(_, count)| count).sum();
    if total <= 0 {
        return;
    }
    flow.ensure_height(OUTER * 2.0 + 16.0);
    let told: Vec<String> = parts
        .iter()
        .map(|(name, count)| format!("{name} {count} 件"))
        .collect();
    let alt = format!("{title}：{}", told.join("、"));
    flow.draw_figure(&alt, |flow| {
        flow.draw_text(
            flow.left,
            flow.y + 4.0,
            9.5,
            true,
            Ink::Black,
            TextAlign::Left,
            title,
        );
        let center = (flow.left + 30.0, flow.y + 9.0 + OUTER);
        let mut from = 0;
        let mut line = center.1 - OUTER + 4.0;
        for ((name, count), ink) in parts.iter().zip(INKS.iter().cycle()) {
            draw_ring_slice(
                flow,
                center,
                (compute_share(from, total), compute_share(from + count, total)),
                *ink,
            );
            from += count;
            flow.draw_mark(PageMark::Fill {
                at: (center.0 + OUTER + 16.0, line - 2.8),
                size: (3.4, 3.4),
                ink: *ink,
            });
            let part = Figure {
                numerator: *count,
                denominator: total,
            };
            let text = format!("{name}　{count} 件（{}）", part.format_value(FigureUnit::Rate));
            flow.draw_text(
                center.0 + OUTER + 22.0,
                line,
                9.0,
                false,
                Ink::Black,
                TextAlign::Left,
                &text,
            );
            line += 6.2;
        }
        flow.draw_text(
            center.0,
            center.1 + 0.6,
            12.0,
            true,
            Ink::Black,
            TextAlign::Middle,
            &total.to_string(),
        );
        flow.draw_text(
            center.0,
            center.1 + 5.0,
            8.0,
            false,
            Ink::Grey,
            TextAlign::Middle,
            "件",
        );
        flow.y = center.1 + OUTER + 5.0;
    });
    flow.add_gap(2.0);
}

#[allow(clippy::cast_precision_loss, reason = "counts of a year are small")]
fn compute_share(count: i64, total: i64) -> f64 {
    count as f64 / total as f64
}

/// A part of the ring from one share of the way round to another, with white edges towards its neighbours.
fn draw_ring_slice(flow: &mut Flow, center: (f64, f64), (from, to): (f64, f64), ink: Ink) {
    let at = |share: f64, radius: f64| {
        let angle = share * std::f64::consts::TAU;
        (center.0 + radius * angle.sin(), center.1 - radius * angle.cos())
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a hundred and twenty steps round"
    )]
    let steps = ((to - from) * 120.0).ceil().max(1.0) as u32;
    let share = |step: u32| from + (to - from) * f64::from(step) / f64::from(steps);
    let mut points: Vec<(f64, f64)> = (0..=steps).map(|step| at(share(step), OUTER)).collect();
    points.extend((0..=steps).rev().map(|step| at(share(step), INNER)));
    flow.draw_mark(PageMark::Area { points, ink });
    if to - from < 1.0 {
        for edge in [from, to] {
            flow.draw_mark(PageMark::Line {
                from: at(edge, INNER),
                to: at(edge, OUTER),
                width: 0.5,
                ink: Ink::White,
                dashed: false,
            });
        }
    }
}
