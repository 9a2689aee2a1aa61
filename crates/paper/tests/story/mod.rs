//! Whole cases through the real rules, for the pages.

use std::sync::LazyLock;

use domain::{
    Fact, JournalEntry, Moment, Ticket,
    acknowledgement::{AcknowledgementAnswer, CustomerSigner, SignerRelation, genesis_hash},
    attachment::{Attachment, MediaType},
    calendar::WorkingCalendar,
    customer::AddressArea,
    fact::TicketFact,
    key::SealingKey,
    person::Role,
    service::{
        ServiceIntake,
        act::StepInput,
        decide::{StepContext, StepRecorder, decide_step, open_linked, open_ticket},
        step::{Assignment, HandOver, NoteInput},
    },
    settings::Settings,
    standard::WaterStandard,
    ticket::{Channel, TicketIntake},
};

pub(crate) mod community;
pub(crate) mod leak;
pub(crate) mod outage;
pub(crate) mod reminder;
pub(crate) mod repair;
pub(crate) mod water;

pub(crate) fn at(text: &str) -> Moment {
    Moment::parse(&format!("{text}:00+08:00")).unwrap()
}

/// A ticket as it grows.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) ticket: Ticket,
    settings: Settings,
    standard: WaterStandard,
}

impl Story {
    /// A report at a time, by day, from the shipped settings.
    pub(crate) fn opened(number: &str, when: &str, asked: ServiceIntake) -> Self {
        Self::of(number, &household(at(when), asked))
    }

    pub(crate) fn of(number: &str, report: &TicketIntake) -> Self {
        let (settings, standard) = (settings(), WaterStandard::built_in());
        let (calendar, last) = (WorkingCalendar::built_in(), genesis_hash());
        let raised = report.received_at.plus_minutes(2);
        let context = context(&settings, &calendar, &standard, &last, raised, "客服甲");
        let fact = open_ticket(report, 1, number.to_owned(), &context).unwrap();
        Self {
            ticket: Ticket::replay_entries([&entry(1, fact, report.received_at, "客服甲")]).unwrap(),
            settings,
            standard,
        }
    }

    /// A step by somebody, typed as it happens.
    #[must_use]
    pub(crate) fn by(self, who: &str, when: &str, act: StepInput) -> Self {
        self.later(who, when, when, act)
    }

    /// A step typed later than it happened.
    #[must_use]
    pub(crate) fn later(mut self, who: &str, when: &str, typed: &str, act: StepInput) -> Self {
        let (calendar, last) = (WorkingCalendar::built_in(), genesis_hash());
        let (happened_at, now) = (at(when), at(typed));
        let context = StepContext {
            happened_at,
            ..context(&self.settings, &calendar, &self.standard, &last, now, who)
        };
        for fact in decide_step(&self.ticket, &act, &context).unwrap() {
            self.keep(fact, happened_at, who);
        }
        self
    }

    /// A step that somebody else typed: whoever asks for more time does not grant it.
    #[must_use]
    pub(crate) fn other(mut self, who: &str, when: &str, act: StepInput) -> Self {
        let (calendar, last) = (WorkingCalendar::built_in(), genesis_hash());
        let now = at(when);
        let context = StepContext {
            person: standing(2, who),
            ..context(&self.settings, &calendar, &self.standard, &last, now, who)
        };
        for fact in decide_step(&self.ticket, &act, &context).unwrap() {
            self.keep(fact, now, who);
        }
        self
    }

    /// A ticket opened from this one: this one with the link, and the new one.
    #[must_use]
    pub(crate) fn linked(mut self, number: &str, when: &str, asked: ServiceIntake) -> (Self, Self) {
        let (calendar, last) = (WorkingCalendar::built_in(), genesis_hash());
        let now = at(when);
        let context = context(&self.settings, &calendar, &self.standard, &last, now, "客服甲");
        let report = household(now, asked);
        let id = self.ticket.id + 1;
        let (opened, link) = open_linked(&self.ticket, &report, id, number.to_owned(), &context).unwrap();
        self.keep(link, now, "客服甲");
        let other = Self {
            ticket: Ticket::replay_entries([&entry(1, opened, now, "客服甲")]).unwrap(),
            settings: self.settings.clone(),
            standard: self.standard.clone(),
        };
        (self, other)
    }

