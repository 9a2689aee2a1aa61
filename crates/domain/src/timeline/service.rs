//! What only one service's facts say: what it asked, and its own steps.

use super::{Told, told};
use crate::{
    Moment,
    fact::TicketFact,
    service::{
        Asked, ServiceKind, community, emergency_water, leak_detection, reminder, repair,
        step::{Consent, Step},
        water_quality,
    },
    settings::Department,
    ticket::{Link, Open},
};

fn yes_no(answer: Option<bool>) -> String {
    match answer {
        Some(true) => "是".to_owned(),
        Some(false) => "否".to_owned(),
        None => String::new(),
    }
}

fn departments(all: &[Department]) -> String {
    all.iter()
        .map(|department| department.zh())
        .collect::<Vec<_>>()
        .join("、")
}

/// The report, with what its service asked.
pub(super) fn opened(open: &Open, from: Option<&Link>) -> Told {
    let title = match open.asked.kind() {
        ServiceKind::Repair => "受理报修",
        ServiceKind::Reminder => "发起提醒",
        ServiceKind::LeakDetection => "受理检漏申请",
        ServiceKind::WaterQuality => "受理化验要求",
        ServiceKind::Community => "登记社区活动",
        ServiceKind::EmergencyWater => "登记停水",
    };
    let mut lines = vec![
        ("接报时间", open.received_at.text()),
        ("发起表单", open.raised_at.map(Moment::text).unwrap_or_default()),
        ("接报渠道", open.channel.zh().to_owned()),
        ("首接人", open.first_receiver.clone()),
    ];
    lines.extend(asked(&open.asked));
    lines.push(("外部单号", open.external_number.clone()));
    lines.push((
        "来自工单",
        from.map(|link| format!("{}（{}）", link.number, link.service.zh()))
            .unwrap_or_default(),
    ));
    told(title, lines)
}

/// What a service asked, line by line: one telling for screen, console and paper.
#[must_use]
pub fn asked(asked: &Asked) -> Vec<(&'static str, String)> {
    match asked {
        Asked::Repair(it) => repair(it),
        Asked::Reminder(it) => reminder(it),
        Asked::LeakDetection(it) => leak(it),
        Asked::WaterQuality(it) => water(it),
        Asked::Community(it) => vec![
            ("来源", it.origin.zh().to_owned()),
            ("活动内容", it.topic.clone()),
            ("情况", it.situation.clone()),
            ("计划时间", it.planned_at.map(Moment::text).unwrap_or_default()),
            ("计划地点", it.place.clone()),
            ("提出人", it.suggested_by.clone()),
        ],
        Asked::EmergencyWater(it) => vec![
            ("停水原因", it.cause.clone()),
            ("停水开始", it.started_at.text()),
            ("预计恢复", it.expected_end.text()),
            ("停水范围", places(&it.places)),
        ],
    }
}

fn repair(it: &repair::Asked) -> Vec<(&'static str, String)> {
    vec![
        ("故障", it.fault.zh().to_owned()),
        ("位置", it.meter_side.zh().to_owned()),
        ("情况", it.situation.clone()),
        ("用户能否关阀", yes_no(it.valve_shuts)),
        ("是否影响邻居", yes_no(it.neighbours_affected)),
    ]
}

fn reminder(it: &reminder::Asked) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("提醒事项", it.reason.zh().to_owned()),
        ("发现人", format!("{}（{}）", it.finder, it.found_by.zh())),
        ("发现情况", it.situation.clone()),
    ];
    if let Some(readings) = &it.readings {
        lines.push((
            "水表读数",
            format!("上次 {}，本次 {}（立方米）", readings.last, readings.this),
        ));
        lines.push((
            "本期用水",
            format!(
                "{} 立方米，平时 {} 立方米，变化 {}",
                readings.used(),
                readings.usual,
                readings.change_text()
            ),
        ));
    }
    lines
}

fn leak(it: &leak_detection::Asked) -> Vec<(&'static str, String)> {
    vec![
        ("申请理由", it.ground.zh().to_owned()),
        ("情况", it.situation.clone()),
        ("何时开始", it.since.clone()),
        ("关闭用水后水表", it.meter_turns.zh().to_owned()),
        ("潮湿、声响等迹象", it.signs.clone()),
        ("房屋类型", it.building.zh().to_owned()),
    ]
}

