//! Lines that somebody put into the file, moved within it, or hid in it, and keys of theirs: they give nothing, and a red bar says so at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::path::Path;

use desk::{Desk, trust, witness::WitnessState};
use domain::{Code, hash, key::SealingKey};
use journeys::{
    at,
    forger::Forger,
    office::{Office, PASSPHRASE, entered, signs},
};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::going_on::{
    OTHER_PASSPHRASE, OTHER_PASSWORD, PASSWORD, announcement, confirm, copy_data, find_record,
    found_elsewhere, new_office, open_folder, sign_in, state,
};

/// A stranger as an administrator, under a number that nobody has.
fn stranger_added(theirs: &Path) -> String {
    let forger = Forger::open(theirs);
    let find = "SELECT fact FROM journal WHERE stream = 'person/1' AND version = 1";
    let fact: String = forger.db.query_row(find, [], |row| row.get(0)).unwrap();
    let mut fact: Value = serde_json::from_str(&fact).unwrap();
    fact["what"]["id"] = json!(9);
    fact.to_string()
}

/// The row of the stranger, as the line says.
fn put_person(file: &Path, id: i64, fact: &str) {
    let fact: Value = serde_json::from_str(fact).unwrap();
    let said = &fact["what"];
    let text = "INSERT INTO person (id, version, name, roles, active, password, failures) VALUES (?1, 1, ?2, ?3, 1, ?4, 0)";
    let (name, password) = (said["name"].as_str(), said["password"].as_str());
    let forger = Forger::open(file);
    forger
        .db
        .execute(text, (id, name, said["roles"].to_string(), password))
        .unwrap();
}

/// The index by which a stream's lines are found is exchanged for one that misses some.
pub(crate) fn hide_lines(file: &Path, like: &str) {
    let root = |db: &Connection, name: &str| -> i64 {
        let find = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
        db.query_row(find, [name], |row| row.get(0)).unwrap()
    };
    let unique = "sqlite_autoindex_journal_1";
    let db = Connection::open(file).unwrap();
    db.execute_batch(&format!(
        "CREATE INDEX part_of_it ON journal (stream, version) WHERE stream NOT LIKE '{like}'"
    ))
    .unwrap();
    let (part, whole) = (root(&db, "part_of_it"), root(&db, unique));
    db.execute_batch("PRAGMA writable_schema = ON").unwrap();
    for (name, page) in [(unique, part), ("part_of_it", whole)] {
        let put = "UPDATE sqlite_schema SET rootpage = ?2 WHERE name = ?1";
        db.execute(put, (name, page)).unwrap();
    }
    drop(db);
    Connection::open(file)
        .unwrap()
        .execute_batch("DROP INDEX part_of_it")
        .unwrap();
}

/// A line as it stands, with its signature.
struct SignedLine {
    columns: Vec<rusqlite::types::Value>,
    signature: Option<Vec<rusqlite::types::Value>>,
}

fn take_line(file: &Path, seq: i64) -> SignedLine {
    let db = Connection::open(file).unwrap();
    let row = |text: &str, count: usize| {
        db.query_row(text, [seq], |row| {
            (0..count).map(|place| row.get(place)).collect()
        })
    };
    SignedLine {
        columns: row("SELECT * FROM journal WHERE seq = ?1", 12).unwrap(),
        signature: row("SELECT * FROM line_signature WHERE seq = ?1", 4).ok(),
    }
}

impl SignedLine {
    fn put(&self, file: &Path) {
        let forger = Forger::open(file);
        let columns = rusqlite::params_from_iter(&self.columns);
        let text = "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        forger.db.execute(text, columns).unwrap();
        if let Some(signature) = &self.signature {
            let text = "INSERT INTO line_signature VALUES (?1, ?2, ?3, ?4)";
            forger
                .db
                .execute(text, rusqlite::params_from_iter(signature))
                .unwrap();
        }
    }
}

fn newest(file: &Path) -> i64 {
    let db = Connection::open(file).unwrap();
    db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))
        .unwrap()
}

fn add_administrator(desk: &Desk, office: &Office, name: &str) -> Result<Value, Code> {
    let person = json!({ "name": name, "password": OTHER_PASSWORD, "roles": ["admin"] });
    let answered = desk.call("person_add", person, office.now);
    answered.map_err(|refusal| refusal.code)
}

