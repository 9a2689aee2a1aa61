//! 电话和地址: shown whole to whoever needs them for the work, to others with the middle left out (个人信息保护法 6, 51). Whoever
//! is shown them all the same leaves a line in the journal.

use std::collections::BTreeSet;

use domain::{Fact, Refusal, permission, person::Person};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Call;

/// Which ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reveal {
    /// Ticket.
    #[ts(type = "number")]
    pub ticket: i64,
}

/// What was left out.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Revealed {
    /// The phone.
    pub phone: String,
    /// The address.
    pub address: String,
}

/// Shows phone and address of a ticket; the journal keeps who asked.
///
/// # Errors
/// `not_found`.
pub fn reveal(call: &Call, ask: Reveal) -> Result<Revealed, Refusal> {
    let open = noted(call, ask.ticket)?;
    Ok(Revealed {
        phone: open.phone,
        address: open.address,
    })
}

/// Writes down that somebody saw.
pub(crate) fn noted(call: &Call, ticket: i64) -> Result<domain::ticket::Open, Refusal> {
    let stamp = call.stamp()?;
    call.write(|tx| {
        let ticket = tx.ticket(ticket)?;
        let fact = Fact::Revealed {
            ticket: ticket.id,
            number: ticket.number,
        };
        tx.append("reveal", None, vec![fact], &stamp)?;
        Ok(ticket.open)
    })
}

/// The same of several tickets, all of them or none.
pub(crate) fn noted_all(call: &Call, tickets: &[domain::Ticket]) -> Result<(), Refusal> {
    let stamp = call.stamp()?;
    call.write(|tx| {
        for ticket in tickets {
            let fact = Fact::Revealed {
                ticket: ticket.id,
                number: ticket.number.clone(),
            };
            tx.append("reveal", None, vec![fact], &stamp)?;
        }
        Ok(())
    })
}

/// Whether somebody is shown less.
pub(crate) fn masked(person: Option<&Person>) -> bool {
    person.is_some_and(|person| !person.roles.iter().any(|role| permission::sees_personal(*role)))
}

/// Leaves the middle of phones and addresses out of a reply, also where they stand inside another text.
pub(crate) fn reply(mut value: Value) -> Value {
    let mut found = BTreeSet::new();
    collect(&value, &mut found);
    let mut found: Vec<String> = found
        .into_iter()
        .filter(|text| text.chars().count() > 3)
        .collect();
    // The longest first: an address may stand inside another one.
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    if !found.is_empty() {
        replace(&mut value, &found);
    }
    value
}

/// Where something happened to everybody there, not where somebody lives.
fn public(object: &serde_json::Map<String, Value>) -> bool {
    let kind = object
        .get("asked")
        .and_then(|asked| asked.get("kind"))
        .or_else(|| object.get("service"));
    matches!(
        kind.and_then(Value::as_str),
        Some("community" | "emergency_water")
    )
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let labelled = object.get("label").and_then(Value::as_str);
            if let (Some("地址" | "联系电话"), Some(Value::String(text))) = (labelled, object.get("value"))
            {
                found.insert(text.clone());
            }
            for (key, inner) in object {
                match (key.as_str(), inner) {
                    ("phone", Value::String(text)) => {
                        found.insert(text.clone());
                    }
                    ("address", Value::String(text)) if !public(object) => {
                        found.insert(text.clone());
                    }
                    ("phones", Value::Array(all)) => {
                        found.extend(all.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => collect(inner, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| collect(inner, found)),
        _ => {}
    }
}

fn replace(value: &mut Value, found: &[String]) {
    match value {
        Value::Object(object) => object.values_mut().for_each(|inner| replace(inner, found)),
        Value::Array(all) => all.iter_mut().for_each(|inner| replace(inner, found)),
        Value::String(text) => {
            for whole in found {
                if text.contains(whole.as_str()) {
                    *text = text.replace(whole.as_str(), &part(whole));
                }
            }
        }
        _ => {}
    }
}

/// The same of a row that goes to paper; where an outage is is nobody's home.
pub(crate) fn row(row: &mut domain::TicketRow) {
    use domain::service::ServiceKind::{Community, EmergencyWater};
    row.phone = part(&row.phone);
    if !matches!(row.service, Community | EmergencyWater) {
        row.address = part(&row.address);
    }
}

/// A phone keeps its first three and last two digits, an address its first four characters.
pub(crate) fn part(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let letters: Vec<char> = text.chars().collect();
    let phone = letters.iter().all(|c| c.is_ascii_digit() || "+-() ".contains(*c));
    let (before, after) = if phone { (3, 2) } else { (4, 0) };
    let begin: String = letters.iter().take(before).collect();
    let end: String = letters.iter().skip(letters.len().saturating_sub(after)).collect();
    format!("{begin}****{end}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_middle_is_left_out_wherever_it_stands() {
        let shown = reply(json!({
            "ticket": { "open": { "phone": "13800001234", "address": "演示花园 3 号楼 501 室", "asked": { "kind": "repair" } } },
            "facts": [{ "label": "地址", "value": "演示花园 3 号楼 501 室" }],
            "record": [{ "label": "联系电话", "value": "0533-7654321" }],
            "customer": { "phones": ["05331234567"], "name": "演示用户" },
            "entries": ["已致电 13800001234，上门 演示花园 3 号楼 501 室"],
        }));
        let text = shown.to_string();
        assert!(!text.contains("13800001234") && !text.contains("501") && !text.contains("05331234567"));
        assert_eq!(shown["record"][0]["value"], "053****21");
        assert_eq!(shown["ticket"]["open"]["phone"], "138****34");
        assert_eq!(shown["facts"][0]["value"], "演示花园****");
        assert_eq!(shown["entries"][0], "已致电 138****34，上门 演示花园****");
        assert_eq!(shown["customer"]["name"], "演示用户");
    }

    #[test]
    fn an_outage_is_nobodys_home() {
        let row = json!({ "service": "emergency_water", "address": "演示路与花园街交叉口", "phone": "" });
        assert_eq!(reply(row.clone()), row);
    }
}
