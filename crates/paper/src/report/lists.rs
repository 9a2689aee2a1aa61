//! Cases named one by one: limits that were missed, extensions, violations.

use domain::{
    Moment,
    moment::duration_zh,
    report::{
        OverdueLimit, Report, ReportSection,
        overdue::{count_by_clock, short_clock_name},
    },
};

use pdf::{
    flow::{Flow, TextAlign, table_column},
    sheet::Ink,
};

use crate::form::or_empty;

/// Every limit that was missed, of every service.
pub(super) fn write_overdue_list(flow: &mut Flow, report: &Report) {
    flow.begin_chapter(ReportSection::Overdue.zh());
    if report.overdue.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, &format!("{}没有超时。", report.this_zh));
    }
    let told = format!(
        "{}到期而未按时完成的时限共 {} 项：{}。",
        report.this_zh,
        report.overdue.len(),
        count_by_clock(&report.overdue)
    );
    flow.write_paragraph(9.0, Ink::Grey, &told);
    flow.add_gap(1.5);
    let columns = [
        table_column("工单", 27.0, TextAlign::Left),
        table_column("时限", 19.0, TextAlign::Left),
        table_column("到期", 27.0, TextAlign::Left),
        table_column("完成", 27.0, TextAlign::Left),
        table_column("超时", 22.0, TextAlign::Right),
        table_column("班组", 24.0, TextAlign::Left),
        table_column("超时原因", 28.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = report.overdue.iter().map(build_overdue_row).collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(3.0);
}

/// A limit that was missed, in the columns of the lists.
pub(crate) fn build_overdue_row(one: &OverdueLimit) -> Vec<String> {
    vec![
        one.number.clone(),
        short_clock_name(one.clock).to_owned(),
        one.limit.date_time_text(),
        one.ended_at
            .map_or_else(|| "未完成".to_owned(), Moment::date_time_text),
        duration_zh(one.late),
        or_empty(one.crew.as_deref().unwrap_or_default()).to_owned(),
        or_empty(&one.reason).to_owned(),
    ]
}

/// 4.3: every case for which an extension was asked, with both limits.
pub(super) fn write_extended_list(flow: &mut Flow, report: &Report) {
    flow.begin_chapter(ReportSection::Extended.zh());
    if report.extended.is_empty() {
        return flow.write_paragraph(
            10.0,
            Ink::Black,
            &format!("{}受理的工单没有申请延时。", report.this_zh),
        );
    }
    let columns = [
        table_column("工单", 27.0, TextAlign::Left),
        table_column("原时限", 26.0, TextAlign::Left),
        table_column("现时限", 26.0, TextAlign::Left),
        table_column("申请 / 批准", 19.0, TextAlign::Right),
        table_column("完成", 26.0, TextAlign::Left),
        table_column("班组", 20.0, TextAlign::Left),
        table_column("延时原因", 30.0, TextAlign::Left),
    ];
    let at = |at: Option<Moment>| at.map_or_else(|| "未完成".to_owned(), Moment::date_time_text);
    let limit = |at: Option<Moment>| or_empty(&at.map(Moment::date_time_text).unwrap_or_default()).to_owned();
    let rows: Vec<Vec<String>> = report
        .extended
        .iter()
        .map(|one| {
            let first = if one.broken { "（超时后延时）" } else { "" };
            vec![
                one.number.clone(),
                format!("{}{first}", limit(one.first)),
                limit(one.limit),
                format!("{} / {}", one.asked, one.approved),
                at(one.finished_at),
                or_empty(one.crew.as_deref().unwrap_or_default()).to_owned(),
                or_empty(&one.reason).to_owned(),
            ]
        })
        .collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(3.0);
}

/// 2.5, 5.3: every violation reported.
pub(super) fn write_violation_list(flow: &mut Flow, report: &Report) {
    flow.begin_chapter(ReportSection::Violations.zh());
    if report.violations.is_empty() {
        return flow.write_paragraph(10.0, Ink::Black, &format!("{}没有登记违规记录。", report.this_zh));
    }
    let columns = [
        table_column("工单", 27.0, TextAlign::Left),
        table_column("登记时间", 30.0, TextAlign::Left),
        table_column("班组", 30.0, TextAlign::Left),
        table_column("地址", 65.0, TextAlign::Left),
        table_column("处理", 22.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = report
        .violations
        .iter()
        .map(|one| {
            vec![
                one.number.clone(),
                one.at.date_time_text(),
                or_empty(one.crew.as_deref().unwrap_or_default()).to_owned(),
                or_empty(&one.address).to_owned(),
                if one.open { "尚未处理完" } else { "已处理" }.to_owned(),
            ]
        })
        .collect();
    flow.write_table(&columns, 8.0, &rows);
    flow.add_gap(3.0);
}
