//! Sheets of the office as rows of texts: xlsx, xls and ods, and csv in UTF-8 (16) or GBK. What a file is, is told by its
//! content, never by its name. Of a formula its stored value is read.
//!
//! Deliberately absent: what a column means.

pub mod look;
pub mod read;

use std::{
    borrow::Cow,
    cell::Cell,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, Dimensions, Ods, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsx};
use chrono::{Days, NaiveDate};
use domain::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::limit::{
    base64::{Base64, SHEET},
    workbook::{self, SheetBudget},
    xls,
};

/// Columns that are read; a sheet of an office has fewer.
const COLUMNS: usize = 200;
/// Cells that merged ones are spread over, at most: a whole sheet can be one merged cell.
const SPREAD: usize = 2_000_000;
/// So many rows are read between two looks whether they are still wanted.
const PART: usize = 500;

/// A row of a text, in bytes.
const RECORD: usize = 4 * 1024 * 1024;
/// Blank rows below the last one that says something; a program that writes them writes a few.
const BLANKS: usize = 100_000;
/// Letters of one cell, in bytes: an office's program takes 32,767 letters.
const CELL: usize = 4 * 32_767;

/// A spreadsheet somebody brings.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetFile {
    pub name: String,
    /// Its bytes, at most 32 MB.
    pub base64: Base64<SHEET>,
}

/// Told how many rows of about how many are read; ends the reading by refusing.
pub(crate) type RowProgress<'a> = &'a mut dyn FnMut(usize, usize) -> Result<(), Refusal>;

/// A file with sheets.
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, where it is read"
)]
pub(crate) enum Spreadsheet<'a> {
    /// Of an office's program.
    Workbook(Sheets<Cursor<Cow<'a, [u8]>>>),
    /// One sheet as text.
    Text(&'a [u8]),
}

/// A sheet: every row from the first, and which cells were one.
pub(crate) struct SheetTable {
    /// Rows as the office's program counts them, blank ones too; a row may be shorter than another.
    pub(crate) rows: Vec<Vec<String>>,
    /// Merged cells; each cell of them says what the first one says.
    pub(crate) merged: Vec<Dimensions>,
    /// Of each row, whether anything stands in it itself: what is merged into it from above is said there.
    pub(crate) said: Vec<bool>,
}

/// The rows of the first sheet.
///
/// # Errors
/// Those of [`Book::open`] and [`Book::table`].
pub(crate) fn read_first_sheet(bytes: &[u8], most: usize) -> Result<Vec<Vec<String>>, Refusal> {
    let mut book = Spreadsheet::open(bytes)?;
    Ok(book.read_table(0, most, &mut |_, _| Ok(()))?.rows)
}

impl<'a> Spreadsheet<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// `required` for an empty file, `bad_sheet` for what is no spreadsheet, `content_too_large` for one that says more than any
    /// office's would.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::at_field(Code::Required, "file"));
        }
        if bytes.starts_with(b"PK") {
            workbook::check_workbook(bytes)?;
            return catch_read_panic(|| {
                let bytes = Cursor::new(Cow::Borrowed(bytes));
                let xlsx = Xlsx::new(bytes.clone()).map(Sheets::Xlsx);
                Ok(Self::Workbook(match xlsx {
                    Ok(book) => book,
                    Err(_) => Sheets::Ods(Ods::new(bytes).map_err(|_| bad_sheet_refusal())?),
                }))
            });
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            let plain = catch_read_panic(|| xls::repack_xls(bytes))?;
            return catch_read_panic(|| {
                let book = Xls::new(Cursor::new(Cow::Owned(plain))).map_err(|_| bad_sheet_refusal())?;
                Ok(Self::Workbook(Sheets::Xls(book)))
            });
        }
        Ok(Self::Text(bytes))
    }

    /// The names of the sheets that are shown; a text has one without a name.
    pub(crate) fn sheet_names(&self) -> Vec<String> {
        match self {
            Self::Text(_) => vec![String::new()],
            Self::Workbook(book) => {
                let shown = book.sheets_metadata().iter().filter(|sheet| {
                    sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
                });
                shown.map(|sheet| sheet.name.clone()).collect()
            }
        }
    }

    /// A sheet that is shown, each cell as a text: dates as `2026-03-15`, times as `09:30`.
    ///
    /// # Errors
    /// `bad_sheet` for what cannot be read or is not there, `out_of_range` for more rows than that; what `progress` refuses.
    pub(crate) fn read_table(
        &mut self,
        sheet: usize,
        most: usize,
        progress: RowProgress,
    ) -> Result<SheetTable, Refusal> {
        let name = self
            .sheet_names()
            .into_iter()
            .nth(sheet)
            .ok_or_else(bad_sheet_refusal)?;
        let mut room = SheetBudget::default();
        let mut table = match self {
            Self::Text(bytes) => SheetTable::of(read_text_rows(bytes, most, &mut room)?, Vec::new()),
            Self::Workbook(Sheets::Xlsx(book)) => {
                catch_read_panic(|| read_xlsx_table(book, &name, most, &mut room, progress))?
            }
            Self::Workbook(book) => catch_read_panic(|| read_whole_table(book, &name, most, &mut room))?,
        };
        if table.rows.len() > most {
            return Err(too_many_rows_refusal(most));
        }
        table.said = table.rows.iter().map(|row| !is_blank_row(row)).collect();
        table.spread_merged_cells(&mut room)?;
        Ok(table)
    }
}

