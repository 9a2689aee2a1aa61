//! 服务进社区 from a wish to the community's signature: decided, scheduled, moved, held, its conduct checked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, clock, contents, number, said, signature, stands, titles};
use serde_json::{Value, json};

const DAY: &str = "2026-11-26 09:00";

fn schedule(when: &str) -> Value {
    json!({ "at": at(when).0, "place": "演示新村活动中心", "agreed_with": "演示新村居委会主任" })
}

fn sign() -> Value {
    let mut answer = signature();
    answer["signer"] = json!({ "name": "演示新村居委会", "relation": "property", "phone": "" });
    json!({ "place": "演示新村活动中心", "answer": answer })
}

fn wished(world: &World) -> Value {
    world.sign_in("热线坐席");
    world.opens(contents::event_open(world.now(), "customer_request"))
}

/// Clause 5.1, Clause 5.2⑵, Clause 5.3: a customer wishes for an event; whether it is necessary is decided first.
#[test]
fn from_a_wish_to_the_signature() {
    let world = World::new("2026-11-24 09:00");
    let ticket = wished(&world);
    assert_eq!(number(&ticket), "SQ2611240001");
    assert_eq!(ticket["ticket"]["stage"], "to_decide");
    assert_eq!(clock(&ticket, "decide")["limit"], at("2026-11-27 09:00").0);
    let ticket = decided(&world, &ticket);
    let ticket = scheduled_and_moved(&world, &ticket);
    let ticket = held(&world, &ticket);
    let draft = world.call(
        "acknowledgement_draft",
        json!({ "ticket": ticket["ticket"]["id"], "place": "演示新村活动中心" }),
    );
    assert!(draft["text"].as_str().unwrap().contains("便民服务"));
    let ticket = world.step(&ticket, "acknowledgement_sign", sign());
    let ticket = world.step(&ticket, "close", json!({}));
    assert_eq!(
        titles(&ticket),
        [
            "登记社区活动",
            "研判",
            "排定活动",
            "活动改期",
            "活动登记",
            "添加附件",
            "签字确认",
            "办结"
        ]
    );
    assert_eq!(
        ticket["ticket"]["case"]["schedules"].as_array().unwrap().len(),
        2,
        "both days stay"
    );
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[
            ("received", "1"),
            ("events", "1"),
            ("held_rate", "100.0%"),
            ("events_moved", "1"),
            ("residents", "46"),
            ("violations", "0"),
            ("sign_rate", "100.0%"),
        ],
    );
    assert_eq!(world.behind("2026-11", "residents", false), [number(&ticket)]);
}

fn decided(world: &World, ticket: &Value) -> Value {
    let necessary = |reason: &str| json!({ "necessary": true, "reason": reason });
    world.refuses(
        ticket,
        "decide_event",
        necessary("老年住户多"),
        (Code::NotPermitted, ""),
    );
    world.refuses(ticket, "schedule_event", schedule(DAY), (Code::WrongStage, ""));
    world.refuses(
        ticket,
        "hold_event",
        contents::held(DAY, &[]),
        (Code::WrongStage, ""),
    );
    world.sign_in("客服主管");
    world.refuses(ticket, "decide_event", necessary(""), (Code::Required, "reason"));
    let ticket = world.step(ticket, "decide_event", necessary("老年住户多，水管老旧"));
    assert_eq!(ticket["ticket"]["stage"], "to_schedule");
    assert_eq!(stands(&ticket, "decide"), ("met", "event_wish"));
    assert_eq!(said(&ticket, "研判", "是否有必要"), "是");
    ticket
}

fn scheduled_and_moved(world: &World, ticket: &Value) -> Value {
    world.sign_in("热线坐席");
    let mut nowhere = schedule(DAY);
    nowhere["place"] = json!("");
    world.refuses(ticket, "schedule_event", nowhere, (Code::Required, "place"));
    let ticket = world.step(ticket, "schedule_event", schedule("2026-11-25 09:00"));
    assert_eq!(ticket["ticket"]["stage"], "planned");
    world.refuses(&ticket, "move_event", schedule(DAY), (Code::Required, "reason"));
    let mut moved = schedule(DAY);
    moved["reason"] = json!("大雪");
    let ticket = world.step(&ticket, "move_event", moved);
    let event = clock(&ticket, "event");
    assert_eq!(stands(&ticket, "event"), ("running", "event_moved"));
    assert_eq!(
        event["limit"],
        at("2026-11-27 00:00").0 - 1,
        "whatever the hour, on its day"
    );
    assert_eq!(event["original"], at("2026-11-26 00:00").0 - 1);
    ticket
}

