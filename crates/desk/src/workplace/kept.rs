//! What a person's screens keep for them: drafts, columns, views. It is no fact, stands in no journal and comes with the person
//! to whatever computer opens this folder.

use std::collections::BTreeMap;

use domain::{Code, Moment, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::Tx;
use ts_rs::TS;

use crate::{Call, wire::Nothing};

/// How long a name may be, in bytes.
const NAME: usize = 64;
/// How long a value may be, in bytes of JSON: a draft with everything typed has a few thousand.
const VALUE: usize = 64 * 1024;
/// How many a person may have.
const MOST: usize = 200;
/// Drafts are kept this many days: they hold what a customer said, and nobody goes on with an older one.
const DRAFT_DAYS: i64 = 30;
/// How the names of drafts begin.
const DRAFT: &str = "draft.";

/// Nobody's: what the program keeps for itself and for everybody stands beside what screens keep for people.
pub(crate) const PROGRAM: i64 = 0;

/// What the program keeps under a name.
pub(crate) fn read_program_data<T: DeserializeOwned + Default>(tx: &Tx, name: &str) -> Result<T, Refusal> {
    let all = tx.read_user_data(PROGRAM)?;
    let text = all.into_iter().find(|(is, _)| is == name);
    // What cannot be read is as good as nothing.
    Ok(text
        .and_then(|(_, text)| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Keeps it.
pub(crate) fn write_program_data<T: Serialize>(
    tx: &Tx,
    name: &str,
    value: &T,
    now: Moment,
) -> Result<(), Refusal> {
    let text = serde_json::to_string(value).unwrap_or_default();
    tx.put_user_data(PROGRAM, name, Some(&text), now)
}

/// Drafts from before this are let go of.
fn draft_cutoff(now: Moment) -> Moment {
    now.plus_minutes(-DRAFT_DAYS * 24 * 60)
}

/// Lets go of everybody's old drafts; whether there were any.
pub(crate) fn delete_old_drafts(tx: &Tx, now: Moment) -> Result<bool, Refusal> {
    let old = tx.has_older_user_data(DRAFT, draft_cutoff(now))?;
    if old {
        tx.delete_older_user_data(DRAFT, draft_cutoff(now))?;
    }
    Ok(old)
}

/// Whether there are old drafts.
pub(crate) fn has_old_drafts(tx: &Tx, now: Moment) -> Result<bool, Refusal> {
    tx.has_older_user_data(DRAFT, draft_cutoff(now))
}

/// What is kept for who is signed in.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct UserData {
    /// By name.
    #[ts(type = "Record<string, unknown>")]
    pub values: BTreeMap<String, Value>,
}

/// Keeps something.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserDataPut {
    /// Its name: letters, digits, dots, strokes; at most 64. Those of drafts begin with `draft.` and go after 30 days.
    pub name: String,
    /// The value, at most 64 KB as JSON; nothing more is kept under the name if it is null.
    #[ts(type = "unknown")]
    pub value: Value,
}

/// What is kept for who is signed in.
///
/// # Errors
/// Those of reading the file.
pub fn get_user_data(call: &Call, _: Nothing) -> Result<UserData, Refusal> {
    let person = call.signed_in_person()?.id;
    let rows = call.read_tx(|tx| tx.read_user_data(person))?;
    // A value that cannot be read is as good as none.
    let read = |(name, text): (String, String)| Some((name, serde_json::from_str(&text).ok()?));
    Ok(UserData {
        values: rows.into_iter().filter_map(read).collect(),
    })
}

/// Keeps something for who is signed in.
///
/// # Errors
/// `bad_request` at `name`; `too_long` at `value`; `out_of_range` at `name` where there are too many.
pub fn put_user_data(call: &Call, ask: UserDataPut) -> Result<Nothing, Refusal> {
    let person = call.signed_in_person()?.id;
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if ask.name.is_empty() || ask.name.len() > NAME || !ask.name.chars().all(good) {
        return Err(Refusal::at_field(Code::BadRequest, "name"));
    }
    let text = (!ask.value.is_null()).then(|| ask.value.to_string());
    if text.as_ref().is_some_and(|text| text.len() > VALUE) {
        return Err(Refusal::at_field(Code::TooLong, "value")
            .with_arg("most", VALUE)
            .with_arg("is", text.map_or(0, |text| text.len())));
    }
    call.write_tx(|tx| {
        let kept = tx.read_user_data(person)?;
        if text.is_some() && kept.len() >= MOST && !kept.iter().any(|(name, _)| *name == ask.name) {
            return Err(Refusal::at_field(Code::OutOfRange, "name")
                .with_arg("least", 0)
                .with_arg("most", MOST));
        }
        tx.delete_older_user_data(DRAFT, draft_cutoff(call.now))?;
        tx.put_user_data(person, &ask.name, text.as_deref(), call.now)
    })?;
    Ok(Nothing {})
}
