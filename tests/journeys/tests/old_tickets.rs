//! 旧工单 from the office's sheets: looked through, taken as a whole, corrected and brought again; read at a household, counted
//! nowhere, and taken out when they are too old.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{Code, erasure::GONE};
use journeys::{
    World, at, contents,
    sheet::{lines, stopped, texts},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

const HEADS: &str =
    "工单编号,受理时间,业务类别,户号,报修人,联系电话,地址,报修内容,处理结果,办结时间,维修人员";

fn sheet(rows: &[&str]) -> Vec<u8> {
    format!("{HEADS}\n{}\n", rows.join("\n")).into_bytes()
}

/// The sheet as it is guessed.
fn guessed(world: &World, name: &str, bytes: &[u8]) -> Value {
    let file = contents::file(name, bytes);
    let seen = world.call("old_ticket_sheet_look", json!({ "file": file }));
    let columns: Vec<&Value> = seen["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| &column["guess"])
        .collect();
    json!({
        "file": file, "sheet": seen["sheet"], "head": seen["head"], "columns": columns,
        "ledger": "旧台账", "phones_inside": true,
    })
}

fn take(world: &World, sheet: &Value, leave_bad: bool) -> Value {
    world.call(
        "old_ticket_sheet_import",
        json!({ "sheet": sheet, "leave_bad": leave_bad }),
    )["value"]
        .clone()
}

/// New, the same, bad; whether it was written.
fn counts(checked: &Value) -> (i64, i64, i64, bool) {
    let number = |field: &str| checked[field].as_i64().unwrap();
    (
        number("added"),
        number("unchanged"),
        number("bad"),
        checked["written"] == true,
    )
}

fn problems(checked: &Value) -> Vec<(i64, &str, &str)> {
    checked["bad_lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["row"].as_i64().unwrap(),
                line["problem"]["column"].as_str().unwrap(),
                line["problem"]["fault"].as_str().unwrap(),
            )
        })
        .collect()
}

fn find(world: &World, number: &str) -> Vec<Value> {
    let found = world.call("old_ticket_find", json!({ "number": number }));
    found.as_array().unwrap().clone()
}

/// A household, and its id.
fn household(world: &World, account: &str, name: &str, phone: &str) -> i64 {
    let household = json!({
        "account_number": account, "name": name, "phones": [phone], "address": format!("演示花园 {account} 号"), "area": "urban",
    });
    world.call("customer_save", json!({ "household": household }))["value"]["id"]
        .as_i64()
        .unwrap()
}

fn of_household(world: &World, customer: i64) -> Vec<String> {
    let listed = world.call("old_ticket_list", json!({ "customer": customer }));
    let number = |row: &Value| row["ticket"]["number"].as_str().unwrap().to_owned();
    listed["rows"].as_array().unwrap().iter().map(number).collect()
}

fn desk() -> World {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    world
}

