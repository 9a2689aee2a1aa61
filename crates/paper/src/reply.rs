//! 回复单: what the customer was told, and the whole case in short (2.4, 3, 4.3, 5.2⑵).

use domain::{
    Moment,
    service::{leak_detection, repair, step, water_quality},
    standard::JudgedValue,
    ticket::{RecordedStep, TicketCase},
};

use pdf::{PdfDocument, flow::Flow};

use crate::{
    Form,
    form::{write_field, write_field_pair, write_heading, write_signature_lines},
    sections::{write_clocks, write_event_decision, write_linked_tickets, write_record_answer},
};

#[must_use]
pub fn lay_out_reply(form: &Form, reply: &RecordedStep<step::CustomerReply>) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("回复单", &ticket.number);
    form.write_customer_and_request(&mut flow);
    match &ticket.case {
        TicketCase::Repair => {
            if let Some(work) = &ticket.work {
                write_repair_summary(&mut flow, form, work);
            }
        }
        TicketCase::LeakDetection(case) => write_search_summary(&mut flow, form, case),
        TicketCase::WaterQuality(case) => write_test_summary(&mut flow, case),
        TicketCase::Community(case) => {
            if let Some(decision) = &case.decision {
                write_event_decision(&mut flow, "研判", decision);
            }
        }
        TicketCase::Reminder(_) | TicketCase::EmergencyWater(_) => {}
    }
    write_customer_reply(&mut flow, form, reply);
    write_linked_tickets(&mut flow, form);
    write_clocks(&mut flow, form);
    form.write_free_notice(&mut flow);
    write_signature_lines(&mut flow, &["回复人", "审核", "日期"]);
    form.finish_form(flow, &format!("回复单 {}", ticket.number))
}

fn write_customer_reply(flow: &mut Flow, form: &Form, reply: &RecordedStep<step::CustomerReply>) {
    write_heading(flow, "回复");
    write_field(flow, "回复内容", &reply.details.text);
    if let TicketCase::LeakDetection(case) = &form.ticket.case
        && let Some(more) = &case.reply
    {
        for (label, text) in [
            ("解释说明", &more.details.explanation),
            ("建议", &more.details.advice),
        ] {
            if !text.is_empty() {
                write_field(flow, label, text);
            }
        }
    }
    write_field_pair(
        flow,
        ("回复对象", &reply.details.told),
        ("回复方式", reply.details.by.zh()),
    );
    write_field_pair(
        flow,
        ("回复人", &reply.by),
        ("回复时间", &reply.at.date_time_text()),
    );
    match &form.ticket.acknowledgement {
        Some(record) => write_record_answer(flow, record),
        None => write_field(flow, "用户确认", "尚未确认"),
    }
}

fn write_repair_summary(flow: &mut Flow, form: &Form, work: &RecordedStep<repair::RepairWork>) {
    write_heading(flow, "维修");
    let crew = form.ticket.crew_name().unwrap_or_default();
    write_field_pair(flow, ("班组", crew), ("维修人员", &work.details.staff_names()));
    let arrived = form
        .ticket
        .arrived_at
        .map(Moment::date_time_text)
        .unwrap_or_default();
    write_field_pair(
        flow,
        ("到场时间", &arrived),
        ("完成时间", &work.at.date_time_text()),
    );
    write_field(flow, "检查情况", &work.details.found);
    write_field(flow, "维修内容", &work.details.done);
    write_field(flow, "用户自备材料", &work.details.materials_zh());
}

/// 2.4: what the search brought, and what the departments concluded.
fn write_search_summary(flow: &mut Flow, form: &Form, case: &leak_detection::LeakDetectionCase) {
    let Some(search) = case.searches.last() else {
        return;
    };
    write_heading(flow, "检漏");
    let crew = form.ticket.crew_name().unwrap_or_default();
    let staff = search.details.searchers.join("、");
    write_field_pair(flow, ("班组", crew), ("检漏人员", &staff));
    write_field(flow, "检漏方法", &search.details.methods_zh());
    write_field(flow, "检漏部位", &search.details.place);
    let finding = case.current_finding().map_or("", leak_detection::LeakFinding::zh);
    write_field_pair(
        flow,
        ("检漏结果", finding),
        ("完成时间", &search.at.date_time_text()),
    );
    write_field(flow, "说明", &search.details.cause);
    if let Some(conclusion) = &case.conclusion {
        write_field(flow, "研究结论", &conclusion.details.conclusion);
    }
}

/// 3: the verdict on the sample.
fn write_test_summary(flow: &mut Flow, case: &water_quality::WaterQualityCase) {
    let Some(results) = case.current_results() else {
        return;
    };
    write_heading(flow, "检测");
    if let Some(sampling) = &case.sampling {
        write_field_pair(
            flow,
            ("样品编号", &sampling.details.sample_number),
            ("取样时间", &sampling.at.date_time_text()),
        );
        write_field(flow, "取样点", &sampling.details.place);
    }
    write_field_pair(
        flow,
        ("检测结论", results.details.sample_verdict().zh()),
        ("检测项目", &format!("{} 项", results.details.values.len())),
    );
    let failed: Vec<String> = results.details.failed_values().map(JudgedValue::zh).collect();
    if !failed.is_empty() {
        write_field(flow, "不合格项目", &failed.join("；"));
    }
    write_field(flow, "判定依据", &results.details.source);
    write_field_pair(
        flow,
        ("检测人", &results.details.analyst),
        ("出结果时间", &results.at.date_time_text()),
    );
}
