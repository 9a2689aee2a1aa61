//! 到期清除: personal content is taken out of old facts when its retention is over (个人信息保护法 47). What stays is the
//! fact itself, its times and figures, and the hash it had, so that the journal's chain still holds.

use chrono::Months;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    Code, Fact, Moment, Refusal,
    acknowledgement::AcknowledgementAnswer,
    check,
    fact::{OldTicketFact, ScanFact, TicketFact},
    hash,
    key::{SealingKey, SignatureVerifier},
};

/// What stands where something was taken out.
pub const GONE: &str = "已清除";

/// Texts that say nothing about a person and that lists, figures or the chain need. Every other text goes, unless it is a
/// word of this program: those are found by trying.
const KEPT: &[&str] = &[
    "number",
    "ticket_number",
    "ledger",
    "sha256",
    "scan",
    "photo",
    "hash",
    "previous",
    "key",
    "signature",
    "label",
    "community",
    "crew",
    "sample_number",
    "edition",
    "code",
    "zh",
    "unit",
    "amount",
    "least",
    "most",
];

/// A line of the journal whose content was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasedLine {
    /// Its place.
    #[ts(type = "number")]
    pub seq: i64,
    /// Its hash as it was written. The chain goes on through it.
    pub was: String,
    /// The hash of what is left.
    pub now: String,
}

/// What was taken out, and why, under the seal of the installation's key: without it nobody can pass a changed line off as
/// one whose retention was over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    pub reason: String,
    pub lines: Vec<ErasedLine>,
    /// Files that are gone, by SHA-256.
    pub files: Vec<String>,
    /// Which key sealed this.
    pub key: String,
    /// Its signature over [`Erasure::text`].
    pub signature: String,
}

impl Erasure {
    /// Seals it.
    ///
    /// # Errors
    /// `required`, `too_long` at `reason`.
    pub fn seal_erasure(
        reason: &str,
        lines: Vec<ErasedLine>,
        files: Vec<String>,
        secret: &SealingKey,
    ) -> Result<Self, Refusal> {
        check::check_text("reason", reason, check::LINE)?;
        let mut erasure = Self {
            reason: reason.to_owned(),
            lines,
            files,
            key: secret.key_id(),
            signature: String::new(),
        };
        erasure.signature = secret.sign_message(erasure.text_to_sign()?.as_bytes());
        Ok(erasure)
    }

    /// What is signed: its canonical JSON with an empty signature.
    fn text_to_sign(&self) -> Result<String, Refusal> {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        hash::to_canonical_json(&unsigned)
            .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
    }

    /// Whether this key sealed it.
    #[must_use]
    pub fn is_sealed_by(&self, key: &SignatureVerifier) -> bool {
        self.text_to_sign()
            .is_ok_and(|text| key.is_valid_signature(text.as_bytes(), &self.signature))
    }

    /// What it says of a line.
    #[must_use]
    pub fn find_erased_line(&self, seq: i64) -> Option<&ErasedLine> {
        self.lines.iter().find(|line| line.seq == seq)
    }
}

impl Fact {
    /// The erasure a fact holds.
    #[must_use]
    pub const fn as_erasure(&self) -> Option<&Erasure> {
        match self {
            Self::Ticket(TicketFact::Erased(erasure))
            | Self::Scan(ScanFact::Erased(erasure))
            | Self::OldTicket(OldTicketFact::Erased(erasure)) => Some(erasure),
            _ => None,
        }
    }

    /// The file a fact brings.
    #[must_use]
    pub const fn attached_file(&self) -> Option<&crate::attachment::Attachment> {
        match self {
            Self::Ticket(TicketFact::Attached(file))
            | Self::Scan(ScanFact::Kept { file, .. })
            | Self::Logo(Some(file)) => Some(file),
            _ => None,
        }
    }

    /// The words somebody can be known by elsewhere: whoever reported or signed, with phones, address and account number.
    #[must_use]
    pub fn list_identifying_words(&self) -> Vec<String> {
        let mut words: Vec<&String> = Vec::new();
        match self {
            Self::Ticket(TicketFact::Opened { open, .. }) => {
                words.extend([&open.name, &open.phone, &open.address, &open.account_number]);
            }
            Self::Ticket(TicketFact::Acknowledged(record)) => {
                if let AcknowledgementAnswer::OnScreen { signer, .. }
                | AcknowledgementAnswer::Paper { signer, .. } = &record.answer
                {
                    words.extend([&signer.name, &signer.phone]);
                }
            }
            Self::OldTicket(OldTicketFact::Filed(old)) => {
                words.extend([&old.name, &old.address, &old.account_number]);
                words.extend(&old.phones);
            }
            _ => {}
        }
        // One character is in half of all texts.
        words.retain(|word| word.as_str() != GONE && word.chars().count() > 1);
        words.into_iter().cloned().collect()
    }

