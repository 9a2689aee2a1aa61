//! 电话和地址: shown whole to whoever needs them for the work, to others with the middle left out (个人信息保护法 6, 51). Whoever
//! is shown them all the same leaves a line in the journal.
//!
//! Files are made of what a viewer was shown (`domain::personal`). Replies are looked through here, after the handler, with all that
//! was read meanwhile in mind: no handler can forget it.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Code, Fact, Refusal, Ticket,
    normal_form::phone,
    person::Person,
    personal::{MaskingContext, Viewer, is_home, mask_address, mask_phone},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Call;

/// Commands whose replies hold nothing of a household that the caller did not ask for by name or type: what the program says of
/// itself, and what the office keeps and changes as it stands (a hotline, templates, drafts).
pub(crate) const OWN: &[&str] = &[
    "ticket_reveal",
    "kept_get",
    "desk_state",
    "person_first",
    "person_sign_in",
    "person_unlock",
    "person_lock",
    "person_sign_out",
    "settings_get",
    "settings_change",
    "calendar_get",
    "calendar_change",
    "standard_get",
    "standard_change",
    "template_get",
    "template_change",
];

#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketReveal {
    #[ts(type = "number")]
    pub ticket: i64,
}

/// What was left out.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct RevealedContact {
    pub phone: String,
    pub address: String,
}

/// Shows phone and address of a ticket; the journal keeps who asked.
///
/// # Errors
/// `not_found`.
pub fn reveal_ticket(call: &Call, ask: TicketReveal) -> Result<RevealedContact, Refusal> {
    let ticket = call.read_tx(|tx| tx.read_ticket(ask.ticket))?;
    log_reveals(call, &[&ticket])?;
    Ok(RevealedContact {
        phone: ticket.open.phone,
        address: ticket.open.address,
    })
}

/// That somebody may be given something whole. It is made here alone: by a line of the journal, or because the person works with it.
pub(crate) struct RevealPermit(());

/// Shows tickets whole. Whoever sees less otherwise leaves a line of each, all of them or none.
pub(crate) fn permit_reveal(call: &Call, tickets: &[&Ticket]) -> Result<RevealPermit, Refusal> {
    if call.viewer == Viewer::Masked {
        log_reveals(call, tickets)?;
    }
    Ok(RevealPermit(()))
}

/// Shows the small pictures of a ticket: one line while somebody is signed in, however many there are and however often.
pub(crate) fn permit_thumbnail(call: &Call, ticket: &Ticket) -> Result<RevealPermit, Refusal> {
    let known = call
        .desk
        .session_guard()
        .as_ref()
        .is_some_and(|session| session.pictured.contains(&ticket.id));
    if known {
        return Ok(RevealPermit(()));
    }
    let seen = permit_reveal(call, &[ticket])?;
    if let Some(session) = call.desk.session_guard().as_mut() {
        session.pictured.insert(ticket.id);
    }
    Ok(seen)
}

/// Shows what belongs to no ticket to whoever works with phones and addresses, and to nobody else.
pub(crate) fn permit_unmasked_viewer(call: &Call) -> Result<RevealPermit, Refusal> {
    match call.viewer {
        Viewer::Whole => Ok(RevealPermit(())),
        Viewer::Masked => Err(Refusal::new(Code::NotPermitted)),
    }
}

/// Writes down that somebody saw.
fn log_reveals(call: &Call, tickets: &[&Ticket]) -> Result<(), Refusal> {
    let stamp = call.caller_stamp()?;
    call.write_tx(|tx| {
        for ticket in tickets {
            let fact = Fact::Revealed {
                ticket: ticket.id,
                number: ticket.number.clone(),
            };
            tx.append_facts("reveal", None, vec![fact], &stamp)?;
        }
        Ok(())
    })
}

/// How somebody looks; whoever is not signed in sees nothing.
pub(crate) fn viewer_for_person(person: Option<&Person>) -> Viewer {
    person.map_or(Viewer::Masked, |person| Viewer::from_roles(&person.roles))
}

