//! Where the computer keeps secrets for programs: Windows Credential Manager, Secret Service.

use domain::key::SealingKey;
use keyring::v1::Entry;

/// The name the secrets stand under.
const SERVICE: &str = "yanshen-desk";

/// Whether this computer keeps secrets.
pub(super) fn has_secret_store() -> bool {
    Entry::store_status().is_ok()
}

/// Keeps a key; whether it could.
pub(super) fn save_system_secret(secret: &SealingKey) -> bool {
    let kept = Entry::new(SERVICE, &secret.key_id()).and_then(|entry| entry.set_secret(&secret.to_seed()));
    if let Err(error) = &kept {
        tracing::warn!(%error, "the system keeps no secret");
    }
    // What cannot be read again has not been kept.
    kept.is_ok() && find_system_secret(&secret.key_id()).is_some()
}

/// A key by its id.
pub(super) fn find_system_secret(id: &str) -> Option<SealingKey> {
    let seed = Entry::new(SERVICE, id)
        .and_then(|entry| entry.get_secret())
        .ok()?;
    Some(SealingKey::from_seed(seed.try_into().ok()?)).filter(|secret| secret.key_id() == id)
}