fn water(it: &water_quality::Asked) -> Vec<(&'static str, String)> {
    vec![
        ("水质现象", it.symptoms_zh()),
        ("何时开始", it.since.clone()),
        ("哪种水", it.tap.zh().to_owned()),
        ("是否各处都有", yes_no(it.all_taps)),
        ("情况", it.situation.clone()),
    ]
}

fn places(all: &[emergency_water::Place]) -> String {
    all.iter()
        .map(|place| format!("{}（{} 户）", place.zh(), place.households))
        .collect::<Vec<_>>()
        .join("、")
}

/// A step that only one service has.
pub(super) fn tell(fact: &TicketFact) -> Told {
    use TicketFact as F;
    match fact {
        F::LinkOpened(link) => told(
            Step::OpenLinked.zh(),
            vec![
                ("工单编号", link.number.clone()),
                ("服务类别", link.service.zh().to_owned()),
            ],
        ),
        F::Consented(it) => consented(it),
        F::Told(it) => told(
            Step::Tell.zh(),
            vec![
                ("告知对象", it.told.clone()),
                ("方式", it.by.zh().to_owned()),
                ("告知内容", it.explained.clone()),
                ("建议", it.advice.clone()),
                ("是否需要公司处理", yes_no(Some(it.company_needed))),
            ],
        ),
        F::Searched(_) | F::Escalated(_) | F::Concluded(_) | F::SearchReplied(_) => leak_step(fact),
        F::Sampled(_) | F::SamplePassed(_) | F::SampleReceived(_) | F::ResultsEntered(_) => water_step(fact),
        F::EventDecided(_) | F::EventScheduled(_) | F::EventMoved(_) | F::EventHeld(_) => event_step(fact),
        _ => outage_step(fact),
    }
}

fn consented(it: &Consent) -> Told {
    let answer = if it.agreed {
        "同意公司处理"
    } else {
        "不需要公司处理"
    };
    told(
        Step::Consent.zh(),
        vec![
            ("用户意见", answer.to_owned()),
            ("答复人", it.given_by.clone()),
            ("方式", it.way.zh().to_owned()),
            ("用户原话", it.words.clone()),
        ],
    )
}

fn leak_step(fact: &TicketFact) -> Told {
    match fact {
        TicketFact::Searched(it) => {
            let methods: Vec<&str> = it.methods.iter().map(|method| method.zh()).collect();
            told(
                Step::Search.zh(),
                vec![
                    ("检漏方法", methods.join("、")),
                    ("检漏部位", it.place.clone()),
                    ("结果", it.finding.zh().to_owned()),
                    ("说明", it.cause.clone()),
                    (
                        "漏点位置",
                        it.meter_side.map(|side| side.zh().to_owned()).unwrap_or_default(),
                    ),
                    ("认定人", it.determined_by.clone()),
                    ("检漏人员", it.searchers.join("、")),
                ],
            )
        }
        TicketFact::Escalated(it) => told(
            Step::Escalate.zh(),
            vec![
                ("汇报对象", it.reported_to.clone()),
                ("参与部门", departments(&it.departments)),
                ("研究事项", it.question.clone()),
            ],
        ),
        TicketFact::Concluded(it) => told(
            Step::Conclude.zh(),
            vec![
                ("参与部门", departments(&it.departments)),
                ("研究情况", it.study.clone()),
                ("结论", it.conclusion.clone()),
                ("认定结果", it.finding.zh().to_owned()),
                ("决定人", it.decided_by.clone()),
            ],
        ),
        TicketFact::SearchReplied(it) => told(
            Step::ReplySearch.zh(),
            vec![
                ("回复内容", it.text.clone()),
                ("回复对象", it.told.clone()),
                ("方式", it.by.zh().to_owned()),
                ("解释", it.explanation.clone()),
                ("建议", it.advice.clone()),
            ],
        ),
        _ => told("", Vec::new()),
    }
}

