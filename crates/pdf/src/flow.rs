//! Text and tables that flow over pages: heads repeat, numbers of pages come last.

use chrono::{DateTime, FixedOffset};

use crate::{
    font::fold_text,
    sheet::{DocumentPage, Ink, PageMark, PdfDocument},
    structure::{DocumentStructure, StructureTag},
    text::{POINT, clip_text, measure_text, wrap_text},
};

/// Line height relative to the size.
const LEADING: f64 = 1.5;

/// Where a text stands between its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextAlign {
    Left,
    Middle,
    Right,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct TableColumn {
    pub head: String,
    /// Its width, mm.
    pub width: f64,
    /// How its cells stand.
    pub align: TextAlign,
}

#[must_use]
pub fn table_column(head: &str, width: f64, align: TextAlign) -> TableColumn {
    TableColumn {
        head: head.to_owned(),
        width,
        align,
    }
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// What stands in its cells.
    pub cells: Vec<String>,
    /// Whether it is printed bold, to be found at a glance.
    pub strong: bool,
    /// Its least height, mm.
    pub least: f64,
}

impl TableRow {
    /// A row like any other.
    #[must_use]
    pub const fn with_cells(cells: Vec<String>) -> Self {
        Self {
            cells,
            strong: false,
            least: 0.0,
        }
    }

    /// A bold row if `strong`.
    #[must_use]
    pub const fn with_emphasis(cells: Vec<String>, strong: bool) -> Self {
        Self {
            cells,
            strong,
            least: 0.0,
        }
    }

    /// A row high enough to write in by hand.
    #[must_use]
    pub const fn for_handwriting(cells: Vec<String>) -> Self {
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
    pub pages: Vec<DocumentPage>,
    /// Where the next mark goes, mm from the top.
    pub y: f64,
    /// Left margin, mm.
    pub left: f64,
    /// Right end of the text, mm.
    pub right: f64,
    top: f64,
    bottom: f64,
    blank: DocumentPage,
    structure: DocumentStructure,
    /// The part that is being written.
    inside: u32,
    /// Whether what is written says nothing of its own.
    mute: bool,
}

impl Flow {
    /// Begins with an empty page like `blank`.
    #[must_use]
    pub fn new(blank: DocumentPage, margin: f64) -> Self {
        let (right, bottom) = (blank.width - margin, blank.height - 18.0);
        let mut structure = DocumentStructure::default();
        let inside = structure.add_part(StructureTag::Document, 0);
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
    pub fn content_width(&self) -> f64 {
        self.right - self.left
    }

    /// Draws on the page begun last.
    pub fn draw_mark(&mut self, mark: PageMark) {
        let of = self.choose_part(&mark);
        if let Some(page) = self.pages.last_mut() {
            page.add_mark(mark, of);
        }
    }

    /// The part a mark belongs to. A text outside of all is a paragraph; lines and grounds say nothing unless they
    /// are a figure's.
    fn choose_part(&mut self, mark: &PageMark) -> Option<u32> {
        let tag = self.current_tag();
        match mark {
            _ if self.mute => None,
            _ if tag == StructureTag::Figure => Some(self.inside),
            PageMark::Text { text, .. } if text.trim().is_empty() => None,
            PageMark::Text { .. } if tag.holds_parts() => {
                Some(self.structure.add_part(StructureTag::Paragraph, self.inside))
            }
            PageMark::Text { .. } => Some(self.inside),
            _ => None,
        }
    }

    fn current_tag(&self) -> StructureTag {
        self.structure
            .find_tag(self.inside)
            .unwrap_or(StructureTag::Document)
    }

    /// Writes a part of the document.
    pub fn write_tagged<R>(&mut self, tag: StructureTag, write: impl FnOnce(&mut Self) -> R) -> R {
        // What stands on a figure or in a paragraph is told with it.
        if self.mute || !self.current_tag().holds_parts() {
            return write(self);
        }
        let part = self.structure.add_part(tag, self.inside);
        self.write_inside_part(part, write)
    }

    fn write_inside_part<R>(&mut self, part: u32, write: impl FnOnce(&mut Self) -> R) -> R {
        let outside = std::mem::replace(&mut self.inside, part);
        let made = write(self);
        self.inside = outside;
        made
    }

    /// Draws something to look at; `words` say it to whoever cannot see it.
    pub fn draw_figure<R>(&mut self, words: &str, draw: impl FnOnce(&mut Self) -> R) -> R {
        self.write_tagged(StructureTag::Figure, |flow| {
            if flow.current_tag() == StructureTag::Figure && !flow.mute {
                flow.structure.words.push((flow.inside, words.to_owned()));
            }
            draw(flow)
        })
    }

    /// Draws what says nothing of its own.
    fn draw_artifact(&mut self, draw: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.mute, true);
        draw(self);
        self.mute = outside;
    }

