//! The console's words, each a few calls of the desk.

mod keys;

use std::{io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use desk::{
    COMMANDS, Desk, Moment, Refusal,
    proof::{AnchorVerdict, FileVerdict},
    trust::TrustView,
    witness::WitnessState,
};
use domain::{Code, service::step::StepKind};
use schemars::SchemaGenerator;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{request, sign_in, words};
pub(crate) use keys::{
    key_confirm, key_export, key_import, key_renew, list_keys, manage_authorities, manage_certificates,
};

/// Where, who and when.
pub(crate) struct ConsoleContext<'a> {
    pub(crate) data: &'a Path,
    pub(crate) configuration: Option<&'a Path>,
    pub(crate) user: Option<&'a str>,
    pub(crate) now: Moment,
}

impl ConsoleContext<'_> {
    fn open_desk(&self) -> Result<Desk, Refusal> {
        require_data_file(self.data)?;
        let mut told = false;
        let desk = Desk::open_with_progress(self.data, self.configuration, self.now, &mut |done, of| {
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
            let minute = |at: Moment| at.to_local().format("%Y-%m-%d %H:%M").to_string();
            eprintln!(
                "电脑时间（{}）早于最近一条记录（{}），请校准电脑时间；在此之前，新的记录按最近一条记录的时间登记。",
                minute(self.now),
                minute(last)
            );
        }
        give_passphrase(&desk);
        Ok(desk)
    }

    fn open_and_sign_in(&self) -> Result<Desk, Refusal> {
        let desk = self.open_desk()?;
        sign_in::sign_in(&desk, self.user, self.now)?;
        Ok(desk)
    }
}

/// Where the computer keeps no secrets the key lies in a file, and scheduled jobs have nobody to ask.
fn give_passphrase(desk: &Desk) {
    if let Ok(passphrase) = std::env::var("DESK_KEY_PASSPHRASE") {
        desk.set_passphrase(passphrase);
        if desk.check_given_passphrase().is_err() {
            eprintln!("环境变量 DESK_KEY_PASSPHRASE 中的口令打不开封存密钥，请核对。");
        }
    }
}

/// Whether a folder holds demo data.
pub(crate) fn is_demo(data: &Path, now: Moment) -> Result<bool, Refusal> {
    require_data_file(data)?;
    Desk::open(data, now)?.is_demo()
}

fn require_data_file(data: &Path) -> Result<(), Refusal> {
    if data.join(desk::FILE).exists() {
        Ok(())
    } else {
        Err(Refusal::at_field(Code::NotFound, "data").with_arg("what", "data"))
    }
}

/// Prints a value as JSON.
pub(crate) fn print_json<T: Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        // Whoever reads it may have read enough: a closed pipe is no fault.
        Ok(text) => drop(writeln!(std::io::stdout(), "{text}")),
        Err(error) => eprintln!("{error}"),
    }
}

fn to_file_refusal(field: &str, error: &std::io::Error) -> Refusal {
    Refusal::at_field(Code::FileProblem, field).with_arg("detail", error.to_string())
}

pub(crate) fn init_data_folder(at: &ConsoleContext, demo: bool) -> Result<(), Refusal> {
    if demo {
        demo::init_demo_folder(at.data, at.now)?;
    } else {
        let desk = Desk::create_data_folder(at.data, at.configuration, false, at.now)?;
        give_passphrase(&desk);
        sign_in::create_first_administrator(&desk, at.user, at.now)?;
        eprintln!("请用 desk key sheet FILE 打印密钥核对单，签名后存入保险柜。");
    }
    print_json(&json!({ "data": at.data, "demo": demo }));
    Ok(())
}

pub(crate) fn call_command(
    at: &ConsoleContext,
    name: &str,
    text: Option<&str>,
    files: &[String],
) -> Result<(), Refusal> {
    let request = request::read_request(text, files, at.now)?;
    let desk = at.open_desk()?;
    let anyone =
        domain::permission::find_command_access(name) == Some(domain::permission::CommandAccess::Anyone);
    if !anyone && COMMANDS.iter().any(|command| command.name == name) {
        sign_in::sign_in(&desk, at.user, at.now)?;
    }
    print_json(&desk.call(name, request, at.now)?);
    Ok(())
}

