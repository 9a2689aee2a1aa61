//! What holds on every random walk through the moves of the six services.
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
    Code, Fact, Ticket, TicketRow,
    acknowledgement::SealState,
    clock::{self, Clock, ClockKind, ClockState, list_clocks},
    hash,
    key::{SealingKey, SignatureVerifier},
    moment::{HOUR, MINUTE},
    permission,
    service::{
        ServiceKind,
        act::StepInput,
        decide,
        leak_detection::LeakFinding,
        moves::{self, Move, MoveTarget},
        step::StepKind,
    },
    ticket::{Stage, TicketCase},
    todo::TodoKind,
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
    Code::ConsentUnanswered,
    Code::ConsentMissing,
    Code::LinkMissing,
    Code::LeakNotFound,
    Code::NotConcluded,
    Code::NotEscalated,
    Code::NoSample,
    Code::SampleNotReceived,
    Code::NotAuthorised,
    Code::SafetyNotChecked,
    Code::WrongService,
];

fn held(at: domain::Moment) -> moves::MoveContext {
    House::shipped().now(at)
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

fn running(clock: &Clock) -> bool {
    matches!(clock.state, ClockState::Running | ClockState::RunningEnteredLate)
}

/// Everything a clock says at `now` fits together.
fn sound(clock: &Clock, ticket: &Ticket, now: domain::Moment) -> Result<(), TestCaseError> {
    let over = !ticket.stage.is_open();
    let dropped = clock.task.is_some_and(|number| {
        ticket
            .valves
            .iter()
            .any(|task| task.task == number && task.arrived_at.is_none() && task.dropped_at.is_some())
    });
    let healed = clock.broken;
    match (clock.state, clock.limit) {
        (ClockState::Running | ClockState::RunningEnteredLate, Some(limit)) => {
            prop_assert!(now <= limit && clock.ended_at.is_none() && !over);
        }
        (ClockState::Breached, Some(limit)) => {
            prop_assert!(dropped || clock.ended_at.is_none());
            prop_assert!(now > limit || healed || over || dropped);
        }
        (ClockState::Met | ClockState::MetEnteredLate, Some(limit)) => {
            prop_assert!(clock.ended_at.unwrap() <= limit)
        }
        (ClockState::Late, Some(limit)) => prop_assert!(clock.ended_at.unwrap() > limit || healed),
        (ClockState::Waived, None) => prop_assert_eq!(clock.kind, clock::ClockKind::Arrival),
        (ClockState::Waived | ClockState::WaivedEnteredLate, Some(_)) => prop_assert!(over || dropped),
        (state, None) => prop_assert!(false, "{state:?} without a limit"),
    }
    if let (Some(target), Some(limit)) = (clock.target, clock.limit) {
        prop_assert!(target <= limit && clock.start < target);
    }
    prop_assert!(
        clock.limit.is_none_or(|limit| limit >= clock.start),
        "due before it began: {clock:?}"
    );
    prop_assert!(clock.binding || clock.kind == clock::ClockKind::HandOver);
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

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
        prop_assert_eq!(Ticket::replay_entries(&story.entries).unwrap(), story.ticket);
    }

    /// A step that is taken back leaves the ticket as it was before it, two lines further on.
    #[test]
    fn a_step_taken_back_was_never_taken(walk in walk::walks(true)) {
        let Walk { story, .. } = walk;
        let Some((last, before)) = story.entries.split_last() else { return Ok(()) };
        if before.is_empty() {
            return Ok(());
        }
        let mut gone = last.clone();
        gone.version += 1;
        gone.fact = Fact::Ticket(domain::fact::TicketFact::Withdrawn { version: last.version, title: String::new() });
        let mut was = Ticket::replay_entries(before).unwrap();
        was.version = gone.version;
        was.changed_at = gone.recorded_at;
        let is = Ticket::replay_entries(story.entries.iter().chain([&gone])).unwrap();
        prop_assert_eq!(is, was);
    }

    /// A fact comes back from its JSON as it went in, and its canonical text is the same both times.
    #[test]
    fn facts_survive_their_json(walk in walk::walks(true)) {
        for entry in &walk.story.entries {
            let text = serde_json::to_string(&entry.fact).unwrap();
            let back: Fact = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&back, &entry.fact);
            prop_assert_eq!(hash::to_canonical_json(&back).unwrap(), hash::to_canonical_json(&entry.fact).unwrap());
        }
    }

    /// What the table offers can be taken with good contents; what it does not offer is refused by its codes.
    #[test]
    fn offered_is_what_can_be_taken(walk in walk::walks(true)) {
        let story = &walk.story;
        let offered = moves::list_possible_steps(&story.ticket, held(walk.now));
        for step in &walk::steps(&story.ticket) {
            let (taken, by_table) = take(story, *step, walk.now);
            prop_assert_eq!(offered.contains(step), taken, "{} at {}", step.zh(), story.ticket.stage.zh());
            prop_assert!(taken || by_table, "{} refused by another code", step.zh());
        }
    }

    /// What a ticket waits for is offered to every role it is put before, and an open case always waits for somebody.
    #[test]
    fn what_waits_is_offered_to_whom_it_waits_for(walk in walk::walks(true)) {
        let (ticket, now) = (&walk.story.ticket, held(walk.now));
        let row = TicketRow::from_ticket(ticket);
        let offered = moves::list_possible_steps(ticket, now);
        let waiting: Vec<&TodoKind> = TodoKind::ALL.iter().filter(|todo| todo.is_waiting(&row, now)).collect();
        prop_assert!(!waiting.is_empty() || !ticket.stage.is_open(), "{} waits for nobody", ticket.stage.zh());
        for (todo, role) in waiting.iter().flat_map(|todo| todo.responsible_roles().iter().map(move |role| (todo, role))) {
            let can = |step: &&StepKind| offered.contains(step) && permission::may_call(*role, step.command_name());
            let step = todo.settling_steps().iter().find(can);
            prop_assert!(step.is_some(), "{} at {} is put before {}", todo.zh(), ticket.stage.zh(), role.zh());
        }
    }

    /// The same for whatever the walk tried: refused by the table exactly where it was not offered.
    #[test]
    fn refused_by_the_table_is_what_it_does_not_offer(walk in walk::walks(true)) {
        for trial in &walk.trials {
            let offered = moves::list_possible_steps(&trial.before, held(trial.now)).contains(&trial.step);
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
            let all = list_clocks(ticket, now);
            for clock in &all {
                sound(clock, ticket, now)?;
            }
            for (then, is) in before.iter().flatten().zip(&all) {
                prop_assert!(then.state == is.state || (running(then) && is.state == ClockState::Breached));
                prop_assert_eq!((then.limit, then.ended_at, then.why), (is.limit, is.ended_at, is.why));
            }
            before = Some(all);
        }
        for (index, clock) in list_clocks(ticket, now).iter().enumerate() {
            let Some(limit) = clock.limit else { continue };
            let next = common::later(limit, 1);
            let (on_time, later) = (list_clocks(ticket, limit), list_clocks(ticket, next));
            sound(&on_time[index], ticket, limit)?;
            sound(&later[index], ticket, next)?;
            if running(&on_time[index]) {
                prop_assert_eq!(later[index].state, ClockState::Breached);
            } else {
                prop_assert_eq!(later[index].state, on_time[index].state);
            }
        }
    }

    /// Clauses 2.4, 3, 4.3: the limit of the whole case moves by an approved extension and by nothing else, and only forward.
    #[test]
    fn only_an_approval_moves_the_day(walk in walk::walks(true)) {
        for trial in &walk.trials {
            let (was, is) = (clock::total_limit(&trial.before), clock::total_limit(&trial.after));
            let approved = trial.step == StepKind::ApproveExtension && trial.result.is_ok();
            prop_assert_eq!(is > was, approved);
            prop_assert!(is >= was);
            prop_assert_eq!(clock::first_total_limit(&trial.after), clock::first_total_limit(&trial.before));
        }
    }

    /// Where every step is typed as it happens, no later step heals a limit that was missed.
    #[test]
    fn what_was_missed_is_never_healed(walk in walk::walks(false)) {
        for trial in &walk.trials {
            let (was, is) = (list_clocks(&trial.before, trial.now), list_clocks(&trial.after, trial.now));
            for then in was.iter().filter(|clock| lasting(clock, trial.step, trial.now)) {
                let now = is.iter().find(|clock| (clock.kind, clock.task) == (then.kind, then.task));
                let Some(now) = now else {
                    return Err(TestCaseError::fail(format!("{} vanished by {}", then.kind.zh(), trial.step.zh())));
                };
                prop_assert!(!missed(then) || missed(now), "{}: {then:?} became {now:?} by {}", then.kind.zh(), trial.step.zh());
                let kept = |state| matches!(state, ClockState::Met | ClockState::MetEnteredLate);
                prop_assert!(!kept(then.state) || kept(now.state), "{} unmade", then.kind.zh());
            }
        }
    }

    /// A step that is recorded late turns no clock that was missed when it was recorded into one that says nothing of it: whatever step
    /// it is, and whether it ends the clock, moves it, begins it anew or waives it. What says so goes on saying so.
    #[test]
    fn what_is_recorded_late_says_so(walk in walk::walks(true)) {
        let marked = |clock: &Clock| clock.state.zh().ends_with("（补录）");
        for trial in walk.trials.iter().filter(|trial| trial.result.is_ok()) {
            let (was, is) = (list_clocks(&trial.before, trial.now), list_clocks(&trial.after, trial.now));
            for then in &was {
                let now = is.iter().find(|clock| (clock.kind, clock.task) == (then.kind, then.task));
                let Some(now) = now else {
                    prop_assert_eq!((then.kind, trial.step), (ClockKind::LabReceipt, StepKind::RejectSample));
                    continue;
                };
                let late = match then.kind {
                    ClockKind::HandOver => Ticket::is_late_hand_over(trial.happened, trial.now),
                    _ => trial.after.is_late_entry(trial.happened, trial.now),
                };
                let said = missed(now) || marked(now);
                prop_assert!(!(late && missed(then)) || said, "{then:?} became {now:?} by {}", trial.step.zh());
                let lasts = marked(then) && lasting(then, trial.step, trial.now);
                prop_assert!(!lasts || said, "{then:?} became {now:?} by {}", trial.step.zh());
            }
        }
    }

    /// A step that is taken leads where its row of the table says.
    #[test]
    fn a_step_leads_where_the_table_says(walk in walk::walks(true)) {
        for trial in walk.trials.iter().filter(|trial| trial.result.is_ok()) {
            let rows = moves::list_moves(trial.before.open.asked.service_kind());
            let row = rows.iter().find(|row| row.step == trial.step).unwrap();
            let may = targets(row.to, trial.before.stage);
            prop_assert!(may.contains(&trial.after.stage), "{} led to {}", trial.step.zh(), trial.after.stage.zh());
        }
    }

    /// What a closed case holds; what is over waits for nothing and takes no further step of the main line.
    #[test]
    fn a_closed_case_is_complete(walk in walk::walks(true)) {
        let ticket = &walk.story.ticket;
        if ticket.stage == Stage::Closed {
            complete(ticket)?;
        }
        prop_assert_eq!(ticket.closed_at.is_some(), ticket.stage == Stage::Closed);
        prop_assert_eq!(ticket.ended.is_some(), !ticket.stage.is_open() && ticket.stage != Stage::Closed);
        if !ticket.stage.is_open() {
            prop_assert_eq!(clock::find_next_deadline(ticket), None);
            let offered = moves::list_possible_steps(ticket, held(walk.now));
            let after = [StepKind::Correct,
            StepKind::Note, StepKind::Attach, StepKind::RecordViolation, StepKind::CloseViolation];
            prop_assert!(offered.iter().all(|step| after.contains(step)));
        }
    }

    /// Clauses 1.3, 2.4, 3, 6.1: the order the policy fixes holds on every walk, whatever was tried, in the order of
    /// typing and in time.
    #[test]
    fn first_things_come_first(walk in walk::walks(true)) {
        for trial in walk.trials.iter().filter(|trial| trial.result.is_ok()) {
            first_things(trial)?;
        }
    }

    /// A ticket that was opened from another knows it, and the other knows the ticket.
    #[test]
    fn links_are_known_on_both_sides(walk in walk::walks(true)) {
        let source = &walk.story.ticket;
        let there: Vec<(i64, String)> = source.links.iter().map(|link| (link.ticket, link.number.clone())).collect();
        let here: Vec<(i64, String)> = walk.linked.iter().map(|ticket| (ticket.id, ticket.number.clone())).collect();
        prop_assert_eq!(there, here);
        for ticket in &walk.linked {
            let from = ticket.opened_from.as_ref().unwrap();
            prop_assert_eq!((from.ticket, &from.number, from.service), (source.id, &source.number, source.open.asked.service_kind()));
            prop_assert!(decide::linkable_services(from.service).contains(&ticket.open.asked.service_kind()));
        }
    }

    /// A step of another service is refused as such.
    #[test]
    fn no_service_takes_the_steps_of_another(walk in walk::walks(true), pick: prop::sample::Index) {
        let mut story = walk.story;
        let step = *pick.get(StepKind::ALL);
        let own = walk::steps(&story.ticket).contains(&step) || matches!(step, StepKind::Merge | StepKind::OpenLinked);
        let act = walk::act(step, &story.ticket, walk.now, 0);
        if !own {
            let refusal = story.attempt(&act, ENGINEER, walk.now, walk.now).unwrap_err();
            prop_assert_eq!(refusal.code, Code::WrongService);
        }
        // Nor does a table hold a need that only another service could answer.
        for step in walk::steps(&story.ticket) {
            let refused = moves::find_allowed_move(step, &story.ticket, held(walk.now)).err();
            prop_assert_ne!(refused.map(|refusal| refusal.code), Some(Code::WrongService), "{}", step.zh());
        }
    }

    /// A sealed record keeps the hash of what it holds.
    #[test]
    fn a_signature_keeps_its_hash(walk in walk::walks(true)) {
        if let Some(record) = &walk.story.ticket.acknowledgement {
            let checker = SignatureVerifier::from_public_hex(&SealingKey::demo_key().public_hex()).unwrap();
            prop_assert_eq!(record.seal_state(Some(&checker)), SealState::Genuine);
        }
    }

    /// Whatever time is given, nothing panics, and nothing is kept of a step that is refused.
    #[test]
    fn wild_times_are_refused_not_feared(walk in walk::walks(false), happened: i64, now: i64, pick: prop::sample::Index) {
        let mut story = walk.story;
        let (happened, now) = (domain::Moment(happened), domain::Moment(now));
        let before = story.ticket.clone();
        let act = walk::act(*pick.get(StepKind::ALL), &before, happened, 0);
        if story.attempt(&act, ENGINEER, happened, now).is_err() {
            prop_assert_eq!(&story.ticket, &before);
        }
        let all = list_clocks(&story.ticket, now);
        if story.ticket.case == TicketCase::Repair {
            prop_assert_eq!(all.len(), 3 + story.ticket.valves.len());
        }
    }
}

