//! The life of a community event (policy 5).

use chrono::{Datelike, Days};
use domain::{
    Moment,
    customer::AddressArea,
    moment::{DAY, HOUR, MINUTE},
    service::{
        ServiceIntake, ServiceKind,
        act::StepInput,
        community::{
            self, ConductCheck, ConductRule, EventDecision, EventOrigin, EventSchedule, EventServiceCount,
            EventServiceKind, HeldEvent, TeamMember,
        },
    },
    settings::Department,
    ticket::{Channel, TicketIntake},
};
use rand::{Rng, seq::IndexedRandom};

use super::{AGENT, MANAGER, ScriptAction, ScriptStart, ScriptWriter, TicketContact, build_phone_reply};
use crate::{
    calls::{CallTopic, pick_event_time},
    names,
};

const TOPICS: &[&str] = &[
    "节水宣传与用水咨询",
    "现场检测自来水，讲解水质标准",
    "老旧小区户内管道免费检查",
    "水表读数与业务办理",
    "独居老人用水设施走访",
    "二次供水水箱清洗知识",
];
const WINTER_TOPICS: &[&str] = &["管道防冻保暖讲解", "水表防冻与户内阀门检查", "节前用水安全走访"];
const PLACES: &[&str] = &["中心广场", "社区服务站", "物业办公室门前", "老年活动室"];

const TEAM: &[(&str, Department)] = &[
    ("演示客服专员", Department::ServiceCentre),
    ("演示维修员甲", Department::IndoorRepair),
    ("演示维修员丙", Department::IndoorRepair),
    ("演示稽查员甲", Department::Inspection),
    ("演示化验员乙", Department::Laboratory),
    ("演示抄表员甲", Department::MeterReading),
];

const OFFERED: &[EventServiceKind] = &[
    EventServiceKind::Repair,
    EventServiceKind::LeakCheck,
    EventServiceKind::WaterTest,
    EventServiceKind::MeterCheck,
    EventServiceKind::Publicity,
    EventServiceKind::Business,
    EventServiceKind::Visit,
];

const LINKED: &[ServiceKind] = &[
    ServiceKind::Repair,
    ServiceKind::Repair,
    ServiceKind::LeakDetection,
    ServiceKind::WaterQuality,
    ServiceKind::Reminder,
];

/// Who speaks for the community.
const CONTACT: &str = "演示社区主任";

