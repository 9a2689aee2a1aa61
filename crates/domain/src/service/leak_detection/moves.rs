//! The moves of a leak detection.

use crate::{
    service::{
        moves::{Move, MoveNeed, MoveTarget, define_move},
        step::StepKind,
    },
    ticket::Stage::{
        self, Assigned, Cancelled, Closed, HandedOver, Merged, Searching, ToClose, ToReply, UnderStudy,
    },
};

const OPEN: &[Stage] = &[HandedOver, Assigned, Searching, UnderStudy, ToReply, ToClose];
const UNREPLIED: &[Stage] = &[HandedOver, Assigned, Searching, UnderStudy, ToReply];
const UNSEARCHED: &[Stage] = &[HandedOver, Assigned, Searching];

/// The way from report to end, in its order.
pub const WAY: &[StepKind] = &[
    StepKind::SendTeam,
    StepKind::Arrive,
    StepKind::Search,
    StepKind::Escalate,
    StepKind::Conclude,
    StepKind::Acknowledge,
    StepKind::ReplySearch,
    StepKind::Consent,
    StepKind::OpenLinked,
    StepKind::FollowUp,
    StepKind::Close,
];

/// Every move of a leak detection, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    define_move(
        StepKind::SendTeam,
        UNREPLIED,
        MoveTarget::Stage(Assigned),
        &[],
        "2.3",
    ),
    define_move(
        StepKind::Arrive,
        &[Assigned],
        MoveTarget::Stage(Searching),
        &[],
        "2.3",
    ),
    define_move(
        StepKind::Search,
        &[Searching],
        MoveTarget::AfterSearch,
        &[],
        "2.4",
    ),
    define_move(StepKind::Escalate, &[UnderStudy], MoveTarget::Stay, &[], "2.4"),
    define_move(
        StepKind::Conclude,
        &[UnderStudy],
        MoveTarget::Stage(ToReply),
        &[MoveNeed::Escalated],
        "2.4",
    ),
    define_move(
        StepKind::ReplySearch,
        &[UnderStudy, ToReply],
        MoveTarget::Stage(ToClose),
        &[MoveNeed::Answerable],
        "2.4",
    ),
    define_move(
        StepKind::Acknowledge,
        &[ToReply, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::Answerable, MoveNeed::NotAcknowledged],
        "ours",
    ),
    define_move(
        StepKind::Consent,
        &[ToReply, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::LeakFound],
        "1.3",
    ),
    define_move(
        StepKind::OpenLinked,
        &[ToReply, ToClose],
        MoveTarget::Stay,
        &[MoveNeed::LeakFound, MoveNeed::ConsentGiven],
        "1.3",
    ),
    define_move(StepKind::FollowUp, &[ToClose], MoveTarget::Stay, &[], "2.5"),
    define_move(
        StepKind::Close,
        &[ToClose],
        MoveTarget::Stage(Closed),
        &[MoveNeed::LinkOpened, MoveNeed::FollowedUp],
        "2.4",
    ),
    define_move(
        StepKind::Appoint,
        &[HandedOver, Assigned],
        MoveTarget::Stay,
        &[],
        "ours",
    ),
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
    define_move(
        StepKind::Merge,
        UNSEARCHED,
        MoveTarget::Stage(Merged),
        &[],
        "ours",
    ),
    define_move(
        StepKind::Cancel,
        UNSEARCHED,
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