#[test]
fn a_workbook_of_the_office_is_taken_once() {
    let world = desk();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("2023年报修").unwrap();
    let plain = Format::new();
    let time = Format::new().set_num_format("yyyy/m/d h:mm");
    sheet.merge_range(0, 0, 0, 5, "2023年报修登记表", &plain).unwrap();
    for (column, head) in [
        "序号",
        "报修\n单号",
        "报修\n时间",
        "报修内容",
        "业务类别",
        "处理情况",
        "完工日期",
    ]
    .iter()
    .enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), *head).unwrap();
    }
    let date = ExcelDateTime::from_ymd(2023, 5, 6)
        .unwrap()
        .and_hms(8, 30, 0)
        .unwrap();
    sheet.write(3, 0, 1).unwrap();
    sheet.write(3, 1, "BX-0001").unwrap();
    sheet.write_datetime_with_format(3, 2, &date, &time).unwrap();
    sheet.write(3, 3, "厨房漏水，联系张先生 13800000000").unwrap();
    sheet.write(3, 4, "义务维修").unwrap();
    sheet.write(3, 5, "已更换角阀").unwrap();
    sheet.write(3, 6, "2023年5月6日").unwrap();
    sheet.write(5, 1, "BX-0002").unwrap();
    sheet.write(5, 2, "2023.5.7").unwrap();
    sheet.write(5, 4, "爆管抢修").unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let ask = guessed(&world, "报修.xlsx", &bytes);
    assert_eq!(ask["head"], json!({ "row": 3, "rows": 1 }));
    assert_eq!(
        ask["columns"],
        json!([
            null,
            "old_number",
            "reported_at",
            "description",
            "category",
            "result",
            "finished_at"
        ])
    );
    let before = lines(&world);
    let checked = world.call("old_ticket_sheet_check", ask.clone());
    assert_eq!(counts(&checked), (2, 0, 0, false));
    assert_eq!(checked["found"][0]["phones"], json!(["13800000000"]));
    assert_eq!(lines(&world), before, "a dry run writes nothing");

    assert_eq!(counts(&take(&world, &ask, false)), (2, 0, 0, true));
    assert_eq!(lines(&world), before + 2, "each is one line");
    let first = find(&world, "BX-0001").remove(0);
    assert_eq!(
        first["ticket"],
        json!({
            "ledger": "旧台账", "number": "BX-0001", "reported_at": at("2023-05-06 08:30").0, "service": "repair", "category": "",
            "customer": null, "account_number": "", "name": "", "phones": ["13800000000"], "address": "",
            "description": "厨房漏水，联系张先生 13800000000", "result": "已更换角阀", "finished_at": at("2023-05-06 00:00").0,
            "handler": "",
        })
    );
    let second = find(&world, "BX-0002").remove(0);
    assert_eq!(
        (&second["ticket"]["service"], &second["ticket"]["category"]),
        (&Value::Null, &json!("爆管抢修"))
    );
    assert_eq!(find(&world, "BX-").len(), 2);
    assert_eq!(world.call("old_ticket_get", json!({ "id": first["id"] })), first);

    let written = lines(&world);
    assert_eq!(counts(&take(&world, &ask, false)), (0, 2, 0, true));
    assert_eq!(lines(&world), written, "the same sheet twice changes nothing");
    // Another ledger may number alike.
    let mut other = ask;
    other["ledger"] = json!("乡镇所台账");
    assert_eq!(counts(&take(&world, &other, false)), (2, 0, 0, true));
    assert_eq!(find(&world, "BX-0001").len(), 2);
}

