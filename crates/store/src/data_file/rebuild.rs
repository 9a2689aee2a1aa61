//! Making the projections again from the journal, to compare them or to replace them.

use domain::{JournalEntry, Refusal, Ticket, TicketRow, personal::Maskable};
use rusqlite::{Connection, config::DbConfig, types::Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Store, Tx, compare,
    error::sqlite_refusal,
    journal::{StoredLine, columns},
    schema,
    ticket::SearchTerms,
};

/// The tables made from the journal.
pub(crate) const PROJECTIONS: &str = include_str!("../../sql/projections.sql");

/// A row that is not what the journal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TableDifference {
    pub table: String,
    pub key: String,
    /// What stands in the file; empty if the row is missing. To whoever sees less only that one is there.
    pub is: String,
    /// What the journal says; empty if the row should not be there. To whoever sees less only that one should be.
    pub should: String,
}

/// The schema's own table, which has nothing of a household in it.
pub(crate) const SCHEMA: &str = "sqlite_schema";
/// Stands for a row that is there.
const THERE: &str = "****";

impl Maskable for TableDifference {
    /// Which row it is: what stands in it may be anybody's, in whatever column.
    fn mask_personal(mut self) -> Result<Self, Refusal> {
        if self.table != SCHEMA {
            for side in [&mut self.is, &mut self.should] {
                if !side.is_empty() {
                    THERE.clone_into(side);
                }
            }
        }
        Ok(self)
    }
}

/// The tables, what of them is compared, in the order of their keys.
const TABLES: &[(&str, &str)] = &[
    ("ticket", "SELECT * FROM ticket ORDER BY id"),
    ("acknowledgement", "SELECT * FROM acknowledgement ORDER BY seq"),
    ("file", "SELECT sha256 || ' ' || line, * FROM file ORDER BY 1"),
    ("erased", "SELECT * FROM erased ORDER BY line"),
    (
        "erased_file",
        "SELECT sha256 || ' ' || erasure, * FROM erased_file ORDER BY 1",
    ),
    ("customer", "SELECT * FROM customer ORDER BY id"),
    ("old_ticket", "SELECT * FROM old_ticket ORDER BY id"),
    ("person", "SELECT * FROM person ORDER BY id"),
    ("scan", "SELECT * FROM scan ORDER BY id"),
    ("setting", "SELECT * FROM setting ORDER BY name"),
    (
        "ticket_search",
        "SELECT doc, col, term, offset FROM temp.ticket_words ORDER BY doc, col, offset, term",
    ),
    (
        "customer_search",
        "SELECT doc, col, term, offset FROM temp.customer_words ORDER BY doc, col, offset, term",
    ),
];

/// Views of the words in the search tables.
const WORDS: &str = "
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.ticket_words USING fts5vocab(main, ticket_search, instance);
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.customer_words USING fts5vocab(main, customer_search, instance);";

/// After so many lines it is told again.
const TELL: i64 = 500;

/// Most differences that are listed.
const MOST: usize = 1_000;

/// An index of a table that is not as the table.
fn index_difference(table: &str, is: String) -> TableDifference {
    TableDifference {
        table: table.to_owned(),
        key: String::new(),
        is,
        should: String::new(),
    }
}

