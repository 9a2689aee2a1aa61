//! 回复单: what the customer was told, and the whole case in short (2.4, 3, 4.3, 5.2⑵).

use domain::{
    Moment,
    service::{leak_detection, repair, step, water_quality},
    standard::Judged,
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    flow::Flow,
    form::{field, heading, pair, signatures},
    sections::{answered, clocks, decided, links},
};

/// The form.
#[must_use]
pub fn sheet(form: &Form, reply: &Done<step::Reply>) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("回复单", &ticket.number);
    form.customer(&mut flow);
    match &ticket.case {
        Case::Repair => {
            if let Some(work) = &ticket.work {
                repaired(&mut flow, form, work);
            }
        }
        Case::LeakDetection(case) => searched(&mut flow, form, case),
        Case::WaterQuality(case) => tested(&mut flow, case),
        Case::Community(case) => {
            if let Some(decision) = &case.decision {
                decided(&mut flow, "研判", decision);
            }
        }
        Case::Reminder(_) | Case::EmergencyWater(_) => {}
    }
    answer(&mut flow, form, reply);
    links(&mut flow, form);
    clocks(&mut flow, form);
    form.free(&mut flow);
    signatures(&mut flow, &["回复人", "审核", "日期"]);
    form.finish(flow, &format!("回复单 {}", ticket.number))
}

fn answer(flow: &mut Flow, form: &Form, reply: &Done<step::Reply>) {
    heading(flow, "回复");
    field(flow, "回复内容", &reply.details.text);
    if let Case::LeakDetection(case) = &form.ticket.case
        && let Some(more) = &case.reply
    {
        for (label, text) in [
            ("解释说明", &more.details.explanation),
            ("建议", &more.details.advice),
        ] {
            if !text.is_empty() {
                field(flow, label, text);
            }
        }
    }
    pair(
        flow,
        ("回复对象", &reply.details.told),
        ("回复方式", reply.details.by.zh()),
    );
    pair(flow, ("回复人", &reply.by), ("回复时间", &reply.at.text()));
    match &form.ticket.acknowledgement {
        Some(record) => answered(flow, record),
        None => field(flow, "用户确认", "尚未确认"),
    }
}

fn repaired(flow: &mut Flow, form: &Form, work: &Done<repair::Work>) {
    heading(flow, "维修");
    let crew = form.ticket.crew().unwrap_or_default();
    pair(flow, ("班组", crew), ("维修人员", &work.details.staff()));
    let arrived = form.ticket.arrived_at.map(Moment::text).unwrap_or_default();
    pair(flow, ("到场时间", &arrived), ("完成时间", &work.at.text()));
    field(flow, "检查情况", &work.details.found);
    field(flow, "维修内容", &work.details.done);
    field(flow, "用户自备材料", &work.details.materials_zh());
}

/// 2.4: what the search brought, and what the departments concluded.
fn searched(flow: &mut Flow, form: &Form, case: &leak_detection::Case) {
    let Some(search) = case.searches.last() else {
        return;
    };
    heading(flow, "检漏");
    let crew = form.ticket.crew().unwrap_or_default();
    let staff = search.details.searchers.join("、");
    pair(flow, ("班组", crew), ("检漏人员", &staff));
    field(flow, "检漏方法", &search.details.methods_zh());
    field(flow, "检漏部位", &search.details.place);
    let finding = case.finding().map_or("", leak_detection::Finding::zh);
    pair(flow, ("检漏结果", finding), ("完成时间", &search.at.text()));
    field(flow, "说明", &search.details.cause);
    if let Some(conclusion) = &case.conclusion {
        field(flow, "研究结论", &conclusion.details.conclusion);
    }
}

/// 3: the verdict on the sample.
fn tested(flow: &mut Flow, case: &water_quality::Case) {
    let Some(results) = case.result() else {
        return;
    };
    heading(flow, "检测");
    if let Some(sampling) = &case.sampling {
        pair(
            flow,
            ("样品编号", &sampling.details.sample_number),
            ("取样时间", &sampling.at.text()),
        );
        field(flow, "取样点", &sampling.details.place);
    }
    pair(
        flow,
        ("检测结论", results.details.verdict().zh()),
        ("检测项目", &format!("{} 项", results.details.values.len())),
    );
    let failed: Vec<String> = results.details.failed().map(Judged::zh).collect();
    if !failed.is_empty() {
        field(flow, "不合格项目", &failed.join("；"));
    }
    field(flow, "判定依据", &results.details.source);
    pair(
        flow,
        ("检测人", &results.details.analyst),
        ("出结果时间", &results.at.text()),
    );
}
