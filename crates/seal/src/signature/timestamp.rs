//! Time stamps (RFC 3161): an authority says when a signature was there already (PAdES B-T).
//!
//! What its signature does not cover is made small and checked: of the certificates only the authority's own stays, which
//! its signature names by hash, and those that lead from it upwards, each signed by the next; what nobody signed is left out.
//! So no byte of a stamp can be changed unseen that says anything.
//! Deliberately absent: which authorities are known. Whoever registers their certificates says that, and asks
//! [`Timestamp::is_issued_by`].

use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{CertificateSet, SignedData, SignerInfo, SignerInfos},
};
use der::{
    Any, Decode, Encode,
    asn1::{Int, ObjectIdentifier, OctetString, SetOfVec},
    oid::db::{rfc5280, rfc5911, rfc5912},
};
use domain::{Moment, Refusal};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use sha2::{Digest as _, Sha256};
use x509_cert::{
    Certificate,
    ext::pkix::{BasicConstraints, ExtendedKeyUsage},
    spki::AlgorithmIdentifierOwned,
};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

use crate::{
    above,
    check::{self, DigestAlgorithm},
    cms::{SIGNING_CERTIFICATE_V2, find_attribute_value, is_signer_certificate},
    file_problem,
    signer::read_common_name,
};

const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");

/// What a stamp says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timestamp {
    /// When the signature was there.
    pub at: Moment,
    /// Who says so: the name in the authority's certificate.
    pub by: String,
    /// The certificate (DER).
    pub certificate: Vec<u8>,
    /// Those above it that lie beside it (DER), the nearest first: each gave the one before.
    pub above: Vec<Vec<u8>>,
    /// Whether the certificate is one for time stamps (RFC 3161, 2.3).
    pub may: bool,
}

impl Timestamp {
    /// Whether the authority of this certificate (DER) made it, at a time when it might: by this very certificate, or by one
    /// below it, all those between being beside the stamp.
    #[must_use]
    pub fn is_issued_by(&self, authority: &[u8]) -> bool {
        let read = |der: &[u8]| Certificate::from_der(der).ok();
        let (Some(own), Some(registered)) = (read(&self.certificate), read(authority)) else {
            return false;
        };
        let path: Option<Vec<Certificate>> = self.above.iter().map(|der| read(der)).collect();
        self.may && path.is_some_and(|path| above::is_chain_anchored_in(&own, &path, &registered, self.at))
    }
}

/// Whether a certificate (DER) is one of a time-stamp authority, or of one that gives such certificates; and of a key whose
/// signatures are checked here, in the one form that comes back as it is.
#[must_use]
pub fn is_authority(der: &[u8]) -> bool {
    let Ok(read) = Certificate::from_der(der) else {
        return false;
    };
    let above = matches!(read.tbs_certificate.get::<BasicConstraints>(), Ok(Some((_, it))) if it.ca);
    let key = check::is_supported_key(&read.tbs_certificate.subject_public_key_info);
    (above || is_for_timestamps(&read)) && key && read.to_der().is_ok_and(|again| again == der)
}

/// Whether a certificate is for time stamps.
fn is_for_timestamps(certificate: &Certificate) -> bool {
    let usage = certificate.tbs_certificate.get::<ExtendedKeyUsage>();
    matches!(usage, Ok(Some((_, usage))) if usage.0.contains(&rfc5280::ID_KP_TIME_STAMPING))
}

/// Asks for a stamp of a signature. `nonce`: random, so that no older answer can be given.
///
/// # Errors
/// `file_problem`, which no input causes.
pub fn build_timestamp_request(signature: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>, Refusal> {
    let request = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: build_imprint(signature).map_err(file_problem)?,
        req_policy: None,
        nonce: Some(encode_nonce(nonce).map_err(file_problem)?),
        cert_req: true,
        extensions: None,
    };
    request.to_der().map_err(file_problem)
}

fn build_imprint(signature: &[u8]) -> der::Result<MessageImprint> {
    Ok(MessageImprint {
        hash_algorithm: AlgorithmIdentifierOwned {
            oid: rfc5912::ID_SHA_256,
            parameters: Some(Any::null()),
        },
        hashed_message: OctetString::new(Sha256::digest(signature).as_slice())?,
    })
}

