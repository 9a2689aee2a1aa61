//! `cargo xtask run`.

use std::{path::Path, process::Command};

use crate::{
    display::{VirtualDisplay, has_display},
    packages,
    step::{TaskResult, cargo_command, npm_command, program_path, project_folder, run_step, target_folder},
};

/// Everything the window is built from.
pub(crate) fn build_program() -> TaskResult {
    build_screens()?;
    run_step(
        "Program: build",
        &mut cargo_command(&["build", "--package", "yanshen", "--package", "desk-cli"]),
        "Look at the message above.",
    )
}

/// The screens that the window carries in itself.
pub(crate) fn build_screens() -> TaskResult {
    run_step(
        "Screens: packages",
        &mut npm_command(&["ci", "--no-audit", "--no-fund"], "ui"),
        "Is the npm registry reachable?",
    )?;
    run_step(
        "Screens: build",
        &mut npm_command(&["run", "build"], "ui"),
        "Look at the message above.",
    )
}

/// Sets everything up, builds and opens the program.
pub(crate) fn run_program(demo: bool) -> TaskResult {
    let displayed = has_display();
    packages::ensure_packages(if displayed {
        &[packages::WINDOW]
    } else {
        &[packages::WINDOW, packages::DISPLAY]
    })?;
    build_program()?;
    let folder = target_folder().join("demo-data");
    if demo {
        make_demo(&folder, &[])?;
    }
    let mut arguments = Vec::new();
    let data = folder.display().to_string();
    if demo {
        println!("\n演示数据：姓名 admin，密码 Demo-2026");
        arguments.extend(["--data", &data]);
    }
    if displayed {
        return run_step(
            "延伸服务台",
            Command::new(program_path("yanshen")).args(&arguments),
            "",
        );
    }
    run_without_display(&arguments, demo.then_some(folder.as_path()))
}

/// A fresh demo folder, signed into by nobody yet; `time` are the console's words for another time than now.
pub(crate) fn make_demo(folder: &Path, time: &[&str]) -> TaskResult {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    run_console("Demo data: folder", folder, &[time, &["init", "--demo"]].concat())?;
    let tickets = ["demo", "--tickets", "300", "--seed", "7", "--months", "3"];
    run_console("Demo data: tickets", folder, &[time, &tickets].concat())
}

/// The console on a folder.
pub(crate) fn run_console(headline: &str, folder: &Path, arguments: &[&str]) -> TaskResult {
    let mut command = Command::new(program_path("desk"));
    command
        .arg("--data")
        .arg(folder)
        .args(arguments)
        .current_dir(project_folder());
    command
        .env("DESK_USER", "admin")
        .env("DESK_PASSWORD", "Demo-2026");
    run_step(headline, &mut command, "Look at the message above.")
}

/// Shows the window where nobody sees it, and says where its picture and the month's report are.
fn run_without_display(arguments: &[&str], demo: Option<&Path>) -> TaskResult {
    println!("\n── No display here: the window is opened on a display of its own");
    let out = target_folder().join("run");
    std::fs::create_dir_all(&out).map_err(|error| error.to_string())?;
    let display = VirtualDisplay::start_display()?;
    let mut window = display.open_program(&program_path("yanshen"), arguments)?;
    let picture = out.join("window.png");
    let taken = display.take_picture(&picture);
    let _ = window.kill();
    let _ = window.wait();
    taken?;
    println!("Picture of the running window: {}", picture.display());
    let Some(folder) = demo else { return Ok(()) };
    let months = Command::new(program_path("desk"))
        .arg("--data")
        .arg(folder)
        .args(["call", "report_months"])
        .env("DESK_USER", "admin")
        .env("DESK_PASSWORD", "Demo-2026")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&months.stdout).into_owned();
    let month = text
        .split('"')
        .find(|part| part.len() == 7 && part.starts_with("20"))
        .unwrap_or_default()
        .to_owned();
    let pdf = out.join(format!("{month}.pdf"));
    run_console(
        "The month's report",
        folder,
        &[
            "report",
            "monthly",
            "--month",
            &month,
            "--pdf",
            &pdf.display().to_string(),
        ],
    )?;
    println!("The month's report: {}", pdf.display());
    Ok(())
}