    pub fn begin_page(&mut self) {
        self.pages.push(self.blank.clone());
        self.y = self.top;
    }

    /// Goes on with pages of another shape; a page that is still empty takes it as well.
    pub fn switch_page_shape(&mut self, blank: DocumentPage) {
        if (blank.width, blank.height) == (self.blank.width, self.blank.height) {
            return;
        }
        (self.right, self.bottom) = (blank.width - self.left, blank.height - 18.0);
        self.blank = blank;
        if self.pages.last().is_some_and(|page| page.marks.is_empty()) {
            self.pages.pop();
        }
        self.begin_page();
    }

    /// Begins a page unless `height` millimetres are left.
    pub fn ensure_height(&mut self, height: f64) {
        if self.y + height > self.bottom {
            self.begin_page();
        }
    }

    /// Where something stands on the page that is being filled: page from 0; left, bottom, right, top in points.
    #[must_use]
    pub fn locate_on_page(&self, sides: [f64; 4]) -> Option<(usize, [f32; 4])> {
        let number = self.pages.len().checked_sub(1)?;
        Some((number, self.pages.last()?.to_pdf_rectangle(sides)))
    }

    /// Leaves room.
    pub fn add_gap(&mut self, height: f64) {
        self.y += height;
    }

    /// A text at a place, its base line at `y`.
    #[allow(
        clippy::too_many_arguments,
        reason = "a mark's fields, in the order they are read"
    )]
    pub fn draw_text(
        &mut self,
        x: f64,
        y: f64,
        size: f64,
        bold: bool,
        ink: Ink,
        align: TextAlign,
        text: &str,
    ) {
        let wide = || measure_text(text, size, bold);
        let x = match align {
            TextAlign::Left => x,
            TextAlign::Middle => x - wide() / 2.0,
            TextAlign::Right => x - wide(),
        };
        self.draw_mark(PageMark::Text {
            x,
            y,
            size,
            bold,
            ink,
            text: fold_text(text).into_owned(),
        });
    }

    /// A chapter's head, with a bookmark; it never stands alone at the foot of a page.
    pub fn begin_chapter(&mut self, text: &str) {
        self.ensure_height(34.0);
        if let Some(page) = self.pages.last_mut() {
            page.bookmarks.push(text.to_owned());
        }
        self.add_gap(3.0);
        self.draw_mark(PageMark::Fill {
            at: (self.left, self.y + 0.6),
            size: (1.4, 5.0),
            ink: Ink::Accent,
        });
        let (x, y) = (self.left + 3.6, self.y + 5.0);
        self.write_tagged(StructureTag::Title, |flow| {
            flow.draw_text(x, y, 13.0, true, Ink::Black, TextAlign::Left, text);
        });
        self.add_gap(9.5);
    }

    pub fn write_paragraph(&mut self, size: f64, ink: Ink, text: &str) {
        let step = size * POINT * LEADING;
        self.write_tagged(StructureTag::Paragraph, |flow| {
            for line in wrap_text(text, size, false, flow.content_width()) {
                flow.ensure_height(step);
                let y = flow.y + step * 0.72;
                flow.draw_text(flow.left, y, size, false, ink, TextAlign::Left, &line);
                flow.add_gap(step);
            }
        });
    }

    /// A table with a head that is repeated on every page. Cells break into lines; a row stays on one page unless
    /// it is taller than one.
    pub fn write_table(&mut self, columns: &[TableColumn], size: f64, rows: &[Vec<String>]) {
        self.write_tagged(StructureTag::Table, |flow| {
            flow.begin_table(columns, size);
            for cells in rows {
                flow.write_table_row(columns, size, cells, &TableRow::with_cells(Vec::new()));
            }
        });
    }

    /// The same, with rows that stand out or leave room to write.
    pub fn write_styled_table(&mut self, columns: &[TableColumn], size: f64, rows: &[TableRow]) {
        self.write_tagged(StructureTag::Table, |flow| {
            flow.begin_table(columns, size);
            for row in rows {
                flow.write_table_row(columns, size, &row.cells, row);
            }
        });
    }

    fn begin_table(&mut self, columns: &[TableColumn], size: f64) {
        self.ensure_height(18.0);
        self.write_tagged(StructureTag::Row, |flow| flow.draw_table_head(columns, size));
    }

    /// A row with all its lines, over as many pages as it needs.
    fn write_table_row(&mut self, columns: &[TableColumn], size: f64, cells: &[String], row: &TableRow) {
        let mut rest: Vec<Vec<String>> = cells
            .iter()
            .zip(columns)
            .map(|(cell, column)| wrap_text(cell, size, row.strong, column.width - 2.4))
            .collect();
        self.write_tagged(StructureTag::Row, |flow| {
            let inside = flow.inside;
            // Once for all pages the row goes over.
            let parts: Vec<u32> = columns
                .iter()
                .map(|_| flow.structure.add_part(StructureTag::Cell, inside))
                .collect();
            while let Some(part) = flow.take_row_part(columns, size, &mut rest, row) {
                flow.draw_row_part(columns, size, &part, row, &parts);
            }
        });
    }

    /// As many lines of a row as belong on this page, taken out of `rest`; none when nothing is left. Begins a
    /// page where the row would not fit, and cuts it only if no page could hold it.
    fn take_row_part(
        &mut self,
        columns: &[TableColumn],
        size: f64,
        rest: &mut Vec<Vec<String>>,
        row: &TableRow,
    ) -> Option<Vec<Vec<String>>> {
        let tall = rest.iter().map(Vec::len).max().filter(|lines| *lines > 0)?;
        let step = size * POINT * LEADING;
        if self.y + row_height(tall, step).max(row.least) <= self.bottom {
            return Some(std::mem::take(rest));
        }
        let room = |from: f64| count_fitting_lines(self.bottom - from, step);
        let (here, page) = (room(self.y), room(self.top + head_height(size)));
        if tall <= page || here < 3 {
            self.begin_page();
            self.draw_artifact(|flow| flow.draw_table_head(columns, size));
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

    fn draw_table_head(&mut self, columns: &[TableColumn], size: f64) {
        let height = head_height(size);
        self.draw_mark(PageMark::Fill {
            at: (self.left, self.y),
            size: (total_width(columns), height),
            ink: Ink::Pale,
        });
        let (mut x, base) = (self.left, self.y + height * 0.66);
        for column in columns {
            let head = clip_text(&column.head, size, true, column.width - 1.6);
            self.write_tagged(StructureTag::Head, |flow| {
                flow.draw_cell(x, base, size, true, column, &head)
            });
            x += column.width;
        }
        self.add_gap(height);
    }

    fn draw_row_part(
        &mut self,
        columns: &[TableColumn],
        size: f64,
        cells: &[Vec<String>],
        row: &TableRow,
        parts: &[u32],
    ) {
        let step = size * POINT * LEADING;
        let tall = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let mut x = self.left;
        for ((column, lines), part) in columns.iter().zip(cells).zip(parts) {
            let mut base = self.y + 0.8 + step * 0.72;
            self.write_inside_part(*part, |flow| {
                for line in lines {
                    flow.draw_cell(x, base, size, row.strong, column, line);
                    base += step;
                }
            });
            x += column.width;
        }
        self.add_gap(row_height(tall, step).max(row.least));
        let (from, to) = ((self.left, self.y), (self.left + total_width(columns), self.y));
        self.draw_mark(PageMark::Line {
            from,
            to,
            width: 0.1,
            ink: Ink::Line,
            dashed: false,
        });
    }

    fn draw_cell(&mut self, left: f64, base: f64, size: f64, bold: bool, column: &TableColumn, text: &str) {
        let x = match column.align {
            TextAlign::Left => left + 1.2,
            TextAlign::Middle => left + column.width / 2.0,
            TextAlign::Right => left + column.width - 1.2,
        };
        self.draw_text(x, base, size, bold, Ink::Black, column.align, text);
    }

    /// Head and foot of every page, now that their number is known, and the document.
    #[must_use]
    pub fn finish_with_footers(
        mut self,
        title: &str,
        company: &str,
        made_at: impl Into<DateTime<FixedOffset>>,
        not_original: Option<&str>,
    ) -> PdfDocument {
        let count = self.pages.len();
        for (index, page) in self.pages.iter_mut().enumerate() {
            draw_page_footer(page, (index + 1, count), company, title, not_original);
        }
        self.finish_without_footers(title, company, made_at)
    }

    /// The document as it stands, for pages that have a foot of their own.
    #[must_use]
    pub fn finish_without_footers(
        self,
        title: &str,
        company: &str,
        made_at: impl Into<DateTime<FixedOffset>>,
    ) -> PdfDocument {
        PdfDocument {
            title: title.to_owned(),
            author: company.to_owned(),
            made_at: made_at.into(),
            pages: self.pages,
            structure: self.structure,
            attached: false,
            company: None,
        }
    }
}

fn total_width(columns: &[TableColumn]) -> f64 {
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
fn row_height(lines: usize, step: f64) -> f64 {
    lines as f64 * step + 1.6
}

/// How many lines of a row fit into a height.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is a few hundred millimetres high, and less than none is none"
)]
fn count_fitting_lines(height: f64, step: f64) -> usize {
    ((height - 1.6) / step).floor().max(0.0) as usize
}

