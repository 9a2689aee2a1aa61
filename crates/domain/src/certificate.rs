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
    key::{Checker, Secret},
};

/// A company's certificate was taken into use, or put away; or that of a time-stamp authority. The installation's key says so, so that nobody else's
/// certificate can be slipped in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// X.509, DER, base64: its own, then those of the authorities above it. Empty: put away. Of a time-stamp authority one.
    pub certificates: Vec<String>,
    /// Of a time-stamp authority: whether its stamps are believed from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stamps: Option<bool>,
    /// Why.
    pub reason: String,
    /// Which key says so.
    pub key: String,
    /// Its signature over the canonical JSON of the rest.
    pub signature: String,
}

/// What is signed.
#[derive(Serialize)]
struct Content<'a> {
    certificates: &'a [String],
    key: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamps: Option<bool>,
}

impl Registered {
    /// Takes certificates into use; none: puts them away.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`.
    pub fn new(certificates: Vec<String>, reason: &str, secret: &Secret) -> Result<Self, Refusal> {
        Self::sign(certificates, None, reason, secret)
    }

    /// Takes a time-stamp authority among those that are believed, or out of them.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`.
    pub fn authority(
        certificate: String,
        stamps: bool,
        reason: &str,
        secret: &Secret,
    ) -> Result<Self, Refusal> {
        Self::sign(vec![certificate], Some(stamps), reason, secret)
    }

    fn sign(
        certificates: Vec<String>,
        stamps: Option<bool>,
        reason: &str,
        secret: &Secret,
    ) -> Result<Self, Refusal> {
        check::text("reason", reason, check::TEXT)?;
        let mut registered = Self {
            certificates,
            stamps,
            reason: reason.to_owned(),
            key: secret.id(),
            signature: String::new(),
        };
        registered.signature = secret.sign(registered.content()?.as_bytes());
        Ok(registered)
    }

    fn content(&self) -> Result<String, Refusal> {
        let content = Content {
            certificates: &self.certificates,
            key: &self.key,
            reason: &self.reason,
            stamps: self.stamps,
        };
        hash::canonical(&content)
            .map_err(|error| Refusal::new(Code::BadRequest).with("detail", error.to_string()))
    }

    /// Whether this key says so.
    #[must_use]
    pub fn holds(&self, checker: &Checker) -> bool {
        self.content()
            .is_ok_and(|content| checker.signed(content.as_bytes(), &self.signature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_registers_a_certificate() {
        let secret = Secret::of([1; 32]);
        let checker = Checker::of(&secret.public()).unwrap();
        let stranger = Checker::of(&Secret::of([2; 32]).public()).unwrap();
        let registered = Registered::new(vec!["AA==".to_owned()], "每年更换", &secret).unwrap();
        assert!(registered.holds(&checker));
        assert!(!registered.holds(&stranger));
        let changes: [fn(&mut Registered); 5] = [
            |it| it.stamps = Some(true),
            |it| it.certificates.push("AQ==".to_owned()),
            |it| it.certificates.clear(),
            |it| it.reason.push('.'),
            |it| it.key = Secret::of([2; 32]).id(),
        ];
        for change in changes {
            let mut changed = registered.clone();
            change(&mut changed);
            assert!(!changed.holds(&checker));
        }
        let refusal = Registered::new(Vec::new(), " ", &secret).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("reason"))
        );
    }
}
