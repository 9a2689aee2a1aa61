//! The signature as PDF readers want it: CMS (RFC 5652), detached, with the three signed attributes of PAdES B-B
//! (ETSI EN 319 142-1): content type, digest, and which certificate signed. No signing time: the PDF names it.

use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedAttributes, SignedData, SignerIdentifier, SignerInfo,
        SignerInfos, UnsignedAttributes,
    },
};
use der::{
    Any, Decode, Encode, Tag,
    asn1::{ObjectIdentifier, OctetString, SetOfVec},
    oid::db::{rfc5911, rfc5912},
};
use domain::Refusal;
use sha2::{Digest as _, Sha256};
use x509_cert::{
    Certificate, attr::Attribute, ext::pkix::SubjectKeyIdentifier, spki::AlgorithmIdentifierOwned,
};

use crate::{
    PdfSigner,
    check::{self, DigestAlgorithm},
    file_problem,
    look::trim_padding,
    signer::choose_signature_algorithm,
    timestamp::{self, Timestamp},
};
use p256::ecdsa::Signature;

pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// What signed data are called beside SM2 (GB/T 35275).
const CHINESE_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.6.1.4.2.2");

/// Where a stamp stands (RFC 3161, appendix A).
const TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// Signs a digest (SHA-256). `stamped`: the stamp of an authority for the signature, if there is one.
pub(crate) fn sign_digest(
    digest: &[u8],
    signer: &PdfSigner,
    stamped: &dyn Fn(&[u8]) -> Option<Vec<u8>>,
) -> Result<Vec<u8>, Refusal> {
    let certificates = signer.certificate_chain();
    let own = signer.parse_own_certificate()?.to_der().map_err(file_problem)?;
    let attributes = SignedAttributes::try_from(vec![
        build_attribute(rfc5911::ID_CONTENT_TYPE, Any::encode_from(&rfc5911::ID_DATA))?,
        build_attribute(rfc5911::ID_MESSAGE_DIGEST, Any::new(Tag::OctetString, digest))?,
        build_attribute(SIGNING_CERTIFICATE_V2, encode_signing_certificate(&own))?,
    ])
    .map_err(file_problem)?;
    let signature = signer.sign_message(&attributes.to_der().map_err(file_problem)?)?;
    let stamp = stamped(&signature);
    let certificates = certificates.iter().map(|der| Certificate::from_der(der));
    let certificates: der::Result<Vec<Certificate>> = certificates.collect();
    encode_cms(
        attributes,
        &certificates.map_err(file_problem)?,
        &signature,
        stamp.as_deref(),
    )
    .map_err(file_problem)
}

/// The whole of it. Nothing in it is free: the same parts always make the same bytes. `certificates`: the signer's first.
fn encode_cms(
    attributes: SignedAttributes,
    certificates: &[Certificate],
    signature: &[u8],
    stamp: Option<&[u8]>,
) -> der::Result<Vec<u8>> {
    let certificate = certificates.first().ok_or(Tag::Sequence.value_error())?;
    let signature_algorithm =
        choose_signature_algorithm(&certificate.tbs_certificate.subject_public_key_info)
            .ok_or(Tag::Sequence.value_error())?;
    let sha256 = AlgorithmIdentifierOwned {
        oid: rfc5912::ID_SHA_256,
        parameters: None,
    };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.tbs_certificate.issuer.clone(),
            serial_number: certificate.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: stamp.map(build_stamp_attribute).transpose()?,
    };
    let certificates = certificates.iter().cloned().map(CertificateChoices::Certificate);
    let certificates = SetOfVec::try_from(certificates.collect::<Vec<_>>())?;
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: rfc5911::ID_DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet(certificates)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    let info = ContentInfo {
        content_type: rfc5911::ID_SIGNED_DATA,
        content: Any::encode_from(&signed)?,
    };
    info.to_der()
}

