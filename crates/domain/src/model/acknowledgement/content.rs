//! What the customer is shown before signing, by kind: built from the ticket, never from a screen.

use super::{AcknowledgementContent, AcknowledgementKind, AcknowledgementTemplates, LabelledValue};
use crate::{
    Moment, Ticket,
    service::{ServiceIntake, community, emergency_water, leak_detection, reminder, repair, water_quality},
    ticket::{RecordedStep, TicketCase},
};

/// Whether there is anything to confirm.
#[must_use]
pub fn is_confirmable(ticket: &Ticket) -> bool {
    build_content_parts(ticket).is_some()
}

/// What will be shown now; none before there is anything to confirm.
#[must_use]
pub fn build_content(
    ticket: &Ticket,
    place: &str,
    templates: &AcknowledgementTemplates,
) -> Option<AcknowledgementContent> {
    let shown = build_content_parts(ticket)?;
    let template = templates.template_for(shown.kind);
    let mut facts = vec![label_value("工单编号", ticket.number.clone())];
    facts.extend(describe_customer(ticket));
    facts.extend(shown.facts);
    Some(AcknowledgementContent {
        kind: shown.kind,
        template: template.version,
        ticket_number: ticket.number.clone(),
        text: template.text.clone(),
        facts: facts.into_iter().filter(|fact| !fact.value.is_empty()).collect(),
        place: place.to_owned(),
        staff: shown.staff,
    })
}

fn build_content_parts(ticket: &Ticket) -> Option<ContentParts> {
    Some(match &ticket.case {
        TicketCase::Repair => build_repair_content(ticket, ticket.work.as_ref()?),
        TicketCase::Reminder(case) => build_reminder_content(ticket, case.telling.as_ref()?),
        TicketCase::LeakDetection(case) => build_leak_detection_content(ticket, case)?,
        TicketCase::WaterQuality(case) => build_sampling_content(case.sampling.as_ref()?),
        TicketCase::Community(case) => build_event_content(ticket, case.held.as_ref()?),
        TicketCase::EmergencyWater(case) => build_delivery_content(case)?,
    })
}

/// What one kind shows.
struct ContentParts {
    kind: AcknowledgementKind,
    facts: Vec<LabelledValue>,
    staff: String,
}

fn label_value(label: &str, value: String) -> LabelledValue {
    LabelledValue {
        label: label.to_owned(),
        value,
    }
}

fn describe_customer(ticket: &Ticket) -> Vec<LabelledValue> {
    let open = &ticket.open;
    match ticket.case {
        TicketCase::Community(_) => vec![label_value("小区（社区）", open.community.clone())],
        TicketCase::EmergencyWater(_) => vec![label_value("停水地点", open.address.clone())],
        _ => vec![
            label_value("用户", open.name.clone()),
            label_value("户号", open.account_number.clone()),
            label_value("地址", open.address.clone()),
        ],
    }
}

/// 4.2, 4.3: found, done, people, materials.
fn build_repair_content(ticket: &Ticket, work: &RecordedStep<repair::RepairWork>) -> ContentParts {
    let staff = work.details.staff_names();
    ContentParts {
        kind: AcknowledgementKind::RepairDone,
        facts: vec![
            label_value("报修时间", ticket.open.received_at.date_time_text()),
            label_value(
                "到场时间",
                ticket.arrived_at.map(Moment::date_time_text).unwrap_or_default(),
            ),
            label_value("检查情况", work.details.found.clone()),
            label_value("维修内容", work.details.done.clone()),
            label_value("材料（用户自备）", work.details.materials_zh()),
            label_value("完成时间", work.at.date_time_text()),
            label_value("维修人员", staff.clone()),
        ],
        staff,
    }
}

