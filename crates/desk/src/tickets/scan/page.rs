//! The picture of a page of paper: out of a PDF, turned upright and cut out by the code that is printed on it.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use domain::{
    Code, Refusal,
    attachment::{MediaType, detect_media_type},
    check,
};
use hayro::{
    PixmapSettings, RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::{Pdf, page::Page},
    vello_cpu::color::palette::css::WHITE,
};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, codecs::jpeg::JpegEncoder, imageops};
use imageproc::{
    contrast::{ThresholdType, otsu_level, threshold},
    distance_transform::Norm,
    geometric_transformations::{Border, Interpolation, Projection, rotate_about_center, warp_into},
    morphology::close,
    region_labelling::{Connectivity, connected_components},
};
use lopdf::{Document, Object};

use crate::limit;

/// Tells the picture of each page of a PDF, one after the other, so that no more than one is held; none of a page that cannot be
/// painted. A page that is nothing but one photo keeps its bytes, every other is painted: scanners cut pages into strips, or
/// write them as faxes do.
///
/// # Errors
/// `bad_media`, `content_too_large`, `picture_too_large` at `file`; `out_of_range` at `file` for more pages; what `each` refuses.
pub(super) fn for_each_page(
    pdf: &[u8],
    most: usize,
    mut each: impl FnMut(Option<Vec<u8>>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let document = limit::pdf::open_pdf(pdf)?;
    let ids: Vec<_> = document.page_iter().take(most + 1).collect();
    check::check_count("file", ids.len(), 1, most)?;
    let painted = ids.iter().any(|id| find_page_photo(&document, *id).is_none());
    let plain = painted
        .then(|| limit::painting::repack_document(document.clone()))
        .transpose()?;
    // A file that this reader does not take can still hold whole photos.
    let painter = plain.and_then(|plain| catch_unwind(|| Pdf::new(plain).ok()).ok().flatten());
    for (place, id) in ids.iter().enumerate() {
        let photo = find_page_photo(&document, *id).map(<[u8]>::to_vec);
        let painted = match painter.as_ref().and_then(|painter| painter.pages().get(place)) {
            Some(page) if photo.is_none() => paint_page(page)?,
            _ => None,
        };
        each(photo.or(painted))?;
    }
    Ok(())
}

/// The only picture of a page, if it is a photo (JPEG).
fn find_page_photo(document: &Document, page: lopdf::ObjectId) -> Option<&[u8]> {
    let images = document.get_page_images(page).ok()?;
    let [image] = images.as_slice() else {
        return None;
    };
    let turned = document
        .get_object(page)
        .and_then(Object::as_dict)
        .is_ok_and(|page| page.has(b"Rotate"));
    let filters = image.filters.as_deref().unwrap_or_default();
    (!turned && filters.len() == 1 && filters.iter().all(|filter| filter == "DCTDecode"))
        .then_some(image.content)
}

/// Dots of a painted page to one of its points: 200 dpi.
const SCALE: f32 = 200.0 / 72.0;

/// The longest side of a painted page, in dots.
const LONGEST: f32 = 4_700.0;

/// Dots of a painted page: a tenth more than A3 has.
const DOTS: f32 = 8_500_000.0;

/// The longest side of a page, in points: no program's paper is larger.
const LONGEST_PAPER_SIDE: f32 = 14_400.0;

/// A page as it would be printed; none that cannot be painted.
///
/// # Errors
/// `picture_too_large` (with `width`, `height`) at `file`.
fn paint_page(page: &Page) -> Result<Option<Vec<u8>>, Refusal> {
    let (wide, high) = page.render_dimensions();
    let paper = |side: f32| side <= LONGEST_PAPER_SIDE;
    if !(paper(wide) && paper(high)) {
        return Err(Refusal::at_field(Code::PictureTooLarge, "file")
            .with_arg("width", f64::from(wide.round()))
            .with_arg("height", f64::from(high.round())));
    }
    let scale = SCALE
        .min(LONGEST / wide.max(high).max(1.0))
        .min((DOTS / (wide * high).max(1.0)).sqrt());
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    // What somebody brings may be anything: a file that breaks the painter is one more that cannot be read.
    let painted = catch_unwind(AssertUnwindSafe(|| {
        let cache = RenderCache::new();
        let (interpreter, renderer) = (InterpreterSettings::default(), RenderSettings::default());
        hayro::render(page, &cache, &interpreter, &renderer, &settings).into_png()
    }));
    Ok(painted.ok().and_then(Result::ok))
}

fn encode_jpeg(picture: &RgbImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    // Fine strokes of a pen must not drown.
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90))
        .ok()?;
    Some(bytes.into_inner())
}

