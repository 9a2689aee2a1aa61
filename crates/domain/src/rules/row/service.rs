//! What lists and figures need of the services beside the repair: one column of the row, as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Moment, Ticket,
    clock::{self, ClockKind},
    service::{
        ServiceIntake,
        community::{EventOrigin, EventServiceKind},
        leak_detection::LeakFinding,
        reminder::ReminderReason,
    },
    standard::WaterVerdict,
    ticket::{RecordedStep, TicketCase, ValveTask},
};

/// A clock as figures and the overdue list count it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ClockRow {
    pub kind: ClockKind,
    /// The limit as it began.
    pub first: Moment,
    /// The limit in force.
    pub limit: Moment,
    /// When what it waits for happened.
    pub ended_at: Option<Moment>,
    /// Whether the limit had been missed before it was moved.
    pub broken: bool,
    /// Which limit that was.
    pub missed: Option<Moment>,
}

impl ClockRow {
    /// The clocks of a ticket that is no repair.
    pub(super) fn list_for_ticket(ticket: &Ticket) -> Vec<Self> {
        if ticket.case == TicketCase::Repair {
            return Vec::new();
        }
        // The time does not matter: limits and ends do not depend on it.
        let clocks = clock::list_clocks(ticket, Moment(i64::MIN)).into_iter();
        clocks
            .filter_map(|clock| {
                clock.limit.map(|limit| Self {
                    kind: clock.kind,
                    first: clock.original.unwrap_or(limit),
                    limit,
                    ended_at: clock.ended_at,
                    broken: clock.broken,
                    missed: clock.missed,
                })
            })
            .collect()
    }

    pub(super) fn list_moments(&self) -> impl Iterator<Item = Moment> + use<> {
        [Some(self.first), Some(self.limit), self.missed, self.ended_at]
            .into_iter()
            .flatten()
    }
}

/// A delivery trip as figures count it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct TripRow {
    /// When the truck left.
    pub at: Moment,
    /// Litres.
    #[ts(type = "number")]
    pub litres: i64,
    #[ts(type = "number")]
    pub households: i64,
}

/// What figures count of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServiceRow {
    /// 提醒服务.
    Reminder {
        reason: ReminderReason,
        /// When the customer was told.
        told_at: Option<Moment>,
        /// Whether the company must do something.
        company_needed: bool,
        /// The customer's answer, and when it was given.
        agreed: Option<bool>,
        /// When it was given.
        answered_at: Option<Moment>,
    },
    /// 义务检漏.
    LeakDetection {
        finding: Option<LeakFinding>,
        /// When the last search was over.
        searched_at: Option<Moment>,
        /// When it was reported to the company for study.
        escalated_at: Option<Moment>,
    },
    /// 水质化验.
    WaterQuality {
        /// When the sample was taken.
        sampled_at: Option<Moment>,
        /// When the results came.
        resulted_at: Option<Moment>,
        /// The verdict on the sample.
        verdict: Option<WaterVerdict>,
        /// Parameters that fail, by name.
        failed: Vec<String>,
    },
    /// 服务进社区.
    Community {
        /// Where it came from.
        origin: EventOrigin,
        /// When it was first to be held.
        first_planned_at: Option<Moment>,
        /// How often it was moved.
        #[ts(type = "number")]
        moved: i64,
        /// When it was held.
        held_at: Option<Moment>,
        #[ts(type = "number")]
        residents: i64,
        /// Services given, by kind.
        services: Vec<(EventServiceKind, i64)>,
    },
    /// 应急送水.
    EmergencyWater {
        #[ts(type = "number")]
        households: i64,
        /// Households of places a truck has been at.
        #[ts(type = "number")]
        reached: i64,
        /// When the company authorised the trucks.
        authorised_at: Option<Moment>,
        /// When the water came back.
        ended_at: Option<Moment>,
        trips: Vec<TripRow>,
    },
}