/// A time as people write it.
fn parse_moment_field(field: &str, text: &str) -> Result<Moment, Refusal> {
    let bad = || Refusal::at_field(Code::BadDate, field).with_arg("value", text);
    request::parse_local_time(text).ok_or_else(bad)
}

/// A step as people say it: which, on which ticket, by whom, when, and what.
pub(crate) struct StepArguments<'a> {
    pub(crate) step: StepKind,
    pub(crate) ticket: &'a str,
    pub(crate) by: Option<&'a str>,
    pub(crate) when: Option<&'a str>,
    pub(crate) details: Option<&'a str>,
    pub(crate) file: Option<&'a Path>,
}

/// Takes a step on the ticket as it stands now.
pub(crate) fn take_step(at: &ConsoleContext, taking: &StepArguments) -> Result<(), Refusal> {
    let details = match taking.file {
        Some(path) => request::load_file_value(path)?,
        None => request::read_request(taking.details, &[], at.now)?,
    };
    let when = taking
        .when
        .map(|text| parse_moment_field("at", text))
        .transpose()?;
    let desk = at.open_and_sign_in()?;
    let view = desk.call("ticket_get", build_ticket_request(taking.ticket), at.now)?;
    let value = |pointer: &str| view.pointer(pointer).cloned().unwrap_or_default();
    let request = json!({
        "ticket": value("/ticket/id"), "version": value("/ticket/version"),
        "performed_by": taking.by, "happened_at": when, "details": details,
    });
    print_json(&desk.call(taking.step.command_name(), request, at.now)?);
    Ok(())
}

/// One ticket, by its number or the id in this file.
fn build_ticket_request(ticket: &str) -> Value {
    match ticket.parse::<i64>() {
        Ok(id) => json!({ "ticket": id }),
        Err(_) => json!({ "number": ticket }),
    }
}

/// Its id in this file.
fn find_ticket_id(at: &ConsoleContext, desk: &Desk, ticket: &str) -> Result<Value, Refusal> {
    let view = desk.call("ticket_get", build_ticket_request(ticket), at.now)?;
    Ok(view.pointer("/ticket/id").cloned().unwrap_or_default())
}

/// Prints a request to be filled in; of a step its contents, which is what `desk step` takes.
pub(crate) fn print_example(name: &str) -> Result<(), Refusal> {
    let step = words::parse_step_word(name);
    let name = step.map_or_else(|| name.to_owned(), |step| step.command_name().to_owned());
    let found = COMMANDS.iter().find(|command| command.name == name);
    let found = found.ok_or_else(|| Refusal::new(Code::UnknownCommand).with_arg("name", name))?;
    let mut generator = SchemaGenerator::default();
    let (schema, _) = (found.schema)(&mut generator);
    let definitions = Value::Object(generator.take_definitions(true));
    let request = request::build_schema_example(schema.as_value(), &definitions);
    let details = request.get("details").filter(|_| step.is_some());
    print_json(details.unwrap_or(&request));
    Ok(())
}

pub(crate) fn plan_import(at: &ConsoleContext, path: &Path, dry_run: bool) -> Result<(), Refusal> {
    let request = json!({ "file": request::load_file_value(path)?, "dry_run": dry_run });
    print_json(&at.open_and_sign_in()?.call("community_import", request, at.now)?);
    Ok(())
}

pub(crate) fn plan_show(at: &ConsoleContext, year: i32) -> Result<(), Refusal> {
    print_json(
        &at.open_and_sign_in()?
            .call("community_plan", json!({ "year": year }), at.now)?,
    );
    Ok(())
}

pub(crate) fn list_commands(schema: bool) {
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
    print_json(&json!({ "commands": commands, "$defs": generator.take_definitions(true) }));
}

pub(crate) fn fill_demo_data(
    at: &ConsoleContext,
    tickets: u32,
    seed: u64,
    months: u32,
) -> Result<(), Refusal> {
    let desk = at.open_desk()?;
    let plan = demo::DemoPlan {
        tickets,
        seed,
        months,
        now: at.now,
    };
    let made = demo::fill_demo_folder(&desk, &plan, &mut |done| eprint!("\r已生成 {done} / {tickets}"))?;
    eprintln!();
    print_json(&json!({ "tickets": made.tickets, "facts": made.facts, "customers": made.customers }));
    Ok(())
}