#[test]
fn it_is_put_to_a_household_only_where_there_is_no_doubt() {
    let world = desk();
    let first = household(&world, "97000001", "演示住户甲", "12000000071");
    let second = household(&world, "97000002", "演示住户乙", "12000000072");
    let third = household(&world, "97000003", "演示住户丙", "12000000072");
    let rows = sheet(&[
        "A1,2023-05-01,,97000001,,,,,,,",
        "A2,2023-05-03,,,,12000000071,,,,,",
        "A3,2023-05-02,,,演示住户甲,,演示花园 97000001 号,,,,",
        "B1,2023-05-01,,,演示住户乙,12000000072,演示花园 97000002 号,,,,",
        "X1,2023-05-01,,,,12000000072,,,,,",
        "X2,2023-05-01,,97000009,,12000000071,,,,,",
        "X3,2023-05-01,,,演示住户甲,,别处 1 号,,,,",
    ]);
    let ask = guessed(&world, "旧工单.csv", &rows);
    let checked = world.call("old_ticket_sheet_check", ask.clone());
    assert_eq!(
        (counts(&checked), &checked["known"]),
        ((7, 0, 0, false), &json!(4))
    );
    take(&world, &ask, false);
    assert_eq!(of_household(&world, first), ["A2", "A3", "A1"], "newest first");
    assert_eq!(
        of_household(&world, second),
        ["B1"],
        "two have the phone, one the name"
    );
    assert!(of_household(&world, third).is_empty());
    assert!(
        world
            .call("customer_find", json!({ "text": "97000009" }))
            .as_array()
            .unwrap()
            .is_empty()
    );
    // A household that comes later has what was kept under its account number; the sheet stays the same one.
    let later = household(&world, "97000009", "演示住户丁", "12000000079");
    assert_eq!(of_household(&world, later), ["X2"]);
    assert_eq!(counts(&take(&world, &ask, false)), (0, 7, 0, true));

    let page = |after: &Value| {
        world.call(
            "old_ticket_list",
            json!({ "customer": first, "limit": 2, "after": after }),
        )
    };
    let begin = page(&Value::Null);
    let rest = page(&begin["next"]);
    assert_eq!(begin["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&rest["rows"][0]["ticket"]["number"], &rest["next"]),
        (&json!("A1"), &Value::Null)
    );
}

#[test]
fn bad_rows_are_left_out_saved_corrected_and_brought_again() {
    let world = desk();
    take(
        &world,
        &guessed(&world, "一.csv", &sheet(&["W0,2023-05-01,,,,,,漏水,,,"])),
        false,
    );
    let rows = sheet(&[
        "W1,2023-05-01 8:30,义务维修,,演示住户甲,12000000071,演示花园,漏水,已修,2023-05-01 9:30,演示师傅",
        ",2023-05-01,,,,,,,,,",
        "W3,,,,,,,,,,",
        "W4,上周,,,,,,,,,",
        "W5,2026-11-24 9:01,,,,,,,,,",
        "W6,1979-12-31,,,,,,,,,",
        "W7,2023-05-02,,,,,,,,2023-05-01,",
        "W1,2023-05-01,,,,,,,,,",
        "W9,2023-05-01,,,,12,,,,,",
        "W0,2023-05-01,,,,,,水表损坏,,,",
        HEADS,
        "W0,2023-05-01,,,,,,漏水,,,",
    ]);
    let ask = guessed(&world, "旧工单.csv", &rows);
    let checked = world.call("old_ticket_sheet_check", ask.clone());
    assert_eq!(
        problems(&checked),
        [
            (3, "old_number", "missing"),
            (4, "reported_at", "missing"),
            (5, "reported_at", "bad_time"),
            (6, "reported_at", "future"),
            (7, "reported_at", "too_early"),
            (8, "finished_at", "before_report"),
            (9, "old_number", "twice"),
            (10, "phones", "bad_phone"),
            (11, "old_number", "differs"),
            (13, "old_number", "twice"),
        ]
    );
    let before = lines(&world);
    assert_eq!(counts(&take(&world, &ask, false)), (1, 0, 10, false));
    assert_eq!(lines(&world), before, "as long as nobody leaves the bad ones out");
    let file = world.call("old_ticket_sheet_rejected", ask.clone());
    assert_eq!(counts(&take(&world, &ask, true)), (1, 0, 10, true));

    assert_eq!(file["name"], "未导入的旧工单-2026-11-24.xlsx");
    let left = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let table = texts(&left);
    assert_eq!(table[2][0], "工单编号");
    assert_eq!(table[3][11], "旧编号：没有填写");
    assert_eq!(table[11][11], "旧编号：已有这个旧编号，内容不同（W0）");
    let mut book = Workbook::new();
    let corrected = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(&table) {
        for (column, cell) in (0_u16..).zip(cells) {
            let cell = match (row, column) {
                (3, 0) => "W2",
                (9, 0) => "W8",
                (11, 0) => "W10",
                (12, 0) => "W0",
                (4..=7, 1) => "2023年5月3日 8时30分",
                (8, 9) => "2023-05-02",
                (10, 5) => "12000000072",
                _ => cell,
            };
            corrected.write(row, column, cell).unwrap();
        }
    }
    let ask = guessed(&world, "改好的.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(counts(&take(&world, &ask, false)), (9, 1, 0, true));
    assert_eq!(find(&world, "W").len(), 10, "the first ten of eleven");
    assert_eq!(
        find(&world, "W7")[0]["ticket"]["finished_at"],
        at("2023-05-02 00:00").0
    );
}

/// Old tickets stand in nobody's list and in no figure, and whoever sees no phones sees none of theirs.
#[test]
fn they_count_nowhere_and_are_shown_as_households_are() {
    let world = desk();
    let home = household(&world, "97000001", "演示住户甲", "12000000071");
    let said = |world: &World| {
        [
            world.call("ticket_list", json!({})),
            world.call("ticket_list", json!({ "customer": home })),
            world.call("ticket_board", json!({})),
            world.call("report_figures", json!({ "span": "2026-11" })),
        ]
    };
    let before = said(&world);
    let rows = sheet(&[
        "A1,2026-11-20 8:30,义务维修,97000001,演示住户甲,12000000071,演示花园 7 号楼,漏水,已修,2026-11-21,",
    ]);
    let ask = guessed(&world, "旧工单.csv", &rows);
    take(&world, &ask, false);
    assert_eq!(said(&world), before);
    let journal = world.call("journal_list", json!({ "limit": 1 }))["rows"][0].clone();
    assert_eq!(
        (&journal["subject"], &journal["title"]),
        (&json!("A1"), &json!("导入旧工单（旧台账）"))
    );

    world.sign_in("审计");
    let shown = find(&world, "A1").remove(0)["ticket"].clone();
    assert_eq!(shown["phones"], json!(["120****71"]));
    assert!(!shown["address"].as_str().unwrap().contains("7 号楼"));
    for command in ["old_ticket_sheet_check", "old_ticket_sheet_rejected"] {
        assert_eq!(world.refused(command, ask.clone()).code, Code::NotPermitted);
    }
    world.sign_in("热线坐席");
    assert_eq!(
        world
            .refused(
                "old_ticket_sheet_import",
                json!({ "sheet": ask, "leave_bad": true })
            )
            .code,
        Code::NotPermitted
    );
    assert_eq!(of_household(&world, home), ["A1"]);
}

#[test]
fn what_is_no_sheet_of_old_tickets() {
    let world = desk();
    let good = guessed(&world, "旧工单.csv", &sheet(&["A1,2023-05-01,,,,,,,,,"]));
    let bad = |change: &dyn Fn(&mut Value)| {
        let mut ask = good.clone();
        change(&mut ask);
        let refusal = world.refused("old_ticket_sheet_check", ask);
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let at = |field: &str| field.to_owned();
    assert_eq!(
        bad(&|ask| ask["columns"][0] = Value::Null),
        (Code::Required, at("columns"))
    );
    assert_eq!(
        bad(&|ask| ask["columns"][1] = Value::Null),
        (Code::Required, at("columns"))
    );
    assert_eq!(
        bad(&|ask| ask["columns"][2] = json!("meter_number")),
        (Code::BadRequest, at("columns"))
    );
    assert_eq!(
        bad(&|ask| ask["ledger"] = json!(" ")),
        (Code::Required, at("ledger"))
    );
    assert_eq!(
        bad(&|ask| ask["ledger"] = json!("长".repeat(51))),
        (Code::TooLong, at("ledger"))
    );
    assert_eq!(
        world
            .refused("old_ticket_list", json!({ "customer": 999_999 }))
            .code,
        Code::NotFound
    );
    assert_eq!(
        world.refused("old_ticket_get", json!({ "id": 1 })).code,
        Code::NotFound
    );
}

#[test]
fn a_long_import_is_stopped_without_a_trace() {
    let world = desk();
    let mut text = format!("{HEADS}\n");
    for row in 0..4_000 {
        writeln!(text, "A{row},2023-05-01,,,,12{row:09},,漏水,,,").unwrap();
    }
    let ask = json!({ "sheet": guessed(&world, "旧工单.csv", text.as_bytes()), "leave_bad": false });
    stopped(&world, "old_ticket_sheet_import", &ask);
    assert!(find(&world, "A1").is_empty());
}

#[test]
fn what_is_older_than_it_may_be_kept_is_taken_out() {
    let world = desk();
    let home = household(&world, "97000001", "演示住户甲", "12000000071");
    let rows = sheet(&[
        "A1,2019-05-01,爆管抢修,97000001,演示住户甲,12000000071,演示花园 7 号楼,漏水,已修,,演示师傅",
        "A2,2021-11-23,,97000001,演示住户甲,,,,,2021-11-24,",
        "A3,2019-05-01,义务维修,,,,,,,,",
    ]);
    let ask = guessed(&world, "旧工单.csv", &rows);
    let checked = take(&world, &ask, false);
    assert_eq!(
        (counts(&checked), &checked["over"]),
        ((3, 0, 0, true), &json!(1)),
        "nothing personal stands in A3"
    );

    world.sign_in("admin");
    let due = world.call("erasure_due", json!({}));
    assert_eq!((&due["tickets"], &due["old_tickets"]), (&json!(0), &json!(1)));
    assert_eq!(due["oldest"], at("2019-05-01 00:00").0);
    let run = || world.call("erasure_run", json!({ "reason": "保存期满" }))["value"].clone();
    assert_eq!(
        run(),
        json!({ "tickets": 0, "old_tickets": 1, "more": true, "copies": [] })
    );
    assert_eq!(
        run(),
        json!({ "tickets": 0, "old_tickets": 0, "more": false, "copies": [] })
    );
    assert_eq!(world.call("erasure_due", json!({}))["old_tickets"], 0);
    assert!(
        world.call("journal_verify", json!({}))["entries"].as_i64() > Some(0),
        "the chain holds"
    );
    let bytes = std::fs::read(world.file()).unwrap();
    let gone = "爆管抢修".as_bytes();
    assert!(!bytes.windows(gone.len()).any(|window| window == gone));

    world.sign_in("客服主管");
    assert_eq!(of_household(&world, home), ["A2"]);
    let left = find(&world, "A1").remove(0);
    assert_eq!(
        (&left["erased"], &left["ticket"]["name"]),
        (&json!(true), &json!(GONE))
    );
    assert_eq!(left["ticket"]["reported_at"], at("2019-05-01 00:00").0);
    let again = world.call("old_ticket_sheet_check", ask);
    assert_eq!(
        (counts(&again), problems(&again)),
        ((0, 2, 1, false), vec![(2, "old_number", "gone")])
    );
}
