//! Forms of many tickets as one PDF, with a bookmark for each.

use std::collections::VecDeque;

use domain::{Code, Moment, Refusal, Ticket, check, personal::Shown, settings::Settings};
use paper::batch::{self, Part, Without};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    list::once,
    print::{Page, pages, sheet},
};
use crate::{
    Call, mask,
    sheet::look::number,
    wire::{self, FileOut, Holds},
};

/// The most tickets of one file (ours): a printer's tray, and a file that opens at once.
const MOST: i64 = 500;

/// Forms of one part: some fifteen milliseconds, so that a slow computer shows them too.
const PART: usize = 50;

/// Prints forms of many tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintMany {
    /// Of which tickets, in this order; 1 to 500. One that is named twice is printed once.
    #[ts(type = "number[]")]
    pub tickets: Vec<i64>,
    /// Which form; every form each ticket has if empty.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub page: Option<Page>,
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
pub struct PrintedMany {
    /// Forms that are laid out.
    #[ts(type = "number")]
    pub done: i64,
    /// Forms in all.
    #[ts(type = "number")]
    pub of: i64,
    /// The file, from the part after the one that laid out the last form; none before.
    pub file: Option<FileOut>,
}

/// One page of the file to come, or the pages of one form; the tickets by their place.
enum Item {
    Halves(Vec<usize>),
    Form(usize, Page),
}

impl Item {
    fn forms(&self) -> usize {
        match self {
            Self::Halves(tickets) => tickets.len(),
            Self::Form(..) => 1,
        }
    }
}

/// A file that is being made, part by part, from what the tickets were when it was begun.
pub(crate) struct Printing {
    /// Whose it is, and what was asked.
    by: i64,
    ask: PrintMany,
    now: Moment,
    settings: Settings,
    not_original: Option<String>,
    with: Vec<Shown<Ticket>>,
    /// Beside each of them, what tells it from another of its number.
    ticket_marks: Vec<String>,
    without: Vec<Ticket>,
    /// What is still to be laid out.
    items: VecDeque<Item>,
    parts: Vec<Part>,
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
pub fn print_many(call: &Call, ask: PrintMany) -> Result<PrintedMany, Refusal> {
    let by = call.person()?.id;
    let (after, ask) = (ask.after, PrintMany { after: None, ..ask });
    let kept = call.desk.printing().take();
    let mut printing = match after {
        None | Some(0) => Printing::begin(call, ask, by)?,
        Some(after) => kept
            .filter(|kept| kept.by == by && kept.ask == ask && kept.at() == after)
            .ok_or_else(|| Refusal::at(Code::NotFound, "after").with("what", "printing"))?,
    };
    let most = if after.is_some() { PART } else { usize::MAX };
    let at_end = printing.items.is_empty();
    printing.lay_out(most);
    let mut reply = PrintedMany {
        done: printing.at(),
        of: number(printing.of),
        file: None,
    };
    if at_end || after.is_none() {
        reply.file = Some(printing.file(call)?);
    } else {
        *call.desk.printing() = Some(printing);
    }
    Ok(reply)
}

impl Printing {
    fn begin(call: &Call, ask: PrintMany, by: i64) -> Result<Self, Refusal> {
        let ids = ids(&ask.tickets)?;
        let (tickets, settings, not_original) = call.read(|tx| {
            let tickets: Result<Vec<Ticket>, Refusal> = ids.iter().map(|id| tx.ticket(*id)).collect();
            Ok((tickets?, tx.settings()?.1, call.desk.data_kind(tx)?.zh()))
        })?;
        let wanted = |ticket: &Ticket| -> Vec<Page> {
            let all = pages(ticket).into_iter();
            all.filter(|page| ask.page.is_none_or(|wanted| wanted == *page))
                .collect()
        };
        let (with, without): (Vec<Ticket>, Vec<Ticket>) =
            tickets.into_iter().partition(|ticket| !wanted(ticket).is_empty());
        let ticket_marks = call.read(|tx| with.iter().map(|ticket| tx.ticket_mark(ticket.id)).collect())?;
        let (mut halves, mut items) = (Vec::new(), VecDeque::new());
        for (place, ticket) in with.iter().enumerate() {
            for page in wanted(ticket) {
                if ask.two_up && page == Page::WorkOrder {
                    halves.push(place);
                } else {
                    items.push_back(Item::Form(place, page));
                }
            }
        }
        for two in halves.chunks(2).rev() {
            items.push_front(Item::Halves(two.to_vec()));
        }
        Ok(Self {
            by,
            ask,
            now: call.now,
            settings,
            not_original,
            // Laid out whole; nobody is given it before a line stands where one must.
            ticket_marks,
            with: with.into_iter().map(Shown::whole).collect(),
            without,
            of: items.iter().map(Item::forms).sum(),
            items,
            parts: Vec::new(),
            done: 0,
        })
    }

    fn at(&self) -> i64 {
        number(self.done)
    }

    /// Lays out more forms, about so many.
    fn lay_out(&mut self, most: usize) {
        let until = self.done.saturating_add(most).min(self.of);
        while self.done < until
            && let Some(item) = self.items.pop_front()
        {
            self.done += item.forms();
            let part = self.part(&item);
            self.parts.extend(part);
        }
    }

    fn part(&self, item: &Item) -> Option<Part> {
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
            Item::Halves(tickets) => {
                let forms: Vec<paper::Form> = tickets.iter().filter_map(form).collect();
                Some(batch::halves(&forms))
            }
            Item::Form(place, page) => {
                let form = form(place)?;
                Some(Part {
                    titles: vec![format!("{} {}", form.ticket.number, page.zh())],
                    sheet: sheet(*page, &form, form.ticket.acknowledgement.as_ref())?,
                    copy: *page == Page::Acknowledgement,
                })
            }
        }
    }

    fn file(self, call: &Call) -> Result<FileOut, Refusal> {
        let tickets: Vec<&Ticket> = self.with.iter().map(|ticket| &**ticket).collect();
        let seen = mask::seen(call, &tickets)?;
        let title = self.ask.page.map_or("工单表单", Page::zh);
        let count = self.with.len();
        let lost: Vec<Without> = self.without.iter().map(lost).collect();
        let rendered = paper::render(&batch::sheet(batch::Input {
            title: &format!("{title} {count} 张工单"),
            parts: self.parts,
            without: &lost,
            settings: &self.settings,
            now: self.now,
            not_original: self.not_original.as_deref(),
        }));
        let made = self.now.local().format("%Y%m%d-%H%M");
        let name = format!("{title}-{count}张-{made}.pdf");
        let without = self.without.into_iter().map(|ticket| ticket.number).collect();
        Ok(wire::pdf(name, &rendered, Holds::whole(&seen)).without(without))
    }
}

fn ids(asked: &[i64]) -> Result<Vec<i64>, Refusal> {
    if asked.is_empty() {
        return Err(Refusal::at(Code::Required, "tickets"));
    }
    let ids = once(asked);
    check::range("tickets", number(ids.len()), 1, MOST).map_err(|refusal| refusal.with("what", "ticket"))?;
    Ok(ids)
}

/// A ticket that has nothing to print, and why.
fn lost(ticket: &Ticket) -> Without {
    let why = match (ticket.erased_at.is_some(), ticket.stage.open()) {
        (true, _) => "保存期已满，个人信息已清除",
        (false, true) => "目前还没有",
        (false, false) => "没有，工单已结束",
    };
    Without {
        number: ticket.number.clone(),
        service: ticket.open.asked.kind().zh().to_owned(),
        stage: ticket.stage.zh().to_owned(),
        why: why.to_owned(),
    }
}
