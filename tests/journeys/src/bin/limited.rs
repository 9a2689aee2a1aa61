//! Gives a file to a command, as somebody who may, and says what came of it: the code and the field, or `taken`; and the most memory
//! the process held, in MB. Run by `tests/bombs.rs` in a process of its own, whose memory and time are limited.

use std::io::Write as _;

use domain::{permission, person::Role};
use journeys::{World, contents, request};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let [_, command, file] = words.as_slice() else {
        return Err(std::io::Error::other("limited COMMAND FILE"));
    };
    let world = World::new("2026-11-24 09:00");
    let role = Role::ALL
        .iter()
        .find(|role| permission::may_call(**role, command));
    let role = role.ok_or_else(|| std::io::Error::other("nobody may"))?;
    world.sign_in(if *role == Role::Admin { "admin" } else { role.zh() });
    let before = held();
    let ask = asked(&world, command, file)?;
    let said = world.desk.call(command, ask, world.now()).map_or_else(
        |refusal| {
            let field = refusal.field.unwrap_or_default();
            format!("{} {field}", refusal.code.wire_name())
        },
        |_| "taken".to_owned(),
    );
    writeln!(std::io::stdout(), "{said}|{before}|{}", held())
}

fn asked(world: &World, command: &str, path: &str) -> std::io::Result<Value> {
    let name = std::path::Path::new(path).file_name().unwrap_or_default();
    let file = || Ok::<_, std::io::Error>(contents::file(&name.to_string_lossy(), &std::fs::read(path)?));
    Ok(match command {
        "ticket_attach" => request(&world.report(), file()?),
        "logo_change" => json!({ "version": 0, "file": file()? }),
        "proof_check" => json!({ "base64": file()?.get("base64") }),
        "community_import" => json!({ "file": file()?, "dry_run": true }),
        "update_check" => json!({ "path": path }),
        _ => json!({ "file": file()? }),
    })
}

/// The most memory this process has held, in MB.
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
