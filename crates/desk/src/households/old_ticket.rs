//! 旧工单: reading them. They come from the office's sheets ([`sheet`]) and nobody goes on with them.

pub mod sheet;

use domain::{Refusal, check, sheet::phones};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{ListPage, OldTicketRow, page};
use ts_rs::TS;

use crate::Call;

/// Most old tickets found by a number.
const FOUND: u32 = 10;

/// Old tickets of a household, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicketList {
    /// The household.
    #[ts(type = "number")]
    pub customer: i64,
    /// Rows of a page, 1 to 200; 50 if empty.
    #[serde(default)]
    #[ts(type = "number | null", optional = nullable)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub after: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicketGet {
    #[ts(type = "number")]
    pub id: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OldTicketFind {
    /// How their number begins.
    pub number: String,
}

/// Old tickets of a household.
///
/// # Errors
/// `not_found` at `customer`; `out_of_range` at `limit`, `bad_request` at `after`.
pub fn list_old_tickets(call: &Call, ask: OldTicketList) -> Result<ListPage<OldTicketRow>, Refusal> {
    let size = page::page_size(ask.limit)?;
    call.read_tx(|tx| {
        tx.read_customer(ask.customer)?;
        let rows = tx.list_old_tickets(ask.customer, ask.after.as_deref(), size)?;
        Ok(ListPage::from_rows(rows, size, OldTicketRow::to_cursor))
    })
}

/// One old ticket.
///
/// # Errors
/// `not_found`.
pub fn get_old_ticket(call: &Call, ask: OldTicketGet) -> Result<OldTicketRow, Refusal> {
    call.read_tx(|tx| tx.read_old_ticket(ask.id))
}

/// Old tickets by the beginning of their number, the first ten.
///
/// # Errors
/// `too_long` at `number`.
pub fn find_old_tickets(call: &Call, ask: OldTicketFind) -> Result<Vec<OldTicketRow>, Refusal> {
    check::check_optional_text("number", &ask.number, check::LINE)?;
    let number = phones::fold_cell_text(ask.number.trim());
    if number.is_empty() {
        return Ok(Vec::new());
    }
    call.read_tx(|tx| tx.old_tickets_numbered(&number, FOUND))
}
