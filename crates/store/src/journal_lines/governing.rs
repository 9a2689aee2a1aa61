//! What the journal says of who may do what, and by which rules: people, settings, calendar, standard, the file's kind.
//!
//! Read from the lines themselves and never from a table made of them: a table can be edited by anybody who opens the file.
//! Deliberately absent: failed attempts to sign in, which are counted from the end of a person's own lines.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    Code, Fact, JournalEntry, Moment, Refusal, calendar::WorkingCalendar, fact::PersonFact, hash,
    person::Person, settings::Settings, standard::WaterStandard,
};
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use crate::{
    Tx,
    error::{damaged_refusal, sqlite_refusal},
    journal::{StoredLine, columns},
    person::PersonRow,
    signature::{LineSignature, OutsideTrust, PowerKeys, read_line_signature},
};

/// Which lines the index of governing lines holds; the text of `sql/004_governing.sql`.
macro_rules! governing {
    () => {
        "substr(stream, 1, 7) <> 'ticket/'
    AND stream NOT IN ('customers', 'scan', 'old_ticket', 'reveal')
    AND fact NOT IN ('{\"on\":\"person\",\"what\":{\"fact\":\"signed_in\"}}', '{\"on\":\"person\",\"what\":{\"fact\":\"sign_in_failed\"}}')"
    };
}

/// Whether a line stands in the index: the same question, asked of a line that is at hand.
pub(crate) fn is_governing(stream: &str, fact: &str) -> bool {
    const SIGN_INS: [&str; 2] = [
        r#"{"on":"person","what":{"fact":"signed_in"}}"#,
        r#"{"on":"person","what":{"fact":"sign_in_failed"}}"#,
    ];
    !stream.starts_with("ticket/")
        && !["customers", "scan", "old_ticket", "reveal"].contains(&stream)
        && !SIGN_INS.contains(&fact)
}

/// Finds a line by the index.
pub(crate) const AT: &str = concat!(
    "SELECT seq FROM journal INDEXED BY journal_governing WHERE seq = ?1 AND stream = ?2 AND version = ?3 AND ",
    governing!()
);

/// So many lines are read at once, and their signatures checked together: half the time of checking each alone.
const BATCH: usize = 64;

/// An account as its lines say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) person: Person,
    /// PHC string of the password's hash.
    pub(crate) password: String,
}

/// An account as the file would say if something else were known outside of it.
#[derive(Debug, Clone)]
pub struct PersonUnderTrust {
    /// Who, with which password.
    pub row: PersonRow,
    /// Whether every line about them is as it was written, and none is missing.
    pub has_whole_lines: bool,
    /// How many lines speak of them.
    pub version: i64,
    /// The newest line about them that is believed.
    pub newest_line: i64,
}

/// A line that governs, as it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoverningLine {
    pub seq: i64,
    /// Its hash alone.
    pub hash: String,
    /// Whom it is about.
    pub person: Option<i64>,
    /// Whether it sets a password and nothing else.
    pub sets_password: bool,
}

/// What would govern if something else were known outside.
#[derive(Debug, Clone)]
pub struct GovernedPeople {
    pub people: Vec<PersonUnderTrust>,
    /// Places of the lines that should give power and are not believed.
    pub unbelieved: HashSet<i64>,
}

/// A whole value and the version of its stream.
pub(crate) type VersionedValue<T> = Option<(i64, Arc<T>)>;

/// What governs, up to a line of the journal.
#[derive(Debug, Clone, Default)]
pub(crate) struct GoverningState {
    /// The last line that was looked at.
    until: i64,
    /// The last line that said anything here: from there to `until` nothing has changed.
    said: i64,
    pub(crate) people: BTreeMap<i64, Account>,
    pub(crate) settings: VersionedValue<Settings>,
    pub(crate) calendar: VersionedValue<WorkingCalendar>,
    pub(crate) standard: VersionedValue<WaterStandard>,
    /// The version of the line that founded the file, and whether it is a demo.
    pub(crate) demo: Option<(i64, bool)>,
    /// Behind each line that was looked at: the hash over all of them up to it. By a doctored index a line can be hidden from this
    /// reading; whoever knows the hash from before finds it.
    digests: Vec<(i64, Arc<str>)>,
    /// Places of lines, and their hashes each alone, that should give power and are not believed, oldest first.
    unbelieved: Vec<(i64, String)>,
    /// The newest of them that takes something away; 0 where there is none.
    takes_unbelieved: i64,
    /// Whether a line is not found by its stream and version: somebody edited an index, and other readings would miss it.
    misses_a_line: bool,
}

