//! The text of a record that is hashed and signed. It is the canonical JSON of the record (RFC 8785), written in one pass:
//! the fields below stand in the order of their names, so that a hundred thousand records are checked without sorting
//! anything. A test holds it against the slow way.

use serde::Serialize;

use super::{Answer, Content, Corrects, Line, PenPoint, Point, Record, Relation, Signer, Way};
use crate::Moment;

/// The text.
pub(super) fn of(record: &Record) -> serde_json::Result<String> {
    serde_json::to_string(&Text {
        answer: answer(&record.answer),
        content: content(&record.content),
        corrects: record.corrects.as_ref().map(corrects),
        hash: "",
        key: record.key.as_deref(),
        number: &record.number,
        previous: &record.previous,
        recorded_at: record.recorded_at,
        signed_at: record.signed_at,
    })
}

#[derive(Serialize)]
struct Text<'a> {
    answer: AnswerText<'a>,
    content: ContentText<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<CorrectsText<'a>>,
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
    facts: &'a [Line],
    kind: super::AckKind,
    place: &'a str,
    staff: &'a str,
    template: u32,
    text: &'a str,
    ticket_number: &'a str,
}

fn content(content: &Content) -> ContentText<'_> {
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
struct CorrectsText<'a> {
    hash: &'a str,
    number: &'a str,
    why: &'a str,
}

fn corrects(corrects: &Corrects) -> CorrectsText<'_> {
    CorrectsText {
        hash: &corrects.hash,
        number: &corrects.number,
        why: &corrects.why,
    }
}

#[derive(Serialize)]
struct SignerText<'a> {
    name: &'a str,
    phone: &'a str,
    relation: Relation,
}

fn signer(signer: &Signer) -> SignerText<'_> {
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
    strokes: Option<&'a [Vec<Point>]>,
    way: Way,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<&'a str>,
}

fn answer(answer: &Answer) -> AnswerText<'_> {
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
        Answer::OnScreen {
            signer: who,
            strokes,
            pen,
        } => AnswerText {
            signer: Some(signer(who)),
            strokes: Some(strokes),
            pen: pen.as_deref(),
            ..none(Way::OnScreen)
        },
        Answer::Paper { signer: who, scan } => AnswerText {
            signer: Some(signer(who)),
            scan: Some(scan),
            ..none(Way::Paper)
        },
        Answer::Refused { reason, witness } => AnswerText {
            reason: Some(reason),
            witness: Some(witness),
            ..none(Way::Refused)
        },
        Answer::Left { reason, place, photo } => AnswerText {
            reason: Some(reason),
            place: Some(place),
            photo: Some(photo),
            ..none(Way::Left)
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{acknowledgement::AckKind, hash};

    /// Every way, with and without everything that may be missing, against the slow way.
    #[test]
    fn it_is_the_canonical_json_of_the_record() {
        let who = Signer {
            name: "示例\"用户\"\u{1}😀".to_owned(),
            relation: Relation::Tenant,
            phone: "12000000000".to_owned(),
        };
        let strokes = vec![vec![(0, 9_000), (12, 3)], vec![(7, 7)]];
        let text = || "文本\n第二行\t/".to_owned();
        let answers = [
            Answer::OnScreen {
                signer: who.clone(),
                strokes: strokes.clone(),
                pen: None,
            },
            Answer::OnScreen {
                signer: who.clone(),
                strokes,
                pen: Some(vec![vec![(0, 500), (16, 1_000)], vec![(90, 0)]]),
            },
            Answer::Paper {
                signer: who,
                scan: "ab".repeat(32),
            },
            Answer::Refused {
                reason: text(),
                witness: text(),
            },
            Answer::Left {
                reason: text(),
                place: text(),
                photo: text(),
            },
        ];
        for (place, answer) in answers.into_iter().enumerate() {
            let record = Record {
                number: "QZWX2611240001-2".to_owned(),
                content: Content {
                    kind: AckKind::ALL[place],
                    template: 3,
                    ticket_number: "WX2611240001".to_owned(),
                    text: text(),
                    facts: vec![Line {
                        label: "地址".to_owned(),
                        value: text(),
                    }],
                    place: text(),
                    staff: text(),
                },
                answer,
                signed_at: Moment(1_795_000_000_000),
                recorded_at: (place % 2 == 1).then_some(Moment(1_795_000_600_000)),
                corrects: (place % 2 == 0).then(|| Corrects {
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
            assert_eq!(of(&record).unwrap(), hash::canonical(&record).unwrap());
        }
    }
}
