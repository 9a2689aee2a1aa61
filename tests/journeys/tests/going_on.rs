//! Who says that data go on which differ from what is known of them outside: whoever knows a password of one of the administrators by that
//! record, and nobody by the file alone. And honest people find a way on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::path::Path;

use desk::{Desk, trust, witness::WitnessState};
use domain::Code;
use journeys::{
    at,
    forger::Forger,
    office::{Office, PASSPHRASE, entered, founded, signs},
};
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "Office-2026";
pub(crate) const OTHER_PASSWORD: &str = "Other-2026";
pub(crate) const OTHER_PASSPHRASE: &str = "另一个封存密钥的口令四五六";

pub(crate) fn new_office() -> Office {
    Office::new(at("2026-11-24 10:00"))
}

/// A folder as this computer opens it, with this passphrase given.
pub(crate) fn open_folder(office: &Office, folder: &Path, passphrase: &str) -> Desk {
    let configuration = Some(office.configuration.path());
    let desk = Desk::open_with_progress(folder, configuration, office.now, &mut |_, _| {}).unwrap();
    desk.set_passphrase(passphrase.to_owned());
    desk
}

/// A folder with a copy of the file.
pub(crate) fn copy_data(office: &Office) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(office.file(), copy.path().join(desk::FILE)).unwrap();
    copy
}

/// The one record of this computer.
pub(crate) fn find_record(office: &Office) -> std::path::PathBuf {
    let folder = office.configuration.path().join("witness");
    let first = std::fs::read_dir(folder).unwrap().next();
    first.unwrap().unwrap().path()
}

pub(crate) fn sign_in(desk: &Desk, office: &Office, name: &str, password: &str) -> Result<Value, Code> {
    let ask = json!({ "name": name, "password": password });
    let answered = desk.call("person_sign_in", ask, office.now);
    answered.map_err(|refusal| refusal.code)
}

pub(crate) fn confirm(
    desk: &Desk,
    office: &Office,
    password: Option<&str>,
) -> Result<Value, (Code, Option<String>)> {
    let ask =
        json!({ "id": trust::read_trust(desk).unwrap().key, "reason": "恢复了备份", "password": password });
    let answered = desk.call("key_confirm", ask, office.now);
    answered.map_err(|refusal| (refusal.code, refusal.field))
}

pub(crate) fn state(desk: &Desk) -> WitnessState {
    trust::read_trust(desk).unwrap().witness
}

pub(crate) fn change_line(office: &Office, stream: &str, fact: &str) {
    let forger = Forger::open(&office.file());
    let last = "SELECT max(seq) FROM journal WHERE stream = ?1";
    let seq: i64 = forger.db.query_row(last, [stream], |row| row.get(0)).unwrap();
    forger.write(seq, fact);
}

/// A folder founded elsewhere, on another computer, put in the place of this one.
fn put_strange_data(office: &Office) {
    let strange = tempfile::tempdir().unwrap();
    let theirs =
        Desk::open_with_progress(strange.path(), Some(strange.path()), office.now, &mut |_, _| {}).unwrap();
    let first = json!({ "name": "外人", "password": OTHER_PASSWORD, "passphrase": OTHER_PASSPHRASE });
    theirs.call("person_first", first, office.now).unwrap();
    drop(theirs);
    std::fs::copy(strange.path().join(desk::FILE), office.file()).unwrap();
    let keys = office.configuration.path().join("keys");
    for file in std::fs::read_dir(strange.path().join("keys")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), keys.join(file.file_name())).unwrap();
    }
}

#[test]
fn an_administrator_of_strange_data_confirms_nothing() {
    let office = new_office();
    put_strange_data(&office);
    let desk = open_folder(&office, office.data.path(), OTHER_PASSPHRASE);
    sign_in(&desk, &office, "外人", OTHER_PASSWORD).unwrap();
    assert_eq!(state(&desk), WitnessState::OtherKey);
    assert!(trust::read_trust(&desk).unwrap().password_needed);
    let field = Some("password".to_owned());
    assert_eq!(
        confirm(&desk, &office, None).unwrap_err(),
        (Code::NotPermitted, field.clone())
    );
    let guessed = confirm(&desk, &office, Some(OTHER_PASSWORD));
    assert_eq!(guessed.unwrap_err(), (Code::WrongPassword, field));
    // The password that the file itself names is no proof: whoever reads the file can copy it into another.
    let renewed = desk.call("key_renew", json!({ "reason": "丢失", "lost": true }), office.now);
    assert_eq!(renewed.unwrap_err().code, Code::NotPermitted);
}

