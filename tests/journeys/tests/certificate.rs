//! 公司证书: a certificate that an authority gave the company signs what is exported; the installation's does where it
//! cannot; nobody slips another one in.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use std::{io::Cursor, path::Path, process::Command};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::{
    Code, Desk, Moment, Refusal,
    proof::{FileProof, FileVerdict, check_pdf_proof},
};
use journeys::{
    World, at,
    company::{Issuer, P256, PASSPHRASE, RSA, Wanted},
    forger::Forger,
    office::{self, entered, founded, signs},
};
use serde_json::{Value, json};

/// The configuration folder of whoever uses the computer: here beside the data, to be gone with them.
fn opened(folder: &Path, now: Moment) -> Desk {
    Desk::open_with_progress(folder, Some(&folder.join("configuration")), now, &mut |_, _| {}).unwrap()
}

fn real(folder: &Path, now: Moment) -> Desk {
    let desk = founded(opened(folder, now), now);
    desk.set_passphrase(office::PASSPHRASE.to_owned());
    desk
}

fn take(desk: &Desk, now: Moment, file: &[u8], passphrase: &str) -> Result<Value, Refusal> {
    let ask = json!({ "base64": STANDARD.encode(file), "passphrase": passphrase, "reason": "每年更换" });
    desk.call("certificate_take", ask, now)
}

fn exported(desk: &Desk, now: Moment, ticket: &Value) -> (Vec<u8>, Value) {
    let ask = json!({ "ticket": ticket["ticket"]["id"], "page": "acknowledgement" });
    let file = desk.call("ticket_print", ask, now).unwrap();
    (STANDARD.decode(file["base64"].as_str().unwrap()).unwrap(), file)
}

fn whose(proof: &FileProof) -> &str {
    let line = proof.lines.iter().find(|line| line.label == "文件证书");
    line.map_or("", |line| line.value.as_str())
}

/// Where the programs that know nothing of this one find a file to look at.
fn for_outsiders(name: &str, bytes: &[u8]) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), bytes).unwrap();
}

#[test]
fn the_companys_certificate_signs_what_is_exported() {
    let issuer = Issuer::new();
    let now = at("2026-11-24 10:00");
    for (wanted, name) in [(RSA, "company-rsa.pdf"), (P256, "company-p256.pdf")] {
        let folder = tempfile::tempdir().unwrap();
        let desk = real(folder.path(), now);
        let ticket = signs(&desk, now).unwrap();
        let (before, _) = exported(&desk, now, &ticket);
        let list = desk.call("certificate_list", json!({}), now).unwrap();
        assert_eq!(list, json!({ "state": "none", "certificates": [] }));
        let file = issuer.company(wanted);
        let taken = take(&desk, now, &file, PASSPHRASE).unwrap();
        assert_eq!(taken["value"]["state"], "ready", "{taken:#}");
        let line = &taken["value"]["certificates"][0];
        assert_eq!(line["subject"], "示例供水有限公司");
        assert_eq!(line["issuer"], "示例发证机构");
        assert_eq!(
            (&line["ended"], &line["reason"]),
            (&Value::Null, &json!("每年更换"))
        );
        let (pdf, reply) = exported(&desk, now, &ticket);
        assert_eq!(
            (&reply["uncertified"], &reply["unstamped"]),
            (&json!(false), &json!(false))
        );
        let proof = check_pdf_proof(&desk, &pdf).unwrap();
        assert_eq!(proof.verdict, FileVerdict::Genuine, "{:#?}", proof.lines);
        assert!(whose(&proof).starts_with("公司证书“示例供水有限公司”，由“示例发证机构”签发"));
        // What was exported before is as genuine as it was.
        assert_eq!(
            check_pdf_proof(&desk, &before).unwrap().verdict,
            FileVerdict::Genuine
        );
        // Each digit of the signature and of the certificates in it, those above the company's too.
        let start = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
        let long = pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
        let used = long
            - pdf[start..start + long]
                .iter()
                .rev()
                .take_while(|byte| **byte == b'0')
                .count();
        for place in (start..start + used)
            .step_by(5)
            .chain((start + used..start + long).step_by(997))
        {
            let mut changed = pdf.clone();
            changed[place] = if changed[place] == b'a' { b'b' } else { b'a' };
            let verdict = check_pdf_proof(&desk, &changed).unwrap().verdict;
            assert_ne!(verdict, FileVerdict::Genuine, "digit {} of {used}", place - start);
        }
        desk.store().verify_file(&mut |_| {}).unwrap();
        // Another installation knows neither the company's certificate nor the key.
        let stranger = tempfile::tempdir().unwrap();
        let stranger = real(stranger.path(), now);
        assert_eq!(
            check_pdf_proof(&stranger, &pdf).unwrap().verdict,
            FileVerdict::UnknownKey
        );
        for_outsiders(name, &pdf);
    }
    for_outsiders("company-root.pem", &std::fs::read(issuer.root()).unwrap());
}

