//! The life of one demo ticket, written beforehand: which steps, when they happen, when they are typed. What a
//! service's life is made of stands in its own file.

use chrono::{Datelike, Weekday};
use domain::{
    Moment, Ticket,
    acknowledgement::{Answer, FIELD, Point, Relation, Signer},
    attachment::Attachment,
    customer::{Area, Customer},
    moment::{DAY, HOUR, MINUTE},
    service::{
        Asked, ServiceKind,
        act::Act,
        decide,
        repair::VerifiedHours,
        step::{Because, FollowUp, FollowUpOutcome, Plain, Reply, ReplyWay},
    },
    ticket::{Channel, Open},
};
use rand::{Rng, rngs::StdRng};

use crate::{
    World,
    calls::{Call, Until, What},
    names,
};

mod community;
mod emergency_water;
mod leak_detection;
mod reminder;
mod repair;
mod water_quality;

/// A step to come.
pub(crate) struct Planned {
    /// When it happens.
    pub(crate) happens: Moment,
    /// When it is typed.
    pub(crate) typed: Moment,
    /// Who does it.
    pub(crate) by: String,
    /// Which demo person types it.
    pub(crate) recorder: &'static str,
    /// What.
    pub(crate) act: Doing,
}

/// What is done.
pub(crate) enum Doing {
    /// A step of the table.
    Step(Act),
    /// Hours verified as claimed or less; known only when the work is done.
    Verify(bool),
    /// Merged into the report before it.
    Merge,
    /// A ticket of this service is opened from it; its life is written then.
    Link(ServiceKind),
}

impl Doing {
    /// Whether it happens when it is typed, and never before.
    fn happens_now(&self) -> bool {
        match self {
            Self::Step(act) => decide::happens_now(act),
            Self::Verify(_) | Self::Merge => true,
            Self::Link(_) => false,
        }
    }
}

/// A ticket's life.
pub(crate) struct Life {
    pub(crate) open: Open,
    /// Which demo person raises it.
    pub(crate) recorder: &'static str,
    pub(crate) steps: Vec<Planned>,
}

pub(crate) const AGENT: &str = "演示热线坐席";
pub(crate) const ENGINEER: &str = "演示总工办";
pub(crate) const MANAGER: &str = "演示客服主管";
pub(crate) const DISPATCHER: &str = "演示生调部调度";
pub(crate) const INSPECTOR: &str = "演示稽查队";
pub(crate) const LAB: &str = "演示水质检测中心";

/// Whom a ticket is about.
#[derive(Clone)]
struct Who {
    customer: Option<i64>,
    account_number: String,
    name: String,
    phone: String,
    address: String,
    community: String,
    area: Area,
}

impl Who {
    fn of(customer: &Customer) -> Self {
        let household = &customer.household;
        Self {
            customer: Some(customer.id),
            account_number: household.account_number.clone(),
            name: household.name.clone(),
            phone: household.phones.first().cloned().unwrap_or_default(),
            address: household.address.clone(),
            community: household.community.clone(),
            area: household.area,
        }
    }

    fn on(open: &Open) -> Self {
        Self {
            customer: open.customer,
            account_number: open.account_number.clone(),
            name: open.name.clone(),
            phone: open.phone.clone(),
            address: open.address.clone(),
            community: open.community.clone(),
            area: open.area,
        }
    }
}

/// What a life begins with.
struct Report {
    who: Who,
    received: Moment,
    raised: Moment,
    what: What,
    until: Until,
    /// Of a ticket opened from another: who passed it on, and what was said of it there.
    from: Option<(String, String)>,
}

impl Report {
    fn open(&self, channel: Channel, first_receiver: &str, asked: Asked) -> Open {
        let who = self.who.clone();
        let (channel, first_receiver) = match &self.from {
            Some((by, _)) => (Channel::Department, by.clone()),
            None => (channel, first_receiver.to_owned()),
        };
        Open {
            received_at: self.received,
            raised_at: Some(self.raised),
            channel,
            first_receiver,
            customer: who.customer,
            account_number: who.account_number,
            name: who.name,
            phone: who.phone,
            address: who.address,
            community: who.community,
            area: who.area,
            external_number: String::new(),
            asked,
        }
    }

