//! 用户签字确认单: what was shown to the customer, frozen at signing.
//!
//! The content is built here from the ticket, never from a screen. Records never change.
//! Deliberately absent for now: the installation's key; pen pressure and timing (stored only with consent).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Moment, Refusal, Ticket, check, hash};

crate::words! {
    /// Who signs (decision of the company: the customer's household or who stands for it).
    Relation {
        Householder "householder" = "户主",
        Family "family" = "家属",
        Tenant "tenant" = "租户",
        Property "property" = "物业",
        Other "other" = "其他",
    }
}

crate::words! {
    /// How the customer answered.
    Way {
        OnScreen "on_screen" = "屏幕签字",
        Paper "paper" = "纸质签字",
        Refused "refused" = "拒签",
    }
}

crate::words! {
    /// What is confirmed.
    AckKind {
        RepairDone "repair_done" = "维修完成确认",
    }
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Name.
    pub name: String,
    /// Relation to the customer.
    pub relation: Relation,
    /// Phone; may be empty.
    #[serde(default)]
    pub phone: String,
}

/// A point of a stroke in hundredths of a millimetre on a field 9,000 wide and 3,000 high, from the top left.
pub type Point = (u16, u16);

/// Width and height of the signing field, in hundredths of a millimetre.
pub const FIELD: (u16, u16) = (9_000, 3_000);

/// The least ink of a signature, in hundredths of a millimetre of line: 15 mm.
pub const LEAST_INK: f64 = 1_500.0;

/// The customer's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "way", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Handwriting on the screen.
    OnScreen {
        /// Who.
        signer: Signer,
        /// The strokes.
        strokes: Vec<Vec<Point>>,
    },
    /// A printed form signed with a pen; the scan is an attachment of the ticket.
    Paper {
        /// Who.
        signer: Signer,
        /// SHA-256 of the attached scan or photo.
        scan: String,
    },
    /// The customer did not sign.
    Refused {
        /// Why.
        reason: String,
        /// Somebody who was there, by name.
        witness: String,
    },
}

/// A labelled fact on the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is, in Chinese.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// What the customer was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What is confirmed.
    pub kind: AckKind,
    /// Version of the text's template.
    pub template: u32,
    /// Number of the ticket.
    pub ticket_number: String,
    /// The sentences.
    pub text: String,
    /// The facts.
    pub facts: Vec<Line>,
    /// Where it was signed.
    pub place: String,
    /// Company staff on site.
    pub staff: String,
}

/// A record, sealed by its hash and chained to the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "AckRecord")]
#[schemars(rename = "AckRecord")]
pub struct Record {
    /// `QZ` and the ticket's number.
    pub number: String,
    /// What was shown.
    pub content: Content,
    /// The customer's answer.
    pub answer: Answer,
    /// When.
    pub signed_at: Moment,
    /// Hash of the record before this one in the file, 64 zeros for the first.
    pub previous: String,
    /// SHA-256 over the canonical JSON of all of the above.
    pub hash: String,
}

/// What stands before the first record.
#[must_use]
pub fn genesis() -> String {
    "0".repeat(64)
}

impl Record {
    /// Seals content and answer.
    ///
    /// # Errors
    /// `bad_request` if the content cannot be written as JSON, which no content of this type can cause.
    pub fn seal(
        content: Content,
        answer: Answer,
        signed_at: Moment,
        previous: String,
    ) -> Result<Self, Refusal> {
        let number = format!("QZ{}", content.ticket_number);
        let mut record = Self {
            number,
            content,
            answer,
            signed_at,
            previous,
            hash: String::new(),
        };
        record.hash = record.computed()?;
        Ok(record)
    }

    /// The hash its content should have.
    ///
    /// # Errors
    /// As [`Record::seal`].
    pub fn computed(&self) -> Result<String, Refusal> {
        let open = Self {
            hash: String::new(),
            ..self.clone()
        };
        let text = hash::canonical(&open)
            .map_err(|error| Refusal::new(Code::BadRequest).with("detail", error.to_string()))?;
        Ok(hash::sha256(&[text.as_bytes()]))
    }

    /// How the customer answered.
    #[must_use]
    pub const fn way(&self) -> Way {
        match self.answer {
            Answer::OnScreen { .. } => Way::OnScreen,
            Answer::Paper { .. } => Way::Paper,
            Answer::Refused { .. } => Way::Refused,
        }
    }

