//! 到期提醒: a look at the clocks every few seconds, also while the window is hidden; messages of the system, the tray's number.
//!
//! Deliberately absent: which clocks count and what was told already, which the desk knows.

use std::{sync::Arc, time::Duration};

use desk::alarm::Alarms;
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt as _;

use crate::{Shell, now, tray::SystemTray};

/// A limit is told at most this much too late, and the time a look takes.
const EVERY: Duration = Duration::from_secs(5);
/// More messages than these at once are one.
const SINGLE: usize = 3;

/// Looks from now on. A computer that slept looks right after waking: nothing counts the looks before.
pub(crate) fn watch_clocks(app: AppHandle, shell: Arc<Shell>, tray: Option<Arc<SystemTray>>) {
    tauri::async_runtime::spawn(async move {
        loop {
            let kept = Arc::clone(&shell);
            let look = tokio::task::spawn_blocking(move || read_alarms(&kept));
            if let Ok(Some((alarms, unattended))) = look.await {
                if let Some(tray) = &tray {
                    tray.show_clock_counts(alarms.soon, alarms.missed);
                }
                for text in format_alarm_messages(&alarms, unattended) {
                    show_notification(&app, &text, alarms.computer.sound);
                }
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}

/// One look; nothing while the desk is not open.
fn read_alarms(shell: &Shell) -> Option<(Alarms, bool)> {
    let desk = shell.opened_desk()?;
    match desk.check_alarms(now::now()) {
        Ok(alarms) => Some((alarms, desk.is_unattended())),
        Err(refusal) => {
            tracing::warn!(%refusal, "the clocks were not looked at");
            None
        }
    }
}

/// What is shown: each alarm by itself, or how many there are. A desk that nobody attends shows no number of a ticket.
fn format_alarm_messages(alarms: &Alarms, unattended: bool) -> Vec<String> {
    let (missed, near): (Vec<_>, Vec<_>) = alarms.news.iter().partition(|alarm| alarm.missed);
    if alarms.news.len() <= SINGLE && !unattended {
        return alarms
            .news
            .iter()
            .map(|alarm| alarm.message_text(now::now()))
            .collect();
    }
    let mut all = Vec::new();
    if !near.is_empty() {
        all.push(format!("{} 件工单即将到期，请尽快办理。", near.len()));
    }
    if !missed.is_empty() {
        all.push(format!("{} 件工单已超时，请尽快办理。", missed.len()));
    }
    all
}

fn show_notification(app: &AppHandle, text: &str, sound: bool) {
    let mut message = app.notification().builder().title("延伸服务台").body(text);
    if sound {
        message = message.sound("Default");
    }
    if let Err(error) = message.show() {
        tracing::warn!(%error, "a message was not shown");
    }
}

#[cfg(test)]
mod tests {
    use desk::{Moment, alarm::Alarm};
    use domain::{clock::ClockKind, service::ServiceKind};

    use super::*;

    fn alarms(count: usize, missed: bool) -> Alarms {
        let one = |place: usize| Alarm {
            ticket: 1,
            number: format!("WX26112400{place:02}"),
            service: ServiceKind::Repair,
            clock: ClockKind::HandOver,
            task: None,
            limit: Moment(0),
            missed,
        };
        Alarms {
            news: (1..=count).map(one).collect(),
            ..Alarms::default()
        }
    }

    #[test]
    fn a_few_are_told_one_by_one_and_many_by_their_number() {
        assert_eq!(
            format_alarm_messages(&alarms(2, true), false),
            ["WX2611240001 转派时限已超时", "WX2611240002 转派时限已超时"]
        );
        assert_eq!(
            format_alarm_messages(&alarms(4, true), false),
            ["4 件工单已超时，请尽快办理。"]
        );
        assert!(format_alarm_messages(&alarms(0, false), false).is_empty());
    }

    #[test]
    fn a_locked_desk_shows_no_ticket() {
        assert_eq!(
            format_alarm_messages(&alarms(1, false), true),
            ["1 件工单即将到期，请尽快办理。"]
        );
    }
}
