//! The moves of a community event.

use crate::{
    service::{
        moves::{Move, Need, To, row},
        step::Step,
    },
    ticket::Stage::{self, Cancelled, Closed, Held, Merged, Planned, ToClose, ToDecide, ToReply, ToSchedule},
};

const OPEN: &[Stage] = &[ToDecide, ToSchedule, Planned, Held, ToReply, ToClose];
const AHEAD: &[Stage] = &[ToDecide, ToSchedule, Planned];

/// Every move of a community event, in the order a screen offers them.
pub const MOVES: &[Move] = &[
    row(Step::DecideEvent, &[ToDecide], To::AfterDecision, &[], "5.2⑵"),
    row(
        Step::ScheduleEvent,
        &[ToSchedule],
        To::Stage(Planned),
        &[],
        "5.1 5.2",
    ),
    row(Step::HoldEvent, &[Planned], To::Stage(Held), &[], "5.1 5.3"),
    row(
        Step::Acknowledge,
        &[Held],
        To::Stage(ToClose),
        &[Need::NotAcknowledged],
        "ours",
    ),
    row(Step::OpenLinked, &[Held, ToClose], To::Stay, &[], "5.2"),
    row(Step::Reply, &[ToReply], To::Stage(ToClose), &[], "5.2⑵"),
    row(Step::FollowUp, &[ToClose], To::Stay, &[], "5.3"),
    row(Step::Close, &[ToClose], To::Stage(Closed), &[], "5.2"),
    row(Step::MoveEvent, &[Planned], To::Stay, &[], "5.2⑴"),
    row(Step::Urge, OPEN, To::Stay, &[], "ours"),
    row(Step::Supervise, OPEN, To::Stay, &[], "ours"),
    row(Step::RecordViolation, Stage::ALL, To::Stay, &[], "2.5 5.3"),
    row(Step::Merge, AHEAD, To::Stage(Merged), &[], "ours"),
    row(Step::Cancel, AHEAD, To::Stage(Cancelled), &[], "ours"),
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
