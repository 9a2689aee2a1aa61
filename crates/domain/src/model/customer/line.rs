//! A line of the office's sheet as a household, or why it cannot be one.
//!
//! An empty cell says nothing: what is known already stays. So a sheet with 户号 and 联系电话 alone brings new phones.

use super::{AddressArea, Household};
use crate::sheet::{
    SheetField,
    line::{LineContact, SheetLineFault, SheetLineProblem, SheetLineReader},
    phones,
};

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerLine {
    /// 户号.
    pub account_number: String,
    /// Name and phones.
    pub named: LineContact,
    address: String,
    community: String,
    area: Option<AddressArea>,
    meter_number: String,
}

impl CustomerLine {
    /// The line of these cells.
    ///
    /// # Errors
    /// What no household may say, whatever is known of it.
    pub fn from_cells(reading: &SheetLineReader, cells: &[String]) -> Result<Self, SheetLineProblem> {
        let account_number =
            phones::fold_cell_text(&reading.read_first_cell(cells, SheetField::AccountNumber)?);
        let community = reading.read_first_cell(cells, SheetField::Community)?;
        let area = parse_area(&reading.read_first_cell(cells, SheetField::Area)?)?;
        let meter_number = phones::fold_cell_text(&reading.read_first_cell(cells, SheetField::MeterNumber)?);
        if account_number.is_empty() {
            return Err(SheetLineProblem::new(
                SheetField::AccountNumber,
                SheetLineFault::Missing,
                "",
            ));
        }
        Ok(Self {
            account_number,
            address: reading.read_cells(cells, SheetField::Address)?.join(" "),
            named: reading.read_contact(cells)?,
            community,
            area,
            meter_number,
        })
    }

    /// The household as it is afterwards; what the line does not say stays as it is known. `area`: where a new one lies.
    ///
    /// # Errors
    /// What is missing or out of bounds.
    pub fn build_household(
        &self,
        known: Option<&Household>,
        area: AddressArea,
    ) -> Result<Household, SheetLineProblem> {
        let or = |said: &String, known: Option<&String>| {
            if said.is_empty() {
                known.cloned().unwrap_or_default()
            } else {
                said.clone()
            }
        };
        let phones = if self.named.phones.is_empty() {
            known.map(|known| known.phones.clone()).unwrap_or_default()
        } else {
            self.named.phones.clone()
        };
        let household = Household {
            account_number: self.account_number.clone(),
            name: or(&self.named.name, known.map(|known| &known.name)),
            phones,
            address: or(&self.address, known.map(|known| &known.address)),
            community: or(&self.community, known.map(|known| &known.community)),
            area: self.area.or(known.map(|known| known.area)).unwrap_or(area),
            meter_number: or(&self.meter_number, known.map(|known| &known.meter_number)),
        };
        household
            .check_household()
            .map_err(|refusal| SheetLineProblem::from_refusal(&refusal))?;
        Ok(household)
    }
}

fn parse_area(cell: &str) -> Result<Option<AddressArea>, SheetLineProblem> {
    match cell {
        "" => Ok(None),
        "城区" | "市区" | "城内" | "城区内" => Ok(Some(AddressArea::Urban)),
        "城区外" | "城外" | "非城区" | "郊区" | "农村" | "乡镇" => {
            Ok(Some(AddressArea::Outside))
        }
        other => Err(SheetLineProblem::new(
            SheetField::Area,
            SheetLineFault::BadArea,
            other,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SheetField::{AccountNumber, Address, Area as Where, Community, MeterNumber, Name, Phones};

    const COLUMNS: &[Option<SheetField>] = &[
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

    fn read(cells: &[&str], inside: bool) -> Result<CustomerLine, SheetLineProblem> {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        let reading = SheetLineReader {
            columns: COLUMNS,
            inside,
        };
        CustomerLine::from_cells(&reading, &cells)
    }

    fn new(cells: &[&str]) -> Result<Household, SheetLineProblem> {
        read(cells, true)?.build_household(None, AddressArea::Urban)
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
        assert_eq!(household.area, AddressArea::Outside);
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
        assert_eq!(
            same.build_household(Some(&known), AddressArea::Urban).unwrap(),
            known
        );
        let phone = read(&["1", "", "12000000002"], true).unwrap();
        let changed = phone.build_household(Some(&known), AddressArea::Urban).unwrap();
        assert_eq!(changed.phones, ["12000000002"]);
        assert_eq!(
            (changed.name.as_str(), changed.area),
            ("甲", AddressArea::Outside)
        );
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
                "联系电话：最多登记 5 个电话",
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
        assert_eq!(line.named.name, "张先生");
        assert_eq!(line.named.phones, ["13900000000", "13800000000", "010-12345678"]);
        let (_, found) = line.named.inside.unwrap();
        assert_eq!(found, ["13900000000", "13800000000", "010-12345678"]);
        // Not taken: the cell of phones is refused, the name stays as it is written.
        assert_eq!(read(&cells, false).unwrap_err().fault, SheetLineFault::Mixed);
        let named = read(&["1", "张先生 13800000000", "", "", "演示路"], false).unwrap();
        assert_eq!(
            (named.named.name.as_str(), named.named.phones.len()),
            ("张先生 13800000000", 0)
        );
        // Two numbers side by side are no text.
        assert_eq!(
            read(&["1", "甲", "13800000000/13900000000"], false)
                .unwrap()
                .named
                .inside,
            None
        );
    }
}
