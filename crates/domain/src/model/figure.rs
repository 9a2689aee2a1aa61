//! The figures of a report: which there are, and what each is measured in.
//!
//! Deliberately absent: what counts in one (`report::definition`), how one is printed (`report::value`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::service::ServiceKind;

/// A figure: what was counted, and out of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
pub struct Figure {
    /// Sum of the rows' numerators.
    #[ts(type = "number")]
    pub numerator: i64,
    /// Sum of the rows' denominators.
    #[ts(type = "number")]
    pub denominator: i64,
}

/// What a figure is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureUnit {
    /// A number of things: the numerator.
    Count,
    /// Numerator ÷ denominator.
    Rate,
    /// Minutes per thing.
    MeanMinutes,
    /// Minutes in all: the numerator, printed as hours.
    Minutes,
    /// Litres in all: the numerator, printed as tonnes.
    Litres,
}

crate::words! {
    /// A figure of the month.
    FigureCode {
        Received "received" = "受理事项",
        Linked "linked" = "关联工单",
        SatisfactionRate "satisfaction_rate" = "满意率",
        FollowUpRate "follow_up_rate" = "回访率",
        SignRate "sign_rate" = "签字率",
        Urged "urged" = "催办工单",
        Supervised "supervised" = "督办工单",
        Violations "violations" = "违规记录",
        Cancelled "cancelled" = "作废",
        Merged "merged" = "重复并单",
        Reminders "reminders" = "提醒工单",
        TellRate "tell_rate" = "告知及时率",
        LeftNotices "left_notices" = "留置通知",
        ConsentRate "consent_rate" = "用户同意公司处理率",
        ReminderEnteredLate "reminder_entered_late" = "提醒按时（补录）",
        LeakDetections "leak_detections" = "检漏工单",
        VisitRate "visit_rate" = "上门检漏及时率",
        FoundRate "found_rate" = "漏点找出率",
        Escalations "escalations" = "上报研究",
        LeakAnswerRate "leak_answer_rate" = "检漏回复及时率",
        LeakEnteredLate "leak_entered_late" = "检漏按时（补录）",
        WaterTests "water_tests" = "化验工单",
        SamplingRate "sampling_rate" = "取样及时率",
        LabReceiptRate "lab_receipt_rate" = "送检及时率",
        PassRate "pass_rate" = "水样合格率",
        WaterAnswerRate "water_answer_rate" = "化验回复及时率",
        WaterEnteredLate "water_entered_late" = "化验按时（补录）",
        Repairs "repairs" = "维修工单",
        RemindedRepairs "reminded_repairs" = "由提醒、检漏转来的维修",
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
        ValveRate "valve_rate" = "关阀到场及时率",
        WorkHours "work_hours" = "核定工时",
        UnverifiedHours "unverified_hours" = "待核定工时",
        PassedOn "passed_on" = "转表前维修",
        RepairEnteredLate "repair_entered_late" = "维修按时（补录）",
        Events "events" = "社区活动登记",
        HeldRate "held_rate" = "活动举办率",
        EventsMoved "events_moved" = "改期的活动",
        Residents "residents" = "活动服务居民（人次）",
        EventEnteredLate "event_entered_late" = "活动按时（补录）",
        Outages "outages" = "停水登记",
        Trips "trips" = "送水车次",
        Volume "volume" = "送水量",
        HouseholdsServed "households_served" = "送水服务（户次）",
        CoverageRate "coverage_rate" = "送水覆盖率",
        OutageEnteredLate "outage_entered_late" = "送水按时（补录）",
    }
}

impl FigureCode {
    /// The service it belongs to; none counts all of them.
    #[must_use]
    pub const fn service_kind(self) -> Option<ServiceKind> {
        match self {
            Self::Received
            | Self::Linked
            | Self::SatisfactionRate
            | Self::FollowUpRate
            | Self::SignRate
            | Self::Urged
            | Self::Supervised
            | Self::Violations
            | Self::Cancelled
            | Self::Merged => None,
            Self::Reminders
            | Self::TellRate
            | Self::LeftNotices
            | Self::ConsentRate
            | Self::ReminderEnteredLate => Some(ServiceKind::Reminder),
            Self::LeakDetections
            | Self::VisitRate
            | Self::FoundRate
            | Self::Escalations
            | Self::LeakAnswerRate
            | Self::LeakEnteredLate => Some(ServiceKind::LeakDetection),
            Self::WaterTests
            | Self::SamplingRate
            | Self::LabReceiptRate
            | Self::PassRate
            | Self::WaterAnswerRate
            | Self::WaterEnteredLate => Some(ServiceKind::WaterQuality),
            Self::Repairs
            | Self::RemindedRepairs
            | Self::HandOverRate
            | Self::HandOverOthers
            | Self::FormDelay
            | Self::FormEscape
            | Self::ArrivalRate
            | Self::ArrivalTarget
            | Self::CloseRate
            | Self::CloseStrict
            | Self::ExtensionRate
            | Self::ReturnRate
            | Self::ValveRate
            | Self::WorkHours
            | Self::UnverifiedHours
            | Self::PassedOn
            | Self::RepairEnteredLate => Some(ServiceKind::Repair),
            Self::Events | Self::HeldRate | Self::EventsMoved | Self::Residents | Self::EventEnteredLate => {
                Some(ServiceKind::Community)
            }
            Self::Outages
            | Self::Trips
            | Self::Volume
            | Self::HouseholdsServed
            | Self::CoverageRate
            | Self::OutageEnteredLate => Some(ServiceKind::EmergencyWater),
        }
    }
}
