//! Lists of tickets, the workbench, what may be the same report.

use std::collections::BTreeSet;

use domain::{
    Code, Moment, Refusal, TicketRow,
    calendar::HoursKind,
    check,
    clock::ClockKind,
    list::TicketColumn,
    moment::{DAY, HOUR},
    person::Role,
    service::ServiceKind,
    ticket::Stage,
    todo::TodoKind,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{ConcernedPerson, ListPage, TicketList, TicketOrder, TodoQuery, Tx};
use ts_rs::TS;

use crate::{
    Call, Desk,
    wire::to_wire_number,
    wire::{self, Nothing, OutputFile, PrivacyCheck},
};

/// Days within which a report from the same household or phone may be the same one.
const DUPLICATE_DAYS: i64 = 7;
/// Rows of the workbench.
const BOARD: u32 = 60;
/// How far tickets are counted: beyond it a screen says 999+.
const COUNTED: u32 = 1_000;
/// Lists counted at once.
const LISTS: usize = 50;
/// Hours of a day.
const HOURS: usize = 24;
/// Tickets of an exported list (ours): what a spreadsheet still opens quickly.
const EXPORTED: u32 = 100_000;

/// What may be the same report.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TicketDuplicates {
    pub phone: String,
    /// 户号.
    pub account_number: String,
    pub address: String,
}

/// How many tickets are at a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct StageCount {
    pub stage: Stage,
    #[ts(type = "number")]
    pub count: i64,
}

/// Lists to be counted.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketCount {
    /// The lists, at most 50.
    pub queries: Vec<TicketList>,
}

/// How many tickets lists find.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TicketCounts {
    /// In the order of the lists, counted up to `most`.
    #[ts(type = "number[]")]
    pub counts: Vec<i64>,
    /// Where counting ends: there may be more.
    #[ts(type = "number")]
    pub most: i64,
}

/// A list as a spreadsheet.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketExport {
    /// Everything this finds, whatever its page; not looked at where `tickets` names some.
    pub query: TicketList,
    /// Of these tickets alone, in this order, as they stand now. One that is named twice comes once.
    #[serde(default)]
    #[ts(optional = nullable, type = "number[]")]
    pub tickets: Option<Vec<i64>>,
    /// In these columns, in this order.
    pub columns: Vec<TicketColumn>,
}

/// What the workbench says of a ticket: it is read with every sign-in and every fifteen seconds.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct WorkbenchRow {
    #[ts(type = "number")]
    pub id: i64,
    pub number: String,
    /// How many facts it has.
    #[ts(type = "number")]
    pub version: i64,
    pub service: ServiceKind,
    pub stage: Stage,
    pub community: String,
    /// What it is about.
    pub summary: String,
    /// Name of the customer.
    pub name: String,
    pub address: String,
    pub crew: Option<String>,
    /// The clock that runs out next.
    pub next_clock: Option<ClockKind>,
    /// Since when.
    pub next_start: Option<Moment>,
    /// Until when.
    pub next_limit: Option<Moment>,
    /// Whether an extension waits for its decision.
    pub extension_pending: bool,
    /// How often it was urged.
    #[ts(type = "number")]
    pub urges: i64,
    /// Violation records nobody has dealt with.
    #[ts(type = "number")]
    pub violations_open: i64,
}

impl From<TicketRow> for WorkbenchRow {
    fn from(row: TicketRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            version: row.version,
            service: row.service,
            stage: row.stage,
            community: row.community,
            summary: row.summary,
            name: row.name,
            address: row.address,
            crew: row.crew,
            next_clock: row.next_clock,
            next_start: row.next_start,
            next_limit: row.next_limit,
            extension_pending: row.extension_pending,
            urges: row.urges,
            violations_open: row.violations_open,
        }
    }
}

/// The workbench: what runs out next, and how much is where.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Workbench {
    /// Open tickets, soonest limit first; at most 60.
    pub rows: Vec<WorkbenchRow>,
    /// How many tickets are at each open stage, in the order of the work; those without any too.
    pub counts: Vec<StageCount>,
    /// The work of who looks, by their roles, and how many tickets wait for it.
    pub todo: Vec<TodoCount>,
    /// Open tickets that wait for any of it, in the order of the rows; at most 60.
    pub mine: Vec<WorkbenchRow>,
    /// How many those are altogether.
    #[ts(type = "number")]
    pub mine_total: i64,
    /// When this was read.
    pub now: Moment,
}

