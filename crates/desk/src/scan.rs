//! Paper forms that come back signed: each page of what was scanned or photographed is matched to its ticket by the code
//! printed on it, turned upright, and waits in the tray until somebody puts it on the ticket.
//!
//! Deliberately absent: reading what somebody wrote by hand.

use std::io::Cursor;

use domain::{
    Code, Fact, Moment, Refusal, Ticket,
    acknowledgement::{Answer, Signer},
    attachment::{Attachment, Media, tell},
    check,
    fact::ScanFact,
    hash,
    service::act::Act,
};
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage, imageops};
use lopdf::{Document, Object};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Scan, Stamp, Tx};
use ts_rs::TS;

use crate::{
    Call,
    attachment::{self, File},
    ticket::{At, TicketView, take_all},
    wire::{self, Changed, FileOut, Nothing, StepRequest},
};

/// Scans or photos that came back.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanAdd {
    /// JPEG, PNG, or a PDF of scanned pages.
    pub file: File,
}

/// A page of the tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanOf {
    /// Its id.
    #[ts(type = "number")]
    pub scan: i64,
}

/// Puts a page on its ticket as the signed form.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanPlace {
    /// The page.
    #[ts(type = "number")]
    pub scan: i64,
    /// Where it was signed.
    pub place: String,
    /// Who signed.
    pub signer: Signer,
}

/// The ticket a page belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScanTicket {
    /// Its id.
    #[ts(type = "number")]
    pub ticket: i64,
    /// Its number.
    pub number: String,
    /// The customer.
    pub name: String,
    /// Where.
    pub address: String,
    /// Whether it waits for this signature.
    pub waits: bool,
}

/// A page that waits in the tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct ScanRow {
    /// Its id.
    #[ts(type = "number")]
    pub scan: i64,
    /// Its name.
    pub name: String,
    /// What its code says; empty if it has none that can be read.
    pub code: String,
    /// The ticket, if there is one of this number.
    pub ticket: Option<ScanTicket>,
    /// Who put it there.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
pub struct Tray {
    /// What waits, oldest first.
    pub rows: Vec<ScanRow>,
    /// Pages of the file just added whose picture is of a kind that cannot be read.
    pub unread: Vec<u32>,
}

/// The most pages of one file.
const MOST: usize = 200;

/// A page as it will lie in the tray.
struct Page {
    file: Attachment,
    bytes: Vec<u8>,
    thumbnail: Vec<u8>,
    code: String,
}

/// Reads the pages of a file, turns them upright and puts them into the tray.
///
/// # Errors
/// `bad_media`, `file_too_large`, `required` at `file`; `out_of_range` at `file` for more than 200 pages.
pub fn add(call: &Call, ask: ScanAdd) -> Result<Changed<Tray>, Refusal> {
    let bytes = wire::bytes("file", &ask.file.base64)?;
    let media = tell(&bytes)?;
    let pictures = if media == Media::Pdf {
        pages(&bytes)?
    } else {
        vec![Some(bytes)]
    };
    check::count("file", pictures.len(), 1, MOST)?;
    let several = pictures.len() > 1;
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for (number, picture) in (1..).zip(pictures) {
        let stem = ask
            .file
            .name
            .rsplit_once('.')
            .map_or(ask.file.name.as_str(), |(stem, _)| stem);
        let stem = if several {
            format!("{stem}-{number}")
        } else {
            stem.to_owned()
        };
        match picture.and_then(|bytes| page(&stem, &bytes)) {
            Some(page) => read.push(page),
            None => unread.push(number),
        }
    }
    if read.is_empty() {
        return Err(Refusal::at(Code::BadMedia, "file"));
    }
    let stamp = call.stamp()?;
    let rows = call.write(|tx| {
        for (version, page) in (tx.scan_version()?..).zip(read) {
            tx.put_blob(&page.file.sha256, &page.bytes, Some(&page.thumbnail))?;
            let fact = Fact::Scan(ScanFact::Kept {
                id: version + 1,
                file: page.file,
                code: page.code,
            });
            tx.append(STREAM, Some(version), vec![fact], &stamp)?;
        }
        rows(tx)
    })?;
    Ok(tray(rows, unread))
}

