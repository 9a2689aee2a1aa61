//! A file and its minisign signature. The trusted comment, which is signed too, says which program it is and which version.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use domain::{Code, Refusal};
use minisign_verify::{PublicKey, Signature};

/// How the trusted comment begins.
const PROGRAM: &str = "yanshen";
/// An installer with Microsoft's runtime in it has about 200 MB.
const MOST: u64 = 512 * 1024 * 1024;
/// A signature with its comments has a few hundred bytes.
const SIGNATURE: u64 = 8 * 1024;

/// A file that may take this program's place.
#[derive(Debug)]
pub(super) struct UpdateInfo {
    pub(super) version: String,
    /// Of what was signed, in bytes.
    pub(super) size: u64,
}

/// The same, and what was signed.
#[derive(Debug)]
pub(super) struct SignedUpdate {
    pub(super) version: String,
    pub(super) bytes: Vec<u8>,
}

fn unreadable_update_refusal(detail: &str) -> Refusal {
    Refusal::at_field(Code::UpdateUnreadable, "path").with_arg("detail", detail)
}

fn unsigned_update_refusal(detail: &str) -> Refusal {
    Refusal::at_field(Code::UpdateNotSigned, "path").with_arg("detail", detail)
}

/// A file that is no longer than that.
fn open_bounded_file(path: &Path, most: u64) -> io::Result<io::Take<File>> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if !about.is_file() || about.len() > most {
        return Err(io::Error::other("no file, or a larger one than any of its kind"));
    }
    Ok(file.take(most))
}

fn bad_signature_refusal(error: &minisign_verify::Error) -> Refusal {
    unsigned_update_refusal(&error.to_string())
}

/// The signature beside a file.
fn read_signature(path: &Path) -> Result<Signature, Refusal> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".minisig");
    let mut text = String::new();
    open_bounded_file(Path::new(&beside), SIGNATURE)
        .and_then(|mut file| file.read_to_string(&mut text))
        .map_err(|error| unsigned_update_refusal(&error.to_string()))?;
    Signature::decode(&text).map_err(|error| bad_signature_refusal(&error))
}

/// Looks at a file: signed by the key, this program, newer than what runs. It is read in parts, so that one that is not ours takes no
/// memory.
pub(super) fn verify_update(key: &str, path: &Path, running: &str) -> Result<UpdateInfo, Refusal> {
    let key = self::parse_public_key(key)?;
    let mut file =
        open_bounded_file(path, MOST).map_err(|error| unreadable_update_refusal(&error.to_string()))?;
    let signature = read_signature(path)?;
    let mut verified = key
        .verify_stream(&signature)
        .map_err(|error| bad_signature_refusal(&error))?;
    let (mut part, mut size) = ([0; 64 * 1024], 0);
    loop {
        let read = file
            .read(&mut part)
            .map_err(|error| unreadable_update_refusal(&error.to_string()))?;
        if read == 0 {
            break;
        }
        size += read as u64;
        verified.update(part.get(..read).unwrap_or_default());
    }
    verified
        .finalize()
        .map_err(|error| bad_signature_refusal(&error))?;
    Ok(UpdateInfo {
        version: parse_newer_version(signature.trusted_comment(), running)?,
        size,
    })
}

/// As [`about`], with the very bytes that were checked.
pub(super) fn verify_and_read_update(key: &str, path: &Path, running: &str) -> Result<SignedUpdate, Refusal> {
    // Only what was signed is worth its memory; but what may be on a share is checked again as it was read.
    verify_update(key, path, running)?;
    let mut bytes = Vec::new();
    open_bounded_file(path, MOST)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| unreadable_update_refusal(&error.to_string()))?;
    let signature = read_signature(path)?;
    self::parse_public_key(key)?
        .verify(&bytes, &signature, false)
        .map_err(|error| bad_signature_refusal(&error))?;
    Ok(SignedUpdate {
        version: parse_newer_version(signature.trusted_comment(), running)?,
        bytes,
    })
}

/// The version a trusted comment names, if it is of this program and newer.
fn parse_newer_version(comment: &str, running: &str) -> Result<String, Refusal> {
    let version = comment
        .strip_prefix(PROGRAM)
        .and_then(|rest| rest.strip_prefix(' '))
        .unwrap_or_default();
    let Some(is) = parse_version_numbers(version) else {
        return Err(Refusal::at_field(Code::UpdateOtherProgram, "path").with_arg("detail", comment));
    };
    if parse_version_numbers(running).is_none_or(|runs| is <= runs) {
        return Err(Refusal::at_field(Code::UpdateNotNewer, "path")
            .with_arg("is", version)
            .with_arg("least", running));
    }
    Ok(version.to_owned())
}

/// The key of a text as minisign writes it.
pub(super) fn parse_public_key(text: &str) -> Result<PublicKey, Refusal> {
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with("untrusted comment:"));
    line.and_then(|line| PublicKey::from_base64(line).ok())
        .ok_or_else(|| Refusal::new(Code::UpdateNoKey))
}