/// So many addresses of a reply are looked for in every spelling in all of its texts. A list of more is looked through letter by letter:
/// the texts of a row are about its own address, which is looked for in every spelling anyway.
const FEW: usize = 16;

/// Leaves the middle of phones and addresses out of a reply, also where they stand inside another text. `about`: whom it is about,
/// as far as that does not stand in it.
pub(crate) fn mask_reply(mut value: Value, about: &MaskingContext) -> Value {
    let mut found = CollectedContacts::default();
    collect_contacts(&value, &mut found);
    let mut known = about.clone();
    let many = found.addresses.len() > FEW;
    if !many {
        found
            .addresses
            .iter()
            .for_each(|address| known.add_address(address));
    }
    if found.phones.len() <= FEW {
        found.phones.iter().for_each(|phone| known.add_phone(phone));
    }
    let exact = ExactTexts::from_texts(
        found
            .short_phones
            .iter()
            .chain(found.addresses.iter().filter(|_| many)),
    );
    // Another row's whole address first: of it the own row's door would be left out alone.
    exact.leave_out_of(&mut value);
    known.mask_json(&mut value);
    value
}

/// A number no text is looked through for by itself: that of a government's hotline.
fn is_short_phone(text: &str) -> bool {
    let digits = phone::normalise_phone(text);
    digits.len() < 7 && !digits.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c))
}

/// Addresses and phones of a reply; some phones are too short to be known as such in a text.
#[derive(Default)]
struct CollectedContacts {
    addresses: BTreeSet<String>,
    phones: BTreeSet<String>,
    short_phones: BTreeSet<String>,
}

impl CollectedContacts {
    fn add_phone(&mut self, text: &str) {
        let of = if is_short_phone(text) {
            &mut self.short_phones
        } else {
            &mut self.phones
        };
        of.insert(text.to_owned());
    }
}

