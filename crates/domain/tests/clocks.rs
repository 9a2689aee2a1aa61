//! The clocks of a repair at their edges (policy §4.3 and "Clocks").
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

use chrono::NaiveDate;
use common::{
    AGENT, ENGINEER, House, Story, appoint, approve, arrange, arrive, ask_extension, assign, at, because,
    call_back, close, finish, hand_over, hours, later, on_the_way, order_valve, reassign, refuses_to_sign,
    repaired, reply, report, valve_step, verify,
};
use domain::{
    Moment, TicketRow,
    calendar::{CalendarYear, HoursKind},
    clock::{
        ClockKind::{Arrival, HandOver, Total, Valve},
        ClockReason,
        ClockState::{Breached, Late, Met, MetEnteredLate, Running, Waived},
        find_next_deadline,
    },
    customer::AddressArea,
    moment::MINUTE,
    service::{act::StepInput, step::FollowUpOutcome},
    ticket::{Channel, TicketIntake},
};

// --- 4.3⑴: ten minutes to the hand-over ---

/// Clause 4.3⑴: ten minutes to the millisecond.
#[test]
fn ten_minutes_to_the_millisecond() {
    let in_time = Story::called("2026-11-23 10:00").then("2026-11-23 10:10:00.000", hand_over());
    assert_eq!(
        in_time.stands(HandOver, "2026-11-23 12:00"),
        (Met, ClockReason::HotlineTenMinutes)
    );
    let late = Story::called("2026-11-23 10:00").then("2026-11-23 10:10:00.001", hand_over());
    assert_eq!(late.stands(HandOver, "2026-11-23 12:00").0, Late);
}

/// Clause 4.3⑴: it runs at ten minutes and is broken a millisecond later.
#[test]
fn it_runs_at_ten_minutes_and_is_broken_a_millisecond_later() {
    let waiting = Story::called("2026-11-23 10:00");
    assert_eq!(waiting.stands(HandOver, "2026-11-23 10:10:00.000").0, Running);
    assert_eq!(waiting.stands(HandOver, "2026-11-23 10:10:00.001").0, Breached);
}

/// Clause 4.3⑴: the ten minutes run at night and from the call not the form.
#[test]
fn the_ten_minutes_run_at_night_and_from_the_call_not_the_form() {
    let night = Story::called_and_raised("2026-11-23 02:10", "2026-11-23 02:14")
        .then("2026-11-23 02:16", arrange(at("2026-11-23 03:00")))
        .then("2026-11-23 02:21", hand_over());
    let clock = night.clock(HandOver, at("2026-11-23 03:00"));
    assert_eq!(clock.limit, Some(at("2026-11-23 02:20")));
    assert_eq!(clock.state, Late);
}

/// Clauses 4.1, 4.3⑴: other first receivers are shown and not bound.
#[test]
fn other_first_receivers_are_shown_and_not_bound() {
    for channel in [Channel::Department, Channel::Employee, Channel::Crew] {
        let story = Story::opened(TicketIntake {
            channel,
            ..report(at("2026-11-23 10:00"))
        });
        let clock = story.clock(HandOver, at("2026-11-23 10:30"));
        assert!(!clock.binding, "{}", channel.zh());
        assert_eq!(clock.why, ClockReason::OtherFirstReceiver);
        assert_eq!(clock.limit, Some(at("2026-11-23 10:10")), "the time is shown");
        assert_ne!(
            find_next_deadline(&story.ticket).unwrap().kind,
            HandOver,
            "it never heads the list of what is due"
        );
    }
    assert_eq!(
        find_next_deadline(&Story::called("2026-11-23 10:00").ticket).map(|due| (due.kind, due.limit)),
        Some((HandOver, at("2026-11-23 10:10")))
    );
}

// --- 4.3⑵: fifteen to thirty minutes to the arrival ---

/// Clause 4.3⑵: thirty minutes from the form with fifteen as the target.
#[test]
fn thirty_minutes_from_the_form_with_fifteen_as_the_target() {
    let story = Story::called_and_raised("2026-11-23 10:00", "2026-11-23 10:04");
    let clock = story.clock(Arrival, at("2026-11-23 10:05"));
    assert_eq!(clock.start, at("2026-11-23 10:04"));
    assert_eq!(clock.target, Some(at("2026-11-23 10:19")));
    assert_eq!(clock.limit, Some(at("2026-11-23 10:34")));
    assert_eq!((clock.state, clock.why), (Running, ClockReason::FormInHours));
}

