//! The clocks of the five other services at their edges, and the golden text of every service's clocks.
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

use std::fmt::Write as _;

use common::{
    AGENT, ENGINEER, House, Story, appoint, approve, arrive, ask_extension, at, because, call_back, close,
    hand_over, later,
    services::{
        TEAM, attach, authorise, change_outage, check_safety, conclude, consent, decide_event, delivered,
        delivering, end_outage, escalate, event_report, hold_event, iron, leak_report, leaves_notice,
        move_event, outage, outage_report, place, planned, receive_sample, reject_sample, reminder_report,
        reply_results, reply_search, sample, sampled, schedule_event, search, searched, send_sampler,
        send_team, signs, tell, to_sample, told, trip, water_report, wished,
    },
};
use domain::{
    Fact, JournalEntry, Moment, Ticket,
    clock::{
        Clock, ClockKind,
        ClockKind::*,
        ClockReason,
        ClockState::{Breached, Late, Met, Running, Waived},
        find_next_deadline, list_clocks,
    },
    moment::{HOUR, MINUTE},
    service::{
        ServiceKind, act::StepInput, community::EventOrigin, leak_detection::LeakFinding,
        step::FollowUpOutcome,
    },
    timeline,
};

/// A clock that waits at `limit` and is broken a millisecond later.
fn runs_until(story: &Story, kind: ClockKind, limit: &str) {
    let limit = at(limit);
    let clock = story.clock(kind, limit);
    assert_eq!(
        (clock.limit, clock.state),
        (Some(limit), Running),
        "{}",
        kind.zh()
    );
    assert_eq!(
        story.clock(kind, later(limit, 1)).state,
        Breached,
        "{}",
        kind.zh()
    );
}

/// A step exactly at the limit is in time, a millisecond later it is late.
fn edge(story: &Story, kind: ClockKind, limit: &str, act: impl Fn(Moment) -> StepInput) {
    runs_until(story, kind, limit);
    for (late, state) in [(0, Met), (1, Late)] {
        let when = later(at(limit), late);
        let mut story = story.clone();
        story.attempt(&act(when), AGENT, when, when).unwrap();
        assert_eq!(
            story.clock(kind, later(when, HOUR)).state,
            state,
            "{} +{late} ms",
            kind.zh()
        );
    }
}

fn due_next(story: &Story) -> Option<(ClockKind, Moment)> {
    find_next_deadline(&story.ticket).map(|due| (due.kind, due.limit))
}

// --- 1.2: told without delay ---

/// Clause 1.2: a day to tell the customer, to the millisecond.
#[test]
fn a_day_to_tell() {
    let found = Story::opened(reminder_report(at("2026-11-23 10:00")));
    edge(&found, Tell, "2026-11-24 10:00", |_| tell(false));
    assert_eq!(due_next(&found), Some((Tell, at("2026-11-24 10:00"))));
    assert_eq!(due_next(&told(false)), None, "the signature has no hour");
}

/// Clause 1.2: a reminder that is cancelled in time has missed nothing; afterwards it has.
#[test]
fn a_cancelled_reminder() {
    let cancelled = |when: &str| {
        let story =
            Story::opened(reminder_report(at("2026-11-23 10:00"))).then(when, StepInput::Cancel(because()));
        story.stands(Tell, "2026-12-01 10:00")
    };
    assert_eq!(cancelled("2026-11-24 10:00"), (Waived, ClockReason::Ended));
    assert_eq!(
        cancelled("2026-11-24 10:00:00.001"),
        (Breached, ClockReason::Ended)
    );
}

// --- 2.3: the team's visit ---

/// Clause 2.3: a day for the visit.
#[test]
fn a_day_to_visit() {
    let sent = Story::opened(leak_report(at("2026-11-23 10:00"))).then("2026-11-23 10:10", send_team(TEAM));
    edge(&sent, Visit, "2026-11-24 10:00", |_| arrive());
    assert_eq!(due_next(&sent), Some((Visit, at("2026-11-24 10:00"))));
}

/// Clause 2.3: an appointment agreed in time is the visit's limit, and of nothing else; the first stays visible.
#[test]
fn an_appointment_moves_the_visit() {
    let agreed = Story::opened(leak_report(at("2026-11-23 10:00")))
        .then("2026-11-23 10:10", send_team(TEAM))
        .then("2026-11-24 10:00", appoint(at("2026-11-25 09:00")));
    edge(&agreed, Visit, "2026-11-25 09:00", |_| arrive());
    let clock = agreed.clock(Visit, at("2026-11-24 12:00"));
    assert_eq!(
        (clock.original, clock.why),
        (Some(at("2026-11-24 10:00")), ClockReason::ByAppointment)
    );
    assert_eq!(
        agreed.clock(Answer, at("2026-11-24 12:00")).limit,
        Some(at("2026-11-26 10:00"))
    );
}

