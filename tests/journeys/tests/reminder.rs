//! 提醒服务 from the meter reader's find to the end: told, signed, consent, the repair that follows; left notices and
//! refusals to sign.
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

/// A reminder raised by the inspector at 10:00, found by the meter reader at 09:20.
fn raised(world: &World) -> Value {
    world.sign_in("稽查队");
    let mut open = contents::open(at("2026-11-24 09:20"), contents::reminder());
    open["channel"] = json!("employee");
    open["first_receiver"] = json!("演示抄表员甲");
    world.opens(open)
}

fn sign() -> Value {
    json!({ "place": "用户家中", "answer": signature() })
}

/// Clause 1.2, Clause 1.3: found, told without delay, signed, asked, and only then handed to the department
/// concerned.
#[test]
fn from_the_meter_to_the_repair() {
    let world = World::new("2026-11-24 10:00");
    let ticket = raised(&world);
    assert_eq!(number(&ticket), "TX2611240001");
    assert_eq!(ticket["ticket"]["stage"], "to_tell");
    assert_eq!(
        entry(&ticket, "发起提醒")["late_entry"],
        true,
        "typed 40 minutes later"
    );
    assert_eq!(
        said(&ticket, "发起提醒", "本期用水"),
        "24 立方米，平时 10 立方米，变化 +140%"
    );
    assert_eq!(stands(&ticket, "tell"), ("running", "told_soon"));
    assert_eq!(clock(&ticket, "tell")["limit"], at("2026-11-25 09:20").0);
    assert_eq!(
        ticket["linkable"],
        json!(["repair", "leak_detection", "water_quality", "community"])
    );

    nothing_before_the_customer_was_told(&world, &ticket);
    world.takes_over("稽查队", "2026-11-24 11:20");
    let mut nobody = contents::telling(true);
    nobody["told"] = json!(" ");
    world.refuses(&ticket, "tell", nobody, (Code::Required, "told"));
    let early = json!({ "happened_at": at("2026-11-24 09:00").0 });
    let mut tell = request(&ticket, contents::telling(true));
    tell["happened_at"] = early["happened_at"].clone();
    assert_eq!(
        world.refused("ticket_tell", tell).code,
        Code::TimeBeforePrevious,
        "nobody is told before it was found"
    );
    let told = world.step_by(
        &ticket,
        "tell",
        "演示抄表员甲",
        "2026-11-24 10:40",
        contents::telling(true),
    );
    assert_eq!(told["ticket"]["stage"], "told");
    assert_eq!(stands(&told, "tell").0, "met");
    assert_eq!(entry(&told, "告知用户")["performed_by"], "演示抄表员甲");
    assert_eq!(entry(&told, "告知用户")["recorder"], "演示稽查队");
    world.refuses(
        &ticket,
        "note",
        json!({ "note": "旧页面" }),
        (Code::StaleVersion, "version"),
    );

    let signed = signed_before_it_is_closed(&world, &told);
    let (asked, repair) = consent_before_the_repair(&world, &signed);
    let closed = world.step(&asked, "close", json!({}));
    assert_eq!(closed["ticket"]["stage"], "closed");
    assert_eq!(
        titles(&closed),
        [
            "发起提醒",
            "告知用户",
            "签字确认",
            "征求同意",
            "征求同意",
            "转开关联工单",
            "办结"
        ]
    );
    assert_eq!(said(&closed, "转开关联工单", "工单编号"), number(&repair));
    in_the_month(&world, &closed, &repair);
}

fn nothing_before_the_customer_was_told(world: &World, ticket: &Value) {
    world.refuses(ticket, "acknowledgement_sign", sign(), (Code::WrongStage, ""));
    world.refuses(ticket, "consent", contents::consent(true), (Code::WrongStage, ""));
    world.refuses(ticket, "finish", journeys::work(), (Code::WrongService, ""));
    world.sign_in("水质检测中心");
    world.refuses(ticket, "tell", contents::telling(true), (Code::NotPermitted, ""));
    world.sign_in("热线坐席");
    world.refuses(ticket, "close", json!({}), (Code::WrongStage, ""));
    world.refuses(
        ticket,
        "reply",
        contents::reply("已告知"),
        (Code::WrongService, ""),
    );
    let linked = json!({ "open": contents::open(world.now(), contents::repair()) });
    world.refuses(ticket, "open_linked", linked, (Code::WrongStage, ""));
}