fn page(stem: &str, bytes: &[u8]) -> Option<Page> {
    let (code, bytes, media) = upright(bytes)?;
    let end = if media == Media::Png { "png" } else { "jpg" };
    let file = Attachment {
        sha256: hash::sha256(&[&bytes]),
        name: format!("{stem}.{end}"),
        media,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    let thumbnail = attachment::shrink(&bytes).ok()?;
    Some(Page {
        file,
        bytes,
        thumbnail,
        code,
    })
}

/// The stream of the journal the tray stands in.
const STREAM: &str = "scan";

fn tray(rows: Vec<ScanRow>, unread: Vec<u32>) -> Changed<Tray> {
    Changed {
        value: Tray { rows, unread },
        changed: vec!["scan".to_owned()],
    }
}

/// The tray.
///
/// # Errors
/// Those of reading the file.
pub fn list(call: &Call, _: Nothing) -> Result<Tray, Refusal> {
    Ok(Tray {
        rows: call.read(rows)?,
        unread: Vec::new(),
    })
}

/// The picture of a page.
///
/// # Errors
/// `not_found`.
pub fn get(call: &Call, ask: ScanOf) -> Result<FileOut, Refusal> {
    call.read(|tx| {
        let scan = tx.scan(ask.scan)?;
        let (bytes, _) = tx.blob(&scan.file.sha256)?;
        let media = attachment::mime(scan.file.media);
        Ok(wire::file(scan.file.name, media, &bytes))
    })
}

/// Throws a page away; the journal keeps that it was there.
///
/// # Errors
/// `not_found`.
pub fn remove(call: &Call, ask: ScanOf) -> Result<Changed<Tray>, Refusal> {
    let stamp = call.stamp()?;
    let rows = call.write(|tx| {
        gone(tx, ask.scan, "", &stamp)?;
        rows(tx)
    })?;
    Ok(tray(rows, Vec::new()))
}

fn gone(tx: &Tx, scan: i64, number: &str, stamp: &Stamp) -> Result<(), Refusal> {
    tx.scan(scan)?;
    let fact = Fact::Scan(ScanFact::Gone {
        id: scan,
        number: number.to_owned(),
    });
    tx.append(STREAM, Some(tx.scan_version()?), vec![fact], stamp)
        .map(|_| ())
}

/// Puts a page on a ticket and records the signature on it: both, or nothing.
///
/// # Errors
/// Those of attaching and of signing; `not_found` at `details.scan`.
pub fn place(call: &Call, ask: StepRequest<ScanPlace>) -> Result<Changed<TicketView>, Refusal> {
    let (at, given) = At::of(ask);
    let (scan, number) = call.read(|tx| Ok((tx.scan(given.scan)?, tx.ticket_number(at.ticket)?)))?;
    let attach = Act::Attach(scan.file.clone());
    let answer = Answer::Paper {
        signer: given.signer,
        scan: scan.file.sha256,
    };
    let sign = Act::Acknowledge(answer, given.place);
    let stamp = call.stamp()?;
    let mut done = take_all(call, &at, &[&attach, &sign], |tx| {
        gone(tx, given.scan, &number.unwrap_or_default(), &stamp)
    })?;
    done.changed.push("scan".to_owned());
    Ok(done)
}

fn rows(tx: &Tx) -> Result<Vec<ScanRow>, Refusal> {
    let row = |scan: Scan| {
        Ok(ScanRow {
            scan: scan.id,
            name: scan.file.name,
            ticket: ticket(tx, &scan.code)?,
            code: scan.code,
            by: scan.by,
            at: scan.at,
        })
    };
    tx.scans()?.into_iter().map(row).collect()
}

/// The ticket whose number, or whose acknowledgement's, the code says.
fn ticket(tx: &Tx, code: &str) -> Result<Option<ScanTicket>, Refusal> {
    let number = code.strip_prefix("QZ").unwrap_or(code);
    let number = number.split_once('-').map_or(number, |(number, _)| number);
    let Some(id) = tx.ticket_by_number(number)? else {
        return Ok(None);
    };
    let ticket: Ticket = tx.ticket(id)?;
    let waits = ticket.acknowledgement.is_none() && domain::acknowledgement::confirmable(&ticket);
    Ok(Some(ScanTicket {
        ticket: id,
        number: ticket.number,
        name: ticket.open.name,
        address: ticket.open.address,
        waits,
    }))
}

/// The picture of each page of a PDF: scanners put one on each; of several the largest is the page.
fn pages(pdf: &[u8]) -> Result<Vec<Option<Vec<u8>>>, Refusal> {
    let bad = |_| Refusal::at(Code::BadMedia, "file");
    let document = Document::load_mem(pdf).map_err(bad)?;
    Ok(document
        .page_iter()
        .take(MOST + 1)
        .map(|page| picture(&document, page))
        .collect())
}

fn picture(document: &Document, page: lopdf::ObjectId) -> Option<Vec<u8>> {
    let images = document.get_page_images(page).ok()?;
    let image = images
        .into_iter()
        .max_by_key(|image| image.width * image.height)?;
    let filters = image.filters.unwrap_or_default();
    if filters.iter().any(|filter| filter == "DCTDecode") && filters.len() == 1 {
        return Some(image.content.to_vec());
    }
    let stream = document.get_object(image.id).and_then(Object::as_stream).ok()?;
    let pixels = stream.get_plain_content().ok()?;
    let (wide, high) = (
        u32::try_from(image.width).ok()?,
        u32::try_from(image.height).ok()?,
    );
    let picture = match (image.bits_per_component, image.color_space.as_deref()) {
        (Some(8), Some("DeviceRGB")) => RgbImage::from_raw(wide, high, pixels).map(DynamicImage::ImageRgb8),
        (Some(8), Some("DeviceGray")) => {
            GrayImage::from_raw(wide, high, pixels).map(DynamicImage::ImageLuma8)
        }
        _ => None,
    };
    written(&picture?, ImageFormat::Png)
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).ok()?;
    Some(bytes.into_inner())
}