impl ServiceRow {
    /// Of a ticket that is no repair.
    pub(super) fn from_ticket(ticket: &Ticket) -> Option<Self> {
        match (&ticket.case, &ticket.open.asked) {
            (TicketCase::Reminder(case), ServiceIntake::Reminder(asked)) => Some(Self::Reminder {
                reason: asked.reason,
                told_at: step_moment(case.telling.as_ref()),
                company_needed: case.company_needed(),
                agreed: case.consent.as_ref().map(|consent| consent.details.agreed),
                answered_at: step_moment(case.consent.as_ref()),
            }),
            (TicketCase::LeakDetection(case), _) => Some(Self::LeakDetection {
                finding: case.current_finding(),
                searched_at: step_moment(case.searches.last()),
                escalated_at: step_moment(case.escalation.as_ref()),
            }),
            (TicketCase::WaterQuality(case), _) => Some(Self::WaterQuality {
                sampled_at: step_moment(case.sampling.as_ref()),
                resulted_at: step_moment(case.current_results()),
                verdict: case
                    .current_results()
                    .map(|results| results.details.sample_verdict()),
                failed: case.current_results().map_or_else(Vec::new, |results| {
                    let failed = results.details.failed_values();
                    failed.map(|judged| judged.parameter.zh.clone()).collect()
                }),
            }),
            (TicketCase::Community(case), ServiceIntake::Community(asked)) => Some(Self::Community {
                origin: asked.origin,
                first_planned_at: case.schedules.first().map(|schedule| schedule.details.at),
                moved: super::count_items(&case.schedules).saturating_sub(1).max(0),
                held_at: step_moment(case.held.as_ref()),
                residents: case.held.as_ref().map_or(0, |held| held.details.residents),
                services: case.held.as_ref().map_or_else(Vec::new, |held| {
                    let services = held.details.services.iter();
                    services.map(|given| (given.service, given.times)).collect()
                }),
            }),
            (TicketCase::EmergencyWater(case), _) => Some(Self::EmergencyWater {
                households: case.household_count(),
                reached: case.reached_households(),
                authorised_at: step_moment(case.authorisation.as_ref()),
                ended_at: case.ended_at,
                trips: case
                    .trips
                    .iter()
                    .map(|trip| TripRow {
                        at: trip.at,
                        litres: trip.details.litres,
                        households: trip.details.served_households(),
                    })
                    .collect(),
            }),
            _ => None,
        }
    }

    /// Every instant a figure may count it by.
    pub(super) fn list_moments(&self) -> Vec<Moment> {
        let (some, trips): (Vec<Option<Moment>>, &[TripRow]) = match self {
            Self::Reminder {
                told_at, answered_at, ..
            } => (vec![*told_at, *answered_at], &[]),
            Self::LeakDetection {
                searched_at,
                escalated_at,
                ..
            } => (vec![*searched_at, *escalated_at], &[]),
            Self::WaterQuality {
                sampled_at,
                resulted_at,
                ..
            } => (vec![*sampled_at, *resulted_at], &[]),
            Self::Community {
                first_planned_at,
                held_at,
                ..
            } => (vec![*first_planned_at, *held_at], &[]),
            Self::EmergencyWater {
                authorised_at,
                ended_at,
                trips,
                ..
            } => (vec![*authorised_at, *ended_at], trips),
        };
        some.into_iter()
            .flatten()
            .chain(trips.iter().map(|trip| trip.at))
            .collect()
    }
}

fn step_moment<T>(done: Option<&RecordedStep<T>>) -> Option<Moment> {
    done.map(|done| done.at)
}

/// A valve task 关阀 as figures count it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct ValveRow {
    /// The team that was sent.
    pub crew: String,
    /// Until when the team was to be there.
    pub limit: Moment,
    /// When it was there.
    pub arrived_at: Option<Moment>,
    /// When the task was given up.
    pub dropped_at: Option<Moment>,
}

impl ValveRow {
    pub(super) fn from_task(task: &ValveTask, limit: i64) -> Self {
        Self {
            crew: task.order.crew.clone(),
            limit: task.ordered_at.plus_minutes(limit),
            arrived_at: task.arrived_at,
            dropped_at: task.dropped_at,
        }
    }
}
