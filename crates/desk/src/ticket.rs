//! Tickets: taking a report, taking steps, reading one.

use domain::{
    Code, Moment, Refusal, Ticket,
    acknowledgement::Line,
    calendar::Hours,
    clock::{self, Clock},
    fact::{Entry, Fact, TicketFact},
    person::{Person, Role},
    service::{
        ServiceKind,
        act::Act,
        decide::{self, Context, Standing},
        emergency_water::{Coverage, GroundVerdict},
        moves::{self, Now},
        step::Step,
        withdraw,
    },
    ticket::{Case, Link, Open, Stage},
    timeline,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Stamp, Tx};
use ts_rs::TS;

pub use domain::permission::command;

use crate::{
    Call, key,
    wire::{Changed, Nothing, StepRequest},
};

pub mod calendar;
pub mod list;
pub mod news;
pub mod print;
pub mod print_many;

/// A step on the time line.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct EntryView {
    /// Place on this ticket.
    #[ts(type = "number")]
    pub version: i64,
    /// What happened.
    pub title: String,
    /// Particulars.
    pub lines: Vec<Line>,
    /// Who did it.
    pub performed_by: String,
    /// Who typed it.
    pub recorder: String,
    /// When it happened.
    pub happened_at: Moment,
    /// When it was typed.
    pub recorded_at: Moment,
    /// 补录.
    pub late_entry: bool,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// A ticket as a screen shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// Its clocks now.
    pub clocks: Vec<Clock>,
    /// The steps the caller may take now.
    pub moves: Vec<Step>,
    /// Its time line, oldest first.
    pub entries: Vec<EntryView>,
    /// Tickets it was opened from or that were opened from it, as they stand now.
    pub linked: Vec<LinkView>,
    /// Forms that can be printed of it now.
    pub pages: Vec<print::Page>,
    /// Services that can be opened from it.
    pub linkable: Vec<ServiceKind>,
    /// Of an outage: each threshold with its verdict (6.1).
    pub verdicts: Vec<GroundVerdict>,
    /// Of an outage: what has been brought where (6.2).
    pub coverage: Vec<Coverage>,
    /// What the caller can take back, and until when.
    pub withdrawable: Option<Withdrawable>,
    /// When this was read.
    pub now: Moment,
}

/// A step that can be taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Withdrawable {
    /// What it was.
    pub title: String,
    /// Until when.
    pub until: Moment,
}

/// A linked ticket as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct LinkView {
    /// Its id.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its number.
    pub number: String,
    /// Its service.
    pub service: ServiceKind,
    /// Its stage now.
    pub stage: Stage,
    /// What it is about.
    pub summary: String,
    /// Whether the ticket shown was opened from it; otherwise it was opened from the ticket shown.
    pub source: bool,
}

/// Takes a report.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRequest {
    /// The report.
    pub open: Open,
}

/// One ticket, by id or by number.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "TicketGet")]
#[schemars(rename = "TicketGet")]
pub struct Get {
    /// Id.
    #[serde(default)]
    #[ts(optional = nullable, type = "number")]
    pub ticket: Option<i64>,
    /// Number.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub number: Option<String>,
}

/// The original of a duplicate.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Into {
    /// Its id.
    #[ts(type = "number")]
    pub into: i64,
}

/// The stream of a ticket.
pub(crate) fn stream(id: i64) -> String {
    format!("ticket/{id}")
}

/// Opens a ticket (4.1, 4.3).
///
/// # Errors
/// Those of `decide::open`; `not_found` at `customer`.
pub fn open(call: &Call, ask: OpenRequest) -> Result<Changed<TicketView>, Refusal> {
    let view = call.write(|tx| {
        let id = raise(call, tx, &ask.open)?;
        view(call, tx, id)
    })?;
    Ok(changed(view, &["ticket"]))
}

/// Raises the form of a report; the new ticket's id.
pub(crate) fn raise(call: &Call, tx: &Tx, open: &Open) -> Result<i64, Refusal> {
    known_customer(tx, open, "customer")?;
    let (id, number) = tx.next_ticket(open.asked.kind().prefix(), call.now.date())?;
    let fact = with_context(call, tx, &call.person()?.name, call.now, |context| {
        decide::open(open, id, number, context)
    })?;
    let stamp = Stamp {
        happened_at: open.received_at,
        ..call.stamp()?
    };
    tx.append(&stream(id), Some(0), vec![Fact::Ticket(fact)], &stamp)?;
    Ok(id)
}

