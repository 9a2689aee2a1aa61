//! Putting files in their place where other programs look at them: a virus scanner holds a new file for a moment, whoever
//! looks at a PDF as long as they please. And where no file of ours may lie.

use std::{
    collections::hash_map::RandomState,
    fs,
    hash::{BuildHasher as _, Hasher as _},
    io,
    path::{Component, Path, PathBuf, Prefix},
    thread::sleep,
    time::Duration,
};

use domain::{Code, Refusal};

/// How often it is tried, and how long is waited in between: two seconds in all.
const TRIES: u32 = 40;
const WAIT: Duration = Duration::from_millis(50);

/// Renames a file. What a scanner holds is tried again for a moment.
///
/// # Errors
/// As [`fs::rename`]; see [`refusal`].
pub fn rename_file(from: &Path, to: &Path) -> io::Result<()> {
    retry_while_held(|| fs::rename(from, to))
}

/// Makes an empty file beside another, under a name of its own that nothing had yet: what is to lie there is written into it first.
///
/// # Errors
/// Those of making a file.
pub fn create_part(beside: &Path) -> io::Result<PathBuf> {
    let mut name = beside.file_name().unwrap_or_default().to_owned();
    let drawn = RandomState::new().build_hasher().finish();
    name.push(format!(".{drawn:016x}.part"));
    let part = beside.with_file_name(name);
    create_new(&part)?;
    Ok(part)
}

fn create_new(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map(drop)
}

/// Gives a file another name that nothing has yet.
///
/// # Errors
/// `AlreadyExists`, and as [`fs::rename`]; then both names stand for what they did.
pub fn place_file(from: &Path, to: &Path) -> io::Result<()> {
    // The name is taken first: a file that has come there meanwhile would be replaced by renaming.
    create_new(to)?;
    rename_file(from, to).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

/// Writes a file. What a scanner holds is tried again for a moment.
///
/// # Errors
/// As [`fs::write`]; see [`refusal`].
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    retry_while_held(|| fs::write(path, bytes))
}

fn retry_while_held(mut work: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    for _ in 1..TRIES {
        match work() {
            Err(error) if is_held(&error) => sleep(WAIT),
            done => return done,
        }
    }
    work()
}

/// Whether another program holds the file: Windows' sharing and lock violations, and its refusal to replace a file that is
/// open (which a folder without permission gives too).
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && (is_sharing_violation(error) || error.kind() == io::ErrorKind::PermissionDenied)
}

pub(crate) fn is_sharing_violation(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// The refusal of a file that somebody wanted to be written.
#[must_use]
pub fn file_write_refusal(path: &Path, error: &io::Error) -> Refusal {
    let code = match error.kind() {
        io::ErrorKind::StorageFull => Code::DiskFull,
        _ if is_sharing_violation(error) => Code::FileHeld,
        _ => Code::FileProblem,
    };
    Refusal::new(code)
        .with_arg("path", path.display().to_string())
        .with_arg("detail", error.to_string())
}

/// Whether a folder lies on another computer, where locks of SQLite cannot be trusted: by its name, or because its drive is
/// one of the network.
#[must_use]
pub fn is_remote_folder(folder: &Path) -> bool {
    // Where a path leads is not always told (a disk in memory); its name then says all there is.
    has_remote_name(folder) || fs::canonicalize(folder).is_ok_and(|whole| has_remote_name(&whole))
}

fn has_remote_name(path: &Path) -> bool {
    match path.components().next() {
        Some(Component::Prefix(prefix)) => matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_here_is_not_remote() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_remote_folder(folder.path()));
        assert!(!is_remote_folder(&folder.path().join("not there yet")));
        assert!(!is_remote_folder(Path::new("desk")));
    }

    #[cfg(windows)]
    #[test]
    fn another_computers_folder_is_remote() {
        for name in [
            r"\\server\share",
            r"\\server\share\desk",
            r"\\?\UNC\server\share\desk",
            "//server/share/desk",
        ] {
            assert!(remote(Path::new(name)), "{name}");
        }
        assert!(!remote(Path::new(r"\\?\C:\desk")));
    }

    /// Opens a file as nobody else may meanwhile.
    #[cfg(windows)]
    fn hold(path: &Path) -> fs::File {
        use std::os::windows::fs::OpenOptionsExt as _;
        fs::OpenOptions::new()
            .read(true)
            .share_mode(0)
            .open(path)
            .unwrap()
    }

    #[cfg(windows)]
    #[test]
    fn a_file_held_for_a_moment_is_written_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a.part"), folder.path().join("a"));
        for path in [&from, &to] {
            fs::write(path, "old").unwrap();
            let scanner = hold(path);
            std::thread::scope(|scope| {
                scope.spawn(move || {
                    sleep(WAIT * 6);
                    drop(scanner);
                });
                write_file(path, b"new").unwrap();
            });
        }
        let scanner = hold(&from);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                sleep(WAIT * 6);
                drop(scanner);
            });
            rename_file(&from, &to).unwrap();
        });
        assert!(!from.exists() && to.exists());
    }

    #[cfg(windows)]
    #[test]
    fn a_file_held_for_long_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("月报.pdf");
        fs::write(&path, "old").unwrap();
        let reader = hold(&path);
        let refused = file_write_refusal(&path, &write_file(&path, b"new").unwrap_err());
        assert_eq!(refused.code, Code::FileHeld);
        drop(reader);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
