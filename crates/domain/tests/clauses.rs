//! Every numbered clause of the policy, with the code that keeps it and the tests that prove it: `docs/clauses.md`.
//!
//! Code says which clause it keeps in its comments, `(4.3⑵)`, or in its row of a table of moves; a test says which
//! it proves in the comment above it, `/// Clause 4.3⑵: ...` or `/// Clauses 1.3, 5.2: ...`.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may stop at the first surprise"
    )
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// The clauses of the policy, each in a sentence of our own.
const CLAUSES: &[(&str, &str)] = &[
    (
        "1.2",
        "Staff who notice abnormal use, a suspected leak or a hazard tell the customer without delay, and the customer signs.",
    ),
    (
        "1.3",
        "What the company must do something about goes to the department concerned, once the customer has agreed.",
    ),
    (
        "2.1",
        "A customer who doubts the consumption or sees a leak applies to the service centre.",
    ),
    (
        "2.3",
        "The service centre asks in detail, notes phone, name and address, and sends an inspection team.",
    ),
    (
        "2.4",
        "The customer is told the outcome; what cannot be answered yet is studied by the company first and nothing is promised; where nothing can be found, it is explained and advice is given.",
    ),
    (
        "2.5",
        "Nobody takes, asks for or demands anything, and no conditions are made.",
    ),
    (
        "3",
        "A customer who doubts the water asks on the hotline; an inspection team samples, the laboratory tests, the service centre answers in time.",
    ),
    (
        "4",
        "A repair is of pipes after the meter and of fittings indoors, nothing before the meter.",
    ),
    (
        "4.1",
        "Whoever receives a report hands it to the dispatcher; the engineer's office assigns, supervises and verifies the hours.",
    ),
    ("4.2", "Labour is free; the customer supplies the materials."),
    (
        "4.3",
        "From report to repair and reply: 24 hours, or what a regular extension grants.",
    ),
    ("4.3⑴", "Hotline staff hand over within ten minutes."),
    (
        "4.3⑵",
        "In working hours and in town the crew is there in 15 to 30 minutes from the form, or at the time agreed; such a form is not declined.",
    ),
    (
        "4.3⑶",
        "Outside working hours the hotline takes the details and makes an arrangement.",
    ),
    (
        "4.3⑷",
        "Where a valve must be shut, the dispatcher sends an inspection team at once.",
    ),
    (
        "5.1",
        "The service centre organises; a convenience team is drawn from the departments.",
    ),
    (
        "5.2",
        "Events come from a plan, from a wish or from a suggestion, and the service centre coordinates them all.",
    ),
    (
        "5.2⑴",
        "The plan of the year fixes day and place; events are held as planned.",
    ),
    ("5.2⑵", "A customer's wish is followed if an event is necessary."),
    ("5.2⑶", "Staff who find a problem suggest an event."),
    ("5.3", "On site the rules of conduct are kept."),
    (
        "6.1",
        "For outages that are long, wide or hit dense housing, the company arranges water trucks.",
    ),
    (
        "6.2",
        "The departments act together: the site is orderly and safe, and every customer is reached.",
    ),
];

/// Where something stands: the file, and the items or tests in it.
type Places = BTreeMap<String, BTreeSet<String>>;

