//! The certificate of the installation: self-made, P-256, so that PDF readers can check what it signs. It shows that
//! nothing was changed and which installation signed; that this is the company is said by the company, not by an
//! authority.

use std::{str::FromStr, time::Duration};

use der::{Encode, asn1::UtcTime};
use domain::{Moment, Refusal, hash, key::SealingKey};
use p256::{
    ecdsa::{DerSignature, SigningKey},
    pkcs8::EncodePublicKey,
};
use x509_cert::{
    builder::{Builder, CertificateBuilder, Profile},
    name::Name,
    serial_number::SerialNumber,
    spki::SubjectPublicKeyInfoOwned,
    time::{Time, Validity},
};

use crate::file_problem;

/// The key PDFs are signed with, derived from the installation's.
pub(crate) fn signing_key(secret: &SealingKey) -> Result<SigningKey, Refusal> {
    // One digest in four thousand million is no key of this curve; the next one is.
    let derived = ["pdf", "pdf again"].map(|purpose| secret.derive_secret(purpose));
    derived
        .iter()
        .find_map(|text| SigningKey::from_slice(&hash::decode_hex(text.as_bytes())?).ok())
        .ok_or_else(|| file_problem("no key"))
}

/// Makes the certificate (DER), good from `from` to the end of 2049: a document is checked as of the day it was signed,
/// and no date beyond can be written in the short form every reader knows. The same key and day give the same bytes.
///
/// # Errors
/// `file_problem` for a name no certificate can hold.
pub fn create_installation_certificate(
    secret: &SealingKey,
    company: &str,
    from: Moment,
) -> Result<Vec<u8>, Refusal> {
    let signer = signing_key(secret)?;
    let public = signer.verifying_key().to_public_key_der().map_err(file_problem)?;
    let public = SubjectPublicKeyInfoOwned::try_from(public.as_bytes()).map_err(file_problem)?;
    let subject = format!("CN={},OU=延伸服务台 {}", escape_name(company), secret.key_id());
    let serial = hash::sha256_hex(&[secret.key_id().as_bytes(), &from.0.to_be_bytes()]);
    let serial = hash::decode_hex(serial.as_bytes()).unwrap_or_default();
    // A positive number of fifteen bytes.
    let serial: Vec<u8> = std::iter::once(1).chain(serial.into_iter().take(14)).collect();
    let seconds = u64::try_from(from.0 / 1000).map_err(file_problem)?;
    let time = |seconds| UtcTime::from_unix_duration(Duration::from_secs(seconds)).map(Time::UtcTime);
    const END_OF_2049: u64 = 2_524_607_999;
    let validity = Validity {
        not_before: time(seconds).map_err(file_problem)?,
        not_after: time(END_OF_2049).map_err(file_problem)?,
    };
    let name = Name::from_str(&subject).map_err(file_problem)?;
    let profile = Profile::Leaf {
        issuer: name.clone(),
        enable_key_agreement: false,
        enable_key_encipherment: false,
    };
    let serial = SerialNumber::new(&serial).map_err(file_problem)?;
    CertificateBuilder::new(profile, serial, validity, name, public, &signer)
        .and_then(|builder| builder.build::<DerSignature>())
        .map_err(file_problem)?
        .to_der()
        .map_err(file_problem)
}

/// RFC 4514: what would end a name or begin another one.
fn escape_name(name: &str) -> String {
    let mut text = String::new();
    for (place, c) in name.trim().chars().enumerate() {
        if matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=') || (place == 0 && c == '#') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
