//! The installation's key: made at the first start (in an older file at its first signature), kept outside the journal, renewed and
//! carried to another computer by the administrator.
//!
//! Deliberately absent: the secret half in any reply, log or table.

use std::{collections::BTreeSet, path::PathBuf};

use domain::{
    Code, Fact, JournalEntry, Moment, Refusal, check,
    confirmation::{ConfirmationCause, KeyConfirmation, format_key_id},
    key::{KeyAnnouncement, SealingKey, SignatureVerifier},
    person::Role,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{EntryStamp, KeyStanding, Tx};
use ts_rs::TS;

use crate::{
    Call, Desk, certificate,
    limit::base64::{Base64, SMALL},
    trust,
    wire::{self, ChangeReply, Nothing, OutputFile, PrivacyCheck},
    witness::WitnessComparison,
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

/// A key that is or was in use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct KeyLine {
    /// Which key.
    pub id: String,
    /// The public half, 64 hex digits.
    pub public: String,
    /// SHA-256 of its certificate.
    pub certificate: String,
    /// Since when.
    pub since: Moment,
    /// Who took it into use.
    pub by: String,
    /// Why; empty for the first.
    pub reason: String,
    /// Whether the key before says that this one follows it; nothing for the first.
    pub followed: Option<bool>,
    /// Whether an administrator compared it with its sheet, or a key that was compared announced it.
    pub confirmed: bool,
}

/// The keys, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct KeyList {
    /// Whether the newest can seal.
    pub state: KeyState,
    /// Whether a key made now would need a passphrase: this computer keeps no secrets, and none was given.
    pub passphrase_needed: bool,
    /// All of them.
    pub keys: Vec<KeyLine>,
}

/// Opens the key file.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyUnlock {
    /// The passphrase; where there is no key yet, the one the first will lie under.
    pub passphrase: String,
}

/// Takes a new key into use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRenew {
    /// Why.
    pub reason: String,
    /// The key before is lost and cannot say that this one follows it.
    #[serde(default)]
    pub lost: bool,
    /// The password of an administrator by the record outside, where the data differ from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub password: Option<String>,
    /// The passphrase that the new one will lie under, where the one before is lost and this computer keeps no secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passphrase: Option<String>,
}

/// Takes the key out, under a passphrase, to keep it or to carry it to another computer.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyExport {
    /// The passphrase it will lie under.
    pub passphrase: String,
}

/// Brings a key that was taken out.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyImport {
    /// The file.
    pub base64: Base64<SMALL>,
    /// Its passphrase.
    pub passphrase: String,
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

/// The keys, and whether the newest can seal.
///
/// # Errors
/// Those of reading the file.
pub fn list_keys(call: &Call, _: Nothing) -> Result<KeyList, Refusal> {
    let (known, in_use, demo, power, compared) = call.read_tx(|tx| {
        let demo = tx.founded_as_demo()?.unwrap_or(false);
        let compared = call.desk.compare_witness(tx)?;
        Ok((
            read_announced_keys(tx)?,
            read_current_key(tx)?,
            demo,
            tx.power_keys()?,
            compared,
        ))
    })?;
    let waits = || {
        power
            .unconfirmed_key_ids()
            .iter()
            .any(|id| call.desk.find_key(id).is_ok())
    };
    let state = match in_use.map(|(_, last)| call.desk.find_key(&last.key.id)) {
        _ if demo => KeyState::Demo,
        Some(Ok(_)) => KeyState::Ready,
        // The one before is lost, and nobody has compared the new one yet.
        Some(Err(_)) if waits() => KeyState::Unconfirmed,
        Some(Err(refusal)) if refusal.code == Code::KeyMissing => KeyState::Missing,
        Some(Err(_)) => KeyState::Locked,
        None if call.desk.is_passphrase_needed() => KeyState::PassphraseNeeded,
        None => KeyState::None,
    };
    let lines = known.iter().enumerate().map(|(place, (entry, it))| {
        let before = place.checked_sub(1).and_then(|place| known.get(place));
        Ok(KeyLine {
            id: it.key.id.clone(),
            public: it.key.public.clone(),
            // A stranger's line may hold anything.
            certificate: wire::decode_base64("certificate", &it.key.certificate)
                .map(|bytes| domain::hash::sha256_hex(&[&bytes]))
                .unwrap_or_default(),
            since: entry.recorded_at,
            by: entry.recorder.clone(),
            reason: it.reason.clone(),
            confirmed: compared.has_known_key(&known)
                && power.key_standing(&it.key.id) == Some(KeyStanding::Counts),
            followed: before.map(|(_, before)| it.before.is_some() && it.is_valid_after(Some(&before.key))),
        })
    });
    let mut keys = lines.collect::<Result<Vec<_>, Refusal>>()?;
    keys.reverse();
    Ok(KeyList {
        state,
        passphrase_needed: call.desk.is_passphrase_needed(),
        keys,
    })
}

