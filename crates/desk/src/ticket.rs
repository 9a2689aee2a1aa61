//! Tickets: taking a report, taking steps, reading.

use domain::{
    Code, Moment, Refusal, Ticket, TicketRow,
    acknowledgement::Line,
    clock::{self, Clock},
    customer::Area,
    fact::{Entry, Fact, TicketFact},
    service::{
        ServiceKind,
        repair::{
            decide::{self, Act, Context},
            moves::{self, Step},
        },
    },
    ticket::{Channel, Open, Stage},
    timeline,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Order, Stamp, TicketQuery, Tx};
use ts_rs::TS;

use crate::{
    Call,
    wire::{self, Changed, FileOut, Listed, Nothing, StepRequest},
};

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
    /// When this was read.
    pub now: Moment,
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

/// A list, filtered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
#[ts(rename = "TicketList")]
#[schemars(rename = "TicketList")]
pub struct List {
    /// Stages; all if empty.
    #[ts(optional, as = "Option<Vec<Stage>>")]
    pub stages: Vec<Stage>,
    /// Service.
    pub service: Option<ServiceKind>,
    /// Channel.
    pub channel: Option<Channel>,
    /// Area.
    pub area: Option<Area>,
    /// Crew.
    pub crew: Option<String>,
    /// Community.
    pub community: Option<String>,
    /// Household.
    pub customer: Option<i64>,
    /// Received from then on.
    pub from: Option<Moment>,
    /// Received before then.
    pub to: Option<Moment>,
    /// Only what is not ended.
    #[ts(optional, as = "Option<bool>")]
    pub only_open: bool,
    /// Only what has missed a limit it still waits for.
    #[ts(optional, as = "Option<bool>")]
    pub overdue: bool,
    /// Words: two or more Chinese characters of any text, last digits of a phone, account or ticket number.
    pub text: Option<String>,
    /// Order; newest first if empty.
    pub order: Option<Order>,
    /// Rows of a page, 1 to 200; 50 if empty.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// What may be the same report.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Duplicates {
    /// Phone.
    pub phone: String,
    /// 户号.
    pub account_number: String,
    /// Address.
    pub address: String,
}

/// A row with its clocks.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct BoardRow {
    /// The row.
    pub row: TicketRow,
    /// Its clocks now.
    pub clocks: Vec<Clock>,
}

/// How many tickets are at a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
}

/// The workbench: what runs out next, and how much is where.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Board {
    /// Open tickets, soonest limit first; at most 60.
    pub rows: Vec<BoardRow>,
    /// Open tickets by stage.
    pub counts: Vec<StageCount>,
    /// When this was read.
    pub now: Moment,
}

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// 派工单.
    WorkOrder,
    /// 用户签字确认单.
    Acknowledgement,
    /// 回复单.
    Reply,
}

/// Prints a form.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// Of which ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Which form.
    pub page: Page,
}

/// The original of a duplicate.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Into {
    /// Its id.
    #[ts(type = "number")]
    pub into: i64,
}

/// Days within which a report from the same household or phone may be the same one.
const DUPLICATE_DAYS: i64 = 7;
/// Rows of the workbench.
const BOARD: u32 = 60;

/// The stream of a ticket.
pub(crate) fn stream(id: i64) -> String {
    format!("ticket/{id}")
}

/// Opens a ticket (4.1, 4.3).
///
/// # Errors
/// Those of `decide::open`; `not_found` at `customer`.
pub fn open(call: &Call, ask: OpenRequest) -> Result<Changed<TicketView>, Refusal> {
    let person = call.person()?;
    let view = call.write(|tx| {
        if let Some(customer) = ask.open.customer {
            tx.customer(customer).map_err(|refusal| Refusal {
                field: Some("customer".to_owned()),
                ..refusal
            })?;
        }
        let (id, number) = tx.next_ticket(ask.open.asked.prefix(), call.now.date())?;
        let fact = with_context(call, tx, &person.name, call.now, |context| {
            decide::open(&ask.open, id, number, context)
        })?;
        let stamp = Stamp {
            happened_at: ask.open.received_at,
            ..call.stamp()?
        };
        tx.append(&stream(id), Some(0), vec![Fact::Ticket(fact)], &stamp)?;
        view(call, tx, id)
    })?;
    Ok(changed(view, &["ticket"]))
}

