//! A figure says the same wherever it stands: the printed month, the workbook and the screen are opened and compared, figure by
//! figure and change by change, and the workbook's formulas are computed as a spreadsheet would.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use calamine::{Data, Range, Reader as _, Xlsx};
use journeys::{World, page};
use serde_json::{Value, json};

/// A figure with what it is compared with, as a page shows them.
type Line = Vec<String>;

/// Rows of the summary: 本月, 上月, 环比, 去年同月, 同比.
const SHOWN: [usize; 5] = [2, 5, 6, 7, 8];

/// The parts of the page that hold figures.
const SECTIONS: [&str; 7] = [
    "overall",
    "reminder",
    "leak_detection",
    "water_quality",
    "repair",
    "community",
    "emergency_water",
];

#[test]
fn page_workbook_and_screen_say_the_same() {
    // A year and its quarter before, so that each of the three has both to be compared with.
    let world = World::filled("2026-11-24 10:00", 800, 41, 16);
    for month in ["2026-08", "2026-09", "2026-10"] {
        let report = world.call("report_figures", json!({ "span": month }));
        let lines = report["figures"].as_array().unwrap();
        let screen: Vec<(String, Line)> = lines.iter().map(on_screen).collect();
        assert!(screen.len() > 45);

        let printed = world.call("report_monthly", json!({ "span": month, "sections": SECTIONS }));
        if let Some(page) = page::text(&printed) {
            for (zh, line) in &screen {
                assert_eq!(&on_page(&page, zh), line, "{month} {zh} on the page");
            }
        }
        for (place, line) in in_workbook(&world, month).iter().enumerate() {
            assert_eq!(
                line, &screen[place].1,
                "{month} {} in the workbook",
                screen[place].0
            );
        }
        // Nothing was compared with nothing everywhere.
        let told = |at: usize| {
            screen
                .iter()
                .filter(|(_, line)| line[at].starts_with(['+', '-']))
                .count()
        };
        assert!(told(2) > 15 && told(4) > 15, "{month}: {} {}", told(2), told(4));
    }
}

fn on_screen(line: &Value) -> (String, Line) {
    let text = |name: &str| line[name].as_str().unwrap().to_owned();
    let unit = line["unit"].as_str().unwrap();
    let cells = vec![
        text("text"),
        exact(&line["before"], unit),
        text("against_before"),
        exact(&line["last_year"], unit),
        text("against_last_year"),
    ];
    (text("zh"), cells)
}

/// A figure worked out here, with whole numbers alone: a half goes away from zero.
fn exact(figure: &Value, unit: &str) -> String {
    let part = |name: &str| i128::from(figure[name].as_i64().unwrap());
    let (over, under) = (part("numerator"), part("denominator"));
    let rounded = |over: i128, under: i128| (over * 2 + under) / (under * 2);
    let tenths = |value: i128| format!("{}.{}", value / 10, value % 10);
    match unit {
        "count" => over.to_string(),
        "minutes" => format!("{} 小时", tenths(rounded(over * 10, 60))),
        "litres" => format!("{} 吨", tenths(rounded(over * 10, 1000))),
        _ if under == 0 => "无数据".to_owned(),
        "rate" => format!("{}%", tenths(rounded(over * 1000, under))),
        "mean_minutes" => format!("{} 分钟", rounded(over, under)),
        other => panic!("{other} is no unit"),
    }
}

/// The cells of a line of the printed tables, without what it is made of.
fn on_page(page: &str, zh: &str) -> Line {
    let lines: Vec<Vec<&str>> = page
        .lines()
        .map(|line| {
            let cells = line.split("  ").map(str::trim);
            cells.filter(|cell| !cell.is_empty()).collect()
        })
        .filter(|cells: &Vec<&str>| cells.first() == Some(&zh) && cells.len() >= 6)
        .collect();
    assert_eq!(lines.len(), 1, "{zh} stands once on the page: {lines:?}\n{page}");
    let cells = &lines[0][1..];
    let made_of = |cell: &&&str| cell.contains('÷') || cell.ends_with(['件', '升']);
    cells
        .iter()
        .filter(|cell| !made_of(cell))
        .map(|cell| (*cell).to_owned())
        .collect()
}

/// The cells of every figure as a spreadsheet shows them, from its formulas.
fn in_workbook(world: &World, month: &str) -> Vec<Line> {
    let reply = world.call("report_workbook", json!({ "span": month }));
    let bytes = STANDARD.decode(reply["base64"].as_str().unwrap()).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let values = book.worksheet_range("汇总").unwrap();
    let formulas = book.worksheet_formula("汇总").unwrap();
    let figures = world.call("report_figures", json!({ "span": month }))["figures"].clone();
    let units = figures.as_array().unwrap();
    units
        .iter()
        .zip(3_u32..)
        .map(|(figure, row)| {
            let unit = figure["unit"].as_str().unwrap();
            SHOWN
                .iter()
                .map(|column| {
                    let at = (row, u32::try_from(*column).unwrap());
                    let computed = computed(&formulas, &values, at);
                    let kept = values.get_value(at).unwrap();
                    assert_eq!(shown(&computed), shown(&as_cell(kept)), "{at:?}: what is kept");
                    as_shown(&computed, unit, matches!(column, 6 | 8))
                })
                .collect()
        })
        .collect()
}

/// What a cell of a spreadsheet holds.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Number(f64),
    Text(String),
}

