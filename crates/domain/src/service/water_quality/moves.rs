//! The moves of a water test.

use crate::{
    service::{
        moves::{Move, MoveNeed, MoveTarget, define_move},
        step::StepKind,
    },
    ticket::Stage::{
        self, Assigned, AtLab, Cancelled, Closed, HandedOver, Merged, Reported, Sampled, ToClose, ToReply,
    },
};

const OPEN: &[Stage] = &[Reported, HandedOver, Assigned, Sampled, AtLab, ToReply, ToClose];
const UNREPLIED: &[Stage] = &[Reported, HandedOver, Assigned, Sampled, AtLab, ToReply];
const UNSAMPLED: &[Stage] = &[Reported, HandedOver, Assigned];

/// The way from report to end, in its order.
pub const WAY: &[StepKind] = &[
    StepKind::HandOver,
    StepKind::SendSampler,
    StepKind::Sample,
    StepKind::Acknowledge,
    StepKind::PassSample,
    StepKind::ReceiveSample,
    StepKind::EnterResults,
    StepKind::ReplyResults,
    StepKind::FollowUp,
    StepKind::Close,
];

/// Every move of a water test, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    define_move(
        StepKind::HandOver,
        &[Reported],
        MoveTarget::Stage(HandedOver),
        &[],
        "3",
    ),
    define_move(
        StepKind::SendSampler,
        &[HandedOver, Assigned],
        MoveTarget::Stage(Assigned),
        &[],
        "3",
    ),
    define_move(
        StepKind::Sample,
        &[Assigned],
        MoveTarget::Stage(Sampled),
        &[],
        "3",
    ),
    define_move(StepKind::PassSample, &[Sampled], MoveTarget::Stay, &[], "3"),
    // No receipt before sampling: refused with a reason of its own wherever somebody might try.
    define_move(
        StepKind::ReceiveSample,
        &[Reported, HandedOver, Assigned, Sampled],
        MoveTarget::Stage(AtLab),
        &[MoveNeed::SampleTaken],
        "3",
    ),
    define_move(
        StepKind::RejectSample,
        &[Sampled, AtLab],
        MoveTarget::Stage(Assigned),
        &[],
        "ours",
    ),
    // No results before the receipt; typed again, with the reason, until the customer was answered.
    define_move(
        StepKind::EnterResults,
        &[Reported, HandedOver, Assigned, Sampled, AtLab, ToReply],
        MoveTarget::Stage(ToReply),
        &[MoveNeed::SampleTaken, MoveNeed::SampleReceived],
        "3",
    ),
    define_move(
        StepKind::Acknowledge,
        &[Sampled, AtLab, ToReply, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::SampleTaken, MoveNeed::NotAcknowledged],
        "ours",
    ),
    define_move(
        StepKind::ReplyResults,
        &[ToReply],
        MoveTarget::Stage(ToClose),
        &[],
        "3",
    ),
    define_move(StepKind::FollowUp, &[ToClose], MoveTarget::Stay, &[], "2.5"),
    define_move(
        StepKind::Close,
        &[ToClose],
        MoveTarget::Stage(Closed),
        &[MoveNeed::SampleSigned, MoveNeed::FollowedUp],
        "3",
    ),
    define_move(StepKind::Appoint, UNSAMPLED, MoveTarget::Stay, &[], "ours"),
    define_move(
        StepKind::AskExtension,
        UNREPLIED,
        MoveTarget::Stay,
        &[MoveNeed::NoExtension],
        "ours",
    ),
    define_move(
        StepKind::ApproveExtension,
        UNREPLIED,
        MoveTarget::Stay,
        &[MoveNeed::Extension],
        "ours",
    ),
    define_move(
        StepKind::RefuseExtension,
        OPEN,
        MoveTarget::Stay,
        &[MoveNeed::Extension],
        "ours",
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
    define_move(StepKind::Merge, UNSAMPLED, MoveTarget::Stage(Merged), &[], "ours"),
    define_move(
        StepKind::Cancel,
        UNSAMPLED,
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
