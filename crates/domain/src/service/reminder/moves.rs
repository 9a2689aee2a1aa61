//! The moves of a reminder.

use crate::{
    service::{
        moves::{Move, MoveNeed, MoveTarget, define_move},
        step::StepKind,
    },
    ticket::Stage::{self, Cancelled, Closed, Merged, ToClose, ToTell, Told},
};

const OPEN: &[Stage] = &[ToTell, Told, ToClose];

/// The way from report to end, in its order.
pub const WAY: &[StepKind] = &[
    StepKind::Tell,
    StepKind::Acknowledge,
    StepKind::Consent,
    StepKind::OpenLinked,
    StepKind::FollowUp,
    StepKind::Close,
];

/// Every move of a reminder, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    define_move(StepKind::Tell, &[ToTell], MoveTarget::Stage(Told), &[], "1.2"),
    define_move(
        StepKind::Acknowledge,
        &[Told],
        MoveTarget::Stage(ToClose),
        &[MoveNeed::NotAcknowledged],
        "1.2",
    ),
    define_move(StepKind::Consent, &[Told, ToClose], MoveTarget::Stay, &[], "1.3"),
    define_move(
        StepKind::OpenLinked,
        &[Told, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::ConsentGiven],
        "1.3",
    ),
    define_move(StepKind::FollowUp, &[ToClose], MoveTarget::Stay, &[], "2.5 5.3"),
    define_move(
        StepKind::Close,
        &[Told, ToClose],
        MoveTarget::Stage(Closed),
        &[
            MoveNeed::Acknowledged,
            MoveNeed::ConsentAnswered,
            MoveNeed::LinkOpened,
        ],
        "1.2 1.3",
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
    define_move(StepKind::Merge, &[ToTell], MoveTarget::Stage(Merged), &[], "ours"),
    define_move(
        StepKind::Cancel,
        &[ToTell, Told],
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
