//! Clocks 时限, computed from the ticket and the time given; nothing here is stored that cannot be computed
//! again. One function for screen, console and paper.
//!
//! An edge belongs to the later side: exactly at the limit is in time, one millisecond more is late.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Moment, Ticket,
    customer::Area,
    ticket::{Channel, ValveTask},
};

crate::words! {
    /// Which clock.
    ClockKind {
        HandOver "hand_over" = "转派时限",
        Arrival "arrival" = "到场时限",
        Total "total" = "办结时限",
        Valve "valve" = "关阀到场时限",
    }
}

crate::words! {
    /// How it stands.
    ClockState {
        Running "running" = "计时中",
        Met "met" = "按时",
        Late "late" = "逾时完成",
        Breached "breached" = "已超时",
        Waived "waived" = "不计时",
    }
}

crate::words! {
    /// Why a clock runs as it does, or not at all.
    Why {
        HotlineTenMinutes "hotline_ten_minutes" = "热线接报后须在规定时间内转派（4.3⑴）",
        OtherFirstReceiver "other_first_receiver" = "非热线首接，转派用时单独统计（4.1）",
        FormInHours "form_in_hours" = "工作时间内发起、城区，限时到场（4.3⑵）",
        ByAppointment "by_appointment" = "与用户约定时间，以预约为限（4.3⑵）",
        AppointedTooLate "appointed_too_late" = "超过到场时限后才约定，原时限仍记超时（4.3⑵）",
        OffHours "off_hours" = "非工作时间发起，按安排到场，不计 30 分钟（4.3⑶）",
        NotUrban "not_urban" = "城区外，不计 30 分钟（4.3⑵）",
        TotalTime "total_time" = "从接到报修到维修完成并回复（4.3）",
        Extended "extended" = "延时已批准，按新时限（4.3）",
        ExtendedTooLate "extended_too_late" = "超时后才批准延时，原时限仍记超时（4.3）",
        ValveOrder "valve_order" = "关阀止漏，及时到场（4.3⑷）",
        Ended "ended" = "工单已办结、转出、作废或并单，不再计时",
    }
}

/// A clock of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Clock {
    /// Which.
    pub kind: ClockKind,
    /// When it began.
    pub start: Moment,
    /// What to aim for, where that is earlier than the limit (15 minutes).
    pub target: Option<Moment>,
    /// The limit in force; none if it is waived from the beginning.
    pub limit: Option<Moment>,
    /// The first limit, where an extension or appointment replaced it.
    pub original: Option<Moment>,
    /// When what it waits for happened.
    pub ended_at: Option<Moment>,
    /// How it stands.
    pub state: ClockState,
    /// Why.
    pub why: Why,
    /// Whether it binds; the 10 minutes bind hotline staff only.
    pub binding: bool,
    /// Number of the valve task.
    pub task: Option<u32>,
}

/// All clocks of a ticket as they stand at `now`, in the order hand-over, arrival, total, valves.
#[must_use]
pub fn clocks(ticket: &Ticket, now: Moment) -> Vec<Clock> {
    let mut all = vec![hand_over(ticket, now), arrival(ticket, now), total(ticket, now)];
    all.extend(ticket.valves.iter().map(|task| valve(ticket, task, now)));
    all
}

/// What is waited for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which clock.
    pub kind: ClockKind,
    /// Since when.
    pub start: Moment,
    /// Until when.
    pub limit: Moment,
}

/// The clock that runs out next (or has run out) among those still waited for. A case that is over waits for
/// none: what it missed stays in its clocks, but nobody can hurry it.
#[must_use]
pub fn next(ticket: &Ticket) -> Option<Due> {
    if !ticket.stage.open() {
        return None;
    }
    // The time does not matter: which clocks are still waited for, and their limits, do not depend on it.
    let waited = |clock: Clock| {
        (clock.ended_at.is_none() && clock.state != ClockState::Waived && clock.binding).then_some(clock)
    };
    clocks(ticket, Moment(i64::MIN))
        .into_iter()
        .filter_map(waited)
        .filter_map(|clock| {
            clock.limit.map(|limit| Due {
                kind: clock.kind,
                start: clock.start,
                limit,
            })
        })
        .min_by_key(|due| due.limit)
}

/// 转派: from the report, 10 minutes (4.3⑴).
fn hand_over(ticket: &Ticket, now: Moment) -> Clock {
    let start = ticket.open.received_at;
    let limit = start.plus_minutes(ticket.terms.limits.hand_over);
    let hotline = ticket.open.channel == Channel::Hotline;
    let ended_at = ticket.handed_over.as_ref().map(|step| step.at);
    let (state, why) = state(ticket, ended_at, limit, false, now);
    Clock {
        kind: ClockKind::HandOver,
        start,
        target: None,
        limit: Some(limit),
        original: None,
        ended_at,
        state,
        why: why.unwrap_or(if hotline {
            Why::HotlineTenMinutes
        } else {
            Why::OtherFirstReceiver
        }),
        binding: hotline,
        task: None,
    }
}

/// The limit of the 30-minute clock (4.3⑵), if it runs at all: form raised in working hours, urban.
fn form_limit(ticket: &Ticket) -> Option<Moment> {
    let runs = ticket.terms.in_hours() && ticket.open.area == Area::Urban;
    runs.then(|| ticket.open.raised().plus_minutes(ticket.terms.limits.arrival))
}

/// The limit of the arrival in force: the appointment if there is one, else the 30 minutes.
#[must_use]
pub fn arrival_limit(ticket: &Ticket) -> Option<Moment> {
    ticket
        .appointment
        .as_ref()
        .map(|appointment| appointment.details.at)
        .or_else(|| form_limit(ticket))
}

