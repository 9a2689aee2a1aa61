//! Random walks through the moves, at random times, by two people, some steps entered late, some refused.

use domain::{
    Fact, Moment, Refusal, Ticket,
    acknowledgement::{Answer, Relation, Signer},
    attachment::{Attachment, Media},
    clock,
    customer::Area,
    moment::{HOUR, MINUTE},
    service::{
        Asked, ServiceKind,
        decide::{self, Act},
        moves,
        repair::MeterSide,
        step::{FollowUpOutcome, Plain, Step},
    },
    ticket::{Channel, Open},
};
use proptest::prelude::*;

use super::{
    AGENT, ENGINEER, House, Story, Typist, appoint, approve, arrange, arrive, ask_extension, assign, because,
    call_back, close, finish, hand_over, later, order_valve, reassign, refuses_to_sign, reply, report,
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
    pub(crate) step: Step,
    pub(crate) now: Moment,
    pub(crate) result: Result<(), Refusal>,
}

/// A walk from its report to wherever it came.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) story: Story,
    pub(crate) trials: Vec<Trial>,
    /// When the last try was typed.
    pub(crate) now: Moment,
}

fn report_strategy() -> impl Strategy<Value = Open> {
    // From the last days of 2025 into a year whose holidays nobody has entered.
    let received = super::at("2025-12-20 00:00").0..super::at("2027-02-01 00:00").0;
    (
        received,
        0..40 * MINUTE,
        prop::sample::select(Channel::ALL),
        any::<bool>(),
        0..12_u32,
    )
        .prop_map(|(received, delay, channel, urban, side)| {
            let received = Moment(received);
            let mut open = report(received);
            open.raised_at = Some(later(received, delay));
            open.channel = channel;
            open.area = if urban { Area::Urban } else { Area::Outside };
            if let Asked::Repair(asked) = &mut open.asked {
                asked.meter_side = match side {
                    0 => MeterSide::Before,
                    1..4 => MeterSide::Unknown,
                    _ => MeterSide::After,
                };
            }
            open
        })
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

/// Walks of up to 45 tries. Without late entries every step is typed as it happens.
pub(crate) fn walks(late_entries: bool) -> impl Strategy<Value = Walk> {
    (
        report_strategy(),
        prop::collection::vec(tried(late_entries), 0..45),
    )
        .prop_map(|(open, tries)| walk(open, &tries))
}

fn walk(open: Open, tries: &[Try]) -> Walk {
    let now = open.raised();
    let story = Story::opened_in(House::shipped(), 7, open);
    let mut walk = Walk {
        story,
        trials: Vec::new(),
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
            "\nreported {}, raised {}, {}, {:?}",
            open.received_at.0,
            open.raised().0,
            open.channel.code(),
            self.story.ticket.terms.hours
        )?;
        for entry in self.story.entries.iter().skip(1) {
            let since = |at: Moment| at.since(open.received_at);
            let Fact::Ticket(fact) = &entry.fact else { continue };
            let (happened, recorded) = (since(entry.happened_at), since(entry.recorded_at));
            writeln!(f, "+{happened} ms, typed +{recorded} ms: {fact:?}")?;
        }
        write!(f, "until +{} ms", self.now.since(open.received_at))
    }
}

impl Walk {
    fn go(&mut self, one: &Try) {
        self.now = later(self.now, one.wait);
        let happened = later(self.now, -one.ago);
        let step = choose(&self.story, one);
        let typist = if one.flavour & 1 == 0 { AGENT } else { ENGINEER };
        let before = self.story.ticket.clone();
        let result = if step == Step::Merge {
            self.merge(typist, happened)
        } else {
            let act = act(step, &before, happened, one.flavour >> 1);
            self.story.attempt(&act, typist, happened, self.now)
        };
        self.trials.push(Trial {
            before,
            after: self.story.ticket.clone(),
            step,
            now: self.now,
            result,
        });
    }

    fn merge(&mut self, typist: Typist, happened: Moment) -> Result<(), Refusal> {
        let original = original();
        let context = self.story.house.context(typist, happened, self.now);
        let (fact, _) = decide::merge(&self.story.ticket, &original, &context)?;
        self.story.keep(fact, typist, happened, self.now);
        Ok(())
    }
}

/// A ticket something can be merged into.
pub(crate) fn original() -> Ticket {
    Story::called("2025-12-01 10:00").ticket
}

