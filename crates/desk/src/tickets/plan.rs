//! The year's plan of community events (5.2⑴): planned against held.

use domain::{Moment, Refusal, TicketRow, check};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Call;

mod import;

pub use import::{PlanImport, PlanImported, PlanLine, import_year_plan};

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanYear {
    /// 2000 to 2199.
    pub year: i32,
}

/// The events of a year.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct PlanView {
    pub year: i32,
    /// Events whose day lies in it, in the order of their days; moved and cancelled ones too.
    pub events: Vec<TicketRow>,
    /// When this was read.
    pub now: Moment,
}

/// The events of a year.
///
/// # Errors
/// `out_of_range` at `year`.
pub fn get_year_plan(call: &Call, ask: PlanYear) -> Result<PlanView, Refusal> {
    check::check_range("year", i64::from(ask.year), 2000, 2199)?;
    let first = |year: i32| chrono::NaiveDate::from_ymd_opt(year, 1, 1).map(Moment::start_of_day);
    let (from, to) = (first(ask.year), first(ask.year + 1));
    let events = match from.zip(to) {
        Some((from, to)) => call.read_tx(|tx| tx.list_planned_events(from, to))?,
        None => Vec::new(),
    };
    Ok(PlanView {
        year: ask.year,
        events,
        now: call.now,
    })
}
