//! The journal as the auditor reads it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use journeys::World;
use serde_json::{Value, json};

#[test]
fn every_line_says_what_it_is_about_in_words() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.report();
    world.sign_in("审计");
    let mut lines: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = world.call("journal_list", json!({ "limit": 5, "after": after }));
        lines.extend(page["rows"].as_array().unwrap().iter().cloned());
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    let subject = |stream: &str| {
        let line = lines.iter().find(|line| line["stream"] == stream);
        line.expect(stream)["subject"].clone()
    };
    assert_eq!(subject("ticket/1"), ticket["ticket"]["number"]);
    assert_eq!(subject("person/1"), "admin");
    assert_eq!(subject("customers"), "用户资料");
    assert_eq!(subject("settings"), "设置");
    assert_eq!(subject("file"), "数据文件");
    let places: Vec<i64> = lines.iter().map(|line| line["seq"].as_i64().unwrap()).collect();
    let down: Vec<i64> = (1..=i64::try_from(lines.len()).unwrap()).rev().collect();
    assert_eq!(places, down, "newest first, none left out, none twice");
}
