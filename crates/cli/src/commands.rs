//! The console's words, each a few calls of the desk.

use std::{io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use desk::{
    COMMANDS, Desk, Moment, Refusal,
    proof::{AnchorVerdict, FileVerdict},
    trust::TrustView,
    witness::WitnessState,
};
use domain::{Code, service::step::Step};
use schemars::SchemaGenerator;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{request, sign_in, words};

/// Where, who and when.
pub(crate) struct At<'a> {
    pub(crate) data: &'a Path,
    pub(crate) configuration: Option<&'a Path>,
    pub(crate) user: Option<&'a str>,
    pub(crate) now: Moment,
}

impl At<'_> {
    fn open(&self) -> Result<Desk, Refusal> {
        there(self.data)?;
        let mut told = false;
        let desk = Desk::open_told(self.data, self.configuration, self.now, &mut |done, of| {
            told = true;
            eprint!(
                "\r程序更新后第一次打开，正在整理已有的数据：{}%",
                done * 100 / of.max(1)
            );
        })?;
        if told {
            eprintln!("\r程序更新后第一次打开，已有的数据整理完毕。      ");
        }
        if let Some(last) = desk.clock_behind(self.now)? {
            let minute = |at: Moment| at.local().format("%Y-%m-%d %H:%M").to_string();
            eprintln!(
                "电脑时间（{}）早于最近一条记录（{}），请校准电脑时间；在此之前，新的记录按最近一条记录的时间登记。",
                minute(self.now),
                minute(last)
            );
        }
        give_passphrase(&desk);
        Ok(desk)
    }

    fn signed_in(&self) -> Result<Desk, Refusal> {
        let desk = self.open()?;
        sign_in::sign_in(&desk, self.user, self.now)?;
        Ok(desk)
    }
}

/// Where the computer keeps no secrets the key lies in a file, and scheduled jobs have nobody to ask.
fn give_passphrase(desk: &Desk) {
    if let Ok(passphrase) = std::env::var("DESK_KEY_PASSPHRASE") {
        desk.give_passphrase(passphrase);
    }
}

/// Whether a folder holds demo data.
pub(crate) fn is_demo(data: &Path, now: Moment) -> Result<bool, Refusal> {
    there(data)?;
    Desk::open(data, now)?.demo()
}

fn there(data: &Path) -> Result<(), Refusal> {
    if data.join(desk::FILE).exists() {
        Ok(())
    } else {
        Err(Refusal::at(Code::NotFound, "data").with("what", "data"))
    }
}

/// Prints a value as JSON.
pub(crate) fn print<T: Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        // Whoever reads it may have read enough: a closed pipe is no fault.
        Ok(text) => drop(writeln!(std::io::stdout(), "{text}")),
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
        let desk = Desk::init(at.data, at.configuration, false, at.now)?;
        give_passphrase(&desk);
        sign_in::first(&desk, at.user, at.now)?;
        eprintln!("请用 desk key sheet FILE 打印密钥核对单，签名后存入保险柜。");
    }
    print(&json!({ "data": at.data, "demo": demo }));
    Ok(())
}

pub(crate) fn call(at: &At, name: &str, text: Option<&str>, files: &[String]) -> Result<(), Refusal> {
    let request = request::read(text, files, at.now)?;
    let desk = at.open()?;
    let anyone = domain::permission::who(name) == Some(domain::permission::Who::Anyone);
    if !anyone && COMMANDS.iter().any(|command| command.name == name) {
        sign_in::sign_in(&desk, at.user, at.now)?;
    }
    print(&desk.call(name, request, at.now)?);
    Ok(())
}

/// A time as people write it.
fn time(field: &str, text: &str) -> Result<Moment, Refusal> {
    let bad = || Refusal::at(Code::BadDate, field).with("value", text);
    request::time(text).ok_or_else(bad)
}

/// A step as people say it: which, on which ticket, by whom, when, and what.
pub(crate) struct Taking<'a> {
    pub(crate) step: Step,
    pub(crate) ticket: &'a str,
    pub(crate) by: Option<&'a str>,
    pub(crate) when: Option<&'a str>,
    pub(crate) details: Option<&'a str>,
    pub(crate) file: Option<&'a Path>,
}

