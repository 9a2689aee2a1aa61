//! People: first start, wrong passwords, the lock, and every command for every role.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use desk::{COMMANDS, Desk};
use domain::{Code, permission::may_call, person::Role};
use journeys::{World, at, report};
use serde_json::{Value, json};

#[test]
fn the_first_start_makes_the_administrator_once() {
    let folder = tempfile::tempdir().unwrap();
    let now = at("2026-11-24 09:00");
    let desk = Desk::open(folder.path(), now).unwrap();
    let state = desk.call("desk_state", json!({}), now).unwrap();
    assert_eq!(
        (&state["first_start"], &state["demo"]),
        (&json!(true), &json!(false))
    );
    let sign_in = json!({ "name": "管理员", "password": "secret-1" });
    assert_eq!(
        desk.call("person_sign_in", sign_in.clone(), now)
            .unwrap_err()
            .code,
        Code::FirstStartNeeded
    );
    let weak = json!({ "name": "管理员", "password": "1234567" });
    assert_eq!(
        desk.call("person_first", weak, now).unwrap_err().code,
        Code::WeakPassword
    );
    // Where the computer keeps no secrets the key's passphrase is chosen with it.
    if state["passphrase_needed"] == true {
        let refusal = desk.call("person_first", sign_in.clone(), now).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::KeyPassphraseNeeded, Some("passphrase"))
        );
    }
    let mut sign_in = sign_in;
    sign_in["passphrase"] = json!(journeys::office::PASSPHRASE);
    let state = desk.call("person_first", sign_in.clone(), now).unwrap();
    assert_eq!(state["person"]["roles"], json!(["admin"]));
    assert_eq!(
        desk.call("person_first", sign_in, now).unwrap_err().code,
        Code::AlreadyStarted
    );
}

#[test]
fn five_wrong_passwords_wait_a_minute() {
    let world = World::new("2026-11-24 09:00");
    let wrong = json!({ "name": "admin", "password": "not this one" });
    for _ in 0..5 {
        assert_eq!(
            world.refused("person_sign_in", wrong.clone()).code,
            Code::WrongPassword
        );
    }
    let right = json!({ "name": "admin", "password": "Demo-2026" });
    let refused = world.refused("person_sign_in", right.clone());
    assert_eq!(
        (refused.code, refused.args["seconds"].as_i64()),
        (Code::TooManyAttempts, Some(60))
    );
    world.time("2026-11-24 09:01");
    world.call("person_sign_in", right);
    let nobody = json!({ "name": "没有这个人", "password": "Demo-2026" });
    assert_eq!(
        world.refused("person_sign_in", nobody).code,
        Code::WrongPassword,
        "the name is not told apart"
    );
}

#[test]
fn who_signs_in_is_answered_with_the_workbench_as_they_may_see_it() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.opens(report(at("2026-11-24 08:58")));
    let enter = |name: &str, password: &str| {
        let who = json!({ "name": name, "password": password });
        let then = Some("ticket_board");
        world
            .desk
            .call_then_read("person_sign_in", who, world.now(), None, then)
    };
    let board = |name: &str| {
        let answer = enter(name, "Demo-2026").unwrap();
        assert_eq!(answer[0]["person"]["name"], json!(name));
        answer[1].clone()
    };
    assert_eq!(board("演示热线坐席"), world.call("ticket_board", json!({})));
    let row = &board("演示热线坐席")["rows"][0];
    assert_eq!(row["address"], "演示花园 3 号楼 2 单元 501 室");
    assert_eq!(row["phone"], json!(null), "the workbench shows no phone");
    assert_eq!(
        board("演示审计")["rows"][0]["address"],
        "演示花园****",
        "an auditor is shown less"
    );
    assert_eq!(board("演示系统管理员"), json!(null), "who may not read it");

    let refused = enter("演示热线坐席", "not this one").unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::WrongPassword, Some("password"))
    );
}

#[test]
fn an_idle_desk_locks_and_opens_with_the_password() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.time("2026-11-24 09:14");
    world.call("ticket_list", json!({}));
    world.time("2026-11-24 09:29");
    assert_eq!(world.refused("ticket_list", json!({})).code, Code::Locked);
    assert_eq!(world.call("desk_state", json!({}))["locked"], true);
    assert_eq!(
        world
            .refused("person_unlock", json!({ "password": "wrong" }))
            .code,
        Code::WrongPassword
    );
    world.call("person_unlock", json!({ "password": "Demo-2026" }));
    world.call("ticket_list", json!({}));
}

