//! Who decides what, and when it happened: what is decided at the desk is decided now, by whoever is signed in, and never by whoever
//! asked for it or reported it; what was typed late says so.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::{Code, todo::TodoKind};
use journeys::{World, at, clock, contents, entry, page, request, said, signature, stands, work};
use serde_json::{Value, json};

/// A repair of the morning that the crew has finished; the agent typed it.
fn finished(world: &World) -> Value {
    world.sign_in("热线坐席");
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }));
    world.sign_in("热线坐席");
    let ticket = world.step(&ticket, "arrive", json!({}));
    world.step(&ticket, "finish", work())
}

/// The same request with another time.
fn as_of(ticket: &Value, when: &str, details: Value) -> Value {
    let mut request = request(ticket, details);
    request["happened_at"] = json!(at(when).0);
    request
}

/// A refusal at a field.
fn refused(world: &World, command: &str, request: Value) -> (Code, String) {
    let refusal = world.refused(command, request);
    (refusal.code, refusal.field.unwrap_or_default())
}

fn here() -> (Code, String) {
    (Code::DecidedHere, "happened_at".to_owned())
}

/// A signature on the screen was sealed with any past time that the operator typed.
#[test]
fn what_is_signed_on_the_screen_is_signed_now() {
    let world = World::new("2026-11-24 09:00");
    let ticket = finished(&world);
    world.later("2026-11-25 15:00");
    let sign = json!({ "place": "用户家中", "answer": signature() });
    let backdated = as_of(&ticket, "2026-11-24 09:30", sign.clone());
    assert_eq!(refused(&world, "acknowledgement_sign", backdated), here());
    let ticket = world.step(&ticket, "acknowledgement_sign", sign.clone());
    let record = &ticket["ticket"]["acknowledgement"];
    assert_eq!(record["signed_at"], world.now().0);
    assert_eq!(
        record.get("recorded_at"),
        None,
        "the same time twice says nothing"
    );

    // Nor is a correction signed at another time.
    world.later("2026-11-25 15:10");
    let correct = json!({ "place": "用户家中", "answer": signature(), "why": "签字人写错" });
    let backdated = as_of(&ticket, "2026-11-25 15:05", correct);
    assert_eq!(refused(&world, "acknowledgement_correct", backdated), here());
}

/// Paper is signed elsewhere: what was said stands in the record, and when it was typed.
#[test]
fn a_refusal_keeps_both_times() {
    let world = World::new("2026-11-24 09:00");
    let ticket = finished(&world);
    world.later("2026-11-24 15:00");
    let answer = json!({ "way": "refused", "reason": "用户不愿签字", "witness": "演示物业" });
    let sign = as_of(
        &ticket,
        "2026-11-24 09:30",
        json!({ "place": "用户家中", "answer": answer }),
    );
    let ticket = world.call("acknowledgement_sign", sign)["value"].clone();
    let record = &ticket["ticket"]["acknowledgement"];
    assert_eq!(record["signed_at"], at("2026-11-24 09:30").0);
    assert_eq!(record["recorded_at"], world.now().0);
    let print = json!({ "ticket": ticket["ticket"]["id"], "page": "acknowledgement" });
    let paper = page::text(&world.call("ticket_print", print));
    page::holds(
        paper.as_deref(),
        &["拒签时间", "2026-11-24 09:30", "登记时间", "2026-11-24 15:00"],
    );
    world.sign_in("审计");
    assert_eq!(world.call("journal_verify", json!({}))["records"], 1);
}

