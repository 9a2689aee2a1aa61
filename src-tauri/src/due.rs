//! 月报自动生成: while the window is open the report of the month that is over makes itself. With the same looks drafts and notes go
//! that are kept no longer.

use std::{sync::Arc, time::Duration};

use desk::due::ReportWaiting;

use crate::{Shell, now, tray::SystemTray};

/// How often it is looked after, where nothing happens that it waits for.
const EVERY: Duration = Duration::from_secs(180);

/// Before the first look: whoever has just started the program wants to sign in and see the workbench, and a month with
/// twenty thousand tickets keeps a processor busy for seconds.
const FIRST: Duration = Duration::from_secs(20);

/// Looks after it from now on. A computer that slept over the first of the month is no matter: each look asks the clock, and
/// none counts the ones before.
pub(crate) fn watch_auto_report(shell: Arc<Shell>, tray: Option<Arc<SystemTray>>) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FIRST).await;
        loop {
            let kept = Arc::clone(&shell);
            let look = tokio::task::spawn_blocking(move || refresh_auto_report(&kept));
            if let (Ok(Some(waiting)), Some(tray)) = (look.await, &tray) {
                tray.show_report_state(&waiting);
            }
            // Which of the two it was does not matter.
            let _ = tokio::time::timeout(EVERY, shell.news.notified()).await;
        }
    });
}

/// One look; nothing while the desk is not open.
fn refresh_auto_report(shell: &Shell) -> Option<ReportWaiting> {
    let desk = shell.opened_desk()?;
    if let Err(refusal) = desk.delete_old_drafts_and_notes(now::now()) {
        tracing::warn!(%refusal, "old drafts and notes stay");
    }
    let known = desk.report_waiting().problem;
    if let Err(refusal) = desk.refresh_due_report(now::now())
        // Once is enough.
        && known.as_ref() != Some(&refusal)
    {
        tracing::warn!(%refusal, "the month's report was not made");
    }
    Some(desk.report_waiting())
}
