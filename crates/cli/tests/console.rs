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
        .env("DESK_KEY_PASSPHRASE", "演示密钥口令一二三四五六")
        .env("DESK_CERTIFICATE", "证书口令")
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
        &["--now", NIGHT, "call", "report_figures", r#"{"span":"2026-13"}"#],
    );
    assert_eq!(
        (&refusal["code"], &refusal["field"]),
        (&json!("bad_month"), &json!("span"))
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
    // Whoever forges leaves the triggers where they are.
    raw.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
        .unwrap();
    raw.execute_batch("UPDATE journal SET performed_by = '别人' WHERE seq = 42")
        .unwrap();
    drop(raw);
    let refusal = refused(data, &["verify"]);
    assert_eq!(
        (&refusal["code"], &refusal["args"]["seq"]),
        (&json!("damaged"), &json!(42))
    );
}

/// A chain that holds says nothing of whose it is: where nothing outside of the file knows it, that is said, and ends with 2.
#[test]
fn verify_ends_with_two_where_nothing_outside_confirms_it() {
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let [data, own, other] = folders.each_ref().map(tempfile::TempDir::path);
    let ended = |configuration: &Path, arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_desk"))
            .arg("--data")
            .arg(data)
            .arg("--configuration")
            .arg(configuration)
            .args(arguments)
            .env("DESK_USER", "admin")
            .env("DESK_PASSWORD", "Demo-2026")
            .env("DESK_KEY_PASSPHRASE", "演示密钥口令一二三四五六")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        (out.status.code(), said)
    };
    let (code, said) = ended(own, &["init"]);
    assert_eq!(code, Some(0), "{said}");
    for arguments in [&["verify"][..], &["verify", "--records"]] {
        let (code, said) = ended(own, arguments);
        assert_eq!(code, Some(0), "{said}");
        let (code, said) = ended(other, arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("not_confirmed"), "{said}");
    }
    let raw = rusqlite::Connection::open(data.join("desk.db")).unwrap();
    raw.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
        .unwrap();
    raw.execute_batch("UPDATE journal SET recorder = '别人' WHERE seq = 2")
        .unwrap();
    drop(raw);
    for configuration in [own, other] {
        let (code, said) = ended(configuration, &["verify"]);
        assert_eq!(code, Some(1), "{said}");
    }
}

/// A real folder stays one, whatever is written into its tables; what was edited is named, and made again from the journal.
#[test]
fn no_edit_of_a_table_makes_a_demo_of_a_real_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    well(data, &["init"]);
    let edit = |text: &str| {
        let raw = rusqlite::Connection::open(data.join("desk.db")).unwrap();
        raw.execute_batch(text).unwrap();
    };
    edit("UPDATE setting SET value = 'true' WHERE name = 'file'");
    for arguments in [
        &["--now", NIGHT, "call", "desk_state"][..],
        &["verify"],
        &["demo", "--tickets", "5", "--seed", "1"],
    ] {
        let refusal = refused(data, arguments);
        assert_eq!(
            (&refusal["code"], &refusal["args"]["table"]),
            (&json!("table_differs"), &json!("setting")),
            "{arguments:?}"
        );
    }
    edit(
        "CREATE TRIGGER fremd AFTER INSERT ON journal BEGIN UPDATE setting SET value = 'true' WHERE name = 'file'; END",
    );
    let refusal = refused(data, &["verify"]);
    assert_eq!(
        (&refusal["code"], &refusal["args"]["name"]),
        (&json!("foreign_object"), &json!("fremd"))
    );
    let said = refused(data, &["rebuild", "--check"]).to_string();
    assert!(said.contains("fremd"), "{said}");
    well(data, &["rebuild"]);
    assert_eq!(well(data, &["call", "desk_state"])["demo"], false);
    assert_eq!(
        refused(data, &["--now", NIGHT, "call", "desk_state"])["code"],
        "demo_only"
    );
    well(data, &["rebuild", "--check"]);
    well(data, &["verify"]);
}

