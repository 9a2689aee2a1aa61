//! 派工单: what the crew takes along (2.3, 3, 4.1, 4.2, 4.3).

use domain::{
    clock::{self, Clock, ClockKind},
    moment::Moment,
    service::{
        ServiceKind,
        leak_detection::{Finding, Method},
        repair::MeterSide,
    },
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow, column},
    form::{blank, field, heading, pair, signatures},
    sections::links,
    sheet::Ink,
};

/// The form.
#[must_use]
pub fn sheet(form: &Form) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("派工单", &ticket.number);
    form.customer(&mut flow);
    let staff = match ticket.open.asked.kind() {
        ServiceKind::LeakDetection => "检漏人员",
        ServiceKind::WaterQuality => "取样人员",
        _ => "维修人员",
    };
    order(&mut flow, form, staff);
    links(&mut flow, form);
    limits(form, &mut flow);
    heading(&mut flow, "现场填写");
    match ticket.open.asked.kind() {
        ServiceKind::LeakDetection => search(&mut flow),
        ServiceKind::WaterQuality => sample(&mut flow),
        _ => repair(&mut flow),
    }
    form.free(&mut flow);
    flow.paragraph(
        9.0,
        Ink::Black,
        "服务中不得吃、拿、卡、要，不得向用户提任何条件（制度 2.5、5.3）。",
    );
    signatures(&mut flow, &[staff, "用户签字", "日期"]);
    form.finish(flow, &format!("派工单 {}", ticket.number))
}

fn order(flow: &mut Flow, form: &Form, staff: &str) {
    let ticket = form.ticket;
    heading(flow, "派工");
    let assignment = ticket.assignment.as_ref();
    let details = assignment.map(|assignment| &assignment.details);
    pair(
        flow,
        ("班组", details.map_or("", |it| &it.crew)),
        (staff, details.map_or("", |it| &it.goes)),
    );
    pair(
        flow,
        ("派工人", assignment.map_or("", |it| &it.by)),
        ("派工时间", &assignment.map(|it| it.at.text()).unwrap_or_default()),
    );
    if let Some(appointment) = &ticket.appointment {
        let details = &appointment.details;
        pair(
            flow,
            ("预约到场", &details.at.text()),
            ("约定人", &details.agreed_with),
        );
    }
    if let Some(arrangement) = &ticket.arrangement {
        field(flow, "非工作时间安排", &arrangement.details.told);
    }
    if let Some(note) = details.map(|it| it.note.as_str()).filter(|note| !note.is_empty()) {
        field(flow, "说明", note);
    }
}

const TIMES: &str = "到场时间　　　月　　日　　时　　分　　　　　　　完成时间　　　月　　日　　时　　分";

/// 4.2, 4.3: found, done, materials, people.
fn repair(flow: &mut Flow) {
    blank(flow, TIMES, 8.0);
    blank(flow, "检查情况", 14.0);
    blank(flow, "维修内容", 16.0);
    blank(flow, "材料（用户自备）：名称、数量", 13.0);
    blank(flow, "参加人员与工时", 9.0);
}

/// 2.4: how and where it was looked for, and what it brought.
fn search(flow: &mut Flow) {
    blank(flow, TIMES, 8.0);
    let boxes = |words: &[&str]| {
        let boxes: Vec<String> = words.iter().map(|word| format!("□ {word}")).collect();
        boxes.join("　")
    };
    let methods: Vec<&str> = Method::ALL.iter().map(|method| method.zh()).collect();
    field(flow, "检漏方法", &boxes(&methods));
    blank(flow, "检漏部位", 9.0);
    let findings: Vec<&str> = Finding::ALL.iter().map(|finding| finding.zh()).collect();
    field(flow, "检漏结果", &boxes(&findings));
    let sides: Vec<&str> = MeterSide::ALL.iter().map(|side| side.zh()).collect();
    field(flow, "漏点在水表的", &boxes(&sides));
    blank(
        flow,
        "漏点位置与原因，或暂时无法答复的技术原因、已排除的情况",
        18.0,
    );
    blank(flow, "参加人员", 9.0);
}

/// 3: the sample, and everybody who holds it.
fn sample(flow: &mut Flow) {
    blank(flow, TIMES, 8.0);
    blank(
        flow,
        "样品编号　　　　　　　　　　　　　　　　　　　　数量　　　　　瓶",
        9.0,
    );
    blank(flow, "取样点", 9.0);
    field(flow, "用户是否在场", "□ 在场　　□ 不在场");
    blank(flow, "现场情况（初流水或放水后、余氯、气味等）", 13.0);
    blank(flow, "保存与运送", 9.0);
    blank(
        flow,
        "交出人　　　　　　　　　　　接收人　　　　　　　　　　　交接时间　　　月　　日　　时　　分",
        9.0,
    );
}

/// The limits as they stand, with their reason in words.
fn limits(form: &Form, flow: &mut Flow) {
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
