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
    /// Of these data in this folder, under each name it has; the latest first.
    pub(super) own: Vec<WitnessRecord>,
    /// Of these data in other folders, the one where they went on last first.
    pub(super) originals: Vec<WitnessRecord>,
    /// Where they lie.
    pub(super) original_files: Vec<PathBuf>,
    /// Of other data in this folder, or of another folder, put into the place of this one's.
    pub(super) others: Vec<WitnessRecord>,
    /// What lies in the place of this folder's record cannot be read, or was changed, or was put there from another folder's.
    pub(super) is_unreadable: bool,
}

impl Desk {
    /// Where the record of this folder lies; none where the computer's user has no configuration folder.
    pub(super) fn witness_file(&self) -> Option<PathBuf> {
        self.witness_files().into_iter().next()
    }

    /// The same under each name of the folder.
    pub(super) fn witness_files(&self) -> Vec<PathBuf> {
        let Some(configuration) = self.configuration.as_deref() else {
            return Vec::new();
        };
        let names = self.folder_names.iter();
        names.map(|name| record_file(configuration, name)).collect()
    }

    /// Every record that holds, and where it lies.
    fn all_records(&self) -> Vec<(PathBuf, WitnessRecord)> {
        let folder = self.configuration.as_deref().map(witness_folder);
        let files = folder.and_then(|folder| std::fs::read_dir(folder).ok());
        let read = files.into_iter().flatten().flatten().filter_map(|file| {
            // What a power cut left half written is none.
            let path = Some(file.path()).filter(|path| path.extension().is_some_and(|end| end == "json"))?;
            let record = read_record(&std::fs::read(&path).ok()?)?;
            Some((path, record))
        });
        read.collect()
    }

    /// Whether a record speaks of these data: the key that signed it counts by the file alone. One that followed a lost key does not, nor does
    /// one that an older file does not know yet: there the first line and the first key must be the same, which somebody may have copied.
    fn record_filter(tx: &Tx) -> Result<impl Fn(&WitnessRecord) -> RecordRank + use<>, Refusal> {
        let installation = tx.installation_hash()?;
        let power = tx.power_keys_in_file()?;
        let announced = tx.announced_keys()?;
        let first_key = announced.first().map(|(_, it)| it.key.public.clone());
        let counting: HashSet<String> = announced
            .into_iter()
            .filter(|(_, it)| power.key_standing(&it.key.id) == Some(KeyStanding::Counts))
            .map(|(_, it)| it.key.public)
            .collect();
        Ok(move |record: &WitnessRecord| {
            let is_same_beginning = installation.as_ref() == Some(&record.installation)
                && first_key.as_ref() == Some(&record.first_key);
            if counting.contains(&record.public) {
                RecordRank::Certain
            } else if is_same_beginning {
                RecordRank::Likely
            } else {
                RecordRank::Foreign
            }
        })
    }

    /// What lies outside of a file.
    pub(super) fn known_records(&self, tx: &Tx) -> Result<KnownRecords, Refusal> {
        let Some(configuration) = self.configuration.as_deref() else {
            return Ok(KnownRecords::default());
        };
        let names = &self.folder_names;
        let rank = Self::record_filter(tx)?;
        let mut known = KnownRecords::default();
        let mut is_certain = false;
        for name in names {
            let bytes = match std::fs::read(record_file(configuration, name)) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(_) => {
                    known.is_unreadable = true;
                    continue;
                }
            };
            match read_record(&bytes) {
                Some(record) if names.contains(&record.folder) && rank(&record) != RecordRank::Foreign => {
                    is_certain |= rank(&record) == RecordRank::Certain;
                    known.own.push(record);
                }
                Some(record) => {
                    known.is_unreadable |= !names.contains(&record.folder);
                    known.others.push(record);
                }
                None => known.is_unreadable = true,
            }
        }
        known.own.sort_by_key(|record| std::cmp::Reverse(order(record)));
        let mut elsewhere: Vec<(RecordRank, PathBuf, WitnessRecord)> = self
            .all_records()
            .into_iter()
            .map(|(path, record)| (rank(&record), path, record))
            .filter(|(rank, _, record)| *rank != RecordRank::Foreign && !names.contains(&record.folder))
            .collect();
        // One whose key is known for certain says more than one whose key somebody may have put into the file.
        is_certain |= elsewhere.iter().any(|(rank, _, _)| *rank == RecordRank::Certain);
        if is_certain {
            elsewhere.retain(|(rank, _, _)| *rank == RecordRank::Certain);
        }
        elsewhere.sort_by_key(|(_, _, record)| std::cmp::Reverse(order(record)));
        for (_, path, record) in elsewhere {
            known.original_files.push(path);
            known.originals.push(record);
        }
        Ok(known)
    }

    /// Records of these data in this folder that were put aside for other data which were worked with in between.
    pub(super) fn earlier_records_of_these(&self, record: &WitnessRecord) -> Vec<PathBuf> {
        let main: Vec<PathBuf> = self.witness_files();
        let all = self.all_records().into_iter();
        let aside = all.filter(|(path, other)| {
            !main.contains(path)
                && self.folder_names.contains(&other.folder)
                && other.installation == record.installation
                && other.first_key == record.first_key
        });
        aside.map(|(path, _)| path).collect()
    }
}

/// How a record stands to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RecordRank {
    Certain,
    Likely,
    Foreign,
}

/// The names of a folder: the one it really has, and the one it is opened by, where somebody put a link.
pub(crate) fn folder_names(folder: &Path) -> Vec<String> {
    let opened = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    // A slash at the end makes no other name.
    let opened: PathBuf = opened.components().collect();
    let mut names = vec![folder_name(folder), opened.display().to_string()];
    names.dedup();
    names
}

/// Which of two records is the later one.
fn order(record: &WitnessRecord) -> (Option<Moment>, Moment) {
    (record.begun_at, record.written_at)
}

fn read_record(bytes: &[u8]) -> Option<WitnessRecord> {
    let record = serde_json::from_slice::<WitnessRecord>(bytes).ok()?;
    record.has_valid_signature().then_some(record)
}

/// The record of other data that were worked with in the same folder goes on speaking for them, wherever they are now.
pub(super) fn keep_other_data(path: &Path, record: &WitnessRecord) -> Result<(), Refusal> {
    let old = std::fs::read(path).ok().and_then(|bytes| read_record(&bytes));
    let is_other =
        |old: &WitnessRecord| old.installation != record.installation || old.first_key != record.first_key;
    let Some(old) = old.filter(is_other) else {
        return Ok(());
    };
    let of: String = old.installation.chars().take(16).collect();
    let beside = path.with_extension(format!("{of}.json"));
    store::file::rename_file(path, &beside).map_err(|error| store::file::file_write_refusal(&beside, &error))
}

fn witness_folder(configuration: &Path) -> PathBuf {
    configuration.join("witness")
}

/// Where the record of a folder of this name lies.
fn record_file(configuration: &Path, folder: &str) -> PathBuf {
    let name: String = hash::sha256_hex(&[folder.as_bytes()]).chars().take(16).collect();
    witness_folder(configuration).join(format!("{name}.json"))
}

/// The folder's name, the same however it was written.
fn folder_name(folder: &Path) -> String {
    let whole = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    whole.display().to_string()
}
