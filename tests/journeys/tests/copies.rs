//! Copies of a data folder, and files of another day: what is known of the original counts in them as well, and only whoever was an
//! administrator by it says how they go on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::{io::Cursor, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use calamine::{Reader, Xlsx};
use desk::Desk;
use domain::Code;
use journeys::{
    at,
    forger::Forger,
    office::{Office, PASSPHRASE, entered, signs},
    page::{holds, text},
    report,
};
use serde_json::{Value, json};

const PASSWORD: &str = "Office-2026";

fn office() -> Office {
    Office::new(at("2026-11-24 10:00"))
}

fn call(office: &Office, desk: &Desk, name: &str, request: Value) -> Value {
    desk.call(name, request, office.now).unwrap()
}

fn trust(office: &Office, desk: &Desk) -> Value {
    call(office, desk, "desk_state", json!({}))["trust"].clone()
}

/// A person with one role; their id.
fn add(office: &Office, desk: &Desk, name: &str, role: &str) -> i64 {
    let person = json!({ "name": name, "password": PASSWORD, "roles": [role] });
    call(office, desk, "person_add", person);
    let people = desk.store().read_tx(|tx| tx.list_people()).unwrap();
    let found = people.iter().find(|row| row.person.name == name);
    found.unwrap().person.id
}

/// A folder with a copy of the file.
fn copied(office: &Office) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(office.file(), copy.path().join(desk::FILE)).unwrap();
    copy
}

fn opened(office: &Office, folder: &Path) -> Desk {
    let configuration = Some(office.configuration.path());
    let desk = Desk::open_with_progress(folder, configuration, office.now, &mut |_, _| {}).unwrap();
    desk.set_passphrase(PASSPHRASE.to_owned());
    desk
}

fn enter(office: &Office, desk: &Desk, name: &str) -> Value {
    let ask = json!({ "name": name, "password": PASSWORD });
    call(office, desk, "person_sign_in", ask)["person"]["roles"].clone()
}

/// Neither a new key nor a comparison: whoever asks is no administrator by what is known outside.
fn may_not_go_on(office: &Office, desk: &Desk) {
    let id = trust(office, desk)["key"].clone();
    for (name, ask) in [
        ("key_renew", json!({ "reason": "丢失", "lost": true })),
        ("key_renew", json!({ "reason": "更换" })),
        ("key_confirm", json!({ "id": id, "reason": "搬迁" })),
    ] {
        let code = desk.call(name, ask, office.now).unwrap_err().code;
        assert!(
            matches!(code, Code::NotPermitted | Code::WitnessDiffers),
            "{name}: {code:?}"
        );
    }
}

#[test]
fn a_copy_whose_signatures_were_taken_off_gives_nobody_power() {
    let office = office();
    let desk = office.at_work();
    let agent = add(&office, &desk, "坐席甲", "agent");
    drop(desk);
    let copy = copied(&office);
    let forger = Forger::open(&copy.path().join(desk::FILE));
    forger.db.execute_batch("DELETE FROM line_signature").unwrap();
    let person = format!("person/{agent}");
    let version: i64 = forger
        .db
        .query_row(
            "SELECT max(version) FROM journal WHERE stream = ?1",
            [&person],
            |row| row.get(0),
        )
        .unwrap();
    let admin = r#"{"on":"person","what":{"fact":"changed","roles":["admin","agent"],"active":true}}"#;
    forger.append(&person, version + 1, admin);
    forger
        .db
        .execute(
            "UPDATE person SET roles = '[\"admin\",\"agent\"]' WHERE id = ?1",
            [agent],
        )
        .unwrap();
    drop(forger);
    let desk = opened(&office, copy.path());
    assert_eq!(trust(&office, &desk)["witness"], "other_folder");
    // Without signatures nobody is believed, not even to be there.
    for name in ["坐席甲", "全岗"] {
        let ask = json!({ "name": name, "password": PASSWORD });
        let refused = desk.call("person_sign_in", ask, office.now).unwrap_err();
        assert_eq!(refused.code, Code::WrongPassword, "{name}");
    }
}

#[test]
fn whoever_was_dismissed_does_not_go_on_with_a_file_of_before() {
    let office = office();
    let desk = office.at_work();
    let former = add(&office, &desk, "管理员乙", "admin");
    drop(desk);
    let old = std::fs::read(office.file()).unwrap();
    let desk = office.at_work();
    let ask = json!({ "person": former, "roles": ["lab"], "active": true });
    call(&office, &desk, "person_change", ask);
    drop(desk);
    std::fs::write(office.file(), old).unwrap();
    let desk = opened(&office, office.data.path());
    let ask = json!({ "name": "管理员乙", "password": PASSWORD });
    call(&office, &desk, "person_sign_in", ask);
    assert_eq!(trust(&office, &desk)["witness"], "rolled_back");
    may_not_go_on(&office, &desk);
    // Who was one by the record goes on.
    let desk = entered(desk, office.now);
    let id = trust(&office, &desk)["key"].clone();
    let ask = json!({ "id": id, "reason": "恢复了备份" });
    assert_eq!(
        call(&office, &desk, "key_confirm", ask)["value"]["witness"],
        "holds"
    );
    signs(&desk, office.now).unwrap();
}

#[test]
fn no_key_is_renewed_where_the_data_differ() {
    let office = office();
    let copy = copied(&office);
    let desk = entered(opened(&office, copy.path()), office.now);
    let ask = json!({ "reason": "更换" });
    let refused = desk.call("key_renew", ask, office.now).unwrap_err();
    assert_eq!(refused.code, Code::WitnessDiffers);
}

