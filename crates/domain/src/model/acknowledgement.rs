//! 用户签字确认单: what was shown to the customer, frozen at signing.
//!
//! The content is built here from the ticket, never from a screen. Records never change.

mod signer;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Code, Moment, Refusal, check, hash,
    key::{SealingKey, SignatureVerifier},
};

mod content;
mod template;
mod text;

pub use content::{build_content, is_confirmable};
pub use signer::{CustomerSigner, FIELD, LEAST_INK, PenPoint, StrokePoint};
use signer::{check_pen, check_strokes};
pub use template::{AcknowledgementTemplate, AcknowledgementTemplates};

crate::words! {
    /// Who signs (decision of the company: the customer's household or who stands for it).
    SignerRelation {
        Householder "householder" = "户主",
        Family "family" = "家属",
        Tenant "tenant" = "租户",
        Property "property" = "物业",
        Other "other" = "其他",
    }
}

crate::words! {
    /// How the customer answered.
    AnswerKind {
        OnScreen "on_screen" = "屏幕签字",
        Paper "paper" = "纸质签字",
        Refused "refused" = "拒签",
        Left "left" = "留置",
    }
}

crate::words! {
    /// What is confirmed.
    AcknowledgementKind {
        RepairDone "repair_done" = "维修完成确认",
        ReminderTold "reminder_told" = "提醒告知确认",
        LeakResult "leak_result" = "检漏结果确认",
        SampleTaken "sample_taken" = "取样确认",
        CommunityEvent "community_event" = "社区活动确认",
        WaterDelivered "water_delivered" = "送水确认",
    }
}

crate::words! {
    /// What a record's hash and seal say.
    SealState {
        /// Unchanged, and sealed by a key this installation knows.
        Genuine "genuine" = "未经改动，由本公司密钥封存",
        /// Unchanged; made before there were keys.
        HashOnly "hash_only" = "未经改动（启用密钥封存以前的记录）",
        /// What was signed was taken out when its retention was over; its hash stays.
        Erased "erased" = "保存期满，个人信息已清除，仅留校验值",
        /// Unchanged, but sealed by somebody else's key.
        UnknownKey "unknown_key" = "由不认识的密钥封存",
        /// Not as it was signed.
        Changed "changed" = "内容已被改动",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "way", rename_all = "snake_case", deny_unknown_fields)]
pub enum AcknowledgementAnswer {
    /// Handwriting on the screen.
    OnScreen {
        signer: CustomerSigner,
        strokes: Vec<Vec<StrokePoint>>,
        /// How the pen went, a value for each point; only where the settings allow to keep it (个人信息保护法).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pen: Option<Vec<Vec<PenPoint>>>,
    },
    /// A printed form signed with a pen; the scan is an attachment of the ticket.
    Paper {
        signer: CustomerSigner,
        /// SHA-256 of the attached scan or photo.
        scan: String,
    },
    /// The customer did not sign.
    Refused {
        reason: String,
        /// Somebody who was there, by name.
        witness: String,
    },
    /// Nobody was there: the notice was left (留置); of a reminder only (1.2).
    Left {
        reason: String,
        /// Where it was left.
        place: String,
        /// SHA-256 of the attached photo of it.
        photo: String,
    },
}

/// A labelled fact on the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelledValue {
    /// What it is, in Chinese.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// What the customer was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementContent {
    /// What is confirmed.
    pub kind: AcknowledgementKind,
    /// Version of the text's template.
    pub template: u32,
    /// Number of the ticket.
    pub ticket_number: String,
    /// The sentences.
    pub text: String,
    pub facts: Vec<LabelledValue>,
    /// Where it was signed.
    pub place: String,
    /// Company staff on site.
    pub staff: String,
}

/// What a record stands in the place of. That one stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordCorrection {
    pub number: String,
    pub hash: String,
    pub why: String,
}

/// What is about to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsealedRecord {
    /// What was shown.
    pub content: AcknowledgementContent,
    pub answer: AcknowledgementAnswer,
    pub signed_at: Moment,
    /// When it was typed, where it was not signed here.
    pub recorded_at: Option<Moment>,
    /// Records of the same ticket before this one.
    pub before: usize,
    /// The one of them it stands in the place of.
    pub corrects: Option<RecordCorrection>,
    /// Hash of the record before in the file.
    pub previous: String,
}

