//! Tables that decide something, held against the journal: who may sign in, by which settings, which records there are, which
//! lines and files were taken out, what lies in the tray. Every row both ways.
//!
//! Deliberately absent: tickets, households, old tickets and the words of the search, of which there may be millions. Nothing is
//! decided by them; `rebuild_check` compares them, and closing a month makes its tickets' rows anew (`month.rs`).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Code, Fact, JournalEntry, Refusal,
    acknowledgement::AcknowledgementRecord,
    fact::{ScanFact, TicketFact},
    hash,
};
use rusqlite::{Connection, OptionalExtension, params, types::Value};
use serde::Serialize;

use crate::{
    Tx,
    acknowledgement::{COLUMNS, acknowledgement_values},
    error::{damaged_refusal, sqlite_refusal},
    governing::is_governing,
    journal::StoredLine,
    scan::tray_value,
    verify::broken_line_refusal,
};

/// A row that is not what the journal says.
fn row_differs_refusal(table: &str, key: impl Into<serde_json::Value>) -> Refusal {
    Refusal::new(Code::TableDiffers)
        .with_arg("table", table)
        .with_arg("key", key)
}

/// Rows gathered before they are compared.
const BATCH: usize = 1_000;

/// The rows of the acknowledgements that the lines of a span of the journal should have made.
pub(crate) struct ExpectedAcknowledgements {
    /// The last line that was compared.
    after: i64,
    should: Vec<(i64, Vec<Value>)>,
}

impl ExpectedAcknowledgements {
    /// Behind a line; behind none also whatever stands before the first.
    pub(crate) const fn starting_after(seq: i64) -> Self {
        Self {
            after: if seq == 0 { i64::MIN } else { seq },
            should: Vec::new(),
        }
    }

    pub(crate) fn add_record(
        &mut self,
        db: &Connection,
        entry: &JournalEntry,
        record: &AcknowledgementRecord,
    ) -> Result<(), Refusal> {
        self.add_row(
            db,
            entry.seq,
            acknowledgement_values(entry.seq, entry.stream_id(), record),
        )
    }

    pub(crate) fn add_row(&mut self, db: &Connection, seq: i64, row: Vec<Value>) -> Result<(), Refusal> {
        self.should.push((seq, row));
        if self.should.len() < BATCH {
            return Ok(());
        }
        self.compare_up_to(db, seq)
    }

    /// Compares what is gathered with the rows up to a line.
    pub(crate) fn compare_up_to(&mut self, db: &Connection, until: i64) -> Result<(), Refusal> {
        let text = format!("SELECT {COLUMNS} FROM acknowledgement WHERE seq > ?1 AND seq <= ?2 ORDER BY seq");
        let mut statement = db.prepare_cached(&text).map_err(sqlite_refusal)?;
        let mut rows = statement.query([self.after, until]).map_err(sqlite_refusal)?;
        self.after = until;
        for (seq, should) in self.should.drain(..) {
            let row = rows.next().map_err(sqlite_refusal)?;
            let row = row.map(|row| (0..should.len()).map(|column| row.get(column)).collect());
            let is: Option<Vec<Value>> = row.transpose().map_err(sqlite_refusal)?;
            if is.as_ref() == Some(&should) {
                continue;
            }
            return match is.as_deref() {
                Some([Value::Integer(other), ..]) if *other < seq => Err(explain_stray_row(db, *other)?),
                _ => Err(row_differs_refusal("acknowledgement", seq).with_arg("seq", seq)),
            };
        }
        match rows.next().map_err(sqlite_refusal)? {
            Some(row) => Err(explain_stray_row(db, row.get(0).map_err(sqlite_refusal)?)?),
            None => Ok(()),
        }
    }
}

