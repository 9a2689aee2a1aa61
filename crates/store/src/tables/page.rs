//! Lists come in pages: how long one is, where the next begins.

use domain::{Code, Refusal, check};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A page of a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ListPage<T> {
    pub rows: Vec<T>,
    /// What to ask with for the page after, if there is one.
    pub next: Option<String>,
}

/// Rows of a page: 1 to 200; 50 if nobody said.
///
/// # Errors
/// `out_of_range` at `limit`.
pub fn page_size(limit: Option<i64>) -> Result<u32, Refusal> {
    let limit = limit.unwrap_or(50);
    check::check_range("limit", limit, 1, 200)?;
    Ok(u32::try_from(limit).unwrap_or(50))
}

/// The number a page is to begin behind, in a list that goes from high to low.
///
/// # Errors
/// `bad_request` at `after`.
pub fn parse_descending_cursor(after: Option<&str>) -> Result<i64, Refusal> {
    after.map_or(Ok(i64::MAX), |after| after.parse().map_err(|_| bad_cursor()))
}

pub(crate) fn bad_cursor() -> Refusal {
    Refusal::at_field(Code::BadRequest, "after").with_arg("detail", "no place in this list")
}

impl<T> ListPage<T> {
    /// Rows that were asked for with `size`; where they end if there may be more.
    pub fn from_rows(rows: Vec<T>, size: u32, place: impl FnOnce(&T) -> String) -> Self {
        let full = u32::try_from(rows.len()).is_ok_and(|len| len == size);
        let next = rows.last().filter(|_| full).map(place);
        Self { rows, next }
    }

    /// The same page, each row as another thing.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> ListPage<U> {
        ListPage {
            rows: self.rows.into_iter().map(each).collect(),
            next: self.next,
        }
    }
}
