//! Tickets: taking a report, taking steps, reading one.

use domain::{
    Code, Moment, Refusal, Ticket,
    acknowledgement::LabelledValue,
    calendar::HoursKind,
    clock::{self, Clock},
    fact::{Fact, JournalEntry, TicketFact},
    person::{Person, Role},
    service::{
        ServiceKind,
        act::StepInput,
        decide::{self, StepContext, StepRecorder},
        emergency_water::{GroundVerdict, PlaceCoverage},
        moves::{self, MoveContext},
        step::StepKind,
        way, withdraw,
    },
    ticket::{Stage, TicketCase, TicketIntake, TicketLink},
    timeline,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{EntryStamp, Tx};
use ts_rs::TS;

use crate::{
    Call, key,
    wire::{ChangeReply, Nothing, StepRequest},
};

pub mod calendar;
pub mod list;
pub mod news;
pub mod print;
pub mod print_many;

/// A step on the time line.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TicketEntryView {
    /// Place on this ticket.
    #[ts(type = "number")]
    pub version: i64,
    /// What happened.
    pub title: String,
    /// Particulars.
    pub lines: Vec<LabelledValue>,
    pub performed_by: String,
    /// Who typed it.
    pub recorder: String,
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
    pub ticket: Ticket,
    pub clocks: Vec<Clock>,
    /// The steps the caller may take now.
    pub moves: Vec<StepKind>,
    /// Those of them that come next, in the order of the service's way.
    pub next: Vec<StepKind>,
    /// What of the way is done and may only be done again.
    pub done: Vec<StepKind>,
    /// Valve tasks that are neither shut nor given up, by their numbers.
    pub open_valves: Vec<u32>,
    /// Its time line, oldest first.
    pub entries: Vec<TicketEntryView>,
    /// Tickets it was opened from or that were opened from it, as they stand now.
    pub linked: Vec<LinkedTicketView>,
    /// Forms that can be printed of it now.
    pub pages: Vec<print::FormKind>,
    /// Services that can be opened from it.
    pub linkable: Vec<ServiceKind>,
    /// Of an outage: each threshold with its verdict (6.1).
    pub verdicts: Vec<GroundVerdict>,
    /// Of an outage: what has been brought where (6.2).
    pub coverage: Vec<PlaceCoverage>,
    /// What the caller can take back, and until when.
    pub withdrawable: Option<WithdrawableStep>,
    /// When this was read.
    pub now: Moment,
}

/// A step that can be taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct WithdrawableStep {
    pub title: String,
    pub until: Moment,
}

/// A linked ticket as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct LinkedTicketView {
    /// Its id.
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    pub service: ServiceKind,
    pub stage: Stage,
    /// What it is about.
    pub summary: String,
    /// Whether the ticket shown was opened from it; otherwise it was opened from the ticket shown.
    pub source: bool,
}

/// Takes a report.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketOpen {
    /// The report.
    pub open: TicketIntake,
}

/// One ticket, by id or by number.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketGet {
    /// Id.
    #[serde(default)]
    #[ts(optional = nullable, type = "number")]
    pub ticket: Option<i64>,
    #[serde(default)]
    #[ts(optional = nullable)]
    pub number: Option<String>,
}

/// The original of a duplicate.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketMerge {
    /// Its id.
    #[ts(type = "number")]
    pub into: i64,
}

/// The stream of a ticket.
pub(crate) fn ticket_stream(id: i64) -> String {
    format!("ticket/{id}")
}

/// Opens a ticket (4.1, 4.3).
///
/// # Errors
/// Those of `decide::open`; `not_found` at `customer`.
pub fn open_ticket(call: &Call, ask: TicketOpen) -> Result<ChangeReply<TicketView>, Refusal> {
    let view = call.write_tx(|tx| {
        let id = raise_ticket(call, tx, &ask.open)?;
        build_ticket_view(call, tx, id)
    })?;
    Ok(reply_with_ticket(view, &["ticket"]))
}