#[derive(Default)]
struct Found {
    code: BTreeMap<String, Places>,
    tests: BTreeMap<String, Places>,
    unknown: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn known(number: &str) -> bool {
    CLAUSES.iter().any(|(clause, _)| *clause == number)
}

/// The number a text begins with, and the rest: `4.3⑵ 限时` is `4.3⑵`.
fn number(text: &str) -> Option<(&str, &str)> {
    let part = |c: char| c.is_ascii_digit() || c == '.' || ('⑴'..='⑼').contains(&c);
    let end = text.find(|c| !part(c)).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches('.');
    number
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some((number, rest))
}

/// The clauses named in brackets: `(2.5, 5.3)`, `(1.2 及时; ours)`, `(3)`.
fn in_brackets(comment: &str) -> Vec<&str> {
    let groups = comment.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    let parts = groups.flat_map(|(group, _)| group.split([',', ';']));
    let numbers = parts.filter_map(|part| number(part.trim()));
    // A number that runs into a word or another number is none of ours: `(3rd)`, `(4:3)`.
    let whole = numbers.filter(|(_, rest)| rest.is_empty() || rest.starts_with([' ', '、']));
    whole
        .map(|(number, _)| number)
        .filter(|number| known(number))
        .collect()
}

/// The clauses a test proves: `Clause 4.3⑵: ...`, `Clauses 1.3, 5.2 and 6.1: ...`.
fn proved(comment: &str) -> Vec<&str> {
    let after = comment
        .strip_prefix("Clauses ")
        .or_else(|| comment.strip_prefix("Clause "));
    let mut rest = after.unwrap_or_default();
    let mut numbers = Vec::new();
    while let Some((one, more)) = number(rest) {
        numbers.push(one);
        let next = [", ", "、", " and "]
            .iter()
            .find_map(|between| more.strip_prefix(between));
        rest = next.map_or("", |next| next.strip_prefix("Clause ").unwrap_or(next));
    }
    numbers
}

/// What an item's first line names: `pub fn total(` is `total`, `Authorise "authorise" = ...` is `Authorise`.
fn item(line: &str) -> Option<String> {
    const KEYWORDS: &[&str] = &[
        "pub", "crate", "super", "const", "fn", "struct", "enum", "type", "mod", "static", "let",
    ];
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    let mut words = words.filter(|word| !word.is_empty() && !KEYWORDS.contains(word));
    words.next().map(str::to_owned)
}

fn function(line: &str) -> Option<String> {
    let (before, after) = line.split_once("fn ")?;
    let declared = before
        .split_whitespace()
        .all(|word| word.starts_with("pub") || word == "const");
    let name: String = after
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (declared && !name.is_empty()).then_some(name)
}

fn keep(places: &mut BTreeMap<String, Places>, clause: &str, file: &str, what: String) {
    let files = places.entry(clause.to_owned()).or_default();
    files.entry(file.to_owned()).or_default().insert(what);
}

/// Comments of the code that runs: what they stand above, or the function they stand in.
fn read_code(found: &mut Found, file: &str, text: &str) {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let mut inside: Option<String> = None;
    for (index, line) in lines.iter().enumerate() {
        inside = function(line).or(inside);
        let Some(comment) = line.strip_prefix("//") else {
            continue;
        };
        let next = || {
            let code = |line: &&&str| !line.starts_with("//") && !line.starts_with("#[") && !line.is_empty();
            lines.iter().skip(index).find(code).and_then(|line| item(line))
        };
        let what = match comment.chars().next() {
            Some('!') => Some("the whole".to_owned()),
            Some('/') => next(),
            _ => inside.clone().or_else(next),
        };
        for clause in in_brackets(comment) {
            keep(&mut found.code, clause, file, what.clone().unwrap_or_default());
        }
    }
}

/// Rows of a table of moves: `row(Step::Tell, ..., "1.2")`.
fn read_moves(found: &mut Found, file: &str, text: &str) {
    for row in text
        .split("row(Step::")
        .skip(1)
        .chain(text.split("row(\n        Step::").skip(1))
    {
        let Some((step, rest)) = row.split_once(',') else {
            continue;
        };
        let clauses = rest.split('"').nth(1).unwrap_or_default();
        for clause in clauses.split(' ').filter(|clause| known(clause)) {
            keep(&mut found.code, clause, file, format!("Step::{step}"));
        }
    }
}

/// Comments right above a test, the attributes of the test between them.
fn read_tests(found: &mut Found, file: &str, text: &str) {
    let mut above: Vec<&str> = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("///") {
            above.extend(proved(comment.trim()));
        } else if line.starts_with("#[") {
            is_test |= line == "#[test]";
        } else {
            let name = function(line).filter(|_| is_test);
            // What stands above a helper proves nothing by itself; a clause that does not exist is a slip.
            for clause in above.drain(..) {
                match &name {
                    _ if !known(clause) => found.unknown.push(format!("{file}: {clause} above {line}")),
                    Some(name) => keep(&mut found.tests, clause, file, name.clone()),
                    None => {}
                }
            }
            is_test = false;
        }
    }
}

/// Rust files under a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
    all
}

fn search() -> Found {
    let mut found = Found::default();
    let root = root();
    let mut all = files(&root.join("crates"));
    all.extend(files(&root.join("tests/journeys/tests")));
    for path in all {
        let file = path
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        if file == "crates/domain/tests/clauses.rs" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        // Demo data tells of clauses; it keeps none.
        if file.contains("/src/") && !file.starts_with("crates/demo/") {
            read_code(&mut found, &file, &text);
        }
        if file.ends_with("/moves.rs") && file.contains("/src/service/") {
            read_moves(&mut found, &file, &text);
        }
        read_tests(&mut found, &file, &text);
    }
    found
}

