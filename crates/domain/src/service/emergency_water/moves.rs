//! The moves of an outage with water trucks.

use crate::{
    service::{
        moves::{Move, MoveNeed, MoveTarget, define_move},
        step::StepKind,
    },
    ticket::Stage::{self, Cancelled, Closed, Delivering, Merged, ToAuthorise, ToClose},
};

const OPEN: &[Stage] = &[ToAuthorise, Delivering, ToClose];

/// The way from report to end, in its order.
pub const WAY: &[StepKind] = &[
    StepKind::Authorise,
    StepKind::MakeTrip,
    StepKind::CheckSafety,
    StepKind::EndOutage,
    StepKind::Close,
];

/// Every move of an outage with water trucks, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    define_move(
        StepKind::Authorise,
        &[ToAuthorise],
        MoveTarget::Stage(Delivering),
        &[],
        "6.1",
    ),
    // No trip before the authorisation: refused with a reason of its own.
    define_move(
        StepKind::MakeTrip,
        &[ToAuthorise, Delivering, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::Authorised],
        "6.1 6.2",
    ),
    define_move(
        StepKind::CheckSafety,
        &[Delivering, ToClose],
        MoveTarget::Stay,
        &[],
        "6.2",
    ),
    define_move(
        StepKind::ChangeOutage,
        &[ToAuthorise, Delivering],
        MoveTarget::Stay,
        &[],
        "ours",
    ),
    define_move(
        StepKind::EndOutage,
        &[Delivering],
        MoveTarget::Stage(ToClose),
        &[],
        "6.1",
    ),
    define_move(
        StepKind::Acknowledge,
        &[Delivering, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::NotAcknowledged],
        "ours",
    ),
    define_move(
        StepKind::Close,
        &[ToClose],
        MoveTarget::Stage(Closed),
        &[MoveNeed::SafetyChecked],
        "6.2",
    ),
    define_move(StepKind::Urge, OPEN, MoveTarget::Stay, &[], "ours"),
    define_move(StepKind::Supervise, OPEN, MoveTarget::Stay, &[], "ours"),
    define_move(
        StepKind::RecordViolation,
        Stage::ALL,
        MoveTarget::Stay,
        &[],
        "2.5 5.3",
    ),
    define_move(
        StepKind::Merge,
        &[ToAuthorise],
        MoveTarget::Stage(Merged),
        &[],
        "ours",
    ),
    define_move(
        StepKind::Cancel,
        &[ToAuthorise],
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
