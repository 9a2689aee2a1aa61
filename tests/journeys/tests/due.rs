//! 月报自动生成: on the first day of a month the report of the one before lies in its folder; once, unless it is closed since.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use desk::{Code, Moment, due::ReportMade};
use journeys::{World, at};
use serde_json::{Value, json};

/// A desk with a report of November and nobody signed in.
fn november() -> World {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    world.report();
    world.call("person_sign_out", json!({}));
    world
}

fn due(world: &World, now: Moment) -> Option<ReportMade> {
    let made = world.desk.refresh_due_report(now).unwrap();
    world.check();
    made
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn settings(world: &World, change: impl FnOnce(&mut Value)) -> Value {
    let view = world.call("settings_get", json!({}));
    let mut ask = json!({ "version": view["version"], "settings": view["settings"] });
    change(&mut ask["settings"]);
    ask
}

/// Has the reports put into a folder, as a manager would.
fn into(world: &World, folder: &Path) {
    world.sign_in("客服主管");
    let ask = settings(world, |settings| settings["report_folder"] = json!(folder));
    world.call("settings_change", ask);
}

fn waiting(world: &World) -> Value {
    world.sign_in("客服主管");
    world.call("report_waiting", json!({}))
}

#[test]
fn the_report_of_a_month_is_there_when_the_month_is_over_and_is_made_once() {
    let world = november();
    let first = at("2026-12-01 00:00");
    assert_eq!(due(&world, Moment(first.0 - 1)), None, "a millisecond too early");
    let made = due(&world, first).unwrap();
    assert_eq!((made.month.as_str(), made.made_at), ("2026-11", first));
    let folder = PathBuf::from(&made.folder);
    assert_eq!(
        folder,
        world.folder().join("月报"),
        "reports of demo data stay beside it"
    );
    assert_eq!(
        files(&folder),
        ["月度服务报告-2026-11.pdf", "月度服务报告-2026-11.xlsx"],
        "and nothing else"
    );
    assert!(fs::read(&made.path).unwrap().starts_with(b"%PDF-1.7"));
    for later in ["2026-12-01 00:05", "2026-12-02 09:00", "2026-12-31 23:59"] {
        assert_eq!(due(&world, at(later)), None, "{later}");
    }
    world.time("2026-12-02 09:00");
    let said = waiting(&world);
    assert_eq!(said["made"]["made_at"], first.0);
    assert_eq!(said["problem"], Value::Null);
    assert!(due(&world, at("2027-01-01 00:00")).is_some(), "the next month's");
}

#[test]
fn a_program_that_starts_later_makes_it_then_and_again_where_it_was_taken_away() {
    let world = november();
    let made = due(&world, at("2026-12-19 14:00")).unwrap();
    assert_eq!(made.month, "2026-11");
    fs::remove_file(&made.path).unwrap();
    let again = due(&world, at("2026-12-19 14:05")).unwrap();
    assert_eq!((&again.path, again.made_at), (&made.path, at("2026-12-19 14:05")));
}

#[test]
fn what_was_closed_since_is_made_anew() {
    let world = november();
    let made = due(&world, at("2026-12-01 08:00")).unwrap();
    let before = fs::read(&made.path).unwrap();
    world.takes_over("客服主管", "2026-12-03 10:00");
    world.call("report_close", json!({ "month": "2026-11" }));
    let again = due(&world, at("2026-12-03 10:01")).unwrap();
    assert_eq!(again.made_at, at("2026-12-03 10:01"));
    assert_ne!(
        fs::read(&made.path).unwrap(),
        before,
        "it says that the month is closed"
    );
    assert_eq!(due(&world, at("2026-12-03 10:06")), None);
    world.takes_over("客服主管", "2026-12-04 10:00");
    world.call(
        "report_reopen",
        json!({ "month": "2026-11", "reason": "漏登一张工单" }),
    );
    assert_eq!(
        due(&world, at("2026-12-04 10:05")),
        None,
        "the closed one stays until there is another"
    );
    world.takes_over("客服主管", "2026-12-04 11:00");
    world.call("report_close", json!({ "month": "2026-11" }));
    assert!(due(&world, at("2026-12-04 11:05")).is_some());
}

#[test]
fn a_desk_that_came_later_has_nothing_to_report() {
    let empty = World::new("2026-12-05 09:00");
    assert_eq!(due(&empty, at("2026-12-05 09:00")), None);
    let world = november();
    assert_eq!(
        due(&world, at("2026-11-24 09:05")),
        None,
        "nothing happened in October"
    );
    assert!(!world.folder().join("月报").exists());
}

#[test]
fn the_folder_is_the_one_of_the_settings_and_the_switch_turns_it_off() {
    let world = november();
    let other = tempfile::tempdir().unwrap();
    let folder = other.path().join("每月").join("月报");
    into(&world, &folder);
    let made = due(&world, at("2026-12-01 08:00")).unwrap();
    assert_eq!(Path::new(&made.folder), folder);
    world.takes_over("客服主管", "2026-12-01 09:00");
    let off = settings(&world, |settings| settings["report_auto"] = json!(false));
    world.call("settings_change", off);
    fs::remove_file(&made.path).unwrap();
    assert_eq!(due(&world, at("2026-12-01 09:05")), None);
    assert_eq!(waiting(&world), json!({ "made": null, "problem": null }));
    let asked = world.desk.make_due_report(at("2026-12-01 09:10"), None).unwrap();
    assert!(asked.is_some(), "whoever asks for it gets it");
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_with_its_reason() {
    let world = november();
    let other = tempfile::tempdir().unwrap();
    let folder = other.path().join("月报");
    into(&world, &folder);
    // Somebody puts a file where the folder was.
    fs::remove_dir(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    let refusal = world.desk.refresh_due_report(at("2026-12-01 08:00")).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::FolderNotWritable, Some("report_folder"))
    );
    assert_eq!(refusal.args["path"], json!(folder));
    let said = waiting(&world);
    assert_eq!(said["problem"]["code"], "folder_not_writable");
    // Other settings can be changed all the same, the folder only to a better one.
    let motto = settings(&world, |settings| settings["motto"] = json!("为民服务"));
    world.call("settings_change", motto);
    for bad in [folder.join("里面").to_str().unwrap(), "月报"] {
        let ask = settings(&world, |settings| settings["report_folder"] = json!(bad));
        let refusal = world.refused("settings_change", ask);
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::FolderNotWritable, Some("report_folder")),
            "{bad}"
        );
    }
    fs::remove_file(&folder).unwrap();
    assert!(due(&world, at("2026-12-01 08:05")).is_some());
    assert_eq!(waiting(&world)["problem"], Value::Null);
}

