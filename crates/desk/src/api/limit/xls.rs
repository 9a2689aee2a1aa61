//! The older workbooks (xls). Their one stream of records is taken out of the file, counted, and put into a fresh file, so that the
//! reader meets nothing that was not counted here.

use std::io::{Cursor, Read, Write};

use cfb::{CompoundFile, Version};
use domain::{Code, Refusal};

use super::{
    budget::Budget,
    part::ELEMENTS,
    workbook::{CELLS, TEXT},
};

/// Sheets of a workbook.
const SHEETS: usize = 256;

/// Says how far a sheet reaches; the reader makes room for all of it at once.
const DIMENSIONS: u16 = 0x0200;
/// The same for a cell that is blank, which the reader passes over.
const BLANK: u16 = 0x0201;

fn bad_xls_refusal() -> Refusal {
    Refusal::at_field(Code::BadSheet, "file")
}

/// The workbook alone, counted.
///
/// # Errors
/// `bad_sheet`, `content_too_large` at `file`.
pub fn repack_xls(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut stream = read_workbook_stream(bytes)?;
    hide_dimensions(&mut stream)?;
    XlsCounter::new(&stream).count_workbook()?;
    write_compound_file(&stream).map_err(|_| bad_xls_refusal())
}

fn read_workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| bad_xls_refusal())?;
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name));
    let stream = file
        .open_stream(name.ok_or_else(bad_xls_refusal)?)
        .map_err(|_| bad_xls_refusal())?;
    let mut taken = Vec::new();
    // No stream is longer than the file it stands in, whatever it says.
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    stream
        .take(most)
        .read_to_end(&mut taken)
        .map_err(|_| bad_xls_refusal())?;
    Ok(taken)
}

fn write_compound_file(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    // The version of sectors that every reader of xls knows.
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// A record: its kind, where it stands, what it says.
struct XlsRecord<'a> {
    kind: u16,
    at: usize,
    data: &'a [u8],
}

impl XlsRecord<'_> {
    fn read_u16(&self, from: usize) -> Option<u64> {
        Some(u64::from(u16::from_le_bytes(
            self.data.get(from..from + 2)?.try_into().ok()?,
        )))
    }

    fn read_u32(&self, from: usize) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(
            self.data.get(from..from + 4)?.try_into().ok()?,
        ))
        .ok()
    }
}

fn read_record_at(stream: &[u8], at: usize) -> Option<XlsRecord<'_>> {
    let [kind, kind_high, length, length_high] = *stream.get(at..at + 4)? else {
        return None;
    };
    let length = usize::from(u16::from_le_bytes([length, length_high]));
    Some(XlsRecord {
        kind: u16::from_le_bytes([kind, kind_high]),
        at,
        data: stream.get(at + 4..at + 4 + length)?,
    })
}

/// Records from a place on.
fn iter_records(stream: &[u8], from: usize) -> impl Iterator<Item = XlsRecord<'_>> {
    let first = read_record_at(stream, from);
    std::iter::successors(first, |last| {
        read_record_at(stream, last.at + 4 + last.data.len())
    })
}

/// The records of one part, up to its end; charts within it left out.
fn iter_part_records(stream: &[u8], from: usize) -> impl Iterator<Item = XlsRecord<'_>> {
    let mut depth = 0_usize;
    let within = iter_records(stream, from).map(move |record| {
        match record.kind {
            0x0809 => depth += 1,
            0x000A => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth, record)
    });
    within
        .take_while(|(depth, record)| *depth > 0 || record.kind != 0x000A)
        .filter(|(depth, _)| *depth < 2)
        .map(|(_, record)| record)
}

/// Where the sheets begin.
fn find_sheet_starts(stream: &[u8]) -> Result<Vec<usize>, Refusal> {
    let listed = iter_records(stream, 0).take_while(|record| record.kind != 0x000A);
    let begin: Vec<usize> = listed
        .filter(|record| record.kind == 0x0085)
        .map(|record| record.read_u32(0).ok_or_else(bad_xls_refusal))
        .collect::<Result<_, _>>()?;
    // The reader cuts the stream at these places without asking.
    if begin.len() > SHEETS || begin.iter().any(|at| *at > stream.len()) {
        return Err(bad_xls_refusal());
    }
    Ok(begin)
}

fn hide_dimensions(stream: &mut [u8]) -> Result<(), Refusal> {
    for begin in find_sheet_starts(stream)? {
        let places: Vec<usize> = iter_records(stream, begin)
            .filter(|record| record.kind == DIMENSIONS)
            .map(|record| record.at)
            .collect();
        for at in places {
            let kind = stream.get_mut(at..at + 2).ok_or_else(bad_xls_refusal)?;
            kind.copy_from_slice(&BLANK.to_le_bytes());
        }
    }
    Ok(())
}

