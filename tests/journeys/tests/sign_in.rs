//! Signing in against whoever guesses, and against calls that want to be taken for somebody else's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use desk::{COMMANDS, Desk};
use domain::Code;
use journeys::World;
use rusqlite::Connection;
use serde_json::{Value, json};

/// The file, behind the program's back.
fn raw(world: &World) -> Connection {
    Connection::open(world.file()).unwrap()
}

/// Codes and seconds of attempts with a wrong password, one after the other at these times.
fn attempts(world: &World, name: &str, times: &[&str]) -> Vec<(Code, Option<i64>)> {
    let wrong = json!({ "name": name, "password": "not this one" });
    let attempt = |time: &&str| {
        world.time(time);
        let refused = world.refused("person_sign_in", wrong.clone());
        (refused.code, refused.args.get("seconds").and_then(Value::as_i64))
    };
    times.iter().map(attempt).collect()
}

#[test]
fn a_name_that_nobody_has_is_waited_for_like_any_other() {
    let times: Vec<String> = (0..30)
        .map(|minute| format!("2026-11-24 09:{minute:02}"))
        .collect();
    let times: Vec<&str> = ["2026-11-24 09:00"; 7]
        .into_iter()
        .chain(times.iter().map(String::as_str))
        .collect();
    let known = attempts(&World::new("2026-11-24 09:00"), "演示审计", &times);
    let unknown = attempts(&World::new("2026-11-24 09:00"), "没有这个人", &times);
    assert_eq!(known, unknown);
    let waits: Vec<i64> = known.iter().filter_map(|(_, seconds)| *seconds).collect();
    assert_eq!(waits[..2], [60, 60], "after the fifth");
    assert_eq!(
        waits.iter().max(),
        Some(&(14 * 60)),
        "a minute after the last of the quarters of an hour"
    );
}

#[test]
fn attempts_at_once_are_no_more_than_one_after_the_other() {
    let world = World::new("2026-11-24 09:00");
    let other = Desk::open(&world.folder(), world.now()).unwrap();
    let now = world.now();
    for name in ["admin", "没有这个人"] {
        let wrong = json!({ "name": name, "password": "not this one" });
        let codes: Vec<Code> = std::thread::scope(|scope| {
            let attempts: Vec<_> = [&world.desk, &other]
                .into_iter()
                .cycle()
                .take(12)
                .map(|desk| scope.spawn(|| desk.call("person_sign_in", wrong.clone(), now).unwrap_err().code))
                .collect();
            attempts
                .into_iter()
                .map(|attempt| attempt.join().unwrap())
                .collect()
        });
        let wrong = codes.iter().filter(|code| **code == Code::WrongPassword).count();
        let waits = codes
            .iter()
            .filter(|code| **code == Code::TooManyAttempts)
            .count();
        assert_eq!((wrong, waits), (5, 7), "{name}: {codes:?}");
    }
    let right = json!({ "name": "admin", "password": "Demo-2026" });
    assert_eq!(world.refused("person_sign_in", right).code, Code::TooManyAttempts);
}

#[test]
fn the_right_password_many_times_at_once_lets_everybody_in() {
    let world = World::new("2026-11-24 09:00");
    let now = world.now();
    attempts(&world, "演示审计", &["2026-11-24 09:00"; 4]);
    let right = json!({ "name": "演示审计", "password": "Demo-2026" });
    let folder = world.folder();
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                let desk = Desk::open(&folder, now).unwrap();
                desk.call("person_sign_in", right.clone(), now).unwrap();
            });
        }
    });
    let failed = attempts(&world, "演示审计", &["2026-11-24 09:00"; 6]);
    let wrong = failed.iter().filter(|(code, _)| *code == Code::WrongPassword);
    assert_eq!(wrong.count(), 5, "those before are forgotten: {failed:?}");
}

#[test]
fn what_is_tried_for_hours_leaves_few_lines() {
    let world = World::new("2026-11-24 09:00");
    let lines = || world.desk.store().read_tx(|tx| tx.last_seq()).unwrap();
    let before = lines();
    for name in ["演示审计", "没有这个人"] {
        for second in 0..4 * 720 {
            let now = domain::Moment(world.now().0 + second * 5_000);
            let wrong = json!({ "name": name, "password": "not this one" });
            // Most of these are refused without a look at the password.
            let _ = world.desk.call("person_sign_in", wrong, now).unwrap_err();
        }
    }
    // The fifth after none, then after 1, 2, 4, 8 and every 15 minutes of four hours.
    let written = lines() - before;
    assert!((18..=25).contains(&written), "{written} lines");
    world.check();
}

