//! What the rows of a month add up to: figures, reports by channel, area, crew, fault, community, stage, day and hour, hours
//! by crew, and the lists.

use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Extended, Figure, Overdue, Period, ViolationLine, add, cases, figures, nothing, overdue};
use crate::{TicketRow, personal::Shown, service::ServiceKind, ticket::Stage};

/// How many there are of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Count {
    /// The thing.
    pub label: String,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
}

/// The month's reports, counted one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Breakdown {
    /// By what, in Chinese.
    pub zh: String,
    /// Most first.
    pub counts: Vec<Count>,
}

/// Hours of a crew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct CrewHours {
    /// The crew.
    pub crew: String,
    /// Cases with verified hours.
    #[ts(type = "number")]
    pub cases: i64,
    /// Minutes claimed for them.
    #[ts(type = "number")]
    pub claimed: i64,
    /// Minutes verified.
    #[ts(type = "number")]
    pub verified: i64,
}

/// What rows add up to in a month. The tallies of months add up to that of a longer span.
#[derive(Debug, Clone)]
pub struct Tally {
    /// In the order of [`super::DEFINITIONS`].
    pub figures: Vec<Figure>,
    pub(super) breakdowns: Vec<Breakdown>,
    pub(super) course: Vec<Count>,
    pub(super) heat: Vec<Vec<i64>>,
    pub(super) outcomes: Vec<Count>,
    pub(super) hours: Vec<CrewHours>,
    pub(super) overdue: Vec<Overdue>,
    pub(super) extended: Vec<Extended>,
    pub(super) violations: Vec<ViolationLine>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            figures: nothing(),
            breakdowns: Vec::new(),
            course: Vec::new(),
            heat: vec![vec![0; 24]; 7],
            outcomes: Vec::new(),
            hours: Vec::new(),
            overdue: Vec::new(),
            extended: Vec::new(),
            violations: Vec::new(),
        }
    }
}

impl Tally {
    /// What the rows add up to.
    #[must_use]
    pub fn of(rows: &Shown<Vec<TicketRow>>, period: &Period) -> Self {
        Self {
            figures: figures(rows, period),
            breakdowns: breakdowns(rows, period),
            course: days(rows, period),
            heat: heat(rows, period),
            outcomes: outcomes(rows, period),
            hours: hours(rows, period),
            overdue: overdue::overdue(rows, period),
            extended: cases::extended(rows, period),
            violations: cases::violations(rows, period),
        }
    }

    /// Adds the month that follows.
    pub(super) fn add(&mut self, later: Self) {
        add(&mut self.figures, &later.figures);
        for breakdown in later.breakdowns {
            match self.breakdowns.iter_mut().find(|it| it.zh == breakdown.zh) {
                Some(own) => merge(&mut own.counts, breakdown.counts),
                None => self.breakdowns.push(breakdown),
            }
        }
        for (own, other) in self.heat.iter_mut().zip(later.heat) {
            for (own, other) in own.iter_mut().zip(other) {
                *own += other;
            }
        }
        self.course.extend(later.course);
        for one in later.outcomes {
            match self.outcomes.iter_mut().find(|own| own.label == one.label) {
                Some(own) => own.count += one.count,
                None => self.outcomes.push(one),
            }
        }
        for crew in later.hours {
            match self.hours.iter_mut().find(|own| own.crew == crew.crew) {
                Some(own) => {
                    own.cases += crew.cases;
                    own.claimed += crew.claimed;
                    own.verified += crew.verified;
                }
                None => self.hours.push(crew),
            }
        }
        self.hours.sort_by(|a, b| a.crew.cmp(&b.crew));
        self.overdue.extend(later.overdue);
        self.extended.extend(later.extended);
        self.violations.extend(later.violations);
    }
}

fn merge(own: &mut Vec<Count>, other: Vec<Count>) {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for one in std::mem::take(own).into_iter().chain(other) {
        *sums.entry(one.label).or_default() += one.count;
    }
    *own = sorted(sums);
}

/// What stands for an empty value.
const NONE: &str = "未填写";