/// What is wrong where a row stands for a line that holds no record: the row, or the line if it was changed.
fn explain_stray_row(db: &Connection, seq: i64) -> Result<Refusal, Refusal> {
    // A changed byte may leave no text at all.
    let what = match StoredLine::read_at(db, seq) {
        Err(_) => "a line cannot be read",
        Ok(Some(line)) if line.compute_hash() != line.hash => "a line was changed",
        Ok(_) => return Ok(row_differs_refusal("acknowledgement", seq)),
    };
    Ok(Refusal::new(Code::Damaged)
        .with_arg("detail", what)
        .with_arg("seq", seq))
}

/// What a line that is sound should have left in the tables of files and of what was taken out, and in the index of those that
/// govern.
pub(crate) fn compare_line(db: &Connection, entry: &JournalEntry, fact: &str) -> Result<(), Refusal> {
    if is_governing(&entry.stream, fact) {
        check_governing_index(db, entry)?;
    }
    check_ticket_begin(entry)?;
    if let Some(file) = entry.fact.attached_file() {
        let mut statement = db
            .prepare_cached("SELECT ticket FROM file WHERE sha256 = ?1 AND line = ?2")
            .map_err(sqlite_refusal)?;
        let row = statement.query_row(params![file.sha256, entry.seq], |row| row.get(0));
        let is: Option<Option<i64>> = row.optional().map_err(sqlite_refusal)?;
        if is != Some(entry.stream_id()) {
            return Err(row_differs_refusal("file", file.sha256.clone()).with_arg("seq", entry.seq));
        }
    }
    let Some(erasure) = entry.fact.as_erasure() else {
        return Ok(());
    };
    let mut line = db
        .prepare_cached("SELECT erasure FROM erased WHERE line = ?1")
        .map_err(sqlite_refusal)?;
    for erased in &erasure.lines {
        let by: Option<i64> = line
            .query_row([erased.seq], |row| row.get(0))
            .optional()
            .map_err(sqlite_refusal)?;
        // A line may have been taken out once more later.
        if by.is_none_or(|by| by < entry.seq) {
            return Err(row_differs_refusal("erased", erased.seq).with_arg("seq", entry.seq));
        }
    }
    let mut file = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased_file WHERE sha256 = ?1 AND erasure = ?2)")
        .map_err(sqlite_refusal)?;
    for sha256 in &erasure.files {
        let there: bool = file
            .query_row(params![sha256, entry.seq], |row| row.get(0))
            .map_err(sqlite_refusal)?;
        if !there {
            return Err(row_differs_refusal("erased_file", sha256.clone()).with_arg("seq", entry.seq));
        }
    }
    Ok(())
}

/// A ticket begins when it is opened, and only then; nothing is read, closed or brought back where a line cannot follow.
fn check_ticket_begin(entry: &JournalEntry) -> Result<(), Refusal> {
    let Some(id) = entry.stream.strip_prefix("ticket/") else {
        return Ok(());
    };
    let opens = matches!(entry.fact, Fact::Ticket(TicketFact::Opened { .. }));
    let is_number = entry.stream_id().is_some_and(|is| is > 0 && is.to_string() == id);
    if is_number && opens == (entry.version == 1) {
        Ok(())
    } else {
        Err(broken_line_refusal(
            entry.seq,
            "a line cannot follow in its ticket",
        ))
    }
}

/// A line that governs must be found by those who look for such lines alone.
fn check_governing_index(db: &Connection, entry: &JournalEntry) -> Result<(), Refusal> {
    let mut statement = db.prepare_cached(crate::governing::AT).map_err(sqlite_refusal)?;
    let values = params![entry.seq, entry.stream, entry.version];
    let found: Option<i64> = statement
        .query_row(values, |row| row.get(0))
        .optional()
        .map_err(sqlite_refusal)?;
    if found == Some(entry.seq) {
        Ok(())
    } else {
        Err(broken_line_refusal(entry.seq, "an index leaves a line out"))
    }
}

/// The first line that is not found by its stream. Slow: asked where an index is known to be wrong, to name the line.
fn find_line_left_out(db: &Connection) -> Result<Option<i64>, Refusal> {
    let text = "SELECT seq FROM journal AS line NOT INDEXED WHERE NOT EXISTS (SELECT 1 FROM journal AS found
        INDEXED BY sqlite_autoindex_journal_1 WHERE found.stream = line.stream AND found.version = line.version AND found.seq = line.seq)
        ORDER BY seq LIMIT 1";
    let mut statement = db.prepare(text).map_err(sqlite_refusal)?;
    statement
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(sqlite_refusal)
}

