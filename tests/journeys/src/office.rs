//! A real desk, not a demo: its key is its own, under a passphrase.

use std::path::Path;

use desk::{Desk, Moment, Refusal};
use serde_json::{Value, json};

/// What the key lies under where a test gives it.
pub const PASSPHRASE: &str = "封存密钥的测试口令一二三";

/// A real desk, not a demo, with somebody who may do everything.
#[must_use]
pub fn office(folder: &Path, now: Moment) -> Desk {
    founded(Desk::open(folder, now).unwrap(), now)
}

/// The first start of a new file, and somebody who may do everything, signed in.
#[must_use]
pub fn founded(desk: Desk, now: Moment) -> Desk {
    let call = |name: &str, request: Value| desk.call(name, request, now).unwrap();
    call(
        "person_first",
        json!({ "name": "管理员", "password": "Office-2026", "passphrase": PASSPHRASE }),
    );
    let roles: Vec<&str> = domain::person::Role::ALL.iter().map(|role| role.code()).collect();
    call(
        "person_add",
        json!({ "name": "全岗", "password": "Office-2026", "roles": roles }),
    );
    entered(desk, now)
}

/// A real desk on a computer of its own: a data folder, and the configuration folder of whoever uses the computer.
pub struct Office {
    pub data: tempfile::TempDir,
    pub configuration: tempfile::TempDir,
    pub now: Moment,
}

impl Office {
    /// A new file, founded and closed again.
    #[must_use]
    pub fn new(now: Moment) -> Self {
        let office = Self {
            data: tempfile::tempdir().unwrap(),
            configuration: tempfile::tempdir().unwrap(),
            now,
        };
        drop(founded(office.opened(), now));
        office
    }

    /// The desk with nobody signed in and no passphrase given.
    #[must_use]
    pub fn opened(&self) -> Desk {
        let configuration = Some(self.configuration.path());
        Desk::open_with_progress(self.data.path(), configuration, self.now, &mut |_, _| {}).unwrap()
    }

    /// The desk with somebody who may do everything, and the key at hand.
    #[must_use]
    pub fn at_work(&self) -> Desk {
        let desk = self.opened();
        desk.set_passphrase(PASSPHRASE.to_owned());
        entered(desk, self.now)
    }

    #[must_use]
    pub fn file(&self) -> std::path::PathBuf {
        self.data.path().join(desk::FILE)
    }
}

/// Signs the same person in.
#[must_use]
pub fn entered(desk: Desk, now: Moment) -> Desk {
    desk.call(
        "person_sign_in",
        json!({ "name": "全岗", "password": "Office-2026" }),
        now,
    )
    .unwrap();
    desk
}

/// Takes a repair to its signature.
///
/// # Errors
/// Those of the key.
pub fn signs(desk: &Desk, now: Moment) -> Result<Value, Refusal> {
    let mut ticket = desk.call("ticket_open", json!({ "open": crate::report(now) }), now)?["value"].clone();
    let steps = [
        ("ticket_hand_over", json!({ "taken_by": "生调部" })),
        ("ticket_assign", json!({ "crew": "室内维修二班" })),
        ("ticket_arrive", json!({})),
        ("ticket_finish", crate::work()),
        (
            "acknowledgement_sign",
            json!({ "place": "用户家中", "answer": crate::signature() }),
        ),
    ];
    for (step, details) in steps {
        ticket = desk.call(step, crate::request(&ticket, details), now)?["value"].clone();
    }
    Ok(ticket)
}