fn signed_before_it_is_closed(world: &World, told: &Value) -> Value {
    world.sign_in("热线坐席");
    world.refuses(told, "close", json!({}), (Code::NotAcknowledged, ""));
    let ask = json!({ "ticket": told["ticket"]["id"], "place": "用户家中" });
    let draft = world.call("acknowledgement_draft", ask);
    assert_eq!(draft["kind"], "reminder_told");
    assert!(draft["text"].as_str().unwrap().contains("全程免费"));
    assert_eq!(draft["staff"], "演示抄表员甲");
    let dot = json!({ "place": "用户家中", "answer": {
        "way": "on_screen", "signer": { "name": "示例用户", "relation": "householder" }, "strokes": [[[1, 1], [2, 2]]],
    } });
    world.refuses(told, "acknowledgement_sign", dot, (Code::TooLittleInk, "strokes"));
    let signed = world.step(told, "acknowledgement_sign", sign());
    assert_eq!(signed["ticket"]["stage"], "to_close");
    signed
}

/// The customer said no first, and rang back.
fn consent_before_the_repair(world: &World, signed: &Value) -> (Value, Value) {
    let linked = |received: &str| json!({ "open": contents::open(at(received), contents::repair()) });
    world.refuses(signed, "close", json!({}), (Code::ConsentUnanswered, ""));
    let now = "2026-11-24 11:20";
    world.refuses(signed, "open_linked", linked(now), (Code::ConsentMissing, ""));
    let no = world.step(signed, "consent", contents::consent(false));
    assert_eq!(said(&no, "征求同意", "用户意见"), "不需要公司处理");
    world.refuses(&no, "open_linked", linked(now), (Code::ConsentMissing, ""));
    world.later("2026-11-24 14:00");
    let yes = world.step(&no, "consent", contents::consent(true));
    world.refuses(&yes, "close", json!({}), (Code::LinkMissing, ""));
    let before = linked("2026-11-24 13:59");
    world.refuses(
        &yes,
        "open_linked",
        before,
        (Code::TimeBeforePrevious, "open.received_at"),
    );
    let outage = json!({ "open": contents::outage_open(world.now()) });
    world.refuses(&yes, "open_linked", outage, (Code::BadLink, "open.asked"));
    let mut mute = linked("2026-11-24 14:00");
    mute["open"]["phone"] = json!("");
    world.refuses(&yes, "open_linked", mute, (Code::Required, "open.phone"));
    let repair = world.step(&yes, "open_linked", linked("2026-11-24 14:00"));
    assert_eq!(number(&repair), "WX2611240001");
    assert_eq!(repair["ticket"]["opened_from"]["number"], number(&yes));
    (world.get(&yes), repair)
}

fn in_the_month(world: &World, closed: &Value, repair: &Value) {
    world.sign_in("客服主管");
    world.figures(
        "2026-11",
        &[
            ("received", "1"),
            ("linked", "1"),
            ("reminders", "1"),
            ("tell_rate", "100.0%"),
            ("left_notices", "0"),
            ("consent_rate", "100.0%"),
            ("sign_rate", "100.0%"),
            ("repairs", "1"),
            ("reminded_repairs", "1"),
        ],
    );
    assert_eq!(world.behind("2026-11", "tell_rate", false), [number(closed)]);
    assert_eq!(world.behind("2026-11", "tell_rate", true), [""; 0]);
    assert_eq!(
        world.behind("2026-11", "reminded_repairs", false),
        [number(repair)]
    );
}

/// Clause 1.2: abnormal consumption is shown by its readings, and a meter does not run backwards.
#[test]
fn a_reminder_without_its_evidence() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("稽查队");
    let open = |change: fn(&mut Value)| {
        let mut asked = contents::reminder();
        change(&mut asked);
        contents::open(at("2026-11-24 10:00"), asked)
    };
    let none = open(|asked| asked["readings"] = Value::Null);
    world.opens_not(none, (Code::Required, "asked.readings.this"));
    let backwards = open(|asked| asked["readings"]["this"] = json!(1279));
    world.opens_not(backwards, (Code::OutOfRange, "asked.readings.this"));
    let nobody = open(|asked| asked["finder"] = json!(""));
    world.opens_not(nobody, (Code::Required, "asked.finder"));
    let silent = open(|asked| asked["situation"] = json!("  "));
    world.opens_not(silent, (Code::Required, "asked.situation"));
    world.sign_in("室内维修队");
    world.opens_not(open(|_| ()), (Code::NotPermitted, ""));
    // What a reminder may not know: the phone.
    world.sign_in("稽查队");
    let mut without = open(|asked| {
        asked["reason"] = json!("hazard");
        asked["readings"] = Value::Null;
    });
    without["phone"] = json!("");
    assert_eq!(world.opens(without)["ticket"]["stage"], "to_tell");
}

