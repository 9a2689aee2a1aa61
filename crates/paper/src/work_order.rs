//! 派工单: what the crew takes along (4.1, 4.2, 4.3).

use domain::{
    clock::{self, Clock, ClockKind},
    moment::Moment,
};

use crate::{
    Form, Sheet,
    flow::{Align, column},
    form::{FREE, blank, field, heading, pair, signatures},
    sheet::Ink,
};

/// The form.
#[must_use]
pub fn sheet(form: &Form) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("派工单", &ticket.number);
    form.customer(&mut flow);
    heading(&mut flow, "派工");
    let assignment = ticket.assignment.as_ref();
    let details = assignment.map(|assignment| &assignment.details);
    pair(
        &mut flow,
        ("班组", details.map_or("", |it| &it.crew)),
        ("维修人员", details.map_or("", |it| &it.goes)),
    );
    pair(
        &mut flow,
        ("派工人", assignment.map_or("", |it| &it.by)),
        ("派工时间", &assignment.map(|it| it.at.text()).unwrap_or_default()),
    );
    if let Some(appointment) = &ticket.appointment {
        let details = &appointment.details;
        pair(
            &mut flow,
            ("预约到场", &details.at.text()),
            ("约定人", &details.agreed_with),
        );
    }
    if let Some(arrangement) = &ticket.arrangement {
        field(&mut flow, "非工作时间安排", &arrangement.details.told);
    }
    if let Some(note) = details.map(|it| it.note.as_str()).filter(|note| !note.is_empty()) {
        field(&mut flow, "说明", note);
    }
    limits(form, &mut flow);
    heading(&mut flow, "现场填写");
    blank(
        &mut flow,
        "到场时间　　　月　　日　　时　　分　　　　　　　完成时间　　　月　　日　　时　　分",
        8.0,
    );
    blank(&mut flow, "检查情况", 14.0);
    blank(&mut flow, "维修内容", 16.0);
    blank(&mut flow, "材料（用户自备）：名称、数量", 13.0);
    blank(&mut flow, "参加人员与工时", 9.0);
    flow.gap(2.0);
    flow.paragraph(9.0, Ink::Black, FREE);
    flow.paragraph(
        9.0,
        Ink::Black,
        "服务中不得吃、拿、卡、要，不得向用户提任何条件（制度 2.5、5.3）。",
    );
    signatures(&mut flow, &["维修人员", "用户签字", "日期"]);
    form.finish(flow, &format!("派工单 {}", ticket.number))
}

/// The limits as they stand, with their reason in words.
fn limits(form: &Form, flow: &mut crate::flow::Flow) {
    heading(flow, "时限");
    let columns = [
        column("时限", 30.0, Align::Left),
        column("起算", 31.0, Align::Left),
        column("到期", 31.0, Align::Left),
        column("依据", 82.0, Align::Left),
    ];
    let clocks = clock::clocks(form.ticket, form.now);
    let rows: Vec<Vec<String>> = clocks
        .iter()
        .filter(|clock| clock.kind != ClockKind::HandOver)
        .map(row)
        .collect();
    flow.table(&columns, 9.0, &rows);
}

fn row(clock: &Clock) -> Vec<String> {
    let limit = clock.limit.map_or_else(|| "不计时".to_owned(), Moment::text);
    vec![
        clock.kind.zh().to_owned(),
        clock.start.text(),
        limit,
        clock.why.zh().to_owned(),
    ]
}
