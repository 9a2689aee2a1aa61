//! Passwords: kept as argon2id hashes (PHC strings), never as they were typed.

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{SaltString, rand_core::OsRng},
};
use domain::{Code, Refusal};

pub(crate) fn make_password_hash(password: &str) -> Result<String, Refusal> {
    let salt = SaltString::generate(&mut OsRng);
    let hashed = Argon2::default().hash_password(password.as_bytes(), &salt);
    let failed = |error: argon2::password_hash::Error| {
        Refusal::new(Code::BadRequest).with_arg("detail", error.to_string())
    };
    hashed.map(|hash| hash.to_string()).map_err(failed)
}

pub(crate) fn is_right_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}
