//! 核对记录: what is known of a data folder outside of it, in the configuration folder of the computer's user. Whoever can write to the
//! file alone can rewrite everything in it, its keys included; this says what it said.
//!
//! Deliberately absent: anything in the data folder, and any secret: the record is signed by the installation's key.

mod comparison;
mod confirmation;
mod copy;
mod record;
mod records;

use std::{path::PathBuf, time::SystemTime};

use domain::{
    Code, Moment, Refusal,
    confirmation::{ConfirmationCause, WitnessedLine},
    key::SealingKey,
    moment::MINUTE,
};
use store::{OutsideTrust, PersonRow, Tx};

use crate::{Desk, key};
pub(crate) use comparison::WitnessComparison;
use comparison::to_witnessed_lines;
pub(crate) use confirmation::StruckLines;
pub use copy::DataCopy;
use record::WitnessRecord;
pub(crate) use records::folder_names;
use records::keep_other_data;

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

/// When the record was written by this program last, and as which it was read.
#[derive(Debug, Default)]
pub(crate) struct WitnessClock {
    written_at: Option<Moment>,
    now: Option<Moment>,
    /// When the file was changed that was read last.
    read_as_of: Option<SystemTime>,
    /// Whether the chain was found broken behind the record.
    is_chain_broken: bool,
    /// Whether it was found broken where something should have been sealed; until an administrator has gone on.
    is_sealed_part_broken: bool,
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
    /// Tells the store what is known outside, before anybody signs in.
    pub(crate) fn trust_witness(&self) -> Result<(), Refusal> {
        // Asked within a reading it would take another connection.
        self.is_demo()?;
        self.witness_clock().read_as_of = self.witness_changed_at();
        let compared = self.store.read_tx(|tx| self.compare_witness(tx))?;
        self.mark_rollback(&compared);
        // What is known of the original holds for its copy as well; what is known of other data holds for none of these.
        let outside = compared.known_record().map(WitnessRecord::outside_trust);
        let has_record = outside.is_some();
        self.store.set_outside_trust(outside.unwrap_or_default());
        if has_record {
            self.store.read_tx(|tx| self.note_chain_breaks(tx))?;
        }
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

    /// Looks at the lines behind the record: while they do not follow each other, the record does not go on, nothing is sealed, and the bar
    /// says so.
    pub(crate) fn note_chain_breaks(&self, tx: &Tx) -> Result<(), Refusal> {
        let found = is_chain_broken(tx.check_lines_behind_record())?;
        // Where something was refused over an older line, all of them are looked at again: it may have been put right.
        let refused = self.witness_clock().is_sealed_part_broken;
        let stays_refused = refused && is_chain_broken(tx.check_chain_from(1))?;
        let mut clock = self.witness_clock();
        clock.is_chain_broken = found;
        clock.is_sealed_part_broken &= stays_refused;
        Ok(())
    }

    /// Remembers that what should be sealed stands on lines that were changed: so that an administrator can go on with them.
    pub(crate) fn note_refused_seal(&self, command: &str, refusal: &Refusal) {
        let names_line = refusal.code == Code::Damaged && refusal.args.contains_key("seq");
        if names_line && AT_ONCE.contains(&command) {
            self.witness_clock().is_sealed_part_broken = true;
        }
    }

    /// Looks for breaks before the record, which stop nothing until something should be sealed over them; whether there are any.
    pub(crate) fn find_older_breaks(&self, tx: &Tx) -> Result<bool, Refusal> {
        let found = is_chain_broken(tx.check_chain_from(1))?;
        self.witness_clock().is_sealed_part_broken |= found;
        Ok(found)
    }

    /// Once an administrator has gone on.
    pub(super) fn forget_refused_seal(&self) {
        self.witness_clock().is_sealed_part_broken = false;
    }

    /// Whether the chain was found broken since the record was begun.
    pub(crate) fn has_broken_chain(&self) -> bool {
        let clock = self.witness_clock();
        clock.is_chain_broken || clock.is_sealed_part_broken
    }

    /// Brings the record up to the newest line, if it holds and the key can sign.
    pub(crate) fn advance_witness(&self, now: Moment) -> Result<(), Refusal> {
        // Compared, and what is written of it, is one moment of the file; a line may have been edited since it was read.
        let (compared, id, people, misplaced_lines, known_lines) = self.store.read_tx(|tx| {
            tx.read_governing_anew()?;
            self.note_chain_breaks(tx)?;
            let compared = self.compare_witness(tx)?;
            let id = key::read_current_key(tx)?.map(|(_, it)| it.key.id);
            let since = compared.record.as_ref().map_or(0, |record| record.newest.seq);
            let unbelieved: Vec<WitnessedLine> = to_witnessed_lines(tx.unbelieved_lines(since)?).collect();
            // What is not believed now, because it does not follow the lines before it, must not be later either.
            let known = compared.record.as_ref().map(|record| &record.misplaced_lines);
            let misplaced: Vec<WitnessedLine> =
                known.into_iter().flatten().cloned().chain(unbelieved).collect();
            let known_lines = confirmation::list_known_lines(tx, &misplaced)?;
            Ok((
                compared,
                id,
                list_people_with_versions(tx)?,
                misplaced,
                known_lines,
            ))
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
        let Some(secret) = id.and_then(|id| self.find_key(&id).ok()) else {
            return Ok(());
        };
        let record = WitnessRecord {
            folder: self.folder_names.first().cloned().unwrap_or_default(),
            misplaced_lines,
            governing_lines: Some(known_lines),
            newest,
            governing: Some(compared.governing),
            written_at: now,
            ..record
        };
        // Never one by which nobody could go on.
        match record.with_people(people) {
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

/// The configuration folder of the computer's user for this program.
#[must_use]
pub fn configuration_folder() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join("yanshen-desk"))
}

/// Everybody, with the version of the stream that speaks of them.
fn list_people_with_versions(tx: &Tx) -> Result<Vec<(PersonRow, i64)>, Refusal> {
    let people = tx.list_people()?.into_iter();
    people
        .map(|row| {
            let version = tx.stream_version(&format!("person/{}", row.person.id))?;
            Ok((row, version))
        })
        .collect()
}

/// Whether a check of the chain found it broken; what kept it from being checked is a refusal.
fn is_chain_broken(checked: Result<(), Refusal>) -> Result<bool, Refusal> {
    match checked {
        Err(refusal) if refusal.code == Code::Damaged => Ok(true),
        other => other.map(|()| false),
    }
}
