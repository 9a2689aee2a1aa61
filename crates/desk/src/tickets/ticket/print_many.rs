//! Forms of many tickets as one PDF, with a bookmark for each.

use std::collections::VecDeque;

use domain::{Code, Moment, Refusal, Ticket, check, personal::VisibleValue, settings::Settings};
use paper::batch::{self, BatchPart, TicketWithoutForm};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    list::deduplicate_ids,
    print::{FormKind, lay_out_form, list_printable_forms},
};
use crate::{
    Call, mask,
    wire::to_wire_number,
    wire::{self, OutputFile, PrivacyCheck},
};

/// The most tickets of one file (ours): a printer's tray, and a file that opens at once.
const MOST: i64 = 500;

/// Forms of one part: some fifteen milliseconds, so that a slow computer shows them too.
const PART: usize = 50;

/// Prints forms of many tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketPrintMany {
    /// Of which tickets, in this order; 1 to 500. One that is named twice is printed once.
    #[ts(type = "number[]")]
    pub tickets: Vec<i64>,
    /// Which form; every form each ticket has if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub page: Option<FormKind>,
    /// 派工单 two to a page; they come first. Other forms stay on pages of their own.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub two_up: bool,
    /// How many forms the parts before have laid out, 0 to begin; the rest as it was. Without it everything is done at
    /// once.
    #[serde(default)]
    #[ts(optional = nullable, type = "number")]
    pub after: Option<i64>,
}

/// How far it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct PrintManyProgress {
    /// Forms that are laid out.
    #[ts(type = "number")]
    pub done: i64,
    /// Forms in all.
    #[ts(type = "number")]
    pub of: i64,
    /// The file, from the part after the one that laid out the last form; none before.
    pub file: Option<OutputFile>,
}

/// One page of the file to come, or the pages of one form; the tickets by their place.
enum PrintItem {
    Halves(Vec<usize>),
    Form(usize, FormKind),
}

impl PrintItem {
    fn count_forms(&self) -> usize {
        match self {
            Self::Halves(tickets) => tickets.len(),
            Self::Form(..) => 1,
        }
    }
}

/// A file that is being made, part by part, from what the tickets were when it was begun.
pub(crate) struct PrintBatch {
    /// Whose it is, and what was asked.
    by: i64,
    ask: TicketPrintMany,
    now: Moment,
    settings: Settings,
    not_original: Option<String>,
    with: Vec<VisibleValue<Ticket>>,
    /// Beside each of them, what tells it from another of its number.
    ticket_marks: Vec<String>,
    without: Vec<Ticket>,
    /// What is still to be laid out.
    items: VecDeque<PrintItem>,
    parts: Vec<BatchPart>,
    done: usize,
    of: usize,
}

/// Forms of many tickets as one PDF. An acknowledgement in it is a copy without the signature of the file printed alone,
/// and says so: one file cannot carry the signatures of many records.
///
/// With `after` it goes part by part, so that it can be watched; it is stopped by asking for no more. What is laid out is
/// kept until the file is made, another one is begun, or the person signs out.
///
/// # Errors
/// `required`, `out_of_range` at `tickets`; `not_found`; `not_found` at `after` (`what` is `printing`) if this is not
/// where the caller's own file stands.
pub fn print_many_forms(call: &Call, ask: TicketPrintMany) -> Result<PrintManyProgress, Refusal> {
    let by = call.signed_in_person()?.id;
    let (after, ask) = (ask.after, TicketPrintMany { after: None, ..ask });
    let kept = call.desk.print_batch_guard().take();
    let mut printing = match after {
        None | Some(0) => PrintBatch::begin_batch(call, ask, by)?,
        Some(after) => kept
            .filter(|kept| kept.by == by && kept.ask == ask && kept.forms_done() == after)
            .ok_or_else(|| Refusal::at_field(Code::NotFound, "after").with_arg("what", "printing"))?,
    };
    let most = if after.is_some() { PART } else { usize::MAX };
    let at_end = printing.items.is_empty();
    printing.lay_out_next(most);
    let mut reply = PrintManyProgress {
        done: printing.forms_done(),
        of: to_wire_number(printing.of),
        file: None,
    };
    if at_end || after.is_none() {
        reply.file = Some(printing.finish_file(call)?);
    } else {
        *call.desk.print_batch_guard() = Some(printing);
    }
    Ok(reply)
}

