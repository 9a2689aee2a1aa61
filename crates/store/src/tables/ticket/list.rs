//! Lists of tickets: keyset pages, the workbench, what figures count.

mod select;

use std::ops::{Bound, RangeBounds};

use domain::{
    JournalEntry, Moment, Refusal, Ticket, TicketRow,
    acknowledgement::AnswerKind,
    customer::AddressArea,
    list::TicketMark,
    normal_form::{address, phone},
    personal::{MaskingContext, Viewer},
    service::{ServiceKind, repair::RepairFault, step::FollowUpOutcome},
    ticket::{Channel, Stage},
    todo::TodoKind,
};
use rusqlite::{params_from_iter, types::Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{COLUMNS, read_ticket_row};
use crate::{
    ListPage, Tx,
    column::ColumnValue,
    error::sqlite_refusal,
    page::{self},
};
pub(super) use select::{TicketSelect, build_base_select};
use select::{build_select, effective_order};

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketOrder {
    #[default]
    Newest,
    /// Soonest limit first; only what is still waited for.
    Deadline,
}

/// What a list asks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct TicketList {
    /// Stages; all if empty.
    #[ts(optional, as = "Option<Vec<Stage>>")]
    pub stages: Vec<Stage>,
    pub service: Option<ServiceKind>,
    pub channel: Option<Channel>,
    /// Who received it first: the whole name.
    pub first_receiver: Option<String>,
    pub area: Option<AddressArea>,
    pub crew: Option<String>,
    pub community: Option<String>,
    /// Household.
    pub customer: Option<i64>,
    /// Received from then on.
    pub from: Option<Moment>,
    /// Received before then.
    pub to: Option<Moment>,
    /// Received in this hour of the week, 0 (Monday from 0:00) to 167 (Sunday from 23:00).
    pub week_hour: Option<i64>,
    /// Only what is not ended.
    #[ts(optional, as = "Option<bool>")]
    pub only_open: bool,
    /// Only what has missed a limit it still waits for.
    #[ts(optional, as = "Option<bool>")]
    pub overdue: bool,
    /// Only open ones with something to confirm that nobody has signed for, refused to, or had left at the door.
    #[ts(optional, as = "Option<bool>")]
    pub unsigned: bool,
    /// Only what waits for this.
    pub todo: Option<TodoKind>,
    /// Kind of fault, of a repair.
    pub fault: Option<RepairFault>,
    /// How the customer answered the acknowledgement.
    pub acknowledged: Option<AnswerKind>,
    /// Outcome of the follow-up call.
    pub follow_up: Option<FollowUpOutcome>,
    /// What it must bear, all of it.
    #[ts(optional, as = "Option<Vec<TicketMark>>")]
    pub marks: Vec<TicketMark>,
    /// With a limit waited for from then on.
    pub due_from: Option<Moment>,
    /// With a limit waited for before then.
    pub due_to: Option<Moment>,
    /// Ended from then on.
    pub ended_from: Option<Moment>,
    pub ended_to: Option<Moment>,
    /// Words: two or more Chinese characters of any text, last digits of a phone, account or ticket number.
    pub text: Option<String>,
    /// Last letters and digits of the ticket's own number; newest first.
    pub number: Option<String>,
    /// Order; newest first if empty, and always with words or a number.
    pub order: Option<TicketOrder>,
    /// Rows of a page, 1 to 200; 50 if empty.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

fn qualified_columns() -> String {
    COLUMNS
        .iter()
        .map(|column| format!("ticket.{column}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Of tickets received from then on, what may be alike.
const ALIKE: &str =
    "SELECT id, phone, account_number, address FROM ticket INDEXED BY ticket_received WHERE received_at >= ?";
/// Most tickets that may be the same report.
const SAME: usize = 20;

/// What is due until then.
const DUE_BEFORE: &str = "SELECT id, version FROM ticket WHERE next_limit <= ? ORDER BY next_limit, id";

/// Of tickets received: the hour after ?1, and how many, from ?2 until before ?3.
const RECEIVED_BY_HOUR: &str =
    "SELECT (received_at - ?1) / 3600000, count(*) FROM ticket INDEXED BY ticket_received
    WHERE received_at >= ?2 AND received_at < ?3 GROUP BY 1";
/// The same of soonest limits.
const DUE_BY_HOUR: &str = "SELECT (next_limit - ?1) / 3600000, count(*) FROM ticket INDEXED BY ticket_due
    WHERE next_limit >= ?2 AND next_limit < ?3 GROUP BY 1";

/// A ticket that counts in some month: how far it had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketVersion {
    pub id: i64,
    /// How many facts it has.
    pub version: i64,
    /// When it was received: it counts in no month before.
    pub received_at: Moment,
    /// It counts in no month after.
    pub counts_until: Moment,
}

impl Tx<'_> {
    /// A page of a list; words that are personal find something only for who sees them.
    ///
    /// # Errors
    /// `out_of_range` at `limit`, `bad_request` at `after`; those of the file.
    pub fn list_tickets(
        &self,
        query: &TicketList,
        viewer: Viewer,
        now: Moment,
    ) -> Result<ListPage<TicketRow>, Refusal> {
        let size = page::page_size(query.limit)?;
        let rows = match build_select(query, viewer, now)? {
            Some(select) => self.select_rows(&select, size)?,
            None => Vec::new(),
        };
        Ok(ListPage::from_rows(rows, size, |row| {
            match effective_order(query) {
                TicketOrder::Newest => row.id.to_string(),
                TicketOrder::Deadline => format!("{}.{}", row.next_limit.unwrap_or_default().0, row.id),
            }
        }))
    }

    /// Everything a list finds, whatever its page; none if there is more than `most`.
    ///
    /// # Errors
    /// `bad_request` at `after`; those of the file.
    pub fn all_tickets(
        &self,
        query: &TicketList,
        viewer: Viewer,
        now: Moment,
        most: u32,
    ) -> Result<Option<Vec<TicketRow>>, Refusal> {
        let rows = match build_select(query, viewer, now)? {
            Some(select) => self.select_rows(&select, most.saturating_add(1))?,
            None => Vec::new(),
        };
        Ok((u32::try_from(rows.len()).unwrap_or(u32::MAX) <= most).then_some(rows))
    }

    /// How many tickets a list finds, counted no further than `most`.
    ///
    /// # Errors
    /// `bad_request` at `after`; those of the file.
    pub fn count_tickets(
        &self,
        query: &TicketList,
        viewer: Viewer,
        now: Moment,
        most: u32,
    ) -> Result<i64, Refusal> {
        let Some(select) = build_select(query, viewer, now)? else {
            return Ok(0);
        };
        let mut values = select.values.clone();
        values.push(Value::Integer(i64::from(most)));
        let mut statement = self
            .db
            .prepare_cached(&select.to_count_sql())
            .map_err(sqlite_refusal)?;
        statement
            .query_row(params_from_iter(values), |row| row.get(0))
            .map_err(sqlite_refusal)
    }

    pub(super) fn select_rows(&self, select: &TicketSelect, limit: u32) -> Result<Vec<TicketRow>, Refusal> {
        let mut values = select.values.clone();
        values.push(Value::Integer(i64::from(limit)));
        let mut statement = self
            .db
            .prepare_cached(&select.to_select_sql())
            .map_err(sqlite_refusal)?;
        let mut found = statement
            .query(params_from_iter(values))
            .map_err(sqlite_refusal)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(sqlite_refusal)? {
            rows.push(read_ticket_row(row)?);
        }
        Ok(rows)
    }

    /// Open tickets, soonest limit first, then those without one, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_workbench_tickets(&self, limit: u32) -> Result<Vec<TicketRow>, Refusal> {
        let mut due = build_base_select("ticket", "ticket.next_limit, ticket.id");
        due.conditions.push("next_limit IS NOT NULL".to_owned());
        let mut rows = self.select_rows(&due, limit)?;
        let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
        let mut rest = build_base_select("ticket", "ticket.id");
        rest.conditions
            .push("ticket.open = 1 AND next_limit IS NULL".to_owned());
        rows.extend(self.select_rows(&rest, left)?);
        Ok(rows)
    }

    /// Open tickets with a limit still waited for until then, also a missed one: id and version, soonest first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn due_before(&self, until: Moment) -> Result<Vec<(i64, i64)>, Refusal> {
        let mut statement = self.db.prepare_cached(DUE_BEFORE).map_err(sqlite_refusal)?;
        let found = statement
            .query_map([until.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(sqlite_refusal)?;
        found.map(|row| row.map_err(sqlite_refusal)).collect()
    }

    /// How many open tickets are at each stage.
    ///
    /// # Errors
    /// Those of the file.
    pub fn stage_counts(&self) -> Result<Vec<(Stage, i64)>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT stage, count(*) FROM ticket WHERE open = 1 GROUP BY stage")
            .map_err(sqlite_refusal)?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, Value>(0)?, row.get::<_, i64>(1)?)))
            .map_err(sqlite_refusal)?;
        rows.map(|row| {
            row.map_err(sqlite_refusal)
                .and_then(|(stage, count)| Ok((Stage::from_sql_value((&stage).into())?, count)))
        })
        .collect()
    }

    /// How many tickets were received in each of some hours.
    ///
    /// # Errors
    /// Those of the file.
    pub fn received_by_hour(&self, from: Moment, hours: usize) -> Result<Vec<i64>, Refusal> {
        self.count_by_hour(RECEIVED_BY_HOUR, from, from, hours)
    }

    /// How many tickets have their soonest limit in each of some hours, none before `now`.
    ///
    /// # Errors
    /// Those of the file.
    pub fn due_by_hour(&self, from: Moment, now: Moment, hours: usize) -> Result<Vec<i64>, Refusal> {
        self.count_by_hour(DUE_BY_HOUR, from, now, hours)
    }

    fn count_by_hour(
        &self,
        text: &str,
        from: Moment,
        since: Moment,
        hours: usize,
    ) -> Result<Vec<i64>, Refusal> {
        let mut counts = vec![0; hours];
        let until = from.plus_minutes(i64::try_from(hours).unwrap_or(i64::MAX).saturating_mul(60));
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let mut rows = statement
            .query([from.0, since.0, until.0])
            .map_err(sqlite_refusal)?;
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let hour: i64 = row.get(0).map_err(sqlite_refusal)?;
            if let Some(place) = usize::try_from(hour).ok().and_then(|hour| counts.get_mut(hour)) {
                *place = row.get(1).map_err(sqlite_refusal)?;
            }
        }
        Ok(counts)
    }

    /// Tickets received since then from the same phone, account or address, newest first; at most 20. By phone and address only for
    /// who sees them.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_duplicates(
        &self,
        phone: &str,
        account: &str,
        address: &str,
        viewer: Viewer,
        since: Moment,
    ) -> Result<Vec<TicketRow>, Refusal> {
        let alike = DuplicateCriteria::new(phone, account, address, viewer);
        if alike.is_nobody() {
            return Ok(Vec::new());
        }
        // No index knows normal forms; the days asked for are few, so all of theirs are looked at.
        let mut statement = self.db.prepare_cached(ALIKE).map_err(sqlite_refusal)?;
        let mut rows = statement.query([since.0]).map_err(sqlite_refusal)?;
        let mut ids: Vec<i64> = Vec::new();
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let text = |column: usize| {
                row.get_ref(column)
                    .and_then(|value| Ok(value.as_str()?))
                    .map_err(sqlite_refusal)
            };
            if alike.is_match(text(1)?, text(2)?, text(3)?) {
                ids.push(row.get(0).map_err(sqlite_refusal)?);
            }
        }
        ids.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
        ids.truncate(SAME);
        let found: Result<Vec<Option<TicketRow>>, Refusal> =
            ids.into_iter().map(|id| self.find_ticket_row(id)).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// Every ticket that may count in a span of time: received before its end, and counted until its beginning
    /// or later. In the order of their ids.
    ///
    /// # Errors
    /// Those of the file.
    pub fn rows_counting(&self, from: Moment, to: Moment) -> Result<Vec<TicketRow>, Refusal> {
        let mut rows = self.rows_counting_until(from.., to)?;
        rows.sort_unstable_by_key(|row| row.id);
        Ok(rows)
    }

    /// Those of them that count until a time in `until`, in no order: a part, so that several can be read at once.
    ///
    /// # Errors
    /// Those of the file.
    pub fn rows_counting_until(
        &self,
        until: impl RangeBounds<Moment>,
        to: Moment,
    ) -> Result<Vec<TicketRow>, Refusal> {
        // The file would sort all columns of a month, on disk; here a row is moved once.
        let mut select = build_base_select("ticket INDEXED BY ticket_counts", "");
        let ends = [
            (until.start_bound(), "counts_until >= ?", "counts_until > ?"),
            (until.end_bound(), "counts_until <= ?", "counts_until < ?"),
        ];
        for (end, including, without) in ends {
            match end {
                Bound::Included(at) => select.add_condition(including, Value::Integer(at.0)),
                Bound::Excluded(at) => select.add_condition(without, Value::Integer(at.0)),
                Bound::Unbounded => {}
            }
        }
        select.add_condition("received_at < ?", Value::Integer(to.0));
        self.select_rows(&select, u32::MAX)
    }

    /// The same by id, number of facts and time alone, in no order: one look for many months.
    ///
    /// # Errors
    /// Those of the file.
    pub fn versions_counting(&self, from: Moment, to: Moment) -> Result<Vec<TicketVersion>, Refusal> {
        let text = "SELECT id, version, received_at, counts_until FROM ticket INDEXED BY ticket_counts
            WHERE counts_until >= ?1 AND received_at < ?2";
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let rows = statement
            .query_map([from.0, to.0], |row| {
                Ok(TicketVersion {
                    id: row.get(0)?,
                    version: row.get(1)?,
                    received_at: Moment(row.get(2)?),
                    counts_until: Moment(row.get(3)?),
                })
            })
            .map_err(sqlite_refusal)?;
        rows.map(|row| row.map_err(sqlite_refusal)).collect()
    }

    /// The row of a ticket as it stands.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_ticket_row(&self, id: i64) -> Result<Option<TicketRow>, Refusal> {
        let mut select = build_base_select("ticket", "ticket.id");
        select.add_condition("ticket.id = ?", Value::Integer(id));
        let row = self.select_rows(&select, 1)?.pop();
        if let (Some(known), Some(row)) = (self.looked_at.borrow_mut().as_mut(), &row) {
            known.merge_context(MaskingContext::from_row(row));
        }
        Ok(row)
    }

    /// The row of a ticket as it stood after its first facts; none before the first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn find_ticket_row_after(&self, id: i64, version: i64) -> Result<Option<TicketRow>, Refusal> {
        let entries = self.read_stream_entries(&format!("ticket/{id}"))?;
        let then: Vec<JournalEntry> = entries
            .into_iter()
            .filter(|entry| entry.version <= version)
            .collect();
        if then.is_empty() {
            return Ok(None);
        }
        Ok(Some(TicketRow::from_ticket(&Ticket::replay_entries(&then)?)))
    }

    /// Tickets that are over and have a violation record nobody has dealt with (2.5, 5.3), in the order of their ends.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ended_with_violations(&self) -> Result<Vec<TicketRow>, Refusal> {
        let mut select = build_base_select("ticket", "ticket.ended_at, ticket.id");
        select.add_condition("ended_at >= ?", Value::Integer(0));
        // They are never erased before somebody has (到期清除), so the index of what may be erased holds them all.
        let rest = "ended_at IS NOT NULL AND erased_at IS NULL AND violations_open > 0";
        select.conditions.push(rest.to_owned());
        self.select_rows(&select, u32::MAX)
    }

    /// Community events whose day lies in a span of time, in the order of their days.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_planned_events(&self, from: Moment, to: Moment) -> Result<Vec<TicketRow>, Refusal> {
        let mut select = build_base_select("ticket", "ticket.planned_at, ticket.id");
        select.add_condition("planned_at >= ?", Value::Integer(from.0));
        select.add_condition("planned_at < ?", Value::Integer(to.0));
        self.select_rows(&select, u32::MAX)
    }

    /// Tickets with a time agreed with the customer in a span of time, in the order of those times.
    ///
    /// # Errors
    /// Those of the file.
    pub fn list_appointed_tickets(&self, from: Moment, to: Moment) -> Result<Vec<TicketRow>, Refusal> {
        let mut select = build_base_select("ticket", "ticket.appointed_at, ticket.id");
        select.add_condition("appointed_at >= ?", Value::Integer(from.0));
        select.add_condition("appointed_at < ?", Value::Integer(to.0));
        self.select_rows(&select, u32::MAX)
    }

    /// When the first and the last report were received.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_received_span(&self) -> Result<Option<(Moment, Moment)>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT (SELECT min(received_at) FROM ticket), (SELECT max(received_at) FROM ticket)",
            )
            .map_err(sqlite_refusal)?;
        let span: (Option<i64>, Option<i64>) = statement
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(sqlite_refusal)?;
        Ok(span
            .0
            .zip(span.1)
            .map(|(first, last)| (Moment(first), Moment(last))))
    }
}

