//! The journal: appending with an expected version and a hash chain; reading back.

use domain::{Code, Fact, JournalEntry, Moment, Refusal, fact::FORMAT, hash};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    Tx,
    error::{damaged_refusal, expect_one_row, sqlite_refusal},
    signature::refuse_unsigned,
};

/// Who and when, on every fact of an act.
#[derive(Debug, Clone, Copy)]
pub struct EntryStamp<'a> {
    /// Who did it, by name.
    pub performed_by: &'a str,
    /// Id of the person who typed it; 0 is the program.
    pub recorded_by: i64,
    /// That person's name.
    pub recorder: &'a str,
    pub happened_at: Moment,
    /// When it was typed. The journal never runs back: an earlier time than its last line's becomes that one.
    pub recorded_at: Moment,
}

/// A line of the journal with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// The fact in its place.
    pub entry: JournalEntry,
    /// Hash of the line before.
    pub previous: String,
    pub hash: String,
}

/// A line as it stands in the file.
pub(crate) struct StoredLine {
    pub(crate) seq: i64,
    pub(crate) stream: String,
    pub(crate) version: i64,
    pub(crate) format: u32,
    pub(crate) fact: String,
    pub(crate) performed_by: String,
    pub(crate) recorded_by: i64,
    pub(crate) recorder: String,
    pub(crate) happened_at: i64,
    pub(crate) recorded_at: i64,
    pub(crate) previous: String,
    pub(crate) hash: String,
}

/// The columns, in the order of [`Line::read`].
macro_rules! columns {
    () => {
        "seq, stream, version, format, fact, performed_by, recorded_by, recorder, happened_at, recorded_at, previous, hash"
    };
}
pub(crate) use columns;

impl StoredLine {
    pub(crate) fn from_row(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            stream: row.get(1)?,
            version: row.get(2)?,
            format: row.get(3)?,
            fact: row.get(4)?,
            performed_by: row.get(5)?,
            recorded_by: row.get(6)?,
            recorder: row.get(7)?,
            happened_at: row.get(8)?,
            recorded_at: row.get(9)?,
            previous: row.get(10)?,
            hash: row.get(11)?,
        })
    }

    /// The last line before a place.
    pub(crate) fn read_before(db: &Connection, seq: i64) -> Result<Option<Self>, Refusal> {
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq < ?1 AND seq > 0 ORDER BY seq DESC LIMIT 1"
        );
        let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
        statement
            .query_row([seq], Self::from_row)
            .optional()
            .map_err(sqlite_refusal)
    }

    /// The line of a place; none beyond the end.
    pub(crate) fn read_at(db: &Connection, seq: i64) -> Result<Option<Self>, Refusal> {
        let text = concat!("SELECT ", columns!(), " FROM journal WHERE seq = ?1");
        let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
        statement
            .query_row([seq], Self::from_row)
            .optional()
            .map_err(sqlite_refusal)
    }

    /// The lines of a stream, oldest first. The first line of a journal has the number 1: one below it was put there by hand, and
    /// nothing reads it.
    pub(crate) fn read_stream(db: &Connection, stream: &str) -> Result<Vec<Self>, Refusal> {
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE stream = ?1 AND version > 0 AND seq > 0 ORDER BY version"
        );
        let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map([stream], Self::from_row)
            .map_err(sqlite_refusal)?;
        lines.map(|line| line.map_err(sqlite_refusal)).collect()
    }

    /// The hash its content should have: over the hash before it and every column, each with its length, so
    /// that no character can move from one column into the next.
    pub(crate) fn compute_hash(&self) -> String {
        self.compute_hash_after(&self.previous)
    }

    /// The hash of the line alone, whatever stands before it.
    pub(crate) fn compute_own_hash(&self) -> String {
        self.compute_hash_after("")
    }

    fn compute_hash_after(&self, previous: &str) -> String {
        let numbers = [
            self.seq,
            self.version,
            i64::from(self.format),
            self.recorded_by,
            self.happened_at,
            self.recorded_at,
        ]
        .map(|number| number.to_string());
        let mut text = String::with_capacity(self.fact.len() + 256);
        let texts: [&str; 5] = [
            previous,
            &self.stream,
            &self.fact,
            &self.performed_by,
            &self.recorder,
        ];
        for part in texts.into_iter().chain(numbers.iter().map(String::as_str)) {
            text.push_str(&part.len().to_string());
            text.push(':');
            text.push_str(part);
            text.push('\n');
        }
        hash::sha256_hex(&[text.as_bytes()])
    }

    /// What it says happened.
    pub(crate) fn parse_fact(&self) -> Result<Fact, Refusal> {
        if self.format > FORMAT {
            return Err(Refusal::new(Code::NewerFile)
                .with_arg("file", self.format)
                .with_arg("program", FORMAT));
        }
        serde_json::from_str(&self.fact)
            .map_err(|error| damaged_refusal(format!("journal line {}: {error}", self.seq)))
    }

    /// The line with what it says, which was read before.
    pub(crate) fn into_entry_with(self, fact: Fact) -> JournalEntry {
        self.into_row_with(fact).entry
    }

    pub(crate) fn into_journal_row(self) -> Result<JournalRow, Refusal> {
        let fact = self.parse_fact()?;
        Ok(self.into_row_with(fact))
    }

    fn into_row_with(self, fact: Fact) -> JournalRow {
        JournalRow {
            entry: JournalEntry {
                seq: self.seq,
                stream: self.stream,
                version: self.version,
                fact,
                performed_by: self.performed_by,
                recorded_by: self.recorded_by,
                recorder: self.recorder,
                happened_at: Moment(self.happened_at),
                recorded_at: Moment(self.recorded_at),
            },
            previous: self.previous,
            hash: self.hash,
        }
    }
}

