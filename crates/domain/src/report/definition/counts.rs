//! What a ticket adds to a figure.

use super::super::CountingPeriod;
use crate::{
    Moment, TicketRow,
    clock::ClockKind,
    figure::Figure,
    row::{ClockRow, ServiceRow},
    service::ServiceKind,
    ticket::Stage,
};

/// The kept limits of a ticket that were typed only when they were over.
pub(super) fn count_entered_late(
    row: &TicketRow,
    period: &CountingPeriod,
    service: ServiceKind,
) -> Option<Figure> {
    let row = filter_service(row, service)?;
    let here = row
        .entered_late
        .iter()
        .filter(|at| period.has_moment(**at))
        .count();
    count_several(here, here)
}

pub(super) fn count_once(counts: bool) -> Option<Figure> {
    counts.then_some(Figure {
        numerator: 1,
        denominator: 1,
    })
}

/// What a ticket adds that can count more than once; nothing if it does not count at all.
pub(super) fn count_several(numerator: usize, denominator: usize) -> Option<Figure> {
    let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
    (denominator > 0).then(|| Figure {
        numerator: number(numerator),
        denominator: number(denominator),
    })
}

pub(super) fn build_ratio(good: bool) -> Figure {
    Figure {
        numerator: i64::from(good),
        denominator: 1,
    }
}

pub(super) fn count_ratio(good: bool) -> Option<Figure> {
    Some(build_ratio(good))
}

/// The row, if it is one of this service.
pub(super) fn filter_service(row: &TicketRow, service: ServiceKind) -> Option<&TicketRow> {
    (row.service == service).then_some(row)
}

pub(super) fn count_received(
    row: &TicketRow,
    period: &CountingPeriod,
    service: ServiceKind,
) -> Option<Figure> {
    count_once(row.service == service && period.has_moment(row.received_at))
}

/// Whether a limit that lay in the period was kept. As with repairs, what ended before its limit was never due,
/// and a limit still ahead is not due yet unless it is kept already.
pub(super) fn count_in_time(row: &TicketRow, period: &CountingPeriod, kind: ClockKind) -> Option<Figure> {
    let clock = row.clocks.iter().find(|clock| clock.kind == kind)?;
    let ClockRow {
        limit,
        ended_at,
        broken,
        ..
    } = clock;
    let spared = ended_at.is_none() && row.ended_at.is_some_and(|at| at <= *limit);
    let reached = ended_at.is_some() || *limit < period.now;
    if !period.has_moment(*limit) || spared || !reached {
        return None;
    }
    count_ratio(!broken && ended_at.is_some_and(|at| at <= *limit))
}

/// What the trips that left in the period add.
pub(super) fn sum_trips(
    row: &TicketRow,
    period: &CountingPeriod,
    adds: fn(&crate::row::TripRow) -> i64,
) -> Option<Figure> {
    let Some(ServiceRow::EmergencyWater { trips, .. }) = &row.more else {
        return None;
    };
    let here: Vec<i64> = trips
        .iter()
        .filter(|trip| period.has_moment(trip.at))
        .map(adds)
        .collect();
    (!here.is_empty()).then(|| Figure {
        numerator: here.iter().sum(),
        denominator: i64::try_from(here.len()).unwrap_or(i64::MAX),
    })
}

pub(super) fn count_ended(row: &TicketRow, period: &CountingPeriod, stage: Stage) -> Option<Figure> {
    count_once(row.stage == stage && period.has_optional_moment(row.ended_at))
}

/// Whether a case was due by `limit` in the period, and if so when it was finished. A case that was passed
/// on, cancelled or merged before its limit was never due; a limit still ahead is not due yet unless the case
/// is finished.
pub(super) fn find_finish_if_due(
    row: &TicketRow,
    period: &CountingPeriod,
    limit: Moment,
) -> Option<Option<Moment>> {
    let otherwise = matches!(row.stage, Stage::PassedOn | Stage::Cancelled | Stage::Merged);
    let spared = otherwise && row.ended_at.is_some_and(|at| at <= limit);
    let reached = row.finished_at.is_some() || limit < period.now;
    (period.has_moment(limit) && !spared && reached).then_some(row.finished_at)
}
