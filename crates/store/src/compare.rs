//! Tables that decide something, held against the journal: who may sign in, by which settings, which records there are, which
//! lines and files were taken out, what lies in the tray. Every row both ways.
//!
//! Deliberately absent: tickets, households, old tickets and the words of the search, of which there may be millions. Nothing is
//! decided by them; `rebuild_check` compares them, and closing a month makes its tickets' rows anew (`month.rs`).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Code, Entry, Fact, Refusal,
    acknowledgement::Record,
    fact::{ScanFact, TicketFact},
    hash,
};
use rusqlite::{Connection, OptionalExtension, params, types::Value};
use serde::Serialize;

use crate::{
    Tx,
    acknowledgement::{COLUMNS, acknowledgement_row},
    error::{damaged, refusal},
    governing::is_governing,
    journal::Line,
    scan::tray_value,
    verify::broken,
};

/// A row that is not what the journal says.
fn differs(table: &str, key: impl Into<serde_json::Value>) -> Refusal {
    Refusal::new(Code::TableDiffers)
        .with("table", table)
        .with("key", key)
}

/// Rows gathered before they are compared.
const BATCH: usize = 1_000;

/// The rows of the acknowledgements that the lines of a span of the journal should have made.
pub(crate) struct AcknowledgementRows {
    /// The last line that was compared.
    after: i64,
    should: Vec<(i64, Vec<Value>)>,
}

impl AcknowledgementRows {
    /// Behind a line; behind none also whatever stands before the first.
    pub(crate) const fn after(seq: i64) -> Self {
        Self {
            after: if seq == 0 { i64::MIN } else { seq },
            should: Vec::new(),
        }
    }

    pub(crate) fn record(&mut self, db: &Connection, entry: &Entry, record: &Record) -> Result<(), Refusal> {
        self.row(db, entry.seq, acknowledgement_row(entry.seq, entry.id(), record))
    }

    pub(crate) fn row(&mut self, db: &Connection, seq: i64, row: Vec<Value>) -> Result<(), Refusal> {
        self.should.push((seq, row));
        if self.should.len() < BATCH {
            return Ok(());
        }
        self.compare(db, seq)
    }

    /// Compares what is gathered with the rows up to a line.
    pub(crate) fn compare(&mut self, db: &Connection, until: i64) -> Result<(), Refusal> {
        let text = format!("SELECT {COLUMNS} FROM acknowledgement WHERE seq > ?1 AND seq <= ?2 ORDER BY seq");
        let mut statement = db.prepare_cached(&text).map_err(refusal)?;
        let mut rows = statement.query([self.after, until]).map_err(refusal)?;
        self.after = until;
        for (seq, should) in self.should.drain(..) {
            let row = rows.next().map_err(refusal)?;
            let row = row.map(|row| (0..should.len()).map(|column| row.get(column)).collect());
            let is: Option<Vec<Value>> = row.transpose().map_err(refusal)?;
            if is.as_ref() == Some(&should) {
                continue;
            }
            return match is.as_deref() {
                Some([Value::Integer(other), ..]) if *other < seq => Err(stray(db, *other)?),
                _ => Err(differs("acknowledgement", seq).with("seq", seq)),
            };
        }
        match rows.next().map_err(refusal)? {
            Some(row) => Err(stray(db, row.get(0).map_err(refusal)?)?),
            None => Ok(()),
        }
    }
}

/// What is wrong where a row stands for a line that holds no record: the row, or the line if it was changed.
fn stray(db: &Connection, seq: i64) -> Result<Refusal, Refusal> {
    // A changed byte may leave no text at all.
    let what = match Line::at(db, seq) {
        Err(_) => "a line cannot be read",
        Ok(Some(line)) if line.computed() != line.hash => "a line was changed",
        Ok(_) => return Ok(differs("acknowledgement", seq)),
    };
    Ok(Refusal::new(Code::Damaged).with("detail", what).with("seq", seq))
}

