//! The life of a reminder (policy 1).

use domain::{
    acknowledgement::{Answer, Relation, Signer},
    moment::{DAY, MINUTE},
    service::{
        Asked, ServiceKind,
        act::Act,
        reminder::{self, Finder, Readings, Reason, Telling},
        step::{Consent, ConsentWay, ReplyWay, Urge},
    },
    ticket::{Channel, Open},
};
use rand::Rng;

use super::{AGENT, Doing, INSPECTOR, MANAGER, Report, Writer};
use crate::names;

/// What staff find on their rounds, how it is explained, and which service takes it further.
struct Found {
    reason: Reason,
    says: &'static [&'static str],
    explained: &'static str,
    advice: &'static str,
    further: Option<ServiceKind>,
}

const FOUND: &[Found; 5] = &[
    Found {
        reason: Reason::Abnormal,
        says: &[
            "本期用水量明显高于往期，关闭全部龙头后水表仍在转动",
            "抄表发现用水量突然增加，用户称用水习惯没有变化",
        ],
        explained: "向用户说明本期与往期用水量的对比，提示可能存在暗漏",
        advice: "夜间关闭全部用水器具后观察水表，并检查坐便器水箱是否漏水",
        further: Some(ServiceKind::LeakDetection),
    },
    Found {
        reason: Reason::SuspectedLeak,
        says: &["水表井内有清水积存，表后接头潮湿", "楼道管道井内表后管有滴水痕迹"],
        explained: "请用户查看表后接头渗水情况，说明渗水会计入用水量",
        advice: "外出时关闭表后阀门，尽快检修接头",
        further: Some(ServiceKind::Repair),
    },
    Found {
        reason: Reason::Hazard,
        says: &[
            "表后阀门锈死，紧急情况下无法关闭",
            "室外表后管道保温层脱落，入冬有冻裂危险",
        ],
        explained: "说明阀门失灵、管道裸露可能造成跑水，请用户重视",
        advice: "更换阀门，管道包扎保温材料",
        further: Some(ServiceKind::Repair),
    },
    Found {
        reason: Reason::Hazard,
        says: &["水表井被杂物占压，抄表和检修均不便", "住户在水表旁堆放易燃物"],
        explained: "说明水表井被占压影响检修和用水安全",
        advice: "请尽快清理，保持水表周围畅通",
        further: None,
    },
    Found {
        reason: Reason::Other,
        says: &[
            "房屋长期空置，水表停走，提醒用户防冻和关阀",
            "屋顶水箱久未清洗，提醒用户定期清洗消毒",
        ],
        explained: "当面说明情况并留下服务热线",
        advice: "长期无人居住时关闭表前阀门",
        further: None,
    },
];

const READERS: &[&str] = &["演示抄表员甲", "演示抄表员乙", "演示抄表员丙"];

