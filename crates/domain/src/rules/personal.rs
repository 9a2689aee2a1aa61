//! What is personal, and who looks at it. A phone, an address or a free text leaves the program through a [`Viewer`]: whoever makes a
//! file is given values that one was shown, and cannot be given others.
//!
//! Phones keep three digits and two, addresses the letters before their first number, four at most. In free texts every run of digits
//! that reads like a phone goes, and the ticket's own address in every spelling; its own numbers are no phones.

use std::{borrow::Cow, ops::Deref};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    Code, Refusal, Ticket, TicketRow,
    customer::Household,
    normal_form::{
        address::{self, AddressPattern},
        phone,
    },
    permission,
    person::Role,
    service::ServiceKind,
    ticket::TicketIntake,
};

/// What stands for what is left out.
const LEFT_OUT: &str = "****";

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Whoever needs phones and addresses for the work, or has just left a line in the journal.
    Whole,
    /// Whoever does not.
    Masked,
}

impl Viewer {
    /// Who looks with these roles.
    #[must_use]
    pub fn from_roles(roles: &[Role]) -> Self {
        if roles.iter().any(|role| permission::can_see_personal(*role)) {
            Self::Whole
        } else {
            Self::Masked
        }
    }

    /// A value as this viewer may see it.
    ///
    /// # Errors
    /// `file_problem`, which no value causes that the program itself has read.
    pub fn show_value<T: Maskable>(self, value: T) -> Result<VisibleValue<T>, Refusal> {
        match self {
            Self::Whole => Ok(VisibleValue::from_whole(value)),
            Self::Masked => value.mask_personal().map(VisibleValue),
        }
    }
}

/// A value as somebody may see it: made by [`Viewer::show`], or by who says that it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisibleValue<T>(T);

impl<T> VisibleValue<T> {
    /// A value for whoever may see all of it.
    #[must_use]
    pub const fn from_whole(value: T) -> Self {
        Self(value)
    }

    /// The value, as it was shown.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Clone> VisibleValue<Vec<T>> {
    /// Some of them, which were shown too.
    #[must_use]
    pub fn filter_values(&self, wanted: impl Fn(&T) -> bool) -> Self {
        Self(self.0.iter().filter(|one| wanted(one)).cloned().collect())
    }
}

impl<T> Deref for VisibleValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What has something personal in it.
pub trait Maskable: Sized {
    /// The same without it.
    ///
    /// # Errors
    /// `file_problem`, which no value causes that the program itself has read.
    fn mask_personal(self) -> Result<Self, Refusal>;
}

impl<T: Maskable> Maskable for Vec<T> {
    fn mask_personal(self) -> Result<Self, Refusal> {
        self.into_iter().map(Maskable::mask_personal).collect()
    }
}

impl<A: Maskable, B: Maskable> Maskable for (A, B) {
    fn mask_personal(self) -> Result<Self, Refusal> {
        Ok((self.0.mask_personal()?, self.1.mask_personal()?))
    }
}

impl Maskable for TicketRow {
    fn mask_personal(mut self) -> Result<Self, Refusal> {
        let known = MaskingContext::from_row(&self);
        for text in [
            &mut self.summary,
            &mut self.extension_reason,
            &mut self.first_receiver,
            &mut self.name,
            &mut self.community,
        ] {
            known.mask_text_in_place(text);
        }
        if !self.service.is_public() {
            self.community = mask_room(&self.community).into_owned();
        }
        if known.is_phone_as_number(&self.account_number) {
            self.account_number = mask_phone(&self.account_number);
        }
        self.phone = mask_phone(&self.phone);
        if !self.service.is_public() {
            self.address = mask_address(&self.address);
        }
        Ok(self)
    }
}

impl Maskable for Ticket {
    fn mask_personal(self) -> Result<Self, Refusal> {
        let known = MaskingContext::from_ticket(&self);
        mask_through_json(&self, &known)
    }
}

/// A value whose texts are all looked through.
fn mask_through_json<T: Serialize + DeserializeOwned>(
    value: &T,
    known: &MaskingContext,
) -> Result<T, Refusal> {
    let problem =
        |error: serde_json::Error| Refusal::new(Code::FileProblem).with_arg("detail", error.to_string());
    let mut json = serde_json::to_value(value).map_err(problem)?;
    known.mask_json(&mut json);
    serde_json::from_value(json).map_err(problem)
}

/// A phone with its middle left out.
#[must_use]
pub fn mask_phone(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let digits: Vec<char> = phone::normalise_phone(text)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    // Of a short one the ends would be all of it.
    if digits.len() < 7 {
        return LEFT_OUT.to_owned();
    }
    let begin: String = digits.iter().take(3).collect();
    let end: String = digits.iter().skip(digits.len() - 2).collect();
    format!("{begin}{LEFT_OUT}{end}")
}

