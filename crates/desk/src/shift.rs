//! 交接班记录: what one shift leaves to the next, on paper. Deliberately absent: a fact of its own; everything on it stands in the
//! tickets already.

use domain::{
    Code, Moment, Refusal, Ticket, TicketRow, check,
    moment::HOUR,
    report::{Period, day::shift_lines},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call,
    report::day::lived,
    wire::{self, FileOut},
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

/// The record of a shift's hand-over as PDF.
///
/// # Errors
/// `bad_time`, `time_in_future` at `from`; `out_of_range` at `to`; `too_long`, `bad_text` at `note`.
pub fn print(call: &Call, ask: ShiftPrint) -> Result<FileOut, Refusal> {
    check::moment("from", ask.from)?;
    check::moment("to", ask.to)?;
    check::optional("note", &ask.note, check::TEXT)?;
    if ask.from > call.now {
        return Err(Refusal::at(Code::TimeInFuture, "from").with("now", call.now.0));
    }
    // Rounded up: a minute is a shift, though no whole hour.
    let hours =
        ask.to.since(ask.from).div_euclid(HOUR) + i64::from(ask.to.since(ask.from).rem_euclid(HOUR) > 0);
    check::range("to", hours, 1, LONGEST).map_err(|refusal| refusal.with("what", "shift"))?;
    let period = Period {
        from: ask.from,
        to: ask.to,
        now: call.now,
    };
    let (rows, open, violations, settings, demo) = call.read(|tx| {
        let open: Vec<TicketRow> = tx.board(u32::MAX)?;
        let tickets: Result<Vec<Ticket>, Refusal> = open.iter().map(|row| tx.ticket(row.id)).collect();
        let bad = open.iter().filter(|row| row.violations_open > 0).cloned();
        let bad: Vec<TicketRow> = bad.chain(tx.ended_with_violations()?).collect();
        let bad: Result<Vec<Ticket>, Refusal> = bad.iter().map(|row| tx.ticket(row.id)).collect();
        Ok((
            lived(tx, ask.from, ask.to)?,
            open.into_iter().zip(tickets?).collect::<Vec<_>>(),
            bad?,
            tx.settings()?.1,
            tx.founded()?.unwrap_or(false),
        ))
    })?;
    let received: Vec<TicketRow> = rows
        .iter()
        .filter(|row| period.has(row.received_at))
        .cloned()
        .collect();
    let rendered = paper::render(&paper::shift::sheet(&paper::shift::Input {
        period: &period,
        lines: &shift_lines(&rows, &period),
        received: &received,
        open: &open,
        violations: &violations,
        note: ask.note.trim(),
        settings: &settings,
        demo,
    }));
    let name = format!("交接班记录-{}.pdf", ask.to.local().format("%Y%m%d-%H%M"));
    Ok(wire::pdf(name, &rendered))
}
