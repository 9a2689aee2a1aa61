//! A desk to tell journeys with: a demo folder of its own, a clock that is set by hand, and a check after every
//! command that the projections are what the journal says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "this crate is tests only; it stops at the first surprise"
)]

use std::{cell::Cell, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::{Code, Desk, Moment, Refusal};
use serde_json::{Value, json};
use tempfile::TempDir;

#[cfg(target_os = "linux")]
pub mod authority;
pub mod cases;
#[cfg(target_os = "linux")]
pub mod company;
pub mod contents;
pub mod forger;
pub mod office;
pub mod page;
pub mod sheet;

/// A desk in a folder that is gone afterwards.
pub struct World {
    pub desk: Desk,
    now: Cell<Moment>,
    folder: TempDir,
}

/// A local time in Shanghai, `2026-11-24 02:10`.
#[must_use]
pub fn at(text: &str) -> Moment {
    Moment::parse(&format!("{}:00+08:00", text.replace(' ', "T"))).expect("a time")
}

impl World {
    /// A demo desk with nobody signed in.
    #[must_use]
    pub fn new(now: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = demo::init_demo_folder(folder.path(), at(now)).expect("a demo desk");
        Self {
            desk,
            now: Cell::new(at(now)),
            folder,
        }
    }

    /// A demo desk with tickets of the last months, and the administrator signed in.
    #[must_use]
    pub fn filled(now: &str, tickets: u32, seed: u64, months: u32) -> Self {
        let world = Self::new(now);
        let plan = demo::DemoPlan {
            tickets,
            seed,
            months,
            now: world.now(),
        };
        demo::fill_demo_folder(&world.desk, &plan, &mut |_| {}).expect("demo tickets");
        world.sign_in("admin");
        world
    }

    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.path().join(desk::FILE)
    }

    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Sets the clock.
    pub fn time(&self, now: &str) {
        self.now.set(at(now));
    }

    /// Sets the clock, and opens the desk that has locked meanwhile.
    pub fn later(&self, now: &str) {
        self.time(now);
        self.call("person_unlock", json!({ "password": "Demo-2026" }));
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.now.get()
    }

    /// Signs in as a demo person, by the word of the role (`热线坐席`), or `admin`.
    pub fn sign_in(&self, who: &str) {
        let name = if who == "admin" {
            who.to_owned()
        } else {
            format!("演示{who}")
        };
        self.call("person_sign_in", json!({ "name": name, "password": "Demo-2026" }));
    }

    /// Signs in on a desk whose tables are not what the journal says.
    pub fn sign_in_unchecked(&self, name: &str) {
        let request = json!({ "name": name, "password": "Demo-2026" });
        self.desk
            .call("person_sign_in", request, self.now())
            .expect("signed in");
    }

    /// The same without the check after it, for who signs in often.
    pub fn sign_in_quietly(&self, who: &str) {
        let name = if who == "admin" {
            who.to_owned()
        } else {
            format!("演示{who}")
        };
        let ask = json!({ "name": name, "password": "Demo-2026" });
        self.desk
            .call("person_sign_in", ask, self.now())
            .expect("a demo person");
    }

    /// Signs in as somebody at a time: a change of shift.
    pub fn takes_over(&self, who: &str, now: &str) {
        self.time(now);
        self.sign_in(who);
    }

    /// Calls a command that must succeed; the projections are checked after it.
    pub fn call(&self, name: &str, request: Value) -> Value {
        let reply = self.desk.call(name, request.clone(), self.now());
        let reply = reply.unwrap_or_else(|refusal| panic!("{name} {request} was refused: {refusal}"));
        self.check();
        reply
    }

    /// Calls a command that must be refused; nothing may have changed.
    pub fn refused(&self, name: &str, request: Value) -> Refusal {
        let refusal = self.desk.call(name, request, self.now()).expect_err(name);
        self.check();
        refusal
    }

    /// Every projection is what the journal says.
    pub fn check(&self) {
        let differences = self.desk.store().rebuild_check().expect("rebuild");
        assert!(differences.is_empty(), "{differences:#?}");
    }

    /// Takes a step on a ticket and gives the ticket back.
    pub fn step(&self, ticket: &Value, step: &str, details: Value) -> Value {
        self.call(&command(step), request(ticket, details))["value"].clone()
    }

    /// A step that somebody else took, earlier.
    pub fn step_by(&self, ticket: &Value, step: &str, by: &str, when: &str, details: Value) -> Value {
        let mut request = request(ticket, details);
        request["performed_by"] = json!(by);
        request["happened_at"] = json!(at(when).0);
        self.call(&command(step), request)["value"].clone()
    }

    /// A step that must be refused.
    pub fn no_step(&self, ticket: &Value, step: &str, details: Value) -> Code {
        self.refused(&command(step), request(ticket, details)).code
    }

    /// A step that must be refused with this code, at this field; an empty field means none.
    pub fn refuses(&self, ticket: &Value, step: &str, details: Value, (code, field): (Code, &str)) {
        let refusal = self.refused(&command(step), request(ticket, details));
        let is = (refusal.code, refusal.field.as_deref().unwrap_or_default());
        assert_eq!(is, (code, field), "{step}: {refusal}");
    }

    /// Takes a report of what a service asks, received now.
    pub fn open(&self, asked: Value) -> Value {
        self.opens(contents::open(self.now(), asked))
    }

    /// Takes a report.
    pub fn opens(&self, open: Value) -> Value {
        self.call("ticket_open", json!({ "open": open }))["value"].clone()
    }

    /// A report that must be refused with this code, at this field.
    pub fn opens_not(&self, open: Value, (code, field): (Code, &str)) {
        let refusal = self.refused("ticket_open", json!({ "open": open }));
        let is = (refusal.code, refusal.field.as_deref().unwrap_or_default());
        assert_eq!(is, (code, field), "{refusal}");
    }

    /// The ticket as it stands.
    pub fn get(&self, ticket: &Value) -> Value {
        self.call("ticket_get", json!({ "ticket": ticket["ticket"]["id"] }))
    }

    /// The figures of a month are these, as printed.
    pub fn figures(&self, month: &str, expected: &[(&str, &str)]) {
        let report = self.call("report_figures", json!({ "span": month }));
        let figures = report["figures"].as_array().expect("figures");
        for (code, text) in expected {
            let figure = figures.iter().find(|figure| figure["code"] == *code);
            assert_eq!(figure.expect(code)["text"], *text, "{code}");
        }
    }

    /// Numbers of the tickets behind a figure; only those that lower it, if `missed`.
    pub fn behind(&self, month: &str, figure: &str, missed: bool) -> Vec<String> {
        let ask = json!({ "span": month, "figure": figure, "missed": missed });
        numbers(&self.call("report_tickets", ask))
    }

    /// Ids of the tickets a text is found on, newest first.
    pub fn found(&self, text: &str) -> Vec<i64> {
        let list = self.call("ticket_list", json!({ "text": text }));
        let rows = list["rows"].as_array().expect("rows");
        rows.iter()
            .map(|row| row["id"].as_i64().expect("an id"))
            .collect()
    }

    /// A repair that somebody has just answered for.
    #[must_use]
    pub fn answered(&self, answer: &Value) -> Value {
        self.sign_in("admin");
        let ticket = self.report();
        let ticket = self.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
        let ticket = self.step(&ticket, "assign", json!({ "crew": "室内维修二班" }));
        let ticket = self.step(&ticket, "arrive", json!({}));
        let ticket = self.step(&ticket, "finish", work());
        let details = json!({ "place": "用户家中", "answer": answer });
        self.step(&ticket, "acknowledgement_sign", details)
    }

    /// The reply to printing a ticket's acknowledgement, and the PDF.
    #[must_use]
    pub fn exported(&self, ticket: &Value) -> (Vec<u8>, Value) {
        let request = json!({ "ticket": ticket["ticket"]["id"], "page": "acknowledgement" });
        let file = self.call("ticket_print", request);
        let pdf = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
        (pdf, file)
    }

    /// A report of a burst pipe behind the meter, received now.
    pub fn report(&self) -> Value {
        self.call("ticket_open", json!({ "open": report(self.now()) }))["value"].clone()
    }
}

