//! PDF files somebody brings, opened within bounds. What a stream unpacks to, how often one object is named and how many words there
//! are is counted before and while the file is read.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use domain::{Code, Refusal};
use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

use super::budget::{Budget, content_too_large_refusal};

/// What a stream of objects may unpack to, in bytes. It is read word by word, and each takes room many times its own.
pub const OBJECTS: usize = 4 * 1024 * 1024;

/// What any other stream may: an A4 page in grey at 600 dots to the inch.
pub const STREAM: usize = 64 * 1024 * 1024;

/// What all streams of one file may, if nothing but the whole file will do.
pub const TOTAL: u64 = 256 * 1024 * 1024;

/// Words of the file itself: numbers, names, brackets. In what is packed, each sixteenth byte looks like one.
const WORDS: usize = 2_500_000;

/// What the objects that are kept take in memory, in bytes, those within others too: three times as much while one is read and copied.
const KEPT: u64 = 48 * 1024 * 1024;

/// What an object takes by itself, a list of named ones before the first, and each name in it.
const OBJECT: u64 = 80;
const NAMES: u64 = 300;
const NAME: u64 = 100;

/// A file may hold as much again as it is long, where a later part says anew what an earlier one said.
const AGAIN: u64 = 2;

/// What is counted while a file is read. The reader takes a plain function, which can hold nothing itself.
struct LoadBudget {
    kept: Budget,
    bytes: Budget,
    too_large: bool,
}

thread_local! {
    static LOAD: RefCell<Option<LoadBudget>> = const { RefCell::new(None) };
}

/// Opens a file.
///
/// # Errors
/// `bad_media`, `content_too_large`, both at `file`.
pub fn open_pdf(bytes: &[u8]) -> Result<Document, Refusal> {
    if count_words(bytes, WORDS) > WORDS || !seal::has_bounded_tables(bytes) {
        return Err(content_too_large_refusal("file"));
    }
    let long = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    LOAD.set(Some(LoadBudget {
        kept: Budget::new(KEPT),
        bytes: Budget::new(long.saturating_mul(AGAIN)),
        too_large: false,
    }));
    let options = LoadOptions {
        filter: Some(count_object),
        ..LoadOptions::with_max_decompressed_size(OBJECTS)
    };
    // What somebody brings may be anything: a file that breaks the reader is one more that cannot be read.
    let read = catch_unwind(AssertUnwindSafe(|| {
        Document::load_mem_with_options(bytes, options)
    }));
    let too_large = LOAD.take().is_some_and(|load| load.too_large);
    match read {
        _ if too_large => Err(content_too_large_refusal("file")),
        Ok(Ok(document)) => Ok(document),
        Ok(Err(error)) if is_over_limit(&error) => Err(content_too_large_refusal("file")),
        _ => Err(Refusal::at_field(Code::BadMedia, "file")),
    }
}

/// Whether a file can be read whole within bounds, every stream of it included.
///
/// # Errors
/// `content_too_large` at `file`. What is no PDF is no error here: whoever looks at it will say so.
pub fn check_pdf(bytes: &[u8]) -> Result<(), Refusal> {
    let document = match open_pdf(bytes) {
        Err(refusal) if refusal.code == Code::ContentTooLarge => return Err(refusal),
        Err(_) => return Ok(()),
        Ok(document) => document,
    };
    let mut total = Budget::new(TOTAL);
    for object in document.objects.values() {
        let Object::Stream(stream) = object else {
            continue;
        };
        match stream.decompressed_content_with_limit(STREAM) {
            Ok(plain) => total.take_size(plain.len())?,
            Err(error) if is_over_limit(&error) => return Err(content_too_large_refusal("file")),
            // A picture, or damaged.
            Err(_) => {}
        }
    }
    Ok(())
}

/// Whether it was a bound that ended the unpacking.
#[must_use]
pub fn is_over_limit(error: &Error) -> bool {
    matches!(
        error,
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. })
    )
}

/// Looks at every object as it is read; none is answered for one that must not be read on.
fn count_object(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let fits = LOAD.with_borrow_mut(|load| {
        let Some(load) = load else {
            return true;
        };
        let fits = match &*object {
            Object::Stream(stream) => {
                load.bytes.take_size(stream.content.len()).is_ok()
                    && load.kept.take_units(size_of_dictionary(&stream.dict)).is_ok()
                    && has_fitting_objects(stream)
            }
            other => load.kept.take_units(object_size(other)).is_ok(),
        };
        load.too_large |= !fits;
        fits
    });
    if !fits {
        return None;
    }
    // A stream stands on its own and is not asked for back; only what lies in one is.
    let kept = match object {
        Object::Stream(_) => Object::Null,
        other => other.clone(),
    };
    Some((id, kept))
}