/// Somebody tried a first start on the new computer before they put the backup there.
#[test]
fn a_backup_goes_on_by_the_password_of_the_first_start_that_it_replaces() {
    let office = new_office();
    let desk = office.at_work();
    desk.call("key_renew", json!({ "reason": "年度更换" }), office.now)
        .unwrap();
    drop(desk);
    let computer = Office {
        data: tempfile::tempdir().unwrap(),
        configuration: tempfile::tempdir().unwrap(),
        now: at("2026-11-24 10:30"),
    };
    let desk = computer.opened();
    let first = json!({ "name": "试用", "password": OTHER_PASSWORD, "passphrase": OTHER_PASSPHRASE });
    desk.call("person_first", first, computer.now).unwrap();
    drop(desk);
    std::fs::copy(office.file(), computer.file()).unwrap();
    let keys = |office: &Office| office.configuration.path().join("keys");
    for file in std::fs::read_dir(keys(&office)).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), keys(&computer).join(file.file_name())).unwrap();
    }
    let desk = computer.at_work();
    assert_eq!(state(&desk), WitnessState::OtherKey);
    assert_eq!(confirm(&desk, &computer, None).unwrap_err().0, Code::NotPermitted);
    confirm(&desk, &computer, Some(OTHER_PASSWORD)).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    signs(&desk, computer.now).unwrap();
    sign_in(&desk, &computer, "管理员", PASSWORD).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
}

#[test]
fn a_first_start_over_other_data_asks_one_of_their_administrators() {
    let mut office = new_office();
    office.now = at("2026-11-24 10:30");
    let file = std::fs::read(office.file()).unwrap();
    std::fs::remove_file(office.file()).unwrap();
    let desk = open_folder(&office, office.data.path(), OTHER_PASSPHRASE);
    assert!(trust::read_trust(&desk).unwrap().password_needed);
    let first = |password: Option<&str>| {
        let ask = json!({ "name": "新管理员", "password": OTHER_PASSWORD, "witness_password": password });
        desk.call("person_first", ask, office.now)
            .map_err(|refusal| (refusal.code, refusal.field))
    };
    let field = Some("witness_password".to_owned());
    assert_eq!(first(None).unwrap_err(), (Code::NotPermitted, field.clone()));
    assert_eq!(
        first(Some(OTHER_PASSWORD)).unwrap_err(),
        (Code::WrongPassword, field)
    );
    first(Some(PASSWORD)).unwrap();
    drop(desk);
    // What was there before is not what the folder was left with: whoever puts it back knows a password of that.
    std::fs::write(office.file(), file).unwrap();
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::OtherKey);
    confirm(&desk, &office, None).unwrap_err();
    confirm(&desk, &office, Some(OTHER_PASSWORD)).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
}

/// A first start in a folder of one's own says nothing of data that are put there afterwards.
#[test]
fn data_put_over_a_first_start_are_the_copy_that_they_are() {
    let mut office = new_office();
    let desk = office.at_work();
    let person = json!({ "name": "前管理员", "password": OTHER_PASSWORD, "roles": ["admin"] });
    desk.call("person_add", person, office.now).unwrap();
    drop(desk);
    let before = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    let people = desk.store().read_tx(|tx| tx.list_people()).unwrap();
    let former = people.iter().find(|row| row.person.name == "前管理员").unwrap();
    let dismissed = json!({ "person": former.person.id, "roles": ["lab"], "active": true });
    desk.call("person_change", dismissed, office.now).unwrap();
    drop(desk);
    let own = tempfile::tempdir().unwrap();
    office.now = at("2026-11-24 10:30");
    let desk = open_folder(&office, own.path(), OTHER_PASSPHRASE);
    let first = json!({ "name": "张三", "password": OTHER_PASSWORD });
    desk.call("person_first", first, office.now).unwrap();
    drop(desk);
    std::fs::write(own.path().join(desk::FILE), before).unwrap();
    let desk = open_folder(&office, own.path(), PASSPHRASE);
    sign_in(&desk, &office, "前管理员", OTHER_PASSWORD).unwrap();
    assert_eq!(state(&desk), WitnessState::OtherFolder);
    assert!(confirm(&desk, &office, Some(OTHER_PASSWORD)).is_err());
    drop(desk);
    assert_eq!(state(&office.at_work()), WitnessState::Holds);
}

