//! A ticket told as a story: every step goes through the same `decide` and `apply` as at the desk.
//!
//! Deliberately absent: any way around the rules. A story that the rules refuse cannot be told.
#![allow(dead_code, reason = "each test file uses its own part of the story teller")]

use domain::{
    Code, Fact, JournalEntry, Moment, Refusal, Ticket,
    acknowledgement::{AcknowledgementAnswer, genesis_hash},
    calendar::{HoursKind, WorkingCalendar},
    clock::{self, Clock, ClockKind, ClockReason, ClockState},
    customer::AddressArea,
    fact::TicketFact,
    key::SealingKey,
    moment::HOUR,
    person::Role,
    service::{
        ServiceIntake,
        act::StepInput,
        decide::{self, StepContext, StepRecorder},
        moves,
        repair::{
            self, Arrangement, MeterSide, RepairFault, RepairWork, ValveOrder, ValveRequest, ValveStep,
            VerifiedHours, WorkerHours,
        },
        step::{
            Appointment, Assignment, CustomerReply, ExtensionRequest, FollowUp, FollowUpOutcome, HandOver,
            NoteInput, ReasonInput, ReplyWay, WordsInput,
        },
    },
    settings::Settings,
    standard::WaterStandard,
    ticket::{Channel, TicketIntake},
};

pub(crate) mod services;
pub(crate) mod walk;

/// A crew of the shipped settings.
pub(crate) const CREW: &str = "室内维修一班";
/// Who types, where it does not matter.
pub(crate) const AGENT: Typist = Typist(2, "坐席甲");
/// Who approves.
pub(crate) const ENGINEER: Typist = Typist(3, "总工乙");
/// Who may in their place, where there is nobody.
pub(crate) const MANAGER: Typist = Typist(4, "经理庚");
/// Somebody of the hotline who sends no teams.
pub(crate) const CALLS: Typist = Typist(5, "坐席辛");

/// Somebody signed in: id and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Typist(pub(crate) i64, pub(crate) &'static str);

impl Typist {
    /// 总工办, the manager, or whoever takes calls and sends teams.
    fn roles(self) -> &'static [Role] {
        match self {
            ENGINEER | Typist(8, _) => &[Role::Engineer],
            MANAGER => &[Role::Manager],
            Typist(99, _) => &[Role::Engineer, Role::Dispatcher],
            CALLS => &[Role::Agent],
            _ => &[Role::Agent, Role::Dispatcher],
        }
    }
}

/// `2026-11-23 10:00`, with seconds and milliseconds if they matter, on a clock in Shanghai.
pub(crate) fn at(text: &str) -> Moment {
    let full = match text.len() {
        16 => format!("{text}:00"),
        _ => text.to_owned(),
    };
    Moment::parse(&format!("{}+08:00", full.replace(' ', "T"))).expect("a moment")
}

/// So many milliseconds later.
pub(crate) fn later(from: Moment, milliseconds: i64) -> Moment {
    Moment(from.0.saturating_add(milliseconds))
}

/// What is in force at the desk.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) settings: Settings,
    pub(crate) calendar: WorkingCalendar,
    pub(crate) standard: WaterStandard,
    secret: SealingKey,
    last_record: String,
    pub(crate) office: Vec<(i64, String)>,
}

impl House {
    pub(crate) fn shipped() -> Self {
        Self {
            settings: Settings::built_in(),
            calendar: WorkingCalendar::built_in(),
            standard: WaterStandard::built_in(),
            secret: SealingKey::demo_key(),
            last_record: genesis_hash(),
            office: vec![(ENGINEER.0, ENGINEER.1.to_owned()), (8, "总工己".to_owned())],
        }
    }

    /// What holds beside a ticket at a time.
    pub(crate) fn now(&self, at: Moment) -> moves::MoveContext {
        moves::MoveContext {
            attempts: self.settings.follow_up_attempts,
            in_hours: self.calendar.classify_moment(at) == HoursKind::Working,
        }
    }

