//! 封账: a closed month keeps its figures; what is typed later is 补报 in the next one; every difference leads to its ticket.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use desk::Code;
use domain::{key::SealingKey, moment::Month};
use journeys::{World, at, forger::Forger, number, numbers, page, report, signature};
use serde_json::{Value, json};

fn figures(world: &World, month: &str) -> Value {
    world.call("report_figures", json!({ "span": month }))
}

fn figure<'a>(report: &'a Value, code: &str) -> &'a Value {
    let lines = report["figures"].as_array().unwrap();
    lines.iter().find(|line| line["code"] == code).expect(code)
}

fn close(world: &World, month: &str) -> Value {
    world.call("report_close", json!({ "month": month }))["value"].clone()
}

/// 补报 as code, what was reported, what it is.
fn late(report: &Value, month: &str) -> Vec<(String, i64, i64)> {
    let months = report["late"].as_array().unwrap();
    let of = months.iter().filter(|late| late["month"] == month);
    of.flat_map(|late| late["figures"].as_array().unwrap().clone())
        .map(|it| {
            let number = |side: &str| it[side]["numerator"].as_i64().unwrap();
            (
                it["code"].as_str().unwrap().to_owned(),
                number("was"),
                number("is"),
            )
        })
        .collect()
}

#[test]
fn what_comes_after_the_closing_is_told_in_the_next_report_and_once() {
    let world = World::new("2026-10-20 10:00");
    world.sign_in("admin");
    let first = world.answered(&signature());
    let second = world.report();
    world.later("2026-10-21 09:00");
    let early = world.refused("report_close", json!({ "month": "2026-10" }));
    assert_eq!(
        (early.code, early.field.as_deref()),
        (Code::MonthNotOver, Some("month"))
    );
    world.later("2026-11-02 10:00");
    let open = world.refused("report_reopen", json!({ "month": "2026-10", "reason": "改数" }));
    assert_eq!(
        (open.code, open.field.as_deref()),
        (Code::MonthNotClosed, Some("month"))
    );
    let counted = figures(&world, "2026-10");
    assert_eq!(counted["closed"], Value::Null);
    let closed = close(&world, "2026-10");
    assert_eq!(closed["figures"], counted["figures"], "closing changes no figure");
    assert_eq!(closed["overdue"], counted["overdue"]);
    assert_eq!(closed["closed"]["by"], "admin");
    let again = world.refused("report_close", json!({ "month": "2026-10" }));
    assert_eq!(
        (again.code, again.field.as_deref()),
        (Code::MonthClosed, Some("month"))
    );
    assert_eq!(
        world.call("report_changes", json!({ "month": "2026-10" })),
        json!([])
    );

    // A report of October that nobody had typed, and a step on one that had been counted.
    world.later("2026-11-03 10:00");
    let mut missing = report(at("2026-10-30 16:00"));
    missing["address"] = json!("演示花园 9 号楼 1 单元 101 室");
    let third = world.call("ticket_open", json!({ "open": missing }))["value"].clone();
    let urged = world.step(&second, "urge", json!({ "words": "催问进度" }));
    assert_eq!(number(&urged), number(&second));
    assert_eq!(
        figures(&world, "2026-10"),
        closed,
        "a closed month stays as it was"
    );
    let behind = world.call(
        "report_tickets",
        json!({ "span": "2026-10", "figure": "received" }),
    );
    let mut counted = numbers(&behind);
    counted.sort();
    let mut expected = [number(&first), number(&second)];
    expected.sort();
    assert_eq!(counted, expected);
    let changes = world.call("report_changes", json!({ "month": "2026-10" }));
    let changed: Vec<&str> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["number"].as_str().unwrap())
        .collect();
    assert_eq!(changed, [number(&second).as_str(), number(&third).as_str()]);
    let november = figures(&world, "2026-11");
    let told = late(&november, "2026-10");
    for wanted in [("received", 2, 3), ("repairs", 2, 3), ("urged", 0, 1)] {
        let wanted = (wanted.0.to_owned(), wanted.1, wanted.2);
        assert!(told.contains(&wanted), "{wanted:?} is not in {told:?}");
    }
    // 环比 is against what was reported, not against what would be counted now.
    assert_eq!(figure(&november, "received")["before"]["numerator"], 2);
    world.call("report_monthly", json!({ "span": "2026-11" }));
    world.call("report_monthly", json!({ "span": "2026-10" }));

    world.later("2026-12-01 09:00");
    let november = close(&world, "2026-11");
    assert_eq!(late(&november, "2026-10"), told);
    assert_eq!(figures(&world, "2026-12")["late"], json!([]), "told once");
    // One more, which the next report tells from where the last one left off.
    let mut missing = report(at("2026-10-31 16:00"));
    missing["address"] = json!("演示花园 9 号楼 1 单元 102 室");
    world.call("ticket_open", json!({ "open": missing }));
    let december = figures(&world, "2026-12");
    assert!(late(&december, "2026-10").contains(&("received".to_owned(), 3, 4)));
    assert_eq!(figures(&world, "2026-11"), november);

    // Opened again it counts what there is, and says so in the journal.
    let refusal = world.refused("report_reopen", json!({ "month": "2026-10", "reason": " " }));
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("reason"))
    );
    world.call(
        "report_reopen",
        json!({ "month": "2026-10", "reason": "补录漏登工单" }),
    );
    let open = figures(&world, "2026-10");
    assert_eq!(
        (&open["closed"], &figure(&open, "received")["is"]["numerator"]),
        (&Value::Null, &json!(4))
    );
    assert_eq!(late(&figures(&world, "2026-12"), "2026-10"), []);
    let lines = world.call("journal_list", json!({}));
    let titles: Vec<&str> = lines["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect();
    assert!(
        titles.contains(&"封账") && titles.contains(&"重新打开（补录漏登工单）"),
        "{titles:?}"
    );
    let again = close(&world, "2026-10");
    assert_eq!(figure(&again, "received")["is"]["numerator"], 4);
    let december = figures(&world, "2026-12");
    assert_eq!(late(&december, "2026-10"), []);
    // Its 24 hours ended in November, which is closed still.
    assert!(late(&december, "2026-11").contains(&("close_rate".to_owned(), 0, 0)));
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}

