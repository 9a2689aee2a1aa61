//! What the window's screens may ask of the shell: one door to the desk, and those that need the system.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use desk::Desk;
use domain::{Code, Refusal};
use serde_json::Value;
use tauri::{AppHandle, State, Wry};
use tauri_plugin_autostart::ManagerExt as _;
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};

use crate::{Shell, folder, now};

/// After these the month's report may have to be made, or made anew.
const NEWS: &[&str] = &["settings_change", "report_close"];

/// Calls a command of the desk by its name; see `desk::COMMANDS`. `work` names it for whoever wants to watch or stop it,
/// `then` what the screen after it reads, which comes in the same answer.
#[tauri::command]
pub(crate) async fn call(
    app: AppHandle,
    shell: State<'_, Arc<Shell>>,
    name: String,
    request: Value,
    work: Option<String>,
    then: Option<String>,
) -> Result<Value, Refusal> {
    let shell = Arc::clone(&shell);
    // SQLite and PDF work beside the window's own thread: the window never stands still.
    let work = tokio::task::spawn_blocking(move || {
        let desk = shell.open_desk()?;
        if name == "computer_get" {
            sync_autostart(&app, &desk)?;
        }
        let reply = desk.call_then_read(&name, request, now::now(), work.as_deref(), then.as_deref());
        if reply.is_ok() && name == "computer_change" {
            set_autostart(&app, desk.computer_settings()?.starts_with_computer)?;
        }
        if reply.is_ok() && NEWS.contains(&name.as_str()) {
            shell.wake_report_watch();
        }
        reply.inspect_err(|refusal| {
            // What a person is told leaves out the details of these.
            if matches!(refusal.code, Code::BadRequest | Code::Damaged | Code::FileProblem) {
                tracing::warn!(%name, %refusal, "refused");
            }
        })
    });
    work.await.map_err(|error| to_file_refusal(&error.to_string()))?
}

/// Percent of the data gone through, while it is opened the first time after an update; the calls wait meanwhile.
#[tauri::command]
pub(crate) fn opening(shell: State<'_, Arc<Shell>>) -> Option<i64> {
    Some(shell.opening.load(Ordering::Relaxed)).filter(|percent| *percent >= 0)
}

/// Opens data that somebody edited, after their tables were made again from the journal. Where the copy of them lies.
#[tauri::command]
pub(crate) async fn open_rebuilt(shell: State<'_, Arc<Shell>>) -> Result<Option<PathBuf>, Refusal> {
    let shell = Arc::clone(&shell);
    let work = tokio::task::spawn_blocking(move || shell.open_rebuilt_desk());
    work.await.map_err(|error| to_file_refusal(&error.to_string()))?
}

/// The installer can have the program start with the computer, and the system's settings can end it: what is remembered
/// follows what is.
fn sync_autostart(app: &AppHandle, desk: &Desk) -> Result<(), Refusal> {
    match app.autolaunch().is_enabled() {
        Ok(starts) => desk.set_autostart(starts, now::now()),
        Err(error) => {
            tracing::warn!(%error, "the system does not say whether the program starts with it");
            Ok(())
        }
    }
}

/// Has the system start the program when somebody signs in, or not.
fn set_autostart(app: &AppHandle, starts: bool) -> Result<(), Refusal> {
    let launch = app.autolaunch();
    let error = |error: tauri_plugin_autostart::Error| to_file_refusal(&error.to_string());
    // Said once more where it starts already: what the system has noted may open another folder than this one.
    match (starts, launch.is_enabled().map_err(error)?) {
        (true, _) => launch.enable().map_err(error),
        (false, true) => launch.disable().map_err(error),
        (false, false) => Ok(()),
    }
}

/// Asks where to save a file, first in the folder chosen last, and saves it. The chosen path; nothing if the person changed
/// their mind.
#[tauri::command]
pub(crate) async fn save_file(
    app: AppHandle,
    shell: State<'_, Arc<Shell>>,
    suggested_name: String,
    base64: String,
    folder: Option<PathBuf>,
) -> Result<Option<PathBuf>, Refusal> {
    let bytes = STANDARD
        .decode(base64)
        .map_err(|error| to_file_refusal(&error.to_string()))?;
    let dialog = build_file_dialog(&app, "保存到", folder).set_file_name(suggested_name);
    let chosen = await_chosen_path(|tell| dialog.save_file(tell)).await;
    if let Some(path) = &chosen {
        desk::store::file::write_file(path, &bytes)
            .map_err(|error| desk::store::file::file_write_refusal(path, &error))?;
        shell.saved_files().insert(path.clone());
    }
    Ok(chosen)
}