/// Held from 09:00 to 11:00, typed at 11:30.
fn held(world: &World, ticket: &Value) -> Value {
    world.takes_over("热线坐席", "2026-11-26 11:30");
    let mut short = contents::held("2026-11-26 11:00", &[]);
    short["checklist"].as_array_mut().unwrap().pop();
    world.refuses(
        ticket,
        "hold_event",
        short,
        (Code::ChecklistIncomplete, "checklist"),
    );
    let mut alone = contents::held("2026-11-26 11:00", &[]);
    alone["team"] = json!([]);
    world.refuses(ticket, "hold_event", alone, (Code::Required, "team"));
    let later = contents::held("2026-11-26 12:00", &[]);
    world.refuses(ticket, "hold_event", later, (Code::TimeInFuture, "ended_at"));
    let silent = contents::held("2026-11-26 11:00", &[("knock", "")]);
    world.refuses(ticket, "hold_event", silent, (Code::Required, "checklist"));
    world.refuses(
        ticket,
        "open_linked",
        json!({ "open": journeys::report(world.now()) }),
        (Code::WrongStage, ""),
    );
    let held = contents::held("2026-11-26 11:00", &[]);
    let ticket = world.step_by(ticket, "hold_event", "演示客服甲", "2026-11-26 09:00", held);
    assert_eq!(ticket["ticket"]["stage"], "held");
    assert_eq!(stands(&ticket, "event"), ("met", "event_moved"));
    assert_eq!(
        said(&ticket, "活动登记", "便民服务队"),
        "演示客服甲（客服中心）、演示维修员甲（室内维修队）、演示化验员甲（水质检测中心）"
    );
    assert_eq!(
        said(&ticket, "活动登记", "服务项目"),
        "用水咨询 30 次、水表检查 12 次、水质检测 4 次"
    );
    world.refuses(&ticket, "close", json!({}), (Code::WrongStage, ""));
    world.step(&ticket, "attach", contents::photo("活动照片.png"))
}

/// Clause 5.2⑵: not necessary: the reason is written down, and the customer is answered all the same.
#[test]
fn a_no_is_answered_too() {
    let world = World::new("2026-11-24 09:00");
    let ticket = wished(&world);
    world.sign_in("客服主管");
    let no = json!({ "necessary": false, "reason": "上月刚去过，已安排上门检查" });
    let ticket = world.step(&ticket, "decide_event", no);
    assert_eq!(ticket["ticket"]["stage"], "to_reply");
    world.refuses(&ticket, "schedule_event", schedule(DAY), (Code::WrongStage, ""));
    world.sign_in("热线坐席");
    let ticket = world.step(&ticket, "reply", contents::reply("本月改为上门检查"));
    let ticket = world.step(&ticket, "close", json!({}));
    assert_eq!(ticket["ticket"]["stage"], "closed");
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[("events", "1"), ("held_rate", "无数据"), ("residents", "0")],
    );
}

/// Clause 5.2, Clause 5.2⑴: what each of the three origins needs, and where each begins.
#[test]
fn three_origins() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let open = |origin: &str, change: &dyn Fn(&mut Value)| {
        let mut open = contents::event_open(world.now(), origin);
        change(&mut open);
        open
    };
    let nowhere = open("annual_plan", &|open| open["asked"]["place"] = json!(""));
    world.opens_not(nowhere, (Code::Required, "asked.place"));
    let undated = open("annual_plan", &|open| open["asked"]["planned_at"] = Value::Null);
    world.opens_not(undated, (Code::Required, "asked.planned_at"));
    let nobody = open("customer_request", &|open| {
        open["asked"]["suggested_by"] = json!("")
    });
    world.opens_not(nobody, (Code::Required, "asked.suggested_by"));
    let why = open("staff_suggestion", &|open| open["asked"]["situation"] = json!(""));
    world.opens_not(why, (Code::Required, "asked.situation"));
    let everywhere = open("staff_suggestion", &|open| open["community"] = json!(""));
    world.opens_not(everywhere, (Code::Required, "community"));
    for (origin, stage) in [
        ("annual_plan", "planned"),
        ("customer_request", "to_decide"),
        ("staff_suggestion", "to_schedule"),
    ] {
        let ticket = world.opens(open(origin, &|_| ()));
        assert_eq!(ticket["ticket"]["stage"], stage, "{origin}");
    }
}

/// Clause 5.2⑴: a day that passed without its event stays missed, though it is moved afterwards.
#[test]
fn moved_too_late() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.opens(contents::event_open(world.now(), "annual_plan"));
    assert_eq!(stands(&ticket, "event"), ("running", "event_planned"));
    world.takes_over("热线坐席", "2026-11-29 08:30");
    assert_eq!(stands(&world.get(&ticket), "event").0, "breached");
    let mut moved = schedule("2026-11-30 09:00");
    moved["reason"] = json!("原定当天无人组织");
    let ticket = world.step(&ticket, "move_event", moved);
    assert_eq!(stands(&ticket, "event"), ("breached", "event_moved_too_late"));
    world.takes_over("热线坐席", "2026-11-30 12:00");
    let held = contents::held("2026-11-30 11:00", &[]);
    world.step_by(&ticket, "hold_event", "演示客服甲", "2026-11-30 09:00", held);
    world.sign_in("客服主管");
    world.figures("2026-11", &[("held_rate", "100.0%"), ("events_moved", "1")]);
}
