//! Somebody else's revision behind a sealed file, and somebody else's signature in it, made by OpenSSL.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use std::{fs, process::Command};

use lopdf::{Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary};

/// A revision of somebody else's behind a file.
pub fn revised(pdf: &[u8], change: impl FnOnce(&mut IncrementalDocument)) -> Vec<u8> {
    let old = Document::load_mem(pdf).unwrap();
    let mut new = IncrementalDocument::create_from(pdf.to_vec(), old);
    change(&mut new);
    let mut bytes = Vec::new();
    new.save_to(&mut bytes).unwrap();
    bytes
}

/// The place of a field.
pub fn field(document: &Document, name: &str) -> ObjectId {
    let form = document
        .catalog()
        .unwrap()
        .get(b"AcroForm")
        .unwrap()
        .as_dict()
        .unwrap();
    let all = form.get(b"Fields").unwrap().as_array().unwrap();
    let called = |id: &ObjectId| {
        let field = document.get_dictionary(*id).unwrap();
        lopdf::decode_text_string(field.get(b"T").unwrap()).unwrap() == name
    };
    all.iter()
        .map(|it| it.as_reference().unwrap())
        .find(called)
        .unwrap()
}

const ROOM: usize = 6_000;

/// Signs in a field that is there, as somebody else's program would: with OpenSSL and a certificate of its own making.
pub fn signed_in(pdf: &[u8], name: &str, also: impl FnOnce(&mut IncrementalDocument)) -> Vec<u8> {
    let wide = 9_999_999_999_i64;
    let bytes = revised(pdf, |new| {
        let id = field(new.get_prev_documents(), name);
        new.opt_clone_object_to_new_document(id).unwrap();
        let value = new.new_document.add_object(dictionary! {
            "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "adbe.pkcs7.detached",
            "ByteRange" => vec![0.into(), wide.into(), wide.into(), wide.into()],
            "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        });
        new.new_document
            .get_object_mut(id)
            .and_then(Object::as_dict_mut)
            .unwrap()
            .set("V", value);
        also(new);
    });
    filled(bytes, pdf.len(), None)
}

/// Fills in which bytes are signed, behind the sealed ones, and the signature over them: a good one, or this.
pub fn filled(mut bytes: Vec<u8>, sealed: usize, signature: Option<&[u8]>) -> Vec<u8> {
    let wide = 9_999_999_999_i64;
    let find = |bytes: &[u8], what: &[u8]| {
        let at = bytes[sealed..].windows(what.len()).position(|part| part == what);
        at.unwrap() + sealed
    };
    let empty = format!("<{}>", "0".repeat(2 * ROOM));
    let start = find(&bytes, empty.as_bytes());
    let end = start + empty.len();
    let text = format!("[0 {wide} {wide} {wide}]");
    let range = find(&bytes, text.as_bytes());
    let filled = format!(
        "{:<width$}",
        format!("[0 {start} {end} {}]", bytes.len() - end),
        width = text.len()
    );
    bytes[range..range + text.len()].copy_from_slice(filled.as_bytes());
    let signed = [&bytes[..start], &bytes[end..]].concat();
    let cms = signature.map_or_else(|| openssl_signature(&signed), <[u8]>::to_vec);
    let hex = hex(&cms);
    bytes[start + 1..start + 1 + hex.len()].copy_from_slice(hex.as_bytes());
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn openssl_signature(text: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &str| {
        let done = Command::new("openssl")
            .args(words.split(' '))
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    fs::write(folder.path().join("text"), text).unwrap();
    run("req -x509 -nodes -newkey rsa:2048 -keyout key -out cert -days 30 -utf8 -subj /CN=示例供水公司");
    run("cms -sign -binary -md sha256 -signer cert -inkey key -in text -outform DER -out cms");
    fs::read(folder.path().join("cms")).unwrap()
}
