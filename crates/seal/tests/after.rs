//! What stands behind a seal: one signature in the company's field, or something that is named.
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

mod common;

use common::{
    PLACE,
    foreign::{field, revised, signed_in},
    sealed, sealed_with, secret,
};
use lopdf::{IncrementalDocument, Object, Stream, dictionary};
use seal::{Inspection, PostSealChange, PostSealUpdate, ValidSeal, inspect_pdf};

fn company() -> Vec<u8> {
    sealed_with(&secret(), Some(PLACE), None)
}

fn found(pdf: &[u8]) -> ValidSeal {
    match inspect_pdf(pdf) {
        Inspection::Sealed(sealed) => *sealed,
        other => panic!("{other:?}"),
    }
}

/// Checks that the file is told as changed, by these words, and that the sealed revision is there whole.
fn added(before: &[u8], pdf: &[u8], expected: &[PostSealChange]) {
    let found = found(pdf);
    assert_eq!(found.after, PostSealUpdate::Added(expected.to_vec()));
    assert_eq!(found.length, before.len());
    assert!(inspect_pdf(&pdf[..found.length]).whole_file_seal().is_some());
}

fn page(new: &mut IncrementalDocument, change: impl FnOnce(&mut lopdf::Dictionary)) {
    let id = new.get_prev_documents().page_iter().next().unwrap();
    new.opt_clone_object_to_new_document(id).unwrap();
    change(
        new.new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap(),
    );
}

#[test]
fn the_company_signs_in_its_field() {
    let pdf = company();
    assert!(inspect_pdf(&pdf).whole_file_seal().is_some());
    let signed = signed_in(&pdf, "公司签章", |_| {});
    let sealed = found(&signed);
    let PostSealUpdate::Signature(signature) = &sealed.after else {
        panic!("{:?}", sealed.after)
    };
    let (_, said) = signature.by.as_ref().unwrap();
    assert_eq!(said.subject, "示例供水公司");
    assert_eq!(sealed.length, pdf.len());
    // With a picture of the seal in the field.
    let pictured = signed_in(&pdf, "公司签章", |new| {
        let id = field(new.get_prev_documents(), "公司签章");
        let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 120.into(), 120.into()] };
        let look = new
            .new_document
            .add_object(Stream::new(form, b"0 0 120 120 re f".to_vec()));
        let widget = new
            .new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap();
        widget.set("AP", dictionary! { "N" => look });
    });
    assert!(
        matches!(found(&pictured).after, PostSealUpdate::Signature(_)),
        "{:?}",
        found(&pictured).after
    );
    // A changed byte of either part is found.
    let place = pdf.len() + 30;
    let mut changed = signed.clone();
    changed[place] ^= 1;
    assert!(!matches!(found(&changed).after, PostSealUpdate::Signature(_)));
    changed[place] ^= 1;
    changed[100] ^= 1;
    assert!(!matches!(inspect_pdf(&changed), Inspection::Sealed(_)));
}

/// A file of ours that pyHanko 0.38 signed in the field, with a table in a stream.
#[test]
fn what_another_program_signs_in_the_field_is_a_signature() {
    let sealed = found(include_bytes!("files/company-pyhanko.pdf"));
    assert!(
        matches!(sealed.after, PostSealUpdate::Signature(_)),
        "{:?}",
        sealed.after
    );
}

/// A file may ride along in an object that nobody names, and what the field shows may lie in another file.
#[test]
fn what_rides_along_with_the_companys_signature_is_a_change() {
    let pdf = company();
    let hidden = signed_in(&pdf, "公司签章", |new| {
        let file = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"hello".to_vec());
        new.new_document.add_object(file);
    });
    let elsewhere = signed_in(&pdf, "公司签章", |new| {
        let id = field(new.get_prev_documents(), "公司签章");
        let form = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 120.into(), 120.into()],
            "Ref" => dictionary! { "F" => Object::string_literal("other.pdf"), "Page" => 0 }
        };
        let look = new.new_document.add_object(Stream::new(form, Vec::new()));
        let widget = new
            .new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap();
        widget.set("AP", dictionary! { "N" => look });
    });
    for (pdf, what) in [(hidden, "hidden"), (elsewhere, "elsewhere")] {
        let PostSealUpdate::Added(all) = found(&pdf).after else {
            panic!("{what}")
        };
        assert!(
            all.iter().any(|it| matches!(it, PostSealChange::Objects(_))),
            "{what}: {all:?}"
        );
    }
}

#[test]
fn a_signature_in_the_companys_field_must_hold() {
    let pdf = company();
    let mut signed = signed_in(&pdf, "公司签章", |_| {});
    let at = signed
        .windows(10)
        .rposition(|part| part == b"/Contents<")
        .unwrap();
    // In the signature itself, the last part of what OpenSSL wrote.
    let zeros = signed[at..].windows(20).position(|part| part == [b'0'; 20]);
    let at = at + zeros.unwrap() - 20;
    signed[at] = if signed[at] == b'a' { b'b' } else { b'a' };
    added(&pdf, &signed, &[PostSealChange::BrokenSignature]);
}