/// The name of a community without the room that somebody typed behind it.
fn mask_room(text: &str) -> Cow<'_, str> {
    match address::find_trailing_room(text) {
        Some(at) => {
            let name = text.get(..at).unwrap_or_default();
            Cow::Owned(format!("{}{LEFT_OUT}", name.trim_end_matches(LEFT_OUT)))
        }
        None => Cow::Borrowed(text),
    }
}

/// The beginning of an address.
#[must_use]
pub fn mask_address(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    format!("{}{LEFT_OUT}", address::take_visible_beginning(text))
}

/// What is known of those a text may be about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaskingContext {
    addresses: Vec<AddressPattern>,
    /// Phones, by their digits: they are found whatever stands between these.
    phones: Vec<String>,
    /// Numbers of a ticket or an account, by their digits: they are no phones.
    numbers: Vec<String>,
}

impl MaskingContext {
    /// Of a report.
    #[must_use]
    pub fn from_intake(number: &str, open: &TicketIntake) -> Self {
        let mut known = Self::default();
        if open.is_at_home() {
            known.add_address(&open.address);
        }
        known.add_phone(&open.phone);
        known.add_numbers(&[number, &open.account_number, &open.external_number]);
        known
    }

    #[must_use]
    pub fn from_ticket(ticket: &Ticket) -> Self {
        Self::from_intake(&ticket.number, &ticket.open)
    }

    #[must_use]
    pub fn from_household(household: &Household) -> Self {
        let mut known = Self::default();
        known.add_address(&household.address);
        household.phones.iter().for_each(|phone| known.add_phone(phone));
        known.add_numbers(&[&household.account_number, &household.meter_number]);
        known
    }

    #[must_use]
    pub fn from_row(row: &TicketRow) -> Self {
        let mut known = Self::default();
        if !row.service.is_public() {
            known.add_address(&row.address);
        }
        known.add_phone(&row.phone);
        known.add_numbers(&[&row.number, &row.account_number]);
        known
    }

    /// Somebody lives there.
    pub fn add_address(&mut self, text: &str) {
        let address = AddressPattern::from_text(text).filter(|address| !self.addresses.contains(address));
        self.addresses.extend(address);
    }

    /// Somebody is called so, with the area or without.
    pub fn add_phone(&mut self, text: &str) {
        let form = phone::normalise_phone(text);
        let own = form.split('-').next().unwrap_or_default();
        for way in phone::list_searchable_digits(own) {
            if way.len() >= 7 && !self.phones.contains(&way) {
                self.phones.push(way);
            }
        }
    }

    fn add_numbers(&mut self, texts: &[&str]) {
        for text in texts {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            if digits.len() >= 7 && !self.numbers.contains(&digits) {
                self.numbers.push(digits);
            }
        }
    }

    /// Whether digits are a phone, also where somebody typed them as the number of something else.
    fn is_phone(&self, digits: &str) -> bool {
        let mobile = digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
        mobile || self.phones.iter().any(|phone| phone == digits)
    }

    /// Whether somebody typed a phone as this number of an account, a meter or another system.
    #[must_use]
    pub fn is_phone_as_number(&self, text: &str) -> bool {
        self.is_phone(
            &phone::normalise_phone(text)
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>(),
        )
    }

    /// All that another one knows too.
    pub fn merge_context(&mut self, other: Self) {
        for address in other.addresses {
            if !self.addresses.contains(&address) {
                self.addresses.push(address);
            }
        }
        for phone in other.phones {
            if !self.phones.contains(&phone) {
                self.phones.push(phone);
            }
        }
        for number in other.numbers {
            if !self.numbers.contains(&number) {
                self.numbers.push(number);
            }
        }
    }

