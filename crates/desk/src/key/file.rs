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
use domain::{Code, Refusal, key::Secret};
use serde::{Deserialize, Serialize};

use crate::wire;

/// Memory (KiB) and rounds of argon2id: about a third of a second on an office PC.
const COST: (u32, u32) = (64 * 1024, 3);

/// What stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Locked {
    /// What this is.
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
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Each key has a file of its own, so that a new one never stands in the way of the one before.
fn path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("seal-{id}.key"))
}

/// Whether a folder has the file of a key.
pub(super) fn there(folder: &Path, id: &str) -> bool {
    path(folder, id).exists()
}

/// Writes the file of a key.
pub(super) fn write(folder: &Path, secret: &Secret, passphrase: &str) -> Result<(), Refusal> {
    put(&path(folder, &secret.id()), &locked(secret, passphrase)?)
}

/// Never half a file: written whole beside its place and onto the disk, then put there, for nobody else to read. Two programs may do so
/// at once.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let problem = |error: std::io::Error| Refusal::new(Code::FileProblem).with("detail", error.to_string());
    let fresh = path.with_extension(format!("{:016x}.new", u64::from_ne_bytes(random())));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let put = written.and_then(|()| store::file::rename(&fresh, path));
    if put.is_err() {
        let _ = std::fs::remove_file(&fresh);
    }
    put.map_err(problem)
}

/// A key of the folder, if its file is there. One of another key under its name is none.
pub(super) fn read(folder: &Path, id: &str, passphrase: &str) -> Result<Option<Secret>, Refusal> {
    let Ok(bytes) = std::fs::read(path(folder, id)) else {
        return Ok(None);
    };
    let secret = opened(&bytes, passphrase)?;
    Ok(Some(secret).filter(|secret| secret.id() == id))
}

fn cipher(passphrase: &str, salt: &[u8]) -> Result<ChaCha20Poly1305, Refusal> {
    let problem = |error: argon2::Error| Refusal::new(Code::FileProblem).with("detail", error.to_string());
    let params = Params::new(COST.0, COST.1, 1, Some(32)).map_err(problem)?;
    let mut key = [0; 32];
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(problem)?;
    Ok(ChaCha20Poly1305::new(&key.into()))
}

/// A key under a passphrase.
pub(super) fn locked(secret: &Secret, passphrase: &str) -> Result<Vec<u8>, Refusal> {
    let (salt, nonce) = (random::<16>(), random::<12>());
    let locked = cipher(passphrase, &salt)?
        .encrypt(Nonce::from_slice(&nonce), secret.seed().as_slice())
        .map_err(|_| Refusal::new(Code::FileProblem).with("detail", "not locked"))?;
    let file = Locked {
        what: WHAT.to_owned(),
        id: secret.id(),
        salt: wire::base64(&salt),
        nonce: wire::base64(&nonce),
        locked: wire::base64(&locked),
    };
    serde_json::to_vec_pretty(&file)
        .map_err(|error| Refusal::new(Code::FileProblem).with("detail", error.to_string()))
}

/// The key in a file.
pub(super) fn opened(bytes: &[u8], passphrase: &str) -> Result<Secret, Refusal> {
    let bad = || Refusal::at(Code::BadKeyFile, "base64");
    let file: Locked = serde_json::from_slice(bytes).map_err(|_| bad())?;
    let part = |text: &str| wire::bytes("base64", text).map_err(|_| bad());
    let nonce: [u8; 12] = part(&file.nonce)?.try_into().map_err(|_| bad())?;
    let salt = part(&file.salt)?;
    if file.what != WHAT || salt.len() != 16 {
        return Err(bad());
    }
    let seed = cipher(passphrase, &salt)?
        .decrypt(Nonce::from_slice(&nonce), part(&file.locked)?.as_slice())
        .map_err(|_| Refusal::at(Code::WrongPassphrase, "passphrase"))?;
    let secret = Secret::of(seed.try_into().map_err(|_| bad())?);
    if secret.id() == file.id {
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
        let secret = Secret::of([9; 32]);
        assert!(
            read(folder.path(), &secret.id(), "一个很长的口令共十二字")
                .unwrap()
                .is_none()
        );
        write(folder.path(), &secret, "一个很长的口令共十二字").unwrap();
        let back = read(folder.path(), &secret.id(), "一个很长的口令共十二字")
            .unwrap()
            .unwrap();
        assert_eq!(back.id(), secret.id());
        let wrong = read(folder.path(), &secret.id(), "另一个口令").unwrap_err();
        assert_eq!(wrong.code, Code::WrongPassphrase);
        let text = std::fs::read_to_string(path(folder.path(), &secret.id())).unwrap();
        assert!(
            !text.contains(&wire::base64(&secret.seed())),
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
            opened(&bytes, "一个很长的口令共十二字").unwrap_err().code,
            Code::WrongPassphrase
        );
        assert_eq!(opened(b"{}", "x").unwrap_err().code, Code::BadKeyFile);
    }

    /// A new key may be written and then not be announced, because the disk is full: the old one must still open.
    #[test]
    fn the_key_before_is_kept_beside_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = "一个很长的口令共十二字";
        for byte in [1, 2] {
            write(folder.path(), &Secret::of([byte; 32]), passphrase).unwrap();
        }
        let first = Secret::of([1; 32]).id();
        let before = folder.path().join(format!("seal-{first}.key"));
        assert!(before.exists());
        assert_eq!(
            read(folder.path(), &first, passphrase).unwrap().unwrap().id(),
            first
        );
    }
}
