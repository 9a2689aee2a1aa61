//! 封账: a month's figures stay as they were reported; what is typed later is 补报 in the report of the next month.

use std::collections::BTreeMap;

use domain::{
    Code, Fact, Refusal, TicketRow,
    closing::{self, BACK, Closed, Closing, LateDifference, LateMonth, MonthFact},
    moment::Month,
    report::{Figure, FigureCode, Period, Report},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{Call, report, wire::Changed};

/// Closes a month.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportClose {
    /// `YYYY-MM`.
    pub month: String,
}

/// Opens a closed month again.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportReopen {
    /// `YYYY-MM`.
    pub month: String,
    /// Why.
    pub reason: String,
}

/// What changed in a closed month since.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportChanges {
    /// `YYYY-MM`.
    pub month: String,
}

/// A ticket that would count otherwise now than when its month was closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct LateTicket {
    /// The ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its number.
    pub number: String,
    /// The figures it moves.
    pub differences: Vec<LateDifference>,
}

/// A month that is closed now.
pub(crate) struct Shut {
    pub(crate) closing: Closing,
    pub(crate) closed: Closed,
    /// The line of the journal that says so.
    seq: i64,
}

fn stream(month: Month) -> String {
    format!("month/{month}")
}

/// What a month keeps, if it is closed.
pub(crate) fn of(tx: &Tx, month: Month) -> Result<Option<Shut>, Refusal> {
    let last = tx.stream(&stream(month))?.pop();
    Ok(last.and_then(|entry| match entry.fact {
        Fact::Month(MonthFact::Closed(closing)) => Some(Shut {
            closing,
            closed: Closed {
                at: entry.recorded_at,
                by: entry.recorder,
            },
            seq: entry.seq,
        }),
        _ => None,
    }))
}

impl Shut {
    /// The tickets that counted, as they stood then. `rows`: those that count now.
    pub(crate) fn rows(&self, tx: &Tx, rows: Vec<TicketRow>) -> Result<Vec<TicketRow>, Refusal> {
        let mut now: BTreeMap<i64, TicketRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut then = Vec::with_capacity(self.closing.tickets.len());
        for (id, version) in &self.closing.tickets {
            let row = match now.remove(id).filter(|row| row.version == *version) {
                Some(same) => Some(same),
                None => tx.row_after(*id, *version)?,
            };
            then.extend(row);
        }
        Ok(then)
    }

    /// Tickets that count otherwise now.
    fn changes(&self, tx: &Tx, month: Month, call: &Call) -> Result<Vec<LateTicket>, Refusal> {
        let (from, to) = month.span();
        let period = Period::of(month, call.now);
        let now: BTreeMap<i64, i64> = tx.versions_counting(from, to)?.into_iter().collect();
        let then: BTreeMap<i64, i64> = self.closing.tickets.iter().copied().collect();
        let ids: std::collections::BTreeSet<i64> = now.keys().chain(then.keys()).copied().collect();
        let mut changes = Vec::new();
        for id in ids.into_iter().filter(|id| now.get(id) != then.get(id)) {
            let was = match then.get(&id) {
                Some(version) => tx.row_after(id, *version)?,
                None => None,
            };
            let is = tx.row_after(id, i64::MAX)?;
            let differences = closing::differences(was.as_ref(), is.as_ref(), &period);
            if let (Some(row), false) = (is.or(was), differences.is_empty()) {
                changes.push(LateTicket {
                    ticket: id,
                    number: row.number,
                    differences,
                });
            }
        }
        Ok(changes)
    }
}

/// 补报 that the report of a month shows: what moved in months closed earlier and no report has shown yet.
pub(crate) fn late(tx: &Tx, month: Month, call: &Call) -> Result<Vec<LateMonth>, Refusal> {
    let earlier = std::iter::successors(Some(month.before()), |month| Some(month.before())).take(BACK);
    // Oldest first, so that what a later report told replaces what an earlier one did.
    let mut shut: Vec<(Month, Shut)> = Vec::new();
    for month in earlier {
        shut.extend(of(tx, month)?.map(|it| (month, it)));
    }
    shut.reverse();
    let mut found = Vec::new();
    for (place, (month, own)) in shut.iter().enumerate() {
        let mut reported: BTreeMap<FigureCode, Figure> = BTreeMap::new();
        let after = shut.iter().skip(place + 1).filter(|(_, it)| it.seq > own.seq);
        for (_, later) in after {
            let told = later
                .closing
                .late
                .iter()
                .filter(|late| late.month == month.to_string());
            let told = told.flat_map(|late| late.figures.iter());
            reported.extend(told.map(|figure| (figure.code, figure.is)));
        }
        let changes = own.changes(tx, *month, call)?;
        let differences: Vec<LateDifference> = changes.into_iter().flat_map(|it| it.differences).collect();
        found.extend(closing::late(*month, &own.closing, &reported, &differences));
    }
    Ok(found)
}

/// Closes a month: its figures stay, whatever is typed later.
///
/// # Errors
/// `bad_month`, `time_in_future`, `month_not_over`, `month_closed`, each at `month`.
pub fn close(call: &Call, ask: ReportClose) -> Result<Changed<Report>, Refusal> {
    let month = report::month(&ask.month, call)?;
    let stamp = call.stamp()?;
    let value = call.write(|tx| {
        closing::may_close(month, call.now, of(tx, month)?.is_some())?;
        let mut rows = Vec::new();
        let mut report = report::counted(tx, call, month.into(), |month| rows = month.rows)?;
        let closing = closing::closing(&report, &rows);
        let fact = Fact::Month(MonthFact::Closed(closing.clone()));
        tx.append(&stream(month), None, vec![fact], &stamp)?;
        let closed = Closed {
            at: stamp.recorded_at,
            by: stamp.recorder.to_owned(),
        };
        report.close(&closing, closed, true);
        Ok(report)
    })?;
    Ok(changed(value))
}

/// Opens a closed month again: it counts what there is now.
///
/// # Errors
/// `bad_month`, `month_not_closed` at `month`; `required` at `reason`.
pub fn reopen(call: &Call, ask: ReportReopen) -> Result<Changed<Report>, Refusal> {
    let month = report::month(&ask.month, call)?;
    domain::check::text("reason", &ask.reason, domain::check::TEXT)?;
    let stamp = call.stamp()?;
    let value = call.write(|tx| {
        of(tx, month)?.ok_or_else(|| Refusal::at(Code::MonthNotClosed, "month"))?;
        let fact = Fact::Month(MonthFact::Reopened {
            reason: ask.reason.clone(),
        });
        tx.append(&stream(month), None, vec![fact], &stamp)?;
        report::counted(tx, call, month.into(), |_| ())
    })?;
    Ok(changed(value))
}

fn changed(value: Report) -> Changed<Report> {
    Changed {
        value,
        // A month is counted from tickets, and read again with them.
        changed: vec!["ticket".to_owned()],
    }
}

/// What changed in a closed month since, ticket by ticket.
///
/// # Errors
/// `bad_month`, `month_not_closed` at `month`.
pub fn changes(call: &Call, ask: ReportChanges) -> Result<Vec<LateTicket>, Refusal> {
    let month = report::month(&ask.month, call)?;
    call.read(|tx| {
        let shut = of(tx, month)?.ok_or_else(|| Refusal::at(Code::MonthNotClosed, "month"))?;
        shut.changes(tx, month, call)
    })
}