/// The code on a picture, and the page cut out and straight; one that lies straight and fills its picture keeps its bytes. None
/// for what cannot be read.
///
/// # Errors
/// `picture_too_large` at `file`.
pub(super) fn straighten_page(bytes: &[u8]) -> Result<Option<(String, Vec<u8>, MediaType)>, Refusal> {
    let Ok(media) = detect_media_type(bytes) else {
        return Ok(None);
    };
    match limit::picture::decode_picture(bytes) {
        Ok(picture) => Ok(straighten_picture(picture, bytes, media)),
        Err(refusal) if refusal.code == Code::PictureTooLarge => Err(refusal),
        Err(_) => Ok(None),
    }
}

fn straighten_picture(
    picture: DynamicImage,
    bytes: &[u8],
    media: MediaType,
) -> Option<(String, Vec<u8>, MediaType)> {
    let Some(found) = find_page_code(&picture) else {
        return Some((String::new(), bytes.to_vec(), media));
    };
    let picture = picture.into_rgb8();
    let sheet = find_paper_corners(&picture, &found).map(|corners| cut_out_paper(&picture, corners));
    let straightened = match sheet {
        Some(sheet) => sheet?,
        // A degree is less than anybody sees; turning costs sharpness.
        None if found.angle.abs() < 1.0 => return Some((found.text, bytes.to_vec(), media)),
        None => rotate_picture(&picture, found.angle),
    };
    Some((found.text, encode_jpeg(&straightened)?, MediaType::Jpeg))
}

type Point = (f32, f32);

/// A code on a picture.
struct PageCode {
    text: String,
    /// Its corners in the picture, clockwise from the one that is the top left of the page.
    corners: [Point; 4],
    /// How far it is turned clockwise, in degrees.
    angle: f64,
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "places within a picture"
)]
/// The first code of a form. A large photo is tried smaller first, which is quicker and forgives blur.
fn find_page_code(picture: &DynamicImage) -> Option<PageCode> {
    let longest = picture.width().max(picture.height());
    [1_600, 2_800, longest].into_iter().find_map(|side| {
        let grey = if longest > side {
            picture
                .resize(side, side, imageops::FilterType::Triangle)
                .into_luma8()
        } else {
            picture.to_luma8()
        };
        let (wide, high) = (grey.width() as usize, grey.height() as usize);
        let shade = |x: usize, y: usize| grey.get_pixel(x as u32, y as u32).0[0];
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(wide, high, shade);
        let scale = picture.width() as f32 / wide.max(1) as f32;
        prepared.detect_grids().into_iter().find_map(|grid| {
            let (_, text) = grid.decode().ok()?;
            let ours = text.len() <= 25
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-/".contains(c));
            let corners = grid
                .bounds
                .map(|corner| (corner.x as f32 * scale, corner.y as f32 * scale));
            ours.then(|| PageCode {
                text,
                corners,
                angle: measure_angle(corners),
            })
        })
    })
}