#[test]
fn what_is_over_is_taken_out() {
    let folder = demo();
    let data = folder.path();
    well(data, &["--now", NIGHT, "demo", "--tickets", "120", "--seed", "3"]);
    let at = |arguments: &[&str]| well(data, &[&["--now", "2032-01-05 09:00"], arguments].concat());
    let due = at(&["erase"])["tickets"].as_i64().unwrap();
    assert!(due > 50, "more than one step: {due}");
    assert_eq!(at(&["erase"])["tickets"], due, "looking takes nothing out");
    assert_eq!(at(&["erase", "--reason", "保存期满"])["tickets"], due);
    assert_eq!(at(&["erase"])["tickets"], 0);
    let verified = at(&["verify"]);
    assert!(verified["records"].as_i64().unwrap() > 0);
    assert_eq!(at(&["rebuild", "--check"])["differences"], json!([]));
}

/// A certificate of the company is brought, listed and put away; a demo folder takes none.
#[cfg(unix)]
#[test]
fn a_company_certificate_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.p12");
    let openssl = |arguments: &[&str]| {
        let made = Command::new("openssl")
            .args(arguments)
            .current_dir(folder.path())
            .output();
        assert!(made.unwrap().status.success(), "{arguments:?}");
    };
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "own.key",
        "-out",
        "own.pem",
        "-days",
        "40",
        "-utf8",
        "-subj",
        "/CN=示例供水有限公司",
    ]);
    openssl(&[
        "pkcs12",
        "-export",
        "-inkey",
        "own.key",
        "-in",
        "own.pem",
        "-passout",
        "pass:证书口令",
        "-out",
        "company.p12",
    ]);
    let path = file.display().to_string();
    let take = ["key", "certificate", &path, "--reason", "首次启用"];
    let data = folder.path().join("data");
    well(&data, &["init"]);
    assert_eq!(well(&data, &["key", "certificate"])["state"], "none");
    let taken = well(&data, &take);
    assert_eq!(taken["value"]["state"], "ready", "{taken}");
    assert_eq!(taken["value"]["certificates"][0]["subject"], "示例供水有限公司");
    let gone = well(&data, &["key", "certificate", "--remove", "--reason", "换领"]);
    assert_eq!(gone["value"]["state"], "none");
    well(&data, &["verify"]);
    assert_eq!(refused(demo().path(), &take)["code"], "real_only");
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
    // Where nothing was, nothing is kept.
    let empty = tempfile::tempdir().unwrap();
    let restored = well(&empty.path().join("data"), &["restore", path]);
    assert_eq!(restored["kept"], Value::Null);
}

/// A file that somebody has changed may name nobody who could restore it.
#[test]
fn who_may_restore_is_asked_of_a_file_that_holds_only() {
    let folder = demo();
    let data = folder.path();
    well(data, &["--now", NIGHT, "demo", "--tickets", "5", "--seed", "3"]);
    let backup = data.join("backup.db");
    let path = backup.to_str().unwrap();
    well(data, &["--now", NIGHT, "backup", path]);
    let restore = ["--now", NIGHT, "restore", path];
    let stranger = |restore: &[&str]| desk_as("Other-2026", data, restore, None);
    let (taken, said) = stranger(&restore);
    assert!(!taken && said["code"] == "wrong_password", "{said}");
    let file = rusqlite::Connection::open(data.join("desk.db")).unwrap();
    file.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
        .unwrap();
    file.execute_batch("UPDATE journal SET performed_by = '别人' WHERE seq = 3")
        .unwrap();
    drop(file);
    let (taken, said) = stranger(&restore);
    assert!(taken, "{said}");
    well(data, &["verify"]);
}

/// Whoever reads what the console says may stop reading.
#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_desk"))
        .args(["commands", "--schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(
        (done.status.code(), String::from_utf8(done.stderr).unwrap()),
        (Some(0), String::new())
    );
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

fn step(data: &Path, step: &[&str]) -> Value {
    let mut arguments = vec!["--now", "2026-11-24 11:00", "step"];
    arguments.extend(step);
    well(data, &arguments)["value"].clone()
}

fn plan<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["--now", NIGHT, "plan"], more].concat()
}

