//! A key in a file under a passphrase: argon2id makes the lock, ChaCha20-Poly1305 (RFC 8439) keeps it.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use argon2::{
    Argon2, Params,
    password_hash::rand_core::{OsRng, RngCore},
};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, aead::Aead};
use domain::{Code, Refusal, key::SealingKey};
use serde::{Deserialize, Serialize};

use crate::wire;

/// Memory (KiB) and rounds of argon2id: about a third of a second on an office PC.
const COST: (u32, u32) = (64 * 1024, 3);

/// What stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockedKeyFile {
    what: String,
    /// Which key.
    id: String,
    /// Base64, 16 bytes.
    salt: String,
    /// Base64, 12 bytes.
    nonce: String,
    /// Base64: the 32 bytes and their tag.
    locked: String,
}

const WHAT: &str = "yanshen-desk seal key, argon2id m=65536 t=3 p=1, chacha20poly1305";

/// Random bytes from the system.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Each key has a file of its own, so that a new one never stands in the way of the one before.
fn key_file_path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("seal-{id}.key"))
}

/// Whether a folder has the file of a key.
pub(super) fn has_key_file_in(folder: &Path, id: &str) -> bool {
    key_file_path(folder, id).exists()
}

/// Writes the file of a key.
pub(super) fn write_key_file(folder: &Path, secret: &SealingKey, passphrase: &str) -> Result<(), Refusal> {
    write_private_file(
        &key_file_path(folder, &secret.key_id()),
        &encrypt_key_file(secret, passphrase)?,
    )
}

/// Never half a file: written whole beside its place and onto the disk, then put there, for nobody else to read. Two programs may do so
/// at once.
pub(crate) fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let problem =
        |error: std::io::Error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string());
    let fresh = path.with_extension(format!("{:016x}.new", u64::from_ne_bytes(random_bytes())));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let put = written.and_then(|()| store::file::rename_file(&fresh, path));
    if put.is_err() {
        let _ = std::fs::remove_file(&fresh);
    }
    put.map_err(problem)
}

/// A key of the folder, if its file is there. One of another key under its name is none.
pub(super) fn open_key_file(
    folder: &Path,
    id: &str,
    passphrase: &str,
) -> Result<Option<SealingKey>, Refusal> {
    let Ok(bytes) = std::fs::read(key_file_path(folder, id)) else {
        return Ok(None);
    };
    let secret = decrypt_key_file(&bytes, passphrase)?;
    Ok(Some(secret).filter(|secret| secret.key_id() == id))
}

fn derive_passphrase_cipher(passphrase: &str, salt: &[u8]) -> Result<ChaCha20Poly1305, Refusal> {
    let problem =
        |error: argon2::Error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string());
    let params = Params::new(COST.0, COST.1, 1, Some(32)).map_err(problem)?;
    let mut key = [0; 32];
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(problem)?;
    Ok(ChaCha20Poly1305::new(&key.into()))
}

/// A key under a passphrase.
pub(super) fn encrypt_key_file(secret: &SealingKey, passphrase: &str) -> Result<Vec<u8>, Refusal> {
    let (salt, nonce) = (random_bytes::<16>(), random_bytes::<12>());
    let locked = derive_passphrase_cipher(passphrase, &salt)?
        .encrypt(Nonce::from_slice(&nonce), secret.to_seed().as_slice())
        .map_err(|_| Refusal::new(Code::FileProblem).with_arg("detail", "not locked"))?;
    let file = LockedKeyFile {
        what: WHAT.to_owned(),
        id: secret.key_id(),
        salt: wire::encode_base64(&salt),
        nonce: wire::encode_base64(&nonce),
        locked: wire::encode_base64(&locked),
    };
    serde_json::to_vec_pretty(&file)
        .map_err(|error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string()))
}

/// The key in a file.
pub(super) fn decrypt_key_file(bytes: &[u8], passphrase: &str) -> Result<SealingKey, Refusal> {
    let bad = || Refusal::at_field(Code::BadKeyFile, "base64");
    let file: LockedKeyFile = serde_json::from_slice(bytes).map_err(|_| bad())?;
    let part = |text: &str| wire::decode_base64("base64", text).map_err(|_| bad());
    let nonce: [u8; 12] = part(&file.nonce)?.try_into().map_err(|_| bad())?;
    let salt = part(&file.salt)?;
    if file.what != WHAT || salt.len() != 16 {
        return Err(bad());
    }
    let seed = derive_passphrase_cipher(passphrase, &salt)?
        .decrypt(Nonce::from_slice(&nonce), part(&file.locked)?.as_slice())
        .map_err(|_| Refusal::at_field(Code::WrongPassphrase, "passphrase"))?;
    let secret = SealingKey::from_seed(seed.try_into().map_err(|_| bad())?);
    if secret.key_id() == file.id {
        Ok(secret)
    } else {
        Err(bad())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_by_its_passphrase_only() {
        let folder = tempfile::tempdir().unwrap();
        let secret = SealingKey::from_seed([9; 32]);
        assert!(
            open_key_file(folder.path(), &secret.key_id(), "一个很长的口令共十二字")
                .unwrap()
                .is_none()
        );
        write_key_file(folder.path(), &secret, "一个很长的口令共十二字").unwrap();
        let back = open_key_file(folder.path(), &secret.key_id(), "一个很长的口令共十二字")
            .unwrap()
            .unwrap();
        assert_eq!(back.key_id(), secret.key_id());
        let wrong = open_key_file(folder.path(), &secret.key_id(), "另一个口令").unwrap_err();
        assert_eq!(wrong.code, Code::WrongPassphrase);
        let text = std::fs::read_to_string(key_file_path(folder.path(), &secret.key_id())).unwrap();
        assert!(
            !text.contains(&wire::encode_base64(&secret.to_seed())),
            "never readable beside the data"
        );
        let mut bytes = text.into_bytes();
        let place = bytes
            .windows(10)
            .position(|part| part == b"\"locked\": ")
            .unwrap()
            + 12;
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        assert_eq!(
            decrypt_key_file(&bytes, "一个很长的口令共十二字")
                .unwrap_err()
                .code,
            Code::WrongPassphrase
        );
        assert_eq!(decrypt_key_file(b"{}", "x").unwrap_err().code, Code::BadKeyFile);
    }

    /// A new key may be written and then not be announced, because the disk is full: the old one must still open.
    #[test]
    fn the_key_before_is_kept_beside_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = "一个很长的口令共十二字";
        for byte in [1, 2] {
            write_key_file(folder.path(), &SealingKey::from_seed([byte; 32]), passphrase).unwrap();
        }
        let first = SealingKey::from_seed([1; 32]).key_id();
        let before = folder.path().join(format!("seal-{first}.key"));
        assert!(before.exists());
        assert_eq!(
            open_key_file(folder.path(), &first, passphrase)
                .unwrap()
                .unwrap()
                .key_id(),
            first
        );
    }
}
