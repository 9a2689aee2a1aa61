//! Wine prefixes: Windows folders and a registry of their own, with nothing of this computer's user in them.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{GCC, folder};
use crate::{
    step::{Done, root, step},
    test::LOOK,
};

/// A prefix; its processes end when this does.
pub(crate) struct Wine {
    prefix: PathBuf,
    user: &'static str,
}

impl Wine {
    /// A new one for a user of this name.
    pub(crate) fn fresh(name: &str, user: &'static str) -> Done<Self> {
        let wine = Self {
            prefix: folder().join(name),
            user,
        };
        let mut boot = Command::new("wineboot");
        wine.environment(&mut boot);
        boot.arg("--init").stdout(Stdio::null()).stderr(Stdio::null());
        step(&format!("Wine: a prefix for {user}"), &mut boot, LOOK)?;
        wine.wait()?;
        let system = wine.path(r"C:\windows\system32\bcryptprimitives.dll");
        if !system.exists() {
            stand_in(&system)?;
        }
        Ok(wine)
    }

    /// A program under Wine.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("wine");
        command.arg(program);
        self.environment(&mut command);
        command
    }

    /// Has a command, and what it starts, work in this prefix.
    pub(crate) fn environment(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            // Neither menus of this computer's desktop nor offers to download anything.
            .env("WINEDLLOVERRIDES", "winemenubuilder.exe=d;mscoree,mshtml=")
            .env("USER", self.user)
            .env("LOGNAME", self.user)
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// Where a path of drive C lies on this computer.
    pub(crate) fn path(&self, windows: &str) -> PathBuf {
        let inside = windows.trim_start_matches(r"\\?\").trim_start_matches(r"C:\");
        self.prefix.join("drive_c").join(inside.replace('\\', "/"))
    }

    /// `%LOCALAPPDATA%`.
    pub(crate) fn local(&self) -> String {
        format!(r"C:\users\{}\AppData\Local", self.user)
    }

    /// The text of a registry key; empty if there is none.
    pub(crate) fn registry(&self, key: &str) -> Done<String> {
        let file = self.path(r"C:\export.reg");
        let _ = std::fs::remove_file(&file);
        let mut export = self.command("reg");
        export.args(["export", key, r"C:\export.reg", "/y"]);
        quiet(&mut export)?;
        let Ok(bytes) = std::fs::read(&file) else {
            return Ok(String::new());
        };
        let units: Vec<u16> = bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| u16::from_le_bytes(*pair))
            .collect();
        Ok(String::from_utf16_lossy(&units))
    }

    /// Waits until no process of the prefix is left.
    pub(crate) fn wait(&self) -> Done {
        self.server("--wait")
    }

    /// Keeps the prefix's server between programs that follow each other at once: one that ends by itself just then takes the next
    /// program with it. Nobody can [`Self::wait`] any more.
    pub(crate) fn keep(&self) -> Done {
        self.server("--persistent")
    }

    fn server(&self, what: &str) -> Done {
        let mut server = Command::new("wineserver");
        self.environment(&mut server);
        // Nothing to end is as good.
        server
            .arg(what)
            .status()
            .map(|_| ())
            .map_err(|error| format!("wineserver: {error}"))
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        let _ = self.server("--kill");
    }
}

/// Runs a program without its words; whether it ended well.
pub(crate) fn quiet(command: &mut Command) -> Done<bool> {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status
        .map(|status| status.success())
        .map_err(|error| error.to_string())
}

/// Wine 8 has no bcryptprimitives.dll, which every Rust program wants: a stand-in for tests, never shipped.
fn stand_in(library: &Path) -> Done {
    let mut compile = Command::new(GCC);
    compile
        .args(["-shared", "-O2", "-Wall", "-Werror", "-o"])
        .arg(library)
        .arg(root().join("tests/windows/bcryptprimitives.c"))
        .arg("-ladvapi32");
    step("Wine: the library it has not", &mut compile, LOOK)
}

/// The words of `wine --version`.
pub(crate) fn version() -> Done<String> {
    let out = Command::new("wine")
        .arg("--version")
        .output()
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}
