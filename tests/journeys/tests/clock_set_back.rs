//! Somebody sets the computer's clock back: the journal does not run back, and the desk says so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, contents};
use serde_json::{Value, json};

fn behind(world: &World) -> Value {
    world.call("desk_state", json!({}))["clock_behind"].clone()
}

#[test]
fn the_desk_says_so_until_the_clock_is_right_again() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.open(contents::repair());
    assert_eq!(behind(&world), Value::Null);
    // A minute is nothing: clocks are set by the network, and two programs read them one after the other.
    world.time("2026-11-24 08:59");
    assert_eq!(behind(&world), Value::Null);
    world.time("2026-11-24 08:58");
    assert_eq!(behind(&world), json!(at("2026-11-24 09:00")));
    // Before anybody has signed in as well.
    world.call("person_sign_out", json!({}));
    assert_eq!(behind(&world), json!(at("2026-11-24 09:00")));
    world.time("2026-11-24 09:01");
    assert_eq!(behind(&world), Value::Null);
}

#[test]
fn what_is_written_meanwhile_bears_the_last_time() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let before = world.open(contents::repair());
    world.time("2026-11-23 09:00");
    // A step that follows one of a later time cannot have happened before it.
    let handing = json!({ "taken_by": "演示生调部调度", "note": "" });
    assert_eq!(
        world.no_step(&before, "hand_over", handing.clone()),
        Code::TimeBeforePrevious
    );
    // A new ticket keeps the time of the call as it was said; when it was typed does not run back.
    world.open(contents::water());
    let lines = world
        .desk
        .store()
        .read_tx(|tx| tx.list_newest_lines(i64::MAX, 1_000))
        .unwrap();
    let times: Vec<i64> = lines.iter().rev().map(|line| line.entry.recorded_at.0).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(times.last(), Some(&at("2026-11-24 09:00").0));
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    // Once the clock is right the work goes on; by it nobody has been here for a day.
    world.later("2026-11-24 09:05");
    world.step(&before, "hand_over", handing);
}

/// What was counted from a time that has not come yet would keep the desk open for hours.
#[test]
fn the_desk_locks_all_the_same() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.time("2026-11-24 05:00");
    assert_eq!(world.call("desk_state", json!({}))["locked"], false);
    world.time("2026-11-24 05:14");
    assert_eq!(world.call("desk_state", json!({}))["locked"], false);
    world.time("2026-11-24 05:15");
    assert_eq!(world.call("desk_state", json!({}))["locked"], true);
}
