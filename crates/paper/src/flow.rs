//! Text and tables that flow over pages: heads repeat, numbers of pages come last.

use domain::Moment;

use crate::{
    font::fold,
    sheet::{Ink, Mark, Page, Sheet},
    structure::{Structure, Tag},
    text::{POINT, clip, width, wrap},
};

/// Line height relative to the size.
const LEADING: f64 = 1.5;

/// Where a text stands between its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// From the left.
    Left,
    /// In the middle.
    Middle,
    /// To the right.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its width, mm.
    pub width: f64,
    /// How its cells stand.
    pub align: Align,
}

/// A column.
#[must_use]
pub fn column(head: &str, width: f64, align: Align) -> Column {
    Column {
        head: head.to_owned(),
        width,
        align,
    }
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// What stands in its cells.
    pub cells: Vec<String>,
    /// Whether it is printed bold, to be found at a glance.
    pub strong: bool,
    /// Its least height, mm.
    pub least: f64,
}

impl Row {
    /// A row like any other.
    #[must_use]
    pub const fn plain(cells: Vec<String>) -> Self {
        Self {
            cells,
            strong: false,
            least: 0.0,
        }
    }

    /// A bold row if `strong`.
    #[must_use]
    pub const fn strong(cells: Vec<String>, strong: bool) -> Self {
        Self {
            cells,
            strong,
            least: 0.0,
        }
    }

    /// A row high enough to write in by hand.
    #[must_use]
    pub const fn to_fill(cells: Vec<String>) -> Self {
        Self {
            cells,
            strong: false,
            least: 8.0,
        }
    }
}

/// Writes marks down the pages.
pub struct Flow {
    /// The pages so far.
    pub pages: Vec<Page>,
    /// Where the next mark goes, mm from the top.
    pub y: f64,
    /// Left margin, mm.
    pub left: f64,
    /// Right end of the text, mm.
    pub right: f64,
    top: f64,
    bottom: f64,
    blank: Page,
    structure: Structure,
    /// The part that is being written.
    inside: u32,
    /// Whether what is written says nothing of its own.
    mute: bool,
}

impl Flow {
    /// Begins with an empty page like `blank`.
    #[must_use]
    pub fn new(blank: Page, margin: f64) -> Self {
        let (right, bottom) = (blank.width - margin, blank.height - 18.0);
        let mut structure = Structure::default();
        let inside = structure.add(Tag::Document, 0);
        Self {
            pages: vec![blank.clone()],
            y: margin,
            left: margin,
            right,
            top: margin,
            bottom,
            blank,
            structure,
            inside,
            mute: false,
        }
    }

    /// The width of the text, mm.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Draws on the page begun last.
    pub fn mark(&mut self, mark: Mark) {
        let of = self.part_of(&mark);
        if let Some(page) = self.pages.last_mut() {
            page.put(mark, of);
        }
    }

    /// The part a mark belongs to. A text outside of all is a paragraph; lines and grounds say nothing unless they
    /// are a figure's.
    fn part_of(&mut self, mark: &Mark) -> Option<u32> {
        let tag = self.tag();
        match mark {
            _ if self.mute => None,
            _ if tag == Tag::Figure => Some(self.inside),
            Mark::Text { text, .. } if text.trim().is_empty() => None,
            Mark::Text { .. } if tag.holds_parts() => Some(self.structure.add(Tag::Paragraph, self.inside)),
            Mark::Text { .. } => Some(self.inside),
            _ => None,
        }
    }

    fn tag(&self) -> Tag {
        self.structure.tag(self.inside).unwrap_or(Tag::Document)
    }

    /// Writes a part of the document.
    pub fn tagged<R>(&mut self, tag: Tag, write: impl FnOnce(&mut Self) -> R) -> R {
        // What stands on a figure or in a paragraph is told with it.
        if self.mute || !self.tag().holds_parts() {
            return write(self);
        }
        let part = self.structure.add(tag, self.inside);
        self.within(part, write)
    }

    fn within<R>(&mut self, part: u32, write: impl FnOnce(&mut Self) -> R) -> R {
        let outside = std::mem::replace(&mut self.inside, part);
        let made = write(self);
        self.inside = outside;
        made
    }

    /// Draws something to look at; `words` say it to whoever cannot see it.
    pub fn figure<R>(&mut self, words: &str, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.tagged(Tag::Figure, |flow| {
            if flow.tag() == Tag::Figure && !flow.mute {
                flow.structure.words.push((flow.inside, words.to_owned()));
            }
            draw(flow)
        })
    }

