//! 送水记录: an outage held against its thresholds, the company's authorisation, trips and stops, and which
//! places have been reached (6.1, 6.2). Printed before the first trip it leaves rows to write in.

use domain::{
    Moment,
    service::{
        Asked,
        emergency_water::{self, Authorisation, Coverage, GroundVerdict, OutageGround, Place},
    },
    settings::Department,
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    delivery_trips::{checks, stops, trips},
    flow::{Align, Flow, Row, column},
    form::{EMPTY, field, heading, pair, signatures},
    sections::{answered, clocks, links},
    sheet::Ink,
};

/// The form; none of another service.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    match &form.ticket.case {
        Case::EmergencyWater(case) => Some(sheet(form, case)),
        _ => None,
    }
}

fn sheet(form: &Form, case: &emergency_water::Case) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("送水记录", &ticket.number);
    form.who(&mut flow, "停水情况");
    outage(&mut flow, form, case);
    grounds(&mut flow, &case.verdicts(&ticket.terms.thresholds));
    if let Some(authorisation) = &case.authorisation {
        authorised(&mut flow, authorisation);
    }
    trips(&mut flow, case);
    stops(&mut flow, case);
    coverage(&mut flow, case);
    checks(&mut flow, &case.checks);
    if let Some(record) = &ticket.acknowledgement {
        heading(&mut flow, "用户确认");
        answered(&mut flow, record);
    }
    links(&mut flow, form);
    clocks(&mut flow, form);
    form.free(&mut flow);
    signatures(&mut flow, &["现场负责人", "调度", "审核", "日期"]);
    form.finish(flow, &format!("送水记录 {}", ticket.number))
}

fn outage(flow: &mut Flow, form: &Form, case: &emergency_water::Case) {
    let Asked::EmergencyWater(asked) = &form.ticket.open.asked else {
        return;
    };
    field(flow, "停水原因", &asked.cause);
    let expected = if case.expected_end == asked.expected_end {
        case.expected_end.text()
    } else {
        format!("{}（原 {}）", case.expected_end.text(), asked.expected_end.text())
    };
    pair(
        flow,
        ("停水开始", &case.started_at.text()),
        ("停水户数", &format!("{} 户", case.households())),
    );
    let ended = case.ended_at.map_or_else(|| "尚未恢复".to_owned(), Moment::text);
    field(flow, "预计恢复", &expected);
    field(flow, "恢复供水", &ended);
}

/// Each threshold with its verdict (6.1).
fn grounds(flow: &mut Flow, verdicts: &[GroundVerdict]) {
    heading(flow, "应急送水条件（制度 6.1）");
    let columns = [
        column("条件", 50.0, Align::Left),
        column("本次停水", 44.0, Align::Right),
        column("达到即考虑送水", 44.0, Align::Right),
        column("判定", 36.0, Align::Middle),
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
    flow.table(&columns, 9.0, &rows);
}

fn authorised(flow: &mut Flow, authorisation: &Done<Authorisation>) {
    let details = &authorisation.details;
    heading(flow, "公司授权");
    pair(
        flow,
        ("授权人", &details.authorised_by),
        ("授权时间", &authorisation.at.text()),
    );
    field(flow, "参加部门", &Department::list(&details.departments));
    field(flow, "统一部署", &details.order);
    if !details.reason.is_empty() {
        field(flow, "送水理由", &details.reason);
    }
}

/// What has been brought where, and what has not been reached (6.2 辐射每个用户).
fn coverage(flow: &mut Flow, case: &emergency_water::Case) {
    heading(flow, "覆盖情况（制度 6.2）");
    let columns = [
        column("小区、楼栋", 62.0, Align::Left),
        column("户数", 18.0, Align::Right),
        column("已服务", 18.0, Align::Right),
        column("停靠", 16.0, Align::Right),
        column("首次送达", 34.0, Align::Middle),
        column("情况", 26.0, Align::Middle),
    ];
    let rows: Vec<Row> = case.coverage().iter().map(covered).collect();
    flow.rows(&columns, 9.0, &rows);
    flow.gap(1.5);
    let unreached = case.unreached();
    let total = format!(
        "停水 {} 户，送水到达的小区、楼栋 {} 户，共 {} 处，尚未送达 {} 处。",
        case.households(),
        case.reached(),
        case.places.len(),
        unreached.len()
    );
    flow.paragraph(9.5, Ink::Black, &total);
    let gap: Vec<String> = unreached.iter().map(Place::with_households).collect();
    if !gap.is_empty() {
        flow.gap(1.0);
        field(flow, "尚未送达", &gap.join("、"));
    }
    if !case.gap_reason.is_empty() {
        field(flow, "未送达原因", &case.gap_reason);
    }
}

fn covered(line: &Coverage) -> Row {
    let reached = line.first_at.is_some();
    let cells = vec![
        line.place.zh(),
        line.place.households.to_string(),
        line.served.to_string(),
        format!("{} 次", line.stops),
        line.first_at.map_or_else(|| EMPTY.to_owned(), Moment::text),
        if reached { "已送达" } else { "【未送达】" }.to_owned(),
    ];
    Row::strong(cells, !reached)
}
