//! Whom the file can be believed: an insider with the file and the source, without key and password, and what is known of it outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use desk::Desk;
use domain::{Code, Fact, acknowledgement::AcknowledgementAnswer, hash, key::SealingKey};
use journeys::{
    at,
    forger::Forger,
    office::{Office, PASSPHRASE, entered, signs},
};
use serde_json::{Value, json};

fn office() -> Office {
    Office::new(at("2026-11-24 10:00"))
}

fn call(office: &Office, desk: &Desk, name: &str, request: Value) -> Value {
    desk.call(name, request, office.now).unwrap()
}

fn trust(office: &Office, desk: &Desk) -> Value {
    call(office, desk, "desk_state", json!({}))["trust"].clone()
}

/// The key of whoever forges.
fn own() -> SealingKey {
    SealingKey::from_seed([66; 32])
}

/// Replaces the announced key by one's own, seals every record and signs every line anew, and mends every hash: all that the source says.
fn reseal(forger: &Forger, secret: &SealingKey) {
    let (seq, text): (i64, String) = forger
        .db
        .query_row("SELECT seq, fact FROM journal WHERE stream = 'key'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let Fact::KeyAnnounced(mut announced) = serde_json::from_str(&text).unwrap() else {
        panic!("a key");
    };
    announced.key.public = secret.public_hex();
    announced.key.id = secret.key_id();
    forger.write_fact(seq, &Fact::KeyAnnounced(announced));
    let mut previous = domain::acknowledgement::genesis_hash();
    for (seq, mut record) in forger.records() {
        if let AcknowledgementAnswer::Refused { reason, .. } = &mut record.answer {
            reason.push_str("（改）");
        }
        record.content.text = record.content.text.replace("免费", "收费");
        record.previous.clone_from(&previous);
        record.key = Some(secret.key_id());
        record.signature = None;
        record.hash = String::new();
        let text = record.canonical_text().unwrap();
        record.hash = hash::sha256_hex(&[text.as_bytes()]);
        record.signature = Some(secret.sign_message(text.as_bytes()));
        previous.clone_from(&record.hash);
        forger.write_fact(
            seq,
            &Fact::Ticket(domain::fact::TicketFact::Acknowledged(Box::new(record))),
        );
    }
    forger.mend();
    forger.sign_all(secret);
}

/// Finding 1a: the file agrees with itself again; what lies outside of it does not.
#[test]
fn a_replaced_key_is_found_by_what_is_known_outside() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    signs(&desk, office.now).unwrap();
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    drop(desk);
    reseal(&Forger::open(&office.file()), &own());
    let desk = office.at_work();
    desk.store().rebuild_tables().unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["sealing_stopped"]),
        (&json!("other_key"), &json!(true))
    );
    // Work goes on; nothing is sealed.
    let refused = signs(&desk, office.now).unwrap_err();
    assert_eq!(refused.code, Code::WitnessDiffers);
    assert!(desk.call("ticket_board", json!({}), office.now).is_ok());
    // On another computer nothing is known: it says so, and does not say that all is well.
    let other = Desk::open_with_progress(
        office.data.path(),
        Some(tempfile::tempdir().unwrap().path()),
        office.now,
        &mut |_, _| {},
    )
    .unwrap();
    assert_eq!(desk::trust::read_trust(&other).unwrap().witness.code(), "absent");
}

/// Without the key nothing older than the newest signed line changes unseen, on any computer.
#[test]
fn a_changed_line_breaks_the_signatures_after_it() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let add = json!({ "name": "坐席甲", "password": "Office-2026", "roles": ["agent"] });
    call(&office, &desk, "person_add", add);
    drop(desk);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute("UPDATE journal SET fact = replace(fact, '厨房', '客厅') WHERE stream = 'ticket/1' AND version = 1", [])
        .unwrap();
    forger.mend();
    drop(forger);
    let desk = office.at_work();
    let refused = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        refused.args["detail"],
        "a line that gives power is signed by another key, or was changed"
    );
    assert_eq!(trust(&office, &desk)["witness"], "changed_line");
    // Whoever was added honestly still signs in.
    let enter = json!({ "name": "坐席甲", "password": "Office-2026" });
    assert!(desk.call("person_sign_in", enter, office.now).is_ok());
}

