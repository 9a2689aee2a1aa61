//! People: first start, signing in and out, locking, accounts.
//!
//! Passwords are kept as argon2id hashes. A wrong name costs as much time as a wrong password, and neither is
//! told apart.

use std::collections::BTreeSet;

use domain::{
    Code, Fact, Moment, Refusal, check,
    fact::PersonFact,
    key::SealingKey,
    person::{self, Person, Role},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{EntryStamp, PersonRow, Tx};
use ts_rs::TS;

use crate::{
    Call, key,
    password::{is_right_password, make_password_hash},
    session::Session,
    state::{DeskState, get_desk_state},
    trust,
    wire::{self, ChangeReply, Nothing},
};

/// Makes the first administrator.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonFirst {
    /// Name to sign in with.
    pub name: String,
    pub password: String,
    /// The passphrase the installation's key will lie under, in a file; where the computer keeps secrets it may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub passphrase: Option<String>,
    /// Where other data were worked with in this folder before: the password of one of their administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub witness_password: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonSignIn {
    pub name: String,
    pub password: String,
}

/// Opens the locked desk.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonUnlock {
    /// Password of the person signed in.
    pub password: String,
}

/// Changes one's own password.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChangePassword {
    pub old: String,
    pub new: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonAdd {
    pub name: String,
    pub password: String,
    pub roles: Vec<Role>,
}

/// Changes roles or activity.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    #[ts(type = "number")]
    pub person: i64,
    pub roles: Vec<Role>,
    /// May sign in.
    pub active: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonResetPassword {
    #[ts(type = "number")]
    pub person: i64,
    pub password: String,
}

fn person_stream(id: i64) -> String {
    format!("person/{id}")
}

/// Makes the first administrator and the installation's key, and signs in. No month passes without a key.
///
/// # Errors
/// `already_started`, `weak_password`, the bounds of a name; `key_passphrase_needed` at `passphrase` where the computer keeps no secrets.
pub fn create_first_administrator(call: &Call, ask: PersonFirst) -> Result<DeskState, Refusal> {
    let roles = vec![Role::Admin];
    check_new_person(&ask.name, &ask.password, &roles)?;
    call.read_tx(check_not_started)?;
    let compared = call.read_tx(|tx| call.desk.compare_witness(tx))?;
    trust::check_may_accept_difference(call, &compared, ask.witness_password.as_deref())
        .map_err(|refusal| refusal.with_field("witness_password"))?;
    if let Some(passphrase) = ask.passphrase.filter(|text| !text.is_empty()) {
        key::check_passphrase(&passphrase)?;
        call.desk.set_passphrase(passphrase);
    }
    let password = make_password_hash(&ask.password)?;
    let stamp = wire::system_stamp(call.now);
    let secret = key::ensure_first_key(call.desk).map_err(|refusal| match refusal.code {
        Code::KeyPassphraseNeeded => refusal.with_field("passphrase"),
        _ => refusal,
    })?;
    let typed = ask.witness_password.unwrap_or_default();
    let (person, new) = call.write_tx(|tx| {
        // The file may have been exchanged since it was compared.
        tx.read_governing_anew()?;
        check_not_started(tx)?;
        let compared = call.desk.compare_witness(tx)?;
        // Data that a record speaks of were started.
        if compared.has_own_record() && !compared.state.stops_sealing() {
            return Err(Refusal::new(Code::AlreadyStarted));
        }
        if !trust::may_go_on_with(call.desk, &compared, &typed) {
            return Err(Refusal::new(Code::StaleVersion).with_arg("what", "data"));
        }
        key::announce_first_key(tx, &secret, &ask.name, &stamp)?;
        let person = append_person(tx, &ask.name, roles, password.clone(), &stamp, Some(&secret))?;
        let struck = call.desk.find_struck_lines(tx, &secret, &compared, call.now)?;
        let new = call.desk.new_witness(tx, &secret, compared, &struck, call.now)?;
        Ok((person, new))
    })?;
    call.desk.begin_witness(new, call.now)?;
    start_session(call, PersonRow { person, password })
}

fn check_not_started(tx: &Tx) -> Result<(), Refusal> {
    if tx.has_any_person()? {
        Err(Refusal::new(Code::AlreadyStarted))
    } else {
        Ok(())
    }
}

fn check_new_person(name: &str, password: &str, roles: &[Role]) -> Result<(), Refusal> {
    person::check_person(name, roles)?;
    person::check_password(name, password)
}

/// Adds an account within a transaction.
pub(crate) fn append_person(
    tx: &Tx,
    name: &str,
    roles: Vec<Role>,
    password: String,
    stamp: &EntryStamp,
    secret: Option<&SealingKey>,
) -> Result<Person, Refusal> {
    let name = name.trim().to_owned();
    if tx.find_person_by_name(&name)?.is_some() {
        return Err(Refusal::at_field(Code::NameTaken, "name").with_arg("what", "person"));
    }
    let id = tx.next_person_id()?;
    let fact = PersonFact::Added {
        id,
        name: name.clone(),
        roles: roles.clone(),
        password,
    };
    trust::append_power(tx, &person_stream(id), Some(0), Fact::Person(fact), stamp, secret)?;
    Ok(Person {
        id,
        name,
        roles,
        active: true,
    })
}

