//! 义务检漏 from the application to the answer: nobody promises anything before the departments have concluded.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{World, at, clock, contents, entry, number, said, signature, stands, titles};
use serde_json::{Value, json};

fn team() -> Value {
    json!({ "crew": "稽查一班", "goes": "演示稽查员甲" })
}

fn on_site(world: &World) -> Value {
    world.sign_in("热线坐席");
    let ticket = world.open(contents::leak());
    let ticket = world.step(&ticket, "send_team", team());
    world.sign_in("稽查队");
    world.step(&ticket, "arrive", json!({}))
}

/// Clause 2.1, Clause 2.3: who, where, since when, and the situation in detail.
#[test]
fn an_application_is_asked_in_detail() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let open = |change: &dyn Fn(&mut Value)| {
        let mut open = contents::open(world.now(), contents::leak());
        change(&mut open);
        open
    };
    for (field, at) in [("name", "name"), ("phone", "phone"), ("address", "address")] {
        world.opens_not(open(&|open| open[field] = json!("")), (Code::Required, at));
    }
    let silent = open(&|open| open["asked"]["situation"] = json!(" "));
    world.opens_not(silent, (Code::Required, "asked.situation"));
    let when = open(&|open| open["asked"]["since"] = json!(""));
    world.opens_not(when, (Code::Required, "asked.since"));
    let ground = open(&|open| open["asked"]["ground"] = json!("curious"));
    world.opens_not(ground, (Code::BadRequest, "open.asked"));
    world.sign_in("水质检测中心");
    world.opens_not(open(&|_| ()), (Code::NotPermitted, ""));
}

/// Clause 2.3, Clause 2.4, Clause 2.5: what could not be determined is reported to the company, studied and concluded
/// before anybody answers.
#[test]
fn undetermined_until_the_departments_concluded() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.open(contents::leak());
    assert_eq!(number(&ticket), "JL2611240001");
    assert_eq!(ticket["ticket"]["stage"], "handed_over");
    assert_eq!(clock(&ticket, "visit")["limit"], at("2026-11-25 09:00").0);
    assert_eq!(clock(&ticket, "answer")["limit"], at("2026-11-27 09:00").0);
    let ticket = only_an_inspection_team_goes(&world, &ticket);
    let ticket = searched(&world, &ticket);
    let ticket = studied(&world, &ticket);
    let closed = answered(&world, &ticket);
    assert_eq!(
        titles(&closed),
        [
            "受理检漏申请",
            "安排检漏",
            "到场",
            "检漏结果",
            "上报研究",
            "研究结论",
            "回复检漏结果",
            "签字确认",
            "回访",
            "办结"
        ]
    );
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[
            ("received", "1"),
            ("leak_detections", "1"),
            ("visit_rate", "100.0%"),
            ("found_rate", "0.0%"),
            ("escalations", "1"),
            ("leak_answer_rate", "100.0%"),
            ("satisfaction_rate", "100.0%"),
            ("water_answer_rate", "无数据"),
            ("close_rate", "无数据"),
        ],
    );
    assert_eq!(world.behind("2026-11", "escalations", false), [number(&closed)]);
    assert_eq!(world.behind("2026-11", "found_rate", true), [number(&closed)]);
}

fn only_an_inspection_team_goes(world: &World, ticket: &Value) -> Value {
    world.refuses(
        ticket,
        "send_team",
        json!({ "crew": "室内维修一班" }),
        (Code::WrongCrew, "crew"),
    );
    world.refuses(
        ticket,
        "send_team",
        json!({ "crew": "没有这个班" }),
        (Code::UnknownCrew, "crew"),
    );
    world.refuses(ticket, "arrive", json!({}), (Code::WrongStage, ""));
    world.sign_in("生调部调度");
    world.refuses(ticket, "send_team", team(), (Code::NotPermitted, ""));
    world.refuses(ticket, "send_sampler", team(), (Code::WrongService, ""));
    world.sign_in("热线坐席");
    let sent = world.step(ticket, "send_team", team());
    assert_eq!(said(&sent, "安排检漏", "人员"), "演示稽查员甲");
    sent
}

fn searched(world: &World, ticket: &Value) -> Value {
    world.takes_over("稽查队", "2026-11-24 11:30");
    world.refuses(
        ticket,
        "search",
        contents::search("found"),
        (Code::WrongStage, ""),
    );
    let here = world.step_by(ticket, "arrive", "演示稽查员甲", "2026-11-24 10:05", json!({}));
    assert_eq!(here["ticket"]["stage"], "searching");
    assert_eq!(entry(&here, "到场")["late_entry"], true);
    assert_eq!(stands(&here, "visit"), ("met", "leak_visit"));
    world.refuses(&here, "acknowledgement_sign", sign(), (Code::WrongStage, ""));
    let mut none = contents::search("undetermined");
    none["methods"] = json!([]);
    world.refuses(&here, "search", none, (Code::Required, "methods"));
    let mut side = contents::search("found");
    side["meter_side"] = Value::Null;
    world.refuses(&here, "search", side, (Code::Required, "meter_side"));
    let searched = world.step(&here, "search", contents::search("undetermined"));
    assert_eq!(searched["ticket"]["stage"], "under_study");
    assert_eq!(
        said(&searched, "检漏结果", "检漏方法"),
        "观察水表、听音、分段关阀"
    );
    searched
}

fn sign() -> Value {
    json!({ "place": "用户家中", "answer": signature() })
}