/// Clause 4.3⑵: arrival to the millisecond.
#[test]
fn arrival_to_the_millisecond() {
    let met = on_the_way().then("2026-11-23 10:30:00.000", arrive());
    assert_eq!(met.stands(Arrival, "2026-11-23 18:00").0, Met);
    let late = on_the_way().then("2026-11-23 10:30:00.001", arrive());
    assert_eq!(late.stands(Arrival, "2026-11-23 18:00").0, Late);
}

/// Clause 4.3⑵: a form one second before closing time binds.
#[test]
fn a_form_one_second_before_closing_time_binds() {
    let story = Story::called_and_raised("2026-11-23 17:20", "2026-11-23 17:29:59");
    assert!(story.ticket.terms.is_in_hours());
    let clock = story.clock(Arrival, at("2026-11-23 17:40"));
    assert_eq!(
        clock.limit,
        Some(at("2026-11-23 17:59:59")),
        "it runs on past closing time"
    );
    assert_eq!(
        story.stands(Arrival, "2026-11-23 17:59:59.001"),
        (Breached, ClockReason::FormInHours)
    );
}

/// Clause 4.3⑵: a call in hours whose form is not escapes the thirty minutes and is counted.
#[test]
fn a_call_in_hours_whose_form_is_not_escapes_the_thirty_minutes_and_is_counted() {
    let story = Story::called_and_raised("2026-11-23 17:28", "2026-11-23 17:31");
    assert_eq!(
        story.stands(Arrival, "2026-11-23 23:00"),
        (Waived, ClockReason::OffHours)
    );
    assert_eq!(story.clock(Arrival, at("2026-11-23 23:00")).limit, None);
    let row = TicketRow::from_ticket(&story.ticket);
    assert!(row.received_in_hours && !row.in_hours);
    assert_eq!(row.raised_at.milliseconds_since(row.received_at), 3 * MINUTE);
}

/// Clause 4.3⑵: at noon and at closing time the later side counts.
#[test]
fn at_noon_and_at_closing_time_the_later_side_counts() {
    let raised = |when: &str| Story::called(when).ticket.terms.hours;
    assert_eq!(raised("2026-11-23 11:59:59.999"), HoursKind::Working);
    assert_eq!(raised("2026-11-23 12:00"), HoursKind::OffDuty);
    assert_eq!(raised("2026-11-23 17:29:59.999"), HoursKind::Working);
    assert_eq!(raised("2026-11-23 17:30"), HoursKind::OffDuty);
    assert_eq!(
        raised("2026-07-06 17:30"),
        HoursKind::Working,
        "in summer until 18:00"
    );
}

/// Clause 4.3⑵: outside town no thirty minutes run.
#[test]
fn outside_town_no_thirty_minutes_run() {
    let story = Story::opened(TicketIntake {
        area: AddressArea::Outside,
        ..report(at("2026-11-23 10:00"))
    });
    assert_eq!(
        story.stands(Arrival, "2026-11-23 15:00"),
        (Waived, ClockReason::NotUrban)
    );
    let agreed = story.then("2026-11-23 10:02", appoint(at("2026-11-23 14:00")));
    assert_eq!(
        agreed.stands(Arrival, "2026-11-23 14:00:00.001"),
        (Breached, ClockReason::ByAppointment)
    );
}

/// Clauses 4.3, 4.3⑵: an appointment takes the place of the thirty minutes and of nothing else.
#[test]
fn an_appointment_takes_the_place_of_the_thirty_minutes_and_of_nothing_else() {
    let story = on_the_way().then("2026-11-23 10:15", appoint(at("2026-11-23 16:00")));
    let clock = story.clock(Arrival, at("2026-11-23 12:00"));
    assert_eq!((clock.state, clock.why), (Running, ClockReason::ByAppointment));
    assert_eq!(clock.limit, Some(at("2026-11-23 16:00")));
    assert_eq!(clock.original, Some(at("2026-11-23 10:30")));
    assert_eq!(clock.target, None, "nobody hurries to an appointment");
    assert_eq!(
        story.clock(Total, at("2026-11-23 12:00")).limit,
        Some(at("2026-11-24 10:00")),
        "the 24 hours are wall-clock time"
    );
    let met = story.then("2026-11-23 16:00", arrive());
    assert_eq!(met.stands(Arrival, "2026-11-23 18:00").0, Met);
}

