use super::*;
use domain::service::{
    reminder::{
        MeterReadings, ReminderFinder, ReminderIntake as ReminderAsked, ReminderReason, ReminderTelling,
    },
    step::{Consent, ConsentWay, ReplyWay},
};

pub(crate) fn asked() -> ServiceIntake {
    ServiceIntake::Reminder(ReminderAsked {
        reason: ReminderReason::Abnormal,
        found_by: ReminderFinder::MeterReading,
        finder: "抄表庚".to_owned(),
        situation:
            "本期抄表发现用水量明显高于平时，关闭户内阀门后水表指针仍在缓慢转动，怀疑户内管道或洁具漏水。"
                .to_owned(),
        readings: Some(MeterReadings {
            last: 1_284,
            this: 1_332,
            usual: 20,
        }),
    })
}

pub(crate) fn opened() -> Story {
    let report = TicketIntake {
        channel: Channel::Employee,
        first_receiver: "抄表庚".to_owned(),
        ..household(at("2026-11-10T09:20"), asked())
    };
    Story::of("TX2611100003", &report)
}

pub(crate) fn told(company_needed: bool) -> Story {
    let telling = ReminderTelling {
        told: "示例𬱖".to_owned(),
        by: ReplyWay::Phone,
        explained: "本期用水 48 立方米，平时约 20 立方米；关阀后水表仍转动，户内可能漏水，请先关闭入户阀门。"
            .to_owned(),
        advice: "检查马桶水箱、热水器泄压阀和各处龙头；暂时不用水时请关闭入户阀门。".to_owned(),
        company_needed,
    };
    opened().by("抄表庚", "2026-11-10T10:05", StepInput::Tell(telling))
}

pub(crate) fn left() -> StepInput {
    let answer = AcknowledgementAnswer::Left {
        reason: "用户不在家，电话同意留置".to_owned(),
        place: "入户门把手".to_owned(),
        photo: photo().sha256,
    };
    StepInput::Acknowledge(answer, "用户家门口".to_owned())
}

pub(crate) fn agrees() -> StepInput {
    StepInput::Consent(Consent {
        agreed: true,
        given_by: "示例𬱖".to_owned(),
        way: ConsentWay::Phone,
        words: "同意你们派人来查漏".to_owned(),
    })
}

/// Left at the door, agreed by phone, a leak detection opened: the reminder and the detection.
pub(crate) fn handed_on() -> (Story, Story) {
    told(true)
        .by("抄表庚", "2026-11-10T10:10", StepInput::Attach(photo()))
        .by("抄表庚", "2026-11-10T10:12", left())
        .by("客服甲", "2026-11-10T10:20", agrees())
        .linked("JL2611100002", "2026-11-10T10:25", leak::asked())
}

pub(crate) fn refused() -> Story {
    let answer = AcknowledgementAnswer::Refused {
        reason: "用户认为自家不漏水，不愿签字".to_owned(),
        witness: "物业辛".to_owned(),
    };
    told(false).by(
        "抄表庚",
        "2026-11-10T10:15",
        StepInput::Acknowledge(answer, "用户家门口".to_owned()),
    )
}

/// Left at the door, with words as long as they may be.
pub(crate) fn wordy(text: &str) -> Story {
    let telling = ReminderTelling {
        told: "示例".repeat(25),
        by: ReplyWay::Phone,
        explained: text.to_owned(),
        advice: text.to_owned(),
        company_needed: false,
    };
    let answer = AcknowledgementAnswer::Left {
        reason: text.chars().take(200).collect(),
        place: "W".repeat(50),
        photo: photo().sha256,
    };
    let photo = Attachment {
        name: format!("{}.jpg", "现场照片".repeat(20)),
        ..photo()
    };
    opened()
        .by("抄表庚", "2026-11-10T10:05", StepInput::Tell(telling))
        .by("抄表庚", "2026-11-10T10:10", StepInput::Attach(photo))
        .by(
            "抄表庚",
            "2026-11-10T10:12",
            StepInput::Acknowledge(answer, "用户家门口".to_owned()),
        )
}
