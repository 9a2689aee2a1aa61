//! A campaign against the desk's file: programs are killed, the log beside the file is cut, the disk is full, the folder may only be read,
//! the clock jumps. After each of these every line that was acknowledged must be there, the journal's chain whole, and every table what the
//! journal says.
//!
//! A kill takes the program away and leaves the system standing: what the system had been given is still written. A computer that loses its
//! power is tried by the cut log alone.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "this crate is tests only; it stops at the first surprise"
)]

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::RandomState},
    hash::{BuildHasher as _, Hasher as _},
    path::{Path, PathBuf},
    time::Duration,
};

use desk::{Desk, Moment};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use serde_json::{Value, json};
use tempfile::TempDir;

pub mod bridge;
pub mod console;
pub mod log;

/// When the desks of a campaign are founded.
pub const BEGIN: &str = "2026-11-23T10:00:00+08:00";

/// What every text begins with that is looked for again.
const MARK: &str = "回执";

/// Lines after which a new folder is begun: every check reads all of them.
const MANY: i64 = 2_500;

/// Something that goes wrong: the campaign it happens in.
pub type Misfortune = fn(&mut Campaign);

/// Rounds of misfortunes on a folder.
pub struct Campaign {
    /// The program under test.
    pub program: PathBuf,
    /// What is drawn.
    pub random: StdRng,
    folder: TempDir,
    /// Texts that a program has acknowledged in this folder.
    acknowledged: BTreeSet<String>,
    /// How many texts have been sent.
    sent: u64,
    /// How often something happened, by name.
    done: BTreeMap<&'static str, u64>,
}

