//! Households: kept once, found by whatever the caller says first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::World;
use serde_json::{Value, json};

fn household() -> Value {
    json!({
        "account_number": "88001234", "name": "示例·买买提𬱖", "phones": ["12099887766", "0533-5270300"],
        "address": "演示新村 7 号楼 3 单元 302 室", "community": "演示新村", "area": "urban", "meter_number": "B-40177",
    })
}

fn numbers(world: &World, text: &str) -> Vec<String> {
    let found = world.call("customer_find", json!({ "text": text }));
    let number = |found: &Value| found["household"]["account_number"].as_str().unwrap().to_owned();
    found.as_array().unwrap().iter().map(number).collect()
}

#[test]
fn a_household_is_found_by_what_the_caller_says() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.call("customer_save", json!({ "household": household() }));
    for text in [
        "7766",
        "12099887766",
        "5270300",
        "88001234",
        "1234",
        "买买提",
        "𬱖",
        "示例·买买提𬱖",
        "演示新村 7 号楼 3 单元 302 室",
        "7 号楼 302",
        "40177",
    ] {
        assert!(
            numbers(&world, text).contains(&"88001234".to_owned()),
            "{text} finds {:?}",
            numbers(&world, text)
        );
    }
    assert_eq!(numbers(&world, "没有这一户"), Vec::<String>::new());
    assert_eq!(numbers(&world, "  "), Vec::<String>::new());
}

#[test]
fn saved_twice_it_is_the_same_household() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let save =
        |household: Value| world.call("customer_save", json!({ "household": household }))["value"].clone();
    let first = save(household());
    assert_eq!(save(household()), first);
    let mut moved = household();
    moved["phones"] = json!(["12000000001"]);
    let changed = save(moved);
    assert_eq!(changed["id"], first["id"]);
    assert_eq!(changed["household"]["phones"], json!(["12000000001"]));
    assert_eq!(
        numbers(&world, "7766"),
        Vec::<String>::new(),
        "the old phone leads nowhere"
    );
    assert_eq!(
        world.call("customer_get", json!({ "customer": first["id"] })),
        changed
    );
    let missing = world.refused("customer_get", json!({ "customer": 999_999 }));
    assert_eq!(missing.code, Code::NotFound);
}
