//! Every journey in one program: forty-five programs that are linked one by one, and run one after the other, take minutes longer.
//! One alone: `cargo test -p journeys --test all -- trust::`.

mod alarm;
mod all_six;
mod bad_input;
mod bombs;
mod certificate;
mod clock_set_back;
mod closing;
mod community;
mod conduct;
mod copies;
mod customer_sheet;
mod customers;
mod documents;
mod due;
mod edited_meanwhile;
mod emergency_water;
mod erasure;
mod erasure_beside;
mod figures;
mod forged_lines;
mod forms;
mod fuzz;
mod going_on;
mod hidden;
mod journal;
mod kept;
mod key_store;
mod leak_detection;
mod linked;
mod lists;
mod logo;
mod night_call;
mod old_tickets;
mod people;
mod personal;
mod pictures;
mod plan_import;
mod proof;
mod random_requests;
mod reminder;
mod same_figures;
mod seal;
mod search;
mod sheets;
mod sign_in;
mod spans;
mod standard;
mod struck_lines;
mod tables;
mod timestamp;
mod trust;
mod update;
mod water_quality;
mod who_decides;
mod withdraw;
mod work;
mod workbook;

/// A file that stands here and is no part of this program would never be tested.
#[test]
#[allow(clippy::panic, reason = "a test stops at the first surprise")]
fn every_file_is_a_part() {
    let listed: Vec<String> = include_str!("all.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let mut there: Vec<String> = files
        .filter_map(|file| {
            let path = file.ok()?.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            (path.extension()? == "rs" && name != "all").then_some(name)
        })
        .collect();
    there.sort();
    assert_eq!(listed, there);
}
