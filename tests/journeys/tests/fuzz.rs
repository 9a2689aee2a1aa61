//! Real files, changed at random: whatever somebody brings, a command takes it or refuses it, and the desk goes on.
//!
//! Each target runs some seconds here. `FUZZ_SECONDS=600 cargo test -p journeys --test all -- fuzz::` runs longer, from another beginning each
//! time; what broke a command is written to `target/tmp`, and its path said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise; a campaign is as long as it is told"
)]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use desk::{Desk, Refusal};
use domain::Code;
use journeys::{World, contents};
use proptest::{
    prelude::*,
    sample::Index,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

#[path = "fuzz/corpus.rs"]
mod corpus;

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Edit {
    Set(Index, u8),
    Flip(Index, u8),
    /// A number that is at the end of what a length can be.
    Number(Index, u32, u8),
    Cut(Index, u8),
    Again(Index, u8, u8),
    Word(Index, Index),
    End(Index),
}

/// Words that mean something to some kind of file.
const WORDS: [&str; 24] = [
    "/FlateDecode",
    "/Filter",
    "/Length 0",
    "[",
    "<<",
    ">>",
    "0 R",
    "obj",
    "endstream",
    "/Width -1",
    "/W[1 2 1]",
    "/Kids",
    "table:number-rows-repeated=\"999999999\"",
    "<si/>",
    "<c r=\"ZZZ99999999\"/>",
    "<v>999999</v>",
    "\"",
    "\r\n",
    ",",
    "\t",
    "IDAT",
    "IEND",
    "\u{feff}",
    "untrusted comment: ",
];

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = any::<Index>;
    let edit = prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        4 => (at(), 0..8_u8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        3 => (at(), prop_oneof![Just(0), Just(1), Just(u32::MAX), Just(0x7FFF_FFFF), Just(0xFFFF), Just(0x8000), any::<u32>()], 1..5_u8)
            .prop_map(|(at, number, long)| Edit::Number(at, number, long)),
        2 => (at(), 1..64_u8).prop_map(|(at, long)| Edit::Cut(at, long)),
        2 => (at(), 1..64_u8, 1..20_u8).prop_map(|(at, long, times)| Edit::Again(at, long, times)),
        3 => (at(), at()).prop_map(|(at, word)| Edit::Word(at, word)),
        1 => at().prop_map(Edit::End),
    ];
    prop::collection::vec(edit, 1..12)
}

fn changed(mut bytes: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        if bytes.is_empty() {
            break;
        }
        let size = bytes.len();
        match edit {
            Edit::Set(at, byte) => bytes[at.index(size)] = *byte,
            Edit::Flip(at, bit) => bytes[at.index(size)] ^= 1 << bit,
            Edit::Number(at, number, long) => {
                let at = at.index(size);
                for (place, byte) in number
                    .to_be_bytes()
                    .iter()
                    .rev()
                    .take(usize::from(*long))
                    .enumerate()
                {
                    if let Some(place) = bytes.get_mut(at + place) {
                        *place = *byte;
                    }
                }
            }
            Edit::Cut(at, long) => {
                let at = at.index(size);
                bytes.drain(at..size.min(at + usize::from(*long)));
            }
            Edit::Again(at, long, times) => {
                let at = at.index(size);
                let piece = bytes[at..size.min(at + usize::from(*long))].repeat(usize::from(*times));
                bytes.splice(at..at, piece);
            }
            Edit::Word(at, word) => {
                let at = at.index(size);
                bytes.splice(at..at, WORDS[word.index(WORDS.len())].bytes());
            }
            Edit::End(at) => bytes.truncate(at.index(size)),
        }
    }
    bytes
}

/// One file of a corpus: its name, and how it is changed.
type Seed = (String, Vec<u8>, fn(Vec<u8>, &[Edit], usize) -> Vec<u8>);

