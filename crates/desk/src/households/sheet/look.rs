//! A look into the office's file before anything is imported: its sheets, where the heads stand, what each column may say.

use domain::{
    Code, Refusal, check,
    sheet::{KnownHeads, SheetField, guess, phones},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RowProgress, SheetFile, SheetTable, Spreadsheet};
use crate::Call;

/// Most rows of a sheet, its heads included.
const ROWS: usize = 200_000;
/// Rows among which the heads are looked for, and that are shown.
const TOP: usize = 20;
/// Columns that are shown of them.
const SHOWN: usize = 30;
/// Characters that are shown of a cell.
const CELL: usize = 40;
/// Rows the heads may take.
const HEADS: i64 = 5;
/// What is shown of a column.
const SAMPLES: usize = 3;
/// Rows that are searched for phones in columns that say something else.
const SEARCHED: usize = 1_000;
/// Sheets among which the one that is meant is looked for.
const SHEETS: usize = 10;

/// Where the heads of a sheet stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetHead {
    /// Their first row, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// How many rows they take, 1 to 5.
    #[ts(type = "number")]
    pub rows: i64,
}

/// A file to look into.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetLook {
    /// The file: xlsx, xls, ods or csv.
    pub file: SheetFile,
    /// Which of its sheets, from 0; the first that looks like what is meant if empty.
    #[serde(default)]
    #[ts(type = "number | null", optional = nullable)]
    pub sheet: Option<i64>,
    /// Where the heads stand; guessed if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub head: Option<SheetHead>,
}

/// A column of a sheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SheetColumn {
    /// Its head, without line breaks; heads above each other side by side.
    pub head: String,
    /// What it may say.
    pub guess: Option<SheetField>,
    /// What stands in it first.
    pub samples: Vec<String>,
    /// In how many of the first 1,000 rows it holds a phone, where it is not guessed to be one.
    #[ts(type = "number")]
    pub with_phones: i64,
}

/// What is in a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SheetPreview {
    /// The sheets; a csv has one without a name.
    pub sheets: Vec<String>,
    /// The one that is looked at.
    #[ts(type = "number")]
    pub sheet: i64,
    /// Where its heads stand.
    pub head: SheetHead,
    /// Its first rows.
    pub top: Vec<Vec<String>>,
    pub columns: Vec<SheetColumn>,
    /// Rows below the heads with anything in them.
    #[ts(type = "number")]
    pub rows: i64,
}

/// Looks into a file for a sheet with such heads.
///
/// # Errors
/// `required`, `bad_sheet` at `file`; `out_of_range` at `file` for more than 200,000 rows, at `head.row`, `head.rows`; `stopped`.
pub(crate) fn preview_sheet(call: &Call, ask: SheetLook, known: KnownHeads) -> Result<SheetPreview, Refusal> {
    let bytes = ask.file.base64.decode_bytes("file")?;
    let mut book = Spreadsheet::open(&bytes)?;
    let progress: RowProgress = &mut |done, of| {
        call.work
            .set_progress(crate::wire::to_wire_number(done), crate::wire::to_wire_number(of))
    };
    let (sheet, table) = match ask.sheet {
        Some(sheet) => (sheet, read_sheet_table(&mut book, sheet, progress)?),
        None => find_likely_sheet(&mut book, known, progress)?,
    };
    let place = ask.head.unwrap_or_else(|| guess_sheet_head(&table, known));
    check_sheet_head(place, &table)?;
    let heads = read_sheet_heads(&table, place);
    let below: Vec<&Vec<String>> = table
        .rows_from(first_data_row(place))
        .map(|(_, row)| row)
        .collect();
    let columns = heads
        .iter()
        .zip(guess::guess_columns(known, &heads))
        .enumerate()
        .map(|(place, (head, guess))| preview_column(place, head, guess, &below))
        .collect();
    let short = |cell: &String| cell.chars().take(CELL).collect();
    let top = table.rows.iter().take(TOP);
    Ok(SheetPreview {
        sheets: book.sheet_names(),
        sheet,
        head: place,
        top: top
            .map(|row| row.iter().take(SHOWN).map(short).collect())
            .collect(),
        columns,
        rows: crate::wire::to_wire_number(below.len()),
    })
}

fn preview_column(
    place: usize,
    head: &str,
    guess: Option<SheetField>,
    below: &[&Vec<String>],
) -> SheetColumn {
    let said = || {
        below
            .iter()
            .filter_map(|row| row.get(place).filter(|cell| !cell.is_empty()))
    };
    let phones = below
        .iter()
        .take(SEARCHED)
        .filter_map(|row| row.get(place))
        .filter(|cell| !phones::split_text_cell(cell).phones.is_empty());
    SheetColumn {
        head: head.to_owned(),
        guess,
        samples: said()
            .take(SAMPLES)
            .map(|cell| cell.chars().take(CELL).collect())
            .collect(),
        with_phones: if guess == Some(SheetField::Phones) {
            0
        } else {
            crate::wire::to_wire_number(phones.count())
        },
    }
}