/// Takes a step on the ticket as it stands now.
pub(crate) fn step(at: &At, taking: &Taking) -> Result<(), Refusal> {
    let details = match taking.file {
        Some(path) => request::load(path)?,
        None => request::read(taking.details, &[], at.now)?,
    };
    let when = taking.when.map(|text| time("at", text)).transpose()?;
    let desk = at.signed_in()?;
    let view = desk.call("ticket_get", which(taking.ticket), at.now)?;
    let value = |pointer: &str| view.pointer(pointer).cloned().unwrap_or_default();
    let request = json!({
        "ticket": value("/ticket/id"), "version": value("/ticket/version"),
        "performed_by": taking.by, "happened_at": when, "details": details,
    });
    print(&desk.call(&desk::ticket::command(taking.step), request, at.now)?);
    Ok(())
}

/// One ticket, by its number or the id in this file.
fn which(ticket: &str) -> Value {
    match ticket.parse::<i64>() {
        Ok(id) => json!({ "ticket": id }),
        Err(_) => json!({ "number": ticket }),
    }
}

/// Its id in this file.
fn id(at: &At, desk: &Desk, ticket: &str) -> Result<Value, Refusal> {
    let view = desk.call("ticket_get", which(ticket), at.now)?;
    Ok(view.pointer("/ticket/id").cloned().unwrap_or_default())
}

/// Prints a request to be filled in; of a step its contents, which is what `desk step` takes.
pub(crate) fn example(name: &str) -> Result<(), Refusal> {
    let step = words::step(name);
    let name = step.map_or_else(|| name.to_owned(), desk::ticket::command);
    let found = COMMANDS.iter().find(|command| command.name == name);
    let found = found.ok_or_else(|| Refusal::new(Code::UnknownCommand).with("name", name))?;
    let mut generator = SchemaGenerator::default();
    let (schema, _) = (found.schema)(&mut generator);
    let definitions = Value::Object(generator.take_definitions(true));
    let request = request::example(schema.as_value(), &definitions);
    let details = request.get("details").filter(|_| step.is_some());
    print(details.unwrap_or(&request));
    Ok(())
}

pub(crate) fn plan_import(at: &At, path: &Path, dry_run: bool) -> Result<(), Refusal> {
    let request = json!({ "file": request::load(path)?, "dry_run": dry_run });
    print(&at.signed_in()?.call("community_import", request, at.now)?);
    Ok(())
}

pub(crate) fn plan_show(at: &At, year: i32) -> Result<(), Refusal> {
    print(
        &at.signed_in()?
            .call("community_plan", json!({ "year": year }), at.now)?,
    );
    Ok(())
}

