//! A page's marks as a content stream that says nothing twice: colours, widths and fonts only where they change,
//! texts placed from one to the next, whole hundredths of a point.

use std::sync::Arc;

use crate::{
    font::{CODE_SIZE, format_char_code},
    glyphs::DocumentGlyphs,
    picture::{self, Picture},
    sheet::{DocumentPage, Ink, PageMark},
    text::{POINT, PlacedChar, place_chars, to_millimetres},
};

/// The stream of a page, not compressed; and the parts its marked content belongs to, by number (0, 1, …).
/// Without `tags` nothing is marked.
pub(crate) fn build_page_content(
    page: &DocumentPage,
    glyphs: &DocumentGlyphs,
    pictures: &[&Arc<Picture>],
    tags: bool,
) -> (Vec<u8>, Vec<u32>) {
    let mut content = ContentStream {
        glyphs,
        pictures,
        out: Vec::new(),
        high: page.height,
        now: GraphicsState::default(),
        lines: false,
        text: None,
        parts: Vec::new(),
    };
    if tags {
        content.write_background_artifacts(page);
        for (of, marks) in group_marks_by_part(page) {
            content.write_marked_content(of, marks);
        }
    } else {
        content.write_unmarked_content(&page.marks);
    }
    content.end_open_objects();
    (content.out, content.parts)
}

/// The marks of a page by the part they belong to.
fn group_marks_by_part(page: &DocumentPage) -> impl Iterator<Item = (Option<u32>, &[PageMark])> {
    let ends = page.spans.iter().skip(1).map(|span| span.from);
    let ends = ends.chain([page.marks.len()]);
    page.spans
        .iter()
        .zip(ends)
        .map(|(span, end)| (span.of, page.marks.get(span.from..end).unwrap_or_default()))
}

const fn is_text(mark: &PageMark) -> bool {
    matches!(mark, PageMark::Text { .. })
}

/// What the page is drawn with now.
#[derive(Default)]
struct GraphicsState {
    fill: Option<Ink>,
    stroke: Option<Ink>,
    width: Option<i64>,
    dashed: bool,
    round: bool,
    font: Option<(bool, i64)>,
}

struct ContentStream<'a> {
    glyphs: &'a DocumentGlyphs,
    /// Those of the document, by their place.
    pictures: &'a [&'a Arc<Picture>],
    out: Vec<u8>,
    high: f64,
    now: GraphicsState,
    /// Whether there are lines that are not painted yet.
    lines: bool,
    /// Where the last text began, while a text object is open.
    text: Option<(i64, i64)>,
    parts: Vec<u32>,
}

/// Hundredths of a point: the same on every machine.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a page is a few hundred millimetres"
)]
fn to_hundredths(mm: f64) -> i64 {
    (mm / POINT * 100.0).round() as i64
}

const fn ink_color(ink: Ink) -> &'static str {
    match ink {
        Ink::Black => ".1 .11 .13",
        Ink::Grey => ".42 .45 .49",
        Ink::Line => ".74 .77 .8",
        Ink::Pale => ".93 .95 .97",
        Ink::Accent => ".05 .33 .55",
        Ink::Soft => ".66 .78 .88",
        Ink::White => "1 1 1",
    }
}

