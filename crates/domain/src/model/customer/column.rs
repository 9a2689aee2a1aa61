//! What a column of a sheet of households may say, and how offices call it.

use crate::sheet::{
    KnownHeads,
    SheetField::{AccountNumber, Address, Area, Community, MeterNumber, Name, Phones},
};

/// Heads as offices write them: 用户编号 is no name, 联系人电话 no person.
pub const HEADS: KnownHeads = &[
    (
        MeterNumber,
        &["表号", "表编号", "表具编号", "表身号", "表钢号", "表码号"],
    ),
    (Phones, PHONES),
    (AccountNumber, ACCOUNT),
    (Address, &["地址", "住址"]),
    (Community, &["小区", "社区", "楼盘"]),
    (Address, PARTS),
    (Name, NAME),
    (Area, &["区域", "城区"]),
];
pub(crate) const PHONES: &[&str] = &["电话", "手机", "座机", "联系方式", "联系号码", "移动号码"];
/// Heads of a name.
pub(crate) const NAME: &[&str] = &[
    "姓名",
    "户名",
    "用户名",
    "客户名",
    "联系人",
    "业主",
    "户主",
    "单位名称",
];
/// Heads of an account number.
pub(crate) const ACCOUNT: &[&str] = &[
    "户号",
    "户编号",
    "户编码",
    "户代码",
    "客户号",
    "缴费号",
    "客户编号",
    "用户号",
];
/// Heads of an address that stands in several columns.
pub(crate) const PARTS: &[&str] = &[
    "楼号",
    "楼栋",
    "楼幢",
    "栋号",
    "幢号",
    "单元",
    "房号",
    "房间号",
    "室号",
    "门牌",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{SheetField, guess};

    fn of(heads: &[&str]) -> Vec<Option<SheetField>> {
        guess::guess_columns(HEADS, &heads.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn heads_as_offices_write_them() {
        for (head, column) in [
            ("户号", AccountNumber),
            ("用 户\n编 号", AccountNumber),
            ("客户编号（必填）", AccountNumber),
            ("户名", Name),
            ("用户名称", Name),
            ("联系人", Name),
            ("联系人电话", Phones),
            ("联系方式手机", Phones),
            ("用水地址", Address),
            ("小区地址", Address),
            ("所属小区", Community),
            ("水表编号", MeterNumber),
            ("表号", MeterNumber),
            ("区域", Area),
        ] {
            assert_eq!(guess::guess_column(HEADS, head), Some(column), "{head}");
        }
        for head in [
            "序号",
            "备注",
            "原因",
            "抄表员",
            "口径",
            "身份证号",
            "",
            "2026年城区用户档案（户号、户名、地址、电话均以营业系统为准）",
        ] {
            assert_eq!(guess::guess_column(HEADS, head), None, "{head}");
        }
    }

    #[test]
    fn of_each_thing_one_column_but_all_phones_and_parts() {
        assert_eq!(
            of(&["户号", "户名", "联系人", "手机", "座机", "地址", "楼号"]),
            [
                Some(AccountNumber),
                Some(Name),
                None,
                Some(Phones),
                Some(Phones),
                Some(Address),
                None
            ]
        );
        assert_eq!(
            of(&["小区", "楼号", "单元", "房号"]),
            [Some(Community), Some(Address), Some(Address), Some(Address)]
        );
    }
}
