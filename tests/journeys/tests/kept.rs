//! What a person's screens keep for them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use desk::Desk;
use domain::Code;
use journeys::{World, at};
use serde_json::json;

#[test]
fn what_is_kept_comes_back_to_its_person_only_and_after_the_program_was_gone() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("admin");
    let lines = world.call("journal_list", json!({}))["rows"][0]["seq"].clone();
    let draft = json!({ "open": { "phone": "13900000001", "text": "厨房漏水" } });
    world.call("kept_put", json!({ "name": "draft.intake", "value": draft }));
    world.call("kept_put", json!({ "name": "list/columns", "value": ["number"] }));
    world.call(
        "kept_put",
        json!({ "name": "list/columns", "value": ["number", "crew"] }),
    );
    world.call("kept_put", json!({ "name": "theme", "value": "dark" }));
    world.call("kept_put", json!({ "name": "theme", "value": null }));
    let all = json!({ "values": { "draft.intake": draft, "list/columns": ["number", "crew"] } });
    assert_eq!(world.call("kept_get", json!({})), all);
    assert_eq!(
        world.call("journal_list", json!({}))["rows"][0]["seq"],
        lines,
        "nothing of it is a fact"
    );

    // What is made from the journal is made anew; this is not made from it.
    world.call("journal_rebuild", json!({ "check": false }));
    assert_eq!(world.call("kept_get", json!({})), all);

    let again = Desk::open(world.desk.data_folder(), world.now()).unwrap();
    let sign_in = |name: &str| {
        let ask = json!({ "name": name, "password": "Demo-2026" });
        again.call("person_sign_in", ask, world.now()).unwrap();
    };
    sign_in("admin");
    assert_eq!(again.call("kept_get", json!({}), world.now()).unwrap(), all);
    sign_in("演示稽查队");
    let none = json!({ "values": {} });
    assert_eq!(again.call("kept_get", json!({}), world.now()).unwrap(), none);
    // An inspector is shown less of other people's phones, and all of what was typed here.
    let put = json!({ "name": "draft.intake", "value": draft });
    again.call("kept_put", put, world.now()).unwrap();
    let kept = again.call("kept_get", json!({}), world.now()).unwrap();
    assert_eq!(kept["values"]["draft.intake"], draft);
}

#[test]
fn a_draft_goes_after_a_month_and_the_rest_stays() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("admin");
    world.call(
        "kept_put",
        json!({ "name": "draft.intake", "value": { "phone": "13900000001" } }),
    );
    world.call("kept_put", json!({ "name": "theme", "value": "dark" }));
    let later = at("2026-12-25 02:10");
    let put = json!({ "name": "other", "value": 1 });
    let desk = Desk::open(world.desk.data_folder(), later).unwrap();
    let ask = json!({ "name": "admin", "password": "Demo-2026" });
    desk.call("person_sign_in", ask, later).unwrap();
    desk.call("kept_put", put, later).unwrap();
    let kept = desk.call("kept_get", json!({}), later).unwrap();
    assert_eq!(kept["values"], json!({ "other": 1, "theme": "dark" }));
}

#[test]
fn too_much_is_refused_at_its_field() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("admin");
    for name in ["", "草稿", "a b", &"x".repeat(65)] {
        let refused = world.refused("kept_put", json!({ "name": name, "value": 1 }));
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::BadRequest, Some("name"))
        );
    }
    let refused = world.refused("kept_put", json!({ "name": "a", "value": "x".repeat(65_536) }));
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::TooLong, Some("value"))
    );
    for place in 0..200 {
        let put = json!({ "name": format!("n{place}"), "value": place });
        world.desk.call("kept_put", put, world.now()).unwrap();
    }
    let refused = world.refused("kept_put", json!({ "name": "one-more", "value": 1 }));
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::OutOfRange, Some("name"))
    );
    world.call("kept_put", json!({ "name": "n7", "value": 8 }));
}
