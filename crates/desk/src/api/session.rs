//! Who is signed in, and whether the desk is locked.

use std::collections::BTreeSet;

use domain::{
    Code, Moment, Refusal,
    moment::MINUTE,
    permission::{self, CommandAccess},
    person::Person,
};

use store::PersonRow;

use crate::Desk;

/// Somebody signed in.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) person: Person,
    /// The stored password (PHC string) that they proved.
    pub(crate) password: String,
    pub(crate) locked: bool,
    pub(crate) active_at: Moment,
    /// Tickets whose small pictures this person was shown; a line of the journal says so.
    pub(crate) pictured: BTreeSet<i64>,
}

/// What may be called while the desk is locked.
const WHILE_LOCKED: &[&str] = &["desk_state", "person_unlock", "person_sign_out", "person_sign_in"];

/// What a screen calls by itself, without anybody at the keys: it does not keep the desk awake.
const BY_ITSELF: &[&str] = &[
    "desk_state",
    "ticket_board",
    "ticket_by_hour",
    "ticket_count",
    "report_waiting",
    "work_get",
];

impl Session {
    fn to_person_row(&self) -> PersonRow {
        PersonRow {
            person: self.person.clone(),
            password: self.password.clone(),
        }
    }
}

impl Desk {
    /// Session, lock and permission, before a command runs. Who calls, if anybody is signed in.
    pub(crate) fn admit_caller(&self, command: &str, now: Moment) -> Result<Option<PersonRow>, Refusal> {
        let before = self.session_guard().as_ref().map(Session::to_person_row);
        let (idle, row) = self.store.read_tx(|tx| {
            let row = before.as_ref().map(|before| tx.find_person(before.person.id));
            Ok((tx.idle_lock_minutes()? * MINUTE, row.transpose()?.flatten()))
        })?;
        let mut guard = self.session_guard();
        // What an administrator has changed since, perhaps in another program, holds at once.
        *guard = guard
            .take()
            .and_then(|session| renew_session(session, before.as_ref(), row));
        if let Some(session) = guard.as_mut() {
            // A clock that was set back would keep the desk open until it has caught up.
            session.active_at = session.active_at.min(now);
            session.locked |= now.milliseconds_since(session.active_at) >= idle;
            if session.locked && !WHILE_LOCKED.contains(&command) {
                return Err(Refusal::new(Code::Locked));
            }
            if !session.locked && !BY_ITSELF.contains(&command) {
                session.active_at = now;
            }
        }
        let caller = guard.as_ref().map(Session::to_person_row);
        drop(guard);
        check_permission(command, caller.as_ref().map(|caller| &caller.person))?;
        Ok(caller)
    }

    /// The session, also after a thread died while it held it: the session itself is a plain value.
    pub(crate) fn session_guard(&self) -> std::sync::MutexGuard<'_, Option<Session>> {
        self.session
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The session with its person as they are now; none if they were deactivated, or if the file knows them by another password than the one
/// that they proved: perhaps it was another file. `before`: whom `now` was asked for.
fn renew_session(session: Session, before: Option<&PersonRow>, now: Option<PersonRow>) -> Option<Session> {
    let is_same = before
        .is_some_and(|before| before.person.id == session.person.id && before.password == session.password);
    if !is_same {
        // Somebody else has just signed in, or they changed their password.
        return Some(session);
    }
    match now {
        Some(row) if row.person.active && row.password == session.password => Some(Session {
            person: row.person,
            ..session
        }),
        Some(_) => None,
        // The signatures were taken off: the work goes on, and nothing is signed until the person is found again.
        None => Some(session),
    }
}

pub(crate) fn check_permission(command: &str, person: Option<&Person>) -> Result<(), Refusal> {
    match (permission::find_command_access(command), person) {
        (Some(CommandAccess::Anyone), _) | (Some(CommandAccess::SignedIn), Some(_)) => Ok(()),
        (_, None) => Err(Refusal::new(Code::NotSignedIn)),
        (_, Some(person))
            if person
                .roles
                .iter()
                .any(|role| permission::may_call(*role, command)) =>
        {
            Ok(())
        }
        _ => Err(Refusal::new(Code::NotPermitted).with_arg("command", command)),
    }
}
