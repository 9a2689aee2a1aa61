//! The moves of a reminder.

use crate::{
    service::{
        moves::{Move, Need, To, row},
        step::Step,
    },
    ticket::Stage::{self, Cancelled, Closed, Merged, ToClose, ToTell, Told},
};

const OPEN: &[Stage] = &[ToTell, Told, ToClose];

/// Every move of a reminder, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(Step::Tell, &[ToTell], To::Stage(Told), &[], "1.2"),
    row(
        Step::Acknowledge,
        &[Told],
        To::Stage(ToClose),
        &[Need::NotAcknowledged],
        "1.2",
    ),
    row(Step::Consent, &[Told, ToClose], To::Stay, &[], "1.3"),
    row(
        Step::OpenLinked,
        &[Told, ToClose],
        To::Stay,
        &[Need::ConsentGiven],
        "1.3",
    ),
    row(Step::FollowUp, &[ToClose], To::Stay, &[], "2.5 5.3"),
    row(
        Step::Close,
        &[Told, ToClose],
        To::Stage(Closed),
        &[Need::Acknowledged, Need::ConsentAnswered, Need::LinkOpened],
        "1.2 1.3",
    ),
    row(Step::Urge, OPEN, To::Stay, &[], "ours"),
    row(Step::Supervise, OPEN, To::Stay, &[], "ours"),
    row(Step::RecordViolation, Stage::ALL, To::Stay, &[], "2.5 5.3"),
    row(Step::Merge, &[ToTell], To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, &[ToTell, Told], To::Stage(Cancelled), &[], "ours"),
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
