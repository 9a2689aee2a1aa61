//! `cargo xtask speed`: how quick the window is with many tickets. Beside it nothing else should run.
//! `SPEED_TICKETS` chooses how many (a million if unset: 10 GB and a quarter of an hour); the folder is made once
//! under `target/speed` and kept.

use std::process::Command;

use crate::{
    packages,
    step::{Done, cargo, command, npm, npx, root, step, target},
    test::{LOOK, tool},
};

/// Sets everything up and measures.
pub(crate) fn speed() -> Done {
    packages::ensure(&[packages::WINDOW, packages::DISPLAY, packages::TESTS])?;
    for folder in ["ui", "tests/screens"] {
        step(
            &format!("{folder}: packages"),
            &mut npm(&["ci", "--no-audit", "--no-fund"], folder),
            "Is the npm registry reachable?",
        )?;
    }
    step("Screens: build", &mut npm(&["run", "build"], "ui"), LOOK)?;
    step(
        "Screens: test build",
        &mut npm(&["run", "build:test"], "ui"),
        LOOK,
    )?;
    let page = "../src-tauri/examples/empty/page/vite.config.js";
    step(
        "Empty window: page",
        &mut npx(&["vite", "build", "--config", page], "ui"),
        LOOK,
    )?;
    let core = [
        "build",
        "--release",
        "--package",
        "desk-cli",
        "--package",
        "bridge",
    ];
    step("Core: release build", &mut cargo(&core), LOOK)?;
    let windows = [
        "build",
        "--release",
        "--package",
        "yanshen",
        "--features",
        "speed",
        "--bin",
        "yanshen",
        "--example",
        "empty",
    ];
    step("Windows: release build", &mut cargo(&windows), LOOK)?;

    let tickets = std::env::var("SPEED_TICKETS").unwrap_or_else(|_| "1000000".to_owned());
    let folder = target().join(format!("speed/{tickets}"));
    let released = |name: &str| target().join("release").join(name);
    if !folder.join("made").exists() {
        let desk = |words: &[&str]| {
            let mut desk = command(released("desk"), &["--data", &folder.display().to_string()], "");
            desk.args(words)
                .env("DESK_USER", "admin")
                .env("DESK_PASSWORD", "Demo-2026");
            desk
        };
        step("Data: folder", &mut desk(&["init", "--demo"]), LOOK)?;
        let demo = ["demo", "--tickets", &tickets, "--seed", "7", "--months", "50"];
        step("Data: tickets", &mut desk(&demo), LOOK)?;
        std::fs::write(folder.join("made"), "").map_err(|error| error.to_string())?;
    }

    let mut window = Command::new("xvfb-run");
    window.args([
        "--auto-servernum",
        "--server-args=-screen 0 1366x768x24",
        "dbus-run-session",
        "--",
        "node",
        "speed.mjs",
    ]);
    window
        .current_dir(root().join("tests/window"))
        .env("DRIVER", tool("tauri-driver", "2.0.6")?)
        .env("WINDOW", released("yanshen"))
        .env("EMPTY", released("examples/empty"))
        .env("DESK_DATA", &folder)
        .env("PICTURES", target().join("window-pictures"));
    step("The real window", &mut window, LOOK)?;
    let mut screens = npx(
        &["playwright", "test", "--config", "speed.config.ts"],
        "tests/screens",
    );
    screens
        .env("BRIDGE_BIN", released("bridge"))
        .env("DESK_DATA", &folder);
    step("The screens in Chromium", &mut screens, LOOK)
}
