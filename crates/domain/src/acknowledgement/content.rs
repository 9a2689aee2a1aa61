//! What the customer is shown before signing, by kind: built from the ticket, never from a screen.

use super::{AckKind, Content, Line, Templates};
use crate::{
    Moment, Ticket,
    service::{Asked, community, emergency_water, leak_detection, reminder, repair, water_quality},
    ticket::{Case, Done},
};

/// Whether there is anything to confirm.
#[must_use]
pub fn confirmable(ticket: &Ticket) -> bool {
    shown(ticket).is_some()
}

/// What will be shown now; none before there is anything to confirm.
#[must_use]
pub fn content(ticket: &Ticket, place: &str, templates: &Templates) -> Option<Content> {
    let shown = shown(ticket)?;
    let template = templates.of(shown.kind);
    let mut facts = vec![line("工单编号", ticket.number.clone())];
    facts.extend(who(ticket));
    facts.extend(shown.facts);
    Some(Content {
        kind: shown.kind,
        template: template.version,
        ticket_number: ticket.number.clone(),
        text: template.text.clone(),
        facts: facts.into_iter().filter(|fact| !fact.value.is_empty()).collect(),
        place: place.to_owned(),
        staff: shown.staff,
    })
}

fn shown(ticket: &Ticket) -> Option<Shown> {
    Some(match &ticket.case {
        Case::Repair => repair_done(ticket, ticket.work.as_ref()?),
        Case::Reminder(case) => reminder_told(ticket, case.telling.as_ref()?),
        Case::LeakDetection(case) => leak_result(ticket, case)?,
        Case::WaterQuality(case) => sample_taken(case.sampling.as_ref()?),
        Case::Community(case) => community_event(ticket, case.held.as_ref()?),
        Case::EmergencyWater(case) => water_delivered(case)?,
    })
}

/// What one kind shows.
struct Shown {
    kind: AckKind,
    facts: Vec<Line>,
    staff: String,
}

fn line(label: &str, value: String) -> Line {
    Line {
        label: label.to_owned(),
        value,
    }
}

fn who(ticket: &Ticket) -> Vec<Line> {
    let open = &ticket.open;
    match ticket.case {
        Case::Community(_) => vec![line("小区（社区）", open.community.clone())],
        Case::EmergencyWater(_) => vec![line("停水地点", open.address.clone())],
        _ => vec![
            line("用户", open.name.clone()),
            line("户号", open.account_number.clone()),
            line("地址", open.address.clone()),
        ],
    }
}

/// 4.2, 4.3: found, done, people, materials.
fn repair_done(ticket: &Ticket, work: &Done<repair::Work>) -> Shown {
    let staff = work.details.staff();
    Shown {
        kind: AckKind::RepairDone,
        facts: vec![
            line("报修时间", ticket.open.received_at.text()),
            line(
                "到场时间",
                ticket.arrived_at.map(Moment::text).unwrap_or_default(),
            ),
            line("检查情况", work.details.found.clone()),
            line("维修内容", work.details.done.clone()),
            line("材料（用户自备）", work.details.materials_zh()),
            line("完成时间", work.at.text()),
            line("维修人员", staff.clone()),
        ],
        staff,
    }
}

/// 1.2: what was found and explained.
fn reminder_told(ticket: &Ticket, telling: &Done<reminder::Telling>) -> Shown {
    let mut facts = Vec::new();
    let mut staff = telling.by.clone();
    if let Asked::Reminder(asked) = &ticket.open.asked {
        facts.push(line("提醒事项", asked.reason.zh().to_owned()));
        facts.push(line("发现情况", asked.situation.clone()));
        if let Some(readings) = &asked.readings {
            facts.push(line(
                "水表读数",
                format!("上次 {} 立方米，本次 {} 立方米", readings.last, readings.this),
            ));
            facts.push(line(
                "本期用水",
                format!(
                    "{} 立方米（平时 {} 立方米，变化 {}）",
                    readings.used(),
                    readings.usual,
                    readings.change_text()
                ),
            ));
        }
        facts.push(line(
            "发现人",
            format!("{}（{}）", asked.finder, asked.found_by.zh()),
        ));
        if staff != asked.finder {
            staff = format!("{}、{staff}", asked.finder);
        }
    }
    facts.push(line("告知时间", telling.at.text()));
    facts.push(line("告知内容", telling.details.explained.clone()));
    facts.push(line("建议", telling.details.advice.clone()));
    Shown {
        kind: AckKind::ReminderTold,
        facts,
        staff,
    }
}

