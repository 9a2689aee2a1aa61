//! What the steps of one service say.

use super::{
    Told,
    asked::{places, yes_no},
    told,
};
use crate::{
    service::{
        community::{EventDecision, Held, RuleCheck, Schedule},
        emergency_water::{Authorisation, OutageChange, SafetyCheck, Trip},
        leak_detection::{Conclusion, Escalation, Search, SearchReply},
        reminder::Telling,
        step::{Consent, Step},
        water_quality::{Passing, Receipt, Results, Sampling},
    },
    settings::Department,
    standard::Judged,
    ticket::Link,
};

pub(super) fn link_opened(link: &Link) -> Told {
    told(
        Step::OpenLinked.zh(),
        vec![
            ("工单编号", link.number.clone()),
            ("服务类别", link.service.zh().to_owned()),
        ],
    )
}

pub(super) fn consented(it: &Consent) -> Told {
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

pub(super) fn telling(it: &Telling) -> Told {
    told(
        Step::Tell.zh(),
        vec![
            ("告知对象", it.told.clone()),
            ("方式", it.by.zh().to_owned()),
            ("告知内容", it.explained.clone()),
            ("建议", it.advice.clone()),
            ("是否需要公司处理", yes_no(Some(it.company_needed))),
        ],
    )
}

pub(super) fn searched(it: &Search) -> Told {
    told(
        Step::Search.zh(),
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
        ],
    )
}

pub(super) fn escalated(it: &Escalation) -> Told {
    told(
        Step::Escalate.zh(),
        vec![
            ("汇报对象", it.reported_to.clone()),
            ("参与部门", Department::list(&it.departments)),
            ("研究事项", it.question.clone()),
        ],
    )
}

pub(super) fn concluded(it: &Conclusion) -> Told {
    told(
        Step::Conclude.zh(),
        vec![
            ("参与部门", Department::list(&it.departments)),
            ("研究情况", it.study.clone()),
            ("结论", it.conclusion.clone()),
            ("认定结果", it.finding.zh().to_owned()),
            ("决定人", it.decided_by.clone()),
        ],
    )
}

pub(super) fn search_replied(it: &SearchReply) -> Told {
    told(
        Step::ReplySearch.zh(),
        vec![
            ("回复内容", it.text.clone()),
            ("回复对象", it.told.clone()),
            ("方式", it.by.zh().to_owned()),
            ("解释", it.explanation.clone()),
            ("建议", it.advice.clone()),
        ],
    )
}

pub(super) fn sampled(it: &Sampling) -> Told {
    told(
        Step::Sample.zh(),
        vec![
            ("样品编号", it.sample_number.clone()),
            ("取样点", it.place.clone()),
            ("数量", format!("{} 瓶", it.bottles)),
            ("用户在场", yes_no(Some(it.customer_present))),
            ("现场情况", it.note.clone()),
        ],
    )
}

pub(super) fn sample_passed(it: &Passing) -> Told {
    told(
        Step::PassSample.zh(),
        vec![("接手人", it.to.clone()), ("保存情况", it.note.clone())],
    )
}

pub(super) fn sample_received(it: &Receipt) -> Told {
    told(
        Step::ReceiveSample.zh(),
        vec![
            ("收样人", it.received_by.clone()),
            ("封签完好", yes_no(Some(it.seal_whole))),
            ("样品状态", it.condition.clone()),
        ],
    )
}

pub(super) fn results_entered(it: &Results) -> Told {
    let failed: Vec<String> = it.failed().map(Judged::zh).collect();
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

pub(super) fn event_decided(it: &EventDecision) -> Told {
    told(
        Step::DecideEvent.zh(),
        vec![
            ("是否有必要", yes_no(Some(it.necessary))),
            ("理由", it.reason.clone()),
        ],
    )
}

/// 排定活动, or 活动改期.
pub(super) fn event_scheduled(step: Step, it: &Schedule) -> Told {
    told(
        step.zh(),
        vec![
            ("时间", it.at.text()),
            ("地点", it.place.clone()),
            ("与谁约定", it.agreed_with.clone()),
            ("原因", it.reason.clone()),
        ],
    )
}

pub(super) fn event_held(it: &Held) -> Told {
    let broken: Vec<String> = it.broken().map(RuleCheck::zh).collect();
    told(
        Step::HoldEvent.zh(),
        vec![
            ("结束时间", it.ended_at.text()),
            ("地点", it.place.clone()),
            ("便民服务队", it.team_zh()),
            ("服务居民", format!("{} 人次", it.residents)),
            ("服务项目", it.services_zh()),
            ("未做到的规定", broken.join("；")),
            ("反映的问题", it.problems.clone()),
        ],
    )
}

pub(super) fn authorised(it: &Authorisation) -> Told {
    told(
        Step::Authorise.zh(),
        vec![
            ("授权人", it.authorised_by.clone()),
            ("参与部门", Department::list(&it.departments)),
            ("部署", it.order.clone()),
            ("理由", it.reason.clone()),
        ],
    )
}

pub(super) fn trip_made(it: &Trip) -> Told {
    let stops = it.stops.iter().map(|stop| {
        let (at, place) = (stop.at.text(), stop.place + 1);
        format!("{at} 第 {place} 处 {} 户", stop.households)
    });
    let stops: Vec<String> = stops.collect();
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

pub(super) fn safety_checked(it: &SafetyCheck) -> Told {
    let wrong = it.lines.iter().filter(|line| !line.ok);
    let wrong: Vec<String> = wrong
        .map(|line| format!("{}：{}", line.item.zh(), line.note))
        .collect();
    told(
        Step::CheckSafety.zh(),
        vec![
            ("地点", it.place.clone()),
            ("检查人", it.checked_by.clone()),
            ("在场部门", Department::list(&it.departments)),
            ("问题及处理", wrong.join("；")),
        ],
    )
}

pub(super) fn outage_changed(it: &OutageChange) -> Told {
    told(
        Step::ChangeOutage.zh(),
        vec![
            ("预计恢复", it.expected_end.text()),
            ("新增范围", places(&it.places)),
            ("原因", it.reason.clone()),
        ],
    )
}