fn no_step(data: &Path, step: &[&str]) -> (Value, Value) {
    let mut arguments = vec!["--now", "2026-11-24 11:00", "step"];
    arguments.extend(step);
    let refusal = refused(data, &arguments);
    (refusal["code"].clone(), refusal["field"].clone())
}

/// Clause 3: a water test from the request to the answer, typed at a console.
#[test]
fn a_water_test_from_the_request_to_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    well(data, &["--now", "2026-11-24 09:00", "init", "--demo"]);
    let open = r#"{ "open": { "received_at": "@2026-11-24 08:59", "channel": "hotline", "name": "示例用户",
        "phone": "12012345678", "address": "演示花园 3 号楼", "area": "urban", "asked": { "kind": "water_quality",
        "symptoms": ["turbid"], "since": "昨天", "tap": "cold", "situation": "水发黄" } } }"#;
    let (opened, said) = desk(
        data,
        &["--now", "2026-11-24 09:00", "call", "ticket_open", "-"],
        Some(open),
    );
    assert!(opened, "{said}");
    let number = said["value"]["ticket"]["number"].as_str().unwrap();
    assert_eq!(number, "SZ2611240001");

    let results = r#"{ "analyst": "演示化验员甲", "values": [{ "parameter": "iron", "value": "0.35", "unit": "mg/L" }] }"#;
    assert_eq!(
        no_step(data, &["enter-results", number, results]),
        (json!("no_sample"), Value::Null)
    );
    step(
        data,
        &[
            "hand-over",
            number,
            r#"{ "taken_by": "演示生调部调度" }"#,
            "--at",
            "2026-11-24 09:05",
        ],
    );
    let sent = step(
        data,
        &[
            "send_sampler",
            "1",
            r#"{ "crew": "稽查一班" }"#,
            "--at",
            "2026-11-24 09:10",
        ],
    );
    assert_eq!(
        sent["ticket"]["stage"], "assigned",
        "the words of the wire and the id of the file do as well"
    );
    let sample = r#"{ "sample_number": "SY-1", "place": "厨房", "bottles": 1, "customer_present": false }"#;
    let by = ["sample", number, sample, "--by", "演示稽查员乙"];
    let at = |when: &'static str| [&by[..], &["--at", when]].concat();
    assert_eq!(no_step(data, &at("昨天")), (json!("bad_date"), json!("at")));
    assert_eq!(
        no_step(data, &at("2026-11-24 11:01")),
        (json!("time_in_future"), json!("happened_at"))
    );
    let sampled = step(data, &at("2026-11-24 10:20"));
    let entry = sampled["entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (
            &entry["title"],
            &entry["performed_by"],
            &entry["recorder"],
            &entry["late_entry"]
        ),
        (
            &json!("取样"),
            &json!("演示稽查员乙"),
            &json!("admin"),
            &json!(true)
        )
    );
    assert_eq!(
        no_step(data, &["enter-results", number, results]).0,
        "sample_not_received"
    );
    step(
        data,
        &[
            "receive-sample",
            number,
            r#"{ "received_by": "演示化验员甲", "seal_whole": true, "condition": "好" }"#,
        ],
    );
    let unit = results.replace("mg/L", "μg/L");
    assert_eq!(
        no_step(data, &["enter-results", number, &unit]),
        (json!("bad_unit"), json!("values.iron"))
    );
    let judged = step(data, &["enter-results", number, results]);
    assert_eq!(
        judged["ticket"]["case"]["results"][0]["details"]["values"][0]["verdict"],
        "fail"
    );

    let photo = data.join("水样.pdf");
    // Its places are made up: a reader looks for the objects themselves then.
    let paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";
    std::fs::write(&photo, paper).unwrap();
    let attached = step(data, &["attach", number, "--file", photo.to_str().unwrap()]);
    assert_eq!(attached["ticket"]["attachments"][0]["name"], "水样.pdf");
    assert_eq!(
        no_step(data, &["attach", number, "--file", "no such file"]).0,
        "file_problem"
    );
    assert_eq!(no_step(data, &["reply", number, "{}"]).0, "bad_request");
    let answer = r#"{ "text": "铁超标，已安排冲洗", "told": "示例用户", "by": "phone" }"#;
    let answered = step(data, &["reply-results", number, answer]);
    assert_eq!(answered["ticket"]["stage"], "to_close");
    assert_eq!(no_step(data, &["close", number]).0, "not_followed_up");
    assert_eq!(
        no_step(data, &["close", "SZ2611240099"]),
        (json!("not_found"), json!("number"))
    );
}

