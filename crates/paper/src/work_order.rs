//! 派工单: what the crew takes along (2.3, 3, 4.1, 4.2, 4.3).

use domain::{
    clock::{self, Clock, ClockKind},
    moment::Moment,
    service::{
        ServiceKind,
        leak_detection::{LeakFinding, SearchMethod},
        repair::MeterSide,
    },
};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign, table_column},
    sheet::Ink,
};

use crate::{
    Form,
    form::{write_blank_field, write_field, write_field_pair, write_heading, write_signature_lines},
    sections::write_linked_tickets,
};

#[must_use]
pub fn lay_out_work_order(form: &Form) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("派工单", &ticket.number);
    form.write_customer_and_request(&mut flow);
    let staff = match ticket.open.asked.service_kind() {
        ServiceKind::LeakDetection => "检漏人员",
        ServiceKind::WaterQuality => "取样人员",
        _ => "维修人员",
    };
    write_assignment(&mut flow, form, staff);
    write_linked_tickets(&mut flow, form);
    write_order_deadlines(form, &mut flow);
    write_heading(&mut flow, "现场填写");
    match ticket.open.asked.service_kind() {
        ServiceKind::LeakDetection => write_blank_search(&mut flow),
        ServiceKind::WaterQuality => write_blank_sample(&mut flow),
        _ => write_blank_repair(&mut flow),
    }
    form.write_free_notice(&mut flow);
    flow.write_paragraph(
        9.0,
        Ink::Black,
        "服务中不得吃、拿、卡、要，不得向用户提任何条件（制度 2.5、5.3）。",
    );
    write_signature_lines(&mut flow, &[staff, "用户签字", "日期"]);
    form.finish_form(flow, &format!("派工单 {}", ticket.number))
}

fn write_assignment(flow: &mut Flow, form: &Form, staff: &str) {
    let ticket = form.ticket;
    write_heading(flow, "派工");
    let assignment = ticket.assignment.as_ref();
    let details = assignment.map(|assignment| &assignment.details);
    write_field_pair(
        flow,
        ("班组", details.map_or("", |it| &it.crew)),
        (staff, details.map_or("", |it| &it.goes)),
    );
    write_field_pair(
        flow,
        ("派工人", assignment.map_or("", |it| &it.by)),
        (
            "派工时间",
            &assignment.map(|it| it.at.date_time_text()).unwrap_or_default(),
        ),
    );
    if let Some(appointment) = &ticket.appointment {
        let details = &appointment.details;
        write_field_pair(
            flow,
            ("预约到场", &details.at.date_time_text()),
            ("约定人", &details.agreed_with),
        );
    }
    if let Some(arrangement) = &ticket.arrangement {
        write_field(flow, "非工作时间安排", &arrangement.details.told);
    }
    if let Some(note) = details.map(|it| it.note.as_str()).filter(|note| !note.is_empty()) {
        write_field(flow, "说明", note);
    }
}

const TIMES: &str = "到场时间　　　月　　日　　时　　分　　　　　　　完成时间　　　月　　日　　时　　分";

/// 4.2, 4.3: found, done, materials, people.
fn write_blank_repair(flow: &mut Flow) {
    write_blank_field(flow, TIMES, 8.0);
    write_blank_field(flow, "检查情况", 14.0);
    write_blank_field(flow, "维修内容", 16.0);
    write_blank_field(flow, "材料（用户自备）：名称、数量", 13.0);
    write_blank_field(flow, "参加人员与工时", 9.0);
}

/// 2.4: how and where it was looked for, and what it brought.
fn write_blank_search(flow: &mut Flow) {
    write_blank_field(flow, TIMES, 8.0);
    let boxes = |words: &[&str]| {
        let boxes: Vec<String> = words.iter().map(|word| format!("□ {word}")).collect();
        boxes.join("　")
    };
    let methods: Vec<&str> = SearchMethod::ALL.iter().map(|method| method.zh()).collect();
    write_field(flow, "检漏方法", &boxes(&methods));
    write_blank_field(flow, "检漏部位", 9.0);
    let findings: Vec<&str> = LeakFinding::ALL.iter().map(|finding| finding.zh()).collect();
    write_field(flow, "检漏结果", &boxes(&findings));
    let sides: Vec<&str> = MeterSide::ALL.iter().map(|side| side.zh()).collect();
    write_field(flow, "漏点在水表的", &boxes(&sides));
    write_blank_field(
        flow,
        "漏点位置与原因，或暂时无法答复的技术原因、已排除的情况",
        18.0,
    );
    write_blank_field(flow, "参加人员", 9.0);
}

/// 3: the sample, and everybody who holds it.
fn write_blank_sample(flow: &mut Flow) {
    write_blank_field(flow, TIMES, 8.0);
    write_blank_field(
        flow,
        "样品编号　　　　　　　　　　　　　　　　　　　　数量　　　　　瓶",
        9.0,
    );
    write_blank_field(flow, "取样点", 9.0);
    write_field(flow, "用户是否在场", "□ 在场　　□ 不在场");
    write_blank_field(flow, "现场情况（初流水或放水后、余氯、气味等）", 13.0);
    write_blank_field(flow, "保存与运送", 9.0);
    write_blank_field(
        flow,
        "交出人　　　　　　　　　　　接收人　　　　　　　　　　　交接时间　　　月　　日　　时　　分",
        9.0,
    );
}

/// The limits as they stand, with their reason in words.
fn write_order_deadlines(form: &Form, flow: &mut Flow) {
    write_heading(flow, "时限");
    let columns = [
        table_column("时限", 30.0, TextAlign::Left),
        table_column("起算", 31.0, TextAlign::Left),
        table_column("到期", 31.0, TextAlign::Left),
        table_column("依据", 82.0, TextAlign::Left),
    ];
    let clocks = clock::list_clocks(form.ticket, form.now);
    let rows: Vec<Vec<String>> = clocks
        .iter()
        .filter(|clock| clock.kind != ClockKind::HandOver)
        .map(build_deadline_row)
        .collect();
    flow.write_table(&columns, 9.0, &rows);
}

fn build_deadline_row(clock: &Clock) -> Vec<String> {
    let limit = clock
        .limit
        .map_or_else(|| "不计时".to_owned(), Moment::date_time_text);
    vec![
        clock.kind.zh().to_owned(),
        clock.start.date_time_text(),
        limit,
        clock.why.zh().to_owned(),
    ]
}