#[test]
fn a_copy_that_calls_itself_a_demo_is_a_copy_and_is_given_no_key() {
    let office = new_office();
    let copy = copy_data(&office);
    let forger = Forger::open(&copy.path().join(desk::FILE));
    forger.write(1, &forger.line(1).replace("\"demo\":false", "\"demo\":true"));
    forger.mend();
    forger
        .db
        .execute_batch("UPDATE setting SET value = 'true' WHERE name = 'file'")
        .unwrap();
    drop(forger);
    let desk = open_folder(&office, copy.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::OtherFolder);
    sign_in(&desk, &office, "全岗", PASSWORD).unwrap();
    assert!(signs(&desk, office.now).is_err());
    let export = json!({ "passphrase": OTHER_PASSPHRASE });
    assert!(desk.call("key_export", export, office.now).is_err());
}

/// A line that took power away, a password that was set anew, a month that was closed: edited where they stand, their hashes left as they are.
#[test]
fn a_line_that_governs_and_is_edited_in_place_stops_what_gives_power() {
    let administrator = r#"{"on":"person","what":{"active":true,"fact":"changed","roles":["admin"]}}"#;
    for (stream, fact) in [
        ("person/3", administrator),
        ("person/3", "{}"),
        ("month/2026-10", "{}"),
    ] {
        let office = new_office();
        let desk = office.at_work();
        let person = json!({ "name": "前管理员", "password": OTHER_PASSWORD, "roles": ["admin"] });
        desk.call("person_add", person, office.now).unwrap();
        desk.call("report_close", json!({ "month": "2026-10" }), office.now)
            .unwrap();
        let dismissed = json!({ "person": 3, "roles": ["lab"], "active": true });
        desk.call("person_change", dismissed, office.now).unwrap();
        signs(&desk, office.now).unwrap();
        drop(desk);
        change_line(&office, stream, fact);
        if stream == "person/3" {
            let roles = r#"UPDATE person SET roles = '["admin"]' WHERE id = 3"#;
            Forger::open(&office.file()).db.execute_batch(roles).unwrap();
        }
        let desk = open_folder(&office, office.data.path(), PASSPHRASE);
        assert_eq!(state(&desk), WitnessState::ChangedLine, "{stream} {fact}");
        let more = json!({ "name": "乙", "password": OTHER_PASSWORD, "roles": ["admin"] });
        sign_in(&desk, &office, "前管理员", OTHER_PASSWORD).unwrap();
        desk.call("person_add", more.clone(), office.now).unwrap_err();
        confirm(&desk, &office, Some(OTHER_PASSWORD)).unwrap_err();
        let desk = entered(desk, office.now);
        let refused = desk.call("person_add", more, office.now).unwrap_err();
        assert_eq!(refused.code, Code::WitnessDiffers, "{stream} {fact}");
    }
}

/// The key of the first start is lost, another follows it, the administrator changes, the computer is replaced.
#[test]
fn data_whose_key_was_confirmed_elsewhere_let_their_people_sign_in() {
    let office = new_office();
    std::fs::remove_dir_all(office.configuration.path().join("keys")).unwrap();
    let desk = entered(
        open_folder(&office, office.data.path(), OTHER_PASSPHRASE),
        office.now,
    );
    desk.call("key_renew", json!({ "reason": "丢失", "lost": true }), office.now)
        .unwrap();
    confirm(&desk, &office, None).unwrap();
    let person = json!({ "name": "新管理员", "password": OTHER_PASSWORD, "roles": ["admin"] });
    desk.call("person_add", person, office.now).unwrap();
    for former in [1, 2] {
        let leaves = json!({ "person": former, "roles": ["admin"], "active": false });
        if former == 2 {
            sign_in(&desk, &office, "新管理员", OTHER_PASSWORD).unwrap();
        }
        desk.call("person_change", leaves, office.now).unwrap();
    }
    let key = desk
        .call(
            "key_export",
            json!({ "passphrase": OTHER_PASSPHRASE }),
            office.now,
        )
        .unwrap();
    drop(desk);
    let computer = Office {
        data: tempfile::tempdir().unwrap(),
        configuration: tempfile::tempdir().unwrap(),
        now: office.now,
    };
    std::fs::copy(office.file(), computer.file()).unwrap();
    let desk = computer.opened();
    assert_eq!(state(&desk), WitnessState::UnconfirmedKey);
    sign_in(&desk, &computer, "新管理员", OTHER_PASSWORD).unwrap();
    let more = json!({ "name": "乙", "password": OTHER_PASSWORD, "roles": ["admin"] });
    let refused = desk.call("person_add", more, office.now).unwrap_err();
    assert_eq!(
        refused.code,
        Code::WitnessDiffers,
        "to sign in and to compare, and no more"
    );
    assert_eq!(
        sign_in(&desk, &computer, "管理员", PASSWORD).unwrap_err(),
        Code::WrongPassword
    );
    let brought = json!({ "base64": key["base64"], "passphrase": OTHER_PASSPHRASE });
    desk.call("key_import", brought, office.now).unwrap();
    // Until the sheet was compared the key is one that nobody confirmed.
    assert_eq!(trust::read_trust(&desk).unwrap().unconfirmed.len(), 1);
    confirm(&desk, &computer, None).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    desk.store().verify_file(&mut |_| {}).unwrap();
}