/// Asks for a folder, first of all in this one. The chosen one; nothing if the person changed their mind.
#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle, folder: PathBuf) -> Option<PathBuf> {
    let dialog = build_file_dialog(&app, "选择文件夹", Some(folder));
    await_chosen_path(|tell| dialog.pick_folder(tell)).await
}

/// Asks for an update file, first of all in this folder. The chosen one; nothing if the person changed their mind.
#[tauri::command]
pub(crate) async fn choose_update(app: AppHandle, folder: PathBuf) -> Option<PathBuf> {
    let dialog = build_file_dialog(&app, "选择更新文件", Some(folder)).add_filter("更新文件", &["exe"]);
    await_chosen_path(|tell| dialog.pick_file(tell)).await
}

/// Starts the installer that the desk has checked and got ready, no other file, and ends the program: the installer waits for
/// that, and opens the new window.
#[tauri::command]
pub(crate) fn start_update(app: AppHandle, shell: State<'_, Arc<Shell>>) -> Result<(), Refusal> {
    let desk = shell.opened_desk();
    let desk = desk.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "file"))?;
    let installer = desk.verify_ready_update()?;
    std::process::Command::new(installer)
        .args(["/S", "/WAIT", "/OPEN"])
        // The window it opens is to open the same folder.
        .env(folder::VARIABLE, &shell.folder)
        .spawn()
        .map_err(|error| to_file_refusal(&error.to_string()))?;
    app.exit(0);
    Ok(())
}

/// A dialog of the system that begins in a folder.
fn build_file_dialog(app: &AppHandle, title: &str, folder: Option<PathBuf>) -> FileDialogBuilder<Wry> {
    let dialog = app.dialog().file().set_title(title);
    // A stick that was taken out, or a folder that is gone: the system then begins where it likes.
    match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

/// What is chosen in a dialog that `show` opens; nothing if the person changed their mind.
async fn await_chosen_path(show: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>)) -> Option<PathBuf> {
    let (tell, told) = tokio::sync::oneshot::channel();
    show(Box::new(move |path| {
        // Nobody listens any more only when the window is gone.
        let _ = tell.send(path);
    }));
    told.await.ok().flatten().and_then(|path| path.into_path().ok())
}

/// How the names of files end that this program makes and the system has a program to look at with. What ends otherwise might be started.
const LOOKED_AT: &[&str] = &["pdf", "xlsx", "csv", "zip", "jpg", "jpeg", "png"];

/// Whether a file is only looked at when it is opened.
fn is_viewable_file(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    LOOKED_AT.iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// Opens a file that this window has saved, with the program the system has for it; no other file, whatever a page
/// asks for, and none whose name does not end like a file of this program.
#[tauri::command]
pub(crate) fn open_saved(shell: State<'_, Arc<Shell>>, path: PathBuf) -> Result<(), Refusal> {
    if !shell.saved_files().contains(&path) || !path.exists() || !is_viewable_file(&path) {
        return Err(Refusal::at_field(Code::NotFound, "path").with_arg("what", "file"));
    }
    open_with_system(&path)
}

/// Opens the folder that the program itself put the month's report into; no page can name another one.
#[tauri::command]
pub(crate) fn open_report_folder(shell: State<'_, Arc<Shell>>) -> Result<(), Refusal> {
    open_waiting_folder(&shell)
}

/// Opens the folder of the report that waits.
pub(crate) fn open_waiting_folder(shell: &Shell) -> Result<(), Refusal> {
    let made = shell.opened_desk().and_then(|desk| desk.report_waiting().made);
    let folder = made.map(|made| PathBuf::from(made.folder));
    let folder = folder.filter(|folder| folder.is_dir());
    open_with_system(&folder.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "file"))?)
}

/// Opens a file or folder with the program the system has for it.
fn open_with_system(path: &Path) -> Result<(), Refusal> {
    let program = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    std::process::Command::new(program)
        .arg(path)
        .spawn()
        .map(|_| ())
        .map_err(|error| to_file_refusal(&error.to_string()))
}

/// Tells whoever is there something, above the window.
pub(crate) fn show_message(app: &AppHandle, text: &str) {
    app.dialog().message(text).title("延伸服务台").show(|_| {});
}

fn to_file_refusal(detail: &str) -> Refusal {
    Refusal::new(Code::FileProblem).with_arg("detail", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_opened_that_might_be_started() {
        for name in ["报告.pdf", "月报.XLSX", "工单.csv", "核验包.zip", "现场.jpg"] {
            assert!(is_viewable_file(Path::new(name)), "{name}");
        }
        for name in [
            "报告.bat",
            "报告.pdf.exe",
            "x.hta",
            "报告.pdf.",
            "报告.lnk",
            "报告",
            ".pdf",
            "pdf",
        ] {
            assert!(!is_viewable_file(Path::new(name)), "{name}");
        }
    }
}
