//! The night call: report 02:10, arrangement, hand-over 02:18, valve, arrival, signature, extension, reply, close; then the same case on paper and in the month.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{
    World, at, clock,
    page::{holds, text},
    request, signature, work,
};
use serde_json::{Value, json};

/// Clauses 2.5, 4.1, 4.2, 4.3, 4.3⑴, 4.3⑶, 4.3⑷: one case from the report at night to the month, on paper too.
#[test]
fn the_night_call() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("热线坐席");
    let ticket = world.report();
    assert_eq!(ticket["ticket"]["number"], "WX2611240001");
    assert_eq!(ticket["ticket"]["stage"], "reported");
    assert_eq!(clock(&ticket, "hand_over")["state"], "running");
    assert_eq!(
        clock(&ticket, "arrival")["state"],
        "waived",
        "no 30 minutes at night (4.3⑶)"
    );

    // 4.3⑶: without an arrangement the hand-over is refused, and the draft loses nothing.
    world.later("2026-11-24 02:14");
    let hand_over = json!({ "taken_by": "演示生调部调度" });
    assert_eq!(
        world.no_step(&ticket, "hand_over", hand_over.clone()),
        Code::ArrangementMissing
    );
    let arrangement = json!({
        "crew": "室内维修一班", "goes": "演示维修员甲", "planned_at": at("2026-11-24 03:00").0,
        "told": "值班人员预计 3 点前到场，请先关闭表前阀门",
    });
    let ticket = world.step(&ticket, "arrange", arrangement);
    world.later("2026-11-24 02:18");
    let ticket = world.step(&ticket, "hand_over", hand_over);
    assert_eq!(
        ticket["ticket"]["stage"], "assigned",
        "the arrangement stands for the assignment"
    );
    assert_eq!(clock(&ticket, "hand_over")["state"], "met");

    // 4.3⑷: the valve, with a clock of its own. The agent asks for it and writes down whom 生调部 sends.
    let ticket = world.step(&ticket, "ask_valve", json!({ "place": "2 单元水表井" }));
    let order = json!({ "crew": "稽查一班", "task": 1, "named_by": "演示生调部调度" });
    let ticket = world.step(&ticket, "order_valve", order);
    assert_eq!(clock(&ticket, "valve")["limit"], at("2026-11-24 02:48").0);
    world.later("2026-11-24 02:41");
    let step = json!({ "task": 1 });
    let ticket = world.step_by(&ticket, "valve_arrive", "演示稽查员甲", "2026-11-24 02:40", step);
    assert_eq!(
        world.no_step(&ticket, "valve_shut", json!({ "task": 2, "note": "已关" })),
        Code::NoValveTask
    );
    let ticket = world.step(&ticket, "valve_shut", json!({ "task": 1, "note": "总阀已关" }));
    assert_eq!(clock(&ticket, "valve")["state"], "met");

    // The crew phones in; the agent types it 42 minutes later: 补录.
    world.later("2026-11-24 03:40");
    let ticket = world.step_by(&ticket, "arrive", "演示维修员甲", "2026-11-24 02:58", json!({}));
    let arrival = ticket["entries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["title"] == "到场")
        .unwrap();
    assert_eq!(arrival["late_entry"], true);
    assert_eq!(arrival["performed_by"], "演示维修员甲");
    assert_eq!(arrival["recorder"], "演示热线坐席");

    // Nobody signs before there is something to sign; nobody replies before the repair.
    let sign = json!({ "place": "用户家中", "answer": signature() });
    assert_eq!(
        world.no_step(&ticket, "acknowledgement_sign", sign.clone()),
        Code::WrongStage
    );
    let reply = json!({ "text": "已修好，请观察", "told": "示例用户", "by": "phone" });
    assert_eq!(world.no_step(&ticket, "reply", reply.clone()), Code::WrongStage);

    // The part is missing: extension, approved by somebody else, both limits stay.
    world.later("2026-11-24 16:40");
    let ask = json!({ "until": at("2026-11-25 12:00").0, "reason": "等待用户自备材料" });
    let mut asking = request(&ticket, ask.clone());
    asking["performed_by"] = json!("演示维修员甲");
    let ticket = world.call("ticket_ask_extension", asking)["value"].clone();
    assert_eq!(
        world.no_step(&ticket, "ask_extension", ask),
        Code::ExtensionPending
    );
    world.sign_in("总工办");
    world.later("2026-11-24 17:05");
    let ticket = world.step(&ticket, "approve_extension", json!({ "note": "同意" }));
    assert_eq!(clock(&ticket, "total")["limit"], at("2026-11-25 12:00").0);
    assert_eq!(clock(&ticket, "total")["original"], at("2026-11-25 02:10").0);

    world.sign_in("热线坐席");
    world.later("2026-11-25 10:20");
    let ticket = world.step_by(&ticket, "finish", "演示维修员甲", "2026-11-25 10:05", work());
    let draft = world.call(
        "acknowledgement_draft",
        json!({ "ticket": ticket["ticket"]["id"], "place": "用户家中" }),
    );
    assert!(draft["text"].as_str().unwrap().contains("免费"));
    let ticket = world.step(&ticket, "acknowledgement_sign", sign.clone());
    assert_eq!(
        world.no_step(&ticket, "acknowledgement_sign", sign),
        Code::AlreadyAcknowledged
    );
    world.later("2026-11-25 10:30");
    let ticket = world.step(&ticket, "reply", reply);
    assert_eq!(
        clock(&ticket, "total")["state"],
        "met",
        "within the approved extension"
    );

    // 4.1, 2.5: hours, the call, and only then the end.
    assert_eq!(world.no_step(&ticket, "close", json!({})), Code::HoursNotVerified);
    world.sign_in("总工办");
    let shorter = json!({ "minutes": 80 });
    assert_eq!(
        world.no_step(&ticket, "verify_hours", shorter),
        Code::HoursReasonMissing
    );
    let ticket = world.step(
        &ticket,
        "verify_hours",
        json!({ "minutes": 80, "reason": "扣除待料时间" }),
    );
    world.sign_in("热线坐席");
    assert_eq!(world.no_step(&ticket, "close", json!({})), Code::NotFollowedUp);
    world.later("2026-11-25 19:00");
    assert_eq!(
        world.no_step(&ticket, "follow_up", json!({ "outcome": "satisfied" })),
        Code::ConductUnanswered
    );
    let ticket = world.step(
        &ticket,
        "follow_up",
        json!({ "outcome": "satisfied", "misconduct": false }),
    );
    let ticket = world.step(&ticket, "close", json!({}));
    assert_eq!(ticket["ticket"]["stage"], "closed");

    on_paper(&world, &ticket);
    in_the_month(&world, &ticket);
}