/// A sheet by its place.
pub(super) fn read_sheet_table(
    book: &mut Spreadsheet,
    sheet: i64,
    progress: RowProgress,
) -> Result<SheetTable, Refusal> {
    let missing = || Refusal::at_field(Code::BadSheet, "sheet");
    let place = usize::try_from(sheet).map_err(|_| missing())?;
    book.read_table(place, ROWS, progress)
}

/// The first sheet that looks like what is meant; the first one where none does.
fn find_likely_sheet(
    book: &mut Spreadsheet,
    known: KnownHeads,
    progress: RowProgress,
) -> Result<(i64, SheetTable), Refusal> {
    let first = book.read_table(0, ROWS, progress)?;
    if count_named_heads(&first, known) >= 2 {
        return Ok((0, first));
    }
    for sheet in 1..book.sheet_names().len().min(SHEETS) {
        let table = book.read_table(sheet, ROWS, progress)?;
        if count_named_heads(&table, known) >= 2 {
            return Ok((crate::wire::to_wire_number(sheet), table));
        }
    }
    Ok((0, first))
}

fn count_named_heads(table: &SheetTable, known: KnownHeads) -> usize {
    let top = table.rows.iter().take(TOP);
    top.map(|row| guess::count_named_columns(known, row))
        .max()
        .unwrap_or(0)
}

/// The row that names most, and the rows below it that belong to it: those its merged cells reach into.
fn guess_sheet_head(table: &SheetTable, known: KnownHeads) -> SheetHead {
    let mut best = (0, 0);
    for (place, row) in table.rows.iter().take(TOP).enumerate() {
        let named = guess::count_named_columns(known, row);
        if named > best.1 {
            best = (place, named);
        }
    }
    // Nothing is known by its name: the first row that is no title.
    if best.1 == 0 {
        let several = |row: &&Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count() > 1;
        best.0 = table
            .rows
            .iter()
            .take(TOP)
            .position(|row| several(&row))
            .unwrap_or(0);
    }
    let tall = table
        .merged
        .iter()
        .filter(|area| area.start.0 as usize == best.0 && area.end.0 > area.start.0)
        .map(|area| i64::from(area.end.0 - area.start.0) + 1)
        .max();
    SheetHead {
        row: crate::wire::to_wire_number(best.0) + 1,
        rows: tall.unwrap_or(1).min(HEADS),
    }
}

/// Heads stand within the sheet.
pub(super) fn check_sheet_head(head: SheetHead, table: &SheetTable) -> Result<(), Refusal> {
    check::check_range(
        "head.row",
        head.row,
        1,
        crate::wire::to_wire_number(table.rows.len()).max(1),
    )?;
    check::check_range("head.rows", head.rows, 1, HEADS)
}

/// The place of the first row below the heads.
pub(super) fn first_data_row(head: SheetHead) -> usize {
    usize::try_from(head.row + head.rows - 1).unwrap_or(usize::MAX)
}

/// The heads of all columns: what stands above each other, each text once.
pub(super) fn read_sheet_heads(table: &SheetTable, head: SheetHead) -> Vec<String> {
    let from = usize::try_from(head.row - 1).unwrap_or_default();
    let rows: Vec<&Vec<String>> = table.rows.iter().take(first_data_row(head)).skip(from).collect();
    let wide = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let of = |place: usize| {
        let mut parts: Vec<String> = Vec::new();
        for row in &rows {
            let cell = row.get(place).map_or("", String::as_str);
            let part: String = cell.split_whitespace().collect();
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(" ")
    };
    (0..wide).map(of).collect()
}

#[cfg(test)]
mod tests {
    use domain::customer::column::HEADS;

    use super::*;

    fn table(rows: &[&[&str]]) -> SheetTable {
        SheetTable {
            rows: rows
                .iter()
                .map(|row| row.iter().map(ToString::to_string).collect())
                .collect(),
            merged: Vec::new(),
            said: vec![true; rows.len()],
        }
    }

    #[test]
    fn heads_are_found_below_a_title() {
        let mut sheet = table(&[
            &["某公司城区用户档案"],
            &[],
            &["户号", "户\n名", "联系方式", "联系方式", "地址"],
            &["户号", "户\n名", "手机", "座机", "地址"],
            &["1", "甲", "12000000001", "", "演示小区 3 单元"],
        ]);
        assert_eq!(guess_sheet_head(&sheet, HEADS), SheetHead { row: 3, rows: 1 });
        sheet.merged.push(calamine::Dimensions {
            start: (2, 0),
            end: (3, 0),
        });
        let found = guess_sheet_head(&sheet, HEADS);
        assert_eq!(found, SheetHead { row: 3, rows: 2 });
        assert_eq!(
            read_sheet_heads(&sheet, found),
            ["户号", "户名", "联系方式 手机", "联系方式 座机", "地址"]
        );
        assert_eq!(first_data_row(found), 4);
    }

    #[test]
    fn where_no_head_is_known_the_first_row_of_several_cells_is() {
        assert_eq!(
            guess_sheet_head(&table(&[&["清单"], &["甲", "乙"], &["1", "2"]]), HEADS),
            SheetHead { row: 2, rows: 1 }
        );
        assert_eq!(
            guess_sheet_head(&table(&[]), HEADS),
            SheetHead { row: 1, rows: 1 }
        );
    }
}
