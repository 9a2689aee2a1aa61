//! Pages as text (golden), as bytes (the same twice), and read back by other programs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod story;

use std::{path::Path, process::Command, sync::Arc};

use domain::{
    Moment, Ticket, TicketRow,
    moment::Month,
    personal::VisibleValue,
    report::{
        CountingPeriod, Figure, FigureCode, FigureTrend, FigureUnit, Report, ReportComparison, ReportSection,
        ReportSpan, ReportTally, TrendPoint, month_report,
    },
    settings::Settings,
};
use paper::{Form, PdfDocument, Picture, render_pdf, text::measure_text};
use pdf::{
    sheet::{DocumentPage, Ink, PageMark},
    structure::DocumentStructure,
};
use story::{Story, at};

fn golden(name: &str, sheet: &PdfDocument) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    let is = sheet.to_golden_text();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, &is).unwrap();
    }
    let should = std::fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert_eq!(
        is, should,
        "{name} differs; if the change is wanted, UPDATE_GOLDEN=1"
    );
}

/// A form of a story, printed some time after.
fn page(story: &Story, make: impl Fn(&Form) -> Option<PdfDocument>) -> PdfDocument {
    let settings = Settings::built_in();
    let ticket = VisibleValue::from_whole(story.ticket.clone());
    let form = Form {
        ticket: &ticket,
        settings: &settings,
        ticket_mark: "3F9A",
        now: at("2026-12-01T09:00"),
        not_original: Some("演示数据"),
    };
    make(&form).unwrap()
}

fn work_order(form: &Form) -> Option<PdfDocument> {
    Some(paper::work_order::lay_out_work_order(form))
}

fn reply(form: &Form) -> Option<PdfDocument> {
    let reply = form.ticket.reply.as_ref()?;
    Some(paper::reply::lay_out_reply(form, reply))
}

fn acknowledgement(form: &Form) -> Option<PdfDocument> {
    let record = form.ticket.acknowledgement.as_ref()?;
    Some(paper::acknowledgement::lay_out_acknowledgement(form, record))
}

/// A month with a ticket of every service, two of them linked to where they came from.
fn month() -> Vec<TicketRow> {
    let tickets: Vec<Ticket> = [
        story::repair::replied(),
        story::reminder::handed_on().0,
        story::reminder::refused(),
        story::leak::found().0,
        story::leak::found().1,
        story::water::failed(),
        story::community::signed(),
        story::outage::closed(),
    ]
    .into_iter()
    .zip(1..)
    .map(|(story, id)| Ticket { id, ..story.ticket })
    .collect();
    tickets.iter().map(TicketRow::from_ticket).collect()
}

fn monthly(rows: &[TicketRow], demo: bool) -> PdfDocument {
    let now = at("2026-12-01T09:00");
    let mut report = month_report(Month::parse("2026-11").unwrap(), now, rows, &[], &[]);
    report.trend = trend();
    printed(&report, rows, demo)
}

/// Thirteen months with all a line can meet: nothing to divide, the same twice, a fall to nothing.
fn trend() -> Vec<FigureTrend> {
    let months: Vec<Month> = std::iter::successors(Month::parse("2025-11"), |month| Some(month.next_month()))
        .take(13)
        .collect();
    let codes = [
        (FigureCode::Received, FigureUnit::Count),
        (FigureCode::HandOverRate, FigureUnit::Rate),
        (FigureCode::ArrivalRate, FigureUnit::Rate),
        (FigureCode::CloseRate, FigureUnit::Rate),
        (FigureCode::SatisfactionRate, FigureUnit::Rate),
    ];
    let of = |(place, (code, unit)): (i64, (FigureCode, FigureUnit))| FigureTrend {
        code,
        zh: code.zh().to_owned(),
        unit,
        points: (0..)
            .zip(&months)
            .map(|(step, month): (i64, &Month)| TrendPoint {
                month: month.to_string(),
                is: Some(Figure {
                    numerator: (step * 7 + place * 5) % 11 * i64::from(step != 9),
                    denominator: 11 * i64::from(step != 4),
                }),
            })
            .collect(),
    };
    (0..).zip(codes).map(of).collect()
}

/// A year of two months with tickets, one of them not closed, against the year before.
fn year(rows: &[TicketRow]) -> PdfDocument {
    let now = at("2027-01-05T09:00");
    let months = ["2026-10", "2026-11"].map(|month| {
        let month = Month::parse(month).unwrap();
        (
            month,
            ReportTally::from_rows(
                &VisibleValue::from_whole(rows.to_vec()),
                &CountingPeriod::from_month(month, now),
            ),
        )
    });
    let span = ReportSpan::parse("2026").unwrap();
    let against = ReportComparison {
        span: span.previous_span(),
        chosen: false,
        figures: domain::report::to_known_figures(domain::report::zero_figures()),
        last_year: None,
    };
    let mut report = Report::new(span, now, months.to_vec(), against);
    report.open_months = vec!["2026年11月".to_owned()];
    report.trend = trend();
    report.refresh_summary();
    printed(&report, &[], true)
}

