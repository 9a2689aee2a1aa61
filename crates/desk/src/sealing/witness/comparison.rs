//! The file compared with its record: what differs, what is lost, and who may say that the file goes on.

use std::{collections::HashSet, path::PathBuf};

use domain::{Code, Moment, Refusal, confirmation::WitnessedLine, hash};
use serde::{Deserialize, Serialize};
use store::{GovernedPeople, KeyStanding, PersonUnderTrust, Tx};

use super::{
    DataCopy, WitnessState, is_chain_broken,
    record::{KnownLine, WitnessRecord},
};
use crate::{Desk, key};

/// Where a file was rolled back to, as it was when that was first seen: lines that are written since must not hide it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RollbackMark {
    /// Signature of the record that the file is older than.
    record: String,
    /// The newest line of the file then.
    newest: WitnessedLine,
}

/// Of whom a line is gone that the record knows.
#[derive(Debug, Default)]
pub(super) struct DoubtfulPeople {
    /// All lines of those of whom nothing counts any more.
    pub(super) lines: Vec<WitnessedLine>,
    /// Names of those whose password is an earlier one again.
    pub(super) older_passwords: Vec<String>,
}

/// How a file stands to its record, and what both say.
#[derive(Debug, Clone)]
pub(crate) struct WitnessComparison {
    pub(crate) state: WitnessState,
    /// What the record says, where there is one that can be read.
    pub(crate) witnessed: Option<WitnessedLine>,
    /// When it was written.
    pub(crate) written_at: Option<Moment>,
    /// The newest line of the file.
    pub(crate) newest: Option<WitnessedLine>,
    /// The newest line that was left, of a file that was rolled back.
    pub(super) left: Option<WitnessedLine>,
    /// The hash over all lines of the file that govern.
    pub(super) governing: String,
    pub(super) record: Option<WitnessRecord>,
    /// Under the other name of a folder that was opened by a link.
    pub(super) other_records: Vec<WitnessRecord>,
    /// Of which data these are a copy.
    pub(crate) copy: Option<DataCopy>,
    /// The records of those data, the one that went on last before the others. They say nothing of these, but which keys an administrator
    /// has compared.
    pub(super) originals: Vec<WitnessRecord>,
    /// Where they lie.
    pub(super) original_files: Vec<PathBuf>,
    /// The records of other data that this folder was left with: if these go on here, it is over with those.
    pub(super) others: Vec<WitnessRecord>,
}

impl WitnessComparison {
    /// Whether what is known outside speaks for any of these keys.
    pub(crate) fn has_known_key(
        &self,
        keys: &[(domain::JournalEntry, domain::key::KeyAnnouncement)],
    ) -> bool {
        let known = |record: &WitnessRecord| {
            keys.iter()
                .any(|(_, it)| record.confirmed_keys.contains(&it.key.public))
        };
        self.state == WitnessState::Demo || self.record.as_ref().is_some_and(known)
    }

    /// Refuses to seal where the file differs.
    ///
    /// # Errors
    /// `witness_differs` with `state`, of a copy also `copy` and `folder`.
    pub(crate) fn check_sealing(&self) -> Result<(), Refusal> {
        if !self.state.stops_sealing() {
            return Ok(());
        }
        let refusal = Refusal::new(Code::WitnessDiffers).with_arg("state", self.state.zh());
        Err(match &self.copy {
            Some(copy) => refusal
                .with_arg("copy", copy.id.clone())
                .with_arg("folder", copy.folder.clone()),
            None => refusal,
        })
    }

    /// Whether somebody may say how data go on that differ from the record: whoever knows the password of one who was an administrator
    /// when it was written. Who is one by the file alone may have been dismissed since, or be a stranger. `person`, `password`: who is signed
    /// in and the stored password that they proved; `proves`: whether they also proved this one.
    pub(crate) fn may_accept_difference(
        &self,
        person: i64,
        password: &str,
        proves: impl Fn(&str) -> bool,
    ) -> bool {
        let lets = |record: &WitnessRecord| match (&record.passwords, &record.administrators) {
            (Some(known), _) => known.iter().any(|known| known == password || proves(known)),
            (None, Some(ids)) => ids.contains(&person),
            (None, None) => true,
        };
        !self.state.stops_sealing() || self.replaced_records().all(lets)
    }

