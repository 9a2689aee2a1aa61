//! `cargo xtask test`: everything, in the order in which it fails quickest.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    packages,
    pictures::{SIGNED, TIME},
    run::{make_demo, run_console},
    step::{
        TaskResult, cargo_command, npm_command, npx_command, program_path, project_command, project_folder,
        run_step, target_folder,
    },
};

pub(crate) const LOOK: &str = "Look at the message above.";

/// Sets everything up and passes all tests.
pub(crate) fn run_all_tests() -> TaskResult {
    packages::ensure_packages(&[packages::WINDOW, packages::DISPLAY, packages::TESTS])?;
    check_screens()?;
    check_rust()?;
    check_by_outsiders()?;
    test_screens_in_browser()?;
    test_real_window()
}

/// The front end by itself: packages, style, types, tests, both builds.
fn check_screens() -> TaskResult {
    run_step(
        "Screens: packages",
        &mut npm_command(&["ci", "--no-audit", "--no-fund"], "ui"),
        "Is the npm registry reachable?",
    )?;
    run_step("Screens: lint", &mut npm_command(&["run", "lint"], "ui"), LOOK)?;
    run_step("Screens: types", &mut npm_command(&["run", "check"], "ui"), LOOK)?;
    run_step("Screens: tests", &mut npm_command(&["run", "test"], "ui"), LOOK)?;
    run_step("Screens: build", &mut npm_command(&["run", "build"], "ui"), LOOK)?;
    run_step(
        "Screens: test build",
        &mut npm_command(&["run", "build:test"], "ui"),
        LOOK,
    )
}

fn check_rust() -> TaskResult {
    run_step(
        "Rust: format",
        &mut cargo_command(&["fmt", "--all", "--check"]),
        "Run cargo fmt --all.",
    )?;
    run_step(
        "Rust: lint",
        &mut cargo_command(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        LOOK,
    )?;
    run_step("Rust: build", &mut cargo_command(&["build", "--workspace"]), LOOK)?;
    run_step("Rust: tests", &mut cargo_command(&["test", "--workspace"]), LOOK)?;
    let deny = install_tool("cargo-deny", "0.20.2")?;
    run_step(
        "Rust: licences and sources",
        project_command(deny, &["deny", "check", "bans", "licenses", "sources"], "")
            .env("CARGO_TERM_COLOR", "never"),
        LOOK,
    )
}

/// An exported acknowledgement, looked at by programs that know nothing of this one.
fn check_by_outsiders() -> TaskResult {
    if !cfg!(target_os = "linux") {
        println!("── Outsiders: only on Linux, left out");
        return Ok(());
    }
    let (folder, tools) = (
        target_folder().join("outsider-data"),
        target_folder().join("outsiders"),
    );
    make_demo(&folder, &TIME)?;
    let pdf = folder.join("acknowledgement.pdf").display().to_string();
    let print = ["print", "acknowledgement", SIGNED, "--pdf", &pdf];
    run_console(
        "Outsiders: an acknowledgement",
        &folder,
        &[&TIME[..], &print].concat(),
    )?;
    let python = tools.join("bin/python");
    if !python.exists() {
        let venv = ["-m", "venv", &tools.display().to_string()];
        run_step(
            "Outsiders: tools",
            &mut project_command("python3", &venv, ""),
            LOOK,
        )?;
    }
    run_step(
        "Outsiders: pyHanko",
        &mut project_command(
            &python,
            &["-m", "pip", "install", "--quiet", "-r", "requirements.txt"],
            "tests/outsiders",
        ),
        "Is the registry of Python packages reachable?",
    )?;
    let stamped = folder.join("stamped.pdf").display().to_string();
    let program = program_path("desk").display().to_string();
    let data = folder.display().to_string();
    let sealed = folder.join("sealed.pdf").display().to_string();
    let words = ["authority.py", &program, &data, SIGNED, &stamped, &sealed];
    run_step(
        "Outsiders: one with a time stamp, one with the company's field",
        project_command(&python, &words, "tests/outsiders")
            .env("DESK_USER", "admin")
            .env("DESK_PASSWORD", "Demo-2026"),
        LOOK,
    )?;
    // The tests have left what a company's certificate signed there.
    let company = target_folder().join("tmp").display().to_string();
    run_step(
        "Outsiders: the acknowledgements are looked at",
        &mut project_command(
            &python,
            &["check.py", &program, &data, &pdf, &stamped, &sealed, &company],
            "tests/outsiders",
        ),
        LOOK,
    )
}

fn test_screens_in_browser() -> TaskResult {
    if !cfg!(target_os = "linux") {
        println!("── Screens in Chromium: only on Linux, left out");
        return Ok(());
    }
    run_playwright(None)
}

/// The screens in Chromium against the real core, through the loopback bridge; pictures of them go to a folder.
pub(crate) fn run_playwright(pictures: Option<&Path>) -> TaskResult {
    run_step(
        "Screens in Chromium: packages",
        &mut npm_command(&["ci", "--no-audit", "--no-fund"], "tests/screens"),
        "Is the npm registry reachable?",
    )?;
    let mut run = npx_command(&["playwright", "test"], "tests/screens");
    run.env("DESK_BIN", program_path("desk"))
        .env("BRIDGE_BIN", program_path("bridge"));
    if let Some(folder) = pictures {
        run.env("PICTURES", folder);
    }
    run_step("Screens in Chromium: tests", &mut run, LOOK)
}

/// The real window through WebDriver.
fn test_real_window() -> TaskResult {
    if !cfg!(target_os = "linux") {
        println!("── The real window: only on Linux, left out");
        return Ok(());
    }
    // The real window through WebDriver.
    let driver = install_tool("tauri-driver", "2.0.6")?;
    let folder = target_folder().join("window-data");
    make_demo(&folder, &[])?;
    let mut run = Command::new("xvfb-run");
    run.args([
        "--auto-servernum",
        "--server-args=-screen 0 1366x768x24",
        "dbus-run-session",
        "--",
    ]);
    run.args([
        "node",
        "--test",
        // One window after the other: there is one screen and one driver.
        "--test-concurrency=1",
        "--test-reporter=spec",
        ".",
    ])
    .current_dir(project_folder().join("tests/window"));
    run.env("DRIVER", driver)
        .env("WINDOW", program_path("yanshen"))
        .env("DESK_DATA", &folder);
    run.env("PICTURES", target_folder().join("window-pictures"));
    run_step("The real window: tests", &mut run, LOOK)
}

/// A program from the crates' registry, at this version, installed beside the build.
pub(crate) fn install_tool(name: &str, version: &str) -> TaskResult<PathBuf> {
    let tools = target_folder().join("tools");
    let program = tools
        .join("bin")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        let root = tools.display().to_string();
        // Compiled quickly: each runs for seconds.
        let words = [
            "install",
            name,
            "--version",
            version,
            "--locked",
            "--debug",
            "--root",
            &root,
        ];
        let mut install = cargo_command(&words);
        install.env("CARGO_TARGET_DIR", target_folder().join("tools-build"));
        run_step(&format!("Tools: {name}"), &mut install, LOOK)?;
    }
    Ok(program)
}
