//! The moves of a community event and of an outage with water trucks (policy §5, §6).
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
    AGENT, Story, at, because, call_back, close, later, plain, reply,
    services::{
        authorise, change_outage, check_safety, decide_event, delivered, delivering, end_outage,
        event_report, hold_event, leak_report, move_event, outage, outage_report, place, planned,
        reminder_report, schedule_event, signs, trip, wished,
    },
};
use domain::{
    Code,
    acknowledgement::{AcknowledgementTemplates, build_content},
    moment::HOUR,
    service::{
        ServiceIntake,
        act::StepInput,
        community::{CommunityCase as EventCase, ConductRule, EventOrigin},
        emergency_water::{OutageCase, OutageGround, SafetyItem},
        step::{FollowUpOutcome, NoteInput},
    },
    ticket::{Stage, TicketCase, TicketIntake},
};

fn event(story: &Story) -> &EventCase {
    match &story.ticket.case {
        TicketCase::Community(case) => case,
        _ => panic!("an event"),
    }
}

fn without_water(story: &Story) -> &OutageCase {
    match &story.ticket.case {
        TicketCase::EmergencyWater(case) => case,
        _ => panic!("an outage"),
    }
}

/// An event of the plan, held on its day from 10:00 to 12:00.
fn held(broken: Option<ConductRule>) -> Story {
    let mut story = planned();
    let act = hold_event(at("2026-12-05 12:00"), broken);
    story
        .attempt(&act, AGENT, at("2026-12-05 10:00"), at("2026-12-05 13:00"))
        .unwrap();
    story
}

fn with_reason() -> StepInput {
    StepInput::Close(NoteInput {
        note: "道路中断，已改由社区分发桶装水".to_owned(),
    })
}

// --- 5.2: where an event comes from ---

/// Clause 5.2⑴: the plan fixes day and place.
#[test]
fn the_plan_fixes_day_and_place() {
    assert_eq!(planned().ticket.stage, Stage::Planned);
    assert_eq!(
        event(&planned()).current_schedule().unwrap().at,
        at("2026-12-05 10:00")
    );
    let undated = event_report(at("2026-11-23 10:00"), EventOrigin::AnnualPlan, None);
    assert_eq!(
        undated.check_ticket_intake().unwrap_err().field.as_deref(),
        Some("asked.planned_at")
    );
    let mut nowhere = event_report(
        at("2026-11-23 10:00"),
        EventOrigin::AnnualPlan,
        Some(at("2026-12-05 10:00")),
    );
    let ServiceIntake::Community(asked) = &mut nowhere.asked else {
        panic!("an event")
    };
    asked.place = String::new();
    assert_eq!(
        nowhere.check_ticket_intake().unwrap_err().field.as_deref(),
        Some("asked.place")
    );
}

/// Clause 5.2⑵: what a customer asks for is decided on first, with a reason.
#[test]
fn a_wish_is_decided_on_first() {
    let wish = wished();
    assert_eq!(wish.ticket.stage, Stage::ToDecide);
    let day = at("2026-12-05 10:00");
    assert_eq!(
        wish.refused("2026-11-23 11:00", schedule_event(day)),
        Code::WrongStage
    );
    let StepInput::DecideEvent(mut decision) = decide_event(true) else {
        panic!("a decision")
    };
    decision.reason = String::new();
    assert_eq!(
        wish.refused_at("2026-11-23 11:00", &StepInput::DecideEvent(decision)),
        (Code::Required, "reason".to_owned())
    );
    let yes = wish.then("2026-11-23 11:00", decide_event(true));
    assert_eq!(yes.ticket.stage, Stage::ToSchedule);
    assert_eq!(
        yes.then("2026-11-23 12:00", schedule_event(day)).ticket.stage,
        Stage::Planned
    );
}

/// Clause 5.2⑵: a no is answered too, and then closed.
#[test]
fn a_no_is_answered_and_closed() {
    let no = wished().then("2026-11-23 11:00", decide_event(false));
    assert_eq!(no.ticket.stage, Stage::ToReply);
    assert_eq!(
        no.refused("2026-11-23 12:00", close()),
        Code::WrongStage,
        "not answered yet"
    );
    assert_eq!(
        no.refused("2026-11-23 12:00", signs()),
        Code::WrongStage,
        "nothing was held"
    );
    let answered = no.then("2026-11-23 12:00", reply());
    assert_eq!(
        answered.then("2026-11-23 13:00", close()).ticket.stage,
        Stage::Closed
    );
}