#[test]
fn a_locked_start_after_a_lost_key_is_one_like_any_other() {
    let office = new_office();
    std::fs::remove_dir_all(office.configuration.path().join("keys")).unwrap();
    let desk = entered(
        open_folder(&office, office.data.path(), OTHER_PASSPHRASE),
        office.now,
    );
    desk.call("key_renew", json!({ "reason": "丢失", "lost": true }), office.now)
        .unwrap();
    confirm(&desk, &office, None).unwrap();
    drop(desk);
    let desk = entered(office.opened(), office.now);
    assert_eq!(state(&desk), WitnessState::Unchecked);
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::KeyLocked);
    desk.call(
        "key_unlock",
        json!({ "passphrase": OTHER_PASSPHRASE }),
        office.now,
    )
    .unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    signs(&desk, office.now).unwrap();
}

/// Its window was closed before the sheet was compared; another window was open all the time.
#[test]
fn a_new_key_that_waits_is_opened_by_its_passphrase_and_is_known_in_every_window() {
    let office = new_office();
    let other = entered(office.opened(), office.now);
    let desk = entered(office.opened(), office.now);
    let ask = json!({ "reason": "口令遗失", "lost": true, "passphrase": OTHER_PASSPHRASE });
    desk.call("key_renew", ask, office.now).unwrap();
    drop(desk);
    let desk = entered(office.opened(), office.now);
    let wrong = desk.call(
        "key_unlock",
        json!({ "passphrase": "都不是的口令七八九十甲乙" }),
        office.now,
    );
    assert_eq!(wrong.unwrap_err().code, Code::WrongPassphrase);
    desk.call(
        "key_unlock",
        json!({ "passphrase": OTHER_PASSPHRASE }),
        office.now,
    )
    .unwrap();
    confirm(&desk, &office, None).unwrap();
    other
        .call(
            "key_unlock",
            json!({ "passphrase": OTHER_PASSPHRASE }),
            office.now,
        )
        .unwrap();
    assert_eq!(state(&other), WitnessState::Holds);
    signs(&other, office.now).unwrap();
}