impl ScriptWriter<'_> {
    pub(super) fn write_community_event(&mut self, report: &ScriptStart) -> (TicketIntake, &'static str) {
        let place = self.pick_text(PLACES).to_owned();
        let (origin, planned_at) = match report.what {
            CallTopic::Planned(at) => (EventOrigin::AnnualPlan, Some(at)),
            CallTopic::Suggested => (EventOrigin::StaffSuggestion, None),
            _ => (EventOrigin::CustomerRequest, None),
        };
        let community = if report.who.community.is_empty() {
            self.pick_text(names::COMMUNITIES).to_owned()
        } else {
            report.who.community.clone()
        };
        let (situation, suggested_by) = self.describe_event_wish(origin, report);
        let topic = self.pick_topic(planned_at.unwrap_or(report.received));
        let asked = community::CommunityIntake {
            origin,
            topic: topic.to_owned(),
            situation,
            planned_at,
            place: planned_at.map_or_else(String::new, |_| place.clone()),
            suggested_by,
        };
        let channel = match origin {
            EventOrigin::AnnualPlan => Channel::Department,
            EventOrigin::StaffSuggestion => Channel::Employee,
            EventOrigin::CustomerRequest => Channel::Hotline,
        };
        let of_community = ScriptStart {
            who: build_community_contact(community),
            received: report.received,
            raised: report.raised,
            what: report.what,
            until: report.until,
            from: report.from.clone(),
        };
        let recorder = if channel == Channel::Hotline {
            AGENT
        } else {
            MANAGER
        };
        let open = of_community.build_intake(channel, recorder, ServiceIntake::Community(asked));
        self.add_event_steps(&open, origin, planned_at, &place);
        (open, recorder)
    }

    fn pick_topic(&mut self, at: Moment) -> &'static str {
        let winter = matches!(at.local_date().month(), 11 | 12 | 1 | 2);
        if winter && self.chance.random_ratio(1, 2) {
            self.pick_text(WINTER_TOPICS)
        } else {
            self.pick_text(TOPICS)
        }
    }

    /// Why it is asked for, and by whom.
    fn describe_event_wish(&mut self, origin: EventOrigin, report: &ScriptStart) -> (String, String) {
        match origin {
            EventOrigin::AnnualPlan => (String::new(), String::new()),
            EventOrigin::CustomerRequest => (
                report.choose_situation(self.pick_text(&[
                    "小区老年住户多，希望上门讲解用水安全并检查阀门",
                    "住户对水质有疑问，希望现场检测",
                    "物业希望集中办理水表业务",
                ])),
                CONTACT.to_owned(),
            ),
            EventOrigin::StaffSuggestion => (
                self.pick_text(&[
                    "近期该小区维修来电较多，建议集中走访",
                    "抄表时发现多户阀门老化，建议上门检查",
                ])
                .to_owned(),
                "演示抄表员乙".to_owned(),
            ),
        }
    }

    fn add_event_steps(
        &mut self,
        open: &TicketIntake,
        origin: EventOrigin,
        planned_at: Option<Moment>,
        place: &str,
    ) {
        if origin == EventOrigin::CustomerRequest && !self.decide_event() {
            return;
        }
        let mut at = match planned_at {
            Some(at) => at,
            None => self.schedule_event(place),
        };
        if self.one_in(16) {
            self.at = self.pick_morning_before(at);
            let reason = "小区道路封闭施工，与社区协商取消本次活动";
            return self.cancel_ticket(reason, MANAGER);
        }
        if self.one_in(9) {
            at = self.move_event(at, place);
        }
        self.hold_event(open, at, place);
    }

    /// Whether it is necessary, with a reason (5.2⑵); a no is answered too.
    fn decide_event(&mut self) -> bool {
        let necessary = !self.one_in(5);
        let reason = if necessary {
            self.pick_text(&["住户需求集中，有必要举办", "老年住户多，上门服务有必要"])
        } else {
            self.pick_text(&[
                "上月已在该小区举办同类活动",
                "所提问题可由上门维修解决，不必举办活动",
            ])
        };
        let after = if self.one_in(10) {
            3 * DAY + self.pick_daytime_delay(30, 600)
        } else {
            self.pick_daytime_delay(60, 1_900)
        };
        let decision = EventDecision {
            necessary,
            reason: reason.to_owned(),
        };
        self.add_input_step(after, MANAGER, MANAGER, StepInput::DecideEvent(decision));
        if !necessary {
            let text = "已向社区说明暂不举办的原因，住户有问题可随时拨打服务热线";
            let after = self.pick_minutes(20, 300);
            self.add_input_step(
                after,
                AGENT,
                AGENT,
                StepInput::Reply(build_phone_reply(text, CONTACT)),
            );
            self.close_ticket();
        }
        necessary
    }

    fn schedule_event(&mut self, place: &str) -> Moment {
        let days = if self.is_waiting_case() {
            6
        } else {
            self.chance.random_range(4..21)
        };
        let day = self.at.local_date() + Days::new(days);
        let at = pick_event_time(self.chance, day);
        let schedule = EventSchedule {
            at,
            place: place.to_owned(),
            agreed_with: CONTACT.to_owned(),
            reason: String::new(),
        };
        let after = self.pick_daytime_delay(30, 900);
        self.add_input_step(after, MANAGER, MANAGER, StepInput::ScheduleEvent(schedule));
        at
    }

    /// A morning one to three days before, if that is still to come.
    fn pick_morning_before(&mut self, at: Moment) -> Moment {
        let day = at.local_date() - Days::new(self.chance.random_range(1..4));
        let minute = self.chance.random_range(510..690);
        Moment::start_of_day(day).plus_minutes(minute).max(self.at)
    }

    /// Moved before its day, now and then only after it.
    fn move_event(&mut self, at: Moment, place: &str) -> Moment {
        self.at = if self.one_in(5) {
            Moment(at.0 + DAY)
        } else {
            self.pick_morning_before(at)
        };
        let later = self.at.max(at).local_date() + Days::new(self.chance.random_range(2..12));
        let schedule = EventSchedule {
            at: pick_event_time(self.chance, later),
            place: place.to_owned(),
            agreed_with: CONTACT.to_owned(),
            reason: self
                .pick_text(&[
                    "当天有大风降温，改期举办",
                    "社区当天另有安排",
                    "抢修任务集中，人员不足",
                ])
                .to_owned(),
        };
        let at = schedule.at;
        self.add_input_step(5 * MINUTE, MANAGER, MANAGER, StepInput::MoveEvent(schedule));
        at
    }

    fn hold_event(&mut self, open: &TicketIntake, at: Moment, place: &str) {
        let began = at.plus_minutes(self.chance.random_range(0..15));
        let ended_at = Moment(began.0 + self.pick_minutes(90, 190));
        let broken = self.one_in(60);
        let held = self.build_event_record(place, ended_at, broken);
        let after = began.0 - self.at.0;
        self.add_step_typed_after(ended_at, after, MANAGER, MANAGER, StepInput::HoldEvent(held));
        if !self.one_in(4) {
            let event = self.world.photos.event.clone();
            self.attach_file(&event, MANAGER, MANAGER);
        }
        for _ in 0..self.chance.random_range(0..3) {
            let service = *names::pick_item(self.chance, LINKED, &ServiceKind::Repair);
            let after = self.pick_minutes(1, 12);
            self.add_step(after, MANAGER, MANAGER, ScriptAction::Link(service));
        }
        let answer = self.pick_community_answer(CONTACT, MANAGER, MANAGER);
        let after = self.pick_minutes(3, 60);
        let place = format!("{}{place}", open.community);
        self.add_input_step(after, MANAGER, MANAGER, StepInput::Acknowledge(answer, place));
        if broken {
            self.settle_violation();
        }
        if self.one_in(3) {
            self.add_follow_ups("社区希望活动时间再长一些");
        }
        let after = self.pick_daytime_delay(60, 1_600).max(HOUR);
        self.at = Moment(self.at.0 + after);
        self.close_ticket();
    }

    fn build_event_record(&mut self, place: &str, ended_at: Moment, broken: bool) -> HeldEvent {
        let size = self.chance.random_range(3..=TEAM.len());
        let team = TEAM.iter().take(size).map(|(name, department)| TeamMember {
            name: (*name).to_owned(),
            department: *department,
        });
        let residents = self.chance.random_range(18..120);
        let advice = EventServiceCount {
            service: EventServiceKind::Advice,
            times: residents / 2 + 1,
        };
        let others: Vec<EventServiceKind> = OFFERED.choose_multiple(self.chance, 3).copied().collect();
        let others = others.into_iter().map(|service| EventServiceCount {
            service,
            times: self.chance.random_range(2..16),
        });
        let services = [advice].into_iter().chain(others).collect();
        let problems = names::pick_text(
            self.chance,
            &[
                "",
                "多户反映阀门老化",
                "居民希望公示水质检测结果",
                "个别住户水压偏低",
            ],
        );
        HeldEvent {
            ended_at,
            place: place.to_owned(),
            team: team.collect(),
            residents,
            services,
            checklist: ConductRule::ALL
                .iter()
                .map(|rule| check_rule(*rule, broken))
                .collect(),
            problems: problems.to_owned(),
        }
    }
}

fn check_rule(rule: ConductRule, broken: bool) -> ConductCheck {
    let broken = broken && rule == ConductRule::Knock;
    ConductCheck {
        rule,
        kept: !broken,
        note: if broken { "居民反映敲门过重" } else { "" }.to_owned(),
    }
}

/// An event is nobody's household.
fn build_community_contact(community: String) -> TicketContact {
    TicketContact {
        customer: None,
        account_number: String::new(),
        name: CONTACT.to_owned(),
        phone: String::new(),
        address: String::new(),
        community,
        area: AddressArea::Urban,
    }
}