/// Clause 2.3: agreed a millisecond after the limit, the visit stays missed.
#[test]
fn an_appointment_too_late_heals_no_visit() {
    let late = Story::opened(leak_report(at("2026-11-23 10:00")))
        .then("2026-11-23 10:10", send_team(TEAM))
        .then("2026-11-24 10:00:00.001", appoint(at("2026-11-25 09:00")));
    assert_eq!(
        late.stands(Visit, "2026-11-24 12:00"),
        (Breached, ClockReason::AppointedTooLate)
    );
    let there = late.then("2026-11-25 08:50", arrive());
    assert_eq!(
        there.stands(Visit, "2026-11-25 12:00"),
        (Late, ClockReason::AppointedTooLate)
    );
}

// --- 2.4, 3: the answer ---

/// Clause 2.4: three days to the answer about the leak.
#[test]
fn three_days_to_the_answer_about_a_leak() {
    edge(&searched(LeakFinding::Found), Answer, "2026-11-26 10:00", |_| {
        reply_search(true)
    });
    assert_eq!(
        searched(LeakFinding::Found).stands(Answer, "2026-11-24 10:00").1,
        ClockReason::LeakAnswer
    );
}

/// Clause 3: three days to the answer about the water.
#[test]
fn three_days_to_the_answer_about_the_water() {
    let results = sampled(false)
        .then("2026-11-23 16:00", receive_sample())
        .then("2026-11-24 09:00", iron("0.1", ""));
    edge(&results, Answer, "2026-11-26 10:00", |_| reply_results());
    assert_eq!(due_next(&results), Some((Answer, at("2026-11-26 10:00"))));
}

/// Clauses 2.4, 3: only an approved extension moves the answer; approved exactly at the limit it is in time.
#[test]
fn an_approved_extension_moves_the_answer() {
    let asked = searched(LeakFinding::Undetermined)
        .then("2026-11-23 16:00", escalate())
        .then("2026-11-25 16:00", ask_extension(at("2026-11-28 10:00")));
    runs_until(&asked, Answer, "2026-11-26 10:00");
    let moved = asked
        .then_by(ENGINEER, "2026-11-26 10:00", approve())
        .then("2026-11-27 09:00", conclude(LeakFinding::NotFound));
    edge(&moved, Answer, "2026-11-28 10:00", |_| reply_search(true));
    let clock = moved.clock(Answer, at("2026-11-27 10:00"));
    assert_eq!(
        (clock.original, clock.why),
        (Some(at("2026-11-26 10:00")), ClockReason::Extended)
    );
}

/// Clauses 2.4, 3: approved a millisecond after the limit, the answer stays missed and the new limit is shown.
#[test]
fn an_extension_too_late_heals_no_answer() {
    let late = sampled(false)
        .then("2026-11-25 16:00", ask_extension(at("2026-11-28 10:00")))
        .then_by(ENGINEER, "2026-11-26 10:00:00.001", approve());
    let clock = late.clock(Answer, at("2026-11-26 12:00"));
    assert_eq!((clock.state, clock.why), (Breached, ClockReason::ExtendedTooLate));
    assert_eq!(
        (clock.original, clock.limit),
        (Some(at("2026-11-26 10:00")), Some(at("2026-11-28 10:00")))
    );
    let answered = late
        .then("2026-11-26 13:00", receive_sample())
        .then("2026-11-26 14:00", iron("0.1", ""))
        .then("2026-11-26 15:00", reply_results());
    assert_eq!(
        answered.stands(Answer, "2026-12-01 10:00"),
        (Late, ClockReason::ExtendedTooLate)
    );
}

// --- 3: the sample ---

/// Clause 3: a day to the sample, or the appointment.
#[test]
fn a_day_to_sample() {
    edge(&to_sample(), Sampling, "2026-11-24 10:00", |_| sample(true));
    let agreed = to_sample().then("2026-11-23 11:00", appoint(at("2026-11-25 09:00")));
    edge(&agreed, Sampling, "2026-11-25 09:00", |_| sample(true));
    let late = to_sample()
        .then("2026-11-24 10:00:00.001", appoint(at("2026-11-25 09:00")))
        .then("2026-11-25 08:50", sample(true));
    assert_eq!(
        late.stands(Sampling, "2026-11-26 09:00"),
        (Late, ClockReason::AppointedTooLate)
    );
}