/// An extension asked for and approved "as of" the first day healed the clock; so did a cancellation "as of" half an hour.
#[test]
fn what_is_decided_here_is_decided_now() {
    let world = World::new("2026-11-24 09:00");
    let ticket = finished(&world);
    world.takes_over("热线坐席", "2026-12-04 09:00");
    let ask = json!({ "until": at("2026-12-20 09:00").0, "reason": "等待材料" });
    let backdated = as_of(&ticket, "2026-11-24 10:00", ask.clone());
    assert_eq!(refused(&world, "ticket_ask_extension", backdated), here());
    let ticket = world.step(&ticket, "ask_extension", ask);
    world.sign_in("总工办");
    for (command, details) in [
        ("ticket_approve_extension", json!({})),
        ("ticket_refuse_extension", json!({ "reason": "当日可完成" })),
        ("ticket_verify_hours", json!({ "minutes": 95 })),
    ] {
        let backdated = as_of(&ticket, "2026-12-04 08:59", details.clone());
        assert_eq!(refused(&world, command, backdated), here(), "{command}");
        // Nor in somebody else's name.
        let mut other = request(&ticket, details);
        other["performed_by"] = json!("演示客服主管");
        let is = refused(&world, command, other);
        assert_eq!(is, (Code::DecidedHere, "performed_by".to_owned()), "{command}");
    }
    let ticket = world.step(&ticket, "approve_extension", json!({ "note": "同意" }));
    let total = clock(&ticket, "total");
    assert_eq!(stands(&ticket, "total"), ("breached", "extended_too_late"));
    assert_eq!(total["missed"], at("2026-11-25 09:00").0);

    world.sign_in("热线坐席");
    let (one, other) = (world.report(), world.report());
    world.later("2026-12-06 09:00");
    let cancel = as_of(&one, "2026-12-04 09:30", json!({ "reason": "已自行处理" }));
    assert_eq!(refused(&world, "ticket_cancel", cancel), here());
    let merge = as_of(&one, "2026-12-04 09:30", json!({ "into": other["ticket"]["id"] }));
    assert_eq!(refused(&world, "ticket_merge", merge), here());
    let one = world.step(&one, "cancel", json!({ "reason": "已自行处理" }));
    assert_eq!(stands(&one, "total"), ("breached", "ended"));

    // Whether an event is held is decided here too.
    let wish = world.opens(contents::event_open(world.now(), "customer_request"));
    world.takes_over("客服主管", "2026-12-06 15:00");
    let decided = json!({ "necessary": true, "reason": "反映集中" });
    let backdated = as_of(&wish, "2026-12-06 10:00", decided.clone());
    assert_eq!(refused(&world, "ticket_decide_event", backdated), here());
    world.step(&wish, "decide_event", decided);

    world.sign_in("热线坐席");
    let told = json!({ "words": "维修人员索要香烟" });
    let other = world.step(&other, "record_violation", told);
    world.sign_in("客服主管");
    let close = as_of(&other, "2026-12-06 14:59", json!({ "reason": "已处理" }));
    assert_eq!(refused(&world, "ticket_close_violation", close), here());
    world.step(&other, "close_violation", json!({ "reason": "已处理" }));
}

/// 4.3⑴: 09:41 typed at 09:47 is simply in time; the same typed at 09:52 says that nobody but who typed it knows.
#[test]
fn a_hand_over_typed_late_says_so_and_is_counted_apart() {
    let world = World::new("2026-11-24 09:32");
    for (typed, state, late) in [
        ("2026-11-24 09:47", "met", false),
        ("2026-11-24 09:51", "met", false),
        ("2026-11-24 09:52", "met_entered_late", true),
    ] {
        world.takes_over("热线坐席", "2026-11-24 09:32");
        let ticket = world.report();
        world.later(typed);
        let taken = json!({ "taken_by": "演示生调部调度" });
        let ticket = world.step_by(&ticket, "hand_over", "演示热线坐席", "2026-11-24 09:41", taken);
        assert_eq!(stands(&ticket, "hand_over").0, state, "{typed}");
        assert_eq!(entry(&ticket, "转派生调部")["late_entry"], late, "{typed}");
    }
    // One that was late stays late, whenever it was typed.
    world.takes_over("热线坐席", "2026-11-24 09:32");
    let ticket = world.report();
    world.later("2026-11-24 10:00");
    let taken = json!({ "taken_by": "演示生调部调度" });
    let ticket = world.step_by(&ticket, "hand_over", "演示热线坐席", "2026-11-24 09:43", taken);
    assert_eq!(stands(&ticket, "hand_over").0, "late");

    world.takes_over("客服主管", "2026-12-01 09:00");
    world.figures(
        "2026-11",
        &[("hand_over_rate", "75.0%"), ("repair_entered_late", "1")],
    );
    assert_eq!(world.behind("2026-11", "repair_entered_late", false).len(), 1);
    let reply = page::text(&world.call(
        "ticket_print",
        json!({ "ticket": ticket["ticket"]["id"], "page": "work_order" }),
    ));
    page::holds(reply.as_deref(), &["派工单"]);
}

