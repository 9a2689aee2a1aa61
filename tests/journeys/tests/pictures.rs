//! Photos on a ticket: kept as they came, shown small and the right way up.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::Code;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use journeys::World;
use serde_json::{Value, json};

/// A picture with its left half red and its right half blue.
fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let half = |x: u32| {
        if x < width / 2 {
            Rgb([220, 0, 0])
        } else {
            Rgb([0, 0, 220])
        }
    };
    let pixels = RgbImage::from_fn(width, height, |x, _| half(x));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The note a camera leaves in a JPEG when it was held upright: to be turned a quarter clockwise.
fn held_upright(jpeg: &[u8]) -> Vec<u8> {
    let tiff = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, tiff, &jpeg[2..]].concat()
}

fn attach(world: &World, ticket: &Value, name: &str, bytes: &[u8]) -> Value {
    let details = json!({ "name": name, "base64": STANDARD.encode(bytes) });
    world.step(ticket, "attach", details)
}

fn read(world: &World, ticket: &Value, index: usize, thumbnail: bool) -> Vec<u8> {
    let file = &ticket["ticket"]["attachments"][index];
    let ask = json!({ "ticket": ticket["ticket"]["id"], "sha256": file["sha256"], "thumbnail": thumbnail });
    let reply = world.call("attachment_get", ask);
    STANDARD.decode(reply["base64"].as_str().unwrap()).unwrap()
}

#[test]
fn a_photo_is_kept_whole_and_shown_small() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let photo = held_upright(&picture(ImageFormat::Jpeg, 1600, 1200));
    let plan = picture(ImageFormat::Png, 900, 300);
    let ticket = attach(&world, &world.report(), "爆管.jpg", &photo);
    let ticket = attach(&world, &ticket, "户型图.png", &plan);
    let files = ticket["ticket"]["attachments"].as_array().unwrap();
    let media: Vec<_> = files.iter().map(|file| file["media"].as_str().unwrap()).collect();
    assert_eq!(media, ["jpeg", "png"]);
    assert_eq!(read(&world, &ticket, 0, false), photo);
    assert_eq!(read(&world, &ticket, 1, false), plan);

    // Turned a quarter, what was left is on top.
    let small = image::load_from_memory(&read(&world, &ticket, 0, true)).unwrap();
    assert_eq!(small.dimensions(), (240, 320));
    let (top, bottom) = (small.get_pixel(120, 10), small.get_pixel(120, 310));
    assert!(top[0] > 180 && top[2] < 60, "{top:?}");
    assert!(bottom[2] > 180 && bottom[0] < 60, "{bottom:?}");
    let small = image::load_from_memory(&read(&world, &ticket, 1, true)).unwrap();
    assert_eq!(small.dimensions(), (320, 107));
}

#[test]
fn bytes_that_were_changed_are_found() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    attach(
        &world,
        &world.report(),
        "爆管.png",
        &picture(ImageFormat::Png, 40, 40),
    );
    world.sign_in("审计");
    world.call("journal_verify", json!({}));
    let forger = journeys::forger::Forger::at(&world);
    forger
        .db
        .execute_batch("UPDATE blob SET bytes = x'FFD8FF00'")
        .unwrap();
    let refusal = world.refused("journal_verify", json!({}));
    assert_eq!(refusal.code, Code::Damaged);
    assert_eq!(refusal.args["detail"], "an attachment was changed or is missing");
    assert!(
        !refusal.args.contains_key("name"),
        "whoever checks may be shown less"
    );
}

#[test]
fn what_the_content_says_counts_not_the_name() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = attach(
        &world,
        &world.report(),
        "单据.pdf",
        &picture(ImageFormat::Png, 8, 8),
    );
    assert_eq!(ticket["ticket"]["attachments"][0]["media"], "png");
    let paper = attach(&world, &ticket, "照片.jpg", &journeys::page::paper(500));
    assert_eq!(paper["ticket"]["attachments"][1]["media"], "pdf");
    let names = paper["ticket"]["attachments"].as_array().unwrap();
    let names: Vec<&str> = names.iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["单据.png", "照片.pdf"], "the ending says it too");
    let sha256 = &paper["ticket"]["attachments"][1]["sha256"];
    let ask = json!({ "ticket": paper["ticket"]["id"], "sha256": sha256, "thumbnail": true });
    assert_eq!(world.refused("attachment_get", ask).code, Code::NotFound);
}

#[test]
fn ten_megabytes_and_not_a_byte_more() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let mut paper = journeys::page::paper(10 * 1024 * 1024);
    let ticket = attach(&world, &world.report(), "十兆.pdf", &paper);
    paper.push(b' ');
    let more = json!({ "name": "过大.pdf", "base64": STANDARD.encode(&paper) });
    assert_eq!(world.no_step(&ticket, "attach", more), Code::FileTooLarge);
}

/// A name that the system would start, or that leads elsewhere, is given to nobody who saves the file.
#[test]
fn a_name_says_what_the_file_is() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let mut ticket = world.report();
    let given = [
        "报告.bat",
        r"..\..\x.hta",
        "报告\u{202E}fdp.exe",
        "con",
        "照片：正面.PDF",
    ];
    for name in given {
        ticket = attach(&world, &ticket, name, &journeys::page::paper(500));
    }
    let files = ticket["ticket"]["attachments"].as_array().unwrap();
    let kept: Vec<&str> = files.iter().map(|file| file["name"].as_str().unwrap()).collect();
    let clean = [
        "报告.bat.pdf",
        "_.._x.hta.pdf",
        "报告fdp.exe.pdf",
        "_con.pdf",
        "照片：正面.PDF",
    ];
    assert_eq!(kept, clean);
    let ask = json!({ "ticket": ticket["ticket"]["id"], "sha256": files[0]["sha256"] });
    assert_eq!(world.call("attachment_get", ask)["name"], "报告.bat.pdf");
    for stub in [&b"%PDF-1.7 scan"[..], b"%PDF-1.4\r\n@echo off\r\ncalc.exe"] {
        let ask = json!({ "name": "确认单.pdf", "base64": STANDARD.encode(stub) });
        assert_eq!(world.no_step(&ticket, "attach", ask), Code::BadMedia);
    }
}

/// What an older program kept under such a name leaves under another.
#[test]
fn a_name_kept_before_leaves_clean() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("热线坐席");
    let ticket = world.report();
    let bytes = journeys::page::paper(500);
    let sha256 = domain::hash::sha256_hex(&[&bytes]);
    let fact = domain::fact::TicketFact::Attached(domain::attachment::Attachment {
        sha256: sha256.clone(),
        name: "报告.bat".to_owned(),
        media: domain::attachment::MediaType::Pdf,
        size: 500,
    });
    let stream = format!("ticket/{}", ticket["ticket"]["id"]);
    let stamp = desk::wire::system_stamp(world.now());
    let put = world.desk.store().write_tx(|tx| {
        tx.put_blob(&sha256, &bytes, None)?;
        tx.append_facts(&stream, None, vec![domain::Fact::Ticket(fact)], &stamp)
    });
    put.unwrap();
    let ask = json!({ "ticket": ticket["ticket"]["id"], "sha256": sha256 });
    assert_eq!(world.call("attachment_get", ask)["name"], "报告.bat.pdf");
}