    pub(crate) fn context(&self, typist: Typist, happened_at: Moment, now: Moment) -> StepContext<'_> {
        StepContext {
            now,
            happened_at,
            performed_by: typist.1,
            person: StepRecorder {
                id: typist.0,
                name: typist.1,
                roles: typist.roles(),
                office: &self.office,
            },
            settings: &self.settings,
            calendar: &self.calendar,
            standard: Some(&self.standard),
            secret: Some(&self.secret),
            last_record: &self.last_record,
        }
    }
}

/// A report before it is taken down: a leak in town on the hotline, the form raised with the call.
pub(crate) fn report(received: Moment) -> TicketIntake {
    TicketIntake {
        received_at: received,
        raised_at: Some(received),
        channel: Channel::Hotline,
        first_receiver: String::new(),
        customer: None,
        account_number: "0102030405".to_owned(),
        name: "示例用户".to_owned(),
        phone: "13800000000".to_owned(),
        address: "示例小区 1 号楼 101".to_owned(),
        community: "示例小区".to_owned(),
        area: AddressArea::Urban,
        external_number: String::new(),
        asked: ServiceIntake::Repair(repair::RepairIntake {
            meter_side: MeterSide::After,
            fault: RepairFault::Leak,
            situation: "厨房水管漏水".to_owned(),
            valve_shuts: Some(true),
            neighbours_affected: None,
            materials_told: true,
        }),
    }
}

/// A ticket and how it came about.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) house: House,
    pub(crate) ticket: Ticket,
    pub(crate) entries: Vec<JournalEntry>,
}

impl Story {
    /// Called at `received`, the form raised at once.
    pub(crate) fn called(received: &str) -> Self {
        Self::opened(report(at(received)))
    }

    /// Called at `received`, the form raised at `raised`.
    pub(crate) fn called_and_raised(received: &str, raised: &str) -> Self {
        Self::opened(TicketIntake {
            raised_at: Some(at(raised)),
            ..report(at(received))
        })
    }

    /// Any report, typed when its form was raised.
    pub(crate) fn opened(open: TicketIntake) -> Self {
        Self::opened_in(House::shipped(), 1, open)
    }

    /// Any report in any house.
    pub(crate) fn opened_in(house: House, id: i64, open: TicketIntake) -> Self {
        let (received, raised) = (open.received_at, open.form_raised_at());
        let number = format!("{}{id:06}", open.asked.service_kind().number_prefix());
        let fact = decide::open_ticket(&open, id, number, &house.context(AGENT, received, raised))
            .expect("a good report");
        let entry = entry(id, 1, fact, AGENT, received, raised);
        let ticket = Ticket::replay_entries([&entry]).expect("the first fact opens");
        Self {
            house,
            ticket,
            entries: vec![entry],
        }
    }

    /// Tries a step: typed at `now` by somebody, said to have happened at `happened`.
    pub(crate) fn attempt(
        &mut self,
        act: &StepInput,
        typist: Typist,
        happened: Moment,
        now: Moment,
    ) -> Result<(), Refusal> {
        let facts = decide::decide_step(&self.ticket, act, &self.house.context(typist, happened, now))?;
        for fact in facts {
            self.keep(fact, typist, happened, now);
        }
        Ok(())
    }

    /// Keeps a fact that was decided.
    pub(crate) fn keep(&mut self, fact: TicketFact, typist: Typist, happened: Moment, now: Moment) {
        let entry = entry(
            self.ticket.id,
            self.ticket.version + 1,
            fact,
            typist,
            happened,
            now,
        );
        self.ticket.apply_entry(&entry).expect("a decided fact folds");
        self.entries.push(entry);
    }

    /// Opens a ticket from this one, typed at `now`; the new one, if the rules allow it.
    pub(crate) fn open_linked(
        &mut self,
        open: &TicketIntake,
        id: i64,
        typist: Typist,
        now: Moment,
    ) -> Result<Ticket, Refusal> {
        let number = format!("{}{id:06}", open.asked.service_kind().number_prefix());
        let happened = open.received_at;
        let context = self.house.context(typist, happened, now);
        let (opened, linked) = decide::open_linked(&self.ticket, open, id, number, &context)?;
        let first = entry(id, 1, opened, typist, happened, now);
        self.keep(linked, typist, happened, now);
        Ok(Ticket::replay_entries([&first]).expect("the first fact opens"))
    }

