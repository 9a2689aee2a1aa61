//! Steps: a headline, a command, its time; the first that fails ends everything and says what to do.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// What went wrong, in words.
pub(crate) type TaskResult<T = ()> = Result<T, String>;

pub(crate) fn project_folder() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where cargo builds.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project_folder().join("target"), PathBuf::from)
}

/// A program this project builds.
pub(crate) fn program_path(name: &str) -> PathBuf {
    target_folder()
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A command in a folder of the project.
pub(crate) fn project_command(
    program: impl AsRef<std::ffi::OsStr>,
    arguments: &[&str],
    folder: &str,
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(project_folder().join(folder));
    command
}

/// npm, which is a script on Windows.
pub(crate) fn npm_command(arguments: &[&str], folder: &str) -> Command {
    project_command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments, folder)
}

/// npx, the same way.
pub(crate) fn npx_command(arguments: &[&str], folder: &str) -> Command {
    project_command(if cfg!(windows) { "npx.cmd" } else { "npx" }, arguments, folder)
}

/// cargo, the one that runs this. In a gate's fresh clone nothing is ever built twice, and what cargo keeps for a second
/// time would be half of all it writes to the disk.
pub(crate) fn cargo_command(arguments: &[&str]) -> Command {
    let mut cargo = project_command(
        std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        arguments,
        "",
    );
    if std::env::var_os("CI").is_some() {
        cargo.env("CARGO_INCREMENTAL", "0");
        // Nobody reads line numbers there, and they take a fifth of the time in which the project's own code is compiled and linked.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
    }
    cargo
}

/// Runs a command under a headline; `otherwise` says what to do if it fails.
pub(crate) fn run_step(headline: &str, command: &mut Command, otherwise: &str) -> TaskResult {
    run_timed(headline, || {
        let status = command
            .status()
            .map_err(|error| format!("{headline}: {error}. {otherwise}"))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{headline} failed. {otherwise}"))
        }
    })
}

/// Does something under a headline and says how long it took.
pub(crate) fn run_timed<T>(headline: &str, work: impl FnOnce() -> TaskResult<T>) -> TaskResult<T> {
    println!("\n── {headline}");
    #[allow(
        clippy::disallowed_methods,
        reason = "a build tool says how long its steps took"
    )]
    let start = Instant::now();
    let done = work();
    println!("── {headline}: {:.0} s", start.elapsed().as_secs_f64());
    done
}

/// Whether a program can be started.
pub(crate) fn has_program(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|paths| std::env::split_paths(&paths).any(|path| path.join(program).is_file()))
}