/// Reads with a library that takes what somebody brings for what it should be: where that breaks it, the file cannot be read.
fn catch_read_panic<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(bad_sheet_refusal()))
}

/// An xlsx, cell by cell.
fn read_xlsx_table(
    book: &mut Xlsx<Cursor<Cow<[u8]>>>,
    name: &str,
    most: usize,
    room: &mut SheetBudget,
    progress: RowProgress,
) -> Result<SheetTable, Refusal> {
    let merged = book
        .merge_cells_by_sheet_name(name)
        .map_err(|_| bad_sheet_refusal())?;
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|_| bad_sheet_refusal())?;
    let about = cells.dimensions().end.0 as usize + 1;
    let mut rows = Vec::new();
    while let Some(found) = cells.next_cell().map_err(|_| bad_sheet_refusal())? {
        let (row, column) = found.get_position();
        let before = rows.len();
        put_cell(
            &mut rows,
            (row, column),
            to_shared_cell_text(found.get_value()),
            most,
            room,
        )?;
        if rows.len() / PART > before / PART {
            progress(rows.len(), about)?;
        }
    }
    Ok(SheetTable::of(rows, merged))
}

/// An xls or ods, which its reader has read whole.
fn read_whole_table(
    book: &mut Sheets<Cursor<Cow<[u8]>>>,
    name: &str,
    most: usize,
    room: &mut SheetBudget,
) -> Result<SheetTable, Refusal> {
    let merged = match book {
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    let range = book.worksheet_range(name).map_err(|_| bad_sheet_refusal())?;
    // Blank rows above the first cell count, so that a row is named as in the office's program.
    let (above, left) = range.start().unwrap_or_default();
    let mut rows = Vec::new();
    for (row, column, data) in range.used_cells() {
        let place = |at: usize, start: u32| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(start);
        let place = (place(row, above), place(column, left));
        put_cell(&mut rows, place, to_cell_text(data), most, room)?;
    }
    Ok(SheetTable::of(rows, merged))
}

impl SheetTable {
    fn of(rows: Vec<Vec<String>>, merged: Vec<Dimensions>) -> Self {
        Self {
            rows,
            merged,
            said: Vec::new(),
        }
    }

    /// The rows from this place that say anything, with their places.
    pub(crate) fn rows_from(&self, first: usize) -> impl Iterator<Item = (usize, &Vec<String>)> {
        let rows = self.rows.iter().zip(&self.said).enumerate().skip(first);
        rows.filter(|(_, (_, said))| **said)
            .map(|(place, (row, _))| (place, row))
    }

    /// Each cell of merged ones says what the first one says.
    fn spread_merged_cells(&mut self, room: &mut SheetBudget) -> Result<(), Refusal> {
        let mut left = SPREAD;
        for area in &self.merged {
            let (top, first) = (area.start.0 as usize, area.start.1 as usize);
            let last = (area.end.1 as usize).min(COLUMNS - 1);
            let bottom = (area.end.0 as usize).min(self.rows.len().saturating_sub(1));
            let said = self.rows.get(top).and_then(|row| row.get(first)).cloned();
            let Some(said) = said.filter(|said| !said.is_empty()) else {
                continue;
            };
            for row in self.rows.iter_mut().take(bottom + 1).skip(top) {
                if last < first || left < last - first + 1 {
                    return Ok(());
                }
                left -= last - first + 1;
                room.take_text(said.len().saturating_mul(last - first + 1))?;
                if row.len() <= last {
                    room.take_cells(last + 1 - row.len())?;
                    row.resize(last + 1, String::new());
                }
                for cell in row.iter_mut().take(last + 1).skip(first) {
                    cell.clone_from(&said);
                }
            }
        }
        Ok(())
    }
}

fn is_blank_row(row: &[String]) -> bool {
    row.iter().all(String::is_empty)
}

fn bad_sheet_refusal() -> Refusal {
    Refusal::at_field(Code::BadSheet, "file")
}

fn too_many_rows_refusal(most: usize) -> Refusal {
    Refusal::at_field(Code::OutOfRange, "file")
        .with_arg("least", 1)
        .with_arg("most", most)
        .with_arg("what", "sheet")
}

/// Puts a text where it stands; rows and columns before it come to be, blank.
fn put_cell(
    rows: &mut Vec<Vec<String>>,
    (row, column): (u32, u32),
    said: String,
    most: usize,
    room: &mut SheetBudget,
) -> Result<(), Refusal> {
    let (row, column) = (row as usize, column as usize);
    if said.is_empty() || column >= COLUMNS {
        return Ok(());
    }
    if row >= most {
        return Err(too_many_rows_refusal(most));
    }
    room.take_text(said.len())?;
    if rows.len() <= row {
        room.take_cells(row + 1 - rows.len())?;
        rows.resize_with(row + 1, Vec::new);
    }
    if let Some(cells) = rows.get_mut(row) {
        if cells.len() <= column {
            room.take_cells(column + 1 - cells.len())?;
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = said;
        }
    }
    Ok(())
}

fn to_shared_cell_text(data: &DataRef) -> String {
    match data {
        DataRef::SharedString(text) => (*text).trim().to_owned(),
        other => to_cell_text(&Data::from(other.clone())),
    }
}

fn to_cell_text(data: &Data) -> String {
    match data {
        Data::DateTime(at) => excel_date(at.as_f64()),
        Data::String(text) | Data::DateTimeIso(text) => text.trim().to_owned(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}

/// A date or time of the office's program: whole days since the end of 1899, the time as a part of a day. Rounded to seconds,
/// because such a part is seldom exact, and then cut to the minute, as clocks are read.
fn excel_date(number: f64) -> String {
    const DAY: u64 = 86_400;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the seconds of a calendar are less than 2^53 and not below zero"
    )]
    let seconds = (number.max(0.0) * 86_400.0).round() as u64;
    // A time without a date has no next day to be in.
    let seconds = if number < 1.0 {
        seconds.min(DAY - 1)
    } else {
        seconds
    };
    let (days, minutes) = (seconds / DAY, seconds % DAY / 60);
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let date =
        NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|start| start.checked_add_days(Days::new(days)));
    match date {
        Some(date) if days > 0 && minutes > 0 => format!("{} {time}", date.format("%Y-%m-%d")),
        Some(date) if days > 0 => date.format("%Y-%m-%d").to_string(),
        _ => time,
    }
}

