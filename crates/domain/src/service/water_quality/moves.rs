//! The moves of a water test.

use crate::{
    service::{
        moves::{Move, Need, To, row},
        step::Step,
    },
    ticket::Stage::{
        self, Assigned, AtLab, Cancelled, Closed, HandedOver, Merged, Reported, Sampled, ToClose, ToReply,
    },
};

const OPEN: &[Stage] = &[Reported, HandedOver, Assigned, Sampled, AtLab, ToReply, ToClose];
const UNREPLIED: &[Stage] = &[Reported, HandedOver, Assigned, Sampled, AtLab, ToReply];
const UNSAMPLED: &[Stage] = &[Reported, HandedOver, Assigned];

/// Every move of a water test, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(Step::HandOver, &[Reported], To::Stage(HandedOver), &[], "3"),
    row(
        Step::SendSampler,
        &[HandedOver, Assigned],
        To::Stage(Assigned),
        &[],
        "3",
    ),
    row(Step::Sample, &[Assigned], To::Stage(Sampled), &[], "3"),
    row(Step::PassSample, &[Sampled], To::Stay, &[], "3"),
    // No receipt before sampling: refused with a reason of its own wherever somebody might try.
    row(
        Step::ReceiveSample,
        &[Reported, HandedOver, Assigned, Sampled],
        To::Stage(AtLab),
        &[Need::SampleTaken],
        "3",
    ),
    row(
        Step::RejectSample,
        &[Sampled, AtLab],
        To::Stage(Assigned),
        &[],
        "ours",
    ),
    // No results before the receipt; typed again, with the reason, until the customer was answered.
    row(
        Step::EnterResults,
        &[Reported, HandedOver, Assigned, Sampled, AtLab, ToReply],
        To::Stage(ToReply),
        &[Need::SampleTaken, Need::SampleReceived],
        "3",
    ),
    row(
        Step::Acknowledge,
        &[Sampled, AtLab, ToReply, ToClose],
        To::Stay,
        &[Need::SampleTaken, Need::NotAcknowledged],
        "ours",
    ),
    row(Step::ReplyResults, &[ToReply], To::Stage(ToClose), &[], "3"),
    row(Step::FollowUp, &[ToClose], To::Stay, &[], "2.5"),
    row(
        Step::Close,
        &[ToClose],
        To::Stage(Closed),
        &[Need::SampleSigned, Need::FollowedUp],
        "3",
    ),
    row(Step::Appoint, UNSAMPLED, To::Stay, &[], "ours"),
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
    row(Step::Merge, UNSAMPLED, To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, UNSAMPLED, To::Stage(Cancelled), &[], "ours"),
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
