//! The definitions. What a figure says, what it counts and the clause it stands on, side by side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Figure, Period, minutes};
use crate::{
    Moment, TicketRow,
    acknowledgement::Way,
    service::repair::FollowUpOutcome,
    ticket::{Channel, Stage},
};

/// What a figure is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A number of things: the numerator.
    Count,
    /// Numerator ÷ denominator.
    Rate,
    /// Minutes per thing.
    MeanMinutes,
    /// Minutes in all: the numerator, printed as hours.
    Minutes,
}

crate::words! {
    /// A figure of the month.
    FigureCode {
        Received "received" = "受理工单",
        HandOverRate "hand_over_rate" = "转派及时率",
        HandOverOthers "hand_over_others" = "其他首接人转派平均用时",
        FormDelay "form_delay" = "来电至发起表单平均用时",
        FormEscape "form_escape" = "来电在班内、发起在班外",
        ArrivalRate "arrival_rate" = "到场及时率",
        ArrivalTarget "arrival_target" = "15 分钟到场达标率",
        CloseRate "close_rate" = "24 小时办结率（含批准延时）",
        CloseStrict "close_strict" = "24 小时内办结率",
        ExtensionRate "extension_rate" = "延时率",
        ReturnRate "return_rate" = "退单率",
        SatisfactionRate "satisfaction_rate" = "满意率",
        FollowUpRate "follow_up_rate" = "回访率",
        SignRate "sign_rate" = "签字率",
        ValveRate "valve_rate" = "关阀到场及时率",
        WorkHours "work_hours" = "核定工时",
        UnverifiedHours "unverified_hours" = "待核定工时",
        Urged "urged" = "催办工单",
        Supervised "supervised" = "督办工单",
        Violations "violations" = "违规记录",
        PassedOn "passed_on" = "转表前维修",
        Cancelled "cancelled" = "作废",
        Merged "merged" = "重复并单",
    }
}

/// A row of the table.
pub struct Definition {
    /// Which figure.
    pub code: FigureCode,
    /// Its unit.
    pub unit: Unit,
    /// The definition as printed in the report's foot notes.
    pub zh: &'static str,
    /// What a ticket adds to it.
    pub counts: fn(&TicketRow, &Period) -> Option<Figure>,
}

const fn define(
    code: FigureCode,
    unit: Unit,
    zh: &'static str,
    counts: fn(&TicketRow, &Period) -> Option<Figure>,
) -> Definition {
    Definition {
        code,
        unit,
        zh,
        counts,
    }
}

use FigureCode as F;
use Unit::{Count, MeanMinutes, Minutes, Rate};

