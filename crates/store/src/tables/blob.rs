//! Bytes of attachments, kept once under their hash.

use domain::{Code, Refusal};
use rusqlite::{OptionalExtension, params};

use crate::{Tx, error::sqlite_refusal};

impl Tx<'_> {
    /// Keeps bytes; the same ones are kept once.
    ///
    /// # Errors
    /// Those of the file.
    pub fn put_blob(&self, sha256: &str, bytes: &[u8], thumbnail: Option<&[u8]>) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "INSERT INTO blob (sha256, bytes, thumbnail) SELECT ?1, ?2, ?3
                 WHERE NOT EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1)",
            )
            .map_err(sqlite_refusal)?;
        statement
            .execute(params![sha256, bytes, thumbnail])
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    /// The bytes and the thumbnail of a hash.
    ///
    /// # Errors
    /// `not_found`; those of the file.
    pub fn read_blob(&self, sha256: &str) -> Result<(Vec<u8>, Option<Vec<u8>>), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT bytes, thumbnail FROM blob WHERE sha256 = ?1")
            .map_err(sqlite_refusal)?;
        let found = statement
            .query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(sqlite_refusal)?;
        found.ok_or_else(|| Refusal::at_field(Code::NotFound, "sha256").with_arg("what", "attachment"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::{note, store};

    /// A full disk, made by a limit on the file's pages: the write is refused whole, what was saved stays, and
    /// there is room again afterwards.
    #[test]
    fn a_full_disk_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("desk.db"));
        note(&store, 1);
        let pages: i64 = store
            .lock_writer()
            .unwrap()
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        store
            .lock_writer()
            .unwrap()
            .pragma_update(None, "max_page_count", pages + 5)
            .unwrap();
        let big = vec![7; 1_000_000];
        assert_eq!(
            store
                .write_tx(|tx| tx.put_blob("a", &big, None))
                .unwrap_err()
                .code,
            Code::DiskFull
        );
        assert_eq!(
            store.read_tx(|tx| tx.read_blob("a")).unwrap_err().code,
            Code::NotFound
        );
        assert_eq!(store.verify_file(&mut |_| {}).unwrap().entries, 1);
        store
            .lock_writer()
            .unwrap()
            .pragma_update(None, "max_page_count", i64::from(i32::MAX))
            .unwrap();
        store.write_tx(|tx| tx.put_blob("a", &big, None)).unwrap();
        assert_eq!(store.read_tx(|tx| tx.read_blob("a")).unwrap().0, big);
    }

    /// A file that can be read but not written: reading goes on, a write says why it cannot.
    #[test]
    fn a_read_only_file_is_said_to_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("desk.db"));
        note(&store, 1);
        store
            .lock_writer()
            .unwrap()
            .pragma_update(None, "query_only", true)
            .unwrap();
        assert_eq!(
            store
                .write_tx(|tx| tx.put_blob("a", b"a", None))
                .unwrap_err()
                .code,
            Code::ReadOnly
        );
        assert_eq!(
            store
                .read_tx(|tx| tx.list_newest_lines(i64::MAX, 5))
                .unwrap()
                .len(),
            1
        );
    }
}
