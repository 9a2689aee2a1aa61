//! A ticket in one flat row: what lists show, filters ask and figures count. The store keeps exactly this.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Moment, Ticket,
    acknowledgement::AnswerKind,
    clock::{self, ClockKind, ClockState},
    customer::AddressArea,
    service::{
        ServiceIntake, ServiceKind,
        repair::{RepairFault, RepairWork},
        step::FollowUpOutcome,
    },
    ticket::{Channel, RecordedStep, Stage, TicketCase},
    todo::TodoKind,
};

mod service;

pub use service::{ClockRow, ServiceRow, TripRow, ValveRow};

/// The row. Instants are UTC milliseconds, hours are minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TicketRow {
    /// Id in this file; later reports have higher ids.
    #[ts(type = "number")]
    pub id: i64,
    pub number: String,
    /// Facts so far.
    #[ts(type = "number")]
    pub version: i64,
    /// 服务类别.
    pub service: ServiceKind,
    /// 环节.
    pub stage: Stage,
    /// 接报渠道.
    pub channel: Channel,
    /// 首接人: who received it first (4.1).
    pub first_receiver: String,
    /// 城区.
    pub area: AddressArea,
    /// 小区.
    pub community: String,
    /// Kind of fault, of a repair.
    pub fault: Option<RepairFault>,
    /// What is wrong, in one line.
    pub summary: String,
    /// Customer.
    pub name: String,
    pub phone: String,
    /// 户号.
    pub account_number: String,
    pub address: String,
    /// Household, if known.
    #[ts(type = "number | null")]
    pub customer: Option<i64>,
    /// 班组.
    pub crew: Option<String>,
    pub received_at: Moment,
    /// When the form was raised.
    pub raised_at: Moment,
    /// Raised in working hours.
    pub in_hours: bool,
    /// Received in working hours; with `in_hours` it shows a form that escaped the 30 minutes.
    pub received_in_hours: bool,
    /// Which clock runs out next.
    pub next_clock: Option<ClockKind>,
    /// When it began.
    pub next_start: Option<Moment>,
    /// When it runs out.
    pub next_limit: Option<Moment>,
    /// Limit of a repair's hand-over.
    pub hand_over_limit: Option<Moment>,
    pub handed_over_at: Option<Moment>,
    /// Target of a repair's arrival, where the 15 minutes count.
    pub arrival_target: Option<Moment>,
    /// Limit of a repair's arrival in force.
    pub arrival_limit: Option<Moment>,
    /// The time agreed with the customer (4.3⑵).
    pub appointed_at: Option<Moment>,
    /// Whether the limit had passed before an appointment replaced it.
    pub appointed_late: bool,
    /// That limit, of a repair.
    pub arrival_missed: Option<Moment>,
    /// First arrival.
    pub arrived_at: Option<Moment>,
    /// The 24 hours of a repair as they began, the answer's limit of a leak detection or a water test.
    pub first_limit: Option<Moment>,
    pub total_limit: Option<Moment>,
    /// Whether the limit had passed before an extension moved it.
    pub broken: bool,
    /// That limit.
    pub total_missed: Option<Moment>,
    /// When repaired **and** replied.
    pub finished_at: Option<Moment>,
    pub repaired_at: Option<Moment>,
    pub replied_at: Option<Moment>,
    #[ts(type = "number")]
    pub extensions: i64,
    /// Extensions approved.
    #[ts(type = "number")]
    pub extended: i64,
    /// Whether an extension waits for its decision.
    pub extension_pending: bool,
    /// Who typed the request that waits, by id.
    #[ts(type = "number | null")]
    pub extension_by: Option<i64>,
    /// In whose name it was asked; only the file reads it.
    #[serde(skip)]
    pub extension_names: Vec<String>,
    /// The reason given with the last extension; the overdue list prints it.
    pub extension_reason: String,
    /// 退单.
    #[ts(type = "number")]
    pub returns: i64,
    /// 催办.
    #[ts(type = "number")]
    pub urges: i64,
    /// 督办.
    #[ts(type = "number")]
    pub supervisions: i64,
    /// How the customer answered the acknowledgement.
    pub acknowledged: Option<AnswerKind>,
    pub acknowledged_at: Option<Moment>,
    /// Minutes claimed.
    #[ts(type = "number")]
    pub claimed_minutes: i64,
    /// Who typed the claimed hours, by id.
    #[ts(type = "number | null")]
    pub claimed_by: Option<i64>,
    /// Whose names stand with the claimed hours: who reported them, and the crew; only the file reads it.
    #[serde(skip)]
    pub claimed_names: Vec<String>,
    /// Minutes verified.
    #[ts(type = "number | null")]
    pub verified_minutes: Option<i64>,
    pub verified_at: Option<Moment>,
    /// Outcome of the follow-up: the last call that reached somebody, else the last call.
    pub follow_up: Option<FollowUpOutcome>,
    pub followed_up_at: Option<Moment>,
    #[ts(type = "number")]
    pub calls: i64,
    /// Valve tasks, in the order they were given.
    pub valves: Vec<ValveRow>,
    /// When violations were reported.
    pub violations: Vec<Moment>,
    #[ts(type = "number")]
    pub violations_open: i64,
    /// The ticket it was opened from.
    #[ts(type = "number | null")]
    pub opened_from: Option<i64>,
    pub opened_from_service: Option<ServiceKind>,
    /// Tickets opened from it.
    #[ts(type = "number")]
    pub links: i64,
    /// When a community event is to be held.
    pub planned_at: Option<Moment>,
    /// The other services' clocks; a repair's stand in columns of their own.
    pub clocks: Vec<ClockRow>,
    /// What figures count of the other services.
    pub more: Option<ServiceRow>,
    /// When each of its binding limits was kept whose step was typed only when the limit was over: 按时（补录）.
    pub entered_late: Vec<Moment>,
    /// What it waits for.
    pub todos: Vec<TodoKind>,
    /// When it ended: closed, passed on, cancelled, merged.
    pub ended_at: Option<Moment>,
    /// When its personal content was taken out (到期清除).
    pub erased_at: Option<Moment>,
    /// The latest instant a figure may count it by; none earlier than `received_at`.
    pub counts_until: Moment,
}

