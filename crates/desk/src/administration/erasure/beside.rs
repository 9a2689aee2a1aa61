//! What 到期清除 finds beside the journal: drafts, views and shift notes that name a customer, and the copies the program wrote.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use domain::{Fact, Moment, Refusal, personal::Viewer};
use serde_json::Value;
use store::{TicketList, Tx};

use crate::{Desk, FILE, kept::PROGRAM, shift, view};

/// What the program keeps for everybody that people have typed into.
const TYPED: [&str; 2] = [shift::NOTES, view::VIEWS];

/// Takes out of what is kept whatever has one of these words and stands on no ticket that stays; whether there was anything.
/// `gone`: the tickets they were taken from.
pub(crate) fn erase_from_user_data(
    tx: &Tx,
    words: &[String],
    gone: &[i64],
    now: Moment,
) -> Result<bool, Refusal> {
    let mut words: Vec<(&String, String)> = words.iter().map(|word| (word, fold_text(word))).collect();
    words.sort_unstable();
    words.dedup();
    words.retain(|(_, folded)| folded.chars().count() > 1);
    let mut any = false;
    for (person, name, text) in tx.read_all_user_data()? {
        if person == PROGRAM && !TYPED.contains(&name.as_str()) {
            continue;
        }
        let Ok(value) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        let forgotten = |value: &Value| has_erased_word(tx, value, &words, gone, now);
        let left = match value {
            Value::Array(all) => {
                let before = all.len();
                let mut left = Vec::new();
                for one in all {
                    if !forgotten(&one)? {
                        left.push(one);
                    }
                }
                if left.len() == before {
                    continue;
                }
                Some(Value::Array(left))
            }
            other if forgotten(&other)? => None,
            _ => continue,
        };
        any = true;
        match left {
            Some(left) => tx.replace_user_data(person, &name, &left.to_string())?,
            None => tx.put_user_data(person, &name, None, now)?,
        }
    }
    Ok(any)
}

/// Whether a value has one of the words, and nobody else's ticket has it.
fn has_erased_word(
    tx: &Tx,
    value: &Value,
    words: &[(&String, String)],
    gone: &[i64],
    now: Moment,
) -> Result<bool, Refusal> {
    let mut texts = Vec::new();
    collect_texts(value, &mut texts);
    for (word, folded) in words {
        if texts.iter().any(|text| text.contains(folded)) && !is_word_still_used(tx, word, gone, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a household or a ticket that was not taken out has a word.
fn is_word_still_used(tx: &Tx, word: &str, gone: &[i64], now: Moment) -> Result<bool, Refusal> {
    if !tx.find_customers(word, Viewer::Whole, 1)?.is_empty() {
        return Ok(true);
    }
    let query = TicketList {
        text: Some(word.to_owned()),
        // Those that go in this step may still be found.
        limit: i64::try_from(gone.len() + 1).ok(),
        ..TicketList::default()
    };
    let rows = tx.list_tickets(&query, Viewer::Whole, now)?.rows;
    Ok(rows
        .iter()
        .any(|row| row.erased_at.is_none() && !gone.contains(&row.id)))
}

/// The texts of a value as they are compared.
fn collect_texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.extend([fold_text(text), fold_text(&decode_url_text(text))]),
        Value::Array(all) => all.iter().for_each(|one| collect_texts(one, texts)),
        Value::Object(all) => all.values().for_each(|one| collect_texts(one, texts)),
        _ => {}
    }
}

/// Without what people set between the digits of a phone or the parts of an address, and in one width.
fn fold_text(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let letters = text.chars().map(narrow).filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A view's address as it was typed: `%E6%AC%A7` is 欧.
fn decode_url_text(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = (*first == b'%').then(|| behind.split_at_checked(2)).flatten();
        let byte = code.and_then(|(code, behind)| {
            let code = std::str::from_utf8(code).ok()?;
            Some((u8::from_str_radix(code, 16).ok()?, behind))
        });
        let (byte, behind) = byte.unwrap_or((*first, behind));
        bytes.push(byte);
        rest = behind;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Files and folders that the program wrote and does not erase: its copies of the data file, and the folders with its monthly
/// reports, where they lie today.
pub(crate) fn list_unerased_copies(desk: &Desk, tx: &Tx) -> Result<Vec<String>, Refusal> {
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    let copy = format!("{FILE}.before-");
    found.extend(find_files_starting_with(desk.data_folder(), &copy));
    for folder in report_folders(desk, tx)? {
        if !find_files_starting_with(&folder, "月度服务报告-").is_empty() {
            found.insert(folder);
        }
    }
    Ok(found.iter().map(|path| path.display().to_string()).collect())
}

/// The folder of the reports, and those that were set before.
fn report_folders(desk: &Desk, tx: &Tx) -> Result<Vec<PathBuf>, Refusal> {
    let mut settings = vec![tx.read_settings()?.1];
    for entry in tx.read_stream_entries("settings")? {
        if let Fact::Settings(before) = entry.fact {
            settings.push(*before);
        }
    }
    let kind = desk.data_kind(tx)?;
    let mut folders: Vec<PathBuf> = settings
        .iter()
        .map(|settings| desk.report_folder(settings, &kind))
        .collect();
    folders.sort_unstable();
    folders.dedup();
    Ok(folders)
}

/// What lies in a folder under names that begin so; nothing where it cannot be read.
fn find_files_starting_with(folder: &Path, begins: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(begins));
    named.map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_they_were_typed() {
        assert_eq!(fold_text("１２０ 8765-4321"), "12087654321");
        assert_eq!(
            fold_text("演示花园 7 号楼（3 单元）"),
            fold_text("演示花园7号楼3单元")
        );
        assert_eq!(
            decode_url_text("text=%E6%AC%A7%E9%98%B3&open=1"),
            "text=欧阳&open=1"
        );
        assert_eq!(decode_url_text("100%"), "100%");
        assert_eq!(decode_url_text("%zz%E6"), "%zz\u{fffd}");
    }
}