    /// A step that is taken, typed as it happens.
    pub(crate) fn then(mut self, when: &str, act: StepInput) -> Self {
        self.attempt(&act, AGENT, at(when), at(when))
            .unwrap_or_else(|refusal| panic!("{} at {when}: {refusal}", act.step_kind().zh()));
        self
    }

    /// The same by somebody else.
    pub(crate) fn then_by(mut self, typist: Typist, when: &str, act: StepInput) -> Self {
        self.attempt(&act, typist, at(when), at(when))
            .unwrap_or_else(|refusal| panic!("{} at {when}: {refusal}", act.step_kind().zh()));
        self
    }

    /// A step that is refused, and why.
    pub(crate) fn refused(&self, when: &str, act: StepInput) -> Code {
        self.refused_by(AGENT, when, act)
    }

    /// The same by somebody else.
    pub(crate) fn refused_by(&self, typist: Typist, when: &str, act: StepInput) -> Code {
        let refusal = self
            .clone()
            .attempt(&act, typist, at(when), at(when))
            .expect_err("it should have been refused");
        refusal.code
    }

    /// A step that is refused: the code and the field it belongs to.
    pub(crate) fn refused_at(&self, when: &str, act: &StepInput) -> (Code, String) {
        let refusal = self.clone().attempt(act, AGENT, at(when), at(when));
        let refusal = refusal.expect_err("it should have been refused");
        (refusal.code, refusal.field.unwrap_or_default())
    }

    /// A clock as it stands at `now`; the first of its kind.
    pub(crate) fn clock(&self, kind: ClockKind, now: Moment) -> Clock {
        clock::list_clocks(&self.ticket, now)
            .into_iter()
            .find(|clock| clock.kind == kind)
            .expect("every ticket has it")
    }

    /// How a clock stands at `now`, and why.
    pub(crate) fn stands(&self, kind: ClockKind, now: &str) -> (ClockState, ClockReason) {
        let clock = self.clock(kind, at(now));
        (clock.state, clock.why)
    }
}

/// A fact in its place in the journal of one ticket.
pub(crate) fn entry(
    id: i64,
    version: i64,
    fact: TicketFact,
    typist: Typist,
    happened_at: Moment,
    recorded_at: Moment,
) -> JournalEntry {
    JournalEntry {
        seq: version,
        stream: format!("ticket/{id}"),
        version,
        fact: Fact::Ticket(fact),
        performed_by: typist.1.to_owned(),
        recorded_by: typist.0,
        recorder: typist.1.to_owned(),
        happened_at,
        recorded_at,
    }
}

pub(crate) fn hand_over() -> StepInput {
    StepInput::HandOver(HandOver {
        taken_by: "调度丙".to_owned(),
        note: String::new(),
    })
}

pub(crate) fn arrange(planned: Moment) -> StepInput {
    StepInput::Arrange(Arrangement {
        crew: CREW.to_owned(),
        goes: "维修丁".to_owned(),
        planned_at: planned,
        told: "维修人员已出发，请关好阀门".to_owned(),
    })
}

pub(crate) fn assignment() -> Assignment {
    Assignment {
        crew: CREW.to_owned(),
        goes: String::new(),
        note: "就近改派".to_owned(),
    }
}

pub(crate) fn assign() -> StepInput {
    StepInput::Assign(assignment())
}

pub(crate) fn reassign() -> StepInput {
    StepInput::Reassign(assignment())
}

pub(crate) fn appoint(when: Moment) -> StepInput {
    StepInput::Appoint(Appointment {
        at: when,
        reason: "用户要求另约时间".to_owned(),
        agreed_with: "示例用户".to_owned(),
    })
}

pub(crate) fn plain() -> NoteInput {
    NoteInput::default()
}

pub(crate) fn because() -> ReasonInput {
    ReasonInput {
        reason: "如实说明的原因".to_owned(),
    }
}

pub(crate) fn words() -> WordsInput {
    WordsInput {
        words: "请尽快处理".to_owned(),
    }
}

pub(crate) fn arrive() -> StepInput {
    StepInput::Arrive(plain())
}

