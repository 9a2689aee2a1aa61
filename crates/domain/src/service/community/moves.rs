//! The moves of a community event.

use crate::{
    service::{
        moves::{Move, MoveNeed, MoveTarget, define_move},
        step::StepKind,
    },
    ticket::Stage::{self, Cancelled, Closed, Held, Merged, Planned, ToClose, ToDecide, ToReply, ToSchedule},
};

const OPEN: &[Stage] = &[ToDecide, ToSchedule, Planned, Held, ToReply, ToClose];
const AHEAD: &[Stage] = &[ToDecide, ToSchedule, Planned];

/// The way from report to end, in its order.
pub const WAY: &[StepKind] = &[
    StepKind::DecideEvent,
    StepKind::ScheduleEvent,
    StepKind::HoldEvent,
    StepKind::Acknowledge,
    StepKind::OpenLinked,
    StepKind::Reply,
    StepKind::Close,
];

/// Every move of a community event, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    define_move(
        StepKind::DecideEvent,
        &[ToDecide],
        MoveTarget::AfterDecision,
        &[],
        "5.2⑵",
    ),
    define_move(
        StepKind::ScheduleEvent,
        &[ToSchedule],
        MoveTarget::Stage(Planned),
        &[],
        "5.1 5.2",
    ),
    define_move(
        StepKind::HoldEvent,
        &[Planned],
        MoveTarget::Stage(Held),
        &[],
        "5.1 5.3",
    ),
    define_move(
        StepKind::Acknowledge,
        &[Held],
        MoveTarget::Stage(ToClose),
        &[MoveNeed::NotAcknowledged],
        "ours",
    ),
    define_move(
        StepKind::OpenLinked,
        &[Held, ToClose],
        MoveTarget::Stay,
        &[],
        "5.2",
    ),
    define_move(
        StepKind::Reply,
        &[ToReply],
        MoveTarget::Stage(ToClose),
        &[],
        "5.2⑵",
    ),
    define_move(StepKind::FollowUp, &[ToClose], MoveTarget::Stay, &[], "5.3"),
    define_move(StepKind::Close, &[ToClose], MoveTarget::Stage(Closed), &[], "5.2"),
    define_move(StepKind::MoveEvent, &[Planned], MoveTarget::Stay, &[], "5.2⑴"),
    define_move(StepKind::Urge, OPEN, MoveTarget::Stay, &[], "ours"),
    define_move(StepKind::Supervise, OPEN, MoveTarget::Stay, &[], "ours"),
    define_move(
        StepKind::RecordViolation,
        Stage::ALL,
        MoveTarget::Stay,
        &[],
        "2.5 5.3",
    ),
    define_move(StepKind::Merge, AHEAD, MoveTarget::Stage(Merged), &[], "ours"),
    define_move(StepKind::Cancel, AHEAD, MoveTarget::Stage(Cancelled), &[], "ours"),
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
