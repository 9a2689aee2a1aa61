//! 用户签字确认单: what was shown, how it was answered, and the marks it can be checked by.

use domain::{
    acknowledgement::{
        AcknowledgementAnswer, AcknowledgementRecord, CustomerSigner, FIELD, PenPoint, StrokePoint,
        genesis_hash,
    },
    confirmation::format_key_id,
};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign},
    sheet::{Ink, PageMark},
};

use crate::{
    Form,
    form::{write_field, write_field_pair, write_heading},
};

/// Width of the pen, mm.
const PEN: f64 = 0.55;

/// Width of the room for a company's seal, mm. It is as high as the handwriting beside it.
const SEAL_WIDTH: f64 = 44.0;

#[must_use]
pub fn lay_out_acknowledgement(form: &Form, record: &AcknowledgementRecord) -> PdfDocument {
    let mut flow = form.begin_form("用户签字确认单", &record.number);
    write_heading(&mut flow, record.content.kind.zh());
    for fact in &record.content.facts {
        write_field(&mut flow, &fact.label, &fact.value);
    }
    write_heading(&mut flow, "确认内容");
    flow.add_gap(1.0);
    flow.write_paragraph(11.0, Ink::Black, &record.content.text);
    flow.add_gap(1.5);
    write_acknowledgement_answer(&mut flow, record);
    let seals = form.settings.company_seals;
    let beside = matches!(record.answer, AcknowledgementAnswer::OnScreen { .. });
    let mut company = (seals && beside)
        .then(|| draw_seal_place(&mut flow, true))
        .flatten();
    if let Some(corrects) = &record.corrects {
        write_heading(&mut flow, "更正");
        write_field(&mut flow, "替代原记录", &corrects.number);
        write_field(&mut flow, "更正原因", &corrects.why);
        write_field(&mut flow, "原记录校验值", &corrects.hash);
    }
    write_heading(&mut flow, "校验");
    write_field(&mut flow, "记录编号", &record.number);
    write_field(&mut flow, "本单校验值", &record.hash);
    let first = record.previous == genesis_hash();
    let previous = if first {
        "无（第一份签字确认单）"
    } else {
        &record.previous
    };
    write_field(&mut flow, "上一单校验值", previous);
    if let Some(key) = &record.key {
        write_field(&mut flow, "封存密钥", &format_key_id(key));
    }
    flow.add_gap(1.0);
    flow.write_paragraph(
        8.0,
        Ink::Grey,
        "校验值由签字时的全部内容计算得出（SHA-256），并由本公司的封存密钥签署（Ed25519）；内容有任何改动，校验即不通过。本单的电子文件内附签字记录并带有数字签名，可用常见的 PDF 阅读程序查验是否改动。",
    );
    if seals && !beside {
        company = draw_seal_place(&mut flow, false);
    }
    PdfDocument {
        attached: true,
        company,
        ..form.finish_form(flow, &format!("用户签字确认单 {}", record.number))
    }
}

/// Where the company seals the paper itself: beside the handwriting, or else below everything.
fn draw_seal_place(flow: &mut Flow, beside: bool) -> Option<(usize, [f32; 4])> {
    let (wide, high) = (SEAL_WIDTH, f64::from(FIELD.1) / 100.0);
    if !beside {
        flow.ensure_height(high + 4.0);
        flow.add_gap(high + 4.0);
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
            flow.draw_mark(PageMark::Line {
                from,
                to,
                width: 0.15,
                ink: Ink::Line,
                dashed: true,
            });
        }
    }
    let (x, y) = (right - 1.5, bottom - 1.5);
    flow.draw_text(x, y, 7.0, false, Ink::Grey, TextAlign::Right, "公司签章处");
    flow.locate_on_page([left, top, right, bottom])
}

/// When it was typed, where that is another time than when it was signed, refused or left.
fn write_recorded_time(flow: &mut Flow, record: &AcknowledgementRecord) {
    if let Some(at) = record.recorded_at {
        write_field(flow, "登记时间", &at.date_time_text());
    }
}

