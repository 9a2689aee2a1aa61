//! What a release says of itself.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests may stop at the first surprise"
)]

use std::{path::Path, process::Command};

fn notes(version: &str) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/release-notes.sh");
    let out = Command::new("sh").arg(script).arg(version).output().expect("sh");
    (out.status.success(), String::from_utf8(out.stdout).unwrap())
}

#[test]
fn a_release_tells_its_section_of_the_changes() {
    let (good, told) = notes(env!("CARGO_PKG_VERSION"));
    assert!(
        good && told.starts_with("### ") && told.lines().filter(|line| line.starts_with("- ")).count() > 3,
        "{told}"
    );
    assert!(
        !told
            .lines()
            .any(|line| line.starts_with("# ") || line.starts_with("## ")),
        "{told}"
    );
    let (good, told) = notes("999.0.0");
    assert!(!good && told.is_empty(), "{told}");
    let workflow = include_str!("../../../.github/workflows/release.yml");
    assert!(workflow.contains(".github/release-notes.sh \"$VERSION\" > notes.md"));
    assert!(workflow.contains("--notes-file notes.md") && !workflow.contains("--notes \""));
}
