//! 到期清除: what stands beside the journal goes too: drafts, views and shift notes with the customer's words, the log of what was
//! being written; and what the program wrote elsewhere is named.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use desk::{Code, Desk};
use journeys::{World, at, contents, signature};
use rusqlite::Connection;
use serde_json::{Value, json};

const NAME: &str = "欧阳示例";
const PHONE: &str = "12087654321";

/// A repair of a customer whose name nobody else has, signed for and closed.
fn closed(world: &World) {
    world.sign_in("admin");
    let mut open = journeys::report(world.now());
    open["name"] = json!(NAME);
    open["phone"] = json!(PHONE);
    open["address"] = json!("演示花园 77 号楼 8 单元 901 室");
    let ticket = world.opens(open);
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修二班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", journeys::work());
    let details = json!({ "place": "用户家中", "answer": signature() });
    let ticket = world.step(&ticket, "acknowledgement_sign", details);
    let ticket = world.step(&ticket, "reply", contents::reply("已修好，请留意"));
    // Hours are never verified by whoever reported them.
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "verify_hours", json!({ "minutes": 95 }));
    world.sign_in("admin");
    let ticket = world.step(&ticket, "follow_up", contents::satisfied());
    world.step(&ticket, "close", json!({}));
}

fn keep(world: &World, name: &str, value: Value) {
    world.call("kept_put", json!({ "name": name, "value": value }));
}

const REASON: &str = "保存期满，依个人信息保护制度清除";

/// Takes out everything that is due; the last reply.
fn run(world: &World) -> Value {
    loop {
        let step = world.call("erasure_run", json!({ "reason": REASON }))["value"].clone();
        if step["more"] == json!(false) {
            return step;
        }
    }
}

