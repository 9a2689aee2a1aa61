//! Bad input: each has its own code and field, and nothing saved is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::path::Path;

use desk::Desk;
use domain::Code;
use journeys::{World, at, report, request};
use serde_json::{Value, json};

fn refused(world: &World, change: impl FnOnce(&mut Value)) -> (Code, Option<String>) {
    let mut open = report(world.now());
    change(&mut open);
    let refusal = world.refused("ticket_open", json!({ "open": open }));
    (refusal.code, refusal.field)
}

#[test]
fn a_report_with_something_wrong() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let field = |name: &str| Some(name.to_owned());
    assert_eq!(
        refused(&world, |open| open["name"] = json!(" ")),
        (Code::Required, field("name"))
    );
    assert_eq!(
        refused(&world, |open| open["phone"] = json!("1380abc")),
        (Code::BadPhone, field("phone"))
    );
    assert_eq!(
        refused(&world, |open| open["address"] = json!("长".repeat(201))),
        (Code::TooLong, field("address"))
    );
    let long = "水".repeat(34_000);
    assert_eq!(
        refused(&world, |open| open["asked"]["situation"] = json!(long)),
        (Code::TooLong, field("asked.situation"))
    );
    assert_eq!(
        refused(&world, |open| open["name"] = json!("张\u{0}三")),
        (Code::BadText, field("name"))
    );
    let later = at("2026-11-24 09:01").0;
    assert_eq!(
        refused(&world, |open| open["received_at"] = json!(later)),
        (Code::TimeInFuture, field("received_at"))
    );
    assert_eq!(
        refused(&world, |open| open["received_at"] = json!(-5)),
        (Code::BadTime, field("received_at"))
    );
    let earlier = at("2026-11-24 08:59").0;
    assert_eq!(
        refused(&world, |open| open["raised_at"] = json!(earlier)),
        (Code::TimeBeforePrevious, field("raised_at"))
    );
    assert_eq!(
        refused(&world, |open| open["customer"] = json!(999_999)),
        (Code::NotFound, field("customer"))
    );
    assert_eq!(
        refused(&world, |open| open["channel"] = json!("pigeon")),
        (Code::BadRequest, field("open.channel"))
    );
    assert_eq!(
        refused(&world, |open| open["price"] = json!(5)).0,
        Code::BadRequest,
        "there is no field for a fee"
    );
    assert_eq!(world.call("ticket_list", json!({}))["rows"], json!([]));
}

#[test]
fn steps_out_of_time_and_out_of_date() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.report();
    world.time("2026-11-24 09:05");
    let mut early = request(&ticket, json!({ "taken_by": "演示生调部调度" }));
    early["happened_at"] = json!(at("2026-11-24 08:30").0);
    let refusal = world.refused("ticket_hand_over", early);
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::TimeBeforePrevious, Some("happened_at"))
    );
    let note = world.step(&ticket, "note", json!({ "note": "另一窗口" }));
    let stale = world.refused("ticket_note", request(&ticket, json!({ "note": "本窗口" })));
    assert_eq!(
        (stale.code, stale.args["is"].clone()),
        (Code::StaleVersion, note["ticket"]["version"].clone())
    );
    let nothing = json!({ "ticket": 99, "version": 1, "details": { "note": "x" } });
    assert_eq!(world.refused("ticket_note", nothing).code, Code::NotFound);
}

#[test]
fn months_that_are_none() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    for month in ["2026-13", "", "十一月", "2026-1", "1999-12", "2026-Q5", "2026-"] {
        let refusal = world.refused("report_figures", json!({ "span": month }));
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::BadMonth, Some("span")),
            "{month}"
        );
    }
    assert_eq!(
        world.refused("report_monthly", json!({ "span": "2026-12" })).code,
        Code::TimeInFuture
    );
    assert_eq!(
        world.refused("no_such_command", json!({})).code,
        Code::UnknownCommand
    );
}

#[test]
fn files_that_are_none() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.report();
    let attach = |bytes: &[u8]| json!({ "name": "照片.jpg", "base64": STANDARD.encode(bytes) });
    assert_eq!(
        world.no_step(&ticket, "attach", attach(b"MZ program")),
        Code::BadMedia
    );
    assert_eq!(world.no_step(&ticket, "attach", attach(b"")), Code::Required);
    assert_eq!(
        world.no_step(&ticket, "attach", attach(b"\xFF\xD8\xFF and no picture")),
        Code::BadMedia
    );
    assert_eq!(
        world.no_step(&ticket, "attach", json!({ "name": "a", "base64": "***" })),
        Code::BadRequest
    );
    let pdf = world.step(&ticket, "attach", attach(&journeys::page::paper(500)));
    let file = &pdf["ticket"]["attachments"][0];
    assert_eq!(file["media"], "pdf");
    let got = world.call(
        "attachment_get",
        json!({ "ticket": pdf["ticket"]["id"], "sha256": file["sha256"] }),
    );
    assert_eq!(
        STANDARD.decode(got["base64"].as_str().unwrap()).unwrap(),
        journeys::page::paper(500)
    );
}

