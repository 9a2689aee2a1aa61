//! What somebody puts where nobody looks: lines before the first, indexes that leave lines out, keys and signatures of their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use desk::{Desk, Refusal};
use domain::{
    Code, Fact,
    acknowledgement::AcknowledgementAnswer,
    fact::TicketFact,
    key::{KeyAnnouncement, SealingKey},
};
use journeys::{
    at,
    forger::{Forger, plain},
    office::{Office, PASSPHRASE, entered, signs},
};
use serde_json::{Value, json};

const PASSWORD: &str = "Office-2026";

fn office() -> Office {
    Office::new(at("2026-11-24 10:00"))
}

fn call(office: &Office, desk: &Desk, name: &str, request: Value) -> Result<Value, Refusal> {
    desk.call(name, request, office.now)
}

fn trust(office: &Office, desk: &Desk) -> Value {
    call(office, desk, "trust_get", json!({})).unwrap()
}

fn own() -> SealingKey {
    SealingKey::from_seed([66; 32])
}

/// A line as anybody can write it, with the hash it should have after the line `previous` names.
fn put(office: &Office, seq: i64, stream: &str, version: i64, fact: &str) {
    let forger = Forger::open(&office.file());
    let text = "INSERT INTO journal SELECT ?1, ?2, ?3, format, ?4, performed_by, recorded_by, recorder, happened_at, recorded_at,
        previous, '' FROM journal WHERE seq = 1";
    forger.db.execute(text, (seq, stream, version, fact)).unwrap();
    forger.mend_alone(seq);
}

fn refused(opened: Result<Desk, Refusal>) -> Refusal {
    opened.map(|_| ()).unwrap_err()
}

fn opened(office: &Office) -> Result<Desk, Refusal> {
    let configuration = Some(office.configuration.path());
    Desk::open_with_progress(office.data.path(), configuration, office.now, &mut |_, _| {})
}

/// The folder as whoever is there at night opens it again.
fn rebuilt(office: &Office) -> Desk {
    let configuration = Some(office.configuration.path());
    let (desk, copy) =
        Desk::open_or_rebuild(office.data.path(), configuration, office.now, &mut |_, _| {}).unwrap();
    assert!(copy.is_some());
    desk.set_passphrase(PASSPHRASE.to_owned());
    entered(desk, office.now)
}

/// Puts another tree of entries under the name of an index: its text stays what it was.
fn doctor(office: &Office, index: &str, entries: &str) {
    let db = plain(&office.file());
    db.execute_batch(&format!(
        "CREATE INDEX doctored {entries};
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'doctored') WHERE name = '{index}';
         DELETE FROM sqlite_schema WHERE name = 'doctored';
         PRAGMA writable_schema = RESET;"
    ))
    .unwrap();
}

#[test]
fn a_line_before_the_first_is_read_by_nobody() {
    let office = office();
    let desk = office.at_work();
    let ticket = signs(&desk, office.now).unwrap()["ticket"].clone();
    let before = call(&office, &desk, "ticket_get", json!({ "ticket": ticket["id"] })).unwrap();
    put(&office, 0, "file", 0, r#"{"on":"founded","what":{"demo":true}}"#);
    let of = format!("ticket/{}", ticket["id"]);
    put(
        &office,
        -1,
        &of,
        99,
        r#"{"on":"ticket","what":{"fact":"noted","text":"同意付费"}}"#,
    );
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    let after = call(&office, &desk, "ticket_get", json!({ "ticket": ticket["id"] })).unwrap();
    assert_eq!(before, after);
    let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        (found.code, &found.args["table"], &found.args["key"]),
        (Code::TableDiffers, &json!("journal"), &json!(-1))
    );
    drop(desk);
    assert_eq!(refused(opened(&office)).code, Code::TableDiffers);
    let desk = rebuilt(&office);
    desk.store().verify_file(&mut |_| {}).unwrap();
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    signs(&desk, office.now).unwrap();
}

