//! The one SQLite file: an append-only journal, and tables made from it that screens and figures read.
//!
//! Nothing above this floor but `desk` knows that there is a journal, and nothing here decides anything.
//! Deliberately absent: clocks, permissions, business rules.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{JournalEntry, Refusal, Ticket, personal::MaskingContext};
use rusqlite::{Connection, MAIN_DB, OpenFlags, OptionalExtension, TransactionBehavior, config::DbConfig};

mod data_file;
mod journal_lines;
mod tables;

pub use data_file::file;
use data_file::{
    backup,
    connection::{WRITING, open_configured},
    error, migrate, rebuild, schema,
};
use journal_lines::{compare, erase, governing, journal, person, signature, verify};
pub use tables::page;
use tables::{acknowledgement, column, month, old_ticket, scan, search, ticket};

pub use acknowledgement::{
    AcknowledgementList, AcknowledgementRow, AnswerCount, RecordWithNeighbours, StoredRecord,
};
pub use erase::ErasureOrder;
pub use governing::{GovernedPeople, GoverningLine, PersonUnderTrust};
pub use journal::{EntryStamp, JournalRow};
pub use month::EarlierTickets;
pub use old_ticket::{OLD_TICKETS, OldTicketRow};
pub use page::ListPage;
pub use person::PersonRow;
pub use rebuild::TableDifference;
pub use scan::Scan;
pub use signature::{KeyStanding, OutsideTrust, PowerKeys};
pub use ticket::{ConcernedPerson, TicketList, TicketOrder, TicketVersion, TodoQuery};
pub use verify::{JournalPart, VerifiedPart};

use error::{damaged_refusal, sqlite_refusal};
use governing::{GoverningCache, GoverningState};
use migrate::ForeignHandling;
use ticket::SearchTerms;

/// How long a statement waits for another process that is writing. Writers hold the file for milliseconds; a
/// minute is only passed by a program that hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The file, opened. Closed, it stands alone: SQLite puts the log beside it into it when the last connection goes, if that one may write.
/// So the one that writes is dropped last: it is the last field.
pub struct Store {
    path: PathBuf,
    /// What is known of the file from outside of it.
    outside: Mutex<Arc<OutsideTrust>>,
    /// Connections that only read and are free now: a reader waits neither for a writer nor for a report. The first of them opened
    /// the file and could write.
    readers: Mutex<Vec<Connection>>,
    governing: GoverningCache,
    /// The hash of the first line as it was when the file was opened.
    founding: Option<String>,
    /// The number of the schema that was checked last; SQLite counts it up with every change. None where any schema is taken, to be put
    /// right.
    checked_schema: Option<AtomicI64>,
    /// Opened for the first write: each connection reads the schema anew, and the sign-in screen needs one only.
    writer: OnceLock<Mutex<Connection>>,
}

impl Drop for Store {
    /// Those that cannot write go first.
    fn drop(&mut self) {
        self.lock_readers()
            .sort_by_key(|reader| !reader.is_readonly(MAIN_DB).unwrap_or(true));
    }
}

/// A connection of [`Store::readers`], until it is dropped.
struct PooledReader<'a> {
    store: &'a Store,
    connection: Option<Connection>,
}

impl Drop for PooledReader<'_> {
    fn drop(&mut self) {
        let mut free = self.store.lock_readers();
        if free.len() < READERS {
            free.extend(self.connection.take());
        }
    }
}

/// How many free ones are kept: a screen asks for a few things at once, and each holds pages of the file in memory.
const READERS: usize = 4;

/// A transaction.
pub struct Tx<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) outside: Arc<OutsideTrust>,
    /// Tickets folded in this transaction; those changed are written once, at its end.
    tickets: RefCell<BTreeMap<i64, CachedTicket>>,
    /// What governs once it has been read: a step needs it more than once.
    governing: RefCell<Option<Arc<GoverningState>>>,
    /// The keys once they have been read.
    power_keys: RefCell<Option<Arc<PowerKeys>>>,
    /// What other transactions have read of it.
    kept_governing: Option<&'a GoverningCache>,
    /// Whether it may see lines that will never be.
    writes: bool,
    /// Whether lines are folded that are not believed: the tables are made of all of them.
    believes_every_line: bool,
    /// Whom the rows were about that were read one by one, if anybody wants to know.
    looked_at: RefCell<Option<MaskingContext>>,
}

struct CachedTicket {
    ticket: Ticket,
    /// Its facts, oldest first.
    entries: Vec<JournalEntry>,
    row: RowState,
    /// Whether its words are still to be written.
    words: SearchTerms,
}

/// How a kept ticket's row in the file stands to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowState {
    /// There is none yet.
    Missing,
    /// It is an older one.
    Old,
    /// It is this one.
    Written,
}