/// Clause 4.3⑵: an appointment may lie outside working hours.
#[test]
fn an_appointment_may_lie_outside_working_hours() {
    let story = on_the_way().then("2026-11-23 10:15", appoint(at("2026-11-23 21:00")));
    assert_eq!(
        story
            .clone()
            .then("2026-11-23 21:00:00.001", arrive())
            .stands(Arrival, "2026-11-24 08:00")
            .0,
        Late
    );
    let night = Story::called("2026-11-23 20:00").then("2026-11-23 20:03", appoint(at("2026-11-23 22:00")));
    assert_eq!(
        night.stands(Arrival, "2026-11-23 21:00"),
        (Running, ClockReason::ByAppointment)
    );
}

/// Clause 4.3⑵: agreed on the phone before the form was raised, the clock runs from then: nothing is due before it begins.
#[test]
fn agreed_before_the_form_was_raised_it_runs_from_then() {
    let mut story = Story::called_and_raised("2026-11-23 10:00", "2026-11-23 10:40");
    let (agreed, typed) = (at("2026-11-23 10:02"), at("2026-11-23 10:40"));
    story
        .attempt(&appoint(at("2026-11-23 10:20")), AGENT, agreed, typed)
        .unwrap();
    let clock = story.clock(Arrival, typed);
    assert_eq!((clock.state, clock.why), (Breached, ClockReason::ByAppointment));
    assert_eq!((clock.start, clock.limit), (agreed, Some(at("2026-11-23 10:20"))));
    assert_eq!(
        clock.original,
        Some(at("2026-11-23 11:10")),
        "what the form would have set"
    );
}

/// Clause 4.3⑵: agreed exactly at the limit is agreed in time.
#[test]
fn agreed_exactly_at_the_limit_is_agreed_in_time() {
    let story = on_the_way().then("2026-11-23 10:30:00.000", appoint(at("2026-11-23 16:00")));
    assert_eq!(
        story.stands(Arrival, "2026-11-23 12:00"),
        (Running, ClockReason::ByAppointment)
    );
}

/// Clause 4.3⑵: agreed after the thirty minutes stays broken.
#[test]
fn agreed_after_the_thirty_minutes_stays_broken() {
    let story = on_the_way().then("2026-11-23 10:30:00.001", appoint(at("2026-11-23 16:00")));
    let clock = story.clock(Arrival, at("2026-11-23 12:00"));
    assert_eq!(
        (clock.state, clock.why),
        (Breached, ClockReason::AppointedTooLate)
    );
    assert_eq!(
        clock.limit,
        Some(at("2026-11-23 16:00")),
        "the new limit is shown"
    );
    assert_eq!(clock.original, Some(at("2026-11-23 10:30")), "and the old one");
    let there = story.then("2026-11-23 15:00", arrive());
    assert_eq!(there.stands(Arrival, "2026-11-23 18:00").0, Late);
    assert!(TicketRow::from_ticket(&there.ticket).appointed_late);
}

/// Clause 4.3⑵: a second appointment does not heal the first.
#[test]
fn a_second_appointment_does_not_heal_the_first() {
    let story = on_the_way()
        .then("2026-11-23 10:15", appoint(at("2026-11-23 14:00")))
        .then("2026-11-23 14:10", appoint(at("2026-11-23 17:00")));
    assert_eq!(
        story.stands(Arrival, "2026-11-23 14:11"),
        (Breached, ClockReason::AppointedTooLate)
    );
}