#[test]
fn no_line_makes_a_demo_of_what_is_known_to_be_real() {
    // Appended, at a place before the first of its stream.
    let of = office();
    let desk = of.at_work();
    let (last, _) = desk.store().read_tx(|tx| tx.newest_line()).unwrap().unwrap();
    drop(desk);
    let forger = Forger::open(&of.file());
    forger.append("file", 0, r#"{"on":"founded","what":{"demo":true}}"#);
    drop(forger);
    let desk = of.at_work();
    assert_eq!(trust(&of, &desk)["witness"], "holds");
    let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        (&found.args["seq"], &found.args["detail"]),
        (&json!(last + 1), &json!("the file is founded again"))
    );
    // Written into the first line itself, with every hash after it.
    let of = office();
    drop(of.at_work());
    let forger = Forger::open(&of.file());
    forger
        .db
        .execute_batch("UPDATE journal SET fact = replace(fact, 'false', 'true') WHERE stream = 'file'")
        .unwrap();
    forger.mend();
    drop(forger);
    let desk = rebuilt(&of);
    let said = trust(&of, &desk);
    assert_eq!(
        (&said["witness"], &said["sealing_stopped"]),
        (&json!("other_key"), &json!(true))
    );
    desk.store().verify_file(&mut |_| {}).unwrap_err();
}

#[test]
fn a_withdrawal_hidden_from_an_index_is_found() {
    let office = office();
    let desk = office.at_work();
    let roles = json!(["admin"]);
    let add = json!({ "name": "离职庚", "password": PASSWORD, "roles": roles });
    let who = call(&office, &desk, "person_add", add).unwrap()["value"]["id"].clone();
    let off = json!({ "person": who, "roles": roles, "active": false });
    call(&office, &desk, "person_change", off).unwrap();
    let (seq, _) = desk.store().read_tx(|tx| tx.newest_line()).unwrap().unwrap();
    signs(&desk, office.now).unwrap();
    drop(desk);
    let text: String = plain(&office.file())
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'journal_governing'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let entries = text.split_once("ON journal").unwrap().1;
    doctor(
        &office,
        "journal_governing",
        &format!("ON journal {entries} AND seq <> {seq}"),
    );
    plain(&office.file())
        .execute(
            "UPDATE person SET active = 1 WHERE id = ?1",
            [who.as_i64().unwrap()],
        )
        .unwrap();
    let desk = opened(&office).unwrap();
    desk.set_passphrase(PASSPHRASE.to_owned());
    let enter = json!({ "name": "离职庚", "password": PASSWORD });
    call(&office, &desk, "person_sign_in", enter.clone()).unwrap();
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["sealing_stopped"]),
        (&json!("changed_line"), &json!(true))
    );
    // What is wrong is said, and no power is given on.
    let add = json!({ "name": "新管理员", "password": PASSWORD, "roles": roles });
    assert_eq!(
        call(&office, &desk, "person_add", add).unwrap_err().code,
        Code::WitnessDiffers
    );
    assert_eq!(
        desk.store().verify_file(&mut |_| {}).unwrap_err().code,
        Code::Damaged
    );
    assert_ne!(desk.store().rebuild_check().unwrap(), vec![]);
    desk.store().rebuild_tables().unwrap();
    drop(desk);
    let desk = office.at_work();
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    desk.store().verify_file(&mut |_| {}).unwrap();
    assert_eq!(
        call(&office, &desk, "person_sign_in", enter).unwrap_err().code,
        Code::WrongPassword
    );
}

#[test]
fn an_ordinary_line_hidden_from_its_stream_is_found() {
    let office = office();
    let desk = office.at_work();
    let ticket = signs(&desk, office.now).unwrap()["ticket"].clone();
    let (seq, _) = desk.store().read_tx(|tx| tx.newest_line()).unwrap().unwrap();
    drop(desk);
    let entries = format!("ON journal (stream, version) WHERE seq <> {seq}");
    doctor(&office, "sqlite_autoindex_journal_1", &entries);
    let desk = office.at_work();
    let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        (found.code, &found.args["seq"]),
        (Code::Damaged, &json!(seq)),
        "{found:?}"
    );
    assert_ne!(desk.store().rebuild_check().unwrap(), vec![]);
    desk.store().rebuild_tables().unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
    let whole = call(&office, &desk, "ticket_get", json!({ "ticket": ticket["id"] })).unwrap();
    assert_eq!(whole["ticket"]["version"], ticket["version"]);
}

