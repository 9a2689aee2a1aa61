//! 检漏结果单: every search, the study where nothing could be said, the answer, and whether the company takes it
//! further (2.4).

use domain::{
    service::{
        leak_detection::{self, Escalation, LeakFinding, LeakSearch, SearchReply, StudyConclusion},
        repair::MeterSide,
    },
    settings::Department,
    ticket::{RecordedStep, TicketCase},
};

use pdf::{PdfDocument, flow::Flow, sheet::Ink};

use crate::{
    Form,
    form::{write_field, write_field_pair, write_heading, write_signature_lines},
    sections::{write_answer_or_signing, write_consent, write_linked_tickets},
};

/// The form; none of another service.
#[must_use]
pub fn lay_out_leak_result(form: &Form) -> Option<PdfDocument> {
    match &form.ticket.case {
        TicketCase::LeakDetection(case) => Some(build_leak_result(form, case)),
        _ => None,
    }
}

fn build_leak_result(form: &Form, case: &leak_detection::LeakDetectionCase) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("检漏结果单", &ticket.number);
    form.write_customer_and_request(&mut flow);
    for (index, search) in case.searches.iter().enumerate() {
        let title = if case.searches.len() > 1 {
            format!("第 {} 次检漏", index + 1)
        } else {
            "检漏情况".to_owned()
        };
        write_leak_search(&mut flow, &title, search);
    }
    if let Some(escalation) = &case.escalation {
        write_escalation(&mut flow, escalation);
    }
    if let Some(conclusion) = &case.conclusion {
        write_study_conclusion(&mut flow, conclusion);
    }
    write_leak_answer(&mut flow, case);
    if case.current_finding() == Some(LeakFinding::Found) {
        write_consent(&mut flow, case.consent.as_ref());
    }
    write_linked_tickets(&mut flow, form);
    write_answer_or_signing(
        &mut flow,
        form,
        "用户确认",
        "稽查人员已完成检漏，并向我反馈以上情况。",
        &["用户签字", "与用户关系", "日期"],
    );
    form.write_free_notice(&mut flow);
    write_signature_lines(&mut flow, &["检漏人员", "审核", "日期"]);
    form.finish_form(flow, &format!("检漏结果单 {}", ticket.number))
}

fn write_leak_search(flow: &mut Flow, title: &str, search: &RecordedStep<LeakSearch>) {
    let details = &search.details;
    write_heading(flow, title);
    write_field(flow, "检漏方法", &details.methods_zh());
    write_field(flow, "检漏部位", &details.place);
    write_field_pair(
        flow,
        ("检漏结果", details.finding.zh()),
        ("完成时间", &search.at.date_time_text()),
    );
    match details.finding {
        LeakFinding::Found => {
            write_field(flow, "漏点与原因", &details.cause);
            write_field(flow, "漏点在水表的", details.meter_side.map_or("", MeterSide::zh));
        }
        LeakFinding::NotFound => {
            write_field(flow, "已排除的情况", &details.cause);
            write_field(flow, "确定人", &details.determined_by);
        }
        LeakFinding::Undetermined => write_field(flow, "技术原因", &details.cause),
    }
    write_field(flow, "检漏人员", &details.searchers.join("、"));
}

fn write_escalation(flow: &mut Flow, escalation: &RecordedStep<Escalation>) {
    let details = &escalation.details;
    write_heading(flow, "上报研究");
    write_field_pair(
        flow,
        ("汇报对象", &details.reported_to),
        ("上报时间", &escalation.at.date_time_text()),
    );
    write_field(flow, "研究部门", &Department::join_names(&details.departments));
    write_field(flow, "研究问题", &details.question);
}

fn write_study_conclusion(flow: &mut Flow, conclusion: &RecordedStep<StudyConclusion>) {
    let details = &conclusion.details;
    write_heading(flow, "研究结论");
    write_field(flow, "研究部门", &Department::join_names(&details.departments));
    write_field(flow, "研究情况", &details.study);
    write_field(flow, "结论与处理", &details.conclusion);
    write_field(flow, "对漏点的认定", details.finding.zh());
    write_field_pair(
        flow,
        ("决定人", &details.decided_by),
        ("决定时间", &conclusion.at.date_time_text()),
    );
}

/// 2.4: nothing is answered, and nothing promised, before something definite is known.
fn write_leak_answer(flow: &mut Flow, case: &leak_detection::LeakDetectionCase) {
    write_heading(flow, "回复用户");
    match &case.reply {
        Some(reply) => write_leak_reply(flow, reply),
        None if case.is_answerable() => write_field(flow, "回复内容", "尚未回复"),
        None => {
            flow.add_gap(1.0);
            flow.write_paragraph(
                9.5,
                Ink::Black,
                "因技术原因暂时无法答复。公司组织各部门研究并作出结论后，再向用户反馈（制度 2.4）。",
            );
        }
    }
}

fn write_leak_reply(flow: &mut Flow, reply: &RecordedStep<SearchReply>) {
    let details = &reply.details;
    write_field(flow, "回复内容", &details.text);
    if !details.explanation.is_empty() {
        write_field(flow, "解释说明", &details.explanation);
    }
    if !details.advice.is_empty() {
        write_field(flow, "建议", &details.advice);
    }
    write_field_pair(flow, ("回复对象", &details.told), ("回复方式", details.by.zh()));
    write_field_pair(
        flow,
        ("回复人", &reply.by),
        ("回复时间", &reply.at.date_time_text()),
    );
}
