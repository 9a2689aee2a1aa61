//! Ticket rows: their columns, writing them, their numbers.

use std::{borrow::Cow, collections::HashSet};

use chrono::NaiveDate;
use domain::{
    Fact, JournalEntry, Refusal, TicketRow, fact::TicketFact, normal_form, personal::MaskingContext,
    ticket::TicketIntake,
};
use rusqlite::{OptionalExtension, Row, params, params_from_iter, types::Value};

use crate::{
    Tx,
    column::ColumnValue,
    error::sqlite_refusal,
    journal::{StoredLine, next_number},
    search::{list_pinyin_initials, own_number_token, tokenize_texts},
};

mod list;
mod todo;

pub use list::{TicketList, TicketOrder, TicketVersion};
pub use todo::{ConcernedPerson, TodoQuery};

/// One list of columns for writing, reading and their order.
macro_rules! row {
    ($($name:ident),+ $(,)?) => {
        const COLUMNS: &[&str] = &[$(stringify!($name)),+];

        fn column_values(row: &TicketRow) -> Vec<Value> {
            vec![$(row.$name.to_sql_value()),+]
        }

        fn read_ticket_row(row: &Row) -> Result<TicketRow, Refusal> {
            let mut columns = 0..COLUMNS.len();
            let mut next = || row.get_ref(columns.next().unwrap_or_default()).map_err(sqlite_refusal);
            Ok(TicketRow { $($name: ColumnValue::from_sql_value(next()?)?),+ })
        }
    };
}

row!(
    id,
    number,
    version,
    service,
    stage,
    channel,
    first_receiver,
    area,
    community,
    fault,
    summary,
    name,
    phone,
    account_number,
    address,
    customer,
    crew,
    received_at,
    raised_at,
    in_hours,
    received_in_hours,
    next_clock,
    next_start,
    next_limit,
    hand_over_limit,
    handed_over_at,
    arrival_target,
    arrival_limit,
    appointed_at,
    appointed_late,
    arrival_missed,
    arrived_at,
    first_limit,
    total_limit,
    broken,
    total_missed,
    finished_at,
    repaired_at,
    replied_at,
    extensions,
    extended,
    extension_pending,
    extension_by,
    extension_names,
    extension_reason,
    returns,
    urges,
    supervisions,
    acknowledged,
    acknowledged_at,
    claimed_minutes,
    claimed_by,
    claimed_names,
    verified_minutes,
    verified_at,
    follow_up,
    followed_up_at,
    calls,
    valves,
    violations,
    violations_open,
    opened_from,
    opened_from_service,
    links,
    planned_at,
    clocks,
    more,
    entered_late,
    todos,
    ended_at,
    erased_at,
    counts_until,
);

/// What has become of a row's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchTerms {
    /// They stand as they are.
    Same,
    /// There were none.
    New,
    /// There were others.
    Changed,
}

