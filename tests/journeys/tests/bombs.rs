//! Files made to take a computer's memory: each is given to every command that takes such a file, in a process that may have 300 MB
//! and a minute, and is refused by its code.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

use std::process::Command;

#[path = "bombs/papers.rs"]
mod papers;
#[path = "bombs/pictures.rs"]
mod pictures;
#[path = "bombs/sheets.rs"]
mod sheets;

/// The most a process may take: all that it maps, in KB (its own program included), and seconds of work.
const MEMORY: u32 = 300 * 1024;
const SECONDS: u32 = 60;

/// What came of a file: code and field, or `taken`.
fn given(command: &str, name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let limited = format!("ulimit -v {MEMORY} && ulimit -t {SECONDS} && exec \"$0\" \"$@\"");
    let ran = Command::new("sh")
        .args(["-c", &limited, env!("CARGO_BIN_EXE_limited"), command])
        .arg(&path)
        // Room that is only set aside for threads counts as taken.
        .env("MALLOC_ARENA_MAX", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).trim().to_owned();
    let why = String::from_utf8_lossy(&ran.stderr);
    assert!(
        ran.status.success(),
        "{command} {name} ({} KB): {:?} {}",
        bytes.len() / 1024,
        ran.status,
        why.lines().last().unwrap_or_default()
    );
    println!("{command} {name}, {} KB: {said}", bytes.len() / 1024);
    said.split('|').next().unwrap_or_default().trim().to_owned()
}

/// Each command refuses a file by the same code, at `file`.
fn refused(code: &str, commands: &[&str], name: &str, bytes: &[u8]) {
    for command in commands {
        assert_eq!(
            given(command, name, bytes),
            format!("{code} file"),
            "{command} {name}"
        );
    }
}

/// What is whole and small passes through the same process: the limits are not what refuses.
#[test]
fn a_photo_and_a_sheet_fit_into_the_same_process() {
    let photo = pictures::png(400, 300, 8, 2);
    assert_eq!(given("ticket_attach", "照片.png", &photo), "taken");
    assert_eq!(given("scan_add", "扫描.png", &photo), "taken");
    assert_eq!(
        given("customer_sheet_look", "用户.csv", "户号,户名\n1,甲\n".as_bytes()),
        "taken"
    );
}
