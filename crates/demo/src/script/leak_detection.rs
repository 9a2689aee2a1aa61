//! The life of a leak detection (policy 2).

use domain::{
    Moment,
    moment::{DAY, MINUTE},
    service::{
        ServiceIntake, ServiceKind,
        act::StepInput,
        leak_detection::{
            self, BuildingKind, Escalation, LeakFinding, LeakGround, LeakSearch, MeterTurns, SearchMethod,
            SearchReply, StudyConclusion,
        },
        repair::MeterSide,
        step::{
            Appointment, Assignment, Consent, ConsentWay, ExtensionRequest, NoteInput, ReplyWay, StepKind,
            WordsInput,
        },
    },
    settings::Department,
    ticket::{Channel, TicketIntake},
};
use rand::Rng;

use super::{AGENT, ENGINEER, INSPECTOR, ScriptAction, ScriptStart, ScriptWriter};
use crate::{calls::StopPoint, names};

/// What customers say, where it is looked for, what is found there.
struct LeakScenario {
    ground: LeakGround,
    says: &'static str,
    signs: &'static str,
    methods: &'static [SearchMethod],
    place: &'static str,
    cause: &'static str,
}

const DOUBTS: &[LeakScenario; 5] = &[
    LeakScenario {
        ground: LeakGround::Doubt,
        says: "这两个月用水量翻了一倍，家里看不到漏水",
        signs: "",
        methods: &[SearchMethod::Meter, SearchMethod::Sections, SearchMethod::Sight],
        place: "户内各支管、卫生间",
        cause: "坐便器进水阀关闭不严，水沿溢流管流失",
    },
    LeakScenario {
        ground: LeakGround::Doubt,
        says: "关了总阀水表还在走，想请人查一查",
        signs: "夜里能听到轻微水声",
        methods: &[SearchMethod::Meter, SearchMethod::Listening],
        place: "表后埋地管、院内",
        cause: "表后埋地管接头开裂，水渗入地下",
    },
    LeakScenario {
        ground: LeakGround::LeakSeen,
        says: "客厅地板鼓起，墙角发霉，怀疑水管漏水",
        signs: "客厅东墙角潮湿",
        methods: &[SearchMethod::Pressure, SearchMethod::Thermal],
        place: "客厅地面暗管",
        cause: "地面暗装热水管弯头渗漏",
    },
    LeakScenario {
        ground: LeakGround::LeakSeen,
        says: "楼下邻居说天花板滴水，家里找不到漏点",
        signs: "楼下卫生间顶板有水渍",
        methods: &[SearchMethod::Sections, SearchMethod::Pressure],
        place: "卫生间立管与地漏周围",
        cause: "卫生间冷水支管丝扣处渗漏",
    },
    LeakScenario {
        ground: LeakGround::LeakSeen,
        says: "院子里有一块地总是湿的，几天没下雨了",
        signs: "院内地面返潮约两平方米",
        methods: &[
            SearchMethod::Listening,
            SearchMethod::Correlator,
            SearchMethod::Gas,
        ],
        place: "院内埋地管沿线",
        cause: "埋地镀锌管锈蚀穿孔",
    },
];

const SINCE: &[&str] = &["约一周前", "上个月抄表后", "三天前", "今天早上", "入冬以来"];
const BOTH: &[Department] = &[Department::Engineering, Department::Inspection];

