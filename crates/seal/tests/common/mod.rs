//! What the tests of this crate share: a page, and a seal on it.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use domain::{Moment, key::Secret};
use paper::{
    Sheet,
    sheet::{Ink, Mark, Page},
    structure::Structure,
};
use seal::{FieldPlace, Sealing, Signer, Stamping, certificate, seal};

pub mod foreign;
pub mod raw;

pub const DAY: Moment = Moment(1_795_000_000_000);
pub const RECORD: &[u8] = r#"{"number":"QZWX2611240001"}"#.as_bytes();

/// Where a company puts its seal in these tests.
pub const PLACE: FieldPlace = (0, [300.0, 100.0, 420.0, 220.0]);

pub fn page() -> Vec<u8> {
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
        company: None,
    };
    assert_eq!(sheet.handwriting().unwrap().0, 0);
    paper::render(&sheet).bytes
}

pub fn secret() -> Secret {
    Secret::of([7; 32])
}

pub fn own_certificate(secret: &Secret) -> Vec<u8> {
    certificate(secret, "示例供水公司, \"一\"部=1", DAY).unwrap()
}

pub fn sealed_with(secret: &Secret, company: Option<FieldPlace>, stamped: Option<&Stamping>) -> Vec<u8> {
    let signer = Signer::installation(secret, own_certificate(secret)).unwrap();
    let with = Sealing {
        signer: &signer,
        name: "示例供水公司",
        reason: "用户签字确认",
        at: DAY,
        record: RECORD,
        field: Some((0, [100.0, 200.0, 200.0, 230.0])),
        company,
        stamped,
    };
    seal(page(), &with).unwrap()
}

pub fn sealed(secret: &Secret) -> (Vec<u8>, Vec<u8>) {
    (sealed_with(secret, None, None), own_certificate(secret))
}
