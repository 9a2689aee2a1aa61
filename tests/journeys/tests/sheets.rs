//! A notice left at the door, extensions on paper, many forms in one file; the office's own sheets: hours, the day, the
//! hand-over of a shift.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::Code;
use journeys::{
    World, at, cases, contents, number,
    page::{holds, text},
    signature, work,
};
use serde_json::{Value, json};

fn print(world: &World, ticket: &Value, page: &str) -> Option<String> {
    let ask = json!({ "ticket": ticket["ticket"]["id"], "page": page });
    text(&world.call("ticket_print", ask))
}

fn has(ticket: &Value, page: &str) -> bool {
    ticket["pages"].as_array().unwrap().contains(&json!(page))
}

fn ids(tickets: &[&Value]) -> Vec<Value> {
    tickets
        .iter()
        .map(|ticket| ticket["ticket"]["id"].clone())
        .collect()
}

/// Facts in the journal.
fn facts(world: &World) -> i64 {
    world.desk.store().verify_file(&mut |_| {}).unwrap().entries
}

/// A repair that was handed over and sent to a crew.
fn sent(world: &World, crew: &str) -> Value {
    let ticket = world.report();
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    world.step(&ticket, "assign", json!({ "crew": crew }))
}

/// Clause 1.2: the inspector takes the notice along; once it was left it says when, where and which photo shows it, and once
/// the customer has signed instead there is none.
#[test]
fn a_notice_to_leave_at_the_door() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    let before = world.open(contents::reminder());
    let page = print(&world, &before, "left_notice");
    holds(
        page.as_deref(),
        &[
            "留置通知",
            "存根",
            "24 小时服务热线",
            "用水量异常",
            "见证人（如有）",
            "全程免费",
        ],
    );
    let told = world.step(&before, "tell", contents::telling(false));
    let ticket = world.step(&told, "attach", contents::photo("门口照片.png"));
    let photo = ticket["ticket"]["attachments"][0]["sha256"].clone();
    let answer = json!({ "way": "left", "reason": "多次上门无人", "place": "入户门把手", "photo": photo });
    let left = world.step(
        &ticket,
        "acknowledgement_sign",
        json!({ "place": "入户门", "answer": answer }),
    );
    let page = print(&world, &left, "left_notice");
    let hash = photo.as_str().unwrap();
    holds(
        page.as_deref(),
        &[
            "多次上门无人",
            "入户门把手",
            "门口照片.png",
            hash,
            "2026-11-24 10:00",
        ],
    );
    let other = world.open(contents::reminder());
    let other = world.step(&other, "tell", contents::telling(false));
    let signed = world.step(
        &other,
        "acknowledgement_sign",
        json!({ "place": "用户家中", "answer": signature() }),
    );
    assert!(has(&left, "left_notice") && !has(&signed, "left_notice"));
    let ask = json!({ "ticket": signed["ticket"]["id"], "page": "left_notice" });
    assert_eq!(world.refused("ticket_print", ask).code, Code::WrongStage);
}

/// Clause 4.3: every extension stands on one form with who asked and who decided, and both limits.
#[test]
fn extensions_on_paper() {
    let world = World::new("2026-11-24 09:58");
    world.sign_in("admin");
    let ticket = sent(&world, "室内维修一班");
    assert!(!has(&ticket, "extension_approval"));
    let ask = |until: &str| json!({ "until": at(until).0, "reason": "物业要求提前一天通知停水" });
    let asked = world.step(&ticket, "ask_extension", ask("2026-11-26 18:00"));
    let page = print(&world, &asked, "extension_approval");
    holds(
        page.as_deref(),
        &[
            "延时审批单",
            "□ 批准",
            "2026-11-25 09:58",
            "2026-11-26 18:00",
            "admin",
        ],
    );
    world.sign_in("总工办");
    let refused = world.step(&asked, "refuse_extension", json!({ "reason": "请先协调物业" }));
    let again = world.step(&refused, "ask_extension", ask("2026-11-25 18:00"));
    world.sign_in("admin");
    let granted = world.step(&again, "approve_extension", json!({ "note": "同意" }));
    let page = print(&world, &granted, "extension_approval");
    holds(
        page.as_deref(),
        &[
            "第 1 次延时申请",
            "不批准",
            "请先协调物业",
            "第 2 次延时申请",
            "审批人",
            "延时后的时限",
            "2026-11-25 18:00",
            "原 2026-11-25 09:58",
        ],
    );
}