impl Writer<'_> {
    pub(super) fn reminder(&mut self, report: &Report) -> (Open, &'static str) {
        let found = names::pick(self.chance, FOUND, &FOUND[0]);
        let (found_by, finder) = self.finder();
        let situation = report.says(self.word(found.says));
        let readings = (found.reason == Reason::Abnormal).then(|| self.readings());
        let asked = Asked::Reminder(reminder::Asked {
            reason: found.reason,
            found_by,
            finder: finder.to_owned(),
            situation,
            readings,
        });
        let recorder = if found_by == Finder::Inspection {
            INSPECTOR
        } else {
            AGENT
        };
        let channel = if found_by == Finder::OtherStaff {
            Channel::Employee
        } else {
            Channel::Department
        };
        let open = report.open(channel, finder, asked);
        self.remind(found, &open, finder, recorder);
        (open, recorder)
    }

    fn finder(&mut self) -> (Finder, &'static str) {
        match self.chance.random_range(0..10) {
            0..6 => (Finder::MeterReading, self.word(READERS)),
            6..9 => (Finder::Inspection, self.word(names::INSPECTORS)),
            _ => (Finder::OtherStaff, "演示收费员"),
        }
    }

    fn readings(&mut self) -> Readings {
        let (last, usual) = (
            self.chance.random_range(180..2_600),
            self.chance.random_range(6..24),
        );
        Readings {
            last,
            this: last + usual * self.chance.random_range(2..6) + self.chance.random_range(0..9),
            usual,
        }
    }

    fn remind(&mut self, found: &Found, open: &Open, finder: &str, recorder: &'static str) {
        if self.one_in(40) {
            return self.cancel("经复核，抄表读数有误，已更正，不再提醒", MANAGER);
        }
        if self.one_in(25) {
            let words = "请尽快联系用户，当天告知".to_owned();
            self.act(40 * MINUTE, MANAGER, MANAGER, Act::Supervise(Urge { words }));
        }
        let absent = self.one_in(5);
        let needed = found.further.filter(|_| !absent && !self.one_in(3));
        let after = if self.one_in(12) {
            DAY + self.by_day(60, 900)
        } else {
            self.by_day(12, 420)
        };
        let telling = Telling {
            told: open.name.clone(),
            by: if absent { ReplyWay::Phone } else { ReplyWay::OnSite },
            explained: found.explained.to_owned(),
            advice: found.advice.to_owned(),
            company_needed: needed.is_some(),
        };
        self.act(after, finder, recorder, Act::Tell(telling));
        let answer = if absent {
            self.left(finder, recorder)
        } else {
            self.confirmed(open, finder, recorder)
        };
        let after = self.minutes(3, 40);
        let place = open.address.clone();
        self.act(after, finder, recorder, Act::Acknowledge(answer, place));
        if let Some(service) = needed {
            self.further(open, service, finder, recorder);
        }
        if self.one_in(3) {
            self.follow_up("用户认为应当早些提醒");
        }
        let morning = self.morning();
        self.at = morning;
        self.close();
    }

    /// Nobody was there: the notice hangs at the door, with a photo (1.2).
    fn left(&mut self, by: &str, recorder: &'static str) -> Answer {
        let notice = self.world.photos.notice.clone();
        self.attach(&notice, by, recorder);
        Answer::Left {
            reason: self
                .word(&["两次上门家中无人", "用户在外地，电话已告知", "租户不便代签"])
                .to_owned(),
            place: self.word(&["入户门把手", "入户门上", "信报箱"]).to_owned(),
            photo: notice.sha256,
        }
    }

    fn confirmed(&mut self, open: &Open, by: &str, recorder: &'static str) -> Answer {
        if self.one_in(14) {
            return Answer::Refused {
                reason: self.word(&["用户对用水量有异议", "用户不愿签字"]).to_owned(),
                witness: "演示社区网格员".to_owned(),
            };
        }
        if self.one_in(5) {
            let signer = Signer {
                name: open.name.clone(),
                relation: Relation::Householder,
                phone: open.phone.clone(),
            };
            return self.on_paper(signer, by, recorder);
        }
        self.answer(open)
    }

    /// The customer's consent, and only with it the ticket for the department concerned (1.3).
    fn further(&mut self, open: &Open, service: ServiceKind, by: &str, recorder: &'static str) {
        let agreed = !self.one_in(4);
        let words = if agreed {
            "同意公司上门处理"
        } else {
            self.word(&["自行找人处理", "暂不处理，先观察"])
        };
        let consent = Consent {
            agreed,
            given_by: open.name.clone(),
            way: if self.one_in(3) {
                ConsentWay::Phone
            } else {
                ConsentWay::Oral
            },
            words: words.to_owned(),
        };
        self.act(2 * MINUTE, by, recorder, Act::Consent(consent));
        if agreed {
            let after = self.minutes(2, 25);
            self.step(after, AGENT, AGENT, Doing::Link(service));
        }
    }
}
