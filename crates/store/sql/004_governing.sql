-- Lines that say who may do what, and by which rules (people, settings, keys): few among many, so that they are found without
-- the others. Signing in and failing to decide nothing by themselves and are many.
CREATE INDEX journal_governing ON journal (seq)
WHERE substr(stream, 1, 7) <> 'ticket/'
    AND stream NOT IN ('customers', 'scan', 'old_ticket', 'reveal')
    AND fact NOT IN ('{"on":"person","what":{"fact":"signed_in"}}', '{"on":"person","what":{"fact":"sign_in_failed"}}');

-- REPLACE would also delete a line that has the same place in its stream.
DROP TRIGGER journal_has_no_gaps;
CREATE TRIGGER journal_has_no_gaps BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
    OR NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM journal WHERE stream = NEW.stream)
BEGIN SELECT RAISE(ABORT, 'journal has no gaps'); END;

CREATE TRIGGER blob_is_never_replaced BEFORE INSERT ON blob
WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END;
