//! Charts as marks: bars that are read without colour.

use pdf::{
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
    text::{clip_text, measure_text},
};

mod heat;
mod lines;
mod ring;

pub use heat::draw_heat_map;
pub use lines::{ChartSeries, draw_line_chart};
pub use ring::draw_ring_chart;

/// Upright bars over days; every fifth day and the last are named, the highest bar carries its value.
pub fn draw_bar_chart(flow: &mut Flow, title: &str, values: &[(String, i64)], height: f64) {
    let each: Vec<String> = values
        .iter()
        .map(|(label, value)| format!("{label}：{value}"))
        .collect();
    flow.draw_figure(&format!("{title}柱形图。{}", each.join("，")), |flow| {
        draw_upright_bars(flow, title, values, height);
    });
}

fn draw_upright_bars(flow: &mut Flow, title: &str, values: &[(String, i64)], height: f64) {
    flow.ensure_height(height + 16.0);
    flow.draw_text(
        flow.left,
        flow.y + 4.0,
        9.5,
        true,
        Ink::Black,
        TextAlign::Left,
        title,
    );
    let (top, base) = (flow.y + 8.0, flow.y + 8.0 + height);
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let scale = round_up(most);
    draw_count_grid(flow, top, base, scale);
    #[allow(
        clippy::cast_precision_loss,
        reason = "counts of a month and their number are small"
    )]
    let (each, unit) = (
        (flow.content_width() - 10.0) / values.len().max(1) as f64,
        height / scale.max(1) as f64,
    );
    let mut x = flow.left + 10.0;
    for (index, (label, value)) in values.iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "as above")]
        let tall = *value as f64 * unit;
        if *value > 0 {
            flow.draw_mark(PageMark::Fill {
                at: (x + each * 0.18, base - tall),
                size: (each * 0.64, tall),
                ink: Ink::Accent,
            });
        }
        if *value > 0 && (*value == most || values.len() <= 16) {
            flow.draw_text(
                x + each / 2.0,
                base - tall - 1.0,
                7.0,
                true,
                Ink::Black,
                TextAlign::Middle,
                &value.to_string(),
            );
        }
        if values.len() <= 16 || index == 0 || (index + 1) % 5 == 0 || index + 1 == values.len() {
            flow.draw_text(
                x + each / 2.0,
                base + 4.0,
                7.0,
                false,
                Ink::Grey,
                TextAlign::Middle,
                label,
            );
        }
        x += each;
    }
    flow.y = base + 8.0;
}

fn draw_count_grid(flow: &mut Flow, top: f64, base: f64, scale: i64) {
    #[allow(clippy::cast_precision_loss, reason = "counts of a month are small")]
    let value = |share: f64| scale as f64 * share;
    draw_grid_lines(flow, top, base, |share| {
        let value = value(share);
        (value.fract().abs() < 0.001).then(|| format!("{value:.0}"))
    });
}

/// Five lines from the base to the top; each is named by its share of the way up.
fn draw_grid_lines(flow: &mut Flow, top: f64, base: f64, name: impl Fn(f64) -> Option<String>) {
    for quarter in 0..=4_u8 {
        let share = f64::from(quarter) / 4.0;
        let y = base - (base - top) * share;
        flow.draw_mark(PageMark::Line {
            from: (flow.left + 10.0, y),
            to: (flow.right, y),
            width: 0.1,
            ink: Ink::Line,
            dashed: quarter > 0,
        });
        if let Some(name) = name(share) {
            flow.draw_text(
                flow.left + 8.5,
                y + 0.9,
                7.0,
                false,
                Ink::Grey,
                TextAlign::Right,
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
pub fn draw_ranking_chart(flow: &mut Flow, title: &str, counts: &[(String, i64)], most_rows: usize) {
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let shown = counts.iter().take(most_rows);
    #[allow(clippy::cast_precision_loss, reason = "a handful of rows")]
    let needed = counts.len().min(most_rows) as f64 * 5.4 + 9.0;
    flow.ensure_height(needed);
    flow.draw_text(
        flow.left,
        flow.y + 4.0,
        9.5,
        true,
        Ink::Black,
        TextAlign::Left,
        title,
    );
    flow.add_gap(7.0);
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let (bar, room) = (flow.left + 42.0, flow.content_width() - 42.0 - 26.0);
    for (label, count) in shown {
        let base = flow.y + 3.6;
        let label = clip_text(label, 8.5, false, 39.0);
        flow.draw_text(
            flow.left + 40.0,
            base,
            8.5,
            false,
            Ink::Black,
            TextAlign::Right,
            &label,
        );
        #[allow(clippy::cast_precision_loss, reason = "counts of a month are small")]
        let long = room * *count as f64 / most as f64;
        flow.draw_mark(PageMark::Fill {
            at: (bar, flow.y + 0.8),
            size: (long.max(0.2), 3.6),
            ink: Ink::Accent,
        });
        let share = if total > 0 {
            format!("{count}（{}%）", (count * 100 + total / 2) / total)
        } else {
            count.to_string()
        };
        flow.draw_text(
            bar + long + 1.5,
            base,
            8.5,
            false,
            Ink::Black,
            TextAlign::Left,
            &share,
        );
        flow.add_gap(5.4);
    }
    if counts.len() > most_rows {
        let rest = format!("其余 {} 项未列出", counts.len() - most_rows);
        let x = flow.right - measure_text(&rest, 7.5, false);
        flow.draw_text(x, flow.y + 3.0, 7.5, false, Ink::Grey, TextAlign::Left, &rest);
        flow.add_gap(4.0);
    }
    flow.add_gap(3.0);
}