/// A record: chained to the one before by its hash, sealed by the installation's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgementRecord {
    /// `QZ` and the ticket's number; the second record of a ticket ends in `-2`.
    pub number: String,
    /// What was shown.
    pub content: AcknowledgementContent,
    pub answer: AcknowledgementAnswer,
    /// When: of what is signed on the screen the time of signing, else what was said.
    pub signed_at: Moment,
    /// When it was typed, of what was signed on paper, refused or left. Records of before have none, as have those of the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recorded_at: Option<Moment>,
    /// What it stands in the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub corrects: Option<RecordCorrection>,
    /// Hash of the record before this one in the file, 64 zeros for the first.
    pub previous: String,
    /// Which key sealed it. Records from before there were keys have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<String>,
    /// SHA-256 of [`Record::text`].
    pub hash: String,
    /// That key's signature over [`Record::text`], 128 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub signature: Option<String>,
    /// Its content was taken out when its retention was over. `hash` and `signature` are those of what was signed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// What stands before the first record.
#[must_use]
pub fn genesis_hash() -> String {
    "0".repeat(64)
}

impl AcknowledgementRecord {
    /// Seals content and answer.
    ///
    /// # Errors
    /// `bad_request` if the content cannot be written as JSON, which no content of this type can cause.
    pub fn seal_record(signing: UnsealedRecord, secret: &SealingKey) -> Result<Self, Refusal> {
        let mut number = format!("QZ{}", signing.content.ticket_number);
        if signing.before > 0 {
            number = format!("{number}-{}", signing.before + 1);
        }
        let mut record = Self {
            number,
            content: signing.content,
            answer: signing.answer,
            signed_at: signing.signed_at,
            recorded_at: signing.recorded_at,
            corrects: signing.corrects,
            previous: signing.previous,
            key: Some(secret.key_id()),
            hash: String::new(),
            signature: None,
            erased: false,
        };
        let text = record.canonical_text()?;
        record.hash = hash::sha256_hex(&[text.as_bytes()]);
        record.signature = Some(secret.sign_message(text.as_bytes()));
        Ok(record)
    }

    /// What is hashed and signed: the canonical JSON (RFC 8785) of the record with an empty `hash` and no `signature`.
    /// Everything in it is text, a whole number or a list, so that the canonical form is one and the same everywhere.
    ///
    /// # Errors
    /// As [`Record::seal`].
    pub fn canonical_text(&self) -> Result<String, Refusal> {
        text::serialise_record(self)
            .map_err(|error| Refusal::new(Code::BadRequest).with_arg("detail", error.to_string()))
    }

    /// Whether hash and seal are those of its content. One that was erased says so: only the journal knows whether that
    /// was rightly done. `key`: what this installation knows under the record's key.
    #[must_use]
    pub fn seal_state(&self, key: Option<&SignatureVerifier>) -> SealState {
        if self.erased {
            return SealState::Erased;
        }
        let Ok(text) = self.canonical_text() else {
            return SealState::Changed;
        };
        if hash::sha256_hex(&[text.as_bytes()]) != self.hash {
            return SealState::Changed;
        }
        match (&self.key, &self.signature, key) {
            (None, None, _) => SealState::HashOnly,
            (Some(_), Some(_), None) => SealState::UnknownKey,
            (Some(_), Some(signature), Some(key)) if key.is_valid_signature(text.as_bytes(), signature) => {
                SealState::Genuine
            }
            _ => SealState::Changed,
        }
    }

    /// Takes the handwriting out and marks the record; its texts are gone already.
    pub(crate) fn erase_handwriting(&mut self) {
        if let AcknowledgementAnswer::OnScreen { strokes, pen, .. } = &mut self.answer {
            strokes.clear();
            *pen = None;
        }
        self.erased = true;
    }