fn save_reply_file(reply: &Value, path: &Path) -> Result<(), Refusal> {
    let base64 = reply.get("base64").and_then(Value::as_str).unwrap_or_default();
    let bytes = STANDARD
        .decode(base64)
        .map_err(|error| Refusal::at_field(Code::BadRequest, "pdf").with_arg("detail", error.to_string()))?;
    desk::store::file::write_file(path, &bytes).map_err(|error| Refusal {
        field: Some("pdf".to_owned()),
        ..desk::store::file::file_write_refusal(path, &error)
    })?;
    let mut said = json!({ "file": path, "size": bytes.len(), "missing": reply.get("missing") });
    if let (Some(said), Some(without)) = (said.as_object_mut(), list_tickets_without_form(reply)) {
        said.insert("without".to_owned(), without);
    }
    print_json(&said);
    Ok(())
}

/// Tickets that do not have the form asked for.
fn list_tickets_without_form(reply: &Value) -> Option<Value> {
    let all = reply.get("without")?.as_array()?;
    (!all.is_empty()).then(|| Value::from(all.clone()))
}

/// A month as a file.
pub(crate) fn call_and_save_file(
    at: &ConsoleContext,
    name: &str,
    request: Value,
    file: &Path,
) -> Result<(), Refusal> {
    save_reply_file(&at.open_and_sign_in()?.call(name, request, at.now)?, file)
}

/// What a shift leaves to the next, as a file.
pub(crate) fn save_shift_report(
    at: &ConsoleContext,
    (from, to): (&str, &str),
    note: &str,
    pdf: &Path,
) -> Result<(), Refusal> {
    let request = json!({ "from": parse_moment_field("from", from)?, "to": parse_moment_field("to", to)?, "note": note });
    call_and_save_file(at, "shift_print", request, pdf)
}

/// Makes last month's report, as the window does by itself. Into the company's folder it goes without anybody signed in;
/// into another one only for who may read it.
pub(crate) fn report_due(at: &ConsoleContext, folder: Option<&Path>) -> Result<(), Refusal> {
    let desk = match folder {
        None => at.open_desk()?,
        Some(_) => at.open_and_sign_in()?,
    };
    if folder.is_some() {
        desk::due::check_may_choose_folder(&desk, at.now)?;
    }
    let named = |refusal: Refusal| match (folder, &refusal.field) {
        // Not the settings' folder, but the one that was named here.
        (Some(_), Some(_)) => refusal.with_field("folder"),
        _ => refusal,
    };
    let made = desk.make_due_report(at.now, folder).map_err(named)?;
    print_json(&json!({ "made": made.is_some(), "report": desk.report_waiting().made }));
    Ok(())
}

/// A month's closing, its opening again, or what changed since.
pub(crate) fn call_and_print_reply(at: &ConsoleContext, name: &str, request: Value) -> Result<(), Refusal> {
    print_json(&at.open_and_sign_in()?.call(name, request, at.now)?);
    Ok(())
}

pub(crate) fn print_ticket_form(
    at: &ConsoleContext,
    page: &str,
    ticket: &str,
    pdf: &Path,
) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let request = json!({ "ticket": find_ticket_id(at, &desk, ticket)?, "page": page });
    save_reply_file(&desk.call("ticket_print", request, at.now)?, pdf)
}

/// Forms of many tickets in one file; of each every form it has, if none is named.
pub(crate) fn print_many_forms(
    at: &ConsoleContext,
    tickets: &[String],
    page: Option<String>,
    two_up: bool,
    pdf: &Path,
) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let ids: Result<Vec<Value>, Refusal> = tickets
        .iter()
        .map(|ticket| find_ticket_id(at, &desk, ticket))
        .collect();
    let ids = ids?;
    let mut after = Value::from(0);
    loop {
        let request = json!({ "tickets": ids, "page": page, "two_up": two_up, "after": after });
        let reply = desk.call("ticket_print_many", request, at.now)?;
        after = read_reply_value(&reply, "/done");
        eprint!("\r已排版 {after} / {} 份", read_reply_value(&reply, "/of"));
        let file = read_reply_value(&reply, "/file");
        if !file.is_null() {
            eprintln!();
            return save_reply_file(&file, pdf);
        }
    }
}

