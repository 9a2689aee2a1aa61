//! Where the data lies unless somebody says otherwise.

use std::path::PathBuf;

/// `%LOCALAPPDATA%\延伸服务台` on Windows, `$XDG_DATA_HOME/yanshen-fuwutai` elsewhere.
pub(crate) fn default() -> PathBuf {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if cfg!(windows) {
        return variable("LOCALAPPDATA")
            .unwrap_or_else(|| PathBuf::from("."))
            .join("延伸服务台");
    }
    let share =
        variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local").join("share")));
    share
        .unwrap_or_else(|| PathBuf::from("."))
        .join("yanshen-fuwutai")
}
