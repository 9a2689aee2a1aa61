//! Which records lie outside, and which of them speak of a file: that of its folder, that of the folder it was copied from, that of other
//! data which were worked with in its folder.

use std::{
    collections::HashSet,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use domain::{Moment, Refusal, hash};
use store::{KeyStanding, Tx};

use super::WitnessRecord;
use crate::Desk;

/// The records that concern a file.
#[derive(Default)]
pub(super) struct KnownRecords {
    /// Of these data in this folder.
    pub(super) own: Option<WitnessRecord>,
    /// Of these data in other folders, the one where they went on last first.
    pub(super) originals: Vec<WitnessRecord>,
    /// Of other data in this folder, or of another folder, put into the place of this one's.
    pub(super) others: Vec<WitnessRecord>,
    /// What lies in the place of this folder's record cannot be read, or was changed, or was put there from another folder's.
    pub(super) is_unreadable: bool,
}

impl Desk {
    /// The names of this folder: the one it really has, and the one it was opened by. Somebody may have put a link in its place.
    fn folder_names(&self) -> Vec<String> {
        let opened = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let mut names = vec![folder_name(&self.folder), opened.display().to_string()];
        names.dedup();
        names
    }

    /// Where the record of this folder lies; none where the computer's user has no configuration folder.
    pub(super) fn witness_file(&self) -> Option<PathBuf> {
        Some(record_file(
            self.configuration.as_deref()?,
            &folder_name(&self.folder),
        ))
    }

    /// Every record that holds, and where it lies.
    fn all_records(&self) -> Vec<(PathBuf, WitnessRecord)> {
        let folder = self.configuration.as_deref().map(witness_folder);
        let files = folder.and_then(|folder| std::fs::read_dir(folder).ok());
        let read = files.into_iter().flatten().flatten().filter_map(|file| {
            let path = file.path();
            let record = read_record(&std::fs::read(&path).ok()?)?;
            Some((path, record))
        });
        read.collect()
    }

    /// Whether a record speaks of these data: of the same installation, or of a key that counts by the file alone. A key that somebody else
    /// announced in it makes nobody's record one of these.
    fn record_filter(tx: &Tx) -> Result<impl Fn(&WitnessRecord) -> bool + use<>, Refusal> {
        let installation = tx.installation()?;
        let power = tx.power_keys_in_file()?;
        let mut publics = HashSet::new();
        for (_, it) in tx.announced_keys()? {
            if power.standing(&it.key.id) == Some(KeyStanding::Counts) {
                publics.insert(it.key.public);
            }
        }
        Ok(move |record: &WitnessRecord| {
            installation.as_ref() == Some(&record.installation)
                || record
                    .confirmed_keys
                    .iter()
                    .any(|public| publics.contains(public))
                || publics.contains(&record.first_key)
        })
    }

    /// What lies outside of a file.
    pub(super) fn known_records(&self, tx: &Tx) -> Result<KnownRecords, Refusal> {
        let Some(configuration) = self.configuration.as_deref() else {
            return Ok(KnownRecords::default());
        };
        let names = self.folder_names();
        let concerns = Self::record_filter(tx)?;
        let mut known = KnownRecords::default();
        for name in &names {
            let bytes = match std::fs::read(record_file(configuration, name)) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(_) => {
                    known.is_unreadable = true;
                    continue;
                }
            };
            match read_record(&bytes) {
                Some(record) if names.contains(&record.folder) && concerns(&record) => {
                    let is_later = known.own.as_ref().is_none_or(|own| order(own) < order(&record));
                    if is_later {
                        known.own = Some(record);
                    }
                }
                Some(record) => {
                    known.is_unreadable |= !names.contains(&record.folder);
                    known.others.push(record);
                }
                None => known.is_unreadable = true,
            }
        }
        let originals = self.all_records().into_iter().map(|(_, record)| record);
        known.originals = originals
            .filter(|record| concerns(record) && !names.contains(&record.folder))
            .collect();
        known
            .originals
            .sort_by_key(|record| std::cmp::Reverse(order(record)));
        Ok(known)
    }

    /// Records of these data that are not the one of this folder.
    pub(super) fn other_records_of_these(&self, tx: &Tx) -> Result<Vec<PathBuf>, Refusal> {
        let concerns = Self::record_filter(tx)?;
        let own_file = self.witness_file();
        let all = self.all_records().into_iter();
        let others = all.filter(|(path, record)| Some(path) != own_file.as_ref() && concerns(record));
        Ok(others.map(|(path, _)| path).collect())
    }
}

/// Which of two records is the later one.
fn order(record: &WitnessRecord) -> (Option<Moment>, Moment) {
    (record.begun_at, record.written_at)
}

fn read_record(bytes: &[u8]) -> Option<WitnessRecord> {
    let record = serde_json::from_slice::<WitnessRecord>(bytes).ok()?;
    record.holds().then_some(record)
}

/// The record of other data that were worked with in the same folder goes on speaking for them, wherever they are now.
pub(super) fn keep_other_installation(path: &Path, installation: &str) -> Result<(), Refusal> {
    let old = std::fs::read(path).ok().and_then(|bytes| read_record(&bytes));
    let Some(old) = old.filter(|old| old.installation != installation) else {
        return Ok(());
    };
    let of: String = old.installation.chars().take(16).collect();
    let beside = path.with_extension(format!("{of}.json"));
    store::file::rename(path, &beside).map_err(|error| store::file::refusal(&beside, &error))
}

fn witness_folder(configuration: &Path) -> PathBuf {
    configuration.join("witness")
}

/// Where the record of a folder of this name lies.
fn record_file(configuration: &Path, folder: &str) -> PathBuf {
    let name: String = hash::sha256(&[folder.as_bytes()]).chars().take(16).collect();
    witness_folder(configuration).join(format!("{name}.json"))
}

/// The folder's name, the same however it was written.
pub(super) fn folder_name(folder: &Path) -> String {
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    whole.display().to_string()
}