fn known_customer(tx: &Tx, open: &Open, field: &str) -> Result<(), Refusal> {
    let Some(customer) = open.customer else {
        return Ok(());
    };
    let known = tx.customer(customer).map(|_| ());
    known.map_err(|refusal| refusal.on(field))
}

/// Opens a ticket from another one: two facts, one transaction (1.3, 5.2). Answers with the new ticket.
///
/// # Errors
/// Those of `decide::open_linked`; `not_found` at `details.open.customer`; `stale_version`.
pub fn open_linked(call: &Call, ask: StepRequest<OpenRequest>) -> Result<Changed<TicketView>, Refusal> {
    let (at, OpenRequest { open }) = At::of(ask);
    let performed_by = performer(call, &at)?;
    let view = call.write(|tx| {
        let source = current(tx, at.ticket, at.version)?;
        known_customer(tx, &open, "open.customer")?;
        let (id, number) = tx.next_ticket(open.asked.kind().prefix(), call.now.date())?;
        let (opened, linked) = with_context(call, tx, &performed_by, open.received_at, |context| {
            decide::open_linked(&source, &open, id, number, context)
        })?;
        let stamp = Stamp {
            performed_by: &performed_by,
            happened_at: open.received_at,
            ..call.stamp()?
        };
        tx.append(&stream(id), Some(0), vec![Fact::Ticket(opened)], &stamp)?;
        tx.append(
            &stream(source.id),
            Some(source.version),
            vec![Fact::Ticket(linked)],
            &stamp,
        )?;
        view(call, tx, id)
    })?;
    Ok(changed(view, &["ticket", &stream(at.ticket)]))
}

/// Takes a step.
///
/// # Errors
/// `not_found`, `stale_version`, and those of `decide::decide`.
pub fn step<D>(call: &Call, ask: StepRequest<D>, act: fn(D) -> Act) -> Result<Changed<TicketView>, Refusal> {
    let (at, details) = At::of(ask);
    take(call, &at, &act(details), |_| Ok(()))
}

/// Where and when a step is taken.
pub(crate) struct At {
    pub(crate) ticket: i64,
    pub(crate) version: i64,
    pub(crate) performed_by: Option<String>,
    pub(crate) happened_at: Option<Moment>,
}

impl At {
    /// Where and when, and what.
    pub(crate) fn of<T>(ask: StepRequest<T>) -> (Self, T) {
        let at = Self {
            ticket: ask.ticket,
            version: ask.version,
            performed_by: ask.performed_by,
            happened_at: ask.happened_at,
        };
        (at, ask.details)
    }
}

/// Takes a step, with something to be stored beside it in the same transaction.
pub(crate) fn take(
    call: &Call,
    at: &At,
    act: &Act,
    beside: impl FnOnce(&Tx) -> Result<(), Refusal>,
) -> Result<Changed<TicketView>, Refusal> {
    take_all(call, at, &[act], beside)
}

/// Takes several steps one after another, all of them or none.
pub(crate) fn take_all(
    call: &Call,
    at: &At,
    acts: &[&Act],
    beside: impl FnOnce(&Tx) -> Result<(), Refusal>,
) -> Result<Changed<TicketView>, Refusal> {
    let performed_by = performer(call, at)?;
    let stamp = Stamp {
        performed_by: &performed_by,
        happened_at: at.happened_at.unwrap_or(call.now),
        ..call.stamp()?
    };
    let signs = |act: &&Act| matches!(act, Act::Acknowledge(..) | Act::Correct(..));
    let signs = acts.iter().any(signs);
    if signs {
        key::fetch(call)?;
    }
    let view = call.write(|tx| {
        let mut version = at.version;
        for act in acts {
            let ticket = current(tx, at.ticket, version)?;
            let facts = facts(call, tx, &ticket, act, &stamp)?;
            let facts = facts.into_iter().map(Fact::Ticket).collect();
            let written = tx.append(&stream(at.ticket), Some(version), facts, &stamp)?;
            version = written.last().map_or(version, |entry| entry.version);
        }
        beside(tx)?;
        view(call, tx, at.ticket)
    })?;
    let more: &[&str] = if signs {
        &["ticket", "acknowledgement"]
    } else {
        &["ticket"]
    };
    Ok(changed(view, more))
}

