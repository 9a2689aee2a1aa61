//! The time line: what a fact says, in words. One telling for screen, console and paper.

use crate::{
    acknowledgement::{AcknowledgementAnswer, AcknowledgementRecord, LabelledValue},
    attachment::Attachment,
    fact::TicketFact,
    service::{
        repair,
        step::{self, StepKind},
    },
};

mod asked;
mod service;

pub use asked::describe_service_intake;

/// What is said where a manager decided in the place of 总工办, on screen and paper.
pub const FOR_OFFICE: &str = "总工办当时没有其他在用人员，由客服主管办理";

/// A fact in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineText {
    /// What happened.
    pub title: String,
    /// Its particulars; empty values are left out.
    pub lines: Vec<LabelledValue>,
}

/// Labels and values.
type TimelineLines = Vec<(&'static str, String)>;

/// Empty values are left out.
fn build_timeline_text(title: &str, lines: TimelineLines) -> TimelineText {
    let lines = lines.into_iter().filter(|(_, value)| !value.trim().is_empty());
    TimelineText {
        title: title.to_owned(),
        lines: lines
            .map(|(label, value)| LabelledValue {
                label: label.to_owned(),
                value,
            })
            .collect(),
    }
}

#[must_use]
pub fn describe_fact(fact: &TicketFact) -> TimelineText {
    build_timeline_text(fact_title(fact), describe_contents(fact))
}

/// The name of the step; of what no step says, what happened.
#[must_use]
pub fn fact_title(fact: &TicketFact) -> &'static str {
    use TicketFact as F;
    match fact {
        F::Opened { open, .. } => asked::intake_title(open.asked.service_kind()),
        F::DuplicateJoined { .. } => "重复报修并入",
        F::Withdrawn { .. } => "撤回",
        F::Erased(_) => "到期清除",
        F::Acknowledged(record) if record.corrects.is_some() => StepKind::Correct.zh(),
        _ => fact.step_kind().map_or("", StepKind::zh),
    }
}

fn describe_contents(fact: &TicketFact) -> TimelineLines {
    use TicketFact as F;
    match fact {
        F::Opened { open, from, .. } => asked::describe_intake(open, from.as_ref()),
        F::Arranged(it) => vec![
            ("班组", it.crew.clone()),
            ("人员", it.goes.clone()),
            ("预计到场", it.planned_at.date_time_text()),
            ("已告知用户", it.told.clone()),
        ],
        F::HandedOver(it) => vec![("接收人", it.taken_by.clone()), ("备注", it.note.clone())],
        F::Assigned(it) => describe_assignment(it),
        F::Reassigned(it) => describe_assignment(it),
        F::Appointed(it) => vec![
            ("约定时间", it.at.date_time_text()),
            ("原因", it.reason.clone()),
            ("约定人", it.agreed_with.clone()),
        ],
        F::Arrived(it) => describe_note(it),
        F::Finished(it) => describe_repair_work(it),
        F::Acknowledged(record) => describe_acknowledgement(record),
        F::Replied(it) => vec![
            ("回复内容", it.text.clone()),
            ("回复对象", it.told.clone()),
            ("方式", it.by.zh().to_owned()),
        ],
        F::HoursVerified(it) => vec![
            ("核定工时", format!("{} 分钟", it.minutes)),
            ("调整原因", it.reason.clone()),
            ("核定人员", describe_for_office(it.for_office)),
        ],
        F::FollowedUp(it) => describe_follow_up(it),
        F::Closed(it) => describe_note(it),
        F::Returned(it) => describe_reason(it),
        F::Urged(it) => describe_words(it),
        F::Supervised(it) => describe_words(it),
        F::ExtensionAsked(it) => vec![
            ("申请延至", it.until.date_time_text()),
            ("原因", it.reason.clone()),
        ],
        F::ExtensionApproved(it) => vec![
            ("说明", it.note.clone()),
            ("审批人员", describe_for_office(it.for_office)),
        ],
        F::ExtensionRefused(it) => vec![
            ("原因", it.reason.clone()),
            ("审批人员", describe_for_office(it.for_office)),
        ],
        F::ValveAsked(it) => {
            vec![("阀门位置", it.place.clone())]
        }
        F::ValveOrdered(it) => vec![
            ("班组", it.crew.clone()),
            ("阀门位置", it.place.clone()),
            ("生调部安排人", it.named_by.clone()),
        ],
        F::ValveArrived(it) => describe_valve_step(it),
        F::ValveShut(it) => describe_valve_step(it),
        F::ValveDropped(it) => describe_valve_step(it),
        F::PassedOn(it) => describe_reason(it),
        F::Cancelled(it) => describe_reason(it),
        F::Merged { number, .. } => vec![("原单", number.clone())],
        F::Withdrawn { title, .. } => vec![("撤回的步骤", title.clone())],
        F::DuplicateJoined { number, .. } => {
            vec![("重复单", number.clone())]
        }
        F::Noted(it) => describe_note(it),
        F::Attached(file) => describe_attachment(file),
        F::ViolationRecorded(it) => describe_words(it),
        F::ViolationClosed(it) => vec![("处理结果", it.reason.clone())],
        F::TeamSent(it) => describe_assignment(it),
        F::SamplerSent(it) => describe_assignment(it),
        F::SampleRejected(it) => describe_reason(it),
        F::OutageEnded(it) => describe_note(it),
        F::LinkOpened(link) => service::describe_link(link),
        F::Consented(it) => service::describe_consent(it),
        F::Told(it) => service::describe_telling(it),
        F::Searched(it) => service::describe_search(it),
        F::Escalated(it) => service::describe_escalation(it),
        F::Concluded(it) => service::describe_conclusion(it),
        F::SearchReplied(it) => service::describe_search_reply(it),
        F::Sampled(it) => service::describe_sampling(it),
        F::SamplePassed(it) => service::describe_sample_transfer(it),
        F::SampleReceived(it) => service::describe_sample_receipt(it),
        F::ResultsEntered(it) => service::describe_results(it),
        F::EventDecided(it) => service::describe_event_decision(it),
        F::EventScheduled(it) => service::describe_event_schedule(it),
        F::EventMoved(it) => service::describe_event_schedule(it),
        F::EventHeld(it) => service::describe_held_event(it),
        F::Authorised(it) => service::describe_authorisation(it),
        F::TripMade(it) => service::describe_trip(it),
        F::SafetyChecked(it) => service::describe_safety_check(it),
        F::OutageChanged(it) => service::describe_outage_change(it),
        F::Erased(it) => vec![
            ("原因", it.reason.clone()),
            (
                "清除内容",
                format!("{} 条记录、{} 个附件中的个人信息", it.lines.len(), it.files.len()),
            ),
            ("保留内容", "办理时间、期限结果和各条记录的校验值".to_owned()),
        ],
    }
}

