//! The row of a ticket and the month's figures say what its clocks say (docs/glossary.md).
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may stop at the first surprise"
    )
)]

mod common;

use std::collections::BTreeSet;

use common::{
    House, Story, appoint, arrive, at, finish, on_the_way, order_valve, repaired, reply, valve_step, walk,
};
use domain::{
    Moment, Ticket, TicketRow,
    clock::{self, ClockKind, ClockState, NextDeadline, list_clocks},
    moment::{DAY, MINUTE, Month},
    report::{self, CountingPeriod, DEFINITIONS, Figure, FigureCode},
    service::act::StepInput,
    ticket::{Stage, TicketCase},
};
use proptest::prelude::*;

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(count)
    }
}

fn november() -> CountingPeriod {
    CountingPeriod::from_month(Month::parse("2026-11").unwrap(), at("2026-12-15 10:00"))
}

fn of(code: FigureCode, story: &Story) -> Figure {
    report::count_figure(code, &[TicketRow::from_ticket(&story.ticket)], &november())
}

const fn ratio(numerator: i64, denominator: i64) -> Figure {
    Figure {
        numerator,
        denominator,
    }
}

/// Clause 4.3⑵: the escape from the thirty minutes is a figure of the month.
#[test]
fn the_escape_from_the_thirty_minutes_is_a_figure_of_the_month() {
    let escaped = Story::called_and_raised("2026-11-23 17:28", "2026-11-23 17:31");
    assert_eq!(of(FigureCode::FormEscape, &escaped).numerator, 1);
    assert_eq!(of(FigureCode::FormDelay, &escaped), ratio(3, 1));
    let bound = Story::called_and_raised("2026-11-23 17:20", "2026-11-23 17:29:59.999");
    assert_eq!(of(FigureCode::FormEscape, &bound).numerator, 0);
    let night = Story::called("2026-11-23 22:00");
    assert_eq!(
        of(FigureCode::FormEscape, &night).numerator,
        0,
        "it was night already"
    );
}

/// Clause 4.3⑵: an appointment made too late is no punctual arrival.
#[test]
fn an_appointment_made_too_late_is_no_punctual_arrival() {
    let late = on_the_way()
        .then("2026-11-23 10:31", appoint(at("2026-11-23 15:00")))
        .then("2026-11-23 14:50", arrive());
    assert_eq!(of(FigureCode::ArrivalRate, &late), ratio(0, 1));
    let agreed = on_the_way()
        .then("2026-11-23 10:29", appoint(at("2026-11-23 15:00")))
        .then("2026-11-23 14:50", arrive());
    assert_eq!(of(FigureCode::ArrivalRate, &agreed), ratio(1, 1));
    assert_eq!(of(FigureCode::ArrivalTarget, &agreed), ratio(0, 0), "no target");
}

/// Clause 4.3: a day missed by a millisecond counts as missed.
#[test]
fn a_day_missed_by_a_millisecond_counts_as_missed() {
    let in_time = repaired().then("2026-11-24 10:00:00.000", reply());
    let late = repaired().then("2026-11-24 10:00:00.001", reply());
    assert_eq!(of(FigureCode::CloseRate, &in_time), ratio(1, 1));
    assert_eq!(of(FigureCode::CloseRate, &late), ratio(0, 1));
}

#[test]
fn an_arrival_missed_after_the_day_has_run_out_is_still_found_in_its_month() {
    let story = on_the_way().then("2026-11-23 10:15", appoint(at("2026-12-03 09:00")));
    let row = TicketRow::from_ticket(&story.ticket);
    let december = CountingPeriod::from_month(Month::parse("2026-12").unwrap(), at("2027-01-02 10:00"));
    assert!(
        row.counts_until >= december.from,
        "December's overdue list must find it"
    );
    let listed = report::month_report(Month::parse("2026-12").unwrap(), december.now, &[row], &[], &[]);
    assert_eq!(listed.overdue.len(), 1);
    assert_eq!(listed.overdue[0].clock, ClockKind::Arrival);
}

#[test]
fn a_hand_over_that_may_take_longer_than_the_case_is_found_in_its_month() {
    let mut house = House::shipped();
    house.settings.limits.hand_over = 1440;
    house.settings.limits.total = 60;
    assert!(house.settings.check_settings().is_ok());
    let story = Story::opened_in(house, 1, common::report(at("2026-11-30 10:00")));
    let row = TicketRow::from_ticket(&story.ticket);
    assert_eq!(row.hand_over_limit, Some(at("2026-12-01 10:00")));
    assert!(Some(row.counts_until) >= row.hand_over_limit);
}

/// Clause 4.1: hours claimed in a later month are found there.
#[test]
fn hours_claimed_in_a_later_month_are_found_there() {
    let story = on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then("2026-12-02 09:00", finish());
    let row = TicketRow::from_ticket(&story.ticket);
    let december = CountingPeriod::from_month(Month::parse("2026-12").unwrap(), at("2026-12-15 10:00"));
    assert_eq!(
        report::count_figure(FigureCode::UnverifiedHours, std::slice::from_ref(&row), &december).numerator,
        40
    );
    assert!(row.counts_until >= december.from);
}

