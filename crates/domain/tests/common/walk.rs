//! Random walks through the moves, at random times, by two people, some steps entered late, some refused.

use domain::{
    Fact, Moment, Refusal, Ticket,
    acknowledgement::AcknowledgementAnswer,
    clock,
    customer::AddressArea,
    moment::{DAY, HOUR, MINUTE},
    service::{
        ServiceIntake, ServiceKind,
        act::StepInput,
        community::{ConductRule, EventOrigin},
        decide,
        emergency_water::SafetyItem,
        leak_detection::LeakFinding,
        moves,
        repair::MeterSide,
        step::{FollowUpOutcome, NoteInput, StepKind},
    },
    ticket::{Channel, Stage, TicketCase, TicketIntake},
};
use proptest::prelude::*;

use super::{
    AGENT, CREW, ENGINEER, House, Story, Typist, appoint, approve, arrange, arrive, ask_extension, ask_valve,
    assign, because, call_back, close, finish, hand_over, later, name_valve, order_valve, reassign,
    refuses_to_sign, reply, report,
    services::{self, TEAM, scan, signer},
    valve_step, verify, words,
};

/// What a walk tries next.
#[derive(Debug, Clone)]
pub(crate) struct Try {
    /// How the step is chosen, below 100.
    how: u32,
    /// Which of the steps to choose from.
    which: prop::sample::Index,
    /// Time gone by since the last try, in milliseconds.
    wait: i64,
    /// How long ago it is said to have happened, in milliseconds.
    ago: i64,
    /// Contents and who.
    flavour: u32,
}

/// A try and what came of it.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    pub(crate) before: Ticket,
    pub(crate) after: Ticket,
    pub(crate) step: StepKind,
    pub(crate) happened: Moment,
    pub(crate) now: Moment,
    pub(crate) result: Result<(), Refusal>,
}

/// A walk from its report to wherever it came.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) story: Story,
    pub(crate) trials: Vec<Trial>,
    /// Tickets opened from it.
    pub(crate) linked: Vec<Ticket>,
    /// When the last try was typed.
    pub(crate) now: Moment,
}

fn report_strategy(service: ServiceKind) -> impl Strategy<Value = TicketIntake> {
    // From the last days of 2025 into a year whose holidays nobody has entered.
    let received = super::at("2025-12-20 00:00").0..super::at("2027-02-01 00:00").0;
    (
        received,
        0..40 * MINUTE,
        prop::sample::select(Channel::ALL),
        any::<bool>(),
        0..12_u32,
    )
        .prop_map(move |(received, delay, channel, urban, side)| {
            let received = Moment(received);
            let mut open = report_of(service, received, side);
            open.raised_at = Some(later(received, delay));
            open.channel = channel;
            open.area = if urban {
                AddressArea::Urban
            } else {
                AddressArea::Outside
            };
            open
        })
}

/// A report of a service; `side`, below 12, is which side of the meter, which origin, how long an outage.
pub(crate) fn report_of(service: ServiceKind, received: Moment, side: u32) -> TicketIntake {
    let days = |count: i64| later(received, count * DAY);
    match service {
        ServiceKind::Reminder => services::reminder_report(received),
        ServiceKind::LeakDetection => services::leak_report(received),
        ServiceKind::WaterQuality => services::water_report(received),
        ServiceKind::Community => {
            let origin = EventOrigin::ALL[side as usize % 3];
            // A plan may be entered when its first events are over.
            services::event_report(received, origin, Some(days(i64::from(side) - 3)))
        }
        ServiceKind::EmergencyWater => {
            let started = later(received, -i64::from(side) * HOUR);
            // What was expected to be over when it was recorded is not rare either.
            services::outage_report(
                received,
                started,
                later(started, (1 + i64::from(side * 3 % 10)) * HOUR),
            )
        }
        ServiceKind::Repair => {
            let mut open = report(received);
            if let ServiceIntake::Repair(asked) = &mut open.asked {
                asked.meter_side = match side {
                    0 => MeterSide::Before,
                    1..4 => MeterSide::Unknown,
                    _ => MeterSide::After,
                };
            }
            open
        }
    }
}

fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => Just(0),
        6 => 0..20 * MINUTE,
        3 => 0..5 * HOUR,
        1 => 0..40 * HOUR,
    ]
}

