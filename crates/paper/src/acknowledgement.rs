//! 用户签字确认单: what was shown, how it was answered, and the marks it can be checked by.

use domain::{
    acknowledgement::{Answer, FIELD, PenPoint, Point, Record, Signer, genesis},
    confirmation::write_key_id,
};

use crate::{
    Form, Sheet,
    flow::{Align, Flow},
    form::{field, heading, pair},
    sheet::{Ink, Mark},
};

/// Width of the pen, mm.
const PEN: f64 = 0.55;

/// Width of the room for a company's seal, mm. It is as high as the handwriting beside it.
const SEAL_WIDTH: f64 = 44.0;

/// The form.
#[must_use]
pub fn sheet(form: &Form, record: &Record) -> Sheet {
    let mut flow = form.begin("用户签字确认单", &record.number);
    heading(&mut flow, record.content.kind.zh());
    for fact in &record.content.facts {
        field(&mut flow, &fact.label, &fact.value);
    }
    heading(&mut flow, "确认内容");
    flow.gap(1.0);
    flow.paragraph(11.0, Ink::Black, &record.content.text);
    flow.gap(1.5);
    answer(&mut flow, record);
    let seals = form.settings.company_seals;
    let beside = matches!(record.answer, Answer::OnScreen { .. });
    let mut company = (seals && beside).then(|| seal_place(&mut flow, true)).flatten();
    if let Some(corrects) = &record.corrects {
        heading(&mut flow, "更正");
        field(&mut flow, "替代原记录", &corrects.number);
        field(&mut flow, "更正原因", &corrects.why);
        field(&mut flow, "原记录校验值", &corrects.hash);
    }
    heading(&mut flow, "校验");
    field(&mut flow, "记录编号", &record.number);
    field(&mut flow, "本单校验值", &record.hash);
    let first = record.previous == genesis();
    let previous = if first {
        "无（第一份签字确认单）"
    } else {
        &record.previous
    };
    field(&mut flow, "上一单校验值", previous);
    if let Some(key) = &record.key {
        field(&mut flow, "封存密钥", &write_key_id(key));
    }
    flow.gap(1.0);
    flow.paragraph(
        8.0,
        Ink::Grey,
        "校验值由签字时的全部内容计算得出（SHA-256），并由本公司的封存密钥签署（Ed25519）；内容有任何改动，校验即不通过。本单的电子文件内附签字记录并带有数字签名，可用常见的 PDF 阅读程序查验是否改动。",
    );
    if seals && !beside {
        company = seal_place(&mut flow, false);
    }
    Sheet {
        attached: true,
        company,
        ..form.finish(flow, &format!("用户签字确认单 {}", record.number))
    }
}

/// Where the company seals the paper itself: beside the handwriting, or else below everything.
fn seal_place(flow: &mut Flow, beside: bool) -> Option<(usize, [f32; 4])> {
    let (wide, high) = (SEAL_WIDTH, f64::from(FIELD.1) / 100.0);
    if !beside {
        flow.need(high + 4.0);
        flow.gap(high + 4.0);
    }
    let (right, bottom) = (flow.right, flow.y - 2.0);
    let (left, top) = (right - wide, bottom - high);
    let corners = [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ];
    for side in corners.windows(2) {
        if let [from, to] = *side {
            flow.mark(Mark::Line {
                from,
                to,
                width: 0.15,
                ink: Ink::Line,
                dashed: true,
            });
        }
    }
    let (x, y) = (right - 1.5, bottom - 1.5);
    flow.text_at(x, y, 7.0, false, Ink::Grey, Align::Right, "公司签章处");
    flow.place([left, top, right, bottom])
}

/// When it was typed, where that is another time than when it was signed, refused or left.
fn recorded(flow: &mut Flow, record: &Record) {
    if let Some(at) = record.recorded_at {
        field(flow, "登记时间", &at.text());
    }
}

/// What the time of a refusal is called: a record of before says one time for both.
pub(crate) fn said_at<'a>(record: &Record, label: &'a str) -> &'a str {
    record.recorded_at.map_or("登记时间", |_| label)
}

fn answer(flow: &mut Flow, record: &Record) {
    let when = record.signed_at.text();
    match &record.answer {
        Answer::OnScreen { signer, strokes, pen } => {
            heading(flow, "用户签字（屏幕手写）");
            signed_by(flow, signer, &when, &record.content.place);
            flow.gap(1.0);
            flow.paragraph(9.0, Ink::Grey, "双方同意以本屏幕手写签名确认以上内容。");
            flow.figure(&format!("{} 的手写签名", signer.name), |flow| {
                handwriting(flow, strokes, pen.as_deref());
            });
        }
        Answer::Paper { signer, scan } => {
            heading(flow, "用户签字（纸质）");
            signed_by(flow, signer, &when, &record.content.place);
            recorded(flow, record);
            field(flow, "扫描件校验值", scan);
        }
        Answer::Refused { reason, witness } => {
            heading(flow, "用户拒签");
            field(flow, "原因", reason);
            pair(flow, ("见证人", witness), (said_at(record, "拒签时间"), &when));
            recorded(flow, record);
            field(flow, "地点", &record.content.place);
        }
        Answer::Left { reason, place, photo } => {
            heading(flow, "留置通知");
            field(flow, "原因", reason);
            pair(flow, ("留置地点", place), (said_at(record, "留置时间"), &when));
            recorded(flow, record);
            field(flow, "照片校验值", photo);
        }
    }
}

fn signed_by(flow: &mut Flow, signer: &Signer, when: &str, place: &str) {
    pair(
        flow,
        ("签字人", &signer.name),
        ("与用户关系", signer.relation.zh()),
    );
    pair(flow, ("联系电话", &signer.phone), ("签字时间", when));
    field(flow, "签字地点", place);
}

/// The strokes as vectors, in a frame as large as the field they were written on.
fn handwriting(flow: &mut Flow, strokes: &[Vec<Point>], pen: Option<&[Vec<PenPoint>]>) {
    let (wide, high) = (f64::from(FIELD.0) / 100.0, f64::from(FIELD.1) / 100.0);
    flow.need(high + 6.0);
    flow.gap(1.5);
    let (x, y) = (flow.left + 2.0, flow.y);
    let corners = vec![(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)];
    flow.mark(Mark::Stroke {
        points: corners,
        width: 0.15,
        ink: Ink::Line,
    });
    flow.text_at(
        x + wide - 1.5,
        y + high - 1.5,
        7.0,
        false,
        Ink::Grey,
        Align::Right,
        "签字处",
    );
    let place = |(px, py): &Point| (x + f64::from(*px) / 100.0, y + f64::from(*py) / 100.0);
    for (index, stroke) in strokes.iter().enumerate().filter(|(_, stroke)| stroke.len() > 1) {
        let Some(pressed) = pen.and_then(|pen| pen.get(index)) else {
            flow.mark(line(stroke.iter().map(place).collect(), PEN));
            continue;
        };
        // PDF knows no line of changing width: a short one with round ends for each step of the pen.
        for (step, (_, pressure)) in stroke.windows(2).zip(pressed) {
            let width = PEN * (0.5 + f64::from(*pressure) / 1_000.0);
            flow.mark(line(step.iter().map(place).collect(), width));
        }
    }
    flow.gap(high + 2.0);
}

const fn line(points: Vec<(f64, f64)>, width: f64) -> Mark {
    Mark::Stroke {
        points,
        width,
        ink: Ink::Black,
    }
}
