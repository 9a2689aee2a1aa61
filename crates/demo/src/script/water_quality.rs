//! The life of a water test (policy 3).

use domain::{
    moment::{DAY, HOUR, MINUTE},
    service::{
        Asked,
        act::Act,
        step::{Appointment, Assignment, Because, HandOver},
        water_quality::{self, Entered, Entering, Passing, Receipt, Sampling, Symptom, Tap},
    },
    ticket::{Channel, Open},
};
use rand::Rng;

use super::{AGENT, DISPATCHER, INSPECTOR, LAB, Report, Writer, by_phone};
use crate::names;

/// What customers notice, and what is wrong with the water when something is.
struct Notice {
    symptoms: &'static [Symptom],
    tap: Tap,
    says: &'static str,
    fails: &'static [&'static str],
}

const NOTICES: &[Notice; 6] = &[
    Notice {
        symptoms: &[Symptom::Turbid],
        tap: Tap::Cold,
        says: "早上放出来的水发白，静置一会儿变清",
        fails: &["turbidity"],
    },
    Notice {
        symptoms: &[Symptom::Turbid, Symptom::Colour],
        tap: Tap::Cold,
        says: "停水恢复后水发黄，放了半小时还没清",
        fails: &["turbidity", "iron"],
    },
    Notice {
        symptoms: &[Symptom::Smell],
        tap: Tap::Both,
        says: "水有漂白粉味，烧开后仍能闻到",
        fails: &["free_chlorine"],
    },
    Notice {
        symptoms: &[Symptom::Particles],
        tap: Tap::Hot,
        says: "热水里有黑色小颗粒，滤网上也有",
        fails: &["iron"],
    },
    Notice {
        symptoms: &[Symptom::Scale],
        tap: Tap::Cold,
        says: "水壶水垢多，想知道水的硬度",
        fails: &[],
    },
    Notice {
        symptoms: &[Symptom::Wish],
        tap: Tap::Cold,
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

impl Writer<'_> {
    pub(super) fn water_quality(&mut self, report: &Report) -> (Open, &'static str) {
        let notice = names::pick(self.chance, NOTICES, &NOTICES[0]);
        let asked = Asked::WaterQuality(water_quality::Asked {
            symptoms: notice.symptoms.to_vec(),
            since: self
                .word(&["昨天起", "约三天前", "上周停水后", "一直如此"])
                .to_owned(),
            tap: notice.tap,
            all_taps: Some(!self.one_in(4)),
            situation: report.says(notice.says),
        });
        let open = report.open(Channel::Hotline, AGENT, asked);
        self.test(notice, &open);
        (open, AGENT)
    }

    fn test(&mut self, notice: &Notice, open: &Open) {
        if self.one_in(30) {
            return self.cancel("用户来电称放水后已恢复正常，不再需要化验", AGENT);
        }
        let taken = HandOver {
            taken_by: DISPATCHER.to_owned(),
            note: String::new(),
        };
        let after = self.minutes(2, 25);
        self.act(after, AGENT, AGENT, Act::HandOver(taken));
        let goes = self.word(names::INSPECTORS);
        let team = Assignment {
            crew: names::INSPECTION.to_owned(),
            goes: goes.to_owned(),
            note: "带无菌瓶和冷藏箱".to_owned(),
        };
        let after = self.minutes(5, 60);
        self.act(after, DISPATCHER, DISPATCHER, Act::SendSampler(team));
        self.sample(notice, open, goes);
        self.bring(notice, goes);
        self.analyse(notice);
        self.tell_results(notice, open);
    }

    fn sample(&mut self, notice: &Notice, open: &Open, goes: &str) {
        let after = if self.one_in(12) {
            DAY + self.by_day(20, 500)
        } else if self.one_in(9) {
            self.sampling_appointment(open)
        } else {
            self.by_day(30, 330)
        };
        let present = !self.one_in(6);
        let sampling = self.sampling(notice, present);
        self.act(after, goes, INSPECTOR, Act::Sample(sampling));
        if present {
            let answer = self.answer(open);
            let place = open.address.clone();
            self.act(4 * MINUTE, goes, INSPECTOR, Act::Acknowledge(answer, place));
        }
    }

    fn sampling_appointment(&mut self, open: &Open) -> i64 {
        let at = self.morning();
        let appointment = Appointment {
            at,
            reason: "家中白天无人，约定取样时间".to_owned(),
            agreed_with: open.name.clone(),
        };
        self.act(2 * MINUTE, AGENT, AGENT, Act::Appoint(appointment));
        at.0 - self.at.0
    }

    fn sampling(&mut self, notice: &Notice, present: bool) -> Sampling {
        let serial = self.chance.random_range(0..10_000);
        let tap = match notice.tap {
            Tap::Hot => "厨房热水龙头",
            _ => "厨房冷水龙头",
        };
        Sampling {
            sample_number: format!("SY{}-{serial:04}", self.at.date().format("%y%m%d")),
            place: tap.to_owned(),
            bottles: self.chance.random_range(2..5),
            customer_present: present,
            note: "放水三分钟后取样，瓶口已封".to_owned(),
        }
    }

    /// To the laboratory, by way of somebody else now and then; a sample it does not take is taken again.
    fn bring(&mut self, notice: &Notice, goes: &str) {
        if self.one_in(5) {
            let passing = Passing {
                to: "演示送样员".to_owned(),
                note: "冷藏箱 4 ℃ 保存".to_owned(),
            };
            let after = self.minutes(15, 70);
            self.act(after, goes, INSPECTOR, Act::PassSample(passing));
        }
        let after = if self.one_in(12) {
            self.minutes(365, 900)
        } else {
            self.minutes(35, 240)
        };
        if self.one_in(22) {
            let reason = self.word(&["瓶口封签破损", "水样温度超过 10 ℃", "水量不足，无法检测"]);
            let reason = reason.to_owned();
            self.act(after, "演示化验员甲", LAB, Act::RejectSample(Because { reason }));
            let sampling = self.sampling(notice, false);
            let after = self.by_day(60, 400);
            self.act(after, goes, INSPECTOR, Act::Sample(sampling));
            let after = self.minutes(35, 200);
            return self.receive(after);
        }
        self.receive(after);
    }

    fn receive(&mut self, after: i64) {
        let receipt = Receipt {
            received_by: "演示化验员甲".to_owned(),
            seal_whole: !self.one_in(40),
            condition: "冷藏送达，瓶体完好，水量充足".to_owned(),
        };
        self.act(after, "演示化验员甲", LAB, Act::ReceiveSample(receipt));
    }

    fn analyse(&mut self, notice: &Notice) {
        let fails = !notice.fails.is_empty() && self.one_in(6);
        let fails = if fails { notice.fails } else { &[] };
        let full = self.one_in(2);
        let values = self.values(fails, full);
        let entering = Entering {
            values,
            analyst: "演示化验员甲".to_owned(),
            reviewer: "演示化验员乙".to_owned(),
            note: String::new(),
        };
        let after = if self.shown() {
            20 * HOUR
        } else {
            self.minutes(1_300, 2_600)
        };
        self.act(after, "演示化验员甲", LAB, Act::EnterResults(entering.clone()));
        if self.one_in(30) {
            let again = Entering {
                note: "复核时发现 pH 录入有误，重新录入".to_owned(),
                values: self.values(fails, full),
                ..entering
            };
            let after = self.minutes(20, 90);
            self.act(after, "演示化验员乙", LAB, Act::EnterResults(again));
        }
    }

    /// In the units of the table in force.
    fn values(&mut self, fails: &[&str], full: bool) -> Vec<Entered> {
        let parameters = &self.world.standard.parameters;
        let wanted = parameters
            .iter()
            .filter(|parameter| full || QUICK.contains(&parameter.code.as_str()));
        let mut values = Vec::new();
        for parameter in wanted {
            let code = parameter.code.as_str();
            let value = if fails.contains(&code) {
                self.bad_value(code)
            } else {
                self.usual_value(code)
            };
            values.extend(value.map(|value| Entered {
                parameter: code.to_owned(),
                value,
                unit: parameter.unit.clone(),
            }));
        }
        values
    }

    fn usual_value(&mut self, code: &str) -> Option<String> {
        if ABSENT.contains(&code) {
            return Some("未检出".to_owned());
        }
        let (_, least, most, decimals, below) = USUAL.iter().find(|usual| usual.0 == code)?;
        if self.chance.random_ratio(*below, 10) {
            return Some(format!("<{}", decimal(*least, *decimals)));
        }
        Some(decimal(self.chance.random_range(*least..*most), *decimals))
    }

    fn bad_value(&mut self, code: &str) -> Option<String> {
        match code {
            "turbidity" => Some(decimal(self.chance.random_range(110..290), 2)),
            "iron" => Some(decimal(self.chance.random_range(320..640), 3)),
            "free_chlorine" if self.one_in(3) => Some("<0.02".to_owned()),
            "free_chlorine" => Some(decimal(self.chance.random_range(2..5), 2)),
            _ => None,
        }
    }

    fn tell_results(&mut self, notice: &Notice, open: &Open) {
        let after = if self.one_in(10) {
            DAY + self.by_day(200, 1_200)
        } else {
            self.by_day(10, 150)
        };
        let text = match notice.fails {
            [] => "已告知用户各项检测结果，并解释水垢成因和饮水注意事项",
            _ => "已按检测报告单逐项告知用户检测结果，并说明后续处理；如仍有异常请拨打服务热线",
        };
        let reply = by_phone(text, &open.name);
        self.act(after, AGENT, AGENT, Act::ReplyResults(reply));
        self.follow_up("用户希望更快得到结果");
        self.close();
    }
}

/// 105 with two decimals: `1.05`.
fn decimal(digits: i64, decimals: u32) -> String {
    let whole = 10_i64.pow(decimals);
    if decimals == 0 {
        return digits.to_string();
    }
    let width = usize::try_from(decimals).unwrap_or(0);
    format!("{}.{:0width$}", digits / whole, digits % whole)
}
