//! SQLite's log beside the file (WAL): where its last whole transaction ends, and cutting it. As sqlite.org/fileformat2.html tells it.

use std::{
    fs::{self, OpenOptions},
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// Bytes before the first frame, and before the page in each.
const HEAD: usize = 32;
const FRAME: usize = 24;

/// The log of a data folder.
#[must_use]
pub fn path(data: &Path) -> PathBuf {
    data.join(format!("{}-wal", desk::FILE))
}

/// Where the last transaction ends that the log holds, in bytes; what lies behind is older or was being written. None where there is no log.
#[must_use]
pub fn end_of_last_transaction(data: &Path) -> Option<u64> {
    let log = fs::read(path(data)).ok()?;
    let number = |at: usize| Some(u32::from_be_bytes(log.get(at..at + 4)?.try_into().ok()?));
    let page = usize::try_from(number(8)?).ok()?;
    let salts = (number(16)?, number(20)?);
    let mut end = HEAD;
    for frame in (HEAD..).step_by(FRAME + page) {
        match (number(frame + 4), number(frame + 8), number(frame + 12)) {
            (Some(pages), Some(one), Some(other)) if (one, other) == salts => {
                if frame + FRAME + page > log.len() {
                    break;
                }
                // Only the last frame of a transaction says how many pages the file has then.
                if pages > 0 {
                    end = frame + FRAME + page;
                }
            }
            _ => break,
        }
    }
    u64::try_from(end).ok()
}

/// Cuts the log there, and puts these bytes behind it: what a disk had before, or never finished.
pub fn cut(data: &Path, at: u64, behind: &[u8]) {
    let mut log = OpenOptions::new().write(true).open(path(data)).unwrap();
    log.set_len(at).unwrap();
    log.seek(SeekFrom::End(0)).unwrap();
    log.write_all(behind).unwrap();
    // Its index is made from it again.
    let _ = fs::remove_file(data.join(format!("{}-shm", desk::FILE)));
}
