//! A file that is edited or exchanged for a moment while a window is open, and put back: what was asked of it then opens nothing, and
//! nothing is signed over it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::path::Path;

use desk::{Desk, witness::WitnessState};
use domain::Code;
use journeys::{
    at,
    forger::Forger,
    office::{Office, PASSPHRASE, entered, signs},
};
use rusqlite::{Connection, config::DbConfig};
use serde_json::{Value, json};

use crate::{
    forged_lines::hide_lines,
    going_on::{
        OTHER_PASSPHRASE, OTHER_PASSWORD, PASSWORD, change_line, confirm, copy_data, find_record, new_office,
        open_folder, sign_in, state,
    },
};

const ADMINISTRATOR: &str = r#"{"on":"person","what":{"active":true,"fact":"changed","roles":["admin"]}}"#;

fn call(desk: &Desk, office: &Office, name: &str, request: Value) -> Result<Value, Code> {
    desk.call(name, request, office.now)
        .map_err(|refusal| refusal.code)
}

fn add(desk: &Desk, office: &Office, name: &str, roles: &[&str]) -> Result<Value, Code> {
    let person = json!({ "name": name, "password": OTHER_PASSWORD, "roles": roles });
    call(desk, office, "person_add", person)
}

/// Writes one file over another that is open, as whoever works with it would see it.
fn copy_over(from: &Path, to: &Path) {
    let from = Connection::open(from).unwrap();
    let mut to = Connection::open(to).unwrap();
    let copy = rusqlite::backup::Backup::new(&from, &mut to).unwrap();
    copy.run_to_completion(1000, std::time::Duration::ZERO, None)
        .unwrap();
}

/// The place of the newest line of a stream, and what it says.
fn newest_of(office: &Office, stream: &str) -> (i64, String) {
    let find = "SELECT seq, fact FROM journal WHERE stream = ?1 ORDER BY seq DESC LIMIT 1";
    let db = Connection::open(office.file()).unwrap();
    db.query_row(find, [stream], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
}

/// The file of a stranger with the same people under the same names, whose key and passwords are their own.
fn found_strange_data(office: &Office) -> tempfile::TempDir {
    let strange = tempfile::tempdir().unwrap();
    let theirs =
        Desk::open_with_progress(strange.path(), Some(strange.path()), office.now, &mut |_, _| {}).unwrap();
    let first = json!({ "name": "管理员", "password": OTHER_PASSWORD, "passphrase": OTHER_PASSPHRASE });
    theirs.call("person_first", first, office.now).unwrap();
    add(&theirs, office, "全岗", &["admin", "agent"]).unwrap();
    // More lines than the company's file has.
    for name in ["子", "丑", "寅", "卯", "辰", "巳", "午", "未"] {
        add(&theirs, office, name, &["agent"]).unwrap();
    }
    strange
}

#[test]
fn a_session_of_another_file_is_none_of_this_one() {
    let office = new_office();
    let desk = office.at_work();
    call(&desk, &office, "person_lock", json!({})).unwrap();
    let strange = found_strange_data(&office);
    let companys = copy_data(&office);
    copy_over(&strange.path().join(desk::FILE), &office.file());
    // As every window asks all the time.
    call(&desk, &office, "desk_state", json!({})).unwrap();
    let unlocked = call(
        &desk,
        &office,
        "person_unlock",
        json!({ "password": OTHER_PASSWORD }),
    );
    let entered = sign_in(&desk, &office, "管理员", OTHER_PASSWORD);
    copy_over(&companys.path().join(desk::FILE), &office.file());
    assert_eq!(
        add(&desk, &office, "乙", &["admin"]).unwrap_err(),
        Code::NotSignedIn,
        "{unlocked:?} {entered:?}"
    );
    // Whoever works here signs in again.
    let desk = self::entered(desk, office.now);
    add(&desk, &office, "丙", &["agent"]).unwrap();
}

/// Somebody who changed their password goes on; where another window set it, they prove it anew.
#[test]
fn a_new_password_ends_the_sessions_that_proved_the_old_one() {
    let office = new_office();
    let desk = office.at_work();
    let other = office.at_work();
    let change = json!({ "old": PASSWORD, "new": OTHER_PASSWORD });
    call(&desk, &office, "person_change_password", change).unwrap();
    add(&desk, &office, "乙", &["agent"]).unwrap();
    assert_eq!(
        add(&other, &office, "丙", &["agent"]).unwrap_err(),
        Code::NotSignedIn
    );
}

/// A line that took power away is edited, a command is refused over it, and the line is put back.
#[test]
fn what_was_read_of_an_edited_line_is_not_remembered() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"]).unwrap();
    call(
        &desk,
        &office,
        "person_change",
        json!({ "person": 3, "roles": ["agent"], "active": true }),
    )
    .unwrap();
    let desk = office.opened();
    desk.set_passphrase(PASSPHRASE.to_owned());
    sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
    let find = "SELECT max(seq) FROM journal WHERE stream = 'person/3' AND fact LIKE '%changed%'";
    let forger = Forger::open(&office.file());
    let seq: i64 = forger.db.query_row(find, [], |row| row.get(0)).unwrap();
    let was = forger.line(seq);
    forger.write(seq, ADMINISTRATOR);
    let change = json!({ "old": OTHER_PASSWORD, "new": "Nobody-2026" });
    call(&desk, &office, "person_change_password", change).unwrap_err();
    forger.write(seq, &was);
    assert_eq!(
        add(&desk, &office, "乙", &["admin"]).unwrap_err(),
        Code::NotPermitted
    );
    let state = call(&desk, &office, "desk_state", json!({})).unwrap();
    assert_eq!(state["person"]["roles"], json!(["agent"]));
}

