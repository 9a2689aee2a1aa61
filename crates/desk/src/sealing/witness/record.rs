//! The record itself: what it says, its signature, and what the store should know of it.

use domain::{
    Code, Moment, Refusal,
    confirmation::WitnessedLine,
    hash,
    key::{SealingKey, SignatureVerifier},
};
use serde::{Deserialize, Serialize};
use store::{OutsideTrust, PersonRow};

/// What the record is; a later form gets another.
pub(super) const WHAT: &str = "yanshen-desk witness 1";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WitnessRecord {
    pub(super) what: String,
    /// Hash of the installation's first line.
    pub(super) installation: String,
    pub(super) folder: String,
    /// Public half of the first key.
    pub(super) first_key: String,
    /// Public halves of the keys that an administrator compared with their sheets.
    pub(super) confirmed_keys: Vec<String>,
    /// The line since which lines that give power are signed.
    pub(super) signed_since: Option<i64>,
    pub(super) newest: WitnessedLine,
    /// The hash over all lines that govern, up to it; records of earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) governing: Option<String>,
    /// When somebody said that the data go on in this folder; records of earlier versions do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) begun_at: Option<Moment>,
    /// Ids of the administrators. Where the file differs these alone go on, whomever the file names; earlier versions do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) administrators: Option<Vec<i64>>,
    /// The stored passwords (PHC strings) of the administrators: whoever says how data go on that differ knows one of them. Earlier versions
    /// do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) passwords: Option<Vec<String>>,
    /// Public halves of the keys that were known before and are not those of these data any more: they were rolled back behind them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) given_up_keys: Vec<String>,
    /// Lines that give nothing, whatever signature they bear: when somebody went on they lay where they were not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) misplaced_lines: Vec<WitnessedLine>,
    /// The newest line that was known before lines were first found to give nothing: a file that has it, whole up to it, is the one from
    /// before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) whole_until: Option<WitnessedLine>,
    /// Ids of people, and how many lines spoke of each; earlier versions do not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) person_versions: Vec<(i64, i64)>,
    /// Lines where the chain was broken when an administrator went on: they are taken as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) accepted_breaks: Vec<WitnessedLine>,
    /// The lines that govern, but not those that give nothing. Earlier versions do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) governing_lines: Option<Vec<KnownLine>>,
    /// When this was written.
    pub(super) written_at: Moment,
    /// Which key signed it,
    pub(super) key: String,
    pub(super) public: String,
    /// and its signature over the canonical JSON with an empty signature.
    pub(super) signature: String,
}

/// A line that governs, as the record knows it: place, hash alone, the id of the person it is about (0 for none), and whether it sets a
/// password and nothing else.
pub(super) type KnownLine = (i64, String, i64, bool);

impl WitnessRecord {
    pub(super) fn to_unsigned_json(&self) -> Result<String, Refusal> {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        hash::to_canonical_json(&unsigned)
            .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
    }

    pub(super) fn sign_record(mut self, secret: &SealingKey) -> Result<Self, Refusal> {
        self.key = secret.key_id();
        self.public = secret.public_hex();
        self.signature = secret.sign_message(self.to_unsigned_json()?.as_bytes());
        Ok(self)
    }

    /// The same with who is an administrator, and how many lines speak of each person; none where no one is an administrator.
    pub(super) fn with_people(self, people: Vec<(PersonRow, i64)>) -> Option<Self> {
        let person_versions = people
            .iter()
            .map(|(row, version)| (row.person.id, *version))
            .collect();
        let people = people.into_iter().map(|(row, _)| row);
        let administrators: Vec<PersonRow> = people.filter(PersonRow::is_administrator).collect();
        if administrators.is_empty() {
            return None;
        }
        Some(Self {
            administrators: Some(administrators.iter().map(|row| row.person.id).collect()),
            passwords: Some(administrators.into_iter().map(|row| row.password).collect()),
            person_versions,
            ..self
        })
    }

    /// What the store should know of it.
    pub(super) fn outside_trust(&self) -> OutsideTrust {
        OutsideTrust {
            confirmed_keys: self.confirmed_keys.clone(),
            signed_since: self.signed_since,
            seen_until: Some(self.newest.seq),
            given_up_keys: self.given_up_keys.clone(),
            misplaced_lines: to_line_hashes(&self.misplaced_lines),
            accepted_breaks: to_line_hashes(&self.accepted_breaks),
        }
    }

    /// Whether more lines spoke of a person when this was written than now.
    pub(super) fn knows_more_lines(&self, person: i64, version: i64) -> bool {
        let mut known = self.person_versions.iter();
        known.any(|(id, known)| *id == person && *known > version)
    }

    /// Whether this names a person as an administrator, with whatever password.
    pub(super) fn names_administrator_id(&self, row: &PersonRow) -> bool {
        let ids = self.administrators.as_ref();
        row.is_administrator() && ids.is_some_and(|ids| ids.contains(&row.person.id))
    }

    /// Whether this names a person as an administrator, with the password of the row.
    pub(super) fn names_administrator(&self, row: &PersonRow) -> bool {
        let (Some(ids), Some(passwords)) = (&self.administrators, &self.passwords) else {
            return false;
        };
        let mut named = ids.iter().zip(passwords);
        row.is_administrator()
            && named.any(|(id, password)| *id == row.person.id && *password == row.password)
    }

    /// Whether this speaks of a key as the company's.
    pub(super) fn knows(&self, public: &str) -> bool {
        self.public == public || self.confirmed_keys.iter().any(|known| known == public)
    }

    pub(super) fn has_valid_signature(&self) -> bool {
        let checker = SignatureVerifier::from_public_hex(&self.public).filter(|_| self.what == WHAT);
        checker.is_some_and(|checker| {
            self.to_unsigned_json()
                .is_ok_and(|text| checker.is_valid_signature(text.as_bytes(), &self.signature))
        })
    }
}

fn to_line_hashes(lines: &[WitnessedLine]) -> Vec<(i64, String)> {
    lines.iter().map(|line| (line.seq, line.hash.clone())).collect()
}
