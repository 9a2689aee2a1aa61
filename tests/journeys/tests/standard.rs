//! The drinking-water standard: the administrator's table, and results that keep the limits they were judged by.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, cases, contents, number, request};
use serde_json::{Value, json};

/// The table with another limit for a parameter.
fn with(world: &World, parameter: &str, limit: Value) -> Value {
    let view = world.call("standard_get", json!({}));
    let mut standard = view["standard"].clone();
    let parameters = standard["parameters"].as_array_mut().unwrap();
    let one = parameters.iter_mut().find(|one| one["code"] == parameter);
    one.unwrap()["limit"] = limit;
    json!({ "version": view["version"], "standard": standard })
}

/// The verdict on iron in a ticket's results, and the limit it was judged by.
fn iron(ticket: &Value) -> (String, String) {
    let results = ticket["ticket"]["case"]["results"].as_array().unwrap();
    let values = results.last().unwrap()["details"]["values"].as_array().unwrap();
    let iron = values
        .iter()
        .find(|judged| judged["parameter"]["code"] == "iron")
        .unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&iron["verdict"]), text(&iron["parameter"]["limit"]["most"]))
}

/// Clause 3: the table names its source and edition, and says who confirmed it.
#[test]
fn the_table_names_its_source() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("水质检测中心");
    let view = world.call("standard_get", json!({}));
    assert_eq!(view["standard"]["source"], "GB 5749-2022 生活饮用水卫生标准");
    assert_eq!(view["standard"]["edition"], "2022 年版常规指标");
    assert_eq!(
        view["standard"]["confirmed_by"], "",
        "until the laboratory has confirmed it"
    );
    assert_eq!(view["standard"]["parameters"].as_array().unwrap().len(), 22);
}

/// Clause 3: only the administrator changes the table; a table that cannot be one is refused.
#[test]
fn changed_by_the_administrator_only() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("水质检测中心");
    let stricter = with(&world, "iron", json!({ "is": "most", "most": "0.2" }));
    for who in ["水质检测中心", "客服主管", "热线坐席", "生调部调度", "审计"] {
        world.sign_in(who);
        assert_eq!(
            world.refused("standard_change", stricter.clone()).code,
            Code::NotPermitted,
            "{who}"
        );
    }
    world.sign_in("系统管理员");
    let refused = |change: Value| {
        let refusal = world.refused("standard_change", change);
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let upside_down = with(&world, "ph", json!({ "is": "range", "least": "9", "most": "6" }));
    assert_eq!(refused(upside_down), (Code::OutOfRange, "parameters".to_owned()));
    let number = with(&world, "iron", json!({ "is": "most", "most": 0.2 }));
    assert_eq!(
        refused(number).0,
        Code::BadRequest,
        "amounts are exact texts, no floating numbers"
    );
    let negative = with(&world, "iron", json!({ "is": "most", "most": "-1" }));
    assert_eq!(refused(negative).0, Code::BadRequest);
    let mut twice = stricter.clone();
    twice["standard"]["parameters"][0]["code"] = json!("iron");
    assert_eq!(refused(twice), (Code::NameTaken, "parameters".to_owned()));
    let mut nameless = stricter.clone();
    nameless["standard"]["source"] = json!("");
    assert_eq!(refused(nameless), (Code::Required, "source".to_owned()));
    let mut empty = stricter.clone();
    empty["standard"]["parameters"] = json!([]);
    assert_eq!(refused(empty), (Code::Required, "parameters".to_owned()));

    world.call("standard_change", stricter.clone());
    assert_eq!(refused(stricter), (Code::StaleVersion, "version".to_owned()));
    world.sign_in("审计");
    let lines = world.call("journal_list", json!({ "limit": 2 }));
    assert!(
        lines["rows"][1].to_string().contains("标准"),
        "{}",
        lines["rows"][1]
    );
}

/// Clause 3: what was judged keeps its limits; what comes later is judged by the new ones.
#[test]
fn old_results_keep_their_limits() {
    let world = World::new("2026-11-24 09:00");
    let old = cases::water_quality(&world, "2026-11-23");
    assert_eq!(iron(&old), ("fail".to_owned(), "0.3".to_owned()));
    world.takes_over("系统管理员", "2026-11-24 09:00");
    world.call(
        "standard_change",
        with(&world, "iron", json!({ "is": "most", "most": "0.4" })),
    );
    let new = cases::water_quality(&world, "2026-11-24");
    assert_eq!(iron(&new), ("pass".to_owned(), "0.4".to_owned()));
    assert_eq!(iron(&world.get(&old)), ("fail".to_owned(), "0.3".to_owned()));
    // The month counts by the limits of the day, too.
    world.figures("2026-11", &[("pass_rate", "50.0%")]);
    assert_eq!(world.behind("2026-11", "pass_rate", true), [number(&old)]);
    // A parameter that was taken off the table takes no results any more.
    world.takes_over("系统管理员", "2026-11-25 09:00");
    let view = world.call("standard_get", json!({}));
    let mut standard = view["standard"].clone();
    standard["parameters"]
        .as_array_mut()
        .unwrap()
        .retain(|one| one["code"] != "iron");
    world.call(
        "standard_change",
        json!({ "version": view["version"], "standard": standard }),
    );
    world.sign_in("admin");
    let ticket = world.open(contents::water());
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "send_sampler", json!({ "crew": "稽查一班" }));
    let ticket = world.step(&ticket, "sample", contents::sampling("SY-3"));
    let ticket = world.step(&ticket, "receive_sample", contents::receipt());
    let refusal = world.refused("ticket_enter_results", request(&ticket, contents::results()));
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::UnknownParameter, Some("values.iron"))
    );
}
