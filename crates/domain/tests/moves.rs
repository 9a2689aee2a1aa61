//! The moves of a repair: what is refused and why, and what holds on every random walk (`domain.md` §4).
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
    AGENT, ENGINEER, House, Story, Typist, appoint, approve, arrange, arrive, ask_extension, assign, at,
    because, call_back, close, finish, hand_over, on_the_way, order_valve, plain, ready_to_close, reassign,
    refuses_to_sign, repaired, reply, report, valve_step, verify, walk, walk::Walk,
};
use domain::{
    Code, Fact, Ticket,
    clock::{self, Clock, ClockState, clocks},
    hash,
    moment::{HOUR, MINUTE},
    service::{
        Asked,
        repair::{
            FollowUpOutcome, MeterSide, VerifiedHours,
            decide::{self, Act},
            moves::{self, Step},
        },
    },
    ticket::{Channel, Open, Stage},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

// --- What the clauses refuse ---

#[test]
fn off_hours_no_hand_over_without_an_arrangement() {
    let night = Story::called("2026-11-23 02:10");
    assert_eq!(
        night.refused("2026-11-23 02:15", hand_over()),
        Code::ArrangementMissing
    );
    let arranged = night.then("2026-11-23 02:15", arrange(at("2026-11-23 03:00")));
    let handed = arranged.then("2026-11-23 02:18", hand_over());
    assert_eq!(
        handed.ticket.stage,
        Stage::Assigned,
        "the arrangement names the crew"
    );
    assert_eq!(handed.ticket.crew(), Some(common::CREW));
}

#[test]
fn the_hand_over_follows_its_arrangement() {
    let night = Story::called("2026-11-23 02:10").then("2026-11-23 02:15", arrange(at("2026-11-23 03:00")));
    let refusal = night
        .clone()
        .attempt(
            &hand_over(),
            AGENT,
            at("2026-11-23 02:12"),
            at("2026-11-23 02:16"),
        )
        .unwrap_err();
    assert_eq!(refusal.code, Code::TimeBeforePrevious);
    assert_eq!(refusal.args["previous"], at("2026-11-23 02:15").0);
}

#[test]
fn in_hours_no_arrangement_of_the_night_kind_and_no_return() {
    let called = Story::called("2026-11-23 10:00");
    assert_eq!(
        called.refused("2026-11-23 10:01", arrange(at("2026-11-23 11:00"))),
        Code::ArrangementInHours
    );
    assert_eq!(
        on_the_way().refused("2026-11-23 10:12", Act::Return(because())),
        Code::ReturnInHours
    );
}

#[test]
fn the_form_decides_about_the_return_not_the_time_of_the_return() {
    let last_second = Story::called("2026-11-23 17:29:59")
        .then("2026-11-23 17:31", hand_over())
        .then_by(ENGINEER, "2026-11-23 17:32", assign());
    assert_eq!(
        last_second.refused("2026-11-23 20:00", Act::Return(because())),
        Code::ReturnInHours
    );
    let night = Story::called("2026-11-23 02:10")
        .then("2026-11-23 02:15", arrange(at("2026-11-23 03:00")))
        .then("2026-11-23 02:18", hand_over())
        .then("2026-11-23 10:00", Act::Return(because()));
    assert_eq!(night.ticket.stage, Stage::HandedOver);
    assert_eq!(night.ticket.crew(), None);
    assert_eq!(night.ticket.returns.len(), 1);
}

#[test]
fn before_the_meter_it_is_passed_on() {
    let mut form = report(at("2026-11-23 10:00"));
    let Asked::Repair(asked) = &mut form.asked;
    asked.meter_side = MeterSide::Before;
    let story = Story::opened(form);
    assert_eq!(
        story.refused("2026-11-23 10:03", hand_over()),
        Code::BeforeTheMeter
    );
    let passed = story.then("2026-11-23 10:03", Act::PassOn(because()));
    assert_eq!(passed.ticket.stage, Stage::PassedOn);
    assert_eq!(passed.refused("2026-11-23 10:04", hand_over()), Code::WrongStage);
    let found_on_site = on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then("2026-11-23 10:30", Act::PassOn(because()));
    assert_eq!(found_on_site.ticket.stage, Stage::PassedOn);
}

#[test]
fn nobody_approves_their_own_request() {
    let asked = repaired().then("2026-11-23 12:00", ask_extension(at("2026-11-25 10:00")));
    let when = "2026-11-23 13:00";
    assert_eq!(asked.refused(when, approve()), Code::ExtensionOwnRequest);
    assert_eq!(
        asked.refused_by(Typist(9, AGENT.1), when, approve()),
        Code::ExtensionOwnRequest,
        "asked in this name, typed by another"
    );
    assert_eq!(
        asked.refused_by(Typist(AGENT.0, "总工乙"), when, approve()),
        Code::ExtensionOwnRequest,
        "typed by the same, in another name"
    );
    let refused = asked.clone().then(when, Act::RefuseExtension(because()));
    assert!(refused.ticket.pending_extension().is_none());
    assert!(
        asked
            .then_by(ENGINEER, when, approve())
            .ticket
            .pending_extension()
            .is_none()
    );
}

#[test]
fn an_extension_must_move_the_limit_and_lie_ahead() {
    let story = repaired();
    assert_eq!(
        story.refused("2026-11-23 12:00", ask_extension(at("2026-11-24 10:00"))),
        Code::ExtensionNotLater
    );
    assert_eq!(
        story.refused("2026-11-24 16:00", ask_extension(at("2026-11-24 11:00"))),
        Code::TimeNotLater,
        "later than the limit, but past"
    );
    let asked = story.then("2026-11-23 12:00", ask_extension(at("2026-11-24 10:00:00.001")));
    assert_eq!(
        asked.refused("2026-11-23 12:01", ask_extension(at("2026-11-26 10:00"))),
        Code::ExtensionPending
    );
    assert_eq!(
        repaired().refused("2026-11-23 12:00", approve()),
        Code::NoExtensionPending
    );
}

#[test]
fn a_decision_follows_its_request() {
    let mut asked = repaired().then("2026-11-23 12:00", ask_extension(at("2026-11-25 10:00")));
    let refusal = asked
        .attempt(
            &approve(),
            ENGINEER,
            at("2026-11-23 11:59:59.999"),
            at("2026-11-23 13:00"),
        )
        .unwrap_err();
    assert_eq!(refusal.code, Code::TimeBeforePrevious);
}

#[test]
fn an_appointment_lies_after_its_agreement() {
    let story = on_the_way();
    assert_eq!(
        story.refused("2026-11-23 10:12", appoint(at("2026-11-23 10:12"))),
        Code::TimeNotLater
    );
    let arrived = story.then("2026-11-23 10:20", arrive());
    assert_eq!(
        arrived.refused("2026-11-23 10:21", appoint(at("2026-11-23 15:00"))),
        Code::WrongStage
    );
}

#[test]
fn a_step_is_neither_in_the_future_nor_before_the_one_it_follows() {
    let mut story = on_the_way();
    let now = at("2026-11-23 10:20");
    let future = story
        .attempt(&arrive(), AGENT, common::later(now, 1), now)
        .unwrap_err();
    assert_eq!(future.code, Code::TimeInFuture);
    let before = story
        .attempt(&arrive(), AGENT, at("2026-11-23 10:07:59.999"), now)
        .unwrap_err();
    assert_eq!(before.code, Code::TimeBeforePrevious);
    assert_eq!(story.ticket.version, 3, "nothing was kept");
    assert!(
        story
            .attempt(&arrive(), AGENT, at("2026-11-23 10:08"), now)
            .is_ok(),
        "the same instant will do"
    );
}

#[test]
fn a_form_is_neither_older_than_its_call_nor_in_the_future() {
    let house = House::shipped();
    let now = at("2026-11-23 10:05");
    let opened = |form: &Open| {
        decide::open(form, 1, "WX000001".to_owned(), &house.context(AGENT, now, now))
            .map_err(|refusal| (refusal.code, refusal.field.unwrap()))
    };
    let form = report(at("2026-11-23 10:00"));
    assert!(opened(&form).is_ok());
    let older = Open {
        raised_at: Some(at("2026-11-23 09:59:59.999")),
        ..form.clone()
    };
    assert_eq!(
        opened(&older),
        Err((Code::TimeBeforePrevious, "raised_at".to_owned()))
    );
    let ahead = Open {
        raised_at: Some(at("2026-11-23 10:05:00.001")),
        ..form
    };
    assert_eq!(opened(&ahead), Err((Code::TimeInFuture, "raised_at".to_owned())));
}

#[test]
fn who_takes_the_report_is_named() {
    let nobody = Typist(2, " ");
    let now = at("2026-11-23 10:00");
    let house = House::shipped();
    let form = Open {
        channel: Channel::Crew,
        ..report(now)
    };
    let refusal =
        decide::open(&form, 1, "WX000001".to_owned(), &house.context(nobody, now, now)).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("performed_by"))
    );
    assert_eq!(Story::opened(form).ticket.open.first_receiver, AGENT.1);
}

