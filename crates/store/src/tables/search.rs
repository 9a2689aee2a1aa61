//! Finding words in Chinese text: FTS5 over overlapping two-character tokens, built here.
//!
//! `厨房漏水` is kept as 厨房 房漏 漏水 水, and asked for as the phrase of its pairs, so that only what stands
//! side by side is found. A run of letters and digits is kept whole and once more backwards, so that the last
//! digits of a phone or number are the beginning of a token; a mark before each says which way it is written. What
//! begins with a mark and two digits is indexed on its own (`prefix = '3'`), because thousands of tokens begin so.
//! No word of a query is ever ignored. Texts and queries are taken in their normal forms (`domain::normal_form`); a phone that is
//! spelled in pieces is kept once more as one run.
//!
//! What is personal stands in a column of its own. Whoever is not to see it is answered from the other alone, in which a free
//! text stands without it: else a search would tell a phone digit by digit.

use domain::{
    normal_form::{normalise_search_text, phone},
    personal::Viewer,
};
use pinyin::ToPinyinMulti as _;

/// Runs of one sort of character.
enum TextRun {
    /// Latin letters and digits.
    Plain(String),
    /// Everything else that is a letter.
    Script(Vec<char>),
}

fn split_runs(text: &str) -> Vec<TextRun> {
    let mut runs = Vec::new();
    for c in text.chars() {
        let plain = c.is_ascii_alphanumeric();
        match (runs.last_mut(), plain, c.is_alphanumeric()) {
            (Some(TextRun::Plain(run)), true, _) => run.push(c.to_ascii_lowercase()),
            (_, true, _) => runs.push(TextRun::Plain(c.to_ascii_lowercase().to_string())),
            (Some(TextRun::Script(run)), false, true) if !run.is_empty() => run.push(c),
            (_, false, true) => runs.push(TextRun::Script(vec![c])),
            // An empty run keeps what stands on both sides of a stroke or a space apart.
            _ => runs.push(TextRun::Script(Vec::new())),
        }
    }
    runs
}

/// The tokens of texts, one after another; a phrase never reaches from one text into the next.
pub(crate) fn tokenize_texts<T: AsRef<str>>(texts: &[T]) -> String {
    let mut out = String::new();
    for text in texts {
        let text = normalise_search_text(text.as_ref());
        for run in split_runs(&text) {
            match run {
                TextRun::Plain(run) => put_run(&mut out, &run),
                TextRun::Script(run) => {
                    for (first, second) in run.iter().zip(run.iter().skip(1)) {
                        out.extend([*first, *second, ' ']);
                    }
                    out.extend(run.last().into_iter().flat_map(|last| [*last, ' ']));
                }
            }
        }
        for found in phone::find_phones(&text) {
            if text.get(found.place.clone()) != Some(&found.digits) {
                put_run(&mut out, &found.digits);
            }
        }
    }
    out
}

/// A run as it stands, and backwards.
fn put_run(out: &mut String, run: &str) {
    out.push(FORWARDS);
    out.push_str(run);
    out.push(' ');
    out.push_str(&reverse_with_mark(BACKWARDS, run));
    out.push(' ');
}

/// The token of a ticket's own number, besides those of a text, so that the same digits elsewhere are not looked at
/// when somebody asks for a number by its end.
pub(crate) fn own_number_token(number: &str) -> String {
    reverse_with_mark(NUMBER, &number.to_ascii_lowercase())
}

fn reverse_with_mark(mark: char, run: &str) -> String {
    std::iter::once(mark).chain(run.chars().rev()).collect()
}

/// How far the first letters of a name are kept: a person's name has four characters at most, a company's is known by its
/// beginning.
const LETTERS: usize = 8;
/// More readings of a name than these are not kept.
const READINGS: usize = 8;

/// The first letters of a name in pinyin, as they are typed: 张三 is `zs`. A character with several readings gives several
/// (单 is `s` as a surname and `d` elsewhere); what is no Chinese character stands for itself.
pub(crate) fn list_pinyin_initials(name: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut chinese = false;
    for c in name.chars().take(LETTERS) {
        let mut letters: Vec<char> = match c.to_pinyin_multi() {
            Some(readings) => readings
                .into_iter()
                .filter_map(|reading| reading.plain().chars().next())
                .filter_map(strip_accent)
                .collect(),
            None if c.is_ascii_alphanumeric() => vec![c.to_ascii_lowercase()],
            None => continue,
        };
        chinese |= !c.is_ascii();
        letters.sort_unstable();
        letters.dedup();
        all = all
            .iter()
            .flat_map(|begun| letters.iter().map(move |letter| format!("{begun}{letter}")))
            .take(READINGS)
            .collect();
    }
    all.retain(|letters| chinese && letters.len() > 1);
    all
}