#[test]
fn a_signature_with_something_more_is_a_change() {
    let pdf = company();
    let with = |change: &dyn Fn(&mut IncrementalDocument)| signed_in(&pdf, "公司签章", change);
    let signature = PostSealChange::Signature("公司签章".to_owned());
    // Another word on the page.
    let content = with(&|new| {
        let page = new.get_prev_documents().page_iter().next().unwrap();
        let content = new.get_prev_documents().get_page_contents(page)[0];
        new.new_document
            .set_object(content, Stream::new(dictionary! {}, b"0 0 500 500 re f".to_vec()));
    });
    added(&pdf, &content, &[signature.clone(), PostSealChange::Content]);
    // The page turned.
    let turned = with(&|new| page(new, |page| page.set("Rotate", 180)));
    added(&pdf, &turned, &[signature.clone(), PostSealChange::Content]);
    // The field moved over the text.
    let moved = with(&|new| {
        let id = field(new.get_prev_documents(), "公司签章");
        let widget = new
            .new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap();
        widget.set("Rect", vec![0.into(), 0.into(), 600.into(), 800.into()]);
    });
    added(&pdf, &moved, std::slice::from_ref(&signature));
    // Something begins by itself when the file is opened.
    let acting = with(&|new| {
        let id = new
            .get_prev_documents()
            .trailer
            .get(b"Root")
            .unwrap()
            .as_reference()
            .unwrap();
        new.opt_clone_object_to_new_document(id).unwrap();
        let root = new
            .new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap();
        root.set(
            "OpenAction",
            dictionary! { "S" => "URI", "URI" => Object::string_literal("http://x") },
        );
    });
    added(&pdf, &acting, std::slice::from_ref(&signature));
    // One more revision behind it.
    let again = revised(&with(&|_| {}), |new| page(new, |_| {}));
    added(&pdf, &again, &[signature]);
}

#[test]
fn every_other_thing_behind_a_seal_is_named() {
    for (pdf, _) in [(company(), true), (sealed(&secret()).0, false)] {
        added(
            &pdf,
            &[&pdf[..], b"\n% one more line\n"].concat(),
            &[PostSealChange::Bytes(17)],
        );
        let note = revised(&pdf, |new| {
            let note = new.new_document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "FreeText", "Rect" => vec![0.into(), 0.into(), 200.into(), 200.into()],
            });
            page(new, |page| {
                let mut all = page.get(b"Annots").unwrap().as_array().unwrap().clone();
                all.push(note.into());
                page.set("Annots", all);
            });
        });
        added(&pdf, &note, &[PostSealChange::Notes]);
        let title = revised(&pdf, |new| {
            let info = new
                .get_prev_documents()
                .trailer
                .get(b"Info")
                .unwrap()
                .as_reference()
                .unwrap();
            new.opt_clone_object_to_new_document(info).unwrap();
            let info = new
                .new_document
                .get_object_mut(info)
                .and_then(Object::as_dict_mut)
                .unwrap();
            info.set("Title", Object::string_literal("receipt"));
        });
        added(&pdf, &title, &[PostSealChange::Properties]);
        let none = revised(&pdf, |new| {
            new.new_document.add_object(dictionary! { "Nothing" => 1 });
        });
        // The object, and the table that names it.
        added(&pdf, &none, &[PostSealChange::Objects(2)]);
        let record = revised(&pdf, |new| {
            let prev = new.get_prev_documents();
            let found = prev
                .objects
                .iter()
                .find(|(_, it)| it.as_stream().is_ok_and(|it| it.dict.has_type(b"EmbeddedFile")));
            let id = *found.unwrap().0;
            new.new_document.set_object(
                id,
                Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()),
            );
        });
        added(&pdf, &record, &[PostSealChange::Attachments]);
        let pages = revised(&pdf, |new| {
            let root = new.get_prev_documents().catalog().unwrap();
            let id = root.get(b"Pages").unwrap().as_reference().unwrap();
            new.opt_clone_object_to_new_document(id).unwrap();
            let pages = new
                .new_document
                .get_object_mut(id)
                .and_then(Object::as_dict_mut)
                .unwrap();
            let mut kids = pages.get(b"Kids").unwrap().as_array().unwrap().clone();
            kids.extend(kids.clone());
            pages.set("Kids", kids);
        });
        added(&pdf, &pages, &[PostSealChange::Pages]);
        // The seal's own field, emptied.
        let emptied = revised(&pdf, |new| {
            let id = field(new.get_prev_documents(), "签字封存");
            new.opt_clone_object_to_new_document(id).unwrap();
            new.new_document
                .get_object_mut(id)
                .and_then(Object::as_dict_mut)
                .unwrap()
                .remove(b"V");
        });
        added(&pdf, &emptied, &[PostSealChange::Seal]);
    }
}

/// A file whose company does not seal papers itself has no such field, and one that is brought along is none of ours.
#[test]
fn where_nothing_may_follow_a_signature_is_a_change() {
    let (pdf, _) = sealed(&secret());
    let with_field = |pdf: &[u8]| {
        revised(pdf, |new| {
            let root = new
                .get_prev_documents()
                .trailer
                .get(b"Root")
                .unwrap()
                .as_reference()
                .unwrap();
            let name: Vec<u8> = "\u{feff}公司签章"
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect();
            let widget = new.new_document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
                "T" => Object::String(name, lopdf::StringFormat::Hexadecimal),
                "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
            });
            new.opt_clone_object_to_new_document(root).unwrap();
            let root = new
                .new_document
                .get_object_mut(root)
                .and_then(Object::as_dict_mut)
                .unwrap();
            let form = root.get_mut(b"AcroForm").and_then(Object::as_dict_mut).unwrap();
            form.get_mut(b"Fields")
                .and_then(Object::as_array_mut)
                .unwrap()
                .push(widget.into());
        })
    };
    let signed = signed_in(&with_field(&pdf), "公司签章", |_| {});
    added(&pdf, &signed, &[PostSealChange::Signature("公司签章".to_owned())]);
    // Older files, and those whose company has filled in its field already.
    let older = std::fs::read(format!(
        "{}/tests/files/older-low.pdf",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap();
    let signed = signed_in(&with_field(&older), "公司签章", |_| {});
    added(
        &older,
        &signed,
        &[PostSealChange::Signature("公司签章".to_owned())],
    );
}