#[test]
fn closing_needs_signature_hours_and_call() {
    let when = "2026-11-23 16:00";
    let replied = repaired().then("2026-11-23 11:10", reply());
    assert_eq!(replied.refused(when, close()), Code::NotAcknowledged);
    let signed = replied.then("2026-11-23 11:15", refuses_to_sign());
    assert_eq!(signed.refused(when, close()), Code::HoursNotVerified);
    assert_eq!(
        signed.refused("2026-11-23 14:00", verify(30)),
        Code::HoursReasonMissing
    );
    let verified = signed.then_by(
        ENGINEER,
        "2026-11-23 14:00",
        Act::VerifyHours(VerifiedHours {
            minutes: 30,
            reason: "路途不计".to_owned(),
        }),
    );
    assert_eq!(verified.refused(when, close()), Code::NotFollowedUp);
    let unreached = || call_back(FollowUpOutcome::NotReached, None);
    let twice = verified
        .then("2026-11-23 14:10", unreached())
        .then("2026-11-23 14:20", unreached());
    assert_eq!(twice.refused(when, close()), Code::NotFollowedUp);
    let thrice = twice.then("2026-11-23 14:30", unreached());
    assert_eq!(
        thrice.refused("2026-11-23 14:29:59", close()),
        Code::TimeBeforePrevious,
        "the case was not closed before its last call"
    );
    assert_eq!(thrice.then(when, close()).ticket.stage, Stage::Closed);
}

