//! The year's plan of community events from the office's spreadsheet: a dry run that names every bad row, then all or
//! nothing, and the plan as it is held, moved and cancelled through the year.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, contents, numbers};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

const HEADS: &str = "日期,时间,小区,地点,活动内容,联系人,联系电话";

fn sheet(rows: &[&str]) -> String {
    format!("{HEADS}\n{}\n", rows.join("\n"))
}

fn good() -> String {
    sheet(&[
        "2026-12-12,09:30,演示新村,活动中心,节水宣传,演示居委会主任,12000000001",
        "2026/12/5,9：00-11：00,示例家园,东门广场,水表检查,,",
        "2026年12月19日,,模拟小区,物业大厅,用水咨询,,",
    ])
}

fn import(world: &World, bytes: &[u8], dry_run: bool) -> Value {
    world.call("community_import", request(bytes, dry_run))["value"].clone()
}

fn request(bytes: &[u8], dry_run: bool) -> Value {
    json!({ "file": contents::file("计划.csv", bytes), "dry_run": dry_run })
}

fn refused(world: &World, bytes: &[u8]) -> (Code, String) {
    let refusal = world.refused("community_import", request(bytes, true));
    (refusal.code, refusal.field.unwrap_or_default())
}

/// Added, known and bad rows, and whether anything was written.
fn counts(imported: &Value) -> (i64, i64, i64, bool) {
    let number = |field: &str| imported[field].as_i64().unwrap();
    (
        number("added"),
        number("known"),
        number("bad"),
        imported["written"] == true,
    )
}

fn plan(world: &World) -> Vec<(String, String)> {
    let view = world.call("community_plan", json!({ "year": 2026 }));
    let events = view["events"].as_array().unwrap();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    events
        .iter()
        .map(|row| (text(row, "community"), text(row, "stage")))
        .collect()
}

/// The sheet of the office's program: a title, a blank row, heads in row 3, real dates and times, a row left blank.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (day, hour) = (
        Format::new().set_num_format("yyyy-mm-dd"),
        Format::new().set_num_format("hh:mm"),
    );
    sheet.write(0, 0, "2026 年服务进社区计划").unwrap();
    for (column, head) in [
        "序号",
        "活动日期",
        "时间",
        "小区（社区）",
        "活动\n地点",
        "活动内容",
    ]
    .iter()
    .enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), *head).unwrap();
    }
    let rows = [
        (
            3,
            1.0,
            (12, 20),
            Some((9, 30)),
            "演示新村",
            "活动中心",
            "节水宣传",
        ),
        (5, 2.0, (12, 6), None, "示例家园", "东门广场", "水表检查"),
    ];
    for (row, serial, (month, date), time, community, place, topic) in rows {
        sheet.write(row, 0, serial).unwrap();
        let at = ExcelDateTime::from_ymd(2026, month, date).unwrap();
        sheet.write_with_format(row, 1, at, &day).unwrap();
        if let Some((h, m)) = time {
            let at = ExcelDateTime::from_hms(h, m, 0).unwrap();
            sheet.write_with_format(row, 2, at, &hour).unwrap();
        }
        sheet.write(row, 3, community).unwrap();
        sheet.write(row, 4, place).unwrap();
        sheet.write(row, 5, topic).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// Clause 5.2⑴: the plan made at the start of the year, in each of the encodings an office writes.
#[test]
fn csv_in_both_encodings() {
    for encoding in ["utf-8", "utf-8 with mark", "gbk"] {
        let world = World::new("2026-11-24 09:00");
        world.sign_in("客服主管");
        let bytes = match encoding {
            "gbk" => encoding_rs::GBK.encode(&good()).0.into_owned(),
            "utf-8" => good().into_bytes(),
            _ => format!("\u{feff}{}", good()).into_bytes(),
        };
        assert_eq!(
            counts(&import(&world, &bytes, true)),
            (3, 0, 0, false),
            "{encoding}"
        );
        assert_eq!(plan(&world), [], "a dry run writes nothing");
        let imported = import(&world, &bytes, false);
        assert_eq!(counts(&imported), (3, 0, 0, true));
        assert_eq!(imported["lines"][1]["planned_at"], at("2026-12-05 09:00").0);
        let planned = |community: &str| (community.to_owned(), "planned".to_owned());
        assert_eq!(
            plan(&world),
            [planned("示例家园"), planned("演示新村"), planned("模拟小区")],
            "in the order of their days, not of the sheet"
        );
        let first = world.call("ticket_get", json!({ "number": "SQ2611240001" }));
        assert_eq!(first["ticket"]["open"]["name"], "演示居委会主任");
        assert_eq!(first["ticket"]["open"]["asked"]["origin"], "annual_plan");
        assert_eq!(
            counts(&import(&world, &bytes, false)),
            (0, 3, 0, true),
            "the same sheet twice"
        );
        assert_eq!(plan(&world).len(), 3);
    }
}

/// Clause 5.2⑴: a workbook with its title, heads in the third row, blank rows and real dates.
#[test]
fn a_workbook_of_the_office() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let bytes = workbook();
    let looked = import(&world, &bytes, true);
    assert_eq!(counts(&looked), (2, 0, 0, false));
    let lines: Vec<(i64, i64, &str)> = looked["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["row"].as_i64().unwrap(),
                line["planned_at"].as_i64().unwrap(),
                line["place"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            (4, at("2026-12-20 09:30").0, "活动中心"),
            (6, at("2026-12-06 09:00").0, "东门广场")
        ],
        "rows are named as the office's program names them"
    );
    assert_eq!(counts(&import(&world, &bytes, false)), (2, 0, 0, true));
    assert_eq!(counts(&import(&world, &bytes, false)), (0, 2, 0, true));
    assert_eq!(plan(&world).len(), 2);
}

