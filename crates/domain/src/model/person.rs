//! People who sign in, and their roles.
//!
//! Deliberately absent: password hashing (a hash is a fact's content here; `desk` computes it) and sessions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Moment, Refusal, check, hash,
    moment::{HOUR, MINUTE},
};

crate::words! {
    /// What a person does here (the roles of the policy).
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
/// How long after the fifth, in milliseconds; after each one more twice as long.
pub const WAIT: i64 = MINUTE;
/// The longest wait, in milliseconds: whoever is on duty at night must get in again.
pub const LONGEST_WAIT: i64 = 15 * MINUTE;
/// After so long without one, in milliseconds, earlier wrong passwords count no more.
pub const FORGOTTEN: i64 = 24 * HOUR;

/// Bounds of a name and its roles.
///
/// # Errors
/// `required`, `too_long`, `bad_text`.
pub fn check_person(name: &str, roles: &[Role]) -> Result<(), Refusal> {
    check::check_text("name", name, check::NAME)?;
    if roles.is_empty() {
        Err(Refusal::at_field(Code::Required, "roles"))
    } else {
        Ok(())
    }
}

/// A password worth its name: 8 to 200 characters and not the name itself.
///
/// # Errors
/// `weak_password`, `too_long`.
pub fn check_password(name: &str, password: &str) -> Result<(), Refusal> {
    check::check_optional_text("password", password, 200)?;
    if password.chars().count() < PASSWORD_LEAST || password == name {
        return Err(Refusal::at_field(Code::WeakPassword, "password").with_arg("least", PASSWORD_LEAST));
    }
    Ok(())
}

/// Wrong passwords in a row for one name, whether anybody has it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailedAttempts {
    pub count: i64,
    /// When the last one was.
    pub last: Moment,
}

/// Under which number the attempts for a name are counted. Two names may share one: what is typed in place of a name is not kept
/// (it may be a password), there are never more numbers than these, and a name that exists is counted like one that does not.
#[must_use]
pub fn attempt_number(name: &str) -> i64 {
    let hash = hash::sha256_hex(&[name.trim().as_bytes()]);
    hash.get(..4)
        .and_then(|digits| i64::from_str_radix(digits, 16).ok())
        .unwrap_or_default()
}

/// How long somebody waits after so many wrong passwords, in milliseconds.
#[must_use]
pub fn wait_after(count: i64) -> i64 {
    if count < ATTEMPTS {
        return 0;
    }
    // More than four times twice as long is beyond the longest anyway.
    let doubled = u32::try_from((count - ATTEMPTS).min(4)).unwrap_or_default();
    (WAIT << doubled).min(LONGEST_WAIT)
}

/// Refuses an attempt that comes too soon after others that failed.
///
/// # Errors
/// `too_many_attempts` with the seconds left.
pub fn check_attempts(before: Option<FailedAttempts>, now: Moment) -> Result<(), Refusal> {
    count_attempt(before, now).map(|_| ())
}

/// The attempts that failed once one more has; whether it has may only be said after it is counted.
///
/// # Errors
/// `too_many_attempts` with the seconds left; then it is not counted.
pub fn count_attempt(before: Option<FailedAttempts>, now: Moment) -> Result<FailedAttempts, Refusal> {
    // A clock that was set back must not keep somebody out until it has caught up.
    let since = |before: FailedAttempts| now.milliseconds_since(before.last).saturating_abs();
    let before = before.filter(|before| since(*before) < FORGOTTEN);
    let left = before.map_or(0, |before| wait_after(before.count) - since(before));
    if left > 0 {
        return Err(
            Refusal::at_field(Code::TooManyAttempts, "password").with_arg("seconds", (left + 999) / 1000)
        );
    }
    Ok(FailedAttempts {
        count: before.map_or(0, |before| before.count) + 1,
        last: now,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Moment = Moment(1_800_000_000_000);

    fn failed(count: i64) -> Option<FailedAttempts> {
        Some(FailedAttempts { count, last: AT })
    }

    #[test]
    fn five_wrong_passwords_wait_a_minute_and_each_more_longer() {
        assert_eq!(count_attempt(None, AT).unwrap(), failed(1).unwrap());
        assert_eq!(count_attempt(failed(4), AT).unwrap(), failed(5).unwrap());
        let refused = count_attempt(failed(5), Moment(AT.0 + 1)).unwrap_err();
        assert_eq!(
            (refused.code, refused.args["seconds"].as_i64()),
            (Code::TooManyAttempts, Some(60))
        );
        for (count, minutes) in [(5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (i64::MAX, 15)] {
            assert_eq!(wait_after(count), minutes * MINUTE, "{count}");
            assert!(count_attempt(failed(count), Moment(AT.0 + minutes * MINUTE - 1)).is_err());
        }
        assert_eq!(count_attempt(failed(6), AT.plus_minutes(2)).unwrap().count, 7);
    }

    #[test]
    fn a_day_later_or_on_a_clock_set_back_nobody_is_kept_out() {
        assert_eq!(
            count_attempt(failed(9), AT.plus_minutes(24 * 60)).unwrap().count,
            1
        );
        assert_eq!(count_attempt(failed(9), AT.plus_minutes(-16)).unwrap().count, 10);
        assert!(count_attempt(failed(9), AT.plus_minutes(-1)).is_err());
    }

    #[test]
    fn a_name_is_counted_under_one_of_65536_numbers() {
        assert_eq!(attempt_number(" 甲 "), attempt_number("甲"));
        assert_ne!(attempt_number("甲"), attempt_number("乙"));
        assert!((0..1000).all(|name: i32| (0..65_536).contains(&attempt_number(&name.to_string()))));
    }

    #[test]
    fn passwords() {
        assert!(check_password("admin", "short").is_err());
        assert!(check_password("administrator", "administrator").is_err());
        assert!(check_password("admin", "Demo-2026").is_ok());
    }
}
