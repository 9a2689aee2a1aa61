//! Checking the whole file: what it consists of, every line's hash and place, every record's hash and place in its own chain, every
//! attachment's bytes, and the tables that decide something (`compare.rs`).

mod records;

use domain::{
    Code, Fact, JournalEntry, Refusal,
    acknowledgement::{AcknowledgementRecord, SealState, genesis_hash},
    certificate::CertificateRegistration,
    erasure::{ErasedLine, Erasure},
    hash,
    key::{KeyAnnouncement, SignatureVerifier},
};
use rusqlite::{Connection, OptionalExtension};

use crate::{
    Store, Tx,
    acknowledgement::record_of_fact,
    compare::{self, ExpectedAcknowledgements},
    erase::find_erasure,
    error::sqlite_refusal,
    journal::{StoredLine, columns},
    schema,
    signature::{OutsideTrust, PowerKeys, may_be_announced},
};
pub(crate) use records::verify_records;

/// Everything held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedPart {
    /// Lines checked.
    pub entries: i64,
    pub records: i64,
    /// Of them those where the chain is broken, or that give nothing, and an administrator went on with them as a confirmation of the file
    /// says.
    pub accepted: i64,
    /// The last line checked, if there may be more behind it.
    pub next: Option<i64>,
}

/// Which part of the journal to check: a long check is done in parts, so that somebody can watch it and stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalPart {
    /// The last line of the part before; 0 for the first.
    pub after: i64,
    /// The most lines or records to check.
    pub most: i64,
}

impl JournalPart {
    /// Everything at once.
    pub const ALL: Self = Self {
        after: 0,
        most: i64::MAX,
    };
}

pub(crate) fn broken_line_refusal(seq: i64, what: &str) -> Refusal {
    Refusal::new(Code::Damaged)
        .with_arg("seq", seq)
        .with_arg("detail", what)
}

/// What the keys that were announced say of seals.
impl PowerKeys {
    /// Whether an erasure is sealed by the key of its time.
    fn is_erasure_sealed(&self, seq: i64, erasure: &Erasure) -> bool {
        let key = self.find_counting_checker(seq, &erasure.key);
        key.is_some_and(|checker| erasure.is_sealed_by(checker))
    }

    /// Whether a certificate is registered by the key of its time.
    fn is_certificate_registered(&self, seq: i64, registered: &CertificateRegistration) -> bool {
        let key = self.find_sealing_checker(seq, &registered.key);
        key.is_some_and(|checker| registered.is_signed_by(checker))
    }

    /// What is wrong with the record of a line. Since there are keys, the one of its time seals.
    pub(crate) fn wrong_seal(&self, seq: i64, record: &AcknowledgementRecord) -> Option<&'static str> {
        let known = record
            .key
            .as_ref()
            .and_then(|id| self.find_sealing_checker(seq, id));
        match record.seal_state(known) {
            // The line before it was found in an erasure.
            SealState::Genuine | SealState::Erased => None,
            SealState::HashOnly if !self.has_key_before(seq) => None,
            SealState::HashOnly => Some("an acknowledgement is not sealed"),
            SealState::UnknownKey => Some("an acknowledgement is sealed by another key"),
            SealState::Changed => Some("an acknowledgement was changed"),
        }
    }
}

/// Whether the line of a key is as it was written: the newest that counts has announced it, unless that one was lost.
fn check_announced(
    db: &Connection,
    keys: &PowerKeys,
    seq: i64,
    announced: &KeyAnnouncement,
) -> Result<(), Refusal> {
    if !may_be_announced(db, announced)? {
        return Err(broken_line_refusal(seq, "the key of demo data is announced")
            .with_arg("key", announced.key.id.clone()));
    }
    let before = keys.expected_announcer(seq);
    if SignatureVerifier::from_public_hex(&announced.key.public).is_none()
        || !announced.is_valid_after(before)
    {
        return Err(broken_line_refusal(seq, "a key was changed").with_arg("key", announced.key.id.clone()));
    }
    if !keys.is_announced_at(seq) {
        return Err(
            broken_line_refusal(seq, "a key is announced twice").with_arg("key", announced.key.id.clone())
        );
    }
    Ok(())
}