    /// A free text without what is personal in it.
    #[must_use]
    pub fn mask_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.replace_personal(text, mask_phone)
    }

    /// The words of a free text by which whoever sees less may find it: of a phone not even the digits that are shown.
    #[must_use]
    pub fn mask_search_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.replace_personal(text, |_| LEFT_OUT.to_owned())
    }

    /// The words of a community's name by which whoever sees less may find it: a room behind the name is none of them.
    #[must_use]
    pub fn mask_community_search_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.mask_search_text(text) {
            Cow::Borrowed(text) => mask_room(text),
            Cow::Owned(short) => Cow::Owned(mask_room(&short).into_owned()),
        }
    }

    fn replace_personal<'a>(&self, text: &'a str, short: fn(&str) -> String) -> Cow<'a, str> {
        // Places in the text and what of them stays.
        let mut hits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        let own = phone::find_known_phones(text, &self.phones);
        for found in phone::find_phones(text).into_iter().chain(own) {
            if self.is_phone(&found.digits) || !self.numbers.contains(&found.digits) {
                hits.push((found.place, short(&found.digits)));
            }
        }
        for hit in address::find_addresses(text, &self.addresses) {
            let begin = text.get(hit.place.start..hit.shown).unwrap_or_default();
            hits.push((hit.place, format!("{begin}{LEFT_OUT}")));
        }
        if hits.is_empty() {
            return Cow::Borrowed(text);
        }
        // The longest first of those that begin alike: what stays of it stands for those inside.
        hits.sort_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
        let mut apart: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for (place, stays) in hits {
            match apart.last_mut() {
                Some((last, _)) if place.end <= last.end => {}
                // Of two that share a part nothing stays: the end of the one is the middle of the other.
                Some((last, kept)) if place.start < last.end => {
                    last.end = place.end;
                    LEFT_OUT.clone_into(kept);
                }
                _ => apart.push((place, stays)),
            }
        }
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for (place, stays) in apart {
            out.push_str(text.get(at..place.start).unwrap_or_default());
            out.push_str(&stays);
            at = place.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// Leaves what is personal out of a free text.
    pub fn mask_text_in_place(&self, text: &mut String) {
        if let Cow::Owned(short) = self.mask_text(text) {
            *text = short;
        }
    }

    /// Leaves what is personal out of all texts of a value: fields called phone and address, lines with such a label, and free texts.
    pub fn mask_json(&self, value: &mut Value) {
        match value {
            Value::Object(object) => {
                let own = read_object_context(object);
                let known = own.map(|mut own| {
                    own.merge_context(self.clone());
                    own
                });
                known.as_ref().unwrap_or(self).mask_json_fields(object);
            }
            Value::Array(all) => all.iter_mut().for_each(|inner| self.mask_json(inner)),
            Value::String(text) => self.mask_text_in_place(text),
            _ => {}
        }
    }

    fn mask_json_fields(&self, object: &mut Map<String, Value>) {
        let home = is_home(object);
        let labelled = object
            .get("label")
            .and_then(Value::as_str)
            .and_then(find_label_mask);
        for (key, inner) in object.iter_mut() {
            match (key.as_str(), inner) {
                ("value", Value::String(text)) if labelled.is_some() => {
                    *text = labelled.map_or_else(String::new, |short| short(text));
                }
                ("phone", Value::String(text)) => *text = mask_phone(text),
                ("phones", Value::Array(all)) => {
                    for phone in all {
                        match phone {
                            Value::String(text) => *text = mask_phone(text),
                            other => self.mask_json(other),
                        }
                    }
                }
                ("address", Value::String(text)) if home => *text = mask_address(text),
                ("community", Value::String(text)) if home => {
                    self.mask_text_in_place(text);
                    *text = mask_room(text).into_owned();
                }
                (key, Value::String(text)) if TYPED_NUMBERS.contains(&key) => {
                    if self.is_phone_as_number(text) {
                        *text = mask_phone(text);
                    }
                }
                (key, _) if NO_TEXTS.contains(&key) => {}
                (_, inner) => self.mask_json(inner),
            }
        }
    }
}

/// Fields that hold a number which somebody types: it may be a phone.
const TYPED_NUMBERS: &[&str] = &[
    "account_number",
    "meter_number",
    "external_number",
    "sample_number",
    "old_number",
];

/// Fields that hold a number or bytes of the program's own.
const NO_TEXTS: &[&str] = &[
    "number",
    "ticket_number",
    "sha256",
    "hash",
    "previous",
    "signature",
    "key",
    "public",
    "base64",
    "after",
    "subject",
    "stream",
    "media",
    "code",
    "kind",
];

/// How a line of a record with this label is shortened.
fn find_label_mask(label: &str) -> Option<fn(&str) -> String> {
    match label {
        "地址" => Some(mask_address),
        "联系电话" => Some(mask_phone),
        _ => None,
    }
}

/// Whether it is a view: its address is that of a screen.
fn is_view(object: &Map<String, Value>) -> bool {
    object.contains_key("columns")
}

/// Whether the address in a value says where somebody lives.
#[must_use]
pub fn is_home(object: &Map<String, Value>) -> bool {
    !is_public_object(object) && !is_view(object)
}

/// Whether a value tells of an event or an outage.
fn is_public_object(object: &Map<String, Value>) -> bool {
    let kind = object
        .get("asked")
        .and_then(|asked| asked.get("kind"))
        .or_else(|| object.get("service"))
        .and_then(Value::as_str);
    ServiceKind::ALL
        .iter()
        .any(|service| service.is_public() && kind == Some(service.code()))
}

