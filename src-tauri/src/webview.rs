//! The WebView2 runtime of Windows, without which there is no window: said in Chinese before Tauri says it in English.

const MISSING: &str = "本机没有 Microsoft Edge WebView2 运行时，窗口不能打开。数据没有改动。\n\n\
    请从 https://developer.microsoft.com/microsoft-edge/webview2/ 下载“常青版独立安装程序（x64）”，\
    安装后重新打开本程序；不能上网的电脑，请管理员从其他电脑下载后安装。";

/// Whether it is there; if not, a message has said what to do.
pub(crate) fn there() -> bool {
    let found = tauri::webview_version();
    if let Err(error) = &found {
        tracing::error!(%error, "no WebView2 runtime");
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title("延伸服务台")
            .set_description(MISSING)
            .show();
    }
    found.is_ok()
}
