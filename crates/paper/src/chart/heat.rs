//! Weekday by hour: the darker, the more; every cell also says its number.

use pdf::{
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
};

const DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const CELL: f64 = 5.6;

/// The map; `counts` is Monday to Sunday, each with 24 hours.
pub fn draw_heat_map(flow: &mut Flow, title: &str, counts: &[Vec<i64>]) {
    let most = counts.iter().flatten().copied().max().unwrap_or(0);
    flow.ensure_height(CELL * 7.0 + 18.0);
    let alt = format!("{title}：{}", describe_busiest_cell(counts));
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
        flow.add_gap(7.0);
        let wide = (flow.content_width() - 12.0) / 24.0;
        let left = flow.left + 12.0;
        for (day, hours) in DAYS.iter().zip(counts) {
            let base = flow.y + CELL * 0.68;
            flow.draw_text(left - 2.0, base, 8.0, false, Ink::Black, TextAlign::Right, day);
            let mut x = left;
            for count in hours {
                let (ground, ink) = pick_cell_inks(*count, most);
                if let Some(ground) = ground {
                    flow.draw_mark(PageMark::Fill {
                        at: (x + 0.2, flow.y + 0.2),
                        size: (wide - 0.4, CELL - 0.4),
                        ink: ground,
                    });
                }
                if *count > 0 {
                    flow.draw_text(
                        x + wide / 2.0,
                        base,
                        7.0,
                        false,
                        ink,
                        TextAlign::Middle,
                        &count.to_string(),
                    );
                }
                x += wide;
            }
            flow.add_gap(CELL);
        }
        let mut x = left;
        for hour in 0..24_u8 {
            if hour % 3 == 0 {
                let text = format!("{hour}:00");
                flow.draw_text(x, flow.y + 3.4, 7.0, false, Ink::Grey, TextAlign::Left, &text);
            }
            x += wide;
        }
        flow.add_gap(6.0);
    });
    flow.add_gap(2.0);
}

/// Ground and ink of a cell.
const fn pick_cell_inks(count: i64, most: i64) -> (Option<Ink>, Ink) {
    if count == 0 || most == 0 {
        return (None, Ink::Black);
    }
    match count * 4 / (most + 1) {
        0 => (Some(Ink::Pale), Ink::Black),
        1 => (Some(Ink::Soft), Ink::Black),
        2 => (Some(Ink::Grey), Ink::White),
        _ => (Some(Ink::Accent), Ink::White),
    }
}

/// The cell with most, in words.
fn describe_busiest_cell(counts: &[Vec<i64>]) -> String {
    let cells = DAYS.iter().zip(counts).flat_map(|(day, hours)| {
        let hours = (0..).zip(hours);
        hours.map(move |(hour, count): (u32, &i64)| (*count, *day, hour))
    });
    match cells.max_by_key(|(count, _, hour)| (*count, std::cmp::Reverse(*hour))) {
        Some((count, day, hour)) if count > 0 => format!("最多为{day} {hour} 时，{count} 件"),
        _ => "没有工单".to_owned(),
    }
}
