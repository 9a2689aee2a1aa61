//! What the rows of a month add up to: figures, reports by channel, area, crew, fault, community, stage, day and hour, hours
//! by crew, and the lists.

use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CountingPeriod, ExtendedCase, Figure, OverdueLimit, ViolationLine, add_figures, cases, count_figures,
    overdue, zero_figures,
};
use crate::{TicketRow, personal::VisibleValue, service::ServiceKind, ticket::Stage};

/// How many there are of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct LabelledCount {
    pub label: String,
    #[ts(type = "number")]
    pub count: i64,
}

/// The month's reports, counted one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Breakdown {
    /// By what, in Chinese.
    pub zh: String,
    /// Most first.
    pub counts: Vec<LabelledCount>,
}

/// Hours of a crew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct CrewHours {
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
pub struct ReportTally {
    /// In the order of [`super::DEFINITIONS`].
    pub figures: Vec<Figure>,
    pub(super) breakdowns: Vec<Breakdown>,
    pub(super) course: Vec<LabelledCount>,
    pub(super) heat: Vec<Vec<i64>>,
    pub(super) outcomes: Vec<LabelledCount>,
    pub(super) hours: Vec<CrewHours>,
    pub(super) overdue: Vec<OverdueLimit>,
    pub(super) extended: Vec<ExtendedCase>,
    pub(super) violations: Vec<ViolationLine>,
}

impl Default for ReportTally {
    fn default() -> Self {
        Self {
            figures: zero_figures(),
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

impl ReportTally {
    /// What the rows add up to.
    #[must_use]
    pub fn from_rows(rows: &VisibleValue<Vec<TicketRow>>, period: &CountingPeriod) -> Self {
        Self {
            figures: count_figures(rows, period),
            breakdowns: list_breakdowns(rows, period),
            course: count_by_day(rows, period),
            heat: count_by_weekday_hour(rows, period),
            outcomes: count_outcomes(rows, period),
            hours: sum_crew_hours(rows, period),
            overdue: overdue::list_overdue_limits(rows, period),
            extended: cases::list_extended_cases(rows, period),
            violations: cases::list_violations(rows, period),
        }
    }

    /// Adds the month that follows.
    pub(super) fn add_month(&mut self, later: Self) {
        add_figures(&mut self.figures, &later.figures);
        for breakdown in later.breakdowns {
            match self.breakdowns.iter_mut().find(|it| it.zh == breakdown.zh) {
                Some(own) => merge_counts(&mut own.counts, breakdown.counts),
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

fn merge_counts(own: &mut Vec<LabelledCount>, other: Vec<LabelledCount>) {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for one in std::mem::take(own).into_iter().chain(other) {
        *sums.entry(one.label).or_default() += one.count;
    }
    *own = sort_counts(sums);
}

/// What stands for an empty value.
const NONE: &str = "未填写";

/// All breakdowns of the reports received in the period.
fn list_breakdowns(rows: &[TicketRow], period: &CountingPeriod) -> Vec<Breakdown> {
    let received: Vec<&TicketRow> = filter_received(rows, period).collect();
    let repairs: Vec<&TicketRow> = received
        .iter()
        .copied()
        .filter(|row| row.service == ServiceKind::Repair)
        .collect();
    let by = |zh: &str, label: &dyn Fn(&TicketRow) -> String| Breakdown {
        zh: zh.to_owned(),
        counts: count_by_label(&received, label),
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
            counts: count_by_label(&repairs, &|row| {
                row.fault
                    .map_or(NONE, crate::service::repair::RepairFault::zh)
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
fn count_by_label(rows: &[&TicketRow], label: &dyn Fn(&TicketRow) -> String) -> Vec<LabelledCount> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        *counts.entry(label(row)).or_default() += 1;
    }
    sort_counts(counts)
}

fn sort_counts(counts: BTreeMap<String, i64>) -> Vec<LabelledCount> {
    let mut counts: Vec<LabelledCount> = counts
        .into_iter()
        .map(|(label, count)| LabelledCount { label, count })
        .collect();
    counts.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    counts
}

/// Every day of the month, also those without a report.
fn count_by_day(rows: &[TicketRow], period: &CountingPeriod) -> Vec<LabelledCount> {
    let mut counts: BTreeMap<u32, i64> = BTreeMap::new();
    for row in filter_received(rows, period) {
        *counts.entry(row.received_at.local_date().day()).or_default() += 1;
    }
    let last = crate::Moment(period.to.0 - 1).local_date().day();
    (1..=last)
        .map(|day| LabelledCount {
            label: day.to_string(),
            count: counts.get(&day).copied().unwrap_or(0),
        })
        .collect()
}

fn filter_received<'a>(
    rows: &'a [TicketRow],
    period: &CountingPeriod,
) -> impl Iterator<Item = &'a TicketRow> {
    let period = *period;
    rows.iter().filter(move |row| period.has_moment(row.received_at))
}

/// Reports by weekday, Monday first, and hour.
fn count_by_weekday_hour(rows: &[TicketRow], period: &CountingPeriod) -> Vec<Vec<i64>> {
    let mut heat = vec![vec![0; 24]; 7];
    for row in filter_received(rows, period) {
        let at = row.received_at.to_local();
        let day = heat.get_mut(at.weekday().num_days_from_monday() as usize);
        if let Some(count) = day.and_then(|day| day.get_mut(at.hour() as usize)) {
            *count += 1;
        }
    }
    heat
}

/// What became of the reports received, as far as it is known when it is counted.
fn count_outcomes(rows: &[TicketRow], period: &CountingPeriod) -> Vec<LabelledCount> {
    /// In the order of the ring.
    const ENDS: [&str; 5] = ["已办结", "办理中", "已转表前", "已并单", "已作废"];
    let mut counts = ENDS.map(|label| LabelledCount {
        label: label.to_owned(),
        count: 0,
    });
    for row in filter_received(rows, period) {
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
fn sum_crew_hours(rows: &[TicketRow], period: &CountingPeriod) -> Vec<CrewHours> {
    let mut crews: BTreeMap<&str, CrewHours> = BTreeMap::new();
    for row in rows
        .iter()
        .filter(|row| period.has_optional_moment(row.verified_at))
    {
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
