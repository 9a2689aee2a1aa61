//! A document as marks on pages, in millimetres from the top left corner. Golden tests read it as text.

use std::{fmt::Write as _, sync::Arc};

use chrono::{DateTime, FixedOffset};

use crate::{
    picture::Picture,
    structure::{DocumentStructure, StructureNode},
};

/// A shade. One accent colour, chosen so that it prints as a dark grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Black,
    /// Second-rank text.
    Grey,
    /// Hair lines.
    Line,
    /// Behind table heads.
    Pale,
    /// The company's blue.
    Accent,
    /// Bars that stand behind the accent.
    Soft,
    /// On dark ground.
    White,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum PageMark {
    /// Text on a base line.
    Text {
        /// Left end, mm.
        x: f64,
        /// Base line, mm.
        y: f64,
        /// Size, points.
        size: f64,
        bold: bool,
        /// Shade.
        ink: Ink,
        /// What it says; folded (see `font::fold`).
        text: String,
    },
    Line {
        /// From, mm.
        from: (f64, f64),
        /// To, mm.
        to: (f64, f64),
        /// Width, mm.
        width: f64,
        /// Shade.
        ink: Ink,
        dashed: bool,
    },
    Fill {
        /// Top left corner, mm.
        at: (f64, f64),
        /// Width and height, mm.
        size: (f64, f64),
        /// Shade.
        ink: Ink,
    },
    /// A filled shape.
    Area {
        /// Its corners, mm.
        points: Vec<(f64, f64)>,
        /// Shade.
        ink: Ink,
    },
    /// A stroke through points, with round ends.
    Stroke {
        /// Points, mm.
        points: Vec<(f64, f64)>,
        /// Width, mm.
        width: f64,
        /// Shade.
        ink: Ink,
    },
    Picture {
        /// Top left corner, mm.
        at: (f64, f64),
        /// Width and height, mm.
        size: (f64, f64),
        /// What it shows.
        picture: Arc<Picture>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPage {
    /// Width, mm.
    pub width: f64,
    /// Height, mm.
    pub height: f64,
    /// What stands on it, in the order it is drawn.
    pub marks: Vec<PageMark>,
    /// Chapters that begin on it.
    pub bookmarks: Vec<String>,
    /// Which marks belong to which part of the document.
    pub(crate) spans: Vec<MarkSpan>,
}

/// Marks of a page from one on, until the next span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MarkSpan {
    /// The first of them.
    pub(crate) from: usize,
    /// The part they belong to; none for what says nothing: rules, grounds, heads repeated on every page.
    pub(crate) of: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PdfDocument {
    /// Title in the file's properties.
    pub title: String,
    /// Author in the file's properties.
    pub author: String,
    /// When it was made, in the file's properties.
    pub made_at: DateTime<FixedOffset>,
    pub pages: Vec<DocumentPage>,
    /// What its parts are.
    pub structure: DocumentStructure,
    /// Whether a record is attached to it later, which only the third part of the archives' standard allows.
    pub attached: bool,
    /// Where the company seals it, if it does: page from 0; left, bottom, right, top in points from the bottom left.
    pub company: Option<(usize, [f32; 4])>,
}

impl DocumentPage {
    /// Puts a mark on the page, as belonging to a part.
    pub fn add_mark(&mut self, mark: PageMark, of: Option<u32>) {
        if self.spans.last().is_none_or(|span| span.of != of) {
            let from = self.marks.len();
            self.spans.push(MarkSpan { from, of });
        }
        self.marks.push(mark);
    }

    /// Left, bottom, right, top in points from the bottom left, of left, top, right, bottom in mm from the top left.
    pub(crate) fn to_pdf_rectangle(&self, [left, top, right, bottom]: [f64; 4]) -> [f32; 4] {
        const POINTS: f64 = 72.0 / 25.4;
        let sides = [left, self.height - bottom, right, self.height - top];
        #[allow(clippy::cast_possible_truncation, reason = "places on a page")]
        sides.map(|side| (side * POINTS) as f32)
    }

    /// An empty A4 page, upright.
    #[must_use]
    pub const fn a4_portrait() -> Self {
        Self {
            width: 210.0,
            height: 297.0,
            marks: Vec::new(),
            bookmarks: Vec::new(),
            spans: Vec::new(),
        }
    }

    /// An empty A4 page, on its side.
    #[must_use]
    pub const fn a4_landscape() -> Self {
        Self {
            width: 297.0,
            height: 210.0,
            marks: Vec::new(),
            bookmarks: Vec::new(),
            spans: Vec::new(),
        }
    }
}

impl PdfDocument {
    /// Puts another document behind this one; its parts stay together as a document of their own.
    pub fn append_document(&mut self, other: Self) {
        let shift = u32::try_from(self.structure.nodes.len()).unwrap_or(u32::MAX);
        for (place, node) in (0..).zip(other.structure.nodes) {
            let parent = if place == 0 && shift > 0 {
                0
            } else {
                node.parent.saturating_add(shift)
            };
            self.structure.nodes.push(StructureNode { parent, ..node });
        }
        let words = other.structure.words.into_iter();
        self.structure
            .words
            .extend(words.map(|(of, words)| (of.saturating_add(shift), words)));
        for mut page in other.pages {
            for span in &mut page.spans {
                span.of = span.of.map(|of| of.saturating_add(shift));
            }
            self.pages.push(page);
        }
    }

    /// Whether somebody said what its marks are.
    pub(crate) const fn is_tagged(&self) -> bool {
        !self.structure.nodes.is_empty()
    }

    /// Where the handwriting stands: page from 0; left, bottom, right, top in points from the bottom left.
    #[must_use]
    pub fn find_handwriting(&self) -> Option<(usize, [f32; 4])> {
        self.pages.iter().enumerate().find_map(|(number, page)| {
            let strokes = page.marks.iter().filter_map(|mark| match mark {
                PageMark::Stroke { points, .. } => Some(points),
                _ => None,
            });
            let all: Vec<(f64, f64)> = strokes.flatten().copied().collect();
            let across = || all.iter().map(|at| at.0);
            let down = || all.iter().map(|at| at.1);
            let (left, right) = (across().reduce(f64::min)?, across().reduce(f64::max)?);
            let (top, bottom) = (down().reduce(f64::min)?, down().reduce(f64::max)?);
            Some((number, page.to_pdf_rectangle([left, top, right, bottom])))
        })
    }

    /// The document as text, one mark a line, for golden tests.
    #[must_use]
    pub fn to_golden_text(&self) -> String {
        let mut out = format!("{}\n", self.title);
        for (index, page) in self.pages.iter().enumerate() {
            let _ = writeln!(out, "page {} {}x{}", index + 1, page.width, page.height);
            for chapter in &page.bookmarks {
                let _ = writeln!(out, "  chapter {chapter}");
            }
            for mark in &page.marks {
                let _ = writeln!(out, "  {}", format_mark(mark));
            }
        }
        out
    }
}

fn format_mark(mark: &PageMark) -> String {
    match mark {
        PageMark::Text {
            x,
            y,
            size,
            bold,
            ink,
            text,
        } => {
            format!(
                "text {x:.2},{y:.2} {size:.1}{} {ink:?} {text}",
                if *bold { "b" } else { "" }
            )
        }
        PageMark::Line {
            from,
            to,
            width,
            ink,
            dashed,
        } => format!(
            "line {:.2},{:.2} {:.2},{:.2} {width:.2} {ink:?}{}",
            from.0,
            from.1,
            to.0,
            to.1,
            if *dashed { " dashed" } else { "" }
        ),
        PageMark::Fill { at, size, ink } => {
            format!("fill {:.2},{:.2} {:.2}x{:.2} {ink:?}", at.0, at.1, size.0, size.1)
        }
        PageMark::Area { points, ink } => format!("area {} {ink:?}", format_points(points)),
        PageMark::Stroke { points, width, ink } => {
            format!("stroke {} {width:.2} {ink:?}", format_points(points))
        }
        PageMark::Picture { at, size, picture } => {
            let ((x, y), (wide, high)) = (at, size);
            let (across, down) = picture.pixel_size();
            format!("picture {x:.2},{y:.2} {wide:.2}x{high:.2} {across}x{down}")
        }
    }
}

fn format_points(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
    points.join(" ")
}
