//! Who signs a PDF: the installation by a key of its own, or the company by a certificate that an authority gave it and a file
//! of it (PKCS#12, RFC 7292) brought here.

use der::{Decode, Encode, Tagged, asn1::ObjectIdentifier, oid::db::rfc5912};
use domain::{Code, Moment, Refusal, hash, key::SealingKey};
use p12_keystore::{KeyStore, error::Error};
use p256::{
    ecdsa::{Signature, SigningKey, signature::Signer as _},
    pkcs8::DecodePrivateKey,
};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use x509_cert::{
    Certificate,
    ext::pkix::{KeyUsage, KeyUsages},
    name::Name,
    spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned},
};

use crate::{certificate::signing_key, check, file_problem};

/// The largest PKCS#12 file, in bytes.
const LARGEST: usize = 1024 * 1024;

/// How often a passphrase may be hashed. Programs of today write between 2,000 and 1,000,000.
const MOST_ROUNDS: u64 = 2_000_000;

/// The most certificates that go into a file.
const MOST: usize = 6;

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// A key and its certificate, ready to sign.
pub struct PdfSigner {
    key: SignerKey,
    /// DER: its own, then those of the authorities above it.
    certificates: Vec<Vec<u8>>,
}

enum SignerKey {
    P256(SigningKey),
    Rsa(RsaKeyPair),
}

impl PdfSigner {
    /// The installation, by the key derived from its own and the certificate made for it.
    ///
    /// # Errors
    /// `file_problem`, which no input causes.
    pub fn from_installation_key(secret: &SealingKey, certificate: Vec<u8>) -> Result<Self, Refusal> {
        Ok(Self {
            key: SignerKey::P256(signing_key(secret)?),
            certificates: vec![certificate],
        })
    }

    /// The company, by a key (PKCS#8, DER) and its certificates.
    ///
    /// # Errors
    /// `certificate_kind`: no key that can be used here; `bad_certificate`: not the key of this certificate, or of a form
    /// that would not come back as it is.
    pub fn from_company_key(pkcs8: &[u8], certificates: Vec<Vec<u8>>) -> Result<Self, Refusal> {
        let rsa = || RsaKeyPair::from_pkcs8(pkcs8).ok().map(SignerKey::Rsa);
        let p256 = || SigningKey::from_pkcs8_der(pkcs8).ok().map(SignerKey::P256);
        let key = rsa().or_else(p256).ok_or_else(bad_certificate_kind)?;
        let signer = Self { key, certificates };
        let own = signer.parse_own_certificate()?;
        let usage = own
            .tbs_certificate
            .get::<KeyUsage>()
            .map_err(|_| bad_certificate())?;
        let may = usage.is_none_or(|(_, usage)| {
            usage.0.contains(KeyUsages::DigitalSignature) || usage.0.contains(KeyUsages::NonRepudiation)
        });
        if !may {
            return Err(bad_certificate_kind());
        }
        let public = &own.tbs_certificate.subject_public_key_info;
        let algorithm = choose_signature_algorithm(public).ok_or_else(bad_certificate_kind)?;
        let signed = signer.sign_message(b"trial")?;
        let same = signer.certificates.iter().all(|der| {
            Certificate::from_der(der)
                .and_then(|it| it.to_der())
                .is_ok_and(|again| again == *der)
        });
        if same && check::is_valid_signature(public, &algorithm, None, b"trial", &signed) {
            Ok(signer)
        } else {
            Err(bad_certificate())
        }
    }

    /// DER: its own certificate, then those of the authorities above it.
    #[must_use]
    pub fn certificate_chain(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    pub(crate) fn parse_own_certificate(&self) -> Result<Certificate, Refusal> {
        let own = self.certificates.first().ok_or_else(bad_certificate)?;
        Certificate::from_der(own).map_err(|_| bad_certificate())
    }

    /// Signs a message, over its SHA-256.
    pub(crate) fn sign_message(&self, message: &[u8]) -> Result<Vec<u8>, Refusal> {
        match &self.key {
            SignerKey::P256(key) => {
                let signature: Signature = key.sign(message);
                // Of the two forms that say the same always the lesser, so that nobody can write the other one unseen.
                let low = signature.normalize_s().unwrap_or(signature);
                Ok(low.to_der().as_bytes().to_vec())
            }
            SignerKey::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(file_problem)?;
                Ok(signature)
            }
        }
    }
}

fn bad_certificate() -> Refusal {
    Refusal::at_field(Code::BadCertificate, "base64")
}

fn bad_certificate_kind() -> Refusal {
    Refusal::at_field(Code::CertificateKind, "base64")
}

/// How a key signs here; none for a kind that does not.
pub(crate) fn choose_signature_algorithm(
    key: &SubjectPublicKeyInfoOwned,
) -> Option<AlgorithmIdentifierOwned> {
    let (oid, parameters) = if key.algorithm.oid == rfc5912::RSA_ENCRYPTION {
        (rfc5912::SHA_256_WITH_RSA_ENCRYPTION, Some(der::Any::null()))
    } else if key.algorithm.oid == rfc5912::ID_EC_PUBLIC_KEY {
        (rfc5912::ECDSA_WITH_SHA_256, None)
    } else {
        return None;
    };
    Some(AlgorithmIdentifierOwned { oid, parameters })
}