/// Whatever was there stays whole: a new report is written beside it and takes its place at once.
#[test]
fn a_report_that_cannot_take_its_place_leaves_nothing_behind() {
    let world = november();
    let folder = world.folder().join("月报");
    fs::create_dir_all(folder.join("月度服务报告-2026-11.xlsx")).unwrap();
    let refusal = world.desk.refresh_due_report(at("2026-12-01 08:00")).unwrap_err();
    assert_eq!(refusal.code, Code::FolderNotWritable);
    assert_eq!(files(&folder), ["月度服务报告-2026-11.xlsx"]);
}

/// Nobody knows who opens the folder: phones and addresses stand whole in it only if somebody who sees them says so.
#[test]
fn it_is_written_for_whoever_sees_less() {
    let world = november();
    let folder = tempfile::tempdir().unwrap();
    into(&world, folder.path());
    let address = "2 单元 501 室";
    let stands = |name: &str| {
        let bytes = fs::read(folder.path().join(format!("月度服务报告-2026-11.{name}"))).unwrap();
        journeys::page::unpacked(&bytes)
            .replace(' ', "")
            .contains(&address.replace(' ', ""))
    };
    assert!(due(&world, at("2026-12-01 08:00")).is_some());
    assert_eq!((stands("pdf"), stands("xlsx")), (false, false));
    let whole = settings(&world, |settings| settings["report_whole"] = json!(true));
    world.sign_in("系统管理员");
    let refused = world.refused("settings_change", whole.clone());
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::NotPermitted, Some("report_whole"))
    );
    world.sign_in("客服主管");
    world.call("settings_change", whole);
    for name in ["pdf", "xlsx"] {
        fs::remove_file(folder.path().join(format!("月度服务报告-2026-11.{name}"))).unwrap();
    }
    world.call("person_sign_out", json!({}));
    assert!(due(&world, at("2026-12-01 08:10")).is_some());
    assert_eq!((stands("pdf"), stands("xlsx")), (cfg!(target_os = "linux"), true));
    // Into a folder of their own choice nobody has more put than they may see.
    let own = tempfile::tempdir().unwrap();
    world.sign_in("审计");
    world
        .desk
        .make_due_report(at("2026-12-01 08:20"), Some(own.path()))
        .unwrap()
        .unwrap();
    let bytes = fs::read(own.path().join("月度服务报告-2026-11.xlsx")).unwrap();
    assert!(!journeys::page::unpacked(&bytes).contains("501"));
}
