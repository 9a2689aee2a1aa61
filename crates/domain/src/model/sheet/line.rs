//! A row of the office's sheet: its cells by what they say, the phones in them, and why it cannot be taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    SheetField,
    phones::{self, CellPhones},
};
use crate::{Code, Refusal};

crate::words! {
    /// Why a line cannot be taken.
    SheetLineFault {
        Missing "missing" = "没有填写",
        TooLong "too_long" = "内容太长",
        BadText "bad_text" = "含有不可见的控制字符",
        BadPhone "bad_phone" = "不是电话号码，须为 5 至 20 位数字",
        TooMany "too_many" = "最多登记 5 个电话",
        Mixed "mixed" = "电话和其他文字写在一起",
        BadArea "bad_area" = "须填“城区”或“城区外”",
        Broken "broken" = "原表的公式有错误",
        Rounded "rounded" = "长数字被原表改成了科学记数，请改为文本后重填",
        Twice "twice" = "在表中出现了两次",
        BadTime "bad_time" = "不是日期或时间，可写成 2023-05-06 8:30",
        Future "future" = "时间还没有到",
        TooEarly "too_early" = "早于 1980 年",
        BeforeReport "before_report" = "早于受理时间",
        Differs "differs" = "已有这个旧编号，内容不同",
        Gone "gone" = "已有这个旧编号，内容已到期清除",
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SheetLineProblem {
    pub column: SheetField,
    pub fault: SheetLineFault,
    /// What stands there, or what it clashes with; may be empty.
    pub value: String,
}

/// As much of a cell as a reason repeats.
const SHOWN: usize = 30;

impl SheetLineProblem {
    /// It, with what stands there.
    #[must_use]
    pub fn new(column: SheetField, fault: SheetLineFault, value: &str) -> Self {
        Self {
            column,
            fault,
            value: value.chars().take(SHOWN).collect(),
        }
    }

    /// The same as a sentence.
    #[must_use]
    pub fn zh(&self) -> String {
        let value = match self.value.as_str() {
            "" => String::new(),
            value => format!("（{value}）"),
        };
        format!("{}：{}{value}", self.column.zh(), self.fault.zh())
    }

    /// A refused field as the fault of its column.
    pub(crate) fn from_refusal(refusal: &Refusal) -> Self {
        let field = refusal.field.as_deref().unwrap_or_default();
        let column = SheetField::from_code(field).unwrap_or(SheetField::AccountNumber);
        let fault = match refusal.code {
            Code::Required => SheetLineFault::Missing,
            Code::TooLong => SheetLineFault::TooLong,
            Code::OutOfRange => SheetLineFault::TooMany,
            Code::BadPhone => SheetLineFault::BadPhone,
            _ => SheetLineFault::BadText,
        };
        Self::new(column, fault, "")
    }
}

/// How rows are read.
#[derive(Debug, Clone, Copy)]
pub struct SheetLineReader<'a> {
    /// What each column says.
    pub columns: &'a [Option<SheetField>],
    /// Whether phones that stand inside another text are taken.
    pub inside: bool,
}

/// Who a row names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineContact {
    pub name: String,
    /// The phones, each once.
    pub phones: Vec<String>,
    /// The phones that stood inside another text, and the text.
    pub inside: Option<(String, Vec<String>)>,
}

impl LineContact {
    /// Takes phones that were found in a cell; `mixed` with another text.
    pub(crate) fn add_phones(&mut self, cell: &str, phones: Vec<String>, mixed: bool) {
        if mixed {
            let (text, found) = self.inside.get_or_insert_default();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(cell);
            found.extend(phones.iter().cloned());
        }
        for phone in phones {
            if !self.phones.contains(&phone) {
                self.phones.push(phone);
            }
        }
    }
}

impl SheetLineReader<'_> {
    /// Cells of the columns that say this, as long as they say anything.
    pub(crate) fn read_cells(
        &self,
        cells: &[String],
        column: SheetField,
    ) -> Result<Vec<String>, SheetLineProblem> {
        let of = |(cell, is): (&String, &Option<SheetField>)| {
            (*is == Some(column) && !cell.is_empty()).then(|| clean_cell(column, cell))
        };
        cells.iter().zip(self.columns).filter_map(of).collect()
    }

    /// The first of them; empty if there is none.
    pub(crate) fn read_first_cell(
        &self,
        cells: &[String],
        column: SheetField,
    ) -> Result<String, SheetLineProblem> {
        let all = self.read_cells(cells, column)?;
        Ok(all.into_iter().next().unwrap_or_default())
    }

    /// Name and phones, where either may stand in the other's cell.
    pub(crate) fn read_contact(&self, cells: &[String]) -> Result<LineContact, SheetLineProblem> {
        let mut named = LineContact::default();
        for cell in self.read_cells(cells, SheetField::Phones)? {
            let CellPhones { phones, rest, bad } = phones::split_phone_cell(&cell);
            if bad || (phones.is_empty() && !rest.is_empty()) {
                return Err(SheetLineProblem::new(
                    SheetField::Phones,
                    SheetLineFault::BadPhone,
                    &cell,
                ));
            }
            let mixed = !rest.is_empty();
            if mixed && !self.inside {
                return Err(SheetLineProblem::new(
                    SheetField::Phones,
                    SheetLineFault::Mixed,
                    &cell,
                ));
            }
            named.add_phones(&cell, phones, mixed);
        }
        named.name = self.read_first_cell(cells, SheetField::Name)?;
        let spoken = phones::split_text_cell(&named.name);
        if !spoken.phones.is_empty() && self.inside {
            let mixed = !spoken.rest.is_empty();
            let cell = std::mem::replace(&mut named.name, spoken.rest);
            named.add_phones(&cell, spoken.phones, mixed);
        }
        Ok(named)
    }
}

/// A cell, unless it holds what a spreadsheet puts in the place of what somebody wrote; on one line, where it has one.
fn clean_cell(column: SheetField, cell: &str) -> Result<String, SheetLineProblem> {
    const ERRORS: &[&str] = &[
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!",
    ];
    if ERRORS.contains(&cell) {
        return Err(SheetLineProblem::new(column, SheetLineFault::Broken, cell));
    }
    if column.is_number() && is_scientific(cell) {
        return Err(SheetLineProblem::new(column, SheetLineFault::Rounded, cell));
    }
    if column.has_lines() {
        return Ok(cell.to_owned());
    }
    Ok(cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `1.38E+10`.
fn is_scientific(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    cell.split_once("E+")
        .is_some_and(|(number, power)| digits(number) && digits(power))
}
