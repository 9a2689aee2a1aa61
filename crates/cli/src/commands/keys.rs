//! Keys, certificates and authorities.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use desk::Refusal;
use domain::Code;
use serde_json::json;

use super::{ConsoleContext, print_json, save_reply_file};
use crate::{request, sign_in};

pub(crate) fn key_confirm(at: &ConsoleContext, id: &str, reason: &str) -> Result<(), Refusal> {
    let request = json!({ "id": id, "reason": reason });
    let desk = at.open_and_sign_in()?;
    print_json(&sign_in::call_with_witness_password(
        &desk,
        "key_confirm",
        request,
        "password",
        at.now,
    )?);
    Ok(())
}

pub(crate) fn list_keys(at: &ConsoleContext) -> Result<(), Refusal> {
    print_json(&at.open_and_sign_in()?.call("key_list", json!({}), at.now)?);
    Ok(())
}

pub(crate) fn key_renew(at: &ConsoleContext, reason: &str, lost: bool) -> Result<(), Refusal> {
    let request = json!({ "reason": reason, "lost": lost });
    let desk = at.open_and_sign_in()?;
    print_json(&sign_in::call_with_witness_password(
        &desk,
        "key_renew",
        request,
        "password",
        at.now,
    )?);
    Ok(())
}

/// The passphrase of a key that is carried elsewhere.
pub(super) fn read_export_passphrase() -> Result<String, Refusal> {
    let missing = |_| Refusal::at_field(Code::Required, "passphrase");
    std::env::var("DESK_KEY_EXPORT").map_err(missing)
}

pub(crate) fn key_export(at: &ConsoleContext, file: &Path) -> Result<(), Refusal> {
    let request = json!({ "passphrase": read_export_passphrase()? });
    save_reply_file(&at.open_and_sign_in()?.call("key_export", request, at.now)?, file)
}

pub(crate) fn key_import(at: &ConsoleContext, file: &Path) -> Result<(), Refusal> {
    let bytes = request::read_file_bytes(file)?;
    let request = json!({ "base64": STANDARD.encode(bytes), "passphrase": read_export_passphrase()? });
    print_json(&at.open_and_sign_in()?.call("key_import", request, at.now)?);
    Ok(())
}

/// Lists the time-stamp authorities whose stamps are believed, registers one or takes it out.
pub(crate) fn manage_authorities(
    at: &ConsoleContext,
    file: Option<&Path>,
    remove: Option<&str>,
    reason: &str,
) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let reply = match (file, remove) {
        (Some(file), _) => {
            let bytes = request::read_file_bytes(file)?;
            let request = json!({ "base64": STANDARD.encode(bytes), "reason": reason });
            desk.call("authority_register", request, at.now)?
        }
        (None, Some(sha256)) => {
            let request = json!({ "sha256": sha256, "reason": reason });
            desk.call("authority_remove", request, at.now)?
        }
        (None, None) => desk.call("authority_list", json!({}), at.now)?,
    };
    print_json(&reply);
    Ok(())
}

/// Lists the company's certificates, takes one into use or puts it away.
pub(crate) fn manage_certificates(
    at: &ConsoleContext,
    file: Option<&Path>,
    remove: bool,
    reason: &str,
) -> Result<(), Refusal> {
    let desk = at.open_and_sign_in()?;
    let reply = match file {
        Some(file) => {
            let bytes = request::read_file_bytes(file)?;
            let missing = |_| Refusal::at_field(Code::Required, "passphrase");
            let passphrase = std::env::var("DESK_CERTIFICATE").map_err(missing)?;
            let request =
                json!({ "base64": STANDARD.encode(bytes), "passphrase": passphrase, "reason": reason });
            desk.call("certificate_take", request, at.now)?
        }
        None if remove => desk.call("certificate_remove", json!({ "reason": reason }), at.now)?,
        None => desk.call("certificate_list", json!({}), at.now)?,
    };
    print_json(&reply);
    Ok(())
}