impl GoverningState {
    /// Takes one line of the journal. This is the one place where a line gets its power: one that is not believed takes away, and gives
    /// nothing. Its signature counts in the hash over all lines: taken off, the line would say nothing any more. So does its content, not
    /// the hash it bears: a line may be edited in place.
    fn take_line(
        &mut self,
        tx: &Tx,
        keys: &PowerKeys,
        signed: &HashSet<i64>,
        line: StoredLine,
    ) -> Result<(), Refusal> {
        let seq = line.seq;
        let content = line.compute_hash();
        let fact = line.parse_fact();
        let gives_power = fact.as_ref().is_ok_and(Fact::is_governing);
        // None of these lines is ever erased, so that each has the hash it was given; and each is signed that gives power.
        let believed = content == line.hash && (!gives_power || keys.may_give_power(tx.db, &line, signed)?);
        let is_struck = !believed && keys.is_misplaced(&line);
        let signature = read_line_signature(tx.db, seq)?;
        self.misses_a_line |= find_line_place(tx.db, &line.stream, line.version)? != Some(seq);
        let before = self.digests.last().map_or("", |(_, digest)| digest);
        let mut parts = vec![before, content.as_str()];
        // Each has its own length, so that no letter passes unseen from one to the next.
        if let Some(LineSignature { key, line, chain }) =
            signature.as_ref().filter(|found| found.is_well_formed())
        {
            parts.extend([key.as_str(), line.as_str(), chain.as_str()]);
        }
        let parts: Vec<&[u8]> = parts.into_iter().map(str::as_bytes).collect();
        let digest = hash::sha256_hex(&parts);
        self.digests.push((seq, digest.into()));
        self.until = self.until.max(seq);
        let alone = (!believed).then(|| line.compute_own_hash());
        let Some(entry) = readable_entry(line, fact)? else {
            return Ok(());
        };
        let said = if !entry.fact.belongs_in(&entry.stream) {
            false
        } else if believed {
            self.fold_entry(&entry)
        } else if is_struck {
            // An administrator went on without it: it is as if it had not been written.
            false
        } else {
            self.unbelieved.extend(alone.map(|alone| (seq, alone)));
            let takes = self.fold_unbelieved(&entry);
            self.takes_unbelieved = if takes { seq } else { self.takes_unbelieved };
            takes
        };
        if said {
            self.said = seq;
        }
        Ok(())
    }

    /// Takes a line as it stands, for whoever compares the tables.
    fn take_believed_line(&mut self, line: StoredLine) -> Result<(), Refusal> {
        let fact = line.parse_fact();
        let entry = readable_entry(line, fact)?;
        if let Some(entry) = entry.filter(|entry| entry.fact.belongs_in(&entry.stream)) {
            self.fold_entry(&entry);
        }
        Ok(())
    }

    /// What a line that is not believed still does: whoever takes a signature off a line that took power away must not give it back so.
    /// Whole values keep what they were; their version goes on, so that they can be saved again.
    fn fold_unbelieved(&mut self, entry: &JournalEntry) -> bool {
        match &entry.fact {
            Fact::Person(PersonFact::Changed { roles, active }) => {
                if let Some(account) = entry.stream_id().and_then(|id| self.people.get_mut(&id)) {
                    account.person.roles.retain(|role| roles.contains(role));
                    account.person.active &= active;
                }
            }
            // Which password is the right one is not known: the one from before stays, and the data differ.
            Fact::Person(PersonFact::PasswordSet { .. }) => {}
            Fact::Settings(_) => keep_value(&mut self.settings, entry.version, Settings::built_in),
            Fact::Calendar(_) => keep_value(&mut self.calendar, entry.version, WorkingCalendar::built_in),
            Fact::Standard(_) => keep_value(&mut self.standard, entry.version, WaterStandard::built_in),
            _ => return false,
        }
        true
    }