/// The rows of a text; as soon as there are more than that, or a row or a cell is none of an office's, it is refused.
fn read_text_rows(bytes: &[u8], most: usize, room: &mut SheetBudget) -> Result<Vec<Vec<String>>, Refusal> {
    // A mark at the beginning says it; else what is no UTF-8 is GBK.
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, _)) => marked,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::GBK,
    };
    let (decoded, _, broken) = encoding.decode(bytes);
    if broken {
        return Err(bad_sheet_refusal());
    }
    // A title stands above the heads: it has neither.
    let many = |sign: char| {
        decoded
            .lines()
            .take(10)
            .map(|line| line.matches(sign).count())
            .sum::<usize>()
    };
    let tab = many('\t') > many(',');
    let lines = fill_blank_lines(&decoded, most)?;
    let since = Cell::new(0);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tab { b'\t' } else { b',' })
        .from_reader(RecordLimitReader {
            left: lines.as_bytes(),
            since: &since,
        });
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut blanks = 0;
    let endless = |_| {
        if since.get() > RECORD {
            workbook::sheet_too_large_refusal()
        } else {
            bad_sheet_refusal()
        }
    };
    while reader.read_record(&mut record).map_err(endless)? {
        since.set(0);
        // Blank rows at the end are none.
        blanks = if record.iter().all(|cell| cell.trim().is_empty()) {
            blanks + 1
        } else {
            0
        };
        if rows.len() + 1 > most + blanks || blanks > BLANKS {
            return Err(too_many_rows_refusal(most));
        }
        if record.iter().any(|cell| cell.len() > CELL) {
            return Err(workbook::sheet_too_large_refusal());
        }
        let wide = record.len().min(COLUMNS);
        room.take_cells(wide + 1)?;
        room.take_text(record.as_slice().len())?;
        rows.push(
            record
                .iter()
                .take(wide)
                .map(|cell| cell.trim().to_owned())
                .collect(),
        );
    }
    while rows.last().is_some_and(|row| is_blank_row(row)) {
        rows.pop();
    }
    Ok(rows)
}