/// The bundle says whose certificate it is, and whoever has the authority's root checks it against that.
#[test]
fn an_outsider_checks_the_certificate_against_the_root() {
    let (issuer, now) = (Issuer::new(), at("2026-11-24 10:00"));
    let folder = tempfile::tempdir().unwrap();
    let desk = real(folder.path(), now);
    let ticket = signs(&desk, now).unwrap();
    take(&desk, now, &issuer.company(RSA), PASSPHRASE).unwrap();
    let ask = json!({ "ticket": ticket["ticket"]["id"] });
    let bundle = desk.call("proof_bundle", ask, now).unwrap();
    let bytes = STANDARD.decode(bundle["base64"].as_str().unwrap()).unwrap();
    let place = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(Cursor::new(bytes))
        .unwrap()
        .extract(place.path())
        .unwrap();
    let guide = std::fs::read_to_string(place.path().join("说明.txt")).unwrap();
    assert!(
        guide.contains("这是“示例供水有限公司”的证书，由“示例发证机构”签发"),
        "{guide}"
    );
    let run = |command: &str| {
        let done = Command::new("sh")
            .args(["-c", command])
            .current_dir(place.path())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{command}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned()
    };
    let typed = guide.lines().filter_map(|line| line.strip_prefix("$ "));
    for command in typed {
        let said = run(command);
        if command.contains("-noverify") {
            assert!(said.contains("CMS Verification successful"), "{said}");
            let root = format!("-purpose any -CAfile {}", issuer.root().display());
            let said = run(&command.replace("-noverify", &root));
            assert!(said.contains("CMS Verification successful"), "{said}");
        }
    }
}

#[test]
fn what_cannot_sign_is_refused_and_says_why() {
    let (issuer, now) = (Issuer::new(), at("2026-11-24 10:00"));
    let folder = tempfile::tempdir().unwrap();
    let desk = real(folder.path(), now);
    let good = issuer.company(RSA);
    let curve = |name: &'static str| ["-algorithm", "EC", "-pkeyopt", name];
    let (p384, sm2) = (curve("ec_paramgen_curve:P-384"), curve("ec_paramgen_curve:SM2"));
    let small = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"];
    let of = |wanted: Wanted| issuer.company(wanted);
    let cases = [
        (b"a letter".to_vec(), PASSPHRASE, Code::BadCertificate, "base64"),
        (issuer.without_key(), PASSPHRASE, Code::BadCertificate, "base64"),
        (good.clone(), "别的口令", Code::WrongPassphrase, "passphrase"),
        (
            of(Wanted { key: &p384, ..P256 }),
            PASSPHRASE,
            Code::CertificateKind,
            "base64",
        ),
        (
            of(Wanted { key: &sm2, ..P256 }),
            PASSPHRASE,
            Code::CertificateKind,
            "base64",
        ),
        (
            of(Wanted { key: &small, ..RSA }),
            PASSPHRASE,
            Code::CertificateKind,
            "base64",
        ),
        (
            of(Wanted {
                usage: "encipher",
                ..RSA
            }),
            PASSPHRASE,
            Code::CertificateKind,
            "base64",
        ),
        (
            of(Wanted {
                until: "20260101",
                ..RSA
            }),
            PASSPHRASE,
            Code::CertificateExpired,
            "base64",
        ),
    ];
    for (file, passphrase, code, field) in cases {
        let refusal = take(&desk, now, &file, passphrase).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.field.as_deref()),
            (code, Some(field)),
            "{refusal}"
        );
    }
    let ask = json!({ "base64": STANDARD.encode(&good), "passphrase": PASSPHRASE, "reason": " " });
    let refusal = desk.call("certificate_take", ask, now).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::Required, Some("reason"))
    );
    let refusal = desk
        .call("certificate_remove", json!({ "reason": "停用" }), now)
        .unwrap_err();
    assert_eq!(refusal.code, Code::NotFound);
    let list = desk.call("certificate_list", json!({}), now).unwrap();
    assert_eq!(list["state"], "none", "nothing was kept");
    // Everybody has the key of a demo folder, which would open the company's.
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    assert_eq!(
        take(&world.desk, now, &good, PASSPHRASE).unwrap_err().code,
        Code::RealOnly
    );
    assert_eq!(world.call("certificate_list", json!({}))["state"], "demo");
}

