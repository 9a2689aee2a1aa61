//! 时间戳: an authority says when an exported acknowledgement was there; without one it works all the same.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::{
    Code,
    proof::{FileVerdict, check_pdf_proof},
};
use domain::{Fact, acknowledgement::AcknowledgementRecord, key::SealingKey};
use journeys::{
    World,
    authority::{Authority, KINDS},
    forger::Forger,
    signature,
};
use seal::{PdfSigner, SealOptions};
use serde_json::{Value, json};

/// Long before any authority of these tests answers, which tells the computer's own time.
const THEN: &str = "2025-11-24 10:00";

fn set(world: &World, url: &str) {
    let mut view = world.call("settings_get", json!({}));
    view["settings"]["timestamp_url"] = json!(url);
    world.call(
        "settings_change",
        json!({ "version": view["version"], "settings": view["settings"] }),
    );
}

fn register(world: &World, authority: &Authority) -> Value {
    world.sign_in("admin");
    let ask = json!({ "base64": STANDARD.encode(authority.certificate()), "reason": "与机构公布的指纹一致" });
    world.call("authority_register", ask)
}

fn said(world: &World, pdf: &[u8]) -> (FileVerdict, String) {
    let proof = check_pdf_proof(&world.desk, pdf).unwrap();
    let stamp = proof.lines.iter().find(|line| line.label == "时间戳");
    (
        proof.verdict,
        stamp.map(|line| line.value.clone()).unwrap_or_default(),
    )
}

#[test]
fn an_authority_stamps_what_is_exported() {
    let world = World::new(THEN);
    let ticket = world.answered(&signature());
    let (plain, _) = world.exported(&ticket);
    assert!(said(&world, &plain).1.starts_with("没有"));
    let whole = |pdf: &[u8]| seal::inspect_pdf(pdf).whole_file_seal().is_some();
    // Each digit of one, some of the others: their form is the same.
    for (kind, step) in KINDS.into_iter().zip([1, 11, 11]) {
        let authority = Authority::new(kind);
        let tried = world.call("timestamp_try", json!({ "url": authority.url }));
        assert_eq!(tried["by"], "示例时间戳服务", "{kind:?}");
        assert_eq!(tried["known"], false, "{kind:?}");
        let registered = register(&world, &authority);
        assert_eq!(
            registered["value"]["authorities"][0]["sha256"], tried["sha256"],
            "what was tried is what is registered"
        );
        assert_eq!(
            world.call("timestamp_try", json!({ "url": authority.url }))["known"],
            true
        );
        set(&world, &authority.url);
        let (pdf, file) = world.exported(&ticket);
        assert_eq!(file["unstamped"], false, "{kind:?}");
        let (verdict, stamp) = said(&world, &pdf);
        assert_eq!(verdict, FileVerdict::Genuine, "{kind:?}");
        assert!(
            stamp.starts_with("20") && stamp.contains("由已登记的“示例时间戳服务”"),
            "{stamp}"
        );
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
                !whole(&changed),
                "{kind:?}: digit {} of {}",
                place - start,
                used - start
            );
        }
    }
}

#[test]
fn without_an_answer_it_is_sealed_all_the_same() {
    let world = World::new(THEN);
    let ticket = world.answered(&signature());
    let authority = Authority::new(KINDS[0]);
    let url = authority.url.clone();
    register(&world, &authority);
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
        let query = seal::timestamp::build_timestamp_request(signature, nonce).unwrap();
        let mut answer = ureq::post(&authority.url).send(query.as_slice()).unwrap();
        answer.body_mut().read_to_vec().unwrap()
    };
    let answer = ask(b"one", [1; 8]);
    let token = seal::timestamp::extract_timestamp_token(&answer, b"one", [1; 8]).unwrap();
    assert!(seal::timestamp::verify_timestamp(&token, b"one").is_some());
    assert!(seal::timestamp::verify_timestamp(&token, b"two").is_none());
    for (signature, nonce) in [(b"two", [1; 8]), (b"one", [2; 8])] {
        let refusal = seal::timestamp::extract_timestamp_token(&answer, signature, nonce).unwrap_err();
        assert_eq!(refusal.code, Code::BadStamp);
    }
    let refusal = seal::timestamp::extract_timestamp_token(b"no answer", b"one", [1; 8]).unwrap_err();
    assert_eq!(refusal.code, Code::BadStamp);
}