/// A few readings begin with a letter no keyboard has (`ê`).
const fn strip_accent(letter: char) -> Option<char> {
    match letter {
        'ê' | 'ế' | 'ề' => Some('e'),
        'a'..='z' => Some(letter),
        _ => None,
    }
}

/// Marks of tokens: a run as it stands, one written backwards, a ticket's own number backwards. Letters to the
/// tokenizer, and in no run of a text.
const FORWARDS: char = '→';
const BACKWARDS: char = '←';
const NUMBER: char = '№';

/// The FTS5 expression of what somebody typed; none if there is nothing in it to look for.
pub(crate) fn build_match_expression(text: &str) -> Option<String> {
    let text = normalise_search_text(text);
    let mut parts = Vec::new();
    let mut at = 0;
    for found in phone::find_phones(&text) {
        // Of two that share a part, one says what is looked for.
        if found.place.start < at {
            continue;
        }
        parts.extend(build_plain_expression(
            text.get(at..found.place.start).unwrap_or_default(),
        ));
        let spelled = build_plain_expression(text.get(found.place.clone()).unwrap_or_default())
            .map(|runs| format!("({runs})"));
        let ways = phone::list_searchable_digits(&found.digits)
            .into_iter()
            .map(|way| build_run_expression(&TextRun::Plain(way)));
        let ways: Vec<String> = ways.chain([spelled]).flatten().collect();
        parts.push(format!("({})", ways.join(" OR ")));
        at = found.place.end;
    }
    parts.extend(build_plain_expression(text.get(at..).unwrap_or_default()));
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// Every run of a text, whatever it means.
fn build_plain_expression(text: &str) -> Option<String> {
    let parts: Vec<String> = split_runs(text).iter().filter_map(build_run_expression).collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// An expression as it is asked for who looks.
pub(crate) fn restrict_expression(viewer: Viewer, expression: &str) -> String {
    match viewer {
        Viewer::Whole => expression.to_owned(),
        Viewer::Masked => format!("open : ({expression})"),
    }
}

/// The expression of a ticket whose number ends with what somebody typed; none if that is no run of letters and digits.
pub(crate) fn build_number_end_expression(text: &str) -> Option<String> {
    match split_runs(text).as_slice() {
        [TextRun::Plain(run)] => Some(build_prefix_expression(&reverse_with_mark(NUMBER, run))),
        _ => None,
    }
}

/// What begins like this token.
fn build_prefix_expression(token: &str) -> String {
    format!("\"{token}\"*")
}

fn build_run_expression(run: &TextRun) -> Option<String> {
    match run {
        TextRun::Plain(run) => {
            let forwards = build_prefix_expression(&format!("{FORWARDS}{run}"));
            Some(format!(
                "({forwards} OR {})",
                build_prefix_expression(&reverse_with_mark(BACKWARDS, run))
            ))
        }
        TextRun::Script(run) => match run.as_slice() {
            [] => None,
            [one] => Some(build_prefix_expression(&one.to_string())),
            _ => {
                let pairs: Vec<String> = run.windows(2).map(String::from_iter).collect();
                Some(format!("\"{}\"", pairs.join(" ")))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::Connection;

    #[test]
    fn pairs_and_backwards() {
        assert_eq!(
            tokenize_texts(&["厨房漏水DN20"]),
            "厨房 房漏 漏水 水 →dn20 ←02nd "
        );
        assert_eq!(own_number_token("WX0017"), "№7100xw");
        assert_eq!(build_match_expression("漏水").unwrap(), "\"漏水\"");
        assert_eq!(
            build_match_expression("0017").unwrap(),
            "(\"→0017\"* OR \"←7100\"*)"
        );
        assert_eq!(
            tokenize_texts(&["527 0300"]),
            "→527 ←725 →0300 ←0030 →5270300 ←0030725 "
        );
        assert_eq!(build_match_expression(" ，。\" * "), None);
        assert_eq!(build_number_end_expression("WX0017").unwrap(), "\"№7100xw\"*");
        assert_eq!(
            (
                build_number_end_expression("漏 17"),
                build_number_end_expression("17 "),
                build_number_end_expression("")
            ),
            (None, None, None)
        );
    }

    #[test]
    fn a_name_is_found_by_its_first_letters() {
        assert_eq!(list_pinyin_initials("张三"), ["zs"]);
        assert_eq!(
            list_pinyin_initials("单雄信"),
            ["cxs", "cxx", "dxs", "dxx", "sxs", "sxx"]
        );
        assert_eq!(list_pinyin_initials("吕布"), ["lb"]);
        assert_eq!(list_pinyin_initials("A座物业"), ["azwy"]);
        assert!(
            list_pinyin_initials("Smith").is_empty()
                && list_pinyin_initials("王").is_empty()
                && list_pinyin_initials("").is_empty()
        );
        assert!(list_pinyin_initials("行行行行行行行行行").len() <= READINGS);
    }

    fn found(texts: &[&str], query: &str) -> bool {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE VIRTUAL TABLE s USING fts5(t, content='', contentless_delete=1, tokenize='ascii', prefix='3')",
        )
        .unwrap();
        db.execute("INSERT INTO s (rowid, t) VALUES (1, ?1)", [tokenize_texts(texts)])
            .unwrap();
        let Some(expression) = build_match_expression(query) else {
            return true;
        };
        db.query_row("SELECT count(*) FROM s WHERE s MATCH ?1", [expression], |row| {
            row.get::<_, i64>(0)
        })
        .unwrap()
            == 1
    }

    #[test]
    fn last_digits_rare_characters_and_words_apart() {
        let texts = ["𬱖䶮", "12012345678", "演示花园 3 号楼", "厨房漏水"];
        for query in [
            "5678",
            "12012345678",
            "𬱖䶮",
            "𬱖",
            "䶮",
            "花园",
            "漏水 花园",
            "号楼",
            "3 号楼",
            "厨房漏水",
            "漏水 5678",
        ] {
            assert!(found(&texts, query), "{query}");
        }
        for query in ["水漏", "漏水 别处", "楼厨", "5679", "园3号楼漏"] {
            assert!(!found(&texts, query), "{query}");
        }
    }

    #[test]
    fn every_spelling_finds_every_other() {
        for text in [
            "13987654321",
            "139-8765-4321",
            "１３９ ８７６５ ４３２１",
            "+86 139 8765 4321",
            "一三九八七六五四三二一",
        ] {
            for query in [
                "13987654321",
                "139 8765 4321",
                "1398765",
                "65 4321",
                "4321",
                "一三九八七六五四三二一",
                "０４３２１",
            ] {
                let there = query != "０４３２１" && (query != "65 4321" || text.contains([' ', '-']));
                assert_eq!(found(&["厨房漏水", text], query), there, "{text} {query}");
            }
        }
        for text in ["0533-5270300", "(0533) 5270300", "05335270300", "5270300"] {
            for query in ["5270300", "0533-5270300", "527 0300", "0300"] {
                assert!(found(&[text], query), "{text} {query}");
            }
        }
        for text in ["演示花园5号楼", "演示花园 5#楼", "演示花园5幢", "演示花园五栋"] {
            for query in ["5号楼", "5#楼", "5 幢", "花园 5", "五号楼"] {
                assert!(found(&[text], query), "{text} {query}");
            }
        }
        assert!(found(&["买买提·艾力"], "买买提艾力") && found(&["买买提艾力"], "买买提•艾力"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_part_of_two_or_more_characters_is_found(
            text in "[漏水管道爆裂厨房客厅一二三四五六𬱖䶮㐂]{2,20}", from in 0usize..18, len in 2usize..8,
        ) {
            let part: String = text.chars().skip(from).take(len).collect();
            if part.chars().count() >= 2 {
                prop_assert!(found(&["前文", &text, "后文"], &part));
            }
        }

        #[test]
        fn nothing_typed_breaks_the_expression(query in "\\PC{0,30}") {
            found(&["演示"], &query);
        }
    }
}