/// The other clocks: typed after the limit and longer after it happened than the settings' 补录.
#[test]
fn an_arrival_typed_late_says_so_on_screen_and_paper() {
    let world = World::new("2026-11-24 09:00");
    for (typed, state) in [
        // After the limit, but not 补录.
        ("2026-11-24 09:50", "met"),
        // 补录, but within the limit.
        ("2026-11-24 09:29", "met"),
        ("2026-11-24 09:51", "met_entered_late"),
    ] {
        world.takes_over("热线坐席", "2026-11-24 09:00");
        let ticket = world.report();
        let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
        world.sign_in("总工办");
        let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }));
        world.takes_over("热线坐席", typed);
        let ticket = world.step_by(&ticket, "arrive", "演示维修员甲", "2026-11-24 09:20", json!({}));
        assert_eq!(stands(&ticket, "arrival").0, state, "{typed}");
        if state == "met_entered_late" {
            let ticket = world.step(&ticket, "finish", work());
            let ticket = world.step(&ticket, "reply", contents::reply("已更换进水阀"));
            let print = json!({ "ticket": ticket["ticket"]["id"], "page": "reply" });
            page::holds(
                page::text(&world.call("ticket_print", print)).as_deref(),
                &["按时（补录）"],
            );
        }
    }
}

/// What was said elsewhere may be entered late, and every clock it touches says so: one that is moved, one that is waived.
#[test]
fn a_clock_that_is_moved_or_waived_by_what_was_typed_late_says_so_on_screen_and_paper() {
    let world = World::new("2026-11-24 09:00");
    let sent = || {
        world.takes_over("热线坐席", "2026-11-24 09:00");
        let ticket = world.report();
        let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
        world.sign_in("总工办");
        world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }))
    };
    let (ticket, other) = (sent(), sent());
    world.sign_in("热线坐席");
    let other = world.step(&other, "ask_valve", json!({ "place": "楼道" }));
    world.takes_over("热线坐席", "2026-11-24 17:00");
    assert_eq!(stands(&world.get(&ticket), "arrival").0, "breached");
    let appointed =
        json!({ "at": at("2026-11-25 08:30").0, "reason": "用户外出", "agreed_with": "示例用户" });
    let by = "演示维修员甲";
    let ticket = world.step_by(&ticket, "appoint", by, "2026-11-24 09:20", appointed);
    assert_eq!(stands(&ticket, "arrival").0, "running_entered_late");
    world.takes_over("热线坐席", "2026-11-25 08:26");
    let ticket = world.step_by(&ticket, "arrive", by, "2026-11-25 08:25", json!({}));
    assert_eq!(stands(&ticket, "arrival").0, "met_entered_late");

    world.takes_over("热线坐席", "2026-11-28 09:00");
    let drop = json!({ "task": 1, "note": "不用了" });
    let ticket = world.step_by(&other, "valve_drop", by, "2026-11-24 09:10", drop);
    assert_eq!(stands(&ticket, "valve").0, "waived_entered_late");
    let before = json!({ "reason": "表前" });
    let ticket = world.step_by(&ticket, "pass_on", by, "2026-11-24 09:25", before);
    for kind in ["arrival", "total"] {
        assert_eq!(stands(&ticket, kind).0, "waived_entered_late", "{kind}");
    }
    world.sign_in("审计");
    world.call("journal_verify", json!({}));
    assert_eq!(world.call("journal_compare", json!({}))["differences"], 0);
}