/// Every line must stand behind the one before it in its stream. Read from the index alone, in its order, once that was found to have
/// every line: a search for each of millions of lines takes far longer.
fn check_stream_places(db: &Connection) -> Result<(), Refusal> {
    let mut statement = db
        .prepare("SELECT stream, version, seq FROM journal ORDER BY stream, version")
        .map_err(sqlite_refusal)?;
    let mut rows = statement.query([]).map_err(sqlite_refusal)?;
    let (mut stream, mut before) = (String::new(), (0, 0));
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        let own = row.get_ref(0).map_err(sqlite_refusal)?.as_str();
        let (version, seq): (i64, i64) = (
            row.get(1).map_err(sqlite_refusal)?,
            row.get(2).map_err(sqlite_refusal)?,
        );
        let own = own.map_err(|_| broken_line_refusal(seq, "a line cannot be read"))?;
        if own != stream {
            own.clone_into(&mut stream);
            before = (0, 0);
        }
        if (version, seq > before.1) != (before.0 + 1, true) {
            return Err(broken_line_refusal(
                seq,
                "a line stands in another place of its stream",
            ));
        }
        before = (version, seq);
    }
    Ok(())
}

/// Tables whose indexes are held against them: by a doctored one a line could be hidden from whoever looks for it.
const INDEXED: [&str; 9] = [
    "journal",
    "line_signature",
    "acknowledgement",
    "file",
    "erased",
    "erased_file",
    "person",
    "setting",
    "scan",
];

/// What SQLite finds wrong with these tables and their indexes.
pub(crate) fn find_index_fault(db: &Connection, tables: &[&str]) -> Result<Option<String>, Refusal> {
    for table in tables {
        let mut statement = db
            .prepare(&format!("PRAGMA integrity_check({table})"))
            .map_err(sqlite_refusal)?;
        let said: String = statement
            .query_row([], |row| row.get(0))
            .map_err(sqlite_refusal)?;
        if said != "ok" {
            return Ok(Some(format!("{table}: {said}")));
        }
    }
    Ok(None)
}

/// Lines before the first and signatures beside no line, which only somebody else's program can have written.
pub(crate) fn refuse_strays(db: &Connection) -> Result<(), Refusal> {
    for (table, text) in [
        ("journal", "SELECT min(seq) FROM journal WHERE seq < 1"),
        (
            "line_signature",
            "SELECT max(seq) FROM line_signature WHERE seq > (SELECT coalesce(max(seq), 0) FROM journal)",
        ),
    ] {
        let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
        let stray: Option<i64> = statement
            .query_row([], |row| row.get(0))
            .map_err(sqlite_refusal)?;
        if let Some(seq) = stray {
            return Err(row_differs_refusal(table, seq));
        }
    }
    Ok(())
}

/// The places of signatures beside no line, or beside one that gives no power: this program writes none there.
pub(crate) fn find_stray_signatures(db: &Connection) -> Result<Vec<i64>, Refusal> {
    let mut statement = db
        .prepare("SELECT seq FROM line_signature ORDER BY seq")
        .map_err(sqlite_refusal)?;
    let mut rows = statement.query([]).map_err(sqlite_refusal)?;
    let mut strays = Vec::new();
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        let seq = row.get(0).map_err(sqlite_refusal)?;
        let line = StoredLine::read_at(db, seq)?;
        if !line.is_some_and(|line| line.parse_fact().is_ok_and(|fact| fact.is_governing())) {
            strays.push(seq);
        }
    }
    Ok(strays)
}