    /// What is said of it: by the customer, or on the ticket it comes from.
    fn says(&self, words: &str) -> String {
        match &self.from {
            Some((_, said)) => said.clone(),
            None => words.to_owned(),
        }
    }
}

/// Writes a life that begins with a call.
pub(crate) fn life(chance: &mut StdRng, world: &World, customer: &Customer, call: &Call) -> Life {
    let report = Report {
        who: Who::of(customer),
        received: call.received,
        raised: call.raised,
        what: call.what,
        until: call.until,
        from: None,
    };
    written(chance, world, &report)
}

/// Writes the life of a ticket opened from another one by somebody.
pub(crate) fn linked(
    chance: &mut StdRng,
    world: &World,
    source: &Ticket,
    service: ServiceKind,
    step: &Planned,
) -> Life {
    let what = match service {
        ServiceKind::Reminder => What::Reminder,
        ServiceKind::LeakDetection => What::Leak,
        ServiceKind::WaterQuality => What::Water,
        ServiceKind::Community => What::Requested,
        ServiceKind::Repair | ServiceKind::EmergencyWater => What::Repair,
    };
    let who = match source.open.customer {
        Some(_) => Who::on(&source.open),
        None => neighbour(chance, world, &source.open),
    };
    let said = format!(
        "{} {} 转来：{}",
        source.open.asked.kind().zh(),
        source.number,
        said(source)
    );
    let report = Report {
        who,
        received: step.happens,
        raised: step.typed,
        what,
        until: Until::Ends,
        from: Some((step.by.clone(), said)),
    };
    written(chance, world, &report)
}

/// What the source says of the matter.
fn said(source: &Ticket) -> String {
    match &source.open.asked {
        Asked::Reminder(asked) => asked.situation.clone(),
        Asked::LeakDetection(asked) => asked.situation.clone(),
        _ => "居民在活动现场反映，需要上门处理".to_owned(),
    }
}

/// Somebody of an event's community, if chance finds one soon.
fn neighbour(chance: &mut StdRng, world: &World, event: &Open) -> Who {
    let mut found = None;
    for _ in 0..30 {
        let one = world
            .customers
            .get(chance.random_range(0..world.customers.len().max(1)));
        let here = one.is_some_and(|one| one.household.community == event.community);
        found = one.or(found);
        if here {
            break;
        }
    }
    found.map_or_else(|| Who::on(event), Who::of)
}

fn written(chance: &mut StdRng, world: &World, report: &Report) -> Life {
    let mut writer = Writer {
        chance,
        world,
        steps: Vec::new(),
        at: report.raised,
        typed: report.raised,
        until: report.until,
    };
    let (open, recorder) = match report.what {
        What::Repair => writer.repair(report),
        What::Reminder => writer.reminder(report),
        What::Leak => writer.leak_detection(report),
        What::Water => writer.water_quality(report),
        What::Planned(_) | What::Requested | What::Suggested => writer.community(report),
        What::Outage => writer.emergency_water(report),
    };
    let mut steps = writer.steps;
    steps.sort_by_key(|step| step.typed);
    cut(&mut steps, report.until);
    Life {
        open,
        recorder,
        steps,
    }
}

fn by_phone(text: &str, told: &str) -> Reply {
    Reply {
        text: text.to_owned(),
        told: told.to_owned(),
        by: ReplyWay::Phone,
    }
}

/// Nothing is done after the last step of a case that waits for somebody.
fn cut(steps: &mut Vec<Planned>, until: Until) {
    let last = match until {
        Until::Ends => return,
        Until::Untouched => None,
        Until::After(last) => steps
            .iter()
            .position(|step| matches!(&step.act, Doing::Step(act) if act.step() == last)),
    };
    steps.truncate(last.map_or(0, |last| last + 1));
}