/// Finding 1b: everybody has the demo key; a real file knows nothing that it sealed.
#[test]
fn a_real_file_takes_no_demo_key() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    drop(desk);
    let forger = Forger::open(&office.file());
    let announced =
        domain::key::KeyAnnouncement::new(&SealingKey::demo_key(), "AA==".to_owned(), "换", false, None)
            .unwrap();
    forger.append_fact("key", &Fact::KeyAnnounced(Box::new(announced)));
    forger.sign_all_unsigned(&SealingKey::demo_key());
    drop(forger);
    let desk = office.at_work();
    let refused = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert!(
        refused.args["detail"].as_str().unwrap().contains("demo"),
        "{refused}"
    );
    let keys = call(&office, &desk, "key_list", json!({}));
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1, "it is no key here");
    let key = signs(&desk, office.now).unwrap()["ticket"]["acknowledgement"]["key"].clone();
    assert_eq!(key, keys["keys"][0]["id"], "the desk goes on with its own");
}

/// The line appended with right hashes, and the same with a key of one's own.
#[test]
fn an_appended_line_makes_no_administrator() {
    let office = office();
    let desk = office.at_work();
    let add = json!({ "name": "坐席甲", "password": "Office-2026", "roles": ["agent"] });
    let person = call(&office, &desk, "person_add", add)["value"]["id"].clone();
    drop(desk);
    let roles = json!({ "fact": "changed", "roles": ["agent", "admin"], "active": true });
    let forger = Forger::open(&office.file());
    forger.append_fact(
        &format!("person/{person}"),
        &serde_json::from_value(json!({ "on": "person", "what": roles })).unwrap(),
    );
    forger
        .db
        .execute(
            "UPDATE person SET roles = '[\"agent\",\"admin\"]' WHERE name = '坐席甲'",
            [],
        )
        .unwrap();
    drop(forger);
    let roles_of = |desk: &Desk| {
        let enter = json!({ "name": "坐席甲", "password": "Office-2026" });
        desk.call("person_sign_in", enter, office.now).unwrap()["person"]["roles"].clone()
    };
    let desk = office.opened();
    assert_eq!(roles_of(&desk), json!(["agent"]), "no signature, no power");
    assert!(desk.store().verify_file(&mut |_| {}).is_err());
    drop(desk);
    // Signed by a key that nobody announced, and by one that was announced without the key before it.
    Forger::open(&office.file()).sign_all_unsigned(&own());
    assert_eq!(roles_of(&office.opened()), json!(["agent"]));
    let forger = Forger::open(&office.file());
    let announced = domain::key::KeyAnnouncement::new(&own(), "AA==".to_owned(), "换", false, None).unwrap();
    forger.append_fact("key", &Fact::KeyAnnounced(Box::new(announced)));
    forger.sign_all_unsigned(&own());
    drop(forger);
    let desk = office.opened();
    assert_eq!(roles_of(&desk), json!(["agent"]), "nobody confirmed that key");
    assert_eq!(trust(&office, &desk)["witness"], "other_key");
    assert_eq!(trust(&office, &desk)["unconfirmed"], json!([own().key_id()]));
}

/// A file that is older than what is known of it, and how an administrator goes on.
#[test]
fn a_file_rolled_back_is_told_and_goes_on_by_the_sheet() {
    let office = office();
    let old = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let lost = trust(&office, &desk);
    assert_eq!(lost["witness"], "holds");
    drop(desk);
    std::fs::write(office.file(), old).unwrap();
    let desk = office.at_work();
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["confirm"]),
        (&json!("rolled_back"), &json!("rolled_back"))
    );
    assert!(said["lost"].as_i64().unwrap() > 5, "{said}");
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    // A change of power needs the key too, and waits.
    let add = json!({ "name": "坐席乙", "password": "Office-2026", "roles": ["agent"] });
    assert_eq!(
        desk.call("person_add", add.clone(), office.now).unwrap_err().code,
        Code::WitnessDiffers
    );
    let wrong = json!({ "id": "0000-0000-0000-0000", "reason": "恢复备份" });
    assert_eq!(
        desk.call("key_confirm", wrong, office.now).unwrap_err().code,
        Code::WrongKeyId
    );
    let right = json!({ "id": said["key"], "reason": "恢复了昨日备份" });
    let confirmed = call(&office, &desk, "key_confirm", right.clone());
    assert_eq!(confirmed["value"]["witness"], "holds");
    assert_eq!(
        desk.call("key_confirm", right, office.now).unwrap_err().code,
        Code::NothingToConfirm
    );
    signs(&desk, office.now).unwrap();
    call(&office, &desk, "person_add", add);
    desk.store().verify_file(&mut |_| {}).unwrap();
}