/// Takes a logo into use, takes it away, or says which it is.
pub(crate) fn manage_logo(at: &ConsoleContext, file: Option<&Path>, remove: bool) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let mut view = desk.call("logo_get", json!({}), at.now)?;
    if remove || file.is_some() {
        let file = file.map(request::load_file_value).transpose()?;
        let request = json!({ "version": read_reply_value(&view, "/version"), "file": file });
        view = read_reply_value(&desk.call("logo_change", request, at.now)?, "/value");
    }
    print_json(
        &json!({ "version": read_reply_value(&view, "/version"), "file": read_reply_value(&view, "/file/name") }),
    );
    Ok(())
}

/// What stands at a place of a reply; null if nothing does.
fn read_reply_value(reply: &Value, place: &str) -> Value {
    reply.pointer(place).cloned().unwrap_or_default()
}

/// Checks the file itself, without signing in: whoever holds the file may check it.
pub(crate) fn verify_data_file(at: &ConsoleContext, anchor: Option<&str>) -> Result<(), Refusal> {
    let desk = at.open_desk()?;
    let verified = desk.store().verify_file(&mut show_verify_progress)?;
    end_verify_progress();
    let anchor = anchor
        .map(|code| desk::proof::check_anchor_in_store(desk.store(), code, &mut |_| Ok(())))
        .transpose()?;
    let trust = desk::trust::read_trust(&desk)?;
    print_json(&json!({
        "entries": verified.entries, "records": verified.records, "accepted": verified.accepted, "anchor": anchor, "trust": trust,
    }));
    match anchor {
        Some(proof) if matches!(proof.verdict, AnchorVerdict::Changed | AnchorVerdict::Older) => {
            Err(Refusal::new(Code::Damaged).with_arg("detail", proof.verdict.code()))
        }
        Some(proof) if proof.verdict == AnchorVerdict::HoldsWeakly => {
            Err(Refusal::new(Code::NotConfirmed).with_arg("detail", proof.verdict.code()))
        }
        _ => require_confirmed_trust(&trust),
    }
}

/// A chain that holds says nothing of whose it is: that says the record outside of the file.
fn require_confirmed_trust(trust: &TrustView) -> Result<(), Refusal> {
    if trust.sealing_stopped {
        return Err(Refusal::new(Code::WitnessDiffers).with_arg("state", trust.witness_zh.clone()));
    }
    let holds = matches!(trust.witness, WitnessState::Holds | WitnessState::Demo);
    if holds && trust.signed && trust.unconfirmed.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(Code::NotConfirmed).with_arg("state", trust.witness_zh.clone()))
}

/// Long work says how far it is.
fn show_verify_progress(count: i64) {
    eprint!("\r已校验 {count} 条");
}

fn end_verify_progress() {
    eprintln!("\r校验完毕          ");
}

/// Checks the acknowledgement records alone, without signing in.
pub(crate) fn verify_records(at: &ConsoleContext) -> Result<(), Refusal> {
    let desk = at.open_desk()?;
    let records = desk.store().verify_records(&mut show_verify_progress)?;
    end_verify_progress();
    let trust = desk::trust::read_trust(&desk)?;
    print_json(&json!({ "records": records, "trust": trust }));
    require_confirmed_trust(&trust)
}

/// Looks at an exported acknowledgement, without signing in.
pub(crate) fn verify_file(at: &ConsoleContext, file: &Path, sealed: Option<&Path>) -> Result<(), Refusal> {
    let bytes = request::read_file_bytes(file)?;
    let refused = |refusal: Refusal| match refusal.field {
        Some(_) => refusal.with_field("file"),
        None => refusal,
    };
    let proof = desk::proof::check_pdf_proof(&at.open_desk()?, &bytes).map_err(refused)?;
    print_json(&proof);
    if let (Some(path), Some(part)) = (sealed, proof.sealed_bytes.and_then(|many| bytes.get(..many))) {
        desk::store::file::write_file(path, part).map_err(|error| Refusal {
            field: Some("sealed".to_owned()),
            ..desk::store::file::file_write_refusal(path, &error)
        })?;
        eprintln!("封存时的部分已另存为 {}", path.display());
    }
    match proof.verdict {
        FileVerdict::Genuine => Ok(()),
        FileVerdict::UnconfirmedKey => {
            Err(Refusal::at_field(Code::NotConfirmed, "file").with_arg("detail", proof.verdict.code()))
        }
        verdict => Err(Refusal::at_field(Code::Damaged, "file").with_arg("detail", verdict.code())),
    }
}

