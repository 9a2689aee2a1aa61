//! 共享视图: lists of tickets that somebody named for everybody. No facts: nothing is decided or counted by them.

use std::borrow::Cow;

use domain::{
    Code, Moment, Refusal, check, hash,
    list::TicketColumn,
    normal_form::address,
    person::Role,
    personal::{MaskingContext, Viewer},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Call, kept,
    wire::{ChangeReply, Nothing},
};

/// Under which name they are kept.
pub(crate) const VIEWS: &str = "views";
/// How many there may be (ours): they stand side by side on a screen.
const MOST: usize = 30;
/// How long the filters may be, in bytes.
const FILTERS: usize = 2_000;

/// A view as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct StoredView {
    name: String,
    address: String,
    columns: Vec<TicketColumn>,
    by: i64,
    by_name: String,
    at: Moment,
}

/// A view everybody sees.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SharedView {
    pub name: String,
    /// Its filters, as the address of the screen has them.
    pub address: String,
    /// Its columns; those of who looks if empty.
    pub columns: Vec<TicketColumn>,
    /// Who shared it.
    pub by: String,
    pub at: Moment,
    /// Whether who looks may take it away.
    pub own: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct SharedViews {
    /// In the order they were shared.
    pub views: Vec<SharedView>,
}

/// Shares a view, or another content under the name of one's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewShare {
    pub name: String,
    /// Its filters, as the address of the screen has them.
    pub address: String,
    /// Its columns; those of who looks if empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<TicketColumn>>")]
    pub columns: Vec<TicketColumn>,
}

/// Takes a view away.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewUnshare {
    pub name: String,
}

/// Whether the caller may change it: whoever shared it, and who runs the desk.
fn may_change_view(call: &Call, view: &StoredView) -> bool {
    call.who.as_ref().is_some_and(|person| {
        person.id == view.by
            || [Role::Manager, Role::Admin]
                .iter()
                .any(|role| person.roles.contains(role))
    })
}

fn select_visible_views(call: &Call, views: Vec<StoredView>) -> SharedViews {
    let view = |view: StoredView| SharedView {
        own: may_change_view(call, &view),
        name: view.name,
        address: view.address,
        columns: view.columns,
        by: view.by_name,
        at: view.at,
    };
    let typed_it = |view: &StoredView| call.who.as_ref().is_some_and(|person| person.id == view.by);
    // Part of a filter left out would be another list: whoever sees less is not shown such a view at all.
    let may_see =
        |view: &StoredView| call.viewer == Viewer::Whole || typed_it(view) || !may_name_customer(view);
    SharedViews {
        views: views.into_iter().filter(may_see).map(view).collect(),
    }
}

/// Filters that hold a word, a number or a time of the program's own.
const CLOSED: &[&str] = &[
    "service",
    "todo",
    "channel",
    "area",
    "fault",
    "acknowledged",
    "follow_up",
    "stage",
    "stages",
    "mark",
    "marks",
    "open",
    "only_open",
    "overdue",
    "unsigned",
    "received",
    "order",
    "week_hour",
    "from",
    "to",
    "due_from",
    "due_to",
    "ended_from",
    "ended_to",
    "customer",
];
/// Filters that hold a whole name.
const NAMES: &[&str] = &["crew", "community", "first_receiver"];

/// Whether a view may say who somebody is or where they live: words that are looked for may, and whatever is not known here.
fn may_name_customer(view: &StoredView) -> bool {
    let (path, filters) = match view.address.split_once('?') {
        Some(parts) => parts,
        None if view.address.starts_with('/') => (view.address.as_str(), ""),
        None => ("", view.address.as_str()),
    };
    let tells = |filter: &str| {
        let (key, value) = filter.split_once('=').unwrap_or((filter, ""));
        match decode_query_value(value) {
            Some(value) if CLOSED.contains(&key) => !value
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"_,".contains(&c)),
            Some(value) if NAMES.contains(&key) => has_phone_or_door(&value),
            Some(value) => !(value.is_empty() && key.bytes().all(|c| c.is_ascii_lowercase() || c == b'_')),
            // What cannot be read cannot be looked through.
            None => true,
        }
    };
    let known_path = path.bytes().all(|c| c.is_ascii_lowercase() || c == b'/');
    has_phone_or_door(&view.name) || !known_path || filters.split('&').any(tells)
}

/// Whether a phone or a door stands in a name.
fn has_phone_or_door(name: &str) -> bool {
    address::has_location_detail(name)
        || matches!(MaskingContext::default().mask_search_text(name), Cow::Owned(_))
}