/// Whether opening a file is no endless work: how often a passphrase is hashed the file says itself, in a number behind the
/// salt (RFC 8018, appendix A; RFC 7292, 4).
fn has_bounded_iterations(der: &[u8], depth: usize) -> bool {
    const SALT: u8 = 0x04;
    const NUMBER: u8 = 0x02;
    let (mut rest, mut before) = (der, 0);
    while let Some((tag, value, behind)) = next_value(rest) {
        let number = value.iter().skip_while(|byte| **byte == 0).count();
        let most = value.iter().fold(0_u64, |sum, byte| {
            sum.saturating_mul(256).saturating_add(u64::from(*byte))
        });
        if tag == NUMBER && before == SALT && (number > 4 || most > MOST_ROUNDS) {
            return false;
        }
        // What is packed in a sequence, a set, a text of bytes or a choice.
        let packed = matches!(tag, 0x30 | 0x31 | SALT) || tag & 0xe0 == 0xa0;
        if packed && depth < 24 && !has_bounded_iterations(value, depth + 1) {
            return false;
        }
        (rest, before) = (behind, tag);
    }
    true
}

/// The tag and the contents of the value at the beginning of some bytes, and what stands behind it.
fn next_value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (long, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (long, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
            let long = long
                .iter()
                .fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
            (long, rest)
        }
        _ => return None,
    };
    let (value, behind) = rest.split_at_checked(long)?;
    Some((*tag, value, behind))
}

/// What a PKCS#12 file holds.
pub struct Pkcs12Contents {
    /// The key (PKCS#8, DER).
    pub pkcs8: Vec<u8>,
    /// DER: its certificate, then those of the authorities above it, without the root, which who checks must have already.
    pub certificates: Vec<Vec<u8>>,
}

/// Opens a PKCS#12 file.
///
/// # Errors
/// `bad_certificate` at `base64`: no such file, or none with a key and its certificate; `wrong_passphrase` at `passphrase`.
pub fn open_pkcs12(file: &[u8], passphrase: &str) -> Result<Pkcs12Contents, Refusal> {
    if file.len() > LARGEST || !has_bounded_iterations(file, 0) {
        return Err(bad_certificate());
    }
    let store = KeyStore::from_pkcs12(file, passphrase).map_err(|error| match error {
        Error::MacError(_) | Error::Pkcs5Error(_) | Error::UnpadError => {
            Refusal::at_field(Code::WrongPassphrase, "passphrase")
        }
        other => bad_certificate().with_arg("detail", other.to_string()),
    })?;
    let (_, chain) = store.private_key_chain().ok_or_else(bad_certificate)?;
    let mut certificates = chain.chain().iter();
    let own = certificates.next().ok_or_else(bad_certificate)?;
    let above = certificates.filter(|it| it.subject() != it.issuer());
    let certificates: Vec<Vec<u8>> = std::iter::once(own)
        .chain(above)
        .map(|it| it.as_der().to_vec())
        .collect();
    if certificates.len() > MOST {
        return Err(bad_certificate());
    }
    Ok(Pkcs12Contents {
        pkcs8: chain.key().to_vec(),
        certificates,
    })
}

/// What a certificate says, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateInfo {
    pub subject: String,
    /// Who gave it.
    pub issuer: String,
    pub from: Moment,
    /// and until when it is good.
    pub until: Moment,
    /// SHA-256 of it.
    pub sha256: String,
}

/// Reads a certificate (DER); none if it is none.
#[must_use]
pub fn read_certificate_info(der: &[u8]) -> Option<CertificateInfo> {
    let read = Certificate::from_der(der).ok()?.tbs_certificate;
    let moment = |time: x509_cert::time::Time| {
        i64::try_from(time.to_unix_duration().as_millis())
            .ok()
            .map(Moment)
    };
    Some(CertificateInfo {
        subject: read_common_name(&read.subject),
        issuer: read_common_name(&read.issuer),
        from: moment(read.validity.not_before)?,
        until: moment(read.validity.not_after)?,
        sha256: hash::sha256_hex(&[der]),
    })
}

/// The name people know somebody by.
pub(crate) fn read_common_name(name: &Name) -> String {
    let parts = name.0.iter().flat_map(|part| part.0.iter());
    let common = parts.into_iter().find(|part| part.oid == COMMON_NAME);
    let text = common.and_then(|part| {
        let bytes = part.value.value();
        // BMPString is what some authorities write Chinese names in.
        if part.value.tag() == der::Tag::BmpString {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
                .collect();
            return String::from_utf16(&units).ok();
        }
        String::from_utf8(bytes.to_vec()).ok()
    });
    text.unwrap_or_else(|| name.to_string())
}
