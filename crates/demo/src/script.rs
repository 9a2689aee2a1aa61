//! The life of one demo ticket, written beforehand: which steps, when they happen, when they are typed. What a
//! service's life is made of stands in its own file.

use chrono::{Datelike, Weekday};
use domain::{
    Moment, Ticket,
    acknowledgement::{AcknowledgementAnswer, CustomerSigner, FIELD, SignerRelation, StrokePoint},
    attachment::Attachment,
    customer::{AddressArea, Customer},
    moment::{DAY, HOUR, MINUTE},
    service::{
        ServiceIntake, ServiceKind,
        act::StepInput,
        decide,
        repair::VerifiedHours,
        step::{CustomerReply, FollowUp, FollowUpOutcome, NoteInput, ReasonInput, ReplyWay},
    },
    ticket::{Channel, TicketIntake},
};
use rand::{Rng, rngs::StdRng};

use crate::{
    SimulationData,
    calls::{CallTopic, PlannedCall, StopPoint},
    names,
};

mod community;
mod emergency_water;
mod leak_detection;
mod reminder;
mod repair;
mod water_quality;

/// A step to come.
pub(crate) struct PlannedStep {
    pub(crate) happens: Moment,
    /// When it is typed.
    pub(crate) typed: Moment,
    /// Who does it.
    pub(crate) by: String,
    /// Which demo person types it.
    pub(crate) recorder: &'static str,
    pub(crate) act: ScriptAction,
}

pub(crate) enum ScriptAction {
    /// A step of the table.
    Step(StepInput),
    /// Hours verified as claimed or less; known only when the work is done.
    Verify(bool),
    /// Merged into the report before it.
    Merge,
    /// A ticket of this service is opened from it; its life is written then.
    Link(ServiceKind),
}

impl ScriptAction {
    /// Whether it happens when it is typed, and never before.
    fn is_immediate_action(&self) -> bool {
        match self {
            Self::Step(act) => decide::is_immediate_input(act),
            Self::Verify(_) | Self::Merge => true,
            Self::Link(_) => false,
        }
    }
}

pub(crate) struct TicketScript {
    pub(crate) open: TicketIntake,
    /// Which demo person raises it.
    pub(crate) recorder: &'static str,
    pub(crate) steps: Vec<PlannedStep>,
}

pub(crate) const AGENT: &str = "演示热线坐席";
pub(crate) const ENGINEER: &str = "演示总工办";
pub(crate) const MANAGER: &str = "演示客服主管";
pub(crate) const DISPATCHER: &str = "演示生调部调度";
pub(crate) const INSPECTOR: &str = "演示稽查队";
pub(crate) const LAB: &str = "演示水质检测中心";

/// Whom a ticket is about.
#[derive(Clone)]
struct TicketContact {
    customer: Option<i64>,
    account_number: String,
    name: String,
    phone: String,
    address: String,
    community: String,
    area: AddressArea,
}