/// 4.3: 总工办 alone decides, and never whoever asked; where nobody else of 总工办 is there, the manager, and the paper says so.
#[test]
fn an_extension_is_decided_by_the_office_and_by_a_manager_only_where_there_is_none() {
    let world = World::new("2026-11-24 09:00");
    let ticket = finished(&world);
    world.sign_in("总工办");
    let ask = json!({ "until": at("2026-11-26 09:00").0, "reason": "等待材料" });
    let asked = world.step(&ticket, "ask_extension", ask);
    for step in ["approve_extension", "refuse_extension"] {
        let details = if step == "approve_extension" {
            json!({})
        } else {
            json!({ "reason": "不同意" })
        };
        assert_eq!(
            world.no_step(&asked, step, details),
            Code::ExtensionOwnRequest,
            "{step}"
        );
    }
    assert!(
        !offered(&world, &asked, "approve_extension"),
        "who asked is not offered it"
    );

    // The administrator of the demo desk is of 总工办 too: as long as they are, no manager decides.
    world.sign_in("客服主管");
    assert_eq!(
        world.no_step(&asked, "approve_extension", json!({})),
        Code::OfficeDecides
    );
    assert!(!offered(&world, &asked, "approve_extension") && !waiting(&world, "approve_extension"));
    without_engineers(&world, &["admin"]);
    world.sign_in("客服主管");
    assert!(offered(&world, &asked, "approve_extension") && waiting(&world, "approve_extension"));
    let granted = world.step(&asked, "approve_extension", json!({ "note": "同意" }));
    let why = "总工办当时没有其他在用人员，由客服主管办理";
    assert_eq!(said(&granted, "批准延时", "审批人员"), why);
    let print = json!({ "ticket": granted["ticket"]["id"], "page": "extension_approval" });
    let paper = page::text(&world.call("ticket_print", print));
    page::holds(paper.as_deref(), &["审批人员", "由客服主管办理"]);
}

/// 4.1: hours are never verified by whoever reported them.
#[test]
fn hours_are_not_verified_by_who_reported_them() {
    let world = World::new("2026-11-24 09:00");
    let ticket = finished(&world);
    world.sign_in("总工办");
    let own = world.step(&ticket, "verify_hours", json!({ "minutes": 95 }));
    assert!(own["ticket"]["hours"]["details"].get("for_office").is_none());

    world.sign_in("热线坐席");
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", work());
    let hours = json!({ "minutes": 95 });
    assert_eq!(
        world.no_step(&ticket, "verify_hours", hours.clone()),
        Code::HoursOwnReport
    );
    assert!(!offered(&world, &ticket, "verify_hours"));
    world.sign_in("客服主管");
    assert_eq!(
        world.no_step(&ticket, "verify_hours", hours.clone()),
        Code::OfficeDecides
    );
    without_engineers(&world, &["admin"]);
    world.sign_in("客服主管");
    assert!(offered(&world, &ticket, "verify_hours") && waiting(&world, "verify_hours"));
    let forged = json!({ "minutes": 95, "for_office": false });
    let ticket = world.step(&ticket, "verify_hours", forged);
    assert_eq!(ticket["ticket"]["hours"]["details"]["for_office"], true);
    let number = ticket["ticket"]["number"].as_str().unwrap();
    let sheet = page::text(&world.call("report_hours", json!({ "month": "2026-11" })));
    page::holds(sheet.as_deref(), &[number, "由客服主管办理"]);
}

/// 4.3⑷: asking for a valve is the agent's, naming the team 生调部's; the half hour begins with the asking.
#[test]
fn a_valve_is_asked_for_and_then_a_team_is_named() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.report();
    let direct = json!({ "crew": "稽查一班", "place": "楼前阀门井" });
    assert_eq!(
        world.no_step(&ticket, "order_valve", direct.clone()),
        Code::ValveNotAsked
    );
    assert!(!offered(&world, &ticket, "order_valve"));
    let ticket = world.step(&ticket, "ask_valve", json!({ "place": "楼前阀门井" }));
    assert_eq!(clock(&ticket, "valve")["limit"], at("2026-11-24 09:30").0);
    assert!(waiting(&world, "order_valve"));
    assert_eq!(
        world.no_step(&ticket, "valve_arrive", json!({ "task": 1 })),
        Code::ValveUnnamed
    );
    let named = |crew: &str| json!({ "crew": crew, "task": 1, "named_by": "演示生调部调度" });
    assert_eq!(
        world.no_step(&ticket, "order_valve", named("室内维修一班")),
        Code::WrongCrew
    );
    let unsaid = json!({ "crew": "稽查一班", "task": 1 });
    world.refuses(&ticket, "order_valve", unsaid, (Code::Required, "named_by"));
    world.later("2026-11-24 09:10");
    let ticket = world.step(&ticket, "order_valve", named("稽查一班"));
    assert_eq!(said(&ticket, "安排关阀", "阀门位置"), "楼前阀门井");
    assert_eq!(said(&ticket, "安排关阀", "生调部安排人"), "演示生调部调度");
    assert_eq!(
        clock(&ticket, "valve")["limit"],
        at("2026-11-24 09:30").0,
        "naming moves nothing"
    );
    assert_eq!(
        world.no_step(&ticket, "order_valve", named("稽查一班")),
        Code::NoValveTask
    );
    world.later("2026-11-24 09:31");
    let ticket = world.step(&ticket, "valve_arrive", json!({ "task": 1 }));
    assert_eq!(stands(&ticket, "valve").0, "late");

    // 生调部 itself needs nobody's asking, and nobody's name.
    world.sign_in("生调部调度");
    let ticket = world.step(&ticket, "order_valve", direct);
    assert_eq!(ticket["ticket"]["valves"][1]["order"]["crew"], "稽查一班");
    let ticket = world.step(&ticket, "valve_arrive", json!({ "task": 2 }));
    let ticket = world.step(&ticket, "valve_shut", json!({ "task": 2, "note": "已关" }));
    assert_eq!(ticket["ticket"]["valves"].as_array().unwrap().len(), 2);
}

