//! What an exported acknowledgement allows behind its seal, and what 查验 says of files that somebody went on with.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may stop at the first surprise"
)]

#[path = "../../../crates/seal/tests/common/foreign.rs"]
mod foreign;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::Code;
use foreign::{field, revised, signed_in};
use journeys::{World, signature};
use lopdf::{Dictionary, Document, Object, dictionary};
use serde_json::{Value, json};

fn company_seals(world: &World, seals: bool) {
    world.sign_in("admin");
    let mut view = world.call("settings_get", json!({}));
    view["settings"]["company_seals"] = json!(seals);
    let change = json!({ "version": view["version"], "settings": view["settings"] });
    world.call("settings_change", change);
}

fn proof(world: &World, pdf: &[u8]) -> Value {
    world.call("proof_check", json!({ "base64": STANDARD.encode(pdf) }))
}

fn line<'a>(proof: &'a Value, label: &str) -> &'a str {
    let lines = proof["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["label"] == label);
    line.map_or("", |line| line["value"].as_str().unwrap())
}

#[test]
fn the_company_seals_the_paper_in_its_own_field() {
    let world = World::new("2026-11-24 10:00");
    let ticket = world.answered(&signature());
    company_seals(&world, true);
    let (pdf, file) = world.exported(&ticket);
    journeys::page::holds(journeys::page::text(&file).as_deref(), &["公司签章处"]);
    let ours = proof(&world, &pdf);
    assert_eq!(
        (&ours["verdict_zh"], &ours["sealed_bytes"]),
        (&json!("未经改动，由演示密钥封存，不能作为凭据"), &Value::Null)
    );
    let signed = signed_in(&pdf, "公司签章", |_| {});
    let found = proof(&world, &signed);
    assert_eq!(found["verdict"], "genuine", "{found:#}");
    assert_eq!(found["verdict_zh"], "封存完好，其后另有 1 个签名");
    let seal = line(&found, "公司签章");
    assert!(
        seal.starts_with("签名有效，证书未在本系统登记") && seal.contains("“示例供水公司”"),
        "{seal}"
    );
    // With something besides it is a change, and what was sealed can be had.
    let more = signed_in(&pdf, "公司签章", |new| {
        let id = new.get_prev_documents().page_iter().next().unwrap();
        new.opt_clone_object_to_new_document(id).unwrap();
        let page = new
            .new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap();
        page.set("Rotate", 180);
    });
    let found = proof(&world, &more);
    assert_eq!(
        (&found["verdict"], &found["sealed_bytes"]),
        (&json!("changed"), &json!(pdf.len()))
    );
    assert_eq!(
        line(&found, "封存后添加的内容"),
        "“公司签章”中的签名；改动了页面内容"
    );
    assert_eq!(proof(&world, &more[..pdf.len()])["verdict"], "genuine");
}

#[test]
fn without_the_setting_nothing_may_follow() {
    let world = World::new("2026-11-24 10:00");
    let ticket = world.answered(&signature());
    let (pdf, _) = world.exported(&ticket);
    let form = form(&Document::load_mem(&pdf).unwrap());
    assert_eq!(form.len(), 1);
    let note = revised(&pdf, |new| {
        let note = new.new_document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "FreeText", "Rect" => vec![0.into(), 0.into(), 200.into(), 200.into()],
        });
        let id = new.get_prev_documents().page_iter().next().unwrap();
        new.opt_clone_object_to_new_document(id).unwrap();
        let page = new
            .new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap();
        let mut all = page.get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(note.into());
        page.set("Annots", all);
    });
    let found = proof(&world, &note);
    assert_eq!(
        (&found["verdict"], &found["sealed_bytes"]),
        (&json!("changed"), &json!(pdf.len()))
    );
    assert_eq!(
        line(&found, "封存后添加的内容"),
        "在页面上添加或删除了批注、链接等"
    );
    // What another desk sealed is not offered as ours.
    let stranger = World::new("2026-11-24 10:05");
    stranger.sign_in("admin");
    assert_eq!(proof(&stranger, &note)["sealed_bytes"], Value::Null);
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let world = World::new("2026-11-24 10:00");
    world.sign_in("admin");
    let large = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 11 * 1024 * 1024]].concat();
    let refusal = world.refused("proof_check", json!({ "base64": STANDARD.encode(large) }));
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (Code::FileTooLarge, Some("base64"))
    );
}

/// The fields of the document's form.
fn form(document: &Document) -> Vec<lopdf::ObjectId> {
    let form = document
        .catalog()
        .unwrap()
        .get(b"AcroForm")
        .and_then(Object::as_dict)
        .unwrap();
    let all = form.get(b"Fields").and_then(Object::as_array).unwrap();
    all.iter().map(|it| it.as_reference().unwrap()).collect()
}

/// ISO 14289-1 (PDF/UA), 7.18.1 and 7.18.4: who listens to the page hears of each field, in its place.
#[test]
fn each_field_has_its_words_and_its_part() {
    let world = World::new("2026-11-24 10:00");
    let ticket = world.answered(&signature());
    for seals in [false, true] {
        company_seals(&world, seals);
        let (pdf, _) = world.exported(&ticket);
        let document = Document::load_mem(&pdf).unwrap();
        let at = |dictionary: &Dictionary, name: &[u8]| {
            let id = dictionary.get(name).and_then(Object::as_reference).unwrap();
            document.get_dictionary(id).unwrap().clone()
        };
        let tree = at(document.catalog().unwrap(), b"StructTreeRoot");
        let numbers = tree.get(b"ParentTree").and_then(Object::as_dict).unwrap();
        let numbers = numbers.get(b"Nums").and_then(Object::as_array).unwrap();
        let whole = tree.get(b"K").and_then(Object::as_reference).unwrap();
        let parts = document.get_dictionary(whole).unwrap();
        let parts = parts.get(b"K").and_then(Object::as_array).unwrap();
        let fields = form(&document);
        assert_eq!(fields.len(), if seals { 2 } else { 1 });
        let names = ["签字封存", "公司签章"];
        for (id, name) in fields.into_iter().zip(names) {
            assert_eq!(field(&document, name), id);
            let widget = document.get_dictionary(id).unwrap();
            let words = lopdf::decode_text_string(widget.get(b"TU").unwrap()).unwrap();
            assert!(words.starts_with(name), "{words}");
            let key = widget.get(b"StructParent").and_then(Object::as_i64).unwrap();
            let listed = numbers
                .chunks(2)
                .find(|pair| pair[0].as_i64().unwrap() == key)
                .unwrap();
            let part = document
                .get_dictionary(listed[1].as_reference().unwrap())
                .unwrap();
            assert_eq!(part.get(b"S").and_then(Object::as_name).unwrap(), b"Form");
            assert_eq!(part.get(b"P").and_then(Object::as_reference).unwrap(), whole);
            assert!(parts.contains(&listed[1]), "{name} is read where the others are");
            let held = part.get(b"K").and_then(Object::as_dict).unwrap();
            assert_eq!(held.get(b"Obj").and_then(Object::as_reference).unwrap(), id);
            assert!(key < tree.get(b"ParentTreeNextKey").and_then(Object::as_i64).unwrap());
        }
    }
}