impl TicketRow {
    /// The row of a ticket.
    #[must_use]
    pub fn from_ticket(ticket: &Ticket) -> Self {
        let repair = ticket.case == TicketCase::Repair;
        let next = clock::find_next_deadline(ticket);
        let limits = &ticket.terms.limits;
        let call = find_last_call(ticket);
        let mut row = Self {
            id: ticket.id,
            number: ticket.number.clone(),
            version: ticket.version,
            service: ticket.open.asked.service_kind(),
            stage: ticket.stage,
            channel: ticket.open.channel,
            first_receiver: ticket.open.first_receiver.clone(),
            area: ticket.open.area,
            community: ticket.open.community.clone(),
            fault: match &ticket.open.asked {
                ServiceIntake::Repair(asked) => Some(asked.fault),
                _ => None,
            },
            summary: ticket.open.asked.summary_line(),
            name: ticket.open.name.clone(),
            phone: ticket.open.phone.clone(),
            account_number: ticket.open.account_number.clone(),
            address: ticket.open.address.clone(),
            customer: ticket.open.customer,
            crew: ticket.crew_name().map(str::to_owned),
            received_at: ticket.open.received_at,
            raised_at: ticket.open.form_raised_at(),
            in_hours: ticket.terms.is_in_hours(),
            received_in_hours: ticket.terms.received_hours == crate::calendar::HoursKind::Working,
            next_clock: next.map(|due| due.kind),
            next_start: next.map(|due| due.start),
            next_limit: next.map(|due| due.limit),
            hand_over_limit: repair.then(|| ticket.open.received_at.plus_minutes(limits.hand_over)),
            handed_over_at: ticket.handed_over.as_ref().map(|step| step.at),
            arrival_target: clock::arrival_target(ticket),
            arrival_limit: clock::visit_limit(ticket).filter(|_| repair),
            appointed_at: ticket.appointment.as_ref().map(|done| done.details.at),
            appointed_late: ticket.appointed_late,
            arrival_missed: ticket.missed_visit.filter(|_| repair),
            arrived_at: ticket.arrived_at,
            first_limit: clock::first_total_limit(ticket),
            total_limit: clock::total_limit(ticket),
            broken: clock::missed_before_extension(ticket).is_some(),
            total_missed: clock::missed_before_extension(ticket),
            finished_at: clock::finished_at(ticket),
            repaired_at: ticket.work.as_ref().map(|work| work.at),
            replied_at: ticket.reply.as_ref().map(|reply| reply.at),
            extensions: count_items(&ticket.extensions),
            extended: count_items(&clock::approved_extensions(ticket).collect::<Vec<_>>()),
            extension_pending: ticket.pending_extension().is_some(),
            extension_by: ticket.pending_extension().map(|asked| asked.recorded_by),
            extension_names: ticket
                .pending_extension()
                .map(|asked| asked.asked_by.clone())
                .into_iter()
                .collect(),
            extension_reason: ticket
                .extensions
                .last()
                .map(|last| last.request.reason.clone())
                .unwrap_or_default(),
            returns: count_items(&ticket.returns),
            urges: count_items(&ticket.urges),
            supervisions: count_items(&ticket.supervisions),
            acknowledged: ticket
                .acknowledgement
                .as_ref()
                .map(crate::acknowledgement::AcknowledgementRecord::answer_kind),
            // A mistake mended next month does not take the signature out of this one.
            acknowledged_at: ticket
                .corrected
                .iter()
                .chain(&ticket.acknowledgement)
                .map(|record| record.signed_at)
                .next(),
            claimed_minutes: ticket
                .work
                .as_ref()
                .map_or(0, |work| work.details.total_minutes()),
            claimed_by: ticket.work.as_ref().map(|work| work.recorded_by),
            claimed_names: ticket.work.as_ref().map_or_else(Vec::new, list_reporters),
            verified_minutes: ticket.hours.as_ref().map(|hours| hours.details.minutes),
            verified_at: ticket.hours.as_ref().map(|hours| hours.at),
            follow_up: call.map(|(outcome, _)| outcome),
            followed_up_at: call.map(|(_, at)| at),
            calls: count_items(&ticket.follow_ups),
            valves: ticket
                .valves
                .iter()
                .map(|task| ValveRow::from_task(task, limits.valve))
                .collect(),
            violations: ticket
                .violations
                .iter()
                .map(|violation| violation.reported_at)
                .collect(),
            violations_open: count_items(
                &ticket
                    .violations
                    .iter()
                    .filter(|v| v.closed_at.is_none())
                    .collect::<Vec<_>>(),
            ),
            opened_from: ticket.opened_from.as_ref().map(|link| link.ticket),
            opened_from_service: ticket.opened_from.as_ref().map(|link| link.service),
            links: count_items(&ticket.links),
            planned_at: match &ticket.case {
                TicketCase::Community(case) => case.current_schedule().map(|schedule| schedule.at),
                _ => None,
            },
            clocks: ClockRow::list_for_ticket(ticket),
            more: ServiceRow::from_ticket(ticket),
            entered_late: list_entered_late(ticket),
            todos: TodoKind::list_for_ticket(ticket),
            ended_at: ticket
                .closed_at
                .or_else(|| ticket.ended.as_ref().map(|end| end.at)),
            erased_at: ticket.erased_at,
            counts_until: ticket.open.received_at,
        };
        row.counts_until = row.last_counted_at();
        row
    }

