//! What the tests of this crate share: a page, and a seal on it.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use domain::{Moment, key::SealingKey};
use pdf::{
    PdfDocument,
    sheet::{DocumentPage, Ink, PageMark},
    structure::DocumentStructure,
};
use seal::{FieldPlace, PdfSigner, SealOptions, TimestampSource, create_installation_certificate, seal_pdf};

pub mod foreign;
pub mod raw;

pub const DAY: Moment = Moment(1_795_000_000_000);
pub const RECORD: &[u8] = r#"{"number":"QZWX2611240001"}"#.as_bytes();

/// Where a company puts its seal in these tests.
pub const PLACE: FieldPlace = (0, [300.0, 100.0, 420.0, 220.0]);

pub fn page() -> Vec<u8> {
    let mut page = DocumentPage::a4_portrait();
    page.marks.push(PageMark::Text {
        x: 20.0,
        y: 30.0,
        size: 12.0,
        bold: false,
        ink: Ink::Black,
        text: "用户签字确认单".to_owned(),
    });
    page.marks.push(PageMark::Stroke {
        points: vec![(40.0, 200.0), (70.0, 210.0)],
        width: 0.5,
        ink: Ink::Black,
    });
    let sheet = PdfDocument {
        title: "用户签字确认单".to_owned(),
        author: "示例供水公司".to_owned(),
        made_at: DAY.into(),
        pages: vec![page],
        structure: DocumentStructure::default(),
        attached: true,
        company: None,
    };
    assert_eq!(sheet.find_handwriting().unwrap().0, 0);
    pdf::render_pdf(&sheet).bytes
}

pub fn secret() -> SealingKey {
    SealingKey::from_seed([7; 32])
}

pub fn own_certificate(secret: &SealingKey) -> Vec<u8> {
    create_installation_certificate(secret, "示例供水公司, \"一\"部=1", DAY).unwrap()
}

pub fn sealed_with(
    secret: &SealingKey,
    company: Option<FieldPlace>,
    stamped: Option<&TimestampSource>,
) -> Vec<u8> {
    let signer = PdfSigner::from_installation_key(secret, own_certificate(secret)).unwrap();
    let with = SealOptions {
        signer: &signer,
        name: "示例供水公司",
        reason: "用户签字确认",
        at: DAY,
        record: RECORD,
        field: Some((0, [100.0, 200.0, 200.0, 230.0])),
        company,
        stamped,
    };
    seal_pdf(page(), &with).unwrap()
}

pub fn sealed(secret: &SealingKey) -> (Vec<u8>, Vec<u8>) {
    (sealed_with(secret, None, None), own_certificate(secret))
}