/// Whole tables, once all lines are known to be sound: no row that no line has made, and the few rows that many lines make.
pub(crate) fn compare_tables(db: &Connection) -> Result<(), Refusal> {
    if let Some(fault) = find_index_fault(db, &INDEXED)? {
        let left_out = find_line_left_out(db)?;
        return Err(left_out.map_or_else(
            || damaged_refusal(fault),
            |seq| broken_line_refusal(seq, "an index leaves a line out"),
        ));
    }
    refuse_strays(db)?;
    check_stream_places(db)?;
    if let Some(seq) = find_stray_signatures(db)?.first() {
        return Err(row_differs_refusal("line_signature", *seq));
    }
    compare_files(db)?;
    compare_erased(db)?;
    let tx = Tx::new(db, std::sync::Arc::default()).believing_every_line();
    compare_people(&tx, true)?;
    compare_settings(&tx)?;
    compare_tray(&tx)
}

/// What can be compared in no time whenever a file is opened.
pub(crate) fn compare_at_opening(tx: &Tx) -> Result<(), Refusal> {
    refuse_strays(tx.db)?;
    let tx = Tx::new(tx.db, std::sync::Arc::default()).believing_every_line();
    compare_people(&tx, false)?;
    compare_settings(&tx)
}

fn compare_files(db: &Connection) -> Result<(), Refusal> {
    // With its name and its quotation marks: within a text that somebody types these would be written otherwise.
    let text = r#"SELECT sha256 FROM file WHERE NOT EXISTS
        (SELECT 1 FROM journal WHERE seq = line AND instr(fact, '"sha256":"' || sha256 || '"') > 0) LIMIT 1"#;
    let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
    let row = statement.query_row([], |row| row.get::<_, String>(0));
    match row.optional().map_err(sqlite_refusal)? {
        Some(sha256) => Err(row_differs_refusal("file", sha256)),
        None => Ok(()),
    }
}

/// Each row must be what the line it names says.
fn compare_erased(db: &Connection) -> Result<(), Refusal> {
    let mut said: BTreeMap<i64, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (table, text) in [
        (
            "erased",
            "SELECT CAST(line AS TEXT), erasure FROM erased ORDER BY erasure",
        ),
        (
            "erased_file",
            "SELECT sha256, erasure FROM erased_file ORDER BY erasure",
        ),
    ] {
        let mut statement = db.prepare_cached(text).map_err(sqlite_refusal)?;
        let mut rows = statement.query([]).map_err(sqlite_refusal)?;
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let key: String = row.get(0).map_err(sqlite_refusal)?;
            let by: i64 = row.get(1).map_err(sqlite_refusal)?;
            if let std::collections::btree_map::Entry::Vacant(place) = said.entry(by) {
                place.insert(read_erased_by(db, by)?);
            }
            let known = said
                .get(&by)
                .is_some_and(|(lines, files)| if table == "erased" { lines } else { files }.contains(&key));
            if !known {
                return Err(row_differs_refusal(table, key));
            }
        }
    }
    Ok(())
}

/// The lines and files that a line says were taken out.
fn read_erased_by(db: &Connection, seq: i64) -> Result<(BTreeSet<String>, BTreeSet<String>), Refusal> {
    let fact = StoredLine::read_at(db, seq)?
        .map(|line| line.parse_fact())
        .transpose()?;
    let Some(erasure) = fact.as_ref().and_then(Fact::as_erasure) else {
        return Ok(<_>::default());
    };
    let lines = erasure.lines.iter().map(|line| line.seq.to_string()).collect();
    Ok((lines, erasure.files.iter().cloned().collect()))
}

type PersonValues = (i64, String, String, bool, String);

