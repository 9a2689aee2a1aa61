//! A PDF as the painter gets it: every stream was unpacked within bounds and packed anew, every picture's points are counted, and
//! nothing of the file is left that was not. The painter itself knows no bounds.

use std::io::Write;

use domain::{Code, Refusal, hash};
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::{
    budget::{Budget, content_too_large_refusal},
    pdf::{STREAM, is_over_limit},
};

mod work;

use work::PaintingWork;

/// What all streams of a file may unpack to, in bytes; they are unpacked one after the other.
const TOTAL: u64 = 1024 * 1024 * 1024;

/// What a picture may take while it is painted, in bytes.
const PICTURE: u64 = 180_000_000;

/// Points of a picture whose painter reckons each in fractions.
const FINE: u64 = 12_000_000;

/// The file, made anew.
///
/// # Errors
/// `picture_too_large` (with `width`, `height`), `content_too_large`, both at `file`.
pub fn repack_document(mut document: Document) -> Result<Vec<u8>, Refusal> {
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let mut total = Budget::new(TOTAL);
    let mut work = PaintingWork::default();
    for id in &ids {
        let Some(Object::Stream(stream)) = document.objects.get(id) else {
            continue;
        };
        let (plain, packed) = StreamLayers::parse_layers(&document, stream).unpack_and_repack(&mut total)?;
        check_picture(&document, &packed)?;
        if !is_picture(&document, &packed.dict) {
            work.count_stream(*id, &plain, &mut total)?;
        }
        if let Some(Object::Stream(stream)) = document.objects.get_mut(id) {
            *stream = packed;
        }
    }
    for object in document.objects.values_mut() {
        work::strip_costly_objects(object);
    }
    work.check_page_work(&document)?;
    let mut bytes = Vec::new();
    document
        .save_to(&mut bytes)
        .map_err(|_| Refusal::at_field(Code::BadMedia, "file"))?;
    Ok(bytes)
}

/// A stream and what it is packed with, outermost first.
struct StreamLayers<'a> {
    stream: &'a Stream,
    layers: Vec<(Vec<u8>, Option<Dictionary>)>,
}

impl<'a> StreamLayers<'a> {
    fn parse_layers(document: &Document, stream: &'a Stream) -> Self {
        let found = |name: &[u8]| {
            let object = stream.dict.get(name).ok()?;
            Some(document.dereference(object).ok()?.1.clone())
        };
        let several = |object: Option<Object>| match object {
            Some(Object::Array(all)) => all,
            Some(one) => vec![one],
            None => Vec::new(),
        };
        let resolved = |object: &Object| document.dereference(object).ok().map(|it| it.1.clone());
        let mut how = several(found(b"DecodeParms").or_else(|| found(b"DP"))).into_iter();
        let layers = several(found(b"Filter")).into_iter().map(|name| {
            let name = resolved(&name).and_then(|name| name.as_name().ok().map(<[u8]>::to_vec));
            let how = how.next().as_ref().and_then(resolved);
            let how = how.and_then(|how| how.as_dict().ok().map(|how| resolve_dictionary(document, how)));
            (long_filter_name(&name.unwrap_or_default()).to_vec(), how)
        });
        Self {
            stream,
            layers: layers.collect(),
        }
    }

    /// What it holds, and the same stream with at most one layer, whose bounds are known.
    fn unpack_and_repack(self, total: &mut Budget) -> Result<(Vec<u8>, Stream), Refusal> {
        let mut dict = self.stream.dict.clone();
        for name in [
            "Filter",
            "DecodeParms",
            "F",
            "FFilter",
            "FDecodeParms",
            "DP",
            "DL",
        ] {
            dict.remove(name.as_bytes());
        }
        let empty = |dict| Ok((Vec::new(), Stream::new(dict, Vec::new())));
        let mut plain = self.stream.content.clone();
        let last = self.layers.len().saturating_sub(1);
        for (place, (name, how)) in self.layers.into_iter().enumerate() {
            match name.as_slice() {
                b"DCTDecode" | b"CCITTFaxDecode" | b"JBIG2Decode" | b"JPXDecode" if place == last => {
                    dict.set("Filter", Object::Name(name));
                    if let Some(how) = how {
                        dict.set("DecodeParms", how);
                    }
                    return Ok((Vec::new(), Stream::new(dict, plain)));
                }
                b"FlateDecode" | b"LZWDecode" => {
                    // How each byte follows from those before is left for the painter, who knows every way of it.
                    let (early, rows) = split_decode_parms(how.filter(|_| place == last));
                    plain = unpack_layer(&name, early, plain, total)?;
                    if let Some(rows) = rows.filter(|rows| has_fitting_rows(rows, plain.len())) {
                        dict.set("DecodeParms", rows);
                    }
                }
                b"ASCII85Decode" => plain = unpack_layer(&name, None, plain, total)?,
                b"ASCIIHexDecode" => plain = decode_hex(&plain),
                b"RunLengthDecode" => plain = decode_run_length(&plain, total)?,
                _ => return empty(dict),
            }
        }
        let packed = pack_stream(dict, &plain)?;
        Ok((plain, packed))
    }
}

