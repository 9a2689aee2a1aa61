//! Where the computer keeps secrets for programs: Windows Credential Manager, Secret Service.

use domain::key::Secret;
use keyring::v1::Entry;

/// The name the secrets stand under.
const SERVICE: &str = "yanshen-desk";

/// Whether this computer keeps secrets.
pub(super) fn there() -> bool {
    Entry::store_status().is_ok()
}

/// Keeps a key; whether it could.
pub(super) fn keep(secret: &Secret) -> bool {
    let kept = Entry::new(SERVICE, &secret.id()).and_then(|entry| entry.set_secret(&secret.seed()));
    if let Err(error) = &kept {
        tracing::warn!(%error, "the system keeps no secret");
    }
    // What cannot be read again has not been kept.
    kept.is_ok() && find(&secret.id()).is_some()
}

/// A key by its id.
pub(super) fn find(id: &str) -> Option<Secret> {
    let seed = Entry::new(SERVICE, id)
        .and_then(|entry| entry.get_secret())
        .ok()?;
    Some(Secret::of(seed.try_into().ok()?)).filter(|secret| secret.id() == id)
}
