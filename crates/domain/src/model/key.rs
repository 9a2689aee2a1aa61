//! The installation's key, which seals acknowledgement records (Ed25519, RFC 8032).
//!
//! Its public half stands in the journal, its secret half never. Deliberately absent: where the secret half is kept.

use std::sync::LazyLock;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey, verify_batch};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Refusal, check,
    hash::{self, encode_hex},
};

/// The secret half. It can sign; nothing prints it.
#[derive(Clone)]
pub struct SealingKey(SigningKey);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(to, "Secret({})", self.key_id())
    }
}

impl SealingKey {
    /// From 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The key of every demo folder. Everybody has it, so it proves nothing, and says so wherever it is named.
    #[must_use]
    pub fn demo_key() -> Self {
        // Asked for with every key that is looked for; its public half takes a while to compute.
        static DEMO: LazyLock<SealingKey> =
            LazyLock::new(|| SealingKey::from_seed(*b"demo data is sealed by this key."));
        DEMO.clone()
    }

    /// The 32 bytes it was made from, for whoever keeps it.
    #[must_use]
    pub fn to_seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    #[must_use]
    pub fn public_hex(&self) -> String {
        encode_hex(self.0.verifying_key().as_bytes())
    }

    /// Which key this is.
    #[must_use]
    pub fn key_id(&self) -> String {
        compute_key_id(self.0.verifying_key().as_bytes())
    }

    /// Signs a message: 128 hex digits.
    #[must_use]
    pub fn sign_message(&self, message: &[u8]) -> String {
        encode_hex(&self.0.sign(message).to_bytes())
    }

    /// 32 secret bytes for another purpose, which say nothing about the key itself.
    #[must_use]
    pub fn derive_secret(&self, purpose: &str) -> String {
        hash::sha256_hex(&[&self.0.to_bytes(), purpose.as_bytes()])
    }
}

/// The first sixteen hex digits of the SHA-256 of the public half.
fn compute_key_id(public: &[u8]) -> String {
    hash::sha256_hex(&[public]).chars().take(16).collect()
}

/// The bytes of hex, if it is as many.
fn decode_hex_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    hash::decode_hex(text.as_bytes())?.try_into().ok()
}

/// A public half, ready to check many signatures.
#[derive(Debug, Clone)]
pub struct SignatureVerifier(VerifyingKey);

impl SignatureVerifier {
    /// From 64 hex digits; none if they are no key.
    #[must_use]
    pub fn from_public_hex(public: &str) -> Option<Self> {
        VerifyingKey::from_bytes(&decode_hex_array(public)?)
            .ok()
            .map(Self)
    }

    /// Whether this key signed this message.
    #[must_use]
    pub fn is_valid_signature(&self, message: &[u8], signature: &str) -> bool {
        decode_hex_array(signature).is_some_and(|bytes| {
            self.0
                .verify_strict(message, &Signature::from_bytes(&bytes))
                .is_ok()
        })
    }
}

/// Whether each of these keys signed the message and the signature beside it. No says only that one of them does not hold.
#[must_use]
pub fn are_valid_signatures(claims: &[(&SignatureVerifier, &str, &str)]) -> bool {
    let signatures = claims.iter().map(|(_, _, signature)| decode_hex_array(signature));
    let Some(signatures) = signatures.collect::<Option<Vec<_>>>() else {
        return false;
    };
    let signatures: Vec<Signature> = signatures.iter().map(Signature::from_bytes).collect();
    let keys: Vec<VerifyingKey> = claims.iter().map(|(key, _, _)| key.0).collect();
    let messages: Vec<&[u8]> = claims.iter().map(|(_, message, _)| message.as_bytes()).collect();
    // Under a weak key one signature holds for many messages.
    keys.iter().all(|key| !key.is_weak()) && verify_batch(&messages, &signatures, &keys).is_ok()
}

/// A key as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicKey {
    /// Which: the first sixteen hex digits of the SHA-256 of the public half.
    pub id: String,
    /// The public half, 64 hex digits.
    pub public: String,
    /// The certificate its PDFs carry (X.509, DER, base64).
    pub certificate: String,
}

/// A key was taken into use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyAnnouncement {
    pub key: PublicKey,
    /// Why; empty for the first.
    pub reason: String,
    /// The word of the key before. The first has none, nor has one that follows a key that was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<PredecessorSignature>,
}

