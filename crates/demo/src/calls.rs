//! Which reports arrive, and when: six services in believable proportions, and on a demo desk of some size always
//! something for everybody to do.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    Moment,
    moment::{HOUR, MINUTE},
    service::step::StepKind,
};
use rand::{Rng, rngs::StdRng};

use crate::DemoPlan;

/// What a report is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallTopic {
    Repair,
    Reminder,
    Leak,
    Water,
    /// An event of the year's plan, to be held then.
    Planned(Moment),
    Requested,
    Suggested,
    Outage,
}

/// How far a case goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StopPoint {
    /// Its own way, as chance will have it.
    Ends,
    /// Nothing has been done yet.
    Untouched,
    /// Nothing was done after this step: somebody is to take the next one.
    After(StepKind),
}

/// A report to come.
#[derive(Clone, Copy)]
pub(crate) struct PlannedCall {
    pub(crate) received: Moment,
    /// When its form is raised.
    pub(crate) raised: Moment,
    pub(crate) what: CallTopic,
    pub(crate) until: StopPoint,
}

/// Tickets of each service in a thousand reports; the rest are repairs.
const REMINDERS: u32 = 145;
const LEAKS: u32 = 105;
const WATER: u32 = 85;
const EVENTS: u32 = 36;
const OUTAGES: u32 = 8;

/// The least plan in which cases of the last hours wait for somebody.
const ENOUGH: u32 = 100;

/// Minutes before now at which the phone has just rung, so that a demo desk has clocks running.
const RECENT: [i64; 12] = [3, 6, 9, 14, 22, 35, 58, 95, 160, 320, 640, 1_150];

/// Cases that wait for somebody: from how many tickets on, what, received how many minutes before now, how far.
const SHOWN: &[(u32, CallTopic, i64, StopPoint)] = &[
    (100, CallTopic::Reminder, 25, StopPoint::Untouched),
    (100, CallTopic::Reminder, 170, StopPoint::After(StepKind::Tell)),
    (100, CallTopic::Leak, 40, StopPoint::Untouched),
    (100, CallTopic::Leak, 95, StopPoint::After(StepKind::SendTeam)),
    (100, CallTopic::Leak, 190, StopPoint::After(StepKind::Arrive)),
    (100, CallTopic::Leak, 1_300, StopPoint::After(StepKind::Search)),
    (100, CallTopic::Leak, 1_900, StopPoint::After(StepKind::Escalate)),
    (100, CallTopic::Water, 8, StopPoint::Untouched),
    (100, CallTopic::Water, 45, StopPoint::After(StepKind::HandOver)),
    (
        100,
        CallTopic::Water,
        120,
        StopPoint::After(StepKind::SendSampler),
    ),
    (100, CallTopic::Water, 250, StopPoint::After(StepKind::Sample)),
    (
        100,
        CallTopic::Water,
        1_150,
        StopPoint::After(StepKind::ReceiveSample),
    ),
    (
        100,
        CallTopic::Water,
        1_900,
        StopPoint::After(StepKind::EnterResults),
    ),
    (100, CallTopic::Requested, 290, StopPoint::Untouched),
    (
        100,
        CallTopic::Outage,
        260,
        StopPoint::After(StepKind::CheckSafety),
    ),
    (300, CallTopic::Suggested, 400, StopPoint::Untouched),
    (
        300,
        CallTopic::Suggested,
        9 * 1_440,
        StopPoint::After(StepKind::HoldEvent),
    ),
    (400, CallTopic::Outage, 18, StopPoint::Untouched),
];

/// Every report of a plan; the last one first.
pub(crate) fn plan_calls(chance: &mut StdRng, plan: &DemoPlan) -> Vec<PlannedCall> {
    let mut all = Vec::with_capacity(plan.tickets as usize);
    let mut left = plan.tickets;
    let counts = [
        (CallTopic::Reminder, compute_ticket_share(plan, REMINDERS)),
        (CallTopic::Leak, compute_ticket_share(plan, LEAKS)),
        (CallTopic::Water, compute_ticket_share(plan, WATER)),
        (CallTopic::Outage, compute_ticket_share(plan, OUTAGES)),
    ];
    for (what, count) in counts {
        left -= count;
        add_calls(chance, plan, what, count, &mut all);
    }
    let events = compute_ticket_share(plan, EVENTS);
    left -= events;
    let (planned, requested) = ((events * 6 + 5) / 10, events / 4);
    let planned = add_plan_events(chance, plan, planned, &mut all);
    add_calls(chance, plan, CallTopic::Requested, requested, &mut all);
    add_calls(
        chance,
        plan,
        CallTopic::Suggested,
        events - planned - requested,
        &mut all,
    );
    add_calls(chance, plan, CallTopic::Repair, left, &mut all);
    all.sort_by_key(|call| std::cmp::Reverse((call.raised, call.received)));
    all
}

fn compute_ticket_share(plan: &DemoPlan, of_a_thousand: u32) -> u32 {
    let tickets = u64::from(plan.tickets) * u64::from(of_a_thousand) + 500;
    u32::try_from(tickets / 1_000).unwrap_or(u32::MAX)
}

/// So many reports of one kind: those that are shown waiting, the others whenever they come.
fn add_calls(chance: &mut StdRng, plan: &DemoPlan, what: CallTopic, count: u32, all: &mut Vec<PlannedCall>) {
    let before = all.len();
    let full = before + count as usize;
    let shown = SHOWN
        .iter()
        .filter(|(least, which, ..)| plan.tickets >= *least && *which == what);
    all.extend(
        shown
            .map(|(_, _, minutes, until)| make_waiting_call(plan, what, *minutes, *until))
            .take(count as usize),
    );
    if what == CallTopic::Repair && plan.tickets >= ENOUGH {
        let recent = RECENT.iter().map(|minutes| plan.now.plus_minutes(-minutes));
        all.extend(recent.map(|at| make_call(chance, plan, what, at)));
    }
    while all.len() < full {
        let at = pick_call_time(chance, plan, what);
        all.push(make_call(chance, plan, what, at));
    }
    all.truncate(full);
}

