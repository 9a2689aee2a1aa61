//! The console as another program uses it: words in, JSON out, 1 on refusal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

const NIGHT: &str = "2026-11-24T02:10:00+08:00";

/// Runs `desk`; whether it ended well, and what it said.
fn desk(data: &Path, arguments: &[&str], input: Option<&str>) -> (bool, Value) {
    desk_as("Demo-2026", data, arguments, input)
}

fn desk_as(password: &str, data: &Path, arguments: &[&str], input: Option<&str>) -> (bool, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_desk"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env("DESK_USER", "admin")
        .env("DESK_PASSWORD", password)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.unwrap_or_default().as_bytes())
        .unwrap();
    let out = child.wait_with_output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    (
        out.status.success(),
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}

fn well(data: &Path, arguments: &[&str]) -> Value {
    let (well, said) = desk(data, arguments, None);
    assert!(well, "{arguments:?}: {said}");
    said
}

fn refused(data: &Path, arguments: &[&str]) -> Value {
    let (well, said) = desk(data, arguments, None);
    assert!(!well, "{arguments:?}: {said}");
    said
}

fn demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    well(folder.path(), &["--now", NIGHT, "init", "--demo"]);
    folder
}

/// A report received a minute before [`NIGHT`].
fn report() -> String {
    json!({ "open": {
        "received_at": domain::Moment::parse(NIGHT).unwrap().0 - 60_000, "channel": "hotline", "name": "示例用户",
        "phone": "12012345678", "address": "演示花园 3 号楼 2 单元 501 室", "area": "urban",
        "asked": { "kind": "repair", "meter_side": "after", "fault": "burst",
            "situation": "厨房表后水管爆裂", "materials_told": true },
    } })
    .to_string()
}

#[test]
fn a_demo_month_from_nothing_to_paper() {
    let folder = demo();
    let data = folder.path();
    let made = well(
        data,
        &[
            "--now",
            NIGHT,
            "demo",
            "--tickets",
            "150",
            "--seed",
            "3",
            "--months",
            "2",
        ],
    );
    assert_eq!(made["tickets"], 150);
    let pdf = data.join("month.pdf");
    well(
        data,
        &[
            "--now",
            NIGHT,
            "report",
            "monthly",
            "--month",
            "2026-11",
            "--pdf",
            pdf.to_str().unwrap(),
        ],
    );
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-1.7"));
    let closed = well(
        data,
        &[
            "--now",
            NIGHT,
            "call",
            "ticket_list",
            r#"{"stages":["closed"],"limit":1}"#,
        ],
    );
    let number = closed["rows"][0]["number"].as_str().unwrap();
    for page in ["work-order", "ack", "reply"] {
        let pdf = data.join(format!("{page}.pdf"));
        well(
            data,
            &[
                "--now",
                NIGHT,
                "print",
                page,
                number,
                "--pdf",
                pdf.to_str().unwrap(),
            ],
        );
        assert!(std::fs::metadata(&pdf).unwrap().len() > 5_000, "{page}");
    }
    let checked = well(data, &["--now", NIGHT, "rebuild", "--check"]);
    assert_eq!(checked["differences"], json!([]));
}

#[test]
fn a_request_from_standard_input_and_a_refusal_with_exit_1() {
    let folder = demo();
    let (ok, reply) = desk(
        folder.path(),
        &["--now", NIGHT, "call", "ticket_list", "-"],
        Some(r#"{"text":"漏水"}"#),
    );
    assert!(ok);
    assert_eq!(reply["rows"], json!([]));
    let refusal = refused(
        folder.path(),
        &["--now", NIGHT, "call", "report_figures", r#"{"month":"2026-13"}"#],
    );
    assert_eq!(
        (&refusal["code"], &refusal["field"]),
        (&json!("bad_month"), &json!("month"))
    );
    assert!(refusal["args"].is_object());
    assert_eq!(
        refused(folder.path(), &["call", "ticket_list", "{"])["code"],
        "bad_request"
    );
    assert_eq!(
        refused(folder.path(), &["call", "no_such_thing"])["code"],
        "unknown_command"
    );
}

#[test]
fn a_real_file_cannot_be_back_dated() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert_eq!(refused(data, &["call", "desk_state"])["code"], "not_found");
    well(data, &["init"]);
    assert_eq!(refused(data, &["init"])["code"], "file_exists");
    assert_eq!(
        refused(data, &["--now", NIGHT, "call", "desk_state"])["code"],
        "demo_only"
    );
    assert_eq!(
        refused(data, &["demo", "--tickets", "5", "--seed", "1"])["code"],
        "demo_only"
    );
    let state = well(data, &["call", "desk_state"]);
    assert_eq!(
        (&state["demo"], &state["first_start"]),
        (&json!(false), &json!(false))
    );
}

#[test]
fn a_first_start_that_was_refused_can_be_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (made, refusal) = desk_as("short", data, &["init"], None);
    assert!(!made);
    assert_eq!(refusal["field"], "password");
    well(data, &["init"]);
    well(data, &["call", "person_list"]);
    assert_eq!(refused(data, &["init"])["code"], "file_exists");
    assert_eq!(refused(data, &["init", "--demo"])["code"], "file_exists");
}

