//! Making a file and bringing an older one up to date: all pending steps in one transaction, a snapshot first,
//! a file written by a newer program refused and left untouched.

use std::path::{Path, PathBuf};

use domain::{Code, Refusal};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::{
    error::{damaged_refusal, sqlite_refusal},
    rebuild, schema,
};

/// Marks the file as ours: the letters YSFW.
const APPLICATION: i32 = 0x5953_4657;

/// A step from one version of the file to the next.
enum MigrationStep {
    /// Statements for what is kept for ever.
    Kept(&'static str),
    /// The tables made from the journal have changed, in their text or in what is put into them: they are made
    /// again. With the SHA-256 of their text, so that no change of it goes without a step.
    Projections(
        #[cfg_attr(
            not(test),
            allow(dead_code, reason = "read by the test that holds it against the text")
        )]
        &'static str,
    ),
}

/// The steps, in order; never changed once shipped, only added to.
const STEPS: &[MigrationStep] = &[
    MigrationStep::Kept(include_str!("../../sql/001_journal.sql")),
    MigrationStep::Projections("5b5812cbeec6f6e124f30d9575cb11fc66bd782175c88033f1b6a4a0a4766be0"),
    MigrationStep::Projections("bb0425fa5045236634c2f5360f992dc475a48561269445ab504729ccbfffee3b"),
    MigrationStep::Projections("921bb24d09e1ee0d0c80055936a371956efebf5e2a9cad73abec123b917ac14f"),
    MigrationStep::Kept(include_str!("../../sql/002_erasure.sql")),
    MigrationStep::Projections("0ff448d3c4f764b1a6bc650fc3ae2a25d5d62b42d7b86c44256353e8eaf5a06d"),
    // Settings have more in them.
    MigrationStep::Projections("0ff448d3c4f764b1a6bc650fc3ae2a25d5d62b42d7b86c44256353e8eaf5a06d"),
    MigrationStep::Projections("81450f0064d4504bffa41e952c0d5913e7e54826993abd01994bcb8f7b2695d6"),
    MigrationStep::Kept(include_str!("../../sql/003_kept.sql")),
    MigrationStep::Projections("56b51c172f4d0d50077beb6c3b9a8e3fa64591c003fca273a204ef319e4b8012"),
    // Marks that few tickets bear, agreed times, names by their first letters.
    MigrationStep::Projections("a6d69c4c401e588122547dd6160db5b40774f4dc2cde4fa23962c1b8b26de81e"),
    // Old tickets.
    MigrationStep::Projections("346d0184dad84d6bdf6569d09acff810a23806bb884c42ab274f5442d1102d1f"),
    // The arrival's clock begins when a time was agreed, where the form came later.
    MigrationStep::Projections("346d0184dad84d6bdf6569d09acff810a23806bb884c42ab274f5442d1102d1f"),
    // Who received it first.
    MigrationStep::Projections("c0de645283e17bf391863584f3dd83ffa4e4fe862dfe63344af590841a1a95dd"),
    // Two digits are found as quickly as more, and a ticket by the end of its own number.
    MigrationStep::Projections("6702a24bc8f09ecf21b895b8ae9d22babbe321f5f8dcfb0bb37be99a2e999e18"),
    MigrationStep::Kept(include_str!("../../sql/004_line_signature.sql")),
    MigrationStep::Kept(include_str!("../../sql/004_governing.sql")),
    MigrationStep::Kept(include_str!("../../sql/004_attempt.sql")),
    // Words by their normal forms, personal ones in a column of their own. What a ticket waits for by its moves, limits missed before
    // they were moved, limits kept but entered late.
    MigrationStep::Projections("f8a8ef8a2d683c1f2d9d4f197a7cea14b67bde086fa00addf478c962cd34fb53"),
    // Phones in more spellings are no words that everybody finds a ticket by; those in the name of a household neither. Whose names
    // stand with an extension and with hours; what waits only at night; limits waived by what was recorded late.
    MigrationStep::Projections("9b886608aa55d0dda4c3cb29e9f433b77a94a1b8a968ffc618f135557b19d256"),
    // Who is added anew after an account ended has the same name in the table.
    MigrationStep::Projections("3e09a94e78bc3ff97f48aff633dfc62546800786008832cceb108a225402df7e"),
];

/// The steps of what is kept for ever.
pub(crate) fn kept_steps() -> impl Iterator<Item = &'static str> {
    STEPS.iter().filter_map(|step| match step {
        MigrationStep::Kept(text) => Some(*text),
        MigrationStep::Projections(_) => None,
    })
}

/// The version of a file this program writes.
pub(crate) fn current_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn read_pragma(connection: &Connection, name: &str) -> Result<i64, Refusal> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(sqlite_refusal)
}