#[test]
fn the_question_of_conduct_is_answered_and_a_yes_is_a_record() {
    let replied = repaired().then("2026-11-23 11:10", reply());
    assert_eq!(
        replied.refused("2026-11-23 12:00", call_back(FollowUpOutcome::Satisfied, None)),
        Code::ConductUnanswered
    );
    let yes = replied.then(
        "2026-11-23 12:00",
        call_back(FollowUpOutcome::Dissatisfied, Some(true)),
    );
    assert!(yes.ticket.open_violation().is_some());
    let handled = yes.then("2026-11-23 13:00", Act::CloseViolation(because()));
    assert!(handled.ticket.open_violation().is_none());
    assert_eq!(
        handled.refused("2026-11-23 13:01", Act::CloseViolation(because())),
        Code::NoViolation
    );
}

#[test]
fn a_signature_is_given_once() {
    let signed = repaired().then("2026-11-23 11:05", refuses_to_sign());
    assert_eq!(
        signed.refused("2026-11-23 11:06", refuses_to_sign()),
        Code::AlreadyAcknowledged
    );
}

#[test]
fn a_valve_is_shut_by_who_is_there() {
    let ordered = on_the_way().then("2026-11-23 10:09", order_valve());
    assert_eq!(
        ordered.refused("2026-11-23 10:20", Act::ValveShut(valve_step(1))),
        Code::NoValveTask
    );
    assert_eq!(
        ordered.refused("2026-11-23 10:20", Act::ValveArrive(valve_step(2))),
        Code::NoValveTask
    );
    let shut = ordered
        .then("2026-11-23 10:20", Act::ValveArrive(valve_step(1)))
        .then("2026-11-23 10:25", Act::ValveShut(valve_step(1)));
    assert!(!shut.ticket.valves[0].open());
    assert_eq!(
        shut.refused("2026-11-23 10:30", Act::ValveDrop(valve_step(1))),
        Code::NoValveTask
    );
}

