//! The life of a water test (policy 3).

use domain::{
    moment::{DAY, HOUR, MINUTE},
    service::{
        ServiceIntake,
        act::StepInput,
        step::{Appointment, Assignment, HandOver, ReasonInput},
        water_quality::{
            self, EnteredValue, ResultsInput, SampleReceipt, SampleTransfer, Sampling, TapKind, WaterSymptom,
        },
    },
    ticket::{Channel, TicketIntake},
};
use rand::Rng;

use super::{AGENT, DISPATCHER, INSPECTOR, LAB, ScriptStart, ScriptWriter, build_phone_reply};
use crate::names;

/// What customers notice, and what is wrong with the water when something is.
struct WaterScenario {
    symptoms: &'static [WaterSymptom],
    tap: TapKind,
    says: &'static str,
    fails: &'static [&'static str],
}

const NOTICES: &[WaterScenario; 6] = &[
    WaterScenario {
        symptoms: &[WaterSymptom::Turbid],
        tap: TapKind::Cold,
        says: "早上放出来的水发白，静置一会儿变清",
        fails: &["turbidity"],
    },
    WaterScenario {
        symptoms: &[WaterSymptom::Turbid, WaterSymptom::Colour],
        tap: TapKind::Cold,
        says: "停水恢复后水发黄，放了半小时还没清",
        fails: &["turbidity", "iron"],
    },
    WaterScenario {
        symptoms: &[WaterSymptom::Smell],
        tap: TapKind::Both,
        says: "水有漂白粉味，烧开后仍能闻到",
        fails: &["free_chlorine"],
    },
    WaterScenario {
        symptoms: &[WaterSymptom::Particles],
        tap: TapKind::Hot,
        says: "热水里有黑色小颗粒，滤网上也有",
        fails: &["iron"],
    },
    WaterScenario {
        symptoms: &[WaterSymptom::Scale],
        tap: TapKind::Cold,
        says: "水壶水垢多，想知道水的硬度",
        fails: &[],
    },
    WaterScenario {
        symptoms: &[WaterSymptom::Wish],
        tap: TapKind::Cold,
        says: "家里有婴儿，希望了解自来水水质",
        fails: &[],
    },
];

/// Values of tap water that is in order: parameter, least and most in the unit's last decimals, decimals; below
/// the method's detection limit as often as the last number says, in ten.
const USUAL: &[(&str, i64, i64, u32, u32)] = &[
    ("colour", 5, 8, 0, 4),
    ("turbidity", 12, 68, 2, 0),
    ("ph", 710, 805, 2, 0),
    ("aluminium", 20, 90, 3, 3),
    ("iron", 50, 190, 3, 6),
    ("manganese", 10, 60, 3, 8),
    ("copper", 6, 30, 3, 9),
    ("zinc", 20, 180, 3, 7),
    ("chloride", 180, 620, 1, 0),
    ("sulphate", 400, 1_300, 1, 0),
    ("dissolved_solids", 280, 560, 0, 0),
    ("hardness", 180, 330, 0, 0),
    ("permanganate", 70, 190, 2, 0),
    ("ammonia", 20, 120, 3, 6),
    ("nitrate", 110, 680, 2, 0),
    ("fluoride", 20, 62, 2, 0),
    ("free_chlorine", 8, 42, 2, 0),
    ("total_bacteria", 1, 32, 0, 0),
];

/// Looked at, smelled, bred: in order when there is nothing.
const ABSENT: &[&str] = &["odour", "visible_matter", "total_coliforms", "e_coli"];

/// The few that are measured when no more is asked for.
const QUICK: &[&str] = &[
    "colour",
    "turbidity",
    "odour",
    "visible_matter",
    "ph",
    "iron",
    "hardness",
    "free_chlorine",
    "total_coliforms",
    "total_bacteria",
];

