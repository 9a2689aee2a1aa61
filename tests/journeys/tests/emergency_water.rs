//! 应急送水 from the outage to the last household: thresholds, the company's word before the first truck, coverage.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, clock, contents, number, request, said, signature, stands, titles};
use serde_json::{Value, json};

fn authorised(world: &World) -> Value {
    world.sign_in("客服主管");
    let ticket = world.opens(contents::outage_open(world.now()));
    world.step(&ticket, "authorise", contents::authorisation())
}

/// Clause 6.1: an outage says who is without water, since when and until when.
#[test]
fn an_outage_with_something_wrong() {
    let world = World::new("2026-11-24 06:30");
    world.sign_in("生调部调度");
    let open = |change: fn(&mut Value)| {
        let mut open = contents::outage_open(world.now());
        change(&mut open["asked"]);
        open
    };
    world.opens_not(
        open(|asked| asked["places"] = json!([])),
        (Code::Required, "asked.places"),
    );
    let twice = open(|asked| asked["places"][1] = asked["places"][0].clone());
    world.opens_not(twice, (Code::PlaceTwice, "asked.places"));
    let empty = open(|asked| asked["places"][0]["households"] = json!(0));
    world.opens_not(empty, (Code::OutOfRange, "asked.places"));
    let over = open(|asked| asked["expected_end"] = asked["started_at"].clone());
    world.opens_not(over, (Code::TimeNotLater, "asked.expected_end"));
    world.opens_not(
        open(|asked| asked["cause"] = json!("")),
        (Code::Required, "asked.cause"),
    );
}

/// Clause 6.1, Clause 6.2: no truck before the company has authorised it, every customer reached or the reason said.
#[test]
fn from_the_outage_to_the_last_household() {
    let world = World::new("2026-11-24 06:30");
    world.sign_in("热线坐席");
    let ticket = world.opens(contents::outage_open(world.now()));
    assert_eq!(number(&ticket), "SS2611240001");
    assert_eq!(ticket["ticket"]["stage"], "to_authorise");
    assert_eq!(stands(&ticket, "authorise"), ("running", "company_decides"));
    let verdicts: Vec<(&str, i64, i64, bool)> = ticket["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|verdict| {
            let number = |field: &str| verdict[field].as_i64().unwrap();
            (
                verdict["ground"].as_str().unwrap(),
                number("is"),
                number("threshold"),
                verdict["met"] == true,
            )
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            ("long", 26, 24, true),
            ("wide", 228, 500, false),
            ("dense", 120, 200, false)
        ]
    );

    let ticket = the_company_first(&world, &ticket);
    let ticket = trips(&world, &ticket);
    let ticket = the_area_grows(&world, &ticket);
    let closed = closed_with_a_gap(&world, &ticket);
    assert_eq!(
        titles(&closed),
        [
            "登记停水",
            "授权送水",
            "送水车次",
            "送水车次",
            "停水变更",
            "恢复供水",
            "安全检查",
            "签字确认",
            "办结"
        ]
    );
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[
            ("received", "1"),
            ("outages", "1"),
            ("trips", "2"),
            ("volume", "8.0 吨"),
            ("households_served", "205"),
            ("coverage_rate", "85.1%"),
        ],
    );
    assert_eq!(world.behind("2026-11", "coverage_rate", true), [number(&closed)]);
    assert_eq!(world.behind("2026-11", "trips", false), [number(&closed)]);
}

fn the_company_first(world: &World, ticket: &Value) -> Value {
    let trip = contents::trip("鲁C·D1234", &[(0, "2026-11-24 06:30", 10)]);
    world.refuses(ticket, "make_trip", trip.clone(), (Code::NotAuthorised, ""));
    world.refuses(ticket, "check_safety", contents::safety(), (Code::WrongStage, ""));
    world.sign_in("生调部调度");
    world.refuses(ticket, "make_trip", trip.clone(), (Code::NotAuthorised, ""));
    world.sign_in("室内维修队");
    world.refuses(ticket, "make_trip", trip, (Code::NotPermitted, ""));
    world.refuses(
        ticket,
        "authorise",
        contents::authorisation(),
        (Code::NotPermitted, ""),
    );
    // Whoever only writes down who decided is not the one.
    world.sign_in("热线坐席");
    let mut own = contents::authorisation();
    own["authorised_by"] = json!("演示热线坐席");
    world.refuses(ticket, "authorise", own, (Code::NamedThemselves, "authorised_by"));
    world.takes_over("客服主管", "2026-11-24 07:00");
    let mut alone = contents::authorisation();
    alone["departments"] = json!([]);
    world.refuses(ticket, "authorise", alone, (Code::Required, "departments"));
    let mut nobody = contents::authorisation();
    nobody["authorised_by"] = json!("");
    world.refuses(ticket, "authorise", nobody, (Code::Required, "authorised_by"));
    let ticket = world.step(ticket, "authorise", contents::authorisation());
    assert_eq!(ticket["ticket"]["stage"], "delivering");
    assert_eq!(said(&ticket, "授权送水", "参与部门"), "客服中心、生调部、稽查队");
    assert_eq!(stands(&ticket, "authorise").0, "met");
    assert_eq!(clock(&ticket, "first_trip")["limit"], at("2026-11-24 09:00").0);
    assert_eq!(stands(&ticket, "coverage"), ("running", "every_customer"));
    ticket
}

