//! Measuring and breaking lines.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::font::{advance, fold};

/// Millimetres in a point.
pub const POINT: f64 = 25.4 / 72.0;

/// The width of a text in millimetres.
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    fold(text).chars().map(|c| advance(c, bold)).sum::<f64>() / 1000.0 * size * POINT
}

/// Breaks a text into lines no wider than `most` millimetres: by the rules of Unicode (no closing mark begins
/// a line), in the middle of a word only if the word alone is too wide. Line breaks in the text are kept.
#[must_use]
pub fn wrap(text: &str, size: f64, bold: bool, most: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.replace("\r\n", "\n").split('\n') {
        wrap_paragraph(&fold(paragraph), size, bold, most, &mut lines);
    }
    lines
}

fn wrap_paragraph(text: &str, size: f64, bold: bool, most: f64, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut start = 0;
    for (end, kind) in linebreaks(text) {
        let piece = text.get(start..end).unwrap_or_default();
        start = end;
        if !line.is_empty() && width(&format!("{line}{}", piece.trim_end()), size, bold) > most {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(piece);
        while width(line.trim_end(), size, bold) > most && line.chars().count() > 1 {
            let rest = split(&mut line, size, bold, most);
            lines.push(std::mem::replace(&mut line, rest));
        }
        if kind == BreakOpportunity::Mandatory && end < text.len() {
            lines.push(std::mem::take(&mut line));
        }
    }
    lines.push(line.trim_end().to_owned());
}

/// Cuts a line where it becomes too wide and gives back the rest; at least one character stays.
fn split(line: &mut String, size: f64, bold: bool, most: f64) -> String {
    let mut sum = 0.0;
    let cut = line.char_indices().skip(1).find_map(|(at, c)| {
        let before = line
            .get(..at)
            .unwrap_or_default()
            .chars()
            .last()
            .map_or(0.0, |c| advance(c, bold));
        sum += before / 1000.0 * size * POINT;
        (sum + advance(c, bold) / 1000.0 * size * POINT > most).then_some(at)
    });
    line.split_off(cut.unwrap_or(line.len()))
}

/// The text, or as much of it as fits with `…` behind.
#[must_use]
pub fn clip(text: &str, size: f64, bold: bool, most: f64) -> String {
    if width(text, size, bold) <= most {
        return fold(text);
    }
    let mut out = String::new();
    for c in fold(text).chars() {
        if width(&format!("{out}{c}…"), size, bold) > most {
            break;
        }
        out.push(c);
    }
    out + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_closing_mark_begins_a_line() {
        let text = "厨房水槽下面一直漏水，地面已湿；楼下反映滴水。（请尽快上门！）".repeat(20);
        for most in [20.0, 33.3, 47.0, 90.0] {
            let lines = wrap(&text, 10.0, false, most);
            assert!(lines.iter().all(|line| width(line, 10.0, false) <= most + 0.01));
            assert!(
                lines
                    .iter()
                    .all(|line| !line.starts_with(['，', '；', '。', '）', '！'])),
                "{most}"
            );
            assert_eq!(lines.concat(), text);
        }
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        let lines = wrap(&"A".repeat(60), 10.0, false, 30.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| width(line, 10.0, false) <= 30.0));
        assert_eq!(lines.concat().len(), 60);
        assert_eq!(wrap("甲\n\n乙", 10.0, false, 30.0), ["甲", "", "乙"]);
    }
}
