//! Lists beyond their first page: what marks a ticket bears, how many there are, the same as a spreadsheet, the days ahead, what
//! others did, what a shift leaves.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test stops at the first surprise"
)]

use std::{collections::BTreeSet, io::Cursor};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use calamine::{Data, Reader as _, Xlsx};
use domain::{Code, Moment, TicketRow, list::TicketMark};
use journeys::{World, at};
use serde_json::{Value, json};

const NOW: &str = "2026-11-24 10:00";

/// Every ticket a list finds, page after page.
fn all(world: &World, query: &Value) -> Vec<TicketRow> {
    let mut rows = Vec::new();
    let mut query = query.clone();
    loop {
        query["limit"] = json!(200);
        let page = world
            .desk
            .call("ticket_list", query.clone(), world.now())
            .unwrap();
        rows.extend(serde_json::from_value::<Vec<TicketRow>>(page["rows"].clone()).unwrap());
        match page["next"].as_str() {
            Some(next) => query["after"] = json!(next),
            None => return rows,
        }
    }
}

/// What a mark means, told plainly by the row.
fn bears(mark: TicketMark, row: &TicketRow, now: Moment) -> bool {
    let missed = |done: Option<Moment>, limit: Option<Moment>| {
        limit.is_some_and(|limit| done.or(row.ended_at).unwrap_or(now) > limit)
    };
    match mark {
        TicketMark::Late => {
            row.broken
                || row.appointed_late
                || (row.channel.code() == "hotline" && missed(row.handed_over_at, row.hand_over_limit))
                || missed(row.arrived_at, row.arrival_limit)
                || missed(row.finished_at, row.total_limit)
                || row
                    .clocks
                    .iter()
                    .any(|clock| clock.broken || missed(clock.ended_at, Some(clock.limit)))
        }
        TicketMark::Extended => row.extended > 0,
        TicketMark::ExtensionPending => row.extension_pending && row.stage.is_open(),
        TicketMark::Returned => row.returns > 0,
        TicketMark::Urged => row.urges > 0,
        TicketMark::Supervised => row.supervisions > 0,
        TicketMark::Violation => !row.violations.is_empty(),
        TicketMark::Linked => row.links > 0 || row.opened_from.is_some(),
        TicketMark::OffHours => !row.in_hours,
    }
}

#[test]
fn a_mark_finds_the_tickets_that_bear_it_and_counting_agrees() {
    let world = World::filled(NOW, 600, 11, 3);
    let rows = all(&world, &json!({}));
    assert!(rows.len() >= 600);
    for mark in TicketMark::ALL {
        let query = json!({ "marks": [mark] });
        let found: Vec<i64> = all(&world, &query).iter().map(|row| row.id).collect();
        let expected: Vec<i64> = rows
            .iter()
            .filter(|row| bears(*mark, row, world.now()))
            .map(|row| row.id)
            .collect();
        assert_eq!(found, expected, "{}", mark.zh());
        let count = world
            .desk
            .call("ticket_count", json!({ "queries": [query, {}] }), world.now())
            .unwrap();
        assert_eq!(
            count["counts"],
            json!([found.len(), rows.len().min(1_000)]),
            "{}",
            mark.zh()
        );
    }
    // Most of them are borne by some and not by all, or the comparison would say little.
    let some = |mark: &&TicketMark| {
        let count = rows.iter().filter(|row| bears(**mark, row, world.now())).count();
        count > 0 && count < rows.len()
    };
    assert!(TicketMark::ALL.iter().filter(some).count() >= 7);

    let day = at("2026-11-01 00:00");
    for (query, keep) in [
        (json!({ "fault": "burst" }), None),
        (json!({ "ended_from": day }), Some(true)),
        (json!({ "ended_to": day }), Some(false)),
    ] {
        let found = all(&world, &query);
        assert!(!found.is_empty() && found.len() < rows.len(), "{query}");
        for row in found {
            match keep {
                None => assert_eq!(row.fault.map(|fault| fault.code()), Some("burst")),
                Some(after) => assert_eq!(row.ended_at.unwrap() >= day, after),
            }
        }
    }
    let receivers: BTreeSet<&str> = rows.iter().map(|row| row.first_receiver.as_str()).collect();
    assert!(receivers.len() > 1);
    for receiver in receivers {
        let found = all(&world, &json!({ "first_receiver": receiver })).into_iter();
        let expected = rows.iter().filter(|row| row.first_receiver == receiver);
        assert!(
            found.map(|row| row.id).eq(expected.map(|row| row.id)),
            "{receiver}"
        );
    }
    assert_eq!(
        world
            .refused("ticket_count", json!({ "queries": vec![json!({}); 51] }))
            .code,
        Code::OutOfRange
    );
}