fn trips(world: &World, ticket: &Value) -> Value {
    world.takes_over("生调部调度", "2026-11-24 11:00");
    let left = |stops: &[(u32, &str, i64)]| {
        let mut request = request(ticket, contents::trip("鲁C·D1234", stops));
        request["happened_at"] = json!(at("2026-11-24 08:00").0);
        let refusal = world.refused("ticket_make_trip", request);
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let at_stops = |code| (code, "stops".to_owned());
    assert_eq!(left(&[]), at_stops(Code::Required));
    assert_eq!(
        left(&[(3, "2026-11-24 08:30", 10)]),
        at_stops(Code::NotFound),
        "no place of the outage"
    );
    assert_eq!(
        left(&[(0, "2026-11-24 08:30", 61)]),
        at_stops(Code::OutOfRange),
        "60 households live there"
    );
    assert_eq!(
        left(&[(0, "2026-11-24 07:59", 10)]),
        at_stops(Code::TimeBeforePrevious),
        "before it left"
    );
    assert_eq!(left(&[(0, "2026-11-24 11:01", 10)]), at_stops(Code::TimeInFuture));
    let mut early = request(
        ticket,
        contents::trip("鲁C·D1234", &[(0, "2026-11-24 08:30", 10)]),
    );
    early["happened_at"] = json!(at("2026-11-24 06:59").0);
    assert_eq!(
        world.refused("ticket_make_trip", early).code,
        Code::TimeBeforePrevious,
        "no trip before its authorisation, in time as well"
    );
    let first = contents::trip(
        "鲁C·D1234",
        &[(0, "2026-11-24 08:20", 60), (1, "2026-11-24 08:50", 45)],
    );
    let ticket = world.step_by(ticket, "make_trip", "演示司机甲", "2026-11-24 08:00", first);
    // It was typed after the limit, and long after it left.
    assert_eq!(stands(&ticket, "first_trip"), ("met_entered_late", "truck_soon"));
    assert_eq!(
        said(&ticket, "送水车次", "停靠"),
        "2026-11-24 08:20 第 1 处 60 户；2026-11-24 08:50 第 2 处 45 户"
    );
    assert_eq!(ticket["coverage"][2]["first_at"], Value::Null, "not reached yet");
    let second = contents::trip("鲁C·D1234", &[(2, "2026-11-24 10:40", 100)]);
    let ticket = world.step_by(&ticket, "make_trip", "演示司机甲", "2026-11-24 10:10", second);
    let coverage: Vec<(i64, i64)> = ticket["coverage"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["served"].as_i64().unwrap(), line["stops"].as_i64().unwrap()))
        .collect();
    assert_eq!(coverage, [(60, 1), (45, 1), (100, 1)]);
    assert_eq!(stands(&ticket, "coverage").0, "met");
    ticket
}

fn the_area_grows(world: &World, ticket: &Value) -> Value {
    let end = at("2026-11-25 12:00").0;
    let place = |community: &str| json!([{ "community": community, "building": "", "households": 40 }]);
    let known = json!({ "expected_end": end, "places": place("示例家园"), "reason": "范围扩大" });
    world.refuses(ticket, "change_outage", known, (Code::PlaceTwice, "places"));
    let why = json!({ "expected_end": end, "places": [], "reason": "" });
    world.refuses(ticket, "change_outage", why, (Code::Required, "reason"));
    let before = json!({ "expected_end": at("2026-11-24 05:00").0, "reason": "提前" });
    world.refuses(
        ticket,
        "change_outage",
        before,
        (Code::TimeNotLater, "expected_end"),
    );
    let more = json!({ "expected_end": end, "places": place("模拟小区"), "reason": "抢修延长，范围扩大" });
    let ticket = world.step(ticket, "change_outage", more);
    assert_eq!(said(&ticket, "停水变更", "新增范围"), "模拟小区（40 户）");
    assert_eq!(
        stands(&ticket, "coverage").0,
        "running",
        "somebody is waited for again"
    );
    assert_eq!(clock(&ticket, "coverage")["limit"], end);
    ticket
}

