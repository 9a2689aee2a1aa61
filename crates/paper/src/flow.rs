//! Text and tables that flow over pages: heads repeat, numbers of pages come last.

use domain::Moment;

use crate::{
    font::fold,
    sheet::{Ink, Mark, Page, Sheet},
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
}

impl Flow {
    /// Begins with an empty page like `blank`.
    #[must_use]
    pub fn new(blank: Page, margin: f64) -> Self {
        let (right, bottom) = (blank.width - margin, blank.height - 18.0);
        Self {
            pages: vec![blank.clone()],
            y: margin,
            left: margin,
            right,
            top: margin,
            bottom,
            blank,
        }
    }

    /// The width of the text, mm.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Draws on the page begun last.
    pub fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Begins a page.
    pub fn page(&mut self) {
        self.pages.push(self.blank.clone());
        self.y = self.top;
    }

    /// Begins a page unless `height` millimetres are left.
    pub fn need(&mut self, height: f64) {
        if self.y + height > self.bottom {
            self.page();
        }
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
        self.text_at(
            self.left + 3.6,
            self.y + 5.0,
            13.0,
            true,
            Ink::Black,
            Align::Left,
            text,
        );
        self.gap(9.5);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, size: f64, ink: Ink, text: &str) {
        let step = size * POINT * LEADING;
        for line in wrap(text, size, false, self.width()) {
            self.need(step);
            self.text_at(
                self.left,
                self.y + step * 0.72,
                size,
                false,
                ink,
                Align::Left,
                &line,
            );
            self.gap(step);
        }
    }

    /// A table with a head that is repeated on every page. Cells break into lines; a row stays on one page unless
    /// it is taller than one.
    pub fn table(&mut self, columns: &[Column], size: f64, rows: &[Vec<String>]) {
        self.begin(columns, size);
        for cells in rows {
            self.whole(columns, size, cells, &Row::plain(Vec::new()));
        }
    }

    /// The same, with rows that stand out or leave room to write.
    pub fn rows(&mut self, columns: &[Column], size: f64, rows: &[Row]) {
        self.begin(columns, size);
        for row in rows {
            self.whole(columns, size, &row.cells, row);
        }
    }

    fn begin(&mut self, columns: &[Column], size: f64) {
        self.need(18.0);
        self.head(columns, size);
    }

    /// A row with all its lines, over as many pages as it needs.
    fn whole(&mut self, columns: &[Column], size: f64, cells: &[String], row: &Row) {
        let mut rest: Vec<Vec<String>> = cells
            .iter()
            .zip(columns)
            .map(|(cell, column)| wrap(cell, size, row.strong, column.width - 2.4))
            .collect();
        while let Some(part) = self.part(columns, size, &mut rest, row) {
            self.row(columns, size, &part, row);
        }
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
            self.head(columns, size);
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
            self.cell(x, base, size, true, column, &head);
            x += column.width;
        }
        self.gap(height);
    }

    fn row(&mut self, columns: &[Column], size: f64, cells: &[Vec<String>], row: &Row) {
        let step = size * POINT * LEADING;
        let tall = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let mut x = self.left;
        for (column, lines) in columns.iter().zip(cells) {
            let mut base = self.y + 0.8 + step * 0.72;
            for line in lines {
                self.cell(x, base, size, row.strong, column, line);
                base += step;
            }
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
    pub fn finish(mut self, title: &str, company: &str, made_at: Moment, demo: bool) -> Sheet {
        let count = self.pages.len();
        for (index, page) in self.pages.iter_mut().enumerate() {
            foot(page, (index + 1, count), company, title, demo);
        }
        Sheet {
            title: title.to_owned(),
            author: company.to_owned(),
            made_at,
            pages: self.pages,
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
fn foot(page: &mut Page, (number, count): (usize, usize), company: &str, title: &str, demo: bool) {
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
    if demo {
        let middle = page.width / 2.0 - width(DEMO, size, true) / 2.0;
        page.marks.push(text(middle, Ink::Black, true, DEMO.to_owned()));
    }
}

/// What every page of a demo folder says.
pub const DEMO: &str = "演示数据 · 不作为凭证";
