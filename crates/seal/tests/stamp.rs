//! Whose stamp is one: of an authority that was registered, whose certificate is for stamps.
#![cfg(target_os = "linux")]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "tests may stop at the first surprise"
    )
)]

use std::{fs, path::Path, process::Command};

use seal::timestamp::{is_authority, verify_timestamp};
use sha2::{Digest as _, Sha256};

const SIGNED: &[u8] = b"signed";

fn openssl(folder: &Path, words: &str) {
    let done = Command::new("openssl")
        .args(words.split(' '))
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{words}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// A value of DER, shorter than 128 bytes.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
}

/// TSTInfo (RFC 3161, 2.4.2) of 2026-11-29 05:00.
fn info(at: &str) -> Vec<u8> {
    let sha256 = der(0x06, &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
    let algorithm = der(0x30, &[&sha256[..], &[0x05, 0x00]].concat());
    let imprint = der(
        0x30,
        &[&algorithm[..], &der(0x04, &Sha256::digest(SIGNED))].concat(),
    );
    let parts = [
        der(0x02, &[1]),
        der(0x06, &[0x2a, 0x03, 0x04, 0x01]),
        imprint,
        der(0x02, &[9]),
        der(0x18, at.as_bytes()),
    ];
    der(0x30, &parts.concat())
}

/// An authority, and the certificate it stamps with: of this usage, given by the authority.
struct Made {
    folder: tempfile::TempDir,
}

impl Made {
    fn new(usage: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        openssl(
            at,
            "req -x509 -nodes -newkey rsa:2048 -keyout root.key -out root.pem -days 9000 -subj /CN=Root",
        );
        openssl(
            at,
            "req -new -nodes -newkey rsa:2048 -keyout own.key -out own.csr -subj /CN=Stamps",
        );
        fs::write(at.join("own.ext"), usage).unwrap();
        openssl(
            at,
            "x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial -days 9000 -extfile own.ext -out own.pem",
        );
        Self { folder }
    }

    fn certificate(&self, name: &str) -> Vec<u8> {
        let words = format!("x509 -in {name}.pem -outform DER -out {name}.der");
        openssl(self.folder.path(), &words);
        fs::read(self.folder.path().join(format!("{name}.der"))).unwrap()
    }

    /// As authorities stamp, which `openssl ts` does only with a certificate that is for it.
    fn token(&self, at: &str) -> Vec<u8> {
        self.token_with(at, "")
    }

    /// The same, with other certificates beside it.
    fn token_with(&self, at: &str, others: &str) -> Vec<u8> {
        fs::write(self.folder.path().join("info"), info(at)).unwrap();
        openssl(
            self.folder.path(),
            &format!(
                "cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -cades -nosmimecap -md sha256 \
                 {others}-signer own.pem -inkey own.key -in info -outform DER -out token"
            ),
        );
        fs::read(self.folder.path().join("token")).unwrap()
    }
}

/// An authority, one below it (of these words), and the certificate it stamps with below that.
fn chain(between: &str) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    openssl(
        at,
        "req -x509 -nodes -newkey rsa:2048 -keyout root.key -out root.pem -days 9000 -subj /CN=Root",
    );
    fs::write(at.join("middle.ext"), between).unwrap();
    fs::write(at.join("own.ext"), "extendedKeyUsage=critical,timeStamping").unwrap();
    for (name, above) in [("middle", "root"), ("own", "middle")] {
        openssl(
            at,
            &format!("req -new -nodes -newkey rsa:2048 -keyout {name}.key -out {name}.csr -subj /CN={name}"),
        );
        let days = if between.contains("short") && name == "middle" {
            30
        } else {
            9000
        };
        fs::write(
            at.join("ext"),
            fs::read_to_string(at.join(format!("{name}.ext")))
                .unwrap()
                .replace("short", ""),
        )
        .unwrap();
        openssl(
            at,
            &format!(
                "x509 -req -in {name}.csr -CA {above}.pem -CAkey {above}.key -CAcreateserial -days {days} -extfile ext -out {name}.pem"
            ),
        );
    }
    fs::write(at.join("others.pem"), fs::read(at.join("middle.pem")).unwrap()).unwrap();
    Made { folder }
}

