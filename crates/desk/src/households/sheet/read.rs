//! A sheet of the office, read and held against what is known: what it brings, every bad row with its reason, and what was left
//! out as a sheet of its own. What it lists is the caller's.

use std::collections::HashMap;

use domain::{
    Code, Refusal,
    sheet::{
        KnownHeads, SheetField,
        line::{SheetLineFault, SheetLineProblem},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    RowProgress, SheetFile, SheetTable, Spreadsheet,
    look::{self, SheetHead},
};
use crate::{
    Call, mask,
    wire::{self, OutputFile, PrivacyCheck},
};

/// Bad rows that are told; all of them stand in the sheet of what was left out.
const BAD: usize = 1_000;
/// Phones found inside texts that are told; changes too.
pub(crate) const TOLD: usize = 200;
/// As much as is told of a bad row.
const SHOWN: usize = 100;
/// So many are written at once: so long nobody waits who stops it.
const BATCH: usize = 1_000;

/// A row that cannot be taken.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct BadSheetRow {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    /// What stands in it.
    pub text: String,
    pub problem: SheetLineProblem,
}

/// Phones that stand inside another text.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct EmbeddedPhones {
    /// Row in the sheet, from 1.
    #[ts(type = "number")]
    pub row: i64,
    pub text: String,
    pub phones: Vec<String>,
}

/// What a sheet brings, or has brought.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct SheetChecked {
    /// Rows with anything in them.
    #[ts(type = "number")]
    pub rows: i64,
    /// New ones.
    #[ts(type = "number")]
    pub added: i64,
    /// Known ones that say something else; they are changed if that is wanted.
    #[ts(type = "number")]
    pub changed: i64,
    /// Known ones that say the same.
    #[ts(type = "number")]
    pub unchanged: i64,
    #[ts(type = "number")]
    pub bad: i64,
    /// Rows with phones inside another text.
    #[ts(type = "number")]
    pub inside: i64,
    /// The first 1,000 bad rows.
    pub bad_lines: Vec<BadSheetRow>,
    /// The first 200 texts with phones inside.
    pub found: Vec<EmbeddedPhones>,
    /// Whether it was written.
    pub written: bool,
}

/// A sheet, and where what stands in it.
#[derive(Clone, Copy)]
pub(crate) struct SheetSource<'a> {
    pub(crate) file: &'a SheetFile,
    pub(crate) sheet: i64,
    pub(crate) head: SheetHead,
    pub(crate) columns: &'a [Option<SheetField>],
    /// What its columns may say.
    pub(crate) known: KnownHeads,
    /// What one of them must say; by the first a row is known again.
    pub(crate) needed: &'a [SheetField],
}

/// What a row says.
pub(crate) trait SheetRecord {
    /// By which column it is known again.
    const KEY: SheetField;
    /// What stands there.
    fn key_text(&self) -> &str;
    /// The phones that stood inside another text, and the text.
    fn embedded_phones(&self) -> Option<&(String, Vec<String>)>;
}

/// What a row is to what is known.
pub(crate) enum RowOutcome {
    New,
    /// Something else than is known.
    Other,
    /// Nothing.
    Same,
}

/// A sheet that was read, before anybody asked what is known.
pub(crate) struct ParsedSheet<L> {
    table: SheetTable,
    heads: Vec<String>,
    /// Place of a row, and what it says or why not.
    lines: Vec<(usize, Result<L, SheetLineProblem>)>,
}

/// A sheet beside what is known.
#[derive(Default)]
pub(crate) struct MergedSheet {
    pub(crate) told: SheetChecked,
    bad: Vec<(usize, SheetLineProblem)>,
}

impl<L: SheetRecord> ParsedSheet<L> {
    /// Reads it.
    ///
    /// # Errors
    /// `required`, `bad_sheet` at `file`; `bad_sheet` at `sheet`; `out_of_range` at `file`, `head.row`, `head.rows`; at `columns`
    /// `required` if one that must be is missing, `bad_request` for one that has nothing to do with it; `stopped`.
    pub(crate) fn read_sheet(
        call: &Call,
        asked: &SheetSource,
        read: impl Fn(&[String]) -> Result<L, SheetLineProblem>,
    ) -> Result<Self, Refusal> {
        let place = |field: SheetField| asked.columns.iter().position(|column| *column == Some(field));
        if asked.needed.iter().any(|field| place(*field).is_none()) {
            return Err(Refusal::at_field(Code::Required, "columns"));
        }
        let fits = |field: &SheetField| asked.known.iter().any(|(known, _)| known == field);
        if !asked.columns.iter().flatten().all(fits) {
            return Err(Refusal::at_field(Code::BadRequest, "columns")
                .with_arg("detail", "a column of another sheet"));
        }
        let key = place(L::KEY).unwrap_or_default();
        let bytes = asked.file.base64.decode_bytes("file")?;
        // Reading, comparing and writing are each a third of it.
        let progress: RowProgress = &mut |done, of| {
            call.work
                .set_progress(wire::to_wire_number(done), wire::to_wire_number(of) * 3)
        };
        let table = look::read_sheet_table(&mut Spreadsheet::open(&bytes)?, asked.sheet, progress)?;
        look::check_sheet_head(asked.head, &table)?;
        let heads = look::read_sheet_heads(&table, asked.head);
        let head = heads.get(key).map_or("", String::as_str);
        let lines = table
            .rows_from(look::first_data_row(asked.head))
            // Heads that stand again where a new page begins.
            .filter(|(_, row)| row.get(key).is_none_or(|cell| cell.is_empty() || cell != head))
            .map(|(place, row)| (place, read(row)))
            .collect();
        Ok(Self { table, heads, lines })
    }