/// Clause 5.2⑶: what staff suggest is scheduled without a decision, and says who suggested it and why.
#[test]
fn staff_suggest_an_event() {
    let suggestion = event_report(at("2026-11-23 10:00"), EventOrigin::StaffSuggestion, None);
    let mut nobody = suggestion.clone();
    let ServiceIntake::Community(asked) = &mut nobody.asked else {
        panic!("an event")
    };
    asked.suggested_by = String::new();
    assert_eq!(
        nobody.check_ticket_intake().unwrap_err().field.as_deref(),
        Some("asked.suggested_by")
    );
    let story = Story::opened(suggestion);
    assert_eq!(story.ticket.stage, Stage::ToSchedule);
    assert_eq!(
        story.refused("2026-11-23 11:00", decide_event(true)),
        Code::WrongStage
    );
    let scheduled = story.then("2026-11-23 11:00", schedule_event(at("2026-12-05 10:00")));
    assert_eq!(scheduled.ticket.stage, Stage::Planned);
}

/// Clause 5.2⑴: a moved event says why and keeps every day it had.
#[test]
fn a_moved_event_keeps_its_history() {
    assert_eq!(
        planned().refused_at("2026-12-01 09:00", &move_event(at("2026-12-08 10:00"), "")),
        (Code::Required, "reason".to_owned())
    );
    let moved = planned()
        .then(
            "2026-12-01 09:00",
            move_event(at("2026-12-08 10:00"), "社区临时有活动"),
        )
        .then("2026-12-07 09:00", move_event(at("2026-12-10 10:00"), "下雪"));
    let days: Vec<_> = event(&moved).schedules.iter().map(|one| one.details.at).collect();
    assert_eq!(
        days,
        [
            at("2026-12-05 10:00"),
            at("2026-12-08 10:00"),
            at("2026-12-10 10:00")
        ]
    );
    assert_eq!(moved.ticket.stage, Stage::Planned);
}

/// Clause 5.2: a cancelled event keeps its day, its reason, and is held no more.
#[test]
fn a_cancelled_event_keeps_its_history() {
    let cancelled = planned()
        .then(
            "2026-12-01 09:00",
            move_event(at("2026-12-08 10:00"), "社区临时有活动"),
        )
        .then("2026-12-02 09:00", StepInput::Cancel(because()));
    assert_eq!(cancelled.ticket.stage, Stage::Cancelled);
    assert_eq!(event(&cancelled).schedules.len(), 2);
    assert_eq!(cancelled.ticket.ended.as_ref().unwrap().details, because());
    assert_eq!(
        cancelled.refused("2026-12-08 12:00", hold_event(at("2026-12-08 12:00"), None)),
        Code::WrongStage
    );
    assert_eq!(
        held(None).refused("2026-12-06 09:00", StepInput::Cancel(because())),
        Code::WrongStage
    );
}

// --- 5.1, 5.3: the event itself ---

/// Clause 5.1: a team of people from named departments holds it.
#[test]
fn an_event_has_a_team() {
    let StepInput::HoldEvent(mut nobody) = hold_event(at("2026-12-05 12:00"), None) else {
        panic!("an event")
    };
    nobody.team.clear();
    assert_eq!(
        planned().refused_at("2026-12-05 12:00", &StepInput::HoldEvent(nobody)),
        (Code::Required, "team".to_owned())
    );
    let team = &event(&held(None)).held.as_ref().unwrap().details.team.clone();
    assert_eq!(team[0].department.zh(), "客服中心");
}

/// Clause 5.3: an event is over before it is written down, and after it began.
#[test]
fn an_event_ends_after_it_began() {
    let mut story = planned();
    let mut hold = |began: &str, ended: &str| {
        let act = hold_event(at(ended), None);
        let refusal = story
            .attempt(&act, AGENT, at(began), at("2026-12-05 13:00"))
            .unwrap_err();
        (refusal.code, refusal.field.unwrap())
    };
    assert_eq!(
        hold("2026-12-05 10:00", "2026-12-05 09:59:59.999"),
        (Code::TimeBeforePrevious, "ended_at".to_owned())
    );
    assert_eq!(
        hold("2026-12-05 10:00", "2026-12-05 13:00:00.001"),
        (Code::TimeInFuture, "ended_at".to_owned())
    );
}