/// A dictionary whose values are its own.
fn resolve_dictionary(document: &Document, how: &Dictionary) -> Dictionary {
    let mut own = Dictionary::new();
    for (name, value) in how {
        // Shared tables stay where they are: they are streams of their own.
        let value = match document.dereference(value) {
            Ok((_, Object::Stream(_))) | Err(_) => value.clone(),
            Ok((_, found)) => found.clone(),
        };
        own.set(name.clone(), value);
    }
    own
}

fn long_filter_name(name: &[u8]) -> &[u8] {
    match name {
        b"A85" => b"ASCII85Decode",
        b"AHx" => b"ASCIIHexDecode",
        b"CCF" => b"CCITTFaxDecode",
        b"DCT" => b"DCTDecode",
        b"Fl" => b"FlateDecode",
        b"LZW" => b"LZWDecode",
        b"RL" => b"RunLengthDecode",
        other => other,
    }
}

/// What unpacking needs to know, and what is done with the rows afterwards.
fn split_decode_parms(how: Option<Dictionary>) -> (Option<Dictionary>, Option<Dictionary>) {
    let Some(mut how) = how else {
        return (None, None);
    };
    let early = how
        .remove(b"EarlyChange")
        .map(|it| dictionary! { "EarlyChange" => it });
    (early, how.has(b"Predictor").then_some(how))
}

/// Whether a row is no longer than what there is.
fn has_fitting_rows(rows: &Dictionary, size: usize) -> bool {
    let number = |name: &[u8], usual: i64| rows.get(name).and_then(Object::as_i64).unwrap_or(usual);
    let row = number(b"Columns", 1)
        .checked_mul(number(b"Colors", 1))
        .and_then(|it| it.checked_mul(number(b"BitsPerComponent", 8)));
    row.is_some_and(|bits| bits > 0 && usize::try_from(bits / 8).is_ok_and(|bytes| bytes <= size))
}

/// Takes one layer off.
fn unpack_layer(
    name: &[u8],
    how: Option<Dictionary>,
    bytes: Vec<u8>,
    total: &mut Budget,
) -> Result<Vec<u8>, Refusal> {
    let mut dict = dictionary! { "Filter" => Object::Name(name.to_vec()) };
    if let Some(how) = how {
        dict.set("DecodeParms", how);
    }
    match Stream::new(dict, bytes).decompressed_content_with_limit(STREAM.min(total.units_left())) {
        Ok(plain) => {
            total.take_size(plain.len())?;
            Ok(plain)
        }
        Err(error) if is_over_limit(&error) => Err(content_too_large_refusal("file")),
        Err(_) => Ok(Vec::new()),
    }
}

fn decode_hex(bytes: &[u8]) -> Vec<u8> {
    let mut digits: Vec<u8> = bytes
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter(|byte| !byte.is_ascii_whitespace())
        .copied()
        .collect();
    if digits.len() % 2 == 1 {
        digits.push(b'0');
    }
    hash::decode_hex(&digits).unwrap_or_default()
}

/// A byte says how many follow as they are, or how often the next one stands there.
fn decode_run_length(mut rest: &[u8], total: &mut Budget) -> Result<Vec<u8>, Refusal> {
    let mut plain = Vec::new();
    while let Some((count, after)) = rest.split_first() {
        let count = usize::from(*count);
        match count {
            128 => break,
            0..128 => {
                let taken = after.get(..=count).unwrap_or(after);
                plain.extend_from_slice(taken);
                rest = after.get(taken.len()..).unwrap_or_default();
            }
            _ => {
                let Some((byte, after)) = after.split_first() else {
                    break;
                };
                plain.extend(std::iter::repeat_n(*byte, 257 - count));
                rest = after;
            }
        }
        if plain.len() > STREAM {
            return Err(content_too_large_refusal("file"));
        }
    }
    total.take_size(plain.len())?;
    Ok(plain)
}

