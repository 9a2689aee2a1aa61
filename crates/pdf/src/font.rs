//! The shipped fonts: which glyph a character has and how wide it is, and which characters are folded first.

use std::{borrow::Cow, sync::LazyLock};

use unicode_normalization::UnicodeNormalization as _;

pub(crate) struct ShippedFont {
    /// The TrueType file, cut down by `build.rs`.
    pub(crate) bytes: &'static [u8],
    glyphs: GlyphTable,
}

static REGULAR: LazyLock<ShippedFont> = LazyLock::new(|| ShippedFont {
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/regular.ttf")),
    glyphs: GlyphTable::read_glyph_map(include_bytes!(concat!(env!("OUT_DIR"), "/regular.map"))),
});

static BOLD: LazyLock<ShippedFont> = LazyLock::new(|| ShippedFont {
    bytes: include_bytes!(concat!(env!("OUT_DIR"), "/bold.ttf")),
    glyphs: GlyphTable::read_glyph_map(include_bytes!(concat!(env!("OUT_DIR"), "/bold.map"))),
});

/// Glyph and advance (thousandths of the size); glyph 0 is none.
type GlyphMetrics = (u16, u16);

/// Glyphs by character, in blocks of 256 of which only those exist that hold one: every character of every page
/// is looked up here, several times.
struct GlyphTable {
    /// By a character's code without its last byte: which block.
    index: Vec<u16>,
    blocks: Vec<[GlyphMetrics; 256]>,
}

impl GlyphTable {
    fn read_glyph_map(bytes: &[u8]) -> Self {
        let mut glyphs = Self {
            index: Vec::new(),
            blocks: vec![[(0, 0); 256]],
        };
        let (entries, _) = bytes.as_chunks::<8>();
        for e in entries {
            let code = u32::from_le_bytes([e[0], e[1], e[2], e[3]]);
            let glyph = (u16::from_le_bytes([e[4], e[5]]), u16::from_le_bytes([e[6], e[7]]));
            glyphs.set_glyph(code, glyph);
        }
        glyphs
    }

    fn set_glyph(&mut self, code: u32, glyph: GlyphMetrics) {
        let (block, place) = split_char_code(code);
        if self.index.len() <= block {
            self.index.resize(block + 1, 0);
        }
        let Some(at) = self.index.get_mut(block) else {
            return;
        };
        if *at == 0 {
            *at = u16::try_from(self.blocks.len()).unwrap_or(0);
            self.blocks.push([(0, 0); 256]);
        }
        let block = self.blocks.get_mut(usize::from(*at));
        if let Some(free) = block.and_then(|block| block.get_mut(place)) {
            *free = glyph;
        }
    }

    fn get(&self, c: char) -> Option<GlyphMetrics> {
        let (block, place) = split_char_code(u32::from(c));
        let at = *self.index.get(block)?;
        let glyph = *self.blocks.get(usize::from(at))?.get(place)?;
        (glyph.0 > 0).then_some(glyph)
    }
}

const fn split_char_code(code: u32) -> (usize, usize) {
    ((code >> 8) as usize, (code & 0xFF) as usize)
}

impl ShippedFont {
    /// The bold one, or the regular one.
    pub(crate) fn for_weight(bold: bool) -> &'static Self {
        if bold { &BOLD } else { &REGULAR }
    }

    /// A character's glyph and advance.
    pub(crate) fn find_glyph(&self, c: char) -> Option<GlyphMetrics> {
        self.glyphs.get(c)
    }
}

/// Which font draws a character: the one asked for, else the regular one, else none.
pub(crate) fn choose_face(c: char, bold: bool) -> Option<bool> {
    let has = |bold: bool| ShippedFont::for_weight(bold).find_glyph(c).is_some();
    if has(bold) {
        Some(bold)
    } else {
        has(false).then_some(false)
    }
}

/// Size of the code that stands for a character no font has, relative to the text around it.
pub(crate) const CODE_SIZE: f64 = 0.55;

/// The code that stands for a character no font has.
#[must_use]
pub fn format_char_code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A character's width in thousandths of the size.
#[must_use]
pub fn measure_advance(c: char, bold: bool) -> f64 {
    let width = |c: char, bold: bool| {
        ShippedFont::for_weight(bold)
            .find_glyph(c)
            .map(|(_, advance)| f64::from(advance))
    };
    width(c, bold).or_else(|| width(c, false)).unwrap_or_else(|| {
        let code = format_char_code(c);
        let digits = code.chars().filter_map(|digit| width(digit, false));
        digits.sum::<f64>() * CODE_SIZE + 160.0
    })
}

/// Folds characters that share a glyph with another or have none of their own: one glyph must give one
/// character back when the text is copied out of the page.
#[must_use]
pub fn fold_text(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| fold_char(c) == Some(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter_map(fold_char).collect())
    }
}

fn fold_char(c: char) -> Option<char> {
    match u32::from(c) {
        // Most of any page.
        0x20..=0x7E | 0x4E00..=0x9FFF | 0xFF00..=0xFF60 => Some(c),
        // Zero width: marks of direction, joiners, variation selectors, the byte-order mark.
        0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2064
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0xE_0100..=0xE_01EF
        | 0xAD => None,
        0x09 | 0x0A | 0x0D | 0xA0 | 0x2000..=0x200A | 0x202F | 0x205F => Some(' '),
        // The dot in names of minorities: U+00B7 by the standard for names.
        0x2027 | 0x2022 | 0x30FB | 0x22C5 | 0x2219 => Some('·'),
        0x2011 => Some('-'),
        // Kangxi radicals, radicals supplement, compatibility ideographs.
        0x2E80..=0x2FDF | 0xF900..=0xFAFF | 0x2_F800..=0x2_FA1F => c.to_string().nfkc().next(),
        // Small figures of formulas (CaCO₃): the font has none, and a code in a frame reads worse than a plain figure.
        0x2080..=0x2089 => c.to_string().nfkc().next(),
        0x2126 => Some('Ω'),
        0x212A => Some('K'),
        0x212B => Some('Å'),
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_the_general_table_has_a_glyph() {
        let table = include_str!("../data/tongyong.txt");
        let all: Vec<char> = table.chars().filter(|c| *c != '\n').collect();
        assert_eq!(all.len(), 8105);
        assert_eq!(all.iter().filter(|c| u32::from(**c) >= 0x2_0000).count(), 196);
        for c in all {
            assert!(
                ShippedFont::for_weight(false).find_glyph(c).is_some()
                    && ShippedFont::for_weight(true).find_glyph(c).is_some(),
                "{c}"
            );
        }
    }

    #[test]
    fn what_is_folded() {
        assert_eq!(
            fold_text("⽔\u{200B}表\u{A0}买买提•阿不都\t"),
            "水表 买买提·阿不都 "
        );
        assert_eq!(fold_text("\u{F900}"), "豈");
        assert_eq!(fold_text("CaCO₃"), "CaCO3");
    }

    #[test]
    fn a_rare_character_is_wide_enough_for_its_code() {
        assert_eq!(choose_face('😀', false), None);
        assert!(measure_advance('😀', false) > 1500.0);
    }
}
