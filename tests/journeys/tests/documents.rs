//! docs/acknowledgements.md names a test for what it says: each of them is there, and no attempt of its tables stands without one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn document() -> String {
    let path = root().join("docs/acknowledgements.md");
    std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

/// File and test of each name in a text: `file.rs::a_test`, between backticks.
fn named(text: &str) -> Vec<(&str, &str)> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter_map(|name| name.split_once("::"))
        .filter(|(file, _)| file.ends_with(".rs") || file.ends_with(".py"))
        .collect()
}

/// A name without a folder of the repository lies among the journeys.
fn file(name: &str) -> PathBuf {
    let whole = root().join(name);
    if whole.exists() {
        whole
    } else {
        root().join("tests/journeys/tests").join(name)
    }
}

/// Whether a source has this test: a function right behind its attributes, `#[test]` among them; in Python any function.
fn has_test(file: &str, source: &str, test: &str) -> bool {
    if file.ends_with(".py") {
        return source.contains(&format!("\ndef {test}("));
    }
    let begins = format!("fn {test}()");
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let Some(place) = lines.iter().position(|line| line.starts_with(&begins)) else {
        return false;
    };
    let before = lines[..place].iter().rev();
    before
        .take_while(|line| line.starts_with("#[") || line.starts_with("///"))
        .any(|line| *line == "#[test]")
}

#[test]
fn every_test_that_the_document_names_is_there() {
    let text = document();
    let all = named(&text);
    assert!(all.len() > 60, "{} names", all.len());
    let missing: Vec<String> = all
        .iter()
        .filter(|(name, test)| {
            let source = std::fs::read_to_string(file(name)).unwrap_or_default();
            !has_test(name, &source, test)
        })
        .map(|(name, test)| format!("{name}::{test}"))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// Every attempt of the attackers' tables names its test.
#[test]
fn every_attempt_has_its_test() {
    let text = document();
    let (_, tables) = text.split_once("\n## Who can do what unseen\n").unwrap();
    let (tables, _) = tables.split_once("\n## Who sees what\n").unwrap();
    let mut attempts = 0;
    for attacker in tables.split("\n### ").skip(1) {
        let name = attacker.lines().next().unwrap();
        assert!(attacker.contains("\nWhat stays possible: "), "{name}");
        let rows = attacker.lines().filter(|line| line.starts_with("| ")).skip(1);
        for row in rows {
            attempts += 1;
            let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
            assert!(!named(shown_by).is_empty(), "{name}: {row}");
        }
    }
    assert!(attempts > 40, "{attempts} attempts");
}

#[test]
fn a_name_that_is_not_there_is_found() {
    let source =
        "#[test]\nfn holds() {}\n\nfn helper() {}\n/// Why.\n#[test]\n#[cfg(unix)]\nfn also() {\n}\n";
    for (test, is) in [
        ("holds", true),
        ("also", true),
        ("helper", false),
        ("hold", false),
        ("gone", false),
    ] {
        assert_eq!(has_test("a.rs", source, test), is, "{test}");
    }
    assert!(has_test("a.py", "x\ndef checked(path) -> bool:\n", "checked"));
    assert!(!has_test("a.py", "x\n", "checked"));
    assert_eq!(
        named("see `seal.rs::one`, `domain/personal.rs` and `Fact::gives_power`"),
        [("seal.rs", "one")]
    );
}
