//! The certificates between the one that an authority stamps with and one that is registered (RFC 5280, 6.1).

use der::{Encode, asn1::ObjectIdentifier, oid::db::rfc5280};
use domain::Moment;
use x509_cert::{
    Certificate,
    ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages},
    time::Time,
};

use crate::check;

/// The most certificates above the one that stamped.
pub(crate) const MOST: usize = 5;

/// What a certificate may say of itself that every checker must heed, and that is heeded here. Policies are not asked for.
const HEEDED: [ObjectIdentifier; 4] = [
    rfc5280::ID_CE_BASIC_CONSTRAINTS,
    rfc5280::ID_CE_KEY_USAGE,
    rfc5280::ID_CE_EXT_KEY_USAGE,
    rfc5280::ID_CE_CERTIFICATE_POLICIES,
];

/// Those of all that lead upwards from a certificate, the nearest first; the last one may be a root.
pub(crate) fn find_issuer_chain(own: &Certificate, all: &[Certificate]) -> Vec<Certificate> {
    let mut path: Vec<Certificate> = Vec::new();
    let mut below = own;
    while path.len() < MOST {
        let next = all
            .iter()
            .find(|it| *it != own && !path.contains(it) && has_issued(it, below, path.len()));
        let Some(next) = next else { break };
        path.push(next.clone());
        below = next;
    }
    path
}

/// Whether a registered certificate stands on the path, or gave the last or any other one of it, all of them being good then.
pub(crate) fn is_chain_anchored_in(
    own: &Certificate,
    path: &[Certificate],
    to: &Certificate,
    at: Moment,
) -> bool {
    let mut below = own;
    for (many, above) in std::iter::once(own).chain(path).enumerate() {
        // The first is what stamped, and was looked at as that.
        if !is_valid_at(above, at) || (many > 0 && !has_issued(above, below, many - 1)) {
            return false;
        }
        if above == to || (is_valid_at(to, at) && has_issued(to, above, many)) {
            return true;
        }
        below = above;
    }
    false
}

/// Whether a certificate was good at that time.
fn is_valid_at(certificate: &Certificate, at: Moment) -> bool {
    let validity = &certificate.tbs_certificate.validity;
    let moment = |time: &Time| i64::try_from(time.to_unix_duration().as_millis()).ok();
    // To the second, as certificates are.
    let until = moment(&validity.not_after).map(|until| until + 999);
    moment(&validity.not_before).is_some_and(|from| from <= at.0) && until.is_some_and(|until| at.0 <= until)
}

/// Whether an authority gave a certificate, with so many others between that and the one that stamped.
fn has_issued(above: &Certificate, own: &Certificate, between: usize) -> bool {
    let of = &above.tbs_certificate;
    let is_authority = matches!(of.get::<BasicConstraints>(), Ok(Some((_, it)))
        if it.ca && it.path_len_constraint.is_none_or(|most| between <= usize::from(most)));
    let usage = of.get::<KeyUsage>();
    let may_sign = usage.is_ok_and(|usage| usage.is_none_or(|(_, it)| it.0.contains(KeyUsages::KeyCertSign)));
    let purpose = of.get::<ExtendedKeyUsage>();
    let for_stamps = [rfc5280::ID_KP_TIME_STAMPING, rfc5280::ANY_EXTENDED_KEY_USAGE];
    let may_for_stamps = purpose
        .is_ok_and(|purpose| purpose.is_none_or(|(_, it)| it.0.iter().any(|one| for_stamps.contains(one))));
    let heeded = of
        .extensions
        .iter()
        .flatten()
        .all(|it| !it.critical || HEEDED.contains(&it.extn_id));
    let Ok(text) = own.tbs_certificate.to_der() else {
        return false;
    };
    is_authority
        && may_sign
        && may_for_stamps
        && heeded
        && of.subject == own.tbs_certificate.issuer
        && own.signature_algorithm == own.tbs_certificate.signature
        && check::is_valid_signature(
            &of.subject_public_key_info,
            &own.signature_algorithm,
            None,
            &text,
            own.signature.raw_bytes(),
        )
}
