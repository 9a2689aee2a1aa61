use super::*;
use domain::service::{
    repair::{
        Arrangement, MeterSide, RepairFault, RepairIntake as RepairAsked, RepairMaterial, RepairWork,
        VerifiedHours, WorkerHours,
    },
    step::{Appointment, CustomerReply, ExtensionRequest, NoteInput, ReasonInput, ReplyWay},
};

pub(crate) fn asked(situation: &str) -> ServiceIntake {
    ServiceIntake::Repair(RepairAsked {
        meter_side: MeterSide::After,
        fault: RepairFault::Leak,
        situation: situation.to_owned(),
        valve_shuts: Some(true),
        neighbours_affected: Some(true),
        materials_told: true,
    })
}

pub(crate) fn work(done: &str) -> RepairWork {
    RepairWork {
        found: "表后接头密封老化".to_owned(),
        done: done.to_owned(),
        workers: vec![WorkerHours {
            name: "维修戊".to_owned(),
            minutes: 45,
        }],
        materials: vec![RepairMaterial {
            name: "DN20 密封圈".to_owned(),
            quantity: "2 个".to_owned(),
        }],
    }
}

/// From the report to the reply, late for its appointment.
pub(crate) fn replied() -> Story {
    let situation = "厨房水槽下面漏水，地面已湿，楼下反映滴水；用户已自行关闭表前阀门，希望尽快上门。";
    told(situation, "更换密封圈，试压半小时无渗漏", "已修好，请注意观察")
}

/// The same course with other words.
pub(crate) fn told(situation: &str, done: &str, reply: &str) -> Story {
    let appointment = Appointment {
        at: at("2026-11-24T11:00"),
        reason: "用户外出".to_owned(),
        agreed_with: "示例𬱖".to_owned(),
    };
    let reply = CustomerReply {
        text: reply.to_owned(),
        told: "示例𬱖".to_owned(),
        by: ReplyWay::Phone,
    };
    Story::opened("WX2611240001", "2026-11-24T09:58", asked(situation))
        .by("客服甲", "2026-11-24T10:03", hand_over())
        .by(
            "总工丁",
            "2026-11-24T10:05",
            StepInput::Assign(assignment("室内维修一班", "维修戊")),
        )
        .by("客服甲", "2026-11-24T10:07", StepInput::Appoint(appointment))
        .by("维修戊", "2026-11-24T11:04", arrive())
        .by("维修戊", "2026-11-24T12:00", StepInput::Finish(work(done)))
        .by(
            "维修戊",
            "2026-11-24T12:05",
            signs("示例𬱖", SignerRelation::Family, "用户家中"),
        )
        .by("客服甲", "2026-11-24T12:20", StepInput::Reply(reply))
}

/// A repair of somebody somewhere, sent to a crew.
pub(crate) fn named(name: &str, address: &str, situation: &str) -> Story {
    let report = TicketIntake {
        name: name.chars().take(50).collect(),
        address: address.chars().take(200).collect(),
        ..household(at("2026-11-24T09:58"), asked(situation))
    };
    let crew = Assignment {
        note: "用户下午在家；".repeat(40),
        ..assignment("室内维修一班", &"维修戊、".repeat(12))
    };
    let agreed = Appointment {
        at: at("2026-11-24T15:00"),
        reason: "用户外出".to_owned(),
        agreed_with: "示例".repeat(20),
    };
    Story::of("WX2611240007", &report)
        .by("客服甲", "2026-11-24T10:03", hand_over())
        .by("总工丁", "2026-11-24T10:05", StepInput::Assign(crew))
        .by("客服甲", "2026-11-24T10:07", StepInput::Appoint(agreed))
}

fn ask(until: &str, reason: &str) -> StepInput {
    StepInput::AskExtension(ExtensionRequest {
        until: at(until),
        reason: reason.to_owned(),
    })
}

/// More time is asked for, and nobody has decided yet.
pub(crate) fn asked_for_time() -> Story {
    waiting("2026-11-24T16:00", "须停用整栋楼的供水，物业要求提前一天通知住户")
}

