//! What all forms share: the head with company and number, boxes of fields, signature lines.

use domain::{
    Moment, Ticket,
    personal::VisibleValue,
    service::{ServiceIntake, ServiceKind},
    settings::Settings,
};

use pdf::{
    flow::{Flow, TextAlign},
    sheet::{DocumentPage, Ink, PageMark, PdfDocument},
    structure::StructureTag,
    text::{POINT, wrap_text},
};

use crate::qr;

/// What a form is made from.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    pub ticket: &'a VisibleValue<Ticket>,
    /// The company.
    pub settings: &'a Settings,
    /// What tells this ticket from another of its number, printed behind the number in the code: a number may be given again after a restore.
    pub ticket_mark: &'a str,
    /// When it is printed.
    pub now: Moment,
    /// What the data are where they are not the original ones, such as 演示数据; every page says so.
    pub not_original: Option<&'a str>,
}

/// Size of the text in forms, points.
const SIZE: f64 = 10.0;
/// Width of a field's label, mm.
const LABEL: f64 = 32.0;

/// What stands in a form's fields when there is nothing to say.
pub(crate) const EMPTY: &str = "—";

/// The line every form ends with (4.2, preamble): of a repair, which needs materials.
const FREE_REPAIR: &str = "本服务全程免费，不收取人工费；所需材料由用户自备。";
/// The same of the other services, which need none.
const FREE: &str = "本服务全程免费，工作人员不收取任何费用，也不向用户提任何条件。";

impl Form<'_> {
    /// What the QR code of a page says: the number, and which ticket of this number it is.
    pub(crate) fn code_text(&self, number: &str) -> String {
        format!("{number}/{}", self.ticket_mark)
    }

    /// Begins a page with the company, the form's name, the ticket's number and its QR code.
    pub(crate) fn begin_form(&self, title: &str, number: &str) -> Flow {
        let mut flow = Flow::new(DocumentPage::a4_portrait(), 18.0);
        let settings = self.settings;
        flow.draw_text(
            18.0,
            20.0,
            9.5,
            false,
            Ink::Grey,
            TextAlign::Left,
            &format!("{}　·　{}", settings.company, settings.brand),
        );
        flow.write_tagged(StructureTag::Title, |flow| {
            flow.draw_text(18.0, 31.0, 20.0, true, Ink::Black, TextAlign::Left, title);
        });
        flow.draw_text(
            18.0,
            38.5,
            10.5,
            false,
            Ink::Grey,
            TextAlign::Left,
            &format!("编号 {number}"),
        );
        let hotline = format!("24 小时服务热线 {}", settings.hotline);
        flow.draw_text(168.0, 31.0, 9.5, true, Ink::Accent, TextAlign::Right, &hotline);
        flow.draw_figure(&format!("二维码：{number}"), |flow| {
            for mark in qr::build_qr_marks(&self.code_text(number), (172.0, 15.0), 20.0) {
                flow.draw_mark(mark);
            }
        });
        let (from, to) = ((18.0, 42.5), (192.0, 42.5));
        flow.draw_mark(PageMark::Line {
            from,
            to,
            width: 0.6,
            ink: Ink::Accent,
            dashed: false,
        });
        flow.y = 47.0;
        flow
    }

    /// Who is served, where, and what was asked.
    pub(crate) fn write_customer_and_request(&self, flow: &mut Flow) {
        let open = &self.ticket.open;
        self.write_customer(flow, intake_heading(open.asked.service_kind()));
        if let ServiceIntake::Repair(asked) = &open.asked {
            write_field_pair(
                flow,
                ("故障类型", asked.fault.zh()),
                ("位置", asked.meter_side.zh()),
            );
            return write_field(flow, "情况", &asked.situation);
        }
        for (label, value) in domain::timeline::describe_service_intake(&open.asked) {
            if !value.is_empty() {
                write_field(flow, label, &value);
            }
        }
    }

    /// Who is served, where, and how the report came in, under a heading.
    pub(crate) fn write_customer(&self, flow: &mut Flow, title: &str) {
        let open = &self.ticket.open;
        write_heading(flow, title);
        match open.asked.service_kind() {
            ServiceKind::Community => {
                write_field_pair(flow, ("社区", &open.community), ("区域", open.area.zh()));
                write_field_pair(flow, ("联系人", &open.name), ("联系电话", &open.phone));
                if !open.address.is_empty() {
                    write_field(flow, "地址", &open.address);
                }
            }
            ServiceKind::EmergencyWater => {
                write_field(flow, "停水地点", &open.address);
                write_field_pair(flow, ("区域", open.area.zh()), ("小区", &open.community));
                if !open.name.is_empty() || !open.phone.is_empty() {
                    write_field_pair(flow, ("联系人", &open.name), ("联系电话", &open.phone));
                }
            }
            _ => {
                write_field_pair(flow, ("用户", &open.name), ("联系电话", &open.phone));
                write_field(flow, "地址", &open.address);
                write_field_pair(flow, ("户号", &open.account_number), ("区域", open.area.zh()));
            }
        }
        write_field_pair(
            flow,
            ("接报时间", &open.received_at.date_time_text()),
            ("发起表单", &open.form_raised_at().date_time_text()),
        );
        write_field_pair(
            flow,
            ("接报渠道", open.channel.zh()),
            ("首接人", &open.first_receiver),
        );
    }

    /// That it is free, in the words of the service.
    pub(crate) fn write_free_notice(&self, flow: &mut Flow) {
        flow.add_gap(2.5);
        let repair = self.ticket.open.asked.service_kind() == ServiceKind::Repair;
        flow.write_paragraph(9.0, Ink::Black, if repair { FREE_REPAIR } else { FREE });
    }

    /// When it was printed, at the end; and the document.
    pub(crate) fn finish_form(&self, mut flow: Flow, title: &str) -> PdfDocument {
        flow.add_gap(2.0);
        flow.write_paragraph(
            8.0,
            Ink::Grey,
            &format!("打印时间 {}　{}", self.now.date_time_text(), self.settings.motto),
        );
        flow.finish_with_footers(title, &self.settings.company, self.now, self.not_original)
    }
}