struct Writer<'a> {
    chance: &'a mut StdRng,
    world: &'a World,
    steps: Vec<Planned>,
    at: Moment,
    typed: Moment,
    until: Until,
}

impl Writer<'_> {
    /// Whether the case is one that waits for somebody: nothing rare happens to it, and nobody is late.
    fn shown(&self) -> bool {
        self.until != Until::Ends
    }

    fn minutes(&mut self, from: i64, to: i64) -> i64 {
        self.chance.random_range(from * MINUTE..to * MINUTE)
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.chance.random_ratio(1, n) && !self.shown()
    }

    fn word(&mut self, from: &[&'static str]) -> &'static str {
        names::word(self.chance, from)
    }

    /// How long until somebody does it by day, not before so many minutes.
    fn by_day(&mut self, from: i64, to: i64) -> i64 {
        if self.shown() {
            return self.minutes(from, from + 8);
        }
        let after = self.minutes(from, to);
        let at = Moment(self.at.0 + after);
        match at.time_of_day() / MINUTE {
            510..1_050 => after,
            0..510 => after + 510 * MINUTE - at.time_of_day() + self.minutes(5, 90),
            _ => after + DAY - at.time_of_day() + 510 * MINUTE + self.minutes(5, 90),
        }
    }

    /// The next step happens `after` milliseconds later, and is typed soon after that; now and then much later.
    fn step(&mut self, after: i64, by: &str, recorder: &'static str, act: Doing) {
        self.at = Moment(self.at.0 + after);
        self.typed = self.typed.max(self.at);
        let lag = match self.chance.random_range(0..30) {
            _ if self.shown() => 15_000,
            0 => self.minutes(35, 80),
            1..10 => self.minutes(1, 8),
            _ => self.chance.random_range(0..20_000),
        };
        self.typed = Moment(self.typed.0 + lag);
        if act.happens_now() {
            self.at = self.typed;
        }
        self.steps.push(Planned {
            happens: self.at,
            typed: self.typed,
            by: by.to_owned(),
            recorder,
            act,
        });
    }

    fn act(&mut self, after: i64, by: &str, recorder: &'static str, act: Act) {
        self.step(after, by, recorder, Doing::Step(act));
    }

    /// A step that can be typed only when something later is over.
    fn act_until(&mut self, over: Moment, after: i64, by: &str, recorder: &'static str, act: Act) {
        self.typed = self.typed.max(over);
        self.act(after, by, recorder, act);
        self.at = self.at.max(over);
    }

    fn cancel(&mut self, reason: &str, by: &'static str) {
        let reason = reason.to_owned();
        let after = self.minutes(4, 90);
        self.act(after, by, by, Act::Cancel(Because { reason }));
    }

    fn attach(&mut self, file: &Attachment, by: &str, recorder: &'static str) {
        self.act(2 * MINUTE, by, recorder, Act::Attach(file.clone()));
    }

    /// What a household answers on site.
    fn answer(&mut self, open: &Open) -> Answer {
        if self.one_in(18) {
            return Answer::Refused {
                reason: "用户认为无需签字".to_owned(),
                witness: "演示物业值班员".to_owned(),
            };
        }
        let relation = if self.one_in(4) {
            Relation::Family
        } else {
            Relation::Householder
        };
        let signer = Signer {
            name: open.name.clone(),
            relation,
            phone: open.phone.clone(),
        };
        Answer::OnScreen {
            signer,
            strokes: strokes(self.chance),
            pen: None,
        }
    }

    /// A form signed with a pen, its photo attached first.
    fn on_paper(&mut self, signer: Signer, by: &str, recorder: &'static str) -> Answer {
        let form = self.world.photos.form.clone();
        self.attach(&form, by, recorder);
        Answer::Paper {
            signer,
            scan: form.sha256,
        }
    }

    /// Somebody of the community's office or of the property management.
    fn for_the_community(&mut self, name: &str, by: &str, recorder: &'static str) -> Answer {
        let signer = Signer {
            name: name.to_owned(),
            relation: Relation::Property,
            phone: String::new(),
        };
        if self.one_in(3) {
            return self.on_paper(signer, by, recorder);
        }
        Answer::OnScreen {
            signer,
            strokes: strokes(self.chance),
            pen: None,
        }
    }

    /// A working-day-like morning after now.
    fn morning(&mut self) -> Moment {
        let mut day = self.at.date() + chrono::Days::new(1);
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day + chrono::Days::new(1);
        }
        let minute = self.chance.random_range(35..170);
        Moment::start_of(day).plus_minutes(8 * 60 + minute)
    }

    /// Calls in the evening until somebody answers, three at most; the question of conduct is always asked.
    fn follow_up(&mut self, complaint: &str) {
        for _ in 0..3 {
            let evening =
                Moment::start_of(self.at.date()).plus_minutes(18 * 60 + self.chance.random_range(0..110));
            let evening = if evening > self.at {
                evening
            } else {
                evening.plus_minutes(1440)
            };
            let outcome = match self.chance.random_range(0..20) {
                0..3 => FollowUpOutcome::NotReached,
                3 => FollowUpOutcome::Dissatisfied,
                _ => FollowUpOutcome::Satisfied,
            };
            let reached = outcome != FollowUpOutcome::NotReached;
            let misconduct = reached && self.one_in(400);
            let words = match outcome {
                _ if misconduct => "用户反映工作人员索要物品",
                FollowUpOutcome::Dissatisfied => complaint,
                _ => "",
            };
            let call = FollowUp {
                outcome,
                misconduct: reached.then_some(misconduct),
                words: words.to_owned(),
            };
            self.act(evening.0 - self.at.0, AGENT, AGENT, Act::FollowUp(call));
            if misconduct && !self.one_in(3) {
                self.settle_violation();
            }
            if reached {
                break;
            }
            self.at = Moment(self.at.0 + 10 * HOUR);
        }
    }

    fn settle_violation(&mut self) {
        let finding = Because {
            reason: "经核实已批评教育，并上门向用户致歉".to_owned(),
        };
        self.act(2 * DAY, MANAGER, MANAGER, Act::CloseViolation(finding));
    }

    fn close(&mut self) {
        self.act(3 * MINUTE, AGENT, AGENT, Act::Close(Plain::default()));
    }
}

