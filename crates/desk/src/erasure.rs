//! 到期清除: what the administrator takes out of tickets whose retention is over (个人信息保护法 19, 47). A run goes in small steps,
//! each of them whole, so that the desk goes on meanwhile and a run that was cut off is simply begun again.

use chrono::Months;
use domain::{Moment, Refusal, check};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Erasing;
use ts_rs::TS;

use crate::{
    Call, key,
    wire::{Changed, Nothing},
};

/// Tickets of one step of a run.
const STEP: i64 = 50;

/// What may be taken out today.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ErasureDue {
    /// How long personal content is kept, in years.
    #[ts(type = "number")]
    pub years: i64,
    /// Tickets that ended before this moment, and of which nothing was written since.
    pub before: Moment,
    /// How many.
    #[ts(type = "number")]
    pub tickets: i64,
    /// When the oldest of them ended.
    pub oldest: Option<Moment>,
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
    /// Tickets.
    #[ts(type = "number")]
    pub tickets: i64,
    /// Whether there may be more. The last step also takes out old scanned pages and what is left in free places of the file.
    pub more: bool,
}

/// What may be taken out today.
///
/// # Errors
/// Those of reading the file.
pub fn due(call: &Call, _: Nothing) -> Result<ErasureDue, Refusal> {
    call.read(|tx| {
        let years = tx.settings()?.1.retention_years;
        let before = before(call.now, years);
        let (tickets, oldest) = tx.erasable_count(before)?;
        Ok(ErasureDue {
            years,
            before,
            tickets,
            oldest,
        })
    })
}

/// The same day so many years ago, at its beginning.
fn before(now: Moment, years: i64) -> Moment {
    let months = Months::new(u32::try_from(years * 12).unwrap_or(u32::MAX));
    let day = now.date().checked_sub_months(months).unwrap_or_default();
    Moment::start_of(day)
}

/// Takes out one step of what is due.
///
/// # Errors
/// `required`, `too_long` at `reason`; those of the key, which seals what is taken out.
pub fn run(call: &Call, ask: ErasureRun) -> Result<Changed<ErasureDone>, Refusal> {
    check::text("reason", &ask.reason, check::LINE)?;
    let stamp = call.stamp()?;
    let tickets = call.write(|tx| {
        let before = before(call.now, tx.settings()?.1.retention_years);
        let due = tx.erasable(before, STEP)?;
        let secret = key::ready(call.desk, tx, &stamp)?.0;
        let how = Erasing {
            reason: &ask.reason,
            secret: &secret,
            stamp: &stamp,
        };
        for id in &due {
            tx.erase_ticket(*id, &how)?;
        }
        if due.is_empty() {
            tx.erase_scans(before, &how)?;
        }
        i64::try_from(due.len()).map_err(|_| Refusal::new(domain::Code::Damaged))
    })?;
    if tickets == 0 {
        call.desk.store.scrub()?;
    }
    let done = ErasureDone {
        tickets,
        more: tickets > 0,
    };
    Ok(Changed {
        value: done,
        changed: ["erasure", "ticket", "acknowledgement", "scan"]
            .map(str::to_owned)
            .to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_those_of_the_calendar() {
        let at = |text: &str| Moment::parse(&format!("{}:00+08:00", text.replace(' ', "T"))).unwrap();
        assert_eq!(before(at("2026-11-25 09:00"), 5), at("2021-11-25 00:00"));
        assert_eq!(before(at("2028-02-29 23:59"), 3), at("2025-02-28 00:00"));
    }
}