/// No case at night ends where nobody on duty can go on: the agent alone, up to the reply; hours and call are the morning's.
#[test]
fn the_agent_alone_at_night_comes_to_the_reply() {
    let world = World::new("2026-11-24 23:10");
    world.sign_in("热线坐席");
    let ticket = world.report();
    let ticket = world.step(&ticket, "ask_valve", json!({ "place": "楼前阀门井" }));
    let named = json!({ "crew": "稽查一班", "task": 1, "named_by": "演示生调部值班员" });
    let ticket = world.step(&ticket, "order_valve", named);
    let ticket = world.step(&ticket, "valve_arrive", json!({ "task": 1 }));
    let ticket = world.step(&ticket, "valve_shut", json!({ "task": 1, "note": "总阀已关" }));
    let ticket = world.step(
        &ticket,
        "arrange",
        arrangement("室内维修一班", "2026-11-25 00:30"),
    );
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部值班员" }));
    assert_eq!(ticket["ticket"]["stage"], "assigned");
    // The crew gives it back: nobody of 总工办 is there to send another.
    let ticket = world.step(&ticket, "return", json!({ "reason": "车辆故障" }));
    assert_eq!(ticket["ticket"]["stage"], "handed_over");
    assert!(offered(&world, &ticket, "arrange") && waiting(&world, "arrange"));
    let ticket = world.step(
        &ticket,
        "arrange",
        arrangement("室内维修二班", "2026-11-25 01:00"),
    );
    assert!(!waiting(&world, "arrange"));
    assert_eq!(ticket["ticket"]["stage"], "assigned");
    assert_eq!(ticket["ticket"]["assignment"]["details"]["crew"], "室内维修二班");
    to_the_reply(&world, &ticket);
}

/// The same of a form raised before closing time that nobody of 总工办 has given out.
#[test]
fn a_form_of_the_day_is_arranged_at_night() {
    let world = World::new("2026-11-24 17:20");
    world.sign_in("热线坐席");
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let arranged = arrangement("室内维修一班", "2026-11-24 19:00");
    assert_eq!(
        world.no_step(&ticket, "arrange", arranged.clone()),
        Code::ArrangementInHours,
        "as long as 总工办 is there, it assigns (4.1)"
    );
    assert!(!offered(&world, &ticket, "arrange"));
    world.later("2026-11-24 18:05");
    assert!(offered(&world, &ticket, "arrange"));
    let ticket = world.step(&ticket, "arrange", arranged);
    assert_eq!(ticket["ticket"]["stage"], "assigned");
    to_the_reply(&world, &ticket);
}

