//! The definitions. What a figure says, what it counts and the clause it stands on, side by side.

mod counts;

use super::{CountingPeriod, minutes_between};
use crate::{
    TicketRow,
    acknowledgement::AnswerKind,
    clock::ClockKind,
    figure::{Figure, FigureCode, FigureUnit},
    row::ServiceRow,
    service::{ServiceKind, leak_detection::LeakFinding, step::FollowUpOutcome},
    standard::WaterVerdict,
    ticket::{Channel, Stage},
};

/// A row of the table.
pub struct FigureDefinition {
    pub code: FigureCode,
    pub unit: FigureUnit,
    /// The definition as printed in the report's foot notes.
    pub zh: &'static str,
    /// What a ticket adds to it.
    pub counts: fn(&TicketRow, &CountingPeriod) -> Option<Figure>,
}

const fn define_figure(
    code: FigureCode,
    unit: FigureUnit,
    zh: &'static str,
    counts: fn(&TicketRow, &CountingPeriod) -> Option<Figure>,
) -> FigureDefinition {
    FigureDefinition {
        code,
        unit,
        zh,
        counts,
    }
}

use FigureCode as F;
use FigureUnit::{Count, Litres, MeanMinutes, Minutes, Rate};
use counts::{
    build_ratio, count_ended, count_entered_late, count_in_time, count_once, count_ratio, count_received,
    count_several, filter_service, find_finish_if_due, sum_trips,
};

