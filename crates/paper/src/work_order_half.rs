//! 派工单 on half a sheet, two to an A4 page with a line to cut along (2.3, 3, 4.1, 4.2, 4.3). A half has a fixed height: what is
//! too long for its lines ends in 详见系统 and never runs into the next.

use domain::{
    Moment,
    clock::{self, ClockKind},
    service::{ServiceIntake, ServiceKind},
};

use pdf::{
    PdfDocument,
    flow::{Flow, TextAlign, format_no_proof_notice},
    sheet::{DocumentPage, Ink, PageMark},
    text::{POINT, clip_text, measure_text, wrap_text},
};

use crate::{Form, form::or_empty, qr};

/// Left and right end of the text, mm.
const SIDES: (f64, f64) = (18.0, 192.0);
/// Height of a half, mm.
const HALF: f64 = 148.5;
/// Size of what is printed and of its labels, points.
const SIZE: f64 = 9.0;
/// Height of a line, mm.
const LINE: f64 = 4.5;
/// Width of a label, mm.
const LABEL: f64 = 21.0;
/// What stands at the end of a text that is cut.
const MORE: &str = "…详见系统";

/// The page of one form or two.
#[must_use]
pub fn lay_out_half_orders(forms: &[Form]) -> PdfDocument {
    let mut flow = Flow::new(DocumentPage::a4_portrait(), SIDES.0);
    for (form, top) in forms.iter().zip([0.0, HALF]) {
        draw_half(&mut flow, form, top);
    }
    draw_half_cut_line(&mut flow);
    let (company, now) = forms
        .first()
        .map_or(("", Moment(0)), |form| (form.settings.company.as_str(), form.now));
    flow.finish_without_footers("派工单", company, now)
}

fn draw_half(flow: &mut Flow, form: &Form, top: f64) {
    let y = draw_half_head(flow, form, top);
    let mut rows = HalfOrderRows { flow, y };
    add_intake(&mut rows, form);
    add_assignment(&mut rows, form);
    add_deadlines(&mut rows, form);
    let y = rows.y;
    let staff = staff_label(form.ticket.open.asked.service_kind());
    draw_blank_fields(
        flow,
        (y, top + WRITTEN),
        blank_field_labels(form.ticket.open.asked.service_kind()),
    );
    draw_half_signatures(flow, top, staff);
    draw_half_footer(flow, form, top);
}

const fn staff_label(service: ServiceKind) -> &'static str {
    match service {
        ServiceKind::LeakDetection => "检漏人员",
        ServiceKind::WaterQuality => "取样人员",
        _ => "维修人员",
    }
}

/// Company, name of the form, number, hotline and code; where the next line goes.
fn draw_half_head(flow: &mut Flow, form: &Form, top: f64) -> f64 {
    let (left, right) = SIDES;
    let number = &form.ticket.number;
    let settings = form.settings;
    for mark in qr::build_qr_marks(&form.code_text(number), (right - 17.0, top + 9.5), 17.0) {
        flow.draw_mark(mark);
    }
    let mut text =
        |x, y, size, bold, ink, align, text: &str| flow.draw_text(x, top + y, size, bold, ink, align, text);
    let company = clip_text(&settings.company, 8.0, false, 110.0);
    text(left, 13.5, 8.0, false, Ink::Grey, TextAlign::Left, &company);
    text(left, 22.5, 16.0, true, Ink::Black, TextAlign::Left, "派工单");
    text(left + 24.0, 22.5, 11.0, true, Ink::Black, TextAlign::Left, number);
    let hotline = format!("24 小时服务热线 {}", settings.hotline);
    text(
        right - 20.0,
        22.5,
        8.5,
        false,
        Ink::Grey,
        TextAlign::Right,
        &clip_text(&hotline, 8.5, false, 70.0),
    );
    draw_half_rule(flow, top + 28.0, 0.5, Ink::Accent);
    top + 29.5
}

fn draw_half_rule(flow: &mut Flow, y: f64, width: f64, ink: Ink) {
    flow.draw_mark(PageMark::Line {
        from: (SIDES.0, y),
        to: (SIDES.1, y),
        width,
        ink,
        dashed: false,
    });
}

/// Lines of a half from the top down.
struct HalfOrderRows<'a> {
    flow: &'a mut Flow,
    y: f64,
}

