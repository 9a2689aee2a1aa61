//! 活动记录表: an event from its origin to the community's signature (5.1, 5.2, 5.3). Before the event it is the
//! sheet the team takes along: what is not known yet is left open to be written in.

use domain::{
    service::community::{self, ConductRule, EventSchedule, EventServiceKind, HeldEvent},
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
    form::{
        EMPTY, or_empty, write_blank_field, write_field, write_field_pair, write_heading,
        write_signature_lines,
    },
    sections::{write_answer_or_signing, write_event_decision, write_linked_tickets},
};

/// The form; none of another service.
#[must_use]
pub fn lay_out_event_record(form: &Form) -> Option<PdfDocument> {
    match &form.ticket.case {
        TicketCase::Community(case) => Some(build_event_record(form, case)),
        _ => None,
    }
}

fn build_event_record(form: &Form, case: &community::CommunityCase) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("活动记录表", &ticket.number);
    form.write_customer_and_request(&mut flow);
    if let Some(decision) = &case.decision {
        write_event_decision(&mut flow, "研判（是否有必要）", decision);
    }
    write_schedules(&mut flow, &case.schedules);
    let held = case.held.as_ref();
    match held {
        Some(held) => write_held_event(&mut flow, held),
        None => write_blank_event(&mut flow),
    }
    write_conduct_checklist(&mut flow, held.map(|held| &held.details));
    write_event_problems(&mut flow, held.map(|held| &held.details));
    write_linked_tickets(&mut flow, form);
    write_answer_or_signing(
        &mut flow,
        form,
        "社区确认",
        "供水公司便民服务队在我社区开展了以上服务，工作人员遵守便民服务规定。",
        &["社区（居委会、物业）签字", "日期"],
    );
    form.write_free_notice(&mut flow);
    write_signature_lines(&mut flow, &["带队人", "审核", "日期"]);
    form.finish_form(flow, &format!("活动记录表 {}", ticket.number))
}

/// Every time and place it was ever set to; the last is in force (5.2⑴).
fn write_schedules(flow: &mut Flow, all: &[RecordedStep<EventSchedule>]) {
    write_heading(flow, "活动时间与地点");
    let columns = [
        table_column("", 14.0, TextAlign::Left),
        table_column("时间", 30.0, TextAlign::Left),
        table_column("地点", 44.0, TextAlign::Left),
        table_column("约定人", 22.0, TextAlign::Left),
        table_column("登记人与时间", 32.0, TextAlign::Left),
        table_column("改期原因", 32.0, TextAlign::Left),
    ];
    let row = |(index, schedule): (usize, &RecordedStep<EventSchedule>)| {
        let details = &schedule.details;
        let moved = index > 0;
        let cells = vec![
            if moved { "改期" } else { "原定" }.to_owned(),
            details.at.date_time_text(),
            details.place.clone(),
            or_empty(&details.agreed_with).to_owned(),
            format!("{}\n{}", schedule.by, schedule.at.date_time_text()),
            if moved {
                details.reason.clone()
            } else {
                EMPTY.to_owned()
            },
        ];
        // The one in force is found at a glance.
        TableRow::with_emphasis(cells, index + 1 == all.len() && moved)
    };
    let rows: Vec<TableRow> = all.iter().enumerate().map(row).collect();
    flow.write_styled_table(&columns, 8.5, &rows);
}

fn write_held_event(flow: &mut Flow, held: &RecordedStep<HeldEvent>) {
    let details = &held.details;
    write_heading(flow, "便民服务队与服务情况");
    write_field_pair(
        flow,
        ("活动开始", &held.at.date_time_text()),
        ("活动结束", &details.ended_at.date_time_text()),
    );
    write_field_pair(
        flow,
        ("活动地点", &details.place),
        ("服务居民", &format!("{} 人次", details.residents)),
    );
    for department in Department::ALL {
        let names: Vec<&str> = details
            .team
            .iter()
            .filter(|member| member.department == *department)
            .map(|member| member.name.as_str())
            .collect();
        if !names.is_empty() {
            write_field(flow, department.zh(), &names.join("、"));
        }
    }
    write_field(flow, "服务项目", &details.services_zh());
}

fn write_blank_event(flow: &mut Flow) {
    write_heading(flow, "便民服务队与服务情况");
    write_blank_field(
        flow,
        "活动开始　　　月　　日　　时　　分　　　　　　活动结束　　　月　　日　　时　　分",
        9.0,
    );
    write_blank_field(flow, "便民服务队（部门、姓名）", 18.0);
    let services: Vec<String> = EventServiceKind::ALL
        .iter()
        .map(|offered| format!("□ {}＿＿次", offered.zh()))
        .collect();
    write_field(flow, "服务项目", &services.join("　"));
    write_blank_field(flow, "服务居民　　　　　　　　人次", 9.0);
}

/// The rules of conduct, each answered (5.3).
fn write_conduct_checklist(flow: &mut Flow, held: Option<&HeldEvent>) {
    write_heading(flow, "便民服务规定执行情况（制度 5.3）");
    let columns = [
        table_column("", 10.0, TextAlign::Middle),
        table_column("规定", 66.0, TextAlign::Left),
        table_column("执行", 44.0, TextAlign::Left),
        table_column("说明", 54.0, TextAlign::Left),
    ];
    let row = |(index, rule): (usize, &ConductRule)| {
        let line = held.and_then(|held| held.checklist.iter().find(|line| line.rule == *rule));
        let answer = match line.map(|line| line.kept) {
            Some(true) => "遵守",
            Some(false) => "【未遵守】",
            None => "□ 遵守　□ 未遵守",
        };
        let cells = vec![
            (index + 1).to_string(),
            rule.zh().to_owned(),
            answer.to_owned(),
            line.map(|line| line.note.clone()).unwrap_or_default(),
        ];
        TableRow::with_emphasis(cells, line.is_some_and(|line| !line.kept))
    };
    let rows: Vec<TableRow> = ConductRule::ALL.iter().enumerate().map(row).collect();
    flow.write_styled_table(&columns, 9.0, &rows);
    if held.is_some_and(|held| held.broken_rules().next().is_some()) {
        flow.add_gap(1.0);
        flow.write_paragraph(9.0, Ink::Black, "未遵守的规定已登记违规记录，由主管处理。");
    }
}

fn write_event_problems(flow: &mut Flow, held: Option<&HeldEvent>) {
    write_heading(flow, "居民反映与现场问题");
    match held {
        Some(held) if held.problems.is_empty() => write_field(flow, "情况", "没有"),
        Some(held) => write_field(flow, "情况", &held.problems),
        None => write_blank_field(flow, "情况", 22.0),
    }
}
