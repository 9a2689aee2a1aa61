//! A line of the office's sheet as a household, or why it cannot be one.
//!
//! An empty cell says nothing: what is known already stays. So a sheet with 户号 and 联系电话 alone brings new phones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Area, Household,
    column::CustomerColumn,
    phones::{self, Spoken},
};
use crate::{Code, Refusal};

crate::words! {
    /// Why a line cannot be taken.
    LineFault {
        Missing "missing" = "没有填写",
        TooLong "too_long" = "内容太长",
        BadText "bad_text" = "含有不可见的控制字符",
        BadPhone "bad_phone" = "不是电话号码，须为 5 至 20 位数字",
        TooMany "too_many" = "一户最多登记 5 个电话",
        Mixed "mixed" = "电话和其他文字写在一起",
        BadArea "bad_area" = "须填“城区”或“城区外”",
        Broken "broken" = "原表的公式有错误",
        Rounded "rounded" = "长数字被原表改成了科学记数，请改为文本后重填",
        Twice "twice" = "同一户号在表中出现了两次",
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct LineProblem {
    /// In which column.
    pub column: CustomerColumn,
    /// What.
    pub fault: LineFault,
    /// What stands there, or what it clashes with; may be empty.
    pub value: String,
}

/// As much of a cell as a reason repeats.
const SHOWN: usize = 30;

impl LineProblem {
    /// It, with what stands there.
    #[must_use]
    pub fn new(column: CustomerColumn, fault: LineFault, value: &str) -> Self {
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

    fn of(refusal: &Refusal) -> Self {
        let field = refusal.field.as_deref().unwrap_or_default();
        let column = CustomerColumn::from_code(field).unwrap_or(CustomerColumn::AccountNumber);
        let fault = match refusal.code {
            Code::Required => LineFault::Missing,
            Code::TooLong => LineFault::TooLong,
            Code::OutOfRange => LineFault::TooMany,
            Code::BadPhone => LineFault::BadPhone,
            _ => LineFault::BadText,
        };
        Self::new(column, fault, "")
    }
}

/// How lines are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// What each column says.
    pub columns: &'a [Option<CustomerColumn>],
    /// Whether phones that stand inside another text are taken.
    pub inside: bool,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 户号.
    pub account_number: String,
    name: String,
    phones: Vec<String>,
    address: String,
    community: String,
    area: Option<Area>,
    meter_number: String,
    /// The phones that stood inside another text, and the text.
    pub inside: Option<(String, Vec<String>)>,
}

impl Reading<'_> {
    /// The line of these cells.
    ///
    /// # Errors
    /// What no household may say, whatever is known of it.
    pub fn line(&self, cells: &[String]) -> Result<Line, LineProblem> {
        let mut line = Line {
            account_number: phones::plain(&self.first(cells, CustomerColumn::AccountNumber)?),
            name: self.first(cells, CustomerColumn::Name)?,
            phones: Vec::new(),
            address: String::new(),
            community: self.first(cells, CustomerColumn::Community)?,
            area: area(&self.first(cells, CustomerColumn::Area)?)?,
            meter_number: phones::plain(&self.first(cells, CustomerColumn::MeterNumber)?),
            inside: None,
        };
        if line.account_number.is_empty() {
            return Err(LineProblem::new(
                CustomerColumn::AccountNumber,
                LineFault::Missing,
                "",
            ));
        }
        let parts = self.all(cells, CustomerColumn::Address)?;
        line.address = parts.join(" ");
        for cell in self.all(cells, CustomerColumn::Phones)? {
            let spoken = phones::in_phones(&cell);
            if spoken.bad || (spoken.phones.is_empty() && !spoken.rest.is_empty()) {
                return Err(LineProblem::new(
                    CustomerColumn::Phones,
                    LineFault::BadPhone,
                    &cell,
                ));
            }
            self.take(&mut line, CustomerColumn::Phones, &cell, spoken)?;
        }
        let spoken = phones::in_text(&line.name);
        if !spoken.phones.is_empty() && self.inside {
            let cell = std::mem::replace(&mut line.name, spoken.rest.clone());
            self.take(&mut line, CustomerColumn::Name, &cell, spoken)?;
        }
        Ok(line)
    }

    fn take(
        &self,
        line: &mut Line,
        column: CustomerColumn,
        cell: &str,
        spoken: Spoken,
    ) -> Result<(), LineProblem> {
        if !spoken.rest.is_empty() {
            if !self.inside {
                return Err(LineProblem::new(column, LineFault::Mixed, cell));
            }
            let (text, found) = line.inside.get_or_insert_default();
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(cell);
            found.extend(spoken.phones.iter().cloned());
        }
        for phone in spoken.phones {
            if !line.phones.contains(&phone) {
                line.phones.push(phone);
            }
        }
        Ok(())
    }

    /// Cells of the columns that say this, as long as they say anything.
    fn all(&self, cells: &[String], column: CustomerColumn) -> Result<Vec<String>, LineProblem> {
        let of = |(cell, is): (&String, &Option<CustomerColumn>)| {
            (*is == Some(column) && !cell.is_empty()).then(|| sound(column, cell))
        };
        cells.iter().zip(self.columns).filter_map(of).collect()
    }

    fn first(&self, cells: &[String], column: CustomerColumn) -> Result<String, LineProblem> {
        let all = self.all(cells, column)?;
        Ok(all.into_iter().next().unwrap_or_default())
    }
}

impl Line {
    /// The household as it is afterwards; what the line does not say stays as it is known. `area`: where a new one lies.
    ///
    /// # Errors
    /// What is missing or out of bounds.
    pub fn household(&self, known: Option<&Household>, area: Area) -> Result<Household, LineProblem> {
        let or = |said: &String, known: Option<&String>| {
            if said.is_empty() {
                known.cloned().unwrap_or_default()
            } else {
                said.clone()
            }
        };
        let phones = if self.phones.is_empty() {
            known.map(|known| known.phones.clone()).unwrap_or_default()
        } else {
            self.phones.clone()
        };
        let household = Household {
            account_number: self.account_number.clone(),
            name: or(&self.name, known.map(|known| &known.name)),
            phones,
            address: or(&self.address, known.map(|known| &known.address)),
            community: or(&self.community, known.map(|known| &known.community)),
            area: self.area.or(known.map(|known| known.area)).unwrap_or(area),
            meter_number: or(&self.meter_number, known.map(|known| &known.meter_number)),
        };
        household.check().map_err(|refusal| LineProblem::of(&refusal))?;
        Ok(household)
    }
}

/// A cell on one line, unless it holds what a spreadsheet puts in the place of what somebody wrote.
fn sound(column: CustomerColumn, cell: &str) -> Result<String, LineProblem> {
    const ERRORS: &[&str] = &[
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!",
    ];
    if ERRORS.contains(&cell) {
        return Err(LineProblem::new(column, LineFault::Broken, cell));
    }
    let number = column != CustomerColumn::Name && column != CustomerColumn::Address;
    if number && scientific(cell) {
        return Err(LineProblem::new(column, LineFault::Rounded, cell));
    }
    // Phones stand on lines of their own.
    if column == CustomerColumn::Phones {
        return Ok(cell.to_owned());
    }
    Ok(cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `1.38E+10`.
fn scientific(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    cell.split_once("E+")
        .is_some_and(|(number, power)| digits(number) && digits(power))
}

fn area(cell: &str) -> Result<Option<Area>, LineProblem> {
    match cell {
        "" => Ok(None),
        "城区" | "市区" | "城内" | "城区内" => Ok(Some(Area::Urban)),
        "城区外" | "城外" | "非城区" | "郊区" | "农村" | "乡镇" => Ok(Some(Area::Outside)),
        other => Err(LineProblem::new(CustomerColumn::Area, LineFault::BadArea, other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CustomerColumn::{AccountNumber, Address, Area as Where, Community, MeterNumber, Name, Phones};

    const COLUMNS: &[Option<CustomerColumn>] = &[
        Some(AccountNumber),
        Some(Name),
        Some(Phones),
        Some(Phones),
        Some(Address),
        Some(Address),
        Some(Where),
        Some(MeterNumber),
        Some(Community),
        None,
    ];

    fn read(cells: &[&str], inside: bool) -> Result<Line, LineProblem> {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        Reading {
            columns: COLUMNS,
            inside,
        }
        .line(&cells)
    }

    fn new(cells: &[&str]) -> Result<Household, LineProblem> {
        read(cells, true)?.household(None, Area::Urban)
    }

    #[test]
    fn a_line_becomes_a_household() {
        let household = new(&[
            "８８００１２３４",
            "示例\n用户",
            "12099887766",
            "0533-5270300",
            "演示新村 7 号楼",
            "302 室",
            "农村",
            "B-1",
            "演示新村",
            "随便",
        ])
        .unwrap();
        assert_eq!(household.account_number, "88001234");
        assert_eq!(household.name, "示例 用户");
        assert_eq!(household.phones, ["12099887766", "0533-5270300"]);
        assert_eq!(household.address, "演示新村 7 号楼 302 室");
        assert_eq!(household.area, Area::Outside);
        assert_eq!(household.meter_number, "B-1");
    }

    #[test]
    fn an_empty_cell_changes_nothing() {
        let known = new(&[
            "1",
            "甲",
            "12000000001",
            "",
            "演示路",
            "",
            "农村",
            "B-1",
            "演示新村",
        ])
        .unwrap();
        let same = read(&["1"], true).unwrap();
        assert_eq!(same.household(Some(&known), Area::Urban).unwrap(), known);
        let phone = read(&["1", "", "12000000002"], true).unwrap();
        let changed = phone.household(Some(&known), Area::Urban).unwrap();
        assert_eq!(changed.phones, ["12000000002"]);
        assert_eq!((changed.name.as_str(), changed.area), ("甲", Area::Outside));
    }

    #[test]
    fn every_fault_names_its_column() {
        let long = "长".repeat(201);
        for (cells, expected) in [
            (vec!["", "甲"], "户号：没有填写"),
            (vec!["1", "", "", "", "演示路"], "用户姓名：没有填写"),
            (vec!["1", "甲"], "详细地址：没有填写"),
            (
                vec!["1", "甲", "12", "", "演示路"],
                "联系电话：不是电话号码，须为 5 至 20 位数字（12）",
            ),
            (
                vec!["1", "甲", "张先生", "", "演示路"],
                "联系电话：不是电话号码，须为 5 至 20 位数字（张先生）",
            ),
            (
                vec!["1", "甲", "1.38E+10", "", "演示路"],
                "联系电话：长数字被原表改成了科学记数，请改为文本后重填（1.38E+10）",
            ),
            (
                vec!["#N/A", "甲", "", "", "演示路"],
                "户号：原表的公式有错误（#N/A）",
            ),
            (vec!["1", "甲", "", "", long.as_str()], "详细地址：内容太长"),
            (
                vec!["1", "甲", "", "", "演示路", "", "何处"],
                "区域：须填“城区”或“城区外”（何处）",
            ),
            (
                vec![
                    "1",
                    "甲",
                    "12000000001 12000000002 12000000003",
                    "12000000004 12000000005 12000000006",
                    "演示路",
                ],
                "联系电话：一户最多登记 5 个电话",
            ),
        ] {
            assert_eq!(new(&cells).unwrap_err().zh(), expected, "{cells:?}");
        }
    }

    #[test]
    fn phones_inside_a_text_are_offered() {
        let cells = [
            "1",
            "张先生 13800000000，座机010-12345678",
            "李女士 13900000000",
            "",
            "演示路",
        ];
        let line = read(&cells, true).unwrap();
        assert_eq!(line.name, "张先生");
        assert_eq!(line.phones, ["13900000000", "13800000000", "010-12345678"]);
        let (_, found) = line.inside.unwrap();
        assert_eq!(found, ["13900000000", "13800000000", "010-12345678"]);
        // Not taken: the cell of phones is refused, the name stays as it is written.
        assert_eq!(read(&cells, false).unwrap_err().fault, LineFault::Mixed);
        let named = read(&["1", "张先生 13800000000", "", "", "演示路"], false).unwrap();
        assert_eq!(
            (named.name.as_str(), named.phones.len()),
            ("张先生 13800000000", 0)
        );
        // Two numbers side by side are no text.
        assert_eq!(
            read(&["1", "甲", "13800000000/13900000000"], false)
                .unwrap()
                .inside,
            None
        );
    }
}
