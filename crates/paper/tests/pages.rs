//! Pages as text (golden), as bytes (the same twice), and read back by other programs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::{path::Path, process::Command};

use domain::{
    Entry, Fact, Moment, Ticket, TicketRow,
    acknowledgement::{Answer, Relation, Signer, genesis},
    calendar::Calendar,
    customer::Area,
    fact::TicketFact,
    moment::Month,
    report::month_report,
    service::{
        Asked,
        decide::{Act, Context, decide, open},
        repair::{Asked as RepairAsked, Fault, Material, MeterSide, Work, Worker},
        step::{Appointment, Assignment, HandOver, Plain, Reply, ReplyWay},
    },
    settings::Settings,
    standard::Standard,
    ticket::{Channel, Open},
};
use paper::{
    Form, Sheet, render,
    sheet::{Ink, Mark, Page},
};

fn at(text: &str) -> Moment {
    Moment::parse(&format!("{text}:00+08:00")).unwrap()
}

/// A repair by day, from the report to the reply, through the real rules.
fn ticket() -> Ticket {
    let settings = Settings::shipped();
    let calendar = Calendar::shipped();
    let standard = Standard::shipped();
    let last = genesis();
    let context = |when: Moment| Context {
        now: when,
        happened_at: when,
        performed_by: "示例坐席",
        recorded_by: 1,
        settings: &settings,
        calendar: &calendar,
        standard: &standard,
        last_record: &last,
    };
    let report = Open {
        received_at: at("2026-11-24T09:58"),
        raised_at: None,
        channel: Channel::Hotline,
        first_receiver: String::new(),
        customer: None,
        account_number: "30000001".to_owned(),
        name: "示例𬱖".to_owned(),
        phone: "12012345678".to_owned(),
        address: "演示花园 3 号楼 2 单元 501 室".to_owned(),
        community: "演示花园".to_owned(),
        area: Area::Urban,
        external_number: String::new(),
        asked: Asked::Repair(RepairAsked {
            meter_side: MeterSide::After,
            fault: Fault::Leak,
            situation: "厨房水槽下面漏水，地面已湿，楼下反映滴水；用户已自行关闭表前阀门，希望尽快上门。"
                .to_owned(),
            valve_shuts: Some(true),
            neighbours_affected: Some(true),
            materials_told: true,
        }),
    };
    let raised = at("2026-11-24T10:00");
    let opened = open(&report, 1, "WX2611240001".to_owned(), &context(raised)).unwrap();
    let entry = |version: i64, fact: TicketFact, when: Moment| Entry {
        seq: version,
        stream: "ticket/1".to_owned(),
        version,
        fact: Fact::Ticket(fact),
        performed_by: "示例坐席".to_owned(),
        recorded_by: 1,
        recorder: "示例坐席".to_owned(),
        happened_at: when,
        recorded_at: when,
    };
    let mut ticket = Ticket::replay([&entry(1, opened, report.received_at)]).unwrap();
    let work = Work {
        found: "表后接头密封老化".to_owned(),
        done: "更换密封圈，试压半小时无渗漏".to_owned(),
        workers: vec![Worker {
            name: "示例维修员".to_owned(),
            minutes: 45,
        }],
        materials: vec![Material {
            name: "DN20 密封圈".to_owned(),
            quantity: "2 个".to_owned(),
        }],
    };
    let signer = Signer {
        name: "示例𬱖".to_owned(),
        relation: Relation::Family,
        phone: String::new(),
    };
    let strokes = vec![
        vec![(500, 800), (1_200, 1_500), (2_000, 700)],
        vec![(2_600, 600), (3_400, 2_000)],
    ];
    let reply = Reply {
        text: "已修好，请注意观察".to_owned(),
        told: "示例𬱖".to_owned(),
        by: ReplyWay::Phone,
    };
    let assignment = Assignment {
        crew: "室内维修一班".to_owned(),
        goes: "示例维修员".to_owned(),
        note: String::new(),
    };
    let appointment = Appointment {
        at: at("2026-11-24T11:00"),
        reason: "用户外出".to_owned(),
        agreed_with: "示例𬱖".to_owned(),
    };
    let steps = [
        (
            "2026-11-24T10:03",
            Act::HandOver(HandOver {
                taken_by: "示例调度".to_owned(),
                note: String::new(),
            }),
        ),
        ("2026-11-24T10:05", Act::Assign(assignment)),
        ("2026-11-24T10:07", Act::Appoint(appointment)),
        ("2026-11-24T11:04", Act::Arrive(Plain::default())),
        ("2026-11-24T12:00", Act::Finish(work)),
        (
            "2026-11-24T12:05",
            Act::Acknowledge(Answer::OnScreen { signer, strokes }, "用户家中".to_owned()),
        ),
        ("2026-11-24T12:20", Act::Reply(reply)),
    ];
    for (when, act) in steps {
        for fact in decide(&ticket, &act, &context(at(when))).unwrap() {
            ticket.apply(&entry(ticket.version + 1, fact, at(when))).unwrap();
        }
    }
    ticket
}