fn describe_assignment(it: &step::Assignment) -> TimelineLines {
    vec![
        ("班组", it.crew.clone()),
        ("人员", it.goes.clone()),
        ("说明", it.note.clone()),
    ]
}

fn describe_repair_work(it: &repair::RepairWork) -> TimelineLines {
    let workers: Vec<String> = it
        .workers
        .iter()
        .map(|worker| format!("{}（{} 分钟）", worker.name, worker.minutes))
        .collect();
    let materials: Vec<String> = it.materials.iter().map(repair::RepairMaterial::zh).collect();
    vec![
        ("检查情况", it.found.clone()),
        ("维修内容", it.done.clone()),
        ("维修人员", workers.join("、")),
        ("材料（用户自备）", materials.join("；")),
    ]
}

fn describe_acknowledgement(record: &AcknowledgementRecord) -> TimelineLines {
    let mut lines = vec![
        ("编号", record.number.clone()),
        ("方式", record.answer_kind().zh().to_owned()),
    ];
    match &record.answer {
        AcknowledgementAnswer::OnScreen { signer, .. } | AcknowledgementAnswer::Paper { signer, .. } => {
            lines.push(("签字人", format!("{}（{}）", signer.name, signer.relation.zh())));
        }
        AcknowledgementAnswer::Refused { reason, witness } => {
            lines.push(("拒签原因", reason.clone()));
            lines.push(("见证人", witness.clone()));
        }
        AcknowledgementAnswer::Left { reason, place, .. } => {
            lines.push(("留置原因", reason.clone()));
            lines.push(("留置地点", place.clone()));
        }
    }
    lines.push(("地点", record.content.place.clone()));
    if let Some(corrects) = &record.corrects {
        lines.push(("更正", corrects.number.clone()));
        lines.push(("更正原因", corrects.why.clone()));
    }
    lines
}

fn describe_follow_up(it: &step::FollowUp) -> TimelineLines {
    let conduct = match it.misconduct {
        Some(true) => "有，已登记违规记录",
        Some(false) => "无",
        None => "",
    };
    vec![
        ("结果", it.outcome.zh().to_owned()),
        ("有无吃拿卡要", conduct.to_owned()),
        ("用户意见", it.words.clone()),
    ]
}

fn describe_attachment(file: &Attachment) -> TimelineLines {
    vec![
        ("文件", file.name.clone()),
        ("类型", file.media.zh().to_owned()),
        ("校验值", file.sha256.chars().take(16).collect()),
    ]
}

fn describe_valve_step(it: &repair::ValveStep) -> TimelineLines {
    vec![
        ("关阀任务", format!("第 {} 项", it.task)),
        ("说明", it.note.clone()),
    ]
}

/// Who decided in the place of 总工办; nothing where 总工办 did.
#[must_use]
fn describe_for_office(manager: bool) -> String {
    let said = if manager { FOR_OFFICE } else { "" };
    said.to_owned()
}

fn describe_note(it: &step::NoteInput) -> TimelineLines {
    vec![("说明", it.note.clone())]
}

fn describe_reason(it: &step::ReasonInput) -> TimelineLines {
    vec![("原因", it.reason.clone())]
}

fn describe_words(it: &step::WordsInput) -> TimelineLines {
    vec![("内容", it.words.clone())]
}
