//! Acknowledgements prove themselves: the exported PDF, the bundle for outsiders, the keys, the anchor; and every
//! change that somebody makes behind the program's back is found and named.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::{
    Code, Desk,
    proof::{AnchorVerdict, FileVerdict, check_anchor_in_store, check_pdf_proof},
};
use domain::{
    acknowledgement::{AcknowledgementRecord, UnsealedRecord},
    hash,
    key::SealingKey,
};
use journeys::{
    World, at, contents,
    forger::Forger,
    number,
    office::{Office, PASSPHRASE, entered, office, signs},
    signature,
};
use serde_json::{Value, json};

/// A repair that somebody has just signed for.
fn signed(world: &World) -> Value {
    world.answered(&signature())
}

fn exported(world: &World, ticket: &Value) -> Vec<u8> {
    world.exported(ticket).0
}

fn verdict(world: &World, pdf: &[u8]) -> FileVerdict {
    check_pdf_proof(&world.desk, pdf).unwrap().verdict
}

#[test]
fn an_exported_acknowledgement_proves_itself() {
    let world = World::new("2026-11-24 10:00");
    let tickets = [signed(&world), signed(&world), signed(&world)];
    let pdf = exported(&world, &tickets[1]);
    let proof = world.call("proof_check", json!({ "base64": STANDARD.encode(&pdf) }));
    assert_eq!(proof["verdict"], "genuine", "{proof:#}");
    let said = |label: &str| {
        let lines = proof["lines"].as_array().unwrap();
        let line = lines.iter().find(|line| line["label"] == label);
        line.unwrap_or_else(|| panic!("{label}"))["value"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(said("记录编号"), format!("QZ{}", number(&tickets[1])));
    assert!(
        said("前一条记录").contains(&number(&tickets[0]))
            && said("后一条记录").contains(&number(&tickets[2]))
    );
    // Anything but the whole file as it was is found.
    for place in (0..pdf.len()).step_by(pdf.len() / 150) {
        let mut changed = pdf.clone();
        changed[place] ^= 1;
        // A length that was changed may ask for more room than any paper needs: that is refused by name.
        match check_pdf_proof(&world.desk, &changed) {
            Ok(proof) => assert_ne!(proof.verdict, FileVerdict::Genuine, "byte {place}"),
            Err(refusal) => assert_eq!(refusal.code, Code::ContentTooLarge, "byte {place}"),
        }
    }
    let longer = [pdf.as_slice(), b"\n%"].concat();
    assert_eq!(verdict(&world, &longer), FileVerdict::Changed);
    assert_eq!(verdict(&world, b"a letter"), FileVerdict::Unreadable);
    let plain = world.call(
        "ticket_print",
        json!({ "ticket": tickets[0]["ticket"]["id"], "page": "work_order" }),
    );
    let plain = STANDARD.decode(plain["base64"].as_str().unwrap()).unwrap();
    assert_eq!(verdict(&world, &plain), FileVerdict::NotSealed);
    // Another installation knows neither this certificate nor this record, though it gave the same number.
    let other = World::new("2026-11-24 10:05");
    let theirs = signed(&other);
    assert_eq!(number(&theirs), number(&tickets[0]));
    assert_eq!(
        verdict(&other, &exported(&world, &tickets[0])),
        FileVerdict::UnknownKey
    );
    // A file from before it was signed knows the key, and says that the record is not there.
    let copy = tempfile::tempdir().unwrap();
    world.call("backup_make", json!({ "path": copy.path().join("desk.db") }));
    let newest = signed(&world);
    let before = Desk::open(copy.path(), world.now()).unwrap();
    let found = check_pdf_proof(&before, &exported(&world, &newest)).unwrap();
    assert_eq!(found.verdict, FileVerdict::NotRecorded);
}

/// Whoever has OpenSSL and the bundle needs nothing else: the text is followed word for word.
#[cfg(unix)]
#[test]
fn an_outsider_checks_the_bundle_with_openssl_alone() {
    let world = World::new("2026-11-24 10:00");
    let ticket = signed(&world);
    let file = world.call("proof_bundle", json!({ "ticket": ticket["ticket"]["id"] }));
    assert_eq!(file["name"], format!("证据包-QZ{}.zip", number(&ticket)));
    let bytes = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(std::io::Cursor::new(bytes))
        .unwrap()
        .extract(folder.path())
        .unwrap();
    let guide = std::fs::read_to_string(folder.path().join("说明.txt")).unwrap();
    let record: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("record.json")).unwrap()).unwrap();
    let said = |lines: &[&str]| lines.iter().all(|line| guide.contains(line));
    let key = record["key"].as_str().unwrap();
    assert!(said(&[key]) && record["answer"]["signer"]["name"].is_string());
    // Each command's answer holds what the text says it does.
    let expected = |guide: &str| {
        let mut words = Vec::new();
        for line in guide.lines() {
            if let Some((_, value)) = line.split_once("应为 ") {
                words.push(value.split(['：', '（']).next().unwrap().to_owned());
            } else if let Some((_, value)) = line.split_once("应显示 ") {
                words.push(value.trim_end_matches('：').to_owned());
            }
        }
        words
    };
    let words = expected(&guide);
    assert_eq!(words.len(), 5, "{words:?}");
    let answers = follow(folder.path(), &guide);
    for word in &words {
        assert!(answers.contains(word.as_str()), "{word} is not in\n{answers}");
    }
    // One changed byte of either file, and a step says no.
    for name in ["record.json", "acknowledgement.pdf"] {
        let path = folder.path().join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut changed = whole.clone();
        changed[whole.len() / 2] ^= 1;
        std::fs::write(&path, changed).unwrap();
        let answers = follow(folder.path(), &guide);
        assert!(
            words.iter().any(|word| !answers.contains(word.as_str())),
            "{name}"
        );
        std::fs::write(&path, whole).unwrap();
    }
}