fn on_paper(world: &World, ticket: &Value) {
    let id = &ticket["ticket"]["id"];
    let page = |page: &str| text(&world.call("ticket_print", json!({ "ticket": id, "page": page })));
    let number = ticket["ticket"]["number"].as_str().unwrap();
    let order = page("work_order");
    holds(
        order.as_deref(),
        &[
            "派工单",
            number,
            "室内维修一班",
            "演示花园 3 号楼 2 单元 501 室",
            "演示数据",
            "全程免费",
            "第 1 页",
        ],
    );
    let acknowledgement = page("acknowledgement");
    let record = world.call("acknowledgement_get", json!({ "ticket": id }));
    holds(
        acknowledgement.as_deref(),
        &[
            "用户签字确认单",
            record["hash"].as_str().unwrap(),
            "双方同意以本屏幕手写签名确认以上内容",
            "演示数据",
        ],
    );
    let reply = page("reply");
    holds(
        reply.as_deref(),
        &[
            "回复单",
            "已修好，请观察",
            "1.5 米",
            "原 2026-11-25 02:10",
            "2026-11-25 12:00",
            "演示数据",
        ],
    );
    for page in [order, acknowledgement, reply].into_iter().flatten() {
        let page = page.replace("单元", "");
        for money in ["元", "¥", "￥", "费用：", "单价", "金额"] {
            assert!(!page.contains(money), "{money}: no amount of money on any form");
        }
        assert!(!page.contains("可靠的电子签名"));
    }
}

fn in_the_month(world: &World, ticket: &Value) {
    world.sign_in("客服主管");
    world.later("2026-12-01 09:00");
    let report = world.call("report_figures", json!({ "span": "2026-11" }));
    let figure = |code: &str| {
        let figures = report["figures"].as_array().unwrap();
        figures
            .iter()
            .find(|figure| figure["code"] == code)
            .unwrap()
            .clone()
    };
    for (code, text) in [
        ("received", "1"),
        ("hand_over_rate", "100.0%"),
        ("arrival_rate", "无数据"),
        ("close_rate", "100.0%"),
        ("close_strict", "0.0%"),
        ("extension_rate", "100.0%"),
        ("satisfaction_rate", "100.0%"),
        ("sign_rate", "100.0%"),
        ("valve_rate", "100.0%"),
        ("work_hours", "1.3 小时"),
        ("violations", "0"),
    ] {
        assert_eq!(figure(code)["text"], text, "{code}");
    }
    assert_eq!(report["overdue"], json!([]));
    let behind = world.call(
        "report_tickets",
        json!({ "span": "2026-11", "figure": "close_strict", "missed": true }),
    );
    assert_eq!(behind[0]["number"], ticket["ticket"]["number"]);
    let pdf = text(&world.call("report_monthly", json!({ "span": "2026-11" })));
    holds(
        pdf.as_deref(),
        &[
            "2026年11月",
            "月度服务报告",
            "WX2611240001",
            "本月没有超时",
            "演示数据",
            "转派及时率",
            "无数据",
        ],
    );
    world.sign_in("审计");
    let verified = world.call("journal_verify", json!({}));
    assert_eq!(verified["records"], 1);
}

