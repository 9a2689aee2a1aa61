//! SQLite's errors as codes a screen acts on.

use domain::{Code, Refusal};
use rusqlite::{Error, ErrorCode};

/// The refusal of an error.
pub(crate) fn refusal(error: Error) -> Refusal {
    let code = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Code::DiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Code::ReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Code::Damaged,
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => Code::FileProblem,
        _ => Code::Damaged,
    };
    Refusal::new(code).with("detail", error.to_string())
}

/// What is in the file but makes no sense.
pub(crate) fn damaged(detail: impl Into<String>) -> Refusal {
    Refusal::new(Code::Damaged).with("detail", detail.into())
}

/// A problem of the file system.
pub(crate) fn file(error: &std::io::Error) -> Refusal {
    use std::io::ErrorKind as K;
    let code = match error.kind() {
        K::StorageFull => Code::DiskFull,
        K::PermissionDenied | K::ReadOnlyFilesystem => Code::ReadOnly,
        K::AlreadyExists => Code::FileExists,
        _ if crate::file::violated(error) => Code::FileHeld,
        _ => Code::FileProblem,
    };
    Refusal::new(code).with("detail", error.to_string())
}
