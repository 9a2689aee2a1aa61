//! 核对记录: what is known of a data folder outside of it, in the configuration folder of the computer's user. Whoever can write to the
//! file alone can rewrite everything in it, its keys included; this says what it said.
//!
//! Deliberately absent: anything in the data folder, and any secret: the record is signed by the installation's key.

mod copy;
mod records;

use std::{
    collections::{BTreeSet, HashSet},
    path::PathBuf,
    time::SystemTime,
};

use domain::{
    Code, Fact, Moment, Refusal,
    confirmation::{ConfirmationCause, WitnessedLine, format_key_id},
    hash,
    key::{SealingKey, SignatureVerifier},
    moment::MINUTE,
};
use serde::{Deserialize, Serialize};
use store::{KeyStanding, OutsideTrust, PersonRow, PersonUnderTrust, Tx};

use crate::{Desk, key};
pub use copy::DataCopy;
pub(crate) use records::folder_names;
use records::keep_other_data;

/// What the record is; a later form gets another.
const WHAT: &str = "yanshen-desk witness 1";

domain::words! {
    /// How the file stands to the record outside of it.
    WitnessState {
        Demo "demo" = "演示数据，不作核对",
        Absent "absent" = "本机尚无核对记录",
        Unchecked "unchecked" = "未核对：密钥尚未解锁，或不在本机",
        Holds "holds" = "与本机核对记录一致",
        UnconfirmedKey "unconfirmed_key" = "本机尚无核对记录，数据中有尚未核对的封存密钥",
        OtherFolder "other_folder" = "数据不在原来的文件夹，可能是副本",
        RolledBack "rolled_back" = "数据比本机核对记录旧，其后的记录已丢失",
        OtherKey "other_key" = "封存密钥与本机核对记录不同",
        ChangedLine "changed_line" = "记录与本机核对记录不符，数据被改动过",
        UnreadableRecord "unreadable_record" = "本机核对记录无法读取，或被改动过",
    }
}

impl WitnessState {
    /// Whether nothing may be sealed until an administrator has compared the key's sheet.
    #[must_use]
    pub const fn stops_sealing(self) -> bool {
        match self {
            Self::Demo | Self::Absent | Self::Unchecked | Self::Holds => false,
            Self::UnconfirmedKey
            | Self::OtherFolder
            | Self::RolledBack
            | Self::OtherKey
            | Self::ChangedLine
            | Self::UnreadableRecord => true,
        }
    }

    /// Whether something outside the file speaks for its keys. Of demo data nobody asks.
    #[must_use]
    pub const fn has_confirmed_keys(self) -> bool {
        matches!(self, Self::Demo | Self::Holds)
    }

    /// What a confirmation in this state is for; none where there is nothing to confirm.
    pub(crate) const fn confirmation_cause(self) -> Option<ConfirmationCause> {
        match self {
            Self::Demo | Self::Unchecked | Self::Holds => None,
            Self::Absent | Self::UnconfirmedKey => Some(ConfirmationCause::NoRecord),
            Self::OtherFolder => Some(ConfirmationCause::OtherFolder),
            Self::RolledBack => Some(ConfirmationCause::RolledBack),
            Self::OtherKey => Some(ConfirmationCause::OtherKey),
            Self::ChangedLine => Some(ConfirmationCause::ChangedLine),
            Self::UnreadableRecord => Some(ConfirmationCause::UnreadableRecord),
        }
    }
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WitnessRecord {
    what: String,
    /// Hash of the installation's first line.
    installation: String,
    /// The data folder.
    folder: String,
    /// Public half of the first key.
    first_key: String,
    /// Public halves of the keys that an administrator compared with their sheets.
    confirmed_keys: Vec<String>,
    /// The line since which lines that give power are signed.
    signed_since: Option<i64>,
    /// The newest line.
    newest: WitnessedLine,
    /// The hash over all lines that govern, up to it; records of earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    governing: Option<String>,
    /// When somebody said that the data go on in this folder; records of earlier versions do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    begun_at: Option<Moment>,
    /// Ids of the administrators. Where the file differs these alone go on, whomever the file names; earlier versions do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    administrators: Option<Vec<i64>>,
    /// The stored passwords (PHC strings) of the administrators: whoever says how data go on that differ knows one of them. Earlier versions
    /// do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passwords: Option<Vec<String>>,
    /// Public halves of the keys that were known before and are not those of these data any more: they were rolled back behind them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    given_up_keys: Vec<String>,
    /// Lines that give nothing, whatever signature they bear: when somebody went on they lay where they were not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    misplaced_lines: Vec<WitnessedLine>,
    /// When this was written.
    written_at: Moment,
    /// Which key signed it,
    key: String,
    /// its public half,
    public: String,
    /// and its signature over the canonical JSON with an empty signature.
    signature: String,
}

impl WitnessRecord {
    fn to_unsigned_json(&self) -> Result<String, Refusal> {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        hash::to_canonical_json(&unsigned)
            .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
    }