pub(crate) fn finish() -> StepInput {
    StepInput::Finish(RepairWork {
        found: "接口松动".to_owned(),
        done: "重新紧固".to_owned(),
        workers: vec![WorkerHours {
            name: "维修丁".to_owned(),
            minutes: 40,
        }],
        materials: vec![],
    })
}

pub(crate) fn refuses_to_sign() -> StepInput {
    let answer = AcknowledgementAnswer::Refused {
        reason: "用户不愿签字".to_owned(),
        witness: "物业戊".to_owned(),
    };
    StepInput::Acknowledge(answer, "用户家中".to_owned())
}

pub(crate) fn reply() -> StepInput {
    StepInput::Reply(CustomerReply {
        text: "已修复，请观察".to_owned(),
        told: "示例用户".to_owned(),
        by: ReplyWay::Phone,
    })
}

pub(crate) fn verify(minutes: i64) -> StepInput {
    StepInput::VerifyHours(VerifiedHours {
        minutes,
        reason: String::new(),
        for_office: false,
    })
}

pub(crate) fn call_back(outcome: FollowUpOutcome, misconduct: Option<bool>) -> StepInput {
    StepInput::FollowUp(FollowUp {
        outcome,
        misconduct,
        words: "用户说明情况".to_owned(),
    })
}

pub(crate) fn close() -> StepInput {
    StepInput::Close(plain())
}

pub(crate) fn ask_extension(until: Moment) -> StepInput {
    StepInput::AskExtension(ExtensionRequest {
        until,
        reason: "等待配件".to_owned(),
    })
}

pub(crate) fn approve() -> StepInput {
    StepInput::ApproveExtension(plain())
}

pub(crate) fn order_valve() -> StepInput {
    StepInput::OrderValve(ValveOrder {
        crew: "稽查一班".to_owned(),
        place: "楼前阀门井".to_owned(),
        ..ValveOrder::default()
    })
}

pub(crate) fn ask_valve() -> StepInput {
    StepInput::AskValve(ValveRequest {
        place: "楼前阀门井".to_owned(),
    })
}

/// The team of a valve that was asked for, as 生调部 named it by telephone.
pub(crate) fn name_valve(task: u32, named_by: &str) -> StepInput {
    StepInput::OrderValve(ValveOrder {
        crew: "稽查一班".to_owned(),
        task: Some(task),
        named_by: named_by.to_owned(),
        ..ValveOrder::default()
    })
}

pub(crate) fn valve_step(task: u32) -> ValveStep {
    ValveStep {
        task,
        note: "现场说明".to_owned(),
    }
}

/// A repair in working hours up to the crew's way there: called at 10:00 on a Monday, handed over at 10:05,
/// assigned at 10:08.
pub(crate) fn on_the_way() -> Story {
    Story::called("2026-11-23 10:00")
        .then("2026-11-23 10:05", hand_over())
        .then_by(ENGINEER, "2026-11-23 10:08", assign())
}

/// The same, arrived at 10:20 and repaired at 11:00.
pub(crate) fn repaired() -> Story {
    on_the_way()
        .then("2026-11-23 10:20", arrive())
        .then("2026-11-23 11:00", finish())
}

/// The same, ready to be closed.
pub(crate) fn ready_to_close() -> Story {
    ready_to_close_with(|story| story)
}

/// The same, with something more between arrival at 10:20 and repair at 11:00.
pub(crate) fn ready_to_close_with(more: impl FnOnce(Story) -> Story) -> Story {
    more(on_the_way().then("2026-11-23 10:20", arrive()))
        .then("2026-11-23 11:00", finish())
        .then("2026-11-23 11:05", refuses_to_sign())
        .then("2026-11-23 11:10", reply())
        .then_by(ENGINEER, "2026-11-23 14:00", verify(40))
        .then(
            "2026-11-23 15:00",
            call_back(FollowUpOutcome::Satisfied, Some(false)),
        )
}

/// Compares a text with its golden file; `UPDATE_GOLDEN=1` writes the file instead. The path is relative to the
/// crate.
pub(crate) fn golden(path: &str, is: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, is).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert_eq!(
        is, expected,
        "{path} differs; if the change is wanted, UPDATE_GOLDEN=1"
    );
}

/// So many hours.
pub(crate) const fn hours(count: i64) -> i64 {
    count * HOUR
}
