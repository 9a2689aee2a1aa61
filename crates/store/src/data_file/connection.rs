//! Connections to the file, each set up the same way.

use std::path::Path;

use domain::Refusal;
use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{
    PATIENCE,
    error::{self, sqlite_refusal},
};

/// How a file is opened that is written to.
pub(crate) const WRITING: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_CREATE);
/// Opens a file by its name alone. SQLite as we build it takes every name that begins with `file:` for an address with options, whatever
/// the flags say: a whole path begins otherwise.
pub(crate) fn open_connection(path: &Path, flags: OpenFlags) -> Result<Connection, Refusal> {
    let whole = std::path::absolute(path).map_err(|error| error::io_refusal(&error))?;
    let flags = flags & !OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(whole, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(sqlite_refusal)
}

/// A connection set up the way every one is.
pub(crate) fn open_configured(path: &Path, flags: OpenFlags) -> Result<Connection, Refusal> {
    let connection = open_connection(path, flags)?;
    connection.busy_timeout(PATIENCE).map_err(sqlite_refusal)?;
    connection.set_prepared_statement_cache_capacity(128);
    // A plan is chosen once for a statement, not again for each value it is given: plans are golden.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(sqlite_refusal)?;
    // This program makes no views: what is one stands in the place of something else.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)
        .map_err(sqlite_refusal)?;
    connection
        .execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON;
             PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA secure_delete = FAST;",
        )
        .map_err(sqlite_refusal)?;
    Ok(connection)
}
