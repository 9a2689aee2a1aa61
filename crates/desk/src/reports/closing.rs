//! 封账: a month's figures stay as they were reported; what is typed later is 补报 in the report of the next month.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    Code, Fact, Moment, Refusal, TicketRow,
    closing::{self, BACK, LateDifference},
    moment::Month,
    month_closing::{ClosingInfo, LateFigure, LateMonth, MonthClosing, MonthFact},
    report::{CountingPeriod, Figure, FigureCode, Report},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{EarlierTickets, TicketVersion, Tx};
use ts_rs::TS;

use crate::{Call, report, wire::ChangeReply};

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
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    /// The figures it moves.
    pub differences: Vec<LateDifference>,
}

/// A month that is closed now.
#[derive(Clone)]
pub(crate) struct ClosedMonth {
    pub(crate) closing: MonthClosing,
    pub(crate) closed: ClosingInfo,
    /// The line of the journal that says so.
    seq: i64,
}

fn month_stream(month: Month) -> String {
    format!("month/{month}")
}

/// What a month keeps, if it is closed.
pub(crate) fn read_closed_month(tx: &Tx, month: Month) -> Result<Option<ClosedMonth>, Refusal> {
    let last = tx.believed_stream(&month_stream(month))?.pop();
    Ok(last.and_then(|entry| match entry.fact {
        Fact::Month(MonthFact::Closed(closing)) => Some(ClosedMonth {
            closing,
            closed: ClosingInfo {
                at: entry.recorded_at,
                by: entry.recorder,
            },
            seq: entry.seq,
        }),
        _ => None,
    }))
}

impl ClosedMonth {
    /// The tickets that counted, as they stood then. `rows`: those that count now.
    pub(crate) fn read_closed_rows(&self, tx: &Tx, rows: Vec<TicketRow>) -> Result<Vec<TicketRow>, Refusal> {
        let mut now: BTreeMap<i64, TicketRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let mut then = Vec::with_capacity(self.closing.tickets.len());
        for (id, version) in &self.closing.tickets {
            let row = match now.remove(id).filter(|row| row.version == *version) {
                Some(same) => Some(same),
                None => tx.find_ticket_row_after(*id, *version)?,
            };
            then.extend(row);
        }
        Ok(then)
    }

    /// Tickets that count otherwise now. `all`: the versions of tickets that may count in the month, and others.
    fn find_late_tickets(
        &self,
        tx: &Tx,
        month: Month,
        call: &Call,
        all: &[TicketVersion],
    ) -> Result<Vec<LateTicket>, Refusal> {
        let (from, to) = month.month_bounds();
        let period = CountingPeriod::from_month(month, call.now);
        let mut changes = Vec::new();
        for (id, version) in find_changed_tickets(&self.closing.tickets, all, (from, to)) {
            let was = match version {
                Some(version) => tx.find_ticket_row_after(id, version)?,
                None => None,
            };
            // From the journal, as what was: what is told here is kept with the next month.
            let is = tx.find_ticket_row_after(id, i64::MAX)?;
            let differences = closing::list_differences(was.as_ref(), is.as_ref(), &period);
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

/// Tickets that have other facts than when the month was closed, in the order of their ids, and how many they had then.
/// `then` is in that order.
fn find_changed_tickets(
    then: &[(i64, i64)],
    all: &[TicketVersion],
    (from, to): (Moment, Moment),
) -> Vec<(i64, Option<i64>)> {
    let mut now: Vec<(i64, i64)> = all
        .iter()
        .filter(|it| it.counts_until >= from && it.received_at < to)
        .map(|it| (it.id, it.version))
        .collect();
    now.sort_unstable();
    let mut moved = Vec::new();
    let mut then = then.iter().copied().peekable();
    for (id, version) in now {
        while let Some((gone, had)) = then.next_if(|(other, _)| *other < id) {
            moved.push((gone, Some(had)));
        }
        match then.next_if(|(other, _)| *other == id) {
            Some((_, had)) if had == version => {}
            Some((_, had)) => moved.push((id, Some(had))),
            None => moved.push((id, None)),
        }
    }
    moved.extend(then.map(|(gone, had)| (gone, Some(had))));
    moved
}

/// What closed months keep, each read once.
#[derive(Default)]
pub(crate) struct ClosedMonthCache(BTreeMap<Month, Option<ClosedMonth>>);

impl ClosedMonthCache {
    /// What a month keeps, if it is closed.
    pub(crate) fn read_cached_month(
        &mut self,
        tx: &Tx,
        month: Month,
    ) -> Result<Option<&ClosedMonth>, Refusal> {
        if let Entry::Vacant(place) = self.0.entry(month) {
            place.insert(read_closed_month(tx, month)?);
        }
        Ok(self.0.get(&month).and_then(Option::as_ref))
    }
}

impl ClosedMonth {
    /// What the reports of later months said of `month`, in their order; those closed before it was closed (anew) count for
    /// nothing, because it holds all that they told.
    fn later_reported_figures<'a>(
        &'a self,
        month: Month,
        later: impl Iterator<Item = &'a Self>,
    ) -> impl Iterator<Item = &'a LateFigure> {
        let after = later.filter(|it| it.seq > self.seq);
        let months = after.flat_map(|it| it.closing.late.iter());
        let of = month.to_string();
        months
            .filter(move |late| late.month == of)
            .flat_map(|late| late.figures.iter())
    }
}

/// 补报 that the report of a month shows: what moved in months closed earlier and no other report has shown, neither an earlier
/// one nor one after it that was closed before it.
pub(crate) fn collect_late_months(tx: &Tx, month: Month, call: &Call) -> Result<Vec<LateMonth>, Refusal> {
    let mut known = ClosedMonthCache::default();
    let earlier =
        std::iter::successors(Some(month.previous_month()), |month| Some(month.previous_month())).take(BACK);
    // Oldest first, so that what a later report told replaces what an earlier one did.
    let mut months: Vec<Month> = Vec::new();
    for month in earlier {
        if known.read_cached_month(tx, month)?.is_some() {
            months.push(month);
        }
    }
    months.reverse();
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return Ok(Vec::new());
    };
    let all = tx.versions_counting(first.month_bounds().0, last.month_bounds().1)?;
    let shut: Vec<(Month, &ClosedMonth)> = months
        .iter()
        .filter_map(|month| Some((*month, known.0.get(month)?.as_ref()?)))
        .collect();
    let beyond = read_later_closed_months(tx, month, call.now)?;
    let mut found = Vec::new();
    for (place, (month, own)) in shut.iter().enumerate() {
        let between = shut.iter().skip(place + 1).map(|(_, later)| *later);
        let reported = own
            .later_reported_figures(*month, between)
            .map(|figure| (figure.code, figure.is));
        let reported: BTreeMap<FigureCode, Figure> = reported.collect();
        let mut told_later: BTreeMap<FigureCode, Figure> = BTreeMap::new();
        for figure in own.later_reported_figures(*month, beyond.iter()) {
            told_later.entry(figure.code).or_insert(figure.was);
        }
        let changes = own.find_late_tickets(tx, *month, call, &all)?;
        let differences: Vec<LateDifference> = changes.into_iter().flat_map(|it| it.differences).collect();
        found.extend(closing::build_late_month(
            *month,
            &own.closing,
            &reported,
            &told_later,
            &differences,
        ));
    }
    Ok(found)
}

