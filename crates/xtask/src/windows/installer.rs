//! The installer, made by NSIS from src-tauri/installer/yanshen.nsi.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use super::trial_folder;
use crate::{
    step::{TaskResult, project_command, project_folder, run_step},
    test::LOOK,
};

/// What is installed, beside the licence and the uninstaller.
pub(crate) const FILES: [&str; 3] = ["yanshen.exe", "desk.exe", "WebView2Loader.dll"];
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Microsoft's offline runtime, carried where a builder has put it.
const RUNTIME: &str = "src-tauri/installer/MicrosoftEdgeWebView2RuntimeInstallerX64.exe";

/// An installer and what it installs.
pub(crate) struct Installer {
    /// The installer.
    pub(crate) file: PathBuf,
    pub(crate) version: String,
    /// The folder of its programs.
    pub(crate) programs: PathBuf,
}

impl Installer {
    /// Makes one of the programs of a folder.
    pub(crate) fn make_installer(version: &str, programs: &Path) -> TaskResult<Self> {
        Self::pack_installer(version, programs, "lzma")
    }

    fn pack_installer(version: &str, programs: &Path, compressor: &str) -> TaskResult<Self> {
        let made = trial_folder().join("installer");
        std::fs::create_dir_all(&made).map_err(|error| error.to_string())?;
        let file = made.join(format!("Yanshen-{version}-x64.exe"));
        let mut make = project_command("makensis", &["-V2", "-WX", "-INPUTCHARSET", "UTF8"], "");
        make.arg(format!("-DVERSION={version}"))
            .arg(format!("-DFROM={}", programs.display()))
            .arg(format!("-DCOMPRESSOR={compressor}"))
            .arg(format!("-DOUT={}", file.display()));
        let runtime = project_folder().join(RUNTIME);
        if runtime.exists() {
            println!("── With Microsoft's WebView2 runtime");
            make.arg(format!("-DRUNTIME={}", runtime.display()));
        }
        make.arg(project_folder().join("src-tauri/installer/yanshen.nsi"));
        run_step(&format!("Installer {version}"), &mut make, LOOK)?;
        Ok(Self {
            file,
            version: version.to_owned(),
            programs: programs.to_owned(),
        })
    }
}

/// A stand-in for the version before: the same programs with a mark at their ends, so that it can be seen which is there.
/// Once there is a version before, its own installer should be taken.
pub(crate) fn make_previous_installer(programs: &Path) -> TaskResult<Installer> {
    let from = trial_folder().join("before");
    let problem = |error: std::io::Error| format!("{}: {error}", from.display());
    std::fs::create_dir_all(&from).map_err(problem)?;
    for name in FILES {
        let to = from.join(name);
        std::fs::copy(programs.join(name), &to).map_err(problem)?;
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(&to)
            .map_err(problem)?;
        file.write_all(b"before").map_err(problem)?;
    }
    // Nobody is given this one, and small takes ten times as long.
    Installer::pack_installer("0.0.9", &from, "zlib")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The window and the screens say the same version as the installer.
    #[test]
    fn the_version_stands_in_three_places() {
        for file in ["src-tauri/tauri.conf.json", "ui/package.json"] {
            let text = std::fs::read_to_string(project_folder().join(file)).unwrap_or_default();
            assert!(text.contains(&format!("\"version\": \"{VERSION}\"")), "{file}");
        }
    }
}
