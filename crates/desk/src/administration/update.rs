//! Updates without the internet: an installer from a folder or a share, signed by whoever builds the program.
//!
//! What is prepared is a copy of the very bytes that were checked, so that nobody can exchange the file on a share between the
//! check and the start. Starting it is the shell's.
//!
//! Deliberately absent: looking for updates, fetching them, and any way around the signature.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Store;
use ts_rs::TS;

use crate::{Call, Desk, FILE};

mod signed;

use signed::SignedUpdate;

/// The public key of whoever builds the program; without one nothing is accepted.
const KEY: &str = include_str!("../../update.pub");
const RUNNING: &str = env!("CARGO_PKG_VERSION");
/// Where in the data folder the checked copy lies.
const FOLDER: &str = "update";
/// Copying and checking the backup are told as so many parts each.
const PARTS: i64 = 1_000;

/// Which updates a desk takes.
pub(crate) struct UpdateState {
    key: String,
    /// Whether this system's programs are installed by such a file.
    here: bool,
    ready: Mutex<Option<PreparedInstaller>>,
}

/// An installer that was checked and copied.
struct PreparedInstaller {
    path: PathBuf,
    /// SHA-256 of what was signed.
    sha256: String,
}

impl Default for UpdateState {
    fn default() -> Self {
        Self {
            key: KEY.to_owned(),
            here: cfg!(windows),
            ready: Mutex::default(),
        }
    }
}

impl Desk {
    /// For tests: takes updates of this key, on any system. No shell that ships calls it.
    #[must_use]
    pub fn with_update_key(mut self, key: &str) -> Self {
        self.updates = UpdateState {
            key: key.to_owned(),
            here: true,
            ready: Mutex::default(),
        };
        self
    }

    fn prepared_update_guard(&self) -> MutexGuard<'_, Option<PreparedInstaller>> {
        self.updates.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The installer that was checked and may be started; the data is backed up.
    #[must_use]
    pub fn ready_update_path(&self) -> Option<PathBuf> {
        self.prepared_update_guard()
            .as_ref()
            .map(|ready| ready.path.clone())
    }

    /// The same, to be started at once: its bytes are looked at again, however long ago they were checked, and whoever may write into
    /// the data folder.
    ///
    /// # Errors
    /// `not_found` if none is ready; `update_unreadable`, `update_not_signed` if it is not what was checked: then it is ready no more.
    pub fn verify_ready_update(&self) -> Result<PathBuf, Refusal> {
        let mut ready = self.prepared_update_guard();
        let Some(PreparedInstaller { path, sha256 }) = ready.take() else {
            return Err(Refusal::new(Code::NotFound).with_arg("what", "file"));
        };
        let bytes = fs::read(&path)
            .map_err(|error| Refusal::new(Code::UpdateUnreadable).with_arg("detail", error.to_string()))?;
        if domain::hash::sha256_hex(&[&bytes]) != sha256 {
            // What lies there now was not checked, and nobody should start it by hand either.
            let _ = fs::remove_file(&path);
            return Err(
                Refusal::new(Code::UpdateNotSigned).with_arg("detail", "changed since it was checked")
            );
        }
        *ready = Some(PreparedInstaller {
            path: path.clone(),
            sha256,
        });
        Ok(path)
    }
}

/// Names an update file; its signature lies beside it as `FILE.minisig`.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateFile {
    /// The installer, in any folder or on a share.
    pub path: String,
}

/// A file that is rightly signed and newer than this program.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct UpdateFound {
    /// Its version, which is signed.
    pub version: String,
    /// The version that runs now.
    pub running: String,
    /// Its size, in bytes.
    #[ts(type = "number")]
    pub size: i64,
    /// Whether it can be installed from here; elsewhere the system's package manager does it.
    pub here: bool,
}

/// Everything is ready for the installer.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct UpdateReady {
    /// The version that will be installed.
    pub version: String,
    /// The backup that was made and checked.
    pub backup: String,
}

/// Looks at an update file; nothing is changed.
///
/// # Errors
/// `update_no_key`, `update_unreadable`, `update_not_signed`, `update_other_program`, `update_not_newer`.
pub fn check_update(call: &Call, ask: UpdateFile) -> Result<UpdateFound, Refusal> {
    domain::check::check_text("path", &ask.path, 1_000)?;
    let about = signed::verify_update(&call.desk.updates.key, Path::new(&ask.path), RUNNING)?;
    Ok(UpdateFound {
        version: about.version,
        running: RUNNING.to_owned(),
        size: i64::try_from(about.size).unwrap_or(i64::MAX),
        here: call.desk.updates.here,
    })
}

/// Checks an update file, takes a copy of it, backs up the data and checks the backup.
///
/// # Errors
/// Those of [`check`]; `update_elsewhere`; `disk_full`, `file_problem`, `damaged`, `stopped`: then nothing is left behind.
pub fn prepare_update(call: &Call, ask: UpdateFile) -> Result<UpdateReady, Refusal> {
    let signed = read_update_file(call, &ask)?;
    if !call.desk.updates.here {
        return Err(Refusal::new(Code::UpdateElsewhere));
    }
    *call.desk.prepared_update_guard() = None;
    let folder = call.desk.folder.join(FOLDER);
    let taken = copy_update(&folder, &signed)?;
    let backup = call.desk.folder.join(format!(
        "{FILE}.before-update-{}",
        call.now.to_local().format("%Y%m%d-%H%M%S")
    ));
    back_up_data(call, &backup).inspect_err(|_| {
        let _ = fs::remove_dir_all(&folder);
    })?;
    *call.desk.prepared_update_guard() = Some(PreparedInstaller {
        path: taken,
        sha256: domain::hash::sha256_hex(&[&signed.bytes]),
    });
    Ok(UpdateReady {
        version: signed.version,
        backup: backup.display().to_string(),
    })
}

fn read_update_file(call: &Call, ask: &UpdateFile) -> Result<SignedUpdate, Refusal> {
    domain::check::check_text("path", &ask.path, 1_000)?;
    signed::verify_and_read_update(&call.desk.updates.key, Path::new(&ask.path), RUNNING)
}

/// A copy on this computer, alone in its folder.
fn copy_update(folder: &Path, signed: &SignedUpdate) -> Result<PathBuf, Refusal> {
    let path = folder.join(format!("Yanshen-{}.exe", signed.version));
    let put = || {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        store::file::write_file(&path, &signed.bytes)
    };
    put().map_err(|error| store::file::file_write_refusal(&path, &error))?;
    Ok(path)
}

/// Backs up and checks the backup. One that is not whole, or was stopped, is taken away.
fn back_up_data(call: &Call, path: &Path) -> Result<(), Refusal> {
    let tell = |before: i64, done: i64, of: i64| {
        call.work
            .set_progress(before + done * PARTS / of.max(1), 2 * PARTS)
    };
    call.desk
        .store
        .write_backup(path, &mut |done, of| tell(0, done, of))?;
    Store::check_backup(path, &mut |done, of| tell(PARTS, done, of)).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Either no key at all, which takes nothing, or one that can be read.
    #[test]
    fn the_key_that_is_built_in_can_be_read() {
        let said = KEY
            .lines()
            .any(|line| !line.trim().is_empty() && !line.starts_with("untrusted comment:"));
        assert_eq!(said, signed::parse_public_key(KEY).is_ok());
    }
}