/// Changes files until the time is over; `give` says what the command did.
fn fuzz(target: &str, seeds: &[Seed], mut give: impl FnMut(&str, &[u8]) -> Result<Value, Refusal>) {
    let seconds = std::env::var("FUZZ_SECONDS")
        .ok()
        .and_then(|said| said.parse().ok());
    let mut runner = match seconds {
        // The same files each time, as far as the time goes.
        None => TestRunner::deterministic(),
        Some(_) => TestRunner::new(Config::default()),
    };
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(8));
    for (name, bytes, _) in seeds {
        // A corpus that is refused as it is tries nothing.
        give(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    }
    let strategy = (any::<Index>(), any::<Index>(), edits());
    let (mut taken, mut refused) = (0, std::collections::BTreeMap::<&str, u32>::new());
    while Instant::now() < end {
        let (seed, within, edits) = strategy.new_tree(&mut runner).unwrap().current();
        let (name, bytes, change) = &seeds[seed.index(seeds.len())];
        let whole = bytes;
        let bytes = change(whole.clone(), &edits, within.index(1 << 16));
        if bytes == *whole {
            continue;
        }
        let begun = Instant::now();
        let said = catch_unwind(AssertUnwindSafe(|| give(name, &bytes)));
        let long = begun.elapsed();
        if said.is_err() || long > Duration::from_secs(30) {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{target}-{name}"));
            std::fs::write(&path, &bytes).unwrap();
            panic!("{target}: {} broke it after {long:?}", path.display());
        }
        match said.unwrap() {
            Ok(_) => taken += 1,
            Err(refusal) => *refused.entry(refusal.code.wire_name()).or_default() += 1,
        }
    }
    println!("{target}: {taken} taken, refused {refused:?}");
    assert!(
        taken > 0 && !refused.is_empty(),
        "{target}: {taken} taken, refused {refused:?}"
    );
}

/// Codes that say something of the file; any other says something of the desk.
fn of_the_file(refusal: &Refusal) -> bool {
    matches!(
        refusal.code,
        Code::BadSheet
            | Code::BadMedia
            | Code::Required
            | Code::OutOfRange
            | Code::FileTooLarge
            | Code::PictureTooLarge
            | Code::ContentTooLarge
    )
}

fn told(desk: &Desk, command: &str, request: Value, world: &World) -> Result<Value, Refusal> {
    let said = desk.call(command, request, world.now());
    if let Err(refusal) = &said {
        assert!(of_the_file(refusal), "{command}: {refusal}");
    }
    said
}

#[test]
fn sheets_of_every_format() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    fuzz("sheet", &corpus::sheets(), |name, bytes| {
        let file = contents::file(name, bytes);
        told(
            &world.desk,
            "community_import",
            json!({ "file": file, "dry_run": true }),
            &world,
        )
        .ok();
        told(
            &world.desk,
            "customer_sheet_look",
            json!({ "file": file }),
            &world,
        )
    });
    world.check();
}

#[test]
fn scans() {
    let world = World::new("2026-11-24 09:00");
    let seeds = corpus::scans();
    world.sign_in("admin");
    fuzz("scan", &seeds, |name, bytes| {
        let file = contents::file(name, bytes);
        told(&world.desk, "scan_add", json!({ "file": file }), &world)
    });
    world.check();
}

/// A file and the signature beside it: the desk takes them only as they were made.
#[test]
fn update_files() {
    let world = World::new("2026-11-24 09:00");
    let made = |name: &str| {
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../update").join(name)).unwrap()
    };
    let key = String::from_utf8(made("test.pub")).unwrap();
    let desk = Desk::open(&world.folder(), world.now())
        .unwrap()
        .with_update_key(&key);
    let password = json!({ "name": "admin", "password": "Demo-2026" });
    desk.call("person_sign_in", password, world.now()).unwrap();
    let name = "Yanshen-999.0.0-x64.exe";
    let signature = format!("{name}.minisig");
    let (program, signed) = (made(name), made(&signature));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let plain: fn(Vec<u8>, &[Edit], usize) -> Vec<u8> = |bytes, edits, _| changed(bytes, edits);
    let seeds = [
        (name.to_owned(), program.clone(), plain),
        (signature.clone(), signed.clone(), plain),
    ];
    fuzz("update", &seeds, |changed, bytes| {
        let of = |file: &str, whole: &[u8]| {
            if file == changed {
                bytes.to_vec()
            } else {
                whole.to_vec()
            }
        };
        std::fs::write(&path, of(name, &program)).unwrap();
        std::fs::write(folder.path().join(&signature), of(&signature, &signed)).unwrap();
        let said = desk.call("update_check", json!({ "path": path }), world.now());
        if let Err(refusal) = &said {
            let codes = [
                Code::UpdateUnreadable,
                Code::UpdateNotSigned,
                Code::UpdateOtherProgram,
            ];
            assert!(codes.contains(&refusal.code), "{refusal}");
        }
        // Signed are the program, the signature and the trusted comment; the other comment and blanks at the end are not.
        let same = |one: &[u8], other: &[u8]| {
            let lines = |bytes: &[u8]| {
                let text = String::from_utf8_lossy(bytes).into_owned();
                text.lines()
                    .skip(1)
                    .take(3)
                    .map(|line| line.trim_end().to_owned())
                    .collect::<Vec<_>>()
            };
            lines(one) == lines(other)
        };
        if said.is_ok() {
            assert_eq!(of(name, &program), program, "another program is taken");
            assert!(
                same(&of(&signature, &signed), &signed),
                "another signature is taken"
            );
        }
        said
    });
}
