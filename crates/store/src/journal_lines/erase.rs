//! 到期清除: the content of old lines and the bytes of their files go, and a new line says so. The chain goes on through the
//! hash each line had.

use std::time::Duration;

use domain::{
    Code, Fact, JournalEntry, Moment, Refusal, Ticket,
    attachment::Attachment,
    erasure::{ErasedLine, Erasure},
    fact::{ScanFact, TicketFact},
    hash,
    key::SealingKey,
};
use rusqlite::{OptionalExtension, params};

use crate::{
    CachedTicket, EntryStamp, PATIENCE, RowState, Store, Tx,
    error::{damaged_refusal, expect_one_row, sqlite_refusal},
    journal::{StoredLine, columns},
    ticket::SearchTerms,
    verify::check_line_is_whole,
};

/// Who takes content out, and why.
#[derive(Debug, Clone, Copy)]
pub struct ErasureOrder<'a> {
    pub reason: &'a str,
    /// The key that seals it.
    pub secret: &'a SealingKey,
    pub stamp: &'a EntryStamp<'a>,
}

/// What is left of lines whose content went.
pub(crate) struct ErasureOutcome {
    pub(crate) entries: Vec<JournalEntry>,
    /// The words people were known by in them, which are nowhere in them any more.
    pub(crate) words: Vec<String>,
}

/// A finished ticket whose last line is older than a moment, and that nobody still looks into.
const OVER: &str = "ended_at < ?1 AND ended_at IS NOT NULL AND erased_at IS NULL AND violations_open = 0
    AND NOT EXISTS (SELECT 1 FROM journal WHERE stream = 'ticket/' || ticket.id AND recorded_at >= ?1)";