struct XlsCounter<'a> {
    stream: &'a [u8],
    cells: Budget,
    text: Budget,
}

impl<'a> XlsCounter<'a> {
    const fn new(stream: &'a [u8]) -> Self {
        Self {
            stream,
            cells: Budget::new(2 * CELLS),
            text: Budget::new(2 * TEXT),
        }
    }

    fn count_workbook(&mut self) -> Result<(), Refusal> {
        // Of formats and names of the whole workbook each is kept.
        let mut about = Budget::new(ELEMENTS);
        for _ in iter_records(self.stream, 0)
            .take_while(|record| record.kind != 0x000A)
            .filter(|record| record.kind != 0x003C)
        {
            about.take_units(1)?;
        }
        let texts = measure_shared_texts(self.stream)?;
        for begin in find_sheet_starts(self.stream)? {
            self.count_sheet(begin, &texts)?;
        }
        Ok(())
    }

    /// The cells of a sheet, and the smallest square that holds them all, which the reader fills.
    fn count_sheet(&mut self, begin: usize, texts: &[u64]) -> Result<(), Refusal> {
        let mut square: Option<[u64; 4]> = None;
        for record in iter_part_records(self.stream, begin) {
            let wide = match record.kind {
                // Parts laid over each other could hide this one.
                DIMENSIONS => return Err(bad_xls_refusal()),
                0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x0207 | 0x027E | 0x00FD | 0x0006 => 1,
                0x00BD => u64::try_from(record.data.len() / 6).unwrap_or(u64::MAX),
                _ => continue,
            };
            self.cells.take_units(wide)?;
            let text = match record.kind {
                0x00FD => record
                    .read_u32(6)
                    .and_then(|place| texts.get(place))
                    .copied()
                    .unwrap_or(0),
                _ => u64::try_from(record.data.len())
                    .unwrap_or(u64::MAX)
                    .saturating_mul(6),
            };
            self.text.take_units(text)?;
            let (Some(row), Some(column), true) =
                (record.read_u16(0), record.read_u16(2), record.kind != 0x0207)
            else {
                continue;
            };
            let last = column + wide.saturating_sub(1);
            let [top, left, bottom, right] = square.unwrap_or([row, column, row, last]);
            square = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
        }
        let Some([top, left, bottom, right]) = square else {
            return Ok(());
        };
        self.cells
            .take_units((bottom - top + 1).saturating_mul(right - left + 1))
    }
}

/// The texts that cells share: of each the most bytes it can be.
fn measure_shared_texts(stream: &[u8]) -> Result<Vec<u64>, Refusal> {
    let mut all = iter_records(stream, 0).skip_while(|record| record.kind != 0x00FC && record.kind != 0x000A);
    let Some(first) = all.next().filter(|record| record.kind == 0x00FC) else {
        return Ok(Vec::new());
    };
    let more = all
        .take_while(|record| record.kind == 0x003C)
        .map(|record| record.data);
    let mut shared = SharedTexts {
        data: first.data.get(8..).ok_or_else(bad_xls_refusal)?,
        more: more.collect::<Vec<_>>().into_iter(),
    };
    let mut count = Budget::new(CELLS);
    let mut texts = Vec::new();
    while !shared.data.is_empty() || shared.move_to_next_record() {
        count.take_units(1)?;
        texts.push(shared.measure_text().ok_or_else(bad_xls_refusal)?);
    }
    Ok(texts)
}

/// The record of the texts and those that continue it.
struct SharedTexts<'a> {
    data: &'a [u8],
    more: std::vec::IntoIter<&'a [u8]>,
}