#[test]
fn verify_names_the_first_broken_place() {
    let folder = demo();
    let data = folder.path();
    well(data, &["--now", NIGHT, "demo", "--tickets", "20", "--seed", "3"]);
    assert!(well(data, &["verify"])["entries"].as_i64().unwrap() > 100);
    let raw = rusqlite::Connection::open(data.join("desk.db")).unwrap();
    raw.execute_batch(
        "DROP TRIGGER journal_is_never_updated; UPDATE journal SET performed_by = '别人' WHERE seq = 42",
    )
    .unwrap();
    drop(raw);
    let refusal = refused(data, &["verify"]);
    assert_eq!(
        (&refusal["code"], &refusal["args"]["seq"]),
        (&json!("damaged"), &json!(42))
    );
}

#[test]
fn a_backup_is_put_back_and_what_was_there_is_kept() {
    let folder = demo();
    let data = folder.path();
    well(data, &["--now", NIGHT, "demo", "--tickets", "30", "--seed", "3"]);
    let before = well(data, &["--now", NIGHT, "call", "ticket_list", "{}"])["rows"].clone();
    let backup = data.join("backup.db");
    let path = backup.to_str().unwrap();
    well(data, &["--now", NIGHT, "backup", path]);
    assert_eq!(
        refused(data, &["--now", NIGHT, "backup", path])["code"],
        "file_exists"
    );
    well(data, &["--now", NIGHT, "call", "ticket_open", &report()]);
    assert_ne!(
        well(data, &["--now", NIGHT, "call", "ticket_list", "{}"])["rows"],
        before
    );
    let restored = well(data, &["--now", NIGHT, "restore", path]);
    assert!(Path::new(restored["kept"].as_str().unwrap()).exists());
    assert_eq!(
        well(data, &["--now", NIGHT, "call", "ticket_list", "{}"])["rows"],
        before
    );
    well(data, &["verify"]);
}

#[test]
fn the_schema_names_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let schema = well(folder.path(), &["commands", "--schema"]);
    let Value::String(names) = well(folder.path(), &["commands"]) else {
        panic!("a list of names")
    };
    let commands = schema["commands"].as_object().unwrap();
    assert_eq!(names.lines().count(), commands.len());
    assert!(names.lines().all(|name| commands.contains_key(name)));
    assert!(schema["$defs"]["TicketRow"]["properties"]["number"].is_object());
}

/// Consoles of several processes write while others read: nobody hears of it, nothing is lost.
#[test]
fn several_processes_share_one_file() {
    let folder = demo();
    let data = folder.path();
    let report = report();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let (opened, said) =
                        desk(data, &["--now", NIGHT, "call", "ticket_open", "-"], Some(&report));
                    assert!(opened, "{said}");
                }
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..5 {
                    well(data, &["--now", NIGHT, "call", "ticket_board"]);
                    well(data, &["--now", NIGHT, "verify"]);
                }
            });
        }
    });
    let all = well(data, &["--now", NIGHT, "call", "ticket_list"]);
    let mut numbers: Vec<_> = all["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["number"].to_string())
        .collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 20);
    assert_eq!(numbers.last().unwrap(), "\"WX2611240020\"");
    well(data, &["--now", NIGHT, "rebuild", "--check"]);
}