fn pack_stream(mut dict: Dictionary, plain: &[u8]) -> Result<Stream, Refusal> {
    let rows = dict.has(b"DecodeParms");
    // Short texts are sooner read than packed; but rows are only undone where something was packed.
    if plain.len() < 4_096 && !rows {
        return Ok(Stream::new(dict, plain.to_vec()));
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish());
    dict.set("Filter", "FlateDecode");
    packed
        .map(|packed| Stream::new(dict, packed))
        .map_err(|_| Refusal::at_field(Code::BadMedia, "file"))
}

fn resolve_number(document: &Document, dict: &Dictionary, name: &[u8]) -> Option<u64> {
    let object = dict.get(name).ok()?;
    let number = document.dereference(object).ok()?.1;
    u64::try_from(number.as_i64().ok()?).ok()
}

fn resolve_name<'a>(document: &'a Document, dict: &'a Dictionary, name: &[u8]) -> Option<&'a [u8]> {
    document.dereference(dict.get(name).ok()?).ok()?.1.as_name().ok()
}

/// Width and height of a picture, by its own word and by that of its bytes, whichever is more.
fn measure_picture(document: &Document, stream: &Stream) -> (u64, u64) {
    let dict = &stream.dict;
    let said = |name| resolve_number(document, dict, name).unwrap_or(0);
    let (mut width, mut height) = (said(b"Width"), said(b"Height"));
    let filter = dict.get(b"Filter").and_then(Object::as_name).unwrap_or_default();
    let mut more = |across: u64, down: u64| {
        width = width.max(across);
        height = height.max(down);
    };
    match filter {
        b"CCITTFaxDecode" => {
            if let Ok(how) = dict.get(b"DecodeParms").and_then(Object::as_dict) {
                let said = |name, usual| resolve_number(document, how, name).unwrap_or(usual);
                more(said(b"Columns", 1_728), said(b"Rows", 0));
            }
        }
        b"DCTDecode" => {
            for place in byte_windows(&stream.content) {
                if let [0xFF, 0xC0..=0xC3, _, _, _, down, down_low, across, across_low] = *place {
                    let side = |high, low| u64::from(u16::from_be_bytes([high, low]));
                    more(side(across, across_low), side(down, down_low));
                }
            }
        }
        b"JPXDecode" => {
            for place in byte_windows(&stream.content) {
                if let [0xFF, 0x4F, 0xFF, 0x51, _, _, _, _, a, b, c, d, e, f, g, h] = *place {
                    let side = |four| u64::from(u32::from_be_bytes(four));
                    more(side([a, b, c, d]), side([e, f, g, h]));
                }
            }
        }
        _ => {}
    }
    (width, height)
}

/// Every so many bytes beside each other.
fn byte_windows<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = &[u8; N]> {
    bytes.windows(N).filter_map(|place| place.try_into().ok())
}

fn is_picture(document: &Document, dict: &Dictionary) -> bool {
    resolve_name(document, dict, b"Subtype") == Some(b"Image")
}

fn check_picture(document: &Document, stream: &Stream) -> Result<(), Refusal> {
    let dict = &stream.dict;
    // What is not called a picture can still be shown as one.
    if !is_picture(document, dict) && !dict.has(b"Width") {
        return Ok(());
    }
    let filter = dict.get(b"Filter").and_then(Object::as_name).unwrap_or_default();
    let grey = resolve_name(document, dict, b"ColorSpace") == Some(b"DeviceGray")
        || dict.has(b"ImageMask")
        || matches!(filter, b"CCITTFaxDecode" | b"JBIG2Decode");
    // Its points as they come, and as they are painted.
    let point = if grey { 1 + 4 } else { 4 + 4 };
    let (width, height) = measure_picture(document, stream);
    let all = width.saturating_mul(height);
    let fine = filter == b"JPXDecode" && all > FINE;
    if all.saturating_mul(point) > PICTURE || fine {
        return Err(Refusal::at_field(Code::PictureTooLarge, "file")
            .with_arg("width", width)
            .with_arg("height", height));
    }
    Ok(())
}