/// What is written after a file was rolled back hides neither that it was nor how much was lost, however much it is.
#[test]
fn a_file_rolled_back_is_told_as_such_however_long_the_work_goes_on() {
    let office = office();
    let old = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    drop(desk);
    std::fs::write(office.file(), old).unwrap();
    // Nobody has signed in yet.
    let desk = office.opened();
    let lost = desk::trust::read_trust(&desk).unwrap().lost;
    assert!(lost > 5, "{lost}");
    drop(desk);
    let mut lines = 0;
    for _ in 0..3 {
        let desk = office.at_work();
        for _ in 0..6 {
            call(
                &office,
                &desk,
                "ticket_open",
                json!({ "open": journeys::report(office.now) }),
            );
        }
        lines = desk.store().read_tx(|tx| tx.last_seq()).unwrap();
        let said = desk::trust::read_trust(&desk).unwrap();
        assert_eq!(
            (said.witness, said.lost),
            (desk::witness::WitnessState::RolledBack, lost)
        );
        assert!(said.behind >= 6, "{}", said.behind);
        assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    }
    let desk = office.at_work();
    let said = desk::trust::read_trust(&desk).unwrap();
    assert!(said.lost == lost && lines > lost, "{said:?}");
    let right = json!({ "id": said.key, "reason": "恢复了昨日备份" });
    assert_eq!(
        call(&office, &desk, "key_confirm", right)["value"]["witness"],
        "holds"
    );
    // A line that is changed afterwards is no rollback.
    drop(desk);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch("UPDATE journal SET performed_by = '别人' WHERE seq = (SELECT max(seq) FROM journal)")
        .unwrap();
    forger.mend();
    drop(forger);
    let desk = office.opened();
    assert_eq!(
        desk::trust::read_trust(&desk).unwrap().witness,
        desk::witness::WitnessState::ChangedLine
    );
}

/// The record follows the work: at once after a signature, within a minute after anything else, and at the end.
#[test]
fn the_record_follows_the_work() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    assert_eq!(trust(&office, &desk)["behind"], 0);
    let open = json!({ "open": journeys::report(office.now) });
    call(&office, &desk, "ticket_open", open.clone());
    assert_eq!(trust(&office, &desk)["behind"], 1);
    let later = office.now.plus_minutes(1);
    desk.call("ticket_board", json!({}), later).unwrap();
    assert_eq!(trust(&office, &desk)["behind"], 0);
    desk.call("ticket_open", open, later).unwrap();
    drop(desk);
    let desk = office.at_work();
    assert_eq!(
        trust(&office, &desk)["behind"],
        0,
        "the end was written, and the first call after it"
    );
}

/// A copy of the folder is told as such, and leaves the record of the original alone.
#[test]
fn a_copy_is_told_as_a_copy() {
    let office = office();
    let desk = office.at_work();
    let signed = signs(&desk, office.now).unwrap()["ticket"]["id"].clone();
    let print = json!({ "ticket": signed, "page": "acknowledgement" });
    let pdf = call(&office, &desk, "ticket_print", print)["base64"].clone();
    drop(desk);
    let (copy, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&copy, &second] {
        std::fs::copy(office.file(), folder.path().join(desk::FILE)).unwrap();
    }
    let before = records(&office);
    let desk = Desk::open_with_progress(
        copy.path(),
        Some(office.configuration.path()),
        office.now,
        &mut |_, _| {},
    )
    .unwrap();
    desk.set_passphrase(PASSPHRASE.to_owned());
    let desk = entered(desk, office.now);
    let said = trust(&office, &desk);
    assert_eq!(said["witness"], "other_folder");
    let original = std::fs::canonicalize(office.file().parent().unwrap()).unwrap();
    assert_eq!(said["copy"]["folder"], original.display().to_string());
    assert_eq!(said["copy"]["still_there"], true);
    assert_eq!(
        said["copy"]["differs"], "副本中后来又有 1 条记录",
        "somebody signed in"
    );
    let id = said["copy"]["id"].as_str().unwrap();
    assert_eq!(
        (id.len(), id.chars().filter(char::is_ascii_hexdigit).count()),
        (9, 8)
    );
    let refused = signs(&desk, office.now).unwrap_err();
    assert_eq!(
        (refused.code, refused.args["copy"].as_str()),
        (Code::WitnessDiffers, Some(id))
    );
    // Neither is a file sealed there, and what was sealed is not said to be false.
    let print = json!({ "ticket": signed, "page": "acknowledgement" });
    let refused = desk.call("ticket_print", print, office.now).unwrap_err();
    assert_eq!(refused.code, Code::WitnessDiffers);
    let proof = call(&office, &desk, "proof_check", json!({ "base64": pdf }));
    assert_eq!(proof["verdict"], "unconfirmed_key");
    assert!(proof["verdict_zh"].as_str().unwrap().contains("数据副本"));
    assert!(!proof["lines"].to_string().contains("由本公司密钥封存"));
    drop(desk);
    assert_eq!(records(&office), before);
    // Another copy is another one, also of an older state.
    let configuration = Some(office.configuration.path());
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    assert_eq!(trust(&office, &desk)["copy"], Value::Null);
    drop(desk);
    let desk = Desk::open_with_progress(second.path(), configuration, office.now, &mut |_, _| {}).unwrap();
    desk.set_passphrase(PASSPHRASE.to_owned());
    let desk = entered(desk, office.now);
    let said = trust(&office, &desk);
    assert_ne!(said["copy"]["id"], id);
    assert_eq!(said["lost"], 0, "a copy goes on by itself");
    assert_eq!(said["copy"]["differs"], "原数据中后来又有记录");
}