/// `crates/domain/src/rules/clock.rs`: total, total_limit.
fn cell(places: Option<&Places>) -> String {
    let lines = places.into_iter().flatten().map(|(file, what)| {
        let names: Vec<&str> = what.iter().map(String::as_str).collect();
        format!("`{file}`: {}", names.join(", "))
    });
    lines.collect::<Vec<_>>().join("<br>")
}

fn printed(found: &Found) -> String {
    let mut text = "# The clauses, what keeps them and what proves them\n\n\
        Made by `crates/domain/tests/clauses.rs` from the clause tags of code and tests; `UPDATE_GOLDEN=1 cargo test -p \
        domain --test clauses` writes it anew. A clause without code or without a test fails that test.\n\n\
        | clause | what it asks | code that keeps it | tests that prove it |\n|---|---|---|---|\n"
        .to_owned();
    for (clause, sentence) in CLAUSES {
        let (code, tests) = (cell(found.code.get(*clause)), cell(found.tests.get(*clause)));
        let _ = writeln!(text, "| {clause} | {sentence} | {code} | {tests} |");
    }
    text
}

#[test]
fn every_clause_has_code_and_tests() {
    let found = search();
    let without = |places: &BTreeMap<String, Places>| -> Vec<&str> {
        let clauses = CLAUSES.iter().map(|(clause, _)| *clause);
        clauses.filter(|clause| !places.contains_key(*clause)).collect()
    };
    assert_eq!(without(&found.code), [""; 0], "no code says it keeps these");
    assert_eq!(without(&found.tests), [""; 0], "no test says it proves these");
    assert_eq!(found.unknown, [""; 0], "no such clause");
}

#[test]
fn the_table_of_clauses_is_up_to_date() {
    let (file, is) = (root().join("docs/clauses.md"), printed(&search()));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, &is).unwrap();
    }
    let expected = std::fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert_eq!(
        is, expected,
        "docs/clauses.md differs; if the change is wanted, UPDATE_GOLDEN=1"
    );
}

#[test]
fn a_tag_is_exactly_its_clause() {
    assert_eq!(in_brackets("转派 (4.3⑴)."), ["4.3⑴"]);
    assert_eq!(
        in_brackets("(2.5, 5.3) and (1.2 及时; ours): (6.2 辐射每个用户)"),
        ["2.5", "5.3", "1.2", "6.2"]
    );
    assert_eq!(
        in_brackets("limits (4.3): 24, (3 用户), (3rd) (30) (13) (4.31) (5) (ours)"),
        ["4.3", "3"]
    );
    assert_eq!(proved("Clause 4.3⑵: thirty minutes"), ["4.3⑵"]);
    assert_eq!(proved("Clauses 1.3, 5.2 and 6.1: linked"), ["1.3", "5.2", "6.1"]);
    assert_eq!(proved("Clause 3: 3 days"), ["3"]);
    assert_eq!(proved("Clause 4.3 24 hours"), ["4.3"]);
    assert_eq!(proved("A clause 3"), [""; 0]);
}

#[test]
fn tags_are_read_where_they_stand() {
    let mut found = Found::default();
    let code = "/// 24 hours (4.3).\n#[must_use]\npub fn total() {\n    // at once (4.3⑷)\n}\n#[cfg(test)]\nmod tests {\n/// Clause 3: x.\n#[test]\nfn proves() {}\n/// Clause 4.4: y.\n#[test]\nfn none() {}\n/// Clause 3: z.\nfn helper() {}\n}\n";
    read_code(&mut found, "a.rs", code);
    read_tests(&mut found, "a.rs", code);
    read_moves(
        &mut found,
        "m.rs",
        "row(Step::Tell, &[ToTell], To::Stay, &[], \"1.2 1.3\"),\n    row(\n        Step::Note,\n        &[],\n        \"ours\",\n    )",
    );
    let has = |places: &BTreeMap<String, Places>, clause: &str| cell(places.get(clause));
    assert_eq!(has(&found.code, "4.3"), "`a.rs`: total");
    assert_eq!(has(&found.code, "4.3⑷"), "`a.rs`: total");
    assert_eq!(has(&found.code, "1.3"), "`m.rs`: Step::Tell");
    assert_eq!(has(&found.tests, "3"), "`a.rs`: proves");
    assert_eq!(found.unknown.len(), 1, "{:?}", found.unknown);
}