/// The file of a record with this stamp on it, as the program made it before it asked whose a stamp is; `room` for one is
/// what an outsider needs too.
fn stamped(world: &World, ticket: &Value, authority: &Authority) -> Vec<u8> {
    let forger = Forger::at(world);
    let number = ticket["ticket"]["acknowledgement"]["number"].as_str().unwrap();
    let (_, record): (i64, AcknowledgementRecord) = forger
        .records()
        .into_iter()
        .find(|(_, record)| record.number == number)
        .unwrap();
    let keys = world
        .desk
        .store()
        .read_tx(|tx| tx.read_stream_entries("key"))
        .unwrap();
    let Fact::KeyAnnounced(announced) = &keys[0].fact else {
        panic!("{keys:?}")
    };
    let certificate = STANDARD.decode(&announced.key.certificate).unwrap();
    let signer = PdfSigner::from_installation_key(&SealingKey::demo_key(), certificate).unwrap();
    let print = json!({ "ticket": ticket["ticket"]["id"], "page": "work_order" });
    let page = world.call("ticket_print", print);
    let stamp = |signature: &[u8]| Some(authority.stamp(signature));
    let json = domain::hash::to_canonical_json(&record).unwrap();
    let with = SealOptions {
        signer: &signer,
        name: "示例",
        reason: "示例",
        at: world.now(),
        record: json.as_bytes(),
        field: None,
        company: None,
        stamped: Some(&stamp),
    };
    seal::seal_pdf(STANDARD.decode(page["base64"].as_str().unwrap()).unwrap(), &with).unwrap()
}

/// Anybody can make a certificate with any name, and stamp a file with it.
#[test]
fn a_stamp_of_an_authority_nobody_registered_is_no_time() {
    let world = World::new(THEN);
    let ticket = world.answered(&signature());
    let (stranger, authority) = (Authority::new(KINDS[2]), Authority::new(KINDS[1]));
    register(&world, &authority);
    // Of the same name as the registered one.
    let (verdict, said_of) = said(&world, &stamped(&world, &ticket, &stranger));
    assert_eq!(verdict, FileVerdict::Genuine);
    assert!(
        said_of.starts_with("由不认识的机构“示例时间戳服务”") && said_of.contains("不能证明时间"),
        "{said_of}"
    );
    let file = stamped(&world, &ticket, &authority);
    assert!(
        said(&world, &file).1.starts_with("20"),
        "{}",
        said(&world, &file).1
    );
    // What the desk would not believe it does not take.
    set(&world, &stranger.url);
    let (pdf, reply) = world.exported(&ticket);
    assert_eq!(reply["unstamped"], true);
    assert!(said(&world, &pdf).1.starts_with("没有"));
    // Taken out again, none of its stamps is believed.
    let sha256 = world.call("authority_list", json!({}))["authorities"][0]["sha256"].clone();
    let gone = world.call(
        "authority_remove",
        json!({ "sha256": sha256, "reason": "停止合作" }),
    );
    assert!(!gone["value"]["authorities"][0]["ended"].is_null());
    assert!(said(&world, &file).1.starts_with("由不认识的机构"));
    let refusal = world.refused(
        "authority_remove",
        json!({ "sha256": sha256, "reason": "再取消" }),
    );
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::NotFound, Some("sha256"))
    );
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}

/// A stamp speaks for what was there already.
#[test]
fn a_stamp_from_before_the_signature_is_no_time() {
    let authority = Authority::new(KINDS[1]);
    // Long after any authority of these tests answers, and before the last day a certificate can name.
    let forged = World::new(THEN);
    register(&forged, &authority);
    forged.takes_over("admin", "2040-11-26 10:00");
    let ticket = forged.answered(&signature());
    let words = said(&forged, &stamped(&forged, &ticket, &authority)).1;
    assert!(
        words.contains("早于签字时间") && !words.starts_with("20"),
        "{words}"
    );
    set(&forged, &authority.url);
    assert_eq!(forged.exported(&ticket).1["unstamped"], true);
}

#[test]
fn only_an_administrator_registers_an_authority() {
    let world = World::new(THEN);
    world.sign_in("admin");
    let ask = |file: &[u8]| json!({ "base64": STANDARD.encode(file), "reason": "试登记" });
    for file in [b"no certificate".as_slice(), &[]] {
        let refusal = world.refused("authority_register", ask(file));
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::BadAuthority, Some("base64"))
        );
    }
    let authority = Authority::new(KINDS[1]);
    register(&world, &authority);
    let refusal = world.refused("authority_register", ask(&authority.certificate()));
    assert_eq!(refusal.code, Code::NameTaken);
    world.sign_in("审计");
    let refusal = world.refused("authority_register", ask(&authority.certificate()));
    assert_eq!(refusal.code, Code::NotPermitted);
}