/// The closed months after one whose reports may have told of the same months as its own.
fn read_later_closed_months(tx: &Tx, month: Month, now: Moment) -> Result<Vec<ClosedMonth>, Refusal> {
    let later = std::iter::successors(Some(month.next_month()), |month| Some(month.next_month()));
    let begun = later.take(BACK).take_while(|month| month.month_bounds().0 <= now);
    let mut closed = Vec::new();
    for month in begun {
        closed.extend(read_closed_month(tx, month)?);
    }
    Ok(closed)
}

/// Makes the rows by which a month is closed what the journal says; the numbers of those that were not.
fn correct_month_rows(call: &Call, month: Month) -> Result<Vec<String>, Refusal> {
    if call.read_tx(|tx| tx.ticket_indexes_differ())? {
        call.write_tx(|tx| tx.make_ticket_indexes())?;
    }
    let wrong = call.read_tx(|tx| {
        tx.check_schema()?;
        closing::may_close(month, call.now, read_closed_month(tx, month)?.is_some())?;
        find_rows_to_mend(tx, month, &mut |done, of| call.work.set_progress(done, of))
    })?;
    if wrong.is_empty() {
        return Ok(Vec::new());
    }
    call.write_tx(|tx| tx.mend_tickets(&wrong))
}

/// Whether they still are, within the transaction that closes it: somebody may have edited them since.
fn is_mended(tx: &Tx, month: Month) -> Result<bool, Refusal> {
    tx.check_schema()?;
    Ok(!tx.ticket_indexes_differ()? && find_rows_to_mend(tx, month, &mut |_, _| Ok(()))?.is_empty())
}

/// Tickets whose rows are not what the journal says, of those that may count in a month.
fn find_rows_to_mend(
    tx: &Tx,
    month: Month,
    progress: &mut dyn FnMut(i64, i64) -> Result<(), Refusal>,
) -> Result<Vec<i64>, Refusal> {
    tx.tickets_to_mend(month.month_bounds(), &read_earlier_tickets(tx, month)?, progress)
}

/// How often the rows are made right before somebody is told that the file is being edited.
const MENDINGS: usize = 3;

