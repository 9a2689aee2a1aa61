//! 回复单: what the customer was told, and the whole case in short (4.3).

use domain::{
    clock::{self, Clock, ClockState},
    moment::duration_zh,
    service::{repair, step},
    ticket::Done,
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow, column},
    form::{FREE, field, heading, pair, signatures},
    sheet::Ink,
};

/// The form.
#[must_use]
pub fn sheet(form: &Form, reply: &Done<step::Reply>) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("回复单", &ticket.number);
    form.customer(&mut flow);
    if let Some(work) = &ticket.work {
        done(&mut flow, form, work);
    }
    heading(&mut flow, "回复");
    field(&mut flow, "回复内容", &reply.details.text);
    pair(
        &mut flow,
        ("回复对象", &reply.details.told),
        ("回复方式", reply.details.by.zh()),
    );
    pair(&mut flow, ("回复人", &reply.by), ("回复时间", &reply.at.text()));
    let signed = ticket.acknowledgement.as_ref();
    pair(
        &mut flow,
        ("用户确认", signed.map_or("尚未确认", |record| record.way().zh())),
        ("确认单编号", signed.map_or("", |record| &record.number)),
    );
    clocks(&mut flow, form);
    flow.gap(3.0);
    flow.paragraph(9.0, Ink::Black, FREE);
    signatures(&mut flow, &["回复人", "审核", "日期"]);
    form.finish(flow, &format!("回复单 {}", ticket.number))
}

fn done(flow: &mut Flow, form: &Form, work: &Done<repair::Work>) {
    heading(flow, "维修");
    let crew = form.ticket.crew().unwrap_or_default();
    pair(flow, ("班组", crew), ("维修人员", &work.details.staff()));
    let arrived = form
        .ticket
        .arrived_at
        .map(domain::Moment::text)
        .unwrap_or_default();
    pair(flow, ("到场时间", &arrived), ("完成时间", &work.at.text()));
    field(flow, "检查情况", &work.details.found);
    field(flow, "维修内容", &work.details.done);
    let materials: Vec<String> = work.details.materials.iter().map(repair::Material::zh).collect();
    let materials = if materials.is_empty() {
        "未使用材料".to_owned()
    } else {
        materials.join("；")
    };
    field(flow, "用户自备材料", &materials);
}

fn clocks(flow: &mut Flow, form: &Form) {
    heading(flow, "时限");
    let columns = [
        column("时限", 28.0, Align::Left),
        column("到期", 30.0, Align::Left),
        column("完成", 30.0, Align::Left),
        column("结果", 30.0, Align::Left),
        column("依据", 56.0, Align::Left),
    ];
    let rows: Vec<Vec<String>> = clock::clocks(form.ticket, form.now).iter().map(row).collect();
    flow.table(&columns, 8.5, &rows);
}

fn row(clock: &Clock) -> Vec<String> {
    let moment = |at: Option<domain::Moment>| at.map_or_else(|| "—".to_owned(), domain::Moment::text);
    let late = clock
        .ended_at
        .zip(clock.limit)
        .map(|(end, limit)| end.since(limit))
        .filter(|by| *by > 0);
    let state = match (clock.state, late) {
        (ClockState::Late, Some(by)) => format!("逾时 {}", duration_zh(by)),
        (state, _) => state.zh().to_owned(),
    };
    let limit = match clock.original {
        Some(original) if Some(original) != clock.limit => {
            format!("{}\n原 {}", moment(clock.limit), original.text())
        }
        _ => moment(clock.limit),
    };
    vec![
        clock.kind.zh().to_owned(),
        limit,
        moment(clock.ended_at),
        state,
        clock.why.zh().to_owned(),
    ]
}