    /// Whether nothing has changed since the other comparison: the same file, before the same records.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.state == other.state
            && self.newest == other.newest
            && self.governing == other.governing
            && self.replaced_records().eq(other.replaced_records())
    }

    /// The records that are written over or taken away where somebody goes on.
    pub(super) fn replaced_records(&self) -> impl Iterator<Item = &WitnessRecord> {
        let own = self.record.iter().chain(&self.other_records);
        own.chain(&self.originals).chain(&self.others)
    }

    /// Whether a record speaks of these data in this folder or another one.
    pub(crate) fn has_own_record(&self) -> bool {
        self.known_record().is_some()
    }

    /// Lines that give nothing from now on, whatever signature they bear: those that were known to be so, those that the record should know
    /// and does not, and behind it those that lie where they were not written, perhaps from a branch that was cut off. Up to the line that
    /// the file ended with before it was confirmed.
    pub(super) fn find_misplaced_lines(&self, tx: &Tx) -> Result<Vec<WitnessedLine>, Refusal> {
        let (Some(replaced), Some(newest)) = (self.replaced_records().next(), &self.newest) else {
            return Ok(Vec::new());
        };
        if self.is_file_before_strikes(tx)? {
            return Ok(to_witnessed_lines(tx.misplaced_lines(0, newest.seq)?).collect());
        }
        let mut misplaced = Vec::new();
        for line in self.replaced_records().flat_map(|record| &record.misplaced_lines) {
            if !misplaced.contains(line) {
                misplaced.push(line.clone());
            }
        }
        let known = self.known_governing_lines();
        if let Some((record, known)) = &known {
            let known: HashSet<(i64, &str)> = known
                .iter()
                .map(|(seq, hash, ..)| (*seq, hash.as_str()))
                .collect();
            let lines = tx.list_governing_lines()?.into_iter();
            let unknown = lines
                .filter(|line| {
                    line.seq <= record.newest.seq && !known.contains(&(line.seq, line.hash.as_str()))
                })
                .map(|line| WitnessedLine {
                    seq: line.seq,
                    hash: line.hash,
                });
            misplaced.extend(unknown);
        }
        // A known line may have been put back behind the place that the file was rolled back to: there the whole chain is walked.
        let since = match &known {
            Some((record, _)) if is_line_there(tx, &record.newest)? => record.newest.seq,
            // Where a line is known to be changed those before it stand as they are: somebody has to go on with them.
            _ if self.state == WitnessState::ChangedLine => replaced.newest.seq,
            _ => 0,
        };
        misplaced.extend(to_witnessed_lines(tx.misplaced_lines(since, newest.seq)?));
        Ok(misplaced)
    }

    /// Whether these are the data as they were known before an administrator went on without some lines: put back, and whole to their end.
    fn is_file_before_strikes(&self, tx: &Tx) -> Result<bool, Refusal> {
        let whole_until = self.known_record().and_then(|record| record.whole_until.as_ref());
        match whole_until {
            Some(line) if is_line_there(tx, line)? => tx.is_chain_whole(),
            _ => Ok(false),
        }
    }

    /// The newest line that was known before lines were first found to give nothing. `clean`: whether none are now.
    pub(super) fn find_whole_until(&self, clean: bool) -> Option<WitnessedLine> {
        if clean {
            return None;
        }
        let record = self.known_record()?;
        let known_before = record.whole_until.clone();
        known_before.or_else(|| record.misplaced_lines.is_empty().then(|| record.newest.clone()))
    }

    /// What the record knows of the lines that govern, where it tells.
    fn known_governing_lines(&self) -> Option<(&WitnessRecord, &Vec<KnownLine>)> {
        let record = self.known_record()?;
        Some((record, record.governing_lines.as_ref()?))
    }

    /// The lines of people of whom the record knows a line that is not in the file any more, or is not believed. What took power or a password
    /// from them may be what is gone. Of a file that is older an administrator stays one, and a password that was set since is the earlier
    /// one again: otherwise none might be left to go on.
    pub(super) fn find_doubtful_people(
        &self,
        tx: &Tx,
        governed: &GovernedPeople,
    ) -> Result<DoubtfulPeople, Refusal> {
        let Some((record, known)) = self.known_governing_lines() else {
            return Ok(DoubtfulPeople {
                lines: self.find_people_with_fewer_lines(tx, &governed.people)?,
                older_passwords: Vec::new(),
            });
        };
        // Also in another folder: the newest backup may have been put there.
        let ends_before = line_seq(self.newest.as_ref()) < record.newest.seq;
        let is_older = match self.state {
            WitnessState::RolledBack => true,
            WitnessState::OtherFolder => ends_before,
            _ => false,
        };
        let here = read_governing_places(tx)?;
        let mut found = DoubtfulPeople::default();
        // What is known and not believed any more says nothing, whoever it is about.
        let unbelieved = known.iter().filter(|(seq, hash, ..)| {
            governed.unbelieved.contains(seq) && here.contains(&(*seq, hash.clone()))
        });
        found
            .lines
            .extend(unbelieved.map(|(seq, hash, ..)| WitnessedLine {
                seq: *seq,
                hash: hash.clone(),
            }));
        for person in &governed.people {
            let id = person.row.person.id;
            let about = known.iter().filter(|(.., person, _)| *person == id);
            let gone: Vec<&KnownLine> = about
                .filter(|(seq, hash, ..)| {
                    governed.unbelieved.contains(seq) || !here.contains(&(*seq, hash.clone()))
                })
                .collect();
            if gone.is_empty() || record.names_administrator(&person.row) {
                continue;
            }
            let stays = is_older
                && (record.names_administrator_id(&person.row)
                    || gone.iter().all(|(.., sets_password)| *sets_password));
            if !stays {
                let lines = tx.lines_alone(&format!("person/{id}"))?;
                found.lines.extend(to_witnessed_lines(lines));
            } else if person.row.person.active && gone.iter().any(|(.., sets_password)| *sets_password) {
                found.older_passwords.push(person.row.person.name.clone());
            }
        }
        Ok(found)
    }

    /// Lines about other things than people that the record knows and the file does not have, or that say nothing from now on.
    pub(super) fn count_missing_lines(&self, tx: &Tx, misplaced: &[WitnessedLine]) -> Result<i64, Refusal> {
        let Some((_, known)) = self.known_governing_lines() else {
            return Ok(0);
        };
        let here = read_governing_places(tx)?;
        let is_struck =
            |seq: i64, hash: &str| misplaced.iter().any(|line| line.seq == seq && line.hash == hash);
        let missing = known.iter().filter(|(seq, hash, person, _)| {
            *person == 0 && (is_struck(*seq, hash) || !here.contains(&(*seq, hash.clone())))
        });
        Ok(i64::try_from(missing.count()).unwrap_or(i64::MAX))
    }

    /// The same by a record of an earlier version: people whom it does not know as the file has them, and of whom a line was edited or left
    /// out, or who are administrators by lines that it should have known: it names all administrators there were.
    fn find_people_with_fewer_lines(
        &self,
        tx: &Tx,
        people: &[PersonUnderTrust],
    ) -> Result<Vec<WitnessedLine>, Refusal> {
        let Some(record) = self.known_record() else {
            return Ok(Vec::new());
        };
        // An honest older file has fewer lines about each person.
        let ends_before = line_seq(self.newest.as_ref()) < record.newest.seq;
        let is_older = ends_before || self.state == WitnessState::RolledBack;
        let is_broken = is_older && is_chain_broken(tx.check_chain_from(1))?;
        let mut found = Vec::new();
        for person in people {
            let id = person.row.person.id;
            if record.names_administrator(&person.row) {
                continue;
            }
            let is_unknown = || {
                let known = record.administrators.as_ref();
                person.row.is_administrator()
                    && known.is_some_and(|known| !known.contains(&id))
                    && person.newest_line <= record.newest.seq
            };
            let misses_lines = !is_older && (record.knows_more_lines(id, person.version) || is_unknown());
            if !person.has_whole_lines || is_broken || misses_lines {
                found.extend(to_witnessed_lines(tx.lines_alone(&format!("person/{id}"))?));
            }
        }
        Ok(found)
    }

    /// What somebody saw of the comparison, who is about to confirm it.
    pub(crate) fn mark(&self) -> String {
        let records: Vec<&str> = self
            .replaced_records()
            .map(|record| record.signature.as_str())
            .collect();
        let lost = self.lines_lost().to_string();
        let parts = [self.state.code(), &self.governing, &lost, &records.join(" ")];
        hash::sha256_hex(&parts.map(str::as_bytes))
    }

    /// Whether a record says that a key was given up.
    pub(crate) fn gave_up(&self, public: &str) -> bool {
        let mut given_up = self.replaced_records().flat_map(|record| &record.given_up_keys);
        given_up.any(|known| known == public)
    }

    /// The record whose keys are known to be these data's, where there is one.
    pub(super) fn known_record(&self) -> Option<&WitnessRecord> {
        self.record.as_ref().or(self.originals.first())
    }

    /// Lines of the file that came after the record, or after the file was rolled back.
    pub(crate) fn lines_behind(&self) -> i64 {
        let since = self.left.as_ref().or(self.witnessed.as_ref());
        line_seq(self.newest.as_ref())
            .saturating_sub(line_seq(since))
            .max(0)
    }

    /// When the newest line was recorded that is left of a file that was rolled back.
    ///
    /// # Errors
    /// Those of the file.
    pub(crate) fn find_lost_since(&self, tx: &Tx) -> Result<Option<Moment>, Refusal> {
        let left = self.left.as_ref().or(self.newest.as_ref());
        let left = left.filter(|_| self.state == WitnessState::RolledBack);
        let recorded = left.map(|line| tx.line_recorded_at(line.seq)).transpose();
        Ok(recorded?.flatten())
    }

    /// Lines the record knows of and the file does not have.
    pub(crate) fn lines_lost(&self) -> i64 {
        // Other data have no part of it, and a copy goes on by itself.
        if self.state != WitnessState::RolledBack {
            return 0;
        }
        let until = self.left.as_ref().or(self.newest.as_ref());
        line_seq(self.witnessed.as_ref())
            .saturating_sub(line_seq(until))
            .max(0)
    }
}

