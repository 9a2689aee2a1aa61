//! The secret half of the company's certificate, in a file of the data folder that only the installation's key opens
//! (ChaCha20-Poly1305, RFC 8439), and that one never lies beside it unlocked.

use std::path::PathBuf;

use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, aead::Aead};
use domain::{Code, Refusal, hash, key::SealingKey};
use serde::{Deserialize, Serialize};

use crate::{Desk, key, wire};

const WHAT: &str = "yanshen-desk certificate key, chacha20poly1305";

/// What stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedCertificateKey {
    what: String,
    /// Which key of the installation opens it.
    key: String,
    /// Base64, 12 bytes.
    nonce: String,
    /// Base64: PKCS#8 and its tag.
    locked: String,
}

fn certificate_key_path(desk: &Desk, sha256: &str) -> PathBuf {
    let short: String = sha256.chars().take(16).collect();
    desk.data_folder().join(format!("certificate-{short}.key"))
}

fn derive_certificate_cipher(secret: &SealingKey) -> Result<ChaCha20Poly1305, Refusal> {
    let derived =
        hash::decode_hex(secret.derive_secret("company certificate").as_bytes()).unwrap_or_default();
    ChaCha20Poly1305::new_from_slice(&derived).map_err(|_| certificate_file_refusal("no key"))
}

fn certificate_file_refusal(detail: impl ToString) -> Refusal {
    Refusal::new(Code::FileProblem).with_arg("detail", detail.to_string())
}

/// Keeps it.
pub(super) fn write_certificate_key(
    desk: &Desk,
    sha256: &str,
    pkcs8: &[u8],
    secret: &SealingKey,
) -> Result<(), Refusal> {
    let nonce = key::random_bytes::<12>();
    let locked = derive_certificate_cipher(secret)?
        .encrypt(Nonce::from_slice(&nonce), pkcs8)
        .map_err(|_| certificate_file_refusal("not locked"))?;
    let file = LockedCertificateKey {
        what: WHAT.to_owned(),
        key: secret.key_id(),
        nonce: wire::encode_base64(&nonce),
        locked: wire::encode_base64(&locked),
    };
    let bytes = serde_json::to_vec_pretty(&file).map_err(certificate_file_refusal)?;
    key::write_private_file(&certificate_key_path(desk, sha256), &bytes)
}

/// The key (PKCS#8); none if it is not on this computer, or the key that opens it is not.
///
/// # Errors
/// `key_locked`: the installation's key waits for its passphrase.
pub(super) fn read_certificate_key(desk: &Desk, sha256: &str) -> Result<Option<Vec<u8>>, Refusal> {
    let Ok(bytes) = std::fs::read(certificate_key_path(desk, sha256)) else {
        return Ok(None);
    };
    let Some(file) = serde_json::from_slice::<LockedCertificateKey>(&bytes)
        .ok()
        .filter(|file| file.what == WHAT)
    else {
        return Ok(None);
    };
    let secret = match desk.find_key(&file.key) {
        Ok(secret) => secret,
        Err(refusal) if refusal.code == Code::KeyMissing => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let part = |text: &str| wire::decode_base64("file", text).ok();
    let nonce: Option<[u8; 12]> = part(&file.nonce).and_then(|nonce| nonce.try_into().ok());
    let (Some(nonce), Some(locked)) = (nonce, part(&file.locked)) else {
        return Ok(None);
    };
    Ok(derive_certificate_cipher(&secret)?
        .decrypt(Nonce::from_slice(&nonce), locked.as_slice())
        .ok())
}

/// Takes it off this computer; a certificate is brought again by its file.
pub(super) fn remove_certificate_key(desk: &Desk, sha256: &str) {
    if let Err(error) = std::fs::remove_file(certificate_key_path(desk, sha256)) {
        tracing::warn!(%error, "the certificate's key stays");
    }
}
