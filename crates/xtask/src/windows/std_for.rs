//! Rust's std for Windows: from rustup where it can fetch it, else built once from Debian's sources of the compiler.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::Command,
};

use super::{GCC, PROFILE, TARGET};
use crate::{
    packages,
    step::{TaskResult, cargo_command, has_program, project_command, run_step, target_folder},
    test::LOOK,
};

/// Set to `debian`, the way without rustup is taken though there is one.
const CHOICE: &str = "YANSHEN_WINDOWS_STD";

/// A compiler that can build for Windows.
pub(crate) struct WindowsCompiler {
    /// Debian's cargo and the folder of the std built with it; none where rustup's does.
    debian: Option<PathBuf>,
}

/// One that is ready.
pub(crate) fn prepare_compiler() -> TaskResult<WindowsCompiler> {
    let wanted = std::env::var(CHOICE).is_ok_and(|choice| choice == "debian");
    if !wanted && (is_std_installed() || try_fetch_std()) {
        println!("── Rust's std for Windows: rustup's");
        return Ok(WindowsCompiler { debian: None });
    }
    packages::ensure_packages(&[packages::STD])?;
    Ok(WindowsCompiler {
        debian: Some(build_std()?),
    })
}

impl WindowsCompiler {
    pub(crate) fn windows_cargo_command(&self, what: &str, words: &[&str]) -> Command {
        let words = [
            &[what, "--locked", "--profile", PROFILE, "--target", TARGET],
            words,
        ]
        .concat();
        let mut run = cargo_command(&words);
        if let Some(sysroot) = &self.debian {
            run = project_command("/usr/bin/cargo", &words, "");
            run.env("RUSTC", "/usr/bin/rustc")
                .env("RUSTDOC", "/usr/bin/rustdoc");
            let flag = format!("--sysroot={}", sysroot.display());
            run.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS", &flag);
            run.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTDOCFLAGS", &flag);
        }
        // Nothing is built twice here, and what is kept for a second time would be gigabytes.
        run.env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", GCC)
            .env("CC_x86_64_pc_windows_gnu", GCC)
            .env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar");
        run
    }
}

fn is_std_installed() -> bool {
    let out = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    out.is_ok_and(|out| Path::new(String::from_utf8_lossy(&out.stdout).trim()).is_dir())
}

fn try_fetch_std() -> bool {
    has_program("rustup")
        && run_step(
            "Rust's std for Windows",
            &mut project_command("rustup", &["target", "add", TARGET], ""),
            "",
        )
        .is_ok()
}

/// Builds it with Debian's compiler, once for each version: the folder bears the compiler's hash, because cargo does not
/// see that a std has changed.
fn build_std() -> TaskResult<PathBuf> {
    let compiler = read_command_output("/usr/bin/rustc", &["-vV"])?;
    let mut hash = DefaultHasher::new();
    compiler.hash(&mut hash);
    let folder = target_folder().join(format!("windows-std-{:016x}", hash.finish()));
    let libraries = |target: &str| folder.join("lib/rustlib").join(target);
    let to = libraries(TARGET).join("lib");
    if to.join("done").exists() {
        return Ok(folder);
    }
    let version = compiler
        .lines()
        .find_map(|line| line.strip_prefix("release: "))
        .unwrap_or_default();
    let sources = folder.join("library");
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&to).map_err(problem)?;
    run_step(
        "Rust's std for Windows: sources",
        Command::new("cp")
            .arg("-r")
            .arg(format!("/usr/src/rustc-{version}/library"))
            .arg(&sources),
        LOOK,
    )?;
    let _ = std::fs::remove_dir_all(sources.join("vendor"));
    let made = folder.join("build");
    let mut build = project_command("/usr/bin/cargo", &["build", "--release", "--target", TARGET], "");
    build
        .args(["--features", "panic-unwind backtrace", "--manifest-path"])
        .arg(sources.join("sysroot/Cargo.toml"))
        .current_dir(&sources)
        .env("CARGO_TARGET_DIR", &made)
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_DEFAULT_LIB_METADATA", "yanshen")
        .env(
            "RUSTFLAGS",
            "-Cembed-bitcode=yes -Zforce-unstable-if-unmarked -Cdebuginfo=0",
        );
    run_step("Rust's std for Windows: build", &mut build, LOOK)?;
    let rlibs = std::fs::read_dir(made.join(TARGET).join("release/deps")).map_err(problem)?;
    for rlib in rlibs.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if let (Some("rlib"), Some(name)) = (rlib.extension().and_then(|end| end.to_str()), rlib.file_name())
        {
            std::fs::copy(&rlib, to.join(name)).map_err(problem)?;
        }
    }
    // Macros of the build run here: the compiler looks for this system's std in the same place.
    let host = PathBuf::from(read_command_output("/usr/bin/rustc", &["--print", "target-libdir"])?.trim());
    run_step(
        "Rust's std for Windows: this system's beside it",
        Command::new("ln")
            .arg("-s")
            .arg(host.parent().unwrap_or(&host))
            .arg(folder.join("lib/rustlib")),
        LOOK,
    )?;
    let _ = std::fs::remove_dir_all(&made);
    std::fs::write(to.join("done"), b"").map_err(problem)?;
    Ok(folder)
}

fn read_command_output(program: &str, words: &[&str]) -> TaskResult<String> {
    let out = Command::new(program).args(words).output();
    out.map(|out| String::from_utf8_lossy(&out.stdout).into_owned())
        .map_err(|error| format!("{program}: {error}"))
}
