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

use domain::{Moment, key::Secret};
use paper::{
    Sheet,
    sheet::{Ink, Mark, Page},
    structure::Structure,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use seal::{Broken, Look, Sealing, Signer, certificate, look, seal};

const DAY: Moment = Moment(1_795_000_000_000);
const RECORD: &[u8] = r#"{"number":"QZWX2611240001"}"#.as_bytes();

fn page() -> Vec<u8> {
    let mut page = Page::a4();
    page.marks.push(Mark::Text {
        x: 20.0,
        y: 30.0,
        size: 12.0,
        bold: false,
        ink: Ink::Black,
        text: "用户签字确认单".to_owned(),
    });
    page.marks.push(Mark::Stroke {
        points: vec![(40.0, 200.0), (70.0, 210.0)],
        width: 0.5,
        ink: Ink::Black,
    });
    let sheet = Sheet {
        title: "用户签字确认单".to_owned(),
        author: "示例供水公司".to_owned(),
        made_at: DAY,
        pages: vec![page],
        structure: Structure::default(),
        attached: true,
    };
    assert_eq!(sheet.handwriting().unwrap().0, 0);
    paper::render(&sheet).bytes
}

fn sealed(secret: &Secret) -> (Vec<u8>, Vec<u8>) {
    let certificate = certificate(secret, "示例供水公司, \"一\"部=1", DAY).unwrap();
    let signer = Signer::installation(secret, certificate.clone()).unwrap();
    let with = Sealing {
        signer: &signer,
        name: "示例供水公司",
        reason: "用户签字确认",
        at: DAY,
        record: RECORD,
        field: Some((0, [100.0, 200.0, 200.0, 230.0])),
        stamped: None,
    };
    (seal(page(), &with).unwrap(), certificate)
}

fn secret() -> Secret {
    Secret::of([7; 32])
}

#[test]
fn a_sealed_pdf_is_whole_and_names_its_certificate_and_record() {
    let (pdf, certificate) = sealed(&secret());
    let found = look(&pdf);
    assert_eq!(
        found,
        Look::Whole {
            certificate,
            authorities: Vec::new(),
            stamp: None,
            record: Some(RECORD.to_vec())
        }
    );
    assert!(pdf.starts_with(&page()), "the page itself stays as it was");
    assert_eq!(pdf, sealed(&secret()).0, "the same content makes the same bytes");
    assert_ne!(pdf, sealed(&Secret::of([8; 32])).0);
}

/// Every bit of every byte of the signature's revision would take long; a thousand by chance, and each byte of the
/// signature once.
#[test]
fn no_changed_bit_goes_unseen() {
    let (pdf, certificate) = sealed(&secret());
    let genuine =
        |bytes: &[u8]| matches!(look(bytes), Look::Whole { certificate: found, .. } if found == certificate);
    assert!(genuine(&pdf));
    let mut chance = StdRng::seed_from_u64(4);
    let contents = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
    let places = (0..1000)
        .map(|_| chance.random_range(0..pdf.len()))
        .chain(contents..contents + 2000)
        .collect::<Vec<_>>();
    for place in places {
        let mut changed = pdf.clone();
        changed[place] ^= 1 << chance.random_range(0..8);
        assert!(!genuine(&changed), "byte {place} of {}", pdf.len());
    }
}

#[test]
fn what_is_added_behind_is_seen() {
    let (mut pdf, _) = sealed(&secret());
    pdf.extend(b"\n% one more line\n");
    assert!(
        matches!(look(&pdf), Look::Broken(Broken::Added, Some(_))),
        "{:?}",
        look(&pdf)
    );
}

#[test]
fn other_files_are_not_signed() {
    assert_eq!(look(&page()), Look::Unsigned);
    assert_eq!(look(b"no PDF"), Look::Unreadable);
    assert_eq!(look(&[]), Look::Unreadable);
}
