//! What the system must have: Debian and Ubuntu packages. Windows 10 and 11 bring WebView2 themselves.

use std::process::Command;

use crate::step::{TaskResult, has_program, run_step};

/// To build and open the window.
pub(crate) const WINDOW: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    // The tray; without it the window says so and goes on.
    "libayatana-appindicator3-1",
    "libssl-dev",
    "fonts-noto-cjk",
    "xdg-utils",
];

/// To show it where there is no display.
pub(crate) const DISPLAY: &[&str] = &["xvfb", "xauth", "openbox", "dbus", "imagemagick"];

pub(crate) const TESTS: &[&str] = &[
    "chromium",
    "webkit2gtk-driver",
    "poppler-utils",
    "qpdf",
    "openssl",
    "python3-venv",
    // A Secret Service for the key of the real window (`tests/window/sign.test.mjs`).
    "gnome-keyring",
];

/// To build for Windows (mingw-w64), to make the installer (NSIS), and to try both (Wine).
pub(crate) const WINDOWS: &[&str] = &["gcc-mingw-w64-x86-64-win32", "nsis", "wine", "wine64"];

/// The compiler whose sources the target's std can be made from, where rustup cannot fetch it.
pub(crate) const STD: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// Installs what is missing.
pub(crate) fn ensure_packages(wanted: &[&[&str]]) -> TaskResult {
    if !cfg!(target_os = "linux") {
        println!("── System packages: nothing to install on this system");
        return Ok(());
    }
    let missing: Vec<&str> = wanted
        .concat()
        .into_iter()
        .filter(|package| !is_package_installed(package))
        .collect();
    if missing.is_empty() {
        println!("── System packages: all there");
        return Ok(());
    }
    if !has_program("apt-get") {
        return Err(format!(
            "These packages (Debian's names) are needed and cannot be installed here: {}",
            missing.join(" ")
        ));
    }
    println!("── System packages to install: {}", missing.join(" "));
    let hint = "Install them by hand (apt-get install) as root, then run this again.";
    run_step(
        "Package lists",
        build_apt_command()?.args(["update", "-qq"]),
        hint,
    )?;
    run_step(
        "System packages",
        build_apt_command()?
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(&missing),
        hint,
    )
}

fn is_package_installed(package: &str) -> bool {
    let query = Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .output();
    query.is_ok_and(|out| out.status.success() && out.stdout == b"installed")
}

/// apt-get as root, or through sudo with a word.
fn build_apt_command() -> TaskResult<Command> {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|out| out.stdout.trim_ascii() == b"0");
    let mut command = if root {
        Command::new("apt-get")
    } else if has_program("sudo") {
        println!("── sudo may ask for your password: system packages are installed as root");
        let mut command = Command::new("sudo");
        command.arg("apt-get");
        command
    } else {
        return Err("System packages must be installed as root, and there is no sudo here.".to_owned());
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
