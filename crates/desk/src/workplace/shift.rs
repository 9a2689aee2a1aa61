//! 交接班记录: what one shift leaves to the next, on paper and on the next one's screen. Deliberately absent: facts of its own; what
//! happened stands in the tickets already, and a note is let go of after a season: it may name a customer.

use domain::{
    Code, Moment, Refusal, Ticket, TicketRow, check,
    moment::HOUR,
    report::{CountingPeriod, day::shift_lines},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use ts_rs::TS;

use crate::{
    Call, kept,
    report::day::read_active_tickets,
    wire::{self, ChangeReply, Nothing, OutputFile, PrivacyCheck},
};

/// The longest shift, hours (ours): a weekend with its holiday.
const LONGEST: i64 = 72;

/// A shift that hands over.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftPrint {
    /// When it began.
    pub from: Moment,
    /// When it ends; may lie a little ahead.
    pub to: Moment,
    /// What the next shift is to know.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub note: String,
}

/// Under which name the notes are kept.
pub(crate) const NOTES: &str = "shift/notes";
/// How many are shown.
const SHOWN: usize = 10;
/// Days a note is kept.
const KEPT_DAYS: i64 = 90;

/// Who has read a note.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShiftReader {
    #[ts(type = "number")]
    pub id: i64,
    pub by: String,
    pub at: Moment,
}

/// 交接事项: what somebody leaves to the next shift.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShiftNote {
    pub text: String,
    #[ts(type = "number")]
    pub id: i64,
    pub by: String,
    pub at: Moment,
    /// Who has read it.
    pub read_by: Vec<ShiftReader>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ShiftNotes {
    /// The newest first, at most ten.
    pub notes: Vec<ShiftNote>,
}

/// Leaves a note.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftLeave {
    /// What the next shift is to know.
    pub text: String,
}

fn is_recent_note(note: &ShiftNote, now: Moment) -> bool {
    now.milliseconds_since(note.at) <= KEPT_DAYS * 24 * HOUR
}

/// Whether there are notes that are kept no longer.
pub(crate) fn has_old_notes(tx: &Tx, now: Moment) -> Result<bool, Refusal> {
    let notes: Vec<ShiftNote> = kept::read_program_data(tx, NOTES)?;
    Ok(notes.iter().any(|note| !is_recent_note(note, now)))
}

/// Lets go of them; whether there were any.
pub(crate) fn delete_old_notes(tx: &Tx, now: Moment) -> Result<bool, Refusal> {
    let mut notes: Vec<ShiftNote> = kept::read_program_data(tx, NOTES)?;
    let before = notes.len();
    notes.retain(|note| is_recent_note(note, now));
    let old = notes.len() < before;
    if old {
        kept::write_program_data(tx, NOTES, &notes, now)?;
    }
    Ok(old)
}

fn select_recent_notes(mut notes: Vec<ShiftNote>, now: Moment) -> ShiftNotes {
    notes.retain(|note| is_recent_note(note, now));
    notes.truncate(SHOWN);
    ShiftNotes { notes }
}

fn update_notes(
    call: &Call,
    change: impl FnOnce(&mut Vec<ShiftNote>),
) -> Result<ChangeReply<ShiftNotes>, Refusal> {
    let notes = call.write_tx(|tx| {
        let mut notes: Vec<ShiftNote> = kept::read_program_data(tx, NOTES)?;
        change(&mut notes);
        notes.retain(|note| is_recent_note(note, call.now));
        kept::write_program_data(tx, NOTES, &notes, call.now)?;
        Ok(notes)
    })?;
    Ok(ChangeReply {
        value: select_recent_notes(notes, call.now),
        changed: vec!["shift".to_owned()],
    })
}

/// What was left to this shift.
///
/// # Errors
/// Those of reading the file.
pub fn list_shift_notes(call: &Call, _: Nothing) -> Result<ShiftNotes, Refusal> {
    Ok(select_recent_notes(
        call.read_tx(|tx| kept::read_program_data(tx, NOTES))?,
        call.now,
    ))
}

