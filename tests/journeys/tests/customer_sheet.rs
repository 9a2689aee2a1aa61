//! The office's sheets of households: looked into, looked through, taken as a whole, corrected and brought again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::Code;
use journeys::{
    World, contents,
    sheet::{lines, stopped, texts},
};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::{Value, json};

/// As an office keeps them: a title over the whole width, heads of two rows with line breaks, blank rows, a community merged
/// over its households, formulas, a column of something else.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("说明")
        .unwrap()
        .write(0, 0, "填表说明")
        .unwrap();
    let sheet = book.add_worksheet().set_name("用户台账").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(
            0,
            0,
            0,
            6,
            "演示供水公司用户台账（户号、户名、电话、地址）",
            &plain,
        )
        .unwrap();
    for (column, head) in [
        (0, "用户\n编号"),
        (1, "户名"),
        (4, "所属小区"),
        (5, "用水\n地址"),
        (6, "备注"),
    ] {
        sheet.merge_range(2, column, 3, column, head, &plain).unwrap();
    }
    sheet.merge_range(2, 2, 2, 3, "联系方式", &plain).unwrap();
    sheet.write(3, 2, "手机").unwrap();
    sheet.write(3, 3, "座机").unwrap();
    sheet.merge_range(4, 4, 6, 4, "演示花园", &plain).unwrap();
    // 97000001, and one more by formula; its value is what the office's program stored.
    sheet.write(4, 0, 97_000_001).unwrap();
    sheet.write(4, 1, "演示住户甲").unwrap();
    sheet.write(4, 2, 12_000_000_071_i64).unwrap();
    sheet.write(4, 3, "0533-5270300").unwrap();
    sheet.write(4, 5, "演示花园 7 号楼\n1 单元 101").unwrap();
    sheet
        .write(6, 0, Formula::new("A5+1").set_result("97000002"))
        .unwrap();
    sheet.write(6, 1, "演示住户乙").unwrap();
    sheet.write(6, 2, "张先生 13800000000，座机010-12345678").unwrap();
    sheet
        .write(6, 5, Formula::new("E5&\" 8 号楼\"").set_result("演示花园 8 号楼"))
        .unwrap();
    sheet.write(6, 6, "儿子 13900000000").unwrap();
    book.save_to_buffer().unwrap()
}

fn look(world: &World, name: &str, bytes: &[u8]) -> Value {
    world.call(
        "customer_sheet_look",
        json!({ "file": contents::file(name, bytes) }),
    )
}

/// The sheet as it is guessed.
fn guessed(world: &World, name: &str, bytes: &[u8]) -> Value {
    let seen = look(world, name, bytes);
    let columns: Vec<&Value> = seen["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| &column["guess"])
        .collect();
    json!({
        "file": contents::file(name, bytes), "sheet": seen["sheet"], "head": seen["head"], "columns": columns,
        "area": "urban", "phones_inside": true, "update": true,
    })
}

fn take(world: &World, sheet: &Value, leave_bad: bool) -> Value {
    world.call(
        "customer_sheet_import",
        json!({ "sheet": sheet, "leave_bad": leave_bad }),
    )["value"]
        .clone()
}

/// New, changed, the same, bad; whether it was written.
fn counts(checked: &Value) -> (i64, i64, i64, i64, bool) {
    let number = |field: &str| checked[field].as_i64().unwrap();
    (
        number("added"),
        number("changed"),
        number("unchanged"),
        number("bad"),
        checked["written"] == true,
    )
}

fn household(world: &World, account: &str) -> Value {
    let found = world.call("customer_find", json!({ "text": account }));
    let mut all = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["household"].clone());
    all.find(|household| household["account_number"] == account)
        .unwrap_or(Value::Null)
}

fn problems(checked: &Value) -> Vec<(i64, String, String, String)> {
    let text = |line: &Value, field: &str| line["problem"][field].as_str().unwrap().to_owned();
    checked["bad_lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["row"].as_i64().unwrap(),
                text(line, "column"),
                text(line, "fault"),
                text(line, "value"),
            )
        })
        .collect()
}

fn desk() -> World {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    world
}