#[test]
fn a_duplicate_joins_its_original_once() {
    let original = Story::called("2026-11-23 10:00");
    let duplicate = Story::opened_in(House::shipped(), 2, report(at("2026-11-23 10:30")));
    let house = House::shipped();
    let now = at("2026-11-23 10:40");
    let context = house.context(AGENT, now, now);
    let merged = |from: &Ticket, into: &Ticket| decide::merge(from, into, &context);
    let bad = |from: &Ticket, into: &Ticket| merged(from, into).unwrap_err().code;
    assert_eq!(bad(&duplicate.ticket, &duplicate.ticket), Code::BadMerge);
    let cancelled = original.clone().then("2026-11-23 10:35", Act::Cancel(because()));
    assert_eq!(bad(&duplicate.ticket, &cancelled.ticket), Code::BadMerge);
    let closed = ready_to_close().then("2026-11-23 15:30", close());
    assert!(
        merged(&duplicate.ticket, &closed.ticket).is_ok(),
        "also into one that is done"
    );
    assert_eq!(bad(&closed.ticket, &duplicate.ticket), Code::WrongStage);

    let (out, joined) = merged(&duplicate.ticket, &original.ticket).unwrap();
    let (mut gone, mut stays) = (duplicate.clone(), original.clone());
    gone.keep(out, AGENT, now, now);
    stays.keep(joined, AGENT, now, now);
    assert_eq!(
        (gone.ticket.stage, gone.ticket.merged_into),
        (Stage::Merged, Some(1))
    );
    assert_eq!(
        (stays.ticket.stage, stays.ticket.duplicates.as_slice()),
        (Stage::Reported, &[2][..])
    );
    assert_eq!(bad(&gone.ticket, &original.ticket), Code::WrongStage);
    assert_eq!(
        merged(&stays.ticket, &gone.ticket).unwrap_err().code,
        Code::BadMerge
    );
}

#[test]
fn a_merger_names_who_made_it() {
    let original = Story::called("2026-11-23 10:00");
    let duplicate = Story::opened_in(House::shipped(), 2, report(at("2026-11-23 10:30")));
    let house = House::shipped();
    let now = at("2026-11-23 10:40");
    let nobody = house.context(Typist(2, ""), now, now);
    let refusal = decide::merge(&duplicate.ticket, &original.ticket, &nobody).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("performed_by"))
    );
}

#[test]
fn another_crew_begins_at_its_way_there_again() {
    let story =
        on_the_way()
            .then("2026-11-23 10:20", arrive())
            .then_by(ENGINEER, "2026-11-23 10:40", reassign());
    assert_eq!(story.ticket.stage, Stage::Assigned);
    assert_eq!(story.refused("2026-11-23 10:41", finish()), Code::WrongStage);
    assert_eq!(
        on_the_way().refused(
            "2026-11-23 10:12",
            Act::Reassign(domain::service::repair::Assignment {
                note: String::new(),
                ..common::assignment()
            })
        ),
        Code::Required,
        "another crew needs a reason"
    );
}

#[test]
fn a_fact_out_of_its_place_is_damage() {
    let story = on_the_way();
    let damaged = |entries: &[domain::Entry]| Ticket::replay(entries).unwrap_err().code;
    assert_eq!(damaged(&story.entries[1..]), Code::Damaged, "no opening");
    let mut gap = story.entries.clone();
    gap.remove(1);
    assert_eq!(damaged(&gap), Code::Damaged, "a gap");
    let mut twice = story.entries.clone();
    twice[1].fact = twice[0].fact.clone();
    assert_eq!(damaged(&twice), Code::Damaged, "opened twice");
    let mut foreign = story.entries.clone();
    foreign[2].fact = Fact::Founded { demo: false };
    assert_eq!(damaged(&foreign), Code::Damaged, "another stream's");
    assert_eq!(damaged(&[]), Code::NotFound);
}