/// Clocks that no later step may unmake. A rejected sample is taken again and its clocks begin anew (3); until the
/// water is back, when it will be is only expected, and places may be added (6.2). Its return makes the gap final at once, though in that
/// very instant a truck is still in time.
fn lasting(clock: &Clock, step: StepKind, now: domain::Moment) -> bool {
    match clock.kind {
        ClockKind::Sampling | ClockKind::LabReceipt => step != StepKind::RejectSample,
        ClockKind::Coverage => {
            !matches!(step, StepKind::ChangeOutage | StepKind::EndOutage) && clock.limit != Some(now)
        }
        _ => true,
    }
}

/// The stages a row of the table can lead to.
fn targets(to: MoveTarget, from: Stage) -> Vec<Stage> {
    match to {
        MoveTarget::Stay => vec![from],
        MoveTarget::Stage(stage) => vec![stage],
        MoveTarget::AfterHandOver => vec![Stage::HandedOver, Stage::Assigned],
        MoveTarget::AfterArrangement if from != Stage::Reported => vec![Stage::Assigned],
        MoveTarget::AfterArrangement => vec![from],
        MoveTarget::AfterSearch => vec![Stage::ToReply, Stage::UnderStudy],
        MoveTarget::AfterDecision => vec![Stage::ToSchedule, Stage::ToReply],
    }
}

