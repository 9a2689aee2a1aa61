-- Signatures of the installation's key over lines that give power (domain: Fact::gives_power). Append-only, each written with its line.
-- `line` is over the line alone: a person can still sign in when somebody has changed an older line. `chain` is over the hash, and so
-- over all lines before: without the key nobody changes anything older than the newest signed line unseen.
CREATE TABLE line_signature (
    seq       INTEGER PRIMARY KEY,
    key       TEXT NOT NULL,
    line      TEXT NOT NULL,
    chain     TEXT NOT NULL
) STRICT;

CREATE TRIGGER line_signature_is_never_updated BEFORE UPDATE ON line_signature
BEGIN SELECT RAISE(ABORT, 'line_signature is append-only'); END;

CREATE TRIGGER line_signature_is_never_deleted BEFORE DELETE ON line_signature
BEGIN SELECT RAISE(ABORT, 'line_signature is append-only'); END;

-- A line is signed when it is written, never later.
CREATE TRIGGER line_signature_belongs_to_the_newest_line BEFORE INSERT ON line_signature
WHEN NEW.seq IS NOT (SELECT max(seq) FROM journal) OR EXISTS (SELECT 1 FROM line_signature WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a line is signed when it is written'); END;