fn command(step: &str) -> String {
    if step.contains('_') && step.starts_with("acknowledgement") {
        step.to_owned()
    } else {
        format!("ticket_{step}")
    }
}

/// Numbers of the rows of a list.
#[must_use]
pub fn numbers(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().expect("rows");
    rows.iter()
        .map(|row| row["number"].as_str().expect("a number").to_owned())
        .collect()
}

/// The number of a ticket.
#[must_use]
pub fn number(ticket: &Value) -> String {
    ticket["ticket"]["number"].as_str().expect("a number").to_owned()
}

/// The titles of a time line, oldest first.
#[must_use]
pub fn titles(ticket: &Value) -> Vec<String> {
    let entries = ticket["entries"].as_array().expect("entries");
    entries
        .iter()
        .map(|entry| entry["title"].as_str().expect("a title").to_owned())
        .collect()
}

/// The last entry of a time line with this title.
#[must_use]
pub fn entry<'a>(ticket: &'a Value, title: &str) -> &'a Value {
    let entries = ticket["entries"].as_array().expect("entries");
    let entry = entries.iter().rev().find(|entry| entry["title"] == title);
    entry.expect(title)
}

/// What the last entry with this title says at a label; empty if it says nothing there.
#[must_use]
pub fn said<'a>(ticket: &'a Value, title: &str, label: &str) -> &'a str {
    let lines = entry(ticket, title)["lines"].as_array().expect("lines");
    let line = lines.iter().find(|line| line["label"] == label);
    line.map_or("", |line| line["value"].as_str().expect("a value"))
}