#[test]
fn the_neighbour_calls_too() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("热线坐席");
    let first = world.report();
    world.later("2026-11-24 02:14");
    // However somebody else sets the spaces.
    for address in [
        "演示花园 3 号楼 2 单元 501 室",
        "演示花园3号楼2单元501室",
        "演示花园　3号楼 2单元 501室",
    ] {
        let asked = json!({ "phone": "", "account_number": "", "address": address });
        let found = world.call("ticket_duplicates", asked);
        assert_eq!(found[0]["number"], first["ticket"]["number"], "{address}");
    }
    let other = json!({ "phone": "", "account_number": "", "address": "演示花园 3 号楼 2 单元 502 室" });
    assert_eq!(world.call("ticket_duplicates", other), json!([]));
    let second = world.report();
    let itself = json!({ "into": second["ticket"]["id"] });
    assert_eq!(world.no_step(&second, "merge", itself), Code::BadMerge);
    let merged = world.step(&second, "merge", json!({ "into": first["ticket"]["id"] }));
    assert_eq!(merged["ticket"]["stage"], "merged");
    let first = world.call("ticket_get", json!({ "number": first["ticket"]["number"] }));
    assert_eq!(first["ticket"]["duplicates"], json!([second["ticket"]["id"]]));
}

/// Clauses 4.1, 4.3⑵: 15 to 30 minutes from the form, assigned by 总工办, never declined.
#[test]
fn a_form_raised_in_working_hours_may_not_be_returned() {
    let world = World::new("2026-11-24 14:00");
    world.sign_in("热线坐席");
    let ticket = world.report();
    assert_eq!(clock(&ticket, "arrival")["limit"], at("2026-11-24 14:30").0);
    assert_eq!(clock(&ticket, "arrival")["target"], at("2026-11-24 14:15").0);
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.sign_in("总工办");
    assert_eq!(
        world.no_step(&ticket, "assign", json!({ "crew": "没有这个班" })),
        Code::UnknownCrew
    );
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修二班" }));
    world.sign_in("室内维修队");
    assert_eq!(
        world.no_step(&ticket, "return", json!({ "reason": "人手不够" })),
        Code::ReturnInHours
    );
}

/// Clause 4: before the meter is no repair of this service.
#[test]
fn before_the_meter_is_passed_on() {
    let world = World::new("2026-11-24 14:00");
    world.sign_in("热线坐席");
    let mut open = journeys::report(world.now());
    open["asked"]["meter_side"] = json!("before");
    let ticket = world.call("ticket_open", json!({ "open": open }))["value"].clone();
    assert_eq!(
        world.no_step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" })),
        Code::BeforeTheMeter
    );
    let ticket = world.step(&ticket, "pass_on", json!({ "reason": "漏点在表前，转管网抢修" }));
    assert_eq!(ticket["ticket"]["stage"], "passed_on");
    assert_eq!(
        world.no_step(&ticket, "urge", json!({ "words": "催" })),
        Code::WrongStage
    );
}

/// Clause 2.5: a yes on the call is a violation record that only a manager closes.
#[test]
fn misconduct_is_closed_by_a_manager_only() {
    let world = World::new("2026-11-24 14:00");
    world.sign_in("admin");
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修二班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", work());
    let refused = json!({ "place": "用户家中", "answer": { "way": "refused", "reason": "用户不愿签字", "witness": "" } });
    assert_eq!(
        world.no_step(&ticket, "acknowledgement_sign", refused),
        Code::Required
    );
    let refused = json!({ "place": "用户家中", "answer": { "way": "refused", "reason": "用户不愿签字", "witness": "演示物业" } });
    let ticket = world.step(&ticket, "acknowledgement_sign", refused);
    let ticket = world.step(
        &ticket,
        "reply",
        json!({ "text": "已修好", "told": "示例用户", "by": "on_site" }),
    );
    assert_eq!(
        world.no_step(
            &ticket,
            "follow_up",
            json!({ "outcome": "dissatisfied", "misconduct": true })
        ),
        Code::Required,
        "a violation needs words"
    );
    let call = json!({ "outcome": "dissatisfied", "misconduct": true, "words": "维修人员索要香烟" });
    let ticket = world.step(&ticket, "follow_up", call);
    assert_eq!(ticket["ticket"]["violations"].as_array().unwrap().len(), 1);
    world.sign_in("热线坐席");
    let closing = request(&ticket, json!({ "reason": "无" }));
    assert_eq!(
        world.refused("ticket_close_violation", closing).code,
        Code::NotPermitted
    );
    world.sign_in("客服主管");
    let ticket = world.step(&ticket, "close_violation", json!({ "reason": "经核实已处理" }));
    assert_eq!(
        world.no_step(&ticket, "close_violation", json!({ "reason": "再次" })),
        Code::NoViolation
    );
}
