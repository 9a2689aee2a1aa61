//! Clocks 时限, computed from the ticket and the time given; nothing here is stored that cannot be computed
//! again. One function for screen, console and paper.
//!
//! An edge belongs to the later side: exactly at the limit is in time, one millisecond more is late.

mod other_services;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Moment, Ticket,
    customer::AddressArea,
    ticket::{Channel, RecordedStep, TicketCase, ValveTask},
};

mod late;

pub use late::{LateMark, list_missed_before_entry, list_new_late_marks};
pub use other_services::visit_limit;
use other_services::{
    build_tell_clock, build_visit_clock, list_community_clocks, list_outage_clocks, list_water_quality_clocks,
};

crate::words! {
    /// Which clock.
    ClockKind {
        HandOver "hand_over" = "转派时限",
        Arrival "arrival" = "到场时限",
        Total "total" = "办结时限",
        Valve "valve" = "关阀到场时限",
        Tell "tell" = "告知时限",
        Visit "visit" = "上门检漏时限",
        Sampling "sampling" = "取样时限",
        LabReceipt "lab_receipt" = "送检时限",
        Answer "answer" = "回复时限",
        Decide "decide" = "研判时限",
        Event "event" = "活动日期",
        Authorise "authorise" = "授权时限",
        FirstTrip "first_trip" = "首车时限",
        Coverage "coverage" = "覆盖时限",
    }
}

crate::words! {
    /// How it stands.
    ClockState {
        Running "running" = "计时中",
        RunningEnteredLate "running_entered_late" = "计时中（补录）",
        Met "met" = "按时",
        MetEnteredLate "met_entered_late" = "按时（补录）",
        Late "late" = "逾时完成",
        Breached "breached" = "已超时",
        Waived "waived" = "不计时",
        WaivedEnteredLate "waived_entered_late" = "不计时（补录）",
    }
}

impl ClockState {
    /// Whether nothing is counted.
    #[must_use]
    pub const fn is_waived(self) -> bool {
        matches!(self, Self::Waived | Self::WaivedEnteredLate)
    }
}

crate::words! {
    /// Why a clock runs as it does, or not at all.
    ClockReason {
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
        ToldSoon "told_soon" = "发现问题后及时告知用户（1.2）",
        LeakVisit "leak_visit" = "接到申请后安排稽查队检漏（2.3）",
        LeakAnswer "leak_answer" = "检漏后及时向用户反馈（2.4）",
        SampleSoon "sample_soon" = "接到要求后安排取样（3）",
        SampleToLab "sample_to_lab" = "取样后及时送水质检测中心（3）",
        WaterAnswer "water_answer" = "检测结果及时回复用户（3）",
        EventWish "event_wish" = "用户要求，研判是否有必要（5.2⑵）",
        EventPlanned "event_planned" = "定时、定点举办（5.2⑴）",
        EventMoved "event_moved" = "活动已改期，按新日期（5.2⑴）",
        EventMovedTooLate "event_moved_too_late" = "过了原定日期才改期，原日期仍记未举办（5.2⑴）",
        CompanyDecides "company_decides" = "停水登记后及时由公司安排（6.1）",
        TruckSoon "truck_soon" = "授权后及时出车（6.1）",
        EveryCustomer "every_customer" = "停水结束前送到每个用户（6.2）",
        Ended "ended" = "工单已办结、转出、作废或并单，不再计时",
    }
}

/// A clock of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Clock {
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
    pub why: ClockReason,
    /// Whether it binds; the 10 minutes bind hotline staff only.
    pub binding: bool,
    /// Number of the valve task.
    pub task: Option<u32>,
    /// Whether the limit had been missed before it was moved.
    pub broken: bool,
    /// Which limit that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missed: Option<Moment>,
}

/// All clocks of a ticket as they stand at `now`, in the order of the work.
#[must_use]
pub fn list_clocks(ticket: &Ticket, now: Moment) -> Vec<Clock> {
    let mut all = list_unmarked_clocks(ticket, now);
    for clock in &mut all {
        clock.state = late::apply_late_mark(ticket, clock);
    }
    all
}

