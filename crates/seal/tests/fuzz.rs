//! Files that somebody brings, broken in every way chance finds: nothing of them stops the program, and nothing that was
//! changed is taken for what it was. `SEAL_FUZZ=100 cargo test -p seal --test fuzz` tries a hundred times as many.
#![cfg(target_os = "linux")]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may stop at the first surprise"
    )
)]

mod common;

use std::{fs, ops::Range, path::PathBuf};

use common::{PLACE, foreign::signed_in, sealed, sealed_with, secret};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use seal::{Inspection, PostSealUpdate, inspect_pdf, open_pkcs12, timestamp};

/// What is done to a file.
#[derive(Debug, Clone)]
enum Damage {
    /// A byte becomes another one.
    Byte(usize, u8),
    /// Bytes are taken out.
    Cut(usize, usize),
    /// Bytes stand twice.
    Twice(usize, usize),
    /// Bytes of another place stand here too.
    Copied(usize, usize, usize),
    /// A number as people write it becomes another one.
    Number(usize, u64),
    /// Strange bytes stand between.
    Put(usize, Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0..usize::MAX;
    let long = 1..2_000_usize;
    prop_oneof![
        4 => (at.clone(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        1 => (at.clone(), long.clone()).prop_map(|(at, long)| Damage::Cut(at, long)),
        1 => (at.clone(), long.clone()).prop_map(|(at, long)| Damage::Twice(at, long)),
        1 => (at.clone(), at.clone(), long).prop_map(|(from, to, long)| Damage::Copied(from, to, long)),
        2 => (at.clone(), prop_oneof![0..100_u64, Just(u64::from(u32::MAX)), Just(u64::MAX)])
            .prop_map(|(at, number)| Damage::Number(at, number)),
        1 => (at, vec(any::<u8>(), 1..40)).prop_map(|(at, bytes)| Damage::Put(at, bytes)),
    ]
}

fn damaged(file: &[u8], all: &[Damage]) -> Vec<u8> {
    let mut out = file.to_vec();
    for damage in all {
        let many = out.len().max(1);
        let span = |at: usize, long: usize| (at % many).min(out.len())..(at % many + long).min(out.len());
        match damage {
            Damage::Byte(at, byte) => {
                if let Some(place) = out.get_mut(at % many) {
                    *place = *byte;
                }
            }
            Damage::Cut(at, long) => drop(out.drain(span(*at, *long))),
            Damage::Twice(at, long) => {
                let part = out[span(*at, *long)].to_vec();
                let to = span(*at, 0).start;
                out.splice(to..to, part);
            }
            Damage::Copied(from, to, long) => {
                let part = out[span(*from, *long)].to_vec();
                let to = span(*to, 0).start;
                out.splice(to..to, part);
            }
            Damage::Number(at, number) => {
                let from = out.iter().skip(at % many).position(u8::is_ascii_digit);
                if let Some(from) = from.map(|from| from + at % many) {
                    let long = out[from..]
                        .iter()
                        .take_while(|byte| byte.is_ascii_digit())
                        .count();
                    out.splice(from..from + long, number.to_string().into_bytes());
                }
            }
            Damage::Put(at, bytes) => {
                let to = span(*at, 0).start;
                out.splice(to..to, bytes.clone());
            }
        }
    }
    out
}

/// Tries a file, damaged in so many ways.
fn try_all(cases: u32, file: &[u8], check: impl Fn(&[u8]) -> bool) {
    let times = std::env::var("SEAL_FUZZ")
        .ok()
        .and_then(|times| times.parse().ok());
    let config = Config {
        cases: cases * times.unwrap_or(1),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&vec(damage(), 1..4), |all| {
            prop_assert!(check(&damaged(file, &all)));
            Ok(())
        })
        .unwrap();
}

fn corpus(name: &str) -> Vec<u8> {
    fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/files")
            .join(name),
    )
    .unwrap()
}

/// The digits of the last signature.
fn contents(file: &[u8]) -> Range<usize> {
    let start = file.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
    let long = file[start..].iter().position(|byte| *byte == b'>').unwrap();
    start..start + long
}

fn without(file: &[u8], gap: &Range<usize>) -> Vec<u8> {
    [&file[..gap.start], &file[gap.end..]].concat()
}

#[test]
fn the_check_of_a_pdf_stands_every_file() {
    let company = sealed_with(&secret(), Some(PLACE), None);
    let files = [
        sealed(&secret()).0,
        signed_in(&company, "公司签章", |_| {}),
        corpus("older-high.pdf"),
    ];
    for file in &files {
        let whole = inspect_pdf(file);
        assert!(matches!(whole, Inspection::Sealed(_)));
        let theirs = if file == &files[1] { contents(file) } else { 0..0 };
        try_all(3_000, file, |bytes| {
            let found = inspect_pdf(bytes);
            let taken = match &found {
                Inspection::Sealed(sealed) => !matches!(sealed.after, PostSealUpdate::Added(_)),
                _ => false,
            };
            // What was sealed stands alone in the company's file, too. In a stranger's signature not every byte is signed: of
            // the certificates beside it their authorities speak, and who makes one writes it as they like.
            let alone = bytes.len() < file.len() && file.starts_with(bytes);
            let same = bytes.len() == file.len() && without(bytes, &theirs) == without(file, &theirs);
            bytes == file || alone || same || !taken
        });
    }
}

#[test]
fn the_check_of_a_stamp_stands_every_token() {
    for name in ["answer-rsa.der", "answer-p384.der"] {
        let answer = corpus(name);
        let token = timestamp::extract_timestamp_token(&answer, b"signed", [1; 8]).unwrap();
        assert!(timestamp::verify_timestamp(&token, b"signed").is_some());
        try_all(4_000, &token, |bytes| {
            bytes == token || timestamp::verify_timestamp(bytes, b"signed").is_none()
        });
        try_all(2_000, &answer, |bytes| {
            timestamp::extract_timestamp_token(bytes, b"signed", [1; 8]).map_or(true, |found| found == token)
        });
    }
}

#[test]
fn opening_a_certificate_stands_every_file() {
    for name in ["modern.p12", "older.p12"] {
        let file = corpus(name);
        let whole = open_pkcs12(&file, "secret").unwrap();
        try_all(1_000, &file, |bytes| {
            // A file that still opens holds the same key, or says why not.
            open_pkcs12(bytes, "secret").map_or(true, |found| found.pkcs8 == whole.pkcs8)
        });
    }
}

/// Nobody waits for a file that says of itself that its passphrase is hashed for minutes: this one three million times at each
/// of its parts.
#[test]
fn a_certificate_that_would_take_for_ever_is_refused() {
    let refusal = open_pkcs12(&corpus("endless.p12"), "secret").err().unwrap();
    assert_eq!(refusal.code, domain::Code::BadCertificate);
    assert!(refusal.args.is_empty(), "before anything is tried: {refusal}");
}
