//! Lines over months, told apart by their marks and dashes, not by colour.

use super::{draw_grid_lines, round_up};
use pdf::{
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
    text::measure_text,
};

/// A line: its name, and a value for every place or none.
pub struct ChartSeries {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

const HEIGHT: f64 = 46.0;

/// Ink, dashed, and how many corners its points have (0 is a bar).
const LOOKS: [(Ink, bool, DotShape); 4] = [
    (Ink::Accent, false, DotShape::Square),
    (Ink::Black, true, DotShape::Diamond),
    (Ink::Grey, false, DotShape::Up),
    (Ink::Accent, true, DotShape::Down),
];

#[derive(Clone, Copy)]
enum DotShape {
    Square,
    Diamond,
    Up,
    Down,
}

/// Lines over the same places. `percent`: the scale ends at 100 and begins where the lowest value leaves room.
pub fn draw_line_chart(
    flow: &mut Flow,
    title: &str,
    places: &[String],
    lines: &[ChartSeries],
    percent: bool,
) {
    let values = || {
        lines
            .iter()
            .flat_map(|line| line.values.iter().flatten().copied())
    };
    let alt = format!("{title}：{}的折线，数值见下表", join_series_names(lines));
    flow.ensure_height(HEIGHT + 24.0);
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
        let (top, base) = (flow.y + 8.0, flow.y + 8.0 + HEIGHT);
        let (low, high) = if percent {
            let least = values().fold(100.0, f64::min);
            ((least / 20.0).floor() * 20.0, 100.0)
        } else {
            #[allow(clippy::cast_possible_truncation, reason = "counts of a month are small")]
            let most = values().fold(0.0, f64::max).ceil() as i64;
            #[allow(clippy::cast_precision_loss, reason = "as above")]
            let most = round_up(most) as f64;
            (0.0, most)
        };
        // Every value at 100: the scale still needs a length.
        let low = if high - low < 1.0 { high - 20.0 } else { low };
        draw_grid_lines(flow, top, base, |share| {
            let value = low + (high - low) * share;
            (value.fract().abs() < 0.001).then(|| format!("{value:.0}"))
        });
        #[allow(clippy::cast_precision_loss, reason = "thirteen months")]
        let each = (flow.content_width() - 10.0) / places.len().max(1) as f64;
        #[allow(clippy::cast_precision_loss, reason = "thirteen months")]
        let across = |place: usize| flow.left + 10.0 + each * (place as f64 + 0.5);
        let down = |value: f64| base - HEIGHT * (value - low) / (high - low);
        let middle: Vec<f64> = (0..places.len()).map(across).collect();
        for (x, place) in middle.iter().zip(places) {
            flow.draw_text(*x, base + 4.0, 7.0, false, Ink::Grey, TextAlign::Middle, place);
        }
        for (line, look) in lines.iter().zip(LOOKS.iter().cycle()) {
            let at: Vec<Option<(f64, f64)>> = middle
                .iter()
                .zip(&line.values)
                .map(|(x, value)| value.map(|value| (*x, down(value))))
                .collect();
            draw_series_line(flow, &at, *look);
        }
        flow.y = base + 6.5;
        draw_chart_legend(flow, lines);
    });
    flow.add_gap(3.0);
}

fn join_series_names(lines: &[ChartSeries]) -> String {
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    names.join("、")
}

/// A line breaks where a month has no value.
fn draw_series_line(flow: &mut Flow, at: &[Option<(f64, f64)>], (ink, dashed, dot): (Ink, bool, DotShape)) {
    for pair in at.windows(2) {
        if let [Some(from), Some(to)] = pair {
            flow.draw_mark(PageMark::Line {
                from: *from,
                to: *to,
                width: 0.45,
                ink,
                dashed,
            });
        }
    }
    for at in at.iter().flatten() {
        draw_data_point(flow, *at, ink, dot);
    }
}

fn draw_data_point(flow: &mut Flow, (x, y): (f64, f64), ink: Ink, dot: DotShape) {
    const HALF: f64 = 0.95;
    let points = match dot {
        DotShape::Square => vec![
            (x - HALF, y - HALF),
            (x + HALF, y - HALF),
            (x + HALF, y + HALF),
            (x - HALF, y + HALF),
        ],
        DotShape::Diamond => vec![(x - 1.3, y), (x, y - 1.3), (x + 1.3, y), (x, y + 1.3)],
        DotShape::Up => vec![(x - 1.2, y + 1.0), (x, y - 1.2), (x + 1.2, y + 1.0)],
        DotShape::Down => vec![(x - 1.2, y - 1.0), (x, y + 1.2), (x + 1.2, y - 1.0)],
    };
    flow.draw_mark(PageMark::Area { points, ink });
}

fn draw_chart_legend(flow: &mut Flow, lines: &[ChartSeries]) {
    let mut x = flow.left + 10.0;
    let y = flow.y + 2.0;
    for (line, look) in lines.iter().zip(LOOKS.iter().cycle()) {
        draw_series_line(flow, &[Some((x, y)), Some((x + 9.0, y))], *look);
        flow.draw_text(
            x + 11.5,
            y + 1.1,
            8.0,
            false,
            Ink::Black,
            TextAlign::Left,
            &line.name,
        );
        x += 11.5 + measure_text(&line.name, 8.0, false) + 7.0;
    }
    flow.add_gap(5.5);
}