/// One more report of October, typed late.
fn forgotten(world: &World, room: u32) {
    let mut missing = report(at("2026-10-30 16:00"));
    missing["address"] = json!(format!("演示花园 9 号楼 1 单元 {room} 室"));
    world.call("ticket_open", json!({ "open": missing }));
}

fn received(report: &Value) -> Vec<(String, i64, i64)> {
    let mut told = late(report, "2026-10");
    told.retain(|(code, _, _)| code == "received");
    told
}

/// What a later report told already is not told again by an earlier one that is closed anew, nor by one closed after it.
#[test]
fn what_a_later_report_told_is_not_told_again() {
    let world = World::new("2026-10-20 10:00");
    world.sign_in("admin");
    world.report();
    let one = |was: i64, is: i64| vec![("received".to_owned(), was, is)];
    world.later("2026-11-02 10:00");
    close(&world, "2026-10");
    forgotten(&world, 101);
    world.later("2026-12-01 10:00");
    assert_eq!(received(&close(&world, "2026-11")), one(1, 2));
    forgotten(&world, 102);
    world.later("2027-01-04 10:00");
    assert_eq!(received(&close(&world, "2026-12")), one(2, 3));
    let again = |month: &str| {
        world.call(
            "report_reopen",
            json!({ "month": month, "reason": "补录漏登工单" }),
        );
        received(&close(&world, month))
    };
    assert_eq!(
        again("2026-11"),
        one(1, 2),
        "the report of December tells the rest"
    );
    assert_eq!(again("2026-12"), one(2, 3));
    assert_eq!(received(&figures(&world, "2027-01")), []);
    forgotten(&world, 103);
    assert_eq!(received(&figures(&world, "2027-01")), one(3, 4));

    // Months closed in another order: the later one has told everything.
    world.later("2027-04-02 10:00");
    for month in ["2027-02", "2027-01"] {
        let expected = if month == "2027-02" { one(3, 4) } else { vec![] };
        assert_eq!(received(&close(&world, month)), expected, "{month}");
    }
    // Closed anew, October holds all of it: nobody's telling is left over.
    world.call(
        "report_reopen",
        json!({ "month": "2026-10", "reason": "补录漏登工单" }),
    );
    assert_eq!(
        figure(&close(&world, "2026-10"), "received")["is"]["numerator"],
        4
    );
    for month in ["2026-11", "2026-12", "2027-01", "2027-02"] {
        assert_eq!(again(month), [], "{month}");
    }
}