/// The same without the marks of steps that were recorded late, but for those that ended a clock.
fn list_unmarked_clocks(ticket: &Ticket, now: Moment) -> Vec<Clock> {
    match &ticket.case {
        TicketCase::Repair => {
            let mut all = vec![
                build_hand_over_clock(ticket, now),
                build_arrival_clock(ticket, now),
            ];
            all.extend(build_total_clock(ticket, now));
            all.extend(
                ticket
                    .valves
                    .iter()
                    .map(|task| build_valve_clock(ticket, task, now)),
            );
            all
        }
        TicketCase::Reminder(case) => vec![build_tell_clock(ticket, case, now)],
        TicketCase::LeakDetection(_) => {
            let mut all = vec![build_visit_clock(
                ticket,
                ClockKind::Visit,
                find_first_arrival(ticket),
                ClockReason::LeakVisit,
                now,
            )];
            all.extend(build_total_clock(ticket, now));
            all
        }
        TicketCase::WaterQuality(case) => list_water_quality_clocks(ticket, case, now),
        TicketCase::Community(case) => list_community_clocks(ticket, case, now),
        TicketCase::EmergencyWater(case) => list_outage_clocks(ticket, case, now),
    }
}

/// When a clock runs.
struct ClockSpan {
    start: Moment,
    limit: Moment,
    /// When what it waits for happened.
    ended_at: Option<Moment>,
    /// The limit that had been missed before it was moved.
    missed: Option<Moment>,
    /// Whether what it waits for was typed when the limit was over, and long after it happened.
    entered_late: bool,
}

impl ClockSpan {
    /// From a beginning, so many minutes, with a limit that nothing moves.
    fn with_fixed_limit(ticket: &Ticket, start: Moment, minutes: i64, ended: Option<EndingStep>) -> Self {
        Self {
            start,
            limit: start.plus_minutes(minutes),
            ended_at: ended.map(|ending| ending.at),
            missed: None,
            entered_late: false,
        }
        .mark_entered_late(ended, |ending| ticket.is_late_entry(ending.at, ending.typed))
    }

    /// Whether any of the steps that ended it was typed only when the limit was over, and `late` after it happened.
    fn mark_entered_late(
        self,
        ended: impl IntoIterator<Item = EndingStep>,
        late: impl Fn(&EndingStep) -> bool,
    ) -> Self {
        let limit = self.limit;
        let entered_late = ended
            .into_iter()
            .any(|ending| ending.typed > limit && late(&ending));
        Self { entered_late, ..self }
    }
}

/// A step that ended a clock: when it happened, and when it was typed.
#[derive(Debug, Clone, Copy)]
struct EndingStep {
    at: Moment,
    typed: Moment,
}

impl EndingStep {
    fn from_step<T>(done: &RecordedStep<T>) -> Self {
        Self {
            at: done.at,
            typed: done.recorded_at,
        }
    }
}

fn to_ending_step<T>(done: Option<&RecordedStep<T>>) -> Option<EndingStep> {
    done.map(EndingStep::from_step)
}

fn find_first_arrival(ticket: &Ticket) -> Option<EndingStep> {
    let (at, typed) = ticket.arrived_at.zip(ticket.arrival_recorded_at)?;
    Some(EndingStep { at, typed })
}

/// A clock as most are; what is special about it is said over it.
fn build_clock(ticket: &Ticket, kind: ClockKind, span: &ClockSpan, why: ClockReason, now: Moment) -> Clock {
    let (state, ended) = compute_clock_state(ticket, span, now);
    Clock {
        kind,
        start: span.start,
        target: None,
        limit: Some(span.limit),
        original: None,
        ended_at: span.ended_at,
        state,
        why: ended.unwrap_or(why),
        binding: true,
        task: None,
        broken: span.missed.is_some(),
        missed: span.missed,
    }
}

/// What is waited for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDeadline {
    pub kind: ClockKind,
    /// Since when.
    pub start: Moment,
    /// Until when.
    pub limit: Moment,
}

/// The clocks that are still waited for, each with its limit. A case that is over waits for none: what it missed stays in its
/// clocks, but nobody can hurry it.
pub fn pending_clocks(ticket: &Ticket) -> impl Iterator<Item = (Clock, Moment)> {
    // The time does not matter: which clocks are still waited for, and their limits, do not depend on it.
    let clocks = match ticket.stage.is_open() {
        true => list_clocks(ticket, Moment(i64::MIN)),
        false => Vec::new(),
    };
    clocks
        .into_iter()
        .filter(|clock| clock.ended_at.is_none() && !clock.state.is_waived() && clock.binding)
        .filter_map(|clock| clock.limit.map(|limit| (clock, limit)))
}

/// The clock that runs out next (or has run out) among those still waited for.
#[must_use]
pub fn find_next_deadline(ticket: &Ticket) -> Option<NextDeadline> {
    let due = pending_clocks(ticket).map(|(clock, limit)| NextDeadline {
        kind: clock.kind,
        start: clock.start,
        limit,
    });
    due.min_by_key(|due| due.limit)
}

