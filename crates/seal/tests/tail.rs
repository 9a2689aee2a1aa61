//! A revision behind a seal that other readers take in another way: its table is odd, or more lies there than the table names.
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
    raw::{Raw, content, page_content},
    sealed_with, secret,
};
use seal::{Inspection, PostSealChange, PostSealUpdate, inspect_pdf};

fn raw() -> Raw {
    Raw::new(sealed_with(&secret(), Some(PLACE), None))
}

fn after(raw: &Raw) -> PostSealUpdate {
    match inspect_pdf(&raw.written()) {
        Inspection::Sealed(sealed) => sealed.after,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn taken(what: &str, change: impl FnOnce(&mut Raw)) {
    let mut raw = raw();
    change(&mut raw);
    let after = after(&raw);
    assert!(matches!(after, PostSealUpdate::Signature(_)), "{what}: {after:?}");
}

#[track_caller]
fn told(what: &str, change: impl FnOnce(&mut Raw)) -> Vec<PostSealChange> {
    let mut raw = raw();
    change(&mut raw);
    match after(&raw) {
        PostSealUpdate::Added(all) => all,
        other => panic!("{what}: {other:?}"),
    }
}

#[track_caller]
fn irregular(what: &str, change: impl FnOnce(&mut Raw)) {
    let all = told(what, change);
    assert!(all.contains(&PostSealChange::Irregular), "{what}: {all:?}");
}

/// Regular, with an object that no other one names.
#[track_caller]
fn riding(what: &str, change: impl FnOnce(&mut Raw)) {
    let all = told(what, change);
    let is_named = all.iter().any(|it| matches!(it, PostSealChange::Objects(_)));
    assert!(
        is_named && !all.contains(&PostSealChange::Irregular),
        "{what}: {all:?}"
    );
}

/// Another page, as objects that no table names.
fn forged(raw: &Raw) -> Vec<u8> {
    let number = page_content(&raw.sealed);
    let text = "BT /F1 24 Tf 60 700 Td (paid) Tj ET";
    let long = text.len();
    format!("{number} 0 obj\n<</Length {long}>>stream\n{text}\nendstream\nendobj\n").into_bytes()
}

#[test]
fn a_plain_revision_is_taken() {
    taken("a table in a stream", |_| {});
    taken("a table of lines", |raw| raw.lines = true);
    taken("a comment, as some programs leave one", |raw| {
        raw.behind = b"%Program-1.0\n".to_vec()
    });
    taken("the right number", |raw| raw.size = Some(87));
    taken("printed and locked", |raw| {
        raw.widget = ("/F 4".to_owned(), "/F 132".to_owned())
    });
    riding("with another object of its own", |raw| {
        raw.objects.push((84, 0, b"<</Nothing 1>>".to_vec()))
    });
    taken("with an object as it was", |raw| {
        let number = page_content(&raw.sealed);
        raw.objects.push((number, 0, content(&raw.sealed, number)));
    });
}

#[test]
fn objects_that_no_table_names_are_a_change() {
    for lines in [false, true] {
        let with = |what: &str, change: &dyn Fn(&mut Raw)| {
            irregular(what, |raw| {
                raw.lines = lines;
                change(raw);
            });
        };
        with("before", &|raw| raw.before = forged(raw));
        with("behind", &|raw| raw.behind = forged(raw));
        with("in a comment", &|raw| {
            raw.behind = [b"% ", &forged(raw)[..8], b"\n"].concat()
        });
        with("in a stream", &|raw| {
            let hidden = forged(raw);
            let head = format!("<</Length {}>>stream\n", hidden.len());
            raw.objects
                .push((84, 0, [head.as_bytes(), &hidden, b"\nendstream"].concat()));
        });
        with("in a text", &|raw| {
            raw.objects.push((84, 0, [b"(", &forged(raw)[..], b")"].concat()));
        });
        with("another trailer", &|raw| {
            raw.behind = b"trailer\n<</Root 1 0 R/Size 80>>\n".to_vec()
        });
        with("strange bytes", &|raw| raw.before = b"hello\n".to_vec());
        with("a comment that is none to all", &|raw| {
            raw.behind = b"%\x00\x01\n".to_vec()
        });
        with("an object twice", &|raw| {
            raw.objects.push((85, 0, b"null".to_vec()))
        });
    }
}

#[test]
fn a_table_that_readers_make_anew_is_a_change() {
    for lines in [false, true] {
        let with = |what: &str, change: &dyn Fn(&mut Raw)| {
            irregular(what, |raw| {
                raw.lines = lines;
                change(raw);
            });
        };
        for size in [None, Some(-1), Some(0), Some(20), Some(85), Some(i64::MAX)] {
            with(&format!("{size:?}"), &|raw| raw.size = size);
        }
        with("another table before", &|raw| raw.prev -= 1);
        with("a table beside it", &|raw| {
            raw.trailer = format!("/XRefStm {}", raw.prev)
        });
        with("a row of nothing", &|raw| raw.rows.push((84, 200, 0)));
        with("a row of a place further on", &|raw| {
            raw.rows.push((85, raw.sealed.len() + 3, 0))
        });
        with("a row of an old object", &|raw| {
            let number = page_content(&raw.sealed);
            let head = format!("\n{number} 0 obj\n");
            let at = raw
                .sealed
                .windows(head.len())
                .position(|part| part == head.as_bytes());
            raw.rows.push((84, at.unwrap() + 1, 0));
        });
        with("much white space at the end", &|raw| raw.end = vec![b' '; 900]);
        with("words at the end", &|raw| raw.end = b"% more\n".to_vec());
    }
    // Readers differ in which of two counts; here none does.
    let twice = told("a name twice", |raw| raw.trailer = format!("/Prev {}", raw.prev));
    assert!(
        matches!(twice.as_slice(), [PostSealChange::Bytes(_)]),
        "{twice:?}"
    );
}

/// Some readers take an object of another generation, some take neither.
#[test]
fn an_object_of_another_generation_is_a_change() {
    for lines in [false, true] {
        let all = told("the page's content", |raw| {
            raw.lines = lines;
            let number = page_content(&raw.sealed);
            raw.objects.push((number, 1, content(&raw.sealed, number)));
        });
        assert!(
            all.contains(&PostSealChange::Content) && all.contains(&PostSealChange::Irregular),
            "{all:?}"
        );
        irregular("a new one", |raw| {
            raw.lines = lines;
            raw.objects.push((84, 3, b"null".to_vec()));
        });
    }
}

#[test]
fn what_is_no_signature_is_none() {
    let broken = [PostSealChange::BrokenSignature];
    assert_eq!(
        told("nothing but zeros", |raw| raw.signature = Some(Vec::new())),
        broken
    );
    assert_eq!(
        told("a word", |raw| raw.signature = Some(b"hello".to_vec())),
        broken
    );
    assert_eq!(
        told("a sequence of nothing", |raw| raw.signature =
            Some(vec![0x30, 0x82, 0x01, 0x00])),
        broken
    );
    // A good signature over something else.
    let other = common::foreign::openssl_signature(b"something else");
    assert_eq!(
        told("of other bytes", |raw| raw.signature = Some(other.clone())),
        broken
    );
    // That it is of a kind not checked here does not help where the digest is known.
    let rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    let at = other.windows(9).rposition(|part| part == rsa).unwrap();
    let mut unknown = other;
    unknown[at + 8] = 0x0a;
    assert_eq!(
        told("of other bytes", |raw| raw.signature = Some(unknown)),
        broken
    );
}

#[test]
fn the_field_shows_nothing_beyond_its_edge() {
    for (flags, name) in [
        (2, "hidden"),
        (6, "hidden"),
        (36, "not on the screen"),
        (0, "not printed"),
    ] {
        let all = told(name, |raw| {
            raw.widget = ("/F 4".to_owned(), format!("/F {flags}"))
        });
        assert_eq!(all, [PostSealChange::Signature("公司签章".to_owned())], "{name}");
    }
    let shown = |form: &str| {
        let mut raw = raw();
        let form =
            format!("<</Type/XObject/Subtype/Form{form}/Length 17>>stream\n0 0 900 900 re f \nendstream");
        raw.objects.push((84, 0, form.into_bytes()));
        let widget = String::from_utf8_lossy(&raw.written()).into_owned();
        let at = widget.rfind("/AP<</N ").unwrap();
        let old = widget[at..].split(">>").next().unwrap().to_owned();
        raw.widget = (old, "/AP<</N 84 0 R".to_owned());
        after(&raw)
    };
    assert!(matches!(
        shown("/BBox[0 120 120 0]"),
        PostSealUpdate::Signature(_)
    ));
    for form in [
        "",
        "/BBox[0 0 0 0]",
        "/BBox[0 0 120]",
        "/BBox[0 0 120 120]/Matrix[0 0 0 0 0 0]",
        "/BBox[0 0 120 120]/F(elsewhere)",
    ] {
        assert!(matches!(shown(form), PostSealUpdate::Added(_)), "{form}");
    }
    // Nothing happens by itself, and the field stays where it is.
    for (old, new) in [
        ("/F 4", "/F 4/AA<</E<</S/JavaScript/JS(x)>>>>"),
        ("/F 4", "/F 4/A<</S/URI/URI(x)>>"),
        ("/F 4", "/F 4/Lock<</Type/SigFieldLock/Action/All>>"),
        ("/Rect[", "/Rect[0 0 600 800]/Old["),
    ] {
        let all = told(new, |raw| raw.widget = (old.to_owned(), new.to_owned()));
        assert_eq!(all, [PostSealChange::Signature("公司签章".to_owned())], "{new}");
    }
}

/// Objects may stand in a stream, if the table names all of them.
#[test]
fn a_stream_of_objects_holds_nothing_more() {
    let held = |number: u32, also: &str| {
        let inside = format!("{number} 0 {also}");
        let content = format!("{inside} <</Nothing 1>>");
        let many = inside.split_whitespace().count() / 2;
        format!(
            "<</Type/ObjStm/N {many}/First {}/Length {}>>stream\n{content}\nendstream",
            inside.len() + 1,
            content.len()
        )
    };
    let stream = |raw: &mut Raw, also: &str, index| {
        raw.objects.push((82, 0, held(84, also).into_bytes()));
        raw.held.push((84, 82, index));
    };
    riding("a stream whose object the table names", |raw| stream(raw, "", 0));
    irregular("as another one", |raw| stream(raw, "", 1));
    irregular("and one that it does not name", |raw| stream(raw, "83 0", 0));
    for (number, also) in [(84, ""), (84, "83 0"), (3, "")] {
        irregular("a stream whose objects no table names", |raw| {
            raw.objects.push((82, 0, held(number, also).into_bytes()));
        });
    }
}