impl ScriptWriter<'_> {
    pub(super) fn write_leak_detection(&mut self, report: &ScriptStart) -> (TicketIntake, &'static str) {
        let doubt = names::pick_item(self.chance, DOUBTS, &DOUBTS[0]);
        let meter_turns = match self.chance.random_range(0..5) {
            0 => MeterTurns::Unknown,
            1 => MeterTurns::Still,
            _ => MeterTurns::Turns,
        };
        let building = match self.chance.random_range(0..10) {
            0..6 => BuildingKind::Flat,
            6..8 => BuildingKind::Tower,
            8 => BuildingKind::House,
            _ => BuildingKind::Shop,
        };
        let asked = ServiceIntake::LeakDetection(leak_detection::LeakDetectionIntake {
            ground: doubt.ground,
            situation: report.choose_situation(doubt.says),
            since: self.pick_text(SINCE).to_owned(),
            meter_turns,
            signs: doubt.signs.to_owned(),
            building,
        });
        let open = report.build_intake(Channel::Hotline, AGENT, asked);
        self.add_detection_steps(doubt, &open);
        (open, AGENT)
    }

    fn add_detection_steps(&mut self, doubt: &LeakScenario, open: &TicketIntake) {
        if self.one_in(30) {
            return self.cancel_ticket("用户来电称已自行找到漏点", AGENT);
        }
        let goes = self.pick_text(names::INSPECTORS);
        let team = Assignment {
            crew: names::INSPECTION.to_owned(),
            goes: goes.to_owned(),
            note: String::new(),
        };
        let after = self.pick_minutes(4, 45);
        self.add_input_step(after, AGENT, AGENT, StepInput::SendTeam(team));
        self.visit_for_leak(open, goes);
        let finding = self.search_leak(doubt, goes);
        let concluded = if finding == LeakFinding::Undetermined {
            self.escalate_and_conclude(open, goes)
        } else {
            finding
        };
        self.answer_search(doubt, open, goes, concluded);
    }

    fn visit_for_leak(&mut self, open: &TicketIntake, goes: &str) {
        if self.one_in(8) {
            let at = self.pick_next_morning();
            let appointment = Appointment {
                at,
                reason: "用户白天上班，约定时间".to_owned(),
                agreed_with: open.name.clone(),
            };
            self.add_input_step(5 * MINUTE, AGENT, AGENT, StepInput::Appoint(appointment));
            let late = if self.one_in(8) { 25 * MINUTE } else { 0 };
            let after = at.0 + late - self.at.0;
            return self.add_input_step(after, goes, INSPECTOR, StepInput::Arrive(NoteInput::default()));
        }
        let after = if self.one_in(12) {
            DAY + self.pick_daytime_delay(30, 500)
        } else {
            self.pick_daytime_delay(45, 360)
        };
        self.add_input_step(after, goes, INSPECTOR, StepInput::Arrive(NoteInput::default()));
    }

    fn search_leak(&mut self, doubt: &LeakScenario, goes: &str) -> LeakFinding {
        let study = matches!(
            self.until,
            StopPoint::After(StepKind::Search | StepKind::Escalate)
        );
        let finding = match self.chance.random_range(0..100) {
            _ if study => LeakFinding::Undetermined,
            0..62 => LeakFinding::Found,
            62..84 => LeakFinding::NotFound,
            _ => LeakFinding::Undetermined,
        };
        let search = match finding {
            LeakFinding::Found => self.build_search(doubt, goes, finding, doubt.cause),
            LeakFinding::NotFound => {
                self.build_search(doubt, goes, finding, "逐段关阀并打压试验，户内外管道均无渗漏")
            }
            LeakFinding::Undetermined => self.build_search(
                doubt,
                goes,
                finding,
                "管道埋设深、无图纸，现有仪器受干扰，暂时无法定位",
            ),
        };
        let after = self.pick_minutes(35, 150);
        self.add_input_step(after, goes, INSPECTOR, StepInput::Search(search));
        finding
    }

    fn build_search(
        &mut self,
        doubt: &LeakScenario,
        goes: &str,
        finding: LeakFinding,
        cause: &str,
    ) -> LeakSearch {
        let side = if self.one_in(6) {
            MeterSide::Before
        } else {
            MeterSide::After
        };
        LeakSearch {
            methods: doubt.methods.to_vec(),
            place: doubt.place.to_owned(),
            finding,
            cause: cause.to_owned(),
            meter_side: (finding == LeakFinding::Found).then_some(side),
            determined_by: if finding == LeakFinding::NotFound {
                "演示稽查队长".to_owned()
            } else {
                String::new()
            },
            searchers: vec![goes.to_owned()],
        }
    }

    /// Nobody promises anything before the departments have concluded (2.4).
    fn escalate_and_conclude(&mut self, open: &TicketIntake, goes: &str) -> LeakFinding {
        let escalation = Escalation {
            reported_to: "演示分管经理".to_owned(),
            departments: BOTH.to_vec(),
            question: "埋地管段无图纸，请研究查找办法和处理方案".to_owned(),
        };
        let after = self.pick_daytime_delay(30, 300);
        self.add_input_step(after, goes, INSPECTOR, StepInput::Escalate(escalation));
        if self.one_in(2) {
            self.request_leak_extension(open, goes);
        }
        let (finding, conclusion) = match self.chance.random_range(0..4) {
            0 => (
                LeakFinding::NotFound,
                "经两次复测未发现漏点，水表校验合格，确定无法找出",
            ),
            1 => (
                LeakFinding::Undetermined,
                "开挖条件暂不具备，先加装监测表，一个月后复测",
            ),
            _ => (
                LeakFinding::Found,
                "用示踪气体复测，漏点位于院内转角处埋地管，建议改走明管",
            ),
        };
        let conclusion = StudyConclusion {
            departments: BOTH.to_vec(),
            study: "总工办与稽查队现场会商，调取竣工图并夜间复测".to_owned(),
            conclusion: conclusion.to_owned(),
            finding,
            decided_by: "演示总工程师".to_owned(),
        };
        let after = self.pick_daytime_delay(900, 3_200);
        self.add_input_step(after, ENGINEER, ENGINEER, StepInput::Conclude(conclusion));
        finding
    }

    fn request_leak_extension(&mut self, open: &TicketIntake, goes: &str) {
        let request = ExtensionRequest {
            until: Moment(open.received_at.0 + 7 * DAY),
            reason: "需组织多部门研究，三天内难以答复".to_owned(),
        };
        self.add_input_step(20 * MINUTE, goes, INSPECTOR, StepInput::AskExtension(request));
        let note = "同意，请向用户说明".to_owned();
        let after = self.pick_minutes(20, 200);
        self.add_input_step(
            after,
            ENGINEER,
            ENGINEER,
            StepInput::ApproveExtension(NoteInput { note }),
        );
    }

    fn answer_search(&mut self, doubt: &LeakScenario, open: &TicketIntake, goes: &str, finding: LeakFinding) {
        if self.one_in(20) {
            let words = "用户来电询问检漏结果".to_owned();
            self.add_input_step(10 * MINUTE, AGENT, AGENT, StepInput::Urge(WordsInput { words }));
        }
        let after = if self.one_in(10) {
            2 * DAY + self.pick_daytime_delay(60, 1_500)
        } else {
            self.pick_minutes(10, 200)
        };
        let reply = build_search_reply(doubt, open, finding);
        self.add_input_step(after, goes, INSPECTOR, StepInput::ReplySearch(reply));
        if !self.one_in(3) {
            let answer = self.pick_household_answer(open);
            let place = open.address.clone();
            self.add_input_step(5 * MINUTE, goes, INSPECTOR, StepInput::Acknowledge(answer, place));
        }
        if finding == LeakFinding::Found {
            self.ask_repair_consent(open, goes);
        }
        self.add_follow_ups("用户认为检漏等候时间长");
        self.close_ticket();
    }

    /// A leak that was found is repaired if the customer agrees (1.3).
    fn ask_repair_consent(&mut self, open: &TicketIntake, goes: &str) {
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
        self.add_input_step(3 * MINUTE, goes, INSPECTOR, StepInput::Consent(consent));
        if agreed {
            let after = self.pick_minutes(2, 30);
            self.add_step(after, AGENT, AGENT, ScriptAction::Link(ServiceKind::Repair));
        }
    }
}

fn build_search_reply(doubt: &LeakScenario, open: &TicketIntake, finding: LeakFinding) -> SearchReply {
    let (text, explanation, advice) = match finding {
        LeakFinding::Found => (
            format!("漏点已找到：{}，位置在{}", doubt.cause, doubt.place),
            "",
            "维修前请先关闭表后阀门",
        ),
        LeakFinding::NotFound => (
            "经检查确定无法找出漏点".to_owned(),
            "已逐段关阀并打压试验，向用户说明检查过程和结果",
            "连续一周早晚记录水表读数，如有变化请拨打服务热线",
        ),
        LeakFinding::Undetermined => (
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
