//! What each service asked, as its report says it.

use super::TimelineLines;
use crate::{
    Moment,
    service::{ServiceIntake, ServiceKind, emergency_water, leak_detection, reminder, repair, water_quality},
    ticket::{TicketIntake, TicketLink},
};

pub(super) fn yes_no(answer: Option<bool>) -> String {
    match answer {
        Some(true) => "是".to_owned(),
        Some(false) => "否".to_owned(),
        None => String::new(),
    }
}

pub(super) const fn intake_title(service: ServiceKind) -> &'static str {
    match service {
        ServiceKind::Repair => "受理报修",
        ServiceKind::Reminder => "发起提醒",
        ServiceKind::LeakDetection => "受理检漏申请",
        ServiceKind::WaterQuality => "受理化验要求",
        ServiceKind::Community => "登记社区活动",
        ServiceKind::EmergencyWater => "登记停水",
    }
}

/// The report, with what its service asked.
pub(super) fn describe_intake(open: &TicketIntake, from: Option<&TicketLink>) -> TimelineLines {
    let mut lines = vec![
        ("接报时间", open.received_at.date_time_text()),
        (
            "发起表单",
            open.raised_at.map(Moment::date_time_text).unwrap_or_default(),
        ),
        ("接报渠道", open.channel.zh().to_owned()),
        ("首接人", open.first_receiver.clone()),
    ];
    lines.extend(describe_service_intake(&open.asked));
    lines.push(("外部单号", open.external_number.clone()));
    lines.push((
        "来自工单",
        from.map(|link| format!("{}（{}）", link.number, link.service.zh()))
            .unwrap_or_default(),
    ));
    lines
}

/// What a service asked, line by line: one telling for screen, console and paper.
#[must_use]
pub fn describe_service_intake(asked: &ServiceIntake) -> Vec<(&'static str, String)> {
    match asked {
        ServiceIntake::Repair(it) => describe_repair_intake(it),
        ServiceIntake::Reminder(it) => describe_reminder_intake(it),
        ServiceIntake::LeakDetection(it) => describe_leak_detection_intake(it),
        ServiceIntake::WaterQuality(it) => describe_water_quality_intake(it),
        ServiceIntake::Community(it) => vec![
            ("来源", it.origin.zh().to_owned()),
            ("活动内容", it.topic.clone()),
            ("情况", it.situation.clone()),
            (
                "计划时间",
                it.planned_at.map(Moment::date_time_text).unwrap_or_default(),
            ),
            ("计划地点", it.place.clone()),
            ("提出人", it.suggested_by.clone()),
        ],
        ServiceIntake::EmergencyWater(it) => vec![
            ("停水原因", it.cause.clone()),
            ("停水开始", it.started_at.date_time_text()),
            ("预计恢复", it.expected_end.date_time_text()),
            ("停水范围", join_places(&it.places)),
        ],
    }
}

fn describe_repair_intake(it: &repair::RepairIntake) -> Vec<(&'static str, String)> {
    vec![
        ("故障", it.fault.zh().to_owned()),
        ("位置", it.meter_side.zh().to_owned()),
        ("情况", it.situation.clone()),
        ("用户能否关阀", yes_no(it.valve_shuts)),
        ("是否影响邻居", yes_no(it.neighbours_affected)),
    ]
}

fn describe_reminder_intake(it: &reminder::ReminderIntake) -> Vec<(&'static str, String)> {
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
                readings.used_volume(),
                readings.usual,
                readings.change_text()
            ),
        ));
    }
    lines
}

fn describe_leak_detection_intake(it: &leak_detection::LeakDetectionIntake) -> Vec<(&'static str, String)> {
    vec![
        ("申请理由", it.ground.zh().to_owned()),
        ("情况", it.situation.clone()),
        ("何时开始", it.since.clone()),
        ("关闭用水后水表", it.meter_turns.zh().to_owned()),
        ("潮湿、声响等迹象", it.signs.clone()),
        ("房屋类型", it.building.zh().to_owned()),
    ]
}

fn describe_water_quality_intake(it: &water_quality::WaterQualityIntake) -> Vec<(&'static str, String)> {
    vec![
        ("水质现象", it.symptoms_zh()),
        ("何时开始", it.since.clone()),
        ("哪种水", it.tap.zh().to_owned()),
        ("是否各处都有", yes_no(it.all_taps)),
        ("情况", it.situation.clone()),
    ]
}

pub(super) fn join_places(all: &[emergency_water::OutagePlace]) -> String {
    let words: Vec<String> = all
        .iter()
        .map(emergency_water::OutagePlace::with_households)
        .collect();
    words.join("、")
}