fn as_cell(data: &Data) -> Cell {
    match data {
        Data::Float(number) => Cell::Number(*number),
        #[allow(clippy::cast_precision_loss, reason = "small numbers")]
        Data::Int(number) => Cell::Number(*number as f64),
        // What a formula results in is kept as a text, also where it is a number.
        Data::String(text) => text
            .parse()
            .map_or_else(|_| Cell::Text(text.clone()), Cell::Number),
        other => panic!("{other:?}"),
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => format!("{number:.9}"),
        Cell::Text(text) => text.clone(),
    }
}

/// A cell as its format shows it; a spreadsheet's formats round a half away from zero.
fn as_shown(cell: &Cell, unit: &str, change: bool) -> String {
    let number = match cell {
        Cell::Text(text) => return text.clone(),
        Cell::Number(number) => *number,
    };
    let places = |number: f64, places: usize| {
        #[allow(clippy::cast_possible_truncation, reason = "three at most")]
        let rounded = round(number, places as i32);
        format!("{:.places$}", if rounded == 0.0 { 0.0 } else { rounded })
    };
    let signed = |number: f64| {
        let text = places(number, 1);
        if round(number, 1) > 0.0 {
            format!("+{text}")
        } else {
            text
        }
    };
    match (unit, change) {
        ("rate", true) => format!("{} 个百分点", signed(number)),
        (_, true) => format!("{}%", signed(number * 100.0)),
        ("rate", false) => format!("{}%", places(number * 100.0, 1)),
        ("mean_minutes", false) => format!("{} 分钟", places(number, 0)),
        ("minutes", false) => format!("{} 小时", places(number, 1)),
        ("litres", false) => format!("{} 吨", places(number, 1)),
        _ => places(number, 0),
    }
}

/// As spreadsheets round: to the decimal number somebody reads, a half away from zero.
fn round(number: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    let steps: f64 = format!("{:.9}", number * scale).parse().unwrap();
    (steps.abs() + 0.5).floor().copysign(steps) / scale
}

/// A cell's formula computed; a cell without one is what it holds.
fn computed(formulas: &Range<String>, values: &Range<Data>, at: (u32, u32)) -> Cell {
    match formulas.get_value(at).map(String::as_str) {
        // The sums over the basis are the business of another test.
        Some(text) if !text.is_empty() && !text.starts_with("SUMIFS") => {
            let mut reading = Reading {
                rest: text,
                look: &|at| computed(formulas, values, at),
            };
            let result = reading.expression();
            assert_eq!(reading.rest, "", "{text}");
            result
        }
        _ => as_cell(values.get_value(at).unwrap()),
    }
}

/// Reads a formula from left to right: numbers, texts, cells, `+ - * / =`, IF, ROUND, OR, ISTEXT.
struct Reading<'a> {
    rest: &'a str,
    look: &'a dyn Fn((u32, u32)) -> Cell,
}

impl Reading<'_> {
    fn took(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expression(&mut self) -> Cell {
        let left = self.sum();
        if self.took("=") {
            let right = self.sum();
            return Cell::Number(f64::from(left == right));
        }
        left
    }

    fn sum(&mut self) -> Cell {
        let mut left = self.product();
        loop {
            if self.took("+") {
                left = Cell::Number(number(&left) + number(&self.product()));
            } else if self.took("-") {
                left = Cell::Number(number(&left) - number(&self.product()));
            } else {
                return left;
            }
        }
    }

    fn product(&mut self) -> Cell {
        let mut left = self.one();
        loop {
            if self.took("*") {
                left = Cell::Number(number(&left) * number(&self.one()));
            } else if self.took("/") {
                left = Cell::Number(number(&left) / number(&self.one()));
            } else {
                return left;
            }
        }
    }

    fn one(&mut self) -> Cell {
        if self.took("(") {
            let inner = self.expression();
            assert!(self.took(")"), "{}", self.rest);
            return inner;
        }
        if self.took("\"") {
            let (text, rest) = self.rest.split_once('"').unwrap();
            self.rest = rest;
            return Cell::Text(text.to_owned());
        }
        let letters: String = self.rest.chars().take_while(char::is_ascii_uppercase).collect();
        self.rest = &self.rest[letters.len()..];
        if self.took("(") {
            return self.function(&letters);
        }
        let digits: String = self
            .rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        self.rest = &self.rest[digits.len()..];
        match letters.as_bytes() {
            [] => Cell::Number(digits.parse().unwrap()),
            [column] => {
                let row: u32 = digits.parse().unwrap();
                (self.look)((row - 1, u32::from(column - b'A')))
            }
            _ => panic!("{letters}"),
        }
    }

    /// A division by zero in the branch that is not taken is computed and thrown away.
    fn function(&mut self, name: &str) -> Cell {
        let mut given = vec![self.expression()];
        while self.took(",") {
            given.push(self.expression());
        }
        assert!(self.took(")"), "{}", self.rest);
        let text = |cell: &Cell| matches!(cell, Cell::Text(_));
        match (name, given.as_slice()) {
            ("IF", [when, then, or]) => {
                if number(when) == 0.0 {
                    or.clone()
                } else {
                    then.clone()
                }
            }
            #[allow(clippy::cast_possible_truncation, reason = "a few places")]
            ("ROUND", [value, places]) => Cell::Number(round(number(value), number(places) as i32)),
            ("OR", all) => Cell::Number(f64::from(all.iter().any(|one| number(one) != 0.0))),
            ("ISTEXT", [one]) => Cell::Number(f64::from(text(one))),
            _ => panic!("{name}"),
        }
    }
}

/// A text where a number is asked is an error in a spreadsheet.
fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(number) => *number,
        Cell::Text(_) => f64::NAN,
    }
}
