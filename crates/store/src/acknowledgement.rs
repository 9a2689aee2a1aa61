//! Acknowledgement records: the list, and the chain's last hash.

use domain::{
    Code, Entry, Fact, Moment, Refusal,
    acknowledgement::{Answer, Record, Way, genesis},
    fact::TicketFact,
};
use rusqlite::{OptionalExtension, Row, params, params_from_iter, types::Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Listed, Tx,
    column::Column,
    error::{damaged, refusal},
    page,
    verify::{keys, rightly_erased},
};

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AckRow {
    /// Place in the journal.
    #[ts(type = "number")]
    pub seq: i64,
    /// Ticket.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its number.
    pub ticket_number: String,
    /// Number of the record.
    pub number: String,
    /// How it was answered.
    pub way: Way,
    /// Who signed; empty if refused.
    pub signer: String,
    /// When.
    pub signed_at: Moment,
    /// Hash of the record before.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
    /// Number of the record it stands in the place of; empty for most.
    pub corrects: String,
    /// Why it was refused or left; empty for signatures.
    pub reason: String,
    /// Whether a later one stands in its place.
    pub corrected: bool,
    /// Its content was taken out (到期清除).
    pub erased: bool,
}

/// How many answers of one kind, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AckCount {
    /// How it was answered.
    pub way: Way,
    /// Why it was refused or left; empty for signatures.
    pub reason: String,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
}

/// A record between the one before it and the one after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// The record.
    pub record: Placed,
    /// The one before, unless it is the first.
    pub before: Option<Placed>,
    /// The one after, unless it is the last.
    pub after: Option<Placed>,
    /// Number of the record that stands in its place by now.
    pub corrected_by: Option<String>,
}

/// A record in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The record.
    pub record: Record,
    /// Its content was taken out, as a sealed line of the journal says.
    pub erased: bool,
}

/// What a list asks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
#[ts(rename = "AcknowledgementList")]
#[schemars(rename = "AcknowledgementList")]
pub struct AckQuery {
    /// Number of record or ticket, or the signer's name, whole.
    pub text: Option<String>,
    /// How it was answered.
    pub way: Option<Way>,
    /// Rows of a page, 1 to 200; 50 if empty.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// Whether a line of the journal may hold a record: of a text that somebody typed, its quotes would stand behind strokes.
macro_rules! maybe_record {
    () => {
        "instr(fact, '\"fact\":\"acknowledged\"') > 0"
    };
}
pub(crate) use maybe_record;

pub(crate) const COLUMNS: &str =
    "seq, ticket, ticket_number, number, way, signer, signed_at, previous, hash, corrects, reason";

/// Whether a later record of the same ticket names this one.
const CORRECTED: &str = "EXISTS (SELECT 1 FROM acknowledgement AS later
    WHERE later.ticket_number = acknowledgement.ticket_number AND later.seq > acknowledgement.seq)";

/// Whether its content was taken out.
const ERASED: &str = "EXISTS (SELECT 1 FROM erased WHERE line = acknowledgement.seq)";

fn read(row: &Row) -> rusqlite::Result<(AckRow, Value)> {
    let ack = AckRow {
        seq: row.get(0)?,
        ticket: row.get(1)?,
        ticket_number: row.get(2)?,
        number: row.get(3)?,
        way: Way::Refused,
        signer: row.get(5)?,
        signed_at: Moment(row.get(6)?),
        previous: row.get(7)?,
        hash: row.get(8)?,
        corrects: row.get(9)?,
        reason: row.get(10)?,
        corrected: row.get(11)?,
        erased: row.get(12)?,
    };
    Ok((ack, row.get(4)?))
}

