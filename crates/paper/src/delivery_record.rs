//! 送水记录: an outage held against its thresholds, the company's authorisation, trips and stops, and which
//! places have been reached (6.1, 6.2). Printed before the first trip it leaves rows to write in.

use domain::{
    Moment,
    service::{
        ServiceIntake,
        emergency_water::{
            self, DeliveryAuthorisation, GroundVerdict, OutageGround, OutagePlace, PlaceCoverage,
        },
    },
    settings::Department,
    ticket::{RecordedStep, TicketCase},
};

use pdf::{
    PdfDocument,
    flow::{Flow, TableRow, TextAlign, table_column},
    sheet::Ink,
};

use crate::{
    Form,
    delivery_trips::{write_safety_checks, write_stops, write_trips},
    form::{EMPTY, write_field, write_field_pair, write_heading, write_signature_lines},
    sections::{write_clocks, write_linked_tickets, write_record_answer},
};

/// The form; none of another service.
#[must_use]
pub fn lay_out_delivery_record(form: &Form) -> Option<PdfDocument> {
    match &form.ticket.case {
        TicketCase::EmergencyWater(case) => Some(build_delivery_record(form, case)),
        _ => None,
    }
}

fn build_delivery_record(form: &Form, case: &emergency_water::OutageCase) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("送水记录", &ticket.number);
    form.write_customer(&mut flow, "停水情况");
    write_outage_details(&mut flow, form, case);
    write_outage_grounds(&mut flow, &case.ground_verdicts(&ticket.terms.thresholds));
    if let Some(authorisation) = &case.authorisation {
        write_authorisation(&mut flow, authorisation);
    }
    write_trips(&mut flow, case);
    write_stops(&mut flow, case);
    write_coverage(&mut flow, case);
    write_safety_checks(&mut flow, &case.checks);
    if let Some(record) = &ticket.acknowledgement {
        write_heading(&mut flow, "用户确认");
        write_record_answer(&mut flow, record);
    }
    write_linked_tickets(&mut flow, form);
    write_clocks(&mut flow, form);
    form.write_free_notice(&mut flow);
    write_signature_lines(&mut flow, &["现场负责人", "调度", "审核", "日期"]);
    form.finish_form(flow, &format!("送水记录 {}", ticket.number))
}

fn write_outage_details(flow: &mut Flow, form: &Form, case: &emergency_water::OutageCase) {
    let ServiceIntake::EmergencyWater(asked) = &form.ticket.open.asked else {
        return;
    };
    write_field(flow, "停水原因", &asked.cause);
    let expected = if case.expected_end == asked.expected_end {
        case.expected_end.date_time_text()
    } else {
        format!(
            "{}（原 {}）",
            case.expected_end.date_time_text(),
            asked.expected_end.date_time_text()
        )
    };
    write_field_pair(
        flow,
        ("停水开始", &case.started_at.date_time_text()),
        ("停水户数", &format!("{} 户", case.household_count())),
    );
    let ended = case
        .ended_at
        .map_or_else(|| "尚未恢复".to_owned(), Moment::date_time_text);
    write_field(flow, "预计恢复", &expected);
    write_field(flow, "恢复供水", &ended);
}

/// Each threshold with its verdict (6.1).
fn write_outage_grounds(flow: &mut Flow, verdicts: &[GroundVerdict]) {
    write_heading(flow, "应急送水条件（制度 6.1）");
    let columns = [
        table_column("条件", 50.0, TextAlign::Left),
        table_column("本次停水", 44.0, TextAlign::Right),
        table_column("达到即考虑送水", 44.0, TextAlign::Right),
        table_column("判定", 36.0, TextAlign::Middle),
    ];
    let row = |verdict: &GroundVerdict| {
        let unit = match verdict.ground {
            OutageGround::Long => "小时",
            OutageGround::Wide | OutageGround::Dense => "户",
        };
        let name = match verdict.ground {
            OutageGround::Dense => format!("{}（最大小区）", verdict.ground.zh()),
            _ => verdict.ground.zh().to_owned(),
        };
        vec![
            name,
            format!("{} {unit}", verdict.is),
            format!("{} {unit}", verdict.threshold),
            if verdict.met { "达到" } else { "未达到" }.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = verdicts.iter().map(row).collect();
    flow.write_table(&columns, 9.0, &rows);
}

fn write_authorisation(flow: &mut Flow, authorisation: &RecordedStep<DeliveryAuthorisation>) {
    let details = &authorisation.details;
    write_heading(flow, "公司授权");
    write_field_pair(
        flow,
        ("授权人", &details.authorised_by),
        ("授权时间", &authorisation.at.date_time_text()),
    );
    write_field(flow, "参加部门", &Department::join_names(&details.departments));
    write_field(flow, "统一部署", &details.order);
    if !details.reason.is_empty() {
        write_field(flow, "送水理由", &details.reason);
    }
}

/// What has been brought where, and what has not been reached (6.2 辐射每个用户).
fn write_coverage(flow: &mut Flow, case: &emergency_water::OutageCase) {
    write_heading(flow, "覆盖情况（制度 6.2）");
    let columns = [
        table_column("小区、楼栋", 62.0, TextAlign::Left),
        table_column("户数", 18.0, TextAlign::Right),
        table_column("已服务", 18.0, TextAlign::Right),
        table_column("停靠", 16.0, TextAlign::Right),
        table_column("首次送达", 34.0, TextAlign::Middle),
        table_column("情况", 26.0, TextAlign::Middle),
    ];
    let rows: Vec<TableRow> = case.list_coverage().iter().map(build_coverage_row).collect();
    flow.write_styled_table(&columns, 9.0, &rows);
    flow.add_gap(1.5);
    let unreached = case.unreached_places();
    let total = format!(
        "停水 {} 户，送水到达的小区、楼栋 {} 户，共 {} 处，尚未送达 {} 处。",
        case.household_count(),
        case.reached_households(),
        case.places.len(),
        unreached.len()
    );
    flow.write_paragraph(9.5, Ink::Black, &total);
    let gap: Vec<String> = unreached.iter().map(OutagePlace::with_households).collect();
    if !gap.is_empty() {
        flow.add_gap(1.0);
        write_field(flow, "尚未送达", &gap.join("、"));
    }
    if !case.gap_reason.is_empty() {
        write_field(flow, "未送达原因", &case.gap_reason);
    }
}

fn build_coverage_row(line: &PlaceCoverage) -> TableRow {
    let reached = line.first_at.is_some();
    let cells = vec![
        line.place.zh(),
        line.place.households.to_string(),
        line.served.to_string(),
        format!("{} 次", line.stops),
        line.first_at
            .map_or_else(|| EMPTY.to_owned(), Moment::date_time_text),
        if reached { "已送达" } else { "【未送达】" }.to_owned(),
    ];
    TableRow::with_emphasis(cells, !reached)
}