#[test]
fn a_month_is_opened_again_by_no_unsigned_line() {
    let office = office();
    let desk = office.at_work();
    call(&office, &desk, "report_close", json!({ "month": "2026-10" })).unwrap();
    let closed = |desk: &Desk| call(&office, desk, "report_months", json!({})).unwrap();
    let before = closed(&desk);
    drop(desk);
    let forger = Forger::open(&office.file());
    forger.append(
        "month/2026-10",
        2,
        r#"{"on":"month","what":{"fact":"reopened","reason":"改"}}"#,
    );
    drop(forger);
    let desk = office.at_work();
    assert_eq!(closed(&desk), before);
    desk.store().verify_file(&mut |_| {}).unwrap_err();
}

#[test]
fn no_page_of_the_company_is_made_of_a_record_that_no_key_sealed() {
    let office = office();
    let desk = office.at_work();
    let ticket = signs(&desk, office.now).unwrap()["ticket"].clone();
    let print = json!({ "ticket": ticket["id"], "page": "acknowledgement" });
    call(&office, &desk, "ticket_print", print.clone()).unwrap();
    drop(desk);
    let forger = Forger::open(&office.file());
    let (_, mut record) = forger.records().pop().unwrap();
    record.content.text = record.content.text.replace("免费", "收费");
    if let AcknowledgementAnswer::Refused { reason, .. } = &mut record.answer {
        reason.push_str("（改）");
    }
    record.number.push('9');
    let fact = Fact::Ticket(TicketFact::Acknowledged(Box::new(record)));
    forger.append_fact(&format!("ticket/{}", ticket["id"]), &fact);
    drop(forger);
    // With the tables that belong to it, as a rebuild makes them.
    let desk = office.at_work();
    desk.store().rebuild_tables().unwrap();
    let refused = call(&office, &desk, "ticket_print", print).unwrap_err();
    assert_eq!(refused.code, Code::Damaged, "{refused:?}");
    assert_eq!(
        desk.store().verify_file(&mut |_| {}).unwrap_err().code,
        Code::Damaged
    );
}

#[test]
fn a_trigger_under_the_name_of_the_planners_table_is_found() {
    let office = office();
    drop(office.at_work());
    plain(&office.file())
        .execute_batch(
            "PRAGMA writable_schema = ON;
             INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('trigger', 'sqlite_stat1', 'journal', 0,
                 'CREATE TRIGGER sqlite_stat1 AFTER INSERT ON journal BEGIN DELETE FROM kept; END');
             PRAGMA writable_schema = RESET;",
        )
        .unwrap();
    let found = refused(opened(&office));
    assert_eq!(
        (found.code, &found.args["kind"]),
        (Code::ForeignObject, &json!("trigger"))
    );
    let desk = rebuilt(&office);
    desk.store().verify_file(&mut |_| {}).unwrap();
    // What the planner counts itself is nobody's.
    plain(&office.file()).execute_batch("ANALYZE").unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
}

#[test]
fn a_copy_whose_first_line_was_edited_is_still_a_copy() {
    let office = office();
    let copy = tempfile::tempdir().unwrap();
    let file = copy.path().join(desk::FILE);
    std::fs::copy(office.file(), &file).unwrap();
    let forger = Forger::open(&file);
    forger
        .db
        .execute_batch("UPDATE journal SET happened_at = happened_at - 1 WHERE seq = 1")
        .unwrap();
    forger.mend_alone(1);
    drop(forger);
    let configuration = Some(office.configuration.path());
    let desk = Desk::open_with_progress(copy.path(), configuration, office.now, &mut |_, _| {}).unwrap();
    desk.set_passphrase(PASSPHRASE.to_owned());
    let desk = entered(desk, office.now);
    assert_eq!(trust(&office, &desk)["witness"], "other_folder");
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
}