/// The line behind which something is signed was edited: what is written there would not be believed.
#[test]
fn nothing_that_gives_power_is_written_behind_an_edited_line() {
    let office = new_office();
    let desk = office.at_work();
    let open = json!({ "open": journeys::report(office.now) });
    call(&desk, &office, "ticket_open", open).unwrap();
    let (seq, was) = newest_of(&office, "ticket/1");
    change_line(&office, "ticket/1", "{}");
    let change = json!({ "old": PASSWORD, "new": OTHER_PASSWORD });
    let refused = call(&desk, &office, "person_change_password", change);
    Forger::open(&office.file()).write(seq, &was);
    assert_eq!(refused.unwrap_err(), Code::WitnessDiffers);
    sign_in(&desk, &office, "全岗", PASSWORD).unwrap();
    let change = json!({ "old": PASSWORD, "new": OTHER_PASSWORD });
    call(&desk, &office, "person_change_password", change).unwrap();
    drop(desk);
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    sign_in(&desk, &office, "全岗", OTHER_PASSWORD).unwrap();
}

#[test]
fn nothing_is_sealed_while_a_line_that_governs_is_edited() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"]).unwrap();
    let (seq, _) = newest_of(&office, "person/3");
    // Not the newest line: the record's own is looked at everywhere.
    add(&desk, &office, "乙", &["agent"]).unwrap();
    Forger::open(&office.file()).write(seq, "{}");
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    assert_eq!(
        call(&desk, &office, "trust_get", json!({})).unwrap()["witness"],
        "changed_line"
    );
}