    /// Folds one fact; whether it said anything here.
    fn fold_entry(&mut self, entry: &JournalEntry) -> bool {
        match &entry.fact {
            Fact::Person(fact) => self.fold_person(entry, fact),
            Fact::Settings(value) if entry.stream == "settings" => {
                self.settings = Some((entry.version, Arc::new((**value).clone())));
            }
            Fact::Calendar(value) if entry.stream == "calendar" => {
                self.calendar = Some((entry.version, Arc::new((**value).clone())));
            }
            Fact::Standard(value) if entry.stream == "standard" => {
                self.standard = Some((entry.version, Arc::new((**value).clone())));
            }
            // A file is founded once: no later line makes a demo of it.
            Fact::Founded { demo } if entry.stream == "file" && self.demo.is_none() => {
                self.demo = Some((entry.version, *demo));
            }
            _ => return false,
        }
        true
    }

    /// A line that says of somebody what cannot be (added twice, under another id) says nothing.
    fn fold_person(&mut self, entry: &JournalEntry, fact: &PersonFact) {
        let Some(id) = entry.stream_id() else { return };
        if let PersonFact::Added {
            id: said,
            name,
            roles,
            password,
        } = fact
        {
            if *said != id || self.people.contains_key(&id) {
                return;
            }
            let person = Person {
                id,
                name: name.clone(),
                roles: roles.clone(),
                active: true,
            };
            let password = password.clone();
            self.people.insert(id, Account { person, password });
            return;
        }
        // Who was added by a line that is not believed is nobody.
        let Some(account) = self.people.get_mut(&id) else {
            return;
        };
        match fact {
            PersonFact::Changed { roles, active } => {
                account.person.roles.clone_from(roles);
                account.person.active = *active;
            }
            PersonFact::PasswordSet { password } => account.password.clone_from(password),
            PersonFact::Added { .. } | PersonFact::SignedIn {} | PersonFact::SignInFailed {} => {}
        }
    }

    /// Reads on to a line.
    fn read_up_to(&mut self, tx: &Tx, to: i64) -> Result<(), Refusal> {
        let db = tx.db;
        let indexed = concat!(
            "SELECT ",
            columns!(),
            " FROM journal INDEXED BY journal_governing WHERE seq > ?1 AND seq <= ?2 AND ",
            governing!(),
            " ORDER BY seq"
        );
        let whole = concat!(
            "SELECT ",
            columns!(),
            " FROM journal WHERE seq > ?1 AND seq <= ?2 AND ",
            governing!(),
            " ORDER BY seq"
        );
        // Whoever opens a file to rebuild it may find it without the index.
        let mut statement = match db.prepare_cached(indexed) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => db.prepare_cached(whole),
            prepared => prepared,
        }
        .map_err(sqlite_refusal)?;
        let mut lines = statement
            .query_map(params![self.until, to], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        loop {
            let batch = lines.by_ref().take(BATCH).collect::<rusqlite::Result<Vec<_>>>();
            let batch = batch.map_err(sqlite_refusal)?;
            if batch.is_empty() {
                break;
            }
            if tx.believes_every_line {
                batch
                    .into_iter()
                    .try_for_each(|line| self.take_believed_line(line))?;
                continue;
            }
            let keys = tx.power_keys()?;
            let signed = keys.find_signed_lines(db, &batch)?;
            for line in batch {
                self.take_line(tx, &keys, &signed, line)?;
            }
        }
        self.until = to;
        Ok(())
    }

    /// The account of a name.
    pub(crate) fn find_by_name(&self, name: &str) -> Option<&Account> {
        self.people.values().find(|account| account.person.name == name)
    }
}