/// Leaves a note to the next shift.
///
/// # Errors
/// `required`, `too_long`, `bad_text` at `text`.
pub fn leave_shift_note(call: &Call, ask: ShiftLeave) -> Result<ChangeReply<ShiftNotes>, Refusal> {
    check::check_text("text", &ask.text, check::TEXT)?;
    let person = call.signed_in_person()?;
    let note = ShiftNote {
        text: ask.text.trim().to_owned(),
        id: person.id,
        by: person.name.clone(),
        at: call.now,
        read_by: Vec::new(),
    };
    update_notes(call, |notes| notes.insert(0, note))
}

/// 已阅: the caller has read every note.
///
/// # Errors
/// Those of the file.
pub fn mark_notes_read(call: &Call, _: Nothing) -> Result<ChangeReply<ShiftNotes>, Refusal> {
    let person = call.signed_in_person()?;
    update_notes(call, |notes| {
        for note in notes.iter_mut().filter(|note| note.id != person.id) {
            if !note.read_by.iter().any(|reader| reader.id == person.id) {
                note.read_by.push(ShiftReader {
                    id: person.id,
                    by: person.name.clone(),
                    at: call.now,
                });
            }
        }
    })
}

/// The record of a shift's hand-over as PDF.
///
/// # Errors
/// `bad_time`, `time_in_future` at `from`; `out_of_range` at `to`; `too_long`, `bad_text` at `note`.
pub fn print_shift_report(call: &Call, ask: ShiftPrint) -> Result<OutputFile, Refusal> {
    check::check_moment("from", ask.from)?;
    check::check_moment("to", ask.to)?;
    check::check_optional_text("note", &ask.note, check::TEXT)?;
    if ask.from > call.now {
        return Err(Refusal::at_field(Code::TimeInFuture, "from").with_arg("now", call.now.0));
    }
    // Rounded up: a minute is a shift, though no whole hour.
    let hours = ask.to.milliseconds_since(ask.from).div_euclid(HOUR)
        + i64::from(ask.to.milliseconds_since(ask.from).rem_euclid(HOUR) > 0);
    check::check_range("to", hours, 1, LONGEST).map_err(|refusal| refusal.with_arg("what", "shift"))?;
    let period = CountingPeriod {
        from: ask.from,
        to: ask.to,
        now: call.now,
    };
    let (rows, open, violations, settings, kind) = call.read_tx(|tx| {
        let open: Vec<TicketRow> = tx.list_workbench_tickets(u32::MAX)?;
        let tickets: Result<Vec<Ticket>, Refusal> = open.iter().map(|row| tx.read_ticket(row.id)).collect();
        let bad = open.iter().filter(|row| row.violations_open > 0).cloned();
        let bad: Vec<TicketRow> = bad.chain(tx.ended_with_violations()?).collect();
        let bad: Result<Vec<Ticket>, Refusal> = bad.iter().map(|row| tx.read_ticket(row.id)).collect();
        Ok((
            read_active_tickets(tx, ask.from, ask.to)?,
            open.into_iter().zip(tickets?).collect::<Vec<_>>(),
            bad?,
            tx.read_settings()?.1,
            call.desk.data_kind(tx)?.zh(),
        ))
    })?;
    let viewer = call.viewer;
    let lines = shift_lines(&rows, &period);
    let rows = viewer.show_value(rows)?;
    let rendered = paper::render_pdf(&paper::shift::lay_out_shift_report(
        &paper::shift::ShiftReportInput {
            period: &period,
            lines: &lines,
            received: &rows.filter_values(|row| period.has_moment(row.received_at)),
            open: &viewer.show_value(open)?,
            violations: &viewer.show_value(violations)?,
            note: ask.note.trim(),
            settings: &settings,
            not_original: kind.as_deref(),
        },
    ));
    let name = format!("交接班记录-{}.pdf", ask.to.to_local().format("%Y%m%d-%H%M"));
    Ok(wire::make_pdf_file(
        name,
        &rendered,
        PrivacyCheck::from_visible(&rows),
    ))
}