    /// The fact without what says something about a person: texts that were typed, handwriting, the household.
    ///
    /// # Errors
    /// `damaged` if a fact cannot be written and read again, which no fact of this type can cause.
    pub fn erase_personal_texts(&self) -> Result<Self, Refusal> {
        if self.as_erasure().is_some()
            || !matches!(self, Self::Ticket(_) | Self::Scan(_) | Self::OldTicket(_))
        {
            return Ok(self.clone());
        }
        let bad =
            |error: serde_json::Error| Refusal::new(Code::Damaged).with_arg("detail", error.to_string());
        let mut whole = serde_json::to_value(self).map_err(bad)?;
        for place in list_text_pointers(&whole) {
            let Some(Value::String(text)) = whole.pointer_mut(&place) else {
                continue;
            };
            let before = std::mem::replace(text, GONE.to_owned());
            if serde_json::from_value::<Self>(whole.clone()).is_err()
                && let Some(word) = whole.pointer_mut(&place)
            {
                *word = Value::String(before);
            }
        }
        let mut erased: Self = serde_json::from_value(whole).map_err(bad)?;
        match &mut erased {
            Self::Ticket(TicketFact::Opened { open, .. }) => open.customer = None,
            Self::Ticket(TicketFact::Acknowledged(record)) => record.erase_handwriting(),
            Self::OldTicket(OldTicketFact::Filed(old)) => old.customer = None,
            _ => {}
        }
        Ok(erased)
    }
}

/// The places of the texts that go, as JSON pointers.
fn list_text_pointers(value: &Value) -> Vec<String> {
    fn collect_text_pointers(value: &Value, place: &str, name: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => object
                .iter()
                .for_each(|(key, inner)| collect_text_pointers(inner, &format!("{place}/{key}"), key, found)),
            // What stands in a list is called as the list is.
            Value::Array(all) => all.iter().enumerate().for_each(|(index, inner)| {
                collect_text_pointers(inner, &format!("{place}/{index}"), name, found)
            }),
            Value::String(text) if !text.is_empty() && !KEPT.contains(&name) => found.push(place.to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect_text_pointers(value, "", "", &mut found);
    found
}

/// Before when content is over that is kept for so many years: the same day so many years ago, at its beginning.
#[must_use]
pub fn retention_cutoff(now: Moment, years: i64) -> Moment {
    let months = Months::new(u32::try_from(years * 12).unwrap_or(u32::MAX));
    let day = now.local_date().checked_sub_months(months).unwrap_or_default();
    Moment::start_of_day(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_those_of_the_calendar() {
        let at = |text: &str| Moment::parse(&format!("{}:00+08:00", text.replace(' ', "T"))).unwrap();
        assert_eq!(
            retention_cutoff(at("2026-11-25 09:00"), 5),
            at("2021-11-25 00:00")
        );
        assert_eq!(
            retention_cutoff(at("2028-02-29 23:59"), 3),
            at("2025-02-28 00:00")
        );
    }

    fn erasure(secret: &SealingKey) -> Erasure {
        let line = ErasedLine {
            seq: 3,
            was: "a".repeat(64),
            now: "b".repeat(64),
        };
        Erasure::seal_erasure("保存期满", vec![line], vec!["c".repeat(64)], secret).unwrap()
    }

    #[test]
    fn only_the_key_takes_out() {
        let (ours, other) = (SealingKey::from_seed([1; 32]), SealingKey::from_seed([2; 32]));
        let checker = |secret: &SealingKey| SignatureVerifier::from_public_hex(&secret.public_hex()).unwrap();
        let sealed = erasure(&ours);
        assert!(sealed.is_sealed_by(&checker(&ours)) && !sealed.is_sealed_by(&checker(&other)));
        let mut forged = sealed.clone();
        forged.lines[0].now = "d".repeat(64);
        assert!(!forged.is_sealed_by(&checker(&ours)));
        let mut forged = sealed;
        forged.files.clear();
        assert!(!forged.is_sealed_by(&checker(&ours)));
    }

    #[test]
    fn why_is_always_said() {
        let refusal =
            Erasure::seal_erasure(" ", vec![], vec![], &SealingKey::from_seed([1; 32])).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("reason"))
        );
    }
}