/// Whose report may be the same one.
struct DuplicateCriteria<'a> {
    phone: &'a str,
    account: &'a str,
    address: String,
    /// Digits that stand in every spelling of the address.
    digits: String,
}

impl<'a> DuplicateCriteria<'a> {
    fn new(phone: &'a str, account: &'a str, address: &str, viewer: Viewer) -> Self {
        let (phone, address) = match viewer {
            Viewer::Whole => (phone.trim(), address::normalise_address(address)),
            Viewer::Masked => ("", String::new()),
        };
        let digits = address
            .rsplit(|c: char| !c.is_ascii_digit())
            .find(|run| !run.is_empty());
        Self {
            phone,
            account: account.trim(),
            digits: digits.unwrap_or_default().to_owned(),
            address,
        }
    }

    fn is_nobody(&self) -> bool {
        self.phone.is_empty() && self.account.is_empty() && self.address.is_empty()
    }

    fn is_match(&self, phone: &str, account: &str, address: &str) -> bool {
        (!self.account.is_empty() && account == self.account)
            || (!self.phone.is_empty() && !phone.is_empty() && phone::is_same_phone(phone, self.phone))
            || (!self.address.is_empty()
                && self.may_be_at(address)
                && address::normalise_address(address) == self.address)
    }

    /// Few rows are worth the work of their form: those that hold the digits, or may hold them in Chinese or full width.
    fn may_be_at(&self, address: &str) -> bool {
        let odd = |c: char| "十〇零一二三四五六七八九".contains(c) || matches!(c, '\u{ff10}'..='\u{ff19}');
        address.contains(&self.digits) || address.chars().any(odd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    /// How SQLite goes about every list: no statement may walk a whole table.
    #[test]
    fn no_list_scans_the_tickets() {
        use std::fmt::Write as _;
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk.db")).unwrap();
        let any = TicketList::default();
        let cases = [
            ("newest", any.clone()),
            (
                "deadline",
                TicketList {
                    order: Some(TicketOrder::Deadline),
                    ..any.clone()
                },
            ),
            (
                "overdue",
                TicketList {
                    order: Some(TicketOrder::Deadline),
                    overdue: true,
                    ..any.clone()
                },
            ),
            (
                "open",
                TicketList {
                    only_open: true,
                    ..any.clone()
                },
            ),
            (
                "unsigned",
                TicketList {
                    unsigned: true,
                    ..any.clone()
                },
            ),
            (
                "waits for a follow-up",
                TicketList {
                    todo: Some(TodoKind::FollowUp),
                    ..any.clone()
                },
            ),
            (
                "waits for a violation's end",
                TicketList {
                    todo: Some(TodoKind::Violation),
                    ..any.clone()
                },
            ),
            (
                "stage",
                TicketList {
                    stages: vec![Stage::Assigned],
                    ..any.clone()
                },
            ),
            (
                "service",
                TicketList {
                    service: Some(ServiceKind::Community),
                    ..any.clone()
                },
            ),
            (
                "crew",
                TicketList {
                    crew: Some("一班".into()),
                    ..any.clone()
                },
            ),
            (
                "first receiver",
                TicketList {
                    first_receiver: Some("坐席".into()),
                    ..any.clone()
                },
            ),
            (
                "community",
                TicketList {
                    community: Some("花园".into()),
                    ..any.clone()
                },
            ),
            (
                "customer",
                TicketList {
                    customer: Some(1),
                    ..any.clone()
                },
            ),
            (
                "returned",
                TicketList {
                    marks: vec![TicketMark::Returned],
                    ..any.clone()
                },
            ),
            (
                "supervised and urged",
                TicketList {
                    marks: vec![TicketMark::Supervised, TicketMark::Urged],
                    ..any.clone()
                },
            ),
            (
                "words",
                TicketList {
                    text: Some("漏水".into()),
                    ..any.clone()
                },
            ),
            (
                "words and stage",
                TicketList {
                    text: Some("5678".into()),
                    stages: vec![Stage::Closed],
                    ..any
                },
            ),
        ];
        let connection = store.lock_writer().unwrap();
        let plan = |text: &str, count: usize| -> String {
            let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
            let values = vec![Value::Integer(1); count];
            let lines = statement
                .query_map(params_from_iter(values), |row| row.get::<_, String>(3))
                .unwrap();
            lines.map(|line| format!("  {}\n", line.unwrap())).collect()
        };
        let mut out = String::new();
        for (name, query) in cases {
            let select = build_select(&query, Viewer::Whole, Moment(1)).unwrap().unwrap();
            let _ = write!(
                out,
                "{name}\n{}",
                plan(&select.to_select_sql(), select.values.len() + 1)
            );
        }
        let others = [
            ("received by hour", RECEIVED_BY_HOUR, 3),
            ("due by hour", DUE_BY_HOUR, 3),
            ("due before", DUE_BEFORE, 1),
            (
                "counting",
                "SELECT id, version, received_at, counts_until FROM ticket INDEXED BY ticket_counts WHERE counts_until >= ? AND received_at < ?",
                2,
            ),
            (
                "planned",
                "SELECT id FROM ticket WHERE planned_at >= ? AND planned_at < ? ORDER BY planned_at, id LIMIT ?",
                3,
            ),
            (
                "appointed",
                "SELECT id FROM ticket WHERE appointed_at >= ? AND appointed_at < ? ORDER BY appointed_at, id LIMIT ?",
                3,
            ),
            (
                "violations",
                "SELECT id FROM ticket WHERE ended_at >= ? AND ended_at IS NOT NULL AND erased_at IS NULL AND violations_open > 0 ORDER BY ended_at, id LIMIT ?",
                2,
            ),
            ("duplicates", ALIKE, 1),
            (
                "stage counts",
                "SELECT stage, count(*) FROM ticket WHERE open = 1 GROUP BY stage",
                0,
            ),
            ("number", "SELECT id FROM ticket WHERE number = ?", 1),
            (
                "stream",
                "SELECT seq FROM journal WHERE stream = ? ORDER BY version",
                1,
            ),
            (
                "newest lines",
                "SELECT seq FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?",
                2,
            ),
        ];
        for (name, text, count) in others {
            let _ = write!(out, "{name}\n{}", plan(text, count));
        }
        let walks = |line: &&str| line.contains("SCAN ticket") && !line.contains("VIRTUAL TABLE");
        assert_eq!(out.lines().find(walks), None, "walks the whole table");
        assert!(!out.contains("SCAN journal"), "{out}");
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/plans.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&file, &out).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(&file)
                .unwrap_or_default()
                .replace("\r\n", "\n"),
            out
        );
    }
}