fn tried(late_entries: bool) -> impl Strategy<Value = Try> {
    let ago = if late_entries {
        prop_oneof![3 => Just(0), 1 => 0..HOUR, 1 => -MINUTE..30 * HOUR].boxed()
    } else {
        Just(0).boxed()
    };
    (
        0..100_u32,
        any::<prop::sample::Index>(),
        wait(),
        ago,
        any::<u32>(),
    )
        .prop_map(|(how, which, wait, ago, flavour)| Try {
            how,
            which,
            wait,
            ago,
            flavour,
        })
}

/// Walks of up to 45 tries through the moves of any service. Without late entries every step is typed as it
/// happens.
pub(crate) fn walks(late_entries: bool) -> impl Strategy<Value = Walk> {
    prop::sample::select(ServiceKind::ALL).prop_flat_map(move |service| walks_of(service, late_entries))
}

/// The same through the moves of one service.
pub(crate) fn walks_of(service: ServiceKind, late_entries: bool) -> impl Strategy<Value = Walk> {
    (
        report_strategy(service),
        prop::collection::vec(tried(late_entries), 0..45),
    )
        .prop_map(|(open, tries)| walk(open, &tries))
}

fn walk(open: TicketIntake, tries: &[Try]) -> Walk {
    let now = open.form_raised_at();
    let story = Story::opened_in(House::shipped(), 7, open);
    let mut walk = Walk {
        story,
        trials: Vec::new(),
        linked: Vec::new(),
        now,
    };
    for one in tries {
        walk.go(one);
    }
    walk
}

/// The story in a line per step: what a failing test prints.
impl std::fmt::Debug for Walk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let open = &self.story.ticket.open;
        writeln!(
            f,
            "\n{} reported {}, raised {}, {}, {:?}",
            open.asked.service_kind().code(),
            open.received_at.0,
            open.form_raised_at().0,
            open.channel.code(),
            self.story.ticket.terms.hours
        )?;
        for entry in self.story.entries.iter().skip(1) {
            let since = |at: Moment| at.milliseconds_since(open.received_at);
            let Fact::Ticket(fact) = &entry.fact else { continue };
            let (happened, recorded) = (since(entry.happened_at), since(entry.recorded_at));
            writeln!(f, "+{happened} ms, typed +{recorded} ms: {fact:?}")?;
        }
        write!(f, "until +{} ms", self.now.milliseconds_since(open.received_at))
    }
}

impl Walk {
    fn go(&mut self, one: &Try) {
        self.now = later(self.now, one.wait);
        let mut happened = later(self.now, -one.ago);
        let step = choose(&self.story, one, self.now);
        let typist = if one.flavour & 1 == 0 { AGENT } else { ENGINEER };
        let before = self.story.ticket.clone();
        let result = match step {
            StepKind::Merge => {
                happened = self.now;
                self.merge(typist, happened)
            }
            StepKind::OpenLinked => self.link(typist, happened, one.flavour >> 1),
            _ => {
                let act = act(step, &before, happened, one.flavour >> 1);
                if decide::is_immediate_input(&act) && one.flavour % 8 != 7 {
                    happened = self.now;
                }
                self.story.attempt(&act, typist, happened, self.now)
            }
        };
        self.trials.push(Trial {
            before,
            after: self.story.ticket.clone(),
            step,
            happened,
            now: self.now,
            result,
        });
    }

    fn merge(&mut self, typist: Typist, happened: Moment) -> Result<(), Refusal> {
        let original = original(&self.story.ticket);
        let context = self.story.house.context(typist, happened, self.now);
        let (fact, _) = decide::merge_duplicate(&self.story.ticket, &original, &context)?;
        self.story.keep(fact, typist, happened, self.now);
        Ok(())
    }

    fn link(&mut self, typist: Typist, happened: Moment, flavour: u32) -> Result<(), Refusal> {
        let id = 100 + i64::try_from(self.linked.len()).unwrap_or(0);
        let linked = self.story.open_linked(
            &linked_report(&self.story.ticket, happened, flavour),
            id,
            typist,
            self.now,
        )?;
        self.linked.push(linked);
        Ok(())
    }
}

