//! 延时审批单: every extension that was asked for, in order, with its reason, the limit before it and the limit asked
//! for, and who approved or refused it (4.3). What is not decided yet is decided on the paper.

use domain::{
    Moment, Ticket, clock,
    ticket::{Extension, ExtensionDecision, TicketCase},
    timeline::FOR_OFFICE,
};

use pdf::{PdfDocument, flow::Flow};

use crate::{
    Form,
    form::{write_blank_field, write_field, write_field_pair, write_heading, write_signature_lines},
    sections::write_clocks,
};

/// The form; none of a ticket nobody asked an extension for.
#[must_use]
pub fn lay_out_extension_approval(form: &Form) -> Option<PdfDocument> {
    let ticket = form.ticket;
    let first = clock::first_total_limit(ticket)?;
    if ticket.extensions.is_empty() {
        return None;
    }
    let mut flow = form.begin_form("延时审批单", &ticket.number);
    form.write_customer_and_request(&mut flow);
    write_extension_deadlines(&mut flow, ticket, first);
    let several = ticket.extensions.len() > 1;
    let mut limit = first;
    for (index, extension) in ticket.extensions.iter().enumerate() {
        let title = if several {
            format!("第 {} 次延时申请", index + 1)
        } else {
            "延时申请".to_owned()
        };
        write_extension_request(&mut flow, &title, extension, limit);
        if extension.decision.as_ref().is_some_and(|it| it.approved) {
            limit = limit.max(extension.request.until);
        }
    }
    write_clocks(&mut flow, form);
    form.write_free_notice(&mut flow);
    write_signature_lines(&mut flow, &["申请人", "审批人", "日期"]);
    Some(form.finish_form(flow, &format!("延时审批单 {}", ticket.number)))
}

/// Both limits stay visible (4.3).
fn write_extension_deadlines(flow: &mut Flow, ticket: &Ticket, first: Moment) {
    let now = clock::total_limit(ticket).unwrap_or(first);
    let in_force = if now > first {
        "延时后的时限"
    } else {
        "现行时限"
    };
    let what = match ticket.case {
        TicketCase::Repair => "从接到报修到维修完成并回复",
        _ => "从接到申请到回复用户",
    };
    write_heading(flow, "办结时限（制度 4.3）");
    write_field_pair(
        flow,
        ("原时限", &first.date_time_text()),
        (in_force, &now.date_time_text()),
    );
    write_field(flow, "计时范围", what);
}

fn write_extension_request(flow: &mut Flow, title: &str, extension: &Extension, limit: Moment) {
    write_heading(flow, title);
    write_field_pair(
        flow,
        ("申请人", &extension.asked_by),
        ("申请时间", &extension.asked_at.date_time_text()),
    );
    write_field_pair(
        flow,
        ("申请时的时限", &limit.date_time_text()),
        ("申请延至", &extension.request.until.date_time_text()),
    );
    if extension.asked_late {
        write_field(flow, "逾期申请", "申请时已超过时限；即使批准，原时限仍记超时。");
    }
    write_field(flow, "延时原因", &extension.request.reason);
    match &extension.decision {
        Some(decision) => write_extension_decision(flow, decision),
        None => write_blank_decision(flow),
    }
}

fn write_extension_decision(flow: &mut Flow, decision: &ExtensionDecision) {
    let result = if decision.approved { "批准" } else { "不批准" };
    write_field_pair(flow, ("审批结果", result), ("审批人", &decision.by));
    write_field(flow, "审批时间", &decision.at.date_time_text());
    if decision.for_office {
        write_field(flow, "审批人员", FOR_OFFICE);
    }
    if !decision.note.is_empty() {
        write_field(flow, "审批意见", &decision.note);
    }
}

fn write_blank_decision(flow: &mut Flow) {
    // Box and signature stand on one page.
    flow.ensure_height(36.0);
    write_field(flow, "审批结果", "□ 批准　　　□ 不批准");
    write_blank_field(flow, "审批意见", 14.0);
    write_blank_field(
        flow,
        "审批人　　　　　　　　　　　　　　　　　　审批时间　　　月　　日　　时　　分",
        9.0,
    );
}
