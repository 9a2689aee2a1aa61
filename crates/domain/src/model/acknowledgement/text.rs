//! The text of a record that is hashed and signed. It is the canonical JSON of the record (RFC 8785), written in one pass:
//! the fields below stand in the order of their names, so that a hundred thousand records are checked without sorting
//! anything. A test holds it against the slow way.

use serde::Serialize;

use super::{
    AcknowledgementAnswer, AcknowledgementContent, AcknowledgementRecord, AnswerKind, CustomerSigner,
    LabelledValue, PenPoint, RecordCorrection, SignerRelation, StrokePoint,
};
use crate::Moment;

pub(super) fn serialise_record(record: &AcknowledgementRecord) -> serde_json::Result<String> {
    serde_json::to_string(&RecordText {
        answer: to_answer_text(&record.answer),
        content: to_content_text(&record.content),
        corrects: record.corrects.as_ref().map(to_correction_text),
        hash: "",
        key: record.key.as_deref(),
        number: &record.number,
        previous: &record.previous,
        recorded_at: record.recorded_at,
        signed_at: record.signed_at,
    })
}

#[derive(Serialize)]
struct RecordText<'a> {
    answer: AnswerText<'a>,
    content: ContentText<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<CorrectionText<'a>>,
    hash: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    number: &'a str,
    previous: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<Moment>,
    signed_at: Moment,
}

#[derive(Serialize)]
struct ContentText<'a> {
    facts: &'a [LabelledValue],
    kind: super::AcknowledgementKind,
    place: &'a str,
    staff: &'a str,
    template: u32,
    text: &'a str,
    ticket_number: &'a str,
}

fn to_content_text(content: &AcknowledgementContent) -> ContentText<'_> {
    ContentText {
        facts: &content.facts,
        kind: content.kind,
        place: &content.place,
        staff: &content.staff,
        template: content.template,
        text: &content.text,
        ticket_number: &content.ticket_number,
    }
}

#[derive(Serialize)]
struct CorrectionText<'a> {
    hash: &'a str,
    number: &'a str,
    why: &'a str,
}

fn to_correction_text(corrects: &RecordCorrection) -> CorrectionText<'_> {
    CorrectionText {
        hash: &corrects.hash,
        number: &corrects.number,
        why: &corrects.why,
    }
}

#[derive(Serialize)]
struct SignerText<'a> {
    name: &'a str,
    phone: &'a str,
    relation: SignerRelation,
}

fn to_signer_text(signer: &CustomerSigner) -> SignerText<'_> {
    SignerText {
        name: &signer.name,
        phone: &signer.phone,
        relation: signer.relation,
    }
}

/// All ways in one: each has some of these.
#[derive(Serialize)]
struct AnswerText<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pen: Option<&'a [Vec<PenPoint>]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signer: Option<SignerText<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strokes: Option<&'a [Vec<StrokePoint>]>,
    way: AnswerKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<&'a str>,
}

fn to_answer_text(answer: &AcknowledgementAnswer) -> AnswerText<'_> {
    let none = |way| AnswerText {
        pen: None,
        photo: None,
        place: None,
        reason: None,
        scan: None,
        signer: None,
        strokes: None,
        way,
        witness: None,
    };
    match answer {
        AcknowledgementAnswer::OnScreen {
            signer: who,
            strokes,
            pen,
        } => AnswerText {
            signer: Some(to_signer_text(who)),
            strokes: Some(strokes),
            pen: pen.as_deref(),
            ..none(AnswerKind::OnScreen)
        },
        AcknowledgementAnswer::Paper { signer: who, scan } => AnswerText {
            signer: Some(to_signer_text(who)),
            scan: Some(scan),
            ..none(AnswerKind::Paper)
        },
        AcknowledgementAnswer::Refused { reason, witness } => AnswerText {
            reason: Some(reason),
            witness: Some(witness),
            ..none(AnswerKind::Refused)
        },
        AcknowledgementAnswer::Left { reason, place, photo } => AnswerText {
            reason: Some(reason),
            place: Some(place),
            photo: Some(photo),
            ..none(AnswerKind::Left)
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{acknowledgement::AcknowledgementKind, hash};

    /// Every way, with and without everything that may be missing, against the slow way.
    #[test]
    fn it_is_the_canonical_json_of_the_record() {
        let who = CustomerSigner {
            name: "示例\"用户\"\u{1}😀".to_owned(),
            relation: SignerRelation::Tenant,
            phone: "12000000000".to_owned(),
        };
        let strokes = vec![vec![(0, 9_000), (12, 3)], vec![(7, 7)]];
        let text = || "文本\n第二行\t/".to_owned();
        let answers = [
            AcknowledgementAnswer::OnScreen {
                signer: who.clone(),
                strokes: strokes.clone(),
                pen: None,
            },
            AcknowledgementAnswer::OnScreen {
                signer: who.clone(),
                strokes,
                pen: Some(vec![vec![(0, 500), (16, 1_000)], vec![(90, 0)]]),
            },
            AcknowledgementAnswer::Paper {
                signer: who,
                scan: "ab".repeat(32),
            },
            AcknowledgementAnswer::Refused {
                reason: text(),
                witness: text(),
            },
            AcknowledgementAnswer::Left {
                reason: text(),
                place: text(),
                photo: text(),
            },
        ];
        for (place, answer) in answers.into_iter().enumerate() {
            let record = AcknowledgementRecord {
                number: "QZWX2611240001-2".to_owned(),
                content: AcknowledgementContent {
                    kind: AcknowledgementKind::ALL[place],
                    template: 3,
                    ticket_number: "WX2611240001".to_owned(),
                    text: text(),
                    facts: vec![LabelledValue {
                        label: "地址".to_owned(),
                        value: text(),
                    }],
                    place: text(),
                    staff: text(),
                },
                answer,
                signed_at: Moment(1_795_000_000_000),
                recorded_at: (place % 2 == 1).then_some(Moment(1_795_000_600_000)),
                corrects: (place % 2 == 0).then(|| RecordCorrection {
                    number: "QZWX2611240001".to_owned(),
                    hash: "cd".repeat(32),
                    why: text(),
                }),
                previous: "0".repeat(64),
                key: (place % 3 == 0).then(|| "1ec21d071659191d".to_owned()),
                hash: String::new(),
                signature: None,
                erased: false,
            };
            assert_eq!(
                serialise_record(&record).unwrap(),
                hash::to_canonical_json(&record).unwrap()
            );
        }
    }
}