impl HalfOrderRows<'_> {
    fn add_row_text(&mut self, x: f64, row: usize, bold: bool, ink: Ink, text: &str) {
        #[allow(clippy::cast_precision_loss, reason = "a field has a few lines")]
        let base = self.y + row as f64 * LINE + LINE * 0.75;
        self.flow
            .draw_text(x, base, SIZE, bold, ink, TextAlign::Left, text);
    }

    fn end_rows(&mut self, rows: usize) {
        #[allow(clippy::cast_precision_loss, reason = "a field has a few lines")]
        let height = rows as f64 * LINE + 0.5;
        self.y += height;
        draw_half_rule(self.flow, self.y, 0.1, Ink::Line);
        self.y += 0.3;
    }

    /// A field over the whole width, in at most so many lines.
    fn add_field(&mut self, label: &str, value: &str, most: usize) {
        let (left, right) = SIDES;
        let lines = wrap_and_cut(or_empty(value), right - left - LABEL - 1.0, most);
        self.add_row_text(left + 1.0, 0, false, Ink::Grey, label);
        for (row, line) in lines.iter().enumerate() {
            self.add_row_text(left + LABEL, row, false, Ink::Black, line);
        }
        self.end_rows(lines.len());
    }

    /// Two fields side by side, a line each.
    fn add_field_pair(&mut self, one: (&str, &str), other: (&str, &str)) {
        let (left, right) = SIDES;
        let half = (right - left) / 2.0;
        for ((label, value), x) in [(one, left), (other, left + half)] {
            self.add_row_text(x + 1.0, 0, false, Ink::Grey, label);
            for line in wrap_and_cut(or_empty(value), half - LABEL - 2.0, 1) {
                self.add_row_text(x + LABEL, 0, false, Ink::Black, &line);
            }
        }
        self.end_rows(1);
    }
}

/// A text in at most so many lines; what is left out is said.
fn wrap_and_cut(text: &str, most_wide: f64, most: usize) -> Vec<String> {
    let flat: Vec<&str> = text.split_whitespace().collect();
    let mut lines = wrap_text(&flat.join(" "), SIZE, false, most_wide);
    if lines.len() <= most {
        return lines;
    }
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        let room = most_wide - measure_text(MORE, SIZE, false);
        while measure_text(last, SIZE, false) > room && last.pop().is_some() {}
        last.push_str(MORE);
    }
    lines
}

/// Who, where, and what is wrong.
fn add_intake(rows: &mut HalfOrderRows, form: &Form) {
    let open = &form.ticket.open;
    rows.add_field_pair(("用户", &open.name), ("联系电话", &open.phone));
    rows.add_field("地址", &open.address, 2);
    let (kind, account) = (open.asked.service_kind(), &open.account_number);
    match &open.asked {
        ServiceIntake::Repair(asked) => {
            let fault = format!("{}（{}）", asked.fault.zh(), asked.meter_side.zh());
            rows.add_field_pair(("故障类型", &fault), ("户号", account));
            rows.add_field("情况", &asked.situation, 3);
        }
        asked => {
            rows.add_field_pair(("服务", kind.zh()), ("户号", account));
            let all: Vec<String> = domain::timeline::describe_service_intake(asked)
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(label, value)| format!("{label}：{value}"))
                .collect();
            rows.add_field("情况", &all.join("；"), 3);
        }
    }
}

/// Who goes, since when, and what was agreed.
fn add_assignment(rows: &mut HalfOrderRows, form: &Form) {
    let ticket = form.ticket;
    let assignment = ticket.assignment.as_ref();
    let details = assignment.map(|it| &it.details);
    rows.add_field_pair(
        ("班组", details.map_or("", |it| &it.crew)),
        (
            staff_label(ticket.open.asked.service_kind()),
            details.map_or("", |it| &it.goes),
        ),
    );
    let sent = assignment.map(|it| format!("{}　{}", it.at.date_time_text(), it.by));
    rows.add_field_pair(
        ("接报", &ticket.open.received_at.date_time_text()),
        ("派工", &sent.unwrap_or_default()),
    );
    let mut agreed = Vec::new();
    if let Some(appointment) = &ticket.appointment {
        let details = &appointment.details;
        agreed.push(format!(
            "预约 {} 到场，与 {} 约定",
            details.at.date_time_text(),
            details.agreed_with
        ));
    }
    if let Some(arrangement) = &ticket.arrangement {
        agreed.push(format!("非工作时间安排：{}", arrangement.details.told));
    }
    if let Some(note) = details.map(|it| &it.note).filter(|note| !note.is_empty()) {
        agreed.push(format!("说明：{note}"));
    }
    rows.add_field("约定与说明", &agreed.join("；"), 2);
}

/// The limits as they stand (4.3).
fn add_deadlines(rows: &mut HalfOrderRows, form: &Form) {
    let of = |clock: &clock::Clock| {
        let limit = clock
            .limit
            .map_or_else(|| "不计时".to_owned(), Moment::date_time_text);
        format!("{} {limit}", clock.kind.zh())
    };
    let all: Vec<String> = clock::list_clocks(form.ticket, form.now)
        .iter()
        .filter(|clock| clock.kind != ClockKind::HandOver)
        .map(of)
        .collect();
    rows.add_field("时限", &all.join("；"), 2);
}

