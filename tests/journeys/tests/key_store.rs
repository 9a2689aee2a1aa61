//! Where this computer keeps the key may ask somebody before it answers: nobody else waits for the file meanwhile.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use desk::{Desk, Moment};
use journeys::{
    at,
    office::{PASSPHRASE, entered, office, signs},
    report, request, signature, work,
};
use serde_json::{Value, json};

fn key_file(folder: &Path) -> PathBuf {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut keys = files.filter(|path| path.extension().is_some_and(|it| it == "key"));
    keys.next().expect("a key file")
}

/// A desk that was started anew, on whose key file everybody waits who reads it until somebody writes it.
struct Asking {
    folder: tempfile::TempDir,
    desk: Desk,
    now: Moment,
    /// Signed for.
    ticket: Value,
    key: Vec<u8>,
}

fn asking() -> Asking {
    let (folder, now) = (tempfile::tempdir().unwrap(), at("2026-11-24 10:00"));
    let desk = office(folder.path(), now);
    desk.set_passphrase(PASSPHRASE.to_owned());
    let ticket = signs(&desk, now).unwrap();
    drop(desk);
    let file = key_file(folder.path());
    let key = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let desk = entered(Desk::open(folder.path(), now).unwrap(), now);
    desk.set_passphrase(PASSPHRASE.to_owned());
    Asking {
        folder,
        desk,
        now,
        ticket,
        key,
    }
}

impl Asking {
    /// Somebody else takes a report while this waits for the key; whether they could.
    fn others_go_on(&self, name: &str, ask: &Value) -> bool {
        let file = key_file(self.folder.path());
        thread::scope(|scope| {
            let waits = scope.spawn(|| self.desk.call(name, ask.clone(), self.now).map(|_| ()));
            // Looked for a thousand times, twenty seconds at least.
            let mut looks = 0;
            let mut pipe = loop {
                looks += 1;
                assert!(looks < 1_000 && !waits.is_finished(), "nobody asked for the key");
                // A pipe is opened for writing at once only where somebody has it open to read.
                match fs::OpenOptions::new()
                    .write(true)
                    .custom_flags(AT_ONCE)
                    .open(&file)
                {
                    Ok(pipe) => break pipe,
                    Err(_) => thread::sleep(Duration::from_millis(20)),
                }
            };
            let (tell, told) = mpsc::channel();
            scope.spawn(move || {
                let open = json!({ "open": report(self.now) });
                let _ = tell.send(self.desk.call("ticket_open", open, self.now));
            });
            let went_on = told.recv_timeout(Duration::from_secs(8));
            pipe.write_all(&self.key).unwrap();
            drop(pipe);
            waits.join().unwrap().unwrap();
            went_on.is_ok_and(|reply| reply.is_ok())
        })
    }
}

/// `O_NONBLOCK` on Linux.
const AT_ONCE: i32 = 0o4000;

#[test]
fn printing_keeps_nobody_from_writing() {
    let asking = asking();
    let ask = json!({ "ticket": asking.ticket["ticket"]["id"], "page": "acknowledgement" });
    assert!(asking.others_go_on("ticket_print", &ask));
}

#[test]
fn signing_keeps_nobody_from_writing() {
    let asking = asking();
    let open = json!({ "open": report(asking.now) });
    let mut ticket = asking.desk.call("ticket_open", open, asking.now).unwrap()["value"].clone();
    let steps = [
        ("ticket_hand_over", json!({ "taken_by": "生调部" })),
        ("ticket_assign", json!({ "crew": "室内维修二班" })),
        ("ticket_arrive", json!({})),
        ("ticket_finish", work()),
    ];
    for (step, details) in steps {
        let reply = asking.desk.call(step, request(&ticket, details), asking.now);
        ticket = reply.unwrap()["value"].clone();
    }
    let details = json!({ "place": "用户家中", "answer": signature() });
    assert!(asking.others_go_on("acknowledgement_sign", &request(&ticket, details)));
}