impl Store {
    /// Compares every projection with what the journal says, row by row, while the desk goes on.
    ///
    /// # Errors
    /// `damaged` if the journal cannot be read; those of the file.
    pub fn rebuild_check(&self) -> Result<Vec<TableDifference>, Refusal> {
        let again = Connection::open("").map_err(sqlite_refusal)?;
        again.execute_batch(PROJECTIONS).map_err(sqlite_refusal)?;
        again
            .execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;")
            .map_err(sqlite_refusal)?;
        let connection = self.open_reader()?;
        // One moment for the whole comparison, whatever others write meanwhile.
        let moment = connection.unchecked_transaction().map_err(sqlite_refusal)?;
        let foreign = schema::list_schema_differences(&moment)?;
        if foreign.iter().any(|it| !it.should.is_empty()) {
            // Where one of the tables is not what it should be, none is sure to be one.
            return Ok(foreign);
        }
        if let Some(is) = compare::find_index_fault(&moment, &["journal"])? {
            return Ok(vec![index_difference("journal", is)]);
        }
        project_journal(&moment, &again, &mut |_, _| {})?;
        again.execute_batch(WORDS).map_err(sqlite_refusal)?;
        moment.execute_batch(WORDS).map_err(sqlite_refusal)?;
        // What somebody put beside the tables hides nothing that they did to them.
        let mut differences = foreign;
        let strays = compare::find_stray_signatures(&moment)?.into_iter().take(MOST);
        differences.extend(strays.map(|seq| TableDifference {
            table: "line_signature".to_owned(),
            key: seq.to_string(),
            is: seq.to_string(),
            should: String::new(),
        }));
        for (table, text) in TABLES {
            compare_rows(&moment, &again, table, text, &mut differences)?;
            // Read past its indexes a table can be whole, and still be found by nobody.
            differences
                .extend(compare::find_index_fault(&moment, &[table])?.map(|is| index_difference(table, is)));
        }
        moment
            .execute_batch("DROP TABLE temp.ticket_words; DROP TABLE temp.customer_words;")
            .map_err(sqlite_refusal)?;
        Ok(differences)
    }

    /// Replaces every projection by what the journal says.
    ///
    /// # Errors
    /// As [`Store::rebuild_check`]; then nothing was changed.
    pub fn rebuild_tables(&self) -> Result<(), Refusal> {
        self.rebuild_with_progress(&mut |_, _| {})
    }

    /// As [`Store::rebuild`]; tells how many lines of the journal have been read, and how many there are.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub fn rebuild_with_progress(&self, told: &mut dyn FnMut(i64, i64)) -> Result<(), Refusal> {
        let mut connection = self.lock_writer()?;
        let transaction = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(sqlite_refusal)?;
        rebuild_projections(&transaction, told)?;
        schema::check_current_schema(&transaction)?;
        transaction.commit().map_err(sqlite_refusal)
    }
}

/// Replaces every table but the journal with its signatures, the bytes of attachments, what screens keep and wrong passwords, whatever they
/// were, by what the journal says, and takes away what is not this program's; tells how many lines have been read, and how many there are.
pub(crate) fn rebuild_projections(db: &Connection, told: &mut dyn FnMut(i64, i64)) -> Result<(), Refusal> {
    schema::repair_schema(db)?;
    clear_strays(db)?;
    for table in list_projected_tables(db).map_err(sqlite_refusal)? {
        let quoted = table.replace('"', "\"\"");
        db.execute_batch(&format!("DROP TABLE \"{quoted}\""))
            .map_err(sqlite_refusal)?;
    }
    db.execute_batch(PROJECTIONS).map_err(sqlite_refusal)?;
    project_journal(db, db, told)
}

/// Takes away lines before the first and signatures beside no line that gives power, which this program never writes, and makes the journal's indexes
/// again: somebody may have left lines out of them. The walls that keep the journal are down meanwhile.
fn clear_strays(db: &Connection) -> Result<(), Refusal> {
    let walls = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
    let stood = db.db_config(walls).map_err(sqlite_refusal)?;
    db.set_db_config(walls, false).map_err(sqlite_refusal)?;
    let cleared = db.execute_batch(
        "DELETE FROM journal WHERE seq < 1;
         REINDEX journal;",
    );
    let cleared = cleared
        .map_err(sqlite_refusal)
        .and_then(|()| compare::find_stray_signatures(db))
        .and_then(|strays| {
            strays.into_iter().try_for_each(|seq| {
                db.execute("DELETE FROM line_signature WHERE seq = ?1", [seq])
                    .map(|_| ())
                    .map_err(sqlite_refusal)
            })
        });
    db.set_db_config(walls, stood).map_err(sqlite_refusal)?;
    cleared
}

/// The tables of the file that are made from the journal.
fn list_projected_tables(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
         AND name NOT IN ('journal', 'blob', 'kept', 'attempt', 'line_signature') AND name NOT GLOB 'sqlite_*'",
    )?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// Makes the projections in `to` from the journal in `from`: tickets stream by stream, so that one is held at a