/// What was said of the work is edited before the customer signs.
#[test]
fn no_record_is_sealed_over_an_edited_ticket() {
    let office = new_office();
    let desk = office.at_work();
    let mut ticket = call(
        &desk,
        &office,
        "ticket_open",
        json!({ "open": journeys::report(office.now) }),
    )
    .unwrap()["value"]
        .clone();
    for (step, details) in [
        ("ticket_hand_over", json!({ "taken_by": "生调部" })),
        ("ticket_assign", json!({ "crew": "室内维修二班" })),
        ("ticket_arrive", json!({})),
        ("ticket_finish", journeys::work()),
    ] {
        let asked = journeys::request(&ticket, details);
        ticket = call(&desk, &office, step, asked).unwrap()["value"].clone();
    }
    let (seq, was) = newest_of(&office, "ticket/1");
    let edited = was.replace("更换", "用户自行损坏");
    assert_ne!(edited, was);
    Forger::open(&office.file()).write(seq, &edited);
    let sign = json!({ "place": "用户家中", "answer": journeys::signature() });
    let asked = journeys::request(&ticket, sign);
    assert_eq!(
        call(&desk, &office, "acknowledgement_sign", asked.clone()).unwrap_err(),
        Code::WitnessDiffers
    );
    Forger::open(&office.file()).write(seq, &was);
    call(&desk, &office, "acknowledgement_sign", asked).unwrap();
}

#[test]
fn no_month_is_closed_over_edited_or_hidden_lines() {
    for hides in [true, false] {
        let mut office = new_office();
        let desk = office.at_work();
        for _ in 0..3 {
            let open = json!({ "open": journeys::report(office.now) });
            call(&desk, &office, "ticket_open", open).unwrap();
        }
        drop(desk);
        office.now = at("2026-12-05 09:00");
        let desk = office.at_work();
        if hides {
            hide_lines(&office.file(), "ticket/3%");
            let forger = Forger::open(&office.file());
            forger
                .db
                .execute_batch("DELETE FROM ticket WHERE id = 3")
                .unwrap();
        } else {
            let (seq, was) = newest_of(&office, "ticket/3");
            Forger::open(&office.file()).write(seq, &was.replace("厨房", "卫生间"));
        }
        let closed = call(&desk, &office, "report_close", json!({ "month": "2026-11" }));
        assert_eq!(closed.unwrap_err(), Code::Damaged, "hidden: {hides}");
    }
}

/// What is left of a line that was edited would be sealed as what is left of what was written.
#[test]
fn what_was_edited_is_not_erased() {
    let mut office = new_office();
    let desk = office.at_work();
    let open = json!({ "open": journeys::report(office.now) });
    let ticket = call(&desk, &office, "ticket_open", open).unwrap()["value"].clone();
    let cancel = journeys::request(&ticket, json!({ "reason": "客户来电撤销" }));
    call(&desk, &office, "ticket_cancel", cancel).unwrap();
    drop(desk);
    let find = "SELECT seq, fact FROM journal WHERE stream = 'ticket/1' ORDER BY seq LIMIT 1";
    let forger = Forger::open(&office.file());
    let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
    let (seq, was): (i64, String) = forger.db.query_row(find, [], read).unwrap();
    office.now = at("2033-12-05 09:00");
    let desk = office.at_work();
    forger.write(
        seq,
        &was.replace("\"channel\":\"hotline\"", "\"channel\":\"department\""),
    );
    assert_ne!(forger.line(seq), was);
    let erase = json!({ "reason": "保存期限已满" });
    let due = call(&desk, &office, "erasure_due", json!({})).unwrap();
    assert_eq!(due["tickets"], 1, "{due}");
    assert_eq!(
        call(&desk, &office, "erasure_run", erase.clone()).unwrap_err(),
        Code::Damaged
    );
    forger.write(seq, &was);
    call(&desk, &office, "erasure_run", erase).unwrap();
}

