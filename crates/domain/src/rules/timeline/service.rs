//! What the steps of one service say.

use super::{
    TimelineLines,
    asked::{join_places, yes_no},
};
use crate::{
    service::{
        community::{ConductCheck, EventDecision, EventSchedule, HeldEvent},
        emergency_water::{DeliveryAuthorisation, DeliveryTrip, OutageChange, SafetyCheck},
        leak_detection::{Escalation, LeakSearch, SearchReply, StudyConclusion},
        reminder::ReminderTelling,
        step::Consent,
        water_quality::{SampleReceipt, SampleTransfer, Sampling, WaterResults},
    },
    settings::Department,
    standard::JudgedValue,
    ticket::TicketLink,
};

pub(super) fn describe_link(link: &TicketLink) -> TimelineLines {
    vec![
        ("工单编号", link.number.clone()),
        ("服务类别", link.service.zh().to_owned()),
    ]
}

pub(super) fn describe_consent(it: &Consent) -> TimelineLines {
    let answer = if it.agreed {
        "同意公司处理"
    } else {
        "不需要公司处理"
    };
    vec![
        ("用户意见", answer.to_owned()),
        ("答复人", it.given_by.clone()),
        ("方式", it.way.zh().to_owned()),
        ("用户原话", it.words.clone()),
    ]
}

pub(super) fn describe_telling(it: &ReminderTelling) -> TimelineLines {
    vec![
        ("告知对象", it.told.clone()),
        ("方式", it.by.zh().to_owned()),
        ("告知内容", it.explained.clone()),
        ("建议", it.advice.clone()),
        ("是否需要公司处理", yes_no(Some(it.company_needed))),
    ]
}

pub(super) fn describe_search(it: &LeakSearch) -> TimelineLines {
    vec![
        ("检漏方法", it.methods_zh()),
        ("检漏部位", it.place.clone()),
        ("结果", it.finding.zh().to_owned()),
        ("说明", it.cause.clone()),
        (
            "漏点位置",
            it.meter_side.map(|side| side.zh().to_owned()).unwrap_or_default(),
        ),
        ("认定人", it.determined_by.clone()),
        ("检漏人员", it.searchers.join("、")),
    ]
}

pub(super) fn describe_escalation(it: &Escalation) -> TimelineLines {
    vec![
        ("汇报对象", it.reported_to.clone()),
        ("参与部门", Department::join_names(&it.departments)),
        ("研究事项", it.question.clone()),
    ]
}

pub(super) fn describe_conclusion(it: &StudyConclusion) -> TimelineLines {
    vec![
        ("参与部门", Department::join_names(&it.departments)),
        ("研究情况", it.study.clone()),
        ("结论", it.conclusion.clone()),
        ("认定结果", it.finding.zh().to_owned()),
        ("决定人", it.decided_by.clone()),
    ]
}

pub(super) fn describe_search_reply(it: &SearchReply) -> TimelineLines {
    vec![
        ("回复内容", it.text.clone()),
        ("回复对象", it.told.clone()),
        ("方式", it.by.zh().to_owned()),
        ("解释", it.explanation.clone()),
        ("建议", it.advice.clone()),
    ]
}

pub(super) fn describe_sampling(it: &Sampling) -> TimelineLines {
    vec![
        ("样品编号", it.sample_number.clone()),
        ("取样点", it.place.clone()),
        ("数量", format!("{} 瓶", it.bottles)),
        ("用户在场", yes_no(Some(it.customer_present))),
        ("现场情况", it.note.clone()),
    ]
}

pub(super) fn describe_sample_transfer(it: &SampleTransfer) -> TimelineLines {
    vec![("接手人", it.to.clone()), ("保存情况", it.note.clone())]
}

pub(super) fn describe_sample_receipt(it: &SampleReceipt) -> TimelineLines {
    vec![
        ("收样人", it.received_by.clone()),
        ("封签完好", yes_no(Some(it.seal_whole))),
        ("样品状态", it.condition.clone()),
    ]
}

pub(super) fn describe_results(it: &WaterResults) -> TimelineLines {
    let failed: Vec<String> = it.failed_values().map(JudgedValue::zh).collect();
    vec![
        ("依据", it.source.clone()),
        ("检测项目", format!("{} 项", it.values.len())),
        ("结论", it.sample_verdict().zh().to_owned()),
        ("不合格项目", failed.join("；")),
        ("检测人", it.analyst.clone()),
        ("复核人", it.reviewer.clone()),
        ("说明", it.note.clone()),
    ]
}

pub(super) fn describe_event_decision(it: &EventDecision) -> TimelineLines {
    vec![
        ("是否有必要", yes_no(Some(it.necessary))),
        ("理由", it.reason.clone()),
    ]
}

pub(super) fn describe_event_schedule(it: &EventSchedule) -> TimelineLines {
    vec![
        ("时间", it.at.date_time_text()),
        ("地点", it.place.clone()),
        ("与谁约定", it.agreed_with.clone()),
        ("原因", it.reason.clone()),
    ]
}

pub(super) fn describe_held_event(it: &HeldEvent) -> TimelineLines {
    let broken: Vec<String> = it.broken_rules().map(ConductCheck::zh).collect();
    vec![
        ("结束时间", it.ended_at.date_time_text()),
        ("地点", it.place.clone()),
        ("便民服务队", it.team_zh()),
        ("服务居民", format!("{} 人次", it.residents)),
        ("服务项目", it.services_zh()),
        ("未做到的规定", broken.join("；")),
        ("反映的问题", it.problems.clone()),
    ]
}

pub(super) fn describe_authorisation(it: &DeliveryAuthorisation) -> TimelineLines {
    vec![
        ("授权人", it.authorised_by.clone()),
        ("参与部门", Department::join_names(&it.departments)),
        ("部署", it.order.clone()),
        ("理由", it.reason.clone()),
    ]
}

pub(super) fn describe_trip(it: &DeliveryTrip) -> TimelineLines {
    let stops = it.stops.iter().map(|stop| {
        let (at, place) = (stop.at.date_time_text(), stop.place + 1);
        format!("{at} 第 {place} 处 {} 户", stop.households)
    });
    let stops: Vec<String> = stops.collect();
    vec![
        ("车辆", it.vehicle.clone()),
        ("司机", it.driver.clone()),
        ("水量", format!("{} 升", it.litres)),
        ("取水点", it.source.clone()),
        ("停靠", stops.join("；")),
    ]
}

pub(super) fn describe_safety_check(it: &SafetyCheck) -> TimelineLines {
    let wrong = it.lines.iter().filter(|line| !line.ok);
    let wrong: Vec<String> = wrong
        .map(|line| format!("{}：{}", line.item.zh(), line.note))
        .collect();
    vec![
        ("地点", it.place.clone()),
        ("检查人", it.checked_by.clone()),
        ("在场部门", Department::join_names(&it.departments)),
        ("问题及处理", wrong.join("；")),
    ]
}

pub(super) fn describe_outage_change(it: &OutageChange) -> TimelineLines {
    vec![
        ("预计恢复", it.expected_end.date_time_text()),
        ("新增范围", join_places(&it.places)),
        ("原因", it.reason.clone()),
    ]
}
