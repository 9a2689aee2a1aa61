//! Wine prefixes: Windows folders and a registry of their own, with nothing of this computer's user in them.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{GCC, trial_folder};
use crate::{
    step::{TaskResult, project_folder, run_step},
    test::LOOK,
};

/// A prefix; its processes end when this does.
pub(crate) struct WinePrefix {
    prefix: PathBuf,
    user: &'static str,
}

impl WinePrefix {
    /// A new one for a user of this name.
    pub(crate) fn create_prefix(name: &str, user: &'static str) -> TaskResult<Self> {
        let wine = Self {
            prefix: trial_folder().join(name),
            user,
        };
        let mut boot = Command::new("wineboot");
        wine.set_environment(&mut boot);
        boot.arg("--init").stdout(Stdio::null()).stderr(Stdio::null());
        run_step(&format!("Wine: a prefix for {user}"), &mut boot, LOOK)?;
        wine.wait_for_processes()?;
        let system = wine.to_host_path(r"C:\windows\system32\bcryptprimitives.dll");
        if !system.exists() {
            build_stand_in_library(&system)?;
        }
        Ok(wine)
    }

    /// A program under Wine.
    pub(crate) fn wine_command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("wine");
        command.arg(program);
        self.set_environment(&mut command);
        command
    }

    /// Has a command, and what it starts, work in this prefix.
    pub(crate) fn set_environment(&self, command: &mut Command) {
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
    pub(crate) fn to_host_path(&self, windows: &str) -> PathBuf {
        let inside = windows.trim_start_matches(r"\\?\").trim_start_matches(r"C:\");
        self.prefix.join("drive_c").join(inside.replace('\\', "/"))
    }

    /// `%LOCALAPPDATA%`.
    pub(crate) fn local_app_data(&self) -> String {
        format!(r"C:\users\{}\AppData\Local", self.user)
    }

    /// The text of a registry key; empty if there is none.
    pub(crate) fn read_registry_key(&self, key: &str) -> TaskResult<String> {
        let file = self.to_host_path(r"C:\export.reg");
        let _ = std::fs::remove_file(&file);
        let mut export = self.wine_command("reg");
        export.args(["export", key, r"C:\export.reg", "/y"]);
        run_quietly(&mut export)?;
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
    pub(crate) fn wait_for_processes(&self) -> TaskResult {
        self.run_wineserver("--wait")
    }

    /// Keeps the prefix's server between programs that follow each other at once: one that ends by itself just then takes the next
    /// program with it. Nobody can [`Self::wait`] any more.
    pub(crate) fn keep_server(&self) -> TaskResult {
        self.run_wineserver("--persistent")
    }

    fn run_wineserver(&self, what: &str) -> TaskResult {
        let mut server = Command::new("wineserver");
        self.set_environment(&mut server);
        // Nothing to end is as good.
        server
            .arg(what)
            .status()
            .map(|_| ())
            .map_err(|error| format!("wineserver: {error}"))
    }
}

impl Drop for WinePrefix {
    fn drop(&mut self) {
        let _ = self.run_wineserver("--kill");
    }
}

/// Runs a program without its words; whether it ended well.
pub(crate) fn run_quietly(command: &mut Command) -> TaskResult<bool> {
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
fn build_stand_in_library(library: &Path) -> TaskResult {
    let mut compile = Command::new(GCC);
    compile
        .args(["-shared", "-O2", "-Wall", "-Werror", "-o"])
        .arg(library)
        .arg(project_folder().join("tests/windows/bcryptprimitives.c"))
        .arg("-ladvapi32");
    run_step("Wine: the library it has not", &mut compile, LOOK)
}

/// The words of `wine --version`.
pub(crate) fn read_wine_version() -> TaskResult<String> {
    let out = Command::new("wine")
        .arg("--version")
        .output()
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}
