//! The file itself: its schema and migrations, backups, the tables made anew, and what goes wrong with it.

pub(crate) mod backup;
pub(crate) mod connection;
pub(crate) mod error;
pub mod file;
pub(crate) mod migrate;
pub(crate) mod rebuild;
pub(crate) mod schema;