/// time, everything else in the order it was written.
fn project_journal(
    from: &Connection,
    to: &Connection,
    told: &mut dyn FnMut(i64, i64),
) -> Result<(), Refusal> {
    let target = Tx::new(to, std::sync::Arc::default());
    let of = from
        .query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
        .map_err(sqlite_refusal)?;
    let mut done = 0;
    let mut by_stream = from
        .prepare(concat!(
            "SELECT ",
            columns!(),
            " FROM journal ORDER BY stream, version"
        ))
        .map_err(sqlite_refusal)?;
    let mut rows = by_stream.query([]).map_err(sqlite_refusal)?;
    // The facts of the ticket that is being read.
    let mut facts: Vec<JournalEntry> = Vec::new();
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        if done % TELL == 0 {
            told(done, of);
        }
        done += 1;
        let entry = StoredLine::from_row(row)
            .map_err(sqlite_refusal)?
            .into_journal_row()?
            .entry;
        if !entry.stream.starts_with("ticket/") {
            target.project_entry(&entry)?;
            continue;
        }
        target.project_line(&entry)?;
        if entry.version == 1 {
            put_replayed_ticket(&target, &facts)?;
            facts.clear();
        }
        facts.push(entry);
    }
    put_replayed_ticket(&target, &facts)
}

fn put_replayed_ticket(target: &Tx, facts: &[JournalEntry]) -> Result<(), Refusal> {
    if facts.is_empty() {
        return Ok(());
    }
    let row = TicketRow::from_ticket(&Ticket::replay_entries(facts)?);
    target.put_ticket(&row)?;
    target.put_words(row.id, facts, SearchTerms::New)
}

type RowValues = Vec<Value>;

fn next_row(rows: &mut rusqlite::Rows) -> Result<Option<RowValues>, Refusal> {
    let Some(row) = rows.next().map_err(sqlite_refusal)? else {
        return Ok(None);
    };
    let count = row.as_ref().column_count();
    (0..count)
        .map(|index| row.get(index).map_err(sqlite_refusal))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Walks both tables side by side in the order of their keys.
fn compare_rows(
    is: &Connection,
    should: &Connection,
    table: &str,
    text: &str,
    out: &mut Vec<TableDifference>,
) -> Result<(), Refusal> {
    let (mut left, mut right) = (
        is.prepare(text).map_err(sqlite_refusal)?,
        should.prepare(text).map_err(sqlite_refusal)?,
    );
    let (mut left, mut right) = (
        left.query([]).map_err(sqlite_refusal)?,
        right.query([]).map_err(sqlite_refusal)?,
    );
    let (mut here, mut there) = (next_row(&mut left)?, next_row(&mut right)?);
    while (here.is_some() || there.is_some()) && out.len() < MOST {
        let order = match (&here, &there) {
            (Some(a), Some(b)) => row_key(a).cmp(&row_key(b)),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        if order.is_eq() {
            if here != there {
                out.push(build_row_difference(table, here.as_ref(), there.as_ref()));
            }
            (here, there) = (next_row(&mut left)?, next_row(&mut right)?);
        } else if order.is_lt() {
            out.push(build_row_difference(table, here.as_ref(), None));
            here = next_row(&mut left)?;
        } else {
            out.push(build_row_difference(table, None, there.as_ref()));
            there = next_row(&mut right)?;
        }
    }
    Ok(())
}

/// A row's key, so that keys order as SQLite orders them.
fn row_key(row: &RowValues) -> (i64, String) {
    match row.first() {
        Some(Value::Integer(number)) => (*number, String::new()),
        Some(Value::Text(text)) => (0, text.clone()),
        _ => (0, String::new()),
    }
}

fn build_row_difference(table: &str, is: Option<&RowValues>, should: Option<&RowValues>) -> TableDifference {
    let text = |row: Option<&RowValues>| row.map(|row| format!("{row:?}")).unwrap_or_default();
    let (number, name) = is.or(should).map(row_key).unwrap_or_default();
    let key = if name.is_empty() { number.to_string() } else { name };
    TableDifference {
        table: table.to_owned(),
        key,
        is: text(is),
        should: text(should),
    }
}