/// 2.4: where and how it was looked for, and what came of it.
fn leak_result(ticket: &Ticket, case: &leak_detection::Case) -> Option<Shown> {
    let search = case.searches.last()?;
    let staff = search.details.searchers.join("、");
    let conclusion = case.conclusion.as_ref();
    let reply = case.reply.as_ref();
    Some(Shown {
        kind: AckKind::LeakResult,
        facts: vec![
            line("申请时间", ticket.open.received_at.text()),
            line("检漏方法", search.details.methods_zh()),
            line("检漏部位", search.details.place.clone()),
            line("检漏结果", case.finding()?.zh().to_owned()),
            line("说明", search.details.cause.clone()),
            line(
                "研究结论",
                conclusion
                    .map(|conclusion| conclusion.details.conclusion.clone())
                    .unwrap_or_default(),
            ),
            line(
                "建议",
                reply
                    .map(|reply| reply.details.advice.clone())
                    .unwrap_or_default(),
            ),
            line("完成时间", search.at.text()),
            line("检漏人员", staff.clone()),
        ],
        staff,
    })
}

/// 3: number, place, time, sampler.
fn sample_taken(sampling: &Done<water_quality::Sampling>) -> Shown {
    Shown {
        kind: AckKind::SampleTaken,
        facts: vec![
            line("样品编号", sampling.details.sample_number.clone()),
            line("取样点", sampling.details.place.clone()),
            line("取样时间", sampling.at.text()),
            line("数量", format!("{} 瓶", sampling.details.bottles)),
            line("取样人", sampling.by.clone()),
            line("现场情况", sampling.details.note.clone()),
        ],
        staff: sampling.by.clone(),
    }
}

/// 5.3: what was done at the event.
fn community_event(ticket: &Ticket, held: &Done<community::Held>) -> Shown {
    let details = &held.details;
    let topic = match &ticket.open.asked {
        Asked::Community(asked) => asked.topic.clone(),
        _ => String::new(),
    };
    Shown {
        kind: AckKind::CommunityEvent,
        facts: vec![
            line("活动内容", topic),
            line("活动地点", details.place.clone()),
            line(
                "活动时间",
                format!("{} 至 {}", held.at.text(), details.ended_at.text()),
            ),
            line("服务居民", format!("{} 人次", details.residents)),
            line("服务项目", details.services_zh()),
            line("便民服务队", details.team_zh()),
        ],
        staff: details.team_zh(),
    }
}

/// 6.2: what was brought where.
fn water_delivered(case: &emergency_water::Case) -> Option<Shown> {
    let authorisation = case.authorisation.as_ref()?;
    if case.trips.is_empty() {
        return None;
    }
    let litres: i64 = case.trips.iter().map(|trip| trip.details.litres).sum();
    let reached: Vec<String> = case
        .coverage()
        .iter()
        .filter_map(|line| {
            line.first_at
                .map(|_| format!("{} {} 户", line.place.zh(), line.served))
        })
        .collect();
    let mut drivers: Vec<&str> = Vec::new();
    for trip in &case.trips {
        if !drivers.contains(&trip.details.driver.as_str()) {
            drivers.push(&trip.details.driver);
        }
    }
    Some(Shown {
        kind: AckKind::WaterDelivered,
        facts: vec![
            line("停水开始", case.started_at.text()),
            line("授权人", authorisation.details.authorised_by.clone()),
            line("送水", format!("{} 车次，共 {litres} 升", case.trips.len())),
            line("已送达", reached.join("；")),
        ],
        staff: drivers.join("、"),
    })
}