/// A figure that a closing does not know, because the program counted it later only, is 无数据 and not 0.
#[test]
fn a_figure_younger_than_a_closing_is_no_data() {
    let world = World::new("2026-10-20 10:00");
    world.sign_in("admin");
    let _ = world.answered(&signature());
    world.later("2026-11-02 10:00");
    close(&world, "2026-10");
    let older = Forger::at(&world);
    let whole = "SELECT fact FROM journal WHERE stream = 'month/2026-10'";
    let fact: String = older.db.query_row(whole, [], |row| row.get(0)).unwrap();
    let mut fact: Value = serde_json::from_str(&fact).unwrap();
    let kept = fact.pointer_mut("/what/figures").unwrap().as_array_mut().unwrap();
    kept.retain(|kept| kept["code"] != "received" && kept["code"] != "arrival_rate");
    let less = "UPDATE journal SET fact = ?1 WHERE stream = 'month/2026-10'";
    older.db.execute(less, [fact.to_string()]).unwrap();
    // As that program would have written and signed it.
    older.mend();
    older.sign_all(&SealingKey::demo_key());

    let own = figures(&world, "2026-10");
    assert_eq!(
        figure(&own, "received")["text"],
        "1",
        "the month itself is counted"
    );
    world.report();
    let november = figures(&world, "2026-11");
    for code in ["received", "arrival_rate"] {
        let line = figure(&november, code);
        assert_eq!(
            (&line["before"], &line["against_before"]),
            (&Value::Null, &json!("无数据")),
            "{code}"
        );
    }
    assert_eq!(figure(&november, "repairs")["against_before"], "0.0%");
    assert!(
        november["summary"][0]
            .as_str()
            .unwrap()
            .contains("2026年10月无数据"),
        "{}",
        november["summary"][0]
    );
    let trend = world.call("report_trend", json!({ "span": "2026-11" }));
    let points = trend[0]["points"].as_array().unwrap();
    assert_eq!(points[11]["is"], Value::Null);
    assert_eq!(points[12]["is"]["numerator"], 1);
    // A quarter with such a month is not known either, and the page says so.
    world.later("2027-01-04 10:00");
    let quarter = world.call("report_figures", json!({ "span": "2027-Q1" }));
    assert_eq!(figure(&quarter, "received")["against_before"], "无数据");
    let printed = world.call(
        "report_monthly",
        json!({ "span": "2026-11", "sections": ["overall", "trend"] }),
    );
    page::holds(page::text(&printed).as_deref(), &["受理事项1无数据无数据"]);
    // Closing keeps what is not known as not known.
    close(&world, "2026-11");
    let kept = figures(&world, "2026-11");
    assert_eq!(figure(&kept, "received"), figure(&november, "received"));
}

#[test]
fn only_a_manager_closes() {
    let world = World::new("2026-11-24 10:00");
    for who in ["热线坐席", "总工办", "审计"] {
        world.sign_in(who);
        for (name, ask) in [
            ("report_close", json!({ "month": "2026-10" })),
            ("report_reopen", json!({ "month": "2026-10", "reason": "改数" })),
        ] {
            assert_eq!(world.refused(name, ask).code, Code::NotPermitted, "{who} {name}");
        }
    }
}

/// What is erased later still counts as it did.
#[test]
fn a_year_is_closed_month_by_month_and_stays() {
    let world = World::filled("2026-11-24 10:00", 360, 11, 12);
    let mut months: Vec<String> =
        serde_json::from_value(world.call("report_months", json!({}))["months"].clone()).unwrap();
    months.reverse();
    let this = Month::from_moment(world.now()).to_string();
    months.retain(|month| *month < this);
    assert!(months.len() >= 11, "{months:?}");
    let kept: Vec<Value> = months
        .iter()
        .map(|month| {
            let before = figures(&world, month);
            let closed = close(&world, month);
            for part in ["figures", "breakdowns", "course", "heat", "outcomes", "hours"] {
                assert_eq!(closed[part], before[part], "{month} {part}");
            }
            closed
        })
        .collect();
    // Tickets go on; none of the closed months moves.
    let open = world.call("ticket_list", json!({ "only_open": true, "limit": 200 }));
    let mut moved = 0;
    for row in open["rows"].as_array().unwrap() {
        let ask = json!({ "ticket": row["id"], "version": row["version"], "details": { "reason": "演示：重复登记" } });
        moved += i32::from(world.desk.call("ticket_cancel", ask, world.now()).is_ok());
    }
    assert!(moved > 0);
    for (month, kept) in months.iter().zip(&kept) {
        assert_eq!(figures(&world, month), *kept, "{month}");
    }
    let last = months.last().unwrap();
    let changes = world.call("report_changes", json!({ "month": last }));
    let told = figures(&world, &this);
    assert_eq!(
        changes.as_array().unwrap().is_empty(),
        late(&told, last).is_empty()
    );
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}
