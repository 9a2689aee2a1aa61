//! Cases named one by one: limits that were missed, extensions, violations.

use domain::{
    Moment,
    moment::duration_zh,
    report::{
        Overdue, Report, Section,
        overdue::{by_clock, short},
    },
};

use crate::{
    flow::{Align, Flow, column},
    form::or_empty,
    sheet::Ink,
};

/// Every limit that was missed, of every service.
pub(super) fn overdue(flow: &mut Flow, report: &Report) {
    flow.chapter(Section::Overdue.zh());
    if report.overdue.is_empty() {
        return flow.paragraph(10.0, Ink::Black, &format!("{}没有超时。", report.this_zh));
    }
    let told = format!(
        "{}到期而未按时完成的时限共 {} 项：{}。",
        report.this_zh,
        report.overdue.len(),
        by_clock(&report.overdue)
    );
    flow.paragraph(9.0, Ink::Grey, &told);
    flow.gap(1.5);
    let columns = [
        column("工单", 27.0, Align::Left),
        column("时限", 19.0, Align::Left),
        column("到期", 27.0, Align::Left),
        column("完成", 27.0, Align::Left),
        column("超时", 22.0, Align::Right),
        column("班组", 24.0, Align::Left),
        column("超时原因", 28.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = report.overdue.iter().map(missed).collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(3.0);
}

/// A limit that was missed, in the columns of the lists.
pub(crate) fn missed(one: &Overdue) -> Vec<String> {
    vec![
        one.number.clone(),
        short(one.clock).to_owned(),
        one.limit.text(),
        one.ended_at.map_or_else(|| "未完成".to_owned(), Moment::text),
        duration_zh(one.late),
        or_empty(one.crew.as_deref().unwrap_or_default()).to_owned(),
        or_empty(&one.reason).to_owned(),
    ]
}

/// 4.3: every case for which an extension was asked, with both limits.
pub(super) fn extended(flow: &mut Flow, report: &Report) {
    flow.chapter(Section::Extended.zh());
    if report.extended.is_empty() {
        return flow.paragraph(
            10.0,
            Ink::Black,
            &format!("{}受理的工单没有申请延时。", report.this_zh),
        );
    }
    let columns = [
        column("工单", 27.0, Align::Left),
        column("原时限", 26.0, Align::Left),
        column("现时限", 26.0, Align::Left),
        column("申请 / 批准", 19.0, Align::Right),
        column("完成", 26.0, Align::Left),
        column("班组", 20.0, Align::Left),
        column("延时原因", 30.0, Align::Left),
    ];
    let at = |at: Option<Moment>| at.map_or_else(|| "未完成".to_owned(), Moment::text);
    let limit = |at: Option<Moment>| or_empty(&at.map(Moment::text).unwrap_or_default()).to_owned();
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
    flow.table(&columns, 8.0, &rows);
    flow.gap(3.0);
}

/// 2.5, 5.3: every violation reported.
pub(super) fn violations(flow: &mut Flow, report: &Report) {
    flow.chapter(Section::Violations.zh());
    if report.violations.is_empty() {
        return flow.paragraph(10.0, Ink::Black, &format!("{}没有登记违规记录。", report.this_zh));
    }
    let columns = [
        column("工单", 27.0, Align::Left),
        column("登记时间", 30.0, Align::Left),
        column("班组", 30.0, Align::Left),
        column("地址", 65.0, Align::Left),
        column("处理", 22.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = report
        .violations
        .iter()
        .map(|one| {
            vec![
                one.number.clone(),
                one.at.text(),
                or_empty(one.crew.as_deref().unwrap_or_default()).to_owned(),
                or_empty(&one.address).to_owned(),
                if one.open { "尚未处理完" } else { "已处理" }.to_owned(),
            ]
        })
        .collect();
    flow.table(&columns, 8.0, &rows);
    flow.gap(3.0);
}