/// The key before says that this one follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PredecessorSignature {
    /// Which key.
    pub id: String,
    /// Its signature over the canonical JSON of the new key.
    pub signature: String,
}

impl KeyAnnouncement {
    /// Takes a key into use. `old`: the key before, unless this is the first or that one was lost.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`, of any but the first key.
    pub fn new(
        secret: &SealingKey,
        certificate: String,
        reason: &str,
        first: bool,
        old: Option<&SealingKey>,
    ) -> Result<Self, Refusal> {
        if !first {
            check::check_text("reason", reason, check::TEXT)?;
        }
        let key = PublicKey {
            id: secret.key_id(),
            public: secret.public_hex(),
            certificate,
        };
        let said = key_text_to_sign(&key)?;
        let before = old.map(|old| PredecessorSignature {
            id: old.key_id(),
            signature: old.sign_message(said.as_bytes()),
        });
        Ok(Self {
            key,
            reason: reason.to_owned(),
            before,
        })
    }

    /// Whether the key is the one it says it is, and its predecessor, if it names one, is this one and said so.
    #[must_use]
    pub fn is_valid_after(&self, predecessor: Option<&PublicKey>) -> bool {
        let followed = self.before.as_ref().is_none_or(|before| {
            predecessor.is_some_and(|old| {
                old.id == before.id
                    && SignatureVerifier::from_public_hex(&old.public).is_some_and(|old| {
                        key_text_to_sign(&self.key)
                            .is_ok_and(|said| old.is_valid_signature(said.as_bytes(), &before.signature))
                    })
            })
        });
        self.has_matching_id() && followed
    }

    /// Whether the key is the one its id says.
    #[must_use]
    pub fn has_matching_id(&self) -> bool {
        decode_hex_array::<32>(&self.key.public).is_some_and(|public| compute_key_id(&public) == self.key.id)
    }
}

/// What the key before signs.
fn key_text_to_sign(key: &PublicKey) -> Result<String, Refusal> {
    hash::to_canonical_json(key)
        .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(byte: u8) -> SealingKey {
        SealingKey::from_seed([byte; 32])
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn signs_as_the_standard_says() {
        let seed =
            decode_hex_array("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let key = SealingKey::from_seed(seed);
        assert_eq!(
            key.public_hex(),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        let signature = key.sign_message(&[0x72]);
        assert_eq!(
            signature,
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
        let checker = SignatureVerifier::from_public_hex(&key.public_hex()).unwrap();
        assert!(checker.is_valid_signature(&[0x72], &signature));
        assert!(!checker.is_valid_signature(&[0x73], &signature));
        assert!(!checker.is_valid_signature(&[0x72], &signature.replace("92a0", "92a1")));
        assert!(!checker.is_valid_signature(&[0x72], "no signature"));
        assert!(SignatureVerifier::from_public_hex("no key").is_none());
    }

    #[test]
    fn the_key_before_announces_the_next() {
        let first = KeyAnnouncement::new(&secret(1), "AA==".to_owned(), "", true, None).unwrap();
        assert!(first.is_valid_after(None));
        let next =
            KeyAnnouncement::new(&secret(2), "AA==".to_owned(), "换机", false, Some(&secret(1))).unwrap();
        assert!(next.is_valid_after(Some(&first.key)));
        assert!(!next.is_valid_after(None), "nobody knows the key before");
        let stranger = KeyAnnouncement::new(&secret(3), "AA==".to_owned(), "", true, None).unwrap();
        assert!(!next.is_valid_after(Some(&stranger.key)));
        let mut forged = next.clone();
        forged.key.certificate = "AQ==".to_owned();
        assert!(!forged.is_valid_after(Some(&first.key)));
        forged = next;
        forged.key.id = "0123456789abcdef".to_owned();
        assert!(!forged.is_valid_after(Some(&first.key)));
    }

    #[test]
    fn a_later_key_says_why() {
        let refusal = KeyAnnouncement::new(&secret(2), String::new(), " ", false, None).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("reason"))
        );
    }

    #[test]
    fn what_is_derived_is_another_secret() {
        let key = secret(1);
        assert_ne!(key.derive_secret("pdf"), key.derive_secret("file"));
        assert_eq!(key.derive_secret("pdf").len(), 64);
        assert_ne!(key.derive_secret("pdf"), encode_hex(&key.to_seed()));
    }
}