    fn sign_record(mut self, secret: &SealingKey) -> Result<Self, Refusal> {
        self.key = secret.key_id();
        self.public = secret.public_hex();
        self.signature = secret.sign_message(self.to_unsigned_json()?.as_bytes());
        Ok(self)
    }

    /// The same with who is an administrator; none where nobody is.
    fn with_administrators(self, people: Vec<PersonRow>) -> Option<Self> {
        let administrators: Vec<PersonRow> = people.into_iter().filter(PersonRow::is_administrator).collect();
        if administrators.is_empty() {
            return None;
        }
        Some(Self {
            administrators: Some(administrators.iter().map(|row| row.person.id).collect()),
            passwords: Some(administrators.into_iter().map(|row| row.password).collect()),
            ..self
        })
    }

    /// What the store should know of it.
    fn outside_trust(&self) -> OutsideTrust {
        OutsideTrust {
            confirmed_keys: self.confirmed_keys.clone(),
            signed_since: self.signed_since,
            seen_until: Some(self.newest.seq),
            given_up_keys: self.given_up_keys.clone(),
            misplaced_lines: self
                .misplaced_lines
                .iter()
                .map(|line| (line.seq, line.hash.clone()))
                .collect(),
        }
    }

    /// Whether this names a person as an administrator, with the password of the row.
    fn names_administrator(&self, row: &PersonRow) -> bool {
        let (Some(ids), Some(passwords)) = (&self.administrators, &self.passwords) else {
            return false;
        };
        let mut named = ids.iter().zip(passwords);
        row.is_administrator()
            && named.any(|(id, password)| *id == row.person.id && *password == row.password)
    }

    /// Whether this speaks of a key as the company's.
    fn knows(&self, public: &str) -> bool {
        self.public == public || self.confirmed_keys.iter().any(|known| known == public)
    }

    fn has_valid_signature(&self) -> bool {
        let checker = SignatureVerifier::from_public_hex(&self.public).filter(|_| self.what == WHAT);
        checker.is_some_and(|checker| {
            self.to_unsigned_json()
                .is_ok_and(|text| checker.is_valid_signature(text.as_bytes(), &self.signature))
        })
    }
}

/// Where a file was rolled back to, as it was when that was first seen: lines that are written since must not hide it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RollbackMark {
    /// Signature of the record that the file is older than.
    record: String,
    /// The newest line of the file then.
    newest: WitnessedLine,
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
    left: Option<WitnessedLine>,
    /// The hash over all lines of the file that govern.
    governing: String,
    record: Option<WitnessRecord>,
    /// Under the other name of a folder that was opened by a link.
    other_records: Vec<WitnessRecord>,
    /// Of which data these are a copy.
    pub(crate) copy: Option<DataCopy>,
    /// The records of those data, the one that went on last before the others. They say nothing of these, but which keys an administrator
    /// has compared.
    originals: Vec<WitnessRecord>,
    /// Where they lie.
    original_files: Vec<PathBuf>,
    /// The records of other data that this folder was left with: if these go on here, it is over with those.
    others: Vec<WitnessRecord>,
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
    fn replaced_records(&self) -> impl Iterator<Item = &WitnessRecord> {
        let own = self.record.iter().chain(&self.other_records);
        own.chain(&self.originals).chain(&self.others)
    }