/// 转派: from the report, 10 minutes (4.3⑴).
fn build_hand_over_clock(ticket: &Ticket, now: Moment) -> Clock {
    let handed_over = to_ending_step(ticket.handed_over.as_ref());
    let limit = ticket.terms.limits.hand_over;
    let span = ClockSpan::with_fixed_limit(ticket, ticket.open.received_at, limit, handed_over)
        .mark_entered_late(handed_over, |ending| {
            Ticket::is_late_hand_over(ending.at, ending.typed)
        });
    let hotline = ticket.open.channel == Channel::Hotline;
    let why = if hotline {
        ClockReason::HotlineTenMinutes
    } else {
        ClockReason::OtherFirstReceiver
    };
    Clock {
        binding: hotline,
        ..build_clock(ticket, ClockKind::HandOver, &span, why, now)
    }
}

/// The limit of the 30-minute clock (4.3⑵), if it runs at all: a repair, its form raised in working hours, urban.
fn form_limit(ticket: &Ticket) -> Option<Moment> {
    let runs = ticket.case == TicketCase::Repair
        && ticket.terms.is_in_hours()
        && ticket.open.area == AddressArea::Urban;
    runs.then(|| {
        ticket
            .open
            .form_raised_at()
            .plus_minutes(ticket.terms.limits.arrival)
    })
}

/// The 15 minutes to aim for, while the 30-minute clock runs.
#[must_use]
pub fn arrival_target(ticket: &Ticket) -> Option<Moment> {
    form_limit(ticket)
        .filter(|_| ticket.appointment.is_none())
        .map(|_| {
            ticket
                .open
                .form_raised_at()
                .plus_minutes(ticket.terms.limits.arrival_target)
        })
}

/// 到场: from the form, 15 to 30 minutes, or the appointment (4.3⑵, 4.3⑶).
fn build_arrival_clock(ticket: &Ticket, now: Moment) -> Clock {
    let raised = ticket.open.form_raised_at();
    // A time may be agreed on the phone, and even be over, before the form is raised: nothing is due before it begins.
    let start = ticket
        .appointment
        .as_ref()
        .map_or(raised, |agreed| agreed.at.min(raised));
    let by_form = form_limit(ticket);
    let limit = visit_limit(ticket);
    let reason = match (&ticket.appointment, ticket.terms.is_in_hours()) {
        (Some(_), _) if ticket.appointed_late => ClockReason::AppointedTooLate,
        (Some(_), _) => ClockReason::ByAppointment,
        (None, false) => ClockReason::OffHours,
        (None, true) if ticket.open.area == AddressArea::Outside => ClockReason::NotUrban,
        (None, true) => ClockReason::FormInHours,
    };
    let span = ClockSpan {
        start,
        limit: limit.unwrap_or(start),
        ended_at: ticket.arrived_at,
        missed: ticket.missed_visit,
        entered_late: false,
    }
    .mark_entered_late(find_first_arrival(ticket), |ending| {
        ticket.is_late_entry(ending.at, ending.typed)
    });
    let running = Clock {
        target: arrival_target(ticket),
        original: by_form.filter(|_| ticket.appointment.is_some()),
        ..build_clock(ticket, ClockKind::Arrival, &span, reason, now)
    };
    if limit.is_some() {
        return running;
    }
    Clock {
        limit: None,
        state: ClockState::Waived,
        why: reason,
        ..running
    }
}

/// The limit of the whole case as it began: 24 hours of a repair (4.3), the answer's limit of a leak detection
/// (2.4) or a water test (3); none for the other services.
#[must_use]
pub fn first_total_limit(ticket: &Ticket) -> Option<Moment> {
    let limits = &ticket.terms.limits;
    let minutes = match &ticket.case {
        TicketCase::Repair => limits.total,
        TicketCase::LeakDetection(_) => limits.leak_reply,
        TicketCase::WaterQuality(_) => limits.water_reply,
        _ => return None,
    };
    Some(ticket.open.received_at.plus_minutes(minutes))
}

/// The limit of the whole case in force: moved by approved extensions only (4.3).
#[must_use]
pub fn total_limit(ticket: &Ticket) -> Option<Moment> {
    let first = first_total_limit(ticket)?;
    Some(
        approved_extensions(ticket)
            .map(|(until, _)| until)
            .fold(first, Moment::max),
    )
}

/// Approved extensions: the new limit, and when it was approved.
pub fn approved_extensions(ticket: &Ticket) -> impl Iterator<Item = (Moment, Moment)> + '_ {
    ticket.extensions.iter().filter_map(|extension| {
        let decision = extension.decision.as_ref().filter(|decision| decision.approved)?;
        Some((extension.request.until, decision.at))
    })
}

