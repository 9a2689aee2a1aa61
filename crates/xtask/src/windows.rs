//! `cargo xtask windows`: the programs and the installer for Windows, built on Linux and tried under Wine.

use std::path::{Path, PathBuf};

use crate::{
    packages,
    run::screens,
    step::{Done, cargo, root, step, target, timed},
    test::LOOK,
};

mod installer;
mod kills;
mod life;
mod night;
mod std_for;
mod wine;

use installer::{Installer, VERSION};
use std_for::Compiler;
use wine::Wine;

/// What is built for.
pub(crate) const TARGET: &str = "x86_64-pc-windows-gnu";
/// The profile of everything that is built for it (Cargo.toml).
pub(crate) const PROFILE: &str = "windows";
/// The linker of Debian's cross compiler.
const GCC: &str = "x86_64-w64-mingw32-gcc-win32";

/// What is built and tested: all but the benchmarks, which have no tests and the largest libraries. Programs and tests are
/// built of the same packages, because cargo would compile libraries again for another choice of them.
const ALL: &[&str] = &["--workspace", "--exclude", "bench"];

/// What the console is made of, that the profile optimises and the night call would not miss: ours, and what takes long to compile.
const PLAIN: &[&str] = &[
    "domain",
    "store",
    "paper",
    "seal",
    "workbook",
    "demo",
    "desk",
    "desk-cli",
    "image",
    "lopdf",
    "printpdf",
    "rusqlite",
    "serde_json",
    "subsetter",
    "ttf-parser",
];

/// Where everything of this command lies.
pub(crate) fn folder() -> PathBuf {
    target().join("windows-try")
}

/// What was built for Windows.
fn programs() -> PathBuf {
    target().join(TARGET).join(PROFILE)
}

/// Builds and tries everything; or tries what was built before, without the workspace's tests.
pub(crate) fn windows(built_before: bool) -> Done {
    if !cfg!(target_os = "linux") {
        return Err("Only on Debian and Ubuntu: it needs mingw, NSIS and Wine.".to_owned());
    }
    packages::ensure(&[packages::WINDOW, packages::DISPLAY, packages::WINDOWS])?;
    let told = timed("cargo xtask windows", || {
        if built_before {
            fresh_folder()?;
            return tried("not run this time", &kept()?);
        }
        let compiler = std_for::compiler()?;
        ships(&compiler)?;
        fresh_folder()?;
        let programs = kept()?;
        // Side by side: packing and most of an installation's life leave a processor idle, and so do linking and many a test.
        let (tests, life) = std::thread::scope(|scope| {
            let life = scope.spawn(|| tried("passed", &programs));
            (tests(&compiler), life.join())
        });
        tests?;
        life.unwrap_or_else(|_| Err("The life of an installation broke off.".to_owned()))
    })?;
    println!("\n{told}");
    Ok(())
}

fn ships(compiler: &Compiler) -> Done {
    // Side by side: npm leaves a processor idle.
    let (screens, console) = std::thread::scope(|scope| {
        let screens = scope.spawn(screens);
        // In the same profile, for its build scripts and macros are those of the programs for Windows; the rest as quickly as it can be.
        let mut build = cargo(&["build", "--locked", "--profile", PROFILE, "--package", "desk-cli"]);
        build.args(["--config", &format!("profile.{PROFILE}.opt-level=0")]);
        for package in PLAIN {
            build.args([
                "--config",
                &format!("profile.{PROFILE}.package.{package}.opt-level=0"),
            ]);
        }
        build.env("CARGO_INCREMENTAL", "0");
        let console = step("Linux: the console to compare with", &mut build, LOOK);
        (screens.join(), console)
    });
    console?;
    screens.unwrap_or_else(|_| Err("The screens' build broke off.".to_owned()))?;
    step("Windows: what ships", &mut compiler.cargo("build", ALL), LOOK)
}

fn tests(compiler: &Compiler) -> Done {
    step(
        "Windows: tests",
        &mut compiler.cargo("test", &[ALL, &["--no-run"]].concat()),
        LOOK,
    )?;
    let wine = Wine::fresh("tests", "tester")?;
    wine.keep()?;
    // All of them, so that one run tells everything that fails.
    let mut run = compiler.cargo("test", &[ALL, &["--no-fail-fast"]].concat());
    wine.environment(&mut run);
    // The window's own tests need no WebView, but the library it is reached by.
    run.env("WINEPATH", format!("Z:{}", programs().display()))
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine");
    step("Wine: the tests of the workspace", &mut run, LOOK)
}

/// The installer and its life; all that was seen, in words.
fn tried(tests: &str, programs: &Path) -> Done<String> {
    let before = installer::before(programs)?;
    let now = Installer::make(VERSION, programs)?;
    let wine = Wine::fresh("life", "张三")?;
    let life = timed("Wine: the life of an installation", || {
        life::life(&wine, &before, &now)
    })?;
    Ok(format!(
        "Windows: yanshen.exe, desk.exe and the installer are built. Under {}: the workspace's tests {tests}; {life}\n\
         Installer: {}\nWhat only a real PC can show: docs/windows.md",
        wine::version()?,
        now.file.display(),
    ))
}

/// What ships, put aside: building the tests makes programs of the same names, with what tests need.
fn kept() -> Done<PathBuf> {
    let kept = folder().join("ships");
    let problem = |error: std::io::Error| format!("{}: {error}", kept.display());
    std::fs::create_dir_all(&kept).map_err(problem)?;
    for name in installer::FILES {
        std::fs::copy(programs().join(name), kept.join(name)).map_err(problem)?;
    }
    Ok(kept)
}

fn fresh_folder() -> Done {
    let folder = folder();
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(problem)?;
    }
    std::fs::create_dir_all(&folder).map_err(problem)
}

/// The console as it is built for this system.
fn console() -> PathBuf {
    root().join(target()).join(PROFILE).join("desk")
}
