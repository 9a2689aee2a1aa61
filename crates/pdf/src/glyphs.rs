//! Which characters a document shows, and the numbers their glyphs have in it.

use std::collections::BTreeSet;

use crate::{
    font::{ShippedFont, choose_face, format_char_code},
    sheet::{PageMark, PdfDocument},
};

/// The glyphs of a document, the commonest first: their numbers are then short runs of like bytes, which
/// compress better.
pub(crate) struct DocumentGlyphs {
    regular: FontGlyphs,
    bold: FontGlyphs,
    /// Characters no font has.
    pub(crate) missing: BTreeSet<char>,
}

/// What a document uses of one font.
#[derive(Default)]
pub(crate) struct FontGlyphs {
    /// By glyph of the shipped font: how often, and the character.
    counts: Vec<(u32, char)>,
    /// By glyph of the shipped font: its number in the document.
    numbers: Vec<u16>,
    /// In the order of their numbers, which begin with 1.
    pub(crate) characters: Vec<char>,
}

impl DocumentGlyphs {
    /// All characters of all pages.
    pub(crate) fn from_document(sheet: &PdfDocument) -> Self {
        let mut glyphs = Self {
            regular: FontGlyphs::default(),
            bold: FontGlyphs::default(),
            missing: BTreeSet::new(),
        };
        for mark in sheet.pages.iter().flat_map(|page| &page.marks) {
            let PageMark::Text { text, bold, .. } = mark else {
                continue;
            };
            for c in text.chars() {
                glyphs.count_char(c, *bold);
            }
        }
        for chosen in [&mut glyphs.regular, &mut glyphs.bold] {
            chosen.assign_numbers();
        }
        glyphs
    }

    fn count_char(&mut self, c: char, bold: bool) {
        match choose_face(c, bold) {
            Some(true) => self.bold.count_glyph(c, true),
            Some(false) => self.regular.count_glyph(c, false),
            None => {
                self.missing.insert(c);
                for digit in format_char_code(c).chars() {
                    self.regular.count_glyph(digit, false);
                }
            }
        }
    }

    /// Of the bold font, or of the regular one.
    pub(crate) const fn font_glyphs(&self, bold: bool) -> &FontGlyphs {
        if bold { &self.bold } else { &self.regular }
    }

    /// A character's number in the document, and whether the bold font has it.
    pub(crate) fn find_glyph_number(&self, c: char, bold: bool) -> Option<(u16, bool)> {
        let is = choose_face(c, bold)?;
        let (glyph, _) = ShippedFont::for_weight(is).find_glyph(c)?;
        let number = self.font_glyphs(is).numbers.get(usize::from(glyph))?;
        Some((*number, is))
    }
}

impl FontGlyphs {
    fn count_glyph(&mut self, c: char, bold: bool) {
        let Some((glyph, _)) = ShippedFont::for_weight(bold).find_glyph(c) else {
            return;
        };
        let at = usize::from(glyph);
        if self.counts.len() <= at {
            self.counts.resize(at + 1, (0, '\0'));
        }
        if let Some(counted) = self.counts.get_mut(at) {
            *counted = (counted.0 + 1, c);
        }
    }

    fn assign_numbers(&mut self) {
        let counts = std::mem::take(&mut self.counts);
        let mut used: Vec<(u32, char, usize)> = Vec::new();
        used.extend(
            counts
                .iter()
                .enumerate()
                .filter(|(_, (count, _))| *count > 0)
                .map(|(glyph, (count, c))| (*count, *c, glyph)),
        );
        used.sort_by_key(|(count, c, _)| (std::cmp::Reverse(*count), *c));
        self.numbers = vec![0; counts.len()];
        for (number, (_, _, glyph)) in (1..).zip(&used) {
            if let Some(free) = self.numbers.get_mut(*glyph) {
                *free = number;
            }
        }
        self.characters = used.into_iter().map(|(_, c, _)| c).collect();
    }
}
