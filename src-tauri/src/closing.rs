//! Closing the window: it may stay in the tray and go on reminding. Asked once, and remembered on this computer.

use std::sync::{Arc, atomic::Ordering};

use desk::alarm::CloseAction;
use tauri::{AppHandle, Manager as _, Window};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons, MessageDialogResult};

use crate::{Shell, customer, now};

const QUESTION: &str = "关闭窗口后，程序可以留在托盘，继续提醒即将到期的工单。\n以后可在“显示与提醒”中更改。";

/// Whether the window is not closed after all: it is hidden, or somebody is being asked.
pub(crate) fn intercept_close(window: &Window) -> bool {
    let app = window.app_handle();
    let shell = app.state::<Arc<Shell>>();
    // Without a desk nothing is to be reminded of.
    let Some(desk) = shell
        .opened_desk()
        .filter(|_| shell.has_tray.load(Ordering::Relaxed))
    else {
        return false;
    };
    let chosen = desk
        .computer_settings()
        .map_or(CloseAction::Quit, |computer| computer.on_close);
    match chosen {
        CloseAction::Quit => return false,
        CloseAction::Hide => hide_window(app),
        CloseAction::Ask => {
            let app = app.clone();
            let [hides, quits, cancels] =
                [CloseAction::Hide.zh(), CloseAction::Quit.zh(), "取消"].map(str::to_owned);
            let question = app
                .dialog()
                .message(QUESTION)
                .title("延伸服务台")
                // The window waits for the answer: it cannot be closed a second time meanwhile.
                .parent(window)
                .buttons(MessageDialogButtons::YesNoCancelCustom(hides, quits, cancels));
            question.show_with_result(move |answer| {
                let Some(chosen) = parse_close_answer(&answer) else {
                    return;
                };
                if let Err(refusal) = desk.set_close_action(chosen, now::now()) {
                    tracing::warn!(%refusal, "it will be asked again");
                }
                if chosen == CloseAction::Hide {
                    hide_window(&app);
                } else {
                    app.exit(0);
                }
            });
        }
    }
    true
}

/// What is to become of the window; nothing if the question was closed unanswered.
fn parse_close_answer(answer: &MessageDialogResult) -> Option<CloseAction> {
    [CloseAction::Hide, CloseAction::Quit]
        .into_iter()
        .find(|way| *answer == MessageDialogResult::Custom(way.zh().to_owned()))
}

fn hide_window(app: &AppHandle) {
    // What a customer was looking at is no longer served.
    customer::close_customer_window(app);
    if let Some(Err(error)) = app.get_webview_window("main").map(|window| window.hide()) {
        tracing::warn!(%error, "the window stays where it is");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_closes_the_question_goes_on_working() {
        let button = |text: &str| MessageDialogResult::Custom(text.to_owned());
        assert_eq!(
            parse_close_answer(&button(CloseAction::Hide.zh())),
            Some(CloseAction::Hide)
        );
        assert_eq!(
            parse_close_answer(&button(CloseAction::Quit.zh())),
            Some(CloseAction::Quit)
        );
        assert_eq!(parse_close_answer(&button("取消")), None);
        assert_eq!(parse_close_answer(&MessageDialogResult::Cancel), None);
    }
}