/// The line that announces the key, and its fact with another certificate.
fn with_other_certificate(forger: &Forger) -> (i64, String) {
    let find = "SELECT seq, fact FROM journal WHERE stream = 'key'";
    let found = forger
        .db
        .query_row(find, [], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    let (seq, fact) = found.unwrap();
    let announced: Value = serde_json::from_str(&fact).unwrap();
    let certificate = announced["what"]["key"]["certificate"].as_str().unwrap();
    (seq, fact.replace(certificate, "AAAA"))
}

#[test]
fn a_key_is_announced_once_with_its_certificate() {
    let office = new_office();
    let forger = Forger::open(&office.file());
    let other = with_other_certificate(&forger).1;
    forger.append("key", 2, &other);
    drop(forger);
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let refused = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(refused.args["detail"], "a key is announced twice");
    drop(desk);
    // The same in the line itself.
    let office = new_office();
    let forger = Forger::open(&office.file());
    let (seq, other) = with_other_certificate(&forger);
    forger.write(seq, &other);
    drop(forger);
    let desk = office.at_work();
    assert!(trust::read_trust(&desk).unwrap().sealing_stopped);
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
}

/// What the key at hand announces in a copy would count in the original as well, and so would what it takes out.
#[test]
fn the_key_is_neither_renewed_nor_taken_out_in_a_copy() {
    let office = new_office();
    let copy = copy_data(&office);
    let desk = entered(open_folder(&office, copy.path(), PASSPHRASE), office.now);
    for (name, ask) in [
        ("key_renew", json!({ "reason": "丢失", "lost": true })),
        ("key_export", json!({ "passphrase": OTHER_PASSPHRASE })),
    ] {
        assert_eq!(
            desk.call(name, ask, office.now).unwrap_err().code,
            Code::WitnessDiffers,
            "{name}"
        );
    }
}

#[test]
fn of_two_windows_that_renew_the_key_at_once_the_data_stay_whole() {
    let office = new_office();
    let desks = [office.at_work(), office.at_work()];
    let renew = |desk: &Desk| {
        for _ in 0..3 {
            let renewed = desk.call("key_renew", json!({ "reason": "年度更换" }), office.now);
            let code = renewed.map_err(|refusal| refusal.code).err();
            assert!(
                matches!(
                    code,
                    None | Some(Code::StaleVersion | Code::Busy | Code::WitnessDiffers)
                ),
                "{code:?}"
            );
            let person = json!({ "person": 1, "roles": ["admin"], "active": true });
            let _ = desk.call("person_change", person, office.now);
        }
    };
    std::thread::scope(|scope| {
        for desk in &desks {
            scope.spawn(|| renew(desk));
        }
    });
    let [desk, _] = desks;
    assert_eq!(state(&desk), WitnessState::Holds);
    desk.store().verify_file(&mut |_| {}).unwrap();
    signs(&desk, office.now).unwrap();
}

#[test]
fn the_record_of_another_folder_put_in_the_place_of_a_copys_is_none() {
    let office = new_office();
    let copy = copy_data(&office);
    let folder = office.configuration.path().join("witness");
    let record = find_record(&office);
    let name = std::fs::canonicalize(copy.path()).unwrap().display().to_string();
    let name: String = domain::hash::sha256_hex(&[name.as_bytes()])
        .chars()
        .take(16)
        .collect();
    std::fs::copy(record, folder.join(format!("{name}.json"))).unwrap();
    let desk = entered(open_folder(&office, copy.path(), PASSPHRASE), office.now);
    assert_eq!(state(&desk), WitnessState::UnreadableRecord);
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    // Nor is what cannot be read at all.
    let place = folder.join(format!("{name}.json"));
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    assert_eq!(state(&desk), WitnessState::UnreadableRecord);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_folder_is_known_by_its_name() {
    let office = new_office();
    let strange = tempfile::tempdir().unwrap();
    let theirs = Desk::open_with_progress(strange.path(), None, office.now, &mut |_, _| {}).unwrap();
    drop(founded(theirs, office.now));
    let place = office.data.path().to_owned();
    std::fs::remove_dir_all(&place).unwrap();
    std::os::unix::fs::symlink(strange.path(), &place).unwrap();
    let desk = open_folder(&office, &place, PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::OtherKey);
    drop(desk);
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
}

#[test]
fn a_file_of_before_a_renewal_is_an_older_file() {
    let office = new_office();
    let before = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    desk.call("key_renew", json!({ "reason": "年度更换" }), office.now)
        .unwrap();
    drop(desk);
    std::fs::write(office.file(), before).unwrap();
    let desk = office.at_work();
    assert_eq!(state(&desk), WitnessState::RolledBack);
    assert!(trust::read_trust(&desk).unwrap().lost > 0);
    confirm(&desk, &office, None).unwrap();
    signs(&desk, office.now).unwrap();
}

/// The largest number there is, put into a line: whoever works on is told, and a backup helps.
#[test]
fn a_line_with_the_largest_number_is_refused_by_name() {
    for column in ["seq", "version"] {
        let office = new_office();
        let backup = std::fs::read(office.file()).unwrap();
        let forger = Forger::open(&office.file());
        forger.append(
            "person/2",
            1_000,
            r#"{"on":"person","what":{"fact":"sign_in_failed"}}"#,
        );
        let text = format!(
            "UPDATE journal SET {column} = 9223372036854775807 WHERE seq = (SELECT max(seq) FROM journal)"
        );
        forger.db.execute_batch(&text).unwrap();
        forger.mend();
        drop(forger);
        let desk = office.opened();
        assert_eq!(
            sign_in(&desk, &office, "全岗", PASSWORD).unwrap_err(),
            Code::Damaged,
            "{column}"
        );
        drop(desk);
        std::fs::write(office.file(), backup).unwrap();
        signs(&office.at_work(), office.now).unwrap();
    }
}

/// The fact that announces the first key of a file.
pub(crate) fn announcement(file: &Path) -> String {
    let forger = Forger::open(file);
    let find = "SELECT fact FROM journal WHERE stream = 'key' AND version = 1";
    forger.db.query_row(find, [], |row| row.get(0)).unwrap()
}

/// A first start of one's own in another folder, of which this computer has a record as well.
pub(crate) fn found_elsewhere(office: &Office) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let configuration = Some(office.configuration.path());
    let later = at("2026-11-24 10:20");
    let desk = Desk::open_with_progress(folder.path(), configuration, later, &mut |_, _| {}).unwrap();
    let first = json!({ "name": "外人", "password": OTHER_PASSWORD, "passphrase": OTHER_PASSPHRASE });
    desk.call("person_first", first, later).unwrap();
    folder
}

#[test]
fn a_signature_cut_in_another_place_is_another_signature() {
    let office = new_office();
    let desk = office.at_work();
    let reset = json!({ "person": 1, "password": "Neue-20266" });
    desk.call("person_reset_password", reset, office.now).unwrap();
    signs(&desk, office.now).unwrap();
    drop(desk);
    let forger = Forger::open(&office.file());
    let shift = "UPDATE line_signature SET line = substr(line, 1, 127), chain = substr(line, 128) || chain
        WHERE seq = (SELECT max(seq) FROM journal WHERE stream = 'person/1')";
    assert_eq!(forger.db.execute(shift, []).unwrap(), 1);
    drop(forger);
    let desk = open_folder(&office, office.data.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::ChangedLine);
    let desk = entered(desk, office.now);
    let more = json!({ "name": "乙", "password": OTHER_PASSWORD, "roles": ["admin"] });
    let refused = desk.call("person_add", more, office.now).unwrap_err();
    assert_eq!(refused.code, Code::WitnessDiffers);
}

/// A line that announces a key of which this computer has a record makes nothing a copy of that key's data.
#[test]
fn a_strangers_key_makes_nobodys_data_a_copy_of_theirs() {
    let office = new_office();
    let theirs = found_elsewhere(&office);
    let forger = Forger::open(&office.file());
    forger.append("key", 2, &announcement(&theirs.path().join(desk::FILE)));
    drop(forger);
    let desk = entered(open_folder(&office, office.data.path(), PASSPHRASE), office.now);
    assert_eq!(state(&desk), WitnessState::OtherKey);
    assert!(trust::read_trust(&desk).unwrap().copy.is_none());
    // Who is an administrator by the record of this folder goes on by the sheet of its key.
    assert!(!trust::read_trust(&desk).unwrap().password_needed);
    confirm(&desk, &office, None).unwrap();
    assert_eq!(state(&desk), WitnessState::Holds);
    signs(&desk, office.now).unwrap();
}

/// In a file of one's own that announces the company's key as well, to have the company's record taken away with one's own.
#[test]
fn nobody_has_the_record_of_other_data_taken_away() {
    let office = new_office();
    let theirs = found_elsewhere(&office);
    let mut moved = Vec::new();
    for announces in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(desk::FILE);
        std::fs::copy(theirs.path().join(desk::FILE), &file).unwrap();
        if announces {
            Forger::open(&file).append("key", 2, &announcement(&office.file()));
        }
        let desk = open_folder(&office, folder.path(), OTHER_PASSPHRASE);
        sign_in(&desk, &office, "外人", OTHER_PASSWORD).unwrap();
        confirm(&desk, &office, None).unwrap();
        moved.push(folder);
    }
    assert_eq!(state(&office.at_work()), WitnessState::Holds);
}

