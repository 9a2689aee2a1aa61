//! 留置通知: what is left at the door of a customer who was absent, and the half the desk keeps (1.2). The inspector takes it
//! along with lines to write on; once it was left, it says when, where, and which photo shows it.

use domain::{
    Ticket,
    acknowledgement::{AcknowledgementAnswer, AcknowledgementRecord},
    service::{ServiceIntake, reminder},
    ticket::{RecordedStep, TicketCase},
};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
};

use crate::{
    Form,
    form::{
        EMPTY, or_empty, write_blank_field, write_field, write_field_pair, write_heading,
        write_signature_lines,
    },
    qr,
    reminder_notice::write_reminder_finding,
};

/// Whether there is such a notice: it was left, or it still may be.
#[must_use]
pub fn can_have_left_notice(ticket: &Ticket) -> bool {
    matches!(ticket.case, TicketCase::Reminder(_))
        && match &ticket.acknowledgement {
            Some(record) => matches!(record.answer, AcknowledgementAnswer::Left { .. }),
            None => ticket.stage.is_open(),
        }
}

/// The form; none of another service, and none once the customer has signed or refused to.
#[must_use]
pub fn lay_out_left_notice(form: &Form) -> Option<PdfDocument> {
    match &form.ticket.case {
        TicketCase::Reminder(case) if can_have_left_notice(form.ticket) => {
            Some(build_left_notice(form, case))
        }
        _ => None,
    }
}

fn build_left_notice(form: &Form, case: &reminder::ReminderCase) -> PdfDocument {
    let ticket = form.ticket;
    let mut flow = form.begin_form("留置通知", &ticket.number);
    write_addressee(&mut flow, ticket);
    if let ServiceIntake::Reminder(asked) = &ticket.open.asked {
        write_reminder_finding(&mut flow, asked);
    }
    write_requested_action(&mut flow, case.telling.as_ref());
    write_hotline(&mut flow, form);
    form.write_free_notice(&mut flow);
    if find_left_record(ticket).is_none() {
        write_blank_field(
            &mut flow,
            "留置人　　　　　　　　　　　　　　　　　　留置时间　　　月　　日　　时　　分",
            9.0,
        );
    }
    write_office_stub(&mut flow, form);
    form.finish_form(flow, &format!("留置通知 {}", ticket.number))
}

/// The record of its being left, with the reason, the place and the photo's hash.
fn find_left_record(ticket: &Ticket) -> Option<(&AcknowledgementRecord, &str, &str, &str)> {
    let record = ticket.acknowledgement.as_ref()?;
    match &record.answer {
        AcknowledgementAnswer::Left { reason, place, photo } => Some((record, reason, place, photo)),
        _ => None,
    }
}

fn write_addressee(flow: &mut Flow, ticket: &Ticket) {
    let open = &ticket.open;
    write_field_pair(
        flow,
        ("用户", &open.name),
        ("户号", or_empty(&open.account_number)),
    );
    write_field(flow, "地址", &open.address);
    flow.add_gap(1.5);
    flow.write_paragraph(
        10.5,
        Ink::Black,
        "您好！我公司工作人员到访时未能与您见面，现将发现的情况留此告知，请您查看并尽快处理。",
    );
}

fn write_requested_action(flow: &mut Flow, telling: Option<&RecordedStep<reminder::ReminderTelling>>) {
    write_heading(flow, "请您处理");
    let Some(telling) = telling else {
        write_blank_field(flow, "情况说明", 11.0);
        return write_blank_field(flow, "建议", 11.0);
    };
    write_field(flow, "情况说明", &telling.details.explained);
    write_field(flow, "建议", or_empty(&telling.details.advice));
}

fn write_hotline(flow: &mut Flow, form: &Form) {
    write_heading(flow, "与我们联系");
    flow.add_gap(1.0);
    let hotline = format!(
        "24 小时服务热线 {}，请报编号 {}",
        form.settings.hotline, form.ticket.number
    );
    flow.write_paragraph(12.0, Ink::Black, &hotline);
    flow.write_paragraph(
        9.5,
        Ink::Black,
        "我们为您解释情况，也可按您方便的时间上门。需要公司进一步处理的，先征得您的同意。表后管道和户内用水设施由用户负责维护。",
    );
}

/// The half the desk keeps, on one page.
fn write_office_stub(flow: &mut Flow, form: &Form) {
    let page = flow.pages.len();
    flow.ensure_height(82.0);
    if flow.pages.len() == page {
        draw_stub_cut_line(flow);
    }
    let (ticket, top) = (form.ticket, flow.y);
    for mark in qr::build_qr_marks(&form.code_text(&ticket.number), (flow.right - 12.0, top), 12.0) {
        flow.draw_mark(mark);
    }
    flow.draw_text(
        flow.left,
        top + 7.0,
        13.0,
        true,
        Ink::Black,
        TextAlign::Left,
        "留置通知（存根）",
    );
    let number = format!("编号 {}", ticket.number);
    flow.draw_text(
        flow.left + 45.0,
        top + 7.0,
        10.0,
        false,
        Ink::Grey,
        TextAlign::Left,
        &number,
    );
    flow.add_gap(12.5);
    let open = &ticket.open;
    write_field_pair(flow, ("用户", &open.name), ("联系电话", or_empty(&open.phone)));
    write_field(flow, "地址", &open.address);
    match find_left_record(ticket) {
        Some((record, reason, place, photo)) => {
            write_field_pair(
                flow,
                ("留置时间", &record.signed_at.date_time_text()),
                ("留置人", &record.content.staff),
            );
            write_field(flow, "留置原因", reason);
            write_field(flow, "留置地点", place);
            write_field(flow, "照片", &photo_name(ticket, photo));
            write_field(flow, "照片校验值", photo);
        }
        None => {
            write_blank_field(flow, "留置原因", 7.0);
            write_blank_field(flow, "留置地点", 7.0);
            write_blank_field(
                flow,
                "留置时间　　　月　　日　　时　　分　　　　　　　　　□ 已拍照，照片已交服务台",
                8.0,
            );
        }
    }
    write_signature_lines(flow, &["留置人", "见证人（如有）", "日期"]);
}

/// Under which name the photo lies among the ticket's files.
fn photo_name(ticket: &Ticket, sha256: &str) -> String {
    let photo = ticket.attachments.iter().find(|file| file.sha256 == sha256);
    photo.map_or_else(|| EMPTY.to_owned(), |photo| photo.name.clone())
}

/// Where the sheet is cut: the upper part is for the customer.
fn draw_stub_cut_line(flow: &mut Flow) {
    flow.add_gap(5.0);
    let (from, to) = ((flow.left, flow.y), (flow.right, flow.y));
    flow.draw_mark(PageMark::Line {
        from,
        to,
        width: 0.25,
        ink: Ink::Grey,
        dashed: true,
    });
    let middle = f64::midpoint(flow.left, flow.right);
    flow.draw_text(
        middle,
        flow.y + 4.0,
        7.5,
        false,
        Ink::Grey,
        TextAlign::Middle,
        "沿虚线裁开：上联交用户，下联由公司存档",
    );
    flow.add_gap(6.0);
}