fn printed(report: &Report, rows: &[TicketRow], demo: bool) -> PdfDocument {
    with_logo(report, rows, ReportSection::ALL, demo, None)
}

fn with_logo(
    report: &Report,
    rows: &[TicketRow],
    sections: &[ReportSection],
    demo: bool,
    logo: Option<&Arc<Picture>>,
) -> PdfDocument {
    let settings = Settings::built_in();
    paper::report::lay_out_report(&paper::report::ReportInput {
        report,
        rows: &VisibleValue::from_whole(rows.to_vec()),
        sections,
        settings: &settings,
        logo,
        anchor: "19583-9f3a-77c2-01bd-55e0-8d41",
        key: "9f3a-77c2-01bd-55e0",
        not_original: demo.then_some("演示数据"),
    })
}

/// A red picture with a dark frame: whatever part of it is missing or stretched would be seen.
fn picture(width: u32, height: u32) -> Arc<Picture> {
    let frame = |x: u32, y: u32| x < 2 || y < 2 || x + 2 >= width || y + 2 >= height;
    let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let rgb = rows.flat_map(|(x, y)| if frame(x, y) { [20, 20, 40] } else { [200, 40, 30] });
    Arc::new(Picture::new(width, height, rgb.collect()).unwrap())
}

/// A month whose cover bears a logo of this shape.
fn branded(width: u32, height: u32) -> PdfDocument {
    let month = Month::parse("2026-11").unwrap();
    let now = at("2026-12-01T09:00");
    let tallies = vec![(
        month,
        ReportTally::from_rows(
            &VisibleValue::from_whole(Vec::new()),
            &CountingPeriod::from_month(month, now),
        ),
    )];
    let span = ReportSpan::from(month);
    let against = ReportComparison {
        span: span.previous_span(),
        chosen: false,
        figures: domain::report::to_known_figures(domain::report::zero_figures()),
        last_year: None,
    };
    let mut report = Report::new(span, now, tallies, against);
    report.refresh_summary();
    with_logo(
        &report,
        &[],
        &[ReportSection::Signing],
        true,
        Some(&picture(width, height)),
    )
}

fn sheets() -> Vec<(&'static str, PdfDocument)> {
    use paper::{
        delivery_record, event_record, extension_approval, leak_result, left_notice, reminder_notice,
        water_report,
    };
    use story::{community, leak, outage, reminder, repair, water};
    vec![
        ("monthly_logo_wide.txt", branded(600, 60)),
        ("monthly_logo_tall.txt", branded(60, 240)),
        ("work_order.txt", page(&repair::replied(), work_order)),
        ("work_order_leak.txt", page(&leak::ordered(), work_order)),
        ("work_order_water.txt", page(&water::ordered(), work_order)),
        ("work_order_linked.txt", page(&leak::found().1, work_order)),
        ("acknowledgement.txt", page(&repair::replied(), acknowledgement)),
        (
            "acknowledgement_left.txt",
            page(&reminder::handed_on().0, acknowledgement),
        ),
        (
            "acknowledgement_refused.txt",
            page(&reminder::refused(), acknowledgement),
        ),
        (
            "acknowledgement_leak.txt",
            page(&leak::found().0, acknowledgement),
        ),
        (
            "acknowledgement_sample.txt",
            page(&water::passed(), acknowledgement),
        ),
        (
            "acknowledgement_event.txt",
            page(&community::signed(), acknowledgement),
        ),
        (
            "acknowledgement_delivery.txt",
            page(&outage::signed(), acknowledgement),
        ),
        ("reply.txt", page(&repair::replied(), reply)),
        ("reply_leak.txt", page(&leak::not_found(), reply)),
        ("reply_water.txt", page(&water::failed(), reply)),
        ("reply_event.txt", page(&community::declined(), reply)),
        (
            "reminder_notice_before.txt",
            page(&reminder::opened(), reminder_notice::lay_out_reminder_notice),
        ),
        (
            "reminder_notice_told.txt",
            page(&reminder::told(true), reminder_notice::lay_out_reminder_notice),
        ),
        (
            "reminder_notice_left.txt",
            page(&reminder::handed_on().0, reminder_notice::lay_out_reminder_notice),
        ),
        (
            "left_notice_before.txt",
            page(&reminder::opened(), left_notice::lay_out_left_notice),
        ),
        (
            "left_notice_left.txt",
            page(&reminder::handed_on().0, left_notice::lay_out_left_notice),
        ),
        (
            "extension_approval_asked.txt",
            page(
                &repair::asked_for_time(),
                extension_approval::lay_out_extension_approval,
            ),
        ),
        (
            "extension_approval_decided.txt",
            page(
                &repair::more_time(),
                extension_approval::lay_out_extension_approval,
            ),
        ),
        (
            "leak_result_open.txt",
            page(&leak::undetermined(), leak_result::lay_out_leak_result),
        ),
        (
            "leak_result_found.txt",
            page(&leak::found().0, leak_result::lay_out_leak_result),
        ),
        (
            "leak_result_not_found.txt",
            page(&leak::not_found(), leak_result::lay_out_leak_result),
        ),
        (
            "water_report_failed.txt",
            page(&water::failed(), water_report::lay_out_water_report),
        ),
        (
            "water_report_passed.txt",
            page(&water::passed(), water_report::lay_out_water_report),
        ),
        (
            "event_record_before.txt",
            page(&community::planned(), event_record::lay_out_event_record),
        ),
        (
            "event_record_held.txt",
            page(&community::signed(), event_record::lay_out_event_record),
        ),
        (
            "delivery_record_before.txt",
            page(&outage::authorised(), delivery_record::lay_out_delivery_record),
        ),
        (
            "delivery_record_closed.txt",
            page(&outage::closed(), delivery_record::lay_out_delivery_record),
        ),
        ("monthly.txt", monthly(&month(), true)),
        ("yearly.txt", year(&month())),
        (
            "hours.txt",
            hours(&[story::repair::verified("维修戊", ""), story::repair::replied()]),
        ),
        ("hours_none.txt", hours(&[])),
        ("daily.txt", daily(&tickets(), "2026-11-24")),
        ("daily_none.txt", daily(&[], "2026-11-23")),
        ("shift.txt", shift(&tickets(), "下班前已电话提醒一班")),
        ("shift_none.txt", shift(&[], "")),
    ]
}