/// What a line that is sound should have left in the tables of files and of what was taken out, and in the index of those that
/// govern.
pub(crate) fn line(db: &Connection, entry: &Entry, fact: &str) -> Result<(), Refusal> {
    if is_governing(&entry.stream, fact) {
        found_as_governing(db, entry)?;
    }
    begins_its_ticket(entry)?;
    if let Some(file) = entry.fact.file() {
        let mut statement = db
            .prepare_cached("SELECT ticket FROM file WHERE sha256 = ?1 AND line = ?2")
            .map_err(refusal)?;
        let row = statement.query_row(params![file.sha256, entry.seq], |row| row.get(0));
        let is: Option<Option<i64>> = row.optional().map_err(refusal)?;
        if is != Some(entry.id()) {
            return Err(differs("file", file.sha256.clone()).with("seq", entry.seq));
        }
    }
    let Some(erasure) = entry.fact.erasure() else {
        return Ok(());
    };
    let mut line = db
        .prepare_cached("SELECT erasure FROM erased WHERE line = ?1")
        .map_err(refusal)?;
    for erased in &erasure.lines {
        let by: Option<i64> = line
            .query_row([erased.seq], |row| row.get(0))
            .optional()
            .map_err(refusal)?;
        // A line may have been taken out once more later.
        if by.is_none_or(|by| by < entry.seq) {
            return Err(differs("erased", erased.seq).with("seq", entry.seq));
        }
    }
    let mut file = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased_file WHERE sha256 = ?1 AND erasure = ?2)")
        .map_err(refusal)?;
    for sha256 in &erasure.files {
        let there: bool = file
            .query_row(params![sha256, entry.seq], |row| row.get(0))
            .map_err(refusal)?;
        if !there {
            return Err(differs("erased_file", sha256.clone()).with("seq", entry.seq));
        }
    }
    Ok(())
}

/// A ticket begins when it is opened, and only then; nothing is read, closed or brought back where a line cannot follow.
fn begins_its_ticket(entry: &Entry) -> Result<(), Refusal> {
    let Some(id) = entry.stream.strip_prefix("ticket/") else {
        return Ok(());
    };
    let opens = matches!(entry.fact, Fact::Ticket(TicketFact::Opened { .. }));
    let is_number = entry.id().is_some_and(|is| is > 0 && is.to_string() == id);
    if is_number && opens == (entry.version == 1) {
        Ok(())
    } else {
        Err(broken(entry.seq, "a line cannot follow in its ticket"))
    }
}

/// A line that governs must be found by those who look for such lines alone.
fn found_as_governing(db: &Connection, entry: &Entry) -> Result<(), Refusal> {
    let mut statement = db.prepare_cached(crate::governing::AT).map_err(refusal)?;
    let values = params![entry.seq, entry.stream, entry.version];
    let found: Option<i64> = statement
        .query_row(values, |row| row.get(0))
        .optional()
        .map_err(refusal)?;
    if found == Some(entry.seq) {
        Ok(())
    } else {
        Err(broken(entry.seq, "an index leaves a line out"))
    }
}

/// The first line that is not found by its stream. Slow: asked where an index is known to be wrong, to name the line.
fn line_left_out(db: &Connection) -> Result<Option<i64>, Refusal> {
    let text = "SELECT seq FROM journal AS line NOT INDEXED WHERE NOT EXISTS (SELECT 1 FROM journal AS found
        INDEXED BY sqlite_autoindex_journal_1 WHERE found.stream = line.stream AND found.version = line.version AND found.seq = line.seq)
        ORDER BY seq LIMIT 1";
    let mut statement = db.prepare(text).map_err(refusal)?;
    statement
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(refusal)
}

