//! 核对记录: what is known of a data folder outside of it, in the configuration folder of the computer's user. Whoever can write to the
//! file alone can rewrite everything in it, its keys included; this says what it said.
//!
//! Deliberately absent: anything in the data folder, and any secret: the record is signed by the installation's key.

use std::path::{Path, PathBuf};

use domain::{
    Code, Moment, Refusal,
    confirmation::{ConfirmationCause, WitnessedLine},
    hash,
    key::{Checker, Secret},
    moment::MINUTE,
};
use serde::{Deserialize, Serialize};
use store::{OutsideTrust, Tx};

use crate::{Desk, key};

/// What the record is; a later form gets another.
const WHAT: &str = "yanshen-desk witness 1";

domain::words! {
    /// How the file stands to the record outside of it.
    WitnessState {
        Demo "demo" = "演示数据，不作核对",
        Absent "absent" = "本机尚无核对记录",
        Unchecked "unchecked" = "未核对：密钥尚未解锁，或不在本机",
        Holds "holds" = "与本机核对记录一致",
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
            Self::OtherFolder
            | Self::RolledBack
            | Self::OtherKey
            | Self::ChangedLine
            | Self::UnreadableRecord => true,
        }
    }

    /// What a confirmation in this state is for; none where there is nothing to confirm.
    pub(crate) const fn cause(self) -> Option<ConfirmationCause> {
        match self {
            Self::Demo | Self::Unchecked | Self::Holds => None,
            Self::Absent => Some(ConfirmationCause::NoRecord),
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
    fn text(&self) -> Result<String, Refusal> {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        hash::canonical(&unsigned)
            .map_err(|error| Refusal::new(Code::BadRequest).with("detail", error.to_string()))
    }

    fn sign(mut self, secret: &Secret) -> Result<Self, Refusal> {
        self.key = secret.id();
        self.public = secret.public();
        self.signature = secret.sign(self.text()?.as_bytes());
        Ok(self)
    }

    fn holds(&self) -> bool {
        let checker = Checker::of(&self.public).filter(|_| self.what == WHAT);
        checker.is_some_and(|checker| {
            self.text()
                .is_ok_and(|text| checker.signed(text.as_bytes(), &self.signature))
        })
    }
}

/// How a file stands to its record, and what both say.
#[derive(Debug, Clone)]
pub(crate) struct Compared {
    pub(crate) state: WitnessState,
    /// What the record says, where there is one that can be read.
    pub(crate) witnessed: Option<WitnessedLine>,
    /// When it was written.
    pub(crate) written_at: Option<Moment>,
    /// The newest line of the file.
    pub(crate) newest: Option<WitnessedLine>,
    record: Option<WitnessRecord>,
}

impl Compared {
    /// Lines of the file that came after the record.
    pub(crate) fn behind(&self) -> i64 {
        let seq = |line: &Option<WitnessedLine>| line.as_ref().map_or(0, |line| line.seq);
        (seq(&self.newest) - seq(&self.witnessed)).max(0)
    }

    /// Lines the record knows of and the file does not have.
    pub(crate) fn lost(&self) -> i64 {
        let seq = |line: &Option<WitnessedLine>| line.as_ref().map_or(0, |line| line.seq);
        (seq(&self.witnessed) - seq(&self.newest)).max(0)
    }
}

/// When the record was written by this program last.
#[derive(Debug, Default)]
pub(crate) struct WitnessClock {
    written_at: Option<Moment>,
    now: Option<Moment>,
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
    "key_renew",
    "key_confirm",
    "certificate_take",
    "authority_register",
    "authority_remove",
    "certificate_remove",
    "erasure_run",
    "settings_change",
    "calendar_change",
    "standard_change",
];

impl Desk {
    /// Where the record of this folder lies; none where the computer's user has no configuration folder.
    fn witness_file(&self) -> Option<PathBuf> {
        let name = hash::sha256(&[folder_name(&self.folder).as_bytes()]);
        let name: String = name.chars().take(16).collect();
        Some(witness_folder(self.configuration.as_deref()?).join(format!("{name}.json")))
    }

    /// Compares the file with the record outside of it.
    ///
    /// # Errors
    /// Those of reading the file.
    pub(crate) fn compare_witness(&self, tx: &Tx) -> Result<Compared, Refusal> {
        let newest = tx.newest_line()?.map(|(seq, hash)| WitnessedLine { seq, hash });
        let plain = |state| Compared {
            state,
            witnessed: None,
            written_at: None,
            newest: newest.clone(),
            record: None,
        };
        if tx.founded_as_demo()? == Some(true) {
            return Ok(plain(WitnessState::Demo));
        }
        let Some(path) = self.witness_file() else {
            return Ok(plain(WitnessState::Absent));
        };
        let record = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice::<WitnessRecord>(&bytes)
                .ok()
                .filter(WitnessRecord::holds),
            Err(_) => {
                let state = self.elsewhere(tx)?;
                return Ok(plain(state));
            }
        };
        let Some(record) = record else {
            return Ok(plain(WitnessState::UnreadableRecord));
        };
        let state = self.compare_record(tx, &record)?;
        Ok(Compared {
            state,
            witnessed: Some(record.newest.clone()),
            written_at: Some(record.written_at),
            newest,
            record: Some(record),
        })
    }

    fn compare_record(&self, tx: &Tx, record: &WitnessRecord) -> Result<WitnessState, Refusal> {
        let keys = key::announced(tx)?;
        let first = keys.first().map(|(_, it)| it.key.public.as_str());
        let signed = keys.iter().any(|(_, it)| it.key.public == record.public);
        let trusted = tx.power_keys()?;
        let unconfirmed = trusted.unconfirmed();
        let last = keys.last().map(|(_, it)| it.key.id.as_str());
        if first != Some(record.first_key.as_str())
            || !signed
            || unconfirmed.iter().any(|id| Some(id.as_str()) == last)
        {
            return Ok(WitnessState::OtherKey);
        }
        let same = tx.installation()?.as_deref() == Some(record.installation.as_str());
        Ok(match tx.line_hashes(record.newest.seq)? {
            None => WitnessState::RolledBack,
            Some((_, stored)) if !same || stored != record.newest.hash => WitnessState::ChangedLine,
            Some((computed, stored)) if computed != stored && !tx.is_erased(record.newest.seq)? => {
                WitnessState::ChangedLine
            }
            Some(_) if !self.key_is_here(tx)? => WitnessState::Unchecked,
            Some(_) => WitnessState::Holds,
        })
    }

    /// Without a record of this folder: whether there is one of the same installation in another.
    fn elsewhere(&self, tx: &Tx) -> Result<WitnessState, Refusal> {
        let (Some(own), Some(configuration)) = (tx.installation()?, self.configuration.as_deref()) else {
            return Ok(WitnessState::Absent);
        };
        let files = std::fs::read_dir(witness_folder(configuration))
            .into_iter()
            .flatten()
            .flatten();
        let found = files
            .filter_map(|file| std::fs::read(file.path()).ok())
            .filter_map(|bytes| serde_json::from_slice::<WitnessRecord>(&bytes).ok())
            .any(|record| record.installation == own && record.holds());
        Ok(if found {
            WitnessState::OtherFolder
        } else {
            WitnessState::Absent
        })
    }

    /// Refuses to seal where the file differs from what is known of it outside.
    ///
    /// # Errors
    /// `witness_differs` with `state`.
    pub(crate) fn check_witness(&self, tx: &Tx) -> Result<(), Refusal> {
        let state = self.compare_witness(tx)?.state;
        if state.stops_sealing() {
            return Err(Refusal::new(Code::WitnessDiffers).with("state", state.zh()));
        }
        Ok(())
    }

    /// Tells the store what is known outside, before anybody signs in.
    pub(crate) fn trust_witness(&self) -> Result<(), Refusal> {
        let compared = self.store.read(|tx| self.compare_witness(tx))?;
        let outside = compared.record.map(|record| OutsideTrust {
            confirmed_keys: record.confirmed_keys,
            signed_since: record.signed_since,
        });
        self.store.trust(outside.unwrap_or_default());
        Ok(())
    }

    /// Writes the record anew after an administrator compared the key, whatever it said before.
    ///
    /// # Errors
    /// Those of the key and of writing the file.
    pub(crate) fn begin_witness(
        &self,
        secret: &Secret,
        before: &Compared,
        now: Moment,
    ) -> Result<(), Refusal> {
        let record = self.store.read(|tx| {
            let keys = key::announced(tx)?;
            let first = keys
                .first()
                .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "key"))?;
            Ok(WitnessRecord {
                what: WHAT.to_owned(),
                installation: tx.installation()?.unwrap_or_default(),
                folder: folder_name(&self.folder),
                first_key: first.1.key.public.clone(),
                confirmed_keys: confirmed_keys(&keys, before),
                signed_since: tx.first_signed_line()?,
                newest: newest(tx)?,
                written_at: now,
                key: String::new(),
                public: String::new(),
                signature: String::new(),
            })
        })?;
        self.put_witness(record.sign(secret)?, now)?;
        self.trust_witness()
    }

    /// Brings the record up to the newest line, if it holds and the key can sign.
    pub(crate) fn advance_witness(&self, now: Moment) -> Result<(), Refusal> {
        let compared = self.store.read(|tx| self.compare_witness(tx))?;
        let (Some(record), WitnessState::Holds) = (compared.record, compared.state) else {
            return Ok(());
        };
        if compared.newest.as_ref() == Some(&record.newest) {
            return Ok(());
        }
        let Some(newest) = compared.newest else {
            return Ok(());
        };
        let id = self
            .store
            .read(|tx| Ok(key::announced(tx)?.last().map(|(_, it)| it.key.id.clone())))?;
        let Some(secret) = id.and_then(|id| self.find_key(&id).ok()) else {
            return Ok(());
        };
        let record = WitnessRecord {
            newest,
            written_at: now,
            ..record
        };
        self.put_witness(record.sign(&secret)?, now)
    }

    fn put_witness(&self, record: WitnessRecord, now: Moment) -> Result<(), Refusal> {
        let Some(path) = self.witness_file() else {
            return Ok(());
        };
        let problem =
            |error: std::io::Error| Refusal::new(Code::FileProblem).with("detail", error.to_string());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(problem)?;
        }
        let bytes = serde_json::to_vec_pretty(&record)
            .map_err(|error| Refusal::new(Code::FileProblem).with("detail", error.to_string()))?;
        key::put(&path, &bytes)?;
        self.witness_clock().written_at = Some(now);
        Ok(())
    }

    /// After a call: the record follows what was written, at once after what must not be lost, else once a minute.
    pub(crate) fn witness_after(&self, command: &str, now: Moment) {
        let due = {
            let mut clock = self.witness_clock();
            clock.now = Some(now);
            let minute = clock.written_at.is_none_or(|at| now.since(at).abs() >= MINUTE);
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
    pub(crate) fn witness_at_end(&self) {
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

/// Where nothing was known outside, the file is taken as it stands, with all its keys; else the newest joins those that were confirmed.
fn confirmed_keys(keys: &[(domain::Entry, domain::key::Announced)], before: &Compared) -> Vec<String> {
    let all = keys.iter().map(|(_, it)| it.key.public.clone());
    let Some(record) = &before.record else {
        return all.collect();
    };
    let newest = keys.last().map(|(_, it)| it.key.public.clone());
    let known = |public: &String| record.confirmed_keys.contains(public) || Some(public) == newest.as_ref();
    all.filter(known).collect()
}

fn newest(tx: &Tx) -> Result<WitnessedLine, Refusal> {
    let newest = tx.newest_line()?.map(|(seq, hash)| WitnessedLine { seq, hash });
    newest.ok_or_else(|| Refusal::new(Code::Damaged))
}

fn witness_folder(configuration: &Path) -> PathBuf {
    configuration.join("witness")
}

/// The folder's name, the same however it was written.
fn folder_name(folder: &Path) -> String {
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    whole.display().to_string()
}

/// The configuration folder of the computer's user for this program.
#[must_use]
pub fn configuration_folder() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join("yanshen-desk"))
}