/// The code on a picture, and the picture turned by it; one that lies straight keeps its bytes.
fn upright(bytes: &[u8]) -> Option<(String, Vec<u8>, Media)> {
    let media = tell(bytes).ok()?;
    let picture = attachment::decoded(bytes).ok()?;
    let Some((code, angle)) = code(&picture) else {
        return Some((String::new(), bytes.to_vec(), media));
    };
    // A degree is less than anybody sees; turning costs sharpness.
    if angle.abs() < 1.0 {
        return Some((code, bytes.to_vec(), media));
    }
    let turned = turned(&picture.to_rgb8(), angle);
    let bytes = written(&DynamicImage::ImageRgb8(turned), ImageFormat::Jpeg)?;
    Some((code, bytes, Media::Jpeg))
}

#[allow(clippy::cast_possible_truncation, reason = "places within a picture")]
/// The first code of a form and how far it is turned clockwise, in degrees. A large photo is tried smaller first, which
/// is quicker and forgives blur.
fn code(picture: &DynamicImage) -> Option<(String, f64)> {
    let longest = picture.width().max(picture.height());
    [1_600, 2_800, longest].into_iter().find_map(|side| {
        let small = if longest > side {
            picture.resize(side, side, imageops::FilterType::Triangle)
        } else {
            picture.clone()
        };
        let grey = small.to_luma8();
        let (wide, high) = (grey.width() as usize, grey.height() as usize);
        let shade = |x: usize, y: usize| grey.get_pixel(x as u32, y as u32).0[0];
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(wide, high, shade);
        prepared.detect_grids().into_iter().find_map(|grid| {
            let (_, text) = grid.decode().ok()?;
            let ours = text.len() <= 20 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            ours.then(|| (text, angle(grid.bounds)))
        })
    })
}

/// How far a square is turned clockwise, in degrees: the mean of its four sides, since each corner is only known to a
/// pixel or two.
fn angle([first, second, third, fourth]: [rqrr::Point; 4]) -> f64 {
    let side = |from: rqrr::Point, to: rqrr::Point| (f64::from(to.x - from.x), f64::from(to.y - from.y));
    let across = [side(first, second), side(fourth, third)];
    let down = [side(first, fourth), side(second, third)].map(|(x, y)| (y, -x));
    let (x, y) = across
        .into_iter()
        .chain(down)
        .fold((0.0, 0.0), |sum, (x, y)| (sum.0 + x, sum.1 + y));
    y.atan2(x).to_degrees()
}

