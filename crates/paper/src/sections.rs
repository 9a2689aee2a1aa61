//! Sections that several forms share: linked tickets, how the customer answered, the answer about taking it
//! further, the decision on an event, the limits.

use domain::{
    Moment,
    acknowledgement::{AcknowledgementAnswer, AcknowledgementRecord},
    clock::{self, Clock, ClockState},
    moment::duration_zh,
    service::{community::EventDecision, step::Consent},
    ticket::{RecordedStep, TicketLink},
};

use pdf::{
    flow::{Flow, TextAlign, table_column},
    sheet::Ink,
};

use crate::{
    Form,
    acknowledgement::answer_time_label,
    form::{EMPTY, write_blank_field, write_field, write_field_pair, write_heading, write_signature_lines},
};

/// Tickets it was opened from and tickets opened from it (1.3, 5.2); nothing where there are none.
pub(crate) fn write_linked_tickets(flow: &mut Flow, form: &Form) {
    let ticket = form.ticket;
    let row = |how: &str, link: &TicketLink| {
        vec![how.to_owned(), link.number.clone(), link.service.zh().to_owned()]
    };
    let from = ticket.opened_from.iter().map(|link| row("本单由此转来", link));
    let to = ticket.links.iter().map(|link| row("由本单转开", link));
    let rows: Vec<Vec<String>> = from.chain(to).collect();
    if rows.is_empty() {
        return;
    }
    write_heading(flow, "关联工单");
    let columns = [
        table_column("关系", 50.0, TextAlign::Left),
        table_column("工单编号", 62.0, TextAlign::Left),
        table_column("服务类别", 62.0, TextAlign::Left),
    ];
    flow.write_table(&columns, 9.5, &rows);
}

/// How the acknowledgement was answered; where it has not been, a place to sign.
pub(crate) fn write_answer_or_signing(
    flow: &mut Flow,
    form: &Form,
    title: &str,
    statement: &str,
    labels: &[&str],
) {
    write_heading(flow, title);
    if let Some(record) = &form.ticket.acknowledgement {
        return write_record_answer(flow, record);
    }
    flow.add_gap(1.0);
    flow.write_paragraph(9.5, Ink::Black, statement);
    write_signature_lines(flow, labels);
}

/// How it was answered, with the number of the record it can be checked by.
pub(crate) fn write_record_answer(flow: &mut Flow, record: &AcknowledgementRecord) {
    write_field_pair(
        flow,
        ("确认方式", record.answer_kind().zh()),
        ("确认单编号", &record.number),
    );
    let when = record.signed_at.date_time_text();
    match &record.answer {
        AcknowledgementAnswer::OnScreen { signer, .. } | AcknowledgementAnswer::Paper { signer, .. } => {
            let name = format!("{}（{}）", signer.name, signer.relation.zh());
            write_field_pair(flow, ("签字人", &name), ("签字时间", &when));
        }
        AcknowledgementAnswer::Refused { reason, witness } => {
            write_field(flow, "拒签原因", reason);
            write_field_pair(
                flow,
                ("见证人", witness),
                (answer_time_label(record, "拒签时间"), &when),
            );
        }
        AcknowledgementAnswer::Left { reason, place, .. } => {
            write_field(flow, "留置原因", reason);
            write_field_pair(
                flow,
                ("留置地点", place),
                (answer_time_label(record, "留置时间"), &when),
            );
        }
    }
}

/// Whether the company may take it further (1.3): the answer, or boxes to tick.
pub(crate) fn write_consent(flow: &mut Flow, consent: Option<&RecordedStep<Consent>>) {
    write_heading(flow, "用户意见（是否同意公司进一步处理）");
    let Some(consent) = consent else {
        return write_blank_field(
            flow,
            "□ 同意　　　　□ 不同意　　　　表示意见的人　　　　　　　　　　　日期",
            9.0,
        );
    };
    let details = &consent.details;
    let answer = if details.agreed { "同意" } else { "不同意" };
    write_field_pair(flow, ("意见", answer), ("方式", details.way.zh()));
    write_field_pair(
        flow,
        ("表示意见的人", &details.given_by),
        ("时间", &consent.at.date_time_text()),
    );
    if !details.words.is_empty() {
        write_field(flow, "用户原话", &details.words);
    }
}

/// Every clock with what became of it.
pub(crate) fn write_clocks(flow: &mut Flow, form: &Form) {
    let rows: Vec<Vec<String>> = clock::list_clocks(form.ticket, form.now)
        .iter()
        .map(build_clock_row)
        .collect();
    if rows.is_empty() {
        return;
    }
    write_heading(flow, "时限");
    let columns = [
        table_column("时限", 28.0, TextAlign::Left),
        table_column("到期", 30.0, TextAlign::Left),
        table_column("完成", 30.0, TextAlign::Left),
        table_column("结果", 30.0, TextAlign::Left),
        table_column("依据", 56.0, TextAlign::Left),
    ];
    flow.write_table(&columns, 8.5, &rows);
}

fn build_clock_row(clock: &Clock) -> Vec<String> {
    let moment = |at: Option<Moment>| at.map_or_else(|| EMPTY.to_owned(), Moment::date_time_text);
    let late = clock
        .ended_at
        .zip(clock.limit)
        .map(|(end, limit)| end.milliseconds_since(limit))
        .filter(|by| *by > 0);
    let state = match (clock.state, late) {
        (ClockState::Late, Some(by)) => format!("逾时 {}", duration_zh(by)),
        (state, _) => state.zh().to_owned(),
    };
    let limit = match clock.original {
        Some(original) if Some(original) != clock.limit => {
            format!("{}\n原 {}", moment(clock.limit), original.date_time_text())
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

/// Whether an event is necessary (5.2⑵), under a heading.
pub(crate) fn write_event_decision(flow: &mut Flow, title: &str, decision: &RecordedStep<EventDecision>) {
    write_heading(flow, title);
    let necessary = if decision.details.necessary {
        "有必要举办"
    } else {
        "不必举办"
    };
    write_field(flow, "研判结果", necessary);
    write_field(flow, "理由", &decision.details.reason);
    write_field_pair(
        flow,
        ("研判人", &decision.by),
        ("研判时间", &decision.at.date_time_text()),
    );
}
