//! `cargo bench`: the desk's calls on demo data of several sizes, each against a floor measured in the same run.
//!
//! A harness of its own, because the promise is a 95th percentile of single calls and a peak of memory, which
//! criterion and divan do not give. `BENCH_TICKETS=100000,1000000` chooses the sizes (100000 alone if unset);
//! the folders are made once under `target/bench` and kept. `BENCH_SHEET=1` measures the import of households alone,
//! `BENCH_PARTS=opening,step,check` these parts alone. The month that is reported stands behind twelve others of 20,000 tickets
//! each; `BENCH_MONTHS=50` puts it among a million.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a measuring program: it reads the clock and stops at the first surprise"
)]

use std::{
    hint::black_box,
    path::{Path, PathBuf},
    time::Instant,
};

use desk::{Desk, Moment};
use domain::{
    acknowledgement::AcknowledgementRecord,
    key::{SealingKey, SignatureVerifier},
};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

/// The demo data ends here; nothing in it depends on the day it is measured.
const NOW: Moment = Moment(1_795_500_000_000);

/// Set in the process that only reports a month, from this folder: what another one holds from making the data
/// would count as its memory.
const MONTH: &str = "BENCH_MONTH";

fn main() {
    if let Some(folder) = std::env::var_os(MONTH) {
        return month(Path::new(&folder));
    }
    if std::env::var_os("BENCH_SHEET").is_some() {
        return sheet();
    }
    if let Ok(parts) = std::env::var("BENCH_PARTS") {
        return each_size(|folder| {
            if parts.contains("opening") {
                opening(folder);
            }
            let desk = signed_in(folder);
            if parts.contains("step") {
                commands(&desk, folder);
            }
            if parts.contains("check") {
                check(&desk);
            }
        });
    }
    let months =
        std::env::var("BENCH_MONTHS").map_or(13, |months| months.parse().expect("a number of months"));
    let month = closed(made(&format!("months-{months}"), months * 20_000, months));
    let itself = std::env::current_exe().unwrap();
    let reported = std::process::Command::new(itself).env(MONTH, month).status();
    assert!(reported.unwrap().success());
    sheet();
    each_size(|folder| {
        opening(folder);
        let desk = signed_in(folder);
        calls(&desk, folder);
        commands(&desk, folder);
        seals(&desk);
        check(&desk);
    });
}

/// Measures on demo data of each size.
fn each_size(measure: impl Fn(&Path)) {
    let sizes = std::env::var("BENCH_TICKETS").unwrap_or_else(|_| "100000".to_owned());
    for size in sizes
        .split(',')
        .map(|size| size.trim().parse::<u32>().expect("a number of tickets"))
    {
        let folder = prepared(size);
        println!(
            "\n{size} tickets, {:.0} MB",
            std::fs::metadata(folder.join(desk::FILE)).unwrap().len() as f64 / 1e6
        );
        measure(&folder);
    }
}

/// From the folder to a desk that somebody can sign in to, against a bare connection that reads the newest line.
fn opening(folder: &Path) {
    let times = 21;
    let floor = timed(times, |_| {
        let raw = Connection::open(folder.join(desk::FILE)).unwrap();
        let newest = "SELECT hash FROM journal ORDER BY seq DESC LIMIT 1";
        black_box(raw.query_row(newest, [], |row| row.get::<_, String>(0)).unwrap());
    });
    let opened = timed(times, |_| {
        black_box(
            Desk::open(folder, NOW)
                .unwrap()
                .call("desk_state", json!({}), NOW)
                .unwrap(),
        );
    });
    row("floor: bare connection, newest line", floor, floor.1);
    row("opening, up to the sign-in", opened, floor.1);
}

/// The whole file checked.
fn check(desk: &Desk) {
    let start = Instant::now();
    let all = desk.store().verify_file(&mut |_| {}).unwrap();
    println!(
        "everything checked ({} lines): {:.1} s",
        all.entries,
        start.elapsed().as_secs_f64()
    );
}