/// Clause 4.3⑷: a valve team too late is on the overdue list.
#[test]
fn a_valve_team_too_late_is_on_the_overdue_list() {
    let late = on_the_way()
        .then("2026-11-23 10:09", order_valve())
        .then("2026-11-23 10:40", StepInput::ValveArrive(valve_step(1)))
        .then("2026-12-01 00:10", order_valve());
    let row = TicketRow::from_ticket(&late.ticket);
    let team = "稽查一班".to_owned();
    let november = report::month_report(
        Month::parse("2026-11").unwrap(),
        at("2026-12-15 10:00"),
        std::slice::from_ref(&row),
        &[],
        &[],
    );
    let valves = |report: &report::Report| -> Vec<(String, Option<Moment>, i64)> {
        let valves = report.overdue.iter().filter(|one| one.clock == ClockKind::Valve);
        valves
            .map(|one| (one.crew.clone().unwrap(), one.ended_at, one.late))
            .collect()
    };
    assert_eq!(
        valves(&november),
        [(team.clone(), Some(at("2026-11-23 10:40")), MINUTE)]
    );
    assert_eq!(of(FigureCode::ValveRate, &late), ratio(0, 1));
    // The second team was never reported as arrived: it is found in the month its limit lay in.
    let december = report::month_report(
        Month::parse("2026-12").unwrap(),
        at("2026-12-01 01:40"),
        &[row],
        &[],
        &[],
    );
    assert_eq!(valves(&december), [(team, None, 60 * MINUTE)]);
}

/// A span wide enough for every ticket of a walk.
fn always(now: Moment) -> CountingPeriod {
    CountingPeriod {
        from: at("2020-01-01 00:00"),
        to: at("2100-01-01 00:00"),
        now,
    }
}

fn missed(ticket: &Ticket, now: Moment) -> BTreeSet<ClockKind> {
    list_clocks(ticket, now)
        .into_iter()
        .filter(|clock| clock.binding)
        .filter(|clock| matches!(clock.state, ClockState::Breached | ClockState::Late))
        .map(|clock| clock.kind)
        .collect()
}

/// Whether a clock was kept, however late that was typed.
fn in_time(clock: &clock::Clock) -> bool {
    matches!(clock.state, ClockState::Met | ClockState::MetEnteredLate)
}

