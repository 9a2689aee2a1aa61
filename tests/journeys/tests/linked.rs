//! Linked tickets, seen from both ends, on the list and in the month: each counts in its own service, none twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{
    World, at, cases, contents, number, numbers,
    page::{holds, text},
    request, said, signature, work,
};
use serde_json::{Value, json};

/// What a ticket says of the tickets linked to it: number, stage, and whether it came from there.
fn linked(world: &World, ticket: &Value) -> Vec<(String, String, bool)> {
    let view = world.get(ticket);
    let links = view["linked"].as_array().unwrap();
    let text = |link: &Value, field: &str| link[field].as_str().unwrap().to_owned();
    links
        .iter()
        .map(|link| (text(link, "number"), text(link, "stage"), link["source"] == true))
        .collect()
}

fn link(number: &str, stage: &str, source: bool) -> (String, String, bool) {
    (number.to_owned(), stage.to_owned(), source)
}

fn sign() -> Value {
    json!({ "place": "用户家中", "answer": signature() })
}

/// Opens a ticket from another one, and gives the new one back.
fn from(world: &World, source: &Value, asked: Value) -> Value {
    let open = contents::open(world.now(), asked);
    let seen = world.get(source);
    world.call("ticket_open_linked", request(&seen, json!({ "open": open })))["value"].clone()
}