impl ScriptWriter<'_> {
    pub(super) fn write_water_quality(&mut self, report: &ScriptStart) -> (TicketIntake, &'static str) {
        let notice = names::pick_item(self.chance, NOTICES, &NOTICES[0]);
        let asked = ServiceIntake::WaterQuality(water_quality::WaterQualityIntake {
            symptoms: notice.symptoms.to_vec(),
            since: self
                .pick_text(&["昨天起", "约三天前", "上周停水后", "一直如此"])
                .to_owned(),
            tap: notice.tap,
            all_taps: Some(!self.one_in(4)),
            situation: report.choose_situation(notice.says),
        });
        let open = report.build_intake(Channel::Hotline, AGENT, asked);
        self.add_test_steps(notice, &open);
        (open, AGENT)
    }

    fn add_test_steps(&mut self, notice: &WaterScenario, open: &TicketIntake) {
        if self.one_in(30) {
            return self.cancel_ticket("用户来电称放水后已恢复正常，不再需要化验", AGENT);
        }
        let taken = HandOver {
            taken_by: DISPATCHER.to_owned(),
            note: String::new(),
        };
        let after = self.pick_minutes(2, 25);
        self.add_input_step(after, AGENT, AGENT, StepInput::HandOver(taken));
        let goes = self.pick_text(names::INSPECTORS);
        let team = Assignment {
            crew: names::INSPECTION.to_owned(),
            goes: goes.to_owned(),
            note: "带无菌瓶和冷藏箱".to_owned(),
        };
        let after = self.pick_minutes(5, 60);
        self.add_input_step(after, DISPATCHER, DISPATCHER, StepInput::SendSampler(team));
        self.take_sample(notice, open, goes);
        self.deliver_sample(notice, goes);
        self.analyse_sample(notice);
        self.tell_results(notice, open);
    }

    fn take_sample(&mut self, notice: &WaterScenario, open: &TicketIntake, goes: &str) {
        let after = if self.one_in(12) {
            DAY + self.pick_daytime_delay(20, 500)
        } else if self.one_in(9) {
            self.appoint_sampling(open)
        } else {
            self.pick_daytime_delay(30, 330)
        };
        let present = !self.one_in(6);
        let sampling = self.build_sampling(notice, present);
        self.add_input_step(after, goes, INSPECTOR, StepInput::Sample(sampling));
        if present {
            let answer = self.pick_household_answer(open);
            let place = open.address.clone();
            self.add_input_step(4 * MINUTE, goes, INSPECTOR, StepInput::Acknowledge(answer, place));
        }
    }

    fn appoint_sampling(&mut self, open: &TicketIntake) -> i64 {
        let at = self.pick_next_morning();
        let appointment = Appointment {
            at,
            reason: "家中白天无人，约定取样时间".to_owned(),
            agreed_with: open.name.clone(),
        };
        self.add_input_step(2 * MINUTE, AGENT, AGENT, StepInput::Appoint(appointment));
        at.0 - self.at.0
    }

    fn build_sampling(&mut self, notice: &WaterScenario, present: bool) -> Sampling {
        let serial = self.chance.random_range(0..10_000);
        let tap = match notice.tap {
            TapKind::Hot => "厨房热水龙头",
            _ => "厨房冷水龙头",
        };
        Sampling {
            sample_number: format!("SY{}-{serial:04}", self.at.local_date().format("%y%m%d")),
            place: tap.to_owned(),
            bottles: self.chance.random_range(2..5),
            customer_present: present,
            note: "放水三分钟后取样，瓶口已封".to_owned(),
        }
    }

    /// To the laboratory, by way of somebody else now and then; a sample it does not take is taken again.
    fn deliver_sample(&mut self, notice: &WaterScenario, goes: &str) {
        if self.one_in(5) {
            let passing = SampleTransfer {
                to: "演示送样员".to_owned(),
                note: "冷藏箱 4 ℃ 保存".to_owned(),
            };
            let after = self.pick_minutes(15, 70);
            self.add_input_step(after, goes, INSPECTOR, StepInput::PassSample(passing));
        }
        let after = if self.one_in(12) {
            self.pick_minutes(365, 900)
        } else {
            self.pick_minutes(35, 240)
        };
        if self.one_in(22) {
            let reason = self.pick_text(&["瓶口封签破损", "水样温度超过 10 ℃", "水量不足，无法检测"]);
            let reason = reason.to_owned();
            self.add_input_step(
                after,
                "演示化验员甲",
                LAB,
                StepInput::RejectSample(ReasonInput { reason }),
            );
            let sampling = self.build_sampling(notice, false);
            let after = self.pick_daytime_delay(60, 400);
            self.add_input_step(after, goes, INSPECTOR, StepInput::Sample(sampling));
            let after = self.pick_minutes(35, 200);
            return self.receive_sample(after);
        }
        self.receive_sample(after);
    }

    fn receive_sample(&mut self, after: i64) {
        let receipt = SampleReceipt {
            received_by: "演示化验员甲".to_owned(),
            seal_whole: !self.one_in(40),
            condition: "冷藏送达，瓶体完好，水量充足".to_owned(),
        };
        self.add_input_step(after, "演示化验员甲", LAB, StepInput::ReceiveSample(receipt));
    }

    fn analyse_sample(&mut self, notice: &WaterScenario) {
        let fails = !notice.fails.is_empty() && self.one_in(6);
        let fails = if fails { notice.fails } else { &[] };
        let full = self.one_in(2);
        let values = self.pick_test_values(fails, full);
        let entering = ResultsInput {
            values,
            analyst: "演示化验员甲".to_owned(),
            reviewer: "演示化验员乙".to_owned(),
            note: String::new(),
        };
        let after = if self.is_waiting_case() {
            20 * HOUR
        } else {
            self.pick_minutes(1_300, 2_600)
        };
        self.add_input_step(
            after,
            "演示化验员甲",
            LAB,
            StepInput::EnterResults(entering.clone()),
        );
        if self.one_in(30) {
            let again = ResultsInput {
                note: "复核时发现 pH 录入有误，重新录入".to_owned(),
                values: self.pick_test_values(fails, full),
                ..entering
            };
            let after = self.pick_minutes(20, 90);
            self.add_input_step(after, "演示化验员乙", LAB, StepInput::EnterResults(again));
        }
    }

    /// In the units of the table in force.
    fn pick_test_values(&mut self, fails: &[&str], full: bool) -> Vec<EnteredValue> {
        let parameters = &self.world.standard.parameters;
        let wanted = parameters
            .iter()
            .filter(|parameter| full || QUICK.contains(&parameter.code.as_str()));
        let mut values = Vec::new();
        for parameter in wanted {
            let code = parameter.code.as_str();
            let value = if fails.contains(&code) {
                self.pick_bad_value(code)
            } else {
                self.pick_usual_value(code)
            };
            values.extend(value.map(|value| EnteredValue {
                parameter: code.to_owned(),
                value,
                unit: parameter.unit.clone(),
            }));
        }
        values
    }

    fn pick_usual_value(&mut self, code: &str) -> Option<String> {
        if ABSENT.contains(&code) {
            return Some("未检出".to_owned());
        }
        let (_, least, most, decimals, below) = USUAL.iter().find(|usual| usual.0 == code)?;
        if self.chance.random_ratio(*below, 10) {
            return Some(format!("<{}", format_decimal(*least, *decimals)));
        }
        Some(format_decimal(self.chance.random_range(*least..*most), *decimals))
    }

    fn pick_bad_value(&mut self, code: &str) -> Option<String> {
        match code {
            "turbidity" => Some(format_decimal(self.chance.random_range(110..290), 2)),
            "iron" => Some(format_decimal(self.chance.random_range(320..640), 3)),
            "free_chlorine" if self.one_in(3) => Some("<0.02".to_owned()),
            "free_chlorine" => Some(format_decimal(self.chance.random_range(2..5), 2)),
            _ => None,
        }
    }

    fn tell_results(&mut self, notice: &WaterScenario, open: &TicketIntake) {
        let after = if self.one_in(10) {
            DAY + self.pick_daytime_delay(200, 1_200)
        } else {
            self.pick_daytime_delay(10, 150)
        };
        let text = match notice.fails {
            [] => "已告知用户各项检测结果，并解释水垢成因和饮水注意事项",
            _ => "已按检测报告单逐项告知用户检测结果，并说明后续处理；如仍有异常请拨打服务热线",
        };
        let reply = build_phone_reply(text, &open.name);
        self.add_input_step(after, AGENT, AGENT, StepInput::ReplyResults(reply));
        self.add_follow_ups("用户希望更快得到结果");
        self.close_ticket();
    }
}

/// 105 with two decimals: `1.05`.
fn format_decimal(digits: i64, decimals: u32) -> String {
    let whole = 10_i64.pow(decimals);
    if decimals == 0 {
        return digits.to_string();
    }
    let width = usize::try_from(decimals).unwrap_or(0);
    format!("{}.{:0width$}", digits / whole, digits % whole)
}
