//! Acknowledgement records: the list, and the chain's last hash.

use domain::{
    Code, Fact, JournalEntry, Moment, Refusal,
    acknowledgement::{AcknowledgementAnswer, AcknowledgementRecord, AnswerKind, genesis_hash},
    fact::TicketFact,
};
use rusqlite::{OptionalExtension, Row, params, params_from_iter, types::Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    ListPage, Tx,
    column::ColumnValue,
    error::{damaged_refusal, sqlite_refusal},
    page,
    verify::{is_rightly_erased, read_keys_in_file},
};

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct AcknowledgementRow {
    /// Place in the journal.
    #[ts(type = "number")]
    pub seq: i64,
    #[ts(type = "number")]
    pub ticket: i64,
    pub ticket_number: String,
    /// Number of the record.
    pub number: String,
    /// How it was answered.
    pub way: AnswerKind,
    /// Who signed; empty if refused.
    pub signer: String,
    pub signed_at: Moment,
    /// Hash of the record before.
    pub previous: String,
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
pub struct AnswerCount {
    /// How it was answered.
    pub way: AnswerKind,
    /// Why it was refused or left; empty for signatures.
    pub reason: String,
    #[ts(type = "number")]
    pub count: i64,
}

/// A record between the one before it and the one after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordWithNeighbours {
    pub record: StoredRecord,
    /// The one before, unless it is the first.
    pub before: Option<StoredRecord>,
    /// The one after, unless it is the last.
    pub after: Option<StoredRecord>,
    /// Number of the record that stands in its place by now.
    pub corrected_by: Option<String>,
}

/// A record in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    pub record: AcknowledgementRecord,
    /// Its content was taken out, as a sealed line of the journal says.
    pub erased: bool,
}

/// What a list asks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct AcknowledgementList {
    /// Number of record or ticket, or the signer's name, whole.
    pub text: Option<String>,
    /// How it was answered.
    pub way: Option<AnswerKind>,
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

