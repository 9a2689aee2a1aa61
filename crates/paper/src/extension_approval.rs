//! 延时审批单: every extension that was asked for, in order, with its reason, the limit before it and the limit asked
//! for, and who approved or refused it (4.3). What is not decided yet is decided on the paper.

use domain::{
    Moment, Ticket, clock,
    ticket::{Case, Decision, Extension},
    timeline::FOR_OFFICE,
};

use crate::{
    Form, Sheet,
    flow::Flow,
    form::{blank, field, heading, pair, signatures},
    sections::clocks,
};

/// The form; none of a ticket nobody asked an extension for.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    let ticket = form.ticket;
    let first = clock::first_total_limit(ticket)?;
    if ticket.extensions.is_empty() {
        return None;
    }
    let mut flow = form.begin("延时审批单", &ticket.number);
    form.customer(&mut flow);
    limits(&mut flow, ticket, first);
    let several = ticket.extensions.len() > 1;
    let mut limit = first;
    for (index, extension) in ticket.extensions.iter().enumerate() {
        let title = if several {
            format!("第 {} 次延时申请", index + 1)
        } else {
            "延时申请".to_owned()
        };
        asked(&mut flow, &title, extension, limit);
        if extension.decision.as_ref().is_some_and(|it| it.approved) {
            limit = limit.max(extension.request.until);
        }
    }
    clocks(&mut flow, form);
    form.free(&mut flow);
    signatures(&mut flow, &["申请人", "审批人", "日期"]);
    Some(form.finish(flow, &format!("延时审批单 {}", ticket.number)))
}

/// Both limits stay visible (4.3).
fn limits(flow: &mut Flow, ticket: &Ticket, first: Moment) {
    let now = clock::total_limit(ticket).unwrap_or(first);
    let in_force = if now > first {
        "延时后的时限"
    } else {
        "现行时限"
    };
    let what = match ticket.case {
        Case::Repair => "从接到报修到维修完成并回复",
        _ => "从接到申请到回复用户",
    };
    heading(flow, "办结时限（制度 4.3）");
    pair(flow, ("原时限", &first.text()), (in_force, &now.text()));
    field(flow, "计时范围", what);
}

fn asked(flow: &mut Flow, title: &str, extension: &Extension, limit: Moment) {
    heading(flow, title);
    pair(
        flow,
        ("申请人", &extension.asked_by),
        ("申请时间", &extension.asked_at.text()),
    );
    pair(
        flow,
        ("申请时的时限", &limit.text()),
        ("申请延至", &extension.request.until.text()),
    );
    if extension.asked_late {
        field(flow, "逾期申请", "申请时已超过时限；即使批准，原时限仍记超时。");
    }
    field(flow, "延时原因", &extension.request.reason);
    match &extension.decision {
        Some(decision) => decided(flow, decision),
        None => to_decide(flow),
    }
}

fn decided(flow: &mut Flow, decision: &Decision) {
    let result = if decision.approved { "批准" } else { "不批准" };
    pair(flow, ("审批结果", result), ("审批人", &decision.by));
    field(flow, "审批时间", &decision.at.text());
    if decision.for_office {
        field(flow, "审批人员", FOR_OFFICE);
    }
    if !decision.note.is_empty() {
        field(flow, "审批意见", &decision.note);
    }
}

fn to_decide(flow: &mut Flow) {
    // Box and signature stand on one page.
    flow.need(36.0);
    field(flow, "审批结果", "□ 批准　　　□ 不批准");
    blank(flow, "审批意见", 14.0);
    blank(
        flow,
        "审批人　　　　　　　　　　　　　　　　　　审批时间　　　月　　日　　时　　分",
        9.0,
    );
}