#[test]
fn what_a_screen_calls_by_itself_keeps_no_desk_awake() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    for minute in 1..15 {
        world.time(&format!("2026-11-24 09:{minute:02}"));
        world.call("ticket_board", json!({}));
    }
    world.time("2026-11-24 09:15");
    assert_eq!(world.refused("ticket_board", json!({})).code, Code::Locked);
}

#[test]
fn every_command_for_every_role() {
    let world = World::new("2026-11-24 09:00");
    for role in Role::ALL {
        for command in COMMANDS {
            if command.name == "person_sign_out" || command.name == "person_lock" {
                continue;
            }
            let name = format!("演示{}", role.zh());
            let signed = world.desk.call("desk_state", json!({}), world.now()).unwrap();
            if signed["person"]["name"] != json!(name) {
                world.sign_in(role.zh());
            }
            // An empty request: whoever may call gets as far as being told what is missing.
            let reply = world.desk.call(command.name, json!({}), world.now());
            let refused = reply.err().map(|refusal| refusal.code);
            let what = format!("{} {}", role.code(), command.name);
            assert_eq!(
                refused == Some(Code::NotPermitted),
                !may_call(*role, command.name),
                "{what}"
            );
            assert!(
                !matches!(refused, Some(Code::NotSignedIn | Code::Locked)),
                "{what}"
            );
        }
    }
}

#[test]
fn nobody_signed_in_may_only_sign_in() {
    let world = World::new("2026-11-24 09:00");
    for command in COMMANDS {
        let refused = world
            .desk
            .call(command.name, json!({}), world.now())
            .err()
            .map(|refusal| refusal.code);
        let open = ["desk_state", "person_first", "person_sign_in"].contains(&command.name);
        assert_eq!(refused != Some(Code::NotSignedIn), open, "{}", command.name);
    }
}

#[test]
fn the_last_administrator_stays() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let people = world.call("person_list", json!({}));
    let id = |name: &str| {
        people
            .as_array()
            .unwrap()
            .iter()
            .find(|person| person["name"] == name)
            .unwrap()["id"]
            .clone()
    };
    world.call(
        "person_change",
        json!({ "person": id("演示系统管理员"), "roles": ["admin"], "active": false }),
    );
    let last = json!({ "person": id("admin"), "roles": ["agent"], "active": true });
    assert_eq!(world.refused("person_change", last).code, Code::LastAdmin);
    let taken = json!({ "name": "演示审计", "password": "Demo-2026", "roles": ["agent"] });
    let refused = world.refused("person_add", taken);
    assert_eq!(
        (refused.code, &refused.args["what"]),
        (Code::NameTaken, &json!("person"))
    );
    world.call(
        "person_reset_password",
        json!({ "person": id("演示审计"), "password": "Other-2026" }),
    );
    let old = json!({ "name": "演示审计", "password": "Demo-2026" });
    assert_eq!(world.refused("person_sign_in", old).code, Code::WrongPassword);
}

#[test]
fn who_is_deactivated_or_loses_a_role_feels_it_at_once() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    world.report();
    // The administrator sits at another window on the same file.
    let office = desk::Desk::open(&world.folder(), world.now()).unwrap();
    let call = |name: &str, request: Value| office.call(name, request, world.now()).unwrap();
    call(
        "person_sign_in",
        json!({ "name": "admin", "password": "Demo-2026" }),
    );
    let people = call("person_list", json!({}));
    let agent = people
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["name"] == "演示热线坐席")
        .unwrap();
    let change = |roles: Value, active: bool| {
        call(
            "person_change",
            json!({ "person": agent["id"], "roles": roles, "active": active }),
        )
    };
    change(json!(["auditor"]), true);
    let open = json!({ "open": journeys::report(world.now()) });
    assert_eq!(
        world.refused("ticket_open", open.clone()).code,
        Code::NotPermitted
    );
    change(json!(["agent"]), true);
    world.call("ticket_open", open.clone());
    change(json!(["agent"]), false);
    assert_eq!(world.refused("ticket_open", open).code, Code::NotSignedIn);
    assert_eq!(world.call("desk_state", json!({}))["person"], Value::Null);
}