impl PrintBatch {
    fn begin_batch(call: &Call, ask: TicketPrintMany, by: i64) -> Result<Self, Refusal> {
        let ids = check_ticket_ids(&ask.tickets)?;
        let (tickets, settings, not_original) = call.read_tx(|tx| {
            let tickets: Result<Vec<Ticket>, Refusal> = ids.iter().map(|id| tx.read_ticket(*id)).collect();
            Ok((tickets?, tx.read_settings()?.1, call.desk.data_kind(tx)?.zh()))
        })?;
        let wanted = |ticket: &Ticket| -> Vec<FormKind> {
            let all = list_printable_forms(ticket).into_iter();
            all.filter(|page| ask.page.is_none_or(|wanted| wanted == *page))
                .collect()
        };
        let (with, without): (Vec<Ticket>, Vec<Ticket>) =
            tickets.into_iter().partition(|ticket| !wanted(ticket).is_empty());
        let ticket_marks =
            call.read_tx(|tx| with.iter().map(|ticket| tx.ticket_mark(ticket.id)).collect())?;
        let (mut halves, mut items) = (Vec::new(), VecDeque::new());
        for (place, ticket) in with.iter().enumerate() {
            for page in wanted(ticket) {
                if ask.two_up && page == FormKind::WorkOrder {
                    halves.push(place);
                } else {
                    items.push_back(PrintItem::Form(place, page));
                }
            }
        }
        for two in halves.chunks(2).rev() {
            items.push_front(PrintItem::Halves(two.to_vec()));
        }
        Ok(Self {
            by,
            ask,
            now: call.now,
            settings,
            not_original,
            // Laid out whole; nobody is given it before a line stands where one must.
            ticket_marks,
            with: with.into_iter().map(VisibleValue::from_whole).collect(),
            without,
            of: items.iter().map(PrintItem::count_forms).sum(),
            items,
            parts: Vec::new(),
            done: 0,
        })
    }

    fn forms_done(&self) -> i64 {
        to_wire_number(self.done)
    }

    /// Lays out more forms, about so many.
    fn lay_out_next(&mut self, most: usize) {
        let until = self.done.saturating_add(most).min(self.of);
        while self.done < until
            && let Some(item) = self.items.pop_front()
        {
            self.done += item.count_forms();
            let part = self.lay_out_item(&item);
            self.parts.extend(part);
        }
    }

    fn lay_out_item(&self, item: &PrintItem) -> Option<BatchPart> {
        let form = |place: &usize| {
            Some(paper::Form {
                ticket: self.with.get(*place)?,
                settings: &self.settings,
                ticket_mark: self.ticket_marks.get(*place)?,
                now: self.now,
                not_original: self.not_original.as_deref(),
            })
        };
        match item {
            PrintItem::Halves(tickets) => {
                let forms: Vec<paper::Form> = tickets.iter().filter_map(form).collect();
                Some(batch::build_half_order_part(&forms))
            }
            PrintItem::Form(place, page) => {
                let form = form(place)?;
                Some(BatchPart {
                    titles: vec![format!("{} {}", form.ticket.number, page.zh())],
                    sheet: lay_out_form(*page, &form, form.ticket.acknowledgement.as_ref())?,
                    copy: *page == FormKind::Acknowledgement,
                })
            }
        }
    }

    fn finish_file(self, call: &Call) -> Result<OutputFile, Refusal> {
        let tickets: Vec<&Ticket> = self.with.iter().map(|ticket| &**ticket).collect();
        let seen = mask::permit_reveal(call, &tickets)?;
        let title = self.ask.page.map_or("工单表单", FormKind::zh);
        let count = self.with.len();
        let lost: Vec<TicketWithoutForm> = self.without.iter().map(explain_missing_form).collect();
        let rendered = paper::render_pdf(&batch::lay_out_batch(batch::BatchInput {
            title: &format!("{title} {count} 张工单"),
            parts: self.parts,
            without: &lost,
            settings: &self.settings,
            now: self.now,
            not_original: self.not_original.as_deref(),
        }));
        let made = self.now.to_local().format("%Y%m%d-%H%M");
        let name = format!("{title}-{count}张-{made}.pdf");
        let without = self.without.into_iter().map(|ticket| ticket.number).collect();
        Ok(
            wire::make_pdf_file(name, &rendered, PrivacyCheck::from_permit(&seen))
                .with_missing_tickets(without),
        )
    }
}

fn check_ticket_ids(asked: &[i64]) -> Result<Vec<i64>, Refusal> {
    if asked.is_empty() {
        return Err(Refusal::at_field(Code::Required, "tickets"));
    }
    let ids = deduplicate_ids(asked);
    check::check_range("tickets", to_wire_number(ids.len()), 1, MOST)
        .map_err(|refusal| refusal.with_arg("what", "ticket"))?;
    Ok(ids)
}

/// A ticket that has nothing to print, and why.
fn explain_missing_form(ticket: &Ticket) -> TicketWithoutForm {
    let why = match (ticket.erased_at.is_some(), ticket.stage.is_open()) {
        (true, _) => "保存期已满，个人信息已清除",
        (false, true) => "目前还没有",
        (false, false) => "没有，工单已结束",
    };
    TicketWithoutForm {
        number: ticket.number.clone(),
        service: ticket.open.asked.service_kind().zh().to_owned(),
        stage: ticket.stage.zh().to_owned(),
        why: why.to_owned(),
    }
}