/// A crew that was sent by day and cannot go at night: whoever is on duty writes down another one.
#[test]
fn another_crew_is_written_down_at_night() {
    for who in ["热线坐席", "生调部调度"] {
        let world = World::new("2026-11-24 16:50");
        world.sign_in("热线坐席");
        let ticket = world.report();
        let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
        world.sign_in("总工办");
        let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }));
        let other = arrangement("室内维修二班", "2026-11-24 22:00");
        world.sign_in(who);
        assert_eq!(
            world.no_step(&ticket, "arrange", other.clone()),
            Code::ArrangementInHours
        );
        world.takes_over(who, "2026-11-24 21:00");
        assert!(offered(&world, &ticket, "arrange"));
        let ticket = world.step(&ticket, "arrange", other);
        assert_eq!(ticket["ticket"]["stage"], "assigned");
        assert_eq!(ticket["ticket"]["assignment"]["details"]["crew"], "室内维修二班");
        to_the_reply(&world, &ticket);
    }
}

/// 6.1: at night the company authorises by telephone; whoever is on duty writes down who did and when, and the truck goes.
#[test]
fn an_outage_at_night_is_authorised_by_telephone() {
    for who in ["热线坐席", "生调部调度"] {
        let world = World::new("2026-11-24 06:30");
        world.sign_in(who);
        let outage = world.opens(contents::outage_open(world.now()));
        assert!(offered(&world, &outage, "authorise") && waiting(&world, "authorise"));
        let mut nobody = contents::authorisation();
        nobody["authorised_by"] = json!("");
        world.refuses(&outage, "authorise", nobody, (Code::Required, "authorised_by"));
        let outage = world.step(&outage, "authorise", contents::authorisation());
        let named = contents::authorisation()["authorised_by"].clone();
        assert_eq!(said(&outage, "授权送水", "授权人"), named);
        assert_eq!(stands(&outage, "authorise").0, "met");
        assert!(offered(&world, &outage, "make_trip"));
    }
}

/// For every waiting item the named step is offered to the named person, and nothing is left out that they could do next.
#[test]
fn the_workbench_counts_what_the_person_themselves_may_do_next() {
    let world = World::filled("2026-11-24 10:00", 60, 3, 1);
    // What 总工办 asked for and reported themselves, also in nobody's but their name.
    let own = finished(&world);
    world.sign_in("总工办");
    let ask = json!({ "until": at("2026-11-30 09:00").0, "reason": "等待材料" });
    world.step(&own, "ask_extension", ask);
    world.sign_in("热线坐席");
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    world.sign_in("热线坐席");
    let now = world.now().date_time_text();
    world.step_by(&ticket, "finish", "演示总工办", &now, work());
    let roles = [
        "热线坐席",
        "生调部调度",
        "总工办",
        "稽查队",
        "室内维修队",
        "水质检测中心",
        "客服主管",
    ];
    let mut kinds = 0;
    let hours = ["2026-11-24 10:30", "2026-11-24 23:30"];
    for (hour, who) in hours
        .iter()
        .flat_map(|hour| roles.iter().map(move |who| (hour, who)))
    {
        world.takes_over(who, hour);
        let board = world.call("ticket_board", json!({}));
        for todo in TodoKind::ALL {
            let mut counts = board["todo"].as_array().unwrap().iter();
            let Some(count) = counts.find(|one| one["todo"] == todo.code()) else {
                continue;
            };
            let page = world.call("ticket_list", json!({ "todo": todo.code(), "limit": 200 }));
            let can = page["rows"].as_array().unwrap().iter().filter(|row| {
                let ticket = world.call("ticket_get", json!({ "ticket": row["id"] }));
                let moves = ticket["moves"].as_array().unwrap();
                moves
                    .iter()
                    .any(|step| todo.settling_steps().iter().any(|one| step == one.code()))
            });
            assert_eq!(count["count"], can.count(), "{who} {hour} {}", todo.zh());
            kinds += i64::from(count["count"] != 0);
        }
    }
    assert!(kinds > 10, "{kinds}");
}

/// The dispatcher alone: everything the agent writes down at night, and the valve without asking.
#[test]
fn the_dispatcher_alone_at_night_comes_to_the_reply() {
    let world = World::new("2026-11-24 23:10");
    world.sign_in("生调部调度");
    let ticket = world.report();
    let direct = json!({ "crew": "稽查一班", "place": "楼前阀门井" });
    let ticket = world.step(&ticket, "order_valve", direct);
    let ticket = world.step(&ticket, "valve_arrive", json!({ "task": 1 }));
    let ticket = world.step(&ticket, "valve_shut", json!({ "task": 1, "note": "总阀已关" }));
    let ticket = world.step(
        &ticket,
        "arrange",
        arrangement("室内维修一班", "2026-11-25 00:30"),
    );
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "return", json!({ "reason": "车辆故障" }));
    let ticket = world.step(
        &ticket,
        "arrange",
        arrangement("室内维修二班", "2026-11-25 01:00"),
    );
    to_the_reply(&world, &ticket);
}

