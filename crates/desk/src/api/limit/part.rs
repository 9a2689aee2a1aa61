//! One XML part of a workbook: how long a text or a tag in it may be, how many elements it has, how long all texts of one cell are.
//! The reader keeps an entry for each format, sheet and name of a workbook, and each text whole, whatever becomes of them.

use std::io::{BufRead, Read};

use domain::Refusal;
use quick_xml::{Reader, events::Event};

use super::{
    budget::{Budget, content_too_large_refusal},
    workbook::for_each_event,
};

/// Letters of one cell, in bytes. An office's program takes 32,767, each of which is written with seven bytes at most.
pub const TEXT_OF_CELL: u64 = 1024 * 1024;

/// Elements of a part that is no sheet: a workbook has 64,000 formats at most.
pub const ELEMENTS: u64 = 200_000;

/// Sheets of a workbook.
pub const SHEETS: u64 = 256;

/// Whether the name is that of an XML part.
#[must_use]
pub fn is_xml(name: &str) -> bool {
    [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end))
}

/// Passes a part on, and ends it where a text or a tag is too long to be one of an office's program.
pub struct BoundedPartReader<'a> {
    part: &'a mut dyn Read,
    /// Bytes since the last bracket of either kind.
    since_open: u64,
    since_close: u64,
    too_long: bool,
}

impl<'a> BoundedPartReader<'a> {
    /// All of a part.
    #[must_use]
    pub const fn of(part: &'a mut dyn Read) -> Self {
        Self {
            part,
            since_open: 0,
            since_close: 0,
            too_long: false,
        }
    }

    /// What came of it, once it has been read.
    ///
    /// # Errors
    /// `content_too_large` at `file`.
    pub fn check_piece_length(&self) -> Result<(), Refusal> {
        if self.too_long {
            Err(content_too_large_refusal("file"))
        } else {
            Ok(())
        }
    }
}

impl Read for BoundedPartReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.too_long {
            return Ok(0);
        }
        let read = self.part.read(into)?;
        for byte in into.get(..read).unwrap_or_default() {
            self.since_open += 1;
            self.since_close += 1;
            match byte {
                b'<' => self.since_open = 0,
                b'>' => self.since_close = 0,
                _ => {}
            }
            if self.since_open.max(self.since_close) > TEXT_OF_CELL {
                self.too_long = true;
                return Ok(0);
            }
        }
        Ok(read)
    }
}

/// Counts what is said of the workbook itself: formats, sheets, names, what belongs to what.
///
/// # Errors
/// `content_too_large` at `file`.
pub fn check_workbook_elements<R: BufRead>(xml: &mut Reader<R>) -> Result<(), Refusal> {
    let (mut elements, mut sheets) = (Budget::new(ELEMENTS), Budget::new(SHEETS));
    for_each_event(xml, |event| {
        Budget::new(TEXT_OF_CELL).take_size(event_size(event))?;
        let Event::Start(element) = event else {
            return Ok(());
        };
        elements.take_units(1)?;
        if element.local_name().as_ref() == "sheet" {
            sheets.take_units(1)?;
        }
        Ok(())
    })
}

/// Counts the letters of each cell, or of each text that cells share.
///
/// # Errors
/// `content_too_large` at `file`.
pub fn check_cell_letters<R: BufRead>(xml: &mut Reader<R>) -> Result<(), Refusal> {
    let mut cell = Budget::new(TEXT_OF_CELL);
    for_each_event(xml, |event| match event {
        Event::Start(element) if ["c", "si"].contains(&element.local_name().as_ref()) => {
            cell = Budget::new(TEXT_OF_CELL);
            cell.take_size(event_size(event))
        }
        Event::Start(_) | Event::Empty(_) => Budget::new(TEXT_OF_CELL).take_size(event_size(event)),
        Event::End(_) => Ok(()),
        event => cell.take_size(event_size(event)),
    })
}

fn event_size(event: &Event) -> usize {
    match event {
        Event::Start(it) | Event::Empty(it) => it.len(),
        Event::Text(it) => it.len(),
        Event::CData(it) => it.len(),
        Event::Comment(it) => it.len(),
        Event::GeneralRef(it) => it.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use domain::Code;

    use super::{super::workbook::make_xml_reader, *};

    fn refused(xml: &str, sheet: bool) -> Option<Code> {
        let mut bytes = xml.as_bytes();
        let mut pieces = BoundedPartReader::of(&mut bytes);
        let mut reader = make_xml_reader(&mut pieces);
        let counted = if sheet {
            check_cell_letters(&mut reader)
        } else {
            check_workbook_elements(&mut reader)
        };
        drop(reader);
        pieces
            .check_piece_length()
            .and(counted)
            .err()
            .map(|refusal| refusal.code)
    }

    const LARGE: Option<Code> = Some(Code::ContentTooLarge);

    #[test]
    fn formats_sheets_and_names_are_bounded() {
        let of = |element: &str, times: usize| format!("<a>{}</a>", element.repeat(times));
        assert_eq!(refused(&of("<xf/>", 64_000), false), None);
        assert_eq!(refused(&of("<xf/>", 200_001), false), LARGE);
        assert_eq!(refused(&of("<sheet/>", 256), false), None);
        assert_eq!(refused(&of("<sheet/>", 257), false), LARGE);
    }

    #[test]
    fn the_letters_of_a_cell_are_bounded_however_they_are_cut() {
        let cell = |text: &str| format!("<row><c><is>{text}</is></c></row>");
        let most = 1024 * 1024;
        assert_eq!(refused(&cell(&"a".repeat(most - 100)), true), None);
        assert_eq!(refused(&cell(&"a".repeat(most + 1)), true), LARGE);
        let pieces = cell(&format!("<t>{}</t>", "a".repeat(most / 2)).repeat(3));
        assert_eq!(refused(&pieces, true), LARGE);
        assert_eq!(refused(&cell(&"&amp;".repeat(most)), true), LARGE);
        assert_eq!(refused(&format!("<c a=\"{}\"/>", "a".repeat(most)), true), LARGE);
        assert_eq!(
            refused(&cell(&format!("<![CDATA[{}]]>", "<>".repeat(most))), true),
            LARGE
        );
        let many = cell(&"a".repeat(32_767)).repeat(100);
        assert_eq!(refused(&many, true), None);
    }
}