/// Gives the passphrase.
///
/// # Errors
/// `weak_password` of the first one, `wrong_passphrase`, both at `passphrase`; `key_missing` where there is no file; `witness_differs`.
pub fn unlock_key(call: &Call, ask: KeyUnlock) -> Result<ChangeReply<KeyList>, Refusal> {
    // Other data than the record's may have another passphrase: an administrator decides which data these are.
    if !call.may_call("key_confirm") {
        call.read_tx(|tx| call.desk.check_witness(tx))?;
    }
    match call.read_tx(read_current_key)? {
        // The first passphrase is the key's lock for good: an administrator chooses it.
        None => {
            if !call.signed_in_person()?.roles.contains(&Role::Admin) {
                return Err(Refusal::new(Code::NotPermitted).with_arg("command", "key_unlock"));
            }
            check_passphrase(&ask.passphrase)?;
        }
        Some((_, last)) => call.desk.check_key_file(&last.key.id, call, &ask.passphrase)?,
    }
    call.desk.set_passphrase(ask.passphrase);
    reply_with_keys(call)
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

/// Takes a new key into use; the one before says so, unless it is lost.
///
/// # Errors
/// `required` at `reason`; `witness_differs`, `not_permitted` where the data differ from the record outside; `weak_password`,
/// `key_passphrase_needed` at `passphrase`; `real_only` in a demo folder, `not_found` before
/// the first; those of keeping a key.
pub fn renew_key(call: &Call, ask: KeyRenew) -> Result<ChangeReply<KeyList>, Refusal> {
    check::check_text("reason", &ask.reason, check::TEXT)?;
    require_real_data(call)?;
    let (compared, in_use) =
        call.read_tx(|tx| Ok((call.desk.compare_witness(tx)?, read_current_key(tx)?)))?;
    if !ask.lost {
        compared.check_sealing()?;
    }
    let Some((_, last)) = in_use else {
        return Err(Refusal::new(Code::NotFound).with_arg("what", "key"));
    };
    // Where the data differ and the key is lost, a new one is the only way on: for whoever may go on at all.
    trust::check_may_accept_difference(call, &compared, ask.password.as_deref())?;
    let old = match call.desk.find_key(&last.key.id) {
        Ok(old) => Some(old),
        Err(_) if ask.lost => None,
        Err(refusal) => return Err(refusal),
    };
    // What the key that is here announces would count wherever the line is carried.
    if old.is_some() {
        compared.check_sealing()?;
    }
    let stamp = call.caller_stamp()?;
    // The passphrase of a key that is at hand stays the passphrase.
    if let (None, Some(passphrase)) = (&old, ask.passphrase) {
        check_passphrase(&passphrase)?;
        call.desk.set_passphrase(passphrase);
    }
    let secret = call.desk.create_key().map_err(|refusal| match refusal.code {
        Code::KeyPassphraseNeeded => refusal.with_field("passphrase"),
        _ => refusal,
    })?;
    call.write_tx(|tx| {
        tx.read_governing_anew()?;
        if old.is_some() {
            call.desk.check_witness(tx)?;
        }
        call.check_caller(tx)?;
        check_current_key(tx, &last.key.id)?;
        announce_key(tx, &secret, &ask.reason, old.as_ref(), &stamp)
    })?;
    certificate::reencrypt_for_new_key(call, &secret)?;
    reply_with_keys(call)
}

/// The key in a file under a passphrase. That somebody has it now is a line of the journal.
///
/// # Errors
/// `weak_password` at `passphrase`; `witness_differs`; `key_missing`, `key_locked`; `not_found` before the first signature.
pub fn export_key(call: &Call, ask: KeyExport) -> Result<OutputFile, Refusal> {
    check_passphrase(&ask.passphrase)?;
    let in_use = call.read_tx(|tx| {
        call.check_before_signing(tx)?;
        read_current_key(tx)
    })?;
    let (_, last) = in_use.ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "key"))?;
    let secret = call.desk.find_key(&last.key.id)?;
    let bytes = file::encrypt_key_file(&secret, &ask.passphrase)?;
    let (fact, stamp) = (Fact::KeyExported { key: secret.key_id() }, call.caller_stamp()?);
    call.write_tx(|tx| {
        tx.append_facts("key_export", None, vec![fact], &stamp)
            .map(|_| ())
    })?;
    let name = format!("封存密钥-{}.key", secret.key_id());
    Ok(wire::make_output_file(
        name,
        "application/octet-stream",
        &bytes,
        PrivacyCheck::without_personal_data(),
    ))
}

/// Brings a key that was taken out: the newest announced one, and no other.
///
/// # Errors
/// `bad_key_file` at `base64`, `wrong_passphrase` at `passphrase`; those of keeping a key.
pub fn import_key(call: &Call, ask: KeyImport) -> Result<ChangeReply<KeyList>, Refusal> {
    let secret = file::decrypt_key_file(&ask.base64.decode_bytes("base64")?, &ask.passphrase)?;
    let known = call.read_tx(read_announced_keys)?;
    if known
        .last()
        .is_none_or(|(_, last)| last.key.id != secret.key_id())
        && call
            .read_tx(read_current_key)?
            .is_none_or(|(_, it)| it.key.id != secret.key_id())
    {
        return Err(Refusal::at_field(Code::BadKeyFile, "base64"));
    }
    if !system::has_secret_store() {
        call.desk.set_passphrase(ask.passphrase);
    }
    call.desk.save_key(&secret)?;
    reply_with_keys(call)
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

fn reply_with_keys(call: &Call) -> Result<ChangeReply<KeyList>, Refusal> {
    Ok(ChangeReply {
        value: list_keys(call, Nothing {})?,
        changed: vec!["key".to_owned()],
    })
}