/// One file for many tickets; what has no such form is named, on paper and in the reply.
#[test]
fn many_forms_in_one_file() {
    let world = World::new("2026-11-24 06:00");
    let done = cases::repair(&world, "2026-11-24");
    world.takes_over("admin", "2026-11-24 17:20");
    let other = sent(&world, "室内维修二班");
    let reminder = world.open(contents::reminder());
    let all = ids(&[&done, &reminder, &other, &done]);
    let file = world.call(
        "ticket_print_many",
        json!({ "tickets": all, "page": "work_order", "two_up": true }),
    );
    let file = &file["file"];
    assert_eq!(file["without"], json!([number(&reminder)]));
    assert!(file["name"].as_str().unwrap().starts_with("派工单-2张-"));
    let page = text(file);
    holds(
        page.as_deref(),
        &[
            &number(&done),
            &number(&other),
            "裁切线",
            "以下工单没有该表单",
            &number(&reminder),
        ],
    );
    let file = &world.call("ticket_print_many", json!({ "tickets": all }))["file"];
    assert_eq!(file["without"], json!([]));
    let page = text(file);
    holds(
        page.as_deref(),
        &[
            "派工单",
            "回复单",
            "用户签字确认单",
            "提醒通知单",
            "留置通知",
            "副本：本页没有电子签名",
        ],
    );
    let many: Vec<i64> = (1..=501).collect();
    for (tickets, code) in [
        (json!([]), Code::Required),
        (json!(many), Code::OutOfRange),
        (json!([1, 999_999]), Code::NotFound),
    ] {
        let refusal = world.refused("ticket_print_many", json!({ "tickets": tickets }));
        assert_eq!(refusal.code, code);
    }
}

/// Whoever is shown less leaves a line for each ticket that was printed, and for no other.
#[test]
fn printing_many_is_noted_for_each() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    let (one, other, reminder) = (
        sent(&world, "室内维修一班"),
        sent(&world, "室内维修二班"),
        world.open(contents::reminder()),
    );
    let all = ids(&[&one, &other, &reminder]);
    let ask = json!({ "tickets": all, "page": "work_order" });
    let lines = || {
        world
            .desk
            .store()
            .read_tx(|tx| tx.read_stream_entries("reveal"))
            .unwrap()
            .len()
    };
    world.call("ticket_print_many", ask.clone());
    assert_eq!(lines(), 0, "whoever works with it sees it anyway");
    world.sign_in("审计");
    let file = world.call("ticket_print_many", ask);
    assert_eq!(lines(), 2);
    holds(text(&file["file"]).as_deref(), &["12012345678"]);
    world.sign_in("热线坐席");
    let ask = json!({ "tickets": all, "page": "acknowledgement", "after": 0 });
    let nothing = world.call("ticket_print_many", ask);
    assert_eq!((&nothing["done"], &nothing["of"]), (&json!(0), &json!(0)));
    assert_eq!(nothing["file"]["without"].as_array().unwrap().len(), 3);
}