// --- What holds on every walk ---

/// Codes that `moves::possible` answers for: the stage and the needs, not times, contents or persons.
const OF_THE_TABLE: &[Code] = &[
    Code::WrongStage,
    Code::ArrangementMissing,
    Code::ArrangementInHours,
    Code::ReturnInHours,
    Code::BeforeTheMeter,
    Code::ExtensionPending,
    Code::NoExtensionPending,
    Code::NotAcknowledged,
    Code::AlreadyAcknowledged,
    Code::HoursNotVerified,
    Code::NotFollowedUp,
    Code::NoViolation,
];

fn attempts() -> i64 {
    House::shipped().settings.follow_up_attempts
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(count)
    }
}

fn missed(clock: &Clock) -> bool {
    matches!(clock.state, ClockState::Breached | ClockState::Late)
}

/// Everything a clock says at `now` fits together.
fn sound(clock: &Clock, ticket: &Ticket, now: domain::Moment) -> Result<(), TestCaseError> {
    let over = !ticket.stage.open();
    let dropped = clock.task.is_some_and(|number| {
        ticket
            .valves
            .iter()
            .any(|task| task.task == number && task.arrived_at.is_none() && task.dropped_at.is_some())
    });
    let healed = clock::broken_before_extension(ticket) || ticket.appointed_late;
    match (clock.state, clock.limit) {
        (ClockState::Running, Some(limit)) => {
            prop_assert!(now <= limit && clock.ended_at.is_none() && !over);
        }
        (ClockState::Breached, Some(limit)) => {
            prop_assert!(dropped || clock.ended_at.is_none());
            prop_assert!(now > limit || healed || over || dropped);
        }
        (ClockState::Met, Some(limit)) => prop_assert!(clock.ended_at.unwrap() <= limit),
        (ClockState::Late, Some(limit)) => prop_assert!(clock.ended_at.unwrap() > limit || healed),
        (ClockState::Waived, None) => prop_assert_eq!(clock.kind, clock::ClockKind::Arrival),
        (ClockState::Waived, Some(_)) => prop_assert!(over || dropped),
        (state, None) => prop_assert!(false, "{state:?} without a limit"),
    }
    if let (Some(target), Some(limit)) = (clock.target, clock.limit) {
        prop_assert!(target <= limit && clock.start < target);
    }
    prop_assert!(clock.binding || clock.kind == clock::ClockKind::HandOver);
    Ok(())
}

