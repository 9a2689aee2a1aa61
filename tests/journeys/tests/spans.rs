//! Quarters, half-years and years: the sums of their months; comparison of two spans; templates of the printed report.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};

use desk::Code;
use journeys::{World, at, page, report};
use serde_json::{Value, json};

/// Numerator and denominator by figure, of one side of a report's lines.
fn figures(report: &Value, side: &str) -> BTreeMap<String, (i64, i64)> {
    let lines = report["figures"].as_array().unwrap();
    let figure = |line: &Value| {
        let part = |name: &str| line[side][name].as_i64().unwrap();
        (
            line["code"].as_str().unwrap().to_owned(),
            (part("numerator"), part("denominator")),
        )
    };
    lines.iter().map(figure).collect()
}

fn sum<'a>(
    months: impl IntoIterator<Item = &'a BTreeMap<String, (i64, i64)>>,
) -> BTreeMap<String, (i64, i64)> {
    let mut sum: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (code, (numerator, denominator)) in months.into_iter().flatten() {
        let so_far = sum.entry(code.clone()).or_default();
        *so_far = (so_far.0 + numerator, so_far.1 + denominator);
    }
    sum
}

fn asked(world: &World, span: &str) -> Value {
    world.call("report_figures", json!({ "span": span }))
}

fn counts(list: &Value) -> i64 {
    let list = list.as_array().unwrap();
    list.iter().map(|one| one["count"].as_i64().unwrap()).sum()
}

#[test]
fn the_lines_of_thirteen_months_are_what_each_month_says() {
    let world = World::filled("2026-11-24 09:00", 200, 5, 14);
    world.call("report_close", json!({ "month": "2026-09" }));
    let trend = world.call("report_trend", json!({ "span": "2026-Q4" }));
    let lines = trend.as_array().unwrap();
    assert_eq!(lines.len(), 5);
    for line in lines {
        let points = line["points"].as_array().unwrap();
        // A quarter that goes on ends in the month that is now.
        let (first, last) = (&points[0]["month"], &points[12]["month"]);
        assert_eq!(
            (points.len(), first, last),
            (13, &json!("2025-11"), &json!("2026-11"))
        );
        for point in points {
            let month = asked(&world, point["month"].as_str().unwrap());
            let is = figures(&month, "is")[line["code"].as_str().unwrap()];
            let told = ["numerator", "denominator"].map(|part| point["is"][part].as_i64().unwrap());
            assert_eq!((told[0], told[1]), is, "{} {}", line["zh"], point["month"]);
        }
    }
    assert_eq!(
        world.refused("report_trend", json!({ "span": "2026-13" })).code,
        Code::BadMonth
    );
}

