//! The window: a shell around the desk. It knows the clock, the dialogs, the tray and the data folder, and no rule.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use clap::Parser;
use desk::{Desk, Refusal};
use tauri::Manager as _;
use tauri_plugin_window_state::StateFlags;
use tokio::sync::Notify;

mod alarm;
mod badge;
mod closing;
mod commands;
mod customer;
mod due;
mod folder;
mod now;
mod tray;
#[cfg(windows)]
mod webview;

/// 延伸服务台
#[derive(Parser)]
#[command(name = "yanshen", version)]
struct WindowArguments {
    /// 数据文件夹
    #[arg(long, env = folder::VARIABLE)]
    data: Option<PathBuf>,
}

/// What the commands work with. The window opens even if the data folder cannot be opened, says why, and can try
/// again.
pub(crate) struct Shell {
    folder: PathBuf,
    desk: Mutex<Option<Arc<Desk>>>,
    saved: Mutex<HashSet<PathBuf>>,
    /// Whether there is an icon in the tray: without one a hidden window would be lost.
    has_tray: AtomicBool,
    /// Percent of the data gone through while it is opened after an update; below 0 as long as there is nothing to tell.
    opening: AtomicI64,
    /// Something happened that the month's report may wait for.
    news: Notify,
}

impl Shell {
    /// The desk, opened if it is not open yet.
    pub(crate) fn open_desk(&self) -> Result<Arc<Desk>, Refusal> {
        let open = |configuration: Option<&Path>, told: OpenProgress| {
            Desk::open_with_progress(&self.folder, configuration, now::now(), told).map(|desk| (desk, None))
        };
        self.open_desk_with(open).map(|(desk, _)| desk)
    }

    /// The desk, after the tables of a file that somebody edited were made again from the journal; where the copy of that file lies.
    pub(crate) fn open_rebuilt_desk(&self) -> Result<Option<PathBuf>, Refusal> {
        let open = |configuration: Option<&Path>, told: OpenProgress| {
            Desk::open_or_rebuild(&self.folder, configuration, now::now(), told)
        };
        self.open_desk_with(open).map(|(_, copy)| copy)
    }

    fn open_desk_with(
        &self,
        open: impl FnOnce(Option<&Path>, OpenProgress) -> Result<(Desk, Option<PathBuf>), Refusal>,
    ) -> Result<(Arc<Desk>, Option<PathBuf>), Refusal> {
        let mut opened = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = opened.as_ref() {
            return Ok((Arc::clone(desk), None));
        }
        let configuration = std::env::var_os("DESK_CONFIGURATION")
            .map(PathBuf::from)
            .or_else(desk::witness::configuration_folder);
        let result = open(configuration.as_deref(), &mut |done, of| {
            self.opening.store(done * 100 / of.max(1), Ordering::Relaxed);
        });
        self.opening.store(-1, Ordering::Relaxed);
        let (desk, copy) = result.inspect_err(
            |refusal| tracing::error!(folder = %self.folder.display(), %refusal, "not opened"),
        )?;
        self.news.notify_one();
        let desk = Arc::clone(opened.insert(Arc::new(desk)));
        prefetch_workbench(Arc::clone(&desk));
        Ok((desk, copy))
    }

    /// Closes the desk with the program, unless something still works with it: its file then stands alone.
    fn close_desk(&self) {
        let open = self.desk.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(open);
    }

    /// The desk, if it is open.
    pub(crate) fn opened_desk(&self) -> Option<Arc<Desk>> {
        let open = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(Arc::clone)
    }

    /// Has the month's report looked after at once.
    pub(crate) fn wake_report_watch(&self) {
        self.news.notify_one();
    }

    /// Files this window has saved since it was opened.
    pub(crate) fn saved_files(&self) -> MutexGuard<'_, HashSet<PathBuf>> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Is told how many lines of the data have been gone through, and how many there are.
type OpenProgress<'a> = &'a mut dyn FnMut(i64, i64);

/// When the sign-in stands, and somebody types.
const TYPING: Duration = Duration::from_millis(500);

/// Reads what the workbench shows, beside whatever goes on. What fails here is read again there, and said.
fn prefetch_workbench(desk: Arc<Desk>) {
    std::thread::spawn(move || {
        std::thread::sleep(TYPING);
        if let Err(refusal) = desk.prefetch_workbench(now::now()) {
            tracing::warn!(%refusal, "the workbench was not read ahead");
        }
    });
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .init();
    #[cfg(windows)]
    if !webview::there() {
        return ExitCode::FAILURE;
    }
    let usual = folder::default_folder();
    let folder = WindowArguments::parse().data.map_or_else(
        || usual.clone(),
        |data| folder::to_absolute_path(&data, &std::env::current_dir().unwrap_or_default()),
    );
    let (title, words) = (
        folder::window_title(&folder, &usual),
        folder::autostart_arguments(&folder, &usual),
    );
    let shell = Arc::new(Shell {
        folder: folder.clone(),
        desk: Mutex::default(),
        saved: Mutex::default(),
        has_tray: AtomicBool::new(false),
        opening: AtomicI64::new(-1),
        news: Notify::new(),
    });
    let (managed, kept) = (Arc::clone(&shell), Arc::clone(&shell));
    let built = tauri::Builder::default()
        // First of all: a second start shows the window of the first and is over.
        .plugin(tauri_plugin_single_instance::init(move |app, words, within| {
            tray::show_window(app);
            // Whoever asks for another folder would take what they see for it.
            if let Some(asked) = folder::find_other_folder(&words, &within, &folder) {
                commands::show_message(app, &folder::format_other_folder_message(&asked, &folder));
            }
        }))
        // Size and place of the window, as it was left; never that it was hidden: whoever starts the program wants to see it.
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .with_denylist(&[customer::LABEL])
                .build(),
        )
        .plugin(tauri_plugin_autostart::Builder::new().args(words).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .manage(managed)
        .invoke_handler(tauri::generate_handler![
            commands::call,
            commands::opening,
            commands::open_rebuilt,
            commands::save_file,
            commands::choose_folder,
            commands::choose_update,
            commands::start_update,
            commands::open_saved,
            commands::open_report_folder,
            customer::open_customer,
            customer::close_customer
        ])
        .setup(move |app| {
            if let Some(window) = app.get_webview_window("main") {
                window.set_title(&title)?;
            }
            let tray = tray::build_tray(app.handle(), &kept).map(Arc::new);
            kept.has_tray.store(tray.is_some(), Ordering::Relaxed);
            alarm::watch_clocks(app.handle().clone(), Arc::clone(&kept), tray.clone());
            due::watch_auto_report(kept, tray);
            Ok(())
        })
        .on_window_event(|window, event| match event {
            tauri::WindowEvent::Destroyed if window.label() == "main" => {
                customer::close_customer_window(window.app_handle())
            }
            tauri::WindowEvent::CloseRequested { api, .. }
                if window.label() == "main" && closing::intercept_close(window) =>
            {
                api.prevent_close();
            }
            _ => {}
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            // The process ends with this, without anything being dropped.
            app.run(move |_, event| {
                if matches!(event, tauri::RunEvent::Exit) {
                    shell.close_desk();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
