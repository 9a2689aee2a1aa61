//! A real desk, not a demo: its key is its own, under a passphrase.

use std::path::Path;

use desk::{Desk, Moment, Refusal};
use serde_json::{Value, json};

/// What the key lies under where a test gives it.
pub const PASSPHRASE: &str = "封存密钥的测试口令一二三";

/// A real desk, not a demo, with somebody who may do everything.
#[must_use]
pub fn office(folder: &Path, now: Moment) -> Desk {
    let desk = Desk::open(folder, now).unwrap();
    let call = |name: &str, request: Value| desk.call(name, request, now).unwrap();
    call(
        "person_first",
        json!({ "name": "管理员", "password": "Office-2026" }),
    );
    let roles: Vec<&str> = domain::person::Role::ALL.iter().map(|role| role.code()).collect();
    call(
        "person_add",
        json!({ "name": "全岗", "password": "Office-2026", "roles": roles }),
    );
    entered(desk, now)
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
