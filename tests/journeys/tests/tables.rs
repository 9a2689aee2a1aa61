//! Tables are made from the journal and prove nothing: what decides is read from the journal, and whoever edits a table, or
//! puts something of their own into the file, is found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::path::Path;

use desk::{Code, Desk, Refusal};
use journeys::{World, at, contents, forger::Forger, forger::plain, number, signature};
use rusqlite::Connection;
use serde_json::{Value, json};

const NOW: &str = "2026-11-24 10:00";
const PASSWORD: &str = "Demo-2026";

fn sql(world: &World, text: &str) {
    plain(&world.file()).execute_batch(text).unwrap();
}

fn code<T>(done: Result<T, Refusal>, what: &str) -> String {
    let refusal = done.err().unwrap_or_else(|| panic!("{what}: not refused"));
    refusal.code.wire_name().to_owned()
}

/// What `verify` says; the place it names.
fn found(world: &World, what: &str) -> (String, String) {
    let refusal = world.desk.store().verify_file(&mut |_| {}).expect_err(what);
    let place = ["table", "name"]
        .iter()
        .find_map(|arg| refusal.args.get(*arg)?.as_str());
    (
        refusal.code.wire_name().to_owned(),
        place.unwrap_or_default().to_owned(),
    )
}

fn sign_in(desk: &Desk, name: &str, password: &str) -> Result<Value, Refusal> {
    desk.call(
        "person_sign_in",
        json!({ "name": name, "password": password }),
        at(NOW),
    )
}

/// A real folder with an administrator, and nobody signed in.
fn real() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::create_data_folder(folder.path(), None, false, at(NOW)).unwrap();
    let first =
        json!({ "name": "管理员", "password": "Richtig-2026", "passphrase": journeys::office::PASSPHRASE });
    desk.call("person_first", first, at(NOW)).unwrap();
    desk.call("person_sign_out", json!({}), at(NOW)).unwrap();
    (folder, desk)
}

#[test]
fn nobody_is_what_only_the_table_says() {
    let world = World::new(NOW);
    world.sign_in("admin");
    let people = world.call("person_list", json!({}));
    let of = |name: &str| {
        let people = people.as_array().unwrap();
        people.iter().find(|it| it["name"] == name).unwrap()["id"].clone()
    };
    let off = json!({ "person": of("演示热线坐席"), "roles": ["agent"], "active": false });
    world.call("person_change", off);
    world.sign_in("水质检测中心");
    sql(
        &world,
        "INSERT INTO person SELECT 99, 1, '幽灵', '[\"admin\",\"manager\"]', 1, password, 0, NULL FROM person WHERE id = 1;
         UPDATE person SET roles = '[\"admin\"]' WHERE name = '演示水质检测中心';
         UPDATE person SET active = 1 WHERE name = '演示热线坐席';
         UPDATE person SET password = (SELECT password FROM person WHERE id = 1) WHERE name = '演示审计';",
    );
    let call = |name: &str| world.desk.call(name, json!({}), world.now());
    assert_eq!(
        code(call("person_list"), "the laboratory is no administrator"),
        "not_permitted"
    );
    let state = call("desk_state").unwrap();
    assert_eq!(state["person"]["roles"], json!(["lab"]));
    assert_eq!(
        code(sign_in(&world.desk, "幽灵", PASSWORD), "a ghost"),
        "wrong_password"
    );
    assert_eq!(
        code(sign_in(&world.desk, "演示热线坐席", PASSWORD), "put away"),
        "wrong_password"
    );
    assert_eq!(
        found(&world, "people"),
        ("table_differs".to_owned(), "person".to_owned())
    );
}

#[test]
fn a_password_is_the_one_that_was_set() {
    let (folder, desk) = real();
    let file = folder.path().join(desk::FILE);
    let other = World::new(NOW);
    let theirs: String = plain(&other.file())
        .query_row("SELECT password FROM person WHERE id = 1", [], |row| row.get(0))
        .unwrap();
    plain(&file)
        .execute("UPDATE person SET password = ?1", [theirs])
        .unwrap();
    assert_eq!(
        code(sign_in(&desk, "管理员", PASSWORD), "their password"),
        "wrong_password"
    );
    sign_in(&desk, "管理员", "Richtig-2026").unwrap();
    // Without the table nobody is asked to make a first administrator.
    plain(&file).execute("DELETE FROM person", []).unwrap();
    let state = desk.call("desk_state", json!({}), at(NOW)).unwrap();
    assert_eq!(state["first_start"], false);
    let first = json!({ "name": "新管理员", "password": "Richtig-2026" });
    let again = desk.call("person_first", first, at(NOW));
    assert_eq!(code(again, "a second first start"), "already_started");
}

