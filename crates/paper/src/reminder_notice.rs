//! 提醒通知单: what was found, what the customer is told, and where it is signed, refused or left (1.2, 1.3).
//! It serves before the visit too: what is not known yet is left open to be written in.

use domain::{
    service::{
        ServiceIntake,
        reminder::{self, MeterReadings},
    },
    ticket::{RecordedStep, TicketCase},
};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign, table_column},
    sheet::Ink,
};

use crate::{
    Form,
    form::{write_blank_field, write_field, write_field_pair, write_heading, write_signature_lines},
    sections::{write_consent, write_linked_tickets, write_record_answer},
};

/// The form; none of another service.
#[must_use]
pub fn lay_out_reminder_notice(form: &Form) -> Option<PdfDocument> {
    match &form.ticket.case {
        TicketCase::Reminder(case) => Some(build_reminder_notice(form, case)),
        _ => None,
    }
}

fn build_reminder_notice(form: &Form, case: &reminder::ReminderCase) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("提醒通知单", &ticket.number);
    form.write_customer(&mut flow, "用户");
    if let ServiceIntake::Reminder(asked) = &ticket.open.asked {
        write_reminder_finding(&mut flow, asked);
    }
    match &case.telling {
        Some(telling) => write_reminder_explanation(&mut flow, telling),
        None => write_blank_explanation(&mut flow),
    }
    // Asked where the company is needed; open as long as nobody knows whether it is.
    if case.telling.is_none() || case.company_needed() || case.consent.is_some() {
        write_consent(&mut flow, case.consent.as_ref());
    }
    write_reminder_confirmation(&mut flow, form);
    write_linked_tickets(&mut flow, form);
    form.write_free_notice(&mut flow);
    form.finish_form(flow, &format!("提醒通知单 {}", ticket.number))
}

pub(crate) fn write_reminder_finding(flow: &mut Flow, asked: &reminder::ReminderIntake) {
    write_heading(flow, "发现的情况");
    let finder = format!("{}（{}）", asked.finder, asked.found_by.zh());
    write_field_pair(flow, ("提醒事项", asked.reason.zh()), ("发现人", &finder));
    write_field(flow, "情况", &asked.situation);
    if let Some(it) = &asked.readings {
        flow.add_gap(1.5);
        write_meter_readings(flow, it);
    }
}

/// Last, this, used, usual, change.
fn write_meter_readings(flow: &mut Flow, it: &MeterReadings) {
    let columns = [
        table_column("上次读数（立方米）", 36.0, TextAlign::Middle),
        table_column("本次读数（立方米）", 36.0, TextAlign::Middle),
        table_column("本期用水（立方米）", 36.0, TextAlign::Middle),
        table_column("平时用水（立方米）", 36.0, TextAlign::Middle),
        table_column("变化", 30.0, TextAlign::Middle),
    ];
    let row = vec![
        it.last.to_string(),
        it.this.to_string(),
        it.used_volume().to_string(),
        it.usual.to_string(),
        it.change_text(),
    ];
    flow.write_table(&columns, 9.5, &[row]);
}

fn write_reminder_explanation(flow: &mut Flow, telling: &RecordedStep<reminder::ReminderTelling>) {
    let details = &telling.details;
    write_heading(flow, "告知与建议");
    write_field(flow, "告知内容", &details.explained);
    write_field(flow, "建议", &details.advice);
    write_field_pair(flow, ("告知对象", &details.told), ("告知方式", details.by.zh()));
    write_field_pair(
        flow,
        ("告知人", &telling.by),
        ("告知时间", &telling.at.date_time_text()),
    );
    let needed = if details.company_needed {
        "需要（须先征得用户同意）"
    } else {
        "不需要"
    };
    write_field(flow, "需公司处理", needed);
}

fn write_blank_explanation(flow: &mut Flow) {
    write_heading(flow, "告知与建议");
    write_blank_field(flow, "告知内容", 15.0);
    write_blank_field(flow, "建议", 12.0);
    write_blank_field(
        flow,
        "告知对象　　　　　　　　　　　告知人　　　　　　　　　　　告知时间　　　月　　日　　时　　分",
        9.0,
    );
    write_field(flow, "需公司处理", "□ 需要（须先征得用户同意）　　□ 不需要");
}

/// One of the three without which a reminder is not closed (1.2).
fn write_reminder_confirmation(flow: &mut Flow, form: &Form) {
    if let Some(record) = &form.ticket.acknowledgement {
        write_heading(flow, "用户确认");
        return write_record_answer(flow, record);
    }
    write_heading(flow, "用户签字");
    flow.add_gap(1.0);
    flow.write_paragraph(
        9.5,
        Ink::Black,
        "供水公司工作人员已就以上情况向我提醒并说明，我已知悉。表后管道和户内用水设施由用户负责维护。",
    );
    write_signature_lines(flow, &["用户签字", "与用户关系", "日期"]);
    write_heading(flow, "用户拒签时填写");
    write_blank_field(flow, "拒签原因", 9.0);
    write_blank_field(
        flow,
        "见证人　　　　　　　　　　　　　　　　　　日期　　　月　　日　　时　　分",
        9.0,
    );
    write_heading(flow, "用户不在、留置时填写（须拍照留存）");
    write_blank_field(flow, "留置地点", 9.0);
    write_blank_field(
        flow,
        "留置人　　　　　　　　　　　　　　　　　　日期　　　月　　日　　时　　分",
        9.0,
    );
}
