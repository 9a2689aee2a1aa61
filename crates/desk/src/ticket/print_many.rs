//! Forms of many tickets as one PDF, with a bookmark for each.

use std::collections::BTreeSet;

use domain::{Code, Refusal, Ticket, check};
use paper::batch::{self, Part, Without};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::print::{Page, pages, sheet};
use crate::{
    Call, mask,
    wire::{self, FileOut},
};

/// The most tickets of one file (ours): a printer's tray, and a file that opens at once.
const MOST: i64 = 500;

/// Prints forms of many tickets.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
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
}

/// Forms of many tickets as one PDF. An acknowledgement in it is a copy without the signature of the file printed alone,
/// and says so: one file cannot carry the signatures of many records.
///
/// # Errors
/// `required`, `out_of_range` at `tickets`; `not_found`.
pub fn print_many(call: &Call, ask: PrintMany) -> Result<FileOut, Refusal> {
    let ids = ids(&ask.tickets)?;
    let (tickets, settings, demo) = call.read(|tx| {
        let tickets: Result<Vec<Ticket>, Refusal> = ids.iter().map(|id| tx.ticket(*id)).collect();
        Ok((tickets?, tx.settings()?.1, tx.founded()?.unwrap_or(false)))
    })?;
    let wanted = |ticket: &Ticket| -> Vec<Page> {
        let all = pages(ticket).into_iter();
        all.filter(|page| ask.page.is_none_or(|wanted| wanted == *page))
            .collect()
    };
    let (with, without): (Vec<Ticket>, Vec<Ticket>) =
        tickets.into_iter().partition(|ticket| !wanted(ticket).is_empty());
    // On paper everything stands whole.
    if mask::masked(call.who.as_ref()) {
        mask::noted_all(call, &with)?;
    }
    let (mut halves, mut parts) = (Vec::new(), Vec::new());
    for ticket in &with {
        let form = paper::Form {
            ticket,
            settings: &settings,
            now: call.now,
            demo,
        };
        for page in wanted(ticket) {
            if ask.two_up && page == Page::WorkOrder {
                halves.push(form);
            } else {
                parts.extend(part(page, &form));
            }
        }
    }
    let title = ask.page.map_or("工单表单", Page::zh);
    let lost: Vec<Without> = without.iter().map(lost).collect();
    let rendered = paper::render(&batch::sheet(batch::Input {
        title: &format!("{title} {} 张工单", with.len()),
        halves: &halves,
        parts,
        without: &lost,
        settings: &settings,
        now: call.now,
        demo,
    }));
    let name = format!(
        "{title}-{}张-{}.pdf",
        with.len(),
        call.now.local().format("%Y%m%d-%H%M")
    );
    Ok(FileOut {
        without: without.into_iter().map(|ticket| ticket.number).collect(),
        ..wire::pdf(name, &rendered)
    })
}

fn ids(asked: &[i64]) -> Result<Vec<i64>, Refusal> {
    if asked.is_empty() {
        return Err(Refusal::at(Code::Required, "tickets"));
    }
    let mut seen = BTreeSet::new();
    let ids: Vec<i64> = asked.iter().copied().filter(|id| seen.insert(*id)).collect();
    let is = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    check::range("tickets", is, 1, MOST).map_err(|refusal| refusal.with("what", "ticket"))?;
    Ok(ids)
}

fn part(page: Page, form: &paper::Form) -> Option<Part> {
    Some(Part {
        title: format!("{} {}", form.ticket.number, page.zh()),
        sheet: sheet(page, form, form.ticket.acknowledgement.as_ref())?,
        copy: page == Page::Acknowledgement,
    })
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