fn read_acknowledgement(row: &Row) -> rusqlite::Result<(AcknowledgementRow, Value)> {
    let ack = AcknowledgementRow {
        seq: row.get(0)?,
        ticket: row.get(1)?,
        ticket_number: row.get(2)?,
        number: row.get(3)?,
        way: AnswerKind::Refused,
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
    pub(crate) fn put_acknowledgement(
        &self,
        entry: &JournalEntry,
        record: &AcknowledgementRecord,
    ) -> Result<(), Refusal> {
        let mut statement = self
            .db
            .prepare_cached(&format!(
                "INSERT INTO acknowledgement ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
            ))
            .map_err(sqlite_refusal)?;
        let values = acknowledgement_values(entry.seq, entry.stream_id(), record);
        statement
            .execute(params_from_iter(values))
            .map_err(sqlite_refusal)
            .map(|_| ())
    }

    /// The hash of the last record of the file; 64 zeros before the first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn last_record_hash(&self) -> Result<String, Refusal> {
        // From the end of the journal: the next record is chained to this one, whatever the table says.
        let text = concat!(
            "SELECT fact FROM journal WHERE ",
            maybe_record!(),
            " ORDER BY seq DESC"
        );
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let mut rows = statement.query([]).map_err(sqlite_refusal)?;
        while let Some(row) = rows.next().map_err(sqlite_refusal)? {
            let text: String = row.get(0).map_err(sqlite_refusal)?;
            let fact: Fact =
                serde_json::from_str(&text).map_err(|error| damaged_refusal(error.to_string()))?;
            if let Some(record) = record_of_fact(&fact) {
                return Ok(record.hash.clone());
            }
        }
        Ok(genesis_hash())
    }

    /// A record by its number, with its neighbours in the chain.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read_record_with_neighbours(&self, number: &str) -> Result<Option<RecordWithNeighbours>, Refusal> {
        let Some(seq) = self.find_record_line(number)? else {
            return Ok(None);
        };
        // By the journal: a row of the table may have been taken out.
        let before = concat!(
            "SELECT seq FROM journal WHERE seq < ?1 AND ",
            maybe_record!(),
            " ORDER BY seq DESC LIMIT 1"
        );
        let after = concat!(
            "SELECT seq FROM journal WHERE seq > ?1 AND ",
            maybe_record!(),
            " ORDER BY seq LIMIT 1"
        );
        let placed = |seq: i64| -> Result<StoredRecord, Refusal> {
            let record = self.record_at(seq)?;
            let erased = record.erased && is_rightly_erased(self.db, &read_keys_in_file(self.db)?, seq)?;
            Ok(StoredRecord { record, erased })
        };
        let neighbour = |text: &str| -> Result<Option<StoredRecord>, Refusal> {
            self.record_seq(text, seq)?.map(placed).transpose()
        };
        Ok(Some(RecordWithNeighbours {
            corrected_by: self.find_correction(seq, number)?,
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
    pub fn check_sealed(&self, record: &AcknowledgementRecord) -> Result<(), Refusal> {
        let wrong = |what: &str| {
            Refusal::new(Code::Damaged)
                .with_arg("detail", what)
                .with_arg("number", record.number.clone())
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

    /// The line of a record, by the journal: a row of the table may have been taken out or put in.
    fn find_record_line(&self, number: &str) -> Result<Option<i64>, Refusal> {
        let listed = self.record_seq("SELECT seq FROM acknowledgement WHERE number = ?1", number)?;
        let is_its = |seq: i64| self.record_at(seq).is_ok_and(|record| record.number == number);
        if let Some(seq) = listed.filter(|seq| is_its(*seq)) {
            return Ok(Some(seq));
        }
        let text = concat!(
            "SELECT seq FROM journal NOT INDEXED WHERE instr(fact, ?1) > 0 AND ",
            maybe_record!(),
            " ORDER BY seq"
        );
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let lines = statement
            .query_map([number], |row| row.get(0))
            .map_err(sqlite_refusal)?;
        for line in lines {
            let seq: i64 = line.map_err(sqlite_refusal)?;
            if is_its(seq) {
                return Ok(Some(seq));
            }
        }
        Ok(None)
    }

    /// The number of the record that corrects the one of a line, by the lines of its ticket.
    fn find_correction(&self, seq: i64, number: &str) -> Result<Option<String>, Refusal> {
        let Some(line) = self.journal_line(seq)? else {
            return Ok(None);
        };
        let entries = self.read_stream_entries(&line.entry.stream)?;
        let later = entries.iter().filter(|entry| entry.seq > seq);
        let mut records = later.filter_map(|entry| record_of_fact(&entry.fact));
        let corrects = |record: &&AcknowledgementRecord| {
            record
                .corrects
                .as_ref()
                .is_some_and(|corrects| corrects.number == number)
        };
        Ok(records.find(corrects).map(|record| record.number.clone()))
    }

    fn record_seq(&self, text: &str, value: impl rusqlite::ToSql) -> Result<Option<i64>, Refusal> {
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let seq = statement.query_row([value], |row| row.get::<_, Option<i64>>(0));
        Ok(seq.optional().map_err(sqlite_refusal)?.flatten())
    }

    /// The record of a journal line.
    fn record_at(&self, seq: i64) -> Result<AcknowledgementRecord, Refusal> {
        let line = self.journal_line(seq)?;
        line.as_ref()
            .and_then(|line| record_of_fact(&line.entry.fact))
            .cloned()
            .ok_or_else(|| damaged_refusal(format!("journal line {seq} holds no record")))
    }

    /// The answers first given in a span of time, as they stand after corrections, most frequent first.
    ///
    /// # Errors
    /// Those of the file.
    pub fn acknowledgement_counts(&self, from: Moment, to: Moment) -> Result<Vec<AnswerCount>, Refusal> {
        let text = "SELECT last.way, last.reason, count(*)
            FROM acknowledgement AS first
            JOIN acknowledgement AS last ON last.seq =
                (SELECT max(seq) FROM acknowledgement WHERE ticket_number = first.ticket_number)
            WHERE first.signed_at >= ?1 AND first.signed_at < ?2 AND first.corrects = ''
            GROUP BY last.way, last.reason
            ORDER BY count(*) DESC, last.way, last.reason";
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let rows = statement
            .query_map(params![from.0, to.0], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(sqlite_refusal)?;
        rows.map(|row| {
            let (way, reason, count): (Value, String, i64) = row.map_err(sqlite_refusal)?;
            Ok(AnswerCount {
                way: AnswerKind::from_sql_value((&way).into())?,
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
        let mut statement = self.db.prepare_cached(text).map_err(sqlite_refusal)?;
        let rows = statement
            .query_map(params![from.0, to.0], |row| row.get(0))
            .map_err(sqlite_refusal)?;
        rows.map(|row| row.map_err(sqlite_refusal)).collect()
    }

    /// A page of records, newest first.
    ///
    /// # Errors
    /// `out_of_range` at `limit`, `bad_request` at `after`; those of the file.
    pub fn list_acknowledgements(
        &self,
        query: &AcknowledgementList,
    ) -> Result<ListPage<AcknowledgementRow>, Refusal> {
        let size = page::page_size(query.limit)?;
        let below = page::parse_descending_cursor(query.after.as_deref())?;
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
            values.push(way.to_sql_value());
        }
        values.push(Value::Integer(i64::from(size)));
        let text = format!(
            "SELECT {COLUMNS}, {CORRECTED}, {ERASED} FROM acknowledgement WHERE {} ORDER BY seq DESC LIMIT ?",
            conditions.join(" AND ")
        );
        let mut statement = self.db.prepare_cached(&text).map_err(sqlite_refusal)?;
        let rows = statement
            .query_map(params_from_iter(values), read_acknowledgement)
            .map_err(sqlite_refusal)?;
        let rows: Vec<AcknowledgementRow> = rows
            .map(|row| {
                row.map_err(sqlite_refusal).and_then(|(ack, way)| {
                    Ok(AcknowledgementRow {
                        way: AnswerKind::from_sql_value((&way).into())?,
                        ..ack
                    })
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(ListPage::from_rows(rows, size, |row| row.seq.to_string()))
    }
}

/// The row of a record, in the order of the columns.
pub(crate) fn acknowledgement_values(
    seq: i64,
    ticket: Option<i64>,
    record: &AcknowledgementRecord,
) -> Vec<Value> {
    let corrects = record.corrects.as_ref().map(|it| it.number.clone());
    let reason = match &record.answer {
        AcknowledgementAnswer::Refused { reason, .. } | AcknowledgementAnswer::Left { reason, .. } => {
            reason.clone()
        }
        AcknowledgementAnswer::OnScreen { .. } | AcknowledgementAnswer::Paper { .. } => String::new(),
    };
    let signer = record.customer_signer().map(|signer| signer.name.clone());
    vec![
        Value::Integer(seq),
        Value::Integer(ticket.unwrap_or_default()),
        Value::Text(record.content.ticket_number.clone()),
        Value::Text(record.number.clone()),
        record.answer_kind().to_sql_value(),
        Value::Text(signer.unwrap_or_default()),
        Value::Integer(record.signed_at.0),
        Value::Text(record.previous.clone()),
        Value::Text(record.hash.clone()),
        Value::Text(corrects.unwrap_or_default()),
        Value::Text(reason),
    ]
}

/// The record a fact holds, if it holds one.
pub(crate) const fn record_of_fact(fact: &Fact) -> Option<&AcknowledgementRecord> {
    match fact {
        Fact::Ticket(TicketFact::Acknowledged(record)) => Some(record),
        _ => None,
    }
}
