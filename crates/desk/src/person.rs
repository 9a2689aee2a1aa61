//! People: first start, signing in and out, locking, accounts.
//!
//! Passwords are kept as argon2id hashes. A wrong name costs as much time as a wrong password, and neither is
//! told apart.

use std::collections::BTreeSet;

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{SaltString, rand_core::OsRng},
};
use domain::{
    Code, Fact, Moment, Refusal, check,
    fact::PersonFact,
    person::{self, Person, Role},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{PersonRow, Stamp, Tx};
use ts_rs::TS;

use crate::{
    Call, Desk,
    session::Session,
    state::{DeskState, state},
    wire::{self, Changed, Nothing},
};

/// Makes the first administrator.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// Name to sign in with.
    pub name: String,
    /// Password.
    pub password: String,
}

/// Signs in.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
}

/// Opens the locked desk.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// Password of the person signed in.
    pub password: String,
}

/// Changes one's own password.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The old one.
    pub old: String,
    /// The new one.
    pub new: String,
}

/// Adds somebody.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// Name.
    pub name: String,
    /// First password.
    pub password: String,
    /// Roles.
    pub roles: Vec<Role>,
}

/// Changes roles or activity.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Who.
    #[ts(type = "number")]
    pub person: i64,
    /// Roles.
    pub roles: Vec<Role>,
    /// May sign in.
    pub active: bool,
}

/// Sets somebody's password.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// Who.
    #[ts(type = "number")]
    pub person: i64,
    /// The new password.
    pub password: String,
}

fn stream(id: i64) -> String {
    format!("person/{id}")
}

