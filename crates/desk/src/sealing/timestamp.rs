//! 时间戳: asking a time-stamp authority (RFC 3161) when a signature was there. Only its hash leaves the computer, and only if
//! the company has set an address; without an answer the desk goes on without a stamp.

use std::time::Duration;

use domain::{Code, Moment, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Call, authority, key, wire};

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
pub struct TimestampAnswer {
    /// Its name, as its certificate says.
    pub by: String,
    /// The time it gave.
    pub at: Moment,
    /// Whether it is registered: of others no stamp is taken.
    pub known: bool,
    /// Who gave its certificate.
    pub issuer: String,
    /// SHA-256 of its certificate, to compare with what the authority publishes.
    pub sha256: String,
    /// The certificate (DER, base64), to be registered.
    pub certificate: String,
}

/// Asks an authority for a stamp of nothing in particular.
///
/// # Errors
/// `bad_url`, `no_stamp` (nobody answers), `bad_stamp`, each at `url`.
pub fn try_timestamp(call: &Call, ask: TimestampTry) -> Result<TimestampAnswer, Refusal> {
    domain::settings::check_url("url", &ask.url)?;
    let trial: [u8; 32] = key::random_bytes();
    let token = request_stamp(&ask.url, &trial).map_err(|refusal| refusal.with_field("url"))?;
    let bad = || Refusal::at_field(Code::BadStamp, "url");
    let said = seal::timestamp::verify_timestamp(&token, &trial).ok_or_else(bad)?;
    let certificate = seal::read_certificate_info(&said.certificate).ok_or_else(bad)?;
    Ok(TimestampAnswer {
        known: call.read_tx(|tx| authority::is_by_trusted_authority(tx, &said))?,
        by: said.by,
        at: said.at,
        issuer: certificate.issuer,
        sha256: certificate.sha256,
        certificate: wire::encode_base64(&said.certificate),
    })
}

/// The stamp of a signature of what was signed then, as it goes into a file; only one that the desk itself believes.
///
/// # Errors
/// `no_stamp`, `bad_stamp`, `bad_authority`; those of reading the journal.
pub(crate) fn request_trusted_stamp(
    call: &Call,
    url: &str,
    signature: &[u8],
    signed_at: Moment,
) -> Result<Vec<u8>, Refusal> {
    let token = request_stamp(url, signature)?;
    let bad = |why: &str| Refusal::new(Code::BadStamp).with_arg("detail", why);
    let said = seal::timestamp::verify_timestamp(&token, signature).ok_or_else(|| bad("does not hold"))?;
    if authority::is_early(&said, signed_at) {
        return Err(bad("earlier than what was signed"));
    }
    if !call.read_tx(|tx| authority::is_by_trusted_authority(tx, &said))? {
        return Err(Refusal::new(Code::BadAuthority));
    }
    Ok(token)
}

/// The stamp of a signature.
///
/// # Errors
/// `no_stamp`, `bad_stamp`.
fn request_stamp(url: &str, signature: &[u8]) -> Result<Vec<u8>, Refusal> {
    let nonce = key::random_bytes();
    let query = seal::timestamp::build_timestamp_request(signature, nonce)?;
    let answer = post_stamp_query(url, &query)
        .map_err(|error| Refusal::new(Code::NoStamp).with_arg("detail", error.to_string()))?;
    seal::timestamp::extract_timestamp_token(&answer, signature, nonce)
}

fn post_stamp_query(url: &str, query: &[u8]) -> Result<Vec<u8>, ureq::Error> {
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
