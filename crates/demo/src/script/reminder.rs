//! The life of a reminder (policy 1).

use domain::{
    acknowledgement::{AcknowledgementAnswer, CustomerSigner, SignerRelation},
    moment::{DAY, MINUTE},
    service::{
        ServiceIntake, ServiceKind,
        act::StepInput,
        reminder::{self, MeterReadings, ReminderFinder, ReminderReason, ReminderTelling},
        step::{Consent, ConsentWay, ReplyWay, WordsInput},
    },
    ticket::{Channel, TicketIntake},
};
use rand::Rng;

use super::{AGENT, INSPECTOR, MANAGER, ScriptAction, ScriptStart, ScriptWriter};
use crate::names;

/// What staff find on their rounds, how it is explained, and which service takes it further.
struct ReminderScenario {
    reason: ReminderReason,
    says: &'static [&'static str],
    explained: &'static str,
    advice: &'static str,
    further: Option<ServiceKind>,
}

const FOUND: &[ReminderScenario; 5] = &[
    ReminderScenario {
        reason: ReminderReason::Abnormal,
        says: &[
            "本期用水量明显高于往期，关闭全部龙头后水表仍在转动",
            "抄表发现用水量突然增加，用户称用水习惯没有变化",
        ],
        explained: "向用户说明本期与往期用水量的对比，提示可能存在暗漏",
        advice: "夜间关闭全部用水器具后观察水表，并检查坐便器水箱是否漏水",
        further: Some(ServiceKind::LeakDetection),
    },
    ReminderScenario {
        reason: ReminderReason::SuspectedLeak,
        says: &["水表井内有清水积存，表后接头潮湿", "楼道管道井内表后管有滴水痕迹"],
        explained: "请用户查看表后接头渗水情况，说明渗水会计入用水量",
        advice: "外出时关闭表后阀门，尽快检修接头",
        further: Some(ServiceKind::Repair),
    },
    ReminderScenario {
        reason: ReminderReason::Hazard,
        says: &[
            "表后阀门锈死，紧急情况下无法关闭",
            "室外表后管道保温层脱落，入冬有冻裂危险",
        ],
        explained: "说明阀门失灵、管道裸露可能造成跑水，请用户重视",
        advice: "更换阀门，管道包扎保温材料",
        further: Some(ServiceKind::Repair),
    },
    ReminderScenario {
        reason: ReminderReason::Hazard,
        says: &["水表井被杂物占压，抄表和检修均不便", "住户在水表旁堆放易燃物"],
        explained: "说明水表井被占压影响检修和用水安全",
        advice: "请尽快清理，保持水表周围畅通",
        further: None,
    },
    ReminderScenario {
        reason: ReminderReason::Other,
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

impl ScriptWriter<'_> {
    pub(super) fn write_reminder(&mut self, report: &ScriptStart) -> (TicketIntake, &'static str) {
        let found = names::pick_item(self.chance, FOUND, &FOUND[0]);
        let (found_by, finder) = self.pick_finder();
        let situation = report.choose_situation(self.pick_text(found.says));
        let readings = (found.reason == ReminderReason::Abnormal).then(|| self.make_readings());
        let asked = ServiceIntake::Reminder(reminder::ReminderIntake {
            reason: found.reason,
            found_by,
            finder: finder.to_owned(),
            situation,
            readings,
        });
        let recorder = if found_by == ReminderFinder::Inspection {
            INSPECTOR
        } else {
            AGENT
        };
        let channel = if found_by == ReminderFinder::OtherStaff {
            Channel::Employee
        } else {
            Channel::Department
        };
        let open = report.build_intake(channel, finder, asked);
        self.add_reminder_steps(found, &open, finder, recorder);
        (open, recorder)
    }

    fn pick_finder(&mut self) -> (ReminderFinder, &'static str) {
        match self.chance.random_range(0..10) {
            0..6 => (ReminderFinder::MeterReading, self.pick_text(READERS)),
            6..9 => (ReminderFinder::Inspection, self.pick_text(names::INSPECTORS)),
            _ => (ReminderFinder::OtherStaff, "演示收费员"),
        }
    }

    fn make_readings(&mut self) -> MeterReadings {
        let (last, usual) = (
            self.chance.random_range(180..2_600),
            self.chance.random_range(6..24),
        );
        MeterReadings {
            last,
            this: last + usual * self.chance.random_range(2..6) + self.chance.random_range(0..9),
            usual,
        }
    }

    fn add_reminder_steps(
        &mut self,
        found: &ReminderScenario,
        open: &TicketIntake,
        finder: &str,
        recorder: &'static str,
    ) {
        if self.one_in(40) {
            return self.cancel_ticket("经复核，抄表读数有误，已更正，不再提醒", MANAGER);
        }
        if self.one_in(25) {
            let words = "请尽快联系用户，当天告知".to_owned();
            self.add_input_step(
                40 * MINUTE,
                MANAGER,
                MANAGER,
                StepInput::Supervise(WordsInput { words }),
            );
        }
        let absent = self.one_in(5);
        let needed = found.further.filter(|_| !absent && !self.one_in(3));
        let after = if self.one_in(12) {
            DAY + self.pick_daytime_delay(60, 900)
        } else {
            self.pick_daytime_delay(12, 420)
        };
        let telling = ReminderTelling {
            told: open.name.clone(),
            by: if absent { ReplyWay::Phone } else { ReplyWay::OnSite },
            explained: found.explained.to_owned(),
            advice: found.advice.to_owned(),
            company_needed: needed.is_some(),
        };
        self.add_input_step(after, finder, recorder, StepInput::Tell(telling));
        let answer = if absent {
            self.leave_notice(finder, recorder)
        } else {
            self.pick_reminder_answer(open, finder, recorder)
        };
        let after = self.pick_minutes(3, 40);
        let place = open.address.clone();
        self.add_input_step(after, finder, recorder, StepInput::Acknowledge(answer, place));
        if let Some(service) = needed {
            self.ask_further_consent(open, service, finder, recorder);
        }
        if self.one_in(3) {
            self.add_follow_ups("用户认为应当早些提醒");
        }
        let morning = self.pick_next_morning();
        self.at = morning;
        self.close_ticket();
    }

    /// Nobody was there: the notice hangs at the door, with a photo (1.2).
    fn leave_notice(&mut self, by: &str, recorder: &'static str) -> AcknowledgementAnswer {
        let notice = self.world.photos.notice.clone();
        self.attach_file(&notice, by, recorder);
        AcknowledgementAnswer::Left {
            reason: self
                .pick_text(&["两次上门家中无人", "用户在外地，电话已告知", "租户不便代签"])
                .to_owned(),
            place: self.pick_text(&["入户门把手", "入户门上", "信报箱"]).to_owned(),
            photo: notice.sha256,
        }
    }

    fn pick_reminder_answer(
        &mut self,
        open: &TicketIntake,
        by: &str,
        recorder: &'static str,
    ) -> AcknowledgementAnswer {
        if self.one_in(14) {
            return AcknowledgementAnswer::Refused {
                reason: self.pick_text(&["用户对用水量有异议", "用户不愿签字"]).to_owned(),
                witness: "演示社区网格员".to_owned(),
            };
        }
        if self.one_in(5) {
            let signer = CustomerSigner {
                name: open.name.clone(),
                relation: SignerRelation::Householder,
                phone: open.phone.clone(),
            };
            return self.sign_on_paper(signer, by, recorder);
        }
        self.pick_household_answer(open)
    }

    /// The customer's consent, and only with it the ticket for the department concerned (1.3).
    fn ask_further_consent(
        &mut self,
        open: &TicketIntake,
        service: ServiceKind,
        by: &str,
        recorder: &'static str,
    ) {
        let agreed = !self.one_in(4);
        let words = if agreed {
            "同意公司上门处理"
        } else {
            self.pick_text(&["自行找人处理", "暂不处理，先观察"])
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
        self.add_input_step(2 * MINUTE, by, recorder, StepInput::Consent(consent));
        if agreed {
            let after = self.pick_minutes(2, 25);
            self.add_step(after, AGENT, AGENT, ScriptAction::Link(service));
        }
    }
}