/// Part by part it is the same file; whoever stopped, or is somebody else, begins anew.
#[test]
fn many_forms_part_by_part() {
    let world = World::filled("2026-11-24 10:00", 50, 5, 1);
    let rows = world.call("ticket_list", json!({ "limit": 80 }));
    let all: Vec<&Value> = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    let name = "ticket_print_many";
    let ask = |after: Option<i64>, two_up: bool| json!({ "tickets": all, "two_up": two_up, "after": after });
    world.sign_in("审计");
    let lines = || {
        world
            .desk
            .store()
            .read_tx(|tx| tx.read_stream_entries("reveal"))
            .unwrap()
            .len()
    };
    for two_up in [false, true] {
        let before = lines();
        let whole = world.call(name, ask(None, two_up));
        let printed = lines() - before;
        let (mut after, mut steps) = (0, Vec::new());
        let file = loop {
            let reply = world.call(name, ask(Some(after), two_up));
            assert_eq!(reply["of"], whole["of"]);
            if !reply["file"].is_null() {
                assert_eq!(
                    (&reply["done"], after),
                    (&whole["done"], reply["of"].as_i64().unwrap())
                );
                break reply["file"].clone();
            }
            assert_eq!(lines(), before + printed, "nobody has seen anything yet");
            after = reply["done"].as_i64().unwrap();
            steps.push(after);
        };
        assert_eq!(file, whole["file"]);
        assert_eq!(lines(), before + 2 * printed);
        assert!(
            steps.len() > 1 && steps.is_sorted_by(|one, next| one < next),
            "{steps:?}"
        );
        assert_eq!(
            world.refused(name, ask(Some(after), two_up)).code,
            Code::NotFound,
            "it is made"
        );
    }

    let done = world.call(name, ask(Some(0), false))["done"].as_i64().unwrap();
    assert_eq!(
        world.refused(name, ask(Some(done), true)).field.as_deref(),
        Some("after"),
        "asked otherwise"
    );
    for leave in [false, true] {
        world.call(name, ask(Some(0), false));
        if leave {
            world.call("person_sign_out", json!({}));
        }
        world.sign_in(if leave { "审计" } else { "客服主管" });
        let refusal = world.refused(name, ask(Some(done), false));
        assert_eq!(
            (refusal.code, &refusal.args["what"]),
            (Code::NotFound, &json!("printing"))
        );
        world.sign_in("审计");
    }
}

/// A repair whose work is done, of so many minutes as [`work`] says.
fn finished(world: &World, crew: &str) -> Value {
    let ticket = sent(world, crew);
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", work());
    let sign = json!({ "place": "用户家中", "answer": signature() });
    let ticket = world.step(&ticket, "acknowledgement_sign", sign);
    world.step(&ticket, "reply", contents::reply("已修好"))
}

/// Clause 4.1: the sheet's sums are the month's figures; of a closed month it stays as it was.
#[test]
fn hours_to_be_signed() {
    let world = World::new("2026-10-20 10:00");
    world.sign_in("admin");
    let (one, other, late) = (
        finished(&world, "室内维修一班"),
        finished(&world, "室内维修二班"),
        finished(&world, "室内维修二班"),
    );
    // By somebody who did not report them.
    world.sign_in("总工办");
    world.step(&one, "verify_hours", json!({ "minutes": 95 }));
    let less = json!({ "minutes": 60, "reason": "一人中途离开" });
    world.step(&other, "verify_hours", less);
    world.sign_in("admin");
    let sheet = |request: Value| text(&world.call("report_hours", request));
    let all = sheet(json!({ "month": "2026-10" }));
    holds(
        all.as_deref(),
        &[
            "室内维修一班",
            "室内维修二班",
            "合计",
            "155",
            "2.6 小时",
            "一人中途离开",
            "待核定",
            &number(&late),
            "总工办",
        ],
    );
    world.figures(
        "2026-10",
        &[("work_hours", "2.6 小时"), ("unverified_hours", "1.6 小时")],
    );
    let crew = sheet(json!({ "month": "2026-10", "crew": "室内维修一班" }));
    holds(crew.as_deref(), &[&number(&one), "没有待核定的工时"]);
    assert!(!crew.unwrap_or_default().contains(&number(&other)));
    let nobody = json!({ "month": "2026-10", "crew": "没有这个班" });
    assert_eq!(world.refused("report_hours", nobody).code, Code::UnknownCrew);

    world.takes_over("admin", "2026-11-02 09:00");
    world.call("report_close", json!({ "month": "2026-10" }));
    world.sign_in("总工办");
    world.step(&late, "verify_hours", json!({ "minutes": 95 }));
    let closed = sheet(json!({ "month": "2026-10" }));
    holds(closed.as_deref(), &["封账时的记录", &number(&late), "155"]);
    let next = sheet(json!({ "month": "2026-11" }));
    holds(next.as_deref(), &[&number(&late), "95"]);
}