/// Refuses a file that is not ours or newer than this program.
pub(crate) fn check_version(connection: &Connection) -> Result<i64, Refusal> {
    let version = read_pragma(connection, "user_version")?;
    let application = read_pragma(connection, "application_id")?;
    if version > current_version() {
        return Err(Refusal::new(Code::NewerFile)
            .with_arg("file", version)
            .with_arg("program", current_version()));
    }
    let tables: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
            [],
            |row| row.get(0),
        )
        .map_err(sqlite_refusal)?;
    if application != i64::from(APPLICATION) && tables > 0 {
        return Err(damaged_refusal("not a file of this program"));
    }
    Ok(version)
}

/// Whether a file is brought up to date in which something stands that is not this program's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForeignHandling {
    Refused,
    /// Somebody is about to have it cleared away.
    Left,
}

/// Brings a file up to date; a copy of an older one is put beside `copied`. A backup comes back without WAL: that is mended too.
pub(crate) fn migrate_file(
    connection: &mut Connection,
    copied: Option<&Path>,
    foreign: ForeignHandling,
    told: &mut dyn FnMut(i64, i64),
) -> Result<(), Refusal> {
    let version = check_version(connection)?;
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(sqlite_refusal)?;
    if mode != "wal" {
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(sqlite_refusal)?;
    }
    if version == current_version() {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sqlite_refusal)?;
    // Looked at again inside the transaction: another process may have been quicker.
    let version = check_version(&transaction)?;
    let copy = if version > 0 && version < current_version() {
        if foreign == ForeignHandling::Refused {
            schema::check_older_schema(&transaction)?;
        }
        match copied {
            Some(path) => snapshot_file(&transaction, path, version)?,
            None => None,
        }
    } else {
        None
    };
    run_missing_steps(transaction, version, told).inspect_err(|_| {
        // The file stands as it was: a copy for each failed attempt would only fill the disk.
        if let Some(copy) = copy {
            let _ = std::fs::remove_file(copy);
        }
    })
}

/// All steps that are missing, at once.
fn run_missing_steps(
    transaction: Transaction,
    version: i64,
    told: &mut dyn FnMut(i64, i64),
) -> Result<(), Refusal> {
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    let mut again = false;
    for step in STEPS.iter().skip(done) {
        match step {
            MigrationStep::Kept(text) => match transaction.execute_batch(text) {
                // The number of the version was put back by somebody: what is there already is compared when the file is opened.
                Err(error) if error.to_string().contains("already exists") => {}
                done => done.map_err(sqlite_refusal)?,
            },
            MigrationStep::Projections(_) => again = true,
        }
    }
    if again {
        rebuild::rebuild_projections(&transaction, told)?;
    }
    transaction
        .pragma_update(None, "user_version", current_version())
        .map_err(sqlite_refusal)?;
    transaction
        .pragma_update(None, "application_id", APPLICATION)
        .map_err(sqlite_refusal)?;
    transaction.commit().map_err(sqlite_refusal)
}

/// A copy of the file as it was, beside it, whatever lies there from an earlier upgrade; none if one of those already holds what this
/// would, because an upgrade was cut off after it.
fn snapshot_file(file: &Connection, path: &Path, version: i64) -> Result<Option<PathBuf>, Refusal> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut copy = path.with_file_name(format!("{name}.before-{}", version + 1));
    let mut more = 1;
    while copy.exists() {
        if has_same_content(file, &copy) {
            return Ok(None);
        }
        more += 1;
        copy = path.with_file_name(format!("{name}.before-{}-{more}", version + 1));
    }
    crate::backup::copy_database(path, &copy)?;
    Ok(Some(copy))
}