/// Whoever goes on gives nobody back what an edited line took from them, whatever the data differ by.
#[test]
fn whoever_goes_on_gives_no_power_back_that_an_edited_line_took() {
    for moved in [false, true] {
        let office = new_office();
        let desk = office.at_work();
        add(&desk, &office, "甲", &["admin"]).unwrap();
        add(&desk, &office, "丙", &["manager"]).unwrap();
        for person in [3, 4] {
            let dismissed = json!({ "person": person, "roles": ["agent"], "active": true });
            call(&desk, &office, "person_change", dismissed).unwrap();
        }
        add(&desk, &office, "丁", &["agent"]).unwrap();
        drop(desk);
        for stream in ["person/3", "person/4"] {
            change_line(&office, stream, "{}");
        }
        let roles = r#"UPDATE person SET roles = '["admin"]' WHERE id = 3; UPDATE person SET roles = '["manager"]' WHERE id = 4"#;
        Forger::open(&office.file()).db.execute_batch(roles).unwrap();
        let copy = copy_data(&office);
        let folder = if moved { copy.path() } else { office.data.path() };
        let desk = open_folder(&office, folder, PASSPHRASE);
        let expected = if moved {
            WitnessState::OtherFolder
        } else {
            WitnessState::ChangedLine
        };
        assert_eq!(state(&desk), expected);
        sign_in(&desk, &office, "管理员", PASSWORD).unwrap();
        confirm(&desk, &office, None).unwrap();
        let people = call(&desk, &office, "person_list", json!({})).unwrap();
        let names: Vec<&str> = people
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["name"].as_str().unwrap())
            .collect();
        assert!(
            !names.contains(&"甲") && !names.contains(&"丙"),
            "moved: {moved}, {names:?}"
        );
    }
}

/// An older file, in which a dismissal was edited besides.
#[test]
fn an_older_file_gives_no_power_back_that_an_edited_line_took() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"]).unwrap();
    let dismissed = json!({ "person": 3, "roles": ["agent"], "active": true });
    call(&desk, &office, "person_change", dismissed).unwrap();
    drop(desk);
    let backup = copy_data(&office);
    let desk = office.at_work();
    add(&desk, &office, "丁", &["agent"]).unwrap();
    drop(desk);
    std::fs::copy(backup.path().join(desk::FILE), office.file()).unwrap();
    change_line(&office, "person/3", "{}");
    let roles = r#"UPDATE person SET roles = '["admin"]' WHERE id = 3"#;
    Forger::open(&office.file()).db.execute_batch(roles).unwrap();
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::RolledBack);
    sign_in(&desk, &office, "管理员", PASSWORD).unwrap();
    confirm(&desk, &office, None).unwrap();
    let refused = sign_in(&desk, &office, "甲", OTHER_PASSWORD);
    assert_eq!(refused.unwrap_err(), Code::WrongPassword);
}

/// An honest backup of before a password was changed: its people go on with the one they had then.
#[test]
fn an_honest_older_file_keeps_its_people() {
    let office = new_office();
    let backup = copy_data(&office);
    let desk = office.at_work();
    let change = json!({ "old": PASSWORD, "new": OTHER_PASSWORD });
    call(&desk, &office, "person_change_password", change).unwrap();
    drop(desk);
    std::fs::copy(backup.path().join(desk::FILE), office.file()).unwrap();
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    sign_in(&desk, &office, "管理员", PASSWORD).unwrap();
    let trust = call(&desk, &office, "trust_get", json!({})).unwrap();
    assert_eq!(trust["lost_since"], json!(office.now), "{trust}");
    confirm(&desk, &office, None).unwrap();
    sign_in(&desk, &office, "全岗", PASSWORD).unwrap();
    add(&desk, &office, "丁", &["agent"]).unwrap();
}

/// Under somebody else's file anybody's passphrase would be taken.
#[test]
fn the_passphrase_of_a_strange_file_is_an_administrators_matter() {
    let office = new_office();
    let desk = office.at_work();
    let strange = found_strange_data(&office);
    let theirs =
        Desk::open_with_progress(strange.path(), Some(strange.path()), office.now, &mut |_, _| {}).unwrap();
    theirs.set_passphrase(OTHER_PASSPHRASE.to_owned());
    sign_in(&theirs, &office, "管理员", OTHER_PASSWORD).unwrap();
    add(&theirs, &office, "坐席", &["agent"]).unwrap();
    drop(theirs);
    let keys = office.configuration.path().join("keys");
    for file in std::fs::read_dir(strange.path().join("keys")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), keys.join(file.file_name())).unwrap();
    }
    copy_over(&strange.path().join(desk::FILE), &office.file());
    sign_in(&desk, &office, "坐席", OTHER_PASSWORD).unwrap();
    let unlock = json!({ "passphrase": OTHER_PASSPHRASE });
    assert_eq!(
        call(&desk, &office, "key_unlock", unlock).unwrap_err(),
        Code::WitnessDiffers
    );
}