impl Tx<'_> {
    pub(crate) fn put_file(&self, entry: &JournalEntry, file: &Attachment) -> Result<(), Refusal> {
        self.db
            .prepare_cached("INSERT INTO file (sha256, line, ticket) VALUES (?1, ?2, ?3)")
            .and_then(|mut statement| statement.execute(params![file.sha256, entry.seq, entry.stream_id()]))
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    pub(crate) fn put_erasure(&self, seq: i64, erasure: &Erasure) -> Result<(), Refusal> {
        let mut line = self
            .db
            .prepare_cached(
                "INSERT INTO erased (line, erasure) VALUES (?1, ?2)
                 ON CONFLICT (line) DO UPDATE SET erasure = max(erasure, excluded.erasure)",
            )
            .map_err(sqlite_refusal)?;
        for erased in &erasure.lines {
            line.execute([erased.seq, seq]).map_err(sqlite_refusal)?;
        }
        let mut file = self
            .db
            .prepare_cached("INSERT INTO erased_file (sha256, erasure) VALUES (?1, ?2)")
            .map_err(sqlite_refusal)?;
        for sha256 in &erasure.files {
            file.execute(params![sha256, seq]).map_err(sqlite_refusal)?;
        }
        Ok(())
    }

    /// How many tickets ended and were last touched before a moment, and when the oldest of them ended.
    ///
    /// # Errors
    /// Those of the file.
    pub fn count_erasable_tickets(&self, before: Moment) -> Result<(i64, Option<Moment>), Refusal> {
        let text = format!("SELECT count(*), min(ended_at) FROM ticket WHERE {OVER}");
        let mut statement = self.db.prepare_cached(&text).map_err(sqlite_refusal)?;
        statement
            .query_row([before.0], |row| {
                Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(Moment)))
            })
            .map_err(sqlite_refusal)
    }

    /// The first of them. What is over is asked of the journal: where a row says otherwise, it is made anew first.
    ///
    /// # Errors
    /// `damaged` if the journal cannot be read; those of the file.
    pub fn list_erasable_tickets(&self, before: Moment, most: i64) -> Result<Vec<i64>, Refusal> {
        let text = format!("SELECT id FROM ticket WHERE {OVER} ORDER BY ended_at, id LIMIT ?2");
        loop {
            let mut statement = self.db.prepare_cached(&text).map_err(sqlite_refusal)?;
            let rows = statement
                .query_map([before.0, most], |row| row.get(0))
                .map_err(sqlite_refusal)?;
            let found: Vec<i64> = rows.collect::<Result<_, _>>().map_err(sqlite_refusal)?;
            let wrong = self.wrong_rows(&found)?;
            if wrong.is_empty() {
                return Ok(found);
            }
            self.mend_tickets(&wrong)?;
        }
    }

    /// Takes the personal content out of everything written about a ticket; the words its customer was known by.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`; `erased` if that was done before; those of the file.
    pub fn erase_ticket(&self, id: i64, how: &ErasureOrder) -> Result<Vec<String>, Refusal> {
        if self.read_ticket(id)?.erased_at.is_some() {
            return Err(Refusal::new(Code::Erased));
        }
        let stream = format!("ticket/{id}");
        let mut lines = StoredLine::read_stream(self.db, &stream)?;
        let mut files = Vec::new();
        for file in self.list_attached_files(&lines)? {
            if let Some(scans) = self.find_scans_if_unused(&file, Some(id))? {
                lines.extend(scans);
                files.push(file);
            }
        }
        let ErasureOutcome { entries, words } = self.erase_lines(&stream, lines, files, how, |erasure| {
            Fact::Ticket(TicketFact::Erased(erasure))
        })?;
        for entry in entries {
            if let Some(record) = crate::acknowledgement::record_of_fact(&entry.fact) {
                self.db
                    .prepare_cached("DELETE FROM acknowledgement WHERE seq = ?1")
                    .and_then(|mut statement| statement.execute([entry.seq]))
                    .map_err(sqlite_refusal)?;
                self.put_acknowledgement(&entry, record)?;
            }
        }
        let entries = self.read_stream_entries(&stream)?;
        let kept = CachedTicket {
            ticket: Ticket::replay_entries(&entries)?,
            entries,
            row: RowState::Old,
            words: SearchTerms::Changed,
        };
        self.tickets.borrow_mut().insert(id, kept);
        Ok(words)
    }

    /// Takes out the pages that left the tray before a moment and are on no ticket any more; how many.
    ///
    /// # Errors
    /// As [`Tx::erase_ticket`].
    pub fn erase_scans(&self, before: Moment, how: &ErasureOrder) -> Result<usize, Refusal> {
        let (mut lines, mut files) = (Vec::new(), Vec::new());
        for line in StoredLine::read_stream(self.db, "scan")? {
            let old = line.recorded_at < before.0 && !self.is_line_erased(line.seq)?;
            let fact = if old { Some(line.parse_fact()?) } else { None };
            let Some(Fact::Scan(ScanFact::Kept { id, file, .. })) = fact else {
                continue;
            };
            if self.is_in_tray(id)? || files.contains(&file.sha256) {
                continue;
            }
            if let Some(scans) = self.find_scans_if_unused(&file.sha256, None)? {
                lines.extend(scans);
                files.push(file.sha256);
            }
        }
        let count = lines.len();
        if count > 0 {
            self.erase_lines("scan", lines, files, how, |erasure| {
                Fact::Scan(ScanFact::Erased(erasure))
            })?;
        }
        Ok(count)
    }

    /// Writes what is left of the lines, and the line that says so.
    pub(crate) fn erase_lines(
        &self,
        stream: &str,
        lines: Vec<StoredLine>,
        files: Vec<String>,
        how: &ErasureOrder,
        wrap: fn(Erasure) -> Fact,
    ) -> Result<ErasureOutcome, Refusal> {
        let (mut said, mut left, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let keys = self.power_keys()?;
        for mut line in lines {
            // What is left of it is sealed, and must be left of what was written.
            check_line_is_whole(self.db, &keys, &line)?;
            let fact = line.parse_fact()?;
            let text = hash::to_canonical_json(&fact.erase_personal_texts()?)
                .map_err(|error| damaged_refusal(error.to_string()))?;
            if text == line.fact {
                continue;
            }
            words.extend(fact.list_identifying_words());
            // Of a line that an administrator went on with although it was changed: its hash is not what it bears, and stays to be seen.
            let was = line.compute_hash();
            line.fact = text;
            said.push(ErasedLine {
                seq: line.seq,
                was,
                now: line.compute_hash(),
            });
            left.push(line);
        }
        let erasure = Erasure::seal_erasure(how.reason, said, files, how.secret)?;
        let gone = erasure.files.clone();
        self.append_erasure(stream, wrap(erasure), how)?;
        let mut update = self
            .db
            .prepare_cached("UPDATE journal SET fact = ?2 WHERE seq = ?1")
            .map_err(sqlite_refusal)?;
        for line in &left {
            let rows = update
                .execute(params![line.seq, line.fact])
                .map_err(sqlite_refusal)?;
            expect_one_row(rows)?;
        }
        let mut delete = self
            .db
            .prepare_cached("DELETE FROM blob WHERE sha256 = ?1")
            .map_err(sqlite_refusal)?;
        for sha256 in &gone {
            delete.execute([sha256]).map_err(sqlite_refusal)?;
        }
        let entries = left
            .into_iter()
            .map(|line| line.into_journal_row().map(|row| row.entry));
        Ok(ErasureOutcome {
            entries: entries.collect::<Result<_, _>>()?,
            words,
        })
    }

    /// The line that says what went: signed like every line that gives power, once lines are.
    fn append_erasure(
        &self,
        stream: &str,
        fact: Fact,
        how: &ErasureOrder,
    ) -> Result<Vec<JournalEntry>, Refusal> {
        if self.first_signed_line()?.is_none() {
            return self.append_facts(stream, None, vec![fact], how.stamp);
        }
        self.append_signed(stream, None, vec![fact], how.stamp, how.secret)
    }

    /// The files that lines bring, each once.
    fn list_attached_files(&self, lines: &[StoredLine]) -> Result<Vec<String>, Refusal> {
        let mut files = Vec::new();
        for line in lines {
            if let Some(file) = line.parse_fact()?.attached_file()
                && !files.contains(&file.sha256)
            {
                files.push(file.sha256.clone());
            }
        }
        Ok(files)
    }

    /// The lines of the tray that brought a file, if no other ticket and no page still in the tray needs it.
    fn find_scans_if_unused(
        &self,
        sha256: &str,
        ticket: Option<i64>,
    ) -> Result<Option<Vec<StoredLine>>, Refusal> {
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq IN (SELECT line FROM file WHERE sha256 = ?1) AND seq NOT IN (SELECT line FROM erased)"
        );
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map([sha256], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        let mut scans = Vec::new();
        for line in lines {
            let line = line.map_err(sqlite_refusal)?;
            match line.parse_fact()? {
                Fact::Scan(ScanFact::Kept { id, .. }) if self.is_in_tray(id)? => return Ok(None),
                Fact::Scan(_) => scans.push(line),
                _ if ticket.is_some_and(|id| line.stream == format!("ticket/{id}")) => {}
                _ => return Ok(None),
            }
        }
        Ok(Some(scans))
    }

    fn is_in_tray(&self, scan: i64) -> Result<bool, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM scan WHERE id = ?1)")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([scan], |row| row.get(0))
            .map_err(sqlite_refusal)
    }

    pub(crate) fn is_line_erased(&self, seq: i64) -> Result<bool, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased WHERE line = ?1)")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([seq], |row| row.get(0))
            .map_err(sqlite_refusal)
    }
}

