//! `cargo xtask windows`: the programs and the installer for Windows, built on Linux and tried under Wine.

use std::path::PathBuf;

use crate::{
    packages,
    run::screens,
    step::{Done, built, cargo, root, step, target, timed},
    test::LOOK,
};

mod installer;
mod kills;
mod life;
mod night;
mod std_for;
mod wine;

use installer::{Installer, VERSION};
use wine::Wine;

/// What is built for.
pub(crate) const TARGET: &str = "x86_64-pc-windows-gnu";
/// The profile of everything that is built for it (Cargo.toml).
const PROFILE: &str = "windows";
/// The linker of Debian's cross compiler.
const GCC: &str = "x86_64-w64-mingw32-gcc-win32";

/// Where everything of this command lies.
pub(crate) fn folder() -> PathBuf {
    target().join("windows-try")
}

/// What was built for Windows.
fn programs() -> PathBuf {
    target().join(TARGET).join(PROFILE)
}

/// Builds and tries everything.
pub(crate) fn windows() -> Done {
    if !cfg!(target_os = "linux") {
        return Err("Only on Debian and Ubuntu: it needs mingw, NSIS and Wine.".to_owned());
    }
    let told = timed("cargo xtask windows", everything)?;
    println!("\n{told}");
    Ok(())
}

fn everything() -> Done<String> {
    packages::ensure(&[packages::WINDOW, packages::DISPLAY, packages::WINDOWS])?;
    let compiler = std_for::compiler()?;
    screens()?;
    step(
        "Linux: the console to compare with",
        &mut cargo(&["build", "--package", "desk-cli"]),
        LOOK,
    )?;
    let tests = [
        "test",
        "--locked",
        "--workspace",
        "--no-run",
        "--profile",
        PROFILE,
        "--target",
        TARGET,
    ];
    step("Windows: programs and tests", &mut compiler.cargo(&tests), LOOK)?;
    let ship = [
        "build",
        "--locked",
        "--workspace",
        "--profile",
        PROFILE,
        "--target",
        TARGET,
    ];
    step("Windows: what ships", &mut compiler.cargo(&ship), LOOK)?;

    let tried = folder();
    if tried.exists() {
        std::fs::remove_dir_all(&tried).map_err(|error| format!("{}: {error}", tried.display()))?;
    }
    std::fs::create_dir_all(&tried).map_err(|error| error.to_string())?;
    let stand_in = timed("Wine: the library it has not", wine::stand_in)?;
    let before = installer::before()?;
    let now = Installer::make(VERSION, &programs())?;

    timed("Wine: the tests of the workspace", || {
        let wine = Wine::fresh("tests", "tester", &stand_in)?;
        let tests = [
            "test",
            "--locked",
            "--workspace",
            "--profile",
            PROFILE,
            "--target",
            TARGET,
        ];
        let mut run = compiler.cargo(&tests);
        wine.environment(&mut run);
        // The window's own tests need no WebView, but the library it is reached by.
        run.env("WINEPATH", format!("Z:{}", programs().display()));
        run.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine");
        step("Tests", &mut run, LOOK)
    })?;
    let wine = Wine::fresh("life", "张三", &stand_in)?;
    let life = timed("Wine: the life of an installation", || {
        life::life(&wine, &before, &now)
    })?;
    Ok(format!(
        "Windows: {} and {} are built. Under {}: the workspace's tests passed; {life}\n\
         Installer: {}\nWhat only a real PC can show: docs/windows.md",
        "yanshen.exe",
        "desk.exe",
        wine::version()?,
        now.file.display(),
    ))
}

/// The console as it is built for this system.
fn console() -> PathBuf {
    root().join(built("desk"))
}