/// A row without a text, under the name of an index that SQLite makes by itself.
#[test]
fn a_row_of_the_schema_without_a_text_is_seen() {
    let office = new_office();
    let db = Connection::open(office.file()).unwrap();
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
        .unwrap();
    db.execute_batch(
        "PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
         SELECT 'table', name, tbl_name, rootpage, NULL FROM sqlite_schema WHERE name = 'sqlite_autoindex_journal_1';",
    )
    .unwrap();
    drop(db);
    let configuration = Some(office.configuration.path());
    let opened = Desk::open_with_progress(office.data.path(), configuration, office.now, &mut |_, _| {});
    assert_eq!(opened.err().unwrap().code, Code::ForeignObject);
}

/// A line of a ticket that the record has passed, edited with its own hash: only the line after it tells.
#[test]
fn an_edit_with_its_own_hash_is_found_before_a_seal_and_a_closing() {
    let mut office = new_office();
    let desk = office.at_work();
    let open = json!({ "open": journeys::report(office.now) });
    let ticket = call(&desk, &office, "ticket_open", open).unwrap()["value"].clone();
    let cancel = journeys::request(&ticket, json!({ "reason": "客户来电撤销" }));
    call(&desk, &office, "ticket_cancel", cancel).unwrap();
    // The record goes on.
    add(&desk, &office, "甲", &["agent"]).unwrap();
    drop(desk);
    let forger = Forger::open(&office.file());
    let first = "SELECT min(seq) FROM journal WHERE stream = 'ticket/1'";
    let seq: i64 = forger.db.query_row(first, [], |row| row.get(0)).unwrap();
    let was = forger.line(seq);
    forger.write(
        seq,
        &was.replace("\"channel\":\"hotline\"", "\"channel\":\"department\""),
    );
    assert_ne!(forger.line(seq), was);
    forger.mend_alone(seq);
    office.now = at("2026-12-05 09:00");
    let desk = office.at_work();
    let closed = call(&desk, &office, "report_close", json!({ "month": "2026-11" }));
    assert_eq!(closed.unwrap_err(), Code::Damaged);
}

/// The line before is edited in the moment between a change and the record, and put back: the change stays.
#[test]
fn what_was_signed_beside_a_passing_edit_is_not_written_off() {
    let office = new_office();
    let desk = office.at_work();
    let open = json!({ "open": journeys::report(office.now) });
    call(&desk, &office, "ticket_open", open).unwrap();
    let (seq, was) = newest_of(&office, "ticket/1");
    // Written by another window, whose record is stopped by the edit as this one's would be.
    let record = find_record(&office);
    let before = std::fs::read(&record).unwrap();
    add(&desk, &office, "甲", &["agent"]).unwrap();
    drop(desk);
    std::fs::write(&record, before).unwrap();
    let forger = Forger::open(&office.file());
    forger.write(seq, "{}");
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    call(&desk, &office, "trust_get", json!({})).unwrap();
    forger.write(seq, &was);
    assert_eq!(
        call(&desk, &office, "trust_get", json!({})).unwrap()["witness"],
        "holds"
    );
    add(&desk, &office, "乙", &["agent"]).unwrap();
    drop(desk);
    let desk = office.at_work();
    let people = call(&desk, &office, "person_list", json!({})).unwrap();
    assert_eq!(people.as_array().unwrap().len(), 4, "{people}");
    assert!(desk.store().verify_file(&mut |_| {}).is_ok());
}

