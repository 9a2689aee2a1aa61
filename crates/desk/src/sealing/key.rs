//! The installation's key: made at the first start (in an older file at its first signature), kept outside the journal, renewed and
//! carried to another computer by the administrator.
//!
//! Deliberately absent: the secret half in any reply, log or table.

mod commands;

use std::{collections::BTreeSet, path::PathBuf};

use domain::{
    Code, Fact, JournalEntry, Refusal, check,
    confirmation::{ConfirmationCause, KeyConfirmation, format_key_id},
    key::{KeyAnnouncement, SealingKey, SignatureVerifier},
};
use store::{EntryStamp, KeyStanding, Tx};

use crate::{
    Call, Desk, trust,
    wire::{self},
    witness::WitnessComparison,
};
pub use commands::{
    KeyExport, KeyImport, KeyLine, KeyList, KeyRenew, KeyUnlock, export_key, import_key, list_keys,
    renew_key, unlock_key,
};

mod file;
mod system;

pub(crate) use file::{random_bytes, write_private_file};

/// The stream of the journal that keys are announced in.
const STREAM: &str = "key";

/// The fewest characters of a passphrase,
const LEAST: usize = 12;
/// and how many of them must differ: 111111111111 is guessed at once.
const DISTINCT: usize = 5;

/// What this program holds of its key while it runs.
#[derive(Default)]
pub(crate) struct HeldKey {
    secret: Option<SealingKey>,
    passphrase: Option<String>,
}

domain::words! {
    /// Whether the key can seal.
    KeyState {
        Ready "ready" = "可以封存",
        Demo "demo" = "演示密钥，不能作为凭据",
        None "none" = "还没有密钥，打印核对单时生成",
        Locked "locked" = "密钥文件需要口令",
        Missing "missing" = "本机没有密钥",
        Unconfirmed "unconfirmed" = "新密钥尚未核对：请打印它的核对单，照单核对后才能封存签字",
        PassphraseNeeded "passphrase_needed" = "本机不能保管密钥，须先设置密钥口令",
    }
}

/// The keys announced in the journal, oldest first.
pub(crate) fn read_announced_keys(tx: &Tx) -> Result<Vec<(JournalEntry, KeyAnnouncement)>, Refusal> {
    tx.announced_keys()
}

/// The key in use: the newest that counts; where none does, the newest.
pub(crate) fn read_current_key(tx: &Tx) -> Result<Option<(JournalEntry, KeyAnnouncement)>, Refusal> {
    let power = tx.power_keys()?;
    let mut known = read_announced_keys(tx)?;
    let counts = known
        .iter()
        .rposition(|(_, it)| power.key_standing(&it.key.id) == Some(KeyStanding::Counts));
    Ok(match counts {
        Some(place) => Some(known.swap_remove(place)),
        None => known.pop(),
    })
}

/// Whether the key in use is still the one that was looked for before the transaction: another window may have renewed it.
///
/// # Errors
/// `stale_version`; those of reading the file.
pub(crate) fn check_current_key(tx: &Tx, id: &str) -> Result<(), Refusal> {
    match read_current_key(tx)? {
        Some((_, it)) if it.key.id != id => Err(Refusal::new(Code::StaleVersion).with_arg("what", "key")),
        _ => Ok(()),
    }
}

/// The key whose sheet an administrator has in hand: the newest whose secret half is here, else the one in use. A stranger's is of no use
/// to whoever wants to go on.
pub(crate) fn find_sheet_key(
    desk: &Desk,
    tx: &Tx,
    compared: &WitnessComparison,
) -> Result<Option<(JournalEntry, KeyAnnouncement)>, Refusal> {
    let power = tx.power_keys()?;
    let is_here = |id: &str, standing| power.key_standing(id) == Some(standing) && desk.find_key(id).is_ok();
    let known = read_announced_keys(tx)?;
    let newest =
        |matches: &dyn Fn(&str) -> bool| known.iter().rev().find(|(_, it)| matches(&it.key.id)).cloned();
    // A newer one that was given up comes back with a newer backup.
    let came_back = |id: &str| {
        let it = known.iter().find(|(_, it)| it.key.id == id);
        it.is_some_and(|(_, it)| compared.gave_up(&it.key.public))
            && desk.keeps_key_outside(id)
            && is_here(id, KeyStanding::Waits)
    };
    let here = newest(&|id| is_here(id, KeyStanding::Counts) || came_back(id))
        .or_else(|| newest(&|id| desk.keeps_key_outside(id) && is_here(id, KeyStanding::Waits)));
    here.map_or_else(|| read_current_key(tx), |it| Ok(Some(it)))
}

