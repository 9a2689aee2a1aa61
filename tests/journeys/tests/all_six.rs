//! The desk with all six services on it: lists, workbench, search, signatures, the month, counted to the last one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use domain::{TicketRow, service::moves::MoveContext, todo::TodoKind};
use journeys::{
    World, at, cases, contents, number, numbers,
    page::{holds, text},
};
use serde_json::{Value, json};

/// One finished case of each service, in the order of their words, on days of November.
fn six(world: &World) -> Vec<Value> {
    vec![
        cases::reminder(world, "2026-11-17"),
        cases::leak_detection(world, "2026-11-18"),
        cases::water_quality(world, "2026-11-19"),
        cases::repair(world, "2026-11-20"),
        cases::community(world, "2026-11-23"),
        cases::emergency_water(world),
    ]
}

/// What a list of all work finds, whatever the hour.
const AT_NIGHT: MoveContext = MoveContext {
    attempts: 3,
    in_hours: false,
};
const SERVICES: [&str; 6] = [
    "reminder",
    "leak_detection",
    "water_quality",
    "repair",
    "community",
    "emergency_water",
];

/// Clauses 1.2, 2.1, 3, 4.1, 5.1, 6.1: each service has its list, its numbers and its texts.
#[test]
fn lists_and_search_know_all_six() {
    let world = World::new("2026-11-17 08:00");
    let tickets = six(&world);
    world.takes_over("审计", "2026-11-25 09:00");
    for ((service, ticket), prefix) in SERVICES
        .iter()
        .zip(&tickets)
        .zip(["TX", "JL", "SZ", "WX", "SQ", "SS"])
    {
        let list = world.call("ticket_list", json!({ "service": service }));
        assert_eq!(numbers(&list["rows"]), [number(ticket)], "{service}");
        assert!(number(ticket).starts_with(prefix));
        assert_eq!(ticket["ticket"]["stage"], "closed", "{service}");
    }
    // What was typed on the report and on the steps of each.
    for (id, texts) in [
        (1, ["抄表员", "无人用水时仍转动", "请先检查"]),
        (2, ["墙角返潮", "接头渗漏", "检漏已完成"]),
        (3, ["SY-1124-01", "铁锈味", "放水两分钟"]),
        (4, ["进水阀漏水", "更换管段", "DN20"]),
        (5, ["节水宣传", "水压偏低", "演示客服甲"]),
        (6, ["鲁C", "城西加水站", "融雪剂"]),
    ] {
        for text in texts {
            assert_eq!(world.found(text), [id], "{text}");
        }
    }
    let records = world.call("acknowledgement_list", json!({}));
    let of: Vec<&str> = records["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["ticket_number"].as_str().unwrap())
        .collect();
    let mut all: Vec<String> = tickets.iter().map(number).collect();
    all.reverse();
    assert_eq!(of, all, "one record each, newest first");
    assert_eq!(world.call("journal_verify", json!({}))["records"], 6);
}

/// The workbench: what runs out next, of whatever service, and how much waits where.
#[test]
fn the_workbench_knows_all_six() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    world.open(contents::reminder());
    world.open(contents::leak());
    world.open(contents::water());
    world.open(contents::repair());
    world.opens(contents::event_open(world.now(), "customer_request"));
    world.opens(contents::outage_open(world.now()));
    let board = world.call("ticket_board", json!({}));
    let next: Vec<(&str, &str, i64)> = board["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |field: &str| row[field].as_str().unwrap();
            (
                text("service"),
                text("next_clock"),
                row["next_limit"].as_i64().unwrap(),
            )
        })
        .collect();
    let due = |service, clock, when| (service, clock, at(when).0);
    assert_eq!(next[0], due("repair", "hand_over", "2026-11-24 09:10"));
    assert_eq!(next[1], due("emergency_water", "authorise", "2026-11-24 10:00"));
    let mut day: Vec<_> = next[2..5].to_vec();
    day.sort_unstable();
    assert_eq!(
        day,
        [
            due("leak_detection", "visit", "2026-11-25 09:00"),
            due("reminder", "tell", "2026-11-25 09:00"),
            due("water_quality", "sampling", "2026-11-25 09:00"),
        ]
    );
    assert_eq!(next[5], due("community", "decide", "2026-11-27 09:00"));
    let waiting: Vec<(&str, i64)> = board["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|count| (count["stage"].as_str().unwrap(), count["count"].as_i64().unwrap()))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(
        waiting,
        [
            ("to_decide", 1),
            ("to_tell", 1),
            ("to_authorise", 1),
            ("reported", 2),
            ("handed_over", 1)
        ]
    );
}

