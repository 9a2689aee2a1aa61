//! What a column of the office's sheet says, guessed from its head.

use super::{
    KnownHeads,
    SheetField::{self, Address, Phones},
};

/// A head is short; a longer text is a title or a note.
const LONGEST: usize = 20;

/// What a column with this head says.
#[must_use]
pub fn guess_column(known: KnownHeads, head: &str) -> Option<SheetField> {
    let head: String = head.split_whitespace().collect();
    if head.chars().count() > LONGEST {
        return None;
    }
    let one = |word: &&str| {
        word.strip_prefix('=')
            .map_or_else(|| head.contains(word), |whole| head == whole)
    };
    let fits = |words: &[&str]| words.iter().any(one);
    known
        .iter()
        .find(|(_, words)| fits(words))
        .map(|(column, _)| *column)
}

/// What the columns with these heads say: of each thing the first column only, but of phones and of an address in parts all.
#[must_use]
pub fn guess_columns(known: KnownHeads, heads: &[String]) -> Vec<Option<SheetField>> {
    let whole = |head: &str| head.contains("地址") || head.contains("住址");
    let has_whole = heads
        .iter()
        .any(|head| guess_column(known, head) == Some(Address) && whole(head));
    let mut taken = Vec::new();
    let mut one = |head: &String| {
        let column = guess_column(known, head)?;
        let again = taken.contains(&column);
        let stays = match column {
            Phones => true,
            // Parts beside the whole say it twice.
            Address if has_whole => whole(head) && !again,
            Address => true,
            _ => !again,
        };
        taken.extend(stays.then_some(column));
        stays.then_some(column)
    };
    heads.iter().map(&mut one).collect()
}

/// How many different things a row names, if it is taken for the heads.
#[must_use]
pub fn count_named_columns(known: KnownHeads, row: &[String]) -> usize {
    let mut columns: Vec<SheetField> = row.iter().filter_map(|head| guess_column(known, head)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.len()
}