/// Whether a copy holds what the file does: both end with the same line of the journal, whose hash stands for all before it, and screens
/// keep the same.
fn has_same_content(file: &Connection, copy: &Path) -> bool {
    let end = |of: &Connection| -> rusqlite::Result<(i64, Option<String>, Option<String>)> {
        let version = of.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let text = |sql: &str| of.query_row(sql, [], |row| row.get(0));
        let line = text("SELECT (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1)")?;
        let keeps: bool = of.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'kept')",
            [],
            |row| row.get(0),
        )?;
        let kept = if keeps {
            text(
                "SELECT group_concat(person || name || value || at) FROM (SELECT * FROM kept ORDER BY person, name)",
            )?
        } else {
            None
        };
        Ok((version, line, kept))
    };
    let other = crate::open_configured(copy, OpenFlags::SQLITE_OPEN_READ_ONLY);
    match (end(file), other.map(|other| end(&other))) {
        (Ok(file), Ok(Ok(copy))) => file == copy,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn a_newer_file_is_refused_and_left_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        drop(Store::open(&path).unwrap());
        let raw = Connection::open(&path).unwrap();
        raw.pragma_update(None, "user_version", current_version() + 1)
            .unwrap();
        drop(raw);
        let before = std::fs::read(&path).unwrap();
        let refused = Store::open(&path).err().unwrap();
        assert_eq!(refused.code, Code::NewerFile);
        assert_eq!(refused.args["file"], current_version() + 1);
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_change_of_the_projections_has_its_step() {
        let last = STEPS.iter().rev().find_map(|step| match step {
            MigrationStep::Projections(hash) => Some(*hash),
            MigrationStep::Kept(_) => None,
        });
        let text = rebuild::PROJECTIONS.replace("\r\n", "\n");
        assert_eq!(
            last.unwrap(),
            domain::hash::sha256_hex(&[text.as_bytes()]),
            "add a step Projections with this hash to STEPS"
        );
    }

    /// A file of the first version, with tables that look otherwise and one that is no longer made.
    #[test]
    fn an_older_file_gets_its_tables_made_again_and_a_copy_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = crate::journal::tests::store(&path);
        crate::journal::tests::note(&store, 1);
        drop(store);
        let raw = Connection::open(&path).unwrap();
        raw.execute_batch(
            "DROP INDEX journal_governing; DROP TRIGGER blob_is_never_replaced; DROP TABLE kept; DROP TABLE attempt; DROP TABLE line_signature; DROP TABLE setting; CREATE TABLE setting (old TEXT); CREATE TABLE gone (old TEXT); PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(raw);
        let mut told = Vec::new();
        let store = Store::open_with_progress(&path, &mut |done, of| told.push((done, of))).unwrap();
        let lines = store.verify_file(&mut |_| {}).unwrap().entries;
        assert!(lines > 0);
        assert_eq!(told, vec![(0, lines)]);
        assert_eq!(store.rebuild_check().unwrap(), vec![]);
        let gone: i64 = store
            .lock_writer()
            .unwrap()
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'gone'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(gone, 0);
        assert!(folder.path().join("desk.db.before-2").exists());
    }

    /// Makes an older file of one that is up to date.
    fn age(path: &Path) {
        let raw = Connection::open(path).unwrap();
        raw.execute_batch("DROP INDEX journal_governing; DROP TRIGGER blob_is_never_replaced; DROP TABLE kept; DROP TABLE attempt; DROP TABLE line_signature; PRAGMA user_version = 1;")
            .unwrap();
    }

    fn lines(path: &Path) -> i64 {
        let copy = Connection::open(path).unwrap();
        copy.query_row("SELECT count(*) FROM journal", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn every_upgrade_has_a_copy_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let copy = |more: &str| folder.path().join(format!("desk.db.before-2{more}"));
        // What somebody else put there is no copy, and stays.
        std::fs::write(copy(""), "nothing of ours at all..").unwrap();
        for at in 1..=2 {
            let store = crate::journal::tests::store(&path);
            crate::journal::tests::note(&store, at);
            drop(store);
            age(&path);
        }
        // The program was stepped back to, and somebody has worked with it meanwhile.
        drop(Store::open(&path).unwrap());
        assert_eq!(
            std::fs::read_to_string(copy("")).unwrap(),
            "nothing of ours at all.."
        );
        assert_eq!((lines(&copy("-2")), lines(&copy("-3"))), (1, 2));
    }

    #[test]
    fn an_upgrade_that_was_cut_off_or_failed_leaves_no_second_copy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let copies = || {
            let files = std::fs::read_dir(folder.path()).unwrap();
            let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
            names.filter(|name| name.contains("before")).count()
        };
        let store = crate::journal::tests::store(&path);
        crate::journal::tests::note(&store, 1);
        drop(store);
        age(&path);
        let aged = std::fs::read(&path).unwrap();
        drop(Store::open(&path).unwrap());
        // As after a power cut within the upgrade.
        std::fs::write(&path, &aged).unwrap();
        drop(Store::open(&path).unwrap());
        assert_eq!(copies(), 1);
        // A line that cannot be read.
        std::fs::write(&path, &aged).unwrap();
        let raw = Connection::open(&path).unwrap();
        let broken = "INSERT INTO journal SELECT seq + 1, 'x', 1, format, '{}', '', 0, '', 0, 0, hash, 'h' FROM journal ORDER BY seq DESC LIMIT 1";
        raw.execute_batch(broken).unwrap();
        drop(raw);
        assert!(Store::open(&path).is_err());
        assert_eq!(copies(), 1);
    }

    #[test]
    fn what_is_no_file_of_ours_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        std::fs::write(&path, vec![b'x'; 8192]).unwrap();
        assert_eq!(Store::open(&path).err().unwrap().code, Code::Damaged);
        let other = folder.path().join("other.db");
        Connection::open(&other)
            .unwrap()
            .execute_batch("CREATE TABLE t (a)")
            .unwrap();
        assert_eq!(Store::open(&other).err().unwrap().code, Code::Damaged);
    }

    #[test]
    fn the_file_is_set_up_as_promised() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk.db")).unwrap();
        let connection = store.lock_writer().unwrap();
        let text = |name: &str| -> String {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| format!("{value:?}"))
                .unwrap()
        };
        assert_eq!(text("journal_mode"), "Text(\"wal\")");
        assert_eq!(text("synchronous"), "Integer(2)");
        assert_eq!(text("foreign_keys"), "Integer(1)");
        assert_eq!(text("trusted_schema"), "Integer(0)");
        let loose: i64 = connection
            .query_row("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(loose, 0, "every table is STRICT");
    }
}
