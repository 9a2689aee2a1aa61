//! What a column of a sheet of old tickets may say, and how offices call it.

use crate::{
    customer::column::{ACCOUNT, NAME, PARTS, PHONES},
    sheet::{
        KnownHeads,
        SheetField::{
            AccountNumber, Address, Category, Description, FinishedAt, Handler, Name, OldNumber, Phones,
            ReportedAt, Result,
        },
    },
};

/// Heads as offices write them: 报修人电话 is no person, 处理情况 not what was reported.
pub const HEADS: KnownHeads = &[
    (Phones, PHONES),
    (AccountNumber, ACCOUNT),
    (
        OldNumber,
        &[
            "旧编号",
            "工单号",
            "工单编号",
            "单号",
            "受理编号",
            "受理号",
            "登记编号",
            "登记号",
            "流水号",
            "报修编号",
            "=编号",
        ],
    ),
    (
        FinishedAt,
        &[
            "办结时间",
            "办结日期",
            "完成时间",
            "完成日期",
            "完工时间",
            "完工日期",
            "修复时间",
            "结束时间",
            "处理时间",
            "处理日期",
            "结案时间",
        ],
    ),
    (
        ReportedAt,
        &[
            "受理时间",
            "受理日期",
            "报修时间",
            "报修日期",
            "来电时间",
            "来电日期",
            "登记时间",
            "登记日期",
            "接报时间",
            "接单时间",
            "反映时间",
            "反映日期",
            "=时间",
            "=日期",
        ],
    ),
    (Address, &["地址", "住址", "地点"]),
    (Address, PARTS),
    (
        Result,
        &[
            "处理结果",
            "办理结果",
            "维修结果",
            "处理情况",
            "办理情况",
            "维修情况",
            "完成情况",
            "处理意见",
            "回复内容",
            "=结果",
        ],
    ),
    (
        Handler,
        &[
            "处理人",
            "经办人",
            "办理人",
            "承办",
            "维修人",
            "维修工",
            "施工人",
            "处理部门",
            "班组",
        ],
    ),
    (Category, &["类别", "类型", "分类", "业务种类", "服务项目"]),
    (Name, NAME),
    (Name, &["报修人", "来电人", "反映人", "申请人"]),
    (
        Description,
        &["内容", "描述", "情况", "诉求", "问题", "故障", "事由", "摘要"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::guess;

    #[test]
    fn heads_as_offices_write_them() {
        for (head, field) in [
            ("工单编号", OldNumber),
            ("编号", OldNumber),
            ("用户编号", AccountNumber),
            ("报修\n时间", ReportedAt),
            ("日期", ReportedAt),
            ("处理时间", FinishedAt),
            ("完工日期", FinishedAt),
            ("业务类型", Category),
            ("报修人", Name),
            ("报修人电话", Phones),
            ("报修地点", Address),
            ("报修内容", Description),
            ("反映问题", Description),
            ("处理情况", Result),
            ("处理结果（必填）", Result),
            ("维修人员", Handler),
        ] {
            assert_eq!(guess::guess_column(HEADS, head), Some(field), "{head}");
        }
        for head in ["序号", "备注", "原因", "水表编号", "接单员", "满意度", ""] {
            assert_eq!(guess::guess_column(HEADS, head), None, "{head}");
        }
    }
}
