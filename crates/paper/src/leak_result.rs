//! 检漏结果单: every search, the study where nothing could be said, the answer, and whether the company takes it
//! further (2.4).

use domain::{
    service::{
        leak_detection::{self, Conclusion, Escalation, Finding, Search, SearchReply},
        repair::MeterSide,
    },
    settings::Department,
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    flow::Flow,
    form::{field, heading, pair, signatures},
    sections::{consent, links, signed},
    sheet::Ink,
};

/// The form; none of another service.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    match &form.ticket.case {
        Case::LeakDetection(case) => Some(sheet(form, case)),
        _ => None,
    }
}

fn sheet(form: &Form, case: &leak_detection::Case) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("检漏结果单", &ticket.number);
    form.customer(&mut flow);
    for (index, search) in case.searches.iter().enumerate() {
        let title = if case.searches.len() > 1 {
            format!("第 {} 次检漏", index + 1)
        } else {
            "检漏情况".to_owned()
        };
        searched(&mut flow, &title, search);
    }
    if let Some(escalation) = &case.escalation {
        escalated(&mut flow, escalation);
    }
    if let Some(conclusion) = &case.conclusion {
        concluded(&mut flow, conclusion);
    }
    answer(&mut flow, case);
    if case.finding() == Some(Finding::Found) {
        consent(&mut flow, case.consent.as_ref());
    }
    links(&mut flow, form);
    signed(
        &mut flow,
        form,
        "用户确认",
        "稽查人员已完成检漏，并向我反馈以上情况。",
        &["用户签字", "与用户关系", "日期"],
    );
    form.free(&mut flow);
    signatures(&mut flow, &["检漏人员", "审核", "日期"]);
    form.finish(flow, &format!("检漏结果单 {}", ticket.number))
}

fn searched(flow: &mut Flow, title: &str, search: &Done<Search>) {
    let details = &search.details;
    heading(flow, title);
    field(flow, "检漏方法", &details.methods_zh());
    field(flow, "检漏部位", &details.place);
    pair(
        flow,
        ("检漏结果", details.finding.zh()),
        ("完成时间", &search.at.text()),
    );
    match details.finding {
        Finding::Found => {
            field(flow, "漏点与原因", &details.cause);
            field(flow, "漏点在水表的", details.meter_side.map_or("", MeterSide::zh));
        }
        Finding::NotFound => {
            field(flow, "已排除的情况", &details.cause);
            field(flow, "确定人", &details.determined_by);
        }
        Finding::Undetermined => field(flow, "技术原因", &details.cause),
    }
    field(flow, "检漏人员", &details.searchers.join("、"));
}

fn escalated(flow: &mut Flow, escalation: &Done<Escalation>) {
    let details = &escalation.details;
    heading(flow, "上报研究");
    pair(
        flow,
        ("汇报对象", &details.reported_to),
        ("上报时间", &escalation.at.text()),
    );
    field(flow, "研究部门", &Department::list(&details.departments));
    field(flow, "研究问题", &details.question);
}

fn concluded(flow: &mut Flow, conclusion: &Done<Conclusion>) {
    let details = &conclusion.details;
    heading(flow, "研究结论");
    field(flow, "研究部门", &Department::list(&details.departments));
    field(flow, "研究情况", &details.study);
    field(flow, "结论与处理", &details.conclusion);
    field(flow, "对漏点的认定", details.finding.zh());
    pair(
        flow,
        ("决定人", &details.decided_by),
        ("决定时间", &conclusion.at.text()),
    );
}

/// 2.4: nothing is answered, and nothing promised, before something definite is known.
fn answer(flow: &mut Flow, case: &leak_detection::Case) {
    heading(flow, "回复用户");
    match &case.reply {
        Some(reply) => replied(flow, reply),
        None if case.answerable() => field(flow, "回复内容", "尚未回复"),
        None => {
            flow.gap(1.0);
            flow.paragraph(
                9.5,
                Ink::Black,
                "因技术原因暂时无法答复。公司组织各部门研究并作出结论后，再向用户反馈（制度 2.4）。",
            );
        }
    }
}

fn replied(flow: &mut Flow, reply: &Done<SearchReply>) {
    let details = &reply.details;
    field(flow, "回复内容", &details.text);
    if !details.explanation.is_empty() {
        field(flow, "解释说明", &details.explanation);
    }
    if !details.advice.is_empty() {
        field(flow, "建议", &details.advice);
    }
    pair(flow, ("回复对象", &details.told), ("回复方式", details.by.zh()));
    pair(flow, ("回复人", &reply.by), ("回复时间", &reply.at.text()));
}