pub(crate) fn save_proof_bundle(at: &ConsoleContext, ticket: &str, zip: &Path) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let request = json!({ "ticket": find_ticket_id(at, &desk, ticket)? });
    save_reply_file(&desk.call("proof_bundle", request, at.now)?, zip)
}

/// Says what is due; with a reason it goes, step by step.
pub(crate) fn run_erasure(at: &ConsoleContext, reason: Option<&str>) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let Some(reason) = reason else {
        print_json(&desk.call("erasure_due", json!({}), at.now)?);
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
            print_json(&json!({ "tickets": tickets, "copies": copies }));
            return Ok(());
        }
        eprint!("\r已清除 {tickets} 张工单");
    }
}

pub(crate) fn rebuild_projections(at: &ConsoleContext, check: bool) -> Result<(), Refusal> {
    let desk = match at.open_and_sign_in() {
        // What was edited is why somebody rebuilds.
        Err(refusal) if refusal.code.is_edited_file() => {
            let desk = Desk::open_to_rebuild(at.data, at.configuration)?;
            sign_in::sign_in(&desk, at.user, at.now)?;
            desk
        }
        signed_in => signed_in?,
    };
    let reply = desk.call("journal_rebuild", json!({ "check": check }), at.now)?;
    print_json(&reply);
    let same = reply
        .get("differences")
        .and_then(Value::as_array)
        .is_some_and(Vec::is_empty);
    if same || !check {
        Ok(())
    } else {
        Err(Refusal::new(Code::Damaged).with_arg("detail", "projections differ"))
    }
}

pub(crate) fn make_backup(at: &ConsoleContext, file: &Path) -> Result<(), Refusal> {
    print_json(
        &at.open_and_sign_in()?
            .call("backup_make", json!({ "path": file }), at.now)?,
    );
    Ok(())
}

/// Checks an update file; without `check` it is then installed, after a backup. The installer waits until this program has
/// ended: Windows lets nobody write into one that runs.
pub(crate) fn install_update(at: &ConsoleContext, file: &Path, check: bool) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    // Another working folder must not lead elsewhere.
    let file = std::path::absolute(file).map_err(|error| to_file_refusal("file", &error))?;
    let request = json!({ "path": file });
    if check {
        print_json(&desk.call("update_check", request, at.now)?);
        return Ok(());
    }
    require_closed_window()?;
    print_json(&desk.call("update_prepare", request, at.now)?);
    match desk.ready_update_path() {
        Some(installer) => std::process::Command::new(installer)
            .args(["/S", "/WAIT"])
            .spawn()
            .map(|_| ())
            .map_err(|error| to_file_refusal("file", &error)),
        None => Err(Refusal::new(Code::UpdateElsewhere)),
    }
}

/// Nothing can be installed while the window beside this program is open.
fn require_closed_window() -> Result<(), Refusal> {
    let window = std::env::current_exe().map(|desk| desk.with_file_name("yanshen.exe"));
    match window {
        Ok(window) if cfg!(windows) && window.exists() => std::fs::OpenOptions::new()
            .append(true)
            .open(&window)
            .map(|_| ())
            .map_err(|error| desk::store::file::file_write_refusal(&window, &error)),
        _ => Ok(()),
    }
}

/// Restores. Who may: the administrator of what is there now. What cannot be opened, or does not verify, is why somebody restores, and
/// is not asked: it may name nobody who could.
pub(crate) fn restore_backup(at: &ConsoleContext, file: &Path) -> Result<(), Refusal> {
    if at.data.join(desk::FILE).exists() {
        let allowed = at
            .open_and_sign_in()
            .and_then(|desk| desk::backup::check_may_restore(&desk, at.now));
        match allowed {
            Err(refusal) if is_data_file_intact(at) => return Err(refusal),
            _ => {}
        }
    }
    let restored = desk::backup::restore_backup(file, at.data, at.now);
    let kept = restored.inspect_err(|refusal| {
        if refusal.code == Code::Busy {
            eprintln!(
                "数据文件正在使用，没有恢复，原有数据未动。请先关闭延伸服务台的窗口和其他命令，再恢复。"
            );
        }
    })?;
    print_json(&json!({ "kept": kept }));
    Ok(())
}

/// Whether the file can be opened and holds.
fn is_data_file_intact(at: &ConsoleContext) -> bool {
    let desk = Desk::open(at.data, at.now);
    desk.is_ok_and(|desk| desk.store().verify_file(&mut |_| {}).is_ok())
}