/// A positive number in as few bytes as DER wants.
fn encode_nonce(nonce: [u8; 8]) -> der::Result<Int> {
    let mut nonce = nonce;
    if let Some(first) = nonce.first_mut() {
        *first = *first & 0x3f | 0x40;
    }
    Int::new(&nonce)
}

/// The stamp of an answer, as it goes into a file.
///
/// # Errors
/// `bad_stamp`: refused by the authority, not of this signature and request, or of a kind that cannot be checked.
pub fn extract_timestamp_token(answer: &[u8], signature: &[u8], nonce: [u8; 8]) -> Result<Vec<u8>, Refusal> {
    let bad = |why: &str| Refusal::new(domain::Code::BadStamp).with_arg("detail", why);
    let answer = TimeStampResp::from_der(answer).map_err(|error| bad(&error.to_string()))?;
    let token = answer.time_stamp_token.ok_or_else(|| bad("refused"))?;
    let token = strip_token(&token).ok_or_else(|| bad("its form"))?;
    let read = verify_token(&token, signature).ok_or_else(|| bad("does not hold"))?;
    if !read.0.may {
        return Err(bad("its certificate is not for time stamps"));
    }
    let same = encode_nonce(nonce).is_ok_and(|nonce| read.1.nonce == Some(nonce));
    if same {
        Ok(token)
    } else {
        Err(bad("of another request"))
    }
}

/// What a stamp of a signature says; none if it does not hold, down to its last byte.
#[must_use]
pub fn verify_timestamp(token: &[u8], signature: &[u8]) -> Option<Timestamp> {
    verify_token(token, signature).map(|(stamp, _)| stamp)
}

fn decode_signed_data(token: &ContentInfo) -> Option<SignedData> {
    (token.content_type == rfc5911::ID_SIGNED_DATA)
        .then(|| token.content.decode_as().ok())
        .flatten()
}

/// Only what is signed, and the certificate of who signed, and those above it.
fn strip_token(token: &ContentInfo) -> Option<Vec<u8>> {
    let mut data = decode_signed_data(token)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return None;
    };
    let signer = SignerInfo {
        unsigned_attrs: None,
        ..signer.clone()
    };
    let own = find_signer_certificate(&data, &signer)?;
    let kept = find_issuer_certificates(&data, &own)
        .into_iter()
        .map(CertificateChoices::Certificate);
    let kept: Vec<CertificateChoices> = std::iter::once(own).chain(kept).collect();
    data.certificates = Some(CertificateSet(SetOfVec::try_from(kept).ok()?));
    data.crls = None;
    data.signer_infos = SignerInfos(SetOfVec::try_from(vec![signer]).ok()?);
    encode_token(&data)
}

fn encode_token(data: &SignedData) -> Option<Vec<u8>> {
    let token = ContentInfo {
        content_type: rfc5911::ID_SIGNED_DATA,
        content: Any::encode_from(data).ok()?,
    };
    token.to_der().ok()
}

/// The certificate the signer names.
fn find_signer_certificate(data: &SignedData, signer: &SignerInfo) -> Option<CertificateChoices> {
    let own = |choice: &&CertificateChoices| match choice {
        CertificateChoices::Certificate(certificate) => is_signer_certificate(certificate, &signer.sid),
        CertificateChoices::Other(_) => false,
    };
    data.certificates.as_ref()?.0.iter().find(own).cloned()
}

/// The certificates beside the signer's that lead upwards from it.
fn find_issuer_certificates(data: &SignedData, own: &CertificateChoices) -> Vec<Certificate> {
    let CertificateChoices::Certificate(own) = own else {
        return Vec::new();
    };
    let all = data.certificates.iter().flat_map(|all| all.0.iter());
    let all = all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    });
    above::find_issuer_chain(own, &all.take(2 * above::MOST).collect::<Vec<_>>())
}