/// Takes a step.
///
/// # Errors
/// `not_found`, `stale_version`, and those of `decide::decide`.
pub fn step<D>(call: &Call, ask: StepRequest<D>, act: fn(D) -> Act) -> Result<Changed<TicketView>, Refusal> {
    let at = At {
        ticket: ask.ticket,
        version: ask.version,
        performed_by: ask.performed_by,
        happened_at: ask.happened_at,
    };
    take(call, &at, &act(ask.details), |_| Ok(()))
}

/// Where and when a step is taken.
pub(crate) struct At {
    pub(crate) ticket: i64,
    pub(crate) version: i64,
    pub(crate) performed_by: Option<String>,
    pub(crate) happened_at: Option<Moment>,
}

/// Takes a step, with something to be stored beside it in the same transaction.
pub(crate) fn take(
    call: &Call,
    at: &At,
    act: &Act,
    beside: impl FnOnce(&Tx) -> Result<(), Refusal>,
) -> Result<Changed<TicketView>, Refusal> {
    let performed_by = performer(call, at)?;
    let happened_at = at.happened_at.unwrap_or(call.now);
    let view = call.write(|tx| {
        let ticket = current(tx, at)?;
        let facts = with_context(call, tx, &performed_by, happened_at, |context| {
            decide::decide(&ticket, act, context)
        })?;
        let stamp = Stamp {
            performed_by: &performed_by,
            happened_at,
            ..call.stamp()?
        };
        tx.append(
            &stream(at.ticket),
            Some(at.version),
            facts.into_iter().map(Fact::Ticket).collect(),
            &stamp,
        )?;
        beside(tx)?;
        view(call, tx, at.ticket)
    })?;
    let more: &[&str] = if matches!(act, Act::Acknowledge(..)) {
        &["ticket", "acknowledgement"]
    } else {
        &["ticket"]
    };
    Ok(changed(view, more))
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
fn current(tx: &Tx, at: &At) -> Result<Ticket, Refusal> {
    let ticket = tx.ticket(at.ticket)?;
    if ticket.version == at.version {
        return Ok(ticket);
    }
    Err(Refusal::at(Code::StaleVersion, "version")
        .with("expected", at.version)
        .with("is", ticket.version))
}

fn with_context<T>(
    call: &Call,
    tx: &Tx,
    performed_by: &str,
    happened_at: Moment,
    work: impl FnOnce(&Context) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let (settings, calendar, last_record) = (tx.settings()?.1, tx.calendar()?.1, tx.last_record()?);
    work(&Context {
        now: call.now,
        happened_at,
        performed_by,
        recorded_by: call.person()?.id,
        settings: &settings,
        calendar: &calendar,
        last_record: &last_record,
    })
}

/// Merges a duplicate into its original.
///
/// # Errors
/// `bad_merge`, `wrong_stage`, `stale_version`, `not_found`.
pub fn merge(call: &Call, ask: StepRequest<Into>) -> Result<Changed<TicketView>, Refusal> {
    let at = At {
        ticket: ask.ticket,
        version: ask.version,
        performed_by: ask.performed_by,
        happened_at: ask.happened_at,
    };
    let performed_by = performer(call, &at)?;
    let happened_at = at.happened_at.unwrap_or(call.now);
    let into = ask.details.into;
    let view = call.write(|tx| {
        let duplicate = current(tx, &at)?;
        let original = tx.ticket(into).map_err(|refusal| Refusal {
            field: Some("into".to_owned()),
            ..refusal
        })?;
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
    let attempts = tx.settings()?.1.follow_up_attempts;
    let moves = moves::possible(&ticket, attempts)
        .into_iter()
        .filter(|step| call.may(&command(*step)))
        .collect();
    Ok(TicketView {
        clocks: clock::clocks(&ticket, call.now),
        moves,
        entries: entries
            .iter()
            .filter_map(|entry| entry_view(&ticket, entry))
            .collect(),
        ticket,
        now: call.now,
    })
}

/// The command that takes a step.
fn command(step: Step) -> String {
    if step == Step::Acknowledge {
        "acknowledgement_sign".to_owned()
    } else {
        format!("ticket_{}", step.code())
    }
}

fn entry_view(ticket: &Ticket, entry: &Entry) -> Option<EntryView> {
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
        late_entry: ticket.late_entry(entry.happened_at, entry.recorded_at)
            && !matches!(fact, TicketFact::DuplicateJoined { .. }),
    })
}

/// A page of tickets.
///
/// # Errors
/// `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list(call: &Call, ask: List) -> Result<Listed<TicketRow>, Refusal> {
    let limit = ask.limit.unwrap_or(50);
    domain::check::range("limit", limit, 1, 200)?;
    domain::check::optional(
        "text",
        ask.text.as_deref().unwrap_or_default(),
        domain::check::LINE,
    )?;
    let query = TicketQuery {
        stages: ask.stages,
        service: ask.service,
        channel: ask.channel,
        area: ask.area,
        crew: ask.crew,
        community: ask.community,
        customer: ask.customer,
        from: ask.from,
        to: ask.to,
        only_open: ask.only_open,
        overdue_at: ask.overdue.then_some(call.now),
        text: ask.text,
        order: ask.order.unwrap_or_default(),
        limit: u32::try_from(limit).unwrap_or(50),
        after: ask.after,
    };
    let page = call.read(|tx| tx.tickets(&query))?;
    Ok(Listed {
        rows: page.rows,
        next: page.next,
    })
}