/// Clause 3: six hours from the sample to the laboratory.
#[test]
fn six_hours_to_the_laboratory() {
    edge(&sampled(true), LabReceipt, "2026-11-23 20:00", |_| {
        receive_sample()
    });
    let none = list_clocks(&to_sample().ticket, at("2026-11-23 12:00"));
    assert!(
        none.iter().all(|clock| clock.kind != LabReceipt),
        "nothing to bring yet"
    );
}

/// Clause 3: a rejected sample is due again; the day it had does not begin anew.
#[test]
fn a_rejected_sample_is_due_again() {
    let rejected = sampled(true)
        .then("2026-11-23 16:00", receive_sample())
        .then("2026-11-23 17:00", reject_sample());
    runs_until(&rejected, Sampling, "2026-11-24 10:00");
    let again = rejected.then("2026-11-24 09:00", sample(true));
    runs_until(&again, LabReceipt, "2026-11-24 15:00");
}

// --- 5.2: events ---

/// Clause 5.2⑵: three days to decide on a customer's wish; nobody decides on a plan.
#[test]
fn three_days_to_decide() {
    edge(&wished(), Decide, "2026-11-26 10:00", |_| decide_event(true));
    let kinds = |story: &Story| -> Vec<ClockKind> {
        let all = list_clocks(&story.ticket, at("2026-11-23 10:00"));
        all.iter().map(|clock| clock.kind).collect()
    };
    assert_eq!(kinds(&planned()), [Event]);
    let suggested = Story::opened(event_report(
        at("2026-11-23 10:00"),
        EventOrigin::StaffSuggestion,
        None,
    ));
    assert_eq!(kinds(&suggested), [], "no day yet");
}

/// Clause 5.2⑴: an event is held on its day, whatever the hour; the day ends with its last millisecond.
#[test]
fn an_event_is_due_until_the_end_of_its_day() {
    edge(&planned(), Event, "2026-12-05 23:59:59.999", |when| {
        hold_event(when, None)
    });
    assert_eq!(
        planned().stands(Event, "2026-12-01 10:00").1,
        ClockReason::EventPlanned
    );
}

/// Clause 5.2⑴: moved on its day at the latest, the new day counts and the first stays visible.
#[test]
fn a_moved_event_is_due_on_its_new_day() {
    let moved = planned().then(
        "2026-12-05 23:59:59.999",
        move_event(at("2026-12-08 10:00"), "下雪"),
    );
    edge(&moved, Event, "2026-12-08 23:59:59.999", |when| {
        hold_event(when, None)
    });
    let clock = moved.clock(Event, at("2026-12-06 10:00"));
    assert_eq!(
        (clock.original, clock.why),
        (Some(at("2026-12-05 23:59:59.999")), ClockReason::EventMoved)
    );
}

/// Clause 5.2⑴: moved a millisecond after its day, the day stays missed, also when the event is held after all.
#[test]
fn an_event_moved_too_late_stays_missed() {
    let late = planned().then("2026-12-06 00:00", move_event(at("2026-12-08 10:00"), "忘记登记"));
    assert_eq!(
        late.stands(Event, "2026-12-07 10:00"),
        (Breached, ClockReason::EventMovedTooLate)
    );
    let held = late.then("2026-12-08 12:00", hold_event(at("2026-12-08 12:00"), None));
    assert_eq!(
        held.stands(Event, "2026-12-09 10:00"),
        (Late, ClockReason::EventMovedTooLate)
    );
    let earlier = planned()
        .then("2026-12-01 10:00", move_event(at("2026-12-02 10:00"), "提前"))
        .then("2026-12-03 00:00", move_event(at("2026-12-05 10:00"), "改回"));
    assert_eq!(
        earlier.stands(Event, "2026-12-04 10:00").0,
        Breached,
        "the day in between was missed"
    );
}

/// Clause 5.2⑴: cancelled on its day at the latest, an event has missed nothing.
#[test]
fn a_cancelled_event() {
    let cancelled = |when: &str| {
        let story = planned().then(when, StepInput::Cancel(because()));
        story.stands(Event, "2026-12-10 10:00")
    };
    assert_eq!(cancelled("2026-12-05 23:59:59.999"), (Waived, ClockReason::Ended));
    assert_eq!(cancelled("2026-12-06 00:00"), (Breached, ClockReason::Ended));
}