/// Every line must stand behind the one before it in its stream. Read from the index alone, in its order, once that was found to have
/// every line: a search for each of millions of lines takes far longer.
fn places_in_streams(db: &Connection) -> Result<(), Refusal> {
    let mut statement = db
        .prepare("SELECT stream, version, seq FROM journal ORDER BY stream, version")
        .map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    let (mut stream, mut before) = (String::new(), (0, 0));
    while let Some(row) = rows.next().map_err(refusal)? {
        let own = row.get_ref(0).map_err(refusal)?.as_str();
        let (version, seq): (i64, i64) = (row.get(1).map_err(refusal)?, row.get(2).map_err(refusal)?);
        let own = own.map_err(|_| broken(seq, "a line cannot be read"))?;
        if own != stream {
            own.clone_into(&mut stream);
            before = (0, 0);
        }
        if (version, seq > before.1) != (before.0 + 1, true) {
            return Err(broken(seq, "a line stands in another place of its stream"));
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
pub(crate) fn index_fault(db: &Connection, tables: &[&str]) -> Result<Option<String>, Refusal> {
    for table in tables {
        let mut statement = db
            .prepare(&format!("PRAGMA integrity_check({table})"))
            .map_err(refusal)?;
        let said: String = statement.query_row([], |row| row.get(0)).map_err(refusal)?;
        if said != "ok" {
            return Ok(Some(format!("{table}: {said}")));
        }
    }
    Ok(None)
}

/// Lines before the first and signatures beside no line, which only somebody else's program can have written.
pub(crate) fn strays(db: &Connection) -> Result<(), Refusal> {
    for (table, text) in [
        ("journal", "SELECT min(seq) FROM journal WHERE seq < 1"),
        (
            "line_signature",
            "SELECT max(seq) FROM line_signature WHERE seq > (SELECT coalesce(max(seq), 0) FROM journal)",
        ),
    ] {
        let mut statement = db.prepare_cached(text).map_err(refusal)?;
        let stray: Option<i64> = statement.query_row([], |row| row.get(0)).map_err(refusal)?;
        if let Some(seq) = stray {
            return Err(differs(table, seq));
        }
    }
    Ok(())
}

/// The places of signatures beside no line, or beside one that gives no power: this program writes none there.
pub(crate) fn stray_signatures(db: &Connection) -> Result<Vec<i64>, Refusal> {
    let mut statement = db
        .prepare("SELECT seq FROM line_signature ORDER BY seq")
        .map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    let mut strays = Vec::new();
    while let Some(row) = rows.next().map_err(refusal)? {
        let seq = row.get(0).map_err(refusal)?;
        let line = Line::at(db, seq)?;
        if !line.is_some_and(|line| line.fact().is_ok_and(|fact| fact.gives_power())) {
            strays.push(seq);
        }
    }
    Ok(strays)
}

/// Whole tables, once all lines are known to be sound: no row that no line has made, and the few rows that many lines make.
pub(crate) fn tables(db: &Connection) -> Result<(), Refusal> {
    if let Some(fault) = index_fault(db, &INDEXED)? {
        let left_out = line_left_out(db)?;
        return Err(left_out.map_or_else(|| damaged(fault), |seq| broken(seq, "an index leaves a line out")));
    }
    strays(db)?;
    places_in_streams(db)?;
    if let Some(seq) = stray_signatures(db)?.first() {
        return Err(differs("line_signature", *seq));
    }
    files(db)?;
    taken_out(db)?;
    let tx = Tx::on(db, std::sync::Arc::default()).believing_every_line();
    people(&tx, true)?;
    settings(&tx)?;
    tray(&tx)
}

/// What can be compared in no time whenever a file is opened.
pub(crate) fn at_opening(tx: &Tx) -> Result<(), Refusal> {
    strays(tx.db)?;
    let tx = Tx::on(tx.db, std::sync::Arc::default()).believing_every_line();
    people(&tx, false)?;
    settings(&tx)
}

fn files(db: &Connection) -> Result<(), Refusal> {
    // With its name and its quotation marks: within a text that somebody types these would be written otherwise.
    let text = r#"SELECT sha256 FROM file WHERE NOT EXISTS
        (SELECT 1 FROM journal WHERE seq = line AND instr(fact, '"sha256":"' || sha256 || '"') > 0) LIMIT 1"#;
    let mut statement = db.prepare_cached(text).map_err(refusal)?;
    let row = statement.query_row([], |row| row.get::<_, String>(0));
    match row.optional().map_err(refusal)? {
        Some(sha256) => Err(differs("file", sha256)),
        None => Ok(()),
    }
}

/// Each row must be what the line it names says.
fn taken_out(db: &Connection) -> Result<(), Refusal> {
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
        let mut statement = db.prepare_cached(text).map_err(refusal)?;
        let mut rows = statement.query([]).map_err(refusal)?;
        while let Some(row) = rows.next().map_err(refusal)? {
            let key: String = row.get(0).map_err(refusal)?;
            let by: i64 = row.get(1).map_err(refusal)?;
            if let std::collections::btree_map::Entry::Vacant(place) = said.entry(by) {
                place.insert(erased_by(db, by)?);
            }
            let known = said
                .get(&by)
                .is_some_and(|(lines, files)| if table == "erased" { lines } else { files }.contains(&key));
            if !known {
                return Err(differs(table, key));
            }
        }
    }
    Ok(())
}

/// The lines and files that a line says were taken out.
fn erased_by(db: &Connection, seq: i64) -> Result<(BTreeSet<String>, BTreeSet<String>), Refusal> {
    let fact = Line::at(db, seq)?.map(|line| line.fact()).transpose()?;
    let Some(erasure) = fact.as_ref().and_then(Fact::erasure) else {
        return Ok(<_>::default());
    };
    let lines = erasure.lines.iter().map(|line| line.seq.to_string()).collect();
    Ok((lines, erasure.files.iter().cloned().collect()))
}

type PersonValues = (i64, String, String, bool, String);

/// The accounts; `all` also compares what every sign-in changes.
fn people(tx: &Tx, all: bool) -> Result<(), Refusal> {
    let text =
        "SELECT id, name, roles, active, password, version, failures, last_failure FROM person ORDER BY id";
    let mut statement = tx.db.prepare_cached(text).map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    let mut should = tx.people()?.into_iter();
    while let Some(row) = rows.next().map_err(refusal)? {
        let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let is: PersonValues = read().map_err(refusal)?;
        let Some(account) = should.next() else {
            return Err(differs("person", is.1));
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
        let counted: (i64, i64, Option<i64>) = counted().map_err(refusal)?;
        let same_count = || {
            let (failures, last_failure) = tx.failures(id)?;
            let version = tx.version(&format!("person/{id}"))?;
            Ok::<_, Refusal>(counted == (version, failures, last_failure.map(|at| at.0)))
        };
        if is != values || (all && !same_count()?) {
            return Err(differs("person", if is.0 > id { name } else { is.1 }));
        }
    }
    match should.next() {
        Some(account) => Err(differs("person", account.person.name)),
        None => Ok(()),
    }
}

fn settings(tx: &Tx) -> Result<(), Refusal> {
    let governing = tx.governing()?;
    let mut should: BTreeMap<&str, (i64, String)> = BTreeMap::new();
    let mut put = |name, value: Option<(i64, String)>| {
        if let Some(value) = value {
            should.insert(name, value);
        }
    };
    let file = governing.demo.map(|(version, demo)| (version, demo.to_string()));
    put("file", file);
    put("settings", versioned(governing.settings.as_ref())?);
    put("calendar", versioned(governing.calendar.as_ref())?);
    put("standard", versioned(governing.standard.as_ref())?);
    let mut statement = tx
        .db
        .prepare_cached("SELECT name, version, value FROM setting ORDER BY name")
        .map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    while let Some(row) = rows.next().map_err(refusal)? {
        let name: String = row.get(0).map_err(refusal)?;
        let is = (row.get(1).map_err(refusal)?, row.get(2).map_err(refusal)?);
        if should.remove(name.as_str()) != Some(is) {
            return Err(differs("setting", name));
        }
    }
    match should.pop_first() {
        Some((name, _)) => Err(differs("setting", name)),
        None => Ok(()),
    }
}

fn versioned<T: Serialize>(
    value: Option<&(i64, std::sync::Arc<T>)>,
) -> Result<Option<(i64, String)>, Refusal> {
    value
        .map(|(version, value)| Ok((*version, text_of(&**value)?)))
        .transpose()
}

fn text_of<T: Serialize>(value: &T) -> Result<String, Refusal> {
    hash::canonical(value).map_err(|error| damaged(error.to_string()))
}

/// The pages in the tray: those that were kept and are not gone.
fn tray(tx: &Tx) -> Result<(), Refusal> {
    let mut should: BTreeMap<i64, String> = BTreeMap::new();
    for entry in tx.stream("scan")? {
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
        .map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    while let Some(row) = rows.next().map_err(refusal)? {
        let (id, value): (i64, String) = row.get(0).and_then(|id| Ok((id, row.get(1)?))).map_err(refusal)?;
        if should.remove(&id) != Some(value) {
            return Err(differs("scan", id));
        }
    }
    match should.pop_first() {
        Some((id, _)) => Err(differs("scan", id)),
        None => Ok(()),
    }
}
