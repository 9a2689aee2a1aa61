//! Bytes of attachments, kept once under their hash.

use domain::{Code, Refusal};
use rusqlite::{OptionalExtension, params};

use crate::{Tx, error::refusal};

impl Tx<'_> {
    /// Keeps bytes; the same ones are kept once.
    ///
    /// # Errors
    /// Those of the file.
    pub fn put_blob(&self, sha256: &str, bytes: &[u8], thumbnail: Option<&[u8]>) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "INSERT INTO blob (sha256, bytes, thumbnail) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )
            .map_err(refusal)?;
        statement
            .execute(params![sha256, bytes, thumbnail])
            .map_err(refusal)
            .map(|_| ())
    }

    /// The bytes and the thumbnail of a hash.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn blob(&self, sha256: &str) -> Result<(Vec<u8>, Option<Vec<u8>>), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT bytes, thumbnail FROM blob WHERE sha256 = ?1")
            .map_err(refusal)?;
        let found = statement
            .query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(refusal)?;
        found.ok_or_else(|| Refusal::at(Code::NotFound, "sha256").with("what", "attachment"))
    }
}