/// What a later line, under a seal, says of this one: its content was taken out.
pub(crate) fn find_erased_line(
    db: &Connection,
    keys: &PowerKeys,
    seq: i64,
) -> Result<Option<ErasedLine>, Refusal> {
    let found = find_erasure(db, "SELECT erasure FROM erased WHERE line = ?1", seq)?;
    let sealed = found.filter(|(by, erasure)| *by > seq && keys.is_erasure_sealed(*by, erasure));
    Ok(sealed.and_then(|(_, erasure)| erasure.find_erased_line(seq).cloned()))
}

/// Refuses where a content that was taken out is there again.
fn check_nothing_put_back(db: &Connection, erasure: &Erasure) -> Result<(), Refusal> {
    for erased in &erasure.lines {
        let line = StoredLine::read_at(db, erased.seq)?;
        if line.is_some_and(|line| line.compute_hash() == erased.was && erased.was != erased.now) {
            return Err(broken_line_refusal(
                erased.seq,
                "what was taken out is there again",
            ));
        }
    }
    Ok(())
}

/// The same of a file.
fn is_file_erased(db: &Connection, keys: &PowerKeys, sha256: &str) -> Result<bool, Refusal> {
    let found = find_erasure(
        db,
        "SELECT max(erasure) FROM erased_file WHERE sha256 = ?1",
        sha256,
    )?;
    Ok(found.is_some_and(|(by, erasure)| {
        keys.is_erasure_sealed(by, &erasure) && erasure.files.iter().any(|file| file == sha256)
    }))
}

/// Whether a line is as it was written, or what is left of it since its content was rightly taken out.
#[derive(PartialEq, Eq)]
pub(crate) enum EntryIntegrity {
    Whole,
    Erased,
    Changed,
}

pub(crate) fn check_entry_integrity(
    db: &Connection,
    keys: &PowerKeys,
    line: &StoredLine,
) -> Result<EntryIntegrity, Refusal> {
    let is = line.compute_hash();
    if is == line.hash {
        return Ok(EntryIntegrity::Whole);
    }
    let said = find_erased_line(db, keys, line.seq)?;
    Ok(match said {
        Some(said) if said.was == line.hash && said.now == is => EntryIntegrity::Erased,
        _ => EntryIntegrity::Changed,
    })
}

/// What stands before a part: the hash of the line before it, and that of the record before it.
fn read_hashes_before(db: &Connection, part: JournalPart) -> Result<(String, String), Refusal> {
    if part.after == 0 {
        return Ok((genesis_hash(), genesis_hash()));
    }
    let missing = || broken_line_refusal(part.after, "a line is missing");
    let line = StoredLine::read_at(db, part.after)?.ok_or_else(missing)?;
    Ok((line.hash, record_before(db, part)?))
}

/// The hash of the last record up to the end of the part before.
fn record_before(db: &Connection, part: JournalPart) -> Result<String, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT max(seq) FROM acknowledgement WHERE seq <= ?1")
        .map_err(sqlite_refusal)?;
    let seq: Option<i64> = statement
        .query_row([part.after], |row| row.get(0))
        .map_err(sqlite_refusal)?;
    let Some(seq) = seq else {
        return Ok(genesis_hash());
    };
    let line = StoredLine::read_at(db, seq)?.ok_or_else(|| broken_line_refusal(seq, "a line is missing"))?;
    let fact = line
        .parse_fact()
        .map_err(|_| broken_line_refusal(seq, "a line cannot be read"))?;
    record_of_fact(&fact)
        .map(|record| record.hash.clone())
        .ok_or_else(|| broken_line_refusal(seq, "a line holds no record"))
}

/// Checks a part of a file, its lines and what the tables that decide something have of them; `progress` hears of every
/// thousandth line.
pub(crate) fn verify_file_part(
    db: &Connection,
    outside: &OutsideTrust,
    part: JournalPart,
    progress: &mut dyn FnMut(i64),
) -> Result<VerifiedPart, Refusal> {
    let moment = db.unchecked_transaction().map_err(sqlite_refusal)?;
    schema::check_current_schema(&moment)?;
    let mut rows = ExpectedAcknowledgements::starting_after(part.after);
    let done = verify_lines(&moment, outside, part, progress, &mut |entry, fact| {
        if let Some(record) = record_of_fact(&entry.fact) {
            rows.add_record(&moment, entry, record)?;
        }
        compare::compare_line(&moment, entry, fact)
    })?;
    rows.compare_up_to(&moment, done.next.unwrap_or(i64::MAX))?;
    if done.next.is_none() {
        compare::compare_tables(&moment)?;
    }
    Ok(done)
}