/// The newest key's id as it stands on its sheet and on each month's report; the demo key says what it is.
pub(crate) fn printed_key_id(tx: &Tx) -> Result<String, Refusal> {
    let in_use = read_current_key(tx)?.map(|(_, it)| it.key.id);
    Ok(match in_use {
        Some(id) if id == SealingKey::demo_key().key_id() => "演示密钥，不能作为凭据".to_owned(),
        Some(id) => format_key_id(&id),
        None => String::new(),
    })
}

/// The key that seals now, and its certificate (DER). The first is made and announced here.
///
/// # Errors
/// Those of [`Call::check_before_signing`]; `key_missing`, `key_locked`, `key_passphrase_needed`, `wrong_passphrase`.
pub(crate) fn ensure_signing_key(
    call: &Call,
    tx: &Tx,
    stamp: &EntryStamp,
) -> Result<(SealingKey, Vec<u8>), Refusal> {
    call.check_before_signing(tx)?;
    let Some((_, last)) = read_current_key(tx)? else {
        let secret = if tx.founded_as_demo()?.unwrap_or(false) {
            SealingKey::demo_key()
        } else {
            call.desk.create_key()?
        };
        let announced = announce_key(tx, &secret, "", None, stamp)?;
        return Ok((
            secret,
            wire::decode_base64("certificate", &announced.key.certificate)?,
        ));
    };
    let certificate = wire::decode_base64("certificate", &last.key.certificate)?;
    Ok((call.desk.find_key(&last.key.id)?, certificate))
}

/// [`ensure_signing_key`] outside of a transaction: a computer's store of secrets may ask somebody first, and nobody else should have to wait
/// for the file meanwhile. Only where no key was announced yet the file is held, because the first is announced with it.
///
/// # Errors
/// As [`ensure_signing_key`].
pub(crate) fn ensure_key_outside_transaction(
    call: &Call,
    stamp: &EntryStamp,
) -> Result<(SealingKey, Vec<u8>), Refusal> {
    let in_use = call.read_tx(|tx| {
        call.check_before_signing(tx)?;
        read_current_key(tx)
    })?;
    match in_use {
        Some((_, last)) => {
            let certificate = wire::decode_base64("certificate", &last.key.certificate)?;
            Ok((call.desk.find_key(&last.key.id)?, certificate))
        }
        None => call.write_tx(|tx| ensure_signing_key(call, tx, stamp)),
    }
}

/// Fetches the key before a transaction that will need it, so that it is at hand there. What is wrong with it is said there.
pub(crate) fn prefetch_signing_key(call: &Call) -> Result<(), Refusal> {
    if call.desk.held_key_guard().secret.is_some() {
        return Ok(());
    }
    if let Some((_, last)) = call.read_tx(read_current_key)? {
        let _ = call.desk.find_key(&last.key.id);
    }
    Ok(())
}

/// Announces a key.
///
/// # Errors
/// Those of [`Announced::new`] and of the file.
pub fn announce_key(
    tx: &Tx,
    secret: &SealingKey,
    reason: &str,
    old: Option<&SealingKey>,
    stamp: &EntryStamp,
) -> Result<KeyAnnouncement, Refusal> {
    let before = read_announced_keys(tx)?.len();
    let company = tx.read_settings()?.1.company;
    let certificate = wire::encode_base64(&seal::create_installation_certificate(
        secret,
        &company,
        stamp.recorded_at,
    )?);
    let announced = KeyAnnouncement::new(secret, certificate, reason, before == 0, old)?;
    let version = tx.stream_version(STREAM)?;
    let fact = Fact::KeyAnnounced(Box::new(announced.clone()));
    // The first key signs from its own line on; in an older file, from the line an administrator confirms.
    let signed = before == 0 && !tx.has_any_person()? || tx.first_signed_line()?.is_some();
    trust::append_power(tx, STREAM, Some(version), fact, stamp, signed.then_some(secret))?;
    Ok(announced)
}

/// Announces the key of a new file, and reports that it was made here.
pub(crate) fn announce_first_key(
    tx: &Tx,
    secret: &SealingKey,
    by: &str,
    stamp: &EntryStamp,
) -> Result<(), Refusal> {
    if read_announced_keys(tx)?.is_empty() {
        announce_key(tx, secret, "", None, stamp)?;
    }
    let confirmation = KeyConfirmation {
        key: secret.key_id(),
        cause: ConfirmationCause::FirstStart,
        reason: by.to_owned(),
        before: None,
        misplaced: Vec::new(),
        breaks: Vec::new(),
    };
    trust::append_confirmation(tx, confirmation, stamp, secret)
}