/// The limit that had passed before an extension moved it: it stays missed, the new limit is shown.
#[must_use]
pub fn missed_before_extension(ticket: &Ticket) -> Option<Moment> {
    let mut limit = first_total_limit(ticket)?;
    for (until, decided_at) in approved_extensions(ticket) {
        if decided_at > limit {
            return Some(limit);
        }
        limit = limit.max(until);
    }
    None
}

/// When the repair **and** the reply both existed; of another service, when the customer was answered.
#[must_use]
pub fn finished_at(ticket: &Ticket) -> Option<Moment> {
    let reply = ticket.reply.as_ref()?;
    if ticket.case == TicketCase::Repair {
        return Some(ticket.work.as_ref()?.at.max(reply.at));
    }
    Some(reply.at)
}

/// The reply, and of a repair the work: both must exist.
fn total_ending_steps(ticket: &Ticket) -> impl Iterator<Item = EndingStep> + use<> {
    let work = to_ending_step(ticket.work.as_ref()).filter(|_| ticket.case == TicketCase::Repair);
    work.into_iter().chain(to_ending_step(ticket.reply.as_ref()))
}

/// 办结 or 回复: wall-clock time from the report to repair and reply (4.3), or to the answer (2.4, 3).
fn build_total_clock(ticket: &Ticket, now: Moment) -> Option<Clock> {
    let (first, limit) = (first_total_limit(ticket)?, total_limit(ticket)?);
    let span = ClockSpan {
        start: ticket.open.received_at,
        limit,
        ended_at: finished_at(ticket),
        missed: missed_before_extension(ticket),
        entered_late: false,
    }
    .mark_entered_late(total_ending_steps(ticket), |ending| {
        ticket.is_late_entry(ending.at, ending.typed)
    });
    let (kind, plain) = match &ticket.case {
        TicketCase::LeakDetection(_) => (ClockKind::Answer, ClockReason::LeakAnswer),
        TicketCase::WaterQuality(_) => (ClockKind::Answer, ClockReason::WaterAnswer),
        _ => (ClockKind::Total, ClockReason::TotalTime),
    };
    let extended = approved_extensions(ticket).next().is_some();
    let reason = match (extended, span.missed.is_some()) {
        (_, true) => ClockReason::ExtendedTooLate,
        (true, false) => ClockReason::Extended,
        (false, false) => plain,
    };
    Some(Clock {
        original: extended.then_some(first),
        ..build_clock(ticket, kind, &span, reason, now)
    })
}

/// 关阀: from the order to the team's arrival (4.3⑷).
fn build_valve_clock(ticket: &Ticket, task: &ValveTask, now: Moment) -> Clock {
    let arrived = task.arrived_at.zip(task.arrival_recorded_at);
    let arrived = arrived.map(|(at, typed)| EndingStep { at, typed });
    let span = ClockSpan::with_fixed_limit(ticket, task.ordered_at, ticket.terms.limits.valve, arrived);
    let waited = Clock {
        task: Some(task.task),
        ..build_clock(ticket, ClockKind::Valve, &span, ClockReason::ValveOrder, now)
    };
    let Some(dropped) = task.dropped_at.filter(|_| task.arrived_at.is_none()) else {
        return waited;
    };
    let missed = dropped > span.limit;
    Clock {
        ended_at: Some(dropped),
        state: if missed {
            ClockState::Breached
        } else {
            ClockState::Waived
        },
        why: ClockReason::Ended,
        ..waited
    }
}

/// The state of a clock. A ticket that is over (passed on,
/// cancelled, merged, or closed with a valve team never reported) waives what was not yet due, and keeps what
/// was already missed.
fn compute_clock_state(ticket: &Ticket, span: &ClockSpan, now: Moment) -> (ClockState, Option<ClockReason>) {
    let (limit, broken) = (span.limit, span.missed.is_some());
    if let Some(at) = span.ended_at {
        let state = match (broken || at > limit, span.entered_late) {
            (true, _) => ClockState::Late,
            (false, true) => ClockState::MetEnteredLate,
            (false, false) => ClockState::Met,
        };
        return (state, None);
    }
    if let Some(end) = ticket.ended.as_ref().map(|end| end.at).or(ticket.closed_at) {
        let missed = broken || end > limit;
        return (
            if missed {
                ClockState::Breached
            } else {
                ClockState::Waived
            },
            Some(ClockReason::Ended),
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
