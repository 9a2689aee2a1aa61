//! The moves of an outage with water trucks.

use crate::{
    service::{
        moves::{Move, Need, To, row},
        step::Step,
    },
    ticket::Stage::{self, Cancelled, Closed, Delivering, Merged, ToAuthorise, ToClose},
};

const OPEN: &[Stage] = &[ToAuthorise, Delivering, ToClose];

/// Every move of an outage with water trucks, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(Step::Authorise, &[ToAuthorise], To::Stage(Delivering), &[], "6.1"),
    // No trip before the authorisation: refused with a reason of its own.
    row(
        Step::MakeTrip,
        &[ToAuthorise, Delivering, ToClose],
        To::Stay,
        &[Need::Authorised],
        "6.1 6.2",
    ),
    row(Step::CheckSafety, &[Delivering, ToClose], To::Stay, &[], "6.2"),
    row(
        Step::ChangeOutage,
        &[ToAuthorise, Delivering],
        To::Stay,
        &[],
        "ours",
    ),
    row(Step::EndOutage, &[Delivering], To::Stage(ToClose), &[], "6.1"),
    row(
        Step::Acknowledge,
        &[Delivering, ToClose],
        To::Stay,
        &[Need::NotAcknowledged],
        "ours",
    ),
    row(
        Step::Close,
        &[ToClose],
        To::Stage(Closed),
        &[Need::SafetyChecked],
        "6.2",
    ),
    row(Step::Urge, OPEN, To::Stay, &[], "ours"),
    row(Step::Supervise, OPEN, To::Stay, &[], "ours"),
    row(Step::RecordViolation, Stage::ALL, To::Stay, &[], "2.5 5.3"),
    row(Step::Merge, &[ToAuthorise], To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, &[ToAuthorise], To::Stage(Cancelled), &[], "ours"),
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