fn golden(name: &str, sheet: &Sheet) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    let is = sheet.golden();
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

fn sheets() -> Vec<(&'static str, Sheet)> {
    let (ticket, settings, now) = (ticket(), Settings::shipped(), at("2026-12-01T09:00"));
    let form = Form {
        ticket: &ticket,
        settings: &settings,
        now,
        demo: true,
    };
    let rows = [TicketRow::of(&ticket)];
    let report = month_report(Month::parse("2026-11").unwrap(), now, &rows, &[], &[]);
    let input = paper::monthly::Input {
        report: &report,
        detail: &rows,
        settings: &settings,
        demo: true,
    };
    vec![
        ("work_order.txt", paper::work_order::sheet(&form)),
        (
            "acknowledgement.txt",
            paper::acknowledgement::sheet(&form, ticket.acknowledgement.as_ref().unwrap()),
        ),
        (
            "reply.txt",
            paper::reply::sheet(&form, ticket.reply.as_ref().unwrap()),
        ),
        ("monthly.txt", paper::monthly::sheet(&input)),
    ]
}

/// What poppler reads out of a PDF.
fn text(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.pdf");
    std::fs::write(&path, bytes).unwrap();
    let out = Command::new("pdftotext")
        .arg("-raw")
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
        assert_eq!(render(one), render(other), "{name}");
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
        std::fs::write(&path, render(&sheet).bytes).unwrap();
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
        let made = sheet.made_at.local().format("%Y-%m-%dT%H:%M:%S+08").to_string();
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
                    .any(|mark| matches!(mark, Mark::Text { text, .. } if text.contains(words)))
            };
            assert!(says("演示数据"), "{name} page {}", index + 1);
            assert!(says(&format!("第 {} 页 共 {pages} 页", index + 1)), "{name}");
        }
        let golden = sheet.golden();
        for word in ["价格", "金额", "收费标准", "可靠的电子签名", "¥"] {
            assert!(!golden.contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn a_table_over_many_pages_repeats_its_head() {
    let (ticket, settings, now) = (ticket(), Settings::shipped(), at("2026-12-01T09:00"));
    let rows = vec![TicketRow::of(&ticket); 200];
    let report = month_report(Month::parse("2026-11").unwrap(), now, &rows, &[], &[]);
    let input = paper::monthly::Input {
        report: &report,
        detail: &rows,
        settings: &settings,
        demo: false,
    };
    let sheet = paper::monthly::sheet(&input);
    let with = |page: &Page, words: &str| {
        page.marks
            .iter()
            .any(|mark| matches!(mark, Mark::Text { text, .. } if text == words))
    };
    let detail: Vec<&Page> = sheet
        .pages
        .iter()
        .skip(2)
        .filter(|page| with(page, "WX2611240001") && !page.bookmarks.iter().any(|b| b == "分布"))
        .collect();
    assert!(detail.len() > 3);
    assert!(detail.iter().all(|page| with(page, "接报") || with(page, "到期")));
    assert!(
        !sheet.golden().contains("演示数据"),
        "a real folder's pages do not say demo"
    );
}

fn lines(texts: &[String]) -> Sheet {
    let mut pages = Vec::new();
    for chunk in texts.chunks(50) {
        let mut page = Page::a4();
        let mut y = 20.0;
        for text in chunk {
            page.marks.push(Mark::Text {
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
    Sheet {
        title: "字".to_owned(),
        author: String::new(),
        made_at: Moment(0),
        pages,
    }
}

#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "qpdf and poppler are set up on Debian only"
)]
fn all_characters_of_the_general_table_come_back() {
    let all: Vec<char> = include_str!("../data/tongyong.txt")
        .chars()
        .filter(|c| *c != '\n')
        .collect();
    let texts: Vec<String> = all.chunks(40).map(|chunk| chunk.iter().collect()).collect();
    let rendered = render(&lines(&texts));
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
    let rendered = render(&lines(&["甲😀乙".to_owned()]));
    assert_eq!(rendered.missing, ['😀']);
    let back: String = text(&rendered.bytes)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    assert_eq!(back, "甲U+1F600乙");
}