/// Types every line that begins with `$ `.
#[cfg(unix)]
fn follow(folder: &std::path::Path, guide: &str) -> String {
    let commands = guide.lines().filter_map(|line| line.strip_prefix("$ "));
    let mut answers = String::new();
    for command in commands {
        let output = std::process::Command::new("sh")
            .args(["-c", command])
            .current_dir(folder)
            .output()
            .unwrap();
        answers.push_str(&String::from_utf8_lossy(&output.stdout));
        answers.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    answers
}

#[test]
fn a_key_is_made_locked_renewed_carried_and_missed() {
    let (folder, now) = (tempfile::tempdir().unwrap(), at("2026-11-24 10:00"));
    let desk = office(folder.path(), now);
    desk.set_passphrase(PASSPHRASE.to_owned());
    let call = |desk: &Desk, name: &str, request: Value| desk.call(name, request, now);
    assert_eq!(call(&desk, "key_list", json!({})).unwrap()["state"], "ready");
    let first = signs(&desk, now).unwrap()["ticket"]["acknowledgement"]["key"]
        .as_str()
        .unwrap()
        .to_owned();
    let keys = call(&desk, "key_list", json!({})).unwrap();
    assert_eq!(
        (&keys["state"], &keys["keys"][0]["id"]),
        (&json!("ready"), &json!(first))
    );
    // A new key, announced by the old one.
    let refused = call(&desk, "key_renew", json!({ "reason": " " })).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::Required, Some("reason"))
    );
    let keys = call(&desk, "key_renew", json!({ "reason": "每年更换" })).unwrap();
    assert_eq!(keys["value"]["keys"][0]["followed"], true);
    let second = keys["value"]["keys"][0]["id"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    desk.store().verify_file(&mut |_| {}).unwrap();
    // Taken out under a passphrase of its own.
    let same = call(&desk, "key_export", json!({ "passphrase": "111111111111" })).unwrap_err();
    assert_eq!(
        (same.code, same.field.as_deref()),
        (Code::WeakPassword, Some("passphrase"))
    );
    let weak = call(&desk, "key_export", json!({ "passphrase": "短" })).unwrap_err();
    assert_eq!(
        (weak.code, weak.field.as_deref()),
        (Code::WeakPassword, Some("passphrase"))
    );
    let file = call(
        &desk,
        "key_export",
        json!({ "passphrase": "带走时用的另一个口令一二三" }),
    )
    .unwrap();
    // That somebody has it now is a line.
    let newest = call(&desk, "journal_list", json!({ "limit": 1 })).unwrap();
    let title = newest["rows"][0]["title"].as_str().unwrap();
    assert!(title.starts_with("导出封存密钥 "), "{title}");
    drop(desk);
    // Opened again: locked until somebody says the passphrase.
    let desk = entered(Desk::open(folder.path(), now).unwrap(), now);
    assert_eq!(call(&desk, "key_list", json!({})).unwrap()["state"], "locked");
    assert_eq!(signs(&desk, now).unwrap_err().code, Code::KeyLocked);
    let wrong = call(
        &desk,
        "key_unlock",
        json!({ "passphrase": "不是这个口令吧一二三四" }),
    )
    .unwrap_err();
    assert_eq!(
        (wrong.code, wrong.field.as_deref()),
        (Code::WrongPassphrase, Some("passphrase"))
    );
    assert_eq!(
        call(&desk, "key_unlock", json!({ "passphrase": PASSPHRASE })).unwrap()["value"]["state"],
        "ready"
    );
    assert_eq!(
        signs(&desk, now).unwrap()["ticket"]["acknowledgement"]["key"],
        second.as_str()
    );
    desk.store().verify_file(&mut |_| {}).unwrap();
    // One record under each key.
    assert_eq!(desk.store().verify_records(&mut |_| {}).unwrap(), 2);
    drop(desk);
    // The file is lost: a new key says why, and that the old one could not speak for it; or the old one is brought.
    std::fs::remove_file(folder.path().join(format!("seal-{second}.key"))).unwrap();
    let desk = entered(Desk::open(folder.path(), now).unwrap(), now);
    desk.set_passphrase(PASSPHRASE.to_owned());
    assert_eq!(call(&desk, "key_list", json!({})).unwrap()["state"], "missing");
    let lost = call(&desk, "key_renew", json!({ "reason": "换机" })).unwrap_err();
    assert_eq!(lost.code, Code::KeyMissing);
    let bring = |passphrase: &str| json!({ "base64": file["base64"], "passphrase": passphrase });
    let wrong = call(&desk, "key_import", bring("错误的口令错误的口令")).unwrap_err();
    assert_eq!(wrong.code, Code::WrongPassphrase);
    let junk = json!({ "base64": "AAAA", "passphrase": "带走时用的另一个口令一二三" });
    assert_eq!(
        call(&desk, "key_import", junk).unwrap_err().code,
        Code::BadKeyFile
    );
    let keys = call(&desk, "key_import", bring("带走时用的另一个口令一二三")).unwrap();
    assert_eq!(keys["value"]["state"], "ready");
    std::fs::remove_file(folder.path().join(format!("seal-{second}.key"))).unwrap();
    let desk = entered(Desk::open(folder.path(), now).unwrap(), now);
    desk.set_passphrase(PASSPHRASE.to_owned());
    let keys = call(
        &desk,
        "key_renew",
        json!({ "reason": "电脑损坏，密钥丢失", "lost": true }),
    )
    .unwrap();
    assert_eq!(
        keys["value"]["keys"][0]["followed"], false,
        "nobody speaks for it, and the list says so"
    );
    desk.store().verify_file(&mut |_| {}).unwrap();
}