/// Fills a file with ordinary lines up to a place.
fn fill_until(file: &Path, place: i64) {
    let forger = Forger::open(file);
    while newest(file) < place {
        let last = newest(file);
        forger.append("reveal", last, r#"{"on":"person","what":{"fact":"signed_in"}}"#);
    }
}

/// Somebody is given power on a branch, behind so many signed repairs, and the company goes back to a backup of before: the line, and its place.
fn cut_off_branch(office: &Office, repairs: usize) -> (i64, SignedLine, String) {
    let backup = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    for _ in 0..repairs {
        signs(&desk, office.now).unwrap();
    }
    add_administrator(&desk, office, "外人").unwrap();
    let given = newest(&office.file());
    signs(&desk, office.now).unwrap();
    drop(desk);
    let line = take_line(&office.file(), given);
    let fact = Forger::open(&office.file()).line(given);
    std::fs::write(office.file(), backup).unwrap();
    (given, line, fact)
}

/// The passphrase was given, and whoever gave it has signed out.
#[test]
fn data_whose_people_are_hidden_are_not_started_anew() {
    let office = new_office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    desk.call("person_sign_out", json!({}), office.now).unwrap();
    hide_lines(&office.file(), "person/%");
    let first = json!({ "name": "外人", "password": OTHER_PASSWORD });
    let refused = desk.call("person_first", first, office.now).unwrap_err();
    assert_eq!(refused.code, Code::AlreadyStarted);
    drop(desk);
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::ChangedLine);
}

#[test]
fn a_month_whose_closing_is_hidden_is_not_closed_again() {
    let office = new_office();
    let desk = office.at_work();
    let close = || desk.call("report_close", json!({ "month": "2026-10" }), office.now);
    close().unwrap();
    hide_lines(&office.file(), "month/%");
    assert_eq!(close().unwrap_err().code, Code::WitnessDiffers);
}

/// A file of somebody's making, with the company's people and their passwords: its administrators would sign in and type their key's id.
#[test]
fn a_strangers_key_before_the_companys_is_not_confirmed_with_it() {
    let office = new_office();
    // On a computer of their own: this one knows nothing of it.
    let theirs = found_elsewhere(&new_office());
    let (their_key, our_key) = (
        announcement(&theirs.path().join(desk::FILE)),
        announcement(&office.file()),
    );
    let forger = Forger::open(&office.file());
    let key = "SELECT seq FROM journal WHERE stream = 'key'";
    let first: i64 = forger.db.query_row(key, [], |row| row.get(0)).unwrap();
    forger.write(first, &their_key);
    let added = stranger_added(&theirs.path().join(desk::FILE));
    forger.append("person/9", 1, &added);
    forger.append("key", 2, &our_key);
    forger.db.execute_batch("DELETE FROM line_signature").unwrap();
    put_person(&office.file(), 9, &added);
    drop(forger);
    let desk = entered(open_folder(&office, office.data.path(), PASSPHRASE), office.now);
    assert_eq!(state(&desk), WitnessState::OtherKey);
    let refused = confirm(&desk, &office, None).unwrap_err();
    assert_eq!(refused.0, Code::NobodyLeft);
    assert_eq!(state(&desk), WitnessState::OtherKey);
}

/// Somebody was given power, and the company went back to a backup of before, with its sheet.
#[test]
fn a_line_of_the_branch_that_was_cut_off_gives_nothing() {
    for before_confirming in [false, true] {
        let office = new_office();
        let (given, line, fact) = cut_off_branch(&office, 4);
        let put_line = || {
            fill_until(&office.file(), given - 1);
            line.put(&office.file());
            put_person(&office.file(), 3, &fact);
        };
        let desk = office.at_work();
        assert_eq!(state(&desk), WitnessState::RolledBack);
        if before_confirming {
            put_line();
            confirm(&desk, &office, None).unwrap();
        } else {
            confirm(&desk, &office, None).unwrap();
            drop(desk);
            put_line();
        }
        let desk = open_folder(&office, office.data.path(), PASSPHRASE);
        let refused = sign_in(&desk, &office, "外人", OTHER_PASSWORD);
        assert_eq!(refused.unwrap_err(), Code::WrongPassword, "{before_confirming}");
    }
}

