//! `cargo xtask run`.

use std::{path::Path, process::Command};

use crate::{
    display::{Display, present},
    packages,
    step::{Done, built, cargo, npm, root, step, target},
};

/// Everything the window is built from.
pub(crate) fn build() -> Done {
    screens()?;
    step(
        "Program: build",
        &mut cargo(&["build", "--package", "yanshen", "--package", "desk-cli"]),
        "Look at the message above.",
    )
}

/// The screens that the window carries in itself.
pub(crate) fn screens() -> Done {
    step(
        "Screens: packages",
        &mut npm(&["ci", "--no-audit", "--no-fund"], "ui"),
        "Is the npm registry reachable?",
    )?;
    step(
        "Screens: build",
        &mut npm(&["run", "build"], "ui"),
        "Look at the message above.",
    )
}

/// Sets everything up, builds and opens the program.
pub(crate) fn run(demo: bool) -> Done {
    let displayed = present();
    packages::ensure(if displayed {
        &[packages::WINDOW]
    } else {
        &[packages::WINDOW, packages::DISPLAY]
    })?;
    build()?;
    let folder = target().join("demo-data");
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
        return step("延伸服务台", Command::new(built("yanshen")).args(&arguments), "");
    }
    without_display(&arguments, demo.then_some(folder.as_path()))
}

/// A fresh demo folder, signed into by nobody yet; `time` are the console's words for another time than now.
pub(crate) fn make_demo(folder: &Path, time: &[&str]) -> Done {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    desk("Demo data: folder", folder, &[time, &["init", "--demo"]].concat())?;
    let tickets = ["demo", "--tickets", "300", "--seed", "7", "--months", "3"];
    desk("Demo data: tickets", folder, &[time, &tickets].concat())
}

/// The console on a folder.
pub(crate) fn desk(headline: &str, folder: &Path, arguments: &[&str]) -> Done {
    let mut command = Command::new(built("desk"));
    command
        .arg("--data")
        .arg(folder)
        .args(arguments)
        .current_dir(root());
    command
        .env("DESK_USER", "admin")
        .env("DESK_PASSWORD", "Demo-2026");
    step(headline, &mut command, "Look at the message above.")
}

/// Shows the window where nobody sees it, and says where its picture and the month's report are.
fn without_display(arguments: &[&str], demo: Option<&Path>) -> Done {
    println!("\n── No display here: the window is opened on a display of its own");
    let out = target().join("run");
    std::fs::create_dir_all(&out).map_err(|error| error.to_string())?;
    let display = Display::start()?;
    let mut window = display.open(&built("yanshen"), arguments)?;
    let picture = out.join("window.png");
    let taken = display.picture(&picture);
    let _ = window.kill();
    let _ = window.wait();
    taken?;
    println!("Picture of the running window: {}", picture.display());
    let Some(folder) = demo else { return Ok(()) };
    let months = Command::new(built("desk"))
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
    desk(
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