/// Clause 4.3⑵: the crew came late, another crew was sent and agreed on a time: the first arrival stays late.
#[test]
fn an_appointment_after_a_late_arrival_does_not_make_it_punctual() {
    let story =
        on_the_way()
            .then("2026-11-23 10:50", arrive())
            .then_by(ENGINEER, "2026-11-23 11:00", reassign());
    assert_eq!(story.stands(Arrival, "2026-11-23 11:00").0, Late);
    let agreed = story.then("2026-11-23 11:05", appoint(at("2026-11-23 15:00")));
    assert_eq!(agreed.stands(Arrival, "2026-11-23 11:06").0, Late);
}

/// Clause 4.3⑵: an appointment after a punctual arrival leaves it punctual.
#[test]
fn an_appointment_after_a_punctual_arrival_leaves_it_punctual() {
    let story = on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then_by(ENGINEER, "2026-11-23 11:00", reassign())
        .then("2026-11-23 11:05", appoint(at("2026-11-23 15:00")));
    assert_eq!(story.stands(Arrival, "2026-11-23 16:00").0, Met);
    let second = story.then("2026-11-23 15:30", arrive());
    assert_eq!(
        second.clock(Arrival, at("2026-11-23 16:00")).ended_at,
        Some(at("2026-11-23 10:20")),
        "the first arrival counts"
    );
}

// --- 4.3: twenty-four hours ---

/// Clause 4.3: the day ends only when repair and reply exist.
#[test]
fn the_day_ends_only_when_repair_and_reply_exist() {
    let story = repaired();
    assert_eq!(
        story.stands(Total, "2026-11-24 10:00:00.001").0,
        Breached,
        "repaired but not replied"
    );
    let in_time = story.clone().then("2026-11-24 10:00:00.000", reply());
    assert_eq!(in_time.stands(Total, "2026-11-25 10:00").0, Met);
    let clock = in_time.clock(Total, at("2026-11-25 10:00"));
    assert_eq!(clock.ended_at, Some(at("2026-11-24 10:00")));
    let late = story.then("2026-11-24 10:00:00.001", reply());
    assert_eq!(late.stands(Total, "2026-11-25 10:00").0, Late);
}

/// Clause 4.3: across midnight the clocks run on.
#[test]
fn across_midnight_the_clocks_run_on() {
    let story = Story::called_and_raised("2026-11-23 23:55", "2026-11-24 00:01");
    assert_eq!(
        story.clock(HandOver, at("2026-11-24 00:00")).limit,
        Some(at("2026-11-24 00:05"))
    );
    assert_eq!(
        story.clock(Total, at("2026-11-24 00:00")).limit,
        Some(at("2026-11-24 23:55"))
    );
    assert_eq!(
        story.stands(Arrival, "2026-11-24 09:00"),
        (Waived, ClockReason::OffHours),
        "working hours beginning later do not start it"
    );
}

/// Clause 4.3: across a holiday the day is still a day.
#[test]
fn across_a_holiday_the_day_is_still_a_day() {
    let eve = Story::called("2026-09-30 17:50");
    assert!(eve.ticket.terms.is_in_hours(), "summer, until 18:00");
    assert_eq!(
        eve.clock(Arrival, at("2026-09-30 17:51")).limit,
        Some(at("2026-09-30 18:20"))
    );
    assert_eq!(
        eve.clock(Total, at("2026-09-30 17:51")).limit,
        Some(at("2026-10-01 17:50"))
    );
    let holiday = Story::called("2026-10-01 10:00");
    assert_eq!(holiday.ticket.terms.hours, HoursKind::Holiday);
    assert_eq!(
        holiday.stands(Arrival, "2026-10-01 11:00"),
        (Waived, ClockReason::OffHours)
    );
    let moved = Story::called("2026-10-10 10:00");
    assert_eq!(
        moved.stands(Arrival, "2026-10-10 10:30:00.001"),
        (Breached, ClockReason::FormInHours),
        "a Saturday that is worked"
    );
    assert_eq!(
        Story::called("2026-11-22 10:00").ticket.terms.hours,
        HoursKind::Weekend
    );
}