/// What is opened from a ticket: mostly of a service that can be.
pub(crate) fn linked_report(source: &Ticket, received: Moment, flavour: u32) -> TicketIntake {
    let services = decide::linkable_services(source.open.asked.service_kind());
    let service = if flavour % 6 == 5 || services.is_empty() {
        ServiceKind::EmergencyWater
    } else {
        services[flavour as usize % services.len()]
    };
    report_of(service, received, 4 + flavour % 8)
}

/// A ticket something can be merged into.
pub(crate) fn original(duplicate: &Ticket) -> Ticket {
    let open = report_of(
        duplicate.open.asked.service_kind(),
        super::at("2025-12-01 10:00"),
        6,
    );
    Story::opened(open).ticket
}

/// Mostly along the main line, often aside, sometimes against the rules.
fn choose(story: &Story, one: &Try, now: Moment) -> StepKind {
    let possible = moves::list_possible_steps(&story.ticket, story.house.now(now));
    let aside: Vec<StepKind> = possible
        .iter()
        .copied()
        .filter(|step| !matches!(step, StepKind::Cancel | StepKind::Merge | StepKind::PassOn))
        .collect();
    let main = possible
        .iter()
        .copied()
        .find(|step| MAIN.contains(step) && !done(*step, &story.ticket, &possible));
    match (one.how, main) {
        // A team that is at its valve shuts it, whatever else goes on.
        (0..15, _) if possible.contains(&StepKind::ValveShut) => StepKind::ValveShut,
        (0..50, Some(step)) => step,
        (50..80, _) if !aside.is_empty() => *one.which.get(&aside),
        (80..82, _) if !possible.is_empty() => *one.which.get(&possible),
        (82..97, _) => *one.which.get(&steps(&story.ticket)),
        _ => *one.which.get(StepKind::ALL),
    }
}

/// The steps of a ticket's service.
pub(crate) fn steps(ticket: &Ticket) -> Vec<StepKind> {
    let rows = moves::list_moves(ticket.open.asked.service_kind()).iter();
    rows.map(|row| row.step).collect()
}

/// Steps along which a case comes to its end.
const MAIN: &[StepKind] = &[
    StepKind::Arrange,
    StepKind::HandOver,
    StepKind::Assign,
    StepKind::SendTeam,
    StepKind::SendSampler,
    StepKind::Arrive,
    StepKind::Finish,
    StepKind::Search,
    StepKind::Escalate,
    StepKind::Conclude,
    StepKind::Tell,
    StepKind::Sample,
    StepKind::ReceiveSample,
    StepKind::EnterResults,
    StepKind::DecideEvent,
    StepKind::ScheduleEvent,
    StepKind::HoldEvent,
    StepKind::Authorise,
    StepKind::MakeTrip,
    StepKind::CheckSafety,
    StepKind::EndOutage,
    StepKind::Acknowledge,
    StepKind::Reply,
    StepKind::ReplySearch,
    StepKind::ReplyResults,
    StepKind::Consent,
    StepKind::OpenLinked,
    StepKind::VerifyHours,
    StepKind::FollowUp,
    StepKind::Close,
];

/// Whether a step that stays possible has been taken, so that the case goes on.
fn done(step: StepKind, ticket: &Ticket, possible: &[StepKind]) -> bool {
    match (step, &ticket.case) {
        (StepKind::Arrange, _) => ticket.arrangement.is_some() || ticket.assignment.is_some(),
        (StepKind::VerifyHours, _) => ticket.hours.is_some(),
        (StepKind::FollowUp, _) => possible.contains(&StepKind::Close),
        (StepKind::SendTeam | StepKind::SendSampler, _) => ticket.assignment.is_some(),
        (StepKind::EnterResults, _) => ticket.stage == Stage::ToReply,
        (StepKind::OpenLinked, _) => !ticket.links.is_empty(),
        (StepKind::Consent, TicketCase::Reminder(case)) => case.consent.is_some(),
        (StepKind::Consent, TicketCase::LeakDetection(case)) => case.consent.is_some(),
        (StepKind::Escalate, TicketCase::LeakDetection(case)) => case.escalation.is_some(),
        (StepKind::MakeTrip, TicketCase::EmergencyWater(case)) => case.trips.len() > 1,
        (StepKind::CheckSafety, TicketCase::EmergencyWater(case)) => !case.checks.is_empty(),
        _ => false,
    }
}

