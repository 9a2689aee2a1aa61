//! What an administrator goes on without: nobody gets back by an honest confirmation what a line took from them, nobody loses by it what
//! another line of the file has nothing to do with, and what was gone on with hides no second edit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use desk::{Desk, witness::WitnessState};
use domain::Code;
use journeys::{
    at,
    forger::Forger,
    office::{Office, PASSPHRASE, signs},
};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::going_on::{OTHER_PASSWORD, PASSWORD, confirm, copy_data, new_office, sign_in, state};

const SIGNED_IN: &str = r#"{"on":"person","what":{"fact":"signed_in"}}"#;
const LEAKED: &str = "Leaked-2026";

fn call(desk: &Desk, office: &Office, name: &str, request: Value) -> Result<Value, Code> {
    desk.call(name, request, office.now)
        .map_err(|refusal| refusal.code)
}

fn add(desk: &Desk, office: &Office, name: &str, roles: &[&str], password: &str) {
    let person = json!({ "name": name, "password": password, "roles": roles });
    call(desk, office, "person_add", person).unwrap();
}

fn dismiss(desk: &Desk, office: &Office, id: i64) {
    let change = json!({ "person": id, "roles": ["agent"], "active": false });
    call(desk, office, "person_change", change).unwrap();
}

fn take_report(desk: &Desk, office: &Office) {
    let open = json!({ "open": journeys::report(office.now) });
    call(desk, office, "ticket_open", open).unwrap();
}

/// An office in which 甲, the third person, was an administrator and is none any more; work goes on behind it.
fn with_dismissed_administrator() -> Office {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"], LEAKED);
    take_report(&desk, &office);
    dismiss(&desk, &office, 3);
    add(&desk, &office, "丁", &["agent"], OTHER_PASSWORD);
    for _ in 0..3 {
        take_report(&desk, &office);
    }
    office
}

/// The place of the newest line of a stream whose text holds a word.
fn find_line(forger: &Forger, stream: &str, word: &str) -> i64 {
    let find = "SELECT max(seq) FROM journal WHERE stream = ?1 AND instr(fact, ?2) > 0";
    forger
        .db
        .query_row(find, [stream, word], |row| row.get(0))
        .unwrap()
}

/// Makes the tables anew, as whoever holds the file and the program can.
fn make_tables_anew(office: &Office) {
    let store = desk::store::Store::open_to_rebuild(&office.file()).unwrap();
    store.rebuild_tables().unwrap();
}

/// Takes a line out with its signature, and moves those behind it up, so that each follows the one before.
fn cut_line(office: &Office, seq: i64) {
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch(&format!(
            "DELETE FROM line_signature WHERE seq >= {seq}; DELETE FROM journal WHERE seq = {seq};
             UPDATE journal SET seq = -seq WHERE seq > {seq}; UPDATE journal SET seq = -seq - 1 WHERE seq < 0;"
        ))
        .unwrap();
    forger.mend();
}

/// Signs in as the dismissed one, and adds an administrator: what must never be.
fn may_add_administrator(office: &Office, name: &str, password: &str) -> bool {
    let desk = office.opened();
    desk.set_passphrase(PASSPHRASE.to_owned());
    if sign_in(&desk, office, name, password).is_err() {
        return false;
    }
    let person = json!({ "name": "壬", "password": OTHER_PASSWORD, "roles": ["admin"] });
    call(&desk, office, "person_add", person).is_ok()
}

fn confirm_as_administrator(office: &Office) -> Value {
    make_tables_anew(office);
    let desk = office.at_work();
    assert!(desk::trust::read_trust(&desk).unwrap().sealing_stopped);
    confirm(&desk, office, None).unwrap()["value"].clone()
}

