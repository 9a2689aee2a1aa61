//! What a screen needs before anything else: first start, demo, who is signed in, what they may call.

use chrono::Datelike as _;
use domain::{Moment, Refusal, moment::MINUTE, permission, person::Person, personal::Viewer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, Desk, mask,
    trust::{self, TrustView},
    wire::Nothing,
};

/// The computer's time may lie this much before the last line: two programs at work read the clock one after the other, and
/// a clock that is set by the network goes back a little.
const TOLERANCE: i64 = MINUTE;

/// How the desk stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct DeskState {
    /// Nobody can sign in yet: the administrator is made first.
    pub first_start: bool,
    /// Everything here is demo data.
    pub demo: bool,
    pub company: String,
    pub hotline: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// Whether this person is shown phones and addresses without their middle.
    pub masked: bool,
    /// Whether the desk is locked.
    pub locked: bool,
    /// Commands the person may call.
    pub may: Vec<String>,
    /// Minutes until it locks.
    #[ts(type = "number")]
    pub idle_lock_minutes: i64,
    /// Years whose public holidays are not entered: this one, and in December the next.
    pub calendar_missing: Vec<i32>,
    /// The time of the journal's last line, if the computer's lies more than a minute before it: somebody has set the clock back,
    /// or it was wrong when that line was written. New lines bear that time too until it is reached.
    pub clock_behind: Option<Moment>,
    /// How far the file can be believed.
    pub trust: TrustView,
    /// Whether a passphrase for the installation's key must be chosen at the first start: this computer keeps no secrets.
    pub passphrase_needed: bool,
    pub now: Moment,
    pub version: String,
}

/// How the desk stands.
///
/// # Errors
/// Those of reading the file.
pub fn get_desk_state(call: &Call, _: Nothing) -> Result<DeskState, Refusal> {
    let session = call.desk.session_guard().clone();
    let person = session.as_ref().map(|session| session.person.clone());
    let (settings, calendar, demo, first_start, trust) = call.read_tx(|tx| {
        Ok((
            tx.read_settings()?.1,
            tx.read_calendar()?.1,
            tx.read_founding()?.unwrap_or(false),
            !tx.has_any_person()?,
            trust::build_trust_view(call.desk, tx)?,
        ))
    })?;
    let today = call.now.local_date();
    let years = [
        Some(today.year()),
        (today.month() == 12).then(|| today.year() + 1),
    ];
    Ok(DeskState {
        masked: person.is_some() && mask::viewer_for_person(person.as_ref()) == Viewer::Masked,
        first_start,
        demo,
        company: settings.company,
        hotline: settings.hotline,
        may: person.as_ref().map(allowed_commands).unwrap_or_default(),
        person,
        locked: session.is_some_and(|session| session.locked),
        idle_lock_minutes: settings.idle_lock_minutes,
        calendar_missing: years
            .into_iter()
            .flatten()
            .filter(|year| !calendar.has_year(*year))
            .collect(),
        clock_behind: call.desk.clock_behind(call.now)?,
        passphrase_needed: first_start && !demo && call.desk.is_passphrase_needed(),
        trust,
        now: call.now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

impl Desk {
    /// The time of the journal's last line, if `now` lies more than a minute before it.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn clock_behind(&self, now: Moment) -> Result<Option<Moment>, Refusal> {
        let last = self.store.read_tx(|tx| tx.last_recorded_at())?;
        Ok(last.filter(|last| last.milliseconds_since(now) > TOLERANCE))
    }
}

fn allowed_commands(person: &Person) -> Vec<String> {
    let may = |command: &&str| {
        person
            .roles
            .iter()
            .any(|role| permission::may_call(*role, command))
    };
    permission::list_command_access()
        .map(|(command, _)| command)
        .filter(may)
        .map(str::to_owned)
        .collect()
}