/// Every figure, in the order of the report.
pub const DEFINITIONS: &[FigureDefinition] = &[
    define_figure(
        F::Received,
        Count,
        "当月接到的事项（按接报时间）：由其他工单转开的关联工单在各自的服务类别中计数，不在此重复计数。",
        |row, p| count_once(p.has_moment(row.received_at) && row.opened_from.is_none()),
    ),
    define_figure(
        F::Linked,
        Count,
        "当月由提醒、检漏、社区活动转开的工单数（制度 1.3、5.2）。受理事项与关联工单之和等于各服务类别工单之和。",
        |row, p| count_once(p.has_moment(row.received_at) && row.opened_from.is_some()),
    ),
    define_figure(
        F::SatisfactionRate,
        Rate,
        "满意的 ÷ 当月回访接通的。",
        |row, p| {
            let outcome = row
                .follow_up
                .filter(|_| p.has_optional_moment(row.followed_up_at))?;
            (outcome != FollowUpOutcome::NotReached)
                .then(|| build_ratio(outcome == FollowUpOutcome::Satisfied))
        },
    ),
    define_figure(
        F::FollowUpRate,
        Rate,
        "已回访的 ÷ 当月回复的。",
        |row, p| {
            p.has_optional_moment(row.replied_at)
                .then(|| build_ratio(row.follow_up.is_some()))
        },
    ),
    define_figure(
        F::SignRate,
        Rate,
        "用户签字的 ÷（签字＋拒签＋留置），按确认时间。",
        |row, p| {
            let way = row
                .acknowledged
                .filter(|_| p.has_optional_moment(row.acknowledged_at))?;
            count_ratio(matches!(way, AnswerKind::OnScreen | AnswerKind::Paper))
        },
    ),
    define_figure(
        F::Urged,
        Count,
        "当月受理、用户催办过的工单数。",
        |row, p| count_once(p.has_moment(row.received_at) && row.urges > 0),
    ),
    define_figure(
        F::Supervised,
        Count,
        "当月受理、被督办的工单数（制度 4.1）。",
        |row, p| count_once(p.has_moment(row.received_at) && row.supervisions > 0),
    ),
    define_figure(
        F::Violations,
        Count,
        "当月登记的违规记录（吃拿卡要，制度 2.5、5.3）。",
        |row, p| {
            let here = row.violations.iter().filter(|at| p.has_moment(**at)).count();
            count_several(here, here)
        },
    ),
    define_figure(F::Cancelled, Count, "当月作废的工单数。", |row, p| {
        count_ended(row, p, Stage::Cancelled)
    }),
    define_figure(
        F::Merged,
        Count,
        "当月并入原单的重复报修数。",
        |row, p| count_ended(row, p, Stage::Merged),
    ),
    define_figure(
        F::Reminders,
        Count,
        "当月发起的提醒（制度 1.2）。",
        |row, p| count_received(row, p, ServiceKind::Reminder),
    ),
    define_figure(
        F::TellRate,
        Rate,
        "在时限内告知用户的 ÷ 当月应告知的（制度 1.2，时限为本公司设定）。",
        |row, p| count_in_time(row, p, ClockKind::Tell),
    ),
    define_figure(
        F::LeftNotices,
        Count,
        "当月用户不在、留置通知并拍照的提醒（制度 1.2）。",
        |row, p| {
            count_once(
                row.acknowledged == Some(AnswerKind::Left) && p.has_optional_moment(row.acknowledged_at),
            )
        },
    ),
    define_figure(
        F::ConsentRate,
        Rate,
        "用户同意公司处理的 ÷ 当月征求过意见的提醒（制度 1.3）。",
        |row, p| match &row.more {
            Some(ServiceRow::Reminder {
                agreed: Some(agreed),
                answered_at,
                ..
            }) if p.has_optional_moment(*answered_at) => Some(build_ratio(*agreed)),
            _ => None,
        },
    ),
    define_figure(F::ReminderEnteredLate, Count, ENTERED_LATE, |row, p| {
        count_entered_late(row, p, ServiceKind::Reminder)
    }),
    define_figure(
        F::LeakDetections,
        Count,
        "当月接到的检漏申请（制度 2.1）。",
        |row, p| count_received(row, p, ServiceKind::LeakDetection),
    ),
    define_figure(
        F::VisitRate,
        Rate,
        "在时限或预约时间内上门的 ÷ 当月应上门的（制度 2.3，时限为本公司设定）。",
        |row, p| count_in_time(row, p, ClockKind::Visit),
    ),
    define_figure(
        F::FoundRate,
        Rate,
        "找到漏点的（含研究结论认定的）÷ 当月完成检漏的（制度 2.4）。",
        |row, p| match &row.more {
            Some(ServiceRow::LeakDetection {
                finding: Some(finding),
                searched_at,
                ..
            }) if p.has_optional_moment(*searched_at) => Some(build_ratio(*finding == LeakFinding::Found)),
            _ => None,
        },
    ),
    define_figure(
        F::Escalations,
        Count,
        "当月因技术原因暂时无法答复、上报公司研究的（制度 2.4）。",
        |row, p| match &row.more {
            Some(ServiceRow::LeakDetection { escalated_at, .. }) => {
                count_once(p.has_optional_moment(*escalated_at))
            }
            _ => None,
        },
    ),
    define_figure(
        F::LeakAnswerRate,
        Rate,
        "在时限内回复用户的 ÷ 当月应回复的（制度 2.4，时限为本公司设定）。",
        |row, p| {
            filter_service(row, ServiceKind::LeakDetection)
                .and_then(|row| count_in_time(row, p, ClockKind::Answer))
        },
    ),
    define_figure(F::LeakEnteredLate, Count, ENTERED_LATE, |row, p| {
        count_entered_late(row, p, ServiceKind::LeakDetection)
    }),
    define_figure(
        F::WaterTests,
        Count,
        "当月接到的化验要求（制度 3）。",
        |row, p| count_received(row, p, ServiceKind::WaterQuality),
    ),
    define_figure(
        F::SamplingRate,
        Rate,
        "在时限或预约时间内取样的 ÷ 当月应取样的（制度 3，时限为本公司设定）。退样的按重取的计。",
        |row, p| count_in_time(row, p, ClockKind::Sampling),
    ),
    define_figure(
        F::LabReceiptRate,
        Rate,
        "在时限内送到水质检测中心的 ÷ 当月应送到的（制度 3，时限为本公司设定）。退样的按重取的计。",
        |row, p| count_in_time(row, p, ClockKind::LabReceipt),
    ),
    define_figure(
        F::PassRate,
        Rate,
        "检测项目全部合格的水样 ÷ 当月出结果的水样（按出结果时执行的标准限值）。",
        |row, p| match &row.more {
            Some(ServiceRow::WaterQuality {
                verdict: Some(verdict),
                resulted_at,
                ..
            }) if p.has_optional_moment(*resulted_at) => Some(build_ratio(*verdict == WaterVerdict::Pass)),
            _ => None,
        },
    ),
    define_figure(
        F::WaterAnswerRate,
        Rate,
        "在时限内回复用户的 ÷ 当月应回复的（制度 3，时限为本公司设定）。",
        |row, p| {
            filter_service(row, ServiceKind::WaterQuality)
                .and_then(|row| count_in_time(row, p, ClockKind::Answer))
        },
    ),
    define_figure(F::WaterEnteredLate, Count, ENTERED_LATE, |row, p| {
        count_entered_late(row, p, ServiceKind::WaterQuality)
    }),
    define_figure(
        F::Repairs,
        Count,
        "当月接到的报修（制度 4.1）。",
        |row, p| count_received(row, p, ServiceKind::Repair),
    ),
    define_figure(
        F::RemindedRepairs,
        Count,
        "当月由提醒、检漏、社区活动转开的报修：在来源工单和维修工单中各计一件，受理事项中只计来源（制度 1.3）。",
        |row, p| {
            count_once(
                row.service == ServiceKind::Repair
                    && p.has_moment(row.received_at)
                    && row.opened_from.is_some(),
            )
        },
    ),
    define_figure(
        F::HandOverRate,
        Rate,
        "热线接报后 10 分钟内转派的 ÷ 当月热线转派的（制度 4.3⑴）。",
        |row, p| {
            let at = filter_service(row, ServiceKind::Repair)?
                .handed_over_at
                .filter(|at| p.has_moment(*at) && row.channel == Channel::Hotline)?;
            count_ratio(at <= row.hand_over_limit?)
        },
    ),
    define_figure(
        F::HandOverOthers,
        MeanMinutes,
        "其他部门、员工或维修队首接的，从接报到转派的平均分钟数（制度 4.1）。",
        |row, p| {
            let at = filter_service(row, ServiceKind::Repair)?
                .handed_over_at
                .filter(|at| p.has_moment(*at) && row.channel != Channel::Hotline)?;
            Some(Figure {
                numerator: minutes_between(at, row.received_at),
                denominator: 1,
            })
        },
    ),
    define_figure(
        F::FormDelay,
        MeanMinutes,
        "从接报到发起表单的平均分钟数（制度 4.3⑵）。",
        |row, p| {
            (row.service == ServiceKind::Repair && p.has_moment(row.received_at)).then(|| Figure {
                numerator: minutes_between(row.raised_at, row.received_at),
                denominator: 1,
            })
        },
    ),
    define_figure(
        F::FormEscape,
        Count,
        "接报时尚在工作时间，发起表单时已在工作时间之外的工单数（制度 4.3⑵）。",
        |row, p| {
            count_once(
                row.service == ServiceKind::Repair
                    && p.has_moment(row.received_at)
                    && row.received_in_hours
                    && !row.in_hours,
            )
        },
    ),
    define_figure(
        F::ArrivalRate,
        Rate,
        "在 30 分钟或预约时间内到场的 ÷ 当月到场且计时的（制度 4.3⑵）。",
        |row, p| {
            let at = row.arrived_at.filter(|at| p.has_moment(*at))?;
            let limit = row.arrival_limit?;
            count_ratio(at <= limit && !row.appointed_late)
        },
    ),
    define_figure(
        F::ArrivalTarget,
        Rate,
        "15 分钟内到场的 ÷ 当月到场且按 30 分钟计时的（制度 4.3⑵）。",
        |row, p| {
            let at = row.arrived_at.filter(|at| p.has_moment(*at))?;
            row.arrival_target.and_then(|target| count_ratio(at <= target))
        },
    ),
    define_figure(
        F::CloseRate,
        Rate,
        "在 24 小时或批准的延时内维修并回复的 ÷ 当月到期的（制度 4.3）。超时后才批准的延时不算及时。",
        |row, p| {
            let limit = filter_service(row, ServiceKind::Repair)?.total_limit?;
            find_finish_if_due(row, p, limit)
                .and_then(|finished| count_ratio(!row.broken && finished.is_some_and(|at| at <= limit)))
        },
    ),
    define_figure(
        F::CloseStrict,
        Rate,
        "在 24 小时内维修并回复的 ÷ 24 小时在当月届满的（制度 4.3），不计延时。",
        |row, p| {
            let limit = filter_service(row, ServiceKind::Repair)?.first_limit?;
            find_finish_if_due(row, p, limit)
                .and_then(|finished| count_ratio(finished.is_some_and(|at| at <= limit)))
        },
    ),
    define_figure(
        F::ExtensionRate,
        Rate,
        "批准过延时的 ÷ 当月受理的（制度 4.3）。",
        |row, p| {
            (row.service == ServiceKind::Repair && p.has_moment(row.received_at))
                .then(|| build_ratio(row.extended > 0))
        },
    ),
    define_figure(
        F::ReturnRate,
        Rate,
        "被退单的 ÷ 当月受理的（制度 4.3⑵）。",
        |row, p| {
            (row.service == ServiceKind::Repair && p.has_moment(row.received_at))
                .then(|| build_ratio(row.returns > 0))
        },
    ),
    define_figure(
        F::ValveRate,
        Rate,
        "在时限内到场的关阀 ÷ 当月到场的关阀（制度 4.3⑷）。",
        |row, p| {
            let here = row
                .valves
                .iter()
                .filter(|task| p.has_optional_moment(task.arrived_at));
            let in_time = here
                .clone()
                .filter(|task| task.arrived_at.is_some_and(|at| at <= task.limit));
            count_several(in_time.count(), here.count())
        },
    ),
    define_figure(
        F::WorkHours,
        Minutes,
        "总工办当月核定的工时（制度 4.1）。",
        |row, p| {
            let verified = row
                .verified_minutes
                .filter(|_| p.has_optional_moment(row.verified_at))?;
            Some(Figure {
                numerator: verified,
                denominator: 1,
            })
        },
    ),
    define_figure(
        F::UnverifiedHours,
        Minutes,
        "当月维修完成、尚未核定的申报工时，不计入核定工时（制度 4.1）。",
        |row, p| {
            (p.has_optional_moment(row.repaired_at) && row.verified_minutes.is_none()).then_some(Figure {
                numerator: row.claimed_minutes,
                denominator: 1,
            })
        },
    ),
    define_figure(
        F::PassedOn,
        Count,
        "当月转表前维修的工单数（制度 4）。",
        |row, p| count_ended(row, p, Stage::PassedOn),
    ),
    define_figure(F::RepairEnteredLate, Count, ENTERED_LATE, |row, p| {
        count_entered_late(row, p, ServiceKind::Repair)
    }),
    define_figure(
        F::Events,
        Count,
        "当月登记的社区活动（制度 5.2），年度计划按登记时间计。",
        |row, p| count_received(row, p, ServiceKind::Community),
    ),
    define_figure(
        F::HeldRate,
        Rate,
        "已举办的 ÷ 活动日期在当月的（制度 5.2⑴）。改期的按新日期计，取消的计为未举办；日期过后才登记的，按登记时间计。",
        |row, p| {
            let clock = row.clocks.iter().find(|clock| clock.kind == ClockKind::Event)?;
            let due = clock.ended_at.is_some() || row.ended_at.is_some() || clock.limit < p.now;
            (p.has_moment(clock.limit) && due && row.stage != Stage::Merged)
                .then(|| build_ratio(clock.ended_at.is_some()))
        },
    ),
    define_figure(
        F::EventsMoved,
        Count,
        "活动日期在当月、改过期的活动（制度 5.2⑴）。",
        |row, p| match &row.more {
            Some(ServiceRow::Community { moved, .. }) => {
                let day = row.clocks.iter().find(|clock| clock.kind == ClockKind::Event);
                count_once(*moved > 0 && p.has_optional_moment(day.map(|clock| clock.limit)))
            }
            _ => None,
        },
    ),
    define_figure(
        F::Residents,
        Count,
        "当月举办的活动服务的居民人次（制度 5.3）。",
        |row, p| match &row.more {
            Some(ServiceRow::Community {
                held_at, residents, ..
            }) if p.has_optional_moment(*held_at) => Some(Figure {
                numerator: *residents,
                denominator: 1,
            }),
            _ => None,
        },
    ),
    define_figure(F::EventEnteredLate, Count, ENTERED_LATE, |row, p| {
        count_entered_late(row, p, ServiceKind::Community)
    }),
    define_figure(
        F::Outages,
        Count,
        "当月登记的、考虑应急送水的停水（制度 6.1）。",
        |row, p| count_received(row, p, ServiceKind::EmergencyWater),
    ),
    define_figure(
        F::Trips,
        Count,
        "当月出车的送水车次（制度 6.1）。",
        |row, p| sum_trips(row, p, |_| 1),
    ),
    define_figure(
        F::Volume,
        Litres,
        "当月出车的送水量（制度 6.1）。",
        |row, p| sum_trips(row, p, |trip| trip.litres),
    ),
    define_figure(
        F::HouseholdsServed,
        Count,
        "当月出车送到的户次（制度 6.2），同一户多次取水计多次。",
        |row, p| sum_trips(row, p, |trip| trip.households),
    ),
    define_figure(
        F::CoverageRate,
        Rate,
        "送水到达的小区、楼栋的户数 ÷ 当月恢复供水的停水户数（制度 6.2）。",
        |row, p| match &row.more {
            Some(ServiceRow::EmergencyWater {
                households,
                reached,
                authorised_at: Some(_),
                ended_at,
                ..
            }) if p.has_optional_moment(*ended_at) => Some(Figure {
                numerator: *reached,
                denominator: *households,
            }),
            _ => None,
        },
    ),
    define_figure(F::OutageEnteredLate, Count, ENTERED_LATE, |row, p| {
        count_entered_late(row, p, ServiceKind::EmergencyWater)
    }),
];

/// What 按时（补录） is, the same of every service.
const ENTERED_LATE: &str = "当月按时完成、时限过后才补录的时限数：登记时已过时限，且距完成超过补录标准（转派为 10 分钟）；及时率中仍计为按时。";