#[test]
fn sign_ins_in_the_place_of_a_dismissal_give_nothing_back() {
    let office = with_dismissed_administrator();
    let forger = Forger::open(&office.file());
    let seq = find_line(&forger, "person/3", "changed");
    forger
        .db
        .execute_batch(&format!("DELETE FROM line_signature WHERE seq = {seq}"))
        .unwrap();
    // In the place of the dismissal, and some more behind.
    forger.write(seq, SIGNED_IN);
    forger.mend();
    forger.append("person/3", 3, SIGNED_IN);
    drop(forger);
    let confirmed = confirm_as_administrator(&office);
    assert_eq!(confirmed["ending_accounts"], json!(["甲"]));
    assert!(!may_add_administrator(&office, "甲", LEAKED));
}

#[test]
fn a_leaked_password_does_not_come_back() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"], LEAKED);
    let reset = json!({ "person": 3, "password": OTHER_PASSWORD });
    call(&desk, &office, "person_reset_password", reset).unwrap();
    add(&desk, &office, "丁", &["agent"], OTHER_PASSWORD);
    take_report(&desk, &office);
    drop(desk);
    let forger = Forger::open(&office.file());
    let seq = find_line(&forger, "person/3", "password_set");
    forger
        .db
        .execute_batch(&format!("DELETE FROM line_signature WHERE seq = {seq}"))
        .unwrap();
    forger.write(seq, SIGNED_IN);
    drop(forger);
    confirm_as_administrator(&office);
    assert!(!may_add_administrator(&office, "甲", LEAKED));
}

/// Cut out with everything behind moved up it looks like an older file.
#[test]
fn a_dismissal_that_is_cut_out_is_no_honest_loss() {
    let office = with_dismissed_administrator();
    let forger = Forger::open(&office.file());
    // Only ordinary lines behind it.
    let added = find_line(&forger, "person/4", "added");
    drop(forger);
    cut_line(&office, added);
    let forger = Forger::open(&office.file());
    let dismissed = find_line(&forger, "person/3", "changed");
    drop(forger);
    cut_line(&office, dismissed);
    make_tables_anew(&office);
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::RolledBack);
    let shown = call(&desk, &office, "trust_get", json!({})).unwrap();
    assert_eq!(
        shown["ending_accounts"],
        json!(["甲"]),
        "said before it is confirmed"
    );
    confirm(&desk, &office, None).unwrap();
    assert!(!may_add_administrator(&office, "甲", LEAKED));
    // Whoever is still there is added anew, under the same name.
    add(&desk, &office, "甲", &["agent"], OTHER_PASSWORD);
    let desk = office.opened();
    sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
    assert_eq!(desk.store().rebuild_check().unwrap(), vec![]);
}

/// A restored backup, a moved folder and a new computer are honest moments that come later.
#[test]
fn a_second_confirmation_remembers_the_first() {
    for later in ["moved", "rolled_back", "new_computer"] {
        let mut office = with_dismissed_administrator();
        let forger = Forger::open(&office.file());
        let seq = find_line(&forger, "person/3", "changed");
        forger
            .db
            .execute_batch(&format!("DELETE FROM line_signature WHERE seq = {seq}"))
            .unwrap();
        forger.write(seq, SIGNED_IN);
        forger.mend();
        drop(forger);
        confirm_as_administrator(&office);
        let backup = copy_data(&office);
        let desk = office.at_work();
        take_report(&desk, &office);
        take_report(&desk, &office);
        drop(desk);
        match later {
            "rolled_back" => {
                std::fs::copy(backup.path().join(desk::FILE), office.file()).unwrap();
            }
            "moved" => {
                let there = copy_data(&office);
                let left = std::mem::replace(&mut office.data, there);
                drop(left);
            }
            _ => {
                let computer = tempfile::tempdir().unwrap();
                let keys = computer.path().join("keys");
                std::fs::create_dir(&keys).unwrap();
                for file in std::fs::read_dir(office.configuration.path().join("keys")).unwrap() {
                    let file = file.unwrap();
                    std::fs::copy(file.path(), keys.join(file.file_name())).unwrap();
                }
                office.configuration = computer;
                assert!(
                    !may_add_administrator(&office, "甲", LEAKED),
                    "before anything is confirmed"
                );
            }
        }
        let desk = office.at_work();
        confirm(&desk, &office, None).unwrap();
        drop(desk);
        assert!(!may_add_administrator(&office, "甲", LEAKED), "{later}");
    }
}

