//! What holds on every random walk through the moves of a repair (`domain.md` §4).
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

use common::{ENGINEER, House, Story, Typist, arrive, at, plain, ready_to_close, walk, walk::Walk};
use domain::{
    Code, Fact, Ticket,
    clock::{self, Clock, ClockState, clocks},
    hash,
    moment::{HOUR, MINUTE},
    service::{
        decide::{self, Act},
        moves,
        step::Step,
    },
    ticket::Stage,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

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
        for step in &walk::steps() {
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
        let act = walk::act(*pick.get(&walk::steps()), &before, happened, 0);
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
    assert_eq!(steps, walk::steps().into_iter().collect());
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