/// What a case holds when it is closed, by service.
fn complete(ticket: &Ticket) -> Result<(), TestCaseError> {
    let linked = !ticket.case.has_agreed() || !ticket.links.is_empty();
    prop_assert!(linked, "agreed, and nothing was opened");
    let (signed, called) = (
        ticket.acknowledgement.is_some(),
        ticket.is_followed_up(held(ticket.changed_at).attempts),
    );
    match &ticket.case {
        TicketCase::Repair => {
            prop_assert!(signed && called && clock::finished_at(ticket).is_some());
            prop_assert!(ticket.handed_over.is_some() && ticket.arrived_at.is_some());
            prop_assert!(ticket.closed_at.unwrap() >= ticket.hours.as_ref().unwrap().at);
        }
        TicketCase::Reminder(case) => {
            prop_assert!(signed && case.telling.is_some());
            prop_assert!(!case.company_needed() || case.consent.is_some());
        }
        TicketCase::LeakDetection(case) => {
            let reply = &case.reply.as_ref().unwrap().details;
            let explained = !reply.explanation.is_empty() && !reply.advice.is_empty();
            prop_assert!(called && case.is_answerable());
            prop_assert!(explained || case.current_finding() == Some(LeakFinding::Found));
        }
        TicketCase::WaterQuality(case) => {
            let present = case.sampling.as_ref().unwrap().details.customer_present;
            prop_assert!(called && ticket.reply.is_some() && case.current_results().is_some());
            prop_assert!(signed || !present);
        }
        TicketCase::Community(case) => {
            let refused = case
                .decision
                .as_ref()
                .is_some_and(|decision| !decision.details.necessary);
            prop_assert!((case.held.is_some() && signed) || (refused && ticket.reply.is_some()));
        }
        TicketCase::EmergencyWater(case) => {
            prop_assert!(!case.checks.is_empty() && case.ended_at.is_some());
            prop_assert_eq!(case.unreached_places().is_empty(), case.gap_reason.is_empty());
        }
    }
    Ok(())
}