#[test]
fn a_file_stays_what_it_was_founded_as() {
    let (folder, desk) = real();
    let file = folder.path().join(desk::FILE);
    plain(&file)
        .execute_batch("UPDATE setting SET value = 'true' WHERE name = 'file'")
        .unwrap();
    assert!(!desk.is_demo().unwrap(), "a real folder becomes no demo");
    drop(desk);
    let opened = Desk::open(folder.path(), at(NOW));
    assert_eq!(code(opened, "opened"), "table_differs");
    // Nor by a line that says so later.
    let (folder, desk) = real();
    let forger = Forger::open(&folder.path().join(desk::FILE));
    forger.append("file", 2, r#"{"on":"founded","what":{"demo":true}}"#);
    assert!(!desk.is_demo().unwrap(), "founded twice");
    drop(desk);
    assert!(Desk::open(folder.path(), at(NOW)).map_or(true, |desk| !desk.is_demo().unwrap()));
    let world = World::new(NOW);
    sql(&world, "UPDATE setting SET value = 'false' WHERE name = 'file'");
    world.sign_in_unchecked("admin");
    let state = world.desk.call("desk_state", json!({}), world.now()).unwrap();
    assert_eq!(state["demo"], true, "nor does a demo become real");
}

#[test]
fn a_setting_is_what_was_decided() {
    let world = World::new(NOW);
    world.sign_in("admin");
    let before = world.call("settings_get", json!({}));
    sql(
        &world,
        "UPDATE setting SET value = json_set(value, '$.idle_lock_minutes', 9999, '$.company', '别家公司') WHERE name = 'settings'",
    );
    let after = world.desk.call("settings_get", json!({}), world.now()).unwrap();
    assert_eq!(after, before);
    assert_eq!(
        found(&world, "settings"),
        ("table_differs".to_owned(), "setting".to_owned())
    );
    sql(&world, "DELETE FROM setting");
    let after = world.desk.call("settings_get", json!({}), world.now()).unwrap();
    assert_eq!(after, before);
}

/// A line changed without its hash is not believed for a moment.
#[test]
fn a_changed_line_gives_no_power() {
    let world = World::new(NOW);
    let forger = Forger::at(&world);
    forger
        .db
        .execute_batch("UPDATE journal SET fact = replace(fact, '[\"lab\"]', '[\"admin\"]') WHERE fact LIKE '%[\"lab\"]%'")
        .unwrap();
    let folder = world.folder();
    // The table still says what the line said: neither is believed.
    let opened = Desk::open(&folder, at(NOW));
    assert_eq!(code(opened, "opened"), "table_differs");
    let roles = world.desk.call(
        "person_sign_in",
        json!({ "name": "演示水质检测中心", "password": "Demo-2026" }),
        world.now(),
    );
    assert_eq!(code(roles, "nobody by that line"), "wrong_password");
    assert_eq!(
        world.desk.store().verify_file(&mut |_| {}).unwrap_err().code,
        Code::Damaged
    );
}

#[test]
fn every_table_that_decides_is_compared() {
    let edits = [
        ("person", "UPDATE person SET failures = failures + 1 WHERE id = 1"),
        ("person", "DELETE FROM person WHERE id = 2"),
        ("setting", "DELETE FROM setting WHERE name = 'file'"),
        ("setting", "INSERT INTO setting VALUES ('calendar', 1, '{}')"),
        ("acknowledgement", "UPDATE acknowledgement SET signer = '别人'"),
        ("acknowledgement", "DELETE FROM acknowledgement"),
        (
            "acknowledgement",
            "INSERT INTO acknowledgement SELECT 100000, ticket, ticket_number, '编造', way, signer, signed_at, previous, hash, '', '' FROM acknowledgement LIMIT 1",
        ),
        ("file", "DELETE FROM file"),
        (
            "file",
            "INSERT INTO file SELECT sha256, 1, NULL FROM file LIMIT 1",
        ),
        ("file", "UPDATE file SET ticket = 77"),
        ("erased", "INSERT INTO erased VALUES (3, 9)"),
        ("erased_file", "INSERT INTO erased_file VALUES ('ab', 9)"),
        ("scan", "DELETE FROM scan"),
        (
            "scan",
            "UPDATE scan SET value = json_set(value, '$.code', 'WX2611240001')",
        ),
    ];
    for (table, edit) in edits {
        let world = World::new(NOW);
        let ticket = world.answered(&signature());
        world.step(&ticket, "attach", contents::photo("现场.png"));
        world.call("scan_add", json!({ "file": contents::photo("单据.png") }));
        world.desk.store().verify_file(&mut |_| {}).unwrap();
        sql(&world, edit);
        assert_eq!(
            found(&world, edit),
            ("table_differs".to_owned(), table.to_owned()),
            "{edit}"
        );
        let parts = in_parts(&world);
        assert_eq!(code(parts, edit), "table_differs");
    }
}

/// The same check, in parts of a few lines.
fn in_parts(world: &World) -> Result<(), Refusal> {
    let mut part = desk::store::JournalPart { after: 0, most: 7 };
    while let Some(next) = world.desk.store().verify_part(part)?.next {
        part.after = next;
    }
    Ok(())
}

#[test]
fn what_was_taken_out_is_compared_too() {
    for edit in [
        "DELETE FROM erased WHERE line = (SELECT max(line) FROM erased)",
        "UPDATE erased SET erasure = erasure - 1 WHERE line = (SELECT min(line) FROM erased)",
        "DELETE FROM erased_file",
    ] {
        let world = World::new(NOW);
        let ticket = world.answered(&signature());
        let ticket = world.step(&ticket, "attach", contents::photo("现场.png"));
        let ticket = world.step(&ticket, "reply", contents::reply("已修好，请留意"));
        world.sign_in("总工办");
        let ticket = world.step(&ticket, "verify_hours", json!({ "minutes": 95 }));
        world.sign_in("admin");
        let ticket = world.step(&ticket, "follow_up", contents::satisfied());
        world.step(&ticket, "close", json!({}));
        world.later("2032-01-05 09:00");
        world.call("erasure_run", json!({ "reason": "保存期满" }));
        world.desk.store().verify_file(&mut |_| {}).unwrap();
        in_parts(&world).unwrap();
        sql(&world, edit);
        let refusal = world.desk.store().verify_file(&mut |_| {}).expect_err(edit);
        assert!(
            ["table_differs", "damaged"].contains(&refusal.code.wire_name()),
            "{edit}: {refusal}"
        );
    }
}

/// (what is done, how it is called)
const FOREIGN: &[(&str, &str, &str)] = &[
    (
        "CREATE TRIGGER fremd AFTER INSERT ON journal BEGIN UPDATE person SET active = 1; END",
        "foreign_object",
        "fremd",
    ),
    ("CREATE VIEW fremd AS SELECT 1", "foreign_object", "fremd"),
    ("CREATE TABLE \"fre\"\"md\" (a)", "foreign_object", "fre\"md"),
    ("CREATE INDEX fremd ON ticket (broken)", "foreign_object", "fremd"),
    (
        "DROP TRIGGER journal_is_never_updated",
        "schema_changed",
        "journal_is_never_updated",
    ),
    (
        "DROP TRIGGER blob_is_never_updated; CREATE TRIGGER blob_is_never_updated BEFORE UPDATE ON blob WHEN 0 BEGIN SELECT 1; END",
        "schema_changed",
        "blob_is_never_updated",
    ),
    (
        "ALTER TABLE person ADD COLUMN more TEXT",
        "schema_changed",
        "person",
    ),
    ("DROP TABLE scan", "schema_changed", "scan"),
    ("DROP INDEX ticket_counts", "schema_changed", "ticket_counts"),
];

#[test]
fn what_is_not_ours_is_named_and_cleared_away() {
    for (edit, expected, name) in FOREIGN {
        let world = World::filled(NOW, 20, 3, 1);
        sql(&world, edit);
        let named = (String::from(*expected), String::from(*name));
        assert_eq!(found(&world, edit), named, "{edit}");
        let opened = Desk::open(&world.folder(), world.now()).map(|_| ());
        let refusal = opened.expect_err(edit);
        assert_eq!(
            (refusal.code.wire_name(), refusal.args["name"].as_str()),
            (*expected, Some(*name)),
            "{edit}"
        );
        // Who rebuilds has a file of this program's again, and nothing besides.
        let desk = Desk::open_to_rebuild(&world.folder(), None).unwrap();
        sign_in(&desk, "admin", PASSWORD).unwrap();
        let checked = desk
            .call("journal_rebuild", json!({ "check": true }), world.now())
            .unwrap();
        assert!(!checked["differences"].as_array().unwrap().is_empty(), "{edit}");
        assert_eq!(checked["copy"], Value::Null);
        let rebuilt = desk.call("journal_rebuild", json!({}), world.now()).unwrap();
        let copy = Path::new(rebuilt["copy"].as_str().expect(edit));
        assert!(
            copy.exists() && copy.starts_with(world.folder()),
            "{edit}: as it was"
        );
        let again = desk.call("journal_rebuild", json!({}), world.now()).unwrap();
        assert_eq!(again["copy"], Value::Null, "{edit}: nothing differs");
        drop(desk);
        let desk = Desk::open(&world.folder(), world.now()).unwrap();
        desk.store().verify_file(&mut |_| {}).unwrap();
        assert_eq!(desk.store().rebuild_check().unwrap(), vec![]);
    }
}

/// At night nobody who knows the console is there: what was edited is made again from the window, and stays beside it for who looks into it.
#[test]
fn a_file_that_was_edited_is_opened_again_by_whoever_is_there() {
    for edit in [
        "INSERT INTO person SELECT 99, 1, '幽灵', '[\"admin\"]', 1, password, 0, NULL FROM person WHERE id = 1",
        "UPDATE setting SET value = replace(value, '1440', '9999') WHERE name = 'settings'; DELETE FROM person",
        "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM person; END",
        "DROP INDEX journal_governing",
        "DROP TABLE setting",
        "CREATE VIEW ours AS SELECT 1",
    ] {
        let world = World::filled(NOW, 20, 3, 1);
        let lines = world.desk.store().read_tx(|tx| tx.last_seq()).unwrap();
        sql(&world, edit);
        let edited = Desk::open(&world.folder(), world.now()).map(|_| ());
        assert!(edited.expect_err(edit).code.is_edited_file(), "{edit}");
        let mut told = 0;
        let (desk, copy) = Desk::open_or_rebuild(&world.folder(), None, world.now(), &mut |_, of| told = of)
            .unwrap_or_else(|refusal| panic!("{edit}: {refusal}"));
        assert_eq!(told, lines, "{edit}");
        assert_eq!(desk.store().read_tx(|tx| tx.last_seq()).unwrap(), lines);
        desk.store().verify_file(&mut |_| {}).unwrap();
        assert_eq!(desk.store().rebuild_check().unwrap(), vec![], "{edit}");
        assert_eq!(code(sign_in(&desk, "幽灵", PASSWORD), "nobody"), "wrong_password");
        sign_in(&desk, "admin", PASSWORD).unwrap();
        drop(desk);
        // Another time there is nothing to be made again.
        let (_, again) = Desk::open_or_rebuild(&world.folder(), None, world.now(), &mut |_, _| {}).unwrap();
        assert_eq!(again, None);
        let copy = copy.expect(edit);
        let name = copy.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(name, "desk.db.before-rebuild-20261124-100000");
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::copy(&copy, elsewhere.path().join(desk::FILE)).unwrap();
        let is_edited = Desk::open(elsewhere.path(), world.now()).map(|_| ());
        assert!(
            is_edited.expect_err(edit).code.is_edited_file(),
            "{edit}: as it was"
        );
    }
}

#[test]
fn what_the_journal_itself_lacks_is_not_made_again() {
    let world = World::filled(NOW, 20, 3, 1);
    sql(&world, "DROP TABLE journal");
    let opened = Desk::open_or_rebuild(&world.folder(), None, world.now(), &mut |_, _| {}).map(|_| ());
    assert!(opened.is_err(), "{opened:?}");
}

#[test]
fn a_backup_brings_in_nothing_but_the_journal() {
    let world = World::filled(NOW, 20, 3, 1);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("备份.db");
    world.call("backup_make", json!({ "path": backup }));
    plain(&backup)
        .execute_batch(
            "INSERT INTO person SELECT 99, 1, '幽灵', '[\"admin\"]', 1, password, 0, NULL FROM person WHERE id = 1;
             UPDATE ticket SET broken = 0, finished_at = received_at;
             UPDATE setting SET value = 'false' WHERE name = 'file';",
        )
        .unwrap();
    let target = tempfile::tempdir().unwrap();
    desk::backup::restore_backup(&backup, target.path(), at(NOW)).unwrap();
    let desk = Desk::open(target.path(), at(NOW)).unwrap();
    assert_eq!(
        desk.store().rebuild_check().unwrap(),
        vec![],
        "every table is made anew"
    );
    assert_eq!(
        code(sign_in(&desk, "幽灵", PASSWORD), "a ghost"),
        "wrong_password"
    );
    desk.store().verify_file(&mut |_| {}).unwrap();
    drop(desk);
    let kept = std::fs::read(target.path().join(desk::FILE)).unwrap();
    for (edit, _, name) in FOREIGN {
        let bad = folder.path().join("坏.db");
        std::fs::copy(&backup, &bad).unwrap();
        plain(&bad).execute_batch(edit).unwrap();
        let refused = desk::backup::restore_backup(&bad, target.path(), at("2026-11-24 11:00"));
        let refusal = refused.expect_err(edit);
        assert_eq!(refusal.args["name"].as_str(), Some(*name), "{edit}");
        assert_eq!(
            std::fs::read(target.path().join(desk::FILE)).unwrap(),
            kept,
            "{edit}"
        );
    }
}

/// 校验全部签字记录 means all that the journal holds, and no others.
#[test]
fn every_record_of_the_journal_is_checked() {
    let world = World::new(NOW);
    let (first, second) = (world.answered(&signature()), world.answered(&signature()));
    assert_ne!(number(&first), number(&second));
    let store = world.desk.store();
    assert_eq!(store.verify_records(&mut |_| {}).unwrap(), 2);
    let forger = Forger::at(&world);
    let (seq, mut record) = forger.records().pop().unwrap();
    record.content.text = record.content.text.replace("免费", "收费");
    let genuine = forger.line(seq);
    forger.put(seq, record);
    sql(
        &world,
        "DELETE FROM acknowledgement WHERE seq = (SELECT max(seq) FROM acknowledgement)",
    );
    let refusal = store
        .verify_records(&mut |_| {})
        .expect_err("changed, and left out of the list");
    assert_eq!(refusal.args["seq"], json!(seq), "{refusal}");
    forger.write(seq, &genuine);
    forger.mend();
    for edit in [
        "DELETE FROM acknowledgement",
        "DELETE FROM acknowledgement WHERE seq = (SELECT min(seq) FROM acknowledgement)",
        "INSERT INTO acknowledgement SELECT 2, ticket, ticket_number, '编造', way, signer, signed_at, previous, hash, '', '' FROM acknowledgement LIMIT 1",
        "INSERT INTO acknowledgement SELECT 100000, ticket, ticket_number, '编造', way, signer, signed_at, previous, hash, '', '' FROM acknowledgement LIMIT 1",
    ] {
        store.rebuild_tables().unwrap();
        assert_eq!(store.verify_records(&mut |_| {}).unwrap(), 2);
        sql(&world, edit);
        let refusal = store.verify_records(&mut |_| {}).expect_err(edit);
        assert_eq!(
            (refusal.code.wire_name(), refusal.args["table"].as_str()),
            ("table_differs", Some("acknowledgement")),
            "{edit}"
        );
    }
}

/// The chain of records goes on from the last record of the journal, whatever the list says.
#[test]
fn a_record_follows_the_last_one_of_the_journal() {
    for edit in [
        "UPDATE acknowledgement SET hash = previous",
        "DELETE FROM acknowledgement",
    ] {
        let world = World::new(NOW);
        let _ = world.answered(&signature());
        sql(&world, edit);
        let ticket = world.desk.call(
            "ticket_open",
            json!({ "open": journeys::report(world.now()) }),
            world.now(),
        );
        let mut ticket = ticket.unwrap()["value"].clone();
        for (step, details) in [
            ("ticket_hand_over", json!({ "taken_by": "演示生调部调度" })),
            ("ticket_assign", json!({ "crew": "室内维修二班" })),
            ("ticket_arrive", json!({})),
            ("ticket_finish", journeys::work()),
            (
                "acknowledgement_sign",
                json!({ "place": "用户家中", "answer": signature() }),
            ),
        ] {
            let done = world
                .desk
                .call(step, journeys::request(&ticket, details), world.now());
            ticket = done.unwrap()["value"].clone();
        }
        world.desk.store().rebuild_tables().unwrap();
        world.desk.store().verify_file(&mut |_| {}).expect(edit);
    }
}

#[test]
fn a_month_is_closed_by_what_the_journal_says() {
    let closed = |edit: &str| {
        let world = World::filled("2026-11-20 10:00", 300, 3, 2);
        world.later("2026-12-01 09:00");
        sql(&world, edit);
        let close = |month: &str| {
            let ask = json!({ "month": month });
            world.desk.call("report_close", ask, world.now()).unwrap()["value"].clone()
        };
        let october = close("2026-10");
        sql(&world, edit);
        (october, close("2026-11"), world)
    };
    let (october, november, _) = closed("SELECT 1");
    assert_eq!(october["mended"], json!([]));
    assert_eq!(november["mended"], json!([]));
    for edit in [
        "UPDATE ticket SET broken = 0, finished_at = first_limit - 60000 WHERE first_limit IS NOT NULL",
        "UPDATE ticket SET arrived_at = arrival_limit - 60000 WHERE arrived_at > arrival_limit",
        "DELETE FROM ticket WHERE id % 4 = 0",
        "UPDATE ticket SET counts_until = 0 WHERE id % 3 = 0",
        "INSERT OR IGNORE INTO ticket SELECT * FROM (SELECT * FROM ticket ORDER BY id DESC LIMIT 5);
         CREATE TEMP TABLE t AS SELECT * FROM ticket ORDER BY id DESC LIMIT 20;
         UPDATE t SET id = id + 5000, number = number || '9'; INSERT OR IGNORE INTO ticket SELECT * FROM t",
    ] {
        let (was_october, was_november, world) = closed(edit);
        assert_eq!(was_october["figures"], october["figures"], "{edit}");
        assert_eq!(was_november["figures"], november["figures"], "{edit}");
        assert_eq!(was_november["late"], november["late"], "{edit}");
        let mended = was_november["mended"].as_array().unwrap();
        assert!(!mended.is_empty(), "{edit}: it is told");
        let again = world
            .desk
            .call("report_figures", json!({ "span": "2026-11" }), world.now())
            .unwrap();
        assert_eq!(again["mended"], was_november["mended"], "and stays told");
    }
}

/// No edit of a row makes the program take out what is not over.
#[test]
fn only_what_is_over_is_taken_out() {
    let world = World::new(NOW);
    let open = world.answered(&signature());
    world.later("2032-01-05 09:00");
    sql(
        &world,
        "UPDATE ticket SET stage = 'closed', open = 0, ended_at = received_at",
    );
    let ask = json!({ "reason": "保存期满" });
    let done = world.desk.call("erasure_run", ask, world.now()).unwrap();
    assert_eq!(done["value"]["tickets"], 0);
    let ticket = world.get(&open);
    assert_eq!(ticket["ticket"]["stage"], open["ticket"]["stage"]);
    assert!(ticket["ticket"]["erased_at"].is_null());
}

/// Other programs can put nothing into the place of what stands there.
#[test]
fn nothing_is_replaced_by_another_program() {
    let world = World::new(NOW);
    world.sign_in("admin");
    let ticket = world.report();
    world.step(&ticket, "attach", contents::photo("现场.png"));
    let raw: Connection = plain(&world.file());
    for attempt in [
        "REPLACE INTO blob SELECT sha256, x'00', NULL FROM blob",
        "INSERT OR REPLACE INTO blob SELECT sha256, x'00', thumbnail FROM blob",
        "INSERT OR REPLACE INTO journal SELECT (SELECT max(seq) + 1 FROM journal), stream, version, format, fact, '', 0, '', 0, 0, previous, hash FROM journal WHERE seq = 2",
        "INSERT INTO journal SELECT (SELECT max(seq) + 1 FROM journal), stream, version + 5, format, fact, '', 0, '', 0, 0, previous, hash FROM journal WHERE seq = 2",
    ] {
        assert!(raw.execute_batch(attempt).is_err(), "{attempt}");
    }
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    // The same photo twice is kept once, as before.
    let ticket = world.get(&ticket);
    world.step(&ticket, "attach", contents::photo("再拍.png"));
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}
