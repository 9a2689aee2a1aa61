use super::*;
use domain::{
    service::emergency_water::{
        DeliveryAuthorisation, DeliveryTrip, OutageChange, OutageIntake as OutageAsked, OutagePlace,
        SafetyCheck, SafetyItem, SafetyLine, TripStop,
    },
    settings::Department,
};

pub(crate) fn place(community: &str, building: &str, households: i64) -> OutagePlace {
    OutagePlace {
        community: community.to_owned(),
        building: building.to_owned(),
        households,
    }
}

fn report(places: Vec<OutagePlace>) -> TicketIntake {
    let asked = OutageAsked {
        cause: "般阳路 DN400 主管爆裂抢修".to_owned(),
        started_at: at("2026-11-18T06:00"),
        expected_end: at("2026-11-19T04:00"),
        places,
    };
    TicketIntake {
        channel: Channel::Department,
        first_receiver: "调度丙".to_owned(),
        account_number: String::new(),
        name: String::new(),
        phone: String::new(),
        address: "般阳路沿线".to_owned(),
        community: String::new(),
        ..household(at("2026-11-18T06:20"), ServiceIntake::EmergencyWater(asked))
    }
}

fn departments() -> Vec<Department> {
    vec![
        Department::Dispatch,
        Department::ServiceCentre,
        Department::Inspection,
    ]
}

/// Authorised; no truck has left.
pub(crate) fn authorised() -> Story {
    let places = vec![
        place("演示花园", "1 号楼", 96),
        place("演示花园", "2 号楼", 96),
        place("演示花园", "3 号楼", 72),
        place("示范里", "", 310),
    ];
    authorise(places)
}

pub(crate) fn authorise(places: Vec<OutagePlace>) -> Story {
    let authorisation = DeliveryAuthorisation {
        authorised_by: "总经理（值班）".to_owned(),
        departments: departments(),
        order: "调度统一派车；客服逐户通知送水时间和地点；稽查队在现场维持秩序，老弱住户送水上楼。"
            .to_owned(),
        reason: String::new(),
    };
    Story::of("SS2611180001", &report(places)).by(
        "调度丙",
        "2026-11-18T06:50",
        StepInput::Authorise(authorisation),
    )
}

pub(crate) fn stop(place: u32, when: &str, households: i64, note: &str) -> TripStop {
    TripStop {
        place,
        at: at(when),
        households,
        note: note.to_owned(),
    }
}

pub(crate) fn trip(vehicle: &str, litres: i64, stops: Vec<TripStop>) -> StepInput {
    StepInput::MakeTrip(DeliveryTrip {
        vehicle: vehicle.to_owned(),
        driver: "司机子".to_owned(),
        litres,
        source: "城南水厂取水口".to_owned(),
        stops,
    })
}

fn safety() -> StepInput {
    StepInput::CheckSafety(SafetyCheck {
        place: "演示花园 1 号楼前".to_owned(),
        checked_by: "稽查壬".to_owned(),
        departments: departments(),
        lines: SafetyItem::ALL
            .iter()
            .map(|item| SafetyLine {
                item: *item,
                ok: *item != SafetyItem::Slippery,
                note: if *item == SafetyItem::Slippery {
                    "取水点地面结冰，已铺防滑垫并设警示".to_owned()
                } else {
                    String::new()
                },
            })
            .collect(),
    })
}

/// Three trips, a place added and never reached, the water back, closed with the reason.
pub(crate) fn closed() -> Story {
    let change = OutageChange {
        expected_end: at("2026-11-19T08:00"),
        places: vec![place("般阳小区", "西院", 40)],
        reason: "抢修中发现阀门损坏，停水范围扩大".to_owned(),
    };
    authorised()
        .later(
            "司机子",
            "2026-11-18T07:00",
            "2026-11-18T08:00",
            trip(
                "示例车牌 01",
                5_000,
                vec![
                    stop(0, "2026-11-18T07:20", 60, "老人多，送水上楼 8 户"),
                    stop(1, "2026-11-18T07:50", 48, ""),
                ],
            ),
        )
        .by("稽查壬", "2026-11-18T08:10", safety())
        .by("调度丙", "2026-11-18T09:00", StepInput::ChangeOutage(change))
        .later(
            "司机子",
            "2026-11-18T11:00",
            "2026-11-18T12:00",
            trip("示例车牌 02", 8_000, vec![stop(3, "2026-11-18T11:30", 290, "")]),
        )
        .later(
            "司机子",
            "2026-11-18T13:50",
            "2026-11-18T15:00",
            trip(
                "示例车牌 01",
                5_000,
                vec![
                    stop(2, "2026-11-18T14:10", 72, ""),
                    stop(0, "2026-11-18T14:50", 36, ""),
                ],
            ),
        )
        .by(
            "调度丙",
            "2026-11-19T02:00",
            StepInput::EndOutage(NoteInput::default()),
        )
        .by(
            "调度丙",
            "2026-11-19T09:00",
            StepInput::Close(NoteInput {
                note: "般阳小区西院于扩大范围后两小时即恢复供水，送水车到达前已有水".to_owned(),
            }),
        )
}

/// Water brought, and confirmed by the property office.
pub(crate) fn signed() -> Story {
    authorised()
        .later(
            "司机子",
            "2026-11-18T07:00",
            "2026-11-18T08:00",
            trip("示例车牌 01", 5_000, vec![stop(0, "2026-11-18T07:20", 60, "")]),
        )
        .by(
            "客服甲",
            "2026-11-18T09:00",
            signs("物业辛", SignerRelation::Property, "演示花园物业办公室"),
        )
}
