//! The campaign of `crash` against the bridge. `cargo xtask crash` does it for longer.
#![cfg(target_os = "linux")]

use std::path::Path;

#[test]
fn whatever_happens_to_the_program_what_was_acknowledged_is_there() {
    let program = Path::new(env!("CARGO_BIN_EXE_bridge"));
    crash::Campaign::run(program, 14, crash::bridge::MISFORTUNES);
}