proptest! {
    #![proptest_config(cases(200))]

    /// Facts that were decided fold, in order, the same way again; the main line never runs backwards.
    #[test]
    fn told_again_it_is_the_same_ticket(walk in walk::walks(true)) {
        let Walk { story, trials, .. } = walk;
        for trial in &trials {
            prop_assert!(trial.after.last_step_at >= trial.before.last_step_at);
            prop_assert!(trial.after.version >= trial.before.version);
            prop_assert_eq!(trial.result.is_err(), trial.after.version == trial.before.version);
        }
        prop_assert_eq!(story.ticket.version, i64::try_from(story.entries.len()).unwrap());
        prop_assert_eq!(Ticket::replay(&story.entries).unwrap(), story.ticket);
    }

    /// A fact comes back from its JSON as it went in, and its canonical text is the same both times.
    #[test]
    fn facts_survive_their_json(walk in walk::walks(true)) {
        for entry in &walk.story.entries {
            let text = serde_json::to_string(&entry.fact).unwrap();
            let back: Fact = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&back, &entry.fact);
            prop_assert_eq!(hash::canonical(&back).unwrap(), hash::canonical(&entry.fact).unwrap());
        }
    }

    /// What the table offers can be taken with good contents; what it does not offer is refused by its codes.
    #[test]
    fn offered_is_what_can_be_taken(walk in walk::walks(true)) {
        let story = &walk.story;
        let offered = moves::possible(&story.ticket, attempts());
        for step in Step::ALL {
            let (taken, by_table) = take(story, *step, walk.now);
            prop_assert_eq!(offered.contains(step), taken, "{} at {}", step.zh(), story.ticket.stage.zh());
            prop_assert!(taken || by_table, "{} refused by another code", step.zh());
        }
    }

    /// The same for whatever the walk tried: refused by the table exactly where it was not offered.
    #[test]
    fn refused_by_the_table_is_what_it_does_not_offer(walk in walk::walks(true)) {
        for trial in &walk.trials {
            let offered = moves::possible(&trial.before, attempts()).contains(&trial.step);
            match &trial.result {
                Ok(()) => prop_assert!(offered, "{} was taken", trial.step.zh()),
                Err(refusal) if OF_THE_TABLE.contains(&refusal.code) => {
                    prop_assert!(!offered, "{} was offered: {refusal}", trial.step.zh());
                }
                Err(_) => {}
            }
        }
    }

    /// Clocks fit their limits at any time; they break one millisecond after the limit; what is missed stays so.
    #[test]
    fn clocks_are_sound_at_any_time(walk in walk::walks(true), gaps in prop::collection::vec(0..40 * HOUR, 1..6)) {
        let ticket = &walk.story.ticket;
        let mut now = ticket.open.received_at;
        let mut before: Option<Vec<Clock>> = None;
        for gap in gaps {
            now = common::later(now, gap);
            let all = clocks(ticket, now);
            for clock in &all {
                sound(clock, ticket, now)?;
            }
            for (then, is) in before.iter().flatten().zip(&all) {
                prop_assert!(then.state == is.state || (then.state == ClockState::Running && is.state == ClockState::Breached));
                prop_assert_eq!((then.limit, then.ended_at, then.why), (is.limit, is.ended_at, is.why));
            }
            before = Some(all);
        }
        for (index, clock) in clocks(ticket, now).iter().enumerate() {
            let Some(limit) = clock.limit else { continue };
            let next = common::later(limit, 1);
            let (on_time, later) = (clocks(ticket, limit), clocks(ticket, next));
            sound(&on_time[index], ticket, limit)?;
            sound(&later[index], ticket, next)?;
            if on_time[index].state == ClockState::Running {
                prop_assert_eq!(later[index].state, ClockState::Breached);
            } else {
                prop_assert_eq!(later[index].state, on_time[index].state);
            }
        }
    }

    /// The 24 hours move by an approved extension and by nothing else, and only forward.
    #[test]
    fn only_an_approval_moves_the_day(walk in walk::walks(true)) {
        for trial in &walk.trials {
            let (was, is) = (clock::total_limit(&trial.before), clock::total_limit(&trial.after));
            let approved = trial.step == Step::ApproveExtension && trial.result.is_ok();
            prop_assert_eq!(is > was, approved);
            prop_assert!(is >= was);
            prop_assert_eq!(clock::first_total_limit(&trial.after), clock::first_total_limit(&trial.before));
        }
    }

    /// Where every step is typed as it happens, no later step heals a limit that was missed.
    #[test]
    fn what_was_missed_is_never_healed(walk in walk::walks(false)) {
        for trial in &walk.trials {
            let (was, is) = (clocks(&trial.before, trial.now), clocks(&trial.after, trial.now));
            for (then, now) in was.iter().zip(&is) {
                prop_assert!(!missed(then) || missed(now), "{}: {then:?} became {now:?} by {}", then.kind.zh(), trial.step.zh());
                prop_assert!(then.state != ClockState::Met || now.state == ClockState::Met, "{} unmade", then.kind.zh());
            }
        }
    }

    /// What a closed case holds; what is over waits for nothing and takes no further step of the main line.
    #[test]
    fn a_closed_case_is_complete(walk in walk::walks(true)) {
        let ticket = &walk.story.ticket;
        if ticket.stage == Stage::Closed {
            prop_assert!(ticket.acknowledgement.is_some() && ticket.hours.is_some());
            prop_assert!(ticket.followed_up(attempts()) && clock::finished_at(ticket).is_some());
            prop_assert!(ticket.handed_over.is_some() && ticket.arrived_at.is_some());
            prop_assert!(ticket.closed_at.unwrap() >= ticket.hours.as_ref().unwrap().at);
        }
        prop_assert_eq!(ticket.closed_at.is_some(), ticket.stage == Stage::Closed);
        prop_assert_eq!(ticket.ended.is_some(), !ticket.stage.open() && ticket.stage != Stage::Closed);
        if !ticket.stage.open() {
            prop_assert_eq!(clock::next(ticket), None);
            let offered = moves::possible(ticket, attempts());
            prop_assert!(offered.iter().all(|step| matches!(step, Step::Note | Step::Attach | Step::CloseViolation)));
        }
    }

    /// A sealed record keeps the hash of what it holds.
    #[test]
    fn a_signature_keeps_its_hash(walk in walk::walks(true)) {
        if let Some(record) = &walk.story.ticket.acknowledgement {
            prop_assert_eq!(&record.computed().unwrap(), &record.hash);
        }
    }

    /// Whatever time is given, nothing panics, and nothing is kept of a step that is refused.
    #[test]
    fn wild_times_are_refused_not_feared(walk in walk::walks(false), happened: i64, now: i64, pick: prop::sample::Index) {
        let mut story = walk.story;
        let (happened, now) = (domain::Moment(happened), domain::Moment(now));
        let before = story.ticket.clone();
        let act = walk::act(*pick.get(Step::ALL), &before, happened, 0);
        if story.attempt(&act, ENGINEER, happened, now).is_err() {
            prop_assert_eq!(&story.ticket, &before);
        }
        let all = clocks(&story.ticket, now);
        prop_assert_eq!(all.len(), 3 + story.ticket.valves.len());
    }
}

