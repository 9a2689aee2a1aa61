//! Conduct: nobody takes, asks or bargains. A violation comes from a call, a complaint or the checklist of an event;
//! only a manager closes it; the month counts it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, cases, contents, entry, number, said};
use serde_json::{Value, json};

fn violations(ticket: &Value) -> Vec<&str> {
    let all = ticket["ticket"]["violations"].as_array().unwrap();
    all.iter()
        .map(|violation| violation["words"].as_str().unwrap())
        .collect()
}

/// Clause 2.5: the call asks; a yes is a violation record with the customer's words, which only a manager closes.
#[test]
fn found_by_the_follow_up_call() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.open(contents::leak());
    let ticket = world.step(&ticket, "send_team", json!({ "crew": "稽查一班" }));
    world.sign_in("稽查队");
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "search", contents::search("found"));
    let ticket = world.step(&ticket, "reply_search", contents::search_reply("", ""));
    world.sign_in("热线坐席");
    let call = |misconduct: Value, words: &str| json!({ "outcome": "dissatisfied", "misconduct": misconduct, "words": words });
    world.refuses(
        &ticket,
        "follow_up",
        call(Value::Null, ""),
        (Code::ConductUnanswered, "misconduct"),
    );
    world.refuses(
        &ticket,
        "follow_up",
        call(json!(true), ""),
        (Code::Required, "words"),
    );
    let ticket = world.step(&ticket, "follow_up", call(json!(true), "检漏人员要了一条烟"));
    assert_eq!(violations(&ticket), ["检漏人员要了一条烟"]);
    assert_eq!(said(&ticket, "回访", "有无吃拿卡要"), "有，已登记违规记录");
    world.refuses(
        &ticket,
        "close_violation",
        json!({ "reason": "误会" }),
        (Code::NotPermitted, ""),
    );
    let ticket = world.step(&ticket, "close", json!({}));
    closed_by_the_manager_only(&world, &ticket);
}

/// The case is over, the violation is not.
fn closed_by_the_manager_only(world: &World, ticket: &Value) {
    for who in ["稽查队", "总工办", "生调部调度", "审计", "系统管理员"] {
        world.sign_in(who);
        world.refuses(
            ticket,
            "close_violation",
            json!({ "reason": "无" }),
            (Code::NotPermitted, ""),
        );
    }
    world.sign_in("客服主管");
    world.refuses(
        ticket,
        "close_violation",
        json!({ "reason": " " }),
        (Code::Required, "reason"),
    );
    let done = world.step(ticket, "close_violation", json!({ "reason": "已退还，书面检查" }));
    assert_eq!(done["ticket"]["violations"][0]["finding"], "已退还，书面检查");
    assert_eq!(said(&done, "违规处理", "处理结果"), "已退还，书面检查");
    world.refuses(
        &done,
        "close_violation",
        json!({ "reason": "再次" }),
        (Code::NoViolation, ""),
    );
    world.figures("2026-11", &[("violations", "1"), ("satisfaction_rate", "0.0%")]);
    assert_eq!(world.behind("2026-11", "violations", false), [number(ticket)]);
}

/// Clause 2.5, Clause 5.3: a complaint comes by itself, on a ticket that may be over long ago, about any service.
#[test]
fn found_by_a_complaint() {
    let world = World::new("2026-11-24 06:00");
    let tickets = [
        cases::reminder(&world, "2026-11-20"),
        cases::water_quality(&world, "2026-11-20"),
        cases::repair(&world, "2026-11-20"),
        cases::emergency_water(&world),
    ];
    world.takes_over("热线坐席", "2026-12-01 09:00");
    for ticket in &tickets {
        world.refuses(
            ticket,
            "record_violation",
            json!({ "words": "" }),
            (Code::Required, "words"),
        );
        let words = json!({ "words": "用户来电投诉索要好处" });
        let told = world.step_by(
            ticket,
            "record_violation",
            "演示热线坐席",
            "2026-11-30 20:00",
            words,
        );
        assert_eq!(violations(&told), ["用户来电投诉索要好处"]);
        assert_eq!(entry(&told, "登记违规")["late_entry"], true);
        assert_eq!(told["ticket"]["stage"], "closed", "the case itself stays closed");
        world.sign_in("稽查队");
        let again = json!({ "words": "再次" });
        world.refuses(&told, "record_violation", again, (Code::NotPermitted, ""));
        world.sign_in("热线坐席");
    }
    world.sign_in("客服主管");
    world.figures("2026-11", &[("violations", "4")]);
    world.figures("2026-12", &[("violations", "0")]);
    let open = world.call("ticket_list", json!({}));
    let waiting = open["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["violations_open"] == 1);
    assert_eq!(waiting.count(), 4);
}

/// Clause 5.3: each rule of the checklist that was not kept is a violation record of its own.
#[test]
fn found_by_the_checklist() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.opens(contents::event_open(world.now(), "staff_suggestion"));
    let schedule = json!({ "at": at("2026-11-24 14:00").0, "place": "演示新村活动中心" });
    let ticket = world.step(&ticket, "schedule_event", schedule);
    world.takes_over("热线坐席", "2026-11-24 17:00");
    let broken = [("knock", "居民反映敲门过重"), ("no_drink", "在居民家中喝水")];
    let held = contents::held("2026-11-24 16:00", &broken);
    let ticket = world.step_by(&ticket, "hold_event", "演示客服甲", "2026-11-24 14:00", held);
    assert_eq!(
        violations(&ticket),
        [
            "敲门轻重适度：居民反映敲门过重",
            "不在用户家喝水、吸烟：在居民家中喝水"
        ]
    );
    world.refuses(
        &ticket,
        "close_violation",
        json!({ "reason": "已教育" }),
        (Code::NotPermitted, ""),
    );
    world.sign_in("客服主管");
    world.figures("2026-11", &[("violations", "2"), ("residents", "46")]);
    let one = world.step(&ticket, "close_violation", json!({ "reason": "已教育" }));
    let both = world.step(&one, "close_violation", json!({ "reason": "已向居民致歉" }));
    let findings: Vec<&str> = both["ticket"]["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|violation| violation["finding"].as_str().unwrap())
        .collect();
    assert_eq!(findings, ["已教育", "已向居民致歉"], "the oldest first");
    world.refuses(
        &both,
        "close_violation",
        json!({ "reason": "无" }),
        (Code::NoViolation, ""),
    );
    world.figures("2026-11", &[("violations", "2")]);
}

/// Clause 2.5: no form has a field for money, whatever the service.
#[test]
fn there_is_no_field_for_a_fee() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    for asked in [
        contents::reminder(),
        contents::leak(),
        contents::water(),
        contents::repair(),
        contents::event("staff_suggestion"),
        contents::outage(),
    ] {
        let mut open = contents::open(world.now(), asked);
        open["asked"]["fee"] = json!(5);
        assert_eq!(
            world.refused("ticket_open", json!({ "open": open })).code,
            Code::BadRequest
        );
    }
}