/// What is written in on site, by service.
const fn blank_field_labels(service: ServiceKind) -> [&'static str; 5] {
    const TIMES: &str =
        "到场时间　　月　　日　　时　　分　　　　　　　　　　　完成时间　　月　　日　　时　　分";
    match service {
        ServiceKind::LeakDetection => [
            TIMES,
            "检漏方法与部位",
            "检漏结果　□ 已找到漏点　□ 未找到漏点　□ 暂时无法答复",
            "漏点位置与原因，或已排除的情况",
            "参加人员",
        ],
        ServiceKind::WaterQuality => [
            TIMES,
            "样品编号　　　　　　　　　　　　　　　　　　　　　　　　　　　　数量　　　　　瓶",
            "取样点与现场情况　　　　　　　　　　　　　　　　　　　　　　　用户　□ 在场　□ 不在场",
            "保存与运送",
            "交出人　　　　　　　　　　　接收人　　　　　　　　　　　交接时间　　月　　日　　时　　分",
        ],
        _ => [
            TIMES,
            "检查情况",
            "维修内容",
            "材料（用户自备）：名称、数量",
            "参加人员与工时",
        ],
    }
}

/// Where the lines to write on end, from the top of a half, mm.
const WRITTEN: f64 = 126.0;

/// The lines share what the case has left; one is never too low to write on.
fn draw_blank_fields(flow: &mut Flow, (from, to): (f64, f64), lines: [&str; 5]) {
    let each = (to - from) / 5.0;
    let mut y = from;
    for label in lines {
        flow.draw_text(
            SIDES.0 + 1.0,
            y + 4.4,
            SIZE,
            false,
            Ink::Grey,
            TextAlign::Left,
            label,
        );
        y += each;
        draw_half_rule(flow, y, 0.1, Ink::Line);
    }
}

/// That it is free, how staff behave, and the signatures.
fn draw_half_signatures(flow: &mut Flow, top: f64, staff: &str) {
    let free = match staff {
        "维修人员" => "本服务全程免费，不收取人工费；所需材料由用户自备。",
        _ => "本服务全程免费，不收取任何费用。",
    };
    let text = format!("{free}不得吃、拿、卡、要，不得向用户提任何条件（制度 2.5、5.3）。");
    flow.draw_text(
        SIDES.0,
        top + 129.8,
        8.0,
        false,
        Ink::Black,
        TextAlign::Left,
        &text,
    );
    let each = (SIDES.1 - SIDES.0) / 3.0;
    let mut x = SIDES.0;
    for label in [staff, "用户签字", "日期"] {
        flow.draw_text(x, top + 137.0, SIZE, false, Ink::Grey, TextAlign::Left, label);
        let start = x + measure_text(label, SIZE, false) + 2.0;
        flow.draw_mark(PageMark::Line {
            from: (start, top + 138.0),
            to: (x + each - 6.0, top + 138.0),
            width: 0.2,
            ink: Ink::Black,
            dashed: false,
        });
        x += each;
    }
}

fn draw_half_footer(flow: &mut Flow, form: &Form, top: f64) {
    let y = top + 143.0;
    let mut text = |x, ink, bold, align, text: &str| flow.draw_text(x, y, 7.0, bold, ink, align, text);
    let printed = format!(
        "派工单 {}　打印时间 {}",
        form.ticket.number,
        form.now.date_time_text()
    );
    text(SIDES.0, Ink::Grey, false, TextAlign::Left, &printed);
    text(SIDES.1, Ink::Grey, false, TextAlign::Right, "第 1 页 共 1 页");
    if let Some(words) = form.not_original.map(format_no_proof_notice) {
        text(105.0, Ink::Black, true, TextAlign::Middle, &words);
    }
}

/// Between the halves.
fn draw_half_cut_line(flow: &mut Flow) {
    let word = "裁切线";
    let half = measure_text(word, 7.0, false) / 2.0 + 2.0;
    for (from, to) in [(5.0, 105.0 - half), (105.0 + half, 205.0)] {
        flow.draw_mark(PageMark::Line {
            from: (from, HALF),
            to: (to, HALF),
            width: 0.25,
            ink: Ink::Grey,
            dashed: true,
        });
    }
    let base = HALF + 7.0 * POINT * 0.36;
    flow.draw_text(105.0, base, 7.0, false, Ink::Grey, TextAlign::Middle, word);
}