impl Campaign {
    /// Goes through the misfortunes in any order, again and again, for the seconds of `CRASH_SECONDS`, else for so many; each at least once.
    pub fn run(program: &Path, seconds: u64, misfortunes: &[(&'static str, Misfortune)]) {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let seed = number("CRASH_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
        let time = Duration::from_secs(number("CRASH_SECONDS").unwrap_or(seconds));
        println!("CRASH_SEED={seed}");
        let mut campaign = Self::new(program, seed);
        #[allow(clippy::disallowed_methods, reason = "a campaign has an end")]
        let begun = std::time::Instant::now();
        let mut total = 0;
        while campaign.done.len() < misfortunes.len() || begun.elapsed() < time {
            let mut order = misfortunes.to_vec();
            order.shuffle(&mut campaign.random);
            for (name, happens) in order {
                if campaign.done.len() == misfortunes.len() && begun.elapsed() >= time {
                    break;
                }
                let before = campaign.acknowledged.len();
                happens(&mut campaign);
                *campaign.done.entry(name).or_default() += 1;
                let lines = campaign.check(&campaign.data());
                total += campaign.acknowledged.len() - before;
                if lines > MANY {
                    campaign.folder = founded();
                    campaign.acknowledged.clear();
                }
            }
        }
        println!("{:?}, {total} lines acknowledged and found again", campaign.done);
        assert!(total > 0, "nothing was acknowledged: nothing was tried");
    }

    fn new(program: &Path, seed: u64) -> Self {
        Self {
            program: program.to_owned(),
            random: StdRng::seed_from_u64(seed),
            folder: founded(),
            acknowledged: BTreeSet::new(),
            sent: 0,
            done: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A text that was never sent before.
    pub fn text(&mut self) -> String {
        self.sent += 1;
        format!("{MARK}{}号", self.sent)
    }

    /// A whole number below another.
    pub fn draw(&mut self, below: u64) -> u64 {
        self.random.random_range(0..below.max(1))
    }

    /// Remembers what a program has acknowledged.
    pub fn acknowledge(&mut self, texts: impl IntoIterator<Item = String>) {
        self.acknowledged.extend(texts);
    }

    /// A copy of the folder as it lies there.
    #[must_use]
    pub fn copied(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.data()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        copy
    }

    /// Everything acknowledged is there, and the file is whole. How many lines its journal has.
    pub fn check(&self, data: &Path) -> i64 {
        let lines = check_whole(data);
        let there = texts(data);
        let lost: Vec<&String> = self.acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        lines
    }
}

/// A demo desk in a folder of its own.
fn founded() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    demo::init_demo_folder(&folder.path().join("data"), Moment::parse(BEGIN).unwrap()).unwrap();
    folder
}

/// The chain is whole, its times never run back, and every table is what the journal says. How many lines there are.
pub fn check_whole(data: &Path) -> i64 {
    let desk = Desk::open(data, Moment::parse(BEGIN).unwrap()).unwrap();
    let verified = desk.store().verify_file(&mut |_| {}).unwrap();
    let differences = desk.store().rebuild_check().unwrap();
    assert!(differences.is_empty(), "{differences:#?}");
    drop(desk);
    let back: i64 = raw(data)
        .query_row(
            "SELECT count(*) FROM journal AS one JOIN journal AS next ON next.seq = one.seq + 1 WHERE next.recorded_at < one.recorded_at",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(back, 0, "the journal's times run back");
    verified.entries
}

/// The hashes of the journal's lines.
#[must_use]
pub fn hashes(data: &Path) -> Vec<String> {
    column(data, "SELECT hash FROM journal ORDER BY seq")
}

/// The texts that are looked for, as they stand in the journal.
fn texts(data: &Path) -> BTreeSet<String> {
    let facts = column(data, "SELECT fact FROM journal");
    let found = facts.iter().flat_map(|fact| {
        fact.match_indices(MARK).map(|(at, _)| {
            let rest = &fact[at..];
            rest[..rest.find('"').unwrap_or(rest.len())].to_owned()
        })
    });
    found.collect()
}

fn column(data: &Path, sql: &str) -> Vec<String> {
    let db = raw(data);
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn raw(data: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(data.join(desk::FILE)).unwrap()
}

/// What is asked to take a report.
#[must_use]
pub fn report(received_at: i64, text: &str) -> Value {
    json!({ "open": {
        "received_at": received_at, "channel": "hotline", "name": "演示用户", "phone": "12000000003",
        "address": "演示花园 7 号楼 1 单元 303 室", "community": "演示花园", "area": "urban",
        "asked": { "kind": "repair", "meter_side": "after", "fault": "burst", "situation": text, "materials_told": true },
    } })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A campaign, and the folder's desk with one report in it.
    fn reported() -> (Campaign, String) {
        let mut campaign = Campaign::new(Path::new("/nonexistent"), 1);
        let text = campaign.text();
        let now = Moment::parse(BEGIN).unwrap();
        let desk = Desk::open(&campaign.data(), now).unwrap();
        let call = |name: &str, request: Value| desk.call(name, request, now).unwrap();
        call(
            "person_sign_in",
            json!({ "name": "admin", "password": "Demo-2026" }),
        );
        call("ticket_open", report(now.0, &text));
        (campaign, text)
    }

    #[test]
    fn what_is_there_is_found() {
        let (mut campaign, text) = reported();
        campaign.acknowledge([text]);
        assert!(campaign.check(&campaign.data()) > 1);
    }

    #[test]
    #[should_panic(expected = "acknowledged and lost")]
    fn what_was_lost_is_missed() {
        let (mut campaign, text) = reported();
        // Of another text only the beginning is the same.
        campaign.acknowledge([text.replace('号', "1号")]);
        campaign.check(&campaign.data());
    }

    #[test]
    #[should_panic(expected = "table: \"ticket\"")]
    fn a_table_that_lost_a_row_is_found() {
        let (campaign, _) = reported();
        raw(&campaign.data()).execute_batch("DELETE FROM ticket").unwrap();
        campaign.check(&campaign.data());
    }

    #[test]
    #[should_panic(expected = "Damaged")]
    fn a_changed_line_is_found() {
        let (campaign, _) = reported();
        let db = raw(&campaign.data());
        db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
            .unwrap();
        db.execute_batch("UPDATE journal SET recorder = '别人' WHERE seq = (SELECT max(seq) FROM journal)")
            .unwrap();
        drop(db);
        campaign.check(&campaign.data());
    }
}