proptest! {
    #![proptest_config(cases(200))]

    /// The overdue list holds exactly the clocks that were missed.
    #[test]
    fn the_overdue_list_and_the_clocks_agree(walk in walk::walks(true), wait in 0..30 * DAY) {
        let ticket = &walk.story.ticket;
        let now = common::later(walk.now, wait);
        let row = TicketRow::from_ticket(ticket);
        let span = always(now);
        let listed = overdue(&row, &span);
        prop_assert_eq!(listed, missed(ticket, now));
    }

    /// The row says what the ticket's clocks say.
    #[test]
    fn the_row_and_the_clocks_agree(walk in walk::walks(true)) {
        let ticket = &walk.story.ticket;
        let row = TicketRow::from_ticket(ticket);
        let all = list_clocks(ticket, walk.now);
        if ticket.case != TicketCase::Repair {
            return others_agree(&row, &all);
        }
        let [hand_over, arrival, total, valves @ ..] = all.as_slice() else {
            panic!("three clocks and the valves");
        };
        prop_assert_eq!((row.hand_over_limit, row.handed_over_at), (hand_over.limit, hand_over.ended_at));
        prop_assert_eq!((row.arrival_limit, row.arrived_at), (arrival.limit, arrival.ended_at));
        prop_assert_eq!(row.arrival_target, arrival.target);
        prop_assert_eq!((row.total_limit, row.finished_at), (total.limit, total.ended_at));
        prop_assert_eq!(row.extended > 0, total.original.is_some());
        if row.arrived_at.is_some() && arrival.state != ClockState::Waived {
            let punctual = row.arrived_at <= row.arrival_limit && !row.appointed_late;
            prop_assert_eq!(punctual, in_time(arrival));
        }
        if let Some(finished) = row.finished_at {
            prop_assert_eq!(Some(finished) <= row.total_limit && !row.broken, in_time(total));
        }
        prop_assert_eq!(row.valves.len(), valves.len());
        for (task, clock) in row.valves.iter().zip(valves) {
            prop_assert_eq!(Some(task.limit), clock.limit);
            prop_assert_eq!(task.arrived_at.or(task.dropped_at), clock.ended_at);
            let punctual = task.arrived_at.is_some_and(|at| at <= task.limit);
            prop_assert_eq!(punctual, in_time(clock));
        }
        let late = all.iter().filter(|clock| clock.binding && clock.state == ClockState::MetEnteredLate);
        prop_assert_eq!(&row.entered_late, &late.filter_map(|clock| clock.ended_at).collect::<Vec<_>>());
        prop_assert_eq!((row.arrival_missed, row.total_missed), (arrival.missed, total.missed));
        let next = clock::find_next_deadline(ticket);
        prop_assert_eq!(row.next_clock, next.map(|due| due.kind));
        prop_assert_eq!(row.next_start, next.map(|due| due.start));
        prop_assert_eq!(row.next_limit, next.map(|due| due.limit));
        prop_assert_eq!(row.version, ticket.version);
        if let Some(NextDeadline { kind, start, limit }) = next {
            // Two teams sent at the same moment share their limit; one of them may be there already.
            let mut same = all.iter().filter(|clock| clock.kind == kind && clock.start == start && clock.limit == Some(limit));
            let waits = |clock: &clock::Clock| matches!(clock.state, ClockState::Running | ClockState::Breached);
            prop_assert!(ticket.stage.is_open() && same.any(|clock| clock.ended_at.is_none() && waits(clock)));
        }
    }

    /// The store looks for a month's rows between `received_at` and `counts_until`: no figure and no overdue
    /// line may lie outside.
    #[test]
    fn nothing_counts_outside_the_span_of_its_row(walk in walk::walks(true)) {
        let row = TicketRow::from_ticket(&walk.story.ticket);
        let ever = always(at("2099-12-31 00:00"));
        let before = CountingPeriod { to: row.received_at, ..ever };
        let after = CountingPeriod { from: common::later(row.counts_until, 1), ..ever };
        for period in [before, after] {
            for definition in DEFINITIONS {
                let counted = report::compute_contribution(definition.code, &row, &period)
                    .filter(|figure| *figure != Figure::default());
                prop_assert_eq!(counted, None, "{:?}", definition.code);
            }
            prop_assert_eq!(overdue(&row, &period), BTreeSet::new());
        }
    }

    /// No rate passes 100 %, and every figure of one ticket follows from its row alone.
    #[test]
    fn no_rate_is_more_than_all(walk in walk::walks(true)) {
        let row = TicketRow::from_ticket(&walk.story.ticket);
        for definition in DEFINITIONS.iter().filter(|definition| definition.unit == report::FigureUnit::Rate) {
            let figure = report::count_figure(definition.code, std::slice::from_ref(&row), &always(walk.now));
            prop_assert!((0..=figure.denominator).contains(&figure.numerator), "{:?} {figure:?}", definition.code);
        }
    }
}

/// The row of a ticket that is no repair holds its clocks, and a repair's columns stay empty.
fn others_agree(row: &TicketRow, all: &[clock::Clock]) -> Result<(), TestCaseError> {
    prop_assert_eq!(row.clocks.len(), all.len());
    for (kept, clock) in row.clocks.iter().zip(all) {
        prop_assert_eq!(
            (kept.kind, Some(kept.limit), kept.ended_at),
            (clock.kind, clock.limit, clock.ended_at)
        );
        prop_assert_eq!(
            (Some(kept.first), kept.broken),
            (clock.original.or(clock.limit), clock.broken)
        );
        let punctual = kept.ended_at.is_some_and(|at| at <= kept.limit) && !kept.broken;
        prop_assert_eq!(punctual, in_time(clock));
    }
    prop_assert_eq!(
        (row.hand_over_limit, row.arrival_limit, row.arrival_target),
        (None, None, None)
    );
    prop_assert!(row.valves.is_empty() && row.fault.is_none() && row.more.is_some());
    let answer = all.iter().find(|clock| clock.kind == ClockKind::Answer);
    prop_assert_eq!(row.total_limit, answer.and_then(|clock| clock.limit));
    let waits = |clock: &&clock::Clock| {
        matches!(clock.state, ClockState::Running | ClockState::Breached) && clock.ended_at.is_none()
    };
    let open = !matches!(row.stage, Stage::Closed | Stage::Cancelled | Stage::Merged);
    let first = all
        .iter()
        .filter(waits)
        .filter(|_| open)
        .filter_map(|clock| clock.limit)
        .min();
    prop_assert_eq!(row.next_limit, first);
    Ok(())
}

/// Missed limits of a row in a span, read from the reports of the months the span touches.
fn overdue(row: &TicketRow, span: &CountingPeriod) -> BTreeSet<ClockKind> {
    let mut found = BTreeSet::new();
    let latest = row.counts_until.max(row.arrival_limit.unwrap_or_default());
    let (mut month, last) = (
        Month::from_moment(row.received_at).previous_month(),
        Month::from_moment(latest).next_month(),
    );
    while month <= last {
        let report = report::month_report(month, span.now, std::slice::from_ref(row), &[], &[]);
        found.extend(
            report
                .overdue
                .iter()
                .filter(|one| span.has_moment(one.limit))
                .map(|one| one.clock),
        );
        month = month.next_month();
    }
    found
}