fn hash(password: &str) -> Result<String, Refusal> {
    let salt = SaltString::generate(&mut OsRng);
    let hashed = Argon2::default().hash_password(password.as_bytes(), &salt);
    let failed = |error: argon2::password_hash::Error| {
        Refusal::new(Code::BadRequest).with("detail", error.to_string())
    };
    hashed.map(|hash| hash.to_string()).map_err(failed)
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Makes the first administrator and signs in.
///
/// # Errors
/// `already_started`, `weak_password`, the bounds of a name.
pub fn first(call: &Call, ask: First) -> Result<DeskState, Refusal> {
    let roles = vec![Role::Admin];
    check_new(&ask.name, &ask.password, &roles)?;
    let password = hash(&ask.password)?;
    let person = call.write(|tx| {
        if !tx.people()?.is_empty() {
            return Err(Refusal::new(Code::AlreadyStarted));
        }
        add_to(tx, &ask.name, roles, password, &wire::system(call.now))
    })?;
    enter(call, person)
}

fn check_new(name: &str, password: &str, roles: &[Role]) -> Result<(), Refusal> {
    person::check_person(name, roles)?;
    person::check_password(name, password)
}

/// Adds an account within a transaction.
pub(crate) fn add_to(
    tx: &Tx,
    name: &str,
    roles: Vec<Role>,
    password: String,
    stamp: &Stamp,
) -> Result<Person, Refusal> {
    let name = name.trim().to_owned();
    if tx.person_by_name(&name)?.is_some() {
        return Err(Refusal::at(Code::NameTaken, "name").with("what", "person"));
    }
    let id = tx.next_person_id()?;
    let fact = PersonFact::Added {
        id,
        name: name.clone(),
        roles: roles.clone(),
        password,
    };
    tx.append(&stream(id), Some(0), vec![Fact::Person(fact)], stamp)?;
    Ok(Person {
        id,
        name,
        roles,
        active: true,
    })
}

fn enter(call: &Call, person: Person) -> Result<DeskState, Refusal> {
    *call.desk.session() = Some(Session {
        person,
        locked: false,
        active_at: call.now,
        pictured: BTreeSet::new(),
    });
    state(call, Nothing {})
}

/// Who will be signed in if a request to sign in holds the right password.
pub(crate) fn expected(
    desk: &Desk,
    command: &str,
    request: &serde_json::Value,
) -> Result<Option<Person>, Refusal> {
    let name = request.get("name").and_then(serde_json::Value::as_str);
    let Some(name) = name.filter(|_| command == "person_sign_in") else {
        return Ok(None);
    };
    let row = desk.store.read(|tx| tx.person_by_name(name.trim()))?;
    Ok(row.map(|row| row.person).filter(|person| person.active))
}

/// Signs in.
///
/// # Errors
/// `first_start_needed`, `wrong_password`, `too_many_attempts`.
pub fn sign_in(call: &Call, ask: SignIn) -> Result<DeskState, Refusal> {
    let row = call.read(|tx| {
        if tx.people()?.is_empty() {
            return Err(Refusal::new(Code::FirstStartNeeded));
        }
        tx.person_by_name(ask.name.trim())
    })?;
    let Some(row) = row.filter(|row| row.person.active) else {
        // As much work as for a name that exists.
        let _ = hash(&ask.password)?;
        return Err(Refusal::at(Code::WrongPassword, "password"));
    };
    prove(call, &row, &ask.password)?;
    enter(call, row.person)
}

/// Proves a password; failures and success are facts.
fn prove(call: &Call, row: &PersonRow, password: &str) -> Result<(), Refusal> {
    person::may_try(row.failures, row.last_failure, call.now)?;
    let right = matches(password, &row.password);
    let fact = if right {
        PersonFact::SignedIn {}
    } else {
        PersonFact::SignInFailed {}
    };
    let name = &row.person.name;
    let stamp = Stamp {
        performed_by: name,
        recorded_by: row.person.id,
        recorder: name,
        happened_at: call.now,
        recorded_at: call.now,
    };
    call.write(|tx| tx.append(&stream(row.person.id), None, vec![Fact::Person(fact)], &stamp))?;
    if right {
        Ok(())
    } else {
        Err(Refusal::at(Code::WrongPassword, "password"))
    }
}

/// Signs out.
///
/// # Errors
/// Those of reading the file.
pub fn sign_out(call: &Call, ask: Nothing) -> Result<DeskState, Refusal> {
    *call.desk.session() = None;
    *call.desk.printing() = None;
    state(call, ask)
}

/// Locks the desk.
///
/// # Errors
/// Those of reading the file.
pub fn lock(call: &Call, ask: Nothing) -> Result<DeskState, Refusal> {
    if let Some(session) = call.desk.session().as_mut() {
        session.locked = true;
    }
    state(call, ask)
}

/// Opens the locked desk.
///
/// # Errors
/// `wrong_password`, `too_many_attempts`.
pub fn unlock(call: &Call, ask: Unlock) -> Result<DeskState, Refusal> {
    let row = own_row(call)?;
    prove(call, &row, &ask.password)?;
    enter(call, row.person)
}

fn own_row(call: &Call) -> Result<PersonRow, Refusal> {
    let id = call.person()?.id;
    let row = call.read(|tx| tx.person(id))?;
    row.filter(|row| row.person.active)
        .ok_or_else(|| Refusal::new(Code::NotSignedIn))
}

/// Changes one's own password.
///
/// # Errors
/// `wrong_password` at `old`, `weak_password` at `new`.
pub fn change_password(call: &Call, ask: ChangePassword) -> Result<Changed<Nothing>, Refusal> {
    let row = own_row(call)?;
    prove(call, &row, &ask.old).map_err(|refusal| refusal.on("old"))?;
    person::check_password(&row.person.name, &ask.new).map_err(|refusal| refusal.on("new"))?;
    set_password(call, row.person.id, &ask.new)
}

fn set_password(call: &Call, id: i64, password: &str) -> Result<Changed<Nothing>, Refusal> {
    let fact = Fact::Person(PersonFact::PasswordSet {
        password: hash(password)?,
    });
    call.write(|tx| tx.append(&stream(id), None, vec![fact], &call.stamp()?))?;
    Ok(Changed {
        value: Nothing {},
        changed: vec![],
    })
}

/// Everybody.
///
/// # Errors
/// Those of reading the file.
pub fn list(call: &Call, _: Nothing) -> Result<Vec<Person>, Refusal> {
    Ok(call
        .read(|tx| tx.people())?
        .into_iter()
        .map(|row| row.person)
        .collect())
}

/// Adds somebody.
///
/// # Errors
/// `name_taken`, `weak_password`, the bounds of a name, `required` at `roles`.
pub fn add(call: &Call, ask: Add) -> Result<Changed<Person>, Refusal> {
    check_new(&ask.name, &ask.password, &ask.roles)?;
    let password = hash(&ask.password)?;
    let person = call.write(|tx| add_to(tx, &ask.name, ask.roles, password, &call.stamp()?))?;
    Ok(Changed {
        value: person,
        changed: vec!["person".to_owned()],
    })
}

/// Changes roles or activity. It holds at once, for whoever is signed in too.
///
/// # Errors
/// `not_found`, `required` at `roles`, `last_admin`.
pub fn change(call: &Call, ask: Change) -> Result<Changed<Person>, Refusal> {
    let person = call.write(|tx| {
        let row = existing(tx, ask.person)?;
        person::check_person(&row.person.name, &ask.roles)?;
        let stays = ask.active && ask.roles.contains(&Role::Admin);
        let admin = |row: &PersonRow| row.person.active && row.person.roles.contains(&Role::Admin);
        let others = tx
            .people()?
            .iter()
            .any(|other| other.person.id != ask.person && admin(other));
        if admin(&row) && !stays && !others {
            return Err(Refusal::at(Code::LastAdmin, "roles"));
        }
        let fact = PersonFact::Changed {
            roles: ask.roles.clone(),
            active: ask.active,
        };
        tx.append(
            &stream(ask.person),
            None,
            vec![Fact::Person(fact)],
            &call.stamp()?,
        )?;
        Ok(Person {
            roles: ask.roles,
            active: ask.active,
            ..row.person
        })
    })?;
    Ok(Changed {
        value: person,
        changed: vec!["person".to_owned()],
    })
}

/// Sets somebody's password.
///
/// # Errors
/// `not_found`, `weak_password`.
pub fn reset_password(call: &Call, ask: ResetPassword) -> Result<Changed<Nothing>, Refusal> {
    let row = call.read(|tx| existing(tx, ask.person))?;
    person::check_password(&row.person.name, &ask.password)?;
    set_password(call, row.person.id, &ask.password)
}

fn existing(tx: &Tx, id: i64) -> Result<PersonRow, Refusal> {
    tx.person(id)?
        .ok_or_else(|| Refusal::at(Code::NotFound, "person").with("what", "person"))
}

/// The people of a demo folder: the administrator with every role, and one person a role. Their names say
/// what they are.
///
/// # Errors
/// Those of writing the file.
pub fn found_demo(tx: &Tx, now: Moment) -> Result<(), Refusal> {
    check::moment("now", now)?;
    let password = hash(DEMO_PASSWORD)?;
    let stamp = wire::system(now);
    add_to(tx, "admin", Role::ALL.to_vec(), password.clone(), &stamp)?;
    for role in Role::ALL {
        add_to(
            tx,
            &format!("演示{}", role.zh()),
            vec![*role],
            password.clone(),
            &stamp,
        )?;
    }
    Ok(())
}

/// The password of everybody in a demo folder.
pub const DEMO_PASSWORD: &str = "Demo-2026";