#[test]
fn a_longer_span_is_the_sum_of_its_months_closed_or_not() {
    let world = World::filled("2026-11-24 09:00", 400, 5, 20);
    for month in ["2026-01", "2026-02", "2026-03", "2026-04"] {
        world.call("report_close", json!({ "month": month }));
    }
    let months: BTreeMap<String, BTreeMap<String, (i64, i64)>> = (1..=11)
        .map(|month| format!("2026-{month:02}"))
        .map(|month| (month.clone(), figures(&asked(&world, &month), "is")))
        .collect();
    let of = |range: &[&str]| sum(range.iter().map(|month| &months[*month]));
    let second = asked(&world, "2026-Q2");
    assert_eq!(figures(&second, "is"), of(&["2026-04", "2026-05", "2026-06"]));
    assert_eq!(figures(&second, "before"), of(&["2026-01", "2026-02", "2026-03"]));
    assert_eq!(second["open_months"], json!(["2026年5月", "2026年6月"]));
    assert_eq!(second["zh"], "2026年第二季度");
    assert_eq!(
        (&second["before"]["span"], &second["last_year"]["span"]),
        (&json!("2026-Q1"), &json!("2025-Q2"))
    );
    let half = asked(&world, "2026-H1");
    let six = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];
    assert_eq!(figures(&half, "is"), of(&six));
    // A year that is not over counts as far as it has come, against the whole year before.
    let year = asked(&world, "2026");
    assert_eq!(figures(&year, "is"), sum(months.values()));
    assert!(year["last_year"].is_null());
    assert_eq!(year["complete"], false);
    assert_eq!(asked(&world, "2026-Q1")["open_months"], json!([]));
    // What is counted beside the figures counts the same tickets.
    for report in [&second, &half, &year] {
        let received = figures(report, "is")["received"].0 + figures(report, "is")["linked"].0;
        assert_eq!(counts(&report["course"]), received);
        assert_eq!(counts(&report["outcomes"]), received);
        let heat: i64 = serde_json::from_value::<Vec<Vec<i64>>>(report["heat"].clone())
            .unwrap()
            .concat()
            .iter()
            .sum();
        assert_eq!(heat, received);
    }
    // Every hour of the week leads to as many tickets of the list.
    let hours: Vec<i64> = serde_json::from_value::<Vec<Vec<i64>>>(half["heat"].clone())
        .unwrap()
        .concat();
    let queries: Vec<Value> = (0..hours.len())
        .map(|hour| json!({ "from": half["from"], "to": half["to"], "week_hour": hour }))
        .collect();
    let listed: Vec<i64> = queries
        .chunks(50)
        .flat_map(|queries| {
            let reply = world.call("ticket_count", json!({ "queries": queries }));
            serde_json::from_value::<Vec<i64>>(reply["counts"].clone()).unwrap()
        })
        .collect();
    assert_eq!(listed, hours);
    let beyond = world.refused("ticket_list", json!({ "week_hour": 168 }));
    assert_eq!(
        (beyond.code, beyond.field.as_deref()),
        (domain::Code::OutOfRange, Some("week_hour"))
    );
    // Every figure leads to its tickets: a count to as many, once each.
    for code in ["received", "repairs", "events", "outages"] {
        let behind = world.call("report_tickets", json!({ "span": "2026-Q2", "figure": code }));
        let ids: BTreeSet<i64> = behind
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_i64().unwrap())
            .collect();
        let is = usize::try_from(figures(&second, "is")[code].0).unwrap();
        assert_eq!((ids.len(), behind.as_array().unwrap().len()), (is, is), "{code}");
    }
}

#[test]
fn what_is_late_in_a_closed_month_does_not_move_the_quarter_and_is_told() {
    let world = World::new("2026-07-02 10:00");
    world.sign_in("admin");
    world.report();
    for (now, month) in [
        ("2026-08-03 09:00", "2026-07"),
        ("2026-09-01 09:00", "2026-08"),
        ("2026-10-01 09:00", "2026-09"),
    ] {
        world.later(now);
        world.call("report_close", json!({ "month": month }));
    }
    let before = asked(&world, "2026-Q3");
    assert_eq!(figures(&before, "is")["received"], (1, 1));
    world.opens(report(at("2026-07-20 10:00")));
    let after = asked(&world, "2026-Q3");
    assert_eq!(figures(&after, "is"), figures(&before, "is"));
    let late = after["late"].as_array().unwrap();
    assert_eq!((late.len(), &late[0]["month"]), (1, &json!("2026-07")));
    let told = after["summary"]
        .as_array()
        .unwrap()
        .iter()
        .any(|it| it.as_str().unwrap().contains("补报"));
    assert!(told, "{}", after["summary"]);
}

#[test]
fn two_spans_are_compared_whatever_lies_between() {
    let world = World::filled("2026-11-24 09:00", 120, 8, 14);
    let (here, there) = (asked(&world, "2026-10"), asked(&world, "2026-02"));
    let compared = world.call(
        "report_figures",
        json!({ "span": "2026-10", "against": "2026-02" }),
    );
    assert_eq!(figures(&compared, "is"), figures(&here, "is"));
    assert_eq!(figures(&compared, "before"), figures(&there, "is"));
    assert_eq!(compared["before"]["called"], "对比");
    assert!(compared["last_year"].is_null());
    let file = world.call(
        "report_monthly",
        json!({ "span": "2026-10", "against": "2026-02" }),
    );
    assert_eq!(file["name"], "月度服务报告-2026-10-对比-2026-02.pdf");
    if let Some(page) = page::text(&file) {
        assert!(page.contains("2026年10月，与2026年2月对比"), "{page}");
    }
    // A closed month keeps what it was compared with, and can be compared with another one all the same.
    world.call("report_close", json!({ "month": "2026-10" }));
    let again = world.call(
        "report_figures",
        json!({ "span": "2026-10", "against": "2026-02" }),
    );
    assert_eq!(again["figures"], compared["figures"]);
    assert_eq!(asked(&world, "2026-10")["figures"], here["figures"]);
    let later = world.refused(
        "report_figures",
        json!({ "span": "2026-10", "against": "2027-01" }),
    );
    assert_eq!(
        (later.code, later.field.as_deref()),
        (Code::TimeInFuture, Some("against"))
    );
}