    /// Whether a record speaks of these data in this folder or another one.
    pub(crate) fn has_own_record(&self) -> bool {
        self.known_record().is_some()
    }

    /// Lines that give nothing from now on, whatever signature they bear, because they lie where they were not written: somebody put them
    /// there, perhaps from a branch that was cut off. Up to the line that the file ended with before it was confirmed.
    fn find_misplaced_lines(&self, tx: &Tx) -> Result<Vec<WitnessedLine>, Refusal> {
        let (Some(known), Some(newest)) = (self.replaced_records().next(), &self.newest) else {
            return Ok(Vec::new());
        };
        // Where a line is known to be changed those before it stand as they are: somebody has to go on with them.
        let since = match self.state {
            WitnessState::ChangedLine => known.newest.seq,
            _ => 0,
        };
        let before = known.misplaced_lines.iter().filter(|line| line.seq <= since);
        let found = to_witnessed_lines(tx.misplaced_lines(since, newest.seq)?);
        Ok(before.cloned().chain(found).collect())
    }

    /// The lines of people whom the record does not know as the file has them, and of whom a line was edited or left out, or who are
    /// administrators by lines that the record should have known: it names all administrators there were. What took power or a password
    /// from them may be what was edited.
    fn find_doubtful_people(
        &self,
        tx: &Tx,
        people: &[PersonUnderTrust],
    ) -> Result<Vec<WitnessedLine>, Refusal> {
        let Some(record) = self.known_record() else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for person in people {
            let id = person.row.person.id;
            if record.names_administrator(&person.row) {
                continue;
            }
            let is_unknown = || {
                let known = record.administrators.as_ref();
                person.row.is_administrator()
                    && self.state != WitnessState::RolledBack
                    && known.is_some_and(|known| !known.contains(&id))
                    && person.newest_line <= record.newest.seq
            };
            if !person.has_whole_lines || is_unknown() {
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
    fn known_record(&self) -> Option<&WitnessRecord> {
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
        let left = left.map(|line| tx.journal_line(line.seq)).transpose();
        Ok(left?.flatten().map(|row| row.entry.recorded_at))
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

/// A record that begins, and the records that go with it.
pub(crate) struct NewWitness {
    record: WitnessRecord,
    secret: SealingKey,
    replaces: Vec<PathBuf>,
}

fn line_seq(line: Option<&WitnessedLine>) -> i64 {
    line.map_or(0, |line| line.seq)
}

/// When the record was written by this program last, and as which it was read.
#[derive(Debug, Default)]
pub(crate) struct WitnessClock {
    written_at: Option<Moment>,
    now: Option<Moment>,
    /// When the file was changed that was read last.
    read_as_of: Option<SystemTime>,
}

/// Commands after which the record is written at once: what they write must not be lost with a stolen file.
const AT_ONCE: &[&str] = &[
    "acknowledgement_sign",
    "acknowledgement_correct",
    "scan_place",
    "report_close",
    "report_reopen",
    "person_first",
    "person_add",
    "person_change",
    "person_reset_password",
    "person_change_password",
    "key_renew",
    "key_unlock",
    "key_confirm",
    "key_export",
    "key_import",
    "journal_rebuild",
    "certificate_take",
    "authority_register",
    "authority_remove",
    "certificate_remove",
    "erasure_run",
    "settings_change",
    "calendar_change",
    "standard_change",
    "template_change",
    "logo_change",
];

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

    fn compare_record(&self, tx: &Tx, record: &WitnessRecord) -> Result<WitnessState, Refusal> {
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
        let stands = tx
            .line_hashes(newest.seq)?
            .is_some_and(|(_, stored)| stored == newest.hash);
        Ok(stands.then_some(newest))
    }

    /// Notes where the file was rolled back to, once.
    fn mark_rollback(&self, compared: &WitnessComparison) {
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

    /// Tells the store what is known outside, before anybody signs in.
    pub(crate) fn trust_witness(&self) -> Result<(), Refusal> {
        // Asked within a reading it would take another connection.
        self.is_demo()?;
        self.witness_clock().read_as_of = self.witness_changed_at();
        let compared = self.store.read_tx(|tx| self.compare_witness(tx))?;
        self.mark_rollback(&compared);
        // What is known of the original holds for its copy as well; what is known of other data holds for none of these.
        let outside = compared.known_record().map(WitnessRecord::outside_trust);
        self.store.set_outside_trust(outside.unwrap_or_default());
        Ok(())
    }

    /// Before a call: another window may have confirmed a key since.
    pub(crate) fn reload_witness_if_changed(&self) -> Result<(), Refusal> {
        let changed_at = self.witness_changed_at();
        {
            let mut clock = self.witness_clock();
            if clock.read_as_of == changed_at {
                return Ok(());
            }
            clock.read_as_of = changed_at;
        }
        let compared = self.store.read_tx(|tx| self.compare_witness(tx))?;
        let Some(record) = compared.known_record() else {
            return Ok(());
        };
        // A line that was seen since is believed in its place, as one that was not.
        let known = self.store.outside_trust();
        let seen_until = known.seen_until;
        if *known
            == (OutsideTrust {
                seen_until,
                ..record.outside_trust()
            })
        {
            return Ok(());
        }
        self.trust_witness()
    }

    fn witness_changed_at(&self) -> Option<SystemTime> {
        std::fs::metadata(self.witness_file()?).ok()?.modified().ok()
    }

    /// The record as it begins anew after an administrator compared the key, whatever it said before; within the transaction that says so,
    /// so that nobody changes the file in between.
    ///
    /// # Errors
    /// Those of the key and of reading the file.
    pub(crate) fn new_witness(
        &self,
        tx: &Tx,
        secret: &SealingKey,
        before: WitnessComparison,
        now: Moment,
    ) -> Result<NewWitness, Refusal> {
        tx.read_governing_anew()?;
        let keys = key::read_announced_keys(tx)?;
        let first = keys
            .first()
            .ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "key"))?;
        let confirmed_keys = list_confirmed_keys(tx, &keys, secret, &before)?;
        // A record that knew this key says since when it signs: the signatures may have been taken off since.
        let by_this_key = before
            .replaced_records()
            .filter(|record| record.knows(&secret.public_hex()));
        let seen_signed: Vec<i64> = by_this_key.filter_map(|record| record.signed_since).collect();
        let signed_since = match taken_over_at(tx, secret)? {
            // This key itself says, in its place, from where on it signs.
            Some(seq) => Some(seq),
            None => seen_signed.into_iter().chain(tx.first_signed_line()?).min(),
        };
        let after_others: Vec<Moment> = before
            .replaced_records()
            .filter_map(|record| record.begun_at)
            .collect();
        let mut record = WitnessRecord {
            what: WHAT.to_owned(),
            installation: tx.installation_hash()?.unwrap_or_default(),
            folder: self.folder_names.first().cloned().unwrap_or_default(),
            first_key: first.1.key.public.clone(),
            given_up_keys: given_up_keys(&keys, &confirmed_keys, &before),
            confirmed_keys,
            signed_since,
            newest: read_newest_line(tx)?,
            governing: Some(tx.governing_digest(i64::MAX)?),
            // Whatever the clock says, what goes on last is the newest.
            begun_at: after_others
                .into_iter()
                .map(|at| Moment(at.0.saturating_add(1)))
                .chain([now])
                .max(),
            administrators: None,
            passwords: None,
            misplaced_lines: before.find_misplaced_lines(tx)?,
            written_at: now,
            key: String::new(),
            public: String::new(),
            signature: String::new(),
        };
        // Who is one by what is known from now on. Data of which nobody would be left are not the company's.
        let mut people = tx.people_under(record.outside_trust())?;
        let doubtful = before.find_doubtful_people(tx, &people)?;
        if !doubtful.is_empty() {
            record.misplaced_lines.extend(doubtful);
            people = tx.people_under(record.outside_trust())?;
        }
        let record = record
            .with_administrators(people.into_iter().map(|it| it.row).collect())
            .ok_or_else(|| Refusal::new(Code::NobodyLeft).with_arg("key", format_key_id(&secret.key_id())))?;
        Ok(NewWitness {
            record,
            secret: secret.clone(),
            replaces: if before.copy.is_some() {
                before.original_files
            } else {
                Vec::new()
            },
        })
    }

    /// Writes it, after the transaction. Of what lay outside only those records go that were asked before.
    ///
    /// # Errors
    /// Those of writing the file.
    pub(crate) fn begin_witness(&self, new: NewWitness, now: Moment) -> Result<(), Refusal> {
        let earlier = self.earlier_records_of_these(&new.record);
        self.put_witness(&new.record, &new.secret, now)?;
        // A record that cannot be taken away was begun earlier, and is no record any more for that.
        for path in new.replaces.into_iter().chain(earlier) {
            if let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(path = %path.display(), %error, "an older record was not taken away");
            }
        }
        self.trust_witness()
    }

    /// Brings the record up to the newest line, if it holds and the key can sign.
    pub(crate) fn advance_witness(&self, now: Moment) -> Result<(), Refusal> {
        // A line may have been edited since it was read.
        let compared = self.store.read_tx(|tx| {
            tx.read_governing_anew()?;
            self.compare_witness(tx)
        })?;
        self.mark_rollback(&compared);
        let (Some(record), WitnessState::Holds) = (compared.record, compared.state) else {
            return Ok(());
        };
        if compared.newest.as_ref() == Some(&record.newest) {
            return Ok(());
        }
        let Some(newest) = compared.newest else {
            return Ok(());
        };
        let (id, people, unbelieved) = self.store.read_tx(|tx| {
            let id = key::read_current_key(tx)?.map(|(_, it)| it.key.id);
            Ok((id, tx.list_people()?, tx.unbelieved_lines(record.newest.seq)?))
        })?;
        let Some(secret) = id.and_then(|id| self.find_key(&id).ok()) else {
            return Ok(());
        };
        // What is not believed now, because it does not follow the lines before it, must not be later either.
        let mut misplaced_lines = record.misplaced_lines.clone();
        misplaced_lines.extend(to_witnessed_lines(unbelieved));
        let record = WitnessRecord {
            folder: self.folder_names.first().cloned().unwrap_or_default(),
            misplaced_lines,
            newest,
            governing: Some(compared.governing),
            written_at: now,
            ..record
        };
        // Never one by which nobody could go on.
        match record.with_administrators(people) {
            Some(record) => {
                self.put_witness(&record, &secret, now)?;
                self.store.set_outside_trust(record.outside_trust());
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Signed, under each name of the folder: it may be opened by another one tomorrow.
    fn put_witness(&self, record: &WitnessRecord, secret: &SealingKey, now: Moment) -> Result<(), Refusal> {
        let problem =
            |error: std::io::Error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string());
        let paths = self.witness_files();
        for (path, name) in paths.iter().zip(&self.folder_names) {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(problem)?;
            }
            let named = WitnessRecord {
                folder: name.clone(),
                ..record.clone()
            };
            let bytes = serde_json::to_vec_pretty(&named.sign_record(secret)?)
                .map_err(|error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string()))?;
            keep_other_data(path, record)?;
            key::write_private_file(path, &bytes)?;
        }
        if paths.is_empty() {
            return Ok(());
        }
        let changed_at = self.witness_changed_at();
        let mut clock = self.witness_clock();
        clock.written_at = Some(now);
        clock.read_as_of = changed_at;
        Ok(())
    }

    /// After a call: the record follows what was written, at once after what must not be lost, else once a minute.
    pub(crate) fn update_witness_after_call(&self, command: &str, now: Moment) {
        let due = {
            let mut clock = self.witness_clock();
            clock.now = Some(now);
            let minute = clock
                .written_at
                .is_none_or(|at| now.milliseconds_since(at).abs() >= MINUTE);
            if minute {
                clock.written_at = Some(now);
            }
            minute || AT_ONCE.contains(&command)
        };
        if due && self.configuration.is_some() {
            self.write_witness(now);
        }
    }

    /// At the orderly end.
    pub(crate) fn write_witness_at_end(&self) {
        let now = self.witness_clock().now;
        if let Some(now) = now.filter(|_| self.configuration.is_some()) {
            self.write_witness(now);
        }
    }

    fn write_witness(&self, now: Moment) {
        // The work itself is done and stays done; what was not written is written a minute later, and told until then.
        if let Err(refusal) = self.advance_witness(now) {
            tracing::warn!(%refusal, "the record outside the file was not written");
        }
    }

    fn witness_clock(&self) -> std::sync::MutexGuard<'_, WitnessClock> {
        self.witness
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The key that was confirmed, those that led to it, and those that a record knew; only where there was none also those that count by the
/// file alone.
fn list_confirmed_keys(
    tx: &Tx,
    keys: &[(domain::JournalEntry, domain::key::KeyAnnouncement)],
    confirmed: &SealingKey,
    before: &WitnessComparison,
) -> Result<Vec<String>, Refusal> {
    let power = tx.power_keys()?;
    let has_record = before.replaced_records().next().is_some();
    let mut known: HashSet<String> = HashSet::new();
    // The newest first: a key says in the line that announces it which one it followed.
    for (place, (_, it)) in keys.iter().enumerate().rev() {
        let is_known = it.key.public == confirmed.public_hex()
            || before
                .replaced_records()
                .any(|record| record.confirmed_keys.contains(&it.key.public))
            || !has_record && power.key_standing(&it.key.id) == Some(KeyStanding::Counts);
        if !is_known && !known.contains(&it.key.public) {
            continue;
        }
        known.insert(it.key.public.clone());
        if !tx.has_announced_itself(&it.key.id)? {
            continue;
        }
        let earlier = keys.iter().take(place).rev();
        let followed = earlier.map(|(_, before)| &before.key);
        known.extend(
            followed
                .filter(|before| it.before.is_some() && it.is_valid_after(Some(before)))
                .map(|before| before.public.clone()),
        );
    }
    let known = keys.iter().filter(|(_, it)| known.contains(&it.key.public));
    Ok(known.map(|(_, it)| it.key.public.clone()).collect())
}

/// The line by which an older file was taken over under this key, where it is the first that is signed and lies where it was written.
fn taken_over_at(tx: &Tx, secret: &SealingKey) -> Result<Option<i64>, Refusal> {
    let first = tx.believed_stream("confirmation")?.into_iter().next();
    let Some(entry) = first else { return Ok(None) };
    let Fact::Confirmation(confirmation) = &entry.fact else {
        return Ok(None);
    };
    let is_ours = confirmation.key == secret.key_id() && confirmation.cause == ConfirmationCause::OlderFile;
    let takes =
        is_ours && tx.first_signature()? == Some(entry.seq) && tx.misplaced_lines(0, entry.seq)?.is_empty();
    Ok(takes.then_some(entry.seq))
}

/// Keys that a record knew and the file does not have: it was rolled back behind their announcement.
fn given_up_keys(
    keys: &[(domain::JournalEntry, domain::key::KeyAnnouncement)],
    confirmed: &[String],
    before: &WitnessComparison,
) -> Vec<String> {
    let known = before.replaced_records().flat_map(|record| {
        let signer = [record.public.clone()];
        let keys = record.confirmed_keys.iter().chain(&record.given_up_keys);
        keys.cloned().chain(signer).collect::<Vec<_>>()
    });
    let is_here = |public: &String| keys.iter().any(|(_, it)| it.key.public == *public);
    let given_up: BTreeSet<String> = known
        .filter(|public| !confirmed.contains(public) && (!is_here(public) || before.gave_up(public)))
        .collect();
    given_up.into_iter().collect()
}

/// Lines by their place and their hash, as the store gives them.
fn to_witnessed_lines(lines: Vec<(i64, String)>) -> impl Iterator<Item = WitnessedLine> {
    lines.into_iter().map(|(seq, hash)| WitnessedLine { seq, hash })
}

fn read_newest_line(tx: &Tx) -> Result<WitnessedLine, Refusal> {
    let newest = tx.newest_line()?.map(|(seq, hash)| WitnessedLine { seq, hash });
    newest.ok_or_else(|| Refusal::new(Code::Damaged))
}

/// The configuration folder of the computer's user for this program.
#[must_use]
pub fn configuration_folder() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join("yanshen-desk"))
}