impl Store {
    /// Opens a file, makes it if it does not exist, and brings an older one up to date.
    ///
    /// # Errors
    /// `newer_file` (the file stays untouched), `damaged`, `read_only`, `disk_full`, `busy`, `file_problem`; `foreign_object`,
    /// `schema_changed`, `table_differs`.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        Self::open_with_progress(path, &mut |_, _| {})
    }

    /// As [`Store::open`]; tells how many lines of the journal of an older file have been read, and how many there are.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with_progress(path: &Path, told: &mut dyn FnMut(i64, i64)) -> Result<Self, Refusal> {
        let mut connection = open_configured(path, WRITING)?;
        migrate::migrate_file(&mut connection, Some(path), ForeignHandling::Refused, told)?;
        schema::check_current_schema(&connection)?;
        connection
            .pragma_update(None, "query_only", true)
            .map_err(sqlite_refusal)?;
        let mut store = Self::without_connections(path);
        store.founding = read_first_hash(&connection)?;
        store.checked_schema = Some(AtomicI64::new(schema::read_schema_version(&connection)?));
        store.lock_readers().push(connection);
        store.read_tx(compare::compare_at_opening)?;
        Ok(store)
    }

    /// Opens a file whose tables are not what they should be, so that somebody can have them made again ([`Store::rebuild`]). No
    /// trigger of the file is run meanwhile, whoever put it there.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_to_rebuild(path: &Path) -> Result<Self, Refusal> {
        let mut connection = open_configured(path, WRITING)?;
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)
            .map_err(sqlite_refusal)?;
        migrate::migrate_file(&mut connection, Some(path), ForeignHandling::Left, &mut |_, _| {})?;
        let store = Self::without_connections(path);
        store.writer.get_or_init(|| Mutex::new(connection));
        Ok(store)
    }

    fn without_connections(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            outside: Mutex::default(),
            readers: Mutex::default(),
            governing: GoverningCache::default(),
            founding: None,
            checked_schema: None,
            writer: OnceLock::new(),
        }
    }

    /// Reads, all from one moment. Whatever was written before is seen; what is being written is not.
    ///
    /// # Errors
    /// What `work` refuses; `damaged`, `busy`.
    pub fn read_tx<T>(&self, work: impl FnOnce(&Tx) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let free = self.lock_readers().pop();
        let mut reader = PooledReader {
            store: self,
            connection: Some(free.map_or_else(|| self.open_reader(), Ok)?),
        };
        let Some(connection) = &mut reader.connection else {
            return Err(damaged_refusal("no connection"));
        };
        let transaction = connection.transaction().map_err(sqlite_refusal)?;
        self.check_schema_again(&transaction)?;
        let done = work(&Tx::with_shared_cache(
            &transaction,
            self.outside_trust(),
            &self.governing,
            false,
        ))?;
        transaction.commit().map_err(sqlite_refusal)?;
        Ok(done)
    }

    /// Writes all or nothing.
    ///
    /// # Errors
    /// What `work` refuses, and then nothing was written; `disk_full`, `read_only`, `busy`, `damaged`.
    pub fn write_tx<T>(&self, work: impl FnOnce(&Tx) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut connection = self.lock_writer()?;
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sqlite_refusal)?;
        self.check_schema_again(&transaction)?;
        let tx = Tx::with_shared_cache(&transaction, self.outside_trust(), &self.governing, true);
        let done = work(&tx)?;
        tx.flush_tickets()?;
        drop(tx);
        transaction.commit().map_err(sqlite_refusal)?;
        Ok(done)
    }

    /// Refuses a file whose schema was changed since it was checked: a trigger that is put in for a moment would swallow what is written.
    fn check_schema_again(&self, db: &Connection) -> Result<(), Refusal> {
        let Some(checked) = &self.checked_schema else {
            return Ok(());
        };
        let version = schema::read_schema_version(db)?;
        if checked.load(Ordering::Relaxed) != version {
            schema::check_current_schema(db)?;
            checked.store(version, Ordering::Relaxed);
        }
        Ok(())
    }

    /// What is known of the file from outside of it, from now on.
    pub fn set_outside_trust(&self, outside: OutsideTrust) {
        let mut known = self
            .outside
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        // What was read by the same knowledge stays read.
        if **known == outside {
            return;
        }
        *known = Arc::new(outside);
        drop(known);
        self.governing.clear_state();
    }

    /// Reads what governs anew, whatever was kept of it.
    pub fn forget_governing(&self) {
        self.governing.clear_state();
    }

    /// What is known of the file from outside of it.
    #[must_use]
    pub fn outside_trust(&self) -> Arc<OutsideTrust> {
        self.outside
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// The connection that writes.
    pub(crate) fn lock_writer(&self) -> Result<std::sync::MutexGuard<'_, Connection>, Refusal> {
        let writer = match self.writer.get() {
            Some(writer) => writer,
            None => {
                // The file is there: one that was taken away meanwhile is not made anew.
                let connection = open_configured(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
                // Nor is another one taken that was put in its place.
                schema::check_current_schema(&connection)?;
                check_same_file(&connection, self.founding.as_deref())?;
                self.writer.get_or_init(|| Mutex::new(connection))
            }
        };
        // A panic while the lock was held rolled its transaction back; the connection is sound.
        Ok(writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn lock_readers(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.readers
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A connection beside the one the desk works on, for what takes long: the desk goes on meanwhile.
    pub(crate) fn open_reader(&self) -> Result<Connection, Refusal> {
        let connection = open_configured(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        // It reads the schema for itself, whatever number that bears.
        if self.checked_schema.is_some() {
            schema::check_current_schema(&connection)?;
        }
        Ok(connection)
    }

    /// For the demo generator: gives up durability for the time of a run.
    ///
    /// # Errors
    /// Those of the file.
    pub fn begin_bulk(&self) -> Result<(), Refusal> {
        let text =
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA wal_autocheckpoint = 20000;";
        self.lock_writer()?.execute_batch(text).map_err(sqlite_refusal)
    }

    /// Ends [`Store::begin_bulk`]. No statistics are made, as no office's file has any: they would hold samples of phones and account
    /// numbers that 到期清除 had to find, and measured plans are to be those of an office.
    ///
    /// # Errors
    /// Those of the file.
    pub fn end_bulk(&self) -> Result<(), Refusal> {
        let text = "PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 1000;
                    PRAGMA wal_checkpoint(TRUNCATE);";
        self.lock_writer()?.execute_batch(text).map_err(sqlite_refusal)
    }
}

fn read_first_hash(connection: &Connection) -> Result<Option<String>, Refusal> {
    let read = connection.query_row("SELECT hash FROM journal WHERE seq = 1", [], |row| row.get(0));
    read.optional().map_err(sqlite_refusal)
}

/// # Errors
/// `damaged` where the first line is another one than at opening.
fn check_same_file(connection: &Connection, founding: Option<&str>) -> Result<(), Refusal> {
    match founding {
        Some(known) if read_first_hash(connection)?.as_deref() != Some(known) => {
            Err(Refusal::new(domain::Code::Damaged).with_arg("detail", "another file is in its place"))
        }
        _ => Ok(()),
    }
}

impl<'a> Tx<'a> {
    pub(crate) const fn new(db: &'a Connection, outside: Arc<OutsideTrust>) -> Self {
        Self {
            db,
            outside,
            tickets: RefCell::new(BTreeMap::new()),
            governing: RefCell::new(None),
            power_keys: RefCell::new(None),
            kept_governing: None,
            writes: true,
            believes_every_line: false,
            looked_at: RefCell::new(None),
        }
    }

    /// The same for whoever compares tables, which are made of every line.
    pub(crate) const fn believing_every_line(mut self) -> Self {
        self.believes_every_line = true;
        self
    }

    fn with_shared_cache(
        db: &'a Connection,
        outside: Arc<OutsideTrust>,
        kept: &'a GoverningCache,
        writes: bool,
    ) -> Self {
        Self {
            kept_governing: Some(kept),
            writes,
            ..Self::new(db, outside)
        }
    }

    /// From now on it is kept in mind whom tickets and rows are about that are read one by one.
    pub fn track_subjects(&self) {
        self.looked_at
            .borrow_mut()
            .get_or_insert_with(MaskingContext::default);
    }

    /// Whom the tickets and rows were about that were read since.
    #[must_use]
    pub fn tracked_subjects(&self) -> MaskingContext {
        let mut known = self.looked_at.borrow().clone().unwrap_or_default();
        for kept in self.tickets.borrow().values() {
            known.merge_context(MaskingContext::from_ticket(&kept.ticket));
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::note;

    /// A file of demo data is planned and measured as an office's is.
    #[test]
    fn no_file_has_statistics() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk.db")).unwrap();
        store.begin_bulk().unwrap();
        note(&store, 1);
        store.end_bulk().unwrap();
        let text = "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'sqlite_stat*'";
        let tables: i64 = store
            .lock_writer()
            .unwrap()
            .query_row(text, [], |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 0);
    }

    /// Whoever copies the one file of a desk that was closed has everything, however often it was read.
    #[test]
    fn a_closed_file_stands_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = Store::open(&path).unwrap();
        note(&store, 1);
        store.read_tx(|tx| tx.last_seq()).unwrap();
        assert!(path.with_extension("db-wal").exists(), "it is open");
        drop(store);
        let names = std::fs::read_dir(folder.path()).unwrap();
        let names: Vec<_> = names.map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, ["desk.db"]);
    }
}