/// Clause 5.2⑴: a plan entered when its day was over is due when it is entered, not before it began.
#[test]
fn a_plan_entered_late_is_due_at_once() {
    let entered = at("2026-11-23 10:00");
    let past = Some(at("2026-11-10 10:00"));
    let story = Story::opened(event_report(entered, EventOrigin::AnnualPlan, past));
    runs_until(&story, Event, "2026-11-23 10:00");
}

// --- 6: the outage ---

/// Clause 6.1: an hour to the company's decision, two from there to the first truck.
#[test]
fn an_hour_to_decide_and_two_to_the_first_truck() {
    edge(&outage(), Authorise, "2026-11-23 11:00", |_| authorise(""));
    assert_eq!(due_next(&outage()), Some((Authorise, at("2026-11-23 11:00"))));
    edge(&delivering(), FirstTrip, "2026-11-23 12:30", |when| {
        trip(&[(0, when, 10)])
    });
    let second = delivering()
        .then("2026-11-23 12:00", trip(&[(0, at("2026-11-23 12:00"), 10)]))
        .then("2026-11-23 18:00", trip(&[(1, at("2026-11-23 18:00"), 10)]));
    assert_eq!(
        second.stands(FirstTrip, "2026-11-24 10:00"),
        (Met, ClockReason::TruckSoon)
    );
}

/// Clause 6.2: every place is reached by the expected end, to the millisecond of the last stop.
#[test]
fn everybody_is_reached_by_the_expected_end() {
    let two = delivering().then(
        "2026-11-23 11:00",
        trip(&[(0, at("2026-11-23 11:00"), 60), (1, at("2026-11-23 11:00"), 40)]),
    );
    edge(&two, Coverage, "2026-11-24 09:00", |when| trip(&[(2, when, 300)]));
}

/// Clause 6.2: once the water is back its return is the limit, and who was not reached never will be.
#[test]
fn when_the_water_is_back_the_gap_is_final() {
    let gap = delivering().then("2026-11-23 20:00", end_outage());
    let clock = gap.clock(Coverage, at("2026-11-23 20:00"));
    assert_eq!(
        (clock.limit, clock.state),
        (Some(at("2026-11-23 20:00")), Breached)
    );
    let back = at("2026-11-23 20:00");
    let all = trip(&[(0, back, 1), (1, back, 1), (2, back, 1)]);
    let in_time = gap.clone().then("2026-11-23 20:00", all);
    assert_eq!(
        in_time.stands(Coverage, "2026-11-23 20:00").0,
        Met,
        "a truck in the very instant of its return"
    );
    let whole = delivered().then("2026-11-23 12:45", end_outage());
    assert_eq!(
        whole.stands(Coverage, "2026-11-24 10:00"),
        (Met, ClockReason::EveryCustomer)
    );
    let mut late = gap;
    let all = trip(&[
        (0, at("2026-11-23 20:00"), 1),
        (1, at("2026-11-23 20:00"), 1),
        (2, at("2026-11-23 20:00:00.001"), 1),
    ]);
    late.attempt(&all, AGENT, at("2026-11-23 19:00"), at("2026-11-23 21:00"))
        .unwrap();
    assert_eq!(
        late.stands(Coverage, "2026-11-24 10:00").0,
        Late,
        "a millisecond after the water"
    );
}

/// Clause 6.2: another expected end and more places are the limit and the task from then on.
#[test]
fn a_changed_outage_changes_the_coverage() {
    let changed = delivered().then(
        "2026-11-23 13:00",
        change_outage(at("2026-11-25 09:00"), vec![place("丙小区", "", 80)]),
    );
    runs_until(&changed, Coverage, "2026-11-25 09:00");
}

/// Clause 6.2: an outage recorded when its expected end was over is due when it is authorised, not before.
#[test]
fn an_outage_recorded_late_is_due_at_once() {
    let (from, to) = (at("2026-11-22 09:00"), at("2026-11-23 09:00"));
    let story = Story::opened(outage_report(at("2026-11-23 10:00"), from, to))
        .then("2026-11-23 10:30", authorise(""));
    runs_until(&story, Coverage, "2026-11-23 10:30");
}

// --- All ---

