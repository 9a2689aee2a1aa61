//! Long work in one call is watched and stopped from other calls; what is stopped has changed nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fmt::Write as _;

use domain::{Code, list::TicketColumn};
use journeys::{World, contents};
use serde_json::{Value, json};

/// A plan long enough for somebody to look while it is taken.
fn plan() -> Value {
    let mut sheet = "日期,时间,小区,地点,活动内容,联系人,联系电话\n".to_owned();
    for row in 0..400 {
        let (month, day) = (row % 12 + 1, row / 12 % 28 + 1);
        writeln!(
            sheet,
            "2027-{month:02}-{day:02},09:30,演示小区{row},活动室,节水宣传,,"
        )
        .unwrap();
    }
    json!({ "file": contents::file("计划.csv", sheet.as_bytes()), "dry_run": false })
}

#[test]
fn an_import_is_watched_stopped_and_done_again() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let (desk, now) = (&world.desk, world.now());
    let name = json!({ "work": "演示" });
    assert_eq!(world.call("work_get", name.clone()), Value::Null);
    assert_eq!(world.refused("work_stop", name.clone()).code, Code::NotFound);
    let events = || {
        world.call("community_plan", json!({ "year": 2027 }))["events"]
            .as_array()
            .unwrap()
            .len()
    };
    std::thread::scope(|scope| {
        let import = || desk.call_as_job("community_import", plan(), now, Some("演示"));
        let import = scope.spawn(import);
        let seen = loop {
            let state = desk.call("work_get", name.clone(), now).unwrap();
            if state["done"].as_i64().is_some_and(|done| done > 0) {
                break state;
            }
            assert!(!import.is_finished(), "over before anybody could look");
        };
        assert_eq!(seen["of"], 400);
        // One name, one piece of work.
        let twice = desk
            .call_as_job("work_get", name.clone(), now, Some("演示"))
            .unwrap_err();
        assert_eq!((twice.code, twice.field.as_deref()), (Code::Busy, Some("work")));
        desk.call("work_stop", name.clone(), now).unwrap();
        assert_eq!(import.join().unwrap().unwrap_err().code, Code::Stopped);
    });
    assert_eq!(events(), 0);
    assert_eq!(world.call("work_get", name.clone()), Value::Null);
    let whole = desk
        .call_as_job("community_import", plan(), now, Some("演示"))
        .unwrap();
    assert_eq!(whole["value"]["written"], true);
    assert_eq!(events(), 400);
}

#[test]
fn a_list_is_watched_and_stopped_while_it_is_saved() {
    let world = World::filled("2026-11-24 09:00", 600, 11, 3);
    let (desk, now) = (&world.desk, world.now());
    let name = json!({ "work": "演示" });
    let ask = json!({ "query": {}, "columns": TicketColumn::ALL });
    let count = desk
        .call("ticket_count", json!({ "queries": [{}] }), now)
        .unwrap();
    let rows = count["counts"][0].as_i64().unwrap();
    // Whoever stops may come too late: then the file is there.
    let stopped = || {
        std::thread::scope(|scope| {
            let export = scope.spawn(|| desk.call_as_job("ticket_export", ask.clone(), now, Some("演示")));
            while !export.is_finished() {
                let state = desk.call("work_get", name.clone(), now).unwrap();
                if state["of"].as_i64().is_some_and(|of| of > 0) {
                    assert_eq!(state["of"], rows * 3);
                    let _late = desk.call("work_stop", name.clone(), now);
                    break;
                }
            }
            export
                .join()
                .unwrap()
                .is_err_and(|refusal| refusal.code == Code::Stopped)
        })
    };
    assert!((0..20).any(|_| stopped()));
    assert!(
        desk.call_as_job("ticket_export", ask.clone(), now, Some("演示"))
            .is_ok()
    );
}

#[test]
fn a_name_has_bounds() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let named = |name: &str| {
        world
            .desk
            .call_as_job("desk_state", json!({}), world.now(), Some(name))
    };
    let refused = |name: &str| {
        let refusal = named(name).unwrap_err();
        (refusal.code, refusal.field.unwrap_or_default())
    };
    named(&"长".repeat(64)).unwrap();
    assert_eq!(refused(&"长".repeat(65)), (Code::TooLong, "work".to_owned()));
    assert_eq!(refused(" "), (Code::Required, "work".to_owned()));
}
