//! SQLite's errors as codes a screen acts on.

use domain::{Code, Refusal};
use rusqlite::{Error, ErrorCode};

/// The refusal of an error. Damage is said only of a file in which something is wrong: it sends people to their backups.
pub(crate) fn sqlite_refusal(error: Error) -> Refusal {
    let code = match &error {
        Error::SqliteFailure(failure, _) | Error::SqlInputError { error: failure, .. } => {
            code_of(failure.code, &error.to_string())
        }
        // A value that is not what its column holds.
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::InvalidColumnIndex(_)
        | Error::InvalidColumnName(_)
        | Error::Utf8Error(..)
        | Error::QueryReturnedNoRows => Code::Damaged,
        _ => Code::Unexpected,
    };
    Refusal::new(code).with_arg("detail", error.to_string())
}

/// Refuses where a statement did not write its one row, whatever kept it from that.
pub(crate) fn expect_one_row(rows: usize) -> Result<(), Refusal> {
    if rows == 1 {
        return Ok(());
    }
    Err(damaged_refusal("a line was not written"))
}

fn code_of(code: ErrorCode, said: &str) -> Code {
    match code {
        ErrorCode::DiskFull => Code::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Code::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Code::Busy,
        ErrorCode::CannotOpen | ErrorCode::SystemIoFailure => Code::FileProblem,
        ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase
        | ErrorCode::ConstraintViolation
        | ErrorCode::TypeMismatch => Code::Damaged,
        // A table that somebody took away; SQLite says it with the same number as that a statement is too long.
        _ if ["no such ", "malformed ", "has no column "]
            .iter()
            .any(|words| said.contains(words)) =>
        {
            Code::Damaged
        }
        _ => Code::Unexpected,
    }
}

/// What is in the file but makes no sense.
pub(crate) fn damaged_refusal(detail: impl Into<String>) -> Refusal {
    Refusal::new(Code::Damaged).with_arg("detail", detail.into())
}

/// A problem of the file system.
pub(crate) fn io_refusal(error: &std::io::Error) -> Refusal {
    use std::io::ErrorKind as K;
    let code = match error.kind() {
        K::StorageFull => Code::DiskFull,
        K::PermissionDenied | K::ReadOnlyFilesystem => Code::ReadOnly,
        K::AlreadyExists => Code::FileExists,
        _ if crate::file::is_sharing_violation(error) => Code::FileHeld,
        _ => Code::FileProblem,
    };
    Refusal::new(code).with_arg("detail", error.to_string())
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params_from_iter};

    use super::*;

    fn of(work: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Code {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE one (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; INSERT INTO one VALUES (1, 'a')")
            .unwrap();
        sqlite_refusal(work(&db).unwrap_err()).code
    }

    #[test]
    fn damage_is_said_of_a_damaged_file_alone() {
        let many = |db: &Connection| {
            let marks = vec!["?"; 40_000].join(",");
            let mut statement = db.prepare(&format!("SELECT 1 FROM one WHERE id IN ({marks})"))?;
            statement.query_row(params_from_iter(0..40_000), |_| Ok(()))
        };
        assert_eq!(of(many), Code::Unexpected, "too many variables");
        assert_eq!(of(|db| db.execute_batch("SELECT (")), Code::Unexpected);
        let gone = |db: &Connection| db.execute_batch("SELECT * FROM two");
        assert_eq!(of(gone), Code::Damaged, "a table is missing");
        let other = |db: &Connection| {
            db.query_row("SELECT name FROM one", [], |row| row.get::<_, i64>(0))
                .map(|_| ())
        };
        assert_eq!(of(other), Code::Damaged, "a text where a number belongs");
        let twice = |db: &Connection| db.execute_batch("INSERT INTO one VALUES (1, 'b')");
        assert_eq!(of(twice), Code::Damaged);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        std::fs::write(
            &path,
            "no file of SQLite, and long enough to be looked at".repeat(40),
        )
        .unwrap();
        let db = Connection::open(path).unwrap();
        let error = db.execute_batch("SELECT * FROM sqlite_schema").unwrap_err();
        assert_eq!(sqlite_refusal(error).code, Code::Damaged);
    }
}