pub(crate) fn list(schema: bool) {
    if !schema {
        for command in COMMANDS {
            let _ = writeln!(std::io::stdout(), "{}", command.name);
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
    desk::store::file::write(path, &bytes).map_err(|error| Refusal {
        field: Some("pdf".to_owned()),
        ..desk::store::file::refusal(path, &error)
    })?;
    let mut said = json!({ "file": path, "size": bytes.len(), "missing": reply.get("missing") });
    if let (Some(said), Some(without)) = (said.as_object_mut(), without(reply)) {
        said.insert("without".to_owned(), without);
    }
    print(&said);
    Ok(())
}

/// Tickets that do not have the form asked for.
fn without(reply: &Value) -> Option<Value> {
    let all = reply.get("without")?.as_array()?;
    (!all.is_empty()).then(|| Value::from(all.clone()))
}

/// A month as a file.
pub(crate) fn sheet(at: &At, name: &str, request: Value, file: &Path) -> Result<(), Refusal> {
    save(&at.signed_in()?.call(name, request, at.now)?, file)
}

/// What a shift leaves to the next, as a file.
pub(crate) fn shift(at: &At, (from, to): (&str, &str), note: &str, pdf: &Path) -> Result<(), Refusal> {
    let request = json!({ "from": time("from", from)?, "to": time("to", to)?, "note": note });
    sheet(at, "shift_print", request, pdf)
}

/// Makes last month's report, as the window does by itself. Into the company's folder it goes without anybody signed in;
/// into another one only for who may read it.
pub(crate) fn report_due(at: &At, folder: Option<&Path>) -> Result<(), Refusal> {
    let desk = match folder {
        None => at.open()?,
        Some(_) => at.signed_in()?,
    };
    if folder.is_some() {
        desk::due::may_choose(&desk, at.now)?;
    }
    let named = |refusal: Refusal| match (folder, &refusal.field) {
        // Not the settings' folder, but the one that was named here.
        (Some(_), Some(_)) => refusal.on("folder"),
        _ => refusal,
    };
    let made = desk.make_due_report(at.now, folder).map_err(named)?;
    print(&json!({ "made": made.is_some(), "report": desk.report_waiting().made }));
    Ok(())
}

/// A month's closing, its opening again, or what changed since.
pub(crate) fn report(at: &At, name: &str, request: Value) -> Result<(), Refusal> {
    print(&at.signed_in()?.call(name, request, at.now)?);
    Ok(())
}

pub(crate) fn page(at: &At, page: &str, ticket: &str, pdf: &Path) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let request = json!({ "ticket": id(at, &desk, ticket)?, "page": page });
    save(&desk.call("ticket_print", request, at.now)?, pdf)
}

/// Forms of many tickets in one file; of each every form it has, if none is named.
pub(crate) fn pages(
    at: &At,
    tickets: &[String],
    page: Option<String>,
    two_up: bool,
    pdf: &Path,
) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let ids: Result<Vec<Value>, Refusal> = tickets.iter().map(|ticket| id(at, &desk, ticket)).collect();
    let ids = ids?;
    let mut after = Value::from(0);
    loop {
        let request = json!({ "tickets": ids, "page": page, "two_up": two_up, "after": after });
        let reply = desk.call("ticket_print_many", request, at.now)?;
        after = found(&reply, "/done");
        eprint!("\r已排版 {after} / {} 份", found(&reply, "/of"));
        let file = found(&reply, "/file");
        if !file.is_null() {
            eprintln!();
            return save(&file, pdf);
        }
    }
}

/// Takes a logo into use, takes it away, or says which it is.
pub(crate) fn logo(at: &At, file: Option<&Path>, remove: bool) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let mut view = desk.call("logo_get", json!({}), at.now)?;
    if remove || file.is_some() {
        let file = file.map(request::load).transpose()?;
        let request = json!({ "version": found(&view, "/version"), "file": file });
        view = found(&desk.call("logo_change", request, at.now)?, "/value");
    }
    print(&json!({ "version": found(&view, "/version"), "file": found(&view, "/file/name") }));
    Ok(())
}

/// What stands at a place of a reply; null if nothing does.
fn found(reply: &Value, place: &str) -> Value {
    reply.pointer(place).cloned().unwrap_or_default()
}

/// Checks the file itself, without signing in: whoever holds the file may check it.
pub(crate) fn verify(at: &At, anchor: Option<&str>) -> Result<(), Refusal> {
    let desk = at.open()?;
    let verified = desk.store().verify(&mut checked)?;
    checked_all();
    let anchor = anchor
        .map(|code| desk::proof::anchored(desk.store(), code, &mut |_| Ok(())))
        .transpose()?;
    let trust = desk::trust::view(&desk)?;
    print(&json!({
        "entries": verified.entries, "records": verified.records, "anchor": anchor, "trust": trust,
    }));
    match anchor {
        Some(proof) if matches!(proof.verdict, AnchorVerdict::Changed | AnchorVerdict::Older) => {
            Err(Refusal::new(Code::Damaged).with("detail", proof.verdict.code()))
        }
        Some(proof) if proof.verdict == AnchorVerdict::HoldsWeakly => {
            Err(Refusal::new(Code::NotConfirmed).with("detail", proof.verdict.code()))
        }
        _ => confirmed(&trust),
    }
}

/// A chain that holds says nothing of whose it is: that says the record outside of the file.
fn confirmed(trust: &TrustView) -> Result<(), Refusal> {
    if trust.sealing_stopped {
        return Err(Refusal::new(Code::WitnessDiffers).with("state", trust.witness_zh.clone()));
    }
    let holds = matches!(trust.witness, WitnessState::Holds | WitnessState::Demo);
    if holds && trust.signed && trust.unconfirmed.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(Code::NotConfirmed).with("state", trust.witness_zh.clone()))
}

pub(crate) fn key_confirm(at: &At, id: &str, reason: &str) -> Result<(), Refusal> {
    let request = json!({ "id": id, "reason": reason });
    let desk = at.signed_in()?;
    print(&sign_in::call_as_known(
        &desk,
        "key_confirm",
        request,
        "password",
        at.now,
    )?);
    Ok(())
}