/// 工作台: each hour's number is that of the list it leads to.
#[test]
fn every_hour_of_the_workbench_leads_to_as_many_tickets() {
    let world = World::filled("2026-11-24 10:20", 600, 15, 1);
    let hours = world.call("ticket_by_hour", json!({}));
    let (hour, now) = (3_600_000, at("2026-11-24 10:20").0);
    assert_eq!(hours["today"], json!(at("2026-11-24 00:00")));
    assert_eq!(hours["hour"], json!(at("2026-11-24 10:00")));
    let counted = |from: i64, counts: &Value, query: &dyn Fn(i64, i64) -> Value| -> i64 {
        let counts = counts.as_array().unwrap();
        assert_eq!(counts.len(), 24);
        for (place, count) in counts.iter().enumerate() {
            let begin = from + place as i64 * hour;
            let found = all(&world, &query(begin, begin + hour));
            assert_eq!(found.len() as i64, count.as_i64().unwrap(), "hour {place}");
        }
        counts.iter().map(|count| count.as_i64().unwrap()).sum()
    };
    let received = |from: i64, to: i64| json!({ "from": from, "to": to });
    let today = hours["today"].as_i64().unwrap();
    assert!(counted(today, &hours["received"], &received) > 0);
    assert!(counted(today - 24 * hour, &hours["received_before"], &received) > 0);
    let due = |from: i64, to: i64| json!({ "due_from": from.max(now), "due_to": to, "order": "deadline" });
    assert!(counted(hours["hour"].as_i64().unwrap(), &hours["due"], &due) > 0);
    let missed = all(&world, &json!({ "overdue": true, "order": "deadline" }));
    assert_eq!(json!(missed.len()), hours["missed"]);
    assert!(!missed.is_empty());
}

