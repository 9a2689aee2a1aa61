//! `cargo xtask test`: everything, in the order in which it fails quickest.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    packages,
    pictures::{SIGNED, TIME},
    run::{desk, make_demo},
    step::{Done, built, cargo, command, npm, npx, root, step, target},
};

pub(crate) const LOOK: &str = "Look at the message above.";

/// Sets everything up and passes all tests.
pub(crate) fn test() -> Done {
    packages::ensure(&[packages::WINDOW, packages::DISPLAY, packages::TESTS])?;
    screens_of_the_window()?;
    rust()?;
    outsiders()?;
    screens_in_a_browser()?;
    the_real_window()
}

/// The front end by itself: packages, style, types, tests, both builds.
fn screens_of_the_window() -> Done {
    step(
        "Screens: packages",
        &mut npm(&["ci", "--no-audit", "--no-fund"], "ui"),
        "Is the npm registry reachable?",
    )?;
    step("Screens: lint", &mut npm(&["run", "lint"], "ui"), LOOK)?;
    step("Screens: types", &mut npm(&["run", "check"], "ui"), LOOK)?;
    step("Screens: tests", &mut npm(&["run", "test"], "ui"), LOOK)?;
    step("Screens: build", &mut npm(&["run", "build"], "ui"), LOOK)?;
    step(
        "Screens: test build",
        &mut npm(&["run", "build:test"], "ui"),
        LOOK,
    )
}

fn rust() -> Done {
    step(
        "Rust: format",
        &mut cargo(&["fmt", "--all", "--check"]),
        "Run cargo fmt --all.",
    )?;
    step(
        "Rust: lint",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        LOOK,
    )?;
    step("Rust: build", &mut cargo(&["build", "--workspace"]), LOOK)?;
    step("Rust: tests", &mut cargo(&["test", "--workspace"]), LOOK)?;
    let deny = tool("cargo-deny", "0.20.2")?;
    step(
        "Rust: licences and sources",
        command(deny, &["deny", "check", "bans", "licenses", "sources"], "").env("CARGO_TERM_COLOR", "never"),
        LOOK,
    )
}

/// An exported acknowledgement, looked at by programs that know nothing of this one.
fn outsiders() -> Done {
    if !cfg!(target_os = "linux") {
        println!("── Outsiders: only on Linux, left out");
        return Ok(());
    }
    let (folder, tools) = (target().join("outsider-data"), target().join("outsiders"));
    make_demo(&folder, &TIME)?;
    let pdf = folder.join("acknowledgement.pdf").display().to_string();
    let print = ["print", "acknowledgement", SIGNED, "--pdf", &pdf];
    desk(
        "Outsiders: an acknowledgement",
        &folder,
        &[&TIME[..], &print].concat(),
    )?;
    let python = tools.join("bin/python");
    if !python.exists() {
        let venv = ["-m", "venv", &tools.display().to_string()];
        step("Outsiders: tools", &mut command("python3", &venv, ""), LOOK)?;
    }
    step(
        "Outsiders: pyHanko",
        &mut command(
            &python,
            &["-m", "pip", "install", "--quiet", "-r", "requirements.txt"],
            "tests/outsiders",
        ),
        "Is the registry of Python packages reachable?",
    )?;
    let stamped = folder.join("stamped.pdf").display().to_string();
    let program = built("desk").display().to_string();
    let data = folder.display().to_string();
    let sealed = folder.join("sealed.pdf").display().to_string();
    let words = ["authority.py", &program, &data, SIGNED, &stamped, &sealed];
    step(
        "Outsiders: one with a time stamp, one with the company's field",
        command(&python, &words, "tests/outsiders")
            .env("DESK_USER", "admin")
            .env("DESK_PASSWORD", "Demo-2026"),
        LOOK,
    )?;
    // The tests have left what a company's certificate signed there.
    let company = target().join("tmp").display().to_string();
    step(
        "Outsiders: the acknowledgements are looked at",
        &mut command(
            &python,
            &["check.py", &program, &data, &pdf, &stamped, &sealed, &company],
            "tests/outsiders",
        ),
        LOOK,
    )
}

fn screens_in_a_browser() -> Done {
    if !cfg!(target_os = "linux") {
        println!("── Screens in Chromium: only on Linux, left out");
        return Ok(());
    }
    playwright(None)
}

/// The screens in Chromium against the real core, through the loopback bridge; pictures of them go to a folder.
pub(crate) fn playwright(pictures: Option<&Path>) -> Done {
    step(
        "Screens in Chromium: packages",
        &mut npm(&["ci", "--no-audit", "--no-fund"], "tests/screens"),
        "Is the npm registry reachable?",
    )?;
    let mut run = npx(&["playwright", "test"], "tests/screens");
    run.env("DESK_BIN", built("desk"))
        .env("BRIDGE_BIN", built("bridge"));
    if let Some(folder) = pictures {
        run.env("PICTURES", folder);
    }
    step("Screens in Chromium: tests", &mut run, LOOK)
}

/// The real window through WebDriver.
fn the_real_window() -> Done {
    if !cfg!(target_os = "linux") {
        println!("── The real window: only on Linux, left out");
        return Ok(());
    }
    let driver = tool("tauri-driver", "2.0.6")?;
    let folder = target().join("window-data");
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
    .current_dir(root().join("tests/window"));
    run.env("DRIVER", driver)
        .env("WINDOW", built("yanshen"))
        .env("DESK_DATA", &folder);
    run.env("PICTURES", target().join("window-pictures"));
    step("The real window: tests", &mut run, LOOK)
}

/// A program from the crates' registry, at this version, installed beside the build.
pub(crate) fn tool(name: &str, version: &str) -> Done<PathBuf> {
    let tools = target().join("tools");
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
        let mut install = cargo(&words);
        install.env("CARGO_TARGET_DIR", target().join("tools-build"));
        step(&format!("Tools: {name}"), &mut install, LOOK)?;
    }
    Ok(program)
}
