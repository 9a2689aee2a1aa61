//! Demo data: only in demo folders, the same from the same seed, whole by every check, and full of life.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use demo::{DemoPlan, DemoTotals, fill_demo_folder, init_demo_folder};
use desk::{Code, Desk, Moment};
use domain::{permission::may_call, person::Role};
use serde_json::{Value, json};

const NOW: Moment = Moment(1_795_500_000_000);

fn demo(seed: u64) -> (tempfile::TempDir, Desk, DemoTotals) {
    let folder = tempfile::tempdir().unwrap();
    let desk = init_demo_folder(folder.path(), NOW).unwrap();
    let made = fill_demo_folder(
        &desk,
        &DemoPlan {
            tickets: 400,
            seed,
            months: 3,
            now: NOW,
        },
        &mut |_| {},
    )
    .unwrap();
    desk.call(
        "person_sign_in",
        json!({ "name": "admin", "password": "Demo-2026" }),
        NOW,
    )
    .unwrap();
    (folder, desk, made)
}

fn rows(desk: &Desk) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = desk
            .call("ticket_list", json!({ "limit": 200, "after": after }), NOW)
            .unwrap();
        rows.extend(page["rows"].as_array().unwrap().clone());
        after = page["next"].clone();
        if after.is_null() {
            return rows;
        }
    }
}

#[test]
fn a_real_folder_takes_no_demo_data() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path(), NOW).unwrap();
    let plan = DemoPlan {
        tickets: 1,
        seed: 1,
        months: 1,
        now: NOW,
    };
    assert_eq!(
        fill_demo_folder(&desk, &plan, &mut |_| {}).unwrap_err().code,
        Code::DemoOnly
    );
}

#[test]
fn the_same_seed_makes_the_same_tickets() {
    let ((_a, one, made), (_b, two, again), (_c, other, _)) = (demo(7), demo(7), demo(8));
    assert_eq!(made, again);
    assert_eq!(rows(&one), rows(&two));
    assert_ne!(rows(&one), rows(&other));
}

#[test]
fn every_check_holds_and_everything_happens() {
    let (_folder, desk, made) = demo(7);
    let verified = desk.store().verify_file(&mut |_| {}).unwrap();
    assert!(verified.entries >= made.facts && verified.records > 200);
    assert_eq!(desk.store().rebuild_check().unwrap(), vec![]);
    let rows = rows(&desk);
    let some = |test: &dyn Fn(&Value) -> bool| rows.iter().filter(|row| test(row)).count();
    // Tickets opened from others come on top of those that were asked for.
    let linked = some(&|row| row["opened_from"].is_number());
    assert!(linked > 5, "{linked} linked");
    assert_eq!(rows.len(), usize::try_from(made.tickets).unwrap() + linked);
    for stage in [
        "reported",
        "closed",
        "passed_on",
        "cancelled",
        "merged",
        "planned",
        "at_lab",
        "delivering",
        "under_study",
        "to_tell",
    ] {
        assert!(some(&|row| row["stage"] == stage) > 0, "{stage}");
    }
    // Believable proportions, in thousandths of all tickets.
    for (service, least, most) in [
        ("repair", 520, 720),
        ("reminder", 90, 200),
        ("leak_detection", 60, 160),
        ("water_quality", 45, 130),
        ("community", 15, 90),
        ("emergency_water", 2, 30),
    ] {
        let share = some(&|row| row["service"] == service) * 1000 / rows.len();
        assert!((least..=most).contains(&share), "{service}: {share} ‰");
    }
    for way in ["on_screen", "refused", "left"] {
        assert!(some(&|row| row["acknowledged"] == way) > 0, "{way}");
    }
    let more = |field: &str, value: &str| some(&|row| row["more"][field] == value);
    for finding in ["found", "not_found", "undetermined"] {
        assert!(more("finding", finding) > 0, "{finding}");
    }
    for verdict in ["pass", "fail"] {
        assert!(more("verdict", verdict) > 0, "{verdict}");
    }
    for origin in ["annual_plan", "customer_request", "staff_suggestion"] {
        assert!(more("origin", origin) > 0, "{origin}");
    }
    assert!(some(&|row| row["extended"] != 0) > 0);
    assert!(
        some(&|row| row["broken"] == true || row["finished_at"].as_i64() > row["total_limit"].as_i64()) > 0,
        "breaches"
    );
    assert!(some(&|row| row["valves"][0]["arrived_at"].is_number()) > 0);
    assert!(
        some(&|row| row["next_limit"].as_i64().is_some_and(|at| at > NOW.0)) > 2,
        "clocks are running"
    );
}

#[test]
fn every_role_has_somebody_to_try_it_as() {
    let (_folder, desk, _) = demo(7);
    for role in Role::ALL {
        let name = format!("演示{}", role.zh());
        let state = desk
            .call(
                "person_sign_in",
                json!({ "name": name, "password": "Demo-2026" }),
                NOW,
            )
            .unwrap();
        let lists = state["may"].as_array().unwrap().contains(&json!("ticket_list"));
        assert_eq!(lists, may_call(*role, "ticket_list"), "{name}");
    }
}

/// The journal never runs back, so a folder that is younger than its tickets would show every step as 补录.
#[test]
fn most_steps_were_typed_when_they_happened() {
    let (_folder, desk, _) = demo(7);
    let closed = rows(&desk).into_iter().filter(|row| row["stage"] == "closed");
    let (mut late, mut all) = (0, 0);
    for row in closed.take(40) {
        let view = desk
            .call("ticket_get", json!({ "ticket": row["id"] }), NOW)
            .unwrap();
        let entries = view["entries"].as_array().unwrap();
        all += entries.len();
        late += entries.iter().filter(|entry| entry["late_entry"] == true).count();
    }
    assert!(late > 0 && late * 5 < all, "{late} of {all}");
}

#[test]
fn a_folder_is_filled_once() {
    let (_folder, desk, _) = demo(7);
    let plan = DemoPlan {
        tickets: 1,
        seed: 1,
        months: 1,
        now: NOW,
    };
    assert_eq!(
        fill_demo_folder(&desk, &plan, &mut |_| {}).unwrap_err().code,
        Code::FileExists
    );
}