/// Clause 5.2⑴: the year's plan from a file on the disk, by its own word and by the call.
#[test]
fn a_plan_from_the_disk() {
    let folder = demo();
    let data = folder.path();
    let file = data.join("计划.csv");
    let path = file.to_str().unwrap();
    std::fs::write(
        &file,
        "日期,小区,地点,活动内容\n2026-12-01,演示新村,广场,节水宣传\n某日,示例家园,广场,宣传\n",
    )
    .unwrap();
    let looked = well(data, &plan(&["import", path]));
    assert_eq!(
        (&looked["value"]["bad"], &looked["value"]["written"]),
        (&json!(1), &json!(false))
    );
    assert_eq!(looked["value"]["lines"][1]["problem"]["code"], "bad_date");
    std::fs::write(
        &file,
        "日期,小区,地点,活动内容\n2026-12-01,演示新村,广场,节水宣传\n",
    )
    .unwrap();
    assert_eq!(
        well(data, &plan(&["import", path, "--dry-run"]))["value"]["written"],
        false
    );
    assert_eq!(well(data, &plan(&["show", "2026"]))["events"], json!([]));
    let file = format!("file={path}");
    let request = r#"{ "dry_run": false }"#;
    let call = [
        "--now",
        NIGHT,
        "call",
        "community_import",
        request,
        "--file",
        &file,
    ];
    assert_eq!(well(data, &call)["value"]["added"], 1);
    assert_eq!(well(data, &plan(&["import", path]))["value"]["known"], 1);
    assert_eq!(
        well(data, &plan(&["show", "2026"]))["events"][0]["community"],
        "演示新村"
    );
    assert_eq!(
        refused(data, &plan(&["import", "no such file"]))["code"],
        "file_problem"
    );
}

#[test]
fn an_example_can_be_filled_in() {
    let folder = tempfile::tempdir().unwrap();
    let example = |name: &str| well(folder.path(), &["example", name]);
    assert_eq!(example("consent")["way"], "oral|signed|phone");
    assert_eq!(example("hold-event")["team"][0]["name"], "");
    assert_eq!(
        example("ticket_list")["service"],
        "reminder|leak_detection|water_quality|repair|community|emergency_water"
    );
    assert_eq!(example("ticket_consent")["details"]["way"], "oral|signed|phone");
    assert_eq!(example("sign")["place"], "");
    assert!(
        example("ticket_open")["open"]["asked"]["one of"]
            .as_array()
            .unwrap()
            .len()
            == 6
    );
    assert_eq!(
        refused(folder.path(), &["example", "no_such_thing"])["code"],
        "unknown_command"
    );
}

/// A job that nobody watches: no password for the company's folder, one for any other.
#[test]
fn last_months_report_for_a_scheduled_job() {
    let folder = demo();
    let data = folder.path();
    well(data, &["--now", NIGHT, "call", "ticket_open", &report()]);
    let due = ["--now", "2026-12-01T08:00:00+08:00", "report", "due"];
    let unknown = |arguments: &[&str]| desk_as("nobody's", data, arguments, None);
    let (ok, said) = unknown(&due);
    assert!(ok, "{said}");
    let pdf = data.join("月报").join("月度服务报告-2026-11.pdf");
    assert_eq!(
        (&said["made"], &said["report"]["path"]),
        (&json!(true), &json!(pdf))
    );
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-1.7"));
    let again = well(data, &due);
    assert_eq!(
        (&again["made"], &again["report"]),
        (&json!(false), &said["report"])
    );

    let elsewhere = data.join("另一处");
    let elsewhere = [&due[..], &["--folder", elsewhere.to_str().unwrap()]].concat();
    let (ok, said) = unknown(&elsewhere);
    assert_eq!((ok, &said["code"]), (false, &json!("wrong_password")));
    assert_eq!(well(data, &elsewhere)["made"], true);
    let inside = pdf.join("里面");
    let said = refused(
        data,
        &[&due[..], &["--folder", inside.to_str().unwrap()]].concat(),
    );
    assert_eq!(
        (&said["code"], &said["field"]),
        (&json!("folder_not_writable"), &json!("folder"))
    );
}