fn closed_with_a_gap(world: &World, ticket: &Value) -> Value {
    world.takes_over("热线坐席", "2026-11-25 11:00");
    let ticket = world.step(ticket, "end_outage", json!({ "note": "提前恢复" }));
    assert_eq!(
        stands(&ticket, "coverage").0,
        "breached",
        "whoever was not reached never will be"
    );
    world.refuses(&ticket, "close", json!({}), (Code::SafetyNotChecked, ""));
    let mut short = contents::safety();
    short["lines"].as_array_mut().unwrap().pop();
    world.refuses(
        &ticket,
        "check_safety",
        short,
        (Code::ChecklistIncomplete, "lines"),
    );
    let mut silent = contents::safety();
    silent["lines"][5]["note"] = json!("");
    world.refuses(&ticket, "check_safety", silent, (Code::Required, "lines"));
    let ticket = world.step_by(
        &ticket,
        "check_safety",
        "演示稽查员甲",
        "2026-11-24 08:20",
        contents::safety(),
    );
    assert_eq!(
        said(&ticket, "安全检查", "问题及处理"),
        "防滑防冻：地面结冰，已撒融雪剂"
    );
    let draft = world.call(
        "acknowledgement_draft",
        json!({ "ticket": ticket["ticket"]["id"], "place": "东门" }),
    );
    assert_eq!(draft["staff"], "演示司机甲");
    let sign = json!({ "place": "演示新村东门", "answer": signature() });
    let ticket = world.step(&ticket, "acknowledgement_sign", sign);
    let refusal = world.refused("ticket_close", request(&ticket, json!({})));
    assert_eq!(
        (refusal.code, refusal.field.as_deref(), &refusal.args["places"]),
        (Code::GapReasonMissing, Some("note"), &json!("模拟小区"))
    );
    let why = "模拟小区有自备水箱，居民未要求送水";
    let ticket = world.step(&ticket, "close", json!({ "note": why }));
    assert_eq!(ticket["ticket"]["case"]["gap_reason"], why);
    ticket
}

/// Clause 6.1: under every threshold trucks may go, but somebody says why. What was in force stays in force.
#[test]
fn under_every_threshold() {
    let world = World::new("2026-11-24 06:30");
    world.sign_in("客服主管");
    let mut open = contents::outage_open(world.now());
    open["asked"]["expected_end"] = json!(at("2026-11-24 12:00").0);
    let ticket = world.opens(open.clone());
    assert!(
        ticket["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|verdict| verdict["met"] == false)
    );
    world.refuses(
        &ticket,
        "authorise",
        contents::authorisation(),
        (Code::Required, "reason"),
    );
    let view = world.call("settings_get", json!({}));
    let mut settings = view["settings"].clone();
    settings["thresholds"]["dense"] = json!(100);
    world.call(
        "settings_change",
        json!({ "version": view["version"], "settings": settings }),
    );
    world.refuses(
        &ticket,
        "authorise",
        contents::authorisation(),
        (Code::Required, "reason"),
    );
    let mut because = contents::authorisation();
    because["reason"] = json!("有透析病人");
    world.step(&ticket, "authorise", because);
    let next = world.opens(open);
    assert_eq!(
        next["verdicts"][2]["met"], true,
        "the new threshold holds for what is recorded from now on"
    );
    world.step(&next, "authorise", contents::authorisation());
}

/// Clause 6.1: the company's word after an hour, the first truck after two more: both late.
#[test]
fn late_trucks() {
    let world = World::new("2026-11-24 06:30");
    world.sign_in("客服主管");
    let ticket = world.opens(contents::outage_open(world.now()));
    world.takes_over("客服主管", "2026-11-24 07:31");
    let ticket = world.step(&ticket, "authorise", contents::authorisation());
    assert_eq!(stands(&ticket, "authorise").0, "late");
    world.takes_over("客服主管", "2026-11-24 10:00");
    assert_eq!(stands(&world.get(&ticket), "first_trip").0, "breached");
    let trip = contents::trip("鲁C·D1234", &[(0, "2026-11-24 10:00", 10)]);
    let ticket = world.step_by(&ticket, "make_trip", "演示司机甲", "2026-11-24 09:32", trip);
    assert_eq!(stands(&ticket, "first_trip").0, "late");
}

/// Clause 6.2: a second stop at the same place serves nobody twice in the coverage, though both are counted as trips.
#[test]
fn coverage_counts_households_once() {
    let world = World::new("2026-11-24 07:00");
    let ticket = authorised(&world);
    world.takes_over("客服主管", "2026-11-24 12:00");
    let trip = |when: &'static str| contents::trip("鲁C·D1234", &[(0, when, 40)]);
    let ticket = world.step_by(
        &ticket,
        "make_trip",
        "演示司机甲",
        "2026-11-24 08:00",
        trip("2026-11-24 08:30"),
    );
    let ticket = world.step_by(
        &ticket,
        "make_trip",
        "演示司机甲",
        "2026-11-24 10:00",
        trip("2026-11-24 10:30"),
    );
    assert_eq!(ticket["coverage"][0]["served"], 60);
    assert_eq!(ticket["coverage"][0]["first_at"], at("2026-11-24 08:30").0);
    world.figures(
        "2026-11",
        &[
            ("trips", "2"),
            ("households_served", "80"),
            ("coverage_rate", "无数据"),
        ],
    );
}
