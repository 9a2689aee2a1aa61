//! Which reports arrive, and when: six services in believable proportions, and on a demo desk of some size always
//! something for everybody to do.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    Moment,
    moment::{HOUR, MINUTE},
    service::step::Step,
};
use rand::{Rng, rngs::StdRng};

use crate::Plan;

/// What a report is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
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
pub(crate) enum Until {
    /// Its own way, as chance will have it.
    Ends,
    /// Nothing has been done yet.
    Untouched,
    /// Nothing was done after this step: somebody is to take the next one.
    After(Step),
}

/// A report to come.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) received: Moment,
    /// When its form is raised.
    pub(crate) raised: Moment,
    pub(crate) what: What,
    pub(crate) until: Until,
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
const SHOWN: &[(u32, What, i64, Until)] = &[
    (100, What::Reminder, 25, Until::Untouched),
    (100, What::Reminder, 170, Until::After(Step::Tell)),
    (100, What::Leak, 40, Until::Untouched),
    (100, What::Leak, 95, Until::After(Step::SendTeam)),
    (100, What::Leak, 190, Until::After(Step::Arrive)),
    (100, What::Leak, 1_300, Until::After(Step::Search)),
    (100, What::Leak, 1_900, Until::After(Step::Escalate)),
    (100, What::Water, 8, Until::Untouched),
    (100, What::Water, 45, Until::After(Step::HandOver)),
    (100, What::Water, 120, Until::After(Step::SendSampler)),
    (100, What::Water, 250, Until::After(Step::Sample)),
    (100, What::Water, 1_150, Until::After(Step::ReceiveSample)),
    (100, What::Water, 1_900, Until::After(Step::EnterResults)),
    (100, What::Requested, 290, Until::Untouched),
    (100, What::Outage, 260, Until::After(Step::CheckSafety)),
    (300, What::Suggested, 400, Until::Untouched),
    (300, What::Suggested, 9 * 1_440, Until::After(Step::HoldEvent)),
    (400, What::Outage, 18, Until::Untouched),
];

/// Every report of a plan; the last one first.
pub(crate) fn calls(chance: &mut StdRng, plan: &Plan) -> Vec<Call> {
    let mut all = Vec::with_capacity(plan.tickets as usize);
    let mut left = plan.tickets;
    let counts = [
        (What::Reminder, share(plan, REMINDERS)),
        (What::Leak, share(plan, LEAKS)),
        (What::Water, share(plan, WATER)),
        (What::Outage, share(plan, OUTAGES)),
    ];
    for (what, count) in counts {
        left -= count;
        some(chance, plan, what, count, &mut all);
    }
    let events = share(plan, EVENTS);
    left -= events;
    let (planned, requested) = ((events * 6 + 5) / 10, events / 4);
    let planned = year_plans(chance, plan, planned, &mut all);
    some(chance, plan, What::Requested, requested, &mut all);
    some(
        chance,
        plan,
        What::Suggested,
        events - planned - requested,
        &mut all,
    );
    some(chance, plan, What::Repair, left, &mut all);
    all.sort_by_key(|call| std::cmp::Reverse((call.raised, call.received)));
    all
}

fn share(plan: &Plan, of_a_thousand: u32) -> u32 {
    let tickets = u64::from(plan.tickets) * u64::from(of_a_thousand) + 500;
    u32::try_from(tickets / 1_000).unwrap_or(u32::MAX)
}

/// So many reports of one kind: those that are shown waiting, the others whenever they come.
fn some(chance: &mut StdRng, plan: &Plan, what: What, count: u32, all: &mut Vec<Call>) {
    let before = all.len();
    let full = before + count as usize;
    let shown = SHOWN
        .iter()
        .filter(|(least, which, ..)| plan.tickets >= *least && *which == what);
    all.extend(
        shown
            .map(|(_, _, minutes, until)| shown_call(plan, what, *minutes, *until))
            .take(count as usize),
    );
    if what == What::Repair && plan.tickets >= ENOUGH {
        let recent = RECENT.iter().map(|minutes| plan.now.plus_minutes(-minutes));
        all.extend(recent.map(|at| call(chance, plan, what, at)));
    }
    while all.len() < full {
        let at = whenever(chance, plan, what);
        all.push(call(chance, plan, what, at));
    }
    all.truncate(full);
}