/// The accounts; `all` also compares what every sign-in changes.
fn compare_people(tx: &Tx, all: bool) -> Result<(), Refusal> {
    let text =
        "SELECT id, name, roles, active, password, version, failures, last_failure FROM person ORDER BY id";
    let mut statement = tx.db.prepare_cached(text).map_err(sqlite_refusal)?;
    let mut rows = statement.query([]).map_err(sqlite_refusal)?;
    let mut should = tx.list_people()?.into_iter();
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let is: PersonValues = read().map_err(sqlite_refusal)?;
        let Some(account) = should.next() else {
            return Err(row_differs_refusal("person", is.1));
        };
        let person = account.person;
        let (id, name) = (person.id, person.name.clone());
        let values = (
            id,
            person.name,
            text_of(&person.roles)?,
            person.active,
            account.password,
        );
        let counted = || Ok((row.get(5)?, row.get(6)?, row.get(7)?));
        let counted: (i64, i64, Option<i64>) = counted().map_err(sqlite_refusal)?;
        let same_count = || {
            let (failures, last_failure) = tx.count_failed_sign_ins(id)?;
            let version = tx.stream_version(&format!("person/{id}"))?;
            Ok::<_, Refusal>(counted == (version, failures, last_failure.map(|at| at.0)))
        };
        if is != values || (all && !same_count()?) {
            return Err(row_differs_refusal("person", if is.0 > id { name } else { is.1 }));
        }
    }
    match should.next() {
        Some(account) => Err(row_differs_refusal("person", account.person.name)),
        None => Ok(()),
    }
}

fn compare_settings(tx: &Tx) -> Result<(), Refusal> {
    let governing = tx.governing_state()?;
    let mut should: BTreeMap<&str, (i64, String)> = BTreeMap::new();
    let mut put = |name, value: Option<(i64, String)>| {
        if let Some(value) = value {
            should.insert(name, value);
        }
    };
    let file = governing.demo.map(|(version, demo)| (version, demo.to_string()));
    put("file", file);
    put("settings", to_setting_value(governing.settings.as_ref())?);
    put("calendar", to_setting_value(governing.calendar.as_ref())?);
    put("standard", to_setting_value(governing.standard.as_ref())?);
    let mut statement = tx
        .db
        .prepare_cached("SELECT name, version, value FROM setting ORDER BY name")
        .map_err(sqlite_refusal)?;
    let mut rows = statement.query([]).map_err(sqlite_refusal)?;
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        let name: String = row.get(0).map_err(sqlite_refusal)?;
        let is = (
            row.get(1).map_err(sqlite_refusal)?,
            row.get(2).map_err(sqlite_refusal)?,
        );
        if should.remove(name.as_str()) != Some(is) {
            return Err(row_differs_refusal("setting", name));
        }
    }
    match should.pop_first() {
        Some((name, _)) => Err(row_differs_refusal("setting", name)),
        None => Ok(()),
    }
}

fn to_setting_value<T: Serialize>(
    value: Option<&(i64, std::sync::Arc<T>)>,
) -> Result<Option<(i64, String)>, Refusal> {
    value
        .map(|(version, value)| Ok((*version, text_of(&**value)?)))
        .transpose()
}

fn text_of<T: Serialize>(value: &T) -> Result<String, Refusal> {
    hash::to_canonical_json(value).map_err(|error| damaged_refusal(error.to_string()))
}

/// The pages in the tray: those that were kept and are not gone.
fn compare_tray(tx: &Tx) -> Result<(), Refusal> {
    let mut should: BTreeMap<i64, String> = BTreeMap::new();
    for entry in tx.read_stream_entries("scan")? {
        match &entry.fact {
            Fact::Scan(ScanFact::Kept { id, file, code }) => {
                should.insert(*id, tray_value(&entry, *id, file, code)?);
            }
            Fact::Scan(ScanFact::Gone { id, .. }) => {
                should.remove(id);
            }
            _ => {}
        }
    }
    let mut statement = tx
        .db
        .prepare_cached("SELECT id, value FROM scan ORDER BY id")
        .map_err(sqlite_refusal)?;
    let mut rows = statement.query([]).map_err(sqlite_refusal)?;
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        let (id, value): (i64, String) = row
            .get(0)
            .and_then(|id| Ok((id, row.get(1)?)))
            .map_err(sqlite_refusal)?;
        if should.remove(&id) != Some(value) {
            return Err(row_differs_refusal("scan", id));
        }
    }
    match should.pop_first() {
        Some((id, _)) => Err(row_differs_refusal("scan", id)),
        None => Ok(()),
    }
}