/// Long work says how far it is.
fn checked(count: i64) {
    eprint!("\r已校验 {count} 条");
}

fn checked_all() {
    eprintln!("\r校验完毕          ");
}

/// Checks the acknowledgement records alone, without signing in.
pub(crate) fn verify_records(at: &At) -> Result<(), Refusal> {
    let desk = at.open()?;
    let records = desk.store().verify_records(&mut checked)?;
    checked_all();
    let trust = desk::trust::view(&desk)?;
    print(&json!({ "records": records, "trust": trust }));
    confirmed(&trust)
}

/// Looks at an exported acknowledgement, without signing in.
pub(crate) fn verify_file(at: &At, file: &Path, sealed: Option<&Path>) -> Result<(), Refusal> {
    let bytes = request::bytes(file)?;
    let refused = |refusal: Refusal| match refusal.field {
        Some(_) => refusal.on("file"),
        None => refusal,
    };
    let proof = desk::proof::examine(&at.open()?, &bytes).map_err(refused)?;
    print(&proof);
    if let (Some(path), Some(part)) = (sealed, proof.sealed_bytes.and_then(|many| bytes.get(..many))) {
        desk::store::file::write(path, part).map_err(|error| Refusal {
            field: Some("sealed".to_owned()),
            ..desk::store::file::refusal(path, &error)
        })?;
        eprintln!("封存时的部分已另存为 {}", path.display());
    }
    match proof.verdict {
        FileVerdict::Genuine => Ok(()),
        FileVerdict::UnconfirmedKey => {
            Err(Refusal::at(Code::NotConfirmed, "file").with("detail", proof.verdict.code()))
        }
        verdict => Err(Refusal::at(Code::Damaged, "file").with("detail", verdict.code())),
    }
}

pub(crate) fn prove(at: &At, ticket: &str, zip: &Path) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let request = json!({ "ticket": id(at, &desk, ticket)? });
    save(&desk.call("proof_bundle", request, at.now)?, zip)
}

pub(crate) fn keys(at: &At) -> Result<(), Refusal> {
    print(&at.signed_in()?.call("key_list", json!({}), at.now)?);
    Ok(())
}

pub(crate) fn key_renew(at: &At, reason: &str, lost: bool) -> Result<(), Refusal> {
    let request = json!({ "reason": reason, "lost": lost });
    let desk = at.signed_in()?;
    print(&sign_in::call_as_known(
        &desk,
        "key_renew",
        request,
        "password",
        at.now,
    )?);
    Ok(())
}

/// The passphrase of a key that is carried elsewhere.
fn carried() -> Result<String, Refusal> {
    let missing = |_| Refusal::at(Code::Required, "passphrase");
    std::env::var("DESK_KEY_EXPORT").map_err(missing)
}

pub(crate) fn key_export(at: &At, file: &Path) -> Result<(), Refusal> {
    let request = json!({ "passphrase": carried()? });
    save(&at.signed_in()?.call("key_export", request, at.now)?, file)
}

pub(crate) fn key_import(at: &At, file: &Path) -> Result<(), Refusal> {
    let bytes = request::bytes(file)?;
    let request = json!({ "base64": STANDARD.encode(bytes), "passphrase": carried()? });
    print(&at.signed_in()?.call("key_import", request, at.now)?);
    Ok(())
}

/// Lists the time-stamp authorities whose stamps are believed, registers one or takes it out.
pub(crate) fn authority(
    at: &At,
    file: Option<&Path>,
    remove: Option<&str>,
    reason: &str,
) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let reply = match (file, remove) {
        (Some(file), _) => {
            let bytes = request::bytes(file)?;
            let request = json!({ "base64": STANDARD.encode(bytes), "reason": reason });
            desk.call("authority_register", request, at.now)?
        }
        (None, Some(sha256)) => {
            let request = json!({ "sha256": sha256, "reason": reason });
            desk.call("authority_remove", request, at.now)?
        }
        (None, None) => desk.call("authority_list", json!({}), at.now)?,
    };
    print(&reply);
    Ok(())
}

