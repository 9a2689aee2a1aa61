//! ZIP files somebody brings: how many entries they have and what these unpack to, counted before anything else reads them.

use std::io::{Cursor, Read};

use domain::Refusal;
use zip::{ZipArchive, read::ZipFile};

use super::budget::{Budget, content_too_large_refusal};

/// Entries an office's file may have. A workbook has about ten, and one for each sheet and picture.
pub const ENTRIES: usize = 2_000;

/// What one entry may unpack to, in bytes.
pub const ENTRY: u64 = 64 * 1024 * 1024;

/// What all of them may.
pub const TOTAL: u64 = 160 * 1024 * 1024;

/// How an entry begins in the list of them.
const LISTED: &[u8] = b"PK\x01\x02";

/// Unpacks every entry without keeping it, and tells `each` an entry's name and a reader of at most [`ENTRY`] bytes.
///
/// # Errors
/// `content_too_large` at `file`; what `each` refuses. What is no ZIP, or damaged, is no error: whoever reads it will say so.
pub fn check_archive(
    bytes: &[u8],
    mut each: impl FnMut(&str, &mut dyn Read) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    // Counted in the bytes, because the list is read whole before anybody can ask how long it is.
    let listed = bytes.windows(LISTED.len()).filter(|it| *it == LISTED).count();
    if listed > ENTRIES {
        return Err(content_too_large_refusal("file"));
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };
    let mut total = Budget::new(TOTAL);
    for place in 0..archive.len() {
        let Ok(entry) = archive.by_index(place) else {
            continue;
        };
        let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let mut counted = CountingEntryReader::new(entry);
        let told = each(&name, &mut counted);
        // First what does not fit: what was made of it half read says nothing.
        let rest = counted.count_whole_entry()?;
        total.take_units(rest)?;
        told?;
    }
    Ok(())
}

/// Counts what is read of an entry and stops at the bound.
struct CountingEntryReader<'a, R: Read + ?Sized> {
    entry: ZipFile<'a, R>,
    read: u64,
}

impl<'a, R: Read + ?Sized> CountingEntryReader<'a, R> {
    const fn new(entry: ZipFile<'a, R>) -> Self {
        Self { entry, read: 0 }
    }

    /// Reads what is left and says how much it was altogether.
    fn count_whole_entry(mut self) -> Result<u64, Refusal> {
        let mut part = [0; 16 * 1024];
        while self.read <= ENTRY {
            match self.read(&mut part) {
                // Damaged: whoever reads it will find the same.
                Ok(0) | Err(_) => return Ok(self.read),
                Ok(_) => {}
            }
        }
        Err(content_too_large_refusal("file"))
    }
}

impl<R: Read + ?Sized> Read for CountingEntryReader<'_, R> {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        if self.read > ENTRY {
            return Ok(0);
        }
        let read = self.entry.read(part)?;
        self.read += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use domain::Code;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(entries: &[(&str, usize)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, size) in entries {
            zip.start_file(*name, options).unwrap();
            let part = vec![b' '; 1024 * 1024];
            for from in (0..*size).step_by(part.len()) {
                zip.write_all(&part[..part.len().min(size - from)]).unwrap();
            }
        }
        zip.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8]) -> Option<Code> {
        check_archive(bytes, |_, _| Ok(()))
            .err()
            .map(|refusal| refusal.code)
    }

    #[test]
    fn one_entry_and_all_of_them_are_bounded() {
        let most = usize::try_from(ENTRY).unwrap();
        assert_eq!(refused(&packed(&[("a", most + 1)])), Some(Code::ContentTooLarge));
        assert_eq!(
            refused(&packed(&[("a", most), ("b", most), ("c", most)])),
            Some(Code::ContentTooLarge)
        );
        assert_eq!(refused(b"PK no archive"), None);
    }

    #[test]
    fn many_entries_are_not_even_listed() {
        let names: Vec<String> = (0..=ENTRIES).map(|number| number.to_string()).collect();
        let entries: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 0)).collect();
        assert_eq!(refused(&packed(&entries[1..])), None);
        assert_eq!(refused(&packed(&entries)), Some(Code::ContentTooLarge));
    }

    #[test]
    fn what_reads_an_entry_sees_it_whole() {
        let mut seen = Vec::new();
        check_archive(&packed(&[("first", 70_000), ("second", 3)]), |name, entry| {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            seen.push((name.to_owned(), bytes.len()));
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, [("first".to_owned(), 70_000), ("second".to_owned(), 3)]);
    }
}
