//! 撤回: a slip is taken back within a minute by whoever made it, and both lines stay in the journal.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, contents};
use serde_json::{Value, json};

fn hand_over() -> Value {
    json!({ "taken_by": "演示生调部调度", "note": "" })
}

fn withdraw(ticket: &Value) -> Value {
    json!({ "ticket": ticket["ticket"]["id"], "version": ticket["ticket"]["version"], "details": {} })
}

fn why(world: &World, ticket: &Value) -> Value {
    let refusal = world.refused("ticket_withdraw", withdraw(ticket));
    assert_eq!(refusal.code, Code::CannotWithdraw);
    refusal.args["why"].clone()
}

/// A row without what tells how many facts a ticket has.
fn row(world: &World, ticket: &Value) -> Value {
    let found = world.call("ticket_list", json!({ "text": ticket["ticket"]["number"] }));
    let mut row = found["rows"][0].clone();
    row["version"] = json!(0);
    row
}

#[test]
fn a_slip_is_taken_back_and_the_right_step_follows() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("热线坐席");
    let opened = world.open(contents::repair());
    let before = row(&world, &opened);
    assert_eq!(opened["withdrawable"], Value::Null, "a report is no slip");

    world.time("2026-11-24 10:05");
    let handed = world.step(&opened, "hand_over", hand_over());
    assert_eq!(handed["withdrawable"]["title"], "转派生调部");
    assert_ne!(row(&world, &handed), before);
    let back = world.call("ticket_withdraw", withdraw(&handed))["value"].clone();
    assert_eq!(back["ticket"]["stage"], "reported");
    assert_eq!(row(&world, &back), before, "lists and figures know nothing of it");
    let titles: Vec<(&str, bool)> = back["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["title"].as_str().unwrap(), entry["withdrawn"] == true))
        .collect();
    assert_eq!(titles[1..], [("转派生调部", true), ("撤回", false)]);
    assert_eq!(why(&world, &back), "step", "taking back is not taken back");

    // The ten minutes go on as if nothing had been typed.
    let again = world.step(&back, "hand_over", hand_over());
    assert_eq!(again["ticket"]["stage"], "handed_over");
    let verified = world.desk.call("journal_verify", json!({}), world.now());
    assert!(verified.is_err(), "an agent does not audit");
    world.sign_in("审计");
    world.call("journal_verify", json!({}));
}

#[test]
fn another_person_a_minute_later_and_what_a_customer_saw_are_refused() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("热线坐席");
    let opened = world.open(contents::repair());
    let handed = world.step(&opened, "hand_over", hand_over());
    world.sign_in("客服主管");
    assert_eq!(world.get(&handed)["withdrawable"], Value::Null);
    assert_eq!(why(&world, &handed), "person");
    world.takes_over("热线坐席", "2026-11-24 10:02");
    assert_eq!(world.get(&handed)["withdrawable"], Value::Null);
    assert_eq!(why(&world, &handed), "time");
    let stale = json!({ "ticket": handed["ticket"]["id"], "version": 1, "details": {} });
    assert_eq!(world.refused("ticket_withdraw", stale).code, Code::StaleVersion);

    let file = world.step(&handed, "attach", contents::photo("漏点.jpg"));
    assert_eq!(why(&world, &file), "step");
    let noted = world.step(&file, "note", json!({ "note": "记错了" }));
    let back = world.call("ticket_withdraw", withdraw(&noted))["value"].clone();
    assert_eq!(back["ticket"]["attachments"].as_array().unwrap().len(), 1);
}
