//! 工单列表: what a list of tickets can show, and by what it can be looked through, beside the words of the ticket itself.

crate::words! {
    /// A column of a list of tickets, in the order they are offered.
    TicketColumn {
        Number "number" = "工单",
        Service "service" = "服务",
        Stage "stage" = "环节",
        Channel "channel" = "接报渠道",
        FirstReceiver "first_receiver" = "首接人",
        Area "area" = "区域",
        Fault "fault" = "故障",
        ReceivedAt "received_at" = "接报",
        RaisedAt "raised_at" = "发起表单",
        Name "name" = "用户",
        Phone "phone" = "电话",
        AccountNumber "account_number" = "户号",
        Community "community" = "小区",
        Address "address" = "地址",
        Summary "summary" = "内容",
        Crew "crew" = "班组",
        Due "due" = "时限",
        HandedOverAt "handed_over_at" = "转派时间",
        AppointedAt "appointed_at" = "预约时间",
        ArrivedAt "arrived_at" = "到场时间",
        RepairedAt "repaired_at" = "维修完成",
        RepliedAt "replied_at" = "回复时间",
        TotalLimit "total_limit" = "办结时限",
        Extensions "extensions" = "延时",
        Returns "returns" = "退单",
        Urges "urges" = "催办",
        Supervisions "supervisions" = "督办",
        Acknowledged "acknowledged" = "签字",
        FollowUp "follow_up" = "回访",
        Hours "hours" = "工时",
        Violations "violations" = "违规",
        EndedAt "ended_at" = "了结时间",
    }
}

crate::words! {
    /// What a ticket bears, whatever its stage.
    TicketMark {
        Late "late" = "有超时",
        Extended "extended" = "已延时",
        ExtensionPending "extension_pending" = "延时待批",
        Returned "returned" = "有退单",
        Urged "urged" = "有催办",
        Supervised "supervised" = "有督办",
        Violation "violation" = "有违规",
        Linked "linked" = "有关联工单",
        OffHours "off_hours" = "工作时间外",
    }
}