fn make_waiting_call(plan: &DemoPlan, what: CallTopic, minutes: i64, until: StopPoint) -> PlannedCall {
    let received = plan.now.plus_minutes(-minutes);
    PlannedCall {
        received,
        raised: Moment(received.0 + MINUTE),
        what,
        until,
    }
}

fn make_call(chance: &mut StdRng, plan: &DemoPlan, what: CallTopic, received: Moment) -> PlannedCall {
    let delay = if chance.random_ratio(1, 25) {
        chance.random_range(5..25) * MINUTE
    } else {
        chance.random_range(40_000..200_000)
    };
    PlannedCall {
        received,
        raised: Moment(received.0 + delay).min(plan.now),
        what,
        until: StopPoint::Ends,
    }
}

/// More by day than by night; what staff or offices bring, in the hours they work.
fn pick_call_time(chance: &mut StdRng, plan: &DemoPlan, what: CallTopic) -> Moment {
    let span = plan.now.milliseconds_since(plan.start_time());
    loop {
        let at = Moment(plan.now.0 - MINUTE * 2 - chance.random_range(0..span));
        let weight = match what {
            CallTopic::Repair | CallTopic::Outage => weigh_phone_hour(at),
            _ => weigh_office_hour(at),
        };
        if chance.random_range(0..10) < weight {
            return at;
        }
    }
}

fn weigh_phone_hour(at: Moment) -> i64 {
    match at.time_of_day() / HOUR {
        0..6 => 2,
        6..8 => 6,
        8..12 => 10,
        12..14 => 6,
        14..18 => 9,
        18..22 => 7,
        _ => 3,
    }
}

fn weigh_office_hour(at: Moment) -> i64 {
    let weight = match at.time_of_day() / HOUR {
        8..12 => 10,
        12..14 => 4,
        14..18 => 9,
        18..21 => 2,
        _ => 0,
    };
    match at.local_date().weekday() {
        Weekday::Sat | Weekday::Sun => weight / 3,
        _ => weight,
    }
}

/// A year of the plan: when its list was entered, and the days it may fix.
struct EventPlanYear {
    entered: Moment,
    first: NaiveDate,
    days: u64,
}

/// The plans of all years in the span: each entered at its beginning (5.2⑴), or when the desk began. How many
/// events there are.
fn add_plan_events(chance: &mut StdRng, plan: &DemoPlan, count: u32, all: &mut Vec<PlannedCall>) -> u32 {
    let years: Vec<EventPlanYear> = (plan.start_time().local_date().year()..=plan.now.local_date().year())
        .filter_map(|year| build_plan_year(plan, year))
        .collect();
    let days: u64 = years.iter().map(|year| year.days).sum();
    let Some(current) = years.last().filter(|_| days > 0) else {
        return 0;
    };
    let mut soon = list_upcoming_events(plan, current).into_iter();
    for _ in 0..count {
        let (entered, at, until) = soon.next().unwrap_or_else(|| {
            let (entered, day) = pick_plan_day(chance, &years, days);
            (entered, pick_event_time(chance, day), StopPoint::Ends)
        });
        all.push(PlannedCall {
            received: entered,
            raised: entered,
            what: CallTopic::Planned(at),
            until,
        });
    }
    count
}

/// An event tomorrow, and one later today or the day after that.
fn list_upcoming_events(plan: &DemoPlan, current: &EventPlanYear) -> Vec<(Moment, Moment, StopPoint)> {
    let day = |days: i64, minutes: i64| {
        Moment::start_of_day(plan.now.plus_minutes(days * 1_440).local_date()).plus_minutes(minutes)
    };
    let today = day(0, 15 * 60);
    let second = if today > plan.now { today } else { day(2, 570) };
    let one = |at| (current.entered, at, StopPoint::Untouched);
    match plan.tickets {
        0..ENOUGH => Vec::new(),
        ENOUGH..200 => vec![one(day(1, 570))],
        _ => vec![one(day(1, 570)), one(second)],
    }
}

fn pick_plan_day(chance: &mut StdRng, years: &[EventPlanYear], days: u64) -> (Moment, NaiveDate) {
    let mut at = chance.random_range(0..days);
    for year in years {
        if at < year.days {
            return (year.entered, year.first + Days::new(at));
        }
        at -= year.days;
    }
    // Not reached: the days are those of the years.
    years
        .first()
        .map_or_else(Default::default, |year| (year.entered, year.first))
}

/// Residents have time at half past nine or half past two.
pub(crate) fn pick_event_time(chance: &mut StdRng, day: NaiveDate) -> Moment {
    let minutes = if chance.random_ratio(2, 3) { 570 } else { 870 };
    Moment::start_of_day(day).plus_minutes(minutes)
}

fn build_plan_year(plan: &DemoPlan, year: i32) -> Option<EventPlanYear> {
    let mut day = NaiveDate::from_ymd_opt(year, 1, 4)?;
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day = day + Days::new(1);
    }
    let began = plan.start_time().local_date() + Days::new(1);
    let entered = Moment::start_of_day(day.max(began)).plus_minutes(9 * 60 + 5);
    let first = entered.local_date() + Days::new(3);
    let days = NaiveDate::from_ymd_opt(year, 12, 31)?
        .signed_duration_since(first)
        .num_days()
        + 1;
    let days = u64::try_from(days).ok()?;
    (entered < plan.now).then_some(EventPlanYear { entered, first, days })
}
