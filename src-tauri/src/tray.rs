//! The icon in the tray: how many clocks run out soon, the window, the month's report, the end. Where a system has no tray
//! the program goes on without.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use desk::{Code, due::ReportWaiting};
use domain::moment::Month;
use tauri::{
    AppHandle, Manager as _, Wry,
    image::Image,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use crate::{Shell, badge, commands};

const OPEN: &str = "open";
const CLOCKS: &str = "clocks";
const REPORT: &str = "report";
const QUIT: &str = "quit";
const NOT_YET: &str = "月报尚未生成";

/// What of the tray changes.
pub(crate) struct SystemTray {
    icon: TrayIcon<Wry>,
    report: MenuItem<Wry>,
    clocks: MenuItem<Wry>,
    /// The program's own icon, without a number.
    plain: Option<Image<'static>>,
    /// What it shows now.
    shown: Mutex<(usize, usize)>,
}

impl SystemTray {
    /// Says how the month's report stands.
    pub(crate) fn show_report_state(&self, waiting: &ReportWaiting) {
        let changed = self.report.set_text(format_report_state(waiting));
        if let Err(error) = changed.and_then(|()| self.report.set_enabled(waiting.made.is_some())) {
            tracing::warn!(%error, "the tray's menu stays as it is");
        }
    }
}

impl SystemTray {
    /// Shows how many clocks run out within ten minutes, and how many have.
    pub(crate) fn show_clock_counts(&self, soon: usize, missed: usize) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if *shown == (soon, missed) {
            return;
        }
        let text = format_clock_counts(soon, missed);
        let image = self.plain.clone().map(|plain| badge::draw_badge(plain, soon));
        let changed = self
            .icon
            .set_icon(image)
            .and_then(|()| self.icon.set_tooltip(Some(format!("延伸服务台：{text}"))))
            .and_then(|()| self.clocks.set_text(text));
        match changed {
            Ok(()) => *shown = (soon, missed),
            Err(error) => tracing::warn!(%error, "the tray stays as it is"),
        }
    }
}

/// In the words of the menu.
fn format_clock_counts(soon: usize, missed: usize) -> String {
    match (soon, missed) {
        (0, 0) => "10 分钟内没有到期的计时".to_owned(),
        (soon, 0) => format!("10 分钟内到期 {soon} 项"),
        (0, missed) => format!("已超时 {missed} 项"),
        (soon, missed) => format!("10 分钟内到期 {soon} 项，已超时 {missed} 项"),
    }
}

/// How the month's report stands, in the words of the menu.
fn format_report_state(waiting: &ReportWaiting) -> String {
    match (&waiting.problem, &waiting.made) {
        (Some(problem), _) => match problem.code {
            Code::FolderNotWritable => "月报未能生成：文件夹不能写入".to_owned(),
            Code::DiskFull => "月报未能生成：磁盘已满".to_owned(),
            _ => "月报未能生成：请在窗口中查看".to_owned(),
        },
        (None, Some(made)) => {
            let month = Month::parse(&made.month).map_or_else(|| made.month.clone(), Month::zh);
            format!("月报：{month}（打开文件夹）")
        }
        (None, None) => NOT_YET.to_owned(),
    }
}

/// Puts the icon into the tray; none where the system has no tray.
pub(crate) fn build_tray(app: &AppHandle, shell: &Arc<Shell>) -> Option<SystemTray> {
    // On Linux the library of the tray is looked for when it is needed, and where it is missing that ends in a panic.
    let built = catch_unwind(AssertUnwindSafe(|| try_build_tray(app, shell)));
    match built {
        Ok(Ok(tray)) => Some(tray),
        Ok(Err(error)) => {
            tracing::warn!(%error, "no tray");
            None
        }
        Err(_) => {
            tracing::warn!("no tray: its library is missing");
            None
        }
    }
}

fn try_build_tray(app: &AppHandle, shell: &Arc<Shell>) -> tauri::Result<SystemTray> {
    let item = |id: &str, text: &str, enabled| MenuItem::with_id(app, id, text, enabled, None::<&str>);
    let report = item(REPORT, NOT_YET, false)?;
    let clocks = item(CLOCKS, &format_clock_counts(0, 0), true)?;
    let menu = Menu::with_items(
        app,
        &[
            &clocks,
            &item(OPEN, "打开窗口", true)?,
            &report,
            &PredefinedMenuItem::separator(app)?,
            &item(QUIT, "退出", true)?,
        ],
    )?;
    let shell = Arc::clone(shell);
    let mut tray = TrayIconBuilder::with_id("desk")
        .tooltip("延伸服务台")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(move |app, event| match event.id().as_ref() {
            OPEN | CLOCKS => show_window(app),
            REPORT => {
                if let Err(refusal) = commands::open_waiting_folder(&shell) {
                    tracing::warn!(%refusal, "the folder was not opened");
                }
            }
            QUIT => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                show_window(tray.app_handle());
            }
        });
    let plain = app.default_window_icon().map(|icon| icon.clone().to_owned());
    if let Some(icon) = &plain {
        tray = tray.icon(icon.clone());
    }
    Ok(SystemTray {
        icon: tray.build(app)?,
        report,
        clocks,
        plain,
        shown: Mutex::new((0, 0)),
    })
}

pub(crate) fn show_window(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window stays where it is");
    }
}

#[cfg(test)]
mod tests {
    use desk::{Moment, Refusal, due::ReportMade};

    use super::*;

    #[test]
    fn the_menu_counts_the_clocks() {
        assert_eq!(format_clock_counts(0, 0), "10 分钟内没有到期的计时");
        assert_eq!(format_clock_counts(2, 0), "10 分钟内到期 2 项");
        assert_eq!(format_clock_counts(0, 1), "已超时 1 项");
        assert_eq!(format_clock_counts(2, 1), "10 分钟内到期 2 项，已超时 1 项");
    }

    #[test]
    fn the_menu_says_how_the_report_stands() {
        let mut waiting = ReportWaiting::default();
        assert_eq!(format_report_state(&waiting), "月报尚未生成");
        waiting.made = Some(ReportMade {
            month: "2026-10".to_owned(),
            folder: String::new(),
            path: String::new(),
            made_at: Moment(0),
        });
        assert_eq!(format_report_state(&waiting), "月报：2026年10月（打开文件夹）");
        waiting.problem = Some(Refusal::new(Code::FolderNotWritable));
        assert_eq!(format_report_state(&waiting), "月报未能生成：文件夹不能写入");
    }
}