/// The data lie on a larger disk, and a link leads there from where they lay.
#[cfg(unix)]
#[test]
fn data_behind_a_link_are_known_by_both_names() {
    let office = new_office();
    let larger = tempfile::tempdir().unwrap();
    let before = std::fs::read(office.file()).unwrap();
    std::fs::copy(office.file(), larger.path().join(desk::FILE)).unwrap();
    let place = office.data.path().to_owned();
    std::fs::remove_dir_all(&place).unwrap();
    std::os::unix::fs::symlink(larger.path(), &place).unwrap();
    let desk = entered(open_folder(&office, &place, PASSPHRASE), office.now);
    assert_eq!(state(&desk), WitnessState::Holds);
    let person = json!({ "name": "乙", "password": OTHER_PASSWORD, "roles": ["agent"] });
    desk.call("person_add", person, office.now).unwrap();
    drop(desk);
    for folder in [larger.path(), &place] {
        assert_eq!(
            state(&open_folder(&office, folder, PASSPHRASE)),
            WitnessState::Holds
        );
    }
    std::fs::write(larger.path().join(desk::FILE), before).unwrap();
    for folder in [larger.path(), &place] {
        assert_eq!(
            state(&open_folder(&office, folder, PASSPHRASE)),
            WitnessState::RolledBack
        );
    }
    // Somebody else's data behind the link, of which this computer has a record too.
    let theirs = found_elsewhere(&office);
    std::fs::remove_file(&place).unwrap();
    std::os::unix::fs::symlink(theirs.path(), &place).unwrap();
    let desk = open_folder(&office, &place, OTHER_PASSPHRASE);
    sign_in(&desk, &office, "外人", OTHER_PASSWORD).unwrap();
    assert_eq!(state(&desk), WitnessState::OtherKey);
    confirm(&desk, &office, Some(OTHER_PASSWORD)).unwrap_err();
    drop(desk);
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
}