fn in_the_file(world: &World, text: &str) -> bool {
    let log = world.file().with_extension("db-wal");
    [world.file(), log].iter().any(|path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

/// Names of what is kept, whoever keeps it.
fn kept(world: &World) -> Vec<String> {
    let db = Connection::open(world.file()).unwrap();
    let mut rows = db.prepare("SELECT name FROM kept ORDER BY person, name").unwrap();
    let rows = rows.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn what_screens_keep_goes_with_the_customer() {
    let world = World::new("2026-11-24 10:00");
    closed(&world);
    let encoded = "text=%E6%AC%A7%E9%98%B3%E7%A4%BA%E4%BE%8B&open=1";
    keep(
        &world,
        "views",
        json!([
            { "name": "这一户", "address": format!("text={PHONE}"), "columns": [] },
            { "name": "办理中的", "address": "open=1", "columns": [] },
        ]),
    );
    keep(&world, "seen", json!(7));
    for (name, address) in [("某户", encoded), ("超时的", "overdue=1")] {
        world.call("view_share", json!({ "name": name, "address": address }));
    }
    world.later("2032-01-05 09:00");
    // Those are no older than a day, and name the customer all the same.
    keep(
        &world,
        "draft.step/1/note",
        json!({ "note": format!("{NAME}来电") }),
    );
    keep(&world, "draft.intake/a", json!({ "phone": "120 8765-4321" }));
    keep(&world, "draft.intake/b", json!({ "phone": "12000000001" }));
    for text in [
        format!("请给{NAME}回电 {PHONE}"),
        "三号泵房钥匙在值班室".to_owned(),
    ] {
        world.call("shift_leave", json!({ "text": text }));
    }
    // Statistics hold samples of what is indexed.
    Connection::open(world.file())
        .unwrap()
        .execute_batch("ANALYZE")
        .unwrap();
    assert!(in_the_file(&world, NAME) && in_the_file(&world, PHONE));
    assert_eq!(run(&world)["tickets"], 0);

    for text in [NAME, PHONE, "E6%AC%A7%E9%98%B3", "120 8765-4321"] {
        assert!(!in_the_file(&world, text), "{text}");
    }
    let mine = world.call("kept_get", json!({}))["values"].clone();
    let views: Vec<&str> = mine["views"]
        .as_array()
        .unwrap()
        .iter()
        .map(|view| view["name"].as_str().unwrap())
        .collect();
    assert_eq!(views, ["办理中的"]);
    assert_eq!(mine["seen"], 7);
    let names: Vec<&String> = mine.as_object().unwrap().keys().collect();
    assert_eq!(names, ["draft.intake/b", "seen", "views"]);
    let shared = world.call("view_list", json!({}));
    assert_eq!(shared["views"].as_array().unwrap().len(), 1);
    assert_eq!(shared["views"][0]["name"], "超时的");
    let notes = world.call("shift_notes", json!({}))["notes"].clone();
    assert_eq!(notes.as_array().unwrap().len(), 1);
    assert_eq!(notes[0]["text"], "三号泵房钥匙在值班室");
}

/// A customer of whom a younger ticket tells is still a customer: their name in a note is nobody's forgotten word.
#[test]
fn whoever_has_a_younger_ticket_is_not_forgotten() {
    let world = World::new("2026-11-24 10:00");
    closed(&world);
    world.later("2031-06-03 09:00");
    closed(&world);
    world.later("2032-01-05 09:00");
    world.call(
        "shift_leave",
        json!({ "text": format!("请给{NAME}回电 {PHONE}") }),
    );
    assert_eq!(world.call("erasure_due", json!({}))["tickets"], 1);
    run(&world);
    let notes = world.call("shift_notes", json!({}))["notes"].clone();
    assert_eq!(notes.as_array().unwrap().len(), 1);
}

#[test]
fn drafts_and_notes_go_when_they_are_old_also_where_nobody_writes() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    keep(&world, "draft.intake/a", json!({ "name": NAME }));
    keep(&world, "seen", json!(7));
    world.call("shift_leave", json!({ "text": format!("请给{NAME}回电") }));
    let count = kept(&world).len();
    // What the window does every few minutes, on a desk nobody types at.
    world
        .desk
        .delete_old_drafts_and_notes(at("2026-12-23 10:00"))
        .unwrap();
    assert_eq!(kept(&world).len(), count, "not yet");
    world
        .desk
        .delete_old_drafts_and_notes(at("2026-12-25 10:00"))
        .unwrap();
    assert!(!kept(&world).contains(&"draft.intake/a".to_owned()));
    let note = |now: &str| {
        world.time(now);
        world.sign_in("admin");
        world.call("shift_notes", json!({}))["notes"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(note("2027-02-21 10:00"), 1);
    assert_eq!(note("2027-02-23 10:00"), 0, "nobody is shown an old one");
    // And whenever it is opened.
    drop(Desk::open(&world.folder(), at("2027-02-23 10:00")).unwrap());
    let db = Connection::open(world.file()).unwrap();
    let left: i64 = db
        .query_row(
            "SELECT count(*) FROM kept WHERE value LIKE '%' || ?1 || '%'",
            [NAME],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(left, 0);
    assert!(kept(&world).contains(&"seen".to_owned()));
}

/// While somebody reads, the log cannot be cut: that is said, remembered and done later.
#[test]
fn a_log_that_could_not_be_cut_is_cut_later() {
    let world = World::new("2026-11-24 10:00");
    closed(&world);
    world.later("2032-01-05 09:00");
    let reader = Connection::open(world.file()).unwrap();
    let reads = || {
        let begin = "BEGIN; SELECT count(*) FROM journal;";
        reader.execute_batch(begin).unwrap();
    };
    reads();
    let ask = json!({ "reason": REASON });
    let first = world.call("erasure_run", ask.clone());
    assert_eq!(first["value"]["tickets"], 1);
    assert_eq!(world.call("erasure_due", json!({}))["scrub_owed"], true);
    let refusal = world.refused("erasure_run", ask.clone());
    assert_eq!(
        (refusal.code, &refusal.args["what"]),
        (Code::Busy, &json!("scrub"))
    );
    let due = world.call("erasure_due", json!({}));
    assert_eq!((&due["tickets"], &due["scrub_owed"]), (&json!(0), &json!(true)));
    assert!(in_the_file(&world, PHONE));

    // Opened while somebody still reads, it still owes it; opened when nobody does, it does it.
    drop(Desk::open(&world.folder(), world.now()).unwrap());
    assert_eq!(world.call("erasure_due", json!({}))["scrub_owed"], true);
    reader.execute_batch("ROLLBACK").unwrap();
    drop(Desk::open(&world.folder(), world.now()).unwrap());
    assert!(!in_the_file(&world, PHONE));
    assert_eq!(world.call("erasure_due", json!({}))["scrub_owed"], false);

    // The same by the next run.
    reads();
    assert_eq!(world.refused("erasure_run", ask).code, Code::Busy);
    assert_eq!(world.call("erasure_due", json!({}))["scrub_owed"], true);
    reader.execute_batch("ROLLBACK").unwrap();
    run(&world);
    assert_eq!(world.call("erasure_due", json!({}))["scrub_owed"], false);
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}

/// What the program wrote itself and does not erase is named: whoever answers for the data destroys it.
#[test]
fn copies_the_program_wrote_are_named() {
    let world = World::new("2026-11-24 10:00");
    closed(&world);
    let none: Vec<String> = Vec::new();
    assert_eq!(world.call("erasure_due", json!({}))["copies"], json!(none));
    world.later("2026-12-02 10:00");
    let made = world.desk.refresh_due_report(world.now()).unwrap().unwrap();
    let folder = world.folder();
    for name in [
        "desk.db.before-15",
        "desk.db.before-restore-20260101-000000",
        "别的.db",
    ] {
        std::fs::write(folder.join(name), b"x").unwrap();
    }
    let path = |name: &str| folder.join(name).display().to_string();
    let expected = json!([
        path("desk.db.before-15"),
        path("desk.db.before-restore-20260101-000000"),
        made.folder,
    ]);
    assert_eq!(world.call("erasure_due", json!({}))["copies"], expected);
    world.later("2032-01-05 09:00");
    assert_eq!(run(&world)["copies"], expected);
}