/// The workbench.
///
/// # Errors
/// Those of reading the file.
pub fn board(call: &Call, _: Nothing) -> Result<Board, Refusal> {
    call.read(|tx| {
        let mut rows = Vec::new();
        for row in tx.board(BOARD)? {
            let clocks = clock::clocks(&tx.ticket(row.id)?, call.now);
            rows.push(BoardRow { row, clocks });
        }
        let counts = tx
            .stage_counts()?
            .into_iter()
            .map(|(stage, count)| StageCount { stage, count })
            .collect();
        Ok(Board {
            rows,
            counts,
            now: call.now,
        })
    })
}

/// Reports of the last seven days from the same household, phone or address.
///
/// # Errors
/// Those of reading the file.
pub fn duplicates(call: &Call, ask: Duplicates) -> Result<Vec<TicketRow>, Refusal> {
    let since = call.now.plus_minutes(-DUPLICATE_DAYS * 24 * 60);
    call.read(|tx| tx.duplicates(&ask.phone, &ask.account_number, &ask.address, since))
}

/// A form as PDF.
///
/// # Errors
/// `not_found`; `not_acknowledged` for the acknowledgement before there is one; `wrong_stage` for the reply
/// before there is one.
pub fn print(call: &Call, ask: Print) -> Result<FileOut, Refusal> {
    let (ticket, settings, demo) = call.read(|tx| {
        Ok((
            tx.ticket(ask.ticket)?,
            tx.settings()?.1,
            tx.founded()?.unwrap_or(false),
        ))
    })?;
    let with = paper::Form {
        ticket: &ticket,
        settings: &settings,
        now: call.now,
        demo,
    };
    let (zh, sheet) = match ask.page {
        Page::WorkOrder => ("派工单", paper::work_order::sheet(&with)),
        Page::Acknowledgement => {
            let record = ticket
                .acknowledgement
                .as_ref()
                .ok_or_else(|| Refusal::new(Code::NotAcknowledged))?;
            ("用户签字确认单", paper::acknowledgement::sheet(&with, record))
        }
        Page::Reply => {
            let reply = ticket.reply.as_ref().ok_or_else(|| not_replied(&ticket))?;
            ("回复单", paper::reply::sheet(&with, reply))
        }
    };
    Ok(wire::pdf(
        format!("{zh}-{}.pdf", ticket.number),
        &paper::render(&sheet),
    ))
}

fn not_replied(ticket: &Ticket) -> Refusal {
    Refusal::new(Code::WrongStage)
        .with("stage", ticket.stage.code())
        .with("stage_zh", ticket.stage.zh())
        .with("step_zh", "打印回复单")
}