/// Clauses 1.2, 2.4, 3, 4.3, 5.2, 6.2: the month counts each service, and its page says so.
#[test]
fn the_month_counts_all_six() {
    let world = World::new("2026-11-17 08:00");
    let tickets = six(&world);
    world.takes_over("客服主管", "2026-12-01 09:00");
    world.figures(
        "2026-11",
        &[
            ("received", "6"),
            ("linked", "0"),
            ("satisfaction_rate", "100.0%"),
            ("follow_up_rate", "100.0%"),
            ("sign_rate", "100.0%"),
            ("urged", "0"),
            ("supervised", "0"),
            ("violations", "0"),
            ("cancelled", "0"),
            ("merged", "0"),
            ("reminders", "1"),
            ("tell_rate", "100.0%"),
            ("left_notices", "0"),
            ("consent_rate", "无数据"),
            ("leak_detections", "1"),
            ("visit_rate", "100.0%"),
            ("found_rate", "100.0%"),
            ("escalations", "0"),
            ("leak_answer_rate", "100.0%"),
            ("water_tests", "1"),
            ("sampling_rate", "100.0%"),
            ("lab_receipt_rate", "100.0%"),
            ("pass_rate", "0.0%"),
            ("water_answer_rate", "100.0%"),
            ("repairs", "1"),
            ("reminded_repairs", "0"),
            ("hand_over_rate", "100.0%"),
            ("arrival_rate", "100.0%"),
            ("arrival_target", "0.0%"),
            ("close_rate", "100.0%"),
            ("work_hours", "1.6 小时"),
            ("events", "1"),
            ("held_rate", "100.0%"),
            ("events_moved", "0"),
            ("residents", "46"),
            ("outages", "1"),
            ("trips", "1"),
            ("volume", "4.0 吨"),
            ("households_served", "195"),
            ("coverage_rate", "100.0%"),
        ],
    );
    let report = world.call("report_figures", json!({ "span": "2026-11" }));
    assert_eq!(report["overdue"], json!([]));
    for (figure, ticket) in [
        ("tell_rate", 0),
        ("found_rate", 1),
        ("pass_rate", 2),
        ("close_rate", 3),
        ("held_rate", 4),
        ("volume", 5),
    ] {
        assert_eq!(
            world.behind("2026-11", figure, false),
            [number(&tickets[ticket])],
            "{figure}"
        );
    }
    assert_eq!(world.behind("2026-11", "received", false).len(), 6);
    let pdf = text(&world.call("report_monthly", json!({ "span": "2026-11" })));
    let mut words: Vec<String> = tickets.iter().map(number).collect();
    let figures = report["figures"].as_array().unwrap();
    words.extend(
        figures
            .iter()
            .map(|figure| figure["zh"].as_str().unwrap().to_owned()),
    );
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    holds(pdf.as_deref(), &words);
}

/// What waits for whom: the list that asks the file finds the same tickets as the rule says of each row, for every kind of work,
/// and the workbench counts them.
#[test]
fn what_waits_is_what_the_rule_says() {
    let world = World::filled("2026-11-24 09:00", 400, 11, 3);
    let every = {
        let mut rows: Vec<TicketRow> = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = world.call("ticket_list", json!({ "limit": 200, "after": after }));
            rows.extend(serde_json::from_value::<Vec<TicketRow>>(page["rows"].clone()).unwrap());
            after = page["next"].clone();
            if after.is_null() {
                break rows;
            }
        }
    };
    let board = world.call("ticket_board", json!({}));
    let counted: std::collections::BTreeMap<&str, i64> = board["todo"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["todo"].as_str().unwrap(), it["count"].as_i64().unwrap()))
        .collect();
    let mut kinds = 0;
    for todo in TodoKind::ALL {
        let mut should: Vec<i64> = every
            .iter()
            .filter(|row| todo.is_waiting(row, AT_NIGHT))
            .map(|row| row.id)
            .collect();
        should.sort_unstable();
        let page = world.call("ticket_list", json!({ "todo": todo.code(), "limit": 200 }));
        let mut is: Vec<i64> = page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_i64().unwrap())
            .collect();
        is.sort_unstable();
        assert_eq!(is, should, "{}", todo.zh());
        // By day nobody is shown what only the night waits for.
        let count = counted.get(todo.code()).copied();
        let all = i64::try_from(should.len()).unwrap();
        assert!(
            count == Some(all) || (count.is_none() && todo.is_only_at_night()),
            "{}",
            todo.zh()
        );
        kinds += i64::from(!should.is_empty());
    }
    assert!(kinds >= 8, "the demo data has few kinds of work: {kinds}");
    let mine = every
        .iter()
        .filter(|row| row.stage.is_open() && TodoKind::ALL.iter().any(|todo| todo.is_waiting(row, AT_NIGHT)));
    assert_eq!(
        board["mine_total"].as_i64().unwrap(),
        i64::try_from(mine.count()).unwrap()
    );
    world.sign_in("水质检测中心");
    let board = world.call("ticket_board", json!({}));
    let own: Vec<&str> = board["todo"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["todo"].as_str().unwrap())
        .collect();
    assert_eq!(own, ["pass_sample", "enter_results"]);
    for row in board["mine"].as_array().unwrap() {
        assert!(matches!(row["stage"].as_str().unwrap(), "sampled" | "at_lab"));
    }
}