/// How far a square is turned clockwise, in degrees: the mean of its four sides, since each corner is only known to a
/// pixel or two.
fn measure_angle([first, second, third, fourth]: [Point; 4]) -> f64 {
    let side = |from: Point, to: Point| (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let across = [side(first, second), side(fourth, third)];
    let down = [side(first, fourth), side(second, third)].map(|(x, y)| (y, -x));
    let (x, y) = across
        .into_iter()
        .chain(down)
        .fold((0.0, 0.0), |sum, (x, y)| (sum.0 + x, sum.1 + y));
    y.atan2(x).to_degrees()
}

/// Turned back by an angle, with white where nothing was.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an angle")]
fn rotate_picture(picture: &RgbImage, degrees: f64) -> RgbImage {
    // Whole quarters first: they lose nothing.
    let quarters = (degrees / 90.0).round();
    let rest = quarters.mul_add(-90.0, degrees);
    let straight = match quarters.rem_euclid(4.0) as u8 {
        1 => imageops::rotate270(picture),
        2 => imageops::rotate180(picture),
        3 => imageops::rotate90(picture),
        _ => picture.clone(),
    };
    if rest.abs() < 1.0 {
        return straight;
    }
    let white = Border::Constant(Rgb([255; 3]));
    rotate_about_center(
        &straight,
        -rest.to_radians() as f32,
        Interpolation::Bilinear,
        white,
    )
}

/// Width and height of the paper, in millimetres.
const PAPER: (f32, f32) = (210.0, 297.0);

/// Where a form's code stands on the paper, in millimetres: left, top, side (`paper::form`).
const PLACE: (f32, f32, f32) = (172.0, 15.0, 20.0);

/// The longest side of the picture that the edges of the paper are looked for in.
const COARSE: u32 = 800;

/// The corners of the sheet of paper, clockwise from the top left of the page; none unless everything fits: nothing of the
/// page may be cut off. The paper is the bright part of the picture; its four corners are where it reaches farthest; the
/// code must stand on it where forms have it, in its size; it must be bright along the inner side of its edges and end there.
#[allow(clippy::cast_precision_loss, reason = "places within a picture")]
fn find_paper_corners(picture: &RgbImage, code: &PageCode) -> Option<[Point; 4]> {
    let longest = picture.width().max(picture.height());
    let scale = (longest as f32 / COARSE as f32).max(1.0);
    let size = |side: u32| ((side as f32 / scale).round() as u32).max(1);
    let small = imageops::resize(
        picture,
        size(picture.width()),
        size(picture.height()),
        imageops::FilterType::Triangle,
    );
    let bright = find_bright_part(&imageops::grayscale(&small));
    let corners = find_farthest_corners(&bright, code.angle)?;
    let to_paper = Projection::from_control_points(corners, unit_square())?;
    let on_paper = code.corners.map(|(x, y)| to_paper * (x / scale, y / scale));
    (is_code_in_place(on_paper) && has_paper_edges(&bright, &to_paper))
        .then(|| corners.map(|(x, y)| (x * scale, y * scale)))
}

const fn unit_square() -> [Point; 4] {
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
}

/// The largest bright part of a picture, in white; lines and letters on it belong to it.
fn find_bright_part(grey: &GrayImage) -> GrayImage {
    let light = threshold(grey, otsu_level(grey), ThresholdType::Binary);
    let light = close(&light, Norm::LInf, 3);
    let parts = connected_components(&light, Connectivity::Four, Luma([0u8]));
    let mut sizes = std::collections::HashMap::<u32, u32>::new();
    for Luma([part]) in parts.pixels().filter(|part| part.0 != [0]) {
        *sizes.entry(*part).or_default() += 1;
    }
    let largest = sizes.into_iter().max_by_key(|(part, size)| (*size, *part));
    let largest = largest.map_or(0, |(part, _)| part);
    GrayImage::from_fn(grey.width(), grey.height(), |x, y| {
        let own = largest != 0 && parts.get_pixel(x, y).0 == [largest];
        Luma([if own { 255 } else { 0 }])
    })
}

/// Where the white part reaches farthest to the four corners of a page that is turned by an angle.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "places within a picture"
)]
fn find_farthest_corners(bright: &GrayImage, angle: f64) -> Option<[Point; 4]> {
    let (sin, cos) = (angle.to_radians() as f32).sin_cos();
    let places = || {
        bright
            .enumerate_pixels()
            .filter(|(_, _, pixel)| pixel.0 == [255])
            .map(|(x, y, _)| (x as f32, y as f32))
    };
    let corner = |right: f32, down: f32| {
        let reach = |(x, y): Point| {
            // The place as it lies on the page that is not turned.
            let (x, y) = (y.mul_add(sin, x * cos), y.mul_add(cos, -x * sin));
            x.mul_add(right, y * down)
        };
        places().max_by(|a, b| reach(*a).total_cmp(&reach(*b)))
    };
    Some([
        corner(-1.0, -1.0)?,
        corner(1.0, -1.0)?,
        corner(1.0, 1.0)?,
        corner(-1.0, 1.0)?,
    ])
}

