//! A sealed PDF shows every change, however small.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may stop at the first surprise"
    )
)]

mod common;

use cms::{content_info::ContentInfo, signed_data::SignedData};
use common::{PLACE, RECORD, page, sealed, sealed_with, secret};
use der::{Any, Decode, Encode, asn1::OctetString};
use domain::key::SealingKey;
use p256::ecdsa::Signature;
use rand::{Rng, SeedableRng, rngs::StdRng};
use seal::{Inspection, PostSealUpdate, SealDefect, inspect_pdf};

#[test]
fn a_sealed_pdf_is_whole_and_names_its_certificate_and_record() {
    let (pdf, certificate) = sealed(&secret());
    let found = inspect_pdf(&pdf);
    let found = found.whole_file_seal().unwrap();
    assert_eq!(found.certificate, certificate);
    assert_eq!(found.authorities, Vec::<Vec<u8>>::new());
    assert_eq!(found.stamp, None);
    assert_eq!(found.record.as_deref(), Some(RECORD));
    assert_eq!(
        (found.length, &found.after),
        (pdf.len(), &PostSealUpdate::Nothing)
    );
    assert!(pdf.starts_with(&page()), "the page itself stays as it was");
    assert_eq!(pdf, sealed(&secret()).0, "the same content makes the same bytes");
    assert_ne!(pdf, sealed(&SealingKey::from_seed([8; 32])).0);
}

/// Every bit of every byte of the signature's revision would take long; a thousand by chance, and each byte of the
/// signature once.
#[test]
fn no_changed_bit_goes_unseen() {
    let (pdf, certificate) = sealed(&secret());
    let genuine = |bytes: &[u8]| {
        inspect_pdf(bytes)
            .whole_file_seal()
            .is_some_and(|found| found.certificate == certificate)
    };
    assert!(genuine(&pdf));
    let mut chance = StdRng::seed_from_u64(4);
    let (contents, end) = contents(&pdf);
    let places = (0..1000)
        .map(|_| chance.random_range(0..pdf.len()))
        .chain(contents..end)
        .collect::<Vec<_>>();
    for place in places {
        let mut changed = pdf.clone();
        changed[place] ^= 1 << chance.random_range(0..8);
        assert!(!genuine(&changed), "byte {place} of {}", pdf.len());
    }
}

/// The digits of the signature: first, and behind the last.
fn contents(pdf: &[u8]) -> (usize, usize) {
    let start = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
    let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    (start, end)
}

fn signature(pdf: &[u8]) -> (SignedData, usize) {
    let (start, end) = contents(pdf);
    let mut bytes = domain::hash::decode_hex(&pdf[start..end]).unwrap();
    let room = bytes.len();
    let long = usize::from(bytes[2]) * 256 + usize::from(bytes[3]) + 4;
    bytes.truncate(long);
    (
        ContentInfo::from_der(&bytes)
            .unwrap()
            .content
            .decode_as()
            .unwrap(),
        room,
    )
}

fn is_high(pdf: &[u8]) -> bool {
    let (data, _) = signature(pdf);
    let signature = Signature::from_der(data.signer_infos.0.as_slice()[0].signature.as_bytes()).unwrap();
    signature.normalize_s().is_some()
}

/// The same file with n − s in the place of s, which says the same to everybody who checks an ECDSA signature.
fn twin(pdf: &[u8]) -> Vec<u8> {
    let (mut data, room) = signature(pdf);
    let mut signer = data.signer_infos.0.as_slice()[0].clone();
    let signature = Signature::from_der(signer.signature.as_bytes()).unwrap();
    let twin = Signature::from_scalars(signature.r(), -signature.s()).unwrap();
    signer.signature = OctetString::new(twin.to_der().as_bytes()).unwrap();
    data.signer_infos.0 = vec![signer].try_into().unwrap();
    let info = ContentInfo {
        content_type: der::oid::db::rfc5911::ID_SIGNED_DATA,
        content: Any::encode_from(&data).unwrap(),
    };
    let mut bytes = info.to_der().unwrap();
    bytes.resize(room, 0);
    let (start, end) = contents(pdf);
    [
        &pdf[..start],
        domain::hash::encode_hex(&bytes).as_bytes(),
        &pdf[end..],
    ]
    .concat()
}

/// Whoever has no key can write an ECDSA signature in another way. Of a certified file only one of the two is taken.
#[test]
fn a_signature_has_one_form() {
    for secret in (1..12).map(|n| SealingKey::from_seed([n; 32])) {
        for company in [None, Some(PLACE)] {
            let pdf = sealed_with(&secret, company, None);
            assert!(!is_high(&pdf));
            let twin = twin(&pdf);
            assert!(is_high(&twin) && twin.len() == pdf.len());
            assert!(
                matches!(
                    inspect_pdf(&twin),
                    Inspection::Broken(SealDefect::Damaged, Some(_))
                ),
                "{:?}",
                inspect_pdf(&twin)
            );
        }
    }
}

/// Files of before: not certified, and half of their signatures have the greater s. Customers have them.
#[test]
fn older_files_are_as_whole_as_they_were() {
    for (name, high) in [("older-high.pdf", true), ("older-low.pdf", false)] {
        let path = format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"));
        let pdf = std::fs::read(path).unwrap();
        assert_eq!(is_high(&pdf), high);
        let found = inspect_pdf(&pdf);
        assert_eq!(
            found.whole_file_seal().unwrap().record.as_deref(),
            Some(RECORD),
            "{name}"
        );
    }
}

/// There is no room in a file without a stamp where somebody could put one of their own.
#[test]
fn nobody_finds_room_for_a_stamp() {
    let room = |pdf: &[u8]| {
        let (start, end) = contents(pdf);
        let digits = &pdf[start..end];
        digits.iter().rev().take_while(|digit| **digit == b'0').count() / 2
    };
    for n in 1..12 {
        let secret = SealingKey::from_seed([n; 32]);
        let (plain, none) = (sealed(&secret).0, sealed_with(&secret, None, Some(&|_| None)));
        assert!(room(&plain) < 32, "{}", room(&plain));
        assert_eq!(plain, none, "and an authority that does not answer leaves none");
    }
}

#[test]
fn other_files_are_not_signed() {
    assert_eq!(inspect_pdf(&page()), Inspection::Unsigned);
    assert_eq!(inspect_pdf(b"no PDF"), Inspection::Unreadable);
    assert_eq!(inspect_pdf(&[]), Inspection::Unreadable);
}
