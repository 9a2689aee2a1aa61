//! Workbooks that are ZIP files (xlsx, ods): what the reader would make of them is counted before it does. A few letters can say that
//! a cell stands in a million places, or that a hundred million texts are to come.

use std::io::{BufRead, BufReader, Read};

use domain::{Code, Refusal};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    archive,
    budget::{Budget, content_too_large_refusal},
    part,
};

/// Texts that the cells of a workbook share.
pub const SHARED: u64 = 1_500_000;

/// Cells that are kept of a workbook: 200,000 rows of ten.
pub const CELLS: u64 = 2_000_000;

/// Letters of all of them, in bytes.
pub const TEXT: u64 = 64 * 1024 * 1024;

/// Rows and columns of any sheet, as the reader has them.
const ROWS: u64 = 1_048_576;
const COLUMNS: u64 = 16_384;

/// Whether a workbook can be read within bounds.
///
/// # Errors
/// `content_too_large`, `bad_sheet` at `file`. What is damaged otherwise the reader will refuse.
pub fn check_workbook(bytes: &[u8]) -> Result<(), Refusal> {
    let mut spread = OdsCounter::new();
    archive::check_archive(bytes, |name, entry| {
        let name = name.to_lowercase();
        if !part::is_xml(&name) {
            return Ok(());
        }
        let mut pieces = part::BoundedPartReader::of(entry);
        let mut reader = make_xml_reader(&mut pieces);
        let counted = if name.ends_with("sharedstrings.xml") {
            check_shared_texts(&mut reader)
        } else if name.ends_with("content.xml") {
            spread.count_cells(&mut reader)
        } else if name.contains("worksheets/") && name.ends_with(".xml") {
            part::check_cell_letters(&mut reader)
        } else {
            part::check_workbook_elements(&mut reader)
        };
        drop(reader);
        pieces.check_piece_length()?;
        counted
    })
}

fn bad_workbook_refusal() -> Refusal {
    Refusal::at_field(Code::BadSheet, "file")
}

/// Set as calamine sets its own, so that both see the same.
pub(super) fn make_xml_reader(entry: &mut dyn Read) -> Reader<BufReader<&mut dyn Read>> {
    let mut reader = Reader::from_reader(BufReader::new(entry));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.trim_text(false);
    config.check_comments = false;
    config.expand_empty_elements = true;
    reader
}

/// Elements inside each other. An office's program nests some twenty; a reader that remembers each open one is slow behind millions.
const DEPTH: usize = 256;

