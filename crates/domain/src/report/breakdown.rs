//! The month's reports counted by channel, area, crew, fault, community, stage and day; hours by crew.

use std::collections::BTreeMap;

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Period;
use crate::{TicketRow, service::ServiceKind};

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

/// Reports of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct DayCount {
    /// Day of the month.
    pub day: u32,
    /// Reports received.
    #[ts(type = "number")]
    pub received: i64,
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

/// What stands for an empty value.
const NONE: &str = "未填写";

/// All breakdowns of the reports received in the period.
pub(super) fn breakdowns(rows: &[TicketRow], period: &Period) -> Vec<Breakdown> {
    let received: Vec<&TicketRow> = rows.iter().filter(|row| period.has(row.received_at)).collect();
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
    let mut counts: Vec<Count> = counts
        .into_iter()
        .map(|(label, count)| Count { label, count })
        .collect();
    counts.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    counts
}

/// Every day of the month, also those without a report.
pub(super) fn days(rows: &[TicketRow], period: &Period) -> Vec<DayCount> {
    let mut counts: BTreeMap<u32, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| period.has(row.received_at)) {
        *counts.entry(row.received_at.date().day()).or_default() += 1;
    }
    let last = crate::Moment(period.to.0 - 1).date().day();
    (1..=last)
        .map(|day| DayCount {
            day,
            received: counts.get(&day).copied().unwrap_or(0),
        })
        .collect()
}

/// Hours verified in the period, by crew.
pub(super) fn hours(rows: &[TicketRow], period: &Period) -> Vec<CrewHours> {
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
