//! A ticket is found by any text on it, whoever typed it at whatever step.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use journeys::{World, report, request};
use serde_json::json;

fn found(world: &World, text: &str) -> Vec<i64> {
    let list = world.call("ticket_list", json!({ "text": text }));
    let rows = list["rows"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[test]
fn every_text_typed_on_a_ticket_is_found() {
    let world = World::new("2026-11-24 14:00");
    world.sign_in("admin");
    let mut open = report(world.now());
    open["external_number"] = json!("OA-2026-5571");
    let ticket = world.call("ticket_open", json!({ "open": open }))["value"].clone();
    world.report();
    let ticket = world.step(
        &ticket,
        "hand_over",
        json!({ "taken_by": "演示生调部调度", "note": "楼道已积水" }),
    );
    let ticket = world.step(
        &ticket,
        "assign",
        json!({ "crew": "室内维修二班", "goes": "演示维修员丁" }),
    );
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "note", json!({ "note": "用户家中有老人，请轻声" }));
    let work = json!({
        "found": "角阀锈蚀", "done": "换新并打压",
        "workers": [{ "name": "演示维修员丁", "minutes": 30 }],
        "materials": [{ "name": "DN15 铜角阀", "quantity": "1 个" }],
    });
    let ticket = world.step(&ticket, "finish", work);
    let refused = json!({ "place": "用户家中", "answer": { "way": "refused", "reason": "急着上班", "witness": "演示楼长" } });
    let ticket = world.step(&ticket, "acknowledgement_sign", refused);
    let ticket = world.step(
        &ticket,
        "reply",
        json!({ "text": "已恢复供水", "told": "示例用户", "by": "phone" }),
    );
    let call = json!({ "outcome": "satisfied", "misconduct": false, "words": "师傅很守时" });
    let ticket = world.step(&ticket, "follow_up", call);
    for text in [
        "5571",
        "OA-2026",
        "楼道已积水",
        "维修员丁",
        "老人",
        "角阀锈蚀",
        "打压",
        "铜角阀",
        "DN15",
        "急着上班",
        "楼长",
        "恢复供水",
        "守时",
        "角阀 守时",
    ] {
        assert_eq!(found(&world, text), [1], "{text}");
    }
    assert_eq!(found(&world, "水管爆裂"), [2, 1], "both reports say it");
    assert_eq!(found(&world, "从未写过"), [0_i64; 0]);

    // What a later step adds is found too, and what was there still is.
    world.call(
        "ticket_note",
        request(&ticket, json!({ "note": "另寄送节水手册" })),
    );
    assert_eq!(found(&world, "节水手册"), [1]);
    assert_eq!(found(&world, "铜角阀"), [1]);
}

#[test]
fn a_number_leads_to_its_own_ticket() {
    let world = World::new("2026-11-24 14:00");
    world.sign_in("热线坐席");
    let first = world.report();
    let second = world.report();
    let number = first["ticket"]["number"].as_str().unwrap();
    world.step(&second, "merge", json!({ "into": 1 }));
    assert_eq!(found(&world, number), [1]);
    assert_eq!(found(&world, &number[number.len() - 6..]), [1]);
}

/// A crew says the last digits of a ticket; households have digits too, and newer tickets with them.
#[test]
fn the_last_digits_of_a_number_lead_to_its_ticket_and_to_no_other() {
    let world = World::new("2026-11-24 14:00");
    world.sign_in("热线坐席");
    let number = journeys::number(&world.report());
    let digits = &number[number.len() - 4..];
    let mut open = report(world.now());
    open["account_number"] = json!(format!("88{digits}"));
    world.call("ticket_open", json!({ "open": open }));
    let by_number = |number: &str| {
        let list = world.call("ticket_list", json!({ "number": number, "limit": 1 }));
        journeys::numbers(&list["rows"])
    };
    assert_eq!(found(&world, digits), [2, 1], "both hold the digits");
    let own = [number.clone()];
    assert_eq!(by_number(digits), own);
    assert_eq!(by_number(&number.to_lowercase()), own);
    assert!(by_number("%").is_empty() && by_number("漏水").is_empty());
    let both = world.call("ticket_list", json!({ "number": digits, "text": "从未写过" }));
    assert_eq!(both["rows"], json!([]));
}

/// Words together with every filter: a column of the search must not be taken for one of the tickets.
#[test]
fn words_are_found_within_every_filter() {
    let world = World::filled("2026-11-24 10:00", 60, 5, 1);
    let marks = domain::list::TicketMark::ALL
        .iter()
        .map(|mark| json!({ "marks": [mark.code()] }));
    let todos = domain::todo::TodoKind::ALL
        .iter()
        .map(|todo| json!({ "todo": todo.code() }));
    let others = [
        json!({ "only_open": true }),
        json!({ "unsigned": true }),
        json!({ "overdue": true }),
        json!({ "stages": ["closed"] }),
        json!({ "service": "repair" }),
        json!({ "order": "deadline" }),
    ];
    let mut found = 0;
    for filter in marks.chain(todos).chain(others) {
        for text in ["漏水", "WX2611"] {
            let mut ask = filter.clone();
            ask["text"] = json!(text);
            let rows = world.call("ticket_list", ask);
            found += rows["rows"].as_array().unwrap().len();
        }
    }
    assert!(found > 0);
}