/// Tells every event; what is no XML ends it, as it will end the reader. Too many elements inside each other are refused.
pub(super) fn for_each_event<R: BufRead>(
    reader: &mut Reader<R>,
    mut each: impl FnMut(&Event) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut part = Vec::new();
    let mut depth = 0_usize;
    loop {
        part.clear();
        match reader.read_event_into(&mut part) {
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(event) => {
                match event {
                    Event::Start(_) if depth == DEPTH => return Err(content_too_large_refusal("file")),
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                each(&event)?;
            }
        }
    }
}

/// The texts of an xlsx: how many there are, and how many it says there are, for which room is made at once.
fn check_shared_texts<R: BufRead>(reader: &mut Reader<R>) -> Result<(), Refusal> {
    let mut texts = Budget::new(SHARED);
    let mut letters = Budget::new(part::TEXT_OF_CELL);
    for_each_event(reader, |event| {
        let element = match event {
            Event::Start(element) => element,
            Event::Text(text) => return letters.take_size(text.len()),
            Event::CData(text) => return letters.take_size(text.len()),
            Event::GeneralRef(text) => return letters.take_size(text.len()),
            _ => return Ok(()),
        };
        match element.local_name().as_ref() {
            "si" => {
                letters = Budget::new(part::TEXT_OF_CELL);
                texts.take_units(1)
            }
            "sst" => {
                Budget::new(SHARED).take_units(read_number_attribute(element, "uniqueCount").unwrap_or(0))
            }
            _ => Ok(()),
        }
    })
}

/// A number of an element; one that is too large for a machine is as large as can be.
fn read_number_attribute(element: &BytesStart, name: &str) -> Option<u64> {
    let found = element
        .attributes()
        .flatten()
        .find(|it| it.key.as_ref() == name)?;
    let text = found.value.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().or_else(|| digits.then_some(u64::MAX))
}

/// How often the cells of an ods are repeated.
struct OdsCounter {
    /// Cells that are kept.
    cells: Budget,
    text: Budget,
    table: CellArea,
    row: CellArea,
    /// Of this row: how often it stands there, and the letters of its cells.
    times: u64,
    letters: u64,
    /// The cell that is open: how often it stands there, what it says.
    cell: Option<(u64, u64)>,
    /// Blank cells, which count when another one follows.
    blank: u64,
}

/// How far the cells of a table or a row reach.
#[derive(Default)]
struct CellArea {
    high: u64,
    wide: u64,
    /// Rows that are not blank reach so far down.
    filled: u64,
}

impl OdsCounter {
    fn new() -> Self {
        Self {
            cells: Budget::new(CELLS),
            text: Budget::new(TEXT),
            table: CellArea::default(),
            row: CellArea::default(),
            times: 1,
            letters: 0,
            cell: None,
            blank: 0,
        }
    }

    fn count_cells<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<(), Refusal> {
        for_each_event(reader, |event| match event {
            Event::Start(element) => self.begin_element(element),
            Event::End(element) => self.end_element(element.name().as_ref()),
            Event::Text(text) => self.add_letters(text.len()),
            Event::CData(text) => self.add_letters(text.len()),
            Event::GeneralRef(text) => self.add_letters(text.len()),
            _ => Ok(()),
        })
    }

    fn begin_element(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        match element.name().as_ref() {
            "table:table" => self.table = CellArea::default(),
            "table:table-row" => {
                self.times = read_number_attribute(element, "table:number-rows-repeated")
                    .unwrap_or(1)
                    .min(ROWS);
                self.row = CellArea::default();
                self.letters = 0;
                self.blank = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                if self.cell.is_some() {
                    // A table within a cell: no sheet of an office.
                    return Err(bad_workbook_refusal());
                }
                self.add_cells(self.blank)?;
                let times = read_number_attribute(element, "table:number-columns-repeated").unwrap_or(1);
                self.cell = Some((times.min(COLUMNS), count_attribute_letters(element)));
            }
            "text:s" => {
                let spaces = read_number_attribute(element, "text:c").unwrap_or(1);
                self.add_letters(usize::try_from(spaces).unwrap_or(usize::MAX))?;
            }
            "text:p" | "text:tab" | "text:line-break" => self.add_letters(1)?,
            _ => {}
        }
        Ok(())
    }

    /// Something stands in the open cell.
    fn add_letters(&mut self, letters: usize) -> Result<(), Refusal> {
        let letters = u64::try_from(letters).unwrap_or(u64::MAX);
        if let Some((_, said)) = &mut self.cell {
            *said = said.saturating_add(letters);
            // One text alone is never larger than a cell may be.
            Budget::new(part::TEXT_OF_CELL).take_units(*said)?;
        }
        Ok(())
    }

    fn add_cells(&mut self, cells: u64) -> Result<(), Refusal> {
        self.row.wide = self.row.wide.saturating_add(cells).min(COLUMNS);
        self.cells.take_units(cells)
    }

    fn end_element(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                let Some((times, said)) = self.cell.take() else {
                    return Ok(());
                };
                if said == 0 {
                    self.blank = times;
                    return Ok(());
                }
                self.blank = 0;
                self.row.filled = 1;
                self.letters = self.letters.saturating_add(said.saturating_mul(times));
                self.add_cells(times)
            }
            "table:table-row" => self.end_row(),
            "table:table" => self
                .cells
                .take_units(self.table.filled.saturating_mul(self.table.wide)),
            _ => Ok(()),
        }
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        self.table.high = self.table.high.saturating_add(self.times).min(ROWS);
        // Kept as it stands there once, and once more for each time.
        self.text.take_units(self.letters)?;
        if self.row.filled > 0 {
            self.table.filled = self.table.high;
            self.table.wide = self.table.wide.max(self.row.wide);
            self.text.take_units(self.letters.saturating_mul(self.times))?;
        }
        Ok(())
    }
}

/// What an element says by its attributes, in letters; 0 for a blank cell.
fn count_attribute_letters(element: &BytesStart) -> u64 {
    let says =
        |name: &str| name.starts_with("office:") || name == "table:formula" || name == "calcext:value-type";
    let letters = element
        .attributes()
        .flatten()
        .filter(|it| says(it.key.as_ref()))
        .map(|it| it.value.len().max(1));
    u64::try_from(letters.sum::<usize>()).unwrap_or(u64::MAX)
}