fn shown_call(plan: &Plan, what: What, minutes: i64, until: Until) -> Call {
    let received = plan.now.plus_minutes(-minutes);
    Call {
        received,
        raised: Moment(received.0 + MINUTE),
        what,
        until,
    }
}

fn call(chance: &mut StdRng, plan: &Plan, what: What, received: Moment) -> Call {
    let delay = if chance.random_ratio(1, 25) {
        chance.random_range(5..25) * MINUTE
    } else {
        chance.random_range(40_000..200_000)
    };
    Call {
        received,
        raised: Moment(received.0 + delay).min(plan.now),
        what,
        until: Until::Ends,
    }
}

/// More by day than by night; what staff or offices bring, in the hours they work.
fn whenever(chance: &mut StdRng, plan: &Plan, what: What) -> Moment {
    let span = plan.now.since(plan.start());
    loop {
        let at = Moment(plan.now.0 - MINUTE * 2 - chance.random_range(0..span));
        let weight = match what {
            What::Repair | What::Outage => by_phone(at),
            _ => in_office(at),
        };
        if chance.random_range(0..10) < weight {
            return at;
        }
    }
}

fn by_phone(at: Moment) -> i64 {
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

fn in_office(at: Moment) -> i64 {
    let weight = match at.time_of_day() / HOUR {
        8..12 => 10,
        12..14 => 4,
        14..18 => 9,
        18..21 => 2,
        _ => 0,
    };
    match at.date().weekday() {
        Weekday::Sat | Weekday::Sun => weight / 3,
        _ => weight,
    }
}

/// A year of the plan: when its list was entered, and the days it may fix.
struct Year {
    entered: Moment,
    first: NaiveDate,
    days: u64,
}

/// The plans of all years in the span: each entered at its beginning (5.2⑴), or when the desk began. How many
/// events there are.
fn year_plans(chance: &mut StdRng, plan: &Plan, count: u32, all: &mut Vec<Call>) -> u32 {
    let years: Vec<Year> = (plan.start().date().year()..=plan.now.date().year())
        .filter_map(|year| year_plan(plan, year))
        .collect();
    let days: u64 = years.iter().map(|year| year.days).sum();
    let Some(current) = years.last().filter(|_| days > 0) else {
        return 0;
    };
    let mut soon = upcoming(plan, current).into_iter();
    for _ in 0..count {
        let (entered, at, until) = soon.next().unwrap_or_else(|| {
            let (entered, day) = some_day(chance, &years, days);
            (entered, at_a_good_hour(chance, day), Until::Ends)
        });
        all.push(Call {
            received: entered,
            raised: entered,
            what: What::Planned(at),
            until,
        });
    }
    count
}

/// An event tomorrow, and one later today or the day after that.
fn upcoming(plan: &Plan, current: &Year) -> Vec<(Moment, Moment, Until)> {
    let day = |days: i64, minutes: i64| {
        Moment::start_of(plan.now.plus_minutes(days * 1_440).date()).plus_minutes(minutes)
    };
    let today = day(0, 15 * 60);
    let second = if today > plan.now { today } else { day(2, 570) };
    let one = |at| (current.entered, at, Until::Untouched);
    match plan.tickets {
        0..ENOUGH => Vec::new(),
        ENOUGH..200 => vec![one(day(1, 570))],
        _ => vec![one(day(1, 570)), one(second)],
    }
}

fn some_day(chance: &mut StdRng, years: &[Year], days: u64) -> (Moment, NaiveDate) {
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
pub(crate) fn at_a_good_hour(chance: &mut StdRng, day: NaiveDate) -> Moment {
    let minutes = if chance.random_ratio(2, 3) { 570 } else { 870 };
    Moment::start_of(day).plus_minutes(minutes)
}

fn year_plan(plan: &Plan, year: i32) -> Option<Year> {
    let mut day = NaiveDate::from_ymd_opt(year, 1, 4)?;
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day = day + Days::new(1);
    }
    let began = plan.start().date() + Days::new(1);
    let entered = Moment::start_of(day.max(began)).plus_minutes(9 * 60 + 5);
    let first = entered.date() + Days::new(3);
    let days = NaiveDate::from_ymd_opt(year, 12, 31)?
        .signed_duration_since(first)
        .num_days()
        + 1;
    let days = u64::try_from(days).ok()?;
    (entered < plan.now).then_some(Year { entered, first, days })
}
