//! The clocks of the services besides repair: telling, visits, samples, events, outages.

use super::{
    Clock, ClockKind, ClockReason, ClockSpan, EndingStep, build_clock, build_total_clock, form_limit,
    to_ending_step,
};
use crate::{
    Moment, Ticket,
    service::{ServiceIntake, community, emergency_water, reminder, water_quality},
    ticket::{RecordedStep, TicketCase},
};

/// 告知: from the form to the customer's being told (1.2).
pub(super) fn build_tell_clock(ticket: &Ticket, case: &reminder::ReminderCase, now: Moment) -> Clock {
    let told = to_ending_step(case.telling.as_ref());
    let span = ClockSpan::with_fixed_limit(ticket, ticket.open.received_at, ticket.terms.limits.tell, told);
    build_clock(ticket, ClockKind::Tell, &span, ClockReason::ToldSoon, now)
}

/// The limit in force of somebody's being there: the appointment if there is one, else what the service sets.
#[must_use]
pub fn visit_limit(ticket: &Ticket) -> Option<Moment> {
    let appointed = ticket
        .appointment
        .as_ref()
        .map(|appointment| appointment.details.at);
    appointed.or_else(|| service_visit_limit(ticket))
}

pub(super) fn service_visit_limit(ticket: &Ticket) -> Option<Moment> {
    let limits = &ticket.terms.limits;
    match &ticket.case {
        TicketCase::Repair => form_limit(ticket),
        TicketCase::LeakDetection(_) => Some(ticket.open.received_at.plus_minutes(limits.leak_visit)),
        TicketCase::WaterQuality(_) => Some(ticket.open.received_at.plus_minutes(limits.sampling)),
        _ => None,
    }
}

/// Somebody's being there within the service's own limit, or as agreed with the customer.
pub(super) fn build_visit_clock(
    ticket: &Ticket,
    kind: ClockKind,
    ended: Option<EndingStep>,
    why: ClockReason,
    now: Moment,
) -> Clock {
    let set = service_visit_limit(ticket).unwrap_or(ticket.open.received_at);
    let appointed = ticket.appointment.is_some();
    let span = ClockSpan {
        start: ticket.open.received_at,
        limit: visit_limit(ticket).unwrap_or(set),
        ended_at: ended.map(|ending| ending.at),
        missed: ticket.missed_visit,
        entered_late: false,
    }
    .mark_entered_late(ended, |ending| ticket.is_late_entry(ending.at, ending.typed));
    let reason = match (appointed, ticket.appointed_late) {
        (true, true) => ClockReason::AppointedTooLate,
        (true, false) => ClockReason::ByAppointment,
        (false, _) => why,
    };
    Clock {
        original: appointed.then_some(set),
        ..build_clock(ticket, kind, &span, reason, now)
    }
}

/// 取样, 送检, 回复 (3).
pub(super) fn list_water_quality_clocks(
    ticket: &Ticket,
    case: &water_quality::WaterQualityCase,
    now: Moment,
) -> Vec<Clock> {
    let sampled = to_ending_step(case.sampling.as_ref());
    let received = to_ending_step(case.receipt.as_ref());
    let mut all = vec![build_visit_clock(
        ticket,
        ClockKind::Sampling,
        sampled,
        ClockReason::SampleSoon,
        now,
    )];
    all.extend(sampled.map(|sampled| {
        let span = ClockSpan::with_fixed_limit(ticket, sampled.at, ticket.terms.limits.lab_receipt, received);
        build_clock(
            ticket,
            ClockKind::LabReceipt,
            &span,
            ClockReason::SampleToLab,
            now,
        )
    }));
    all.extend(build_total_clock(ticket, now));
    all
}

/// 研判 of a customer's wish (5.2⑵), and the day of the event (5.2⑴).
pub(super) fn list_community_clocks(
    ticket: &Ticket,
    case: &community::CommunityCase,
    now: Moment,
) -> Vec<Clock> {
    let mut all = Vec::new();
    let wished = matches!(&ticket.open.asked, ServiceIntake::Community(asked)
        if asked.origin == community::EventOrigin::CustomerRequest);
    if wished {
        let decided = to_ending_step(case.decision.as_ref());
        let limit = ticket.terms.limits.decide_event;
        let span = ClockSpan::with_fixed_limit(ticket, ticket.open.received_at, limit, decided);
        all.push(build_clock(
            ticket,
            ClockKind::Decide,
            &span,
            ClockReason::EventWish,
            now,
        ));
    }
    all.extend(build_event_clock(ticket, case, now));
    all
}

