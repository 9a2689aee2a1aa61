//! 水质检测报告单: the sample, everybody who held it, the values against their limits, the verdict (3).
//! The limits are those the values were judged by; a later edit of the table does not reach this page.

use domain::{
    Moment,
    service::water_quality::{self, Sampling, WaterResults},
    standard::{JudgedValue, WaterVerdict},
    ticket::{RecordedStep, TicketCase},
};

use pdf::{
    PdfDocument,
    flow::{Flow, TableRow, TextAlign, table_column},
    sheet::Ink,
};

use crate::{
    Form,
    form::{or_empty, write_field, write_field_pair, write_heading, write_signature_lines},
    sections::write_linked_tickets,
};

/// The form; none before there are results, none of another service.
#[must_use]
pub fn lay_out_water_report(form: &Form) -> Option<PdfDocument> {
    match &form.ticket.case {
        TicketCase::WaterQuality(case) => case
            .current_results()
            .map(|results| build_water_report(form, case, results)),
        _ => None,
    }
}

fn build_water_report(
    form: &Form,
    case: &water_quality::WaterQualityCase,
    results: &RecordedStep<WaterResults>,
) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("水质检测报告单", &ticket.number);
    form.write_customer_and_request(&mut flow);
    if let Some(sampling) = &case.sampling {
        write_sample(&mut flow, case, sampling);
    }
    write_custody(&mut flow, case);
    write_test_values(&mut flow, &results.details);
    write_verdict(&mut flow, case, &results.details);
    write_analysts(&mut flow, results);
    write_linked_tickets(&mut flow, form);
    form.write_free_notice(&mut flow);
    write_signature_lines(&mut flow, &["检测人", "复核人", "批准", "日期"]);
    flow.add_gap(2.0);
    flow.write_paragraph(9.0, Ink::Grey, "（水质检测中心章）");
    form.finish_form(flow, &format!("水质检测报告单 {}", ticket.number))
}

fn write_sample(flow: &mut Flow, case: &water_quality::WaterQualityCase, sampling: &RecordedStep<Sampling>) {
    let details = &sampling.details;
    write_heading(flow, "水样");
    write_field_pair(
        flow,
        ("样品编号", &details.sample_number),
        ("数量", &format!("{} 瓶", details.bottles)),
    );
    write_field(flow, "取样点", &details.place);
    let present = if details.customer_present {
        "在场"
    } else {
        "不在场"
    };
    write_field_pair(
        flow,
        ("取样人", &sampling.by),
        ("取样时间", &sampling.at.date_time_text()),
    );
    let Some(receipt) = &case.receipt else {
        return write_field(flow, "取样时用户", present);
    };
    let seal = if receipt.details.seal_whole {
        "完好"
    } else {
        "不完好"
    };
    write_field_pair(flow, ("取样时用户", present), ("收样时封签", seal));
    write_field(flow, "收样时状态", &receipt.details.condition);
    if !details.note.is_empty() {
        write_field(flow, "取样情况", &details.note);
    }
}

/// Who held the sample from when to when, rejected ones too.
fn write_custody(flow: &mut Flow, case: &water_quality::WaterQualityCase) {
    write_heading(flow, "样品交接（由谁保管）");
    let columns = [
        table_column("保管人", 44.0, TextAlign::Left),
        table_column("从", 36.0, TextAlign::Left),
        table_column("至", 36.0, TextAlign::Left),
        table_column("取得方式", 58.0, TextAlign::Left),
    ];
    let rows: Vec<Vec<String>> = case
        .custody
        .iter()
        .map(|holding| {
            vec![
                holding.holder.clone(),
                holding.from.date_time_text(),
                holding
                    .to
                    .map_or_else(|| "检测留存".to_owned(), Moment::date_time_text),
                holding.how.clone(),
            ]
        })
        .collect();
    flow.write_table(&columns, 9.0, &rows);
    for rejection in &case.rejections {
        let text = format!(
            "{} 退样重取（{}）：{}",
            rejection.at.date_time_text(),
            rejection.by,
            rejection.details.reason
        );
        flow.add_gap(1.0);
        flow.write_paragraph(9.0, Ink::Black, &text);
    }
}