#[test]
fn a_list_goes_out_as_a_spreadsheet_with_the_columns_shown() {
    let world = World::filled(NOW, 120, 5, 2);
    let query = json!({ "service": "repair" });
    let columns = ["number", "stage", "received_at", "phone", "hours", "crew"];
    let file = world.call("ticket_export", json!({ "query": query, "columns": columns }));
    let bytes = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("工单列表").unwrap();
    let rows = all(&world, &query);
    let text = |line: u32, column: u32| sheet.get_value((line, column)).map(ToString::to_string);
    assert!(text(0, 0).unwrap().contains("演示数据"));
    assert_eq!(text(2, 3).unwrap(), "电话");
    for (line, row) in (3..).zip(&rows) {
        assert_eq!(text(line, 0).unwrap(), row.number);
        assert_eq!(text(line, 1).unwrap(), row.stage.zh());
        assert!(matches!(sheet.get_value((line, 2)), Some(Data::DateTime(_))));
        assert_eq!(text(line, 3).unwrap_or_default(), row.phone);
    }
    assert_eq!(sheet.get_size().0, rows.len() + 3);
    assert_eq!(
        world
            .refused("ticket_export", json!({ "query": {}, "columns": [] }))
            .code,
        Code::Required
    );

    // Of some of them, in the order they were picked in, whatever the list finds by now.
    let some: Vec<i64> = [4, 0, 4, 2].map(|place| rows[place].id).to_vec();
    let named = json!({ "query": { "service": "leak_detection" }, "tickets": some, "columns": ["number"] });
    let file = world.call("ticket_export", named);
    let bytes = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("工单列表").unwrap();
    let numbers: Vec<String> = (3..sheet.get_size().0 as u32)
        .map(|line| sheet.get_value((line, 0)).unwrap().to_string())
        .collect();
    assert_eq!(numbers, [4, 0, 2].map(|place| rows[place].number.clone()));
    let refused = |tickets| {
        let ask = json!({ "query": {}, "tickets": tickets, "columns": ["number"] });
        let refusal = world.refused("ticket_export", ask);
        (refusal.code, refusal.field)
    };
    assert_eq!(refused(json!([])), (Code::OutOfRange, Some("tickets".into())));
    assert_eq!(
        refused(json!([987_654])),
        (Code::NotFound, Some("tickets".into()))
    );

    // Who is shown less on the screen is shown less here.
    world.sign_in("审计");
    let file = world.call("ticket_export", json!({ "query": query, "columns": columns }));
    let bytes = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("工单列表").unwrap();
    let masked = (3..).zip(&rows).filter(|(_, row)| !row.phone.is_empty());
    for (line, row) in masked {
        assert_ne!(sheet.get_value((line, 3)).unwrap().to_string(), row.phone);
    }
}

#[test]
fn a_view_is_shared_with_everybody_and_taken_away_by_whoever_shared_it() {
    let world = World::new(NOW);
    world.sign_in("热线坐席");
    world.call(
        "view_share",
        json!({ "name": "城区抢修", "address": "service=repair&area=urban", "columns": ["number"] }),
    );
    world.sign_in("生调部调度");
    let views = world.call("view_list", json!({}));
    assert_eq!(views["views"][0]["address"], "service=repair&area=urban");
    assert_eq!(views["views"][0]["own"], false);
    let taken = world.refused("view_share", json!({ "name": "城区抢修", "address": "" }));
    assert_eq!(
        (taken.code, taken.field.as_deref()),
        (Code::NameTaken, Some("name"))
    );
    assert_eq!(
        world.refused("view_unshare", json!({ "name": "城区抢修" })).code,
        Code::NotPermitted
    );
    assert_eq!(
        world.refused("view_unshare", json!({ "name": "没有" })).code,
        Code::NotFound
    );
    world.sign_in("客服主管");
    world.call("view_unshare", json!({ "name": "城区抢修" }));
    assert_eq!(world.call("view_list", json!({})), json!({ "views": [] }));
    for place in 0..30 {
        world.call(
            "view_share",
            json!({ "name": format!("视图{place}"), "address": "" }),
        );
    }
    assert_eq!(
        world
            .refused("view_share", json!({ "name": "多余", "address": "" }))
            .code,
        Code::OutOfRange
    );
}

#[test]
fn the_days_ahead_show_what_was_agreed() {
    let world = World::filled(NOW, 400, 3, 2);
    let rows = all(&world, &json!({}));
    let (from, to) = (at("2026-10-20 00:00"), at("2026-12-20 00:00"));
    let reply = world.call("ticket_calendar", json!({ "from": from, "to": to }));
    let entries = reply["entries"].as_array().unwrap();
    let within = |at: Option<Moment>| at.is_some_and(|at| at >= from && at < to);
    let agreed = rows.iter().filter(|row| within(row.appointed_at)).count();
    let planned = rows.iter().filter(|row| within(row.planned_at)).count();
    let of = |what: &str| entries.iter().filter(|entry| entry["what"] == what).count();
    assert!(agreed > 0 && planned > 0, "{agreed} {planned}");
    assert_eq!((of("appointment"), of("event")), (agreed, planned));
    let times: Vec<i64> = entries
        .iter()
        .map(|entry| entry["at"].as_i64().unwrap())
        .collect();
    assert!(times.is_sorted());
    let long = json!({ "from": from, "to": at("2027-02-20 00:00") });
    assert_eq!(world.refused("ticket_calendar", long).code, Code::OutOfRange);
    assert_eq!(
        world
            .refused("ticket_calendar", json!({ "from": to, "to": from }))
            .code,
        Code::OutOfRange
    );
}

