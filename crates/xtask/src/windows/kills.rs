//! Killed in the middle of writing: what was written before is there, what was being written is there whole or not at all.

use std::{
    fmt::Write as _,
    path::Path,
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{
    night::{DeskConsole, OPEN, verify_whole_data},
    wine::WinePrefix,
};
use crate::step::TaskResult;

const NOW: &str = "2026-11-24 09:00";
/// How often.
const TIMES: usize = 10;
/// Into so many parts its time is divided; the last turn comes after nine of them.
const PARTS: f64 = 12.0;
/// Events of a plan, all written in one transaction: a line of the journal each.
const EVENTS: usize = 400;

/// Kills the console ten times while it writes a year's plan, every second time just as the first page of it reaches the
/// disk, the others spread over the time it takes; what became of it, in words.
pub(crate) fn run_crash_test(wine: &WinePrefix, program: &str, data: &str) -> TaskResult<String> {
    let desk = DeskConsole::for_wine(wine, program, data);
    desk.run_and_read(NOW, &["init", "--demo"])?;
    let (plan, log) = (desk.file_argument("计划.csv"), desk.host_path("desk.db-wal"));
    // How long it takes where nobody ends it: on a quick computer it must not be over before.
    let mut plans = 0;
    std::fs::write(desk.host_path("计划.csv"), make_plan_csv(plans)).map_err(|error| error.to_string())?;
    #[allow(
        clippy::disallowed_methods,
        reason = "a build tool measures how long a program takes"
    )]
    let start = Instant::now();
    desk.run_and_read(NOW, &["plan", "import", &plan])?;
    let mut takes = start.elapsed();
    let mut undone = 0;
    let mut turn = 0;
    while turn < TIMES {
        plans += 1;
        std::fs::write(desk.host_path("计划.csv"), make_plan_csv(plans))
            .map_err(|error| error.to_string())?;
        let before = count_journal_entries(&desk)?;
        let size = file_length(&log);
        let mut writing = desk
            .build_command(NOW, &["plan", "import", &plan])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        if turn % 2 == 0 {
            wait_for_log_growth(&log, size, &mut writing)?;
        } else {
            sleep(takes.mul_f64(turn as f64 / PARTS));
        }
        let ended = writing.try_wait().map_err(|error| error.to_string())?;
        let _ = writing.kill();
        let _ = writing.wait();
        if let Some(status) = ended {
            if plans >= 3 * TIMES {
                return Err(format!("kill {turn}: it was over already ({status})"));
            }
            // It was quicker than the first one, or than the look at its log, and nobody was killed: again, sooner.
            if turn % 2 == 1 {
                takes = takes.mul_f64(0.7);
            }
            continue;
        }
        wine.wait_for_processes()?;
        let after = count_journal_entries(&desk)?;
        verify_whole_data(&desk)?;
        // Signing in is a line of its own, written before.
        let more = after.saturating_sub(before);
        if after >= before && more <= 1 {
            undone += 1;
        } else if more != EVENTS && more != EVENTS + 1 {
            return Err(format!(
                "kill {turn}: {before} lines became {after}: neither nothing nor all of it"
            ));
        }
        // And it goes on: the next report is taken.
        desk.run_and_read(NOW, &["call", "ticket_open", OPEN])?;
        turn += 1;
    }
    Ok(format!(
        "killed {TIMES} times while writing, the journal whole each time ({undone} times without what was being written, {} times with all of it)",
        TIMES - undone
    ))
}

/// A plan of new events.
fn make_plan_csv(plan: usize) -> String {
    let mut rows = String::from("日期,小区,地点,活动内容\n");
    for row in 0..EVENTS {
        let _ = writeln!(
            rows,
            "2026-12-{:02},第 {plan} 区 {row} 号,广场,节水宣传",
            row % 31 + 1
        );
    }
    rows
}

fn file_length(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |file| file.len())
}

/// Waits until the plan is being written into the file's log (more than signing in takes), or is written.
fn wait_for_log_growth(log: &Path, size: u64, writing: &mut Child) -> TaskResult {
    for _ in 0..60_000 {
        if file_length(log) > size + 100_000 || writing.try_wait().is_ok_and(|ended| ended.is_some()) {
            return Ok(());
        }
        sleep(Duration::from_millis(1));
    }
    Err("it did not begin to write".to_owned())
}

/// How many lines the journal has, the chain checked.
fn count_journal_entries(desk: &DeskConsole) -> TaskResult<usize> {
    let said = desk.run_and_read(NOW, &["verify"])?;
    let number: String = said
        .split(r#""entries": "#)
        .nth(1)
        .unwrap_or_default()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    number.parse().map_err(|_| format!("no number of lines: {said}"))
}