/// The key was renewed, the company went back to before and confirmed the key of before: the one of the branch is given up.
#[test]
fn a_key_that_was_given_up_counts_no_more() {
    let office = new_office();
    let backup = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    desk.call("key_renew", json!({ "reason": "更换" }), office.now)
        .unwrap();
    let renewed = newest(&office.file());
    drop(desk);
    let line = take_line(&office.file(), renewed);
    let announced = Forger::open(&office.file()).line(renewed);
    std::fs::write(office.file(), backup).unwrap();
    let desk = office.at_work();
    confirm(&desk, &office, None).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    drop(desk);
    // By its old line, or written anew: whoever has its secret half could sign that.
    let file = std::fs::read(office.file()).unwrap();
    for is_old in [true, false] {
        std::fs::write(office.file(), &file).unwrap();
        if is_old {
            fill_until(&office.file(), renewed - 1);
            assert_eq!(newest(&office.file()), renewed - 1);
            line.put(&office.file());
        } else {
            Forger::open(&office.file()).append("key", 2, &announced);
        }
        let desk = office.at_work();
        let found = state(&desk);
        assert!(found.stops_sealing(), "{is_old} {found:?}");
        assert_eq!(
            add_administrator(&desk, &office, "乙").unwrap_err(),
            Code::WitnessDiffers
        );
    }
}

/// The signatures of the first lines are taken off, and one of them exchanged.
#[test]
fn whoever_goes_on_takes_no_unsigned_line_for_an_old_one() {
    let office = new_office();
    let theirs = found_elsewhere(&office);
    let added = stranger_added(&theirs.path().join(desk::FILE));
    let forger = Forger::open(&office.file());
    let put = "UPDATE journal SET stream = 'person/9', version = 1, fact = ?1 WHERE seq = 3";
    forger.db.execute(put, [&added]).unwrap();
    put_person(&office.file(), 9, &added);
    forger.mend();
    forger
        .db
        .execute_batch("DELETE FROM line_signature WHERE seq < 4")
        .unwrap();
    drop(forger);
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    confirm(&desk, &office, None).unwrap();
    assert_eq!(
        sign_in(&desk, &office, "外人", OTHER_PASSWORD).unwrap_err(),
        Code::WrongPassword
    );
}

/// Lines that nobody signed take power from every administrator.
#[test]
fn unsigned_lines_are_seen_at_once_and_lock_nobody_out_for_good() {
    let mut office = new_office();
    let backup = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    let forger = Forger::open(&office.file());
    for person in [1, 2] {
        let dismissed = r#"{"on":"person","what":{"active":false,"fact":"changed","roles":["agent"]}}"#;
        forger.append(&format!("person/{person}"), 9, dismissed);
    }
    drop(forger);
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    let record = std::fs::read(find_record(&office)).unwrap();
    office.now = at("2026-11-24 10:30");
    let _ = desk.call("desk_state", json!({}), office.now);
    drop(desk);
    assert_eq!(std::fs::read(find_record(&office)).unwrap(), record);
    std::fs::write(office.file(), backup).unwrap();
    let desk = office.at_work();
    confirm(&desk, &office, None).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
}

/// A link that led to the data leads to a copy of them now.
#[cfg(unix)]
#[test]
fn a_copy_behind_the_link_is_a_copy() {
    let office = new_office();
    let links = tempfile::tempdir().unwrap();
    let link = links.path().join("current");
    let turn = |to: &Path| {
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(to, &link).unwrap();
    };
    turn(office.data.path());
    let desk = entered(open_folder(&office, &link, PASSPHRASE), office.now);
    add_administrator(&desk, &office, "甲").unwrap();
    drop(desk);
    let copy = copy_data(&office);
    signs(&office.at_work(), office.now).unwrap();
    turn(copy.path());
    assert_eq!(
        state(&open_folder(&office, &link, PASSPHRASE)),
        WitnessState::OtherFolder
    );
}

