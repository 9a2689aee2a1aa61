//! 时间戳: asking a time-stamp authority (RFC 3161) when a signature was there. Only its hash leaves the computer, and only if
//! the company has set an address; without an answer the desk goes on without a stamp.

use std::time::Duration;

use domain::{Code, Moment, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Call, key};

/// How long an authority may take. Somebody waits for the file.
const PATIENCE: Duration = Duration::from_secs(6);

/// The largest answer, in bytes.
const LARGEST: u64 = 64 * 1024;

/// An address to try.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimestampTry {
    /// The address.
    pub url: String,
}

/// What the authority answered.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct TimestampSaid {
    /// Its name, as its certificate says.
    pub by: String,
    /// The time it gave.
    pub at: Moment,
}

/// Asks an authority for a stamp of nothing in particular.
///
/// # Errors
/// `bad_url`, `no_stamp` (nobody answers), `bad_stamp`, each at `url`.
pub fn try_it(_: &Call, ask: TimestampTry) -> Result<TimestampSaid, Refusal> {
    domain::settings::check_url("url", &ask.url)?;
    let trial: [u8; 32] = key::random();
    let token = stamp(&ask.url, &trial).map_err(|refusal| refusal.on("url"))?;
    let bad = || Refusal::at(Code::BadStamp, "url");
    let said = seal::timestamp::stamp(&token, &trial).ok_or_else(bad)?;
    Ok(TimestampSaid {
        by: said.by,
        at: said.at,
    })
}

/// The stamp of a signature, as it goes into a file.
///
/// # Errors
/// `no_stamp`, `bad_stamp`.
pub(crate) fn stamp(url: &str, signature: &[u8]) -> Result<Vec<u8>, Refusal> {
    let nonce = key::random();
    let query = seal::timestamp::request(signature, nonce)?;
    let answer =
        asked(url, &query).map_err(|error| Refusal::new(Code::NoStamp).with("detail", error.to_string()))?;
    seal::timestamp::answer(&answer, signature, nonce)
}

fn asked(url: &str, query: &[u8]) -> Result<Vec<u8>, ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .build()
        .into();
    let mut answer = agent
        .post(url)
        .content_type("application/timestamp-query")
        .send(query)?;
    answer.body_mut().with_config().limit(LARGEST).read_to_vec()
}