/// What must have been there before a step that was taken, and no later than it.
fn first_things(trial: &walk::Trial) -> Result<(), TestCaseError> {
    let at = trial.happened;
    match (&trial.before.case, trial.step) {
        (TicketCase::Reminder(case), StepKind::OpenLinked) => {
            let consent = case.consent.as_ref().unwrap();
            prop_assert!(consent.details.agreed && consent.at <= at);
        }
        (TicketCase::LeakDetection(case), StepKind::OpenLinked) => {
            let consent = case.consent.as_ref().unwrap();
            prop_assert!(consent.details.agreed && consent.at <= at);
            prop_assert_eq!(case.current_finding(), Some(LeakFinding::Found));
        }
        (TicketCase::LeakDetection(case), StepKind::ReplySearch) => {
            let last = case.searches.last().unwrap();
            let definite = last.details.finding != LeakFinding::Undetermined && last.at <= at;
            let concluded = case
                .conclusion
                .as_ref()
                .is_some_and(|conclusion| conclusion.at <= at);
            prop_assert!(definite || (concluded && case.escalation.is_some()));
        }
        (TicketCase::WaterQuality(case), StepKind::ReceiveSample) => {
            prop_assert!(case.sampling.as_ref().unwrap().at <= at);
        }
        (TicketCase::WaterQuality(case), StepKind::EnterResults) => {
            let (taken, received) = (case.sampling.as_ref().unwrap(), case.receipt.as_ref().unwrap());
            prop_assert!(taken.at <= received.at && received.at <= at);
        }
        (TicketCase::EmergencyWater(case), StepKind::MakeTrip) => {
            prop_assert!(case.authorisation.as_ref().unwrap().at <= at);
        }
        _ => {}
    }
    Ok(())
}