/// Tickets of every service, some of them open.
fn tickets() -> Vec<Ticket> {
    let stories = [
        story::repair::replied(),
        story::repair::more_time(),
        story::repair::named("示例", "演示路 1 号", "水龙头关不紧"),
        story::reminder::refused(),
        story::leak::found().0,
        story::leak::undetermined(),
        story::water::failed(),
        story::community::signed(),
        story::outage::authorised(),
        story::repair::complained(),
    ];
    let stories = stories.into_iter().zip(1..);
    stories.map(|(story, id)| Ticket { id, ..story.ticket }).collect()
}

fn hours(stories: &[Story]) -> PdfDocument {
    let settings = Settings::built_in();
    let line = |story: &Story| paper::hours::HoursReportLine {
        ticket: VisibleValue::from_whole(story.ticket.clone()),
        verified: story.ticket.hours.is_some(),
    };
    let lines: Vec<paper::hours::HoursReportLine> = stories.iter().map(line).collect();
    paper::hours::lay_out_hours_report(&paper::hours::HoursReportInput {
        month: "2026年11月",
        crew: None,
        lines: &lines,
        closed: None,
        settings: &settings,
        now: at("2026-12-01T09:00"),
        not_original: Some("演示数据"),
    })
}

fn daily(tickets: &[Ticket], day: &str) -> PdfDocument {
    let settings = Settings::built_in();
    let rows: Vec<TicketRow> = tickets.iter().map(TicketRow::from_ticket).collect();
    let day = at(&format!("{day}T12:00")).local_date();
    let rows = VisibleValue::from_whole(rows);
    let report = domain::report::day::day_report(day, at("2026-11-25T08:00"), &rows);
    paper::daily::lay_out_daily_report(&paper::daily::DailyReportInput {
        report: &report,
        received: &rows.filter_values(|row| report.period.has_moment(row.received_at)),
        events: &rows.filter_values(|row| row.planned_at.is_some()),
        outages: &rows.filter_values(|row| row.service == domain::service::ServiceKind::EmergencyWater),
        told: &VisibleValue::from_whole(tickets.to_vec()),
        settings: &settings,
        not_original: Some("演示数据"),
    })
}

fn shift(tickets: &[Ticket], note: &str) -> PdfDocument {
    let settings = Settings::built_in();
    let rows: Vec<TicketRow> = tickets.iter().map(TicketRow::from_ticket).collect();
    let period = domain::report::CountingPeriod {
        from: at("2026-11-24T08:00"),
        to: at("2026-11-24T20:00"),
        now: at("2026-11-24T14:00"),
    };
    let open = rows.iter().cloned().zip(tickets.iter().cloned());
    let mut open: Vec<(TicketRow, Ticket)> = open.filter(|(row, _)| row.stage.is_open()).collect();
    open.sort_by_key(|(row, _)| (row.next_limit.is_none(), row.next_limit));
    let bad: Vec<Ticket> = tickets
        .iter()
        .filter(|it| it.open_violation().is_some())
        .cloned()
        .collect();
    let received: Vec<TicketRow> = rows
        .iter()
        .filter(|row| period.has_moment(row.received_at))
        .cloned()
        .collect();
    paper::shift::lay_out_shift_report(&paper::shift::ShiftReportInput {
        period: &period,
        lines: &domain::report::day::shift_lines(&rows, &period),
        received: &VisibleValue::from_whole(received),
        open: &VisibleValue::from_whole(open),
        violations: &VisibleValue::from_whole(bad),
        note,
        settings: &settings,
        not_original: Some("演示数据"),
    })
}

/// What poppler reads out of a PDF.
fn text(bytes: &[u8]) -> String {
    text_by(bytes, "-raw")
}