    /// Draws what says nothing of its own.
    fn muted(&mut self, draw: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.mute, true);
        draw(self);
        self.mute = outside;
    }

    /// Begins a page.
    pub fn page(&mut self) {
        self.pages.push(self.blank.clone());
        self.y = self.top;
    }

    /// Goes on with pages of another shape; a page that is still empty takes it as well.
    pub fn turn(&mut self, blank: Page) {
        if (blank.width, blank.height) == (self.blank.width, self.blank.height) {
            return;
        }
        (self.right, self.bottom) = (blank.width - self.left, blank.height - 18.0);
        self.blank = blank;
        if self.pages.last().is_some_and(|page| page.marks.is_empty()) {
            self.pages.pop();
        }
        self.page();
    }

    /// Begins a page unless `height` millimetres are left.
    pub fn need(&mut self, height: f64) {
        if self.y + height > self.bottom {
            self.page();
        }
    }

    /// Where something stands on the page that is being filled: page from 0; left, bottom, right, top in points.
    pub(crate) fn place(&self, sides: [f64; 4]) -> Option<(usize, [f32; 4])> {
        let number = self.pages.len().checked_sub(1)?;
        Some((number, self.pages.last()?.points(sides)))
    }

    /// Leaves room.
    pub fn gap(&mut self, height: f64) {
        self.y += height;
    }

    /// A text at a place, its base line at `y`.
    #[allow(
        clippy::too_many_arguments,
        reason = "a mark's fields, in the order they are read"
    )]
    pub fn text_at(&mut self, x: f64, y: f64, size: f64, bold: bool, ink: Ink, align: Align, text: &str) {
        let wide = || width(text, size, bold);
        let x = match align {
            Align::Left => x,
            Align::Middle => x - wide() / 2.0,
            Align::Right => x - wide(),
        };
        self.mark(Mark::Text {
            x,
            y,
            size,
            bold,
            ink,
            text: fold(text).into_owned(),
        });
    }

    /// A chapter's head, with a bookmark; it never stands alone at the foot of a page.
    pub fn chapter(&mut self, text: &str) {
        self.need(34.0);
        if let Some(page) = self.pages.last_mut() {
            page.bookmarks.push(text.to_owned());
        }
        self.gap(3.0);
        self.mark(Mark::Fill {
            at: (self.left, self.y + 0.6),
            size: (1.4, 5.0),
            ink: Ink::Accent,
        });
        let (x, y) = (self.left + 3.6, self.y + 5.0);
        self.tagged(Tag::Title, |flow| {
            flow.text_at(x, y, 13.0, true, Ink::Black, Align::Left, text);
        });
        self.gap(9.5);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, size: f64, ink: Ink, text: &str) {
        let step = size * POINT * LEADING;
        self.tagged(Tag::Paragraph, |flow| {
            for line in wrap(text, size, false, flow.width()) {
                flow.need(step);
                let y = flow.y + step * 0.72;
                flow.text_at(flow.left, y, size, false, ink, Align::Left, &line);
                flow.gap(step);
            }
        });
    }

    /// A table with a head that is repeated on every page. Cells break into lines; a row stays on one page unless
    /// it is taller than one.
    pub fn table(&mut self, columns: &[Column], size: f64, rows: &[Vec<String>]) {
        self.tagged(Tag::Table, |flow| {
            flow.begin(columns, size);
            for cells in rows {
                flow.whole(columns, size, cells, &Row::plain(Vec::new()));
            }
        });
    }

    /// The same, with rows that stand out or leave room to write.
    pub fn rows(&mut self, columns: &[Column], size: f64, rows: &[Row]) {
        self.tagged(Tag::Table, |flow| {
            flow.begin(columns, size);
            for row in rows {
                flow.whole(columns, size, &row.cells, row);
            }
        });
    }

    fn begin(&mut self, columns: &[Column], size: f64) {
        self.need(18.0);
        self.tagged(Tag::Row, |flow| flow.head(columns, size));
    }

    /// A row with all its lines, over as many pages as it needs.
    fn whole(&mut self, columns: &[Column], size: f64, cells: &[String], row: &Row) {
        let mut rest: Vec<Vec<String>> = cells
            .iter()
            .zip(columns)
            .map(|(cell, column)| wrap(cell, size, row.strong, column.width - 2.4))
            .collect();
        self.tagged(Tag::Row, |flow| {
            let inside = flow.inside;
            // Once for all pages the row goes over.
            let parts: Vec<u32> = columns
                .iter()
                .map(|_| flow.structure.add(Tag::Cell, inside))
                .collect();
            while let Some(part) = flow.part(columns, size, &mut rest, row) {
                flow.row(columns, size, &part, row, &parts);
            }
        });
    }

    /// As many lines of a row as belong on this page, taken out of `rest`; none when nothing is left. Begins a
    /// page where the row would not fit, and cuts it only if no page could hold it.
    fn part(
        &mut self,
        columns: &[Column],
        size: f64,
        rest: &mut Vec<Vec<String>>,
        row: &Row,
    ) -> Option<Vec<Vec<String>>> {
        let tall = rest.iter().map(Vec::len).max().filter(|lines| *lines > 0)?;
        let step = size * POINT * LEADING;
        if self.y + height(tall, step).max(row.least) <= self.bottom {
            return Some(std::mem::take(rest));
        }
        let room = |from: f64| lines_in(self.bottom - from, step);
        let (here, page) = (room(self.y), room(self.top + head_height(size)));
        if tall <= page || here < 3 {
            self.page();
            self.muted(|flow| flow.head(columns, size));
        }
        if tall <= page {
            return Some(std::mem::take(rest));
        }
        let most = if here < 3 { page } else { here }.max(1);
        let cut = |lines: &mut Vec<String>| {
            let behind = lines.split_off(most.min(lines.len()));
            std::mem::replace(lines, behind)
        };
        Some(rest.iter_mut().map(cut).collect())
    }

    fn head(&mut self, columns: &[Column], size: f64) {
        let height = head_height(size);
        self.mark(Mark::Fill {
            at: (self.left, self.y),
            size: (total(columns), height),
            ink: Ink::Pale,
        });
        let (mut x, base) = (self.left, self.y + height * 0.66);
        for column in columns {
            let head = clip(&column.head, size, true, column.width - 1.6);
            self.tagged(Tag::Head, |flow| flow.cell(x, base, size, true, column, &head));
            x += column.width;
        }
        self.gap(height);
    }

    fn row(&mut self, columns: &[Column], size: f64, cells: &[Vec<String>], row: &Row, parts: &[u32]) {
        let step = size * POINT * LEADING;
        let tall = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let mut x = self.left;
        for ((column, lines), part) in columns.iter().zip(cells).zip(parts) {
            let mut base = self.y + 0.8 + step * 0.72;
            self.within(*part, |flow| {
                for line in lines {
                    flow.cell(x, base, size, row.strong, column, line);
                    base += step;
                }
            });
            x += column.width;
        }
        self.gap(height(tall, step).max(row.least));
        let (from, to) = ((self.left, self.y), (self.left + total(columns), self.y));
        self.mark(Mark::Line {
            from,
            to,
            width: 0.1,
            ink: Ink::Line,
            dashed: false,
        });
    }

    fn cell(&mut self, left: f64, base: f64, size: f64, bold: bool, column: &Column, text: &str) {
        let x = match column.align {
            Align::Left => left + 1.2,
            Align::Middle => left + column.width / 2.0,
            Align::Right => left + column.width - 1.2,
        };
        self.text_at(x, base, size, bold, Ink::Black, column.align, text);
    }

    /// Head and foot of every page, now that their number is known, and the document.
    #[must_use]
    pub fn finish(
        mut self,
        title: &str,
        company: &str,
        made_at: Moment,
        not_original: Option<&str>,
    ) -> Sheet {
        let count = self.pages.len();
        for (index, page) in self.pages.iter_mut().enumerate() {
            foot(page, (index + 1, count), company, title, not_original);
        }
        self.bare(title, company, made_at)
    }

    /// The document as it stands, for pages that have a foot of their own.
    #[must_use]
    pub fn bare(self, title: &str, company: &str, made_at: Moment) -> Sheet {
        Sheet {
            title: title.to_owned(),
            author: company.to_owned(),
            made_at,
            pages: self.pages,
            structure: self.structure,
            attached: false,
            company: None,
        }
    }
}

