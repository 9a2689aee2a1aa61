//! Names of files as they may be proposed to a person who saves one: what a name says must not deceive whoever opens it, and
//! every system must take it.

/// A name that had nothing in it.
const NAMELESS: &str = "文件";

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];
/// The same with a digit after them.
const PORTS: &[&str] = &["COM", "LPT"];

/// The name without what leads into other folders (`/`, `\`, `:`), what Windows does not take, what cannot be seen or turns the
/// direction of what follows, and dots and spaces at its ends. A device's name gets a stroke before it.
#[must_use]
pub fn clean_file_name(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_hidden_character(*c)).collect();
    let split = |c: char| if r#"/\:*?"<>|"#.contains(c) { '_' } else { c };
    let kept: String = seen.chars().map(split).collect();
    let kept = kept.trim_matches(|c: char| c.is_whitespace() || c == '.');
    match kept {
        "" => NAMELESS.to_owned(),
        _ if is_device_name(kept) => format!("_{kept}"),
        _ => kept.to_owned(),
    }
}

/// The clean name with one of these endings, which are written small and without their dot: its own if it is one of them, else the
/// first, in the place of one of `others`.
#[must_use]
pub fn set_extension(name: &str, endings: &[&str], others: &[&str]) -> String {
    let clean = clean_file_name(name);
    let (stem, end) = clean.rsplit_once('.').unwrap_or((&clean, ""));
    let small = end.to_ascii_lowercase();
    if endings.contains(&small.as_str()) {
        return clean;
    }
    let stem = if others.contains(&small.as_str()) {
        stem
    } else {
        &clean
    };
    let first = endings.first().copied().unwrap_or_default();
    format!("{stem}.{first}")
}

/// What cannot be seen, or changes how what follows is seen: control characters, marks of direction, joiners and spaces without width,
/// the end of a line.
const fn is_hidden_character(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_device_name(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    let port = |before: &&str| {
        let digit = stem
            .strip_prefix(*before)
            .map(|digit| digit.chars().collect::<Vec<_>>());
        matches!(digit.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&stem.as_str()) || PORTS.iter().any(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_and_hides_nothing() {
        for (name, clean) in [
            ("用户确认单 第 2 页.pdf", "用户确认单 第 2 页.pdf"),
            (r"..\..\x.hta", "_.._x.hta"),
            ("/etc/passwd", "_etc_passwd"),
            ("C:报告.pdf", "C_报告.pdf"),
            ("报告\u{202E}fdp.bat", "报告fdp.bat"),
            ("报\u{200B}告\u{0}\r\n.pdf", "报告.pdf"),
            ("a?*\"<>|b.pdf", "a______b.pdf"),
            ("  报告.pdf. . ", "报告.pdf"),
            ("", "文件"),
            (" .. ", "文件"),
            ("con.pdf", "_con.pdf"),
            ("Com1", "_Com1"),
            ("LPT³.tar.pdf", "_LPT³.tar.pdf"),
            ("COM10.pdf", "COM10.pdf"),
            ("CONtract.pdf", "CONtract.pdf"),
        ] {
            assert_eq!(clean_file_name(name), clean, "{name:?}");
            assert_eq!(clean_file_name(clean), clean, "it stays as it is");
        }
    }

    #[test]
    fn a_name_ends_as_it_must() {
        let (jpeg, others) = (&["jpg", "jpeg"], &["jpg", "jpeg", "png", "pdf"]);
        for (name, is) in [
            ("现场.jpg", "现场.jpg"),
            ("现场.JPEG", "现场.JPEG"),
            ("现场.png", "现场.jpg"),
            ("现场", "现场.jpg"),
            ("现场.bat", "现场.bat.jpg"),
            ("3.5 米", "3.5 米.jpg"),
            ("NUL", "_NUL.jpg"),
            ("", "文件.jpg"),
        ] {
            assert_eq!(set_extension(name, jpeg, others), is, "{name}");
        }
    }
}