#[test]
fn calendars_settings_and_imports_with_something_wrong() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let view = world.call("settings_get", json!({}));
    let mut settings = view["settings"].clone();
    settings["limits"]["hand_over"] = json!(0);
    let change = json!({ "version": view["version"], "settings": settings });
    let refusal = world.refused("settings_change", change);
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::OutOfRange, Some("limits.hand_over"))
    );
    let view = world.call("calendar_get", json!({}));
    let mut calendar = view["calendar"].clone();
    calendar["years"][1]["working"] = json!(["2026-01-01"]);
    let refusal = world.refused(
        "calendar_change",
        json!({ "version": view["version"], "calendar": calendar }),
    );
    assert_eq!(refusal.code, Code::BadCalendar);
    let stale = json!({ "version": 7, "calendar": view["calendar"] });
    assert_eq!(world.refused("calendar_change", stale).code, Code::StaleVersion);
    let household = json!({ "account_number": "90000001", "name": "示例", "phones": ["12000000000"], "address": "演示新村", "area": "urban" });
    let mut bad = household.clone();
    bad["phones"] = json!(["电话"]);
    bad["account_number"] = json!("90000002");
    let refusal = world.refused(
        "customer_import",
        json!({ "source": "试", "households": [household.clone(), bad] }),
    );
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::BadPhone, Some("households[1].phones"))
    );
    let import = json!({ "source": "试", "households": [household] });
    assert_eq!(world.call("customer_import", import.clone())["value"]["added"], 1);
    assert_eq!(world.call("customer_import", import)["value"]["unchanged"], 1);
}

/// A file that cannot be written, is damaged or newer: its own code, and the file stays as it was.
#[test]
fn files_that_cannot_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let now = at("2026-11-24 09:00");
    let file = folder.path().join(desk::FILE);
    std::fs::write(&file, vec![7_u8; 20_000]).unwrap();
    assert_eq!(Desk::open(folder.path(), now).err().unwrap().code, Code::Damaged);
    assert_eq!(std::fs::read(&file).unwrap(), vec![7_u8; 20_000]);
    std::fs::remove_file(&file).unwrap();
    drop(Desk::open(folder.path(), now).unwrap());
    set_version(&file, 99);
    let refusal = Desk::open(folder.path(), now).err().unwrap();
    assert_eq!(
        (refusal.code, refusal.args["file"].as_i64()),
        (Code::NewerFile, Some(99))
    );
}

fn set_version(file: &Path, version: i64) {
    rusqlite::Connection::open(file)
        .unwrap()
        .pragma_update(None, "user_version", version)
        .unwrap();
}

/// More of a thing than there is of it is refused at its field, and is no damage of the file.
#[test]
fn a_list_asks_for_each_kind_once() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let at = |command: &str, request: Value| {
        let refusal = world.refused(command, request);
        (refusal.code, refusal.field)
    };
    let field = |name: &str| Some(name.to_owned());
    let stages = vec!["closed"; 40_000];
    let marks = vec!["urged"; 40_000];
    let out_of_range = |name: &str| (Code::OutOfRange, field(name));
    assert_eq!(
        at("ticket_list", json!({ "stages": stages })),
        out_of_range("stages")
    );
    assert_eq!(
        at("ticket_list", json!({ "marks": marks })),
        out_of_range("marks")
    );
    let too_long = (Code::TooLong, field("text"));
    let text = "水 ".repeat(20_000);
    assert_eq!(at("ticket_list", json!({ "text": text })), too_long);
    assert_eq!(
        at("ticket_count", json!({ "queries": [{ "text": text }] })),
        too_long
    );
    let queries = json!({ "queries": [{ "stages": stages }] });
    assert_eq!(at("ticket_count", queries), out_of_range("stages"));
    let columns = vec!["number"; 40_000];
    let export = json!({ "query": { "stages": stages }, "columns": ["number"] });
    assert_eq!(at("ticket_export", export), out_of_range("stages"));
    let export = json!({ "query": {}, "columns": columns });
    assert_eq!(at("ticket_export", export), out_of_range("columns"));
    let view = json!({ "name": "全部", "address": "", "columns": columns });
    assert_eq!(at("view_share", view), out_of_range("columns"));
    // Every stage there is, is a list.
    let all: Vec<&str> = domain::ticket::Stage::ALL
        .iter()
        .map(|stage| stage.code())
        .collect();
    world.call("ticket_list", json!({ "stages": all }));
}