/// What a sheet takes in memory when it is read, cell by cell.
#[derive(Debug, Clone)]
pub struct SheetBudget {
    cells: Budget,
    text: Budget,
}

impl Default for SheetBudget {
    fn default() -> Self {
        Self {
            cells: Budget::new(2 * CELLS),
            text: Budget::new(TEXT),
        }
    }
}

impl SheetBudget {
    /// Takes cells, blank ones too.
    ///
    /// # Errors
    /// `content_too_large` at `file`.
    pub fn take_cells(&mut self, cells: usize) -> Result<(), Refusal> {
        self.cells.take_size(cells)
    }

    /// Takes a text.
    ///
    /// # Errors
    /// As [`Room::take_cells`].
    pub fn take_text(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.text.take_size(bytes)
    }

    /// As many cells are left.
    #[must_use]
    pub fn cells_left(&self) -> usize {
        self.cells.units_left()
    }
}

/// What is refused as more than any sheet of an office.
#[must_use]
pub fn sheet_too_large_refusal() -> Refusal {
    content_too_large_refusal("file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(xml: &str) -> Option<Code> {
        let mut bytes = xml.as_bytes();
        let mut spread = OdsCounter::new();
        spread
            .count_cells(&mut make_xml_reader(&mut bytes))
            .err()
            .map(|refusal| refusal.code)
    }

    fn table(rows: &str) -> String {
        format!("<table:table table:name=\"a\">{rows}</table:table>")
    }

    const LARGE: Option<Code> = Some(Code::ContentTooLarge);

    #[test]
    fn blank_rows_and_columns_cost_nothing_unless_something_follows() {
        let cell = "<table:table-cell office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>";
        let wide = "<table:table-cell table:number-columns-repeated=\"16383\"/>";
        let blank =
            format!("<table:table-row table:number-rows-repeated=\"1048575\">{wide}</table:table-row>");
        let row = format!("<table:table-row>{cell}{wide}</table:table-row>");
        assert_eq!(
            counted(&table(&format!("{row}{blank}"))),
            None,
            "as an office's program ends a sheet"
        );
        assert_eq!(
            counted(&table(&format!("{row}{blank}").repeat(2))),
            None,
            "one column, a million rows"
        );
        let row = format!("<table:table-row>{wide}{cell}</table:table-row>");
        assert_eq!(counted(&table(&row)), None);
        assert_eq!(counted(&table(&format!("{row}{blank}{row}"))), LARGE);
        assert_eq!(
            counted(&table(&row.repeat(200))),
            LARGE,
            "sixteen thousand columns, 200 rows"
        );
    }

    #[test]
    fn repeated_cells_and_texts_are_counted() {
        let cell = |times: u32, text: &str| {
            format!(
                "<table:table-cell table:number-columns-repeated=\"{times}\" office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let row = |times: u32, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
        };
        assert_eq!(counted(&table(&row(10, &cell(100, "甲")))), None);
        assert_eq!(counted(&table(&row(10_000, &cell(1_000, "甲")))), LARGE);
        assert_eq!(
            counted(&table(&row(1_000, &cell(100, &"甲".repeat(1_000))))),
            LARGE
        );
        let spaces = cell(1, "<text:s text:c=\"4000000000\"/>");
        assert_eq!(counted(&table(&row(1, &spaces))), LARGE);
        let spaces = cell(1, "<text:s text:c=\"99999999999999999999\"/>");
        assert_eq!(counted(&table(&row(1, &spaces))), LARGE);
        assert_eq!(
            counted(&table(&row(1, &cell(1, &cell(1, "甲"))))),
            Some(Code::BadSheet)
        );
    }

    #[test]
    fn room_is_made_for_no_more_texts_than_there_may_be() {
        let counted = |head: &str, texts: usize| {
            let xml = format!("<sst {head}>{}</sst>", "<si/>".repeat(texts));
            check_shared_texts(&mut make_xml_reader(&mut xml.as_bytes()))
                .err()
                .map(|refusal| refusal.code)
        };
        assert_eq!(counted("count=\"3\" uniqueCount=\"3\"", 3), None);
        assert_eq!(counted("", 3), None);
        assert_eq!(counted("uniqueCount=\"1000000000000\"", 3), LARGE);
        assert_eq!(counted("uniqueCount=\"99999999999999999999999\"", 3), LARGE);
        assert_eq!(counted("", 1_500_001), LARGE);
    }
}