/// Hears of every line that is sound: what it says, and its text.
type LineVisitor<'a> = &'a mut dyn FnMut(&JournalEntry, &str) -> Result<(), Refusal>;

/// Checks the lines of a part alone.
pub(crate) fn verify_lines(
    db: &Connection,
    outside: &OutsideTrust,
    part: JournalPart,
    progress: &mut dyn FnMut(i64),
    each: LineVisitor,
) -> Result<VerifiedPart, Refusal> {
    let text = concat!(
        "SELECT ",
        columns!(),
        " FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2"
    );
    let mut statement = db.prepare(text).map_err(sqlite_refusal)?;
    let mut rows = statement.query([part.after, part.most]).map_err(sqlite_refusal)?;
    let (mut previous, mut last_record) = read_hashes_before(db, part)?;
    // A line may be taken out under a later key. Whether these keys are right is found when their own lines are reached.
    let keys = PowerKeys::read_from_journal(db, outside)?;
    let mut done = VerifiedPart {
        entries: 0,
        records: 0,
        accepted: 0,
        next: None,
    };
    let mut last_seq = part.after;
    let mut last_recorded = StoredLine::read_at(db, part.after)?.map_or(i64::MIN, |line| line.recorded_at);
    while let Some(row) = rows.next().map_err(sqlite_refusal)? {
        // A changed byte may leave no text at all.
        let place = row.get(0).unwrap_or(last_seq + 1);
        let mut line =
            StoredLine::from_row(row).map_err(|_| broken_line_refusal(place, "a line cannot be read"))?;
        let seq = line.seq;
        let integrity = check_entry_integrity(db, &keys, &line)?;
        let is_whole = line.previous == previous && integrity != EntryIntegrity::Changed;
        let is_accepted = seq != last_seq + 1 || !is_whole;
        if is_accepted {
            if !keys.is_accepted(db, &previous, &line, i64::MAX)? {
                return Err(if seq == last_seq + 1 {
                    broken_line_refusal(seq, "a line was changed")
                } else {
                    broken_line_refusal(last_seq + 1, "a line is missing")
                });
            }
            done.accepted += 1;
        }
        last_seq = seq;
        previous.clone_from(&line.hash);
        // The program never writes them so; whoever does makes what came late look as if it had not.
        if line.recorded_at < last_recorded {
            return Err(broken_line_refusal(seq, "the time of a line runs back"));
        }
        last_recorded = line.recorded_at;
        let fact = match line.parse_fact() {
            Ok(fact) => fact,
            // An administrator went on with it, and it says nothing.
            Err(_) if is_accepted => {
                done.entries += 1;
                continue;
            }
            Err(_) => return Err(broken_line_refusal(seq, "a line cannot be read")),
        };
        if !fact.belongs_in(&line.stream) {
            return Err(broken_line_refusal(
                seq,
                "a line stands in a stream of another kind",
            ));
        }
        if matches!(fact, Fact::Founded { .. }) && line.version != 1 {
            return Err(broken_line_refusal(seq, "the file is founded again"));
        }
        let is_struck = keys.is_struck_in_file(&line);
        done.accepted += i64::from(is_struck);
        let unsigned = if fact.is_governing() && !is_struck {
            keys.wrong_signature(db, &line)?
        } else {
            None
        };
        let text = std::mem::take(&mut line.fact);
        let entry = line.into_entry_with(fact);
        let fact = &entry.fact;
        if let Fact::KeyAnnounced(announced) = fact
            && !is_struck
        {
            check_announced(db, &keys, seq, announced)?;
        }
        if let Some(what) = unsigned {
            return Err(broken_line_refusal(seq, what));
        }
        if let Fact::Certificate(registered) = fact
            && !keys.is_certificate_registered(seq, registered)
        {
            return Err(broken_line_refusal(
                seq,
                "a certificate is not registered by the key",
            ));
        }
        if let Some(erasure) = fact.as_erasure() {
            if !keys.is_erasure_sealed(seq, erasure) {
                return Err(broken_line_refusal(seq, "an erasure is not sealed"));
            }
            check_nothing_put_back(db, erasure)?;
        }
        if let Some(record) = record_of_fact(fact) {
            if record.erased != (integrity == EntryIntegrity::Erased) {
                return Err(broken_line_refusal(seq, "an acknowledgement was changed")
                    .with_arg("number", record.number.clone()));
            }
            let wrong = keys.wrong_seal(seq, record).or_else(|| {
                (record.previous != last_record).then_some("an acknowledgement stands in another place")
            });
            if let Some(what) = wrong {
                return Err(broken_line_refusal(seq, what).with_arg("number", record.number.clone()));
            }
            last_record.clone_from(&record.hash);
            done.records += 1;
        }
        if let Some(file) = fact.attached_file()
            && !is_blob_intact(db, &file.sha256)?
            && !(is_blob_absent(db, &file.sha256)? && is_file_erased(db, &keys, &file.sha256)?)
        {
            // Its name is a free text, and whoever checks the file may be shown less.
            return Err(broken_line_refusal(
                seq,
                "an attachment was changed or is missing",
            ));
        }
        each(&entry, &text)?;
        done.entries += 1;
        if done.entries % 1000 == 0 {
            progress(done.entries);
        }
    }
    done.next = (done.entries == part.most).then_some(last_seq);
    Ok(done)
}