/// The key of a new file: the one an interrupted first start made, or a new one.
pub(crate) fn ensure_first_key(desk: &Desk) -> Result<SealingKey, Refusal> {
    let known = desk
        .store
        .read_tx(|tx| Ok(read_current_key(tx)?.map(|(_, it)| it.key.id)))?;
    match known {
        Some(id) => desk.find_key(&id),
        None if desk.is_demo()? => Ok(SealingKey::demo_key()),
        None => desk.create_key(),
    }
}

/// A key announced under this id, ready to check.
pub(crate) fn find_key_verifier(tx: &Tx, id: Option<&str>) -> Result<Option<SignatureVerifier>, Refusal> {
    let known = read_announced_keys(tx)?;
    let found = known.iter().find(|(_, it)| Some(it.key.id.as_str()) == id);
    Ok(found.and_then(|(_, it)| SignatureVerifier::from_public_hex(&it.key.public)))
}

impl Desk {
    /// Gives the passphrase of the key file, before anybody is asked for it. Where one is given, the file is used and
    /// not the system's store.
    pub fn set_passphrase(&self, passphrase: String) {
        self.held_key_guard().passphrase = Some(passphrase);
    }

    /// What is held, also after a thread died while it held it: these are plain values.
    fn held_key_guard(&self) -> std::sync::MutexGuard<'_, HeldKey> {
        self.key.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A key, kept where this computer keeps secrets, else in a file.
    ///
    /// # Errors
    /// `weak_password` at `passphrase`, also of one that the environment gave; `key_passphrase_needed`.
    pub(crate) fn create_key(&self) -> Result<SealingKey, Refusal> {
        let passphrase = self.held_key_guard().passphrase.clone();
        passphrase.as_deref().map_or(Ok(()), check_passphrase)?;
        let secret = SealingKey::from_seed(file::random_bytes());
        self.save_key(&secret)?;
        Ok(secret)
    }

    /// Keeps a key where this computer keeps secrets, else in a file under the passphrase.
    fn save_key(&self, secret: &SealingKey) -> Result<(), Refusal> {
        let mut held = self.held_key_guard();
        match &held.passphrase {
            Some(passphrase) => file::write_key_file(&self.key_folder()?, secret, passphrase)?,
            None if system::save_system_secret(secret) => {}
            None => return Err(Refusal::new(Code::KeyPassphraseNeeded)),
        }
        held.secret = Some(secret.clone());
        Ok(())
    }

    /// Whether a key made now would have no place to lie.
    pub(crate) fn is_passphrase_needed(&self) -> bool {
        self.held_key_guard().passphrase.is_none() && !system::has_secret_store()
    }

