//! The moves of a leak detection.

use crate::{
    service::{
        moves::{Move, Need, To, row},
        step::Step,
    },
    ticket::Stage::{
        self, Assigned, Cancelled, Closed, HandedOver, Merged, Searching, ToClose, ToReply, UnderStudy,
    },
};

const OPEN: &[Stage] = &[HandedOver, Assigned, Searching, UnderStudy, ToReply, ToClose];
const UNREPLIED: &[Stage] = &[HandedOver, Assigned, Searching, UnderStudy, ToReply];
const UNSEARCHED: &[Stage] = &[HandedOver, Assigned, Searching];

/// Every move of a leak detection, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(Step::SendTeam, UNREPLIED, To::Stage(Assigned), &[], "2.3"),
    row(Step::Arrive, &[Assigned], To::Stage(Searching), &[], "2.3"),
    row(Step::Search, &[Searching], To::AfterSearch, &[], "2.4"),
    row(Step::Escalate, &[UnderStudy], To::Stay, &[], "2.4"),
    row(
        Step::Conclude,
        &[UnderStudy],
        To::Stage(ToReply),
        &[Need::Escalated],
        "2.4",
    ),
    row(
        Step::ReplySearch,
        &[UnderStudy, ToReply],
        To::Stage(ToClose),
        &[Need::Answerable],
        "2.4",
    ),
    row(
        Step::Acknowledge,
        &[ToReply, ToClose],
        To::Stay,
        &[Need::Answerable, Need::NotAcknowledged],
        "ours",
    ),
    row(
        Step::Consent,
        &[ToReply, ToClose],
        To::Stay,
        &[Need::LeakFound],
        "1.3",
    ),
    row(
        Step::OpenLinked,
        &[ToReply, ToClose],
        To::Stay,
        &[Need::LeakFound, Need::ConsentGiven],
        "1.3",
    ),
    row(Step::FollowUp, &[ToClose], To::Stay, &[], "2.5"),
    row(
        Step::Close,
        &[ToClose],
        To::Stage(Closed),
        &[Need::LinkOpened, Need::FollowedUp],
        "2.4",
    ),
    row(Step::Appoint, &[HandedOver, Assigned], To::Stay, &[], "ours"),
    row(
        Step::AskExtension,
        UNREPLIED,
        To::Stay,
        &[Need::NoExtension],
        "ours",
    ),
    row(
        Step::ApproveExtension,
        UNREPLIED,
        To::Stay,
        &[Need::Extension],
        "ours",
    ),
    row(Step::RefuseExtension, OPEN, To::Stay, &[Need::Extension], "ours"),
    row(Step::Urge, OPEN, To::Stay, &[], "ours"),
    row(Step::Supervise, OPEN, To::Stay, &[], "ours"),
    row(Step::RecordViolation, Stage::ALL, To::Stay, &[], "2.5 5.3"),
    row(Step::Merge, UNSEARCHED, To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, UNSEARCHED, To::Stage(Cancelled), &[], "ours"),
    row(Step::Correct, Stage::ALL, To::Stay, &[Need::Acknowledged], "ours"),
    row(Step::Note, Stage::ALL, To::Stay, &[], "ours"),
    row(Step::Attach, Stage::ALL, To::Stay, &[], "ours"),
    row(
        Step::CloseViolation,
        Stage::ALL,
        To::Stay,
        &[Need::Violation],
        "2.5 5.3",
    ),
];
