//! 到期提醒: what is told, once, and to whom.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use desk::Desk;
use domain::Code;
use journeys::{World, contents};
use serde_json::json;

fn told(world: &World) -> Vec<String> {
    let found = world.desk.check_alarms(world.now()).unwrap();
    found
        .news
        .iter()
        .map(|alarm| alarm.message_text(world.now()))
        .collect()
}

#[test]
fn a_night_call_is_told_before_it_is_late_and_when_it_is_late_each_once() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("热线坐席");
    world.open(contents::repair());
    let at = |time: &str| world.time(&format!("2026-11-24 {time}"));
    at("02:16");
    assert!(told(&world).is_empty(), "four minutes are left");
    assert_eq!(
        world.desk.check_alarms(world.now()).unwrap().soon,
        1,
        "the tray counts it already"
    );
    at("02:17");
    assert_eq!(told(&world), ["WX2611240001 转派时限还有 3 分钟"]);
    assert!(told(&world).is_empty(), "told once");
    let again = Desk::open(world.desk.data_folder(), world.now()).unwrap();
    assert!(
        again.check_alarms(world.now()).unwrap().news.is_empty(),
        "also by a program that was started anew"
    );
    at("02:20");
    assert_eq!(told(&world), ["WX2611240001 转派时限已超时"]);
    let found = world.desk.check_alarms(world.now()).unwrap();
    assert_eq!((found.news.len(), found.soon, found.missed), (0, 0, 1));
}

#[test]
fn what_is_handed_over_in_time_is_never_told_and_a_missed_one_hides_no_other() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let first = world.open(contents::repair());
    let second = world.open(contents::repair());
    world.time("2026-11-24 09:05");
    world.step(&first, "hand_over", json!({ "taken_by": "演示调度" }));
    world.time("2026-11-24 09:11");
    assert_eq!(told(&world), ["WX2611240002 转派时限已超时"]);
    // The visit's half hour nears while the hand-over of the same ticket is overdue.
    world.time("2026-11-24 09:27");
    assert_eq!(
        told(&world),
        [
            "WX2611240001 到场时限还有 3 分钟",
            "WX2611240002 到场时限还有 3 分钟"
        ]
    );
    drop(second);
}

#[test]
fn a_team_is_told_of_its_own_work_and_an_old_miss_is_only_counted() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.open(contents::repair());
    world.time("2026-11-24 09:08");
    world.sign_in("水质检测中心");
    assert!(told(&world).is_empty(), "the laboratory hands nothing over");
    world.sign_in("热线坐席");
    assert_eq!(told(&world).len(), 1);
    world.time("2026-11-26 09:00");
    let found = world.desk.check_alarms(world.now()).unwrap();
    assert!(found.news.is_empty());
    assert!(found.missed >= 2, "hand-over and visit: {}", found.missed);
}

#[test]
fn how_early_is_set_on_the_computer_and_may_be_off() {
    let world = World::new("2026-11-24 02:10");
    world.sign_in("热线坐席");
    let mut computer = world.call("computer_get", json!({}));
    assert_eq!(
        computer,
        json!({
            "warn_minutes": 3, "notify": true, "sound": true, "on_close": "ask", "starts_with_computer": false
        })
    );
    computer["warn_minutes"] = json!(61);
    let refused = world.refused("computer_change", computer.clone());
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::OutOfRange, Some("warn_minutes"))
    );
    computer["warn_minutes"] = json!(8);
    world.call("computer_change", computer.clone());
    world.open(contents::repair());
    world.time("2026-11-24 02:12");
    assert_eq!(told(&world), ["WX2611240001 转派时限还有 8 分钟"]);
    computer["notify"] = json!(false);
    world.call("computer_change", computer);
    world.time("2026-11-24 02:21");
    assert!(told(&world).is_empty());
    assert_eq!(world.desk.check_alarms(world.now()).unwrap().missed, 1);
}

#[test]
fn a_step_a_minute_after_a_look_is_seen_by_the_next() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.open(contents::repair());
    world.time("2026-11-24 09:08");
    assert_eq!(told(&world), ["WX2611240001 转派时限还有 2 分钟"]);
    world.step(&ticket, "hand_over", json!({ "taken_by": "演示调度" }));
    world.time("2026-11-24 09:11");
    assert!(told(&world).is_empty(), "handed over in time");
    let found = world.desk.check_alarms(world.now()).unwrap();
    assert_eq!((found.soon, found.missed), (0, 0));
    // Nothing happens to the ticket any more; what the look before kept of it serves the later ones.
    world.time("2026-11-24 10:00");
    let found = world.desk.check_alarms(world.now()).unwrap();
    let fresh = Desk::open(world.desk.data_folder(), world.now()).unwrap();
    let seen = fresh.check_alarms(world.now()).unwrap();
    assert_eq!((found.soon, found.missed), (seen.soon, seen.missed));
    assert_eq!(found.missed, 1, "the visit");
}