impl SharedTexts<'_> {
    fn move_to_next_record(&mut self) -> bool {
        let next = self.more.next();
        if let Some(next) = next {
            self.data = next;
        }
        next.is_some()
    }

    fn take_bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.data.split_first_chunk::<N>()?;
        self.data = rest;
        Some(*taken)
    }

    /// Passes over a text, as the reader goes over it, and says what it is at most.
    fn measure_text(&mut self) -> Option<u64> {
        if self.data.is_empty() {
            return Some(0);
        }
        let mut letters = usize::from(u16::from_le_bytes(self.take_bytes()?));
        let said = u64::try_from(letters).ok()?.saturating_mul(6);
        let [flags] = self.take_bytes()?;
        let mut wide = flags & 1 != 0;
        let runs = if flags & 8 != 0 {
            usize::from(u16::from_le_bytes(self.take_bytes()?)) * 4
        } else {
            0
        };
        let beside = if flags & 4 != 0 {
            usize::try_from(u32::from_le_bytes(self.take_bytes()?)).ok()?
        } else {
            0
        };
        while letters > 0 {
            let each = if wide { 2 } else { 1 };
            let here = (self.data.len() / each).min(letters);
            self.data = self.data.get(here * each..)?;
            letters -= here;
            if letters > 0 {
                if !self.move_to_next_record() {
                    return None;
                }
                wide = self.take_bytes::<1>()?[0] & 1 != 0;
            }
        }
        self.skip_bytes(runs.checked_add(beside)?)?;
        Some(said)
    }

    fn skip_bytes(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.data.is_empty() && !self.move_to_next_record() {
                return None;
            }
            let here = bytes.min(self.data.len());
            self.data = self.data.get(here..)?;
            bytes -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xls};

    use super::*;

    fn kind(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        bytes.extend(data);
        bytes
    }

    /// A workbook of one sheet: its texts, and its cells as row, column and text.
    fn book(texts: &[&str], cells: &[(u16, u16, u32)], dimensions: &[u8]) -> Vec<u8> {
        let mut shared = vec![0; 8];
        for text in texts {
            shared.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
            shared.push(0);
            shared.extend(text.bytes());
        }
        let begin = kind(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let end = kind(0x000A, &[]);
        let listed = |at: u32| {
            let mut data = at.to_le_bytes().to_vec();
            data.extend([0, 0, 1, 0, b'a']);
            kind(0x0085, &data)
        };
        let mut stream = begin.clone();
        let at = stream.len() + listed(0).len() + kind(0x00FC, &shared).len() + end.len();
        stream.extend(listed(u32::try_from(at).unwrap()));
        stream.extend(kind(0x00FC, &shared));
        stream.extend(&end);
        stream.extend(begin);
        stream.extend(kind(DIMENSIONS, dimensions));
        for (row, column, text) in cells {
            let mut data = row.to_le_bytes().to_vec();
            data.extend(column.to_le_bytes());
            data.extend([0, 0]);
            data.extend(text.to_le_bytes());
            stream.extend(kind(0x00FD, &data));
        }
        stream.extend(end);
        write_compound_file(&stream).unwrap()
    }

    const SMALL: [u8; 14] = [0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0];

    fn refused(bytes: &[u8]) -> Option<Code> {
        repack_xls(bytes).err().map(|refusal| refusal.code)
    }

    #[test]
    fn what_is_counted_is_read_as_it_was() {
        let bytes = book(&["first", "second"], &[(0, 0, 0), (2, 1, 1)], &SMALL);
        let mut xls = Xls::new(Cursor::new(repack_xls(&bytes).unwrap())).unwrap();
        let range = xls.worksheet_range("a").unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("first".to_owned())));
        assert_eq!(range.get_value((2, 1)), Some(&Data::String("second".to_owned())));
    }

    #[test]
    fn what_a_sheet_says_of_its_size_makes_no_room() {
        let mut large = [0; 14];
        large[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        large[10..12].copy_from_slice(&u16::MAX.to_le_bytes());
        let bytes = book(&["first"], &[(0, 0, 0)], &large);
        let xls = Xls::new(Cursor::new(repack_xls(&bytes).unwrap())).unwrap();
        assert_eq!(xls.sheet_names(), ["a"]);
    }

    #[test]
    fn two_cells_far_apart_and_long_texts_are_refused() {
        assert_eq!(
            refused(&book(&["a"], &[(0, 0, 0), (65_535, 20, 0)], &SMALL)),
            None
        );
        assert_eq!(
            refused(&book(&["a"], &[(0, 0, 0), (65_535, 255, 0)], &SMALL)),
            Some(Code::ContentTooLarge)
        );
        let text = "x".repeat(8_000);
        let cells: Vec<(u16, u16, u32)> = (0..4_000).map(|row| (row, 0, 0)).collect();
        assert_eq!(refused(&book(&[&text], &cells[..100], &SMALL)), None);
        assert_eq!(
            refused(&book(&[&text], &cells, &SMALL)),
            Some(Code::ContentTooLarge)
        );
    }

    /// As LibreOffice writes it.
    #[test]
    fn a_file_of_an_office_is_read() {
        let bytes = include_bytes!("../../../../../tests/journeys/tests/office/customers.xls");
        let xls = Xls::new(Cursor::new(repack_xls(bytes).unwrap())).unwrap();
        assert_eq!(xls.sheet_names().len(), 2);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert_eq!(refused(b"\xd0\xcf\x11\xe0 and nothing"), Some(Code::BadSheet));
        let mut cut = book(&["a"], &[(0, 0, 0)], &SMALL);
        cut.truncate(600);
        assert_eq!(refused(&cut), Some(Code::BadSheet));
    }
}
