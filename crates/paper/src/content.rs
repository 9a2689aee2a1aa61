//! A page's marks as a content stream that says nothing twice: colours, widths and fonts only where they change,
//! texts placed from one to the next, whole hundredths of a point.

use std::sync::Arc;

use crate::{
    font::{CODE_SIZE, code},
    glyphs::Glyphs,
    picture::{self, Picture},
    sheet::{Ink, Mark, Page},
    text::{POINT, Placed, millimetres, placed},
};

/// The stream of a page, not compressed; and the parts its marked content belongs to, by number (0, 1, …).
/// Without `tags` nothing is marked.
pub(crate) fn content(
    page: &Page,
    glyphs: &Glyphs,
    pictures: &[&Arc<Picture>],
    tags: bool,
) -> (Vec<u8>, Vec<u32>) {
    let mut content = Content {
        glyphs,
        pictures,
        out: Vec::new(),
        high: page.height,
        now: State::default(),
        lines: false,
        text: None,
        parts: Vec::new(),
    };
    if tags {
        content.ground(page);
        for (of, marks) in spans(page) {
            content.span(of, marks);
        }
    } else {
        content.all(&page.marks);
    }
    content.rest();
    (content.out, content.parts)
}

/// The marks of a page by the part they belong to.
fn spans(page: &Page) -> impl Iterator<Item = (Option<u32>, &[Mark])> {
    let ends = page.spans.iter().skip(1).map(|span| span.from);
    let ends = ends.chain([page.marks.len()]);
    page.spans
        .iter()
        .zip(ends)
        .map(|(span, end)| (span.of, page.marks.get(span.from..end).unwrap_or_default()))
}

const fn is_text(mark: &Mark) -> bool {
    matches!(mark, Mark::Text { .. })
}

/// What the page is drawn with now.
#[derive(Default)]
struct State {
    fill: Option<Ink>,
    stroke: Option<Ink>,
    width: Option<i64>,
    dashed: bool,
    round: bool,
    font: Option<(bool, i64)>,
}

struct Content<'a> {
    glyphs: &'a Glyphs,
    /// Those of the document, by their place.
    pictures: &'a [&'a Arc<Picture>],
    out: Vec<u8>,
    high: f64,
    now: State,
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
fn hundredths(mm: f64) -> i64 {
    (mm / POINT * 100.0).round() as i64
}

const fn color(ink: Ink) -> &'static str {
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

