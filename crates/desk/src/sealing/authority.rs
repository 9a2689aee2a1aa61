//! 时间戳服务机构: whose time stamps are believed. Anybody can make a certificate with any name and stamp files with it, so the
//! administrator registers the one that an authority publishes, under the installation's signature.

use domain::{Code, Moment, Refusal, certificate::CertificateRegistration};
use schemars::JsonSchema;
use seal::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call, certificate, key,
    limit::base64::{Base64, SMALL},
    wire::{self, ChangeReply, Nothing},
};

/// The largest certificate, in bytes.
const LARGEST: usize = 64 * 1024;

/// An authority that is or was believed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct AuthorityLine {
    /// Whose certificate it is.
    pub subject: String,
    /// Who gave it.
    pub issuer: String,
    /// Good from,
    pub from: Moment,
    pub until: Moment,
    /// SHA-256 of it, which the authority publishes.
    pub sha256: String,
    /// Since when it is registered.
    pub since: Moment,
    /// Who registered it.
    pub by: String,
    pub reason: String,
    /// When it was taken out; nothing while its stamps are believed.
    pub ended: Option<Moment>,
}

/// The authorities, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Authorities {
    pub authorities: Vec<AuthorityLine>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityRegister {
    /// Its certificate (DER or PEM): the one it stamps with, or the one above it.
    pub base64: Base64<SMALL>,
    pub reason: String,
}

/// Takes it out: none of its stamps is believed any more.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityRemove {
    /// SHA-256 of its certificate.
    pub sha256: String,
    pub reason: String,
}

/// What was said of authorities, oldest first: when, by whom, the certificate (DER), what.
type AuthorityRegistration = (Moment, String, Vec<u8>, CertificateRegistration);

fn read_authority_registrations(tx: &Tx) -> Result<Vec<AuthorityRegistration>, Refusal> {
    let mut found = Vec::new();
    for (since, by, registered) in certificate::read_certificate_registrations(tx)? {
        let der = certificate::decode_certificates(&registered)?.into_iter().next();
        if let (Some(der), true) = (der, registered.stamps.is_some()) {
            found.push((since, by, der, registered));
        }
    }
    Ok(found)
}

/// The certificates (DER) of those whose stamps are believed.
fn read_trusted_authorities(tx: &Tx) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut known: Vec<Vec<u8>> = Vec::new();
    for (_, _, der, registered) in read_authority_registrations(tx)? {
        known.retain(|it| *it != der);
        if registered.stamps == Some(true) {
            known.push(der);
        }
    }
    Ok(known)
}

/// Whether a stamp is one of an authority that was registered.
pub(crate) fn is_by_trusted_authority(tx: &Tx, stamp: &Timestamp) -> Result<bool, Refusal> {
    Ok(read_trusted_authorities(tx)?
        .iter()
        .any(|authority| stamp.is_issued_by(authority)))
}

/// Whether a stamp was made before what it should speak for. Authorities tell whole seconds.
pub(crate) const fn is_early(stamp: &Timestamp, signed_at: Moment) -> bool {
    stamp.at.0.div_euclid(1000) < signed_at.0.div_euclid(1000)
}

/// The authorities.
///
/// # Errors
/// Those of reading the journal.
pub fn list_authorities(call: &Call, _: Nothing) -> Result<Authorities, Refusal> {
    let all = call.read_tx(read_authority_registrations)?;
    let mut lines: Vec<AuthorityLine> = Vec::new();
    for (since, by, der, registered) in all {
        let Some(said) = seal::read_certificate_info(&der) else {
            continue;
        };
        let last = lines.iter_mut().rev().find(|line| line.sha256 == said.sha256);
        match (registered.stamps, last) {
            (Some(true), _) => lines.push(AuthorityLine {
                subject: said.subject,
                issuer: said.issuer,
                from: said.from,
                until: said.until,
                sha256: said.sha256,
                since,
                by,
                reason: registered.reason,
                ended: None,
            }),
            (_, Some(line)) => line.ended = Some(since),
            (_, None) => {}
        }
    }
    lines.reverse();
    Ok(Authorities { authorities: lines })
}

/// Registers an authority.
///
/// # Errors
/// `bad_authority`, `certificate_expired` (with `from`, `until`), `name_taken` (registered already) at `base64`; `required` at
/// `reason`; those of the key.
pub fn register_authority(call: &Call, ask: AuthorityRegister) -> Result<ChangeReply<Authorities>, Refusal> {
    let bad = || Refusal::at_field(Code::BadAuthority, "base64");
    let file = ask
        .base64
        .decode_bytes("base64")
        .map_err(|refusal| match refusal.code {
            Code::FileTooLarge => refusal,
            _ => bad(),
        })?;
    let der = parse_certificate_der(file)
        .filter(|der| seal::timestamp::is_authority(der))
        .ok_or_else(bad)?;
    let said = seal::read_certificate_info(&der).ok_or_else(bad)?;
    // One that begins later is good for the stamps that come then.
    if said.until < call.now {
        return Err(Refusal::at_field(Code::CertificateExpired, "base64")
            .with_arg("from", said.from.date_time_text())
            .with_arg("until", said.until.date_time_text()));
    }
    if call.read_tx(read_trusted_authorities)?.contains(&der) {
        return Err(Refusal::at_field(Code::NameTaken, "base64"));
    }
    append_authority(call, &der, true, &ask.reason)
}

/// Takes an authority out.
///
/// # Errors
/// `not_found` at `sha256`; `required` at `reason`; those of the key.
pub fn remove_authority(call: &Call, ask: AuthorityRemove) -> Result<ChangeReply<Authorities>, Refusal> {
    let known = call.read_tx(read_trusted_authorities)?;
    let found = known
        .iter()
        .find(|der| domain::hash::sha256_hex(&[der]) == ask.sha256);
    let missing = || Refusal::at_field(Code::NotFound, "sha256").with_arg("what", "certificate");
    append_authority(call, found.ok_or_else(missing)?, false, &ask.reason)
}

fn append_authority(
    call: &Call,
    der: &[u8],
    stamps: bool,
    reason: &str,
) -> Result<ChangeReply<Authorities>, Refusal> {
    let stamp = call.caller_stamp()?;
    call.write_tx(|tx| {
        let (secret, _) = key::ensure_signing_key(call, tx, &stamp)?;
        let registered =
            CertificateRegistration::new_authority(wire::encode_base64(der), stamps, reason, &secret)?;
        certificate::append_certificate(tx, registered, &stamp, &secret)
    })?;
    Ok(ChangeReply {
        value: list_authorities(call, Nothing {})?,
        changed: vec!["authority".to_owned()],
    })
}

/// The certificate of a file: DER, or PEM (RFC 7468).
fn parse_certificate_der(file: Vec<u8>) -> Option<Vec<u8>> {
    if file.len() > LARGEST {
        return None;
    }
    let Ok(text) = std::str::from_utf8(&file) else {
        return Some(file);
    };
    let (_, rest) = text.split_once("-----BEGIN CERTIFICATE-----")?;
    let (inside, _) = rest.split_once("-----END CERTIFICATE-----")?;
    let inside: String = inside.split_whitespace().collect();
    wire::decode_base64("base64", &inside).ok()
}