fn water_step(fact: &TicketFact) -> Told {
    match fact {
        TicketFact::Sampled(it) => told(
            Step::Sample.zh(),
            vec![
                ("样品编号", it.sample_number.clone()),
                ("取样点", it.place.clone()),
                ("数量", format!("{} 瓶", it.bottles)),
                ("用户在场", yes_no(Some(it.customer_present))),
                ("现场情况", it.note.clone()),
            ],
        ),
        TicketFact::SamplePassed(it) => told(
            Step::PassSample.zh(),
            vec![("接手人", it.to.clone()), ("保存情况", it.note.clone())],
        ),
        TicketFact::SampleReceived(it) => told(
            Step::ReceiveSample.zh(),
            vec![
                ("收样人", it.received_by.clone()),
                ("封签完好", yes_no(Some(it.seal_whole))),
                ("样品状态", it.condition.clone()),
            ],
        ),
        TicketFact::ResultsEntered(it) => {
            let failed: Vec<String> = it
                .failed()
                .map(|judged| {
                    format!(
                        "{} {}{}（限值 {}）",
                        judged.parameter.zh,
                        judged.value.zh(),
                        judged.parameter.unit,
                        judged.parameter.limit.zh()
                    )
                })
                .collect();
            told(
                Step::EnterResults.zh(),
                vec![
                    ("依据", it.source.clone()),
                    ("检测项目", format!("{} 项", it.values.len())),
                    ("结论", it.verdict().zh().to_owned()),
                    ("不合格项目", failed.join("；")),
                    ("检测人", it.analyst.clone()),
                    ("复核人", it.reviewer.clone()),
                    ("说明", it.note.clone()),
                ],
            )
        }
        _ => told("", Vec::new()),
    }
}

fn event_step(fact: &TicketFact) -> Told {
    let schedule = |step: Step, it: &community::Schedule| {
        told(
            step.zh(),
            vec![
                ("时间", it.at.text()),
                ("地点", it.place.clone()),
                ("与谁约定", it.agreed_with.clone()),
                ("原因", it.reason.clone()),
            ],
        )
    };
    match fact {
        TicketFact::EventDecided(it) => told(
            Step::DecideEvent.zh(),
            vec![
                ("是否有必要", yes_no(Some(it.necessary))),
                ("理由", it.reason.clone()),
            ],
        ),
        TicketFact::EventScheduled(it) => schedule(Step::ScheduleEvent, it),
        TicketFact::EventMoved(it) => schedule(Step::MoveEvent, it),
        TicketFact::EventHeld(it) => {
            let team: Vec<String> = it
                .team
                .iter()
                .map(|member| format!("{}（{}）", member.name, member.department.zh()))
                .collect();
            let services: Vec<String> = it
                .services
                .iter()
                .map(|given| format!("{} {} 次", given.service.zh(), given.times))
                .collect();
            let broken: Vec<String> = it
                .broken()
                .map(|line| format!("{}：{}", line.rule.zh(), line.note))
                .collect();
            told(
                Step::HoldEvent.zh(),
                vec![
                    ("结束时间", it.ended_at.text()),
                    ("地点", it.place.clone()),
                    ("便民服务队", team.join("、")),
                    ("服务居民", format!("{} 人次", it.residents)),
                    ("服务项目", services.join("、")),
                    ("未做到的规定", broken.join("；")),
                    ("反映的问题", it.problems.clone()),
                ],
            )
        }
        _ => told("", Vec::new()),
    }
}

fn outage_step(fact: &TicketFact) -> Told {
    match fact {
        TicketFact::Authorised(it) => told(
            Step::Authorise.zh(),
            vec![
                ("授权人", it.authorised_by.clone()),
                ("参与部门", departments(&it.departments)),
                ("部署", it.order.clone()),
                ("理由", it.reason.clone()),
            ],
        ),
        TicketFact::TripMade(it) => {
            let stops: Vec<String> = it
                .stops
                .iter()
                .map(|stop| {
                    format!(
                        "{} 第 {} 处 {} 户",
                        stop.at.text(),
                        stop.place + 1,
                        stop.households
                    )
                })
                .collect();
            told(
                Step::MakeTrip.zh(),
                vec![
                    ("车辆", it.vehicle.clone()),
                    ("司机", it.driver.clone()),
                    ("水量", format!("{} 升", it.litres)),
                    ("取水点", it.source.clone()),
                    ("停靠", stops.join("；")),
                ],
            )
        }
        TicketFact::SafetyChecked(it) => {
            let wrong: Vec<String> = it
                .lines
                .iter()
                .filter(|line| !line.ok)
                .map(|line| format!("{}：{}", line.item.zh(), line.note))
                .collect();
            told(
                Step::CheckSafety.zh(),
                vec![
                    ("地点", it.place.clone()),
                    ("检查人", it.checked_by.clone()),
                    ("在场部门", departments(&it.departments)),
                    ("问题及处理", wrong.join("；")),
                ],
            )
        }
        TicketFact::OutageChanged(it) => told(
            Step::ChangeOutage.zh(),
            vec![
                ("预计恢复", it.expected_end.text()),
                ("新增范围", places(&it.places)),
                ("原因", it.reason.clone()),
            ],
        ),
        _ => told("", Vec::new()),
    }
}
