//! People who sign in, and their roles.
//!
//! Deliberately absent: password hashing (a hash is a fact's content here; `desk` computes it) and sessions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Moment, Refusal, check, moment::MINUTE};

crate::words! {
    /// What a person does here (`domain.md`, People).
    Role {
        Agent "agent" = "热线坐席",
        Dispatcher "dispatcher" = "生调部调度",
        Engineer "engineer" = "总工办",
        Inspector "inspector" = "稽查队",
        Repairer "repairer" = "室内维修队",
        Lab "lab" = "水质检测中心",
        Manager "manager" = "客服主管",
        Admin "admin" = "系统管理员",
        Auditor "auditor" = "审计",
    }
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Number in this file.
    #[ts(type = "number")]
    pub id: i64,
    /// Name to sign in with, and on every step.
    pub name: String,
    /// Roles; at least one.
    pub roles: Vec<Role>,
    /// Whether signing in is allowed.
    pub active: bool,
}

/// The shortest password taken.
pub const PASSWORD_LEAST: usize = 8;
/// Wrong passwords in a row after which one has to wait.
pub const ATTEMPTS: i64 = 5;
/// How long, in milliseconds.
pub const WAIT: i64 = MINUTE;

/// Bounds of a name and its roles.
///
/// # Errors
/// `required`, `too_long`, `bad_text`.
pub fn check_person(name: &str, roles: &[Role]) -> Result<(), Refusal> {
    check::text("name", name, check::NAME)?;
    if roles.is_empty() {
        Err(Refusal::at(Code::Required, "roles"))
    } else {
        Ok(())
    }
}

/// A password worth its name: 8 to 200 characters and not the name itself.
///
/// # Errors
/// `weak_password`, `too_long`.
pub fn check_password(name: &str, password: &str) -> Result<(), Refusal> {
    check::optional("password", password, 200)?;
    if password.chars().count() < PASSWORD_LEAST || password == name {
        return Err(Refusal::at(Code::WeakPassword, "password").with("least", PASSWORD_LEAST));
    }
    Ok(())
}

/// Whether somebody with these failures may try a password now.
///
/// # Errors
/// `too_many_attempts` with the seconds left.
pub fn may_try(failures: i64, last_failure: Option<Moment>, now: Moment) -> Result<(), Refusal> {
    let Some(last) = last_failure else { return Ok(()) };
    let left = WAIT - now.since(last);
    if failures > 0 && failures % ATTEMPTS == 0 && left > 0 {
        return Err(Refusal::at(Code::TooManyAttempts, "password").with("seconds", (left + 999) / 1000));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_passwords_wait_a_minute() {
        let at = Moment(1_800_000_000_000);
        assert!(may_try(4, Some(at), at).is_ok());
        let refused = may_try(5, Some(at), Moment(at.0 + 1)).unwrap_err();
        assert_eq!(
            (refused.code, refused.args["seconds"].as_i64()),
            (Code::TooManyAttempts, Some(60))
        );
        assert!(may_try(5, Some(at), at.plus_minutes(1)).is_ok());
        assert!(may_try(6, Some(at), at).is_ok(), "then five more");
        assert!(may_try(10, Some(at), at).is_err());
    }

    #[test]
    fn passwords() {
        assert!(check_password("admin", "short").is_err());
        assert!(check_password("administrator", "administrator").is_err());
        assert!(check_password("admin", "Demo-2026").is_ok());
    }
}