/// All breakdowns of the reports received in the period.
fn breakdowns(rows: &[TicketRow], period: &Period) -> Vec<Breakdown> {
    let received: Vec<&TicketRow> = received(rows, period).collect();
    let repairs: Vec<&TicketRow> = received
        .iter()
        .copied()
        .filter(|row| row.service == ServiceKind::Repair)
        .collect();
    let by = |zh: &str, label: &dyn Fn(&TicketRow) -> String| Breakdown {
        zh: zh.to_owned(),
        counts: count(&received, label),
    };
    vec![
        by("服务类别", &|row| row.service.zh().to_owned()),
        by("接报渠道", &|row| row.channel.zh().to_owned()),
        by("区域", &|row| row.area.zh().to_owned()),
        by("班组", &|row| {
            row.crew.clone().unwrap_or_else(|| "未派工".to_owned())
        }),
        Breakdown {
            zh: "维修故障类型".to_owned(),
            counts: count(&repairs, &|row| {
                row.fault
                    .map_or(NONE, crate::service::repair::Fault::zh)
                    .to_owned()
            }),
        },
        by("小区", &|row| {
            if row.community.is_empty() {
                NONE.to_owned()
            } else {
                row.community.clone()
            }
        }),
        by("当前环节", &|row| row.stage.zh().to_owned()),
    ]
}

/// Most first, equal ones in the order of their names.
fn count(rows: &[&TicketRow], label: &dyn Fn(&TicketRow) -> String) -> Vec<Count> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        *counts.entry(label(row)).or_default() += 1;
    }
    sorted(counts)
}

fn sorted(counts: BTreeMap<String, i64>) -> Vec<Count> {
    let mut counts: Vec<Count> = counts
        .into_iter()
        .map(|(label, count)| Count { label, count })
        .collect();
    counts.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    counts
}

/// Every day of the month, also those without a report.
fn days(rows: &[TicketRow], period: &Period) -> Vec<Count> {
    let mut counts: BTreeMap<u32, i64> = BTreeMap::new();
    for row in received(rows, period) {
        *counts.entry(row.received_at.date().day()).or_default() += 1;
    }
    let last = crate::Moment(period.to.0 - 1).date().day();
    (1..=last)
        .map(|day| Count {
            label: day.to_string(),
            count: counts.get(&day).copied().unwrap_or(0),
        })
        .collect()
}

fn received<'a>(rows: &'a [TicketRow], period: &Period) -> impl Iterator<Item = &'a TicketRow> {
    let period = *period;
    rows.iter().filter(move |row| period.has(row.received_at))
}

/// Reports by weekday, Monday first, and hour.
fn heat(rows: &[TicketRow], period: &Period) -> Vec<Vec<i64>> {
    let mut heat = vec![vec![0; 24]; 7];
    for row in received(rows, period) {
        let at = row.received_at.local();
        let day = heat.get_mut(at.weekday().num_days_from_monday() as usize);
        if let Some(count) = day.and_then(|day| day.get_mut(at.hour() as usize)) {
            *count += 1;
        }
    }
    heat
}

/// What became of the reports received, as far as it is known when it is counted.
fn outcomes(rows: &[TicketRow], period: &Period) -> Vec<Count> {
    /// In the order of the ring.
    const ENDS: [&str; 5] = ["已办结", "办理中", "已转表前", "已并单", "已作废"];
    let mut counts = ENDS.map(|label| Count {
        label: label.to_owned(),
        count: 0,
    });
    for row in received(rows, period) {
        let end = match row.stage {
            Stage::Closed => 0,
            Stage::PassedOn => 2,
            Stage::Merged => 3,
            Stage::Cancelled => 4,
            _ => 1,
        };
        if let Some(count) = counts.get_mut(end) {
            count.count += 1;
        }
    }
    counts.into_iter().filter(|one| one.count > 0).collect()
}

/// Hours verified in the period, by crew.
fn hours(rows: &[TicketRow], period: &Period) -> Vec<CrewHours> {
    let mut crews: BTreeMap<&str, CrewHours> = BTreeMap::new();
    for row in rows.iter().filter(|row| period.had(row.verified_at)) {
        let crew = row.crew.as_deref().unwrap_or(NONE);
        let sum = crews.entry(crew).or_insert_with(|| CrewHours {
            crew: crew.to_owned(),
            cases: 0,
            claimed: 0,
            verified: 0,
        });
        sum.cases += 1;
        sum.claimed += row.claimed_minutes;
        sum.verified += row.verified_minutes.unwrap_or(0);
    }
    crews.into_values().collect()
}
