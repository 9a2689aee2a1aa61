//! 共享视图: lists of tickets that somebody named for everybody. No facts: nothing is decided or counted by them.

use std::borrow::Cow;

use domain::{
    Code, Moment, Refusal, check, hash,
    list::ListColumn,
    person::Role,
    personal::{Known, Viewer},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, kept,
    wire::{Changed, Nothing},
};

/// Under which name they are kept.
const VIEWS: &str = "views";
/// How many there may be (ours): they stand side by side on a screen.
const MOST: usize = 30;
/// How long the filters may be, in bytes.
const FILTERS: usize = 2_000;

/// A view as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Shared {
    name: String,
    address: String,
    columns: Vec<ListColumn>,
    by: i64,
    by_name: String,
    at: Moment,
}

/// A view everybody sees.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SharedView {
    /// Its name.
    pub name: String,
    /// Its filters, as the address of the screen has them.
    pub address: String,
    /// Its columns; those of who looks if empty.
    pub columns: Vec<ListColumn>,
    /// Who shared it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Whether who looks may take it away.
    pub own: bool,
}

/// All of them.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SharedViews {
    /// In the order they were shared.
    pub views: Vec<SharedView>,
}

/// Shares a view, or another content under the name of one's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewShare {
    /// Its name.
    pub name: String,
    /// Its filters, as the address of the screen has them.
    pub address: String,
    /// Its columns; those of who looks if empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<ListColumn>>")]
    pub columns: Vec<ListColumn>,
}

/// Takes a view away.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewUnshare {
    /// Its name.
    pub name: String,
}

/// Whether the caller may change it: whoever shared it, and who runs the desk.
fn own(call: &Call, view: &Shared) -> bool {
    call.who.as_ref().is_some_and(|person| {
        person.id == view.by
            || [Role::Manager, Role::Admin]
                .iter()
                .any(|role| person.roles.contains(role))
    })
}

fn shown(call: &Call, views: Vec<Shared>) -> SharedViews {
    let view = |view: Shared| SharedView {
        own: own(call, &view),
        name: view.name,
        address: match call.viewer {
            Viewer::Whole => view.address,
            Viewer::Masked => without_personal(&view.address),
        },
        columns: view.columns,
        by: view.by_name,
        at: view.at,
    };
    SharedViews {
        views: views.into_iter().map(view).collect(),
    }
}

/// The filters of a list without what is personal in the words that are looked for. In an address of a screen they are written in
/// percents, where nothing else would see them.
fn without_personal(address: &str) -> String {
    let (path, filters) = address
        .split_once('?')
        .map_or(("", address), |(path, filters)| (path, filters));
    let filter = |filter: &str| {
        let (key, value) = filter.split_once('=').unwrap_or((filter, ""));
        let words = decoded(value)?;
        let shown = Known::default();
        match shown.free(&words) {
            Cow::Borrowed(_) => Some(filter.to_owned()),
            Cow::Owned(short) => Some(format!("{key}={}", encoded(&short))),
        }
    };
    // What cannot be read cannot be looked through.
    let filters: Vec<String> = filters.split('&').filter_map(filter).collect();
    let filters = filters.join("&");
    if address.contains('?') {
        format!("{path}?{filters}")
    } else {
        filters
    }
}

fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                *hash::unhex(&pair.map(|c| c.to_ascii_lowercase()))?.first()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn encoded(words: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    words.bytes().map(one).collect()
}

fn changed(call: &Call, views: Vec<Shared>) -> Changed<SharedViews> {
    Changed {
        value: shown(call, views),
        changed: vec!["view".to_owned()],
    }
}

/// The views everybody sees.
///
/// # Errors
/// Those of reading the file.
pub fn list(call: &Call, _: Nothing) -> Result<SharedViews, Refusal> {
    Ok(shown(call, call.read(|tx| kept::program(tx, VIEWS))?))
}

/// Shares a view.
///
/// # Errors
/// `required`, `too_long`, `bad_text` at `name`, `address`; `out_of_range` at `name` where there are 30 already;
/// `name_taken` at `name` if somebody else shared one of this name.
pub fn share(call: &Call, ask: ViewShare) -> Result<Changed<SharedViews>, Refusal> {
    check::text("name", &ask.name, check::NAME)?;
    check::optional("address", &ask.address, FILTERS)?;
    let person = call.person()?;
    let view = Shared {
        name: ask.name.trim().to_owned(),
        address: ask.address,
        columns: ask.columns,
        by: person.id,
        by_name: person.name.clone(),
        at: call.now,
    };
    let views = call.write(|tx| {
        let mut views: Vec<Shared> = kept::program(tx, VIEWS)?;
        let full = views.len() >= MOST;
        match views.iter_mut().find(|known| known.name == view.name) {
            Some(known) if own(call, known) => *known = view,
            Some(_) => return Err(Refusal::at(Code::NameTaken, "name")),
            None if full => {
                return Err(Refusal::at(Code::OutOfRange, "name")
                    .with("least", 0)
                    .with("most", MOST)
                    .with("what", "view"));
            }
            None => views.push(view),
        }
        kept::keep_program(tx, VIEWS, &views, call.now)?;
        Ok(views)
    })?;
    Ok(changed(call, views))
}

/// Takes a view away.
///
/// # Errors
/// `not_found` at `name`; `not_permitted` if it is another's.
pub fn unshare(call: &Call, ask: ViewUnshare) -> Result<Changed<SharedViews>, Refusal> {
    let views = call.write(|tx| {
        let mut views: Vec<Shared> = kept::program(tx, VIEWS)?;
        let place = views.iter().position(|view| view.name == ask.name);
        let place = place.ok_or_else(|| Refusal::at(Code::NotFound, "name").with("what", "view"))?;
        if !views.get(place).is_some_and(|view| own(call, view)) {
            return Err(Refusal::new(Code::NotPermitted).with("command", "view_unshare"));
        }
        views.remove(place);
        kept::keep_program(tx, VIEWS, &views, call.now)?;
        Ok(views)
    })?;
    Ok(changed(call, views))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_view_are_looked_through() {
        for (address, shown) in [
            (
                "/tickets?stages=closed&only_open=true",
                "/tickets?stages=closed&only_open=true",
            ),
            ("?text=%E6%BC%8F%E6%B0%B4", "?text=%E6%BC%8F%E6%B0%B4"),
            ("?text=13987654321&area=urban", "?text=139****21&area=urban"),
            ("?text=139%208765+4321", "?text=139****21"),
            ("?text=3%E5%8D%95%E5%85%83902&overdue", "?text=****&overdue"),
            ("?from=1763913600000&text=%FF", "?from=1763913600000"),
            ("stages=closed&text=13987654321", "stages=closed&text=139****21"),
            ("", ""),
        ] {
            assert_eq!(without_personal(address), shown, "{address}");
        }
    }
}
