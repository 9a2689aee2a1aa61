//! 公司标志: brought by a manager, seen on the cover of the reports, taken away again.
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
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use journeys::{World, page::text};
use serde_json::{Value, json};

fn bytes(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A logo that is transparent but for its left half.
fn logo(width: u32, height: u32) -> Vec<u8> {
    let left = |x| {
        if x < width / 2 {
            Rgba([180, 20, 40, 255])
        } else {
            Rgba([0, 0, 0, 0])
        }
    };
    bytes(
        RgbaImage::from_fn(width, height, |x, _| left(x)),
        ImageFormat::Png,
    )
}

fn ask(version: i64, name: &str, bytes: &[u8]) -> Value {
    json!({ "version": version, "file": { "name": name, "base64": STANDARD.encode(bytes) } })
}

/// The report, and the pictures in it as poppler lists them: width, height, colour, and whether something shines through.
fn printed(world: &World) -> (Value, Option<Vec<String>>) {
    let file = world.call(
        "report_monthly",
        json!({ "span": "2026-11", "sections": ["summary"] }),
    );
    if text(&file).is_none() {
        return (file, None);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, STANDARD.decode(file["base64"].as_str().unwrap()).unwrap()).unwrap();
    let out = std::process::Command::new("pdfimages")
        .arg("-list")
        .arg(path)
        .output()
        .unwrap();
    let list = String::from_utf8(out.stdout).unwrap();
    let line = |line: &str| {
        line.split_whitespace()
            .skip(2)
            .take(4)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let images = list.lines().skip(2).map(line).collect();
    (file, Some(images))
}

#[test]
fn the_logo_stands_on_the_cover_until_it_is_taken_away() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("客服主管");
    let (plain, images) = printed(&world);
    assert_eq!(images.unwrap_or_default(), Vec::<String>::new());
    assert_eq!(
        world.call("logo_get", json!({})),
        json!({ "version": 0, "file": null })
    );

    let brought = logo(600, 60);
    let reply = world.call("logo_change", ask(0, "标志.png", &brought));
    assert_eq!(reply["changed"], json!(["logo"]));
    let view = world.call("logo_get", json!({}));
    assert_eq!(view, reply["value"]);
    assert_eq!(
        (&view["version"], &view["file"]["name"]),
        (&json!(1), &json!("标志.png"))
    );
    assert_eq!(view["file"]["media"], "image/png");
    assert_eq!(
        STANDARD.decode(view["file"]["base64"].as_str().unwrap()).unwrap(),
        brought
    );
    let (first, images) = printed(&world);
    assert!(
        images.is_none_or(|images| images == ["image 600 60 rgb"]),
        "one, without a mask"
    );
    assert_eq!(first, printed(&world).0, "the same bytes");

    // A larger one is printed as fine as paper shows it.
    let photo = bytes(
        RgbImage::from_pixel(1000, 2000, Rgb([10, 90, 160])),
        ImageFormat::Jpeg,
    );
    world.call("logo_change", ask(1, "标志.jpg", &photo));
    let (_, images) = printed(&world);
    assert!(images.is_none_or(|images| images == ["image 600 1200 rgb"]));

    assert_eq!(
        world.refused("logo_change", ask(1, "标志.png", &brought)).code,
        Code::StaleVersion
    );
    world.call("logo_change", json!({ "version": 2, "file": null }));
    assert_eq!(world.call("logo_get", json!({}))["file"], Value::Null);
    // The anchor is another one meanwhile: its letters are drawn by others, of some hundred bytes; a logo would be many thousands.
    let length = |file: &Value| file["base64"].as_str().unwrap().len();
    let (again, images) = printed(&world);
    assert_eq!(images.unwrap_or_default(), Vec::<String>::new());
    let (is, was) = (length(&again), length(&plain));
    assert!(is.abs_diff(was) < 2_000, "{is} {was}");

    world.sign_in("审计");
    world.call("journal_verify", json!({}));
    let lines = world.call("journal_list", json!({ "limit": 10 }));
    let titles: Vec<&str> = lines["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["title"].as_str().unwrap())
        .collect();
    for title in ["更换公司标志 标志.png", "更换公司标志 标志.jpg", "移除公司标志"] {
        assert!(titles.contains(&title), "{titles:?}");
    }
}

#[test]
fn what_cannot_be_printed_is_refused_where_it_is_typed() {
    let world = World::new("2026-11-24 09:00");
    world.sign_in("admin");
    let good = logo(100, 100);
    let mut large = good.clone();
    large.resize(512 * 1024 + 1, 0);
    // A press's four colours, told by the frame.
    let mut cmyk = bytes(RgbImage::new(64, 64), ImageFormat::Jpeg);
    let frame = cmyk
        .windows(2)
        .position(|pair| matches!(pair, [0xFF, 0xC0..=0xC2]))
        .unwrap();
    cmyk[frame + 9] = 4;
    for (given, code, what) in [
        (b"%PDF-1.7".to_vec(), Code::BadMedia, json!("logo")),
        (good[..60].to_vec(), Code::BadMedia, json!("logo")),
        (large, Code::FileTooLarge, Value::Null),
        (cmyk, Code::CmykPicture, Value::Null),
        (logo(2_001, 20), Code::OutOfRange, json!("picture")),
        (logo(200, 15), Code::OutOfRange, json!("picture")),
        (vec![], Code::Required, Value::Null),
    ] {
        let refusal = world.refused("logo_change", ask(0, "标志.png", &given));
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("file")));
        assert_eq!(refusal.args.get("what").unwrap_or(&Value::Null), &what);
    }
    let refusal = world.refused("logo_change", ask(0, " ", &good));
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("file.name"))
    );
    world.sign_in("热线坐席");
    assert_eq!(
        world.refused("logo_change", ask(0, "标志.png", &good)).code,
        Code::NotPermitted
    );
    assert_eq!(world.call("logo_get", json!({}))["version"], 0);
}