fn build_stamp_attribute(stamp: &[u8]) -> der::Result<UnsignedAttributes> {
    let values = SetOfVec::try_from(vec![Any::from_der(stamp)?])?;
    SetOfVec::try_from(vec![Attribute {
        oid: TIME_STAMP,
        values,
    }])
}

fn build_attribute(oid: ObjectIdentifier, value: der::Result<Any>) -> Result<Attribute, Refusal> {
    let values = SetOfVec::try_from(vec![value.map_err(file_problem)?]).map_err(file_problem)?;
    Ok(Attribute { oid, values })
}

/// RFC 5035: SEQUENCE { SEQUENCE OF SEQUENCE { certHash } }, the hash being SHA-256 as the standard presumes.
fn encode_signing_certificate(certificate: &[u8]) -> der::Result<Any> {
    let mut inside = vec![0x30, 0x24, 0x30, 0x22, 0x04, 0x20];
    inside.extend(Sha256::digest(certificate));
    Any::new(Tag::Sequence, inside)
}

/// The only value of an attribute.
pub(crate) fn find_attribute_value(attributes: &SignedAttributes, oid: ObjectIdentifier) -> Option<Any> {
    read_single_value(&attributes.iter().find(|attribute| attribute.oid == oid)?.values)
}

/// The only value of a set.
fn read_single_value(values: &SetOfVec<Any>) -> Option<Any> {
    match values.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// Who signed.
pub(crate) struct VerifiedSignature {
    /// The certificate (DER).
    pub(crate) certificate: Vec<u8>,
    /// Those that lie beside it, which nothing covers: who knows the certificate knows which they must be.
    pub(crate) authorities: Vec<Vec<u8>>,
    /// The stamp on the signature.
    pub(crate) stamp: Option<Timestamp>,
    /// Whether it is an elliptic signature in the greater of its two forms, which anybody can turn into the other one.
    pub(crate) high: bool,
}

/// Who signed this digest; none if nobody validly did, or in another form than this program's.
pub(crate) fn verify_own_signature(cms: &[u8], digest: &[u8]) -> Option<VerifiedSignature> {
    let info = ContentInfo::from_der(cms).ok()?;
    let signed: SignedData = info.content.decode_as().ok()?;
    let [signer] = signed.signer_infos.0.as_slice() else {
        return None;
    };
    let certificates = order_certificates(&signed, &signer.sid)?;
    let certificate = certificates.first()?;
    let attributes = signer.signed_attrs.as_ref()?;
    let der = certificate.to_der().ok()?;
    let value = |oid| find_attribute_value(attributes, oid);
    let right = value(rfc5911::ID_MESSAGE_DIGEST)?.value() == digest
        && value(SIGNING_CERTIFICATE_V2)? == encode_signing_certificate(&der).ok()?
        && value(rfc5911::ID_CONTENT_TYPE)? == Any::encode_from(&rfc5911::ID_DATA).ok()?;
    let public = &certificate.tbs_certificate.subject_public_key_info;
    let signature = signer.signature.as_bytes();
    let text = attributes.to_der().ok()?;
    let valid = check::is_valid_signature(
        public,
        &choose_signature_algorithm(public)?,
        None,
        &text,
        signature,
    );
    // What no signature covers must be as this program writes it.
    let token = match &signer.unsigned_attrs {
        None => None,
        Some(more) => {
            let [attribute] = more.as_slice() else { return None };
            Some(read_single_value(&attribute.values)?.to_der().ok()?)
        }
    };
    let whole = encode_cms(attributes.clone(), &certificates, signature, token.as_deref());
    let exact = whole.is_ok_and(|whole| whole == cms);
    let stamp = match token {
        None => None,
        Some(token) => Some(timestamp::verify_timestamp(&token, signature)?),
    };
    let others = certificates.iter().skip(1).map(|it| it.to_der().ok());
    let authorities = others.collect::<Option<Vec<_>>>()?;
    (right && valid && exact).then_some(VerifiedSignature {
        certificate: der,
        authorities,
        stamp,
        high: is_high(signature),
    })
}

/// Whether s is the greater of the two that say the same (SEC 1, 4.1.4).
fn is_high(signature: &[u8]) -> bool {
    Signature::from_der(signature).is_ok_and(|signature| signature.normalize_s().is_some())
}

/// What a signature of somebody else's program is.
pub(crate) enum ForeignSignature {
    /// It holds, by this certificate (DER).
    Holds(Vec<u8>),
    /// It does not hold.
    Broken,
    /// It is of a kind that is not checked here, as SM2 is.
    Unknown,
}

/// What a signature over these bytes is, whoever made it. What is no signature at all does not hold either.
pub(crate) fn verify_foreign_signature(padded: &[u8], signed: &[&[u8]]) -> ForeignSignature {
    let Some((signer, certificate)) = read_single_signer(padded) else {
        return ForeignSignature::Broken;
    };
    let Ok(der) = certificate.to_der() else {
        return ForeignSignature::Broken;
    };
    let bytes = signed.concat();
    let hash = DigestAlgorithm::from_oid(signer.digest_alg.oid);
    // What was signed names the digest of the bytes; of a kind of digest that is not computed here nobody knows it.
    let named = signer.signed_attrs.as_ref().map(|attributes| {
        let digest = find_attribute_value(attributes, rfc5911::ID_MESSAGE_DIGEST);
        digest.filter(|digest| hash.is_none_or(|hash| digest.value() == hash.digest_bytes(&bytes)))
    });
    let text = match (&signer.signed_attrs, named) {
        (None, _) => Some(bytes),
        (Some(attributes), Some(Some(_))) => attributes.to_der().ok(),
        _ => None,
    };
    let Some(text) = text else {
        return ForeignSignature::Broken;
    };
    let public = &certificate.tbs_certificate.subject_public_key_info;
    let algorithm = &signer.signature_algorithm;
    let Some(hash) = hash.filter(|hash| check::is_supported_algorithm(public, algorithm, Some(*hash))) else {
        return ForeignSignature::Unknown;
    };
    if check::is_valid_signature(public, algorithm, Some(hash), &text, signer.signature.as_bytes()) {
        ForeignSignature::Holds(der)
    } else {
        ForeignSignature::Broken
    }
}

/// The only signer, and the certificate; none if that is no signed data (RFC 5652), nor its Chinese twin (GB/T 35275).
fn read_single_signer(padded: &[u8]) -> Option<(SignerInfo, Certificate)> {
    let cms = trim_padding(padded.to_vec())?;
    let info = ContentInfo::from_der(&cms).ok()?;
    if info.content_type != rfc5911::ID_SIGNED_DATA && info.content_type != CHINESE_SIGNED_DATA {
        return None;
    }
    let data: SignedData = info.content.decode_as().ok()?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return None;
    };
    let all = order_certificates(&data, &signer.sid)?;
    let certificate = all
        .into_iter()
        .next()
        .filter(|it| is_signer_certificate(it, &signer.sid))?;
    (!signer.signature.as_bytes().is_empty()).then(|| (signer.clone(), certificate))
}

/// Whether a certificate is the one a signer names.
pub(crate) fn is_signer_certificate(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let own = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            own.issuer == named.issuer && own.serial_number == named.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            matches!(own.get::<SubjectKeyIdentifier>(), Ok(Some((_, it))) if it == *named)
        }
    }
}

/// The certificates, that of the signer first.
fn order_certificates(signed: &SignedData, signer: &SignerIdentifier) -> Option<Vec<Certificate>> {
    let all = signed.certificates.as_ref()?.0.iter().map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    });
    let (mut own, others): (Vec<_>, Vec<_>) = all
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .partition(|it| is_signer_certificate(it, signer));
    own.extend(others);
    Some(own)
}