fn text_by(bytes: &[u8], way: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.pdf");
    std::fs::write(&path, bytes).unwrap();
    let out = Command::new("pdftotext")
        .arg(way)
        .arg(&path)
        .arg("-")
        .output()
        .expect("pdftotext (poppler-utils) is installed");
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn the_layout_is_as_approved() {
    for (name, sheet) in sheets() {
        golden(name, &sheet);
    }
}

#[test]
fn the_same_data_makes_the_same_bytes() {
    let (first, second) = (sheets(), sheets());
    for ((name, one), (_, other)) in first.iter().zip(&second) {
        assert_eq!(render_pdf(one), render_pdf(other), "{name}");
    }
}

#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "qpdf and poppler are set up on Debian only"
)]
fn other_programs_find_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    for (name, sheet) in sheets() {
        let path = folder.path().join(name);
        std::fs::write(&path, render_pdf(&sheet).bytes).unwrap();
        let out = Command::new("qpdf")
            .arg("--check")
            .arg(&path)
            .output()
            .expect("qpdf is installed");
        assert!(
            out.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        let info = Command::new("pdfinfo")
            .arg("-isodates")
            .arg(&path)
            .output()
            .expect("pdfinfo (poppler-utils) is installed");
        let info = String::from_utf8(info.stdout).unwrap();
        assert!(info.contains("PDF version:     1.7"), "{name}: {info}");
        assert!(!info.contains("PDF/X"), "{name}: {info}");
        let made = sheet.made_at.format("%Y-%m-%dT%H:%M:%S+08").to_string();
        assert!(
            info.contains(&format!("CreationDate:    {made}")),
            "{name}: {info}"
        );
        let fonts = Command::new("pdffonts").arg(&path).output().unwrap();
        let fonts = String::from_utf8(fonts.stdout).unwrap();
        assert!(
            fonts.lines().skip(2).all(|line| line.contains("yes")),
            "{name}: {fonts}"
        );
    }
}

