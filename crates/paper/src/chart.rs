//! Charts as marks: bars that are read without colour.

use crate::{
    flow::{Align, Flow},
    sheet::{Ink, Mark},
    text::{clip, width},
};

mod heat;
mod lines;
mod ring;

pub use heat::heat;
pub use lines::{Series, lines};
pub use ring::ring;

/// Upright bars over days; every fifth day and the last are named, the highest bar carries its value.
pub fn bars(flow: &mut Flow, title: &str, values: &[(String, i64)], height: f64) {
    let each: Vec<String> = values
        .iter()
        .map(|(label, value)| format!("{label}：{value}"))
        .collect();
    flow.figure(&format!("{title}柱形图。{}", each.join("，")), |flow| {
        upright(flow, title, values, height);
    });
}

fn upright(flow: &mut Flow, title: &str, values: &[(String, i64)], height: f64) {
    flow.need(height + 16.0);
    flow.text_at(flow.left, flow.y + 4.0, 9.5, true, Ink::Black, Align::Left, title);
    let (top, base) = (flow.y + 8.0, flow.y + 8.0 + height);
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let scale = round_up(most);
    grid(flow, top, base, scale);
    #[allow(
        clippy::cast_precision_loss,
        reason = "counts of a month and their number are small"
    )]
    let (each, unit) = (
        (flow.width() - 10.0) / values.len().max(1) as f64,
        height / scale.max(1) as f64,
    );
    let mut x = flow.left + 10.0;
    for (index, (label, value)) in values.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "as above")]
        let tall = *value as f64 * unit;
        if *value > 0 {
            flow.mark(Mark::Fill {
                at: (x + each * 0.18, base - tall),
                size: (each * 0.64, tall),
                ink: Ink::Accent,
            });
        }
        if *value > 0 && (*value == most || values.len() <= 16) {
            flow.text_at(
                x + each / 2.0,
                base - tall - 1.0,
                7.0,
                true,
                Ink::Black,
                Align::Middle,
                &value.to_string(),
            );
        }
        if values.len() <= 16 || index == 0 || (index + 1) % 5 == 0 || index + 1 == values.len() {
            flow.text_at(
                x + each / 2.0,
                base + 4.0,
                7.0,
                false,
                Ink::Grey,
                Align::Middle,
                label,
            );
        }
        x += each;
    }
    flow.y = base + 8.0;
}

fn grid(flow: &mut Flow, top: f64, base: f64, scale: i64) {
    #[allow(clippy::cast_precision_loss, reason = "counts of a month are small")]
    let value = |share: f64| scale as f64 * share;
    grid_lines(flow, top, base, |share| {
        let value = value(share);
        (value.fract().abs() < 0.001).then(|| format!("{value:.0}"))
    });
}

/// Five lines from the base to the top; each is named by its share of the way up.
fn grid_lines(flow: &mut Flow, top: f64, base: f64, name: impl Fn(f64) -> Option<String>) {
    for quarter in 0..=4_u8 {
        let share = f64::from(quarter) / 4.0;
        let y = base - (base - top) * share;
        flow.mark(Mark::Line {
            from: (flow.left + 10.0, y),
            to: (flow.right, y),
            width: 0.1,
            ink: Ink::Line,
            dashed: quarter > 0,
        });
        if let Some(name) = name(share) {
            flow.text_at(
                flow.left + 8.5,
                y + 0.9,
                7.0,
                false,
                Ink::Grey,
                Align::Right,
                &name,
            );
        }
    }
}

/// The next number above that divides into four even steps.
fn round_up(most: i64) -> i64 {
    let steps = [
        4, 8, 12, 20, 40, 60, 80, 100, 120, 160, 200, 300, 400, 600, 800, 1000,
    ];
    steps
        .into_iter()
        .find(|step| *step >= most)
        .unwrap_or((most / 400 + 1) * 400)
}

/// Lying bars with their counts: label, bar, count and share.
pub fn ranking(flow: &mut Flow, title: &str, counts: &[(String, i64)], most_rows: usize) {
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let shown = counts.iter().take(most_rows);
    #[allow(clippy::cast_precision_loss, reason = "a handful of rows")]
    let needed = counts.len().min(most_rows) as f64 * 5.4 + 9.0;
    flow.need(needed);
    flow.text_at(flow.left, flow.y + 4.0, 9.5, true, Ink::Black, Align::Left, title);
    flow.gap(7.0);
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let (bar, room) = (flow.left + 42.0, flow.width() - 42.0 - 26.0);
    for (label, count) in shown {
        let base = flow.y + 3.6;
        let label = clip(label, 8.5, false, 39.0);
        flow.text_at(
            flow.left + 40.0,
            base,
            8.5,
            false,
            Ink::Black,
            Align::Right,
            &label,
        );
        #[allow(clippy::cast_precision_loss, reason = "counts of a month are small")]
        let long = room * *count as f64 / most as f64;
        flow.mark(Mark::Fill {
            at: (bar, flow.y + 0.8),
            size: (long.max(0.2), 3.6),
            ink: Ink::Accent,
        });
        let share = if total > 0 {
            format!("{count}（{}%）", (count * 100 + total / 2) / total)
        } else {
            count.to_string()
        };
        flow.text_at(
            bar + long + 1.5,
            base,
            8.5,
            false,
            Ink::Black,
            Align::Left,
            &share,
        );
        flow.gap(5.4);
    }
    if counts.len() > most_rows {
        let rest = format!("其余 {} 项未列出", counts.len() - most_rows);
        let x = flow.right - width(&rest, 7.5, false);
        flow.text_at(x, flow.y + 3.0, 7.5, false, Ink::Grey, Align::Left, &rest);
        flow.gap(4.0);
    }
    flow.gap(3.0);
}