    /// Where key files are kept: outside the data folder, so that who copies the data has no key.
    fn key_folder(&self) -> Result<PathBuf, Refusal> {
        let Some(configuration) = &self.configuration else {
            return Ok(self.folder.clone());
        };
        let folder = configuration.join("keys");
        std::fs::create_dir_all(&folder)
            .map_err(|error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string()))?;
        Ok(folder)
    }

    /// Where they may be: earlier versions kept them in the data folder.
    fn key_folders(&self) -> Vec<PathBuf> {
        let configuration = self.configuration.as_ref().map(|folder| folder.join("keys"));
        configuration.into_iter().chain([self.folder.clone()]).collect()
    }

    /// Whether the passphrase opens the file of the key in use, or of a new one that waits to be compared: that one lies under a passphrase
    /// of its own, which an administrator chose.
    fn check_key_file(&self, id: &str, call: &Call, passphrase: &str) -> Result<(), Refusal> {
        if call.may_call("key_confirm") {
            let waiting = call.read_tx(|tx| Ok(tx.power_keys()?.unconfirmed_key_ids()))?;
            let opens = |id: &String| {
                self.keeps_key_outside(id) && matches!(self.read_key_file(id, passphrase), Ok(Some(_)))
            };
            if waiting.iter().any(opens) {
                return Ok(());
            }
        }
        let read = self.read_key_file(id, passphrase)?;
        read.map(drop).ok_or_else(|| Refusal::new(Code::KeyMissing))
    }

    fn read_key_file(&self, id: &str, passphrase: &str) -> Result<Option<SealingKey>, Refusal> {
        for folder in self.key_folders() {
            if let Some(secret) = file::open_key_file(&folder, id, passphrase)? {
                return Ok(Some(secret));
            }
        }
        Ok(None)
    }

    /// Whether the secret half of a key lies where whoever can write to the data folder cannot put one.
    pub(crate) fn keeps_key_outside(&self, id: &str) -> bool {
        let configuration = self.configuration.as_ref();
        let in_file = configuration.is_some_and(|folder| file::has_key_file_in(&folder.join("keys"), id));
        in_file || configuration.is_none() || system::find_system_secret(id).is_some()
    }

    /// Whether the secret half of a key lies here in a file, whoever may open it.
    pub(crate) fn has_key_file(&self, id: &str) -> bool {
        self.key_folders()
            .iter()
            .any(|folder| file::has_key_file_in(folder, id))
    }

    /// Where the secret half of a key lies, in words.
    pub(crate) fn describe_key_place(&self, id: &str) -> String {
        let folders = self.key_folders();
        let file = folders.iter().find(|folder| file::has_key_file_in(folder, id));
        match file {
            Some(folder) => format!("口令加密的密钥文件，{}", folder.display()),
            None if system::find_system_secret(id).is_some() => "本机系统的凭据保管处".to_owned(),
            None => "不在本机".to_owned(),
        }
    }

    /// Whether this program holds the secret half of the key in use: a key of somebody else's making it does not.
    pub(crate) fn has_current_key(&self, tx: &Tx) -> Result<bool, Refusal> {
        let in_use = read_current_key(tx)?.map(|(_, it)| it.key.id);
        Ok(in_use.is_some_and(|id| self.find_key(&id).is_ok()))
    }

    /// Whether the passphrase that was given opens the key in use, where it is given before it is asked for.
    ///
    /// # Errors
    /// `wrong_passphrase`; those of reading the file.
    pub fn check_given_passphrase(&self) -> Result<(), Refusal> {
        let in_use = self.store.read_tx(read_current_key)?;
        match in_use.map(|(_, last)| self.find_key(&last.key.id)) {
            Some(Err(refusal)) if refusal.code == Code::WrongPassphrase => Err(refusal),
            _ => Ok(()),
        }
    }

    /// A key of this installation by its id.
    ///
    /// # Errors
    /// `key_missing`, `key_locked`, `wrong_passphrase`.
    pub(crate) fn find_key(&self, id: &str) -> Result<SealingKey, Refusal> {
        // Everybody has the key of demo data: in a real folder it is nobody's. What calls itself a demo is given no other.
        let demo = SealingKey::demo_key();
        match (self.is_demo()?, demo.key_id() == id) {
            (true, true) => return Ok(demo),
            (false, false) => {}
            _ => return Err(Refusal::new(Code::KeyMissing)),
        }
        let passphrase = {
            let held = self.held_key_guard();
            if let Some(secret) = held.secret.as_ref().filter(|secret| secret.key_id() == id) {
                return Ok(secret.clone());
            }
            held.passphrase.clone()
        };
        // Nothing is held while the computer asks somebody.
        let found = match &passphrase {
            Some(passphrase) => self
                .read_key_file(id, passphrase)?
                .or_else(|| system::find_system_secret(id)),
            None => system::find_system_secret(id),
        };
        let found = found.filter(|secret| secret.key_id() == id);
        let missing = || {
            let code = if self.has_key_file(id) {
                Code::KeyLocked
            } else {
                Code::KeyMissing
            };
            Refusal::new(code)
        };
        let secret = found.ok_or_else(missing)?;
        self.held_key_guard().secret = Some(secret.clone());
        Ok(secret)
    }
}

/// A demo folder's key is everybody's: nothing that stands on a secret can be done there.
///
/// # Errors
/// `real_only` in a demo folder.
pub(crate) fn require_real_data(call: &Call) -> Result<(), Refusal> {
    if call.desk.is_demo()? {
        return Err(Refusal::new(Code::RealOnly));
    }
    Ok(())
}

/// A passphrase worth its name.
pub(crate) fn check_passphrase(passphrase: &str) -> Result<(), Refusal> {
    let distinct: BTreeSet<char> = passphrase.chars().collect();
    if passphrase.chars().count() < LEAST || distinct.len() < DISTINCT {
        return Err(Refusal::at_field(Code::WeakPassword, "passphrase")
            .with_arg("least", LEAST)
            .with_arg("distinct", DISTINCT));
    }
    check::check_text("passphrase", passphrase, 200)
}
