//! 到期清除: years later what is personal goes, everywhere in the file; what is counted stays; and the chain holds.
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
use domain::{
    Fact,
    erasure::{Erasure, GONE},
    fact::TicketFact,
    hash,
    key::SealingKey,
};
use journeys::{World, contents, entry, forger::Forger, number, signature};
use serde_json::{Value, json};

/// A repair with a photo, signed for and closed.
fn closed(world: &World, photo: &str) -> Value {
    let ticket = world.answered(&signature());
    let ticket = world.step(&ticket, "attach", contents::photo(photo));
    let ticket = world.step(&ticket, "reply", contents::reply("已修好，请留意"));
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "verify_hours", json!({ "minutes": 95 }));
    world.sign_in("admin");
    let ticket = world.step(&ticket, "follow_up", contents::satisfied());
    world.step(&ticket, "close", json!({}))
}

/// Takes out everything that is due; how many tickets.
fn run(world: &World) -> i64 {
    let mut tickets = 0;
    loop {
        let reason = "保存期满，依个人信息保护制度清除";
        let step = world.call("erasure_run", json!({ "reason": reason }))["value"].clone();
        tickets += step["tickets"].as_i64().unwrap();
        if step["more"] == json!(false) {
            return tickets;
        }
    }
}

/// Whether bytes stand anywhere in the file or in what is being written to it.
fn in_the_file(world: &World, text: &str) -> bool {
    let log = world.file().with_extension("db-wal");
    [world.file(), log].iter().any(|path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn what_is_personal_goes_and_the_chain_holds() {
    let world = World::new("2026-11-24 10:00");
    let (first, photo) = (closed(&world, "厨房.png"), contents::photo("厨房.png"));
    let second = closed(&world, "卫生间.png");
    let pdf = world.exported(&first).0;
    let number_of_first = number(&first);
    // A case that is still open, or that was written to since, is not over.
    let open = world.report();

    world.later("2031-11-23 10:00");
    assert_eq!(
        world.call("erasure_due", json!({}))["tickets"],
        0,
        "a day too early"
    );
    assert_eq!(run(&world), 0);
    let noted = world.step(
        &second,
        "record_violation",
        json!({ "words": "用户来电反映当年收费" }),
    );
    let noted = world.step(&noted, "close_violation", json!({ "reason": "查无实据" }));

    world.later("2031-11-25 10:00");
    assert!(in_the_file(&world, "12012345678") && in_the_file(&world, "漫到客厅"));
    let due = world.call("erasure_due", json!({}));
    assert_eq!((&due["tickets"], &due["years"]), (&json!(1), &json!(5)), "{due}");
    let refusal = world.refused("erasure_run", json!({ "reason": " " }));
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("reason"))
    );
    let before = world.call("report_figures", json!({ "span": "2026-11" }));
    assert_eq!(run(&world), 1);
    assert_eq!(world.call("erasure_due", json!({}))["tickets"], 0);

    // The ticket says so itself, and nobody works on it any more.
    let left = world.get(&first);
    let shown = left.to_string();
    for text in [
        "示例用户",
        "12012345678",
        "漫到客厅",
        "501 室",
        "更换管段",
        "已修好",
        "厨房.png",
    ] {
        assert!(!shown.contains(text), "{text}");
    }
    assert_eq!(left["ticket"]["open"]["name"], GONE);
    assert_eq!(
        (&left["moves"], &left["pages"]),
        (&json!([]), &json!([])),
        "nothing to do and nothing to print"
    );
    assert_eq!(
        entry(&left, "到期清除")["lines"][0]["value"],
        "保存期满，依个人信息保护制度清除"
    );
    assert_eq!(
        world.no_step(&left, "note", json!({ "note": "补记" })),
        Code::Erased
    );
    for (command, request) in [
        ("ticket_print", json!({ "ticket": 1, "page": "acknowledgement" })),
        ("proof_bundle", json!({ "ticket": 1 })),
        (
            "attachment_get",
            json!({ "ticket": 1, "sha256": left["ticket"]["attachments"][0]["sha256"] }),
        ),
    ] {
        assert_eq!(world.refused(command, request).code, Code::Erased, "{command}");
    }
    assert!(
        world.found("漫到客厅").iter().all(|id| *id != 1),
        "the search has forgotten it"
    );

    // What was counted is counted as before, and the two others are whole.
    let after = world.call("report_figures", json!({ "span": "2026-11" }));
    assert!(before["figures"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(before["figures"], after["figures"]);
    assert_eq!(
        world.get(&noted)["ticket"]["open"]["name"],
        "示例用户",
        "somebody looked into it a day ago"
    );
    assert_eq!(world.get(&open)["ticket"]["open"]["name"], "示例用户");

    // The photo was on both tickets, so it stays until the second goes.
    let sha256 = &second["ticket"]["attachments"][0]["sha256"];
    assert_eq!(sha256, &left["ticket"]["attachments"][0]["sha256"]);
    let kept = world.call("attachment_get", json!({ "ticket": 2, "sha256": sha256 }));
    assert_eq!(kept["base64"], photo["base64"]);

    // The chain holds, all of it and that of the records; and the paper the customer kept still proves itself.
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    assert_eq!(world.desk.store().verify_records(&mut |_| {}).unwrap(), 2);
    let proof = check_pdf_proof(&world.desk, &pdf).unwrap();
    assert_eq!(proof.verdict, FileVerdict::Genuine, "{proof:#?}");
    assert!(
        proof
            .lines
            .iter()
            .any(|line| line.value.contains("校验值与本文件一致"))
    );
    let second_pdf = world.exported(&second).0;
    let neighbour = check_pdf_proof(&world.desk, &second_pdf).unwrap();
    assert_eq!(
        neighbour.verdict,
        FileVerdict::Genuine,
        "its neighbour was taken out"
    );
    let listed = world.call("acknowledgement_list", json!({ "text": number_of_first }));
    assert_eq!(listed["rows"][0]["signer"], GONE);
}

/// When the last case is over, nothing of the customer is anywhere in the file: no page, no word of the search, no photo.
#[test]
fn nothing_is_left_in_the_file() {
    let world = World::new("2026-11-24 10:00");
    let ticket = closed(&world, "示例用户的厨房.png");
    world.later("2026-11-24 12:00");
    // A page that came back and was thrown away, and one that still waits.
    let photo = contents::photo("x");
    let bytes = STANDARD.decode(photo["base64"].as_str().unwrap()).unwrap();
    let scan = |name: &str| {
        let file = contents::file(name, &bytes);
        world.call("scan_add", json!({ "file": file }))["value"]["rows"].clone()
    };
    let thrown = scan("示例用户签字.png")[0]["scan"].clone();
    world.call("scan_remove", json!({ "scan": thrown }));
    let waits = scan("等待登记.png")[0]["scan"].clone();
    world.later("2032-01-05 09:00");
    assert_eq!(run(&world), 1);
    assert_eq!(
        world.refused("scan_get", json!({ "scan": thrown })).code,
        Code::NotFound
    );
    let tray = world.call("scan_get", json!({ "scan": waits }));
    assert_eq!(tray["base64"], photo["base64"], "what waits is needed");
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    world.call("scan_remove", json!({ "scan": waits }));
    world.later("2038-01-05 09:00");
    assert_eq!(run(&world), 0);
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    for text in [
        "示例用户",
        "12012345678",
        "87654321021",
        "漫到客厅",
        "更换管段",
        "表后 PPR",
        "用户家中",
        "500,800",
        "等待登记",
    ] {
        assert!(!in_the_file(&world, text), "{text}");
    }
    let sha256 = ticket["ticket"]["attachments"][0]["sha256"].as_str().unwrap();
    let gone = world.desk.store().read_tx(|tx| tx.read_blob(sha256)).unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    assert_eq!(run(&world), 0, "again is no harm");
    assert_eq!(
        world.call("acknowledgement_list", json!({}))["rows"][0]["signer"],
        GONE
    );
}

/// Whoever has the file but not the key cannot pass a change off as a retention that was over.
#[test]
fn only_the_key_takes_out() {
    let world = World::new("2026-11-24 10:00");
    closed(&world, "厨房.png");
    world.later("2032-01-05 09:00");
    assert_eq!(run(&world), 1);
    let store = world.desk.store();
    let broken = |what: &str| {
        let all = store.verify_file(&mut |_| {}).expect_err(what);
        assert_eq!(all.code, Code::Damaged, "{what}");
        all.args["seq"].as_i64().unwrap()
    };
    let forger = Forger::at(&world);
    let (seq, record) = forger.records().remove(0);
    let line = |seq: i64| -> String {
        let read = "SELECT fact FROM journal WHERE seq = ?1";
        forger.db.query_row(read, [seq], |row| row.get(0)).unwrap()
    };
    let put = |seq: i64, text: &str| {
        let write = "UPDATE journal SET fact = ?2 WHERE seq = ?1";
        forger.db.execute(write, (seq, text)).unwrap();
    };
    // What is left of a line is as fixed as the line was.
    let left = line(seq);
    put(seq, &left.replacen(GONE, "已清空", 1));
    assert_eq!(broken("a word of what is left"), seq);
    let refusal = store.verify_records(&mut |_| {}).unwrap_err();
    assert_eq!(refusal.args["number"], record.number, "{refusal}");
    put(seq, &left);
    store.verify_file(&mut |_| {}).unwrap();
    // The line that says so cannot be written without the key, nor changed, nor left out.
    let (first, last): (i64, i64) = forger
        .db
        .query_row("SELECT min(line), max(erasure) FROM erased", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let said = line(last);
    let Fact::Ticket(TicketFact::Erased(erasure)) = serde_json::from_str(&said).unwrap() else {
        panic!("no erasure")
    };
    let other = Erasure::seal_erasure(
        &erasure.reason,
        erasure.lines,
        erasure.files,
        &SealingKey::from_seed([7; 32]),
    )
    .unwrap();
    let fact = Fact::Ticket(TicketFact::Erased(other));
    put(last, &hash::to_canonical_json(&fact).unwrap());
    assert_eq!(broken("sealed by another key"), first);
    put(last, &said);
    store.verify_file(&mut |_| {}).unwrap();
    forger.db.execute_batch("DELETE FROM erased").unwrap();
    broken("a line nobody speaks for");
}