/// Who counted in the last month that was closed before, and when it ended: whoever counts later was counted then as well, or has
/// had lines since.
fn read_earlier_tickets(tx: &Tx, month: Month) -> Result<EarlierTickets, Refusal> {
    let streams = tx.list_streams("month/")?;
    let named = streams
        .iter()
        .filter_map(|stream| Month::parse(stream.split_once('/')?.1));
    let mut earlier: Vec<Month> = named.filter(|other| *other < month).collect();
    earlier.sort_unstable();
    for last in earlier.into_iter().rev() {
        if let Some(shut) = read_closed_month(tx, last)? {
            return Ok(EarlierTickets {
                tickets: shut.closing.tickets.iter().map(|(id, _)| *id).collect(),
                since: Some(last.month_bounds().1),
            });
        }
    }
    Ok(EarlierTickets::default())
}

/// Closes a month: its figures stay, whatever is typed later. They are those of the journal: rows that were edited behind the
/// program's back are made anew first, and the reply names them.
///
/// # Errors
/// `bad_month`, `time_in_future`, `month_not_over`, `month_closed`, each at `month`; `foreign_object`, `schema_changed`; `stopped`.
pub fn close_month(call: &Call, ask: ReportClose) -> Result<ChangeReply<Report>, Refusal> {
    let month = report::parse_begun_month(&ask.month, call)?;
    let stamp = call.caller_stamp()?;
    let secret = call.desk.power_key()?;
    let mut mended = Vec::new();
    for _ in 0..MENDINGS {
        mended.extend(correct_month_rows(call, month)?);
        let value = call.write_signed_tx(|tx| {
            closing::may_close(month, call.now, read_closed_month(tx, month)?.is_some())?;
            // What is counted is partly read by another connection, which sees no row that is mended here.
            if !is_mended(tx, month)? {
                return Ok(None);
            }
            let mut rows = call.viewer.show_value(Vec::new())?;
            let mut report = report::build_report(tx, call, month.into(), |month| rows = month.rows)?;
            let mut closing = closing::build_closing(&report, &rows);
            closing.mended.clone_from(&mended);
            let fact = Fact::Month(MonthFact::Closed(closing.clone()));
            call.append_power(tx, &month_stream(month), None, fact, secret.as_ref())?;
            let closed = ClosingInfo {
                at: stamp.recorded_at,
                by: stamp.recorder.to_owned(),
            };
            report.apply_closing(&closing, closed, true);
            Ok(Some(report))
        })?;
        if let Some(value) = value {
            return Ok(reply_with_report(value));
        }
    }
    Err(Refusal::new(Code::Busy))
}

/// Opens a closed month again: it counts what there is now.
///
/// # Errors
/// `bad_month`, `month_not_closed` at `month`; `required` at `reason`.
pub fn reopen_month(call: &Call, ask: ReportReopen) -> Result<ChangeReply<Report>, Refusal> {
    let month = report::parse_begun_month(&ask.month, call)?;
    domain::check::check_text("reason", &ask.reason, domain::check::TEXT)?;
    let secret = call.desk.power_key()?;
    let value = call.write_signed_tx(|tx| {
        read_closed_month(tx, month)?.ok_or_else(|| Refusal::at_field(Code::MonthNotClosed, "month"))?;
        let fact = Fact::Month(MonthFact::Reopened {
            reason: ask.reason.clone(),
        });
        call.append_power(tx, &month_stream(month), None, fact, secret.as_ref())?;
        report::build_report(tx, call, month.into(), |_| ())
    })?;
    Ok(reply_with_report(value))
}

fn reply_with_report(value: Report) -> ChangeReply<Report> {
    ChangeReply {
        value,
        // A month is counted from tickets, and read again with them.
        changed: vec!["ticket".to_owned()],
    }
}

/// What changed in a closed month since, ticket by ticket.
///
/// # Errors
/// `bad_month`, `month_not_closed` at `month`.
pub fn list_report_changes(call: &Call, ask: ReportChanges) -> Result<Vec<LateTicket>, Refusal> {
    let month = report::parse_begun_month(&ask.month, call)?;
    call.read_tx(|tx| {
        let shut =
            read_closed_month(tx, month)?.ok_or_else(|| Refusal::at_field(Code::MonthNotClosed, "month"))?;
        let (from, to) = month.month_bounds();
        shut.find_late_tickets(tx, month, call, &tx.versions_counting(from, to)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moved_is_found_from_both_sides() {
        let version = |id, version, received_at, counts_until| TicketVersion {
            id,
            version,
            received_at: Moment(received_at),
            counts_until: Moment(counts_until),
        };
        let all = [
            version(9, 1, 15, 15),
            version(2, 3, 12, 30),
            version(1, 4, 5, 12),
            version(4, 2, 11, 11),
            // Before and after the month.
            version(7, 9, 1, 9),
            version(8, 9, 20, 25),
        ];
        let then = [(1, 4), (2, 2), (3, 5), (4, 2), (10, 1)];
        let should = [(2, Some(2)), (3, Some(5)), (9, None), (10, Some(1))];
        assert_eq!(
            find_changed_tickets(&then, &all, (Moment(10), Moment(20))),
            should
        );
        assert_eq!(find_changed_tickets(&[], &[], (Moment(10), Moment(20))), []);
    }
}