#[test]
fn a_slash_at_the_end_makes_no_other_folder() {
    let office = new_office();
    let backup = std::fs::read(office.file()).unwrap();
    let slashed = std::path::PathBuf::from(format!("{}/", office.data.path().display()));
    let desk = entered(open_folder(&office, &slashed, PASSPHRASE), office.now);
    add_administrator(&desk, &office, "甲").unwrap();
    drop(desk);
    std::fs::write(office.file(), backup).unwrap();
    confirm(&office.at_work(), &office, None).unwrap();
    let desk = entered(open_folder(&office, &slashed, PASSPHRASE), office.now);
    assert_eq!(state(&desk), WitnessState::Holds);
}

/// The window is open, and every signature is taken off under it.
#[test]
fn nothing_is_closed_without_a_signature_because_all_are_gone() {
    let office = new_office();
    let desk = office.at_work();
    Forger::open(&office.file())
        .db
        .execute_batch("DELETE FROM line_signature")
        .unwrap();
    let close = desk.call("report_close", json!({ "month": "2026-10" }), office.now);
    assert_eq!(close.unwrap_err().code, Code::WitnessDiffers);
}

/// A key file of somebody else's, under the name of the company's.
#[test]
fn the_file_of_another_key_opens_nothing() {
    let office = new_office();
    let keys = office.configuration.path().join("keys");
    let ours = std::fs::read_dir(&keys).unwrap().next().unwrap().unwrap();
    found_elsewhere(&office);
    let theirs = std::fs::read_dir(&keys)
        .unwrap()
        .map(Result::unwrap)
        .find(|file| file.file_name() != ours.file_name())
        .unwrap();
    std::fs::rename(theirs.path(), office.data.path().join(ours.file_name())).unwrap();
    std::fs::remove_file(ours.path()).unwrap();
    let desk = entered(office.opened(), office.now);
    let unlock = desk.call(
        "key_unlock",
        json!({ "passphrase": OTHER_PASSPHRASE }),
        office.now,
    );
    assert_eq!(unlock.unwrap_err().code, Code::KeyMissing);
}

#[test]
fn what_is_confirmed_is_what_was_shown() {
    let office = new_office();
    let backup = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    add_administrator(&desk, &office, "甲").unwrap();
    drop(desk);
    std::fs::write(office.file(), &backup).unwrap();
    let desk = office.at_work();
    let shown = trust::read_trust(&desk).unwrap();
    let mark = |desk: &Desk| -> String {
        let seen = desk.call("trust_get", json!({}), office.now).unwrap();
        seen["mark"].as_str().unwrap().to_owned()
    };
    let before = mark(&desk);
    let changed = r#"{"on":"person","what":{"active":true,"fact":"changed","roles":["admin"]}}"#;
    let person = "SELECT max(version) + 1 FROM journal WHERE stream = 'person/1'";
    let forger = Forger::open(&office.file());
    let version: i64 = forger.db.query_row(person, [], |row| row.get(0)).unwrap();
    forger.append("person/1", version, changed);
    let row = "UPDATE person SET version = ?1 WHERE id = 1";
    forger.db.execute(row, [version]).unwrap();
    drop((forger, desk));
    let desk = office.at_work();
    let ask = |mark: &str| json!({ "id": shown.key, "reason": "恢复", "mark": mark });
    let refused = desk.call("key_confirm", ask(&before), office.now);
    assert_eq!(refused.unwrap_err().code, Code::StaleVersion);
    let now = mark(&desk);
    desk.call("key_confirm", ask(&now), office.now).unwrap();
}

/// Data of their own, which this computer knows, in the place of the company's: a copy of theirs, and the company's record is asked as well.
#[test]
fn a_copy_of_other_data_in_the_folder_asks_its_record() {
    let office = new_office();
    let theirs = found_elsewhere(&office);
    std::fs::copy(theirs.path().join(desk::FILE), office.file()).unwrap();
    let desk = open_folder(&office, office.data.path(), OTHER_PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::OtherFolder);
    sign_in(&desk, &office, "外人", OTHER_PASSWORD).unwrap();
    assert_eq!(confirm(&desk, &office, None).unwrap_err().0, Code::NotPermitted);
}

