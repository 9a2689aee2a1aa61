//! `cargo xtask pictures`: every screen and every page, from demo data at a fixed time, for the README and docs/gallery.md.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    packages,
    run::{build_program, make_demo, run_console},
    step::{TaskResult, cargo_command, npm_command, project_folder, run_step, target_folder},
    test::{LOOK, run_playwright},
};

/// The morning after the month that is shown.
pub(crate) const TIME: [&str; 2] = ["--now", "2026-12-01T09:00:00+08:00"];
const MONTH: &str = "2026-11";
/// A repair of the demo data with an arrangement, an extension, a signature and a reply.
pub(crate) const SIGNED: &str = "WX2610010001";

/// Forms, each with a closed ticket of the demo data. Choose others when the demo data changes.
const FORMS: &[(&str, &str)] = &[
    ("work-order", SIGNED),
    ("ack", SIGNED),
    ("reply", SIGNED),
    ("reminder-notice", "TX2611270002"),
    ("leak-result", "JL2611260002"),
    ("water-report", "SZ2611260002"),
    ("event-record", "SQ2611060001"),
    ("delivery-record", "SS2611190001"),
];

pub(crate) fn renew_pictures() -> TaskResult {
    packages::ensure_packages(&[packages::WINDOW, packages::DISPLAY, packages::TESTS])?;
    build_program()?;
    run_step(
        "Screens: test build",
        &mut npm_command(&["run", "build:test"], "ui"),
        LOOK,
    )?;
    run_step(
        "Bridge: build",
        &mut cargo_command(&["build", "--package", "bridge"]),
        LOOK,
    )?;
    let out = project_folder().join("docs/screens");
    // So that none of an earlier run is taken for one of this.
    std::fs::remove_dir_all(&out).map_err(|error| error.to_string())?;
    run_playwright(Some(&out))?;
    let folder = target_folder().join("picture-data");
    make_demo(&folder, &TIME)?;
    let printed = |words: &[&str], name: &str| -> TaskResult<PathBuf> {
        let pdf = folder.join(format!("{name}.pdf"));
        let to = pdf.display().to_string();
        run_console(name, &folder, &[&TIME, words, &["--pdf", &to]].concat())?;
        Ok(pdf)
    };
    let mut forms = Vec::new();
    for (form, ticket) in FORMS {
        let pdf = printed(&["print", form, ticket], form)?;
        forms.extend(paint_pdf_pages(&pdf, &out, &format!("page-{form}"))?);
    }
    let pdf = printed(&["report", "monthly", "--month", MONTH], "monthly")?;
    let month = paint_pdf_pages(&pdf, &out, "page-month")?;
    join_side_by_side(&forms, "4x", &out.join("page-forms.png"))?;
    join_side_by_side(&month, "4x", &out.join("page-monthly.png"))?;
    tidy_pictures(&out)
}

/// Keeps what the README and the gallery show and takes away what else the tests have painted.
fn tidy_pictures(out: &Path) -> TaskResult {
    let documents = ["README.md", "docs/gallery.md"]
        .map(|name| std::fs::read_to_string(project_folder().join(name)).map_err(|error| error.to_string()));
    let [readme, gallery] = documents;
    let documents = format!("{}{}", readme?, gallery?);
    // `(docs/screens/…` in the one, `(screens/…` in the other.
    let shown: BTreeSet<&str> = documents
        .split("screens/")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    let mut painted = BTreeSet::new();
    for entry in std::fs::read_dir(out).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if shown.contains(name) {
            painted.insert(name.to_owned());
        } else {
            std::fs::remove_file(&path).map_err(|error| error.to_string())?;
        }
    }
    let files: Vec<PathBuf> = painted.iter().map(|name| out.join(name)).collect();
    // A palette makes a picture a half to a tenth of its size.
    run_step(
        "Palettes",
        Command::new("mogrify")
            .args(["+dither", "-colors", "256", "-define", "png:compression-level=9"])
            .args(["-define", "png:color-type=3", "-define", "png:bit-depth=8"])
            .args(&files),
        LOOK,
    )?;
    match shown.iter().find(|name| !painted.contains(**name)) {
        Some(missing) => Err(format!(
            "README.md or docs/gallery.md shows {missing}, which nothing paints"
        )),
        None => Ok(()),
    }
}

/// Paints every page of a PDF; the files, in the order of the pages.
fn paint_pdf_pages(pdf: &Path, out: &Path, name: &str) -> TaskResult<Vec<PathBuf>> {
    run_step(
        &format!("{name}: pages"),
        Command::new("pdftoppm")
            .args(["-r", "80", "-png"])
            .arg(pdf)
            .arg(out.join(name)),
        LOOK,
    )?;
    let entries = std::fs::read_dir(out).map_err(|error| error.to_string())?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let file = path
                .file_name()
                .and_then(|file| file.to_str())
                .unwrap_or_default();
            file.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".png"))
        })
        .collect();
    files.sort();
    Ok(files)
}

fn join_side_by_side(files: &[PathBuf], tile: &str, to: &Path) -> TaskResult {
    let headline = to.display().to_string();
    run_step(
        &headline,
        Command::new("montage")
            .args(files)
            .args(["-geometry", "496x+8+8", "-background", "#c8d0d8", "-tile", tile])
            .arg(to),
        LOOK,
    )
}