/// Company and page number, and under them what the sheet is: a loose page finds its way back.
fn draw_page_footer(
    page: &mut DocumentPage,
    (number, count): (usize, usize),
    company: &str,
    title: &str,
    not_original: Option<&str>,
) {
    let y = page.height - 10.0;
    let size = 8.0;
    let line = PageMark::Line {
        from: (18.0, y - 4.5),
        to: (page.width - 18.0, y - 4.5),
        width: 0.15,
        ink: Ink::Line,
        dashed: false,
    };
    let text = |x: f64, ink: Ink, bold: bool, text: String| PageMark::Text {
        x,
        y,
        size,
        bold,
        ink,
        text,
    };
    let numbers = format!("第 {number} 页 共 {count} 页");
    let right = page.width - 18.0 - measure_text(&numbers, size, false);
    page.marks.push(line);
    page.marks
        .push(text(18.0, Ink::Grey, false, fold_text(company).into_owned()));
    page.marks.push(text(right, Ink::Grey, false, numbers));
    page.marks.push(PageMark::Text {
        x: 18.0,
        y: y + 3.6,
        size: 7.0,
        bold: false,
        ink: Ink::Grey,
        text: fold_text(title).into_owned(),
    });
    if let Some(words) = not_original.map(format_no_proof_notice) {
        let middle = page.width / 2.0 - measure_text(&words, size, true) / 2.0;
        page.marks.push(text(middle, Ink::Black, true, words));
    }
}

/// What every page says of data that are not the original ones.
#[must_use]
pub fn format_no_proof_notice(what: &str) -> String {
    format!("{what} · 不作为凭证")
}