fn start_session(call: &Call, row: PersonRow) -> Result<DeskState, Refusal> {
    *call.desk.session_guard() = Some(Session {
        person: row.person,
        password: row.password,
        locked: false,
        active_at: call.now,
        pictured: BTreeSet::new(),
    });
    get_desk_state(call, Nothing {})
}

/// Signs in.
///
/// # Errors
/// `first_start_needed`, `wrong_password`, `too_many_attempts`.
pub fn sign_in(call: &Call, ask: PersonSignIn) -> Result<DeskState, Refusal> {
    if !call.read_tx(|tx| tx.has_any_person())? {
        return Err(Refusal::new(Code::FirstStartNeeded));
    }
    let name = ask.name.trim();
    let person = prove_password(call, name, &ask.password, |tx| tx.find_person_by_name(name))?;
    start_session(call, person)
}

/// Proves a password for a name; failures and success are facts. A name that nobody has is counted, waited for and refused as one
/// with a wrong password, in about the same time. It leaves no line in the journal, which therefore grows by no more than what the
/// waits let through for each account.
fn prove_password(
    call: &Call,
    name: &str,
    password: &str,
    find: impl FnOnce(&Tx) -> Result<Option<PersonRow>, Refusal>,
) -> Result<PersonRow, Refusal> {
    let number = person::attempt_number(name);
    let row = call.read_tx(|tx| {
        person::check_attempts(tx.failed_attempts(number)?, call.now)?;
        find(tx)
    })?;
    let row = row.filter(|row| row.person.active);
    let right = if let Some(row) = &row {
        is_right_password(password, &row.password)
    } else {
        // As much work as for a name that exists.
        make_password_hash(password).map(|_| false)?
    };
    // Nobody hears what was found before it is counted: of many attempts at once no more are answered than of as many one after the
    // other, and the right password is never kept out by itself.
    let (row, right) = call.write_tx(|tx| {
        let failed = person::count_attempt(tx.failed_attempts(number)?, call.now)?;
        if !right {
            tx.put_failed_attempts(number, failed)?;
        }
        let Some(row) = row else {
            return Ok((None, false));
        };
        // It may have been given another password or been deactivated meanwhile.
        let now = tx.find_person(row.person.id)?;
        let right = right && now.is_some_and(|now| now.person.active && now.password == row.password);
        if right {
            tx.forget_failed_attempts(number)?;
        }
        note_attempt(tx, &row.person, right, call.now)?;
        Ok((Some(row), right))
    })?;
    row.filter(|_| right)
        .ok_or_else(|| Refusal::at_field(Code::WrongPassword, "password"))
}

fn note_attempt(tx: &Tx, person: &Person, right: bool, now: Moment) -> Result<(), Refusal> {
    let fact = if right {
        PersonFact::SignedIn {}
    } else {
        PersonFact::SignInFailed {}
    };
    let stamp = EntryStamp {
        performed_by: &person.name,
        recorded_by: person.id,
        recorder: &person.name,
        happened_at: now,
        recorded_at: now,
    };
    tx.append_facts(&person_stream(person.id), None, vec![Fact::Person(fact)], &stamp)
        .map(drop)
}

/// Signs out.
///
/// # Errors
/// Those of reading the file.
pub fn sign_out(call: &Call, ask: Nothing) -> Result<DeskState, Refusal> {
    *call.desk.session_guard() = None;
    *call.desk.print_batch_guard() = None;
    get_desk_state(call, ask)
}

/// Locks the desk.
///
/// # Errors
/// Those of reading the file.
pub fn lock_desk(call: &Call, ask: Nothing) -> Result<DeskState, Refusal> {
    if let Some(session) = call.desk.session_guard().as_mut() {
        session.locked = true;
    }
    get_desk_state(call, ask)
}

/// Opens the locked desk.
///
/// # Errors
/// `wrong_password`, `too_many_attempts`.
pub fn unlock_desk(call: &Call, ask: PersonUnlock) -> Result<DeskState, Refusal> {
    let person = prove_own_password(call, &ask.password)?;
    start_session(call, person)
}

/// Proves the password of whoever is signed in.
fn prove_own_password(call: &Call, password: &str) -> Result<PersonRow, Refusal> {
    let person = call.signed_in_person()?;
    prove_password(call, &person.name, password, |tx| tx.find_person(person.id))
}

/// Changes one's own password.
///
/// # Errors
/// `wrong_password` at `old`, `weak_password` at `new`.
pub fn change_password(call: &Call, ask: PersonChangePassword) -> Result<ChangeReply<Nothing>, Refusal> {
    let PersonRow { person, .. } =
        prove_own_password(call, &ask.old).map_err(|refusal| refusal.with_field("old"))?;
    person::check_password(&person.name, &ask.new).map_err(|refusal| refusal.with_field("new"))?;
    set_password(call, &person, &ask.new)
}