/// A step with contents; `flavour` 0 is always one that the ticket can take at `happened`.
pub(crate) fn act(step: StepKind, ticket: &Ticket, happened: Moment, flavour: u32) -> StepInput {
    let soon = later(happened, 1 + i64::from(flavour % 400) * MINUTE);
    let limit = clock::total_limit(ticket).map_or(happened, |limit| limit.max(happened));
    match step {
        StepKind::Arrange => arrange(soon),
        StepKind::HandOver => hand_over(),
        StepKind::Assign => assign(),
        StepKind::Reassign => reassign(),
        StepKind::Appoint => appoint(soon),
        StepKind::Arrive => arrive(),
        StepKind::Finish => finish(),
        StepKind::Acknowledge => acknowledge(flavour),
        StepKind::Correct => match acknowledge(flavour) {
            StepInput::Acknowledge(answer, place) => {
                StepInput::Correct(answer, place, "签字人写错".to_owned())
            }
            other => other,
        },
        StepKind::Reply => reply(),
        StepKind::VerifyHours => verify(40 + i64::from(flavour % 8 == 7)),
        StepKind::FollowUp => called_back(flavour),
        // An outage with a gap is closed with its reason.
        StepKind::Close if flavour % 6 == 5 => close(),
        StepKind::Close => StepInput::Close(NoteInput {
            note: "情况说明".to_owned(),
        }),
        StepKind::Return => StepInput::Return(because()),
        StepKind::AskExtension => ask_extension(later(limit, 1 + i64::from(flavour % 30) * HOUR)),
        StepKind::ApproveExtension => approve(),
        StepKind::RefuseExtension => StepInput::RefuseExtension(because()),
        StepKind::AskValve => ask_valve(),
        StepKind::OrderValve if flavour % 2 == 1 => name_valve(task(ticket, flavour, true), "调度丙"),
        StepKind::OrderValve => order_valve(),
        StepKind::ValveArrive => StepInput::ValveArrive(valve_step(named_task(ticket, flavour))),
        StepKind::ValveShut => StepInput::ValveShut(valve_step(task(ticket, flavour, false))),
        StepKind::ValveDrop => StepInput::ValveDrop(valve_step(task(ticket, flavour, true))),
        StepKind::Urge => StepInput::Urge(words()),
        StepKind::Supervise => StepInput::Supervise(words()),
        StepKind::PassOn => StepInput::PassOn(because()),
        StepKind::Cancel => StepInput::Cancel(because()),
        StepKind::Attach => StepInput::Attach(scan()),
        StepKind::RecordViolation => StepInput::RecordViolation(words()),
        StepKind::CloseViolation => StepInput::CloseViolation(because()),
        _ => service_act(step, ticket, happened, flavour),
    }
}

/// A step of one of the other services.
fn service_act(step: StepKind, ticket: &Ticket, happened: Moment, flavour: u32) -> StepInput {
    let crew = if flavour % 6 == 5 { CREW } else { TEAM };
    let day = later(happened, (i64::from(flavour % 20) - 3) * DAY);
    let finding = LeakFinding::ALL[flavour as usize % 3];
    match step {
        StepKind::Tell => services::tell(flavour.is_multiple_of(2)),
        StepKind::Consent => services::consent(flavour % 3 != 2),
        StepKind::SendTeam => services::send_team(crew),
        StepKind::Search => services::search(finding),
        StepKind::Escalate => services::escalate(),
        StepKind::Conclude => services::conclude(finding),
        StepKind::ReplySearch => services::reply_search(flavour % 7 != 6),
        StepKind::SendSampler => services::send_sampler(crew),
        StepKind::Sample => services::sample(flavour.is_multiple_of(2)),
        StepKind::PassSample => services::pass_sample(),
        StepKind::ReceiveSample => services::receive_sample(),
        StepKind::RejectSample => services::reject_sample(),
        StepKind::EnterResults => entered(flavour),
        StepKind::ReplyResults => services::reply_results(),
        StepKind::DecideEvent => services::decide_event(flavour % 3 != 2),
        StepKind::ScheduleEvent => services::schedule_event(day),
        StepKind::MoveEvent => services::move_event(day, if flavour % 7 == 6 { "" } else { "下雨" }),
        StepKind::HoldEvent => {
            let broken =
                (flavour % 3 == 1).then(|| ConductRule::ALL[flavour as usize % ConductRule::ALL.len()]);
            services::hold_event(later(happened, i64::from(flavour % 4) * 20 * MINUTE), broken)
        }
        StepKind::Authorise => services::authorise(if flavour % 5 == 4 { "" } else { "公司决定" }),
        StepKind::CheckSafety => services::check_safety((flavour % 4 == 1).then_some(SafetyItem::Tank)),
        StepKind::EndOutage => services::end_outage(),
        StepKind::MakeTrip | StepKind::ChangeOutage => outage_act(step, ticket, happened, flavour),
        // Two tickets take part in a merger and in a link, so they are no `Act`; a note stands in where only an
        // act will do.
        _ => StepInput::Note(NoteInput {
            note: "情况说明".to_owned(),
        }),
    }
}