fn total(columns: &[Column]) -> f64 {
    columns.iter().map(|column| column.width).sum()
}

fn head_height(size: f64) -> f64 {
    size * POINT * LEADING + 2.4
}

/// The height of a row of so many lines.
#[allow(
    clippy::cast_precision_loss,
    reason = "a row has at most a few thousand lines"
)]
fn height(lines: usize, step: f64) -> f64 {
    lines as f64 * step + 1.6
}

/// How many lines of a row fit into a height.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is a few hundred millimetres high, and less than none is none"
)]
fn lines_in(height: f64, step: f64) -> usize {
    ((height - 1.6) / step).floor().max(0.0) as usize
}

/// Company and page number, and under them what the sheet is: a loose page finds its way back.
fn foot(
    page: &mut Page,
    (number, count): (usize, usize),
    company: &str,
    title: &str,
    not_original: Option<&str>,
) {
    let y = page.height - 10.0;
    let size = 8.0;
    let line = Mark::Line {
        from: (18.0, y - 4.5),
        to: (page.width - 18.0, y - 4.5),
        width: 0.15,
        ink: Ink::Line,
        dashed: false,
    };
    let text = |x: f64, ink: Ink, bold: bool, text: String| Mark::Text {
        x,
        y,
        size,
        bold,
        ink,
        text,
    };
    let numbers = format!("第 {number} 页 共 {count} 页");
    let right = page.width - 18.0 - width(&numbers, size, false);
    page.marks.push(line);
    page.marks
        .push(text(18.0, Ink::Grey, false, fold(company).into_owned()));
    page.marks.push(text(right, Ink::Grey, false, numbers));
    page.marks.push(Mark::Text {
        x: 18.0,
        y: y + 3.6,
        size: 7.0,
        bold: false,
        ink: Ink::Grey,
        text: fold(title).into_owned(),
    });
    if let Some(words) = not_original.map(no_proof) {
        let middle = page.width / 2.0 - width(&words, size, true) / 2.0;
        page.marks.push(text(middle, Ink::Black, true, words));
    }
}

/// What every page says of data that are not the original ones.
pub(crate) fn no_proof(what: &str) -> String {
    format!("{what} · 不作为凭证")
}
