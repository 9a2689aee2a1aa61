//! The night call through the console, here and under Wine: the same words at the same times, and then the same bytes on
//! paper.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{console_path, trial_folder, wine::WinePrefix};
use crate::step::TaskResult;

/// A desk's console: the installed one, or the one of this system.
pub(crate) struct DeskConsole<'a> {
    /// Makes the command that is given the words.
    start: Box<dyn Fn() -> Command + 'a>,
    /// The data folder, as the console is told.
    data: String,
    /// The sign between folder and file.
    between: char,
    /// The same folder, as this program reads it.
    here: PathBuf,
}

impl<'a> DeskConsole<'a> {
    /// The one under Wine, on a folder of Windows.
    pub(crate) fn for_wine(wine: &'a WinePrefix, program: &'a str, data: &str) -> Self {
        Self {
            start: Box::new(move || wine.wine_command(program)),
            data: data.to_owned(),
            between: '\\',
            here: wine.to_host_path(data),
        }
    }

    /// The one of this system.
    fn for_linux(data: &Path) -> Self {
        Self {
            start: Box::new(|| Command::new(console_path())),
            data: data.display().to_string(),
            between: '/',
            here: data.to_owned(),
        }
    }

    /// A file of the folder, as the console is told.
    pub(crate) fn file_argument(&self, name: &str) -> String {
        format!("{}{}{name}", self.data, self.between)
    }

    /// The same file, as this program reads it.
    pub(crate) fn host_path(&self, name: &str) -> PathBuf {
        self.here.join(name)
    }

    /// The command of some words at a time, in local words.
    pub(crate) fn build_command(&self, now: &str, words: &[&str]) -> Command {
        let mut command = (self.start)();
        command.args(["--data", &self.data, "--now", now]).args(words);
        command
            .env("DESK_USER", "admin")
            .env("DESK_PASSWORD", "Demo-2026");
        command
    }

    /// What it says; a refusal is a failure.
    pub(crate) fn run_and_read(&self, now: &str, words: &[&str]) -> TaskResult<String> {
        let out = self
            .build_command(now, words)
            .output()
            .map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        if out.status.success() && !said.is_empty() {
            return Ok(said);
        }
        Err(format!(
            "desk {}: {} {said}{}",
            words.join(" "),
            out.status,
            String::from_utf8_lossy(&out.stderr)
        ))
    }
}

const NUMBER: &str = "WX2611240001";
/// The report.
pub(crate) const OPEN: &str = r#"{"open":{"received_at":"@now","channel":"hotline","name":"示例用户","phone":"12012345678",
  "address":"演示花园 3 号楼 2 单元 501 室","community":"演示花园","area":"urban",
  "asked":{"kind":"repair","meter_side":"after","fault":"burst","situation":"厨房表后水管爆裂，关不住，已漫到客厅",
  "materials_told":true}}}"#;
const ARRANGE: &str = r#"{"crew":"室内维修一班","goes":"演示维修员甲","planned_at":"@2026-11-24 03:00",
  "told":"值班人员预计 3 点前到场，请先关闭表前阀门"}"#;
const FINISH: &str = r#"{"found":"表后 PPR 管爆裂","done":"更换管段，恢复供水",
  "workers":[{"name":"演示维修员甲","minutes":95}],"materials":[{"name":"DN20 PPR 管","quantity":"1.5 米"}]}"#;
const SIGN: &str = r#"{"place":"用户家中","answer":{"way":"on_screen",
  "signer":{"name":"示例用户","relation":"householder","phone":"12012345678"},
  "strokes":[[[500,800],[1200,1500],[2000,700]],[[2600,600],[3400,2000]]]}}"#;

/// The steps: when it is typed, which, what, and when the crew did it. Those of tests/journeys/tests/night_call.rs.
const STEPS: &[(&str, &str, &str, Option<&str>)] = &[
    ("2026-11-24 02:14", "arrange", ARRANGE, None),
    (
        "2026-11-24 02:18",
        "hand-over",
        r#"{"taken_by":"演示生调部调度"}"#,
        None,
    ),
    (
        "2026-11-24 02:18",
        "ask-valve",
        r#"{"place":"2 单元水表井"}"#,
        None,
    ),
    (
        "2026-11-24 02:18",
        "order-valve",
        r#"{"crew":"稽查一班","task":1,"named_by":"演示生调部调度"}"#,
        None,
    ),
    (
        "2026-11-24 02:41",
        "valve-arrive",
        r#"{"task":1}"#,
        Some("2026-11-24 02:40"),
    ),
    (
        "2026-11-24 02:41",
        "valve-shut",
        r#"{"task":1,"note":"总阀已关"}"#,
        None,
    ),
    ("2026-11-24 03:40", "arrive", "{}", Some("2026-11-24 02:58")),
    (
        "2026-11-24 16:40",
        "ask-extension",
        r#"{"until":"@2026-11-25 12:00","reason":"等待用户自备材料"}"#,
        None,
    ),
    (
        "2026-11-24 17:05",
        "approve-extension",
        r#"{"note":"同意"}"#,
        None,
    ),
    ("2026-11-25 10:20", "finish", FINISH, Some("2026-11-25 10:05")),
    ("2026-11-25 10:20", "sign", SIGN, None),
    (
        "2026-11-25 10:30",
        "reply",
        r#"{"text":"已修好，请观察","told":"示例用户","by":"phone"}"#,
        None,
    ),
    (
        "2026-11-25 11:00",
        "verify-hours",
        r#"{"minutes":80,"reason":"扣除待料时间"}"#,
        None,
    ),
    (
        "2026-11-25 19:00",
        "follow-up",
        r#"{"outcome":"satisfied","misconduct":false}"#,
        None,
    ),
    ("2026-11-25 19:00", "close", "{}", None),
];