/// Every figure, in the order of the report.
pub const DEFINITIONS: &[Definition] = &[
    define(
        F::Received,
        Count,
        "当月接到的报修（按接报时间）。",
        |row, p| one(p.has(row.received_at)),
    ),
    define(
        F::HandOverRate,
        Rate,
        "热线接报后 10 分钟内转派的 ÷ 当月热线转派的（制度 4.3⑴）。",
        |row, p| {
            let at = row
                .handed_over_at
                .filter(|at| p.has(*at) && row.channel == Channel::Hotline)?;
            rate(at <= row.hand_over_limit)
        },
    ),
    define(
        F::HandOverOthers,
        MeanMinutes,
        "其他部门、员工或维修队首接的，从接报到转派的平均分钟数（制度 4.1）。",
        |row, p| {
            let at = row
                .handed_over_at
                .filter(|at| p.has(*at) && row.channel != Channel::Hotline)?;
            Some(Figure {
                numerator: minutes(at, row.received_at),
                denominator: 1,
            })
        },
    ),
    define(
        F::FormDelay,
        MeanMinutes,
        "从接报到发起表单的平均分钟数（制度 4.3⑵）。",
        |row, p| {
            p.has(row.received_at).then(|| Figure {
                numerator: minutes(row.raised_at, row.received_at),
                denominator: 1,
            })
        },
    ),
    define(
        F::FormEscape,
        Count,
        "接报时尚在工作时间，发起表单时已在工作时间之外的工单数（制度 4.3⑵）。",
        |row, p| one(p.has(row.received_at) && row.received_in_hours && !row.in_hours),
    ),
    define(
        F::ArrivalRate,
        Rate,
        "在 30 分钟或预约时间内到场的 ÷ 当月到场且计时的（制度 4.3⑵）。",
        |row, p| {
            let at = row.arrived_at.filter(|at| p.has(*at))?;
            let limit = row.arrival_limit?;
            rate(at <= limit && !row.appointed_late)
        },
    ),
    define(
        F::ArrivalTarget,
        Rate,
        "15 分钟内到场的 ÷ 当月到场且按 30 分钟计时的（制度 4.3⑵）。",
        |row, p| {
            let at = row.arrived_at.filter(|at| p.has(*at))?;
            row.arrival_target.and_then(|target| rate(at <= target))
        },
    ),
    define(
        F::CloseRate,
        Rate,
        "在 24 小时或批准的延时内维修并回复的 ÷ 当月到期的（制度 4.3）。超时后才批准的延时不算及时。",
        |row, p| {
            due(row, p, row.total_limit)
                .and_then(|finished| rate(!row.broken && finished.is_some_and(|at| at <= row.total_limit)))
        },
    ),
    define(
        F::CloseStrict,
        Rate,
        "在 24 小时内维修并回复的 ÷ 24 小时在当月届满的（制度 4.3），不计延时。",
        |row, p| {
            due(row, p, row.first_limit)
                .and_then(|finished| rate(finished.is_some_and(|at| at <= row.first_limit)))
        },
    ),
    define(
        F::ExtensionRate,
        Rate,
        "批准过延时的 ÷ 当月受理的（制度 4.3）。",
        |row, p| p.has(row.received_at).then(|| ratio(row.extended > 0)),
    ),
    define(
        F::ReturnRate,
        Rate,
        "被退单的 ÷ 当月受理的（制度 4.3⑵）。",
        |row, p| p.has(row.received_at).then(|| ratio(row.returns > 0)),
    ),
    define(
        F::SatisfactionRate,
        Rate,
        "满意的 ÷ 当月回访接通的。",
        |row, p| {
            let outcome = row.follow_up.filter(|_| p.had(row.followed_up_at))?;
            (outcome != FollowUpOutcome::NotReached).then(|| ratio(outcome == FollowUpOutcome::Satisfied))
        },
    ),
    define(
        F::FollowUpRate,
        Rate,
        "已回访的 ÷ 当月回复的。",
        |row, p| p.had(row.replied_at).then(|| ratio(row.follow_up.is_some())),
    ),
    define(
        F::SignRate,
        Rate,
        "用户签字的 ÷（签字＋拒签），按确认时间。",
        |row, p| {
            let way = row.acknowledged.filter(|_| p.had(row.acknowledged_at))?;
            rate(way != Way::Refused)
        },
    ),
    define(
        F::ValveRate,
        Rate,
        "在时限内到场的关阀 ÷ 当月到场的关阀（制度 4.3⑷）。",
        |row, p| {
            let here = row.valves.iter().filter(|task| p.had(task.arrived_at));
            let in_time = here
                .clone()
                .filter(|task| task.arrived_at.is_some_and(|at| at <= task.limit));
            several(in_time.count(), here.count())
        },
    ),
    define(
        F::WorkHours,
        Minutes,
        "总工办当月核定的工时（制度 4.1）。",
        |row, p| {
            let verified = row.verified_minutes.filter(|_| p.had(row.verified_at))?;
            Some(Figure {
                numerator: verified,
                denominator: 1,
            })
        },
    ),
    define(
        F::UnverifiedHours,
        Minutes,
        "当月维修完成、尚未核定的申报工时，不计入核定工时（制度 4.1）。",
        |row, p| {
            (p.had(row.repaired_at) && row.verified_minutes.is_none()).then_some(Figure {
                numerator: row.claimed_minutes,
                denominator: 1,
            })
        },
    ),
    define(
        F::Urged,
        Count,
        "当月受理、用户催办过的工单数。",
        |row, p| one(p.has(row.received_at) && row.urges > 0),
    ),
    define(
        F::Supervised,
        Count,
        "当月受理、被督办的工单数（制度 4.1）。",
        |row, p| one(p.has(row.received_at) && row.supervisions > 0),
    ),
    define(
        F::Violations,
        Count,
        "当月登记的违规记录（吃拿卡要，制度 2.5、5.3）。",
        |row, p| {
            let here = row.violations.iter().filter(|at| p.has(**at)).count();
            several(here, here)
        },
    ),
    define(
        F::PassedOn,
        Count,
        "当月转表前维修的工单数（制度 4）。",
        |row, p| ended(row, p, Stage::PassedOn),
    ),
    define(F::Cancelled, Count, "当月作废的工单数。", |row, p| {
        ended(row, p, Stage::Cancelled)
    }),
    define(
        F::Merged,
        Count,
        "当月并入原单的重复报修数。",
        |row, p| ended(row, p, Stage::Merged),
    ),
];

fn one(counts: bool) -> Option<Figure> {
    counts.then_some(Figure {
        numerator: 1,
        denominator: 1,
    })
}

/// What a ticket adds that can count more than once; nothing if it does not count at all.
fn several(numerator: usize, denominator: usize) -> Option<Figure> {
    let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
    (denominator > 0).then(|| Figure {
        numerator: number(numerator),
        denominator: number(denominator),
    })
}

fn ratio(good: bool) -> Figure {
    Figure {
        numerator: i64::from(good),
        denominator: 1,
    }
}

fn rate(good: bool) -> Option<Figure> {
    Some(ratio(good))
}

fn ended(row: &TicketRow, period: &Period, stage: Stage) -> Option<Figure> {
    one(row.stage == stage && period.had(row.ended_at))
}

/// Whether a case was due by `limit` in the period, and if so when it was finished. A case that was passed
/// on, cancelled or merged before its limit was never due; a limit still ahead is not due yet unless the case
/// is finished.
fn due(row: &TicketRow, period: &Period, limit: Moment) -> Option<Option<Moment>> {
    let otherwise = matches!(row.stage, Stage::PassedOn | Stage::Cancelled | Stage::Merged);
    let spared = otherwise && row.ended_at.is_some_and(|at| at <= limit);
    let reached = row.finished_at.is_some() || limit < period.now;
    (period.has(limit) && !spared && reached).then_some(row.finished_at)
}