/// What the time of a refusal is called: a record of before says one time for both.
pub(crate) fn answer_time_label<'a>(record: &AcknowledgementRecord, label: &'a str) -> &'a str {
    record.recorded_at.map_or("登记时间", |_| label)
}

fn write_acknowledgement_answer(flow: &mut Flow, record: &AcknowledgementRecord) {
    let when = record.signed_at.date_time_text();
    match &record.answer {
        AcknowledgementAnswer::OnScreen { signer, strokes, pen } => {
            write_heading(flow, "用户签字（屏幕手写）");
            write_signer(flow, signer, &when, &record.content.place);
            flow.add_gap(1.0);
            flow.write_paragraph(9.0, Ink::Grey, "双方同意以本屏幕手写签名确认以上内容。");
            flow.draw_figure(&format!("{} 的手写签名", signer.name), |flow| {
                draw_handwriting(flow, strokes, pen.as_deref());
            });
        }
        AcknowledgementAnswer::Paper { signer, scan } => {
            write_heading(flow, "用户签字（纸质）");
            write_signer(flow, signer, &when, &record.content.place);
            write_recorded_time(flow, record);
            write_field(flow, "扫描件校验值", scan);
        }
        AcknowledgementAnswer::Refused { reason, witness } => {
            write_heading(flow, "用户拒签");
            write_field(flow, "原因", reason);
            write_field_pair(
                flow,
                ("见证人", witness),
                (answer_time_label(record, "拒签时间"), &when),
            );
            write_recorded_time(flow, record);
            write_field(flow, "地点", &record.content.place);
        }
        AcknowledgementAnswer::Left { reason, place, photo } => {
            write_heading(flow, "留置通知");
            write_field(flow, "原因", reason);
            write_field_pair(
                flow,
                ("留置地点", place),
                (answer_time_label(record, "留置时间"), &when),
            );
            write_recorded_time(flow, record);
            write_field(flow, "照片校验值", photo);
        }
    }
}

fn write_signer(flow: &mut Flow, signer: &CustomerSigner, when: &str, place: &str) {
    write_field_pair(
        flow,
        ("签字人", &signer.name),
        ("与用户关系", signer.relation.zh()),
    );
    write_field_pair(flow, ("联系电话", &signer.phone), ("签字时间", when));
    write_field(flow, "签字地点", place);
}

/// The strokes as vectors, in a frame as large as the field they were written on.
fn draw_handwriting(flow: &mut Flow, strokes: &[Vec<StrokePoint>], pen: Option<&[Vec<PenPoint>]>) {
    let (wide, high) = (f64::from(FIELD.0) / 100.0, f64::from(FIELD.1) / 100.0);
    flow.ensure_height(high + 6.0);
    flow.add_gap(1.5);
    let (x, y) = (flow.left + 2.0, flow.y);
    let corners = vec![(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)];
    flow.draw_mark(PageMark::Stroke {
        points: corners,
        width: 0.15,
        ink: Ink::Line,
    });
    flow.draw_text(
        x + wide - 1.5,
        y + high - 1.5,
        7.0,
        false,
        Ink::Grey,
        TextAlign::Right,
        "签字处",
    );
    let place = |(px, py): &StrokePoint| (x + f64::from(*px) / 100.0, y + f64::from(*py) / 100.0);
    for (index, stroke) in strokes.iter().enumerate().filter(|(_, stroke)| stroke.len() > 1) {
        let Some(pressed) = pen.and_then(|pen| pen.get(index)) else {
            flow.draw_mark(build_pen_stroke(stroke.iter().map(place).collect(), PEN));
            continue;
        };
        // PDF knows no line of changing width: a short one with round ends for each step of the pen.
        for (step, (_, pressure)) in stroke.windows(2).zip(pressed) {
            let width = PEN * (0.5 + f64::from(*pressure) / 1_000.0);
            flow.draw_mark(build_pen_stroke(step.iter().map(place).collect(), width));
        }
    }
    flow.add_gap(high + 2.0);
}

const fn build_pen_stroke(points: Vec<(f64, f64)>, width: f64) -> PageMark {
    PageMark::Stroke {
        points,
        width,
        ink: Ink::Black,
    }
}