impl Store {
    /// Makes sure that what was taken out is nowhere in the file: not in pages that are free, not among the words of the
    /// search, not in the log of what is being written. In small steps, so that the desk goes on meanwhile.
    ///
    /// # Errors
    /// `busy` if somebody is reading, so that the log cannot be cut; those of the file.
    pub fn scrub_file(&self) -> Result<(), Refusal> {
        let merge = |pages: i64| -> Result<bool, Refusal> {
            let connection = self.lock_writer()?;
            let before = connection.total_changes();
            connection
                .execute(
                    "INSERT INTO ticket_search (ticket_search, rank) VALUES ('merge', ?1)",
                    [pages],
                )
                .map_err(sqlite_refusal)?;
            // The statement itself is one change; a second one says that pages were merged.
            Ok(connection.total_changes() - before >= 2)
        };
        self.drop_statistics()?;
        // A negative count begins to put everything into one; what was deleted is not written again.
        merge(-MERGED)?;
        while merge(MERGED)? {}
        self.fill_free_pages()?;
        self.truncate_wal()
    }

    /// Puts the log into the file and empties it. SQLite answers whether it could; it fails only where the file does.
    fn truncate_wal(&self) -> Result<(), Refusal> {
        let connection = self.lock_writer()?;
        // Nobody may write while this waits for whoever reads.
        connection.busy_timeout(SHORT).map_err(sqlite_refusal)?;
        let busy: Result<i64, _> =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        connection.busy_timeout(PATIENCE).map_err(sqlite_refusal)?;
        match busy.map_err(sqlite_refusal)? {
            0 => Ok(()),
            _ => Err(Refusal::new(Code::Busy).with_arg("what", "scrub")),
        }
    }
}