/// Clause 5.2⑴: as long as one row is bad nothing is written, and every bad row is named with its field.
#[test]
fn bad_rows_are_named_and_nothing_is_written() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    let rows = sheet(&[
        "2026-12-12,09:30,演示新村,活动中心,节水宣传,,",
        "三月十五,,演示新村,活动中心,节水宣传,,",
        ",,演示新村,活动中心,节水宣传,,",
        "2026-12-13,25:00,演示新村,活动中心,节水宣传,,",
        "2026-12-13,,,活动中心,节水宣传,,",
        "2026-12-13,,演示新村,,节水宣传,,",
        "2026-12-13,,演示新村,活动中心,,,",
        "2026-12-13,,演示新村,活动中心,节水宣传,,电话",
        "2026-12-12,14:00,演示新村,活动中心,又一次,,",
    ]);
    for dry_run in [true, false] {
        let imported = import(&world, rows.as_bytes(), dry_run);
        assert_eq!(counts(&imported), (1, 1, 7, false));
        let problems: Vec<(i64, String, String)> = imported["lines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|line| !line["problem"].is_null())
            .map(|line| {
                let text = |field: &str| line["problem"][field].as_str().unwrap().to_owned();
                (line["row"].as_i64().unwrap(), text("code"), text("field"))
            })
            .collect();
        let expected = [
            (3, "bad_date", "planned_at"),
            (4, "required", "planned_at"),
            (5, "bad_date", "planned_at"),
            (6, "required", "community"),
            (7, "required", "asked.place"),
            (8, "required", "asked.topic"),
            (9, "bad_phone", "phone"),
        ]
        .map(|(row, code, field)| (row, code.to_owned(), field.to_owned()));
        assert_eq!(problems, expected);
        assert_eq!(plan(&world), []);
    }
}

/// What is no plan at all.
#[test]
fn files_that_are_no_plan() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    let bad = (Code::BadSheet, "file".to_owned());
    assert_eq!(refused(&world, b""), (Code::Required, "file".to_owned()));
    assert_eq!(refused(&world, b"PK\x03\x04 no archive"), bad);
    assert_eq!(refused(&world, "姓名,电话\n甲,1\n".as_bytes()), bad);
    assert_eq!(refused(&world, &[0xff; 40]), bad);
    let long = sheet(&vec!["2026-12-12,,演示新村,活动中心,宣传,,"; 5_000]);
    assert_eq!(
        refused(&world, long.as_bytes()),
        (Code::OutOfRange, "file".to_owned())
    );
    world.sign_in("生调部调度");
    assert_eq!(refused(&world, good().as_bytes()).0, Code::NotPermitted);
    for year in [1999, 2200] {
        let refusal = world.refused("community_plan", json!({ "year": year }));
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::OutOfRange, Some("year"))
        );
    }
}

/// Clause 5.2, Clause 5.2⑴: planned against held: what was held, moved and cancelled stays in the year's plan, and the
/// same sheet once more does not bring a moved event back.
#[test]
fn the_year_as_it_went() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    let rows = sheet(&[
        "2026-11-25,09:00,演示新村,活动中心,节水宣传,,",
        "2026-11-26,09:00,示例家园,东门广场,水表检查,,",
        "2026-11-27,09:00,模拟小区,物业大厅,用水咨询,,",
        "2026-11-28,09:00,演示花园,北门,水质检测,,",
    ]);
    import(&world, rows.as_bytes(), false);
    let get = |serial: i64| world.call("ticket_get", json!({ "number": format!("SQ261124{serial:04}") }));
    let moved = json!({ "at": at("2026-12-03 09:00").0, "place": "东门广场", "reason": "暴雪" });
    world.step(&get(2), "move_event", moved);
    world.step(&get(3), "cancel", json!({ "reason": "社区另有安排" }));
    world.takes_over("客服主管", "2026-11-25 12:00");
    let held = contents::held("2026-11-25 11:00", &[]);
    let event = world.step_by(&get(1), "hold_event", "演示客服甲", "2026-11-25 09:00", held);
    assert_eq!(event["ticket"]["stage"], "held");

    let row = |community: &str, stage: &str| (community.to_owned(), stage.to_owned());
    let year = [
        row("演示新村", "held"),
        row("模拟小区", "cancelled"),
        row("演示花园", "planned"),
        row("示例家园", "planned"),
    ];
    assert_eq!(plan(&world), year);
    assert_eq!(counts(&import(&world, rows.as_bytes(), false)), (0, 4, 0, true));
    assert_eq!(plan(&world), year);
    let view = world.call("community_plan", json!({ "year": 2026 }));
    assert_eq!(view["events"][3]["more"]["moved"], 1);
    assert_eq!(
        view["events"][3]["more"]["first_planned_at"],
        at("2026-11-26 09:00").0
    );
    assert_eq!(
        world.call("community_plan", json!({ "year": 2025 }))["events"],
        json!([])
    );

    // 28 November has passed and nobody came: due three, held one.
    world.takes_over("客服主管", "2026-11-29 09:00");
    world.figures(
        "2026-11",
        &[("events", "4"), ("held_rate", "33.3%"), ("events_moved", "0")],
    );
    let mut missed = world.behind("2026-11", "held_rate", true);
    missed.sort();
    assert_eq!(missed, ["SQ2611240003", "SQ2611240004"]);
    let list = world.call("ticket_list", json!({ "service": "community", "overdue": true }));
    assert_eq!(numbers(&list["rows"]), ["SQ2611240004"]);
}
