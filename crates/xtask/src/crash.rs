//! `cargo xtask crash`: the campaign of `tests/crash` for longer than the gate has time for.

use crate::step::{TaskResult, cargo_command, run_step};

/// Runs it for so many seconds against each program; the same seed draws the same.
pub(crate) fn run_crash_campaign(seconds: u64, seed: Option<u64>) -> TaskResult {
    for package in ["bridge", "desk-cli"] {
        let mut run = cargo_command(&[
            "test",
            "--package",
            package,
            "--test",
            "crash",
            "--",
            "--nocapture",
        ]);
        run.env("CRASH_SECONDS", seconds.to_string());
        if let Some(seed) = seed {
            run.env("CRASH_SEED", seed.to_string());
        }
        let otherwise = "CRASH_SEED in the output repeats what was drawn.";
        run_step(&format!("Crashes: {package}"), &mut run, otherwise)?;
    }
    Ok(())
}