impl TicketContact {
    fn from_customer(customer: &Customer) -> Self {
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

    fn from_intake(open: &TicketIntake) -> Self {
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
struct ScriptStart {
    who: TicketContact,
    received: Moment,
    raised: Moment,
    what: CallTopic,
    until: StopPoint,
    /// Of a ticket opened from another: who passed it on, and what was said of it there.
    from: Option<(String, String)>,
}

impl ScriptStart {
    fn build_intake(&self, channel: Channel, first_receiver: &str, asked: ServiceIntake) -> TicketIntake {
        let who = self.who.clone();
        let (channel, first_receiver) = match &self.from {
            Some((by, _)) => (Channel::Department, by.clone()),
            None => (channel, first_receiver.to_owned()),
        };
        TicketIntake {
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
    fn choose_situation(&self, words: &str) -> String {
        match &self.from {
            Some((_, said)) => said.clone(),
            None => words.to_owned(),
        }
    }
}

/// Writes a life that begins with a call.
pub(crate) fn write_call_script(
    chance: &mut StdRng,
    world: &SimulationData,
    customer: &Customer,
    call: &PlannedCall,
) -> TicketScript {
    let report = ScriptStart {
        who: TicketContact::from_customer(customer),
        received: call.received,
        raised: call.raised,
        what: call.what,
        until: call.until,
        from: None,
    };
    write_script(chance, world, &report)
}

/// Writes the life of a ticket opened from another one by somebody.
pub(crate) fn write_linked_script(
    chance: &mut StdRng,
    world: &SimulationData,
    source: &Ticket,
    service: ServiceKind,
    step: &PlannedStep,
) -> TicketScript {
    let what = match service {
        ServiceKind::Reminder => CallTopic::Reminder,
        ServiceKind::LeakDetection => CallTopic::Leak,
        ServiceKind::WaterQuality => CallTopic::Water,
        ServiceKind::Community => CallTopic::Requested,
        ServiceKind::Repair | ServiceKind::EmergencyWater => CallTopic::Repair,
    };
    let who = match source.open.customer {
        Some(_) => TicketContact::from_intake(&source.open),
        None => pick_neighbour(chance, world, &source.open),
    };
    let said = format!(
        "{} {} 转来：{}",
        source.open.asked.service_kind().zh(),
        source.number,
        describe_source_situation(source)
    );
    let report = ScriptStart {
        who,
        received: step.happens,
        raised: step.typed,
        what,
        until: StopPoint::Ends,
        from: Some((step.by.clone(), said)),
    };
    write_script(chance, world, &report)
}

/// What the source says of the matter.
fn describe_source_situation(source: &Ticket) -> String {
    match &source.open.asked {
        ServiceIntake::Reminder(asked) => asked.situation.clone(),
        ServiceIntake::LeakDetection(asked) => asked.situation.clone(),
        _ => "居民在活动现场反映，需要上门处理".to_owned(),
    }
}

/// Somebody of an event's community, if chance finds one soon.
fn pick_neighbour(chance: &mut StdRng, world: &SimulationData, event: &TicketIntake) -> TicketContact {
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
    found.map_or_else(|| TicketContact::from_intake(event), TicketContact::from_customer)
}

fn write_script(chance: &mut StdRng, world: &SimulationData, report: &ScriptStart) -> TicketScript {
    let mut writer = ScriptWriter {
        chance,
        world,
        steps: Vec::new(),
        at: report.raised,
        typed: report.raised,
        until: report.until,
    };
    let (open, recorder) = match report.what {
        CallTopic::Repair => writer.write_repair(report),
        CallTopic::Reminder => writer.write_reminder(report),
        CallTopic::Leak => writer.write_leak_detection(report),
        CallTopic::Water => writer.write_water_quality(report),
        CallTopic::Planned(_) | CallTopic::Requested | CallTopic::Suggested => {
            writer.write_community_event(report)
        }
        CallTopic::Outage => writer.write_emergency_water(report),
    };
    let mut steps = writer.steps;
    steps.sort_by_key(|step| step.typed);
    truncate_steps(&mut steps, report.until);
    TicketScript {
        open,
        recorder,
        steps,
    }
}

fn build_phone_reply(text: &str, told: &str) -> CustomerReply {
    CustomerReply {
        text: text.to_owned(),
        told: told.to_owned(),
        by: ReplyWay::Phone,
    }
}

/// Nothing is done after the last step of a case that waits for somebody.
fn truncate_steps(steps: &mut Vec<PlannedStep>, until: StopPoint) {
    let last = match until {
        StopPoint::Ends => return,
        StopPoint::Untouched => None,
        StopPoint::After(last) => steps
            .iter()
            .position(|step| matches!(&step.act, ScriptAction::Step(act) if act.step_kind() == last)),
    };
    steps.truncate(last.map_or(0, |last| last + 1));
}

struct ScriptWriter<'a> {
    chance: &'a mut StdRng,
    world: &'a SimulationData,
    steps: Vec<PlannedStep>,
    at: Moment,
    typed: Moment,
    until: StopPoint,
}

impl ScriptWriter<'_> {
    /// Whether the case is one that waits for somebody: nothing rare happens to it, and nobody is late.
    fn is_waiting_case(&self) -> bool {
        self.until != StopPoint::Ends
    }

    fn pick_minutes(&mut self, from: i64, to: i64) -> i64 {
        self.chance.random_range(from * MINUTE..to * MINUTE)
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.chance.random_ratio(1, n) && !self.is_waiting_case()
    }

    fn pick_text(&mut self, from: &[&'static str]) -> &'static str {
        names::pick_text(self.chance, from)
    }

    /// How long until somebody does it by day, not before so many minutes.
    fn pick_daytime_delay(&mut self, from: i64, to: i64) -> i64 {
        if self.is_waiting_case() {
            return self.pick_minutes(from, from + 8);
        }
        let after = self.pick_minutes(from, to);
        let at = Moment(self.at.0 + after);
        match at.time_of_day() / MINUTE {
            510..1_050 => after,
            0..510 => after + 510 * MINUTE - at.time_of_day() + self.pick_minutes(5, 90),
            _ => after + DAY - at.time_of_day() + 510 * MINUTE + self.pick_minutes(5, 90),
        }
    }

    /// The next step happens `after` milliseconds later, and is typed soon after that; now and then much later.
    fn add_step(&mut self, after: i64, by: &str, recorder: &'static str, act: ScriptAction) {
        self.at = Moment(self.at.0 + after);
        self.typed = self.typed.max(self.at);
        let lag = match self.chance.random_range(0..30) {
            _ if self.is_waiting_case() => 15_000,
            0 => self.pick_minutes(35, 80),
            1..10 => self.pick_minutes(1, 8),
            _ => self.chance.random_range(0..20_000),
        };
        self.typed = Moment(self.typed.0 + lag);
        if act.is_immediate_action() {
            self.at = self.typed;
        }
        self.steps.push(PlannedStep {
            happens: self.at,
            typed: self.typed,
            by: by.to_owned(),
            recorder,
            act,
        });
    }

    fn add_input_step(&mut self, after: i64, by: &str, recorder: &'static str, act: StepInput) {
        self.add_step(after, by, recorder, ScriptAction::Step(act));
    }

    /// A step that can be typed only when something later is over.
    fn add_step_typed_after(
        &mut self,
        over: Moment,
        after: i64,
        by: &str,
        recorder: &'static str,
        act: StepInput,
    ) {
        self.typed = self.typed.max(over);
        self.add_input_step(after, by, recorder, act);
        self.at = self.at.max(over);
    }

    fn cancel_ticket(&mut self, reason: &str, by: &'static str) {
        let reason = reason.to_owned();
        let after = self.pick_minutes(4, 90);
        self.add_input_step(after, by, by, StepInput::Cancel(ReasonInput { reason }));
    }

    fn attach_file(&mut self, file: &Attachment, by: &str, recorder: &'static str) {
        self.add_input_step(2 * MINUTE, by, recorder, StepInput::Attach(file.clone()));
    }

    /// What a household answers on site.
    fn pick_household_answer(&mut self, open: &TicketIntake) -> AcknowledgementAnswer {
        if self.one_in(18) {
            return AcknowledgementAnswer::Refused {
                reason: "用户认为无需签字".to_owned(),
                witness: "演示物业值班员".to_owned(),
            };
        }
        let relation = if self.one_in(4) {
            SignerRelation::Family
        } else {
            SignerRelation::Householder
        };
        let signer = CustomerSigner {
            name: open.name.clone(),
            relation,
            phone: open.phone.clone(),
        };
        AcknowledgementAnswer::OnScreen {
            signer,
            strokes: make_signature(self.chance),
            pen: None,
        }
    }

    /// A form signed with a pen, its photo attached first.
    fn sign_on_paper(
        &mut self,
        signer: CustomerSigner,
        by: &str,
        recorder: &'static str,
    ) -> AcknowledgementAnswer {
        let form = self.world.photos.form.clone();
        self.attach_file(&form, by, recorder);
        AcknowledgementAnswer::Paper {
            signer,
            scan: form.sha256,
        }
    }

    /// Somebody of the community's office or of the property management.
    fn pick_community_answer(
        &mut self,
        name: &str,
        by: &str,
        recorder: &'static str,
    ) -> AcknowledgementAnswer {
        let signer = CustomerSigner {
            name: name.to_owned(),
            relation: SignerRelation::Property,
            phone: String::new(),
        };
        if self.one_in(3) {
            return self.sign_on_paper(signer, by, recorder);
        }
        AcknowledgementAnswer::OnScreen {
            signer,
            strokes: make_signature(self.chance),
            pen: None,
        }
    }

    /// A working-day-like morning after now.
    fn pick_next_morning(&mut self) -> Moment {
        let mut day = self.at.local_date() + chrono::Days::new(1);
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day + chrono::Days::new(1);
        }
        let minute = self.chance.random_range(35..170);
        Moment::start_of_day(day).plus_minutes(8 * 60 + minute)
    }

    /// Calls in the evening until somebody answers, three at most; the question of conduct is always asked.
    fn add_follow_ups(&mut self, complaint: &str) {
        for _ in 0..3 {
            let evening = Moment::start_of_day(self.at.local_date())
                .plus_minutes(18 * 60 + self.chance.random_range(0..110));
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
            self.add_input_step(evening.0 - self.at.0, AGENT, AGENT, StepInput::FollowUp(call));
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
        let finding = ReasonInput {
            reason: "经核实已批评教育，并上门向用户致歉".to_owned(),
        };
        self.add_input_step(2 * DAY, MANAGER, MANAGER, StepInput::CloseViolation(finding));
    }

    fn close_ticket(&mut self) {
        self.add_input_step(3 * MINUTE, AGENT, AGENT, StepInput::Close(NoteInput::default()));
    }
}

/// The step that verifies hours, now that the claimed ones are known.
pub(crate) fn build_verified_hours(claimed: i64, adjusted: bool) -> StepInput {
    let cut = if adjusted { claimed / 5 } else { 0 };
    let reason = if cut > 0 {
        "扣除待料时间".to_owned()
    } else {
        String::new()
    };
    StepInput::VerifyHours(VerifiedHours {
        minutes: claimed - cut,
        reason,
        for_office: false,
    })
}

/// Handwriting: a few curved strokes from left to right.
fn make_signature(chance: &mut StdRng) -> Vec<Vec<StrokePoint>> {
    let count = chance.random_range(4..7_u16);
    let width = FIELD.0 / (count + 1);
    (0..count)
        .map(|index| make_stroke(chance, width * index + width / 2, width))
        .collect()
}

fn make_stroke(chance: &mut StdRng, left: u16, width: u16) -> Vec<StrokePoint> {
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