/// A window that is open sees what was edited since.
#[test]
fn a_month_is_not_closed_again_while_its_signature_is_away() {
    let office = new_office();
    let desk = office.at_work();
    desk.call("report_close", json!({ "month": "2026-10" }), office.now)
        .unwrap();
    let forger = Forger::open(&office.file());
    let away = "DELETE FROM line_signature WHERE seq = (SELECT max(seq) FROM journal WHERE stream = 'month/2026-10')";
    assert_eq!(forger.db.execute(away, []).unwrap(), 1);
    let again = desk
        .call("report_close", json!({ "month": "2026-10" }), office.now)
        .unwrap_err();
    assert_eq!(again.code, Code::WitnessDiffers);
}

/// Somebody else's key, with its file in the data folder under a passphrase of theirs.
#[test]
fn a_strangers_key_file_in_the_data_folder_opens_nothing() {
    let office = new_office();
    let theirs = found_elsewhere(&office);
    let fact = announcement(&theirs.path().join(desk::FILE));
    let id = serde_json::from_str::<Value>(&fact).unwrap()["what"]["key"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let keys = office.configuration.path().join("keys");
    let name = format!("seal-{id}.key");
    std::fs::rename(keys.join(&name), office.data.path().join(&name)).unwrap();
    let ours = trust::read_trust(&office.opened()).unwrap().key;
    Forger::open(&office.file()).append("key", 2, &fact);
    let desk = entered(office.opened(), office.now);
    let theirs = desk.call(
        "key_unlock",
        json!({ "passphrase": OTHER_PASSPHRASE }),
        office.now,
    );
    assert_eq!(theirs.unwrap_err().code, Code::WrongPassphrase);
    assert_eq!(trust::read_trust(&desk).unwrap().key, ours);
    desk.call("key_unlock", json!({ "passphrase": PASSPHRASE }), office.now)
        .unwrap();
    confirm(&desk, &office, None).unwrap();
    signs(&desk, office.now).unwrap();
}

#[test]
fn an_announcement_with_anything_for_a_certificate_breaks_no_page() {
    let office = new_office();
    let theirs = found_elsewhere(&office);
    let mut fact: Value = serde_json::from_str(&announcement(&theirs.path().join(desk::FILE))).unwrap();
    fact["what"]["key"]["certificate"] = json!("%%%");
    Forger::open(&office.file()).append("key", 2, &fact.to_string());
    let desk = office.at_work();
    let keys = desk.call("key_list", json!({}), office.now).unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
}

/// The clock was years ahead when the data were founded.
#[test]
fn data_go_on_in_another_folder_whatever_the_clock_said() {
    let mut office = Office::new(at("2036-01-02 10:00"));
    office.now = at("2026-11-24 10:00");
    let record = find_record(&office);
    let bytes = std::fs::read(&record).unwrap();
    let moved = copy_data(&office);
    let desk = entered(open_folder(&office, moved.path(), PASSPHRASE), office.now);
    confirm(&desk, &office, None).unwrap();
    drop(desk);
    // It could not be taken away.
    std::fs::write(record, bytes).unwrap();
    assert_eq!(
        state(&open_folder(&office, moved.path(), PASSPHRASE)),
        WitnessState::Holds
    );
    assert_eq!(state(&office.opened()), WitnessState::OtherFolder);
}

/// An ordinary line in a stream of another kind opens no month, hides no setting and keeps nobody from changing one; and it is named.
#[test]
fn a_line_in_a_stream_of_another_kind_says_nothing() {
    let office = new_office();
    let desk = office.at_work();
    desk.call("report_close", json!({ "month": "2026-10" }), office.now)
        .unwrap();
    drop(desk);
    let fact = r#"{"on":"revealed","what":{"number":"WX1","ticket":1}}"#;
    let forger = Forger::open(&office.file());
    for stream in [
        "month/2026-10",
        "settings",
        "calendar",
        "standard",
        "template",
        "logo",
        "person/3",
    ] {
        let find = "SELECT coalesce(max(version), 0) + 1 FROM journal WHERE stream = ?1";
        let version = forger.db.query_row(find, [stream], |row| row.get(0)).unwrap();
        forger.append(stream, version, fact);
    }
    drop(forger);
    let desk = office.at_work();
    let again = desk
        .call("report_close", json!({ "month": "2026-10" }), office.now)
        .unwrap_err();
    assert_eq!(again.code, Code::MonthClosed);
    for (read, change, name) in [
        ("settings_get", "settings_change", "settings"),
        ("calendar_get", "calendar_change", "calendar"),
        ("standard_get", "standard_change", "standard"),
    ] {
        let view = desk.call(read, json!({}), office.now).unwrap();
        let ask = json!({ "version": view["version"], name: view[name] });
        desk.call(change, ask, office.now)
            .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    }
    let person = json!({ "name": "乙", "password": OTHER_PASSWORD, "roles": ["agent"] });
    desk.call("person_add", person, office.now).unwrap();
    let refused = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        refused.args["detail"],
        "a line stands in a stream of another kind"
    );
    drop(desk);
    assert_eq!(state(&office.at_work()), WitnessState::Holds);
}