/// Whether a code is where forms have it, within a few millimetres, about as large, and still a square: it would not be if
/// part of the paper lay outside the picture.
fn is_code_in_place([first, second, third, fourth]: [Point; 4]) -> bool {
    let millimetres = |(x, y): Point| (x * PAPER.0, y * PAPER.1);
    let [first, second, third, fourth] = [first, second, third, fourth].map(millimetres);
    let (left, top, side) = PLACE;
    let wide = (second.0 - first.0 + third.0 - fourth.0) / 2.0;
    let high = (fourth.1 - first.1 + third.1 - second.1) / 2.0;
    let fits = |is: f32, should: f32, by: f32| (is - should).abs() <= by;
    fits(first.0, left, 10.0)
        && fits(first.1, top, 10.0)
        && fits(wide, side, 5.0)
        && fits(high, side, 5.0)
        && fits(wide / high, 1.0, 0.12)
}

/// Whether the paper is bright along the inner side of its edges and the picture is not along their outer side; where the
/// picture ends with the paper there is nothing to see.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places within a picture"
)]
fn has_paper_edges(bright: &GrayImage, to_paper: &Projection) -> bool {
    let from_paper = to_paper.invert();
    let share = |inset: f32| -> Option<f32> {
        let (near, far) = (inset, 1.0 - inset);
        let (mut seen, mut white) = (0u16, 0u16);
        for step in 1..100u8 {
            let along = f32::from(step) / 100.0;
            for place in [(along, near), (along, far), (near, along), (far, along)] {
                let (x, y) = from_paper * place;
                if x < 0.0 || y < 0.0 || x >= bright.width() as f32 || y >= bright.height() as f32 {
                    continue;
                }
                seen += 1;
                white += u16::from(bright.get_pixel(x as u32, y as u32).0 == [255]);
            }
        }
        (seen > 0).then(|| f32::from(white) / f32::from(seen))
    };
    share(0.02).is_some_and(|inside| inside > 0.95) && share(-0.02).is_some_and(|outside| outside < 0.2)
}