#[test]
fn every_page_says_what_it_must() {
    for (name, sheet) in sheets() {
        let pages = sheet.pages.len();
        for (index, page) in sheet.pages.iter().enumerate() {
            let says = |words: &str| {
                page.marks
                    .iter()
                    .any(|mark| matches!(mark, PageMark::Text { text, .. } if text.contains(words)))
            };
            assert!(says("演示数据"), "{name} page {}", index + 1);
            assert!(says(&format!("第 {} 页 共 {pages} 页", index + 1)), "{name}");
        }
        let golden = sheet.to_golden_text();
        for word in ["价格", "金额", "收费标准", "可靠的电子签名", "¥"] {
            assert!(!golden.contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn a_table_over_many_pages_repeats_its_head() {
    let rows = vec![TicketRow::from_ticket(&story::repair::replied().ticket); 200];
    let sheet = monthly(&rows, false);
    let detail: Vec<&DocumentPage> = sheet
        .pages
        .iter()
        .filter(|page| has(page, "WX2611240001"))
        .collect();
    assert!(detail.len() > 3);
    assert!(detail.iter().all(|page| has(page, "接报") || has(page, "到期")));
    assert!(
        !sheet.to_golden_text().contains("演示数据"),
        "a real folder's pages do not say demo"
    );
}

fn has(page: &DocumentPage, words: &str) -> bool {
    page.marks
        .iter()
        .any(|mark| matches!(mark, PageMark::Text { text, .. } if text == words))
}

/// Texts as long as they may be, on every form that carries them.
fn long() -> Vec<(&'static str, PdfDocument)> {
    use story::{outage, repair};
    let text: String = "水表井内阀门锈死，经用户同意关闭楼前总阀，更换后逐户放水排气；".repeat(125);
    assert!(text.chars().count() > 3_800 && text.chars().count() <= 4_000);
    let story = repair::told(&text, &text, &text);
    let places = (1..=60)
        .map(|number| outage::place("名字特别长的演示花园住宅小区南区", &format!("{number} 号楼"), 80))
        .collect();
    let note = "该楼老人多、电梯停用，送水人员逐户上楼；".repeat(10);
    let stops = (0..60).map(|place| outage::stop(place, "2026-11-18T09:00", 40, &note));
    let many = outage::authorise(places).later(
        "司机子",
        "2026-11-18T08:00",
        "2026-11-18T10:00",
        outage::trip("示例车牌 01", 8_000, stops.collect()),
    );
    let address = "名字特别长的演示花园住宅小区南区".repeat(12);
    let wordy = repair::named(&"W".repeat(50), &address, &text);
    let mut row = TicketRow::from_ticket(&story.ticket);
    row.extension_reason.clone_from(&text);
    row.finished_at = None;
    vec![
        ("work_order", page(&story, work_order)),
        ("reply", page(&story, reply)),
        ("acknowledgement", page(&story, acknowledgement)),
        (
            "delivery_record",
            page(&many, paper::delivery_record::lay_out_delivery_record),
        ),
        ("monthly", monthly(&[row], true)),
        (
            "hours_long",
            hours(&vec![
                repair::verified(
                    &"维修戊".repeat(16),
                    &"更换管段并试压；".repeat(100)
                );
                12
            ]),
        ),
        (
            "daily_long",
            daily(
                &[repair::long_wait(&text).ticket, wordy.ticket.clone()],
                "2026-11-25",
            ),
        ),
        ("shift_long", shift(&vec![wordy.ticket; 30], &text)),
        (
            "left_notice",
            page(
                &story::reminder::wordy(&text),
                paper::left_notice::lay_out_left_notice,
            ),
        ),
        (
            "extension_approval",
            page(
                &repair::long_wait(&text),
                paper::extension_approval::lay_out_extension_approval,
            ),
        ),
    ]
}

/// Forms of many tickets: two to a page, then one after another, then what could not be printed.
fn batches() -> Vec<(&'static str, PdfDocument)> {
    use story::{leak, repair, water};
    let word = "W".repeat(50);
    let long: String = "水表井内阀门锈死，经用户同意关闭楼前总阀；".repeat(150);
    let stories = [
        repair::replied(),
        repair::named(
            &format!("{word}示例"),
            &"名字特别长的演示花园住宅小区南区".repeat(12),
            &long,
        ),
        leak::ordered(),
        water::ordered(),
        repair::named("示例", "演示路", &word),
    ];
    let settings = Settings::built_in();
    let now = at("2026-12-01T09:00");
    let form = |story: &'static Story| Form {
        ticket: Box::leak(Box::new(VisibleValue::from_whole(story.ticket.clone()))),
        settings: Box::leak(Box::new(settings.clone())),
        ticket_mark: "3F9A",
        now,
        not_original: Some("演示数据"),
    };
    let stories: &'static [Story] = Box::leak(Box::new(stories));
    let forms: Vec<Form> = stories.iter().map(form).collect();
    let parts = || {
        let part = |(name, sheet, copy): (&str, Option<PdfDocument>, bool)| paper::batch::BatchPart {
            titles: vec![format!("WX2611240001 {name}")],
            sheet: sheet.unwrap(),
            copy,
        };
        let first = &forms[0];
        [
            ("派工单", work_order(first), false),
            ("用户签字确认单", acknowledgement(first), true),
        ]
        .map(part)
    };
    let without: Vec<paper::batch::TicketWithoutForm> = (1..=90)
        .map(|number| paper::batch::TicketWithoutForm {
            number: format!("TX26112400{number:02}"),
            service: "提醒服务".to_owned(),
            stage: "待告知".to_owned(),
            why: "目前还没有".to_owned(),
        })
        .collect();
    let make = |halves: &[Form], parts: Vec<paper::batch::BatchPart>, without| {
        let halves = halves.chunks(2).map(paper::batch::build_half_order_part);
        paper::batch::lay_out_batch(paper::batch::BatchInput {
            title: "派工单 5 张工单",
            parts: halves.chain(parts).collect(),
            without,
            settings: &settings,
            now,
            not_original: Some("演示数据"),
        })
    };
    vec![
        ("batch_halves.txt", make(&forms, Vec::new(), &[])),
        ("batch_all.txt", make(&forms[..1], parts().into(), &without)),
    ]
}

/// Each form of a batch has its bookmark, a copy says that it is one, and what is left out is named.
#[test]
fn many_forms_in_one_document() {
    let all = batches();
    for (name, sheet) in &all {
        golden(name, sheet);
    }
    let (halves, mixed) = (&all[0].1, &all[1].1);
    let marks =
        |sheet: &PdfDocument| -> Vec<usize> { sheet.pages.iter().map(|page| page.bookmarks.len()).collect() };
    assert_eq!(marks(halves), [2, 2, 1]);
    assert_eq!(
        halves.to_golden_text().matches("…详见系统").count(),
        7,
        "what is cut says so"
    );
    assert!(
        mixed
            .to_golden_text()
            .contains("chapter WX2611240001 用户签字确认单")
    );
    assert_eq!(mixed.to_golden_text().matches("副本").count(), 1);
    assert!(mixed.to_golden_text().contains("TX2611240090"));
    let pdf = render_pdf(mixed).bytes;
    if cfg!(target_os = "linux") {
        assert!(text(&pdf).contains("以下工单没有该表单"));
    }
}

/// A text's box on the page: left, right, top, bottom, mm.
fn boxes(page: &DocumentPage) -> Vec<([f64; 4], &str)> {
    let of = |mark| match mark {
        &PageMark::Text {
            x,
            y,
            size,
            bold,
            ref text,
            ..
        } if !text.trim().is_empty() => {
            let em = size * paper::text::POINT;
            let right = x + measure_text(text, size, bold);
            Some(([x, right, y - 0.78 * em, y + 0.1 * em], text.as_str()))
        }
        _ => None,
    };
    page.marks.iter().filter_map(of).collect()
}

/// Nothing stands outside the margins, and no text on another.
#[test]
fn every_text_has_its_own_place() {
    for (name, sheet) in sheets().into_iter().chain(long()).chain(batches()) {
        for (index, page) in sheet.pages.iter().enumerate() {
            let all = boxes(page);
            for ([left, right, top, bottom], text) in &all {
                let inside =
                    *left > 17.9 && *right < page.width - 17.9 && *top > 10.0 && *bottom < page.height - 4.0;
                assert!(
                    inside,
                    "{name} page {}: {text} at {left:.1} to {right:.1}",
                    index + 1
                );
            }
            for (place, (one, text)) in all.iter().enumerate() {
                for (other, below) in &all[place + 1..] {
                    let apart = one[1] <= other[0] + 0.01
                        || other[1] <= one[0] + 0.01
                        || one[3] <= other[2] + 0.01
                        || other[3] <= one[2] + 0.01;
                    assert!(apart, "{name} page {}: {text} on {below}", index + 1);
                }
            }
        }
    }
}

/// What is too long for a page goes on to the next, to its last character.
#[test]
fn long_texts_flow_over_pages() {
    for (name, sheet) in long() {
        assert!(sheet.pages.len() > 1, "{name}");
        let all: String = sheet.pages.iter().flat_map(boxes).map(|(_, text)| text).collect();
        let times = all.matches("逐户放水排气；").count();
        assert!(times == 0 || times >= 120, "{name}: {times}");
    }
}

/// Linked tickets stand on every form that carries a case, in both directions (1.3, 5.2).
#[test]
fn linked_tickets_in_both_directions() {
    let all: Vec<(&str, String)> = sheets()
        .iter()
        .map(|(name, sheet)| (*name, sheet.to_golden_text()))
        .collect();
    let says = |name: &str, words: &[&str]| {
        let (_, text) = all.iter().find(|(of, _)| *of == name).unwrap();
        words.iter().all(|word| text.contains(word))
    };
    assert!(says(
        "reminder_notice_left.txt",
        &["由本单转开", "JL2611100002", "义务检漏"]
    ));
    assert!(says(
        "leak_result_found.txt",
        &["本单由此转来", "TX2611100003", "由本单转开", "WX2611110004"]
    ));
    assert!(says("work_order_linked.txt", &["本单由此转来", "JL2611100002"]));
    assert!(says("event_record_held.txt", &["由本单转开", "WX2611150002"]));
    assert!(!says("work_order.txt", &["关联工单"]), "no empty section");
}

/// What fails is marked in words, and an unconfirmed table says so (3).
#[test]
fn a_report_marks_what_fails_in_words() {
    let all = sheets();
    let text = |name: &str| all.iter().find(|(of, _)| *of == name).unwrap().1.to_golden_text();
    let (failed, passed) = (text("water_report_failed.txt"), text("water_report_passed.txt"));
    assert_eq!(failed.matches("【不合格】").count(), 2);
    assert_eq!(failed.matches("【无法判定】").count(), 1);
    assert!(failed.contains("尚待水质检测中心确认"));
    assert!(!passed.contains("不合格") && passed.contains("已由 化验寅 确认"));
}

fn lines(texts: &[String]) -> PdfDocument {
    let mut pages = Vec::new();
    for chunk in texts.chunks(50) {
        let mut page = DocumentPage::a4_portrait();
        let mut y = 20.0;
        for text in chunk {
            page.marks.push(PageMark::Text {
                x: 15.0,
                y,
                size: 10.0,
                bold: false,
                ink: Ink::Black,
                text: text.clone(),
            });
            y += 5.0;
        }
        pages.push(page);
    }
    PdfDocument {
        title: "字".to_owned(),
        author: String::new(),
        made_at: Moment(0).into(),
        pages,
        structure: DocumentStructure::default(),
        attached: false,
        company: None,
    }
}

#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "qpdf and poppler are set up on Debian only"
)]
fn all_characters_of_the_general_table_come_back() {
    let all: Vec<char> = include_str!("../../pdf/data/tongyong.txt")
        .chars()
        .filter(|c| *c != '\n')
        .collect();
    let texts: Vec<String> = all.chunks(40).map(|chunk| chunk.iter().collect()).collect();
    let rendered = render_pdf(&lines(&texts));
    assert!(rendered.missing.is_empty());
    let back: String = text(&rendered.bytes)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    assert_eq!(back.chars().count(), 8105);
    assert_eq!(back, all.iter().collect::<String>());
    for rare in ["𬱖", "𫍯", "䶮"] {
        assert!(back.contains(rare));
    }
}

#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "qpdf and poppler are set up on Debian only"
)]
fn a_character_no_font_has_is_shown_as_its_code_and_reported() {
    let rendered = render_pdf(&lines(&["甲😀乙".to_owned()]));
    assert_eq!(rendered.missing, ['😀']);
    let back: String = text(&rendered.bytes)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    assert_eq!(back, "甲U+1F600乙");
}