/// What a line says; nothing where it cannot be read. Nobody is to be kept from their work by such a line; the check of the chain names it.
fn readable_entry(line: StoredLine, fact: Result<Fact, Refusal>) -> Result<Option<JournalEntry>, Refusal> {
    match fact {
        Ok(fact) => Ok(Some(line.into_entry_with(fact))),
        Err(refusal) if matches!(refusal.code, Code::Damaged | Code::NewerFile) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Where the line of a stream and version is found.
fn find_line_place(db: &Connection, stream: &str, version: i64) -> Result<Option<i64>, Refusal> {
    let mut statement = db
        .prepare_cached("SELECT seq FROM journal WHERE stream = ?1 AND version = ?2")
        .map_err(sqlite_refusal)?;
    let found = statement.query_row(params![stream, version], |row| row.get(0));
    found.optional().map_err(sqlite_refusal)
}

/// A whole value stays what it was, under the version of a line that is not believed.
fn keep_value<T>(value: &mut VersionedValue<T>, version: i64, shipped: fn() -> T) {
    let is = value.take().map_or_else(|| Arc::new(shipped()), |(_, is)| is);
    *value = Some((version, is));
}

/// What governs, kept for every transaction that only reads.
#[derive(Default)]
pub(crate) struct GoverningCache(Mutex<Option<Arc<GoverningState>>>);

impl GoverningCache {
    fn read_state(&self) -> Option<Arc<GoverningState>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Nothing is kept any more: other lines are believed from now on.
    pub(crate) fn clear_state(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn put_newer(&self, state: &Arc<GoverningState>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| kept.until < state.until) {
            *kept = Some(Arc::clone(state));
        }
    }
}

impl Tx<'_> {
    /// What governs at this moment of the file.
    pub(crate) fn governing_state(&self) -> Result<Arc<GoverningState>, Refusal> {
        if let Some(own) = &*self.governing.borrow() {
            return Ok(Arc::clone(own));
        }
        let to = self.last_seq()?;
        // Another thread may have read further than this transaction sees.
        let kept = self
            .kept_governing
            .and_then(GoverningCache::read_state)
            .filter(|kept| kept.said <= to);
        let state = match kept {
            Some(kept) if kept.until >= to => kept,
            older => {
                let mut state = older.map_or_else(GoverningState::default, |kept| (*kept).clone());
                state.read_up_to(self, to)?;
                Arc::new(state)
            }
        };
        // A line that is edited for a moment must not stay in the cache when it is put back.
        let is_lasting = !self.writes && state.unbelieved.is_empty() && !state.misses_a_line;
        if let Some(kept) = self.kept_governing.filter(|_| is_lasting) {
            kept.put_newer(&state);
        }
        *self.governing.borrow_mut() = Some(Arc::clone(&state));
        Ok(state)
    }

    /// Makes the journal's indexes anew: lines may have been left out of them.
    ///
    /// # Errors
    /// `damaged` where two lines have one place; those of the file.
    pub fn make_journal_indexes(&self) -> Result<(), Refusal> {
        self.db.execute_batch("REINDEX journal").map_err(sqlite_refusal)
    }

    /// Reads what governs anew from the file, whatever was kept of it: for what must not be decided by lines that were edited since.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_governing_anew(&self) -> Result<(), Refusal> {
        // Nothing of the journal is taken from what was read before.
        self.forget_governing();
        let mut state = GoverningState::default();
        state.read_up_to(self, self.last_seq()?)?;
        *self.governing.borrow_mut() = Some(Arc::new(state));
        Ok(())
    }

    /// The hash over all lines that govern, up to a line of the journal; empty before the first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn governing_digest(&self, until: i64) -> Result<String, Refusal> {
        let governing = self.governing_state()?;
        let behind = governing.digests.partition_point(|(seq, _)| *seq <= until);
        let last = behind
            .checked_sub(1)
            .and_then(|place| governing.digests.get(place));
        Ok(last.map_or_else(String::new, |(_, digest)| digest.to_string()))
    }

    /// Whether a line behind this one takes power away or changes what holds and is not believed, or any line that governs is missed by an
    /// index: only in a file that somebody edited. What says nothing keeps nobody from their work.
    ///
    /// # Errors
    /// Those of the file.
    pub fn has_forged_lines(&self, behind: i64) -> Result<bool, Refusal> {
        let governing = self.governing_state()?;
        Ok(governing.misses_a_line || governing.takes_unbelieved > behind)
    }

    /// Places of lines behind this one, and their hashes each alone, that should give power and are not believed.
    ///
    /// # Errors
    /// Those of the file.
    pub fn unbelieved_lines(&self, behind: i64) -> Result<Vec<(i64, String)>, Refusal> {
        let governing = self.governing_state()?;
        let behind = governing.unbelieved.iter().filter(|(seq, _)| *seq > behind);
        Ok(behind.cloned().collect())
    }

    /// Everybody, as the file would say if this were known outside of it.
    ///
    /// # Errors
    /// Those of the file.
    pub fn people_under(&self, outside: OutsideTrust) -> Result<GovernedPeople, Refusal> {
        let other = Tx::new(self.db, Arc::new(outside));
        let mut state = GoverningState::default();
        state.read_up_to(&other, self.last_seq()?)?;
        let people = state.people.values().map(|account| {
            let stream = format!("person/{}", account.person.id);
            let believed = other.believed_stream(&stream)?;
            Ok::<_, Refusal>(PersonUnderTrust {
                row: PersonRow::from(account),
                has_whole_lines: other.has_whole_stream(&stream)?,
                version: self.stream_version(&stream)?,
                newest_line: believed.last().map_or(0, |entry| entry.seq),
            })
        });
        Ok(GovernedPeople {
            people: people.collect::<Result<_, _>>()?,
            unbelieved: state.unbelieved.iter().map(|(seq, _)| *seq).collect(),
        })
    }

    /// The lines that govern, believed or not, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_governing_lines(&self) -> Result<Vec<GoverningLine>, Refusal> {
        let text = concat!(
            "SELECT ",
            columns!(),
            " FROM journal INDEXED BY journal_governing WHERE ",
            governing!(),
            " ORDER BY seq"
        );
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map([], StoredLine::from_row)
            .map_err(sqlite_refusal)?;
        lines
            .map(|line| {
                let line = line.map_err(sqlite_refusal)?;
                let person = line.stream.strip_prefix("person/");
                let fact = line.parse_fact();
                Ok(GoverningLine {
                    sets_password: matches!(fact, Ok(Fact::Person(PersonFact::PasswordSet { .. }))),
                    seq: line.seq,
                    hash: line.compute_own_hash(),
                    person: person.and_then(|id| id.parse().ok()),
                })
            })
            .collect()
    }

    /// The names of accounts in use, as the file would say if this were known outside of it; `None`: by what is known now.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_active_names(&self, outside: Option<OutsideTrust>) -> Result<Vec<String>, Refusal> {
        let outside = outside.map_or_else(|| Arc::clone(&self.outside), Arc::new);
        let other = Tx::new(self.db, outside);
        let mut state = GoverningState::default();
        state.read_up_to(&other, self.last_seq()?)?;
        let active = state.people.values().filter(|account| account.person.active);
        Ok(active.map(|account| account.person.name.clone()).collect())
    }

    /// Forgets what governs, because a line was appended that may say something else.
    pub(crate) fn forget_governing(&self) {
        *self.power_keys.borrow_mut() = None;
        *self.governing.borrow_mut() = None;
    }

    /// Wrong passwords in a row, and when the last one was given: those at the end of a person's lines.
    pub(crate) fn count_failed_sign_ins(&self, id: i64) -> Result<(i64, Option<Moment>), Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT fact, recorded_at FROM journal WHERE stream = ?1 ORDER BY version DESC")
            .map_err(sqlite_refusal)?;
        let mut rows = statement
            .query([format!("person/{id}")])
            .map_err(sqlite_refusal)?;
        let (mut failures, mut last) = (0, None);
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let text: String = row.get(0).map_err(sqlite_refusal)?;
            let fact: Fact =
                serde_json::from_str(&text).map_err(|error| damaged_refusal(error.to_string()))?;
            match fact {
                Fact::Person(PersonFact::SignInFailed {}) => {
                    failures += 1;
                    last = last.or(Some(Moment(row.get(1).map_err(sqlite_refusal)?)));
                }
                // What an administrator changes about somebody takes no attempt back.
                Fact::Person(PersonFact::Changed { .. }) => {}
                _ => break,
            }
        }
        Ok((failures, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::tests::{note, stamp, store};
    use domain::{Code, person::Role};

    fn added(store: &crate::Store, id: i64, at: i64) {
        let fact = PersonFact::Added {
            id,
            name: format!("演示{id}"),
            roles: vec![Role::Agent],
            password: "x".to_owned(),
        };
        let stream = format!("person/{id}");
        store
            .write_tx(|tx| tx.append_facts(&stream, Some(0), vec![Fact::Person(fact)], &stamp(at)))
            .unwrap();
    }

    fn say(store: &crate::Store, fact: PersonFact, at: i64) {
        store
            .write_tx(|tx| tx.append_facts("person/1", None, vec![Fact::Person(fact)], &stamp(at)))
            .unwrap();
    }

    /// The index holds the lines that the program takes for governing, and no others.
    #[test]
    fn the_index_and_the_program_mean_the_same_lines() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("desk.db"));
        note(&store, 1);
        added(&store, 1, 2);
        say(&store, PersonFact::SignedIn {}, 3);
        say(&store, PersonFact::SignInFailed {}, 4);
        say(
            &store,
            PersonFact::PasswordSet {
                password: "y".to_owned(),
            },
            5,
        );
        let reveal = Fact::Revealed {
            ticket: 1,
            number: "WX1".to_owned(),
        };
        store
            .write_tx(|tx| tx.append_facts("reveal", None, vec![reveal], &stamp(6)))
            .unwrap();
        store
            .read_tx(|tx| {
                let text = concat!("SELECT seq FROM journal WHERE ", governing!(), " ORDER BY seq");
                let mut statement = tx.db.prepare(text).unwrap();
                let indexed: Vec<i64> = statement
                    .query_map([], |row| row.get(0))
                    .unwrap()
                    .map(Result::unwrap)
                    .collect();
                let lines = (1..=6).map(|seq| StoredLine::read_at(tx.db, seq).unwrap().unwrap());
                let own: Vec<i64> = lines
                    .filter(|line| is_governing(&line.stream, &line.fact))
                    .map(|line| line.seq)
                    .collect();
                assert_eq!((indexed, own), (vec![1, 2, 5], vec![1, 2, 5]));
                Ok(())
            })
            .unwrap();
        assert!(
            include_str!("../../sql/004_governing.sql").contains(governing!()),
            "one text"
        );
    }

    #[test]
    fn what_is_kept_follows_every_line_and_no_refused_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let one = store(&path);
        added(&one, 1, 1);
        let roles = |store: &crate::Store| {
            store
                .read_tx(|tx| tx.find_person(1))
                .unwrap()
                .unwrap()
                .person
                .roles
        };
        assert_eq!(roles(&one), [Role::Agent]);
        let manager = || PersonFact::Changed {
            roles: vec![Role::Manager],
            active: true,
        };
        let refused: Result<(), Refusal> = one.write_tx(|tx| {
            tx.append_facts("person/1", None, vec![Fact::Person(manager())], &stamp(2))?;
            assert_eq!(
                tx.find_person(1)?.unwrap().person.roles,
                [Role::Manager],
                "its own line is seen"
            );
            Err(Refusal::new(Code::BadRequest))
        });
        assert!(refused.is_err());
        assert_eq!(roles(&one), [Role::Agent]);
        // Another program writes.
        let two = store(&path);
        say(&two, manager(), 3);
        assert_eq!(roles(&one), [Role::Manager]);
        // A moment that is older than what was kept meanwhile.
        one.read_tx(|tx| {
            tx.last_seq()?;
            say(
                &two,
                PersonFact::Changed {
                    roles: vec![Role::Lab],
                    active: false,
                },
                4,
            );
            assert_eq!(roles(&one), [Role::Lab]);
            assert_eq!(tx.find_person(1)?.unwrap().person.roles, [Role::Manager]);
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn failures_are_counted_from_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder.path().join("desk.db"));
        added(&store, 1, 1);
        let failures = || store.read_tx(|tx| tx.count_failed_sign_ins(1)).unwrap();
        assert_eq!(failures(), (0, None));
        for at in [2, 3] {
            say(&store, PersonFact::SignInFailed {}, at);
        }
        say(
            &store,
            PersonFact::Changed {
                roles: vec![Role::Lab],
                active: true,
            },
            4,
        );
        assert_eq!(failures(), (2, Some(Moment(3))));
        say(&store, PersonFact::SignedIn {}, 5);
        assert_eq!(failures(), (0, None));
    }
}