/// The last line about somebody, which took power from them, is taken out; an administrator goes on.
#[test]
fn a_dismissal_that_was_taken_out_gives_no_power_back() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "丙", &["manager"]).unwrap();
    let dismissed = json!({ "person": 3, "roles": ["manager"], "active": false });
    call(&desk, &office, "person_change", dismissed).unwrap();
    add(&desk, &office, "丁", &["agent"]).unwrap();
    drop(desk);
    let (seq, _) = newest_of(&office, "person/3");
    let forger = Forger::open(&office.file());
    let take_out = format!(
        "DELETE FROM journal WHERE seq = {seq}; DELETE FROM line_signature WHERE seq = {seq};
         UPDATE person SET active = 1, version = version - 1 WHERE id = 3;"
    );
    forger.db.execute_batch(&take_out).unwrap();
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    sign_in(&desk, &office, "管理员", PASSWORD).unwrap();
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    confirm(&desk, &office, None).unwrap();
    assert_eq!(
        sign_in(&desk, &office, "丙", OTHER_PASSWORD).unwrap_err(),
        Code::WrongPassword
    );
}

/// Two windows, and an erasure in one of them: the other goes on.
#[test]
fn an_erasure_confuses_no_other_window() {
    let mut office = new_office();
    let desk = office.at_work();
    let open = json!({ "open": journeys::report(office.now) });
    let ticket = call(&desk, &office, "ticket_open", open).unwrap()["value"].clone();
    let cancel = journeys::request(&ticket, json!({ "reason": "客户来电撤销" }));
    call(&desk, &office, "ticket_cancel", cancel).unwrap();
    office.now = at("2033-12-05 09:00");
    let other = office.at_work();
    let desk = entered(desk, office.now);
    call(&desk, &office, "erasure_run", json!({ "reason": "保存期限已满" })).unwrap();
    add(&other, &office, "甲", &["agent"]).unwrap();
    add(&desk, &office, "乙", &["agent"]).unwrap();
    for desk in [&desk, &other] {
        assert_eq!(state(desk), WitnessState::Holds);
    }
    let people = call(&other, &office, "person_list", json!({})).unwrap();
    assert_eq!(people.as_array().unwrap().len(), 4, "{people}");
}

/// An administrator went on with a ticket whose line was changed: months are closed, other tickets are erased.
#[test]
fn a_line_that_was_gone_on_with_ends_nothing_for_good() {
    let mut office = new_office();
    let desk = office.at_work();
    for _ in 0..2 {
        let open = json!({ "open": journeys::report(office.now) });
        let ticket = call(&desk, &office, "ticket_open", open).unwrap()["value"].clone();
        let cancel = journeys::request(&ticket, json!({ "reason": "客户来电撤销" }));
        call(&desk, &office, "ticket_cancel", cancel).unwrap();
    }
    drop(desk);
    let forger = Forger::open(&office.file());
    let first = "SELECT min(seq) FROM journal WHERE stream = 'ticket/1'";
    let seq: i64 = forger.db.query_row(first, [], |row| row.get(0)).unwrap();
    let was = forger.line(seq);
    forger.write(
        seq,
        &was.replace("\"channel\":\"hotline\"", "\"channel\":\"department\""),
    );
    // The copy below is of one file: the log beside it goes with the last connection.
    drop(forger);
    // A line that governs besides, so that the bar is red.
    change_line(&office, "person/2", "{}");
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    sign_in(&desk, &office, "管理员", PASSWORD).unwrap();
    confirm(&desk, &office, None).unwrap();
    let manager = json!({ "name": "经理", "password": OTHER_PASSWORD, "roles": ["manager", "admin"] });
    call(&desk, &office, "person_add", manager).unwrap();
    drop(desk);
    // The data move, and are confirmed once more: what came after the line counts on, and the line stays gone on with.
    let moved = copy_data(&office);
    let desk = open_folder(&office, moved.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::OtherFolder);
    sign_in(&desk, &office, "管理员", PASSWORD).unwrap();
    confirm(&desk, &office, None).unwrap();
    office.now = at("2026-12-05 09:00");
    sign_in(&desk, &office, "经理", OTHER_PASSWORD).unwrap();
    call(&desk, &office, "report_close", json!({ "month": "2026-11" })).unwrap();
}
