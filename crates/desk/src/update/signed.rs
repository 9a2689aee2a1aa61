//! A file and its minisign signature. The trusted comment, which is signed too, says which program it is and which version.

use std::{fs, path::Path};

use domain::{Code, Refusal};
use minisign_verify::{PublicKey, Signature};

/// How the trusted comment begins.
const PROGRAM: &str = "yanshen";
/// An installer with Microsoft's runtime in it has about 200 MB.
const MOST: u64 = 1 << 30;

/// A file that may take this program's place.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) version: String,
    /// What was signed.
    pub(super) bytes: Vec<u8>,
}

/// Looks at a file: signed by the key, this program, newer than what runs.
pub(super) fn look(key: &str, path: &Path, running: &str) -> Result<Signed, Refusal> {
    let key = self::key(key)?;
    let unreadable = |detail: String| Refusal::at(Code::UpdateUnreadable, "path").with("detail", detail);
    let unsigned = |detail: String| Refusal::at(Code::UpdateNotSigned, "path").with("detail", detail);
    let about = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if !about.is_file() || about.len() > MOST {
        return Err(unreadable(
            "no file, or a larger one than any installer".to_owned(),
        ));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".minisig");
    let signature = fs::read_to_string(beside).map_err(|error| unsigned(error.to_string()))?;
    let signature = Signature::decode(&signature).map_err(|error| unsigned(error.to_string()))?;
    key.verify(&bytes, &signature, false)
        .map_err(|error| unsigned(error.to_string()))?;
    let comment = signature.trusted_comment();
    let version = comment
        .strip_prefix(PROGRAM)
        .and_then(|rest| rest.strip_prefix(' '))
        .unwrap_or_default();
    let Some(is) = numbers(version) else {
        return Err(Refusal::at(Code::UpdateOtherProgram, "path").with("detail", comment));
    };
    if numbers(running).is_none_or(|runs| is <= runs) {
        return Err(Refusal::at(Code::UpdateNotNewer, "path")
            .with("is", version)
            .with("least", running));
    }
    Ok(Signed {
        version: version.to_owned(),
        bytes,
    })
}

/// The key of a text as minisign writes it.
pub(super) fn key(text: &str) -> Result<PublicKey, Refusal> {
    let mut lines = text.lines().map(str::trim);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with("untrusted comment:"));
    line.and_then(|line| PublicKey::from_base64(line).ok())
        .ok_or_else(|| Refusal::new(Code::UpdateNoKey))
}

/// The three numbers of a version, and nothing else: `0.4.0`.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.split('.').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| digits)
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

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
        look(&text("test.pub"), &path, "0.1.0").map_or_else(|refusal| refusal.code, |_| Code::Stopped)
    }

    fn refused(key: &str, name: &str, running: &str) -> Refusal {
        look(key, &made(name), running).unwrap_err()
    }

    #[test]
    fn what_is_rightly_signed_and_newer_is_taken() {
        let signed = look(&text("test.pub"), &made(NAME), "998.99.99").unwrap();
        assert_eq!(signed.version, "999.0.0");
        assert_eq!(signed.bytes, fs::read(made(NAME)).unwrap());
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
        assert_eq!(numbers("0.10.2"), Some([0, 10, 2]));
        assert!(numbers("0.10.0") > numbers("0.9.9"), "not letter by letter");
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
            assert_eq!(numbers(none), None, "{none}");
        }
    }
}