/// Room between Chinese and Latin is seen, and is no space when the text is copied out again.
#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "qpdf and poppler are set up on Debian only"
)]
fn room_at_the_seams_is_no_space() {
    let texts = [
        "更换DN20密封圈2个，共用45分钟；B7水表已读数3次",
        "2026年11月24日用户A座3单元",
    ];
    let rendered = render_pdf(&lines(&texts.map(str::to_owned)));
    for way in ["-raw", "-layout", "-nopgbrk"] {
        let back = text_by(&rendered.bytes, way);
        let back: Vec<&str> = back
            .split(['\n', '\u{c}'])
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(back, texts, "{way}");
    }
}

/// The tags of a PDF as whoever speaks it walks them: tag, words, and for marked content its page and number.
fn walk(pdf: &lopdf::Document, part: lopdf::ObjectId, of: lopdf::ObjectId, found: &mut Found) {
    let dict = pdf.get_object(part).unwrap().as_dict().unwrap();
    assert_eq!(dict.get(b"P").unwrap().as_reference().unwrap(), of);
    let tag = String::from_utf8(dict.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
    assert_eq!(dict.has(b"Alt"), tag == "Figure");
    found.tags.push(tag);
    let kids = match dict.get(b"K") {
        Ok(lopdf::Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    };
    for kid in kids {
        match kid {
            lopdf::Object::Reference(id) => walk(pdf, id, part, found),
            lopdf::Object::Integer(number) => {
                let page = dict.get(b"Pg").unwrap().as_reference().unwrap();
                found.marked.push((page, number, part));
            }
            kid => {
                let kid = kid.as_dict().unwrap();
                let page = kid.get(b"Pg").unwrap().as_reference().unwrap();
                let number = kid.get(b"MCID").unwrap().as_i64().unwrap();
                found.marked.push((page, number, part));
            }
        }
    }
}

#[derive(Default)]
struct Found {
    tags: Vec<String>,
    marked: Vec<(lopdf::ObjectId, i64, lopdf::ObjectId)>,
}

/// Every mark of a page belongs to a part or says that it is none; every part finds its marks, and every mark its
/// part.
#[test]
fn every_mark_has_its_tag() {
    for (name, sheet) in sheets().into_iter().chain(long()) {
        let pdf = lopdf::Document::load_mem(&render_pdf(&sheet).bytes).unwrap();
        let root = pdf
            .catalog()
            .unwrap()
            .get(b"StructTreeRoot")
            .unwrap()
            .as_reference()
            .unwrap();
        let tree = pdf.get_object(root).unwrap().as_dict().unwrap();
        let mut found = Found::default();
        walk(
            &pdf,
            tree.get(b"K").unwrap().as_reference().unwrap(),
            root,
            &mut found,
        );
        assert_eq!(found.tags[0], "Document", "{name}");
        assert!(found.tags.iter().any(|tag| tag == "H1"), "{name}");
        let mut seen = Vec::new();
        let nums = tree
            .get(b"ParentTree")
            .unwrap()
            .as_dict()
            .unwrap()
            .get(b"Nums")
            .unwrap()
            .as_array()
            .unwrap();
        for (index, page) in pdf.page_iter().enumerate() {
            let list = pdf
                .get_object(nums[index * 2 + 1].as_reference().unwrap())
                .unwrap()
                .as_array()
                .unwrap();
            for (number, part) in marked_on(&pdf, page, name).into_iter().zip(list) {
                seen.push((page, number, part.as_reference().unwrap()));
            }
            let numbers = seen
                .iter()
                .filter(|(on, ..)| *on == page)
                .map(|(_, number, _)| *number);
            assert!(numbers.eq(0..i64::try_from(list.len()).unwrap()), "{name}");
        }
        seen.sort_unstable();
        found.marked.sort_unstable();
        assert_eq!(seen, found.marked, "{name}");
    }
}

/// The numbers of a page's marked content; nothing is drawn outside of any, nor of artifacts.
fn marked_on(pdf: &lopdf::Document, page: lopdf::ObjectId, name: &str) -> Vec<i64> {
    let mut numbers = Vec::new();
    let mut open = 0;
    for operation in pdf.get_and_decode_page_content(page).unwrap().operations {
        match operation.operator.as_str() {
            "BDC" => {
                open += 1;
                let dict = operation.operands[1].as_dict().unwrap();
                numbers.push(dict.get(b"MCID").unwrap().as_i64().unwrap());
            }
            "BMC" => open += 1,
            "EMC" => open -= 1,
            "Tj" | "TJ" | "re" | "m" | "f" | "S" => assert_eq!(open, 1, "{name}"),
            _ => {}
        }
    }
    numbers
}

/// What the standard for archives (PDF/A) demands and can be seen without a validator. The colours' profile is looked
/// at by poppler where it draws.
#[test]
fn every_file_is_for_the_archive() {
    for (name, sheet) in sheets() {
        let bytes = render_pdf(&sheet).bytes;
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        let catalog = pdf.catalog().unwrap();
        let stream = |id: &lopdf::Object| {
            let id = id.as_reference().unwrap();
            pdf.get_object(id)
                .unwrap()
                .as_stream()
                .unwrap()
                .get_plain_content()
                .unwrap()
        };
        let xmp = String::from_utf8(stream(catalog.get(b"Metadata").unwrap())).unwrap();
        // Readable for programs that know nothing of PDF.
        assert!(
            bytes.windows(xmp.len()).any(|window| window == xmp.as_bytes()),
            "{name}"
        );
        let part = if name.starts_with("acknowledgement") { 3 } else { 2 };
        let made = sheet.made_at.format("%Y-%m-%dT%H:%M:%S+08:00").to_string();
        for says in [
            format!("<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"),
            format!("<rdf:li xml:lang=\"x-default\">{}</rdf:li>", sheet.title),
            format!("<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>"),
        ] {
            assert!(xmp.contains(&says), "{name}: {says}");
        }
        let intent = catalog.get(b"OutputIntents").unwrap().as_array().unwrap()[0]
            .as_dict()
            .unwrap();
        assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
        let profile = stream(intent.get(b"DestOutputProfile").unwrap());
        assert_eq!(profile[..4], u32::try_from(profile.len()).unwrap().to_be_bytes());
        assert_eq!(&profile[12..24], b"mntrRGB XYZ ");
        assert!(pdf.trailer.has(b"ID") && !pdf.trailer.has(b"Encrypt"));
        for object in pdf.objects.values() {
            let dict = object
                .as_dict()
                .or_else(|_| object.as_stream().map(|stream| &stream.dict));
            let Ok(dict) = dict else { continue };
            if dict.has_type(b"FontDescriptor") {
                assert!(dict.has(b"FontFile2"), "{name}");
            }
            if dict
                .get(b"Subtype")
                .and_then(lopdf::Object::as_name)
                .is_ok_and(|kind| kind == b"Type0")
            {
                assert!(dict.has(b"ToUnicode"), "{name}");
            }
            for forbidden in [
                b"SMask".as_slice(),
                b"JS",
                b"AA",
                b"OpenAction",
                b"EmbeddedFiles",
                b"F",
            ] {
                assert!(!dict.has(forbidden), "{name}");
            }
        }
    }
}

/// The logo stands in the file once, in plain sRGB, and is seen where it belongs: whole, neither stretched nor turned.
#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "qpdf and poppler are set up on Debian only"
)]
fn a_logo_is_seen_as_it_was_brought() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height, (wide, high)) in [(600, 60, (56.0, 5.6)), (60, 240, (4.25, 17.0))] {
        let pdf = render_pdf(&branded(width, height)).bytes;
        let path = folder.path().join("logo.pdf");
        std::fs::write(&path, &pdf).unwrap();
        let out = Command::new("pdfimages")
            .arg("-list")
            .arg(&path)
            .output()
            .unwrap();
        let list = String::from_utf8(out.stdout).unwrap();
        let images: Vec<Vec<&str>> = list
            .lines()
            .skip(2)
            .map(|line| line.split_whitespace().collect())
            .collect();
        let (across, down) = (width.to_string(), height.to_string());
        assert_eq!(images.len(), 1, "{list}");
        assert_eq!(
            images[0][..8],
            ["1", "0", "image", &across, &down, "rgb", "3", "8"],
            "{list}"
        );

        // Ten points to a millimetre.
        let shown = folder.path().join("logo");
        let out = Command::new("pdftoppm")
            .args([
                "-scale-to-x",
                "2100",
                "-scale-to-y",
                "2970",
                "-f",
                "1",
                "-l",
                "1",
                "-singlefile",
            ])
            .arg(&path)
            .arg(&shown)
            .status()
            .unwrap();
        assert!(out.success());
        let ppm = std::fs::read(shown.with_extension("ppm")).unwrap();
        let body = &ppm[ppm.len() - 2100 * 2970 * 3..];
        let point = |x: f64, y: f64| {
            let at = ((y * 10.0) as usize * 2100 + (x * 10.0) as usize) * 3;
            (body[at], body[at + 1], body[at + 2])
        };
        let top = 22.0 + (17.0 - high) / 2.0;
        let (white, red) = ((255, 255, 255), (200, 40, 30));
        assert_eq!(point(18.0 + wide / 2.0, top + high / 2.0), red);
        for (x, y) in [
            (0.6, 0.6),
            (wide - 0.6, 0.6),
            (0.6, high - 0.6),
            (wide - 0.6, high - 0.6),
        ] {
            assert_eq!(point(18.0 + x, top + y), red, "inside {x} {y}");
        }
        for (x, y) in [
            (-0.5, high / 2.0),
            (wide + 0.5, high / 2.0),
            (wide / 2.0, -0.5),
            (wide / 2.0, high + 0.5),
        ] {
            assert_eq!(point(18.0 + x, top + y), white, "outside {x} {y}");
        }
    }
}

/// A picture that several marks show stands in the file once; without one nothing of the kind is there.
#[test]
fn a_picture_stands_in_the_file_once() {
    let mut sheet = branded(600, 60);
    let logo = sheet.pages[0]
        .marks
        .iter()
        .find(|mark| matches!(mark, PageMark::Picture { .. }));
    let logo = logo.unwrap().clone();
    sheet.pages[0].marks.push(logo);
    let count = |sheet: &PdfDocument| {
        let pdf = lopdf::Document::load_mem(&render_pdf(sheet).bytes).unwrap();
        let image = |object: &&lopdf::Object| {
            let stream = object.as_stream().ok();
            stream.is_some_and(|it| {
                it.dict
                    .get(b"Subtype")
                    .is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"Image"))
            })
        };
        pdf.objects.values().filter(image).count()
    };
    assert_eq!(count(&sheet), 1);
    assert_eq!(count(&page(&story::repair::replied(), work_order)), 0);
}