/// The line of a key that somebody else put into the file.
fn announce(office: &Office) {
    let forger = Forger::open(&office.file());
    let announced = KeyAnnouncement::new(&own(), "AA==".to_owned(), "换机", false, None).unwrap();
    forger.append_fact("key", &Fact::KeyAnnounced(Box::new(announced)));
    forger.sign_all_unsigned(&own());
}

#[test]
fn after_a_strangers_key_work_goes_on_under_ones_own() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let own_id = trust(&office, &desk)["key"].clone();
    drop(desk);
    announce(&office);
    let desk = office.at_work();
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["key"], &said["unconfirmed"]),
        (&json!("other_key"), &own_id, &json!([own().key_id()]))
    );
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    let strange = json!({ "id": own().key_id(), "reason": "看到另一个密钥" });
    assert_eq!(
        call(&office, &desk, "key_confirm", strange).unwrap_err().code,
        Code::KeyMissing
    );
    let confirm = json!({ "id": own_id, "reason": "另一个密钥不是本公司的" });
    call(&office, &desk, "key_confirm", confirm).unwrap();
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["unconfirmed"]),
        (&json!("holds"), &json!([]))
    );
    let keys = call(&office, &desk, "key_list", json!({})).unwrap();
    assert_eq!(
        (&keys["keys"][0]["confirmed"], &keys["keys"][1]["confirmed"]),
        (&json!(false), &json!(true))
    );
    let signed = signs(&desk, office.now).unwrap();
    let renewed = json!({ "reason": "定期更换", "lost": false });
    call(&office, &desk, "key_renew", renewed).unwrap();
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    signs(&desk, office.now).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
    let print = json!({ "ticket": signed["ticket"]["id"], "page": "acknowledgement" });
    call(&office, &desk, "ticket_print", print).unwrap();
}