/// The keys that were announced, without anything known outside.
pub(crate) fn read_keys_in_file(db: &Connection) -> Result<PowerKeys, Refusal> {
    PowerKeys::read_from_journal(db, &OutsideTrust::default())
}

/// Whether the content of a line was taken out, and what is left is what the erasure says.
pub(crate) fn is_rightly_erased(db: &Connection, keys: &PowerKeys, seq: i64) -> Result<bool, Refusal> {
    let line = StoredLine::read_at(db, seq)?.ok_or_else(|| broken_line_refusal(seq, "a line is missing"))?;
    Ok(check_entry_integrity(db, keys, &line)? == EntryIntegrity::Erased)
}

/// Whether no bytes stand under a hash.
fn is_blob_absent(db: &Connection, sha256: &str) -> Result<bool, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1)")
        .map_err(sqlite_refusal)?;
    statement
        .query_row([sha256], |row| row.get(0))
        .map_err(sqlite_refusal)
}

/// Whether the bytes under a hash are there and have it.
fn is_blob_intact(db: &Connection, sha256: &str) -> Result<bool, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT bytes FROM blob WHERE sha256 = ?1")
        .map_err(sqlite_refusal)?;
    let bytes: Option<Vec<u8>> = statement
        .query_row([sha256], |row| row.get(0))
        .optional()
        .map_err(sqlite_refusal)?;
    Ok(bytes.is_some_and(|bytes| hash::sha256_hex(&[&bytes]) == sha256))
}

impl Tx<'_> {
    /// The places of a stream's lines, and their hashes each alone.
    ///
    /// # Errors
    /// Those of the file.
    pub fn lines_alone(&self, stream: &str) -> Result<Vec<(i64, String)>, Refusal> {
        let lines = StoredLine::read_stream(self.db, stream)?.into_iter();
        Ok(lines.map(|line| (line.seq, line.compute_own_hash())).collect())
    }

    /// Refuses a ticket of which a line was changed, or is missing: a seal over it would vouch for what was never recorded. The place of its
    /// first line; none where it has none.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`; those of the file.
    pub fn check_ticket_lines(&self, id: i64) -> Result<Option<i64>, Refusal> {
        let keys = self.power_keys()?;
        let mut first = None;
        for (version, line) in (1..).zip(StoredLine::read_stream(self.db, &format!("ticket/{id}"))?) {
            if line.version != version {
                return Err(broken_line_refusal(line.seq, "a line is missing"));
            }
            check_line_is_whole(self.db, &keys, &line)?;
            first = first.or(Some(line.seq));
        }
        Ok(first)
    }
}

/// The hash that the line behind this one continues.
pub(crate) fn hash_of(before: Option<&StoredLine>) -> String {
    before.map_or_else(genesis_hash, |before| before.hash.clone())
}

