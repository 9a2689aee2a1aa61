//! Backups: a whole, consistent copy while the desk goes on working.

use std::path::{Path, PathBuf};

use domain::{Code, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Call;

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupMake {
    /// The file to write; it must not exist. A folder gets a file named by date and time.
    pub path: String,
}

/// A backup was made.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct BackupResult {
    pub path: String,
    /// How large, in bytes.
    #[ts(type = "number")]
    pub size: i64,
}

/// Makes a backup.
///
/// # Errors
/// `required`, `not_found` (a folder), `file_exists`, `file_problem`, `disk_full`, `stopped`.
pub fn make_backup(call: &Call, ask: BackupMake) -> Result<BackupResult, Refusal> {
    domain::check::check_text("path", &ask.path, 1_000)?;
    // An address is no name of a file, even where such a file could be made.
    if ask.path.trim_start().to_ascii_lowercase().starts_with("file:") {
        return Err(Refusal::at_field(Code::FileProblem, "path").with_arg("path", ask.path));
    }
    // A folder that is not there would become a file of its name.
    let asked = Path::new(&ask.path);
    if !asked.exists() && asked.extension().is_none() {
        return Err(Refusal::at_field(Code::NotFound, "path").with_arg("what", "folder"));
    }
    let path = choose_backup_path(asked, call);
    call.desk
        .store
        .write_backup(&path, &mut |done, of| call.work.set_progress(done, of))?;
    let size = std::fs::metadata(&path)
        .map_err(|error| backup_file_refusal(&error))?
        .len();
    Ok(BackupResult {
        path: path.display().to_string(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
    })
}

fn choose_backup_path(path: &Path, call: &Call) -> PathBuf {
    if path.is_dir() {
        path.join(format!(
            "延伸服务台备份-{}.db",
            call.now.to_local().format("%Y%m%d-%H%M%S")
        ))
    } else {
        path.to_owned()
    }
}

fn backup_file_refusal(error: &std::io::Error) -> Refusal {
    Refusal::at_field(Code::FileProblem, "path").with_arg("detail", error.to_string())
}

/// Whether the person signed in may put a backup in the place of this folder's file.
///
/// # Errors
/// `not_signed_in`, `locked`, `not_permitted`.
pub fn check_may_restore(desk: &crate::Desk, now: domain::Moment) -> Result<(), Refusal> {
    desk.admit_caller("backup_make", now).map(|_| ())
}

/// Puts a backup in the place of a folder's file. What was there is kept beside it, under the time given; nothing where nothing was.
///
/// # Errors
/// `damaged` or `newer_file` if the backup is not whole; `file_problem`.
pub fn restore_backup(backup: &Path, folder: &Path, now: domain::Moment) -> Result<Option<PathBuf>, Refusal> {
    let kept = folder.join(format!(
        "desk.db.before-restore-{}",
        now.to_local().format("%Y%m%d-%H%M%S")
    ));
    store::Store::restore_backup(backup, &folder.join(crate::FILE), &kept)?;
    Ok(kept.exists().then_some(kept))
}