/// Tries a step with good contents at `now`, by whoever did not ask for the extension: whether it was taken,
/// and if not, whether stage or needs (or a valve task that is not there) said no.
fn take(story: &Story, step: Step, now: domain::Moment) -> (bool, bool) {
    let other = Typist(99, "主管己");
    let refusal = if step == Step::Merge {
        let context = story.house.context(other, now, now);
        decide::merge(&story.ticket, &walk::original(), &context).err()
    } else {
        let act = walk::act(step, &story.ticket, now, 0);
        story.clone().attempt(&act, other, now, now).err()
    };
    let valve = matches!(step, Step::ValveArrive | Step::ValveShut | Step::ValveDrop);
    let by_table = refusal.as_ref().is_some_and(|refusal| {
        OF_THE_TABLE.contains(&refusal.code) || (valve && refusal.code == Code::NoValveTask)
    });
    (refusal.is_none(), by_table)
}

/// The properties above would say little if the walks stayed near their beginning.
#[test]
fn the_walks_reach_every_stage_and_take_every_step() {
    let mut runner = TestRunner::deterministic();
    let strategy = walk::walks(true);
    let (mut stages, mut steps) = (BTreeSet::new(), BTreeSet::new());
    let mut missed_clocks = 0;
    for _ in 0..300 {
        let walk = strategy.new_tree(&mut runner).unwrap().current();
        for trial in walk.trials.iter().filter(|trial| trial.result.is_ok()) {
            stages.insert(trial.after.stage);
            steps.insert(trial.step);
        }
        missed_clocks += clocks(&walk.story.ticket, walk.now)
            .iter()
            .filter(|clock| missed(clock))
            .count();
    }
    assert_eq!(stages, Stage::ALL.iter().copied().collect());
    assert_eq!(steps, Step::ALL.iter().copied().collect());
    assert!(missed_clocks > 100, "only {missed_clocks}");
}

#[test]
fn a_plain_case_takes_its_course() {
    let closed = ready_to_close().then("2026-11-23 15:30", Act::Close(plain()));
    let states: Vec<ClockState> = clocks(&closed.ticket, at("2026-11-24 10:00"))
        .iter()
        .map(|clock| clock.state)
        .collect();
    assert_eq!(states, [ClockState::Met; 3]);
    assert_eq!(
        closed
            .ticket
            .closed_at
            .unwrap()
            .since(closed.ticket.open.received_at),
        5 * HOUR + 30 * MINUTE
    );
    assert_eq!(closed.refused("2026-11-23 16:00", arrive()), Code::WrongStage);
}