/// The sheet as it would lie on a scanner.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places within a picture"
)]
fn cut_out_paper(picture: &RgbImage, corners: [Point; 4]) -> Option<RgbImage> {
    let length = |from: Point, to: Point| (to.0 - from.0).hypot(to.1 - from.1);
    let [first, second, third, fourth] = corners;
    let wide = length(first, second).max(length(fourth, third));
    let high = length(first, fourth).max(length(second, third));
    let wide = wide.max(high * PAPER.0 / PAPER.1).clamp(100.0, 5_000.0);
    let (wide, high) = (wide.round(), (wide * PAPER.1 / PAPER.0).round());
    let flat = unit_square().map(|(x, y)| (x * wide, y * high));
    let mut sheet = RgbImage::new(wide as u32, high as u32);
    let projection = Projection::from_control_points(corners, flat)?;
    let white = Border::Constant(Rgb([255; 3]));
    warp_into(picture, projection, Interpolation::Bilinear, white, &mut sheet);
    Some(sheet)
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    /// A form's code on a page, as a scanner or a hasty photo shows it.
    fn page(text: &str, degrees: f64) -> RgbImage {
        rotate_picture(&form(text), -degrees)
    }

    fn form(text: &str) -> RgbImage {
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
        page
    }

    #[test]
    fn a_page_is_read_and_turned_however_it_lay() {
        for degrees in [0.0, 90.0, 180.0, -90.0, 4.0, -7.0, 86.0, 175.0] {
            let bytes = encode_jpeg(&page("WX2611240001", degrees)).unwrap();
            let (text, upright, _) = straighten_page(&bytes).unwrap().unwrap();
            assert_eq!(text, "WX2611240001", "{degrees}");
            let found = find_page_code(&image::load_from_memory(&upright).unwrap()).unwrap();
            assert!(found.angle.abs() < 1.5, "{degrees}: still {}", found.angle);
        }
    }

    #[test]
    fn a_page_without_a_code_stays_as_it_is() {
        let blank = RgbImage::from_pixel(400, 300, Rgb([255; 3]));
        let bytes = encode_jpeg(&blank).unwrap();
        assert_eq!(
            straighten_page(&bytes).unwrap().unwrap(),
            (String::new(), bytes.clone(), MediaType::Jpeg)
        );
        let bytes = encode_jpeg(&page("https://example.org/somebody", 0.0)).unwrap();
        assert_eq!(
            straighten_page(&bytes).unwrap().unwrap().0,
            "",
            "somebody else's code"
        );
    }

    /// A form of a table and a signature, photographed on a desk: where its corners lie, under a lamp.
    fn photographed(corners: [Point; 4], table: [u8; 3]) -> RgbImage {
        let mut form = form("WX2611240001");
        for y in (300..1500).step_by(100) {
            for x in 90..1150 {
                form.put_pixel(x, y, Rgb([40, 40, 40]));
                form.put_pixel(x, y + 1, Rgb([40, 40, 40]));
            }
        }
        for at in 0..300u32 {
            for thick in 0..3 {
                form.put_pixel(700 + at, 1600 + at % 40 + thick, Rgb([10, 10, 60]));
            }
        }
        let flat = unit_square().map(|(x, y)| (x * 1240.0, y * 1754.0));
        let projection = Projection::from_control_points(flat, corners).unwrap();
        let mut photo = RgbImage::new(1500, 2000);
        let desk = Border::Constant(Rgb(table));
        warp_into(&form, projection, Interpolation::Bilinear, desk, &mut photo);
        for (x, y, pixel) in photo.enumerate_pixels_mut() {
            let light = 1.0 - f64::from(x + y) / 3_500.0 * 0.25;
            pixel.0 = pixel.0.map(|shade| (f64::from(shade) * light) as u8);
        }
        photo
    }

    const LYING: [[Point; 4]; 3] = [
        [(160.0, 180.0), (1320.0, 230.0), (1360.0, 1830.0), (120.0, 1800.0)],
        [(240.0, 260.0), (1240.0, 120.0), (1430.0, 1650.0), (400.0, 1790.0)],
        // Upside down.
        [(1330.0, 1820.0), (170.0, 1790.0), (140.0, 190.0), (1350.0, 160.0)],
    ];

    #[test]
    fn a_photo_is_cut_down_to_its_paper() {
        for corners in LYING {
            let bytes = encode_jpeg(&photographed(corners, [96, 70, 48])).unwrap();
            let (text, sheet, _) = straighten_page(&bytes).unwrap().unwrap();
            assert_eq!(text, "WX2611240001");
            let sheet = image::load_from_memory(&sheet).unwrap();
            let shape = f64::from(sheet.height()) / f64::from(sheet.width());
            assert!((shape - 297.0 / 210.0).abs() < 0.01, "{corners:?}: {shape}");
            let found = find_page_code(&sheet).unwrap();
            assert!(found.angle.abs() < 1.0, "{corners:?}: {}", found.angle);
            // To the edge it is paper, and the signature near the bottom is there.
            let grey = sheet.to_luma8();
            let (wide, high) = grey.dimensions();
            for (x, y) in [
                (12, 12),
                (wide - 13, 12),
                (12, high - 13),
                (wide - 13, high - 13),
                (12, high / 2),
            ] {
                assert!(grey.get_pixel(x, y).0[0] > 150, "{corners:?}: {x} {y}");
            }
            let signed = (wide * 56 / 100..wide * 81 / 100)
                .flat_map(|x| (high * 90 / 100..high * 94 / 100).map(move |y| (x, y)))
                .filter(|(x, y)| grey.get_pixel(*x, *y).0[0] < 120)
                .count();
            assert!(signed > 100, "{corners:?}: {signed} dark places");
        }
    }

    /// Rather the whole picture than a page without its edge.
    #[test]
    fn where_the_edge_is_not_sure_nothing_is_cut_off() {
        // White paper on a white desk; and paper whose lower part lies outside the picture.
        let outside = [(160.0, 380.0), (1320.0, 380.0), (1320.0, 2400.0), (160.0, 2400.0)];
        for (corners, table) in [(LYING[0], [246, 246, 244]), (outside, [96, 70, 48])] {
            let photo = photographed(corners, table);
            let found = find_page_code(&DynamicImage::ImageRgb8(photo.clone())).unwrap();
            assert_eq!(find_paper_corners(&photo, &found), None, "{corners:?}");
        }
    }

    /// A PDF as a scanner makes it: on each page a picture, or several strips of one below each other.
    fn scanned(pages: &[Vec<Stream>]) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let root = document.new_object_id();
        let kids: Vec<Object> = pages
            .iter()
            .map(|strips| {
                let high = 842.0 / strips.len() as f32;
                let (mut pictures, mut content) = (lopdf::Dictionary::new(), String::new());
                for (place, strip) in strips.iter().enumerate() {
                    pictures.set(format!("P{place}"), document.add_object(strip.clone()));
                    let bottom = (place as f32 + 1.0).mul_add(-high, 842.0);
                    content += &format!("q 595 0 0 {high} 0 {bottom} cm /P{place} Do Q\n");
                }
                let content = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
                let page = document.add_object(dictionary! {
                    "Type" => "Page", "Parent" => root, "Contents" => content,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    "Resources" => dictionary! { "XObject" => pictures },
                });
                page.into()
            })
            .collect();
        let count = i64::try_from(kids.len()).unwrap();
        document.objects.insert(
            root,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn picture(filter: &str, space: &str, bits: i64, (wide, high): (u32, u32), bytes: Vec<u8>) -> Stream {
        let dictionary = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Filter" => filter, "ColorSpace" => space,
            "BitsPerComponent" => bits, "Width" => i64::from(wide), "Height" => i64::from(high),
        };
        Stream::new(dictionary, bytes)
    }

    fn jpeg(picture_of: &RgbImage) -> Stream {
        let bytes = encode_jpeg(picture_of).unwrap();
        picture("DCTDecode", "DeviceRGB", 8, picture_of.dimensions(), bytes)
    }

    /// Black and white as copiers write it: CCITT group 4.
    fn faxed(form: &RgbImage) -> Stream {
        let (wide, high) = form.dimensions();
        let mut encoder = fax::encoder::Encoder::new(fax::VecWriter::new());
        for row in form.rows() {
            let dots = row.map(|Rgb([red, ..])| {
                if *red < 128 {
                    fax::Color::Black
                } else {
                    fax::Color::White
                }
            });
            let Ok(()) = encoder.encode_line(dots, wide);
        }
        let Ok(writer) = encoder.finish();
        let mut stream = picture("CCITTFaxDecode", "DeviceGray", 1, (wide, high), writer.finish());
        let how = dictionary! { "K" => -1, "Columns" => i64::from(wide), "Rows" => i64::from(high) };
        stream.dict.set("DecodeParms", how);
        stream
    }

    fn pages(pdf: &[u8], most: usize) -> Result<Vec<Option<Vec<u8>>>, Refusal> {
        let mut pages = Vec::new();
        for_each_page(pdf, most, |page| {
            pages.push(page);
            Ok(())
        })?;
        Ok(pages)
    }

    #[test]
    fn each_page_of_a_scanned_pdf_is_read_by_itself() {
        let whole = form("TX2611240004");
        let strip = |top: u32| imageops::crop_imm(&whole, 0, top, 1240, 877).to_image();
        let mut pdf = scanned(&[
            vec![jpeg(&page("WX2611240001", 0.0))],
            vec![jpeg(&page("QZTX2611240002-2", 180.0))],
            vec![faxed(&form("SZ2611240003"))],
            vec![jpeg(&strip(0)), jpeg(&strip(877))],
        ]);
        let codes: Vec<String> = pages(&pdf, 9)
            .unwrap()
            .into_iter()
            .map(|picture| straighten_page(&picture.unwrap()).unwrap().unwrap().0)
            .collect();
        assert_eq!(
            codes,
            ["WX2611240001", "QZTX2611240002-2", "SZ2611240003", "TX2611240004"]
        );
        assert_eq!(pages(b"%PDF-1.7 nothing", 9).unwrap_err().code, Code::BadMedia);
        // Whatever is broken in it, the desk stays.
        for place in (0..pdf.len()).step_by(pdf.len() / 40) {
            pdf[place] ^= 0x5a;
            let _ = pages(&pdf, 9);
        }
    }
}
