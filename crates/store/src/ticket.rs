//! Ticket rows: their columns, writing them, their numbers.

use std::{borrow::Cow, collections::HashSet};

use chrono::NaiveDate;
use domain::{Entry, Fact, Refusal, TicketRow, fact::TicketFact, normal_form, personal::Known, ticket::Open};
use rusqlite::{OptionalExtension, Row, params, params_from_iter, types::Value};

use crate::{
    Tx,
    column::Column,
    error::refusal,
    journal::{Line, next_number},
    search::{initials, own_number, tokens},
};

mod list;
mod todo;

pub use list::{Order, TicketQuery, Version};
pub use todo::{Concerned, Wait};

/// One list of columns for writing, reading and their order.
macro_rules! row {
    ($($name:ident),+ $(,)?) => {
        const COLUMNS: &[&str] = &[$(stringify!($name)),+];

        fn values(row: &TicketRow) -> Vec<Value> {
            vec![$(row.$name.put()),+]
        }

        fn read(row: &Row) -> Result<TicketRow, Refusal> {
            let mut columns = 0..COLUMNS.len();
            let mut next = || row.get_ref(columns.next().unwrap_or_default()).map_err(refusal);
            Ok(TicketRow { $($name: Column::take(next()?)?),+ })
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
pub(crate) enum Words {
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
        let (columns, values): (Vec<&str>, Vec<Value>) = written()
            .zip(written_values(row))
            .zip(old)
            .filter(|((_, new), old)| new != old)
            .map(|(pair, _)| pair)
            .unzip();
        if columns.is_empty() {
            return Ok(());
        }
        let text = format!("UPDATE ticket SET {} = ? WHERE id = ?", columns.join(" = ?, "));
        self.run(&text, values.into_iter().chain([Value::Integer(row.id)]))
    }

    fn insert_ticket(&self, row: &TicketRow) -> Result<(), Refusal> {
        let columns: Vec<&str> = written().collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let text = format!("INSERT INTO ticket ({}) VALUES ({marks})", columns.join(", "));
        self.run(&text, written_values(row))
    }

    /// Writes the words of a ticket with these facts. Best at the end of a transaction: every line appended to
    /// the journal makes the search write out what it has gathered.
    pub(crate) fn put_words(&self, id: i64, entries: &[Entry], how: Words) -> Result<(), Refusal> {
        if how == Words::Same {
            return Ok(());
        }
        let id = Value::Integer(id);
        if how == Words::Changed {
            self.run("DELETE FROM ticket_search WHERE rowid = ?", [id.clone()])?;
        }
        let number = entries.iter().find_map(|entry| match &entry.fact {
            Fact::Ticket(TicketFact::Opened { number, .. }) => Some(own_number(number)),
            _ => None,
        });
        let words = texts(entries);
        let open = Value::Text(tokens(&words.open) + &number.unwrap_or_default());
        let personal = Value::Text(tokens(&words.personal));
        self.run(
            "INSERT INTO ticket_search (rowid, open, personal) VALUES (?, ?, ?)",
            [id, open, personal],
        )
    }

    fn run(&self, text: &str, values: impl IntoIterator<Item = Value>) -> Result<(), Refusal> {
        let mut statement = self.db.prepare_cached(text).map_err(refusal)?;
        statement.execute(params_from_iter(values)).map_err(refusal)?;
        Ok(())
    }

    /// The columns of a row as they stand in the file.
    pub(crate) fn row_values(&self, id: i64) -> Result<Option<Vec<Value>>, Refusal> {
        let columns: Vec<&str> = written().collect();
        let text = format!("SELECT {} FROM ticket WHERE id = ?1", columns.join(", "));
        let mut statement = self.db.prepare_cached(&text).map_err(refusal)?;
        statement
            .query_row([id], |row| {
                (0..columns.len()).map(|index| row.get(index)).collect()
            })
            .optional()
            .map_err(refusal)
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
            .map_err(refusal)?;
        let id: i64 = last.query_row([], |row| row.get(0)).map_err(refusal)?;
        let head = format!("{prefix}{}", day.format("%y%m%d"));
        // Longer numbers are later ones: past 9,999 a day's serial grows by a digit.
        let mut serials = self
            .db
            .prepare_cached("SELECT number FROM ticket WHERE number >= ?1 AND number < ?2 ORDER BY length(number) DESC, number DESC LIMIT 1")
            .map_err(refusal)?;
        let number: Option<String> = serials
            .query_row(params![head, format!("{head}:")], |row| row.get(0))
            .optional()
            .map_err(refusal)?;
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
            .map_err(refusal)?;
        statement
            .query_row([id], |row| row.get(0))
            .optional()
            .map_err(refusal)
    }

    /// What tells a ticket from another of its number: the first four digits of a hash of the line that opened it, without the lines before.
    ///
    /// # Errors
    /// Those of the file.
    pub fn ticket_mark(&self, id: i64) -> Result<String, Refusal> {
        let opened = Line::of_stream(self.db, &format!("ticket/{id}"))?
            .into_iter()
            .next();
        let hash = opened.map(|line| line.computed_alone()).unwrap_or_default();
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
            .map_err(refusal)?;
        statement
            .query_row([normal_form::number(number)], |row| row.get(0))
            .optional()
            .map_err(refusal)
    }
}

/// Every column, and the one that only indexes read.
fn written() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().copied().chain(["open"])
}

pub(crate) fn written_values(row: &TicketRow) -> Vec<Value> {
    let mut values = values(row);
    values.push(Value::Integer(i64::from(row.stage.open())));
    values
}

/// What a ticket is found by.
#[derive(Default)]
struct Texts {
    /// What everybody may find it by.
    open: Vec<String>,
    /// What only those may who see phones and addresses.
    personal: Vec<String>,
}

/// Every text typed on a ticket, each once, and the first letters of who called.
fn texts(entries: &[Entry]) -> Texts {
    let opened = entries.iter().find_map(|entry| match &entry.fact {
        Fact::Ticket(TicketFact::Opened { number, open, .. }) => Some((number, open)),
        _ => None,
    });
    let known = opened
        .map(|(number, open)| Known::of_open(number, open))
        .unwrap_or_default();
    let mut seen = HashSet::new();
    let mut texts = Texts::default();
    for entry in entries {
        let Fact::Ticket(fact) = &entry.fact else { continue };
        for text in fact.texts() {
            if !seen.insert(text.clone()) {
                continue;
            }
            if opened.is_some_and(|(_, open)| says_who(open, &text)) {
                texts.personal.push(text);
                continue;
            }
            let of_community = opened.is_some_and(|(_, open)| text == open.community && open.is_at_home());
            let words = if of_community {
                known.words_of_community(&text)
            } else {
                known.words(&text)
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
        .map(|(_, open)| initials(&known.words(&open.name)))
        .unwrap_or_default();
    texts
        .open
        .extend(letters.into_iter().filter(|letters| seen.insert(letters.clone())));
    texts
}

/// Whether a text is the phone or the address itself, of which nothing is found by whoever does not see it.
fn says_who(open: &Open, text: &str) -> bool {
    text == open.phone || (text == open.address && open.is_at_home())
}
