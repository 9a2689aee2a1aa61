//! The moves of a repair.

use crate::{
    service::{
        moves::{Move, MoveNeed, MoveTarget, define_move},
        step::StepKind,
    },
    ticket::Stage::{
        self, Assigned, Cancelled, Closed, HandedOver, Merged, OnSite, PassedOn, Reported, ToClose, ToReply,
    },
};

const OPEN: &[Stage] = &[Reported, HandedOver, Assigned, OnSite, ToReply, ToClose];
const UNREPAIRED: &[Stage] = &[Reported, HandedOver, Assigned, OnSite];
const UNREPLIED: &[Stage] = &[Reported, HandedOver, Assigned, OnSite, ToReply];

/// The way from report to end, in its order.
pub const WAY: &[StepKind] = &[
    StepKind::Arrange,
    StepKind::HandOver,
    StepKind::Assign,
    StepKind::Arrive,
    StepKind::Finish,
    StepKind::Acknowledge,
    StepKind::Reply,
    StepKind::VerifyHours,
    StepKind::FollowUp,
    StepKind::Close,
];

/// Every move of a repair, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    define_move(
        StepKind::Arrange,
        &[Reported, HandedOver, Assigned, OnSite],
        MoveTarget::AfterArrangement,
        &[MoveNeed::OffHours],
        "4.3⑶",
    ),
    define_move(
        StepKind::HandOver,
        &[Reported],
        MoveTarget::AfterHandOver,
        &[MoveNeed::NotBeforeMeter, MoveNeed::Arrangement],
        "4.1 4.3⑴ 4.3⑶",
    ),
    define_move(
        StepKind::Assign,
        &[HandedOver],
        MoveTarget::Stage(Assigned),
        &[],
        "4.1",
    ),
    define_move(
        StepKind::Arrive,
        &[Assigned],
        MoveTarget::Stage(OnSite),
        &[],
        "4.3⑵",
    ),
    define_move(
        StepKind::Finish,
        &[OnSite],
        MoveTarget::Stage(ToReply),
        &[],
        "4.2 4.3",
    ),
    define_move(
        StepKind::Acknowledge,
        &[ToReply, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::NotAcknowledged],
        "ours",
    ),
    define_move(
        StepKind::Reply,
        &[ToReply],
        MoveTarget::Stage(ToClose),
        &[],
        "4.3",
    ),
    define_move(
        StepKind::VerifyHours,
        &[ToReply, ToClose],
        MoveTarget::Stay,
        &[],
        "4.1",
    ),
    define_move(StepKind::FollowUp, &[ToClose], MoveTarget::Stay, &[], "2.5 5.3"),
    define_move(
        StepKind::Close,
        &[ToClose],
        MoveTarget::Stage(Closed),
        &[
            MoveNeed::Acknowledged,
            MoveNeed::HoursVerified,
            MoveNeed::FollowedUp,
        ],
        "4.1 4.3",
    ),
    define_move(
        StepKind::Appoint,
        &[Reported, HandedOver, Assigned],
        MoveTarget::Stay,
        &[],
        "4.3⑵",
    ),
    define_move(
        StepKind::Reassign,
        &[Assigned, OnSite],
        MoveTarget::Stage(Assigned),
        &[],
        "4.1",
    ),
    define_move(
        StepKind::Return,
        &[Assigned, OnSite],
        MoveTarget::Stage(HandedOver),
        &[MoveNeed::FormOffHours],
        "4.3⑵",
    ),
    define_move(
        StepKind::AskExtension,
        UNREPLIED,
        MoveTarget::Stay,
        &[MoveNeed::NoExtension],
        "4.3",
    ),
    define_move(
        StepKind::ApproveExtension,
        UNREPLIED,
        MoveTarget::Stay,
        &[MoveNeed::Extension],
        "4.3",
    ),
    define_move(
        StepKind::RefuseExtension,
        OPEN,
        MoveTarget::Stay,
        &[MoveNeed::Extension],
        "4.3",
    ),
    define_move(StepKind::AskValve, UNREPAIRED, MoveTarget::Stay, &[], "4.3⑷"),
    define_move(StepKind::OrderValve, UNREPAIRED, MoveTarget::Stay, &[], "4.3⑷"),
    define_move(StepKind::ValveArrive, OPEN, MoveTarget::Stay, &[], "4.3⑷"),
    define_move(StepKind::ValveShut, OPEN, MoveTarget::Stay, &[], "4.3⑷"),
    define_move(StepKind::ValveDrop, OPEN, MoveTarget::Stay, &[], "4.3⑷"),
    define_move(StepKind::Urge, OPEN, MoveTarget::Stay, &[], "ours"),
    define_move(StepKind::Supervise, OPEN, MoveTarget::Stay, &[], "4.1"),
    define_move(
        StepKind::RecordViolation,
        Stage::ALL,
        MoveTarget::Stay,
        &[],
        "2.5 5.3",
    ),
    define_move(
        StepKind::PassOn,
        UNREPAIRED,
        MoveTarget::Stage(PassedOn),
        &[],
        "4",
    ),
    define_move(
        StepKind::Merge,
        UNREPAIRED,
        MoveTarget::Stage(Merged),
        &[],
        "ours",
    ),
    define_move(
        StepKind::Cancel,
        UNREPAIRED,
        MoveTarget::Stage(Cancelled),
        &[],
        "ours",
    ),
    define_move(
        StepKind::Correct,
        Stage::ALL,
        MoveTarget::Stay,
        &[MoveNeed::Acknowledged],
        "ours",
    ),
    define_move(StepKind::Note, Stage::ALL, MoveTarget::Stay, &[], "ours"),
    define_move(StepKind::Attach, Stage::ALL, MoveTarget::Stay, &[], "ours"),
    define_move(
        StepKind::CloseViolation,
        Stage::ALL,
        MoveTarget::Stay,
        &[MoveNeed::Violation],
        "2.5 5.3",
    ),
];
