//! 水质化验 from the request to the answer: the sample, everybody who held it, results judged by the standard.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, clock, contents, entry, number, request, said, signature, stands, titles};
use serde_json::{Value, json};

fn team() -> Value {
    json!({ "crew": "稽查一班", "goes": "演示稽查员乙" })
}

fn sign() -> Value {
    json!({ "place": "用户家中", "answer": signature() })
}

/// A request on its way to the customer's tap.
fn sampler_sent(world: &World) -> Value {
    world.sign_in("热线坐席");
    let ticket = world.open(contents::water());
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.sign_in("生调部调度");
    world.step(&ticket, "send_sampler", team())
}

/// Clause 3: 热线 → 生调部 → 稽查队 → 水质检测中心 → 客服中心, each in its turn and by its own people.
#[test]
fn from_the_request_to_the_answer() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let mut silent = contents::open(world.now(), contents::water());
    silent["asked"]["symptoms"] = json!([]);
    world.opens_not(silent, (Code::Required, "asked.symptoms"));
    let ticket = world.open(contents::water());
    assert_eq!(number(&ticket), "SZ2611240001");
    assert_eq!(said(&ticket, "受理化验要求", "水质现象"), "浑浊、异味");
    assert_eq!(clock(&ticket, "sampling")["limit"], at("2026-11-25 09:00").0);
    assert_eq!(clock(&ticket, "answer")["limit"], at("2026-11-27 09:00").0);

    let ticket = arranged(&world, &ticket);
    let ticket = sampled(&world, &ticket);
    let ticket = received(&world, &ticket);
    let ticket = judged(&world, &ticket);
    let closed = answered(&world, &ticket);
    assert_eq!(
        titles(&closed),
        [
            "受理化验要求",
            "转派生调部",
            "安排取样",
            "取样",
            "样品交接",
            "收样",
            "检测结果",
            "检测结果",
            "回复",
            "签字确认",
            "回访",
            "办结",
        ]
    );
    in_the_month(&world, &closed);
}