/// A trip to the first place nobody was at (and now and then to any), or a change of the outage.
fn outage_act(step: StepKind, ticket: &Ticket, happened: Moment, flavour: u32) -> StepInput {
    let TicketCase::EmergencyWater(case) = &ticket.case else {
        return if step == StepKind::MakeTrip {
            services::trip(&[(0, happened, 1)])
        } else {
            services::change_outage(later(happened, HOUR), vec![])
        };
    };
    let count = u32::try_from(case.places.len()).unwrap_or(1);
    if step == StepKind::MakeTrip {
        let gap = case
            .list_coverage()
            .iter()
            .position(|line| line.first_at.is_none());
        let place = match gap.and_then(|index| u32::try_from(index).ok()) {
            Some(index) if flavour % 4 != 3 => index,
            None if flavour == 0 => 0,
            _ => flavour % (count + 1),
        };
        let stop = later(happened, i64::from(flavour % 3) * 10 * MINUTE);
        return services::trip(&[(place, stop, 10), (place, stop, 5)]);
    }
    let places = match flavour % 5 {
        1 | 3 => vec![services::place("丙小区", &format!("{count} 号楼"), 20)],
        4 => case.places.clone(),
        _ => vec![],
    };
    let from = case.started_at.max(happened);
    services::change_outage(later(from, (1 + i64::from(flavour % 30)) * HOUR), places)
}

/// Results that pass, fail or are no results; replaced ones mostly with their reason.
fn entered(flavour: u32) -> StepInput {
    let value = ["0.1", "<0.01", "0.35", "未检出", "0.3", "-1"][flavour as usize % 6];
    services::iron(value, if flavour % 5 == 4 { "" } else { "复测后更正" })
}

fn acknowledge(flavour: u32) -> StepInput {
    let answer = match flavour % 4 {
        1 => return services::signs(),
        // Refused while its scan is not on the ticket, which a walk may well try.
        2 => AcknowledgementAnswer::Paper {
            signer: signer(),
            scan: scan().sha256,
        },
        3 => return services::leaves_notice(),
        _ => return refuses_to_sign(),
    };
    StepInput::Acknowledge(answer, "用户家中".to_owned())
}

fn called_back(flavour: u32) -> StepInput {
    match flavour % 6 {
        1 => call_back(FollowUpOutcome::NotReached, None),
        2 => call_back(FollowUpOutcome::Dissatisfied, Some(true)),
        3 => call_back(FollowUpOutcome::Dissatisfied, None),
        4 => call_back(FollowUpOutcome::NotReached, None),
        _ => call_back(FollowUpOutcome::Satisfied, Some(false)),
    }
}

/// The first open task whose team is on its way, and now and then just any number.
fn named_task(ticket: &Ticket, flavour: u32) -> u32 {
    let on_its_way =
        |task: &&domain::ticket::ValveTask| task.is_open() && task.arrived_at.is_none() && !task.is_unnamed();
    let named = ticket.valves.iter().find(on_its_way);
    named
        .filter(|_| flavour % 5 != 4)
        .map_or_else(|| task(ticket, flavour, true), |task| task.task)
}

/// The first open task that waits for its team (or has it), and now and then just any number.
fn task(ticket: &Ticket, flavour: u32, waits: bool) -> u32 {
    if flavour % 5 == 4 {
        return flavour % 4;
    }
    ticket
        .valves
        .iter()
        .find(|task| task.is_open() && task.arrived_at.is_none() == waits)
        .or_else(|| ticket.valves.iter().find(|task| task.is_open()))
        .map_or(1, |task| task.task)
}
