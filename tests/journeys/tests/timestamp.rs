//! 时间戳: an authority says when an exported acknowledgement was there; without one it works all the same.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use desk::{
    Code,
    proof::{FileVerdict, examine},
};
use journeys::{
    World,
    authority::{Authority, KINDS},
    signature,
};
use serde_json::json;

fn set(world: &World, url: &str) {
    let mut view = world.call("settings_get", json!({}));
    view["settings"]["timestamp_url"] = json!(url);
    world.call(
        "settings_change",
        json!({ "version": view["version"], "settings": view["settings"] }),
    );
}

fn said(world: &World, pdf: &[u8]) -> (FileVerdict, String) {
    let proof = examine(world.desk.store(), pdf).unwrap();
    let stamp = proof.lines.iter().find(|line| line.label == "时间戳");
    (
        proof.verdict,
        stamp.map(|line| line.value.clone()).unwrap_or_default(),
    )
}

#[test]
fn an_authority_stamps_what_is_exported() {
    let world = World::new("2026-11-24 10:00");
    let ticket = world.answered(&signature());
    let (plain, _) = world.exported(&ticket);
    assert!(said(&world, &plain).1.starts_with("没有"));
    // Each digit of one, some of the others: their form is the same.
    for (kind, step) in KINDS.into_iter().zip([1, 11, 11]) {
        let authority = Authority::new(kind);
        let tried = world.call("timestamp_try", json!({ "url": authority.url }));
        assert_eq!(tried["by"], "示例时间戳服务", "{kind:?}");
        set(&world, &authority.url);
        let (pdf, file) = world.exported(&ticket);
        assert_eq!(file["unstamped"], false, "{kind:?}");
        let (verdict, stamp) = said(&world, &pdf);
        assert_eq!(verdict, FileVerdict::Genuine, "{kind:?}");
        assert!(stamp.contains("由“示例时间戳服务”签发"), "{stamp}");
        // Every byte of the signature with its stamp, and the zeros behind it.
        let start = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
        let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
        let used = end
            - pdf[start..end]
                .iter()
                .rev()
                .take_while(|byte| **byte == b'0')
                .count();
        for place in (start..used).step_by(step).chain((used..end).step_by(997)) {
            let mut changed = pdf.clone();
            changed[place] = if changed[place] == b'a' { b'b' } else { b'a' };
            assert!(
                !matches!(seal::look(&changed), seal::Look::Whole { .. }),
                "{kind:?}: digit {} of {}",
                place - start,
                used - start
            );
        }
    }
}

#[test]
fn without_an_answer_it_is_sealed_all_the_same() {
    let world = World::new("2026-11-24 10:00");
    let ticket = world.answered(&signature());
    let authority = Authority::new(KINDS[0]);
    let url = authority.url.clone();
    set(&world, &url);
    drop(authority);
    let (pdf, file) = world.exported(&ticket);
    assert_eq!(file["unstamped"], true, "and the reply says so");
    let (verdict, stamp) = said(&world, &pdf);
    assert_eq!(verdict, FileVerdict::Genuine);
    assert!(stamp.starts_with("没有"));
    for (bad, code) in [
        (url.as_str(), Code::NoStamp),
        ("ftp://x", Code::BadUrl),
        ("http:// x", Code::BadUrl),
    ] {
        let refusal = world.refused("timestamp_try", json!({ "url": bad }));
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (code, Some("url")),
            "{bad}"
        );
    }
    let mut view = world.call("settings_get", json!({}));
    view["settings"]["timestamp_url"] = json!("tsa.example");
    let change = json!({ "version": view["version"], "settings": view["settings"] });
    let refusal = world.refused("settings_change", change);
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::BadUrl, Some("timestamp_url"))
    );
}

/// A stamp is of one signature and of one request.
#[test]
fn a_stamp_of_something_else_is_refused() {
    let authority = Authority::new(KINDS[1]);
    let ask = |signature: &[u8], nonce: [u8; 8]| {
        let query = seal::timestamp::request(signature, nonce).unwrap();
        let mut answer = ureq::post(&authority.url).send(query.as_slice()).unwrap();
        answer.body_mut().read_to_vec().unwrap()
    };
    let answer = ask(b"one", [1; 8]);
    let token = seal::timestamp::answer(&answer, b"one", [1; 8]).unwrap();
    assert!(seal::timestamp::stamp(&token, b"one").is_some());
    assert!(seal::timestamp::stamp(&token, b"two").is_none());
    for (signature, nonce) in [(b"two", [1; 8]), (b"one", [2; 8])] {
        let refusal = seal::timestamp::answer(&answer, signature, nonce).unwrap_err();
        assert_eq!(refusal.code, Code::BadStamp);
    }
    let refusal = seal::timestamp::answer(b"no answer", b"one", [1; 8]).unwrap_err();
    assert_eq!(refusal.code, Code::BadStamp);
}