/// Clause 4.3: an extension in time moves the limit only when approved.
#[test]
fn an_extension_in_time_moves_the_limit_only_when_approved() {
    let asked = repaired().then("2026-11-23 12:00", ask_extension(at("2026-11-25 10:00")));
    assert_eq!(
        asked.clock(Total, at("2026-11-23 12:00")).limit,
        Some(at("2026-11-24 10:00"))
    );
    let refused = asked.clone().then_by(
        ENGINEER,
        "2026-11-23 13:00",
        StepInput::RefuseExtension(because()),
    );
    assert_eq!(
        refused.stands(Total, "2026-11-24 10:00:00.001"),
        (Breached, ClockReason::TotalTime)
    );
    let approved = asked.then_by(ENGINEER, "2026-11-24 10:00:00.000", approve());
    let clock = approved.clock(Total, at("2026-11-24 12:00"));
    assert_eq!((clock.state, clock.why), (Running, ClockReason::Extended));
    assert_eq!(clock.limit, Some(at("2026-11-25 10:00")));
    assert_eq!(
        clock.original,
        Some(at("2026-11-24 10:00")),
        "both limits stay visible"
    );
    let done = approved.then("2026-11-25 10:00", reply());
    assert_eq!(done.stands(Total, "2026-11-26 10:00").0, Met);
}

/// Clause 4.3: an extension approved after the limit heals nothing.
#[test]
fn an_extension_approved_after_the_limit_heals_nothing() {
    let story = repaired()
        .then("2026-11-24 09:00", ask_extension(at("2026-11-25 10:00")))
        .then_by(ENGINEER, "2026-11-24 10:00:00.001", approve());
    let clock = story.clock(Total, at("2026-11-24 12:00"));
    assert_eq!((clock.state, clock.why), (Breached, ClockReason::ExtendedTooLate));
    assert_eq!(
        (clock.limit, clock.original),
        (Some(at("2026-11-25 10:00")), Some(at("2026-11-24 10:00")))
    );
    assert!(
        !story.ticket.extensions[0].asked_late,
        "it was asked in time, but the clock moves on approval"
    );
    let done = story.then("2026-11-24 20:00", reply());
    assert_eq!(
        done.stands(Total, "2026-11-26 10:00").0,
        Late,
        "though before the new limit"
    );
    assert!(TicketRow::from_ticket(&done.ticket).broken);
}

/// Clause 4.3: asked exactly at the limit is asked in time.
#[test]
fn asked_exactly_at_the_limit_is_asked_in_time() {
    let asked_late = |when| {
        let story = repaired().then(when, ask_extension(at("2026-11-25 10:00")));
        story.ticket.extensions[0].asked_late
    };
    assert!(!asked_late("2026-11-24 10:00:00.000"));
    assert!(asked_late("2026-11-24 10:00:00.001"));
}

/// Clause 4.3: a second extension too late breaks what the first had saved.
#[test]
fn a_second_extension_too_late_breaks_what_the_first_had_saved() {
    let story = repaired()
        .then("2026-11-24 09:00", ask_extension(at("2026-11-25 10:00")))
        .then_by(ENGINEER, "2026-11-24 09:30", approve())
        .then("2026-11-25 11:00", ask_extension(at("2026-11-26 10:00")))
        .then_by(ENGINEER, "2026-11-25 11:30", approve());
    assert_eq!(
        story.stands(Total, "2026-11-25 12:00"),
        (Breached, ClockReason::ExtendedTooLate)
    );
    assert!(story.ticket.extensions[1].asked_late);
    assert_eq!(
        story.clock(Total, at("2026-11-25 12:00")).original,
        Some(at("2026-11-24 10:00")),
        "the first limit of all"
    );
}

// --- 4.3⑷: valves ---

/// Clause 4.3⑷: a valve has thirty minutes from its order.
#[test]
fn a_valve_has_thirty_minutes_from_its_order() {
    let ordered = on_the_way().then("2026-11-23 10:09", order_valve());
    assert_eq!(
        ordered.stands(Valve, "2026-11-23 10:39:00.000"),
        (Running, ClockReason::ValveOrder)
    );
    assert_eq!(ordered.stands(Valve, "2026-11-23 10:39:00.001").0, Breached);
    let there = |when| ordered.clone().then(when, StepInput::ValveArrive(valve_step(1)));
    let in_time = there("2026-11-23 10:39:00.000");
    let row = TicketRow::from_ticket(&in_time.ticket);
    assert_eq!(row.valves[0].arrived_at, Some(row.valves[0].limit));
    assert_eq!(
        there("2026-11-23 10:39:00.000")
            .stands(Valve, "2026-11-23 12:00")
            .0,
        Met
    );
    assert_eq!(
        there("2026-11-23 10:39:00.001")
            .stands(Valve, "2026-11-23 12:00")
            .0,
        Late
    );
}