/// Whether a stream that holds objects holds no more than can be kept.
fn has_fitting_objects(stream: &Stream) -> bool {
    if !stream.dict.has_type(b"ObjStm") {
        return true;
    }
    match stream.decompressed_content_with_limit(OBJECTS) {
        Ok(plain) => {
            let most = usize::try_from(KEPT / OBJECT).unwrap_or(usize::MAX);
            count_words(&plain, most) <= most
        }
        Err(error) => !is_over_limit(&error),
    }
}

/// What an object takes in memory, with those within it.
fn object_size(object: &Object) -> u64 {
    let mut open = vec![object];
    let mut bytes = 0_u64;
    while let Some(object) = open.pop() {
        bytes += OBJECT;
        match object {
            Object::Array(all) => open.extend(all),
            Object::Dictionary(all) => {
                bytes += name_list_size(all);
                open.extend(all.iter().map(|(_, one)| one));
            }
            _ => {}
        }
    }
    bytes
}

/// The same of what is said of a stream.
fn size_of_dictionary(dictionary: &Dictionary) -> u64 {
    name_list_size(dictionary) + dictionary.iter().map(|(_, one)| object_size(one)).sum::<u64>()
}

fn name_list_size(dictionary: &Dictionary) -> u64 {
    NAMES.saturating_add(NAME.saturating_mul(u64::try_from(dictionary.len()).unwrap_or(u64::MAX)))
}

/// Words of a file, counted a little beyond `most`.
fn count_words(bytes: &[u8], most: usize) -> usize {
    let mut count = 0;
    let mut within = false;
    for byte in bytes {
        match byte {
            0 | 9 | 10 | 12 | 13 | 32 => within = false,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => {
                within = false;
                count += 1;
            }
            _ if within => {}
            _ => {
                within = true;
                count += 1;
            }
        }
        if count > most {
            break;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(kind: &str, size: usize) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&vec![b' '; size]).unwrap();
        let packed = encoder.finish().unwrap();
        let head = format!(
            "<</Type/{kind}/N 1/First 4/Filter/FlateDecode/Length {}>>\nstream\n",
            packed.len()
        );
        [head.as_bytes(), &packed, b"\nendstream"].concat()
    }

    /// A page without anything on it, and a stream that nobody names.
    fn beside(stream: &[u8]) -> Vec<u8> {
        let objects = [
            b"<</Type/Catalog/Pages 2 0 R>>".as_slice(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R>>",
            stream,
        ];
        let mut bytes = b"%PDF-1.5\n".to_vec();
        let mut list = "xref\n0 5\n0000000000 65535 f \n".to_owned();
        for (number, object) in (1..).zip(objects) {
            list += &format!("{:010} 00000 n \n", bytes.len());
            bytes.extend(format!("{number} 0 obj\n").bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let at = bytes.len();
        bytes.extend(format!("{list}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{at}\n%%EOF").bytes());
        bytes
    }

    fn refused(bytes: &[u8]) -> Option<Code> {
        check_pdf(bytes).err().map(|refusal| refusal.code)
    }

    #[test]
    fn streams_are_bounded_by_what_they_hold() {
        assert_eq!(refused(&beside(&packed("ObjStm", OBJECTS))), None);
        assert_eq!(
            refused(&beside(&packed("ObjStm", OBJECTS + 1))),
            Some(Code::ContentTooLarge)
        );
        assert_eq!(refused(&beside(&packed("Data", OBJECTS + 1))), None);
        assert_eq!(
            refused(&beside(&packed("Data", STREAM + 1))),
            Some(Code::ContentTooLarge)
        );
    }

    #[test]
    fn an_object_named_again_and_again_is_kept_once_or_not_at_all() {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let at = bytes.len();
        bytes.extend(b"1 0 obj\n<</Length 100000>>\nstream\n");
        bytes.extend(vec![b'x'; 100_000]);
        bytes.extend(b"\nendstream\nendobj\n");
        let list = bytes.len();
        bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", 2_001).bytes());
        for _ in 0..2_000 {
            bytes.extend(format!("{at:010} 00000 n \n").bytes());
        }
        bytes.extend(format!("trailer\n<</Size 2001/Root 1 0 R>>\nstartxref\n{list}\n%%EOF").bytes());
        assert_eq!(refused(&bytes), Some(Code::ContentTooLarge));
    }

    #[test]
    fn words_are_counted() {
        assert_eq!(count_words(b"<</Type /Page>> [0 1  2]", 100), 8 + 5);
        assert_eq!(count_words(&b"[0 ".repeat(100), 10), 11);
        let mut bytes = b"%PDF-1.4\n1 0 obj\n[".to_vec();
        bytes.extend(b"0 ".repeat(WORDS));
        assert_eq!(open_pdf(&bytes).unwrap_err().code, Code::ContentTooLarge);
        assert_eq!(open_pdf(b"%PDF-1.7 nothing").unwrap_err().code, Code::BadMedia);
    }
}