/// How a clock stands, and why, on the wire.
#[must_use]
pub fn stands<'a>(ticket: &'a Value, kind: &str) -> (&'a str, &'a str) {
    let clock = clock(ticket, kind);
    let text = |field: &str| clock[field].as_str().expect("a word");
    (text("state"), text("why"))
}

/// The request of a step on the ticket as it was seen.
#[must_use]
pub fn request(ticket: &Value, details: Value) -> Value {
    json!({ "ticket": ticket["ticket"]["id"], "version": ticket["ticket"]["version"], "details": details })
}

/// What is written down of a burst pipe behind the meter.
#[must_use]
pub fn report(received: Moment) -> Value {
    json!({
        "received_at": received.0,
        "channel": "hotline",
        "name": "示例用户",
        "phone": "12012345678",
        "address": "演示花园 3 号楼 2 单元 501 室",
        "community": "演示花园",
        "area": "urban",
        "asked": {
            "kind": "repair", "meter_side": "after", "fault": "burst",
            "situation": "厨房表后水管爆裂，关不住，已漫到客厅", "materials_told": true,
        },
    })
}

/// A signature long enough to be one.
#[must_use]
pub fn signature() -> Value {
    json!({
        "way": "on_screen",
        "signer": { "name": "示例用户", "relation": "householder", "phone": "12012345678" },
        "strokes": [[[500, 800], [1200, 1500], [2000, 700]], [[2600, 600], [3400, 2000]]],
    })
}

/// What was found and done.
#[must_use]
pub fn work() -> Value {
    json!({
        "found": "表后 PPR 管爆裂", "done": "更换管段，恢复供水",
        "workers": [{ "name": "演示维修员甲", "minutes": 95 }],
        "materials": [{ "name": "DN20 PPR 管", "quantity": "1.5 米" }],
    })
}

/// The clock of a kind on a ticket.
#[must_use]
pub fn clock<'a>(ticket: &'a Value, kind: &str) -> &'a Value {
    let clocks = ticket["clocks"].as_array().expect("clocks");
    clocks.iter().find(|clock| clock["kind"] == kind).expect(kind)
}