/// Clause 5.3: every rule of conduct is answered; one that was not kept is a violation record, which only its own
/// step closes.
#[test]
fn a_broken_rule_is_a_violation_record() {
    let StepInput::HoldEvent(mut short) = hold_event(at("2026-12-05 12:00"), None) else {
        panic!("an event")
    };
    short.checklist.pop();
    assert_eq!(
        planned().refused("2026-12-05 12:00", StepInput::HoldEvent(short)),
        Code::ChecklistIncomplete
    );
    assert!(held(None).ticket.violations.is_empty());
    let prying = held(Some(ConductRule::NoPrying));
    let violation = prying.ticket.open_violation().unwrap();
    assert!(
        violation.words.starts_with(ConductRule::NoPrying.zh()),
        "{}",
        violation.words
    );
    let closed = prying
        .then("2026-12-05 14:00", signs())
        .then("2026-12-05 15:00", close());
    assert!(
        closed.ticket.open_violation().is_some(),
        "the end of the event is not the end of the record"
    );
    let handled = closed.then("2026-12-06 09:00", StepInput::CloseViolation(because()));
    assert!(handled.ticket.open_violation().is_none());
}

/// Clause 5.3: the community signs before the event is closed, and the call asks about conduct.
#[test]
fn the_community_signs() {
    let event = held(None);
    assert_eq!(event.refused("2026-12-05 14:00", close()), Code::WrongStage);
    let mut early = event.clone();
    let before = early.attempt(
        &common::refuses_to_sign(),
        AGENT,
        at("2026-12-05 11:59:59.999"),
        at("2026-12-05 14:00"),
    );
    assert_eq!(
        before.unwrap_err().code,
        Code::TimeBeforePrevious,
        "before it was over"
    );
    let signed = event.then("2026-12-05 12:10", signs());
    assert_eq!(signed.ticket.stage, Stage::ToClose);
    assert_eq!(
        signed.refused("2026-12-05 14:00", call_back(FollowUpOutcome::Satisfied, None)),
        Code::ConductUnanswered
    );
    assert_eq!(
        signed.then("2026-12-05 14:00", close()).ticket.stage,
        Stage::Closed
    );
}

/// Clause 5.2: what comes to light at an event is opened on the spot, without asking for consent first.
#[test]
fn problems_met_open_linked_tickets() {
    let mut story = held(None);
    let when = at("2026-12-05 11:00");
    let now = at("2026-12-05 14:00");
    for (id, open) in (2..).zip([common::report(when), leak_report(when), reminder_report(when)]) {
        story.open_linked(&open, id, AGENT, now).unwrap();
    }
    assert_eq!(story.ticket.links.len(), 3);
    let other = event_report(when, EventOrigin::StaffSuggestion, None);
    assert_eq!(
        story.open_linked(&other, 9, AGENT, now).unwrap_err().code,
        Code::BadLink
    );
    let mut early = planned();
    assert_eq!(
        early
            .open_linked(&common::report(when), 2, AGENT, now)
            .unwrap_err()
            .code,
        Code::WrongStage,
        "nothing was met yet"
    );
}

// --- 6.1: the outage and its authorisation ---

/// Clause 6.1: no truck leaves before the company's authorisation, in the order of typing and in time.
#[test]
fn no_trip_before_the_authorisation() {
    let there = at("2026-11-23 11:00");
    let truck = trip(&[(0, there, 10)]);
    assert_eq!(
        outage().refused("2026-11-23 11:00", truck.clone()),
        Code::NotAuthorised
    );
    let mut authorised = delivering();
    let mut left = |at_: &str| {
        let refusal = authorised
            .attempt(&truck, AGENT, at(at_), at("2026-11-23 12:00"))
            .err();
        refusal.map(|refusal| (refusal.code, refusal.field.unwrap_or_default()))
    };
    assert_eq!(
        left("2026-11-23 10:29:59.999"),
        Some((Code::TimeBeforePrevious, "happened_at".to_owned()))
    );
    assert_eq!(left("2026-11-23 10:30"), None);
}

/// Clause 6.1: an outage below every threshold may be authorised too, with a reason; each threshold has its
/// verdict.
#[test]
fn a_small_outage_needs_a_reason() {
    let received = at("2026-11-23 10:00");
    let small = outage_report(received, received, later(received, 3 * HOUR));
    let mut small = TicketIntake { ..small };
    let ServiceIntake::EmergencyWater(asked) = &mut small.asked else {
        panic!("an outage")
    };
    asked.places = vec![place("甲小区", "1 号楼", 60)];
    let story = Story::opened(small);
    let verdicts = without_water(&story).ground_verdicts(&story.ticket.terms.thresholds);
    assert!(verdicts.iter().all(|verdict| !verdict.met));
    assert_eq!(
        story.refused_at("2026-11-23 10:30", &authorise("")),
        (Code::Required, "reason".to_owned())
    );
    assert_eq!(
        story
            .then("2026-11-23 10:30", authorise("有卧床老人"))
            .ticket
            .stage,
        Stage::Delivering
    );
    let met: Vec<OutageGround> = without_water(&outage())
        .ground_verdicts(&outage().ticket.terms.thresholds)
        .iter()
        .filter(|verdict| verdict.met)
        .map(|verdict| verdict.ground)
        .collect();
    assert_eq!(
        met,
        [OutageGround::Long, OutageGround::Dense],
        "24 hours, 300 households of one community"
    );
}