/// The end of the journal.
struct JournalEnd {
    seq: i64,
    hash: String,
    recorded_at: i64,
}

/// The number after this one. Nothing follows on the largest there is, which only another program can have written.
pub(crate) fn next_number(number: i64) -> Result<i64, Refusal> {
    number
        .checked_add(1)
        .ok_or_else(|| damaged_refusal("the largest number there is was given"))
}

impl Tx<'_> {
    /// Appends facts to a stream and applies them to the tables made from it.
    ///
    /// # Errors
    /// `stale_version` if the stream is not at `expected`; those of the file.
    pub fn append_facts(
        &self,
        stream: &str,
        expected: Option<i64>,
        facts: Vec<Fact>,
        stamp: &EntryStamp,
    ) -> Result<Vec<JournalEntry>, Refusal> {
        refuse_unsigned(self, &facts)?;
        self.append_all(stream, expected, facts, stamp, &mut |_| Ok(()))
    }

    /// As [`Tx::append`]; `written` hears of each line before the tables are made from it.
    pub(crate) fn append_all(
        &self,
        stream: &str,
        expected: Option<i64>,
        facts: Vec<Fact>,
        stamp: &EntryStamp,
        written: &mut dyn FnMut(&StoredLine) -> Result<(), Refusal>,
    ) -> Result<Vec<JournalEntry>, Refusal> {
        let mut version = self.stream_version(stream)?;
        if let Some(expected) = expected {
            Refusal::check_version(expected, version)?;
        }
        let mut end = self.read_journal_end()?;
        let mut entries = Vec::with_capacity(facts.len());
        for fact in facts {
            version = next_number(version)?;
            let entry = self.write_line(&mut end, stream, version, fact, stamp, written)?;
            if !stream.starts_with("ticket/") {
                self.forget_governing();
            }
            self.project_entry(&entry)?;
            entries.push(entry);
        }
        Ok(entries)
    }

    /// What others than this person wrote about tickets after a line, newest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_entries_by_others(
        &self,
        person: i64,
        after: i64,
        limit: u32,
    ) -> Result<Vec<JournalEntry>, Refusal> {
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq > ?1 AND recorded_by <> ?2 AND substr(stream, 1, 7) = 'ticket/'
              ORDER BY seq DESC LIMIT ?3"
        );
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map(params![after, person, limit], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        lines
            .map(|line| {
                line.map_err(sqlite_refusal)?
                    .into_journal_row()
                    .map(|row| row.entry)
            })
            .collect()
    }

    /// How many facts a stream holds.
    ///
    /// # Errors
    /// Those of the file.
    pub fn stream_version(&self, stream: &str) -> Result<i64, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT coalesce(max(version), 0) FROM journal WHERE stream = ?1 AND seq > 0")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([stream], |row| row.get(0))
            .map_err(sqlite_refusal)
    }

    /// The number of the last line; 0 in an empty journal.
    ///
    /// # Errors
    /// Those of the file.
    pub fn last_seq(&self) -> Result<i64, Refusal> {
        Ok(self.read_journal_end()?.seq)
    }

    /// When the last line was written; nothing in an empty journal.
    ///
    /// # Errors
    /// Those of the file.
    pub fn last_recorded_at(&self) -> Result<Option<Moment>, Refusal> {
        let end = self.read_journal_end()?;
        Ok((end.seq > 0).then_some(Moment(end.recorded_at)))
    }

    fn read_journal_end(&self) -> Result<JournalEnd, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT seq, hash, recorded_at FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
            )
            .map_err(sqlite_refusal)?;
        let end = statement
            .query_row([], |row| {
                Ok(JournalEnd {
                    seq: row.get(0)?,
                    hash: row.get(1)?,
                    recorded_at: row.get(2)?,
                })
            })
            .optional()
            .map_err(sqlite_refusal)?;
        Ok(end.unwrap_or_else(|| JournalEnd {
            seq: 0,
            hash: domain::acknowledgement::genesis_hash(),
            recorded_at: i64::MIN,
        }))
    }

    fn write_line(
        &self,
        end: &mut JournalEnd,
        stream: &str,
        version: i64,
        fact: Fact,
        stamp: &EntryStamp,
        written: &mut dyn FnMut(&StoredLine) -> Result<(), Refusal>,
    ) -> Result<JournalEntry, Refusal> {
        let text = hash::to_canonical_json(&fact).map_err(|error| damaged_refusal(error.to_string()))?;
        let mut line = StoredLine {
            seq: next_number(end.seq)?,
            stream: stream.to_owned(),
            version,
            format: FORMAT,
            fact: text,
            performed_by: stamp.performed_by.to_owned(),
            recorded_by: stamp.recorded_by,
            recorder: stamp.recorder.to_owned(),
            happened_at: stamp.happened_at.0,
            recorded_at: stamp.recorded_at.0.max(end.recorded_at),
            previous: std::mem::take(&mut end.hash),
            hash: String::new(),
        };
        line.hash = line.compute_hash();
        let mut statement = self
            .db
            .prepare_cached(concat!(
                "INSERT INTO journal (",
                columns!(),
                ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
            ))
            .map_err(sqlite_refusal)?;
        let rows = statement
            .execute(params![
                line.seq,
                line.stream,
                line.version,
                line.format,
                line.fact,
                line.performed_by,
                line.recorded_by,
                line.recorder,
                line.happened_at,
                line.recorded_at,
                line.previous,
                line.hash
            ])
            .map_err(sqlite_refusal)?;
        expect_one_row(rows)?;
        written(&line)?;
        *end = JournalEnd {
            seq: line.seq,
            hash: line.hash,
            recorded_at: line.recorded_at,
        };
        Ok(JournalEntry {
            seq: line.seq,
            stream: line.stream,
            version,
            fact,
            performed_by: line.performed_by,
            recorded_by: line.recorded_by,
            recorder: line.recorder,
            happened_at: stamp.happened_at,
            recorded_at: Moment(line.recorded_at),
        })
    }

    /// The facts of a stream, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_stream_entries(&self, stream: &str) -> Result<Vec<JournalEntry>, Refusal> {
        let lines = StoredLine::read_stream(self.db, stream)?.into_iter();
        lines
            .map(|line| line.into_journal_row().map(|row| row.entry))
            .collect()
    }

    /// One line; none beyond the end.
    ///
    /// # Errors
    /// Those of the file.
    pub fn journal_line(&self, seq: i64) -> Result<Option<JournalRow>, Refusal> {
        StoredLine::read_at(self.db, seq)?
            .map(StoredLine::into_journal_row)
            .transpose()
    }

    /// The newest lines before a place (`i64::MAX` is the end), newest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_newest_lines(&self, below: i64, limit: u32) -> Result<Vec<JournalRow>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(concat!(
                "SELECT ",
                columns!(),
                " FROM journal WHERE seq < ?1 AND seq > 0 ORDER BY seq DESC LIMIT ?2"
            ))
            .map_err(sqlite_refusal)?;
        let lines = statement
            .query_map(params![below, limit], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        lines
            .map(|line| line.map_err(sqlite_refusal)?.into_journal_row())
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;

    use super::*;
    use crate::Store;

    pub(crate) fn store(path: &Path) -> Store {
        Store::open(path).unwrap()
    }

    pub(crate) fn stamp(at: i64) -> EntryStamp<'static> {
        EntryStamp {
            performed_by: "甲",
            recorded_by: 1,
            recorder: "乙",
            happened_at: Moment(at),
            recorded_at: Moment(at),
        }
    }

    /// A connection that runs no triggers: whoever forges leaves them where they are.
    pub(crate) fn forger(path: &Path) -> Connection {
        let raw = Connection::open(path).unwrap();
        raw.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
            .unwrap();
        raw
    }

    /// Appends one fact to a stream of its own.
    pub(crate) fn note(store: &Store, at: i64) {
        let fact = Fact::Settings(Box::new(domain::settings::Settings::built_in()));
        store
            .write_tx(|tx| tx.append_facts("settings", None, vec![fact], &stamp(at)))
            .unwrap();
    }

    fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        (folder, path)
    }

    #[test]
    fn nobody_changes_the_journal() {
        let (_folder, path) = folder();
        let store = store(&path);
        note(&store, 1);
        note(&store, 2);
        let raw = Connection::open(&path).unwrap();
        raw.execute_batch("PRAGMA recursive_triggers = OFF").unwrap();
        for attempt in [
            "UPDATE journal SET fact = '{}' WHERE seq = 1",
            "DELETE FROM journal WHERE seq = 2",
            "DELETE FROM journal",
            "REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
            "INSERT OR REPLACE INTO journal SELECT 1, 'x', 1, 1, '{}', '', 0, '', 0, 0, '', ''",
            "INSERT INTO journal SELECT 9, 'x', 1, 1, '{}', '', 0, '', 0, 0, '', ''",
            "INSERT OR REPLACE INTO journal SELECT 3, 'settings', 1, 1, '{}', '', 0, '', 0, 0, '', ''",
            "INSERT INTO journal SELECT 3, 'settings', 4, 1, '{}', '', 0, '', 0, 0, '', ''",
        ] {
            assert!(raw.execute_batch(attempt).is_err(), "{attempt}");
        }
        assert_eq!(store.verify_file(&mut |_| {}).unwrap().entries, 2);
    }

    #[test]
    fn a_stale_version_is_refused() {
        let (_folder, path) = folder();
        let store = store(&path);
        note(&store, 1);
        let fact = || vec![Fact::Founded { demo: false }];
        let refused = store
            .write_tx(|tx| tx.append_facts("settings", Some(0), fact(), &stamp(2)))
            .unwrap_err();
        assert_eq!(
            (refused.code, refused.args["is"].as_i64()),
            (Code::StaleVersion, Some(1))
        );
        assert_eq!(store.verify_file(&mut |_| {}).unwrap().entries, 1);
    }

    #[test]
    fn recorded_times_never_run_back() {
        let (_folder, path) = folder();
        let store = store(&path);
        note(&store, 100);
        note(&store, 50);
        let rows = store.read_tx(|tx| tx.list_newest_lines(i64::MAX, 10)).unwrap();
        let times: Vec<i64> = rows.iter().map(|row| row.entry.recorded_at.0).collect();
        assert_eq!(times, [100, 100]);
        assert_eq!(rows[0].entry.happened_at, Moment(50));
    }

    #[test]
    fn a_refused_act_leaves_nothing() {
        let (_folder, path) = folder();
        let store = store(&path);
        let refused: Result<(), Refusal> = store.write_tx(|tx| {
            tx.append_facts("file", None, vec![Fact::Founded { demo: true }], &stamp(1))?;
            Err(Refusal::new(Code::BadRequest))
        });
        assert!(refused.is_err());
        assert_eq!(store.read_tx(|tx| tx.read_founding()).unwrap(), None);
    }

    #[test]
    fn two_writers_share_one_file() {
        let (_folder, path) = folder();
        let first = store(&path);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let own = store(&path);
                    for at in 0..150 {
                        note(&own, at);
                    }
                });
            }
            for _ in 0..150 {
                first.read_tx(|tx| tx.list_newest_lines(i64::MAX, 3)).unwrap();
            }
        });
        assert_eq!(first.verify_file(&mut |_| {}).unwrap().entries, 300);
    }
}
