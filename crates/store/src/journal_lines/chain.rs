//! The chain alone: up to a line, because a printed place is compared with the hash of its line; from a line on, before something is sealed.

use domain::{Refusal, acknowledgement::genesis_hash};

use crate::{
    Store, Tx,
    error::sqlite_refusal,
    journal::{StoredLine, columns},
    signature::PowerKeys,
    verify::{EntryIntegrity, broken_line_refusal, check_entry_integrity, hash_of},
};

/// After so many lines it is told again.
const TELL: i64 = 1_000;

impl Store {
    /// Computes every line's hash again up to a line. A break counts as one unless an administrator had gone on with it before that line.
    /// `each` hears how many are done, and ends the check by refusing.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`: the first broken place; what `each` refuses.
    pub fn check_chain(
        &self,
        until: i64,
        each: &mut dyn FnMut(i64) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let db = self.open_reader()?;
        let keys = PowerKeys::read_from_journal(&db, &self.outside_trust())?;
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq <= ?1 ORDER BY seq"
        );
        let mut statement = db.prepare(text).map_err(sqlite_refusal)?;
        let mut rows = statement.query([until]).map_err(sqlite_refusal)?;
        let mut previous = genesis_hash();
        let (mut done, mut last_seq) = (0, 0);
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let line = StoredLine::from_row(row)
                .map_err(|_| broken_line_refusal(last_seq + 1, "a line cannot be read"))?;
            done += 1;
            let is_next = line.seq == last_seq + 1;
            let is_whole = line.previous == previous
                && check_entry_integrity(&db, &keys, &line)? != EntryIntegrity::Changed;
            if !(is_next && is_whole || keys.is_accepted(&db, &previous, &line, until)?) {
                return Err(if is_next {
                    broken_line_refusal(line.seq, "a line was changed")
                } else {
                    broken_line_refusal(last_seq + 1, "a line is missing")
                });
            }
            last_seq = line.seq;
            previous = line.hash;
            if done % TELL == 0 {
                each(done)?;
            }
        }
        Ok(())
    }
}

/// Hears of each line, and what is wrong between it and the one before.
type ChainVisitor<'a> = &'a mut dyn FnMut(&ChainLink) -> Result<(), Refusal>;

/// Two lines that should follow each other.
struct ChainLink<'a> {
    hash_before: &'a str,
    line: &'a StoredLine,
    /// What is wrong between them.
    found: Option<&'static str>,
}

impl Tx<'_> {
    /// Lines that give power, behind `since` and up to `until`, and lie where they were not written: their place and the hash of the line
    /// alone. They do not follow the lines before them, or no key that was announced signed what stands before them. `since`: a line that is
    /// known to be as it was written, 0 for none. Reads every line in between.
    ///
    /// # Errors
    /// Those of the file.
    pub fn misplaced_lines(&self, since: i64, until: i64) -> Result<Vec<(i64, String)>, Refusal> {
        let keys = self.power_keys()?;
        let mut is_whole = true;
        let mut misplaced = Vec::new();
        self.walk_chain(since, until, &mut |link| {
            let line = link.line;
            is_whole &=
                link.found.is_none() || keys.is_accepted(self.db, link.hash_before, line, i64::MAX)?;
            let is_signed = line.parse_fact().is_ok_and(|fact| fact.is_governing())
                && keys.signed_since().is_some_and(|since| line.seq >= since);
            if is_signed && !(is_whole && keys.is_chain_signed(self.db, line)?) {
                misplaced.push((line.seq, line.compute_own_hash()));
            }
            Ok(())
        })?;
        Ok(misplaced)
    }

    /// Refuses where a line from this one to the end was changed, put in or taken out: a line may be edited with its own hash, and then only the
    /// next one tells.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`; those of the file.
    pub fn check_chain_from(&self, since: i64) -> Result<(), Refusal> {
        let keys = self.power_keys()?;
        self.walk_chain(since.saturating_sub(1), i64::MAX, &mut |link| match link.found {
            Some(what) if !keys.is_accepted(self.db, link.hash_before, link.line, i64::MAX)? => {
                Err(broken_line_refusal(link.line.seq, what))
            }
            _ => Ok(()),
        })
    }

    /// Places of lines where the chain is broken, and the mark of each, also of those that an administrator went on with.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_chain_breaks(&self) -> Result<Vec<(i64, String)>, Refusal> {
        let keys = self.power_keys()?;
        let mut breaks = Vec::new();
        self.walk_chain(0, i64::MAX, &mut |link| {
            if link.found.is_some() {
                breaks.push((
                    link.line.seq,
                    keys.break_mark(self.db, link.hash_before, link.line)?,
                ));
            }
            Ok(())
        })?;
        Ok(breaks)
    }

    /// Whether every line is as it was written, whatever an administrator went on with, and each that gives power signed in its place.
    ///
    /// # Errors
    /// Those of the file.
    pub fn is_chain_whole(&self) -> Result<bool, Refusal> {
        let is_whole = self.list_chain_breaks()?.is_empty();
        Ok(is_whole && self.misplaced_lines(0, i64::MAX)?.is_empty())
    }

    /// Tells of each line behind `since`, up to `until`, what is wrong between it and the one before. `since`: a line that is taken as it is, 0
    /// for none.
    fn walk_chain(&self, since: i64, until: i64, each: ChainVisitor) -> Result<(), Refusal> {
        let keys = self.power_keys()?;
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal NOT INDEXED WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq"
        );
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map([since.max(1), until], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        let mut before: Option<StoredLine> = None;
        for line in lines {
            let line = line.map_err(sqlite_refusal)?;
            // The line that the walk begins behind is taken as it is; where it is missing, the first one shows that.
            if line.seq > since {
                let found = keys.find_break(self.db, before.as_ref(), &line)?;
                each(&ChainLink {
                    hash_before: &hash_of(before.as_ref()),
                    line: &line,
                    found,
                })?;
            }
            before = Some(line);
        }
        Ok(())
    }
}
