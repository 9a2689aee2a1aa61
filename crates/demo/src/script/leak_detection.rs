//! The life of a leak detection (policy 2).

use domain::{
    Moment,
    moment::{DAY, MINUTE},
    service::{
        Asked, ServiceKind,
        act::Act,
        leak_detection::{
            self, Building, Conclusion, Escalation, Finding, Ground, MeterTurns, Method, Search, SearchReply,
        },
        repair::MeterSide,
        step::{Appointment, Assignment, Consent, ConsentWay, ExtensionRequest, Plain, ReplyWay, Step, Urge},
    },
    settings::Department,
    ticket::{Channel, Open},
};
use rand::Rng;

use super::{AGENT, Doing, ENGINEER, INSPECTOR, Report, Writer};
use crate::{calls::Until, names};

/// What customers say, where it is looked for, what is found there.
struct Doubt {
    ground: Ground,
    says: &'static str,
    signs: &'static str,
    methods: &'static [Method],
    place: &'static str,
    cause: &'static str,
}

const DOUBTS: &[Doubt; 5] = &[
    Doubt {
        ground: Ground::Doubt,
        says: "这两个月用水量翻了一倍，家里看不到漏水",
        signs: "",
        methods: &[Method::Meter, Method::Sections, Method::Sight],
        place: "户内各支管、卫生间",
        cause: "坐便器进水阀关闭不严，水沿溢流管流失",
    },
    Doubt {
        ground: Ground::Doubt,
        says: "关了总阀水表还在走，想请人查一查",
        signs: "夜里能听到轻微水声",
        methods: &[Method::Meter, Method::Listening],
        place: "表后埋地管、院内",
        cause: "表后埋地管接头开裂，水渗入地下",
    },
    Doubt {
        ground: Ground::LeakSeen,
        says: "客厅地板鼓起，墙角发霉，怀疑水管漏水",
        signs: "客厅东墙角潮湿",
        methods: &[Method::Pressure, Method::Thermal],
        place: "客厅地面暗管",
        cause: "地面暗装热水管弯头渗漏",
    },
    Doubt {
        ground: Ground::LeakSeen,
        says: "楼下邻居说天花板滴水，家里找不到漏点",
        signs: "楼下卫生间顶板有水渍",
        methods: &[Method::Sections, Method::Pressure],
        place: "卫生间立管与地漏周围",
        cause: "卫生间冷水支管丝扣处渗漏",
    },
    Doubt {
        ground: Ground::LeakSeen,
        says: "院子里有一块地总是湿的，几天没下雨了",
        signs: "院内地面返潮约两平方米",
        methods: &[Method::Listening, Method::Correlator, Method::Gas],
        place: "院内埋地管沿线",
        cause: "埋地镀锌管锈蚀穿孔",
    },
];

const SINCE: &[&str] = &["约一周前", "上个月抄表后", "三天前", "今天早上", "入冬以来"];
const BOTH: &[Department] = &[Department::Engineering, Department::Inspection];

