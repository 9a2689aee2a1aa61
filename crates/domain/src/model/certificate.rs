//! 公司证书: what an authority gave the company, in use for the signatures of exported files; and the certificates of the
//! authorities whose time stamps are believed.
//!
//! Deliberately absent: whether the company's authority is to be trusted, which whoever reads the file decides, and the secret
//! half.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Refusal, check, hash,
    key::{SealingKey, SignatureVerifier},
};

/// A company's certificate was taken into use, or put away; or that of a time-stamp authority. The installation's key says so, so that nobody else's
/// certificate can be slipped in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateRegistration {
    /// X.509, DER, base64: its own, then those of the authorities above it. Empty: put away. Of a time-stamp authority one.
    pub certificates: Vec<String>,
    /// Of a time-stamp authority: whether its stamps are believed from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stamps: Option<bool>,
    pub reason: String,
    /// Which key says so.
    pub key: String,
    /// Its signature over the canonical JSON of the rest.
    pub signature: String,
}

/// What is signed.
#[derive(Serialize)]
struct RegistrationContent<'a> {
    certificates: &'a [String],
    key: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamps: Option<bool>,
}

impl CertificateRegistration {
    /// Takes certificates into use; none: puts them away.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`.
    pub fn new(certificates: Vec<String>, reason: &str, secret: &SealingKey) -> Result<Self, Refusal> {
        Self::sign_registration(certificates, None, reason, secret)
    }

    /// Takes a time-stamp authority among those that are believed, or out of them.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`.
    pub fn new_authority(
        certificate: String,
        stamps: bool,
        reason: &str,
        secret: &SealingKey,
    ) -> Result<Self, Refusal> {
        Self::sign_registration(vec![certificate], Some(stamps), reason, secret)
    }

    fn sign_registration(
        certificates: Vec<String>,
        stamps: Option<bool>,
        reason: &str,
        secret: &SealingKey,
    ) -> Result<Self, Refusal> {
        check::check_text("reason", reason, check::TEXT)?;
        let mut registered = Self {
            certificates,
            stamps,
            reason: reason.to_owned(),
            key: secret.key_id(),
            signature: String::new(),
        };
        registered.signature = secret.sign_message(registered.text_to_sign()?.as_bytes());
        Ok(registered)
    }

    fn text_to_sign(&self) -> Result<String, Refusal> {
        let content = RegistrationContent {
            certificates: &self.certificates,
            key: &self.key,
            reason: &self.reason,
            stamps: self.stamps,
        };
        hash::to_canonical_json(&content)
            .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
    }

    /// Whether this key says so.
    #[must_use]
    pub fn is_signed_by(&self, checker: &SignatureVerifier) -> bool {
        self.text_to_sign()
            .is_ok_and(|content| checker.is_valid_signature(content.as_bytes(), &self.signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_registers_a_certificate() {
        let secret = SealingKey::from_seed([1; 32]);
        let checker = SignatureVerifier::from_public_hex(&secret.public_hex()).unwrap();
        let stranger =
            SignatureVerifier::from_public_hex(&SealingKey::from_seed([2; 32]).public_hex()).unwrap();
        let registered = CertificateRegistration::new(vec!["AA==".to_owned()], "每年更换", &secret).unwrap();
        assert!(registered.is_signed_by(&checker));
        assert!(!registered.is_signed_by(&stranger));
        let changes: [fn(&mut CertificateRegistration); 5] = [
            |it| it.stamps = Some(true),
            |it| it.certificates.push("AQ==".to_owned()),
            |it| it.certificates.clear(),
            |it| it.reason.push('.'),
            |it| it.key = SealingKey::from_seed([2; 32]).key_id(),
        ];
        for change in changes {
            let mut changed = registered.clone();
            change(&mut changed);
            assert!(!changed.is_signed_by(&checker));
        }
        let refusal = CertificateRegistration::new(Vec::new(), " ", &secret).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("reason"))
        );
    }
}