#[test]
fn what_others_did_is_told_ticket_by_ticket_and_nothing_of_ones_own() {
    let world = World::filled(NOW, 30, 3, 1);
    world.sign_in("热线坐席");
    let first = world.call("ticket_news", json!({}));
    assert_eq!(first["news"], json!([]));
    let row = &world.call("ticket_list", json!({ "only_open": true }))["rows"][0];
    let note = |version: &Value, text: &str| json!({ "ticket": row["id"], "version": version, "details": { "note": text } });
    world.call("ticket_note", note(&row["version"], "自己记的"));
    assert_eq!(
        world.call("ticket_news", json!({ "since": first["seq"] }))["news"],
        json!([])
    );
    world.sign_in("生调部调度");
    for text in ["一", "二"] {
        let version = world.call("ticket_get", json!({ "ticket": row["id"] }))["ticket"]["version"].clone();
        world.call("ticket_note", note(&version, text));
    }
    world.sign_in("热线坐席");
    let news = world.call("ticket_news", json!({ "since": first["seq"] }));
    assert_eq!(news["news"].as_array().unwrap().len(), 1);
    let line = &news["news"][0];
    assert_eq!((&line["number"], &line["count"]), (&row["number"], &json!(2)));
    assert_eq!(
        (line["title"].as_str(), line["by"].as_str()),
        (Some("备注"), Some("演示生调部调度"))
    );
    assert_eq!(
        world.call("ticket_news", json!({ "since": news["seq"] }))["news"],
        json!([])
    );
}

#[test]
fn a_shift_leaves_a_note_and_the_next_one_says_that_it_was_read() {
    let world = World::new(NOW);
    world.sign_in("热线坐席");
    assert_eq!(
        world.refused("shift_leave", json!({ "text": " " })).code,
        Code::Required
    );
    world.call(
        "shift_leave",
        json!({ "text": "城东泵站 22:00 停电，来电较多。" }),
    );
    world.call("shift_read", json!({}));
    world.sign_in("客服主管");
    let notes = world.call("shift_notes", json!({}));
    assert_eq!(notes["notes"][0]["by"], "演示热线坐席");
    assert_eq!(notes["notes"][0]["read_by"], json!([]), "nobody reads their own");
    let read = world.call("shift_read", json!({}));
    assert_eq!(read["value"]["notes"][0]["read_by"][0]["by"], "演示客服主管");
    world.call("shift_read", json!({}));
    assert_eq!(
        world.call("shift_notes", json!({}))["notes"][0]["read_by"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    world.takes_over("热线坐席", "2027-03-01 08:00");
    world.call("shift_leave", json!({ "text": "新的一班" }));
    assert_eq!(
        world.call("shift_notes", json!({}))["notes"]
            .as_array()
            .unwrap()
            .len(),
        1,
        "an old one is let go"
    );
}

#[test]
fn households_and_callers_are_found_by_the_first_letters_of_their_names() {
    let world = World::new(NOW);
    world.sign_in("热线坐席");
    let household = json!({
        "account_number": "88001", "name": "单欣然", "phones": ["13900000001"], "address": "演示路 1 号", "area": "urban"
    });
    world.call("customer_save", json!({ "household": household }));
    for letters in ["sxr", "dxr", "SXR"] {
        let found = world.call("customer_find", json!({ "text": letters }));
        assert_eq!(found[0]["household"]["account_number"], "88001", "{letters}");
    }
    assert_eq!(world.call("customer_find", json!({ "text": "xrs" })), json!([]));
}