/// Data that have moved go on in one place: what is left where they were is the copy then.
#[test]
fn of_data_and_their_copy_one_alone_goes_on() {
    let office = office();
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(office.file(), copy.path().join(desk::FILE)).unwrap();
    let open_copy = || {
        let configuration = Some(office.configuration.path());
        let desk = Desk::open_with_progress(copy.path(), configuration, office.now, &mut |_, _| {}).unwrap();
        desk.set_passphrase(PASSPHRASE.to_owned());
        entered(desk, office.now)
    };
    let goes_on_here = |desk: &Desk| {
        let id = trust(&office, desk)["key"].clone();
        let ask = json!({ "id": id, "reason": "换了硬盘" });
        desk.call("key_confirm", ask, office.now).unwrap();
        signs(desk, office.now).unwrap();
    };
    let desk = open_copy();
    goes_on_here(&desk);
    drop(desk);
    let desk = office.at_work();
    let said = trust(&office, &desk);
    assert_eq!(said["witness"], "other_folder");
    let here = std::fs::canonicalize(copy.path()).unwrap();
    assert_eq!(said["copy"]["folder"], here.display().to_string());
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    // And back, if that was a mistake.
    goes_on_here(&desk);
    drop(desk);
    let desk = open_copy();
    assert_eq!(trust(&office, &desk)["witness"], "other_folder");
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
}

fn records(office: &Office) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(office.configuration.path().join("witness")).unwrap();
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

