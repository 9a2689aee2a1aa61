//! The time line: what a fact says, in words. One telling for screen, console and paper.

use crate::{
    acknowledgement::{Answer, Line, Record},
    attachment::Attachment,
    fact::TicketFact,
    service::{
        repair,
        step::{self, Step},
    },
};

mod asked;
mod service;

pub use asked::asked;

/// What is said where a manager decided in the place of 总工办, on screen and paper.
pub const FOR_OFFICE: &str = "总工办当时没有其他在用人员，由客服主管办理";

/// A fact in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub title: String,
    /// Its particulars; empty values are left out.
    pub lines: Vec<Line>,
}

fn told(title: &str, lines: Vec<(&str, String)>) -> Told {
    let lines = lines.into_iter().filter(|(_, value)| !value.trim().is_empty());
    Told {
        title: title.to_owned(),
        lines: lines
            .map(|(label, value)| Line {
                label: label.to_owned(),
                value,
            })
            .collect(),
    }
}

/// Tells a fact.
#[must_use]
pub fn tell(fact: &TicketFact) -> Told {
    use TicketFact as F;
    match fact {
        F::Opened { open, from, .. } => asked::opened(open, from.as_ref()),
        F::Arranged(it) => told(
            Step::Arrange.zh(),
            vec![
                ("班组", it.crew.clone()),
                ("人员", it.goes.clone()),
                ("预计到场", it.planned_at.text()),
                ("已告知用户", it.told.clone()),
            ],
        ),
        F::HandedOver(it) => told(
            Step::HandOver.zh(),
            vec![("接收人", it.taken_by.clone()), ("备注", it.note.clone())],
        ),
        F::Assigned(it) => assigned(Step::Assign, it),
        F::Reassigned(it) => assigned(Step::Reassign, it),
        F::Appointed(it) => told(
            Step::Appoint.zh(),
            vec![
                ("约定时间", it.at.text()),
                ("原因", it.reason.clone()),
                ("约定人", it.agreed_with.clone()),
            ],
        ),
        F::Arrived(it) => plain(Step::Arrive, it),
        F::Finished(it) => finished(it),
        F::Acknowledged(record) => acknowledged(record),
        F::Replied(it) => told(
            Step::Reply.zh(),
            vec![
                ("回复内容", it.text.clone()),
                ("回复对象", it.told.clone()),
                ("方式", it.by.zh().to_owned()),
            ],
        ),
        F::HoursVerified(it) => told(
            Step::VerifyHours.zh(),
            vec![
                ("核定工时", format!("{} 分钟", it.minutes)),
                ("调整原因", it.reason.clone()),
                ("核定人员", for_office(it.for_office)),
            ],
        ),
        F::FollowedUp(it) => followed_up(it),
        F::Closed(it) => plain(Step::Close, it),
        F::Returned(it) => because(Step::Return.zh(), it),
        F::Urged(it) => words(Step::Urge.zh(), it),
        F::Supervised(it) => words(Step::Supervise.zh(), it),
        F::ExtensionAsked(it) => told(
            Step::AskExtension.zh(),
            vec![("申请延至", it.until.text()), ("原因", it.reason.clone())],
        ),
        F::ExtensionApproved(it) => told(
            Step::ApproveExtension.zh(),
            vec![("说明", it.note.clone()), ("审批人员", for_office(it.for_office))],
        ),
        F::ExtensionRefused(it) => told(
            Step::RefuseExtension.zh(),
            vec![
                ("原因", it.reason.clone()),
                ("审批人员", for_office(it.for_office)),
            ],
        ),
        F::ValveAsked(it) => told(Step::AskValve.zh(), vec![("阀门位置", it.place.clone())]),
        F::ValveOrdered(it) => told(
            Step::OrderValve.zh(),
            vec![
                ("班组", it.crew.clone()),
                ("阀门位置", it.place.clone()),
                ("生调部安排人", it.named_by.clone()),
            ],
        ),
        F::ValveArrived(it) => valve(Step::ValveArrive, it),
        F::ValveShut(it) => valve(Step::ValveShut, it),
        F::ValveDropped(it) => valve(Step::ValveDrop, it),
        F::PassedOn(it) => because(Step::PassOn.zh(), it),
        F::Cancelled(it) => because(Step::Cancel.zh(), it),
        F::Merged { number, .. } => told(Step::Merge.zh(), vec![("原单", number.clone())]),
        F::Withdrawn { title, .. } => told("撤回", vec![("撤回的步骤", title.clone())]),
        F::DuplicateJoined { number, .. } => told("重复报修并入", vec![("重复单", number.clone())]),
        F::Noted(it) => plain(Step::Note, it),
        F::Attached(file) => attached(file),
        F::ViolationRecorded(it) => words(Step::RecordViolation.zh(), it),
        F::ViolationClosed(it) => told(Step::CloseViolation.zh(), vec![("处理结果", it.reason.clone())]),
        F::TeamSent(it) => assigned(Step::SendTeam, it),
        F::SamplerSent(it) => assigned(Step::SendSampler, it),
        F::SampleRejected(it) => because(Step::RejectSample.zh(), it),
        F::OutageEnded(it) => plain(Step::EndOutage, it),
        F::LinkOpened(link) => service::link_opened(link),
        F::Consented(it) => service::consented(it),
        F::Told(it) => service::telling(it),
        F::Searched(it) => service::searched(it),
        F::Escalated(it) => service::escalated(it),
        F::Concluded(it) => service::concluded(it),
        F::SearchReplied(it) => service::search_replied(it),
        F::Sampled(it) => service::sampled(it),
        F::SamplePassed(it) => service::sample_passed(it),
        F::SampleReceived(it) => service::sample_received(it),
        F::ResultsEntered(it) => service::results_entered(it),
        F::EventDecided(it) => service::event_decided(it),
        F::EventScheduled(it) => service::event_scheduled(Step::ScheduleEvent, it),
        F::EventMoved(it) => service::event_scheduled(Step::MoveEvent, it),
        F::EventHeld(it) => service::event_held(it),
        F::Authorised(it) => service::authorised(it),
        F::TripMade(it) => service::trip_made(it),
        F::SafetyChecked(it) => service::safety_checked(it),
        F::OutageChanged(it) => service::outage_changed(it),
        F::Erased(it) => told(
            "到期清除",
            vec![
                ("原因", it.reason.clone()),
                (
                    "清除内容",
                    format!("{} 条记录、{} 个附件中的个人信息", it.lines.len(), it.files.len()),
                ),
                ("保留内容", "办理时间、期限结果和各条记录的校验值".to_owned()),
            ],
        ),
    }
}