#[test]
fn the_demo_key_is_everybodys_and_is_not_renewed() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    let keys = world.call("key_list", json!({}));
    assert_eq!(
        (&keys["state"], &keys["keys"][0]["id"]),
        (&json!("demo"), &json!(SealingKey::demo_key().key_id()))
    );
    let refused = world.refused("key_renew", json!({ "reason": "试试" }));
    assert_eq!(refused.code, Code::RealOnly);
}

#[test]
fn what_is_changed_in_the_file_is_found_and_named() {
    let world = World::new("2026-11-24 10:00");
    let ticket = signed(&world);
    let second = exported(&world, &signed(&world));
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    let forger = Forger::at(&world);
    let (seq, genuine) = forger.records()[0].clone();
    let broken = |what: &str| {
        let refusal = world.desk.store().verify_file(&mut |_| {}).unwrap_err();
        assert_eq!(refusal.code, Code::Damaged, "{what}");
        assert_eq!(refusal.args["number"], genuine.number, "{what}: {refusal}");
        refusal.args["detail"].as_str().unwrap().to_owned()
    };
    // A word, with every hash mended: only the key could have signed it.
    let mut changed = genuine.clone();
    changed.content.text = changed.content.text.replace("免费", "收费");
    forger.put(seq, rehashed(changed));
    assert_eq!(broken("a word"), "an acknowledgement was changed");
    // Whoever brings the one after it is told that theirs is sound and which neighbour is not.
    let proof = check_pdf_proof(&world.desk, &second).unwrap();
    assert_eq!(proof.verdict, FileVerdict::ChainBroken);
    let neighbour = proof
        .lines
        .iter()
        .find(|line| line.label == "前一条记录")
        .unwrap();
    assert!(
        neighbour.value.contains(&genuine.number) && neighbour.value.contains("断裂"),
        "{neighbour:?}"
    );
    // A stroke.
    let mut value = serde_json::to_value(&genuine).unwrap();
    value["answer"]["strokes"][0][0][0] = json!(7);
    forger.put(seq, rehashed(serde_json::from_value(value).unwrap()));
    assert_eq!(broken("a stroke"), "an acknowledgement was changed");
    // Without a seal, as from before there were keys.
    let mut bare = genuine.clone();
    (bare.key, bare.signature) = (None, None);
    forger.put(seq, rehashed(bare));
    assert_eq!(broken("no seal"), "an acknowledgement is not sealed");
    // Sealed by somebody else's key.
    let signing = UnsealedRecord {
        content: genuine.content.clone(),
        answer: genuine.answer.clone(),
        signed_at: genuine.signed_at,
        recorded_at: None,
        before: 0,
        corrects: None,
        previous: genuine.previous.clone(),
    };
    let strange = AcknowledgementRecord::seal_record(signing, &SealingKey::from_seed([3; 32]));
    forger.put(seq, strange.unwrap());
    assert_eq!(
        broken("another key"),
        "an acknowledgement is sealed by another key"
    );
    // Put back as it was, everything holds again.
    forger.put(seq, genuine.clone());
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    assert_eq!(verdict(&world, &exported(&world, &ticket)), FileVerdict::Genuine);
}

