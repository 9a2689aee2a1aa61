//! 提醒通知单: what was found, what the customer is told, and where it is signed, refused or left (1.2, 1.3).
//! It serves before the visit too: what is not known yet is left open to be written in.

use domain::{
    service::{
        Asked,
        reminder::{self, Readings},
    },
    ticket::{Case, Done},
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow, column},
    form::{blank, field, heading, pair, signatures},
    sections::{answered, consent, links},
    sheet::Ink,
};

/// The form; none of another service.
#[must_use]
pub fn of(form: &Form) -> Option<Sheet> {
    match &form.ticket.case {
        Case::Reminder(case) => Some(sheet(form, case)),
        _ => None,
    }
}

fn sheet(form: &Form, case: &reminder::Case) -> Sheet {
    let ticket = form.ticket;
    let mut flow = form.begin("提醒通知单", &ticket.number);
    form.who(&mut flow, "用户");
    if let Asked::Reminder(asked) = &ticket.open.asked {
        found(&mut flow, asked);
    }
    match &case.telling {
        Some(telling) => told(&mut flow, telling),
        None => to_tell(&mut flow),
    }
    // Asked where the company is needed; open as long as nobody knows whether it is.
    if case.telling.is_none() || case.company_needed() || case.consent.is_some() {
        consent(&mut flow, case.consent.as_ref());
    }
    confirmed(&mut flow, form);
    links(&mut flow, form);
    form.free(&mut flow);
    form.finish(flow, &format!("提醒通知单 {}", ticket.number))
}

pub(crate) fn found(flow: &mut Flow, asked: &reminder::Asked) {
    heading(flow, "发现的情况");
    let finder = format!("{}（{}）", asked.finder, asked.found_by.zh());
    pair(flow, ("提醒事项", asked.reason.zh()), ("发现人", &finder));
    field(flow, "情况", &asked.situation);
    if let Some(it) = &asked.readings {
        flow.gap(1.5);
        readings(flow, it);
    }
}

/// Last, this, used, usual, change.
fn readings(flow: &mut Flow, it: &Readings) {
    let columns = [
        column("上次读数（立方米）", 36.0, Align::Middle),
        column("本次读数（立方米）", 36.0, Align::Middle),
        column("本期用水（立方米）", 36.0, Align::Middle),
        column("平时用水（立方米）", 36.0, Align::Middle),
        column("变化", 30.0, Align::Middle),
    ];
    let row = vec![
        it.last.to_string(),
        it.this.to_string(),
        it.used().to_string(),
        it.usual.to_string(),
        it.change_text(),
    ];
    flow.table(&columns, 9.5, &[row]);
}

fn told(flow: &mut Flow, telling: &Done<reminder::Telling>) {
    let details = &telling.details;
    heading(flow, "告知与建议");
    field(flow, "告知内容", &details.explained);
    field(flow, "建议", &details.advice);
    pair(flow, ("告知对象", &details.told), ("告知方式", details.by.zh()));
    pair(flow, ("告知人", &telling.by), ("告知时间", &telling.at.text()));
    let needed = if details.company_needed {
        "需要（须先征得用户同意）"
    } else {
        "不需要"
    };
    field(flow, "需公司处理", needed);
}

fn to_tell(flow: &mut Flow) {
    heading(flow, "告知与建议");
    blank(flow, "告知内容", 15.0);
    blank(flow, "建议", 12.0);
    blank(
        flow,
        "告知对象　　　　　　　　　　　告知人　　　　　　　　　　　告知时间　　　月　　日　　时　　分",
        9.0,
    );
    field(flow, "需公司处理", "□ 需要（须先征得用户同意）　　□ 不需要");
}

/// One of the three without which a reminder is not closed (1.2).
fn confirmed(flow: &mut Flow, form: &Form) {
    if let Some(record) = &form.ticket.acknowledgement {
        heading(flow, "用户确认");
        return answered(flow, record);
    }
    heading(flow, "用户签字");
    flow.gap(1.0);
    flow.paragraph(
        9.5,
        Ink::Black,
        "供水公司工作人员已就以上情况向我提醒并说明，我已知悉。表后管道和户内用水设施由用户负责维护。",
    );
    signatures(flow, &["用户签字", "与用户关系", "日期"]);
    heading(flow, "用户拒签时填写");
    blank(flow, "拒签原因", 9.0);
    blank(
        flow,
        "见证人　　　　　　　　　　　　　　　　　　日期　　　月　　日　　时　　分",
        9.0,
    );
    heading(flow, "用户不在、留置时填写（须拍照留存）");
    blank(flow, "留置地点", 9.0);
    blank(
        flow,
        "留置人　　　　　　　　　　　　　　　　　　日期　　　月　　日　　时　　分",
        9.0,
    );
}