fn write_test_values(flow: &mut Flow, results: &WaterResults) {
    write_heading(flow, "检测结果");
    let columns = [
        table_column("序号", 12.0, TextAlign::Middle),
        table_column("检测项目", 54.0, TextAlign::Left),
        table_column("单位", 28.0, TextAlign::Left),
        table_column("标准限值", 30.0, TextAlign::Right),
        table_column("检测结果", 26.0, TextAlign::Right),
        table_column("单项判定", 24.0, TextAlign::Middle),
    ];
    let row = |(index, judged): (usize, &JudgedValue)| {
        let cells = vec![
            (index + 1).to_string(),
            judged.parameter.zh.clone(),
            or_empty(&judged.parameter.unit).to_owned(),
            judged.parameter.limit.zh(),
            judged.value.zh(),
            verdict_mark(judged.verdict).to_owned(),
        ];
        TableRow::with_emphasis(cells, judged.verdict != WaterVerdict::Pass)
    };
    let rows: Vec<TableRow> = results.values.iter().enumerate().map(row).collect();
    flow.write_styled_table(&columns, 9.0, &rows);
}

/// A verdict that is found on a copy without colour.
const fn verdict_mark(verdict: WaterVerdict) -> &'static str {
    match verdict {
        WaterVerdict::Pass => "合格",
        WaterVerdict::Fail => "【不合格】",
        WaterVerdict::Undecided => "【无法判定】",
    }
}

fn write_verdict(flow: &mut Flow, case: &water_quality::WaterQualityCase, results: &WaterResults) {
    write_heading(flow, "结论");
    write_field(flow, "检测结论", &describe_verdict(results));
    let of = |wanted: WaterVerdict| -> Vec<String> {
        let those = results.values.iter().filter(|judged| judged.verdict == wanted);
        those.map(JudgedValue::zh).collect()
    };
    let (fails, open) = (of(WaterVerdict::Fail), of(WaterVerdict::Undecided));
    if !fails.is_empty() {
        write_field(flow, "不合格项目", &fails.join("；"));
    }
    if !open.is_empty() {
        write_field(flow, "无法判定项目", &open.join("；"));
    }
    write_field(
        flow,
        "判定依据",
        &format!("{}（{}）", results.source, results.edition),
    );
    let confirmed = if results.confirmed_by.is_empty() {
        "尚待水质检测中心确认，确认前以标准原文为准"
    } else {
        &format!("已由 {} 确认", results.confirmed_by)
    };
    write_field(flow, "限值表", confirmed);
    if case.results.len() > 1 {
        let text = format!("本单为第 {} 次出具，此前结果作废", case.results.len());
        write_field(flow, "更正", &text);
    }
    if !results.note.is_empty() {
        write_field(flow, "说明", &results.note);
    }
}

fn describe_verdict(results: &WaterResults) -> String {
    let all = results.values.len();
    let count = |wanted: WaterVerdict| {
        let those = results.values.iter().filter(|judged| judged.verdict == wanted);
        those.count()
    };
    match results.sample_verdict() {
        WaterVerdict::Pass => format!("合格：所检 {all} 项全部符合标准限值"),
        WaterVerdict::Fail => format!("不合格：所检 {all} 项中 {} 项不合格", count(WaterVerdict::Fail)),
        WaterVerdict::Undecided => format!(
            "无法判定：所检 {all} 项中 {} 项无法判定",
            count(WaterVerdict::Undecided)
        ),
    }
}

fn write_analysts(flow: &mut Flow, results: &RecordedStep<WaterResults>) {
    let details = &results.details;
    write_field_pair(
        flow,
        ("检测人", &details.analyst),
        ("复核人", or_empty(&details.reviewer)),
    );
    write_field_pair(
        flow,
        ("出结果时间", &results.at.date_time_text()),
        ("登记人", &results.by),
    );
}
