//! `cargo xtask windows`: the programs and the installer for Windows, built on Linux and tried under Wine.

use std::path::{Path, PathBuf};

use crate::{
    packages,
    run::build_screens,
    step::{TaskResult, cargo_command, project_folder, run_step, run_timed, target_folder},
    test::LOOK,
};

mod installer;
mod kills;
mod life;
mod night;
mod std_for;
mod wine;

use installer::{Installer, VERSION};
use std_for::WindowsCompiler;
use wine::WinePrefix;

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
    "pdf",
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
pub(crate) fn trial_folder() -> PathBuf {
    target_folder().join("windows-try")
}

/// What was built for Windows.
fn programs_folder() -> PathBuf {
    target_folder().join(TARGET).join(PROFILE)
}

/// Builds and tries everything; or tries what was built before, without the workspace's tests.
pub(crate) fn build_and_try_windows(built_before: bool) -> TaskResult {
    if !cfg!(target_os = "linux") {
        return Err("Only on Debian and Ubuntu: it needs mingw, NSIS and Wine.".to_owned());
    }
    packages::ensure_packages(&[packages::WINDOW, packages::DISPLAY, packages::WINDOWS])?;
    let told = run_timed("cargo xtask windows", || {
        if built_before {
            recreate_trial_folder()?;
            return try_installation("not run this time", &copy_shipped_programs()?);
        }
        let compiler = std_for::prepare_compiler()?;
        build_shipped_programs(&compiler)?;
        recreate_trial_folder()?;
        let programs = copy_shipped_programs()?;
        // Side by side: packing and most of an installation's life leave a processor idle, and so do linking and many a test.
        let (tests, life) = std::thread::scope(|scope| {
            let life = scope.spawn(|| try_installation("passed", &programs));
            (run_workspace_tests(&compiler), life.join())
        });
        tests?;
        life.unwrap_or_else(|_| Err("The life of an installation broke off.".to_owned()))
    })?;
    println!("\n{told}");
    Ok(())
}

fn build_shipped_programs(compiler: &WindowsCompiler) -> TaskResult {
    // Side by side: npm leaves a processor idle.
    let (screens, console) = std::thread::scope(|scope| {
        let screens = scope.spawn(build_screens);
        // In the same profile, for its build scripts and macros are those of the programs for Windows; the rest as quickly as it can be.
        let mut build = cargo_command(&["build", "--locked", "--profile", PROFILE, "--package", "desk-cli"]);
        build.args(["--config", &format!("profile.{PROFILE}.opt-level=0")]);
        for package in PLAIN {
            build.args([
                "--config",
                &format!("profile.{PROFILE}.package.{package}.opt-level=0"),
            ]);
        }
        build.env("CARGO_INCREMENTAL", "0");
        let console = run_step("Linux: the console to compare with", &mut build, LOOK);
        (screens.join(), console)
    });
    console?;
    screens.unwrap_or_else(|_| Err("The screens' build broke off.".to_owned()))?;
    run_step(
        "Windows: what ships",
        &mut compiler.windows_cargo_command("build", ALL),
        LOOK,
    )
}

fn run_workspace_tests(compiler: &WindowsCompiler) -> TaskResult {
    run_step(
        "Windows: tests",
        &mut compiler.windows_cargo_command("test", &[ALL, &["--no-run"]].concat()),
        LOOK,
    )?;
    let wine = WinePrefix::create_prefix("tests", "tester")?;
    wine.keep_server()?;
    // All of them, so that one run tells everything that fails.
    let mut run = compiler.windows_cargo_command("test", &[ALL, &["--no-fail-fast"]].concat());
    wine.set_environment(&mut run);
    // The window's own tests need no WebView, but the library it is reached by.
    run.env("WINEPATH", format!("Z:{}", programs_folder().display()))
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine");
    run_step("Wine: the tests of the workspace", &mut run, LOOK)
}

/// The installer and its life; all that was seen, in words.
fn try_installation(tests: &str, programs: &Path) -> TaskResult<String> {
    let before = installer::make_previous_installer(programs)?;
    let now = Installer::make_installer(VERSION, programs)?;
    let wine = WinePrefix::create_prefix("life", "张三")?;
    let life = run_timed("Wine: the life of an installation", || {
        life::run_install_cycle(&wine, &before, &now)
    })?;
    Ok(format!(
        "Windows: yanshen.exe, desk.exe and the installer are built. Under {}: the workspace's tests {tests}; {life}\n\
         Installer: {}\nWhat only a real PC can show: docs/windows.md",
        wine::read_wine_version()?,
        now.file.display(),
    ))
}

/// What ships, put aside: building the tests makes programs of the same names, with what tests need.
fn copy_shipped_programs() -> TaskResult<PathBuf> {
    let kept = trial_folder().join("ships");
    let problem = |error: std::io::Error| format!("{}: {error}", kept.display());
    std::fs::create_dir_all(&kept).map_err(problem)?;
    for name in installer::FILES {
        std::fs::copy(programs_folder().join(name), kept.join(name)).map_err(problem)?;
    }
    Ok(kept)
}

fn recreate_trial_folder() -> TaskResult {
    let folder = trial_folder();
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(problem)?;
    }
    std::fs::create_dir_all(&folder).map_err(problem)
}

/// The console as it is built for this system.
fn console_path() -> PathBuf {
    project_folder().join(target_folder()).join(PROFILE).join("desk")
}