fn arranged(world: &World, ticket: &Value) -> Value {
    world.refuses(
        ticket,
        "sample",
        contents::sampling("SY-1"),
        (Code::WrongStage, ""),
    );
    world.refuses(ticket, "send_sampler", team(), (Code::NotPermitted, ""));
    world.refuses(
        ticket,
        "hand_over",
        json!({ "taken_by": "" }),
        (Code::Required, "taken_by"),
    );
    world.sign_in("水质检测中心");
    world.refuses(ticket, "enter_results", contents::results(), (Code::NoSample, ""));
    world.refuses(
        ticket,
        "receive_sample",
        contents::receipt(),
        (Code::NoSample, ""),
    );
    world.sign_in("热线坐席");
    let ticket = world.step(ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.sign_in("生调部调度");
    world.refuses(
        &ticket,
        "send_sampler",
        json!({ "crew": "室内维修一班" }),
        (Code::WrongCrew, "crew"),
    );
    world.refuses(&ticket, "assign", team(), (Code::NotPermitted, ""));
    let ticket = world.step(&ticket, "send_sampler", team());
    assert_eq!(ticket["ticket"]["stage"], "assigned");
    world.sign_in("水质检测中心");
    world.refuses(
        &ticket,
        "receive_sample",
        contents::receipt(),
        (Code::NoSample, ""),
    );
    ticket
}

/// Taken at 10:20 by the inspector, typed by the agent at 11:00; the desk takes no result before the laboratory has
/// the sample.
fn sampled(world: &World, ticket: &Value) -> Value {
    world.takes_over("热线坐席", "2026-11-24 11:00");
    let mut none = contents::sampling("SY-1124-01");
    none["bottles"] = json!(0);
    world.refuses(ticket, "sample", none, (Code::OutOfRange, "bottles"));
    world.refuses(
        ticket,
        "sample",
        contents::sampling(""),
        (Code::Required, "sample_number"),
    );
    let sample = contents::sampling("SY-1124-01");
    let ticket = world.step_by(ticket, "sample", "演示稽查员乙", "2026-11-24 10:20", sample);
    assert_eq!(ticket["ticket"]["stage"], "sampled");
    assert_eq!(entry(&ticket, "取样")["late_entry"], true);
    assert_eq!(stands(&ticket, "sampling"), ("met", "sample_soon"));
    assert_eq!(clock(&ticket, "lab_receipt")["limit"], at("2026-11-24 16:20").0);
    world.refuses(
        &ticket,
        "enter_results",
        contents::results(),
        (Code::NotPermitted, ""),
    );
    world.refuses(
        &ticket,
        "reply_results",
        contents::reply("合格"),
        (Code::WrongStage, ""),
    );
    world.sign_in("水质检测中心");
    world.refuses(
        &ticket,
        "enter_results",
        contents::results(),
        (Code::SampleNotReceived, ""),
    );
    ticket
}

fn received(world: &World, ticket: &Value) -> Value {
    world.sign_in("稽查队");
    let on = json!({ "to": "演示驾驶员甲", "note": "冷藏箱" });
    let ticket = world.step_by(ticket, "pass_sample", "演示稽查员乙", "2026-11-24 10:50", on);
    world.refuses(
        &ticket,
        "receive_sample",
        contents::receipt(),
        (Code::NotPermitted, ""),
    );
    world.takes_over("水质检测中心", "2026-11-24 13:40");
    let mut early = request(&ticket, contents::receipt());
    early["happened_at"] = json!(at("2026-11-24 10:40").0);
    let refusal = world.refused("ticket_receive_sample", early);
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::TimeBeforePrevious, Some("happened_at")),
        "nobody receives what somebody else took over later"
    );
    let mut nobody = contents::receipt();
    nobody["received_by"] = json!("");
    world.refuses(&ticket, "receive_sample", nobody, (Code::Required, "received_by"));
    let ticket = world.step(&ticket, "receive_sample", contents::receipt());
    assert_eq!(ticket["ticket"]["stage"], "at_lab");
    let custody = ticket["ticket"]["case"]["custody"].as_array().unwrap();
    let held: Vec<(&str, i64)> = custody
        .iter()
        .map(|holding| {
            (
                holding["holder"].as_str().unwrap(),
                holding["from"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        held,
        [
            ("演示稽查员乙", at("2026-11-24 10:20").0),
            ("演示驾驶员甲", at("2026-11-24 10:50").0),
            ("演示化验员乙", at("2026-11-24 13:40").0),
        ]
    );
    assert_eq!(custody[1]["to"], at("2026-11-24 13:40").0);
    assert_eq!(custody[2]["to"], Value::Null);
    ticket
}

/// Clause 3: what is no result is refused at its value; verdicts are computed, never typed.
fn judged(world: &World, ticket: &Value) -> Value {
    let one = |parameter: &str, value: &str, unit: &str| contents::results_of(&[(parameter, value, unit)]);
    for (parameter, value, unit, code) in [
        ("iron", "0.1", "μg/L", Code::BadUnit),
        ("iron", "0.1", "", Code::BadUnit),
        ("iron", "-0.1", "mg/L", Code::BadValue),
        ("iron", "很少", "mg/L", Code::BadValue),
        ("iron", "", "mg/L", Code::BadValue),
        ("iron", "0.0000001", "mg/L", Code::BadValue),
        ("gold", "0.1", "mg/L", Code::UnknownParameter),
    ] {
        let field = format!("values.{parameter}");
        world.refuses(
            ticket,
            "enter_results",
            one(parameter, value, unit),
            (code, &field),
        );
    }
    let twice = contents::results_of(&[("iron", "0.1", "mg/L"), ("iron", "0.2", "mg/L")]);
    world.refuses(
        ticket,
        "enter_results",
        twice,
        (Code::ParameterTwice, "values.iron"),
    );
    world.refuses(
        ticket,
        "enter_results",
        contents::results_of(&[]),
        (Code::Required, "values"),
    );
    let mut typed = one("iron", "9", "mg/L");
    typed["values"][0]["verdict"] = json!("pass");
    world.refuses(
        ticket,
        "enter_results",
        typed,
        (Code::BadRequest, "details.values[0].verdict"),
    );
    let mut nobody = contents::results();
    nobody["analyst"] = json!("");
    world.refuses(ticket, "enter_results", nobody, (Code::Required, "analyst"));

    world.takes_over("水质检测中心", "2026-11-25 10:00");
    let ticket = world.step(ticket, "enter_results", contents::results());
    let verdicts: Vec<(&str, &str)> = ticket["ticket"]["case"]["results"][0]["details"]["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|judged| {
            (
                judged["parameter"]["code"].as_str().unwrap(),
                judged["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            ("turbidity", "pass"),
            ("odour", "pass"),
            ("ph", "pass"),
            ("iron", "fail"),
            ("manganese", "pass"),
            ("total_coliforms", "pass"),
        ],
        "in the order of the standard"
    );
    assert_eq!(said(&ticket, "检测结果", "结论"), "不合格");
    assert_eq!(
        said(&ticket, "检测结果", "不合格项目"),
        "铁 0.35 mg/L（限值 ≤ 0.3）"
    );
    // A second analysis replaces the first and says why; both stay.
    world.refuses(
        &ticket,
        "enter_results",
        contents::results(),
        (Code::Required, "note"),
    );
    let mut again = contents::results();
    again["note"] = json!("复检铁，结果一致");
    let ticket = world.step(&ticket, "enter_results", again);
    assert_eq!(ticket["ticket"]["case"]["results"].as_array().unwrap().len(), 2);
    ticket
}

fn answered(world: &World, ticket: &Value) -> Value {
    world.refuses(
        ticket,
        "reply_results",
        contents::reply("不合格"),
        (Code::NotPermitted, ""),
    );
    world.sign_in("热线坐席");
    let mut silent = contents::reply("");
    world.refuses(ticket, "reply_results", silent.clone(), (Code::Required, "text"));
    silent["text"] = json!("铁超标，已安排冲洗管网，请放水后再用");
    let ticket = world.step(ticket, "reply_results", silent);
    assert_eq!(stands(&ticket, "answer"), ("met", "water_answer"));
    let ticket_unsigned = &ticket;
    world.refuses(ticket_unsigned, "close", json!({}), (Code::NotAcknowledged, ""));
    let ticket = world.step(&ticket, "acknowledgement_sign", sign());
    world.refuses(&ticket, "close", json!({}), (Code::NotFollowedUp, ""));
    let ticket = world.step(&ticket, "follow_up", contents::satisfied());
    world.step(&ticket, "close", json!({}))
}

fn in_the_month(world: &World, closed: &Value) {
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[
            ("received", "1"),
            ("water_tests", "1"),
            ("sampling_rate", "100.0%"),
            ("lab_receipt_rate", "100.0%"),
            ("pass_rate", "0.0%"),
            ("water_answer_rate", "100.0%"),
            ("leak_answer_rate", "无数据"),
            ("hand_over_rate", "无数据"),
        ],
    );
    assert_eq!(world.behind("2026-11", "pass_rate", true), [number(closed)]);
}

/// Clause 3: a broken seal: the sample goes back, another is taken, and what happened to the first stays written.
#[test]
fn a_rejected_sample_is_taken_again() {
    let world = World::new("2026-11-24 09:00");
    let ticket = sampler_sent(&world);
    world.sign_in("稽查队");
    let mut away = contents::sampling("SY-1124-01");
    away["customer_present"] = json!(false);
    let ticket = world.step(&ticket, "sample", away.clone());
    world.takes_over("水质检测中心", "2026-11-24 16:00");
    let mut broken = contents::receipt();
    broken["seal_whole"] = json!(false);
    broken["condition"] = json!("封签破损");
    let ticket = world.step(&ticket, "receive_sample", broken);
    world.refuses(
        &ticket,
        "reject_sample",
        json!({ "reason": "" }),
        (Code::Required, "reason"),
    );
    let ticket = world.step(&ticket, "reject_sample", json!({ "reason": "封签破损，须重取" }));
    assert_eq!(ticket["ticket"]["stage"], "assigned");
    assert_eq!(stands(&ticket, "sampling").0, "running", "it is waited for again");
    world.refuses(
        &ticket,
        "receive_sample",
        contents::receipt(),
        (Code::NoSample, ""),
    );
    world.refuses(
        &ticket,
        "enter_results",
        contents::results(),
        (Code::NoSample, ""),
    );
    world.sign_in("稽查队");
    away["sample_number"] = json!("SY-1124-02");
    let ticket = world.step(&ticket, "sample", away);
    world.sign_in("水质检测中心");
    world.refuses(
        &ticket,
        "enter_results",
        contents::results(),
        (Code::SampleNotReceived, ""),
    );
    let ticket = world.step(&ticket, "receive_sample", contents::receipt());
    let custody = ticket["ticket"]["case"]["custody"].as_array().unwrap();
    assert_eq!(custody.len(), 4, "both samples, from hand to hand");
    let ticket = world.step(
        &ticket,
        "enter_results",
        contents::results_of(&[("iron", "0.3", "mg/L")]),
    );
    assert_eq!(said(&ticket, "检测结果", "结论"), "合格", "exactly at the limit");
    world.sign_in("热线坐席");
    let ticket = world.step(&ticket, "reply_results", contents::reply("检测合格"));
    // Three calls that reach nobody are enough; who was not there when it was taken signs nothing.
    let nobody = json!({ "outcome": "not_reached" });
    let ticket = world.step(&ticket, "follow_up", nobody.clone());
    let ticket = world.step(&ticket, "follow_up", nobody.clone());
    world.refuses(&ticket, "close", json!({}), (Code::NotFollowedUp, ""));
    let ticket = world.step(&ticket, "follow_up", nobody);
    let ticket = world.step(&ticket, "close", json!({}));
    assert_eq!(ticket["ticket"]["stage"], "closed");
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[("pass_rate", "100.0%"), ("satisfaction_rate", "无数据")],
    );
}

/// Clause 3: a sample that came to the laboratory six hours late, and an answer after three days, count against us.
#[test]
fn too_late_for_every_clock() {
    let world = World::new("2026-11-24 09:00");
    let ticket = sampler_sent(&world);
    world.takes_over("稽查队", "2026-11-25 09:01");
    let ticket = world.step(&ticket, "sample", contents::sampling("SY-1"));
    assert_eq!(stands(&ticket, "sampling").0, "late");
    world.takes_over("水质检测中心", "2026-11-25 15:02");
    let ticket = world.step(&ticket, "receive_sample", contents::receipt());
    assert_eq!(stands(&ticket, "lab_receipt"), ("late", "sample_to_lab"));
    let ticket = world.step(&ticket, "enter_results", contents::results());
    world.takes_over("热线坐席", "2026-11-27 09:01");
    world.step(&ticket, "reply_results", contents::reply("铁超标"));
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[
            ("sampling_rate", "0.0%"),
            ("lab_receipt_rate", "0.0%"),
            ("water_answer_rate", "0.0%"),
        ],
    );
    let report = world.call("report_figures", json!({ "span": "2026-11" }));
    let late: Vec<&str> = report["overdue"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["clock"].as_str().unwrap())
        .collect();
    assert_eq!(late, ["sampling", "lab_receipt", "answer"]);
}