/// What was promoted, and then undone by a restored backup, is put back where it was written.
#[test]
fn a_line_of_a_cut_off_branch_gives_nothing_before_the_newest_line_either() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "丙", &["agent"], OTHER_PASSWORD);
    drop(desk);
    let backup = copy_data(&office);
    let desk = office.at_work();
    let change = json!({ "person": 3, "roles": ["admin"], "active": true });
    call(&desk, &office, "person_change", change).unwrap();
    drop(desk);
    let branch = copy_data(&office);
    std::fs::copy(backup.path().join(desk::FILE), office.file()).unwrap();
    confirm_as_administrator(&office);
    let desk = office.at_work();
    for _ in 0..6 {
        take_report(&desk, &office);
    }
    drop(desk);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch(&format!(
            "ATTACH '{}' AS branch",
            branch.path().join(desk::FILE).display()
        ))
        .unwrap();
    let seq: i64 = forger
        .db
        .query_row(
            "SELECT max(seq) FROM branch.journal WHERE stream = 'person/3' AND instr(fact, 'changed') > 0",
            [],
            |row| row.get(0),
        )
        .unwrap();
    forger
        .db
        .execute_batch(&format!(
            "DELETE FROM main.line_signature WHERE seq = {seq}; DELETE FROM main.journal WHERE seq = {seq};
             INSERT INTO main.journal SELECT * FROM branch.journal WHERE seq = {seq};
             INSERT INTO main.line_signature SELECT * FROM branch.line_signature WHERE seq = {seq};"
        ))
        .unwrap();
    drop(forger);
    confirm_as_administrator(&office);
    assert!(!may_add_administrator(&office, "丙", OTHER_PASSWORD));
}

/// One word of a ticket was edited long ago; whoever moves the folder keeps their people.
#[test]
fn an_edited_ticket_costs_nobody_their_account_unseen() {
    for moved in [true, false] {
        let mut office = new_office();
        let desk = office.at_work();
        take_report(&desk, &office);
        add(&desk, &office, "甲", &["admin"], OTHER_PASSWORD);
        let change = json!({ "old": PASSWORD, "new": "Changed-2026" });
        call(&desk, &office, "person_change_password", change).unwrap();
        drop(desk);
        let backup = copy_data(&office);
        let desk = office.opened();
        desk.set_passphrase(PASSPHRASE.to_owned());
        sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
        add(&desk, &office, "乙", &["agent"], OTHER_PASSWORD);
        drop(desk);
        let edit = |file: std::path::PathBuf| {
            let forger = Forger::open(&file);
            let seq = find_line(&forger, "ticket/1", "厨房");
            forger.write(seq, &forger.line(seq).replace("厨房", "卫生间"));
        };
        edit(office.file());
        edit(backup.path().join(desk::FILE));
        if moved {
            let there = copy_data(&office);
            office.data = there;
        } else {
            std::fs::copy(backup.path().join(desk::FILE), office.file()).unwrap();
        }
        let desk = office.opened();
        desk.set_passphrase(PASSPHRASE.to_owned());
        sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
        let shown = call(&desk, &office, "trust_get", json!({})).unwrap();
        assert!(
            !shown["broken_lines"].as_array().unwrap().is_empty(),
            "moved: {moved}"
        );
        confirm(&desk, &office, None).unwrap();
        let people = call(&desk, &office, "person_list", json!({})).unwrap();
        let names: Vec<&str> = people
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["name"].as_str().unwrap())
            .collect();
        if moved {
            assert_eq!(shown["ending_accounts"], json!([]));
            assert_eq!(names, ["管理员", "全岗", "甲", "乙"]);
        } else {
            // In an older file nobody can tell which lines behind the edit were there; who is gone by it is said before.
            assert_eq!(shown["ending_accounts"], json!(["甲"]));
        }
    }
}