/// Clause 4.3: the day's figures are the month's, of one day; what is open at its end counts also where it is due nowhere.
#[test]
fn the_day_on_paper() {
    let world = World::new("2026-11-20 09:00");
    world.sign_in("admin");
    // Waits for nothing on the day, and is open all the same.
    world.opens(contents::event_open(world.now(), "staff_suggestion"));
    world.takes_over("admin", "2026-11-23 10:00");
    let late = sent(&world, "室内维修一班");
    world.takes_over("admin", "2026-11-24 11:00");
    let done = cases::repair(&world, "2026-11-24");
    world.takes_over("admin", "2026-11-24 17:30");
    let words = json!({ "words": "用户反映索要饮料" });
    world.step(&done, "record_violation", words);
    let ask = json!({ "until": at("2026-11-25 18:00").0, "reason": "配件未到货" });
    world.step(&late, "ask_extension", ask);
    world.time("2026-11-25 08:00");
    world.sign_in("客服主管");
    let day = text(&world.call("report_daily", json!({ "day": "2026-11-24" })));
    holds(
        day.as_deref(),
        &[
            "服务日报",
            "2026年11月24日",
            "星期二",
            "1 ÷ 1",
            "用户反映索要饮料",
            "配件未到货",
            "待审批",
            &number(&late),
            "22 小时",
            "期末在办工单22",
        ],
    );
    let before = text(&world.call("report_daily", json!({ "day": "2026-11-23" })));
    holds(before.as_deref(), &["期末在办工单21+100.0%", &number(&late)]);
    for (day, code) in [
        ("2026-11-26", Code::TimeInFuture),
        ("2026-11-31", Code::BadDate),
        ("1999-12-31", Code::BadDate),
        ("24.11.2026", Code::BadDate),
    ] {
        let refusal = world.refused("report_daily", json!({ "day": day }));
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("day")));
    }
    world.sign_in("审计");
    let masked = text(&world.call("report_daily", json!({ "day": "2026-11-24" }))).unwrap_or_default();
    assert!(!masked.contains("501 室"), "an address is nobody's business here");
}

/// Clause 4.3, Clause 2.5: what a shift leaves to the next: overdue, promised, open, and violations of tickets that are over
/// already. It leaves no fact.
#[test]
fn the_hand_over_of_a_shift() {
    let world = World::new("2026-11-23 09:00");
    let closed = cases::repair(&world, "2026-11-23");
    world.takes_over("admin", "2026-11-23 18:00");
    world.step(
        &closed,
        "record_violation",
        json!({ "words": "用户反映索要饮料" }),
    );
    world.takes_over("admin", "2026-11-24 09:00");
    let late = sent(&world, "室内维修一班");
    let agreed = sent(&world, "室内维修二班");
    let at_two = json!({ "at": at("2026-11-24 14:00").0, "reason": "用户外出", "agreed_with": "示例用户" });
    let agreed = world.step(&agreed, "appoint", at_two);
    world.takes_over("热线坐席", "2026-11-24 12:00");
    let before = facts(&world);
    let ask = json!({
        "from": at("2026-11-24 08:00").0, "to": at("2026-11-24 12:00").0, "note": "一班车辆送修",
    });
    let page = text(&world.call("shift_print", ask.clone()));
    holds(
        page.as_deref(),
        &[
            "交接班记录",
            "2026-11-24 08:00 至 2026-11-24 12:00",
            "已超 2 小时",
            "预约到场",
            "与 示例用户 约定：用户外出",
            "用户反映索要饮料",
            "一班车辆送修",
            &number(&late),
            &number(&agreed),
            &number(&closed),
            "接班人",
        ],
    );
    assert_eq!(facts(&world), before, "paper only");
    let span = |from: &str, to: &str| {
        let ask = json!({ "from": at(from).0, "to": at(to).0 });
        let refusal = world.refused("shift_print", ask);
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let bad = |code, field: &str| (code, field.to_owned());
    assert_eq!(
        span("2026-11-24 11:00", "2026-11-24 11:00"),
        bad(Code::OutOfRange, "to")
    );
    assert_eq!(
        span("2026-11-24 11:00", "2026-11-24 10:00"),
        bad(Code::OutOfRange, "to")
    );
    assert_eq!(
        span("2026-11-21 11:59", "2026-11-24 12:00"),
        bad(Code::OutOfRange, "to")
    );
    assert_eq!(
        span("2026-11-24 12:01", "2026-11-24 13:00"),
        bad(Code::TimeInFuture, "from")
    );
    world.sign_in("审计");
    assert_eq!(world.refused("shift_print", ask).code, Code::NotPermitted);
}