/// The file is held by somebody else until what is confirmed has been compared, and is another one when it is let go.
#[test]
fn what_was_exchanged_since_it_was_compared_is_not_confirmed() {
    let office = new_office();
    let desk = office.at_work();
    let person = json!({ "name": "前管理员", "password": OTHER_PASSWORD, "roles": ["admin"] });
    desk.call("person_add", person, office.now).unwrap();
    drop(desk);
    let moved = tempfile::tempdir().unwrap();
    let file = moved.path().join(desk::FILE);
    std::fs::copy(office.file(), &file).unwrap();
    let desk = entered(open_folder(&office, moved.path(), PASSPHRASE), office.now);
    assert_eq!(state(&desk), WitnessState::OtherFolder);
    let forger = Forger::open(&file);
    forger.db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answered = std::thread::scope(|scope| {
        let confirming = scope.spawn(|| confirm(&desk, &office, None));
        std::thread::sleep(std::time::Duration::from_secs(1));
        forger
            .db
            .execute_batch("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
            .unwrap();
        forger.db.execute_batch("COMMIT").unwrap();
        confirming.join().unwrap()
    });
    assert_eq!(answered.unwrap_err().0, Code::StaleVersion);
    assert_eq!(state(&office.at_work()), WitnessState::Holds);
}

/// While the manager closes a month, somebody takes rows away for as long as it takes.
#[test]
fn rows_that_are_away_while_a_month_is_closed_are_counted() {
    let mut office = new_office();
    let desk = office.at_work();
    for _ in 0..3 {
        let open = json!({ "open": journeys::report(office.now) });
        desk.call("ticket_open", open, office.now).unwrap();
    }
    drop(desk);
    office.now = at("2026-12-05 09:00");
    let desk = office.at_work();
    let forger = Forger::open(&office.file());
    forger.db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let closed = std::thread::scope(|scope| {
        let closing = scope.spawn(|| desk.call("report_close", json!({ "month": "2026-11" }), office.now));
        std::thread::sleep(std::time::Duration::from_secs(1));
        forger
            .db
            .execute_batch("DELETE FROM ticket WHERE id IN (2, 3)")
            .unwrap();
        forger.db.execute_batch("COMMIT").unwrap();
        closing.join().unwrap().unwrap()
    });
    let figures = closed["value"]["figures"].as_array().unwrap();
    let received = figures.iter().find(|line| line["code"] == "received").unwrap();
    assert_eq!(received["is"]["numerator"], 3, "{received}");
}

#[test]
fn what_a_power_cut_left_half_written_is_no_record() {
    let office = new_office();
    let moved = copy_data(&office);
    let record = find_record(&office);
    std::fs::rename(&record, record.with_extension("0123456789abcdef.new")).unwrap();
    let desk = open_folder(&office, moved.path(), PASSPHRASE);
    assert_eq!(state(&desk), WitnessState::Absent);
}
