//! The customer's window: on a second screen, where there is one. It shows what is to be confirmed and takes the signature;
//! the desk's own window tells it what, page to page. No capability names it, so it can call nothing of the program.

use domain::{Code, Refusal};
use tauri::{AppHandle, Manager as _, Monitor, WebviewUrl, WebviewWindowBuilder};

/// The label, which no capability may ever name.
pub(crate) const LABEL: &str = "customer";

/// Opens the customer's window; whether it stands on a screen of its own.
#[tauri::command]
pub(crate) async fn open_customer(app: AppHandle) -> Result<bool, Refusal> {
    let other = find_second_monitor(&app);
    if let Some(open) = app.get_webview_window(LABEL) {
        open.show().map_err(|error| to_window_refusal(&error))?;
        return Ok(other.is_some());
    }
    let page = WebviewUrl::App("index.html#/customer".into());
    let mut window = WebviewWindowBuilder::new(&app, LABEL, page)
        .title("用户签字")
        .inner_size(1100.0, 720.0)
        .general_autofill_enabled(false)
        // Whoever sits at the desk goes on typing where they were.
        .focused(false);
    if let Some(monitor) = &other {
        let corner = monitor.position().to_logical::<f64>(monitor.scale_factor());
        window = window.position(corner.x, corner.y).fullscreen(true);
    }
    window.build().map_err(|error| to_window_refusal(&error))?;
    Ok(other.is_some())
}

/// Closes it.
#[tauri::command]
pub(crate) async fn close_customer(app: AppHandle) {
    close_customer_window(&app);
}

/// Closes it: with the desk's own window, too.
pub(crate) fn close_customer_window(app: &AppHandle) {
    if let Some(open) = app.get_webview_window(LABEL)
        && let Err(error) = open.close()
    {
        tracing::warn!(%error, "the customer's window stays");
    }
}

/// A screen that the desk's own window does not stand on.
fn find_second_monitor(app: &AppHandle) -> Option<Monitor> {
    let main = app.get_webview_window("main")?;
    let own = main.current_monitor().ok()??;
    let all = main.available_monitors().ok()?;
    all.into_iter()
        .find(|monitor| monitor.position() != own.position())
}

fn to_window_refusal(error: &tauri::Error) -> Refusal {
    Refusal::new(Code::FileProblem).with_arg("detail", error.to_string())
}