    /// How the customer answered.
    #[must_use]
    pub const fn answer_kind(&self) -> AnswerKind {
        match self.answer {
            AcknowledgementAnswer::OnScreen { .. } => AnswerKind::OnScreen,
            AcknowledgementAnswer::Paper { .. } => AnswerKind::Paper,
            AcknowledgementAnswer::Refused { .. } => AnswerKind::Refused,
            AcknowledgementAnswer::Left { .. } => AnswerKind::Left,
        }
    }

    /// Who signed; nobody if refused or left.
    #[must_use]
    pub const fn customer_signer(&self) -> Option<&CustomerSigner> {
        match &self.answer {
            AcknowledgementAnswer::OnScreen { signer, .. } | AcknowledgementAnswer::Paper { signer, .. } => {
                Some(signer)
            }
            AcknowledgementAnswer::Refused { .. } | AcknowledgementAnswer::Left { .. } => None,
        }
    }
}

impl AcknowledgementAnswer {
    /// Bounds, and enough ink.
    ///
    /// # Errors
    /// `required`, `too_long`, `bad_phone`, `too_little_ink`, `out_of_range`, with the field.
    pub fn check_answer(&self) -> Result<(), Refusal> {
        match self {
            Self::OnScreen { signer, strokes, pen } => {
                signer.check_signer()?;
                check_strokes(strokes)?;
                pen.as_ref().map_or(Ok(()), |pen| check_pen(pen, strokes))
            }
            Self::Paper { signer, scan } => signer
                .check_signer()
                .and_then(|()| check::check_text("scan", scan, 64)),
            Self::Refused { reason, witness } => {
                check::check_text("reason", reason, check::LINE)?;
                check::check_text("witness", witness, check::NAME)
            }
            Self::Left { reason, place, photo } => {
                check::check_text("reason", reason, check::LINE)?;
                check::check_text("place", place, check::LINE)?;
                check::check_text("photo", photo, 64)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> CustomerSigner {
        CustomerSigner {
            name: "示例用户".to_owned(),
            relation: SignerRelation::Householder,
            phone: String::new(),
        }
    }

    #[test]
    fn a_dot_is_no_signature() {
        let dot = AcknowledgementAnswer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(10, 10), (12, 12)]],
            pen: None,
        };
        assert_eq!(dot.check_answer().unwrap_err().code, Code::TooLittleInk);
        let name = AcknowledgementAnswer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(100, 100), (2_000, 900)]],
            pen: None,
        };
        assert!(name.check_answer().is_ok());
        let outside = AcknowledgementAnswer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(0, 0), (9_001, 0)]],
            pen: None,
        };
        assert_eq!(
            outside.check_answer().unwrap_err().field.as_deref(),
            Some("strokes")
        );
    }

    #[test]
    fn the_pen_has_a_value_for_each_point() {
        let with = |pen: Vec<Vec<PenPoint>>| AcknowledgementAnswer::OnScreen {
            signer: signer(),
            strokes: vec![vec![(100, 100), (2_000, 900)], vec![(0, 0)]],
            pen: Some(pen),
        };
        assert!(
            with(vec![vec![(0, 400), (12, 1_000)], vec![(300, 0)]])
                .check_answer()
                .is_ok()
        );
        for bad in [
            vec![vec![(0, 400), (12, 500)]],
            vec![vec![(0, 400)], vec![(12, 500), (13, 500)]],
            vec![vec![(0, 400), (12, 1_001)], vec![(300, 0)]],
            vec![vec![(12, 400), (0, 500)], vec![(300, 0)]],
            vec![vec![(0, 400), (12, 500)], vec![(3_600_001, 0)]],
        ] {
            assert_eq!(
                with(bad).check_answer().unwrap_err().field.as_deref(),
                Some("pen")
            );
        }
    }

    /// Clause 1.2: a refusal needs a witness.
    #[test]
    fn a_refusal_needs_a_witness() {
        let refused = AcknowledgementAnswer::Refused {
            reason: "用户不愿签字".to_owned(),
            witness: " ".to_owned(),
        };
        let refusal = refused.check_answer().unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (Code::Required, Some("witness"))
        );
    }
}
