//! An authority that gives a company its certificate, made of `openssl`: a root, one below it, and PKCS#12 files.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use crate::authority::openssl;

/// What PKCS#12 files lie under.
pub const PASSPHRASE: &str = "证书口令 2026";

/// The newest way of PKCS#12, and the one of Windows and of many authorities.
pub const MODERN: &[&str] = &[];
/// See [`MODERN`].
pub const OLDER: &[&str] = &[
    "-keypbe",
    "PBE-SHA1-3DES",
    "-certpbe",
    "PBE-SHA1-3DES",
    "-macalg",
    "sha1",
];

const CONFIG: &str = "[req]\ndistinguished_name = dn\n[dn]\n[ca]\ndefault_ca = one\n[one]\ndir = .\n\
    database = index.txt\nserial = serial\nrand_serial = yes\nnew_certs_dir = .\ndefault_md = sha256\npolicy = any\nunique_subject = no\n\
    [any]\ncommonName = supplied\n[authority]\nbasicConstraints = critical,CA:TRUE\n\
    subjectKeyIdentifier = hash\nkeyUsage = critical,keyCertSign,cRLSign\n[sign]\n\
    basicConstraints = critical,CA:FALSE\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n\
    keyUsage = critical,digitalSignature,nonRepudiation\n[encipher]\n\
    basicConstraints = critical,CA:FALSE\nkeyUsage = critical,keyEncipherment\n";

/// What is asked of the authority.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The key, as `openssl genpkey` takes it.
    pub key: &'a [&'a str],
    /// What it may do: `sign`, `encipher`.
    pub usage: &'a str,
    /// Its last day, as `20490101`.
    pub until: &'a str,
    /// How the file is locked.
    pub locked: &'a [&'a str],
}

/// A certificate that signs, of an RSA key, good for long, in a file as Windows writes it.
pub const RSA: Wanted<'static> = Wanted {
    key: &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    usage: "sign",
    until: "20490101",
    locked: OLDER,
};

/// The same of P-256, in a file as OpenSSL writes it.
pub const P256: Wanted<'static> = Wanted {
    key: &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    locked: MODERN,
    ..RSA
};

/// The authority.
pub struct Issuer(TempDir);

impl Issuer {
    /// A root and one below it.
    #[must_use]
    pub fn new() -> Self {
        let issuer = Self(tempfile::tempdir().unwrap());
        let folder = issuer.0.path();
        fs::write(folder.join("ca.cnf"), CONFIG).unwrap();
        fs::write(folder.join("index.txt"), "").unwrap();
        issuer.certificate("root", "示例根证书", "root", RSA.key, "authority", "20490101");
        issuer.certificate("middle", "示例发证机构", "root", RSA.key, "authority", "20490101");
        issuer
    }

    fn run(&self, words: &[&str]) {
        assert!(openssl(self.0.path(), words), "openssl {words:?}");
    }

    fn certificate(&self, name: &str, called: &str, by: &str, key: &[&str], usage: &str, until: &str) {
        let file = |end: &str| format!("{name}.{end}");
        self.run(&[&["genpkey", "-out", &file("key")], key].concat());
        let subject = format!("/CN={called}");
        self.run(&[
            "req",
            "-new",
            "-config",
            "ca.cnf",
            "-utf8",
            "-key",
            &file("key"),
            "-subj",
            &subject,
            "-out",
            &file("csr"),
        ]);
        let (own, above) = (format!("{by}.key"), format!("{by}.pem"));
        let whose: &[&str] = if by == name {
            &["-selfsign"]
        } else {
            &["-cert", &above]
        };
        let end = format!("{until}000000Z");
        self.run(
            &[
                &[
                    "ca",
                    "-config",
                    "ca.cnf",
                    "-batch",
                    "-utf8",
                    "-notext",
                    "-rand_serial",
                    "-startdate",
                    "20200101000000Z",
                    "-enddate",
                    &end,
                    "-extensions",
                    usage,
                    "-keyfile",
                    &own,
                    "-in",
                    &file("csr"),
                    "-out",
                    &file("pem"),
                ],
                whose,
            ]
            .concat(),
        );
    }

    /// A company's certificate with its key, as a PKCS#12 file.
    #[must_use]
    pub fn company(&self, wanted: Wanted) -> Vec<u8> {
        self.certificate(
            "company",
            "示例供水有限公司",
            "middle",
            wanted.key,
            wanted.usage,
            wanted.until,
        );
        let middle = fs::read(self.file("middle.pem")).unwrap();
        fs::write(
            self.file("chain.pem"),
            [middle, fs::read(self.root()).unwrap()].concat(),
        )
        .unwrap();
        let pass = format!("pass:{PASSPHRASE}");
        self.run(
            &[
                &[
                    "pkcs12",
                    "-export",
                    "-inkey",
                    "company.key",
                    "-in",
                    "company.pem",
                    "-certfile",
                    "chain.pem",
                    "-passout",
                    &pass,
                    "-out",
                    "company.p12",
                ],
                wanted.locked,
            ]
            .concat(),
        );
        fs::read(self.file("company.p12")).unwrap()
    }

    /// A PKCS#12 file with certificates only.
    #[must_use]
    pub fn without_key(&self) -> Vec<u8> {
        let pass = format!("pass:{PASSPHRASE}");
        self.run(&[
            "pkcs12",
            "-export",
            "-nokeys",
            "-in",
            "middle.pem",
            "-passout",
            &pass,
            "-out",
            "none.p12",
        ]);
        fs::read(self.file("none.p12")).unwrap()
    }

    /// The root's certificate (PEM), which whoever trusts it has.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.file("root.pem")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

impl Default for Issuer {
    fn default() -> Self {
        Self::new()
    }
}