fn rehashed(mut record: AcknowledgementRecord) -> AcknowledgementRecord {
    record.hash = hash::sha256_hex(&[record.canonical_text().unwrap().as_bytes()]);
    record
}

#[test]
fn an_anchor_finds_an_older_file() {
    let world = World::new("2026-11-24 10:00");
    signed(&world);
    let copy = tempfile::tempdir().unwrap();
    let backup = copy.path().join("desk.db");
    world.call("backup_make", json!({ "path": backup }));
    signed(&world);
    let file = world.call("report_monthly", json!({ "span": "2026-11" }));
    let head = world
        .desk
        .store()
        .read_tx(|tx| tx.list_newest_lines(i64::MAX, 1))
        .unwrap();
    let digits: Vec<char> = head[0].hash.chars().take(20).collect();
    let groups = digits.chunks(4).map(|group| group.iter().collect::<String>());
    let groups: Vec<String> = groups.collect();
    let code = format!("{}-{}", head[0].entry.seq, groups.join("-"));
    journeys::page::holds(journeys::page::text(&file).as_deref(), &[&code]);
    assert_eq!(
        check_anchor_in_store(world.desk.store(), &code, &mut |_| Ok(()))
            .unwrap()
            .verdict,
        AnchorVerdict::Holds
    );
    world.call("proof_anchor", json!({ "code": code.to_uppercase() }));
    let yesterday = Desk::open(copy.path(), world.now()).unwrap();
    assert_eq!(
        check_anchor_in_store(yesterday.store(), &code, &mut |_| Ok(()))
            .unwrap()
            .verdict,
        AnchorVerdict::Older
    );
    let other = World::new("2026-11-24 10:00");
    for _ in 0..3 {
        signed(&other);
    }
    // The same place in a journal with other contents.
    other.sign_in("admin");
    let changed = check_anchor_in_store(
        other.desk.store(),
        &format!("30-{}", &code[code.find('-').unwrap() + 1..]),
        &mut |_| Ok(()),
    );
    assert_eq!(changed.unwrap().verdict, AnchorVerdict::Changed);
    for bad in ["", "nonsense", "12", "12-xyz", "12-9f3a-77c2", "-9f3a-77c2-01bd"] {
        let refusal = world.refused("proof_anchor", json!({ "code": bad }));
        assert_eq!(refusal.code, Code::BadAnchor, "{bad}");
    }
}