/// Clause 4.3⑷: a valve given up in time is waived and given up late stays broken.
#[test]
fn a_valve_given_up_in_time_is_waived_and_given_up_late_stays_broken() {
    let ordered = on_the_way().then("2026-11-23 10:09", order_valve());
    let dropped = |when| ordered.clone().then(when, StepInput::ValveDrop(valve_step(1)));
    assert_eq!(
        dropped("2026-11-23 10:39").stands(Valve, "2026-11-24 10:00"),
        (Waived, ClockReason::Ended)
    );
    assert_eq!(
        dropped("2026-11-23 10:40").stands(Valve, "2026-11-24 10:00"),
        (Breached, ClockReason::Ended)
    );
}

/// Clause 4.3⑷: nobody reported the team's arrival and the case was closed: its clock stops with the case.
#[test]
fn a_valve_left_open_stops_with_the_closed_case() {
    let at_once = common::ready_to_close_with(|story| story.then("2026-11-23 10:55", order_valve()));
    let closed = at_once.then("2026-11-23 15:30", close());
    assert_eq!(
        closed.stands(Valve, "2026-11-23 15:31"),
        (Breached, ClockReason::Ended),
        "its limit passed while the case was open"
    );
    assert_eq!(
        find_next_deadline(&closed.ticket),
        None,
        "a closed case waits for nothing"
    );
}

/// Clause 4.3⑷: a valve not yet due is waived when the case is closed.
#[test]
fn a_valve_not_yet_due_is_waived_when_the_case_is_closed() {
    let closed = on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then("2026-11-23 10:25", order_valve())
        .then("2026-11-23 10:30", finish())
        .then("2026-11-23 10:32", refuses_to_sign())
        .then("2026-11-23 10:34", reply())
        .then_by(ENGINEER, "2026-11-23 10:36", verify(40))
        .then(
            "2026-11-23 10:38",
            call_back(FollowUpOutcome::Satisfied, Some(false)),
        )
        .then("2026-11-23 10:55:00.000", close());
    assert_eq!(
        closed.stands(Valve, "2026-11-30 10:00"),
        (Waived, ClockReason::Ended)
    );
}

// --- Cases that end otherwise ---

#[test]
fn cancelled_before_the_limits_nothing_is_missed() {
    let story =
        Story::called("2026-11-23 10:00").then("2026-11-23 10:10:00.000", StepInput::Cancel(because()));
    for kind in [HandOver, Arrival, Total] {
        assert_eq!(
            story.stands(kind, "2026-12-01 10:00"),
            (Waived, ClockReason::Ended),
            "{}",
            kind.zh()
        );
    }
}

#[test]
fn cancelled_after_a_limit_it_stays_missed() {
    let story =
        Story::called("2026-11-23 10:00").then("2026-11-23 10:10:00.001", StepInput::Cancel(because()));
    assert_eq!(
        story.stands(HandOver, "2026-12-01 10:00"),
        (Breached, ClockReason::Ended)
    );
    assert_eq!(
        story.stands(Arrival, "2026-12-01 10:00"),
        (Waived, ClockReason::Ended),
        "this one had not run out"
    );
    let after_a_day = on_the_way().then("2026-11-24 10:00:00.001", StepInput::PassOn(because()));
    assert_eq!(after_a_day.stands(Total, "2026-12-01 10:00").0, Breached);
    assert_eq!(after_a_day.stands(HandOver, "2026-12-01 10:00").0, Met);
}