fn assigned(step: Step, it: &step::Assignment) -> Told {
    told(
        step.zh(),
        vec![
            ("班组", it.crew.clone()),
            ("人员", it.goes.clone()),
            ("说明", it.note.clone()),
        ],
    )
}

fn finished(it: &repair::Work) -> Told {
    let workers: Vec<String> = it
        .workers
        .iter()
        .map(|worker| format!("{}（{} 分钟）", worker.name, worker.minutes))
        .collect();
    let materials: Vec<String> = it.materials.iter().map(repair::Material::zh).collect();
    told(
        Step::Finish.zh(),
        vec![
            ("检查情况", it.found.clone()),
            ("维修内容", it.done.clone()),
            ("维修人员", workers.join("、")),
            ("材料（用户自备）", materials.join("；")),
        ],
    )
}

fn acknowledged(record: &Record) -> Told {
    let mut lines = vec![
        ("编号", record.number.clone()),
        ("方式", record.way().zh().to_owned()),
    ];
    match &record.answer {
        Answer::OnScreen { signer, .. } | Answer::Paper { signer, .. } => {
            lines.push(("签字人", format!("{}（{}）", signer.name, signer.relation.zh())));
        }
        Answer::Refused { reason, witness } => {
            lines.push(("拒签原因", reason.clone()));
            lines.push(("见证人", witness.clone()));
        }
        Answer::Left { reason, place, .. } => {
            lines.push(("留置原因", reason.clone()));
            lines.push(("留置地点", place.clone()));
        }
    }
    lines.push(("地点", record.content.place.clone()));
    let Some(corrects) = &record.corrects else {
        return told(Step::Acknowledge.zh(), lines);
    };
    lines.push(("更正", corrects.number.clone()));
    lines.push(("更正原因", corrects.why.clone()));
    told(Step::Correct.zh(), lines)
}

fn followed_up(it: &step::FollowUp) -> Told {
    let conduct = match it.misconduct {
        Some(true) => "有，已登记违规记录",
        Some(false) => "无",
        None => "",
    };
    told(
        Step::FollowUp.zh(),
        vec![
            ("结果", it.outcome.zh().to_owned()),
            ("有无吃拿卡要", conduct.to_owned()),
            ("用户意见", it.words.clone()),
        ],
    )
}

fn attached(file: &Attachment) -> Told {
    told(
        Step::Attach.zh(),
        vec![
            ("文件", file.name.clone()),
            ("类型", file.media.zh().to_owned()),
            ("校验值", file.sha256.chars().take(16).collect()),
        ],
    )
}

fn valve(step: Step, it: &repair::ValveStep) -> Told {
    told(
        step.zh(),
        vec![
            ("关阀任务", format!("第 {} 项", it.task)),
            ("说明", it.note.clone()),
        ],
    )
}

/// Who decided in the place of 总工办; nothing where 总工办 did.
#[must_use]
fn for_office(manager: bool) -> String {
    let said = if manager { FOR_OFFICE } else { "" };
    said.to_owned()
}

fn plain(step: Step, it: &step::Plain) -> Told {
    told(step.zh(), vec![("说明", it.note.clone())])
}

fn because(title: &str, it: &step::Because) -> Told {
    told(title, vec![("原因", it.reason.clone())])
}

fn words(title: &str, it: &step::Urge) -> Told {
    told(title, vec![("内容", it.words.clone())])
}