/// Mostly along the main line, often aside, sometimes against the rules.
fn choose(story: &Story, one: &Try) -> Step {
    let possible = moves::possible(&story.ticket, story.house.settings.follow_up_attempts);
    let aside: Vec<Step> = possible
        .iter()
        .copied()
        .filter(|step| !matches!(step, Step::Cancel | Step::Merge | Step::PassOn))
        .collect();
    let main = possible.iter().copied().find(|step| {
        MAIN.contains(step)
            && !(*step == Step::Arrange && story.ticket.arrangement.is_some())
            && !(*step == Step::VerifyHours && story.ticket.hours.is_some())
            && !(*step == Step::FollowUp && possible.contains(&Step::Close))
    });
    match (one.how, main) {
        (0..50, Some(step)) => step,
        (50..82, _) if !aside.is_empty() => *one.which.get(&aside),
        (82..85, _) if !possible.is_empty() => *one.which.get(&possible),
        _ => *one.which.get(&steps()),
    }
}

/// The steps of a repair.
pub(crate) fn steps() -> Vec<Step> {
    moves::table(ServiceKind::Repair)
        .iter()
        .map(|row| row.step)
        .collect()
}

const MAIN: &[Step] = &[
    Step::Arrange,
    Step::HandOver,
    Step::Assign,
    Step::Arrive,
    Step::Finish,
    Step::Acknowledge,
    Step::Reply,
    Step::VerifyHours,
    Step::FollowUp,
    Step::Close,
];

/// A step with contents; `flavour` 0 is always one that the ticket can take at `happened`.
pub(crate) fn act(step: Step, ticket: &Ticket, happened: Moment, flavour: u32) -> Act {
    let soon = later(happened, 1 + i64::from(flavour % 400) * MINUTE);
    let limit = clock::total_limit(ticket).map_or(happened, |limit| limit.max(happened));
    match step {
        Step::Arrange => arrange(soon),
        Step::HandOver => hand_over(),
        Step::Assign => assign(),
        Step::Reassign => reassign(),
        Step::Appoint => appoint(soon),
        Step::Arrive => arrive(),
        Step::Finish => finish(),
        Step::Acknowledge => acknowledge(flavour),
        Step::Reply => reply(),
        Step::VerifyHours => verify(40 + i64::from(flavour % 8 == 7)),
        Step::FollowUp => called_back(flavour),
        Step::Close => close(),
        Step::Return => Act::Return(because()),
        Step::AskExtension => ask_extension(later(limit, 1 + i64::from(flavour % 30) * HOUR)),
        Step::ApproveExtension => approve(),
        Step::RefuseExtension => Act::RefuseExtension(because()),
        Step::OrderValve => order_valve(),
        Step::ValveArrive => Act::ValveArrive(valve_step(task(ticket, flavour, true))),
        Step::ValveShut => Act::ValveShut(valve_step(task(ticket, flavour, false))),
        Step::ValveDrop => Act::ValveDrop(valve_step(task(ticket, flavour, true))),
        Step::Urge => Act::Urge(words()),
        Step::Supervise => Act::Supervise(words()),
        Step::PassOn => Act::PassOn(because()),
        Step::Cancel => Act::Cancel(because()),
        Step::Attach => Act::Attach(scan()),
        Step::RecordViolation => Act::RecordViolation(words()),
        Step::CloseViolation => Act::CloseViolation(because()),
        // Two tickets take part in a merger, so it is no `Act`; a note stands in where only an act will do.
        // The other services' steps stand in no repair.
        _ => Act::Note(Plain {
            note: "情况说明".to_owned(),
        }),
    }
}

fn acknowledge(flavour: u32) -> Act {
    let signer = Signer {
        name: "示例用户".to_owned(),
        relation: Relation::Family,
        phone: String::new(),
    };
    let answer = match flavour % 3 {
        1 => Answer::OnScreen {
            signer,
            strokes: vec![vec![(100, 100), (3_000, 900)], vec![(50, 60)]],
        },
        // Refused while its scan is not on the ticket, which a walk may well try.
        2 => Answer::Paper {
            signer,
            scan: scan().sha256,
        },
        _ => return refuses_to_sign(),
    };
    Act::Acknowledge(answer, "用户家中".to_owned())
}

fn scan() -> Attachment {
    Attachment {
        sha256: "ab".repeat(32),
        name: "确认单.jpg".to_owned(),
        media: Media::Jpeg,
        size: 1_024,
    }
}

fn called_back(flavour: u32) -> Act {
    match flavour % 6 {
        1 => call_back(FollowUpOutcome::NotReached, None),
        2 => call_back(FollowUpOutcome::Dissatisfied, Some(true)),
        3 => call_back(FollowUpOutcome::Dissatisfied, None),
        4 => call_back(FollowUpOutcome::NotReached, None),
        _ => call_back(FollowUpOutcome::Satisfied, Some(false)),
    }
}

/// The first open task that waits for its team (or has it), and now and then just any number.
fn task(ticket: &Ticket, flavour: u32, waits: bool) -> u32 {
    if flavour % 5 == 4 {
        return flavour % 4;
    }
    ticket
        .valves
        .iter()
        .find(|task| task.open() && task.arrived_at.is_none() == waits)
        .or_else(|| ticket.valves.iter().find(|task| task.open()))
        .map_or(1, |task| task.task)
}