/// Clause 6.1: thresholds changed later judge no old outage.
#[test]
fn an_outage_keeps_its_thresholds() {
    let mut story = outage();
    story.house.settings.thresholds.dense = 10_000;
    story.house.settings.thresholds.hours = 100;
    assert_eq!(
        story.then("2026-11-23 10:30", authorise("")).ticket.stage,
        Stage::Delivering
    );
}

/// Clause 6.1: an outage ends after it began, on paper and in truth; a place stands in it once.
#[test]
fn an_outage_is_sound() {
    let (from, to) = (at("2026-11-23 09:00"), at("2026-11-23 09:00"));
    let refusal = outage_report(at("2026-11-23 10:00"), from, to)
        .check_ticket_intake()
        .unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::TimeNotLater, Some("asked.expected_end"))
    );
    let known = vec![place("甲小区", "1 号楼", 5)];
    assert_eq!(
        delivering().refused("2026-11-23 11:00", change_outage(at("2026-11-25 09:00"), known)),
        Code::PlaceTwice
    );
    assert_eq!(
        delivering().refused("2026-11-23 11:00", change_outage(from, vec![])),
        Code::TimeNotLater
    );
    let ahead = at("2026-11-24 09:00");
    let report = outage_report(at("2026-11-23 10:00"), ahead, later(ahead, 30 * HOUR));
    let tomorrow = Story::opened(report).then("2026-11-23 10:30", authorise(""));
    assert_eq!(
        tomorrow.refused("2026-11-23 12:00", end_outage()),
        Code::TimeBeforePrevious
    );
}

// --- 6.2: every customer ---

/// Clause 6.2: a truck stops at places of the outage, after it left, and serves no more households than live there.
#[test]
fn a_stop_is_at_a_place_of_the_outage() {
    let when = "2026-11-23 12:00";
    let stop = |place, at_: &str, households| trip(&[(place, at(at_), households)]);
    let story = delivering();
    assert_eq!(
        story.refused_at(when, &stop(3, when, 1)),
        (Code::NotFound, "stops".to_owned())
    );
    assert_eq!(
        story.refused_at(when, &stop(0, when, 61)),
        (Code::OutOfRange, "stops".to_owned())
    );
    assert_eq!(
        story.refused(when, stop(0, "2026-11-23 11:59:59.999", 60)),
        Code::TimeBeforePrevious
    );
    assert_eq!(
        story.refused(when, stop(0, "2026-11-23 12:00:00.001", 60)),
        Code::TimeInFuture
    );
    assert_eq!(story.refused(when, trip(&[])), Code::Required);
    assert!(without_water(&story.then(when, stop(0, when, 60))).trips.len() == 1);
}

/// Clause 6.2: what has not been reached is known at any time; places added later are not reached yet.
#[test]
fn coverage_shows_who_was_not_reached() {
    assert_eq!(without_water(&delivering()).unreached_places().len(), 3);
    let all = delivered();
    assert!(without_water(&all).unreached_places().is_empty());
    assert_eq!(without_water(&all).covered_at(), Some(at("2026-11-23 12:00")));
    let more = all.then(
        "2026-11-23 13:00",
        change_outage(at("2026-11-25 09:00"), vec![place("丙小区", "", 80)]),
    );
    assert_eq!(without_water(&more).unreached_places(), [place("丙小区", "", 80)]);
    assert_eq!(without_water(&more).covered_at(), None);
}

/// Clause 6.2: closing with places never reached needs the reason; the refusal names them.
#[test]
fn a_gap_needs_its_reason() {
    let gap = delivering()
        .then("2026-11-23 11:00", trip(&[(0, at("2026-11-23 11:00"), 60)]))
        .then("2026-11-23 11:30", check_safety(None))
        .then("2026-11-23 20:00", end_outage());
    assert_eq!(without_water(&gap).unreached_places().len(), 2, "the warning");
    let refusal = gap
        .clone()
        .attempt(&close(), AGENT, at("2026-11-23 21:00"), at("2026-11-23 21:00"))
        .unwrap_err();
    assert_eq!(refusal.code, Code::GapReasonMissing);
    assert_eq!(refusal.args["places"], "甲小区 2 号楼、乙小区");
    let closed = gap.then("2026-11-23 21:00", with_reason());
    assert_eq!(
        without_water(&closed).gap_reason,
        "道路中断，已改由社区分发桶装水"
    );
    let whole = delivered()
        .then("2026-11-23 20:00", end_outage())
        .then("2026-11-23 21:00", with_reason());
    assert_eq!(without_water(&whole).gap_reason, "", "no gap, no reason");
}

