-- The truth: append-only, chained. Everything else is made from it (002).
CREATE TABLE journal (
    seq          INTEGER PRIMARY KEY,
    stream       TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    format       INTEGER NOT NULL,
    fact         TEXT    NOT NULL,
    performed_by TEXT    NOT NULL,
    recorded_by  INTEGER NOT NULL,
    recorder     TEXT    NOT NULL,
    happened_at  INTEGER NOT NULL,
    recorded_at  INTEGER NOT NULL,
    previous     TEXT    NOT NULL,
    hash         TEXT    NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

-- REPLACE would delete without a word; a line's place and its predecessor must be free and known.
CREATE TRIGGER journal_has_no_gaps BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'journal has no gaps'); END;

-- Bytes of attachments under their hash; the facts name the hash.
CREATE TABLE blob (
    sha256    TEXT PRIMARY KEY,
    bytes     BLOB NOT NULL,
    thumbnail BLOB
) STRICT, WITHOUT ROWID;

CREATE TRIGGER blob_is_never_updated BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END;

CREATE TRIGGER blob_is_never_deleted BEFORE DELETE ON blob
BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END;