/// Turned back by an angle, with white where nothing was.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places within a picture"
)]
fn turned(picture: &RgbImage, degrees: f64) -> RgbImage {
    // Whole quarters first: they lose nothing.
    let quarters = (degrees / 90.0).round();
    let rest = quarters.mul_add(-90.0, degrees).to_radians();
    let straight = match quarters.rem_euclid(4.0) as u8 {
        1 => imageops::rotate270(picture),
        2 => imageops::rotate180(picture),
        3 => imageops::rotate90(picture),
        _ => picture.clone(),
    };
    if rest.to_degrees().abs() < 1.0 {
        return straight;
    }
    let (wide, high) = straight.dimensions();
    let (sin, cos) = rest.sin_cos();
    let middle = (f64::from(wide) / 2.0, f64::from(high) / 2.0);
    RgbImage::from_fn(wide, high, |x, y| {
        let (dx, dy) = (f64::from(x) - middle.0, f64::from(y) - middle.1);
        let from = (
            dy.mul_add(-sin, dx * cos) + middle.0,
            dy.mul_add(cos, dx * sin) + middle.1,
        );
        if from.0 < 0.0 || from.1 < 0.0 {
            return Rgb([255; 3]);
        }
        imageops::interpolate_bilinear(&straight, from.0 as f32, from.1 as f32).unwrap_or(Rgb([255; 3]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form's code on a page, as a scanner or a hasty photo shows it.
    fn page(text: &str, degrees: f64) -> DynamicImage {
        let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M).unwrap();
        let modules = code.to_colors();
        let wide = code.width();
        let mut page = RgbImage::from_pixel(1240, 1754, Rgb([250, 250, 248]));
        for (place, color) in modules.iter().enumerate() {
            if *color == qrcode::Color::Dark {
                let (x, y) = ((place % wide) as u32 * 6 + 1000, (place / wide) as u32 * 6 + 90);
                for (dx, dy) in (0..36).map(|at| (at % 6, at / 6)) {
                    page.put_pixel(x + dx, y + dy, Rgb([20, 20, 20]));
                }
            }
        }
        DynamicImage::ImageRgb8(turned(&page, -degrees))
    }

    #[test]
    fn a_page_is_read_and_turned_however_it_lay() {
        for degrees in [0.0, 90.0, 180.0, -90.0, 4.0, -7.0, 86.0, 175.0] {
            let bytes = written(&page("WX2611240001", degrees), ImageFormat::Jpeg).unwrap();
            let (text, upright, _) = upright(&bytes).unwrap();
            assert_eq!(text, "WX2611240001", "{degrees}");
            let (_, angle) = code(&image::load_from_memory(&upright).unwrap()).unwrap();
            assert!(angle.abs() < 1.5, "{degrees}: still {angle}");
        }
    }

    #[test]
    fn a_page_without_a_code_stays_as_it_is() {
        let blank = DynamicImage::ImageRgb8(RgbImage::from_pixel(400, 300, Rgb([255; 3])));
        let bytes = written(&blank, ImageFormat::Png).unwrap();
        assert_eq!(
            upright(&bytes).unwrap(),
            (String::new(), bytes.clone(), Media::Png)
        );
        let bytes = written(&page("https://example.org/somebody", 0.0), ImageFormat::Png).unwrap();
        assert_eq!(upright(&bytes).unwrap().0, "", "somebody else's code");
    }

    /// A PDF as a scanner makes it: each page one picture.
    fn scanned(pictures: &[Vec<u8>]) -> Vec<u8> {
        use lopdf::{Stream, dictionary};
        let mut document = Document::with_version("1.5");
        let root = document.new_object_id();
        let pages: Vec<Object> = pictures
            .iter()
            .map(|jpeg| {
                let seen = image::load_from_memory(jpeg).unwrap();
                let picture = document.add_object(Stream::new(
                    dictionary! {
                        "Type" => "XObject", "Subtype" => "Image", "Filter" => "DCTDecode",
                        "Width" => i64::from(seen.width()), "Height" => i64::from(seen.height()),
                        "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8,
                    },
                    jpeg.clone(),
                ));
                let content = document.add_object(Stream::new(
                    dictionary! {},
                    b"q 595 0 0 842 0 0 cm /P Do Q".to_vec(),
                ));
                let page = document.add_object(dictionary! {
                    "Type" => "Page", "Parent" => root, "Contents" => content,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
                });
                page.into()
            })
            .collect();
        let count = i64::try_from(pages.len()).unwrap();
        document.objects.insert(
            root,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count }),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn each_page_of_a_scanned_pdf_is_read_by_itself() {
        let jpeg = |text: &str, degrees| written(&page(text, degrees), ImageFormat::Jpeg).unwrap();
        let pdf = scanned(&[jpeg("WX2611240001", 0.0), jpeg("QZTX2611240002-2", 180.0)]);
        let codes: Vec<String> = pages(&pdf)
            .unwrap()
            .into_iter()
            .map(|picture| upright(&picture.unwrap()).unwrap().0)
            .collect();
        assert_eq!(codes, ["WX2611240001", "QZTX2611240002-2"]);
        assert_eq!(pages(b"%PDF-1.7 nothing").unwrap_err().code, Code::BadMedia);
    }
}
