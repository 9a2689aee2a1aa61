//! Closing the window: it may stay in the tray and go on reminding. Asked once, and remembered on this computer.

use std::sync::{Arc, atomic::Ordering};

use desk::alarm::OnClose;
use tauri::{AppHandle, Manager as _, Window};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons};

use crate::{Shell, customer, now};

const QUESTION: &str = "关闭窗口后，程序可以留在托盘，继续提醒即将到期的工单。\n以后可在“设置”中更改。";

/// Whether the window is not closed after all: it is hidden, or somebody is being asked.
pub(crate) fn stays(window: &Window) -> bool {
    let app = window.app_handle();
    let shell = app.state::<Arc<Shell>>();
    // Without a desk nothing is to be reminded of.
    let Some(desk) = shell.opened().filter(|_| shell.has_tray.load(Ordering::Relaxed)) else {
        return false;
    };
    let chosen = desk
        .computer()
        .map_or(OnClose::Quit, |computer| computer.on_close);
    match chosen {
        OnClose::Quit => return false,
        OnClose::Hide => hide(app),
        OnClose::Ask => {
            let app = app.clone();
            let buttons = MessageDialogButtons::OkCancelCustom("留在托盘".to_owned(), "退出程序".to_owned());
            let question = app
                .dialog()
                .message(QUESTION)
                .title("延伸服务台")
                .buttons(buttons);
            question.show(move |hides| {
                let chosen = if hides { OnClose::Hide } else { OnClose::Quit };
                if let Err(refusal) = desk.close_with(chosen, now::now()) {
                    tracing::warn!(%refusal, "it will be asked again");
                }
                if hides {
                    hide(&app);
                } else {
                    app.exit(0);
                }
            });
        }
    }
    true
}

fn hide(app: &AppHandle) {
    // What a customer was looking at is no longer served.
    customer::close(app);
    if let Some(Err(error)) = app.get_webview_window("main").map(|window| window.hide()) {
        tracing::warn!(%error, "the window stays where it is");
    }
}
