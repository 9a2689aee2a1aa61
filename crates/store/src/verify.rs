//! Checking the whole file: every line's hash and place, every record's hash and place in its own chain, every
//! attachment's bytes.

use domain::{
    Code, Fact, Refusal,
    acknowledgement::{Record, Seal, genesis},
    fact::{ScanFact, TicketFact},
    hash,
    key::{Announced, Checker, PublicKey},
};
use rusqlite::{Connection, OptionalExtension};

use crate::{
    Store,
    acknowledgement::record,
    error::refusal,
    journal::{Line, columns},
};

/// Everything held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Lines checked.
    pub entries: i64,
    /// Acknowledgement records checked.
    pub records: i64,
}

fn broken(seq: i64, what: &str) -> Refusal {
    Refusal::new(Code::Damaged).with("seq", seq).with("detail", what)
}

/// A key, ready to check, and the journal line that announced it.
struct Key {
    since: i64,
    key: PublicKey,
    checker: Checker,
}

/// The keys announced, the newest last.
#[derive(Default)]
struct Keys(Vec<Key>);

impl Keys {
    fn announced(&mut self, since: i64, announced: &Announced) -> Result<(), Refusal> {
        let before = self.0.last().map(|last| &last.key);
        let checker = Checker::of(&announced.key.public).filter(|_| announced.holds(before));
        let checker = checker
            .ok_or_else(|| broken(since, "a key was changed").with("key", announced.key.id.clone()))?;
        self.0.push(Key {
            since,
            key: announced.key.clone(),
            checker,
        });
        Ok(())
    }

    /// What is wrong with the record of a line. Since there are keys, the newest one of its time seals.
    fn wrong(&self, seq: i64, record: &Record) -> Option<&'static str> {
        let newest = self.0.iter().rev().find(|key| key.since < seq);
        let known = newest.filter(|newest| record.key.as_ref() == Some(&newest.key.id));
        match record.state(known.map(|known| &known.checker)) {
            Seal::Genuine => None,
            Seal::HashOnly if newest.is_none() => None,
            Seal::HashOnly => Some("an acknowledgement is not sealed"),
            Seal::UnknownKey => Some("an acknowledgement is sealed by another key"),
            Seal::Changed => Some("an acknowledgement was changed"),
        }
    }
}

/// Checks a file; `progress` hears of every thousandth line.
pub(crate) fn verify(db: &Connection, progress: &mut dyn FnMut(i64)) -> Result<Verified, Refusal> {
    let text = concat!("SELECT ", columns!(), " FROM journal ORDER BY seq");
    let mut statement = db.prepare(text).map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    let (mut previous, mut last_record) = (genesis(), genesis());
    let mut keys = Keys::default();
    let mut done = Verified {
        entries: 0,
        records: 0,
    };
    while let Some(row) = rows.next().map_err(refusal)? {
        // A changed byte may leave no text at all.
        let place = row.get(0).unwrap_or(done.entries + 1);
        let line = Line::read(row).map_err(|_| broken(place, "a line cannot be read"))?;
        let seq = line.seq;
        if seq != done.entries + 1 {
            return Err(broken(done.entries + 1, "a line is missing"));
        }
        if line.previous != previous || line.computed() != line.hash {
            return Err(broken(seq, "a line was changed"));
        }
        previous.clone_from(&line.hash);
        let entry = line
            .entry()
            .map_err(|_| broken(seq, "a line cannot be read"))?
            .entry;
        if let Fact::KeyAnnounced(announced) = &entry.fact {
            keys.announced(seq, announced)?;
        }
        if let Some(record) = record(&entry.fact) {
            let wrong = keys.wrong(seq, record).or_else(|| {
                (record.previous != last_record).then_some("an acknowledgement stands in another place")
            });
            if let Some(what) = wrong {
                return Err(broken(seq, what).with("number", record.number.clone()));
            }
            last_record.clone_from(&record.hash);
            done.records += 1;
        }
        let file = match &entry.fact {
            Fact::Ticket(TicketFact::Attached(file)) | Fact::Scan(ScanFact::Kept { file, .. }) => Some(file),
            _ => None,
        };
        if let Some(file) = file
            && !whole(db, &file.sha256)?
        {
            return Err(
                broken(seq, "an attachment was changed or is missing").with("name", file.name.clone())
            );
        }
        done.entries += 1;
        if done.entries % 1000 == 0 {
            progress(done.entries);
        }
    }
    Ok(done)
}

/// How many records are read before they are checked side by side.
const BATCH: usize = 4_096;