/// A mistake is answered by a new record that names the old one and says why; the old one stays, and stays provable.
#[test]
fn a_wrong_record_is_corrected_by_a_new_one() {
    let world = World::new("2026-11-24 10:00");
    let ticket = signed(&world);
    let old = exported(&world, &ticket);
    let first = ticket["ticket"]["acknowledgement"].clone();
    let anew = |why: &str| {
        let mut answer = signature();
        answer["signer"]["relation"] = json!("tenant");
        json!({ "place": "用户家中", "answer": answer, "why": why })
    };
    let open = world.report();
    world.refuses(
        &open,
        "acknowledgement_correct",
        anew("没有签过"),
        (Code::NotAcknowledged, ""),
    );
    world.refuses(
        &ticket,
        "acknowledgement_correct",
        anew(" "),
        (Code::Required, "why"),
    );
    world.later("2026-11-24 10:20");
    let ticket = world.step(&ticket, "acknowledgement_correct", anew("签字人实为租户"));
    let second = &ticket["ticket"]["acknowledgement"];
    assert_eq!(second["number"], format!("QZ{}-2", number(&ticket)));
    assert_eq!(second["corrects"]["number"], first["number"]);
    assert_eq!(second["corrects"]["hash"], first["hash"]);
    assert_eq!(ticket["ticket"]["corrected"], json!([first]));
    assert_eq!(journeys::said(&ticket, "更正签字", "更正原因"), "签字人实为租户");
    // Again, and the third names the second.
    let ticket = world.step(&ticket, "acknowledgement_correct", anew("电话写错"));
    assert_eq!(
        ticket["ticket"]["acknowledgement"]["number"],
        format!("QZ{}-3", number(&ticket))
    );
    assert_eq!(ticket["ticket"]["corrected"].as_array().unwrap().len(), 2);
    let list = world.call("acknowledgement_list", json!({ "text": number(&ticket) }));
    let shown: Vec<(&str, bool)> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["corrects"].as_str().unwrap(),
                row["corrected"].as_bool().unwrap(),
            )
        })
        .collect();
    let names = [
        format!("QZ{}-2", number(&ticket)),
        format!("QZ{}", number(&ticket)),
    ];
    assert_eq!(
        shown,
        [(names[0].as_str(), false), (names[1].as_str(), true), ("", true)]
    );
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    assert_eq!(verdict(&world, &exported(&world, &ticket)), FileVerdict::Genuine);
    let proof = check_pdf_proof(&world.desk, &old).unwrap();
    assert_eq!(
        proof.verdict,
        FileVerdict::Genuine,
        "what was signed first stays as it was"
    );
    assert!(
        proof
            .lines
            .iter()
            .any(|line| line.label == "更正" && line.value.contains("-2"))
    );
    world.figures("2026-11", &[("sign_rate", "100.0%")]);
    // Each of them can be exported at any time, and says by which it was corrected.
    let id = &ticket["ticket"]["id"];
    for record in ["", "-2", "-3"] {
        let record = format!("QZ{}{record}", number(&ticket));
        let file = world.call(
            "ticket_print",
            json!({ "ticket": id, "page": "acknowledgement", "record": record }),
        );
        assert_eq!(file["name"], format!("用户签字确认单-{record}.pdf"));
        let pdf = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();
        assert_eq!(verdict(&world, &pdf), FileVerdict::Genuine, "{record}");
        let bundle = world.call("proof_bundle", json!({ "ticket": id, "record": record }));
        assert_eq!(bundle["name"], format!("证据包-{record}.zip"));
    }
    let other = json!({ "ticket": id, "page": "acknowledgement", "record": "QZ1" });
    let refusal = world.refused("ticket_print", other);
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::NotFound, Some("record"))
    );
}

/// Whoever still has to sign is found before the case is closed.
#[test]
fn what_nobody_has_signed_for_is_listed() {
    let world = World::new("2026-11-24 10:00");
    signed(&world);
    let open = world.report();
    let unsigned = || journeys::numbers(&world.call("ticket_list", json!({ "unsigned": true }))["rows"]);
    assert_eq!(
        unsigned(),
        Vec::<String>::new(),
        "nothing has been done there yet"
    );
    let open = world.step(&open, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let open = world.step(&open, "assign", json!({ "crew": "室内维修二班" }));
    let open = world.step(&open, "arrive", json!({}));
    let open = world.step(&open, "finish", journeys::work());
    let reminder = world.open(contents::reminder());
    let reminder = world.step(&reminder, "tell", contents::telling(false));
    assert_eq!(unsigned(), [number(&reminder), number(&open)]);
    let refused = json!({ "way": "refused", "reason": "不愿签", "witness": "物业" });
    world.step(
        &open,
        "acknowledgement_sign",
        json!({ "place": "用户家中", "answer": refused }),
    );
    assert_eq!(unsigned(), [number(&reminder)]);
}

/// The first page of a PDF, as a photo of it would be.
#[cfg(target_os = "linux")]
fn paint_page(form: &Value) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("form.pdf");
    std::fs::write(&pdf, STANDARD.decode(form["base64"].as_str().unwrap()).unwrap()).unwrap();
    let painted = std::process::Command::new("pdftoppm")
        .args(["-r", "120", "-jpeg", "-singlefile"])
        .arg(&pdf)
        .arg(folder.path().join("photo"))
        .status();
    assert!(painted.unwrap().success());
    std::fs::read(folder.path().join("photo.jpg")).unwrap()
}