    /// Who signed; nobody if refused.
    #[must_use]
    pub const fn signer(&self) -> Option<&Signer> {
        match &self.answer {
            Answer::OnScreen { signer, .. } | Answer::Paper { signer, .. } => Some(signer),
            Answer::Refused { .. } => None,
        }
    }
}

impl Answer {
    /// Bounds, and enough ink.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_phone`, `too_little_ink`, `out_of_range`, with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        match self {
            Self::OnScreen { signer, strokes } => signer.check().and_then(|()| check_strokes(strokes)),
            Self::Paper { signer, scan } => signer.check().and_then(|()| check::text("scan", scan, 64)),
            Self::Refused { reason, witness } => {
                check::text("reason", reason, check::LINE)?;
                check::text("witness", witness, check::NAME)
            }
        }
    }
}

impl Signer {
    fn check(&self) -> Result<(), Refusal> {
        check::text("signer.name", &self.name, check::NAME)?;
        if self.phone.is_empty() {
            Ok(())
        } else {
            check::phone("signer.phone", &self.phone)
        }
    }
}

fn check_strokes(strokes: &[Vec<Point>]) -> Result<(), Refusal> {
    let points: usize = strokes.iter().map(Vec::len).sum();
    check::range("strokes", i64::try_from(points).unwrap_or(i64::MAX), 0, 20_000)?;
    if strokes
        .iter()
        .flatten()
        .any(|(x, y)| *x > FIELD.0 || *y > FIELD.1)
    {
        return Err(Refusal::at(Code::OutOfRange, "strokes")
            .with("least", 0)
            .with("most", FIELD.0));
    }
    let length: f64 = strokes
        .iter()
        .flat_map(|stroke| stroke.iter().zip(stroke.iter().skip(1)))
        .map(distance)
        .sum();
    if length < LEAST_INK {
        Err(Refusal::at(Code::TooLittleInk, "strokes"))
    } else {
        Ok(())
    }
}

fn distance((a, b): (&Point, &Point)) -> f64 {
    let (dx, dy) = (f64::from(a.0) - f64::from(b.0), f64::from(a.1) - f64::from(b.1));
    dx.hypot(dy)
}

/// What will be shown for a repair (4.2, 4.3): found, done, people, materials.
#[must_use]
pub fn repair_content(ticket: &Ticket, place: &str) -> Option<Content> {
    let work = ticket.work.as_ref()?;
    let line = |label: &str, value: String| Line {
        label: label.to_owned(),
        value,
    };
    let materials: Vec<String> = work
        .details
        .materials
        .iter()
        .map(crate::service::repair::Material::zh)
        .collect();
    let materials = if materials.is_empty() {
        "未使用材料".to_owned()
    } else {
        materials.join("；")
    };
    let staff = work.details.staff();
    let facts = vec![
        line("工单编号", ticket.number.clone()),
        line("用户", ticket.open.name.clone()),
        line("地址", ticket.open.address.clone()),
        line("报修时间", ticket.open.received_at.text()),
        line(
            "到场时间",
            ticket.arrived_at.map(Moment::text).unwrap_or_default(),
        ),
        line("检查情况", work.details.found.clone()),
        line("维修内容", work.details.done.clone()),
        line("材料（用户自备）", materials),
        line("完成时间", work.at.text()),
        line("维修人员", staff.clone()),
    ];
    Some(Content {
        kind: AckKind::RepairDone,
        template: 1,
        ticket_number: ticket.number.clone(),
        text: "以上维修内容已经完成，维修人员已向我说明情况。本次服务全程免费，所用材料由用户自备，工作人员未收取任何费用。".to_owned(),
        facts,
        place: place.to_owned(),
        staff,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer {
            name: "示例用户".to_owned(),
            relation: Relation::Householder,
            phone: String::new(),
        }
    }

    #[test]
    fn a_dot_is_no_signature() {
        let dot = Answer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(10, 10), (12, 12)]],
        };
        assert_eq!(dot.check().unwrap_err().code, Code::TooLittleInk);
        let name = Answer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(100, 100), (2_000, 900)]],
        };
        assert!(name.check().is_ok());
        let outside = Answer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(0, 0), (9_001, 0)]],
        };
        assert_eq!(outside.check().unwrap_err().field.as_deref(), Some("strokes"));
    }

    #[test]
    fn a_refusal_needs_a_witness() {
        let refused = Answer::Refused {
            reason: "用户不愿签字".to_owned(),
            witness: " ".to_owned(),
        };
        let refusal = refused.check().unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("witness"))
        );
    }
}