/// What a step leads to.
fn facts(
    call: &Call,
    tx: &Tx,
    ticket: &Ticket,
    act: &Act,
    stamp: &Stamp,
) -> Result<Vec<TicketFact>, Refusal> {
    // Most steps need none of these; only a signature needs the key, and the first one makes it.
    let signs = matches!(act, Act::Acknowledge(..) | Act::Correct(..));
    let secret = if signs {
        Some(key::ready(call.desk, tx, &call.stamp()?)?.0)
    } else {
        None
    };
    let last_record = if signs { tx.last_record()? } else { String::new() };
    let judges = matches!(act, Act::EnterResults(..));
    let standard = if judges { Some(tx.standard()?.1) } else { None };
    with_context(call, tx, stamp.performed_by, stamp.happened_at, |context| {
        decide::decide(
            ticket,
            act,
            &Context {
                standard: standard.as_ref(),
                secret: secret.as_ref(),
                last_record: &last_record,
                ..*context
            },
        )
    })
}

fn performer(call: &Call, at: &At) -> Result<String, Refusal> {
    let given = at
        .performed_by
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    Ok(given.unwrap_or(&call.person()?.name).to_owned())
}

/// The ticket, if it is still as the caller saw it.
fn current(tx: &Tx, ticket: i64, version: i64) -> Result<Ticket, Refusal> {
    let ticket = tx.ticket(ticket)?;
    Refusal::check_version(version, ticket.version)?;
    Ok(ticket)
}

/// Runs a rule with what holds now; what only one kind of step needs is added there.
fn with_context<T>(
    call: &Call,
    tx: &Tx,
    performed_by: &str,
    happened_at: Moment,
    work: impl FnOnce(&Context) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let (settings, calendar) = (tx.settings()?.1, tx.calendar()?.1);
    let office = office(tx)?;
    work(&Context {
        now: call.now,
        happened_at,
        performed_by,
        person: standing(call.person()?, &office),
        settings: &settings,
        calendar: &calendar,
        standard: None,
        secret: None,
        last_record: "",
    })
}

/// Everybody of 总工办 with an account in use.
pub(crate) fn office(tx: &Tx) -> Result<Vec<(i64, String)>, Refusal> {
    let people = tx.people()?.into_iter().map(|row| row.person);
    let office = people.filter(|person| person.active && person.roles.contains(&Role::Engineer));
    Ok(office.map(|person| (person.id, person.name)).collect())
}

fn standing<'a>(person: &'a Person, office: &'a [(i64, String)]) -> Standing<'a> {
    Standing {
        id: person.id,
        name: &person.name,
        roles: &person.roles,
        office,
    }
}

/// Merges a duplicate into its original.
///
/// # Errors
/// `bad_merge`, `wrong_stage`, `stale_version`, `not_found`.
pub fn merge(call: &Call, ask: StepRequest<Into>) -> Result<Changed<TicketView>, Refusal> {
    let (at, Into { into }) = At::of(ask);
    let performed_by = performer(call, &at)?;
    let happened_at = at.happened_at.unwrap_or(call.now);
    let view = call.write(|tx| {
        let duplicate = current(tx, at.ticket, at.version)?;
        let original = tx.ticket(into).map_err(|refusal| refusal.on("into"))?;
        let (gone, joined) = with_context(call, tx, &performed_by, happened_at, |context| {
            decide::merge(&duplicate, &original, context)
        })?;
        let stamp = Stamp {
            performed_by: &performed_by,
            happened_at,
            ..call.stamp()?
        };
        tx.append(
            &stream(at.ticket),
            Some(at.version),
            vec![Fact::Ticket(gone)],
            &stamp,
        )?;
        tx.append(
            &stream(into),
            Some(original.version),
            vec![Fact::Ticket(joined)],
            &stamp,
        )?;
        view(call, tx, at.ticket)
    })?;
    Ok(changed(view, &["ticket", &stream(into)]))
}

/// 撤回: takes back the last step of a ticket, within a minute, by whoever typed it.
///
/// # Errors
/// Those of `withdraw::withdraw`; `stale_version`, `not_found`.
pub fn withdraw(call: &Call, ask: StepRequest<Nothing>) -> Result<Changed<TicketView>, Refusal> {
    let (at, Nothing {}) = At::of(ask);
    let view = call.write(|tx| {
        let ticket = current(tx, at.ticket, at.version)?;
        let entries = tx.ticket_entries(at.ticket)?;
        let last = entries
            .last()
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "ticket"))?;
        let stamp = call.stamp()?;
        let fact = with_context(call, tx, stamp.performed_by, call.now, |context| {
            withdraw::withdraw(&ticket, last, context)
        })?;
        let fact = Fact::Ticket(fact);
        tx.append(&stream(at.ticket), Some(at.version), vec![fact], &stamp)?;
        view(call, tx, at.ticket)
    })?;
    Ok(changed(view, &["ticket"]))
}