/// Clauses 1.2, 2.3, 2.4, 3, 5.2⑵, 6.1: a ticket keeps the limits in force when it was raised.
#[test]
fn limits_edited_later_change_no_clock() {
    let received = at("2026-11-23 10:00");
    for open in [
        reminder_report(received),
        leak_report(received),
        water_report(received),
        event_report(received, EventOrigin::CustomerRequest, None),
        outage_report(received, received, later(received, 30 * HOUR)),
    ] {
        let zh = open.asked.service_kind().zh();
        let story = Story::opened(open.clone());
        let was = list_clocks(&story.ticket, received);
        let mut house = House::shipped();
        let limits = &mut house.settings.limits;
        for limit in [
            &mut limits.tell,
            &mut limits.leak_visit,
            &mut limits.leak_reply,
            &mut limits.sampling,
            &mut limits.water_reply,
            &mut limits.decide_event,
            &mut limits.authorise,
        ] {
            *limit += 1;
        }
        let new = list_clocks(&Story::opened_in(house, 2, open).ticket, received);
        assert_eq!(was.len(), new.len());
        for (old, new) in was.iter().zip(&new) {
            let moved = new.limit.unwrap().milliseconds_since(old.limit.unwrap());
            assert_eq!(
                moved,
                MINUTE,
                "{zh}: a new ticket has the new limit of {}",
                old.kind.zh()
            );
        }
        assert_eq!(
            list_clocks(&Ticket::replay_entries(&story.entries).unwrap(), received),
            was,
            "{zh}"
        );
    }
}

// --- The golden texts ---

/// Every clock of every service as it stands after each step of a plain case and of one that goes wrong, with the
/// millisecond at which it breaks.
#[test]
fn the_clocks_read_as_approved() {
    for service in ServiceKind::ALL {
        let mut text = format!("{}：时限\n", service.zh());
        for (title, story) in stories(*service) {
            let _ = write!(text, "\n{title}\n{}", told_in_clocks(&story));
        }
        common::golden(&format!("src/service/{}/clocks.txt", service.code()), &text);
    }
}