/// What was missed stays in the figures; but nobody can hurry a case that is over.
#[test]
fn a_case_that_is_over_is_due_for_nothing() {
    let cancelled = Story::called("2026-11-23 10:00").then("2026-11-25 10:00", StepInput::Cancel(because()));
    assert_eq!(cancelled.stands(Total, "2026-11-25 10:00").0, Breached);
    assert_eq!(find_next_deadline(&cancelled.ticket), None);
    let row = TicketRow::from_ticket(&cancelled.ticket);
    assert_eq!((row.next_clock, row.next_limit), (None, None));
    let passed_on = on_the_way().then("2026-11-25 10:00", StepInput::PassOn(because()));
    assert_eq!(find_next_deadline(&passed_on.ticket), None);
}

// --- Calendar and limits in force when the form was raised ---

/// Clause 4.3⑵: a calendar edited later changes no verdict.
#[test]
fn a_calendar_edited_later_changes_no_verdict() {
    let mut story = on_the_way();
    let before = domain::clock::list_clocks(&story.ticket, at("2026-11-23 10:25"));
    make_holiday(&mut story.house, 2026, 11, 23);
    story.house.settings.limits.hand_over = 1;
    story.house.settings.limits.arrival = 5;
    story.house.settings.limits.total = 60;
    assert_eq!(
        domain::clock::list_clocks(&story.ticket, at("2026-11-23 10:25")),
        before
    );
    let house = story.house.clone();
    let there = story.then("2026-11-23 10:29", arrive());
    assert_eq!(
        there.stands(Arrival, "2026-11-23 12:00"),
        (Met, ClockReason::FormInHours)
    );
    let replayed = domain::Ticket::replay_entries(&there.entries).unwrap();
    assert_eq!(
        domain::clock::list_clocks(&replayed, at("2026-11-23 12:00")),
        domain::clock::list_clocks(&there.ticket, at("2026-11-23 12:00")),
        "told again under the new calendar"
    );
    let new = Story::opened_in(house, 2, report(at("2026-11-23 10:26")));
    assert_eq!(
        new.stands(Arrival, "2026-11-23 10:27"),
        (Waived, ClockReason::OffHours),
        "the next form comes under the new calendar"
    );
    assert_eq!(
        new.clock(Total, at("2026-11-23 10:27")).limit,
        Some(at("2026-11-23 11:26"))
    );
}

#[test]
fn a_year_entered_late_counts_from_then_on() {
    let mut house = House::shipped();
    let form = report(at("2027-01-01 10:00"));
    let guess = Story::opened_in(house.clone(), 1, form.clone());
    assert_eq!(guess.ticket.terms.hours, HoursKind::Working, "a Friday");
    make_holiday(&mut house, 2027, 1, 1);
    assert!(house.calendar.check_calendar().is_ok());
    assert_eq!(
        Story::opened_in(house, 2, form).ticket.terms.hours,
        HoursKind::Holiday
    );
    assert_eq!(
        guess.ticket.terms.hours,
        HoursKind::Working,
        "the old verdict stands"
    );
}

fn make_holiday(house: &mut House, year: i32, month: u32, day: u32) {
    let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    if let Some(known) = house.calendar.years.iter_mut().find(|known| known.year == year) {
        known.off.insert(date);
        return;
    }
    house.calendar.years.push(CalendarYear {
        year,
        off: BTreeSet::from([date]),
        working: BTreeSet::new(),
    });
}

// --- Late entries ---

#[test]
fn a_late_entry_counts_when_it_happened() {
    let mut story = on_the_way();
    story
        .attempt(&arrive(), AGENT, at("2026-11-23 10:29"), at("2026-11-23 15:00"))
        .unwrap();
    assert_eq!(
        story.stands(Arrival, "2026-11-23 15:00").0,
        MetEnteredLate,
        "in time, and typed when the limit was over and long after"
    );
    let entry = story.entries.last().unwrap();
    assert_eq!(entry.recorded_at, at("2026-11-23 15:00"), "the trail shows both");
    assert!(story.ticket.is_late_entry(entry.happened_at, entry.recorded_at));
    assert_eq!(story.ticket.last_step_at, at("2026-11-23 10:29"));
}

