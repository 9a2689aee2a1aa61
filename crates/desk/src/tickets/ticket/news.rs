//! 自上次查看以来: what others did while somebody was away, ticket by ticket.

use std::collections::BTreeMap;

use domain::{Fact, Moment, Refusal, service::ServiceKind, timeline};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Call;

/// Lines looked at; whoever was away longer is told that there is more.
const LINES: u32 = 1_000;
const TICKETS: usize = 50;

/// Since when.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TicketNews {
    /// The last line of the journal somebody has seen; nothing is new to whoever never looked.
    #[ts(optional = nullable, type = "number")]
    pub since: Option<i64>,
}

/// A ticket that others went on with.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct NewsLine {
    #[ts(type = "number")]
    pub ticket: i64,
    pub number: String,
    pub service: ServiceKind,
    /// What it is about.
    pub summary: String,
    /// What happened last.
    pub title: String,
    /// Who typed it.
    pub by: String,
    /// When it was typed.
    pub at: Moment,
    /// How many things happened.
    #[ts(type = "number")]
    pub count: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct NewsList {
    /// The last line of the journal now: to be asked with next time.
    #[ts(type = "number")]
    pub seq: i64,
    /// What happened last stands first.
    pub news: Vec<NewsLine>,
    /// Whether there is more than is told.
    pub more: bool,
}

/// What others than the caller did since a line of the journal.
///
/// # Errors
/// Those of reading the file.
pub fn list_ticket_news(call: &Call, ask: TicketNews) -> Result<NewsList, Refusal> {
    let person = call.signed_in_person()?.id;
    call.read_tx(|tx| {
        let seq = tx.last_seq()?;
        let entries = match ask.since {
            Some(since) => tx.list_entries_by_others(person, since, LINES)?,
            None => Vec::new(),
        };
        let mut more = u32::try_from(entries.len()).is_ok_and(|count| count == LINES);
        let mut place: BTreeMap<i64, usize> = BTreeMap::new();
        let mut news: Vec<NewsLine> = Vec::new();
        for entry in entries {
            let (Some(id), Fact::Ticket(fact)) = (entry.stream_id(), &entry.fact) else {
                continue;
            };
            if let Some(line) = place.get(&id).and_then(|place| news.get_mut(*place)) {
                line.count += 1;
                continue;
            }
            if news.len() == TICKETS {
                more = true;
                continue;
            }
            let Some(row) = tx.find_ticket_row(id)? else {
                continue;
            };
            place.insert(id, news.len());
            news.push(NewsLine {
                ticket: id,
                number: row.number,
                service: row.service,
                summary: row.summary,
                title: timeline::fact_title(fact).to_owned(),
                by: entry.recorder,
                at: entry.recorded_at,
                count: 1,
            });
        }
        Ok(NewsList { seq, news, more })
    })
}
