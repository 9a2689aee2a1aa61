//! The commands about the key: its list, passphrase, renewal, export and import.

use domain::{Code, Fact, Moment, Refusal, check, person::Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::KeyStanding;
use ts_rs::TS;

use super::{
    KeyState, announce_key, check_current_key, check_passphrase, file, read_announced_keys, read_current_key,
    require_real_data, system,
};
use crate::{
    Call, certificate,
    limit::base64::{Base64, SMALL},
    trust,
    wire::{self, ChangeReply, Nothing, OutputFile, PrivacyCheck},
};

/// A key that is or was in use.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct KeyLine {
    /// Which key.
    pub id: String,
    /// The public half, 64 hex digits.
    pub public: String,
    /// SHA-256 of its certificate.
    pub certificate: String,
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
    pub passphrase: String,
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
            tx.check_lines_behind_record()?;
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

pub(super) fn reply_with_keys(call: &Call) -> Result<ChangeReply<KeyList>, Refusal> {
    Ok(ChangeReply {
        value: list_keys(call, Nothing {})?,
        changed: vec!["key".to_owned()],
    })
}