/// A record that somebody signed with a key of their own, with numbers at the end of their range.
#[test]
fn a_record_with_the_largest_numbers_breaks_nothing() {
    for (newest, begun_at) in [(i64::MIN, 0), (i64::MAX, i64::MAX), (1, i64::MIN)] {
        let office = new_office();
        let path = find_record(&office);
        let mut record: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let secret = SealingKey::from_seed([7; 32]);
        record["newest"]["seq"] = json!(newest);
        record["begun_at"] = json!(begun_at);
        record["key"] = json!(secret.key_id());
        record["public"] = json!(secret.public_hex());
        record["signature"] = json!("");
        let text = hash::to_canonical_json(&record).unwrap();
        record["signature"] = json!(secret.sign_message(text.as_bytes()));
        std::fs::write(&path, record.to_string()).unwrap();
        let desk = office.at_work();
        assert!(state(&desk).stops_sealing());
        confirm(&desk, &office, None).unwrap();
        assert_eq!(state(&desk), WitnessState::Holds);
    }
}

/// The company's key, announced as if it followed the stranger's: nobody but that key itself says which one it followed.
#[test]
fn a_strangers_key_is_no_key_that_the_companys_followed() {
    let office = new_office();
    let stranger = SealingKey::from_seed([7; 32]);
    let forger = Forger::open(&office.file());
    let ours: Value = serde_json::from_str(&announcement(&office.file())).unwrap();
    let mut announced = domain::key::KeyAnnouncement::new(&stranger, String::new(), "", true, None).unwrap();
    let find = "SELECT seq FROM journal WHERE stream = 'key'";
    let first: i64 = forger.db.query_row(find, [], |row| row.get(0)).unwrap();
    forger.write_fact(first, &domain::Fact::KeyAnnounced(Box::new(announced.clone())));
    let public: domain::key::PublicKey = serde_json::from_value(ours["what"]["key"].clone()).unwrap();
    let theirs = announced.key.clone();
    announced.key = public.clone();
    announced.reason = "换".to_owned();
    announced.before = Some(domain::key::PredecessorSignature {
        id: theirs.id.clone(),
        signature: stranger.sign_message(hash::to_canonical_json(&public).unwrap().as_bytes()),
    });
    let fact = domain::Fact::KeyAnnounced(Box::new(announced));
    forger.append_fact("key", &fact);
    forger.db.execute_batch("DELETE FROM line_signature").unwrap();
    forger.sign_all(&stranger);
    drop(forger);
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::OtherKey);
    let desk = entered(desk, office.now);
    assert_eq!(confirm(&desk, &office, None).unwrap_err().0, Code::NobodyLeft);
}

/// A line of the cut-off branch, put in after the confirmation; the record goes on over it.
#[test]
fn a_line_of_another_branch_gives_nothing_when_the_record_has_passed_it() {
    let office = new_office();
    let (given, line, fact) = cut_off_branch(&office, 4);
    confirm(&office.at_work(), &office, None).unwrap();
    fill_until(&office.file(), given - 1);
    line.put(&office.file());
    put_person(&office.file(), 3, &fact);
    Forger::open(&office.file()).mend();
    for _ in 0..2 {
        let desk = office.at_work();
        signs(&desk, office.now).unwrap();
        add_administrator(&desk, &office, &format!("甲{}", newest(&office.file()))).unwrap();
        drop(desk);
        let desk = open_folder(&office, office.data.path(), PASSPHRASE);
        let refused = sign_in(&desk, &office, "外人", OTHER_PASSWORD);
        assert_eq!(refused.unwrap_err(), Code::WrongPassword);
        desk.store().verify_file(&mut |_| {}).unwrap_err();
    }
}

/// The older file and a line of the branch are put in together, before anybody opens them; and later the line before it is exchanged.
#[test]
fn a_line_put_in_with_an_older_file_gives_nothing() {
    let office = new_office();
    let (given, line, fact) = cut_off_branch(&office, 2);
    fill_until(&office.file(), given - 1);
    line.put(&office.file());
    put_person(&office.file(), 3, &fact);
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::RolledBack);
    confirm(&desk, &office, None).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    drop(desk);
    let refused = |office: &Office| {
        let desk = open_folder(office, office.data.path(), PASSPHRASE);
        assert_eq!(
            sign_in(&desk, office, "外人", OTHER_PASSWORD).unwrap_err(),
            Code::WrongPassword
        );
    };
    refused(&office);
    let forger = Forger::open(&office.file());
    let other = "UPDATE journal SET previous = ?2 WHERE seq = ?1";
    forger.db.execute(other, (given, "0".repeat(64))).unwrap();
    forger.mend_alone(given);
    drop(forger);
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    confirm(&desk, &office, None).unwrap();
    drop(desk);
    refused(&office);
}

