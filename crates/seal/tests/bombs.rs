//! A small file that would cost much is refused, within the memory and the time of a process that may have no more.
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

use std::{env, fs, io::Write as _, process::Command};

use common::{sealed, secret};
use flate2::{Compression, write::ZlibEncoder};
use seal::{Inspection, PostSealChange, PostSealUpdate, inspect_pdf};

const FILE: &str = "SEAL_BOMB";

/// Streams that inflate to this many bytes, each of a megabyte of the same, and the file around them.
fn packed(inside: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..times {
        encoder.write_all(inside).unwrap();
    }
    encoder.finish().unwrap()
}

/// A file of these objects, by number from 1, whose table says what `entries` say.
fn file(objects: &[Vec<u8>], entries: impl Fn(&[usize]) -> String) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").as_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(entries(&places).as_bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    out
}

fn plain(places: &[usize]) -> String {
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in places {
        table.push_str(&format!("{place:010} 00000 n \n"));
    }
    table + "trailer <</Root 1 0 R/Size 2>>\n"
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

const CATALOG: &[u8] = b"<</Type/Catalog>>";

fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = vec![b' '; 1 << 20];
    let object_stream = || {
        stream(
            "/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
            &packed(&zeros, 400),
        )
    };
    let table = stream(
        "/Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Filter/FlateDecode",
        &packed(&vec![0; 1 << 20], 400),
    );
    // The same word, a million times: each takes room a hundred times its own.
    let words = stream(
        "/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
        &packed(
            &[b"9 0 [".as_slice(), b"0 ".repeat(1 << 19).as_slice()].concat(),
            30,
        ),
    );
    let long = [b"[".as_slice(), &b"0 ".repeat(4_000_000), b"]"].concat();
    let in_stream = |places: &[usize]| {
        // Object 9 is the first of stream 2; the others are where they are.
        let mut rows = vec![0_u8; 7];
        for place in places {
            rows.push(1);
            rows.extend(u32::try_from(*place).unwrap().to_be_bytes());
            rows.extend([0, 0]);
        }
        rows.resize(7 * 9, 0);
        rows.extend([2, 0, 0, 0, 2, 0, 0]);
        rows
    };
    let with_stream_table = |objects: &[Vec<u8>]| {
        let mut out = file(objects, |_| String::new());
        let start = out.len();
        let places: Vec<usize> = (1..=objects.len())
            .map(|number| {
                let head = format!("\n{number} 0 obj");
                out.windows(head.len())
                    .position(|part| part == head.as_bytes())
                    .unwrap()
                    + 1
            })
            .collect();
        let table = stream("/Type/XRef/Size 10/W[1 4 2]/Root 1 0 R", &in_stream(&places));
        out.extend(b"20 0 obj\n");
        out.extend(table);
        out.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
        out
    };
    let mut only_table = b"%PDF-1.7\n1 0 obj\n".to_vec();
    only_table.extend(table);
    only_table.extend(b"\nendobj\nstartxref\n9\n%%EOF\n");
    // Ten thousand entries, each with the stream of all bytes behind it.
    let nested: Vec<Vec<u8>> = std::iter::once(CATALOG.to_vec())
        .chain(
            (0..20_000).map(|number| format!("<</Length {}>>stream\n", 2_000_000 - 60 * number).into_bytes()),
        )
        .collect();
    vec![
        (
            "one stream of objects",
            with_stream_table(&[CATALOG.to_vec(), object_stream()]),
        ),
        ("its table", only_table),
        (
            "many words in a stream",
            with_stream_table(&[CATALOG.to_vec(), words]),
        ),
        (
            "many words in the file",
            file(&[CATALOG.to_vec(), long.clone()], plain),
        ),
        (
            "one object named a hundred thousand times",
            file(&[CATALOG.to_vec(), long], |places| {
                let mut table = "xref\n1 1\n0000000009 00000 n \n2 100000\n".to_owned();
                for _ in 0..100_000 {
                    table.push_str(&format!("{:010} 00000 n \n", places[1]));
                }
                table + "trailer <</Root 1 0 R>>\n"
            }),
        ),
        ("streams in streams", file(&nested, plain)),
        (
            "a chain of tables",
            [
                b"%PDF-1.7\n".to_vec(),
                b"xref\n0 0\ntrailer <</Prev 9/Root 1 0 R>>\n".to_vec(),
                b"startxref\n9\n%%EOF\n".to_vec(),
            ]
            .concat(),
        ),
        (
            "brackets",
            [
                b"%PDF-1.7\n1 0 obj ".to_vec(),
                b"[".repeat(9_000_000),
                b"\nstartxref\n9\n%%EOF\n".to_vec(),
            ]
            .concat(),
        ),
        (
            "places of a seal",
            [
                b"%PDF-1.7\n".to_vec(),
                b"/ByteRange[0 1 2 8000000]%%EOF".repeat(250_000),
            ]
            .concat(),
        ),
    ]
}

/// What the child does: looks at one file, and says what it found.
#[test]
fn looks_at_one() {
    if let Ok(path) = env::var(FILE) {
        let found = match inspect_pdf(&fs::read(path).unwrap()) {
            Inspection::TooLarge => "too large",
            Inspection::Unreadable => "unreadable",
            Inspection::Unsigned => "unsigned",
            Inspection::Broken(..) => "broken",
            Inspection::Sealed(sealed) => match sealed.after {
                PostSealUpdate::Added(all) if matches!(all.as_slice(), [PostSealChange::Bytes(_)]) => {
                    "bytes behind the seal"
                }
                _ => "sealed",
            },
        };
        println!("found: {found}.");
    }
}

/// What a process finds that may have 300 MB, and five seconds.
fn within(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.pdf");
    fs::write(&path, bytes).unwrap();
    let command =
        "ulimit -v 300000 && ulimit -t 5 && exec \"$0\" --exact looks_at_one --nocapture --test-threads=1";
    let done = Command::new("sh")
        .args(["-c", command])
        .arg(env::current_exe().unwrap())
        .env(FILE, &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let found = said
        .split("found: ")
        .nth(1)
        .and_then(|rest| rest.split('.').next());
    found.map_or_else(
        || {
            panic!(
                "{:?} {said} {}",
                done.status,
                String::from_utf8_lossy(&done.stderr)
            )
        },
        str::to_owned,
    )
}

#[test]
fn a_bomb_is_refused() {
    let (sealed, _) = sealed(&secret());
    assert_eq!(within(&sealed), "sealed", "the test itself has room enough");
    let bombs = bombs();
    for (what, bomb) in &bombs {
        println!("{what}");
        let found = within(bomb);
        assert!(
            ["too large", "unreadable", "unsigned"].contains(&found.as_str()),
            "{what}: {found}"
        );
        // Behind a file of ours it takes nothing from what was sealed.
        let behind = [&sealed[..], bomb].concat();
        assert_eq!(within(&behind), "bytes behind the seal", "{what}");
    }
    for (what, bomb) in [&bombs[0], &bombs[2]] {
        assert_eq!(within(bomb), "too large", "{what}");
    }
}
