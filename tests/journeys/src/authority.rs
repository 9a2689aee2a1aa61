//! A time-stamp authority of its own, made of `openssl ts`.

use std::{fs, path::Path, process::Command, sync::Arc};

use tempfile::TempDir;
use tiny_http::{Header, Response, Server};

/// The authority; it answers until it is dropped.
pub struct Authority {
    server: Arc<Server>,
    /// Where it answers.
    pub url: String,
    folder: Arc<TempDir>,
}

/// What an authority signs with, and how it names its certificate.
pub const KINDS: [(&[&str], &str); 3] = [
    (&["-newkey", "rsa:2048"], "sha1"),
    (&["-newkey", "rsa:3072"], "sha256"),
    (
        &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        "sha256",
    ),
];

impl Authority {
    /// Begins to answer on a free port.
    #[must_use]
    pub fn new((key, named): (&[&str], &str)) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let at = |name: &str| folder.path().join(name).display().to_string();
        let config = format!(
            "[req]\ndistinguished_name = dn\n[dn]\n[tsa]\ndefault_tsa = one\n[one]\nserial = {}\nsigner_cert = {}\n\
             signer_key = {}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n\
             accuracy = secs:1\ntsa_name = yes\ness_cert_id_alg = {named}\n",
            at("serial"),
            at("cert.pem"),
            at("key.pem"),
        );
        fs::write(folder.path().join("ts.cnf"), config).unwrap();
        let made = openssl(
            folder.path(),
            &[
                &[
                    "req",
                    "-config",
                    "ts.cnf",
                    "-x509",
                    "-nodes",
                    "-keyout",
                    "key.pem",
                    "-out",
                    "cert.pem",
                    "-days",
                    "3650",
                    "-utf8",
                    "-subj",
                    "/CN=示例时间戳服务",
                    "-addext",
                    "extendedKeyUsage=critical,timeStamping",
                ],
                key,
            ]
            .concat(),
        );
        assert!(made, "a certificate for the authority");
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let url = format!("http://{}/tsa", server.server_addr());
        let (answering, own) = (Arc::clone(&server), Arc::clone(&folder));
        std::thread::spawn(move || {
            for mut request in answering.incoming_requests() {
                let mut query = Vec::new();
                request.as_reader().read_to_end(&mut query).unwrap();
                let kind = Header::from_bytes("content-type", "application/timestamp-reply").unwrap();
                let answer = Response::from_data(reply(own.path(), &query)).with_header(kind);
                let _ = request.respond(answer);
            }
        });
        Self { server, url, folder }
    }

    /// The certificate it publishes (PEM).
    #[must_use]
    pub fn certificate(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("cert.pem")).unwrap()
    }

    /// Its stamp of a signature as it goes into a file, taken without asking whose it is.
    #[must_use]
    pub fn stamp(&self, signature: &[u8]) -> Vec<u8> {
        let query = seal::timestamp::build_timestamp_request(signature, [1; 8]).unwrap();
        let answer = reply(self.folder.path(), &query);
        seal::timestamp::extract_timestamp_token(&answer, signature, [1; 8]).unwrap()
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

fn reply(folder: &Path, query: &[u8]) -> Vec<u8> {
    fs::write(folder.join("query"), query).unwrap();
    assert!(openssl(
        folder,
        &[
            "ts",
            "-reply",
            "-config",
            "ts.cnf",
            "-queryfile",
            "query",
            "-out",
            "reply"
        ]
    ));
    fs::read(folder.join("reply")).unwrap()
}

/// Runs openssl in a folder; whether it could.
pub(crate) fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let done = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    if !done.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&done.stderr));
    }
    done.status.success()
}