/// Somebody had the company confirm a file with an edited line; the good backup put back is whole again.
#[test]
fn what_was_misplaced_in_one_file_is_in_its_place_in_another() {
    let office = new_office();
    let before = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let edited = newest(&office.file());
    add_administrator(&desk, &office, "甲").unwrap();
    signs(&desk, office.now).unwrap();
    drop(desk);
    let good = std::fs::read(office.file()).unwrap();
    std::fs::write(office.file(), before).unwrap();
    drop(office.opened());
    std::fs::write(office.file(), &good).unwrap();
    let forger = Forger::open(&office.file());
    forger.write(edited, &forger.line(edited).replace("\"on\"", " \"on\""));
    forger
        .db
        .execute_batch("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
        .unwrap();
    drop(forger);
    let desk = office.at_work();
    assert!(state(&desk).stops_sealing());
    let _ = confirm(&desk, &office, None);
    drop(desk);
    std::fs::write(office.file(), good).unwrap();
    let desk = office.at_work();
    if state(&desk).stops_sealing() {
        confirm(&desk, &office, None).unwrap();
    }
    assert_eq!(state(&desk), WitnessState::Holds);
    sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
}

/// The key was renewed, a backup of before was put back and confirmed, and then the newer one after all.
#[test]
fn the_newer_backup_after_all_names_its_own_key() {
    let office = new_office();
    let before = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    desk.call("key_renew", json!({ "reason": "更换" }), office.now)
        .unwrap();
    let renewed = trust::read_trust(&desk).unwrap().key;
    add_administrator(&desk, &office, "甲").unwrap();
    drop(desk);
    let newer = std::fs::read(office.file()).unwrap();
    std::fs::write(office.file(), before).unwrap();
    confirm(&office.at_work(), &office, None).unwrap();
    std::fs::write(office.file(), newer).unwrap();
    let desk = office.at_work();
    assert!(state(&desk).stops_sealing());
    assert_eq!(trust::read_trust(&desk).unwrap().key, renewed);
    confirm(&desk, &office, None).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    sign_in(&desk, &office, "甲", OTHER_PASSWORD).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
}

/// Another older file takes the place of the one that was shown.
#[test]
fn an_older_file_than_was_shown_is_not_confirmed() {
    let office = new_office();
    let desk = office.at_work();
    let oldest = std::fs::read(office.file()).unwrap();
    signs(&desk, office.now).unwrap();
    drop(desk);
    let older = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    drop(desk);
    std::fs::write(office.file(), older).unwrap();
    let shown = trust::read_trust(&office.at_work()).unwrap();
    assert_eq!(shown.witness, WitnessState::RolledBack);
    std::fs::write(office.file(), oldest).unwrap();
    let desk = office.at_work();
    let ask = json!({ "id": shown.key, "reason": "恢复", "mark": shown.mark });
    let refused = desk.call("key_confirm", ask, office.now).unwrap_err();
    assert_eq!(refused.code, Code::StaleVersion);
}

/// Everything from the first person on is gone: whoever knows a password of the record starts anew.
#[test]
fn data_that_were_cut_off_before_their_first_person_are_no_dead_end() {
    let office = new_office();
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch(
            "DELETE FROM line_signature WHERE seq > 1; DELETE FROM journal WHERE seq > 1; DELETE FROM person;",
        )
        .unwrap();
    drop(forger);
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    let first = |password: &str| {
        let ask = json!({ "name": "新管理员", "password": OTHER_PASSWORD, "witness_password": password });
        desk.call("person_first", ask, office.now)
    };
    assert_eq!(first(OTHER_PASSWORD).unwrap_err().code, Code::WrongPassword);
    first(PASSWORD).unwrap();
}