fn waiting(when: &str, reason: &str) -> Story {
    Story::opened("WX2611240001", "2026-11-24T09:58", asked("立管渗漏"))
        .by("客服甲", "2026-11-24T10:03", hand_over())
        .by(
            "总工丁",
            "2026-11-24T10:05",
            StepInput::Assign(assignment("室内维修一班", "维修戊")),
        )
        .by("维修戊", "2026-11-24T10:20", arrive())
        .by("维修戊", when, ask("2026-11-26T18:00", reason))
}

/// Refused once, granted once, asked for a third time after the limit.
pub(crate) fn more_time() -> Story {
    let refused = ReasonInput {
        reason: "当天可以协调物业，请先联系".to_owned(),
    };
    asked_for_time()
        .other("经理己", "2026-11-24T16:30", StepInput::RefuseExtension(refused))
        .by(
            "维修戊",
            "2026-11-24T20:00",
            ask("2026-11-25T18:00", "物业答复次日上午停水"),
        )
        .other(
            "经理己",
            "2026-11-24T20:10",
            StepInput::ApproveExtension(NoteInput {
                note: "同意，请告知用户".to_owned(),
            }),
        )
        .by(
            "维修戊",
            "2026-11-25T19:00",
            ask("2026-11-26T12:00", "配件未到货"),
        )
}

/// Words as long as they may be.
pub(crate) fn long_wait(text: &str) -> Story {
    waiting("2026-11-25T12:00", text).other(
        "经理己",
        "2026-11-25T13:00",
        StepInput::ApproveExtension(NoteInput {
            note: text.to_owned(),
        }),
    )
}

/// Done by somebody with many names; the office verified less than was claimed.
pub(crate) fn verified(worker: &str, words: &str) -> Story {
    let workers = vec![
        WorkerHours {
            name: worker.to_owned(),
            minutes: 45,
        };
        if words.is_empty() { 2 } else { 5 }
    ];
    let work = RepairWork {
        workers,
        ..work(if words.is_empty() {
            "更换密封圈"
        } else {
            words
        })
    };
    let hours = VerifiedHours {
        for_office: false,
        minutes: 60,
        reason: if words.is_empty() {
            "第二人中途离开"
        } else {
            "W"
        }
        .repeat(if words.is_empty() { 1 } else { 50 }),
    };
    Story::opened("WX2611240008", "2026-11-24T09:58", asked("水龙头关不紧"))
        .by("客服甲", "2026-11-24T10:03", hand_over())
        .by(
            "总工丁",
            "2026-11-24T10:05",
            StepInput::Assign(assignment("室内维修二班", "维修戊")),
        )
        .by("维修戊", "2026-11-24T10:20", arrive())
        .by("维修戊", "2026-11-24T12:00", StepInput::Finish(work))
        .by(
            "维修戊",
            "2026-11-24T12:05",
            signs("示例𬱖", SignerRelation::Family, "用户家中"),
        )
        .by(
            "客服甲",
            "2026-11-24T12:20",
            StepInput::Reply(CustomerReply {
                text: "已修好".to_owned(),
                told: "示例𬱖".to_owned(),
                by: ReplyWay::Phone,
            }),
        )
        .other("总工丁", "2026-11-24T14:00", StepInput::VerifyHours(hours))
}

/// Somebody complains about the crew.
pub(crate) fn complained() -> Story {
    let words = domain::service::step::WordsInput {
        words: "用户反映维修人员索要饮料".to_owned(),
    };
    let arrangement = Arrangement {
        crew: "室内维修一班".to_owned(),
        goes: "维修戊".to_owned(),
        planned_at: at("2026-11-24T14:30"),
        told: "下午两点半到场".to_owned(),
    };
    Story::opened("WX2611240009", "2026-11-24T13:10", asked("阀门漏水"))
        .by("客服甲", "2026-11-24T13:14", StepInput::Arrange(arrangement))
        .by("客服甲", "2026-11-24T13:15", hand_over())
        .by("客服甲", "2026-11-24T13:40", StepInput::RecordViolation(words))
}
