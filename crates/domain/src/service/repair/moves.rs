//! The moves of a repair.

use crate::{
    service::{
        moves::{Move, Need, To, row},
        step::Step,
    },
    ticket::Stage::{
        self, Assigned, Cancelled, Closed, HandedOver, Merged, OnSite, PassedOn, Reported, ToClose, ToReply,
    },
};

const OPEN: &[Stage] = &[Reported, HandedOver, Assigned, OnSite, ToReply, ToClose];
const UNREPAIRED: &[Stage] = &[Reported, HandedOver, Assigned, OnSite];
const UNREPLIED: &[Stage] = &[Reported, HandedOver, Assigned, OnSite, ToReply];

/// Every move of a repair, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(
        Step::Arrange,
        &[Reported, HandedOver, Assigned, OnSite],
        To::AfterArrangement,
        &[Need::OffHours],
        "4.3⑶",
    ),
    row(
        Step::HandOver,
        &[Reported],
        To::AfterHandOver,
        &[Need::NotBeforeMeter, Need::Arrangement],
        "4.1 4.3⑴ 4.3⑶",
    ),
    row(Step::Assign, &[HandedOver], To::Stage(Assigned), &[], "4.1"),
    row(Step::Arrive, &[Assigned], To::Stage(OnSite), &[], "4.3⑵"),
    row(Step::Finish, &[OnSite], To::Stage(ToReply), &[], "4.2 4.3"),
    row(
        Step::Acknowledge,
        &[ToReply, ToClose],
        To::Stay,
        &[Need::NotAcknowledged],
        "ours",
    ),
    row(Step::Reply, &[ToReply], To::Stage(ToClose), &[], "4.3"),
    row(Step::VerifyHours, &[ToReply, ToClose], To::Stay, &[], "4.1"),
    row(Step::FollowUp, &[ToClose], To::Stay, &[], "2.5 5.3"),
    row(
        Step::Close,
        &[ToClose],
        To::Stage(Closed),
        &[Need::Acknowledged, Need::HoursVerified, Need::FollowedUp],
        "4.1 4.3",
    ),
    row(
        Step::Appoint,
        &[Reported, HandedOver, Assigned],
        To::Stay,
        &[],
        "4.3⑵",
    ),
    row(
        Step::Reassign,
        &[Assigned, OnSite],
        To::Stage(Assigned),
        &[],
        "4.1",
    ),
    row(
        Step::Return,
        &[Assigned, OnSite],
        To::Stage(HandedOver),
        &[Need::FormOffHours],
        "4.3⑵",
    ),
    row(
        Step::AskExtension,
        UNREPLIED,
        To::Stay,
        &[Need::NoExtension],
        "4.3",
    ),
    row(
        Step::ApproveExtension,
        UNREPLIED,
        To::Stay,
        &[Need::Extension],
        "4.3",
    ),
    row(Step::RefuseExtension, OPEN, To::Stay, &[Need::Extension], "4.3"),
    row(Step::AskValve, UNREPAIRED, To::Stay, &[], "4.3⑷"),
    row(Step::OrderValve, UNREPAIRED, To::Stay, &[], "4.3⑷"),
    row(Step::ValveArrive, OPEN, To::Stay, &[], "4.3⑷"),
    row(Step::ValveShut, OPEN, To::Stay, &[], "4.3⑷"),
    row(Step::ValveDrop, OPEN, To::Stay, &[], "4.3⑷"),
    row(Step::Urge, OPEN, To::Stay, &[], "ours"),
    row(Step::Supervise, OPEN, To::Stay, &[], "4.1"),
    row(Step::RecordViolation, Stage::ALL, To::Stay, &[], "2.5 5.3"),
    row(Step::PassOn, UNREPAIRED, To::Stage(PassedOn), &[], "4"),
    row(Step::Merge, UNREPAIRED, To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, UNREPAIRED, To::Stage(Cancelled), &[], "ours"),
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
