//! What a sheet of households brings, beside what is known already.

use std::collections::HashMap;

use domain::{
    Code, Refusal,
    customer::{
        Customer, Household,
        column::CustomerColumn,
        line::{Line, LineFault, LineProblem, Reading},
    },
};
use store::Tx;

use super::{
    look::{self, number},
    sheet::{BadLine, ChangedLine, CustomerSheet, CustomerSheetChecked, PhonesLine},
};
use crate::{
    Call,
    sheet::{Book, Progress, Table},
    wire,
};

/// Bad rows that are told; all of them stand in the sheet of what was left out.
const BAD: usize = 1_000;
/// Changes, and phones found inside texts, that are told.
const TOLD: usize = 200;
/// As much as is told of a bad row.
const SHOWN: usize = 100;

/// A sheet that was read, before anybody asked what is known.
pub(super) struct Read {
    pub(super) table: Table,
    pub(super) heads: Vec<String>,
    /// Place of a row, and what it says or why not.
    lines: Vec<(usize, Result<Line, LineProblem>)>,
}

/// What a sheet brings.
pub(super) struct Merged {
    pub(super) told: CustomerSheetChecked,
    pub(super) customers: Vec<Customer>,
    pub(super) bad: Vec<(usize, LineProblem)>,
}

impl Read {
    pub(super) fn of(call: &Call, ask: &CustomerSheet) -> Result<Self, Refusal> {
        let account = ask
            .columns
            .iter()
            .position(|column| *column == Some(CustomerColumn::AccountNumber))
            .ok_or_else(|| Refusal::at(Code::Required, "columns"))?;
        let bytes = wire::bytes("file", &ask.file.base64)?;
        // Reading, comparing and writing are each a third of it.
        let progress: Progress = &mut |done, of| call.work.at(number(done), number(of) * 3);
        let table = look::opened(&mut Book::open(&bytes)?, ask.sheet, progress)?;
        look::checked(ask.head, &table)?;
        let heads = look::heads(&table, ask.head);
        let reading = Reading {
            columns: &ask.columns,
            inside: ask.phones_inside,
        };
        let head = heads.get(account).map_or("", String::as_str);
        let lines = table
            .from(look::first(ask.head))
            // Heads that stand again where a new page begins.
            .filter(|(_, row)| {
                row.get(account)
                    .is_none_or(|cell| cell.is_empty() || cell != head)
            })
            .map(|(place, row)| (place, reading.line(row)))
            .collect();
        Ok(Self { table, heads, lines })
    }

    /// Compares it with what is known.
    pub(super) fn merge(&self, call: &Call, tx: &Tx, ask: &CustomerSheet) -> Result<Merged, Refusal> {
        let of = number(self.lines.len());
        let mut merged = Merged {
            told: CustomerSheetChecked {
                rows: of,
                ..CustomerSheetChecked::default()
            },
            customers: Vec::new(),
            bad: Vec::new(),
        };
        let mut next = tx.next_customer_id()?;
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (done, (place, line)) in (1..).zip(&self.lines) {
            call.work.at(of + done, of * 3)?;
            let line = match line {
                Ok(line) => line,
                Err(problem) => {
                    self.bad(&mut merged, *place, problem.clone());
                    continue;
                }
            };
            if let Some(first) = seen.insert(&line.account_number, *place) {
                let other = format!("第 {} 行", first + 1);
                let twice = LineProblem::new(CustomerColumn::AccountNumber, LineFault::Twice, &other);
                self.bad(&mut merged, *place, twice);
                continue;
            }
            let known = tx.customer_by_account(&line.account_number)?;
            let household = known.as_ref().map(|known| &known.household);
            match line.household(household, ask.area) {
                Err(problem) => self.bad(&mut merged, *place, problem),
                Ok(after) => {
                    merged.inside(*place, line);
                    let id = known.as_ref().map_or(next, |known| known.id);
                    next += i64::from(known.is_none());
                    merged.good(*place, id, known, after, ask.update);
                }
            }
        }
        Ok(merged)
    }

    fn bad(&self, merged: &mut Merged, place: usize, problem: LineProblem) {
        merged.told.bad += 1;
        if merged.told.bad_lines.len() < BAD {
            let cells = self.table.rows.get(place).map_or(&[][..], Vec::as_slice);
            let said: Vec<&str> = cells
                .iter()
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .collect();
            let text: String = said.join("　").chars().take(SHOWN).collect();
            merged.told.bad_lines.push(BadLine {
                row: number(place) + 1,
                text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                problem: problem.clone(),
            });
        }
        merged.bad.push((place, problem));
    }
}

impl Merged {
    fn inside(&mut self, place: usize, line: &Line) {
        let Some((text, phones)) = &line.inside else {
            return;
        };
        self.told.inside += 1;
        if self.told.found.len() < TOLD {
            self.told.found.push(PhonesLine {
                row: number(place) + 1,
                text: text.clone(),
                phones: phones.clone(),
            });
        }
    }

    fn good(&mut self, place: usize, id: i64, known: Option<Customer>, after: Household, update: bool) {
        match known {
            None => self.told.added += 1,
            Some(known) if known.household == after => {
                self.told.unchanged += 1;
                return;
            }
            Some(known) => {
                self.told.changed += 1;
                if self.told.changes.len() < TOLD {
                    self.told.changes.push(ChangedLine {
                        row: number(place) + 1,
                        before: known.household,
                        after: after.clone(),
                    });
                }
                if !update {
                    return;
                }
            }
        }
        self.customers.push(Customer { id, household: after });
    }
}
