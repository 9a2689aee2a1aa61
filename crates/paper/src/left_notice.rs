//! 留置通知: what is left at the door of a customer who was absent, and the half the desk keeps (1.2). The inspector takes it
//! along with lines to write on; once it was left, it says when, where, and which photo shows it.

use domain::{
    Ticket,
    acknowledgement::{Answer, Record},
    service::{Asked, reminder},
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow},
    form::{EMPTY, blank, field, heading, or_empty, pair, signatures},
    qr,
    reminder_notice::found,
    sheet::{Ink, Mark},
};

/// Whether there is such a notice: it was left, or it still may be.
#[must_use]
pub fn possible(ticket: &Ticket) -> bool {
    matches!(ticket.case, Case::Reminder(_))
        && match &ticket.acknowledgement {
            Some(record) => matches!(record.answer, Answer::Left { .. }),
            None => ticket.stage.open(),
        }
}

/// The form; none of another service, and none once the customer has signed or refused to.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    match &form.ticket.case {
        Case::Reminder(case) if possible(form.ticket) => Some(sheet(form, case)),
        _ => None,
    }
}

fn sheet(form: &Form, case: &reminder::Case) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("留置通知", &ticket.number);
    addressed(&mut flow, ticket);
    if let Asked::Reminder(asked) = &ticket.open.asked {
        found(&mut flow, asked);
    }
    to_do(&mut flow, case.telling.as_ref());
    to_call(&mut flow, form);
    form.free(&mut flow);
    if left(ticket).is_none() {
        blank(
            &mut flow,
            "留置人　　　　　　　　　　　　　　　　　　留置时间　　　月　　日　　时　　分",
            9.0,
        );
    }
    stub(&mut flow, form);
    form.finish(flow, &format!("留置通知 {}", ticket.number))
}

/// The record of its being left, with the reason, the place and the photo's hash.
fn left(ticket: &Ticket) -> Option<(&Record, &str, &str, &str)> {
    let record = ticket.acknowledgement.as_ref()?;
    match &record.answer {
        Answer::Left { reason, place, photo } => Some((record, reason, place, photo)),
        _ => None,
    }
}

fn addressed(flow: &mut Flow, ticket: &Ticket) {
    let open = &ticket.open;
    pair(
        flow,
        ("用户", &open.name),
        ("户号", or_empty(&open.account_number)),
    );
    field(flow, "地址", &open.address);
    flow.gap(1.5);
    flow.paragraph(
        10.5,
        Ink::Black,
        "您好！我公司工作人员到访时未能与您见面，现将发现的情况留此告知，请您查看并尽快处理。",
    );
}

fn to_do(flow: &mut Flow, telling: Option<&Done<reminder::Telling>>) {
    heading(flow, "请您处理");
    let Some(telling) = telling else {
        blank(flow, "情况说明", 11.0);
        return blank(flow, "建议", 11.0);
    };
    field(flow, "情况说明", &telling.details.explained);
    field(flow, "建议", or_empty(&telling.details.advice));
}

fn to_call(flow: &mut Flow, form: &Form) {
    heading(flow, "与我们联系");
    flow.gap(1.0);
    let hotline = format!(
        "24 小时服务热线 {}，请报编号 {}",
        form.settings.hotline, form.ticket.number
    );
    flow.paragraph(12.0, Ink::Black, &hotline);
    flow.paragraph(
        9.5,
        Ink::Black,
        "我们为您解释情况，也可按您方便的时间上门。需要公司进一步处理的，先征得您的同意。表后管道和户内用水设施由用户负责维护。",
    );
}

/// The half the desk keeps, on one page.
fn stub(flow: &mut Flow, form: &Form) {
    let page = flow.pages.len();
    flow.need(82.0);
    if flow.pages.len() == page {
        cut(flow);
    }
    let (ticket, top) = (form.ticket, flow.y);
    for mark in qr::marks(&form.code_text(&ticket.number), (flow.right - 12.0, top), 12.0) {
        flow.mark(mark);
    }
    flow.text_at(
        flow.left,
        top + 7.0,
        13.0,
        true,
        Ink::Black,
        Align::Left,
        "留置通知（存根）",
    );
    let number = format!("编号 {}", ticket.number);
    flow.text_at(
        flow.left + 45.0,
        top + 7.0,
        10.0,
        false,
        Ink::Grey,
        Align::Left,
        &number,
    );
    flow.gap(12.5);
    let open = &ticket.open;
    pair(flow, ("用户", &open.name), ("联系电话", or_empty(&open.phone)));
    field(flow, "地址", &open.address);
    match left(ticket) {
        Some((record, reason, place, photo)) => {
            pair(
                flow,
                ("留置时间", &record.signed_at.text()),
                ("留置人", &record.content.staff),
            );
            field(flow, "留置原因", reason);
            field(flow, "留置地点", place);
            field(flow, "照片", &photo_name(ticket, photo));
            field(flow, "照片校验值", photo);
        }
        None => {
            blank(flow, "留置原因", 7.0);
            blank(flow, "留置地点", 7.0);
            blank(
                flow,
                "留置时间　　　月　　日　　时　　分　　　　　　　　　□ 已拍照，照片已交服务台",
                8.0,
            );
        }
    }
    signatures(flow, &["留置人", "见证人（如有）", "日期"]);
}

/// Under which name the photo lies among the ticket's files.
fn photo_name(ticket: &Ticket, sha256: &str) -> String {
    let photo = ticket.attachments.iter().find(|file| file.sha256 == sha256);
    photo.map_or_else(|| EMPTY.to_owned(), |photo| photo.name.clone())
}

/// Where the sheet is cut: the upper part is for the customer.
fn cut(flow: &mut Flow) {
    flow.gap(5.0);
    let (from, to) = ((flow.left, flow.y), (flow.right, flow.y));
    flow.mark(Mark::Line {
        from,
        to,
        width: 0.25,
        ink: Ink::Grey,
        dashed: true,
    });
    let middle = f64::midpoint(flow.left, flow.right);
    flow.text_at(
        middle,
        flow.y + 4.0,
        7.5,
        false,
        Ink::Grey,
        Align::Middle,
        "沿虚线裁开：上联交用户，下联由公司存档",
    );
    flow.gap(6.0);
}