/// The step that verifies hours, now that the claimed ones are known.
pub(crate) fn verified(claimed: i64, adjusted: bool) -> Act {
    let cut = if adjusted { claimed / 5 } else { 0 };
    let reason = if cut > 0 {
        "扣除待料时间".to_owned()
    } else {
        String::new()
    };
    Act::VerifyHours(VerifiedHours {
        minutes: claimed - cut,
        reason,
        for_office: false,
    })
}

/// Handwriting: a few curved strokes from left to right.
fn strokes(chance: &mut StdRng) -> Vec<Vec<Point>> {
    let count = chance.random_range(4..7_u16);
    let width = FIELD.0 / (count + 1);
    (0..count)
        .map(|index| stroke(chance, width * index + width / 2, width))
        .collect()
}

fn stroke(chance: &mut StdRng, left: u16, width: u16) -> Vec<Point> {
    let (mut x, mut y) = (f64::from(left), f64::from(chance.random_range(700..2_200_u16)));
    let mut angle: f64 = chance.random_range(-1.2..1.2);
    let mut points = Vec::new();
    for _ in 0..12 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the field just before"
        )]
        points.push((
            x.clamp(0.0, f64::from(FIELD.0)) as u16,
            y.clamp(0.0, f64::from(FIELD.1)) as u16,
        ));
        angle += chance.random_range(-0.9..0.9);
        let length = f64::from(width) / 9.0;
        x += angle.cos() * length;
        y += angle.sin() * length * 1.4;
    }
    points
}