/// What came and what runs out, hour by hour.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct HourlyCounts {
    /// Midnight of today, in Shanghai.
    pub today: Moment,
    /// How many tickets were received in each hour of today.
    #[ts(type = "number[]")]
    pub received: Vec<i64>,
    /// How many in each hour of yesterday.
    #[ts(type = "number[]")]
    pub received_before: Vec<i64>,
    /// When the running hour began.
    pub hour: Moment,
    /// How many tickets have their soonest limit in each of 24 hours from then on; what is missed already is not among them.
    #[ts(type = "number[]")]
    pub due: Vec<i64>,
    /// How many tickets have missed a limit they still wait for.
    #[ts(type = "number")]
    pub missed: i64,
    /// When this was read.
    pub now: Moment,
}

/// How many tickets wait for something.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TodoCount {
    pub todo: TodoKind,
    #[ts(type = "number")]
    pub count: i64,
}

/// A page of tickets.
///
/// # Errors
/// `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list_tickets(call: &Call, ask: TicketList) -> Result<ListPage<TicketRow>, Refusal> {
    check::check_optional_text("text", ask.text.as_deref().unwrap_or_default(), check::LINE)?;
    call.read_tx(|tx| tx.list_tickets(&ask, call.viewer, call.now))
}

/// How many tickets each of these lists finds.
///
/// # Errors
/// `out_of_range` at `queries`; those of a list.
pub fn count_ticket_lists(call: &Call, ask: TicketCount) -> Result<TicketCounts, Refusal> {
    if ask.queries.len() > LISTS {
        return Err(Refusal::at_field(Code::OutOfRange, "queries")
            .with_arg("least", 0)
            .with_arg("most", LISTS));
    }
    let counts = call.read_tx(|tx| {
        let one = |query| tx.count_tickets(query, call.viewer, call.now, COUNTED);
        ask.queries.iter().map(one).collect()
    })?;
    Ok(TicketCounts {
        counts,
        most: COUNTED.into(),
    })
}

/// What a list shows, as XLSX.
///
/// # Errors
/// `required` at `columns`; `out_of_range` at `query` if it finds more than 100,000 tickets, at `tickets` if none or more
/// are named; `not_found` at `tickets`; `stopped`; those of a list.
pub fn export_tickets(call: &Call, ask: TicketExport) -> Result<OutputFile, Refusal> {
    if ask.columns.is_empty() {
        return Err(Refusal::at_field(Code::Required, "columns"));
    }
    check::check_count("columns", ask.columns.len(), 1, TicketColumn::ALL.len())?;
    check::check_optional_text("text", ask.query.text.as_deref().unwrap_or_default(), check::LINE)?;
    let (rows, company, kind) = call.read_tx(|tx| {
        let rows = match &ask.tickets {
            Some(ids) => read_named_rows(tx, ids)?,
            None => tx
                .all_tickets(&ask.query, call.viewer, call.now, EXPORTED)?
                .ok_or_else(|| too_many_tickets_refusal("query", 0))?,
        };
        Ok((rows, tx.read_settings()?.1.company, call.desk.data_kind(tx)?.zh()))
    })?;
    report_export_progress(call, rows.len(), rows.len())?;
    let rows = call.viewer.show_value(rows)?;
    let no_proof = workbook::no_proof_suffix(kind.as_deref());
    let title = format!("{company}　工单列表　{}{no_proof}", call.now.date_time_text());
    let all = rows.len();
    let bytes = workbook::build_list_xlsx(&title, &company, &ask.columns, &rows, &mut |stand| {
        report_export_progress(call, all + stand, all)
    })?;
    let name = format!("工单列表-{}.xlsx", call.now.to_local().format("%Y%m%d-%H%M"));
    Ok(wire::make_output_file(
        name,
        wire::XLSX,
        &bytes,
        PrivacyCheck::from_visible(&rows),
    ))
}

/// How far an exported list is: read, written, packed.
fn report_export_progress(call: &Call, done: usize, rows: usize) -> Result<(), Refusal> {
    call.work
        .set_progress(to_wire_number(done), to_wire_number(rows.saturating_mul(3)))
}

fn too_many_tickets_refusal(field: &'static str, least: u32) -> Refusal {
    Refusal::at_field(Code::OutOfRange, field)
        .with_arg("least", least)
        .with_arg("most", EXPORTED)
        .with_arg("what", "export")
}

/// The rows of these tickets, as they are named.
fn read_named_rows(tx: &Tx, ids: &[i64]) -> Result<Vec<TicketRow>, Refusal> {
    let ids = deduplicate_ids(ids);
    if ids.is_empty() || u32::try_from(ids.len()).unwrap_or(u32::MAX) > EXPORTED {
        return Err(too_many_tickets_refusal("tickets", 1));
    }
    let row = |id: i64| {
        tx.find_ticket_row(id)?
            .ok_or_else(|| Refusal::at_field(Code::NotFound, "tickets").with_arg("what", "ticket"))
    };
    ids.into_iter().map(row).collect()
}