fn to_the_reply(world: &World, ticket: &Value) {
    let ticket = world.step(ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", work());
    let sign = json!({ "place": "用户家中", "answer": signature() });
    let ticket = world.step(&ticket, "acknowledgement_sign", sign);
    let ticket = world.step(&ticket, "reply", contents::reply("已修好，请观察"));
    assert_eq!(ticket["ticket"]["stage"], "to_close");
}

fn arrangement(crew: &str, planned: &str) -> Value {
    json!({ "crew": crew, "goes": "演示维修员甲", "planned_at": at(planned).0, "told": "值班人员稍后到场" })
}

/// A limit that was missed is listed in its own month, with all of its lateness, whatever was agreed afterwards.
#[test]
fn a_missed_arrival_is_listed_in_the_month_it_was_missed() {
    let world = World::new("2026-11-30 15:00");
    world.sign_in("admin");
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修一班" }));
    world.later("2026-11-30 15:50");
    let appointed =
        json!({ "at": at("2026-12-01 09:00").0, "reason": "用户外出", "agreed_with": "示例用户" });
    let ticket = world.step(&ticket, "appoint", appointed);
    world.takes_over("admin", "2026-12-01 08:50");
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", work());
    world.step(&ticket, "reply", contents::reply("已修好"));
    world.takes_over("admin", "2027-01-04 09:00");
    let overdue = |month: &str| {
        let report = world.call("report_figures", json!({ "span": month }));
        report["overdue"].as_array().unwrap().clone()
    };
    let november = overdue("2026-11");
    assert_eq!(november.len(), 1, "{november:#?}");
    assert_eq!(november[0]["clock"], "arrival");
    assert_eq!(november[0]["limit"], at("2026-11-30 15:30").0);
    assert_eq!(
        november[0]["late"],
        at("2026-12-01 08:50").0 - at("2026-11-30 15:30").0
    );
    assert_eq!(overdue("2026-12"), Vec::<Value>::new());
}

/// 审计 reads and changes nothing: neither the tables nor the computer's settings nor the key.
#[test]
fn the_auditor_leaves_everything_as_it_is() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("审计");
    let computer = world.call("computer_get", json!({}));
    assert_eq!(world.call("journal_compare", json!({}))["differences"], 0);
    for (command, request) in [
        ("journal_rebuild", json!({})),
        ("journal_rebuild", json!({ "check": true })),
        ("computer_change", computer),
        ("key_unlock", json!({ "passphrase": "一个足够长的口令" })),
    ] {
        assert_eq!(
            world.refused(command, request).code,
            Code::NotPermitted,
            "{command}"
        );
    }
    // Whoever administers the system brings no households into it.
    world.sign_in("系统管理员");
    let import = json!({ "customers": [], "source": "表" });
    assert_eq!(world.refused("customer_import", import).code, Code::NotPermitted);
}

/// Whether the step is offered to whoever is signed in.
fn offered(world: &World, ticket: &Value, step: &str) -> bool {
    let moves = world.get(ticket)["moves"].clone();
    moves.as_array().unwrap().iter().any(|one| one == step)
}

/// Whether the workbench of whoever is signed in says that something of this kind waits.
fn waiting(world: &World, todo: &str) -> bool {
    let board = world.call("ticket_board", json!({}));
    let mut all = board["todo"].as_array().unwrap().iter();
    all.any(|one| one["todo"] == todo && one["count"].as_i64().unwrap() > 0)
}

/// Takes 总工办 away from these people.
fn without_engineers(world: &World, names: &[&str]) {
    world.sign_in("admin");
    let people = world.call("person_list", json!({}));
    for person in people.as_array().unwrap() {
        if names.iter().any(|name| person["name"] == *name) {
            let roles: Vec<&Value> = person["roles"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|role| *role != "engineer")
                .collect();
            let change = json!({ "person": person["id"], "roles": roles, "active": true });
            world.call("person_change", change);
        }
    }
}
