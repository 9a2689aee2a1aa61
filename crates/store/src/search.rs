//! Finding words in Chinese text: FTS5 over overlapping two-character tokens, built here.
//!
//! `厨房漏水` is kept as 厨房 房漏 漏水 水, and asked for as the phrase of its pairs, so that only what stands
//! side by side is found. A run of letters and digits is kept whole and once more backwards, so that the last
//! digits of a phone or number are the beginning of a token. No word of a query is ever ignored.

/// Runs of one sort of character.
enum Run {
    /// Latin letters and digits.
    Plain(String),
    /// Everything else that is a letter.
    Script(Vec<char>),
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for c in text.chars() {
        let plain = c.is_ascii_alphanumeric();
        match (runs.last_mut(), plain, c.is_alphanumeric()) {
            (Some(Run::Plain(run)), true, _) => run.push(c.to_ascii_lowercase()),
            (_, true, _) => runs.push(Run::Plain(c.to_ascii_lowercase().to_string())),
            (Some(Run::Script(run)), false, true) if !run.is_empty() => run.push(c),
            (_, false, true) => runs.push(Run::Script(vec![c])),
            // An empty run keeps what stands on both sides of a stroke or a space apart.
            _ => runs.push(Run::Script(Vec::new())),
        }
    }
    runs
}

/// The tokens of texts, one after another; a phrase never reaches from one text into the next.
pub(crate) fn tokens<T: AsRef<str>>(texts: &[T]) -> String {
    let mut out = String::new();
    for run in texts.iter().flat_map(|text| runs(text.as_ref())) {
        match run {
            Run::Plain(run) => {
                out.push_str(&run);
                out.push(' ');
                out.push_str(BACKWARDS);
                out.extend(run.chars().rev());
                out.push(' ');
            }
            Run::Script(run) => {
                for (first, second) in run.iter().zip(run.iter().skip(1)) {
                    out.extend([*first, *second, ' ']);
                }
                out.extend(run.last().into_iter().flat_map(|last| [*last, ' ']));
            }
        }
    }
    out
}

/// Marks a token written backwards; a letter to the tokenizer, and in no text people write.
const BACKWARDS: &str = "\u{2190}";

/// The FTS5 expression of what somebody typed; none if there is nothing in it to look for.
pub(crate) fn expression(text: &str) -> Option<String> {
    let parts: Vec<String> = runs(text).iter().filter_map(part).collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

fn part(run: &Run) -> Option<String> {
    match run {
        Run::Plain(run) => {
            let back: String = run.chars().rev().collect();
            Some(format!("(\"{run}\"* OR \"{BACKWARDS}{back}\"*)"))
        }
        Run::Script(run) => match run.as_slice() {
            [] => None,
            [one] => Some(format!("\"{one}\"*")),
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
        assert_eq!(tokens(&["厨房漏水DN20"]), "厨房 房漏 漏水 水 dn20 \u{2190}02nd ");
        assert_eq!(expression("漏水").unwrap(), "\"漏水\"");
        assert_eq!(expression("0017").unwrap(), "(\"0017\"* OR \"\u{2190}7100\"*)");
        assert_eq!(expression(" ，。\" * "), None);
    }

    fn found(texts: &[&str], query: &str) -> bool {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE VIRTUAL TABLE s USING fts5(t, content='', contentless_delete=1, tokenize='ascii')",
        )
        .unwrap();
        db.execute("INSERT INTO s (rowid, t) VALUES (1, ?1)", [tokens(texts)])
            .unwrap();
        let Some(expression) = expression(query) else {
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