/// The last instant of a planned day: an event is held on its day, whatever the hour.
pub(super) fn end_of_day(at: Moment) -> Moment {
    Moment(Moment::start_of_day(at.local_date() + chrono::Days::new(1)).0 - 1)
}

pub(super) fn build_event_clock(
    ticket: &Ticket,
    case: &community::CommunityCase,
    now: Moment,
) -> Option<Clock> {
    let (first, last) = (case.schedules.first()?, case.schedules.last()?);
    // A plan may be entered when its day is over: nothing is due before it begins.
    let due = |schedule: &crate::ticket::RecordedStep<community::EventSchedule>| {
        end_of_day(schedule.details.at).max(first.at)
    };
    let pairs = case.schedules.iter().zip(case.schedules.iter().skip(1));
    let span = ClockSpan {
        start: first.at,
        limit: due(last),
        ended_at: case.held.as_ref().map(|held| held.at),
        missed: pairs
            .into_iter()
            .find(|(before, after)| after.at > due(before))
            .map(|(before, _)| due(before)),
        entered_late: false,
    }
    .mark_entered_late(to_ending_step(case.held.as_ref()), |held| {
        ticket.is_late_entry(held.at, held.typed)
    });
    let moved = case.schedules.len() > 1;
    let reason = match (moved, span.missed.is_some()) {
        (_, true) => ClockReason::EventMovedTooLate,
        (true, false) => ClockReason::EventMoved,
        (false, false) => ClockReason::EventPlanned,
    };
    Some(Clock {
        original: moved.then(|| due(first)),
        ..build_clock(ticket, ClockKind::Event, &span, reason, now)
    })
}

/// The company's decision and the first truck (6.1), and every customer before the water comes back (6.2).
pub(super) fn list_outage_clocks(
    ticket: &Ticket,
    case: &emergency_water::OutageCase,
    now: Moment,
) -> Vec<Clock> {
    let limits = &ticket.terms.limits;
    let decided = to_ending_step(case.authorisation.as_ref());
    let span = ClockSpan::with_fixed_limit(ticket, ticket.open.received_at, limits.authorise, decided);
    let mut all = vec![build_clock(
        ticket,
        ClockKind::Authorise,
        &span,
        ClockReason::CompanyDecides,
        now,
    )];
    let Some(authorised) = decided.map(|ending| ending.at) else {
        return all;
    };
    let left = case.trips.iter().min_by_key(|trip| trip.at);
    let first = ClockSpan::with_fixed_limit(ticket, authorised, limits.first_trip, to_ending_step(left));
    all.push(build_clock(
        ticket,
        ClockKind::FirstTrip,
        &first,
        ClockReason::TruckSoon,
        now,
    ));
    // An outage may be recorded when its expected end is over: nothing is due before it begins.
    let limit = case.ended_at.unwrap_or(case.expected_end).max(authorised);
    let covered = case.covered_at();
    let coverage = ClockSpan {
        start: authorised,
        limit,
        ended_at: covered,
        // Once the water is back, whoever was not reached never will be.
        missed: Some(limit).filter(|limit| case.ended_at.is_some() && covered.is_none_or(|at| at > *limit)),
        entered_late: false,
    }
    .mark_entered_late(first_stops(case), |stop| {
        ticket.is_late_entry(stop.at, stop.typed)
    });
    all.push(build_clock(
        ticket,
        ClockKind::Coverage,
        &coverage,
        ClockReason::EveryCustomer,
        now,
    ));
    all
}

/// The stop that reached each of the places first, with the time its trip was typed: any of them may be what the limit was kept by.
pub(super) fn first_stops(case: &emergency_water::OutageCase) -> impl Iterator<Item = EndingStep> + '_ {
    case.list_coverage()
        .into_iter()
        .zip(0_u32..)
        .filter_map(|(line, place)| {
            let first = line.first_at?;
            let reached = |trip: &&RecordedStep<emergency_water::DeliveryTrip>| {
                let mut stops = trip.details.stops.iter();
                stops.any(|stop| stop.place == place && stop.at == first)
            };
            let trips = case.trips.iter().filter(reached);
            let typed = trips.map(|trip| trip.recorded_at).min()?;
            Some(EndingStep { at: first, typed })
        })
}
