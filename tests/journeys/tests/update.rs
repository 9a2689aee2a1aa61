//! An update file is checked, the data backed up and the backup checked; only then the installer may be started.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use desk::Desk;
use domain::Code;
use journeys::World;
use serde_json::{Value, json};

/// Signed by minisign itself; the secret key is gone.
fn made(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../update").join(name)
}

fn file(name: &str) -> Value {
    json!({ "path": made(name) })
}

const NEWER: &str = "Yanshen-999.0.0-x64.exe";

/// A desk that takes updates of the tests' key, on any system.
fn taking(world: &World) -> Desk {
    let key = fs::read_to_string(made("test.pub")).unwrap();
    let desk = Desk::open(&world.folder(), world.now())
        .unwrap()
        .with_update_key(&key);
    let password = json!({ "name": "admin", "password": "Demo-2026" });
    desk.call("person_sign_in", password, world.now()).unwrap();
    desk
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = all
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_checked_taken_and_the_data_backed_up() {
    let world = World::filled("2026-11-24 09:00", 20, 7, 1);
    let desk = taking(&world);
    let found = desk.call("update_check", file(NEWER), world.now()).unwrap();
    assert_eq!(
        (&found["version"], &found["running"], &found["here"]),
        (&json!("999.0.0"), &json!(env!("CARGO_PKG_VERSION")), &json!(true))
    );
    assert_eq!(names(&world.folder()), ["desk.db"], "looking changes nothing");
    assert_eq!(desk.ready_update_path(), None);

    let ready = desk.call("update_prepare", file(NEWER), world.now()).unwrap();
    let installer = desk.ready_update_path().unwrap();
    assert!(
        installer.starts_with(world.folder()),
        "no file that others can exchange"
    );
    assert_eq!(fs::read(&installer).unwrap(), fs::read(made(NEWER)).unwrap());
    let backup = PathBuf::from(ready["backup"].as_str().unwrap());
    assert_eq!(
        names(&world.folder()),
        ["desk.db", "desk.db.before-update-20261124-090000", "update"]
    );
    // The backup is a whole desk.
    let elsewhere = tempfile::tempdir().unwrap();
    desk::backup::restore_backup(&backup, elsewhere.path(), world.now()).unwrap();
    let count = |desk: &Desk| desk.store().verify_file(&mut |_| {}).unwrap().entries;
    let restored = Desk::open(elsewhere.path(), world.now()).unwrap();
    assert_eq!(count(&restored), count(&desk));
}

/// Somebody who may write into the data folder puts another program in the place of the one that was checked.
#[test]
fn what_was_checked_is_looked_at_again_before_it_starts() {
    let world = World::new("2026-11-24 09:00");
    let desk = taking(&world);
    let none = desk.verify_ready_update().unwrap_err();
    assert_eq!(none.code, Code::NotFound);
    desk.call("update_prepare", file(NEWER), world.now()).unwrap();
    let installer = desk.verify_ready_update().unwrap();
    assert_eq!(Some(installer.clone()), desk.ready_update_path());
    let mut bytes = fs::read(&installer).unwrap();
    bytes[0] ^= 1;
    fs::write(&installer, bytes).unwrap();
    assert_eq!(
        desk.verify_ready_update().unwrap_err().code,
        Code::UpdateNotSigned
    );
    assert_eq!(desk.ready_update_path(), None);
    assert!(!installer.exists(), "nobody starts it by hand either");
    desk.call("update_prepare", file(NEWER), journeys::at("2026-11-24 09:01"))
        .unwrap();
    let installer = desk.verify_ready_update().unwrap();
    fs::remove_file(installer).unwrap();
    assert_eq!(
        desk.verify_ready_update().unwrap_err().code,
        Code::UpdateUnreadable
    );
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let world = World::new("2026-11-24 09:00");
    let desk = taking(&world);
    let refused = |name: &str| {
        desk.call("update_prepare", file(name), world.now())
            .unwrap_err()
            .code
    };
    assert_eq!(refused("Other-999.0.0.exe"), Code::UpdateOtherProgram);
    assert_eq!(refused("test.pub"), Code::UpdateNotSigned);
    assert_eq!(refused("not there.exe"), Code::UpdateUnreadable);
    // A backup of this second exists already: nothing is overwritten, and the copy that was taken goes.
    let backup = world.folder().join("desk.db.before-update-20261124-090000");
    fs::write(&backup, "somebody's").unwrap();
    assert_eq!(refused(NEWER), Code::FileExists);
    assert_eq!(fs::read(&backup).unwrap(), b"somebody's");
    assert_eq!(
        names(&world.folder()),
        ["desk.db", "desk.db.before-update-20261124-090000"]
    );
    assert_eq!(desk.ready_update_path(), None);
}

/// What ships takes nothing but what its own key has signed; there is none in this repository.
#[test]
fn the_built_in_key_takes_nothing_of_ours() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    for command in ["update_check", "update_prepare"] {
        let code = world.refused(command, file(NEWER)).code;
        assert!(
            matches!(code, Code::UpdateNoKey | Code::UpdateNotSigned),
            "{command}: {code:?}"
        );
    }
    assert_eq!(world.desk.ready_update_path(), None);
}
