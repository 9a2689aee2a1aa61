//! What stands on a page: the text of a PDF, as somebody reads it.

use std::io::{Cursor, Read as _};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// What `pdftotext` reads out of a PDF that a command made; none where qpdf and poppler are not set up.
#[must_use]
pub fn text(file: &Value) -> Option<String> {
    let bytes = STANDARD
        .decode(file["base64"].as_str().expect("a file"))
        .expect("base64");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert_eq!(file["missing"], json!([]), "a character no font has");
    if !cfg!(target_os = "linux") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.pdf");
    std::fs::write(&path, bytes).expect("a file");
    let run = |program: &str, before: &str, after: &[&str]| {
        let out = std::process::Command::new(program)
            .arg(before)
            .arg(&path)
            .args(after)
            .output();
        out.unwrap_or_else(|error| panic!("{program}: {error}"))
    };
    let checked = run("qpdf", "--check", &[]);
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
    let read = run("pdftotext", "-layout", &["-"]);
    Some(String::from_utf8(read.stdout).expect("text"))
}

/// The words stand on the page, whatever spaces and line ends lie between their characters.
pub fn holds(page: Option<&str>, words: &[&str]) {
    let Some(page) = page else { return };
    let dense = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let on_page = dense(page);
    for word in words {
        assert!(
            on_page.contains(&dense(word)),
            "{word} is not on the page:\n{page}"
        );
    }
}

/// Every text of a file that a command made: a PDF as poppler reads it, line by line and as it lies; what lies in a ZIP, which a
/// workbook is too; other bytes as UTF-8.
#[must_use]
pub fn unpacked(bytes: &[u8]) -> String {
    let mut out = String::new();
    unpack(bytes, &mut out);
    out
}

fn unpack(bytes: &[u8], out: &mut String) {
    if bytes.starts_with(b"%PDF") && !cfg!(target_os = "linux") {
        // Nothing reads a PDF there.
    } else if bytes.starts_with(b"%PDF") {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file.pdf");
        std::fs::write(&path, bytes).expect("a file");
        // Without the layout a cell's text stands together, whatever lies beside it.
        for way in ["-layout", "-raw"] {
            let read = std::process::Command::new("pdftotext")
                .arg(way)
                .arg(&path)
                .arg("-")
                .output();
            let read = read.expect("pdftotext");
            assert!(read.status.success());
            out.push_str(&String::from_utf8(read.stdout).expect("text"));
        }
    } else if bytes.starts_with(b"PK") {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
        for place in 0..zip.len() {
            let mut inside = Vec::new();
            zip.by_index(place)
                .expect("a file")
                .read_to_end(&mut inside)
                .expect("bytes");
            unpack(&inside, out);
        }
    } else if !bytes.starts_with(b"\x89PNG") && !bytes.starts_with(b"\xFF\xD8\xFF") {
        out.push_str(&String::from_utf8_lossy(bytes));
    }
    out.push('\u{1}');
}