/// The heading over what was asked.
const fn intake_heading(service: ServiceKind) -> &'static str {
    match service {
        ServiceKind::Repair => "用户与报修",
        ServiceKind::Reminder => "用户与提醒事项",
        ServiceKind::LeakDetection => "用户与检漏申请",
        ServiceKind::WaterQuality => "用户与化验要求",
        ServiceKind::Community => "社区与活动",
        ServiceKind::EmergencyWater => "停水情况",
    }
}

pub(crate) fn or_empty(text: &str) -> &str {
    if text.trim().is_empty() { EMPTY } else { text }
}

/// A heading between boxes.
pub(crate) fn write_heading(flow: &mut Flow, text: &str) {
    // Room for what follows it as well: no heading stands alone at the foot of a page.
    flow.ensure_height(30.0);
    flow.add_gap(3.0);
    flow.draw_mark(PageMark::Fill {
        at: (flow.left, flow.y),
        size: (flow.content_width(), 6.6),
        ink: Ink::Pale,
    });
    let (x, y) = (flow.left + 2.0, flow.y + 4.7);
    flow.write_tagged(StructureTag::Heading, |flow| {
        flow.draw_text(x, y, 10.5, true, Ink::Accent, TextAlign::Left, text);
    });
    flow.add_gap(7.6);
}

/// A field over the whole width; long texts take several lines.
pub(crate) fn write_field(flow: &mut Flow, label: &str, value: &str) {
    let step = SIZE * POINT * 1.5;
    let lines = wrap_text(or_empty(value), SIZE, false, flow.content_width() - LABEL - 3.0);
    flow.write_tagged(StructureTag::Paragraph, |flow| {
        for (index, line) in lines.iter().enumerate() {
            flow.ensure_height(step + 1.0);
            let (left, base) = (flow.left, flow.y + step * 0.75);
            if index == 0 {
                flow.draw_text(left + 2.0, base, SIZE, false, Ink::Grey, TextAlign::Left, label);
            }
            flow.draw_text(left + LABEL, base, SIZE, false, Ink::Black, TextAlign::Left, line);
            flow.add_gap(step);
        }
    });
    draw_field_rule(flow);
}

/// Two fields side by side.
pub(crate) fn write_field_pair(flow: &mut Flow, left: (&str, &str), right: (&str, &str)) {
    let step = SIZE * POINT * 1.5;
    let half = flow.content_width() / 2.0;
    let space = half - LABEL - 3.0;
    let columns = [left, right].map(|(label, value)| (label, wrap_text(or_empty(value), SIZE, false, space)));
    let tall = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1);
    #[allow(clippy::cast_precision_loss, reason = "a field has a few lines")]
    let height = tall as f64 * step;
    flow.ensure_height(height + 1.0);
    let (mut x, top) = (flow.left, flow.y);
    for (label, lines) in &columns {
        let mut base = top + step * 0.75;
        flow.write_tagged(StructureTag::Paragraph, |flow| {
            flow.draw_text(x + 2.0, base, SIZE, false, Ink::Grey, TextAlign::Left, label);
            for line in lines {
                flow.draw_text(x + LABEL, base, SIZE, false, Ink::Black, TextAlign::Left, line);
                base += step;
            }
        });
        x += half;
    }
    flow.add_gap(height);
    draw_field_rule(flow);
}

fn draw_field_rule(flow: &mut Flow) {
    flow.add_gap(0.9);
    let (from, to) = ((flow.left, flow.y), (flow.right, flow.y));
    flow.draw_mark(PageMark::Line {
        from,
        to,
        width: 0.1,
        ink: Ink::Line,
        dashed: false,
    });
    flow.add_gap(0.5);
}

/// Lines to sign on, side by side.
pub(crate) fn write_signature_lines(flow: &mut Flow, labels: &[&str]) {
    flow.ensure_height(18.0);
    flow.add_gap(11.0);
    #[allow(clippy::cast_precision_loss, reason = "a few lines")]
    let each = flow.content_width() / labels.len().max(1) as f64;
    let mut x = flow.left;
    for label in labels {
        flow.draw_text(x, flow.y, SIZE, false, Ink::Grey, TextAlign::Left, label);
        let start = x + pdf::text::measure_text(label, SIZE, false) + 2.0;
        let (from, to) = ((start, flow.y + 1.0), (x + each - 6.0, flow.y + 1.0));
        flow.draw_mark(PageMark::Line {
            from,
            to,
            width: 0.2,
            ink: Ink::Black,
            dashed: false,
        });
        x += each;
    }
    flow.add_gap(5.0);
}

/// An empty box to write in by hand.
pub(crate) fn write_blank_field(flow: &mut Flow, label: &str, height: f64) {
    flow.ensure_height(height + 2.0);
    flow.draw_text(
        flow.left + 2.0,
        flow.y + 5.0,
        SIZE,
        false,
        Ink::Grey,
        TextAlign::Left,
        label,
    );
    flow.add_gap(height);
    draw_field_rule(flow);
}
