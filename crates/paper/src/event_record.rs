//! 活动记录表: an event from its origin to the community's signature (5.1, 5.2, 5.3). Before the event it is the
//! sheet the team takes along: what is not known yet is left open to be written in.

use domain::{
    service::community::{self, Held, Offered, Rule, Schedule},
    settings::Department,
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow, Row, column},
    form::{EMPTY, blank, field, heading, or_empty, pair, signatures},
    sections::{decided, links, signed},
    sheet::Ink,
};

/// The form; none of another service.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    match &form.ticket.case {
        Case::Community(case) => Some(sheet(form, case)),
        _ => None,
    }
}

fn sheet(form: &Form, case: &community::Case) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("活动记录表", &ticket.number);
    form.customer(&mut flow);
    if let Some(decision) = &case.decision {
        decided(&mut flow, "研判（是否有必要）", decision);
    }
    schedules(&mut flow, &case.schedules);
    let held = case.held.as_ref();
    match held {
        Some(held) => told(&mut flow, held),
        None => to_tell(&mut flow),
    }
    checklist(&mut flow, held.map(|held| &held.details));
    problems(&mut flow, held.map(|held| &held.details));
    links(&mut flow, form);
    signed(
        &mut flow,
        form,
        "社区确认",
        "供水公司便民服务队在我社区开展了以上服务，工作人员遵守便民服务规定。",
        &["社区（居委会、物业）签字", "日期"],
    );
    form.free(&mut flow);
    signatures(&mut flow, &["带队人", "审核", "日期"]);
    form.finish(flow, &format!("活动记录表 {}", ticket.number))
}

/// Every time and place it was ever set to; the last is in force (5.2⑴).
fn schedules(flow: &mut Flow, all: &[Done<Schedule>]) {
    heading(flow, "活动时间与地点");
    let columns = [
        column("", 14.0, Align::Left),
        column("时间", 30.0, Align::Left),
        column("地点", 44.0, Align::Left),
        column("约定人", 22.0, Align::Left),
        column("登记人与时间", 32.0, Align::Left),
        column("改期原因", 32.0, Align::Left),
    ];
    let row = |(index, schedule): (usize, &Done<Schedule>)| {
        let details = &schedule.details;
        let moved = index > 0;
        let cells = vec![
            if moved { "改期" } else { "原定" }.to_owned(),
            details.at.text(),
            details.place.clone(),
            or_empty(&details.agreed_with).to_owned(),
            format!("{}\n{}", schedule.by, schedule.at.text()),
            if moved {
                details.reason.clone()
            } else {
                EMPTY.to_owned()
            },
        ];
        // The one in force is found at a glance.
        Row::strong(cells, index + 1 == all.len() && moved)
    };
    let rows: Vec<Row> = all.iter().enumerate().map(row).collect();
    flow.rows(&columns, 8.5, &rows);
}

fn told(flow: &mut Flow, held: &Done<Held>) {
    let details = &held.details;
    heading(flow, "便民服务队与服务情况");
    pair(
        flow,
        ("活动开始", &held.at.text()),
        ("活动结束", &details.ended_at.text()),
    );
    pair(
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
            field(flow, department.zh(), &names.join("、"));
        }
    }
    field(flow, "服务项目", &details.services_zh());
}

fn to_tell(flow: &mut Flow) {
    heading(flow, "便民服务队与服务情况");
    blank(
        flow,
        "活动开始　　　月　　日　　时　　分　　　　　　活动结束　　　月　　日　　时　　分",
        9.0,
    );
    blank(flow, "便民服务队（部门、姓名）", 18.0);
    let services: Vec<String> = Offered::ALL
        .iter()
        .map(|offered| format!("□ {}＿＿次", offered.zh()))
        .collect();
    field(flow, "服务项目", &services.join("　"));
    blank(flow, "服务居民　　　　　　　　人次", 9.0);
}

/// The rules of conduct, each answered (5.3).
fn checklist(flow: &mut Flow, held: Option<&Held>) {
    heading(flow, "便民服务规定执行情况（制度 5.3）");
    let columns = [
        column("", 10.0, Align::Middle),
        column("规定", 66.0, Align::Left),
        column("执行", 44.0, Align::Left),
        column("说明", 54.0, Align::Left),
    ];
    let row = |(index, rule): (usize, &Rule)| {
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
        Row::strong(cells, line.is_some_and(|line| !line.kept))
    };
    let rows: Vec<Row> = Rule::ALL.iter().enumerate().map(row).collect();
    flow.rows(&columns, 9.0, &rows);
    if held.is_some_and(|held| held.broken().next().is_some()) {
        flow.gap(1.0);
        flow.paragraph(9.0, Ink::Black, "未遵守的规定已登记违规记录，由主管处理。");
    }
}

fn problems(flow: &mut Flow, held: Option<&Held>) {
    heading(flow, "居民反映与现场问题");
    match held {
        Some(held) if held.problems.is_empty() => field(flow, "情况", "没有"),
        Some(held) => field(flow, "情况", &held.problems),
        None => blank(flow, "情况", 22.0),
    }
}
