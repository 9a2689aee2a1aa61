//! The console's words, each a few calls of the desk.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use desk::{COMMANDS, Desk, Moment, Refusal};
use domain::Code;
use schemars::SchemaGenerator;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::sign_in;

/// Where, who and when.
pub(crate) struct At<'a> {
    pub(crate) data: &'a Path,
    pub(crate) user: Option<&'a str>,
    pub(crate) now: Moment,
}

impl At<'_> {
    fn open(&self) -> Result<Desk, Refusal> {
        if !self.data.join(desk::FILE).exists() {
            return Err(Refusal::at(Code::NotFound, "data").with("what", "data"));
        }
        Desk::open(self.data, self.now)
    }

    fn signed_in(&self) -> Result<Desk, Refusal> {
        let desk = self.open()?;
        sign_in::sign_in(&desk, self.user, self.now)?;
        Ok(desk)
    }
}

/// Whether a folder holds demo data.
pub(crate) fn is_demo(data: &Path, now: Moment) -> Result<bool, Refusal> {
    At {
        data,
        user: None,
        now,
    }
    .open()?
    .demo()
}

/// Prints a value as JSON.
pub(crate) fn print<T: Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("{error}"),
    }
}

fn problem(field: &str, error: &std::io::Error) -> Refusal {
    Refusal::at(Code::FileProblem, field).with("detail", error.to_string())
}

pub(crate) fn init(at: &At, demo: bool) -> Result<(), Refusal> {
    if demo {
        demo::init(at.data, at.now)?;
    } else {
        let desk = Desk::init(at.data, false, at.now)?;
        sign_in::first(&desk, at.user, at.now)?;
    }
    print(&json!({ "data": at.data, "demo": demo }));
    Ok(())
}

pub(crate) fn call(at: &At, name: &str, request: Option<&str>) -> Result<(), Refusal> {
    let text = match request {
        None => "{}".to_owned(),
        Some("-") => std::io::read_to_string(std::io::stdin()).map_err(|error| problem("request", &error))?,
        Some(text) => text.to_owned(),
    };
    let request: Value = serde_json::from_str(&text)
        .map_err(|error| Refusal::at(Code::BadRequest, "request").with("detail", error.to_string()))?;
    let desk = at.open()?;
    let anyone = domain::permission::who(name) == Some(domain::permission::Who::Anyone);
    if !anyone && COMMANDS.iter().any(|command| command.name == name) {
        sign_in::sign_in(&desk, at.user, at.now)?;
    }
    print(&desk.call(name, request, at.now)?);
    Ok(())
}

pub(crate) fn list(schema: bool) {
    if !schema {
        for command in COMMANDS {
            println!("{}", command.name);
        }
        return;
    }
    let mut generator = SchemaGenerator::default();
    let mut commands = Map::new();
    for command in COMMANDS {
        let (request, reply) = (command.schema)(&mut generator);
        commands.insert(
            command.name.to_owned(),
            json!({ "request": request, "reply": reply }),
        );
    }
    print(&json!({ "commands": commands, "$defs": generator.take_definitions(true) }));
}

pub(crate) fn demo(at: &At, tickets: u32, seed: u64, months: u32) -> Result<(), Refusal> {
    let desk = at.open()?;
    let plan = demo::Plan {
        tickets,
        seed,
        months,
        now: at.now,
    };
    let made = demo::fill(&desk, &plan, &mut |done| eprint!("\r已生成 {done} / {tickets}"))?;
    eprintln!();
    print(&json!({ "tickets": made.tickets, "facts": made.facts, "customers": made.customers }));
    Ok(())
}

fn save(reply: &Value, path: &Path) -> Result<(), Refusal> {
    let base64 = reply.get("base64").and_then(Value::as_str).unwrap_or_default();
    let bytes = STANDARD
        .decode(base64)
        .map_err(|error| Refusal::at(Code::BadRequest, "pdf").with("detail", error.to_string()))?;
    std::fs::write(path, &bytes).map_err(|error| problem("pdf", &error))?;
    print(&json!({ "pdf": path, "size": bytes.len(), "missing": reply.get("missing") }));
    Ok(())
}

pub(crate) fn monthly(at: &At, month: &str, pdf: &Path) -> Result<(), Refusal> {
    let reply = at
        .signed_in()?
        .call("report_monthly", json!({ "month": month }), at.now)?;
    save(&reply, pdf)
}

pub(crate) fn page(at: &At, page: &str, ticket: &str, pdf: &Path) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let id = match ticket.parse::<i64>() {
        Ok(id) => json!(id),
        Err(_) => {
            let view = desk.call("ticket_get", json!({ "number": ticket }), at.now)?;
            view.pointer("/ticket/id").cloned().unwrap_or_default()
        }
    };
    save(
        &desk.call("ticket_print", json!({ "ticket": id, "page": page }), at.now)?,
        pdf,
    )
}

/// Checks the file itself, without signing in: whoever holds the file may check it.
pub(crate) fn verify(at: &At) -> Result<(), Refusal> {
    let verified = at.open()?.store().verify(&mut |_| {})?;
    print(&json!({ "entries": verified.entries, "records": verified.records }));
    Ok(())
}

pub(crate) fn rebuild(at: &At, check: bool) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let reply = desk.call("journal_rebuild", json!({ "check": check }), at.now)?;
    print(&reply);
    let same = reply
        .get("differences")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty);
    if same || !check {
        Ok(())
    } else {
        Err(Refusal::new(Code::Damaged).with("detail", "projections differ"))
    }
}

pub(crate) fn backup(at: &At, file: &Path) -> Result<(), Refusal> {
    print(
        &at.signed_in()?
            .call("backup_make", json!({ "path": file }), at.now)?,
    );
    Ok(())
}

/// Restores. Who may: the administrator of what is there now, if it can still be opened.
pub(crate) fn restore(at: &At, file: &Path) -> Result<(), Refusal> {
    if at.data.join(desk::FILE).exists() {
        match at.signed_in() {
            Ok(desk) => desk::backup::may_restore(&desk, at.now)?,
            // What cannot be opened is why somebody restores.
            Err(refusal) if matches!(refusal.code, Code::Damaged | Code::NewerFile) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    let kept = desk::backup::restore(file, at.data, at.now)?;
    print(&json!({ "kept": kept }));
    Ok(())
}
