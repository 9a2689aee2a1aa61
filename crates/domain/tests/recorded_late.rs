//! What is recorded days later with the time at which it is said to have happened: the clock it ends, moves or waives says so. That this
//! holds of every step and every clock, the random walks show; here stand the cases.
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

use common::{
    AGENT, Story, appoint, arrive, ask_valve, at, because, close, on_the_way, ready_to_close,
    services::{decide_event, move_event, outage_report, place, planned, trip, wished},
    valve_step,
};
use domain::{
    Code, Moment, TicketRow,
    clock::{
        ClockKind::{Arrival, Coverage, Event, FirstTrip, HandOver, Total, Valve},
        ClockState::{Breached, Met, MetEnteredLate, Running, RunningEnteredLate, Waived, WaivedEnteredLate},
    },
    service::act::StepInput,
};

fn typed(story: &Story, act: &StepInput, happened: &str, typed: &str) -> Story {
    let mut story = story.clone();
    story.attempt(act, AGENT, at(happened), at(typed)).unwrap();
    story
}

/// 转表前维修 waives what was not yet due; typed after the limit, it says that nobody but who typed it knows.
#[test]
fn a_case_passed_on_late_says_so() {
    let days = "2026-11-27 15:00";
    let story = on_the_way();
    assert_eq!(story.stands(Total, days).0, Breached);
    let then = typed(&story, &StepInput::PassOn(because()), "2026-11-23 10:29", days);
    assert_eq!(then.stands(Total, days).0, WaivedEnteredLate);
    assert_eq!(then.stands(Arrival, days).0, WaivedEnteredLate);
    assert_eq!(then.stands(HandOver, days).0, Met, "that one had been kept");
    assert!(
        TicketRow::from_ticket(&then.ticket).entered_late.is_empty(),
        "not kept: not counted as such"
    );
    let now = typed(&story, &StepInput::PassOn(because()), days, days);
    assert_eq!(now.stands(Total, days).0, Breached);
    let soon = typed(
        &story,
        &StepInput::PassOn(because()),
        "2026-11-23 10:29",
        "2026-11-23 10:50",
    );
    assert_eq!(soon.stands(Arrival, days).0, Waived, "not 补录");

    // Of a hand-over's clock it is 补录 after ten minutes (4.3⑴).
    let mut story = Story::called("2026-11-23 09:32");
    story
        .attempt(
            &StepInput::PassOn(because()),
            AGENT,
            at("2026-11-23 09:41"),
            at("2026-11-23 09:52"),
        )
        .unwrap();
    assert_eq!(story.stands(HandOver, days).0, WaivedEnteredLate);
}

#[test]
fn a_valve_given_up_late_says_so() {
    let days = "2026-11-27 15:00";
    let story = on_the_way().then("2026-11-23 10:10", ask_valve());
    let mut step = valve_step(1);
    step.note = "不用了".to_owned();
    let then = typed(
        &story,
        &StepInput::ValveDrop(step.clone()),
        "2026-11-23 10:20",
        days,
    );
    assert_eq!(then.stands(Valve, days).0, WaivedEnteredLate);
    let now = typed(&story, &StepInput::ValveDrop(step), days, days);
    assert_eq!(now.stands(Valve, days).0, Breached);
}

/// 4.3⑵: agreed at 10:15, as is said at 17:00: until somebody is there, and then.
#[test]
fn a_time_agreed_late_says_so() {
    let agreed = appoint(at("2026-11-24 08:30"));
    let story = on_the_way();
    let then = typed(&story, &agreed, "2026-11-23 10:15", "2026-11-23 17:00");
    assert_eq!(then.stands(Arrival, "2026-11-23 17:00").0, RunningEnteredLate);
    assert_eq!(then.stands(Arrival, "2026-11-24 08:31").0, Breached);
    let there = then.then("2026-11-24 08:25", arrive());
    assert_eq!(there.stands(Arrival, "2026-11-24 09:00").0, MetEnteredLate);
    assert_eq!(
        TicketRow::from_ticket(&there.ticket).entered_late,
        [at("2026-11-24 08:25")]
    );
    let soon = typed(&story, &agreed, "2026-11-23 10:15", "2026-11-23 10:40");
    assert_eq!(soon.stands(Arrival, "2026-11-23 17:00").0, Running);
}

/// 5.2⑴, 5.2⑵: a day that was over is moved by telephone; whether an event is held at all is decided here and now.
#[test]
fn an_event_moved_late_says_so_and_is_decided_on_now() {
    let story = planned();
    let due = story.clock(Event, story.ticket.open.received_at).limit.unwrap();
    let days = Moment(due.0 + 4 * 86_400_000);
    let moved = move_event(Moment(days.0 + 86_400_000), "下雨");
    let mut then = story.clone();
    then.attempt(&moved, AGENT, Moment(due.0 - 3_600_000), days)
        .unwrap();
    assert_eq!(then.clock(Event, days).state, RunningEnteredLate);

    let story = wished();
    let mut late = story.clone();
    let received = story.ticket.open.received_at;
    let days = Moment(received.0 + 10 * 86_400_000);
    let refusal = late
        .attempt(&decide_event(true), AGENT, Moment(received.0 + 3_600_000), days)
        .unwrap_err();
    assert_eq!(refusal.code, Code::DecidedHere);
}

/// 办结 is pressed at the desk: it waives what nobody reported, now and at no earlier time.
#[test]
fn a_case_is_closed_now() {
    let story = ready_to_close();
    let mut late = story.clone();
    let refusal = late
        .attempt(&close(), AGENT, at("2026-11-23 15:10"), at("2026-11-25 09:00"))
        .unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::DecidedHere, Some("happened_at"))
    );
    assert!(story.then("2026-11-25 09:00", close()).ticket.closed_at.is_some());
}

/// 6.2: every place counts. The last one was typed at once, another one was typed late: kept, as somebody says.
#[test]
fn a_place_reached_late_on_paper_says_so_whatever_was_reached_last() {
    let received = at("2026-11-23 08:00");
    let mut open = outage_report(received, received, at("2026-11-23 12:00"));
    if let domain::service::ServiceIntake::EmergencyWater(asked) = &mut open.asked {
        asked.places = vec![place("甲小区", "", 100), place("乙小区", "", 100)];
    }
    let story = Story::opened(open).then("2026-11-23 08:10", common::services::authorise("需要"));
    let first = trip(&[(0, at("2026-11-23 10:00"), 50)]);
    let last = trip(&[(1, at("2026-11-23 11:55"), 50)]);
    let story = typed(&story, &first, "2026-11-23 09:50", "2026-11-23 12:05");
    let story = typed(&story, &last, "2026-11-23 11:50", "2026-11-23 12:10");
    assert_eq!(story.stands(Coverage, "2026-11-23 13:00").0, MetEnteredLate);
    assert_eq!(story.stands(FirstTrip, "2026-11-23 13:00").0, MetEnteredLate);
}

/// Told again it says the same: the marks are made of the lines alone.
#[test]
fn the_marks_are_told_again() {
    let story = typed(
        &on_the_way(),
        &StepInput::PassOn(because()),
        "2026-11-23 10:29",
        "2026-11-27 15:00",
    );
    let again = domain::Ticket::replay_entries(&story.entries).unwrap();
    assert_eq!(again.late_marks.len(), 2);
    assert_eq!(again, story.ticket);
    let text = serde_json::to_string(&Story::called("2026-11-23 10:00").ticket).unwrap();
    assert!(!text.contains("late_marks"), "nothing where there is none");
}
