use super::*;
use domain::service::{
    repair::{Asked as RepairAsked, Fault, Material, MeterSide, Work, Worker},
    step::{Appointment, Reply, ReplyWay},
};

pub(crate) fn asked(situation: &str) -> Asked {
    Asked::Repair(RepairAsked {
        meter_side: MeterSide::After,
        fault: Fault::Leak,
        situation: situation.to_owned(),
        valve_shuts: Some(true),
        neighbours_affected: Some(true),
        materials_told: true,
    })
}

pub(crate) fn work(done: &str) -> Work {
    Work {
        found: "表后接头密封老化".to_owned(),
        done: done.to_owned(),
        workers: vec![Worker {
            name: "维修戊".to_owned(),
            minutes: 45,
        }],
        materials: vec![Material {
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
    let reply = Reply {
        text: reply.to_owned(),
        told: "示例𬱖".to_owned(),
        by: ReplyWay::Phone,
    };
    Story::opened("WX2611240001", "2026-11-24T09:58", asked(situation))
        .by("客服甲", "2026-11-24T10:03", hand_over())
        .by(
            "总工丁",
            "2026-11-24T10:05",
            Act::Assign(assignment("室内维修一班", "维修戊")),
        )
        .by("客服甲", "2026-11-24T10:07", Act::Appoint(appointment))
        .by("维修戊", "2026-11-24T11:04", arrive())
        .by("维修戊", "2026-11-24T12:00", Act::Finish(work(done)))
        .by(
            "维修戊",
            "2026-11-24T12:05",
            signs("示例𬱖", Relation::Family, "用户家中"),
        )
        .by("客服甲", "2026-11-24T12:20", Act::Reply(reply))
}