/// Raises the form of a report; the new ticket's id.
pub(crate) fn raise_ticket(call: &Call, tx: &Tx, open: &TicketIntake) -> Result<i64, Refusal> {
    check_known_customer(tx, open, "customer")?;
    let (id, number) = tx.next_ticket(open.asked.service_kind().number_prefix(), call.now.local_date())?;
    let fact = with_context(call, tx, &call.signed_in_person()?.name, call.now, |context| {
        decide::open_ticket(open, id, number, context)
    })?;
    let stamp = EntryStamp {
        happened_at: open.received_at,
        ..call.caller_stamp()?
    };
    tx.append_facts(&ticket_stream(id), Some(0), vec![Fact::Ticket(fact)], &stamp)?;
    Ok(id)
}

fn check_known_customer(tx: &Tx, open: &TicketIntake, field: &str) -> Result<(), Refusal> {
    let Some(customer) = open.customer else {
        return Ok(());
    };
    let known = tx.read_customer(customer).map(|_| ());
    known.map_err(|refusal| refusal.with_field(field))
}

/// Opens a ticket from another one: two facts, one transaction (1.3, 5.2). Answers with the new ticket.
///
/// # Errors
/// Those of `decide::open_linked`; `not_found` at `details.open.customer`; `stale_version`.
pub fn open_linked_ticket(
    call: &Call,
    ask: StepRequest<TicketOpen>,
) -> Result<ChangeReply<TicketView>, Refusal> {
    let (at, TicketOpen { open }) = StepTarget::split_request(ask);
    let performed_by = performer_name(call, &at)?;
    let view = call.write_tx(|tx| {
        let source = read_current_ticket(tx, at.ticket, at.version)?;
        check_known_customer(tx, &open, "open.customer")?;
        let (id, number) =
            tx.next_ticket(open.asked.service_kind().number_prefix(), call.now.local_date())?;
        let (opened, linked) = with_context(call, tx, &performed_by, open.received_at, |context| {
            decide::open_linked(&source, &open, id, number, context)
        })?;
        let stamp = EntryStamp {
            performed_by: &performed_by,
            happened_at: open.received_at,
            ..call.caller_stamp()?
        };
        tx.append_facts(&ticket_stream(id), Some(0), vec![Fact::Ticket(opened)], &stamp)?;
        tx.append_facts(
            &ticket_stream(source.id),
            Some(source.version),
            vec![Fact::Ticket(linked)],
            &stamp,
        )?;
        build_ticket_view(call, tx, id)
    })?;
    Ok(reply_with_ticket(view, &["ticket", &ticket_stream(at.ticket)]))
}

/// Takes a step.
///
/// # Errors
/// `not_found`, `stale_version`, and those of `decide::decide`.
pub fn take_requested_step<D>(
    call: &Call,
    ask: StepRequest<D>,
    act: fn(D) -> StepInput,
) -> Result<ChangeReply<TicketView>, Refusal> {
    let (at, details) = StepTarget::split_request(ask);
    take_step(call, &at, &act(details), |_| Ok(()))
}

/// Where and when a step is taken.
pub(crate) struct StepTarget {
    pub(crate) ticket: i64,
    pub(crate) version: i64,
    pub(crate) performed_by: Option<String>,
    pub(crate) happened_at: Option<Moment>,
}