fn collect_contacts(value: &Value, found: &mut CollectedContacts) {
    match value {
        Value::Object(object) => {
            let labelled = object.get("label").and_then(Value::as_str);
            if let (Some("地址"), Some(Value::String(text))) = (labelled, object.get("value")) {
                found.addresses.insert(text.clone());
            }
            if let (Some("联系电话"), Some(Value::String(text))) = (labelled, object.get("value")) {
                found.add_phone(text);
            }
            for (key, inner) in object {
                match (key.as_str(), inner) {
                    ("phone", Value::String(text)) => found.add_phone(text),
                    ("phones", Value::Array(all)) => {
                        all.iter()
                            .filter_map(Value::as_str)
                            .for_each(|phone| found.add_phone(phone));
                    }
                    ("address", Value::String(text)) if is_home(object) => {
                        found.addresses.insert(text.clone());
                    }
                    _ => collect_contacts(inner, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| collect_contacts(inner, found)),
        _ => {}
    }
}

/// Texts that are left out wherever they stand, by their first letters.
struct ExactTexts(HashMap<String, Vec<String>>);

/// So many letters a text has at least.
const LETTERS: usize = 4;

impl ExactTexts {
    fn from_texts<'a>(texts: impl Iterator<Item = &'a String>) -> Self {
        let mut by_begin: HashMap<String, Vec<String>> = HashMap::new();
        for text in texts {
            let begin: String = text.chars().take(LETTERS).collect();
            if begin.chars().count() == LETTERS {
                by_begin.entry(begin).or_default().push(text.clone());
            }
        }
        // The longest first: an address may stand inside another one.
        for texts in by_begin.values_mut() {
            texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        }
        Self(by_begin)
    }

    fn leave_out_of(&self, value: &mut Value) {
        match value {
            _ if self.0.is_empty() => {}
            Value::Object(object) => {
                let label = object.get("label").and_then(Value::as_str);
                let own = label.is_some_and(|label| ["地址", "联系电话"].contains(&label));
                for (key, inner) in object.iter_mut() {
                    // The fields themselves are shortened afterwards: by them is known what a row's own address is.
                    let field = ["address", "phone", "phones"].contains(&key.as_str());
                    if !(field || own && key == "value") {
                        self.leave_out_of(inner);
                    }
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|inner| self.leave_out_of(inner)),
            Value::String(text) => self.leave_out(text),
            _ => {}
        }
    }

    fn leave_out(&self, text: &mut String) {
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let (mut out, mut at) = (String::new(), 0);
        for four in letters.windows(LETTERS) {
            let Some((from, _)) = four.first().filter(|(from, _)| *from >= at) else {
                continue;
            };
            let begin: String = four.iter().map(|(_, c)| c).collect();
            let rest = text.get(*from..).unwrap_or_default();
            let whole = self
                .0
                .get(&begin)
                .and_then(|texts| texts.iter().find(|whole| rest.starts_with(whole.as_str())));
            if let Some(whole) = whole {
                out.push_str(text.get(at..*from).unwrap_or_default());
                out.push_str(&if is_short_phone(whole) {
                    mask_phone(whole)
                } else {
                    mask_address(whole)
                });
                at = from + whole.len();
            }
        }
        if at > 0 {
            out.push_str(text.get(at..).unwrap_or_default());
            *text = out;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_middle_is_left_out_wherever_it_stands() {
        let value = json!({
            "ticket": { "open": { "phone": "13800001234", "address": "演示花园 3 号楼 501 室", "asked": { "kind": "repair" } } },
            "facts": [{ "label": "地址", "value": "演示花园 3 号楼 501 室" }],
            "record": [{ "label": "联系电话", "value": "0533-7654321" }],
            "customer": { "phones": ["05331234567"], "name": "演示用户" },
            "entries": ["已致电 13800001234，上门 演示花园 3 号楼 501 室", "演示花园3幢501，邻居 1 3 9 0 0 0 0 1 2 3 4"],
        });
        let shown = mask_reply(value, &MaskingContext::default());
        let text = shown.to_string();
        assert!(!text.contains("13800001234") && !text.contains("501") && !text.contains("05331234567"));
        assert_eq!(shown["record"][0]["value"], "053****21");
        assert_eq!(shown["ticket"]["open"]["phone"], "138****34");
        assert_eq!(shown["facts"][0]["value"], "演示花园****");
        assert_eq!(shown["entries"][0], "已致电 138****34，上门 演示花园****");
        assert_eq!(shown["entries"][1], "演示花园****，邻居 139****34");
        assert_eq!(shown["customer"]["name"], "演示用户");
    }

    #[test]
    fn what_was_read_is_left_out_though_it_does_not_stand_there() {
        let mut about = MaskingContext::default();
        about.add_address("演示花园 3 号楼 501 室");
        let shown = mask_reply(
            json!({ "news": [{ "summary": "演示花园3号楼501室漏水" }] }),
            &about,
        );
        assert_eq!(shown["news"][0]["summary"], "演示花园****漏水");
    }

    #[test]
    fn one_row_of_a_long_list_tells_nothing_of_another() {
        let row = |place: usize| json!({ "address": format!("演示花园 {place} 号楼 501 室"), "summary": "", "phone": "12345" });
        let mut rows: Vec<Value> = (1..=40).map(row).collect();
        rows[0]["summary"] = json!("与演示花园 40 号楼 501 室同，打 12345，演示花园1号楼501也是");
        let shown = mask_reply(Value::Array(rows), &MaskingContext::default());
        assert_eq!(shown[0]["summary"], "与演示花园****同，打 ****，演示花园****也是");
    }

    #[test]
    fn an_outage_is_nobodys_home() {
        let row = json!({ "service": "emergency_water", "address": "演示路与花园街交叉口", "phone": "" });
        assert_eq!(mask_reply(row.clone(), &MaskingContext::default()), row);
    }
}
