//! Where the data lies: unless somebody says otherwise, in the folder of the computer's user. Another folder is handed on to whatever starts
//! the program again, and shown in the window's title: nobody shall work in the wrong file without seeing it.

use std::path::{Path, PathBuf};

use clap::Parser as _;

use crate::WindowArguments;

/// The program's name, as the window bears it.
const NAME: &str = "延伸服务台";

/// The variable that names another folder, for whatever is started by this program.
pub(crate) const VARIABLE: &str = "DESK_DATA";

/// `%LOCALAPPDATA%\延伸服务台` on Windows, `$XDG_DATA_HOME/yanshen-fuwutai` elsewhere.
pub(crate) fn default_folder() -> PathBuf {
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

/// The whole path of a folder, as it is asked for in a folder of its own.
pub(crate) fn to_absolute_path(folder: &Path, within: &Path) -> PathBuf {
    let folder = within.join(folder);
    std::path::absolute(&folder).unwrap_or(folder)
}

/// Whether both are the same folder, however they are written.
fn is_same_folder(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real(one) == real(other)
}

/// What the window is called: with its folder, where that is not the usual one.
pub(crate) fn window_title(folder: &Path, usual: &Path) -> String {
    if is_same_folder(folder, usual) {
        NAME.to_owned()
    } else {
        format!("{NAME} – {}", folder.display())
    }
}

/// With which words the system is to start the program, so that it opens this folder again; each is quoted as the system's list of programs
/// to start wants it, because whoever writes that list only joins them.
pub(crate) fn autostart_arguments(folder: &Path, usual: &Path) -> Vec<String> {
    if is_same_folder(folder, usual) {
        Vec::new()
    } else {
        vec!["--data".to_owned(), quote_path(&folder.display().to_string())]
    }
}

fn quote_path(path: &str) -> String {
    if cfg!(target_os = "macos") {
        return path.to_owned();
    }
    if cfg!(windows) {
        // Before the closing quote a stroke would take it for a letter.
        let strokes = path.len() - path.trim_end_matches('\\').len();
        return format!("\"{path}{}\"", "\\".repeat(strokes));
    }
    let mut text = String::from('"');
    for c in path.chars() {
        match c {
            // First of all the file's own rule for a stroke, then the one within quotes.
            '\\' => text.push_str(r"\\\\"),
            '"' | '`' | '$' => text.extend([r"\\".to_owned(), c.to_string()]),
            '%' => text.push_str("%%"),
            _ => text.push(c),
        }
    }
    text.push('"');
    text
}

/// The folder that a second start asks for, in words of its own and from where it was started, if that is another one.
pub(crate) fn find_other_folder(words: &[String], within: &str, folder: &Path) -> Option<PathBuf> {
    let asked = WindowArguments::try_parse_from(words).ok()?.data?;
    let asked = to_absolute_path(&asked, Path::new(within));
    (!is_same_folder(&asked, folder)).then_some(asked)
}

/// What whoever asked for another folder is told.
pub(crate) fn format_other_folder_message(asked: &Path, folder: &Path) -> String {
    format!(
        "{NAME}已经打开，正在使用的数据文件夹是：\n{}\n\n没有打开：\n{}\n\n如需使用后者，请先退出程序，再重新启动。",
        folder.display(),
        asked.display()
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn the_title_names_a_folder_that_is_not_the_usual_one() {
        let here = tempfile::tempdir().unwrap();
        let (usual, other) = (here.path().join("usual"), here.path().join("other"));
        assert_eq!(window_title(&usual, &usual), "延伸服务台");
        assert_eq!(
            window_title(&other, &usual),
            format!("延伸服务台 – {}", other.display())
        );
        std::fs::create_dir(&usual).unwrap();
        assert_eq!(
            window_title(&other.join("../usual"), &usual),
            window_title(&other, &usual).replace("other", "other/../usual")
        );
        std::fs::create_dir(&other).unwrap();
        assert_eq!(window_title(&other.join("../usual"), &usual), "延伸服务台");
    }

    #[test]
    fn a_start_with_the_computer_opens_the_same_folder() {
        let usual = default_folder();
        assert_eq!(autostart_arguments(&usual, &usual), Vec::<String>::new());
        let folder = std::env::temp_dir().join("服务台 数据");
        let words = autostart_arguments(&folder, &usual);
        assert_eq!(words.first().unwrap(), "--data");
        let bare = words.last().unwrap().trim_matches('"');
        let start: Vec<String> = ["yanshen", "--data", bare].map(str::to_owned).to_vec();
        assert_eq!(
            WindowArguments::try_parse_from(start).unwrap().data.unwrap(),
            folder
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_is_quoted_as_a_desktop_file_wants_it() {
        assert_eq!(quote_path("/a b/100%/$x"), r#""/a b/100%%/\\$x""#);
    }

    #[cfg(windows)]
    #[test]
    fn a_folder_is_quoted_as_windows_reads_it() {
        assert_eq!(quoted(r"D:\a b"), r#""D:\a b""#);
        assert_eq!(quoted(r"D:\"), r#""D:\\""#);
    }

    #[test]
    fn a_second_start_with_another_folder_is_told() {
        let here = tempfile::tempdir().unwrap();
        let folder = here.path().join("one");
        let within = here.path().to_str().unwrap();
        let start = |words: &[&str]| {
            let words: Vec<String> = ["yanshen"]
                .iter()
                .chain(words)
                .map(|word| (*word).to_owned())
                .collect();
            find_other_folder(&words, within, &folder)
        };
        assert_eq!(start(&["--data", "two"]), Some(here.path().join("two")));
        assert_eq!(start(&["--data", "one"]), None);
        assert_eq!(start(&["--data", folder.to_str().unwrap()]), None);
        assert_eq!(start(&["--no-such-word"]), None);
        let told = format_other_folder_message(&here.path().join("two"), &folder);
        assert!(told.contains("two") && told.contains("one"), "{told}");
    }
}