/// The lines of the file that govern, each by its place and its hash alone.
fn read_governing_places(tx: &Tx) -> Result<HashSet<(i64, String)>, Refusal> {
    let lines = tx.list_governing_lines()?.into_iter();
    Ok(lines.map(|line| (line.seq, line.hash)).collect())
}

/// Whether the file has a line with this hash in its place.
fn is_line_there(tx: &Tx, line: &WitnessedLine) -> Result<bool, Refusal> {
    let found = tx.line_hashes(line.seq)?;
    Ok(found.is_some_and(|(_, stored)| stored == line.hash))
}

pub(super) fn line_seq(line: Option<&WitnessedLine>) -> i64 {
    line.map_or(0, |line| line.seq)
}

impl Desk {
    fn rollback_file(&self) -> Option<PathBuf> {
        Some(self.witness_file()?.with_extension("rollback.json"))
    }

    /// Compares the file with the record outside of it.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn compare_witness(&self, tx: &Tx) -> Result<WitnessComparison, Refusal> {
        let compared = self.compare_with_records(tx)?;
        // What such a file says must not be remembered when it is put right.
        if compared.state.stops_sealing() {
            self.store.forget_governing();
        }
        Ok(compared)
    }

    fn compare_with_records(&self, tx: &Tx) -> Result<WitnessComparison, Refusal> {
        let newest = tx.newest_line()?.map(|(seq, hash)| WitnessedLine { seq, hash });
        let governing = tx.governing_digest(i64::MAX)?;
        let plain = |state| WitnessComparison {
            state,
            witnessed: None,
            written_at: None,
            newest: newest.clone(),
            left: None,
            governing: governing.clone(),
            record: None,
            copy: None,
            originals: Vec::new(),
            original_files: Vec::new(),
            other_records: Vec::new(),
            others: Vec::new(),
        };
        // Looked at first: what the file says of itself, also that it is demo data, may be what somebody wrote into it.
        let known = self.known_records(tx)?;
        let mut own = known.own.into_iter();
        let record = own.next();
        let other_records: Vec<WitnessRecord> = own.collect();
        // A link that was turned to a copy has a record too: there the folder that the record names speaks first.
        let has_own_name = |own: &WitnessRecord| self.folder_names.first() == Some(&own.folder);
        let is_by_link = record.iter().chain(&other_records).all(|own| !has_own_name(own));
        let went_on_elsewhere = match (known.originals.first(), &record) {
            (Some(original), Some(own)) if is_by_link => original.begun_at >= own.begun_at,
            (Some(original), Some(own)) => original.begun_at > own.begun_at,
            (original, None) => original.is_some(),
            (None, _) => false,
        };
        let state = if known.is_unreadable {
            WitnessState::UnreadableRecord
        } else if went_on_elsewhere {
            WitnessState::OtherFolder
        } else if !known.others.is_empty() {
            WitnessState::OtherKey
        } else if let Some(record) = &record {
            // Under each of its names.
            let mut state = self.compare_record(tx, record)?;
            for other in &other_records {
                let by_other = self.compare_record(tx, other)?;
                if by_other.stops_sealing() && !state.stops_sealing() {
                    state = by_other;
                }
            }
            state
        } else {
            match tx.founded_as_demo()? {
                Some(true) => WitnessState::Demo,
                _ if !tx.power_keys()?.unconfirmed_key_ids().is_empty() => WitnessState::UnconfirmedKey,
                _ => WitnessState::Absent,
            }
        };
        let left = match (state, &record) {
            (WitnessState::RolledBack | WitnessState::ChangedLine | WitnessState::OtherKey, Some(record)) => {
                self.find_rollback_line(tx, record)?
            }
            _ => None,
        };
        let spoken_of = record.as_ref().or(known.others.first());
        let compared = WitnessComparison {
            witnessed: spoken_of.map(|record| record.newest.clone()),
            written_at: spoken_of.map(|record| record.written_at),
            left: left.clone(),
            record,
            other_records,
            others: known.others,
            original_files: known.original_files,
            ..plain(if left.is_some() {
                WitnessState::RolledBack
            } else {
                state
            })
        };
        if state == WitnessState::OtherFolder {
            return self.compare_copy(tx, known.originals, compared);
        }
        // Where the data went on here last, what lies of them elsewhere is over.
        let originals = if state == WitnessState::UnreadableRecord {
            known.originals
        } else {
            Vec::new()
        };
        Ok(WitnessComparison {
            originals,
            ..compared
        })
    }

    pub(super) fn compare_record(&self, tx: &Tx, record: &WitnessRecord) -> Result<WitnessState, Refusal> {
        let keys = tx.announced_keys()?;
        let first = keys.first().map(|(_, it)| it.key.public.as_str());
        let signer = keys.iter().find(|(_, it)| it.key.public == record.public);
        let power = tx.power_keys()?;
        let same_key = first == Some(record.first_key.as_str());
        let same = tx.installation_hash()?.as_deref() == Some(record.installation.as_str());
        let ends_before = tx.line_hashes(record.newest.seq)?.is_none();
        let Some((_, signer)) = signer.filter(|_| same_key) else {
            // A file of a day before its key was renewed does not know the signer yet.
            return Ok(
                if same && same_key && ends_before && tx.founded_as_demo()? == Some(false) {
                    WitnessState::RolledBack
                } else {
                    WitnessState::OtherKey
                },
            );
        };
        if tx.founded_as_demo()? != Some(false) || !power.unconfirmed_key_ids().is_empty() {
            return Ok(WitnessState::OtherKey);
        }
        let here = self.has_current_key(tx)?;
        // Who holds neither key nor passphrase can write a record too, under a key of their own that they put into the file. Of a key that
        // followed a lost one the file lies here as well, where it cannot be put with the data.
        let stands_alone = tx.key_standing_in_file(&signer.key.id)? == Some(KeyStanding::Counts);
        if !stands_alone && !self.keeps_key_outside(&signer.key.id) {
            return Ok(WitnessState::OtherKey);
        }
        let governs = match &record.governing {
            Some(digest) => *digest == tx.governing_digest(record.newest.seq)?,
            None => true,
        };
        Ok(match tx.line_hashes(record.newest.seq)? {
            None => WitnessState::RolledBack,
            Some((_, stored)) if !same || !governs || stored != record.newest.hash => {
                WitnessState::ChangedLine
            }
            Some((computed, stored)) if computed != stored && !tx.is_erased(record.newest.seq)? => {
                WitnessState::ChangedLine
            }
            Some(_) if tx.has_forged_lines(record.newest.seq)? => WitnessState::ChangedLine,
            Some(_) if self.has_broken_chain() => WitnessState::ChangedLine,
            Some(_) if !here => WitnessState::Unchecked,
            Some(_) => WitnessState::Holds,
        })
    }

    /// The newest line that was left when the file was rolled back behind this record, if that was seen and the line still stands.
    fn find_rollback_line(&self, tx: &Tx, record: &WitnessRecord) -> Result<Option<WitnessedLine>, Refusal> {
        let mark = self
            .rollback_file()
            .and_then(|path| std::fs::read(path).ok())
            .and_then(|bytes| serde_json::from_slice::<RollbackMark>(&bytes).ok())
            .filter(|mark| mark.record == record.signature);
        let Some(RollbackMark { newest, .. }) = mark else {
            return Ok(None);
        };
        Ok(is_line_there(tx, &newest)?.then_some(newest))
    }

    /// Notes where the file was rolled back to, once.
    pub(super) fn mark_rollback(&self, compared: &WitnessComparison) {
        let (Some(path), Some(record), Some(newest)) =
            (self.rollback_file(), &compared.record, &compared.newest)
        else {
            return;
        };
        if compared.state != WitnessState::RolledBack || compared.left.is_some() {
            return;
        }
        let mark = RollbackMark {
            record: record.signature.clone(),
            newest: newest.clone(),
        };
        let written = serde_json::to_vec_pretty(&mark).map(|bytes| key::write_private_file(&path, &bytes));
        if !matches!(written, Ok(Ok(()))) {
            tracing::warn!("the place that the file was rolled back to was not noted");
        }
    }

    /// Refuses to seal where the file differs from what is known of it outside.
    ///
    /// # Errors
    /// Those of [`Compared::check_sealing`] and of reading the file.
    pub(crate) fn check_witness(&self, tx: &Tx) -> Result<(), Refusal> {
        self.compare_witness(tx)?.check_sealing()
    }
}

/// Lines by their place and their hash, as the store gives them.
pub(super) fn to_witnessed_lines(lines: Vec<(i64, String)>) -> impl Iterator<Item = WitnessedLine> {
    lines.into_iter().map(|(seq, hash)| WitnessedLine { seq, hash })
}
