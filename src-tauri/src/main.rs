//! The window: a shell around the desk. It knows the clock, the dialogs and the data folder, and no rule.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::Parser;
use desk::{Desk, Refusal};

mod commands;
mod folder;
mod now;

/// 延伸服务台
#[derive(Parser)]
#[command(name = "yanshen", version)]
struct Arguments {
    /// 数据文件夹
    #[arg(long, env = "DESK_DATA")]
    data: Option<PathBuf>,
}

/// What the commands work with: the desk, or why it could not be opened. In that case the window opens all the
/// same and says so.
pub(crate) struct Shell {
    pub(crate) desk: Result<Desk, Refusal>,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .init();
    let folder = Arguments::parse().data.unwrap_or_else(folder::default);
    let desk = Desk::open(&folder, now::now());
    if let Err(refusal) = &desk {
        tracing::error!(folder = %folder.display(), %refusal, "the data folder could not be opened");
    }
    let shell = Arc::new(Shell { desk });
    let run = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(shell)
        .invoke_handler(tauri::generate_handler![
            commands::call,
            commands::save_file,
            commands::open_path
        ])
        .run(tauri::generate_context!());
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