    /// Holds every row against what is known; `each` is told a good one and where it stands.
    ///
    /// # Errors
    /// `stopped`; what `each` refuses.
    pub(crate) fn merge_rows(
        &self,
        call: &Call,
        mut each: impl FnMut(i64, &L) -> Result<Result<RowOutcome, SheetLineProblem>, Refusal>,
    ) -> Result<MergedSheet, Refusal> {
        let of = wire::to_wire_number(self.lines.len());
        let mut merged = MergedSheet::default();
        merged.told.rows = of;
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (done, (place, line)) in (1..).zip(&self.lines) {
            call.work.set_progress(of + done, of * 3)?;
            let line = match line {
                Ok(line) => line,
                Err(problem) => {
                    self.add_bad_row(&mut merged, *place, problem.clone());
                    continue;
                }
            };
            if let Some(first) = seen.insert(line.key_text(), *place) {
                let other = format!("第 {} 行", first + 1);
                self.add_bad_row(
                    &mut merged,
                    *place,
                    SheetLineProblem::new(L::KEY, SheetLineFault::Twice, &other),
                );
                continue;
            }
            match each(wire::to_wire_number(*place) + 1, line)? {
                Err(problem) => {
                    self.add_bad_row(&mut merged, *place, problem);
                    continue;
                }
                Ok(RowOutcome::New) => merged.told.added += 1,
                Ok(RowOutcome::Other) => merged.told.changed += 1,
                Ok(RowOutcome::Same) => merged.told.unchanged += 1,
            }
            merged.add_embedded_phones(*place, line);
        }
        Ok(merged)
    }

    fn add_bad_row(&self, merged: &mut MergedSheet, place: usize, problem: SheetLineProblem) {
        merged.told.bad += 1;
        if merged.told.bad_lines.len() < BAD {
            let cells = self.table.rows.get(place).map_or(&[][..], Vec::as_slice);
            let said: Vec<&str> = cells
                .iter()
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .collect();
            let text: String = said.join("　").chars().take(SHOWN).collect();
            merged.told.bad_lines.push(BadSheetRow {
                row: wire::to_wire_number(place) + 1,
                text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                problem: problem.clone(),
            });
        }
        merged.bad.push((place, problem));
    }

    /// The bad rows as a sheet of their own, each with its reason; `what` they would have been.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn export_rejected_rows(
        &self,
        call: &Call,
        merged: &MergedSheet,
        what: &str,
        file: &SheetFile,
    ) -> Result<OutputFile, Refusal> {
        let rows: Vec<(&[String], String)> = merged
            .bad
            .iter()
            .filter_map(|(place, problem)| Some((self.table.rows.get(*place)?.as_slice(), problem.zh())))
            .collect();
        let (company, kind) =
            call.read_tx(|tx| Ok((tx.read_settings()?.1.company, call.desk.data_kind(tx)?.zh())))?;
        let day = call.now.local_date().format("%Y-%m-%d");
        let title = format!(
            "未导入的{what}　{}{}",
            file.name,
            kind.map_or_else(String::new, |what| format!("（{what}）"))
        );
        let bytes = workbook::build_rejected_xlsx(&title, &company, &self.heads, &rows)?;
        Ok(wire::make_output_file(
            format!("未导入的{what}-{day}.xlsx"),
            wire::XLSX,
            &bytes,
            PrivacyCheck::from_permit(&mask::permit_unmasked_viewer(call)?),
        ))
    }
}

impl MergedSheet {
    fn add_embedded_phones(&mut self, place: usize, line: &impl SheetRecord) {
        let Some((text, phones)) = line.embedded_phones() else {
            return;
        };
        self.told.inside += 1;
        if self.told.found.len() < TOLD {
            self.told.found.push(EmbeddedPhones {
                row: wire::to_wire_number(place) + 1,
                text: text.clone(),
                phones: phones.clone(),
            });
        }
    }
}

/// Writes what a sheet brings, some at once, so that it can be stopped: the transaction is undone as a whole.
///
/// # Errors
/// `stopped`; what `write` refuses.
pub(crate) fn write_in_batches<T>(
    call: &Call,
    all: Vec<T>,
    mut write: impl FnMut(Vec<T>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let of = wire::to_wire_number(all.len());
    let mut all = all.into_iter();
    let mut done = 0;
    loop {
        let batch: Vec<T> = all.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        done += wire::to_wire_number(batch.len());
        write(batch)?;
        call.work.set_progress(of * 2 + done, of * 3)?;
    }
}