#[test]
fn where_it_cannot_sign_the_installation_does_and_the_desk_is_told() {
    let issuer = Issuer::new();
    let folder = tempfile::tempdir().unwrap();
    let now = at("2026-11-24 10:00");
    let desk = real(folder.path(), now);
    let ticket = signs(&desk, now).unwrap();
    let file = issuer.company(Wanted {
        until: "20270601",
        ..RSA
    });
    take(&desk, now, &file, PASSPHRASE).unwrap();
    let state = |desk: &Desk, now: Moment| {
        desk.call("certificate_list", json!({}), now).unwrap()["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // Under a new key of the installation it goes on.
    desk.call("key_renew", json!({ "reason": "每年更换" }), now)
        .unwrap();
    assert_eq!(state(&desk, now), "ready");
    for (day, said, uncertified) in [
        ("2027-05-01 10:00", "ready", false),
        ("2027-05-20 10:00", "soon", false),
        ("2027-06-02 10:00", "expired", true),
    ] {
        let now = at(day);
        let desk = entered(opened(folder.path(), now), now);
        desk.set_passphrase(office::PASSPHRASE.to_owned());
        assert_eq!(state(&desk, now), said);
        let (pdf, reply) = exported(&desk, now, &ticket);
        assert_eq!(reply["uncertified"], uncertified, "{day}");
        let proof = check_pdf_proof(&desk, &pdf).unwrap();
        assert_eq!(proof.verdict, FileVerdict::Genuine);
        assert_eq!(
            whose(&proof).starts_with("公司证书"),
            !uncertified,
            "{day}: {}",
            whose(&proof)
        );
    }
    // Locked, moved without its key, brought again, put away.
    drop(desk);
    let desk = entered(opened(folder.path(), now), now);
    assert_eq!(state(&desk, now), "locked");
    desk.set_passphrase(office::PASSPHRASE.to_owned());
    let kept = |folder: &Path| {
        let all = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        all.filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("certificate-")
        })
        .collect::<Vec<_>>()
    };
    let [path] = kept(folder.path()).try_into().unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(state(&desk, now), "missing");
    assert_eq!(exported(&desk, now, &ticket).1["uncertified"], true);
    take(&desk, now, &file, PASSPHRASE).unwrap();
    assert_eq!(state(&desk, now), "ready");
    let put = desk
        .call("certificate_remove", json!({ "reason": "改用系统证书" }), now)
        .unwrap();
    assert_eq!(put["value"]["state"], "none");
    assert!(
        put["value"]["certificates"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| !line["ended"].is_null())
    );
    assert!(kept(folder.path()).is_empty());
    let (pdf, reply) = exported(&desk, now, &ticket);
    assert_eq!(reply["uncertified"], false, "nobody wants it any more");
    assert!(whose(&check_pdf_proof(&desk, &pdf).unwrap()).starts_with("本系统"));
    desk.store().verify_file(&mut |_| {}).unwrap();
}

/// The key never lies readable beside the data, and who holds the file but not the key registers nothing.
#[test]
fn nobody_slips_a_certificate_in() {
    let (issuer, now) = (Issuer::new(), at("2026-11-24 10:00"));
    let folder = tempfile::tempdir().unwrap();
    let desk = real(folder.path(), now);
    signs(&desk, now).unwrap();
    let file = issuer.company(P256);
    take(&desk, now, &file, PASSPHRASE).unwrap();
    let secret = seal::open_pkcs12(&file, PASSPHRASE).unwrap().pkcs8;
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        let text = STANDARD.encode(&secret[..30]);
        assert!(!bytes.windows(secret.len()).any(|part| part == secret));
        assert!(!bytes.windows(text.len()).any(|part| part == text.as_bytes()));
    }
    // Their own certificate in the place of the company's, with every hash mended.
    let theirs = seal::open_pkcs12(&Issuer::new().company(RSA), PASSPHRASE).unwrap();
    let list: Vec<String> = theirs
        .certificates
        .iter()
        .map(|der| STANDARD.encode(der))
        .collect();
    drop(desk);
    let forger = Forger::open(&folder.path().join(desk::FILE));
    let line = "stream = 'certificate'";
    let text =
        format!("UPDATE journal SET fact = json_set(fact, '$.what.certificates', json(?1)) WHERE {line}");
    let done = forger
        .db
        .execute(&text, [serde_json::to_string(&list).unwrap()])
        .unwrap();
    assert_eq!(done, 1);
    forger.mend();
    let desk = entered(opened(folder.path(), now), now);
    let found = desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(found.code, Code::Damaged);
    // The line itself is signed as well, which is looked at first.
    assert_eq!(
        found.args["detail"],
        "a line that gives power is signed by another key, or was changed"
    );
    let list = desk.call("certificate_list", json!({}), now).unwrap();
    assert_eq!(
        list["certificates"],
        json!([]),
        "what the key does not say is not there"
    );
}