/// Two cases of a service: one that goes well, one that does not.
fn stories(service: ServiceKind) -> [(&'static str, Story); 2] {
    let satisfied = || call_back(FollowUpOutcome::Satisfied, Some(false));
    match service {
        ServiceKind::Reminder => [
            (
                "当天告知并签字",
                told(false)
                    .then("2026-11-23 11:10", signs())
                    .then("2026-11-23 11:20", close()),
            ),
            (
                "逾时告知，留置通知",
                Story::opened(reminder_report(at("2026-11-23 10:00")))
                    .then("2026-11-24 10:00:00.001", tell(true))
                    .then("2026-11-24 11:00", attach())
                    .then("2026-11-24 11:10", leaves_notice())
                    .then("2026-11-24 12:00", consent(false)),
            ),
        ],
        ServiceKind::LeakDetection => [
            (
                "找到漏点，按时回复",
                searched(LeakFinding::Found)
                    .then("2026-11-23 16:00", reply_search(false))
                    .then("2026-11-23 17:00", satisfied()),
            ),
            (
                "另约时间，暂时无法答复，超时后才批准延时",
                Story::opened(leak_report(at("2026-11-23 10:00")))
                    .then("2026-11-23 10:10", send_team(TEAM))
                    .then("2026-11-23 10:30", appoint(at("2026-11-25 09:00")))
                    .then("2026-11-25 09:00", arrive())
                    .then("2026-11-25 12:00", search(LeakFinding::Undetermined))
                    .then("2026-11-25 14:00", escalate())
                    .then("2026-11-26 09:00", ask_extension(at("2026-11-30 10:00")))
                    .then_by(ENGINEER, "2026-11-26 11:00", approve())
                    .then("2026-11-27 09:00", conclude(LeakFinding::NotFound))
                    .then("2026-11-27 10:00", reply_search(true)),
            ),
        ],
        ServiceKind::WaterQuality => [
            (
                "按时取样、送检、回复",
                sampled(false)
                    .then("2026-11-23 16:00", receive_sample())
                    .then("2026-11-24 09:00", iron("0.1", ""))
                    .then("2026-11-24 10:00", reply_results()),
            ),
            (
                "送检逾时，退样重取",
                Story::opened(water_report(at("2026-11-23 10:00")))
                    .then("2026-11-23 10:05", hand_over())
                    .then("2026-11-23 10:20", send_sampler(TEAM))
                    .then("2026-11-23 14:00", sample(false))
                    .then("2026-11-23 20:00:00.001", receive_sample())
                    .then("2026-11-23 21:00", reject_sample())
                    .then("2026-11-24 11:00", sample(false)),
            ),
        ],
        ServiceKind::Repair => [
            (
                "工作时间，按时维修",
                common::ready_to_close().then("2026-11-23 15:30", close()),
            ),
            (
                "夜间，安排后延时",
                Story::called("2026-11-23 02:10")
                    .then("2026-11-23 02:15", common::arrange(at("2026-11-23 03:00")))
                    .then("2026-11-23 02:21", hand_over())
                    .then("2026-11-23 02:25", common::order_valve())
                    .then("2026-11-23 03:00", arrive())
                    .then("2026-11-23 04:00", ask_extension(at("2026-11-25 10:00")))
                    .then_by(ENGINEER, "2026-11-23 09:00", approve()),
            ),
        ],
        ServiceKind::Community => [
            (
                "用户要求，如期举办",
                wished()
                    .then("2026-11-24 10:00", decide_event(true))
                    .then("2026-11-24 11:00", schedule_event(at("2026-12-05 10:00")))
                    .then("2026-12-05 12:00", hold_event(at("2026-12-05 12:00"), None)),
            ),
            (
                "年度计划，改期一次，又过期后改期",
                planned()
                    .then("2026-12-01 09:00", move_event(at("2026-12-08 10:00"), "下雪"))
                    .then("2026-12-09 09:00", move_event(at("2026-12-12 10:00"), "忘记登记"))
                    .then("2026-12-12 12:00", hold_event(at("2026-12-12 12:00"), None)),
            ),
        ],
        ServiceKind::EmergencyWater => [
            (
                "按时授权、出车、全部送到",
                delivered().then("2026-11-23 20:00", end_outage()),
            ),
            (
                "逾时出车，仍有地点未送到",
                delivering()
                    .then(
                        "2026-11-23 12:30:00.001",
                        trip(&[(0, at("2026-11-23 12:30:00.001"), 60)]),
                    )
                    .then("2026-11-23 14:00", check_safety(None))
                    .then("2026-11-23 20:00", end_outage()),
            ),
        ],
    }
}

/// The clocks that each step changed, and a millisecond after the limits still waited for at the end.
fn told_in_clocks(story: &Story) -> String {
    let mut text = String::new();
    let mut before: Vec<Clock> = Vec::new();
    for count in 1..=story.entries.len() {
        let entries = &story.entries[..count];
        let now = entries[count - 1].recorded_at;
        let all = list_clocks(&Ticket::replay_entries(entries).unwrap(), now);
        let changed: Vec<&Clock> = all.iter().filter(|clock| !before.contains(clock)).collect();
        if !changed.is_empty() {
            let _ = writeln!(text, "  {} {}", exact(now), title(&entries[count - 1]));
            changed.into_iter().for_each(|clock| line(&mut text, clock));
        }
        before = all;
    }
    for limit in before
        .iter()
        .filter(|clock| clock.state == Running)
        .filter_map(|clock| clock.limit)
    {
        let now = later(limit, 1);
        let broken = list_clocks(&story.ticket, now)
            .into_iter()
            .filter(|clock| clock.limit == Some(limit));
        let _ = writeln!(text, "  {} 无人处理", exact(now));
        broken.for_each(|clock| line(&mut text, &clock));
    }
    text
}

fn line(text: &mut String, clock: &Clock) {
    let shown = |label: &str, at: Option<Moment>| {
        at.map(|at| format!("，{label} {}", exact(at)))
            .unwrap_or_default()
    };
    let _ = writeln!(
        text,
        "    {}：{}，自 {}{}{}{}{}（{}）",
        clock.kind.zh(),
        clock.state.zh(),
        exact(clock.start),
        shown("目标", clock.target),
        shown("至", clock.limit),
        shown("原至", clock.original),
        shown("完成", clock.ended_at),
        clock.why.zh(),
    );
}

/// To the minute, and to the millisecond where there is more to it.
fn exact(at: Moment) -> String {
    if at.0 % MINUTE == 0 {
        return at.date_time_text();
    }
    at.to_local().format("%Y-%m-%d %H:%M:%S%.3f").to_string()
}

/// What happened, in the words of the ticket's timeline.
fn title(entry: &JournalEntry) -> String {
    let Fact::Ticket(fact) = &entry.fact else {
        panic!("a ticket's fact")
    };
    timeline::fact_title(fact).to_owned()
}
