//! Sections that several forms share: linked tickets, how the customer answered, the answer about taking it
//! further, the decision on an event, the limits.

use domain::{
    Moment,
    acknowledgement::{Answer, Record},
    clock::{self, Clock, ClockState},
    moment::duration_zh,
    service::{community::EventDecision, step::Consent},
    ticket::{Done, Link},
};

use crate::{
    Form,
    acknowledgement::said_at,
    flow::{Align, Flow, column},
    form::{EMPTY, blank, field, heading, pair, signatures},
    sheet::Ink,
};

/// Tickets it was opened from and tickets opened from it (1.3, 5.2); nothing where there are none.
pub(crate) fn links(flow: &mut Flow, form: &Form) {
    let ticket = form.ticket;
    let row =
        |how: &str, link: &Link| vec![how.to_owned(), link.number.clone(), link.service.zh().to_owned()];
    let from = ticket.opened_from.iter().map(|link| row("本单由此转来", link));
    let to = ticket.links.iter().map(|link| row("由本单转开", link));
    let rows: Vec<Vec<String>> = from.chain(to).collect();
    if rows.is_empty() {
        return;
    }
    heading(flow, "关联工单");
    let columns = [
        column("关系", 50.0, Align::Left),
        column("工单编号", 62.0, Align::Left),
        column("服务类别", 62.0, Align::Left),
    ];
    flow.table(&columns, 9.5, &rows);
}

/// How the acknowledgement was answered; where it has not been, a place to sign.
pub(crate) fn signed(flow: &mut Flow, form: &Form, title: &str, statement: &str, labels: &[&str]) {
    heading(flow, title);
    if let Some(record) = &form.ticket.acknowledgement {
        return answered(flow, record);
    }
    flow.gap(1.0);
    flow.paragraph(9.5, Ink::Black, statement);
    signatures(flow, labels);
}

/// How it was answered, with the number of the record it can be checked by.
pub(crate) fn answered(flow: &mut Flow, record: &Record) {
    pair(
        flow,
        ("确认方式", record.way().zh()),
        ("确认单编号", &record.number),
    );
    let when = record.signed_at.text();
    match &record.answer {
        Answer::OnScreen { signer, .. } | Answer::Paper { signer, .. } => {
            let name = format!("{}（{}）", signer.name, signer.relation.zh());
            pair(flow, ("签字人", &name), ("签字时间", &when));
        }
        Answer::Refused { reason, witness } => {
            field(flow, "拒签原因", reason);
            pair(flow, ("见证人", witness), (said_at(record, "拒签时间"), &when));
        }
        Answer::Left { reason, place, .. } => {
            field(flow, "留置原因", reason);
            pair(flow, ("留置地点", place), (said_at(record, "留置时间"), &when));
        }
    }
}

/// Whether the company may take it further (1.3): the answer, or boxes to tick.
pub(crate) fn consent(flow: &mut Flow, consent: Option<&Done<Consent>>) {
    heading(flow, "用户意见（是否同意公司进一步处理）");
    let Some(consent) = consent else {
        return blank(
            flow,
            "□ 同意　　　　□ 不同意　　　　表示意见的人　　　　　　　　　　　日期",
            9.0,
        );
    };
    let details = &consent.details;
    let answer = if details.agreed { "同意" } else { "不同意" };
    pair(flow, ("意见", answer), ("方式", details.way.zh()));
    pair(
        flow,
        ("表示意见的人", &details.given_by),
        ("时间", &consent.at.text()),
    );
    if !details.words.is_empty() {
        field(flow, "用户原话", &details.words);
    }
}

/// Every clock with what became of it.
pub(crate) fn clocks(flow: &mut Flow, form: &Form) {
    let rows: Vec<Vec<String>> = clock::clocks(form.ticket, form.now).iter().map(row).collect();
    if rows.is_empty() {
        return;
    }
    heading(flow, "时限");
    let columns = [
        column("时限", 28.0, Align::Left),
        column("到期", 30.0, Align::Left),
        column("完成", 30.0, Align::Left),
        column("结果", 30.0, Align::Left),
        column("依据", 56.0, Align::Left),
    ];
    flow.table(&columns, 8.5, &rows);
}

fn row(clock: &Clock) -> Vec<String> {
    let moment = |at: Option<Moment>| at.map_or_else(|| EMPTY.to_owned(), Moment::text);
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

/// Whether an event is necessary (5.2⑵), under a heading.
pub(crate) fn decided(flow: &mut Flow, title: &str, decision: &Done<EventDecision>) {
    heading(flow, title);
    let necessary = if decision.details.necessary {
        "有必要举办"
    } else {
        "不必举办"
    };
    field(flow, "研判结果", necessary);
    field(flow, "理由", &decision.details.reason);
    pair(flow, ("研判人", &decision.by), ("研判时间", &decision.at.text()));
}