#[test]
fn a_workbook_of_the_office() {
    let world = desk();
    let bytes = workbook();
    let seen = look(&world, "用户台账.xlsx", &bytes);
    assert_eq!(seen["sheets"], json!(["说明", "用户台账"]));
    assert_eq!(seen["sheet"], 1, "the one that looks like households");
    assert_eq!(seen["head"], json!({ "row": 3, "rows": 2 }));
    assert_eq!(seen["rows"], 2);
    let columns: Vec<(&str, &Value)> = seen["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| (column["head"].as_str().unwrap(), &column["guess"]))
        .collect();
    let expected = [
        ("用户编号", "account_number"),
        ("户名", "name"),
        ("联系方式 手机", "phones"),
        ("联系方式 座机", "phones"),
        ("所属小区", "community"),
        ("用水地址", "address"),
    ];
    for (is, (head, guess)) in columns.iter().zip(expected) {
        assert_eq!((is.0, is.1.as_str()), (head, Some(guess)));
    }
    assert_eq!(columns[6], ("备注", &Value::Null));
    assert_eq!(
        seen["columns"][6]["with_phones"], 1,
        "offered: somebody may want it"
    );

    let sheet = guessed(&world, "用户台账.xlsx", &bytes);
    let before = lines(&world);
    let checked = world.call("customer_sheet_check", sheet.clone());
    assert_eq!(counts(&checked), (2, 0, 0, 0, false));
    assert_eq!(
        checked["found"],
        json!([{ "row": 7, "text": "张先生 13800000000，座机010-12345678", "phones": ["13800000000", "010-12345678"] }])
    );
    assert_eq!(lines(&world), before, "a dry run writes nothing");

    assert_eq!(counts(&take(&world, &sheet, false)), (2, 0, 0, 0, true));
    assert_eq!(
        household(&world, "97000001"),
        json!({
            "account_number": "97000001", "name": "演示住户甲", "phones": ["12000000071", "0533-5270300"],
            "address": "演示花园 7 号楼 1 单元 101", "community": "演示花园", "area": "urban", "meter_number": "",
        })
    );
    let second = household(&world, "97000002");
    assert_eq!(second["phones"], json!(["13800000000", "010-12345678"]));
    assert_eq!(second["address"], "演示花园 8 号楼", "by its stored value");
    assert_eq!(second["community"], "演示花园", "merged over both");

    let written = lines(&world);
    assert_eq!(counts(&take(&world, &sheet, false)), (0, 0, 2, 0, true));
    assert_eq!(lines(&world), written, "the same sheet twice changes nothing");
}

#[test]
fn the_column_of_something_else_is_taken_for_its_phones() {
    let world = desk();
    let mut sheet = guessed(&world, "用户台账.xlsx", &workbook());
    sheet["columns"][6] = json!("phones");
    take(&world, &sheet, false);
    assert_eq!(
        household(&world, "97000002")["phones"],
        json!(["13800000000", "010-12345678", "13900000000"])
    );
}

#[test]
fn an_old_workbook_and_csv_in_both_encodings_say_the_same() {
    let csv = "演示供水公司用户档案\n\n用户编号,户名,联系电话,用水地址\n97000001,演示住户甲,12000000071、0533-5270300,演示花园 7 号楼\n\n97000002,演示住户乙,,演示花园 8 号楼\n";
    let gbk = encoding_rs::GBK.encode(csv).0.into_owned();
    let marked = format!("\u{feff}{csv}").into_bytes();
    let xls: &[u8] = include_bytes!("office/customers.xls");
    for (name, bytes) in [
        ("一.csv", csv.as_bytes()),
        ("二.csv", &gbk),
        ("三.csv", &marked),
        ("四.xls", xls),
    ] {
        let world = desk();
        let sheet = guessed(&world, name, bytes);
        assert_eq!(sheet["head"]["row"], 3, "{name}");
        assert_eq!(counts(&take(&world, &sheet, false)), (2, 0, 0, 0, true), "{name}");
        let first = household(&world, "97000001");
        assert_eq!(first["phones"], json!(["12000000071", "0533-5270300"]), "{name}");
        assert_eq!(first["address"], "演示花园 7 号楼", "{name}");
        assert_eq!(household(&world, "97000002")["name"], "演示住户乙", "{name}");
    }
}

const HEADS: &str = "户号,户名,电话,地址,表号,区域";

fn sheet(rows: &[&str]) -> Vec<u8> {
    format!("{HEADS}\n{}\n", rows.join("\n")).into_bytes()
}

#[test]
fn known_households_are_changed_only_where_the_sheet_says_something() {
    let world = desk();
    let first = sheet(&[
        "97000001,演示住户甲,12000000071,演示花园 7 号楼,B-1,城区外",
        "97000002,演示住户乙,,演示花园 8 号楼,,",
    ]);
    take(&world, &guessed(&world, "一.csv", &first), false);
    let second = sheet(&[
        "97000001,,12000000072,,,",
        "97000002,演示住户乙,,演示花园 8 号楼,,",
        "97000003,演示住户丙,,演示花园 9 号楼,,",
    ]);
    let mut ask = guessed(&world, "二.csv", &second);
    ask["update"] = json!(false);
    let checked = world.call("customer_sheet_check", ask.clone());
    assert_eq!(counts(&checked), (1, 1, 1, 0, false));
    let change = &checked["changes"][0];
    assert_eq!(
        (
            &change["row"],
            &change["before"]["phones"],
            &change["after"]["phones"]
        ),
        (&json!(2), &json!(["12000000071"]), &json!(["12000000072"]))
    );
    take(&world, &ask, false);
    assert_eq!(
        household(&world, "97000001")["phones"],
        json!(["12000000071"]),
        "nobody wanted it changed"
    );
    assert_eq!(household(&world, "97000003")["name"], "演示住户丙");
    ask["update"] = json!(true);
    assert_eq!(counts(&take(&world, &ask, false)), (0, 1, 2, 0, true));
    assert_eq!(
        household(&world, "97000001"),
        json!({
            "account_number": "97000001", "name": "演示住户甲", "phones": ["12000000072"], "address": "演示花园 7 号楼",
            "community": "", "area": "outside", "meter_number": "B-1",
        })
    );
}

/// Every bad row is named with its column, its reason and what stands there.
#[test]
fn bad_rows_are_left_out_saved_corrected_and_brought_again() {
    let world = desk();
    let rows = sheet(&[
        "97000001,演示住户甲,12000000071,演示花园 7 号楼,,",
        ",演示住户乙,,演示花园 8 号楼,,",
        "97000003,,,演示花园 9 号楼,,",
        "97000004,演示住户丁,12,演示花园 9 号楼,,",
        "97000001,演示住户戊,,演示花园 9 号楼,,",
        "97000006,演示住户己,1.38E+10,演示花园 9 号楼,,",
        "#N/A,演示住户庚,,演示花园 9 号楼,,",
        "97000008,演示住户辛,,演示花园 9 号楼,,何处",
        "户号,户名,电话,地址,表号,区域",
        "97000009,演示住户壬,,,,",
    ]);
    let ask = guessed(&world, "用户.csv", &rows);
    let checked = world.call("customer_sheet_check", ask.clone());
    let expected = [
        (3, "account_number", "missing", ""),
        (4, "name", "missing", ""),
        (5, "phones", "bad_phone", "12"),
        (6, "account_number", "twice", "第 2 行"),
        (7, "phones", "rounded", "1.38E+10"),
        (8, "account_number", "broken", "#N/A"),
        (9, "area", "bad_area", "何处"),
        (11, "address", "missing", ""),
    ]
    .map(|(row, column, fault, value)| (row, column.to_owned(), fault.to_owned(), value.to_owned()));
    assert_eq!(problems(&checked), expected);
    let before = lines(&world);
    assert_eq!(counts(&take(&world, &ask, false)), (1, 0, 0, 8, false));
    assert_eq!(lines(&world), before, "as long as nobody leaves the bad ones out");
    let file = world.call("customer_sheet_rejected", ask.clone());
    assert_eq!(counts(&take(&world, &ask, true)), (1, 0, 0, 8, true));
    assert_eq!(household(&world, "97000003"), Value::Null);

    // What was left out, with its reasons; brought again as it is it is bad for the same reasons.
    assert_eq!(file["name"], "未导入的用户档案-2026-11-24.xlsx");
    let left = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let table = texts(&left);
    assert_eq!(table[2], ["户号", "户名", "电话", "地址", "表号", "区域", "原因"]);
    assert_eq!(
        table[3],
        ["", "演示住户乙", "", "演示花园 8 号楼", "", "", "户号：没有填写"]
    );
    assert_eq!(table[6][6], "户号：在表中出现了两次（第 2 行）");
    assert_eq!(table.len(), 11);
    let again = world.call("customer_sheet_check", guessed(&world, "未导入.xlsx", &left));
    // The row that stood in the sheet twice stands alone now, and would change the household that was taken.
    assert_eq!(counts(&again), (0, 1, 0, 7, false));

    let mut book = Workbook::new();
    let corrected = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(&table) {
        for (column, cell) in (0_u16..).zip(cells) {
            let cell = match (row, column) {
                (3, 0) => "97000002",
                (4, 1) => "演示住户丙",
                (5, 2) | (7, 2) => "12000000074",
                (6, 0) => "97000005",
                (8, 0) => "97000007",
                (9, 5) => "城区",
                (10, 3) => "演示花园 10 号楼",
                _ => cell,
            };
            corrected.write(row, column, cell).unwrap();
        }
    }
    let corrected = book.save_to_buffer().unwrap();
    let ask = guessed(&world, "改好的.xlsx", &corrected);
    assert_eq!(counts(&take(&world, &ask, false)), (8, 0, 0, 0, true));
    assert_eq!(household(&world, "97000009")["address"], "演示花园 10 号楼");
}

#[test]
fn phones_inside_a_text_are_taken_only_if_somebody_wants_them() {
    let world = desk();
    let rows = sheet(&["97000001,演示住户甲,张先生 13800000000,演示花园 7 号楼,,"]);
    let mut ask = guessed(&world, "用户.csv", &rows);
    ask["phones_inside"] = json!(false);
    let checked = world.call("customer_sheet_check", ask);
    assert_eq!(
        problems(&checked),
        [(
            2,
            "phones".to_owned(),
            "mixed".to_owned(),
            "张先生 13800000000".to_owned()
        )]
    );
}

#[test]
fn what_is_no_sheet_of_households() {
    let world = desk();
    let refused = |bytes: &[u8]| {
        let refusal = world.refused(
            "customer_sheet_look",
            json!({ "file": contents::file("用户.csv", bytes) }),
        );
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let at = |field: &str| field.to_owned();
    assert_eq!(refused(b""), (Code::Required, at("file")));
    assert_eq!(refused(b"PK\x03\x04 no archive"), (Code::BadSheet, at("file")));
    assert_eq!(refused(&[0xff; 40]), (Code::BadSheet, at("file")));
    let good = guessed(
        &world,
        "用户.csv",
        &sheet(&["97000001,演示住户甲,,演示花园 7 号楼,,"]),
    );
    let bad = |change: &dyn Fn(&mut Value)| {
        let mut ask = good.clone();
        change(&mut ask);
        let refusal = world.refused("customer_sheet_check", ask);
        (refusal.code, refusal.field.unwrap_or_default())
    };
    assert_eq!(
        bad(&|ask| ask["columns"][0] = Value::Null),
        (Code::Required, at("columns"))
    );
    assert_eq!(bad(&|ask| ask["sheet"] = json!(1)), (Code::BadSheet, at("file")));
    assert_eq!(
        bad(&|ask| ask["sheet"] = json!(-1)),
        (Code::BadSheet, at("sheet"))
    );
    assert_eq!(
        bad(&|ask| ask["head"]["row"] = json!(0)),
        (Code::OutOfRange, at("head.row"))
    );
    assert_eq!(
        bad(&|ask| ask["head"]["rows"] = json!(9)),
        (Code::OutOfRange, at("head.rows"))
    );
    world.sign_in("热线坐席");
    assert_eq!(
        world.refused("customer_sheet_check", good).code,
        Code::NotPermitted
    );
}

#[test]
fn a_long_import_is_stopped_without_a_trace() {
    let world = desk();
    let mut text = format!("{HEADS}\n");
    for row in 0..4_000 {
        writeln!(
            text,
            "{},演示住户{row},12{row:09},演示花园 {row} 号,,",
            97_000_000 + row
        )
        .unwrap();
    }
    let ask = json!({ "sheet": guessed(&world, "用户.csv", text.as_bytes()), "leave_bad": false });
    stopped(&world, "customer_sheet_import", &ask);
    assert_eq!(household(&world, "97000001"), Value::Null);
    let whole = world.call("customer_sheet_import", ask);
    assert_eq!(counts(&whole["value"]), (4_000, 0, 0, 0, true));
    assert_eq!(household(&world, "97003999")["name"], "演示住户3999");
}