/// Sets a password; whoever is given a new one need not wait for what was tried before.
fn set_password(call: &Call, person: &Person, password: &str) -> Result<ChangeReply<Nothing>, Refusal> {
    let password = make_password_hash(password)?;
    let fact = Fact::Person(PersonFact::PasswordSet {
        password: password.clone(),
    });
    let secret = call.desk.power_key()?;
    // Held meanwhile: between the two another call would take the session for one of another file.
    let mut session = call.desk.session_guard();
    call.write_signed_tx(|tx| {
        tx.forget_failed_attempts(person::attempt_number(&person.name))?;
        call.append_power(tx, &person_stream(person.id), None, fact, secret.as_ref())
    })?;
    if let Some(session) = session.as_mut().filter(|session| session.person.id == person.id) {
        session.password = password;
    }
    drop(session);
    Ok(ChangeReply {
        value: Nothing {},
        changed: vec![],
    })
}

/// Everybody.
///
/// # Errors
/// Those of reading the file.
pub fn list_people(call: &Call, _: Nothing) -> Result<Vec<Person>, Refusal> {
    Ok(call
        .read_tx(|tx| tx.list_people())?
        .into_iter()
        .map(|row| row.person)
        .collect())
}

/// Adds somebody.
///
/// # Errors
/// `name_taken`, `weak_password`, the bounds of a name, `required` at `roles`.
pub fn add_person(call: &Call, ask: PersonAdd) -> Result<ChangeReply<Person>, Refusal> {
    check_new_person(&ask.name, &ask.password, &ask.roles)?;
    let password = make_password_hash(&ask.password)?;
    let secret = call.desk.power_key()?;
    let person = call.write_signed_tx(|tx| {
        append_person(
            tx,
            &ask.name,
            ask.roles,
            password,
            &call.caller_stamp()?,
            secret.as_ref(),
        )
    })?;
    Ok(ChangeReply {
        value: person,
        changed: vec!["person".to_owned()],
    })
}

/// Changes roles or activity. It holds at once, for whoever is signed in too.
///
/// # Errors
/// `not_found`, `required` at `roles`, `last_admin`.
pub fn change_person(call: &Call, ask: PersonChange) -> Result<ChangeReply<Person>, Refusal> {
    let secret = call.desk.power_key()?;
    let person = call.write_signed_tx(|tx| {
        let row = read_existing_person(tx, ask.person)?;
        person::check_person(&row.person.name, &ask.roles)?;
        let stays = ask.active && ask.roles.contains(&Role::Admin);
        let admin = |row: &PersonRow| row.person.active && row.person.roles.contains(&Role::Admin);
        let others = tx
            .list_people()?
            .iter()
            .any(|other| other.person.id != ask.person && admin(other));
        if admin(&row) && !stays && !others {
            return Err(Refusal::at_field(Code::LastAdmin, "roles"));
        }
        let fact = PersonFact::Changed {
            roles: ask.roles.clone(),
            active: ask.active,
        };
        call.append_power(
            tx,
            &person_stream(ask.person),
            None,
            Fact::Person(fact),
            secret.as_ref(),
        )?;
        Ok(Person {
            roles: ask.roles,
            active: ask.active,
            ..row.person
        })
    })?;
    Ok(ChangeReply {
        value: person,
        changed: vec!["person".to_owned()],
    })
}

/// Sets somebody's password.
///
/// # Errors
/// `not_found`, `weak_password`.
pub fn reset_password(call: &Call, ask: PersonResetPassword) -> Result<ChangeReply<Nothing>, Refusal> {
    let row = call.read_tx(|tx| read_existing_person(tx, ask.person))?;
    person::check_password(&row.person.name, &ask.password)?;
    set_password(call, &row.person, &ask.password)
}

fn read_existing_person(tx: &Tx, id: i64) -> Result<PersonRow, Refusal> {
    tx.find_person(id)?
        .ok_or_else(|| Refusal::at_field(Code::NotFound, "person").with_arg("what", "person"))
}

/// The people of a demo folder: the administrator with every role, and one person a role. Their names say
/// what they are.
///
/// # Errors
/// Those of writing the file.
pub fn add_demo_people(tx: &Tx, now: Moment) -> Result<(), Refusal> {
    check::check_moment("now", now)?;
    let password = make_password_hash(DEMO_PASSWORD)?;
    let stamp = wire::system_stamp(now);
    let secret = SealingKey::demo_key();
    append_person(
        tx,
        "admin",
        Role::ALL.to_vec(),
        password.clone(),
        &stamp,
        Some(&secret),
    )?;
    for role in Role::ALL {
        append_person(
            tx,
            &format!("演示{}", role.zh()),
            vec![*role],
            password.clone(),
            &stamp,
            Some(&secret),
        )?;
    }
    Ok(())
}

/// The password of everybody in a demo folder.
pub const DEMO_PASSWORD: &str = "Demo-2026";
