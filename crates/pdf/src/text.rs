//! Measuring and breaking lines.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::font::{fold_text, measure_advance};

/// Millimetres in a point.
pub const POINT: f64 = 25.4 / 72.0;

/// The width of a text in millimetres.
#[must_use]
pub fn measure_text(text: &str, size: f64, bold: bool) -> f64 {
    let all = fold_text(text);
    let thousandths = place_chars(&all, bold).map(|placed| placed.before + placed.wide);
    to_millimetres(thousandths.sum(), size)
}

/// The room between Chinese and Latin letters or figures, in thousandths of the size. Typesetters leave more, but
/// some readers that copy a text out of a page take anything wider than a tenth for a space.
const SEAM: f64 = 95.0;

/// A character of a text, in thousandths of the size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlacedChar {
    pub(crate) c: char,
    pub(crate) before: f64,
    /// Its own width.
    pub(crate) wide: f64,
}

/// The characters of a folded text. Whoever measures and whoever draws asks here, so that both agree.
pub(crate) fn place_chars(text: &str, bold: bool) -> impl Iterator<Item = PlacedChar> {
    let mut last = CharScript::Other;
    text.chars().map(move |c| {
        let script = CharScript::from_char(c);
        let before = if CharScript::is_seam_between(std::mem::replace(&mut last, script), script) {
            SEAM
        } else {
            0.0
        };
        let wide = measure_advance(c, bold);
        PlacedChar { c, before, wide }
    })
}

/// What a character is, for the room beside it. Signs are neither: Chinese ones bring their own room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CharScript {
    Chinese,
    Latin,
    Other,
}

impl CharScript {
    const fn from_char(c: char) -> Self {
        match c {
            '0'..='9' | 'A'..='Z' | 'a'..='z' => Self::Latin,
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' => {
                Self::Chinese
            }
            '×' | '÷' => Self::Other,
            'À'..='ſ' | 'Α'..='ω' => Self::Latin,
            _ => Self::Other,
        }
    }

    fn is_seam_between(one: Self, other: Self) -> bool {
        one != other && one != Self::Other && other != Self::Other
    }
}

/// From thousandths of the size.
pub(crate) fn to_millimetres(thousandths: f64, size: f64) -> f64 {
    thousandths / 1000.0 * size * POINT
}

/// Breaks a text into lines no wider than `most` millimetres: by the rules of Unicode (no closing mark begins
/// a line), in the middle of a word only if the word alone is too wide. Line breaks in the text are kept.
#[must_use]
pub fn wrap_text(text: &str, size: f64, bold: bool, most: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = fold_text(paragraph.strip_suffix('\r').unwrap_or(paragraph));
        wrap_paragraph(&paragraph, size, bold, most, &mut lines);
    }
    lines
}

fn wrap_paragraph(text: &str, size: f64, bold: bool, most: f64, lines: &mut Vec<String>) {
    let ruler = TextRuler::from_text(text, size, bold);
    // Most cells of a table are one line: no need to look where it may end.
    if ruler.measure_part(0, text.len()) <= most && !text.contains(['\u{2028}', '\u{2029}']) {
        return lines.push(text.trim_end().to_owned());
    }
    let cut = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let (mut from, mut to) = (0, 0);
    for (end, kind) in linebreaks(text) {
        if to > from && ruler.measure_part(from, to + cut(to, end).trim_end().len()) > most {
            lines.push(cut(from, to).trim_end().to_owned());
            from = to;
        }
        to = end;
        while let Some(at) = ruler.find_cut(cut(from, to).trim_end(), from, most) {
            lines.push(cut(from, at).to_owned());
            from = at;
        }
        if kind == BreakOpportunity::Mandatory && to < text.len() {
            lines.push(cut(from, to).to_owned());
            from = to;
        }
    }
    lines.push(cut(from, text.len()).trim_end().to_owned());
}

/// Where every character of a text stands, so that any part of it is measured by a subtraction.
struct TextRuler {
    /// By byte: where the text before it ends, and where the character that begins there begins; in thousandths of
    /// the size. Room between the two belongs to no line that ends or begins there.
    stands: Vec<(f64, f64)>,
    size: f64,
}

impl TextRuler {
    fn from_text(text: &str, size: f64, bold: bool) -> Self {
        let mut stands = Vec::with_capacity(text.len() + 1);
        let mut end = 0.0;
        for PlacedChar { c, before, wide } in place_chars(text, bold) {
            stands.resize(stands.len() + c.len_utf8(), (end, end + before));
            end += before + wide;
        }
        stands.push((end, end));
        Self { stands, size }
    }

    /// The width of a part, mm.
    fn measure_part(&self, from: usize, to: usize) -> f64 {
        let at = |byte: usize| self.stands.get(byte).copied().unwrap_or_default();
        to_millimetres(at(to).0 - at(from).1, self.size)
    }

    /// Where a line that begins at `from` must be cut because it is too wide; at least one character stays.
    fn find_cut(&self, line: &str, from: usize, most: f64) -> Option<usize> {
        if self.measure_part(from, from + line.len()) <= most {
            return None;
        }
        let mut ends = line
            .char_indices()
            .map(|(at, c)| (from + at, from + at + c.len_utf8()));
        ends.nth(0);
        ends.find(|(_, end)| self.measure_part(from, *end) > most)
            .map(|(at, _)| at)
    }
}

/// The text, or as much of it as fits with `…` behind.
#[must_use]
pub fn clip_text(text: &str, size: f64, bold: bool, most: f64) -> String {
    let text = fold_text(text);
    if measure_text(&text, size, bold) <= most {
        return text.into_owned();
    }
    let mut sum = measure_advance('…', bold);
    let mut out = String::new();
    for PlacedChar { c, before, wide } in place_chars(&text, bold) {
        sum += before + wide;
        if to_millimetres(sum, size) > most {
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
            let lines = wrap_text(&text, 10.0, false, most);
            assert!(
                lines
                    .iter()
                    .all(|line| measure_text(line, 10.0, false) <= most + 0.01)
            );
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
        let lines = wrap_text(&"A".repeat(60), 10.0, false, 30.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| measure_text(line, 10.0, false) <= 30.0));
        assert_eq!(lines.concat().len(), 60);
        assert_eq!(wrap_text("甲\n\n乙", 10.0, false, 30.0), ["甲", "", "乙"]);
    }

    #[test]
    fn room_between_chinese_and_latin_and_nowhere_else() {
        let room = |text: &str| {
            let alone: f64 = text.chars().map(|c| measure_advance(c, false)).sum();
            (measure_text(text, 10.0, false) - to_millimetres(alone, 10.0)) / to_millimetres(SEAM, 10.0)
        };
        for (text, seams) in [
            ("共3页", 2.0),
            ("DN20密封圈，2个", 2.0),
            ("共 3 页", 0.0),
            ("（3）、50%的", 0.0),
            ("3÷4", 0.0),
        ] {
            assert!((room(text) - seams).abs() < 1e-9, "{text}");
        }
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let text = "更换DN20密封圈2个，共用45分钟；Ⅱ级水表B7已读数。".repeat(30);
        for most in [12.0, 20.5, 31.0, 77.7] {
            for line in wrap_text(&text, 9.0, true, most) {
                assert!(measure_text(&line, 9.0, true) <= most + 1e-9, "{line}");
            }
            assert_eq!(wrap_text(&text, 9.0, true, most).concat(), text);
            assert!(measure_text(&clip_text(&text, 9.0, true, most), 9.0, true) <= most + 1e-9);
        }
    }
}
