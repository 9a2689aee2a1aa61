//! `cargo xtask speed`: how quick the window is with many tickets. Beside it nothing else should run.
//! `SPEED_TICKETS` chooses how many (a million if unset: 10 GB and a quarter of an hour); the folder is made once
//! under `target/speed` and kept.

use std::process::Command;

use crate::{
    packages,
    step::{
        TaskResult, cargo_command, npm_command, npx_command, project_command, project_folder, run_step,
        target_folder,
    },
    test::{LOOK, install_tool},
};

/// Sets everything up and measures.
pub(crate) fn measure_speed() -> TaskResult {
    packages::ensure_packages(&[packages::WINDOW, packages::DISPLAY, packages::TESTS])?;
    for folder in ["ui", "tests/screens"] {
        run_step(
            &format!("{folder}: packages"),
            &mut npm_command(&["ci", "--no-audit", "--no-fund"], folder),
            "Is the npm registry reachable?",
        )?;
    }
    run_step("Screens: build", &mut npm_command(&["run", "build"], "ui"), LOOK)?;
    run_step(
        "Screens: test build",
        &mut npm_command(&["run", "build:test"], "ui"),
        LOOK,
    )?;
    let page = "../src-tauri/examples/empty/page/vite.config.js";
    run_step(
        "Empty window: page",
        &mut npx_command(&["vite", "build", "--config", page], "ui"),
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
    run_step("Core: release build", &mut cargo_command(&core), LOOK)?;
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
    run_step("Windows: release build", &mut cargo_command(&windows), LOOK)?;

    let tickets = std::env::var("SPEED_TICKETS").unwrap_or_else(|_| "1000000".to_owned());
    let folder = target_folder().join(format!("speed/{tickets}"));
    let released = |name: &str| target_folder().join("release").join(name);
    if !folder.join("made").exists() {
        let desk = |words: &[&str]| {
            let mut desk = project_command(released("desk"), &["--data", &folder.display().to_string()], "");
            desk.args(words)
                .env("DESK_USER", "admin")
                .env("DESK_PASSWORD", "Demo-2026");
            desk
        };
        run_step("Data: folder", &mut desk(&["init", "--demo"]), LOOK)?;
        let demo = ["demo", "--tickets", &tickets, "--seed", "7", "--months", "50"];
        run_step("Data: tickets", &mut desk(&demo), LOOK)?;
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
        .current_dir(project_folder().join("tests/window"))
        .env("DRIVER", install_tool("tauri-driver", "2.0.6")?)
        .env("WINDOW", released("yanshen"))
        .env("EMPTY", released("examples/empty"))
        .env("DESK_DATA", &folder)
        .env("PICTURES", target_folder().join("window-pictures"));
    run_step("The real window", &mut window, LOOK)?;
    let mut screens = npx_command(
        &["playwright", "test", "--config", "speed.config.ts"],
        "tests/screens",
    );
    screens
        .env("BRIDGE_BIN", released("bridge"))
        .env("DESK_DATA", &folder);
    run_step("The screens in Chromium", &mut screens, LOOK)
}