fn verify_token(token: &[u8], signature: &[u8]) -> Option<(Timestamp, TstInfo)> {
    let data = decode_signed_data(&ContentInfo::from_der(token).ok()?)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return None;
    };
    let own = find_signer_certificate(&data, signer)?;
    let above = find_issuer_certificates(&data, &own);
    let CertificateChoices::Certificate(certificate) = &own else {
        return None;
    };
    // None may lie there that is not one of them.
    if data.certificates.as_ref()?.0.len() != 1 + above.len() {
        return None;
    }
    let attributes = signer.signed_attrs.as_ref()?;
    let value = |oid| find_attribute_value(attributes, oid);
    let hash = DigestAlgorithm::from_oid(signer.digest_alg.oid)?;
    let content = data.encap_content_info.econtent.as_ref()?;
    let content = content.decode_as::<OctetString>().ok()?;
    let der = certificate.to_der().ok()?;
    let right = data.encap_content_info.econtent_type == TST_INFO
        && value(rfc5911::ID_CONTENT_TYPE)? == Any::encode_from(&TST_INFO).ok()?
        && value(rfc5911::ID_MESSAGE_DIGEST)?.value() == hash.digest_bytes(content.as_bytes())
        && is_certificate_named(value(SIGNING_CERTIFICATE), value(SIGNING_CERTIFICATE_V2), &der);
    let valid = check::is_valid_signature(
        &certificate.tbs_certificate.subject_public_key_info,
        &signer.signature_algorithm,
        Some(hash),
        &attributes.to_der().ok()?,
        signer.signature.as_bytes(),
    );
    if !right || !valid || !is_canonical_token(&data, signer, token) {
        return None;
    }
    let info = TstInfo::from_der(content.as_bytes()).ok()?;
    let of_this = info.message_imprint.hash_algorithm.oid == rfc5912::ID_SHA_256
        && info.message_imprint.hashed_message.as_bytes() == Sha256::digest(signature).as_slice();
    let at = i64::try_from(info.gen_time.to_unix_duration().as_millis()).ok()?;
    let stamp = Timestamp {
        at: Moment(at),
        by: read_common_name(&certificate.tbs_certificate.subject),
        certificate: der,
        above: above.iter().map(|it| it.to_der().ok()).collect::<Option<_>>()?,
        may: is_for_timestamps(certificate),
    };
    of_this.then_some((stamp, info))
}

/// Whether the authority's signature names its certificate by hash: the first of a list of lists whose first value it is
/// (RFC 2634, RFC 5035). SHA-1 is what many still write there.
fn is_certificate_named(old: Option<Any>, new: Option<Any>, certificate: &[u8]) -> bool {
    let first = |any: &Any| Some(read_value_contents(read_value_contents(any.value())?)?.to_vec());
    let starts = |list: Option<Any>, hash: &[u8], before: &[&[u8]]| {
        let wanted = before.iter().map(|head| [*head, hash].concat());
        list.as_ref()
            .and_then(first)
            .is_some_and(|inside| wanted.into_iter().any(|wanted| inside.starts_with(&wanted)))
    };
    let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate);
    let sha256 = Sha256::digest(certificate);
    // SHA-256 is presumed; some name it all the same.
    let said: &[u8] = &[
        0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20,
    ];
    let with_null: &[u8] = &[
        0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
    ];
    starts(new, &sha256, &[&[0x04, 0x20], said, with_null]) || starts(old, sha1.as_ref(), &[&[0x04, 0x14]])
}

/// The contents of the value at the beginning of some bytes.
fn read_value_contents(bytes: &[u8]) -> Option<&[u8]> {
    let (head, long) = read_value_head(bytes)?;
    bytes.get(head..head + long)
}

/// How long the head of a value is, and the value behind it.
fn read_value_head(bytes: &[u8]) -> Option<(usize, usize)> {
    match bytes.get(1..4)? {
        [short, ..] if *short < 0x80 => Some((2, usize::from(*short))),
        [0x81, long, _] => Some((3, usize::from(*long))),
        [0x82, high, low] => Some((4, usize::from(*high) * 256 + usize::from(*low))),
        _ => None,
    }
}

/// Whether everything that the authority did not sign has the only form it may have.
fn is_canonical_token(data: &SignedData, signer: &SignerInfo, token: &[u8]) -> bool {
    let plain = |algorithm: &AlgorithmIdentifierOwned| {
        algorithm
            .parameters
            .as_ref()
            .is_none_or(|parameters| *parameters == Any::null())
    };
    let digests = data.digest_algorithms.as_slice();
    data.crls.is_none()
        && signer.unsigned_attrs.is_none()
        && plain(&signer.digest_alg)
        && plain(&signer.signature_algorithm)
        && matches!(digests, [one] if one.oid == signer.digest_alg.oid && plain(one))
        && data.version == cms::content_info::CmsVersion::V3
        && signer.version == cms::content_info::CmsVersion::V1
        && encode_token(data).is_some_and(|whole| whole == token)
}
