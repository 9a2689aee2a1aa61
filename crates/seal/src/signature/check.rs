//! Whether a key of a certificate made a signature: the kinds that authorities use. SM2 is not among them.

use der::{asn1::ObjectIdentifier, oid::db::rfc5912};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
    VerificationAlgorithm,
};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// Digests that are good enough.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum DigestAlgorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl DigestAlgorithm {
    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        [
            (rfc5912::ID_SHA_256, Self::Sha256),
            (rfc5912::ID_SHA_384, Self::Sha384),
            (rfc5912::ID_SHA_512, Self::Sha512),
        ]
        .into_iter()
        .find_map(|(known, hash)| (known == oid).then_some(hash))
    }

    pub(crate) fn digest_bytes(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// Whether a key signed a message. `hash`: the digest where the algorithm does not name one.
pub(crate) fn is_valid_signature(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<DigestAlgorithm>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let found = find_verification_algorithm(key, algorithm.oid, hash);
    let public = key.subject_public_key.raw_bytes();
    found.is_some_and(|rule| {
        UnparsedPublicKey::new(rule, public)
            .verify(message, signature)
            .is_ok()
    })
}

/// Whether this is a kind of key whose signatures are checked here.
pub(crate) fn is_supported_key(key: &SubjectPublicKeyInfoOwned) -> bool {
    [rfc5912::RSA_ENCRYPTION, rfc5912::ECDSA_WITH_SHA_256]
        .into_iter()
        .any(|oid| find_verification_algorithm(key, oid, Some(DigestAlgorithm::Sha256)).is_some())
}

/// Whether signatures of this kind are checked here.
pub(crate) fn is_supported_algorithm(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: Option<DigestAlgorithm>,
) -> bool {
    find_verification_algorithm(key, algorithm.oid, hash).is_some()
}

fn find_verification_algorithm(
    key: &SubjectPublicKeyInfoOwned,
    oid: ObjectIdentifier,
    hash: Option<DigestAlgorithm>,
) -> Option<&'static dyn VerificationAlgorithm> {
    let curve = || {
        key.algorithm
            .parameters
            .as_ref()?
            .decode_as::<ObjectIdentifier>()
            .ok()
    };
    if key.algorithm.oid == rfc5912::RSA_ENCRYPTION {
        let hash = match oid {
            rfc5912::SHA_256_WITH_RSA_ENCRYPTION => DigestAlgorithm::Sha256,
            rfc5912::SHA_384_WITH_RSA_ENCRYPTION => DigestAlgorithm::Sha384,
            rfc5912::SHA_512_WITH_RSA_ENCRYPTION => DigestAlgorithm::Sha512,
            rfc5912::RSA_ENCRYPTION => hash?,
            _ => return None,
        };
        return Some(match hash {
            DigestAlgorithm::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
            DigestAlgorithm::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
            DigestAlgorithm::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        });
    }
    Some(match (oid, curve()?) {
        (rfc5912::ECDSA_WITH_SHA_256, rfc5912::SECP_256_R_1) => &ECDSA_P256_SHA256_ASN1,
        (rfc5912::ECDSA_WITH_SHA_384, rfc5912::SECP_256_R_1) => &ECDSA_P256_SHA384_ASN1,
        (rfc5912::ECDSA_WITH_SHA_256, rfc5912::SECP_384_R_1) => &ECDSA_P384_SHA256_ASN1,
        (rfc5912::ECDSA_WITH_SHA_384, rfc5912::SECP_384_R_1) => &ECDSA_P384_SHA384_ASN1,
        _ => return None,
    })
}