const SOON: &str = "20400101000000Z";

#[test]
fn a_certificate_must_be_for_stamps() {
    for (usage, may) in [
        ("extendedKeyUsage=critical,timeStamping", true),
        ("extendedKeyUsage=critical,emailProtection", false),
        ("keyUsage=digitalSignature", false),
    ] {
        let made = Made::new(usage);
        let found = verify_timestamp(&made.token(SOON), SIGNED).unwrap();
        let (own, root) = (made.certificate("own"), made.certificate("root"));
        assert_eq!((found.may, found.by.as_str()), (may, "Stamps"), "{usage}");
        assert_eq!(
            (found.is_issued_by(&own), found.is_issued_by(&root)),
            (may, may),
            "{usage}"
        );
        assert_eq!((is_authority(&own), is_authority(&root)), (may, true), "{usage}");
    }
}

#[test]
fn an_authority_is_known_by_its_certificate_and_not_by_its_name() {
    let usage = "extendedKeyUsage=critical,timeStamping";
    let (made, stranger) = (Made::new(usage), Made::new(usage));
    let found = verify_timestamp(&made.token(SOON), SIGNED).unwrap();
    for name in ["own", "root"] {
        assert!(found.is_issued_by(&made.certificate(name)));
        assert!(
            !found.is_issued_by(&stranger.certificate(name)),
            "{name} of the same name"
        );
    }
    // One certificate below another is no authority of it.
    let below = verify_timestamp(&stranger.token(SOON), SIGNED).unwrap();
    assert!(!below.is_issued_by(&made.certificate("own")));
    // A certificate that was not good then says nothing.
    for at in ["20200101000000Z", "20990101000000Z"] {
        let found = verify_timestamp(&made.token(at), SIGNED).unwrap();
        assert!(!found.is_issued_by(&made.certificate("own")), "{at}");
    }
}

#[test]
fn a_registered_certificate_may_stand_anywhere_above() {
    let made = chain("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign");
    let beside = verify_timestamp(&made.token_with(SOON, "-certfile others.pem "), SIGNED).unwrap();
    let alone = verify_timestamp(&made.token(SOON), SIGNED).unwrap();
    assert_eq!((beside.above.len(), alone.above.len()), (1, 0));
    for name in ["own", "middle", "root"] {
        let registered = made.certificate(name);
        assert!(beside.is_issued_by(&registered), "{name}");
        // What lies between must be there.
        assert_eq!(alone.is_issued_by(&registered), name != "root", "{name}");
    }
    assert!(
        !beside.is_issued_by(&chain("basicConstraints=CA:TRUE").certificate("root")),
        "of the same name"
    );
    // Nothing lies beside it that does not lead upwards.
    let root = made.folder.path().join("others.pem");
    let stranger = Made::new("extendedKeyUsage=critical,timeStamping");
    stranger.certificate("own");
    fs::write(root, fs::read(stranger.folder.path().join("own.pem")).unwrap()).unwrap();
    assert!(verify_timestamp(&made.token_with(SOON, "-certfile others.pem "), SIGNED).is_none());
}

#[test]
fn who_may_not_give_certificates_leads_nowhere() {
    for (between, holds) in [
        ("basicConstraints=critical,CA:TRUE,pathlen:0", true),
        (
            "basicConstraints=critical,CA:TRUE\nextendedKeyUsage=timeStamping",
            true,
        ),
        ("basicConstraints=critical,CA:FALSE", false),
        ("keyUsage=digitalSignature", false),
        (
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature",
            false,
        ),
        (
            "basicConstraints=critical,CA:TRUE\nextendedKeyUsage=serverAuth",
            false,
        ),
        (
            "basicConstraints=critical,CA:TRUE\nnameConstraints=critical,permitted;DNS:x",
            false,
        ),
        ("basicConstraints=critical,CA:TRUE\n#short", false),
    ] {
        let made = chain(between);
        let token = made.token_with(SOON, "-certfile others.pem ");
        // One that is no authority does not belong beside it at all.
        let found = verify_timestamp(&token, SIGNED)
            .is_some_and(|found| found.is_issued_by(&made.certificate("root")));
        assert_eq!(found, holds, "{between}");
    }
}