/// Checks the records and their chain alone, which takes a fraction of checking everything.
pub(crate) fn verify_records(db: &Connection, progress: &mut dyn FnMut(i64)) -> Result<i64, Refusal> {
    let keys = keys(db)?;
    let (mut last, mut done) = (genesis(), 0);
    let text = "SELECT seq, fact FROM journal WHERE seq IN (SELECT seq FROM acknowledgement) ORDER BY seq";
    let mut statement = db.prepare(text).map_err(refusal)?;
    let mut rows = statement.query([]).map_err(refusal)?;
    loop {
        let mut batch: Vec<(i64, String)> = Vec::with_capacity(BATCH);
        while batch.len() < BATCH
            && let Some(row) = rows.next().map_err(refusal)?
        {
            let seq = row.get(0).map_err(refusal)?;
            let fact = row.get(1).map_err(|_| broken(seq, "a line cannot be read"))?;
            batch.push((seq, fact));
        }
        if batch.is_empty() {
            return Ok(done);
        }
        last = checked(&batch, &keys, last)?;
        done += i64::try_from(batch.len()).unwrap_or(i64::MAX);
        progress(done);
    }
}

/// The keys that were announced.
fn keys(db: &Connection) -> Result<Keys, Refusal> {
    let text = concat!(
        "SELECT ",
        columns!(),
        " FROM journal WHERE stream = 'key' ORDER BY version"
    );
    let mut statement = db.prepare(text).map_err(refusal)?;
    let lines = statement.query_map([], Line::read).map_err(refusal)?;
    let mut keys = Keys::default();
    for line in lines {
        let entry = line.map_err(refusal)?.entry()?.entry;
        if let Fact::KeyAnnounced(announced) = &entry.fact {
            keys.announced(entry.seq, announced)?;
        }
    }
    Ok(keys)
}

/// Checks a batch on every processor; the hash of its last record. `last`: that of the record before the batch.
fn checked(batch: &[(i64, String)], keys: &Keys, last: String) -> Result<String, Refusal> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = batch.len().div_ceil(threads).max(1);
    let check = |part: &[(i64, String)]| -> Result<Vec<Record>, Refusal> {
        let check = |(seq, fact): &(i64, String)| {
            let fact: Fact = serde_json::from_str(fact).map_err(|_| broken(*seq, "a line cannot be read"))?;
            let Fact::Ticket(TicketFact::Acknowledged(found)) = fact else {
                return Err(broken(*seq, "a line holds no record"));
            };
            match keys.wrong(*seq, &found) {
                Some(what) => Err(broken(*seq, what).with("number", found.number)),
                None => Ok(*found),
            }
        };
        part.iter().map(check).collect()
    };
    let parts: Vec<Result<Vec<Record>, Refusal>> = std::thread::scope(|scope| {
        let running: Vec<_> = batch
            .chunks(share)
            .map(|part| scope.spawn(move || check(part)))
            .collect();
        let joined = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined
            .map(|part| part.unwrap_or_else(|_| Err(Refusal::new(Code::Damaged))))
            .collect()
    });
    let mut last = last;
    let mut seqs = batch.iter().map(|(seq, _)| *seq);
    for found in parts {
        for record in found? {
            let seq = seqs.next().unwrap_or_default();
            if record.previous != last {
                let what = "an acknowledgement stands in another place";
                return Err(broken(seq, what).with("number", record.number));
            }
            last = record.hash;
        }
    }
    Ok(last)
}

/// Whether the bytes under a hash are there and have it.
fn whole(db: &Connection, sha256: &str) -> Result<bool, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT bytes FROM blob WHERE sha256 = ?1")
        .map_err(refusal)?;
    let bytes: Option<Vec<u8>> = statement
        .query_row([sha256], |row| row.get(0))
        .optional()
        .map_err(refusal)?;
    Ok(bytes.is_some_and(|bytes| hash::sha256(&[&bytes]) == sha256))
}

impl Store {
    /// Checks the chain, while the desk goes on.
    ///
    /// # Errors
    /// `damaged` with `seq` and `detail`: the first broken place.
    pub fn verify(&self, progress: &mut dyn FnMut(i64)) -> Result<Verified, Refusal> {
        verify(&self.beside()?, progress)
    }

    /// Checks the acknowledgement records and their chain alone; how many there are.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn verify_records(&self, progress: &mut dyn FnMut(i64)) -> Result<i64, Refusal> {
        verify_records(&self.beside()?, progress)
    }
}

#[cfg(test)]
mod tests {
    use crate::journal::tests::{note, store};

    fn tampered(how: &str) -> i64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let store = store(&path);
        for at in 1..=5 {
            note(&store, at);
        }
        let raw = rusqlite::Connection::open(&path).unwrap();
        raw.execute_batch("DROP TRIGGER journal_is_never_updated; DROP TRIGGER journal_is_never_deleted;")
            .unwrap();
        raw.execute_batch(how).unwrap();
        let refused = store.verify(&mut |_| {}).unwrap_err();
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
        let verified = store.verify(&mut |_| {
            note(&store, 1001);
            wrote += 1;
        });
        assert_eq!(
            (verified.unwrap().entries, wrote),
            (1000, 1),
            "as it was at the beginning"
        );
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
