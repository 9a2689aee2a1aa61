//! The installer, made by NSIS from src-tauri/installer/yanshen.nsi.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use super::folder;
use crate::{
    step::{Done, command, root, step},
    test::LOOK,
};

/// What is installed, beside the licence and the uninstaller.
pub(crate) const FILES: [&str; 3] = ["yanshen.exe", "desk.exe", "WebView2Loader.dll"];
/// The workspace's version.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Microsoft's offline runtime, carried where a builder has put it.
const RUNTIME: &str = "src-tauri/installer/MicrosoftEdgeWebView2RuntimeInstallerX64.exe";

/// An installer and what it installs.
pub(crate) struct Installer {
    /// The installer.
    pub(crate) file: PathBuf,
    /// Its version.
    pub(crate) version: String,
    /// The folder of its programs.
    pub(crate) programs: PathBuf,
}

impl Installer {
    /// Makes one of the programs of a folder.
    pub(crate) fn make(version: &str, programs: &Path) -> Done<Self> {
        Self::packed(version, programs, "lzma")
    }

    fn packed(version: &str, programs: &Path, compressor: &str) -> Done<Self> {
        let made = folder().join("installer");
        std::fs::create_dir_all(&made).map_err(|error| error.to_string())?;
        let file = made.join(format!("Yanshen-{version}-x64.exe"));
        let mut make = command("makensis", &["-V2", "-WX", "-INPUTCHARSET", "UTF8"], "");
        make.arg(format!("-DVERSION={version}"))
            .arg(format!("-DFROM={}", programs.display()))
            .arg(format!("-DCOMPRESSOR={compressor}"))
            .arg(format!("-DOUT={}", file.display()));
        let runtime = root().join(RUNTIME);
        if runtime.exists() {
            println!("── With Microsoft's WebView2 runtime");
            make.arg(format!("-DRUNTIME={}", runtime.display()));
        }
        make.arg(root().join("src-tauri/installer/yanshen.nsi"));
        step(&format!("Installer {version}"), &mut make, LOOK)?;
        Ok(Self {
            file,
            version: version.to_owned(),
            programs: programs.to_owned(),
        })
    }
}

/// A stand-in for the version before: the same programs with a mark at their ends, so that it can be seen which is there.
/// Once there is a version before, its own installer should be taken.
pub(crate) fn before(programs: &Path) -> Done<Installer> {
    let from = folder().join("before");
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
    Installer::packed("0.0.9", &from, "zlib")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The window and the screens say the same version as the installer.
    #[test]
    fn the_version_stands_in_three_places() {
        for file in ["src-tauri/tauri.conf.json", "ui/package.json"] {
            let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
            assert!(text.contains(&format!("\"version\": \"{VERSION}\"")), "{file}");
        }
    }
}