/// Nothing of the record or the key lies in the data folder, and a record that was changed is no record.
#[test]
fn what_lies_outside_is_signed_and_outside() {
    let office = office();
    let names: Vec<String> = std::fs::read_dir(office.data.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, [desk::FILE]);
    let folder = office.configuration.path().join("witness");
    let file = std::fs::read_dir(&folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let text = std::fs::read_to_string(&file).unwrap();
    let mut record: Value = serde_json::from_str(&text).unwrap();
    record["newest"]["hash"] = json!(hash::sha256_hex(&[b"another"]));
    std::fs::write(&file, record.to_string()).unwrap();
    assert_eq!(trust(&office, &office.at_work())["witness"], "unreadable_record");
    std::fs::write(&file, b"{").unwrap();
    assert_eq!(trust(&office, &office.at_work())["witness"], "unreadable_record");
    std::fs::write(&file, text).unwrap();
    assert_eq!(trust(&office, &office.at_work())["witness"], "holds");
    // Without the passphrase it cannot be said whose it is.
    assert_eq!(trust(&office, &office.opened())["witness"], "unchecked");
}

/// While the key is locked a change of power says so and waits; signing in and all other work go on.
#[test]
fn a_locked_key_stops_changes_of_power_alone() {
    let office = office();
    let desk = entered(office.opened(), office.now);
    let add = json!({ "name": "坐席甲", "password": "Office-2026", "roles": ["agent"] });
    assert_eq!(
        desk.call("person_add", add.clone(), office.now).unwrap_err().code,
        Code::KeyLocked
    );
    call(
        &office,
        &desk,
        "ticket_open",
        json!({ "open": journeys::report(office.now) }),
    );
    call(&office, &desk, "key_unlock", json!({ "passphrase": PASSPHRASE }));
    call(&office, &desk, "person_add", add);
}

/// An older file has no signed line: it is taken once, as it stands, and from there on only signed lines count.
#[test]
fn an_older_file_is_taken_once_by_its_sheet() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    drop(desk);
    // As the version before wrote it: no line is signed, nothing is known outside.
    Forger::open(&office.file())
        .db
        .execute_batch("DELETE FROM line_signature")
        .unwrap();
    std::fs::remove_dir_all(office.configuration.path().join("witness")).unwrap();
    let desk = office.at_work();
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["signed"], &said["confirm"]),
        (&json!("absent"), &json!(false), &json!("older_file"))
    );
    // All work goes on before that.
    signs(&desk, office.now).unwrap();
    let add = |name: &str| json!({ "name": name, "password": "Office-2026", "roles": ["agent"] });
    call(&office, &desk, "person_add", add("坐席甲"));
    let sheet = call(&office, &desk, "key_sheet", json!({}));
    assert!(sheet["base64"].as_str().unwrap().len() > 1_000);
    call(
        &office,
        &desk,
        "key_confirm",
        json!({ "id": said["key"], "reason": "启用签名" }),
    );
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["signed"], &said["confirm"]),
        (&json!("holds"), &json!(true), &Value::Null)
    );
    call(&office, &desk, "person_add", add("坐席乙"));
    desk.store().verify_file(&mut |_| {}).unwrap();
    drop(desk);
    // Whoever takes the signatures off again makes no older file of it: it is known outside since when lines are signed.
    Forger::open(&office.file())
        .db
        .execute_batch("DELETE FROM line_signature")
        .unwrap();
    let desk = office.at_work();
    assert_eq!(
        desk.store().verify_file(&mut |_| {}).unwrap_err().code,
        Code::Damaged
    );
    let enter = |name: &str| json!({ "name": name, "password": "Office-2026" });
    assert!(desk.call("person_sign_in", enter("坐席甲"), office.now).is_ok());
    assert!(desk.call("person_sign_in", enter("坐席乙"), office.now).is_err());
}

/// A key that follows a lost one is confirmed by its own sheet.
#[test]
fn a_key_after_a_lost_one_is_confirmed_by_its_sheet() {
    let office = office();
    std::fs::remove_dir_all(office.configuration.path().join("keys")).unwrap();
    let desk = office.at_work();
    let keys = call(
        &office,
        &desk,
        "key_renew",
        json!({ "reason": "电脑损坏", "lost": true }),
    );
    assert_eq!(
        (
            &keys["value"]["keys"][0]["confirmed"],
            &keys["value"]["keys"][1]["confirmed"]
        ),
        (&json!(false), &json!(true))
    );
    let said = trust(&office, &desk);
    assert_eq!(said["witness"], "other_key");
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    call(
        &office,
        &desk,
        "key_confirm",
        json!({ "id": said["key"], "reason": "旧密钥遗失" }),
    );
    let keys = call(&office, &desk, "key_list", json!({}));
    assert_eq!(keys["keys"][0]["confirmed"], true);
    signs(&desk, office.now).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
}

/// Whoever has forgotten the passphrase gets a new key without the console: under a passphrase of its own, with the way to its sheet.
#[test]
fn a_key_after_a_forgotten_passphrase_lies_under_a_new_one() {
    let office = office();
    let old = trust(&office, &office.at_work())["key"].clone();
    // Opened by somebody who knows no passphrase; the key file is there.
    let desk = entered(office.opened(), office.now);
    let renew = |more: Value| {
        let mut ask = json!({ "reason": "口令遗失", "lost": true });
        ask.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        desk.call("key_renew", ask, office.now)
    };
    let keys = call(&office, &desk, "key_list", json!({}));
    assert_eq!(
        (&keys["state"], &keys["passphrase_needed"]),
        (&json!("locked"), &json!(true))
    );
    for (more, code) in [
        (json!({}), Code::KeyPassphraseNeeded),
        (json!({ "passphrase": "短" }), Code::WeakPassword),
        (json!({ "passphrase": "aaaaaaaaaaaaaaaa" }), Code::WeakPassword),
    ] {
        let refused = renew(more).unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (code, Some("passphrase"))
        );
    }
    let keys = renew(json!({ "passphrase": "忘记以后另设的口令一二三" })).unwrap();
    assert_eq!(keys["value"]["state"], "unconfirmed");
    // The old sheet is still in the safe: it is said which one to take.
    let confirm = |id: &Value| {
        desk.call(
            "key_confirm",
            json!({ "id": id, "reason": "口令遗失" }),
            office.now,
        )
    };
    let refused = confirm(&old).unwrap_err();
    let new = trust(&office, &desk)["key"].clone();
    assert_eq!((refused.code, &refused.args["sheet"]), (Code::KeyMissing, &new));
    confirm(&new).unwrap();
    assert_eq!(call(&office, &desk, "key_list", json!({}))["state"], "ready");
    signs(&desk, office.now).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
    drop(desk);
    let desk = entered(office.opened(), office.now);
    let unlock = json!({ "passphrase": "忘记以后另设的口令一二三" });
    call(&office, &desk, "key_unlock", unlock);
    signs(&desk, office.now).unwrap();
}