impl Writer<'_> {
    pub(super) fn leak_detection(&mut self, report: &Report) -> (Open, &'static str) {
        let doubt = names::pick(self.chance, DOUBTS, &DOUBTS[0]);
        let meter_turns = match self.chance.random_range(0..5) {
            0 => MeterTurns::Unknown,
            1 => MeterTurns::Still,
            _ => MeterTurns::Turns,
        };
        let building = match self.chance.random_range(0..10) {
            0..6 => Building::Flat,
            6..8 => Building::Tower,
            8 => Building::House,
            _ => Building::Shop,
        };
        let asked = Asked::LeakDetection(leak_detection::Asked {
            ground: doubt.ground,
            situation: report.says(doubt.says),
            since: self.word(SINCE).to_owned(),
            meter_turns,
            signs: doubt.signs.to_owned(),
            building,
        });
        let open = report.open(Channel::Hotline, AGENT, asked);
        self.detect(doubt, &open);
        (open, AGENT)
    }

    fn detect(&mut self, doubt: &Doubt, open: &Open) {
        if self.one_in(30) {
            return self.cancel("用户来电称已自行找到漏点", AGENT);
        }
        let goes = self.word(names::INSPECTORS);
        let team = Assignment {
            crew: names::INSPECTION.to_owned(),
            goes: goes.to_owned(),
            note: String::new(),
        };
        let after = self.minutes(4, 45);
        self.act(after, AGENT, AGENT, Act::SendTeam(team));
        self.visit_for_leak(open, goes);
        let finding = self.search(doubt, goes);
        let concluded = if finding == Finding::Undetermined {
            self.study(open, goes)
        } else {
            finding
        };
        self.answer_search(doubt, open, goes, concluded);
    }

    fn visit_for_leak(&mut self, open: &Open, goes: &str) {
        if self.one_in(8) {
            let at = self.morning();
            let appointment = Appointment {
                at,
                reason: "用户白天上班，约定时间".to_owned(),
                agreed_with: open.name.clone(),
            };
            self.act(5 * MINUTE, AGENT, AGENT, Act::Appoint(appointment));
            let late = if self.one_in(8) { 25 * MINUTE } else { 0 };
            let after = at.0 + late - self.at.0;
            return self.act(after, goes, INSPECTOR, Act::Arrive(Plain::default()));
        }
        let after = if self.one_in(12) {
            DAY + self.by_day(30, 500)
        } else {
            self.by_day(45, 360)
        };
        self.act(after, goes, INSPECTOR, Act::Arrive(Plain::default()));
    }

    fn search(&mut self, doubt: &Doubt, goes: &str) -> Finding {
        let study = matches!(self.until, Until::After(Step::Search | Step::Escalate));
        let finding = match self.chance.random_range(0..100) {
            _ if study => Finding::Undetermined,
            0..62 => Finding::Found,
            62..84 => Finding::NotFound,
            _ => Finding::Undetermined,
        };
        let search = match finding {
            Finding::Found => self.searched(doubt, goes, finding, doubt.cause),
            Finding::NotFound => {
                self.searched(doubt, goes, finding, "逐段关阀并打压试验，户内外管道均无渗漏")
            }
            Finding::Undetermined => self.searched(
                doubt,
                goes,
                finding,
                "管道埋设深、无图纸，现有仪器受干扰，暂时无法定位",
            ),
        };
        let after = self.minutes(35, 150);
        self.act(after, goes, INSPECTOR, Act::Search(search));
        finding
    }

    fn searched(&mut self, doubt: &Doubt, goes: &str, finding: Finding, cause: &str) -> Search {
        let side = if self.one_in(6) {
            MeterSide::Before
        } else {
            MeterSide::After
        };
        Search {
            methods: doubt.methods.to_vec(),
            place: doubt.place.to_owned(),
            finding,
            cause: cause.to_owned(),
            meter_side: (finding == Finding::Found).then_some(side),
            determined_by: if finding == Finding::NotFound {
                "演示稽查队长".to_owned()
            } else {
                String::new()
            },
            searchers: vec![goes.to_owned()],
        }
    }

    /// Nobody promises anything before the departments have concluded (2.4).
    fn study(&mut self, open: &Open, goes: &str) -> Finding {
        let escalation = Escalation {
            reported_to: "演示分管经理".to_owned(),
            departments: BOTH.to_vec(),
            question: "埋地管段无图纸，请研究查找办法和处理方案".to_owned(),
        };
        let after = self.by_day(30, 300);
        self.act(after, goes, INSPECTOR, Act::Escalate(escalation));
        if self.one_in(2) {
            self.more_time(open, goes);
        }
        let (finding, conclusion) = match self.chance.random_range(0..4) {
            0 => (
                Finding::NotFound,
                "经两次复测未发现漏点，水表校验合格，确定无法找出",
            ),
            1 => (
                Finding::Undetermined,
                "开挖条件暂不具备，先加装监测表，一个月后复测",
            ),
            _ => (
                Finding::Found,
                "用示踪气体复测，漏点位于院内转角处埋地管，建议改走明管",
            ),
        };
        let conclusion = Conclusion {
            departments: BOTH.to_vec(),
            study: "总工办与稽查队现场会商，调取竣工图并夜间复测".to_owned(),
            conclusion: conclusion.to_owned(),
            finding,
            decided_by: "演示总工程师".to_owned(),
        };
        let after = self.by_day(900, 3_200);
        self.act(after, ENGINEER, ENGINEER, Act::Conclude(conclusion));
        finding
    }

    fn more_time(&mut self, open: &Open, goes: &str) {
        let request = ExtensionRequest {
            until: Moment(open.received_at.0 + 7 * DAY),
            reason: "需组织多部门研究，三天内难以答复".to_owned(),
        };
        self.act(20 * MINUTE, goes, INSPECTOR, Act::AskExtension(request));
        let note = "同意，请向用户说明".to_owned();
        let after = self.minutes(20, 200);
        self.act(after, ENGINEER, ENGINEER, Act::ApproveExtension(Plain { note }));
    }

    fn answer_search(&mut self, doubt: &Doubt, open: &Open, goes: &str, finding: Finding) {
        if self.one_in(20) {
            let words = "用户来电询问检漏结果".to_owned();
            self.act(10 * MINUTE, AGENT, AGENT, Act::Urge(Urge { words }));
        }
        let after = if self.one_in(10) {
            2 * DAY + self.by_day(60, 1_500)
        } else {
            self.minutes(10, 200)
        };
        let reply = search_reply(doubt, open, finding);
        self.act(after, goes, INSPECTOR, Act::ReplySearch(reply));
        if !self.one_in(3) {
            let answer = self.answer(open);
            let place = open.address.clone();
            self.act(5 * MINUTE, goes, INSPECTOR, Act::Acknowledge(answer, place));
        }
        if finding == Finding::Found {
            self.repair_it(open, goes);
        }
        self.follow_up("用户认为检漏等候时间长");
        self.close();
    }

    /// A leak that was found is repaired if the customer agrees (1.3).
    fn repair_it(&mut self, open: &Open, goes: &str) {
        if self.one_in(4) {
            return;
        }
        let agreed = !self.one_in(4);
        let words = if agreed {
            "请公司来修"
        } else {
            "自己找人维修"
        };
        let consent = Consent {
            agreed,
            given_by: open.name.clone(),
            way: ConsentWay::Oral,
            words: words.to_owned(),
        };
        self.act(3 * MINUTE, goes, INSPECTOR, Act::Consent(consent));
        if agreed {
            let after = self.minutes(2, 30);
            self.step(after, AGENT, AGENT, Doing::Link(ServiceKind::Repair));
        }
    }
}

fn search_reply(doubt: &Doubt, open: &Open, finding: Finding) -> SearchReply {
    let (text, explanation, advice) = match finding {
        Finding::Found => (
            format!("漏点已找到：{}，位置在{}", doubt.cause, doubt.place),
            "",
            "维修前请先关闭表后阀门",
        ),
        Finding::NotFound => (
            "经检查确定无法找出漏点".to_owned(),
            "已逐段关阀并打压试验，向用户说明检查过程和结果",
            "连续一周早晚记录水表读数，如有变化请拨打服务热线",
        ),
        Finding::Undetermined => (
            "经研究暂不具备开挖条件，先加装监测表，一个月后复测".to_owned(),
            "向用户说明了各部门研究的情况和下一步安排",
            "复测前夜间不用水时请关闭表后阀门",
        ),
    };
    SearchReply {
        text,
        told: open.name.clone(),
        by: ReplyWay::OnSite,
        explanation: explanation.to_owned(),
        advice: advice.to_owned(),
    }
}