#[test]
fn whoever_is_given_a_new_password_need_not_wait() {
    let world = World::new("2026-11-24 09:00");
    attempts(&world, "演示审计", &["2026-11-24 09:00"; 6]);
    world.sign_in("admin");
    let people = world.call("person_list", json!({}));
    let who = people
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["name"] == "演示审计")
        .unwrap();
    let reset = json!({ "person": who["id"], "password": "Other-2026" });
    world.call("person_reset_password", reset);
    world.call(
        "person_sign_in",
        json!({ "name": "演示审计", "password": "Other-2026" }),
    );
}

#[test]
fn nothing_is_done_in_the_name_of_whoever_did_not_sign_in() {
    let world = World::new("2026-11-24 09:00");
    let lines = || world.desk.store().read_tx(|tx| tx.last_seq()).unwrap();
    // A row that no journal knows: making the tables anew would take it away.
    let raw = raw(&world);
    raw.execute_batch("INSERT INTO setting (name, version, value) VALUES ('mark', 1, 'null')")
        .unwrap();
    let marked = || {
        let count: i64 = raw
            .query_row("SELECT count(*) FROM setting WHERE name = 'mark'", [], |row| {
                row.get(0)
            })
            .unwrap();
        count == 1
    };
    let wrong = json!({ "name": "admin", "password": "wrong" });
    let then = |name: &str, request: &Value, then: &str| {
        world
            .desk
            .call_then_read(name, request.clone(), world.now(), None, Some(then))
    };
    assert!(then("person_sign_in", &wrong, "journal_rebuild").is_err());
    let before = lines();
    let engineer = json!({ "name": "演示总工办", "password": "wrong" });
    assert!(then("person_sign_in", &engineer, "shift_read").is_err());
    assert!(lines() - before <= 1, "nothing but the wrong password");
    assert!(marked(), "the tables were not made anew");
    raw.execute_batch("DELETE FROM setting WHERE name = 'mark'")
        .unwrap();

    world.sign_in("admin");
    world.call("person_lock", json!({}));
    let state = |request: &str| then("desk_state", &json!({}), request);
    assert!(state("person_sign_out").is_err());
    assert_eq!(
        state("ticket_board").unwrap()[1],
        Value::Null,
        "the desk is locked"
    );
    assert_eq!(world.call("desk_state", json!({}))["locked"], true);
    assert_eq!(world.call("desk_state", json!({}))["person"]["name"], "admin");
}

#[test]
fn only_what_reads_comes_in_the_same_answer() {
    let world = World::filled("2026-11-24 09:00", 20, 5, 1);
    let raw = raw(&world);
    // It grows with everything that others write into the file.
    let written = || {
        raw.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let before = written();
    for command in COMMANDS {
        let asked = world
            .desk
            .call_then_read("desk_state", json!({}), world.now(), None, Some(command.name));
        let marked = desk::registry::READ_AFTER.contains(&command.name);
        assert_eq!(asked.is_ok(), marked, "{}", command.name);
        if let Ok(answer) = asked {
            assert_ne!(
                answer[1],
                Value::Null,
                "{}: the administrator of a demo may",
                command.name
            );
        }
        assert_eq!(written(), before, "{} changed the file", command.name);
    }
}

#[test]
fn who_empties_the_table_of_people_becomes_no_administrator() {
    let world = World::new("2026-11-24 09:00");
    raw(&world).execute_batch("DELETE FROM person").unwrap();
    let state = world.desk.call("desk_state", json!({}), world.now()).unwrap();
    assert_eq!(state["first_start"], false);
    let first = json!({ "name": "幽灵", "password": "Ghost-2026" });
    let refused = world
        .desk
        .call("person_first", first.clone(), world.now())
        .unwrap_err();
    assert_eq!(refused.code, Code::AlreadyStarted);
    let refused = world.desk.call("person_sign_in", first, world.now()).unwrap_err();
    assert_eq!(refused.code, Code::WrongPassword);
    let again = Desk::create_data_folder(&world.folder(), None, false, world.now())
        .err()
        .unwrap();
    // The file is not even opened: its table is not what the journal says.
    assert_eq!(again.code, Code::TableDiffers);
}
