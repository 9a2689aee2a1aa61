//! Copies: SQLite's online backup while the desk goes on, and putting one back.

use std::{fs, path::Path};

use domain::{Code, Refusal};
use rusqlite::{
    Connection, OpenFlags, TransactionBehavior,
    backup::{Backup, StepResult},
};

use crate::{
    Store,
    data_file::connection::{open_configured, open_connection},
    error::{io_refusal as problem, sqlite_refusal},
    file,
    migrate::{self, ForeignHandling},
    rebuild, schema,
    signature::OutsideTrust,
    verify,
};

/// Pages copied at a time.
const PAGES: i32 = 4_000;

/// Lines of a backup checked at a time; few in tests, so that there are parts.
const LINES: i64 = if cfg!(test) { 2 } else { 10_000 };

/// Copies a file as it stands, whole and consistent, to where nothing is yet.
pub(crate) fn copy_database(from: &Path, to: &Path) -> Result<(), Refusal> {
    let source = open_configured(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    copy_connection(&source, to, &mut |_, _| Ok(()))
}

/// Told how many pages or lines of how many are done; what it refuses ends the work.
type BackupProgress<'a> = &'a mut dyn FnMut(i64, i64) -> Result<(), Refusal>;

fn copy_connection(source: &Connection, to: &Path, each: BackupProgress) -> Result<(), Refusal> {
    // Under another name until it is whole: a copy that was cut off is never taken for one.
    let part = file::create_part(to).map_err(|error| io_refusal_at(to, &error))?;
    let done = fill_copy(source, &part, each)
        .and_then(|()| file::place_file(&part, to).map_err(|error| io_refusal_at(to, &error)));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

fn fill_copy(source: &Connection, part: &Path, each: BackupProgress) -> Result<(), Refusal> {
    // One moment for the whole copy: what others write meanwhile does not make it begin again.
    let moment = source.unchecked_transaction().map_err(sqlite_refusal)?;
    moment
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(sqlite_refusal)?;
    let mut target = open_connection(part, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let backup = Backup::new(&moment, &mut target).map_err(sqlite_refusal)?;
    loop {
        let step = backup.step(PAGES).map_err(sqlite_refusal)?;
        let pages = backup.progress();
        each(
            i64::from(pages.pagecount - pages.remaining),
            i64::from(pages.pagecount),
        )?;
        // Nobody else knows the copy, and the moment is held: there is nothing to wait for.
        match step {
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(Refusal::new(Code::Busy)),
        }
    }
    drop(backup);
    target
        .pragma_update(None, "journal_mode", "DELETE")
        .map_err(sqlite_refusal)?;
    target.close().map_err(|(_, error)| sqlite_refusal(error))
}

impl Store {
    /// Copies the file while it is in use; `each` is told how many pages of how many are copied, and ends the copy by
    /// refusing. What was begun is then taken away.
    ///
    /// # Errors
    /// `file_exists` (nothing is overwritten), `disk_full`, `file_problem`, `read_only`; what `each` refuses.
    pub fn write_backup(&self, to: &Path, each: BackupProgress) -> Result<(), Refusal> {
        if to.exists() {
            return Err(
                Refusal::at_field(Code::FileExists, "path").with_arg("path", to.display().to_string())
            );
        }
        copy_connection(&self.open_reader()?, to, each)
    }

    /// Checks that a backup is whole; `each` is told how many lines of how many were checked, and ends the check by refusing.
    ///
    /// # Errors
    /// `damaged`, `newer_file`; what `each` refuses.
    pub fn check_backup(backup: &Path, each: BackupProgress) -> Result<(), Refusal> {
        check_whole_backup(backup, each)
    }

    /// Puts a backup in the place of `file`; what was there is kept as `kept`.
    ///
    /// # Errors
    /// `not_found`, `damaged`, `newer_file` if the backup is not whole; `foreign_object`, `schema_changed` if something stands in it
    /// that is not this program's, or something of this program does not; `file_exists` for `kept`;
    /// `busy` while another program has the file open. Then nothing was changed.
    pub fn restore_backup(backup: &Path, target: &Path, kept: &Path) -> Result<(), Refusal> {
        if !backup.exists() {
            return Err(Refusal::at_field(Code::NotFound, "file").with_arg("what", "backup"));
        }
        if kept.exists() {
            return Err(
                Refusal::at_field(Code::FileExists, "kept").with_arg("path", kept.display().to_string())
            );
        }
        let fresh = target.with_extension("db.restoring");
        let _ = fs::remove_file(&fresh);
        check_whole_backup(backup, &mut |_, _| Ok(()))?;
        // A new computer has no folder yet.
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| problem(&error))?;
        }
        copy_database(backup, &fresh)?;
        // Of a backup only the journal, and the bytes of its files, is taken at its word.
        let anew = rebuild_file(&fresh);
        if anew.is_err() {
            remove_with_log(&fresh);
        }
        anew?;
        if target.exists() {
            let alone = check_not_in_use(target).and_then(|()| keep_previous_file(target, kept));
            if alone.is_err() {
                let _ = fs::remove_file(&fresh);
            }
            alone?;
        }
        for side in ["-wal", "-shm"] {
            let mut name = target.as_os_str().to_owned();
            name.push(side);
            let _ = fs::remove_file(name);
        }
        file::rename_file(&fresh, target).map_err(|error| io_refusal_at(target, &error))
    }
}

/// Makes every table of a file again.
fn rebuild_file(path: &Path) -> Result<(), Refusal> {
    let mut connection = open_configured(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    migrate::migrate_file(&mut connection, None, ForeignHandling::Refused, &mut |_, _| {})?;
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(sqlite_refusal)?;
    rebuild::rebuild_projections(&transaction, &mut |_, _| {})?;
    schema::check_current_schema(&transaction)?;
    transaction.commit().map_err(sqlite_refusal)?;
    connection
        .pragma_update(None, "journal_mode", "DELETE")
        .map_err(sqlite_refusal)?;
    connection.close().map_err(|(_, error)| sqlite_refusal(error))
}

fn remove_with_log(path: &Path) {
    for side in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(side);
        let _ = fs::remove_file(name);
    }
}

fn io_refusal_at(path: &Path, error: &std::io::Error) -> Refusal {
    problem(error).with_arg("path", path.display().to_string())
}

/// Refuses while another program has the file open: leaving WAL needs the file for oneself. What cannot be read at
/// all is nobody's.
fn check_not_in_use(target: &Path) -> Result<(), Refusal> {
    let leave = || -> Result<(), Refusal> {
        let connection = open_configured(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection
            .busy_timeout(std::time::Duration::from_secs(1))
            .map_err(sqlite_refusal)?;
        connection
            .pragma_update(None, "journal_mode", "DELETE")
            .map_err(sqlite_refusal)
    };
    match leave() {
        Err(refused) if refused.code == Code::Busy => Err(refused),
        _ => Ok(()),
    }
}

/// Keeps what was there: as a consistent copy if it can be read, else byte for byte with its side files.
fn keep_previous_file(target: &Path, kept: &Path) -> Result<(), Refusal> {
    if copy_database(target, kept).is_ok() {
        return Ok(());
    }
    for side in ["", "-wal", "-shm"] {
        let name = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(side);
            name
        };
        if Path::new(&name(target)).exists() {
            fs::copy(name(target), name(kept)).map_err(|error| io_refusal_at(kept, &error))?;
        }
    }
    Ok(())
}

/// Whether a backup is whole: SQLite's own check, our version, the journal's chain, part by part.
fn check_whole_backup(backup: &Path, each: BackupProgress) -> Result<(), Refusal> {
    let connection = open_configured(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if migrate::check_version(&connection)? == migrate::current_version() {
        schema::check_current_schema(&connection)?;
    } else {
        schema::check_older_schema(&connection)?;
    }
    let sound: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(sqlite_refusal)?;
    if sound != "ok" {
        return Err(crate::error::damaged_refusal(sound));
    }
    let end = connection
        .query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))
        .map_err(sqlite_refusal)?;
    // In one go, because of a backup no table is asked where a part begins.
    let mut done = 0;
    let outside = OutsideTrust::default();
    verify::verify_lines(
        &connection,
        &outside,
        verify::JournalPart::ALL,
        &mut |_| {},
        &mut |entry, _| {
            done += 1;
            if done % LINES == 0 {
                each(entry.seq, end)?;
            }
            Ok(())
        },
    )
    .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::{forger, note, store};

    #[test]
    fn a_backup_comes_back_and_what_was_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let (backup, kept) = (folder.path().join("b.db"), folder.path().join("kept.db"));
        let one = store(&path);
        note(&one, 1);
        one.write_backup(&backup, &mut |_, _| Ok(())).unwrap();
        assert_eq!(
            one.write_backup(&backup, &mut |_, _| Ok(())).unwrap_err().code,
            Code::FileExists
        );
        note(&one, 2);
        drop(one);
        Store::restore_backup(&backup, &path, &kept).unwrap();
        let mode: String = Store::open(&path)
            .unwrap()
            .lock_writer()
            .unwrap()
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal", "readers and writers go on side by side");
        let count = |path: &Path| {
            Store::open(path)
                .unwrap()
                .verify_file(&mut |_| {})
                .unwrap()
                .entries
        };
        assert_eq!((count(&path), count(&kept)), (1, 2));
    }

    #[test]
    fn a_backup_that_is_stopped_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let one = store(&folder.path().join("desk.db"));
        note(&one, 1);
        let to = folder.path().join("b.db");
        let mut told = Vec::new();
        let refused = one.write_backup(&to, &mut |done, of| {
            told.push((done, of));
            Err(Refusal::new(Code::Stopped))
        });
        assert_eq!(refused.unwrap_err().code, Code::Stopped);
        assert!(told.iter().all(|(done, of)| *done > 0 && done <= of), "{told:?}");
        assert_eq!(told.len(), 1);
        let names = |name: &str| folder.path().join(name).exists();
        assert!(!names("b.db") && !names("b.db.part"));
        one.write_backup(&to, &mut |_, _| Ok(())).unwrap();
    }

    /// What lies beside a backup belongs to somebody else, also where its name is one of ours.
    #[test]
    fn nothing_that_lies_there_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let one = store(&folder.path().join("desk.db"));
        note(&one, 1);
        let theirs = ["合同.part", "合同.part-journal"];
        for name in theirs {
            fs::write(folder.path().join(name), "theirs").unwrap();
        }
        let to = folder.path().join("合同");
        one.write_backup(&to, &mut |_, _| Ok(())).unwrap();
        // One that comes while it is being made.
        let late = folder.path().join("late.db");
        let refused = one.write_backup(&late, &mut |_, _| {
            fs::write(&late, "theirs").map_err(|error| problem(&error))
        });
        assert_eq!(refused.unwrap_err().code, Code::FileExists);
        for name in theirs.into_iter().chain(["late.db"]) {
            assert_eq!(
                fs::read_to_string(folder.path().join(name)).unwrap(),
                "theirs",
                "{name}"
            );
        }
        let parts = fs::read_dir(folder.path()).unwrap();
        let parts: Vec<_> = parts.map(|file| file.unwrap().file_name()).collect();
        assert_eq!(
            parts.len(),
            theirs.len() + 5,
            "desk.db with -wal and -shm, two backups: {parts:?}"
        );
        Store::check_backup(&to, &mut |_, _| Ok(())).unwrap();
    }

    /// SQLite takes a name that begins with `file:` for an address, with a question mark for its options.
    #[test]
    fn a_name_is_a_name_and_no_address() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other.db");
        Connection::open(&other)
            .unwrap()
            .execute_batch("CREATE TABLE theirs (a)")
            .unwrap();
        let before = fs::read(&other).unwrap();
        let one = store(&folder.path().join("desk.db"));
        note(&one, 1);
        let address = format!("file:{}?x=", other.display());
        let refused = one
            .write_backup(Path::new(&address), &mut |_, _| Ok(()))
            .unwrap_err();
        assert_eq!(refused.code, Code::FileProblem);
        assert_eq!(fs::read(&other).unwrap(), before);
        assert!(
            Store::open(Path::new(&format!(
                "file:{}/new.db?mode=rwc",
                folder.path().display()
            )))
            .is_err()
        );
        assert!(!folder.path().join("new.db").exists());
        assert!(Store::check_backup(Path::new(&address), &mut |_, _| Ok(())).is_err());
    }

    /// A program that has the file open would go on writing into what is no longer there.
    #[test]
    fn nothing_is_put_back_under_a_program_at_work() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let (backup, kept) = (folder.path().join("b.db"), folder.path().join("kept.db"));
        let one = store(&path);
        note(&one, 1);
        one.write_backup(&backup, &mut |_, _| Ok(())).unwrap();
        note(&one, 2);
        let refused = Store::restore_backup(&backup, &path, &kept).unwrap_err();
        assert_eq!(refused.code, Code::Busy);
        assert!(!kept.exists());
        note(&one, 3);
        assert_eq!(one.verify_file(&mut |_| {}).unwrap().entries, 3);
    }

    #[test]
    fn a_backup_is_checked_in_parts_and_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let one = store(&folder.path().join("desk.db"));
        for at in 1..=5 {
            note(&one, at);
        }
        let to = folder.path().join("b.db");
        one.write_backup(&to, &mut |_, _| Ok(())).unwrap();
        let mut told = Vec::new();
        Store::check_backup(&to, &mut |done, of| {
            told.push((done, of));
            Ok(())
        })
        .unwrap();
        assert_eq!(told, [(2, 5), (4, 5)]);
        let stopped = Store::check_backup(&to, &mut |_, _| Err(Refusal::new(Code::Stopped)));
        assert_eq!(stopped.unwrap_err().code, Code::Stopped);
        // The last line, in the last part, was changed behind the triggers.
        let text = "UPDATE journal SET performed_by = '丙' WHERE seq = 5";
        forger(&to).execute_batch(text).unwrap();
        let refused = Store::check_backup(&to, &mut |_, _| Ok(())).unwrap_err();
        assert_eq!(
            (refused.code, refused.args["seq"].as_i64()),
            (Code::Damaged, Some(5))
        );
    }

    #[test]
    fn a_damaged_backup_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let one = store(&path);
        note(&one, 1);
        drop(one);
        let bad = folder.path().join("bad.db");
        std::fs::write(
            &bad,
            b"not a database at all, but long enough to be read as a header, and more of it....",
        )
        .unwrap();
        let refused = Store::restore_backup(&bad, &path, &folder.path().join("kept.db")).unwrap_err();
        assert_eq!(refused.code, Code::Damaged);
        assert_eq!(
            Store::open(&path)
                .unwrap()
                .verify_file(&mut |_| {})
                .unwrap()
                .entries,
            1
        );
    }
}