fn changed(view: TicketView, more: &[&str]) -> Changed<TicketView> {
    let mut nouns = vec![stream(view.ticket.id)];
    nouns.extend(more.iter().map(|noun| (*noun).to_owned()));
    Changed {
        value: view,
        changed: nouns,
    }
}

/// One ticket.
///
/// # Errors
/// `not_found`; `required` if neither id nor number is given.
pub fn get(call: &Call, ask: Get) -> Result<TicketView, Refusal> {
    call.read(|tx| {
        let id = match (ask.ticket, &ask.number) {
            (Some(id), _) => id,
            (None, Some(number)) => {
                let missing = || Refusal::at(Code::NotFound, "number").with("what", "ticket");
                tx.ticket_by_number(number)?.ok_or_else(missing)?
            }
            (None, None) => return Err(Refusal::at(Code::Required, "ticket")),
        };
        view(call, tx, id)
    })
}

fn view(call: &Call, tx: &Tx, id: i64) -> Result<TicketView, Refusal> {
    let ticket = tx.ticket(id)?;
    let entries = tx.ticket_entries(id)?;
    let moves = offered(call, tx, &ticket)?;
    let gone = domain::ticket::withdrawn(entries.iter());
    let (verdicts, coverage) = match &ticket.case {
        Case::EmergencyWater(case) => (case.verdicts(&ticket.terms.thresholds), case.coverage()),
        _ => (Vec::new(), Vec::new()),
    };
    let from = ticket.opened_from.iter().map(|link| link_view(tx, link, true));
    let to = ticket.links.iter().map(|link| link_view(tx, link, false));
    Ok(TicketView {
        linked: from.chain(to).collect::<Result<_, _>>()?,
        pages: print::pages(&ticket),
        linkable: decide::linkable(ticket.open.asked.kind()).to_vec(),
        verdicts,
        coverage,
        clocks: clock::clocks(&ticket, call.now),
        moves,
        entries: entries
            .iter()
            .filter_map(|entry| entry_view(&ticket, entry, &gone))
            .collect(),
        withdrawable: withdrawable(call, &entries),
        ticket,
        now: call.now,
    })
}

/// The steps the caller may take now.
fn offered(call: &Call, tx: &Tx, ticket: &Ticket) -> Result<Vec<Step>, Refusal> {
    let now = Now {
        attempts: tx.settings()?.1.follow_up_attempts,
        in_hours: tx.calendar()?.1.hours(call.now) == Hours::Working,
    };
    let office = office(tx)?;
    let person = standing(call.person()?, &office);
    let may = |step: &Step| call.may(&command(*step)) && decide::can_take(*step, ticket, &person);
    Ok(moves::possible(ticket, now).into_iter().filter(may).collect())
}

fn link_view(tx: &Tx, link: &Link, source: bool) -> Result<LinkView, Refusal> {
    let ticket = tx.ticket(link.ticket)?;
    Ok(LinkView {
        ticket: link.ticket,
        number: link.number.clone(),
        service: link.service,
        stage: ticket.stage,
        summary: ticket.open.asked.summary(),
        source,
    })
}

/// What the caller can take back now.
fn withdrawable(call: &Call, entries: &[Entry]) -> Option<Withdrawable> {
    let (last, person) = (entries.last()?, call.who.as_ref()?);
    let until = withdraw::until(last, person.id).filter(|until| call.now <= *until)?;
    let Fact::Ticket(fact) = &last.fact else {
        return None;
    };
    call.may("ticket_withdraw").then(|| Withdrawable {
        title: timeline::tell(fact).title,
        until,
    })
}

fn entry_view(ticket: &Ticket, entry: &Entry, gone: &[i64]) -> Option<EntryView> {
    let Fact::Ticket(fact) = &entry.fact else {
        return None;
    };
    let told = timeline::tell(fact);
    Some(EntryView {
        version: entry.version,
        title: told.title,
        lines: told.lines,
        performed_by: entry.performed_by.clone(),
        recorder: entry.recorder.clone(),
        happened_at: entry.happened_at,
        recorded_at: entry.recorded_at,
        late_entry: ticket.entered_late(entry),
        withdrawn: gone.contains(&entry.version),
    })
}