/// A passphrase of the environment is held to the same.
#[test]
fn no_key_is_made_under_a_weak_passphrase() {
    let (data, configuration) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let now = at("2026-11-24 10:00");
    let desk = Desk::create_data_folder(data.path(), Some(configuration.path()), false, now).unwrap();
    desk.set_passphrase("ab".to_owned());
    let first = json!({ "name": "管理员甲", "password": "Office-2026" });
    let refused = desk.call("person_first", first, now).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::WeakPassword, Some("passphrase"))
    );
    assert!(!configuration.path().join("keys").exists());
}

/// Finding 11: the first passphrase is chosen by administrators; who audits gives none.
#[test]
fn only_an_administrator_chooses_the_first_passphrase() {
    let office = office();
    let desk = office.at_work();
    for (name, role) in [("审计甲", "auditor"), ("坐席甲", "agent")] {
        call(
            &office,
            &desk,
            "person_add",
            json!({ "name": name, "password": "Office-2026", "roles": [role] }),
        );
    }
    drop(desk);
    let enter = |desk: &Desk, name: &str| {
        desk.call(
            "person_sign_in",
            json!({ "name": name, "password": "Office-2026" }),
            office.now,
        )
        .unwrap();
    };
    let unlock = |desk: &Desk| desk.call("key_unlock", json!({ "passphrase": PASSPHRASE }), office.now);
    let desk = office.opened();
    enter(&desk, "审计甲");
    assert_eq!(unlock(&desk).unwrap_err().code, Code::NotPermitted);
    enter(&desk, "坐席甲");
    assert!(unlock(&desk).is_ok(), "whoever knows it gives it, also at 02:10");
    drop(desk);
    // Before there is a key.
    let forger = Forger::open(&office.file());
    forger.db.execute_batch("DELETE FROM line_signature; UPDATE journal SET stream = 'gone', version = seq WHERE stream IN ('key', 'confirmation')").unwrap();
    drop(forger);
    std::fs::remove_dir_all(office.configuration.path().join("witness")).unwrap();
    let desk = office.opened();
    enter(&desk, "坐席甲");
    assert_eq!(unlock(&desk).unwrap_err().code, Code::NotPermitted);
    enter(&desk, "全岗");
    assert!(unlock(&desk).is_ok());
}

/// Finding 2: a stored hash proves nothing before it was computed again.
#[test]
fn an_anchor_is_checked_over_what_is_computed() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let (seq, hash) = desk.store().read_tx(|tx| tx.newest_line()).unwrap().unwrap();
    let groups = |digits: usize| {
        let digits: Vec<char> = hash.chars().take(digits).collect();
        digits
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    };
    let check = |desk: &Desk, digits: usize| {
        let code = format!("{seq}-{}", groups(digits));
        desk.call("proof_anchor", json!({ "code": code }), office.now)
            .map(|proof| proof["verdict"].as_str().unwrap().to_owned())
    };
    assert_eq!(check(&desk, 20).unwrap(), "holds");
    assert_eq!(check(&desk, 12).unwrap(), "holds_weakly");
    assert_eq!(check(&desk, 16).unwrap_err().code, Code::BadAnchor);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch("UPDATE journal SET fact = replace(fact, '免费', '收费')")
        .unwrap();
    assert_eq!(check(&desk, 20).unwrap(), "changed");
    forger
        .db
        .execute_batch(
            "UPDATE journal SET fact = replace(fact, '收费', '免费'); DELETE FROM journal WHERE seq = 3",
        )
        .unwrap();
    assert_eq!(check(&desk, 20).unwrap(), "changed");
}