impl ContentStream<'_> {
    /// Rules and grounds that say nothing, before everything else: so they are marked once, and texts follow each
    /// other without a break.
    fn write_background_artifacts(&mut self, page: &DocumentPage) {
        let silent = group_marks_by_part(page).filter(|(of, _)| of.is_none());
        let mut marks = silent.flat_map(|(_, marks)| marks).filter(|mark| !is_text(mark));
        let Some(first) = marks.next() else {
            return;
        };
        self.write_operator("/Artifact BMC");
        self.write_page_mark(first);
        for mark in marks {
            self.write_page_mark(mark);
        }
        self.paint_open_lines();
        self.write_operator("EMC");
    }

    /// Marks of one part, or of none, as marked content.
    fn write_marked_content(&mut self, of: Option<u32>, marks: &[PageMark]) {
        let drawn = |mark: &&PageMark| of.is_some() || is_text(mark);
        let mut marks = marks.iter().filter(drawn).peekable();
        if marks.peek().is_none() {
            return;
        }
        // Marked content lies either inside a text object or around whole ones.
        let texts = self.glyphs.missing.is_empty() && marks.clone().all(is_text);
        if texts {
            self.begin_text();
        } else {
            self.end_open_objects();
        }
        match of {
            Some(part) => {
                self.out
                    .extend(format!("/P<</MCID {}>>BDC\n", self.parts.len()).as_bytes());
                self.parts.push(part);
            }
            None => self.write_operator("/Artifact BMC"),
        }
        for mark in marks {
            self.write_page_mark(mark);
        }
        if !texts {
            self.end_open_objects();
        }
        self.write_operator("EMC");
    }

    fn write_unmarked_content(&mut self, marks: &[PageMark]) {
        for mark in marks {
            self.write_page_mark(mark);
        }
    }

    fn write_page_mark(&mut self, mark: &PageMark) {
        match mark {
            PageMark::Text {
                x,
                y,
                size,
                bold,
                ink,
                text,
            } => self.write_text((*x, *y), *size, *bold, *ink, text),
            PageMark::Line {
                from,
                to,
                width,
                ink,
                dashed,
            } => self.write_stroke(&[*from, *to], *width, *ink, *dashed, false),
            PageMark::Fill { at, size, ink } => self.write_rectangle(*at, *size, *ink),
            PageMark::Area { points, ink } => self.write_filled_area(points, *ink),
            PageMark::Stroke { points, width, ink } => self.write_stroke(points, *width, *ink, false, true),
            PageMark::Picture { at, size, picture } => self.write_picture(*at, *size, picture),
        }
    }

    /// A picture fills the square of one point, which is made as large as it shall be.
    fn write_picture(&mut self, at: (f64, f64), size: (f64, f64), picture: &Arc<Picture>) {
        let Some(place) = picture::find_picture(self.pictures, picture) else {
            return;
        };
        self.end_open_objects();
        let (left, top) = self.to_pdf_point(at);
        let (right, bottom) = self.to_pdf_point((at.0 + size.0, at.1 + size.1));
        self.write_operator("q");
        self.write_operands(&[right - left, 0, 0, top - bottom, left, bottom]);
        self.write_operator("cm");
        self.write_operator(&format!("/{} Do", picture::picture_name(place)));
        self.write_operator("Q");
    }

    fn write_rectangle(&mut self, at: (f64, f64), size: (f64, f64), ink: Ink) {
        self.end_open_objects();
        self.select_fill_ink(ink);
        let (left, top) = self.to_pdf_point(at);
        let (right, bottom) = self.to_pdf_point((at.0 + size.0, at.1 + size.1));
        self.write_operands(&[left, bottom, right - left, top - bottom]);
        // Each alone: readers fit a single rectangle to whole pixels, which keeps bars and codes sharp.
        self.write_operator("re\nf");
    }

    fn write_filled_area(&mut self, points: &[(f64, f64)], ink: Ink) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        self.end_open_objects();
        self.select_fill_ink(ink);
        let (x, y) = self.to_pdf_point(*first);
        self.write_operands(&[x, y]);
        self.write_operator("m");
        for at in rest {
            let (x, y) = self.to_pdf_point(*at);
            self.write_operands(&[x, y]);
            self.write_operator("l");
        }
        self.write_operator("f");
    }

    fn write_stroke(&mut self, points: &[(f64, f64)], width: f64, ink: Ink, dashed: bool, round: bool) {
        let width = to_hundredths(width);
        let now = &self.now;
        let other =
            now.stroke != Some(ink) || now.width != Some(width) || now.dashed != dashed || now.round != round;
        self.end_text();
        if other {
            self.paint_open_lines();
        }
        self.lines = true;
        if self.now.stroke.replace(ink) != Some(ink) {
            self.write_operator(ink_color(ink));
            self.write_operator("RG");
        }
        if self.now.width.replace(width) != Some(width) {
            self.write_operands(&[width]);
            self.write_operator("w");
        }
        if std::mem::replace(&mut self.now.dashed, dashed) != dashed {
            self.write_operator(if dashed { "[3 2]0 d" } else { "[]0 d" });
        }
        if std::mem::replace(&mut self.now.round, round) != round {
            self.write_operator(if round { "1 J 1 j" } else { "0 J 0 j" });
        }
        for (index, point) in points.iter().enumerate() {
            let (x, y) = self.to_pdf_point(*point);
            self.write_operands(&[x, y]);
            self.write_operator(if index == 0 { "m" } else { "l" });
        }
    }

    /// A text, cut where the font changes; a character no font has becomes its code in a frame.
    fn write_text(&mut self, at: (f64, f64), size: f64, bold: bool, ink: Ink, text: &str) {
        let mut left = at.0;
        let mut run = GlyphRun::default();
        for PlacedChar { c, before, wide } in place_chars(text, bold) {
            let found = self.glyphs.find_glyph_number(c, bold);
            if found.map(|(_, is)| is) != run.face {
                self.write_glyph_run(&mut run, at.1, size, ink);
            }
            run.add_glyph_gap(before);
            left += to_millimetres(before, size);
            match found {
                Some((glyph, is)) => run.push_glyph(glyph, is, left),
                None => self.write_framed_code(c, (left, at.1), to_millimetres(wide, size), size, ink),
            }
            left += to_millimetres(wide, size);
        }
        self.write_glyph_run(&mut run, at.1, size, ink);
    }

    fn write_glyph_run(&mut self, run: &mut GlyphRun, y: f64, size: f64, ink: Ink) {
        let Some(bold) = run.face.take() else {
            return;
        };
        let begun = self.begin_text();
        self.select_font(bold, size);
        self.select_fill_ink(ink);
        let place = self.to_pdf_point((run.left, y));
        self.write_operands(&[place.0 - begun.0, place.1 - begun.1]);
        self.write_operator("Td");
        self.text = Some(place);
        let (begin, end) = if std::mem::take(&mut run.parted) {
            ("[(", ")]TJ")
        } else {
            ("(", ")Tj")
        };
        self.out.extend(begin.as_bytes());
        self.out.append(&mut run.bytes);
        self.write_operator(end);
    }

    fn select_font(&mut self, bold: bool, size: f64) {
        // A size stands in points.
        let font = (bold, to_hundredths(size * POINT));
        if self.now.font.replace(font) != Some(font) {
            self.write_operator(if bold { "/FB" } else { "/FR" });
            self.write_operands(&[font.1]);
            self.write_operator("Tf");
        }
    }

    fn write_framed_code(&mut self, c: char, at: (f64, f64), width: f64, size: f64, ink: Ink) {
        let em = size * POINT;
        let (left, right) = (at.0 + em * 0.03, at.0 + width - em * 0.03);
        let (top, bottom) = (at.1 - em * 0.72, at.1 + em * 0.12);
        let corners = [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ];
        self.write_stroke(&corners, 0.12, ink, false, false);
        let inside = (at.0 + em * 0.08, at.1 - em * 0.1);
        self.write_text(inside, size * CODE_SIZE, false, ink, &format_char_code(c));
    }

    fn select_fill_ink(&mut self, ink: Ink) {
        if self.now.fill.replace(ink) != Some(ink) {
            self.write_operator(ink_color(ink));
            self.write_operator("rg");
        }
    }

    fn paint_open_lines(&mut self) {
        if std::mem::take(&mut self.lines) {
            self.write_operator("S");
        }
    }

    /// Where the last text began.
    fn begin_text(&mut self) -> (i64, i64) {
        self.paint_open_lines();
        if self.text.is_none() {
            self.write_operator("BT");
        }
        *self.text.get_or_insert_default()
    }

    /// Ends what is open.
    fn end_open_objects(&mut self) {
        self.paint_open_lines();
        self.end_text();
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.write_operator("ET");
        }
    }

    fn to_pdf_point(&self, at: (f64, f64)) -> (i64, i64) {
        (to_hundredths(at.0), to_hundredths(self.high - at.1))
    }

    fn write_operator(&mut self, word: &str) {
        self.out.extend(word.as_bytes());
        self.out.push(b'\n');
    }

    /// Hundredths, as points.
    fn write_operands(&mut self, hundredths: &[i64]) {
        for number in hundredths {
            if *number < 0 {
                self.out.push(b'-');
            }
            let (whole, part) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
            if whole > 0 || part == 0 {
                self.write_digits(whole);
            }
            if part > 0 {
                self.out.push(b'.');
                self.write_digits(part / 10);
                if part % 10 > 0 {
                    self.write_digits(part % 10);
                }
            }
            self.out.push(b' ');
        }
    }

    fn write_digits(&mut self, number: u64) {
        if number > 9 {
            self.write_digits(number / 10);
        }
        self.out
            .push(b'0' + u8::try_from(number % 10).unwrap_or_default());
    }
}

/// Glyphs of one font, one behind the other.
#[derive(Default)]
struct GlyphRun {
    /// Whether they are of the bold font; none before the first.
    face: Option<bool>,
    left: f64,
    bytes: Vec<u8>,
    /// Whether there is room between some of them.
    parted: bool,
}

impl GlyphRun {
    /// Leaves room before the next glyph, in thousandths; a run that begins has it before its place.
    fn add_glyph_gap(&mut self, before: f64) {
        if before > 0.0 && self.face.is_some() {
            self.bytes.extend(format!(")-{before}(").as_bytes());
            self.parted = true;
        }
    }

    fn push_glyph(&mut self, glyph: u16, bold: bool, left: f64) {
        if self.face.replace(bold).is_none() {
            self.left = left;
        }
        for byte in glyph.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.bytes.extend([b'\\', byte]),
                // A bare one would be read as a line feed.
                b'\r' => self.bytes.extend(b"\\r"),
                _ => self.bytes.push(byte),
            }
        }
    }
}