/// Clause 6.2: safety on site is checked before the case is closed; every item is answered, what was not in order
/// with what was done.
#[test]
fn safety_is_checked_on_site() {
    let ended = delivering()
        .then("2026-11-23 11:00", trip(&[(0, at("2026-11-23 11:00"), 60)]))
        .then("2026-11-23 20:00", end_outage());
    assert_eq!(
        ended.refused("2026-11-23 21:00", with_reason()),
        Code::SafetyNotChecked
    );
    let StepInput::CheckSafety(mut check) = check_safety(Some(SafetyItem::Tank)) else {
        panic!("a check")
    };
    check.lines[0].note = String::new();
    assert!(check.check_safety_answers().is_ok(), "in order needs no words");
    for line in &mut check.lines {
        line.note = String::new();
    }
    assert_eq!(
        ended.refused_at("2026-11-23 20:30", &StepInput::CheckSafety(check.clone())),
        (Code::Required, "lines".to_owned())
    );
    check.lines.pop();
    assert_eq!(
        ended.refused("2026-11-23 20:30", StepInput::CheckSafety(check)),
        Code::ChecklistIncomplete
    );
    let checked = ended.then("2026-11-23 20:30", check_safety(Some(SafetyItem::Tank)));
    assert_eq!(
        checked.then("2026-11-23 21:00", with_reason()).ticket.stage,
        Stage::Closed
    );
}

/// Clause 6.2: nobody confirms water that has not come; a trip made before the end may be written down after it.
#[test]
fn delivery_is_confirmed_after_it() {
    assert_eq!(
        delivering().refused("2026-11-23 11:00", signs()),
        Code::WrongStage
    );
    let mut brought = delivered();
    let before = brought.attempt(
        &common::refuses_to_sign(),
        AGENT,
        at("2026-11-23 11:59:59.999"),
        at("2026-11-23 13:00"),
    );
    assert_eq!(before.unwrap_err().code, Code::TimeBeforePrevious);
    let mut ended = delivering().then("2026-11-23 20:00", end_outage());
    let late = trip(&[(0, at("2026-11-23 12:00"), 60)]);
    let written = ended.attempt(&late, AGENT, at("2026-11-23 11:00"), at("2026-11-23 21:00"));
    assert!(written.is_ok(), "{written:?}");
}

/// Clause 6.2: whoever drove stands on the confirmation, once, in the order they came.
#[test]
fn every_driver_is_named_once() {
    let driven = |driver: &str, hour: u8| {
        let when = format!("2026-11-23 {hour}:00");
        let StepInput::MakeTrip(mut truck) = trip(&[(0, at(&when), 5)]) else {
            panic!("a trip")
        };
        driver.clone_into(&mut truck.driver);
        (when, StepInput::MakeTrip(truck))
    };
    let trips = [("司机子", 11), ("司机丑", 12), ("司机子", 13)];
    let story = trips.iter().fold(delivering(), |story, (driver, hour)| {
        let (when, act) = driven(driver, *hour);
        story.then(&when, act)
    });
    let shown = build_content(&story.ticket, "小区门口", &AcknowledgementTemplates::built_in()).unwrap();
    assert_eq!(shown.staff, "司机子、司机丑");
}

/// Clauses 2.5, 5.3: a complaint about conduct can be recorded at any stage of any service, also of a closed one.
#[test]
fn a_complaint_is_recorded_at_any_stage() {
    let complaint = || StepInput::RecordViolation(common::words());
    let closed = delivered()
        .then("2026-11-23 20:00", end_outage())
        .then("2026-11-23 21:00", close())
        .then("2026-11-24 09:00", complaint());
    assert!(closed.ticket.open_violation().is_some());
    assert!(
        outage()
            .then("2026-11-23 10:10", complaint())
            .ticket
            .open_violation()
            .is_some()
    );
    let repair = common::ready_to_close().then("2026-11-23 15:30", StepInput::Close(plain()));
    assert!(
        repair
            .then("2026-11-25 10:00", complaint())
            .ticket
            .open_violation()
            .is_some()
    );
}
