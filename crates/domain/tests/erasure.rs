//! 到期清除: nothing that was typed stays, and everything that is counted does.
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

use common::{ready_to_close, walk, walk::Walk};
use domain::{
    Fact, JournalEntry, Moment, Ticket, TicketRow,
    acknowledgement::SealState,
    clock::list_clocks,
    erasure::GONE,
    fact::{OldTicketFact, ScanFact, TicketFact},
    moment::HOUR,
    old_ticket::OldTicket,
    service::ServiceKind,
};
use proptest::prelude::*;
use serde_json::Value;

fn erased(entries: &[JournalEntry]) -> Vec<JournalEntry> {
    let one = |entry: &JournalEntry| JournalEntry {
        fact: entry.fact.erase_personal_texts().unwrap(),
        ..entry.clone()
    };
    entries.iter().map(one).collect()
}

/// Every text of a fact with its name.
fn texts<'a>(value: &'a Value, name: &'a str, found: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, inner)| texts(inner, key, found)),
        Value::Array(all) => all.iter().for_each(|inner| texts(inner, name, found)),
        Value::String(text) => found.push((name, text)),
        _ => {}
    }
}

/// The names of texts that may stay.
const STAY: &[&str] = &[
    "number",
    "ticket_number",
    "sha256",
    "scan",
    "photo",
    "hash",
    "previous",
    "key",
    "signature",
    "label",
    "community",
    "crew",
    "sample_number",
    "edition",
    "code",
    "zh",
    "unit",
    "amount",
    "least",
    "most",
];

/// A word of the program, as it goes over the wire.
fn word(text: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(small)
}

/// The number on a bottle: letters and digits, so no phone.
fn label(text: &str) -> bool {
    text.is_ascii() && text.contains(|c: char| c.is_ascii_alphabetic())
}

/// Lists and figures live on these columns only as what they are: texts about a person.
fn personal_left_out(mut row: TicketRow) -> TicketRow {
    row.name.clear();
    row.phone.clear();
    row.account_number.clear();
    row.address.clear();
    row.first_receiver.clear();
    row.summary.clear();
    row.extension_reason.clear();
    row.claimed_names.clear();
    row.customer = None;
    row
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn figures_and_clocks_stay_and_nothing_typed_does(walk in walk::walks(true)) {
        let Walk { story, .. } = walk;
        let left = erased(&story.entries);
        let ticket = Ticket::replay_entries(&left).unwrap();
        let row = |ticket: &Ticket| personal_left_out(TicketRow::from_ticket(ticket));
        prop_assert_eq!(row(&ticket), row(&story.ticket));
        let later = common::later(story.ticket.changed_at, 30 * HOUR);
        prop_assert_eq!(list_clocks(&ticket, later), list_clocks(&story.ticket, later));
        prop_assert_eq!(&erased(&left), &left, "what is gone cannot go again");
        for (before, after) in story.entries.iter().zip(&left) {
            let json = serde_json::to_value(&after.fact).unwrap();
            let mut found = Vec::new();
            texts(&json, "", &mut found);
            for (name, text) in found {
                prop_assert!(text.is_empty() || text == GONE || word(text) || STAY.contains(&name), "{name}: {text}");
            }
            let Fact::Ticket(fact) = &before.fact else { continue };
            let whole = json.to_string();
            for typed in fact.searchable_texts() {
                let kept = typed == story.ticket.number || whole.contains(&format!("\"community\":\"{typed}\""));
                prop_assert!(kept || label(&typed) || !whole.contains(&typed), "{typed} stays in {whole}");
            }
        }
    }
}

/// Clause of the law: 个人信息保护法 47. The handwriting and the household go, the record's hash stays.
#[test]
fn a_record_keeps_its_hash_and_says_what_it_is() {
    let story = ready_to_close();
    let left = Ticket::replay_entries(&erased(&story.entries)).unwrap();
    let (was, now) = (
        story.ticket.acknowledgement.unwrap(),
        left.acknowledgement.unwrap(),
    );
    assert_eq!(
        (&was.hash, &was.signature, &was.previous, &was.number),
        (&now.hash, &now.signature, &now.previous, &now.number)
    );
    assert_eq!(now.seal_state(None), SealState::Erased);
    assert_eq!(now.content.place, GONE);
    assert!(left.open.customer.is_none() && left.open.name == GONE && left.open.phone == GONE);
}

#[test]
fn a_scanned_page_loses_its_name_and_a_number_stays() {
    let file = domain::attachment::Attachment {
        sha256: "a".repeat(64),
        name: "示例用户签字.jpg".to_owned(),
        media: domain::attachment::MediaType::Jpeg,
        size: 10,
    };
    let kept = Fact::Scan(ScanFact::Kept {
        id: 1,
        file: file.clone(),
        code: "WX2611230001".to_owned(),
    });
    let Fact::Scan(ScanFact::Kept { file: left, code, .. }) = kept.erase_personal_texts().unwrap() else {
        panic!("another fact")
    };
    assert_eq!((left.name.as_str(), &left.sha256), (GONE, &file.sha256));
    assert_eq!(code, "WX2611230001");
    let other = Fact::Founded { demo: false };
    assert_eq!(other.erase_personal_texts().unwrap(), other);
    let why = Fact::Ticket(TicketFact::Attached(left));
    assert_eq!(why.erase_personal_texts().unwrap(), why);
}

/// Of an old ticket its numbers, its times and its service stay: so the same sheet brings it no second time.
#[test]
fn an_old_ticket_keeps_its_number_and_its_times() {
    let old = OldTicket {
        ledger: "旧台账".to_owned(),
        number: "WX-0001".to_owned(),
        reported_at: Moment(1_700_000_000_000),
        service: Some(ServiceKind::Repair),
        category: String::new(),
        customer: Some(7),
        account_number: "88001234".to_owned(),
        name: "示例用户".to_owned(),
        phones: vec!["12099887766".to_owned()],
        address: "演示新村 7 号楼".to_owned(),
        description: "厨房漏水".to_owned(),
        result: "已更换角阀".to_owned(),
        finished_at: Some(Moment(1_700_000_600_000)),
        handler: "示例师傅".to_owned(),
    };
    let fact = Fact::OldTicket(OldTicketFact::Filed(Box::new(old.clone())));
    let Fact::OldTicket(OldTicketFact::Filed(left)) = fact.erase_personal_texts().unwrap() else {
        panic!("another fact")
    };
    let gone = GONE.to_owned();
    let expected = OldTicket {
        customer: None,
        account_number: gone.clone(),
        name: gone.clone(),
        phones: vec![gone.clone()],
        address: gone.clone(),
        description: gone.clone(),
        result: gone.clone(),
        handler: gone,
        ..old
    };
    assert_eq!(*left, expected);
    assert!(!left.is_personal(), "and it is not taken out again");
}