impl Tx<'_> {
    pub(crate) fn put_acknowledgement(&self, entry: &Entry, record: &Record) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached(&format!(
                "INSERT INTO acknowledgement ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
            ))
            .map_err(refusal)?;
        let values = acknowledgement_row(entry.seq, entry.id(), record);
        statement
            .execute(params_from_iter(values))
            .map_err(refusal)
            .map(|_| ())
    }

    /// The hash of the last record of the file; 64 zeros before the first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn last_record(&self) -> Result<String, Refusal> {
        // From the end of the journal: the next record is chained to this one, whatever the table says.
        let text = concat!(
            "SELECT fact FROM journal WHERE ",
            maybe_record!(),
            " ORDER BY seq DESC"
        );
        let mut statement = self.db.prepare_cached(text).map_err(refusal)?;
        let mut rows = statement.query([]).map_err(refusal)?;
        while let Some(row) = rows.next().map_err(refusal)? {
            let text: String = row.get(0).map_err(refusal)?;
            let fact: Fact = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
            if let Some(record) = record(&fact) {
                return Ok(record.hash.clone());
            }
        }
        Ok(genesis())
    }

    /// A record by its number, with its neighbours in the chain.
    ///
    /// # Errors
    /// Those of the file.
    pub fn record_around(&self, number: &str) -> Result<Option<Around>, Refusal> {
        let Some(seq) = self.record_seq("SELECT seq FROM acknowledgement WHERE number = ?1", number)? else {
            return Ok(None);
        };
        let before = "SELECT max(seq) FROM acknowledgement WHERE seq < ?1";
        let after = "SELECT min(seq) FROM acknowledgement WHERE seq > ?1";
        let placed = |seq: i64| -> Result<Placed, Refusal> {
            let record = self.record_at(seq)?;
            let erased = record.erased && rightly_erased(self.db, &keys(self.db)?, seq)?;
            Ok(Placed { record, erased })
        };
        let neighbour = |text: &str| -> Result<Option<Placed>, Refusal> {
            self.record_seq(text, seq)?.map(placed).transpose()
        };
        let mut later = self
            .db
            .prepare_cached("SELECT number FROM acknowledgement WHERE corrects = ?1 AND corrects <> '' AND seq > ?2 ORDER BY seq")
            .map_err(refusal)?;
        let corrected_by = later.query_row(params![number, seq], |row| row.get(0));
        Ok(Some(Around {
            corrected_by: corrected_by.optional().map_err(refusal)?,
            record: placed(seq)?,
            before: neighbour(before)?,
            after: neighbour(after)?,
        }))
    }

    /// Refuses a record that the key of its time did not seal, or that does not stand so in the journal: no page of the company's is made
    /// of it.
    ///
    /// # Errors
    /// `damaged` with `number` and `detail`; those of the file.
    pub fn check_sealed(&self, record: &Record) -> Result<(), Refusal> {
        let wrong = |what: &str| {
            Refusal::new(Code::Damaged)
                .with("detail", what)
                .with("number", record.number.clone())
        };
        let seq = self.record_seq(
            "SELECT seq FROM acknowledgement WHERE number = ?1",
            &record.number,
        )?;
        let seq = seq.ok_or_else(|| wrong("an acknowledgement is not listed"))?;
        if seq < 1 || self.record_at(seq)? != *record {
            return Err(wrong("an acknowledgement was changed"));
        }
        match self.power_keys()?.wrong_seal(seq, record) {
            Some(what) => Err(wrong(what)),
            None => Ok(()),
        }
    }

    fn record_seq(&self, text: &str, value: impl rusqlite::ToSql) -> Result<Option<i64>, Refusal> {
        let mut statement = self.db.prepare_cached(text).map_err(refusal)?;
        let seq = statement.query_row([value], |row| row.get::<_, Option<i64>>(0));
        Ok(seq.optional().map_err(refusal)?.flatten())
    }

    /// The record of a journal line.
    fn record_at(&self, seq: i64) -> Result<Record, Refusal> {
        let line = self.journal_line(seq)?;
        line.as_ref()
            .and_then(|line| record(&line.entry.fact))
            .cloned()
            .ok_or_else(|| damaged(format!("journal line {seq} holds no record")))
    }

    /// The answers first given in a span of time, as they stand after corrections, most frequent first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn acknowledgement_counts(&self, from: Moment, to: Moment) -> Result<Vec<AckCount>, Refusal> {
        let text = "SELECT last.way, last.reason, count(*)
            FROM acknowledgement AS first
            JOIN acknowledgement AS last ON last.seq =
                (SELECT max(seq) FROM acknowledgement WHERE ticket_number = first.ticket_number)
            WHERE first.signed_at >= ?1 AND first.signed_at < ?2 AND first.corrects = ''
            GROUP BY last.way, last.reason
            ORDER BY count(*) DESC, last.way, last.reason";
        let mut statement = self.db.prepare_cached(text).map_err(refusal)?;
        let rows = statement
            .query_map(params![from.0, to.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(refusal)?;
        rows.map(|row| {
            let (way, reason, count): (Value, String, i64) = row.map_err(refusal)?;
            Ok(AckCount {
                way: Way::take((&way).into())?,
                reason,
                count,
            })
        })
        .collect()
    }

    /// Tickets of such answers that bear a reason.
    ///
    /// # Errors
    /// Those of the file.
    pub fn acknowledged_with_reasons(&self, from: Moment, to: Moment) -> Result<Vec<i64>, Refusal> {
        let text = "SELECT DISTINCT first.ticket
            FROM acknowledgement AS first
            JOIN acknowledgement AS last ON last.seq =
                (SELECT max(seq) FROM acknowledgement WHERE ticket_number = first.ticket_number)
            WHERE first.signed_at >= ?1 AND first.signed_at < ?2 AND first.corrects = '' AND last.reason <> ''";
        let mut statement = self.db.prepare_cached(text).map_err(refusal)?;
        let rows = statement
            .query_map(params![from.0, to.0], |row| row.get(0))
            .map_err(refusal)?;
        rows.map(|row| row.map_err(refusal)).collect()
    }

    /// A page of records, newest first.
    ///
    /// # Errors
    /// `out_of_range` at `limit`, `bad_request` at `after`; those of the file.
    pub fn acknowledgements(&self, query: &AckQuery) -> Result<Listed<AckRow>, Refusal> {
        let size = page::size(query.limit)?;
        let below = page::below(query.after.as_deref())?;
        let (mut conditions, mut values) = (vec!["seq < ?"], vec![Value::Integer(below)]);
        if let Some(text) = query
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
        {
            conditions.push("(number = ? OR ticket_number = ? OR signer = ?)");
            values.extend(vec![Value::Text(text.to_owned()); 3]);
        }
        if let Some(way) = query.way {
            conditions.push("way = ?");
            values.push(way.put());
        }
        values.push(Value::Integer(i64::from(size)));
        let text = format!(
            "SELECT {COLUMNS}, {CORRECTED}, {ERASED} FROM acknowledgement WHERE {} ORDER BY seq DESC LIMIT ?",
            conditions.join(" AND ")
        );
        let mut statement = self.db.prepare_cached(&text).map_err(refusal)?;
        let rows = statement
            .query_map(params_from_iter(values), read)
            .map_err(refusal)?;
        let rows: Vec<AckRow> = rows
            .map(|row| {
                row.map_err(refusal).and_then(|(ack, way)| {
                    Ok(AckRow {
                        way: Way::take((&way).into())?,
                        ..ack
                    })
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Listed::of(rows, size, |row| row.seq.to_string()))
    }
}

/// The row of a record, in the order of the columns.
pub(crate) fn acknowledgement_row(seq: i64, ticket: Option<i64>, record: &Record) -> Vec<Value> {
    let corrects = record.corrects.as_ref().map(|it| it.number.clone());
    let reason = match &record.answer {
        Answer::Refused { reason, .. } | Answer::Left { reason, .. } => reason.clone(),
        Answer::OnScreen { .. } | Answer::Paper { .. } => String::new(),
    };
    let signer = record.signer().map(|signer| signer.name.clone());
    vec![
        Value::Integer(seq),
        Value::Integer(ticket.unwrap_or_default()),
        Value::Text(record.content.ticket_number.clone()),
        Value::Text(record.number.clone()),
        record.way().put(),
        Value::Text(signer.unwrap_or_default()),
        Value::Integer(record.signed_at.0),
        Value::Text(record.previous.clone()),
        Value::Text(record.hash.clone()),
        Value::Text(corrects.unwrap_or_default()),
        Value::Text(reason),
    ]
}

/// The record a fact holds, if it holds one.
pub(crate) const fn record(fact: &Fact) -> Option<&Record> {
    match fact {
        Fact::Ticket(TicketFact::Acknowledged(record)) => Some(record),
        _ => None,
    }
}
