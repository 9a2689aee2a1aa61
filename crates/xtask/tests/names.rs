//! What STYLE.md asks of names and sentences, counted: `names.txt` holds the numbers, and they may only fall. `UPDATE_GOLDEN=1` writes them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// Irregular participles that are no verbs in the present.
const IRREGULAR_PARTICIPLES: &[&str] = &[
    "told", "kept", "held", "shown", "seen", "heard", "known", "given", "taken", "made", "found", "left",
    "said", "sent", "lost", "done", "begun", "written", "drawn", "chosen", "thrown", "fallen", "spoken",
    "broken", "hidden", "driven", "shut", "built", "meant", "felt", "brought", "bought", "caught", "sold",
    "laid", "paid", "led", "fed", "met",
];

/// Words that prose uses to go around a term or a subject.
const VAGUE_WORDS: &[&str] = &["told", "stands", "nobody", "somebody", "whoever", "lies", "heard"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below a folder with one of these endings, in a fixed order.
fn list_files(folder: &Path, endings: &[&str], files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !["tests", "examples", "gen", "target", "node_modules"].contains(&name) {
                list_files(&path, endings, files);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending))
            && !name.contains(".test.")
            && name != "tests.rs"
        {
            files.push(path);
        }
    }
}

/// The source without the tests that stand below it.
fn read_without_tests(path: &Path) -> String {
    let source = std::fs::read_to_string(path).expect("a source");
    match source.find("#[cfg(test)]\nmod tests") {
        Some(place) => source.get(..place).unwrap_or_default().to_owned(),
        None => source,
    }
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// The names that follow a keyword as a word of its own.
fn list_names_after<'a>(source: &'a str, keyword: &str) -> Vec<&'a str> {
    let starts = source.match_indices(keyword).filter(|(place, _)| {
        let before = source.get(..*place).and_then(|text| text.chars().next_back());
        !before.is_some_and(is_name_letter)
    });
    starts
        .filter_map(|(place, _)| source.get(place + keyword.len()..))
        .map(|rest| {
            rest.split(|letter| !is_name_letter(letter))
                .next()
                .unwrap_or_default()
        })
        .filter(|name| !name.is_empty())
        .collect()
}

fn is_bare_participle(name: &str) -> bool {
    let regular = name.ends_with("ed") && !["seed", "need", "feed", "speed", "embed"].contains(&name);
    !name.contains('_') && (regular || IRREGULAR_PARTICIPLES.contains(&name))
}

/// Words of a camel-case name.
fn count_camel_words(name: &str) -> usize {
    let letters: Vec<char> = name.chars().collect();
    let begins = letters
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if !a.is_uppercase() && b.is_uppercase()));
    begins.count() + 1
}

fn count_vague_words(text: &str) -> usize {
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic());
    words
        .filter(|word| VAGUE_WORDS.contains(&word.to_ascii_lowercase().as_str()))
        .count()
}

/// One line a crate: its functions of one word, bare participles, and vague words, comments included.
fn measure_crates(numbers: &mut BTreeMap<String, usize>) {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root().join("crates"))
        .expect("crates")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.push(root().join("src-tauri"));
    for folder in folders {
        let mut files = Vec::new();
        list_files(&folder.join("src"), &[".rs"], &mut files);
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        let (mut one_word, mut participles, mut vague) = (0, 0, 0);
        for path in files {
            let source = read_without_tests(&path);
            let functions = list_names_after(&source, "fn ");
            one_word += functions.iter().filter(|name| !name.contains('_')).count();
            participles += functions.iter().filter(|name| is_bare_participle(name)).count();
            vague += count_vague_words(&source);
        }
        numbers.insert(format!("{name}: functions of one word"), one_word);
        numbers.insert(format!("{name}: bare participles"), participles);
        numbers.insert(format!("{name}: vague words"), vague);
    }
}

/// The same of the screens, by what they export.
fn measure_screens(numbers: &mut BTreeMap<String, usize>) {
    let mut files = Vec::new();
    list_files(&root().join("ui/src"), &[".ts", ".tsx"], &mut files);
    let (mut exported, mut twice) = (BTreeSet::new(), BTreeSet::new());
    let (mut components, mut functions, mut vague) = (0, 0, 0);
    for path in files {
        let source = read_without_tests(&path);
        vague += count_vague_words(&source);
        let keywords = [
            "export function ",
            "export const ",
            "export async function ",
            "export default function ",
        ];
        for name in keywords
            .iter()
            .flat_map(|keyword| list_names_after(&source, keyword))
        {
            let is_component = name.chars().next().is_some_and(char::is_uppercase);
            let is_one_word = !name.contains('_') && count_camel_words(name) == 1;
            components += usize::from(is_component && is_one_word);
            functions += usize::from(!is_component && is_one_word);
            if !exported.insert(name.to_owned()) {
                twice.insert(name.to_owned());
            }
        }
    }
    numbers.insert("ui: exported components of one word".to_owned(), components);
    numbers.insert("ui: exported functions of one word".to_owned(), functions);
    numbers.insert("ui: names exported twice".to_owned(), twice.len());
    numbers.insert("ui: vague words".to_owned(), vague);
}

#[test]
fn names_and_sentences_only_become_better() {
    let mut numbers = BTreeMap::new();
    measure_crates(&mut numbers);
    measure_screens(&mut numbers);
    let mut text = String::new();
    for (what, number) in &numbers {
        writeln!(text, "{what} {number}").unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("names.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let before: BTreeMap<&str, usize> = known
        .lines()
        .filter_map(|line| line.rsplit_once(' '))
        .map(|(what, number)| (what, number.parse().expect("a number")))
        .collect();
    for (what, number) in &numbers {
        let allowed = before.get(what.as_str()).copied().unwrap_or_default();
        assert!(
            *number <= allowed,
            "{what}: {number}, at most {allowed} (see STYLE.md)"
        );
    }
    assert_eq!(text, known, "the numbers fell: UPDATE_GOLDEN=1 writes them down");
}