/// Each once, where it is named first.
pub(super) fn deduplicate_ids(ids: &[i64]) -> Vec<i64> {
    let mut seen = BTreeSet::new();
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}

/// The workbench.
///
/// # Errors
/// Those of reading the file.
pub fn get_workbench(call: &Call, _: Nothing) -> Result<Workbench, Refusal> {
    call.read_tx(|tx| {
        let all = list_caller_todos(call, tx)?;
        build_workbench(tx, &all, call.now)
    })
}

/// What the caller may do next, by their roles and now. Nobody decides on what is their own; where nobody of 总工办 can decide, a
/// manager does (4.1, 4.3).
fn list_caller_todos(call: &Call, tx: &Tx) -> Result<Vec<TodoQuery>, Refusal> {
    let person = call.signed_in_person()?;
    let manages = person.roles.contains(&Role::Manager);
    let in_hours = tx.read_calendar()?.1.classify_moment(call.now) == HoursKind::Working;
    let concerned = |(id, name)| ConcernedPerson { id, name };
    let own = concerned((person.id, person.name.clone()));
    let office: Vec<ConcernedPerson> = super::read_office_engineers(tx)?
        .into_iter()
        .map(concerned)
        .collect();
    let wait = |todo: TodoKind| {
        let of_roles = todo.is_of_roles(&person.roles);
        let in_place = todo.is_decided_by_others() && manages && !of_roles;
        let now = !todo.is_only_at_night() || !in_hours;
        (now && (of_roles || in_place)).then(|| TodoQuery {
            todo,
            not_of: Some(own.clone()),
            of_all: if in_place { office.clone() } else { Vec::new() },
        })
    };
    Ok(TodoKind::ALL.iter().copied().filter_map(wait).collect())
}

fn to_workbench_rows(rows: Vec<TicketRow>) -> Vec<WorkbenchRow> {
    rows.into_iter().map(WorkbenchRow::from).collect()
}

/// The workbench of whoever does these.
fn build_workbench(tx: &Tx, all: &[TodoQuery], now: Moment) -> Result<Workbench, Refusal> {
    let found = tx.stage_counts()?;
    let count = |stage: &Stage| {
        found
            .iter()
            .find(|(is, _)| is == stage)
            .map_or(0, |(_, count)| *count)
    };
    let counts = Stage::ALL
        .iter()
        .filter(|stage| stage.is_open())
        .map(|stage| StageCount {
            stage: *stage,
            count: count(stage),
        })
        .collect();
    let (waiting, mine_total) = tx.todo_counts(all)?;
    let todo = all.iter().zip(waiting).map(|(wait, count)| TodoCount {
        todo: wait.todo,
        count,
    });
    Ok(Workbench {
        rows: to_workbench_rows(tx.list_workbench_tickets(BOARD)?),
        counts,
        todo: todo.collect(),
        mine: to_workbench_rows(tx.list_waiting_tickets(all, BOARD)?),
        mine_total,
        now,
    })
}

impl Desk {
    /// Reads once what the workbench shows, so that whoever signs in next does not wait for the disk.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn prefetch_workbench(&self, now: Moment) -> Result<(), Refusal> {
        let all: Vec<TodoQuery> = TodoKind::ALL.iter().copied().map(TodoQuery::from).collect();
        self.store.read_tx(|tx| build_workbench(tx, &all, now)).map(drop)
    }
}

/// The day by hours.
///
/// # Errors
/// Those of reading the file.
pub fn get_hourly_counts(call: &Call, _: Nothing) -> Result<HourlyCounts, Refusal> {
    let now = call.now;
    let today = Moment::start_of_day(now.local_date());
    let hour = Moment(now.0 - now.time_of_day().rem_euclid(HOUR));
    let missed = TicketList {
        overdue: true,
        order: Some(TicketOrder::Deadline),
        ..TicketList::default()
    };
    call.read_tx(|tx| {
        Ok(HourlyCounts {
            today,
            received: tx.received_by_hour(today, HOURS)?,
            received_before: tx.received_by_hour(Moment(today.0 - DAY), HOURS)?,
            hour,
            due: tx.due_by_hour(hour, now, HOURS)?,
            missed: tx.count_tickets(&missed, call.viewer, now, u32::MAX)?,
            now,
        })
    })
}

/// Reports of the last seven days from the same household, phone or address.
///
/// # Errors
/// Those of reading the file.
pub fn find_duplicate_tickets(call: &Call, ask: TicketDuplicates) -> Result<Vec<TicketRow>, Refusal> {
    let since = call.now.plus_minutes(-DUPLICATE_DAYS * 24 * 60);
    call.read_tx(|tx| tx.find_duplicates(&ask.phone, &ask.account_number, &ask.address, call.viewer, since))
}