/// Clauses 1.2, 2.4, 3, 4.3, 5.3, 6.2: every block of docs/console.md, run as it stands there.
#[cfg(target_os = "linux")]
#[test]
fn the_documented_console_session_works() {
    let page = include_str!("../../../docs/console.md");
    let blocks = page
        .split("```sh\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap());
    let script = format!("set -eu\n{}", blocks.collect::<String>());
    let folder = tempfile::tempdir().unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_desk")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let out = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("PATH", path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    let end = said.char_indices().rev().nth(1500).map_or(0, |(index, _)| index);
    assert!(
        out.status.success(),
        "{}\n{}",
        &said[end..],
        String::from_utf8_lossy(&out.stderr)
    );
    let data = folder.path().join("demo-folder");
    let list = well(&data, &["--now", "2026-11-24 09:00", "call", "ticket_list"]);
    let mut all: Vec<(&str, &str)> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["number"].as_str().unwrap(), row["stage"].as_str().unwrap()))
        .collect();
    all.sort_unstable();
    let ends = ["JL", "SQ", "SS", "SZ", "TX", "WX"].map(|prefix| format!("{prefix}2611240001"));
    assert_eq!(all, ends.each_ref().map(|number| (number.as_str(), "closed")));
    for pdf in [
        "order.pdf",
        "month.pdf",
        "reminder-notice.pdf",
        "leak-result.pdf",
        "water-report.pdf",
        "event-record.pdf",
        "delivery-record.pdf",
    ] {
        assert!(
            std::fs::read(folder.path().join(pdf))
                .unwrap()
                .starts_with(b"%PDF-1.7"),
            "{pdf}"
        );
    }
}

/// No key in the repository: the program that is built here takes no update, whoever signed it.
#[test]
fn an_update_needs_a_key_that_is_built_in() {
    let folder = demo();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/update/Yanshen-999.0.0-x64.exe");
    let file = file.to_str().unwrap();
    for words in [&["update", file, "--check"][..], &["update", file]] {
        let code = refused(folder.path(), words)["code"].clone();
        // A company that builds for itself has put its own key there.
        assert!(code == "update_no_key" || code == "update_not_signed", "{code}");
    }
    let (_, said) = desk_as("wrong", folder.path(), &["update", file, "--check"], None);
    assert_eq!(said["code"], "wrong_password");
}

#[test]
fn a_clock_that_was_set_back_is_said_beside_the_answer() {
    let folder = demo();
    // Somebody signs in, which is a record.
    well(folder.path(), &["--now", NIGHT, "call", "ticket_list"]);
    let said = |now: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_desk"))
            .arg("--data")
            .arg(folder.path())
            .args(["--now", now, "call", "desk_state"])
            .output()
            .unwrap();
        assert!(out.status.success());
        let reply: Value = serde_json::from_slice(&out.stdout).unwrap();
        (
            String::from_utf8(out.stderr).unwrap(),
            reply["clock_behind"].clone(),
        )
    };
    assert_eq!(said(NIGHT), (String::new(), Value::Null));
    let (words, last) = said("2026-11-23 02:10");
    assert!(
        words.starts_with("电脑时间（2026-11-23 02:10）早于最近一条记录（2026-11-24 02:10）"),
        "{words}"
    );
    assert_eq!(words.lines().count(), 1, "once");
    assert_eq!(last, json!(domain::Moment::parse(NIGHT).unwrap()));
}