/// Yesterday's backup was put back, and the number of a ticket that is lost was given to another call.
#[cfg(target_os = "linux")]
#[test]
fn a_form_of_a_lost_ticket_is_offered_to_no_other_of_its_number() {
    let mut office = Office::new(at("2026-11-24 10:00"));
    let backup = std::fs::read(office.file()).unwrap();
    let open = |desk: &Desk, office: &Office| {
        let ask = json!({ "open": journeys::report(office.now) });
        desk.call("ticket_open", ask, office.now).unwrap()["value"]["ticket"].clone()
    };
    let desk = office.at_work();
    let lost = open(&desk, &office);
    let print = json!({ "ticket": lost["id"], "page": "work_order" });
    let form = desk.call("ticket_print", print, office.now).unwrap();
    drop(desk);
    std::fs::write(office.file(), backup).unwrap();
    office.now = at("2026-11-24 10:05");
    let desk = office.at_work();
    let other = open(&desk, &office);
    assert_eq!(other["number"], lost["number"]);
    let scan = json!({ "file": contents::file("签字.jpg", &paint_page(&form)) });
    let rows = desk.call("scan_add", scan, office.now).unwrap()["value"]["rows"].clone();
    assert_eq!(
        (&rows[0]["ticket"], &rows[0]["is_other_ticket"]),
        (&Value::Null, &json!(true))
    );
}

/// A form that was printed before the visit comes back as a picture, and finds its ticket by its code.
#[cfg(target_os = "linux")]
#[test]
fn a_signed_form_finds_its_ticket() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    let ticket = world.report();
    let form = world.call(
        "ticket_print",
        json!({ "ticket": ticket["ticket"]["id"], "page": "work_order" }),
    );
    let photo = paint_page(&form);
    let tray = |reply: Value| reply["value"]["rows"].as_array().unwrap().clone();
    let add = |name: &str, bytes: &[u8]| {
        tray(world.call("scan_add", json!({ "file": contents::file(name, bytes) })))
    };
    let found = &add("签字.jpg", &photo)[0];
    let id = ticket["ticket"]["id"].as_i64().unwrap();
    let mark = world.desk.store().read_tx(|tx| tx.ticket_mark(id)).unwrap();
    let code = format!("{}/{mark}", number(&ticket));
    assert_eq!(
        (&found["code"], &found["name"]),
        (&json!(code), &json!("签字.jpg"))
    );
    assert_eq!(found["ticket"]["ticket"], ticket["ticket"]["id"]);
    assert_eq!(found["ticket"]["waits"], false, "nothing has been done yet");
    let place = |ticket: &Value, scan: &Value| {
        let signer = json!({ "name": "示例用户", "relation": "householder" });
        let details = json!({ "scan": scan["scan"], "place": "用户家中", "signer": signer });
        journeys::request(ticket, details)
    };
    assert_eq!(
        world.refused("scan_place", place(&ticket, found)).code,
        Code::WrongStage
    );
    assert_eq!(
        world.get(&ticket)["ticket"]["attachments"],
        json!([]),
        "both, or nothing"
    );
    let ticket = world.step(&ticket, "hand_over", json!({ "taken_by": "演示生调部调度" }));
    let ticket = world.step(&ticket, "assign", json!({ "crew": "室内维修二班" }));
    let ticket = world.step(&ticket, "arrive", json!({}));
    let ticket = world.step(&ticket, "finish", journeys::work());
    // Pictures of something else wait as they are; the tray outlives the program.
    let pixel = STANDARD
        .decode(contents::photo("x")["base64"].as_str().unwrap())
        .unwrap();
    let rows = add("现场.png", &pixel);
    assert_eq!((&rows[1]["code"], &rows[1]["ticket"]), (&json!(""), &Value::Null));
    let again = Desk::open(&world.folder(), world.now()).unwrap();
    assert_eq!(again.store().read_tx(|tx| tx.list_scans()).unwrap().len(), 2);
    let listed = world.call("scan_list", json!({}));
    assert_eq!(listed["rows"][0]["ticket"]["waits"], true);
    let picture = world.call("scan_get", json!({ "scan": rows[1]["scan"] }));
    let bytes = STANDARD.decode(picture["base64"].as_str().unwrap()).unwrap();
    assert_eq!((&picture["media"], bytes), (&json!("image/png"), pixel));
    let ticket = world.call("scan_place", place(&ticket, &rows[0]))["value"].clone();
    let record = &ticket["ticket"]["acknowledgement"];
    assert_eq!(
        record["answer"]["scan"],
        ticket["ticket"]["attachments"][0]["sha256"]
    );
    let gone = world.refused("scan_place", place(&ticket, &rows[0]));
    assert_eq!((gone.code, gone.field.as_deref()), (Code::NotFound, Some("scan")));
    let left = tray(world.call("scan_remove", json!({ "scan": rows[1]["scan"] })));
    assert!(left.is_empty());
    assert_eq!(
        world
            .refused("scan_remove", json!({ "scan": rows[1]["scan"] }))
            .code,
        Code::NotFound
    );
    world.desk.store().verify_file(&mut |_| {}).unwrap();
    let refusal = world.refused("scan_add", json!({ "file": contents::file("信.txt", b"letter") }));
    assert_eq!(refusal.code, Code::BadMedia);
}