/// Clause 4.3⑴: 09:41 typed at 09:47 is simply in time; more than ten minutes after it happened says so.
#[test]
fn a_hand_over_is_entered_late_after_ten_minutes() {
    let typed = |typed: &str| {
        let mut story = Story::called("2026-11-23 09:32");
        story
            .attempt(&hand_over(), AGENT, at("2026-11-23 09:41"), at(typed))
            .unwrap();
        story.stands(HandOver, typed).0
    };
    assert_eq!(typed("2026-11-23 09:47"), Met);
    assert_eq!(typed("2026-11-23 09:51:00.000"), Met);
    assert_eq!(typed("2026-11-23 09:51:00.001"), MetEnteredLate);
    // Within the limit nothing is late, however it was typed.
    let mut story = Story::called("2026-11-23 09:32");
    story
        .attempt(
            &hand_over(),
            AGENT,
            at("2026-11-23 09:32"),
            at("2026-11-23 09:42"),
        )
        .unwrap();
    assert_eq!(story.stands(HandOver, "2026-11-23 09:42").0, Met);
}

/// The 24 hours end with the work and the reply: either of them typed late says so.
#[test]
fn the_whole_case_is_entered_late_by_either_of_its_steps() {
    let with = |work: &str, answer: &str| {
        let mut story = on_the_way().then("2026-11-23 10:20", arrive());
        for (act, happened, typed) in [
            (finish(), "2026-11-24 09:30", work),
            (reply(), "2026-11-24 09:50", answer),
        ] {
            story.attempt(&act, AGENT, at(happened), at(typed)).unwrap();
        }
        story.stands(Total, "2026-11-24 12:00").0
    };
    assert_eq!(with("2026-11-24 09:40", "2026-11-24 10:20"), Met);
    assert_eq!(with("2026-11-24 09:40", "2026-11-24 10:21"), MetEnteredLate);
    assert_eq!(with("2026-11-24 10:01", "2026-11-24 10:02"), MetEnteredLate);
}

#[test]
fn thirty_minutes_make_no_late_entry_one_millisecond_more_does() {
    let ticket = on_the_way().ticket;
    let happened = at("2026-11-23 10:20");
    assert!(!ticket.is_late_entry(happened, happened.plus_minutes(30)));
    assert!(ticket.is_late_entry(happened, later(happened.plus_minutes(30), 1)));
}

#[test]
fn a_ticket_opened_late_starts_where_the_call_was() {
    let mut form = report(at("2026-11-22 09:00"));
    form.raised_at = None;
    let house = House::shipped();
    let now = at("2026-11-23 09:00");
    let fact = domain::service::decide::open_ticket(
        &form,
        1,
        "WX000001".to_owned(),
        &house.context(AGENT, form.received_at, now),
    )
    .unwrap();
    let domain::fact::TicketFact::Opened { open, terms, .. } = fact else {
        panic!("an opening");
    };
    assert_eq!(
        open.form_raised_at(),
        now,
        "a form without its own time is raised now"
    );
    assert_eq!(terms.hours, HoursKind::Working);
    assert_eq!(terms.received_hours, HoursKind::Weekend, "Sunday");
}

#[test]
fn what_is_due_next_is_the_earliest_limit_still_waited_for() {
    let due = |story: &Story| {
        find_next_deadline(&story.ticket)
            .map(|due| (due.kind, due.limit))
            .unwrap()
    };
    let story = Story::called("2026-11-23 10:00");
    assert_eq!(due(&story), (HandOver, at("2026-11-23 10:10")));
    let story = story.then("2026-11-23 10:05", hand_over());
    assert_eq!(due(&story), (Arrival, at("2026-11-23 10:30")));
    let story = story
        .then_by(ENGINEER, "2026-11-23 10:06", assign())
        .then("2026-11-23 10:07", order_valve())
        .then("2026-11-23 10:20", arrive());
    assert_eq!(due(&story), (Valve, at("2026-11-23 10:37")));
    let story = story
        .then("2026-11-23 10:30", StepInput::ValveArrive(valve_step(1)))
        .then("2026-11-23 10:50", finish());
    assert_eq!(due(&story), (Total, Moment(at("2026-11-23 10:00").0 + hours(24))));
    let story = story.then("2026-11-23 11:00", reply());
    assert_eq!(find_next_deadline(&story.ticket), None);
}
