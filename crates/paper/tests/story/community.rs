use super::*;
use domain::{
    service::{
        community::{
            CommunityIntake as EventAsked, ConductCheck, ConductRule, EventDecision, EventOrigin,
            EventSchedule, EventServiceCount, EventServiceKind, HeldEvent, TeamMember,
        },
        step::{CustomerReply, ReplyWay},
    },
    settings::Department,
};

fn report(when: &str, asked: EventAsked) -> TicketIntake {
    TicketIntake {
        account_number: String::new(),
        name: "居委会卯".to_owned(),
        address: String::new(),
        ..household(at(when), ServiceIntake::Community(asked))
    }
}

fn wished() -> Story {
    let asked = EventAsked {
        origin: EventOrigin::CustomerRequest,
        topic: "冬季防冻与节水宣传、义务检漏".to_owned(),
        situation: "居委会反映小区老旧，老人多，希望入冬前上门检查一次".to_owned(),
        planned_at: None,
        place: String::new(),
        suggested_by: "居委会卯".to_owned(),
    };
    Story::of("SQ2611050001", &report("2026-11-05T09:10", asked))
}

fn decides(necessary: bool, reason: &str) -> StepInput {
    StepInput::DecideEvent(EventDecision {
        necessary,
        reason: reason.to_owned(),
    })
}

fn schedule(when: &str, place: &str, reason: &str) -> EventSchedule {
    EventSchedule {
        at: at(when),
        place: place.to_owned(),
        agreed_with: "居委会卯".to_owned(),
        reason: reason.to_owned(),
    }
}

/// Asked for, found necessary, moved once; not held yet.
pub(crate) fn planned() -> Story {
    let first = schedule("2026-11-14T09:00", "演示花园中心广场", "");
    let second = schedule(
        "2026-11-15T09:00",
        "演示花园活动室",
        "14 日有大风降温，居委会同意改到室内",
    );
    wished()
        .by(
            "主管己",
            "2026-11-05T14:00",
            decides(true, "小区管龄超过二十年，今年已有 6 次报修，有必要集中服务一次"),
        )
        .by("主管己", "2026-11-05T14:30", StepInput::ScheduleEvent(first))
        .by("主管己", "2026-11-13T10:00", StepInput::MoveEvent(second))
}

fn held() -> HeldEvent {
    let member = |name: &str, department| TeamMember {
        name: name.to_owned(),
        department,
    };
    let given = |service, times| EventServiceCount { service, times };
    HeldEvent {
        ended_at: at("2026-11-15T11:40"),
        place: "演示花园活动室".to_owned(),
        team: vec![
            member("客服甲", Department::ServiceCentre),
            member("客服乙", Department::ServiceCentre),
            member("维修戊", Department::IndoorRepair),
            member("稽查壬", Department::Inspection),
            member("化验丑", Department::Laboratory),
        ],
        residents: 126,
        services: vec![
            given(EventServiceKind::Advice, 58),
            given(EventServiceKind::Publicity, 40),
            given(EventServiceKind::LeakCheck, 6),
            given(EventServiceKind::WaterTest, 12),
            given(EventServiceKind::Visit, 10),
        ],
        checklist: ConductRule::ALL
            .iter()
            .map(|rule| ConductCheck {
                rule: *rule,
                kept: *rule != ConductRule::Clean,
                note: if *rule == ConductRule::Clean {
                    "入户检漏后地面水渍未擦净，当场补做".to_owned()
                } else {
                    String::new()
                },
            })
            .collect(),
        problems: "3 号楼居民反映早高峰水压偏低；2 号楼一户阀门漏水，已当场登记报修。".to_owned(),
    }
}

/// Held, signed by the neighbourhood committee, a repair opened on the spot.
pub(crate) fn signed() -> Story {
    planned()
        .later("客服甲", "2026-11-15T09:05", "2026-11-15T11:50", hold())
        .linked(
            "WX2611150002",
            "2026-11-15T12:00",
            repair::asked("活动现场登记：2 号楼入户阀门漏水"),
        )
        .0
        .by(
            "客服甲",
            "2026-11-15T12:05",
            signs("居委会卯", SignerRelation::Property, "演示花园活动室"),
        )
}

fn hold() -> StepInput {
    StepInput::HoldEvent(held())
}

/// Found unnecessary, and answered.
pub(crate) fn declined() -> Story {
    wished()
        .by(
            "主管己",
            "2026-11-06T09:00",
            decides(false, "该小区本月 20 日已列入年度计划，不必重复举办"),
        )
        .by(
            "客服甲",
            "2026-11-06T09:30",
            StepInput::Reply(CustomerReply {
                text: "您小区 20 日已安排服务进社区活动，届时请参加。".to_owned(),
                told: "居委会卯".to_owned(),
                by: ReplyWay::Phone,
            }),
        )
}