#[test]
fn a_record_signed_by_a_strangers_key_is_no_word_from_outside() {
    let office = office();
    drop(office.at_work());
    announce(&office);
    let forger = Forger::open(&office.file());
    forger.append_fact(
        "person/2",
        &serde_json::from_value(
            json!({ "on": "person", "what": { "fact": "password_set", "password": "x" } }),
        )
        .unwrap(),
    );
    forger.sign_all_unsigned(&own());
    let newest: (i64, String) = forger
        .db
        .query_row(
            "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    drop(forger);
    let folder = office.configuration.path().join("witness");
    let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let mut record: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    record["confirmed_keys"]
        .as_array_mut()
        .unwrap()
        .push(json!(own().public_hex()));
    record["newest"] = json!({ "seq": newest.0, "hash": newest.1 });
    record.as_object_mut().unwrap().remove("governing");
    record["key"] = json!(own().key_id());
    record["public"] = json!(own().public_hex());
    record["signature"] = json!("");
    let text = domain::hash::to_canonical_json(&record).unwrap();
    record["signature"] = json!(own().sign_message(text.as_bytes()));
    std::fs::write(&file, serde_json::to_vec(&record).unwrap()).unwrap();
    let desk = opened(&office);
    let desk = match desk {
        Err(refusal) if refusal.code.is_edited_file() => {
            let configuration = Some(office.configuration.path());
            Desk::open_or_rebuild(office.data.path(), configuration, office.now, &mut |_, _| {})
                .unwrap()
                .0
        }
        desk => desk.unwrap(),
    };
    assert_eq!(
        desk::trust::read_trust(&desk).unwrap().witness.code(),
        "other_key"
    );
}

#[test]
fn signatures_of_lines_to_come_are_taken_away() {
    let office = office();
    drop(office.at_work());
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch("INSERT INTO line_signature SELECT seq + 1000, key, line, chain FROM line_signature")
        .unwrap();
    drop(forger);
    let found = refused(opened(&office));
    assert_eq!(
        (found.code, &found.args["table"]),
        (Code::TableDiffers, &json!("line_signature"))
    );
    let desk = rebuilt(&office);
    desk.store().verify_file(&mut |_| {}).unwrap();
    let add = json!({ "name": "坐席丙", "password": PASSWORD, "roles": ["agent"] });
    call(&office, &desk, "person_add", add).unwrap();
}

#[test]
fn a_line_that_says_nothing_keeps_nobody_from_their_work() {
    for (stream, version, fact) in [
        ("key", 2, "{}"),
        ("settings", 1, "{}"),
        (
            "person/2",
            99,
            r#"{"on":"person","what":{"fact":"added","id":2,"name":"x","roles":[],"password":"x"}}"#,
        ),
    ] {
        let office = office();
        drop(office.at_work());
        Forger::open(&office.file()).append(stream, version, fact);
        let desk = office.at_work();
        desk.store().verify_file(&mut |_| {}).unwrap_err();
        signs(&desk, office.now).unwrap();
    }
}

/// Without its signature a line that took power away says nothing: whoever takes it off and puts it back leaves no trace in the file, so
/// that what is known outside must know the signatures too.
#[test]
fn a_signature_taken_off_a_line_is_found_by_what_is_known_outside() {
    let office = office();
    let desk = office.at_work();
    let ask = json!({ "old": PASSWORD, "new": "Anders-2026" });
    call(&office, &desk, "person_change_password", ask).unwrap();
    drop(desk);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch(
            "CREATE TEMP TABLE saved AS SELECT * FROM line_signature ORDER BY seq DESC LIMIT 1;
             DELETE FROM line_signature WHERE seq = (SELECT seq FROM saved);",
        )
        .unwrap();
    let desk = office.opened();
    desk.set_passphrase(PASSPHRASE.to_owned());
    let desk = entered(desk, office.now);
    let said = trust(&office, &desk);
    assert_eq!(
        (&said["witness"], &said["sealing_stopped"]),
        (&json!("changed_line"), &json!(true))
    );
    let add = json!({ "name": "幽灵", "password": "Ghost-2026", "roles": ["admin"] });
    assert_eq!(
        call(&office, &desk, "person_add", add).unwrap_err().code,
        Code::WitnessDiffers
    );
    drop(desk);
    forger
        .db
        .execute_batch("INSERT INTO line_signature SELECT * FROM saved")
        .unwrap();
    drop(forger);
    let desk = office.opened();
    assert_eq!(
        desk::trust::read_trust(&desk).unwrap().witness,
        desk::witness::WitnessState::Unchecked
    );
}

fn last(desk: &Desk) -> i64 {
    desk.store().read_tx(|tx| tx.last_seq()).unwrap()
}

/// A line that the key signed in a copy, put into the file at its own place, where other lines were written meanwhile.
fn put_in_from_a_copy(renew: bool) {
    let office = office();
    let kept = tempfile::tempdir().unwrap();
    let copied = |from: &std::path::Path, to: &std::path::Path| {
        let status = std::process::Command::new("cp")
            .args(["-a", "--"])
            .arg(from.join("."))
            .arg(to)
            .status();
        assert!(status.unwrap().success());
    };
    let (data, configuration) = (kept.path().join("data"), kept.path().join("configuration"));
    for (from, to) in [
        (office.data.path(), &data),
        (office.configuration.path(), &configuration),
    ] {
        std::fs::create_dir(to).unwrap();
        copied(from, to);
    }
    // What became of the copy.
    let mut desk = office.at_work();
    for _ in 0..6 {
        desk = entered(desk, office.now);
    }
    let add = json!({ "name": "幽灵", "password": "Ghost-2026", "roles": ["admin"] });
    call(&office, &desk, "person_add", add).unwrap();
    let place = last(&desk);
    drop(desk);
    let fork = kept.path().join("fork.db");
    std::fs::copy(office.file(), &fork).unwrap();
    copied(&data, office.data.path());
    copied(&configuration, office.configuration.path());
    // What became of the file.
    let mut desk = office.at_work();
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    if renew {
        call(&office, &desk, "key_renew", json!({ "reason": "旧密钥外泄" })).unwrap();
    } else {
        // Were it line for line the same, the line would be in its place.
        let open = json!({ "open": journeys::report(office.now) });
        call(&office, &desk, "ticket_open", open).unwrap();
    }
    while last(&desk) < place - 1 {
        desk = entered(desk, office.now);
    }
    drop(desk);
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute("ATTACH ?1 AS fork", [fork.to_str().unwrap()])
        .unwrap();
    for table in ["journal", "line_signature"] {
        let text = format!("INSERT INTO {table} SELECT * FROM fork.{table} WHERE seq = ?1");
        assert_eq!(forger.db.execute(&text, [place]).unwrap(), 1, "{table}");
    }
    forger
        .db
        .execute_batch("INSERT INTO person SELECT * FROM fork.person WHERE name = '幽灵'; DETACH fork")
        .unwrap();
    forger.mend();
    drop(forger);
    let ghost = opened(&office).and_then(|desk| {
        let ask = json!({ "name": "幽灵", "password": "Ghost-2026" });
        desk.call("person_sign_in", ask, office.now)
    });
    assert_eq!(ghost.unwrap_err().code, Code::WrongPassword);
}

#[test]
fn a_key_that_was_given_up_gives_no_power_any_more() {
    put_in_from_a_copy(true);
}

#[test]
fn a_line_signed_in_a_copy_gives_no_power_elsewhere() {
    put_in_from_a_copy(false);
}

/// Signatures beside lines that give no power, and a version that was put back: what was edited is named, and made again.
#[test]
fn a_stray_signature_and_an_older_version_are_cleared_away() {
    let office = office();
    let sql = |text: &str| {
        let forger = Forger::open(&office.file());
        forger.db.execute_batch(text).unwrap();
    };
    sql("INSERT INTO line_signature VALUES (1, '0198296efac5fa66', '00', '00')");
    let desk = opened(&office).unwrap();
    assert_eq!(
        desk.store().verify_file(&mut |_| {}).unwrap_err().code,
        Code::TableDiffers
    );
    let found = desk.store().rebuild_check().unwrap();
    assert_eq!(
        found
            .iter()
            .map(|it| (it.table.as_str(), it.key.as_str()))
            .collect::<Vec<_>>(),
        [("line_signature", "1")]
    );
    desk.store().rebuild_tables().unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
    drop(desk);
    sql("PRAGMA user_version = 3");
    let desk = opened(&office).unwrap();
    desk.store().verify_file(&mut |_| {}).unwrap();
    assert_eq!(desk.store().rebuild_check().unwrap(), vec![]);
}

/// What stands beside the tables hides nothing that was done to them.
#[test]
fn a_foreign_table_hides_no_edited_row() {
    let office = office();
    let forger = Forger::open(&office.file());
    forger
        .db
        .execute_batch("CREATE TABLE mine (x); UPDATE person SET roles = '[\"admin\"]' WHERE name = '全岗'")
        .unwrap();
    drop(forger);
    let desk = Desk::open_to_rebuild(office.data.path(), Some(office.configuration.path())).unwrap();
    let found = desk.store().rebuild_check().unwrap();
    let tables: Vec<&str> = found.iter().map(|it| it.table.as_str()).collect();
    assert!(
        tables.contains(&"sqlite_schema") && tables.contains(&"person"),
        "{tables:?}"
    );
}

#[test]
fn a_ticket_hidden_from_an_index_is_counted_when_its_month_is_closed() {
    let office = office();
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    let ticket = signs(&desk, office.now).unwrap()["ticket"]["id"].clone();
    drop(desk);
    let entries = format!("ON ticket (counts_until, received_at, version) WHERE id <> {ticket}");
    doctor(&office, "ticket_counts", &entries);
    let desk = office.at_work();
    let differences = desk.store().rebuild_check().unwrap();
    let tables: Vec<&str> = differences.iter().map(|it| it.table.as_str()).collect();
    assert_eq!(tables, ["ticket"]);
    drop(desk);
    let later = at("2026-12-02 10:00");
    let desk = opened(&office).unwrap();
    desk.set_passphrase(PASSPHRASE.to_owned());
    let desk = entered(desk, later);
    desk.call("report_close", json!({ "month": "2026-11" }), later)
        .unwrap();
    let figures = desk
        .call("report_figures", json!({ "span": "2026-11" }), later)
        .unwrap();
    assert_eq!(figures["figures"][0]["is"]["numerator"], 2);
    assert_eq!(desk.store().rebuild_check().unwrap(), vec![]);
}

/// A line that cannot follow would be found when nothing comes back any more: a rebuild, a backup, a month.
#[test]
fn a_line_that_cannot_follow_in_its_ticket_is_named() {
    let noted = r#"{"on":"ticket","what":{"fact":"noted","note":"x"}}"#;
    let foreign = "a line stands in a stream of another kind";
    for (stream, detail) in [
        ("ticket/77", "a line cannot follow in its ticket"),
        ("ticket/01", foreign),
        ("ticket/abc", foreign),
        ("ticket/0", foreign),
    ] {
        let office = office();
        drop(office.at_work());
        Forger::open(&office.file()).append(stream, 1, noted);
        let desk = office.at_work();
        let (last, _) = desk.store().read_tx(|tx| tx.newest_line()).unwrap().unwrap();
        let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
        assert_eq!(found.code, Code::Damaged, "{stream}");
        assert!(found.args["seq"].as_i64().unwrap() < last, "{found:?}");
        assert_eq!(found.args["detail"], detail, "{stream}");
    }
}

#[test]
fn a_line_of_a_later_form_keeps_nobody_from_work() {
    let office = office();
    drop(office.at_work());
    let forger = Forger::open(&office.file());
    forger.append("foo", 1, "{}");
    let (seq, text) = (
        "SELECT max(seq) FROM journal",
        "UPDATE journal SET format = 99 WHERE seq = ?1",
    );
    let seq: i64 = forger.db.query_row(seq, [], |row| row.get(0)).unwrap();
    forger.db.execute(text, [seq]).unwrap();
    forger.mend();
    drop(forger);
    let desk = office.at_work();
    signs(&desk, office.now).unwrap();
    assert_eq!(
        desk.store().verify_file(&mut |_| {}).unwrap_err().args["seq"],
        seq
    );
}

#[test]
fn a_line_whose_time_runs_back_is_named() {
    let office = office();
    let desk = office.at_work();
    let ticket = signs(&desk, office.now).unwrap()["ticket"].clone();
    drop(desk);
    let forger = Forger::open(&office.file());
    let version = ticket["version"].as_i64().unwrap() + 1;
    let noted = r#"{"on":"ticket","what":{"fact":"noted","note":"x"}}"#;
    forger.append(&format!("ticket/{}", ticket["id"]), version, noted);
    let seq: i64 = forger
        .db
        .query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))
        .unwrap();
    let early = "UPDATE journal SET recorded_at = recorded_at - 1728000000, happened_at = happened_at - 1728000000 WHERE seq = ?1";
    forger.db.execute(early, [seq]).unwrap();
    forger.mend();
    drop(forger);
    let desk = office.opened();
    let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        (&found.args["seq"], &found.args["detail"]),
        (&json!(seq), &json!("the time of a line runs back"))
    );
}

/// A row that keeps a file for a line which only mentions it would keep the file when it should go.
#[test]
fn a_file_kept_by_a_line_that_is_not_its_own_is_named() {
    let office = office();
    let desk = office.at_work();
    let ticket = signs(&desk, office.now).unwrap();
    let request = journeys::request(&ticket, journeys::contents::photo("现场.png"));
    let ticket = call(&office, &desk, "ticket_attach", request).unwrap()["value"].clone();
    let sha256 = ticket["ticket"]["attachments"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    let noted = journeys::request(&ticket, json!({ "note": sha256 }));
    call(&office, &desk, "ticket_note", noted).unwrap();
    let (seq, _) = desk.store().read_tx(|tx| tx.newest_line()).unwrap().unwrap();
    drop(desk);
    plain(&office.file())
        .execute(
            "INSERT INTO file SELECT sha256, ?1, ticket FROM file LIMIT 1",
            [seq],
        )
        .unwrap();
    let desk = office.opened();
    let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(
        (found.code, &found.args["table"]),
        (Code::TableDiffers, &json!("file"))
    );
}