/// What a value itself says of those it is about.
fn read_object_context(object: &Map<String, Value>) -> Option<MaskingContext> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let mut known = MaskingContext::default();
    if let Some(address) = text("address").filter(|_| is_home(object)) {
        known.add_address(address);
    }
    let listed = object.get("phones").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(Value::as_str);
    text("phone")
        .into_iter()
        .chain(listed)
        .for_each(|phone| known.add_phone(phone));
    let numbers = ["number", "account_number", "external_number", "meter_number"]
        .map(|key| text(key).unwrap_or_default());
    known.add_numbers(&numbers);
    (known != MaskingContext::default()).then_some(known)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn phones_and_addresses_keep_their_ends() {
        for (text, short) in [
            ("13800001234", "138****34"),
            ("138 0000 1234", "138****34"),
            ("+86 13800001234", "138****34"),
            ("0533-7654321", "053****21"),
            ("12345", "****"),
            ("", ""),
        ] {
            assert_eq!(mask_phone(text), short, "{text}");
        }
        assert_eq!(mask_address("演示花园 3 号楼 501 室"), "演示花园****");
        assert_eq!(mask_address("7号楼902"), "****");
        assert_eq!(mask_address(""), "");
    }

    #[test]
    fn a_free_text_loses_phones_and_the_own_address_but_no_numbers() {
        let mut known = MaskingContext::default();
        known.add_address("龙泉花园 7 号楼 3 单元 902 室");
        known.add_numbers(&["WX2611230017", "30001234"]);
        for (text, short) in [
            (
                "打 139-8765-4321，龙泉花园7号楼3单元902室",
                "打 139****21，龙泉花园****",
            ),
            (
                "户号30001234，工单 WX2611230017",
                "户号30001234，工单 WX2611230017",
            ),
            ("户号30001235", "户号300****35"),
            ("厨房漏水", "厨房漏水"),
        ] {
            assert_eq!(known.mask_text(text), short, "{text}");
        }
    }

    #[test]
    fn a_community_has_no_room() {
        let mut known = MaskingContext::default();
        known.add_address("龙泉花园 7 号楼 3 单元 902 室");
        for (text, words) in [
            ("龙泉花园", "龙泉花园"),
            ("龙泉花园902", "龙泉花园****"),
            ("龙泉花园 ９０２ 室", "龙泉花园 ****"),
            ("龙泉花园7号楼3单元902室", "龙泉花园****"),
            ("101 大院", "101 大院"),
            ("第 14 区", "第 14 区"),
        ] {
            assert_eq!(known.mask_community_search_text(text), words, "{text}");
        }
    }

    #[test]
    fn the_own_phone_goes_in_every_spelling() {
        let mut known = MaskingContext::default();
        known.add_phone("0533-5270300 转 12");
        known.add_phone("13987654321");
        for (text, short) in [
            ("139那个8765后面4321", "139****21"),
            ("13，9、8~76 54:32.1", "139****21"),
            ("052 70 30 0", "0527****00"),
            ("电话五二七 零三零零", "电话527****00"),
            ("0533，527，0300", "053****00"),
            ("11-24 139-8765-4321", "11-24 139****21"),
            ("13-24 139-8765-4321", "****"),
        ] {
            assert_eq!(known.mask_text(text), short, "{text}");
            assert!(
                !known
                    .mask_search_text(text)
                    .contains(|c: char| "35678".contains(c)),
                "{text}"
            );
        }
    }

    #[test]
    fn the_texts_of_a_value_are_all_looked_through() {
        let mut value = json!({
            "rows": [
                { "number": "WX2611230017", "service": "repair", "phone": "13800001234", "address": "演示花园 3 号楼 501 室",
                  "summary": "演示花园3号楼501室漏水，找13900001234", "account_number": "30001234" },
                { "number": "SS2611230001", "service": "emergency_water", "phone": "", "address": "演示路 12 号与花园街交叉口", "summary": "" },
            ],
            "record": [{ "label": "联系电话", "value": "0533-7654321" }, { "label": "地址", "value": "演示花园 3 号楼" }],
            "view": { "address": "stages=closed&text=13900001234", "columns": [] },
        });
        MaskingContext::default().mask_json(&mut value);
        assert_eq!(
            value,
            json!({
                "rows": [
                    { "number": "WX2611230017", "service": "repair", "phone": "138****34", "address": "演示花园****",
                      "summary": "演示花园****漏水，找139****34", "account_number": "30001234" },
                    { "number": "SS2611230001", "service": "emergency_water", "phone": "", "address": "演示路 12 号与花园街交叉口", "summary": "" },
                ],
                "record": [{ "label": "联系电话", "value": "053****21" }, { "label": "地址", "value": "演示花园****" }],
                "view": { "address": "stages=closed&text=139****34", "columns": [] },
            })
        );
    }
}
