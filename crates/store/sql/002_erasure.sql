-- 到期清除 (个人信息保护法 47): the content of a line may be replaced, and the bytes of a file go, where a later line says so
-- under the seal of the key. `erased` and `erased_file` are made from those lines.
DROP TRIGGER journal_is_never_updated;
CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
WHEN NOT (NEW.seq IS OLD.seq AND NEW.stream IS OLD.stream AND NEW.version IS OLD.version
    AND NEW.format IS OLD.format AND NEW.performed_by IS OLD.performed_by AND NEW.recorded_by IS OLD.recorded_by
    AND NEW.recorder IS OLD.recorder AND NEW.happened_at IS OLD.happened_at AND NEW.recorded_at IS OLD.recorded_at
    AND NEW.previous IS OLD.previous AND NEW.hash IS OLD.hash
    AND EXISTS (SELECT 1 FROM erased WHERE line = OLD.seq))
BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

DROP TRIGGER blob_is_never_deleted;
CREATE TRIGGER blob_is_never_deleted BEFORE DELETE ON blob
WHEN NOT EXISTS (SELECT 1 FROM erased_file WHERE sha256 = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END;
