//! Facts as earlier versions wrote them: they are read, fold as they did, and are written again byte for byte, so that the chain of an
//! older journal holds.
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

use common::{AGENT, ENGINEER, ask_extension, at, on_the_way, repaired};
use domain::{Fact, Moment, acknowledgement::AcknowledgementRecord, fact::TicketFact, hash};

/// What stands in journals from before teams were named apart, decisions said for whom they were made and records said when they were typed.
const OLD: &[&str] = &[
    r#"{"on":"ticket","what":{"fact":"valve_ordered","crew":"稽查一班","place":"楼前阀门井"}}"#,
    r#"{"on":"ticket","what":{"fact":"extension_approved","note":"同意"}}"#,
    r#"{"on":"ticket","what":{"fact":"extension_refused","reason":"当日可完成"}}"#,
    r#"{"on":"ticket","what":{"fact":"hours_verified","minutes":40,"reason":""}}"#,
];

fn fact(text: &str) -> TicketFact {
    match serde_json::from_str(text).unwrap() {
        Fact::Ticket(fact) => fact,
        other => panic!("{other:?}"),
    }
}

#[test]
fn they_are_written_again_byte_for_byte() {
    for text in OLD {
        let fact: Fact = serde_json::from_str(text).unwrap();
        assert_eq!(&serde_json::to_string(&fact).unwrap(), text);
    }
}

#[test]
fn they_fold_as_they_did() {
    let when = at("2026-11-23 10:09");
    let mut story = on_the_way();
    story.keep(fact(OLD[0]), AGENT, when, when);
    let task = &story.ticket.valves[0];
    assert_eq!((task.task, task.ordered_at), (1, when));
    assert_eq!(task.order.crew, "稽查一班");
    assert!(
        task.is_open() && !task.is_unnamed(),
        "the team was named with the order"
    );

    let when = at("2026-11-23 13:00");
    for (text, approved) in [(OLD[1], true), (OLD[2], false)] {
        let mut story = repaired().then("2026-11-23 12:00", ask_extension(at("2026-11-25 10:00")));
        story.keep(fact(text), ENGINEER, when, when);
        let decision = story.ticket.extensions[0].decision.clone().unwrap();
        assert_eq!((decision.approved, decision.for_office), (approved, false));
    }
    let mut story = repaired();
    story.keep(fact(OLD[3]), AGENT, when, when);
    assert_eq!(story.ticket.hours.unwrap().details.minutes, 40);
}

/// The text that was hashed and signed, literally; one that says when it was typed says so between `previous` and `signed_at`.
#[test]
fn a_record_of_before_is_hashed_as_it_was() {
    let json = r#"{"number":"QZWX2611240001","content":{"kind":"repair_done","template":1,"ticket_number":"WX2611240001","text":"本次服务全程免费","facts":[],"place":"用户家中","staff":""},"answer":{"way":"refused","reason":"不愿签字","witness":"物业戊"},"signed_at":1795000000000,"previous":"00","key":"1ec21d071659191d","hash":"","erased":false}"#;
    let mut record: AcknowledgementRecord = serde_json::from_str(json).unwrap();
    let answer = r#"{"answer":{"reason":"不愿签字","way":"refused","witness":"物业戊"},"content":{"facts":[],"kind":"repair_done","place":"用户家中","staff":"","template":1,"text":"本次服务全程免费","ticket_number":"WX2611240001"},"hash":"","key":"1ec21d071659191d","number":"QZWX2611240001","previous":"00","#;
    let before = format!(r#"{answer}"signed_at":1795000000000}}"#);
    assert_eq!(record.canonical_text().unwrap(), before);
    assert_eq!(
        hash::sha256_hex(&[record.canonical_text().unwrap().as_bytes()]),
        hash::sha256_hex(&[before.as_bytes()])
    );
    assert!(!serde_json::to_string(&record).unwrap().contains("recorded_at"));
    record.recorded_at = Some(Moment(1_795_000_600_000));
    let now = format!(r#"{answer}"recorded_at":1795000600000,"signed_at":1795000000000}}"#);
    assert_eq!(record.canonical_text().unwrap(), now);
}