impl Store {
    /// Statistics, which an older demo folder has and other programs may have made, hold samples of what is indexed: phones,
    /// account numbers.
    fn drop_statistics(&self) -> Result<(), Refusal> {
        let connection = self.lock_writer()?;
        let names = {
            let mut statement = connection
                .prepare(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'sqlite_stat[0-9]'",
                )
                .map_err(sqlite_refusal)?;
            let names = statement
                .query_map([], |row| row.get(0))
                .map_err(sqlite_refusal)?;
            names
                .collect::<rusqlite::Result<Vec<String>>>()
                .map_err(sqlite_refusal)?
        };
        for name in names {
            connection
                .execute_batch(&format!("DROP TABLE {name}"))
                .map_err(sqlite_refusal)?;
        }
        Ok(())
    }

    /// Pages that are free still hold what stood there. Zeros are written into all of them, and they are free again.
    fn fill_free_pages(&self) -> Result<(), Refusal> {
        let connection = || self.lock_writer();
        connection()?
            .execute_batch("DROP TABLE IF EXISTS zeros; CREATE TABLE zeros (page BLOB NOT NULL) STRICT;")
            .map_err(sqlite_refusal)?;
        loop {
            let free: i64 = connection()?
                .pragma_query_value(None, "freelist_count", |row| row.get(0))
                .map_err(sqlite_refusal)?;
            if free == 0 {
                break;
            }
            connection()?
                .execute(
                    "INSERT INTO zeros SELECT zeroblob(?1 * page_size) FROM pragma_page_size",
                    [free.min(FILLED)],
                )
                .map_err(sqlite_refusal)?;
        }
        connection()?
            .execute_batch("DROP TABLE zeros")
            .map_err(sqlite_refusal)
    }
}

/// How long cutting the log waits for a reader.
const SHORT: Duration = Duration::from_secs(2);

/// Pages filled at a time: 8 MB.
const FILLED: i64 = 2_000;

/// Pages merged at a time: some milliseconds.
const MERGED: i64 = 500;

/// The line that says what became of a line or a file, and the erasure it holds.
pub(crate) fn find_erasure(
    db: &rusqlite::Connection,
    text: &str,
    of: impl rusqlite::ToSql,
) -> Result<Option<(i64, Erasure)>, Refusal> {
    let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
    let seq: Option<i64> = statement
        .query_row([of], |row| row.get::<_, Option<i64>>(0))
        .optional()
        .map_err(sqlite_refusal)?
        .flatten();
    let Some(seq) = seq else {
        return Ok(None);
    };
    let Some(line) = StoredLine::read_at(db, seq)? else {
        return Ok(None);
    };
    Ok(line
        .parse_fact()?
        .as_erasure()
        .cloned()
        .map(|erasure| (seq, erasure)))
}