fn decode_query_value(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                *hash::decode_hex(&pair.map(|c| c.to_ascii_lowercase()))?.first()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn reply_with_views(call: &Call, views: Vec<StoredView>) -> ChangeReply<SharedViews> {
    ChangeReply {
        value: select_visible_views(call, views),
        changed: vec!["view".to_owned()],
    }
}

/// The views everybody sees.
///
/// # Errors
/// Those of reading the file.
pub fn list_views(call: &Call, _: Nothing) -> Result<SharedViews, Refusal> {
    Ok(select_visible_views(
        call,
        call.read_tx(|tx| kept::read_program_data(tx, VIEWS))?,
    ))
}

/// Shares a view.
///
/// # Errors
/// `required`, `too_long`, `bad_text` at `name`, `address`; `out_of_range` at `columns`, at `name` where there are 30 already;
/// `name_taken` at `name` if somebody else shared one of this name.
pub fn share_view(call: &Call, ask: ViewShare) -> Result<ChangeReply<SharedViews>, Refusal> {
    check::check_text("name", &ask.name, check::NAME)?;
    check::check_optional_text("address", &ask.address, FILTERS)?;
    check::check_count("columns", ask.columns.len(), 0, TicketColumn::ALL.len())?;
    let person = call.signed_in_person()?;
    let view = StoredView {
        name: ask.name.trim().to_owned(),
        address: ask.address,
        columns: ask.columns,
        by: person.id,
        by_name: person.name.clone(),
        at: call.now,
    };
    let views = call.write_tx(|tx| {
        let mut views: Vec<StoredView> = kept::read_program_data(tx, VIEWS)?;
        let full = views.len() >= MOST;
        match views.iter_mut().find(|known| known.name == view.name) {
            Some(known) if may_change_view(call, known) => *known = view,
            Some(_) => return Err(Refusal::at_field(Code::NameTaken, "name")),
            None if full => {
                return Err(Refusal::at_field(Code::OutOfRange, "name")
                    .with_arg("least", 0)
                    .with_arg("most", MOST)
                    .with_arg("what", "view"));
            }
            None => views.push(view),
        }
        kept::write_program_data(tx, VIEWS, &views, call.now)?;
        Ok(views)
    })?;
    Ok(reply_with_views(call, views))
}

/// Takes a view away.
///
/// # Errors
/// `not_found` at `name`; `not_permitted` if it is another's.
pub fn unshare_view(call: &Call, ask: ViewUnshare) -> Result<ChangeReply<SharedViews>, Refusal> {
    let views = call.write_tx(|tx| {
        let mut views: Vec<StoredView> = kept::read_program_data(tx, VIEWS)?;
        let place = views.iter().position(|view| view.name == ask.name);
        let place =
            place.ok_or_else(|| Refusal::at_field(Code::NotFound, "name").with_arg("what", "view"))?;
        if !views.get(place).is_some_and(|view| may_change_view(call, view)) {
            return Err(Refusal::new(Code::NotPermitted).with_arg("command", "view_unshare"));
        }
        views.remove(place);
        kept::write_program_data(tx, VIEWS, &views, call.now)?;
        Ok(views)
    })?;
    Ok(reply_with_views(call, views))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_that_may_tell_of_somebody_is_known() {
        let tells = |name: &str, address: &str| {
            may_name_customer(&StoredView {
                name: name.to_owned(),
                address: address.to_owned(),
                columns: Vec::new(),
                by: 1,
                by_name: String::new(),
                at: Moment(0),
            })
        };
        for address in [
            "",
            "/tickets",
            "/tickets?stages=closed&only_open=true",
            "stage=closed&stage=open&received=week&text=",
            "?from=1763913600000&overdue=1",
            "?community=%E6%B8%85%E6%B3%89%E5%B0%8F%E5%8C%BA&crew=%E5%AE%A4%E5%86%85%E7%BB%B4%E4%BF%AE%E4%B8%80%E7%8F%AD",
        ] {
            assert!(!tells("本月城区抢修", address), "{address}");
        }
        for address in [
            "?text=13987654321&area=urban",
            "?text=139%208765+4321",
            "?text=%E6%BC%8F%E6%B0%B4",
            "?text=3%E5%8D%95%E5%85%83902&overdue",
            "?community=%E9%BE%99%E6%B3%89%E8%8A%B1%E5%9B%AD7-3-902",
            "?service=%E7%8E%8B%E4%BA%94",
            "?from=1763913600000&text=%FF",
            "/龙泉花园?open=1",
            "龙泉花园老王家",
            "?unknown=1",
        ] {
            assert!(tells("本月城区抢修", address), "{address}");
        }
        for name in [
            "龙泉花园7号楼902室张",
            "13987654321",
            "老王 7-3-902",
            "岭子镇宋家坊村 88 号院东户",
        ] {
            assert!(tells(name, "open=1"), "{name}");
        }
        for name in ["2026 年超时", "本月 3 次以上", "前 7 天"] {
            assert!(!tells(name, "open=1"), "{name}");
        }
    }
}
