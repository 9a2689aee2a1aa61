//! The life of a community event (policy 5).

use chrono::{Datelike, Days};
use domain::{
    Moment,
    customer::Area,
    moment::{DAY, HOUR, MINUTE},
    service::{
        Asked, ServiceKind,
        act::Act,
        community::{self, EventDecision, Given, Held, Member, Offered, Origin, Rule, RuleCheck, Schedule},
    },
    settings::Department,
    ticket::{Channel, Open},
};
use rand::{Rng, seq::IndexedRandom};

use super::{AGENT, Doing, MANAGER, Report, Who, Writer, by_phone};
use crate::{
    calls::{What, at_a_good_hour},
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

const OFFERED: &[Offered] = &[
    Offered::Repair,
    Offered::LeakCheck,
    Offered::WaterTest,
    Offered::MeterCheck,
    Offered::Publicity,
    Offered::Business,
    Offered::Visit,
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

impl Writer<'_> {
    pub(super) fn community(&mut self, report: &Report) -> (Open, &'static str) {
        let place = self.word(PLACES).to_owned();
        let (origin, planned_at) = match report.what {
            What::Planned(at) => (Origin::AnnualPlan, Some(at)),
            What::Suggested => (Origin::StaffSuggestion, None),
            _ => (Origin::CustomerRequest, None),
        };
        let community = if report.who.community.is_empty() {
            self.word(names::COMMUNITIES).to_owned()
        } else {
            report.who.community.clone()
        };
        let (situation, suggested_by) = self.wish(origin, report);
        let topic = self.topic(planned_at.unwrap_or(report.received));
        let asked = community::Asked {
            origin,
            topic: topic.to_owned(),
            situation,
            planned_at,
            place: planned_at.map_or_else(String::new, |_| place.clone()),
            suggested_by,
        };
        let channel = match origin {
            Origin::AnnualPlan => Channel::Department,
            Origin::StaffSuggestion => Channel::Employee,
            Origin::CustomerRequest => Channel::Hotline,
        };
        let of_community = Report {
            who: of_community(community),
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
        let open = of_community.open(channel, recorder, Asked::Community(asked));
        self.event(&open, origin, planned_at, &place);
        (open, recorder)
    }

    fn topic(&mut self, at: Moment) -> &'static str {
        let winter = matches!(at.date().month(), 11 | 12 | 1 | 2);
        if winter && self.chance.random_ratio(1, 2) {
            self.word(WINTER_TOPICS)
        } else {
            self.word(TOPICS)
        }
    }

    /// Why it is asked for, and by whom.
    fn wish(&mut self, origin: Origin, report: &Report) -> (String, String) {
        match origin {
            Origin::AnnualPlan => (String::new(), String::new()),
            Origin::CustomerRequest => (
                report.says(self.word(&[
                    "小区老年住户多，希望上门讲解用水安全并检查阀门",
                    "住户对水质有疑问，希望现场检测",
                    "物业希望集中办理水表业务",
                ])),
                CONTACT.to_owned(),
            ),
            Origin::StaffSuggestion => (
                self.word(&[
                    "近期该小区维修来电较多，建议集中走访",
                    "抄表时发现多户阀门老化，建议上门检查",
                ])
                .to_owned(),
                "演示抄表员乙".to_owned(),
            ),
        }
    }

    fn event(&mut self, open: &Open, origin: Origin, planned_at: Option<Moment>, place: &str) {
        if origin == Origin::CustomerRequest && !self.necessary() {
            return;
        }
        let mut at = match planned_at {
            Some(at) => at,
            None => self.schedule(place),
        };
        if self.one_in(16) {
            self.at = self.days_before(at);
            let reason = "小区道路封闭施工，与社区协商取消本次活动";
            return self.cancel(reason, MANAGER);
        }
        if self.one_in(9) {
            at = self.moved(at, place);
        }
        self.held(open, at, place);
    }

    /// Whether it is necessary, with a reason (5.2⑵); a no is answered too.
    fn necessary(&mut self) -> bool {
        let necessary = !self.one_in(5);
        let reason = if necessary {
            self.word(&["住户需求集中，有必要举办", "老年住户多，上门服务有必要"])
        } else {
            self.word(&[
                "上月已在该小区举办同类活动",
                "所提问题可由上门维修解决，不必举办活动",
            ])
        };
        let after = if self.one_in(10) {
            3 * DAY + self.by_day(30, 600)
        } else {
            self.by_day(60, 1_900)
        };
        let decision = EventDecision {
            necessary,
            reason: reason.to_owned(),
        };
        self.act(after, MANAGER, MANAGER, Act::DecideEvent(decision));
        if !necessary {
            let text = "已向社区说明暂不举办的原因，住户有问题可随时拨打服务热线";
            let after = self.minutes(20, 300);
            self.act(after, AGENT, AGENT, Act::Reply(by_phone(text, CONTACT)));
            self.close();
        }
        necessary
    }

    fn schedule(&mut self, place: &str) -> Moment {
        let days = if self.shown() {
            6
        } else {
            self.chance.random_range(4..21)
        };
        let day = self.at.date() + Days::new(days);
        let at = at_a_good_hour(self.chance, day);
        let schedule = Schedule {
            at,
            place: place.to_owned(),
            agreed_with: CONTACT.to_owned(),
            reason: String::new(),
        };
        let after = self.by_day(30, 900);
        self.act(after, MANAGER, MANAGER, Act::ScheduleEvent(schedule));
        at
    }

    /// A morning one to three days before, if that is still to come.
    fn days_before(&mut self, at: Moment) -> Moment {
        let day = at.date() - Days::new(self.chance.random_range(1..4));
        let minute = self.chance.random_range(510..690);
        Moment::start_of(day).plus_minutes(minute).max(self.at)
    }

    /// Moved before its day, now and then only after it.
    fn moved(&mut self, at: Moment, place: &str) -> Moment {
        self.at = if self.one_in(5) {
            Moment(at.0 + DAY)
        } else {
            self.days_before(at)
        };
        let later = self.at.max(at).date() + Days::new(self.chance.random_range(2..12));
        let schedule = Schedule {
            at: at_a_good_hour(self.chance, later),
            place: place.to_owned(),
            agreed_with: CONTACT.to_owned(),
            reason: self
                .word(&[
                    "当天有大风降温，改期举办",
                    "社区当天另有安排",
                    "抢修任务集中，人员不足",
                ])
                .to_owned(),
        };
        let at = schedule.at;
        self.act(5 * MINUTE, MANAGER, MANAGER, Act::MoveEvent(schedule));
        at
    }

    fn held(&mut self, open: &Open, at: Moment, place: &str) {
        let began = at.plus_minutes(self.chance.random_range(0..15));
        let ended_at = Moment(began.0 + self.minutes(90, 190));
        let broken = self.one_in(60);
        let held = self.record(place, ended_at, broken);
        let after = began.0 - self.at.0;
        self.act_until(ended_at, after, MANAGER, MANAGER, Act::HoldEvent(held));
        if !self.one_in(4) {
            let event = self.world.photos.event.clone();
            self.attach(&event, MANAGER, MANAGER);
        }
        for _ in 0..self.chance.random_range(0..3) {
            let service = *names::pick(self.chance, LINKED, &ServiceKind::Repair);
            let after = self.minutes(1, 12);
            self.step(after, MANAGER, MANAGER, Doing::Link(service));
        }
        let answer = self.for_the_community(CONTACT, MANAGER, MANAGER);
        let after = self.minutes(3, 60);
        let place = format!("{}{place}", open.community);
        self.act(after, MANAGER, MANAGER, Act::Acknowledge(answer, place));
        if broken {
            self.settle_violation();
        }
        if self.one_in(3) {
            self.follow_up("社区希望活动时间再长一些");
        }
        let after = self.by_day(60, 1_600).max(HOUR);
        self.at = Moment(self.at.0 + after);
        self.close();
    }

    fn record(&mut self, place: &str, ended_at: Moment, broken: bool) -> Held {
        let size = self.chance.random_range(3..=TEAM.len());
        let team = TEAM.iter().take(size).map(|(name, department)| Member {
            name: (*name).to_owned(),
            department: *department,
        });
        let residents = self.chance.random_range(18..120);
        let advice = Given {
            service: Offered::Advice,
            times: residents / 2 + 1,
        };
        let others: Vec<Offered> = OFFERED.choose_multiple(self.chance, 3).copied().collect();
        let others = others.into_iter().map(|service| Given {
            service,
            times: self.chance.random_range(2..16),
        });
        let services = [advice].into_iter().chain(others).collect();
        let problems = names::word(
            self.chance,
            &[
                "",
                "多户反映阀门老化",
                "居民希望公示水质检测结果",
                "个别住户水压偏低",
            ],
        );
        Held {
            ended_at,
            place: place.to_owned(),
            team: team.collect(),
            residents,
            services,
            checklist: Rule::ALL.iter().map(|rule| checked(*rule, broken)).collect(),
            problems: problems.to_owned(),
        }
    }
}

fn checked(rule: Rule, broken: bool) -> RuleCheck {
    let broken = broken && rule == Rule::Knock;
    RuleCheck {
        rule,
        kept: !broken,
        note: if broken { "居民反映敲门过重" } else { "" }.to_owned(),
    }
}

/// An event is nobody's household.
fn of_community(community: String) -> Who {
    Who {
        customer: None,
        account_number: String::new(),
        name: CONTACT.to_owned(),
        phone: String::new(),
        address: String::new(),
        community,
        area: Area::Urban,
    }
}