/// What was gone on with is known by both sides of the break.
#[test]
fn a_second_edit_does_not_hide_behind_the_first() {
    let mut office = new_office();
    let desk = office.at_work();
    for _ in 0..6 {
        take_report(&desk, &office);
    }
    add(&desk, &office, "丁", &["agent"], OTHER_PASSWORD);
    drop(desk);
    let forger = Forger::open(&office.file());
    let seq = find_line(&forger, "ticket/6", "厨房");
    forger.write(seq, &forger.line(seq).replace("厨房", "卫生间"));
    let added = find_line(&forger, "person/3", "added");
    forger
        .db
        .execute_batch(&format!("DELETE FROM line_signature WHERE seq = {added}"))
        .unwrap();
    drop(forger);
    confirm_as_administrator(&office);
    // Behind the confirmation `verify` goes on over what is known, and says so.
    let verified = office.opened().store().verify_file(&mut |_| {});
    assert_eq!(verified.unwrap().accepted, 2);
    // Everything before the accepted line is written anew, with right hashes up to it.
    let forger = Forger::open(&office.file());
    let first = find_line(&forger, "ticket/1", "厨房");
    forger.write(first, &forger.line(first).replace("厨房", "门外"));
    let kept: Vec<(i64, String, String)> = {
        let text = "SELECT seq, previous, hash FROM journal WHERE seq >= ?1 ORDER BY seq";
        let mut lines = forger.db.prepare(text).unwrap();
        let rows = lines.query_map([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    forger.mend();
    for (place, previous, hash) in kept {
        let put = "UPDATE journal SET previous = ?2, hash = ?3 WHERE seq = ?1";
        forger.db.execute(put, (place, previous, hash)).unwrap();
    }
    drop(forger);
    office.now = at("2026-12-05 09:00");
    let desk = office.at_work();
    let closed = call(&desk, &office, "report_close", json!({ "month": "2026-11" }));
    assert_eq!(closed.unwrap_err(), Code::Damaged);
    // And an administrator can go on with that, too.
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    confirm(&desk, &office, None).unwrap();
    call(&desk, &office, "report_close", json!({ "month": "2026-11" })).unwrap();
}

#[test]
fn no_month_is_closed_over_tickets_that_are_gone_with_all_their_lines() {
    let mut office = new_office();
    let desk = office.at_work();
    for _ in 0..4 {
        take_report(&desk, &office);
    }
    drop(desk);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch(
            "DELETE FROM journal WHERE stream IN ('ticket/1', 'ticket/2'); DELETE FROM ticket WHERE id IN (1, 2);",
        )
        .unwrap();
    drop(forger);
    office.now = at("2026-12-05 09:00");
    let desk = office.at_work();
    let closed = call(&desk, &office, "report_close", json!({ "month": "2026-11" }));
    assert_eq!(closed.unwrap_err(), Code::Damaged);
}

/// A trigger that is put in under an open window, and taken away before somebody looks.
#[test]
fn nothing_is_written_through_a_trigger_that_was_put_in_meanwhile() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"], LEAKED);
    for trigger in [
        "CREATE TRIGGER t AFTER INSERT ON line_signature BEGIN DELETE FROM line_signature WHERE seq = NEW.seq; END",
        "CREATE TRIGGER t BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END",
    ] {
        let other = Connection::open(office.file()).unwrap();
        other.execute_batch(trigger).unwrap();
        let change = json!({ "person": 3, "roles": ["agent"], "active": false });
        let refused = call(&desk, &office, "person_change", change);
        assert_eq!(refused.unwrap_err(), Code::ForeignObject, "{trigger}");
        assert!(signs(&desk, office.now).is_err(), "{trigger}");
        other.execute_batch("DROP TRIGGER t").unwrap();
    }
    dismiss(&desk, &office, 3);
    drop(desk);
    assert!(!may_add_administrator(&office, "甲", LEAKED));
    office.opened().store().verify_file(&mut |_| {}).unwrap();
}

/// The row of a correction is no proof that there is none.
#[test]
fn a_record_is_found_in_the_journal_whatever_the_table_says() {
    let office = new_office();
    let desk = office.at_work();
    let ticket = signs(&desk, office.now).unwrap();
    let number = ticket["ticket"]["acknowledgement"]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let forger = Forger::open(&office.file());
    forger.db.execute_batch("DELETE FROM acknowledgement").unwrap();
    drop(forger);
    let found = desk
        .store()
        .read_tx(|tx| tx.read_record_with_neighbours(&number))
        .unwrap();
    assert_eq!(found.unwrap().record.record.number, number);
}

/// Somebody was dismissed after a confirmation; the file of before that confirmation is put back, whole as it was.
#[test]
fn whole_data_from_before_do_not_undo_what_came_since() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["admin"], LEAKED);
    add(&desk, &office, "丁", &["agent"], OTHER_PASSWORD);
    drop(desk);
    let before = copy_data(&office);
    let forger = Forger::open(&office.file());
    let seq = find_line(&forger, "person/4", "added");
    forger
        .db
        .execute_batch(&format!("DELETE FROM line_signature WHERE seq = {seq}"))
        .unwrap();
    drop(forger);
    confirm_as_administrator(&office);
    let desk = office.at_work();
    dismiss(&desk, &office, 3);
    drop(desk);
    std::fs::copy(before.path().join(desk::FILE), office.file()).unwrap();
    let desk = office.at_work();
    let shown = call(&desk, &office, "trust_get", json!({})).unwrap();
    assert_eq!(shown["ending_accounts"], json!(["甲"]));
    confirm(&desk, &office, None).unwrap();
    drop(desk);
    assert!(!may_add_administrator(&office, "甲", LEAKED));
}