    fn last_counted_at(&self) -> Moment {
        [
            self.first_limit,
            self.total_limit,
            self.total_missed,
            self.hand_over_limit,
            self.handed_over_at,
            // An appointment may lie months ahead; the overdue list counts it there.
            self.arrival_limit,
            self.arrival_missed,
            self.arrived_at,
            self.repaired_at,
            self.replied_at,
            self.acknowledged_at,
            self.verified_at,
            self.followed_up_at,
            self.ended_at,
        ]
        .into_iter()
        .chain(
            self.valves
                .iter()
                .flat_map(|task| [Some(task.limit), task.arrived_at]),
        )
        .flatten()
        .chain(self.violations.iter().copied())
        .chain(self.clocks.iter().flat_map(ClockRow::list_moments))
        .chain(self.more.iter().flat_map(ServiceRow::list_moments))
        .fold(self.received_at, Moment::max)
    }
}

fn list_entered_late(ticket: &Ticket) -> Vec<Moment> {
    // The time does not matter: what has ended is not counted on.
    let clocks = clock::list_clocks(ticket, Moment(i64::MIN)).into_iter();
    clocks
        .filter(|clock| clock.binding && clock.state == ClockState::MetEnteredLate)
        .filter_map(|clock| clock.ended_at)
        .collect()
}

/// Who reported hours, by name, and whose they are.
fn list_reporters(work: &RecordedStep<RepairWork>) -> Vec<String> {
    let workers = work.details.workers.iter().map(|worker| worker.name.clone());
    [work.by.clone()].into_iter().chain(workers).collect()
}

fn count_items<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

fn find_last_call(ticket: &Ticket) -> Option<(FollowUpOutcome, Moment)> {
    let reached = ticket
        .follow_ups
        .iter()
        .rev()
        .find(|call| call.details.outcome != FollowUpOutcome::NotReached);
    reached
        .or(ticket.follow_ups.last())
        .map(|call| (call.details.outcome, call.at))
}