/// Whoever moved the folder and starts the program as before makes new data in the old place: those that were moved stay what they are.
#[test]
fn a_first_start_in_an_emptied_folder_leaves_the_record_of_what_was_moved() {
    let office = office();
    let moved = copied(&office);
    std::fs::remove_dir_all(office.data.path()).unwrap();
    let desk = Desk::open_with_progress(
        office.data.path(),
        Some(office.configuration.path()),
        office.now,
        &mut |_, _| {},
    )
    .unwrap();
    let first = json!({
        "name": "新管理员",
        "password": PASSWORD,
        "passphrase": PASSPHRASE,
        "witness_password": PASSWORD,
    });
    call(&office, &desk, "person_first", first);
    drop(desk);
    let desk = entered(opened(&office, moved.path()), office.now);
    assert_eq!(trust(&office, &desk)["witness"], "other_folder");
    assert_eq!(signs(&desk, office.now).unwrap_err().code, Code::WitnessDiffers);
    // The new data go on under their own.
    let desk = opened(&office, office.data.path());
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    assert_eq!(enter(&office, &desk, "新管理员"), json!(["admin"]));
}

/// A record that cannot be taken away (another program holds it, the power goes) makes no second original.
#[test]
fn where_the_record_of_the_original_stays_one_alone_goes_on() {
    let mut office = office();
    let folder = office.configuration.path().join("witness");
    let records = || -> Vec<_> {
        let files = std::fs::read_dir(&folder).unwrap();
        let files = files.map(|file| file.unwrap().path());
        files
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect()
    };
    let before = records();
    let copy = copied(&office);
    let now = at("2026-11-24 11:00");
    office.now = now;
    let desk = entered(opened(&office, copy.path()), now);
    let id = trust(&office, &desk)["key"].clone();
    desk.call("key_confirm", json!({ "id": id, "reason": "换了硬盘" }), now)
        .unwrap();
    drop(desk);
    for (path, bytes) in before {
        std::fs::write(path, bytes).unwrap();
    }
    let desk = entered(opened(&office, office.data.path()), now);
    assert_eq!(trust(&office, &desk)["witness"], "other_folder");
    assert_eq!(signs(&desk, now).unwrap_err().code, Code::WitnessDiffers);
    let desk = entered(opened(&office, copy.path()), now);
    assert_eq!(trust(&office, &desk)["witness"], "holds");
    signs(&desk, now).unwrap();
}

#[test]
fn what_a_copy_prints_says_that_it_is_a_copy_and_stays_beside_it() {
    let mut office = office();
    let desk = office.at_work();
    let ticket = call(
        &office,
        &desk,
        "ticket_open",
        json!({ "open": report(office.now) }),
    )["value"]["ticket"]["id"]
        .clone();
    let reports = tempfile::tempdir().unwrap();
    let view = call(&office, &desk, "settings_get", json!({}));
    let mut settings = json!({ "version": view["version"], "settings": view["settings"] });
    settings["settings"]["report_folder"] = json!(reports.path());
    call(&office, &desk, "settings_change", settings);
    let prints = |desk: &Desk| -> Vec<String> {
        let (from, to) = (at("2026-11-24 08:00"), at("2026-11-24 16:00"));
        let two = call(
            &office,
            desk,
            "ticket_print_many",
            json!({ "tickets": [ticket], "two_up": true }),
        );
        let files = [
            ("ticket_print", json!({ "ticket": ticket, "page": "work_order" })),
            ("report_monthly", json!({ "span": "2026-11" })),
            ("report_daily", json!({ "day": "2026-11-24" })),
            ("report_hours", json!({ "month": "2026-11" })),
            ("shift_print", json!({ "from": from, "to": to })),
        ]
        .map(|(name, ask)| call(&office, desk, name, ask));
        let all = files.iter().chain([&two["file"]]);
        all.filter_map(text).collect()
    };
    for page in prints(&desk) {
        assert!(!page.contains("数据副本"), "{page}");
    }
    drop(desk);
    let copy = copied(&office);
    let desk = entered(opened(&office, copy.path()), office.now);
    let id = trust(&office, &desk)["copy"]["id"].as_str().unwrap().to_owned();
    for page in prints(&desk) {
        holds(Some(&page), &[&format!("数据副本 {id} · 不作为凭证")]);
        assert!(!page.contains("记录锚点　"), "{page}");
    }
    let ask = json!({ "query": {}, "columns": ["number"] });
    let list = call(&office, &desk, "ticket_export", ask);
    let figures = call(&office, &desk, "report_workbook", json!({ "span": "2026-11" }));
    for (book, sheet) in [(list, "工单列表"), (figures, "汇总")] {
        let bytes = STANDARD.decode(book["base64"].as_str().unwrap()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let head = book
            .worksheet_range(sheet)
            .unwrap()
            .get_value((0, 0))
            .unwrap()
            .to_string();
        assert!(head.contains(&format!("（数据副本 {id}，不作为凭证）")), "{head}");
    }
    // The original's report is not there yet; the copy's must not be taken for it.
    office.now = at("2026-12-01 00:00");
    let made = desk.refresh_due_report(office.now).unwrap().unwrap();
    assert_eq!(Path::new(&made.folder), copy.path().join("月报"));
    assert_eq!(std::fs::read_dir(reports.path()).unwrap().count(), 0);
}
