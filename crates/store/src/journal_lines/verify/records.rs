//! The check of the acknowledgement records: hashes, their chain, seals.

use domain::{Code, Fact, Refusal, acknowledgement::AcknowledgementRecord, fact::TicketFact};
use rusqlite::Connection;

use super::{
    JournalPart, VerifiedPart, broken_line_refusal, is_rightly_erased, read_keys_in_file, record_before,
};
use crate::{
    acknowledgement::{acknowledgement_values, maybe_record},
    compare::ExpectedAcknowledgements,
    error::sqlite_refusal,
    schema,
    signature::PowerKeys,
};

/// How many records are read before they are checked side by side.
pub(super) const BATCH: usize = 4_096;

/// Checks the records and their chain alone, which takes a fraction of checking everything: every record that the journal holds,
/// and that the table lists these and no others.
pub(crate) fn verify_records(
    db: &Connection,
    part: JournalPart,
    progress: &mut dyn FnMut(i64),
) -> Result<VerifiedPart, Refusal> {
    let moment = db.unchecked_transaction().map_err(sqlite_refusal)?;
    let db = &*moment;
    schema::check_current_schema(db)?;
    let keys = read_keys_in_file(db)?;
    let mut last = record_before(db, part)?;
    let mut listed = ExpectedAcknowledgements::starting_after(part.after);
    let mut done = VerifiedPart {
        entries: 0,
        records: 0,
        accepted: 0,
        next: None,
    };
    let text = concat!(
        "SELECT seq, stream, fact FROM journal WHERE seq > ?1 AND ",
        maybe_record!(),
        " ORDER BY seq LIMIT ?2"
    );
    let mut statement = db.prepare(text).map_err(sqlite_refusal)?;
    let mut rows = statement.query([part.after, part.most]).map_err(sqlite_refusal)?;
    let mut reached = part.after;
    loop {
        let mut batch: Vec<RecordLine> = Vec::with_capacity(BATCH);
        while batch.len() < BATCH
            && let Some(row) = rows.next().map_err(sqlite_refusal)?
        {
            let seq = row.get(0).map_err(sqlite_refusal)?;
            let unread = |_| broken_line_refusal(seq, "a line cannot be read");
            batch.push(RecordLine {
                seq,
                stream: row.get(1).map_err(unread)?,
                fact: row.get(2).map_err(unread)?,
            });
        }
        let Some(end) = batch.last() else {
            done.next = (done.records == part.most).then_some(reached);
            listed.compare_up_to(db, done.next.unwrap_or(i64::MAX))?;
            return Ok(done);
        };
        reached = end.seq;
        last = check_record_batch(db, &batch, &keys, last, &mut listed)?;
        done.records += i64::try_from(batch.len()).unwrap_or(i64::MAX);
        progress(done.records);
    }
}

/// A line that holds a record.
pub(super) struct RecordLine {
    pub(super) seq: i64,
    pub(super) stream: String,
    pub(super) fact: String,
}

/// Checks a batch on every processor; the hash of its last record. `last`: that of the record before the batch.
pub(super) fn check_record_batch(
    db: &Connection,
    batch: &[RecordLine],
    keys: &PowerKeys,
    last: String,
    listed: &mut ExpectedAcknowledgements,
) -> Result<String, Refusal> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = batch.len().div_ceil(threads).max(1);
    let check = |part: &[RecordLine]| -> Result<Vec<AcknowledgementRecord>, Refusal> {
        let check = |RecordLine { seq, fact, .. }: &RecordLine| {
            let fact: Fact =
                serde_json::from_str(fact).map_err(|_| broken_line_refusal(*seq, "a line cannot be read"))?;
            let Fact::Ticket(TicketFact::Acknowledged(found)) = fact else {
                return Err(broken_line_refusal(*seq, "a line holds no record"));
            };
            match keys.wrong_seal(*seq, &found) {
                Some(what) => Err(broken_line_refusal(*seq, what).with_arg("number", found.number)),
                None => Ok(*found),
            }
        };
        part.iter().map(check).collect()
    };
    let parts: Vec<Result<Vec<AcknowledgementRecord>, Refusal>> = std::thread::scope(|scope| {
        let running: Vec<_> = batch
            .chunks(share)
            .map(|part| scope.spawn(move || check(part)))
            .collect();
        let joined = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined
            .map(|part| part.unwrap_or_else(|_| Err(Refusal::new(Code::Damaged))))
            .collect()
    });
    let mut last = last;
    let mut places = batch.iter();
    for found in parts {
        for record in found? {
            let place = places.next();
            let seq = place.map_or(0, |place| place.seq);
            if record.erased && !is_rightly_erased(db, keys, seq)? {
                return Err(broken_line_refusal(seq, "an acknowledgement was changed")
                    .with_arg("number", record.number));
            }
            if record.previous != last {
                let what = "an acknowledgement stands in another place";
                return Err(broken_line_refusal(seq, what).with_arg("number", record.number));
            }
            let ticket = place.and_then(|place| place.stream.split_once('/')?.1.parse().ok());
            listed.add_row(db, seq, acknowledgement_values(seq, ticket, &record))?;
            last = record.hash;
        }
    }
    Ok(last)
}
