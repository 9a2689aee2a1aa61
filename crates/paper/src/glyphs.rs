//! Which characters a document shows, and the numbers their glyphs have in it.

use std::collections::BTreeSet;

use crate::{
    font::{Font, code, face},
    sheet::{Mark, Sheet},
};

/// The glyphs of a document, the commonest first: their numbers are then short runs of like bytes, which
/// compress better.
pub(crate) struct Glyphs {
    regular: Chosen,
    bold: Chosen,
    /// Characters no font has.
    pub(crate) missing: BTreeSet<char>,
}

/// What a document uses of one font.
#[derive(Default)]
pub(crate) struct Chosen {
    /// By glyph of the shipped font: how often, and the character.
    counts: Vec<(u32, char)>,
    /// By glyph of the shipped font: its number in the document.
    numbers: Vec<u16>,
    /// In the order of their numbers, which begin with 1.
    pub(crate) characters: Vec<char>,
}

impl Glyphs {
    /// All characters of all pages.
    pub(crate) fn of(sheet: &Sheet) -> Self {
        let mut glyphs = Self {
            regular: Chosen::default(),
            bold: Chosen::default(),
            missing: BTreeSet::new(),
        };
        for mark in sheet.pages.iter().flat_map(|page| &page.marks) {
            let Mark::Text { text, bold, .. } = mark else {
                continue;
            };
            for c in text.chars() {
                glyphs.count(c, *bold);
            }
        }
        for chosen in [&mut glyphs.regular, &mut glyphs.bold] {
            chosen.number();
        }
        glyphs
    }

    fn count(&mut self, c: char, bold: bool) {
        match face(c, bold) {
            Some(true) => self.bold.count(c, true),
            Some(false) => self.regular.count(c, false),
            None => {
                self.missing.insert(c);
                for digit in code(c).chars() {
                    self.regular.count(digit, false);
                }
            }
        }
    }

    /// Of the bold font, or of the regular one.
    pub(crate) const fn chosen(&self, bold: bool) -> &Chosen {
        if bold { &self.bold } else { &self.regular }
    }

    /// A character's number in the document, and whether the bold font has it.
    pub(crate) fn find(&self, c: char, bold: bool) -> Option<(u16, bool)> {
        let is = face(c, bold)?;
        let (glyph, _) = Font::of(is).glyph(c)?;
        let number = self.chosen(is).numbers.get(usize::from(glyph))?;
        Some((*number, is))
    }
}

impl Chosen {
    fn count(&mut self, c: char, bold: bool) {
        let Some((glyph, _)) = Font::of(bold).glyph(c) else {
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

    fn number(&mut self) {
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