impl Tx<'_> {
    /// Writes what is new in a row: most steps then touch no index.
    pub(crate) fn put_ticket(&self, row: &TicketRow) -> Result<(), Refusal> {
        let Some(old) = self.row_values(row.id)? else {
            return self.insert_ticket(row);
        };
        let (columns, values): (Vec<&str>, Vec<Value>) = written_columns()
            .zip(written_values(row))
            .zip(old)
            .filter(|((_, new), old)| new != old)
            .map(|(pair, _)| pair)
            .unzip();
        if columns.is_empty() {
            return Ok(());
        }
        let text = format!("UPDATE ticket SET {} = ? WHERE id = ?", columns.join(" = ?, "));
        self.execute_sql(&text, values.into_iter().chain([Value::Integer(row.id)]))
    }

    fn insert_ticket(&self, row: &TicketRow) -> Result<(), Refusal> {
        let columns: Vec<&str> = written_columns().collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let text = format!("INSERT INTO ticket ({}) VALUES ({marks})", columns.join(", "));
        self.execute_sql(&text, written_values(row))
    }

    /// Writes the words of a ticket with these facts. Best at the end of a transaction: every line appended to
    /// the journal makes the search write out what it has gathered.
    pub(crate) fn put_words(
        &self,
        id: i64,
        entries: &[JournalEntry],
        how: SearchTerms,
    ) -> Result<(), Refusal> {
        if how == SearchTerms::Same {
            return Ok(());
        }
        let id = Value::Integer(id);
        if how == SearchTerms::Changed {
            self.execute_sql("DELETE FROM ticket_search WHERE rowid = ?", [id.clone()])?;
        }
        let number = entries.iter().find_map(|entry| match &entry.fact {
            Fact::Ticket(TicketFact::Opened { number, .. }) => Some(own_number_token(number)),
            _ => None,
        });
        let words = collect_search_texts(entries);
        let open = Value::Text(tokenize_texts(&words.open) + &number.unwrap_or_default());
        let personal = Value::Text(tokenize_texts(&words.personal));
        self.execute_sql(
            "INSERT INTO ticket_search (rowid, open, personal) VALUES (?, ?, ?)",
            [id, open, personal],
        )
    }

    fn execute_sql(&self, text: &str, values: impl IntoIterator<Item = Value>) -> Result<(), Refusal> {
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        statement
            .execute(params_from_iter(values))
            .map_err(sqlite_refusal)?;
        Ok(())
    }

    /// The columns of a row as they stand in the file.
    pub(crate) fn row_values(&self, id: i64) -> Result<Option<Vec<Value>>, Refusal> {
        let columns: Vec<&str> = written_columns().collect();
        let text = format!("SELECT {} FROM ticket WHERE id = ?1", columns.join(", "));
        let mut statement = self.db.prepare_cached(&text).map_err(sqlite_refusal)?;
        statement
            .query_row([id], |row| {
                (0..columns.len()).map(|index| row.get(index)).collect()
            })
            .optional()
            .map_err(sqlite_refusal)
    }

    /// The id and number of the next ticket: `WX2611230017` is the 17th repair of 23 November 2026.
    ///
    /// # Errors
    /// Those of the file.
    pub fn next_ticket(&self, prefix: &str, day: NaiveDate) -> Result<(i64, String), Refusal> {
        self.flush_opened()?;
        let mut last = self
            .db
            .prepare_cached("SELECT coalesce(max(id), 0) FROM ticket")
            .map_err(sqlite_refusal)?;
        let id: i64 = last.query_row([], |row| row.get(0)).map_err(sqlite_refusal)?;
        let head = format!("{prefix}{}", day.format("%y%m%d"));
        // Longer numbers are later ones: past 9,999 a day's serial grows by a digit.
        let mut serials = self
            .db
            .prepare_cached("SELECT number FROM ticket WHERE number >= ?1 AND number < ?2 ORDER BY length(number) DESC, number DESC LIMIT 1")
            .map_err(sqlite_refusal)?;
        let number: Option<String> = serials
            .query_row(params![head, format!("{head}:")], |row| row.get(0))
            .optional()
            .map_err(sqlite_refusal)?;
        let serial = number
            .and_then(|number| number.get(head.len()..)?.parse::<i64>().ok())
            .unwrap_or(0);
        Ok((next_number(id)?, format!("{head}{:04}", next_number(serial)?)))
    }

    /// The number of a ticket.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ticket_number(&self, id: i64) -> Result<Option<String>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT number FROM ticket WHERE id = ?1")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([id], |row| row.get(0))
            .optional()
            .map_err(sqlite_refusal)
    }

    /// What tells a ticket from another of its number: the first four digits of a hash of the line that opened it, without the lines before.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ticket_mark(&self, id: i64) -> Result<String, Refusal> {
        let opened = StoredLine::read_stream(self.db, &format!("ticket/{id}"))?
            .into_iter()
            .next();
        let hash = opened.map(|line| line.compute_own_hash()).unwrap_or_default();
        Ok(hash.chars().take(4).collect::<String>().to_uppercase())
    }

    /// The ticket with this number.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ticket_by_number(&self, number: &str) -> Result<Option<i64>, Refusal> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id FROM ticket WHERE number = ?1")
            .map_err(sqlite_refusal)?;
        statement
            .query_row([normal_form::normalise_number(number)], |row| row.get(0))
            .optional()
            .map_err(sqlite_refusal)
    }
}

/// Every column, and the one that only indexes read.
fn written_columns() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().copied().chain(["open"])
}

pub(crate) fn written_values(row: &TicketRow) -> Vec<Value> {
    let mut values = column_values(row);
    values.push(Value::Integer(i64::from(row.stage.is_open())));
    values
}

/// What a ticket is found by.
#[derive(Default)]
struct SearchTexts {
    /// What everybody may find it by.
    open: Vec<String>,
    /// What only those may who see phones and addresses.
    personal: Vec<String>,
}

/// Every text typed on a ticket, each once, and the first letters of who called.
fn collect_search_texts(entries: &[JournalEntry]) -> SearchTexts {
    let opened = entries.iter().find_map(|entry| match &entry.fact {
        Fact::Ticket(TicketFact::Opened { number, open, .. }) => Some((number, open)),
        _ => None,
    });
    let known = opened
        .map(|(number, open)| MaskingContext::from_intake(number, open))
        .unwrap_or_default();
    let mut seen = HashSet::new();
    let mut texts = SearchTexts::default();
    for entry in entries {
        let Fact::Ticket(fact) = &entry.fact else { continue };
        for text in fact.searchable_texts() {
            if !seen.insert(text.clone()) {
                continue;
            }
            if opened.is_some_and(|(_, open)| is_contact_text(open, &text)) {
                texts.personal.push(text);
                continue;
            }
            let of_community = opened.is_some_and(|(_, open)| text == open.community && open.is_at_home());
            let words = if of_community {
                known.mask_community_search_text(&text)
            } else {
                known.mask_search_text(&text)
            };
            match words {
                Cow::Borrowed(_) => texts.open.push(text),
                Cow::Owned(short) => {
                    texts.open.push(short);
                    texts.personal.push(text);
                }
            }
        }
    }
    let letters = opened
        .map(|(_, open)| list_pinyin_initials(&known.mask_search_text(&open.name)))
        .unwrap_or_default();
    texts
        .open
        .extend(letters.into_iter().filter(|letters| seen.insert(letters.clone())));
    texts
}

/// Whether a text is the phone or the address itself, of which nothing is found by whoever does not see it.
fn is_contact_text(open: &TicketIntake, text: &str) -> bool {
    text == open.phone || (text == open.address && open.is_at_home())
}
