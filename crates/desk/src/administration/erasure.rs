//! 到期清除: what the administrator takes out of tickets whose retention is over (个人信息保护法 19, 47). A run goes in small steps,
//! each of them whole, so that the desk goes on meanwhile and a run that was cut off is simply begun again.

use domain::{Moment, Refusal, check};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::ErasureOrder;
use ts_rs::TS;

use crate::{
    Call, Desk, kept, key, shift,
    wire::to_wire_number,
    wire::{ChangeReply, Nothing},
};

mod beside;

/// Under which name it is kept that what was taken out may still stand in free places of the file.
const SCRUB_OWED: &str = "erasure/scrub-owed";

/// Tickets of one step of a run.
const STEP: i64 = 50;
/// Old tickets of one step: one line says so of all of them, and whoever checks reads it for each.
const OLD_STEP: i64 = 100;

/// What may be taken out today.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ErasureDue {
    /// How long personal content is kept, in years.
    #[ts(type = "number")]
    pub years: i64,
    /// Tickets that ended before this moment, and of which nothing was written since.
    pub before: Moment,
    #[ts(type = "number")]
    pub tickets: i64,
    /// How many old tickets (旧工单) were over before it.
    #[ts(type = "number")]
    pub old_tickets: i64,
    /// When the oldest of all ended.
    pub oldest: Option<Moment>,
    /// Whether what an earlier run took out may still stand in free places of the file, because somebody was reading it.
    pub scrub_owed: bool,
    /// Files and folders that this program wrote and does not erase, with what is taken out in them.
    pub copies: Vec<String>,
}

/// Takes out one step.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureRun {
    /// Why; it stands on every ticket.
    pub reason: String,
}

/// What one step took out.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ErasureDone {
    #[ts(type = "number")]
    pub tickets: i64,
    /// Old tickets, when no tickets were left.
    #[ts(type = "number")]
    pub old_tickets: i64,
    /// Whether there may be more. The last step also takes out old scanned pages and what is left in free places of the file.
    pub more: bool,
    /// As in [`ErasureDue`].
    pub copies: Vec<String>,
}

/// What may be taken out today.
///
/// # Errors
/// Those of reading the file.
pub fn get_erasure_due(call: &Call, _: Nothing) -> Result<ErasureDue, Refusal> {
    call.read_tx(|tx| {
        let years = tx.read_settings()?.1.retention_years;
        let before = domain::erasure::retention_cutoff(call.now, years);
        let (tickets, oldest) = tx.count_erasable_tickets(before)?;
        let (old_tickets, older) = tx.count_erasable_old_tickets(before)?;
        Ok(ErasureDue {
            years,
            before,
            tickets,
            old_tickets,
            oldest: oldest.into_iter().chain(older).min(),
            scrub_owed: kept::read_program_data(tx, SCRUB_OWED)?,
            copies: beside::list_unerased_copies(call.desk, tx)?,
        })
    })
}

/// Takes out one step of what is due. What screens keep goes with the ticket whose customer it names.
///
/// # Errors
/// `required`, `too_long` at `reason`; those of the key, which seals what is taken out; `busy` with `what` = `scrub` where all of it
/// is taken out and somebody is reading, so that free places of the file still hold it.
pub fn run_erasure_step(call: &Call, ask: ErasureRun) -> Result<ChangeReply<ErasureDone>, Refusal> {
    check::check_text("reason", &ask.reason, check::LINE)?;
    let stamp = call.caller_stamp()?;
    key::prefetch_signing_key(call)?;
    let (tickets, old_tickets, copies) = call.write_signed_tx(|tx| {
        let before = domain::erasure::retention_cutoff(call.now, tx.read_settings()?.1.retention_years);
        let due = tx.list_erasable_tickets(before, STEP)?;
        let secret = key::ensure_signing_key(call, tx, &stamp)?.0;
        let how = ErasureOrder {
            reason: &ask.reason,
            secret: &secret,
            stamp: &stamp,
        };
        // The last line of a ticket may be gone that says why it is not over.
        if let Some(first) = tx.find_first_ticket_line(&due)? {
            tx.check_chain_from(first)?;
        }
        let mut words = Vec::new();
        for id in &due {
            words.extend(tx.erase_ticket(*id, &how)?);
        }
        let mut old = 0;
        if due.is_empty() {
            let (count, theirs) = tx.erase_old_tickets(before, OLD_STEP, &how)?;
            words.extend(theirs);
            old = count;
        }
        if due.is_empty() && old == 0 {
            tx.erase_scans(before, &how)?;
            kept::delete_old_drafts(tx, call.now)?;
            shift::delete_old_notes(tx, call.now)?;
        }
        beside::erase_from_user_data(tx, &words, &due, call.now)?;
        // Remembered with what it is owed for: a program that ends in between does it when it is opened.
        kept::write_program_data(tx, SCRUB_OWED, &true, call.now)?;
        Ok((
            to_wire_number(due.len()),
            to_wire_number(old),
            beside::list_unerased_copies(call.desk, tx)?,
        ))
    })?;
    let more = tickets + old_tickets > 0;
    if !more {
        call.desk.scrub_free_space(call.now)?;
    }
    let done = ErasureDone {
        tickets,
        old_tickets,
        more,
        copies,
    };
    Ok(ChangeReply {
        value: done,
        changed: [
            "erasure",
            "ticket",
            "old_ticket",
            "acknowledgement",
            "scan",
            "view",
            "shift",
        ]
        .map(str::to_owned)
        .to_vec(),
    })
}

impl Desk {
    /// Clears what was taken out from free places of the file, and remembers that this was done.
    fn scrub_free_space(&self, now: Moment) -> Result<(), Refusal> {
        self.store.scrub_file()?;
        self.store
            .write_tx(|tx| kept::write_program_data(tx, SCRUB_OWED, &false, now))
    }

    /// Does what an earlier run owed. Somebody who still reads is no reason not to open the file.
    pub(crate) fn scrub_if_owed(&self, now: Moment) -> Result<(), Refusal> {
        if self.store.read_tx(|tx| kept::read_program_data(tx, SCRUB_OWED))?
            && let Err(refusal) = self.scrub_free_space(now)
        {
            tracing::warn!(%refusal, "free places of the file still hold what was taken out");
        }
        Ok(())
    }

    /// Lets go of drafts and shift notes that are kept no longer, also where nobody writes new ones. Writes only where there
    /// are some.
    ///
    /// # Errors
    /// Those of the file.
    pub fn delete_old_drafts_and_notes(&self, now: Moment) -> Result<(), Refusal> {
        let old = |tx: &store::Tx| Ok(kept::has_old_drafts(tx, now)? || shift::has_old_notes(tx, now)?);
        if !self.store.read_tx(old)? {
            return Ok(());
        }
        self.store.write_tx(|tx| {
            kept::delete_old_drafts(tx, now)?;
            shift::delete_old_notes(tx, now)?;
            Ok(())
        })
    }
}