/// 1.2: what was found and explained.
fn build_reminder_content(
    ticket: &Ticket,
    telling: &RecordedStep<reminder::ReminderTelling>,
) -> ContentParts {
    let mut facts = Vec::new();
    let mut staff = telling.by.clone();
    if let ServiceIntake::Reminder(asked) = &ticket.open.asked {
        facts.push(label_value("提醒事项", asked.reason.zh().to_owned()));
        facts.push(label_value("发现情况", asked.situation.clone()));
        if let Some(readings) = &asked.readings {
            facts.push(label_value(
                "水表读数",
                format!("上次 {} 立方米，本次 {} 立方米", readings.last, readings.this),
            ));
            facts.push(label_value(
                "本期用水",
                format!(
                    "{} 立方米（平时 {} 立方米，变化 {}）",
                    readings.used_volume(),
                    readings.usual,
                    readings.change_text()
                ),
            ));
        }
        facts.push(label_value(
            "发现人",
            format!("{}（{}）", asked.finder, asked.found_by.zh()),
        ));
        if staff != asked.finder {
            staff = format!("{}、{staff}", asked.finder);
        }
    }
    facts.push(label_value("告知时间", telling.at.date_time_text()));
    facts.push(label_value("告知内容", telling.details.explained.clone()));
    facts.push(label_value("建议", telling.details.advice.clone()));
    ContentParts {
        kind: AcknowledgementKind::ReminderTold,
        facts,
        staff,
    }
}

/// 2.4: where and how it was looked for, and what came of it.
fn build_leak_detection_content(
    ticket: &Ticket,
    case: &leak_detection::LeakDetectionCase,
) -> Option<ContentParts> {
    let search = case.searches.last()?;
    let staff = search.details.searchers.join("、");
    let conclusion = case.conclusion.as_ref();
    let reply = case.reply.as_ref();
    Some(ContentParts {
        kind: AcknowledgementKind::LeakResult,
        facts: vec![
            label_value("申请时间", ticket.open.received_at.date_time_text()),
            label_value("检漏方法", search.details.methods_zh()),
            label_value("检漏部位", search.details.place.clone()),
            label_value("检漏结果", case.current_finding()?.zh().to_owned()),
            label_value("说明", search.details.cause.clone()),
            label_value(
                "研究结论",
                conclusion
                    .map(|conclusion| conclusion.details.conclusion.clone())
                    .unwrap_or_default(),
            ),
            label_value(
                "建议",
                reply
                    .map(|reply| reply.details.advice.clone())
                    .unwrap_or_default(),
            ),
            label_value("完成时间", search.at.date_time_text()),
            label_value("检漏人员", staff.clone()),
        ],
        staff,
    })
}

/// 3: number, place, time, sampler.
fn build_sampling_content(sampling: &RecordedStep<water_quality::Sampling>) -> ContentParts {
    ContentParts {
        kind: AcknowledgementKind::SampleTaken,
        facts: vec![
            label_value("样品编号", sampling.details.sample_number.clone()),
            label_value("取样点", sampling.details.place.clone()),
            label_value("取样时间", sampling.at.date_time_text()),
            label_value("数量", format!("{} 瓶", sampling.details.bottles)),
            label_value("取样人", sampling.by.clone()),
            label_value("现场情况", sampling.details.note.clone()),
        ],
        staff: sampling.by.clone(),
    }
}

/// 5.3: what was done at the event.
fn build_event_content(ticket: &Ticket, held: &RecordedStep<community::HeldEvent>) -> ContentParts {
    let details = &held.details;
    let topic = match &ticket.open.asked {
        ServiceIntake::Community(asked) => asked.topic.clone(),
        _ => String::new(),
    };
    ContentParts {
        kind: AcknowledgementKind::CommunityEvent,
        facts: vec![
            label_value("活动内容", topic),
            label_value("活动地点", details.place.clone()),
            label_value(
                "活动时间",
                format!(
                    "{} 至 {}",
                    held.at.date_time_text(),
                    details.ended_at.date_time_text()
                ),
            ),
            label_value("服务居民", format!("{} 人次", details.residents)),
            label_value("服务项目", details.services_zh()),
            label_value("便民服务队", details.team_zh()),
        ],
        staff: details.team_zh(),
    }
}

/// 6.2: what was brought where.
fn build_delivery_content(case: &emergency_water::OutageCase) -> Option<ContentParts> {
    let authorisation = case.authorisation.as_ref()?;
    if case.trips.is_empty() {
        return None;
    }
    let litres: i64 = case.trips.iter().map(|trip| trip.details.litres).sum();
    let reached: Vec<String> = case
        .list_coverage()
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
    Some(ContentParts {
        kind: AcknowledgementKind::WaterDelivered,
        facts: vec![
            label_value("停水开始", case.started_at.date_time_text()),
            label_value("授权人", authorisation.details.authorised_by.clone()),
            label_value("送水", format!("{} 车次，共 {litres} 升", case.trips.len())),
            label_value("已送达", reached.join("；")),
        ],
        staff: drivers.join("、"),
    })
}