impl Content<'_> {
    /// Rules and grounds that say nothing, before everything else: so they are marked once, and texts follow each
    /// other without a break.
    fn ground(&mut self, page: &Page) {
        let silent = spans(page).filter(|(of, _)| of.is_none());
        let mut marks = silent.flat_map(|(_, marks)| marks).filter(|mark| !is_text(mark));
        let Some(first) = marks.next() else {
            return;
        };
        self.word("/Artifact BMC");
        self.draw(first);
        for mark in marks {
            self.draw(mark);
        }
        self.paint();
        self.word("EMC");
    }

    /// Marks of one part, or of none, as marked content.
    fn span(&mut self, of: Option<u32>, marks: &[Mark]) {
        let drawn = |mark: &&Mark| of.is_some() || is_text(mark);
        let mut marks = marks.iter().filter(drawn).peekable();
        if marks.peek().is_none() {
            return;
        }
        // Marked content lies either inside a text object or around whole ones.
        let texts = self.glyphs.missing.is_empty() && marks.clone().all(is_text);
        if texts {
            self.begin_text();
        } else {
            self.rest();
        }
        match of {
            Some(part) => {
                self.out
                    .extend(format!("/P<</MCID {}>>BDC\n", self.parts.len()).as_bytes());
                self.parts.push(part);
            }
            None => self.word("/Artifact BMC"),
        }
        for mark in marks {
            self.draw(mark);
        }
        if !texts {
            self.rest();
        }
        self.word("EMC");
    }

    fn all(&mut self, marks: &[Mark]) {
        for mark in marks {
            self.draw(mark);
        }
    }

    fn draw(&mut self, mark: &Mark) {
        match mark {
            Mark::Text {
                x,
                y,
                size,
                bold,
                ink,
                text,
            } => self.text((*x, *y), *size, *bold, *ink, text),
            Mark::Line {
                from,
                to,
                width,
                ink,
                dashed,
            } => self.stroke(&[*from, *to], *width, *ink, *dashed, false),
            Mark::Fill { at, size, ink } => self.fill(*at, *size, *ink),
            Mark::Area { points, ink } => self.area(points, *ink),
            Mark::Stroke { points, width, ink } => self.stroke(points, *width, *ink, false, true),
            Mark::Picture { at, size, picture } => self.picture(*at, *size, picture),
        }
    }

    /// A picture fills the square of one point, which is made as large as it shall be.
    fn picture(&mut self, at: (f64, f64), size: (f64, f64), picture: &Arc<Picture>) {
        let Some(place) = picture::place(self.pictures, picture) else {
            return;
        };
        self.rest();
        let (left, top) = self.place(at);
        let (right, bottom) = self.place((at.0 + size.0, at.1 + size.1));
        self.word("q");
        self.numbers(&[right - left, 0, 0, top - bottom, left, bottom]);
        self.word("cm");
        self.word(&format!("/{} Do", picture::name(place)));
        self.word("Q");
    }

    fn fill(&mut self, at: (f64, f64), size: (f64, f64), ink: Ink) {
        self.rest();
        self.fill_with(ink);
        let (left, top) = self.place(at);
        let (right, bottom) = self.place((at.0 + size.0, at.1 + size.1));
        self.numbers(&[left, bottom, right - left, top - bottom]);
        // Each alone: readers fit a single rectangle to whole pixels, which keeps bars and codes sharp.
        self.word("re\nf");
    }

    fn area(&mut self, points: &[(f64, f64)], ink: Ink) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        self.rest();
        self.fill_with(ink);
        let (x, y) = self.place(*first);
        self.numbers(&[x, y]);
        self.word("m");
        for at in rest {
            let (x, y) = self.place(*at);
            self.numbers(&[x, y]);
            self.word("l");
        }
        self.word("f");
    }

    fn stroke(&mut self, points: &[(f64, f64)], width: f64, ink: Ink, dashed: bool, round: bool) {
        let width = hundredths(width);
        let now = &self.now;
        let other =
            now.stroke != Some(ink) || now.width != Some(width) || now.dashed != dashed || now.round != round;
        self.end_text();
        if other {
            self.paint();
        }
        self.lines = true;
        if self.now.stroke.replace(ink) != Some(ink) {
            self.word(color(ink));
            self.word("RG");
        }
        if self.now.width.replace(width) != Some(width) {
            self.numbers(&[width]);
            self.word("w");
        }
        if std::mem::replace(&mut self.now.dashed, dashed) != dashed {
            self.word(if dashed { "[3 2]0 d" } else { "[]0 d" });
        }
        if std::mem::replace(&mut self.now.round, round) != round {
            self.word(if round { "1 J 1 j" } else { "0 J 0 j" });
        }
        for (index, point) in points.iter().enumerate() {
            let (x, y) = self.place(*point);
            self.numbers(&[x, y]);
            self.word(if index == 0 { "m" } else { "l" });
        }
    }

    /// A text, cut where the font changes; a character no font has becomes its code in a frame.
    fn text(&mut self, at: (f64, f64), size: f64, bold: bool, ink: Ink, text: &str) {
        let mut left = at.0;
        let mut run = Run::default();
        for Placed { c, before, wide } in placed(text, bold) {
            let found = self.glyphs.find(c, bold);
            if found.map(|(_, is)| is) != run.face {
                self.show(&mut run, at.1, size, ink);
            }
            run.room(before);
            left += millimetres(before, size);
            match found {
                Some((glyph, is)) => run.push(glyph, is, left),
                None => self.frame(c, (left, at.1), millimetres(wide, size), size, ink),
            }
            left += millimetres(wide, size);
        }
        self.show(&mut run, at.1, size, ink);
    }

    fn show(&mut self, run: &mut Run, y: f64, size: f64, ink: Ink) {
        let Some(bold) = run.face.take() else {
            return;
        };
        let begun = self.begin_text();
        self.font(bold, size);
        self.fill_with(ink);
        let place = self.place((run.left, y));
        self.numbers(&[place.0 - begun.0, place.1 - begun.1]);
        self.word("Td");
        self.text = Some(place);
        let (begin, end) = if std::mem::take(&mut run.parted) {
            ("[(", ")]TJ")
        } else {
            ("(", ")Tj")
        };
        self.out.extend(begin.as_bytes());
        self.out.append(&mut run.bytes);
        self.word(end);
    }

    fn font(&mut self, bold: bool, size: f64) {
        // A size stands in points.
        let font = (bold, hundredths(size * POINT));
        if self.now.font.replace(font) != Some(font) {
            self.word(if bold { "/FB" } else { "/FR" });
            self.numbers(&[font.1]);
            self.word("Tf");
        }
    }

    fn frame(&mut self, c: char, at: (f64, f64), width: f64, size: f64, ink: Ink) {
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
        self.stroke(&corners, 0.12, ink, false, false);
        let inside = (at.0 + em * 0.08, at.1 - em * 0.1);
        self.text(inside, size * CODE_SIZE, false, ink, &code(c));
    }

    fn fill_with(&mut self, ink: Ink) {
        if self.now.fill.replace(ink) != Some(ink) {
            self.word(color(ink));
            self.word("rg");
        }
    }

    fn paint(&mut self) {
        if std::mem::take(&mut self.lines) {
            self.word("S");
        }
    }

    /// Where the last text began.
    fn begin_text(&mut self) -> (i64, i64) {
        self.paint();
        if self.text.is_none() {
            self.word("BT");
        }
        *self.text.get_or_insert_default()
    }

    /// Ends what is open.
    fn rest(&mut self) {
        self.paint();
        self.end_text();
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.word("ET");
        }
    }

    fn place(&self, at: (f64, f64)) -> (i64, i64) {
        (hundredths(at.0), hundredths(self.high - at.1))
    }

    fn word(&mut self, word: &str) {
        self.out.extend(word.as_bytes());
        self.out.push(b'\n');
    }

    /// Hundredths, as points.
    fn numbers(&mut self, hundredths: &[i64]) {
        for number in hundredths {
            if *number < 0 {
                self.out.push(b'-');
            }
            let (whole, part) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
            if whole > 0 || part == 0 {
                self.digits(whole);
            }
            if part > 0 {
                self.out.push(b'.');
                self.digits(part / 10);
                if part % 10 > 0 {
                    self.digits(part % 10);
                }
            }
            self.out.push(b' ');
        }
    }

    fn digits(&mut self, number: u64) {
        if number > 9 {
            self.digits(number / 10);
        }
        self.out
            .push(b'0' + u8::try_from(number % 10).unwrap_or_default());
    }
}

/// Glyphs of one font, one behind the other.
#[derive(Default)]
struct Run {
    /// Whether they are of the bold font; none before the first.
    face: Option<bool>,
    left: f64,
    bytes: Vec<u8>,
    /// Whether there is room between some of them.
    parted: bool,
}

impl Run {
    /// Leaves room before the next glyph, in thousandths; a run that begins has it before its place.
    fn room(&mut self, before: f64) {
        if before > 0.0 && self.face.is_some() {
            self.bytes.extend(format!(")-{before}(").as_bytes());
            self.parted = true;
        }
    }

    fn push(&mut self, glyph: u16, bold: bool, left: f64) {
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