fn studied(world: &World, ticket: &Value) -> Value {
    let reply = contents::search_reply("暂未发现", "请观察水表");
    world.refuses(ticket, "reply_search", reply.clone(), (Code::NotConcluded, ""));
    world.refuses(ticket, "acknowledgement_sign", sign(), (Code::WrongStage, ""));
    world.refuses(
        ticket,
        "conclude",
        contents::conclusion("not_found"),
        (Code::NotPermitted, ""),
    );
    world.sign_in("总工办");
    world.refuses(
        ticket,
        "conclude",
        contents::conclusion("not_found"),
        (Code::NotEscalated, ""),
    );
    world.sign_in("稽查队");
    let mut alone = contents::escalation();
    alone["departments"] = json!([]);
    world.refuses(ticket, "escalate", alone, (Code::Required, "departments"));
    let escalated = world.step(ticket, "escalate", contents::escalation());
    assert_eq!(said(&escalated, "上报研究", "参与部门"), "总工办、生调部");
    world.sign_in("热线坐席");
    world.refuses(&escalated, "reply_search", reply, (Code::NotConcluded, ""));
    world.takes_over("总工办", "2026-11-25 15:00");
    let mut nobody = contents::conclusion("not_found");
    nobody["decided_by"] = json!("");
    world.refuses(&escalated, "conclude", nobody, (Code::Required, "decided_by"));
    let concluded = world.step(&escalated, "conclude", contents::conclusion("not_found"));
    assert_eq!(concluded["ticket"]["stage"], "to_reply");
    assert_eq!(said(&concluded, "研究结论", "认定结果"), "确定无法找出");
    concluded
}

fn answered(world: &World, ticket: &Value) -> Value {
    world.sign_in("热线坐席");
    let words = |explanation: &str, advice: &str| contents::search_reply(explanation, advice);
    world.refuses(
        ticket,
        "reply_search",
        words("", "更换老旧阀门"),
        (Code::Required, "explanation"),
    );
    world.refuses(
        ticket,
        "reply_search",
        words("夜间流量归零", ""),
        (Code::Required, "advice"),
    );
    world.refuses(
        ticket,
        "consent",
        contents::consent(true),
        (Code::LeakNotFound, ""),
    );
    let ticket = world.step(
        ticket,
        "reply_search",
        words("夜间流量归零，表后无漏", "更换老旧阀门，每周看表"),
    );
    assert_eq!(stands(&ticket, "answer"), ("met", "leak_answer"));
    let ticket = world.step(&ticket, "acknowledgement_sign", sign());
    world.refuses(&ticket, "close", json!({}), (Code::NotFollowedUp, ""));
    let ticket = world.step(&ticket, "follow_up", contents::satisfied());
    world.step(&ticket, "close", json!({}))
}

/// Clause 2.4: 确定无法找出 is somebody's certainty, not a shrug.
#[test]
fn certain_that_nothing_can_be_found() {
    let world = World::new("2026-11-24 09:00");
    let ticket = on_site(&world);
    let mut nobody = contents::search("not_found");
    nobody["determined_by"] = json!("");
    world.refuses(&ticket, "search", nobody, (Code::Required, "determined_by"));
    let ticket = world.step(&ticket, "search", contents::search("not_found"));
    assert_eq!(ticket["ticket"]["stage"], "to_reply", "nothing to be studied");
    world.refuses(
        &ticket,
        "escalate",
        contents::escalation(),
        (Code::WrongStage, ""),
    );
    let reply = contents::search_reply("各段均无漏", "留意水表");
    let ticket = world.step(&ticket, "reply_search", reply);
    assert_eq!(said(&ticket, "回复检漏结果", "建议"), "留意水表");
}

/// Clause 2.4: what was concluded belongs to its search; a second search that fails is studied again.
#[test]
fn a_second_search_is_studied_again() {
    let world = World::new("2026-11-24 09:00");
    let ticket = on_site(&world);
    let ticket = world.step(&ticket, "search", contents::search("undetermined"));
    let ticket = world.step(&ticket, "escalate", contents::escalation());
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "conclude", contents::conclusion("undetermined"));
    world.sign_in("热线坐席");
    let ticket = world.step(&ticket, "send_team", team());
    world.sign_in("稽查队");
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "search", contents::search("undetermined"));
    let reply = contents::search_reply("仍在研究", "留意水表");
    world.refuses(&ticket, "reply_search", reply, (Code::NotConcluded, ""));
    let ticket = world.step(&ticket, "escalate", contents::escalation());
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "conclude", contents::conclusion("found"));
    assert_eq!(ticket["ticket"]["stage"], "to_reply");
}

/// Clause 2.3, Clause 2.4: an appointment moves the visit, an approved extension the answer; the first limits stay.
#[test]
fn another_time_by_agreement() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.open(contents::leak());
    let ticket = world.step(&ticket, "send_team", team());
    let at_noon = json!({ "at": at("2026-11-26 12:00").0, "reason": "用户出差", "agreed_with": "示例用户" });
    let ticket = world.step(&ticket, "appoint", at_noon);
    assert_eq!(clock(&ticket, "visit")["limit"], at("2026-11-26 12:00").0);
    assert_eq!(clock(&ticket, "visit")["original"], at("2026-11-25 09:00").0);
    let until = |when: &str| json!({ "until": at(when).0, "reason": "用户周五才回来" });
    world.refuses(
        &ticket,
        "ask_extension",
        until("2026-11-27 08:00"),
        (Code::ExtensionNotLater, "until"),
    );
    let ticket = world.step(&ticket, "ask_extension", until("2026-11-28 09:00"));
    world.sign_in("总工办");
    let ticket = world.step(&ticket, "approve_extension", json!({}));
    assert_eq!(clock(&ticket, "answer")["limit"], at("2026-11-28 09:00").0);
    assert_eq!(clock(&ticket, "answer")["original"], at("2026-11-27 09:00").0);
    assert_eq!(stands(&ticket, "answer"), ("running", "extended"));
}
