//! A display where there is none: Xvfb with a small window manager, and pictures of what stands on it.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use crate::step::TaskResult;

/// Whether there is a display to open a window on.
pub(crate) fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// A display of our own; it goes when this does.
pub(crate) struct VirtualDisplay {
    name: String,
    server: Child,
    manager: Child,
}

impl VirtualDisplay {
    pub(crate) fn start_display() -> TaskResult<Self> {
        let name = format!(":{}", 90 + std::process::id() % 400);
        let quiet = |program: &str| {
            let mut command = Command::new(program);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let problem = |error: std::io::Error| format!("no display could be started: {error}");
        let server = quiet("Xvfb")
            .args([&name, "-screen", "0", "1366x768x24", "-nolisten", "tcp"])
            .spawn()
            .map_err(problem)?;
        sleep(Duration::from_secs(1));
        let manager = quiet("openbox").env("DISPLAY", &name).spawn().map_err(problem)?;
        Ok(Self {
            name,
            server,
            manager,
        })
    }

    /// Opens a program on it, with a message bus of its own.
    pub(crate) fn open_program(&self, program: &Path, arguments: &[&str]) -> TaskResult<Child> {
        let mut command = Command::new("dbus-run-session");
        command.arg("--").arg(program).args(arguments);
        command
            .env("DISPLAY", &self.name)
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env_remove("WAYLAND_DISPLAY");
        command
            .spawn()
            .map_err(|error| format!("{} could not be opened: {error}", program.display()))
    }

    /// Its name, for programs that are started otherwise.
    pub(crate) fn display_name(&self) -> &str {
        &self.name
    }

    /// Waits until something is painted, then takes a picture.
    pub(crate) fn take_picture(&self, to: &Path) -> TaskResult {
        for _ in 0..60 {
            sleep(Duration::from_secs(1));
            self.capture_screen(to)?;
            if count_colours(to) > 40 {
                sleep(Duration::from_secs(2));
                return self.capture_screen(to);
            }
        }
        Err("nothing was painted within a minute".to_owned())
    }

    fn capture_screen(&self, to: &Path) -> TaskResult {
        let status = Command::new("import")
            .args(["-display", &self.name, "-window", "root"])
            .arg(to)
            .status();
        match status {
            Ok(status) if status.success() => Ok(()),
            _ => Err("no picture could be taken (ImageMagick's import)".to_owned()),
        }
    }
}

/// How many colours a picture has: an empty window has a handful.
fn count_colours(picture: &Path) -> u32 {
    let out = Command::new("identify")
        .args(["-format", "%k"])
        .arg(picture)
        .output();
    out.ok()
        .and_then(|out| String::from_utf8(out.stdout).ok())
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0)
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        for child in [&mut self.manager, &mut self.server] {
            // Gone already is as good.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
