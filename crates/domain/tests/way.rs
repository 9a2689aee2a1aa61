//! What comes next on the way of each service, and what is done there.
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
    Story, arrange, arrive, assign, at, call_back, finish, hand_over,
    services::{
        TEAM, at_lab, delivered, delivering, iron, pass_sample, sampled, search, searched, searching,
        send_team, told, trip,
    },
    verify,
};
use domain::service::{
    leak_detection::LeakFinding,
    moves,
    step::{FollowUpOutcome, StepKind},
    way,
};

/// What comes next at a time, whoever takes it.
fn next(story: &Story, now: &str) -> Vec<StepKind> {
    let possible = moves::list_possible_steps(&story.ticket, story.house.now(at(now)));
    way::list_next_steps(&story.ticket, &possible)
}

fn done(story: &Story) -> Vec<StepKind> {
    way::list_done_steps(&story.ticket)
}

#[test]
fn a_repair_in_working_hours_goes_from_step_to_step() {
    let story = Story::called("2026-11-23 10:00");
    assert_eq!(next(&story, "2026-11-23 10:01"), [StepKind::HandOver]);
    let story = story.then("2026-11-23 10:05", hand_over());
    assert_eq!(next(&story, "2026-11-23 10:06"), [StepKind::Assign]);
    let story = story.then_by(common::ENGINEER, "2026-11-23 10:10", assign());
    assert_eq!(next(&story, "2026-11-23 10:11"), [StepKind::Arrive]);
    let story = story
        .then("2026-11-23 10:30", arrive())
        .then("2026-11-23 11:00", finish());
    assert_eq!(
        next(&story, "2026-11-23 11:01"),
        [StepKind::Acknowledge, StepKind::Reply, StepKind::VerifyHours]
    );
    let story = story.then_by(common::ENGINEER, "2026-11-23 11:30", verify(40));
    assert!(!next(&story, "2026-11-23 11:31").contains(&StepKind::VerifyHours));
    assert!(done(&story).contains(&StepKind::VerifyHours));
}

/// Clause 4.3⑶: at night the arrangement comes first, and once made it is no longer what the ticket waits for.
#[test]
fn a_repair_at_night_is_arranged_first() {
    let story = Story::called("2026-11-24 02:10");
    assert_eq!(next(&story, "2026-11-24 02:11"), [StepKind::Arrange]);
    let story = story.then("2026-11-24 02:12", arrange(at("2026-11-24 03:00")));
    assert_eq!(next(&story, "2026-11-24 02:13"), [StepKind::HandOver]);
    assert_eq!(done(&story), [StepKind::Arrange]);
}

/// Clause 1.3: where the company has nothing to do, nobody is asked for consent.
#[test]
fn consent_is_asked_only_where_the_company_must_do_something() {
    assert!(done(&told(false)).contains(&StepKind::Consent));
    assert!(!done(&told(true)).contains(&StepKind::Consent));
}

#[test]
fn a_search_that_is_made_again_waits_for_another_study() {
    assert_eq!(done(&searching()), [StepKind::SendTeam]);
    let story = searched(LeakFinding::Undetermined).then("2026-11-23 15:10", common::services::escalate());
    assert!(done(&story).contains(&StepKind::Escalate));
    assert!(!next(&story, "2026-11-23 15:11").contains(&StepKind::Escalate));
    let again = story
        .then("2026-11-23 15:20", send_team(TEAM))
        .then("2026-11-23 15:30", arrive())
        .then("2026-11-23 16:00", search(LeakFinding::Undetermined));
    assert!(!done(&again).contains(&StepKind::Escalate));
    assert!(next(&again, "2026-11-23 16:01").contains(&StepKind::Escalate));
}

#[test]
fn a_sample_is_passed_on_once_and_its_results_are_entered_once() {
    assert!(!done(&sampled(false)).contains(&StepKind::PassSample));
    let passed = sampled(false).then("2026-11-23 14:30", pass_sample());
    assert!(done(&passed).contains(&StepKind::PassSample));
    assert!(!done(&at_lab()).contains(&StepKind::EnterResults));
    let entered = at_lab().then("2026-11-23 17:00", iron("0.1", ""));
    assert!(done(&entered).contains(&StepKind::EnterResults));
}

#[test]
fn trucks_go_until_every_place_was_reached() {
    let when = at("2026-11-23 14:30");
    let one = delivering().then("2026-11-23 14:30", trip(&[(0, when, 50)]));
    assert!(!done(&one).contains(&StepKind::MakeTrip));
    let all = one.then("2026-11-23 14:30", trip(&[(1, when, 40), (2, when, 200)]));
    assert!(done(&all).contains(&StepKind::MakeTrip));
    assert!(!done(&all).contains(&StepKind::CheckSafety));
    assert!(done(&delivered()).contains(&StepKind::CheckSafety));
}

/// Clause 2.5: a call that nobody took is made again.
#[test]
fn a_call_that_reached_nobody_is_not_done() {
    let replied = searched(LeakFinding::Found).then("2026-11-23 16:00", common::services::reply_search(true));
    let missed = replied
        .clone()
        .then("2026-11-23 17:00", call_back(FollowUpOutcome::NotReached, None));
    assert!(!done(&missed).contains(&StepKind::FollowUp));
    let reached = replied.then(
        "2026-11-23 17:00",
        call_back(FollowUpOutcome::Satisfied, Some(false)),
    );
    assert!(done(&reached).contains(&StepKind::FollowUp));
}