/// The three numbers of a version, and nothing else: `0.4.0`.
fn parse_version_numbers(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.split('.').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| digits)
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    /// Files, signatures and keys as minisign itself makes them.
    fn made(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/update")
            .join(name)
    }

    fn text(name: &str) -> String {
        fs::read_to_string(made(name)).unwrap()
    }

    const NAME: &str = "Yanshen-999.0.0-x64.exe";

    /// The same two files in a folder of their own, changed.
    fn changed(bytes: impl Fn(&mut Vec<u8>), signature: impl Fn(String) -> Option<String>) -> Code {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let mut file = fs::read(made(NAME)).unwrap();
        bytes(&mut file);
        fs::write(&path, file).unwrap();
        if let Some(text) = signature(text(&format!("{NAME}.minisig"))) {
            fs::write(folder.path().join(format!("{NAME}.minisig")), text).unwrap();
        }
        verify_and_read_update(&text("test.pub"), &path, "0.1.0")
            .map_or_else(|refusal| refusal.code, |_| Code::Stopped)
    }

    fn refused(key: &str, name: &str, running: &str) -> Refusal {
        verify_and_read_update(key, &made(name), running).unwrap_err()
    }

    #[test]
    fn what_is_rightly_signed_and_newer_is_taken() {
        let signed = verify_and_read_update(&text("test.pub"), &made(NAME), "998.99.99").unwrap();
        assert_eq!(signed.version, "999.0.0");
        assert_eq!(signed.bytes, fs::read(made(NAME)).unwrap());
        let about = verify_update(&text("test.pub"), &made(NAME), "998.99.99").unwrap();
        assert_eq!(
            (about.version, about.size),
            (signed.version, signed.bytes.len() as u64)
        );
    }

    /// Room is only said to be taken; reading it would take it.
    #[test]
    fn files_that_say_they_are_large_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let beside = folder.path().join(format!("{NAME}.minisig"));
        fs::copy(made(NAME), &path).unwrap();
        File::create(&beside).unwrap().set_len(1 << 40).unwrap();
        let key = text("test.pub");
        assert_eq!(
            verify_and_read_update(&key, &path, "0.1.0").unwrap_err().code,
            Code::UpdateNotSigned
        );
        fs::copy(made(&format!("{NAME}.minisig")), &beside).unwrap();
        assert_eq!(
            verify_and_read_update(&key, &path, "0.1.0").unwrap().version,
            "999.0.0"
        );
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(MOST + 1)
            .unwrap();
        assert_eq!(
            verify_and_read_update(&key, &path, "0.1.0").unwrap_err().code,
            Code::UpdateUnreadable
        );
    }

    #[test]
    fn without_a_key_nothing_is_taken() {
        for key in [
            "",
            "untrusted comment: none yet\n",
            "untrusted comment: x\nnot a key\n",
            KEY_CUT,
        ] {
            assert_eq!(refused(key, NAME, "0.1.0").code, Code::UpdateNoKey, "{key}");
        }
    }

    const KEY_CUT: &str = "RWTUjdd7fMFcKG5y4i2ytH9RWowufjjVFYiVIn";

    #[test]
    fn another_key_is_not_ours() {
        assert_eq!(
            refused(&text("other.pub"), NAME, "0.1.0").code,
            Code::UpdateNotSigned
        );
    }

    #[test]
    fn no_byte_of_the_file_and_no_letter_of_the_comment_may_change() {
        let same = |_: &mut Vec<u8>| ();
        // What is changed below is good before.
        assert_eq!(changed(same, Some), Code::Stopped);
        assert_eq!(changed(|file| file[0] ^= 1, Some), Code::UpdateNotSigned);
        assert_eq!(changed(|file| file.push(0), Some), Code::UpdateNotSigned);
        assert_eq!(changed(same, |_| None), Code::UpdateNotSigned);
        assert_eq!(changed(same, |_| Some(String::new())), Code::UpdateNotSigned);
        let newer = |text: String| Some(text.replace("yanshen 999.0.0", "yanshen 999.0.1"));
        assert_eq!(changed(same, newer), Code::UpdateNotSigned);
        let cut = |text: String| Some(text.lines().take(3).collect::<Vec<_>>().join("\n"));
        assert_eq!(changed(same, cut), Code::UpdateNotSigned);
    }

    #[test]
    fn the_same_and_an_older_version_are_refused() {
        for running in ["999.0.0", "999.0.1", "1000.0.0", "what runs is not known"] {
            let refusal = refused(&text("test.pub"), NAME, running);
            assert_eq!(refusal.code, Code::UpdateNotNewer, "{running}");
            assert_eq!(refusal.args["is"], "999.0.0");
        }
    }

    #[test]
    fn another_program_of_the_same_builder_is_refused() {
        let refusal = refused(&text("test.pub"), "Other-999.0.0.exe", "0.1.0");
        assert_eq!(refusal.code, Code::UpdateOtherProgram);
    }

    #[test]
    fn what_is_no_file_cannot_be_read() {
        for name in ["no such file.exe", "."] {
            assert_eq!(
                refused(&text("test.pub"), name, "0.1.0").code,
                Code::UpdateUnreadable
            );
        }
    }

    #[test]
    fn versions_are_three_numbers() {
        assert_eq!(parse_version_numbers("0.10.2"), Some([0, 10, 2]));
        assert!(
            parse_version_numbers("0.10.0") > parse_version_numbers("0.9.9"),
            "not letter by letter"
        );
        for none in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.3-rc",
            "+1.2.3",
            "1..3",
            " 1.2.3",
            "1.2.99999999999",
        ] {
            assert_eq!(parse_version_numbers(none), None, "{none}");
        }
    }
}