/// A row beside a line that is older than the signatures of an older file.
#[test]
fn a_stray_signature_beside_an_old_line_voids_nothing() {
    let office = new_office();
    let desk = office.at_work();
    add(&desk, &office, "甲", &["agent"], OTHER_PASSWORD);
    drop(desk);
    // As a file of an earlier version that was taken over: nothing before the last line is signed.
    let forger = Forger::open(&office.file());
    forger.db.execute_batch("DELETE FROM line_signature").unwrap();
    drop(forger);
    for file in std::fs::read_dir(office.configuration.path().join("witness")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let desk = office.at_work();
    confirm(&desk, &office, None).unwrap();
    drop(desk);
    let forger = Forger::open(&office.file());
    let seq = find_line(&forger, "person/3", "added");
    forger
        .db
        .execute_batch(&format!(
            "INSERT INTO line_signature VALUES ({seq}, 'x', 'y', 'z')"
        ))
        .unwrap();
    drop(forger);
    let desk = office.opened();
    sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
}

/// An edit between the page and the confirmation is no part of what was confirmed.
#[test]
fn what_was_not_shown_is_not_confirmed() {
    let office = new_office();
    let desk = office.at_work();
    take_report(&desk, &office);
    drop(desk);
    let backup = copy_data(&office);
    let desk = office.at_work();
    add(&desk, &office, "丁", &["agent"], OTHER_PASSWORD);
    drop(desk);
    std::fs::copy(backup.path().join(desk::FILE), office.file()).unwrap();
    let desk = office.at_work();
    let shown = call(&desk, &office, "trust_get", json!({})).unwrap();
    assert_eq!(shown["broken_lines"], json!([]));
    let forger = Forger::open(&office.file());
    let seq = find_line(&forger, "ticket/1", "厨房");
    forger.write(seq, &forger.line(seq).replace("厨房", "卫生间"));
    drop(forger);
    let ask = json!({ "id": shown["key"], "reason": "恢复了备份", "mark": shown["mark"] });
    assert_eq!(
        call(&desk, &office, "key_confirm", ask).unwrap_err(),
        Code::StaleVersion
    );
    let shown = call(&desk, &office, "trust_get", json!({})).unwrap();
    assert_ne!(shown["broken_lines"], json!([]));
    let ask = json!({ "id": shown["key"], "reason": "恢复了备份", "mark": shown["mark"] });
    call(&desk, &office, "key_confirm", ask).unwrap();
}