/// 100,000 households from the office's workbook: looked into, looked through, imported, and the same file once more.
fn sheet() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0_u16..).zip(["户号", "户名", "电话", "小区", "地址", "表号"]) {
        sheet.write(0, column, head).unwrap();
    }
    for row in 1..=100_000_u32 {
        sheet.write(row, 0, 60_000_000 + row).unwrap();
        sheet.write(row, 1, format!("演示住户{row}")).unwrap();
        sheet.write(row, 2, format!("12{row:09}")).unwrap();
        sheet.write(row, 3, format!("演示小区{}", row / 500)).unwrap();
        let (house, door) = (row % 40 + 1, row % 30 + 101);
        sheet
            .write(
                row,
                4,
                format!("演示小区{} {house} 号楼 1 单元 {door} 室", row / 500),
            )
            .unwrap();
        sheet.write(row, 5, format!("B-{row:06}")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let file = json!({ "name": "用户档案.xlsx", "base64": STANDARD.encode(&bytes) });
    let folder = root().join("sheet");
    let _ = std::fs::remove_dir_all(&folder);
    drop(demo::init_demo_folder(&folder, NOW).unwrap());
    let desk = signed_in(&folder);
    let call = |name: &str, request: &Value| {
        let start = Instant::now();
        let reply = desk.call(name, request.clone(), NOW).unwrap();
        (start.elapsed().as_secs_f64(), reply)
    };
    let (looked, seen) = call("customer_sheet_look", &json!({ "file": file }));
    let columns: Vec<&Value> = seen["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| &column["guess"])
        .collect();
    let sheet = json!({
        "file": file, "sheet": 0, "head": seen["head"], "columns": columns,
        "area": "urban", "phones_inside": true, "update": true,
    });
    let (checked, _) = call("customer_sheet_check", &sheet);
    let import = json!({ "sheet": sheet, "leave_bad": false });
    let (imported, reply) = call("customer_sheet_import", &import);
    assert_eq!(reply["value"]["added"], 100_000);
    let (again, reply) = call("customer_sheet_import", &import);
    assert_eq!(reply["value"]["unchanged"], 100_000);
    println!(
        "\n100,000 households from a workbook of {:.1} MB: looked into {looked:.2} s, looked through {checked:.2} s, imported {imported:.2} s, \
         the same once more {again:.2} s",
        bytes.len() as f64 / 1e6
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench")
}

/// A demo folder of this many tickets, made if it is not there, over three years.
fn prepared(size: u32) -> PathBuf {
    made(&format!("{size}"), size, 36)
}

fn made(name: &str, tickets: u32, months: u32) -> PathBuf {
    let folder = root().join(name);
    if folder.join("made").exists() {
        return folder;
    }
    let _ = std::fs::remove_dir_all(&folder);
    let start = Instant::now();
    let desk = demo::init_demo_folder(&folder, NOW).unwrap();
    let plan = demo::DemoPlan {
        tickets,
        seed: 1,
        months,
        now: NOW,
    };
    let made = demo::fill_demo_folder(&desk, &plan, &mut |_| {}).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "made {} tickets, {} facts in {seconds:.0} s ({:.0} tickets a second)",
        made.tickets,
        made.facts,
        made.tickets as f64 / seconds
    );
    std::fs::write(folder.join("made"), "").unwrap();
    folder
}

/// Closes every month but this one, as an office does; the bench's month has thousands of neighbours then, which stay closed.
fn closed(folder: PathBuf) -> PathBuf {
    let desk = signed_in(&folder);
    let months = desk.call("report_months", json!({}), NOW).unwrap();
    let mut months: Vec<&str> = months["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    months.reverse();
    months.pop();
    let start = Instant::now();
    let mut count = 0;
    for month in months {
        // Closed already by an earlier run.
        count += u32::from(desk.call("report_close", json!({ "month": month }), NOW).is_ok());
    }
    if count > 0 {
        println!("closed {count} months in {:.1} s", start.elapsed().as_secs_f64());
    }
    folder
}

fn signed_in(folder: &Path) -> Desk {
    let desk = Desk::open(folder, NOW).unwrap();
    desk.call(
        "person_sign_in",
        json!({ "name": "admin", "password": desk::person::DEMO_PASSWORD }),
        NOW,
    )
    .unwrap();
    desk
}

/// Median and 95th percentile of single calls, in microseconds.
fn timed(count: usize, mut call: impl FnMut(usize)) -> (f64, f64) {
    for index in 0..5 {
        call(index);
    }
    let times = (0..count).map(|index| {
        let start = Instant::now();
        call(index);
        start.elapsed().as_secs_f64() * 1e6
    });
    spread(times.collect())
}

/// Median and 95th percentile.
fn spread(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

fn row(name: &str, (median, p95): (f64, f64), floor: f64) {
    println!(
        "{name:<46} median {median:>9.0} µs   p95 {p95:>9.0} µs   p95 ÷ floor {:>7.1}",
        p95 / floor
    );
}

/// Lists and searches through the whole call, against the bare statement that reads fifty rows.
fn calls(desk: &Desk, folder: &Path) {
    let raw = Connection::open(folder.join(desk::FILE)).unwrap();
    let floor = timed(200, |_| {
        let mut statement = raw
            .prepare_cached("SELECT * FROM ticket WHERE id < ?1 ORDER BY id DESC LIMIT 50")
            .unwrap();
        let mut rows = statement.query([i64::MAX]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            black_box(row.get::<_, String>(1).unwrap());
        }
    });
    row("floor: fifty rows, bare statement", floor, floor.1);
    let list = |request: Value| {
        timed(200, |_| {
            black_box(desk.call("ticket_list", request.clone(), NOW).unwrap());
        })
    };
    let sample = desk
        .call(
            "ticket_list",
            json!({ "limit": 1, "stages": ["closed"], "service": "repair" }),
            NOW,
        )
        .unwrap();
    let phone = sample["rows"][0]["phone"].as_str().unwrap()[7..].to_owned();
    let number = sample["rows"][0]["number"].as_str().unwrap();
    let said = &number[number.len() - 3..];
    let cases = [
        ("list: newest", json!({})),
        ("list: soonest limit", json!({ "order": "deadline" })),
        ("list: open", json!({ "only_open": true })),
        ("list: one crew", json!({ "crew": "室内维修一班" })),
        ("list: one community", json!({ "community": "演示花园" })),
        ("search: 漏水", json!({ "text": "漏水" })),
        ("search: 厨房水管爆了", json!({ "text": "厨房水管爆了" })),
        (
            "search: 阳台水管冻裂 花园",
            json!({ "text": "阳台水管冻裂 花园" }),
        ),
        (
            "search: 更换密封圈 (in the work done)",
            json!({ "text": "更换密封圈" }),
        ),
        ("search: nothing like it", json!({ "text": "没有这样的词" })),
        ("search: last digits of a phone", json!({ "text": phone })),
        ("the same, first five rows", json!({ "text": phone, "limit": 5 })),
        (
            "search: two digits, first eight rows",
            json!({ "text": &phone[2..], "limit": 8 }),
        ),
        (
            "a ticket's number: last three digits, first eight rows",
            json!({ "number": said, "limit": 8 }),
        ),
        (
            "search: account number",
            json!({ "text": sample["rows"][0]["account_number"] }),
        ),
        (
            "the same, first five rows",
            json!({ "text": sample["rows"][0]["account_number"], "limit": 5 }),
        ),
    ];
    for (name, request) in cases {
        let rows = desk.call("ticket_list", request.clone(), NOW).unwrap()["rows"]
            .as_array()
            .unwrap()
            .len();
        row(&format!("{name} ({rows} rows)"), list(request), floor.1);
    }
    let board = timed(100, |_| {
        black_box(desk.call("ticket_board", json!({}), NOW).unwrap());
    });
    row("workbench", board, floor.1);
}

/// A step through the whole call, against a bare transaction that writes the same rows (a journal line, a
/// ticket's row, its words) into a copy of the same file with the same durability, in turns.
fn commands(desk: &Desk, folder: &Path) {
    let raw = copy(folder);
    let words = typical_words(&raw);
    let page = |request: Value| desk.call("ticket_list", request, NOW).unwrap();
    let first = page(json!({ "limit": 200 }));
    let second = page(json!({ "limit": 200, "after": first["next"] }));
    let rows = [&first, &second].map(|page| page["rows"].as_array().unwrap().clone());
    let tickets = rows
        .iter()
        .flatten()
        .map(|row| (row["id"].as_i64().unwrap(), row["version"].as_i64().unwrap()));
    let (fact, hash) = (
        json!({ "noted": { "note": "用户来电询问进度" } }).to_string(),
        "0".repeat(64),
    );
    let (mut bare, mut whole) = (Vec::new(), Vec::new());
    for (id, version) in tickets {
        // Whoever takes a step has the ticket before them.
        desk.call("ticket_get", json!({ "ticket": id }), NOW).unwrap();
        seen(&raw, id);
        let start = Instant::now();
        raw.execute_batch("BEGIN IMMEDIATE").unwrap();
        run(
            &raw,
            "INSERT INTO journal VALUES ((SELECT max(seq) + 1 FROM journal), ?1, ?2, 1, ?3, '甲', 1, '甲', ?4, ?4, ?5, ?5)",
            params![format!("ticket/{id}"), version + 1, fact, NOW.0, hash],
        );
        run(
            &raw,
            "UPDATE ticket SET version = ?2 WHERE id = ?1",
            params![id, version + 1],
        );
        run(&raw, "DELETE FROM ticket_search WHERE rowid = ?1", [id]);
        run(
            &raw,
            "INSERT INTO ticket_search (rowid, open, personal) VALUES (?1, ?2, '')",
            params![id, words],
        );
        raw.execute_batch("COMMIT").unwrap();
        bare.push(start.elapsed().as_secs_f64() * 1e6);

        let request = json!({ "ticket": id, "version": version, "details": { "note": "用户来电询问进度" } });
        let start = Instant::now();
        desk.call("ticket_note", request, NOW).unwrap();
        whole.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let (floor, noted) = (spread(bare), spread(whole));
    row("floor: bare transaction, same rows", floor, floor.1);
    row("one command (note on a ticket)", noted, floor.1);
    println!("one command ÷ floor, medians: {:.2}", noted.0 / floor.0);
}

fn run(raw: &Connection, text: &str, values: impl rusqlite::Params) {
    raw.prepare_cached(text).unwrap().execute(values).unwrap();
}

/// Reads a ticket's row and lines, as a screen does before a step is taken.
fn seen(raw: &Connection, id: i64) {
    let read = |text: &str, key: &dyn rusqlite::ToSql| {
        let mut statement = raw.prepare_cached(text).unwrap();
        let mut rows = statement.query([key]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            black_box(row.get_ref(1).unwrap());
        }
    };
    read("SELECT * FROM ticket WHERE id = ?1", &id);
    read("SELECT * FROM journal WHERE stream = ?1", &format!("ticket/{id}"));
}

/// A copy of the desk's file, to write to past the desk, set up as the desk sets up its own.
fn copy(folder: &Path) -> Connection {
    let path = folder.join("floor.db");
    let _ = std::fs::remove_file(&path);
    let original = Connection::open(folder.join(desk::FILE)).unwrap();
    original
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    std::fs::copy(folder.join(desk::FILE), &path).unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32000;")
        .unwrap();
    raw
}

/// As many words as a ticket has on average, those of a repair; as many of them digits with a mark, which the search
/// indexes twice.
fn typical_words(raw: &Connection) -> String {
    raw.execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, ticket_search, row)")
        .unwrap();
    let (all, marked) = raw
        .query_row(
            "SELECT sum(cnt) / tickets, sum(cnt) FILTER (WHERE substr(term, 1, 1) IN ('→', '←', '№')) / tickets
             FROM temp.words, (SELECT count(*) AS tickets FROM ticket)",
            [],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
        )
        .unwrap();
    let (all, marked) = (usize::try_from(all).unwrap(), usize::try_from(marked).unwrap());
    println!("words of a ticket on average: {all}, of which digits: {marked}");
    let letters: Vec<char> = "厨房水管爆裂更换密封圈并紧固接头试压半小时无渗漏电话告知用户请注意观察"
        .chars()
        .collect();
    let pairs: Vec<String> = letters
        .windows(2)
        .map(|pair| format!("{}{}", pair[0], pair[1]))
        .collect();
    let digits = (0..marked).map(|place| format!("→{}", 12_000_000_000 + 97_000_019 * place));
    let words: Vec<String> = pairs
        .iter()
        .cloned()
        .cycle()
        .take(all - marked)
        .chain(digits)
        .collect();
    words.join(" ")
}

/// The report of a month with 15,000 tickets among 260,000, after twelve closed ones: figures and PDF, and the most memory this
/// process ever held.
fn month(folder: &Path) {
    let desk = signed_in(folder);
    let months = desk.call("report_months", json!({}), NOW).unwrap();
    let month = months["months"][0].clone();
    let start = Instant::now();
    let figures = desk
        .call("report_figures", json!({ "span": month }), NOW)
        .unwrap();
    let counted = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let report = desk
        .call("report_monthly", json!({ "span": month }), NOW)
        .unwrap();
    let printed = start.elapsed().as_secs_f64();
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = memory
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("VmHWM: unknown");
    println!(
        "\nmonth with {} tickets: figures {counted:.2} s, figures and PDF {printed:.2} s, {:.1} MB of PDF, {peak}",
        figures["figures"][0]["is"]["numerator"],
        report["base64"].as_str().unwrap().len() as f64 * 0.75 / 1e6
    );
}

/// Sealing and exporting one acknowledgement, and checking all of them against Ed25519 and SHA-256 alone.
fn seals(desk: &Desk) {
    let open = json!({
        "received_at": NOW.0, "channel": "hotline", "name": "演示用户", "phone": "12000000000",
        "address": "演示路 1 号", "area": "urban",
        "asked": {
            "kind": "repair", "meter_side": "after", "fault": "leak", "situation": "漏水", "materials_told": true,
        },
    });
    let finish = json!({
        "found": "接头渗漏", "done": "更换接头", "materials": [],
        "workers": [{ "name": "演示维修员", "minutes": 30 }],
    });
    let steps = [
        ("ticket_hand_over", json!({ "taken_by": "演示调度" })),
        ("ticket_assign", json!({ "crew": "室内维修一班" })),
        ("ticket_arrive", json!({})),
        ("ticket_finish", finish),
    ];
    let mut tickets = Vec::new();
    for _ in 0..50 {
        let mut view = desk.call("ticket_open", json!({ "open": open }), NOW).unwrap()["value"].clone();
        for (step, details) in &steps {
            let request = json!({
                "ticket": view["ticket"]["id"], "version": view["ticket"]["version"], "details": details,
            });
            view = desk.call(step, request, NOW).unwrap()["value"].clone();
        }
        tickets.push(view);
    }
    let strokes: Vec<Vec<[u32; 2]>> = (0..4)
        .map(|stroke| {
            (0..100)
                .map(|point| [500 + stroke * 2_000 + point * 15, 300 + point * 20])
                .collect()
        })
        .collect();
    let mut times = Vec::new();
    for view in &tickets {
        let id = &view["ticket"]["id"];
        let answer = json!({
            "way": "on_screen", "signer": { "name": "演示用户", "relation": "family" }, "strokes": strokes,
        });
        let start = Instant::now();
        let request = json!({
            "ticket": id, "version": view["ticket"]["version"],
            "details": { "place": "用户家中", "answer": answer },
        });
        desk.call("acknowledgement_sign", request, NOW).unwrap();
        black_box(
            desk.call(
                "ticket_print",
                json!({ "ticket": id, "page": "acknowledgement" }),
                NOW,
            )
            .unwrap(),
        );
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let count = times.len();
    let (median, p95) = spread(times);
    println!(
        "signed, sealed and exported ({count}): median {:.1} ms, p95 {:.1} ms",
        median / 1e3,
        p95 / 1e3
    );
    let start = Instant::now();
    let records = desk.store().verify_records(&mut |_| {}).unwrap();
    let ours = records as f64 / start.elapsed().as_secs_f64();
    let bare = bare(desk);
    println!(
        "{records} acknowledgements checked: {ours:.0} a second; Ed25519 and SHA-256 alone {bare:.0}; ratio {:.2}",
        ours / bare
    );
}

/// Hash and signature of texts as long as a record's, on every processor as the desk does: checks a second.
fn bare(desk: &Desk) -> f64 {
    let list = desk
        .call("acknowledgement_list", json!({ "limit": 200 }), NOW)
        .unwrap();
    let checker = SignatureVerifier::from_public_hex(&SealingKey::demo_key().public_hex()).unwrap();
    let mut texts = Vec::new();
    for row in list["rows"].as_array().unwrap() {
        let record = desk
            .call("acknowledgement_get", json!({ "ticket": row["ticket"] }), NOW)
            .unwrap();
        let record: AcknowledgementRecord = serde_json::from_value(record).unwrap();
        texts.push((record.canonical_text().unwrap(), record.signature.unwrap()));
    }
    let (threads, rounds) = (std::thread::available_parallelism().unwrap().get(), 50);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for (text, signature) in texts.iter().cycle().take(texts.len() * rounds) {
                    black_box(domain::hash::sha256_hex(&[text.as_bytes()]));
                    assert!(checker.is_valid_signature(text.as_bytes(), signature));
                }
            });
        }
    });
    (texts.len() * rounds * threads) as f64 / start.elapsed().as_secs_f64()
}