/// A text of which so much is read and no more, until somebody says that a row was found.
struct RecordLimitReader<'a> {
    left: &'a [u8],
    since: &'a Cell<usize>,
}

impl std::io::Read for RecordLimitReader<'_> {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        if self.since.get() > RECORD {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let read = self.left.read(part)?;
        self.since.set(self.since.get() + read);
        Ok(read)
    }
}

/// The text with something in its blank lines: the reader leaves those out, and rows are counted as the office's program does.
fn fill_blank_lines(text: &str, most: usize) -> Result<String, Refusal> {
    let mut out = String::with_capacity(text.len());
    let mut within = false;
    let mut blanks = 0;
    for line in text.split_inclusive('\n') {
        if !within && line.trim_end_matches(['\r', '\n']).is_empty() {
            blanks += 1;
            if blanks > most.saturating_add(BLANKS) {
                return Err(too_many_rows_refusal(most));
            }
            out.push_str("\"\"");
        }
        within ^= line.matches('"').count() % 2 == 1;
        out.push_str(line);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_of_the_office() {
        assert_eq!(excel_date(46_096.0), "2026-03-15");
        assert_eq!(excel_date(46_096.395_833_333), "2026-03-15 09:30");
        assert_eq!(excel_date(0.395_833_333), "09:30");
        // Seconds are not rounded to the next minute: the last ones of a day would be the first of it.
        let second = 1.0 / 86_400.0;
        let at = |hour: f64, minute: f64, of: f64| 46_096.0 + (hour * 3600.0 + minute * 60.0 + of) * second;
        assert_eq!(excel_date(at(23.0, 59.0, 45.0)), "2026-03-15 23:59");
        assert_eq!(excel_date(at(23.0, 59.0, 59.9)), "2026-03-16");
        assert_eq!(excel_date(at(9.0, 30.0, 45.0)), "2026-03-15 09:30");
        assert_eq!(excel_date(at(23.0, 59.0, 45.0) - 46_096.0), "23:59");
        assert_eq!(excel_date(1.0 - second / 10.0), "23:59");
    }

    #[test]
    fn blank_lines_count_and_lines_within_a_cell_do_not() {
        let text = "某公司用户档案\n\n户号\t\"户\n名\"\n1\t甲\n\n2\t乙\n\n";
        let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
        for bytes in [text.as_bytes(), &marked] {
            let rows = read_first_sheet(bytes, 10).unwrap();
            let expected: [&[&str]; 6] = [
                &["某公司用户档案"],
                &[""],
                &["户号", "户\n名"],
                &["1", "甲"],
                &[""],
                &["2", "乙"],
            ];
            assert_eq!(rows, expected);
        }
    }

    #[test]
    fn more_rows_than_wanted_are_refused() {
        let refusal = read_first_sheet("1\n".repeat(11).as_bytes(), 10).unwrap_err();
        assert_eq!(refusal.code, Code::OutOfRange);
    }

    #[test]
    fn csv_in_both_encodings() {
        let text = "日期,小区\n2026-03-15,演示花园\n";
        let expected = vec![vec!["日期", "小区"], vec!["2026-03-15", "演示花园"]];
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        for bytes in [text.as_bytes(), &gbk, format!("\u{feff}{text}").as_bytes()] {
            assert_eq!(read_first_sheet(bytes, 10).unwrap(), expected);
        }
        assert_eq!(
            read_first_sheet(b"PK no archive", 10).unwrap_err().code,
            Code::BadSheet
        );
        assert_eq!(
            read_first_sheet(&[0xff, 0xff, 0xff], 10).unwrap_err().code,
            Code::BadSheet
        );
        assert_eq!(read_first_sheet(b"", 10).unwrap_err().code, Code::Required);
    }
}
