//! The office's own sheets, whatever they list: what a column says, what stands in a cell, and why a row cannot be taken.

pub mod guess;
pub mod line;
pub mod phones;

crate::words! {
    /// What a column says. Several may be phones, several may be parts of the address.
    SheetField {
        AccountNumber "account_number" = "户号",
        Name "name" = "用户姓名",
        Phones "phones" = "联系电话",
        Address "address" = "详细地址",
        Community "community" = "小区",
        Area "area" = "区域",
        MeterNumber "meter_number" = "表号",
        OldNumber "old_number" = "旧编号",
        ReportedAt "reported_at" = "受理时间",
        Category "category" = "类别",
        Description "description" = "内容",
        Result "result" = "处理结果",
        FinishedAt "finished_at" = "办结时间",
        Handler "handler" = "处理人",
    }
}

impl SheetField {
    /// Whether a spreadsheet that takes it for a number spoils it.
    const fn is_number(self) -> bool {
        matches!(
            self,
            Self::AccountNumber | Self::Phones | Self::MeterNumber | Self::OldNumber
        )
    }

    /// Whether its text may have several lines.
    const fn has_lines(self) -> bool {
        matches!(self, Self::Phones | Self::Description | Self::Result)
    }
}

/// What a sheet lists: what its columns may say, and how offices write their heads. The first line that fits decides; a head
/// that begins with `=` must stand there alone.
pub type KnownHeads = &'static [(SheetField, &'static [&'static str])];