/// Lists the company's certificates, takes one into use or puts it away.
pub(crate) fn certificate(at: &At, file: Option<&Path>, remove: bool, reason: &str) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let reply = match file {
        Some(file) => {
            let bytes = request::bytes(file)?;
            let missing = |_| Refusal::at(Code::Required, "passphrase");
            let passphrase = std::env::var("DESK_CERTIFICATE").map_err(missing)?;
            let request =
                json!({ "base64": STANDARD.encode(bytes), "passphrase": passphrase, "reason": reason });
            desk.call("certificate_take", request, at.now)?
        }
        None if remove => desk.call("certificate_remove", json!({ "reason": reason }), at.now)?,
        None => desk.call("certificate_list", json!({}), at.now)?,
    };
    print(&reply);
    Ok(())
}

/// Says what is due; with a reason it goes, step by step.
pub(crate) fn erase(at: &At, reason: Option<&str>) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    let Some(reason) = reason else {
        print(&desk.call("erasure_due", json!({}), at.now)?);
        return Ok(());
    };
    let mut tickets = 0;
    loop {
        let reply = desk.call("erasure_run", json!({ "reason": reason }), at.now)?;
        let done = |name: &str| reply.pointer(&format!("/value/{name}")).cloned();
        tickets += done("tickets").and_then(|count| count.as_i64()).unwrap_or(0);
        if done("more") != Some(Value::Bool(true)) {
            let copies = done("copies").unwrap_or_default();
            eprintln!();
            print(&json!({ "tickets": tickets, "copies": copies }));
            return Ok(());
        }
        eprint!("\r已清除 {tickets} 张工单");
    }
}

pub(crate) fn rebuild(at: &At, check: bool) -> Result<(), Refusal> {
    let desk = match at.signed_in() {
        // What was edited is why somebody rebuilds.
        Err(refusal) if refusal.code.is_edited_file() => {
            let desk = Desk::open_to_rebuild(at.data, at.configuration)?;
            sign_in::sign_in(&desk, at.user, at.now)?;
            desk
        }
        signed_in => signed_in?,
    };
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

/// Checks an update file; without `check` it is then installed, after a backup. The installer waits until this program has
/// ended: Windows lets nobody write into one that runs.
pub(crate) fn update(at: &At, file: &Path, check: bool) -> Result<(), Refusal> {
    let desk = at.signed_in()?;
    // Another working folder must not lead elsewhere.
    let file = std::path::absolute(file).map_err(|error| problem("file", &error))?;
    let request = json!({ "path": file });
    if check {
        print(&desk.call("update_check", request, at.now)?);
        return Ok(());
    }
    window_is_closed()?;
    print(&desk.call("update_prepare", request, at.now)?);
    match desk.update_ready() {
        Some(installer) => std::process::Command::new(installer)
            .args(["/S", "/WAIT"])
            .spawn()
            .map(|_| ())
            .map_err(|error| problem("file", &error)),
        None => Err(Refusal::new(Code::UpdateElsewhere)),
    }
}

/// Nothing can be installed while the window beside this program is open.
fn window_is_closed() -> Result<(), Refusal> {
    let window = std::env::current_exe().map(|desk| desk.with_file_name("yanshen.exe"));
    match window {
        Ok(window) if cfg!(windows) && window.exists() => std::fs::OpenOptions::new()
            .append(true)
            .open(&window)
            .map(|_| ())
            .map_err(|error| desk::store::file::refusal(&window, &error)),
        _ => Ok(()),
    }
}

/// Restores. Who may: the administrator of what is there now. What cannot be opened, or does not verify, is why somebody restores, and
/// is not asked: it may name nobody who could.
pub(crate) fn restore(at: &At, file: &Path) -> Result<(), Refusal> {
    if at.data.join(desk::FILE).exists() {
        let allowed = at
            .signed_in()
            .and_then(|desk| desk::backup::may_restore(&desk, at.now));
        match allowed {
            Err(refusal) if verifies(at) => return Err(refusal),
            _ => {}
        }
    }
    let kept = desk::backup::restore(file, at.data, at.now)?;
    print(&json!({ "kept": kept }));
    Ok(())
}

/// Whether the file can be opened and holds.
fn verifies(at: &At) -> bool {
    let desk = Desk::open(at.data, at.now);
    desk.is_ok_and(|desk| desk.store().verify(&mut |_| {}).is_ok())
}