impl StepTarget {
    /// Where and when, and what.
    pub(crate) fn split_request<T>(ask: StepRequest<T>) -> (Self, T) {
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
pub(crate) fn take_step(
    call: &Call,
    at: &StepTarget,
    act: &StepInput,
    beside: impl FnOnce(&Tx) -> Result<(), Refusal>,
) -> Result<ChangeReply<TicketView>, Refusal> {
    take_steps(call, at, &[act], beside)
}

/// Takes several steps one after another, all of them or none.
pub(crate) fn take_steps(
    call: &Call,
    at: &StepTarget,
    acts: &[&StepInput],
    beside: impl FnOnce(&Tx) -> Result<(), Refusal>,
) -> Result<ChangeReply<TicketView>, Refusal> {
    let performed_by = performer_name(call, at)?;
    let stamp = EntryStamp {
        performed_by: &performed_by,
        happened_at: at.happened_at.unwrap_or(call.now),
        ..call.caller_stamp()?
    };
    let signs = |act: &&StepInput| matches!(act, StepInput::Acknowledge(..) | StepInput::Correct(..));
    let signs = acts.iter().any(signs);
    if signs {
        key::prefetch_signing_key(call)?;
    }
    let view = call.write_tx(|tx| {
        let mut version = at.version;
        for act in acts {
            let ticket = read_current_ticket(tx, at.ticket, version)?;
            let facts = decide_step_facts(call, tx, &ticket, act, &stamp)?;
            let facts = facts.into_iter().map(Fact::Ticket).collect();
            let written = tx.append_facts(&ticket_stream(at.ticket), Some(version), facts, &stamp)?;
            version = written.last().map_or(version, |entry| entry.version);
        }
        beside(tx)?;
        build_ticket_view(call, tx, at.ticket)
    })?;
    let more: &[&str] = if signs {
        &["ticket", "acknowledgement"]
    } else {
        &["ticket"]
    };
    Ok(reply_with_ticket(view, more))
}

/// What a step leads to.
fn decide_step_facts(
    call: &Call,
    tx: &Tx,
    ticket: &Ticket,
    act: &StepInput,
    stamp: &EntryStamp,
) -> Result<Vec<TicketFact>, Refusal> {
    // Most steps need none of these; only a signature needs the key, and the first one makes it.
    let signs = matches!(act, StepInput::Acknowledge(..) | StepInput::Correct(..));
    let secret = if signs {
        let secret = key::ensure_signing_key(call, tx, &call.caller_stamp()?)?.0;
        if let Some(first) = tx.check_ticket_lines(ticket.id)? {
            tx.check_chain_from(first)?;
        }
        Some(secret)
    } else {
        None
    };
    let last_record = if signs {
        tx.last_record_hash()?
    } else {
        String::new()
    };
    let judges = matches!(act, StepInput::EnterResults(..));
    let standard = if judges { Some(tx.read_standard()?.1) } else { None };
    with_context(call, tx, stamp.performed_by, stamp.happened_at, |context| {
        decide::decide_step(
            ticket,
            act,
            &StepContext {
                standard: standard.as_ref(),
                secret: secret.as_ref(),
                last_record: &last_record,
                ..*context
            },
        )
    })
}

fn performer_name(call: &Call, at: &StepTarget) -> Result<String, Refusal> {
    let given = at
        .performed_by
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    Ok(given.unwrap_or(&call.signed_in_person()?.name).to_owned())
}

/// The ticket, if it is still as the caller saw it.
fn read_current_ticket(tx: &Tx, ticket: i64, version: i64) -> Result<Ticket, Refusal> {
    let ticket = tx.read_ticket(ticket)?;
    Refusal::check_version(version, ticket.version)?;
    Ok(ticket)
}

/// Runs a rule with what holds now; what only one kind of step needs is added there.
fn with_context<T>(
    call: &Call,
    tx: &Tx,
    performed_by: &str,
    happened_at: Moment,
    work: impl FnOnce(&StepContext) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let (settings, calendar) = (tx.read_settings()?.1, tx.read_calendar()?.1);
    let office = read_office_engineers(tx)?;
    work(&StepContext {
        now: call.now,
        happened_at,
        performed_by,
        person: to_standing(call.signed_in_person()?, &office),
        settings: &settings,
        calendar: &calendar,
        standard: None,
        secret: None,
        last_record: "",
    })
}

/// Everybody of 总工办 with an account in use.
pub(crate) fn read_office_engineers(tx: &Tx) -> Result<Vec<(i64, String)>, Refusal> {
    let people = tx.list_people()?.into_iter().map(|row| row.person);
    let office = people.filter(|person| person.active && person.roles.contains(&Role::Engineer));
    Ok(office.map(|person| (person.id, person.name)).collect())
}

fn to_standing<'a>(person: &'a Person, office: &'a [(i64, String)]) -> StepRecorder<'a> {
    StepRecorder {
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
pub fn merge_ticket(call: &Call, ask: StepRequest<TicketMerge>) -> Result<ChangeReply<TicketView>, Refusal> {
    let (at, TicketMerge { into }) = StepTarget::split_request(ask);
    let performed_by = performer_name(call, &at)?;
    let happened_at = at.happened_at.unwrap_or(call.now);
    let view = call.write_tx(|tx| {
        let duplicate = read_current_ticket(tx, at.ticket, at.version)?;
        let original = tx
            .read_ticket(into)
            .map_err(|refusal| refusal.with_field("into"))?;
        let (gone, joined) = with_context(call, tx, &performed_by, happened_at, |context| {
            decide::merge_duplicate(&duplicate, &original, context)
        })?;
        let stamp = EntryStamp {
            performed_by: &performed_by,
            happened_at,
            ..call.caller_stamp()?
        };
        tx.append_facts(
            &ticket_stream(at.ticket),
            Some(at.version),
            vec![Fact::Ticket(gone)],
            &stamp,
        )?;
        tx.append_facts(
            &ticket_stream(into),
            Some(original.version),
            vec![Fact::Ticket(joined)],
            &stamp,
        )?;
        build_ticket_view(call, tx, at.ticket)
    })?;
    Ok(reply_with_ticket(view, &["ticket", &ticket_stream(into)]))
}

/// 撤回: takes back the last step of a ticket, within a minute, by whoever typed it.
///
/// # Errors
/// Those of `withdraw::withdraw`; `stale_version`, `not_found`.
pub fn withdraw_step(call: &Call, ask: StepRequest<Nothing>) -> Result<ChangeReply<TicketView>, Refusal> {
    let (at, Nothing {}) = StepTarget::split_request(ask);
    let view = call.write_tx(|tx| {
        let ticket = read_current_ticket(tx, at.ticket, at.version)?;
        let entries = tx.ticket_entries(at.ticket)?;
        let last = entries
            .last()
            .ok_or_else(|| Refusal::new(Code::NotFound).with_arg("what", "ticket"))?;
        let stamp = call.caller_stamp()?;
        let fact = with_context(call, tx, stamp.performed_by, call.now, |context| {
            withdraw::withdraw_step(&ticket, last, context)
        })?;
        let fact = Fact::Ticket(fact);
        tx.append_facts(&ticket_stream(at.ticket), Some(at.version), vec![fact], &stamp)?;
        build_ticket_view(call, tx, at.ticket)
    })?;
    Ok(reply_with_ticket(view, &["ticket"]))
}

fn reply_with_ticket(view: TicketView, more: &[&str]) -> ChangeReply<TicketView> {
    let mut nouns = vec![ticket_stream(view.ticket.id)];
    nouns.extend(more.iter().map(|noun| (*noun).to_owned()));
    ChangeReply {
        value: view,
        changed: nouns,
    }
}

/// One ticket.
///
/// # Errors
/// `not_found`; `required` if neither id nor number is given.
pub fn get_ticket(call: &Call, ask: TicketGet) -> Result<TicketView, Refusal> {
    call.read_tx(|tx| {
        let id = match (ask.ticket, &ask.number) {
            (Some(id), _) => id,
            (None, Some(number)) => {
                let missing = || Refusal::at_field(Code::NotFound, "number").with_arg("what", "ticket");
                tx.ticket_by_number(number)?.ok_or_else(missing)?
            }
            (None, None) => return Err(Refusal::at_field(Code::Required, "ticket")),
        };
        build_ticket_view(call, tx, id)
    })
}

fn build_ticket_view(call: &Call, tx: &Tx, id: i64) -> Result<TicketView, Refusal> {
    let ticket = tx.read_ticket(id)?;
    let entries = tx.ticket_entries(id)?;
    let moves = list_offered_steps(call, tx, &ticket)?;
    let gone = domain::ticket::list_withdrawn_versions(entries.iter());
    let (verdicts, coverage) = match &ticket.case {
        TicketCase::EmergencyWater(case) => (
            case.ground_verdicts(&ticket.terms.thresholds),
            case.list_coverage(),
        ),
        _ => (Vec::new(), Vec::new()),
    };
    let from = ticket
        .opened_from
        .iter()
        .map(|link| build_link_view(tx, link, true));
    let to = ticket.links.iter().map(|link| build_link_view(tx, link, false));
    Ok(TicketView {
        linked: from.chain(to).collect::<Result<_, _>>()?,
        pages: print::list_printable_forms(&ticket),
        linkable: decide::linkable_services(ticket.open.asked.service_kind()).to_vec(),
        verdicts,
        coverage,
        clocks: clock::list_clocks(&ticket, call.now),
        next: way::list_next_steps(&ticket, &moves),
        done: way::list_done_steps(&ticket),
        open_valves: ticket
            .valves
            .iter()
            .filter(|task| task.is_open())
            .map(|task| task.task)
            .collect(),
        moves,
        entries: entries
            .iter()
            .filter_map(|entry| build_entry_view(&ticket, entry, &gone))
            .collect(),
        withdrawable: find_withdrawable_step(call, &entries),
        ticket,
        now: call.now,
    })
}

/// The steps the caller may take now.
fn list_offered_steps(call: &Call, tx: &Tx, ticket: &Ticket) -> Result<Vec<StepKind>, Refusal> {
    let now = MoveContext {
        attempts: tx.read_settings()?.1.follow_up_attempts,
        in_hours: tx.read_calendar()?.1.classify_moment(call.now) == HoursKind::Working,
    };
    let office = read_office_engineers(tx)?;
    let person = to_standing(call.signed_in_person()?, &office);
    let may =
        |step: &StepKind| call.may_call(step.command_name()) && decide::can_take(*step, ticket, &person);
    Ok(moves::list_possible_steps(ticket, now)
        .into_iter()
        .filter(may)
        .collect())
}

fn build_link_view(tx: &Tx, link: &TicketLink, source: bool) -> Result<LinkedTicketView, Refusal> {
    let ticket = tx.read_ticket(link.ticket)?;
    Ok(LinkedTicketView {
        ticket: link.ticket,
        number: link.number.clone(),
        service: link.service,
        stage: ticket.stage,
        summary: ticket.open.asked.summary_line(),
        source,
    })
}

/// What the caller can take back now.
fn find_withdrawable_step(call: &Call, entries: &[JournalEntry]) -> Option<WithdrawableStep> {
    let (last, person) = (entries.last()?, call.who.as_ref()?);
    let until = withdraw::withdrawable_until(last, person.id).filter(|until| call.now <= *until)?;
    let Fact::Ticket(fact) = &last.fact else {
        return None;
    };
    call.may_call("ticket_withdraw").then(|| WithdrawableStep {
        title: timeline::fact_title(fact).to_owned(),
        until,
    })
}

fn build_entry_view(ticket: &Ticket, entry: &JournalEntry, gone: &[i64]) -> Option<TicketEntryView> {
    let Fact::Ticket(fact) = &entry.fact else {
        return None;
    };
    let told = timeline::describe_fact(fact);
    Some(TicketEntryView {
        version: entry.version,
        title: told.title,
        lines: told.lines,
        performed_by: entry.performed_by.clone(),
        recorder: entry.recorder.clone(),
        happened_at: entry.happened_at,
        recorded_at: entry.recorded_at,
        late_entry: ticket.is_entered_late(entry),
        withdrawn: gone.contains(&entry.version),
    })
}