/// What is printed afterwards.
const PAPER: &[(&str, &[&str])] = &[
    ("派工单.pdf", &["print", "work-order", NUMBER]),
    ("签字确认单.pdf", &["print", "acknowledgement", NUMBER]),
    ("回复单.pdf", &["print", "reply", NUMBER]),
    ("月报.pdf", &["report", "monthly", "--month", "2026-11"]),
];
const MORNING: &str = "2026-12-01 09:00";

/// The whole call, from an empty folder to the printed month. The data as it was before the first page goes into `copy`.
fn run_night_call(desk: &DeskConsole, copy: Option<&Path>) -> TaskResult {
    desk.run_and_read("2026-11-24 02:10", &["init", "--demo"])?;
    desk.run_and_read("2026-11-24 02:10", &["call", "ticket_open", OPEN])?;
    for (now, step, details, at) in STEPS {
        let mut words = vec!["step", step, NUMBER, details];
        // Nobody decides on what they asked for or reported themselves.
        if matches!(*step, "approve-extension" | "verify-hours") {
            words.extend(["--user", "演示总工办"]);
        }
        if let Some(at) = at {
            words.extend(["--by", "演示维修员甲", "--at", at]);
        }
        desk.run_and_read(now, &words)?;
    }
    if let Some(to) = copy {
        let problem = |error: std::io::Error| format!("{}: {error}", to.display());
        std::fs::create_dir_all(to).map_err(problem)?;
        for name in ["desk.db", "desk.db-wal"] {
            if desk.host_path(name).exists() {
                std::fs::copy(desk.host_path(name), to.join(name)).map_err(problem)?;
            }
        }
    }
    print_forms(desk)?;
    verify_whole_data(desk)?;
    // A backup, and the folder put back from it.
    let copy = desk.file_argument("备份 一.db");
    desk.run_and_read(MORNING, &["backup", &copy])?;
    desk.run_and_read(MORNING, &["restore", &copy])?;
    verify_whole_data(desk)
}

fn print_forms(desk: &DeskConsole) -> TaskResult {
    for (name, words) in PAPER {
        let file = desk.file_argument(name);
        desk.run_and_read(MORNING, &[words, &["--pdf", &file][..]].concat())?;
    }
    Ok(())
}

/// The journal and every table made from it.
pub(crate) fn verify_whole_data(desk: &DeskConsole) -> TaskResult {
    desk.run_and_read(MORNING, &["verify"])?;
    let compared = desk.run_and_read(MORNING, &["rebuild", "--check"])?;
    if compared.contains(r#""differences": []"#) {
        Ok(())
    } else {
        Err(format!("the tables differ from the journal: {compared}"))
    }
}

/// The call on folders of Windows and here; how many files were the same. The month bears the journal's anchor, which only the
/// same data has (each folder has random bytes of its own): everything is printed here once more from the data made there.
pub(crate) fn compare_night_calls(wine: &WinePrefix, program: &str, folders: &[String]) -> TaskResult<usize> {
    let ours = DeskConsole::for_linux(&trial_folder().join("night"));
    run_night_call(&ours, None)?;
    let mut compared = 0;
    for (number, data) in folders.iter().enumerate() {
        println!("── {data}");
        let theirs = DeskConsole::for_wine(wine, program, data);
        let again = DeskConsole::for_linux(&trial_folder().join(format!("night-{number}")));
        run_night_call(&theirs, Some(&again.here))?;
        print_forms(&again)?;
        for (name, words) in PAPER {
            let there = read_file(&theirs.host_path(name))?;
            require_equal_files(name, &read_file(&again.host_path(name))?, &there)?;
            if !words.contains(&"report") {
                require_equal_files(name, &read_file(&ours.host_path(name))?, &there)?;
            }
            compared += 1;
        }
    }
    Ok(compared)
}

fn read_file(path: &Path) -> TaskResult<Vec<u8>> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn require_equal_files(name: &str, here: &[u8], there: &[u8]) -> TaskResult {
    if here.starts_with(b"%PDF-1.7") && here == there {
        return Ok(());
    }
    let place = here.iter().zip(there).position(|(a, b)| a != b);
    Err(format!(
        "{name} differs under Wine: {} and {} bytes, first at {place:?}",
        here.len(),
        there.len()
    ))
}