/// Clause 1.2: nobody at home: the notice is left, and its photo shows it.
#[test]
fn a_left_notice_needs_its_photo() {
    let world = World::new("2026-11-24 10:00");
    let ticket = raised(&world);
    let ticket = world.step(&ticket, "tell", contents::telling(false));
    let left = |photo: &Value| {
        json!({ "place": "入户门", "answer": {
        "way": "left", "reason": "多次上门无人", "place": "入户门把手", "photo": photo,
    } })
    };
    let unknown = left(&json!("0".repeat(64)));
    world.refuses(
        &ticket,
        "acknowledgement_sign",
        unknown,
        (Code::NotFound, "photo"),
    );
    world.refuses(
        &ticket,
        "acknowledgement_sign",
        left(&json!("")),
        (Code::Required, "photo"),
    );
    let ticket = world.step(&ticket, "attach", contents::photo("留置照片.png"));
    let photo = ticket["ticket"]["attachments"][0]["sha256"].clone();
    let ticket = world.step(&ticket, "acknowledgement_sign", left(&photo));
    assert_eq!(said(&ticket, "签字确认", "方式"), "留置");
    assert_eq!(said(&ticket, "签字确认", "留置地点"), "入户门把手");
    world.sign_in("热线坐席");
    let ticket = world.step(&ticket, "close", json!({}));
    assert_eq!(
        ticket["ticket"]["stage"], "closed",
        "nothing for the company to do, nobody to be asked"
    );
    let list = world.call("acknowledgement_list", json!({ "way": "left" }));
    assert_eq!(list["rows"][0]["ticket_number"], number(&ticket));

    // A notice is left of a reminder only.
    let repair = world.report();
    world.sign_in("admin");
    let repair = world.step(&repair, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let repair = world.step(&repair, "assign", json!({ "crew": "室内维修二班" }));
    let repair = world.step(&repair, "arrive", json!({}));
    let repair = world.step(&repair, "finish", journeys::work());
    let repair = world.step(&repair, "attach", contents::photo("门口.png"));
    world.refuses(
        &repair,
        "acknowledgement_sign",
        left(&photo),
        (Code::LeftNotHere, "way"),
    );
    world.figures(
        "2026-11",
        &[
            ("left_notices", "1"),
            ("sign_rate", "0.0%"),
            ("consent_rate", "无数据"),
        ],
    );
}

/// Clause 1.2: the customer will not sign: the reason and somebody who was there. A reminder told after a day is late.
#[test]
fn refused_with_a_witness_and_told_too_late() {
    let world = World::new("2026-11-24 10:00");
    let ticket = raised(&world);
    world.takes_over("热线坐席", "2026-11-25 09:21");
    let board = world.call("ticket_board", json!({}));
    assert_eq!(board["rows"][0]["number"], number(&ticket));
    assert_eq!(board["rows"][0]["next_clock"], "tell");
    assert_eq!(stands(&world.get(&ticket), "tell").0, "breached");
    let mut by_phone = contents::telling(false);
    by_phone["by"] = json!("phone");
    let ticket = world.step(&ticket, "tell", by_phone);
    assert_eq!(stands(&ticket, "tell").0, "late");
    let refused = |witness: &str| {
        json!({ "place": "用户家中", "answer": {
        "way": "refused", "reason": "认为水表不准", "witness": witness,
    } })
    };
    world.refuses(
        &ticket,
        "acknowledgement_sign",
        refused(""),
        (Code::Required, "witness"),
    );
    let ticket = world.step(&ticket, "acknowledgement_sign", refused("演示物业"));
    world.step(&ticket, "close", json!({}));
    world.sign_in("客服主管");
    world.figures("2026-11", &[("tell_rate", "0.0%"), ("sign_rate", "0.0%")]);
    assert_eq!(world.behind("2026-11", "tell_rate", true), [number(&ticket)]);
    let report = world.call("report_figures", json!({ "span": "2026-11" }));
    assert_eq!(report["overdue"][0]["clock"], "tell");
}