#[test]
fn sections_are_chosen_ordered_and_kept_under_a_name() {
    let world = World::filled("2026-11-24 09:00", 60, 3, 2);
    let printed = |ask: Value| page::text(&world.call("report_monthly", ask));
    let chosen = printed(json!({ "span": "2026-10", "sections": ["overdue", "summary"] }));
    if let Some(chosen) = &chosen {
        let place = |words: &str| chosen.find(words);
        assert!(place("超时清单").unwrap() < place("概述").unwrap());
        assert_eq!((place("工单明细"), place("数字说明")), (None, None));
    }
    // Whoever chooses the sections does not choose away what an older or changed file is found by.
    page::holds(chosen.as_deref(), &["记录锚点", "封存密钥编号"]);
    let view = world.call("template_get", json!({}));
    let templates = json!([{ "name": "送总经理", "sections": ["overdue", "summary"] }]);
    world.call(
        "template_change",
        json!({ "version": view["version"], "templates": templates }),
    );
    // The newest place in the journal is another one by then.
    let without_anchor = |text: Option<String>| {
        text.map(|text| {
            let lines = text.lines().filter(|line| !line.contains("记录锚点"));
            lines.collect::<Vec<_>>().join("\n")
        })
    };
    assert_eq!(
        without_anchor(printed(json!({ "span": "2026-10", "template": "送总经理" }))),
        without_anchor(chosen)
    );
    let stale = world.refused(
        "template_change",
        json!({ "version": view["version"], "templates": [] }),
    );
    assert_eq!(stale.code, Code::StaleVersion);
    for (ask, code, field) in [
        (json!({ "sections": [] }), Code::Required, "sections"),
        (
            json!({ "sections": ["summary", "summary"] }),
            Code::SectionTwice,
            "sections",
        ),
        (json!({ "template": "没有这个" }), Code::NotFound, "template"),
        (
            json!({ "sections": ["nonsense"] }),
            Code::BadRequest,
            "sections[0]",
        ),
    ] {
        let mut ask = ask;
        ask["span"] = json!("2026-10");
        let refusal = world.refused("report_monthly", ask);
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some(field)));
    }
    // The list numbers of the comparison belong to the list: without it the tickets' own numbers stand there.
    let all = printed(json!({ "span": "2026-10", "sections": ["detail", "behind"] }));
    if let Some(all) = all {
        assert!(all.contains("中的序号"), "{all}");
    }
    let behind = printed(json!({ "span": "2026-10", "sections": ["behind"] }));
    let first = world.call(
        "report_tickets",
        json!({ "span": "2026-10", "figure": "received" }),
    )[0]
    .clone();
    if let Some(behind) = behind {
        assert!(behind.contains(first["number"].as_str().unwrap()), "{behind}");
    }
    let trail = world.call("journal_list", json!({ "limit": 5 }));
    assert!(trail.to_string().contains("修改报告模板"));
}

#[test]
fn longer_spans_are_printed_and_exported() {
    let world = World::filled("2026-11-24 09:00", 200, 4, 14);
    for (span, name) in [
        ("2026-Q3", "季度服务报告-2026-Q3"),
        ("2026-H1", "半年度服务报告-2026-H1"),
        ("2025", "年度服务报告-2025"),
    ] {
        let file = world.call("report_monthly", json!({ "span": span }));
        assert_eq!(file["name"], format!("{name}.pdf"));
        if let Some(page) = page::text(&file) {
            assert!(page.contains("工单明细见各月的月度服务报告。"), "{page}");
        }
        let file = world.call("report_workbook", json!({ "span": span }));
        assert_eq!(file["name"], format!("{name}.xlsx"));
        let file = world.call("report_csv", json!({ "span": span }));
        assert_eq!(file["name"], format!("工单明细-{span}.csv"));
    }
}