/// # Errors
/// `damaged` with `seq` and `detail`; those of the file.
pub(crate) fn check_line_is_whole(
    db: &Connection,
    keys: &PowerKeys,
    line: &StoredLine,
) -> Result<(), Refusal> {
    if check_entry_integrity(db, keys, line)? != EntryIntegrity::Changed {
        return Ok(());
    }
    let before = StoredLine::read_before(db, line.seq)?;
    if keys.is_accepted(db, &hash_of(before.as_ref()), line, i64::MAX)? {
        return Ok(());
    }
    Err(broken_line_refusal(line.seq, "a line was changed"))
}

impl Store {
    /// Checks the chain and what is made of it, while the desk goes on.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`: the first broken place; `foreign_object`, `schema_changed` with `kind` and `name`;
    /// `table_differs` with `table` and `key`.
    pub fn verify_file(&self, progress: &mut dyn FnMut(i64)) -> Result<VerifiedPart, Refusal> {
        verify_file_part(
            &self.open_reader()?,
            &self.outside_trust(),
            JournalPart::ALL,
            progress,
        )
    }

    /// Checks a part of it.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_part(&self, part: JournalPart) -> Result<VerifiedPart, Refusal> {
        verify_file_part(&self.open_reader()?, &self.outside_trust(), part, &mut |_| {})
    }

    /// Checks a part of the acknowledgement records.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_records_part(&self, part: JournalPart) -> Result<VerifiedPart, Refusal> {
        verify_records(&self.open_reader()?, part, &mut |_| {})
    }

    /// Checks the acknowledgement records and their chain alone; how many there are.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_records(&self, progress: &mut dyn FnMut(i64)) -> Result<i64, Refusal> {
        verify_records(&self.open_reader()?, JournalPart::ALL, progress).map(|done| done.records)
    }
}

#[cfg(test)]
mod tests {
    use super::JournalPart;
    use crate::journal::tests::{forger, note, store};

    fn tampered(how: &str) -> i64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = store(&path);
        for at in 1..=5 {
            note(&store, at);
        }
        forger(&path).execute_batch(how).unwrap();
        let refused = store.verify_file(&mut |_| {}).unwrap_err();
        refused.args["seq"].as_i64().unwrap()
    }

    #[test]
    fn the_desk_goes_on_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("desk.db"));
        for at in 1..=1000 {
            note(&store, at);
        }
        let mut wrote = 0;
        let verified = store.verify_file(&mut |_| {
            note(&store, 1001);
            wrote += 1;
        });
        assert_eq!(
            (verified.unwrap().entries, wrote),
            (1000, 1),
            "as it was at the beginning"
        );
    }

    /// In parts it is the same check, and a part finds what is broken in it.
    #[test]
    fn parts_make_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = store(&path);
        for at in 1..=10 {
            note(&store, at);
        }
        let part = |after| JournalPart { after, most: 4 };
        let mut ends = vec![];
        let mut after = 0;
        while let Some(next) = store.verify_part(part(after)).unwrap().next {
            ends.push(next);
            after = next;
        }
        assert_eq!(ends, [4, 8]);
        assert_eq!(store.verify_part(part(8)).unwrap().entries, 2);
        forger(&path)
            .execute_batch("UPDATE journal SET recorder = '丙' WHERE seq = 6")
            .unwrap();
        store.verify_part(part(0)).unwrap();
        assert_eq!(store.verify_part(part(4)).unwrap_err().args["seq"], 6);
        store.verify_part(part(8)).unwrap();
    }

    #[test]
    fn the_first_broken_place_is_named() {
        assert_eq!(
            tampered("UPDATE journal SET fact = replace(fact, '5270300', '5270301') WHERE seq = 3"),
            3
        );
        assert_eq!(tampered("UPDATE journal SET recorder = '丙' WHERE seq = 2"), 2);
        assert_eq!(
            tampered("UPDATE journal SET happened_at = happened_at - 1 WHERE seq = 5"),
            5
        );
        assert_eq!(tampered("DELETE FROM journal WHERE seq = 4"), 4);
        assert_eq!(tampered("UPDATE journal SET previous = hash WHERE seq = 1"), 1);
    }
}
