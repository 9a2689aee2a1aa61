//! 水质检测报告单: the sample, everybody who held it, the values against their limits, the verdict (3).
//! The limits are those the values were judged by; a later edit of the table does not reach this page.

use domain::{
    Moment,
    service::water_quality::{self, Results, Sampling},
    standard::{Judged, Verdict},
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow, Row, column},
    form::{field, heading, or_empty, pair, signatures},
    sections::links,
    sheet::Ink,
};

/// The form; none before there are results, none of another service.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    match &form.ticket.case {
        Case::WaterQuality(case) => case.result().map(|results| sheet(form, case, results)),
        _ => None,
    }
}

fn sheet(form: &Form, case: &water_quality::Case, results: &Done<Results>) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("水质检测报告单", &ticket.number);
    form.customer(&mut flow);
    if let Some(sampling) = &case.sampling {
        sample(&mut flow, case, sampling);
    }
    custody(&mut flow, case);
    values(&mut flow, &results.details);
    verdict(&mut flow, case, &results.details);
    made(&mut flow, results);
    links(&mut flow, form);
    form.free(&mut flow);
    signatures(&mut flow, &["检测人", "复核人", "批准", "日期"]);
    flow.gap(2.0);
    flow.paragraph(9.0, Ink::Grey, "（水质检测中心章）");
    form.finish(flow, &format!("水质检测报告单 {}", ticket.number))
}

fn sample(flow: &mut Flow, case: &water_quality::Case, sampling: &Done<Sampling>) {
    let details = &sampling.details;
    heading(flow, "水样");
    pair(
        flow,
        ("样品编号", &details.sample_number),
        ("数量", &format!("{} 瓶", details.bottles)),
    );
    field(flow, "取样点", &details.place);
    let present = if details.customer_present {
        "在场"
    } else {
        "不在场"
    };
    pair(flow, ("取样人", &sampling.by), ("取样时间", &sampling.at.text()));
    let Some(receipt) = &case.receipt else {
        return field(flow, "取样时用户", present);
    };
    let seal = if receipt.details.seal_whole {
        "完好"
    } else {
        "不完好"
    };
    pair(flow, ("取样时用户", present), ("收样时封签", seal));
    field(flow, "收样时状态", &receipt.details.condition);
    if !details.note.is_empty() {
        field(flow, "取样情况", &details.note);
    }
}

/// Who held the sample from when to when, rejected ones too.
fn custody(flow: &mut Flow, case: &water_quality::Case) {
    heading(flow, "样品交接（由谁保管）");
    let columns = [
        column("保管人", 44.0, Align::Left),
        column("从", 36.0, Align::Left),
        column("至", 36.0, Align::Left),
        column("取得方式", 58.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = case
        .custody
        .iter()
        .map(|holding| {
            vec![
                holding.holder.clone(),
                holding.from.text(),
                holding.to.map_or_else(|| "检测留存".to_owned(), Moment::text),
                holding.how.clone(),
            ]
        })
        .collect();
    flow.table(&columns, 9.0, &rows);
    for rejection in &case.rejections {
        let text = format!(
            "{} 退样重取（{}）：{}",
            rejection.at.text(),
            rejection.by,
            rejection.details.reason
        );
        flow.gap(1.0);
        flow.paragraph(9.0, Ink::Black, &text);
    }
}

fn values(flow: &mut Flow, results: &Results) {
    heading(flow, "检测结果");
    let columns = [
        column("序号", 12.0, Align::Middle),
        column("检测项目", 54.0, Align::Left),
        column("单位", 28.0, Align::Left),
        column("标准限值", 30.0, Align::Right),
        column("检测结果", 26.0, Align::Right),
        column("单项判定", 24.0, Align::Middle),
    ];
    let row = |(index, judged): (usize, &Judged)| {
        let cells = vec![
            (index + 1).to_string(),
            judged.parameter.zh.clone(),
            or_empty(&judged.parameter.unit).to_owned(),
            judged.parameter.limit.zh(),
            judged.value.zh(),
            mark(judged.verdict).to_owned(),
        ];
        Row::strong(cells, judged.verdict != Verdict::Pass)
    };
    let rows: Vec<Row> = results.values.iter().enumerate().map(row).collect();
    flow.rows(&columns, 9.0, &rows);
}

/// A verdict that is found on a copy without colour.
const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "合格",
        Verdict::Fail => "【不合格】",
        Verdict::Undecided => "【无法判定】",
    }
}

fn verdict(flow: &mut Flow, case: &water_quality::Case, results: &Results) {
    heading(flow, "结论");
    field(flow, "检测结论", &conclusion(results));
    let of = |wanted: Verdict| -> Vec<String> {
        let those = results.values.iter().filter(|judged| judged.verdict == wanted);
        those.map(Judged::zh).collect()
    };
    let (fails, open) = (of(Verdict::Fail), of(Verdict::Undecided));
    if !fails.is_empty() {
        field(flow, "不合格项目", &fails.join("；"));
    }
    if !open.is_empty() {
        field(flow, "无法判定项目", &open.join("；"));
    }
    field(
        flow,
        "判定依据",
        &format!("{}（{}）", results.source, results.edition),
    );
    let confirmed = if results.confirmed_by.is_empty() {
        "尚待水质检测中心确认，确认前以标准原文为准"
    } else {
        &format!("已由 {} 确认", results.confirmed_by)
    };
    field(flow, "限值表", confirmed);
    if case.results.len() > 1 {
        let text = format!("本单为第 {} 次出具，此前结果作废", case.results.len());
        field(flow, "更正", &text);
    }
    if !results.note.is_empty() {
        field(flow, "说明", &results.note);
    }
}

fn conclusion(results: &Results) -> String {
    let all = results.values.len();
    let count = |wanted: Verdict| {
        let those = results.values.iter().filter(|judged| judged.verdict == wanted);
        those.count()
    };
    match results.verdict() {
        Verdict::Pass => format!("合格：所检 {all} 项全部符合标准限值"),
        Verdict::Fail => format!("不合格：所检 {all} 项中 {} 项不合格", count(Verdict::Fail)),
        Verdict::Undecided => format!(
            "无法判定：所检 {all} 项中 {} 项无法判定",
            count(Verdict::Undecided)
        ),
    }
}

fn made(flow: &mut Flow, results: &Done<Results>) {
    let details = &results.details;
    pair(
        flow,
        ("检测人", &details.analyst),
        ("复核人", or_empty(&details.reviewer)),
    );
    pair(flow, ("出结果时间", &results.at.text()), ("登记人", &results.by));
}
