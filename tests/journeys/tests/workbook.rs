//! The month for other programs: the workbook's figures are sums over what each ticket adds, and no text becomes a formula.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::{collections::BTreeMap, io::Cursor};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use calamine::{Data, Range, Reader as _, Xlsx};
use journeys::{World, number, numbers, report};
use serde_json::{Value, json};

const MONTH: &str = "2026-10";

/// A desk with three months of demo tickets, and one whose texts look like formulas.
fn world() -> (World, String) {
    let world = World::filled("2026-11-24 10:00", 150, 5, 3);
    let mut open = report(journeys::at("2026-10-20 09:00"));
    open["address"] = json!("=HYPERLINK(\"http://example\",\"点这里\")");
    open["name"] = json!("+示例用户");
    let ticket = world.call("ticket_open", json!({ "open": open }))["value"].clone();
    (world, number(&ticket))
}

fn file(world: &World, name: &str) -> Vec<u8> {
    let reply = world.call(name, json!({ "span": MONTH }));
    STANDARD.decode(reply["base64"].as_str().unwrap()).unwrap()
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Range<Data> {
    book.worksheet_range(name).unwrap()
}

/// The texts of a column below its head, which stands in the third row.
fn rows(range: &Range<Data>) -> impl Iterator<Item = &[Data]> {
    range.rows().skip(3)
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    }
}

#[test]
fn every_figure_of_the_workbook_adds_up_from_its_tickets() {
    let (world, _) = world();
    let report = world.call("report_figures", json!({ "span": MONTH }));
    let mut book = Xlsx::new(Cursor::new(file(&world, "report_workbook"))).unwrap();
    let names: Vec<String> = book.sheet_names();
    assert_eq!(names, ["汇总", "分布", "超时清单", "工单明细", "数字依据"]);
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    #[allow(clippy::cast_possible_truncation, reason = "whole numbers were written")]
    let whole = |cell: &Data| match cell {
        Data::Float(value) => *value as i64,
        other => panic!("{other:?} is no number"),
    };
    let basis = sheet(&mut book, "数字依据");
    for row in rows(&basis) {
        let sum = sums.entry(text(&row[0])).or_default();
        sum.0 += whole(&row[2]);
        sum.1 += whole(&row[3]);
    }
    let summary = sheet(&mut book, "汇总");
    let formulas = book.worksheet_formula("汇总").unwrap();
    let lines = report["figures"].as_array().unwrap();
    assert_eq!(rows(&summary).count(), lines.len());
    let mut counted = 0;
    for (line, (row, figure)) in (3_u32..).zip(rows(&summary).zip(lines)) {
        let zh = figure["zh"].as_str().unwrap();
        assert_eq!(text(&row[1]), zh);
        let is = |part: &str| figure["is"][part].as_i64().unwrap();
        let sum = sums.get(zh).copied().unwrap_or_default();
        assert_eq!(sum, (is("numerator"), is("denominator")), "{zh}");
        // What a program that does not compute shows is what one that does would.
        assert_eq!((whole(&row[3]), whole(&row[4])), sum, "{zh}");
        let formula = formulas.get_value((line, 3)).unwrap();
        assert!(formula.starts_with("SUMIFS('数字依据'!$C$4:"), "{formula}");
        assert!(!formulas.get_value((line, 2)).unwrap().is_empty(), "{zh}");
        counted += i64::from(sum.1 > 0);
    }
    assert!(counted > 20, "most figures have something to count: {counted}");
    // And each name is one figure's alone, or the sums would mix.
    let names: std::collections::BTreeSet<&str> = lines.iter().map(|it| it["zh"].as_str().unwrap()).collect();
    assert_eq!(names.len(), lines.len());
}

#[test]
fn the_detail_holds_every_ticket_of_the_month_and_texts_stay_texts() {
    let (world, strange) = world();
    let mut book = Xlsx::new(Cursor::new(file(&world, "report_workbook"))).unwrap();
    let detail = sheet(&mut book, "工单明细");
    let mut listed: Vec<String> = rows(&detail).map(|row| text(&row[0])).collect();
    listed.sort();
    let mut received = numbers(&world.call("report_tickets", json!({ "span": MONTH, "figure": "received" })));
    received.extend(numbers(
        &world.call("report_tickets", json!({ "span": MONTH, "figure": "linked" })),
    ));
    received.sort();
    assert_eq!(listed, received);
    let row = rows(&detail).find(|row| text(&row[0]) == strange).unwrap();
    assert_eq!(text(&row[10]), "=HYPERLINK(\"http://example\",\"点这里\")");
    assert!(matches!(row[4], Data::DateTime(_)), "{:?}", row[4]);
    assert_eq!(
        book.worksheet_formula("工单明细")
            .unwrap()
            .cells()
            .filter(|(_, _, it)| !it.is_empty())
            .count(),
        0
    );
    let overdue = sheet(&mut book, "超时清单");
    let report = world.call("report_figures", json!({ "span": MONTH }));
    assert_eq!(
        rows(&overdue).count(),
        report["overdue"].as_array().unwrap().len()
    );

    let csv = String::from_utf8(file(&world, "report_csv")).unwrap();
    let csv = csv.strip_prefix('\u{feff}').expect("a byte order mark");
    assert_eq!(csv.lines().count(), received.len() + 1);
    assert!(csv.contains("\r\n"));
    let line = csv.lines().find(|line| line.starts_with(&strange)).unwrap();
    assert!(
        line.contains("'+示例用户") && line.contains("\"'=HYPERLINK(\"\"http://example\"\""),
        "{line}"
    );
    assert!(!csv.contains("12012345678"), "no phones");
}

#[test]
fn a_month_without_tickets_makes_a_workbook_too() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    for name in ["report_workbook", "report_csv"] {
        let reply = world.call(name, json!({ "span": "2026-11" }));
        assert_ne!(reply["base64"], Value::String(String::new()));
        let refusal = world.refused(name, json!({ "span": "2026-13" }));
        assert_eq!(refusal.field.as_deref(), Some("span"));
    }
}