    /// With a table the laboratory has confirmed.
    #[must_use]
    pub(crate) fn confirmed(mut self, by: &str) -> Self {
        by.clone_into(&mut self.standard.confirmed_by);
        self
    }

    fn keep(&mut self, fact: TicketFact, now: Moment, who: &str) {
        let next = entry(self.ticket.version + 1, fact, now, who);
        self.ticket.apply_entry(&next).unwrap();
    }
}

/// Everybody of these stories may do everything; whoever reports or asks is somebody else than who decides.
fn standing(id: i64, name: &str) -> StepRecorder<'_> {
    StepRecorder {
        id,
        name,
        roles: &[Role::Agent, Role::Dispatcher, Role::Engineer],
        office: &[],
    }
}

fn settings() -> Settings {
    Settings::built_in()
}

fn context<'a>(
    settings: &'a Settings,
    calendar: &'a WorkingCalendar,
    standard: &'a WaterStandard,
    last: &'a str,
    now: Moment,
    who: &'a str,
) -> StepContext<'a> {
    StepContext {
        now,
        happened_at: now,
        performed_by: who,
        person: standing(1, who),
        settings,
        calendar,
        standard: Some(standard),
        secret: Some(secret()),
        last_record: last,
    }
}

/// The demo key, for everything that is signed here.
fn secret() -> &'static SealingKey {
    static DEMO: LazyLock<SealingKey> = LazyLock::new(SealingKey::demo_key);
    &DEMO
}

fn entry(version: i64, fact: TicketFact, when: Moment, who: &str) -> JournalEntry {
    JournalEntry {
        seq: version,
        stream: "ticket/1".to_owned(),
        version,
        fact: Fact::Ticket(fact),
        performed_by: who.to_owned(),
        recorded_by: 1,
        recorder: "客服甲".to_owned(),
        happened_at: when,
        recorded_at: when,
    }
}

/// A household's report; its name has a rare character.
pub(crate) fn household(received_at: Moment, asked: ServiceIntake) -> TicketIntake {
    TicketIntake {
        received_at,
        raised_at: None,
        channel: Channel::Hotline,
        first_receiver: String::new(),
        customer: None,
        account_number: "30000001".to_owned(),
        name: "示例𬱖".to_owned(),
        phone: "12012345678".to_owned(),
        address: "演示花园 3 号楼 2 单元 501 室".to_owned(),
        community: "演示花园".to_owned(),
        area: AddressArea::Urban,
        external_number: String::new(),
        asked,
    }
}

pub(crate) fn assignment(crew: &str, goes: &str) -> Assignment {
    Assignment {
        crew: crew.to_owned(),
        goes: goes.to_owned(),
        note: String::new(),
    }
}

pub(crate) fn hand_over() -> StepInput {
    StepInput::HandOver(HandOver {
        taken_by: "调度丙".to_owned(),
        note: String::new(),
    })
}

pub(crate) fn arrive() -> StepInput {
    StepInput::Arrive(NoteInput::default())
}

pub(crate) fn photo() -> Attachment {
    Attachment {
        sha256: "5e".repeat(32),
        name: "现场照片.jpg".to_owned(),
        media: MediaType::Jpeg,
        size: 240_000,
    }
}

pub(crate) fn signer(name: &str, relation: SignerRelation) -> CustomerSigner {
    CustomerSigner {
        name: name.to_owned(),
        relation,
        phone: String::new(),
    }
}

pub(crate) fn signs(name: &str, relation: SignerRelation, place: &str) -> StepInput {
    let strokes = vec![
        vec![(500, 800), (1_200, 1_500), (2_000, 700)],
        vec![(2_600, 600), (3_400, 2_000)],
    ];
    let signer = signer(name, relation);
    StepInput::Acknowledge(
        AcknowledgementAnswer::OnScreen {
            signer,
            strokes,
            pen: None,
        },
        place.to_owned(),
    )
}