/// The 15 minutes to aim for, while the 30-minute clock runs.
#[must_use]
pub fn arrival_target(ticket: &Ticket) -> Option<Moment> {
    form_limit(ticket)
        .filter(|_| ticket.appointment.is_none())
        .map(|_| {
            ticket
                .open
                .raised()
                .plus_minutes(ticket.terms.limits.arrival_target)
        })
}

/// 到场: from the form, 15 to 30 minutes, or the appointment (4.3⑵, 4.3⑶).
fn arrival(ticket: &Ticket, now: Moment) -> Clock {
    let start = ticket.open.raised();
    let by_form = form_limit(ticket);
    let limit = arrival_limit(ticket);
    let reason = match (&ticket.appointment, ticket.terms.in_hours()) {
        (Some(_), _) if ticket.appointed_late => Why::AppointedTooLate,
        (Some(_), _) => Why::ByAppointment,
        (None, false) => Why::OffHours,
        (None, true) if ticket.open.area == Area::Outside => Why::NotUrban,
        (None, true) => Why::FormInHours,
    };
    let (state, why) = limit.map_or((ClockState::Waived, None), |limit| {
        state(ticket, ticket.arrived_at, limit, ticket.appointed_late, now)
    });
    Clock {
        kind: ClockKind::Arrival,
        start,
        target: arrival_target(ticket),
        limit,
        original: by_form.filter(|_| ticket.appointment.is_some()),
        ended_at: ticket.arrived_at,
        state,
        why: why.unwrap_or(reason),
        binding: true,
        task: None,
    }
}

/// The 24 hours as they began.
#[must_use]
pub fn first_total_limit(ticket: &Ticket) -> Moment {
    ticket.open.received_at.plus_minutes(ticket.terms.limits.total)
}

/// The limit of the whole case in force: moved by approved extensions only (4.3).
#[must_use]
pub fn total_limit(ticket: &Ticket) -> Moment {
    approved(ticket)
        .map(|(until, _)| until)
        .fold(first_total_limit(ticket), Moment::max)
}

/// Approved extensions: the new limit, and when it was approved.
pub fn approved(ticket: &Ticket) -> impl Iterator<Item = (Moment, Moment)> + '_ {
    ticket.extensions.iter().filter_map(|extension| {
        let decision = extension.decision.as_ref().filter(|decision| decision.approved)?;
        Some((extension.request.until, decision.at))
    })
}

/// Whether the limit had passed before an extension moved it: it stays broken, the new limit is shown.
#[must_use]
pub fn broken_before_extension(ticket: &Ticket) -> bool {
    let mut limit = first_total_limit(ticket);
    for (until, decided_at) in approved(ticket) {
        if decided_at > limit {
            return true;
        }
        limit = limit.max(until);
    }
    false
}

/// When the repair **and** the reply both existed.
#[must_use]
pub fn finished_at(ticket: &Ticket) -> Option<Moment> {
    let (work, reply) = (ticket.work.as_ref()?, ticket.reply.as_ref()?);
    Some(work.at.max(reply.at))
}

/// 办结: 24 hours of wall-clock time from the report to repair and reply (4.3).
fn total(ticket: &Ticket, now: Moment) -> Clock {
    let (first, limit) = (first_total_limit(ticket), total_limit(ticket));
    let broken = broken_before_extension(ticket);
    let extended = approved(ticket).next().is_some();
    let ended_at = finished_at(ticket);
    let (state, why) = state(ticket, ended_at, limit, broken, now);
    let reason = match (extended, broken) {
        (_, true) => Why::ExtendedTooLate,
        (true, false) => Why::Extended,
        (false, false) => Why::TotalTime,
    };
    Clock {
        kind: ClockKind::Total,
        start: ticket.open.received_at,
        target: None,
        limit: Some(limit),
        original: extended.then_some(first),
        ended_at,
        state,
        why: why.unwrap_or(reason),
        binding: true,
        task: None,
    }
}

/// 关阀: from the order to the team's arrival (4.3⑷).
fn valve(ticket: &Ticket, task: &ValveTask, now: Moment) -> Clock {
    let limit = task.ordered_at.plus_minutes(ticket.terms.limits.valve);
    let (mut state, why) = state(ticket, task.arrived_at, limit, false, now);
    let dropped = task.arrived_at.is_none() && task.dropped_at.is_some();
    if let (true, Some(at)) = (dropped, task.dropped_at) {
        state = if at > limit {
            ClockState::Breached
        } else {
            ClockState::Waived
        };
    }
    Clock {
        kind: ClockKind::Valve,
        start: task.ordered_at,
        target: None,
        limit: Some(limit),
        original: None,
        ended_at: task.arrived_at.or(task.dropped_at),
        state,
        why: if dropped {
            Why::Ended
        } else {
            why.unwrap_or(Why::ValveOrder)
        },
        binding: true,
        task: Some(task.task),
    }
}

/// The state of a clock. `broken`: it was missed before its limit was moved. A ticket that is over (passed on,
/// cancelled, merged, or closed with a valve team never reported) waives what was not yet due, and keeps what
/// was already missed.
fn state(
    ticket: &Ticket,
    ended: Option<Moment>,
    limit: Moment,
    broken: bool,
    now: Moment,
) -> (ClockState, Option<Why>) {
    if let Some(at) = ended {
        return (
            if broken || at > limit {
                ClockState::Late
            } else {
                ClockState::Met
            },
            None,
        );
    }
    if let Some(end) = ticket.ended.as_ref().map(|end| end.at).or(ticket.closed_at) {
        let missed = broken || end > limit;
        return (
            if missed {
                ClockState::Breached
            } else {
                ClockState::Waived
            },
            Some(Why::Ended),
        );
    }
    (
        if broken || now > limit {
            ClockState::Breached
        } else {
            ClockState::Running
        },
        None,
    )
}