/// The company words what is confirmed; what was signed before keeps its words.
#[test]
fn a_text_that_is_worded_anew_is_another_version() {
    let world = World::new("2026-11-24 10:00");
    let first = signed(&world);
    let view = world.call("settings_get", json!({}));
    let change = |text: &str, keep_pen: bool| {
        let view = world.call("settings_get", json!({}));
        let mut settings = view["settings"].clone();
        settings["templates"]["repair_done"]["text"] = json!(text);
        settings["keep_pen"] = json!(keep_pen);
        json!({ "version": view["version"], "settings": settings })
    };
    assert_eq!(view["settings"]["templates"]["repair_done"]["version"], 1);
    let refusal = world.refused("settings_change", change("维修已经完成。", false));
    let is = (refusal.code, refusal.field.as_deref().unwrap());
    assert_eq!(is, (Code::TemplateNotFree, "templates.repair_done.text"));
    // Pressure and timing are taken only where the settings say so.
    let pen = |ticket: &Value| {
        let mut answer = signature();
        answer["pen"] = json!([[[0, 400], [20, 900], [40, 300]], [[400, 500], [430, 500]]]);
        journeys::request(
            ticket,
            json!({ "place": "用户家中", "answer": answer, "why": "重签" }),
        )
    };
    let refusal = world.refused("acknowledgement_correct", pen(&first));
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::BadRequest, Some("pen"))
    );
    world.call(
        "settings_change",
        change("维修已经完成，全程免费，我很清楚。", true),
    );
    let second = world.call("acknowledgement_correct", pen(&first))["value"].clone();
    let content = |ticket: &Value| ticket["ticket"]["acknowledgement"]["content"].clone();
    assert_eq!(
        (&content(&first)["template"], &content(&second)["template"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(content(&second)["text"], "维修已经完成，全程免费，我很清楚。");
    assert!(content(&first)["text"].as_str().unwrap().contains("用户自备"));
    assert_eq!(
        second["ticket"]["acknowledgement"]["answer"]["pen"][0][1],
        json!([20, 900])
    );
    assert_eq!(verdict(&world, &exported(&world, &second)), FileVerdict::Genuine);
}

/// Why customers do not sign is counted, as it stands after corrections, in the month they first answered.
#[test]
fn refusals_are_counted_by_their_reason() {
    let world = World::new("2026-11-24 10:00");
    let refused = |reason: &str| json!({ "way": "refused", "reason": reason, "witness": "物业" });
    let answers = [
        signature(),
        refused("不在家"),
        refused("不在家"),
        refused("认为水表不准"),
    ];
    let tickets: Vec<Value> = answers.iter().map(|answer| world.answered(answer)).collect();
    let counted = |month: &str| {
        let rows = world.call("acknowledgement_count", json!({ "month": month }));
        let row = |row: &Value| {
            format!(
                "{} {} {}",
                row["way"].as_str().unwrap(),
                row["reason"].as_str().unwrap(),
                row["count"]
            )
        };
        rows.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(
        counted("2026-11"),
        ["refused 不在家 2", "on_screen  1", "refused 认为水表不准 1"]
    );
    world.takes_over("admin", "2026-12-02 09:00");
    let anew = json!({ "place": "用户家中", "answer": signature(), "why": "用户后来签字" });
    world.step(&world.get(&tickets[3]), "acknowledgement_correct", anew);
    assert_eq!(counted("2026-11"), ["on_screen  2", "refused 不在家 2"]);
    assert_eq!(counted("2026-12"), Vec::<String>::new());
    assert_eq!(
        world
            .refused("acknowledgement_count", json!({ "month": "2026-13" }))
            .code,
        Code::BadMonth
    );
}

/// Who needs no phone for the work sees its middle left out; who is shown it leaves a line in the journal.
#[test]
fn phones_are_shown_to_whoever_needs_them() {
    let world = World::new("2026-11-24 10:00");
    let ticket = signed(&world);
    let id = ticket["ticket"]["id"].clone();
    let (phone, address) = ("12012345678", "演示花园 3 号楼 2 单元 501 室");
    let reads = [
        ("ticket_list", json!({})),
        ("ticket_get", json!({ "ticket": id })),
        ("acknowledgement_get", json!({ "ticket": id })),
        ("ticket_duplicates", json!({ "phone": phone })),
    ];
    let lines = || {
        let all = world
            .desk
            .store()
            .read_tx(|tx| tx.read_stream_entries("reveal"))
            .unwrap();
        all.iter().map(|entry| entry.recorder.clone()).collect::<Vec<_>>()
    };
    for (who, shown) in [
        ("审计", false),
        ("水质检测中心", false),
        ("热线坐席", true),
        ("稽查队", true),
    ] {
        world.sign_in(who);
        for (name, request) in &reads {
            let text = world.call(name, request.clone()).to_string();
            assert_eq!(
                text.contains(phone) || text.contains(address),
                shown,
                "{who} {name}"
            );
        }
    }
    assert_eq!(lines(), Vec::<String>::new());
    world.sign_in("审计");
    let revealed = world.call("ticket_reveal", json!({ "ticket": id }));
    assert_eq!(
        (&revealed["phone"], &revealed["address"]),
        (&json!(phone), &json!(address))
    );
    world.call("ticket_print", json!({ "ticket": id, "page": "acknowledgement" }));
    assert_eq!(lines(), ["演示审计", "演示审计"]);
    let journal = world.call("journal_list", json!({ "limit": 2 }));
    assert_eq!(journal["rows"][0]["title"], "查看电话和地址");
    assert_eq!(journal["rows"][0]["subject"], number(&ticket));
    let gone = world.refused("ticket_reveal", json!({ "ticket": 999_999 }));
    assert_eq!(gone.code, Code::NotFound);
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}

/// One byte of a line that holds a record, anywhere in it, without mending anything: found, and the line is named.
#[test]
fn one_byte_of_a_stored_record_is_found() {
    let world = World::new("2026-11-24 10:00");
    signed(&world);
    let forger = Forger::at(&world);
    let seq = forger.records()[0].0;
    let read = "SELECT CAST(fact AS BLOB) FROM journal WHERE seq = ?1";
    let fact: Vec<u8> = forger.db.query_row(read, [seq], |row| row.get(0)).unwrap();
    let put = |bytes: &[u8]| {
        let write = "UPDATE journal SET fact = CAST(?2 AS TEXT) WHERE seq = ?1";
        forger.db.execute(write, (seq, bytes)).unwrap();
    };
    for place in (0..fact.len()).step_by(fact.len() / 80) {
        for bit in [1, 0x80] {
            let mut changed = fact.clone();
            changed[place] ^= bit;
            put(&changed);
            for checked in [
                world.desk.store().verify_file(&mut |_| {}).map(|_| ()),
                world.desk.store().verify_records(&mut |_| {}).map(|_| ()),
            ] {
                let refusal = checked.expect_err(&format!("byte {place}, bit {bit:#x}"));
                assert_eq!(
                    (refusal.code, &refusal.args["seq"]),
                    (Code::Damaged, &json!(seq)),
                    "byte {place}"
                );
            }
        }
    }
    put(&fact);
    world.desk.store().verify_file(&mut |_| {}).unwrap();
}

/// A photo of a left notice is part of what is proved.
#[test]
fn a_changed_photo_is_found() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    let ticket = world.report();
    world.step(&ticket, "attach", contents::photo("现场.png"));
    let forger = Forger::at(&world);
    forger
        .db
        .execute(
            "UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE sha256 = (SELECT max(sha256) FROM blob)",
            [],
        )
        .unwrap();
    let refusal = world.desk.store().verify_file(&mut |_| {}).unwrap_err();
    assert_eq!(refusal.args["detail"], "an attachment was changed or is missing");
}