/// Tries a step with good contents at `now`, by whoever did not ask for the extension: whether it was taken,
/// and if not, whether stage or needs (or a valve task that is not there) said no.
fn take(story: &Story, step: StepKind, now: domain::Moment) -> (bool, bool) {
    let other = Typist(99, "主管己");
    let refusal = if step == StepKind::Merge {
        let context = story.house.context(other, now, now);
        decide::merge_duplicate(&story.ticket, &walk::original(&story.ticket), &context).err()
    } else if step == StepKind::OpenLinked {
        let open = walk::linked_report(&story.ticket, now, 0);
        story.clone().open_linked(&open, 100, other, now).err()
    } else {
        let act = walk::act(step, &story.ticket, now, 0);
        story.clone().attempt(&act, other, now, now).err()
    };
    let valve = matches!(
        step,
        StepKind::ValveArrive | StepKind::ValveShut | StepKind::ValveDrop
    );
    let by_table = refusal.as_ref().is_some_and(|refusal| {
        OF_THE_TABLE.contains(&refusal.code)
            || (valve && matches!(refusal.code, Code::NoValveTask | Code::ValveUnnamed))
    });
    (refusal.is_none(), by_table)
}

/// The properties above would say little if the walks stayed near their beginning.
#[test]
fn the_walks_reach_every_stage_and_take_every_step_of_every_service() {
    for service in ServiceKind::ALL {
        let mut runner = TestRunner::deterministic();
        let strategy = walk::walks_of(*service, true);
        let (mut stages, mut steps) = (BTreeSet::new(), BTreeSet::new());
        let mut missed_clocks = 0;
        for _ in 0..300 {
            let walk = strategy.new_tree(&mut runner).unwrap().current();
            for trial in walk.trials.iter().filter(|trial| trial.result.is_ok()) {
                stages.extend([trial.before.stage, trial.after.stage]);
                steps.insert(trial.step);
            }
            let all = list_clocks(&walk.story.ticket, walk.now);
            missed_clocks += all.iter().filter(|clock| missed(clock)).count();
        }
        let rows = moves::list_moves(*service);
        assert_eq!(stages, stages_of(rows), "{}", service.zh());
        assert_eq!(
            steps,
            rows.iter().map(|row| row.step).collect(),
            "{}",
            service.zh()
        );
        assert!(missed_clocks > 10, "{}: only {missed_clocks}", service.zh());
    }
}

/// Every stage a table knows: those a step begins at (what is possible anywhere says nothing) and leads to.
fn stages_of(rows: &[Move]) -> BTreeSet<Stage> {
    let somewhere = rows.iter().filter(|row| row.from.len() < Stage::ALL.len());
    let pairs = somewhere.flat_map(|row| row.from.iter().map(|from| (*from, row.to)));
    pairs
        .flat_map(|(from, to)| targets(to, from).into_iter().chain([from]))
        .collect()
}

#[test]
fn a_plain_case_takes_its_course() {
    let closed = ready_to_close().then("2026-11-23 15:30", StepInput::Close(plain()));
    let states: Vec<ClockState> = list_clocks(&closed.ticket, at("2026-11-24 10:00"))
        .iter()
        .map(|clock| clock.state)
        .collect();
    assert_eq!(states, [ClockState::Met; 3]);
    assert_eq!(
        closed
            .ticket
            .closed_at
            .unwrap()
            .milliseconds_since(closed.ticket.open.received_at),
        5 * HOUR + 30 * MINUTE
    );
    assert_eq!(closed.refused("2026-11-23 16:00", arrive()), Code::WrongStage);
}