/// Clause 1.3, Clause 2.4, Clause 4.1: a reminder leads to a search, the leak it finds to a repair, each with the
/// customer's consent; every end of the chain shows how the others stand.
#[test]
fn a_reminder_a_leak_and_its_repair() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let reminder = world.open(contents::reminder());
    let told = world.step(&reminder, "tell", contents::telling(true));
    let signed = world.step(&told, "acknowledgement_sign", sign());
    world.step(&signed, "consent", contents::consent(true));
    let leak = from(&world, &reminder, contents::leak());
    assert_eq!(number(&leak), "JL2611240001");
    assert_eq!(
        said(&leak, "受理检漏申请", "来自工单"),
        "TX2611240001（提醒服务）"
    );

    let ticket = world.step(&leak, "send_team", json!({ "crew": "稽查一班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "search", contents::search("found"));
    let repair = contents::open(world.now(), contents::repair());
    let wish = json!({ "open": repair });
    world.refuses(&ticket, "open_linked", wish.clone(), (Code::ConsentMissing, ""));
    let ticket = world.step(&ticket, "consent", contents::consent(true));
    let mut water = wish;
    water["open"]["asked"] = contents::water();
    world.refuses(&ticket, "open_linked", water, (Code::BadLink, "open.asked"));
    let repair = from(&world, &leak, contents::repair());
    assert_eq!(repair["ticket"]["opened_from"]["service"], "leak_detection");

    assert_eq!(
        linked(&world, &reminder),
        [link("JL2611240001", "to_reply", false)]
    );
    assert_eq!(
        linked(&world, &leak),
        [
            link("TX2611240001", "to_close", true),
            link("WX2611240001", "reported", false)
        ]
    );
    repaired(&world, &repair);
    assert_eq!(
        linked(&world, &leak)[1],
        link("WX2611240001", "to_reply", false),
        "each end shows how the other stands now"
    );
    assert_eq!(linked(&world, &repair), [link("JL2611240001", "to_reply", true)]);
    on_the_list(&world);
    in_the_month(&world);
}

fn repaired(world: &World, repair: &Value) {
    let ticket = world.step(repair, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修二班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    world.step(&ticket, "finish", work());
}

fn on_the_list(world: &World) {
    let list = world.call("ticket_list", json!({}));
    let rows: Vec<(&str, Option<i64>, i64)> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["number"].as_str().unwrap(),
                row["opened_from"].as_i64(),
                row["links"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("WX2611240001", Some(2), 0),
            ("JL2611240001", Some(1), 1),
            ("TX2611240001", None, 1)
        ]
    );
}

/// One matter was received; three tickets came of it, each in its service, and the page says how it is counted.
fn in_the_month(world: &World) {
    world.figures(
        "2026-11",
        &[
            ("received", "1"),
            ("linked", "2"),
            ("reminders", "1"),
            ("leak_detections", "1"),
            ("repairs", "1"),
            ("reminded_repairs", "1"),
            ("found_rate", "100.0%"),
            ("consent_rate", "100.0%"),
        ],
    );
    assert_eq!(world.behind("2026-11", "received", false), ["TX2611240001"]);
    let mut linked = world.behind("2026-11", "linked", false);
    linked.sort();
    assert_eq!(linked, ["JL2611240001", "WX2611240001"]);
    let report = world.call("report_figures", json!({ "span": "2026-11" }));
    let of = |name: &str| {
        let all = report["breakdowns"].as_array().unwrap();
        all.iter().find(|breakdown| breakdown["zh"] == name).unwrap()["counts"].clone()
    };
    let services: i64 = of("服务类别")
        .as_array()
        .unwrap()
        .iter()
        .map(|count| count["count"].as_i64().unwrap())
        .sum();
    assert_eq!(services, 3, "in the services each counts");
    let pdf = text(&world.call("report_monthly", json!({ "span": "2026-11" })));
    holds(
        pdf.as_deref(),
        &[
            "受理事项与关联工单之和等于各服务类别工单之和",
            "在来源工单和维修工单中各计一件，受理事项中只计来源",
        ],
    );
}

/// Clause 5.2: what residents show at an event is opened on the spot, without leaving the event.
#[test]
fn opened_at_an_event() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let event = world.opens(contents::event_open(world.now(), "staff_suggestion"));
    let schedule = json!({ "at": at("2026-11-24 10:00").0, "place": "演示新村活动中心" });
    let event = world.step(&event, "schedule_event", schedule);
    world.takes_over("admin", "2026-11-24 12:00");
    let held = contents::held("2026-11-24 11:30", &[]);
    let event = world.step_by(&event, "hold_event", "演示客服甲", "2026-11-24 10:00", held);
    let outage = json!({ "open": contents::outage_open(world.now()) });
    world.refuses(&event, "open_linked", outage, (Code::BadLink, "open.asked"));
    let tickets: Vec<Value> = [
        contents::repair(),
        contents::leak(),
        contents::water(),
        contents::reminder(),
    ]
    .into_iter()
    .map(|asked| from(&world, &event, asked))
    .collect();
    let event = world.get(&event);
    let all: Vec<String> = tickets.iter().map(number).collect();
    assert_eq!(numbers(&event["linked"]), all);
    for ticket in &tickets {
        assert_eq!(linked(&world, ticket), [link(&number(&event), "held", true)]);
    }
    let seen = event.clone();
    world.step(&event, "note", json!({ "note": "另一窗口" }));
    let again = json!({ "open": contents::open(world.now(), contents::repair()) });
    world.refuses(&seen, "open_linked", again, (Code::StaleVersion, "version"));
    world.figures(
        "2026-11",
        &[("received", "1"), ("linked", "4"), ("reminded_repairs", "1")],
    );
}

/// Clause 1.3: a repair, a water test and an outage lead nowhere else.
#[test]
fn services_that_lead_nowhere() {
    let world = World::new("2026-11-24 09:00");
    let repair = cases::repair(&world, "2026-11-23");
    let water = cases::water_quality(&world, "2026-11-23");
    world.takes_over("admin", "2026-11-24 09:00");
    let outage = world.opens(contents::outage_open(world.now()));
    for ticket in [repair, water, outage] {
        assert_eq!(ticket["linkable"], json!([]));
        let open = json!({ "open": contents::open(world.now(), contents::repair()) });
        world.refuses(&ticket, "open_linked", open, (Code::WrongService, ""));
    }
}
